"""Templates: what stays of a campaign's requests when the fillings go.

A word is shown only where most exemplars, from different accounts, have it in the same surroundings; all
else becomes ▢. So the operator's wording can be shown and nobody's own text is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hydrascope.campaigns.pool import Ints, Rows

GAP = "▢"
MOST_CHARS = 4_000
MOST_SHOWN = 160
AGREE = 0.6
MOST_TEMPLATES = 4
WORD = re.compile(r"\S{1,80}")


@dataclass(frozen=True, slots=True)
class Exemplars:
    """Rows of FEATURES, from different accounts, that show one key; `key` is its row in SHARED_KEYS.

    `of` says where the shared wording stands: 'system' or 'input'; `accounts` and `exchanges` how many show it.
    """

    of: str
    rows: tuple[int, ...]
    key: int
    accounts: int
    exchanges: int


def choose(
    groups: Sequence[tuple[str, int, Rows]], account: Rows, most: int = MOST_TEMPLATES, each: int = 8
) -> list[Exemplars]:
    """Of the groups (kind, key, rows) those that together explain most rows, largest first.

    A group that adds less than a tenth of its own rows to those chosen before is a shadow of them.
    """
    chosen: list[Exemplars] = []
    seen = np.zeros(len(account), np.bool_)
    for kind, key, rows in sorted(groups, key=lambda g: (-len(g[2]), g[0], int(g[2][0]), g[1])):
        fresh = int((~seen[rows]).sum())
        if fresh * 10 < len(rows) or len(chosen) >= most:
            continue
        seen[rows] = True
        holders, first = np.unique(account[rows], return_index=True)
        spread = first[:: max(1, len(first) // each)][:each]
        of = "system" if kind == "system" else "input"
        chosen.append(Exemplars(of, tuple(int(r) for r in rows[spread]), key, len(holders), len(rows)))
    return chosen


def common(texts: Sequence[str]) -> str:
    """The first text with every word that the others do not share replaced; '' without at least three.

    >>> common(["Solve it step by step: a train", "Solve it step by step: two cats", "Solve it step by step: six"])
    'Solve it step by step: ▢'
    """
    if len(texts) < 3:
        return ""
    cut = [WORD.findall(text[:MOST_CHARS]) for text in texts]
    votes = Counter(context for words in cut for context in set(_contexts(words)))
    least = max(3, int(np.ceil(AGREE * len(texts))))
    shown: list[str] = []
    words = cut[0]
    stays = [False] * len(words)
    for start, context in enumerate(_contexts(words)):
        if votes[context] >= least:
            stays[start : start + len(context)] = [True] * len(context)
    for word, kept in zip(words, stays, strict=True):
        if kept:
            shown.append(word)
        elif not shown or shown[-1] != GAP:
            shown.append(GAP)
    return " ".join(shown[:MOST_SHOWN]) if any(stays) else ""


def _contexts(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Runs of three words, in which a word must recur to count as common."""
    return [tuple(words[i : i + 3]) for i in range(len(words) - 2)]


def rows_of_interest(exemplars: Sequence[Exemplars]) -> Ints:
    """All rows whose text is needed, sorted."""
    return np.unique(np.array([r for e in exemplars for r in e.rows], np.int64))
