"""Results in the order of the items, though the work is done in any order."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD = 4
"""Items handed out for each processor, so that none waits and what is under way stays small."""


def in_order(
    submit: Callable[[Item], "Future[Result]"], items: Iterable[Item], processors: Callable[[], int]
) -> Iterator[Result]:
    """Results of `submit` on every item; at most `AHEAD` items for each processor are under way.

    What has not begun is cancelled when one fails or nobody wants the rest.
    """
    under_way: list[Future[Result]] = []
    try:
        for item in items:
            under_way.append(submit(item))
            while len(under_way) >= AHEAD * processors():
                yield under_way.pop(0).result()
        while under_way:
            yield under_way.pop(0).result()
    finally:
        for future in under_way:
            future.cancel()
