"""Prompt pools read from the shared data, cut in two halves by a salted hash."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = b"surveyor-2026"
LIMIT = 5000


@dataclass(slots=True)
class Ask:
    """One request as its sender wrote it."""

    text: str
    system: str | None = None
    out: int = 180
    answer: str | None = None
    tools: tuple[str, ...] | None = None
    fmt: str | None = None
    history: int = 0
    history_key: str | None = None
    blobs: list[str] | None = None
    risk: float = 0.003


def half(key: str) -> int:
    """Which half a text, template or tenant belongs to."""
    return blake2b(key.encode(), digest_size=1, key=SALT).digest()[0] & 1


@lru_cache(maxsize=32)
def _rows(name: str) -> list[dict[str, Any]]:
    columns = ["source", "family", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    rows: list[dict[str, Any]] = pq.read_table(DATA / f"{name}.parquet", columns=columns).to_pylist()
    return [row for row in rows if row["prompt"]]


def _ask(row: dict[str, Any], out: int) -> Ask:
    answer = row["response"]
    size = max(8, len(answer.encode()) // 4) if answer else out
    system = row["system"]
    return Ask(row["prompt"][:LIMIT], system[:LIMIT] if system else None, size, answer[:900] if answer else None)


def _groups(name: str, fold: int, key: str, out: int) -> dict[str, list[Ask]]:
    groups: dict[str, list[Ask]] = {}
    for row in _rows(name):
        label = str(row[key] or row["subtype"] or "")
        if half(label) == fold:
            groups.setdefault(label, []).append(_ask(row, out))
    return {label: groups[label] for label in sorted(groups)}


@lru_cache(maxsize=8)
def chats(fold: int) -> list[list[Ask]]:
    """Real conversations, each the user's turns in order."""
    found: dict[str, list[tuple[int, Ask]]] = {}
    for row in _rows("benign/arena_wildchat_oasst_sample"):
        if half(row["conv_id"]) == fold:
            turn = int(row["turn"]) if str(row["turn"] or "0").isdigit() else 0
            found.setdefault(row["conv_id"], []).append((turn, _ask(row, 220)))
    return [[ask for _, ask in sorted(found[key], key=lambda item: item[0])] for key in sorted(found)]


@lru_cache(maxsize=8)
def tenants(fold: int) -> dict[str, list[Ask]]:
    """One-template customers, keyed by tenant."""
    return _groups("benign/app_templates_tenants", fold, "conv_id", 90)


@lru_cache(maxsize=8)
def benchmarks(fold: int) -> dict[str, list[Ask]]:
    """Public test sets as harnesses send them, keyed by task."""
    tasks = _groups("benign/eval_bbh", fold, "conv_id", 60)
    tasks.update(_groups("benign/eval_kojima_direct_logs", fold, "conv_id", 20))
    tasks.update({f"cot-{key}": rows for key, rows in _groups("harvest/cot_kojima_logs", fold, "subtype", 160).items()})
    sums = pool("gsm8k", fold)
    tasks["gsm8k"] = [
        Ask(f"Question: {a.text}\nAnswer:", None, a.out, a.answer) for a in sums if half(a.text[::-1]) == fold
    ]
    tasks["gsm8k-bare"] = sums[: len(sums) // 2]
    return tasks


@lru_cache(maxsize=8)
def judging(fold: int) -> dict[str, list[Ask]]:
    """Grading prompts, keyed by judge template."""
    return _groups("harvest/filled_judge_grading", fold, "subtype", 170)


@lru_cache(maxsize=8)
def generators(fold: int) -> dict[str, list[Ask]]:
    """Prompts that ask for new instructions, keyed by template."""
    return _groups("harvest/filled_instruction_generators", fold, "subtype", 420)


@lru_cache(maxsize=8)
def passages(fold: int) -> list[str]:
    """Longer prose: replies that can serve as documents."""
    found = [a.answer for name in ("alpaca", "alpaca_zh") for a in pool(name, fold) if a.answer and len(a.answer) > 200]
    return found + [a.text for a in pool("dialogues", fold)]


@lru_cache(maxsize=8)
def support(fold: int) -> dict[str, list[Ask]]:
    """Customer-service utterances, keyed by source."""
    groups: dict[str, list[Ask]] = {}
    for row in _rows("benign/support_intents"):
        if half(f"{row['subtype']}{row['prompt']}") == fold:
            groups.setdefault(row["source"], []).append(_ask(row, 70))
    return groups


_FILES = {
    "alpaca": ("harvest/stanford_alpaca_en", None, 140),
    "alpaca_zh": ("harvest/alpaca_zh_translated", None, 160),
    "zh_extra": ("harvest/alpaca_zh_supplement", None, 120),
    "gsm8k": ("harvest/gsm8k_train", None, 150),
    "cot": ("harvest/cot_kojima_logs", None, 200),
    "elicit": ("harvest/filled_reasoning_elicitation", None, 420),
    "bfcl": ("harvest/bfcl_function_calling", None, 60),
    "toolformer": ("harvest/tool_selfinstruct", "gpteacher_toolformer", 60),
    "apibench": ("harvest/tool_selfinstruct", "gorilla_apibench", 160),
    "seeds": ("harvest/self_instruct_seeds", None, 140),
    "jailbreak": ("harvest/jailbreak_prompts", None, 120),
    "wild": ("benign/instructionwild", "instructionwild_v2", 280),
    "wild_zh": ("benign/instructionwild", "instructionwild_v1_zh", 260),
    "tweets": ("benign/filler_texts", "tweeteval_sentiment", 20),
    "dialogues": ("benign/filler_texts", "dialogsum", 90),
}


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> list[Ask]:
    """The prompts of one source that belong to this half."""
    file, source, out = _FILES[name]
    return [
        _ask(row, out)
        for row in _rows(file)
        if (source is None or row["source"] == source) and half(row["prompt"]) == fold
    ]
