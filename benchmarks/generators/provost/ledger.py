"""From the log of a world to the four tables."""

from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .phrases import bank
from .texts import digest
from .world import NEXT, World

REFUSAL = "I can't help with that request."
REPLIES = bank("replies")
SETTINGS = ("temperature", "top_p", "max_tokens", "stream", "seed", "response_format", "reasoning_effort",
            "thinking_budget", "batch")  # fmt: skip


def exchanges(w: World) -> tuple[pa.Table, pa.Table]:
    """The exchange log, and which of it was harvested."""
    rng = w.rng
    log = sorted(w.log, key=lambda e: e[1])
    size = len(log)
    accs = [e[0] for e in log]
    fail = rng.random(size) < np.array([a.errors for a in accs])
    again = np.flatnonzero(fail & (rng.random(size) < 0.7))
    order = np.concatenate([np.arange(size), again])
    times = np.array([e[1] for e in log])
    when = np.concatenate([times, times[again] + 2 + rng.exponential(9, len(again))])
    failed = np.concatenate([fail, np.zeros(len(again), dtype=bool)])
    sort = np.argsort(when, kind="stable")
    order, when, failed = order[sort], when[sort], failed[sort]
    rows = [log[i] for i in order]
    accs = [e[0] for e in rows]
    n = len(rows)
    chatty = np.array([a.chatty for a in accs])
    tokens = np.array([e[2].out for e in rows]) * chatty * rng.lognormal(0, 0.45, n)
    cap = np.array([int(a.params["max_tokens"] or 16_000) for a in accs])
    cut = tokens > cap
    out = np.where(failed, 0, np.minimum(np.maximum(tokens, 1), cap)).astype(np.int32)
    chars = np.array([len(e[2].text) + len(e[2].system or "") for e in rows])
    depth = np.array([e[4] for e in rows], dtype=np.int32)
    wide = np.array([1.4 if any(c > "\u3000" for c in e[2].text[:12]) else 0.27 for e in rows])
    sent = (chars * wide + depth * (90 + out * 0.35) + 6).astype(np.int32)
    models = [e[7] or a.model for e, a in zip(rows, accs, strict=True)]
    thinks = np.array(["reason" in m or bool(a.params["thinking_budget"]) for m, a in zip(models, accs, strict=True)])
    thought = np.where(thinks & ~failed, (out * rng.uniform(0.4, 2.5, n)).astype(np.int32), 0)
    status = np.where(failed, rng.choice([429, 429, 429, 500, 503, 529], n), 200).astype(np.int16)
    denied = np.array([e[2].answer == REFUSAL for e in rows])
    refused = ((rng.random(n) < 0.004) | denied) & ~failed
    wait = np.where(failed, 0.2, 0.6 + (out + thought) / rng.uniform(35, 110, n)) + rng.exponential(0.3, n)
    micros = (when * 1e6).astype(np.int64) + int(w.start.timestamp() * 1e6)
    reply, pick = rng.integers(0, len(REPLIES), n), rng.integers(0, 6, n)
    texts = [
        None if f or "output_text" in a.hides
        else (e[2].answer or REPLIES[r] + e[2].text[k * 12 : k * 12 + 160])[: 4 + int(o) * 5]
        for f, a, e, r, k, o in zip(failed, accs, rows, reply, pick, out, strict=True)
    ]  # fmt: skip
    hops = (when // 9000).astype(int) * 7 + rng.integers(0, 2, n)
    where = [a.addresses[i % len(a.addresses)] for a, i in zip(accs, hops, strict=True)]
    which = [a.clients[i % len(a.clients)] for a, i in zip(accs, rng.integers(0, 60, n) // 23, strict=True)]
    keys = [f"k{digest(a.id, i % a.keys)}" for a, i in zip(accs, rng.integers(0, 6, n), strict=True)]
    ids = hexes(rng, n)

    def shown(name: str, values: list[Any]) -> list[Any]:
        """Null where this customer's path does not carry the column."""
        return [None if name in a.hides else v for a, v in zip(accs, values, strict=True)]

    cached = [int(s * 0.6) if d else 0 for s, d in zip(sent, depth, strict=True)]
    ends = ["refusal" if r else "length" if c else "stop" for r, c in zip(refused, cut, strict=True)]
    columns: dict[str, Any] = {
        "exchange_id": ids, "account_id": [a.id for a in accs], "started_at": micros.astype("datetime64[us]"),
        "ended_at": (micros + (wait * 1e6).astype(np.int64)).astype("datetime64[us]"),
        "access_path": [a.path for a in accs], "credential_hash": shown("credential_hash", keys),
        "end_user_id": [e[6] for e in rows], "conversation_id": shown("conversation_id", [e[3] for e in rows]),
        "model": models, "operation": ["chat"] * n, "system_text": [e[2].system for e in rows],
        "input_text": [e[2].text for e in rows], "history_messages": depth, "history_hash": [e[5] for e in rows],
        "output_text": texts, "input_tokens": sent, "output_tokens": out,
        "reasoning_tokens": [int(x) if t else None for x, t in zip(thought, thinks, strict=True)],
        "cached_input_tokens": shown("cached_input_tokens", cached),
        "finish_reason": [None if f else end for f, end in zip(failed, ends, strict=True)],
        "refusal_category": ["policy" if r else None for r in refused], "status_code": status,
        "error_type": [None if s == 200 else "rate_limit" if s == 429 else "server_error" for s in status],
        **{name: [a.params[name] for a in accs] for name in SETTINGS},
        "tool_names": [list(e[2].tools) if e[2].tools else None for e in rows],
        "tool_schema_hash": [digest(e[2].tools) if e[2].tools else None for e in rows],
        "client_ip": shown("client_ip", [x[0] for x in where]), "country": shown("country", [x[2] for x in where]),
        "asn": shown("asn", [x[1] for x in where]), "user_agent": shown("user_agent", [c[0] for c in which]),
        "sdk": [c[1] for c in which], "ja4": shown("ja4", [c[2] for c in which]),
    }  # fmt: skip
    harvested = [e[8] for e in rows]
    truth = pa.table({
        "exchange_id": pa.array(ids), "harvested": pa.array(harvested),
        "operator": pa.array([a.operator if h else None for a, h in zip(accs, harvested, strict=True)], pa.string()),
    })  # fmt: skip
    arrays = {k: pa.array(v, EXCHANGES.field(k).type) for k, v in columns.items()}
    return pa.table(arrays), truth


def hexes(rng: np.random.Generator, n: int) -> list[str]:
    """n random identifiers."""
    blob = rng.bytes(9 * n).hex()
    return ["ex_" + blob[i : i + 18] for i in range(0, 18 * n, 18)]


def accounts(w: World) -> tuple[pa.Table, pa.Table]:
    """The provider's records, and the truth about them; only accounts seen in the log."""
    seen = {e[0].id for e in w.log}
    people = [a for a in w.accounts if a.id in seen]
    w.rnd.shuffle(people)
    moment = [w.start + timedelta(seconds=a.created) for a in people]
    columns: dict[str, Any] = {"account_id": [a.id for a in people], "created_at": moment}
    columns |= {name: [a.record[name] for a in people] for name in people[0].record}
    gone = [w.start + timedelta(seconds=a.until) if a.record["status"] != "active" else None for a in people]
    columns["status_at"] = gone
    truth = pa.table({
        "account_id": columns["account_id"], "fake": pa.array([a.operator is not None for a in people]),
        "kind": pa.array([a.kind for a in people]), "operator": pa.array([a.operator for a in people], pa.string()),
    })  # fmt: skip
    return pa.table(columns, ACCOUNTS), truth


def adopt(w: World) -> None:
    """Ordinary customers take to the new model gradually, a few on its first day."""
    day: dict[str, float] = {}
    for a in w.accounts:
        u = w.rnd.random()
        late = w.rnd.expovariate(1 / 6.0) if u < 0.5 else 0.2 if u < 0.56 else 1e6
        day[a.id] = w.release + late * 86_400
    w.log = [
        (*e[:7], NEXT, e[8]) if e[7] is None and e[1] > day[e[0].id] and "large" in e[0].model else e for e in w.log
    ]
