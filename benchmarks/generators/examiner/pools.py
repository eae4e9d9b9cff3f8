"""Real texts to draw from, cut once per seed so that honest people and operators do not share rows."""

import random
import re
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
Pair = tuple[str, str]  # prompt, stored answer ("" when there is none)
STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "and",
        "or",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "with",
        "as",
        "at",
        "by",
        "from",
        "you",
        "your",
        "i",
        "me",
        "my",
        "we",
        "our",
        "they",
        "their",
        "he",
        "she",
        "his",
        "her",
        "do",
        "does",
        "did",
        "can",
        "could",
        "will",
        "would",
        "should",
        "has",
        "have",
        "had",
        "not",
        "no",
        "if",
        "then",
        "than",
        "so",
        "but",
        "what",
        "which",
        "who",
        "how",
        "when",
        "where",
        "why",
        "all",
        "any",
        "some",
        "more",
        "most",
        "very",
        "just",
        "about",
        "into",
        "following",
        "given",
        "please",
        "write",
        "create",
        "make",
        "give",
        "use",
        "using",
        "there",
        "here",
        "also",
        "one",
        "two",
        "list",
        "explain",
        "describe",
        "generate",
        "provide",
        "find",
        "tell",
        "let",
        "sentence",
        "text",
        "input",
        "output",
        "person1",
        "person2",
        "user",
        "http",
        "https",
        "com",
    ]
)


@lru_cache(maxsize=64)
def rows(data: Path, name: str) -> list[dict[str, Any]]:
    """All rows of one prompt file, as dicts."""
    return list(pq.read_table(data / f"{name}.parquet").to_pylist())


def pairs(data: Path, name: str, want: str = "") -> list[Pair]:
    """Distinct (prompt, response) of a file; `want` keeps rows whose subtype contains it."""
    seen: dict[str, str] = {}
    for row in rows(data, name):
        if want in (row["subtype"] or "") and row["prompt"]:
            seen.setdefault(row["prompt"], row["response"] or "")
    return list(seen.items())


def cut(items: list[Pair], seed: int, share: float) -> tuple[list[Pair], list[Pair]]:
    """(honest part, operators' part): `share` of the rows to the first, by hash and seed."""
    first: list[Pair] = []
    second: list[Pair] = []
    for item in items:
        bucket = zlib.crc32(f"{seed}|{item[0]}".encode()) % 1000
        (first if bucket < share * 1000 else second).append(item)
    return first, second


@dataclass(frozen=True, slots=True)
class Pools:
    """Everything the world's speakers draw from. Honest lists first, operators' lists below."""

    chats: list[list[Pair]]
    stored: list[list[Pair]]
    foreign: dict[str, list[Pair]]
    support: list[str]
    tweets: list[str]
    dialogues: list[str]
    tenants: dict[str, list[tuple[str, str]]]
    benchmarks: dict[str, list[Pair]]
    public_judges: list[tuple[str, str]]
    tasks: list[Pair]
    tasks_zh: list[Pair]
    homework: list[Pair]
    tool_asks: list[tuple[str, str]]
    topics: list[str]
    sentences: list[str]
    sentences_zh: list[str]
    snippets: list[str]
    generators: list[Pair]
    op_tasks: list[Pair]
    op_tasks_zh: list[Pair]
    op_maths: list[Pair]
    op_elicit: list[Pair]
    op_cot: list[Pair]
    op_judges: list[tuple[str, str]]
    op_generators: list[Pair]
    op_tools: list[tuple[str, str]]
    op_sensitive: list[Pair]
    jailbreaks: list[str]


def chats_of(data: Path) -> tuple[list[list[Pair]], dict[str, list[Pair]]]:
    """English conversations in turn order, and single turns in other languages by language."""
    talks: dict[str, list[dict[str, Any]]] = {}
    foreign: dict[str, list[Pair]] = {}
    for row in rows(data, "benign/arena_wildchat_oasst_sample"):
        if row["lang"] == "en":
            talks.setdefault(row["conv_id"], []).append(row)
        elif len(row["prompt"]) > 12:
            foreign.setdefault(row["lang"], []).append((row["prompt"][:4000], row["response"] or ""))
    ordered = [sorted(t, key=lambda r: r["turn"] or 0) for t in talks.values()]
    talks_en = [[(r["prompt"][:4000], r["response"] or "") for r in t] for t in ordered]
    wild = [[(p, "")] for p, _ in pairs(data, "benign/instructionwild") if p.isascii()]
    return talks_en + wild, {k: v for k, v in foreign.items() if len(v) >= 10}


