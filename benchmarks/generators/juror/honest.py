"""Honest customers: ordinary ones, and the crowds that look like campaigns."""

from collections.abc import Callable
from typing import Any

from . import texts
from .habits import Deck, Mind, agent, bursts, deck, ordinary, product, serve, talk, volume
from .phrases import TOOLSETS as TOOLS
from .texts import Item
from .world import COUNTRIES, DAY, NEW_MODEL, Account, World, h


def members(w: World, kind: str, k: int, alike: float = 0.5, **over: Any) -> list[Account]:  # noqa: ANN401
    """k customers of one crowd; each habit is common to the crowd with probability `alike`."""
    r = w.rng
    if "clients" not in over and r.random() < alike:
        one = w.client()
        over["clients"] = [one] if r.random() < 0.5 else [one, w.client()]
    if "params" not in over and r.random() < alike:
        over["params"] = w.params()
    if "outs" not in over and r.random() < 0.5:
        over["outs"] = r.choice(texts.clients()[1]) + 20.0
    if "model" not in over and r.random() < 0.4:
        over["model"] = r.choice(["atlas-4-large", "atlas-4-mini", "atlas-4.5"])
    return [w.account(kind=kind, **{x: (v() if callable(v) else v) for x, v in over.items()}) for _ in range(k)]

def when(w: World, days: float) -> Callable[[], float]:
    at = w.start + w.rng.uniform(-40, max(w.days - days - 4, 1)) * DAY
    return lambda: at + w.rng.random() * days * DAY

def people(w: World, kind: str, k: int, listing: list[Item], share: tuple[float, float], *, span: float = 0,
           chat: float = 0.4, wording: float = 0.5, **over: Any) -> None:  # noqa: ANN401
    """People who ask from one list (an assignment, a forum, a tutorial) between own business."""
    r = w.rng
    lo = w.start + r.random() * max(w.days - span, 1) * DAY
    for a in members(w, kind, k, 0.25, **over):
        mine = r.sample(listing, max(1, int(len(listing) * r.uniform(*share))))
        if r.random() < 0.5:
            mine.sort(key=listing.index)
        begin = max(lo, a.record["created_at"])
        a.until = min(a.until, begin + span * DAY) if span and a.until > w.end else a.until
        times = w.sessions(int(len(mine) * r.uniform(1.2, 2.2)) + 1, a, begin, size=6)
        until, a.until = a.until, float("inf") if a.record["status"] == "active" else a.until
        mind = a.extra["mind"] = Mind(w, a)
        def first(mine: list[Item] = mine, mind: Mind = mind) -> tuple[Item, bool]:
            if mine and r.random() > chat * 0.5:
                it = mine[0] if r.random() < 0.2 else mine.pop(0)
                text = it.text if r.random() > wording else texts.personal(r, it.text)
                return Item(text, it.system), False
            return mind.opening(), False
        talk(w, a, times[:1])
        mind.sticky *= 0.7
        talk(w, a, times[1:], first)
        if r.random() < chat * 0.5:
            a.until = max(until, a.until)
            talk(w, a, w.sessions(volume(w, 5, 1.0, 80), a))

def classroom(w: World, k: int, kind: str) -> None:
    """One assignment, one campus address, sign-ups of one week."""
    r, c = w.rng, w.country()
    nat = [w.address(c) for _ in range(r.randint(1, 3))]
    pool = w.pools[r.choice(["maths", "puzzles", "knowledge", "zh-code", "code", "writing", "zh"])]
    tasks = r.sample(pool, r.randint(5, 25)) + [Item(w.phrases.say("exam")) for _ in range(r.randint(0, 8))]
    here = kind in ("classroom", "bootcamp") and r.random() < 0.85
    ips: Callable[[], list[tuple[str, int]]] = lambda: [r.choice(nat), w.address(c)][:: r.choice([1, 1, -1])]  # noqa: E731
    mail = f"{h(r.random())[:5]}.edu"
    over: dict[str, Any] = {"country": c, "mail": mail, "ips": ips, "created": when(w, 7)} if here else {}
    over |= {"pathway": "education", "plan": "free", "pay_kind": "credits"} if here and r.random() < 0.5 else {}
    people(w, kind, k, tasks, (0.2, 1.0) if here else (0.1, 0.6), span=r.uniform(2, 9) if here else 0, **over)

