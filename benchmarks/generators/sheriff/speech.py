"""Text composed from the banks: askers with interests, tenants with templates, harvesters with wordings."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.generators.sheriff.corpus import half

NAMES = [
    "Tom",
    "Ana",
    "Wei",
    "Priya",
    "Lena",
    "Omar",
    "Yuki",
    "Sofia",
    "Ivan",
    "Chloe",
    "Diego",
    "Hana",
    "Kofi",
    "Maja",
    "Noor",
    "Paul",
    "Rosa",
    "Sven",
    "Tara",
    "Umar",
]
LANGUAGES = [
    "Spanish",
    "German",
    "French",
    "Portuguese",
    "Japanese",
    "Chinese",
    "Italian",
    "Dutch",
    "Polish",
    "Korean",
    "Arabic",
    "Turkish",
]


class Speech:
    """The banks of one fold."""

    def __init__(self, fold: int) -> None:
        bank: dict[str, list[str]] = {}
        for line in (Path(__file__).parent / "banks.txt").read_text(encoding="utf-8").splitlines():
            name, _, text = line.partition("=")
            bank[name] = half(text.split("|"), fold)
        self.bank = bank
        self.areas = {name[5:]: words for name, words in bank.items() if name.startswith("area.")}
        self.tongues = {
            name[5:]: (words, bank[f"topics.{name[5:]}"]) for name, words in bank.items() if name[:5] == "asks."
        }
        self.swaps = [swap.split(">") for swap in bank["swaps"]]

    def drawer(self, rng: Random) -> Callable[[str], str]:
        """A short way to draw from a bank."""
        return lambda name: rng.choice(self.bank[name])

    def fill(self, rng: Random, text: str, areas: list[str]) -> str:
        """Fill a phrase's holes, twice since fillings have holes."""
        one = self.drawer(rng)
        for _ in range(2):
            if "{" not in text:
                break
            topics = self.areas[rng.choice(areas)]
            text = text.format_map(
                {
                    "x": rng.choice(topics), "y": rng.choice(topics), "d": one('details'),
                    "n": rng.choice((2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30, 40, 60, 75, 90, 120, 150, 250, 300)),
                    "who": one('who'), "age": rng.choice(("five", "a student", "new to this", "70", "a colleague")),
                    "unit": rng.choice(("days", "weeks", "hours", "months", "years", "minutes")),
                    "day": rng.choice(("Monday", "Friday", "the weekend", "tomorrow", "the 15th", "tonight")),
                    "place": one('places'), "lang": rng.choice(LANGUAGES), "f": one('fields'),
                    "m": one('modules'), "e": one('errors'), "lib": one('libs'),
                    "o": rng.choice(("dry-run", "json", "verbose", "since", "limit", "force", "watch", "quiet")),
                    "co": one('companies'), "trade": one('trades'), "c": one('criteria'),
                    "name": rng.choice(NAMES),
                }
            )  # fmt: skip
        return text

    def interests(self, rng: Random, count: int = 3) -> list[str]:
        """What a person asks about."""
        return rng.sample(sorted(self.areas), min(count, len(self.areas)))

    def ask(self, rng: Random, areas: list[str], tongue: str = "en") -> str:
        """A person's first question."""
        one = self.drawer(rng)
        if tongue in self.tongues:
            asks, topics = self.tongues[tongue]
            text = rng.choice(asks).replace("{n}", str(rng.randrange(2, 300)))
            return text.replace("{x}", rng.choice(topics)).replace("{y}", rng.choice(topics))
        text = self.fill(rng, one("asks"), areas)
        if rng.random() < 0.35:
            text += " " + self.fill(rng, one("details"), areas) + rng.choice(("", ".", "!", " thx"))
        return text

    def follow_up(self, rng: Random, areas: list[str], tongue: str = "en") -> str:
        """A person's next turn."""
        one = self.drawer(rng)
        if tongue in self.tongues and rng.random() < 0.8:
            return self.ask(rng, areas, tongue)
        return self.fill(rng, one("follow"), areas)

    def task(self, rng: Random, modules: list[str] | None = None) -> str:
        """A task for a coding agent."""
        one = self.drawer(rng)
        text = one("repo")
        if modules:
            text = text.replace("{m}", rng.choice(modules))
        return self.fill(rng, text, ["python", "web", "systems"])

    def passage(self, rng: Random, areas: list[str], sentences: int) -> str:
        """A customer's own text."""
        one = self.drawer(rng)
        parts = []
        for _ in range(sentences):
            x = rng.choice(self.areas[rng.choice(areas)])
            form = rng.randrange(6)
            if form == 0:
                parts.append(f"{rng.choice(NAMES)} from {one('places')} wrote on {rng.randrange(1, 29)}/0"
                             f"{rng.randrange(1, 10)} about {x}.")  # fmt: skip
            elif form == 1:
                parts.append(
                    f"Order {rng.getrandbits(19)}: {x}, {rng.randrange(1, 40)} pcs, {rng.randrange(900)} EUR."
                )
            elif form == 2:
                parts.append(f"Regarding {x}: {self.fill(rng, one('details'), areas)}.")
            elif form == 3:
                parts.append(f"In {rng.randrange(1987, 2026)} the share of {x} rose by {rng.randrange(1, 60)} percent.")
            elif form == 4:
                parts.append(
                    f"{rng.choice(NAMES)} said that {x} would take {rng.randrange(2, 30)} days in {one('places')}."
                )
            else:
                parts.append(
                    f"See also {x} and {rng.choice(self.areas[rng.choice(areas)])} (no. {rng.randrange(999)})."
                )
        return " ".join(parts)

    def role(self, rng: Random) -> str:
        """A tenant's system prompt."""
        one = self.drawer(rng)
        name = one("companies") + rng.choice(("", " " + rng.choice(NAMES), " " + one("places"), " Labs"))
        text = one("roles").replace("{co}", name)
        rules = rng.sample(self.bank["rules"], rng.randrange(1, 4))
        return self.fill(rng, " ".join([text, *rules]), ["business", "home"])

    def job(self, rng: Random) -> str:
        """A tenant's template before its text."""
        one = self.drawer(rng)
        jobs = [one("jobs") for _ in range(rng.choice((1, 1, 2)))]
        return self.fill(rng, " ".join(jobs), ["business"]) + rng.choice(
            ("\n\n", "\n---\n", "\nText: ", "\n\nInput:\n")
        )

    def agent(self, rng: Random) -> tuple[str, list[str]]:
        """An agent programme: its system prompt and tools."""
        one = self.drawer(rng)
        name = rng.choice(
            ["Mole", "Otter", "Finch", "Badger", "Heron", "Lynx", "Newt", "Wren", "Stoat", "Vole"]
        ) + rng.choice(("", "AI", "-dev", "Bot"))
        text = one("agents").replace("{name}", name).replace("{n}", str(rng.randrange(1, 5)))
        return text + f" Build {rng.randrange(100, 999)}.", one("toolsets").split(",")

    def manner(self, rng: Random, text: str, sloppy: float) -> str:
        """The same text as a hurried person types it."""
        if sloppy > 0.5:
            text = text.lower().replace("'", "")
        if sloppy > 0.8 and len(text) > 12:
            at = rng.randrange(3, len(text) - 3)
            text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        if rng.random() < 0.08:
            text = rng.choice(("hi, ", "hey ", "Hello! ", "Good evening. ", "ok so ", "pls ")) + text
        return text

    def rephrase(self, rng: Random, text: str) -> str:
        """A question as another model would put it."""
        one = self.drawer(rng)
        for old, new in rng.sample(self.swaps, len(self.swaps) // 2):
            text = text.replace(f" {old} ", f" {new} ")
            if text[: len(old)].lower() == old and rng.random() < 0.7:
                text = new.capitalize() + text[len(old) :]
        for name in ("John", "Tom", "Mary", "Sam", "Bob", "Jack", "James", "Anna"):
            if name in text and rng.random() < 0.5:
                text = text.replace(name, rng.choice(NAMES))
        sentences = text.split(". ")
        if len(sentences) > 2 and rng.random() < 0.3:
            sentences[0], sentences[1] = sentences[1], sentences[0]
            text = ". ".join(sentences)
        draw = rng.random()
        if draw < 0.35:
            text = f"{one('openers')} {text}"
        elif draw < 0.5:
            text += " " + self.fill(rng, one("plain"), ["school"])
        return text

    def wording(self, rng: Random, elicits: bool) -> tuple[str, str]:
        """A harvester's frame: what stands before and after the item."""
        one = self.drawer(rng)
        middle = rng.choice(self.bank["elicit"] if elicits else self.bank["plain"])
        head, tail = "", ""
        if rng.random() < 0.6:
            head = one("leads") + rng.choice((" ", "\n", "\n\n"))
        if rng.random() < 0.5:
            head += middle + "\n\n"
        else:
            tail = "\n\n" + middle
        if rng.random() < 0.5:
            tail += "\n" + one("tails")
        return head, tail

    def grading(self, rng: Random) -> str:
        """A grading rubric of an operator or a product."""
        one = self.drawer(rng)
        text = one("judge").format(n=rng.choice((5, 7, 10, 100)), c=one("criteria"))
        return text + (f" Also consider {one('criteria')}." if rng.random() < 0.5 else "")

    def answer(self, rng: Random, question: str, tokens: int, tongue: str) -> str:
        """A made-up output of about that many tokens, short of the whole."""
        one = self.drawer(rng)
        if tokens < 12:
            return rng.choice(("yes", "no", "A", "B", '{"label": "ok"}', "positive", "7", "other", "42", "N/A"))
        if tongue in {"zh", "ja"}:
            return "".join(rng.choice(self.bank["zh_answers"]) for _ in range(min(tokens // 12 + 1, 12)))
        words = question.split()[:40]
        parts = ["On " + " ".join(words[3 : 3 + rng.randrange(3, 9)]) + ":"]
        parts += [one("answers") for _ in range(min(tokens // 14 + 1, 14))]
        return " ".join(parts)[: tokens * 5]
