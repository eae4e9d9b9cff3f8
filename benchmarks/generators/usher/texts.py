"""Texts of one half of the data: prompts by source, cut by conversation, template, tenant, task or prompt."""

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
LONGEST = 3500


def _banks() -> dict[str, tuple[str, ...]]:
    """The phrase banks: a line each; `_` is nothing, `¶` a new line."""
    lines = (Path(__file__).parent / "banks.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(": ", 1) for line in lines)
    return {k: tuple("" if x == "_" else x.replace("¶", "\n") for x in v.split(" | ")) for k, v in parts}


BANKS = _banks()
TABLES: dict[str, Any] = json.loads((Path(__file__).parent / "tables.json").read_text(encoding="utf-8"))


class Item(NamedTuple):
    """One thing to send: user turn, system prompt, an answer if known, tools, what sort of output it asks."""
    text: str
    system: str | None = None
    answer: str | None = None
    tools: tuple[str, ...] | None = None
    sort: str = "chat"


@dataclass
class Pools:
    """The texts that worlds of one fold may use."""
    chats: list[list[Item]] = field(default_factory=list)
    foreign: dict[str, list[list[Item]]] = field(default_factory=dict)
    wild: list[Item] = field(default_factory=list)
    tenants: dict[str, list[Item]] = field(default_factory=dict)
    support: dict[str, list[Item]] = field(default_factory=dict)
    bench: dict[str, list[Item]] = field(default_factory=dict)
    tweets: list[str] = field(default_factory=list)
    dialogues: list[str] = field(default_factory=list)
    zh: list[Item] = field(default_factory=list)
    alpaca: list[Item] = field(default_factory=list)
    generators: dict[str, list[Item]] = field(default_factory=dict)
    judges: dict[str, list[Item]] = field(default_factory=dict)
    reasoning: dict[str, list[Item]] = field(default_factory=dict)
    cot: list[Item] = field(default_factory=list)
    gsm: list[Item] = field(default_factory=list)
    functions: list[Item] = field(default_factory=list)
    tools: list[Item] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


Row = dict[str, str | None]


def side(key: str) -> int:
    """Which half a key belongs to, for ever."""
    return (zlib.crc32(b"usher:" + key.encode()) >> 7) & 1


def halved(keys: Iterable[str], fold: int) -> set[str]:
    """Half of a few keys, evenly: alternate ones in the order of their hashes."""
    ranked = sorted(set(keys), key=lambda k: (zlib.crc32(b"usher-rank:" + k.encode()), k))
    return set(ranked[fold::2])


def rows(name: str) -> list[Row]:
    """All rows of a prompt file, long texts cut."""
    names = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "template_id"]
    found: list[Row] = pq.read_table(DATA / f"{name}.parquet", columns=names).to_pylist()
    return [r for r in found if r["prompt"]]


def item(r: Row, sort: str) -> Item:
    """A row as something to send."""
    return Item((r["prompt"] or "")[:LONGEST], r["system"], (r["response"] or "")[:600] or None, None, sort)


def grouped(name: str, key: str, fold: int, sort: str) -> dict[str, list[Item]]:
    """Items by a column, half of its values."""
    found = rows(name)
    kept = halved((r[key] or "" for r in found), fold)
    out: dict[str, list[Item]] = {}
    for r in found:
        if (k := r[key] or "") in kept:
            out.setdefault(k, []).append(item(r, sort))
    return out


def plain(name: str, fold: int, sort: str) -> list[Item]:
    """Items of a file, half of its prompts."""
    return [item(r, sort) for r in rows(name) if side(r["prompt"] or "") == fold]


def with_tools(r: Row) -> Item:
    """A function-calling row: the tools leave the system prompt for the tool list, as clients send them."""
    names = re.findall(r'"name": "([\w.]{3,40})"', r["system"] or "")[:6]
    return Item((r["prompt"] or "")[:LONGEST], None, None, tuple(names) or None, "tool")


@lru_cache(maxsize=2)
def pools(fold: int) -> Pools:
    """Everything that a fold may use, read once."""
    p = Pools()
    talks: dict[str, list[Row]] = {}
    for r in rows("benign/arena_wildchat_oasst_sample"):
        if side(r["conv_id"] or "") == fold:
            talks.setdefault(r["conv_id"] or "", []).append(r)
    for talk in talks.values():
        turns = [item(r, "chat") for r in talk]
        lang = talk[0]["lang"] or "en"
        p.chats.append(turns)
        if lang != "en":
            p.foreign.setdefault(lang, []).append(turns)
    p.wild = plain("benign/instructionwild", fold, "chat")
    p.tenants = grouped("benign/app_templates_tenants", "conv_id", fold, "app")
    p.support = grouped("benign/support_intents", "subtype", fold, "short")
    p.bench = grouped("benign/eval_bbh", "subtype", fold, "bench")
    p.bench |= grouped("benign/eval_kojima_direct_logs", "subtype", fold, "bench")
    p.gsm = plain("harvest/gsm8k_train", fold, "reason")
    p.bench |= {f"gsm8k:{i}": p.gsm[i::6] for i in range(6)}
    for r in rows("benign/filler_texts"):
        if side(r["prompt"] or "") == fold:
            (p.tweets if r["source"] == "tweeteval_sentiment" else p.dialogues).append((r["prompt"] or "")[:1800])
    p.zh = plain("harvest/alpaca_zh_supplement", fold, "chat") + plain("harvest/alpaca_zh_translated", fold, "chat")
    p.alpaca = plain("harvest/stanford_alpaca_en", fold, "chat")
    p.generators = grouped("harvest/filled_instruction_generators", "template_id", fold, "write")
    p.judges = grouped("harvest/filled_judge_grading", "template_id", fold, "judge")
    p.reasoning = grouped("harvest/filled_reasoning_elicitation", "template_id", fold, "reason")
    p.cot = plain("harvest/cot_kojima_logs", fold, "reason")
    p.functions = [with_tools(r) for r in rows("harvest/bfcl_function_calling") if side(r["prompt"] or "") == fold]
    p.tools = plain("harvest/tool_selfinstruct", fold, "tool")
    p.answers = [i.answer for i in p.alpaca if i.answer and 80 < len(i.answer) < 600]
    return p


def tool_hash(names: tuple[str, ...]) -> str:
    """A stable hash of a tool list."""
    return f"{zlib.crc32(json.dumps(names).encode()):08x}"
