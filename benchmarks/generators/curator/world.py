"""The gateway: personas, their clients and addresses, clocks, and the rows they leave behind."""

import hashlib
import random
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple

from .texts import Library, Text

DAY = 86_400_000_000
HOUR = DAY // 24
MINUTE = HOUR // 60
SECOND = MINUTE // 60
PLACES: list[tuple[str, float, tuple[int, ...], tuple[int, ...], str]] = [("US", 26, (-8, -6, -5), (7922, 701, 20115,
    7018), "en"), ("IN", 10, (5,), (55836, 45609, 24560), "en"), ("GB", 6, (0,), (2856, 5089), "en"), ("DE", 6, (1,),
    (3320, 3209), "de"), ("BR", 6, (-3,), (26599, 28573), "pt"), ("JP", 5, (9,), (4713, 17676), "ja"), ("SG", 5, (8,),
    (9506, 4773), "en"), ("HK", 4, (8,), (4760, 9269), "zh"), ("CN", 3, (8,), (4134, 4837), "zh"), ("TW", 2, (8,),
    (3462,), "zh"), ("KR", 3, (9,), (4766, 9318), "en"), ("FR", 4, (1,), (3215, 12322), "fr"), ("ES", 3, (1,), (3352,),
    "es"), ("MX", 3, (-6,), (8151,), "es"), ("ID", 3, (7,), (7713,), "en"), ("NL", 2, (1,), (1136,), "en"), ("VN", 2,
    (7,), (45899,), "en"), ("CA", 3, (-5,), (812, 577), "en"), ("AU", 2, (10,), (1221,), "en"), ("PL", 2, (1,), (5617,),
    "en"), ("TR", 2, (3,), (9121,), "en"), ("NG", 2, (1,), (29465,), "en"), ("PH", 2, (8,), (9299,), "en")]
PLACE_W = list(accumulate(place[1] for place in PLACES))
HOSTING = (16509, 15169, 8075, 24940, 16276, 14061, 45102, 132203, 20473, 63949, 13335)
CLOCKS = {"office": [0, 0, 0, 0, 0, 0, 1, 3, 8, 10, 10, 9, 6, 8, 10, 10, 8, 6, 3, 2, 1, 1, 1, 0], "evening": [3, 1, 1,
    0, 0, 0, 1, 2, 3, 3, 3, 4, 5, 4, 4, 4, 5, 6, 8, 10, 12, 12, 9, 6], "student": [4, 2, 1, 0, 0, 0, 0, 2, 4, 6, 7, 7,
    5, 6, 7, 7, 7, 6, 6, 8, 10, 10, 9, 7], "flat": [1] * 24, "night": [8, 9, 9, 8, 6, 4, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 2, 3, 4, 5, 6, 7]}
CLOCK_W = {name: list(accumulate(weights)) for name, weights in CLOCKS.items()}
CLIENTS: list[tuple[str, float, str | None, tuple[str, ...]]] = [("OpenAI/Python {}", 16, "python/{}", ("1.54.3",
    "1.68.2", "1.99.1", "2.3.0")), ("Anthropic/Python {}", 13, "python/{}", ("0.39.0", "0.52.1", "0.64.0", "0.71.0")),
    ("Anthropic/JS {}", 7, "js/{}", ("0.33.1", "0.56.0", "0.65.0")), ("OpenAI/JS {}", 8, "js/{}", ("4.77.0", "5.12.2")),
    ("python-requests/{}", 7, None, ("2.31.0", "2.32.3")), ("python-httpx/{}", 5, None, ("0.27.2", "0.28.1")),
    ("Python/3.11 aiohttp/{}", 5, None, ("3.9.5", "3.11.10")), ("axios/{}", 4, None, ("1.7.9", "1.8.4")), ("okhttp/{}",
    6, None, ("4.12.0", "5.0.0")), ("Go-http-client/{}", 3, None, ("1.1", "2.0")), ("langchain-core/{}", 3, "python/{}",
    ("0.3.29", "0.3.6")), ("LiteLLM/{}", 4, "python/{}", ("1.55.8", "1.7.0")), ("claude-cli/{}", 6, "js/0.{}",
    ("1.0.57", "2.0.14")), ("curl/{}", 2, None, ("8.5.0", "8.7.1")), ("Dart/3.{} (dart:io)", 4, None, ("4", "6")),
    ("CFNetwork/{} Darwin/24.3", 5, None, ("1568.300", "3826.400")),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/{}.0.0.0 Safari/537.36", 8, None, ("138", "141", "143")),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) Version/{} Mobile Safari", 5, None, ("18.3", "18.6")),
    ("Mozilla/5.0 (Linux; Android 14) Chrome/{}.0.0.0 Mobile", 4, None, ("139", "142"))]
