"""Look-alikes: customers who share a prompt, a client, a place or a week, and are nobody's fleet."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from benchmarks.generators.sheriff import clients, people
from benchmarks.generators.sheriff.corpus import Item, by_group, draw_address
from benchmarks.generators.sheriff.people import Piece, Pieces
from benchmarks.generators.sheriff.rhythm import DAY, heavy
from benchmarks.generators.sheriff.world import Account, World

Member = Callable[[Account], Pieces]
Setup = Callable[[World], Member]


def open_agent(world: World) -> Member:
    """One open-source agent at hundreds of unrelated customers."""
    rng = world.rng
    system, tools = world.speech.agent(rng)

    def member(one: Account) -> Pieces:
        modules = rng.sample(world.speech.bank["modules"], 3)
        while True:
            yield Piece(world.speech.task(rng, modules), "tool", system, tools, heavy(rng, 3, 0.8, 25))

    return member


def template(world: World, kinds: tuple[str, ...] = ("json", "label", "mail", "short")) -> Member:
    """One prompt copied from a tutorial, a no-code gallery or a product, over everyone's own texts."""
    rng, speech = world.rng, world.speech
    system = speech.role(rng) if rng.random() < 0.5 else None
    job, kind = speech.job(rng), rng.choice(kinds)

    def member(one: Account) -> Pieces:
        lines, own = rng.randrange(1, 7), job if rng.random() < 0.7 else speech.manner(rng, job, 0.6)
        while True:
            yield Piece(own + speech.passage(rng, one.areas, lines), kind, system, turns=int(rng.random() < 0.08))

    return member


def benchmark(world: World) -> Member:
    """A public benchmark as its harness sends it: whole or in part, in order or not, by each lab for itself."""
    rng = world.rng
    groups = by_group("bbh", world.fold)
    suite: list[Item] = []
    if rng.random() < 0.55:
        for name in rng.sample(sorted(groups), min(3, len(groups))):
            suite += groups[name]
    else:
        suite = world.text(rng.choice(("gsm", "direct", "calls", "judge", "cot")))
    suite = suite[: rng.choice((120, 250, 400, 700))]
    frame = rng.choice(
        ("{}", "{}", "Question: {}\nAnswer:", "Q: {}\nA: Let's think step by step.", "{}\nAnswer with the result.")
    )

    def member(one: Account) -> Pieces:
        mine = frame if rng.random() < 0.75 else frame.replace("\n", "\n\n")
        items = suite if rng.random() < 0.5 else suite[: rng.choice((50, 100, 200))]
        items = items if rng.random() < 0.6 else rng.sample(items, len(items))
        while True:
            for item in items:
                yield Piece(mine.replace("{}", item.prompt), rng.choice(("label", "reason")), item.system)

    return member


def judging(world: World) -> Member:
    """A rubric of an evaluation library over everyone's own outputs."""
    rng, speech = world.rng, world.speech
    rubric = speech.grading(rng)

    def member(one: Account) -> Pieces:
        while True:
            question, reply = speech.ask(rng, one.areas), speech.passage(rng, one.areas, 3)
            yield Piece(f"{rubric}\n\n[Question]\n{question}\n\n[Answer]\n{reply}", "judge")

    return member


def lesson(world: World) -> Member:
    """The same assignment or textbook, asked in each one's words, with each one's doubts."""
    rng, speech = world.rng, world.speech
    source = world.text(rng.choice(("gsm", "alpaca", "cot", "zh_more", "tools")))
    sheet = [item.prompt for item in rng.sample(source, rng.randrange(5, 30))]

    def member(one: Account) -> Pieces:
        while True:
            text = rng.choice(sheet) if rng.random() < 0.7 else speech.ask(rng, ["school", *one.areas], one.tongue)
            if rng.random() < 0.25:
                text = (
                    rng.choice(
                        ("what is wrong with my answer to: ", "explain step by step: ", "hint only! ", "solve: ")
                    )
                    + text
                )
            yield Piece(speech.manner(rng, text, one.sloppy), "reason", turns=rng.choice((0, 1, 1, 2, 4)))

    return member


