"""Who and from where: keyed hashes of identifiers."""

import socket

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.features.columns import Hashes, labels, strings
from hydrascope.features.hashing import keyed, known, mixed

MAPPED = bytes(10) + b"\xff\xff"
"""Prefix of an IPv4 address written as IPv6 (RFC 4291 §2.5.5.2)."""


def identifiers(batch: pa.RecordBatch, key: bytes) -> dict[str, pa.Array]:
    """The `account` to `tls` and `blobs_*` columns of FEATURES. Null becomes 0."""
    user_agent = keyed(strings(batch.column("user_agent")), key, "user_agent")
    sdk = keyed(strings(batch.column("sdk")), key, "sdk")
    client = mixed(user_agent) + sdk
    address, network = addresses(batch.column("client_ip"), key)
    hashes = {
        "account": keyed(strings(batch.column("account_id")), key, "account"),
        "lot": keyed(strings(batch.column("exchange_id")), key, "exchange"),
        "end_user": keyed(strings(batch.column("end_user_id")), key, "end_user"),
        "conversation": keyed(strings(batch.column("conversation_id")), key, "conversation"),
        "history": keyed(strings(batch.column("history_hash")), key, "history"),
        "credential": keyed(strings(batch.column("credential_hash")), key, "credential"),
        "address": address,
        "network": network,
        "client": known(client, (user_agent | sdk) != 0),
        "tls": keyed(strings(batch.column("ja4")), key, "tls"),
    }
    columns = {name: pa.array(values) for name, values in hashes.items()}
    columns["blobs_in"] = blobs(batch.column("reasoning_blobs_in"), key)
    columns["blobs_out"] = blobs(batch.column("reasoning_blobs_out"), key)
    return columns


def addresses(column: pa.Array, key: bytes) -> tuple[Hashes, Hashes]:
    """Hashes of each address and of its /24 (IPv4) or /48 (IPv6); text that is no address is hashed whole."""
    encoded = labels(column)
    packed = [_packed(text) for text in encoded.dictionary.to_pylist()]
    networks = [_network(value) for value in packed]
    indices = encoded.indices.fill_null(0).to_numpy()
    present = np.asarray(column.is_valid().to_numpy(zero_copy_only=False))
    result = []
    for values, kind in ((packed, "address"), (networks, "network")):
        # The extra element keeps the look-up inside bounds when every row is null.
        distinct = keyed(strings(pa.array([*values, b""], type=pa.binary())), key, kind)
        result.append(known(distinct[indices], present))
    return result[0], result[1]


def _packed(text: str) -> bytes:
    """Network-order bytes, 4 or 16; other text as UTF-8 behind a tag that no address begins with."""
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            packed = socket.inet_pton(family, text)
        except (OSError, ValueError):
            continue
        return packed[12:] if packed[:12] == MAPPED else packed
    return b"text:" + text.encode() + b" " * 12


def _network(packed: bytes) -> bytes:
    return {4: packed[:3], 16: packed[:6]}.get(len(packed), packed)


def blobs(column: pa.Array, key: bytes) -> pa.Array:
    """List<uint64>: hashes of reasoning blobs; the same blob is equal whether presented or minted."""
    sizes = pc.list_value_length(column).fill_null(0).to_numpy()
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    hashes = keyed(strings(column.flatten()), key, "blob")
    missing = column.is_null() if column.null_count else None
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(hashes), mask=missing)
