"""The engine of a cluster: Apache Spark runs each item as a job of one task, wherever an executor is free.

pyspark is an extra. Without it this file can be imported, and `Cluster` says what is missing.
"""

import os
import re
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from types import TracebackType
from typing import Any

from hydrascope import __version__
from hydrascope.engine.local import Workers
from hydrascope.engine.order import Item, Result, in_order
from hydrascope.engine.task import Failed, Laid, Saw, done, look
from hydrascope.errors import OutsideError, SettingsError
from hydrascope.files import UNFINISHED, Location

try:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext, cloudpickle
    from pyspark.errors import PySparkException
except ModuleNotFoundError:
    SparkContext = None

MOST_JOBS = 512
"""Jobs at one time, whatever the size of the cluster: each holds a thread here and one in Spark's driver."""
NO_MASTER = "local[*]"
"""What Spark takes for the master when nobody names one."""
SUBMITTED = "PYSPARK_GATEWAY_PORT"
"""Set in the environment of what spark-submit starts."""
LAST_WORDS = re.compile(r"^(?:[\w.]+\.)?(\w*(?:Error|Exception|Exit|Again)\b.*)$", re.MULTILINE)
"""The line with which a Python traceback ends."""


class Cluster:
    """A Spark application, from the start of the `with` block to its end; one that is there already is used and left.

    Items are jobs of their own because Spark gives the results of one job either all at once, which may be more than
    this process can hold, or partition by partition with the others waiting. Lost executors are Spark's to replace.
    """

    def __init__(self, master: str | None, workers: int, shared: Sequence[Location]) -> None:
        self._master, self._shared = master, shared
        self._folder: Location | None = None
        self._near = Workers(workers)

    def __enter__(self) -> "Cluster":
        if SparkContext is None:
            raise SettingsError("--engine spark needs PySpark, which is not installed: pip install 'hydrascope[spark]'")
        # The one way to learn whether there is a context already.
        self._own = SparkContext._active_spark_context is None
        self._context = _context(self._master)
        self._tries = _tries(self._context)
        self._threads = ThreadPoolExecutor(MOST_JOBS, thread_name_prefix="spark-job")
        try:
            if self._own and not self._master and self._context.master == NO_MASTER and SUBMITTED not in os.environ:
                raise SettingsError("--engine spark needs --master URL, unless spark-submit starts hydrascope")
            self._look()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._near.__exit__(kind, error, trace)
        self._threads.shutdown(cancel_futures=True)
        if self._own:
            self._context.stop()

    def run(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """`work` on every item by executors; results in the order of the items. Few items are under way at a time.

        Raises UserError as the work did, OutsideError for anything else once Spark has tried again in vain.
        """
        group = f"hydrascope-{secrets.token_hex(8)}"

        def submit(item: Item) -> "Future[Result]":
            job: Callable[[str, bytes], Any] = self._job
            return self._threads.submit(job, group, cloudpickle.dumps((work, item)))

        try:
            yield from in_order(submit, items, self._processors)
        except BaseException:
            with suppress(Py4JError):  # what went wrong first is what counts
                self._context.cancelJobGroup(group)
            raise

    read = run

    def here(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """As `run`, in processes of this machine: what it holds need not travel."""
        return self._near.run(work, items)

    def _processors(self) -> int:
        # Asked each time: executors come and go, and many come only when there is work for them.
        return min(int(self._context.defaultParallelism), MOST_JOBS)

    def _job(self, group: str, payload: bytes) -> object:
        self._context.setJobGroup(group, "hydrascope")
        task = partial(done, payload, self._tries, self._folder)
        try:
            (result,) = self._context.range(0, 1, 1, 1).map(task).collect()
        except (Py4JError, PySparkException) as error:
            raise OutsideError(f"Spark gave up on a piece of work: {cause(str(error))}") from error
        if isinstance(result, Failed):
            raise result.error
        return result.taken() if isinstance(result, Laid) else result

    def _look(self) -> None:
        """Raise SettingsError unless executors are of this version and see what is shared."""
        token = self._shared[0] / f"{UNFINISHED}shared-{secrets.token_hex(8)}"
        try:
            token.write_bytes(b"")
            saw: list[Saw] = list(self.run(look, [[*self._shared, token]] * self._processors()))
        except OutsideError as error:
            raise SettingsError(f"no executor can work: {_mended(str(error))}") from error
        finally:
            token.unlink(missing_ok=True)
        for executor in saw:
            if executor.version != __version__:
                raise SettingsError(
                    f"the executor on {executor.host} has hydrascope {executor.version}, the driver {__version__}; "
                    "give both the same"
                )
            if executor.lacks:
                raise SettingsError(
                    f"the executor on {executor.host} does not see {executor.lacks[0]} or may not write there; logs "
                    "and --work must lie in folders that driver and executors share, under the same path, or in an "
                    "object store that both may use"
                )
        self._folder = self._shared[0]


def _context(master: str | None) -> SparkContext:
    """Spark's context. Raises SettingsError when it cannot be had."""
    conf = SparkConf().setAppName("hydrascope").set("spark.ui.showConsoleProgress", "false")
    if master:
        conf.setMaster(master)
    if master and master.startswith("local"):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    try:
        return SparkContext.getOrCreate(conf)
    except (Py4JError, PySparkException, ValueError) as error:
        raise SettingsError(
            f"Spark could not be started with --master {master}: {cause(str(error))}; it needs Java 17 or newer "
            "(JAVA_HOME) and a master that can be reached"
        ) from error


def _tries(context: SparkContext) -> int:
    """How often Spark tries a task."""
    within = re.fullmatch(r"local(\[[^,\]]*\])?", context.master)
    return 1 if within else int(context.getConf().get("spark.task.maxFailures", "4"))


def cause(text: str) -> str:
    """What Spark's error says happened first, in one line.

    >>> cause("Job aborted.\\nTraceback:\\n  File 'x'\\nModuleNotFoundError: No module named 'numba'\\n\\n\\tat java.X")
    "ModuleNotFoundError: No module named 'numba'"
    """
    lost = re.search(r"ExecutorLostFailure.*|Python worker exited unexpectedly.*", text)
    words = LAST_WORDS.search(text.partition("Traceback")[2]) or lost
    lines = [line.strip(" \t:") for line in text.splitlines() if not line.startswith("An error occurred while calling")]
    found = words.group(0) if words else next(filter(None, lines), "no reason given")
    return found[:300]


def _mended(said: str) -> str:
    """With what to do, where that is known."""
    if "No module named" in said or "ImportError" in said:
        return f"{said}; executors need the driver's Python environment, with hydrascope in it (PYSPARK_PYTHON)"
    if "stopped SparkContext" in said:
        return "Spark gave up before any work was done; its last ERROR line says why, mostly a master out of reach"
    return said
