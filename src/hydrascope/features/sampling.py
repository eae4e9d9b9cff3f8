"""How the output is asked for outside the text: sampling parameters, tools, and how the request ended."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.features.columns import Flags, Hashes, flagged, numbers, strings, valid
from hydrascope.features.hashing import CONTENT_KEY, keyed, known, mixed

NUMERIC = (
    "temperature", "top_p", "top_k", "max_tokens", "thinking_budget",
    "choice_count", "top_logprobs", "logprobs", "stream",
)  # fmt: skip
NAMED = ("response_format", "reasoning_effort")
HIGH_EFFORT = frozenset({"high", "xhigh", "very_high", "max", "maximum"})
PLAIN_FORMAT = frozenset({"", "text", "plain", "auto", "none"})
REFUSALS = frozenset({"refusal", "refused", "content_filter", "content_filtered", "safety", "blocklist",
                      "prohibited_content", "guardrail_intervened", "recitation", "spii"})  # fmt: skip
CUT = frozenset({"length", "max_tokens", "max_output_tokens", "model_length",
                 "model_context_window_exceeded"})  # fmt: skip
THROTTLED = frozenset({"rate_limit_error", "rate_limit_exceeded", "rate_limited", "throttlingexception",
                       "too_many_requests", "resource_exhausted", "quota_exceeded"})  # fmt: skip


def parameters(batch: pa.RecordBatch) -> Hashes:
    """Uint64 [rows]: one hash of the whole sampling set, 0 where nothing was set."""
    total = np.zeros(batch.num_rows, dtype=np.uint64)
    any_set = np.zeros(batch.num_rows, dtype=np.bool_)
    for place, name in enumerate((*NUMERIC, *NAMED, "seed"), start=1):
        column = batch.column(name)
        present = valid(column)
        if name in NAMED:
            values = keyed(strings(column), CONTENT_KEY, name)
        elif name == "seed":  # that there is one, not which
            values = np.ones(batch.num_rows, dtype=np.uint64)
        else:
            # Adding 0.0 makes -0.0 and 0.0 one value.
            values = (_floats(column) + 0.0).view(np.uint64)
        # A sum of mixed parts, each with its own constant: order-free and blind to absent columns.
        part = mixed(values + mixed(np.full(1, place, dtype=np.uint64)))
        total += np.where(present, part, np.uint64(0))
        any_set |= present
    return known(mixed(total), any_set)


def _floats(column: pa.Array) -> npt.NDArray[np.float64]:
    if pa.types.is_boolean(column.type):
        column = column.cast(pa.int8())
    return np.asarray(column.cast(pa.float64()).fill_null(0.0).to_numpy(), dtype=np.float64)


def tools(batch: pa.RecordBatch) -> Hashes:
    """Uint64 [rows]: hash of the tool schema, else of the set of tool names, else 0."""
    schema = keyed(strings(batch.column("tool_schema_hash")), CONTENT_KEY, "tool schema")
    names = batch.column("tool_names")
    sizes = pc.list_value_length(names).fill_null(0).to_numpy()
    each = mixed(keyed(strings(names.flatten()), CONTENT_KEY, "tool name"))
    # A running sum, differenced: the sum over each row's names, whatever their order.
    running = np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(each, dtype=np.uint64)])
    ends = np.cumsum(sizes)
    summed = mixed(running[ends] - running[ends - sizes])
    return np.where(schema != 0, schema, known(summed, sizes > 0))


def asks(batch: pa.RecordBatch) -> npt.NDArray[np.uint16]:
    """Uint16 [rows]: bits of `tables.ASKS`."""
    formats = batch.column("response_format")
    bits = (
        (numbers(batch.column("logprobs"), 0) > 0) | (numbers(batch.column("top_logprobs"), 0) > 0),
        numbers(batch.column("choice_count"), 1) > 1,
        numbers(batch.column("thinking_budget"), 0) > 0,
        flagged(batch.column("reasoning_effort"), HIGH_EFFORT),
        valid(formats) & ~flagged(formats, PLAIN_FORMAT),
        numbers(batch.column("stream"), 0) > 0,
        numbers(batch.column("batch"), 0) > 0,
        valid(batch.column("seed")),
    )
    return packed(bits).astype(np.uint16)


def outcome(batch: pa.RecordBatch) -> npt.NDArray[np.uint8]:
    """Uint8 [rows]: bits of `tables.OUTCOMES`."""
    status = numbers(batch.column("status_code"), 0)
    finish, error, category = (batch.column(n) for n in ("finish_reason", "error_type", "refusal_category"))
    refused = flagged(finish, REFUSALS) | (valid(category) & ~flagged(category, frozenset({"", "none"})))
    throttled = (status == 429) | flagged(error, THROTTLED)
    failed = ((status >= 400) | (valid(error) & ~flagged(error, frozenset({"", "none"})))) & ~throttled
    return packed((refused, failed, throttled, flagged(finish, CUT))).astype(np.uint8)


def packed(bits: tuple[Flags, ...]) -> npt.NDArray[np.uint32]:
    """Uint32 [rows]: flag k in bit k."""
    total = np.zeros(bits[0].size, dtype=np.uint32)
    for place, flags in enumerate(bits):
        total |= flags.astype(np.uint32) << np.uint32(place)
    return total


def output_tokens(batch: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Int64 [rows]: as logged; else a quarter of the output's bytes, at least 1; else -1."""
    logged = numbers(batch.column("output_tokens"), -1)
    sizes = pc.binary_length(batch.column("output_text")).cast(pa.int64()).fill_null(-4).to_numpy()
    guessed = np.where(sizes >= 0, np.maximum(sizes // 4, 1), -1)
    return np.where(logged >= 0, logged, guessed)


def duration_ms(batch: pa.RecordBatch) -> npt.NDArray[np.int64]:
    """Int64 [rows]: from arrival to the last byte out; -1 where unknown or running backwards."""
    ended, started = (batch.column(name).cast(pa.int64()) for name in ("ended_at", "started_at"))
    spent = pc.subtract(ended, started)
    spent = spent.fill_null(-1000).to_numpy() // 1000
    return np.where(spent >= 0, np.minimum(spent, 2**31 - 1), -1)
