"""An isolation forest over features of single accounts: what a team without a graph would try first."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sklearn.ensemble import IsolationForest

from benchmarks.log import Found, Log, account_column, encode
from hydrascope.proving.metrics import Floats

HOUR = 3_600_000_000  # microseconds
MEANS = ("history_messages", "input_tokens", "output_tokens", "max_tokens", "temperature", "thinking_budget")
VARIETY = (
    "client_ip",
    "user_agent",
    "ja4",
    "model",
    "conversation_id",
    "end_user_id",
    "system_text",
    "input_text",
)
KINDS = ("verification", "payment_kind", "plan", "pathway")
TELLS = ("step by step", "reason", "score", "rewrite")


def find(log: Log, seed: int) -> Found:
    """Score: how easily the account is isolated (Liu, Ting and Zhou 2008). No groups."""
    forest = IsolationForest(n_estimators=300, max_samples=min(1024, len(log.ids)), random_state=seed, n_jobs=2)
    table = features(log)
    score = -forest.fit(table).score_samples(table)
    return Found(score.astype(np.float64), np.full(len(log.ids), -1, np.int64))


def features(log: Log) -> Floats:
    """Per account: volume, rhythm, sizes, variety, tells, record; float64 of shape (accounts, features).

    Unknown values become the median of the known.
    """
    columns = [*rhythm(log), *sizes_of(log), *variety(log), *tells(log), *record(log)]
    table = np.stack(columns, axis=1)
    middle = np.array([np.median(c[np.isfinite(c)]) if np.isfinite(c).any() else 0.0 for c in columns])
    return np.where(np.isfinite(table), table, middle)


def per_account(log: Log, values: NDArray[np.generic]) -> Floats:
    """Mean of the finite values of each account, float64; NaN where there are none."""
    numbers = values.astype(np.float64)
    known = np.isfinite(numbers)
    size = len(log.ids)
    count = np.bincount(log.owner[known], minlength=size)
    total = np.bincount(log.owner[known], numbers[known], size)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def rhythm(log: Log) -> list[Floats]:
    """Log volume, log span, log exchanges per active day, log median gap, entropy over the hours (bits)."""
    size = len(log.ids)
    volume = np.bincount(log.owner, minlength=size).astype(np.float64)
    order = np.lexsort((log.started, log.owner))
    owner, time = log.owner[order], log.started[order]
    same = owner[1:] == owner[:-1]
    gaps = np.full(size, np.nan)
    gap, whose = np.diff(time)[same], owner[1:][same]
    ranked = np.lexsort((gap, whose))
    starts = np.searchsorted(whose[ranked], np.arange(size + 1))
    some = np.flatnonzero(starts[1:] > starts[:-1])
    gaps[some] = np.log1p(gap[ranked][(starts[some] + starts[some + 1]) // 2] / 1e6)
    ends = np.searchsorted(owner, np.arange(size + 1))
    span = np.log1p((time[ends[1:] - 1] - time[ends[:-1]]) / HOUR)
    days = np.unique(np.stack([log.owner, log.started // (24 * HOUR)]), axis=1)[0]
    hours = np.bincount(log.owner * 24 + (log.started // HOUR) % 24, minlength=size * 24).reshape(size, 24)
    share = hours / volume[:, None]
    entropy = -(share * np.log2(np.where(share > 0, share, 1.0))).sum(axis=1)
    return [np.log(volume), span, np.log(volume / np.bincount(days, minlength=size)), gaps, entropy]


def sizes_of(log: Log) -> list[Floats]:
    """Means of prompt length (log) and of the numeric columns; share of bad status."""
    length = pc.binary_length(log.column("input_text").cast(pa.large_string())).fill_null(0).to_numpy()
    means = [per_account(log, numbers(log, name)) for name in MEANS]
    failed = per_account(log, numbers(log, "status_code") >= 400)
    return [per_account(log, np.log1p(length)), *means, failed]


def numbers(log: Log, name: str) -> Floats:
    """A numeric column as float64; NaN where unknown."""
    column: Floats = log.column(name).cast(pa.float64()).fill_null(np.nan).to_numpy()
    return column


def variety(log: Log) -> list[Floats]:
    """Distinct values per exchange, for each column that tells variety."""
    volume = np.bincount(log.owner, minlength=len(log.ids))
    shares = []
    for name in VARIETY:
        pairs = np.unique(log.owner.astype(np.int64) << 32 | (log.codes(name).astype(np.int64) + 1))
        shares.append(np.bincount(pairs >> 32, minlength=len(log.ids)) / volume)
    return shares


def tells(log: Log) -> list[Floats]:
    """Share of prompts that hold a phrase of the textbook list."""
    text = log.column("input_text")
    return [
        per_account(log, pc.match_substring(text, phrase, ignore_case=True).fill_null(False).to_numpy())
        for phrase in TELLS
    ]


def record(log: Log) -> list[Floats]:
    """The provider's record: age at the first exchange (log hours), and a column for each category."""
    first = np.full(len(log.ids), np.iinfo(np.int64).max)
    np.minimum.at(first, log.owner, log.started)
    created = account_column(log, "created_at")
    known = created.cast(pa.int64(), safe=False) if pa.types.is_timestamp(created.type) else None
    born = np.full(len(log.ids), np.nan) if known is None else known.cast(pa.float64(), safe=False).fill_null(np.nan)
    columns = [np.log1p(np.maximum(first - np.asarray(born), 0) / HOUR)]
    for name in KINDS:
        codes = encode(account_column(log, name).cast(pa.string()))
        columns += [(codes == value).astype(np.float64) for value in range(min(int(codes.max(initial=-1)) + 1, 12))]
    return columns
