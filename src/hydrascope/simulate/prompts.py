"""Where the prompts come from: what the package ships, and a folder of further sources.

A library carries its split. Whole templates, tenants, conversations and subjects belong to "fit" or to
"test", by a stable hash of (source, group); a flat list of questions without groups is dealt by question.
The same prompt is therefore never in both halves, whatever is loaded.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import SettingsError
from hydrascope.simulate.material import SPLITS, Material, digest, material

SHIPPED = Path(__file__).parent / "prompts.parquet"
COLUMNS = ("source", "subtype", "lang", "system", "prompt", "conv_id", "turn", "template_id")
LONGEST = 12_000

# Flat lists: no template, tenant or conversation to cut by; dealt question by question.
FLAT = frozenset(
    {
        "gsm8k_train",
        "stanford_alpaca",
        "alpaca_zh_translated",
        "gpteacher_toolformer",
        "restaurant8k",
        "tweeteval_sentiment",
        "dialogsum",
        "instructionwild_v2",
        "instructionwild_v1_zh",
        "gorilla_apibench",
        "inthewild_jailbreak_llms",
    }
)

# source → what its prompts are used for. Sources not named here are told by their file's family.
QUESTIONS = {
    "gsm8k_train": "math",
    "stanford_alpaca": "instruct",
    "alpaca_zh_translated": "chinese",
    "alpaca_zh_hikariming": "chinese",
    "bfcl_v4": "tools",
    "gpteacher_toolformer": "tools",
    "gorilla_apibench": "code",
    "bbh": "reasoning",
    "kojima_zero_shot_direct": "reasoning",
    "self_instruct_seeds": "instruct",
    "codealpaca_seeds": "code",
    "clinc150": "everyday",
}


class Prompt(NamedTuple):
    """A request as sent: the system prompt, if any, and the user's text."""

    system: str | None
    text: str


@dataclass(frozen=True)
class PromptLibrary:
    """Prompts by what they are used for. Every tuple is sorted; nothing here belongs to the other split."""

    split: str
    material: Material
    questions: dict[str, tuple[Prompt, ...]]
    """Question lists by subject: math, reasoning, code, tools, instruct, chinese, everyday."""
    framed: dict[str, tuple[Prompt, ...]]
    """Requests that come with their elicitation, by template."""
    judged: dict[str, tuple[Prompt, ...]]
    """Ready-made grading requests, by template."""
    benchmarks: dict[str, tuple[Prompt, ...]]
    """Public test sets as a harness sends them, in their order."""
    conversations: tuple[tuple[str, ...], ...]
    """Real user turns of real conversations; empty when only shipped prompts are loaded."""
    support: dict[str, tuple[str, ...]]
    """What customers ask, by source."""
    documents: tuple[str, ...]
    tenants: dict[str, tuple[Prompt, ...]]
    """Real single-template customers."""
    jailbreaks: tuple[str, ...]
    templates: dict[str, tuple[Prompt, ...]]
    """Raw templates of public tools by family: judge, harvest, benign, eval, cot, tool."""


def _role(source: str, family: str) -> str:
    if source.startswith("template:"):
        return "template"
    if source.startswith("tenant_"):
        return "tenant"
    if source in QUESTIONS:
        return "question"
    if source in ("banking77", "restaurant8k") or source.startswith("nlupp"):
        return "support"
    if source.startswith(("inthewild_", "pyrit_", "garak_")):
        return "jailbreak"
    if source in ("tweeteval_sentiment", "dialogsum"):
        return "document"
    roles = {"judge": "judge", "cot": "framed", "harvest": "framed", "tool": "framed"}
    return roles.get(family, "chat")


def _group(row: dict[str, Any]) -> str:
    """What a row is cut by."""
    source = str(row["source"])
    if source in FLAT:
        return f"{source}|{row['prompt']}"
    if source == "bbh" or source.startswith(("alpaca_zh", "kojima")):
        return f"{source}|{row['subtype']}"
    if source.endswith("_filled"):
        return f"{source}|{row['template_id']}|{row['subtype']}"
    if source.startswith("tenant_"):
        return source
    return f"{source}|{row['template_id'] or row['conv_id'] or row['subtype']}"


def half(row: dict[str, Any]) -> str:
    """The half that a row of a source belongs to: "fit" or "test"."""
    return SPLITS[digest(_group(row)) % 2]


