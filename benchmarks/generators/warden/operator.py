"""One operator behind a campaign: what its accounts share, how they were made, how work is dealt to them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np

from benchmarks.generators.warden import harvest, network
from benchmarks.generators.warden.clock import DAY
from benchmarks.generators.warden.network import COUNTRIES
from benchmarks.generators.warden.ordinary import live
from benchmarks.generators.warden.segments import SEGMENTS
from benchmarks.generators.warden.texts import Item, disposable
from benchmarks.generators.warden.world import Member, Row, World

TIES = ("payment", "address", "client", "signup_ip", "phone", "mail", "signup_agent", "params")
K = TypeVar("K")
Task = Callable[[], tuple[str | None, str]]


@dataclass
class Operator:
    """The habits of one operator, drawn once."""

    w: World
    kind: str
    name: str
    ties: dict[str, float]
    stack: str
    sampling: str
    shape: str
    signup: str
    cover: float
    out: float
    zone: float
    samples: int
    users: str
    batch: bool
    failover: float
    caught: float
    segments: dict[str, float]
    countries: list[str]
    pools: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def rng(self) -> random.Random:
        """The world's random numbers."""
        return self.w.rng


def operator(
    w: World,
    kind: str,
    *,
    shared: float = 0.5,
    shapes: str = "lockstep flat office human human real",
    ties: tuple[str, ...] = (),
    cover: tuple[float, ...] = (0.0, 0.0, 0.1, 0.3, 0.6),
) -> Operator:
    """Draw an operator; with chance `1 - shared` it shares no infrastructure at all."""
    rng, held = w.rng, {}
    if rng.random() < shared:
        drawn = set(ties) | set(rng.sample(TIES, rng.choice((1, 1, 2, 3) if ties else (1, 2, 3, 4))))
        held = {name: rng.choice((0.3, 0.6, 0.9, 1.0)) for name in sorted(drawn)}
    weights = {
        name: row[0] * w.np.gamma(2.0) * (0.5 if name in ("business", "cloud") else 1.0)
        for name, row in SEGMENTS.items()
    }
    weights["dev"] += 12
    spread = rng.choice(("world", "world", "few", "hub"))
    names = list(COUNTRIES)
    popular = [COUNTRIES[name][0] for name in names]
    countries = rng.choices(names, popular, k={"world": 40, "few": 4, "hub": 2}[spread]) + (
        ["SG", "JP", "US"] if spread == "hub" else []
    )
    return Operator(
        w,
        kind,
        f"op_{w.fresh_hash()}",
        held,
        rng.choice(("one", "few", "own", "own", "rotated")),
        rng.choice(("fixed", "jitter", "default", "own", "own")),
        rng.choice(shapes.split()),
        rng.choice(("lockstep", "spread", "aged", "aged")),
        rng.choice(cover),
        rng.lognormvariate(5.9, 0.7),
        rng.choice((8.0, 8.0, 1.0, -5.0, 5.0)),
        rng.choices((1, 2, 4), (75, 15, 10))[0],
        rng.choice(("none", "none", "each", "own")),
        rng.random() < 0.06,
        rng.choice((0.0, 0.0, 0.02, 0.06)),
        rng.choice((0.0, 0.02, 0.08)),
        weights,
        countries,
    )


def _pool(op: Operator, name: str, size: int, make: Callable[[], K]) -> K:
    """One of the operator's `size` things of a name."""
    if name not in op.pools:
        op.pools[name] = [make() for _ in range(max(1, size))]
    held: list[K] = op.pools[name]
    return op.rng.choice(held)


