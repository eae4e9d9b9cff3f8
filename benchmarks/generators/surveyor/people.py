"""Customers' records and clients: who signs up with a business-first provider, and with what software."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .clock import DAY
from .texts import DATA

COUNTRIES = {  # weight, hours from UTC
    "US": (30, -6.0),
    "GB": (8, 0.5),
    "DE": (6, 1.5),
    "IN": (9, 5.5),
    "FR": (4, 1.5),
    "JP": (6, 9.0),
    "BR": (4, -3.0),
    "CA": (4, -5.0),
    "KR": (3, 9.0),
    "SG": (5, 8.0),
    "NL": (3, 1.5),
    "AU": (3, 10.0),
    "HK": (3, 8.0),
    "TW": (2, 8.0),
    "IL": (2, 2.5),
    "ES": (2, 1.5),
    "IT": (2, 1.5),
    "PL": (2, 1.5),
    "VN": (2, 7.0),
    "ID": (1.5, 7.0),
    "TR": (1, 3.0),
    "AE": (1.5, 4.0),
    "MX": (1.5, -6.0),
    "SE": (1, 1.5),
    "CH": (1, 1.5),
    "NG": (1, 1.0),
    "MY": (1, 8.0),
    "CN": (0.8, 8.0),
}
_NATIONS = tuple(COUNTRIES)
_NATION_WEIGHTS = tuple(weight for weight, _ in COUNTRIES.values())

BASE = {
    "individual": 0.33,
    "startup": 0.2,
    "smb": 0.14,
    "enterprise": 0.11,
    "agency": 0.05,
    "bedrock": 0.06,
    "vertex": 0.04,
    "academic": 0.03,
    "reseller": 0.04,
}

# Weighted choices per kind of customer: plan, pathway, verification, payment kind.
_RECORDS: dict[str, tuple[dict[str, float], dict[str, float], dict[str, float], dict[str, float]]] = {
    "individual": (
        {"free": 4, "build": 5, "scale": 0.6},
        {"self_serve": 9, "education": 0.7, "security_research": 0.2},
        {"email": 4, "phone": 3, "payment": 3, "none": 0.6},
        {"card": 6, "prepaid": 1, "virtual": 1.6, "crypto": 0.2, "credits": 2},
    ),
    "startup": (
        {"free": 1, "build": 5, "scale": 4},
        {"self_serve": 5, "startup": 4},
        {"email": 1.5, "payment": 4, "business": 3, "phone": 1},
        {"card": 5, "virtual": 1.5, "credits": 3, "invoice": 0.7},
    ),
    "smb": (
        {"build": 4, "scale": 5, "enterprise": 0.7},
        {"self_serve": 8, "enterprise": 1},
        {"payment": 4, "business": 5, "email": 1},
        {"card": 6, "invoice": 2.5, "virtual": 1, "prepaid": 0.3},
    ),
    "enterprise": (
        {"enterprise": 8, "scale": 2},
        {"enterprise": 9, "cloud": 1},
        {"business": 9, "payment": 1},
        {"invoice": 9, "card": 1},
    ),
    "agency": (
        {"scale": 6, "build": 2, "enterprise": 2},
        {"self_serve": 6, "enterprise": 3},
        {"business": 7, "payment": 3},
        {"invoice": 4, "card": 5, "virtual": 1},
    ),
    "bedrock": (
        {"cloud": 9, "cloud_trial": 2},
        {"cloud": 1},
        {"none": 2, "business": 2, "payment": 1},
        {"invoice": 7, "credits": 3},
    ),
    "vertex": (
        {"cloud": 8, "cloud_trial": 3},
        {"cloud": 1},
        {"none": 2, "business": 2, "payment": 1},
        {"invoice": 6, "credits": 4},
    ),
    "academic": (
        {"build": 5, "free": 3, "scale": 2},
        {"education": 7, "self_serve": 2, "security_research": 1},
        {"email": 6, "payment": 2, "business": 1},
        {"credits": 5, "card": 3, "invoice": 2},
    ),
    "reseller": (
        {"reseller": 9, "build": 1},
        {"self_serve": 6, "enterprise": 2},
        {"none": 4, "email": 3, "payment": 2},
        {"invoice": 6, "prepaid": 2, "card": 1},
    ),
}

_MAIL = {
    "gmail.com": 46,
    "outlook.com": 12,
    "hotmail.com": 5,
    "yahoo.com": 4,
    "icloud.com": 6,
    "proton.me": 5,
    "qq.com": 4,
    "163.com": 2.5,
    "naver.com": 2,
    "gmx.de": 2,
    "duck.com": 1.2,
    "foxmail.com": 1,
}

STACKS: tuple[tuple[str, str | None, str, float], ...] = (  # user agent, sdk, tls, weight
    ("Meridian/Python {v}", "python|{v}|Linux|x64|CPython|3.{p}", "t13d1812h1_85036bcba153_b26ce05bbdd6", 26),
    ("AsyncMeridian/Python {v}", "python|{v}|Linux|x64|CPython|3.{p}", "t13d1812h1_85036bcba153_b26ce05bbdd6", 9),
    ("Meridian/Python {v}", "python|{v}|MacOS|arm64|CPython|3.{p}", "t13d1812h1_85036bcba153_375ca2c5e164", 6),
    ("Meridian/JS {v}", "js|{v}|Linux|x64|node|v2{n}.{p}.0", "t13d1714h1_5b57614c22b0_3d5424432f57", 14),
    ("OpenAI/Python 1.{p}.{n}", "python|1.{p}.{n}|Linux|x64|CPython|3.{p}", "t13d1812h1_85036bcba153_b26ce05bbdd6", 8),
    ("langchain-meridian/0.{n}.{p}", "python|{v}|Linux|x64|CPython|3.{p}", "t13d1812h1_85036bcba153_b26ce05bbdd6", 5),
    ("litellm/1.{p}.{n}", None, "t13d1812h1_85036bcba153_b26ce05bbdd6", 6),
    ("python-requests/2.3{n}.0", None, "t13d1811h1_85036bcba153_d41ae481755e", 5),
    ("python-httpx/0.2{n}.0", None, "t13d1812h1_85036bcba153_b26ce05bbdd6", 3),
    ("Python/3.{p} aiohttp/3.{n}.1", None, "t13d1811h1_85036bcba153_2f2f2f7b1a0e", 3),
    (
        "meridian-cli/1.0.{p}{n} (external, cli)",
        "js|{v}|MacOS|arm64|node|v2{n}.1.0",
        "t13d1714h1_5b57614c22b0_3d5424432f57",
        6,
    ),
    ("Go-http-client/2.0", None, "t13d1312h2_f57a46bbacb6_ab7e3b40a677", 4),
    ("okhttp/4.1{n}.0", None, "t13d1516h2_8daaf6152771_de4a06bb82e3", 3),
    ("Meridian/Java 1.{n}.0", "java|1.{n}.0|Linux|x64|JVM|{p}", "t13d1516h2_8daaf6152771_de4a06bb82e3", 2),
    ("curl/8.{n}.0", None, "t13d3112h2_e8f1e7e78f70_6bebaf5329ac", 1.5),
    ("n8n", None, "t13d1714h1_5b57614c22b0_3d5424432f57", 2),
    ("Dify/1.{n}.0", None, "t13d1812h1_85036bcba153_b26ce05bbdd6", 1.5),
    ("Zapier", None, "t13d1714h1_5b57614c22b0_aaaf1c2d3e4f", 1),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/14{n}.0.0.0 Safari/537.36",
        None,
        "t13d1516h2_8daaf6152771_02713d6af862",
        4,
    ),
    (
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.{n} Safari/605.1.15",
        None,
        "t13d2014h2_a09f3c656075_14788d8d241b",
        2,
    ),
)
_STACK_WEIGHTS = tuple(row[3] for row in STACKS)
CLOUD_STACKS = {
    "bedrock": (
        "Boto3/1.4{n}.{p} md/Botocore#1.4{n}.{p} lang/python#3.{p}",
        "aws-sdk-java/2.3{n}.{p}",
        "aws-sdk-js/3.8{n}.0",
    ),
    "vertex": ("google-cloud-aiplatform/1.1{n}.0 gl-python/3.{p}", "Meridian/Python {v} vertex"),
}

Stack = tuple[str | None, str | None, str | None]


@dataclass(slots=True)
class Account:
    """A paying account: its record and its clients."""

    id: str
    archetype: str
    country: str
    tz: float
    created: int
    path: str
    company: str
    record: dict[str, object]
    stacks: list[Stack]
    keys: list[str]
    ips: list[tuple[str | None, int | None]]
    roam: float = 0.0
    kind: str = "ordinary"
    operator: str | None = None
    fake: bool = False
    stop: int | None = None
    hides: set[str] = field(default_factory=set)


@lru_cache(maxsize=1)
def _networks() -> dict[tuple[str, bool], list[tuple[int, int, int]]]:
    """Address blocks by country and hosting: first address, size, network number."""
    table = pq.read_table(
        DATA / "indicators" / "ip_prefix_asn_country_2022.parquet", columns=["cidr", "asn", "cc", "hosting_asn"]
    )
    keep = pc.and_(
        pc.is_in(table["cc"], value_set=pa.array(list(COUNTRIES))),
        pc.match_substring_regex(table["cidr"], r"^\d+\.\d+\.\d+\.\d+/(1[6-9]|2[0-2])$"),
    )
    found: dict[tuple[str, bool], list[tuple[int, int, int]]] = {}
    rows = table.filter(pc.and_(keep, pc.greater(table["asn"], 0)))
    step = max(1, rows.num_rows // 40_000)
    for row in rows.take(pa.array(range(0, rows.num_rows, step))).to_pylist():
        block = ipaddress.ip_network(row["cidr"], strict=False)
        found.setdefault((row["cc"], bool(row["hosting_asn"])), []).append(
            (int(block.network_address), block.num_addresses, row["asn"])
        )
    return found


def address(r: Random, country: str, hosting: bool) -> tuple[str, int]:
    """An address and its network number in a country."""
    nets = _networks()
    first, size, asn = r.choice(nets.get((country, hosting)) or nets[("US", hosting)])
    return str(ipaddress.ip_address(first + r.randrange(1, size - 1))), asn


def weighted(r: Random, table: Mapping[str, float]) -> str:
    """One key of a weight table."""
    return r.choices(list(table), weights=list(table.values()))[0]


def nation(r: Random) -> str:
    """A customer's country."""
    return r.choices(_NATIONS, weights=_NATION_WEIGHTS)[0]


