"""The prompt pools of one half of the data, and the phrase banks both sides draw their own words from."""

import hashlib
import random
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

# fmt: off
DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
Pair = tuple[str, str | None]  # a question and its answer
Asked = tuple[str | None, str]  # a system prompt and a user turn
TOPICS = re.compile(
    r"(?P<code>python|java|code|function|sql|script|html|css|program|algorithm|代码|编程|函数)|"
    r"(?P<maths>calculat|equation|number|how many|percent|triangle|sum of|计算|数学|方程)|"
    r"(?P<writing>poem|story|essay|headline|slogan|email|letter|tweet|blog|诗|故事|写一|文章)|"
    r"(?P<food>recipe|cook|food|meal|diet|食|菜)|(?P<travel>travel|trip|city|country|visit|旅|城市)|"
    r"(?P<business>market|business|product|company|sales|公司|市场)|(?P<health>health|doctor|exercise|disease|健康|病)|"
    r"(?P<science>energy|planet|animal|water|climate|physics|cell|科学|气候|动物)|"
    r"(?P<language>sentence|translat|grammar|word|verb|synonym|rewrite|句|词|翻译)",
    re.IGNORECASE,
)
@lru_cache(maxsize=32)
def rows(name: str) -> list[dict[str, Any]]:
    """A prompt file, read once."""
    columns = ["source", "lang", "system", "prompt", "response", "conv_id", "turn", "template_id"]
    return [r for r in pq.read_table(DATA / f"{name}.parquet", columns=columns).to_pylist() if r["prompt"]]
class Pools:
    """Everything in one half: questions by topic, public tests by name, app and judge prompts by template."""
    def __init__(self, fold: int) -> None:
        def mine(name: str, key: str = "prompt") -> list[dict[str, Any]]:
            def half(r: dict[str, Any]) -> int:
                return hashlib.md5(f"ombudsman/{r[key] or r['prompt']}".encode()).digest()[0] & 1
            return [r for r in rows(name) if half(r) == fold]
        def grouped(items: list[dict[str, Any]]) -> dict[str, list[Asked]]:
            out: dict[str, list[Asked]] = defaultdict(list)
            for r in items:
                out[r["template_id"]].append((r["system"], r["prompt"][:6000]))
            return dict(out)
        def by_topic(items: list[dict[str, Any]]) -> dict[str, list[Pair]]:
            out: dict[str, list[Pair]] = defaultdict(list)
            for r in items:
                found = TOPICS.search(r["prompt"][:300])
                out[(found and found.lastgroup) or "other"].append((r["prompt"], r["response"]))
            return dict(out)
        self.fold = fold
        talks: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for r in mine("benign/arena_wildchat_oasst_sample", "conv_id"):
            talks[r["conv_id"]].append(r)
        self.chats: dict[str, list[list[Pair]]] = defaultdict(list)
        for talk in talks.values():
            language = talk[0]["lang"] if talk[0]["lang"] in ("en", "zh", "es", "ru", "fr", "de") else "xx"
            talk.sort(key=lambda r: r["turn"] or 0)
            self.chats[language].append([(r["prompt"][:5000], r["response"]) for r in talk])
        self.maths: list[Pair] = [(r["prompt"], r["response"]) for r in mine("harvest/gsm8k_train")]
        self.tests: dict[str, list[Pair]] = defaultdict(list, gsm8k=self.maths)
        for name in ("benign/eval_bbh", "benign/eval_kojima_direct_logs", "harvest/cot_kojima_logs"):
            for r in mine(name, "conv_id"):
                self.tests[r["conv_id"]].append((r["prompt"][:5000], r["response"]))
        english = mine("harvest/stanford_alpaca_en") + mine("benign/instructionwild")
        self.asks = by_topic(english)
        self.chinese = by_topic(mine("harvest/alpaca_zh_translated") + mine("harvest/alpaca_zh_supplement"))
        self.support: list[str] = [r["prompt"] for r in mine("benign/support_intents")]
        filler = mine("benign/filler_texts")
        self.dialogues: list[str] = [r["prompt"] for r in filler if r["source"] == "dialogsum"]
        self.documents = [r["prompt"] for r in filler if r["source"] != "dialogsum" and len(r["prompt"]) > 80]
        self.documents += [r["response"] for r in english if r["response"] and len(r["response"]) > 350]
        tools = mine("harvest/bfcl_function_calling")
        self.tools: list[Asked] = [(r["system"][:4000], r["prompt"]) for r in tools if r["system"]]
        self.toolformer: list[Asked] = [(None, r["prompt"]) for r in mine("harvest/tool_selfinstruct")]
        self.tenants = grouped(mine("benign/app_templates_tenants", "template_id"))
        self.judges = grouped(mine("harvest/filled_judge_grading", "template_id"))
        self.generators = grouped(mine("harvest/filled_instruction_generators"))
        self.elicitation = grouped(mine("harvest/filled_reasoning_elicitation"))
    def bank(self, name: str) -> list[str]:
        """This half of a phrase bank."""
        return BANKS[name][self.fold :: 2]
    def say(self, rng: random.Random, *names: str) -> str:
        """One phrase of each bank, in order."""
        return " ".join(p for p in (rng.choice(self.bank(n)) for n in names) if p)
pools = lru_cache(maxsize=2)(Pools)
BANKS = {}  # one a line: its name, then its phrases
for _line in Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines():
    _name, _, _text = _line.partition(": ")
    BANKS[_name] = _text.split("|")
