"""A large log of plain, honest-looking traffic, made fast: for measuring speed, not quality.

Lengths are lognormal with a median of 300 and a mean of 900 characters, as measured on real prompts; words
are drawn from a skewed distribution over made-up words; an account sends about 40 requests. One request in
eight repeats one of a few thousand popular prompts, so that there is something to link and to explain away.
"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

VOCABULARY = 30_000
SYLLABLES = "ba co da fe gi ha ja ke lo man op ar is er at iv ow ax yo ze con tion in sem en til ye"
MEDIAN, MEAN = 300, 900
POPULAR = 4_000
REPEATED = 1 / 8
LONGEST = 60_000  # characters
PER_ACCOUNT = 40
START = 1_790_000_000_000_000  # microseconds
MONTH = 30 * 86_400_000_000  # microseconds
ROWS = 50_000  # per row group


def vocabulary(rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Words, each followed by a space: all their bytes, and where each begins (int64, VOCABULARY + 1)."""
    syllables = SYLLABLES.split()
    parts = rng.integers(0, len(syllables), (VOCABULARY, 4))
    count = rng.integers(1, 5, VOCABULARY)
    words = ["".join(syllables[p] for p in row[:n]) + " " for row, n in zip(parts, count, strict=True)]
    starts = np.concatenate([[0], np.cumsum([len(word) for word in words])])
    return np.frombuffer("".join(words).encode(), np.uint8), starts


class Writer:
    """Writes texts of given lengths from one vocabulary, some of them popular prompts."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.data, self.starts = vocabulary(rng)
        self.popular = self.fresh(lengths(rng, POPULAR))

    def fresh(self, size: NDArray[np.int64]) -> pa.Array:
        """New texts of these lengths in characters, large_string: pieces of one stream of random words."""
        width = np.diff(self.starts)
        total = int(size.sum())
        drawn = (VOCABULARY * self.rng.random(int(total / width.mean() * 1.5) + 64) ** 2.5).astype(np.int64)
        ends = np.cumsum(width[drawn])
        used = int(np.searchsorted(ends, total)) + 1
        drawn, ends = drawn[:used], ends[:used]
        shift = np.repeat(self.starts[drawn] - (ends - width[drawn]), width[drawn])
        stream = self.data[np.arange(int(ends[-1]), dtype=np.int64) + shift]
        offsets = np.concatenate([[0], np.cumsum(size)])
        buffers = [None, pa.py_buffer(offsets.tobytes()), pa.py_buffer(stream[:total].tobytes())]
        return pa.Array.from_buffers(pa.large_string(), len(size), buffers)

    def texts(self, rows: int) -> pa.Array:
        """Texts for `rows` exchanges, string."""
        fresh = self.fresh(lengths(self.rng, rows))
        repeated = (POPULAR * self.rng.random(rows) ** 3).astype(np.int64)
        place = np.where(self.rng.random(rows) < REPEATED, rows + repeated, np.arange(rows))
        return pa.concat_arrays([fresh, self.popular]).take(pa.array(place)).cast(pa.string())


def lengths(rng: np.random.Generator, rows: int) -> NDArray[np.int64]:
    """Lengths of texts in characters."""
    spread = np.sqrt(2 * np.log(MEAN / MEDIAN))
    return np.clip(rng.lognormal(np.log(MEDIAN), spread, rows), 8, LONGEST).astype(np.int64)


def batch(writer: Writer, first: int, rows: int, accounts: int, log_rows: int) -> pa.Table:
    """`rows` exchanges from number `first` on, in order of arrival, of a log of `log_rows`."""
    rng, text = writer.rng, writer.texts(rows)
    numbers = np.arange(first, first + rows)
    owner = (accounts * rng.random(rows) ** 1.5).astype(np.int64)
    started = START + numbers * (MONTH // log_rows)
    output = rng.lognormal(5.5, 1.0, rows).astype(np.int32)
    return pa.table(
        {
            "exchange_id": pa.array([f"x{n:09d}" for n in numbers]),
            "account_id": labels("acct-{:07d}", owner),
            "started_at": pa.array(started, pa.timestamp("us", "UTC")),
            "ended_at": pa.array(started + output.astype(np.int64) * 20_000, pa.timestamp("us", "UTC")),
            "model": pa.array(["model-large"] * rows).dictionary_encode(),
            "input_text": text,
            "history_messages": pa.array(rng.geometric(0.5, rows).astype(np.int32) - 1),
            "input_tokens": pc.add(pc.divide(pc.binary_length(text), 4), 1).cast(pa.int32()),
            "output_tokens": pa.array(output),
            "max_tokens": pa.array(rng.choice(np.array([512, 1024, 4096], np.int32), rows)),
            "temperature": pa.array(rng.choice(np.array([0.0, 0.7, 1.0], np.float32), rows)),
            "client_ip": labels("10.{}.7", owner % 65_000, split=True),
            "user_agent": labels("client/{}", owner % 37),
        }
    )


def labels(form: str, codes: NDArray[np.int64], split: bool = False) -> pa.Array:
    """One string per distinct code, put into `form` (as two bytes `high.low` if `split`)."""
    values, place = np.unique(codes, return_inverse=True)
    names = [form.format(f"{v >> 8}.{v & 255}" if split else v) for v in values]
    return pa.array(names).take(pa.array(place))


def write(folder: Path, rows: int, seed: int) -> int:
    """Write exchanges.parquet and accounts.parquet into `folder`; returns the bytes of the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    words = Writer(rng)
    accounts = max(rows // PER_ACCOUNT, 10)
    size = 0
    schema = batch(words, 0, 1, accounts, rows).schema
    with pq.ParquetWriter(folder / "exchanges.parquet", schema, compression="zstd") as out:
        for first in range(0, rows, ROWS):
            table = batch(words, first, min(ROWS, rows - first), accounts, rows)
            out.write_table(table)
            size += int(pc.sum(pc.binary_length(table["input_text"])).as_py())
    pq.write_table(records(rng, accounts), folder / "accounts.parquet", compression="zstd")
    return size


def records(rng: np.random.Generator, accounts: int) -> pa.Table:
    """The accounts' records: sign-up in the half year before, payment of their own."""
    numbers = np.arange(accounts)
    return pa.table(
        {
            "account_id": labels("acct-{:07d}", numbers),
            "created_at": pa.array(START - rng.integers(0, 6 * MONTH, accounts), pa.timestamp("us", "UTC")),
            "verification": pa.array(rng.choice(["email", "phone", "payment"], accounts)),
            "payment_fingerprint": labels("card-{}", rng.integers(0, 20 * accounts, accounts)),
            "payment_kind": pa.array(rng.choice(["card", "prepaid"], accounts, p=[0.9, 0.1])),
        }
    )
