"""The engine: who an account is on paper and on the wire, when it is active, and the rows it leaves."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.generators.ombudsman.texts import DATA, Pools
from hydrascope.tables import ACCOUNTS, EXCHANGES

# fmt: off
Net = tuple[str, str, int]  # address, country, network
Client = tuple[str, str | None, str]  # user agent, sdk, ja4
DAY = 86400.0
MODELS = ("summit-3-large", "summit-3-mid", "summit-3-small")
NEWEST = "summit-4-large"
# Laws that hold for everybody: value and weight in turn.
LAWS = {k: v.split() for k, v in {
    "country": "US 24 IN 9 GB 6 DE 6 BR 5 JP 5 FR 4 CA 4 SG 4 KR 4 CN 3 HK 2 VN 2 ID 3 NG 2 ES 3 IT 3 NL 3 PL 2 AU 3",
    "plan": "free 14 payg 50 pro 18 team 11 scale 7",
    "pathway": "self_serve 66 education 8 security_research 2 startup 9 enterprise 7 cloud 8",
    "verification": "none 5 email 35 phone 25 payment 27 business 8",
    "payment_kind": "card 60 prepaid 9 virtual 10 invoice 9 crypto 2 credits 10",
    "status": "active 975 suspended 15 banned 10",
    "mail": "gmail.com 30 outlook.com 10 yahoo.com 8 icloud.com 6 proton.me 6 qq.com 6 163.com 5 gmx.de 4",
    "path": "api 76 bedrock 7 vertex 6 azure 6 reseller:openway 3 reseller:polyroute 2",
    "rhythm": "office 35 flat 22 nightly 12 bursts 18 human 13",
    "model": "summit-3-large 52 summit-3-mid 30 summit-3-small 18",
}.items()}
PARAMS: dict[str, tuple[Any, ...]] = {
    "temperature": (None, None, None, None, 0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0),
    "top_p": (None, None, None, None, None, 1.0, 0.9, 0.95), "seed": (None,) * 24 + (42,), "stream": (True, False),
    "max_tokens": (None, None, None, 256, 512, 1024, 2000, 2048, 4096, 8192), "jitter": (False,) * 19 + (True,),
    "thinking_budget": (None,) * 9 + (1024, 4096, 8192), "reasoning_effort": (None,) * 9 + ("low", "medium", "high"),
    "response_format": (None,) * 10 + ("json_object",),
}
OFFSET = dict(IN=5, GB=0, DE=1, BR=-3, JP=9, FR=1, CA=-5, SG=8, KR=9, CN=8, HK=8, VN=7, ID=7, NG=1, US=-6, AU=10)
SDKS = """openai-python/1.{v}.0;py 3.11|openai-node/4.{v}.1;node 20|anthropic-py/0.{v}.0;py 3.12|
python-requests/2.31.0;|python-httpx/0.2{d}.0;|aiohttp/3.{d}.1;|axios/1.{d}.2;|Go-http-client/2.0;|
langchain/0.3.{v};py 3.11|okhttp/4.1{d}.0;|litellm/1.{v}.3;py 3.12|node-fetch/3.3.{d};|
LlamaIndex/0.12.{v};py 3|coder-cli/1.{v}.0 (cli);node 22"""
class Turn(NamedTuple):
    """One request as the sender means it."""
    text: str
    out: float = 180.0  # median of output tokens where no real answer is known
    system: str | None = None
    reply: str | None = None
    tools: tuple[str, ...] | None = None
    history: int = 0  # messages sent along that this gateway never saw, and their content
    stored: str = ""
    harvested: bool = False
    touchy: float = 0.006  # chance of a refusal
    end_user: str | None = None
@dataclass
class Account:
    """One billed account, honest or not."""
    id: str
    kind: str
    operator: str | None
    paper: dict[str, Any]
    clients: list[Client]
    nets: list[Net]
    params: dict[str, Any]
    path: str
    model: str
    strays: float  # share of other models
    machine: bool
    tz: float
    n: int
    rhythm: str
    switch: float  # when it takes up the newest model, and how much of its traffic then moves
    share: float
    alive: tuple[float, float]
    talks: bool  # passes conversation ids
    faults: float
    rotates: bool  # a fresh address for each conversation
    weaker: bool = False  # goes to a weaker model once refused
    refused: bool = False
def digest(*parts: object) -> str:
    return hashlib.md5("/".join(map(str, parts)).encode()).hexdigest()[:20]
@lru_cache(maxsize=1)
def prefixes() -> dict[tuple[str, bool], list[tuple[int, int]]]:
    """Real /19 to /21 networks by country and whether they host machines."""
    table = pq.read_table(DATA / "indicators/ip_prefix_asn_country_2022.parquet")
    table = table.filter(pc.match_substring_regex(table["cidr"], r"/(19|20|21)$"))
    out: dict[tuple[str, bool], list[tuple[int, int]]] = {}
    columns = (table[c].to_pylist() for c in ("cidr", "asn", "cc", "hosting_asn"))
    for cidr, asn, cc, hosting in zip(*columns, strict=True):
        if asn and cc in LAWS["country"]:
            a, b, c = map(int, cidr.split(".")[:3])
            out.setdefault((cc, bool(hosting)), []).append((a << 16 | b << 8 | c, asn))
    return out
@lru_cache(maxsize=1)
def browsers() -> list[str]:
    table = pq.read_table(DATA / "indicators/user_agents_browser.parquet")
    return [str(u) for u in table["useragent"].to_pylist()[:1500]]
@dataclass
class World:
    """One window of one gateway, filling with rows."""
    pools: Pools
    rng: random.Random
    np: np.random.Generator
    start: datetime
    span: float  # seconds in the window
    release: float
    rows: list[dict[str, Any]] = field(default_factory=list)
    truth: list[dict[str, Any]] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    def at(self, when: float) -> datetime:
        return self.start + timedelta(seconds=when)
    def law(self, name: str) -> str:
        return self.rng.choices(LAWS[name][::2], [int(w) for w in LAWS[name][1::2]])[0]
    def net(self, country: str, hosting: bool) -> Net:
        """An address of a country, at home or in a data centre; big networks more often."""
        r, known = self.rng, prefixes()
        some = known.get((country, hosting)) or known["US", hosting]
        base, asn = some[int(min(r.paretovariate(0.25), 1e9) - 1) % len(some)]
        return f"{base >> 16}.{base >> 8 & 255}.{(base & 255) + r.randrange(8)}.{r.randrange(1, 255)}", country, asn
    def client(self, machine: bool) -> Client:
        r, sdks = self.rng, SDKS.replace("\n", "").split("|")
        if not machine:
            agent = r.choice(browsers())
            return agent, None, f"t13d15{16 + len(agent) % 2}h2_" + digest("b", len(agent) % 5)[:12]
        sdk = r.choice(sdks[:6] * 2 + sdks).format(v=r.randrange(40, 64), d=r.randrange(4, 9))
        agent, _, runtime = sdk.partition(";")
        ja4 = "t13d1812h1_" + digest("s", agent.split("/")[0], r.random() < 0.3)[:12]
        return agent, f"lang={runtime.split()[0]},runtime={runtime},pkg={agent}" if runtime else None, ja4
    def sampling(self) -> dict[str, Any]:
        return {k: self.rng.choice(v) for k, v in PARAMS.items()}
    def signup(self, kind: str, anchor: float) -> float:
        """Seconds from the start of the window to the sign-up (negative: before)."""
        r = self.rng
        if kind != "spread":
            return anchor + r.random() * 7 * DAY if kind == "week" else anchor - r.random() * 300 * DAY
        return r.random() * self.span * 0.9 if r.random() < 0.09 else -min(r.expovariate(1 / 190), 1300) * DAY
    def account(self, kind: str, operator: str | None, machine: bool, n: int, created: float) -> Account:
        """Someone drawn from all who sign up: the same law for everybody; callers then change what they must."""
        r, country, pay, status = self.rng, self.law("country"), self.law("payment_kind"), self.law("status")
        cloudy, firm, uid = r.random() < (0.55 if machine else 0.08), r.random() < 0.3, f"acct_{r.getrandbits(52):013x}"
        nets = [self.net(country, cloudy and i == 0) for i in range(r.choice((1, 1, 1, 2, 2, 3)))]
        nets += [self.net(r.choice(("US", "NL", "SG", "DE", "JP")), True)] if r.random() < 0.07 else []
        path = self.law("path")
        paper = {k: self.law(k) for k in ("plan", "pathway", "verification")} | {
            "account_id": uid, "created_at": self.at(created), "org_id": digest("org", uid)[:12] if firm else None,
            "email_domain": f"{digest('mail', uid)[:7]}.com" if firm or r.random() < 0.15 else self.law("mail"),
            "phone_hash": digest("phone", uid) if r.random() < 0.5 else None, "signup_user_agent": r.choice(browsers()),
            "payment_fingerprint": None if pay == "credits" or r.random() < 0.08 else digest("pay", uid),
            "payment_kind": pay if r.random() < 0.95 else None, "signup_ip": nets[-1][0], "signup_asn": nets[-1][2],
            "billing_country": country if r.random() < 0.93 else self.law("country"), "status": status,
            "distillation_licence": False if r.random() < 0.5 else None,
            "status_at": None if status == "active" else self.at(self.span * r.uniform(0.7, 1)),
        }
        switch = r.choice((r.expovariate(1 / (6 * DAY)), r.expovariate(1 / (20 * DAY)), 1e9, 1e9, 0.0)) + self.release
        return Account(
            id=uid, kind=kind, operator=operator, paper=paper, machine=machine, n=n, nets=nets, switch=switch,
            path=path if machine else r.choice(("console", "console", "api", "api", path)),
            clients=[self.client(machine or r.random() < 0.25) for _ in range(r.choice((1, 1, 1, 2)))],
            params=self.sampling(), model=self.law("model"), strays=r.choice((0.0, 0.0, 0.1, 0.3)),
            rhythm=self.law("rhythm") if machine else "human", tz=OFFSET.get(country, 1) + r.gauss(0, 1),
            share=r.choice((1.0, 1.0, 0.3)), alive=(max(0.0, created), self.span), rotates=r.random() < 0.05,
            talks=r.random() < (0.45 if machine else 0.9), faults=r.choice((0.0, 0.01, 0.02, 0.06)),
        )
    def move(self, who: Account, net: Net) -> None:
        """Put an account behind a shared egress, its sign-up too."""
        who.nets = [net, *who.nets[1:2]]
        who.paper |= {"signup_ip": net[0], "signup_asn": net[2]}
    def times(self, rhythm: str, n: int, tz: float, alive: tuple[float, float], anchor: float = -1.0) -> list[float]:
        """When `n` pieces of work begin, in seconds from the start of the window."""
        g, low, high = self.np, alive[0], max(min(alive[1], self.span), alive[0] + 3600)
        t = g.uniform(low, high, n)
        if rhythm == "release":
            t = self.release + g.exponential(0.7 * DAY, n)
        elif rhythm == "bursts":
            centres = g.uniform(low, high, 1 + min(4, n // 12)) if anchor < 0 else np.array([anchor])
            t = g.choice(centres, n) + g.exponential(g.choice([600.0, 3600.0, 4 * 3600.0]), n)
        elif rhythm == "nightly":
            t = np.floor(t / DAY) * DAY + float(g.uniform(0, DAY)) + g.exponential(900, n)
        elif rhythm != "flat":
            person = rhythm == "human"
            t = g.uniform(low, high, 14 * n + 40)
            local = t + tz * 3600 + DAY * self.start.weekday()
            day, gap = np.floor(local / DAY), np.abs(local % DAY / 3600 - (14 + 6 * g.random() * person))
            keep = np.exp(-((np.minimum(gap, 24 - gap) / (3.0 if person else 4.2)) ** 2) / 2)
            keep *= np.where(day % 7 >= 5, g.choice([0.25, 1.0]), 1.0)  # weekends; then the days off of a person
            keep *= (day * g.integers(7, 5000) + 31) % 101 < (101 * (0.15 + 0.75 * g.random()) if person else 101)
            t = g.choice(t, n, p=(keep + 1e-6) / (keep + 1e-6).sum())
        return sorted(float(x) for x in np.where((t < low) | (t > high), g.uniform(low, high, n), t))
    def emit(self, who: Account, talk: Sequence[Turn], when: float) -> int:
        """Send one conversation; returns how many requests it took."""
        r, sent, name = self.rng, 0, digest(who.id, when, self.rng.random())
        chain, seen = digest(talk[0].stored) if talk[0].history else "", talk[0].history
        client, net = r.choice(who.clients), who.nets[0] if r.random() < 0.7 else r.choice(who.nets)
        net = self.net(net[1], r.random() < 0.3) if who.rotates else net
        for turn in talk:
            codes = [r.choice((429, 429, 500, 529)), 200] if r.random() < who.faults else [200]
            for code in codes:
                if when >= min(self.span, who.alive[1]):
                    return max(sent, 1)
                self._row(who, turn, when, code, client)
                self.rows[-1] |= {"conversation_id": name if who.talks else None, "history_messages": seen}
                self.rows[-1] |= {"history_hash": chain or None, "client_ip": net[0], "country": net[1], "asn": net[2]}
                self.rows[-1]["input_tokens"] += seen * 90 + len(turn.stored) // 5
                when += r.expovariate(1 / (20 if who.machine else 90)) + 2 if code == 200 else r.uniform(1, 20)
                sent += 1
            seen, chain = seen + 2, digest(chain, name, turn.text)
        return sent
    def _row(self, who: Account, turn: Turn, when: float, code: int, client: Client) -> None:
        r, p = self.rng, who.params
        model = who.model if r.random() >= who.strays else r.choice(MODELS)
        model = NEWEST if when > who.switch and r.random() < who.share else model
        model = MODELS[1] if who.weaker and who.refused else model
        ok, refused, limit = code == 200, code == 200 and r.random() < turn.touchy, p["max_tokens"] or 12000
        who.refused |= refused
        reply = turn.reply if turn.reply and r.random() < 0.8 else None
        out = len(reply) / (1.6 if reply > "\u2e80" else 4.0) if reply else turn.out * float(np.exp(r.gauss(0, 0.7)))
        tokens = r.randrange(12, 60) if refused else max(1, int(min(out, limit)))
        said = "I'm sorry, but I can't help with that." if refused else reply or (r.choice(self.pools.documents) * 3)
        end = "refusal" if refused else "length" if out > limit else "stop"
        thinks = ok and (p["thinking_budget"] or p["reasoning_effort"])
        wide = len(turn.text) / (1.6 if turn.text > "\u2e80" else 4.2) + len(turn.system or "") / 4.2
        self.rows.append({k: v for k, v in p.items() if k != "jitter"} | dict(
            exchange_id=f"x_{r.getrandbits(60):015x}", account_id=who.id, access_path=who.path, status_code=code,
            started_at=self.at(when), ended_at=self.at(when + (0.4 + tokens / r.uniform(40, 90) if ok else 0.2)),
            credential_hash=digest("key", who.id), end_user_id=turn.end_user, model=model, operation="chat",
            system_text=turn.system, input_text=turn.text, input_tokens=int(wide) + 8,
            output_text=said[: min(4 * tokens, 1500)] if ok else None, output_tokens=tokens if ok else None,
            finish_reason=end if ok else None, reasoning_tokens=int(tokens * r.uniform(0.4, 3)) if thinks else None,
            refusal_category=r.choice(("policy", "policy", "extraction")) if refused else None,
            error_type=None if ok else {429: "rate_limit", 529: "overloaded"}.get(code, "server_error"),
            tool_names=list(turn.tools) if turn.tools else None, user_agent=client[0], sdk=client[1], ja4=client[2],
            tool_schema_hash=digest("tools", *turn.tools) if turn.tools else None,
            temperature=round(r.uniform(0.2, 1.0), 2) if p["jitter"] else p["temperature"],
        ))
        self.truth.append({"exchange_id": self.rows[-1]["exchange_id"], "harvested": turn.harvested,
                           "operator": who.operator if turn.harvested else None})
    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        order = sorted(range(len(self.rows)), key=lambda i: (self.rows[i]["started_at"], self.rows[i]["exchange_id"]))
        text, flag = pa.string(), pa.bool_()
        known = pa.schema([("account_id", text), ("fake", flag), ("kind", text), ("operator", text)])
        taken = pa.schema([("exchange_id", text), ("harvested", flag), ("operator", text)])
        self.rng.shuffle(self.accounts)
        people = [dict(account_id=a.id, fake=bool(a.operator), kind=a.kind, operator=a.operator) for a in self.accounts]
        sent = pa.schema(f for f in EXCHANGES if f.name in self.rows[0])
        return (
            pa.Table.from_pylist([self.rows[i] for i in order], sent),
            pa.Table.from_pylist([a.paper for a in self.accounts], ACCOUNTS),
            pa.Table.from_pylist(people, known), pa.Table.from_pylist([self.truth[i] for i in order], taken),
        )
def world(kind: str, seed: int, pools: Pools) -> World:
    """An empty window of 2026."""
    key = int(digest("world", kind, seed), 16)
    r = random.Random(key)
    span = r.randrange(14, 29) * DAY
    start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=r.randrange(320))
    return World(pools, r, np.random.default_rng(key % 2**63), start, span, r.uniform(0.3, 0.7) * span)
