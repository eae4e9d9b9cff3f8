"""Campaigns: one operator, one work queue, many accounts; seasoned crews in sub-pools, and amateurs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from benchmarks.generators.sheriff import clients, people
from benchmarks.generators.sheriff.corpus import conversations, draw_address
from benchmarks.generators.sheriff.rhythm import DAY, heavy, moments
from benchmarks.generators.sheriff.world import Account, World, digest

Task = tuple[str, str, str | None, list[str] | None]  # text, kind of output, system, tools

SOURCES: dict[str, tuple[str, ...]] = {
    "maths": ("gsm", "reasoning"), "reasoning": ("cot", "reasoning", "gsm"), "code": ("alpaca:code", "zh_more"),
    "agents": ("calls", "tools"), "writing": ("alpaca:writing", "evolve"), "knowledge": ("alpaca:know", "tweeted"),
    "chinese": ("zh", "zh_more"), "judge": ("judge",), "rewrite": ("filler",), "general": ("alpaca", "evolve"),
}  # fmt: skip
TOPICS = {
    "code": ("code", "function", "program", "sql", "python", "algorithm", "javascript", "html", "array"),
    "writing": ("story", "poem", "write", "essay", "sentence", "rewrite", "paragraph", "letter"),
    "know": ("what", "explain", "describe", "history", "why", "who", "difference", "list"),
}
KINDOF = {
    "maths": "reason",
    "reasoning": "reason",
    "code": "code",
    "agents": "tool",
    "judge": "judge",
    "rewrite": "long",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The tactics of a kind."""

    domains: tuple[str, ...]
    wordings: tuple[str, ...]
    median: float
    spread: float
    cover: tuple[float, float]
    shared: float = 0.5
    cap: int = 1500
    tempos: tuple[str, ...] = ("human", "flat", "burst", "office", "evening")


ALL = ("maths", "reasoning", "code", "agents", "writing", "knowledge", "chinese", "general")
MIX = ("fixed", "several", "paraphrase", "bare")
PLANS: dict[str, Plan] = {
    "reasoning-harvest": Plan(("maths", "reasoning", "code", "chinese"), MIX[:3], 24, 0.8, (0, 0.35), 0.75),
    "agentic-pivot": Plan(("agents", "code"), ("fixed", "several", "bare"), 26, 0.9, (0, 0.3)),
    "varied-accounts": Plan(ALL, ("several", "paraphrase", "bare"), 18, 1.0, (0, 0.4), 0.3),
    "second-pool": Plan(("maths", "code", "agents", "general", "chinese"), ("fixed",), 22, 0.8, (0, 0.15), 0.4),
    "four-per-account": Plan(("reasoning", "maths", "code", "chinese", "knowledge"), MIX, 4, 0.35, (0, 0.2), 0.0, 9),
    "rubric-grading": Plan(("judge",), ("fixed", "several", "paraphrase"), 130, 0.7, (0, 0.15)),
    "replay": Plan(("general",), ("bare",), 16, 0.9, (0, 0.2)),
    "hydra-proxy": Plan(ALL, ("several", "paraphrase", "bare"), 8, 0.8, (0.75, 0.95), 0.4, 300),
    "technique-sweep": Plan(("reasoning", "maths", "code"), ("sweep",), 24, 0.8, (0, 0.3)),
    "low-and-slow": Plan(ALL, ("paraphrase", "bare", "several"), 1.5, 0.6, (0.85, 0.95), 0.0, 8, ("human", "evening")),
    "dealt-list": Plan(("maths", "knowledge", "general", "chinese", "reasoning"), ("bare",), 12, 0.9, (0, 0.5), 0.15),
    "rewrites": Plan(("rewrite",), ("fixed", "several", "paraphrase"), 22, 0.9, (0, 0.3)),
}


