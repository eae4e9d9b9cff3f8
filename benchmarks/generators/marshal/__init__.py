"""Labelled gateway logs of a small provider: many countries, trial accounts, apps, students, and campaigns."""
import pyarrow as pa

from .book import Book
from .campaigns import PLAYBOOK, run
from .crowds import lookalikes, ordinary

KINDS = ("mixed", "none", *PLAYBOOK)

def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """Exchanges, accounts, truth per account and truth per exchange of one world.

    `honest` and `fake` count accounts; "none" has no fakes and twice the look-alikes. Raises ValueError
    for a kind that is not in KINDS.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}; choose one of {', '.join(KINDS)}")
    book = Book(kind, seed)
    alike = int(honest * book.rng.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    ordinary(book, honest - alike)
    lookalikes(book, alike)
    if kind != "none":
        run(book, kind, fake)
    return book.tables()

__all__ = ["KINDS", "generate"]
