"""Making texts: composed prompts, paraphrases, filled templates, app prompts, short outputs."""

import random
from functools import lru_cache

from . import phrases as bank
from .corpus import Item, Template, pool, templates
from .phrases import fold_of

SWAPS = {
    "write": ("draft", "compose", "put together"),
    "explain": ("describe", "clarify", "tell me about"),
    "give": ("provide", "offer", "list"),
    "create": ("make", "produce", "build"),
    "find": ("determine", "work out", "identify"),
    "calculate": ("compute", "work out"),
    "how many": ("what number of",),
    "what is": ("what's", "tell me"),
    "generate": ("produce", "come up with"),
    "describe": ("explain", "sketch"),
    "following": ("below", "next"),
    "each": ("every",),
    "total": ("overall", "sum"),
    "buy": ("purchase",),
    "sentence": ("line", "sentence"),
    "use": ("apply", "employ"),
    "help": ("assist", "support"),
    "show": ("present", "display"),
    "big": ("large",),
    "list": ("name", "enumerate"),
    "identify": ("point out", "spot"),
    "make": ("produce", "do"),
    "rewrite": ("rephrase", "redo"),
}
SCALES = {"daily": 5.3, "code": 6.0, "maths": 5.6, "science": 5.7, "business": 5.8, "agent": 4.8, "sensitive": 5.4}
AI_WORDS = ("model", "agent", "metric", "dataset", "the subject", "the field", "item", "unit")


def fill_small(r: random.Random, text: str) -> str:
    """Fill the small slots of a phrase."""
    if "{" not in text:
        return text
    values = {
        "n": r.randrange(3, 60),
        "k": r.randrange(2, 13),
        "l": r.choice(bank.LANGUAGES),
        "j": r.choice(bank.JOBS),
        "c": r.choice(bank.CITIES),
        "t": r.choice(bank.TRADES).replace(" ", "_"),
    }
    for key, value in values.items():
        text = text.replace("{" + key + "}", str(value))
    return text


def compose(r: random.Random, fold: int, domain: str) -> Item:
    """A made-up prompt of a domain, English, with personal details as often as people give them."""
    subject = r.choice(fold_of(bank.SUBJECTS[domain], fold))
    ask = r.choice(bank.ASKS[domain]).replace("{s}", subject)
    if r.random() < 0.7:
        detail = r.choice(bank.DETAILS)
        ask = ask[:-1] + detail + ask[-1]
    if r.random() < 0.65:
        context = r.choice(bank.CONTEXTS)
        ask = f"{context} {ask}" if r.random() < 0.5 else f"{ask} {context}"
    if r.random() < 0.25:
        ask += r.choice(bank.CLOSERS)
    tools = tuple(r.sample(bank.AGENT_TOOLS, r.randrange(2, 7))) if domain == "agent" else ()
    return Item(None, fill_small(r, ask), None, SCALES[domain], tools)


def follow(r: random.Random, fold: int) -> str:
    """A later turn of a conversation."""
    text = r.choice(bank.FOLLOWS)
    u = r.random()
    if u < 0.3:
        return fill_small(r, text)
    if u < 0.6:
        text = f"{text} {r.choice(bank.CONTEXTS)}"
    elif u < 0.85:
        subject = r.choice(fold_of(bank.SUBJECTS[r.choice(("daily", "business", "science", "code"))], fold))
        text = r.choice(
            ("And {s}?", "What about {s}", "Same for {s} please", "Compare it with {s}.", "Does that hold for {s}")
        )
        text = text.replace("{s}", subject) + r.choice(bank.DETAILS)
    else:
        text = f"{r.choice(('Thanks.', 'Hm.', 'Ok,', 'No,', 'Great!'))} {text[:-1]}{r.choice(bank.DETAILS)}{text[-1]}"
    return paraphrase(r, fold, fill_small(r, text), 0.3)


def compose_foreign(r: random.Random, fold: int, lang: str) -> Item:
    """A made-up prompt in another language."""
    subjects, asks = bank.FOREIGN.get(lang, bank.FOREIGN["es"])
    text = r.choice(asks).replace("{s}", r.choice(fold_of(subjects, fold)))
    if r.random() < 0.7:
        text += f" ({r.choice(bank.CITIES)}, {r.randrange(2, 400)})"
    return Item(None, text, None, 5.4)


def _typo(r: random.Random, text: str) -> str:
    at = r.randrange(1, max(2, len(text) - 2))
    return text[:at] + text[at + 1 :] if r.random() < 0.5 else text[:at] + text[at : at + 1] + text[at:]


