"""Where requests come from and what sends them: networks, addresses, clients, mail domains, payments.

The same functions serve honest people and operators; nothing here knows of labels.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

import yaml

from hydrascope.simulate.material import digest

Thing = TypeVar("Thing")
FILE = Path(__file__).parent / "catalogue.json"

ENDINGS = ("com", "io", "ai", "dev", "net", "co", "org", "de", "co.uk", "com.br", "in", "jp", "app", "xyz")
PLACES = Path(__file__).parent / "places.yaml"


class Address(NamedTuple):
    """A public address and what is known of it."""

    ip: str
    asn: int
    country: str


class Client(NamedTuple):
    """What a request says of its sender's software; `sdk` is the folded x-stainless set."""

    user_agent: str | None
    sdk: str | None
    ja4: str | None


@dataclass(frozen=True)
class Catalogue:
    """Lists of real things: browsers with shares, disposable mail domains, network numbers, fingerprints."""

    browsers: tuple[tuple[str, float], ...]
    disposable: list[str]
    hosting_asn: list[int]
    vpn_asn: list[int]
    ja4: list[str]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped lists (catalogue.json)."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    return Catalogue(**(raw | {"browsers": tuple((a, w) for a, w in raw["browsers"])}))


@dataclass(frozen=True)
class Places:
    """Countries, clouds, mail domains and syllables (places.yaml), drawn alike for everybody."""

    shares: tuple[tuple[str, float], ...]
    zones: dict[str, float]
    access: dict[str, tuple[int, ...]]
    clouds: tuple[int, ...]
    bulk_mail: tuple[tuple[str, float], ...]
    syllables: tuple[str, ...]
    code_words: tuple[str, ...]
    kits: tuple[str, ...]


@lru_cache(maxsize=1)
def places() -> Places:
    """The shipped tables."""
    raw = yaml.load(PLACES.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rows = raw["countries"]
    return Places(
        shares=tuple((r[0], float(r[1])) for r in rows),
        zones={r[0]: float(r[2]) for r in rows},
        access={r[0]: tuple(r[3]) for r in rows},
        clouds=tuple(raw["clouds"]),
        bulk_mail=tuple((m, float(w)) for m, w in raw["bulk_mail"]),
        syllables=tuple(raw["syllables"].split()),
        code_words=tuple(raw["code_words"].split()),
        kits=tuple(raw["kits"].split()),
    )


def weighted(pick: Random, pairs: Sequence[tuple[Thing, float]]) -> Thing:
    """One of (thing, weight) pairs, by weight."""
    at = pick.random() * sum(p[1] for p in pairs)
    for thing, weight in pairs:
        at -= weight
        if at <= 0:
            return thing
    return pairs[-1][0]


def country(pick: Random) -> str:
    """Where somebody lives: the same shares for everybody."""
    return weighted(pick, places().shares)


def zone(where: str) -> float:
    """Offset from UTC in hours."""
    return places().zones.get(where, 0.0)


def _ip(pick: Random, asn: int, blocks: int) -> str:
    """An address in one of the network's `blocks` /16s; one in eight is IPv6."""
    block = digest(f"{asn}/{int(pick.random() * blocks)}")
    if block % 8 == 7:
        groups = [f"{pick.getrandbits(16):x}" for _ in range(3)]
        return f"2a{block % 97 + 10:02d}:{block >> 8 & 0xFFFF:x}:{groups[0]}:{groups[1]}::{groups[2]}"
    first = block % 200 + 11
    first += 1 if first in (100, 127, 169, 172, 192, 198, 203) else 0
    return f"{first}.{block >> 8 & 255}.{int(pick.random() * 256)}.{int(pick.random() * 254) + 1}"


def home(pick: Random, where: str) -> Address:
    """A residential or mobile address."""
    nets = places().access[where]
    asn = nets[min(int(pick.random() ** 1.7 * len(nets)), len(nets) - 1)]
    return Address(_ip(pick, asn, 24), asn, where)


def cloud(pick: Random, where: str) -> Address:
    """A server's address; clouds report the country of the region, not of the customer."""
    asn = places().clouds[min(int(pick.random() ** 2 * len(places().clouds)), len(places().clouds) - 1)]
    if pick.random() < 0.15:
        asn = pick.choice(catalogue().hosting_asn)
    return Address(_ip(pick, asn, 12), asn, where if pick.random() < 0.6 else country(pick))


def vpn(pick: Random) -> Address:
    """An exit of a VPN: few addresses, many users."""
    asn = pick.choice(catalogue().vpn_asn)
    exit_ip = Random(digest(f"vpn/{asn}/{int(pick.random() * 30)}"))
    return Address(_ip(exit_ip, asn, 4), asn, country(exit_ip))


def organisation(pick: Random, where: str) -> Address:
    """The egress of a campus, office or event: its own network number or that of its provider."""
    asn = pick.choice(places().access[where]) if pick.random() < 0.5 else 30_000 + int(pick.random() * 35_000)
    return Address(_ip(pick, asn, 3), asn, where)


def neighbour(pick: Random, address: Address) -> Address:
    """Another address of the same /24 (or /64)."""
    cut = "." if "." in address.ip else ":"
    stem = address.ip.rsplit(cut, 1)[0]
    last = str(int(pick.random() * 254) + 1) if cut == "." else f"{pick.getrandbits(16):x}"
    return address._replace(ip=f"{stem}{cut}{last}")


def word(pick: Random, parts: int = 2) -> str:
    """A made-up name."""
    return "".join(pick.choice(places().syllables) for _ in range(parts))


def code_name(pick: Random) -> str:
    """A made-up identifier."""
    a, b = pick.choice(places().code_words), pick.choice(places().code_words)
    return (f"{a}_{b}", f"{a}{b.title()}", f"{a}-{b}", a)[int(pick.random() * 4)]


def mail(pick: Random) -> str:
    """A person's mail domain."""
    return weighted(pick, places().bulk_mail) if pick.random() < 0.93 else own_domain(pick)


def own_domain(pick: Random) -> str:
    """A company's mail domain."""
    return f"{word(pick, 2 + int(pick.random() * 2))}.{pick.choice(ENDINGS)}"


def token(pick: Random, prefix: str = "") -> str:
    """A keyed hash as ingestion leaves it: 32 hex digits."""
    return f"{prefix}{pick.getrandbits(128):032x}"