class Queue:
    """An operator's list of things to ask: every item once, then harder versions of it."""

    def __init__(self, world: World, plan: Plan, wording: str) -> None:
        self.world, self.wording = world, wording
        rng = world.rng
        elicits = plan.domains != ("rewrite",) and rng.random() < 0.65
        several = {"fixed": 1, "several": rng.randrange(3, 9), "sweep": rng.randrange(40, 120)}.get(wording, 1)
        self.frames = [world.speech.wording(rng, elicits or wording == "sweep") for _ in range(several)]
        self.graders = [world.speech.grading(rng) for _ in range(several if wording != "paraphrase" else 12)]
        rewrites = world.speech.bank["rewrite"] if plan.domains == ("rewrite",) else []
        self.orders = rewrites if wording == "paraphrase" else rewrites[rng.randrange(4) :][:several]
        self.winners = rng.sample(self.frames, min(len(self.frames), rng.randrange(2, 5)))
        self.system = rng.random() < 0.35
        self.elicits = elicits
        self.tools = [world.speech.agent(rng) for _ in range(1 if wording == "fixed" else 3)]

    def items(self, domain: str, topic: str | None) -> Iterator[Task]:
        """The items of a domain, endless."""
        rng, speech, later = self.world.rng, self.world.speech, 0
        found: list[tuple[str, str | None]] = []
        for source in SOURCES[domain]:
            name, _, words = source.partition(":")
            keys = TOPICS.get(words or topic or "", ())
            if name in {"reasoning", "evolve"} and self.wording == "bare":
                continue  # these come in wordings of their own
            some = self.world.text(name)
            some = rng.sample(some, min(len(some), 4000))
            found += [(i.prompt, i.system) for i in some if not keys or any(key in i.prompt.lower() for key in keys)]
        rng.shuffle(found)
        areas = speech.interests(rng, 4)
        while True:
            for text, system in found:
                if later and text.isascii():
                    text += "\n" + speech.fill(rng, "Mind that {d}.", areas)
                if domain == "agents" and not system and rng.random() < 0.7:
                    text = speech.task(rng)
                elif domain == "rewrite" and rng.random() < 0.55:
                    subject = speech.fill(rng, rng.choice(speech.bank["sensitive"]), areas)
                    about = ["law", "science", "school"]
                    text = f"{subject.capitalize()}. {speech.passage(rng, about, rng.randrange(3, 8))}"
                elif domain == "judge" and rng.random() < 0.6:
                    base = rng.choice(found)[0][:500]
                    text = (
                        f"{rng.choice(self.graders)}\n\n[Question]\n{base}\n\n[Answer]\n{speech.passage(rng, areas, 4)}"
                    )
                yield text, KINDOF.get(domain, "long"), system, None
            later += 1

    def frame(self, task: Task, progress: float) -> Task:
        """The item as it is sent, by the operator's wording."""
        rng, speech = self.world.rng, self.world.speech
        text, kind, system, tools = task
        if kind == "tool":
            agent, tools = rng.choice(self.tools)
            return text if self.wording == "fixed" else speech.rephrase(rng, text), kind, system or agent, tools
        if kind == "judge":
            return (speech.rephrase(rng, text) if self.wording == "paraphrase" else text), kind, system, None
        if self.wording == "bare":
            text = text.replace("\nA: Let's think step by step.", "").removeprefix("Q: ")
            return text, kind, None, None
        if self.wording == "paraphrase":
            text = speech.rephrase(rng, text)
            head, tail = speech.wording(rng, self.elicits) if rng.random() < 0.5 else ("", "")
        elif self.wording == "sweep":
            head, tail = rng.choice(self.frames if progress < 0.25 else self.winners)
        else:
            head, tail = rng.choice(self.frames)
        if self.orders:
            head = rng.choice(self.orders) + "\n\n"
        if self.system and head.strip():
            return text + speech.fill(rng, tail, ["school"]), kind, head.strip(), None
        return head + text + speech.fill(rng, tail, ["school"]), kind, None, None


def sizes(world: World, count: int, seasoned: bool) -> list[int]:
    """Accounts per sub-pool."""
    found: list[int] = []
    while sum(found) < count:
        found.append(min(count - sum(found), world.rng.randrange(20, 151) if seasoned else count))
    return found


