"""What customers are like from outside: networks, clients, sampling habits, sign-up records."""

import random
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import pyarrow.parquet as pq

from benchmarks.generators.proctor.texts import DATA, digest

Place = tuple[str, int, str]
Client = tuple[str, str | None, str | None]
# country: share, hours from UTC, language
_COUNTRIES = (
    "US 28 -6 en,IN 9 5.5 en,GB 6 0 en,DE 6 1 de,BR 4 -3 en,JP 5 9 ja,FR 4 1 fr,CA 4 -5 en,SG 4 8 zh,HK 2.5 8 zh,TW 2 "
    "8 zh,"
    "KR 3 9 en,NL 2.5 1 en,ES 2.5 1 es,MX 2 -6 es,ID 1.5 7 en,VN 1.5 7 en,PL 1.5 1 en,AU 2 10 en,TR 1.2 3 en,IT 1.5 1 "
    "en,"
    "SE 1 1 en,AR 1 -3 es,IL 1 2 en,UA 1 2 ru,NG 0.8 1 en,PH 1 8 en,CN 1 8 zh,KZ 0.4 5 ru,CH 1 1 de"
)
COUNTRIES = {c[:2]: (float(c.split()[1]), float(c.split()[2]), c.split()[3]) for c in _COUNTRIES.split(",")}
_LIBRARIES = (
    "OpenAI/Python 1.{}.0|py|30,OpenAI/Python 2.{}.1|py|16,Anthropic/Python 0.{}.0|py|30,OpenAI/JS 4.{}.0|js|18,node|"
    "js|6,"
    "OpenAI/JS 5.{}.0|js|12,Anthropic/JS 0.{}.2|js|14,python-requests/2.{}.3|py-requests|10,aiohttp/3.{}.1|py-aiohttp|"
    "7,"
    "python-httpx/0.{}.0|py|7,axios/1.{}.2|js|6,Go-http-client/2.0|go|5,okhttp/4.{}.0|java|4,curl/8.{}.1|curl|"
    "3,n8n/1.{}|js|3,"
    "langchain/0.{}|py|6,litellm/1.{}.4|py-aiohttp|6,codeagent-cli/2.{}.0 (external, cli)|js|8,reqwest/0.{}|rust|2,"
    "spring-ai/1.{}|java|2,Zapier|py-requests|1.5,Dart/3.{} (dart:io)|dart|1.5,vscode-ext/{}.2|js|3"
)
LIBRARIES = [row.split("|") for row in _LIBRARIES.replace(", cli", "; cli").split(",")]
TIERS = ("large", "mid", "mini")


@lru_cache(maxsize=1)
def networks() -> dict[tuple[str, bool], list[tuple[int, int]]]:
    """Some prefixes of each country, of hosters or not: first address and AS number."""
    table = pq.read_table(DATA / "indicators" / "ip_prefix_asn_country_2022.parquet",
        columns=["cidr", "asn", "cc", "hosting_asn"])
    out: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    for row in table.take(list(range(0, table.num_rows, 23))).to_pylist():
        if row["cc"] in COUNTRIES and row["asn"] and ":" not in row["cidr"]:
            a, b, c, _ = (int(x) for x in row["cidr"].split("/")[0].split("."))
            out.setdefault((row["cc"], bool(row["hosting_asn"])), []).append((a << 16 | b << 8 | c, row["asn"]))
    return out


@lru_cache(maxsize=2)
def indicator(name: str) -> list[str]:
    """A column of strings: browser user agents (frequent ones first) or throw-away mail domains."""
    table = pq.read_table(DATA / "indicators" / f"{name}.parquet")
    return [str(x) for x in table.column(0).to_pylist()]


def subnet(rng: random.Random, country: str, hosted: bool, count: int) -> list[Place]:
    """Addresses of one /24."""
    table = networks()
    base, asn = rng.choice(table.get((country, hosted)) or table.get((country, not hosted)) or table[("US", False)])
    return [(f"{base >> 16}.{base >> 8 & 255}.{base & 255}.{rng.randint(2, 253)}", asn, country) for _ in range(count)]


def place(rng: random.Random, country: str, hosted: bool) -> Place:
    """One address."""
    return subnet(rng, country, hosted, 1)[0]


def country(rng: random.Random) -> str:
    """A country, as customers are spread."""
    return rng.choices(list(COUNTRIES), [c[0] for c in COUNTRIES.values()])[0]


@dataclass(frozen=True, slots=True)
class Habit:
    """How an account's software looks and what it sets."""

    web: bool
    path: str
    agents: tuple[Client, ...]
    tier: str
    params: dict[str, Any] = field(default_factory=dict)
    hosted: bool = False


def client(rng: random.Random, web: bool) -> Client:
    """A user agent with its SDK string and TLS fingerprint."""
    sdk = None
    if web:
        agent = rng.choice(indicator("user_agents_browser")[: rng.choice((20, 80, 260))])
        stack = "firefox" if "Firefox" in agent else "chromium" if "Chrome" in agent else "safari"
    else:
        shape, stack, _ = rng.choices(LIBRARIES, [float(row[2]) for row in LIBRARIES])[0]
        version = rng.choice((31, 40, 52, 57, 57, 60, 60, 64, 64, 70))
        agent = shape.format(version)
        if "OpenAI" in shape or "Anthropic" in shape:
            where = rng.choices(("Linux;x64", "MacOS;arm64", "Windows;x64", "Linux;arm64"), (6, 2, 2, 1))[0]
            runtime = rng.choice(("3.10.12", "3.11.9", "3.12.3") if stack == "py" else ("v18.20", "v20.11", "v22.4"))
            sdk = f"lang={stack};os={where};rt={runtime};pkg={version}"
    variant = rng.randrange(4)
    code = f"{digest(f'{stack}{variant}', 'ja4'):016x}"
    head = f"t13d{10 + digest(stack) % 8}{12 + variant}h{1 if 'requests' in stack else 2}"
    ja4 = f"{head}_{code[:12]}_{digest(code):016x}"[:36]
    return agent, sdk, ja4


