"""What is told of links and of cleared groups: for and against, and by what it is."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.campaigns.against import LITTLE_DOUBT, against
from hydrascope.campaigns.candidates import FAMILIES
from hydrascope.campaigns.statistics import NAMES
from hydrascope.campaigns.told import TIES, _largest_good, looks_like


class People:
    """As much of `Traffic` as the comparison reads."""

    def __init__(self, client: np.ndarray) -> None:
        self.columns = {"main_client": client, "main_parameters": np.zeros(len(client), np.uint64)}

    def hashes(self, name: str) -> np.ndarray:
        return self.columns[name]

    def column(self, name: str) -> np.ndarray:
        return np.full(len(self.columns["main_client"]), -1.0)


def people() -> tuple[Any, np.ndarray, np.ndarray, np.ndarray]:
    """Fifty tied pairs with one client each of fifty clients; and a fifty-first pair that differs."""
    client = np.repeat(np.arange(1, 51, dtype=np.uint64), 2)
    left, right = np.arange(0, 100, 2), np.arange(1, 100, 2)
    tied = np.full(51, LITTLE_DOUBT + 1)
    tied[-1] = 5.0
    return People(client), np.append(left, 0), np.append(right, 99), tied


def test_a_difference_speaks_against_where_the_closely_tied_agree() -> None:
    t, left, right, tied = people()
    (found,) = against(t, left, right, tied)
    assert found.pairs.tolist() == [50]
    assert found.bits < -3
    assert "different client software" in found.says


def test_nothing_speaks_against_where_too_few_are_beyond_doubt() -> None:
    t, left, right, tied = people()
    assert against(t, left, right, tied - 10) == []


def test_a_group_is_named_by_what_ties_it_and_what_it_does() -> None:
    values = np.full((2, len(NAMES)), np.nan)
    values[0, NAMES.index("shared questions")] = 0.5
    groups = SimpleNamespace(key_row=np.array([0, -1]), family=np.array([0, FAMILIES.index("crowd")]))
    log: Any = SimpleNamespace(
        shared=pa.table({"kind": ["system"]}), case=SimpleNamespace(groups=groups, statistics=values)
    )
    assert looks_like(log, 0) == "with one system prompt, who ask the same questions, as a class or a benchmark does"
    assert looks_like(log, 1) == TIES["crowd"]


def test_the_largest_of_nearly_equal_groups_is_shown() -> None:
    membership = SimpleNamespace(group=np.array([0, 0, 1, 1, 1, 2, 2]), who=np.array([0, 1, 0, 1, 2, 0, 2]))
    verdict = SimpleNamespace(group_bits=np.array([5.0, 3.5, 1.0]), top=np.array([0, 0, 1, -1]))
    log: Any = SimpleNamespace(verdict=verdict, case=SimpleNamespace(membership=membership))
    assert _largest_good(log, np.array([2, 3, 2])).tolist() == [1, 1, 1, -1]