def recruit(op: Operator, n: int, signup: float | None = None, segment: str | None = None) -> list[Member]:
    """Make `n` accounts of the operator."""
    w, rng = op.w, op.rng
    days = rng.uniform(0.2, 6) * DAY
    start = rng.uniform(-20, 2) * DAY if signup is None else signup
    made = []
    for _ in range(n):
        if signup is not None or (op.signup == "lockstep" and rng.random() < 0.9):
            born: float | None = start + rng.uniform(-days, 0)
        else:
            born = -rng.uniform(5, 240) * DAY if op.signup == "spread" else None
        kind = segment or rng.choices(list(op.segments), list(op.segments.values()))[0]
        m = w.join(op.kind, kind, fake=True, operator=op.name, signup=born, country=rng.choice(op.countries))
        _habits(op, m)
        _ties(op, m, n)
        if rng.random() < op.caught:
            w.ban(m, rng.uniform(0.4, 1) * w.clock.length, rng.choice(("banned", "suspended")))
        made.append(m)
    return made


def _habits(op: Operator, m: Member) -> None:
    w, rng = op.w, op.rng
    if m.path != "console" and op.stack != "own":
        size = {"one": 1, "few": 4, "rotated": 6}[op.stack]
        clients = [
            _pool(
                op, "stack", size, lambda: w.add_client(network.client(rng, rng.choice(("sdk", "sdk", "raw", "agent"))))
            )
        ]
        if op.stack == "rotated":
            clients += rng.sample(op.pools["stack"], 3)
        m.clients = clients
    if m.path != "console" and op.sampling in ("fixed", "jitter"):
        m.params = _pool(op, "sampling", 1, lambda: w.add_params(network.sampling(rng, "sdk")))
        m.jitter = 0.15 if op.sampling == "jitter" else 0.0
    elif op.sampling == "default" and m.path != "console":
        m.params = w.add_params(network.Sampling(max_tokens=rng.choice((None, None, 1024, 4096))))


