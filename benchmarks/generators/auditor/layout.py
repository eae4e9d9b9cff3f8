"""Lay a drawn world out as the contract's tables."""

import hashlib
import random
from pathlib import Path

import pyarrow as pa

from benchmarks.generators.auditor.campaigns import BUILDERS
from benchmarks.generators.auditor.lookalikes import populate
from benchmarks.generators.auditor.texts import load
from benchmarks.generators.auditor.world import DAY, START, Account, World
from hydrascope.tables import ACCOUNTS, EXCHANGES

KINDS = ("mixed", *BUILDERS, "none")
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data"
Tables = tuple[pa.Table, pa.Table, pa.Table, pa.Table]


def generate(kind: str, seed: int, honest: int, fake: int, data: Path | None = None) -> Tables:
    """Exchanges, accounts, account truth and exchange truth of one world; ValueError on an unknown kind."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}: choose one of {', '.join(KINDS)}")
    rng = random.Random(f"{kind}/{seed}")
    w = World(rng, load(data or SHARED, rng), START + rng.uniform(8, 14) * DAY)
    populate(w, honest, doubled=kind == "none")
    if kind == "mixed":
        _mixed(w, fake)
    elif kind != "none" and fake:
        BUILDERS[kind](w, kind, fake)
    seen = [a for a in w.accounts if a.calls]
    rng.shuffle(seen)
    w.calls.sort(key=lambda c: c.at)
    ids = [f"req_{rng.getrandbits(80):020x}" for _ in w.calls]
    return (
        _exchanges(w, ids),
        _accounts(seen),
        _truth(seen),
        pa.table(
            {
                "exchange_id": pa.array(ids, pa.string()),
                "harvested": pa.array([c.harvested for c in w.calls], pa.bool_()),
                "operator": pa.array([c.account.operator if c.harvested else None for c in w.calls], pa.string()),
            }
        ),
    )


def _mixed(w: World, total: int) -> None:
    """All kinds together; a fifth of the fakes low-and-slow or dealt-out lists."""
    hidden = ("low-and-slow", "dealt-list")
    quiet, loud = total // 5, [k for k in BUILDERS if k not in hidden]
    sizes = {"low-and-slow": quiet // 2, "dealt-list": quiet - quiet // 2}
    left = total - quiet
    sizes.update({k: left // len(loud) + (i < left % len(loud)) for i, k in enumerate(loud)})
    for kind, size in sizes.items():
        if size:
            BUILDERS[kind](w, kind, size)


def _tokens(text: str | None) -> int:
    """Rough token count: four bytes a token serves Latin and Chinese text alike."""
    return len((text or "").encode()) // 4 + 1


def _micro(value: float | None) -> int | None:
    return None if value is None else int(value * 1e6)


def _exchanges(w: World, ids: list[str]) -> pa.Table:
    rng, calls = w.rng, w.calls
    styles, clients = [c.style for c in calls], [c.client for c in calls]
    ok = [c.status == 200 for c in calls]
    out = [_tokens(c.output) if c.status == 200 else 0 for c in calls]
    think = [
        int(rng.uniform(0.1, 0.9) * s.thinking) if s.thinking and good else 0
        for s, good in zip(styles, ok, strict=True)
    ]
    errors = {429: "rate_limit_error", 500: "api_error", 529: "overloaded_error", 400: "invalid_request_error"}
    columns: dict[str, list[object]] = {
        "exchange_id": list(ids),
        "account_id": [c.account.id for c in calls],
        "started_at": [_micro(c.at) for c in calls],
        "ended_at": [
            _micro(c.at + 0.3 + rng.expovariate(2) + (o + t) / rng.uniform(40, 90))
            for c, o, t in zip(calls, out, think, strict=True)
        ],
        "access_path": [v.path for v in clients],
        "credential_hash": [c.account.key for c in calls],
        "end_user_id": [c.end_user for c in calls],
        "conversation_id": [c.conversation for c in calls],
        "model": [s.model for s in styles],
        "operation": ["chat"] * len(calls),
        "system_text": [c.system for c in calls],
        "input_text": [c.prompt for c in calls],
        "history_messages": [c.turn for c in calls],
        "history_hash": [c.history for c in calls],
        "output_text": [c.output for c in calls],
        "input_tokens": [_tokens(c.system) + _tokens(c.prompt) + c.past // 4 for c in calls],
        "output_tokens": [o + t for o, t in zip(out, think, strict=True)],
        "reasoning_tokens": list(think),
        "cached_input_tokens": [c.past // 5 if c.turn else 0 for c in calls],
        "finish_reason": [("length" if rng.random() < 0.02 else "stop") if good else None for good in ok],
        "status_code": [c.status for c in calls],
        "error_type": [errors.get(c.status) for c in calls],
        "temperature": [s.temperature for s in styles],
        "top_p": [s.top_p for s in styles],
        "top_k": [s.top_k for s in styles],
        "max_tokens": [s.max_tokens for s in styles],
        "thinking_budget": [s.thinking for s in styles],
        "choice_count": [s.choices for s in styles],
        "seed": [s.seed for s in styles],
        "logprobs": [s.logprobs for s in styles],
        "stream": [s.stream for s in styles],
        "batch": [s.batch for s in styles],
        "response_format": [s.format for s in styles],
        "reasoning_effort": [s.effort for s in styles],
        "tool_names": [list(s.tools) if s.tools else None for s in styles],
        "tool_schema_hash": [
            hashlib.blake2b("-".join(s.tools).encode(), digest_size=8).hexdigest() if s.tools else None for s in styles
        ],
        "reasoning_blobs_in": [[c.blob_in] if c.blob_in else None for c in calls],
        "reasoning_blobs_out": [[c.blob_out] if c.blob_out else None for c in calls],
        "client_ip": [v.ip for v in clients],
        "country": [v.country for v in clients],
        "asn": [v.asn for v in clients],
        "user_agent": [v.agent for v in clients],
        "sdk": [v.sdk for v in clients],
        "ja4": [v.ja4 for v in clients],
    }
    fields = [f for f in EXCHANGES if f.name in columns]
    return pa.table([pa.array(columns[f.name], f.type) for f in fields], schema=pa.schema(fields))


def _accounts(seen: list[Account]) -> pa.Table:
    def cell(a: Account, name: str) -> object:
        value = a.id if name == "account_id" else a.row[name]
        return _micro(float(str(value))) if name in ("created_at", "status_at") and value is not None else value

    return pa.table([pa.array([cell(a, f.name) for a in seen], f.type) for f in ACCOUNTS], schema=ACCOUNTS)


def _truth(seen: list[Account]) -> pa.Table:
    return pa.table(
        {
            "account_id": pa.array([a.id for a in seen], pa.string()),
            "fake": pa.array([a.fake for a in seen], pa.bool_()),
            "kind": pa.array([a.kind for a in seen], pa.string()),
            "operator": pa.array([a.operator for a in seen], pa.string()),
        }
    )
