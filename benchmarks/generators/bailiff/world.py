"""One world: its gateway (which fields exist at all), its accounts, its clock and its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from random import Random
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .banks import say
from .corpus import corpus

DAY = 86400.0
COUNTRIES = {
    "US": 30, "IN": 10, "DE": 7, "GB": 7, "BR": 5, "FR": 5, "CA": 4, "NL": 3, "SG": 5, "JP": 4, "HK": 3, "CN": 3,
    "VN": 3, "ID": 3, "PL": 2, "NG": 2, "TR": 2, "UA": 2, "KR": 2, "ES": 2, "AU": 2,
}  # fmt: skip
ZONES = {
    "US": -6, "IN": 5, "DE": 1, "GB": 0, "BR": -3, "FR": 1, "CA": -5, "NL": 1, "SG": 8, "JP": 9, "HK": 8, "CN": 8,
    "VN": 7, "ID": 7, "PL": 1, "NG": 1, "TR": 3, "UA": 2, "KR": 9, "ES": 1, "AU": 10,
}  # fmt: skip
ISPS = {
    "US": [7922, 7018, 701, 21928], "IN": [55836, 24560], "DE": [3320, 6805], "GB": [2856, 5089], "BR": [28573, 26599],
    "FR": [3215, 12322], "CN": [4134, 4837, 9808], "SG": [4773, 9506], "JP": [4713, 17676], "HK": [4760, 9304],
}  # fmt: skip
CLOUDS = [16509, 396982, 8075, 24940, 16276, 14061, 13335, 45102, 132203, 63949, 20473]
AGENTS = [
    ("OpenAI/Python 1.{a}.0", "python/1.{a}.0/CPython/3.{b}/Linux/x64", "t13d1516h2_py{c}"),
    ("AsyncOpenAI/Python 1.{a}.0", "python/1.{a}.0/CPython/3.{b}/Linux/x64/async", "t13d1516h2_py{c}"),
    ("OpenAI/JS 4.{a}.1", "js/4.{a}.1/node/v20.{b}.0/Linux/x64", "t13d1714h1_nd{c}"),
    ("litellm/1.{a}.{b}", None, "t13d1515h1_ht{c}"), ("langchain-openai/0.3.{b}", "python/1.{a}.0", "t13d1516h2_py{c}"),
    ("axios/1.{b}.2", None, "t13d1714h1_nd{c}"), ("python-requests/2.3{c}.0", None, "t13d1812h1_rq{c}"),
    ("python-httpx/0.2{c}.0", None, "t13d1515h1_ht{c}"), ("Python/3.{b} aiohttp/3.{b}.1", None, "t13d1812h1_ai{c}"),
    ("node", None, "t13d1714h1_nd{c}"), ("n8n", None, "t13d1714h1_nd{c}"), ("Make/production", None, "t13d1713h1_mk"),
    ("Bubble/1.0", None, "t13d1713h1_bb"), ("Dify/0.{b}.2", None, "t13d1515h1_ht{c}"),
    ("OpenWebUI/0.{b}.4", None, "t13d1812h1_ai{c}"), ("Go-http-client/2.0", None, "t13d1411h2_go"),
    ("Cline/3.{b}.0", "js/4.{a}.1/node/v20.{b}.0", "t13d1714h1_nd{c}"), ("curl/8.{b}.0", None, "t13d3112h2_cu"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/1{a}.0.0.0 Safari/537.36", None, "t13d1516h2_ch{c}"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.{b} Safari/605.1.15", None, "t13d2014h2_sf{c}"),
]  # fmt: skip
AGENT_WEIGHTS = [20, 8, 12, 7, 8, 6, 8, 5, 4, 4, 3, 2, 2, 3, 3, 2, 3, 2, 5, 3]
MODELS = [("claude-sonnet-4-6", 24), ("gpt-5.2", 18), ("claude-opus-4-6", 18), ("gpt-5-mini", 12), ("gemini-3-pro", 9),
          ("claude-haiku-4-5", 9), ("deepseek-v3.2", 5), ("llama-4-maverick", 3), ("mistral-large-3", 2)]  # fmt: skip
HOURS = np.array([2, 1, 1, 1, 1, 2, 3, 5, 7, 9, 10, 10, 8, 9, 10, 10, 9, 8, 7, 7, 7, 6, 5, 3], dtype=float)
MAILS = ["gmail.com", "outlook.com", "proton.me", "icloud.com", "qq.com", "163.com", "hey.com", "yandex.com",
         "mailto.plus", "tempmail.dev", "duck.com"]  # fmt: skip


class Msg(NamedTuple):
    """One request to send."""

    text: str
    system: str | None = None
    out: str | None = None
    harvest: bool = False
    before: int = 0  # messages of history that the gateway never saw
    tools: tuple[str, ...] | None = None
    scale: float = 1.0  # output length, relative
    model: str | None = None
    context: int = 0  # extra input tokens (files, passages)


Conv = list[Msg]


@dataclass(slots=True)
class Account:
    """One paying customer key."""

    id: str
    kind: str
    fake: bool
    operator: str | None
    row: dict[str, Any]
    country: str
    tz: float
    ips: list[tuple[str, int]]
    churn: float  # share of requests from a never seen address
    agents: list[tuple[str, str | None, str]]
    params: dict[str, Any]
    jitter: bool
    models: list[str]
    path: str
    keys: list[str]
    reasoning: bool
    asks_conv: bool
    users: int
    errors: float
    extra: dict[str, Any] = field(default_factory=dict)


ROW = [f.name for f in EXCHANGES if f.name not in ("source", "line", "refusal_category", "top_k", "choice_count",
       "top_logprobs", "seed", "logprobs", "reasoning_blobs_in", "reasoning_blobs_out")]  # fmt: skip


class World:
    """Random state, gateway habits and the growing log."""

    def __init__(self, kind: str, seed: int) -> None:
        self.r = Random(f"bailiff/{kind}/{seed}")
        self.g = np.random.default_rng(self.r.getrandbits(63))
        self.fold = 0 if seed < 90000 else 1
        self.c = corpus(self.fold)
        r = self.r
        self.days = r.randint(14, 28)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=r.randint(0, 300))
        self.span = self.days * DAY
        self.release = self.span * r.uniform(0.3, 0.75)
        self.new_model = r.choice(["claude-opus-4-7", "gpt-5.5", "claude-sonnet-5", "gemini-3.5-pro"])
        self.rows: list[tuple[Any, ...]] = []
        self.truth: list[tuple[str, bool, str | None]] = []
        self.accounts: list[Account] = []
        self.ip_mode = r.choice(["none", "balancer", "real", "real"])
        self.balancer = [(f"10.{r.randint(0, 9)}.0.{r.randint(2, 250)}", 0) for _ in range(r.randint(1, 3))]
        self.lb_share = r.uniform(0.7, 0.97)
        self.hidden = {c for c, p in (("ja4", 0.5), ("sdk", 0.4), ("conversation_id", 0.4), ("end_user_id", 0.5),
                       ("access_path", 0.4), ("history_hash", 0.25), ("user_agent", 0.1), ("country", 0.3),
                       ("asn", 0.4), ("ended_at", 0.2), ("output_text", 0.2), ("cached_input_tokens", 0.4),
                       ("credential_hash", 0.2), ("tool_schema_hash", 0.4), ("reasoning_effort", 0.3))
                       if r.random() < p}  # fmt: skip
        self.hidden_acc = {c for c, p in (("signup_ip", 0.6), ("signup_asn", 0.6), ("payment_fingerprint", 0.4),
                           ("phone_hash", 0.6), ("signup_user_agent", 0.6), ("payment_kind", 0.25),
                           ("billing_country", 0.3), ("email_domain", 0.2), ("verification", 0.2),
                           ("org_name", 0.4), ("created_at", 0.08)) if r.random() < p}  # fmt: skip
        self.busy = r.uniform(0.0005, 0.03)  # gateway-wide error rate

    def say(self, text: str) -> str:
        """Fill a phrase of this world's fold."""
        return say(self.r, self.fold, text)

    def hex(self, bits: int = 64) -> str:
        """A random hexadecimal name."""
        return f"{self.r.getrandbits(bits):0{bits // 4}x}"

    def weigh(self, table: dict[str, int]) -> str:
        """One key of a weighted table."""
        return self.r.choices(list(table), list(table.values()))[0]

    def ip(self, country: str, cloud: bool) -> tuple[str, int]:
        """A new address and its network number."""
        r = self.r
        asn = r.choice(CLOUDS if cloud else ISPS.get(country, [9000 + ZONES[country] * 31, 12000 + ord(country[0])]))
        return f"{20 + asn % 180}.{(asn // 7) % 250}.{r.randint(0, 255)}.{r.randint(1, 254)}", asn

    def agent(self) -> tuple[str, str | None, str]:
        """A client stack."""
        ua, sdk, ja4 = self.r.choices(AGENTS, AGENT_WEIGHTS)[0]
        v = {"a": self.r.choice([12, 35, 40, 52, 61, 66, 99]), "b": self.r.randint(9, 13), "c": self.r.randint(0, 3)}
        return ua.format(**v), sdk and sdk.format(**v), ja4.format(**v)

    def params(self) -> dict[str, Any]:
        """One sampling set."""
        r = self.r
        t = r.choices([None, 0.0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.8, 1.0], [45, 13, 3, 6, 5, 4, 3, 12, 3, 8])[0]
        return {
            "temperature": t,
            "top_p": r.choices([None, 1.0, 0.95, 0.9], [78, 12, 6, 4])[0],
            "max_tokens": r.choices([None, 256, 512, 1000, 1024, 2048, 4096, 8192], [40, 5, 8, 8, 12, 11, 11, 5])[0],
            "stream": r.choices([None, True, False], [30, 35, 35])[0],
            "response_format": r.choices([None, "json_object", "json_schema"], [86, 9, 5])[0],
            "reasoning_effort": r.choices([None, "low", "medium", "high"], [76, 7, 7, 10])[0],
            "thinking_budget": r.choices([None, 4096, 16000], [91, 5, 4])[0],
            "batch": r.choices([None, True], [96, 4])[0],
        }

    def signup(self, how: str) -> datetime:
        """A sign-up time."""
        r, days = self.r, 0.0
        if how == "recent":
            days = -r.expovariate(1 / 25.0) - 0.2
        elif how == "aged":
            days = -r.uniform(150, 700)
        elif how == "months":
            days = -r.uniform(3, 170)
        else:  # the usual growth of a young company
            days = r.choices([-r.expovariate(1 / 160.0), r.uniform(0, self.days * 0.8)], [85, 15])[0]
        return self.start + timedelta(days=max(days, -900.0))

    def emit(self, a: Account, at: float, conv: Conv) -> float:
        """Send a conversation from `at` (seconds of the window) on; the time of its end."""
        r = self.r
        cid, user = self.hex(), None
        if a.users:
            user = f"u{a.id[-4:]}{min(int(r.paretovariate(0.8)), a.users)}"
        chain: str | None = None
        hist = conv[0].before
        if hist:
            chain = self.hex()
        for msg in conv:
            if at >= self.span:
                break
            text = msg.text[:1900]
            for attempt in range(3):
                failed = r.random() < a.errors + self.busy
                took = self.row(a, at, msg, text, cid if a.asks_conv else None, user, hist, chain, failed)
                if not failed or at + took > self.span:
                    break
                at += took + (2.0 ** (attempt + 1)) * r.uniform(0.7, 1.6)
            hist += 2
            chain = f"{hash_text(chain, text):016x}"
            at += took + (r.uniform(1, 9) if a.extra.get("robot") else r.lognormvariate(3.8, 0.9))
        return at

    def row(
        self, a: Account, at: float, msg: Msg, text: str, cid: str | None, user: str | None, hist: int,
        chain: str | None, failed: bool,
    ) -> float:  # fmt: skip
        """Write one row; seconds the request took."""
        r, p = self.r, a.params
        if a.jitter:
            p = dict(p, temperature=round(r.uniform(0.2, 1.1), 2), max_tokens=r.choice([None, 1024, 2000, 3000, 4096]))
        model = msg.model or (a.models[0] if r.random() < 0.85 else r.choice(a.models))
        if a.extra.get("follows_release") and at > a.extra["follows_release"]:
            model = self.new_model
        words = len(text) if text.isascii() else 2.4 * len(text)
        inn = int((words + len(msg.system or "")) / 4.1) + 8 + msg.context + int(hist * r.uniform(80, 260))
        out = msg.out
        cap = p["max_tokens"] or 8192
        tokens = int(len(out) / (4.2 if out.isascii() else 1.6) * msg.scale * r.uniform(0.8, 2.4)) + 2 if out else int(
            r.lognormvariate(5.1, 0.9) * msg.scale) + 2  # fmt: skip
        if out is None:
            out = r.choice(self.c.answers)[: min(tokens * 4, 700)]
        think = int(tokens * r.uniform(0.3, 3.0)) if a.reasoning or p["reasoning_effort"] else 0
        finish, status, err = "stop", 200, None
        if tokens >= cap:
            tokens, finish = cap, "length"
        if msg.tools and r.random() < 0.6:
            finish = "tool_calls"
        if failed:
            status, err = r.choices([(429, "rate_limit_error"), (500, "api_error"), (529, "overloaded_error"),
                                     (408, "timeout")], [60, 15, 15, 10])[0]  # fmt: skip
            tokens = think = 0
            out, finish = None, None  # type: ignore[assignment]
        took = r.uniform(0.3, 1.2) + (tokens + think) / r.uniform(35, 110)
        ip: tuple[str, int] | None = None
        if self.ip_mode == "real" or (self.ip_mode == "balancer" and r.random() > self.lb_share):
            ip = self.ip(a.country, False) if r.random() < a.churn else r.choice(a.ips)
        elif self.ip_mode == "balancer":
            ip = r.choice(self.balancer)
        ua, sdk, ja4 = a.agents[0] if len(a.agents) == 1 else r.choice(a.agents)
        eid = self.hex(96)
        begun = self.start + timedelta(seconds=round(at, 3))
        self.rows.append((
            eid, a.id, begun, begun + timedelta(seconds=round(took, 3)), a.path, r.choice(a.keys), user, cid, model,
            "chat", msg.system, text, hist, chain, out, inn, tokens, think or None, inn // 2 if hist > 3 else 0, finish,
            status, err, p["temperature"], p["top_p"], p["max_tokens"], p["thinking_budget"], p["stream"], p["batch"],
            p["response_format"], p["reasoning_effort"], list(msg.tools) if msg.tools else None,
            f"{hash_text(None, ','.join(msg.tools)):016x}" if msg.tools else None,
            ip[0] if ip else None, a.country, ip[1] or None if ip else None, ua, sdk, ja4,
        ))  # fmt: skip
        self.truth.append((eid, msg.harvest, a.operator if msg.harvest else None))
        return took

    def times(self, n: int, shape: str, tz: float, lo: float, hi: float) -> list[float]:
        """`n` sorted instants between `lo` and `hi` in a given rhythm."""
        g, r = self.g, self.r
        lo, hi = max(lo, 0.0), min(max(hi, lo + 600), self.span - 60)
        lo = min(lo, hi - 60)
        t: Any
        if shape == "flat":
            t = g.uniform(lo, hi, n)
        elif shape == "bursts":
            k = max(1, min(n, r.randint(1, 2 + n // 12)))
            centres = g.uniform(lo, hi, k)
            t = centres[g.integers(0, k, n)] + g.exponential(r.choice([120.0, 900.0, 4000.0]), n)
        elif shape == "nightly":
            t = g.integers(int(lo // DAY), max(int(hi // DAY), int(lo // DAY) + 1), n) * DAY + r.uniform(0, 86000)
            t = t + g.exponential(300, n)
        elif shape == "ramp":
            t = lo + (hi - lo) * np.sqrt(g.random(n))
        else:
            weekend = {"office": 0.08, "evening": 1.3}.get(shape, 0.6)
            d0, d1 = int(lo // DAY), int(hi // DAY) + 1
            dow = [(self.start + timedelta(days=d)).weekday() for d in range(d0, d1)]
            w = np.array([weekend if x > 4 else 1.0 for x in dow]) * g.gamma(0.8, 1.0, d1 - d0) + 1e-9
            hours = np.roll(HOURS, 6) if shape == "evening" else HOURS ** (1.6 if shape == "office" else 1.0)
            k = max(1, int(n * r.uniform(0.25, 1.0)))
            day = g.choice(np.arange(d0, d1), k, p=w / w.sum())
            h = g.choice(24, k, p=hours / hours.sum())
            s = day * DAY + h * 3600 + g.uniform(0, 3600, k) - tz * 3600
            t = s[g.integers(0, k, n)] + g.exponential(500, n)
        t = np.where((t < lo) | (t >= hi), g.uniform(lo, hi, n), t)
        return [float(x) for x in np.sort(t)]

    def finish(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The four tables."""
        order = sorted(range(len(self.rows)), key=lambda i: (self.rows[i][2], self.rows[i][0]))
        columns = list(zip(*[self.rows[i] for i in order], strict=True))
        ex = {}
        for name, values in zip(ROW, columns, strict=True):
            if name in self.hidden or (self.ip_mode != "real" and name in ("country", "asn")):
                continue
            if name == "client_ip" and self.ip_mode == "none":
                continue
            ex[name] = pa.array(values, EXCHANGES.field(name).type)
        people = list(self.accounts)
        self.r.shuffle(people)
        acc = {
            f.name: pa.array([None if f.name in self.hidden_acc else a.row.get(f.name) for a in people], f.type)
            for f in ACCOUNTS
        }
        self.r.shuffle(people)
        truth = pa.table({
            "account_id": pa.array([a.id for a in people], pa.string()),
            "fake": pa.array([a.fake for a in people], pa.bool_()),
            "kind": pa.array([a.kind for a in people], pa.string()),
            "operator": pa.array([a.operator for a in people], pa.string()),
        })  # fmt: skip
        marks: Sequence[tuple[str, bool, str | None]] = sorted(self.truth)
        marked = pa.table({
            "exchange_id": pa.array([m[0] for m in marks], pa.string()),
            "harvested": pa.array([m[1] for m in marks], pa.bool_()),
            "operator": pa.array([m[2] for m in marks], pa.string()),
        })  # fmt: skip
        return pa.table(ex), pa.table(acc, schema=ACCOUNTS), truth, marked


def hash_text(seed: str | None, text: str) -> int:
    """A stable 64-bit hash of a message after a history."""
    raw = f"{seed}\x00{text}".encode("utf-8", "replace")
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "big")
