"""Addresses, autonomous systems, clients and e-mail domains, from the indicator tables."""

import random
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq

from .corpus import DATA, half

# country: weight among customers, UTC offset, language of its people
COUNTRIES: dict[str, tuple[float, float, str]] = {
    "US": (24, -6, "en"), "IN": (10, 5.5, "en"), "GB": (6, 0, "en"), "DE": (5.5, 1, "de"), "CN": (5, 8, "zh"),
    "JP": (4.5, 9, "ja"), "BR": (4.5, -3, "pt"), "FR": (4, 1, "fr"), "SG": (3.5, 8, "en"), "KR": (3, 9, "ko"),
    "CA": (3.5, -5, "en"), "HK": (2.5, 8, "zh"), "TW": (2, 8, "zh"), "ES": (2.5, 1, "es"), "MX": (2, -6, "es"),
    "AU": (2.2, 10, "en"), "NL": (2, 1, "en"), "ID": (2, 7, "en"), "VN": (2, 7, "en"), "PL": (1.6, 1, "en"),
    "RU": (1.8, 3, "ru"), "TR": (1.3, 3, "en"), "IT": (1.6, 1, "it"), "UA": (1, 2, "ru"), "AR": (1, -3, "es"),
    "NG": (0.8, 1, "en"), "EG": (0.7, 2, "ar"), "SA": (0.6, 3, "ar"), "PK": (1, 5, "en"), "PH": (1, 8, "en"),
    "CO": (0.8, -5, "es"), "SE": (0.8, 1, "en"), "CH": (0.7, 1, "de"), "IL": (0.7, 2, "en"), "ZA": (0.6, 2, "en"),
}  # fmt: skip


class Address(NamedTuple):
    """Where a request comes from."""

    ip: str
    country: str
    asn: int


class Client(NamedTuple):
    """What sends a request."""

    user_agent: str
    sdk: str | None
    ja4: str


class _Prefixes(NamedTuple):
    home: dict[str, list[tuple[int, int, int]]]
    hosting: list[tuple[int, int, int, str]]
    vpn: list[tuple[int, int, int, str]]


@lru_cache(maxsize=1)
def _prefixes() -> _Prefixes:
    lists = pq.read_table(DATA / "indicators/asn_hosting_lists.parquet").to_pydict()
    vpn_asns = {asn for asn, yes in zip(lists["asn"], lists["x4b_vpn"], strict=True) if yes}
    table = pq.read_table(DATA / "indicators/ip_prefix_asn_country_2022.parquet")
    table = table.take(np.arange(5, table.num_rows, 11))
    home: dict[str, list[tuple[int, int, int]]] = {}
    hosting: list[tuple[int, int, int, str]] = []
    vpn: list[tuple[int, int, int, str]] = []
    columns = [table[name].to_pylist() for name in ("cidr", "asn", "cc", "flags", "hosting_asn")]
    for cidr, asn, cc, flags, hosted in zip(*columns, strict=True):
        if flags is not None or not asn or cc not in COUNTRIES:
            continue
        base, _, length = cidr.partition("/")
        a, b, c, d = (int(part) for part in base.split("."))
        number = (a << 24) | (b << 16) | (c << 8) | d
        size = 1 << (32 - int(length))
        if asn in vpn_asns:
            vpn.append((number, size, asn, cc))
        elif hosted:
            hosting.append((number, size, asn, cc))
        else:
            home.setdefault(cc, []).append((number, size, asn))
    return _Prefixes(home, hosting, vpn)


def _dotted(number: int) -> str:
    return f"{number >> 24 & 255}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def _inside(r: random.Random, number: int, size: int) -> str:
    return _dotted(number + (r.randrange(1, size - 1) if size > 3 else 0))


def home_address(r: random.Random, country: str) -> Address:
    """An access-network address of a country."""
    number, size, asn = r.choice(_prefixes().home[country])
    return Address(_inside(r, number, size), country, asn)


def hosting_address(r: random.Random, vpn: bool = False) -> Address:
    """An address of a data centre, or of a VPN exit."""
    rows = _prefixes().vpn if vpn else _prefixes().hosting
    number, size, asn, country = r.choice(rows)
    return Address(_inside(r, number, size), country, asn)


def near(r: random.Random, address: Address) -> Address:
    """Another address of the same /24."""
    return Address(address.ip.rsplit(".", 1)[0] + f".{r.randrange(1, 255)}", address.country, address.asn)


def draw_country(r: random.Random) -> str:
    """A customer's country."""
    return r.choices(list(COUNTRIES), [weight for weight, _, _ in COUNTRIES.values()])[0]


