"""What ordinary customers do: purposes that an account can have, also used as cover traffic."""

from collections.abc import Callable
from random import Random
from typing import Any

from . import people, phrases
from .texts import Turn
from .world import BURSTS, CRON, DAILY, FLAT, Account, World

SHOP_A = (
    "Verde",
    "Kumo",
    "Baobab",
    "Nordlys",
    "Rio",
    "Saffron",
    "Pixel",
    "Mango",
    "Delta",
    "Lotus",
    "Taiga",
    "Cielo",
    "Onyx",
    "Perla",
)
SHOP_B = (
    "mart",
    "fit",
    "desk",
    "foods",
    "travel",
    "parts",
    "pets",
    "books",
    "clinic",
    "homes",
    "games",
    "bank",
    "wear",
    "farm",
)
LABELS = (
    "billing",
    "refund",
    "urgent",
    "bug",
    "praise",
    "sports",
    "politics",
    "delivery",
    "spam",
    "question",
    "legal",
    "health",
    "music",
    "weather",
    "loan",
    "hotel",
    "churn",
    "security",
    "price",
    "other",
)


def shop(rng: Random) -> str:
    """A made-up company name."""
    return rng.choice(SHOP_A) + rng.choice(SHOP_B) + (str(rng.randint(2, 99)) if rng.random() < 0.4 else "")


def personal(rng: Random) -> str:
    """A clause that makes somebody's prompt their own."""
    draw = rng.random()
    if draw < 0.35:
        return f"Labels: {', '.join(rng.sample(LABELS, rng.randint(2, 6)))}."
    if draw < 0.7:
        return f"Context: {shop(rng)}, {rng.choice(LABELS)} team."
    return f"Limit: {rng.randint(20, 400)} words. Style: {rng.choice(('plain', 'warm', 'formal', 'funny', 'dry'))}."


def follow_up(rng: Random, lang: str) -> str:
    """A short next turn of a chat."""
    more = {
        "zh": ("继续", "再短一点", "为什么？", "举个例子", "换一种说法"),
        "es": ("más corto", "otro ejemplo", "¿por qué?", "sigue"),
        "pt": ("mais curto", "outro exemplo", "por quê?", "continua"),
        "ru": ("короче", "ещё пример", "почему?", "продолжай"),
        "ar": ("أقصر", "مثال آخر", "لماذا؟", "تابع"),
        "hi": ("aur chhota karo", "ek aur example", "kyu?", "aage batao"),
    }
    plain = (
        "shorter please",
        "another example",
        "why?",
        "go on",
        "that doesn't work",
        "can you redo it",
        "thx, and the second part?",
        "make it more casual",
        "explain the last line",
        "are you sure?",
    )
    text = rng.choice(more.get(lang, plain))
    return text if rng.random() < 0.6 else f"{text} {rng.choice(('!', '??', '...', ':)', str(rng.randint(1, 9))))}"


def turns_of(rng: Random, first: str, lang: str, mean: float) -> list[Turn]:
    """A first turn and some follow-ups."""
    more = min(12, int(rng.expovariate(1 / mean)))
    return [(first, None), *((follow_up(rng, lang), None) for _ in range(more))]


def question(w: World, lang: str) -> str:
    """A bare question: composed, from real users, or an everyday instruction."""
    rng, draw = w.rng, w.rng.random()
    if draw < 0.62:
        return people.ask(rng, lang, w.fold)
    if lang == "zh":
        return w.bank.one("zh_more" if draw < 0.75 else "zh", rng).text
    if draw < 0.72:
        return w.bank.one("wild", rng).text
    return w.bank.conv(rng, lang)[0][0] if draw < 0.82 else w.bank.one("alpaca", rng).text


def chat(w: World, a: Account, count: int) -> None:
    """A person chatting in sessions."""
    rng, left, starts = w.rng, count, w.times(a, count)
    system = None if rng.random() < 0.7 else f"{rng.choice(phrases.BOT_SYSTEMS)} {personal(rng)}"
    while left > 0:
        real = rng.random() < 0.25
        turns = w.bank.conv(rng, a.lang) if real else turns_of(rng, question(w, a.lang), a.lang, 1.3)
        w.chat(a, starts[count - left], turns[:left], system)
        left -= len(turns[:left])


def code(w: World, a: Account, count: int) -> None:
    """A person asking for help with code."""
    rng, left, starts = w.rng, count, w.times(a, count)
    system = rng.choice((None, None, f"You are a coding assistant. {personal(rng)}"))
    while left > 0:
        text = people.code_task(rng, w.fold) if rng.random() < 0.8 else w.bank.one("code", rng).text
        turns = turns_of(rng, text, "en", 1.0)[:left]
        w.chat(a, starts[count - left], turns, system, out=5.9)
        left -= len(turns)


def app(w: World, a: Account, count: int) -> None:
    """A small product: its own system prompt, its users' words."""
    rng = w.rng
    system = rng.choice(phrases.APP_SYSTEMS).replace("{shop}", shop(rng)) + " " + personal(rng)
    subject = rng.choice(("intents", "intents", "ask", "tweets"))
    users = rng.randint(5, 400) if rng.random() < 0.3 else 0
    for at in w.times(a, count, rng.choice((DAILY, DAILY, FLAT))):
        text = people.ask(rng, a.lang, w.fold) if subject == "ask" else w.bank.one(subject, rng).text
        w.emit(a, at, text, system, out=4.6, user=f"user-{rng.randrange(users)}" if users else None)