def starter(world: World) -> Member:
    """Starter code of a hackathon or a course, each with an idea."""
    rng, speech = world.rng, world.speech
    system, tools = speech.agent(rng)

    def member(one: Account) -> Pieces:
        idea = speech.fill(rng, "The app is about {x} for {who}.", one.areas)
        while True:
            text = speech.ask(rng, one.areas) if rng.random() < 0.6 else speech.task(rng)
            yield Piece(text, rng.choice(("code", "tool", "short")), f"{system} {idea}", tools, rng.choice((0, 1, 3)))

    return member


def pipeline(world: World) -> Member:
    """A CI job or a monitor from a marketplace: one prompt, each repository its diffs."""
    rng, speech = world.rng, world.speech
    head = speech.fill(rng, "Review this change for {f}; at most {n} remarks. Flag {e}.", ["python"])

    def member(one: Account) -> Pieces:
        modules = rng.sample(speech.bank["modules"], 2)
        while True:
            yield Piece(f"{head}\n\ndiff --git {rng.choice(modules)}\n+ {speech.task(rng, modules)}", "mail")

    return member


def synthetic(world: World) -> Member:
    """Training data of one's own, in small: utterances, questions, labels."""
    rng, speech = world.rng, world.speech
    source = rng.choice(("alpaca", "gsm", "evolve", "reasoning", "zh"))
    head, tail = speech.wording(rng, rng.random() < 0.5)

    def member(one: Account) -> Pieces:
        role = speech.role(rng)
        while True:
            if rng.random() < 0.5:
                yield Piece(f"{head}{world.pick(source).prompt}{tail}", "reason")
            else:
                text = speech.fill(rng, "Generate {n} utterances a customer could say about {x}: {d}", one.areas)
                yield Piece(text, "long", role)

    return member


def audit(world: World) -> Member:
    """People who must show why: they ask for the reasoning of each decision."""
    rng, speech = world.rng, world.speech
    request = rng.choice(speech.bank["elicit"])

    def member(one: Account) -> Pieces:
        role = speech.role(rng)
        while True:
            yield Piece(
                f"{speech.passage(rng, one.areas, 3)}\n\n{request}", "reason", role, turns=int(rng.random() < 0.3)
            )

    return member


def crowd_chat(world: World) -> Member:
    """People behind one address, extension or reseller: all they share is the way in."""
    maker = world.rng.choice((people.chats, people.chats, people.student, people.coding))
    return lambda one: maker(world, one)


def mill(world: World) -> Member:
    """Translation, SEO copy, rewriting: a trade's usual wording over each one's orders."""
    rng, speech = world.rng, world.speech
    head = rng.choice(
        (*speech.bank["rewrite"], speech.fill(rng, "Translate into {lang}. Keep {f}.", ["work"]),
         speech.fill(rng, "Write an SEO article of {n}0 words with headings. Keyword:", ["work"]))
    )  # fmt: skip

    def member(one: Account) -> Pieces:
        while True:
            text = (
                world.pick("filler").prompt
                if rng.random() < 0.3
                else speech.passage(rng, one.areas, rng.randrange(1, 8))
            )
            yield Piece(f"{head}\n\n{text}", "long", turns=rng.choice((0, 0, 0, 1, 2)))

    return member


@dataclass(frozen=True, slots=True)
class Crowd:
    """What the customers of one kind share, and how much they ask."""

    setup: Setup
    style: str
    share: float
    low: int
    high: int
    median: float
    spread: float
    tempos: tuple[str, ...] = ()
    lockstep: float = 0.0  # chance that all signed up in one week
    client: float = 0.3  # chance that all use one client
    place: float = 0.0  # chance that all sit behind one network
    habit: float = 0.3  # chance that all send the same parameters
    own: float = 0.3  # share of each one's traffic that is other work
    users: int = 0
    special: str = ""


