"""What work has cost so far: processor time and bytes written, of this process and of its workers."""

import os
import resource
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def spent() -> tuple[float, int]:
    """CPU seconds and bytes written to disk; 0 bytes, and nothing of live workers, where the system does not say."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    written = 0
    for process in [str(os.getpid()), *_workers()]:
        with suppress(OSError, ValueError, IndexError):
            written += _written(process)
            seconds += _seconds(process) if process != str(os.getpid()) else 0.0
    return seconds, written


def _workers() -> list[str]:
    found: list[str] = []
    for thread in (PROCESSES / str(os.getpid()) / "task").glob("*/children"):
        with suppress(OSError):
            found += thread.read_text("utf-8").split()
    return found


def _written(process: str) -> int:
    told = dict(line.split(": ") for line in (PROCESSES / process / "io").read_text("utf-8").splitlines())
    return int(told["write_bytes"]) - int(told["cancelled_write_bytes"])


def _seconds(process: str) -> float:
    # The name, in brackets, may hold anything; user and system time are 14th and 15th of all fields.
    fields = (PROCESSES / process / "stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
