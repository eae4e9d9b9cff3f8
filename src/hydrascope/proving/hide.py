"""Logs that lack a family of evidence: what a detector must do without, taken from the log, not from the detector.

What is in no family stays whatever is hidden: who asks (account, organisation, licence, end user, conversation),
the model, numbers of tokens and messages, and how a request ended.
"""

from dataclasses import replace

import numpy as np
import pyarrow as pa

from hydrascope.errors import SettingsError
from hydrascope.simulate import World

FAMILIES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "infrastructure": (
        ("client_ip", "country", "asn", "user_agent", "sdk", "ja4", "credential_hash"),
        ("payment_fingerprint", "phone_hash", "email_domain", "signup_ip", "signup_asn", "signup_user_agent"),
    ),
    "content": (
        (
            "system_text", "input_text", "output_text", "tool_names", "tool_schema_hash", "history_hash",
            "reasoning_blobs_in", "reasoning_blobs_out",
        ),
        (),
    ),
    "rhythm": (("started_at", "ended_at"), ()),
    "parameters": (
        (
            "temperature", "top_p", "top_k", "max_tokens", "thinking_budget", "choice_count", "top_logprobs", "seed",
            "logprobs", "stream", "batch", "response_format", "reasoning_effort",
        ),
        (),
    ),
    "sign-up": (
        (),
        (
            "created_at", "plan", "pathway", "verification", "payment_kind", "billing_country", "status", "status_at",
        ),
    ),
}  # fmt: skip
"""Per family, the columns of the exchanges and of the accounts that tell of it."""

LACKS: dict[str, tuple[str, ...]] = {
    "accounts": (),
    "addresses": ("client_ip", "country", "asn"),
    "parameters": FAMILIES["parameters"][0],
    "content": FAMILIES["content"][0],
}
"""What logs out there often lack; without "accounts" there is no accounts table at all."""

ABLATIONS = (*(f"without {name}" for name in FAMILIES), *(f"only {name}" for name in FAMILIES))
GAPS = tuple(f"lacks {name}" for name in LACKS)


def hide(world: World, variant: str, seed: int = 0) -> tuple[World, bool]:
    """The world as `variant` ("whole", one of ABLATIONS or GAPS) shows it, and whether it has an accounts table.

    Several gaps are joined by a comma: "lacks accounts, content".
    `seed` is that of the permutation of times. Raises SettingsError for an unknown variant.
    """
    if variant == "whole":
        return world, True
    how, _, name = variant.partition(" ")
    gaps = name.split(", ")
    if how == "lacks" and set(gaps) <= set(LACKS):
        columns = tuple(column for gap in gaps for column in LACKS[gap])
        return replace(world, exchanges=_blank(world.exchanges, columns)), "accounts" not in gaps
    if variant not in ABLATIONS:
        raise SettingsError(f"cannot hide {variant!r}; choose one of {', '.join((*ABLATIONS, *GAPS))}.")
    for family in FAMILIES:
        if (family == name) == (how == "without"):
            world = _without(world, family, seed)
    return world, True


def _without(world: World, family: str, seed: int) -> World:
    if family == "rhythm":
        return replace(world, exchanges=_shuffled(world.exchanges, seed))
    exchanges, accounts = FAMILIES[family]
    return replace(world, exchanges=_blank(world.exchanges, exchanges), accounts=_blank(world.accounts, accounts))


def _blank(table: pa.Table, names: tuple[str, ...]) -> pa.Table:
    """The table with these columns unknown throughout."""
    for name in names:
        if name in table.column_names:
            at = table.schema.get_field_index(name)
            table = table.set_column(at, table.schema.field(at), pa.nulls(table.num_rows, table.schema.field(at).type))
    return table


def _shuffled(exchanges: pa.Table, seed: int) -> pa.Table:
    """Times dealt anew among all exchanges; each keeps its duration, so the log keeps its hours and days."""
    order = np.random.default_rng(seed).permutation(exchanges.num_rows)
    begun = exchanges["started_at"].cast(pa.int64()).to_numpy()
    moved = begun[order]
    out = _put(exchanges, "started_at", pa.array(moved))
    if "ended_at" not in exchanges.column_names:
        return out
    ended = exchanges["ended_at"].cast(pa.int64()).combine_chunks()
    later = pa.array(ended.fill_null(0).to_numpy() - begun + moved, mask=ended.is_null().to_numpy(zero_copy_only=False))
    return _put(out, "ended_at", later)


def _put(table: pa.Table, name: str, micros: pa.Array) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at), micros.cast(table.schema.field(at).type))
