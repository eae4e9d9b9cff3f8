"""Prompts: the real files, cut into two folds, and phrase banks of our own."""

import random
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
# One subject a line: banks parted by two tabs, each its name, a tab, and its phrases.
_LINES = (Path(__file__).parent / "phrases.txt").read_text("utf-8").splitlines()
BANKS = dict(cell.split("\t", 1) for line in _LINES for cell in line.split("\t\t"))
THEMES = BANKS["THEMES"].split()
FOLLOW_UPS = {n[7:]: text.split("|") for n, text in BANKS.items() if n.startswith("FOLLOW_")}


@lru_cache(maxsize=100)
def bank(name: str) -> tuple[str, ...]:
    """A phrase bank."""
    return tuple(BANKS[name].split("|"))


def digest(text: str, salt: str = "constable") -> str:
    """A stable short hash."""
    a, b = zlib.crc32((salt + text).encode()), zlib.adler32((text + salt).encode())
    return f"{a:08x}{(b * 2654435761 + a) % 2**32:08x}"


@dataclass(slots=True)
class Ask:
    """One thing to ask, with what goes along."""

    prompt: str
    system: str | None = None
    answer: str | None = None
    out: float = 220.0  # median output tokens
    tools: tuple[str, ...] | None = None
    risky: float = 0.004  # chance that the provider's classifier refuses
    orphan: int = 0  # earlier messages that this log never saw


_THEME = {e.split("=")[0]: re.compile(e.split("=")[1], re.IGNORECASE) for e in THEMES}
_SWAPS = [(re.compile(rf"\b{e.split('=')[0]}\b", re.IGNORECASE), e.split("=")[1]) for e in bank("SWAPS")]


def theme_of(text: str) -> str:
    """The rough subject of a text."""
    return next((n for n, rx in _THEME.items() if rx.search(text[:300])), "other")


@dataclass
class Pools:
    """Everything that can be asked in one fold."""

    asks: dict[str, list[Ask]] = field(default_factory=dict)
    groups: dict[str, dict[str, list[Ask]]] = field(default_factory=dict)
    chats: dict[str, list[list[Ask]]] = field(default_factory=dict)  # by language
    themed: dict[str, list[Ask]] = field(default_factory=dict)


FILES = {f"{d.lower()}/{e.split('=')[1]}": e.split("=")[0] for d in ("BENIGN", "HARVEST") for e in BANKS[d].split()}
FOLDED = {"tenant": "template_id", "chat": "conv_id"}
GROUPED = {"tenant": "template_id", "bbh": "subtype", "direct": "subtype", "support": "source", "judge": "subtype"}


@lru_cache(maxsize=2)
def pools(fold: int) -> Pools:
    """The prompt files of one fold."""
    out = Pools()
    talks: dict[str, list[tuple[int, str, Ask]]] = {}
    for path, name in FILES.items():
        rows = pq.read_table(DATA / f"{path}.parquet").to_pylist()
        for row in rows:
            prompt = (row["prompt"] or "")[:3000].strip()
            key = "bench-constable" + str(row[FOLDED.get(name, "prompt")])
            if not prompt or zlib.crc32(key.encode()) % 2 != fold:
                continue
            answer = row["response"] or ""
            size = max(4.0, len(answer) / 4) if answer else 180.0
            size = size * 1.6 + 60 if path[0] == "h" and answer else size  # models say more now than in 2023
            ask = Ask(prompt, row["system"], answer[:900] or None, size)
            out.asks.setdefault(name, []).append(ask)
            if name in GROUPED:
                label = str(row[GROUPED[name]])
                out.groups.setdefault(name, {}).setdefault(label, []).append(ask)
            if name == "chat":
                talks.setdefault(str(row["conv_id"]), []).append((int(row["turn"] or 0), str(row["lang"]), ask))
    for turns in talks.values():
        turns.sort(key=lambda x: x[0])
        out.chats.setdefault(turns[0][1], []).append([a for _, _, a in turns])
    for name in ("alpaca", "wild", "seeds"):
        for ask in out.asks[name]:
            out.themed.setdefault(theme_of(ask.prompt), []).append(ask)
    return out


class Writer:
    """Composes texts for one world."""

    def __init__(self, rng: random.Random, fold: int) -> None:
        self.r, self.fold, self.pools = rng, fold, pools(fold)

    def pick(self, name: str) -> str:
        """One item of the fold's half of a bank."""
        return self.r.choice(bank(name)[self.fold :: 2])

    def fill(self, phrase: str, project: tuple[str, str]) -> str:
        """A phrase with somebody's own project in it."""
        return (
            phrase.replace("{p}", project[0]).replace("{s}", project[1]).replace("{b}", self.r.choice(bank("PROBLEMS")))
        )

    def own_work(self, project: tuple[str, str]) -> Ask:
        """A question about somebody's own project."""
        return Ask(self.fill(self.pick("ENGLISH_ASKS"), project), out=260.0)

    def code_task(self) -> Ask:
        """A made-up coding task, as task generators make them."""
        text = (
            self.pick("CODE_TASKS")
            .replace("{s}", self.r.choice(bank("STACKS_OF_WORK")))
            .replace("{c}", self.r.choice(bank("LIMITS")))
        )
        text = text.replace("{d2}", "a component which {d}").replace("{d}", self.r.choice(bank("DOES")))
        return Ask(text.replace("{o}", self.r.choice(bank("OBJECTS"))), out=650.0)

    def casual(self, text: str) -> str:
        """The same question as a person would put it, differently every time."""
        for old, new in _SWAPS:
            text = old.sub(new, text) if self.r.random() < 0.6 else text
        parts = re.split(r"(?<=[.!?。？]) ?", text)
        if len(parts) > 3 and self.r.random() < 0.3:
            parts[0], parts[1] = parts[1], parts[0]
        text = " ".join(p for p in parts if p)
        text = text.lower() if self.r.random() < 0.25 else text
        zh = "_ZH" if "一" <= text[:1] <= "鿿" else ""
        head = self.pick("CASUAL_HEAD" + zh) + " " if self.r.random() < 0.6 else ""
        return head + text + (" " + self.pick("CASUAL_TAIL" + zh) if self.r.random() < 0.7 else "")

    def wording(self) -> Callable[[str], str]:
        """A fixed harvesting frame around a question."""
        role = self.pick("ROLES") + "\n" if self.r.random() < 0.6 else ""
        how, end = self.pick("ELICIT"), self.pick("ENDINGS") if self.r.random() < 0.6 else ""
        shape = self.r.choice(bank("SHAPES")).replace("$", "\n")
        shape = shape.replace("{r}", role).replace("{h}", how).replace("{e}", end)
        return lambda q: shape.replace("{q}", q).strip()

    def output(self, tokens: int, zh: bool) -> str:
        """Made-up output text."""
        source, n = (bank("ZH_SENTENCES"), 9) if zh else (bank("SENTENCES"), 11)
        return ("" if zh else " ").join(self.r.choices(source, k=min(max(1, tokens // n), 14)))
