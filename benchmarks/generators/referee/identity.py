"""Who the accounts are: country, network, client, sampling habits, sign-up and payment."""

import random
from bisect import bisect
from functools import lru_cache
from ipaddress import IPv4Address, ip_network
from itertools import accumulate
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from . import banks
from .texts import DATA, half
from .world import DAY, Actor, Params, Stack, World, stamp


class Country(NamedTuple):
    """Where people live."""

    code: str
    weight: float
    zone: float
    lang: str
    homes: tuple[int, ...]
    campus: tuple[int, ...] = ()


COUNTRIES = [
    Country("US", 27, -6, "en", (7922, 701, 7018, 20115, 21928, 22773), (3, 32, 73, 26)),
    Country("IN", 11, 5.5, "en", (55836, 24560, 9829, 45609), (55824, 9885)),
    Country("GB", 6, 0, "en", (2856, 5089, 5607, 12576), (786,)),
    Country("DE", 6, 1, "de", (3320, 3209, 31334), (680,)),
    Country("JP", 5, 9, "ja", (4713, 17676, 2516), (2907,)), Country("FR", 4, 1, "fr", (3215, 12322, 15557), (2200,)),
    Country("BR", 5, -3, "pt", (28573, 18881, 26599), (1916,)), Country("CA", 4, -5, "en", (577, 6327, 812), (271,)),
    Country("KR", 4, 9, "ko", (4766, 9318, 3786), (1237,)), Country("SG", 3, 8, "zh", (9506, 4657, 55430), (7472,)),
    Country("HK", 2.5, 8, "zh", (4760, 9269, 9304), (3661,)), Country("TW", 3, 8, "zh", (3462, 9924), (1659,)),
    Country("CN", 1, 8, "zh", (4134, 4837, 9808), (4538,)), Country("VN", 3, 7, "en", (45899, 7552, 18403)),
    Country("ID", 3, 7, "en", (7713, 23693)), Country("PH", 1.5, 8, "en", (9299, 132199)),
    Country("NL", 3, 1, "en", (1136, 33915), (1103,)), Country("ES", 3, 1, "es", (3352, 12479), (766,)),
    Country("IT", 2.5, 1, "it", (3269, 30722), (137,)), Country("PL", 2.5, 1, "en", (5617, 12912), (8501,)),
    Country("UA", 1.5, 2, "ru", (15895, 25229)), Country("TR", 2, 3, "en", (9121, 34984), (8517,)),
    Country("MX", 2.5, -6, "es", (8151, 28403)), Country("AR", 1.5, -3, "es", (7303, 10318)),
    Country("AU", 2.5, 10, "en", (1221, 4804), (7575,)), Country("NG", 1.5, 1, "en", (29465, 37148)),
    Country("EG", 1, 2, "en", (8452, 24863)), Country("PK", 1.5, 5, "en", (17557, 23674)),
    Country("IL", 1, 2, "en", (1680, 8551), (378,)), Country("SE", 1.5, 1, "en", (3301, 1257), (1653,)),
]  # fmt: skip
WEIGHTS = list(accumulate(country.weight for country in COUNTRIES))
HOSTS = (16509, 14618, 396982, 8075, 24940, 16276, 14061, 63949, 20473, 51167, 31898, 45102, 132203)
EXITS = (9009, 212238, 60068, 136787, 62240)


@lru_cache(maxsize=1)
def prefixes() -> dict[int, list[tuple[int, int, str]]]:
    """Address ranges of the networks above."""
    wanted = {asn for c in COUNTRIES for asn in c.homes + c.campus} | set(HOSTS) | set(EXITS)
    path = DATA / "indicators" / "ip_prefix_asn_country_2022.parquet"
    table: pa.Table = pq.read_table(path, columns=["cidr", "asn", "cc"])
    table = table.filter(pc.is_in(table.column("asn"), pa.array(sorted(wanted), table.column("asn").type)))
    out: dict[int, list[tuple[int, int, str]]] = {}
    for cidr, asn, code in zip(*(table.column(name).to_pylist() for name in ("cidr", "asn", "cc")), strict=True):
        rows = out.setdefault(int(asn), [])
        if len(rows) < 60 and ":" not in cidr:
            network = ip_network(cidr)
            if network.prefixlen <= 22:
                rows.append((int(network.network_address), network.num_addresses, code or "US"))
    return out


