"""Work on parts gives the same results wherever it runs."""

import os

import pytest

from hydrascope.engine import Workers, run
from hydrascope.errors import UserError


def where(number: int) -> tuple[int, int]:
    """A result, and the process it was made in."""
    return number * number, os.getpid()


def fail(number: int) -> int:
    """Fails on some."""
    if number == 2:
        raise UserError("two is too many")
    return number


@pytest.mark.parametrize(("items", "workers"), [([], 2), ([3], 2), ([1, 2, 3], 1)])
def test_little_work_stays_here(items, workers):
    assert list(run(where, items, workers)) == [(n * n, os.getpid()) for n in items]


def test_much_work_goes_to_other_processes():
    found = list(run(where, [1, 2, 3, 4], 2))
    assert sorted(square for square, _ in found) == [1, 4, 9, 16]
    assert os.getpid() not in {process for _, process in found}


def test_the_error_of_a_worker_arrives():
    with pytest.raises(UserError, match="two is too many"):
        list(run(fail, [1, 2, 3], 2))


def test_results_come_as_they_are_made():
    results = run(where, [1, 2, 3], 1)
    assert next(results)[0] == 1


def test_results_come_in_the_order_of_the_items():
    with Workers(2) as pool:
        assert [square for square, _ in pool.run(where, range(30))] == [n * n for n in range(30)]


def test_workers_are_kept_from_one_piece_of_work_to_the_next():
    with Workers(2) as pool:
        first = {process for _, process in pool.run(where, [1, 2, 3, 4])}
        again = {process for _, process in pool.run(where, [1, 2, 3, 4])}
    assert len(first | again) <= 2