def draw_stack(r: Random, path: str) -> Stack:
    """A client: user agent, SDK line, TLS fingerprint."""
    holes = {
        "v": f"0.{r.choice((39, 42, 45, 49, 52, 57))}.{r.choice((0, 0, 1, 2))}",
        "p": r.randint(8, 13),
        "n": r.randint(0, 9),
    }
    if path in CLOUD_STACKS:
        return (r.choice(CLOUD_STACKS[path]).format_map(holes) if r.random() < 0.7 else None, None, None)
    agent, sdk, tls, _ = r.choices(STACKS, weights=_STACK_WEIGHTS)[0]
    return agent.format_map(holes), sdk.format_map(holes) if sdk else None, tls


def hexes(r: Random, bits: int = 64) -> str:
    """A random hexadecimal name."""
    return f"{r.getrandbits(bits):0{bits // 4}x}"


def draw_created(r: Random, start: int, end: int) -> int:
    """Sign-up: mostly over four years, some of it inside the window."""
    if r.random() < 0.13:
        return r.randrange(start, end - DAY)
    return start - int(r.betavariate(1.0, 2.2) * 1300 * DAY) - r.randrange(DAY)


def domain_of(r: Random, company: str, archetype: str, country: str) -> str | None:
    """The e-mail domain of a new customer."""
    if archetype == "individual" or (archetype in {"reseller", "smb", "startup"} and r.random() < 0.12):
        if r.random() < 0.03:
            return f"{hexes(r, 24)}mail.{r.choice(('xyz', 'top', 'site', 'online'))}"
        return weighted(r, _MAIL)
    stem = "".join(ch for ch in company.split()[0].lower() if ch.isascii())
    if archetype == "academic":
        return f"{stem}.{'edu' if country == 'US' else 'ac.' + country.lower()}"
    return f"{stem}.{r.choice(('com', 'com', 'com', 'io', 'ai', 'dev', 'co', country.lower()))}"


