"""What ordinary customers do: programs and habits, and the feeds behind them."""

from collections.abc import Callable
from random import Random

from . import people, texts
from .grammar import Template
from .people import Account
from .texts import Ask
from .world import Job, World

Feed = Callable[[], list[Ask]]
TOOLS = tuple[str, ...]


def volume(r: Random, middle: float = 5.0, spread: float = 1.75, most: int = 1500) -> int:
    """A heavy-tailed number of exchanges."""
    return max(1, min(most, int(r.lognormvariate(0.0, spread) * middle)))


def toolset(w: World, fold_free: bool = False) -> TOOLS:
    """A set of tools that an agent offers."""
    names = w.w.pick("TOOLSETS").split(",")
    return tuple(names) if fold_free or w.r.random() < 0.6 else tuple(w.r.sample(names, max(1, len(names) - 1)))


def chat(w: World, system: str | None = None) -> Feed:
    """Real conversations."""
    talks = texts.chats(w.fold)

    def feed() -> list[Ask]:
        talk = [Ask(a.text, system, a.out, a.answer) for a in w.r.choice(talks)]
        while w.r.random() < 0.3:
            talk.append(Ask(w.w.fill(w.w.pick("MORE")), system, 160))
        return talk

    return feed


def asking(w: World, domains: dict[str, float], why: float = 0.1, system: str | None = None, own: float = 0.4) -> Feed:
    """Own questions of some domains, in one's own words."""
    names, weights = list(domains), list(domains.values())

    def feed() -> list[Ask]:
        ask = w.w.question(w.r.choices(names, weights=weights)[0])
        text = w.w.vary(ask.text, own)
        if w.r.random() < why:
            text = f"{text} {w.w.request()}"
        talk = [Ask(text, system or ask.system, ask.out, ask.answer)]
        while w.r.random() < 0.25:
            talk.append(Ask(w.w.fill(w.w.pick("MORE")), system, 180))
        return talk

    return feed


def calls(w: World, templates: list[Template]) -> Feed:
    """An application with a few fixed templates."""
    return lambda: [w.w.from_template(w.r.choice(templates))]


def listed(w: World, asks: list[Ask], system: str | None = None, frame: str = "{}", out: float = 1.0) -> Feed:
    """A list walked from its beginning, over and over."""
    place = [-1]

    def feed() -> list[Ask]:
        place[0] += 1
        ask = asks[place[0] % len(asks)]
        return [Ask(frame.replace("{}", ask.text), system or ask.system, int(ask.out * out) + 1, ask.answer)]

    return feed


def support(w: World, system: str) -> Feed:
    """A support bot and its callers."""
    groups = texts.support(w.fold)
    rows = groups[w.r.choice(list(groups))]

    def feed() -> list[Ask]:
        return [Ask(w.r.choice(rows).text, system, 70) for _ in range(w.r.choice((1, 1, 2, 3, 5)))]

    return feed


def rag(w: World, system: str) -> Feed:
    """Questions with passages found for them."""
    frame = w.r.choice(
        ("Context:\n{p}\n\nQuestion: {q}", "{q}\n\n<documents>\n{p}\n</documents>", "Use only this:\n{p}\n---\n{q}")
    )

    def feed() -> list[Ask]:
        passages = "\n".join(w.w.filling(w.r.choice(("facts", "dialogues", "facts"))) for _ in range(w.r.randint(1, 4)))
        question = w.w.fill(w.w.pick("KNOW")) if w.r.random() < 0.6 else w.w.filling("support")
        return [Ask(frame.replace("{p}", passages[:3500]).replace("{q}", question), system, 140)]

    return feed


def agent(w: World, system: str, tools: TOOLS, goal: Callable[[], str] | None = None, steps: float = 5.0) -> Feed:
    """A tool loop: a goal, then results."""

    def feed() -> list[Ask]:
        first = goal() if goal else w.w.vary(w.w.question(w.r.choice(("agents", "code"))).text, 0.3)
        talk = [Ask(first, system, 180, tools=tools)]
        for _ in range(min(40, int(w.r.expovariate(1 / steps)))):
            text = w.w.pick("STEPS").replace("{x}", w.w.pick("THINGS"))
            talk.append(Ask(text.format(n=w.r.randint(2, 400)), system, w.r.choice((40, 110, 240)), tools=tools))
        return talk

    return feed


def judging(w: World, keys: int = 1, own: float = 0.4) -> Feed:
    """Grading of replies by known or own rubrics."""
    r = w.r
    groups = texts.judging(w.fold)
    if r.random() < own:
        rubric = w.w.fill(w.w.pick("JUDGE"))
        system = w.w.system() if r.random() < 0.4 else None
        return lambda: [Ask(w.w.judge(rubric), system, 150)]
    rows = [ask for key in r.sample(list(groups), min(keys, len(groups))) for ask in groups[key]]
    return lambda: [r.choice(rows)]


def synthetic(w: World) -> Feed:
    """Generation of a small set of one's own."""
    groups = texts.generators(w.fold)
    rows = groups[w.r.choice(list(groups))]
    if w.r.random() < 0.5:
        return lambda: [w.r.choice(rows)]
    subject, count = w.w.pick("INDUSTRIES"), w.r.choice((5, 10, 20))
    frame = w.r.choice(
        (
            "Generate {n} realistic customer messages about {i}, topic: {x}. JSON list.",
            "Write {n} question-answer pairs for our {i} assistant about {x}.",
            "Invent {n} short tickets on {x} for testing our {i} product.",
        )
    )
    return lambda: [Ask(w.w.fill(frame.replace("{n}", str(count)).replace("{i}", subject)), out=600)]


