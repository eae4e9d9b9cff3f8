"""Ordinary customers: each unlike the next. Also the innocent cover that campaigns put on."""

from dataclasses import replace
from typing import Any

from benchmarks.generators.proctor.phrases import CODE, COURSES, GRADES, RESULTS, SUMS, TASKS
from benchmarks.generators.proctor.rhythm import SHAPES, human, machine
from benchmarks.generators.proctor.texts import Item, reword
from benchmarks.generators.proctor.world import Account, Source, World, heavy

SETS = ("gsm", "cot", "elicit", "alpaca", "code", "zh", "zh_code", "apis", "tools", "evol", "judge", "writing",
    "knowledge")
TOOLS = (
    ("bash", "read_file", "write_file"), ("search", "open", "click", "screenshot"), ("run_sql", "plot"),
        ("get_order", "refund"),
    ("Read", "Edit", "Bash", "Grep", "Glob"), ("calendar_list", "calendar_book", "send_mail"), ("python",),
        ("web_search", "fetch"),
)  # fmt: skip


def question(world: World, lang: str) -> Item:
    """A person's question, from one of many walks."""
    rng, say = world.py, world.say
    draw = rng.random()
    if draw < 0.62:
        return Item(world.decks.item("zh" if lang == "zh" else "wild").prompt if draw < 0.06 else say.chat(lang))
    if draw < 0.83:
        return Item(say.some(CODE if draw < 0.72 else SUMS if draw < 0.78 else COURSES))
    if draw < 0.86:
        return Item("Rewrite this, please:\n" + world.decks.document()[:900])
    base = world.decks.item("zh" if lang == "zh" else rng.choice(("knowledge", "writing", "code", "alpaca")))
    return Item(base.prompt if lang == "zh" else reword(base.prompt, rng, 0.7), None, base.answer)


def serve(world: World, account: Account, count: int, source: Source | None = None, shape: str = "people",
    out: float = 190,
          begin: float = -1.0, end: float = -1.0, sessions: list[list[float]] | None = None,
              **send: Any) -> None:  # noqa: ANN401
    """Traffic of one account: people's conversations (with follow-ups), or an automatic sender."""
    rng = world.py
    begin, end = max(begin, account.created, 0.0), world.window.length if end < 0 else end
    if shape not in ("people", "evening"):
        for at in machine(world.np, shape, count, begin, end, account.zone):
            world.send(account, at, source() if source else question(world, account.lang), out=out, **send)
        return
    for times in sessions or human(world.np, world.window, count, account.zone, shape == "evening", begin, end):
        if source is None and len(times) > 1 and rng.random() < 0.4:
            turns = world.decks.chat()
            world.talk(account, times, turns, out=out)
            times = times[len(turns) :]
        while times:
            size = 1 + (rng.random() < 0.5) + (rng.random() < 0.3)
            first = source() if source else question(world, account.lang)
            follow = [replace(first, prompt=world.say.follow(account.lang), answer=None) for _ in times[1:size]]
            world.talk(account, times[:size], [first, *follow], out=out, id_=account.habit.web or rng.random() < 0.3)
            times = times[size:]


def agent_run(world: World, account: Account, at: float, steps: int, system: str | None, tools: tuple[str, ...],
    order: str,
              **send: Any) -> None:  # noqa: ANN401
    """One task of an agent: the order, then tool results one after another."""
    turns = [Item(order, system)] + [Item(world.say.some(RESULTS), system) for _ in range(steps - 1)]
    times = [at + step * world.py.uniform(5, 40) for step in range(steps)]
    world.talk(account, sorted(times), turns, out=130, tools=tools, id_=world.py.random() < 0.7, **send)


