"""Texts: pools from the data folder, cut into two folds, and prompts composed from the phrase banks."""

import hashlib
import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import pyarrow as pa
import pyarrow.parquet as pq

from . import banks

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
T = TypeVar("T")
FILES = {
    "alpaca": ("harvest/stanford_alpaca_en",),
    "zh": ("harvest/alpaca_zh_translated", "harvest/alpaca_zh_supplement"),
    "gsm": ("harvest/gsm8k_train",),
    "cot": ("harvest/cot_kojima_logs", "harvest/filled_reasoning_elicitation"),
    "generators": ("harvest/filled_instruction_generators",),
    "judge": ("harvest/filled_judge_grading",),
    "jailbreak": ("harvest/jailbreak_prompts",),
    "tools": ("harvest/tool_selfinstruct",),
    "functions": ("harvest/bfcl_function_calling",),
    "bbh": ("benign/eval_bbh",),
    "direct": ("benign/eval_kojima_direct_logs",),
    "tenants": ("benign/app_templates_tenants",),
    "support": ("benign/support_intents",),
    "filler": ("benign/filler_texts",),
    "wild": ("benign/instructionwild",),
    "chat": ("benign/arena_wildchat_oasst_sample",),
}


class Item(NamedTuple):
    """A prompt, as somebody might send it."""

    text: str
    system: str | None = None
    reply: str | None = None
    lang: str = "en"
    tag: str = ""
    conv: str = ""


def half(values: Sequence[T], fold: int) -> Sequence[T]:
    """The part of a phrase bank that belongs to a fold."""
    return values[fold::2]


def _fold(key: str) -> int:
    return hashlib.blake2b(key.encode(), digest_size=2, key=b"referee").digest()[0] & 1


def _clip(text: str) -> str:
    return text if len(text) <= 2000 else f"{text[:1300]} [...] {text[-650:]}"


@lru_cache(maxsize=40)
def pool(name: str, fold: int) -> tuple[Item, ...]:
    """One named pool of prompts, in file order."""
    out: list[Item] = []
    for file in FILES[name]:
        path = DATA / f"{file}.parquet"
        names = ["source", "subtype", "lang", "system", "prompt", "response", "conv_id", "template_id"]
        table: pa.Table = pq.read_table(path, columns=names)
        columns: list[list[Any]] = [table.column(column).to_pylist() for column in names]
        for source, subtype, lang, system, prompt, reply, conv, template in zip(*columns, strict=True):
            text = str(prompt or "").strip()
            if len(text) < 3:
                continue
            key = subtype if name in ("bbh", "direct") else template if name in ("tenants", "judge") else conv or text
            if _fold(str(key or text)) == fold:
                tag = str(template or subtype or source)
                reply = _clip(str(reply))[:900] if reply else None
                out.append(Item(_clip(text), system and _clip(str(system)), reply, lang or "en", tag, str(conv or "")))
    return tuple(out)


@lru_cache(maxsize=20)
def grouped(name: str, fold: int, by: str = "tag") -> tuple[tuple[Item, ...], ...]:
    """A pool cut by template, task or conversation."""
    groups: dict[str, list[Item]] = {}
    for item in pool(name, fold):
        groups.setdefault(getattr(item, by), []).append(item)
    return tuple(tuple(group) for key, group in sorted(groups.items()) if key)


def _slots(rng: random.Random, fold: int) -> dict[str, Any]:
    number = int(rng.lognormvariate(3, 1)) + 2
    return {
        "verb": rng.choice(half(banks.VERBS, fold)),
        "module": rng.choice(banks.MODULES),
        "lang": rng.choice(banks.LANGS),
        "err": rng.choice(banks.ERRORS),
        "arg": rng.choice(banks.ARGS),
        "city": rng.choice(half(banks.CITIES, fold)),
        "n": number,
        "m": number * rng.randrange(2, 30) + rng.randrange(9),
        "x": rng.randrange(9),
        "slug": rng.choice(banks.MODULES).split()[0].lower(),
    }


def coding(
    rng: random.Random, fold: int, manners: Sequence[str] | None = None, field: Sequence[Sequence[str]] | None = None
) -> str:
    """A task for a coding agent, as an engineer would type it; `field` narrows modules and languages."""
    slots = _slots(rng, fold)
    if field:
        slots["module"], slots["lang"] = rng.choice(field[0]), rng.choice(field[1])
    slots["symptom"] = rng.choice(half(banks.SYMPTOMS, fold)).format(**slots)
    if rng.random() < 0.35:
        slots["symptom"] += " and " + rng.choice(half(banks.SYMPTOMS, fold)).format(**_slots(rng, fold))
    text = rng.choice(manners or half(banks.MANNER, fold)).format(**slots)
    if rng.random() < 0.25:
        text += "\n\n" + result(rng, fold)
    return text


