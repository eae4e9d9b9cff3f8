"""Documents: one list of blocks, two forms, plots that stand alone."""

import xml.etree.ElementTree as ET

from hydrascope.proving import plots
from hydrascope.proving.page import Heading, Plot, Table, Text, html, markdown, save

SVG = plots.curves("A < B", ["0", "1"], {"one": [0.1, 0.9], "two": [None, 0.5]}, "effort")
BLOCKS = [
    Heading(1, "Title"),
    Text("Some **bold** words & signs."),
    Text("make prove\nls", code=True),
    Table(("a", "b"), (("1", "**2**"),)),
    Plot("curve", SVG, "what it shows"),
]


def test_markdown():
    text = markdown(BLOCKS)
    assert text.startswith("# Title\n\nSome **bold** words")
    assert "    make prove\n    ls" in text
    assert "| a | b |\n| --- | --- |\n| 1 | **2** |" in text
    assert "![what it shows](plots/curve.svg)" in text


def test_html_needs_nothing_else():
    page = html(BLOCKS, "T")
    assert "<td><b>2</b></td>" in page
    assert "&amp; signs" in page
    assert "A &lt; B" in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_plots_are_valid_and_tell_their_numbers():
    drawn = (
        SVG,
        plots.dots("dots", [("none", None, None, None), ("x", 0.5, 0.2, 0.7), ("y", 1.0, None, None)]),
        plots.reliability("r", {"a": [[10, 0.5, 1], [0, 0.0, 0], [5, 4.5, 5]]}),
    )
    for svg in drawn:
        root = ET.fromstring(svg)
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert "prefers-color-scheme:dark" in svg
    assert SVG.count("<circle") == 3
    assert "nothing to measure" in drawn[1]
    assert drawn[2].count("<circle") == 2


def test_old_plots_go(tmp_path):
    save(BLOCKS, tmp_path / "p.md", tmp_path / "plots")
    (tmp_path / "plots" / "old.svg").write_text("x")
    save(BLOCKS, tmp_path / "p.md", tmp_path / "plots")
    assert [path.name for path in (tmp_path / "plots").iterdir()] == ["curve.svg"]
    assert (tmp_path / "p.md").read_text("utf-8") == markdown(BLOCKS)