def agent(world: World, account: Account, count: int, system: str | None, tools: tuple[str, ...]) -> None:
    """An account whose software works in steps."""
    shape = world.py.choice(("human", "office", "human", "flat"))
    for at in machine(world.np, shape, max(1, count // 6), max(0.0, account.created), world.window.length,
        account.zone):
        agent_run(world, account, at, 1 + min(count, int(world.py.expovariate(0.18))), system, tools,
            world.say.some(TASKS))


def app_source(world: World) -> tuple[Source, float]:
    """What a small application sends, and its output's usual size."""
    rng, decks, say = world.py, world.decks, world.say
    system = say.system(True)
    lead = rng.choice(("", "User: ", "Message:\n", "Input: ", "### Request\n", "<msg>", "Q: "))
    goal = rng.choice(("Spanish", "German", "Japanese", "Chinese", "French", "Arabic", "Polish"))
    turn = rng.choice(("Translate to {}:\n", "{} version of:\n", "Render in {}, keep placeholders:\n")).format(goal)
    label = rng.choice(("Label (pos/neg/neutral): ", "Spam? yes/no\n", "Topic of this post, one word:\n",
        "Toxic 0-1: "))
    facts = rng.choice(("Return JSON with who, what, when.\n", "Key facts as CSV:\n", "Fill: name; wish; urgency.\n"))
    kinds: list[tuple[Source, float]] = [
        (lambda: Item(lead + decks.item("support").prompt, system), 90),
        (lambda: Item(f"Context:\n{decks.document()[:800]}\n\n{lead}{say.chat('en')}", system), 160),
        (lambda: Item(turn + decks.item("support").prompt, system), 40),
        (lambda: Item(label + decks.item("filler").prompt, system), 6),
        (lambda: Item(facts + decks.document()[:700]), 70),
        (lambda: Item(decks.item("writing").prompt), 320),
        (lambda: Item(say.some(rng.choice((SUMS, COURSES))), system), 260),
        (lambda: Item(lead + say.some(CODE), system), 340),
        (lambda: Item(question(world, rng.choice(("en", "en", "es", "zh", "de"))).prompt, system), 200),
    ]
    return rng.choice(kinds)


def application(world: World, account: Account, count: int) -> None:
    """A customer's own software with end users; some trim the history they send."""
    rng = world.py
    source, out = app_source(world)
    users = [f"u{rng.getrandbits(36):09x}" for _ in range(max(1,
        count // rng.randint(2, 9)))] if rng.random() < 0.4 else [None]
    shape, trims = rng.choices(SHAPES, (2, 2, 4, 3, 2, 1, 5))[0], rng.random() < 0.08
    for at in machine(world.np, shape, count, max(0.0, account.created), world.window.length, account.zone):
        depth = rng.choice((0, 2, 4, 6)) if trims else 0
        chain = f"h{rng.getrandbits(60):016x}" if depth else None
        world.send(account, at, source(), out=out, end_user=rng.choice(users), history=depth, chain=chain,
            past=depth * 120)


def dataset(world: World) -> Source:
    """Public questions as hobbyists, evaluators and makers of small sets send them."""
    rng, name = world.py, world.py.choice(SETS)
    wrap = rng.choice(("{}", "{}", "{}\nAnswer:", "Q: {}\nLet's think step by step.", "{}\nOnly the final answer.",
        "{} 请一步步思考"))
    system = world.say.system(False) if rng.random() < 0.3 else None

    def source() -> Item:
        item = world.decks.item(name)
        return Item(wrap.format(item.prompt), item.system or system, item.answer)

    return source


def graded(world: World, template: str) -> Item:
    """A judging request about a stored question and answer."""
    item = world.decks.item(world.py.choice(("alpaca", "gsm", "zh", "code")))
    answer = (item.answer or world.decks.document())[:700]
    return Item(world.say.fill(template, {"r": CRITERIA, "r2": CRITERIA}, q=item.prompt[:600], a=answer))


CRITERIA = "helpfulness|accuracy|depth|clarity|safety|step validity|tone|completeness|instruction following"


def ordinary(world: World) -> None:
    """One ordinary account."""
    rng, say = world.py, world.say
    roles = ("chatter", "student", "developer", "application", "agent", "data", "judge", "rewriter")
    role = rng.choices(roles, (33, 12, 15, 18, 8, 9, 2.5, 2.5))[0]
    count = heavy(rng, {"application": 16, "agent": 14, "data": 12, "judge": 14}.get(role, 5.5), 1.55)
    web = {"chatter": 0.85, "student": 0.85, "developer": 0.4, "rewriter": 0.6}.get(role, 0.06)
    account = world.account("ordinary", web=web, rank=min(1.0, count / 60))
    template, polish = rng.choice(say.bank(GRADES)), rng.choice(("Polish: ", "reword this\n", "Shorter:\n"))
    sources: dict[str, Source] = {
        "developer": lambda: Item(say.some(CODE) if rng.random() < 0.7 else world.decks.item("code").prompt),
        "student": lambda: Item(reword(say.some(COURSES) if rng.random() < 0.6 else world.decks.item("gsm").prompt,
        rng)),
        "rewriter": lambda: Item(polish + world.decks.document()[:900]), "judge": lambda: graded(world, template),
    }  # fmt: skip
    if role in ("application", "agent"):
        cover(world, account, count, "app" if role == "application" else "agent")
    elif role in ("data", "judge"):
        shape = rng.choice(("bursts", "human", "nightly", "evening", "people"))
        serve(world, account, count, sources.get(role) or dataset(world), shape, rng.choice((40, 200, 420)))
    else:
        shape = "evening" if role == "student" or rng.random() < 0.5 else "people"
        serve(world, account, count, sources.get(role) if rng.random() < 0.8 else None, shape)


def cover(world: World, account: Account, count: int, manner: str) -> None:
    """Innocent traffic of an account: like an ordinary owner's."""
    if manner == "app":
        application(world, account, count)
    elif manner == "agent":
        agent(world, account, count, world.say.system(world.py.random() < 0.7), world.py.choice(TOOLS))
    elif manner == "student":
        serve(world, account, count, lambda: Item(reword(world.say.some(COURSES), world.py)), "evening")
    else:
        serve(world, account, count, None, world.py.choice(("people", "evening")))


def customers(world: World, account: Account, count: int) -> None:
    """Traffic of end customers of a proxy: languages, hours and software of all sorts behind one account."""
    rng, home = world.py, (account.lang, account.zone)
    while count > 0:
        some = min(count, heavy(rng, 6, 1.0, 120))
        count -= some
        account.lang, account.zone = rng.choice((("en", -6.0), ("en", 0.0), ("zh", 8.0), ("es", -5.0), ("ru", 3.0),
            ("ja", 9.0)))
        manner = rng.choices(("agent", "app", "data", "chat"), (20, 20, 7, 53))[0]
        if manner == "data":
            serve(world, account, some, dataset(world), "evening")
        else:
            cover(world, account, some, manner)
    account.lang, account.zone = home
