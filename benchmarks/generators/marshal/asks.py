"""What honest people ask: one supplier per purpose. A supplier yields requests without end."""
from collections.abc import Callable, Iterator
from random import Random

from .book import Ask, Book, Conv
from .habits import Account
from .texts import Row, digest, groups, pool
from .tongues import PHRASES, document, exercise, half, question

Supplier = Iterator[Ask]
Maker = Callable[[Book, Account, Random], Supplier]  # the Random is the crew's: seeded alike for all members

TOOLS = [("read_file", "write_file", "run_shell", "grep"), ("search_web", "open_page"), ("sql_query", "plot"),
         ("bash", "str_replace_editor"), ("get_weather", "book_table", "send_message"), ("browser_click", "screenshot"),
         ("lookup_order", "refund", "escalate"), ("python",)]

def code(rng: Random, fold: int) -> str:
    """A coding request."""
    first, second = rng.choices(PHRASES["files"], k=2)
    name = f"{first}_{second}{rng.randrange(30)}.{rng.choice(['py', 'ts', 'go', 'java'])}"
    return rng.choice(half(PHRASES["code"], fold)).format(f=name)

def ids(rng: Random) -> str | None:
    """A conversation id, if this client sends one."""
    return f"conv_{rng.getrandbits(64):016x}" if rng.random() < 0.6 else None

def persona(crew: Random, fold: int) -> str:
    """An application's system text."""
    name = crew.choice(["Mia", "Leo", "Ana", "Wei"])
    return crew.choice(half(PHRASES["personas"], fold)).format(n=name, c=crew.choice(PHRASES["files"]))

def stretch(book: Book, rows: list[Row], system: str | None = None) -> Supplier:
    """One real conversation, sometimes met half-way (begun before the log or in another program)."""
    rng = book.rng
    conv = Conv(ids(rng))
    if rng.random() < 0.08:
        conv.messages, conv.mark = 2 * rng.randrange(1, 9), f"{rng.getrandbits(64):016x}"
    for row in rows[:20]:
        yield Ask(row.text, system, row.lang, 160, row.reply, conv, risk=0.01)

def chat(book: Book, who: Account, crew: Random) -> Supplier:
    """People chatting in their own language, about anything; now and then homework or a benchmark question."""
    rng, fold = book.rng, book.fold
    talks = groups("chat", fold)
    while True:
        if who.lang == "en" or rng.random() < 0.2:
            yield from stretch(book, rng.choice(talks))
        elif who.lang == "zh" and rng.random() < 0.35:
            yield Ask(rng.choice(pool(rng.choice(["alpaca_zh", "misc_zh", "wild"]), fold)).text, None, "zh")
        else:
            conv = Conv(ids(rng))
            for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
                make = exercise if rng.random() < 0.12 else question
                yield Ask(make(rng, fold, who.lang), None, who.lang, 220, conv=conv)
        if rng.random() < 0.05:
            yield Ask(rng.choice(pool(rng.choice(["gsm", "alpaca", "wild", "direct"]), fold)).text, size=180)

def coder(book: Book, who: Account, crew: Random) -> Supplier:
    """Coding help and coding agents: a task, then tool rounds."""
    rng = book.rng
    system = crew.choice(half(PHRASES["agents"], book.fold)) if crew.random() < 0.85 else None
    tools = crew.choice(half([*map("|".join, TOOLS)], book.fold)).split("|")
    while True:
        conv = Conv(ids(rng))
        rounds = rng.choice([1, 2, 4, 8, 15])
        for _ in range(rounds):
            text = code(rng, book.fold)
            if conv.messages and rng.random() < 0.7:
                text = f"tool_result: exit {rng.randrange(3)}\nline {rng.randrange(400)}: {text}"
            yield Ask(text, system, who.lang, 350, conv=conv, tools=tuple(tools) if system else ())

def template(book: Book, who: Account, crew: Random) -> Supplier:
    """An application with one template: a stored tenant, or a head put before ever new inputs."""
    rng, fold = book.rng, book.fold
    tenants = groups("tenants", fold)
    if crew.random() < 0.3:
        rows = crew.choice(tenants)
        while True:
            for row in rows[rng.randrange(len(rows)):]:
                yield Ask(row.text, row.system, row.lang, 90)
    tongue = crew.choice(["English", "Spanish", "Arabic", "Chinese", "Hindi"])
    head = crew.choice(half(PHRASES["heads"], fold)).format(l=tongue)
    system = persona(crew, fold)
    system_ = system if crew.random() < 0.6 else None
    size, kind = crew.choice([12, 60, 180, 400]), crew.choice(["tweets", "dialogues", "support", "own", "own"])
    while True:
        if kind == "own":
            body = question(rng, fold, who.lang) if rng.random() < 0.7 else document(rng, who.lang)
        else:
            body = rng.choice(pool(kind, fold)).text
        yield Ask(f"{head}\n{body}", system_, who.lang, size, user=f"u{rng.randrange(400)}" if system_ else None)

