"""The explanation of one account: both sides, in order, and safe to print."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import report_samples as samples
from tests.report.test_report_hostile import HOSTILE, replaced

from hydrascope.report import explain


def test_a_flagged_account_gets_both_sides_in_order() -> None:
    text = explain(*samples.flagged_account())
    assert text.startswith("Account acct_429d52a8127ee4e6: flagged, placed in campaign c-7f3a91d2\n")
    order = [
        "campaign: 99.8 %",
        "1 in 50,000",
        "1,509 exchanges, 28 Jan to 17 Feb 2026",
        "a list of questions that 811 other accounts",
        "Speaks for a campaign (+20.4 bits)",
        "+12.3  ████████████  Shared payment instruments",
        "+8.1",
        "Speaks for honest use (−3.7 bits)",
        "Own history",
        "Strongest of 2 ties",
        "+21.9  acct_91c00",
        "Neighbouring pieces of one list.",
        "+17.2  acct_2a8f2",
        "812 accounts, about 341,000 exchanges, probability >99.9 %",
        "What would change this",
        "If “Shared payment instruments” has an innocent explanation, +4.4 bits remain",
        "a person to judge",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_an_honest_account_is_told_why_it_was_left_alone() -> None:
    text = explain(*samples.honest_account())
    assert text.startswith("Account acct_00ff12: not flagged\n")
    assert "Ties to other accounts: none" in text
    assert "Without “Own rhythm” the sum would be +1.1 bits instead of −3.1." in text
    assert "The campaign," not in text


def test_an_account_in_a_campaign_need_not_be_flagged() -> None:
    verdict, links, campaign = samples.flagged_account()
    text = explain(verdict | {"flagged": False}, links, campaign)
    assert "not flagged, though placed in campaign c-7f3a91d2" in text


def test_missing_columns_are_unknown() -> None:
    text = explain({"account_id": "a"}, [], None)
    assert "campaign: unknown" in text
    assert "Speaks for a campaign: nothing was observed" in text
    assert "Speaks for honest use: nothing was observed" in text


def test_many_observations_and_ties_are_counted() -> None:
    evidence = [{"signal": f"s{i}", "bits": 1.0 + i, "detail": "d"} for i in range(40)]
    links = [{"left": "a", "right": f"b{i}", "bits": float(i), "evidence": []} for i in range(30)]
    text = explain({"account_id": "a", "evidence": evidence}, [*links, {"left": "x", "right": "y"}], None)
    assert "and 28 weaker observations" in text
    assert "Strongest of 30 ties" in text
    assert "b29" in text
    assert "b21\n" not in text


def test_order_of_rows_does_not_matter() -> None:
    verdict, links, campaign = samples.flagged_account()
    assert isinstance(verdict["evidence"], list)
    turned = verdict | {"evidence": verdict["evidence"][::-1]}
    assert explain(turned, links[::-1], campaign) == explain(verdict, links, campaign)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_cannot_move_the_cursor(text: str) -> None:
    told = explain(*replaced(samples.flagged_account(), text))
    assert all(letter.isprintable() or letter == "\n" for letter in told)
    assert len(told) < 20_000


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=120), st.floats())
def test_any_text_and_number_is_printed_in_lines_of_a_terminal(text: str, number: float) -> None:
    verdict, links, campaign = replaced(samples.flagged_account(), text)
    told = explain(verdict | {"probability": number, "p_value": number}, links, campaign)
    assert all(letter.isprintable() or letter == "\n" for letter in told)
    assert max(map(len, told.split("\n"))) <= 200
