"""How campaigns word what they want: task lists by domain, and the words put around a task."""
from collections.abc import Callable, Iterator
from random import Random

from .asks import TOOLS, Supplier, code
from .book import Ask, Book
from .habits import Account
from .texts import pool
from .tongues import LANGUAGES, PHRASES, document, exercise, half, question

Base = Callable[[Random, int], str]

def listed(*names: str) -> Base:
    """Tasks taken from stored pools."""
    return lambda rng, fold: rng.choice(pool(rng.choice(names), fold)).text

def tongue(rng: Random, fold: int) -> str:
    """A question or exercise in any language."""
    lang = rng.choice(LANGUAGES)
    return question(rng, fold, lang) if rng.random() < 0.6 else exercise(rng, fold, lang)

def graded(rng: Random, fold: int) -> str:
    """A judge prompt of the campaign's own over stored answers."""
    row = rng.choice(pool(rng.choice(["alpaca", "alpaca_zh", "gsm"]), fold))
    rule = rng.choice(half(PHRASES["rubric"], fold)).format(c=rng.choice(PHRASES["criteria"]))
    return f"{rule}\n\n[Question] {row.text}\n[Answer] {row.reply or row.text}"

def rewritten(rng: Random, fold: int) -> str:
    """A document to be rewritten."""
    if rng.random() < 0.4:
        return rng.choice(pool("dialogues", fold)).text
    return document(rng, rng.choice(["zh", "zh", "en"]))

DOMAINS: dict[str, Base] = {
    "maths": listed("gsm", "cot", "gsm", "traces"),
    "school": lambda rng, fold: exercise(rng, fold, rng.choice(["en", "zh", "ru"])),
    "coding": lambda rng, fold: rng.choice(pool("code_zh", fold)).text if rng.random() < 0.5 else code(rng, fold),
    "agents": listed("bfcl", "toolformer"), "writing": listed("alpaca", "wild", "seeds"), "multilingual": tongue,
    "knowledge": listed("alpaca", "alpaca_zh", "direct"), "chinese": listed("alpaca_zh", "misc_zh", "code_zh"),
    "judging": graded, "stored-judging": listed("judge"), "documents": rewritten, "generators": listed("makers"),
}  # fmt: skip

def queue(rng: Random, fold: int, domains: list[str], repeat: int) -> Iterator[str]:
    """Tasks of one operator, each dealt `repeat` times at some distance; few accidental repeats."""
    seen: set[str] = set()
    while True:
        batch = []
        for _ in range(150):
            text = DOMAINS[rng.choice(domains)](rng, fold)
            if text in seen and rng.random() < 0.95:
                continue
            seen.add(text)
            batch += [text] * repeat
        rng.shuffle(batch)
        yield from batch

class Wording:
    """The words around a task: one template, several, paraphrased each time, or nothing."""
    def __init__(self, rng: Random, fold: int, mode: str, domain: str) -> None:
        self.rng, self.fold, self.mode, self.domain = rng, fold, mode, domain
        self.lang = rng.choice(["en", "en", "zh", "zh", "ru", "es"])
        count = {"several": rng.randrange(2, 7), "sweep": 60}.get(mode, 1)
        self.forms = [self.form() for _ in range(count)]
        self.inject = mode == "fixed" and rng.random() < 0.4
    def form(self) -> tuple[str, str]:
        """A template: what stands before and after the task."""
        rng = self.rng
        before, after = (half(PHRASES[f"{self.lang} {part}"], self.fold) for part in ("before", "after"))
        lead = rng.choice(before).format(d=self.domain) if rng.random() < 0.8 else ""
        close = " ".join(rng.sample(after, min(len(after), rng.choice([1, 1, 2, 3]))))
        return lead, close
    def wrap(self, task: str, progress: float) -> tuple[str, str | None]:
        """Input and system text for one task; `progress` in [0, 1] is how far the campaign has come."""
        rng = self.rng
        if self.mode == "bare":
            return task, None
        if self.mode == "paraphrase":
            soft = rng.choice(half(PHRASES["soft"], self.fold))
            task = task.lower() if rng.random() < 0.1 else task
            return (f"{task} {soft}".strip() if rng.random() < 0.6 else f"{soft.capitalize()}\n{task}".strip()), None
        scale = self.mode == "sweep" and progress > 0.3
        lead, close = rng.choice(self.forms[:2] if scale else self.forms)
        if self.inject:
            return task, f"{lead} {close}".strip()
        return f"{lead}\n{task}\n{close}".strip(), None

def prompted(book: Book, who: Account, crew: Random) -> Supplier:
    """The honest use the same words: prompt courses, tutors, explainers, editors, own small evaluations."""
    rng, fold = book.rng, book.fold
    domain = crew.choice(["school", "maths", "knowledge", "coding", "documents", "judging", "multilingual", "writing"])
    wording = Wording(crew, fold, crew.choice(["fixed", "fixed", "several", "paraphrase"]), domain)
    head = crew.choice(half(PHRASES["rewrite"], fold))
    while True:
        task = DOMAINS[domain](rng, fold)
        text, system = (f"{head}\n{task}", None) if domain == "documents" else wording.wrap(task, 1.0)
        yield Ask(text, system, who.lang, 300, think=1.0 if rng.random() < 0.3 else 0.0, risk=0.01)

def kit(rng: Random, fold: int) -> tuple[str, ...]:
    """A set of tools offered."""
    return rng.choice(TOOLS[fold::2])