def parameters(rng: random.Random, web: bool) -> dict[str, Any]:
    """The sampling set that somebody's code has."""
    if web:
        return {"stream": True} if rng.random() < 0.8 else {}
    chances: tuple[tuple[str, float, tuple[Any, ...]], ...] = (
        ("temperature", 0.55, (0.0, 0.0, 0.0, 0.0, 0.2, 0.2, 0.3, 0.5, 0.6, 0.7, 0.7, 0.7, 0.8, 1.0, 1.0)),
        ("top_p", 0.14, (0.9, 0.95, 1.0, 0.8)), ("stream", 0.4, (True, True, False)),
            ("seed", 0.03, (0, 1, 7, 42, 1234)),
        ("max_tokens", 0.55, (256, 512, 800, 1000, 1024, 2000, 2048, 4000, 4096, 8192, 16000)),
        ("reasoning_effort", 0.1, ("low", "medium", "high", "high")),
            ("thinking_budget", 0.06, (1024, 4096, 8000, 16000)),
        ("response_format", 0.07, ("json_object", "json_schema")), ("choice_count", 0.03, (2, 3, 4, 8)),
        ("top_logprobs", 0.015, (3, 5, 20)), ("batch", 0.04, (True,)),
    )  # fmt: skip
    out = {name: rng.choice(values) for name, chance, values in chances if rng.random() < chance}
    return {**out, "logprobs": True} if "top_logprobs" in out else out


def habit(rng: random.Random, web: float = 0.45) -> Habit:
    """A habit as the world's customers have them; `web`: how likely through a browser."""
    if rng.random() < web:
        return Habit(True, "console", (client(rng, True),), rng.choices(TIERS, (5, 4, 2))[0], parameters(rng, True))
    path = rng.choices(("api", "bedrock", "vertex", "azure", "reseller:openhub", "reseller:modelmart"),
        (78, 6, 5, 5, 4, 2))[0]
    agents = tuple(client(rng, False) for _ in range(rng.choices((1, 2, 3), (80, 15, 5))[0]))
    return Habit(False, path, agents, rng.choice(TIERS), parameters(rng, False), rng.random() < 0.5)


def jitter(base: Habit, rng: random.Random) -> Habit:
    """The same habit, with sampling values a little different."""
    params = dict(base.params)
    if "temperature" in params:
        params["temperature"] = round(min(1.2, max(0.0, params["temperature"] + rng.uniform(-0.3, 0.3))), 2)
    if "max_tokens" in params:
        params["max_tokens"] = rng.choice((512, 1024, 1500, 2048, 3000, 4096))
    return replace(base, params=params)


def _draw(rng: random.Random, shares: str) -> str:
    """One of `name share` pairs."""
    pairs = [pair.split(":") for pair in shares.split()]
    return rng.choices([pair[0] for pair in pairs], [float(pair[1]) for pair in pairs])[0]


def record(rng: random.Random, web: bool, where: str, rank: float) -> dict[str, Any]:
    """What the sign-up form and the till know; `rank` 0-1: how much the account is used."""
    pathway = _draw(rng, "self_serve:66 education:15 security_research:2 startup:7 enterprise:4 cloud:6")
    plan = _draw(rng,
        "free:30 plus:22 pro:5 payg:34 team:6 scale:3" if web else "free:16 plus:8 pro:4 payg:58 team:8 scale:6")
    plan = "payg" if rank > 0.8 and plan == "free" else plan
    kind = _draw(rng, "card:58 prepaid:8 virtual:12 invoice:5 crypto:2 credits:15")
    kind = "credits" if pathway in ("education", "startup") and rng.random() < 0.5 else kind
    domain = _draw(rng, "gmail.com:42 outlook.com:11 proton.me:4 icloud.com:5 qq.com:2 163.com:1.5 own:22 edu:8 "
    "bin:2.5")
    if domain == "own":
        domain = f"{rng.choice('abcdefgklm')}{rng.randrange(10**6):x}.{rng.choice(('com', 'io', 'dev', 'co'))}"
    elif domain == "edu" or (pathway == "education" and rng.random() < 0.6):
        domain = f"u{rng.randrange(900)}.{'edu' if where == 'US' else 'ac.' + where.lower()}"
    elif domain == "bin":
        domain = rng.choice(indicator("disposable_email_domains"))
    paid = plan != "free" and kind != "invoice"
    verification = _draw(rng, "none:6 email:36 phone:26 payment:22 business:7 -:3")
    return {
        "plan": None if rng.random() < 0.03 else plan, "pathway": pathway, "email_domain": domain,
        "distillation_licence": False,
        "verification": None if verification == "-" else verification,
        "phone_hash": f"ph{rng.getrandbits(48):012x}" if rng.random() < 0.45 else None,
        "payment_kind": kind if paid or kind == "credits" else None,
        "payment_fingerprint": f"pf{rng.getrandbits(48):012x}" if paid and rng.random() < 0.9 else None,
        "billing_country": where if rng.random() < 0.86 else country(rng),
    }  # fmt: skip
