"""Composes prompts, system texts and templates from the phrase banks of one half."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from . import phrases, texts
from .texts import Ask


@lru_cache(maxsize=256)
def bank(name: str, fold: int) -> tuple[str, ...]:
    """One half of a phrase bank; short banks of harmless fillings are whole."""
    items = [part.strip() for part in getattr(phrases, name).replace("\n", "|").split("|")]
    if len(items) < 12 or name in {"SYLLABLES", "SUFFIX", "CODE_IN", "LANGS", "WHO", "WARES"}:
        return tuple(items)
    return tuple(item for place, item in enumerate(items) if place % 2 == fold)


@dataclass(slots=True)
class Template:
    """A customer's fixed frame with one hole."""

    system: str | None
    head: str
    tail: str
    fill: str
    out: int
    fmt: str | None


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


class Writer:
    """Writes with one random stream and one half of the banks."""

    def __init__(self, r: Random, fold: int) -> None:
        self.r = r
        self.fold = fold

    def pick(self, name: str) -> str:
        """A phrase of a bank."""
        return self.r.choice(bank(name, self.fold))

    def fill(self, frame: str) -> str:
        """Fill the holes of a phrase."""
        if "{" not in frame:
            return frame
        r = self.r
        return frame.format_map(
            {
                "x": self.topic(),
                "y": self.pick("TOPICS"),
                "n": r.randint(11, 997),
                "m": r.randint(2, 89),
                "k": r.randint(20, 900),
                "d": r.randint(2, 9),
                "e": r.randint(2, 7),
                "p": r.randint(5, 31),
                "a": self.pick("WHO"),
                "b": self.pick("WARES"),
                "l": self.pick("LABELS"),
                "r": self.pick("READERS"),
                "g": self.pick("LANGS"),
                "f": self.pick("PIECES"),
                "s": self.pick("STYLES"),
                "c": self.pick("CRITERIA"),
                "i": self.pick("INDUSTRIES"),
            }
        )

    def topic(self) -> str:
        """A subject, sometimes narrowed."""
        return f"{self.pick('TOPICS')} {self.pick('PLACES')}" if self.r.random() < 0.4 else self.pick("TOPICS")

    def chain(self, *names: str) -> str:
        """A sentence of one phrase per bank."""
        parts = [self.pick(names[0])]
        script = _chinese(parts[0])
        for name in names[1:]:
            part = next((p for p in (self.pick(name) for _ in range(12)) if not p or _chinese(p) == script), "")
            parts.append(part)
        return self.fill(("" if script else " ").join(part for part in parts if part))

    def company(self) -> str:
        """An invented company."""
        name = "".join(self.pick("SYLLABLES") for _ in range(self.r.choice((2, 2, 3)))).capitalize()
        return f"{name} {self.pick('SUFFIX')}"

    def system(self, company: str | None = None, rules: int = 0) -> str:
        """A business system prompt."""
        r = self.r
        company = company or self.company()
        head = self.pick("ROLES").format(c=company, i=self.pick("INDUSTRIES"))
        count = rules or r.choice((0, 2, 4, 6, 9, 16))
        stock = r.sample(bank("RULES", self.fold), min(count // 2, 6))
        own = [*stock, *(self.chain("RULE_VERB", "RULE_OBJ", "RULE_WHEN") + "." for _ in range(count - len(stock)))]
        r.shuffle(own)
        if r.random() < 0.4:
            own = [f"{place + 1}. {rule}" for place, rule in enumerate(own)]
        text = (r.choice((" ", "\n", "\n- ")) if own else "").join([head, *own])
        if r.random() < 0.3:
            text += "\n\n## Background\n" + "\n".join(self.document() for _ in range(r.randint(1, 6)))
        return text[:6000]

    def template(self, company: str | None = None) -> Template:
        """A template that some developer wrote once."""
        r = self.r
        company = company or self.company()
        task = self.pick("TASKS").replace("{c}", company)
        if r.random() < 0.65:
            task = self.chain("TASK_DO", "TASK_WHAT", "TASK_FOR") + "."
        frame = self.fill(task.replace("{x}", "the text"))
        fmt = self.pick("FORMATS")
        mark = self.pick("SECTIONS")
        wrap = r.choice((f"\n\n{mark}:\n", f"\n\n### {mark}\n", '\n"""\n', f"\n<{mark.lower()}>\n", f" {mark}: "))
        tail = {'\n"""\n': '\n"""', f"\n<{mark.lower()}>\n": f"\n</{mark.lower()}>"}.get(wrap, "")
        late = r.random() < 0.3
        head = f"{frame} {'' if late else fmt}".rstrip() + wrap
        system = self.system(company) if r.random() < 0.65 else None
        kind = r.choice(("tweets", "dialogues", "support", "facts", "facts", "know", "orders"))
        return Template(
            system,
            head,
            tail + (f"\n{fmt}" if late and fmt else ""),
            kind,
            r.choice((12, 40, 90, 180, 320)),
            "json_object" if "JSON" in fmt and r.random() < 0.5 else None,
        )

    def filling(self, kind: str) -> str:
        """Something to put into a template."""
        r = self.r
        if kind in {"tweets", "dialogues"}:
            return r.choice(texts.pool(kind, self.fold)).text[:1800]
        if kind == "support":
            groups = texts.support(self.fold)
            return r.choice(groups[r.choice(list(groups))]).text
        if kind == "know":
            return self.fill(self.pick("KNOW"))
        if kind == "orders":
            return ", ".join(f"{r.randint(1, 40)} x {self.pick('WARES')}" for _ in range(r.randint(2, 9)))
        return self.passage() if r.random() < 0.5 else self.document()

    def from_template(self, t: Template) -> Ask:
        """One call of a template."""
        return Ask(f"{t.head}{self.filling(t.fill)}{t.tail}", t.system, t.out, fmt=t.fmt)

    def question(self, domain: str) -> Ask:
        """A bare task of a domain, from data or composed."""
        return self.r.choice(_DOMAINS[domain])(self)

    def vary(self, text: str, much: float = 0.5) -> str:
        """Small personal changes around a text."""
        r = self.r
        if r.random() < much:
            text = f"{self.pick('OPENERS')} {text}".strip()
        if r.random() < much:
            text = f"{text} {self.pick('CLOSERS')}".strip()
        if r.random() < 0.1:
            text = text.lower()
        return text

    def wrap(self, text: str, parts: Sequence[str]) -> str:
        """A task inside an elicitation wording."""
        opening, ask, form, *rest = parts
        order = rest[0] if rest else "before"
        lead = f"{opening} {ask}".strip()
        if order == "before":
            return f"{lead}\n\n{text}\n\n{form}".strip()
        if order == "after":
            return f"{text}\n\n{lead} {form}".strip()
        return f"{opening}\n{text}\n{ask} {form}".strip()

    def wording(self, hidden: float = 0.15) -> list[str]:
        """Draw an elicitation wording: opening, request, form, order."""
        r = self.r
        opening = self.pick("HARD_OPEN") if r.random() < 0.7 else ""
        ask = self.pick("HIDDEN") if r.random() < hidden else self.request()
        return [opening, ask, self.pick("HARD_FORM"), r.choice(("before", "after", "around"))]

    def request(self) -> str:
        """A wish to see the reasoning."""
        r = self.r
        if r.random() < 0.55:
            return self.chain("SPELL", "SPELL_WHAT", "SPELL_HOW", "SPELL_WHEN") + "."
        return self.pick("HARD_ASK" if r.random() < 0.7 else "WHY")

    def recast(self) -> str:
        """An order to rewrite."""
        if self.r.random() < 0.5:
            return self.chain("RECAST", "TASK_WHAT", "RECAST_HOW") + "."
        return self.pick("REWRITE")

    def judge(self, about: str | None = None) -> str:
        """A rubric of one's own around two texts."""
        rubric = about or self.fill(self.pick("JUDGE").replace("{n}", str(self.r.choice((4, 5, 7, 10)))))
        task = self.question(self.r.choice(("knowledge", "writing", "code", "maths")))
        reply = task.answer or " ".join(self.pick("REPLIES") for _ in range(self.r.randint(2, 8)))
        return f"{rubric}\n\n[Question]\n{task.text}\n\n[Answer]\n{reply[:900]}"

    def passage(self) -> str:
        """A passage somebody else wrote."""
        r = self.r
        pages = texts.passages(self.fold)
        return "\n".join(r.choice(pages) for _ in range(r.choice((1, 1, 2, 4))))

    def document(self) -> str:
        """A passage on a public matter."""
        r = self.r
        x, y = self.topic(), self.topic()
        lines = [self.pick("FACTS").format(x=x, y=y, n=r.randint(3, 90)) for _ in range(r.randint(3, 14))]
        return " ".join(lines)

    def reply(self, tokens: int) -> str:
        """Made-up output of about this size, cut at a few hundred characters."""
        lines = bank("REPLIES", self.fold)
        count = min(1 + tokens // 12, 9)
        return " ".join(self.r.choices(lines, k=count))[: max(2, tokens * 4)]


def _pooled(name: str) -> Callable[[Writer], Ask]:
    return lambda w: w.r.choice(texts.pool(name, w.fold))


def _composed(name: str, out: int) -> Callable[[Writer], Ask]:
    def write(w: Writer) -> Ask:
        return Ask(w.fill(w.pick(name).replace("{x}", w.pick("THINGS")) if name == "AGENT" else w.pick(name)), out=out)

    return write


def _code(w: Writer) -> Ask:
    if w.r.random() < 0.25:
        text = f"{w.fill(w.pick('TROUBLE'))}\nwhat does this mean in {w.pick('CODE_IN')}?"
        return Ask(text, out=260)
    text = f"{w.pick('CODE_DO')} {w.pick('CODE_WHAT')} {w.pick('CODE_HOW')}, {w.pick('CODE_IN')}."
    return Ask(text, out=520)


def _rewrite(w: Writer) -> Ask:
    return Ask(w.document() if w.r.random() < 0.4 else w.passage(), out=260)


_DOMAINS: dict[str, list[Callable[[Writer], Ask]]] = {
    "maths": [_pooled("gsm8k"), _pooled("gsm8k"), _composed("MATH", 420)],
    "code": [_code, _code, _pooled("apibench"), _pooled("zh_extra")],
    "agents": [_pooled("bfcl"), _pooled("toolformer"), _composed("AGENT", 200), _composed("AGENT", 200)],
    "writing": [_composed("WRITE", 600), _pooled("wild"), _pooled("seeds")],
    "chinese": [_pooled("alpaca_zh"), _pooled("alpaca_zh"), _pooled("wild_zh"), _pooled("zh_extra")],
    "knowledge": [_pooled("alpaca"), _pooled("alpaca"), _composed("KNOW", 320)],
    "documents": [_rewrite],
}
DOMAINS = tuple(_DOMAINS)
