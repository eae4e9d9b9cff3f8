"""Ordinary customers: chats, code, small apps, each with work of its own."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from benchmarks.generators.sheriff.corpus import by_group, conversations
from benchmarks.generators.sheriff.rhythm import heavy, moments
from benchmarks.generators.sheriff.world import Account, World


class Piece(NamedTuple):
    """One thing to ask, and how many turns may follow."""

    text: str
    kind: str = "chat"
    system: str | None = None
    tools: list[str] | None = None
    turns: int = 0


Pieces = Iterator[Piece]


def chats(world: World, one: Account) -> Pieces:
    """A person's questions: some in words others have used, most not."""
    rng, speech = world.rng, world.speech
    corpus = conversations("chat", world.fold)
    while True:
        draw = rng.random()
        if draw < 0.22 and one.tongue == "en":
            yield Piece("", turns=rng.randrange(len(corpus)))
        elif draw < 0.3:
            text = world.pick(rng.choice(("zh", "zh_more", "tweeted")) if one.tongue == "zh" else "tweeted").prompt
            yield Piece(speech.manner(rng, text, one.sloppy), turns=rng.choice((0, 0, 1, 2)))
        else:
            text = speech.manner(rng, speech.ask(rng, one.areas, one.tongue), one.sloppy)
            yield Piece(text, rng.choice(("chat", "chat", "short", "long")), turns=min(heavy(rng, 1.1, 1) - 1, 14))


def coding(world: World, one: Account) -> Pieces:
    """A developer at work on one or two projects."""
    rng, speech = world.rng, world.speech
    modules = rng.sample(speech.bank["modules"], 3)
    while True:
        draw = rng.random()
        if draw < 0.6:
            text = speech.task(rng, modules)
        elif draw < 0.85:
            text = speech.ask(rng, ["python", "web", "systems"])
        else:
            text = world.pick("alpaca").prompt
        yield Piece(speech.manner(rng, text, one.sloppy), "code", turns=min(heavy(rng, 1.5, 1.1) - 1, 20))


def service(world: World, one: Account) -> Pieces:
    """A small product: its prompt, its texts, its customers."""
    rng, speech = world.rng, world.speech
    system = speech.role(rng) if rng.random() < 0.75 else None
    job, kind, shape = speech.job(rng), rng.choice(("json", "label", "mail", "short", "chat")), rng.randrange(5)
    lines = rng.randrange(2, 9)
    support = [world.pick("support").prompt for _ in range(60)]
    tenant = rng.choice(list(by_group("tenants", world.fold).values()))
    while True:
        if shape == 0:
            yield Piece(
                speech.manner(rng, rng.choice(support), rng.random()), "short", system, turns=rng.choice((0, 0, 1, 3))
            )
        elif shape == 1:
            item = rng.choice(tenant)
            yield Piece(item.prompt, kind, item.system or system)
        elif shape == 2:
            context = speech.passage(rng, one.areas, lines * 2)
            question = speech.ask(rng, one.areas, one.tongue)
            yield Piece(f"Context:\n{context}\n\nQuestion: {question}", "short", system)
        else:
            yield Piece(job + speech.passage(rng, one.areas, lines), kind, system)


def agent(world: World, one: Account) -> Pieces:
    """An agent of one's own making."""
    rng = world.rng
    system, tools = world.speech.agent(rng)
    system = f"{world.speech.role(rng)} {system}" if rng.random() < 0.6 else system
    while True:
        text = world.speech.task(rng) if rng.random() < 0.7 else world.pick("calls").prompt
        yield Piece(text, "tool", system, tools, rng.randrange(1, 9))


def student(world: World, one: Account) -> Pieces:
    """Homework, in the words of the book or one's own."""
    rng, speech = world.rng, world.speech
    own = rng.choice(("gsm", "alpaca", "cot", "direct", "bbh", "tweeted"))
    while True:
        text = (
            world.pick(own).prompt
            if rng.random() < 0.4
            else speech.ask(rng, ["school", "science", "writing"], one.tongue)
        )
        yield Piece(
            speech.manner(rng, text, one.sloppy), rng.choice(("chat", "reason")), turns=rng.choice((0, 0, 1, 2))
        )


