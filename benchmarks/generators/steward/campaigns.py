"""Campaigns: one operator's queue, dealt out over many accounts."""

import math
from collections.abc import Sequence

from .honest import HUMAN, Session, Source, ask, chat_source, live, product_source, session, with_users
from .people import Account, token
from .plans import Plan, draw_plan, enrol, phrased, question
from .world import DAY, FRESH, HOUR, Shape, World, human_times, machine_times, talk

Slot = tuple[int, Account]


def timetable(world: World, plan: Plan, members: Sequence[Account]) -> list[Slot]:
    """When which account works the queue, in order of time."""
    rng = world.rng
    shares = [max(1, min(1400, round(plan.volume * math.exp(rng.gauss(-plan.tail**2 / 2, plan.tail)))))
        for _ in members]
    slots: list[Slot] = []
    if plan.clock == "dealt":
        deck = [who for who, share in zip(members, shares, strict=True) for _ in range(share)]
        rng.shuffle(deck)
        times = machine_times(world, len(deck), rng.choice(("flat", "burst", "ramp", "cron")), world.start)
        if rng.random() < 0.4:
            times = human_times(world, len(deck), "office", rng.choice((0, 1, 8)), world.start)
        slots = [(when, who if when > who.created else rng.choice(members)) for when,
            who in zip(times, deck, strict=False)]
    else:
        for who, share in zip(members, shares, strict=True):
            if plan.clock == "human":
                times = human_times(world, share, who.rhythm, who.zone, who.created)
            else:
                times = machine_times(world, share, plan.clock, who.created)
            slots += [(when, who) for when in times]
        if plan.clock == "burst" and plan.kind == "four-per-account":
            peak = world.start + int(rng.uniform(0.2, 0.9) * world.days * DAY)
            slots = [(min(world.end - 1, peak + int(rng.gauss(0, 9) * HOUR)), who) for _, who in slots]
    return sorted(slots, key=lambda slot: (slot[0], slot[1].key))


def thread(world: World, plan: Plan, opening: str) -> list[str]:
    """A harvested session: the item, then scripted turns that look like a user's or a harness's."""
    rng = world.rng
    turns = [opening]
    if plan.turns > 1:
        for _ in range(rng.randint(0, plan.turns)):
            agentic = {"agents", "code"} & set(plan.domains)
            key = "tool_out" if agentic and rng.random() < 0.7 else "code_more" if agentic else "chat_more"
            turns.append(world.words.say(rng, key, {}))
    return turns


def recorded(world: World, plan: Plan) -> Session:
    """A stored session of some real user of another product, to be sent again from its middle."""
    rng = world.rng
    if rng.random() < 0.4:
        turns = rng.choice(world.store.chats)
    else:
        ghost = Account("", "", None, 0, 0, "any", "", "", [], [], world.words.person(rng),
            rng.choice(("plain", "lower", "terse")), rng.choice(("en", "en", "zh", "de")))
        turns = session(world, ghost, rng.choice(("code", "code", "goal", "data", "write")), True)
    cut = rng.randrange(int(len(turns) > 1), len(turns))
    blobs = tuple(token(rng, "rb_") for _ in range(rng.randint(1, 3))) if rng.random() < 0.35 else ()
    chosen = rng.choice((*plan.products, None, None))
    return turns[cut : cut + plan.turns], Shape(system=chosen.system if chosen else None,
        orphan=2 * (cut + (rng.random() < 0.5)), blobs=blobs)


def harvest(world: World, plan: Plan, slots: Sequence[Slot]) -> None:
    """Work the queue through the slots."""
    rng = world.rng
    repeat: list[tuple[str | None, str]] = []
    begun: set[str] = set()
    thin = 1 / (1 + plan.turns / 2) if plan.turns > 1 else 1.0
    switch = rng.uniform(0.3, 0.6)
    for number, (when, who) in enumerate(slots):
        if who.key in begun and rng.random() > thin:
            continue
        begun.add(who.key)
        progress = number / len(slots)
        if plan.kind == "replay":
            turns, shape = recorded(world, plan)
        else:
            seed = repeat.pop(0) if len(repeat) > 40 and rng.random() < 0.5 else question(world, plan)
            if rng.random() < plan.again:
                repeat.append(seed)
            turns, shape = thread(world, plan, phrased(world, plan, seed[1], progress)), Shape(system=who.system
                or seed[0])
        shape.output, shape.harvested, shape.operator = plan.output, True, plan.operator
        if plan.kind == "rubric-grading":
            shape.refusing = 0.25 if progress < switch and progress > switch - 0.15 else 0.02
            shape.model = "corvus-4-mini" if progress > switch else None
        elif plan.kind == "agentic-pivot" and world.release:
            fresh = when > world.release + 3 * HOUR and rng.random() < min(0.9,
                (when - world.release) / (30 * HOUR) + 0.1)
            shape.model = FRESH if fresh else who.model
        elif plan.kind == "technique-sweep":
            shape.refusing = 0.2 if progress < 0.22 else 0.02
        talk(world, who, when, turns, shape)


