# fmt: off
"""The campaigns themselves: a queue of work dealt out to fake accounts."""

from typing import Any

from . import banks, people, plans
from .corpus import Item
from .plans import Plan
from .world import DAY, Acct, World

KINDS = tuple(plans.MIXES)
Slot = tuple[float, Acct]

def _counts(w: World, p: Plan, n: int) -> list[int]:
    rng = w.rng
    if p.kind == "four-per-account":
        return [rng.choice([2, 3, 3, 4, 4, 4, 5, 5, 6, 7]) for _ in range(n)]
    if p.kind == "low-and-slow":
        weekly = rng.random() < 0.5
        return [rng.choice([1, 1, 2]) if not weekly else max(1, round(rng.choice([1, 1.5, 2]) * w.days / 7))
            for _ in range(n)]
    scale = min(1.0, (26000 if n > 400 else 14000) / (n * p.mid + 1))
    return [max(1, people.volume(rng, max(2.0, p.mid * scale), p.sigma, 1200)) for _ in range(n)]

def _slots(w: World, p: Plan, team: list[Acct], counts: list[int]) -> list[Slot]:
    """Who is to send something when, over the whole campaign in order of time."""
    rng = w.rng
    slots: list[Slot] = []
    for a, count in zip(team, counts, strict=True):
        rhythm = p.rhythm if rng.random() < 0.9 else "human"
        slots += [(t, a) for t in w.times(count, a, rhythm, p.peaks)]
    if p.rhythm == "sync" and p.kind != "second-pool" and rng.random() < 0.5:
        moments = [t for t, _ in slots]
        owners = [a for _, a in slots]
        rng.shuffle(owners)
        slots = [(t if a.t0 <= t <= a.t1 else rng.uniform(a.t0, a.t1), a) for t, a in zip(moments, owners, strict=True)]
    slots.sort(key=lambda s: s[0])
    return slots

def _send(w: World, p: Plan, slots: list[Slot]) -> None:
    rng = w.rng
    queue = plans.stock(w, p, len(slots))
    team = [a for _, a in slots] if p.infra != "none" else None
    arbitrage = rng.uniform(0.2, 0.9) if p.kind == "rubric-grading" and rng.random() < 0.7 else 2.0
    tools = [f"{t}_{rng.randrange(9)}" for t in ("search", "edit", "shell", "plan", "mail")[: rng.randrange(2, 6)]]
    agentic = p.kind == "agentic-pivot" or (p.kind == "varied-accounts" and rng.random() < 0.5)
    chatty = rng.choice([0.0, 0.4, 0.8]) if agentic else 0.0
    for i, ((t, a), item) in enumerate(zip(slots, queue, strict=True)):
        at = i / max(1, len(slots))
        if p.kind == "replay":
            _replayed(w, p, a, t, item)
            continue
        text, system = plans.dress(w, p, item, at)
        more: dict[str, Any] = {"tool_names": tools} if agentic else {}
        if at > arbitrage and rng.random() < 0.92:
            more["model"] = "opal-mini"
        if chatty and rng.random() < chatty:
            turns = [Item(text, system), *(Item(banks.follow(rng), system)
                for _ in range(1 + int(rng.expovariate(0.7))))]
            w.talk(a, t, turns[:6], harvest=p.name, style=p.style, **more)
            continue
        done = w.add(a, t, text, system, p.style, harvest=p.name, **more)
        if not done and rng.random() < 0.6:
            late = t + rng.uniform(30, 900)
            w.add(w.over(a, late, team), late, text, system, p.style, harvest=p.name, **more)

def _replayed(w: World, p: Plan, a: Acct, t: float, item: Item) -> None:
    """A stored session's next turn, sent with a history that this gateway never saw."""
    rng = w.rng
    depth = 2 * rng.randrange(1, 7)
    whole = rng.random() < 0.9
    blob = [w.uid("rb")] if rng.random() < 0.2 else None
    system = p.system if rng.random() < 0.8 else None
    w.add(a, t, item.prompt, system, p.style, response=item.response if rng.random() < 0.3 else None, hist=depth
        if whole else 0, chain=f"{rng.getrandbits(64):016x}" if whole else None, carried=depth * rng.randrange(40, 260),
              harvest=p.name, reasoning_blobs_in=blob, conv=w.uid("cv") if rng.random() < 0.3 else None)

def _pools(w: World, p: Plan, n: int) -> list[Acct]:
    """Two pools: the first is banned in mid-window, the second takes over its queue."""
    rng = w.rng
    first = max(1, int(n * rng.uniform(0.4, 0.65)))
    cut = rng.uniform(0.3, 0.65) * w.span
    gap, jitter = rng.uniform(0.02, 1.2) * DAY, rng.choice([600.0, 6 * 3600.0, DAY])
    team = []
    aged = rng.random() < 0.35
    for i in range(n):
        if i < first:
            end = cut + rng.uniform(-jitter, jitter)
            a = plans.member(w, p, i, min(w.born(p.signup if p.signup != "bought" else "aged", p.base), cut - 2 * DAY))
            a.t1 = min(end, w.span)
            if rng.random() < 0.92:
                a.row.update(status="banned", status_at=a.t1)
        else:
            born = -rng.uniform(60, 500) * DAY if aged else cut + rng.uniform(-4 * DAY, 1.5 * DAY)
            a = plans.member(w, p, i, born)
            a.t0, a.t1 = min(w.span - DAY, max(cut + gap * rng.random(), born + 300)), w.span
        if a.t1 - a.t0 < 3600:
            a.t0 = max(0.0, a.t1 - 2 * DAY)
            a.row["created_at"] = min(a.row["created_at"], a.t0 - 600)
        team.append(a)
    return team

