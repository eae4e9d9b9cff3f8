# fmt: off
"""A world under construction: accounts with habits, times of day, and the rows of the log."""
import datetime as dt
import random
import zlib
from ast import literal_eval
from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .corpus import DATA, hours, lengths
from .phrases import bank

Row = dict[str, Any]
# Base frequencies of every habit. Population, cluster and account draw from them in turn.
HABITS = """country: US 30 IN 9 GB 7 DE 6 FR 4 BR 4 JP 5 KR 3 CN 4 SG 5 HK 3 CA 4 AU 2 NL 2 ES 2 MX 2 ID 2 VN 2 RU 3
email: gmail.com 42 outlook.com 14 qq.com 4 163.com 3 proton.me 4 icloud.com 5 own 20 mailbox.org 2 tempmail 3 None 2
stack: openai 26 anthropic 16 node 13 langchain 9 litellm 7 httpx 6 requests 7 aiohttp 5 curl 3 go 4 java 4
pathway: self_serve 74 education 7 security_research 2 startup 7 enterprise 4 cloud 6; age: new 14 year 50 old 36
path: api 58 console 24 bedrock 4 vertex 4 azure 3 reseller:openbay 4 reseller:hub7 3
payment_kind: card 55 prepaid 9 virtual 12 invoice 5 crypto 2 credits 9 None 8; effort: None 84 low 3 medium 6 high 7
model: atlas-large-4 30 atlas-mid-4 38 atlas-small-4 22 atlas-large-3 10; top_p: None 80 1.0 10 0.95 6 0.9 4
temperature: None 46 0.0 12 0.2 7 0.3 5 0.5 4 0.7 14 0.8 2 1.0 10; asn_kind: home 55 mobile 15 work 10 hosting 20
max_tokens: None 34 512 8 1024 16 2048 12 4096 18 8192 9 16000 3; stream: True 45 False 35 None 20
verification: none 10 email 36 phone 22 payment 26 business 6
plan: free 22 payg 42 pro 22 team 9 enterprise 3 None 2"""
AGENTS = dict(openai="OpenAI/Python 1.{}.{}|python/1.{}/Linux/3.{}", node="OpenAI/JS 4.{}.{}|js/4.{}/Linux/v2{}",
              anthropic="Anthropic/Python 0.{}.{}|python/0.{}/MacOS/CPython/3.{}", litellm="litellm/1.{}.{}",
              langchain="langchain/0.{}.{} httpx|python/1.{}/Linux/CPython/3.{}", httpx="python-httpx/0.{}.{}",
              requests="python-requests/2.{}.{}", aiohttp="Python/3.11 aiohttp/3.{}.{}", curl="curl/8.{}.{}",
              go="Go-http-client/2.0", java="okhttp/4.{}.{}")  # fmt: skip
ZONES = dict(US=-6, IN=5, GB=0, DE=1, FR=1, BR=-3, JP=9, KR=9, CN=8, SG=8, HK=8, CA=-5, AU=10, NL=1, ES=1, MX=-6, ID=7,
             VN=7, RU=3)  # fmt: skip
SPEECH = dict(CN="zh", HK="zh", SG="zh", ES="es", MX="es", DE="de", FR="fr", RU="ru")
TRUTH = pa.schema({"account_id": pa.string(), "fake": pa.bool_(), "kind": pa.string(), "operator": pa.string()})
HOSTS = (16509, 14618, 15169, 8075, 24940, 16276, 14061, 63949, 20473, 45102)
NEW_MODEL, PERSONAL = "atlas-large-5", ("topic", "subject", "lang", "path", "data_", "task", "who")
NUMERIC = ("temperature:", "top_p:", "max_tokens:", "stream:")
BASE: dict[str, dict[Any, float]] = {}
for _line in HABITS.replace("; ", "\n").splitlines():
    _name, *_words = _line.split()
    BASE[_name[:-1]] = {
        literal_eval(k) if _name in NUMERIC or k == "None" else k: float(v)
        for k, v in zip(_words[::2], _words[1::2], strict=True)
    }
