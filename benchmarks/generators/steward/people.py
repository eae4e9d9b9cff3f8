"""Accounts: who they are, from where and with what they connect. The same draws for honest and fake."""

import random
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Network
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from .texts import BANKS, DATA, Bank, Weights, weighted

COUNTRIES = {
    "US": (28, -6), "IN": (12, 5), "GB": (6, 0), "DE": (6, 1), "FR": (4, 1), "BR": (5, -3), "JP": (5, 9), "CN": (4, 8),
        "HK": (2, 8),
    "SG": (4, 8), "KR": (3, 9), "CA": (4, -5), "ES": (3, 1), "NL": (2, 1), "PL": (2, 1), "VN": (3, 7), "ID": (2, 7),
        "TR": (2, 3),
    "NG": (1, 1), "MX": (2, -6), "AU": (2, 10), "UA": (1, 2), "TW": (2, 8), "IL": (1, 2),
}
MAIL = weighted("mail")
PLANS = weighted("plans")
KINDS_OF_PAY = weighted("kinds_of_pay")
CHECKS = weighted("checks")
PATHWAYS = weighted("pathways")
PATHS = weighted("paths")
MODELS = weighted("models")


def pick(rng: random.Random, table: Weights) -> str:
    """A weighted draw."""
    spot = rng.random() * sum(weight for _, weight in table)
    for value, weight in table:
        spot -= weight
        if spot < 0:
            return value
    return table[-1][0]


def token(rng: random.Random, prefix: str, width: int = 64) -> str:
    """An opaque identifier."""
    return f"{prefix}{rng.getrandbits(width):0{width // 4}x}"


@dataclass(slots=True)
class Address:
    """Where a request comes from."""

    ip: str
    asn: int
    country: str


@lru_cache(maxsize=1)
def networks() -> dict[str, list[tuple[int, int, int, bool]]]:
    """Per country: (first address, size, ASN, whether a hosting firm's)."""
    table = pq.read_table(DATA / "indicators" / "ip_prefix_asn_country_2022.parquet",
        columns=["cidr", "asn", "cc", "hosting_asn"])
    usable = pc.and_(pc.greater(table["asn"], 0), pc.match_substring_regex(table["cidr"], r"/(1[2-9]|2[0-2])$"))
    found: dict[str, list[tuple[int, int, int, bool]]] = {}
    for row in table.filter(usable).to_pylist()[::9]:
        if row["cc"] in COUNTRIES:
            net = IPv4Network(row["cidr"])
            found.setdefault(row["cc"], []).append((int(net[0]), net.num_addresses, row["asn"],
                bool(row["hosting_asn"])))
    return found


def address(rng: random.Random, country: str, hosted: bool = False) -> Address:
    """A fresh address in a country; `hosted` prefers a data centre's."""
    nets = networks()[country]
    net = rng.choice(nets)
    for _ in range(40):
        if net[3] == hosted:
            break
        net = rng.choice(nets)
    number = net[0] + rng.randrange(1, net[1] - 1)
    return Address(".".join(str(number >> shift & 255) for shift in (24, 16, 8, 0)), net[2], country)


def nearby(rng: random.Random, home: Address) -> Address:
    """Another address of the same /24."""
    return Address(f"{home.ip.rsplit('.', 1)[0]}.{rng.randrange(2, 254)}", home.asn, home.country)


@lru_cache(maxsize=1)
def browsers() -> list[str]:
    """Common browser user agents."""
    found: list[str] = pq.read_table(DATA / "indicators" / "user_agents_browser.parquet",
        columns=["useragent"])["useragent"].to_pylist()
    return found[:400]


@lru_cache(maxsize=1)
def disposable() -> list[str]:
    """Throw-away mail domains."""
    table = pq.read_table(DATA / "indicators" / "disposable_email_domains.parquet")
    return [row["domain"] for row in table.to_pylist() if row["list"] == "blocklist"][::25]


@dataclass(slots=True)
class Client:
    """What a program sends with every request."""

    user_agent: str
    sdk: str | None
    ja4: str | None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    thinking: int | None = None
    effort: str | None = None
    stream: bool | None = None
    form: str | None = None
    seed: int | None = None
    batch: bool = False
    tools: tuple[str, ...] = ()
    jitter: float = 0.0


def client(rng: random.Random, tools: tuple[str, ...] = ()) -> Client:
    """A client drawn from the whole population's programs and settings."""
    family = rng.random()
    a, b = str(rng.randint(1, 60)), str(rng.randint(0, 30))
    if family < 0.34:
        agent = rng.choice(BANKS["kits"])
    elif family < 0.58:
        agent = rng.choice(BANKS["devtools"])
    elif family < 0.82:
        agent = rng.choice(BANKS["scripts"])
    else:
        agent = rng.choice(browsers())
    agent = agent.replace("{a}", a).replace("{b}", b)
    stack = agent.split("/")[0] + str(int(b) % 3)
    hashes = "_".join(token(random.Random(stack + end), "", 48) for end in "ab")
    made = Client(agent, None, f"t13d{sum(map(ord, stack)) % 9 + 11}12h2_{hashes}")
    if family < 0.34:
        runtime = rng.choice(("3.10", "3.11", "3.12", "3.13", "20", "22"))
        machine = rng.choice(("Linux;x64", "Linux;x64", "Linux;arm64", "MacOS;arm64", "Windows;x64"))
        made.sdk = f"{agent};{machine};{runtime}"
    made.temperature = rng.choice((None, None, None, 0.0, 0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 1.0, 1.0))
    made.top_p = rng.choice((None, None, None, None, 0.9, 0.95, 1.0))
    made.max_tokens = rng.choice((None, None, 512, 1024, 1024, 2048, 4096, 4096, 8192, 16384))
    made.stream = rng.choice((None, True, True, False))
    made.thinking = rng.choice((None,) * 18 + (2048, 4096, 16000))
    made.effort = rng.choice((None,) * 18 + ("low", "medium", "high"))
    made.form = rng.choice((None,) * 9 + ("json_object", "json_schema"))
    made.seed = rng.choice((None,) * 14 + (1, 42, 1234))
    made.jitter = rng.choice((0.0,) * 9 + (0.1, 0.2))
    made.batch = rng.random() < 0.02
    made.tools = tools
    return made


@dataclass(slots=True)
class Account:
    """One paying account and its habits."""

    key: str
    kind: str
    operator: str | None
    created: int
    zone: int
    rhythm: str
    model: str
    path: str
    clients: list[Client]
    places: list[Address]
    own: dict[str, Bank]
    look: str
    lang: str
    fields: dict[str, Any] = field(default_factory=dict)
    system: str | None = None
    blind: tuple[bool, bool, bool] = (False, False, False)
    reports_users: bool = False
    adopts: float = 0.0
    credential: str = ""
    conversation_ids: bool = True
    failing: float = 0.02
