"""What a cluster promises beyond what every engine does: order, few at a time, and the cause where work fails."""

import os
import pickle
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.factory import exchange, write_lines
from tests.worlds import hydrascope

from hydrascope.engine import LOCAL, Place, spark, start, task
from hydrascope.engine.order import AHEAD
from hydrascope.errors import HydrascopeError, OutsideError, SettingsError, UserError

ON_A_CLUSTER = Place("spark", "local-cluster[2,1,1024]")


def square(number: int) -> tuple[int, int]:
    """A result, and the process it was made in."""
    return number * number, os.getpid()


def fail(kind: type[Exception]) -> None:
    """Fails as it is told."""
    raise kind("the text of a prompt")


def fail_once(folder: Path) -> int:
    """Fails where it was not called before; counts its calls."""
    tried = len(list(folder.iterdir()))
    (folder / str(tried)).touch()
    if tried == 0:
        raise OSError("the disk is full")
    return tried


def fail_always(folder: Path) -> None:
    """Fails; counts its calls."""
    (folder / str(len(list(folder.iterdir())))).touch()
    raise KeyError("the text of a prompt")


def kill_the_executor_once(folder: Path) -> int:
    """The first call ends the executor's own process: the grandparent of the one that works."""
    if not (folder / "killed").exists():
        (folder / "killed").touch()
        status = Path(f"/proc/{os.getppid()}/status").read_text("utf-8")
        os.kill(int(status.partition("PPid:")[2].split()[0]), signal.SIGKILL)
    return 7


@pytest.mark.spark
class TestOnACluster:
    def test_results_come_in_order_from_several_executors(self, cluster):
        found = list(cluster.run(square, range(30)))
        assert [squared for squared, _ in found] == [n * n for n in range(30)]
        assert os.getpid() not in {process for _, process in found}
        assert len({process for _, process in found}) >= 2

    def test_few_items_are_under_way(self, cluster):
        taken = count()
        results = cluster.run(square, (n for n in range(100) if next(taken) >= 0))
        assert next(results)[0] == 0
        assert next(taken) <= AHEAD * 2
        results.close()
        assert next(cluster.run(square, [3]))[0] == 9

    def test_work_on_what_is_held_here_stays_on_this_machine(self, cluster):
        assert next(cluster.here(square, [3])) == (9, os.getpid())

    def test_a_large_result_arrives_whole(self, cluster):
        assert [len(b) for b in cluster.read(bytes, [50_000_000, 5])] == [50_000_000, 5]
        assert list(cluster._folder.iterdir()) == []

    def test_the_users_mistake_arrives_as_it_is(self, cluster):
        with pytest.raises(UserError, match="the text of a prompt"):
            list(cluster.run(fail, [UserError]))

    def test_any_other_failure_names_its_cause_and_quotes_nothing(self, cluster, tmp_path):
        with pytest.raises(OutsideError, match=r"failed: KeyError at test_cluster.py:\d+") as told:
            list(cluster.run(fail_always, [tmp_path]))
        assert "prompt" not in str(told.value)
        assert len(list(tmp_path.iterdir())) == 4

    def test_what_fails_once_is_tried_again(self, cluster, tmp_path):
        assert list(cluster.run(fail_once, [tmp_path])) == [1]

    def test_work_that_ends_its_process_is_an_error_and_not_a_wait(self, cluster):
        with pytest.raises(OutsideError, match="Python worker exited unexpectedly"):
            list(cluster.run(os._exit, [3]))

    def test_an_executor_that_dies_is_replaced(self, cluster, tmp_path):
        assert list(cluster.run(kill_the_executor_once, [tmp_path] * 3)) == [7, 7, 7]

    def test_a_folder_that_executors_do_not_see_is_named(self, cluster, tmp_path):
        hidden = tmp_path / "hidden"
        with (
            pytest.raises(SettingsError, match=r"does not see .*hidden.*share"),
            start(ON_A_CLUSTER, 1, [tmp_path, hidden]),
        ):
            pass
        assert list(tmp_path.iterdir()) == []

    def test_executors_of_another_version_are_refused(self, cluster, tmp_path, monkeypatch):
        monkeypatch.setattr(spark, "__version__", "9.9.9")
        with pytest.raises(SettingsError, match="driver 9"), start(ON_A_CLUSTER, 1, [tmp_path]):
            pass

    def test_another_hunt_uses_the_cluster_and_leaves_it(self, cluster, tmp_path):
        with start(ON_A_CLUSTER, 1, [tmp_path]) as other:
            assert next(other.run(square, [3]))[0] == 9
        assert next(cluster.run(square, [4]))[0] == 16


