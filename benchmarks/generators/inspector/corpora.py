"""Texts from the data folder, dealt into disjoint honest and attacker pools."""

import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

Turns = list[str]
COLUMNS = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "turn"]


@dataclass(frozen=True)
class Item:
    """One prompt of a pool, with the system prompt that its source gives it."""

    text: str
    system: str | None = None


@dataclass
class Corpora:
    """All texts; `pools` belongs to campaigns, `everyday` to honest users, nobody's rows are in both."""

    sessions: list[tuple[str, Turns]] = field(default_factory=list)
    foreign_sessions: list[tuple[str, Turns]] = field(default_factory=list)
    everyday: list[str] = field(default_factory=list)
    everyday_zh: list[str] = field(default_factory=list)
    tenants: dict[str, list[Item]] = field(default_factory=dict)
    evals: dict[str, list[str]] = field(default_factory=dict)
    support: dict[str, list[str]] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    dialogues: list[str] = field(default_factory=list)
    pools: dict[str, list[Item]] = field(default_factory=dict)
    honest_pools: dict[str, list[Item]] = field(default_factory=dict)
    sentences: dict[str, list[str]] = field(default_factory=dict)


def part(text: str) -> float:
    """Stable number in [0, 1) of a text: deals rows to sides without a seed."""
    return zlib.crc32(text.encode()) / 2**32


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of one prompt file with a non-empty prompt."""
    path = folder / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: the inspector needs the prompt files in this folder")
    table = pq.read_table(path)
    have = [c for c in COLUMNS if c in table.column_names]
    return [r for r in table.select(have).to_pylist() if r.get("prompt")]


def _sentences(texts: list[str], zh: bool) -> list[str]:
    """Sentences of middle length, out of which outputs are put together."""
    found: list[str] = []
    for text in texts:
        pieces = text[:900].replace("\n", " ").replace("。", "。\x00" if zh else "。").replace(". ", ".\x00")
        found += [p.strip() for p in pieces.split("\x00") if 18 <= len(p) <= 220]
    return found


def _honest(data: Path, c: Corpora) -> None:
    """Fill the honest side."""
    sessions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for r in rows(data / "benign", "arena_wildchat_oasst_sample.parquet"):
        sessions[r["conv_id"]].append(r)
    said: list[str] = []
    for name, turns in sorted(sessions.items()):
        turns.sort(key=lambda r: int(r["turn"] or 0))
        said += [r["response"] for r in turns if r["response"]]
        side = c.foreign_sessions if part(name) < 0.35 else c.sessions
        side.append((turns[0]["lang"] or "en", [r["prompt"][:3000] for r in turns]))
    c.sentences["en"] = _sentences(said, False)
    for r in rows(data / "benign", "instructionwild.parquet"):
        (c.everyday_zh if r["lang"] == "zh" else c.everyday).append(r["prompt"])
    tenants: dict[str, list[Item]] = defaultdict(list)
    for r in rows(data / "benign", "app_templates_tenants.parquet"):
        tenants[r["conv_id"]].append(Item(r["prompt"], r["system"] or None))
    c.tenants = dict(tenants)
    evals: dict[str, list[str]] = defaultdict(list)
    for name in ("eval_bbh.parquet", "eval_kojima_direct_logs.parquet"):
        for r in rows(data / "benign", name):
            evals[f"{r['source']}/{r['subtype']}"].append(r["prompt"][:2500])
    c.evals = dict(evals)
    support: dict[str, list[str]] = defaultdict(list)
    for r in rows(data / "benign", "support_intents.parquet"):
        support[r["source"]].append(r["prompt"])
    c.support = dict(support)
    for r in rows(data / "benign", "filler_texts.parquet"):
        (c.dialogues if r["source"] == "dialogsum" else c.posts).append(r["prompt"][:1200])


HARVEST = {
    "general": ("stanford_alpaca_en.parquet", "self_instruct_seeds.parquet"),
    "chinese": ("alpaca_zh_translated.parquet",),
    "coding": ("alpaca_zh_supplement.parquet",),
    "tools": ("tool_selfinstruct.parquet", "bfcl_function_calling.parquet"),
    "maths": ("gsm8k_train.parquet",),
    "logic": ("cot_kojima_logs.parquet", "filled_reasoning_elicitation.parquet"),
    "generators": ("filled_instruction_generators.parquet",),
    "grading": ("filled_judge_grading.parquet",),
    "jailbreaks": ("jailbreak_prompts.parquet",),
}
# How much of each pool honest people hold (evaluators, licensees, hobby fine-tuners, plain askers).
HONEST_SHARE = {"general": 0.4, "grading": 0.35, "jailbreaks": 0.3}
CODE_WORDS = ("code", "python", "function", "javascript", "sql", "html", "program", "algorithm", "java ")


def _bare(text: str) -> str:
    """A chain-of-thought prompt's question alone."""
    return text.removeprefix("Q:").split("\nA:")[0].strip().replace(" ,", ",").replace(" .", ".").replace(" ?", "?")


def _attackers(data: Path, c: Corpora) -> None:
    """Fill the campaigns' pools, and the disjoint share that honest people send."""
    for pool, names in HARVEST.items():
        theirs: list[Item] = []
        ours: list[Item] = []
        for name in names:
            for r in rows(data / "harvest", name):
                item = Item(r["prompt"][:4000], (r["system"] or "")[:3000] or None)
                share = HONEST_SHARE.get(pool, 0.22)
                (ours if part("deal" + item.text) < share else theirs).append(item)
                if pool == "chinese" and len(c.sentences.setdefault("zh", [])) < 6000:
                    c.sentences["zh"] += _sentences([r["response"] or ""], True)
        c.pools[pool], c.honest_pools[pool] = theirs, ours
    for side in (c.pools, c.honest_pools):
        code = [i for i in side["general"] if any(word in i.text.lower() for word in CODE_WORDS)]
        side["coding"] = side["coding"] + code
        # The same questions bare of their makers' templates: what a careful operator deals out.
        side["puzzles"] = [Item(_bare(i.text)) for i in side["logic"] if i.text.startswith("Q:")]
        side["requests"] = [i for i in side["tools"] if not i.text.startswith("toolformer")]
    c.everyday += [i.text for i in c.honest_pools["general"]]
    c.everyday_zh += [i.text for i in c.honest_pools["chinese"]]


@lru_cache(maxsize=2)
def load(data: Path) -> Corpora:
    """Read everything once; needs `benign/` and `harvest/` below `data`."""
    c = Corpora()
    _honest(data, c)
    _attackers(data, c)
    return c