def topics_of(texts: list[str], rng: random.Random) -> list[str]:
    """Two- and three-word phrases without function words: what people write about."""
    found: set[str] = set()
    for text in texts:
        words = re.findall(r"[A-Za-z][a-z]{2,14}|[.,;:?!]", text[:400])
        for i in range(len(words) - 1):
            pair = words[i : i + 2]
            if all(w.isalpha() and w.lower() not in STOP for w in pair):
                found.add(" ".join(pair).lower())
    listed = sorted(found)
    rng.shuffle(listed)
    return listed[:30_000]


def sentences_of(texts: list[str]) -> tuple[list[str], list[str]]:
    """(plain sentences, code answers) cut from stored answers."""
    plain: list[str] = []
    code: list[str] = []
    for text in texts:
        if re.search(r"def \w+\(|function \w+\(|SELECT .* FROM|#include|console\.log|public class", text[:800]):
            code.append(text[:1500])
        else:
            plain.extend(s for s in re.split(r"(?<=[.!?。])\s*", text[:700]) if 25 < len(s) < 260)
    return plain, code


def load(seed: int, data: Path = DATA) -> Pools:
    """The pools of one seed. Files are read once per process."""
    rng = random.Random(f"pools{seed}")
    chats, foreign = chats_of(data)
    rng.shuffle(chats)
    third = len(chats) // 5
    tasks, op_tasks = cut(pairs(data, "harvest/stanford_alpaca_en"), seed, 0.4)
    zh, op_zh = cut(pairs(data, "harvest/alpaca_zh_translated"), seed, 0.4)
    more_zh, op_more_zh = cut(pairs(data, "harvest/alpaca_zh_supplement"), seed, 0.4)
    homework, op_maths = cut(pairs(data, "harvest/gsm8k_train"), seed, 0.35)
    generators, op_generators = cut(pairs(data, "harvest/filled_instruction_generators"), seed, 0.25)
    judges = [(r["system"] or "", r["prompt"]) for r in rows(data, "harvest/filled_judge_grading")]
    rng.shuffle(judges)
    tools = [(r["system"] or "", r["prompt"]) for r in rows(data, "harvest/bfcl_function_calling")]
    tools += [("", p) for p, _ in pairs(data, "harvest/tool_selfinstruct")]
    rng.shuffle(tools)
    fill = rows(data, "benign/filler_texts")
    tenants: dict[str, list[tuple[str, str]]] = {}
    for row in rows(data, "benign/app_templates_tenants"):
        tenants.setdefault(row["conv_id"], []).append((row["system"] or "", row["prompt"]))
    answers = [r for _, r in tasks + homework if r] + [r for c in chats for _, r in c if r]
    plain, code = sentences_of(answers)
    speech = [p for c in chats[third:] for p, _ in c] + [p for p, _ in tasks] + [r["prompt"] for r in fill[-1000:]]
    party = ("zh-supplement:党建", "zh-supplement:心得", "zh-supplement:glm", "zh-supplement:其他")
    sensitive = [p for want in party for p in pairs(data, "harvest/alpaca_zh_supplement", want)]
    return Pools(
        chats=chats[third:],
        stored=[c for c in chats[:third] if len(c) > 1],
        foreign=foreign,
        support=[p for p, _ in pairs(data, "benign/support_intents")],
        tweets=[r["prompt"] for r in fill if "tweet" in r["source"]],
        dialogues=[r["prompt"] for r in fill if "tweet" not in r["source"]],
        tenants=tenants,
        benchmarks={
            "bbh": pairs(data, "benign/eval_bbh", "zeroshot"),
            "bbh-cot": pairs(data, "benign/eval_bbh", "fewshot"),
            "direct": pairs(data, "benign/eval_kojima_direct_logs"),
            "cot": cut(pairs(data, "harvest/cot_kojima_logs"), seed, 0.5)[0],
        },
        public_judges=judges[: len(judges) // 3],
        tasks=tasks,
        tasks_zh=zh + more_zh,
        homework=homework,
        tool_asks=tools[: len(tools) // 3],
        topics=topics_of(speech, rng),
        sentences=plain,
        sentences_zh=[r[:300] for _, r in zh + op_zh if len(r) > 20],
        snippets=code,
        generators=generators,
        op_tasks=op_tasks,
        op_tasks_zh=op_zh + op_more_zh,
        op_maths=op_maths,
        op_elicit=pairs(data, "harvest/filled_reasoning_elicitation"),
        op_cot=cut(pairs(data, "harvest/cot_kojima_logs"), seed, 0.5)[1],
        op_judges=judges[len(judges) // 3 :],
        op_generators=op_generators,
        op_tools=tools[len(tools) // 3 :],
        op_sensitive=sensitive,
        jailbreaks=[p[:3000] for p, _ in pairs(data, "harvest/jailbreak_prompts")],
    )