def hackathon(w: World, k: int) -> None:
    """New accounts, sponsor's credits, starter code, two days."""
    r = w.rng
    system, tools, at = w.phrases.say("system"), r.choice(TOOLS), when(w, 0.4)
    starter = [Item(w.phrases.say("hack"), system) for _ in range(3)]
    crowd = members(w, "hackathon", k, 0.8, created=at, pay_kind="credits", pathway="startup", country=w.country())
    begin = max(a.record["created_at"] for a in crowd)
    for a in crowd:
        for t in w.sessions(volume(w, 14, 0.9, 200), a, begin):
            t = max(w.start, begin) + (t - w.start) % (2 * DAY)
            it = r.choice(starter) if r.random() < 0.3 else Item(w.phrases.say(r.choice(["hack", "code"])), system)
            w.emit(a, t, it, tools=tools if r.random() < 0.3 else None)

def open_agent(w: World, k: int) -> None:
    """An open-source agent: one system prompt over unrelated customers."""
    r = w.rng
    system, tools = w.phrases.template("agent") + f" v{r.randint(1, 9)}", r.choice(TOOLS)
    tail = [w.client(0) for _ in range(2)]
    for a in members(w, "oss-agent", k, 0, clients=lambda: [tail[r.random() < 0.2]]):
        agent(w, a, volume(w, 22, 1.1, 700), system + (f" cwd=/home/{h(a.id)[:5]}" if r.random() < 0.3 else ""), tools)

def template(w: World, k: int, kind: str, make: Callable[[Account], Callable[[], Item]], alike: float = 0.6,
             median: float = 20, sigma: float = 1.1, users: float = 0.2, **over: Any) -> None:  # noqa: ANN401
    """Unlinked customers whose software builds prompts in one way, each over own data."""
    for a in members(w, kind, k, alike, **over):
        n = volume(w, median, sigma, 900)
        if a.clients[0].console:
            own = make(a)
            talk(w, a, w.sessions(n, a), lambda own=own: (own(), False))  # type: ignore[misc]
        else:
            serve(w, a, n, make(a), w.rng.random() < users)

