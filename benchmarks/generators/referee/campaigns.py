"""Distillation campaigns: one operator, many accounts, one work queue, mostly hidden among agents."""

from collections.abc import Callable
from dataclasses import dataclass, field

from . import banks, sources, texts
from .gigs import Gig, Job, chat, completion, feed, loop, play, volume
from .identity import HOSTS, address, params, person, stack
from .texts import half
from .world import DAY, Actor, World

KINDS = ("reasoning-harvest", "agentic-pivot", "varied-accounts", "second-pool", "four-per-account", "rubric-grading",
         "replay", "hydra-proxy", "technique-sweep", "low-and-slow", "dealt-list", "rewrites")  # fmt: skip
DOMAINS = ("maths", "code", "agents", "tools", "writing", "zh", "knowledge", "judging", "multilingual", "instructions")


@dataclass
class Operator:
    """One campaign's habits, each drawn by chance and then bent by its kind."""

    w: World
    kind: str
    name: str
    size: int
    shared: set[str] = field(default_factory=set)
    disguise: str = "agent"
    sampling: str = "own"
    shape: str = "people"
    signup: str = "spread"
    wording: str = "paraphrase"
    domains: list[str] = field(default_factory=list)
    median: float = 20.0
    sigma: float = 0.6
    cover: float = 0.0
    out: float = 400.0
    hidden: float = 0.1
    refusable: float = 0.01
    trajectory: float = 0.5
    hop: float = 0.0
    repeat: float = 0.0  # share of questions that are asked again, through whichever account is next
    place: str = "after"
    windows: list[tuple[float, float]] = field(default_factory=list)
    harvest: list[Gig] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng, w = self.w.rng, self.w
        if rng.random() < 0.5:
            links = ("payment", "address", "tls", "client", "email", "signup_ip", "params", "phone")
            self.shared = set(rng.sample(links, rng.choice((1, 2, 3, 4))))
        self.disguise = rng.choices(("agent", "agents", "sdk", "stacks", "rotate"), (32, 26, 10, 20, 12))[0]
        self.sampling = rng.choice(("fixed", "jitter", "own", "own", "default"))
        self.shape = rng.choice(("people", "people", "flat", "burst", "lockstep", "night"))
        self.signup = rng.choice(("lockstep", "spread", "spread", "aged", "mixed"))
        self.wording = rng.choice(("fixed", "several", "paraphrase", "paraphrase", "bare", "bare"))
        wide = rng.choice((1, 1, 2, 2, 4))
        self.domains = rng.choices(DOMAINS, (2, 4, 4, 2, 1.5, 1.5, 1.5, 0.8, 1, 1), k=wide)
        self.median, self.sigma = rng.choice((4, 6, 9, 14, 22, 40)), rng.choice((0.1, 0.5, 1.0, 1.4))
        self.cover = rng.choice((0, 0, 0.1, 0.3, 0.5, 0.75))
        self.out, self.hidden = rng.choice((150, 300, 500, 900)), rng.choice((0, 0, 0.3, 0.8))
        self.refusable = 0.004 + self.hidden * rng.choice((0.02, 0.08))
        self.trajectory, self.place = rng.choice((0, 0.3, 0.8)), rng.choice(("before", "after", "after", "round"))
        self.hop = rng.choice((0, 0, 0, 0.02, 0.08))
        self.repeat = rng.choice((0, 0, 0, 0, 0.05, 0.4))
        span = w.t1 - w.t0
        begin = w.t0 + rng.random() * span * 0.6
        width = max(2 * DAY, span * rng.choice((0.2, 0.5, 1)))
        self.windows = [(begin + rng.random() * min(width, w.t1 - begin - DAY / 8), rng.uniform(900, 14400))
                        for _ in range(rng.randrange(3, 15))]  # fmt: skip


