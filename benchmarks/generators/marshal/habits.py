"""Who an account is: clients, networks, sign-up, payment. Crews share some of it, loners none."""
from dataclasses import dataclass, field, replace
from random import Random

from .texts import digest

DAY = 86_400.0

# country: (weight, UTC offset, language, access networks)
COUNTRIES: dict[str, tuple[float, int, str, list[int]]] = {
    "CN": (9, 8, "zh", [4134, 4837, 9808, 4538]), "IN": (13, 5, "hi", [55836, 45609, 9829, 24560]),
    "BR": (10, -3, "pt", [28573, 26599, 27699]), "ID": (8, 7, "id", [7713, 23693, 17974]),
    "MX": (7, -6, "es", [8151, 28403, 13999]), "RU": (7, 3, "ru", [12389, 25513, 31133]),
    "EG": (5, 2, "ar", [8452, 24835, 36992]), "SA": (3, 3, "ar", [25019, 35819]), "FR": (5, 1, "fr", [3215, 12322]),
    "JP": (6, 9, "ja", [2516, 4713, 17676]), "US": (9, -5, "en", [7922, 701, 7018, 20115]), "NG": (3, 1, "en", [29465]),
    "SG": (4, 8, "zh", [9506, 4657, 45143]), "VN": (3, 7, "en", [7552, 45899]), "AR": (3, -3, "es", [7303, 22927]),
    "CO": (2, -5, "es", [10620]), "PH": (3, 8, "en", [9299, 132199]), "DE": (3, 1, "en", [3320, 3209]),
    "GB": (3, 0, "en", [2856, 5089]), "HK": (3, 8, "zh", [4760, 9304]), "KE": (2, 3, "en", [33771]),
}  # fmt: skip
CLOUDS = [16509, 14061, 16276, 24940, 45102, 45090, 20473, 396982, 8075, 63949]
CAMPUSES = [4538, 55824, 1916, 3269, 137, 2200, 9905, 18209]
MAILS = ["gmail.com"] * 9 + ["qq.com", "163.com", "outlook.com", "hotmail.com", "yandex.ru", "yahoo.com"] * 2
MAILS += ["icloud.com", "proton.me", "foxmail.com", "mailto.plus", "duck.com"]
THROWAWAY = ["mailto.plus", "fexpost.com", "tmpbox.net", "dropmail.me", "moakt.cc", "inboxkitten.com"]

