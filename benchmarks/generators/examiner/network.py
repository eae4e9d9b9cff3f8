"""Addresses, client programs, wallets and mail domains."""

import random
from dataclasses import dataclass
from typing import Any, NamedTuple

MODELS = ["atlas-4", "atlas-4-mini", "atlas-latest", "atlas-3.5"]
MODEL_WEIGHTS = [45, 25, 22, 8]
BY_DATE = "atlas-5"
PATHS = ["api", "bedrock", "vertex", "azure", "reseller:openhub", "reseller:modelmart"]
PATH_WEIGHTS = [80, 7, 5, 5, 2, 1]
PURSE = {"card": 74.0, "prepaid": 6.0, "virtual": 8.0, "invoice": 4.0, "crypto": 1.0, "credits": 7.0}
SHADY_PURSE = {"card": 35.0, "prepaid": 24.0, "virtual": 30.0, "crypto": 4.0, "credits": 7.0}
# asn, country, time zone, first octets, share among people, languages there
ISPS: list[tuple[int, str, int, tuple[int, ...], float, str]] = [
    (7922, "US", -5, (24, 73, 98), 16, "en"),
    (701, "US", -6, (71, 96, 108), 8, "en"),
    (21928, "US", -8, (172,), 5, "en es"),
    (812, "CA", -5, (99, 174), 4, "en en fr"),
    (2856, "GB", 0, (81, 86), 6, "en"),
    (3320, "DE", 1, (79, 84, 91), 6, "de de en"),
    (3215, "FR", 1, (82, 90), 5, "fr fr en"),
    (12430, "ES", 1, (77, 88), 3, "es"),
    (1267, "IT", 1, (93, 151), 2, "it en"),
    (55836, "IN", 5, (49, 106, 157), 9, "en"),
    (24560, "IN", 5, (122, 182), 3, "en"),
    (27699, "BR", -3, (177, 189), 5, "pt pt en"),
    (8151, "MX", -6, (187, 201), 3, "es"),
    (4713, "JP", 9, (114, 153), 3, "ja ja en"),
    (4766, "KR", 9, (121, 175), 3, "ko en"),
    (3462, "TW", 8, (36, 111), 2, "zh"),
    (9506, "SG", 8, (116, 219), 3, "en zh"),
    (4760, "HK", 8, (112, 218), 2, "zh en"),
    (12389, "RU", 3, (95, 178), 2, "ru"),
    (1221, "AU", 10, (101, 120), 3, "en"),
    (7713, "ID", 7, (36, 180), 3, "en"),
    (45899, "VN", 7, (113, 14), 2, "en vi"),
    (37457, "ZA", 2, (105, 41), 2, "en"),
    (9121, "TR", 3, (78, 85), 2, "tr en"),
]
CLOUDS: list[tuple[int, str, int, tuple[int, ...]]] = [
    (16509, "US", -6, (3, 18, 52)),
    (16509, "DE", 1, (3, 18)),
    (396982, "US", -6, (34, 35)),
    (8075, "US", -5, (20, 40)),
    (24940, "DE", 1, (65, 116)),
    (14061, "US", -5, (64, 159)),
    (14061, "SG", 8, (128,)),
    (16276, "FR", 1, (51, 54)),
    (20473, "JP", 9, (45, 108)),
    (13335, "US", -5, (104,)),
    (45102, "SG", 8, (47,)),
    (132203, "HK", 8, (43,)),
]
CAMPUSES: list[tuple[int, str, int, int]] = [
    (3, "US", -5, 18),
    (32, "US", -8, 171),
    (559, "CH", 1, 129),
    (680, "DE", 1, 141),
    (786, "GB", 0, 144),
    (4538, "CN", 8, 166),
    (2516, "JP", 9, 133),
    (55824, "IN", 5, 103),
    (1916, "BR", -3, 200),
    (1659, "TW", 8, 140),
]


