"""One value at a time: from whatever a log holds to what a column of the contract takes.

This is the definition of what is accepted. `columns` is the fast path for whole columns and falls back
to these functions wherever a column is not plainly right. Every function returns None for unknown and
raises `Unfit` for a value that cannot be meant.
"""

import json
import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from hydrascope.ingest.part import Flaw, Json
from hydrascope.tables import TIME

EARLIEST = int(datetime(2015, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
LATEST = int(datetime(2101, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
"""Clocks outside [EARLIEST, LATEST) microseconds since 1970 are absurd."""
ABSURD = 1
"""A number that `time` takes for no unit at all."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
REPLACEMENT = "\ufffd"

WRONG_TYPE = "wrong type"
OUT_OF_RANGE = "number out of range"
TIME_RANGE = "time out of range"
MISSING = "missing field"

TYPE_NAMES = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a boolean",
    int: "a number",
    float: "a number",
}


class Unfit(Exception):
    """A value that cannot stand in its column."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.flaw = Flaw(reason, detail)


def _wrong(value: object, wanted: str) -> Unfit:
    return Unfit(WRONG_TYPE, f"{TYPE_NAMES.get(type(value), 'a value')} where {wanted} is expected")


def clean(text: str) -> str:
    """Replace NUL and lone surrogates by U+FFFD.

    >>> clean("a\\x00b\\ud800") == "a\\ufffdb\\ufffd"
    True
    """
    if "\x00" in text:
        text = text.replace("\x00", REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def text(value: Json) -> str | None:
    """Text; numbers become text, as identifiers are often logged as numbers."""
    if value is None:
        return None
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bytes):
        return clean(value.decode("utf-8", "replace"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise _wrong(value, "a text")


def integer(value: Json, bits: int) -> int | None:
    """A signed integer of `bits` bits. Whole floats and decimal texts are accepted; NaN is unknown."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, str):
        stripped = value.strip()
        if not stripped:
            return None
        if len(stripped) > 40:
            raise _wrong(value, "a number")
        try:
            value = int(stripped)
        except ValueError:
            raise _wrong(value, "a whole number") from None
    if isinstance(value, float) and not value.is_integer():
        raise Unfit(OUT_OF_RANGE if math.isinf(value) else WRONG_TYPE, "not a whole number")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(value, "a number")
    if not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        raise Unfit(OUT_OF_RANGE, f"does not fit in {bits} bits")
    return int(value)


def number(value: Json) -> float | None:
    """A finite float32. NaN is unknown."""
    if value is None:
        return None
    if isinstance(value, str) and len(value) <= 40:
        try:
            value = float(value) if value.strip() else math.nan
        except ValueError:
            raise _wrong(value, "a number") from None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(value, "a number")
    if value != value:  # NaN; math.isnan fails on integers that are too large for a float
        return None
    if abs(value) > 3.4028234663852886e38:
        raise Unfit(OUT_OF_RANGE, "does not fit in a float32")
    return float(value)


FLAGS = {"true": True, "1": True, "false": False, "0": False, "": None}


def flag(value: Json) -> bool | None:
    """A boolean; 0, 1 and the words true and false are accepted."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, str)) and str(value).strip().lower() in FLAGS:
        return FLAGS[str(value).strip().lower()]
    raise _wrong(value, "a boolean")


def texts(value: Json) -> list[str] | None:
    """A list of texts; also written as one JSON text. Nulls inside are left out."""
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.startswith("[") else [value]
        except (ValueError, RecursionError):
            raise _wrong(value, "a list of texts") from None
    if not isinstance(value, (list, tuple)):
        raise _wrong(value, "a list of texts")
    return [found for item in value if (found := text(item)) is not None]


def time(value: Json) -> int | None:
    """Microseconds since 1970 from a datetime, ISO 8601 text (UTC unless it says otherwise) or an epoch.

    An epoch's unit (s, ms, µs, ns) shows in its size: for years 2015 to 2100 the ranges do not overlap.
    """
    if value is None:
        return None
    if isinstance(value, str):
        value = _parsed_time(value)
    if isinstance(value, datetime):
        found = (value if value.tzinfo else value.replace(tzinfo=UTC)) - EPOCH
        return _bounded(found // MICROSECOND)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(value, "a time")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    for scale in (1_000_000, 1_000, 1):
        if EARLIEST <= value * scale < LATEST:
            return round(value * scale)
    return _bounded(int(value) // 1_000)


def _bounded(micros: int) -> int:
    if EARLIEST <= micros < LATEST:
        return micros
    raise Unfit(TIME_RANGE, "not between the years 2015 and 2100")


def _parsed_time(value: str) -> datetime | int | float | None:
    stripped = value.strip()
    if not stripped:
        return None
    if len(stripped) > 64:
        raise Unfit(WRONG_TYPE, "a long text where a time is expected")
    # Eight digits are a date; any other number is an epoch, though some read as odd ISO forms too.
    parsers = (datetime.fromisoformat,) if len(stripped) == 8 else (int, float, datetime.fromisoformat)
    for parse in parsers:
        try:
            return parse(stripped.removesuffix(" UTC"))
        except (ValueError, OverflowError):
            continue
    raise Unfit(WRONG_TYPE, "a text that is no ISO 8601 time")


def fitter(kind: pa.DataType) -> Callable[[Json], Json]:
    """The function that fits one value to an Arrow type of the contract."""
    if kind == TIME:
        return time
    if pa.types.is_integer(kind):
        bits = kind.bit_width
        return lambda value: integer(value, bits)
    if pa.types.is_floating(kind):
        return number
    if pa.types.is_boolean(kind):
        return flag
    return texts if pa.types.is_list(kind) else text
