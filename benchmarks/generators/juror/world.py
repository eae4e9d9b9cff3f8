"""The gateway: accounts, clients, addresses, clocks and the log itself. One distribution for everybody."""

import hashlib
import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import texts
from .phrases import Phrases
from .texts import Item

DAY = 86400.0
COUNTRIES = {
    "US": (28, -6), "IN": (10, 5), "GB": (7, 0), "DE": (6, 1), "FR": (4, 1), "BR": (5, -3), "JP": (5, 9), "KR": (4, 9),
    "SG": (5, 8), "HK": (3, 8), "TW": (3, 8), "CA": (4, -5), "AU": (2, 10), "NL": (2, 1), "ES": (2, 1), "PL": (2, 1),
    "VN": (2, 7), "ID": (2, 7), "MX": (2, -6), "TR": (1, 3), "UA": (1, 2), "IL": (1, 2)}
TONGUES = {"DE": "de", "FR": "fr", "BR": "pt", "JP": "ja", "ES": "es", "MX": "es", "TW": "zh", "HK": "zh", "SG": "zh",
           "UA": "ru"}
CLOUDS = [16509, 14618, 8075, 15169, 24940, 14061, 16276, 45102, 132203, 63949, 20473, 396982]
# agent;sdk;versions;weight
SDK_TEXT = """OpenAI/Python {};openai-python;1.61.0,1.99.9,2.3.0,2.8.1,1.109.1;20|
Anthropic/Python {};anthropic-python;0.49.0,0.68.1,0.71.0,0.75.0;14|
OpenAI/JS {};openai-node;4.104.0,5.12.2,6.7.0;9|Anthropic/JS {};anthropic-node;0.60.0,0.67.1;6|
python-requests/{};;2.31.0,2.32.3,2.32.5;7|python-httpx/{};;0.27.2,0.28.1;5|aiohttp/{};;3.9.1,3.11.11,3.12.15;4|
litellm/{};openai-python;1.74.3,1.78.5,1.80.0;5|langchain-openai/{};openai-python;0.3.30,1.0.2;4|
Go-http-client/{};;1.1,2.0;4|node-fetch/{};;2.6.7,3.3.2;3|axios/{};;1.7.9,1.12.2;3|
ai-sdk/{};vercel-ai;4.3.16,5.0.60;4|claude-cli/{} (external, cli);anthropic-node;1.0.57,1.0.128,2.0.31;5|
opencode/{};vercel-ai;0.9.11,0.15.2;2|okhttp/{};;4.12.0;2|curl/{};;8.5.0,7.88.1;2"""
SDKS = [line.split(";") for line in SDK_TEXT.replace("\n", "").split("|")]
MODELS = ["atlas-4-large", "atlas-4-mini", "atlas-4.5", "atlas-4-reason", "atlas-3-large"]
NEW_MODEL = "atlas-5"
PATHWAYS = ["self_serve", "education", "security_research", "startup", "enterprise", "cloud"]
ERRORS = [(429, "rate_limit_error"), (429, "rate_limit_error"), (500, "api_error"), (529, "overloaded_error")]
PARAMETERS: dict[str, tuple[float, list[Any]]] = {
    "temperature": (0.55, [0, 0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1, 1, 1, "jitter"]), "logprobs": (0.03, [True]),
    "top_p": (0.2, [0.9, 0.95, 1.0, 1.0, 0.8]), "thinking_budget": (0.12, [1024, 4000, 8000, 16000]),
    "max_tokens": (0.6, [256, 512, 1000, 1024, 2000, 2048, 4096, 4096, 8192, 16000]), "seed": (0.06, [0, 42, 1234]),
    "reasoning_effort": (0.15, ["low", "medium", "high", "high"]), "stream": (0.6, [True, True, True, False, False]),
    "response_format": (0.1, ["json_object"])}
OUT_KEYS = [n for n in EXCHANGES.names if n not in ("source", "line")]

def h(*parts: object) -> str:
    return hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).hexdigest()

@dataclass
class Client:
    """Software that calls."""
    agent: str
    sdk: str | None
    ja4: str
    console: bool = False

