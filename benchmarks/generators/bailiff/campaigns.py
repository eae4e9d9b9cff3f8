"""Harvesting campaigns: one operator, many accounts, one queue."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from .honest import PERSONAS, agent, chatter, volume
from .people import Traits, group, live, span_of
from .queues import DOMAINS, bare, domains, judged, replayed, rewritten, rotated, swept, worded
from .world import DAY, Account, Conv, World

MODES = ["fixed", "several", "paraphrase", "bare", "system"]


def traits(w: World, hide: float = 0.5) -> Traits:
    """How much the accounts of one operator have in common: about half share no infrastructure at all."""
    r = w.r
    t = Traits(
        client=r.choice(["own", "own", "own", "few", "one", "rotate"]),
        params=r.choice(["own", "own", "own", "own", "one", "few", "jitter"]),
        signup=r.choice(["usual", "recent", "aged", "months", "lockstep"]), model=r.choice(["own", "few", "one"]),
        places=r.choice([0, 0, 1, 2, 4]), robot=r.random() < 0.5,
    )  # fmt: skip
    if r.random() < hide:
        t.net = r.choice(["own", "own", "residential"])
        t.client = r.choice(["own", "own", "few"])
        return t
    t.net = r.choice(["pool", "pool", "nat", "residential", "own"])
    t.pay = r.choice(["few", "few", "own", "credits"])
    t.mail = r.choice(["own", "own", "own", "one"])
    t.path = r.choice(["own", "mixed"])
    return t


def volumes(w: World, n: int, mean: float) -> list[int]:
    """Requests per account: even, mildly spread or heavy-tailed."""
    spread = w.r.choice([0.05, 0.4, 0.9, 1.3])
    return [max(1, min(1500, int(w.r.lognormvariate(0, spread) * mean / (1 + spread * spread / 2)))) for _ in range(n)]


def deal(w: World, accounts: list[Account], counts: list[int], queue: Iterator[Conv], shape: str, lo: float = 0.0,
         hi: float | None = None) -> None:  # fmt: skip
    """Deal one queue out in the order of time over all accounts."""
    slots: list[tuple[float, int]] = []
    together = w.r.random() < 0.4
    for k, (a, n) in enumerate(zip(accounts, counts, strict=True)):
        one = span_of(w, a, lo, hi)
        tz = accounts[0].tz if together else a.tz
        slots += [(t, k) for t in w.times(n, shape, tz, *one)]
    left = list(counts)
    for at, k in sorted(slots):
        if left[k] > 0:
            conv = next(queue)
            left[k] -= len(conv)
            w.emit(accounts[k], at, conv)


def cover(w: World, a: Account, n: int) -> None:
    """Traffic of its own that makes an account look like any other customer's."""
    source, _, _, shapes = w.r.choices(PERSONAS, [p[1] for p in PERSONAS])[0]
    live(w, a, source(w), max(1, n), w.r.choice(shapes))


def _shape(w: World) -> str:
    return w.r.choice(["bursts", "flat", "human", "human", "office", "ramp", "nightly"])


def _plain(w: World, kind: str, op: str, n: int, queue: Iterator[Conv], mean: float, hide: float = 0.5) -> None:
    """A campaign of the common sort."""
    members = group(w, n, kind, traits(w, hide), op)
    lo = w.r.choice([0.0, 0.0, w.r.uniform(0, 0.5) * w.span])
    hi = w.r.choice([None, None, lo + w.r.uniform(2, 12) * DAY])
    deal(w, members, volumes(w, n, mean), queue, _shape(w), lo, hi)
    share = w.r.choice([0.0, 0.0, 0.3, 0.8])
    for a in members:
        if w.r.random() < share:
            cover(w, a, volume(w, 1.5, 0.9))


def reasoning(w: World, op: str, n: int) -> None:
    """Load-balanced reasoning harvest; often shared payments."""
    q = rotated(w) if w.r.random() < 0.35 else worded(w, domains(w, 2), w.r.choice(MODES[:3]), True)
    _plain(w, "reasoning-harvest", op, n, q, w.r.choice([12, 30, 70]), 0.4)


def pivot(w: World, op: str, n: int) -> None:
    """Agentic coding; the fleet moves to a new model within a day of its release."""
    system = w.r.choice([w.say("<boiler>"), w.say("<persona> <rule>"), None])
    q = agent(w, system, True)
    members = group(w, n, "agentic-pivot", traits(w), op)
    for a in members:
        if w.r.random() < 0.85:
            a.extra["follows_release"] = w.release + w.r.uniform(0.5, 23) * 3600
    deal(w, members, volumes(w, n, w.r.choice([20, 40, 70])), q, _shape(w))