CROWDS: dict[str, Crowd] = {
    "open-source-agent": Crowd(open_agent, "developer", 12, 15, 300, 14, 1.3, client=0.8, habit=0.7, own=0.2),
    "one-template-tenant": Crowd(template, "service", 7, 1, 40, 40, 1.5, own=0.02, special="org"),
    "llm-judge": Crowd(judging, "service", 5, 4, 40, 24, 1.3, ("nightly", "flat", "cron"), own=0.3),
    "benchmark-lab": Crowd(
        benchmark, "developer", 6, 4, 40, 45, 1.3, ("burst", "nightly", "human"), client=0.6, habit=0.7
    ),
    "classroom": Crowd(lesson, "person", 9, 18, 120, 8, 0.8, ("human", "office"), lockstep=0.9, place=0.9, own=0.25),
    "homework-forum": Crowd(lesson, "person", 5, 15, 120, 6, 0.9, own=0.5),
    "textbook": Crowd(lesson, "person", 4, 10, 80, 8, 1.0, lockstep=0.5, own=0.5),
    "hackathon": Crowd(
        starter, "developer", 6, 20, 120, 18, 0.9, ("burst", "human"), 1.0, 0.6, 0.6, 0.6, special="event"
    ),
    "bootcamp": Crowd(starter, "developer", 4, 12, 70, 14, 0.9, ("office", "human"), 0.7, 0.6, 0.3, own=0.3),
    "ci-job": Crowd(
        pipeline, "service", 4, 8, 90, 20, 1.2, ("office", "cron", "flat"), client=0.9, habit=0.8, own=0.05
    ),
    "cgnat": Crowd(crowd_chat, "person", 6, 20, 150, 6, 1.1, place=1.0, client=0.0, habit=0.0, own=0.3),
    "open-reseller": Crowd(
        crowd_chat, "service", 4, 4, 30, 45, 1.0, ("flat", "human"), 0.3, 0.9, 0.6, own=0.1, users=60
    ),
    "fail-over": Crowd(
        template, "service", 4, 2, 2, 30, 1.0, client=1.0, place=1.0, habit=1.0, own=0.1, special="pair"
    ),
    "release-day": Crowd(benchmark, "developer", 3, 6, 40, 24, 0.9, ("burst", "flat"), client=0.5, special="release"),
    "batch-labelling": Crowd(template, "service", 3, 2, 20, 80, 1.2, ("flat", "nightly"), own=0.02, special="org"),
    "licensed-distiller": Crowd(
        synthetic, "service", 2, 1, 6, 120, 1.0, ("flat", "burst"), own=0.05, special="licence"
    ),
    "audit-user": Crowd(audit, "service", 3, 6, 40, 14, 1.0, ("office",), client=0.1, own=0.3),
    "migration": Crowd(template, "service", 2, 4, 20, 30, 1.0, own=0.4, special="release"),
    "synthetic-startup": Crowd(synthetic, "developer", 4, 3, 25, 28, 1.1, ("human", "nightly"), own=0.45),
    "tutoring-platform": Crowd(lesson, "service", 3, 3, 20, 40, 1.1, ("evening",), own=0.1, users=80),
    "no-code-template": Crowd(template, "service", 6, 20, 250, 9, 1.2, client=0.9, habit=0.8, own=0.15),
    "translation-bureau": Crowd(mill, "service", 3, 4, 30, 25, 1.0, ("office",), own=0.25),
    "seo-mill": Crowd(mill, "person", 3, 5, 40, 20, 1.0, ("office", "burst"), 0.2, own=0.2),
    "paper-review": Crowd(judging, "service", 2, 4, 20, 15, 0.9, ("office", "evening"), own=0.3),
    "wrapper-extension": Crowd(template, "person", 5, 20, 200, 6, 1.0, client=1.0, habit=0.9, own=0.1),
    "monitoring": Crowd(pipeline, "service", 2, 3, 20, 60, 0.8, ("cron", "flat"), client=0.8, own=0.0),
    "tutorial-follower": Crowd(template, "developer", 4, 20, 200, 5, 0.8, lockstep=0.6, client=0.9, habit=0.9, own=0.2),
}


