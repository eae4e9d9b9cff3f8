"""Plots show the numbers they are given, and the drawing shows who belongs together."""

import re
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report import report_samples as samples

from hydrascope.model.campaign import Day, Tie
from hydrascope.report import plots
from hydrascope.report.layout import chosen, place

FIRST = date(2025, 1, 1)


def days(*exchanges: int, every: int = 1) -> list[Day]:
    return [Day((FIRST + timedelta(days=i * every)).isoformat(), n, n) for i, n in enumerate(exchanges)]


def widths(markup: str, kind: str) -> list[float]:
    found = re.search(rf'class="{kind}" d="([^"]*)"', markup)
    return [float(w) for w in re.findall(r"h(-?[\d.]+)v", found[1])] if found else []


def test_bits_point_right_for_a_campaign_and_left_for_honest_use() -> None:
    assert widths(plots.bits_bar(5, 10), "for") == [24.8]
    assert widths(plots.bits_bar(-10, 10), "against") == [-49.5]
    assert widths(plots.bits_bar(99, 10), "for") == [49.5]


def test_shares_fill_their_track() -> None:
    assert widths(plots.share_bar(0.25), "part") == [25]
    assert widths(plots.share_bar(7), "part") == [100]
    assert widths(plots.share_bar(float("nan")), "part") == [0]


def test_a_day_without_exchanges_is_a_gap_not_a_missing_day() -> None:
    first, width, bins = plots.binned(days(4, 6, every=3))
    assert (first, width) == (FIRST, 1)
    assert bins == [(4, 4), (0, 0), (0, 0), (6, 6)]


@settings(max_examples=50)
@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=900))
def test_long_campaigns_are_drawn_by_weeks_and_nothing_is_lost(counts: list[int]) -> None:
    _, width, bins = plots.binned(days(*counts))
    assert len(bins) <= 120
    assert width == 1 or width % 7 == 0
    assert sum(exchanges for exchanges, _ in bins) == sum(counts)
    assert max(accounts for _, accounts in bins) == max(counts)


def test_bars_are_as_tall_as_their_days() -> None:
    tall = re.findall(r"v([\d.]+)h-", plots.timeline(days(50, 100)))
    assert [float(h) for h in tall] == [46, 92]


def test_hours_need_a_whole_day() -> None:
    assert plots.hours([1] * 24)
    assert plots.hours([1] * 23) == plots.hours([0] * 24) == ""


def test_the_overview_puts_a_campaign_where_it_was() -> None:
    late = plots.spark(days(9), FIRST - timedelta(days=9), FIRST)
    assert re.search(r'class="part" d="M90 ', late)


def test_the_drawing_keeps_a_connected_part() -> None:
    ring = [Tie(i, (i + 1) % 300, 5.0, "") for i in range(300)]
    picked = set(chosen(300, ring, 50))
    assert len(picked) == 50
    inside = sum(tie.left in picked and tie.right in picked for tie in ring)
    assert inside == 49


def test_the_strongest_ties_are_followed_first() -> None:
    ties = [Tie(0, 1, 1.0, ""), Tie(0, 2, 9.0, ""), Tie(2, 3, 8.0, ""), Tie(1, 4, 1.0, "")]
    assert chosen(5, ties, 3) == [2, 0, 3]


def test_tied_accounts_stand_together() -> None:
    groups = [Tie(a + i, a + j, 8.0, "") for a in (0, 10, 20) for i in range(10) for j in range(i + 1, 10)]
    spots = place(30, groups)
    apart = np.sqrt(((spots[:, None] - spots[None]) ** 2).sum(axis=2))
    same = np.arange(30)[:, None] // 10 == np.arange(30)[None] // 10
    assert apart[same].mean() < apart[~same].mean() / 2


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40), st.data())
def test_places_are_finite_inside_the_square_and_repeat(count: int, data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1), st.floats(0, 60))
    drawn = data.draw(st.lists(pairs, max_size=60)) if count else []
    ties = [Tie(a, b, bits, "") for a, b, bits in drawn if a != b]
    spots = place(count, ties)
    assert spots.shape == (count, 2)
    assert ((spots >= 0) & (spots <= 1)).all()
    assert np.array_equal(spots, place(count, ties))


def test_the_drawing_is_bounded_and_tells_its_size() -> None:
    picture = plots.graph(samples.mathematics())
    assert picture.count("<circle") == plots.MOST_NODES
    assert "200\u00a0accounts" in picture
    assert len(picture) < 40_000