def varied(w: World, op: str, n: int) -> None:
    """Several access paths and account types under one operator, each part with other habits."""
    q = rotated(w) if w.r.random() < 0.5 else worded(w, domains(w, 4), w.r.choice(MODES), w.r.random() < 0.5)
    while n > 0:
        k = min(n, max(3, n // w.r.randint(2, 4)))
        t = traits(w)
        t.path, t.pathway = "mixed", w.r.choice([None, "education", "startup", "enterprise", "cloud"])
        members = group(w, k, "varied-accounts", t, op)
        deal(w, members, volumes(w, k, w.r.choice([8, 25, 60])), q, _shape(w))
        for a in members:
            if w.r.random() < 0.3:
                cover(w, a, volume(w, 1.8, 0.9))
        n -= k


def second_pool(w: World, op: str, n: int) -> None:
    """One prompt injected everywhere; the first pool is banned and a second takes over the queue."""
    q = worded(w, domains(w, 3), w.r.choice(["fixed", "fixed", "system"]), True)
    ban, first = w.span * w.r.uniform(0.3, 0.65), max(1, int(n * w.r.uniform(0.35, 0.6)))
    t, mean, shape = traits(w), w.r.choice([15, 30, 60]), w.r.choice(["flat", "human", "ramp"])
    pool = group(w, first, "second-pool", t, op)
    for a in pool:
        a.row["created_at"] = min(a.row["created_at"], w.start + timedelta(seconds=ban / 2))
        at = w.start + timedelta(seconds=min(w.span - 60, ban + w.r.expovariate(1 / 9000)))
        a.row.update(status="banned" if w.r.random() < 0.9 else "suspended", status_at=at)
    deal(w, pool, volumes(w, first, mean), q, shape)
    if n == first:
        return
    if w.r.random() < 0.6:
        t.signup = "recent"
    later = group(w, n - first, "second-pool", traits(w) if w.r.random() < 0.4 else t, op)
    lag = w.r.choice([600.0, 7200.0, 40000.0])
    for a in later:
        a.row.update(status="active", status_at=None)
        if t.signup == "recent":
            a.row["created_at"] = w.start + timedelta(seconds=ban + w.r.uniform(-2 * DAY, lag))
    deal(w, later, volumes(w, n - first, mean), q, shape, min(ban + lag, w.span * 0.9))


def four_each(w: World, op: str, n: int) -> None:
    """About four requests an account and nothing shared in infrastructure."""
    mode = w.r.choice(["fixed", "several", "paraphrase", "several"])
    q = rotated(w) if w.r.random() < 0.2 else worded(w, domains(w, 2), mode, True)
    t = Traits(net=w.r.choice(["own", "residential"]), signup=w.r.choice(["usual", "aged", "recent", "months"]),
               params=w.r.choice(["own", "jitter", "few"]), model=w.r.choice(["own", "few"]))  # fmt: skip
    lo = w.r.uniform(0, 0.6) * w.span
    hi = lo + w.r.choice([1.5, 4, 12]) * DAY
    counts = [1 + int(x) for x in w.g.poisson(3.0, n)]
    members = group(w, n, "four-per-account", t, op)
    deal(w, members, counts, q, w.r.choice(["bursts", "flat", "human"]), lo, hi)


def grading(w: World, op: str, n: int) -> None:
    """A few accounts, much volume: judge prompts; moves to a weaker model when refused."""
    size = w.r.randint(4, 25)
    while n > 0:
        k = min(n, size)
        name = f"{op}" if n <= size else f"{op}.{n}"
        members = group(w, k, "rubric-grading", traits(w), name)
        q, turn, weak = judged(w), w.span * w.r.uniform(0.3, 0.8), w.r.choice(["claude-haiku-4-5", "gpt-5-mini"])
        counts, shape = volumes(w, k, w.r.choice([50, 100, 180])), w.r.choice(["flat", "bursts", "ramp", "nightly"])
        deal(w, members, [max(1, int(c * turn / w.span)) for c in counts], q, shape, 0.0, turn)
        moved = ([m._replace(model=weak) for m in conv] for conv in q)
        deal(w, members, [max(1, c - int(c * turn / w.span)) for c in counts], moved, shape, turn)
        n -= k


def replay(w: World, op: str, n: int) -> None:
    """Stored sessions of real users, sent again."""
    _plain(w, "replay", op, n, replayed(w), w.r.choice([8, 20, 45]))


def proxy(w: World, op: str, n: int) -> None:
    """A reseller whose accounts carry innocent customers and 5-25 % harvest."""
    t = traits(w, 0.4)
    t.users = w.r.choice([0, 300, 3000])
    q = rotated(w) if w.r.random() < 0.5 else worded(w, domains(w, 2), w.r.choice(MODES), w.r.random() < 0.6)
    members, mean = group(w, n, "hydra-proxy", t, op), w.r.uniform(3.2, 4.1)
    shape, part = _shape(w), w.r.uniform(0.05, 0.25)
    counts = [max(8, volume(w, mean, 0.8)) for _ in members]
    for a, c in zip(members, counts, strict=True):
        streams = [chatter(w)] + [p[0](w) for p in w.r.choices(PERSONAS, k=3)]
        for s in streams:
            live(w, a, s, max(2, c // 4), w.r.choice(["human", "flat"]))
    deal(w, members, [max(1, round(c * min(0.25, part * w.r.uniform(0.7, 1.4)) * 1.15)) for c in counts], q, shape)


def sweep(w: World, op: str, n: int) -> None:
    """Many wordings on few questions; then the winners at scale."""
    early = max(1, n // w.r.randint(3, 8))
    t = traits(w)
    members = group(w, n, "technique-sweep", t, op)
    cut = w.span * w.r.uniform(0.2, 0.5)
    trial, scaled = swept(w)
    deal(w, members[:early], volumes(w, early, w.r.choice([20, 50])), trial, w.r.choice(["human", "bursts"]), 0, cut)
    deal(w, members, volumes(w, n, w.r.choice([6, 20, 40])), scaled, _shape(w), cut)


def low(w: World, op: str, n: int) -> None:
    """Human rhythm, cover traffic of its own, and one or two harvest requests a week or in all."""
    mode = w.r.choice(["paraphrase", "paraphrase", "bare"])
    q = rotated(w) if w.r.random() < 0.4 else worded(w, domains(w, w.r.randint(1, 3)), mode, w.r.random() < 0.6)
    t = Traits(net=w.r.choice(["own", "residential"]), signup=w.r.choice(["usual", "usual", "months", "aged"]))
    members = group(w, n, "low-and-slow", t, op)
    weekly = w.r.random() < 0.5
    for a in members:
        cover(w, a, volume(w, 1.9, 1.0))
    counts = [max(1, round(w.days / 7 * w.r.uniform(0.7, 2.0))) if weekly else w.r.choice([1, 1, 2]) for _ in members]
    deal(w, members, counts, q, w.r.choice(["human", "evening", "office"]))


def dealt(w: World, op: str, n: int) -> None:
    """One list of questions dealt out without overlap or common wording."""
    q = bare(w, w.r.sample(list(DOMAINS), w.r.choice([1, 1, 2])))
    t = traits(w, 0.8)
    members = group(w, n, "dealt-list", t, op)
    deal(w, members, volumes(w, n, w.r.choice([4, 10, 25, 50])), q, w.r.choice(["human", "flat", "bursts", "office"]))
    if w.r.random() < 0.4:
        for a in members:
            cover(w, a, volume(w, 1.3, 0.9))


def rewrites(w: World, op: str, n: int) -> None:
    """Documents rephrased for training, or made safe for the censor."""
    q = rewritten(w, w.r.random() < 0.5)
    _plain(w, "rewrites", op, n, q, w.r.choice([8, 20, 50]))


CAMPAIGNS: dict[str, Callable[[World, str, int], None]] = {
    "reasoning-harvest": reasoning, "agentic-pivot": pivot, "varied-accounts": varied, "second-pool": second_pool,
    "four-per-account": four_each, "rubric-grading": grading, "replay": replay, "hydra-proxy": proxy,
    "technique-sweep": sweep, "low-and-slow": low, "dealt-list": dealt, "rewrites": rewrites,
}  # fmt: skip


def run(w: World, kind: str, n: int) -> None:
    """`n` accounts of one kind, under one or several operators of very different size."""
    number = 0
    while n > 0:
        size = n if n < 12 or w.r.random() < 0.45 else max(4, int(n * w.r.uniform(0.15, 0.85)))
        CAMPAIGNS[kind](w, f"{kind}/{number}", size)
        n, number = n - size, number + 1


