"""Prompt pools read from the shared data folder, each cut into two folds by a stable hash."""
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CLIP = 4000

# pool name: file, column whose hash decides the fold, subtype prefix ("" any)
POOLS = {
    "chat": ("benign/arena_wildchat_oasst_sample", "conv_id", ""),
    "tenants": ("benign/app_templates_tenants", "conv_id", ""), "bbh": ("benign/eval_bbh", "conv_id", ""),
    "direct": ("benign/eval_kojima_direct_logs", "prompt", ""),
    "tweets": ("benign/filler_texts", "prompt", "filler-text"),
    "dialogues": ("benign/filler_texts", "prompt", "filler-dialogue"),
    "wild": ("benign/instructionwild", "prompt", ""), "support": ("benign/support_intents", "prompt", ""),
    "alpaca": ("harvest/stanford_alpaca_en", "prompt", ""),
    "alpaca_zh": ("harvest/alpaca_zh_translated", "prompt", ""),
    "code_zh": ("harvest/alpaca_zh_supplement", "prompt", "zh-supplement:代码"),
    "misc_zh": ("harvest/alpaca_zh_supplement", "prompt", "zh-supplement:"),
    "bfcl": ("harvest/bfcl_function_calling", "conv_id", ""), "cot": ("harvest/cot_kojima_logs", "prompt", ""),
    "makers": ("harvest/filled_instruction_generators", "template_id", ""),
    "judge": ("harvest/filled_judge_grading", "template_id", ""),
    "traces": ("harvest/filled_reasoning_elicitation", "prompt", ""), "gsm": ("harvest/gsm8k_train", "prompt", ""),
    "jail": ("harvest/jailbreak_prompts", "prompt", ""), "seeds": ("harvest/self_instruct_seeds", "prompt", ""),
    "toolformer": ("harvest/tool_selfinstruct", "prompt", ""),
}

class Row(NamedTuple):
    """One stored prompt: text, stored reply, system text, language, and its group (tenant, task, conversation)."""
    text: str
    reply: str
    system: str | None
    lang: str
    group: str

def digest(text: str, size: int = 8) -> str:
    """Hex digest of `text`, `size` bytes."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=size, key=b"marshal").hexdigest()

def side(text: str) -> int:
    """Fold (0 or 1) that `text` belongs to."""
    return int(digest(text, 4), 16) & 1

@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> list[Row]:
    """Every row of one pool in one fold, in file order."""
    file, column, prefix = POOLS[name]
    table = pq.read_table(DATA / f"{file}.parquet")
    wanted = ("prompt", "response", "system", "lang", "conv_id", "template_id", "subtype")
    rows = []
    for prompt, response, system, lang, conv, template, subtype in zip(
        *(table[c].to_pylist() for c in wanted), strict=True
    ):
        if not prompt or not subtype.startswith(prefix):
            continue
        key = {"prompt": prompt, "conv_id": conv, "template_id": template}[column] or prompt
        if side(key) == fold:
            group = conv or template or subtype
            rows.append(Row(prompt[:CLIP], (response or "")[:600], system, lang or "en", group))
    return rows

@lru_cache(maxsize=16)
def groups(name: str, fold: int) -> list[list[Row]]:
    """The rows of a pool by group (a conversation, a tenant, a benchmark task), in file order."""
    found: dict[str, list[Row]] = {}
    for row in pool(name, fold):
        found.setdefault(row.group, []).append(row)
    return list(found.values())
