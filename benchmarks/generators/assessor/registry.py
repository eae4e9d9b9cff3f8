"""The look-alike populations by name, and how their members are made."""

from collections.abc import Callable
from typing import Any

from .world import DAY, Account, World

Group = Callable[[World, int], None]
GROUPS: dict[str, Group] = {}


def group(name: str) -> Callable[[Group], Group]:
    """Register a look-alike population."""

    def keep(make: Group) -> Group:
        GROUPS[name] = make
        return make

    return keep


def members(w: World, kind: str, count: int, **over: Any) -> list[Account]:  # noqa: ANN401
    """Accounts of one group; callable overrides are drawn for each."""
    return [w.account(kind, **{k: v() if callable(v) else v for k, v in over.items()}) for _ in range(count)]


def soon(w: World, wide: float) -> Callable[[], float]:
    """Sign-up moments close to each other, inside or just before the window."""
    hub = w.rng.uniform(w.start - 5 * DAY, w.end - 4 * DAY)
    return lambda: min(hub - w.rng.uniform(-0.1, 0.9) * wide * DAY, w.end - DAY)