def judge(w: World, k: int) -> None:
    """Evaluation software with one judge prompt, or monitoring of own answers."""
    r = w.rng
    items = r.choice(list(texts.judges(w.fold).values())) if r.random() < 0.6 else None
    rubric, name = w.phrases.say("judge"), r.choice(["llm-judge", "monitoring"])
    def make(a: Account) -> Callable[[], Item]:
        if items:
            return Deck(r, r.sample(items, max(20, len(items) // r.randint(2, 12)))).deal
        source = deck(w, r.choice(["knowledge", "writing", "zh", "support", "tweets"]))
        def one() -> Item:
            it = source.deal()
            return Item(f"{it.text}\n\n[answer]\n{it.reply or it.text}"[:1800], rubric)
        return one
    template(w, k, name, make, median=35)

def health(w: World, k: int) -> None:
    """Up-time probes and CI jobs: few prompts, again and again."""
    r, ci, head = w.rng, w.rng.random() < 0.5, w.phrases.say("code")
    def make(a: Account) -> Callable[[], Item]:
        few = [Item(w.phrases.say("chat")) for _ in range(r.randint(1, 4))]
        return (lambda: Item(f"{head}\n\ndiff --git a/{h(r.random())[:6]}\n+ {w.phrases.say('code')}")) if ci else (
            lambda: r.choice(few))
    runners = [w.address("hosting") for _ in range(12)]
    ips: Callable[[], list[tuple[str, int]]] = lambda: r.sample(runners, 3) if ci else [w.address("hosting")]  # noqa: E731
    template(w, k, "ci-jobs" if ci else "monitoring", make, ips=ips)

def benchmark(w: World, k: int, release: bool = False) -> None:
    """Unrelated labs run one public list, whole or in part, in order, in a burst."""
    r = w.rng
    items = r.choice(list(texts.benchmarks(w.fold).values()))
    size = min(len(items), r.choice([40, 60, 100, 150, 250]))
    same = w.phrases.template("reason") if r.random() < 0.5 else ""
    for a in members(w, "release-day" if release else "benchmark", k, 0.6, model=NEW_MODEL if release else None):
        part = items[:size] if r.random() < 0.6 else r.sample(items[:size], max(10, size // r.randint(2, 5)))
        head = same if r.random() < 0.8 else ""
        lo = w.release if release else r.uniform(w.start, w.end - 2 * DAY)
        times = bursts(w, len(part), lo, min(lo + r.choice([0.2, 1, 2]) * DAY, w.end), 1, r.uniform(0.1, 6))
        for t, it in zip(times, part, strict=True):
            w.emit(a, t, Item((it.text + ("\n" + head if head else ""))[:1900], it.system))
        if r.random() < 0.5:
            talk(w, a, w.sessions(volume(w, 6, 1), a))

def shared_net(w: World, k: int) -> None:
    r, c = w.rng, w.country()
    nat = [w.address(c) for _ in range(r.randint(1, 4))]
    for a in members(w, "cgnat", k, 0, country=c, ips=lambda: [r.choice(nat)]):
        ordinary(w, a, volume(w, 7, 1.3, 600))

def reseller(w: World, k: int) -> None:
    """Open resellers: one relay's headers, many innocent people behind each account."""
    r = w.rng
    name = "reseller:" + h(r.random())[:5]
    for a in members(w, "reseller", k, 0.8, path=name, hours=w.people(COUNTRIES[w.country()][1])):
        for j in range(max(1, volume(w, 8, 0.8, 40))):
            a.lang, a.extra = r.choice(["en", "en", "zh", "zh", "ja", "es", "ru", "de"]), {}
            talk(w, a, w.sessions(volume(w, 5, 0.9, 80), a), user=h(a.id, j) if r.random() < 0.5 else None)

def failover(w: World, k: int) -> None:
    """Two keys of one customer behind a router."""
    r = w.rng
    for _ in range(max(1, k // 2)):
        org = h("org", r.random()) if r.random() < 0.7 else None
        payment, make = h("pay", r.random()), product(w)
        pair = members(w, "failover", 2, 1.0, org=org, payment=payment, ips=[w.address("hosting")])
        for t in w.moments(volume(w, 50, 1, 600), pair[0].hours, w.start, w.end):
            a, it = pair[r.random() < 0.3], make()
            w.emit(a, float(t), it, retry=False)
            if r.random() < 0.05:
                w.emit(pair[0] if a is pair[1] else pair[1], float(t) + 2, it)

def queue_org(w: World, k: int, kind: str) -> None:
    """One business with many accounts under one org that share a work queue: labelling, mills, licensed distillers."""
    r = w.rng
    make, licence = product(w), kind == "licensed"
    source = deck(w, r.choice(["maths", "knowledge", "zh", "tools", "code", "judge", "evolve", "rewriting", "tweets"]))
    head = w.phrases.say(r.choice(["reason", "rewrite", "judge"]))
    crowd = members(w, kind, k, 0.8, org=h("org", r.random()), org_name=w.phrases.picker["firm"] + " Data",
                    payment=h("pay", r.random()) if r.random() < 0.7 else None, pay_kind="invoice",
                    plan="enterprise" if r.random() < 0.6 else "payg", country=w.country(),
                    **({"licence": True} if licence else {}))
    hours = crowd[0].hours
    for t in w.moments(volume(w, 25 * k, 0.5, 60 * k), hours, w.start, w.end):
        it = source.deal() if licence else make()
        w.emit(r.choice(crowd), float(t), Item(f"{head}\n\n{it.text}", it.system) if licence else it)

def migration(w: World, k: int) -> None:
    """Customers who move models, import histories from elsewhere or replay their own logs."""
    r = w.rng
    old = [c for c in texts.chats(w.fold) if len(c) > 1]
    for a in members(w, "migration", k, 0.3):
        a.follows_release, a.extra["lag"] = True, r.uniform(0, 3)
        lo = r.uniform(w.start, w.end - 3 * DAY)
        mine = r.sample(old, min(volume(w, 12, 0.8, 90), len(old)))
        for t, c in zip(bursts(w, len(mine), lo, lo + 2 * DAY, 2, 3), mine, strict=True):
            w.emit(a, t, c[-1], hist=2 * len(c) - 2, past=h(a.id, c[0].text), prior=250 * len(c), conv=h(a.id, t))
        ordinary(w, a, volume(w, 15, 1))

def asks(bank: str, pools: list[str]) -> Callable[[World, int, str], None]:
    """Crowd kinds with one wording over data of many: a template from a bank, items from pools."""
    def build(w: World, k: int, kind: str) -> None:
        r = w.rng
        head, as_system = w.phrases.say(bank), r.random() < 0.5
        def make(a: Account) -> Callable[[], Item]:
            group = Deck(r, r.sample(w.pools[r.choice(pools)], 60)) if r.random() < 0.7 else None
            own = head if r.random() < 0.75 else head + f" ({w.phrases.picker['firm']})"
            def one() -> Item:
                it = group.deal() if group else Item(w.phrases.say(r.choice(["exam", "chat", "doc"])))
                return Item(it.text, own, it.reply) if as_system else Item(f"{own}\n{it.text}"[:1900], None, it.reply)
            return one
        template(w, k, kind, make, alike=r.choice([0.2, 0.5, 0.9]), median=r.choice([8, 15, 30]))
    return build

WORDED: dict[str, Callable[[World, int, str], None]] = {
    "classroom": classroom, "textbook": classroom, "homework-forum": classroom, "bootcamp": classroom,
    "release-day": lambda w, k, kind: benchmark(w, k, True),
    "audit": asks("reason", ["knowledge", "maths", "support"]),
    "startup-synthetic": asks("ask", ["evolve", "seed", "writing"]),
    "tutoring": asks("reason", ["maths", "puzzles"]), "no-code": asks("system", ["tweets", "support", "writing"]),
    "translation": asks("rewrite", ["zh", "support", "knowledge"]), "paper-review": asks("judge", ["knowledge"]),
    "seo-mill": asks("rewrite", ["writing", "knowledge"]), "extension": asks("system", ["rewriting", "zh"]),
    "labelling": queue_org, "licensed": queue_org, "org-tenant": queue_org,
    "one-template": lambda w, k, kind: template(w, k, kind, lambda a: product(w), median=40, sigma=1.3),
    "wrapper": lambda w, k, kind: (lambda s: template(w, k, kind, lambda a: lambda: Item(
        texts.personal(w.rng, w.phrases.say("chat")), s), clients=[w.client(1.0)]))(w.phrases.say("system")),
    "tutorial": lambda w, k, kind: people(w, kind, k, [Item(w.phrases.say(b), s) for s in [w.phrases.say("system")]
        for b in ["chat", "code", "hack", "task", "exam"] * 2], (0.4, 1.0), wording=0.1, created=when(w, w.days)),
}
CROWDS: list[Callable[[World, int], None]] = [hackathon, open_agent, judge, health, benchmark, shared_net, reseller,
    failover, migration, *[lambda w, k, n=n, f=f: f(w, k, n) for n, f in WORDED.items()]]

def populate(w: World, count: int, share: float) -> None:
    """Crowds up to a share of the honest, ordinary customers for the rest."""
    r = w.rng
    left = int(count * share)
    order: list[Callable[[World, int], None]] = []
    while left >= 5:
        order = order or r.sample(CROWDS, len(CROWDS))
        k = min(max(5, int(r.lognormvariate(2.7, 0.8))), 120, max(5, count // 15), left)
        order.pop()(w, k)
        left -= k
    while len(w.accounts) < count:
        ordinary(w, w.account(), volume(w, 6, 1.65))
