"""Texts: the corpora, cut into two folds, and sentences composed from the banks."""

import random
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from . import banks as b

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LONGEST = 3200

class Text(NamedTuple):
    """One prompt of a corpus or of our own."""
    prompt: str
    system: str | None = None
    reply: str | None = None
    lang: str = "en"
    group: str = ""
def _fold_of(key: str) -> int:
    return zlib.crc32(b"curator-fold" + key.encode()) >> 7 & 1

@cache
def _load(name: str) -> tuple[list[Text], list[Text]]:
    """A corpus, cut into folds by template or conversation, or by prompt where it has too few of those."""
    columns = ["system", "prompt", "response", "conv_id", "template_id", "lang"]
    rows = pq.read_table(DATA / f"{name}.parquet", columns=columns).to_pydict()
    groups = [t or c or "" for t, c in zip(rows["template_id"], rows["conv_id"], strict=True)]
    known = sorted({group for group in groups if group}, key=lambda g: zlib.crc32(b"curator" + g.encode()))
    side = {group: i % 2 for i, group in enumerate(known)} if len(known) > 1 else {}
    folds: tuple[list[Text], list[Text]] = ([], [])
    told = zip(rows["system"], rows["prompt"], rows["response"], rows["lang"], groups, strict=True)
    for system, prompt, reply, lang, group in told:
        if not prompt or len(prompt) > LONGEST:
            continue
        text = Text(prompt, system[:LONGEST] if system else None, reply[:900] if reply else None, lang or "en", group)
        folds[side[group] if group in side else _fold_of(prompt)].append(text)
    return folds

@cache
def _grouped(name: str, fold: int) -> list[list[Text]]:
    found: dict[str, list[Text]] = {}
    for text in _load(name)[fold]:
        found.setdefault(text.group, []).append(text)
    return list(found.values())

@cache
def _babble() -> str:
    rng, words = random.Random(11), b.BANK["KNOW_N"] + b.BANK["KNOW_T"] + b.BANK["DOC_M"] + b.BANK["TONES"]
    joints = [",", ".", " and", ";", " because", " so"]
    return " ".join(rng.choice(words).lower() + rng.choice(joints) for _ in range(4000))
