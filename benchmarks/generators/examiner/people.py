"""The general public: private chat, trials, developers, small products. Also every campaign's cover."""

from benchmarks.generators.examiner import lexicon as lex
from benchmarks.generators.examiner import rhythm
from benchmarks.generators.examiner.rhythm import DAY
from benchmarks.generators.examiner.speech import Turn
from benchmarks.generators.examiner.world import Client, World


def amount(w: World, median: float, spread: float, top: int = 2000) -> int:
    """How much an account asks: lognormal, at least one."""
    return max(1, min(top, int(w.rng.lognormvariate(0, spread) * median)))


def span(w: World, c: Client) -> tuple[float, float]:
    """Since when and until when an account is in use, inside the log's window."""
    lo = max(w.start, c.born + w.rng.expovariate(1 / 3600))
    if w.rng.random() < 0.45:
        return lo, max(lo + 3600, min(w.end, lo + w.rng.uniform(0.1, 12) * DAY))
    return lo, max(lo + 3600, w.end)


def chat(w: World, c: Client, n: int) -> None:
    """Somebody's conversations over the window: sittings at waking hours."""
    lo, hi = span(w, c)
    for times in rhythm.human(w.rng, n, lo, hi, c.zone):
        at = 0
        while at < len(times):
            turns = w.speech.chat(c.tongue if w.rng.random() < 0.85 else "en")
            w.talk(c, times[at:], turns)
            at += len(turns)


def private(w: World, count: int) -> None:
    """People who chat, most of them little."""
    for _ in range(count):
        chat(w, w.open_account("chat"), amount(w, 8, 1.1, 300))


def dabblers(w: World, count: int) -> None:
    """Trial accounts: a handful of requests and gone."""
    for _ in range(count):
        late = w.rng.random() < 0.7
        born = w.rng.uniform(w.start, w.end - DAY) if late else None
        c = w.open_account("dabbler", born=born)
        lo = max(w.start, c.born)
        n = w.rng.choice([1, 2, 3, 3, 4, 5, 6])
        times = rhythm.human(w.rng, n, lo, min(w.end, lo + w.rng.uniform(0.05, 3) * DAY) + 60, c.zone)
        for sitting in times:
            at = 0
            while at < len(sitting):
                turns = w.speech.chat(c.tongue)
                w.talk(c, sitting[at:], turns)
                at += len(turns)


def developers(w: World, count: int) -> None:
    """Programmers at a chat window, and their scripts over whatever interests them."""
    for _ in range(count):
        c = w.open_account("developer")
        lo, hi = span(w, c)
        for times in rhythm.human(w.rng, amount(w, 12, 1.0, 300), lo, hi, c.zone):
            w.talk(c, times, w.speech.coding(len(times)))
        if w.rng.random() < 0.25:
            frame = w.speech.question()
            n = amount(w, 15, 0.9, 200)
            for at in rhythm.burst(w.rng, n, w.rng.uniform(lo, hi), w.rng.uniform(1, 20)):
                w.ask(c, at, Turn(f"{frame}\n{w.speech.filling()}"))


def products(w: World, count: int) -> None:
    """Small products: one system prompt and one wrapper of their own around customers' words."""
    for _ in range(count):
        c = w.open_account("product", path=None, pathway=w.rng.choice(["self_serve", "startup", "cloud"]))
        run_product(w, c, amount(w, 40, 1.2))


def run_product(w: World, c: Client, n: int, design: tuple[str, str, str] | None = None) -> None:
    """`n` requests of one product."""
    rng = w.rng
    system, wrap, style = design or w.speech.business()
    lo, hi = span(w, c)
    users = [f"u{rng.randrange(10**6)}" for _ in range(max(1, n // 4))] if rng.random() < 0.4 else [None]
    for at in rhythm.diurnal(rng, n, lo, hi, c.zone, rng.choice(["office", "human", "flat"])):
        w.ask(c, at, Turn(wrap.replace("\0", w.speech.filling()), system, "", style), user=rng.choice(users))


def students(w: World, count: int) -> None:
    """Learners on their own who want the working shown."""
    wants = [
        "show your work",
        "explain each step",
        "I don't get how to start",
        "why is it not {n}?",
        "steps please",
        "walk me through it",
        "is the answer {n}{n}?",
        "think step by step",
        "my teacher wants the reasoning",
    ]
    for _ in range(count):
        c = w.open_account("student", pathway=w.rng.choice(["self_serve", "self_serve", "education"]))
        lo, hi = span(w, c)
        for times in rhythm.human(w.rng, amount(w, 8, 0.9, 120), lo, hi, c.zone):
            for at in times:
                text = w.speech.worn(w.rng.choice(w.pools.homework)[0], 0.8)
                if w.rng.random() < 0.7:
                    text += " " + w.speech.fill(w.rng.choice(wants))
                w.ask(c, at, Turn(text, None, "", "reason"))


def private_agents(w: World, count: int) -> None:
    """Unrelated people running one of three popular agents: same system prompt, tools and client program."""
    for _ in range(count):
        which = w.rng.choices([0, 1, 2], [55, 20, 25])[0]
        c = w.open_account(f"agent-{which}")
        lo, hi = span(w, c)
        for times in rhythm.human(w.rng, amount(w, 25, 1.1, 800), lo, hi, c.zone):
            if which == 2:
                turns = [t._replace(system=lex.AGENTS[2]) for t in w.speech.chat(c.tongue)]
            else:
                turns = w.speech.agentic(lex.AGENTS[which], lex.TOOLSETS[which], len(times))
            w.talk(c, times, turns)
