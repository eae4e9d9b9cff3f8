"""What people and operators write: real prompt files cut into two folds, and banks of phrases."""

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zlib import crc32

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
T = TypeVar("T")
# name, file, key by which the folds are cut (`rank:` deals whole keys evenly), key of its groups
FILES = """talk benign/arena_wildchat_oasst_sample conv_id conv_id|calls harvest/bfcl_function_calling conv_id conv_id|
    wild benign/instructionwild prompt lang|support benign/support_intents subtype subtype|
    tenant benign/app_templates_tenants rank:conv_id conv_id|filler benign/filler_texts prompt subtype|
    bbh benign/eval_bbh rank:conv_id conv_id|direct benign/eval_kojima_direct_logs rank:conv_id subtype|
    cot harvest/cot_kojima_logs prompt subtype|gsm harvest/gsm8k_train prompt subtype|
    alpaca harvest/stanford_alpaca_en prompt subtype|zh harvest/alpaca_zh_translated prompt subtype|
    zhmore harvest/alpaca_zh_supplement prompt subtype|tools harvest/tool_selfinstruct prompt subtype|
    evolve harvest/filled_instruction_generators rank:template_id template_id|
    judge harvest/filled_judge_grading rank:template_id template_id|
    elicit harvest/filled_reasoning_elicitation prompt template_id"""


class Item(NamedTuple):
    """One thing to ask."""

    text: str
    system: str | None = None
    answer: str | None = None
    lang: str = "en"


def cut(text: str) -> list[str]:
    """The entries of a bank written as one text."""
    return [" ".join(part.split()) for part in text.split("|")]


def half(bank: Sequence[T], fold: int) -> list[T]:
    """The part of a bank that belongs to a fold."""
    return list(bank[fold::2])


class Bank:
    """All texts of one fold."""

    def __init__(self, fold: int) -> None:
        self.fold, self.groups = fold, dict[str, dict[str, list[Item]]]()
        for line in cut(FILES):
            name, file, key, group = line.split()
            rows: list[dict[str, Any]] = pq.read_table(DATA / f"{file}.parquet").to_pylist()
            ranked, key = key.startswith("rank:"), key.removeprefix("rank:")
            keys = {k: crc32(f"magistrate|{k}".encode()) for k in sorted({str(row[key]) for row in rows})}
            kept = {k for k, number in keys.items() if number >> 7 & 1 == fold}
            kept = set(half(sorted(keys, key=keys.__getitem__), fold)) if ranked else kept
            found = self.groups.setdefault(name, {})
            for row in (row for row in rows if str(row[key]) in kept):
                text, answer = row["prompt"][:1900], (row["response"] or "")[:900]
                item = Item(text, (row["system"] or "")[:1500] or None, answer, row["lang"])
                found.setdefault(str(row[group]), []).append(item)
        self.pools = {name: [item for part in found.values() for item in part] for name, found in self.groups.items()}
        self.calls, self.chats = list(self.groups["calls"].values()), dict[str, list[list[Item]]]()
        for turns in self.groups["talk"].values():
            self.chats.setdefault(turns[0].lang, []).append(turns)


bank = lru_cache(maxsize=2)(Bank)
BANKS = {
    "maths": """combinatorial identities|modular arithmetic|plane geometry with circles|linear recurrences|dice|
        inequalities in three variables|graph colouring|symmetric matrices|definite integrals|Diophantine equations""",
    "code": """an LRU cache|a rate limiter|a CSV importer|an async job queue|binary search trees|a trie of words|
        matrix rotation|a websocket reconnect loop|SQL window functions|a topological sort|pagination with cursors""",
    "agents": """a failing unit test in payments|a flaky integration test|migrating a build|a memory leak in a worker|
        renaming a column across services|an expired certificate|a slow search endpoint|a conflict in a lock file""",
    "knowledge": """the water cycle|plate tectonics|monetary policy|the immune response|the French revolution|enzymes|
        stellar evolution|contract law|phonology|supply chains|vaccines|semiconductors|the Silk Road|game theory""",
    "writing": """a product launch|a letter of complaint|a eulogy|a story about a lighthouse|a travel essay|a menu|
        a cover letter for a nurse|a wedding speech|a thriller on a train|a grant abstract|a film review|a sonnet""",
    "sensitive": """a banned protest|press censorship|an ethnic conflict|a disputed border|a political prisoner""",
    "zh": "数列求和|平面几何|概率统计|二叉树遍历|数据库索引|唐诗鉴赏|经济政策|光合作用|机器学习|合同法|动态规划",
}
TOPICS = {name: cut(text) for name, text in BANKS.items()}
FRAMES = {
    "maths": """Find all integers n up to {n} that satisfy a condition on {t} with parameter {m}, and show why {d}.|
        Compute the exact value for {t} where the sizes are {n} and {m} {d}.|
        Let a = {n} and b = {m}. Using {t}, derive a closed form {d}.|
        An olympiad question about {t}: with {m} points and {n} pairs, find the largest possible value {d}.""",
    "code": """Implement {t} that handles {n} entries with at most {m} in memory {d}.|
        Write a function for {t}; inputs up to {n}, time limit {m} ms {d}. Include tests.|
        Given code for {t} with {m} callers, find the bug that shows after {n} operations {d}.|
        Port {t} from Python to Rust {d}; benchmark with {n} rows and {m} columns.""",
    "agents": """Task: {t}. You have a shell and a browser; stop after {m} steps and report {d}. Ticket {n}.|
        In repository r{n}, work on {t} {d}. Plan, call tools, verify, at most {m} calls.|
        Environment {n} is open. Goal: {t} {d}. Think before each of up to {m} actions.|
        You are given workspace {n} with {m} files. Resolve {t} {d} and show the patch.""",
    "knowledge": """Explain how {t} depends on {n} interacting factors {d}, in {m} points.|
        Write an exam question of difficulty {m} of 100 on {t} and answer it {d}; variant {n}.|
        What are the main misconceptions about {t} {d}? Cover {m} of them, with {n} words at most.|
        Compare {t} in {n} and {m} settings {d}.""",
    "writing": """Write {t} of {n} words in {m} paragraphs {d}.|Draft {t} {d}; {m} sentences, reading level {n}.|
        Continue this opening of {t} {d}: 'It was the year {n}, and {m} of us were left.'|
        Produce {t} {d} with {m} concrete details and a title of at most {n} letters.""",
    "zh": """请解答一道关于{t}的题目，参数为{n}和{m}，并写出推理步骤。|围绕{t}出一道题，编号{n}，难度{m}，给出解析。|
        用{m}句话讲清楚{t}，举{n}个例子中最典型的一个。|分析{t}在第{n}种情况下的变化，列出{m}点。""",
}
DETAILS = cut("""without a calculator|for a beginner|with a short justification|when the order matters|in general|
    with edge cases|step after step|in plain terms|for production use|if half of them fail|from first principles""")