def bend(op: Operator) -> None:
    """What the kind of campaign says against chance."""
    rng, w = op.w.rng, op.w
    if op.kind == "reasoning-harvest":
        op.shared |= {"payment"} if rng.random() < 0.8 else set()
        op.shape = rng.choice(("lockstep", "lockstep", "flat", "burst"))
        op.domains = rng.sample(("maths", "code", "knowledge", "zh", "agents"), rng.choice((1, 2, 3)))
        op.wording = rng.choice(("fixed", "several", "paraphrase"))
    elif op.kind == "agentic-pivot":
        op.disguise, op.trajectory = rng.choice(("agent", "agents", "agents")), rng.choice((0.8, 1.0))
        op.domains = rng.sample(("code", "agents", "tools"), rng.choice((1, 2)))
        op.median = rng.choice((12, 20, 40))
    elif op.kind == "varied-accounts":
        op.disguise, op.sampling = rng.choice(("rotate", "stacks")), "own"
        op.shared -= {"client", "params"}
        op.domains = rng.sample(("agents", "code", "tools", "maths"), 2)
    elif op.kind == "second-pool":
        op.wording, op.cover = "bare", 0.0
    elif op.kind == "four-per-account":
        op.shared, op.sampling, op.signup = set(), "own", rng.choice(("spread", "aged", "mixed"))
        op.median, op.sigma, op.cover = rng.choice((3.4, 4.0, 4.6)), 0.15, rng.choice((0, 0, 0.2))
        op.disguise, op.hop = rng.choice(("agents", "stacks", "rotate")), 0
        op.shape = rng.choice(("people", "people", "burst", "day"))
        if op.shape == "day":
            op.windows = [(rng.uniform(w.t0 + DAY, w.t1 - 3 * DAY), rng.choice((1, 2)) * DAY)]
    elif op.kind == "rubric-grading":
        op.domains, op.median, op.sigma = ["judging"], min(250.0, 2000.0 / op.size), 0.4
        op.disguise, op.trajectory = rng.choice(("sdk", "stacks", "agents")), 0
        op.refusable, op.out = rng.choice((0.03, 0.1)), rng.choice((120, 300))
        op.wording, op.cover = "bare", rng.choice((0, 0, 0.1))
    elif op.kind == "hydra-proxy":
        op.cover, op.shape = rng.uniform(0.75, 0.95), "people"
        op.median = rng.choice((12, 24, 45)) * (1 - op.cover)
        op.signup = rng.choice(("lockstep", "spread", "mixed"))
    elif op.kind == "technique-sweep":
        op.wording, op.hidden = "sweep", rng.choice((0.3, 0.8))
        op.refusable, op.median = rng.choice((0.02, 0.1)), rng.choice((8, 16, 30))
    elif op.kind == "low-and-slow":
        op.shared, op.sampling, op.shape, op.hop, op.repeat = set(), "own", "people", 0, 0
        op.signup, op.wording = rng.choice(("spread", "aged")), rng.choice(("paraphrase", "paraphrase", "bare"))
        op.disguise, op.trajectory = rng.choice(("agents", "stacks", "agents")), rng.choice((0, 0, 0.3))
        op.median, op.sigma = rng.choice((1.2, 1.2, 1.6 * (w.t1 - w.t0) / (7 * DAY))), 0.3
    elif op.kind == "dealt-list":
        op.shared = set() if rng.random() < 0.8 else op.shared
        op.wording, op.trajectory = "bare", rng.choice((0, 0, 0.4))
        op.domains = [rng.choice(("maths", "code", "writing", "zh", "knowledge", "instructions", "tools"))]
        op.disguise, op.sampling = rng.choice(("agents", "stacks", "agent")), rng.choice(("own", "own", "jitter"))
        op.shape, op.hop, op.repeat = rng.choice(("people", "people", "burst", "flat")), 0, 0
    elif op.kind == "rewrites":
        op.domains, op.trajectory = ["rewrite"], 0
        op.wording, op.out = "bare", rng.choice((150, 300))