def rag(w: World, a: Account, count: int) -> None:
    """Questions over retrieved passages."""
    rng = w.rng
    head = rng.choice(
        ("Use the context to answer.", "Answer from the documents only.", "根据资料回答。", "Responde con el contexto.")
    )
    head, system = f"{head} {personal(rng)}", rng.choice((None, f"You are the knowledge base of {shop(rng)}."))
    for at in w.times(a, count, DAILY):
        passages = "\n---\n".join(w.bank.doc(rng, a.lang) for _ in range(rng.randint(1, 3)))
        w.emit(a, at, f"{head}\n\n{passages}\n\nQ: {people.ask(rng, a.lang, w.fold)}", system, out=5.0)


def wrapped(grammar: str, source: str, shape: str, out: float) -> Callable[[World, Account, int], None]:
    """A purpose that sends one own template around texts."""

    def run(w: World, a: Account, count: int) -> None:
        rng = w.rng
        form, own = phrases.wording(rng, grammar, w.fold, rng.choice((1, 1, 2))), personal(rng)
        inside = rng.random() < 0.25
        for at in w.times(a, count, shape if rng.random() < 0.8 else FLAT):
            text = form.wrap(rng, source_text(w, a.lang, source))
            w.emit(a, at, text if inside else f"{own}\n{text}", own if inside else None, out=out)

    return run


def source_text(w: World, lang: str, source: str) -> str:
    """A text of some kind to work on."""
    rng = w.rng
    if source == "doc":
        return w.bank.doc(rng, lang)
    if source == "topic":
        return people.ask(rng, "en", w.fold).rstrip("?")
    if source == "maths":
        return people.maths_task(rng, w.fold) if rng.random() < 0.7 else w.bank.one("gsm", rng).text
    return w.bank.one(source, rng).text


def agent_loop(
    w: World,
    a: Account,
    at: float,
    task: str,
    system: str,
    tools: list[str],
    steps: int,
    **more: Any,  # noqa: ANN401
) -> float:
    """One run of an agent: a task and tool observations in one growing history."""
    rng = w.rng
    turns: list[Turn] = [(task, None)]
    turns += [(f"{rng.choice(phrases.STEPS)} {rng.randint(1, 999)}", None) for _ in range(steps - 1)]
    return w.chat(a, at, turns, system, gap=1.6, tools=tools, out=4.9, **more)


def agent(w: World, a: Account, count: int) -> None:
    """Somebody's own agent."""
    rng, left, starts = w.rng, count, w.times(a, count)
    system, tools = f"{rng.choice(phrases.AGENT_SYSTEMS)} {personal(rng)}", list(rng.choice(phrases.TOOLSETS))
    tools = [*tools, f"{rng.choice(SHOP_A).lower()}_api"] if rng.random() < 0.6 else tools
    while left > 0:
        steps = min(left, 1 + int(rng.expovariate(1 / 5)))
        agent_loop(w, a, starts[count - left], people.code_task(rng, w.fold), system, tools, steps)
        left -= steps


def bare(w: World, a: Account, count: int) -> None:
    """A script that sends bare instructions: hobby data sets, spreadsheet rows, tests of the model."""
    rng = w.rng
    pool = rng.choice(("alpaca", "alpaca", "zh", "code", "write", "gsm", "wild")) if a.lang != "zh" else "zh"
    for at in w.times(a, count, rng.choice((BURSTS, BURSTS, FLAT, "human"))):
        w.emit(a, at, w.bank.one(pool, rng).text, out=5.3)


def study(w: World, a: Account, count: int) -> None:
    """A student with exercises, in their own words."""
    rng = w.rng
    form = phrases.wording(
        rng, rng.choice(("tutor", "tutor", "reason", "reason_zh" if a.lang == "zh" else "tutor")), w.fold, 0
    )
    for at in w.times(a, count):
        text = source_text(w, a.lang, rng.choice(("maths", "maths", "gsm", "alpaca")))
        w.emit(a, at, form.wrap(rng, text) if rng.random() < 0.35 else text, out=5.5)


PURPOSES: dict[str, tuple[float, Callable[[World, Account, int], None]]] = {
    "chat": (34, chat),
    "code": (15, code),
    "app": (7, app),
    "rag": (4, rag),
    "agent": (6, agent),
    "study": (8, study),
    "bare": (5, bare),
    "label": (5, wrapped("label", "tweets", CRON, 2.8)),
    "translate": (6, wrapped("translate", "doc", "human", 5.6)),
    "seo": (5, wrapped("seo", "topic", BURSTS, 6.6)),
    "reply": (3, wrapped("extension", "intents", "human", 4.6)),
    "summary": (3, wrapped("rewrite", "doc", DAILY, 5.2)),
    "score": (2, wrapped("judge", "doc", BURSTS, 4.0)),
    "explain": (1.5, wrapped("audit", "intents", DAILY, 5.2)),
    "make": (1.5, wrapped("make", "intents", BURSTS, 5.8)),
    "reason": (2, wrapped("reason", "maths", BURSTS, 6.0)),
}


def live(w: World, a: Account, count: int, purpose: str | None = None) -> None:
    """Ordinary traffic of an account."""
    name = purpose or w.rng.choices(list(PURPOSES), [p[0] for p in PURPOSES.values()])[0]
    PURPOSES[name][1](w, a, count)


def crowd(w: World, count: int) -> None:
    """Ordinary customers, unlinked."""
    for _ in range(count):
        a = w.account("ordinary")
        live(w, a, w.volume())
