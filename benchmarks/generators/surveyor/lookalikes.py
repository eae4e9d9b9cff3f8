"""Groups of unlinked honest customers who look as if one hand moved them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from . import habits, people, texts
from .clock import DAY, HOUR
from .people import Account
from .texts import Ask
from .world import Job, World

Maker = Callable[[Account, int], Job]


@dataclass(slots=True)
class Group:
    """What the members of a look-alike group have in common, besides what they ask."""

    make: Callable[[World], Maker]
    mix: Mapping[str, float]
    size: tuple[int, int] = (4, 40)
    middle: float = 6.0
    spread: float = 1.3
    signup: str = "spread"
    where: str = ""
    stack: float = 0.4
    org: bool = False
    pay: str = ""
    own: float = 0.2


def _oss_agent(w: World) -> Maker:
    system, tools = w.w.system(rules=10), habits.toolset(w, True)
    steps = w.r.choice((2.0, 6.0, 12.0))
    return lambda a, n: w.job(habits.agent(w, system, tools, steps=steps), n, w.r.choice(("home", "office", "bursts")))


def _template(w: World) -> Maker:
    kind = w.r.choice(("own", "tenant", "own"))
    if kind == "tenant":
        feed = habits.tenant(w)
        return lambda a, n: w.job(feed, n, w.r.choice(("service", "flat", "batch")))
    templates = [w.w.template() for _ in range(w.r.choice((1, 1, 2)))]
    shape, knobs = w.r.choice(("service", "flat", "batch")), w.knobs()
    return lambda a, n: w.job(habits.calls(w, templates), n, shape, knobs=replace(knobs))


def _judge(w: World) -> Maker:
    shared = habits.judging(w, w.r.choice((1, 2))) if w.r.random() < 0.5 else None
    return lambda a, n: w.job(shared or habits.judging(w), n, w.r.choice(("nightly", "batch", "flat", "service")))


def _benchmark(w: World) -> Maker:
    key = w.r.choice(list(texts.benchmarks(w.fold)))
    frames = ["{}", "{}\nLet's think step by step.", "Answer the question. {}", "{}\n\n" + w.w.pick("HARD_FORM")]
    whole, usual = w.r.random() < 0.6, w.r.choice(frames)

    def make(a: Account, n: int) -> Job:
        frame = usual if w.r.random() < 0.6 else w.r.choice(frames)
        feed, size = habits.benchmark(w, key, frame, whole)
        most = min(size, 1200) if whole and w.r.random() < 0.4 else min(size, max(20, n))
        return w.job(feed, most, "batch", model_next=None)

    return make


def _classroom(w: World) -> Maker:
    area = w.r.choice(("maths", "code", "knowledge", "agents"))
    sheet = [w.w.question(area) for _ in range(w.r.randint(4, 15))]
    head = w.w.request() if w.r.random() < 0.5 else ""
    due = w.start + int((w.end - w.start) * w.r.uniform(0.3, 0.9))

    def make(a: Account, n: int) -> Job:
        mine = w.r.sample(sheet, max(1, int(len(sheet) * w.r.uniform(0.4, 1))))
        copied = w.r.random() < 0.6

        def feed() -> list[Ask]:
            ask = w.r.choice(mine)
            text = f"{ask.text} {head}".strip()
            talk = [Ask(text if copied else w.w.vary(text, 0.6), ask.system, ask.out, ask.answer)]
            while w.r.random() < 0.3:
                talk.append(Ask(w.w.fill(w.w.pick("MORE")), out=150))
            return talk

        begin = max(w.start, a.created, due - 6 * DAY)
        return w.job(feed, n, "home", span=(begin, max(due, begin + DAY)))

    return make


def _starter(w: World) -> Maker:
    system, tools = w.w.system(rules=4), habits.toolset(w, True)
    template, knobs, model = w.w.template(), w.knobs(), w.model()
    stack = people.draw_stack(w.r, "api")
    begin = w.start + int((w.end - w.start) * w.r.uniform(0.2, 0.8))

    def make(a: Account, n: int) -> Job:
        feed = w.r.choice((habits.agent(w, system, tools), habits.calls(w, [template])))
        span = (max(begin, a.created), min(w.end, max(begin, a.created) + 60 * HOUR))
        return w.job(feed, n, w.r.choice(("bursts", "home")), span=span, knobs=replace(knobs), model=model, stack=stack)

    return make


def _ci(w: World) -> Maker:
    checks = [
        w.w.vary(w.w.question(w.r.choice(("code", "maths", "agents"))).text, 0) for _ in range(w.r.randint(3, 12))
    ]
    own = w.r.random() < 0.5

    def make(a: Account, n: int) -> Job:
        asks = [Ask(text, out=60) for text in checks] if not own else [w.w.question("code") for _ in range(6)]
        return w.job(habits.listed(w, asks), n, w.r.choice(("nightly", "flat", "office")))

    return make


def _anything(w: World) -> Maker:
    return lambda a, n: habits.pursue(w, a, w.r.choice(("chat", "ask", "code", "app", "study", "cli", "bot")), n)


def _release(w: World) -> Maker:
    key = w.r.choice(list(texts.benchmarks(w.fold)))
    riddles = [w.w.question(w.r.choice(("maths", "code", "knowledge"))) for _ in range(12)]

    def make(a: Account, n: int) -> Job:
        feed, size = habits.benchmark(w, key, whole=False) if w.r.random() < 0.5 else (habits.listed(w, riddles), 400)
        lag = max(a.created, w.release + int(w.r.lognormvariate(-1.5, 1.2) * DAY))
        span = (min(lag, w.end - DAY), min(w.end, lag + 3 * DAY))
        model = w.r.choice(("large-4-5", "medium-4-5")) if w.released else w.model()
        return w.job(feed, min(size, n), w.r.choice(("batch", "bursts")), span=span, model=model, model_next=None)

    return make


def _labelling(w: World) -> Maker:
    template = w.w.template()
    head = f"{w.w.pick('HARD_OPEN')} {w.w.request()}" if w.r.random() < 0.4 else ""
    template.head = f"{head} {template.head}".strip()
    return lambda a, n: w.job(habits.calls(w, [template]), n, w.r.choice(("batch", "flat", "bursts")))


def _licensed(w: World) -> Maker:
    parts, area = w.w.wording(0.0), w.r.choice(("maths", "code", "knowledge", "chinese"))

    def feed() -> list[Ask]:
        ask = w.w.question(area)
        return [Ask(w.w.wrap(ask.text, parts), ask.system, ask.out * 2)]

    return lambda a, n: w.job(feed, n, w.r.choice(("flat", "batch", "service")))


def _audit(w: World) -> Maker:
    common = f"{w.w.request()} {w.w.request()}"
    fixed = w.r.random() < 0.5

    def make(a: Account, n: int) -> Job:
        system = w.w.system(a.company, 6)
        line = common if fixed else f"{w.w.request()} {w.w.pick('HARD_FORM')}".strip()
        template = w.w.template(a.company)
        return w.job(lambda: [Ask(f"{w.w.from_template(template).text}\n{line}", system, 350)], n, "office")

    return make


def _bureau(w: World) -> Maker:
    frames = [
        f"Translate into {w.w.pick('LANGS')}, keep names: {{}}",
        "请把下面的文字翻译成英文：{}",
        "Traduis en anglais : {}",
        f"{w.w.recast()}\n\n{{}}",
    ]
    usual = w.r.choice(frames)

    def make(a: Account, n: int) -> Job:
        mine = usual if w.r.random() < 0.6 else w.r.choice(frames)
        areas = w.r.choice((("documents",), ("chinese",), ("documents", "writing")))
        return w.job(lambda: [Ask(mine.replace("{}", w.w.question(w.r.choice(areas)).text), out=260)], n, "office")

    return make


def _tutoring(w: World) -> Maker:
    parts, area = w.w.wording(0.0), w.r.choice(("maths", "maths", "knowledge", "code"))
    system = w.w.system() if w.r.random() < 0.6 else None

    def make(a: Account, n: int) -> Job:
        return w.job(lambda: [Ask(w.w.wrap((q := w.w.question(area)).text, parts), system, q.out * 2)], n, "service")

    return make


def _content(w: World) -> Maker:
    frame = w.w.pick("WRITE") if w.r.random() < 0.6 else ""
    system = w.w.system() if w.r.random() < 0.5 else None
    return lambda a, n: w.job(
        lambda: [Ask(w.w.fill(frame or w.w.pick("WRITE")), system, 650)], n, w.r.choice(("batch", "office", "flat"))
    )


def _review(w: World) -> Maker:
    rubric = w.w.fill(w.w.pick("JUDGE"))
    return lambda a, n: w.job(
        lambda: [Ask(f"{rubric}\n\n{w.w.document()}", out=380)], n, w.r.choice(("office", "batch"))
    )


def _extension(w: World) -> Maker:
    system = w.w.system(rules=3)
    frame = w.r.choice(("Summarise this page: {}", "Explain: {}", "Improve my text: {}", "Reply to this mail: {}"))
    stack, knobs = people.draw_stack(w.r, "api"), w.knobs()

    def make(a: Account, n: int) -> Job:
        def feed() -> list[Ask]:
            return [Ask(frame.replace("{}", w.w.filling(w.r.choice(("facts", "know", "tweets")))), system, 150)]

        return w.job(feed, n, "home", stack=stack if a.path == "api" else None, knobs=replace(knobs))

    return make


def _textbook(w: World) -> Maker:
    book = w.r.sample(texts.pool(w.r.choice(("gsm8k", "alpaca", "cot", "zh_extra")), w.fold), 120)

    def make(a: Account, n: int) -> Job:
        chapter = w.r.randrange(0, 100)
        asks = [replace(ask, text=w.w.vary(ask.text, 0.3)) for ask in book[chapter : chapter + 20]]
        return w.job(habits.listed(w, asks), min(n, 30), "home")

    return make


def _synthetic(w: World) -> Maker:
    shared = habits.synthetic(w) if w.r.random() < 0.4 else None
    return lambda a, n: w.job(shared or habits.synthetic(w), n, w.r.choice(("batch", "office", "bursts")))


def _migration(w: World) -> Maker:
    begin = w.start + int((w.end - w.start) * w.r.uniform(0.1, 0.8))

    def make(a: Account, n: int) -> Job:
        job = habits.pursue(w, a, w.r.choice(("app", "rag", "bot", "judge")), n)
        return replace(job, span=(max(begin, a.created), w.end), shape=w.r.choice(("flat", "service")))

    return make


_DEV: dict[str, float] = {"individual": 5, "startup": 3, "smb": 1, "academic": 1, "bedrock": 1, "reseller": 0.5}
_BUSINESS: dict[str, float] = {"startup": 3, "smb": 4, "enterprise": 2, "bedrock": 2, "vertex": 1, "agency": 1}
_STUDENT: dict[str, float] = {"individual": 5, "academic": 4, "reseller": 0.5}

GROUPS: dict[str, Group] = {
    "oss-agent": Group(_oss_agent, _DEV, (15, 200), 8, 1.4, stack=0.7, own=0.15),
    "one-template": Group(_template, _BUSINESS, (1, 3), 90, 1.6),
    "org-template": Group(
        _template, {"enterprise": 3, "smb": 1, "agency": 1}, (4, 40), 12, 1.0, "recent", "office", 0.9, True
    ),
    "service-mesh": Group(_template, {"enterprise": 1}, (3, 12), 40, 0.3, "lockstep", "office", 1.0, True),
    "llm-judge": Group(_judge, {**_BUSINESS, "academic": 3}, (3, 20), 25, 1.3),
    "benchmark-labs": Group(_benchmark, {"academic": 4, "startup": 3, "individual": 2, "vertex": 1}, (4, 25), 90, 0.9),
    "classroom": Group(_classroom, _STUDENT, (12, 90), 5, 0.9, "lockstep", "campus", 0.5),
    "homework-forum": Group(_textbook, _STUDENT, (10, 60), 4, 0.9, own=0.4),
    "hackathon": Group(_starter, _DEV, (10, 60), 12, 1.0, "lockstep", "campus", 0.8, pay="credits", own=0.1),
    "ci-jobs": Group(_ci, _BUSINESS, (4, 25), 25, 0.8, stack=0.7),
    "cgnat": Group(_anything, _DEV, (10, 60), 5, 1.6, where="cgnat", stack=0.0),
    "open-reseller": Group(_anything, {"reseller": 1}, (10, 80), 6, 1.5, where="reseller", stack=0.6, pay="invoice"),
    "release-day": Group(_release, _DEV, (6, 40), 15, 1.0),
    "batch-labelling": Group(_labelling, _BUSINESS, (2, 8), 90, 1.1),
    "licensed-distiller": Group(
        _licensed, {"startup": 2, "enterprise": 2}, (2, 8), 60, 0.8, "lockstep", "office", 0.8, True
    ),
    "audit": Group(_audit, {"enterprise": 3, "smb": 3, "startup": 2, "vertex": 1}, (4, 25), 10, 1.2),
    "migration": Group(_migration, _BUSINESS, (3, 15), 60, 1.0, "recent"),
    "translation-bureau": Group(_bureau, {"smb": 4, "agency": 3, "individual": 2}, (4, 25), 15, 1.2),
    "own-synthetic": Group(_synthetic, {"startup": 5, "academic": 2, "smb": 1, "bedrock": 1}, (3, 20), 18, 1.0),
    "tutoring": Group(_tutoring, {"smb": 3, "startup": 3, "academic": 2, "individual": 1}, (3, 30), 20, 1.1, stack=0.8),
    "no-code-template": Group(_template, _DEV, (12, 120), 5, 1.2, stack=0.9),
    "seo-mill": Group(_content, {"smb": 3, "agency": 3, "individual": 3}, (4, 30), 20, 1.2, "recent", own=0.1),
    "paper-review": Group(_review, {"academic": 5, "startup": 1, "individual": 2}, (4, 20), 9, 0.9),
    "bootcamp": Group(_starter, _STUDENT, (8, 50), 9, 0.9, "lockstep", "", 0.8, pay="credits"),
    "browser-extension": Group(_extension, _DEV, (15, 120), 6, 1.2, stack=0.6),
    "textbook": Group(_textbook, _STUDENT, (10, 60), 5, 0.9, "recent"),
    "consultancy-clients": Group(_template, _BUSINESS, (4, 25), 18, 1.2, "recent", "office", 0.9, pay="shared"),
    "marketplace-isv": Group(
        _template, {"bedrock": 4, "vertex": 2, "startup": 1}, (8, 70), 12, 1.3, "recent", stack=0.9
    ),
}


def _settle(w: World, members: list[Account], group: Group) -> None:
    """Give a group its common sign-up time, addresses, client and payment."""
    r = w.r
    stack = people.draw_stack(r, "api")
    week = w.start - r.randrange(0, 40) * DAY if r.random() < 0.6 else r.randrange(w.start, w.end - 9 * DAY)
    country, payment = r.choice(members).country, people.hexes(r)
    hosting = group.where == "office" and r.random() < 0.6
    egress = [people.address(r, country, hosting) for _ in range(r.choice((1, 1, 2, 4)))]
    for place, account in enumerate(members):
        if group.signup == "lockstep":
            account.created = week + int(r.random() * r.choice((0.2, 2, 6)) * DAY)
        elif group.signup == "recent" and r.random() < 0.7:
            account.created = week + int(r.gauss(0, 25) * DAY)
        account.created = min(account.created, w.end - 2 * DAY)
        if account.path in {"api", "console"} and r.random() < group.stack:
            account.stacks = [stack]
        if group.where in {"campus", "cgnat", "office"} and r.random() < 0.75:
            account.ips, account.roam = list(egress), 0.0
            if r.random() < 0.6:
                account.record["signup_ip"], account.record["signup_asn"] = r.choice(egress)
        if group.pay == "shared" and r.random() < 0.6:
            account.record["payment_fingerprint"] = payment
        elif group.pay and group.pay != "shared" and r.random() < 0.8:
            account.record["payment_kind"] = group.pay
        if group.org and place:
            w.seat(account, members[0])
            account.record["org_id"] = members[0].record["org_id"] = (
                members[0].record["org_id"] or f"org_{people.hexes(r, 48)}"
            )


def add_group(w: World, name: str, most: int) -> int:
    """Add one look-alike group of at most so many accounts; returns its size."""
    r = w.r
    group = GROUPS[name]
    low, high = group.size
    size = min(most, int(low * (high / low) ** (r.random() ** 1.5)))
    members = [w.account(people.weighted(r, group.mix), join=False) for _ in range(size)]
    if group.where == "reseller":
        path = f"reseller:{r.choice(w.resellers)}"
        for account in members:
            account.path, account.ips = path, list(w.egress[path.partition(":")[2]])
    _settle(w, members, group)
    make = group.make(w)
    spill = r.choice((0.0, 0.0, 0.1))
    for account in members:
        account.kind = name
        if name == "licensed-distiller":
            account.record["distillation_licence"] = True
        n = habits.volume(r, group.middle, group.spread)
        job = make(account, n)
        job.n = min(job.n, 1500)
        if group.where == "reseller" and spill:
            others = [other for other in members if other.created <= account.created]
            job.spare, job.spill = r.choice(others), spill
        w.run(account, job)
        if r.random() < group.own:
            habits.ordinary(w, account, habits.volume(r, 4, 1.2, 200))
    return size


def add_failover(w: World, most: int) -> int:
    """Customers whose router continues a conversation on a second account."""
    pairs = min(most // 2, w.r.randint(2, 6))
    for _ in range(pairs):
        one = w.account(w.r.choice(("startup", "smb", "enterprise")), join=False)
        two = w.account(w.r.choice((one.archetype, "bedrock")), one.country, join=False)
        for account in (one, two):
            account.kind = "failover"
        if w.r.random() < 0.7:
            w.seat(two, one)
        if two.path == "api":
            two.ips, two.stacks = one.ips, one.stacks
        purpose = w.r.choice(("chat", "rag", "agent", "app"))
        two.created = min(one.created, two.created)
        one.created = two.created
        job = habits.pursue(w, one, purpose, habits.volume(w.r, 60, 0.8, 1000))
        w.run(one, replace(job, spare=two, spill=w.r.choice((0.05, 0.2, 0.5))))
    return pairs * 2
