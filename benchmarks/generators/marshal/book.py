"""The log being written: one row per exchange, with a gateway's errors, retries, refusals and gaps."""
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .habits import DAY, Account, Client
from .texts import digest
from .tongues import answer

MODELS = ["orion-4-mini", "orion-4", "orion-4-think", "orion-4-code"]
NEW = "orion-5"
NEVER = {"top_k", "top_logprobs", "source", "line"}
COLUMNS = [n for n in EXCHANGES.names if n not in NEVER]
PERSON = np.array([2, 1, 0.6, 0.4, 0.4, 0.6, 1.5, 3, 5, 7, 8, 7, 6, 7, 8, 8, 7, 6, 6, 7, 8, 8, 6, 4])

@dataclass(slots=True)
class Conv:
    """A conversation in progress: earlier messages and the hash of them."""
    id: str | None
    messages: int = 0
    mark: str | None = None
    blob: str | None = None

@dataclass(slots=True)
class Ask:
    """What one request says. `size`: median output tokens; `risk`: probability of a refusal."""
    text: str
    system: str | None = None
    lang: str = "en"
    size: int = 200
    reply: str = ""
    conv: Conv | None = None
    harvested: bool = False
    tools: tuple[str, ...] = ()
    user: str | None = None
    risk: float = 0.003
    think: float = 0.0
    blob: str | None = None
    model: str | None = None

