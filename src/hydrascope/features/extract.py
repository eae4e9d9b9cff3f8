"""The stage: EXCHANGES record batch → FEATURES record batch."""

import numpy as np
import pyarrow as pa

from hydrascope.features.columns import Strings, labels, numbers, strings
from hydrascope.features.content import capability, forms, language
from hydrascope.features.frozen import purpose_model, tables
from hydrascope.features.identifiers import identifiers
from hydrascope.features.kernel import read
from hydrascope.features.purpose import bits
from hydrascope.features.readings import Readings
from hydrascope.features.sampling import asks, duration_ms, outcome, output_tokens, parameters, tools
from hydrascope.tables import FEATURES, PHRASE_COUNT, VECTOR_WIDTH


def extract(exchanges: pa.RecordBatch, key: bytes) -> pa.RecordBatch:
    """Features of a batch of exchanges, row for row.

    Pure and deterministic: a row's features depend on that row and `key` alone. Identifier columns are
    hashed with `key` (any length); content hashes are not, so that partners can compare signatures.
    Columns beyond `tables.EXCHANGES` are ignored; a missing one raises KeyError.
    """
    user = read(strings(exchanges.column("input_text")), tables())
    system, rows = _systems(exchanges.column("system_text"))
    offered = tools(exchanges)
    asked = forms(user, system, rows)
    columns = {
        **_passed_on(exchanges),
        **identifiers(exchanges, key),
        "tools": offered,
        "parameters": parameters(exchanges),
        "system": np.where(rows >= 0, system.masked[rows], np.uint64(0)),
        **{name: getattr(user, name) for name in ("text", "head", "tail", "chars", "words")},
        "phrases": pa.FixedSizeListArray.from_arrays(pa.array(user.phrases.ravel()), PHRASE_COUNT),
        "vector": pa.FixedSizeListArray.from_arrays(pa.array(user.vector.ravel()), VECTOR_WIDTH),
        "purpose": bits(user, purpose_model()),
        "forms": asked,
        "asks": asks(exchanges),
        "outcome": outcome(exchanges),
        "capability": capability(user, system, rows, asked, offered != 0),
        "language": language(user),
    }
    arrays = [_typed(columns[field.name], field.type) for field in FEATURES]
    return pa.RecordBatch.from_arrays(arrays, schema=FEATURES)


def _systems(column: pa.Array) -> tuple[Readings, np.ndarray]:
    """Readings of the distinct system prompts, and for each row the index of its own or -1.

    Few and long as they mostly are, each is read once per batch.
    """
    encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    distinct = strings(encoded.dictionary)
    # One unknown prompt at the end gives index -1 something to point at.
    offsets = np.append(distinct.offsets, distinct.offsets[-1])
    padded = Strings(offsets, distinct.data, np.append(distinct.valid, False))
    return read(padded, tables()), numbers(encoded.indices, -1)


def _passed_on(exchanges: pa.RecordBatch) -> dict[str, object]:
    kept = ("exchange_id", "started_at", "line")
    named: dict[str, object] = {name: exchanges.column(name) for name in kept}
    for name in ("account_id", "model", "access_path", "source"):
        named[name] = labels(exchanges.column(name))
    sizes = ("history_messages", "input_tokens", "reasoning_tokens", "max_tokens", "asn")
    named |= {name: numbers(exchanges.column(name), -1) for name in sizes}
    return named | {"duration_ms": duration_ms(exchanges), "output_tokens": output_tokens(exchanges)}


def _typed(values: object, kind: pa.DataType) -> pa.Array:
    array = values if isinstance(values, pa.Array) else pa.array(values)
    return array if array.type == kind else array.cast(kind)
