"""Honest customers who look alike: strangers under one template, place, week or list, each with their own life."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.generators.usher.gateway import Gateway
from benchmarks.generators.usher.people import OLD, Account, World, deal
from benchmarks.generators.usher.phrases import COURTESY, app_system, elicit, fill, half, judge_prompt, task
from benchmarks.generators.usher.texts import BANKS, TABLES, Item

Source = Callable[[Account, int], Item]


class Crowdlet:
    """What the members of one group have in common; everything else stays theirs."""
    def __init__(self, w: World, gate: Gateway, kind: str, *, campus: bool = False, client: bool = False,
            week: bool = False, credits: bool = False, console: float = 0.1) -> None:
        self.w, self.gate, self.kind, self.console = w, gate, kind, console
        self.place = w.r.choice(w.campuses) if campus else None
        self.stack = w.client(0.0) if client else None
        self.day = w.r.uniform(-3, w.days * 0.5) * 86400 if week else None
        self.sponsor = w.token("promo_") if credits else None

    def join(self, org: str | None = None) -> Account:
        """One more member."""
        w, r = self.w, self.w.r
        a = w.newcomer(self.kind, console=self.console, campus=self.place)
        if self.place and r.random() < 0.8:
            a.ips.insert(0, (r.choice(self.place.egress), self.place.asn, self.place.land))
            if r.random() < 0.5:
                a.card["signup_ip"], a.card["signup_asn"] = a.ips[0][0], a.ips[0][1]
        if self.stack and r.random() < 0.85:
            a.client = replace(self.stack, path=a.client.path if not a.client.console else "api")
        if self.day is not None and r.random() < 0.85:
            a.card["created"] = min(self.day + abs(r.gauss(0, 1.6)) * 86400, w.span * 0.85)
            a.begins = max(0.0, w.when(a) + r.expovariate(1 / 20000))
        if self.sponsor:
            a.card["payment_kind"], a.card["plan"] = "credits", "grant"
            a.card["payment_fingerprint"] = self.sponsor if r.random() < 0.4 else None
        if org:
            a.card["org_id"], a.card["org_name"] = org, org[4:]
        return a

    def play(self, a: Account, source: Source, n: int, shape: str, *, system: str | None = None, turns: float = 0.0,
            end: float | None = None, refuse: float = 0.003, users: int = 0) -> None:
        """A member's share of the common thing, in their own hours, with questions of their own in between."""
        r = self.w.r
        dues = self.place.deadlines if self.place and shape == "student" else ()
        for i, at in enumerate(self.gate.stamps(n, shape, a.zone, a.begins, end, dues)):
            item = source(a, i)
            user = f"{a.id[-4:]}-{r.randint(1, users)}" if users else None
            if r.random() < turns:
                more = [Item(fill(r, r.choice(("I tried {b} and got {a}, {twist}", "{who} {twist}",
                    "but what about {u}?", "thanks. {cond}, right?")), a.topics)) for _ in range(r.randint(1, 3))]
                self.gate.talk(a, at, [item, *more], user=user, system=system)
            else:
                self.gate.send(a, at, item, system=system, refuse=refuse, user=user)


def run(w: World, gate: Gateway, kind: str, size: int) -> None:
    """One group of the kind."""
    r = w.r
    flags = FLAGS.get(kind, {})
    c = Crowdlet(w, gate, kind, **{k: r.random() < v for k, v in flags.items()}, console=0.6 if kind in HANDS else 0.05)
    source, system = source_of(w, kind), app_system(r, w.name()) if r.random() < SYSTEMS.get(kind, 0.3) else None
    if kind == "agent-fleet":
        system = f"You are {w.name()}-agent {r.randint(1, 9)}.{r.randint(0, 20)}, an open assistant. " + " ".join(
            r.sample(("Use the tools.", "Think before each call.", "Never run rm -rf.", "Plan first.",
            "Keep going until done."), 3))
    org = w.token("org_") if kind == "big-tenant" else None
    median, sigma = VOLUME.get(kind, (12, 1.0))
    for j in range(size):
        a = c.join(org or (w.token("org_") if r.random() < 0.12 else None))
        if kind == "licensed-distiller":
            a.card["licence"] = True
        if kind in ("big-tenant", "failover") and j:
            a.card["payment_fingerprint"] = w.accounts[-2].card["payment_fingerprint"]
        if kind == "cgnat":
            a.ips.insert(0, w.accounts[-2].ips[0] if j and r.random() < 0.8 else a.ips[0])
        n = w.heavy(median, sigma)
        if kind in ("release-day", "model-migration"):
            a.begins, a.keen, a.model = w.release if kind == "release-day" else a.begins, 0.99, OLD[r.randint(1, 2)]
        if kind == "open-reseller":
            lands = [w.land() for _ in range(4)]
            a.ips += [(w.ip(1000 + k), 1000 + k, x) for k, x in enumerate(lands)]
            a.roaming = 0.8
            resold(w, gate, a, n)
            continue
        shape = r.choice(SHAPES.get(kind, ("person", "office", "student")))
        end = min(w.span, a.begins + r.uniform(1.5, 8) * 86400) if kind in BRIEF else None
        asking = kind in ("audit", "tutoring", "reasoning-study")
        c.play(a, source, n, shape, system=system, turns=TURNS.get(kind, 0.08), end=end, refuse=0.03 if asking
            else 0.003, users=r.choice((0, 0, 9, 60)) if kind in ("one-template", "tutoring", "open-reseller",
            "wrapper-extension") else 0)
        if r.random() < 0.7:
            gate.own(a, w.heavy(5, 1.1, 120))
    if kind == "failover":
        pair_off(w, gate, size)


