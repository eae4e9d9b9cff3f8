"""What ordinary customers do; also the cover and the innocent traffic of other accounts."""

from collections.abc import Callable
from functools import lru_cache

from . import phrases as bank
from .corpus import Conversation, Item, conversations, pool
from .traces import client_times, human_times, session_sizes
from .wording import (
    agent_system,
    app_system,
    compose,
    compose_foreign,
    draw_template,
    fill,
    follow,
    output,
    paraphrase,
    sample,
    tool_result,
)
from .world import Account, Session, World

TURNS = (1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 7, 13)


@lru_cache(maxsize=64)
def _in_language(fold: int, lang: str) -> tuple[Conversation, ...]:
    return tuple(one for one in conversations(fold) if one.lang == lang)


def starts(w: World, a: Account, n: int) -> list[float]:
    """n session starts of a person in their own rhythm, after the sign-up."""
    times = human_times(w.g, n, w.days, a.zone, w.weekday, a.work, a.owl)
    if a.first > 0:
        room = max(w.span - a.first, 3600.0)
        times = a.first + times * (room / w.span) if room < 0.5 * w.span else times[times >= a.first]
        while len(times) < n:
            times = [*times, a.first + w.r.random() * room]  # type: ignore[assignment]
    return sorted(float(time) for time in times)


def traffic(w: World, a: Account, n: int) -> list[float]:
    """n instants of a service, in the rhythm of its trace."""
    times = client_times(w.g, a.series, n, w.days, a.zone * -3600.0)
    return [float(time) if time >= a.first else a.first + w.r.random() * (w.span - a.first) for time in times]


def opening(w: World, a: Account) -> list[Item]:
    """The turns of one conversation of a person: real ones in other words, or made up."""
    r, fold = w.r, w.fold
    lang = a.lang if r.random() < 0.6 else "en"
    u = r.random()
    if u < (0.3 if lang == "en" else 0.06):
        real = _in_language(fold, lang) or _in_language(fold, "en")
        talk = r.choice(real)
        strength = r.choice((0.0, 0.6, 0.8, 1.0))
        return [Item(None, paraphrase(r, fold, prompt, strength), answer, 5.3) for prompt, answer in talk.turns]
    if lang != "en" and lang in bank.FOREIGN:
        first = (
            sample(r, fold, r.choice(("alpaca_zh", "zh_supplement", "lang:zh")))
            if lang == "zh"
            else compose_foreign(r, fold, lang)
        )
    elif u < 0.72:
        domain = r.choice(("daily", "daily", "science", "business", "business", "code", "maths", "sensitive"))
        first = compose(r, fold, domain)
    else:
        source = r.choices(
            ("wild", "alpaca", "support", "gsm8k", "cot_logs", "direct", "jailbreak", "doc", "seeds"),
            (30, 26, 22, 6, 3, 3, 1, 6, 3),
        )[0]
        first = sample(r, fold, source)
        first = first._replace(prompt=paraphrase(r, fold, first.prompt, 0.8))
    if r.random() < 0.04:
        first = first._replace(prompt=r.choice(bank.SHOWS).replace("{q}", first.prompt))
    follows = [Item(None, follow(r, fold), None, 5.1) for _ in range(r.choice(TURNS) - 1)]
    return [first, *follows]


def talk(
    w: World, s: Session, when: float, items: list[Item], harvest: str | None = None, pause: float = 70.0
) -> float:
    """Say the turns of a conversation one after the other."""
    for item in items:
        when = w.say(s, when, item, harvest) + w.r.expovariate(1 / pause) + 3.0
    return when


def chat(w: World, a: Account, n: int) -> None:
    """A person in a chat window."""
    system = None if a.path == "console" or w.r.random() < 0.6 else w.r.choice((*bank.SYSTEMS[:1], app_system(w.r)))
    plans: list[list[Item]] = []
    while n > 0:
        items = opening(w, a)[:n]
        n -= len(items)
        plans.append(items)
    for when, items in zip(starts(w, a, len(plans)), plans, strict=False):
        s = w.session(a)
        s.system, s.system_set = system, True
        if w.r.random() < 0.05:  # begun before the log, or trimmed by the client
            s.messages, s.hash, s.tokens = w.r.randrange(2, 30), w.token(), w.r.randrange(200, 6000)
        talk(w, s, when, items)


def code(w: World, a: Account, n: int) -> None:
    """A developer, alone or through an editor."""
    r = w.r
    editor = app_system(r) if r.random() < 0.2 else None
    plans: list[list[Item]] = []
    while n > 0:
        first = sample(
            r,
            w.fold,
            r.choices(("own:code", "alpaca:code", "zh_supplement", "tool"), (62, 22, 12 if a.lang == "zh" else 1, 2))[
                0
            ],
        )
        first = first._replace(prompt=paraphrase(r, w.fold, first.prompt, 0.7), system=editor or first.system)
        items = [first] + [Item(None, follow(r, w.fold), None, 5.7) for _ in range(r.choice(TURNS) - 1)]
        plans.append(items[:n])
        n -= len(items)
    for when, items in zip(starts(w, a, len(plans)), plans, strict=False):
        talk(w, w.session(a), when, items, pause=120.0)


def _single(w: World, a: Account, n: int, make: Callable[[], Item]) -> None:
    """A service: requests in the rhythm of a trace, a few of them with a second turn."""
    again = w.r.choice((0.0, 0.0, 0.2, 0.5)) if a.segment in ("app", "rag") else 0.0
    sizes = session_sizes()
    times = iter(traffic(w, a, n))
    left = n
    for when in times:
        if left <= 0:
            break
        s = w.session(a)
        turns = int(sizes[w.r.randrange(len(sizes))]) if w.r.random() < again else 1
        turns = max(1, min(turns, left, 8))
        left -= turns
        talk(w, s, when, [make() for _ in range(turns)])


