"""Templates show the operator's wording and nobody's own words."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.campaigns.templates import GAP, MOST_CHARS, MOST_SHOWN, choose, common, rows_of_interest

words = st.sampled_from(["the", "a", "solve", "step", "by", "cat", "dog", "▢", "x" * 100, "\x1b[31m", "你好"])
texts = st.lists(st.lists(words, max_size=12).map(" ".join), max_size=8)


@given(texts)
def test_a_word_is_shown_only_if_three_texts_have_it(texts):
    pieces = [set("".join(text).replace("x" * 80, "x" * 80 + " ").split()) for text in texts]
    votes = Counter(word for own in pieces for word in own)
    for word in common(texts).split():
        assert word == GAP or votes[word] >= 3


secrets = st.text("abcdefgh0123456789", min_size=4, max_size=12)


@given(st.lists(secrets, min_size=3, max_size=9, unique=True))
def test_fillings_never_show(fillings):
    shown = common([f"Explain every step of {own} and box the final answer {own}" for own in fillings])
    assert shown == f"Explain every step of {GAP} and box the final answer {GAP}"
    assert not any(own in shown.split() for own in fillings)


@given(st.lists(st.text(max_size=200), min_size=3, max_size=6), st.text(max_size=60))
def test_any_text_is_survived(texts, shared):
    shown = common([text + " " + shared for text in texts])
    assert len(shown.split()) <= MOST_SHOWN * 2


def test_the_private_part_of_a_template_is_masked_though_it_is_long():
    story = [" ".join(f"w{i}_{n}" for n in range(300)) for i in range(6)]
    assert common([f"You are a careful annotator. {own} End of text." for own in story]) == (
        f"You are a careful annotator. {GAP} End of text."
    )


def test_what_one_text_says_again_and_again_is_still_its_own():
    assert common(["my own secret " * 9, "some other words here", "and more words here"]) == ""


def test_one_that_does_not_fit_does_not_hide_the_template():
    texts = ["Rate this answer from one to ten", "Rate this answer from one to ten"] * 2 + ["something else entirely"]
    assert common(texts) == "Rate this answer from one to ten"
    assert common(texts[::-1]) == GAP or common(texts[::-1]) == ""


@pytest.mark.parametrize("texts", [[], ["same words here"], ["same words here"] * 2, ["", "", ""], ["two words"] * 5])
def test_too_few_texts_or_words_show_nothing(texts):
    assert common(texts) == ""


def test_what_is_shown_is_bounded():
    long = " ".join(f"w{n}" for n in range(50_000))
    assert len(common([long] * 4).split()) == MOST_SHOWN
    assert len(common(["y" * 10**6 + " " + "z" * 10**6] * 4)) <= MOST_CHARS + 100


# Which rows are shown


def test_the_largest_groups_are_chosen_and_their_shadows_left_out():
    account = np.repeat(np.arange(100), 2).astype(np.int32)
    large, shadow = np.arange(100, dtype=np.int32), np.arange(3, 90, dtype=np.int32)
    other, system = np.arange(120, 160, dtype=np.int32), np.arange(170, 190, dtype=np.int32)
    found = choose([("head", 0, shadow), ("system", 1, system), ("head", 2, large), ("tail", 3, other)], account)
    assert [(e.of, e.key, e.accounts, e.exchanges) for e in found] == [
        ("input", 2, 50, 100),
        ("input", 3, 20, 40),
        ("system", 1, 10, 20),
    ]


@given(st.lists(st.tuples(st.sampled_from(["head", "system"]), st.sets(st.integers(0, 59), min_size=1)), max_size=8))
def test_exemplars_come_from_different_accounts(drawn):
    account = np.sort(np.arange(60) % 7).astype(np.int32)
    groups = [(kind, at, np.array(sorted(rows), np.int32)) for at, (kind, rows) in enumerate(drawn)]
    found = choose(groups, account)
    assert len(found) <= 4
    for exemplars in found:
        holders = account[list(exemplars.rows)]
        assert len(set(holders)) == len(holders) <= 8
        assert len(exemplars.rows) == min(8, exemplars.accounts) or exemplars.accounts > 8
        assert set(exemplars.rows) <= set().union(*(rows for _, rows in drawn))
    assert set(rows_of_interest(found)) == {r for e in found for r in e.rows}
