"""The chunks of a scene, put together: one row per request, before the gateway has answered."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from hydrascope.simulate.account import Sampling
from hydrascope.simulate.infrastructure import Address, Client
from hydrascope.simulate.scene import LENGTHS, Chunk, Scene
from hydrascope.simulate.traces import Floats, Ints

Objects = npt.NDArray[np.object_]
Bools = npt.NDArray[np.bool_]


@dataclass
class Pool:
    """Values that many rows share, and how rows point at them."""

    values: list[Any] = field(default_factory=list)
    known: dict[Any, int] = field(default_factory=dict)

    def index(self, value: Hashable) -> int:
        """The number of a value, which is added if it is new."""
        at = self.known.get(value)
        if at is None:
            at = self.known[value] = len(self.values)
            self.values.append(value)
        return at


@dataclass
class Draft:
    """Struct of arrays, one entry per request. Indices point into the pools; -1 is unknown."""

    who: Ints
    at: Ints
    text: Objects
    system: Ints
    history: Ints
    conversation: Ints
    end_user: Objects
    model: Ints
    tools: Ints
    length: Ints
    stretch: Floats
    refusal: Floats
    harvested: Bools
    client: Ints
    address: Ints
    max_tokens: Ints
    sampling: Ints
    blobs_in: Objects
    blobs_out: Objects
    retry: Bools
    batch: Bools
    failed: Bools

    def take(self, rows: npt.NDArray[Any]) -> "Draft":
        """The rows of a mask or of an index array."""
        return Draft(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})

    def append(self, other: "Draft") -> "Draft":
        """These rows, then those of `other`."""
        return Draft(**{n: np.concatenate([getattr(self, n), getattr(other, n)]) for n in self.__dataclass_fields__})


@dataclass
class Pools:
    """The values behind a draft's indices."""

    systems: Pool = field(default_factory=Pool)
    models: Pool = field(default_factory=Pool)
    tools: Pool = field(default_factory=Pool)
    clients: Pool = field(default_factory=Pool)
    addresses: Pool = field(default_factory=Pool)
    samplings: list[Sampling] = field(default_factory=list)


def _many(value: object, n: int) -> TypeGuard[Sequence[Any]]:
    return isinstance(value, (list, np.ndarray)) and len(value) == n


def _indices(chunks: Sequence[Chunk], name: str, pool: Pool) -> Ints:
    """Row indices into a pool of a column that is a value or a list of values per chunk."""
    parts = []
    for chunk in chunks:
        value, n = getattr(chunk, name), len(chunk.at)
        if isinstance(value, list):
            parts.append(np.array([-1 if v is None else pool.index(v) for v in value], np.int64))
        else:
            parts.append(np.full(n, -1 if value is None else pool.index(value), np.int64))
    return np.concatenate(parts)


def _numbers(chunks: Sequence[Chunk], name: str, dtype: npt.DTypeLike, missing: float = -1) -> npt.NDArray[Any]:
    parts = []
    for chunk in chunks:
        value = getattr(chunk, name)
        parts.append(np.full(len(chunk.at), missing, dtype) if value is None
                     else np.broadcast_to(np.asarray(value, dtype), (len(chunk.at),)))  # fmt: skip
    return np.concatenate(parts)


def _objects(chunks: Sequence[Chunk], name: str) -> Objects:
    out = np.empty(sum(len(c.at) for c in chunks), object)
    at = 0
    for chunk in chunks:
        value, n = getattr(chunk, name), len(chunk.at)
        if _many(value, n) and not isinstance(value, np.ndarray):
            out[at : at + n] = np.fromiter(value, object, n)
        elif value is not None:
            out[at : at + n] = value
        at += n
    return out


def _samplings(scene: Scene, pools: Pools) -> Ints:
    pools.samplings = [a.sampling for a in scene.accounts]
    parts = []
    for chunk in scene.chunks:
        if isinstance(chunk.sampling, list):
            parts.append(len(pools.samplings) + np.arange(len(chunk.at)))
            pools.samplings += chunk.sampling
        elif chunk.sampling is not None:
            parts.append(np.full(len(chunk.at), len(pools.samplings)))
            pools.samplings.append(chunk.sampling)
        else:
            parts.append(np.full(len(chunk.at), chunk.who))
    return np.concatenate(parts)


