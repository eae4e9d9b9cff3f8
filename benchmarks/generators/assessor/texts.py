"""Prompt texts of the shared data folder, cut into two folds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import TypeVar
from zlib import crc32

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = "assessor-fold-3|"
T = TypeVar("T")
Turn = tuple[str, str | None]


def digest(text: str) -> int:
    """A stable number for a text."""
    return crc32((SALT + text).encode())


def half(items: Sequence[T], fold: int) -> list[T]:
    """Every other item in an order made by hashing; folds 0 and 1 are disjoint."""
    ranked = sorted(items, key=lambda item: (digest(str(item)), str(item)))
    return ranked[fold::2]


@dataclass
class Item:
    """One prompt: text, its system prompt, a known answer, language."""

    text: str
    system: str | None = None
    response: str | None = None
    lang: str = "en"
    group: str = ""


@dataclass
class Bank:
    """All texts of one fold, by use."""

    convs: dict[str, list[list[Turn]]] = field(default_factory=dict)
    pools: dict[str, list[Item]] = field(default_factory=dict)
    groups: dict[str, dict[str, list[Item]]] = field(default_factory=dict)
    docs: dict[str, list[str]] = field(default_factory=dict)

    def one(self, pool: str, rng: Random) -> Item:
        """A random item of a pool."""
        return rng.choice(self.pools[pool])

    def doc(self, rng: Random, lang: str = "en") -> str:
        """A passage of some sentences."""
        return rng.choice(self.docs["zh" if lang == "zh" else "en"])

    def conv(self, rng: Random, lang: str) -> list[Turn]:
        """A real conversation in a language (English when there is none)."""
        return rng.choice(self.convs.get(lang) or self.convs["en"])


def _rows(name: str) -> list[dict[str, str | None]]:
    columns = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "template_id"]
    table = pq.read_table(DATA / f"{name}.parquet", columns=columns)
    data = [table.column(c).to_pylist() for c in columns]
    return [dict(zip(columns, values, strict=True)) for values in zip(*data, strict=True)]


def _mine(rows: list[dict[str, str | None]], key: str, fold: int) -> list[Item]:
    """The rows of one fold; few keys are dealt by rank so that neither fold is empty."""
    keys = {row[key] or row["prompt"] or "" for row in rows}
    keep = set(half(sorted(keys), fold)) if len(keys) < 400 else {k for k in keys if digest(k) % 2 == fold}
    return [
        Item(
            row["prompt"] or "",
            row["system"] or None,
            (row["response"] or "")[:1500] or None,
            row["lang"] or "en",
            row["template_id"] or row["conv_id"] or row["subtype"] or "",
        )
        for row in rows
        if (row[key] or row["prompt"] or "") in keep and row["prompt"] and len(row["prompt"]) < 6000
    ]


def _grouped(items: list[Item]) -> dict[str, list[Item]]:
    out: dict[str, list[Item]] = {}
    for item in items:
        out.setdefault(item.group, []).append(item)
    return out


def _conversations(bank: Bank, fold: int) -> None:
    by_id: dict[str, list[dict[str, str | None]]] = {}
    for row in _rows("benign/arena_wildchat_oasst_sample"):
        by_id.setdefault(row["conv_id"] or "", []).append(row)
    for name, rows in by_id.items():
        if digest(name) % 2 == fold:
            turns = [((row["prompt"] or "")[:3000], (row["response"] or "")[:1500] or None) for row in rows]
            bank.convs.setdefault(rows[0]["lang"] or "en", []).append(turns)


def _is_code(text: str) -> bool:
    low = text.lower()
    return any(w in low for w in ("python", "code", "function", "javascript", "sql", " html", "algorithm", "program"))


@lru_cache(maxsize=2)
def bank(fold: int) -> Bank:
    """Load one fold of every prompt file."""
    out = Bank()
    _conversations(out, fold)
    plain = {
        "wild": ("benign/instructionwild", "prompt"),
        "intents": ("benign/support_intents", "prompt"),
        "filler": ("benign/filler_texts", "prompt"),
        "tenants": ("benign/app_templates_tenants", "template_id"),
        "bbh": ("benign/eval_bbh", "subtype"),
        "direct": ("benign/eval_kojima_direct_logs", "subtype"),
        "cot": ("harvest/cot_kojima_logs", "subtype"),
        "gsm": ("harvest/gsm8k_train", "prompt"),
        "alpaca": ("harvest/stanford_alpaca_en", "prompt"),
        "zh": ("harvest/alpaca_zh_translated", "prompt"),
        "zh_more": ("harvest/alpaca_zh_supplement", "prompt"),
        "bfcl": ("harvest/bfcl_function_calling", "conv_id"),
        "evolve": ("harvest/filled_instruction_generators", "template_id"),
        "judge": ("harvest/filled_judge_grading", "template_id"),
        "elicit": ("harvest/filled_reasoning_elicitation", "prompt"),
        "jailbreak": ("harvest/jailbreak_prompts", "prompt"),
        "tools": ("harvest/tool_selfinstruct", "prompt"),
    }
    for name, (path, key) in plain.items():
        out.pools[name] = _mine(_rows(path), key, fold)
    for item in out.pools["bbh"] + out.pools["direct"] + out.pools["cot"]:
        out.groups.setdefault("bench", {}).setdefault(item.group, []).append(item)
    out.groups["bench"]["gsm8k"] = out.pools["gsm"]
    out.groups["tenants"] = _grouped(out.pools["tenants"])
    out.groups["judge"] = _grouped(out.pools["judge"])
    out.pools["code"] = [i for i in out.pools["alpaca"] if _is_code(i.text)] + [
        i for i in out.pools["zh_more"] if "代码" in i.group
    ]
    out.pools["write"] = [
        i
        for i in out.pools["alpaca"]
        if i.text.lower().startswith(("write", "create", "generate", "compose", "rewrite"))
    ]
    out.pools["tweets"] = [i for i in out.pools["filler"] if not i.text.startswith("#Person")]
    dialogues = [i.text for i in out.pools["filler"] if i.text.startswith("#Person")]
    answers = [i.response for i in out.pools["alpaca"] if i.response and len(i.response) > 260]
    said = [r for turns in out.convs["en"] for _, r in turns if r and len(r) > 500]
    out.docs["en"] = dialogues + answers[:4000] + said
    out.docs["zh"] = [i.response for i in out.pools["zh"] if i.response and len(i.response) > 70]
    return out


def words(lines: str) -> list[str]:
    """A bank of phrases written as `a|b|c`, line breaks allowed between phrases."""
    return [part.strip() for part in lines.replace("\n", "|").split("|") if part.strip()]


Maker = Callable[[Random], str]
