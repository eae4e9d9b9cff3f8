"""`python -m benchmarks.generators.examiner --kind mixed --seed 7 --honest 12000 --fake 1000 --out DIR`."""

import argparse
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.generators.examiner.build import KINDS, generate
from benchmarks.generators.examiner.pools import DATA


def main() -> None:
    """Write one world: the log, the accounts table and, apart from them, the two truth tables."""
    parser = argparse.ArgumentParser(prog="benchmarks.generators.examiner", description=__doc__)
    parser.add_argument("--kind", choices=sorted(KINDS), required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--honest", type=int, default=12_000)
    parser.add_argument("--fake", type=int, default=1_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=DATA, help="folder with benign/ and harvest/")
    asked = parser.parse_args()
    tables = generate(asked.kind, asked.seed, asked.honest, asked.fake, asked.data)
    asked.out.mkdir(parents=True, exist_ok=True)
    names = ("exchanges", "accounts", "truth_accounts", "truth_exchanges")
    for name, table in zip(names, tables, strict=True):
        pq.write_table(table, asked.out / f"{name}.parquet", compression="zstd")
        print(f"{name}: {table.num_rows:,} rows")


if __name__ == "__main__":
    main()