# What it says when there is no cluster


def alone(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A hunt in a process of its own, where Spark is not running yet."""
    log = write_lines(tmp_path / "log.jsonl", [exchange(1)])
    tool = Path(sys.executable).with_name("hydrascope")
    command = [tool, "hunt", log, "--out", tmp_path / "out", "--engine", "spark"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYSPARK")}
    return subprocess.run(command, env=clean | environment, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.spark
def test_without_a_master_it_asks_for_one(tmp_path):
    ended = alone(tmp_path)
    assert (ended.returncode, "--engine spark needs --master URL" in ended.stderr) == (2, True), ended.stderr


@pytest.mark.spark
def test_without_java_it_asks_for_it(tmp_path):
    ended = alone(tmp_path, HYDRASCOPE_MASTER="local[1]", JAVA_HOME=str(tmp_path))
    assert ended.returncode == 2
    assert "it needs Java 17 or newer" in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr


def test_the_engine_can_be_named_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("HYDRASCOPE_ENGINE", "flink")
    ran = hydrascope("hunt", tmp_path, "--out", tmp_path / "out")
    assert ran.status == 2
    assert "there are local and spark" in " ".join(ran.err.split())


def test_without_pyspark_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(spark, "SparkContext", None)
    with pytest.raises(SettingsError, match=r"hydrascope\[spark\]"), start(ON_A_CLUSTER, 1, [tmp_path]):
        pass


@pytest.mark.parametrize(("engine", "master"), [("flink", None), ("local", "yarn")])
def test_impossible_places(engine, master):
    with pytest.raises(SettingsError, match="--"):
        Place(engine, master)


def test_the_usual_place_is_here():
    assert Place() == LOCAL
    with start(LOCAL, 1, []) as engine:
        assert list(engine.read(square, [2])) == [(4, os.getpid())]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "An error.\n\tat x\nTraceback (most recent call last):\n  File\nImportError: no numba\n",
            "ImportError: no numba",
        ),
        (
            "Aborted: ExecutorLostFailure (executor 1 exited) Reason: killed\n\tat y",
            "ExecutorLostFailure (executor 1 exited) Reason: killed",
        ),
        ("first line\nsecond", "first line"),
        (
            "An error occurred while calling o1.x.\n: java.io.IOException: no route\n\tat z",
            "java.io.IOException: no route",
        ),
        ("", "no reason given"),
    ],
)
def test_the_cause_is_one_line(said, told):
    assert spark.cause(said) == told


def test_what_libraries_say_of_a_value_is_not_repeated():
    told = []
    for kind in (ValueError, OSError, OutsideError, ModuleNotFoundError):
        try:
            fail(kind)
        except Exception as error:
            told.append(task.explained(error))
    assert all(isinstance(error, HydrascopeError) for error in told)
    assert ["prompt" in str(error) for error in told] == [False, True, True, True]


def test_compiled_code_has_a_place_where_the_package_cannot_be_written(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", "as it was")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr(task, "PACKAGE", tmp_path / "gone")
    monkeypatch.setattr(task, "SparkFiles", SimpleNamespace(getRootDirectory=lambda: str(tmp_path)))
    assert task.done(pickle.dumps((square, 3)), 4, None, 0) == (9, os.getpid())
    assert os.environ["NUMBA_CACHE_DIR"] == str(tmp_path / "numba")
