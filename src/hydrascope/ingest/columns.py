"""Whole columns at a time: from any compatible Arrow column or Python list to a column of the contract.

Fast where a column is plainly right; value by value (`scalars`) where it is not. Both give the same.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.ingest.part import Flaw, Json
from hydrascope.ingest.scalars import ABSURD, EARLIEST, LATEST, REPLACEMENT, Unfit, fitter
from hydrascope.tables import TIME

Flaws = dict[int, Flaw]
"""Flaw by row number within the batch."""

NOT_PLAIN = (pa.ArrowException, TypeError, ValueError, OverflowError)


class NotPlain(ValueError):
    """This column needs to be read value by value."""


def fit_column(values: pa.Array | Sequence[Json], field: pa.Field, typed: bool = False) -> tuple[pa.Array, Flaws]:
    """Column of `field.type` and the flaws of rows whose value is unfit (null there).

    `typed`: the values have the column's type already (times aside), so none has to be guessed.
    """
    try:
        return _fast(values if isinstance(values, pa.Array) else _array(values, field, typed), field.type), {}
    except NOT_PLAIN:
        return _slow(values, field)


def _array(values: Sequence[Json], field: pa.Field, typed: bool) -> pa.Array:
    if values.count(None) == len(values):
        return pa.nulls(len(values), field.type)
    if typed and field.type != TIME:
        return pa.array(values, field.type)
    column = pa.array(values)
    # Arrow takes a boolean after a float for a number.
    if pa.types.is_floating(column.type) and bool in set(map(type, values)):
        raise NotPlain
    return column


def _slow(values: pa.Array | Sequence[Json], field: pa.Field) -> tuple[pa.Array, Flaws]:
    fit = fitter(field.type)
    fitted: list[Json] = []
    flaws: Flaws = {}
    for row, value in enumerate(_pylist(values) if isinstance(values, pa.Array) else values):
        try:
            fitted.append(fit(value))
        except Unfit as unfit:
            fitted.append(None)
            flaws[row] = Flaw(unfit.flaw.reason, f"{field.name}: {unfit.flaw.detail}")
    if field.type == TIME:
        return pa.array(fitted, pa.int64()).cast(TIME), flaws
    return pa.array(fitted, field.type), flaws


def _pylist(column: pa.Array) -> list[Json]:
    """Python values; bytes that are no UTF-8 are replaced, times as microseconds."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_timestamp(kind):
        times, per = {"s": (1_000_000, 1), "ms": (1_000, 1), "us": (1, 1), "ns": (1, 1_000)}[kind.unit]
        ticks = column.view(pa.int64()).to_pylist()
        return [None if tick is None else _absurd_kept(tick * times // per) for tick in ticks]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        said = column.cast(pa.large_binary()).to_pylist()
        return [None if each is None else each.decode("utf-8", "replace") for each in said]
    try:
        return list(column.to_pylist())
    except (UnicodeDecodeError, ValueError, OverflowError):
        return [object()] * len(column)


def _absurd_kept(micros: int) -> int:
    """Microseconds that `scalars.time` cannot mistake for another unit: absurd clocks stay absurd."""
    return micros if EARLIEST <= micros < LATEST else ABSURD


def _fast(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_null(column.type):
        return pa.nulls(len(column), kind)
    return _way(kind)(column, kind)


def _way(kind: pa.DataType) -> Callable[[pa.Array, pa.DataType], pa.Array]:
    if kind == TIME:
        return _times
    if pa.types.is_integer(kind):
        return _integers
    if pa.types.is_floating(kind):
        return _numbers
    if pa.types.is_boolean(kind):
        return _flags
    return _lists if pa.types.is_list(kind) else _texts


def _texts(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if pa.types.is_integer(column.type):
        return column.cast(kind)
    if not _is_text(column.type):
        raise NotPlain
    column.validate(full=True)
    found = column.cast(kind)
    return pc.replace_substring(found, "\x00", REPLACEMENT) if _has_nul(found) else found


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _has_nul(column: pa.Array) -> bool:
    data = column.buffers()[-1]
    return data is not None and bool(data.size) and not np.frombuffer(data, np.uint8).all()


def _integers(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise NotPlain
    return column.cast(kind)


def _numbers(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if not (pa.types.is_integer(column.type) or pa.types.is_floating(column.type)):
        raise NotPlain
    found = column.cast(kind, safe=False)
    if pc.any(pc.is_inf(found)).as_py():
        raise NotPlain
    unknown = pc.is_nan(found)
    return pc.if_else(unknown, None, found) if pc.any(unknown).as_py() else found


def _flags(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if not pa.types.is_boolean(column.type):
        raise NotPlain
    return column


def _lists(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if not (pa.types.is_list(column.type) or pa.types.is_large_list(column.type)):
        raise NotPlain
    column.validate(full=True)
    found = column.cast(kind)
    inside = found.flatten()
    if inside.null_count or _has_nul(inside):
        raise NotPlain
    return found


def _times(column: pa.Array, kind: pa.DataType) -> pa.Array:
    if _is_text(column.type):
        micros = _parsed(column)
    elif pa.types.is_timestamp(column.type):
        scale = {"s": 1e6, "ms": 1e3, "us": 1, "ns": 1e-3}[column.type.unit]
        micros = _scaled(column.view(pa.int64()), scale)
    elif pa.types.is_date(column.type):
        micros = column.cast(pa.timestamp("us")).view(pa.int64())
    elif pa.types.is_int64(column.type):
        micros = _epochs(column)
    else:
        raise NotPlain
    least, most = pc.min_max(micros).as_py().values()
    if least is not None and (least < EARLIEST or most >= LATEST):
        raise NotPlain
    return micros.cast(TIME)


def _scaled(ticks: pa.Array, scale: float) -> pa.Array:
    """Microseconds; overflow raises, and nanoseconds are rounded down."""
    if scale == 1:
        return ticks
    return pc.divide(ticks, 1000) if scale < 1 else pc.multiply_checked(ticks, int(scale))


def _parsed(column: pa.Array) -> pa.Array:
    try:
        return column.cast(TIME).view(pa.int64())
    except pa.ArrowInvalid:
        return column.cast(pa.timestamp("us")).view(pa.int64())


def _epochs(column: pa.Array) -> pa.Array:
    """Microseconds from epochs that all have the unit of the smallest."""
    least = pc.min(column).as_py()
    for scale in (1e6, 1e3, 1, 1e-3):
        if least is not None and EARLIEST <= least * scale < LATEST:
            return _scaled(column, scale)
    raise NotPlain