class Book:
    """One world's log; also holds its random source, fold and window."""
    def __init__(self, kind: str, seed: int) -> None:
        self.rng = Random(f"marshal/{kind}/{seed}")
        self.numbers = np.random.default_rng(self.rng.getrandbits(64))
        self.fold = int(seed >= 90_000)
        self.days = self.rng.choice([14, 16, 18, 21, 24, 28])
        self.start = datetime(2026, 1, 5, tzinfo=UTC).timestamp() + self.rng.randrange(300) * DAY
        self.release = self.rng.uniform(0.25, 0.75) * self.days * DAY
        gone = ["ja4", "sdk", "history_hash", "asn", "credential_hash", "cached_input_tokens", "end_user_id"]
        self.missing = set(self.rng.sample(gone, self.rng.choice([0, 0, 1, 2])))
        self.errors = self.rng.uniform(0.004, 0.03)
        self.rows: list[tuple[object, ...]] = []
        self.truth: list[tuple[bool, str | None]] = []
        self.accounts: list[Account] = []
    def model(self) -> str:
        """An everyday choice of model."""
        return self.rng.choices(MODELS, [5, 6, 3, 2])[0]
    def times(self, shape: str, count: int, who: Account, hours: list[int]) -> np.ndarray:
        """`count` sorted times in seconds from the window's start, within the account's life."""
        first, last = max(who.begin, who.created), min(self.days * DAY, who.end or 1e12)
        span = max(600.0, last - first)
        draw = self.numbers
        if shape == "flat":
            return np.sort(first + draw.uniform(0, span, count))
        if shape == "burst":
            centres = first + draw.uniform(0, span, max(1, count // 60 + self.rng.randrange(1, 4)))
            spread = draw.choice(centres, count) + draw.exponential(self.rng.choice([300, 1800, 7200]), count)
            return np.sort(first + np.mod(spread - first, span))
        sessions = max(1, min(count, int(count / self.rng.uniform(1.5, 7))))
        days = np.floor(draw.uniform(0, span, sessions) / DAY)
        weekday = (int(self.start // DAY) + 3 + int(first // DAY) + days.astype(int)) % 7
        tired = draw.uniform(0, 1, sessions) < 0.45
        days = np.where((weekday >= 5) & tired, np.floor(draw.uniform(0, span, sessions) / DAY), days)
        if shape == "slots":
            clock = draw.choice(hours, sessions) + draw.uniform(0, 0.9, sessions)
        else:
            shift = 12 if shape == "night" else self.rng.randrange(-2, 3)
            weights = np.roll(PERSON, shift)
            clock = draw.choice(24, sessions, p=weights / weights.sum()) + draw.uniform(0, 1, sessions)
        begins = days * DAY + np.mod(clock - who.zone, 24) * 3600
        spot = np.sort(draw.integers(0, sessions, count))
        gaps = draw.exponential(90, count) + 4
        same = np.concatenate([[False], spot[1:] == spot[:-1]])
        inside = np.cumsum(gaps * same)
        base = np.maximum.accumulate(np.where(same, 0, inside))
        moment = np.floor(first / DAY) * DAY + begins[spot] + inside - base
        moment = np.where(moment < first, moment + DAY, moment)
        return np.sort(np.where(moment < first + span, moment, first + draw.uniform(0, span, count)))
    def send(self, who: Account, at: float, ask: Ask) -> None:
        """Write the exchange, and now and then a failed attempt before it."""
        rng = self.rng
        tool = who.clients[0] if len(who.clients) == 1 or rng.random() < 0.5 else rng.choice(who.clients)
        if rng.random() < self.errors:
            status, error = rng.choice([(429, "rate_limit_error"), (429, "rate_limit_error"), (500, "api_error"),
                                        (529, "overloaded_error"), (400, "invalid_request_error")])
            self.row(who, at, ask, tool, status, error)
            at += rng.uniform(0.6, 40)
            if status == 400 or rng.random() < 0.3:
                return
        self.row(who, at, ask, tool, 200, None)
    def row(self, who: Account, at: float, ask: Ask, tool: Client, status: int, error: str | None) -> None:
        """Append one row."""
        rng, conv = self.rng, ask.conv
        wide = 4.2 if ask.text[:40].isascii() else 1.7
        history = conv.messages if conv else 0
        tokens_in = int((len(ask.text) + len(ask.system or "")) / wide * rng.uniform(0.92, 1.08)) + 8 + history * 90
        model = ask.model or (NEW if who.pivot is not None and at > self.release + who.pivot else who.model)
        refused = rng.random() < ask.risk
        size = rng.randrange(15, 70) if refused else int(ask.size * rng.lognormvariate(0, 0.5)) + 3
        deep = ask.think * size if ask.think else (size * 0.8 if model.endswith("think") or tool.rest[-1] else 0)
        limit = tool.max_tokens
        cut = limit is not None and size > limit
        size = min(size, limit) if limit else size
        reply = "" if status != 200 else ("I can't help with that." if refused else ask.reply or
                                          answer(rng, ask.lang, size))  # fmt: skip
        net = rng.choice(who.nets)
        blob = f"rb_{rng.getrandbits(64):016x}" if deep and rng.random() < 0.3 and status == 200 else None
        given = ask.blob or (conv.blob if conv else None)
        began = self.start + at
        server = who.path in ("api", "console")
        mark = conv.mark if conv and conv.messages else None
        done = began + (0.3 + (size + deep) / rng.uniform(35, 110) if status == 200 else 0.2)
        called = ask.tools and rng.random() < 0.5
        finish = "refusal" if refused else "length" if cut else "tool_use" if called else "stop"
        good = status == 200
        self.rows.append((
            f"{rng.getrandbits(96):024x}", who.id, int(began * 1e6), int(done * 1e6), who.path,
            f"key_{who.id[5:15]}" if server else None, ask.user, conv.id if conv else None, model, "chat", ask.system,
            ask.text, history, mark, reply if good else None, tokens_in, size if good else 0,
            int(deep) if good and deep else None, int(tokens_in * 0.6) if history > 3 else None,
            finish if good else None, "policy" if refused and good else None, status, error, tool.temperature,
            tool.top_p, limit, *tool.rest, list(ask.tools) or None, digest("|".join(ask.tools)) if ask.tools else None,
            [given] if given else None, [blob] if blob else None, net[0] if who.path != "bedrock" else None,
            who.country if server else None, net[1] if server else None, tool.user_agent, tool.sdk, tool.ja4))
        self.truth.append((ask.harvested, who.operator if ask.harvested else None))
        if conv and good:
            conv.messages += 2
            conv.blob = blob or conv.blob
            conv.mark = digest(f"{conv.mark}{ask.text[:200]}{reply[:80]}")
    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The world as its four tables."""
        order = np.argsort(np.array([r[2] for r in self.rows], np.int64), kind="stable")
        columns = dict(zip(COLUMNS, zip(*(self.rows[i] for i in order), strict=True), strict=True))
        fields = [EXCHANGES.field(c) for c in COLUMNS if c not in self.missing]
        log = pa.table([pa.array(columns[f.name], f.type) for f in fields], schema=pa.schema(fields))
        said = [self.truth[i] for i in order]
        harvested = pa.table({
            "exchange_id": log["exchange_id"], "harvested": pa.array([s[0] for s in said], pa.bool_()),
            "operator": pa.array([s[1] for s in said], pa.string())})  # fmt: skip
        seen = set(columns["account_id"])
        people = [a for a in self.accounts if a.id in seen]
        self.rng.shuffle(people)
        truth = pa.table({
            "account_id": pa.array([a.id for a in people], pa.string()),
            "fake": pa.array([a.operator is not None for a in people], pa.bool_()),
            "kind": pa.array([a.kind for a in people], pa.string()),
            "operator": pa.array([a.operator for a in people], pa.string())})  # fmt: skip
        return log, self.register(people), truth, harvested
    def register(self, people: list[Account]) -> pa.Table:
        """The provider's own records of the accounts."""
        records = []
        for who in people:
            made = int((self.start + who.created) * 1e6)
            records.append({"status": "active", **who.record, "account_id": who.id, "created_at": made})
        return pa.table({f.name: pa.array([r.get(f.name) for r in records], f.type) for f in ACCOUNTS}, schema=ACCOUNTS)
    def close(self, who: Account, status: str, at: float) -> None:
        """Suspend or ban an account."""
        who.record["status"], who.record["status_at"] = status, int((self.start + at) * 1e6)
