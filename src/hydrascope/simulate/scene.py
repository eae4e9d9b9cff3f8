"""The stage on which a world is played: who is there (`join`) and what they send (`log`)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from hydrascope.simulate import account as accounts
from hydrascope.simulate.account import Account
from hydrascope.simulate.infrastructure import code_name, word
from hydrascope.simulate.knobs import Knobs
from hydrascope.simulate.material import Dice, Words, fill
from hydrascope.simulate.prompts import PromptLibrary
from hydrascope.simulate.rhythm import DAY
from hydrascope.simulate.software import Software
from hydrascope.simulate.traces import Ints

Column = Sequence[Any] | npt.NDArray[Any]
LENGTHS = ("chat", "code", "judge", "rag", "agent", "app", "long")


@dataclass(slots=True)
class Chunk:
    """Requests of one account, as they were sent. A scalar holds for every row; None is unknown."""

    who: int
    at: Ints
    text: Sequence[str]
    system: Any = None
    history: Any = 0
    conversation: Any = None  # an int key per conversation
    end_user: Any = None
    model: Any = None
    tools: Any = None  # a tuple of tool names
    length: str = "chat"  # which length distribution the answers follow
    stretch: float = 1.0  # answers are so much longer
    refusal: Any = 0.0  # probability that the model declines
    harvested: Any = False
    client: Any = None
    address: Any = None
    max_tokens: Any = None
    sampling: Any = None  # instead of the account's own
    blobs_in: Any = None
    blobs_out: Any = None
    retry: bool = True  # False: the sender does not repeat a failed request itself
    batch: Any = False
    failed: Any = False  # True: this attempt met a rate limit


@dataclass
class Scene:
    """One world in the making. All randomness comes from `rng` and `pick`."""

    rng: np.random.Generator
    pick: Dice
    prompts: PromptLibrary
    knobs: Knobs
    start: int
    days: float
    models: tuple[tuple[str, float], ...]
    released: str
    release_at: int
    software: Software
    accounts: list[Account] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    conversations: int = 0
    support: list[tuple[str, ...]] = field(default_factory=list)
    foreign: dict[str, list[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.support = list(self.prompts.support.values())
        if self.knobs.foreign is not None:
            self.foreign = {name: foreign(self.prompts.material[name]) for name in ("chat_frames", "follow_ups")}
            self.foreign["conversations"] = [c for c in self.prompts.conversations if len(foreign(c)) > len(c) / 2]

    @property
    def end(self) -> int:
        return self.start + int(self.days * DAY)

    def join(self, kind: str, **traits: object) -> int:
        """Open an ordinary account, change `traits` of it, and return its number."""
        new = accounts.opened(self.pick, self.software, self.start, self.days, self.models)
        new.kind = kind
        for name, value in traits.items():
            setattr(new, name, value)
        self.accounts.append(new)
        return len(self.accounts) - 1

    def log(self, who: int, at: Ints, text: Sequence[str], **columns: object) -> None:
        """Send `text[i]` at `at[i]` from account `who`; see Chunk for the columns."""
        if len(at) > self.knobs.heaviest:
            step = np.sort(self.rng.choice(len(at), self.knobs.heaviest, replace=False))
            at, text = at[step], [text[i] for i in step]
            columns = {
                k: [v[i] for i in step] if isinstance(v, list) or (isinstance(v, np.ndarray) and v.ndim) else v
                for k, v in columns.items()
            }
        if len(at):
            self.chunks.append(Chunk(who, at, text, **cast(dict[str, Any], columns)))

    def conversation_block(self, n: int) -> Ints:
        """n new conversation keys."""
        self.conversations += n
        return np.arange(self.conversations - n + 1, self.conversations + 1)

    def conversation(self) -> int:
        """A new conversation key."""
        self.conversations += 1
        return self.conversations

    def volume(self, median: float, spread: float, most: int = 10**6) -> int:
        """A number of requests over the window, log-normal around a median for 21 days."""
        n = self.rng.lognormal(np.log(median * self.knobs.rate * self.days / 21), spread)
        return int(np.clip(n, 1, min(most, self.knobs.heaviest)))

    def since(self, who: int) -> int:
        """When an account can first send something."""
        return max(self.start, self.accounts[who].created_at + int(self.pick.random() * 1800e6))

    def window(self, who: int) -> tuple[int, float]:
        """Start and length in days of the time in which an account can send."""
        begin = min(self.since(who), self.end - DAY // 48)
        return begin, (self.end - begin) / DAY

    def words(self, private: Words) -> "Vocabulary":
        """Fresh fillings for a template, on top of the sender's `private` ones."""
        return Vocabulary(self, private)

    def private(self) -> dict[str, str]:
        """Names that only one customer uses."""
        return {
            "project": word(self.pick, 2 + int(self.pick.random() * 2)),
            "company": word(self.pick, 2).title(),
            "agent": word(self.pick, 2),
        }

    def say(self, frames: Sequence[str], private: Words) -> str:
        """One of the frames, filled."""
        return fill(self.pick.choice(frames), Vocabulary(self, private))

    def utterance(self, private: Words | None = None) -> str:
        """Something a customer might write; half of the time with a detail of its own."""
        text = self.pick.choice(self.pick.choice(self.support))
        if self.pick.random() < 0.5:
            text += fill(self.pick.choice(self.prompts.material["asides"]), Vocabulary(self, private or {}))
        return text

    def document(self, private: Words | None = None) -> str:
        """A passage to work on, of log-normal length: made up, or a real one."""
        docs = self.prompts.documents
        if docs and self.pick.random() < 0.25:
            return self.pick.choice(docs)
        words = Vocabulary(self, private or {})
        frames = self.prompts.material["sentences"]
        count = min(60, 1 + int(self.pick.lognormvariate(2.0, 0.8)))
        return " ".join(fill(self.pick.choice(frames), words) for _ in range(count))

    def listing(self, private: Words) -> str:
        """A file of made-up code, of log-normal length."""
        words = Vocabulary(self, private)
        snippets = self.prompts.material["snippets"]
        count = min(25, 1 + int(self.pick.lognormvariate(1.0, 0.9)))
        return "\n\n".join(fill(self.pick.choice(snippets), words) for _ in range(count))

    def question(self, *subjects: str) -> str:
        """A question of one of the subjects that are there."""
        there = [s for s in subjects if s in self.prompts.questions] or list(self.prompts.questions)
        return self.pick.choice(self.prompts.questions[self.pick.choice(there)]).text


