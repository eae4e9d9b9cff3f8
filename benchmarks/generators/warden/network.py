"""Where requests come from: countries, real prefixes, client programs and sampling parameters."""

import ipaddress
import random
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.generators.warden.texts import DATA, digest

# country: (weight, hours from UTC, language of the people)
COUNTRIES: dict[str, tuple[float, int, str]] = {
    "US": (25, -6, "en"),
    "IN": (11, 5, "en"),
    "GB": (6, 0, "en"),
    "DE": (5, 1, "de"),
    "BR": (5, -3, "pt"),
    "JP": (6, 9, "ja"),
    "SG": (5, 8, "en"),
    "FR": (4, 1, "fr"),
    "KR": (3, 9, "en"),
    "CA": (3, -5, "en"),
    "NL": (3, 1, "en"),
    "ES": (3, 1, "es"),
    "AU": (2, 10, "en"),
    "VN": (2, 7, "en"),
    "ID": (2, 7, "en"),
    "TW": (3, 8, "zh"),
    "HK": (4, 8, "zh"),
    "MX": (2, -6, "es"),
    "PL": (2, 1, "en"),
    "TR": (2, 3, "en"),
    "IT": (2, 1, "en"),
    "AR": (1, -3, "es"),
    "NG": (1, 1, "en"),
    "UA": (1, 2, "ru"),
    "AE": (1, 4, "en"),
    "PH": (2, 8, "en"),
    "MY": (2, 8, "zh"),
    "IL": (1, 2, "en"),
    "SE": (1, 1, "en"),
    "CN": (1, 8, "zh"),
}


class Address(NamedTuple):
    """One address as the gateway sees it."""

    ip: str
    asn: int
    country: str


@lru_cache(maxsize=1)
def _prefixes() -> dict[tuple[str, bool], list[tuple[int, int, int]]]:
    table = pq.read_table(
        DATA / "indicators" / "ip_prefix_asn_country_2022.parquet", columns=["cidr", "asn", "cc", "hosting_asn"]
    )
    table = table.filter(pc.and_(pc.greater(table["asn"], 0), pc.is_in(table["cc"], pa.array(list(COUNTRIES)))))
    table = table.filter(pc.match_substring_regex(table["cidr"], "/(16|17|18|19|20|21|22)$"))
    order = np.random.default_rng(7).permutation(table.num_rows)
    found: dict[tuple[str, bool], list[tuple[int, int, int]]] = {}
    for row in order.tolist()[:60_000]:
        key = (table["cc"][row].as_py(), bool(table["hosting_asn"][row].as_py()))
        kept = found.setdefault(key, [])
        if len(kept) < 150:
            net = ipaddress.ip_network(table["cidr"][row].as_py(), strict=False)
            kept.append((int(net.network_address), net.prefixlen, int(table["asn"][row].as_py())))
    return found


def address(rng: random.Random, country: str, hosting: bool = False) -> Address:
    """A fresh address of a country, at home or in a hosting network."""
    nets = _prefixes()
    start, length, asn = rng.choice(nets.get((country, hosting)) or nets[("US", hosting)])
    if rng.random() < 0.12:
        return Address(
            f"2a0{rng.randint(0, 9)}:{asn & 0xFFFF:x}:{rng.getrandbits(16):x}:"
            f"{rng.getrandbits(8):x}::{rng.getrandbits(16):x}",
            asn,
            country,
        )
    return Address(str(ipaddress.ip_address(start + rng.randint(4, 2 ** (32 - length) - 4))), asn, country)


class Client(NamedTuple):
    """A client program: its user agent, SDK header set and TLS fingerprint."""

    agent: str | None
    sdk: str | None
    tls: str | None
    family: str


