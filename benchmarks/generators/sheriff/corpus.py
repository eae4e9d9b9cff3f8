"""The published texts and address tables, read once and cut into two folds."""

from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple
from zlib import crc32

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
SALT = b"sheriff:"

FILES = {
    "chat": "benign/arena_wildchat_oasst_sample",
    "bbh": "benign/eval_bbh",
    "direct": "benign/eval_kojima_direct_logs",
    "tweeted": "benign/instructionwild",
    "filler": "benign/filler_texts",
    "tenants": "benign/app_templates_tenants",
    "support": "benign/support_intents",
    "gsm": "harvest/gsm8k_train",
    "tools": "harvest/tool_selfinstruct",
    "alpaca": "harvest/stanford_alpaca_en",
    "reasoning": "harvest/filled_reasoning_elicitation",
    "cot": "harvest/cot_kojima_logs",
    "zh_more": "harvest/alpaca_zh_supplement",
    "evolve": "harvest/filled_instruction_generators",
    "calls": "harvest/bfcl_function_calling",
    "judge": "harvest/filled_judge_grading",
    "zh": "harvest/alpaca_zh_translated",
}


class Item(NamedTuple):
    """One published text."""

    prompt: str
    system: str | None
    response: str | None
    group: str
    turn: int


def side(key: str) -> int:
    """Which half of the world's texts a key belongs to."""
    return crc32(SALT + key.encode()) >> 7 & 1


def half(bank: list[str], fold: int, least: int = 4) -> list[str]:
    """Half of a phrase bank; a bank too small to halve stays whole."""
    if len(bank) < 2 * least:
        return list(bank)
    return sorted(bank, key=lambda phrase: crc32(SALT + phrase.encode()))[fold::2]


@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> list[Item]:
    """One file's half; cut by conversation, tenant or prompt."""
    rows = pq.read_table(DATA / f"{FILES[name]}.parquet").to_pylist()
    found = []
    for row in rows:
        text = row["prompt"]
        if not text:
            continue
        group = row["subtype"] if name == "bbh" else row["source"] if name == "tenants" else row["conv_id"]
        key = text if name in {"bbh", "direct", "cot", "tenants"} else str(row["conv_id"] or text)
        if side(key) == fold:
            turn = int(row["turn"] or 0)
            system = row["system"][:1800] if row["system"] else None
            found.append(Item(text[:1900], system, row["response"], str(group or ""), turn))
    return found


@lru_cache(maxsize=16)
def conversations(name: str, fold: int) -> list[list[Item]]:
    """The chats of a file, turns in order."""
    chats: dict[str, list[Item]] = {}
    for item in pool(name, fold):
        chats.setdefault(item.group, []).append(item)
    return [sorted(turns, key=lambda item: item.turn)[:12] for turns in chats.values()]


@lru_cache(maxsize=4)
def by_group(name: str, fold: int) -> dict[str, list[Item]]:
    """The texts of a file by task or tenant."""
    groups: dict[str, list[Item]] = {}
    for item in pool(name, fold):
        groups.setdefault(item.group, []).append(item)
    return groups


Network = tuple[int, int, int]  # first address, hosts, autonomous system


@lru_cache(maxsize=1)
def networks() -> dict[tuple[str, bool], list[Network]]:
    """A few hundred address blocks per country, of homes (False) and of hosting (True)."""
    table = pq.read_table(DATA / "indicators/ip_prefix_asn_country_2022.parquet")
    keep = pc.and_(pc.greater(table["asn"], 0), pc.is_in(table["cc"], value_set=pa.array(list(COUNTRIES))))
    table = table.filter(keep)
    table = table.take(pa.array(np.random.default_rng(11).permutation(table.num_rows)[:60_000]))
    found: dict[tuple[str, bool], list[Network]] = {}
    columns = [table[name].to_pylist() for name in ("cidr", "asn", "cc", "hosting_asn")]
    for cidr, asn, country, hosting in zip(*columns, strict=True):
        address, _, bits = cidr.partition("/")
        if not 14 <= int(bits) <= 24 or ":" in address:
            continue
        blocks = found.setdefault((country, bool(hosting)), [])
        if len(blocks) < 400:
            a, b, c, d = (int(part) for part in address.split("."))
            blocks.append((a << 24 | b << 16 | c << 8 | d, 1 << (32 - int(bits)), asn))
    return found


def dotted(number: int) -> str:
    """An address as text."""
    return f"{number >> 24}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def draw_address(rng: Random, country: str, hosting: bool) -> tuple[str, int]:
    """A home's or a server's address and its autonomous system."""
    table = networks()
    blocks = table.get((country, hosting)) or table[("US", hosting)]
    first, hosts, asn = blocks[min(int(rng.paretovariate(0.7)) - 1, len(blocks) - 1)]
    return dotted(first + rng.randrange(1, hosts - 1)), asn


@lru_cache(maxsize=1)
def browsers() -> tuple[list[str], list[float]]:
    """Common browser names with their shares."""
    table = pq.read_table(DATA / "indicators/user_agents_browser.parquet").to_pylist()
    table.sort(key=lambda row: (-row["percent"], row["useragent"]))
    return [row["useragent"] for row in table[:60]], [max(row["percent"], 0.1) ** 0.5 for row in table[:60]]


# country: (share, hours east of Greenwich, languages)
COUNTRIES: dict[str, tuple[float, int, str]] = {
    "US": (30, -6, "en"), "IN": (12, 5, "en"), "GB": (6, 0, "en"), "DE": (5, 1, "de en"), "FR": (4, 1, "fr en"),
    "BR": (5, -3, "pt"), "CA": (4, -5, "en"), "JP": (4, 9, "ja en"), "KR": (2, 9, "en"), "SG": (3, 8, "en zh"),
    "HK": (2, 8, "zh en"), "TW": (2, 8, "zh"), "CN": (2, 8, "zh"), "VN": (2, 7, "en"), "ID": (2, 7, "en"),
    "ES": (3, 1, "es"), "MX": (3, -6, "es"), "AR": (1, -3, "es"), "IT": (2, 1, "en"), "NL": (2, 1, "en"),
    "PL": (2, 1, "en"), "UA": (1, 2, "ru en"), "TR": (1, 3, "en"), "NG": (1, 1, "en"), "AU": (2, 10, "en"),
    "SE": (1, 1, "en"), "PH": (1, 8, "en"), "KZ": (0.5, 5, "ru"), "IL": (1, 2, "en"), "AE": (1, 4, "en"),
}  # fmt: skip