def new_account(
    r: Random, company: str, archetype: str, window: tuple[int, int], resellers: list[str], country: str | None = None
) -> Account:
    """A customer with records as its kind usually has them."""
    country = country or nation(r)
    plans, pathways, checks, payments = _RECORDS[archetype]
    path = archetype if archetype in CLOUD_STACKS else "api"
    if archetype == "reseller":
        path = f"reseller:{r.choice(resellers)}"
    elif path == "api" and r.random() < 0.07:
        path = "console"
    cloud = path in CLOUD_STACKS
    hosting = r.random() < {"individual": 0.35, "academic": 0.3}.get(archetype, 0.65)
    origin = "US" if hosting and r.random() < 0.4 else country
    count = r.choices((1, 2, 4, 9), weights=(5, 3, 2, 1))[0]
    ips: list[tuple[str | None, int | None]] = [address(r, origin, hosting) for _ in range(count)]
    if cloud and r.random() < 0.8:
        ips = [(None, None)]
    kind = weighted(r, payments)
    check = weighted(r, checks)
    home, home_asn = address(r, country, r.random() < 0.08)
    hidden = 0.6 if cloud or archetype == "reseller" else 0.06
    unknown = [r.random() < hidden for _ in range(5)]
    corporate = archetype not in {"individual", "reseller"} and r.random() < 0.8
    record: dict[str, object] = {
        "org_id": f"org_{hexes(r, 48)}" if corporate or r.random() < 0.12 else None,
        "org_name": company if corporate and not unknown[0] else None,
        "plan": weighted(r, plans),
        "pathway": weighted(r, pathways),
        "verification": check,
        "email_domain": None if unknown[1] else domain_of(r, company, archetype, country),
        "phone_hash": hexes(r) if check == "phone" or (check != "none" and r.random() < 0.35) else None,
        "payment_fingerprint": None if unknown[2] or (kind == "credits" and r.random() < 0.7) else hexes(r),
        "payment_kind": None if unknown[2] and r.random() < 0.3 else kind,
        "billing_country": country if r.random() < 0.93 else nation(r),
        "signup_ip": None if unknown[3] else home,
        "signup_asn": None if unknown[3] else home_asn,
        "signup_user_agent": None if unknown[4] else draw_browser(r),
        "distillation_licence": True if r.random() < 0.004 else (False if r.random() < 0.8 else None),
        "status": "active",
        "status_at": None,
    }
    stacks = [draw_stack(r, path) for _ in range(r.choices((1, 2, 3), weights=(7, 2, 1))[0])]
    if path == "console":
        stacks = [(draw_browser(r), None, STACKS[-2][2])]
    keys = [
        hexes(r)
        for _ in range(r.choices((1, 2, 5), weights=(7, 2, 1))[0] if archetype != "enterprise" else r.randint(1, 8))
    ]
    tz = COUNTRIES[country][1]
    hides = {name for name in ("ip", "ja4", "output") if r.random() < 0.03}
    created = draw_created(r, *window)
    return Account(
        f"acct_{hexes(r, 56)}",
        archetype,
        country,
        tz,
        created,
        path,
        company,
        record,
        stacks,
        keys,
        ips,
        r.choice((0.0, 0.0, 0.0, 0.2, 0.9)) if not hosting else 0.0,
        hides=hides,
    )


def draw_browser(r: Random) -> str:
    """A browser's user agent."""
    return r.choice(STACKS[-2:])[0].format_map({"n": r.randint(0, 9)})