def gather(world: World, name: str, crowd: Crowd, count: int) -> None:
    """One cluster: what is shared is drawn once, the rest is each one's own."""
    rng = world.rng
    member = crowd.setup(world)
    same = {trait: rng.random() < getattr(crowd, trait) for trait in ("lockstep", "client", "place", "habit")}
    country = world.country() if same["place"] or rng.random() < 0.2 else None
    client = clients.choose(rng, world.agents, crowd.style)
    habit = clients.habit(rng, world.models, crowd.style)
    week = rng.uniform(-world.days * 0.5, 120)
    if crowd.special == "event":
        week = -rng.uniform(1, world.days * 0.6)
    exits: list[tuple[str, int]] = []
    if country:
        first, asn = draw_address(rng, country, crowd.style == "service")
        stem = first.rpartition(".")[0]
        exits = [(f"{stem}.{rng.randrange(1, 255)}", asn) for _ in range(rng.choice((1, 2, 6)))]
    openly = crowd.special in {"org", "licence"} or (crowd.special == "pair" and rng.random() < 0.6)
    org = world.organisation() if openly else None
    for _ in range(count):
        age = week + abs(rng.gauss(0, 1.5)) if same["lockstep"] else None
        one = world.join(name, crowd.style, country=country, age=age, org=org)
        one.tempo = rng.choice(crowd.tempos) if crowd.tempos and rng.random() < 0.75 else one.tempo
        if same["client"] and rng.random() < 0.93:
            one.client, one.second = client, one.second if rng.random() < 0.3 else None
        if same["place"] and rng.random() < 0.9:
            one.places, one.rotate = exits + one.places[: int(rng.random() < 0.5)], 0.0
        if same["habit"] and rng.random() < 0.85:
            one.habit = replace(habit, model=one.habit.model if rng.random() < 0.3 else habit.model)
        apply(world, one, crowd, rng)
        total = heavy(rng, crowd.median, crowd.spread)
        other = round(total * rng.betavariate(1.2, 1.2 / max(crowd.own, 0.01) - 1.2)) if crowd.own else 0
        if other:
            people.work(world, one, people.PERSONAS[companion(crowd.style, rng)][0](world, one), other)
        users = people.end_users(world, rng.randrange(5, crowd.users + 5)) if crowd.users else None
        people.work(world, one, member(one), max(1, total - other), users)


def companion(style: str, rng: Random) -> str:
    """The other work of a customer."""
    return rng.choice({"person": ("chats", "chats", "student"), "service": ("service", "coding", "community")}.get(
        style, ("coding", "chats", "agent", "batch")))  # fmt: skip


def apply(world: World, one: Account, crowd: Crowd, rng: Random) -> None:
    """What is special about a kind."""
    if crowd.special == "event":
        one.row["pathway"], one.row["payment_kind"] = "startup", "credits"
        one.until = min(world.end, one.since + rng.uniform(1.5, 4) * DAY)
    elif crowd.special == "licence":
        one.row["distillation_licence"] = True
    elif crowd.special == "release":
        one.switch = world.release + rng.expovariate(1 / (0.5 * DAY))
        if crowd.setup is benchmark and rng.random() < 0.7:
            one.since, one.until = max(one.since, one.switch), min(world.end, one.switch + rng.uniform(0.5, 5) * DAY)
    elif crowd.special == "pair":
        one.failing = 0.08


def lookalikes(world: World, count: int) -> None:
    """Clusters of many kinds, up to a number of accounts."""
    rng = world.rng
    weights = {name: crowd.share * rng.gammavariate(0.9, 1) for name, crowd in CROWDS.items()}
    left = count
    while left > 0:
        name = rng.choices(list(weights), weights=list(weights.values()))[0]
        crowd = CROWDS[name]
        top = max(crowd.low, min(crowd.high, count // 6))
        size = min(left, max(crowd.low, round(crowd.low * (top / crowd.low) ** rng.random())))
        gather(world, name, crowd, size)
        left -= size
        weights[name] *= 0.75
