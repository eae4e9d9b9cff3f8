"""What the documents say is true of the code."""

import re
from pathlib import Path

import yaml

from hydrascope import simulate
from hydrascope.ingest.fieldmap import field_map
from hydrascope.ingest.formats import FORMATS
from hydrascope.tables import ACCOUNTS, EXCHANGES

DOCS = Path(__file__).parents[1] / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def test_every_column_of_the_contract_is_a_column_of_the_tables() -> None:
    before, _, rest = page("contract.md").partition("## Input: accounts")
    after = rest.partition("## Output")[0]
    for text, schema, inner in ((before, EXCHANGES, {"source", "line"}), (after, ACCOUNTS, set())):
        cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
        assert set(re.findall(r"`(\w+)`", " ".join(cells))) == set(schema.names) - inner


def test_every_scenario_is_described() -> None:
    assert [name for name in simulate.SCENARIOS if f"`{name}`" not in page("drill.md")] == []


def test_every_link_leads_to_a_file() -> None:
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    within = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
    links = [(page, link) for page in pages for link in within.findall(page.read_text("utf-8"))]
    assert len(links) > 20
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []


def test_the_index_leads_to_every_page() -> None:
    linked = set(re.findall(r"\]\((\w+\.md)\)", page("index.md")))
    assert linked == {path.name for path in DOCS.glob("*.md")} - {"index.md"}


def test_every_format_is_described() -> None:
    assert [name for name in FORMATS if f"`{name}`" not in page("formats.md")] == []


def test_every_field_map_shown_can_be_loaded() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", page("formats.md"), re.S)
    assert shown
    assert all(field_map(yaml.safe_load(text)).columns for text in shown)
