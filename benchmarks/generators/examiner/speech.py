"""What people type and what models answer: real texts, loosely worn, and sentences made on the spot."""

import random
import re
from typing import NamedTuple

from benchmarks.generators.examiner import lexicon as lex
from benchmarks.generators.examiner.pools import Pair, Pools

SYLLABLES = [
    "ka",
    "no",
    "ri",
    "ve",
    "lo",
    "mar",
    "ten",
    "sil",
    "bo",
    "dra",
    "fin",
    "el",
    "qua",
    "zen",
    "tor",
    "mi",
    "pa",
    "lu",
    "sko",
    "wyn",
    "hal",
    "ber",
    "ost",
    "via",
]
KEYS = {"a": "s", "e": "r", "i": "o", "o": "p", "t": "y", "n": "m", "s": "d", "r": "t", "l": "k"}


class Turn(NamedTuple):
    """One thing asked: text, its system prompt, a stored answer or the kind of answer to make up."""

    text: str
    system: str | None = None
    reply: str = ""
    style: str = "chat"
    tools: list[str] | None = None


def identifier(phrase: str) -> str:
    """A topic as a programmer would name it."""
    return re.sub(r"\W+", "_", phrase.strip().lower()) or "main"


class Speech:
    """Speakers of one world: draws prompts and answers from the pools and the lexicon."""

    def __init__(self, rng: random.Random, pools: Pools) -> None:
        self.rng = rng
        self.pools = pools

    def fill(self, frame: str, **more: str) -> str:
        """A frame with its slots filled at random."""
        rng, topics = self.rng, self.pools.topics
        slots = {
            "t": rng.choice(topics),
            "u": rng.choice(topics),
            "n": str(rng.randint(2, 9)),
            "r": rng.choice(lex.PEOPLE),
            "l": rng.choice(lex.TONGUES),
            "c": "",
        }
        slots.update(more)
        return frame.format(**slots)

    def company(self) -> str:
        """A made-up firm."""
        rng = self.rng
        name = "".join(rng.choices(SYLLABLES, k=rng.randint(2, 3))).capitalize()
        return name + rng.choice(["", "", " GmbH", " Inc", " Labs", "ly", " & Co", "Hub"])

    def worn(self, text: str, much: float = 0.5) -> str:
        """The same text as another person would have typed it: case, slips, a courtesy, other numbers."""
        rng = self.rng
        if rng.random() < 0.25 * much:
            text = text[:1].lower() + text[1:]
        if rng.random() < 0.3 * much:
            text = rng.choice(["hi, ", "Please ", "Hello! ", "Hey. ", "quick one: ", "so, ", "Q: ", "ok "]) + text
        if rng.random() < 0.3 * much:
            text += " " + self.fill(rng.choice(lex.CONTEXT))
        if rng.random() < 0.25 * much and len(text) > 30:
            at = rng.randrange(5, len(text) - 5)
            text = text[:at] + KEYS.get(text[at], text[at]) + text[at + 1 :]
        if rng.random() < 0.1 * much:
            text = text.rstrip(".?!")
        return text

    def question(self) -> str:
        """A chat request made on the spot."""
        rng = self.rng
        context = self.fill(rng.choice(lex.CONTEXT)) if rng.random() < 0.5 else ""
        text = self.fill(rng.choice(lex.CHAT), c=context).strip()
        if rng.random() < 0.3:
            text += f" {self.fill(rng.choice(lex.CONTEXT))}"
        if rng.random() < 0.2:
            text = f"{rng.choice(self.pools.tweets).strip()}\n{text}"
        return self.worn(text, 0.4)

    def chat(self, tongue: str = "en") -> list[Turn]:
        """One conversation of a private person, in their language."""
        rng, pools = self.rng, self.pools
        if tongue != "en":
            return [self.alien(tongue) for _ in range(1 + int(rng.expovariate(0.9)))]
        kind = rng.random()
        if kind < 0.17:
            talk = rng.choice(pools.chats)
            first = rng.randrange(len(talk)) if rng.random() < 0.5 else 0
            piece = talk[first : first + 1 + int(rng.expovariate(0.6))]
            return [Turn(self.worn(p, 1.2), None, r) for p, r in piece]
        if kind < 0.3:
            prompt, answer = rng.choice(pools.tasks)
            return [Turn(self.worn(prompt, 0.7), None, answer)]
        if kind < 0.35:
            return [Turn(self.worn(rng.choice(pools.homework)[0], 1.0), None, "", "reason")]
        if kind < 0.4:
            return [Turn(self.worn(rng.choice(pools.support), 0.6))]
        if kind < 0.5:
            return self.coding()
        return [Turn(self.question()) for _ in range(1 + int(rng.expovariate(1.0)))]

    def alien(self, tongue: str) -> Turn:
        """One request in another language than English."""
        rng, pools = self.rng, self.pools
        if tongue == "zh" and rng.random() < 0.4:
            prompt, answer = rng.choice(pools.tasks_zh)
            return Turn(prompt, None, answer)
        known = pools.foreign.get(tongue, [])
        frames = lex.FOREIGN.get(tongue)
        if known and (not frames or rng.random() < 0.35):
            prompt, answer = rng.choice(known)
            return Turn(self.worn(prompt, 0.2), None, answer)
        if not frames:
            return Turn(self.question())
        topics = lex.FOREIGN_TOPICS[tongue].split("|")
        if rng.random() < 0.5:
            topics = rng.sample(pools.topics, 6)
        return Turn(rng.choice(frames).format(t=rng.choice(topics), u=rng.choice(topics)))

    def snippet(self) -> str:
        """A bit of code with names of its own."""
        rng = self.rng
        if rng.random() < 0.5 and self.pools.snippets:
            return "\n" + rng.choice(self.pools.snippets)[: rng.randint(80, 600)]
        f, h, u = (identifier(rng.choice(self.pools.topics)) for _ in range(3))
        empty = rng.choice(["[]", "None", "{}", "0"])
        head = f"\ndef {f}({h}, {u}=None):\n    if not {h}:\n        return {empty}\n"
        return f"{head}    return [{u} or x for x in {h} if x != {rng.randint(0, 99)}]\n"

    def from_frames(self, frames: list[str]) -> str:
        """A programming request or tool result from frames."""
        rng, topics = self.rng, self.pools.topics
        f, h = identifier(rng.choice(topics)), identifier(rng.choice(topics))
        folder = identifier(rng.choice(topics).split()[0])
        return self.fill(
            rng.choice(frames),
            f=f,
            h=h,
            g=rng.choice(lex.LANGS),
            e=rng.choice(lex.ERRORS),
            s=self.snippet(),
            p=f"src/{folder}/{f}.{rng.choice(lex.EXTENSIONS)}",
        )

    def coding(self, turns: int | None = None) -> list[Turn]:
        """Programming questions as one asks them in a chat window."""
        rng = self.rng
        count = turns or 1 + int(rng.expovariate(0.8))
        return [Turn(self.worn(self.from_frames(lex.CODE), 0.3), None, "", "code") for _ in range(count)]

    def agentic(self, system: str, tools: list[str], turns: int) -> list[Turn]:
        """One agent session: a goal, then tool results and nods."""
        first = self.from_frames([f for f in lex.AGENT if not f.startswith("<")])
        rest = [self.from_frames(lex.AGENT) for _ in range(turns - 1)]
        return [Turn(text, system, "", "code", tools) for text in [first, *rest]]

    def business(self) -> tuple[str, str, str]:
        """(system prompt, wrapper with {x}, answer style) of one small product, its own words mostly."""
        rng = self.rng
        firm, trade = self.company(), rng.choice(lex.TRADES)
        rules = [self.fill(r) for r in rng.sample(lex.RULES, rng.randint(1, 5))]
        own = [self.question() for _ in range(rng.randint(0, 2))]
        parts = [self.fill(rng.choice(lex.ROLES), m=firm, d=trade), *rules, *own]
        wrap = self.fill(rng.choice(lex.WRAPS.split("\n")), m=firm, x="{x}").replace("{x}", "\0")
        if rng.random() < 0.4:
            wrap = f"{self.fill(rng.choice(['{t}:', 'About {t}', 'Section {n} - {u}', 'Use {t}.']))}\n{wrap}"
        if "\0" not in wrap:
            wrap += "\n\0"
        return (
            rng.choice([" ", "\n", "\n- "]).join(parts),
            wrap,
            rng.choice(["chat", "json", "label", "chat"]),
        )

    def filling(self) -> str:
        """What a customer of a small product writes."""
        rng, pools = self.rng, self.pools
        kind = rng.random()
        if kind < 0.45:
            return self.worn(rng.choice(pools.support), 0.6)
        if kind < 0.6:
            return rng.choice(pools.tweets)
        if kind < 0.7:
            return rng.choice(pools.dialogues)
        return self.question()

    def answer(self, turn: Turn) -> str:
        """What the model said."""
        rng, pools = self.rng, self.pools
        if turn.reply and rng.random() < 0.7:
            more = " " + rng.choice(pools.sentences) if turn.reply.isascii() and rng.random() < 0.6 else ""
            return turn.reply[:1800] + more
        count = 1 + int(rng.expovariate(0.35))
        chinese = any("\u4e00" <= sign <= "\u9fff" for sign in turn.text[:40])
        said = rng.choices(pools.sentences_zh if chinese else pools.sentences, k=min(count, 9))
        if turn.style == "reason":
            steps = [f"{rng.choice(['Step ', '', '**'])}{i + 1}. {s}" for i, s in enumerate(said)]
            return "\n".join(steps) + f"\n{rng.choice(['Answer:', 'So the result is', '####'])} {rng.randint(1, 999)}"
        if turn.style == "code":
            return f"{said[0]}\n```\n{self.snippet().strip()}\n```\n{' '.join(said[1:4])}"
        if turn.style == "judge":
            return f"{' '.join(said[:3])}\n{rng.choice(['Rating: [[', 'Score: [['])}{rng.randint(1, 10)}]]"
        if turn.style == "label":
            return rng.choice(["positive", "negative", "neutral", "0", "1", "A", "B", "yes", "no", "other", "APPROVE"])
        if turn.style == "json":
            return f'{{"answer": "{said[0]}", "confidence": 0.{rng.randint(10, 99)}}}'
        return " ".join(said)


def pick_fresh(rng: random.Random, items: list[Pair]) -> list[Pair]:
    """A shuffled copy: a list to be worked off."""
    order = list(items)
    rng.shuffle(order)
    return order
