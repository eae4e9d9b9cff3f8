"""The gateway: accounts, sessions that become rows, and the four tables at the end."""

import datetime as dt
import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .corpus import Item, digest
from .network import Address, Client
from .traces import DAY, reason_ratios
from .wording import output

COLUMNS = (
    "account_id",
    "started_at",
    "ended_at",
    "access_path",
    "credential_hash",
    "end_user_id",
    "conversation_id",
    "model",
    "operation",
    "system_text",
    "input_text",
    "history_messages",
    "history_hash",
    "output_text",
    "input_tokens",
    "output_tokens",
    "reasoning_tokens",
    "cached_input_tokens",
    "finish_reason",
    "refusal_category",
    "status_code",
    "error_type",
    "temperature",
    "top_p",
    "max_tokens",
    "thinking_budget",
    "seed",
    "logprobs",
    "stream",
    "batch",
    "response_format",
    "reasoning_effort",
    "tool_names",
    "tool_schema_hash",
    "reasoning_blobs_in",
    "reasoning_blobs_out",
    "client_ip",
    "country",
    "asn",
    "user_agent",
    "sdk",
    "ja4",
)
FAMILIES = (("orrin", "1.5"), ("vela", "2"), ("tamar", "4"), ("kestrel", "3"), ("lumen", "o2"), ("halden", "7"))
ERRORS = (
    (429, "rate_limit_error", 0.62),
    (500, "api_error", 0.2),
    (529, "overloaded_error", 0.12),
    (400, "invalid_request_error", 0.06),
)
NO_TOOLS: tuple[str, ...] = ()


@dataclass
class Account:
    """A paying customer account, its habits and the truth about it."""

    id: str
    segment: str
    record: dict[str, Any]
    country: str
    zone: float
    lang: str
    addresses: list[Address]
    clients: list[Client]
    path: str
    keys: list[str]
    params: dict[str, Any]
    models: list[tuple[float, str]]
    series: int
    volume: int
    first: float = 0.0
    stop: float = 1e12
    verbosity: float = 0.0
    errors: float = 0.01
    work: float = 0.5
    owl: float = 0.0
    end_users: int = 0
    conversations: bool = False
    hops: float = 0.1
    kind: str = "ordinary"
    fake: bool = False
    operator: str | None = None


@dataclass
class Session:
    """Requests of one account that belong together."""

    account: Account
    address: Address
    client: Client
    key: str
    end_user: str | None
    conversation: str | None
    messages: int = 0
    hash: str | None = None
    tokens: int = 0
    blob: str | None = None
    system: str | None = None
    system_set: bool = False
    model: str | None = None
    batch: bool | None = None
    params: dict[str, Any] | None = None