def lives(world: World, kind: str, seasoned: bool, count: int) -> list[tuple[float, float]]:
    """When each account of a sub-pool works: all the window long, staggered, or in shifts of some days."""
    rng, end = world.rng, world.end
    if kind == "low-and-slow" or (not seasoned and rng.random() < 0.6):
        return [(rng.uniform(0, 0.1) * end, end) for _ in range(count)]
    if kind == "four-per-account" and rng.random() < 0.5:
        front, width = rng.uniform(0.1, 0.8) * end, rng.uniform(1, 5) * DAY
        return [(front, min(end, front + width)) for _ in range(count)]
    if rng.random() < 0.7:
        starts = [rng.uniform(0, end - 3 * DAY) for _ in range(count)]
        return [(start, min(end, start + rng.uniform(3, 10) * DAY)) for start in starts]
    return [(rng.uniform(0, 0.3) * end, end * rng.uniform(0.6, 1)) for _ in range(count)]


def campaign(world: World, kind: str, operator: str, count: int) -> None:
    """One operator at work."""
    rng, plan = world.rng, PLANS[kind]
    seasoned = (count > 60 and rng.random() < 0.85) or rng.random() < 0.4 or kind == "low-and-slow"
    traits = {"payment", "address", "tls", "agent"}
    shared = {trait for trait in sorted(traits) if rng.random() < 0.5} if rng.random() < plan.shared else set()
    cards = [digest(operator, "card", number) for number in range(rng.randrange(1, 2 + count // 12))]
    home = world.country()
    exits = [draw_address(rng, home, True) for _ in range(rng.randrange(2, 4 + count // 20))]
    odd = rng.choice(world.agents["service"]).ja4
    lands = [world.country() for _ in range(rng.randrange(1, 5))] if rng.random() < 0.35 else None
    signup, shady = rng.choice(("aged", "aged", "spread", "lockstep")), rng.choice((0, 0, 0.3, 0.8))
    queue = Queue(world, plan, rng.choice(plan.wordings))
    domains = rng.sample(plan.domains, rng.randrange(1, min(3, len(plan.domains)) + 1))
    level = plan.median * rng.uniform(0.6, 1.5)
    flip = rng.uniform(0.35, 0.65) * world.end
    front = rng.uniform(-20, 60)
    streams: dict[str, Iterator[Task]] = {}
    done = 0
    for size in sizes(world, count, seasoned):
        domain = rng.choice(domains)
        topic = rng.choice((None, *TOPICS)) if domain == "general" and seasoned else None
        stream = streams.setdefault(f"{domain}{topic}", queue.items(domain, topic))
        style = rng.choice(("developer", "service", "person", "mixed"))
        tempo = rng.choice((*plan.tempos, *(("human",) * 3 if seasoned else ("burst",))))
        mode = rng.choice(("one", "each", "each")) if plan.shared else "each"
        client = clients.choose(rng, world.agents, "service")
        custom, habit = (
            rng.choice(("fixed", "jitter", "own", "own", "own")),
            clients.habit(rng, world.models, "service"),
        )
        members: list[Account] = []
        jobs: list[tuple[float, int]] = []
        for number, (since, until) in enumerate(lives(world, kind, seasoned, size)):
            age = {"aged": None, "spread": rng.uniform(5, 260), "lockstep": front + rng.uniform(0, 2)}[signup]
            one = world.join(
                kind, rng.choice(("developer", "service", "person")) if style == "mixed" else style, operator=operator,
                country=rng.choice(lands) if lands else None, age=age, shady=shady,
            )  # fmt: skip
            if kind != "varied-accounts" and rng.random() < 0.8:
                one.row["org_id"] = one.row["org_name"] = None
            one.since, one.until = max(since, min(one.since, world.end * 0.9)), until
            if kind == "second-pool":
                if done + number < count * 0.5:
                    one.since, one.until = min(one.since, flip * 0.5), flip + rng.expovariate(1 / 3000)
                    one.row["status"] = "banned"
                    one.row["status_at"] = world.moment(one.until)
                else:
                    one.since, one.until = flip + rng.uniform(0.02, 1.5) * DAY, world.end
                    if signup != "aged":
                        one.row["created_at"] = world.moment(min(flip + rng.gauss(0, DAY), one.since - 600))
            elif rng.random() < 0.06:
                one.row["status"] = "banned"
            if one.until - one.since < DAY / 2:
                one.until = min(world.end, one.since + DAY)
            if kind == "agentic-pivot":
                one.switch = world.release + rng.uniform(0.3, 23) * 3600 if rng.random() < 0.6 else 1e12
                one.since, one.until = min(one.since, world.release - DAY), max(one.until, world.release + 3 * DAY)
            one.row["created_at"] = min(one.row["created_at"], world.moment(one.since - rng.uniform(300, 90_000)))
            dress(world, one, shared, cards, exits, odd, client if mode == "one" else None)
            if custom != "own" and rng.random() < 0.7:
                same = habit if custom == "fixed" else clients.jitter(rng, habit)
                one.habit = replace(same, model=same.model if rng.random() < 0.8 else one.habit.model)
            one.tempo = tempo if rng.random() < 0.85 else one.tempo
            wanted = heavy(rng, level, plan.spread, plan.cap)
            if kind == "low-and-slow":
                wanted = rng.choice((1, 1, 2)) if rng.random() < 0.5 else round(world.days / 7 * rng.uniform(1, 2))
            share = rng.uniform(*plan.cover)
            extra = min(round(wanted * share / (1 - share)), 400)
            users = people.end_users(world, rng.randrange(5, 60)) if kind == "hydra-proxy" else None
            if extra:
                maker: Callable[[World, Account], people.Pieces] = rng.choice(
                    (people.chats, people.chats, people.student)
                )
                people.work(world, one, maker(world, one), extra, users)
            members.append(one)
            times = moments(rng, wanted, one.tempo, one.zone, one.since, one.until, world.weekday, one.peak)
            jobs += [(at, len(members) - 1) for at in times]
        done += size
        deal(world, kind, queue, stream, members, jobs)


def dress(
    world: World, one: Account, shared: set[str], cards: list[str], exits: list[tuple[str, int]], odd: str,
    client: clients.Client | None,
) -> None:  # fmt: skip
    """The infrastructure of one account."""
    rng = world.rng
    if client and rng.random() < 0.9:
        one.client, one.second = client, None
    if "payment" in shared and rng.random() < 0.8:
        one.row["payment_fingerprint"] = rng.choice(cards)
    if "address" in shared:
        one.places, one.rotate = rng.sample(exits, min(2, len(exits))), 0.0
    elif one.rotate == 0.0 and rng.random() < 0.4:
        one.rotate, one.hosting = rng.choice((0.3, 0.6)), False
    if "tls" in shared:
        one.client = replace(one.client, ja4=odd)
    if "agent" in shared:
        one.second = None


def deal(
    world: World, kind: str, queue: Queue, stream: Iterator[Task], members: list[Account], jobs: list[tuple[float, int]]
) -> None:
    """Hand the queue's items to whoever is next."""
    rng = world.rng
    jobs.sort()
    if kind == "dealt-list" and rng.random() < 0.5:
        jobs.sort(key=lambda job: job[1])
    sessions = conversations("chat", world.fold)
    fallback = world.rng.uniform(0.2, 0.6) * world.end
    weaker = world.models.names[2]
    last: tuple[str, str, str | None, list[str] | None] | None = None
    for at, number in jobs:
        one = members[number]
        if kind == "replay":
            session = rng.choice(sessions)
            turn = rng.randrange(len(session))
            text, past = session[turn].prompt, digest(session[0].prompt, turn) if turn else None
            world.send(one, at, text, "long", history=2 * turn, past=past, before=turn * 260, harvested=True)
            continue
        again = last is not None and rng.random() < 0.03
        task = last if again and last else queue.frame(next(stream), at / world.end)
        last = task
        text, output, system, tools = task
        model = weaker if kind == "rubric-grading" and at > fallback and rng.random() < 0.8 else None
        if output == "tool" and rng.random() < 0.6:
            turns: list[tuple[str, str | None]] = [(text, None)]
            turns += [(world.speech.follow_up(rng, ["python", "web"]), None) for _ in range(rng.randrange(1, 5))]
            world.chat(one, at, turns, output, system=system, tools=tools, harvested=True)
        else:
            world.send(one, at, text, output, system=system, tools=tools, harvested=True, model=model)