def batch(world: World, one: Account) -> Pieces:
    """A developer's script over a list: tests of a model, a data set of one's own, a benchmark out of curiosity."""
    rng, speech = world.rng, world.speech
    source = rng.choice(
        ("bbh", "gsm", "alpaca", "tools", "judge", "cot", "filler", "evolve", "reasoning", "direct", "calls")
    )
    items = rng.sample(world.text(source), min(200, len(world.text(source))))
    head, tail = speech.wording(rng, rng.random() < 0.6) if rng.random() < 0.4 else ("", "")
    while True:
        for item in items:
            text = speech.passage(rng, one.areas, 3) if rng.random() < 0.3 else item.prompt
            yield Piece(head + text + tail, rng.choice(("short", "reason", "json")), item.system)


def community(world: World, one: Account) -> Pieces:
    """A Discord or Telegram bot: many people, one key."""
    rng, speech = world.rng, world.speech
    system = f"{speech.role(rng)} You are in a group chat; keep it under {rng.randrange(60, 400)} characters."
    while True:
        tongue = one.tongue if rng.random() < 0.7 else rng.choice(["en", *speech.tongues])
        text = speech.ask(rng, speech.interests(rng, 2), tongue)
        yield Piece(speech.manner(rng, text, rng.random()), "short", system, turns=rng.choice((0, 0, 0, 1)))


Maker = Callable[[World, Account], Pieces]
# name: (maker, style, share of customers, median requests, spread)
PERSONAS: dict[str, tuple[Maker, str, float, float, float]] = {
    "chats": (chats, "person", 42, 6, 1.3),
    "coding": (coding, "developer", 17, 11, 1.5),
    "service": (service, "service", 19, 15, 1.8),
    "agent": (agent, "developer", 6, 14, 1.5),
    "student": (student, "person", 8, 6, 1.2),
    "batch": (batch, "developer", 5, 14, 1.5),
    "community": (community, "service", 3, 15, 1.5),
}


def work(world: World, one: Account, pieces: Pieces, count: int, users: list[str] | None = None) -> None:
    """Send about so many requests, piece by piece, with a person's follow-ups."""
    rng, speech = world.rng, world.speech
    corpus = conversations("chat", world.fold)
    span = max(one.until - one.since, 3600.0)
    since = one.since + (rng.random() ** 2 * span * 0.7 if rng.random() < 0.5 else 0)
    times = moments(rng, count, one.tempo, one.zone, since, one.until, world.weekday, one.peak)
    rng.shuffle(times)
    sent = 0
    for at in times:
        if sent >= count:
            break
        piece = next(pieces)
        user = rng.choice(users) if users else None
        if not piece.text:
            items = corpus[piece.turns]
            turns = [(item.prompt, item.response if rng.random() < 0.5 else None) for item in items]
            turns = turns[: rng.randrange(1, len(turns) + 1)]
        elif piece.turns:
            turns = [
                (piece.text, None),
                *((speech.follow_up(rng, one.areas, one.tongue), None) for _ in range(piece.turns)),
            ]
        else:
            world.send(one, at, piece.text, piece.kind, system=piece.system, tools=piece.tools, user=user)
            sent += 1
            continue
        turns = turns[: count - sent]
        world.chat(one, at, turns, piece.kind, system=piece.system, tools=piece.tools, user=user)
        sent += len(turns)


def end_users(world: World, count: int) -> list[str]:
    """A customer's own users."""
    return [f"u{world.rng.getrandbits(32):08x}" for _ in range(count)]


def ordinary(world: World, count: int) -> None:
    """The many who belong to no group."""
    rng = world.rng
    names, shares = list(PERSONAS), [persona[2] for persona in PERSONAS.values()]
    for _ in range(count):
        maker, style, _, median, spread = PERSONAS[rng.choices(names, weights=shares)[0]]
        one = world.join("ordinary", style)
        users = end_users(world, rng.randrange(2, 60)) if style == "service" and rng.random() < 0.4 else None
        total = heavy(rng, median, spread)
        if rng.random() < 0.15:
            other = PERSONAS[rng.choices(names, weights=shares)[0]][0]
            work(world, one, other(world, one), max(1, total // 4))
        work(world, one, maker(world, one), total, users)
