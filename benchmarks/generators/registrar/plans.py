# fmt: off
"""How one campaign is run: infrastructure, sign-up, rhythm, wording, parameters, each drawn per operator."""

from types import SimpleNamespace
from typing import Any

from . import banks, corpus, crowds, net, people
from .corpus import Item
from .world import DAY, Acct, Habit, World, habit

MIXES: dict[str, list[list[str]]] = {
    "reasoning-harvest": [["own:maths", "gsm"], ["gsm"], ["cot", "own:know"], ["reason", "own:maths"],
        ["own:zh", "zhmix"], ["own:code"]],
    "agentic-pivot": [["own:tools", "own:code"], ["own:code"], ["fc", "own:tools"], ["api", "own:tools"]],
    "varied-accounts": [["own:tools", "own:data", "own:code"], ["own:data", "api"], ["fc", "own:know", "own:maths"]],
    "second-pool": [["alpaca"], ["own:maths", "own:code", "own:know"], ["zh", "own:zh"], ["gsm", "alpaca"]],
    "four-per-account": [["own:maths"], ["own:know", "own:code"], ["alpaca"], ["gsm", "cot"], ["own:zh"],
        ["wild", "own:write"]], "rubric-grading": [["judge"], ["graded"], ["judge", "graded"]], "replay": [["session"]],
    "hydra-proxy": [["own:maths", "own:code"], ["alpaca", "zh"], ["own:tools"], ["reason"], ["gen"]],
    "technique-sweep": [["own:maths", "gsm"], ["own:know", "cot"], ["own:code"]],
    "low-and-slow": [["own:maths", "own:code", "own:know"], ["own:know"], ["own:zh", "own:es", "own:de"], ["alpaca"],
        ["own:code"]], "dealt-list": [["alpaca"], ["gsm"], ["own:know", "own:maths"], ["zh"], ["own:code"],
        ["own:de", "own:fr", "own:ru", "own:ja"]], "rewrites": [["passage"], ["delicate"], ["passage", "delicate"]]}
STYLES = {"rubric-grading": "judge", "reasoning-harvest": "reason", "agentic-pivot": "code", "rewrites": "long",
    "technique-sweep": "reason"}

class Plan(SimpleNamespace):
    """The draws of one operator."""

def draw(w: World, kind: str, name: str) -> Plan:
    """An operator of a kind, with habits of its own."""
    rng = w.rng
    quiet = kind in ("low-and-slow", "four-per-account")
    infra = "none"
    if not quiet and rng.random() > 0.48:
        infra = rng.choices(["relay", "proxies", "cards", "stack", "all"], [40, 20, 20, 15, 5])[0]
    if kind == "reasoning-harvest" and rng.random() < 0.35:
        infra = "cards"
    signup = rng.choices(["any", "week", "aged", "bought", "fresh"], [32, 16, 22, 14, 16])[0]
    rhythm = rng.choices(["sync", "flat", "human", "burst", "nightly"], [24, 20, 32, 14, 10])[0]
    wording = rng.choices(["one", "several", "paraphrase", "bare", "each"], [22, 20, 24, 22, 12])[0]
    if kind in ("low-and-slow", "dealt-list"):
        rhythm = "human" if kind == "low-and-slow" or rng.random() < 0.5 else rhythm
        wording = rng.choice(["paraphrase", "bare"]) if kind == "low-and-slow" else "bare"
    if kind == "second-pool":
        wording = "one"
    mid = rng.choice([4, 8, 15, 25, 40, 70]) * rng.uniform(0.8, 1.2)
    mid = {"four-per-account": 4.0, "rubric-grading": rng.uniform(60, 200), "low-and-slow": 1.4}.get(kind, mid)
    relays = rng.sample(w.relays, min(len(w.relays), rng.randrange(1, 4)))
    hosts = [rng.choice(net.HOSTS) for _ in range(3)]
    cover = rng.choice([0.0, 0.0, 0.2, 0.5, 1.0])
    if kind in ("low-and-slow", "hydra-proxy"):
        cover = rng.uniform(0.75, 1.0)
    if kind == "four-per-account":
        cover = rng.choice([0.0, 0.0, 0.15])
    style = STYLES.get(kind, "reason")
    quantity = {"one": 1, "several": rng.randrange(2, 7)}.get(wording, 1)
    return Plan(kind=kind, name=name, infra=infra, signup=signup, rhythm=rhythm, wording=wording, mid=mid, cover=cover,
            relays=relays,
        mix=rng.choice(MIXES[kind]), style=rng.choice([style, "long", "chat"]) if rng.random() < 0.4 else style,
        sigma=0.15 if quiet else rng.choice([0.1, 0.4, 0.8, 1.2]),
        params=rng.choice(["one", "jitter", "own", "own", "own", "default"]),
        repeat=1 if kind == "dealt-list" else rng.choice([1, 1, 1, 1, 1, 2, 3]),
        sets=[net.headers(rng) for _ in range(rng.randrange(1, 5))],
        ips=[net.address(rng, rng.choice(hosts)) for _ in range(rng.randrange(5, 60))],
        cards=[w.uid("pay") for _ in range(rng.randrange(1, 6))],
        peaks=[rng.uniform(0, w.span) for _ in range(rng.randrange(3, 16))],
        words=[phrase(w, kind) for _ in range(quantity)], habit=habit(rng), base=rng.uniform(-30 * DAY, 0.5 * w.span),
        system=banks.system(rng, w.fold) if rng.random() < 0.35 else None)

