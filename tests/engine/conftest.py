"""One real Spark for the whole session: a cluster of two executors, each a process of its own with one core."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.stores import CREDENTIALS

from hydrascope.engine import Engine, Place, Workers, start

ROOT = Path(__file__).parents[2]
CLUSTER = Place("spark", "local-cluster[2,1,1024]")


def executors(_: None) -> tuple[Path, str]:
    """The folder in which executors have theirs, and its name for this application; asked of an executor."""
    return Path.cwd().parents[1], Path.cwd().parent.name


@pytest.fixture(scope="session")
def cluster(tmp_path_factory) -> Iterator[Engine]:
    """The engine on the cluster; a hunt that asks for a cluster meanwhile gets this one."""
    settings = {"spark.ui.enabled": "false", "spark.executorEnv.PYTHONPATH": ROOT}
    settings |= {f"spark.executorEnv.{name}": value for name, value in CREDENTIALS.items()}
    with pytest.MonkeyPatch.context() as patch:
        given = [f"--conf {name}={value}" for name, value in settings.items()]
        patch.setenv("PYSPARK_SUBMIT_ARGS", " ".join([*given, "pyspark-shell"]))
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        with start(CLUSTER, 2, [tmp_path_factory.mktemp("shared")]) as engine:
            ((home, name),) = engine.run(executors, [None])
            yield engine
        # Executors of a local cluster write their logs beside Spark itself, wherever one tells them to.
        shutil.rmtree(home / name)


@pytest.fixture(params=["local", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request) -> Iterator[Engine]:
    """Every engine in turn."""
    if request.param == "spark":
        yield request.getfixturevalue("cluster")
        return
    with Workers(2) as workers:
        yield workers
