"""Texts: the real prompt files cut into two folds, decks that deal without replacement, and spun phrases."""

import hashlib
import random
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import pyarrow.parquet as pq

from benchmarks.generators.warden.slots import SLOTS

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = b"warden-7"
T = TypeVar("T")

Spun = tuple["str | tuple[Spun, ...]", ...]


class Item(NamedTuple):
    """One prompt of the files: what was asked, under which system prompt, and the answer if known."""

    text: str
    system: str | None = None
    reply: str | None = None
    lang: str = "en"
    subtype: str = ""
    conv: str | None = None


def digest(*parts: object, size: int = 8) -> str:
    """A stable short hash."""
    joined = "\x1f".join(str(part) for part in parts).encode()
    return hashlib.blake2b(joined, digest_size=size, key=SALT).hexdigest()


def side(key: str) -> int:
    """Which of the two folds a text, template or conversation belongs to."""
    return int(digest("fold", key, size=2), 16) & 1


def half(bank: Sequence[str], fold: int) -> list[str]:
    """Every second entry of a hand-written bank (all of it if it is too small to split)."""
    return list(bank) if len(bank) < 4 else list(bank[fold::2])


@cache
def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(DATA / name).to_pylist()
    return rows


@cache
def pool(name: str, fold: int) -> list[Item]:
    """The prompts of one file that belong to a fold; conversations stay whole, in turn order."""
    folder = "benign" if (DATA / "benign" / f"{name}.parquet").exists() else "harvest"
    items = []
    for row in _rows(f"{folder}/{name}.parquet"):
        conv = row["conv_id"]
        prompt = row["prompt"]
        if not prompt or len(prompt) > 9000:
            continue
        whole = conv and name in ("arena_wildchat_oasst_sample", "bfcl_function_calling")
        if side(str(conv) if whole else prompt[:400]) == fold:
            reply = row["response"]
            text = Item(
                prompt, row["system"], reply[:1800] if reply else None, row["lang"] or "en", row["subtype"], conv
            )
            items.append(text)
    return items


@cache
def conversations(fold: int) -> list[list[Item]]:
    """Real chats, each a list of user turns."""
    found: dict[str, list[Item]] = {}
    for item in pool("arena_wildchat_oasst_sample", fold):
        found.setdefault(str(item.conv), []).append(item)
    return list(found.values())


@cache
def tenants(fold: int) -> dict[str, list[Item]]:
    """One-template customers: name to prompts. Whole tenants go to one fold."""
    found: dict[str, list[Item]] = {}
    names = sorted({str(row["conv_id"]) for row in _rows("benign/app_templates_tenants.parquet")})
    mine = set(names[fold::2])
    for row in _rows("benign/app_templates_tenants.parquet"):
        if row["conv_id"] in mine:
            item = Item(row["prompt"], row["system"], None, "en", row["subtype"], row["conv_id"])
            found.setdefault(str(row["conv_id"]), []).append(item)
    return found


@cache
def templates(family: str, fold: int) -> list[tuple[str | None, str]]:
    """Published prompt templates (system, template) of one family with one to four placeholders."""
    found = []
    for row in _rows("harvest/templates_library.parquet"):
        body = row["template"] or ""
        holes = len(HOLE.findall(body))
        plain = "{%" not in body and 30 < len(body) < 2500
        if row["family"] == family and plain and 1 <= holes <= 4 and side(row["template_id"]) == fold:
            found.append((row["system"], body))
    return found


HOLE = re.compile(r"\{\{\s*[\w.]+\s*\}\}|(?<!\{)\{[\w.]+\}(?!\})")


def fill(template: str, texts: Sequence[str]) -> str:
    """The template with its placeholders filled, in order, by the texts."""
    given = iter(texts)
    return HOLE.sub(lambda _: next(given, texts[-1]), template).replace("{{", "{").replace("}}", "}")


@cache
def _parse(template: str) -> Spun:
    stack: list[list[Any]] = [[[]]]
    word = ""
    for sign in template:
        if sign in "[|]":
            if word:
                stack[-1][-1].append(word)
                word = ""
            if sign == "[":
                stack.append([[]])
            elif sign == "|" and len(stack) > 1:
                stack[-1].append([])
            elif sign == "]" and len(stack) > 1:
                options = tuple(tuple(option) for option in stack.pop())
                stack[-1][-1].append(options)
            else:
                word = sign
        else:
            word += sign
    if word:
        stack[-1][-1].append(word)
    return tuple(stack[0][0])


SLOT = re.compile(r"<(\w+)>")


def _walk(rng: random.Random, parts: Spun, out: list[str]) -> None:
    for part in parts:
        if isinstance(part, str):
            out.append(part)
        else:
            _walk(rng, rng.choice(part), out)


