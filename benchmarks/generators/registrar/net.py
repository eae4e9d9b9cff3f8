# fmt: off
"""Clients, addresses and relays: how requests reach the gateway."""

from dataclasses import dataclass
from random import Random

HOSTS = [16509, 14061, 24940, 16276, 396982, 8075, 45102, 132203, 63949, 20473]
ISPS: dict[str, tuple[float, int, list[int]]] = {
    "US": (24, -6, [7922, 20115, 701, 21928]), "IN": (10, 5, [55836, 24560]), "CN": (6, 8, [4134, 4837, 9808]),
    "SG": (5, 8, [4773, 9506]), "JP": (7, 9, [4713, 17676]), "DE": (7, 1, [3320, 3209]), "GB": (6, 0, [2856, 5089]),
    "BR": (6, -3, [26599, 28573]), "FR": (5, 1, [3215, 12322]), "VN": (3, 7, [45899, 7552]), "KR": (4, 9, [4766, 9318]),
    "RU": (3, 3, [12389, 8402]), "MX": (3, -6, [8151]), "TR": (3, 3, [9121]), "NG": (2, 1, [29465]),
        "ES": (3, 1, [3352]),
    "HK": (3, 8, [4760, 9304]), "PL": (3, 1, [5617]), "ID": (3, 7, [7713]), "CA": (3, -5, [577, 812])}
COUNTRIES = list(ISPS)
_WEIGHTS = [ISPS[c][0] for c in COUNTRIES]
_LANG = {"CN": "zh", "HK": "zh", "SG": "zh", "JP": "ja", "DE": "de", "FR": "fr", "ES": "es", "MX": "es", "BR": "pt",
    "RU": "ru"}
_JA4 = ["t13d1516h2_8daaf6152771_02713d6af862", "t13d1715h2_5b57614c22b0_3d5424432f57",
        "t13d1812h1_85036bcba153_b26ce05bbdd6",
    "t13d1311h2_e8f1e7e78f70_9bbd985722c1", "t13d190900_9dc949149365_97f8aa674fc9",
        "t13i1810h1_85036bcba153_d41ae481755e",
    "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6", "t13d2014h2_a09f3c656075_14788d8d241b"]
HeaderSet = tuple[str, str | None, str | None]

def country(rng: Random) -> str:
    """Where a customer sits."""
    return rng.choices(COUNTRIES, _WEIGHTS)[0]

def language(rng: Random, place: str) -> str:
    """English mostly, else the local one."""
    return _LANG.get(place, "en") if rng.random() < 0.6 else "en"

def headers(rng: Random) -> HeaderSet:
    """User agent, SDK string and TLS fingerprint of one installed client."""
    os = rng.choice(["Linux", "MacOS", "Windows"])
    arch = rng.choice(["x64", "arm64"])
    minor, patch = rng.randrange(20, 75), rng.randrange(0, 4)
    py = f"3.{rng.randrange(9, 14)}.{rng.randrange(0, 12)}"
    node = f"v{rng.choice([18, 20, 22])}.{rng.randrange(0, 19)}.0"
    roll = rng.random()
    if roll < 0.26:
        ua, sdk, tls = f"OpenAI/Python 1.{minor}.{patch}", f"python/1.{minor}.{patch}/CPython/{py}/{os}/{arch}", 2
    elif roll < 0.40:
        ua, sdk, tls = f"Anthropic/Python 0.{minor}.{patch}", f"python/0.{minor}.{patch}/CPython/{py}/{os}/{arch}", 2
    elif roll < 0.55:
        ua, sdk, tls = f"OpenAI/JS 4.{minor}.{patch}", f"js/4.{minor}.{patch}/node/{node}/{os}/{arch}", 3
    elif roll < 0.63:
        ua, sdk, tls = f"claude-cli/1.0.{minor} (external, cli)", f"js/0.{minor}.0/node/{node}/{os}/{arch}", 3
    elif roll < 0.70:
        version = rng.choice(["2.31.0", "2.32.3", "3.9.1"])
        return rng.choice([f"python-requests/{version}", f"aiohttp/{version}", "axios/1.7.2", "node"]), None, _JA4[5]
    elif roll < 0.76:
        return rng.choice(["Go-http-client/2.0", "okhttp/4.12.0", "curl/8.5.0", "litellm/1.44.2",
            "Dart/3.3"]), None, _JA4[4]
    else:
        chrome = rng.randrange(118, 142)
        shape = {"Linux": "X11; Linux x86_64", "MacOS": "Macintosh; Intel Mac OS X 10_15_7",
            "Windows": "Windows NT 10.0"}[os]
        ua = f"Mozilla/5.0 ({shape}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0 Safari/537.36"
        return ua, None, _JA4[rng.choice([0, 0, 1])]
    return ua, sdk, _JA4[tls if rng.random() < 0.85 else rng.randrange(len(_JA4))]