@dataclass(frozen=True, slots=True)
class Address:
    """Where requests come from. `zone`: hours east of UTC."""

    ip: str
    asn: int
    country: str
    zone: float
    tongues: str = "en"

    def tongue(self, rng: random.Random) -> str:
        """The language its holder writes."""
        return rng.choice(self.tongues.split())


class Tool(NamedTuple):
    """A client program as the gateway sees it."""

    agent: str | None
    sdk: str | None
    ja4: str | None
    browser: bool = False


def draw_ip(rng: random.Random, first: int) -> str:
    """An address under a first octet."""
    return f"{first}.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}"


def home(rng: random.Random) -> Address:
    """Somebody's access line; one in eight sits behind a carrier's shared address."""
    if rng.random() < 0.22:
        return cloud(rng)
    asn, country, zone, octets, _, tongues = rng.choices(ISPS, [i[4] for i in ISPS])[0]
    ip = draw_ip(rng, rng.choice(octets))
    if rng.random() < 0.13:
        ip = f"{octets[0]}.{100 + asn % 40}.{rng.randrange(4)}.{rng.randrange(1, 8)}"
    return Address(ip, asn, country, zone, tongues)


def cloud(rng: random.Random) -> Address:
    """A rented machine."""
    asn, country, zone, octets = rng.choice(CLOUDS)
    return Address(draw_ip(rng, rng.choice(octets)), asn, country, zone)


def campus(rng: random.Random) -> Address:
    """A university's egress address."""
    asn, country, zone, octet = rng.choice(CAMPUSES)
    return Address(draw_ip(rng, octet), asn, country, zone)


def near(rng: random.Random, place: Address) -> Address:
    """Another address of the same network: a new lease, a phone, a second machine."""
    a, b, c, _ = place.ip.split(".")
    if rng.random() < 0.6:
        c = str(rng.randrange(256))
    return Address(f"{a}.{b}.{c}.{rng.randrange(1, 255)}", place.asn, place.country, place.zone, place.tongues)


def browser(rng: random.Random) -> str:
    """A browser's user agent."""
    system = rng.choice(
        [
            "Windows NT 10.0; Win64; x64",
            "Macintosh; Intel Mac OS X 10_15_7",
            "X11; Linux x86_64",
            "iPhone; CPU iPhone OS 18_5 like Mac OS X",
            "Linux; Android 10; K",
        ]
    )
    return (
        f"Mozilla/5.0 ({system}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{rng.choice([138, 140, 141, 142, 142, 143])}.0.0.0 Safari/537.36"
    )


PROGRAMS: list[tuple[str, str | None, list[str], float]] = [
    (
        "OpenAI/Python {a}",
        "python|{a}|3.{b}.{c}|{o}",
        [
            "t13d181000_85036bcba153_d41ae481755e",
            "t13i181000_85036bcba153_d41ae481755e",
            "t13d1812h1_85036bcba153_b26ce05bbdd6",
        ],
        30,
    ),
    (
        "Atlas/Python {a}",
        "python|{a}|3.{b}.{c}|{o}",
        ["t13d181000_85036bcba153_d41ae481755e", "t13d4312h1_c7886603b240_b26ce05bbdd6"],
        24,
    ),
    (
        "Atlas/JS {a}",
        "js|{a}|node v{b}.{c}|{o}",
        ["t13d1715h1_5b57614c22b0_eeeea6562960", "t13d521100_b262b3658495_8e6e362c5eac"],
        16,
    ),
    (
        "atlas-cli/1.0.{c} (external, cli)",
        "js|{a}|node v{b}.{c}|{o}",
        ["t13d521100_b262b3658495_8e6e362c5eac"],
        8,
    ),
    (
        "python-requests/2.{b}.{d}",
        None,
        ["t13d181000_85036bcba153_d41ae481755e", "t13d4312h1_c7886603b240_b26ce05bbdd6"],
        6,
    ),
    ("python-httpx/0.{b}.{d}", None, ["t13d181000_85036bcba153_d41ae481755e"], 4),
    ("Python/3.{b} aiohttp/3.{b}.{d}", None, ["t13d4312h1_c7886603b240_b26ce05bbdd6"], 3),
    (
        "Go-http-client/2.0",
        None,
        ["t13d190900_9dc949149365_97f8aa674fd9", "t13d191000_9dc949149365_e7c285222651"],
        4,
    ),
    ("axios/1.{b}.{d}", None, ["t13d521100_b262b3658495_8e6e362c5eac"], 3),
    ("curl/8.{b}.0", None, ["t13d3112h2_e8f1e7e78f70_6bebaf5329ac"], 1),
    ("okhttp/4.{b}.0", None, ["t13d1512h2_8daaf6152771_eca864cca44a"], 1),
]
SYSTEMS = ["Linux|x64", "Linux|x64", "MacOS|arm64", "Windows|x64", "Linux|arm64"]


