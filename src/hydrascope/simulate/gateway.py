"""What the gateway adds to every request: answers' sizes, failures, retries, ids, gaps. Blind to labels."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope import tables
from hydrascope.simulate.draft import Bools, Draft, Objects, Pools
from hydrascope.simulate.rhythm import SECOND
from hydrascope.simulate.scene import LENGTHS, Scene
from hydrascope.simulate.traces import Ints, traces

FAILURES = ((429, "rate_limit_error", 0.5), (529, "overloaded_error", 0.2), (500, "api_error", 0.12),
            (400, "invalid_request_error", 0.12), (408, "timeout_error", 0.06))  # fmt: skip
REFUSALS = ("policy", "cyber", "reasoning_extraction", "self_harm", "violence", "other")


def hexes(values: npt.NDArray[np.uint64]) -> list[str]:
    """32 hex digits for each number, by a fixed mixing."""
    mixed = values * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    second = mixed * np.uint64(0xBF58476D1CE4E5B9)
    second ^= second >> np.uint64(32)
    return [f"{a:016x}{b:016x}" for a, b in zip(mixed.tolist(), second.tolist(), strict=True)]


def text_tokens(texts: Sequence[str] | Objects) -> Ints:
    """Tokens of each text: 4.2 ASCII characters or about one other character per token, ±8 % by text."""
    chars = np.fromiter((len(t) for t in texts), np.int64, len(texts))
    more = np.fromiter((len(t.encode("utf-8", "ignore")) for t in texts), np.int64, len(texts)) - chars
    wobble = 0.92 + (chars * 2654435761 + more * 40503) % 1009 / 1009 * 0.16
    return np.ceil((np.maximum(chars - more / 1.5, 0) / 4.2 + more * 0.42) * wobble).astype(np.int64)


def with_failures(scene: Scene, draft: Draft) -> tuple[Draft, Ints]:
    """Some requests fail (FAILURES, 0 is success); clients repeat most of those after a few seconds."""
    rng, n = scene.rng, len(draft.at)
    rate = rng.lognormal(np.log(0.006), 0.8, len(scene.accounts))[draft.who].clip(0, 0.1)
    kind = 1 + rng.choice(len(FAILURES), n, p=np.array([f[2] for f in FAILURES]))
    failed = np.where(draft.failed, 1, np.where(rng.random(n) < rate, kind, 0))
    again = np.flatnonzero((failed > 0) & (failed != 4) & ~draft.failed & draft.retry & (rng.random(n) < 0.8))
    repeated = draft.take(again)
    repeated.at = repeated.at + (rng.exponential(6, len(again)) * SECOND).astype(np.int64) + SECOND // 2
    inside = repeated.at < scene.end
    joined = draft.append(repeated.take(inside))
    return joined, np.concatenate([failed, np.zeros(int(inside.sum()), np.int64)])


def _outputs(scene: Scene, draft: Draft, thinks: Bools, limit: Ints) -> tuple[Ints, Ints, Bools]:
    """Output tokens (reasoning included), reasoning tokens, and whether the limit cut the answer."""
    rng, tables_of = scene.rng, traces()
    owner = rng.normal(size=len(scene.accounts))[draft.who]
    z = 0.45 * owner + 0.9 * rng.normal(size=len(draft.at))
    u = 1 / (1 + np.exp(-1.7 * z))  # logistic approximation of the normal distribution function
    out = np.zeros(len(u))
    for i, name in enumerate(LENGTHS):
        rows = draft.length == i
        out[rows] = tables_of.draw(f"output_{name}", u[rows])
    out = np.maximum(1, out * draft.stretch)
    share = tables_of.draw("reasoning_share", rng.random(len(u))).clip(0, 0.95)
    reasoning = np.where(thinks, np.minimum(out * share / (1 - share), 30_000), 0)
    total = out + reasoning
    cut = (limit > 0) & (total > limit)
    total = np.where(cut, limit, total)
    return total.astype(np.int64), np.minimum(reasoning, total).astype(np.int64), cut


def _cached(draft: Draft, system_tokens: Ints, order: Ints) -> Ints:
    """Tokens read from the prompt cache: a long system prompt that the account sent minutes before."""
    cached = np.zeros(len(draft.at), np.int64)
    by = order[np.lexsort((draft.at[order], draft.system[order], draft.who[order]))]
    same = (draft.who[by][1:] == draft.who[by][:-1]) & (draft.system[by][1:] == draft.system[by][:-1])
    soon = np.diff(draft.at[by]) < 300 * SECOND
    hit = by[1:][same & soon & (system_tokens[by[1:]] >= 256)]
    cached[hit] = system_tokens[hit] // 64 * 64
    return cached


def _parameter(pools: Pools, draft: Draft, name: str, kind: pa.DataType) -> pa.Array:
    values = pa.array([getattr(s, name) for s in pools.samplings], kind)
    return values.take(pa.array(draft.sampling))


def _pooled(values: list[Any], rows: Ints, kind: pa.DataType) -> pa.Array:
    return pa.array(values, kind).take(pa.array(rows, mask=rows < 0))


def _strings(values: Sequence[str] | npt.NDArray[Any], missing: Bools) -> pa.Array:
    return pa.array(values, pa.string(), mask=missing)


def _blobs(scene: Scene, draft: Draft, reasoning: Ints, failed: Ints) -> tuple[list[Any], list[Any]]:
    """Encrypted reasoning minted by an answer and shown again by the next request of the conversation."""
    shows = np.array([a.shows_reasoning for a in scene.accounts])[draft.who]
    mint = shows & (reasoning > 0) & (failed == 0)
    names = hexes(scene.rng.integers(1, 2**63, int(mint.sum())).astype(np.uint64))
    out: Objects = np.empty(len(mint), object)
    out[mint] = np.fromiter(([x] for x in names), object, len(names)) if names else None
    blobs_in: Objects = draft.blobs_in.copy()
    by = np.lexsort((draft.at, draft.conversation))
    next_turn = (draft.conversation[by][1:] == draft.conversation[by][:-1]) & (draft.conversation[by][1:] >= 0)
    next_turn &= (draft.history[by][1:] > draft.history[by][:-1]) & (draft.who[by][1:] == draft.who[by][:-1])
    for row, before in zip(by[1:][next_turn].tolist(), by[:-1][next_turn].tolist(), strict=True):
        if out[before] is not None and blobs_in[row] is None:
            blobs_in[row] = out[before]
    given = np.array([x is not None for x in draft.blobs_out])
    out[given] = draft.blobs_out[given]
    return blobs_in.tolist(), out.tolist()


def _identity(scene: Scene, draft: Draft, pools: Pools) -> dict[str, pa.Array]:
    """Who asks, from where and with what: the columns that depend on the account and its access path."""
    rng, n = scene.rng, len(draft.at)
    path = [a.path for a in scene.accounts]
    through = np.array([p not in ("api", "console") for p in path])[draft.who]
    gap = rng.random((5, n)) < np.array([0.01, 0.012, 0.02, 0.02, 0.01])[:, None]
    hidden = through & (rng.random(len(path)) < 0.6)[draft.who]
    keys = [k for a in scene.accounts for k in a.keys]
    first = np.r_[0, np.cumsum([len(a.keys) for a in scene.accounts])]
    key = first[draft.who] + (draft.at // (6 * 3600 * SECOND)) % np.diff(first)[draft.who]
    names = np.array([a.names_conversations for a in scene.accounts])[draft.who] & (draft.conversation >= 0)
    # many send a constant as their user
    constant = np.array([a.names_users for a in scene.accounts])
    own = np.array(
        hexes(np.arange(len(path)).astype(np.uint64) * np.uint64(7) + np.uint64(scene.start % 10**7)), object
    )
    unnamed = np.array([u is None for u in draft.end_user])
    address, client, rows = pools.addresses.values, pools.clients.values, draft.address
    return {
        "account_id": pa.array([a.account_id for a in scene.accounts]).take(pa.array(draft.who)),
        "access_path": pa.array(path).take(pa.array(draft.who)),
        "credential_hash": pa.array(keys, pa.string()).take(pa.array(key, mask=gap[0])),
        "end_user_id": pa.array(np.where(unnamed & constant[draft.who], own[draft.who], draft.end_user), pa.string()),
        "conversation_id": _strings(
            hexes(draft.conversation.astype(np.uint64) + np.uint64(scene.start % 10**9)), ~names
        ),
        "client_ip": _pooled([a.ip or None for a in address], np.where(hidden | gap[1], -1, rows), pa.string()),
        "country": _pooled([a.country for a in address], np.where(hidden | gap[1], -1, rows), pa.string()),
        "asn": _pooled([a.asn or None for a in address], np.where(hidden | gap[1], -1, rows), pa.int64()),
        "user_agent": _pooled([c.user_agent for c in client], np.where(gap[2], -1, draft.client), pa.string()),
        "sdk": _pooled([c.sdk for c in client], np.where(gap[2], -1, draft.client), pa.string()),
        "ja4": _pooled([c.ja4 for c in client], np.where(hidden | gap[3], -1, draft.client), pa.string()),
    }


def _endings(scene: Scene, draft: Draft, failed: Ints, cut: Bools) -> dict[str, Any]:
    """How each request ended."""
    rng, n = scene.rng, len(draft.at)
    refused = (rng.random(n) < np.maximum(draft.refusal, 0.004)) & (failed == 0)
    heavy = draft.refusal > 0.02
    # a provider's classifier mostly names the right category for what it declines on purpose
    weights = np.where(heavy[:, None], [0.35, 0.1, 0.3, 0.02, 0.08, 0.15], [0.4, 0.12, 0.01, 0.12, 0.15, 0.2])
    category = (rng.random((n, 1)) > np.cumsum(weights, axis=1)).sum(axis=1).clip(0, len(REFUSALS) - 1)
    uses_tool = (draft.tools >= 0) & (rng.random(n) < 0.7)
    reason = np.where(refused, 0, np.where(cut, 1, np.where(uses_tool, 2, 3)))
    names = np.array(["refusal", "length", "tool_calls", "stop"], object)
    return {
        "refused": refused,
        "finish_reason": _strings(names[reason], failed > 0),
        "refusal_category": _strings(np.array(REFUSALS, object)[category], ~(refused & (rng.random(n) < 0.85))),
        "status_code": np.array([200, *(f[0] for f in FAILURES)])[failed],
        "error_type": _strings(np.array(["", *(f[1] for f in FAILURES)], object)[failed], failed == 0),
    }


PARAMETERS = (
    "temperature", "top_p", "top_k", "thinking_budget", "choice_count", "top_logprobs",
    "seed", "logprobs", "stream", "response_format", "reasoning_effort",
)  # fmt: skip


def _asked(scene: Scene, draft: Draft, pools: Pools, limit: Ints) -> dict[str, Any]:
    """What the request says: model, texts, history, tools, parameters."""
    n = len(draft.at)
    history = hexes((draft.conversation * 4099 + draft.history * 17 + scene.start % 997).astype(np.uint64))
    kits = pools.tools.values
    schemas = hexes(np.arange(len(kits)).astype(np.uint64) + np.uint64(scene.start % 10**8))
    return {
        "started_at": pa.array(draft.at, tables.TIME),
        "model": _pooled(pools.models.values, draft.model, pa.string()),
        "operation": pa.repeat("chat", n),
        "system_text": _pooled(pools.systems.values, draft.system, pa.string()),
        "input_text": pa.array(draft.text, pa.string()),
        "history_messages": draft.history,
        "history_hash": _strings(history, draft.history == 0),
        "max_tokens": pa.array(limit, mask=limit <= 0),
        "batch": pa.array(draft.batch, mask=~draft.batch),
        "tool_names": _pooled([list(t) for t in kits], draft.tools, pa.list_(pa.string())),
        "tool_schema_hash": _pooled(schemas, draft.tools, pa.string()),
        **{p: _parameter(pools, draft, p, tables.EXCHANGES.field(p).type) for p in PARAMETERS},
    }


def _content(scene: Scene, draft: Draft, pools: Pools, failed: Ints) -> dict[str, Any]:
    """Texts, sizes, parameters, blobs and endings of every request."""
    rng, n, systems = scene.rng, len(draft.at), pools.systems.values
    system_tokens = np.r_[text_tokens(systems), 0][draft.system]
    tool_counts = np.array([*(len(t) for t in pools.tools.values), 0])[draft.tools]
    per_message = 40 + draft.conversation % 211
    own = np.array([s.max_tokens or -1 for s in pools.samplings])[draft.sampling]
    limit = np.where(draft.max_tokens > 0, draft.max_tokens, own)
    asks = [bool(s.thinking_budget or s.reasoning_effort in ("medium", "high")) for s in pools.samplings]
    always = (rng.random(len(scene.accounts)) < 0.2)[draft.who]
    thinks = np.array(asks)[draft.sampling] | (always & (rng.random(n) < 0.9))
    output, reasoning, cut = _outputs(scene, draft, thinks, limit)
    ends = _endings(scene, draft, failed, cut)
    output = np.where(ends.pop("refused"), np.minimum(output, rng.integers(15, 90, n)), output)
    reasoning = np.minimum(reasoning, output)
    none = failed > 0
    wait = np.where(draft.batch, rng.uniform(300, 20_000, n), rng.lognormal(np.log(0.7), 0.6, n))
    seconds = wait + np.where(none, 0, output) / rng.lognormal(np.log(70), 0.35, n)
    unseen = none | ((rng.random(len(scene.accounts)) < 0.05)[draft.who])
    blobs_in, blobs_out = _blobs(scene, draft, reasoning, failed)
    text = pa.list_(pa.string())
    return {
        **_asked(scene, draft, pools, limit),
        **ends,
        "ended_at": pa.array(draft.at + (seconds * SECOND).astype(np.int64) + 1000, tables.TIME),
        "input_tokens": 7 + text_tokens(draft.text) + system_tokens + draft.history * per_message + 95 * tool_counts,
        "output_tokens": pa.array(output, mask=none),
        "reasoning_tokens": pa.array(reasoning, mask=unseen),
        "cached_input_tokens": pa.array(_cached(draft, system_tokens, np.arange(n)), mask=unseen),
        "reasoning_blobs_in": pa.array(blobs_in, text),
        "reasoning_blobs_out": pa.array(blobs_out, text),
    }


def output_texts(scene: Scene, tokens: Ints) -> list[str]:
    """Plausible answers of the right length, up to 2,000 characters."""
    replies: list[str] = scene.prompts.material["replies"]
    start = scene.rng.integers(len(replies), size=len(tokens))
    wheel = " ".join(replies * 9)
    return [wheel[(s * 37) % 400 :][: min(2000, int(t * 4.2))] for s, t in zip(start, tokens, strict=True)]


def serve(scene: Scene, draft: Draft, pools: Pools) -> tuple[pa.Table, Draft]:
    """tables.EXCHANGES without source and line, sorted by time, and the draft in its order."""
    draft, failed = with_failures(scene, draft)
    order = np.lexsort((scene.rng.random(len(draft.at)), draft.at))
    draft, failed = draft.take(order), failed[order]
    columns: dict[str, Any] = {**_identity(scene, draft, pools), **_content(scene, draft, pools, failed)}
    names = scene.rng.bytes(16 * len(failed)).hex()
    columns["exchange_id"] = pa.array([names[i : i + 32] for i in range(0, len(names), 32)])
    n = len(failed)
    if scene.knobs.outputs:
        tokens = np.asarray(pa.array(columns["output_tokens"]).fill_null(0))
        columns["output_text"] = pa.array(output_texts(scene, tokens), mask=failed > 0)
    else:
        columns["output_text"] = pa.nulls(n, pa.string())
    fields = [f for f in tables.EXCHANGES if f.name not in ("source", "line")]
    arrays = [pa.array(columns[f.name]).cast(f.type) for f in fields]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields)), draft