def _clients(scene: Scene, who: Ints, at: Ints, given: Ints, pool: Pool) -> Ints:
    """The client of each row: the one given, else the account's, the newer one after the upgrade."""
    first = np.array([pool.index(a.clients[0] if a.clients else Client(None, None, None)) for a in scene.accounts])
    last = np.array([pool.index(a.clients[-1] if a.clients else Client(None, None, None)) for a in scene.accounts])
    switch = np.array([a.switch_at for a in scene.accounts])
    return np.where(given >= 0, given, np.where(at >= switch[who], last[who], first[who]))


def _addresses(scene: Scene, who: Ints, at: Ints, given: Ints, pool: Pool) -> Ints:
    """The address of each row: mostly the account's first, changing by the hour or with every request."""
    starts, flat = np.zeros(len(scene.accounts) + 1, np.int64), []
    for i, account in enumerate(scene.accounts):
        flat += [pool.index(a) for a in account.addresses] or [pool.index(Address("", 0, account.country))]
        starts[i + 1] = len(flat)
    sizes = np.diff(starts)[who]
    each = np.array([a.rotation == "each" for a in scene.accounts])[who]
    hour = at // 14_400_000_000
    mixed = (who * 2654435761 + hour * 40503).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) / 2**64
    spread = np.where(each, scene.rng.random(len(who)), mixed**2.2)
    own = np.array(flat)[starts[who] + np.minimum((spread * sizes).astype(np.int64), sizes - 1)]
    return np.where(given >= 0, given, own)


def draft(scene: Scene) -> tuple[Draft, Pools]:
    """All requests that are served: inside the window, after sign-up, before the account is stopped."""
    chunks, pools = scene.chunks, Pools()
    who = np.repeat([c.who for c in chunks], [len(c.at) for c in chunks]).astype(np.int64)
    at = np.concatenate([c.at for c in chunks]).astype(np.int64)
    text = np.empty(len(at), object)
    text[:] = [t for c in chunks for t in c.text]
    model = _indices(chunks, "model", pools.models)
    own = np.array([pools.models.index(a.model) for a in scene.accounts])
    out = Draft(
        who=who,
        at=at,
        text=text,
        system=_indices(chunks, "system", pools.systems),
        history=_numbers(chunks, "history", np.int64, 0),
        conversation=_numbers(chunks, "conversation", np.int64),
        end_user=_objects(chunks, "end_user"),
        model=np.where(model >= 0, model, own[who]),
        tools=_indices(chunks, "tools", pools.tools),
        length=np.repeat([LENGTHS.index(c.length) for c in chunks], [len(c.at) for c in chunks]),
        stretch=_numbers(chunks, "stretch", np.float64),
        refusal=_numbers(chunks, "refusal", np.float64),
        harvested=_numbers(chunks, "harvested", np.bool_),
        client=_clients(scene, who, at, _indices(chunks, "client", pools.clients), pools.clients),
        address=_addresses(scene, who, at, _indices(chunks, "address", pools.addresses), pools.addresses),
        max_tokens=_numbers(chunks, "max_tokens", np.int64),
        sampling=_samplings(scene, pools),
        blobs_in=_objects(chunks, "blobs_in"),
        blobs_out=_objects(chunks, "blobs_out"),
        retry=_numbers(chunks, "retry", np.bool_),
        batch=_numbers(chunks, "batch", np.bool_),
        failed=_numbers(chunks, "failed", np.bool_),
    )
    never = np.iinfo(np.int64).max
    stop = np.array([never if a.stop_at is None else a.stop_at for a in scene.accounts])
    born = np.array([a.created_at for a in scene.accounts])
    served = (at >= scene.start) & (at < scene.end) & (at >= born[who]) & (at < stop[who])
    return out.take(served), pools
