"""`python -m benchmarks.generators.inspector --kind K --seed N --honest 12000 --fake 1000 --out DIR`."""

import argparse
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.generators.inspector.build import KINDS, generate


def main() -> None:
    """Write `exchanges`, `accounts`, `truth_accounts` and `truth_exchanges` (.parquet) into a folder."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generators.inspector", description=__doc__)
    parser.add_argument("--kind", required=True, choices=KINDS)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--honest", type=int, default=12_000)
    parser.add_argument("--fake", type=int, default=1_000)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    tables = generate(args.kind, args.seed, args.honest, args.fake, args.data)
    args.out.mkdir(parents=True, exist_ok=True)
    names = ("exchanges", "accounts", "truth_accounts", "truth_exchanges")
    for name, table in zip(names, tables, strict=True):
        pq.write_table(table, args.out / f"{name}.parquet", compression="zstd")
        print(f"{name}: {table.num_rows} rows")


if __name__ == "__main__":
    main()