def app(w: World, a: Account, n: int) -> None:
    """A small product with its own system prompt."""
    r, fold = w.r, w.fold
    system = app_system(r)
    source = r.choices(
        ("support", "filler", "wild", "tenant", "lang", "own:daily", "own:business"), (34, 20, 10, 6, 10, 10, 10)
    )[0]
    if source == "lang":
        source = f"lang:{a.lang if a.lang in bank.FOREIGN else 'de'}"
    prefix = r.choice(("", "", "Customer: ", "Message:\n", f"[{r.choice(bank.NAMES)}] ", "Input: "))
    scale = r.choice((1.5, 3.0, 4.0, 5.0, 5.5))

    def make() -> Item:
        item = sample(r, fold, source)
        return Item(system, prefix + paraphrase(r, fold, item.prompt, 0.5), None, scale)

    _single(w, a, n, make)


def rag(w: World, a: Account, n: int) -> None:
    """Questions over retrieved passages; own wording or that of a framework."""
    r, fold = w.r, w.fold
    template = draw_template(r, fold, "benign") if r.random() < 0.4 else None
    system = app_system(r) if r.random() < 0.6 else None
    form = r.choice(
        (
            "Context:\n{c}\n\nQuestion: {q}",
            "{c}\n---\nAnswer from the text above: {q}",
            "Q: {q}\nSources:\n{c}",
            "<doc>{c}</doc>\n{q}",
        )
    )
    passages = [
        " ".join(output(r, 80) for _ in range(3)) + " " + sample(r, fold, "filler").prompt[:700] for _ in range(8)
    ]

    def make() -> Item:
        question = sample(r, fold, r.choice(("support", "wild", "own:science", "own:business")))
        if template is not None:
            return fill(r, fold, template, question._replace(system=system))
        text = form.replace("{c}", "\n".join(r.sample(passages, 3))).replace("{q}", question.prompt)
        return Item(system, text, None, 5.0)

    _single(w, a, n, make)


def translate(w: World, a: Account, n: int) -> None:
    """Texts to be translated."""
    r, fold = w.r, w.fold
    target = r.choice(
        ("Spanish", "German", "Chinese", "English", "Japanese", "French", "Arabic", "Polish", "Portuguese")
    )
    head = r.choice(
        (
            "Translate into {t}:\n",
            "{t} translation, please:\n\n",
            "Text -> {t}:\n",
            "Übersetze nach {t}: ",
            "翻译成{t}：",
        )
    ).replace("{t}", target)
    source = r.choice(("filler", "support", "alpaca_zh", "doc", "lang:" + (a.lang if a.lang in bank.FOREIGN else "fr")))

    def make() -> Item:
        body = sample(r, fold, source).prompt[:1500]
        return Item(None, head + body, None, min(6.5, 0.5 + 0.9 * len(body) ** 0.35))

    _single(w, a, n, make)


def data(w: World, a: Account, n: int) -> None:
    """Labelling, extraction and checking of own records."""
    r, fold = w.r, w.fold
    fields = ", ".join(
        r.sample(
            ("name", "date", "topic", "sentiment", "product", "city", "urgency", "amount", "language", "spam"),
            r.randrange(1, 5),
        )
    )
    head = r.choice(
        (
            "Extract {f} as JSON.\n",
            "Return only {f}:\n",
            "Label the text with {f}.\n\nText: ",
            "Fields: {f}. Record:\n",
            "From the message below get {f}; null if absent.\n\n",
        )
    ).replace("{f}", fields)
    system = app_system(r) if r.random() < 0.4 else None
    source = r.choice(("filler", "filler", "support", "alpaca", "tenant"))

    def make() -> Item:
        return Item(system, head + sample(r, fold, source).prompt, None, 3.2)

    _single(w, a, n, make)


def steps(w: World, s: Session, when: float, item: Item, n: int, harvest: str | None = None) -> float:
    """A task and the tool results that follow it, as one growing conversation."""
    when = w.say(s, when, item, harvest) + w.r.uniform(0.3, 6)
    for _ in range(n - 1):
        when = w.say(s, when, Item(item.system, tool_result(w.r), None, 4.2, item.tools), harvest) + w.r.uniform(0.3, 9)
    return when


def agent(w: World, a: Account, n: int) -> None:
    """An agent with its own prompt and tools."""
    r, fold = w.r, w.fold
    system, tools = agent_system(r)
    sizes: list[int] = []
    while n > 0:
        sizes.append(min(n, r.choice((1, 2, 3, 4, 6, 9, 14))))
        n -= sizes[-1]
    for when, size in zip(traffic(w, a, len(sizes)), sizes, strict=True):
        item = sample(r, fold, r.choice(("own:agent", "own:agent", "bfcl", "own:code")))
        steps(w, w.session(a), when, item._replace(system=system, tools=item.tools or tools), size)


SegmentNames = ("chat", "code", "app", "rag", "translate", "data", "agent")
BEHAVIOURS: dict[str, Callable[[World, Account, int], None]] = {
    "chat": chat,
    "code": code,
    "app": app,
    "rag": rag,
    "translate": translate,
    "data": data,
    "agent": agent,
}


def behave(w: World, a: Account, n: int) -> None:
    """n exchanges of an account, of its own kind."""
    if n > 0:
        BEHAVIOURS[a.segment](w, a, n)


def warm(fold: int) -> int:
    """Load the pools that everybody uses; returns how many texts there are."""
    return sum(len(pool(name, fold)) for name in ("wild", "alpaca", "support", "filler"))
