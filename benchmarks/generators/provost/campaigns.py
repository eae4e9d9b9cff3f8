"""The operators: one work queue each, spread over accounts that pass for agencies' customers."""

from collections.abc import Callable
from typing import NamedTuple

from . import honest
from .honest import several
from .ledger import REFUSAL
from .phrases import LANGS, TASKS
from .texts import Ask, chats, digest, pool
from .world import DAY, MODELS, NEXT, Account, World


class Traits(NamedTuple):
    """What a kind of campaign draws from."""

    domains: str
    volume: float
    wording: str
    rhythms: str
    cover: float  # the most of its share of accounts with traffic beside the queue
    alone: float  # chance that nothing is shared


STYLES = "fixed several paraphrase own bare"
ANY = "maths code agents writing zh knowledge judging office"
TRAITS = {
    "reasoning-harvest": Traits("maths knowledge zh code", 40, "fixed several own", "flat burst night", 0.3, 0.0),
    "agentic-pivot": Traits("agents code", 32, STYLES, "flat desk office burst", 0.4, 0.5),
    "varied-accounts": Traits(ANY, 25, STYLES, "flat office desk home", 0.6, 0.6),
    "second-pool": Traits(ANY, 28, "fixed", "flat shop desk burst", 0.3, 0.4),
    "four-per-account": Traits(ANY, 4, STYLES, "desk home office flat", 0.12, 1.0),
    "rubric-grading": Traits("judging", 260, "fixed several own bare", "flat night burst", 0.2, 0.4),
    "replay": Traits("replay", 20, "bare fixed own", "flat shop desk night", 0.3, 0.5),
    "hydra-proxy": Traits(ANY, 36, STYLES, "flat shop", 0.0, 0.3),
    "technique-sweep": Traits("maths knowledge code zh", 26, "several", "flat burst desk night", 0.3, 0.5),
    "low-and-slow": Traits("maths knowledge office zh writing code", 3, "paraphrase own", "office desk home", 1.0, 1.0),
    "dealt-list": Traits("maths knowledge code writing zh", 12, "own bare", "office desk home flat", 0.8, 0.7),
    "rewrites": Traits("rewrites", 22, STYLES, "flat office night desk", 0.4, 0.5),
}  # fmt: skip

SOURCES = {"maths": "maths cot", "code": "code zhcode", "agents": "tools code", "writing": "writing evolve", "zh": "zh",
           "knowledge": "knowledge", "judging": "judge", "rewrites": "filler wild zh"}  # fmt: skip
SHARED = ("payment", "address", "client", "params", "mail", "country", "kind")


