"""The gateway: one world's clock, rows and tables."""

import hashlib
import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import banks
from .texts import Item, pool

DAY = 86400.0
COLUMNS = [name for name in EXCHANGES.names if name not in ("source", "line")]
TRUTH = ["harvested", "operator"]
PROSE, ZH_PROSE = banks.PROSE * 4, banks.ZH_PROSE * 6


@dataclass(slots=True)
class Stack:
    """One client program on one machine or fleet."""

    family: str
    agent: str | None
    sdk: str | None
    ja4: str | None
    path: str
    harness: banks.Agent | None = None
    hides: bool = False  # a third-party cloud that does not pass the client on
    conversations: bool = False
    mcp: tuple[str, ...] = ()


@dataclass(slots=True)
class Params:
    """How a client samples."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    budget: int | None = None
    effort: str | None = None
    seed: int | None = None
    choices: int | None = None
    logprobs: bool | None = None
    stream: bool | None = None
    batch: bool | None = None
    fmt: str | None = None
    jitter: bool = False


@dataclass(slots=True)
class Actor:
    """An account at work."""

    id: str
    kind: str
    operator: str | None
    row: dict[str, Any]
    zone: float
    lang: str
    nets: list[tuple[str, str, int]]
    stacks: list[Stack]
    params: Params
    model: str
    born: float
    dies: float
    keys: list[str]
    hours: str = "mixed"
    users: int = 0
    switch: float | None = None
    folder: str = ""
    system: str | None = None
    blobs: list[str] = field(default_factory=list)
    inject: tuple[str, str] | None = None  # a prompt put into every request, and where


@dataclass(slots=True)
class Thread:
    """A conversation under way: what has been sent along so far."""

    conv: str | None = None
    messages: int = 0
    tokens: int = 0
    hash: str | None = None
    blobs: list[str] = field(default_factory=list)


class World:
    """Clock, decks of prompts, and the rows written so far."""

    def __init__(self, kind: str, seed: int) -> None:
        self.rng = rng = random.Random(f"referee/{kind}/{seed}")
        self.fold = int(seed >= 90000)
        start = datetime(2026, 1, 5, tzinfo=UTC).timestamp() + rng.randrange(330) * DAY
        self.t0, self.t1 = start, start + rng.choice((14, 14, 18, 21, 21, 28)) * DAY
        self.release = start + (self.t1 - start) * rng.uniform(0.25, 0.7)
        family = rng.choice((("orion", "lyra"), ("sable", "fen"))[self.fold])
        self.models = [f"{family}-4-large", f"{family}-4", f"{family}-4-mini", f"{family}-3.7"]
        self.newest = f"{family}-4.5-large"
        self.fail = rng.uniform(0.004, 0.03)
        self.throttle = rng.uniform(0.003, 0.03)
        optional = ["output_text", "ja4", "sdk", "credential_hash", "end_user_id", "conversation_id", "asn", "top_k",
                    "reasoning_blobs_in", "history_hash", "tool_schema_hash", "cached_input_tokens"]  # fmt: skip
        self.missing = {name for name in optional if rng.random() < 0.08}
        self.rows: list[tuple[Any, ...]] = []
        self.actors: list[Actor] = []
        self._decks: dict[str, list[Item]] = {}

    def chance(self, p: float) -> bool:
        """A weighted coin."""
        return self.rng.random() < p

    def token(self, length: int = 16) -> str:
        """A random hexadecimal name."""
        return f"{self.rng.getrandbits(4 * length):0{length}x}"

    def deal(self, name: str) -> Item:
        """The next prompt of a pool; none twice before all are out."""
        deck = self._decks.get(name)
        if not deck:
            deck = list(pool(name, self.fold))
            self.rng.shuffle(deck)
            self._decks[name] = deck
        return deck.pop()

    def tokens(self, text: str) -> int:
        """About how many tokens a text has."""
        return max(1, int(len(text) / (3.9 if text.isascii() else 1.9)))

    def send(
        self,
        actor: Actor,
        stack: Stack,
        when: float,
        text: str,
        thread: Thread,
        *,
        system: str | None = None,
        extra: int = 0,
        out: float = 250.0,
        reply: str | None = None,
        tools: list[str] | None = None,
        harvested: bool = False,
        refusable: float = 0.002,
        user: str | None = None,
        model: str | None = None,
        retry: bool = True,
    ) -> tuple[float, str]:
        """Write one exchange and its failed forerunners; the end time and how it went."""
        rng = self.rng
        p = actor.params
        banned = when > actor.dies
        if banned and rng.random() < 0.85:
            return when + 1, "failed"
        if actor.inject:
            words, where = actor.inject
            if where == "system":
                system = f"{system}\n\n{words}" if system else words
            else:
                text = f"{words}\n\n{text}" if where == "before" else f"{text}\n\n{words}"
        if model is None:
            model = self.newest if actor.switch is not None and when >= actor.switch else actor.model
        net = actor.nets[0]
        if len(actor.nets) > 1:
            place = int(when // (DAY / 2)) * 7 + int(rng.random() < 0.1)
            net = actor.nets[place % len(actor.nets)] if len(actor.nets) < 9 else rng.choice(actor.nets)
        temperature, budget, limit = p.temperature, p.budget, p.max_tokens
        if p.jitter:
            temperature = round(rng.uniform(0.3, 1.1), 2)
            limit = rng.choice((None, 1500, 2000, 3000, 4096, 6000))
        size = self.tokens(text) + (self.tokens(system) if system else 0) + extra + thread.tokens + 8
        cached = int(size * rng.uniform(0.8, 0.98)) // 64 * 64 if thread.messages and extra else 0
        if not cached and extra > 2000 and rng.random() < 0.6:
            cached = extra // 64 * 64
        key = actor.keys[0] if len(actor.keys) == 1 else rng.choice(actor.keys)
        hides, batch = stack.hides, p.batch
        status, state = 200, "ok"
        for attempt in range(4):
            state, status, error = "ok", 200, None
            dice = rng.random()
            if banned:
                state, status, error = "failed", 403, "permission_error"
            elif dice < self.throttle:
                state, status, error = "throttled", 429, "rate_limit_error"
            elif dice < self.throttle + self.fail:
                state, status = "failed", rng.choice((500, 503, 529, 400, 408))
                error = {400: "invalid_request_error", 408: "timeout", 529: "overloaded_error"}.get(status, "api_error")
            elif rng.random() < refusable:
                state = "refused"
            written: int | None = None
            thought: int | None = None
            finish: str | None = None
            answer: str | None = None
            category = blob = None
            took = 0.4 + rng.random()
            if status == 200:
                if reply is not None:
                    written = max(1, int(self.tokens(reply) * rng.uniform(0.95, 1.1)))
                else:
                    written = max(1, int(out * math.exp(rng.gauss(0, 0.55))))
                if "mini" not in model and (budget or p.effort or actor.id[-1] in "0369"):
                    thought = int(rng.lognormvariate(5.6, 0.9) * (1.7 if p.effort == "high" else 1.0))
                    blob = [self.token(24)] if stack.sdk is not None and rng.random() < 0.75 else None
                finish = "tool_use" if tools and rng.random() < 0.8 else "stop"
                if state == "refused":
                    written, finish = min(written, rng.randrange(20, 90)), "refusal"
                    category = rng.choice(("model_extraction", "cyber", "sensitive", None))
                    answer = "I can't help with that request, but here is a summary of the result."
                elif limit is not None and written >= limit:
                    written, finish = limit, "length"
                if answer is None:
                    answer = reply
                if answer is None:
                    offset = rng.randrange(len(PROSE) // 4)
                    prose, rate = (ZH_PROSE, 2) if "的" in text else (PROSE, 4)
                    offset %= len(prose) // 2
                    answer = prose[offset : offset + min(written * rate, 500)]
                took += (written + (thought or 0)) / rng.uniform(40, 120)
            self.rows.append(
                (
                    None, actor.id, when, when + took, stack.path, key, user,
                    thread.conv if stack.conversations else None, model, "chat", system, text,
                    thread.messages, thread.hash, answer, size, written, thought,
                    cached if status == 200 else None, finish, category, status, error,
                    temperature, p.top_p, p.top_k, limit, budget, p.choices,
                    5 if p.logprobs else None, p.seed, p.logprobs, p.stream, batch, p.fmt, p.effort,
                    tools, _schema(tools), thread.blobs[-4:] or None, blob,
                    None if hides else net[0], None if hides else net[1], None if hides else net[2],
                    None if hides else stack.agent, None if hides else stack.sdk, None if hides else stack.ja4,
                    harvested, actor.operator,
                )
            )  # fmt: skip
            if status in (200, 403) or not retry:
                break
            when += took + 2.0**attempt * rng.uniform(1, 5)
        if status == 200:
            thread.messages += 2
            thread.tokens += self.tokens(text) + (written or 0)
            thread.hash = _chain(thread.hash, text, answer)
            if blob:
                thread.blobs.append(blob[0])
                if len(actor.blobs) < 60:
                    actor.blobs.append(blob[0])
        return when + took, state

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """Exchanges, accounts and the two truths."""
        rng = self.rng
        columns: dict[str, list[Any]] = {}
        kept = [row for row in self.rows if self.t0 <= row[2] <= self.t1 + 3600]
        kept.sort(key=lambda row: (row[2], row[1]))
        for name, values in zip(COLUMNS + TRUTH, zip(*kept, strict=True), strict=True):
            columns[name] = list(values)
        columns["exchange_id"] = [f"ex_{rng.getrandbits(72):018x}" for _ in kept]
        arrays, names = [], []
        for name in COLUMNS:
            if name in self.missing:
                continue
            kind = EXCHANGES.field(name).type
            if name in ("started_at", "ended_at"):
                column = pa.array([int(value * 1e6) for value in columns[name]], pa.int64()).cast(kind)
            else:
                column = pa.array(columns[name], kind)
            if column.null_count < len(column):
                arrays.append(column)
                names.append(name)
        exchanges = pa.table(arrays, names=names)
        seen = set(columns["account_id"])
        actors = [actor for actor in self.actors if actor.id in seen]
        rng.shuffle(actors)
        accounts = self._accounts(actors)
        truth = pa.table(
            {
                "account_id": pa.array([a.id for a in actors], pa.string()),
                "fake": pa.array([a.operator is not None for a in actors], pa.bool_()),
                "kind": pa.array([a.kind for a in actors], pa.string()),
                "operator": pa.array([a.operator for a in actors], pa.string()),
            }
        )
        harvest = pa.table(
            {
                "exchange_id": exchanges.column("exchange_id"),
                "harvested": pa.array(columns["harvested"], pa.bool_()),
                "operator": pa.array(columns["operator"], pa.string()),
            }
        )
        mask = pc.if_else(harvest.column("harvested"), harvest.column("operator"), pa.scalar(None, pa.string()))
        return exchanges, accounts, truth, harvest.set_column(2, "operator", mask)

    def _accounts(self, actors: list[Actor]) -> pa.Table:
        rng = self.rng
        blank = {name: rng.choice((0.0, 0.01, 0.05, 0.12)) for name in ACCOUNTS.names}
        for name in ("phone_hash", "signup_user_agent", "signup_asn", "payment_fingerprint", "org_name"):
            if rng.random() < 0.08:
                blank[name] = 1.0
        blank["account_id"] = blank["org_id"] = blank["status"] = blank["distillation_licence"] = 0.0
        arrays = []
        for item in ACCOUNTS:
            values: list[Any] = []
            for actor in actors:
                value = actor.row.get(item.name)
                if value is not None and blank[item.name] and rng.random() < blank[item.name]:
                    value = None
                if value is not None and item.name in ("created_at", "status_at"):
                    value = int(value * 1e6)
                values.append(value)
            stamp = item.name in ("created_at", "status_at")
            arrays.append(pa.array(values, pa.int64()).cast(item.type) if stamp else pa.array(values, item.type))
        return pa.table(arrays, schema=ACCOUNTS)


def _chain(before: str | None, text: str, answer: str | None) -> str:
    return hashlib.blake2b(f"{before}\0{text}\0{answer}".encode(), digest_size=10).hexdigest()


_SCHEMAS: dict[tuple[str, ...], str] = {}


def _schema(tools: list[str] | None) -> str | None:
    if not tools:
        return None
    key = tuple(tools)
    if key not in _SCHEMAS:
        _SCHEMAS[key] = hashlib.blake2b("|".join(key).encode(), digest_size=8).hexdigest()
    return _SCHEMAS[key]


def stamp(*parts: object) -> str:
    """A stable hash."""
    return hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=10).hexdigest()