def address(rng: Random, asn: int) -> str:
    """An IPv4 address that looks like it belongs to a network."""
    wide = (asn * 31 + rng.randrange(12)) & 0xFFFF
    return f"{23 + asn * 7 % 180}.{wide & 255}.{rng.randrange(256)}.{rng.randrange(1, 255)}"

@dataclass
class Client:
    """The way one account (or one end customer) connects."""

    path: str
    sets: list[HeaderSet]
    asn: int
    country: str
    ips: list[str]
    key: str
    tz: int = 0

@dataclass
class Relay:
    """A reseller, transfer station, VPN or proxy network that honest and dishonest customers share."""

    name: str
    mode: str
    sets: list[HeaderSet]
    asn: int
    country: str
    ips: list[str]
    weight: float

    def client(self, rng: Random, home: Client) -> Client:
        """A customer of this relay, as the gateway sees it."""
        if self.mode == "vpn":
            ips = rng.sample(self.ips, min(len(self.ips), rng.randrange(1, 5)))
            return Client(home.path, home.sets, self.asn, self.country, ips, home.key, home.tz)
        ips = rng.sample(self.ips, min(len(self.ips), rng.randrange(1, 9)))
        path = f"reseller:{self.name}" if self.mode == "reseller" else home.path
        sets = [rng.choice(self.sets)] if rng.random() < 0.8 else home.sets
        return Client(path, sets, self.asn, self.country, ips, home.key, home.tz)

def direct(rng: Random, place: str | None = None) -> Client:
    """A customer on an ISP or a cloud machine of their own."""
    place = place or country(rng)
    one = headers(rng)
    sets = [one] if rng.random() < 0.8 else [one, headers(rng)]
    cloud = rng.random() < (0.1 if one[0].startswith("Mozilla") else 0.4)
    asn = rng.choice(HOSTS) if cloud else rng.choice(ISPS[place][2])
    ips = [address(rng, asn) for _ in range(1 + min(9, int(rng.expovariate(0.6))))]
    if one[0].startswith("Mozilla"):
        path = rng.choices(["console", "api"], [8, 2])[0]
    else:
        path = rng.choices(["api", "bedrock", "vertex", "azure"], [80, 8, 6, 6])[0]
    return Client(path, sets, asn, place, ips, f"k{rng.getrandbits(56):014x}", ISPS[place][1])

def relays(rng: Random, count: int) -> list[Relay]:
    """The resellers, stations, VPNs and proxy networks of a world."""
    made = []
    stems = ["aether", "bamboo", "cloudhop", "dove", "easyapi", "fastgpt", "gate", "hub", "island", "jade", "kite",
        "luna", "mint"]
    for i in range(count):
        mode = rng.choices(["reseller", "station", "vpn", "residential"], [35, 25, 25, 15])[0]
        place = country(rng)
        asn = rng.choice(ISPS[place][2]) if mode == "residential" else rng.choice(HOSTS)
        ips = [address(rng, asn) for _ in range(rng.choice([3, 8, 20, 60, 200]))]
        sets = [headers(rng) for _ in range(rng.randrange(1, 5))]
        name = f"{stems[i % len(stems)]}{rng.randrange(10, 99)}"
        made.append(Relay(name, mode, sets, asn, place, ips, 1 / (i + 1) ** 0.8))
    return made