def resold(w: World, gate: Gateway, a: Account, n: int) -> None:
    """A proxy's account: many people's conversations from everywhere."""
    r = w.r
    for at in gate.stamps(max(1, n // 2), "flat" if r.random() < 0.4 else "person", a.zone, a.begins):
        turns = r.choice(r.choice(list(w.p.foreign.values())) if r.random() < 0.35 else w.p.chats)
        gate.talk(a, at, turns[:4], user=w.token("eu_"), ip=r.choice(a.ips))


def pair_off(w: World, gate: Gateway, size: int) -> None:
    """Fail-over: the same conversation goes on under the customer's other key."""
    r = w.r
    for left, right in zip(w.accounts[-size::2], w.accounts[-size + 1 :: 2], strict=False):
        right.card["org_id"] = left.card["org_id"] = w.token("org_") if r.random() < 0.6 else None
        for at in gate.stamps(r.randint(3, 30), "office", left.zone, max(left.begins, right.begins)):
            turns = r.choice(w.p.chats)
            first = gate.send(left, at, turns[0])
            gate.send(right, at + 20, turns[-1], hist=[turns[0].text[:400], (first["output_text"] or "")[:400]],
                blobs=first["reasoning_blobs_out"] or ())


def listed(items: Sequence[Item], same: bool) -> Source:
    """A public list: everybody runs it from the top, or starts where they like."""
    return lambda a, i: items[(i if same else i * 7 + int(a.id[-4:], 16)) % len(items)]


def masked(w: World, texts: Sequence[str], masks: Sequence[str], sort: str) -> Source:
    """One template over texts that each customer has for themselves."""
    mask = w.r.choice(masks)
    return lambda a, i: Item(mask.replace("{x}", texts[(int(a.id[-6:], 16) + i) % len(texts)]), None, None, None, sort)


def assignment(w: World, masks: Sequence[str], sort: str, domain: str, count: int) -> Source:
    """The same few exercises for everybody, each asking in their own way."""
    sheet = [task(w.r, w.fold, domain) for _ in range(count)]
    return lambda a, i: Item(w.r.choice(masks).replace("{x}", sheet[i % count]).replace("{m}", fill(w.r,
        "{who} {twist}", a.topics)), None, None, None, sort)


def choose(r_items: dict[str, list[Item]]) -> Callable[[World], Source]:
    """A tool of one group of items, each customer on their own part."""
    return lambda w: listed(w.r.choice(list(r_items.values())), False)


ASSIGN = BANKS["ASSIGN"]


def own_set(w: World) -> Source:
    """Small sets that a start-up makes for its own classifier, on its own matter."""
    items = w.r.choice(list(w.p.generators.values()))
    n = w.r.randint(5, 30)
    return lambda a, i: Item(fill(w.r,
        f"Write {n} varied messages a visitor could send about {{t}}, one per line, then labels", a.topics), None, None,
        None, "write") if i % 2 else items[(int(a.id[-4:], 16) + i) % len(items)]


def judging(w: World) -> Source:
    """An evaluation harness's judge over each team's own outputs."""
    items = w.r.choice(list(w.p.judges.values()))
    return lambda a, i: items[(int(a.id[-4:], 16) + i) % len(items)] if i % 3 else Item(judge_prompt(w.r, w.fold,
        w.r.choice(w.p.wild).text, w.r.choice(w.p.answers)), None, None, None, "judge")


def reasoned(w: World) -> Source:
    """People who must see the working: auditors, tutors, clinics."""
    before, after = elicit(w.r, w.fold)
    return lambda a, i: Item(before + fill(w.r, "{s}: decision {c} on {t}, was limit {a} respected?",
        a.topics) + after + " " + w.r.choice(COURTESY), None, None, None, "reason")


def fleet(w: World) -> Source:
    """One agent program over everybody's own jobs."""
    tools = tuple(w.r.sample(("bash", "read", "write", "grep", "browser", "plan", "python", "fetch"), 5))
    return lambda a, i: Item(task(w.r, w.fold, "agent") if w.r.random() < 0.4 else fill(w.r,
        "in my {w} project: look into {t}, {twist}", a.topics), None, None, tools, "agent")


def benchmark(w: World) -> Source:
    """A public benchmark, whole or in part, from the top or shuffled."""
    names = w.r.sample(list(w.p.bench), w.r.randint(1, 3))
    head = w.r.choice(("", "Answer with the letter only.\n", "Let's think step by step.\n"))
    items = [x._replace(text=head + x.text) for name in names for x in w.p.bench[name]]
    return listed(items, w.r.random() < 0.6)


def shared_questions(w: World) -> Source:
    """Questions out of one public book or forum."""
    items = deal(w.r, w.r.choice((w.p.gsm, w.p.cot, w.p.alpaca, w.p.zh)))[: w.r.randint(30, 300)]
    return lambda a, i: w.r.choice(items)


def polyglot(w: World) -> Source:
    """Chats in people's own tongues."""
    talks = [t for ts in w.p.foreign.values() for t in ts]
    return lambda a, i: w.r.choice(w.p.foreign.get(a.lang, talks))[0]


def template(w: World) -> Source:
    """One popular template over everybody's own fillings."""
    return listed(w.r.choice(list(w.p.tenants.values())), False)


def explained(w: World) -> Source:
    """Exercises with the working shown, for learners."""
    return listed(w.r.choice(list(w.p.reasoning.values())), False) if w.r.random() < 0.5 else reasoned(w)


# Sort of source by kind: "sheet" (masks, sort, domain, exercises) and "mask" (texts, masks, sort) have more to say.
SHEETS: dict[str, tuple[str, str, int]] = TABLES["SHEETS"]
MASKS: dict[str, tuple[str, list[str], str]] = TABLES["MASKS"]
MAKERS: dict[str, Callable[[World], Source]] = {"fleet": fleet, "template": template, "judging": judging,
    "benchmark": benchmark, "shared": shared_questions, "polyglot": polyglot, "reasoned": reasoned, "own_set": own_set,
    "explained": explained, "wild": lambda w: listed(w.p.wild, False), "ci": lambda w: listed(w.p.functions[
    :: w.r.randint(7, 90)], True), "cot": lambda w: listed(w.p.cot, w.r.random() < 0.5),
    "licensed": lambda w: w.r.choice((reasoned, shared_questions, own_set))(w),}
PLAIN: dict[str, str] = TABLES["PLAIN"]
GROUPS = (*PLAIN, *SHEETS, *MASKS)


def source_of(w: World, kind: str) -> Source:
    """What a kind of group sends."""
    if kind in PLAIN:
        return MAKERS[PLAIN[kind]](w)
    if kind in SHEETS:
        sort, domain, count = SHEETS[kind]
        return assignment(w, ASSIGN, sort, w.r.choice(domain.split()), w.r.randint(2, count))
    name, masks, sort = MASKS[kind]
    own = {"tweets": w.p.tweets, "dialogues": w.p.dialogues, "answers": w.p.answers}
    if kind == "content-mill" and w.r.random() < 0.5:
        masks = [x.replace("{d}", "{x}") for x in half(BANKS["REWRITE"], w.fold)]
    return masked(w, own.get(name) or [x.text for x in w.p.wild], masks, sort)


# Probability that a group shares a campus, a client, a sign-up week, a sponsor's credits.
FLAGS: dict[str, dict[str, float]] = TABLES["FLAGS"]
HANDS: list[str] = TABLES["HANDS"]
BRIEF: list[str] = TABLES["BRIEF"]
VOLUME: dict[str, list[float]] = TABLES["VOLUME"]
SHAPES: dict[str, list[str]] = TABLES["SHAPES"]
TURNS: dict[str, float] = TABLES["TURNS"]
SYSTEMS: dict[str, float] = TABLES["SYSTEMS"]
SMALL: list[str] = TABLES["SMALL"]
LARGE: list[str] = TABLES["LARGE"]


def lookalikes(w: World, gate: Gateway, count: int) -> None:
    """Groups of all kinds, tiny to huge, so many accounts together."""
    r = w.r
    queue: list[str] = []
    most = max(4, count // 5)
    while count > 0:
        queue = queue or deal(r, GROUPS)
        kind = queue.pop()
        top = most if kind in LARGE else max(4, min(200, most // 2))
        size = min(count, top, w.heavy(5 if kind in SMALL else 30 if kind in LARGE else 14, 0.9 if kind in SMALL
            else 1.1, 700))
        run(w, gate, kind, size)
        count -= size
