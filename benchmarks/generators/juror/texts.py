"""Prompt pools: real texts of the shared data, cut in two folds, grouped by what they are about."""

import random
import re
import zlib
from collections import Counter, defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CLIP = 1900

class Item(NamedTuple):
    """One request text with what a real answer looked like."""
    text: str
    system: str | None = None
    reply: str | None = None

def half(key: str) -> int:
    return zlib.crc32(("juror:" + key).encode()) >> 7 & 1

@lru_cache(maxsize=32)
def rows(name: str) -> tuple[dict[str, Any], ...]:
    return tuple(pq.read_table(DATA / f"{name}.parquet").to_pylist())

def fold_of(name: str, row: dict[str, Any], ranks: dict[str, int]) -> int:
    """Fold by conversation, by template or task where few, else by text."""
    if "filled_judge" in name or "filled_instruction" in name or "tenants" in name:
        return ranks[row["template_id"]] & 1
    if name in ("benign/eval_bbh", "harvest/cot_kojima_logs", "benign/eval_kojima_direct_logs"):
        return half(str(row["subtype"]).split(":")[-1])
    if name in ("benign/arena_wildchat_oasst_sample", "harvest/bfcl_function_calling"):
        return half(str(row["conv_id"]))
    return half(row["prompt"])

@lru_cache(maxsize=64)
def load(name: str, fold: int) -> tuple[dict[str, Any], ...]:
    data = rows(name)
    ranks = {t: k for k, t in enumerate(sorted({str(r.get("template_id")) for r in data}))}
    return tuple(r for r in data if r["prompt"] and fold_of(name, r, ranks) == fold)

def item(row: dict[str, Any], system: bool = True) -> Item:
    own = row["system"][:CLIP] if system and row["system"] else None
    return Item(row["prompt"][:CLIP], own, (row["response"] or None) and row["response"][:600])

VERBS = {"writing": re.compile(r"^(write|compose|create|generate|describe|come up|invent|imagine|design)", re.I),
    "rewriting": re.compile(r"^(rewrite|edit|paraphrase|summari|rephrase|convert|transform|translate|change)", re.I),
    "code": re.compile(r"\b(code|function|sql|python|java|html|algorithm|regex|script|program)\b|代码|函数|编程", re.I)}

@lru_cache(maxsize=2)
def pools(fold: int) -> dict[str, list[Item]]:
    """Named pools of items."""
    out: dict[str, list[Item]] = defaultdict(list)
    for row in load("harvest/stanford_alpaca_en", fold):
        name = next((k for k in ("code", "rewriting", "writing") if VERBS[k].search(row["prompt"])), "knowledge")
        out[name].append(item(row))
    for row in load("harvest/alpaca_zh_translated", fold) + load("harvest/alpaca_zh_supplement", fold):
        out["zh-code" if VERBS["code"].search(row["prompt"]) else "zh"].append(item(row))
    for name, file in {"maths": "harvest/gsm8k_train", "cot": "harvest/filled_reasoning_elicitation",
        "tools": "harvest/tool_selfinstruct",
        "judge": "harvest/filled_judge_grading", "evolve": "harvest/filled_instruction_generators",
        "bbh": "benign/eval_bbh", "direct": "benign/eval_kojima_direct_logs", "kojima": "harvest/cot_kojima_logs",
        "support": "benign/support_intents", "tweets": "benign/filler_texts", "seed": "benign/instructionwild",
        "functions": "harvest/bfcl_function_calling", "jailbreak": "harvest/jailbreak_prompts"}.items():
        out[name] = [item(row) for row in load(file, fold)]
    for row in load("harvest/cot_kojima_logs", fold):
        bare = re.sub(r"^Q:\s*|\s*A:.*$", "", row["prompt"], flags=re.S).strip()
        out["puzzles"].append(Item(bare, None, row["response"]))
    return dict(out)

def grouped(files: tuple[str, ...], key: str, fold: int, least: int) -> dict[str, list[Item]]:
    """Items by a column, in their order; groups of at least some size."""
    out: dict[str, list[Item]] = defaultdict(list)
    for file in files:
        for row in sorted(load(file, fold), key=lambda r: int(r["turn"] or 0)):
            out[row[key]].append(item(row))
    return {k: v for k, v in out.items() if len(v) >= least}

@lru_cache(maxsize=2)
def tenants(fold: int) -> dict[str, list[Item]]:
    return grouped(("benign/app_templates_tenants",), "template_id", fold, 1)