def spin(rng: random.Random, template: str) -> str:
    """`[a|b]` takes one branch, `<slot>` a filling, `<num>` a number."""
    out: list[str] = []
    _walk(rng, _parse(template), out)
    text = "".join(out)
    if "<" not in text:
        return text

    def slot(match: re.Match[str]) -> str:
        name = match.group(1)
        if name == "num":
            return str(rng.choice((rng.randint(2, 20), rng.randint(10, 250), rng.randint(100, 9000))))
        return rng.choice(SLOTS[name]) if name in SLOTS else match.group(0)

    return SLOT.sub(slot, SLOT.sub(slot, text))


OPENERS = ("", "", "", "hi, ", "Hello! ", "quick question: ", "ok so ", "Please help. ", "hey ", "Also: ", "One more: ")
CLOSERS = (
    "",
    "",
    "",
    " thanks",
    " Thanks!",
    " pls",
    " Keep it short.",
    " (in simple words)",
    " I need it today.",
    "??",
)
DIGITS = re.compile(r"\d+")


def vary(rng: random.Random, text: str) -> str:
    """The same need put by somebody else: other numbers, case, opener, closer."""
    if rng.random() < 0.6:
        text = DIGITS.sub(lambda m: str(max(0, int(m.group()[:6]) + rng.randint(-3, 9))), text)
    if rng.random() < 0.25 and len(text) < 400:
        text = text.lower()
    if rng.random() < 0.2:
        text = text.rstrip(".?! ")
    return rng.choice(OPENERS) + text + rng.choice(CLOSERS)


class Deck(Generic[T]):
    """Deals cards without replacement; from the second round on it says so."""

    def __init__(self, rng: random.Random, cards: Sequence[T]) -> None:
        self.rng, self.cards, self.at, self.round = rng, list(cards), 0, 0
        rng.shuffle(self.cards)

    def deal(self) -> T:
        """The next card."""
        if self.at >= len(self.cards):
            self.at, self.round = 0, self.round + 1
            self.rng.shuffle(self.cards)
        self.at += 1
        return self.cards[self.at - 1]


@cache
def trace(name: str) -> dict[str, np.ndarray]:
    """Real token counts: `chat`, `code` (Azure), `rag` (RAGPulse), `judge` (WildBench), `long` (Mooncake)."""
    if name in ("chat", "code"):
        rows = pq.read_table(DATA / "traces" / "azure_llm_2023.parquet", columns=["log_type", "output_tokens"])
        kinds = np.array(rows["log_type"].to_pylist())
        keep = (kinds == "conv") if name == "chat" else (kinds != "conv")
        return {"out": np.asarray(rows["output_tokens"].to_numpy())[keep]}
    file = {"rag": "ragpulse", "judge": "wildbench_judge_usage", "long": "mooncake"}[name]
    rows = pq.read_table(DATA / "traces" / f"{file}.parquet", columns=["output_tokens"])
    return {"out": np.asarray(rows["output_tokens"].to_numpy())}


@cache
def client_rates() -> np.ndarray:
    """Real request rates per ten minutes over 14 days, one row per ServeGen client, each summing to one."""
    columns = ["category", "model", "client_id", "timestamp_s", "rate_rps"]
    table = pq.read_table(DATA / "traces" / "servegen_client_windows.parquet", columns=columns)
    model = table["model"].combine_chunks().dictionary_encode()
    code = np.asarray(model.indices) * 100_000 + np.asarray(table["client_id"].to_numpy())
    slot = np.asarray(table["timestamp_s"].to_numpy()).astype(np.int64) // 600
    keep = slot < 2016
    clients, row = np.unique(code[keep], return_inverse=True)
    grid = np.zeros((len(clients), 2016))
    grid[row, slot[keep]] = np.nan_to_num(np.asarray(table["rate_rps"].to_numpy())[keep])
    busy = (grid > 0).sum(axis=1)
    grid = grid[busy >= 30]
    return np.asarray(grid / grid.sum(axis=1, keepdims=True))


@cache
def hour_profile() -> np.ndarray:
    """Sessions per hour of the day (BurstGPT), summing to one."""
    table = pq.read_table(DATA / "traces" / "burstgpt1_hour_of_day_derived.parquet")
    profile = np.asarray(table["inferred_sessions"].to_numpy()).astype(float)
    return np.asarray(profile / profile.sum())


@cache
def filler(fold: int, subtype: str) -> list[str]:
    """Tweets (`filler-text`) or dialogues (`filler-dialogue`)."""
    return [item.text for item in pool("filler_texts", fold) if item.subtype == subtype]


@cache
def disposable() -> list[str]:
    """Real throw-away mail domains."""
    table = pq.read_table(DATA / "indicators" / "disposable_email_domains.parquet")
    return [row["domain"] for row in table.to_pylist() if row["list"] == "blocklist"][:4000]
