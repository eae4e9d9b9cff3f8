"""kill -9 at random moments of hunt and watch: after a rerun, is the output what it is without?

    python -m benchmarks.crash --trials 100 --out FOLDER [--kinds hunt watch listen] [--seed 0]
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hydrascope import cli, simulate
from hydrascope.store import UNFINISHED

TABLES = ("accounts", "campaigns", "exchanges", "links")
KINDS = ("hunt", "watch", "listen")
FPR = 0.01
PATIENCE = 120.0
"""Seconds that a watch may take to come to rest."""


@dataclass
class Ground:
    """A small log in pieces, and what an undisturbed hunt finds in it."""

    folder: Path
    pieces: list[list[bytes]]
    seconds: float
    chance: random.Random = field(repr=False)

    @property
    def accounts(self) -> Path:
        return self.folder / "accounts.parquet"

    @property
    def rows(self) -> int:
        return sum(map(len, self.pieces))


def spawn(arguments: list[str], said: Path) -> int:
    """`hydrascope` in a process of its own, forked, as importing everything anew would take most of the time."""
    process = os.fork()
    if process:
        return process
    status = 70
    try:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(out, 1)
        os.dup2(out, 2)
        os.setpgid(0, 0)
        sys.argv = ["hydrascope", *arguments]
        cli.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(process: int) -> int:
    """The exit status, or minus the signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def ground(folder: Path, seed: int, rows: int, pieces: int) -> Ground:
    """A log of about `rows` exchanges in `pieces`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    library = simulate.load_prompts(None, "all")
    world = simulate.world("mixed", seed=7, prompts=library, honest=120, fake=40)
    pq.write_table(world.accounts, folder / "accounts.parquet")
    lines = list(_lines(world.exchanges.slice(0, rows)))
    chance = random.Random(seed)
    cuts = [0, *sorted(chance.sample(range(1, len(lines)), pieces - 1)), len(lines)]
    made = Ground(folder, [lines[a:b] for a, b in pairwise(cuts)], 0.0, chance)
    _files(made, folder / "logs")
    for _ in range(2):  # The second one is not slowed by what is compiled once.
        shutil.rmtree(folder / "whole", ignore_errors=True)
        begun = time.monotonic()
        status = ended(spawn(_hunt(made, folder / "logs", folder / "whole"), folder / "said"))
        made.seconds = time.monotonic() - begun
        if status != 0:
            raise SystemExit(f"the undisturbed hunt ended with {status}: {(folder / 'said').read_text()}")
    return made


def trial(made: Ground, kind: str, number: int) -> tuple[int, list[str]]:
    """How often a process was killed, and what was wrong in the end."""
    here = made.folder / f"trial{number}"
    logs, out = here / "logs", here / "out"
    logs.mkdir(parents=True)
    play = {"hunt": _killed_hunt, "watch": _killed_watch, "listen": _killed_listen}[kind]
    kills = play(made, logs, out, here / "said")
    wrong = [*_wrong(made, out, kind), *(f"said: {line}" for line in _traces(here / "said"))]
    if not wrong:
        shutil.rmtree(here)
    return kills, wrong


def _hunt(made: Ground, logs: Path, out: Path, workers: int = 1) -> list[str]:
    options = f"--accounts {made.accounts} --out {out} --workers {workers} --max-fpr {FPR} --quiet"
    return ["hunt", str(logs), *options.split()]


def _killed_hunt(made: Ground, logs: Path, out: Path, said: Path) -> int:
    _files(made, logs)
    hunt = _hunt(made, logs, out, made.chance.choice((1, 1, 1, 2)))
    kills = made.chance.choice((1, 1, 2))
    for _ in range(kills):
        _kill(spawn(hunt, said), made.chance.uniform(0, 1.1 * made.seconds))
    if ended(spawn(hunt, said)) != 0:
        raise SystemExit(f"the rerun failed: {said.read_text()}")
    return kills


def _killed_watch(made: Ground, logs: Path, out: Path, said: Path) -> int:
    """Files grow by half a piece, are finished, or are moved in whole, while the watch is killed and begun again."""

    def bring(i: int) -> None:
        data = b"".join(made.pieces[i])
        if made.chance.random() < 0.3:
            (logs.parent / "moved").write_bytes(data)
            os.replace(logs.parent / "moved", logs / _name(i))
            return
        torn = made.chance.randrange(len(data))
        for half in (data[:torn], data[torn:]):
            with (logs / _name(i)).open("ab") as file:
                file.write(half)
            time.sleep(made.chance.uniform(0, 0.3))

    return _killed_follower(made, ["watch", str(logs)], out, said, bring)


def _killed_listen(made: Ground, _: Path, out: Path, said: Path) -> int:
    port = made.chance.randrange(20_000, 50_000)

    def bring(i: int) -> None:
        for at in range(0, len(made.pieces[i]), 100):
            body = b"[" + b",".join(made.pieces[i][at : at + 100]) + b"]"
            for _ in range(600):
                if _post(port, body):
                    break
                time.sleep(0.1)

    return _killed_follower(made, ["watch", "--listen", f"127.0.0.1:{port}"], out, said, bring)


def _killed_follower(made: Ground, watch: list[str], out: Path, said: Path, bring: Callable[[int], None]) -> int:
    command = [*watch, *f"--accounts {made.accounts} --out {out} --workers 1 --max-fpr {FPR} --every 0.3".split()]
    bringer = os.fork()
    if bringer == 0:
        for i in range(len(made.pieces)):
            with suppress(KeyboardInterrupt):
                bring(i)
        os._exit(0)
    kills = made.chance.choice((1, 2, 3))
    for _ in range(kills):
        _kill(spawn(command, said), made.chance.uniform(0.2, 2 * made.seconds))
    begun, process = time.time_ns(), spawn(command, said)
    until = time.monotonic() + PATIENCE
    brought = False
    while time.monotonic() < until and not (brought and _rows(out, begun) >= made.rows):
        brought = brought or os.waitpid(bringer, os.WNOHANG)[0] != 0
        time.sleep(0.1)
    os.kill(process, signal.SIGTERM)
    status = ended(process)
    if status != 0:
        raise SystemExit(f"the watch ended with {status}: {said.read_text()}")
    return kills


def _kill(process: int, after: float) -> None:
    """kill -9 after so many seconds; its workers have to see for themselves."""
    time.sleep(after)
    os.kill(process, signal.SIGKILL)
    ended(process)


def _post(port: int, body: bytes) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", body, timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _rows(out: Path, since: int) -> int:
    """Exchanges in the results, once they are of the present process."""
    try:
        if (out / "summary.json").stat().st_mtime_ns < since:
            return 0
        return int(json.loads((out / "summary.json").read_text())["input"]["exchanges"])
    except FileNotFoundError:
        return 0


def _wrong(made: Ground, out: Path, kind: str) -> Iterator[str]:
    """How the results differ from those of the undisturbed hunt, and what was left behind."""
    whole = made.folder / "whole"
    names = [f"{name}.parquet" for name in TABLES] + ([] if kind == "listen" else ["report.html"])
    yield from (f"{name} differs" for name in names if (whole / name).read_bytes() != (out / name).read_bytes())
    reasons = set(pq.read_table(out / "rejected" / "rejected.parquet")["reason"].to_pylist())
    # Whoever got no answer posts again.
    fitting = {"duplicate exchange_id"} if kind == "listen" else set()
    yield from (f"rejected: {reason}" for reason in reasons - fitting)
    yield from (f"left behind: {path}" for path in out.rglob(f"{UNFINISHED}*"))
    markers, tables = (len(list((out / "work" / "parts").glob(f"*.{end}"))) for end in ("json", "features.parquet"))
    if kind != "hunt" and markers != tables:
        yield f"{markers} markers for {tables} tables"


def _traces(said: Path) -> list[str]:
    return [line for line in said.read_text().splitlines() if "Traceback" in line]


def _files(made: Ground, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for i, piece in enumerate(made.pieces):
        (folder / _name(i)).write_bytes(b"".join(piece))


def _name(piece: int) -> str:
    """Two pieces to a file."""
    return f"{piece:03d}.jsonl"


def _lines(log: pa.Table) -> Iterator[bytes]:
    for row in log.to_pylist():
        said = {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in row.items() if v is not None}
        yield json.dumps(said).encode() + b"\n"


def main() -> None:
    """Play the trials; exit status 1 when one went wrong."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--trials", type=int, default=100)
    options.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--rows", type=int, default=2500)
    given = options.parse_args()
    made = ground(given.out, given.seed, given.rows, 6)
    print(f"{made.rows} exchanges in {len(made.pieces)} files; undisturbed: {made.seconds:.1f} s", flush=True)
    kills, bad = 0, 0
    for number in range(given.trials):
        kind = given.kinds[number % len(given.kinds)]
        killed, wrong = trial(made, kind, number)
        kills, bad = kills + killed, bad + bool(wrong)
        print(f"{number + 1} {kind}: killed {killed} times; {'; '.join(wrong) or 'as undisturbed'}", flush=True)
    print(f"{given.trials} trials, {kills} kills, {bad} went wrong", flush=True)
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
