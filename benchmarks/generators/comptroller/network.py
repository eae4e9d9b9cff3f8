"""Addresses, clients and time: what every account has, honest or not."""

import ipaddress
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from random import Random

import pyarrow.parquet as pq

from .texts import DATA

DAY = 86400.0
OFFSETS = {"US": -6, "IN": 5, "DE": 1, "CN": 8, "GB": 0, "BR": -3, "FR": 1, "JP": 9, "SG": 8, "RU": 3, "KR": 9, "CA":
    -5, "ID": 7, "VN": 7, "PL": 1, "NL": 1, "ES": 1, "TR": 3, "UA": 2, "NG": 1, "PK": 5, "AU": 10, "HK": 8, "TW": 8,
    "MX": -6}
COUNTRIES = list(OFFSETS)
COUNTRY_WEIGHTS = (24, 13, 6, 8, 5, 5, 4, 4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2)
HOURS = (2, 1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 9, 10, 11, 11, 10, 9, 8, 8, 9, 8, 6, 4)
DAYTIME = list(accumulate(HOURS))
OFFICE = list(accumulate((0, 0, 0, 0, 0, 0, 0, 1, 5, 10, 11, 10, 6, 9, 11, 11, 9, 6, 2, 1, 1, 0, 0, 0)))

def tag(*parts: object) -> str:
    """A short stable hash."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=8).hexdigest()

@lru_cache(maxsize=1)
def prefixes() -> dict[tuple[str, bool], list[tuple[int, int, int]]]:
    """By country and whether hosting: first address, size and network number of some prefixes."""
    table = pq.read_table(DATA / "indicators" / "ip_prefix_asn_country_2022.parquet")
    keep = table.take(list(range(0, table.num_rows, 19))).to_pylist()
    found: dict[tuple[str, bool], list[tuple[int, int, int]]] = {}
    for row in keep:
        if row["cc"] in OFFSETS and row["asn"]:
            net = ipaddress.ip_network(row["cidr"])
            key = (row["cc"], bool(row["hosting_asn"]))
            found.setdefault(key, []).append((int(net.network_address), net.num_addresses, int(row["asn"])))
    return found

def address(rng: Random, country: str, hosting: bool) -> tuple[str, str, int]:
    """An address in a country; clouds are few and popular, so are big access networks."""
    nets = prefixes()
    stock = nets.get((country, hosting)) or nets[("US", hosting)]
    first, size, asn = stock[min(int(rng.random() ** 1.7 * len(stock)), len(stock) - 1)]
    return str(ipaddress.IPv4Address(first + rng.randrange(size))), country, asn

STACKS = ((24, "OpenAI/Python 1.{a}.{b}", "python;1.{a};{os};cpython"), (9, "AsyncOpenAI/Python 1.{a}.{b}",
    "python;1.{a};{os};async"), (12, "OpenAI/JS 4.{a}.{b}", "js;4.{a};{os};node"), (9, "python-requests/2.{c}.{d}",
    None), (5, "Python/3.1{e} aiohttp/3.{f}.{d}", None), (6, "axios/1.{f}.{d}", None), (4, "node-fetch/2.{e}", None),
    (4, "Go-http-client/2.0", None), (4, "curl/8.{f}.0", None), (5, "langchain-openai/0.{e}.{b}",
    "python;1.{a};{os};cpython"), (4, "litellm/1.{a}.{b}", None), (2, "okhttp/4.{f}.0", None), (2, "reqwest/0.1{e}",
    None), (2, "Java-http-client/17.0.{f}", None), (7,
    "Mozilla/5.0 ({web}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/1{a}.0.0.0 Safari/537.36", None), (3,
    "httpx/0.2{e}.0", None), (2, "PostmanRuntime/7.{c}.{e}", None))
WEB = ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64")
MODELS = ("atlas-4-mini", "atlas-4", "quill-70b", "quill-8b", "deepthink-2", "latest")
MODEL_WEIGHTS = (34, 22, 14, 12, 12, 6)
CLIENT = ("agent", "sdk", "ja4", "temperature", "max_tokens", "top_p", "stream")

@dataclass(slots=True)
class Habit:
    """How one client calls: drawn alike for everybody."""
    path: str
    agent: str | None
    sdk: str | None
    ja4: str | None
    places: list[tuple[str, str, int]]
    credential: str
    model: str
    zone: int
    shape: str
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    seed: int | None = None
    effort: str | None = None
    budget: int | None = None
    form: str | None = None
    stream: bool | None = None
    batch: bool | None = None
    logprobs: bool | None = None
    choices: int | None = None
    jitter: float = 0.0
    fault: float = 0.01
    retries: bool = True
    talks: bool = False
    others: list["Habit"] = field(default_factory=list)

    def take(self, other: "Habit", parts: Iterable[str]) -> None:
        """Take over parts of another client: the same software or the same network."""
        for part in parts:
            setattr(self, part, getattr(other, part))

def stack(rng: Random) -> tuple[str, str | None, str]:
    """User agent, SDK string and TLS fingerprint of a client."""
    _, form, kit = rng.choices(STACKS, [s[0] for s in STACKS])[0]
    a, b = int(rng.triangular(30, 99, 92)), rng.randint(0, 4)
    os = rng.choice(("linux", "linux", "macos", "windows"))
    slots = {"a": a, "b": b, "c": rng.randint(28, 32), "d": rng.randint(0, 5), "e": rng.randint(0, 3), "f":
        rng.randint(5, 11), "os": os, "web": rng.choice(WEB)}
    family = form.split("/")[0] + str(a // 25) + os
    return form.format(**slots), kit.format(**slots) if kit else None, f"t13d15{len(family):02d}h2_{tag(family)[:12]}"

def habit(rng: Random, country: str) -> Habit:
    """A client as the market's customers have them."""
    agent, sdk, ja4 = stack(rng)
    cloud = rng.random() < 0.55
    where = country if not cloud or rng.random() < 0.5 else rng.choice(("US", "US", "DE", "SG", "NL", "GB"))
    moves = rng.choice((1, 1, 1, 2, 2, 3, 5, 9)) if rng.random() < 0.9 else rng.randint(10, 40)
    if rng.random() < 0.07:
        places = [address(rng, rng.choice(COUNTRIES), True) for _ in range(moves)]
    else:
        places = [address(rng, where, cloud) for _ in range(moves)]
    path = rng.choices(("api", "console", "reseller:openmarket", "reseller:cheaptoken", "azure", "bedrock"), (76, 5, 8,
        5, 3, 3))[0]
    temperature = rng.choices((None, 0.0, 0.7, 1.0, 0.2, 0.3, 0.5, 0.9, 0.1), (44, 25, 9, 5, 5, 4, 3, 3, 2))[0]
    most = rng.choices((None, 256, 512, 1024, 2048, 4096, 64, 8192), (50, 5, 8, 12, 9, 9, 3, 4))[0]
    shape = rng.choices(("flat", "cron", "bursts", "traffic", "office", "sessions"), (16, 17, 24, 15, 11, 17))[0]
    return Habit(path, agent if rng.random() < 0.96 else None, sdk, ja4, places, tag("key", rng.random()),
        rng.choices(MODELS, MODEL_WEIGHTS)[0], OFFSETS[country], shape, temperature, rng.choices((None, 1.0, 0.9,
        0.95), (82, 8, 5, 5))[0], most, 42 if rng.random() < 0.06 else None, rng.choices((None, "low", "medium",
        "high"), (86, 3, 5, 6))[0], rng.choice((1024, 4096, 8192)) if rng.random() < 0.05 else None, "json_object" if
        rng.random() < 0.08 else None, rng.choices((None, False, True), (55, 20, 25))[0], True if rng.random() < 0.05
        else None, True if rng.random() < 0.02 else None, 4 if rng.random() < 0.02 else None, 0.0, rng.choice((0.003,
        0.01, 0.02, 0.06)), rng.random() < 0.75, rng.random() < 0.12)

