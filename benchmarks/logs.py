"""A large log made fast, for measuring speed and what a hunt of that size finds: honest people and three campaigns.

    python -m benchmarks.logs --millions 16 --out FOLDER [--fake 24000] [--honest 200000] [--days 30]

Half of the exchanges are those of 24,000 fake accounts for each 16 M, in the proportions of the campaigns disclosed
in February 2026 (150 k, 3.4 M and 13 M exchanges); the others those of 200,000 honest accounts, a few of which ask
much and most of which ask little. Files follow one another in time, so that each can be written by itself. Lengths are
lognormal with a median of 300 and a mean of 900 characters, as measured on real prompts; words are those of real
prompts, by topic. One honest request in ten repeats one of a few thousand popular ones.
"""

import argparse
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numba import njit
from numpy.typing import NDArray

from benchmarks.wordbags import Bags, bags
from benchmarks.wordbags import write as write_texts

MEDIAN, MEAN = 300, 900
LONGEST = 60_000  # characters
POPULAR, REPEATED = 4_000, 0.1
FAKE_PER_MILLION, HONEST_PER_MILLION = 1_500, 12_500
FAKE_SHARE = 0.5
OPERATORS = np.array([0.15, 3.4, 13.0]) / 16.55
START = 1_790_000_000_000_000  # microseconds
DAY = 86_400_000_000
MONTH = 30 * DAY
HOUR = 3_600_000_000
ROWS = 250_000  # a file
CLIENTS, SYSTEMS = 60, 40
STEPS = 50
"""Accounts begin to ask at so many moments of the log."""
SESSION, APART = 0.6, 60
"""Share of honest requests that follow one of the same account, and how many rows before that stands on average."""
TEMPLATED = 0.6
TEMPLATES = [
    "Solve the problem below step by step. Write out every thought before the final answer, then put it in a box. ",
    "You are an expert annotator. Produce a detailed chain of reasoning for the task and finish with 'The answer is'. ",
    "Think aloud inside <reasoning> tags, check each step, correct yourself where needed, then answer the question: ",
    "Write the solution as code with comments for each decision, then explain the reasoning behind every line: ",
    "Given the tools described, plan the calls you would make, one by one, with your reasoning for each of them: ",
    "Act as a careful judge. Score the answer from 1 to 10 against the rubric and give your reasons in full: ",
]
OWN = ((0, 2), (2, 4), (3, 6))
"""The templates of each operator."""


@dataclass(frozen=True)
class World:
    """What decides a log: exchanges, seed, accounts, days from first to last exchange, exchanges in a file."""

    rows: int
    seed: int
    fake: int
    honest: int
    days: int = 30
    file_rows: int = ROWS

    @property
    def span(self) -> int:
        """Microseconds."""
        return self.days * DAY

    @property
    def files(self) -> int:
        """So many files hold it all."""
        return -(-self.rows // self.file_rows)


def world(
    rows: int, seed: int, fake: int | None = None, honest: int | None = None, days: int = 30, file_rows: int = ROWS
) -> World:
    """A world of so many exchanges; numbers of accounts grow with them unless given."""
    few, many = rows * FAKE_PER_MILLION // 10**6, rows * HONEST_PER_MILLION // 10**6
    return World(rows, seed, fake or max(few, 12), honest or max(many, 40), days, file_rows)


@dataclass(frozen=True)
class People:
    """One entry per account: operator (-1 honest), activity, share of the span when it begins, ways of its own."""

    operator: NDArray[np.int64]
    weight: NDArray[np.float64]
    begins: NDArray[np.float64]
    peak: NDArray[np.float64]
    topics: NDArray[np.int64]
    client: NDArray[np.int64]
    system: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.operator)


@lru_cache(maxsize=1)
def people(whole: World) -> People:
    """The accounts of a world."""
    rng = np.random.default_rng(whole.seed)
    made = topics()
    fake, honest = whole.fake, whole.honest
    share = np.maximum(OPERATORS * fake, 3)
    operator = np.searchsorted(np.cumsum(share / share.sum()), (np.arange(fake) + 0.5) / fake)
    activity = rng.lognormal(0, 1.2, honest)
    drawn = rng.integers(0, len(made.harvested), (fake + honest, 3))
    order = rng.permutation(fake + honest)
    several = People(
        operator=np.concatenate([operator, np.full(honest, -1)]),
        weight=np.concatenate([FAKE_SHARE / fake / (1 - operator * 0.2), activity / activity.sum() * (1 - FAKE_SHARE)]),
        begins=np.concatenate([operator * 0.2 + 0.02 * rng.random(fake), 0.7 * rng.random(honest) ** 2]),
        peak=np.concatenate([np.full(fake, -1.0), 24 * rng.random(honest)]),
        topics=drawn,
        client=np.concatenate([operator * 7 % CLIENTS, (CLIENTS * rng.random(honest) ** 2).astype(np.int64)]),
        system=np.concatenate([np.full(fake, -1), rng.integers(-4 * SYSTEMS, SYSTEMS, honest).clip(-1)]),
    )
    return People(*(getattr(several, name)[order] for name in People.__dataclass_fields__))


