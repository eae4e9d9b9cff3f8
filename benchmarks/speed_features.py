"""Prints exchanges per second of the features stage on one core, on lengths like a real log's.

    python benchmarks/speed_features.py [--rows 20000]

Prompt lengths are lognormal with median 300 and mean 900 characters; 200 system prompts of 1,500.
"""

import argparse
import time

import numpy as np
import pyarrow as pa

from hydrascope.features import extract
from hydrascope.tables import EXCHANGES

MEDIAN, MEAN = 300.0, 900.0
SYSTEMS = 200


def prompts(rows: int, rng: np.random.Generator) -> list[str]:
    """Random words with Zipf-like frequencies, cut to lognormal lengths."""
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    vocabulary = ["".join(rng.choice(letters, size=size)) for size in rng.integers(2, 10, size=5000)]
    ranks = np.minimum(rng.zipf(1.3, size=400_000) - 1, len(vocabulary) - 1)
    corpus = " ".join(vocabulary[rank] for rank in ranks)
    sizes = rng.lognormal(np.log(MEDIAN), np.sqrt(2 * np.log(MEAN / MEDIAN)), size=rows).astype(int)
    starts = rng.integers(0, len(corpus) // 2, size=rows)
    return [corpus[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def batch(rows: int, seed: int) -> pa.RecordBatch:
    """Exchanges with every column that costs something filled in."""
    rng = np.random.default_rng(seed)
    systems = [text * 6 for text in prompts(SYSTEMS, rng)]
    given = {
        "exchange_id": [f"x{row}" for row in range(rows)],
        "account_id": [f"a{row}" for row in rng.integers(0, 500, size=rows)],
        "started_at": pa.array(rng.integers(0, 10**12, size=rows), EXCHANGES.field("started_at").type),
        "conversation_id": [f"conversation-{row:024d}" for row in range(rows)],
        "history_hash": [f"history-{row:056d}" for row in range(rows)],
        "input_text": prompts(rows, rng),
        "system_text": [systems[place] for place in rng.integers(0, SYSTEMS, size=rows)],
        "client_ip": [f"10.1.{place >> 8}.{place & 255}" for place in rng.integers(0, 2000, size=rows)],
        "user_agent": ["OpenAI/Python 1.40.0"] * rows,
        "temperature": np.full(rows, 0.7, dtype=np.float32),
        "source": ["log"] * rows,
        "line": np.arange(rows),
    }
    columns = [
        pa.array(given[field.name], field.type) if field.name in given else pa.nulls(rows, field.type)
        for field in EXCHANGES
    ]
    return pa.RecordBatch.from_arrays(columns, schema=EXCHANGES)


def main() -> None:
    """Time the best of five runs, after one that compiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    rows = parser.parse_args().rows
    exchanges = batch(rows, seed=1)
    began = time.perf_counter()
    extract(exchanges.slice(0, 10), b"key")
    print(f"first call {time.perf_counter() - began:.1f} s (compiles when the cache is cold)")
    spent = []
    for _ in range(5):
        began = time.process_time()
        extract(exchanges, b"key")
        spent.append(time.process_time() - began)
    print(f"{rows / min(spent):,.0f} exchanges/s per core")


if __name__ == "__main__":
    main()
