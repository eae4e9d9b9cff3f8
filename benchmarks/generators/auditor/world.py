"""The world: accounts, clients, clocks and calls, the same for honest people and for campaigns."""

import hashlib
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from benchmarks.generators.auditor.texts import Pools

DAY = 86_400.0
SPAN_DAYS = 21
START = 1_788_220_800.0  # 2026-09-01 00:00 UTC
END = START + SPAN_DAYS * DAY
# Relative hourly activity of people, by local hour.
HOURS = (8, 5, 3, 2, 2, 3, 5, 9, 16, 24, 28, 28, 25, 27, 29, 29, 27, 24, 21, 21, 23, 22, 18, 12)
COUNTRIES: dict[str, tuple[int, int, tuple[int, ...], int]] = {  # weight, UTC offset, access networks, first octet
    "US": (26, -6, (7922, 7018, 701, 20115, 22773), 73),
    "IN": (12, 5, (55836, 45609, 9829, 24560), 49),
    "DE": (7, 1, (3320, 3209, 6805), 79),
    "GB": (6, 0, (2856, 5089, 5607), 86),
    "BR": (6, -3, (28573, 27699, 26599), 177),
    "FR": (5, 1, (3215, 12322, 15557), 90),
    "JP": (6, 9, (17676, 2516, 4713), 126),
    "ID": (4, 7, (7713, 23693), 36),
    "SG": (4, 8, (9506, 4773, 3758), 116),
    "KR": (4, 9, (4766, 9318), 121),
    "HK": (3, 8, (4760, 9269), 112),
    "TW": (3, 8, (3462, 9924), 111),
    "NL": (3, 1, (1136, 33915), 84),
    "ES": (3, 1, (3352, 12479), 88),
    "PL": (2, 1, (5617, 12741), 83),
    "MX": (2, -6, (8151, 28548), 187),
    "NG": (2, 1, (29465, 36873), 105),
    "TR": (2, 3, (9121, 47331), 85),
    "VN": (2, 7, (45899, 7552), 113),
    "CA": (3, -5, (812, 577), 99),
}
HOSTING = ((16509, 52), (14061, 159), (24940, 95), (8075, 20), (396982, 34), (16276, 51), (45102, 47), (132203, 43))
STACKS: tuple[tuple[int, str, str, str], ...] = (  # weight, user agent, sdk, tls
    (20, "OpenAI/Python {v}", "python|{v}|httpx|CPython 3.{p}", "t13d1812h1_85036bcba153_b1"),
    (8, "OpenAI/JS {v}", "js|{v}|node 2{q}", "t13d1714h1_5b57614c22b0_n1"),
    (10, "Anthropic/Python {v}", "python|{v}|httpx|CPython 3.{p}", "t13d1812h1_85036bcba153_b1"),
    (6, "python-requests/2.3{q}.0", "", "t13d1811h1_e8f1e7e78f70_r{q}"),
    (3, "Python/3.{p} aiohttp/3.9.{q}", "", "t13d1811h1_a1e935682795_a1"),
    (4, "curl/8.{q}.0", "", "t13d3112h2_e8f1e7e78f70_c{q}"),
    (3, "Go-http-client/2.0", "", "t13d1312h2_f57a46bbacb6_g1"),
    (3, "langchainjs-openai/{v}", "js|{v}|node 2{q}", "t13d1714h1_5b57614c22b0_n1"),
    (2, "okhttp/4.1{q}.0", "", "t13d1514h2_8daaf6152771_k1"),
    (2, "axios/1.{q}.2", "", "t13d1714h1_5b57614c22b0_n1"),
)
BROWSERS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/{c}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/1{q}.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:1{p}.0) Gecko/20100101 Firefox/1{p}.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_{q} like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
)
MODELS = ("orca-4-large", "orca-4-mini", "orca-4-nano", "orca-3-large")
NEW_MODEL = "orca-5-large"


@dataclass(frozen=True, slots=True)
class Style:
    """Request parameters."""

    model: str
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    thinking: int | None = None
    effort: str | None = None
    stream: bool | None = None
    batch: bool | None = None
    format: str | None = None
    tools: tuple[str, ...] | None = None
    choices: int | None = None
    logprobs: bool | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Client:
    """Where a call comes from."""

    ip: str
    country: str
    asn: int
    agent: str
    sdk: str | None
    ja4: str
    path: str


@dataclass(slots=True)
class Account:
    """A paying account. `row` holds the columns of the accounts table."""

    id: str
    row: dict[str, object]
    clients: list[Client]
    key: str
    offset: int
    topics: list[str]
    style: Style
    kind: str
    fake: bool = False
    operator: str | None = None
    calls: int = 0
    closed: float = END