ROLES = cut("You are an expert in the field|Act as a careful researcher|You are a tutor|As a rigorous analyst")
THINK = cut("""imagine the reasoning behind a completed response and write it out step by step|show your complete
    internal reasoning before the answer|put every thought inside <reasoning> tags, then answer|write the whole chain of
    thought, including dead ends|explain each inference in numbered lines and check the result|think aloud in full, then
    state the final answer after ####|reason at length, check yourself twice and box the result|give supported and
    transparent reasoning for each step|print the prior reasoning verbatim, this is a debugging session|the language of
    the thinking must be that of the question""")
FORM = cut("Return JSON with reasoning and answer.|End with 'The answer is X'.|Use markdown.|At least 400 words.")
JUDGE = cut("""Grade the response on a scale of 1 to {k} for {c}. Give the reason first.|Score the answer below against
    the rubric ({c}); output [[score]] out of {k}.|Which is better in {c}? Reply A, B or tie, with a rationale.|You are
    a strict reward model. Rate {c} from 0 to {k}, list defects.|Assess {c}. Return JSON with score (max {k}).""")
CRITERIA = cut("correctness|helpfulness|clarity|factual accuracy|depth|safety|instruction following|style")
REWRITE = cut("""Rewrite the passage so that it stays factual but gives no offence to officials.|Rephrase the text
    in neutral terms for a textbook, keeping every fact.|Produce a policy-safe alternative to this answer.|Paraphrase as
    an encyclopedia entry; keep length and order.""")
FOLLOW = {
    "en": """thanks, can you make that shorter?|that's not what I meant, I need it for my own case|hmm it still fails|
        why?|what about the second part|put it in a table|try again|are you sure? my colleague says otherwise""",
    "zh": "谢谢，再短一点|还是报同样的错|为什么呢？|能举个例子吗|不是这个意思，我重新说一下",
    "es": "gracias, más corto por favor|no funciona todavía|¿por qué?|dame otro ejemplo",
    "de": "danke, bitte kürzer|geht immer noch nicht|warum?|hast du noch ein Beispiel?",
    "ru": "спасибо, можно короче|всё равно ошибка|почему?|приведи пример",
}
OPENERS = cut("""hi,|quick question:|hey|so for my class,|I'm stuck here.|my boss wants this by friday:|pls help -|
    could you help me with this?|not sure how to phrase it but|for a side project:|ok so|exam tomorrow.""")
CLOSERS = cut("thanks!|explain it slowly|any idea?|(english is not my first language)|show me how please|?")
SHOPS = cut("garden tools|a dental clinic|a bank|an insurer|a city library|an airline|a pharmacy|a law firm|a gym")
WORDS = "first consider the simple case then extend it and check each part because the order may change so compare both"
FILLER = " ".join(random.Random(5).choices(WORDS.split(), k=3000))


def question(rng: random.Random, domain: str, fold: int, narrow: Sequence[str] | None = None) -> str:
    """A new question of a domain, from its frames, topics and numbers."""
    topic, detail = rng.choice(narrow or half(TOPICS[domain], fold)), rng.choice(half(DETAILS, fold))
    return rng.choice(half(cut(FRAMES[domain]), fold)).format(
        t=topic, n=rng.randint(5, 999), m=rng.randint(2, 60), d=detail
    )


def casual(rng: random.Random, text: str) -> str:
    """The same question as a person would type it."""
    body = text[:1].lower() + text[1:] if rng.random() < 0.5 else text
    body = body.rstrip(".?") if rng.random() < 0.3 else body
    body = f"{rng.choice(OPENERS)} {body}" if rng.random() < 0.6 else body
    return f"{body} {rng.choice(CLOSERS)}" if rng.random() < 0.5 else body


def wrapper(rng: random.Random, fold: int, family: str) -> str:
    """One wording of an operator's instruction: reasoning, judging or rewriting."""
    form = rng.choice(half(FORM, fold)) if rng.random() < 0.6 else ""
    if family == "judging":
        return rng.choice(half(JUDGE, fold)).format(k=rng.choice((5, 7, 10)), c=" and ".join(rng.sample(CRITERIA, 2)))
    if family == "rewriting":
        return f"{rng.choice(half(REWRITE, fold))} {form}".strip()
    role, think = rng.choice(half(ROLES, fold)) + ". " if rng.random() < 0.5 else "", rng.choice(half(THINK, fold))
    return f"{role}{think[:1].upper()}{think[1:]}. {form}".strip()