def cover(world: World, plan: Plan, members: Sequence[Account], slots: Sequence[Slot]) -> None:
    """Innocent traffic on the same accounts: a pretended life, or a proxy's real customers."""
    rng = world.rng
    if plan.cover <= 0:
        return
    count: dict[str, int] = {}
    for _, who in slots:
        count[who.key] = count.get(who.key, 0) + 1
    face: Source = chat_source(world)
    customers = [token(rng, "user_", 40) for _ in range(300)]
    minds = [world.words.person(rng) for _ in range(30)]
    for who in members:
        ratio = plan.cover / (1 - plan.cover)
        if plan.kind == "low-and-slow":
            ratio = rng.choice((1.0, 3.0, 8.0, 14.0))
        elif plan.kind == "hydra-proxy":
            ratio = 1 / rng.uniform(0.05, 0.25) - 1
        extra = min(400, round(count.get(who.key, 1) * ratio * rng.lognormvariate(0, 0.35 if plan.kind != "hydra-proxy"
            else 0.1)))
        source = face
        if plan.kind != "hydra-proxy" and rng.random() < 0.5:
            source = product_source(world, rng.choice(world.products), 8)
        if plan.kind == "hydra-proxy":
            source = with_users(world, chat_source(world)) if rng.random() < 0.6 else strangers(world, minds, customers)
        if extra:
            live(world, who, source, extra, who.rhythm if who.rhythm in HUMAN else "any")


def strangers(world: World, minds: Sequence[dict[str, Sequence[str]]], customers: Sequence[str]) -> Source:
    """End customers of a proxy: anybody, in any language, on any account."""
    def sessions(who: Account, number: int) -> Session:
        rng = world.rng
        spot = rng.randrange(len(customers))
        who.own, who.lang = dict(minds[spot % len(minds)]), rng.choice(("en", "en", "en", "zh", "es", "de", "fr"))
        shape = Shape(output=200, user=customers[spot] if who.reports_users else None)
        if rng.random() < 0.3:
            return list(rng.choice(world.store.chats)[:8]), shape
        return [ask(world, who, "write"), *session(world, who, rng.choice(("code", "biz", "tutor")), False,
            5)[1:]], shape
    return sessions


def succession(world: World, members: Sequence[Account]) -> list[Account]:
    """Second pool: the first half is banned within hours, the rest signs up around then and takes over."""
    rng = world.rng
    fall = world.start + int(rng.uniform(0.35, 0.65) * world.days * DAY)
    cut = max(1, round(len(members) * rng.uniform(0.35, 0.6)))
    for who in members[:cut]:
        if rng.random() < 0.92:
            who.fields.update(status=rng.choice(("banned", "banned", "suspended")),
                status_at=fall + int(rng.expovariate(1 / 10.0) * HOUR))
    for who in members[cut:]:
        who.created = fall + int(rng.uniform(-40, 30) * HOUR)
    return list(members[:cut])


def run(world: World, kind: str, size: int) -> None:
    """One operator's campaign."""
    rng = world.rng
    plan = draw_plan(world, kind, size)
    members = enrol(world, plan)
    if kind == "hydra-proxy":
        path = rng.choice(("api", "reseller:relayone", "reseller:openhub", "bedrock"))
        for who in members:
            who.path, who.reports_users = path if rng.random() < 0.7 else who.path, rng.random() < 0.4
    if kind == "second-pool":
        succession(world, members)
    slots = timetable(world, plan, members)
    for who in members:
        ended = who.fields.get("status_at")
        if ended is not None and ended < world.start + DAY:
            who.fields["status_at"] = world.start + DAY
    live_slots = [(when, who) for when, who in slots if when < who.fields.get("status_at", world.end)]
    if kind == "second-pool":
        heirs = [who for who in members if who.fields["status"] == "active"]
        lost = [when for when, who in slots if when >= who.fields.get("status_at", world.end)]
        live_slots += [(when, who) for when in lost if heirs and (who := rng.choice(heirs)).created < when]
        live_slots.sort(key=lambda slot: (slot[0], slot[1].key))
    harvest(world, plan, live_slots)
    cover(world, plan, members, live_slots)


def sizes(world: World, kind: str, fake: int) -> list[int]:
    """How a kind's accounts divide over separate operators: few and very unequal."""
    rng, left = world.rng, fake
    made: list[int] = []
    while left > 0:
        if kind == "rubric-grading":
            take = rng.randint(4, 40)
        else:
            take = max(4, int(fake * rng.choice((0.08, 0.25, 0.6, 1.0))))
        take = left if left - take < 4 else min(take, left)
        made.append(take)
        left -= take
    return made