def enrol(op: Operator, count: int, born: Callable[[], float | None]) -> list[Actor]:
    """The operator's accounts."""
    w, rng = op.w, op.w.rng
    harness = rng.choice(half(banks.AGENTS, w.fold)) if op.disguise == "agent" else None
    base = stack(w, "agent" if harness else "sdk", harness)
    families = {"agent": ("agent",), "agents": ("agent", "agent", "agent", "ide"), "sdk": ("sdk",)}.get(
        op.disguise, ("agent", "sdk", "sdk", "browser", "ide", "nocode", "agent", "ci")
    )
    fixed = params(w, base)
    block = rng.choice((4, 9, 25, 80))
    cards = [w.token(20) for _ in range(max(1, count // block))]
    phones = [w.token(20) for _ in range(max(1, count // block))]
    exits = [
        address(rng, HOSTS if rng.random() < 0.5 else (HOSTS[0], 9009, 212238)) for _ in range(max(2, count // block))
    ]
    domains = [f"{w.token(3)}.{rng.choice(('xyz', 'top', 'com', 'site'))}" for _ in range(rng.choice((1, 3, 8)))]
    programme = rng.choice((None, None, None, "education", "security_research", "startup"))
    out = []
    for _ in range(count):
        path = programme if programme and rng.random() < 0.6 else None
        a = person(w, op.kind, rng.choice(families), operator=op.name, born=born(), harness=harness, pathway=path)
        if rng.random() < 0.985:
            a.row.update(status="active", status_at=None)
            a.dies = w.t1
        if "payment" in op.shared:
            a.row["payment_fingerprint"] = rng.choice(cards)
            a.row["payment_kind"] = a.row["payment_kind"] or "card"
        if "address" in op.shared:
            a.nets = rng.sample(exits, min(len(exits), rng.choice((1, 2, 4))))
        if "email" in op.shared:
            a.row["email_domain"] = rng.choice(domains)
        if "phone" in op.shared:
            a.row["phone_hash"] = rng.choice(phones)
        if "signup_ip" in op.shared:
            a.row["signup_ip"], _, a.row["signup_asn"] = rng.choice(exits)
        if "client" in op.shared and op.disguise in ("agent", "sdk"):
            a.stacks = [base]
        elif "tls" in op.shared:
            a.stacks[0].ja4 = base.ja4
        if op.disguise == "rotate":
            a.stacks += [stack(w, rng.choice(("agent", "sdk", "agent"))) for _ in range(rng.choice((1, 2, 3)))]
        if op.sampling == "fixed" or "params" in op.shared:
            a.params = fixed
        elif op.sampling == "default" and not a.stacks[0].harness:
            a.params.temperature = a.params.top_p = a.params.max_tokens = None
        elif op.sampling == "jitter":
            a.params.jitter = True
        if op.kind == "varied-accounts":
            for s in a.stacks:
                s.path = rng.choice(("api", "api", "bedrock", "vertex", "azure", "console", "reseller:arcade"))
                s.hides = s.path in ("bedrock", "vertex", "azure") and rng.random() < 0.8
            a.row["pathway"] = rng.choice(
                ("self_serve", "education", "startup", "enterprise", "cloud", "security_research")
            )
            a.row["plan"] = rng.choice(("free", "payg", "pro", "max", "team", "enterprise"))
        if op.kind == "agentic-pivot":
            a.switch = w.release + rng.uniform(0.02, 0.95) * DAY if rng.random() < 0.6 else None
        out.append(a)
    return out


def birthdays(op: Operator) -> Callable[[], float | None]:
    """When the accounts were signed up."""
    w, rng = op.w, op.w.rng
    day = w.t0 + rng.uniform(-90, 6) * DAY
    width = rng.choice((0.2, 1.5, 6)) * DAY
    mixed = rng.random()

    def born() -> float | None:
        if op.signup == "lockstep" or (op.signup == "mixed" and rng.random() < mixed):
            return day + rng.random() * width
        if op.signup == "aged":
            return w.t0 - rng.uniform(120, 900) * DAY
        return None

    return born


def covers(op: Operator) -> list[Gig]:
    """Innocent traffic of the same accounts."""
    rng = op.w.rng
    if op.kind == "hydra-proxy":
        return [
            chat(1),
            loop(rng.choice((0.1, 0.8)), 8, orphan=0.2),
            feed(lambda x: x.deal("alpaca"), 0.3, 1),
            completion(0.2),
        ]
    return [loop(1, rng.choice((5, 9)), orphan=0.05), chat(0.6), completion(0.2)]


def launch(w: World, kind: str, name: str, size: int) -> None:
    """Write one operator's whole campaign."""
    rng = w.rng
    op = Operator(w, kind, name, size)
    bend(op)
    born = birthdays(op)
    if kind == "second-pool" and size >= 4:
        ban = rng.uniform(w.t0 + (w.t1 - w.t0) * 0.3, w.t0 + (w.t1 - w.t0) * 0.65)
        first = enrol(op, size // 2, lambda: min(born() or w.t0 - 30 * DAY, ban - 2 * DAY))
        for a in first:
            a.dies = ban + rng.choice((0.05, 0.3, 1.0)) * DAY * rng.random()
            a.row.update(status=rng.choice(("banned", "banned", "suspended")), status_at=a.dies)
        fresh = rng.choice((True, True, False))
        second = enrol(op, size - size // 2, lambda: ban + rng.uniform(-4, 1.5) * DAY if fresh else None)
        for a in second:
            a.born = max(a.born, ban + rng.uniform(0, 0.6) * DAY)
        actors = first + second
    else:
        actors = enrol(op, size, born)
    if kind == "second-pool":
        lang = "zh" if "zh" in op.domains else "en"
        words, where = texts.elicit(rng, w.fold, lang, 0.5), rng.choice(("system", "system", "before", "after"))
        for a in actors:
            a.inject = (words, where)
    if kind == "hydra-proxy":
        for a in actors:
            a.users = int(rng.lognormvariate(2.5, 0.7)) if rng.random() < 0.5 else 0
            if rng.random() < 0.5:
                a.stacks += [stack(w, rng.choice(("agent", "sdk"))) for _ in range(2)]
            a.lang = rng.choice(("en", "zh", "en", a.lang))
    phases = sources.gigs(op, actors)
    jobs = []
    for a in actors:
        count = volume(rng, op.median, op.sigma, 900)
        if kind == "low-and-slow":
            count = min(count, 1 + round(2 * (w.t1 - max(w.t0, a.born)) / (7 * DAY)))
        elif op.cover and kind not in ("hydra-proxy", "four-per-account"):
            count = max(1, round(count * (1 - 0.8 * op.cover)))
        windows = op.windows if op.shape in ("lockstep", "day") and kind != "second-pool" else ()
        for share, gigs, when in phases:
            part = round(count * share) if len(phases) > 1 else count
            if part:
                jobs.append(Job(a, part, op.shape if op.shape != "lockstep" else "flat", gigs, when or windows))
        if kind == "low-and-slow":
            jobs.append(Job(a, volume(rng, 9, 1.2, 400), "people", covers(op)))
        elif op.cover and rng.random() < 0.95:
            extra = count * op.cover / (1 - op.cover) * rng.lognormvariate(0, 0.3)
            if round(extra):
                jobs.append(Job(a, round(extra), "people", covers(op)))
    play(w, jobs)


def sizes(w: World, kind: str, fake: int) -> list[int]:
    """How many accounts each operator of a kind has."""
    rng = w.rng
    out: list[int] = []
    if kind == "rubric-grading":
        while sum(out) < fake:
            out.append(min(fake - sum(out), rng.choice((3, 5, 8, 14, 25))))
        return out
    count = rng.choice((1, 1, 2, 3)) if fake >= 24 else 1
    weights = [rng.lognormvariate(0, 0.9) for _ in range(count)]
    out = [max(3, round(fake * x / sum(weights))) for x in weights]
    out[0] += fake - sum(out)
    return [x for x in out if x > 0]


def attack(w: World, kind: str, fake: int) -> None:
    """Write the campaigns of a world."""
    rng = w.rng
    parts: list[tuple[str, int]] = []
    if kind != "mixed":
        parts = [(kind, size) for size in sizes(w, kind, fake)]
    else:
        slow = round(fake * 0.2 * rng.uniform(0.45, 0.55))
        others = rng.sample([k for k in KINDS if k not in ("low-and-slow", "dealt-list")], 10)
        weight = {k: rng.lognormvariate(0, 0.6) * (0.35 if k == "rubric-grading" else 1) for k in others}
        left = fake - 2 * slow
        shares = [(k, max(3, round(left * weight[k] / sum(weight.values())))) for k in others]
        for k, n in [("low-and-slow", slow), ("dealt-list", slow), *shares]:
            n = min(n, fake - sum(size for _, size in parts))
            if n > 0:
                parts += [(k, size) for size in sizes(w, k, n)]
    for number, (k, size) in enumerate(parts):
        launch(w, k, f"op-{k}-{number}", size)


__all__ = ["KINDS", "attack"]