CLIENT_W = list(accumulate(client[1] for client in CLIENTS))
MODELS = ("aster-opus-4-5", "aster-sonnet-4-5", "aster-haiku-4-5", "aster-sonnet-4", "aster-haiku-3-5")
MAILS = ("gmail.com", "outlook.com", "qq.com", "163.com", "proton.me", "icloud.com", "yahoo.com", "hotmail.com",
         "gmx.de", "naver.com", "mail.ru", "edu.example.org", "tempmail.dev", "mailbox.top")  # fmt: skip
PLANS = ("free", "payg", "pro", "team", "enterprise", None)
PAYMENTS = ("card", "virtual", "prepaid", "credits", "invoice", "crypto", None)
PATHWAYS = ("self_serve", "education", "security_research", "startup", "enterprise", "cloud", None)
PROOFS = ("none", "email", "phone", "payment", "business", None)
ACCESS = ("api", "console", "bedrock", "vertex", "azure", "reseller:openpipe", "reseller:polyroute")
TLDS = ("com", "io", "ai", "dev", "co")
MAIL_W = list(accumulate((44, 11, 5, 4, 4, 5, 6, 5, 2, 2, 1, 3, 1.5, 1.5)))

# One stack of client software, and the sampling parameters that it sends.
Client = NamedTuple("Client", [("agent", str | None), ("sdk", str | None), ("ja4", str | None)])  # noqa: UP014
Settings = NamedTuple("Settings", [  # noqa: UP014
    ("temperature", float | None), ("top_p", float | None), ("max_tokens", int | None), ("thinking", int | None),
    ("effort", str | None), ("stream", bool | None), ("form", str | None), ("seed", int | None)])  # fmt: skip

@dataclass(slots=True)
class Persona:
    """One account with its habits."""
    account: str
    country: str
    zone: int
    lang: str
    asn: int
    ips: list[str]
    clients: list[Client]
    settings: Settings
    model: str
    access: str
    clock: str
    created: int
    record: dict[str, Any]
    key: str = ""
    system: str | None = None
    error: float = 0.01
    convs: bool = True
    verbosity: float = 1.0
    weekend: float = 0.6
    first: int = 0
    last: int = 0
    operator: str | None = None
    kind: str = "ordinary"
    users: list[str] = field(default_factory=list)

def weighted(rng: random.Random, cumulative: list[float]) -> int:
    """An index drawn by cumulative weights."""
    return rng.choices(range(len(cumulative)), cum_weights=cumulative)[0]

def address(rng: random.Random, asn: int) -> str:
    """An address that belongs to a network."""
    base = zlib.crc32(f"{asn}:{rng.randint(0, 9)}".encode())
    return f"{base % 200 + 12}.{base >> 8 & 255}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"

def client(rng: random.Random, index: int | None = None) -> Client:
    """A client drawn from what is common."""
    agent, _, sdk, versions = CLIENTS[weighted(rng, CLIENT_W) if index is None else index]
    version = rng.choice(versions)
    tls = hashlib.md5(f"{agent}{rng.choice('aab')}".encode()).hexdigest()
    return Client(agent.format(version), sdk.format(version) if sdk else None, f"t13d1516h2_{tls[:12]}_{tls[12:24]}")

def settings(rng: random.Random) -> Settings:
    """Parameters: mostly defaults, a few habits."""
    roll = rng.random()
    heat = None if roll < 0.4 else rng.choice([0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, round(rng.random(), 2)])
    return Settings(heat, rng.choice([0.9, 0.95, 1.0]) if rng.random() < 0.15 else None, rng.choice([None, 256, 512,
        1024, 1024, 2048, 3000, 4096, 4096, 6000, 8192, 16000]), rng.choice([2048, 4096, 8000,
        16000]) if rng.random() < 0.12 else None, rng.choice(["low", "medium", "high"]) if rng.random() < 0.12
        else None, rng.choice([None, True, True, False]), "json_object" if rng.random() < 0.08 else None, rng.choice([1,
        42, 1234]) if rng.random() < 0.03 else None)

