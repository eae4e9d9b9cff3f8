"""Short phrase banks (phrases.txt) and the grammars that combine them; every bank is cut into two halves."""

from functools import lru_cache
from pathlib import Path
from random import Random

from benchmarks.generators.chancellor.texts import split

SLOTS = ("who", "thing", "language", "artifact", "twist", "topic", "angle", "form", "tone", "project")


@lru_cache(maxsize=2)
def banks(fold: int) -> dict[str, tuple[str, ...]]:
    """The half of every bank that one world may use."""
    out = {}
    for line in Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines():
        name, _, phrases = line.partition(": ")
        decoded = ("" if text.strip() == "-" else text.replace("\\n", "\n") for text in phrases.split(" | "))
        out[name] = split(tuple(decoded), fold)
    return out


class Phrases:
    """The grammars over one half of the banks."""

    def __init__(self, fold: int, r: Random) -> None:
        self.r, self.banks = r, banks(fold)

    def pick(self, name: str) -> str:
        """One phrase of a bank."""
        bank = self.banks[name]
        return bank[int(self.r.random() * len(bank))]

    def fill(self, template: str, topics: tuple[str, ...] = ()) -> str:
        """A template with its slots drawn; `topics` narrows what it is about."""
        if "{" not in template:
            return template
        r, pick = self.r, self.pick
        slots = {name: pick(name) for name in SLOTS if "{" + name in template}
        if topics and "{topic" in template:
            slots["topic"] = r.choice(topics)
        return template.format(
            **slots, chore=pick("chore").format(mod=pick("module")), zt=pick("zh_topic"), zt2=pick("zh_topic"),
            topic2=pick("topic"), a=r.randint(2, 48), b=r.randint(3, 90), c=r.randint(2, 24), d=r.randint(3, 9),
            crit=pick("criteria"), firm=pick("firms"), kind=pick("firm_kind"), name=pick("names"), q="{q}",
                lang="{lang}",
        )

    def ask(self, domain: str, lang: str = "en", topics: tuple[str, ...] = ()) -> str:
        """One composed question of a domain."""
        if "in_" + lang in self.banks and domain in ("knowledge", "writing", "general"):
            return self.fill(self.pick("in_" + lang), topics)
        if lang == "zh" and domain != "code":
            return self.fill(self.pick("chinese"))
        bank = {"maths": "maths", "code": "coding", "agents": "agentic", "writing": "writing"}.get(domain, "asking")
        return self.fill(self.pick(bank), topics)

    def firm(self) -> str:
        """The name of a small firm."""
        return f"{self.pick('firms')} {self.pick('firm_kind')}"
