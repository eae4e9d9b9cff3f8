"""From rows to the four tables: ids, order, and the columns that this world's gateway does not log."""

import random
import uuid
from typing import Any

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
S, I32, I16, F32, B, L = pa.string(), pa.int32(), pa.int16(), pa.float32(), pa.bool_(), pa.list_(pa.string())
EXCHANGES = pa.schema(
    [("exchange_id", S), ("account_id", S), ("started_at", TIME), ("ended_at", TIME)]
    + [(n, S) for n in ("access_path", "credential_hash", "end_user_id", "conversation_id", "model", "operation")]
    + [("system_text", S), ("input_text", S), ("history_messages", I32), ("history_hash", S), ("output_text", S)]
    + [(n, I32) for n in ("input_tokens", "output_tokens", "reasoning_tokens", "cached_input_tokens")]
    + [("finish_reason", S), ("refusal_category", S), ("status_code", I16), ("error_type", S)]
    + [("temperature", F32), ("top_p", F32), ("top_k", I32), ("max_tokens", I32), ("thinking_budget", I32)]
    + [("choice_count", I16), ("top_logprobs", I16), ("seed", pa.int64()), ("logprobs", B), ("stream", B), ("batch", B)]
    + [("response_format", S), ("reasoning_effort", S), ("tool_names", L), ("tool_schema_hash", S)]
    + [("reasoning_blobs_in", L), ("reasoning_blobs_out", L), ("client_ip", S), ("country", S), ("asn", pa.int64())]
    + [("user_agent", S), ("sdk", S), ("ja4", S)]
)
ACCOUNTS = pa.schema(
    [("account_id", S), ("created_at", TIME)]
    + [(n, S) for n in ("org_id", "org_name", "plan", "pathway", "verification", "email_domain", "phone_hash")]
    + [(n, S) for n in ("payment_fingerprint", "payment_kind", "billing_country", "signup_ip", "signup_user_agent")]
    + [("signup_asn", pa.int64()), ("distillation_licence", B), ("status", S), ("status_at", TIME)]
)
TRUTH_ACCOUNTS = pa.schema([("account_id", S), ("fake", B), ("kind", S), ("operator", S)])
TRUTH_EXCHANGES = pa.schema([("exchange_id", S), ("harvested", B), ("operator", S)])
# Groups of columns that a gateway may not log; each world drops some of them.
UNLOGGED = [
    ("ja4",),
    ("sdk",),
    ("country", "asn"),
    ("output_text",),
    ("history_hash",),
    ("conversation_id",),
    ("end_user_id",),
    ("reasoning_blobs_in", "reasoning_blobs_out"),
    ("cached_input_tokens",),
    ("ended_at",),
    ("top_p", "top_k", "seed"),
    ("choice_count", "top_logprobs", "logprobs"),
    ("tool_schema_hash",),
    ("credential_hash",),
    ("response_format",),
    ("reasoning_effort", "thinking_budget"),
]
UNASKED = [("phone_hash",), ("signup_user_agent",), ("org_name",), ("signup_ip", "signup_asn"), ("billing_country",)]


def _micro(t: float | None) -> int | None:
    return None if t is None else int(t * 1_000_000)


def account_names(rng: random.Random, n: int) -> list[str]:
    """Random ids in this world's style."""
    style = rng.randrange(5)
    made: set[str] = set()
    while len(made) < n:
        bits = rng.getrandbits(122)
        made.add(
            (
                f"cust_{bits % 36**9:012d}",
                str(uuid.UUID(int=bits)),
                f"{bits % 10**12:012d}",
                f"acct:{bits % 16**10:010x}",
                f"T{bits % 32**7:010X}",
            )[style]
        )
    names = sorted(made)
    rng.shuffle(names)
    return names


def finish(rng: random.Random, accounts: list[Any], rows: list[dict[str, Any]]) -> tuple[pa.Table, ...]:
    """The four tables; rows in order of time, exchange ids random."""
    names = account_names(rng, len(accounts))
    dropped = {c for group in rng.sample(UNLOGGED, rng.randint(2, 5)) for c in group}
    unasked = {c for group in rng.sample(UNASKED, rng.randint(0, 2)) for c in group}
    prefix = rng.choice(("", "req_", "x-", "gen_01"))
    rows.sort(key=lambda r: r["t"])
    ids = [f"{prefix}{rng.getrandbits(88):022x}" for _ in rows]
    made: dict[str, list[Any]] = {
        "exchange_id": ids,
        "account_id": [names[r["account"].number] for r in rows],
        "started_at": [_micro(r["t"]) for r in rows],
        "ended_at": [_micro(r["ended"]) for r in rows],
    }
    for column in EXCHANGES.names:
        if column in dropped:
            made[column] = [None] * len(rows)
        elif column not in made:
            made[column] = [r.get(column) for r in rows]
    exchanges = pa.table([pa.array(made[f.name], f.type) for f in EXCHANGES], schema=EXCHANGES)
    seen: dict[int, float] = {}
    for r in rows:
        seen.setdefault(r["account"].number, r["t"])
    for a in accounts:  # nobody calls before having signed up
        if a.row["created_at"] >= seen.get(a.number, float("inf")):
            a.row["created_at"] = seen[a.number] - rng.lognormvariate(8.0, 1.8) - 60
    kept = sorted((a for a in accounts if a.number in seen), key=lambda a: names[a.number])
    book: dict[str, list[Any]] = {}
    for f in ACCOUNTS:
        values = [None if f.name in unasked else a.row.get(f.name) for a in kept]
        book[f.name] = [_micro(v) for v in values] if f.type == TIME else values
    book["account_id"] = [names[a.number] for a in kept]
    table = pa.table([pa.array(book[f.name], f.type) for f in ACCOUNTS], schema=ACCOUNTS)
    truth = pa.table(
        [
            book["account_id"],
            [a.operator is not None for a in kept],
            [a.kind for a in kept],
            [a.operator for a in kept],
        ],
        schema=TRUTH_ACCOUNTS,
    )
    harvested = pa.table(
        [ids, [r["harvested"] for r in rows], [r["account"].operator if r["harvested"] else None for r in rows]],
        schema=TRUTH_EXCHANGES,
    )
    return exchanges, table, truth, harvested