class World:
    """Everything that one seed draws: time window, texts, accounts, rows."""
    def __init__(self, kind: str, seed: int) -> None:
        self.rng = random.Random(f"curator/{kind}/{seed}")
        rng = self.rng
        self.lib = Library(int(seed >= 90_000))
        start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=rng.randint(0, 290))
        self.start = int(start.timestamp()) * SECOND
        self.days = rng.randint(14, 28)
        self.end = self.start + self.days * DAY
        self.release = self.start + int(self.days * DAY * rng.uniform(0.3, 0.75))
        self.new_model = rng.choice(["aster-opus-5", "aster-sonnet-5", "aster-opus-4-8"])
        self.rows: list[tuple[Any, ...]] = []
        self.people: list[Persona] = []
        self.ids = 0
        self.blind = {name for name in ("ja4", "sdk", "conversation_id", "asn", "cached_input_tokens", "history_hash",
                                        "credential_hash") if rng.random() < 0.15}  # fmt: skip
    def token(self, prefix: str) -> str:
        """A fresh opaque identifier."""
        return f"{prefix}{self.rng.getrandbits(52):013x}"
    def joined(self, style: str | None = None) -> int:
        """A sign-up time: over years, recent, or inside the window."""
        rng = self.rng
        roll = rng.random()
        if style == "new" or (style is None and roll < 0.16):
            return self.start + int(rng.uniform(-12, self.days * 0.7) * DAY)
        return self.start - int(min(1500.0, rng.expovariate(1 / 330) + rng.random() * 20) * DAY) - rng.randint(0, DAY)
    def persona(self, kind: str, created: int | None = None, place: int | None = None, hosted: float = 0.35) -> Persona:
        """An account of nobody in particular."""
        rng = self.rng
        country, _, zones, asns, lang = PLACES[weighted(rng, PLACE_W) if place is None else place]
        born = self.joined() if created is None else created
        asn = rng.choice(HOSTING) if rng.random() < hosted else rng.choice(asns)
        ips = [address(rng, asn) for _ in range(1 + min(7, int(rng.expovariate(0.7))))]
        plan = rng.choices(PLANS, (26, 40, 17, 8, 4, 5))[0]
        pay = rng.choices(PAYMENTS, (56, 10, 8, 11, 6, 2, 7))[0]
        own = f"{self.lib.say(rng, 'APP_A')}{self.lib.say(rng, 'APP_B')}{rng.randint(1, 99)}.{rng.choice(TLDS)}".lower()
        mail = MAILS[weighted(rng, MAIL_W)] if rng.random() < 0.72 else own
        access = rng.choices(ACCESS, (66, 12, 6, 5, 4, 4, 3))[0]
        record = {"created_at": born, "plan": plan, "payment_kind": pay, "email_domain": mail,
            "pathway": rng.choices(PATHWAYS, (68, 7, 1, 8, 5, 6, 5))[0], "verification": rng.choices(PROOFS, (6, 34, 24,
            26, 6, 4))[0], "payment_fingerprint": self.token("pay_") if pay and rng.random() < 0.9 else None,
            "phone_hash": self.token("ph_") if rng.random() < 0.55 else None, "billing_country": country
            if rng.random() < 0.86 else PLACES[weighted(rng, PLACE_W)][0],
            "signup_ip": rng.choice(ips) if rng.random() < 0.6 else address(rng, rng.choice(asns)),
            "signup_user_agent": client(rng, rng.randint(16, 18)).agent, "signup_asn": asn,
            "status": rng.choices(["active", "suspended", "banned"], (985, 6, 9))[0], "distillation_licence": False}
        person = Persona(self.token("acct_"), country, rng.choice(zones), lang if rng.random() < 0.7 else "en", asn,
            ips, [client(rng)], settings(rng), rng.choices(MODELS, (16, 40, 24, 10, 10))[0], access,
            rng.choices(list(CLOCKS), (36, 34, 16, 8, 6))[0], born, record, self.token("key_"), kind=kind,
            error=rng.choice([0.0, 0.005, 0.01, 0.02, 0.05]), convs=rng.random() < 0.6, verbosity=rng.lognormvariate(0,
            0.4), weekend=rng.uniform(0.1, 1.1))
        person.first, person.last = max(self.start, born), self.end
        if person.first > self.end - DAY:
            person.first = self.end - DAY
            record["created_at"] = person.created = person.first - rng.randint(0, HOUR)
        self.people.append(person)
        return person
    def moment(self, p: Persona, first: int | None = None, last: int | None = None) -> int:
        """A moment at which this person would be awake and at it."""
        rng = self.rng
        low, high = p.first if first is None else first, p.last if last is None else last
        low, high = max(low, p.first), min(high, self.end)
        if high <= low + HOUR:
            return low + int(rng.random() * HOUR)
        for _ in range(6):
            day = (low + int(rng.random() * (high - low))) // DAY
            if (day + 3) % 7 >= 5 and rng.random() > p.weekend:
                continue
            hour = rng.choices(range(24), cum_weights=CLOCK_W[p.clock])[0] - p.zone
            at = day * DAY + hour * HOUR + int(rng.random() * HOUR)
            if low <= at < high:
                return at
        return low + int(rng.random() * (high - low))
    def emit(self, p: Persona, at: int, text: str, *, out: float = 180.0, system: str | None = None,
             reply: str | None = None, conv: str | None = None, depth: int = 0, past: str | None = None,
             cached: int = 0, harvest: bool = False, tools: list[str] | None = None, model: str | None = None,
             user: str | None = None, batch: bool | None = None, refused: bool = False) -> int:  # fmt: skip
        """Leave a row (or a failed one and its retry); returns when the output ended."""
        rng, context = self.rng, (system, conv, past)
        if rng.random() < p.error:
            code = rng.choices([429, 500, 529, 408, 400], (60, 15, 15, 5, 5))[0]
            self._row(p, at, text, context, None, depth, 0, 0, harvest, tools, model, (user, batch), None, code)
            if rng.random() < 0.25:
                return at + SECOND
            at += int(rng.choice([0.7, 2, 4, 8, 20, 45]) * rng.uniform(0.8, 1.4) * SECOND)
        tokens = max(1, int(out * p.verbosity * rng.lognormvariate(0, 0.55)))
        limit, finish = p.settings.max_tokens, "stop"
        if refused or rng.random() < 0.004:
            tokens, finish, reply = rng.randint(25, 90), "refusal", "I can't help with that request."
        elif tools and rng.random() < 0.6:
            finish = "tool_use"
        if limit is not None and tokens >= limit:
            tokens, finish = limit, "length"
        self._row(p, at, text, context, reply, depth, tokens, cached, harvest, tools, model, (user, batch), finish)
        return at + int((0.4 + tokens / rng.uniform(35, 110)) * SECOND)
    def why(self, harvest: bool) -> str | None:
        """The category that the provider's classifier gives to a refusal."""
        names = ("reasoning_extraction", "violence", "self_harm", "policy", None)
        return self.rng.choices(names, (60, 2, 2, 16, 20) if harvest else (16, 24, 16, 24, 20))[0]
    def _row(self, p: Persona, at: int, text: str, context: tuple[str | None, str | None, str | None],
             reply: str | None, depth: int, tokens: int, cached: int, harvest: bool, tools: list[str] | None,
             model: str | None, call: tuple[str | None, bool | None], finish: str | None, code: int = 200) -> None:
        (system, conv, past), (user, batch) = context, call
        rng, use, done = self.rng, p.settings, code == 200
        soft = p.clients[0] if len(p.clients) == 1 else rng.choice(p.clients)
        cloud = p.access in ("bedrock", "vertex", "azure")
        ip = p.ips[0] if rng.random() < 0.6 else rng.choice(p.ips)
        where = (None,) * 4 if cloud else (ip, p.country, p.asn, soft.agent)
        error = {200: None, 429: "rate_limit", 500: "api_error", 529: "overloaded"}.get(code, "invalid_request")
        wide = len(text) * (1 if text[:1] > "\u2e80" else 0.26)
        fed = int(wide + len(system or "") / 4 + cached + 6)
        think = int(tokens * rng.uniform(0.5, 3)) if done and (use.thinking or use.effort == "high") else 0
        ended = at + int((0.3 + (tokens + think) / rng.uniform(35, 110)) * SECOND)
        self.rows.append((p.account, at, ended if done else at + rng.randint(20, 900) * 1000, p.access, p.key, user,
            conv if p.convs else None, model or p.model, "chat", system, text, 2 * depth, past if depth else None,
            self.lib.output(rng, tokens, reply) if done else None, fed if done else None, tokens if done else None,
            think or None, cached if cached > 900 and rng.random() < 0.7 else None, finish,
            self.why(harvest) if finish == "refusal" else None, code, error, use.temperature, use.top_p, use.max_tokens,
            use.thinking, use.seed, use.stream, batch, use.form, use.effort, tools, *where, soft.sdk, None if cloud
            else soft.ja4, harvest, p.operator))
    def talk(self, p: Persona, at: int, turns: list[Text], *, out: float = 170.0, system: str | None = None,
             harvest: bool = False, tools: list[str] | None = None, pace: float = 55.0, model: str | None = None,
             user: str | None = None, refused: bool = False) -> int:  # fmt: skip
        """A conversation, turn after turn."""
        rng, past, seen, conv, since = self.rng, "", 0, self.token("conv_"), 0
        if rng.random() < 0.03:  # begun before the log, or elsewhere
            since, past, seen = rng.randint(1, 8), self.token("")[:16], rng.randint(50, 3000)
        for depth, turn in enumerate(turns, since):
            if at >= self.end:
                break
            ended = self.emit(p, at, turn.prompt, out=out, system=system or turn.system, reply=turn.reply, conv=conv,
                              depth=depth, past=past, cached=seen, harvest=harvest, tools=tools, model=model, user=user,
                              refused=refused)  # fmt: skip
            past = hashlib.blake2b((past + turn.prompt).encode(), digest_size=8).hexdigest()
            seen += len(turn.prompt) // 4 + int(out)
            at = ended + int(rng.lognormvariate(0, 0.9) * pace * SECOND)
        return at
