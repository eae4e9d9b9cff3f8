# fmt: off
"""The real prompt files and traces, cut into two folds, each file read once."""
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
# pool, its file, the column whose hash decides the fold, and the subtype that it keeps
FILES = """chat benign/arena_wildchat_oasst_sample conv_id|wild benign/instructionwild prompt|
support benign/support_intents prompt|tweet benign/filler_texts prompt filler-text|
dialogue benign/filler_texts prompt filler-dialogue|tenant benign/app_templates_tenants conv_id|
bbh benign/eval_bbh conv_id|direct benign/eval_kojima_direct_logs prompt|alpaca harvest/stanford_alpaca_en prompt|
alpaca_zh harvest/alpaca_zh_translated prompt|code_zh harvest/alpaca_zh_supplement prompt|
bfcl harvest/bfcl_function_calling conv_id|cot harvest/cot_kojima_logs prompt|gsm harvest/gsm8k_train prompt|
evolve harvest/filled_instruction_generators template_id|judge harvest/filled_judge_grading template_id|
elicit harvest/filled_reasoning_elicitation prompt|tool harvest/tool_selfinstruct prompt"""
POOLS = {line.split()[0]: line.split()[1:] for line in FILES.split("|")}
class Text(NamedTuple):
    """One prompt of a file."""
    prompt: str
    system: str | None
    reply: str | None
    lang: str
    group: str  # conversation, tenant, task or template
    turn: int
def half(key: str) -> int:
    """Return which fold a text, template, tenant or phrase belongs to."""
    return (zlib.crc32(f"arbiter:{key}".encode()) >> 7) & 1
@cache
def pool(name: str, fold: int) -> list[Text]:
    """Read the fold's half of one pool."""
    file, column, *keep = POOLS[name]
    out, names = [], ["prompt", "system", "response", "lang", "conv_id", "turn", "template_id", "subtype"]
    for row in pq.read_table(DATA / f"{file}.parquet", columns=names).to_pylist():
        prompt = (row["prompt"] or "").strip()
        if not prompt or (keep and row["subtype"] != keep[0]) or half(str(row[column] or prompt)) != fold:
            continue
        group = row["template_id"] if column == "template_id" else row["conv_id"]
        system, reply = row["system"], row["response"]
        out.append(Text(prompt[:1900], system and system[:1500], reply and reply[:500], row["lang"] or "en",
                        str(group or row["subtype"]), int(row["turn"] or 0)))  # fmt: skip
    return out
@cache
def grouped(name: str, fold: int) -> dict[str, list[Text]]:
    """Return a pool by conversation, tenant, task or template, in order of turn."""
    out: dict[str, list[Text]] = {}
    for text in sorted(pool(name, fold), key=lambda t: t.turn):
        out.setdefault(text.group, []).append(text)
    return out
@cache
def talks(lang: str, fold: int) -> list[list[Text]]:
    """Return the real conversations held in one language (any other than English for "")."""
    every = list(grouped("chat", fold).values())
    found = [c for c in every if (c[0].lang == lang if lang else c[0].lang != "en")]
    return found if len(found) > 5 else talks("", fold)
@cache
def lengths(name: str) -> NDArray[np.float64]:
    """Return real output lengths: of "conv" and "code" services, or of a "judge"."""
    if name == "judge":
        table = pq.read_table(DATA / "traces/wildbench_judge_usage.parquet")
        column = next(c for c in table.column_names if "completion" in c or "output" in c)
        return np.asarray(table[column].to_numpy(), float)
    table = pq.read_table(DATA / "traces/azure_llm_2023.parquet", columns=["output_tokens", "log_type"])
    return np.asarray(table["output_tokens"].to_numpy()[np.asarray(table["log_type"].to_pylist()) == name], float)
@cache
def hours() -> NDArray[np.float64]:
    """Return the share of each local hour in people's real sessions."""
    values = pq.read_table(DATA / "traces/burstgpt1_hour_of_day_derived.parquet")["inferred_sessions"].to_numpy()
    return np.asarray(values / values.sum(), float)