# name, user agents ({v} a version), sdk, weight, interactive
STACKS: list[tuple[str, str, str | None, float, bool]] = [
    ("py-openai", "OpenAI/Python 1.{v}.0", "lang=python pkg=1.{v}.0 async=false", 13, False),
    ("py-async", "AsyncOpenAI/Python 1.{v}.0", "lang=python pkg=1.{v}.0 async=true", 9, False),
    ("node", "OpenAI/JS 4.{v}.0", "lang=js pkg=4.{v}.0 runtime=node", 7, False),
    ("anthropic", "Anthropic/Python 0.{v}.0", "lang=python pkg=0.{v}.0", 6, False),
    ("requests", "python-requests/2.31.{v}", None, 6, False), ("aio", "Python/3.11 aiohttp/3.9.{v}", None, 4, False),
    ("httpx", "python-httpx/0.27.{v}", None, 3, False), ("curl", "curl/8.{v}.0", None, 2, False),
    ("axios", "axios/1.6.{v}", None, 4, False), ("go", "Go-http-client/2.0", None, 4, False),
    ("java", "Java-http-client/21.0.{v}", None, 2, False), ("okhttp", "okhttp/4.{v}.0", None, 7, True),
    ("ios", "StudyPal/{v} CFNetwork/1490.0.4 Darwin/23.2.0", None, 4, True), ("dify", "Dify/0.{v}.1", None, 3, True),
    ("nextchat", "NextChat/2.{v} (web)", None, 6, True), ("lobe", "LobeChat/1.{v}", None, 5, True),
    ("cherry", "CherryStudio/1.{v}", None, 5, True), ("tgbot", "aiogram/3.{v} telegram-bot", None, 3, True),
    ("wxbot", "chatgpt-on-wechat/1.{v}", None, 3, True), ("n8n", "n8n/1.{v}", None, 2, False),
    ("console", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/1{v}.0 Safari/537.36", None, 10, True),
    ("safari", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_{v} like Mac OS X) Mobile/15E148 Safari/604.1", None, 7, True),
    ("cli", "claude-cli/1.0.{v}", "lang=js pkg=0.60.0 runtime=node", 5, False),
    ("lmeval", "lm-eval/0.4.{v} aiohttp", None, 1.5, False), ("langchain", "langchain-openai/0.{v}", None, 4, False),
]  # fmt: skip
WEIGHTS = [s[3] for s in STACKS]
PLANS = ["free_trial", "payg", "payg", "student", "plus", "team", "credits"]

@dataclass(slots=True)
class Client:
    """One way of calling: software and sampling parameters."""
    stack: str
    user_agent: str
    sdk: str | None
    ja4: str
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    # thinking budget, choices, seed, logprobs, stream, batch, response format, effort
    rest: tuple[object, ...] = (None,) * 8

@dataclass(slots=True)
class Style:
    """What the members of a crew have in common; "own" is each their own."""
    client: str = "own"  # own, one, few, rotate
    params: str = "own"  # own, fixed, jitter, zero
    net: str = "own"  # own, nat, pool, cloud, mixed
    pay: str = "own"  # own, shared, virtual, credits
    signup: str = "own"  # own, lockstep, weeks, spread, aged
    mail: str = "own"  # own, one, throwaway
    org: str = "none"  # none, one, each
    plan: str = "own"
    pathway: str = "own"
    country: str = "own"  # own, one, few
    shape: str = "human"  # human, flat, burst, slots, night
    path: str = "own"

@dataclass(slots=True)
class Account:
    """One paying customer account; times are seconds from the window's start."""
    id: str
    kind: str
    operator: str | None
    country: str
    lang: str
    zone: int
    created: float
    nets: list[tuple[str, int]]
    clients: list[Client]
    path: str
    model: str
    pivot: float | None = None
    begin: float = 0.0
    end: float | None = None
    record: dict[str, object] = field(default_factory=dict)

def fingerprint(stack: str, version: int) -> str:
    """TLS fingerprint of a stack; versions of one library mostly agree."""
    part = digest(f"{stack}/{version // 9}", 6)
    return f"t13d{15 + len(stack) % 4}1{len(stack) % 10}h2_{part}_{digest('tls' + stack, 6)}"

def client(rng: Random, wanted: bool | None = None) -> Client:
    """A client from the common market; `wanted` asks for an interactive one (True) or a script (False)."""
    row = rng.choices(STACKS, WEIGHTS)[0]
    while wanted is not None and row[4] != wanted and rng.random() < 0.85:
        row = rng.choices(STACKS, WEIGHTS)[0]
    version = rng.choice([32, 32, 32, 32, 31, 31, 30, 28, 28, 24, 17, rng.randrange(40)])
    sdk = row[2].format(v=version) if row[2] and rng.random() < 0.9 else None
    made = Client(row[0], row[1].format(v=version), sdk, fingerprint(row[0], version))
    return tune(rng, made)

def tune(rng: Random, base: Client) -> Client:
    """`base` with freshly drawn sampling parameters."""
    return replace(
        base,
        temperature=rng.choice([None, None, None, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0, rng.randrange(21) / 20]),
        top_p=rng.choice([None, None, None, None, 0.9, 0.95, 1.0]),
        max_tokens=rng.choice([None, None, 512, 1000, 1024, 2048, 4096, 4096, 8192, 16000]),
        rest=(
            rng.choice([None] * 9 + [4096, 16000]), rng.choice([2, 4]) if rng.random() < 0.01 else None,
            rng.choice([1, 42, 1234]) if rng.random() < 0.06 else None, True if rng.random() < 0.02 else None,
            rng.choice([None, True, True, False]), True if rng.random() < 0.02 else None,
            rng.choice([None] * 12 + ["json_object", "json_schema"]),
            rng.choice([None] * 7 + ["low", "medium", "high"])),
    )  # fmt: skip

def address(rng: Random, asn: int, crowd: int = 0) -> str:
    """An IPv4 address within a network; `crowd` > 0 draws from that many shared (carrier) addresses."""
    block = int(digest(f"as{asn}", 2), 16)
    tail = rng.randrange(65_536) if not crowd else int(digest(f"{asn}:{rng.randrange(crowd)}", 2), 16)
    return f"{11 + block % 180}.{(block // 180) % 250 + 1}.{tail >> 8}.{tail & 255}"

def home(rng: Random, country: str) -> list[tuple[str, int]]:
    """Addresses of a person or small firm: home, mobile carrier, office, sometimes a VPN or a server."""
    asns = COUNTRIES[country][3]
    asn = rng.choice(asns)
    if rng.random() < 0.22:
        cloud = rng.choice(CLOUDS)
        return [(address(rng, cloud), cloud) for _ in range(rng.choice([1, 1, 2]))]
    crowd = 60 if rng.random() < 0.35 else 0
    nets = [(address(rng, asn, crowd), asn) for _ in range(rng.choice([1, 1, 2, 2, 3, 5, 9]))]
    if rng.random() < 0.12:
        cloud = rng.choice(CLOUDS)
        nets.append((address(rng, cloud, 90), cloud))
    return nets

class Crew:
    """Draws accounts that share what `style` says."""
    def __init__(self, rng: Random, style: Style, days: float, kind: str, operator: str | None = None) -> None:
        self.rng, self.style, self.days, self.kind, self.operator = rng, style, days, kind, operator
        self.tag = f"{rng.getrandbits(48):012x}"
        script = rng.random() < 0.8
        self.clients = [client(rng, not script) for _ in range({"one": 1, "few": 3}.get(style.client, 6))]
        weights = [c[0] for c in COUNTRIES.values()]
        self.countries = rng.choices(list(COUNTRIES), weights, k={"one": 1, "few": 4}.get(style.country, 30))
        self.asn = rng.choice(CAMPUSES if style.net == "nat" and rng.random() < 0.6 else CLOUDS)
        asns = [rng.choice(COUNTRIES[c][3]) for c in self.countries * 3]
        asns += rng.sample(CLOUDS, 2) if style.net == "mixed" else []
        self.pool = [(address(rng, a), a) for a in rng.choices(asns, k=40)]
        self.nat = [(address(rng, self.asn), self.asn) for _ in range(rng.choice([1, 2, 4]))]
        self.pays = [f"pm_{rng.getrandbits(56):014x}" for _ in range(rng.choice([1, 2, 5, 12]))]
        ending = rng.choice(["com", "org", "ac.id", "edu.cn"])
        self.mail = f"{rng.choice(['mail', 'edu', 'lab', 'team', 'go'])}{rng.randrange(999)}.{ending}"
        self.born = rng.uniform(-40, days * 0.3) * DAY if style.signup == "lockstep" else rng.uniform(-120, 0) * DAY
        self.hours = rng.sample(range(6, 23), 3)
    def born_at(self) -> float:
        """Sign-up time in seconds from the window's start."""
        rng, signup = self.rng, self.style.signup
        if signup == "lockstep":
            return self.born + rng.expovariate(1 / (0.15 * DAY))
        if signup == "weeks":
            return min(self.days * 0.6 * DAY, self.born + rng.uniform(0, 30) * DAY)
        if signup == "spread":
            return rng.uniform(-200, self.days * 0.5) * DAY
        if signup == "aged":
            return -rng.uniform(250, 1100) * DAY
        return min(self.days * 0.8 * DAY, rng.uniform(0, self.days) * DAY - rng.expovariate(1 / (210 * DAY)))
    def clients_of(self) -> list[Client]:
        """The clients one member uses."""
        rng, style = self.rng, self.style
        if style.client == "own" or (style.client == "few" and rng.random() < 0.3):
            own = [client(rng) for _ in range(rng.choice([1, 1, 1, 2, 3]))]
        elif style.client == "rotate":
            own = list(self.clients)
        else:
            own = [rng.choice(self.clients)]
        first = self.clients[0]
        if style.params == "fixed":
            return [replace(first, stack=c.stack, user_agent=c.user_agent, sdk=c.sdk, ja4=c.ja4) for c in own]
        if style.params == "zero":
            return [replace(c, temperature=0.0, max_tokens=first.max_tokens, top_p=None) for c in own]
        if style.params == "jitter":
            return [replace(tune(rng, c), temperature=rng.randrange(4, 21) / 20) for c in own]
        return [tune(rng, c) for c in own]
    def nets_of(self, country: str) -> list[tuple[str, int]]:
        """The addresses one member uses."""
        rng, net = self.rng, self.style.net
        if net == "nat":
            return self.nat + (home(rng, country) if rng.random() < 0.4 else [])
        if net in ("pool", "mixed"):
            return rng.sample(self.pool, rng.choice([3, 6, 12]))
        if net == "cloud":
            cloud = rng.choice(CLOUDS)
            return [(address(rng, cloud), cloud)]
        return home(rng, country)
    def payment(self) -> tuple[str | None, str]:
        """Fingerprint and kind of the member's means of payment."""
        rng, pay = self.rng, self.style.pay
        own = f"pm_{rng.getrandbits(56):014x}" if rng.random() < 0.8 else None
        if pay == "shared":
            return rng.choice(self.pays), rng.choice(["card", "virtual", "prepaid"])
        if pay == "virtual":
            return own, rng.choice(["virtual", "prepaid", "card"])
        if pay == "credits":
            return None, "credits"
        return own, rng.choice(["card"] * 5 + ["prepaid", "virtual"] * 2 + ["credits", "credits", "crypto", "invoice"])
    def account(self, model: str) -> Account:
        """One more member."""
        rng, style = self.rng, self.style
        country = rng.choice(self.countries)
        _, zone, lang, _ = COUNTRIES[country]
        lang = "en" if rng.random() < 0.15 else lang
        made = Account(
            f"acct_{rng.getrandbits(64):016x}", self.kind, self.operator, country, lang, zone, self.born_at(),
            self.nets_of(country), self.clients_of(), style.path, model)  # fmt: skip
        if style.path == "own":
            made.path = rng.choice(["api"] * 12 + ["console"] * 2 + ["bedrock", "vertex", "azure", "reseller:tokenbay"])
        self.register(made)
        return made
    def register(self, made: Account) -> None:
        """Fill in what the provider's records say of a new account."""
        rng, style = self.rng, self.style
        print_, kind = self.payment()
        mail = {"one": self.mail, "throwaway": rng.choice(THROWAWAY)}.get(style.mail) or rng.choice(MAILS)
        if style.mail == "own" and rng.random() < 0.12:
            mail = f"{rng.choice(['shop', 'soft', 'media', 'edu', 'app'])}{rng.randrange(9999)}.com"
        org = {"one": f"org_{self.tag}", "each": f"org_{rng.getrandbits(48):012x}"}.get(style.org)
        if org is None and rng.random() < 0.12:
            org = f"org_{rng.getrandbits(48):012x}"
        born = rng.choice(made.nets)
        made.record = {
            "org_id": org, "org_name": f"{org[4:8]} ltd" if org and rng.random() < 0.6 else None,
            "plan": style.plan if style.plan != "own" else rng.choice(PLANS),
            "pathway": style.pathway if style.pathway != "own" else rng.choice(
                ["self_serve"] * 14 + ["education"] * 3 + ["startup", "security_research", "cloud", "enterprise"]),
            "verification": rng.choice(["none", "business"] + ["email", "phone", "payment"] * 2),
            "email_domain": mail if rng.random() < 0.95 else None,
            "phone_hash": f"ph_{rng.getrandbits(48):012x}" if rng.random() < 0.45 else None,
            "payment_fingerprint": print_, "payment_kind": kind,
            "billing_country": made.country if rng.random() < 0.85 else rng.choice(list(COUNTRIES)),
            "signup_ip": born[0] if rng.random() < 0.6 else home(rng, made.country)[0][0], "signup_asn": born[1],
            "signup_user_agent": client(rng, True).user_agent if rng.random() < 0.9 else None,
            "distillation_licence": False if rng.random() < 0.7 else None,
        }  # fmt: skip