def program(rng: random.Random) -> Tool:
    """A library or command-line client of some version."""
    agent, sdk, prints, _ = rng.choices(PROGRAMS, [p[3] for p in PROGRAMS])[0]
    slots = {
        "a": f"{rng.choice([0, 1])}.{rng.randint(30, 75)}.{rng.choice([0, 0, 1, 2])}",
        "b": rng.randint(9, 13),
        "c": rng.randint(0, 60),
        "d": rng.randint(0, 4),
        "o": rng.choice(SYSTEMS),
    }
    return Tool(
        agent.format(**slots),
        sdk.format(**slots) if sdk else None,
        rng.choice(prints) if rng.random() < 0.92 else None,
    )


def tool(rng: random.Random) -> Tool:
    """What a private customer uses: the console's web page or a program."""
    if rng.random() < 0.35:
        ja4 = rng.choice(
            [
                "t13d1516h2_8daaf6152771_02713d6af862",
                "t13d1517h2_8daaf6152771_b0da82dd1658",
                "t13d2014h2_a09f3c656075_14788d8d241b",
                "t13d1715h2_5b57614c22b0_7121afd63204",
            ]
        )
        return Tool(browser(rng), None, ja4, True)
    return program(rng)


def habits(rng: random.Random, used: Tool) -> dict[str, Any]:
    """Sampling settings that a client always sends."""
    bare = used.browser or rng.random() < 0.3
    return {
        "temperature": None if bare else rng.choices([0.0, 0.2, 0.3, 0.5, 0.7, 1.0], [16, 10, 6, 6, 30, 32])[0],
        "top_p": None if bare or rng.random() < 0.7 else rng.choice([0.9, 0.95, 1.0]),
        "max_tokens": None if used.browser else rng.choice([256, 512, 1000, 1024, 2048, 4096, 4096, 8192, 16000]),
        "thinking_budget": rng.choice([1024, 4096, 8192, 16000]) if rng.random() < 0.1 else None,
        "reasoning_effort": rng.choice(["low", "medium", "medium", "high"]) if rng.random() < 0.15 else None,
        "seed": 42 if not bare and rng.random() < 0.04 else None,
        "stream": used.browser or rng.random() < 0.4,
        "batch": False,
        "response_format": None if used.browser or rng.random() < 0.85 else "json_object",
    }


def email(rng: random.Random) -> str:
    """A mail domain: the great providers, then everybody's own."""
    if rng.random() < 0.68:
        return rng.choices(
            [
                "gmail.com",
                "outlook.com",
                "hotmail.com",
                "icloud.com",
                "yahoo.com",
                "proton.me",
                "gmx.de",
                "qq.com",
                "163.com",
                "naver.com",
            ],
            [52, 12, 6, 9, 6, 5, 3, 3, 2, 2],
        )[0]
    if rng.random() < 0.06:
        return rng.choice(["mailinator.com", "yopmail.com", "guerrillamail.com", "temp-mail.org", "10minutemail.com"])
    name = (
        "".join(rng.choices("bcdfglmnprstvz", k=2))
        + "".join(rng.choices("aeiou", k=2))
        + "".join(rng.choices("bdklmnrstvx", k=rng.randint(2, 4)))
    )
    return f"{name}.{rng.choice(['com', 'io', 'dev', 'co', 'net', 'org', 'de', 'ai'])}"