def benchmark(w: World, key: str | None = None, frame: str = "{}", whole: bool = True) -> tuple[Feed, int]:
    """A public test set in its order, and its size."""
    tasks = texts.benchmarks(w.fold)
    rows = tasks[key or w.r.choice(list(tasks))]
    if not whole:
        rows = w.r.sample(rows, min(len(rows), w.r.choice((20, 50, 100, 200))))
    return listed(w, rows, frame=frame), len(rows)


def tenant(w: World) -> Feed:
    """A production template from the shared data."""
    groups = texts.tenants(w.fold)
    rows = groups[w.r.choice(list(groups))]
    system = w.w.system() if w.r.random() < 0.3 else None
    return lambda: [Ask((a := w.r.choice(rows)).text, a.system or system, a.out, a.answer)]


_PURPOSES: dict[str, dict[str, float]] = {
    "individual": {
        "chat": 5,
        "ask": 5,
        "code": 4,
        "cli": 2,
        "app": 2,
        "bench": 0.6,
        "jailbreak": 0.3,
        "study": 2,
        "synth": 0.4,
        "judge": 0.3,
    },
    "startup": {"app": 6, "tenant": 2, "bot": 3, "rag": 3, "agent": 4, "code": 2, "judge": 1, "synth": 1, "bench": 0.6},
    "smb": {"app": 6, "tenant": 2, "bot": 3, "rag": 2, "chat": 2, "ask": 3, "content": 2},
    "enterprise": {"desk": 5, "app": 5, "rag": 5, "bot": 2, "agent": 2, "code": 3, "judge": 1.2, "cli": 1, "tenant": 1},
    "agency": {"app": 6, "content": 4, "bot": 3, "rag": 2, "agent": 2, "code": 2},
    "bedrock": {"app": 5, "rag": 5, "bot": 2, "agent": 3, "judge": 1, "desk": 2, "bench": 0.5},
    "vertex": {"app": 5, "rag": 4, "agent": 3, "judge": 1, "bench": 0.6, "desk": 2},
    "academic": {"ask": 3, "bench": 3, "judge": 2, "study": 3, "code": 3, "app": 2, "synth": 1.5},
    "reseller": {"chat": 6, "ask": 5, "code": 3, "app": 2, "cli": 2, "study": 1},
}


def pursue(w: World, account: Account, purpose: str, n: int) -> Job:
    """A job for a purpose."""
    r = w.r
    human = r.choices(("office", "home", "trickle"), weights=(5, 4, 1))[0]
    machine = r.choices(("service", "flat", "batch", "nightly", "bursts"), weights=(10, 1.5, 4, 2, 1.5))[0]
    system = w.w.system(account.company, r.choice((6, 9, 13, 14)) if r.random() < 0.5 else 0)
    if purpose == "chat":
        return w.job(chat(w, system if r.random() < 0.25 else None), n, human)
    if purpose in {"ask", "study", "code", "content"}:
        areas = {
            "ask": ("knowledge", "writing", "chinese", "maths"),
            "study": ("maths", "knowledge", "code"),
            "code": ("code", "agents"),
            "content": ("writing", "documents"),
        }[purpose]
        mix = {name: r.random() ** 2 for name in areas}
        if account.country not in {"HK", "TW", "CN", "SG", "MY"}:
            mix["chinese"] = mix.get("chinese", 0) * 0.1
        why = r.choice((0.0, 0.1, 0.5, 0.9)) if purpose == "study" else r.choice((0, 0, 0.05, 0.3))
        feed = asking(w, mix, why, system if r.random() < 0.3 else None, r.choice((0.0, 0.3, 0.7)))
        return w.job(feed, n, human if purpose != "content" else r.choice((human, machine)))
    if purpose == "cli":
        tools = toolset(w)
        return w.job(agent(w, w.w.system(rules=8), tools, steps=r.choice((3, 8, 15))), n, human)
    if purpose == "agent":
        return w.job(agent(w, system, toolset(w), steps=r.choice((2, 5, 9))), n, r.choice((human, machine)))
    if purpose == "app":
        templates = [w.w.template(account.company) for _ in range(r.choice((1, 1, 2, 4)))]
        shots = (2 * r.randint(1, 6), people.hexes(r, 80)) if r.random() < 0.15 else None
        return w.job(calls(w, templates), n, machine, prior=shots)
    if purpose == "tenant":
        return w.job(tenant(w), n, machine)
    if purpose == "bot":
        return w.job(support(w, system), n, "service")
    if purpose == "rag":
        return w.job(rag(w, system), n, r.choice(("service", "office")))
    if purpose == "desk":
        mix = {name: r.random() for name in ("knowledge", "writing", "code")}
        return w.job(asking(w, mix, 0.05, system, 0.5), n, "office")
    if purpose == "judge":
        return w.job(judging(w, r.choice((1, 1, 3))), n, machine)
    if purpose == "synth":
        return w.job(synthetic(w), min(n, 300), r.choice(("batch", "office")))
    if purpose == "bench":
        feed, size = benchmark(w, whole=r.random() < 0.4)
        return w.job(feed, min(size, max(n, 20)), "batch")
    rows = texts.pool("jailbreak", w.fold)
    return w.job(lambda: [Ask(r.choice(rows).text, None, 120, risk=0.25)], min(n, 40), human)


def ordinary(w: World, account: Account, n: int) -> None:
    """An unremarkable customer's life in the window."""
    r = w.r
    table = _PURPOSES[account.archetype]
    purposes = r.choices(list(table), weights=list(table.values()), k=r.choices((1, 2, 3), weights=(7, 2, 1))[0])
    for place, purpose in enumerate(purposes):
        part = max(1, int(n * (0.7 if place == 0 else 0.3 / (len(purposes) - 1)))) if len(purposes) > 1 else n
        job = pursue(w, account, purpose, part)
        job.key = r.choice(account.keys)
        w.run(account, job)
