"""Ways in which a log line goes wrong, by accident or by an attacker's hand. All take a seeded Random."""

import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

NASTY: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    2**70,
    10**400,
    1e308,
    -0.5,
    "",
    "\x00",
    "\ud800",
    "a\udfff\x00b",
    "NaN",
    "9" * 50,
    "1969-12-31T23:59:59Z",
    "2026-02-30",
    "{",
    '[{"a": 1}]',
    [],
    [[]],
    [None, 1, "a", {}, [1]],
    {},
    {"": {}},
    {"type": "text"},
    {"type": ["text"]},
    {"role": {}, "content": {"text": 1}},
    {"text": {"text": {"text": []}}},
)


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every way into a JSON value."""
    if at:
        yield at
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*at, key))
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from places(value[index], (*at, index))


def _swapped(line: bytes, random: Random, new: Any) -> bytes:
    """The line with one value, anywhere, replaced by `new`."""
    value = json.loads(line)
    *way, last = random.choice(list(places(value)))
    inside = value
    for step in way:
        inside = inside[step]
    inside[last] = new
    return json.dumps(value).encode()


def flip(line: bytes, random: Random) -> bytes:
    """A few bits turned over."""
    damaged = bytearray(line)
    for _ in range(random.randint(1, 4)):
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
    return bytes(damaged)


def cut(line: bytes, random: Random) -> bytes:
    """The end is missing."""
    return line[: random.randrange(1, len(line))]


def doubled(line: bytes, random: Random) -> bytes:
    """A stretch stands there twice."""
    start = random.randrange(len(line))
    stop = random.randrange(start, len(line))
    return line[:stop] + line[start:]


def swap(line: bytes, random: Random) -> bytes:
    """A value of another type."""
    return _swapped(line, random, random.choice(NASTY))


def drop(line: bytes, random: Random) -> bytes:
    """A field is missing, another one is new."""
    value = json.loads(line)
    value.pop(random.choice(list(value)))
    value[f"new{random.randrange(300)}"] = random.choice(NASTY)
    return json.dumps(value).encode()


def nul(line: bytes, random: Random) -> bytes:
    """Raw NUL and other control bytes."""
    at = random.randrange(len(line))
    return line[:at] + bytes(random.choices(range(32), k=3)) + line[at:]


def surrogate(line: bytes, random: Random) -> bytes:
    """Lone surrogates and bytes that are no UTF-8, inside a text."""
    quotes = [i for i, byte in enumerate(line) if byte == 0x22]
    at = random.choice(quotes) + 1
    return (
        line[:at] + random.choice((b"\\ud83d", b"\\udc00\\u0000", b"\xff\xfe", b"\xed\xa0\x80")) + line[at:]
    )


def nest(line: bytes, random: Random) -> bytes:
    """Something nested, somewhat or absurdly deep."""
    depth = random.choice((5, 60, 900, 20_000))
    opening, closing = random.choice(((b"[", b"]"), (b'{"content":', b"}"), (b'[{"text":', b"}]")))
    deep = opening * depth + b"1" + closing * depth
    return _swapped(line, random, "<here>").replace(b'"<here>"', deep)


def twice(line: bytes, random: Random) -> bytes:
    """Keys that stand there twice."""
    return line[:-1] + b"," + line[1:]


WAYS: tuple[Callable[[bytes, Random], bytes], ...] = (
    flip,
    cut,
    doubled,
    swap,
    swap,
    swap,
    drop,
    nul,
    surrogate,
    nest,
    twice,
)


def damaged(line: bytes, random: Random) -> bytes:
    """The line, damaged in one to three ways; without line ends."""
    for _ in range(random.choice((1, 1, 2, 3))):
        try:
            line = random.choice(WAYS)(line, random)
        except (ValueError, RecursionError, IndexError, TypeError, AttributeError):
            line = flip(line or b"?", random)
    return line.replace(b"\n", b" ").replace(b"\r", b" ") or b"?"