def moments(rng: Random, shape: str, n: int, zone: int, days: int, first: float = 0, last: float = 0) -> list[float]:
    """n times in seconds since the window's start, within [first, last]."""
    last = last or days * DAY
    span = max(last - first, 60.0)
    out: list[float] = []

    def hourly(profile: list[int], weekdays: float) -> float:
        for _ in range(40):
            day = int((first + rng.random() * span) / DAY)
            if day % 7 > 4 and rng.random() > weekdays:
                continue
            hour = bisect(profile, rng.random() * profile[-1])
            t = day * DAY + (hour - zone) * 3600 + rng.random() * 3600
            if first <= t < last:
                return t
        return first + rng.random() * span
    if shape == "flat":
        out = [first + rng.random() * span for _ in range(n)]
    elif shape == "cron":
        step = rng.choice((DAY, DAY, 6 * 3600.0, 3600.0, 7 * DAY))
        phase, runs = rng.random() * step, max(1, int(span / step))
        per, t = max(1, -(-n // runs)), 0.0
        for i in range(n):
            if i % per == 0:
                t = first + (phase + (i // per if per > 1 else rng.randrange(runs)) * step) % span + rng.random() * 4
            t += rng.expovariate(0.4)
            out.append(t)
    elif shape == "bursts":
        gap, t = rng.choice((0.3, 1.5, 4.0, 12.0)), 0.0
        left = 0
        for _ in range(n):
            if left <= 0:
                left, t = max(3, int(rng.random() * n)), hourly(DAYTIME, 0.6)
            t += rng.expovariate(1 / gap)
            left -= 1
            out.append(t)
    elif shape in ("traffic", "office"):
        profile = OFFICE if shape == "office" else DAYTIME
        out = [hourly(profile, 0.1 if shape == "office" else 0.9) for _ in range(n)]
    else:
        while len(out) < n:
            t = hourly(DAYTIME, 0.7)
            for _ in range(min(n - len(out), 1 + int(rng.expovariate(0.3)))):
                out.append(t)
                t += rng.lognormvariate(4.3, 1.0)
    return sorted(min(max(t, first), first + span - rng.random()) for t in out)