def address(rng: random.Random, asns: tuple[int, ...], code: str | None = None) -> tuple[str, str, int]:
    """A random address of one of the networks."""
    asn = rng.choice(asns)
    rows = prefixes().get(asn) or [(0x64000000 + asn % 65536 * 256, 256, code or "US")]
    base, size, where = rng.choice(rows)
    return str(IPv4Address(base + rng.randrange(1, size - 1))), where, asn


def networks(w: World, country: Country, family: str) -> list[tuple[str, str, int]]:
    """The addresses an account comes from."""
    rng = w.rng
    server = {"sdk": 0.62, "ci": 0.95, "nocode": 0.9, "agent": 0.16, "ide": 0.04}.get(family, 0.03)
    if rng.random() < server:
        asn = (rng.choice(HOSTS),)
        return [address(rng, asn) for _ in range(rng.choice((1, 1, 1, 2, 4, 12)))]
    if rng.random() < 0.09:
        return [address(rng, EXITS) for _ in range(rng.randrange(1, 8))]
    asn = (rng.choice(country.homes),)
    out = [address(rng, asn, country.code) for _ in range(rng.choice((1, 1, 2, 3, 5)))]
    if rng.random() < 0.3:
        out.append(address(rng, country.homes, country.code))
    return out


SDKS = {
    "python": ("OpenAI/Python 1.{v}.0", "Anthropic/Python 0.{v}.0", "python-httpx/0.2{w}.0",
               "AsyncOpenAI/Python 1.{v}.1",
               "langchain-py/0.3.{v}", "python-requests/2.3{w}.0", "Python/3.1{w} aiohttp/3.{w}.1", "litellm/1.{v}.2"),
    "node": ("OpenAI/JS 5.{v}.0", "Anthropic/JS 0.{v}.0", "ai-sdk/5.0.{v} node", "axios/1.{w}.2", "node-fetch"),
    "go": ("Go-http-client/2.0", "openai-go/1.{v}"), "jvm": ("okhttp/4.1{w}.0", "langchain4j/1.{w}", "Java/2{w}.0.1"),
    "rust": ("reqwest/0.12.{v}", "async-openai/0.2{w}"),
    "other": ("curl/8.{w}.0", "PostmanRuntime/7.4{w}.0", "openai-php/0.1{w}"),
}  # fmt: skip
TOOLS = {
    "nocode": ("n8n/1.{v}", "dify/1.{w}.0", "Make/production", "Zapier", "FlowiseAI/3.{w}", "coze-bot/{w}"),
    "ci": ("github-actions-review/2.{w}", "gitlab-duo-hook/0.{v}", "renovate-ai/{v}", "Python/3.1{w} httpx/0.2{w}"),
    "ide": ("Inlay/0.{v} (JetBrains)", "vscode-continue/1.{w}", "Tabline/0.{v} vscode/1.10{w}", "neovim-avante/0.{w}"),
}


def tls(runtime: str, platform: str, version: int) -> str:
    """The TLS fingerprint of a runtime on a platform."""
    mark = stamp("tls", runtime, platform, version)
    return f"t13d{(int(mark[:2], 16) % 30) + 10}12h{1 + (runtime != 'other')}_{mark[:12]}_{stamp(mark)[:12]}"


