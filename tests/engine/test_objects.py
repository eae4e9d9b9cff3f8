"""On a cluster too a hunt gives the same bytes from an object store, with its parts kept there."""

from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest
from tests.stores import bucket, credentials, keys, serving, text, upload
from tests.worlds import FPR, hydrascope, results, small_world

from hydrascope.files import Url

ROWS = 5000


@pytest.fixture(scope="module")
def place() -> Iterator[Url]:
    """A bucket; its URL says where the server is, as executors started before it."""
    with serving() as address, credentials():
        yield bucket(address)


@pytest.mark.spark
@pytest.mark.usefixtures("cluster")
def test_a_cluster_reads_and_keeps_in_a_store(place, tmp_path):
    exchanges, folder = small_world().exchanges, tmp_path / "logs"
    folder.mkdir()
    for number, start in enumerate(range(0, exchanges.num_rows, ROWS)):
        pq.write_table(exchanges.slice(start, ROWS), folder / f"{number}.parquet")
    pq.write_table(small_world().accounts, tmp_path / "accounts.parquet")
    logs = upload(folder, place / "logs")
    given = ("--accounts", tmp_path / "accounts.parquet", "--max-fpr", FPR, "--reveal-templates", "--workers", 1)
    here = hydrascope("hunt", folder, "--out", tmp_path / "here", *given)
    assert here.status == 0, here.err
    spark = ("--engine", "spark", "--master", "local-cluster[2,1,1024]", "--work", text(place / "work"))
    there = hydrascope("hunt", text(logs), "--out", tmp_path / "there", *spark, *given)
    assert there.status == 0, there.err
    assert results(tmp_path / "there") == results(tmp_path / "here")
    kept = keys(place / "work")
    assert len(kept) == 3 * len(list(folder.iterdir())) + 1
    assert not [name for name in kept if "unfinished" in name]
    assert not (tmp_path / "there" / "work").exists()