@lru_cache(maxsize=2)
def judges(fold: int) -> dict[str, list[Item]]:
    return grouped(("harvest/filled_judge_grading",), "template_id", fold, 80)

@lru_cache(maxsize=2)
def benchmarks(fold: int) -> dict[str, list[Item]]:
    files = ("benign/eval_bbh", "benign/eval_kojima_direct_logs", "harvest/cot_kojima_logs")
    own = {"gsm8k": list(pools(fold)["maths"]), "functions": list(pools(fold)["functions"])}
    return grouped(files, "subtype", fold, 80) | own

@lru_cache(maxsize=2)
def chats(fold: int) -> list[list[Item]]:
    return list(grouped(("benign/arena_wildchat_oasst_sample",), "conv_id", fold, 1).values())

@lru_cache(maxsize=2)
def interests(fold: int) -> list[list[Item]]:
    """Groups of prompts that share a middling-frequent word: what one person may be interested in."""
    found = pools(fold)
    items = found["knowledge"] + found["writing"] + found["code"] + found["seed"] + found["rewriting"]
    words = [set(re.findall(r"[a-z]{5,}", it.text[:200].lower())) for it in items]
    count = Counter(w for ws in words for w in ws)
    groups: dict[str, list[Item]] = defaultdict(list)
    for it, ws in zip(items, words, strict=True):
        for word in ws:
            if 8 <= count[word] <= 70:
                groups[word].append(it)
    return [groups[w] for w in sorted(groups)]

@lru_cache(maxsize=2)
def replies(fold: int) -> tuple[str, str]:
    found = pools(fold)
    english = " ".join(it.reply for it in found["knowledge"][:1500] if it.reply)
    chinese = "".join(it.reply for it in found["zh"][:1500] if it.reply)
    return english, chinese

@lru_cache(maxsize=1)
def clients() -> tuple[np.ndarray, np.ndarray]:
    """Real API clients: hour profile (n × 24), median output tokens."""
    table = pq.read_table(
        DATA / "traces/servegen_client_windows.parquet", columns=["model", "client_id", "timestamp_s", "rate_rps"])
    models = table["model"].combine_chunks().dictionary_encode().indices.to_numpy().astype(np.int64)
    _, who = np.unique(models * 100_000 + table["client_id"].to_numpy().astype(np.int64), return_inverse=True)
    hour = (table["timestamp_s"].to_numpy().astype(np.int64) // 3600) % 24
    rate = np.nan_to_num(table["rate_rps"].to_numpy().astype(float))
    grid = np.bincount(who * 24 + hour, weights=rate, minlength=(who.max() + 1) * 24).reshape(-1, 24)
    grid = grid[grid.sum(1) > 0]
    grid = grid / grid.sum(1, keepdims=True) + 1e-4
    summary = pq.read_table(DATA / "traces/servegen_client_summary.parquet")
    output = summary["output_tokens_p50"].drop_null().to_numpy()
    return grid / grid.sum(1, keepdims=True), output

@lru_cache(maxsize=1)
def people_hours() -> np.ndarray:
    raw = np.array([float(r["inferred_sessions"]) for r in rows("traces/burstgpt1_hour_of_day_derived")])
    raw = np.roll(raw, 5 - int(raw.argmin()))
    return np.asarray(raw / raw.sum())

@lru_cache(maxsize=1)
def browsers() -> list[str]:
    found = sorted(rows("indicators/user_agents_browser"), key=lambda r: -float(r["percent"] or 0))[:160]
    return [str(r["useragent"]) for r in found]

@lru_cache(maxsize=1)
def disposable() -> list[str]:
    return [str(r["domain"]) for r in rows("indicators/disposable_email_domains") if r["list"] == "blocklist"][::25]

PREFIX = ["", "", "", "", "hey, ", "hi, ", "please ", "quick question: ", "ok so ", "pls ", "Hello! "]
SUFFIX = ["", "", "", "", "", " thanks", " Thanks in advance!", " (in simple words)", " asap", " please", "??"]

def personal(rng: random.Random, text: str) -> str:
    """The same wish as a person would type it."""
    if rng.random() < 0.3:
        text = text[:1].lower() + text[1:]
    if rng.random() < 0.15 and len(text) > 20:
        k = rng.randrange(5, min(len(text) - 2, 80))
        text = text[:k] + text[k + 1] + text[k] + text[k + 2 :]
    if rng.random() < 0.2:
        text = text.rstrip(".?")
    return rng.choice(PREFIX) + text + rng.choice(SUFFIX)