@dataclass
class Account:
    """One billed account: its habits and its record."""
    id: str
    country: str
    zone: int
    path: str
    clients: list[Client]
    ips: list[tuple[str, int]]
    params: dict[str, Any]
    model: str
    key: str
    lang: str
    outs: float
    errors: float
    hours: np.ndarray
    keeps: tuple[bool, bool, bool, bool]
    record: dict[str, Any]
    fake: bool = False
    kind: str = "ordinary"
    operator: str | None = None
    follows_release: bool = False
    until: float = math.inf
    extra: dict[str, Any] = field(default_factory=dict)

class World:
    """Collects accounts and rows."""
    def __init__(self, kind: str, seed: int) -> None:
        self.seed = seed
        self.rng = random.Random(f"juror/{kind}/{seed}")
        self.np = np.random.default_rng([seed, sum(map(ord, kind)), 77])
        self.fold = int(seed >= 90000)
        self.phrases = Phrases(self.rng, self.fold)
        self.days = self.rng.randint(14, 28)
        self.start = datetime(2026, self.rng.randint(1, 11), self.rng.randint(1, 28), tzinfo=UTC).timestamp()
        self.weekday = datetime.fromtimestamp(self.start, UTC).weekday()
        self.end = self.start + self.days * DAY
        self.release = self.start + self.rng.uniform(0.25, 0.75) * self.days * DAY
        self.accounts: list[Account] = []
        self.rows: list[tuple[Any, ...]] = []
        self.vpn = [self.address("hosting") for _ in range(40)]
        self.ja4s = {a: self.fresh_ja4() for a in ["browser0", "browser1", "browser2", "node", "python", "go", "rust"]}
        self.pools = texts.pools(self.fold)
        self.serial = 0
    def fresh_ja4(self) -> str:
        r = self.rng
        tail = f"{r.getrandbits(48):012x}_{r.getrandbits(48):012x}"
        return f"t13d{r.randint(8, 45):02}{r.randint(7, 17):02}h{r.randint(1, 2)}_{tail}"
    def address(self, country: str) -> tuple[str, int]:
        """A fresh address of a provider in a country (or of a cloud) and its network number."""
        r = self.rng
        if country == "hosting":
            asn = r.choice(CLOUDS)
            first, second = 3 + asn % 180, asn // 7 % 200 + r.randrange(8)
        else:
            isp = min(int(r.expovariate(0.5)), 9)
            asn = 3000 + int(h(country, isp)[:4], 16)
            first, second = 20 + int(h(country, isp)[4:6], 16) % 190, int(h(country, isp, r.randrange(6))[:2], 16)
        return f"{first}.{second}.{r.randrange(256)}.{r.randrange(1, 255)}", asn
    def client(self, console: float = 0.3) -> Client:
        """A caller's software."""
        r = self.rng
        if r.random() < console:
            agent = texts.browsers()[min(int(r.expovariate(0.03)), 159)]
            return Client(agent, None, self.ja4s[f"browser{len(agent) % 3}"], True)
        agent, sdk, versions, _ = r.choices(SDKS, weights=[int(s[3]) for s in SDKS])[0]
        version = r.choice(versions.split(","))
        node = "JS" in agent or sdk in ("anthropic-node", "vercel-ai") or agent[:2] in ("no", "ax")
        base = "node" if node else "go" if agent[:2] == "Go" else "python"
        tls = self.ja4s[base] if r.random() < 0.7 else self.ja4s[base][:11] + h(version, r.randrange(6))[:12] + "_a1"
        platform = r.choice(["Linux/x64", "Linux/x64", "MacOS/arm64", "Windows/x64"])
        return Client(agent.format(version), f"{sdk}/{version}/{platform}" if sdk else None, tls)
    def params(self) -> dict[str, Any]:
        r = self.rng
        return {name: r.choice(values) for name, (share, values) in PARAMETERS.items() if r.random() < share}
    def country(self) -> str:
        return self.rng.choices(list(COUNTRIES), weights=[c[0] for c in COUNTRIES.values()])[0]
    def signed_up(self, fresh: float = 0.2) -> float:
        new, old = self.rng.random() * (self.days + 8) - 20, -min(self.rng.expovariate(1 / 330), 1200)
        return self.start + (new if self.rng.random() < fresh else old) * DAY
    def payment(self) -> str:
        return self.rng.choices(["card", "prepaid", "virtual", "invoice", "crypto", "credits"], [58, 9, 9, 9, 2, 9])[0]
    def mail(self) -> str:
        """E-mail domain."""
        r, x = self.rng, self.rng.random()
        if x < 0.62:
            return r.choices(["gmail.com", "outlook.com", "hotmail.com", "qq.com", "163.com", "proton.me", "me.com"],
                             [60, 12, 5, 5, 3, 6, 9])[0]
        if x < 0.68:
            return r.choice(texts.disposable())
        return f"{h('firm', r.getrandbits(40))[:7]}.{r.choice(['com', 'io', 'ai', 'co', 'de', 'dev', 'in'])}"
    def account(self, **over: Any) -> Account:  # noqa: ANN401
        """A new account, drawn as any other; `over` says what is special."""
        r = self.rng
        country = over.get("country") or self.country()
        zone = COUNTRIES[country][1]
        clients = over.get("clients") or [self.client() for _ in range(1 if r.random() < 0.75 else 2)]
        path = over.get("path") or ("console" if clients[0].console else r.choices(
            ["api", "bedrock", "vertex", "azure", "reseller:openhub"], [74, 8, 6, 7, 5])[0])
        home = "hosting" if not clients[0].console and r.random() < 0.45 else country
        ips = over.get("ips") or [self.address(home)]
        if "ips" not in over:
            base = ips[0]
            for _ in range(int(r.expovariate(0.7))):
                ips.append((base[0].rsplit(".", 1)[0] + f".{r.randrange(1, 255)}", base[1]) if r.random() < 0.5
                           else self.address(home))
            if r.random() < 0.08:
                ips = [r.choice(self.vpn) for _ in range(2)] + ips
        created = over.get("created") or self.signed_up()
        kind_of_pay = over.get("pay_kind") or self.payment()
        fingerprint = over.get("payment") or (None if r.random() < 0.12 else h("pay", r.getrandbits(60)))
        verified = r.choices(["none", "email", "phone", "payment", "business"], [6, 34, 28, 24, 8])[0]
        banned = r.random() < 0.012
        status_at = r.uniform(self.start + DAY, self.end) if banned else None
        sign = over.get("signup") or (ips[-1] if r.random() < 0.6 else self.address(country))
        self.serial += 1
        account_id = f"acct_{h('a', self.seed, self.serial)[:12]}"
        record = {"account_id": account_id, "created_at": created, "org_id": over.get("org"),
            "org_name": over.get("org_name"),
            "plan": over.get("plan") or r.choices(["free", "payg", "pro", "team", "enterprise"], [20, 46, 20, 9, 5])[0],
            "pathway": over.get("pathway") or r.choices(PATHWAYS, [70, 6, 2, 8, 6, 8])[0],
            "verification": over.get("verified") or verified, "email_domain": over.get("mail") or self.mail(),
            "phone_hash": h("tel", r.getrandbits(60)) if r.random() < 0.55 else None,
            "payment_fingerprint": fingerprint, "payment_kind": kind_of_pay,
            "billing_country": country if r.random() < 0.93 else self.country(),
            "signup_ip": sign[0] if r.random() < 0.9 else None,
            "signup_user_agent": texts.browsers()[min(int(r.expovariate(0.03)), 159)] if r.random() < 0.9 else None,
            "signup_asn": sign[1],
            "distillation_licence": over.get("licence", False if r.random() < 0.8 else None),
            "status": "banned" if banned else "active", "status_at": status_at}
        outs = texts.clients()[1]
        out = Account(account_id, country, zone, path, clients, ips, over.get("params") or self.params(),
            over.get("model") or r.choices(MODELS, [28, 26, 20, 16, 10])[0], h("key", r.getrandbits(60)),
            over.get("lang") or (TONGUES.get(country, "en") if r.random() < 0.55 else "en"),
            over.get("outs") or max(float(r.choice(outs)), 20.0) * r.uniform(0.6, 1.8),
            r.choice([0.002, 0.01, 0.02, 0.05]),
            over["hours"] if "hours" in over else self.app_hours() if r.random() < 0.3 else self.people(zone),
            (r.random() < 0.85, r.random() < 0.8, r.random() < 0.35, r.random() < 0.5), record, over.get("fake", False),
            over.get("kind", "ordinary"), over.get("operator"), r.random() < 0.2, status_at or math.inf)
        self.accounts.append(out)
        return out
    def people(self, zone: int) -> np.ndarray:
        return np.roll(texts.people_hours(), -zone + self.rng.randint(-2, 2))
    def app_hours(self) -> np.ndarray:
        grid = texts.clients()[0]
        return np.asarray(grid[self.rng.randrange(len(grid))])
    def moments(self, n: int, hours: np.ndarray, lo: float, hi: float, weekend: float = 0.5) -> np.ndarray:
        """n sorted times in [lo, hi) by hour of day and weekday."""
        lo, hi = max(lo, self.start), min(hi, self.end)
        grid = np.arange(int((lo - self.start) // 3600), max(int((hi - self.start) // 3600), 1) + 1)
        weight = hours[grid % 24] * np.where((grid // 24 + self.weekday) % 7 >= 5, weekend, 1.0)
        edge = (self.start + grid * 3600 < hi) & (self.start + grid * 3600 + 3600 > lo)
        weight = np.where(edge, weight, 0.0) + 1e-12
        slots = self.np.choice(grid, n, p=weight / weight.sum())
        return np.sort(np.clip(self.start + (slots + self.np.random(n)) * 3600.0, lo, max(hi - 1, lo)))
    def sessions(self, n: int, a: Account, lo: float = 0.0, size: float = 5.0) -> list[float]:
        """n times of a person: sittings with minutes between requests."""
        lo = max(lo, self.start, min(a.record["created_at"] + 60, self.end - DAY))
        hi = min(self.end, a.until)
        if hi - lo < 7200:
            lo = max(self.start, hi - DAY)
        sizes: list[int] = []
        while sum(sizes) < n:
            sizes.append(1 + min(int(self.rng.expovariate(1 / size)), 40))
        starts = self.moments(len(sizes), a.hours, lo, hi, a.extra.setdefault("weekend", self.rng.uniform(0.2, 1.1)))
        gaps = self.np.lognormal(4.3, 1.0, n + len(sizes))
        out: list[float] = []
        for t, k in zip(starts, sizes, strict=True):
            for _ in range(k):
                out.append(float(t))
                t = t + gaps[len(out)]
                if len(out) == n:
                    return sorted(out)
        return sorted(out)
    def emit(self, a: Account, t: float, it: Item, *, harvest: bool = False, hist: int = 0, prior: int = 0,
        past: str | None = None, conv: str | None = None, model: str | None = None, user: str | None = None,
        tools: list[str] | None = None, retry: bool = True, client: Client | None = None) -> None:
        """Log one request (and its retry when the gateway failed)."""
        r = self.rng
        if not self.start <= t < self.end or t > a.until + 1800:
            return
        p = a.params
        moved = a.follows_release and t > self.release + a.extra.get("lag", 1.5) * DAY
        model = model or (NEW_MODEL if moved else a.model)
        size = len(it.text) / (1.6 if it.text[:40].isascii() is False else 4.1) + prior + len(it.system or "") / 4.2
        want = a.outs * r.lognormvariate(0, 0.6)
        limit = p.get("max_tokens")
        tokens = int(max(want, 1)) if not limit else min(int(max(want, 1)), limit)
        status, error, refusal = 200, None, None
        finish: str | None = "stop" if want <= (limit or 1e9) else "length"
        if t > a.until or r.random() < a.errors:
            status, error = (403, "account_disabled") if t > a.until else r.choice(ERRORS)
            tokens, finish = 0, None
        elif r.random() < a.extra.get("strict", 0.02 if harvest else 0.008):
            finish, tokens = "refusal", r.randint(10, 60)
            refusal = r.choice(["policy", "safety", "safety", "reasoning_extraction"])
        elif tools and r.random() < 0.6:
            finish = "tool_use"
        zh = not it.text[:30].isascii()
        reply = None
        if tokens and a.keeps[0]:
            bulk = texts.replies(self.fold)[1 if zh else 0]
            at = r.randrange(max(len(bulk) - 900, 1))
            reply = (it.reply or bulk[at : at + 400])[: min(tokens * (1 if zh else 4), 400)]
        reason = int(tokens * r.uniform(0.3, 2.0)) if "thinking_budget" in p or model == "atlas-4-reason" else None
        c = client or a.clients[0 if len(a.clients) == 1 or r.random() < 0.7 else r.randrange(len(a.clients))]
        ip = a.ips[0] if len(a.ips) == 1 else a.ips[min(int(r.expovariate(0.8)), len(a.ips) - 1)]
        cloud = a.path in ("bedrock", "vertex", "azure")
        temperature = p.get("temperature")
        if temperature == "jitter":
            temperature = round(r.uniform(0.5, 1.1), 2)
        exchange = f"ex_{r.getrandbits(64):016x}"
        self.rows.append((exchange, a.id, t, t + 0.4 + (tokens + (reason or 0)) / r.uniform(35, 110), a.path, a.key,
            user, (conv or (h(exchange) if a.keeps[3] else None)) if a.keeps[1] else None, model, "chat",
            it.system, it.text, hist, past, reply, int(size) + 3, tokens,
            reason, int(prior * 0.8) if hist and r.random() < 0.5 else 0, finish, refusal, status, error, temperature,
            p.get("top_p"), None, limit, p.get("thinking_budget"), None, None, p.get("seed"), p.get("logprobs"),
            p.get("stream"), None, p.get("response_format"), p.get("reasoning_effort"), tools,
            h(*tools) if tools else None, None,
            [h(exchange, "blob")] if reason and a.keeps[2] else None, None if cloud else ip[0],
            None if cloud else a.country, None if cloud else ip[1],
            None if cloud and not a.keeps[2] else c.agent, None if cloud else c.sdk, None if cloud else c.ja4,
            harvest, a.operator if harvest else None))
        if status in (429, 500, 529) and retry and r.random() < 0.7:
            self.emit(a, t + r.uniform(1, 20), it, harvest=harvest, hist=hist, prior=prior, past=past, conv=conv,
                      model=model, user=user, tools=tools, retry=False, client=c)
    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """Sort, shuffle, build."""
        self.rows.sort(key=lambda row: (row[2], row[0]))
        columns = list(zip(*self.rows, strict=True))
        arrays, fields = [], []
        for k, name in enumerate(OUT_KEYS):
            kind = EXCHANGES.field(name).type
            values: Any = columns[k]
            if name in ("started_at", "ended_at"):
                values = np.round(np.array(values) * 1e6).astype(np.int64)
            if name in ("top_k", "choice_count", "top_logprobs", "reasoning_blobs_in", "batch"):
                continue
            arrays.append(pa.array(values, type=kind))
            fields.append(EXCHANGES.field(name))
        exchanges = pa.Table.from_arrays(arrays, schema=pa.schema(fields))
        self.rng.shuffle(self.accounts)
        first: dict[str, float] = {}
        for row in self.rows:
            first.setdefault(row[1], row[2])
        people = [a for a in self.accounts if a.id in first]
        for a in people:
            if a.record["created_at"] > first[a.id]:
                a.record["created_at"] = first[a.id] - self.rng.expovariate(1 / 2e5) - 60
        data: dict[str, list[Any]] = {n: [a.record[n] for a in people] for n in ACCOUNTS.names}
        for name in ("created_at", "status_at"):
            data[name] = [None if v is None else round(v * 1e6) for v in data[name]]
        accounts = pa.table([pa.array(data[n], type=ACCOUNTS.field(n).type) for n in ACCOUNTS.names], schema=ACCOUNTS)
        truth = pa.table({
            "account_id": [a.id for a in people], "fake": [a.fake for a in people], "kind": [a.kind for a in people],
            "operator": pa.array([a.operator for a in people], pa.string())})
        rows = pa.table({
            "exchange_id": columns[0], "harvested": columns[-2], "operator": pa.array(columns[-1], pa.string()),
        })
        return exchanges, accounts, truth, rows