def phrase(w: World, kind: str) -> tuple[str, str]:
    """One wording that suits what the campaign wants."""
    rng = w.rng
    if kind == "rewrites":
        return crowds.wording(w, "rewrite")
    if kind == "rubric-grading":
        return "", ""
    if kind == "agentic-pivot" and rng.random() < 0.6:
        return "", "\n" + rng.choice(banks.bank("sysb", w.fold)) + "."
    return banks.elicit(rng, w.fold, 0.6 if kind == "technique-sweep" else 0.1)

def member(w: World, p: Plan, index: int, born: float | None = None) -> Acct:
    """One fake account of the operator."""
    rng = w.rng
    relay = rng.choice(p.relays) if p.infra in ("relay", "all") and rng.random() < 0.9 else None
    client = w.connect(relay=relay)
    if p.infra in ("proxies", "all"):
        client.ips = rng.sample(p.ips, min(len(p.ips), rng.randrange(1, 7)))
        client.asn = rng.choice(net.HOSTS)
    if p.infra in ("stack", "all") or (p.infra == "proxies" and rng.random() < 0.5):
        client.sets = p.sets if rng.random() < 0.5 else [rng.choice(p.sets)]
    known: dict[str, Any] = {}
    if p.infra in ("cards", "all") and rng.random() < 0.85:
        known = {"payment_fingerprint": f"{rng.choice(p.cards)[:-2]}{index // 60:02x}",
            "payment_kind": rng.choice(["virtual", "card", "prepaid"])}
    if born is None:
        if p.signup == "bought":
            born = -(100 + 60 * rng.randrange(1, 9)) * DAY + rng.uniform(0, 6 * DAY)
        else:
            born = w.born(p.signup, p.base)
    if p.kind == "varied-accounts":
        client.path = rng.choice(["api", "bedrock", "vertex", "azure", "console",
            f"reseller:{rng.choice(w.relays).name}"])
    a = w.join(p.kind, client, born, **known)
    a.operator = p.name
    if p.params in ("one", "jitter"):
        a.habit = Habit(dict(p.habit.values), p.params == "jitter")
    elif p.params == "default":
        a.habit = Habit({})
    return a

def stock(w: World, p: Plan, count: int) -> list[Item]:
    """The work queue: evenly over its sources, no question twice."""
    rng = w.rng
    seen: set[str] = set()
    queue: list[Item] = []
    need = -(-count // p.repeat)
    for i, src in enumerate(p.mix):
        part = need * (i + 1) // len(p.mix) - len(queue)
        for _ in range(5):
            for item in _source(w, src, part):
                if part > 0 and item.prompt not in seen:
                    seen.add(item.prompt)
                    queue.append(item)
                    part -= 1
            if part <= 0:
                break
        while part > 0:
            domain = src[4:] if src.startswith("own:") else "know"
            queue.append(Item(f"{w.question(domain)} {w.question(domain)}"))
            part -= 1
    queue *= p.repeat
    rng.shuffle(queue)
    return queue[:count]

def _source(w: World, src: str, count: int) -> list[Item]:
    rng, fold = w.rng, w.fold
    if src == "graded":
        order = [rng.choice(banks.bank("judge", fold)) for _ in range(3)]
        return [Item(f"{rng.choice(order)}.\n\n[Question] {w.question(rng.choice(['know', 'code', 'maths', 'write']))}"
                     f"\n[Answer] {rng.choice(w.filler)[:600]}") for _ in range(count)]
    if src == "delicate":
        pairs = zip(rng.choices(corpus.pool("jail", fold), k=count), range(count), strict=True)
        return [Item(f"{w.question('know')} {item.prompt[:250]}" if i % 2 else w.question("zh")) for item, i in pairs]
    if src == "session":
        long = [c for c in corpus.chats(fold) if len(c) > 1]
        picks = [rng.choice(long) for _ in range(count)]
        return [chat[rng.randrange(1, len(chat))] for chat in picks] if rng.random() < 0.9 else picks[0]
    return crowds.supply(w, src, int(count * 1.1) + 3)

def dress(w: World, p: Plan, item: Item, at: float) -> tuple[str, str | None]:
    """The words in which one queue item is sent; `at` is how far the campaign has come (0..1)."""
    rng = w.rng
    system = item.system or p.system
    text = item.prompt
    if p.kind == "technique-sweep":
        pre, post = phrase(w, p.kind) if at < 0.3 else rng.choice(p.words)
        return pre + text + post, system
    if p.wording == "bare" and p.kind != "rewrites":
        return (banks.casual(rng, text) if p.rhythm == "human" and rng.random() < 0.4 else text), system
    if p.wording in ("one", "several"):
        pre, post = rng.choice(p.words)
    else:
        pre, post = phrase(w, p.kind)
        system = system if p.wording == "each" else item.system
        text = banks.casual(rng, text) if rng.random() < 0.5 else text
    return pre + text + post, system

def cover(w: World, p: Plan, team: list[Acct]) -> None:
    """Chat of the accounts' own that hides the harvest."""
    rng = w.rng
    for a in team:
        if rng.random() < p.cover:
            people.life(w, a, people.volume(rng, 8 if p.kind == "low-and-slow" else 5, 1.1, 120))
