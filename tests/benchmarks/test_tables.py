"""The page that explains the figures names every peer and every column."""

from pathlib import Path

from benchmarks.peers import PEERS
from benchmarks.score import COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "figures.md").read_text("utf-8")


def test_every_peer_is_explained():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    missing = [
        peer.name for peer in PEERS if not any(row.startswith(f"| {peer.name.split(':')[0]}") for row in rows)
    ]
    assert missing == []


def test_every_column_is_explained():
    told = " ".join(line for line in PAGE.splitlines() if "**" in line).replace("*", "")
    assert all(title.removeprefix("at ") in told for _, title in COLUMNS if title != "seconds")
