"""A provider's gateway for a few weeks: people's means (client, network, purse) and the rows they leave."""

import math
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .texts import DATA, Ask, Writer, bank, digest

DAY = 86400.0
COUNTRIES: dict[str, tuple[float, float, str, tuple[int, ...]]] = {}  # weight, hours from UTC, language, networks
for _e in bank("COUNTRIES"):
    _c, _w, _z, _l, _a = _e.split(";")
    COUNTRIES[_c] = float(_w), float(_z), _l, tuple(int(a) for a in _a.split(","))
CLOUDS = {int(e.split(";")[0]): e.split(";")[1] for e in bank("CLOUDS")}
CLIENTS = [e.split(";;") for e in bank("CLIENTS")]  # weight, user agent, sdk, ja4
MODELS = (("atlas-large-4", 0.35), ("atlas-mid-4", 0.4), ("atlas-small-4", 0.25))
HOURS = np.array([2, 1, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 9, 10, 11, 11, 10, 9, 8, 9, 10, 9, 6, 4], float)
UNUSED = ("source", "line", "cached_input_tokens", "top_logprobs", "logprobs")
FIELDS = [f.name for f in EXCHANGES if f.name not in UNUSED]
PATHS = ["api", "console", "bedrock", "vertex", "azure", "reseller:openroute"]
PLANS = ["free", "payg", "pro", "team", "enterprise"]
PATHWAYS = ["self_serve", "education", "security_research", "startup", "enterprise", "cloud"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TRUTH = pa.schema([(n, pa.bool_() if n == "fake" else pa.string()) for n in ("account_id", "fake", "kind", "operator")])
Over = dict[str, Any]
Net = tuple[str, str, int]  # address, country, network


@lru_cache(maxsize=2)
def listed(name: str, most: int) -> list[str]:
    """Real browser user agents, or disposable mail domains."""
    table = pq.read_table(DATA / "indicators" / f"{name}.parquet")
    return [str(u) for u in table[table.column_names[0]].to_pylist()[:most]]


@dataclass
class Habit:
    """One account as its owner uses it. Everything may be overridden by whoever makes it."""

    account_id: str
    kind: str
    fake: bool
    operator: str | None
    country: str
    lang: str
    shift: float  # local time minus UTC, hours, chronotype included
    clients: list[tuple[str, str | None, str | None]]
    nets: list[Net]
    path: str
    model: str
    params: dict[str, Any]
    first: float
    last: float
    project: tuple[str, str]
    key: str | None
    record: dict[str, Any]
    roam: float = 0.1  # chance that a request leaves from another of the addresses
    follow: bool = False  # takes the new model on release
    named: bool = True  # sends or gets conversation ids
    carry: float = 0.02  # share of conversations whose beginning this log never saw


class World:
    """The log being written."""

    def __init__(self, kind: str, seed: int) -> None:
        self.r = random.Random(f"constable/{kind}/{seed}")
        self.n = np.random.default_rng(self.r.getrandbits(63))
        self.t = Writer(self.r, int(seed >= 90000))
        self.days = self.r.randint(14, 28)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=self.r.randint(0, 300))
        self.span = self.days * DAY
        self.release = self.span * self.r.uniform(0.3, 0.7)
        self.rows: list[tuple[Any, ...]] = []
        self.truth: list[tuple[bool, str | None]] = []
        self.habits: list[Habit] = []
        self.no_ja4, self.no_hash = self.r.random() < 0.15, self.r.random() < 0.1
        self.cgnat = {c: [self.address(c) for _ in range(6)] for c in COUNTRIES}

    def hex(self, size: int = 16) -> str:
        """A random identifier."""
        return f"{self.r.getrandbits(size * 4):0{size}x}"

    def at(self, when: float) -> datetime:
        """The moment so many seconds into the window."""
        return self.start + timedelta(seconds=when)

    def volume(self, median: float, sigma: float, cap: int = 1500) -> int:
        """A heavy-tailed number of requests."""
        return max(1, min(cap, round(median * math.exp(self.r.gauss(0, sigma)))))

    def address(self, country: str, hosting: bool = False) -> Net:
        """A fresh address of a home or hosting network."""
        asn = self.r.choice(list(CLOUDS)) if hosting else self.r.choice(COUNTRIES[country][3])
        base = int(digest(f"{asn}/{self.r.randint(0, 5)}")[:6], 16)
        prefix = f"{base % 190 + 11}.{base // 190 % 250}"
        return f"{prefix}.{self.r.randint(0, 255)}.{self.r.randint(1, 254)}", CLOUDS[asn] if hosting else country, asn

    def client(self, browser: float = 0.0) -> tuple[str, str | None, str | None]:
        """A client program in one version."""
        ja4: str | None
        sdk: str | None
        if self.r.random() < browser:
            agent, sdk, ja4 = self.r.choice(listed("user_agents_browser", 400)), None, self.r.choice(bank("TLS"))
        else:
            _, agent, sdk, ja4 = self.r.choices(CLIENTS, [float(c[0]) for c in CLIENTS])[0]
            v, w = str(min(99, int(self.r.expovariate(1 / 9)) + 40)), str(self.r.randint(0, 3))
            agent = agent.replace("{v}", v).replace("{w}", w)
            sdk = sdk.replace("{v}", v).replace("{w}", w) if sdk else None
        return agent, sdk, None if self.no_ja4 or self.r.random() < 0.1 else ja4

    def params(self) -> dict[str, Any]:
        """A set of sampling parameters as customers choose them."""
        r, effort = self.r, self.r.random() < 0.2
        chances: dict[str, tuple[float, list[Any]]] = {
            "temperature": (0.55, [0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.7, 0.8, 1.0, 1.0]),
            "top_p": (0.25, [0.9, 0.95, 1.0, 1.0]), "top_k": (0.04, [20, 40, 50]), "choice_count": (0.03, [2, 4]),
            "max_tokens": (0.6, [256, 512, 1000, 1024, 2048, 4096, 4096, 8192]), "seed": (0.03, [0, 1, 42, 1234]),
            "reasoning_effort": (effort, ["low", "medium", "medium", "high", "high"]),
            "thinking_budget": (effort / 2, [1024, 4000, 8000, 16000]), "response_format": (0.12, ["json_object"]),
            "stream": (0.9, [True, False]), "batch": (0.02, [True]),
        }  # fmt: skip
        return {name: r.choice(values) for name, (chance, values) in chances.items() if r.random() < chance}

    def person(self, kind: str, fake: bool = False, operator: str | None = None, over: Over | None = None) -> Habit:
        """A new account, by default drawn as any customer is."""
        r, over = self.r, dict(over or {})
        country = over.pop("country", None) or r.choices(list(COUNTRIES), [c[0] for c in COUNTRIES.values()])[0]
        _, zone, lang, _ = COUNTRIES[country]
        business, u = r.random() < 0.3, r.random()
        age = -r.uniform(0, 0.85) * self.days if u < 0.14 else r.uniform(0, 90) if u < 0.45 else r.uniform(90, 1300)
        age = over.pop("age", age)
        path = over.pop("path", None) or r.choices(PATHS, [68, 12, 6, 5, 5, 4])[0]
        hosting = path != "console" and r.random() < (0.6 if business else 0.3)
        if r.random() < 0.12:
            nets = [r.choice(self.cgnat[country]) for _ in range(3)]
        else:
            nets = [self.address(country, hosting) for _ in range(1 + (r.random() < 0.5) + (r.random() < 0.2))]
        card = r.choices(["card", "prepaid", "virtual", "invoice", "crypto", "credits"], [62, 7, 10, 9, 2, 10])[0]
        verification = r.choices(["none", "email", "phone", "payment", "business"], [4, 30, 32, 26, 8])[0]
        signup = nets[0] if r.random() < 0.6 else self.address(country)
        mail = r.choice(bank("MAIL")) if r.random() < 0.72 else f"{self.hex(6)}.{r.choice(['com', 'io', 'org', 'cn'])}"
        mail = r.choice(listed("disposable_email_domains", 3000)) if r.random() < 0.03 else mail
        record: dict[str, Any] = {
            "created_at": self.start - timedelta(days=age), "pathway": r.choices(PATHWAYS, [70, 7, 1, 7, 7, 8])[0],
            "plan": r.choices(PLANS, [15, 50, 20, 9, 6] if not business else [4, 50, 8, 23, 15])[0],
            "verification": verification, "email_domain": mail, "phone_hash": self.hex() if r.random() < 0.6 else None,
            "payment_fingerprint": self.hex() if r.random() < 0.85 else None, "payment_kind": card,
            "billing_country": country if r.random() < 0.93 else r.choice(list(COUNTRIES)), "signup_ip": signup[0],
            "signup_asn": signup[2], "signup_user_agent": r.choice(listed("user_agents_browser", 400)),
            "org_id": f"org-{self.hex(10)}" if business and r.random() < 0.5 else None,
            "distillation_licence": r.random() < 0.004 if not fake else False,
            "status": "active", "status_at": None,
        }  # fmt: skip
        for name in ("email_domain", "signup_ip", "signup_asn", "signup_user_agent", "billing_country", "pathway"):
            if r.random() < 0.06:
                record[name] = None
        record |= over.pop("record", {})
        hab = Habit(
            f"acct-{self.hex(12)}", kind, fake, operator, country, lang if r.random() < 0.7 else "en",
            zone + r.gauss(0, 1.8), [self.client(0.9 if path == "console" else 0.06)], nets, path,
            r.choices([m for m, _ in MODELS], [w for _, w in MODELS])[0], self.params(),
            max(0.0, -age * DAY), self.span,
            (r.choice(bank("PROJECTS")), r.choice(bank("STACKS_OF_WORK"))),
            self.hex(12) if path != "console" else None, record,
            roam=r.choice([0.02, 0.1, 0.3]), follow=r.random() < 0.25, carry=r.choice([0.02] * 12 + [0.8]),
            named=r.random() < 0.65,
        )  # fmt: skip
        if r.random() < 0.2:
            hab.clients.append(self.client(0.3))
        for name, value in over.items():
            setattr(hab, name, value)
        if r.random() < 0.2:
            hab.last = max(hab.first + 3600, hab.first + (hab.last - hab.first) * r.random())
        if r.random() < 0.015:
            hab.last = hab.first + (self.span - hab.first) * r.random()
            record |= {
                "status": r.choice(["suspended", "banned"]),
                "status_at": self.at(max(hab.last, hab.first + 1800)),
            }
        self.habits.append(hab)
        return hab

    def moments(self, hab: Habit, count: int, night: float = 0.05, weekend: float = 0.45) -> list[float]:
        """Moments at which somebody sits down, by the rhythm of the local day and week."""
        first, last = hab.first, max(hab.last, hab.first + 1800)
        day0 = int(first // DAY)
        days = np.arange(day0, int((last - 1) // DAY) + 1)
        weekday = (self.start.weekday() + days) % 7
        weights = np.where(weekday >= 5, weekend, 1.0) * self.n.gamma(1.2, 1.0, len(days)) + 1e-6
        profile = HOURS / HOURS.sum() * (1 - night) + night / 24
        local = self.n.choice(24, count, p=profile) + self.n.random(count)
        moments = self.n.choice(days, count, p=weights / weights.sum()) * DAY + (local - hab.shift) % 24 * 3600
        bad = (moments < first) | (moments >= last)
        moments[bad] = first + self.n.random(int(bad.sum())) * (last - first)
        return [float(x) for x in np.sort(np.clip(moments, 0, self.span - 600))]

    def steady(self, hab: Habit, count: int, shape: str) -> list[float]:
        """Moments of a program: flat, nightly, bursts, or following its users' day."""
        if shape == "users":
            return self.moments(hab, count, 0.2, 0.8)
        first, last = hab.first, max(hab.last, hab.first + 1800)
        if shape == "flat":
            out = first + self.n.random(count) * (last - first)
        else:
            hour, many = self.r.random() * DAY, max(1, int((last - first) / DAY))
            jobs = first // DAY * DAY + hour + DAY * np.arange(many)
            if shape == "bursts":
                jobs = first + self.n.random(self.r.randint(1, max(2, min(many, 12)))) * (last - first)
            length = self.r.choice([300, 1200, 5400]) * (1 + count / len(jobs) / 200)
            out = self.n.choice(jobs, count) + self.n.random(count) * length
        return [float(x) for x in np.sort(np.clip(out, first, self.span - 60))]

    def send(self, hab: Habit, when: float, ask: Ask, *, harvested: bool = False, end_user: str | None = None,
             talk: tuple[str, int, str] | None = None, model: str | None = None, refuse: bool = False,
             blobs: list[str] | None = None) -> list[str] | None:  # fmt: skip
        """Write one request, with the retry if it failed; give back what reasoning it minted."""
        r, p = self.r, hab.params
        if model is None:
            model = "atlas-large-4.5" if hab.follow and when > self.release and hab.model == MODELS[0][0] else hab.model
        net = hab.nets[0] if r.random() > hab.roam else r.choice(hab.nets)
        client = hab.clients[0] if len(hab.clients) == 1 or r.random() < 0.8 else r.choice(hab.clients)
        zh = any("一" <= c <= "鿿" for c in ask.prompt[:60])
        conv, history, chain = talk or (
            f"conv-{self.hex(12)}",
            ask.orphan,
            digest(ask.prompt, "orphan") if ask.orphan else None,
        )
        refused = refuse or r.random() < ask.risky
        limit = p.get("max_tokens") or 32000
        out = 25 if refused else max(1, int(ask.out * math.exp(r.gauss(0, 0.45))))
        cut, out = out > limit, min(out, limit)
        thought = int(out * r.uniform(0.6, 3)) if "reasoning_effort" in p and not refused else None
        size = (len(ask.prompt) + len(ask.system or "")) // (2 if zh else 4) + 8 + history * r.randint(60, 240)
        minted = [self.hex()] if thought and r.random() < 0.5 else None
        status, error = 200, None
        if r.random() < 0.012:
            status, error = r.choice([(429, "rate_limit_error"), (429, "rate_limit_error"), (500, "api_error"),
                                      (529, "overloaded_error"), (400, "invalid_request_error")])  # fmt: skip
        answer = "I can't help with that request." if refused else ask.answer or self.t.output(out, zh)
        ok = status == 200
        took = 0.4 + (out + (thought or 0)) / r.uniform(35, 110)
        self.rows.append((
            f"ex-{self.hex()}", hab.account_id, when, when + took if ok else when + 0.3, hab.path, hab.key, end_user,
            conv if hab.named else None, model, "chat", ask.system, ask.prompt, history,
            None if self.no_hash else chain or None, answer if ok else None, size, out if ok else 0,
            thought if ok else None, ("refusal" if refused else "length" if cut else "stop") if ok else None,
            r.choice(["reasoning_extraction", "policy", "safety"]) if refused and ok else None, status, error,
            p.get("temperature"), p.get("top_p"), p.get("top_k"), p.get("max_tokens"),
            p.get("thinking_budget"), p.get("choice_count"), p.get("seed"), p.get("stream"), p.get("batch"),
            p.get("response_format"), p.get("reasoning_effort"),
            list(ask.tools) if ask.tools else None, digest("|".join(ask.tools)) if ask.tools else None,
            blobs, minted if ok else None, net[0], net[1], net[2], *client,
        ))  # fmt: skip
        self.truth.append((harvested, hab.operator if harvested else None))
        if not ok and status != 400 and r.random() < 0.8:
            return self.send(hab, when + r.uniform(1, 40), ask, harvested=harvested, talk=talk, end_user=end_user,
                             model=model, refuse=refuse, blobs=blobs)  # fmt: skip
        return minted

    def talk(self, hab: Habit, when: float, asks: list[Ask], *, end_user: str | None = None, gap: float = 90.0,
             harvested: bool = False, model: str | None = None) -> None:  # fmt: skip
        """A conversation: every turn sends the earlier ones along."""
        conv, blobs = f"conv-{self.hex(12)}", None
        before = self.r.randint(1, 6) if self.r.random() < hab.carry else 0  # begun elsewhere, or before the log
        chain = self.hex() if before else ""
        for turn, ask in enumerate(asks):
            blobs = self.send(hab, min(when, self.span - 30), ask, harvested=harvested, end_user=end_user, model=model,
                              talk=(conv, 2 * (turn + before), chain), blobs=blobs if turn else None)  # fmt: skip
            chain = digest(chain + ask.prompt)
            when += gap * math.exp(self.r.gauss(0, 0.8)) + 3

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The four tables of the finished world."""
        zero = (self.start - EPOCH) // timedelta(microseconds=1)
        order = sorted(range(len(self.rows)), key=lambda i: (self.rows[i][2], self.rows[i][0]))
        columns = dict(zip(FIELDS, zip(*(self.rows[i] for i in order), strict=True), strict=True))
        for name in ("started_at", "ended_at"):
            columns[name] = tuple(zero + int(v * 1e6) for v in columns[name])
        arrays = [pa.array(columns[name], EXCHANGES.field(name).type) for name in FIELDS]
        exchanges = pa.table(arrays, names=FIELDS)
        self.r.shuffle(self.habits)
        records = [{"account_id": h.account_id} | h.record for h in self.habits]
        accounts = pa.Table.from_pylist(records, ACCOUNTS)
        truth = pa.Table.from_pylist([{n: getattr(h, n) for n in TRUTH.names} for h in self.habits], TRUTH)
        marks = pa.table([exchanges["exchange_id"], pa.array([self.truth[i][0] for i in order], pa.bool_()),
                          pa.array([self.truth[i][1] for i in order], pa.string())],
                         names=["exchange_id", "harvested", "operator"])  # fmt: skip
        return exchanges, accounts, truth, marks
