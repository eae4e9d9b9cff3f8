"""From the rows of a world to its four Arrow tables: tokens, latencies, errors, retries, missing columns."""

import re
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.generators.warden.banks import CODE_OUT, JSON_OUT, SENTENCE, SENTENCE_ZH
from benchmarks.generators.warden.network import Sampling
from benchmarks.generators.warden.world import Row, World
from hydrascope.tables import ACCOUNTS, EXCHANGES

WIDE = re.compile(r"[\u3000-\u9fff\uac00-\ud7ff]")
HIDDEN = re.compile("reasoning|thought process|thinking|working memory|monologue|推理|思考", re.IGNORECASE)
ABUSE = re.compile("jailbreak|developer mode|DAN |no restrictions", re.IGNORECASE)
REFUSED, THROTTLED, SERVER, BAD = 1, 2, 3, 4
# chance that a provider's export lacks the column
UNLOGGED = {
    "ja4": 0.25,
    "sdk": 0.2,
    "end_user_id": 0.12,
    "output_text": 0.12,
    "history_hash": 0.1,
    "conversation_id": 0.1,
    "top_k": 0.3,
    "reasoning_blobs_in": 0.5,
    "reasoning_blobs_out": 0.5,
    "reasoning_tokens": 0.2,
    "cached_input_tokens": 0.3,
    "seed": 0.2,
    "ended_at": 0.15,
    "logprobs": 0.3,
    "choice_count": 0.2,
    "credential_hash": 0.1,
    "tool_schema_hash": 0.2,
    "user_agent": 0.05,
    "refusal_category": 0.15,
    "thinking_budget": 0.2,
}
CLOUD_HIDES = ("client_ip", "asn", "user_agent", "sdk", "ja4", "credential_hash")


def _tokens(text: str | None) -> int:
    if not text:
        return 0
    wide = len(WIDE.findall(text[:400])) / max(1, min(400, len(text)))
    return int(len(text) * (0.25 + 0.55 * wide)) + 1


def _answer(world: World, row: Row, text: str, tokens: int) -> str:
    """Made-up output whose look fits its style and size."""
    rng = world.rng
    if row.reply and rng.random() < 0.6:
        return row.reply
    size = min(tokens * 4, 480)
    if row.style in ("json", "label"):
        return rng.choice(JSON_OUT)[: max(2, size)]
    if row.style == "score":
        mark = rng.choice(("Rating: [[%d]]", "Score: %d", '{"score": %d}')) % rng.randint(1, 10)
        return f"{rng.choice(SENTENCE)} {mark}"
    if row.style == "code":
        return f"{rng.choice(SENTENCE)}\n```\n{rng.choice(CODE_OUT)}```"[: max(40, size)]
    if row.style == "tool":
        return f'<tool_use name="{rng.choice(("bash", "read", "edit", "search"))}">{text[:40]}</tool_use>'
    head = text[:40].split("\n")[0]
    bank = SENTENCE_ZH if WIDE.search(head) else SENTENCE
    parts = [f"{head}: "] if rng.random() < 0.5 else []
    while sum(map(len, parts)) < size:
        parts.append(rng.choice(bank) + " ")
    return "".join(parts)[: max(2, size)]


def _errors(world: World, forced: np.ndarray, risky: np.ndarray) -> np.ndarray:
    luck = world.np.random(len(forced))
    drawn = np.select(
        [luck < 0.018, luck < 0.025, luck < 0.029, luck < 0.035 + risky], [THROTTLED, SERVER, BAD, REFUSED], 0
    )
    return np.asarray(np.where(forced > 0, forced, drawn))