class Library:
    """The texts of one fold, with the banks' halves at hand."""
    def __init__(self, fold: int) -> None:
        self.fold = fold
        self.bank = {name: b.half(bank, fold) for name, bank in b.BANK.items()}
        self.genres = {genre: [p[0], p[1], b.half(p[2], fold), p[3]] for genre, p in b.GENRES.items()}
        self.makers: dict[str, Callable[[random.Random], Text]] = {"maths": self.maths, "code": self.code,
            "agents": self.agents, "writing": self.writing, "zh": self.chinese, "knowledge": self.knowledge,
            "judge": self.judge, "rewrite": self.document}
    def corpus(self, name: str) -> list[Text]:
        """A whole corpus of this fold."""
        return _load(name)[self.fold]
    def chats(self) -> list[list[Text]]:
        """Real conversations, turn by turn."""
        return _grouped("benign/arena_wildchat_oasst_sample", self.fold)
    def tenants(self) -> list[list[Text]]:
        """Single-template customers."""
        return _grouped("benign/app_templates_tenants", self.fold)
    def groups(self, name: str) -> list[list[Text]]:
        """A corpus cut by template or conversation."""
        return _grouped(name, self.fold)
    def any(self, rng: random.Random, name: str) -> Text:
        """One text of a corpus."""
        texts = self.corpus(name)
        return texts[int(rng.random() * len(texts))]
    def say(self, rng: random.Random, name: str) -> str:
        """One phrase of a bank."""
        bank = self.bank[name]
        return bank[int(rng.random() * len(bank))]
    def show(self, rng: random.Random, lang: str = "en") -> str:
        """A wording that asks to see the working."""
        if lang == "zh":
            return self.say(rng, "SHOW_ZH")
        first, second = self.say(rng, "SHOW_A"), self.say(rng, "SHOW_B")
        joint = rng.choice([", and ", "; ", ". Also ", " and ", " - "])
        return f"{first}{joint}{second}." + (" " + self.say(rng, "SHOW_C") if rng.random() < 0.7 else "")
    def follow(self, rng: random.Random, lang: str) -> str:
        """A short follow-up of a person."""
        local = b.FOLLOW_X.get(lang)
        return rng.choice(local) if local and rng.random() < 0.85 else self.say(rng, "FOLLOW")
    def genre(self, rng: random.Random, name: str, lang: str) -> str:
        """What an end user of an app types."""
        if lang in b.LOCAL and rng.random() < 0.8:
            opener, subject = b.LOCAL[lang]
            return f"{rng.choice(opener)}{'' if lang in ('zh', 'ja') else ' '}{rng.choice(subject)}"
        _, openers, subjects, tails = self.genres[name]
        text = f"{rng.choice(openers)} {rng.choice(subjects)} {rng.choice(tails)}".strip()
        roll = rng.random()
        return text.capitalize() if roll < 0.3 else text + rng.choice("?!.") if roll < 0.5 else text
    def app_system(self, rng: random.Random, genre: str) -> tuple[str, str]:
        """Name and system prompt of an app."""
        name = self.say(rng, "APP_A") + self.say(rng, "APP_B")
        role = rng.choice(self.genres[genre][0])
        forms = ["You are {r} in the app {n}.", "{n} is {r}. Speak as {n}.", "Act as {r} ({n}).", "# {n}\nRole: {r}"]
        parts = rng.sample(self.bank["TONES"], rng.randint(1, 3)) + rng.sample(self.bank["RULES"], rng.randint(0, 4))
        head, joint = rng.choice(forms).format(r=role, n=name), rng.choice([" ", "\n- "])
        return name, joint.join([head, *(part + "." for part in parts)])
    def maths(self, rng: random.Random) -> Text:
        roll = rng.random()
        if roll < 0.5:
            return self.any(rng, "harvest/gsm8k_train")
        if roll < 0.65:
            return self.any(rng, "harvest/cot_kojima_logs")
        form = self.say(rng, "MATHS").format(a=rng.choice(b.BANK["MATHS_A"]), b=rng.choice(b.BANK["MATHS_B"]),
            n=rng.randint(12, 480), m=rng.randint(3, 95), k=rng.randint(2, 11))
        return Text(form, lang="zh" if ord(form[0]) > 9999 else "en")
    def code(self, rng: random.Random) -> Text:
        if rng.random() < 0.25:
            return self.any(rng, "harvest/alpaca_zh_supplement")
        say, size = self.say, f". Input size around {rng.randint(2, 900)}k."
        tail = f" and {say(rng, 'CODE_T')}." if rng.random() < 0.5 else size
        return Text(f"{say(rng, 'CODE_V')} {say(rng, 'CODE_N')} in {say(rng, 'CODE_L')}, {say(rng, 'CODE_T')}{tail}")
    def agents(self, rng: random.Random) -> Text:
        roll = rng.random()
        if roll < 0.35:
            return self.any(rng, "harvest/tool_selfinstruct")
        if roll < 0.55:
            return self.any(rng, "harvest/bfcl_function_calling")
        place = rng.choice(["src", "lib", "apps/web", "services/billing", "pkg/store", "tests", "etl", "infra"])
        return Text(f"In {place}/{rng.choice('abcdefghkmprst')}{rng.randint(1, 99)}: {self.code(rng).prompt}")
    def writing(self, rng: random.Random) -> Text:
        if rng.random() < 0.6:
            return self.any(rng, "harvest/stanford_alpaca_en")
        return Text(self.genre(rng, rng.choice(["story", "cv", "dating", "image"]), "en"))
    def chinese(self, rng: random.Random) -> Text:
        return self.any(rng, "harvest/alpaca_zh_translated" if rng.random() < 0.7 else "harvest/alpaca_zh_supplement")
    def knowledge(self, rng: random.Random) -> Text:
        if rng.random() < 0.4:
            return self.any(rng, "harvest/stanford_alpaca_en")
        return Text(" ".join(self.say(rng, bank) for bank in ("KNOW_Q", "KNOW_N", "KNOW_T", "KNOW_T")) + ".")
    def judge(self, rng: random.Random) -> Text:
        if rng.random() < 0.45:
            return self.any(rng, "harvest/filled_judge_grading")
        item = self.any(rng, "harvest/stanford_alpaca_en")
        label = rng.choice([("Task", "Reply"), ("Question", "Answer"), ("<q>", "<a>"), ("任务", "回答")])
        return Text(f"{self.say(rng, 'JUDGE_A')} {self.say(rng, 'JUDGE_B')}.\n{label[0]}: {item.prompt[:700]}\n"
                    f"{label[1]}: {(item.reply or 'n/a')[:800]}")  # fmt: skip
    def document(self, rng: random.Random) -> Text:
        if rng.random() < 0.3:
            return Text((self.any(rng, "harvest/alpaca_zh_translated").reply or "")[:500] or "……", lang="zh")
        lines = [f"{self.say(rng, 'DOC_S')}, {self.say(rng, 'DOC_M')}." for _ in range(rng.randint(1, 4))]
        return Text(f"{rng.choice(['', f'On {rng.randint(1, 30)} May, '])}{' '.join(lines)}")
    def task(self, rng: random.Random) -> str:
        """A template of a small business's own."""
        brand = self.say(rng, "APP_A") + self.say(rng, "APP_B")
        head = rng.choice(["", "", f"You work for {brand}. ", f"[v{rng.randint(1, 40)}] "])
        return head + self.say(rng, "TASKS").replace("{lang}", rng.choice(b.BANK["LANGS"]))
    def stuff(self, rng: random.Random) -> str:
        """What a template is filled with: a tweet, a dialogue, a customer's message."""
        name = "benign/support_intents" if rng.random() < 0.5 else "benign/filler_texts"
        return self.any(rng, name).prompt[:1200]
    def output(self, rng: random.Random, tokens: int, reply: str | None) -> str:
        """A short made-up answer."""
        if reply and rng.random() < 0.5:
            return reply[: max(12, tokens * 4)]
        size = min(max(8, tokens * 4), 420)
        at = int(rng.random() * 60000)
        return _babble()[at : at + size]
