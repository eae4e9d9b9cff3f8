"""What is hidden is gone, what is not stays, and nobody's label shows in how it was hidden."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from hydrascope.errors import SettingsError
from hydrascope.proving.hide import ABLATIONS, FAMILIES, GAPS, LACKS, hide
from hydrascope.tables import ACCOUNTS, EXCHANGES


def known(table: pa.Table, names: tuple[str, ...]) -> int:
    return sum(len(table[name]) - table[name].null_count for name in names if name in table.column_names)


def test_families_are_columns_of_the_contract_and_do_not_overlap():
    for schema, side in ((EXCHANGES, 0), (ACCOUNTS, 1)):
        names = [name for family in FAMILIES.values() for name in family[side]]
        assert len(names) == len(set(names))
        assert set(names) <= set(schema.names)
    assert {name for names in LACKS.values() for name in names} <= set(EXCHANGES.names)


@pytest.mark.parametrize("family", [name for name in FAMILIES if name != "rhythm"])
def test_a_family_is_gone_and_the_others_stay(small, family):
    without, records = hide(small, f"without {family}")
    assert records
    for name, (exchanges, accounts) in FAMILIES.items():
        left = known(without.exchanges, exchanges) + known(without.accounts, accounts)
        before = known(small.exchanges, exchanges) + known(small.accounts, accounts)
        assert before > 0
        assert left == (0 if name == family else before)
    assert without.exchanges.schema == small.exchanges.schema
    assert without.truth_accounts is small.truth_accounts


def test_one_family_is_left(small):
    only, _ = hide(small, "only infrastructure")
    assert known(only.exchanges, FAMILIES["content"][0]) == 0
    assert known(only.accounts, FAMILIES["sign-up"][1]) == 0
    assert known(only.exchanges, ("client_ip",)) == known(small.exchanges, ("client_ip",)) > 0
    assert only.exchanges["started_at"].to_pylist() != small.exchanges["started_at"].to_pylist()


def test_shuffled_times_are_the_same_times_and_keep_durations(small):
    moved, _ = hide(small, "without rhythm", 3)
    again, _ = hide(small, "without rhythm", 3)
    assert moved.exchanges.equals(again.exchanges)
    before, after = small.exchanges["started_at"], moved.exchanges["started_at"]
    assert before != after
    assert sorted(before.to_pylist()) == sorted(after.to_pylist())
    lasted = [pc.subtract(w.exchanges["ended_at"], w.exchanges["started_at"]).to_pylist() for w in (small, moved)]
    assert lasted[0] == lasted[1]


def test_shuffled_times_tell_nothing_of_who(small):
    """The mean time of fakes is that of all, within what chance allows."""
    moved, _ = hide(small, "without rhythm", 1)
    at = moved.exchanges["started_at"].cast(pa.int64()).to_numpy().astype(float)
    fake = small.truth_exchanges["harvested"].to_numpy(zero_copy_only=False)
    assert abs(at[fake].mean() - at.mean()) < 5 * at.std() / np.sqrt(fake.sum())


def test_gaps(small):
    assert hide(small, "whole") == (small, True)
    assert hide(small, "lacks accounts") == (small, False)
    both, records = hide(small, "lacks content, accounts")
    assert not records
    assert known(both.exchanges, LACKS["content"]) == 0
    assert known(both.exchanges, LACKS["parameters"]) > 0


@pytest.mark.parametrize("variant", ["without luck", "lacks accounts, luck", "only", "replay"])
def test_what_cannot_be_hidden_is_named(small, variant):
    with pytest.raises(SettingsError, match="cannot hide"):
        hide(small, variant)


def test_every_variant_has_a_name_of_its_own():
    assert len({*ABLATIONS, *GAPS}) == len(ABLATIONS) + len(GAPS)
