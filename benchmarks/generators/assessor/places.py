"""Where requests come from: addresses with their networks, clients, and how customers are spread over them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .texts import DATA, words

Address = tuple[str, str, int]  # address, country, ASN

# country: share of customers, UTC offset, languages by weight
COUNTRIES: dict[str, tuple[float, float, str]] = {
    "US": (20, -6, "en en en en en es"),
    "GB": (4, 0, "en"),
    "CA": (3, -5, "en en fr"),
    "AU": (2, 10, "en"),
    "IN": (12, 5.5, "en hi hi"),
    "BR": (8, -3, "pt pt pt en"),
    "RU": (6, 3, "ru ru ru en"),
    "CN": (4, 8, "zh zh zh en"),
    "HK": (3, 8, "zh zh en"),
    "SG": (3, 8, "en zh"),
    "JP": (3, 9, "ja ja en"),
    "ID": (4, 7, "id id en"),
    "MX": (4, -6, "es es es en"),
    "ES": (3, 1, "es es en"),
    "DE": (3, 1, "de de en"),
    "FR": (3, 1, "fr fr en"),
    "EG": (2, 2, "ar ar en"),
    "SA": (1, 3, "ar en"),
    "TR": (3, 3, "tr tr en"),
    "VN": (3, 7, "vi vi en"),
    "PK": (3, 5, "en hi"),
    "NG": (2, 1, "en"),
    "PH": (2, 8, "en"),
    "CO": (2, -5, "es"),
    "AR": (2, -3, "es"),
    "UA": (2, 2, "ru en"),
    "PL": (1, 1, "en"),
    "TW": (1, 8, "zh zh en"),
}
# client: weight, user agent, x-stainless-like set (- for none), transport family
CLIENTS: list[tuple[float, str, str, str]] = [
    (9, "OpenAI/Python {v}", "python/{v}/{os}/CPython 3.{p}", "py"),
    (4, "AsyncOpenAI/Python {v}", "python-async/{v}/{os}/CPython 3.{p}", "py"),
    (6, "OpenAI/JS 4.{m}.0", "js/4.{m}.0/{os}/node v{n}", "node"),
    (4, "python-requests/2.{r}.{q}", "-", "py"),
    (3, "axios/1.{q}.{r}", "-", "node"),
    (2, "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)", "-", "node"),
    (2, "aiohttp/3.{q}.{q} Python/3.{p}", "-", "py"),
    (2, "Go-http-client/2.0", "-", "go"),
    (1.5, "python-httpx/0.2{q}.0", "-", "py"),
    (1, "okhttp/4.{q}.0", "-", "java"),
    (1, "GuzzleHttp/7", "-", "php"),
    (1, "curl/8.{q}.0", "-", "curl"),
    (1, "Dart/3.{q} (dart:io)", "-", "dart"),
    (1.2, "n8n", "-", "node"),
    (1.2, "Make/production", "-", "node"),
    (1.5, "litellm/1.{m}.{q}", "-", "py"),
    (1, "langchain-openai/0.{q}.{r}", "python/{v}/{os}/CPython 3.{p}", "py"),
    (1, "Java-http-client/17.0.{q}", "-", "java"),
    (0.8, "reqwest/0.1{q}", "-", "rust"),
    (0.8, "SillyTavern/1.{q}.{r}", "-", "node"),
    (0.8, "Chatbox/1.{q}.{r}", "-", "web"),
    (0.8, "CherryStudio/1.{q}.{r}", "-", "web"),
    (0.6, "NextChat/2.1{q}", "-", "web"),
]
JA4 = {
    "py": words(
        "t13d1812h1_85036bcba153_b26ce05bbdd6|t13d181200_85036bcba153_d41ae481755e|t13d4312h1_c7886603b240_b26ce05bbdd6"
    ),
    "node": words("t13d591000_a33745022dd6_1f22a2ca17c4|t13d5911h1_a33745022dd6_97d8bf2a6a5e"),
    "web": words(
        "t13d1516h2_8daaf6152771_02713d6af862|t13d1517h2_8daaf6152771_b0da82dd1658|t13d1715h2_5b57614c22b0_3d5424432f57"
    ),
    "go": ["t13d190900_9dc949149365_97f8aa674fd9"],
    "java": words("t13d411100_61a7ad8aa9b6_2c7ae6fd2de1|t13d491100_bd868743f55c_fa269c3d986d"),
    "php": ["t13d301000_01455d0db58d_5ac7197df9d2"],
    "curl": ["t13d3112h2_e8f1e7e78f70_b26ce05bbdd6"],
    "dart": ["t13d171000_4b30dba2f3bd_78e6aca7449b"],
    "rust": ["t13d1011h2_61a7ad8aa9b6_3fcd1a44f3e3"],
}
MAIL = words("""gmail.com|gmail.com|gmail.com|gmail.com|gmail.com|gmail.com|outlook.com|outlook.com|hotmail.com
        yahoo.com|icloud.com|proton.me
    duck.com|gmx.net|zoho.com|live.com""")
MAIL_AT = {
    "CN": "qq.com 163.com 126.com foxmail.com",
    "HK": "qq.com 163.com",
    "RU": "mail.ru yandex.ru bk.ru",
    "UA": "ukr.net",
    "BR": "uol.com.br hotmail.com",
    "DE": "web.de gmx.de",
    "FR": "orange.fr",
    "JP": "yahoo.co.jp",
    "IN": "rediffmail.com",
    "TW": "yahoo.com.tw",
    "PL": "wp.pl",
}


@dataclass
class Client:
    """A program that sends requests."""

    agent: str
    sdk: str | None
    ja4: str | None


@lru_cache(maxsize=1)
def networks() -> tuple[dict[str, list[tuple[int, int, int]]], list[tuple[int, int, int, str]]]:
    """Access networks per country (first address, size, ASN) and hosting networks, a fixed sample."""
    table = pq.read_table(
        DATA / "indicators/ip_prefix_asn_country_2022.parquet", columns=["cidr", "asn", "cc", "hosting_asn"]
    )
    wanted = pc.and_(pc.is_in(table["cc"], value_set=pa.array(list(COUNTRIES))), pc.greater(table["asn"], 0))
    sized = pc.match_substring_regex(table["cidr"], r"/(14|15|16|17|18|19|20)$")
    table = table.filter(pc.and_(wanted, sized))
    access: dict[str, list[tuple[int, int, int]]] = {}
    hosting: list[tuple[int, int, int, str]] = []
    columns = (table[c].to_pylist() for c in ("cidr", "asn", "cc", "hosting_asn"))
    for number, (cidr, asn, country, hosted) in enumerate(zip(*columns, strict=True)):
        if number * 2654435761 % 5:
            continue
        base, bits = cidr.split("/")
        parts = [int(x) for x in base.split(".")]
        first = (parts[0] << 24) | (parts[1] << 16) | (parts[2] << 8) | parts[3]
        if hosted:
            hosting.append((first, 1 << (32 - int(bits)), asn, country))
        else:
            access.setdefault(country, []).append((first, 1 << (32 - int(bits)), asn))
    return access, hosting


@lru_cache(maxsize=1)
def browsers() -> tuple[list[str], list[float]]:
    """Browser user agents and their shares."""
    table = pq.read_table(DATA / "indicators/user_agents_browser.parquet", columns=["useragent", "percent"])
    return table["useragent"].to_pylist(), table["percent"].to_pylist()


@lru_cache(maxsize=1)
def disposable() -> list[str]:
    """Throw-away mail domains."""
    table = pq.read_table(DATA / "indicators/disposable_email_domains.parquet", columns=["domain"])
    return list(table["domain"].to_pylist()[:9000:7])


def dotted(number: int) -> str:
    """An IPv4 address as text."""
    return f"{number >> 24 & 255}.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def home_address(rng: Random, country: str, near: int | None = None) -> Address:
    """An address of an access network (of the same network as `near` when given)."""
    nets = networks()[0].get(country) or networks()[0]["US"]
    first, size, asn = nets[near % len(nets)] if near is not None else nets[int(rng.random() ** 2 * len(nets))]
    return dotted(first + rng.randrange(1, size - 1)), country, asn


def server_address(rng: Random, near: int | None = None) -> Address:
    """An address of a hosting network."""
    nets = networks()[1]
    first, size, asn, country = nets[near % len(nets)] if near is not None else nets[int(rng.random() ** 3 * len(nets))]
    return dotted(first + rng.randrange(1, size - 1)), country, asn


def draw_client(rng: Random) -> Client:
    """A program in the mix that the gateway sees."""
    _, agent, sdk, family = rng.choices(CLIENTS, [c[0] for c in CLIENTS])[0]
    marks = {
        "{v}": rng.choice(
            ("1.51.0", "1.54.4", "1.61.1", "1.68.2", "1.75.0", "1.82.0", "1.97.1", "2.3.0", "2.8.1", "0.28.1")
        ),
        "{m}": str(rng.choice((28, 40, 52, 67, 77, 86, 98))),
        "{p}": str(rng.choice((8, 9, 10, 11, 11, 12, 12, 13))),
        "{n}": rng.choice(("18.20.4", "20.11.1", "20.18.0", "22.9.0")),
        "{r}": str(rng.choice((25, 28, 31, 32, 32))),
        "{q}": str(rng.randint(3, 9)),
        "{os}": rng.choice(("Linux/x64", "Linux/x64", "Linux/x64", "Windows/x64", "MacOS/arm64")),
    }
    for mark, value in marks.items():
        agent, sdk = agent.replace(mark, value), sdk.replace(mark, value)
    return Client(agent, None if sdk == "-" else sdk, rng.choice(JA4[family]))


def browser_client(rng: Random) -> Client:
    """A person's browser."""
    agents, shares = browsers()
    return Client(rng.choices(agents, shares)[0], None, rng.choice(JA4["web"]))


