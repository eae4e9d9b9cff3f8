"""Only what changed is told, and a campaign is followed when its name changes."""

from hypothesis import given
from hypothesis import strategies as st

from hydrascope.watch.changes import Told, changes

BEFORE = Told({"HC-1": 10, "HC-2": 5}, {"a": "HC-1", "b": "HC-1", "c": "HC-1", "d": "HC-2"}, ("a", "d"))


def said(before: Told, after: Told) -> list[str]:
    return [str(change) for change in changes(before, after)]


def test_nothing_new_is_nothing_told():
    assert said(BEFORE, BEFORE) == []
    assert said(Told(), Told()) == []


def test_a_first_hunt_tells_everything():
    assert said(Told(), BEFORE) == [
        "new campaign: HC-1 (accounts 3, exchanges 10)",
        "new campaign: HC-2 (accounts 1, exchanges 5)",
        "flagged: a (campaign HC-1)",
        "flagged: d (campaign HC-2)",
    ]


def test_growth_an_end_and_cleared_accounts_are_told():
    after = Told({"HC-1": 12}, {name: "HC-1" for name in "abce"}, ("a", "e"))
    assert said(BEFORE, after) == [
        "grown campaign: HC-1 (accounts 4, exchanges 12, more_accounts 1, more_exchanges 2)",
        "ended campaign: HC-2",
        "flagged: e (campaign HC-1)",
        "cleared: d",
    ]


def test_a_campaign_is_followed_when_its_name_changes():
    after = Told({"HC-0": 11, "HC-2": 5}, {"0": "HC-0", **dict.fromkeys("abc", "HC-0"), "d": "HC-2"}, ("a", "d"))
    (told,) = changes(BEFORE, after)
    assert told.told() == {
        "change": "grown campaign", "campaign": "HC-0", "formerly": "HC-1",
        "accounts": 4, "exchanges": 11, "more_accounts": 1, "more_exchanges": 1,
    }  # fmt: skip


def test_one_that_split_goes_on_as_the_larger_piece():
    after = Told({"HC-8": 3, "HC-9": 7, "HC-2": 5}, {"a": "HC-8", "b": "HC-9", "c": "HC-9", "d": "HC-2"}, ("a", "d"))
    told = [(change.what, change.name) for change in changes(BEFORE, after)]
    assert told == [("new campaign", "HC-8"), ("changed campaign", "HC-9")]


states = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["HC-1", "HC-2", "HC-3"])).map(
    lambda members: Told({name: len(name) for name in members.values()}, members, tuple(sorted(members)[::2]))
)


@given(states, states)
def test_every_campaign_and_account_is_told_at_most_once(before, after):
    told = list(changes(before, after))
    assert len({(change.what, change.name) for change in told}) == len(told)
    assert {c.name for c in told if c.what == "flagged"} == set(after.flagged) - set(before.flagged)
    born = {c.name for c in told if c.what == "new campaign"}
    ended = {c.name for c in told if c.what == "ended campaign"}
    assert len(before.exchanges) - len(ended) == len(after.exchanges) - len(born)


@given(states)
def test_what_was_told_is_kept(told):
    assert Told.load(told.dump()) == told


def test_damage_is_forgotten():
    for kept in (None, b"", b"{", b"[1]", b"\xff"):
        assert Told.load(kept) == Told()