def _with_retries(world: World) -> tuple[list[tuple[Any, ...]], np.ndarray]:
    """The rows and their outcomes; most throttled or failed ones are tried again by the same client."""
    took_part = {row[0] for row in world.rows if row[7].harvest}
    for member in world.members:
        if member.account["_fake"] and member.index not in took_part:
            member.rows = 0  # made, but stopped before its first task
    rows = [row for row in world.rows if world.members[row[0]].rows]
    forced = np.array([row[7].status for row in rows])
    risky = np.array(
        [0.25 * bool(ABUSE.search(row[6][:900])) + 0.06 * bool(HIDDEN.search(row[6][:900])) for row in rows]
    )
    outcome = _errors(world, forced, risky)
    again = np.flatnonzero(
        ((outcome == THROTTLED) | (outcome == SERVER)) & (forced == 0) & (world.np.random(len(rows)) < 0.6)
    )
    for i in again.tolist():
        row = rows[i]
        at = row[1] + world.rng.choice((1.0, 2.0, 4.0, 8.0)) * world.rng.uniform(0.9, 1.4)
        if at < min(world.members[row[0]].stop, world.clock.length):
            rows.append((row[0], at, *row[2:]))
    return rows, np.concatenate([outcome, np.zeros(len(rows) - len(outcome), int)])