@dataclass(frozen=True, slots=True)
class Call:
    """One exchange before it is laid out in columns."""

    account: Account
    at: float
    style: Style
    client: Client
    system: str | None
    prompt: str
    output: str
    conversation: str | None
    turn: int
    history: str | None
    past: int
    end_user: str | None
    harvested: bool
    blob_in: str | None
    blob_out: str | None
    status: int


@dataclass(slots=True)
class World:
    """Everything drawn so far."""

    rng: random.Random
    pools: Pools
    release: float
    accounts: list[Account] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def hex(self, digits: int) -> str:
        return f"{self.rng.getrandbits(digits * 4):0{digits}x}"


def amount(rng: random.Random, median: float, sigma: float, top: int = 1900) -> int:
    """Log-normal count of at least one."""
    return max(1, min(top, round(median * math.exp(rng.gauss(0, sigma)))))


def style(rng: random.Random, w: World, thinking: float = 0.2) -> Style:
    """Parameters as an ordinary client would set them: mostly defaults."""
    model = rng.choices(MODELS, (5, 4, 2, 1))[0]
    think = rng.random() < thinking
    return Style(
        model=model,
        temperature=rng.choice([None, None, None, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0]),
        top_p=rng.choice([None] * 8 + [0.9, 0.95, 1.0]),
        top_k=40 if rng.random() < 0.02 else None,
        max_tokens=rng.choice([None, None, 256, 512, 1000, 1024, 2048, 4000, 4096, 4096, 8192, 16000]),
        thinking=rng.choice([1024, 2048, 4096, 8000, 10000, 16000]) if think else None,
        effort=rng.choice(["low", "medium", "high"]) if rng.random() < 0.08 else None,
        stream=rng.random() < 0.5,
        batch=True if rng.random() < 0.03 else None,
        format="json_object" if rng.random() < 0.05 else None,
        choices=rng.choice([1, 1, 2, 4]) if rng.random() < 0.04 else None,
        seed=rng.choice([42, 0, 1234]) if rng.random() < 0.03 else None,
    )


def client(w: World, country: str, kind: str, path: str = "api") -> Client:
    """A client at home (`home`), in a data centre (`host`) or in a browser (`web`)."""
    rng = w.rng
    minor = max(20, 109 - int(rng.expovariate(1 / 7)))
    slots = {"v": f"1.{minor}.{minor % 3}", "p": rng.randint(9, 13), "q": rng.randint(0, 7), "c": rng.randint(126, 141)}
    if kind == "web":
        number = rng.randrange(len(BROWSERS))
        agent, sdk, ja4 = BROWSERS[number].format(**slots), None, f"t13d151{number}h2_8daaf6152771_w{minor % 3}"
        path = "console" if path == "api" else path
    else:
        _, ua, kit, tls = rng.choices(STACKS, [s[0] for s in STACKS])[0]
        agent, sdk, ja4 = ua.format(**slots), kit.format(**slots) or None, tls.format(**slots)
    if kind == "host":
        asn, octet = rng.choice(HOSTING)
    else:
        asn, octet = rng.choice(COUNTRIES[country][2]), COUNTRIES[country][3]
    ip = f"{octet}.{(asn * 7 + rng.randint(0, 20)) % 256}.{rng.randint(0, 255)}.{rng.randint(1, 254)}"
    return Client(ip, country, asn, agent, sdk, ja4, path)