def _ties(op: Operator, m: Member, n: int) -> None:
    w, rng, account = op.w, op.rng, m.account
    for name, coverage in op.ties.items():
        if rng.random() > coverage:
            continue
        if name == "payment" and account["payment_fingerprint"]:
            account["payment_fingerprint"] = _pool(op, name, n // 12 + 1, w.fresh_hash)
        elif name == "phone" and account["phone_hash"]:
            account["phone_hash"] = _pool(op, name, n // 6 + 1, w.fresh_hash)
        elif name == "address":
            m.addresses = [
                _pool(op, name, n // 5 + 2, lambda: w.add_address(rng.choice(op.countries), rng.random() < 0.5))
                for _ in range(2)
            ]
        elif name == "client" and m.path != "console":
            m.clients = [_pool(op, name, 1, lambda: w.add_client(network.client(rng, rng.choice(("sdk", "raw")))))]
        elif name == "signup_ip" and account["signup_ip"]:
            made = _pool(op, name, n // 8 + 1, lambda: network.address(rng, rng.choice(op.countries), True))
            account["signup_ip"], account["signup_asn"] = made.ip, made.asn
        elif name == "mail" and account["email_domain"]:
            account["email_domain"] = _pool(op, name, 3, lambda: rng.choice(disposable()))
        elif name == "signup_agent" and account["signup_user_agent"]:
            account["signup_user_agent"] = _pool(op, name, 2, lambda: network.client(rng, "browser").agent)
        elif name == "params" and m.path != "console":
            m.params = _pool(op, name, 1, lambda: w.add_params(network.sampling(rng, "sdk")))


def volumes(op: Operator, n: int, mean: float, top: int = 800) -> list[int]:
    """Requests per account: even, uneven or heavy-tailed."""
    sigma = op.rng.choice((0.1, 0.5, 0.9, 1.3))
    return [
        max(1, min(top, int(mean * op.rng.lognormvariate(-sigma * sigma / 2, sigma) + op.rng.random())))
        for _ in range(n)
    ]


def schedule(
    op: Operator,
    members: list[Member],
    counts: list[int],
    first: float = 0.0,
    last: float | None = None,
    shape: str | None = None,
) -> Iterator[tuple[float, Member]]:
    """When which account takes the next task of the queue, in order of time."""
    clock, rng, shape = op.w.clock, op.rng, shape or op.shape
    last = max(clock.length if last is None else min(last, clock.length), first + 3600)
    if shape in ("human", "real"):
        pairs = []
        for m, count in zip(members, counts, strict=True):
            begin = max(first, m.born)
            if shape == "human" or last < clock.length or begin > 0:
                times = clock.people(count, m.zone, m.persona, begin, max(begin + 3600, last))
            else:
                times = clock.real(count, begin)
            pairs += [(float(at), m) for at in times]
        pairs.sort(key=lambda pair: pair[0])
        yield from pairs
        return
    turns = [m for m, count in zip(members, counts, strict=True) for _ in range(count)]
    rng.shuffle(turns)
    if shape == "office":
        times = clock.people(len(turns), op.zone, 0, first, last)
    elif shape == "lockstep":
        runs = runs_of(op, first, last)
        share = clock.rng.dirichlet(np.ones(len(runs)) * 2)
        times = np.sort(
            np.concatenate(
                [
                    clock.rng.uniform(low, high, part)
                    for (low, high), part in zip(runs, clock.rng.multinomial(len(turns), share).tolist(), strict=True)
                ]
            )
        )
    else:
        times = clock.machine(len(turns), "flat", first, last)
    yield from zip(times.tolist(), turns, strict=True)


def runs_of(op: Operator, first: float, last: float) -> list[tuple[float, float]]:
    """The runs of a queue: a few stretches in which every worker is up."""
    runs = []
    for _ in range(op.rng.randint(1, 6)):
        low = op.rng.uniform(first, last - 1800)
        runs.append((low, min(last, low + op.rng.choice((0.05, 0.2, 0.6, 1.5)) * DAY)))
    return runs


def work(
    op: Operator, plan: Iterator[tuple[float, Member]], task: Task, *, refused: float = 0.0, row: Row | None = None
) -> None:
    """Let the accounts take the queue's tasks: samples of one task go to several accounts, throttled ones move over."""
    w, rng, base = op.w, op.rng, row or Row()
    current, left = None, 0
    waiting: list[tuple[str | None, str]] = []
    for at, m in plan:
        if waiting and rng.random() < 0.9:
            system, text = waiting.pop()
        elif left > 0 and current is not None:
            (system, text), left = current, left - 1
        else:
            current = system, text = task()
            left = op.samples - 1
        status = 1 if rng.random() < refused else 2 if rng.random() < op.failover else 0
        user = {"each": w.fresh_hash(), "own": w.hash("user", m.index)}.get(op.users)
        w.send(m, at, text, Row(system, base.style, op.out, harvest=True, status=status, end_user=user, batch=op.batch))
        if status == 2 or (status == 1 and rng.random() < 0.5):
            waiting.append((system, text))


def cover_up(op: Operator, members: list[Member], counts: list[int]) -> None:
    """Each account's own innocent-looking life, in proportion to its harvest."""
    if op.cover:
        for m, count in zip(members, counts, strict=True):
            extra = count * op.cover / (1 - op.cover) * op.rng.lognormvariate(0, 0.5)
            if extra >= op.rng.random():
                live(op.w, m, max(1, min(300, int(extra))))


def tasks(op: Operator, domain: str, voice: harvest.Voice) -> Task:
    """The queue of one domain in the operator's voice."""
    supply = harvest.grading(op.rng, op.w.fold) if domain == "judging" else harvest.source(op.rng, op.w.fold, domain)

    def deal() -> tuple[str | None, str]:
        item: Item = supply()
        return (item.system, item.text) if domain in ("judging", "evolving", "elicited") else voice.put(op.rng, item)

    return deal


def aim_of(rng: random.Random, domain: str) -> str:
    """What an operator wants from a domain."""
    if domain == "chinese":
        return "chinese"
    if domain == "documents":
        return "rewrite"
    return rng.choice(
        {"maths": ("steps", "trace"), "logic": ("steps", "trace"), "multilingual": ("plain", "trace")}.get(
            domain, ("plain", "steps")
        )
    )
