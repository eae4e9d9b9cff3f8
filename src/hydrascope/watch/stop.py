"""Ending on a signal: between two steps, never within one."""

import signal
from threading import Event
from types import FrameType, TracebackType
from typing import Any


class Stopped(Exception):
    """A signal asked to end; raised where work can be left without harm."""


class Stop:
    """Listens to SIGTERM and SIGINT for the time of a `with` block. The second one interrupts at once."""

    def __init__(self) -> None:
        self._asked = Event()
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> "Stop":
        for number in (signal.SIGTERM, signal.SIGINT):
            self._before[number] = signal.signal(number, self._ask)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, _: FrameType | None) -> None:
        if self._asked.is_set():
            raise KeyboardInterrupt
        self._asked.set()

    def check(self) -> None:
        """Raises Stopped once asked."""
        if self._asked.is_set():
            raise Stopped

    def sleep(self, seconds: float) -> None:
        """Sleep so long. Raises Stopped as soon as asked."""
        self._asked.wait(seconds)
        self.check()
