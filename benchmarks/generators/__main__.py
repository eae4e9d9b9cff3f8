"""Write one world of a generator: the log, the accounts and, apart from them, the two truth tables.

python -m benchmarks.generators examiner --kind mixed --seed 7 --honest 12000 --fake 1000 --out DIR
"""

import argparse
from importlib import import_module
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import outside

TABLES = ("exchanges", "accounts", "truth_accounts", "truth_exchanges")


def main() -> None:
    """Parse, play, write."""
    names = [name for name in outside.names() if name != outside.OWN]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("generator", choices=names)
    parser.add_argument("--kind", default="mixed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--honest", type=int, default=12_000)
    parser.add_argument("--fake", type=int, default=1_000)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    kinds = outside.kinds(asked.generator)
    if asked.kind not in kinds:
        parser.error(f"{asked.generator} has no kind {asked.kind!r}; choose one of {', '.join(kinds)}")
    asked.out.mkdir(parents=True, exist_ok=True)
    generate = import_module(f"benchmarks.generators.{asked.generator}").generate
    tables = generate(asked.kind, asked.seed, asked.honest, asked.fake)
    for name, table in zip(TABLES, tables, strict=True):
        pq.write_table(table, asked.out / f"{name}.parquet", compression="zstd")
        print(f"{name}: {table.num_rows:,} rows")


if __name__ == "__main__":
    main()
