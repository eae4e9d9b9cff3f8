"""Taking values out of logs that may hold anything anywhere."""

import hashlib

import msgspec

from hydrascope.ingest.part import Json

DIGEST_BYTES = 16


def obj(value: Json) -> dict[str, Json]:
    """The object, also when it is written as JSON text; empty when it is none."""
    value = unpacked(value)
    return value if isinstance(value, dict) else {}


def items(value: Json) -> list[Json]:
    """The list, also when it is written as JSON text; empty when it is none."""
    value = unpacked(value)
    return value if isinstance(value, list) else []


def unpacked(value: Json) -> Json:
    """JSON out of a text that holds an object or a list; anything else as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return msgspec.json.decode(value)
        except (ValueError, RecursionError):
            return value
    return value


def dig(value: Json, *keys: str) -> Json:
    """The value below `keys`, None when the way breaks off.

    >>> dig({"a": {"b": 1}}, "a", "b")
    1
    """
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value


def first(value: Json, *paths: str) -> Json:
    """The first value that is there and not empty; keys of a path are joined by `/`.

    >>> first({"a": "", "b": {"c": 2}}, "a", "b/c")
    2
    """
    if not isinstance(value, dict):
        return None
    for path in paths:
        found = value.get(path) if "/" not in path else dig(value, *path.split("/"))
        if found is not None and found != "":
            return found
    return None


def name_of(value: Json, *keys: str) -> str | None:
    """A setting that is a word or an object naming itself under one of `keys`."""
    if isinstance(value, dict):
        value = first(value, *keys)
    return value if isinstance(value, str) and value else None


def digest(value: Json) -> str | None:
    """Hex BLAKE2b of a secret or a structure (keys sorted); None for nothing."""
    if value is None or value in ("", [], {}):
        return None
    data = value.encode("utf-8", "replace") if isinstance(value, str) else sorted_json(value)
    return hashlib.blake2b(data, digest_size=DIGEST_BYTES).hexdigest()


def sorted_json(value: Json) -> bytes:
    """Compact JSON with keys in order: equal structures give equal bytes."""
    try:
        return msgspec.json.encode(value, order="sorted")
    except UnicodeEncodeError:
        return repr(value).encode("utf-8", "replace")