# family: (user agent, x-stainless language or None, weight, versions)
PROGRAMS: dict[str, tuple[tuple[str, str | None, float, tuple[str, ...]], ...]] = {
    "sdk": (
        ("OpenAI/Python {v}", "python", 22, ("1.51.2", "1.68.0", "1.75.0", "1.99.9", "2.3.0", "2.8.1")),
        ("Anthropic/Python {v}", "python", 14, ("0.39.0", "0.49.0", "0.57.1", "0.71.0")),
        ("AsyncOpenAI/Python {v}", "python", 12, ("1.68.0", "1.99.9", "2.3.0")),
        ("OpenAI/JS {v}", "js", 10, ("4.77.0", "5.12.2", "6.2.0")),
        ("Anthropic/JS {v}", "js", 7, ("0.32.1", "0.56.0", "0.65.0")),
        ("langchain-openai/{v}", "python", 5, ("0.2.14", "0.3.33")),
        ("litellm/{v}", None, 6, ("1.63.2", "1.74.9", "1.77.5")),
        ("Vercel-AI-SDK/{v}", None, 5, ("4.3.16", "5.0.51")),
    ),
    "raw": (
        ("python-requests/{v}", None, 7, ("2.31.0", "2.32.3", "2.32.5")),
        ("python-httpx/{v}", None, 6, ("0.27.0", "0.28.1")),
        ("Python/3.11 aiohttp/{v}", None, 5, ("3.9.5", "3.11.18", "3.12.15")),
        ("Go-http-client/{v}", None, 5, ("1.1", "2.0")),
        ("axios/{v}", None, 5, ("1.7.9", "1.8.4", "1.12.2")),
        ("curl/{v}", None, 3, ("7.88.1", "8.5.0", "8.9.1")),
        ("okhttp/{v}", None, 2, ("4.12.0", "5.1.0")),
        ("node-fetch", None, 3, ("",)),
    ),
    "agent": (
        ("claude-cli/{v} (external, cli)", "js", 9, ("1.0.57", "1.0.112", "2.0.14", "2.0.36")),
        ("Cursor/{v}", None, 5, ("1.4.5", "1.7.28")),
        ("opencode/{v}", None, 3, ("0.9.1", "1.0.3")),
        ("Cline/{v}", "js", 3, ("3.17.8", "3.26.6")),
        ("aider/{v} litellm/1.77.5", None, 2, ("0.82.2", "0.86.1")),
        ("open-webui/{v}", None, 3, ("0.5.20", "0.6.30")),
    ),
    "nocode": (
        ("n8n/{v}", None, 3, ("1.88.0", "1.112.3")),
        ("Zapier", None, 2, ("",)),
        ("Make/production", None, 2, ("",)),
    ),
}
REAL_TLS = {
    "python": (
        "t13i181000_85036bcba153_d41ae481755e",
        "t13d181000_85036bcba153_d41ae481755e",
        "t13d4312h1_c7886603b240_b26ce05bbdd6",
    ),
    "Go": ("t13d190900_9dc949149365_97f8aa674fd9", "t13d1412h2_e33ad33b3d25_6b314db333b6"),
    "browser": (
        "t13d1516h2_8daaf6152771_02713d6af862",
        "t13d1517h2_8daaf6152771_b0da82dd1658",
        "t13d1517h2_8daaf6152771_b1ff8ab2d16f",
        "t13d1715h2_5b57614c22b0_7121afd63204",
        "t13d2014h2_a09f3c656075_14788d8d241b",
    ),
}


@lru_cache(maxsize=1)
def _browsers() -> tuple[list[str], list[float]]:
    table = pq.read_table(DATA / "indicators" / "user_agents_browser.parquet", columns=["useragent", "percent"])
    return table["useragent"].to_pylist()[:2500], table["percent"].to_pylist()[:2500]


def client(rng: random.Random, family: str) -> Client:
    """Draw a client program of a family (`browser`, `sdk`, `raw`, `agent`, `nocode`)."""
    if family == "browser":
        agents, weights = _browsers()
        return Client(
            rng.choices(agents, weights)[0], None, rng.choices(REAL_TLS["browser"], (40, 25, 10, 8, 17))[0], family
        )
    rows = PROGRAMS[family]
    agent, language, _, versions = rng.choices(rows, [row[2] for row in rows])[0]
    version = rng.choices(versions, range(2, len(versions) + 2))[0]
    system = rng.choice(("Linux", "Linux", "Linux", "MacOS", "Windows"))
    runtime = (
        rng.choice(("CPython 3.10.12", "CPython 3.11.9", "CPython 3.12.3")) if language == "python" else "node v20.11"
    )
    sdk = f"{language}|{version}|{system}|{runtime}" if language else None
    low = agent.lower()
    key = "Go" if "Go-http" in agent else "python" if any(w in low for w in ("python", "langchain", "litellm")) else ""
    variant = rng.choices((0, 1, 2), (60, 30, 10))[0]
    made = f"t13d1{4 + variant}12h1_{digest('a', agent[:6], size=6)}_{digest('b', agent[:6], variant, size=6)}"
    tls = rng.choices(REAL_TLS[key], (5, 3, 1)[: len(REAL_TLS[key])])[0] if key else made
    return Client(agent.format(v=version), sdk, tls, family)


class Sampling(NamedTuple):
    """The sampling parameters of a request."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    thinking_budget: int | None = None
    choice_count: int | None = None
    top_logprobs: int | None = None
    seed: int | None = None
    logprobs: bool | None = None
    stream: bool | None = None
    response_format: str | None = None
    reasoning_effort: str | None = None


def sampling(rng: random.Random, family: str) -> Sampling:
    """The parameters somebody settles on: mostly the defaults."""
    if family == "browser":
        return Sampling(stream=True)
    warm = rng.choices((None, 0.0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0), (42, 15, 3, 6, 4, 3, 2, 10, 3, 2, 10))[
        0
    ]
    effort = rng.choices((None, "low", "medium", "high"), (80, 5, 6, 9))[0]
    return Sampling(
        temperature=warm,
        top_p=rng.choices((None, 1.0, 0.95, 0.9), (78, 10, 8, 4))[0],
        top_k=rng.choices((None, 40, 50), (96, 2, 2))[0],
        max_tokens=rng.choices(
            (None, 256, 512, 1000, 1024, 2048, 4096, 8192, 16384, 32000), (25, 4, 8, 6, 14, 10, 16, 9, 5, 3)
        )[0],
        thinking_budget=rng.choices((None, 1024, 4096, 10000, 16000), (86, 3, 4, 4, 3))[0],
        choice_count=rng.choices((None, 1, 2, 4), (84, 13, 2, 1))[0],
        seed=rng.choices((None, 42, 0, 1234), (92, 5, 2, 1))[0],
        logprobs=rng.choices((None, True), (97, 3))[0],
        stream=rng.choices((None, True, False), (35, 45, 20))[0],
        response_format=rng.choices((None, "json_object", "json_schema"), (84, 9, 7))[0],
        reasoning_effort=effort,
    )