def _hydra(w: World, p: Plan, team: list[Acct]) -> None:
    """A proxy's pooled accounts: mostly innocent end customers, and a harvest riding along."""
    rng = w.rng
    before = len(w.rows)
    people.pooled(w, team, rng.randrange(10, 40), p.relays[0])
    busy: dict[str, int] = {}
    for row in w.rows[before:]:
        busy[row["account_id"]] = busy.get(row["account_id"], 0) + 1
    for a in team:
        if a.id not in busy:
            extra = people.volume(rng, 20, 0.8, 100)
            people.life(w, a, extra, "chat")
            busy[a.id] = extra
    share = rng.uniform(0.05, 0.25)
    counts = [max(1, round(busy[a.id] * min(0.25, max(0.05, rng.gauss(share, 0.04))) / (1 - share))) for a in team]
    _send(w, p, _slots(w, p, team, counts))

def raid(w: World, kind: str, name: str, n: int) -> None:
    """One operator with `n` fake accounts."""
    rng = w.rng
    p = plans.draw(w, kind, name)
    team = _pools(w, p, n) if kind == "second-pool" else [plans.member(w, p, i) for i in range(n)]
    if kind == "agentic-pivot":
        share = rng.choice([0.5, 0.8, 1.0])
        when = w.release + rng.uniform(0.02, 1.0) * DAY
        old = rng.sample(w.models, 2)
        for a in team:
            a.model = rng.choice(old)
            a.mover = when + rng.expovariate(1 / 7200) if rng.random() < share else a.mover
    elif rng.random() < 0.4:
        model = rng.choice(w.models)
        for a in team:
            a.model = model if rng.random() < 0.9 else a.model
    if kind == "hydra-proxy":
        _hydra(w, p, team)
        return
    if p.infra in ("relay", "all") or rng.random() < 0.2:
        for a in team:
            a.mates = [m for m in rng.sample(team, min(5, n)) if m.t0 <= a.t0 + DAY and m.t1 >= a.t1 - DAY] or None
    if kind == "replay":
        p.system = banks.system(rng, w.fold) if rng.random() < 0.6 else None
    if kind == "four-per-account" and rng.random() < 0.6:
        spike = rng.uniform(0.1, 0.85) * w.span
        for a in team:
            a.t0, a.t1 = spike + rng.uniform(-1, 0) * DAY, min(w.span, spike + rng.uniform(1, 2) * DAY)
            a.t0 = max(0.0, a.t0)
            a.row["created_at"] = min(a.row["created_at"], a.t0 - rng.uniform(60, 3 * DAY))
    plans.cover(w, p, team)
    for a in team:
        if rng.random() < 0.04 and a.row["status"] == "active" and a.t1 > w.span - 1:
            a.row.update(status=rng.choice(["suspended", "banned"]), status_at=w.span)
    _send(w, p, _slots(w, p, team, _counts(w, p, n)))

def shares(w: World, kind: str, fake: int) -> list[tuple[str, int]]:
    """How many accounts each operator has."""
    rng = w.rng
    if kind != "mixed":
        small = kind == "rubric-grading"
        count = max(1, -(-fake // rng.randrange(12, 45))) if small else rng.choice([1, 1, 2, 2, 3, 4])
        return [(kind, k) for k in _split(w, fake, min(count, max(1, fake // 4)))]
    slow = fake // 5
    out = []
    for name, k in zip(("low-and-slow", "dealt-list"), _split(w, slow, 2), strict=False):
        out += [(name, part) for part in _split(w, k, rng.choice([1, 1, 2]) if k > 12 else 1)]
    rest = [k for k in KINDS if k not in ("low-and-slow", "dealt-list")]
    rest = rng.sample(rest, min(len(rest), max(1, (fake - slow) // 4)))
    names = rest + [rng.choice(rest) for _ in range(rng.randrange(0, 5) if fake > 150 else 0)]
    return out + list(zip(names, _split(w, fake - slow, len(names)), strict=False))

def _split(w: World, total: int, parts: int) -> list[int]:
    weights = [w.rng.lognormvariate(0, 1.0) for _ in range(parts)]
    floor = min(3, total // max(1, parts))
    spare = total - floor * parts
    sizes = [floor + int(spare * x / sum(weights)) for x in weights]
    sizes[0] += total - sum(sizes)
    return [s for s in sizes if s > 0]