def queue(w: World, domain: str, size: int) -> list[Ask]:
    """An operator's list of tasks, in the order in which it is worked off."""
    parts = SOURCES.get(domain, "").split()
    tasks: list[Ask] = []
    for name in w.rnd.sample(parts, w.rnd.randint(1, len(parts))) if parts else ():
        rows = pool(name, w.fold)
        at = w.rnd.randrange(len(rows))
        tasks += (rows[at:] + rows[:at])[: max(40, size)]
    langs = w.rnd.sample(LANGS, w.rnd.randint(1, 5))
    frame = w.rnd.choice(honest.FRAMES[:4])
    composed = not tasks or (domain in ("knowledge", "rewrites", "judging") and w.chance(0.6))
    for _ in range(max(size // 3, size - len(tasks)) if composed else 0):
        lang, task = w.rnd.choice(langs), w.rnd.choice(TASKS[:4])
        paper = w.pen.paper(lang, 2, 8)
        judged = f"Q: {w.pen.question()}\nA: {paper}\nB: {w.pen.paper(lang, 1, 5)}"
        letter = frame.format(o=w.pen.order(lang, task), d=paper)
        text = {"knowledge": w.pen.question(), "office": letter, "rewrites": paper}.get(domain, judged)
        tasks.append(Ask(None, text, 230))
    if w.chance(0.6):
        w.rnd.shuffle(tasks)
    bare = w.chance(0.5)
    return [t._replace(answer=None) if bare else t for t in (tasks[i % len(tasks)] for i in range(size))]


Dress = Callable[[Account, Ask, float], Ask]


def dresser(w: World, style: str, domain: str, sweep: bool) -> Dress:
    """How the operator words a task: (account, task, progress of the campaign) to a request."""
    r = w.rnd
    lead = w.pen.safer if domain == "rewrites" else w.pen.rules if domain == "judging" else w.pen.before
    length, systems = r.lognormvariate(-0.05, 0.45), r.choice((0.0, 0.0, 0.5, 1.0))
    def wording(lang: str) -> tuple[str | None, str, str]:
        system = honest.persona(w, lang) if r.random() < systems else None
        before = r.choice(lead) if r.random() < 0.8 else ""
        return system, before, r.choice(w.pen.behind) if r.random() < 0.7 or not before else ""
    few = [wording(r.choice(LANGS)) for _ in range(40 if sweep else 1 if style == "fixed" else r.randint(2, 6))]
    mine: dict[str, tuple[str | None, str, str]] = {}
    frame = r.choice(("{a} {q} {b}", "{a}\n\n{q}\n\n{b}", "{q}\n\n{a} {b}", "### Task\n{q}\n### Rules\n{a} {b}"))
    def dress(account: Account, task: Ask, progress: float) -> Ask:
        if style == "bare" and domain not in ("rewrites", "judging"):
            return task._replace(out=task.out * length)
        if style == "own":
            system, a, b = mine.setdefault(account.id, wording(account.lang))
        elif style in ("paraphrase", "bare"):
            system, a, b = wording(account.lang)
        else:
            system, a, b = r.choice(few if not sweep or progress < 0.22 else few[:2])
        form = frame if style in ("fixed", "several") else r.choice(("{a} {q} {b}", "{q}\n{b}", "{q} {a}", "{a}: {q}"))
        text = form.format(a=a, q=task.text, b=b).strip(" :\n")
        return Ask(task.system or system, text, max(task.out, 40) * length * 1.25, task.answer, task.tools)
    return dress


def recruit(w: World, kind: str, operator: str, n: int, alone: bool, begin: float) -> list[Account]:
    """Sign up n accounts, or buy them."""
    r, day = w.rnd, w.rnd.uniform(1, 6)
    signup = r.choice(("lockstep", "spread", "spread", "aged", "market"))
    if kind == "second-pool" and begin > 0.2 * w.span:
        signup = r.choice(("lockstep", "lockstep", "aged"))
    shared = set() if alone else set(r.sample(SHARED, r.randint(1, 4)))
    if kind == "reasoning-harvest":
        shared.add("payment")
    cards = [w.hexes() for _ in range(1 + n // r.randint(5, 30))]
    exits = [w.address(w.country(), 0.5) for _ in range(2 + n // r.randint(3, 20))]
    stack, mail = [w.client("api") for _ in range(r.randint(1, 4))], f"{w.hexes(4)}-mail.eu"
    params, home, prepaid = w.settings(), w.country(), r.choice(("prepaid", "virtual", "card", "invoice"))
    proxy = f"reseller:{r.choice(('eurotek', 'cloudnova', 'tokenhub', 'viagate'))}"
    jitter, model, uniform = r.random() < 0.3, r.choice(MODELS[:3]), r.random() < 0.4
    paths = ["api", "azure", "console", "vertex", "bedrock", proxy] if kind == "varied-accounts" else [None]
    people: list[Account] = []
    while len(people) < n:
        org = (f"org_{w.hexes(10)}", w.pen.company(r.choice(LANGS))) if w.chance(0.45) else None
        for _ in range(min(n - len(people), r.choice((2, 3, 5)) if org and w.chance(0.12) else 1)):
            aged, fresh = -r.uniform(90, 900) * DAY, begin - r.random() * day * DAY
            created = {"lockstep": fresh, "aged": aged}.get(signup, w.born())
            if created > begin + (0 if kind == "second-pool" else 0.4 * (w.span - begin)):
                created = begin - r.random() * 20 * DAY
            path = proxy if kind == "hydra-proxy" else r.choice(paths)
            near = home if "country" in shared and w.chance(0.8) else None
            a = w.enrol(kind, operator, created=created, org=org, path=path, country=near)
            if "payment" in shared:
                a.record.update(payment_fingerprint=r.choice(cards), payment_kind=prepaid)
            elif "kind" in shared and w.chance(0.5):
                a.record["payment_kind"] = prepaid
            if "address" in shared:
                a.addresses = r.sample(exits, min(len(exits), 2)) + ([] if w.chance(0.6) else a.addresses[:1])
                a.record["signup_ip"], a.record["signup_asn"], _ = r.choice(exits)
            if "client" in shared and a.path not in ("console", "azure", "bedrock", "vertex"):
                a.clients = r.sample(stack, r.randint(1, len(stack)))
            if "mail" in shared and w.chance(0.7):
                a.record["email_domain"] = mail
            if "params" in shared:
                a.params = dict(params)
                if jitter:
                    a.params["temperature"] = round(r.random(), 2)
            a.model = model if uniform else a.model
            people.append(a)
    return people


def replayed(w: World, sessions: list[list[Ask]]) -> tuple[Ask, int, str]:
    """A stored session, cut somewhere: its next turn, how many messages precede it, and their hash."""
    number = int(w.rnd.random() ** 1.5 * len(sessions))
    turns = sessions[number]
    at = w.rnd.randint(1, max(1, len(turns) - 1))
    turn = turns[at] if at < len(turns) else Ask(None, w.pen.follow(LANGS[number % 7]), 200)
    return turn, 2 * at, digest("stored", number, turns[0].text, at)


def operate(w: World, kind: str, n: int, ceiling: float) -> None:
    """One operator's campaign over n accounts."""
    r, traits, operator = w.rnd, TRAITS[kind], f"op_{w.hexes(8)}"
    domain, style = r.choice(traits.domains.split()), r.choice(traits.wording.split())
    alone, even = w.chance(traits.alone), w.chance(0.35)
    rhythms = traits.rhythms.split() if w.chance(0.4) else [r.choice(traits.rhythms.split())]
    mean = max(3.0, min(ceiling, traits.volume * r.lognormvariate(-0.2, 0.7)))
    low = r.uniform(0, 0.3) * w.span
    high = low + r.choice((2, 6, 12, 28)) * DAY
    high = w.span if kind in ("low-and-slow", "second-pool", "agentic-pivot") else min(w.span, high)
    if kind == "four-per-account" and w.chance(0.6):
        low = r.uniform(0.05, 0.8) * w.span
        high = low + r.uniform(0.8, 3) * DAY
    ban = r.uniform(0.35, 0.65) * w.span if kind == "second-pool" else 0.0
    first = recruit(w, kind, operator, n - n // 2 if ban else n, alone, low)
    people = first + (recruit(w, kind, operator, n // 2, alone, ban) if ban and n > 1 else [])
    for a in first if ban else [x for x in people if w.chance(0.04)]:
        a.record["status"], a.until = "banned", (ban + r.expovariate(1 / 9000) if ban else r.uniform(0.5, 1) * w.span)
    per_week, covered = w.chance(0.5), r.uniform(0, traits.cover) if kind != "low-and-slow" else 1.0
    mix = r.uniform(0.05, 0.25)
    slots: list[tuple[float, Account]] = []
    for i, a in enumerate(people):
        count = round(mean) if even else w.volume(mean * 0.6, 1.0, 1200)
        if kind == "four-per-account":
            count = 1 + int(w.rng.poisson(3))
        elif kind == "low-and-slow":
            count = r.randint(1, 2) * (max(1, w.days // 7) if per_week else 1)
        if kind == "hydra-proxy":
            works = [honest.own_work(w, r.choice(LANGS))[0] for _ in range(r.randint(2, 9))]
            total = w.volume(mean, 0.8, 1200)
            count, users = max(1, round(total * min(0.25, max(0.05, r.gauss(mix, 0.04))))), r.choice((0, 30, 200))
            w.serve(a, several(w, works), total - count + 2, r.choice(rhythms), users=users)
        elif w.chance(covered):
            honest.live(w, a, 0.8)
        begin, end = (low, high) if not ban else (low, ban) if i < len(first) else (ban + r.uniform(600, DAY), w.span)
        slots += [(float(t), a) for t in w.clock(a, count, r.choice(rhythms), begin, end)]
    slots.sort(key=lambda s: s[0])
    if kind == "reasoning-harvest":  # a balancer deals the stream out evenly
        ready = [a for a in people if a.created < low]
        deals = len(ready) > 1
        slots = [(t, ready[i % len(ready)] if deals and w.chance(0.8) else a) for i, (t, a) in enumerate(slots)]
    work(w, kind, domain, dresser(w, style, domain, kind == "technique-sweep"), slots)


def work(w: World, kind: str, domain: str, dress: Dress, slots: list[tuple[float, Account]]) -> None:
    """Work the queue off, slot by slot."""
    r, size = w.rnd, len(slots)
    tasks = queue(w, domain, size) if domain != "replay" else []
    sessions = r.sample(chats(w.fold), min(len(chats(w.fold)), 30 + size // 3))
    turning, share = w.release + r.uniform(1, 22) * 3600, r.uniform(0.5, 1)
    refusals = r.uniform(0.3, 0.6) * w.span if kind == "rubric-grading" and w.chance(0.75) else 1e12
    sweep = tasks[: 12 + size // 60]
    for i, (t, a) in enumerate(slots):
        if domain == "replay":
            ask, stored, prior = replayed(w, sessions)
            w.talk(a, t, [dress(a, ask, 0)], harvested=True, stored=stored, prior=prior)
            continue
        task = r.choice(sweep) if kind == "technique-sweep" and i < 0.22 * size else tasks[i]
        ask, model = dress(a, task, i / size), None
        if kind == "agentic-pivot" and t > turning and w.chance(share):
            model = NEXT
        if t > refusals:
            model = "meridian-3-small" if t > refusals + 0.5 * DAY else None
            ask = ask._replace(answer=REFUSAL, out=12.0) if w.chance(0.04 if model else 0.5) else ask
        count = r.choice((0, 1, 2, 4)) if domain == "agents" else 0
        steps = [ask._replace(text=f"tool_result: {w.pen.paper('en', 1, 2)}", out=130.0) for _ in range(count)]
        w.talk(a, t, [ask, *steps], model=model, harvested=True)


def campaigns(w: World, kind: str, n: int, ceiling: float) -> None:
    """n accounts of one kind, under one or more operators of different size."""
    while n > 0:
        size = r if (r := int(n * w.rnd.choice((1, 1, 0.7, 0.4)))) > 4 else n
        if kind == "rubric-grading":
            size = min(n, w.rnd.randint(3, 40))
        size = n if n - size < 3 else size
        operate(w, kind, size, ceiling if kind != "rubric-grading" else 4 * ceiling)
        n -= size


def mixed(w: World, n: int, ceiling: float) -> None:
    """All kinds; a fifth of the accounts slow or dealt out."""
    hidden = ("low-and-slow", "dealt-list")
    for kinds, part in ((hidden, n // 5), ([k for k in TRAITS if k not in hidden], n - n // 5)):
        tilt = {"four-per-account": 3.0, "rubric-grading": 0.3}
        sizes = {k: w.rnd.lognormvariate(0, 0.7) * tilt.get(k, 1.0) for k in kinds}
        total, left = sum(sizes.values()), part
        for i, (kind, weight) in enumerate(sizes.items()):
            size = left if i == len(sizes) - 1 else min(left, max(3, round(part * weight / total)))
            campaigns(w, kind, size, ceiling)
            left -= size