def foreign(texts: Sequence[str]) -> list[str]:
    """Those that are not in English, as far as letters tell; all of them if that leaves none."""
    return [t for t in texts if not t.isascii()] or list(texts)


class Vocabulary(dict[str, str]):
    """What to put into slots: the sender's own words, others drawn when they are asked for."""

    def __init__(self, scene: Scene, private: Words) -> None:
        super().__init__(private)
        self.scene, self.own = scene, private

    def __missing__(self, slot: str) -> str:
        scene, pick, material = self.scene, self.scene.pick, self.scene.prompts.material
        if slot in ("name", "name2"):
            return code_name(pick)
        if slot == "number":
            return str(int(pick.random() ** 2 * 9000) + 2)
        if slot in LISTS:
            return str(pick.choice(material[LISTS[slot]]))
        if slot == "ext":
            return pick.choice(EXTENSIONS)
        if slot == "numbers":
            return ", ".join(str(int(pick.random() * 1000)) for _ in range(4 + int(pick.random() ** 2 * 30)))
        if slot == "error":
            return fill(pick.choice(material["errors"]), self)
        if slot == "snippet":
            return scene.listing(self.own)
        if slot == "text":
            return scene.utterance(self.own)
        if slot in ("doc", "doc2"):
            return scene.document(self.own)
        if slot in ("project", "company", "agent"):
            return word(pick)
        if slot == "q":
            return scene.question("math", "reasoning")
        if slot == "x":
            return str(pick.choice(material["topics"])) if pick.random() < 0.5 else scene.document(self.own)
        raise KeyError(slot)


EXTENSIONS = ("py", "ts", "go", "rs", "java", "sql", "tsx", "rb", "cpp")
LISTS = {
    "topic": "topics",
    "topic2": "topics",
    "place": "places",
    "place2": "places",
    "person": "persons",
    "person2": "persons",
    "language": "languages_code",
    "human": "languages_human",
    "noun": "label_nouns",
    "labels": "labels",
}
