"""The floor under any hunt: read the same Parquet, every column, and hash its text once.

    python -m benchmarks.floor EXCHANGES

prints seconds, rows and bytes of text as JSON. Compilation is not counted.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numba import njit, prange

from benchmarks.peers.text import Bytes, Hashes, buffers
from hydrascope.proving.metrics import Ints

BATCH = 50_000


@njit(cache=True, parallel=True)
def hashes(text: Bytes, ends: Ints) -> Hashes:
    """One uint64 per row, eight bytes at a step (multiply and rotate)."""
    out = np.zeros(len(ends) - 1, np.uint64)
    for row in prange(len(out)):
        state = np.uint64(0x9E3779B97F4A7C15)
        at, end = ends[row], ends[row + 1]
        while at + 8 <= end:
            word = np.uint64(0)
            for i in range(8):
                word |= np.uint64(text[at + i]) << np.uint64(8 * i)
            state = (state ^ word) * np.uint64(0xBF58476D1CE4E5B9)
            state ^= state >> np.uint64(31)
            at += 8
        while at < end:
            state = (state ^ np.uint64(text[at])) * np.uint64(0x100000001B3)
            at += 1
        out[row] = state
    return out


def run(path: Path) -> dict[str, float]:
    """Read and hash a file or a folder of them; returns seconds, rows, bytes of text, the hashes folded to a number."""
    hashes(np.zeros(8, np.uint8), np.array([0, 8]))
    began, rows, size, total = time.perf_counter(), 0, 0, np.uint64(0)
    for file in sorted(path.glob("*.parquet")) if path.is_dir() else [path]:
        for batch in pq.ParquetFile(file).iter_batches(BATCH):
            for text, ends in buffers(pa.chunked_array([batch.column("input_text")]), BATCH):
                total ^= np.bitwise_xor.reduce(hashes(text, ends))
                size += int(ends[-1] - ends[0])
            rows += len(batch)
    seconds = time.perf_counter() - began
    return {"seconds": round(seconds, 3), "rows": rows, "bytes": size, "check": int(total >> np.uint64(32))}


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]))))