def _numbers(world: World, rows: list[tuple[Any, ...]], outcome: np.ndarray) -> dict[str, np.ndarray]:
    """Token counts and latencies."""
    rng, params, size = world.np, list(world.params), len(rows)
    target = np.array([row[7].out for row in rows])
    out = np.maximum(1, target * rng.lognormal(0, 0.45, size))
    limit = np.array([params[row[4]].max_tokens or 64000 for row in rows])
    cut = out >= limit
    out = np.minimum(out, limit)
    out = np.where(outcome == REFUSED, rng.integers(15, 90, size), out).astype(np.int64)
    seen = np.array([_tokens(row[6]) + _tokens(row[7].system) + row[7].hist_chars // 4 + 8 for row in rows])
    thinks = np.array([bool(params[row[4]].thinking_budget or params[row[4]].reasoning_effort) for row in rows])
    reason = np.where(thinks, out * rng.lognormal(0.6, 0.7, size), 0).astype(np.int64)
    cached = np.where((seen > 1024) & (rng.random(size) < 0.5), seen * 0.8, 0).astype(np.int64)
    spent = 0.4 + seen / 9000 + (out + reason) / rng.lognormal(4.2, 0.35, size)
    return {"out": out, "in": seen, "reason": reason, "cached": cached, "cut": cut, "spent": spent}


def exchanges(world: World) -> tuple[pa.Table, pa.Table]:
    """The exchanges sorted by time, and the truth of each."""
    rows, outcome = _with_retries(world)
    order = np.argsort(np.array([row[1] for row in rows]), kind="stable")
    rows, outcome = [rows[i] for i in order.tolist()], outcome[order]
    num = _numbers(world, rows, outcome)
    members, params = [world.members[row[0]] for row in rows], list(world.params)
    cloud = [member.path in ("bedrock", "vertex", "azure") for member in members]
    start = np.datetime64(world.clock.start.replace(tzinfo=None), "us")
    times = start + (np.array([row[1] for row in rows]) * 1e6).astype("timedelta64[us]")
    ok = outcome == 0
    sent = ok | (outcome == REFUSED)
    clients, where = [world.clients[row[2]] for row in rows], [world.addresses[row[3]] for row in rows]
    ids = [f"ex_{code:016x}" for code in world.np.integers(0, 2**63, len(rows)).tolist()]
    kept: dict[str, Any] = {
        "exchange_id": ids,
        "account_id": [m.account["account_id"] for m in members],
        "started_at": times,
        "ended_at": times + (num["spent"] * 1e6).astype("timedelta64[us]"),
        "access_path": [m.path for m in members],
        "credential_hash": [m.key for m in members],
        "end_user_id": [row[7].end_user for row in rows],
        "conversation_id": [row[7].conv for row in rows],
        "model": [world.models[row[5]] for row in rows],
        "operation": ["chat"] * len(rows),
        "system_text": [row[7].system for row in rows],
        "input_text": [row[6] for row in rows],
        "history_messages": [row[7].hist for row in rows],
        "history_hash": [row[7].hist_hash for row in rows],
        "output_text": [
            _answer(world, row[7], row[6], int(n)) if good else None
            for row, n, good in zip(rows, num["out"], ok, strict=True)
        ],
        "input_tokens": num["in"],
        "output_tokens": np.where(sent, num["out"], 0),
        "reasoning_tokens": np.where(ok, num["reason"], 0),
        "cached_input_tokens": num["cached"],
        "finish_reason": [
            None if not s else "refusal" if o else "length" if c else "stop"
            for s, o, c in zip(sent, outcome, num["cut"], strict=True)
        ],
        "refusal_category": [_refusal(row[6]) if o == REFUSED else None for row, o in zip(rows, outcome, strict=True)],
        "status_code": np.select([outcome == THROTTLED, outcome == SERVER, outcome == BAD], [429, 529, 400], 200),
        "error_type": [
            (None, None, "rate_limit_error", "overloaded_error", "invalid_request_error")[o] for o in outcome
        ],
        "batch": [row[7].batch for row in rows],
        "tool_names": [world.tools[row[7].tools][0] if row[7].tools >= 0 else None for row in rows],
        "tool_schema_hash": [world.tools[row[7].tools][1] if row[7].tools >= 0 else None for row in rows],
        "reasoning_blobs_in": [[row[7].blobs_in] if row[7].blobs_in else None for row in rows],
        "reasoning_blobs_out": [
            [row[7].blobs_out or world.hash("blob", code)] if good and (row[7].blobs_out or thought) else None
            for row, good, thought, code in zip(rows, ok, num["reason"] > 0, ids, strict=True)
        ],
        "client_ip": [a.ip for a in where],
        "country": [a.country for a in where],
        "asn": [a.asn for a in where],
        "user_agent": [c.agent for c in clients],
        "sdk": [c.sdk for c in clients],
        "ja4": [c.tls for c in clients],
    }
    for name in Sampling._fields:
        kept[name] = [getattr(params[row[4]], name) for row in rows]
    for name in CLOUD_HIDES:
        kept[name] = [None if hide else value for hide, value in zip(cloud, kept[name], strict=True)]
    unlogged = {name for name, chance in UNLOGGED.items() if world.rng.random() < chance}
    columns = {
        name: pa.array(kept[name], EXCHANGES.field(name).type)
        for name in EXCHANGES.names
        if name in kept and name not in unlogged
    }
    truth = {
        "exchange_id": pa.array(ids),
        "harvested": pa.array([row[7].harvest for row in rows]),
        "operator": pa.array(
            [m.operator if row[7].harvest else None for m, row in zip(members, rows, strict=True)], pa.string()
        ),
    }
    return pa.table(columns), pa.table(truth)


def _refusal(text: str) -> str:
    return "reasoning_extraction" if HIDDEN.search(text[:2500]) else "policy"


def accounts(world: World) -> tuple[pa.Table, pa.Table]:
    """The accounts that were seen, in no particular order, and the truth of each."""
    seen = [member for member in world.members if member.rows]
    world.rng.shuffle(seen)
    hidden = {
        name for name in ("phone_hash", "signup_ip", "signup_user_agent", "org_name") if world.rng.random() < 0.15
    }
    rows = [{name: None if name in hidden else m.account.get(name) for name in ACCOUNTS.names} for m in seen]
    truth = pa.table(
        {
            "account_id": pa.array([m.account["account_id"] for m in seen]),
            "fake": pa.array([m.account["_fake"] for m in seen]),
            "kind": pa.array([m.account["_kind"] for m in seen]),
            "operator": pa.array([m.operator if m.account["_fake"] else None for m in seen], pa.string()),
        }
    )
    return pa.Table.from_pylist(rows, schema=ACCOUNTS), truth