def bot(book: Book, who: Account, crew: Random) -> Supplier:
    """A support, Telegram or WeChat bot: many end users, short chats."""
    rng, fold = book.rng, book.fold
    system = persona(crew, fold)
    english = crew.random() < 0.35
    while True:
        conv, user = Conv(ids(rng)), f"u{rng.getrandbits(20)}"
        for _ in range(rng.choice([1, 1, 2, 3])):
            text = rng.choice(pool("support", fold)).text if english else question(rng, fold, who.lang)
            yield Ask(text, system, who.lang, 110, conv=conv, user=user)

def homework(book: Book, who: Account, crew: Random) -> Supplier:
    """The same assignment for all: a list of exercises, asked in part, in one's own words or copied."""
    rng, fold = book.rng, book.fold
    lang = crew.choice([who.lang, "en", "zh", "es"])
    sheet = [exercise(crew, fold, lang) for _ in range(crew.randrange(6, 25))]
    book_rows = pool(crew.choice(["gsm", "cot", "code_zh", "gsm"]), fold)
    sheet += [r.text for r in crew.sample(book_rows, crew.randrange(0, 25))]
    words = half(PHRASES["sheet words"], fold)
    prefix = crew.choice(words) if crew.random() < 0.4 else None
    while True:
        lead = prefix if prefix is not None else rng.choice(["", "", *words])
        yield Ask(f"{lead} {rng.choice(sheet)}".strip(), None, lang, 260, think=rng.choice([0, 0, 1.2]))
        if rng.random() < 0.1:
            yield Ask(question(rng, fold, who.lang), None, who.lang)

def benchmark(book: Book, who: Account, crew: Random) -> Supplier:
    """A public benchmark from an open harness: the whole list in order, or a part of it, again and again."""
    rng, fold = book.rng, book.fold
    name = crew.choice(["gsm", "bbh", "bbh", "direct", "cot", "traces", "bfcl"])
    rows = crew.choice([t for t in groups("bbh", fold) if len(t) > 50]) if name == "bbh" else pool(name, fold)
    suffix = crew.choice(["", "", "\nAnswer:", "\nLet's think step by step.", "\nPut your final answer in \\boxed{}."])
    part = rng.choice([len(rows), 300, 120])
    start = 0 if rng.random() < 0.6 else rng.randrange(max(1, len(rows) - part))
    while True:
        for row in rows[start:start + part]:
            yield Ask(row.text + suffix, row.system, "en", 180, tools=("python",) if name == "bfcl" else ())

def judging(book: Book, who: Account, crew: Random) -> Supplier:
    """LLM-as-judge, paper review, essay grading, monitoring."""
    rows = pool("judge", book.fold)
    form = crew.choice(sorted({r.group for r in rows}))
    mine = [r for r in rows if r.group == form]
    while True:
        row = book.rng.choice(mine)
        yield Ask(row.text, row.system, row.lang, 220)

def dataset(book: Book, who: Account, crew: Random) -> Supplier:
    """A hobbyist or start-up making a small synthetic set: generator prompts or questions with reasons asked for."""
    rng, fold = book.rng, book.fold
    name = crew.choice(["makers", "seeds", "alpaca", "alpaca_zh", "toolformer", "traces", "own"])
    ask = crew.choice(PHRASES["dataset words"])
    while True:
        text = exercise(rng, fold, who.lang) if name == "own" else rng.choice(pool(name, fold)).text
        yield Ask(f"{text}\n{ask}".strip(), None, who.lang, 380)

def audit(book: Book, who: Account, crew: Random) -> Supplier:
    """Decisions that must be explained."""
    rng, words = book.rng, half(PHRASES["audit"], book.fold)
    ask, system = crew.choice(words), crew.choice([None, "You assist a credit officer."])
    while True:
        case = f"Case {rng.randrange(99999)}: {question(rng, book.fold, who.lang)} {document(rng, who.lang)}"
        yield Ask(f"{case}\n{ask}", system, who.lang, 420, think=1.0)

def redteam(book: Book, who: Account, crew: Random) -> Supplier:
    """Security students: known jailbreaks, many refused."""
    rng = book.rng
    while True:
        yield Ask(rng.choice(pool("jail", book.fold)).text[:1500], size=120, risk=0.4)
        if rng.random() < 0.4:
            yield Ask(question(rng, book.fold, who.lang), None, who.lang)

def regression(book: Book, who: Account, crew: Random) -> Supplier:
    """A customer re-sends its own stored chats to test a new prompt or model: histories without a beginning."""
    rng = book.rng
    kept = crew.sample(groups("chat", book.fold), 40)
    system = crew.choice([None, *half(PHRASES["personas"], book.fold)[:2]])
    while True:
        talk = rng.choice(kept)
        turn = rng.randrange(len(talk))
        conv = Conv(ids(rng), 2 * turn, digest(f"{talk[turn].group}{turn}") if turn else None)
        yield Ask(talk[turn].text, system, talk[turn].lang, 200, conv=conv)

MAKERS: dict[str, Maker] = {
    "chat": chat, "coder": coder, "template": template, "bot": bot, "homework": homework, "benchmark": benchmark,
    "judging": judging, "dataset": dataset, "audit": audit, "redteam": redteam,
    "regression": regression}  # fmt: skip
