"""A tiny labelled world: honest people with words of their own, one campaign with cards and a template."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HONEST, FAKE = 240, 24
WORDS = np.array(
    [f"{a}{b}{c}" for a in ("ka", "lo", "mi", "tu") for b in ("ren", "sta", "vol", "dy") for c in range(40)]
)


def write(folder: Path, seed: int, fake: int = FAKE) -> Path:
    """exchanges.parquet, accounts.parquet and truth/, as `hydrascope simulate` writes them."""
    rng = np.random.default_rng(seed)
    rows = []
    for account in range(HONEST + fake):
        is_fake = account >= HONEST
        taste = rng.choice(WORDS, 60)
        for _ in range(int(rng.integers(4, 12))):
            own = " ".join(rng.choice(taste, int(rng.integers(12, 40))))
            ask = " ".join(rng.choice(WORDS, 5))
            text = f"You are an expert analyst give complete reasoning for every step of it in detail {ask}"
            rows.append((f"a{account:04d}", text if is_fake else own, is_fake, account))
    order = rng.permutation(len(rows))
    account, text, fakes, number = (np.array(part) for part in zip(*[rows[i] for i in order], strict=True))
    started = 1_790_000_000_000_000 + np.sort(rng.integers(0, 10**12, len(rows)))
    ids = [f"x{i:05d}" for i in rng.permutation(len(rows))]
    exchanges = pa.table(
        {
            "exchange_id": ids,
            "account_id": account,
            "started_at": pa.array(started, pa.timestamp("us", "UTC")),
            "input_text": text,
            "history_messages": pa.array(np.where(fakes, 0, rng.integers(0, 6, len(rows))), pa.int32()),
            "output_tokens": pa.array(np.where(fakes, 4000, rng.integers(10, 900, len(rows))), pa.int32()),
            "client_ip": [
                f"10.{'9.9' if f else f'1.{n}'}.{n % 250}" for f, n in zip(fakes, number, strict=True)
            ],
            "ja4": np.where(number % 3 == 0, "popular", "other"),
        }
    )
    people = np.arange(HONEST + fake)
    accounts = pa.table(
        {
            "account_id": [f"a{n:04d}" for n in people],
            "created_at": pa.array(1_780_000_000_000_000 + people * 10**9, pa.timestamp("us", "UTC")),
            "payment_fingerprint": [f"card{n if n < HONEST else HONEST + n % 4}" for n in people],
            "verification": np.where(people % 2 == 0, "email", "phone"),
        }
    )
    (folder / "truth").mkdir(parents=True)
    pq.write_table(exchanges, folder / "exchanges.parquet")
    pq.write_table(accounts, folder / "accounts.parquet")
    labels = people >= HONEST
    operator = pa.array(["one" if f else None for f in labels], pa.string())
    kind = np.where(labels, "fake/plain", "honest/plain")
    truth = pa.table(
        {"account_id": accounts["account_id"], "fake": labels, "kind": kind, "operator": operator}
    )
    pq.write_table(truth, folder / "truth" / "accounts.parquet")
    pq.write_table(pa.table({"exchange_id": ids, "harvested": fakes}), folder / "truth" / "exchanges.parquet")
    return folder


@pytest.fixture(scope="session")
def mixed(tmp_path_factory):
    """A world with one campaign."""
    return write(tmp_path_factory.mktemp("mixed") / "world", 1)


@pytest.fixture(scope="session")
def calm(tmp_path_factory):
    """A world of honest people only."""
    return write(tmp_path_factory.mktemp("calm") / "world", 2, fake=0)