@lru_cache(maxsize=1)
def topics() -> Bags:
    """The bags of words, once per process."""
    return bags()


def lengths(rng: np.random.Generator, rows: int) -> NDArray[np.int64]:
    """Lengths of texts in characters."""
    spread = np.sqrt(2 * np.log(MEAN / MEDIAN))
    return np.clip(rng.lognormal(np.log(MEDIAN), spread, rows), 8, LONGEST).astype(np.int64)


@njit(cache=True)
def _sessions(owner: NDArray[np.int64], honest: NDArray[np.bool_], back: NDArray[np.int64]) -> NDArray[np.int64]:
    """Let rows with `back` > 0 belong to the honest account so many rows before; how long each session is by then."""
    turn = np.zeros(len(owner), np.int64)
    for i in range(len(owner)):
        j = i - back[i]
        if back[i] > 0 and j >= 0 and honest[owner[i]] and honest[owner[j]]:
            owner[i] = owner[j]
            turn[i] = turn[j] + 1
    return turn


def owners(
    rng: np.random.Generator, who: People, micros: NDArray[np.int64], span: int
) -> tuple[NDArray[np.int64], ...]:
    """The account of each request, and how many of its session came before."""
    hour, drawn = micros / HOUR % 24, np.zeros((2, len(micros)), np.int64)
    for rows in np.array_split(np.arange(len(micros)), 1 + (micros[-1] - micros[0]) * STEPS // span):
        begun = who.begins * span <= micros[rows[0]] - START + span / STEPS
        reach = np.cumsum(who.weight * begun)
        drawn[:, rows] = np.searchsorted(reach, rng.random((2, len(rows))) * reach[-1])
    apart = np.abs((hour - who.peak[drawn] + 12) % 24 - 12)
    owner = np.where((who.peak[drawn[0]] < 0) | (apart[0] <= apart[1]), drawn[0], drawn[1])
    back = np.where(rng.random(len(micros)) < SESSION, rng.geometric(1 / APART, len(micros)), 0)
    return owner, _sessions(owner, who.operator < 0, back)


def table(whole: World, part: int) -> pa.Table:
    """File number `part` of a log: exchanges in order of arrival."""
    seed, first = whole.seed, part * whole.file_rows
    rng, who, made = np.random.default_rng([seed, part]), people(whole), topics()
    rows, step = min(whole.file_rows, whole.rows - first), whole.span // whole.rows
    micros = START + (first + np.arange(rows)) * step + rng.integers(0, max(step, 1), rows)
    owner, turn = owners(rng, who, micros, whole.span)
    operator = who.operator[owner]
    fake = operator >= 0
    asked = np.flatnonzero(made.harvested)
    topic = np.where(fake, rng.choice(asked, rows), who.topics[owner, rng.integers(0, 3, rows)])
    low, high = np.array([*OWN, (0, 0)]).T
    template = low[operator] + (rng.random(rows) * (high - low)[operator]).astype(np.int64)
    prefix = np.where(fake & (rng.random(rows) < TEMPLATED), template, -1)
    size = np.maximum(lengths(rng, rows), np.where(prefix >= 0, 200, 0))
    again = (rng.random(rows) < REPEATED) & ~fake
    popular = (POPULAR * rng.random(rows) ** 3).astype(np.int64)
    sizes = lengths(np.random.default_rng(seed), POPULAR)
    topic, size = np.where(again, popular, topic), np.where(again, sizes[popular], size)
    seeds = np.where(again, popular, POPULAR + first + np.arange(rows)) + (seed << 40)
    text = write_texts(made, topic, size, prefix, TEMPLATES, seeds)
    output = rng.lognormal(np.where(fake, 6.5, 5.5), 1.0, rows).astype(np.int32)
    usual = np.array([0, 0.7, 1.0])
    own = np.where(fake, 40_000 + operator * 4_000 + owner % 700, owner * 2 + rng.integers(0, 2, rows))
    return pa.table(
        {
            "exchange_id": digits("x", 12, first + np.arange(rows)),
            "account_id": names("acct-", owner, len(who)),
            "started_at": pa.array(micros, pa.timestamp("us", "UTC")),
            "ended_at": pa.array(micros + output.astype(np.int64) * 20_000, pa.timestamp("us", "UTC")),
            "model": pa.array(np.where(owner % 5 == 0, "model-small", "model-large")),
            "system_text": labels("You are assistant number {} of a product. Be brief and kind.", who.system[owner]),
            "input_text": text,
            "history_messages": pa.array((turn * 2).astype(np.int32)),
            "input_tokens": pc.add(pc.divide(pc.binary_length(text), 4), 1).cast(pa.int32()),
            "output_tokens": pa.array(output),
            "max_tokens": pa.array(np.where(fake, 8192, np.array([512, 1024, 4096])[owner % 3]).astype(np.int32)),
            "temperature": pa.array(np.where(fake, 0.6 + operator / 10, usual[owner % 3]), pa.float32()),
            "client_ip": labels("10.{}.{}.{}", own, split=True),
            "user_agent": labels("client/{}", who.client[owner]),
        }
    )


def digits(lead: str, width: int, numbers: NDArray[np.int64]) -> pa.Array:
    """Numbers with leading zeros after `lead`, string."""
    powers = 10 ** np.arange(width - 1, -1, -1)
    shown = (numbers[:, None] // powers % 10 + 48).astype(np.uint8)
    first = np.broadcast_to(np.frombuffer(lead.encode(), np.uint8), (len(numbers), len(lead)))
    whole = np.concatenate([first, shown], axis=1)
    offsets = (np.arange(len(numbers) + 1) * (width + len(lead))).astype(np.int32)
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(whole))]
    return pa.Array.from_buffers(pa.string(), len(numbers), buffers)


