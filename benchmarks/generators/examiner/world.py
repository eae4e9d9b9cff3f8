"""One world: its clock, the accounts opened in it and the log that the gateway wrote."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from benchmarks.generators.examiner import network as net
from benchmarks.generators.examiner.network import Address, Tool
from benchmarks.generators.examiner.pools import Pools
from benchmarks.generators.examiner.rhythm import DAY
from benchmarks.generators.examiner.speech import Speech, Turn

TIME = pa.timestamp("us", tz="UTC")
TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(("exchange_id", "account_id"), pa.string()),
    **dict.fromkeys(("started_at", "ended_at"), TIME),
    **dict.fromkeys(
        (
            "access_path",
            "credential_hash",
            "end_user_id",
            "conversation_id",
            "model",
            "operation",
            "system_text",
            "input_text",
        ),
        pa.string(),
    ),
    "history_messages": pa.int32(),
    "history_hash": pa.string(),
    "output_text": pa.string(),
    **dict.fromkeys(("input_tokens", "output_tokens", "reasoning_tokens", "cached_input_tokens"), pa.int32()),
    "finish_reason": pa.string(),
    "refusal_category": pa.string(),
    "status_code": pa.int16(),
    "error_type": pa.string(),
    "temperature": pa.float32(),
    "top_p": pa.float32(),
    "max_tokens": pa.int32(),
    "thinking_budget": pa.int32(),
    "seed": pa.int64(),
    "stream": pa.bool_(),
    "batch": pa.bool_(),
    "response_format": pa.string(),
    "reasoning_effort": pa.string(),
    "tool_names": pa.list_(pa.string()),
    "tool_schema_hash": pa.string(),
    "client_ip": pa.string(),
    "country": pa.string(),
    "asn": pa.int64(),
    "user_agent": pa.string(),
    "sdk": pa.string(),
    "ja4": pa.string(),
}
ACCOUNT_TYPES: dict[str, pa.DataType] = {
    "account_id": pa.string(),
    "created_at": TIME,
    **dict.fromkeys(
        (
            "org_id",
            "org_name",
            "plan",
            "pathway",
            "verification",
            "email_domain",
            "phone_hash",
            "payment_fingerprint",
            "payment_kind",
            "billing_country",
            "signup_ip",
            "signup_user_agent",
        ),
        pa.string(),
    ),
    "signup_asn": pa.int64(),
    "distillation_licence": pa.bool_(),
    "status": pa.string(),
    "status_at": TIME,
}


@dataclass(slots=True)
class Client:
    """How one account calls: its key, addresses, tool and habits."""

    account_id: str
    key: str
    path: str
    homes: list[Address]
    tool: Tool
    model: str
    zone: float
    habits: dict[str, Any]
    keeps: tuple[bool, bool]  # does the log keep conversation ids, and answers
    born: float
    row: dict[str, Any]
    roams: float = 0.04
    tongue: str = "en"
    until: float = float("inf")
    alias: str | None = None  # the end user's name that the client program sends by itself


@dataclass(slots=True)
class World:
    """Everything drawn so far. `start` and `end` are epoch seconds; `release` is a new model's launch."""

    rng: random.Random
    pools: Pools
    start: float
    end: float
    release: float
    speech: Speech = field(init=False)
    log: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in TYPES})
    owners: list[str | None] = field(default_factory=list)
    accounts: list[dict[str, Any]] = field(default_factory=list)
    truth: list[tuple[str, bool, str, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.speech = Speech(self.rng, self.pools)

    def code(self, digits: int = 16) -> str:
        """A random hexadecimal name."""
        return f"{self.rng.getrandbits(4 * digits):0{digits}x}"

    def open_account(
        self,
        kind: str,
        operator: str | None = None,
        *,
        born: float | None = None,
        home: Address | None = None,
        tool: Tool | None = None,
        path: str | None = None,
        purse: dict[str, float] | None = None,
        habits: dict[str, Any] | None = None,
        **fields: object,
    ) -> Client:
        """Open an account, honest or not: the same draws for both, with what the caller fixes."""
        rng = self.rng
        home = home or net.home(rng)
        tool = tool or net.tool(rng)
        path = path or ("console" if tool.browser else rng.choices(net.PATHS, net.PATH_WEIGHTS)[0])
        if born is None:
            recent = rng.random() < 0.3
            born = (
                rng.uniform(self.start - DAY, self.end - DAY) if recent else self.start - rng.expovariate(1 / 200) * DAY
            )
        row = self.papers(born, home, purse or net.PURSE)
        row.update(fields)
        self.accounts.append(row)
        self.truth.append((row["account_id"], operator is not None, kind, operator))
        homes = [home, *(net.near(rng, home) for _ in range(rng.choice([0, 0, 1, 1, 2])))]
        model = rng.choices(net.MODELS, net.MODEL_WEIGHTS)[0]
        keeps = (path == "console" or rng.random() < 0.35, rng.random() < 0.94)
        c = Client(
            row["account_id"],
            self.code(),
            path,
            homes,
            tool,
            model,
            home.zone,
            {**net.habits(rng, tool), **(habits or {})},
            keeps,
            born,
            row,
            tongue=home.tongue(rng),
        )
        if (tool.agent or "").startswith("atlas-cli"):
            c.alias = "user_" + self.code(32)
        if rng.random() < 0.015:
            self.bar(
                c,
                rng.choice(["suspended", "banned"]),
                rng.uniform(max(born + DAY, self.start), self.end + DAY),
            )
        return c

    def bar(self, c: Client, status: str, at: float) -> None:
        """Close an account at a time: arrears, spam, a stolen card, or a found campaign."""
        c.until = at
        if at < self.end:
            c.row.update(status=status, status_at=stamp(at))

    def papers(self, born: float, home: Address, purse: dict[str, float]) -> dict[str, Any]:
        """What the provider's own records say of a new customer."""
        rng = self.rng
        pay = rng.choices(list(purse), list(purse.values()))[0]
        near = net.near(rng, home) if rng.random() < 0.5 else home
        proof = rng.choices(["none", "email", "phone", "payment", "business"], [3, 34, 28, 30, 5])[0]
        return {
            "account_id": "acct_" + self.code(18),
            "created_at": stamp(born),
            "org_id": None,
            "org_name": None,
            "plan": rng.choices(["free", "pay_as_you_go", "pro", "team", "scale"], [15, 50, 20, 10, 5])[0],
            "pathway": rng.choices(
                ["self_serve", "education", "startup", "enterprise", "cloud", "security_research"],
                [80, 5, 5, 4, 5, 1],
            )[0],
            "verification": proof,
            "email_domain": net.email(rng),
            "phone_hash": self.code() if proof == "phone" or rng.random() < 0.2 else None,
            "payment_fingerprint": self.code() if pay != "credits" else None,
            "payment_kind": pay,
            "billing_country": home.country if rng.random() < 0.93 else rng.choice(["US", "GB", "HK", "SG"]),
            "signup_ip": near.ip if rng.random() < 0.9 else None,
            "signup_user_agent": net.browser(rng) if rng.random() < 0.9 else None,
            "signup_asn": near.asn,
            "distillation_licence": False,
            "status": "active",
            "status_at": None,
        }

    def ask(
        self,
        c: Client,
        at: float,
        turn: Turn,
        *,
        owner: str | None = None,
        history: int = 0,
        thread: str | None = None,
        user: str | None = None,
        told: str | None = None,
        refused: bool = False,
        model: str | None = None,
    ) -> None:
        """Write one exchange of `c`. `told`: hash of earlier messages; `owner`: who harvests it."""
        if not self.start <= at < self.end or not c.born <= at < c.until:
            return
        rng, h = self.rng, c.habits
        home = net.near(rng, c.homes[0]) if rng.random() < c.roams else rng.choice(c.homes)
        refused = refused or rng.random() < 0.006
        fault = rng.choices([200, 429, 500, 529], [985, 9, 4, 2])[0]
        said = "" if fault != 200 else "I can't help with that request." if refused else self.speech.answer(turn)
        t_in = (
            int((len(turn.text) + len(turn.system or "")) / rng.uniform(3.4, 4.6)) + history * rng.randint(60, 260) + 8
        )
        t_out = int(len(said) / rng.uniform(3.4, 4.6)) + (1 if said else 0)
        thinks = h["thinking_budget"] or h["reasoning_effort"]
        row = {
            "exchange_id": self.code(24),
            "account_id": c.account_id,
            "started_at": stamp(at),
            "ended_at": stamp(at + 0.3 + t_out / rng.uniform(35, 90) + rng.expovariate(2)),
            "access_path": c.path,
            "credential_hash": c.key,
            "end_user_id": user or c.alias,
            "conversation_id": (thread or "conv_" + self.code()) if c.keeps[0] else None,
            "model": model or (net.BY_DATE if c.model == "atlas-latest" and at > self.release else c.model),
            "operation": "chat",
            "system_text": turn.system,
            "input_text": turn.text,
            "history_messages": history,
            "history_hash": told,
            "output_text": said if c.keeps[1] and fault == 200 else None,
            "input_tokens": t_in,
            "output_tokens": t_out,
            "reasoning_tokens": int(t_out * rng.lognormvariate(0.4, 0.8)) if thinks and said else 0,
            "cached_input_tokens": t_in // 2 if history and rng.random() < 0.5 else 0,
            "finish_reason": None
            if fault != 200
            else "refusal"
            if refused
            else "length"
            if rng.random() < 0.02
            else "stop",
            "refusal_category": rng.choice(["policy", "reasoning_extraction" if turn.style == "reason" else "policy"])
            if refused
            else None,
            "status_code": fault,
            "error_type": {429: "rate_limit", 500: "api_error", 529: "overloaded"}.get(fault),
            "temperature": h["temperature"],
            "top_p": h["top_p"],
            "max_tokens": h["max_tokens"],
            "thinking_budget": h["thinking_budget"],
            "seed": h["seed"],
            "stream": h["stream"],
            "batch": h["batch"],
            "response_format": h["response_format"],
            "reasoning_effort": h["reasoning_effort"],
            "tool_names": turn.tools,
            "tool_schema_hash": f"{hash_of(*turn.tools):016x}" if turn.tools else None,
            "client_ip": home.ip,
            "country": home.country,
            "asn": home.asn,
            "user_agent": c.tool.agent,
            "sdk": c.tool.sdk,
            "ja4": c.tool.ja4,
        }
        for name, column in self.log.items():
            column.append(row[name])
        self.owners.append(owner)

    def talk(
        self,
        c: Client,
        times: Iterable[float],
        turns: list[Turn],
        *,
        owner: str | None = None,
        user: str | None = None,
        model: str | None = None,
    ) -> None:
        """One conversation: each turn at its time, with the earlier ones as its history."""
        thread, told = "conv_" + self.code(), 0
        for i, (at, turn) in enumerate(zip(times, turns, strict=False)):
            self.ask(
                c,
                at,
                turn,
                history=2 * i,
                thread=thread,
                told=f"{told:016x}" if i else None,
                owner=owner,
                user=user,
                model=model,
            )
            told = hash_of(str(told), turn.text)


def hash_of(*parts: str) -> int:
    """A 64-bit hash that does not change between processes."""
    value = 1469598103934665603
    for byte in "\x1f".join(p[:400] for p in parts).encode()[:600]:
        value = ((value ^ byte) * 1099511628211) & 0xFFFFFFFFFFFFFFFF
    return value


def stamp(seconds: float) -> datetime:
    """Epoch seconds as UTC."""
    return datetime.fromtimestamp(round(seconds, 4), UTC)
