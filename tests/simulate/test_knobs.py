"""Each knob that an attacker or another population can turn does what it says, and nothing when left alone."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from hydrascope.errors import SettingsError
from hydrascope.simulate import Knobs, PromptLibrary, World, world


def played(prompts: PromptLibrary, scenario: str, honest: int = 40, fake: int = 60, **knobs: object) -> World:
    return world(scenario, 11, prompts, honest=honest, fake=fake, days=8.0, heaviest=100, **knobs)


def fakes(made: World) -> pa.Table:
    return made.accounts.filter(made.truth_accounts["fake"])


def harvested(made: World) -> float:
    """Share of the fake accounts' exchanges that is harvest."""
    mine = pc.is_in(made.exchanges["account_id"], value_set=fakes(made)["account_id"].combine_chunks())
    return float(pc.mean(made.truth_exchanges["harvested"].filter(mine).cast(pa.float64())).as_py())


def test_disguised_accounts_share_no_card(prompts: PromptLibrary) -> None:
    careless = fakes(played(prompts, "reasoning-harvest", sharing="all", degree=1.0))
    hidden = fakes(played(prompts, "reasoning-harvest", sharing="all", degree=1.0, disguise=1.0))
    assert pc.count_distinct(careless["payment_fingerprint"]).as_py() < 10
    cards = hidden["payment_fingerprint"].drop_null()
    assert pc.count_distinct(cards).as_py() > 0.9 * len(cards) > 20


@pytest.mark.parametrize("scenario", ["rubric-grading", "session-replay", "agentic-coding-pivot", "dealt-list"])
def test_cover_hides_every_kind(prompts: PromptLibrary, scenario: str) -> None:
    assert harvested(played(prompts, scenario, cover=0.0, volume=10.0)) > 0.95
    assert 0.15 < harvested(played(prompts, scenario, cover=0.7, volume=10.0)) < 0.45


@pytest.mark.parametrize("scenario", ["rubric-grading", "session-replay"])
def test_paraphrase_rewords_what_no_frame_words(prompts: PromptLibrary, scenario: str) -> None:
    plain = played(prompts, scenario, volume=10.0)
    told = [played(prompts, scenario, volume=10.0, paraphrase=share) for share in (0.0, 1.0)]
    texts = [set(made.exchanges["input_text"].to_pylist()) for made in (plain, *told)]
    assert texts[0] == texts[1]
    assert len(texts[0] & texts[2]) < len(texts[0])


def test_a_low_and_slow_account_may_do_without_chat(prompts: PromptLibrary) -> None:
    assert harvested(played(prompts, "low-and-slow", cover=0.0)) > 0.4
    assert harvested(played(prompts, "low-and-slow")) < 0.3


def test_a_population_has_more_of_its_sort(prompts: PromptLibrary) -> None:
    def machines(made: World) -> float:
        return float(np.isin(made.truth_accounts["kind"].to_pylist(), ["honest/agent", "honest/monitor"]).mean())

    drawn = played(prompts, "no-campaign", honest=400)
    assert machines(played(prompts, "no-campaign", honest=400, population="machines")) > 1.5 * machines(drawn)


def test_a_busier_population_sends_more(prompts: PromptLibrary) -> None:
    few, many = (played(prompts, "no-campaign", honest=200, rate=rate) for rate in (0.3, 3.0))
    assert many.exchanges.num_rows > 2 * few.exchanges.num_rows


def test_chats_in_other_languages(prompts: PromptLibrary) -> None:
    def abroad(made: World) -> float:
        texts = made.exchanges["input_text"].to_pylist()
        return float(np.mean([not text.isascii() for text in texts]))

    drawn, all_of_them = (played(prompts, "no-campaign", honest=200, foreign=share) for share in (None, 1.0))
    assert abroad(all_of_them) > 2 * abroad(drawn)


@pytest.mark.parametrize(("name", "value"), [("disguise", 1.5), ("foreign", -1.0), ("rate", 0.0), ("population", "x")])
def test_impossible_settings_are_refused(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=name):
        Knobs(**{name: value})
