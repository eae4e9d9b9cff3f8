"""Text that an attacker wrote stays text, wherever it stands."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import report_samples as samples
from tests.report.test_report_page import Page

from hydrascope.model.campaign import Day
from hydrascope.report import render
from hydrascope.report.clean import masked, passage, shown

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><script>x</script>",
    "</title><svg onload=x>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--",
    "]]>&lt;b&gt;&#60;script&#62;",
    "javascript:alert(1) https://evil.example/x data:text/html,x",
    "\x1b[31mred\x1b[0m\x07\x00\x9b31m",
    "abc\u202egpj.exe\u2066\u200b\ufeff",
    "Z" + "\u0335" * 500,
    "\ud800 lone surrogate",
    "a" * 100_000,
)


def replaced(value: Any, text: str) -> Any:
    """`value` with every string in it replaced, but for dates, which no attacker writes."""
    if isinstance(value, Day):
        return value
    if isinstance(value, str):
        return text
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: replaced(getattr(value, f.name), text) for f in fields(value)})
    if isinstance(value, list | tuple):
        return type(value)(replaced(item, text) for item in value)
    if isinstance(value, dict):
        return {name: replaced(item, text) for name, item in value.items()}
    return value


def page_of(text: str) -> str:
    small = replace(samples.agents(), members=samples.agents().members[:4])
    summary = replaced(samples.summary(), text) | {"coverage": {text: 0.4}, "settings": {text: [text]}}
    summary["rejected"] = {"total": 3, "by_reason": {text: 3}}
    return render([replaced(small, text)], [replaced(samples.cleared()[0], text)], summary, redact=False)


def skeleton(html: str) -> list[tuple[str, dict[str, str | None]]]:
    return Page(html).tags


PLAIN = skeleton(page_of("x"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_adds_no_tag_and_no_attribute(text: str) -> None:
    html = page_of(text)
    assert skeleton(html) == PLAIN
    assert "://" not in html
    assert all(letter.isprintable() or letter in "\n\u00a0" for letter in html)
    assert html.encode()
    assert len(html) < 400_000


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_characters="\n"), max_size=80))
def test_any_text_adds_no_tag_and_no_attribute(text: str) -> None:
    assert skeleton(page_of(text)) == PLAIN


@settings(max_examples=300)
@given(st.text(max_size=200), st.integers(0, 100))
def test_shown_text_is_bounded_and_printable(text: str, limit: int) -> None:
    safe = shown(text, limit)
    assert all(letter.isprintable() or letter in "\u00a0\u202f" for letter in safe)
    assert "://" not in safe
    assert len(safe) <= 6 * limit + 40


@settings(max_examples=300)
@given(st.text(max_size=300))
def test_passages_keep_lines_and_nothing_else_that_acts(text: str) -> None:
    for line in passage(text):
        assert all(letter.isprintable() or letter in "\u00a0\u202f" for letter in line)


def test_passages_are_bounded() -> None:
    assert len(passage("\n" * 100_000)) == 40
    assert passage("y" * 100_000, 2) == ("yy… (100,000 characters)",)


@settings(max_examples=300)
@given(st.text(max_size=200))
def test_a_template_without_fillings_is_never_shown(text: str) -> None:
    found = masked(text)
    assert (found is None) == ("▢" not in text)
    assert found is None or not any(letter.isdigit() or letter == "@" for letter in found)