def names(lead: str, codes: NDArray[np.int64], count: int) -> pa.Array:
    """`digits` of repeated codes, dictionary-encoded."""
    used, place = np.unique(codes, return_inverse=True)
    return pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), digits(lead, len(str(count)), used))


def labels(form: str, codes: NDArray[np.int64], split: bool = False) -> pa.Array:
    """A string per distinct code, put into `form` (as three bytes if `split`), dictionary-encoded; null where -1."""
    used, place = np.unique(codes, return_inverse=True)
    said = [form.format(*((v >> 16, v >> 8 & 255, v & 255) if split else (v,))) for v in used]
    indices = pa.array(place.astype(np.int32), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(said, pa.string()))


def part(number: int, folder: Path, whole: World) -> int:
    """Write one file; returns the bytes of its texts."""
    made = table(whole, number)
    target = folder / "exchanges" / f"part-{number:05d}.parquet"
    plain = ["exchange_id", "input_text", "started_at", "ended_at"]
    coded = [name for name in made.column_names if name not in plain]
    options = {"compression": "zstd", "compression_level": 1, "use_dictionary": coded, "write_statistics": False}
    pq.write_table(made, target, row_group_size=50_000, store_schema=False, **options)
    return int(pc.sum(pc.binary_length(made["input_text"])).as_py())


def write(folder: Path, rows: int, seed: int, workers: int = 1) -> int:
    """Write exchanges/, accounts.parquet and truth.parquet into `folder`; returns the bytes of the texts."""
    whole = world(rows, seed)
    write_accounts(folder, whole)
    return write_parts(folder, whole, range(whole.files), workers)


def write_accounts(folder: Path, whole: World) -> None:
    """Write accounts.parquet and truth.parquet into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(records(people(whole), whole), folder / "accounts.parquet", compression="zstd")
    pq.write_table(truth(people(whole)), folder / "truth.parquet", compression="zstd")


def write_parts(folder: Path, whole: World, parts: Sequence[int], workers: int = 1) -> int:
    """Write some files of the log into `folder`/exchanges; returns the bytes of their texts."""
    (folder / "exchanges").mkdir(parents=True, exist_ok=True)
    return sum(_several(partial(part, folder=folder, whole=whole), parts, workers))


def _several(work: partial[int], parts: Sequence[int], workers: int) -> Iterator[int]:
    if workers <= 1 or len(parts) <= 1:
        yield from map(work, parts)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, parts)


def records(who: People, whole: World) -> pa.Table:
    """The accounts' records: honest ones of the half year before, campaigns' made in one go, cards shared by twenty."""
    rng, n = np.random.default_rng([whole.seed, 10**6]), len(who)
    fake = who.operator >= 0
    age = np.where(fake, rng.integers(0, MONTH // 300, n), rng.integers(0, 6 * MONTH, n))
    card = np.where(fake, 10**7 + who.operator * 10_000 + np.arange(n) // 20, rng.integers(0, 10**7, n))
    return pa.table(
        {
            "account_id": digits("acct-", len(str(n)), np.arange(n)),
            "created_at": pa.array(START + (who.begins * whole.span).astype(np.int64) - age, pa.timestamp("us", "UTC")),
            "verification": pa.array(rng.choice(["email", "phone", "payment"], n)),
            "payment_fingerprint": labels("card-{}", card).cast(pa.string()),
            "payment_kind": pa.array(np.where(fake, "prepaid", rng.choice(["card", "prepaid"], n, p=[0.9, 0.1]))),
        }
    )


def truth(who: People) -> pa.Table:
    """Which accounts are whose: account_id, operator (-1 honest)."""
    return pa.table({"account_id": digits("acct-", len(str(len(who))), np.arange(len(who))), "operator": who.operator})


def main() -> None:
    """Write a log, print how fast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--millions", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=20_26)
    parser.add_argument("--fake", type=int, help="fake accounts; default: with the exchanges")
    parser.add_argument("--honest", type=int, help="honest accounts; default: with the exchanges")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    began, rows = time.perf_counter(), round(options.millions * 1e6)
    whole = world(rows, options.seed, options.fake, options.honest, options.days)
    write_accounts(options.out, whole)
    size = write_parts(options.out, whole, range(whole.files), os.cpu_count() or 1)
    seconds = time.perf_counter() - began
    print(f"{rows:,} exchanges, {size / 2**30:.2f} GiB of text, {seconds:.1f} s, {rows / seconds:,.0f} exchanges/s")


if __name__ == "__main__":
    main()