class World:
    """All that has been drawn so far."""

    def __init__(self, kind: str, seed: int) -> None:
        mixed = digest(f"{kind}/{seed}") % 2**63
        self.kind, self.seed, self.fold = kind, seed, int(seed >= 90000)
        self.r = random.Random(mixed)
        self.g = np.random.default_rng(mixed)
        self.days = self.r.choice((14, 14, 16, 18, 21, 21, 25, 28))
        first = dt.datetime(2026, 1, 5, tzinfo=dt.UTC) + dt.timedelta(days=self.r.randrange(0, 320))
        self.start = first.timestamp()
        self.weekday = first.weekday()
        self.span = self.days * DAY
        family, version = self.r.choice(FAMILIES)
        self.old = [f"{family}-{version}-{size}" for size in ("mini", "base", "large")]
        self.new = f"{family}-{version}.{self.r.randrange(5, 9)}-{self.r.choice(('large', 'pro', 'max'))}"
        self.release = self.r.uniform(0.2, 0.65) * self.span
        self.missing = {
            name
            for name, p in (
                ("ja4", 0.25),
                ("sdk", 0.2),
                ("history_hash", 0.12),
                ("cached_input_tokens", 0.3),
                ("end_user_id", 0.1),
                ("output_text", 0.08),
                ("reasoning_blobs_in", 0.4),
                ("conversation_id", 0.1),
                ("tool_schema_hash", 0.2),
            )
            if self.r.random() < p
        }
        if "reasoning_blobs_in" in self.missing:
            self.missing.add("reasoning_blobs_out")
        self.private = False  # while set, new accounts share no card with anybody
        self.accounts: list[Account] = []
        self.rows: list[tuple[Any, ...]] = []
        self.truth: list[tuple[bool, str | None]] = []
        self.ratios = reason_ratios()
        self.shapes: dict[int, tuple[float, float]] = {}
        self.templates: dict[tuple[str, ...], str] = {}

    def token(self, bits: int = 64) -> str:
        """A random hexadecimal token."""
        return f"{self.r.getrandbits(bits):0{bits // 4}x}"

    def session(self, account: Account) -> Session:
        """Open a session of an account."""
        r = self.r
        address = account.addresses[0] if r.random() > account.hops else r.choice(account.addresses)
        client = account.clients[0] if len(account.clients) == 1 or r.random() < 0.75 else r.choice(account.clients)
        user = f"u{r.randrange(account.end_users)}-{account.id[5:9]}" if account.end_users else None
        conversation = self.token(48) if account.conversations else None
        return Session(account, address, client, r.choice(account.keys), user, conversation)

    def model_at(self, account: Account, when: float) -> str:
        """The model an account asks for at an instant."""
        name = account.models[0][1]
        for since, other in account.models:
            if when >= since:
                name = other
        return name

    def say(self, s: Session, when: float, item: Item, harvest: str | None = None, ok: bool = False) -> float:
        """One request of a session (with what fails and is tried again); returns when its output ended."""
        a, r = s.account, self.r
        if not s.system_set:
            s.system, s.system_set = item.system, True
        while not ok and r.random() < a.errors:
            code, name, _ = r.choices(ERRORS, [error[2] for error in ERRORS])[0]
            self._row(s, when, item, harvest, 0, code, name, None)
            if r.random() < 0.35 or code == 400:
                return when + 1.0
            when += r.choice((1, 2, 4, 8, 20)) * r.uniform(0.7, 1.6)
        p = s.params if s.params is not None else a.params
        scale = item.scale
        if item.answer and len(item.answer) > 8:
            scale = 0.6 * scale + 0.4 * min(7.0, 0.9 + 0.8 * np.log(len(item.answer)))
        tokens = max(1, int(np.exp(min(9.0, r.gauss(scale + a.verbosity, 0.55)))))
        refusal = None
        if item.elicits and r.random() < 0.03:
            refusal = "model_extraction"
        elif r.random() < 0.004:
            refusal = r.choice(("policy", "cyber", "self_harm", "policy"))
        if refusal is not None:
            tokens = r.randrange(20, 90)
        return self._row(s, when, item, harvest, tokens, 200, None, refusal, p)

    def _row(
        self,
        s: Session,
        when: float,
        item: Item,
        harvest: str | None,
        tokens: int,
        code: int,
        error: str | None,
        refusal: str | None,
        p: dict[str, Any] | None = None,
    ) -> float:
        a, r = s.account, self.r
        if p is None:
            p = s.params if s.params is not None else a.params
        per = 4.1 if item.prompt.isascii() else 2.2
        own = int(len(item.prompt) / per) + 4
        base = int(len(s.system) / per) + 4 if s.system else 0
        tools = item.tools or NO_TOOLS
        taken = base + own + s.tokens + 70 * len(tools)
        limit = p.get("max_tokens")
        cut = limit is not None and tokens > limit
        tokens = min(tokens, limit) if limit else tokens
        effort = p.get("reasoning_effort")
        reasoning = None
        budget = p.get("thinking_budget")
        if code == 200 and (effort is not None or budget):
            share = float(self.ratios[r.randrange(len(self.ratios))])
            reasoning = int(tokens * share / (1.05 - share) * r.uniform(0.3, 1.0))
            reasoning = min(reasoning, budget or 20000)
            tokens = tokens + reasoning
        seconds = r.uniform(0.25, 1.6) + tokens / r.uniform(35, 110) if code == 200 else r.uniform(0.03, 0.6)
        if 0 <= when < self.span and when < a.stop and when >= a.first:
            address, client = s.address, s.client
            cloud = a.path in ("bedrock", "vertex", "azure")
            text = None
            finish = None
            if code == 200:
                finish = (
                    "refusal" if refusal else "length" if cut else "tool_use" if tools and r.random() < 0.6 else "stop"
                )
                text = "I can't help with that." if refusal else (item.answer or "")[:600] or output(r, tokens)
            blob_out = f"rb_{r.getrandbits(64):016x}" if reasoning and s.messages + len(tools) > 0 else None
            batch = s.batch if s.batch is not None else p.get("batch")
            schema = None
            if tools:
                schema = self.templates.get(tools)
                if schema is None:
                    schema = self.templates[tools] = f"{digest(repr(tools)):016x}"
            self.rows.append(
                (
                    a.id,
                    when,
                    when + (seconds if not batch else r.uniform(60, 7200)),
                    a.path,
                    s.key,
                    s.end_user,
                    s.conversation,
                    s.model or self.model_at(a, when),
                    "chat",
                    s.system,
                    item.prompt,
                    s.messages,
                    s.hash,
                    text,
                    taken,
                    tokens if code == 200 else 0,
                    reasoning,
                    min(taken, s.tokens + base) // 128 * 128 if s.messages or base > 900 else 0,
                    finish,
                    refusal,
                    code,
                    error,
                    p.get("temperature"),
                    p.get("top_p"),
                    limit,
                    budget,
                    p.get("seed"),
                    p.get("logprobs"),
                    p.get("stream"),
                    batch,
                    p.get("response_format"),
                    effort,
                    list(tools) if tools else None,
                    schema,
                    [s.blob] if s.blob else None,
                    [blob_out] if blob_out else None,
                    None if cloud and digest(a.id) % 3 else address.ip,
                    address.country,
                    address.asn,
                    client.user_agent,
                    None if cloud else client.sdk,
                    client.ja4,
                )
            )
            self.truth.append((harvest is not None, harvest))
            if code == 200:
                s.blob = blob_out or s.blob
        if code == 200:
            s.messages += 2
            s.hash = f"{digest((s.hash or '') + item.prompt[:200] + str(tokens)):016x}"
            s.tokens += own + tokens - (reasoning or 0)
        return when + seconds

    def retire(self) -> None:
        """Take out fake accounts that never came to harvest anything: they took part in nothing."""
        active = {row[0] for row, truth in zip(self.rows, self.truth, strict=True) if truth[0]}
        gone = {account.id for account in self.accounts if account.fake and account.id not in active}
        kept = [at for at, row in enumerate(self.rows) if row[0] not in gone]
        self.rows, self.truth = [self.rows[at] for at in kept], [self.truth[at] for at in kept]
        self.accounts = [account for account in self.accounts if account.id not in gone]

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The generator's four tables."""
        order = np.argsort(np.array([row[1] for row in self.rows]), kind="stable")
        columns = dict(zip(COLUMNS, zip(*(self.rows[at] for at in order), strict=True), strict=True))
        ids = self.g.permutation(len(order) * 7)[: len(order)]
        names = pa.array([f"ex_{int(one):07x}{self.seed % 4096:03x}" for one in ids])
        data: dict[str, Any] = {"exchange_id": names}
        for name in COLUMNS:
            if name in self.missing:
                continue
            kind = EXCHANGES.field(name).type
            if name in ("started_at", "ended_at"):
                micros = (np.array(columns[name], dtype=np.float64) + self.start) * 1e6
                data[name] = pa.array(micros.astype(np.int64)).cast(kind)
            else:
                data[name] = pa.array(columns[name], type=kind)
        exchanges = pa.table(data)
        self.r.shuffle(self.accounts)
        records = [{"account_id": a.id, **a.record} for a in self.accounts]
        accounts = pa.Table.from_pylist(records, schema=ACCOUNTS)
        truth_accounts = pa.table(
            {
                "account_id": [a.id for a in self.accounts],
                "fake": [a.fake for a in self.accounts],
                "kind": [a.kind for a in self.accounts],
                "operator": pa.array([a.operator for a in self.accounts], pa.string()),
            }
        )
        truth_exchanges = pa.table(
            {
                "exchange_id": names,
                "harvested": [self.truth[at][0] for at in order],
                "operator": pa.array([self.truth[at][1] for at in order], pa.string()),
            }
        )
        return exchanges, accounts, truth_accounts, truth_exchanges

    def moment(self, seconds: float) -> dt.datetime:
        """An instant of the window (or before it) as a UTC time."""
        return dt.datetime.fromtimestamp(self.start + seconds, dt.UTC)
