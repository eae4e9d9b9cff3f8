"""Who holds an account, how it connects and with what habits: one sampler for everybody, honest or not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

import numpy as np

from benchmarks.generators.usher.phrases import interests
from benchmarks.generators.usher.texts import BANKS, TABLES, Pools, pools

T = TypeVar("T")
# Country: weight, hours from UTC, languages beside English, networks, suffix of universities.
LANDS: dict[str, tuple[float, float, str, list[int], str]] = TABLES["LANDS"]
HOSTING: list[int] = TABLES["HOSTING"]
BROWSERS = BANKS["BROWSERS"]
STACKS: list[tuple[str, str | None, float]] = TABLES["STACKS"]
MAILS, THROWAWAY, TOWNS = (BANKS[k] for k in ["MAILS", "THROWAWAY", "TOWNS"])
OLD = ("scholar-mini-3", "scholar-base-3", "scholar-pro-3")
NEW = "scholar-pro-4"


@dataclass
class Campus:
    """A university, hospital or institute: a place that many unlinked customers share."""
    name: str
    domain: str
    land: str
    asn: int
    egress: list[str]
    deadlines: list[float]


@dataclass
class Client:
    """A piece of software as the gateway sees it."""
    agent: str
    sdk: str | None
    ja4: str
    path: str
    console: bool


@dataclass
class Account:
    """An account with what the provider knows of it, and its habits."""
    id: str
    kind: str
    operator: str | None
    land: str
    lang: str
    zone: float
    campus: Campus | None
    client: Client
    spare: Client
    card: dict[str, object]
    ips: list[tuple[str, int, str]]
    roaming: float
    keys: list[str]
    model: str
    keen: float
    knobs: dict[str, object]
    wordy: float
    topics: tuple[str, ...]
    user: str | None = None
    begins: float = 0.0
    recent: list[str] = field(default_factory=list)


class World:
    """One world's draw: random sources, window, calendar, texts and places."""
    def __init__(self, kind: str, seed: int, size: int) -> None:
        self.r = Random(f"usher|{kind}|{seed}")
        self.g = np.random.default_rng(self.r.getrandbits(64))
        self.fold = 0 if seed < 90000 else 1
        self.p: Pools = pools(self.fold)
        self.days = self.r.randint(14, 28)
        self.start = datetime(2026, 1, 12, tzinfo=UTC) + timedelta(days=self.r.randint(0, 270))
        self.release = self.r.uniform(3, self.days - 4) * 86400
        self.span = self.days * 86400.0
        self.dense = self.r.uniform(0.7, 0.95)  # how complete the provider's records are
        unsure = ("ja4", "conversation_id", "end_user_id", "credential_hash", "asn", "history_hash", "sdk",
            "cached_input_tokens", "reasoning_blobs_in")
        self.blind = [c for c in unsure if self.r.random() < 0.12]  # columns that this gateway does not log
        self.veiled = self.r.uniform(0, 0.8)  # how often a cloud's rows lack the connection
        self.campuses = [self._campus() for _ in range(max(4, size // 60))]
        self.accounts: list[Account] = []

    def name(self) -> str:
        """A made-up proper name."""
        return self.r.choice(TOWNS) + self.r.choice(("", "-lab", "-group", "-institute", "-college", "-clinic",
            "-works")) + str(self.r.randint(2, 99))

    def token(self, prefix: str) -> str:
        """A fresh identifier."""
        return f"{prefix}{self.r.getrandbits(64):016x}"

    def ip(self, asn: int) -> str:
        """An address in a network's range."""
        r = self.r
        return f"{20 + asn * 31 % 180}.{(asn // 7 + r.randint(0, 5)) % 256}.{r.randint(0, 255)}.{r.randint(1, 254)}"

    def pick(self, table: dict[T, float]) -> T:
        """A weighted choice."""
        return self.r.choices(list(table), weights=list(table.values()))[0]

    def land(self) -> str:
        """A country as the provider's customers have them."""
        return self.pick({k: v[0] for k, v in LANDS.items()})

    def _campus(self) -> Campus:
        land = self.land()
        asn = self.r.choice((*LANDS[land][3], 60000 + self.r.randint(0, 900)))
        name = self.name()
        dues = [d * 86400 + (24 - LANDS[land][1]) * 3600 for d in range(self.days) if self.r.random() < 0.16]
        return Campus(name, f"{name}.{LANDS[land][4]}", land, asn, [self.ip(asn) for _ in range(self.r.randint(1, 4))],
            dues)

    def client(self, console: float = 0.3) -> Client:
        """A stack and the way in."""
        r = self.r
        v, d = int(r.triangular(20, 99, 85)), r.randint(0, 9)
        if r.random() < console:
            agent = r.choice(BROWSERS).format(v=118 + v // 4, w=15 + d % 4)
            return Client(agent, None,
                f"t13d15{r.choice((16, 17))}h2_{r.choice(('8daaf6152771', '5b57614c22b0', 'a09f3c656075'))}", "console",
                True)
        agent, sdk, _ = r.choices(STACKS, weights=[s[2] for s in STACKS])[0]
        path = self.pick({"api": 62, "bedrock": 7, "vertex": 6, "azure": 6, "reseller:campushub": 5,
            "reseller:openlane": 4, "reseller:gridkey": 2})
        ja4 = f"t13d{len(agent) % 5 + 13}{10 + d % 3}h{1 + len(agent) % 2}_{sum(map(ord, agent[:9])):04x}{d % 4}"
        return Client(agent.format(v=v, d=d), sdk and sdk.format(v=v, d=d), ja4, path, False)

    def knobs(self, console: bool) -> dict[str, object]:
        """Sampling parameters as an account's software sends them."""
        r = self.r
        if console:
            return {"stream": True}
        k: dict[str, object] = {"stream": r.random() < 0.4}
        if r.random() < 0.55:
            k["temperature"] = round(r.random(), 2) if r.random() < 0.14 else r.choices((0.0, 0.2, 0.3, 0.5, 0.6, 0.7,
                0.8, 1.0), weights=(24, 10, 8, 6, 5, 18, 6, 16))[0]
        if r.random() < 0.18:
            k["top_p"] = r.choice((0.9, 0.95, 1.0))
        if r.random() < 0.6:
            k["max_tokens"] = r.choice((256, 512, 1000, 1024, 2000, 2048, 4096, 4096, 8192, 16000))
        if r.random() < 0.08:
            k["seed"] = r.choice((0, 1, 42, 1234))
        if r.random() < 0.12:
            k["reasoning_effort"] = r.choice(("low", "medium", "high", "high"))
        elif r.random() < 0.08:
            k["thinking_budget"] = r.choice((2000, 4096, 8000, 16000))
        if r.random() < 0.06:
            k["batch"], k["stream"] = True, False
        if r.random() < 0.07:
            k["response_format"] = r.choice(("json_object", "json_schema"))
        return k

    def signup(self) -> float:
        """When somebody signed up, in seconds from the window's start: mostly months and years before."""
        if self.r.random() < 0.11:
            return self.r.uniform(0, 0.8) * self.span
        return -86400.0 * min(1100.0, self.r.expovariate(1 / 230))

    def newcomer(self, kind: str, operator: str | None = None, *, console: float = 0.3, campus: Campus | None = None,
            land: str | None = None) -> Account:
        """An account drawn from the provider's population."""
        r = self.r
        if campus is None and land is None and r.random() < 0.45:
            campus = r.choice(self.campuses)
        land = land or (campus.land if campus and r.random() < 0.9 else self.land())
        _, zone, tongues, nets, _ = LANDS[land]
        lang = tongues if tongues and r.random() < 0.45 else r.choices(("en", "zh", "es", "fr", "de"), weights=(92, 3,
            2, 2, 1))[0]
        client = self.client(console)
        nets = list(nets) if client.console or r.random() < 0.5 else [*nets, *r.sample(HOSTING, 3)]
        ips = [(self.ip(a), a, land) for a in (r.choice(nets) for _ in range(r.choices((1, 2, 4), weights=(6, 3, 1))[
            0]))]
        if campus and r.random() < 0.6:
            ips.insert(r.randint(0, 1), (r.choice(campus.egress), campus.asn, campus.land))
        if r.random() < 0.12:  # a VPN or a proxy
            away, asn = self.land(), r.choice(HOSTING)
            ips.append((self.ip(asn), asn, away))
        model = self.pick({OLD[0]: 28, OLD[1]: 34, OLD[2]: 38})
        a = Account(self.token("acct_"), kind, operator, land, lang, zone, campus, client, self.client(console), {},
            ips, r.random() ** 3 * 0.5, [self.token("key_") for _ in range(r.choices((1, 2), weights=(9, 1))[0])],
            model, r.random() ** 2, self.knobs(client.console), math.exp(r.gauss(0, 0.35)), interests(r, self.fold))
        a.card = self._card(a)
        a.begins = max(0.0, self.when(a) + r.expovariate(1 / 40000))
        self.accounts.append(a)
        return a

    def when(self, a: Account) -> float:
        """Sign-up of an account, in seconds from the window's start."""
        at = a.card["created"]
        return at if isinstance(at, float) else 0.0

    def _card(self, a: Account) -> dict[str, object]:
        """What the provider's own records say."""
        r, cloud = self.r, a.client.path in ("bedrock", "vertex", "azure")
        pathway = "cloud" if cloud else self.pick({"self_serve": 56, "education": 26, "startup": 6,
            "security_research": 3, "enterprise": 5})
        plan = self.pick({"free": 20, "student": 22, "payg": 34, "grant": 12, "team": 8, "enterprise": 4})
        pay = self.pick({"card": 44, "credits": 24, "virtual": 10, "prepaid": 9, "invoice": 8, "crypto": 2})
        mail = self.pick({MAILS[i]: w for i, w in enumerate((40, 12, 8, 6, 7, 5, 5, 3, 2))})
        if a.campus and r.random() < 0.55:
            mail = a.campus.domain
        elif r.random() < 0.2:
            mail = self.name() + r.choice((".org", ".io", ".com", ".ai"))
        elif r.random() < 0.05:
            mail = r.choice(THROWAWAY)
        fresh = r.random() < 0.35
        home = a.ips[0] if r.random() < 0.6 else (self.ip(LANDS[a.land][3][0]), LANDS[a.land][3][0], a.land)
        card: dict[str, object] = {"created": self.signup(), "plan": plan, "pathway": pathway, "email_domain": mail,
            "payment_kind": pay, "verification": self.pick({"none": 8, "email": 32, "phone": 24, "payment": 26,
            "business": 10}), "phone_hash": self.token("ph_") if r.random() < 0.5 else None,
            "payment_fingerprint": self.token("pay_") if pay not in ("credits", "invoice") else None,
            "billing_country": a.land if r.random() < 0.93 else self.land(), "signup_ip": home[0], "signup_asn": home[
            1], "signup_user_agent": a.client.agent if a.client.console and not fresh else r.choice(BROWSERS).format(
            v=r.randint(120, 142), w=r.randint(15, 18)),}
        for k in ("plan", "pathway", "email_domain", "payment_kind", "verification", "billing_country", "signup_ip",
                "signup_user_agent"):
            if (cloud and r.random() < 0.5) or r.random() > self.dense ** 0.3:
                card[k] = None
        if (r.random() < 0.12 and not a.operator) or (a.operator and r.random() < 0.1):
            card["org_id"], card["org_name"] = self.token("org_"), self.name()
        if r.random() < 0.015:
            card["status"], card["at"] = r.choice(("suspended", "banned")), r.uniform(0.5, 1) * self.span
        return card

    def heavy(self, median: float, sigma: float = 1.35, top: int = 1500) -> int:
        """A heavy-tailed count of requests."""
        return max(1, min(top, round(self.r.lognormvariate(math.log(median), sigma))))


def deal(r: Random, things: Sequence[T]) -> list[T]:
    """All things once, in random order."""
    return r.sample(list(things), len(things))
