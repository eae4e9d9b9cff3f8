"""The embedded engine: work on parts in worker processes of this machine."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from types import TracebackType

from hydrascope.engine.order import Item, Result, in_order
from hydrascope.errors import OutsideError


class Workers:
    """`count` processes that are started when first needed and kept to the end of the `with` block.

    With one of them, or for one item, work is done in this process. Work and items must be picklable otherwise.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`work` on every item; results in the order of the items. Few items are under way at a time."""
        waiting = list(items)
        if self.count <= 1 or len(waiting) <= 1:
            yield from map(work, waiting)
            return
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.count, mp_context=get_context("spawn"), initializer=_belong)
        pool = self._pool
        try:
            yield from in_order(lambda item: pool.submit(work, item), waiting, lambda: self.count)
        except BrokenProcessPool as error:
            self._pool = None
            raise OutsideError("a worker process was killed, perhaps for want of memory; try --workers 1") from error

    def read(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """As `run`, but in threads of this process: to hand over what was read would cost more than to read it."""
        if self.count <= 1:
            yield from map(work, items)
            return
        with ThreadPoolExecutor(self.count) as threads:
            yield from in_order(lambda item: threads.submit(work, item), items, lambda: self.count)

    def here(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """As `run`: all processors are this machine's."""
        return self.run(work, items)


def _belong() -> None:
    """A worker ends with the process that started it, however that ends, and leaves Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """`work` on every item by workers that live no longer than that; results in the order of the items."""
    with Workers(workers) as pool:
        yield from pool.run(work, items)
