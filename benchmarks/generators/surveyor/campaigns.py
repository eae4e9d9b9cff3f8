"""The campaigns: each kind's tactic over an operator's style."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from . import habits, people, texts
from .clock import DAY, HOUR, SECOND, place
from .people import Account
from .style import Style, compose, draw, recruit, settings
from .texts import Ask
from .world import Job, Talk, World

Make = Callable[[Account, int, float], list[Ask]]  # account, moment, progress of the campaign
MOST = 900


def _volumes(w: World, s: Style, n: int) -> list[int]:
    """Harvested requests per account."""
    return [max(1, min(MOST, int(w.r.lognormvariate(0, s.spread) * s.middle))) for _ in range(n)]


def _slots(
    w: World, s: Style, members: list[Account], counts: list[int], span: tuple[int, int]
) -> list[tuple[int, Account]]:
    """Who asks when: by a common scheduler, or each account in its own rhythm."""
    r = w.r
    slots: list[tuple[int, Account]] = []
    if s.balanced:
        shape = "service" if s.shape == "native" else s.shape
        times = place(w.g, sum(counts), shape, span, r.choice(members).tz)
        deck = [account for account, count in zip(members, counts, strict=True) for _ in range(count)]
        r.shuffle(deck)
        for at, account in zip(times.tolist(), deck, strict=True):
            late = at if at > account.created else account.created + r.randrange(HOUR, DAY)
            slots.append((min(late, span[1] - 1), account))
    else:
        for account, count in zip(members, counts, strict=True):
            begin, end = max(span[0], account.created), span[1]
            if s.life == "own" and end - begin > 4 * DAY:
                begin = r.randrange(begin, end - 3 * DAY)
                end = min(end, begin + r.randrange(2, 12) * DAY)
            shape = r.choice(("home", "office", "service", "batch", "flat")) if s.shape == "native" else s.shape
            slots += [(at, account) for at in place(w.g, count, shape, (begin, end), account.tz).tolist()]
    slots.sort(key=lambda slot: (slot[0], slot[1].id))
    return slots


def _client(w: World, s: Style, account: Account) -> Job:
    """The harvesting program as run for one account."""
    r = w.r
    job = w.job(lambda: [], 0, "flat", knobs=settings(w, s), model=r.choice(s.models), harvested=True, operator=s.name)
    job.model_next = job.model_next if r.random() < 0.5 else None
    job.named = r.random() < s.named
    job.key = r.choice(account.keys)
    if s.users == "none":
        job.users = None
    elif s.users == "one":
        job.users = [people.hexes(r, 40)]
    elif s.users == "forged":
        job.users = [people.hexes(r, 40) for _ in range(r.randint(5, 60))]
    return job


def _write(
    w: World, s: Style, slots: list[tuple[int, Account]], make: Make, jobs: dict[str, Job] | None = None
) -> None:
    """Send the queue through the slots, in the order of time."""
    r = w.r
    jobs = {} if jobs is None else jobs
    for number, (at, account) in enumerate(slots):
        job = jobs.get(account.id)
        if job is None:
            job = jobs[account.id] = _client(w, s, account)
        if s.knob_mode == "jittered":
            job.knobs = settings(w, s)
        if s.stack_mode == "rotated" and account.path == "api":
            job.stack = r.choice(s.stacks)
        talk = Talk(people.hexes(r, 80) if job.named else None)
        moment = at
        for ask in make(account, at, number / len(slots)):
            if moment >= min(w.end, account.stop or w.end):
                break
            w.exchange(account, moment, ask, job, talk)
            moment += int(r.lognormvariate(2.6, 0.8) * SECOND) + SECOND


def _cover(w: World, s: Style, members: list[Account], counts: list[int]) -> None:
    """Innocent-looking traffic beside the harvest."""
    for account, count in zip(members, counts, strict=True):
        if s.cover and w.r.random() < 0.3 + 0.7 * s.cover:
            habits.ordinary(w, account, max(1, int(count * s.cover * w.r.lognormvariate(0, 0.7))))


def _run(w: World, s: Style, n: int, make: Make | None = None, span: tuple[int, int] | None = None) -> list[Account]:
    """The common course of a campaign."""
    r = w.r
    if span is None:
        first = w.start + int((w.end - w.start) * r.choice((0, 0, 0.1, 0.3)))
        span = (first, w.end - int((w.end - first) * r.choice((0, 0, 0.2, 0.4))))
    members = recruit(w, s, n, span)
    counts = _volumes(w, s, n)
    _write(w, s, _slots(w, s, members, counts, span), make or (lambda account, at, done: compose(w, s, account)))
    _cover(w, s, members, counts)
    if r.random() < 0.3:
        for account in r.sample(members, max(1, n // 15)):
            account.record["status"] = "suspended"
            account.record["status_at"] = w.end - r.randrange(HOUR, 2 * DAY)
    return members


def _reasoning(w: World, s: Style, n: int) -> None:
    s.domains = {
        area: w.r.random() + 0.1 for area in w.r.sample(["maths", "knowledge", "code", "chinese"], w.r.randint(1, 3))
    }
    s.balanced = w.r.random() < 0.8
    if w.r.random() < 0.75:
        s.shares.add("payment")
    s.wording = w.r.choice(("fixed", "several", "paraphrase", "system", "account", "bare"))
    s.out = w.r.choice((1.5, 2.5, 4.0))
    _run(w, s, n)


def _agentic(w: World, s: Style, n: int) -> None:
    r = w.r
    systems = [w.w.system(rules=r.choice((4, 10))) for _ in range(r.choice((1, 1, 3, 8)))]
    kits = [habits.toolset(w) for _ in range(r.randint(1, 4))]
    steps = r.choice((1.0, 2.5, 5.0))
    feeds = [habits.agent(w, system, r.choice(kits), None, steps) for system in systems]
    s.middle = min(s.middle, 12)
    members = recruit(w, s, n, (w.start, w.end))
    counts = _volumes(w, s, n)
    jobs = {account.id: _client(w, s, account) for account in members}
    share = r.uniform(0.35, 0.75)
    for job in jobs.values():
        job.model_next = None
        if r.random() < share:
            job.model_next, job.switch = "large-4-5", w.release + int(r.betavariate(1.2, 2.5) * DAY)
    _write(w, s, _slots(w, s, members, counts, (w.start, w.end)), lambda account, at, done: r.choice(feeds)(), jobs)
    _cover(w, s, members, counts)


def _varied(w: World, s: Style, n: int) -> None:
    s.mix = {key: 1.0 + w.r.random() for key in s.mix} | {"enterprise": 0.4}
    s.domains = {area: 1.0 for area in w.r.sample(["agents", "code", "knowledge", "maths"], 2)}
    s.countries = []
    _run(w, s, n)


def _second_pool(w: World, s: Style, n: int) -> None:
    r = w.r
    ban = w.start + int((w.end - w.start) * r.uniform(0.35, 0.65))
    early = max(2, int(n * r.uniform(0.4, 0.65)))
    parts = w.w.wording(0.3)
    bare_system = r.random() < 0.3

    def make(account: Account, at: int, done: float) -> list[Ask]:
        if bare_system:
            talk = compose(w, replace(s, wording="bare"), account)
            return [replace(ask, system=" ".join(parts[:3]).strip()) for ask in talk]
        return compose(w, s, account, parts)

    first = recruit(w, s, min(early, n), (w.start, ban))
    for account in first:
        account.stop = ban + int(r.expovariate(1 / 0.4) * DAY) - r.randrange(0, 6 * HOUR)
        account.record["status"] = r.choices(("banned", "suspended", "active"), weights=(85, 10, 5))[0]
        account.record["status_at"] = account.stop if account.record["status"] != "active" else None
    counts = _volumes(w, s, len(first))
    _write(w, s, _slots(w, s, first, counts, (w.start, ban + 6 * HOUR)), make)
    _cover(w, s, first, counts)
    if n <= early:
        return
    later = replace(
        s, signup=r.choice(("lockstep", "rolling", "lockstep")), shares=s.shares if r.random() < 0.4 else set()
    )
    if r.random() < 0.5:
        fresh = draw(w, s.kind, s.name)
        later.stacks, later.stack_mode, later.knobs, later.mix = fresh.stacks, fresh.stack_mode, fresh.knobs, fresh.mix
    begin = min(ban + int(r.lognormvariate(-1.5, 1.0) * DAY), w.end - 3 * DAY)
    second = recruit(w, later, n - early, (begin, w.end))
    counts = _volumes(w, later, len(second))
    _write(w, later, _slots(w, later, second, counts, (begin, w.end)), make)
    _cover(w, later, second, counts)


def _four(w: World, s: Style, n: int) -> None:
    r = w.r
    s.shares, s.stack_mode, s.knob_mode = set(), "native", r.choice(("native", "native", "fixed"))
    s.middle, s.spread, s.countries, s.users = 4.4, 0.35, [], "native"
    s.balanced, s.cover, s.follow = r.random() < 0.4, r.choice((0.0, 0.0, 0.5)), r.choice((0.0, 0.2))
    s.life = r.choice(("whole", "own"))
    start = w.start + int((w.end - w.start) * r.uniform(0.0, 0.7))
    _run(w, s, n, span=(start, min(w.end, start + r.choice((3, 6, 20, 40)) * DAY)))


def _rubric(w: World, s: Style, n: int) -> None:
    r = w.r
    s.middle, s.spread, s.wording = min(140.0, 900 / n + 20) * r.uniform(0.7, 1.6), 0.5, "bare"
    groups = texts.judging(w.fold)
    rows = [ask for key in r.sample(list(groups), min(len(groups), r.choice((1, 2, 5)))) for ask in groups[key]]
    rubrics = [w.w.fill(w.w.pick("JUDGE")) for _ in range(r.choice((1, 3, 10)))]
    system = r.choice((None, w.w.system(rules=2)))
    own = r.choice((0.0, 0.5, 1.0))
    turn = r.uniform(0.2, 0.6)
    moves = r.random() < 0.75
    members = recruit(w, s, n, (w.start, w.end))
    jobs = {account.id: _client(w, s, account) for account in members}
    limit = w.start + int((w.end - w.start) * turn)
    for job in jobs.values():
        job.model, job.model_next = "large-4", None
        if moves:
            job.model_next, job.switch = r.choice(("medium-3-7", "mini-4")), limit + int(r.random() * DAY)

    def make(account: Account, at: int, done: float) -> list[Ask]:
        risk = 0.12 if moves and at < limit else 0.01
        if r.random() < own:
            return [Ask(w.w.judge(r.choice(rubrics)), system, 190, risk=risk)]
        return [replace(r.choice(rows), risk=risk)]

    counts = _volumes(w, s, n)
    _write(w, s, _slots(w, s, members, counts, (w.start, w.end)), make, jobs)
    _cover(w, s, members, [count // 4 for count in counts])


def _replay(w: World, s: Style, n: int) -> None:
    r = w.r
    talks = texts.chats(w.fold)
    systems = [w.w.system(rules=6) for _ in range(r.randint(2, 10))]
    kit, foreign = habits.toolset(w), r.random() < 0.5
    coding = r.choice((0.0, 0.5, 0.9))
    deep, again = r.choice((4, 10, 24)), r.choice((0.0, 0.2, 0.5))
    stored: list[Ask] = []

    def make(account: Account, at: int, done: float) -> list[Ask]:
        if stored and r.random() < again:
            ask = r.choice(stored[-60:])
        else:
            source = w.w.question("code") if r.random() < coding else r.choice(r.choice(talks))
            text = source.text if r.random() < 0.8 else w.w.pick("STEPS").format(n=r.randint(1, 99), x="home")
            blobs = [people.hexes(r, 96) for _ in range(r.randint(1, 3))] if foreign and r.random() < 0.6 else None
            ask = Ask(
                text,
                r.choice(systems) if r.random() < 0.7 else None,
                source.out,
                source.answer,
                kit if r.random() < coding else None,
                None,
                2 * r.randint(1, deep),
                people.hexes(r, 80),
                blobs,
            )
            stored.append(ask)
        return [replace(ask, text=f"{ask.text}\n{w.w.pick('HIDDEN')}", risk=0.05) if r.random() < 0.05 else ask]

    _run(w, s, n, make)


def _hydra(w: World, s: Style, n: int) -> None:
    r = w.r
    direct = r.random() < 0.4
    name = r.choice(w.resellers)
    low, high = sorted((r.uniform(0.05, 0.25), r.uniform(0.05, 0.25)))
    s.mix = {**s.mix, "enterprise": 0.01} if direct else {"reseller": 1.0}
    s.middle, s.spread, s.cover, s.follow = r.uniform(2.5, 5), 0.8, 0.0, 0.0
    members = recruit(w, s, n, (w.start, w.end))
    stack, spill = people.draw_stack(r, "api"), r.choice((0.0, 0.0, 0.1))
    for account in members:
        if not direct:
            account.path = f"reseller:{name}"
        if r.random() < 0.7:
            account.ips, account.roam = list(w.egress[name]), 0.0
        if r.random() < 0.5 and account.path not in people.CLOUD_STACKS:
            account.stacks = [stack]
    counts = _volumes(w, s, n)
    _write(w, s, _slots(w, s, members, counts, (w.start, w.end)), lambda a, at, done: compose(w, s, a))
    for account, count in zip(members, counts, strict=True):
        total = min(MOST, int(count * (1 / r.uniform(low, high) - 1)) + 1)
        parts = r.randint(1, 3)
        older = [other for other in members if other.created <= account.created]
        for _ in range(parts):
            purpose = r.choice(("chat", "chat", "chat", "ask", "code", "study", "cli"))
            job = habits.pursue(w, account, purpose, max(1, total // parts))
            w.run(account, replace(job, spare=r.choice(older), spill=spill))


def _sweep(w: World, s: Style, n: int) -> None:
    r = w.r
    trials = [w.w.wording(0.45) for _ in range(r.randint(20, 70))]
    winners = r.sample(trials, r.randint(1, 4))
    sweep = r.uniform(0.12, 0.35)
    probe = [w.w.question(next(iter(s.domains))) for _ in range(r.choice((5, 30, 200)))]

    def make(account: Account, at: int, done: float) -> list[Ask]:
        if done < sweep:
            item = r.choice(probe)
            return [Ask(w.w.wrap(item.text, r.choice(trials)), item.system, item.out * 2, risk=0.15)]
        return compose(w, s, account, r.choice(winners))

    s.risk = 0.02
    _run(w, s, n, make)


def _slow(w: World, s: Style, n: int) -> None:
    r = w.r
    s.shares, s.stack_mode, s.knob_mode, s.countries, s.users = set(), "native", "native", [], "native"
    s.signup, s.wording, s.repeat, s.out, s.follow = (
        r.choice(("spread", "aged")),
        r.choice(("paraphrase", "bare")),
        1,
        1.0,
        0.1,
    )
    s.systems, s.named = [None], 0.3
    weeks = (w.end - w.start) / (7 * DAY)
    weekly = r.random() < 0.5
    members = recruit(w, s, n, (w.start, w.end))
    slots = []
    for account in members:
        count = max(1, int(w.g.poisson(1.5 * weeks))) if weekly else r.choice((1, 1, 2))
        begin = max(w.start, account.created)
        slots += [(at, account) for at in place(w.g, count, "trickle", (begin, w.end), account.tz).tolist()]
        habits.ordinary(w, account, habits.volume(r, 6, 1.5, 400))
    slots.sort(key=lambda slot: (slot[0], slot[1].id))
    _write(w, s, slots, lambda account, at, done: compose(w, s, account))


def _dealt(w: World, s: Style, n: int) -> None:
    r = w.r
    s.wording, s.repeat, s.systems = r.choice(("bare", "bare", "paraphrase")), 1, [None]
    if r.random() < 0.6:
        s.shares, s.stack_mode, s.knob_mode = set(), "native", "native"
    s.middle, s.spread = r.choice((5.0, 12.0, 30.0)), r.choice((0.1, 0.8))
    _run(w, s, n)


def _rewrites(w: World, s: Style, n: int) -> None:
    r = w.r
    s.domains = {"documents": 1.0, r.choice(("chinese", "writing", "knowledge")): r.choice((0.0, 0.3))}
    orders = _orders(w)

    def make(account: Account, at: int, done: float) -> list[Ask]:
        talk = compose(w, replace(s, wording="bare"), account)
        order = r.choice(orders) if s.wording != "paraphrase" else w.w.vary(w.w.recast(), 0.5)
        text = f"{order}\n\n{talk[0].text}" if r.random() < 0.7 else f"{talk[0].text}\n\n{order}"
        return [replace(talk[0], text=text, answer=None), *talk[1:]]

    _run(w, s, n, make)


def _orders(w: World) -> list[str]:
    """The rewriting orders that one operator uses."""
    return [w.w.recast() for _ in range(w.r.choice((1, 2, 4)))]


CAMPAIGNS: dict[str, Callable[[World, Style, int], None]] = {
    "reasoning-harvest": _reasoning,
    "agentic-pivot": _agentic,
    "varied-accounts": _varied,
    "second-pool": _second_pool,
    "four-per-account": _four,
    "rubric-grading": _rubric,
    "replay": _replay,
    "hydra-proxy": _hydra,
    "technique-sweep": _sweep,
    "low-and-slow": _slow,
    "dealt-list": _dealt,
    "rewrites": _rewrites,
}


def split(w: World, n: int, least: int, operators: int) -> list[int]:
    """Cut a number of accounts into operators of very different size."""
    operators = max(1, min(operators, n // least))
    shares = w.g.dirichlet(np.full(operators, 0.9))
    sizes = [least + int(share * (n - least * operators)) for share in shares] if n >= least else [n]
    sizes[0] += n - sum(sizes)
    return [size for size in sizes if size > 0]


def add_campaigns(w: World, kind: str, n: int) -> None:
    """Add a kind's operators over n accounts."""
    operators = max(1, n // 8) if kind == "rubric-grading" else w.r.choice((1, 1, 2, 3))
    for size in split(w, n, 4, operators):
        name = f"op-{people.hexes(w.r, 32)}"
        CAMPAIGNS[kind](w, draw(w, kind, name), size)