# SDK clients: user-agent pattern, sdk pattern, TLS family, weight; V, P, N are versions
STACKS: tuple[tuple[str, str | None, str, float], ...] = (
    ("OpenAI/Python 1.{a}.{b}", "python|1.{a}.{b}|CPython 3.{p}|{o}|{m}", "python", 18),
    ("AsyncOpenAI/Python 1.{a}.{b}", "async:asyncio|1.{a}.{b}|CPython 3.{p}|{o}|{m}", "python", 9),
    ("Anthropic/Python 0.{a}.{b}", "python|0.{a}.{b}|CPython 3.{p}|{o}|{m}", "python", 9),
    ("OpenAI/JS 4.{a}.{b}", "js|4.{a}.{b}|node v{n}.{b}.0|{o}|{m}", "node", 11),
    ("python-requests/2.3{b}.0", None, "python", 7),
    ("python-httpx/0.2{b}.0", None, "python", 5),
    ("Python/3.{p} aiohttp/3.{b}.{b}", None, "python", 4),
    ("axios/1.{b}.{b}", None, "node", 6),
    ("node", None, "node", 4),
    ("Go-http-client/2.0", None, "go", 4),
    ("openai-go/1.{b}.0", "go|1.{b}.0|go1.2{b}|{o}|{m}", "go", 2),
    ("okhttp/4.1{b}.0", None, "java", 3),
    ("Java-http-client/{n}.0.{b}", None, "java", 2),
    ("curl/8.{b}.0", None, "curl", 2),
    ("litellm/1.{a}.{b}", "python|1.{a}.{b}|CPython 3.{p}|{o}|{m}", "python", 4),
    ("langchain-openai/0.{b}.{b}", "python|1.{a}.{b}|CPython 3.{p}|{o}|{m}", "python", 4),
    ("ai-sdk/{b}.{a}.0 runtime/node.js/{n}", None, "node", 4),
    ("n8n/1.{a}.0", None, "node", 2),
    ("Dify/1.{b}.0", None, "python", 2),
    ("open-webui/0.{b}.{a}", None, "python", 2),
    ("codebuddy-cli/1.{a}.{b} (external, cli)", "js|0.{a}.{b}|node v{n}.{b}.0|{o}|{m}", "node", 5),
    ("RestSharp/11{b}.0.0", None, "java", 1),
    ("GuzzleHttp/7", None, "curl", 2),
)
JA4 = {
    "python": ("t13i181000_85036bcba153_d41ae481755e", "t13d181000_85036bcba153_d41ae481755e",
               "t13d4312h1_c7886603b240_b26ce05bbdd6"),
    "go": ("t13d190900_9dc949149365_97f8aa674fd9", "t13d191000_9dc949149365_e7c285222651",
           "t13d141000_cbb2034c60b8_e7c285222651"),
    "node": ("t13d521100_b262b3658495_8e6e362c5eac", "t13d591000_a33745022dd6_1f22a2ca17c4"),
    "java": ("t13d171200_5b57614c22b0_3d5424432f57", "t13d491100_bd868743f55c_fa269c3d986d"),
    "curl": ("t13d3112h2_e8f1e7e78f70_b26ce05bbdd6", "t13d311200_e8f1e7e78f70_d339722ba4af"),
    "chrome": ("t13d1516h2_8daaf6152771_02713d6af862", "t13d1517h2_8daaf6152771_b0da82dd1658",
               "t13d1517h2_8daaf6152771_b1ff8ab2d16f", "q13d0312h3_55b375c5d22e_06cda9e17597"),
    "firefox": ("t13d1715h2_5b57614c22b0_7121afd63204",),
    "safari": ("t13d2014h2_a09f3c656075_14788d8d241b", "t13i2013h2_a09f3c656075_14788d8d241b"),
}  # fmt: skip


@lru_cache(maxsize=1)
def _browsers() -> tuple[list[str], list[float]]:
    table = pq.read_table(DATA / "indicators/user_agents_browser.parquet").to_pydict()
    return table["useragent"], table["percent"]


def draw_sdk(r: random.Random) -> Client:
    """A programmatic client with its own versions."""
    agent, sdk, family, _ = r.choices(STACKS, [stack[3] for stack in STACKS])[0]
    values = {
        "a": min(r.randrange(8, 90), r.randrange(20, 110)), "b": r.randrange(0, 8), "p": r.choice((9, 10, 11, 11, 12,
            12, 13)),
        "n": r.choice((18, 20, 20, 22, 22, 24)), "o": r.choice(("Linux", "Linux", "Linux", "MacOS", "Windows")),
        "m": r.choice(("x64", "x64", "arm64")),
    }  # fmt: skip
    return Client(agent.format(**values), sdk and sdk.format(**values), r.choice(JA4[family]))


def draw_browser(r: random.Random) -> Client:
    """A browser, by its share."""
    agents, shares = _browsers()
    agent = r.choices(agents, shares)[0]
    family = "firefox" if "Firefox" in agent else "safari" if "Safari" in agent and "Chrome" not in agent else "chrome"
    return Client(agent, None, r.choice(JA4[family]))


@lru_cache(maxsize=2)
def disposable_domains(fold: int) -> tuple[str, ...]:
    """Throw-away e-mail domains of a fold."""
    table = pq.read_table(DATA / "indicators/disposable_email_domains.parquet").to_pydict()
    pairs = zip(table["domain"], table["list"], strict=True)
    return tuple(domain for domain, kind in pairs if kind == "blocklist" and half(domain) == fold)