def paraphrase(r: random.Random, fold: int, text: str, strength: float) -> str:
    """The same request in other words: swapped words and numbers, an opener, a closer, case, typing errors."""
    if len(text) > 1500:
        start = 0 if r.random() < 0.5 else text.find(" ", r.randrange(len(text) // 3)) + 1
        return (
            f"{fill_small(r, r.choice(bank.CONTEXTS))}\n{text[start : start + round(len(text) * r.uniform(0.35, 1.0))]}"
        )
    if not text.isascii():
        return (
            text + r.choice(("", "", "谢谢", "请简要回答。", "?", "!"))
            if any("一" <= c <= "鿿" for c in text[:20])
            else text
        )
    lowered = text.lower()
    for word, others in SWAPS.items():
        if word in lowered and r.random() < 0.8 * strength:
            other = r.choice(others)
            text = text.replace(word, other, 1).replace(word.capitalize(), other.capitalize(), 1)
    if r.random() < 0.5 * strength and len(text) < 600:
        out = []
        for token in text.split(" "):
            if token.isdigit() and len(token) < 4 and r.random() < 0.7:
                token = str(max(2, int(token) + r.randrange(-3, 9)))
            out.append(token)
        text = " ".join(out)
    if r.random() < 0.55 * strength:
        opener = r.choice(fold_of(bank.OPENERS, fold))
        text = opener + (text[0].lower() + text[1:] if opener.endswith(", ") and text else text)
    if r.random() < 0.4 * strength:
        text = f"{fill_small(r, r.choice(bank.CONTEXTS))} {text}"
    if r.random() < 0.4 * strength:
        text += r.choice(fold_of(bank.CLOSERS, fold))
    if r.random() < 0.2 * strength:
        text = text.lower()
    if r.random() < 0.2 * strength and len(text) > 12:
        text = _typo(r, text)
    return text


def sample(r: random.Random, fold: int, source: str) -> Item:
    """One item of a source: a pool, `own:DOMAIN`, `lang:XX` or `doc` (a document to work on)."""
    kind, _, rest = source.partition(":")
    if kind == "own":
        return compose(r, fold, rest)
    if kind == "lang":
        return compose_foreign(r, fold, rest)
    if kind == "doc":
        first = r.choice(pool("filler", fold) if r.random() < 0.5 else pool("alpaca:write", fold))
        body = first.answer or first.prompt
        if r.random() < 0.5:
            body += "\n" + compose(r, fold, "sensitive" if r.random() < 0.4 else "science").prompt
        return Item(None, body.strip(), None, 5.0)
    return r.choice(pool(source, fold))


def fill(r: random.Random, fold: int, template: Template, item: Item) -> Item:
    """A library template around an item."""
    parts: list[str] = []
    for at, piece in enumerate(template.pieces):
        if at % 2 == 0:
            parts.append(piece)
        elif piece == "q":
            parts.append(item.prompt[:1500])
        elif piece == "a":
            parts.append((item.answer or output(r, 60))[:900])
        elif piece == "t":
            parts.append(item.prompt[:1500] if "q" not in template.pieces else sample(r, fold, "filler").prompt[:900])
        elif piece == "lang":
            parts.append(r.choice(("English", "Python", "Chinese", "Spanish")))
        elif piece == "topic":
            parts.append(r.choice(bank.SUBJECTS["science"]))
        elif piece == "n":
            parts.append(str(r.randrange(2, 11)))
        elif piece == "c":
            parts.append(r.choice(bank.JOBS))
        else:
            parts.append(r.choice(AI_WORDS))
    scale = 5.3 if template.family == "judge" else max(item.scale, 5.0)
    return Item(template.system or item.system, "".join(parts), None, scale, item.tools, item.elicits)


def draw_template(r: random.Random, fold: int, family: str) -> Template:
    """A library template of a family; many lm-eval ones exist, so they are drawn after their origin."""
    return r.choice(templates(fold)[family])


@lru_cache(maxsize=1)
def _outputs() -> tuple[str, ...]:
    r = random.Random(11)
    return tuple(" ".join(r.choice(bank.OUTPUTS) for _ in range(r.randrange(1, 7))) for _ in range(3000))


def output(r: random.Random, tokens: int) -> str:
    """A short made-up output."""
    text = r.choice(_outputs())
    return text[: max(4, 4 * tokens)]


def app_system(r: random.Random) -> str:
    """The system prompt of one small application; hardly ever the same twice."""
    trade, role = r.choice(bank.TRADES), r.choice(bank.ROLES)
    head = r.choice(
        (
            "You are {a}, the {b} of {c}, a {d} in {e}.",
            "Role: {b} for {c} ({d}, {e}). Your name is {a}.",
            "{c} is a {d}. As its {b} you help people from {e}.",
            "You work as {b} at the {d} {c}.",
            "Assistant of {c}: {b}. Location {e}.",
        )
    ).format(a=r.choice(bank.NAMES), b=role, c=business(r), d=trade, e=r.choice(bank.CITIES))
    return head + " " + " ".join(fill_small(r, rule) for rule in r.sample(bank.RULES, r.randrange(1, 7)))


HEADS = (
    "North",
    "Blue",
    "Quick",
    "Silver",
    "Open",
    "Green",
    "Urban",
    "Clear",
    "Prime",
    "Little",
    "Bright",
    "Stone",
    "Rapid",
    "True",
    "Far",
    "New",
)
TAILS = (
    "field",
    "leaf",
    "works",
    "lab",
    "point",
    "bridge",
    "wave",
    "desk",
    "path",
    "cloud",
    "forge",
    "port",
    "mind",
    "side",
    "line",
    "stack",
)


def business(r: random.Random) -> str:
    """A made-up business name."""
    return (
        r.choice(HEADS)
        + r.choice(TAILS)
        + r.choice(("", "", " GmbH", " Ltd", " Labs", " AI", " & Co", " Pte", " Inc", f" {r.randrange(2, 99)}"))
    )


def agent_system(r: random.Random) -> tuple[str, tuple[str, ...]]:
    """The long system prompt and the tools of a (made-up) open-source agent."""
    name = f"{r.choice(HEADS)}{r.choice(('claw', 'hand', 'deck', 'pilot', 'smith', 'loop'))}"
    tools = tuple(r.sample(bank.AGENT_TOOLS, r.randrange(4, 10)))
    duties = " ".join(
        f"Use {tool} {r.choice(('sparingly', 'first', 'to verify', 'when asked', 'before you edit', 'only once'))}."
        for tool in tools
    )
    trade = r.choice(("coding", "research", "office", "terminal", "browser"))
    text = f"You are {name}, an open-source {trade} agent. Think about the next action, call one tool, "
    text += f"wait for its result. {duties} Stop when the goal is reached."
    return text, tools


def tool_result(r: random.Random) -> str:
    """What a tool gave back."""
    return f"[{r.choice(bank.AGENT_TOOLS)}] " + fill_small(r, r.choice(bank.TOOL_RESULTS))
