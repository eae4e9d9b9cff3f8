"""Real prompts, loaded once and cut into two folds by whole conversation, template, tenant or prompt."""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CAP = 1900
_CODE = re.compile(r"\b(code|function|python|java|sql|algorithm|program|html|css|regex|script)\b", re.I)
_WRITE = re.compile(r"\b(write|compose|story|poem|essay|email|slogan|create a|generate a)\b", re.I)
_REWRITE = re.compile(r"\b(rewrite|rephrase|paraphrase|edit|summari[sz]e|translate|correct|simplify)\b", re.I)


class Item(NamedTuple):
    """One prompt of the corpus."""

    text: str
    system: str | None
    out: str | None
    lang: str
    tag: str


def _half(key: str) -> int:
    return zlib.crc32(b"bailiff/" + key.encode()) & 1


@lru_cache(maxsize=32)
def _rows(name: str) -> list[tuple[Item, str | None, int, str]]:
    cols = ["prompt", "system", "response", "lang", "subtype", "conv_id", "turn", "template_id", "source"]
    d = pq.read_table(DATA / f"{name}.parquet", columns=cols).to_pydict()
    out = []
    for p, s, o, la, sub, conv, turn, tpl, src in zip(*(d[c] for c in cols), strict=True):
        if p:
            tag = tpl or sub or src
            item = Item(p[:CAP], s[:CAP] if s else None, o[:1200] if o else None, la or "en", str(tag))
            out.append((item, conv, int(turn or 0), str(sub)))
    return out


def _by_prompt(name: str, fold: int) -> list[Item]:
    return [row[0] for row in _rows(name) if _half(row[0].text) == fold]


def _groups(name: str, fold: int, by: str) -> dict[str, list[Item]]:
    """Whole groups (template, tenant or subtype), every second one in hash order."""
    found: dict[str, list[Item]] = defaultdict(list)
    for item, conv, _, sub in _rows(name):
        found[{"tag": item.tag, "conv": str(conv), "sub": sub}[by]].append(item)
    names = sorted(found, key=lambda k: zlib.crc32(b"bailiff/" + k.encode()))
    return {k: found[k] for k in names[fold::2]}


def _convs(name: str, fold: int) -> list[list[Item]]:
    found: dict[str, list[tuple[int, Item]]] = defaultdict(list)
    for item, conv, turn, _ in _rows(name):
        if conv and _half(conv) == fold:
            found[conv].append((turn, item))
    return [[i for _, i in sorted(v, key=lambda x: x[0])] for v in found.values()]


class Corpus:
    """Everything of one fold."""

    def __init__(self, fold: int) -> None:
        self.chats = _convs("benign/arena_wildchat_oasst_sample", fold)
        self.foreign = [c for c in self.chats if c[0].lang != "en"]
        self.tweeted = _by_prompt("benign/instructionwild", fold)
        self.tenants = _groups("benign/app_templates_tenants", fold, "conv")
        self.bbh = _groups("benign/eval_bbh", fold, "conv")
        self.direct = _groups("benign/eval_kojima_direct_logs", fold, "sub")
        self.filler = _by_prompt("benign/filler_texts", fold)
        self.intents = _groups("benign/support_intents", fold, "sub")
        self.gsm = _by_prompt("harvest/gsm8k_train", fold)
        self.zh = _by_prompt("harvest/alpaca_zh_translated", fold)
        self.zh_code = _by_prompt("harvest/alpaca_zh_supplement", fold)
        self.cot = _groups("harvest/cot_kojima_logs", fold, "sub")
        self.elicit = _groups("harvest/filled_reasoning_elicitation", fold, "tag")
        self.judge = _groups("harvest/filled_judge_grading", fold, "tag")
        self.generators = _groups("harvest/filled_instruction_generators", fold, "tag")
        self.tools = _by_prompt("harvest/tool_selfinstruct", fold)
        self.calls = _convs("harvest/bfcl_function_calling", fold)
        self.jail = _by_prompt("harvest/jailbreak_prompts", fold)
        self.seeds = _by_prompt("harvest/self_instruct_seeds", fold)
        kinds: dict[str, list[Item]] = {"code": [], "rewrite": [], "write": [], "know": []}
        for it in _by_prompt("harvest/stanford_alpaca_en", fold):
            name = "code" if _CODE.search(it.text) else "rewrite" if _REWRITE.search(it.text) else ""
            kinds[name or ("write" if _WRITE.search(it.text) else "know")].append(it)
        self.alpaca = kinds
        self.answers = [i.out for c in self.chats for i in c if i.out and len(i.out) > 120]
        self.documents = [i.text for i in self.filler if len(i.text) > 300] + [a[:1000] for a in self.answers]
        self.intent_flat = _flat(self.intents.values())


def _flat(groups: Iterable[list[Item]]) -> list[Item]:
    return [i for g in groups for i in g]


@lru_cache(maxsize=2)
def corpus(fold: int) -> Corpus:
    """The corpus of a fold."""
    return Corpus(fold)