class Level:
    """One level of the hierarchy: frequencies drawn around the base, the tighter the stronger."""
    def __init__(self, rng: random.Random, strength: float) -> None:
        self.rng, self.strength = rng, strength
        self.cache: dict[str, tuple[list[Any], list[float]]] = {}
    def draw(self, column: str) -> Any:  # noqa: ANN401
        if column not in self.cache:
            base, total = BASE[column], sum(BASE[column].values())
            weights = [self.rng.gammavariate(max(w / total * self.strength, 1e-3), 1) for w in base.values()]
            self.cache[column] = (list(base), weights)
        return self.rng.choices(*self.cache[column])[0]
class Ask(NamedTuple):
    """One request before it has a time: `talk` numbers the conversation within the account."""
    text: str
    talk: int
    system: str | None = None
    turn: int = 0
    past: str = ""  # what the history hash is made of
    out: str | float = "conv"
    reply: str | None = None
    harvest: bool = False
    user: str | None = None
    tools: tuple[str, ...] = ()
    form: str | None = None
    model: str | None = None
    refused: bool = False
class Account(SimpleNamespace):
    """One billed account: its `row` of the table and its habits, as World.account sets them."""
class World:
    """The clock, the dice and the growing tables."""
    def __init__(self, kind: str, seed: int) -> None:
        self.rng = random.Random(f"arbiter/{kind}/{seed}")
        self.np, self.fold = np.random.default_rng(zlib.crc32(f"arbiter/{kind}/{seed}".encode())), int(seed >= 90000)
        self.days = self.rng.randint(14, 28)
        self.start = dt.datetime(2026, 1, 5, tzinfo=dt.UTC) + dt.timedelta(days=self.rng.randint(0, 280))
        self.span = self.days * 86400.0
        self.release, self.population = self.rng.uniform(0.3, 0.7) * self.span, Level(self.rng, 400)
        self.accounts: list[Account] = []
        self.columns: dict[str, list[Any]] = {n: [] for n in EXCHANGES.names if n not in ("source", "line")}
        self.truth: tuple[list[bool], list[str | None]] = ([], [])
        seen = [pq.read_table(DATA / f"indicators/{f}.parquet")[c].to_pylist() for f, c in
                (("user_agents_browser", "useragent"), ("ja4_tls_fingerprints_sample", "ja4"))]
        self.browsers, self.ja4 = seen[0], [j for j in seen[1] if j]
        unlogged = ("ja4", "sdk", "asn", "end_user_id", "conversation_id", "cached_input_tokens", "top_p", "stream")
        self.blank = {c for c in unlogged if self.rng.random() < 0.12}
    def mark(self, what: str = "") -> str:
        return f"{what}{self.rng.getrandbits(56):014x}"
    def network(self, country: str, kind: str) -> int:
        if kind == "hosting":
            return self.rng.choice(HOSTS)
        return 30000 + zlib.crc32(f"{country}{kind}{int(6 * self.rng.random() ** 2)}".encode()) % 30000
    def address(self, asn: int) -> str:
        block = zlib.crc32(f"{asn}/{self.rng.randrange(40)}".encode())
        return f"{11 + block % 200}.{block >> 8 & 255}.{block >> 16 & 255}.{self.rng.randint(1, 254)}"
    def client(self, stack: str, path: str) -> tuple[str | None, str | None, str | None]:
        """Draw user agent, SDK and TLS fingerprint."""
        rng = self.rng
        if path == "console":
            text = rng.choice(self.browsers)
            return text, None, self.ja4[zlib.crc32(text[-24:].encode()) % len(self.ja4)]
        if path in ("bedrock", "vertex") and rng.random() < 0.4:
            return None, None, None
        major, minor = rng.choice((51, 52, 54, 55, 58, 60, 61)), int(4 * rng.random() ** 2)
        agent, _, sdk = AGENTS[stack].partition("|")
        tls = self.ja4[zlib.crc32(f"{stack}{minor}".encode()) % len(self.ja4)] if rng.random() < 0.8 else None
        return agent.format(major, minor), sdk.format(major, 10 + minor) or None, tls
    def account(self, kind: str, level: Level, spread: tuple[float, float] | None = None, **row: object) -> Account:
        """Make one account from the habits of a level; `row` overrides columns of the account table."""
        rng, draw = self.rng, level.draw
        country, path, stack = draw("country"), draw("path"), draw("stack")
        email, pay, near = draw("email"), draw("payment_kind"), draw("asn_kind")
        ages, name = {"new": (-0.8 * self.days, 20.0), "year": (20, 365), "old": (365, 1100)}, self.mark("acct_")
        born = self.start - dt.timedelta(days=rng.uniform(*(spread or ages[draw("age")])))
        asn = self.network(country, near)
        nets = [asn] * rng.choice((1, 1, 2, 3)) + [self.network(country, "mobile")] * (rng.random() < 0.25)
        ips = [(self.address(a), a) for a in nets]
        agents = [self.client(stack, path) for _ in range(1 + (rng.random() < 0.25))]
        own_mail = f"{rng.choice('abcdefgklmnprst')}{self.mark()[:6]}.{rng.choice(('com', 'io', 'de', 'co', 'ai'))}"
        values: Row = {
            "account_id": name, "created_at": born, "org_id": None, "org_name": None, "plan": draw("plan"),
            "pathway": draw("pathway"), "verification": draw("verification"),
            "email_domain": own_mail if email in ("own", "tempmail") else email,
            "phone_hash": self.mark("ph_") if rng.random() < 0.4 else None,
            "payment_fingerprint": self.mark("pay_") if pay and rng.random() < 0.9 else None, "payment_kind": pay,
            "billing_country": country if rng.random() < 0.88 else draw("country"),
            "signup_ip": ips[0][0] if rng.random() < 0.4 else self.address(asn), "signup_asn": asn,
            "signup_user_agent": rng.choice(self.browsers) if rng.random() < 0.85 else None,
            "distillation_licence": False, "status": "active", "status_at": None}  # fmt: skip
        if rng.random() < 0.15:
            values |= {"org_id": self.mark("org_"), "org_name": rng.choice(bank("firm", self.fold))}
        if rng.random() < 0.015:
            values |= {"status": "suspended", "status_at": self.start + dt.timedelta(days=self.days)}
        params = {c: draw(c) for c in ("temperature", "top_p", "max_tokens", "stream", "effort")}
        if path == "console":
            params |= {"temperature": None, "top_p": None, "max_tokens": None}
        own = {c: tuple(rng.sample(bank(c, self.fold), 2)) for c in PERSONAL}
        lang = SPEECH.get(country, "en") if rng.random() < 0.6 else "en"
        made = Account(row=values | row, kind=kind, country=country, agents=agents, path=path, params=params, ips=ips,
                       model=draw("model"), lag=rng.expovariate(1 / 8), lang=lang, voice=rng.randrange(16), own=own,
                       operator=None, gap=rng.uniform(20, 240), jitter=False, keys=rng.choice((1, 1, 1, 2)),
                       threads=rng.random() < 0.3, zone=float(ZONES[country]))  # fmt: skip
        self.accounts.append(made)
        return made
    def starts(self, n: int, shape: str, zone: float, lo: float = 0.0, hi: float = 1.0) -> NDArray[np.float64]:
        """Draw when n pieces of work begin: by a person, an office, a nightly job, in bursts or evenly."""
        g, lo, hi = self.np, lo * self.span, hi * self.span
        if shape == "flat":
            return np.sort(g.uniform(lo, hi, n))
        if shape == "burst":
            centres = g.uniform(lo, hi, max(1, min(n, int(g.geometric(0.35)))))
            at = g.choice(centres, n) + g.exponential(60 * 10 ** g.uniform(0, 1.7), n)
            return np.sort(np.where(at > hi, g.uniform(lo, hi, n), at))
        first, last = int(lo // 86400), max(int(lo // 86400), int((hi - 1) // 86400))
        weights = g.gamma(0.7 if shape == "person" else 3, 1, last - first + 1) + 1e-9
        weekday = (self.start.weekday() + np.arange(first, last + 1)) % 7
        weights = weights * np.where(weekday >= 5, g.uniform(0.1, 1.3) if shape == "person" else 0.06, 1.0)
        day = g.choice(np.arange(first, last + 1), n, p=weights / weights.sum())
        if shape == "person":
            hour = (g.choice(24, n, p=hours()) + g.uniform(-3, 3) - 8) % 24 + g.random(n)
            sitting = g.random(last + 2 - first) * 14 + 8  # people sit down a few times, not all day
            hour = np.where(g.random(n) < 0.6, sitting[day - first] + g.exponential(0.5, n), hour)
        elif shape == "office":
            hour = g.beta(2, 2, n) * 10 + 8.5
        else:
            hour = g.uniform(0, 24) + g.exponential(0.4, n)
        at = day * 86400 + ((hour - zone) % 24) * 3600
        return np.sort(np.where((at < lo) | (at > hi), g.uniform(lo, hi, n), at))
    def emit(self, a: Account, asks: list[Ask], starts: NDArray[np.float64]) -> None:
        """Write an account's requests: a conversation begins at its start, turns follow at the account's pace."""
        rng, g, n = self.rng, self.np, len(asks)
        if not n:
            return
        gaps, speed = g.lognormal(np.log(a.gap), 0.9, n), g.uniform(25, 90)
        noise, fail, keys = g.lognormal(0, 0.45, n), g.random(n), [self.mark("key_") for _ in range(a.keys)]
        real = {k: g.choice(lengths(k), n) for k in sorted({x.out for x in asks if isinstance(x.out, str)})}
        talks: dict[int, tuple[float, str]] = {}
        born, moved = (a.row["created_at"] - self.start).total_seconds(), self.release + a.lag * 86400
        for i, ask in enumerate(asks):
            if ask.talk in talks:
                at, talk = talks[ask.talk][0] + gaps[i], talks[ask.talk][1]
            else:
                at, talk = float(starts[min(len(talks), len(starts) - 1)]), self.mark("c_")
                at = born + 30 + at * (1 - born / self.span) if born > 0 else at
            at = min(at, self.span - rng.random() * 60)
            talks[ask.talk] = (at, talk)
            size = float(real[ask.out][i]) if isinstance(ask.out, str) else ask.out * noise[i]
            out = int(min(max(size, 1), a.params["max_tokens"] or 8192))
            model = ask.model or (NEW_MODEL if at > moved and a.model == "atlas-large-4" else a.model)
            for step in range(tries := 2 if fail[i] < 0.015 else 1):
                bad, when = step < tries - 1 or fail[i] > 0.993, at + step * (1 + 30 * rng.random())
                code = rng.choice((429, 429, 529, 500)) if bad else 200
                self.write(a, ask, when, 0 if bad else out, code, model, talk, rng.choice(keys), speed)
                self.truth[0].append(ask.harvest)
                self.truth[1].append(a.operator if ask.harvest else None)
    def write(self, a: Account, ask: Ask, at: float, out: int, code: int, model: str, talk: str, key: str,
              speed: float) -> None:  # fmt: skip
        rng = self.rng
        agent, sdk, ja4 = a.agents[0] if rng.random() < 0.8 else rng.choice(a.agents)
        ip, asn = a.ips[0] if rng.random() < 0.6 else rng.choice(a.ips)
        cloud, wide = a.path in ("bedrock", "vertex", "azure"), 1.6 if a.lang in ("zh", "ja") else 4.0
        size = int((len(ask.text) + len(ask.system or "")) / wide) + 4 + ask.turn * rng.randint(60, 400)
        heat, cap = a.params["temperature"], a.params["max_tokens"]
        warm = heat if heat is None or not a.jitter else round(min(1.0, max(0.0, heat + rng.uniform(-0.25, 0.25))), 2)
        deep, refused = a.params["effort"], code == 200 and (ask.refused or rng.random() < 0.004)
        started = self.start + dt.timedelta(seconds=at)
        text = "I can't help with that request." if refused else ask.reply
        if text is None:
            words = ask.text.split()[:24]
            text = rng.choice(("Here is ", "Sure: ", "", "Let me see. ")) + " ".join(rng.sample(words, len(words)))
        fails = {429: "rate_limit_error", 529: "overloaded_error", 500: "api_error"}
        row: Row = {
            "exchange_id": self.mark("x"), "account_id": a.row["account_id"], "started_at": started,
            "ended_at": started + dt.timedelta(seconds=0.4 + out / speed), "access_path": a.path,
            "credential_hash": key if a.path != "console" else None, "end_user_id": ask.user,
            "conversation_id": talk if a.path == "console" or a.threads else None, "model": model, "operation": "chat",
            "system_text": ask.system, "input_text": ask.text, "history_messages": 2 * ask.turn,
            "history_hash": f"{zlib.crc32(ask.past.encode()):08x}{len(ask.past):06x}" if ask.turn else None,
            "output_text": text[: out * 4 + 4] if out else None, "input_tokens": size,
            "output_tokens": 20 if refused else out,
            "reasoning_tokens": int(out * rng.uniform(0.2, 0.8)) if deep and out else None,
            "cached_input_tokens": int(size * 0.8) if ask.turn > 1 or (ask.system and len(ask.system) > 900) else 0,
            "finish_reason": None if not out else "refusal" if refused else "length" if out == cap else "stop",
            "refusal_category": "reasoning_extraction" if refused else None, "status_code": code,
            "error_type": fails.get(code), "temperature": warm, "top_p": a.params["top_p"],
            "max_tokens": a.params["max_tokens"], "stream": a.params["stream"], "response_format": ask.form,
            "reasoning_effort": deep, "tool_names": list(ask.tools) or None,
            "tool_schema_hash": f"{zlib.crc32(repr(ask.tools).encode()):08x}" if ask.tools else None,
            "client_ip": None if cloud and rng.random() < 0.5 else ip, "asn": asn, "country": a.country,
            "user_agent": agent, "sdk": sdk, "ja4": ja4}  # fmt: skip
        for name, column in self.columns.items():
            column.append(None if name in self.blank else row.get(name))
    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """Return exchanges, accounts and both truths."""
        kept, types = self.rng.sample(self.accounts, len(self.accounts)), {f.name: f.type for f in EXCHANGES}
        data = {n: pa.array(v, types[n]) for n, v in self.columns.items() if any(x is not None for x in v)}
        data |= {"_h": pa.array(self.truth[0]), "_o": pa.array(self.truth[1], pa.string())}
        log = pa.table(data).sort_by([("started_at", "ascending"), ("exchange_id", "ascending")])
        truth = pa.table({"exchange_id": log["exchange_id"], "harvested": log["_h"], "operator": log["_o"]})
        people = pa.Table.from_pylist([a.row for a in kept], schema=ACCOUNTS)
        table = [(a.row["account_id"], a.operator is not None, a.kind, a.operator) for a in kept]
        labels = pa.Table.from_pylist([dict(zip(TRUTH.names, t, strict=True)) for t in table], TRUTH)
        return log.drop_columns(["_h", "_o"]), people, labels, truth