def account(w: World, kind: str, topics: Sequence[str], web: float = 0.1, fresh: float = 0.3) -> Account:
    """A new account like any other. `web`: chance of a browser; `fresh`: chance of having signed up lately."""
    rng = w.rng
    country = rng.choices(list(COUNTRIES), [c[0] for c in COUNTRIES.values()])[0]
    lately = rng.random() < fresh
    age = rng.uniform(0, 60) if lately else rng.expovariate(1 / 260) + 5
    created = END - age * DAY - rng.random() * 3600
    where = "web" if rng.random() < web else rng.choices(["home", "host"], [6, 4])[0]
    path = rng.choices(["api", "bedrock", "vertex", "azure"], [88, 5, 3, 4])[0]
    clients = [client(w, country, where, path)]
    for _ in range(rng.choices([0, 1, 2, 4], [55, 25, 15, 5])[0]):
        old = clients[0]
        moved = client(w, country, where, path)
        clients.append(replace(moved, agent=old.agent, sdk=old.sdk, ja4=old.ja4) if rng.random() < 0.7 else moved)
    mail = rng.choices(
        ["gmail.com", "outlook.com", "qq.com", "proton.me", "icloud.com", "own", "yopmail.com", "163.com"],
        [40, 12, 4, 5, 6, 29, 2, 2],
    )[0]
    signup = client(w, country, "web")
    row: dict[str, object] = {
        "created_at": created,
        "org_id": None,
        "org_name": None,
        "plan": rng.choices(["free", "payg", "pro", "team"], [20, 55, 20, 5])[0],
        "pathway": rng.choices(
            ["self_serve", "education", "security_research", "startup", "enterprise", "cloud"], [78, 6, 1, 7, 4, 4]
        )[0],
        "verification": rng.choices(["none", "email", "phone", "payment", "business"], [5, 35, 30, 25, 5])[0],
        "email_domain": f"{w.hex(5)}.{rng.choice(['com', 'io', 'de', 'org', 'co'])}" if mail == "own" else mail,
        "phone_hash": w.hex(16) if rng.random() < 0.55 else None,
        "payment_fingerprint": w.hex(16) if rng.random() < 0.85 else None,
        "payment_kind": rng.choices(
            ["card", "prepaid", "virtual", "invoice", "crypto", "credits"], [68, 7, 10, 6, 2, 7]
        )[0],
        "billing_country": country if rng.random() < 0.93 else rng.choice(list(COUNTRIES)),
        "signup_ip": clients[0].ip if rng.random() < 0.4 else signup.ip,
        "signup_user_agent": signup.agent,
        "signup_asn": signup.asn,
        "distillation_licence": False,
        "status": "active",
        "status_at": None,
    }
    if w.accounts and rng.random() < 0.025:  # a second account of one household or firm
        other = rng.choice(w.accounts).row
        row.update({k: other[k] for k in ("payment_fingerprint", "payment_kind", "billing_country")})
    made = Account(
        f"acct_{w.hex(16)}",
        row,
        clients,
        w.hex(16),
        COUNTRIES[country][1],
        rng.sample(list(topics), 4),
        style(rng, w),
        kind,
    )
    if rng.random() < 0.012:
        made.closed = START + rng.uniform(3, SPAN_DAYS) * DAY
        row["status"], row["status_at"] = rng.choice(["suspended", "banned"]), made.closed
    w.accounts.append(made)
    return made


def moments(w: World, who: Account, count: int, mode: str, begin: float = START, end: float = END) -> list[float]:
    """Sorted start times: `human`, `office`, `flat`, `burst` or `cron`, inside the account's own lifetime."""
    rng = w.rng
    created = float(str(who.row["created_at"]))
    begin, end = max(begin, created + 30), min(end, who.closed)
    if begin >= end:
        return []
    if mode == "flat":
        return sorted(rng.uniform(begin, end) for _ in range(count))
    if mode == "cron":
        step = (end - begin) / count
        return [begin + step * i + rng.uniform(0, min(4, step)) for i in range(count)]
    if mode == "burst":
        out: list[float] = []
        while len(out) < count:
            at, size = rng.uniform(begin, end), min(count - len(out), rng.randint(10, 400))
            for _ in range(size):
                at += rng.expovariate(1 / 3.0)
                out.append(at)
        return sorted(t for t in out if t < end)
    out = []
    days = range(int((begin - START) // DAY), min(SPAN_DAYS, int((end - START) // DAY) + 1))
    active = rng.sample(days, min(len(days), max(1, round(count / 4))))
    for _ in range(count * 4):
        if len(out) >= count:
            break
        day = rng.choice(active)
        if mode == "office" and day % 7 in (4, 5) and rng.random() < 0.9:
            continue
        hour = rng.choices(range(24), HOURS)[0] if mode == "human" else rng.gauss(13.5, 2.6)
        at = START + day * DAY + ((hour - who.offset) % 24) * 3600 + rng.random() * 3600
        for _ in range(min(count - len(out), rng.randint(1, 6))):
            if begin <= at < end:
                out.append(at)
            at += 20 * math.exp(rng.gauss(1.0, 1.0))
    return sorted(out)


def send(
    w: World,
    who: Account,
    at: float,
    prompt: str,
    output: str,
    *,
    system: str | None = None,
    form: Style | None = None,
    via: Client | None = None,
    conversation: str | None = None,
    turn: int = 0,
    history: str = "",
    end_user: str | None = None,
    harvested: bool = False,
    blob_in: str | None = None,
) -> str | None:
    """Record one exchange; returns the reasoning blob it minted, if any."""
    rng = w.rng
    used = form or who.style
    if not START <= at < min(END, who.closed) or who.calls >= 2000:
        return None
    who.calls += 1
    status = 200 if rng.random() > 0.018 else rng.choice([429, 429, 500, 529, 400])
    blob = w.hex(24) if used.thinking and status == 200 else None
    talk = conversation if int(who.key[0], 16) < 9 else None
    digest = hashlib.blake2b(history.encode(), digest_size=8).hexdigest() if turn else None
    where = via or (who.clients[0] if rng.random() < 0.7 else rng.choice(who.clients))
    text = output if status == 200 else ""
    w.calls.append(
        Call(
            who,
            at,
            used,
            where,
            system,
            prompt,
            text,
            talk,
            2 * turn,
            digest,
            len(history),
            end_user,
            harvested,
            blob_in,
            blob,
            status,
        )
    )
    return blob