def draw_country(rng: Random) -> str:
    """A customer's country."""
    return rng.choices(list(COUNTRIES), [c[0] for c in COUNTRIES.values()])[0]


def draw_mail(rng: Random, country: str) -> str | None:
    """A mail domain; a small share throw-away, own or unknown."""
    draw = rng.random()
    if draw < 0.05:
        return None
    if draw < 0.11:
        return rng.choice(disposable())
    if draw < 0.22:
        name = rng.choice(("blue", "nova", "kodo", "mint", "rapid")) + rng.choice(("lab", "soft", "mail", "shop"))
        return f"{name}{rng.randint(1, 99)}.{rng.choice(('com', 'io', 'dev', 'xyz', 'net'))}"
    if country in MAIL_AT and rng.random() < 0.5:
        return rng.choice(MAIL_AT[country].split())
    return rng.choice(MAIL)


class Network:
    """The addresses an account uses; `churn` is the chance of another one at each request."""

    def __init__(self, pool: Sequence[Address], churn: float) -> None:
        self.pool = list(pool)
        self.churn = churn
        self.now = self.pool[0]

    def at(self, rng: Random) -> Address:
        """The address of the next request."""
        if len(self.pool) > 1 and rng.random() < self.churn:
            self.now = rng.choice(self.pool)
        return self.now
