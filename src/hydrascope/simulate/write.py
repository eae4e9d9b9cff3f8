"""Write a world to a folder: the log, the accounts, and the truth beside them."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope.errors import OutsideError
from hydrascope.simulate.world import World


def write(world: World, out: Path) -> None:
    """exchanges.parquet, accounts.parquet, truth/accounts.parquet and truth/exchanges.parquet under `out`.

    Raises OutsideError when the folder cannot be written.
    """
    files: dict[str, pa.Table] = {
        "exchanges.parquet": world.exchanges,
        "accounts.parquet": world.accounts,
        "truth/accounts.parquet": world.truth_accounts,
        "truth/exchanges.parquet": world.truth_exchanges,
    }
    try:
        (out / "truth").mkdir(parents=True, exist_ok=True)
        for name, table in files.items():
            pq.write_table(table, out / name, compression="zstd", row_group_size=65_536)
    except OSError as error:
        raise OutsideError(
            f"Cannot write the world to {out}: {error.strerror}. Free space or choose another folder."
        ) from error