def stack(w: World, family: str, harness: banks.Agent | None = None) -> Stack:
    """A client program, in one of its current versions."""
    rng = w.rng
    if family == "browser":
        version = rng.choice((137, 138, 139, 139, 140))
        system = rng.choice(("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15_7", "X11; Linux x86_64"))
        agent = f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{version}.0.0.0 Safari/537.36"
        return Stack(family, agent, None, tls("chrome", system, version // 2), "console", None, False, True)
    platform = rng.choice(("linux", "linux", "mac", "win"))
    minor, small = rng.choice((31, 38, 40, 41, 42, 42, 43)), rng.choice((1, 2, 2, 3))
    path = rng.choice(("api",) * 12 + ("bedrock", "vertex", "azure", "reseller:arcade", "reseller:openpath"))
    hides = path in ("bedrock", "vertex", "azure") and rng.random() < 0.8
    conv = rng.random() < 0.55
    if family == "agent":
        harness = harness or rng.choice(half(banks.AGENTS, w.fold))
        runtime = harness.runtime
        agent = harness.agent.format(v=minor)
        mcp = rng.choice(half(banks.MCP_SETS, w.fold)) if harness.tools and rng.random() < 0.3 else ()
        return Stack(family, agent, f"{runtime}/{platform}/{small}", tls(runtime, platform, small), path, harness,
                     hides, conv, mcp)  # fmt: skip
    if family in TOOLS:
        runtime = {"ide": "jvm", "ci": "python", "nocode": "node"}[family]
        agent = rng.choice(TOOLS[family]).format(v=minor, w=small)
        return Stack(family, agent, None, tls(runtime, platform, small), path, None, hides, family == "ide" and conv)
    runtime = rng.choice(("python",) * 7 + ("node",) * 4 + ("go", "jvm", "rust", "other"))
    agent = rng.choice(SDKS[runtime]).format(v=minor, w=small)
    sdk = f"{runtime}/{platform}/{small}" if "open" in agent.lower() or "anthropic" in agent.lower() else None
    return Stack("sdk", agent, sdk, tls(runtime, platform, small), path, None, hides, conv)


def params(w: World, first: Stack) -> Params:
    """Sampling habits; an agent brings its own."""
    rng = w.rng
    p = Params(stream=rng.choice((True, False, None)))
    if first.harness:
        p.temperature, p.max_tokens, p.stream = first.harness.temperature, first.harness.max_tokens, True
        if rng.random() < 0.35:
            p.effort = rng.choice(("low", "medium", "high", "high"))
        elif rng.random() < 0.2:
            p.budget = rng.choice((4000, 10000, 16000, 31999))
        return p
    if first.family == "browser":
        return Params(stream=True, effort=rng.choice((None, None, "medium", "high")))
    p.temperature = rng.choice((None, None, None, 0.0, 0.0, 0.2, 0.3, 0.7, 0.7, 1.0, 1.0, 0.5, 0.8, 0.1))
    p.top_p = rng.choice((None, None, None, None, 0.9, 0.95, 1.0))
    p.max_tokens = rng.choice((None, None, 512, 800, 1000, 1024, 2000, 2048, 4096, 4096, 8192, 16000))
    p.effort = rng.choice((None,) * 6 + ("low", "medium", "high"))
    p.budget = rng.choice((None,) * 7 + (2000, 8000))
    p.seed = 42 if rng.random() < 0.05 else None
    p.fmt = "json_object" if rng.random() < 0.12 else None
    p.batch = True if rng.random() < 0.05 else None
    if rng.random() < 0.03:
        p.choices = rng.choice((2, 4, 8))
    p.logprobs = True if rng.random() < 0.02 else None
    return p


MAIL = ("gmail.com",) * 9 + ("outlook.com",) * 3 + ("qq.com", "163.com", "yahoo.com", "proton.me", "icloud.com",
        "naver.com",
        "mail.ru", "gmx.de", "hotmail.com", "duck.com", "simplelogin.com", "tutanota.com")  # fmt: skip


def person(
    w: World,
    kind: str,
    family: str,
    *,
    operator: str | None = None,
    pathway: str | None = None,
    country: Country | None = None,
    harness: banks.Agent | None = None,
    born: float | None = None,
) -> Actor:
    """A new account, drawn from the same habits whoever is behind it."""
    rng = w.rng
    country = country or COUNTRIES[min(bisect(WEIGHTS, rng.random() * WEIGHTS[-1]), len(COUNTRIES) - 1)]
    first = stack(w, family, harness)
    nets = networks(w, country, family)
    if born is None:
        born = (
            w.t0 - rng.expovariate(1 / 210) * DAY
            if rng.random() < 0.86
            else rng.uniform(w.t0 - 6 * DAY, w.t1 - 2 * DAY)
        )
    pathway = pathway or rng.choice(
        ("self_serve",) * 15
        + ("education",) * 3
        + ("startup",) * 2
        + ("enterprise",) * 2
        + ("security_research", "cloud")
    )
    plan = {"enterprise": "enterprise", "startup": "team", "cloud": "payg"}.get(pathway)
    plan = plan or rng.choice(("free", "free", "payg", "payg", "payg", "payg", "pro", "pro", "max", "team"))
    pay: str | None = rng.choice(
        ("card",) * 11 + ("prepaid", "prepaid", "virtual", "virtual", "credits", "invoice", "crypto")
    )
    if pathway == "enterprise" and rng.random() < 0.7:
        pay = "invoice"
    elif pathway in ("education", "startup", "security_research") and rng.random() < 0.6:
        pay = "credits"
    elif plan == "free":
        pay = None if rng.random() < 0.7 else pay
    check = rng.choice(("email",) * 5 + ("phone",) * 5 + ("payment",) * 5 + ("none", "business"))
    if pathway in ("security_research", "enterprise", "education") and rng.random() < 0.6:
        check = "business" if pathway != "education" else "email"
    domain = rng.choice(MAIL)
    if pathway == "education" and rng.random() < 0.8:
        domain = f"{rng.choice(('cs', 'mail', 'student', 'ml'))}.uni-{stamp(rng.random())[:5]}.edu"
    elif pathway in ("enterprise", "startup", "cloud") or rng.random() < 0.2:
        domain = f"{stamp(rng.random())[:7]}.{rng.choice(('com', 'io', 'dev', 'ai', 'co'))}"
    org = f"org_{w.token(10)}" if pathway in ("enterprise", "startup") or rng.random() < 0.15 else None
    home = address(rng, country.homes, country.code)
    name = f"acct_{w.token(14)}"
    status, since = (
        ("active", None)
        if rng.random() > 0.012
        else (rng.choice(("suspended", "banned")), rng.uniform(max(w.t0, born) + 7200, w.t1))
    )
    row: dict[str, Any] = {
        "account_id": name, "created_at": born, "org_id": org,
        "org_name": org and f"{rng.choice(banks.CITIES)} {rng.choice(('Labs', 'Systems', 'Studio', 'Soft'))}",
        "plan": plan, "pathway": pathway, "verification": check, "email_domain": domain,
        "phone_hash": w.token(20) if check == "phone" or rng.random() < 0.3 else None,
        "payment_fingerprint": w.token(20) if pay not in (None, "credits") else None, "payment_kind": pay,
        "billing_country": (country.code if rng.random() < 0.93 else rng.choice(COUNTRIES).code) if pay else None,
        "signup_ip": home[0], "signup_asn": home[2],
        "signup_user_agent": stack(w, "browser").agent if rng.random() < 0.95 else first.agent,
        "distillation_licence": False, "status": status, "status_at": since,
    }  # fmt: skip
    model = rng.choices(w.models, (4, 5, 2, 1))[0]
    actor = Actor(
        name, kind, operator, row, country.zone + rng.choice((-1, 0, 0, 0, 1)), country.lang, nets, [first],
        params(w, first), model, born, since or w.t1, [w.token(20) for _ in range(rng.choice((1, 1, 1, 2)))],
        hours=rng.choice(("work", "work", "mixed", "evening")),
        folder=f"/{rng.choice(('home', 'Users', 'srv'))}/{w.token(3)}/{rng.choice(banks.MODULES).split()[-1]}",
    )  # fmt: skip
    if rng.random() < (0.4 if family in ("agent", "browser") else 0.15):
        actor.switch = w.release + rng.choice((0.2, 0.6, 1, 2, 4, 8)) * DAY * rng.uniform(0.2, 1.5)
    if rng.random() < 0.12:
        actor.users = int(rng.lognormvariate(2, 1)) + 1
    w.actors.append(actor)
    return actor