def _read(path: Path, family: str) -> Iterator[dict[str, Any]]:
    try:
        table = pq.read_table(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise SettingsError(f"{path} is no Parquet file of prompts; give --prompts a folder of them.") from error
    if "prompt" not in table.column_names or "source" not in table.column_names:
        return
    keep = [c for c in (*COLUMNS, "family") if c in table.column_names]
    for row in table.select(keep).to_pylist():
        if row["prompt"] and len(row["prompt"]) < LONGEST:
            yield {**dict.fromkeys(COLUMNS), "family": family, **row}


def _rows(extra: Path | None) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, str, str]] = set()
    files = [SHIPPED]
    if extra is not None:
        files += sorted(p for folder in ("benign", "harvest") for p in (extra / folder).glob("*.parquet"))
        if len(files) == 1:
            raise SettingsError(f"{extra} holds no benign/*.parquet or harvest/*.parquet; give such a folder.")
    for path in files:
        for row in _read(path, _family(path)):
            key = (row["source"], row["system"] or "", row["prompt"])
            if key not in seen:
                seen.add(key)
                yield row


def _family(path: Path) -> str:
    return "harvest" if path.parent.name == "harvest" else "benign"


def _grouped(pairs: Iterable[tuple[str, Prompt]]) -> dict[str, tuple[Prompt, ...]]:
    groups: dict[str, list[Prompt]] = defaultdict(list)
    for key, prompt in pairs:
        groups[key].append(prompt)
    return {key: tuple(groups[key]) for key in sorted(groups)}


def load_prompts(extra: Path | None = None, split: str = "all") -> PromptLibrary:
    """The shipped prompts and those under `extra` (benign/*.parquet, harvest/*.parquet), one half or all.

    Raises SettingsError for an unknown split or a folder without prompts.
    """
    if split not in SPLITS:
        raise SettingsError(f"split is {split!r}; choose one of {', '.join(SPLITS)}.")
    by_role: dict[str, list[dict[str, Any]]] = defaultdict(list)
    halves: dict[str, str] = {}  # a text that several groups hold belongs to the half of the first
    for row in _rows(extra):
        if halves.setdefault(row["prompt"], half(row)) == split or split == "all":
            by_role[_role(row["source"], row["family"])].append(row)
    return PromptLibrary(
        split=split,
        material=material(split),
        questions=_grouped((QUESTIONS[r["source"]], _prompt(r)) for r in by_role["question"]),
        framed=_grouped((f"{r['source']}|{r['template_id']}", _prompt(r)) for r in by_role["framed"]),
        judged=_grouped((f"{r['source']}|{r['template_id']}|{r['subtype']}", _prompt(r)) for r in by_role["judge"]),
        benchmarks=_grouped((_benchmark(r), _prompt(r)) for r in by_role["question"] if _benchmark(r)),
        conversations=_conversations(by_role["chat"]),
        support={k: tuple(p.text for p in v) for k, v in _grouped(_support(by_role)).items()},
        documents=tuple(r["prompt"] for r in by_role["document"]),
        tenants=_grouped((r["source"], _prompt(r)) for r in by_role["tenant"]),
        jailbreaks=tuple(r["prompt"] for r in by_role["jailbreak"]),
        templates=_grouped((r["source"].removeprefix("template:"), _prompt(r)) for r in by_role["template"]),
    )


def _prompt(row: dict[str, Any]) -> Prompt:
    return Prompt(row["system"] or None, row["prompt"])


def _benchmark(row: dict[str, Any]) -> str:
    source = row["source"]
    if source == "bbh":
        return "bbh-fewshot" if "fewshot" in (row["template_id"] or "") else "bbh"
    return {"gsm8k_train": "gsm8k", "kojima_zero_shot_direct": "direct", "bfcl_v4": "bfcl"}.get(source, "")


def _support(by_role: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, Prompt]]:
    for row in by_role["support"]:
        yield row["source"], _prompt(row)
    for row in by_role["question"]:
        if row["source"] == "clinc150":
            yield "clinc150", _prompt(row)


def _conversations(rows: list[dict[str, Any]]) -> tuple[tuple[str, ...], ...]:
    turns: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for i, row in enumerate(rows):
        turns[row["conv_id"] or f"single-{i}"].append((row["turn"] or 0, row["prompt"]))
    return tuple(tuple(text for _, text in sorted(turns[key])) for key in sorted(turns))
