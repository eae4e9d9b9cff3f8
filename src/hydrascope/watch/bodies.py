"""What a gateway posts → lines of a log: a JSON object, an array of them, or one on every line."""

import json

import msgspec

from hydrascope.errors import UserError


class NoLog(UserError):
    """A body that holds no JSON."""


def lines_of(body: bytes) -> list[bytes]:
    r"""One line for each object, as it was written. What is no object stays a line, to be rejected by its place.

    Raises NoLog where not even the first line is JSON.

    >>> lines_of(b'[{"a": 1},\n {"b": [2,\n3]}]')
    [b'{"a": 1}', b'{"b": [2, 3]}']
    >>> lines_of(b'{"a": 1}\n{"a": 2}')
    [b'{"a": 1}', b'{"a": 2}']
    """
    try:
        return [_flat(value) for value in _values(body)]
    except (ValueError, RecursionError):
        pass
    found = [line for line in body.split(b"\n") if line.strip()]
    if not found or not _is_json(found[0]):
        raise NoLog("the body is no JSON: post an object, an array of objects, or one object on each line")
    return found


def _values(body: bytes) -> list[bytes]:
    """The elements of an array, or the one value, undecoded. Raises ValueError."""
    if not body.lstrip().startswith(b"["):
        json.loads(body, strict=False)
        return [body.strip()]
    try:
        return [bytes(value).strip() for value in msgspec.json.decode(body, type=list[msgspec.Raw])]
    except (msgspec.DecodeError, UnicodeDecodeError):
        # Python writes NaN where there is no number, and reads it.
        return [json.dumps(value).encode() for value in json.loads(body, strict=False)]


def _flat(value: bytes) -> bytes:
    """On one line. Within a string of JSON no line end stands by itself."""
    return value.replace(b"\r", b" ").replace(b"\n", b" ")


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line, strict=False)
    except (ValueError, RecursionError):
        return False
    return True