def result(rng: random.Random, fold: int) -> str:
    """What a tool gives back."""
    parts = [rng.choice(banks.RESULTS).format(**_slots(rng, fold)) for _ in range(rng.choice((1, 1, 2, 3)))]
    return "\n".join(parts)


def follow_up(rng: random.Random, fold: int, code: bool = True) -> str:
    """A short later turn of a person."""
    slots = _slots(rng, fold)
    slots["symptom"] = rng.choice(half(banks.SYMPTOMS, fold)).format(**slots)
    bank = banks.FOLLOW if code else [f for f in banks.FOLLOW if "{" not in f]
    return rng.choice(bank).format(**slots)


@lru_cache(maxsize=8)
def issues(fold: int, bench: int) -> tuple[str, ...]:
    """A public benchmark of repository issues: the same list for everybody."""
    rng = random.Random(f"issues{fold}{bench}")
    out = []
    for _ in range(180):
        slots = _slots(rng, fold)
        body = " ".join(rng.choice(half(banks.SYMPTOMS, fold)).format(**_slots(rng, fold)) + "." for _ in range(3))
        out.append(
            f"<uploaded_files>\n/workspace/{slots['slug']}__{slots['m']}\n</uploaded_files>\n<pr_description>\n"
            f"{slots['err']} in {slots['module']} with {slots['arg']}\n{body}\n{result(rng, fold)}\n</pr_description>\n"
            "Implement the changes so that the requirements of the description are met. Do not touch the tests."
        )
    return tuple(out)


def system_prompt(agent: banks.Agent) -> str:
    """The agent's long system prompt, the same for all of its users."""
    rng = random.Random(agent.name)
    rules = rng.sample(banks.RULES, 6)
    tools = "\n".join(f"- {tool}: see its schema." for tool in agent.tools)
    return agent.opening + "\n\n# Rules\n" + "\n".join(rules) + "\n\n# Tools\n" + tools + f"\n\nBuild {agent.tokens}"


def maths(rng: random.Random, fold: int) -> str:
    """A made-up problem."""
    return rng.choice(half(banks.MATHS, fold)).format(
        a=rng.randrange(3, 900), b=rng.randrange(2, 60), c=rng.randrange(2, 97)
    )


def review(rng: random.Random, fold: int, org: str, template: str) -> str:
    """What a bot in a pipeline sends."""
    diff = "\n".join(rng.choice(banks.RESULTS[-1:]).format(**_slots(rng, fold)) for _ in range(rng.randrange(1, 4)))
    return template.format(diff=diff, log=result(rng, fold), org=org)


def elicit(rng: random.Random, fold: int, lang: str = "en", hidden: float = 0.0) -> str:
    """One wording that asks for reasoning."""
    if lang == "zh":
        return "".join(rng.sample(half(banks.ZH_ASK, fold), rng.choice((1, 1, 2))))
    if lang != "en" and rng.random() < 0.7:
        return rng.choice(half(banks.OTHER_ASK, fold))
    core = rng.choice(half(banks.EXTRACT if rng.random() < hidden else banks.ASK, fold))
    parts = [rng.choice(half(bank, fold)) for bank in (banks.PREAMBLE, banks.DETAIL, banks.FORM)]
    words = [parts[0], core, parts[1], parts[2]]
    if rng.random() < 0.3:
        words[1], words[2] = words[2], words[1]
    return " ".join(word for word in words if word)


def attach(wording: str, text: str, place: str) -> str:
    """A wording before or after the question, or woven round it."""
    if not wording:
        return text
    if place == "before":
        return f"{wording}\n\n{text}"
    return f"{text}\n\n{wording}" if place == "after" else f"Question: {text}\nInstructions: {wording}"


def sensitive(rng: random.Random, fold: int) -> str:
    """A question on a touchy topic."""
    place = rng.choice(half(banks.CITIES, fold))
    return (
        f"{rng.choice(banks.STANCE)} {rng.choice(half(banks.TOPICS, fold))} in {place} ({rng.randrange(1950, 2026)})?"
    )
