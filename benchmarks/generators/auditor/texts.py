"""Texts: what people and campaigns write, drawn from the public prompt files and small grammars.

Every source that both sides use is split by row, so no honest text is a campaign's text by construction.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.generators.auditor.phrases import (
    ASKS,
    DAYS,
    FAULTS,
    FOLLOW,
    LIBS,
    LIMITS,
    NAMES,
    NOUNS,
    PLACES,
    TASKS,
    TOPICS,
    VERBS,
)

Item = tuple[str | None, str, str | None]


@dataclass(frozen=True, slots=True)
class Pools:
    """Row lists by use. An item is (system or None, prompt, known answer or None)."""

    chat: list[Item]
    foreign: list[Item]
    support: list[Item]
    tweets: list[Item]
    dialogues: list[Item]
    code: list[Item]
    bench: list[list[Item]]
    judge: list[Item]
    homework: list[Item]
    questions: list[Item]
    chinese: list[Item]
    maths: list[Item]
    elicit: list[Item]
    tools: list[Item]
    grading: list[Item]
    generators: list[Item]
    answers: list[str]


def _rows(folder: Path, name: str) -> list[dict[str, str | None]]:
    columns = ["subtype", "lang", "system", "prompt", "response", "template_id"]
    path = folder / f"{name}.parquet"
    rows: list[dict[str, str | None]] = pq.read_table(path, columns=columns).to_pylist()
    return rows


def _items(rows: Sequence[dict[str, str | None]], limit: int = 3000) -> list[Item]:
    return [(r["system"][:limit] if r["system"] else None, (r["prompt"] or "")[:limit], r["response"]) for r in rows]


def load(data: Path, rng: random.Random) -> Pools:
    """Read the prompt files and split the shared ones: about a quarter to honest users, the rest to campaigns."""
    benign, harvest = data / "benign", data / "harvest"
    arena = _rows(benign, "arena_wildchat_oasst_sample") + _rows(benign, "instructionwild")
    english = _items([r for r in arena if r["lang"] == "en"])
    foreign = _items([r for r in arena if r["lang"] != "en"])

    def halves(name: str, share: float) -> tuple[list[Item], list[Item]]:
        items = _items(_rows(harvest, name))
        rng.shuffle(items)
        cut = int(len(items) * share)
        return items[:cut], items[cut:]

    alpaca_mine, alpaca = halves("stanford_alpaca_en", 0.25)
    zh_mine, zh = halves("alpaca_zh_translated", 0.25)
    code_mine, code = halves("alpaca_zh_supplement", 0.5)
    judge_mine, judge = halves("filled_judge_grading", 0.35)
    maths_mine, maths = halves("gsm8k_train", 0.3)
    cot_mine, cot = halves("cot_kojima_logs", 0.4)
    tools = halves("tool_selfinstruct", 0.0)[1] + halves("bfcl_function_calling", 0.0)[1]
    filler = _rows(benign, "filler_texts")
    tenants = _rows(benign, "app_templates_tenants")
    bbh = _items(_rows(benign, "eval_bbh"))
    direct = _items(_rows(benign, "eval_kojima_direct_logs"))
    answers = [r[2][:700] for r in english + alpaca_mine if r[2] and len(r[2]) > 40]
    return Pools(
        chat=english + alpaca_mine,
        foreign=foreign + zh_mine,
        support=_items(_rows(benign, "support_intents")),
        tweets=_items([r for r in filler if r["subtype"] == "filler-text"]),
        dialogues=_items([r for r in filler if r["subtype"] != "filler-text"]),
        code=code_mine + _items([r for r in tenants if r["template_id"] == "tenant/unit_test_gen"]),
        bench=[bbh, direct, maths_mine, cot_mine],
        judge=judge_mine,
        homework=maths_mine + cot_mine,
        questions=alpaca,
        chinese=zh + code,
        maths=maths + cot,
        elicit=halves("filled_reasoning_elicitation", 0.0)[1],
        tools=tools,
        grading=judge,
        generators=halves("filled_instruction_generators", 0.0)[1],
        answers=answers,
    )


def fill(rng: random.Random, text: str, word: str = "it") -> str:
    """Fill the {slots} of one grammar line."""
    verb, noun = rng.choice(VERBS), rng.choice(NOUNS)
    fn = f"{verb}_{noun}" if rng.random() < 0.6 else verb + noun.capitalize() + rng.choice(["", "s", "Async", "V2"])
    fault = rng.choice(FAULTS).replace("{n}", str(rng.randint(2, 90))).replace("{word}", noun)
    code = f"{fn}({rng.choice(NOUNS)}[{rng.randint(0, 9)}], {rng.choice(NOUNS)}={rng.randint(1, 999)})"
    return text.format(
        n=rng.randint(2, 40),
        n2=rng.randint(0, 19),
        name=rng.choice(NAMES),
        place=rng.choice(PLACES),
        day=rng.choice(DAYS),
        topic=rng.choice(TOPICS),
        word=word,
        lib=rng.choice(LIBS),
        lib2=rng.choice(LIBS),
        verb=verb,
        noun=noun,
        fn=fn,
        mod=rng.choice(NOUNS) + rng.choice(["", "_utils", "_api", "Store", "s"]),
        fault=fault,
        code=code,
        ext=rng.choice(["py", "ts", "go", "rs", "java", "cs", "php"]),
    )


def chat(rng: random.Random, pools: Pools, topics: Sequence[str]) -> Item:
    """One opening question of a person with these interests: half borrowed and personalised, half composed."""
    draw = rng.random()
    if draw < 0.2:
        return rng.choice(pools.chat)
    limit = fill(rng, rng.choice(LIMITS))
    if draw < 0.45:
        system, prompt, answer = rng.choice(pools.chat)
        return system, rng.choice([f"{prompt} ({limit})", f"{limit}: {prompt}", f"{prompt}\n{limit}"]), answer
    ask = f"{rng.choice(ASKS)} {rng.choice(topics)}"
    more = f", {fill(rng, rng.choice(LIMITS))}" if rng.random() < 0.5 else ""
    text = rng.choice(
        [f"{ask}, {limit}{more}", f"{limit}. {ask}{more}?", f"hi, {ask} ({limit}{more})", f"{ask}{more} - {limit}"]
    )
    return None, text if rng.random() < 0.6 else text.capitalize(), None


def follow(rng: random.Random, before: str) -> str:
    """A follow-up turn that may pick up a word of the turn before."""
    words = [w for w in before.split()[:60] if len(w) > 4]
    return fill(rng, rng.choice(FOLLOW), rng.choice(words).strip(".,?!") if words else "that")


def coding(rng: random.Random, pools: Pools) -> Item:
    """One question of a developer on their own code."""
    if rng.random() < 0.1:
        return rng.choice(pools.code)
    parts = [fill(rng, rng.choice(TASKS))]
    if rng.random() < 0.5:
        lines = [fill(rng, "    {fn} = {lib}.{verb}({noun}, {n})") for _ in range(rng.randint(1, 5))]
        parts.append("```\n" + fill(rng, "def {fn}({noun}):") + "\n" + "\n".join(lines) + "\n```")
    if rng.random() < 0.3:
        parts.append(
            fill(
                rng,
                rng.choice(
                    ["it worked until {day}", "we are on {lib} {n}.{n2}", "see {mod}.{ext} line {n}", "{name} wrote it"]
                ),
            )
        )
    return None, "\n".join(parts), None


def reply(rng: random.Random, pools: Pools, form: str, known: str | None, prompt: str) -> str:
    """An answer of the given form: `text`, `steps`, `json`, `short`, `code`, `score`."""
    if form == "short":
        return (
            known[:60]
            if known
            else rng.choice(["yes", "no", "positive", "negative", "neutral", "A", "B", "C", "other"])
        )
    if form == "score":
        return f"{rng.choice(pools.answers)[:260]}\n\nRating: [[{rng.randint(1, 10)}]]"
    if form == "json":
        return f'{{"label": "{rng.choice(NOUNS)}", "{rng.choice(NOUNS)}": {rng.randint(0, 100)}, "ok": true}}'
    base = known[:900] if known else rng.choice(pools.answers)
    if form == "code":
        return fill(rng, "```\ndef {fn}({noun}):\n    return {lib}.{verb}({noun}, {n})\n```\n") + base[:250]
    if form == "steps":
        pieces = [p for p in base.replace("\n", ". ").split(". ") if p][:6]
        extra = rng.choice(pools.answers).split(". ")[:3]
        return "\n".join(f"{i + 1}. {p}" for i, p in enumerate(pieces + extra)) + f"\nSo: {prompt[:40]} -> {base[-60:]}"
    return base
