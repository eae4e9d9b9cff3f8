"""The curves begin careless, and what a level names is a knob."""

from hydrascope.proving.evasion import BOUNDS, EVASIONS, LEVELS, levels, points
from hydrascope.proving.sections import POPULATIONS
from hydrascope.simulate import Knobs


def test_every_point_and_population_is_a_valid_setting_of_knobs():
    for _, _, knobs in points():
        Knobs(**dict(knobs))
    for knobs in POPULATIONS.values():
        Knobs(**dict(knobs))


def test_every_curve_begins_at_the_same_careless_world():
    found = list(points())
    starts = {knobs for _, level, knobs in found if level == 0}
    assert len(starts) == 1
    assert len({knobs for _, _, knobs in found}) == 1 + (len(EVASIONS) + 1) * (LEVELS - 1) + len(EVASIONS)


def test_levels_change_their_own_knobs_only():
    careless = dict(levels({}))
    turned = dict(levels({"paraphrase": 3}))
    assert {name for name in turned if turned[name] != careless[name]} == {"paraphrase"}
    assert set(dict(BOUNDS)) <= set(careless)
