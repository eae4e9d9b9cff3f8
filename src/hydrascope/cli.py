"""The command line. The only place, for now, that knows options, the terminal and the exit status."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import typer
from rich.console import Console

from hydrascope import __version__, simulate
from hydrascope.engine import Place, Workers
from hydrascope.errors import HydrascopeError, OutsideError, UserError
from hydrascope.files import locate
from hydrascope.ingest import load_field_map
from hydrascope.paths import apart, folder, here, present, workplace
from hydrascope.pipeline import Clock, Scope
from hydrascope.pipeline import digest as run_digest
from hydrascope.pipeline import hunt as run_hunt
from hydrascope.progress import line, telling
from hydrascope.proving import prove as proving
from hydrascope.proving.run import Ground
from hydrascope.proving.run import digest as digest_of_code
from hydrascope.report import explain as explain_text
from hydrascope.results import flagged, publish, told
from hydrascope.settings import DEFAULT_KEY, Settings
from hydrascope.store import Store
from hydrascope.watch import Keeper, Listener, Spool, Stop, Stopped, address, follow
from hydrascope.watch.changes import Change

REJECTED_STATUS = 4
CORES = os.cpu_count() or 1

Logs = typer.Argument(metavar="LOGS...", help="Log files and folders of them; paths, or URLs of object stores.")
Out = Annotated[Path, typer.Option(help="Folder for the results.")]
Accounts = Annotated[str | None, typer.Option(metavar="PATH", help="Account records: Parquet, CSV or JSON lines.")]
Form = Annotated[str | None, typer.Option(help="Log format, where looking is not enough.")]
Map = Annotated[Path | None, typer.Option(help="YAML field map for any other JSON lines.")]
MaxFpr = Annotated[float, typer.Option(help="Share of honest accounts that may be flagged.")]
Seed = Annotated[int, typer.Option(help="Seed of everything random.")]
Processes = Annotated[int, typer.Option(help="Processes that read logs.")]
Work = Annotated[
    str | None,
    typer.Option(
        metavar="PATH", help="Folder (or URL) of finished parts; a rerun does only what is new. Default: OUT/work."
    ),
]
Engine = Annotated[
    str, typer.Option(envvar="HYDRASCOPE_ENGINE", help="Where parts are read: local, or spark for a cluster.")
]
Master = Annotated[
    str | None,
    typer.Option(metavar="URL", envvar="HYDRASCOPE_MASTER", help="With --engine spark: the cluster's master."),
]
Retain = Annotated[
    bool, typer.Option("--retain", help="What was read into --work before and is gone now counts too (see digest).")
]
Window = Annotated[
    int | None, typer.Option(metavar="DAYS", help="Only the newest days of the log, whole days of UTC. Default: all.")
]
Reveal = Annotated[bool, typer.Option(help="Show the campaigns' template texts in the report.")]
Prompts = Annotated[Path | None, typer.Option(help="Folder of further prompts.")]
Knob = Annotated[
    list[str] | None, typer.Option(metavar="NAME=VALUE", help="Turn a knob, as cover=0.3; may be given often.")
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Nothing on the terminal but errors.")]
Machine = Annotated[bool, typer.Option("--json", help="Progress as JSON lines on standard error.")]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find industrial-scale distillation of a model API in the logs you have.",
)
console = Console(stderr=True)
stdout = Console(soft_wrap=True)


@app.command()
def hunt(
    out: Out,
    sources: Annotated[list[str] | None, Logs] = None,
    accounts: Accounts = None,
    format: Form = None,
    map: Map = None,
    max_fpr: MaxFpr = 1e-4,
    seed: Seed = 0,
    workers: Processes = CORES,
    work: Work = None,
    retain: Retain = False,
    window: Window = None,
    engine: Engine = "local",
    master: Master = None,
    reveal_templates: Reveal = False,
    quiet: Quiet = False,
    machine: Machine = False,
) -> None:
    """Read logs, name the campaigns in them, write the evidence and a report."""
    scope = Scope(retain, window)
    settings = Settings(max_fpr, seed, workers, format, map, reveal_templates, _key(), Place(engine, master), scope)
    given, records = [locate(source) for source in sources or []], locate(accounts) if accounts else None
    if not (given or retain):
        raise UserError("nothing to hunt in: name LOGS, or --retain for what was read into --work before")
    present([*given, records, map])
    at = locate(work) if work else out / "work"
    apart(given, [out, at if work else out])
    folder(out)
    store = Store(workplace(at))
    field_map = load_field_map(map) if map else None
    with telling(console, quiet, machine, time.monotonic) as progress:
        clock = Clock(progress)
        hunted = run_hunt(
            given, records, store, settings.key, max_fpr, workers, clock, format, field_map, settings.place, scope
        )
        publish(out, hunted, settings, clock)
    store.sweep()  # Workers of a run that was killed just before may have ended after this one began.
    if machine and not quiet:
        line(console, {"stage": "done", "campaigns": hunted.findings.campaigns.num_rows, "flagged": flagged(hunted)})
    elif not quiet:
        for text, warning in told(hunted, out):
            console.print(text, style="yellow" if warning else None, markup=False, highlight=False)
    raise typer.Exit(REJECTED_STATUS if hunted.rejected.num_rows else 0)


@app.command()
def digest(
    sources: Annotated[list[str], Logs],
    work: Annotated[str, typer.Option(metavar="PATH", help="Folder (or URL) that keeps what was read.")],
    format: Form = None,
    map: Map = None,
    workers: Processes = CORES,
    engine: Engine = "local",
    master: Master = None,
    quiet: Quiet = False,
    machine: Machine = False,
) -> None:
    """Read logs that will be deleted: `hunt --retain` then counts what was read of them. No text is kept."""
    settings = Settings(workers=workers, format=format, key=_key(), place=Place(engine, master))
    given, at = [locate(source) for source in sources], locate(work)
    present([*given, map])
    apart(given, [at])
    store = Store(workplace(at))
    field_map = load_field_map(map) if map else None
    with telling(console, quiet, machine, time.monotonic) as progress:
        clock = Clock(progress)
        read = run_digest(given, store, settings.key, workers, clock, format, field_map, settings.place)
    store.sweep()
    rows, bad = (sum(m["rows_in"] for m in read), sum(m["rows_in"] - m["kept"] for m in read))
    if machine and not quiet:
        line(console, {"stage": "done", "parts": len(read), "rows": rows, "rejected": bad})
    elif not quiet:
        _line(f"{at}: {rows:,} rows of {len(read):,} parts are kept" + (f", {bad:,} of them rejected" * (bad > 0)))
    raise typer.Exit(REJECTED_STATUS if bad else 0)


@app.command()
def watch(
    out: Out,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE...", help="Log files and folders that grow.")
    ] = None,
    listen: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Also take logs that are posted, as LiteLLM's generic_api.")
    ] = None,
    listen_anywhere: Annotated[
        bool, typer.Option("--listen-anywhere", help="Let --listen be reached from other machines; needs a token.")
    ] = False,
    every: Annotated[float, typer.Option(help="Seconds from one look to the next.")] = 30.0,
    accounts: Accounts = None,
    format: Form = None,
    map: Map = None,
    max_fpr: MaxFpr = 1e-4,
    seed: Seed = 0,
    workers: Processes = CORES,
    work: Work = None,
    retain: Retain = False,
    window: Window = None,
    reveal_templates: Reveal = False,
    quiet: Quiet = False,
    machine: Annotated[
        bool, typer.Option("--json", help="Changes as JSON lines on standard output, progress on standard error.")
    ] = False,
) -> None:
    """Follow logs that grow and keep the results current; print what changes. Ends on SIGTERM or Ctrl-C."""
    scope = Scope(retain, window)
    settings = Settings(max_fpr, seed, workers, format, map, reveal_templates, _key(), scope=scope)
    if not (every > 0 and (sources or listen)):
        raise UserError("nothing to watch: name a SOURCE or --listen HOST:PORT, and an --every above 0")
    given, records = [here(source) for source in sources or []], here(accounts) if accounts else None
    present([*given, records, map])
    at = address(listen, os.environ.get("HYDRASCOPE_TOKEN"), listen_anywhere) if listen else None
    folder(out)
    kept = folder(here(work) if work else out / "work")
    apart(given, [out, kept])
    with suppress(Stopped), ExitStack() as held:
        stop = held.enter_context(Stop())
        held.enter_context(_alone(kept))
        store, pool = Store(kept), held.enter_context(Workers(workers))
        progress = held.enter_context(telling(console, quiet, machine, time.monotonic))
        if at:
            spool = Spool(kept / "spool")
            listener = held.enter_context(Listener(at, spool, _trouble))
            given.append(spool.folder)
            if not quiet and not machine:
                _line(f"listening on {at.host}:{listener.port}")

        def told(stage: str, done: int, total: int, rows: int) -> None:
            stop.check()
            progress(stage, done, total, rows)

        def tell(change: Change) -> None:
            if not quiet:
                line(stdout, change.told()) if machine else stdout.print(str(change), markup=False, highlight=False)

        field_map = load_field_map(map) if map else None
        keeper = Keeper(
            given, records, out, store, settings, field_map, pool, lambda: Clock(told), tell, _trouble
        )
        follow(keeper.round, every, time.monotonic, stop.sleep)


@app.command()
def explain(
    account: Annotated[str, typer.Argument(help="The account's id, as in the log.")],
    source: Annotated[Path, typer.Option("--from", help="Folder that a hunt wrote.")],
) -> None:
    """Print why an account was or was not flagged."""
    verdicts = _result(source / "accounts.parquet")
    mine = verdicts.filter(pc.equal(verdicts["account_id"], account)).to_pylist()
    if not mine:
        raise UserError(
            f"{source}: no account {account!r} among the {verdicts.num_rows} that the hunt saw; check the id"
        )
    links = _result(source / "links.parquet")
    ties = links.filter(pc.or_(pc.equal(links["left"], account), pc.equal(links["right"], account))).to_pylist()
    campaigns = _result(source / "campaigns.parquet").to_pylist()
    campaign = next((c for c in campaigns if c["campaign_id"] == mine[0]["campaign_id"]), None)
    print(explain_text(mine[0], ties, campaign))


@app.command("simulate")
def simulate_command(
    scenario: Annotated[str, typer.Option(help="Name of a scenario; `--scenario list` names them all.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the log, the account records and the truth.")] = None,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal logs.")] = 0,
    honest: Annotated[int | None, typer.Option(help="Honest accounts.")] = None,
    fake: Annotated[int | None, typer.Option(help="Accounts of campaigns.")] = None,
    prompts: Prompts = None,
    knob: Knob = None,
) -> None:
    """Write a labelled log for a drill: real prompts, known campaigns, honest look-alikes."""
    if scenario == "list":
        for name, entry in simulate.SCENARIOS.items():
            print(f"{name:24} {entry.about}")
        return
    if scenario not in simulate.SCENARIOS:
        raise UserError(f"no scenario {scenario!r}; there are {', '.join(simulate.SCENARIOS)}")
    if out is None:
        raise UserError("--out is missing: name a folder for the log")
    library = simulate.load_prompts(prompts, "all")
    world = simulate.world(scenario, seed, library, honest=honest, fake=fake, **_knobs(knob or []))
    simulate.write(world, folder(out))
    console.print(f"{out}: exchanges.parquet, accounts.parquet, truth/")


@app.command()
def prove(
    out: Annotated[Path, typer.Option(help="Folder for proof.json, proof.md and proof.html.")],
    scenario: Annotated[list[str] | None, typer.Option(help="A scenario of `simulate`; may be given often.")] = None,
    seeds: Annotated[int, typer.Option(help="Worlds of each scenario.")] = 3,
    honest: Annotated[int, typer.Option(help="Honest accounts of a world.")] = 3000,
    fake: Annotated[int | None, typer.Option(help="Accounts of campaigns in a world.")] = None,
    prompts: Prompts = None,
    knob: Knob = None,
    lacks: Annotated[
        list[str] | None, typer.Option(help="What your logs lack: accounts, addresses, parameters, content.")
    ] = None,
    max_fpr: MaxFpr = 1e-4,
    ablation: Annotated[bool, typer.Option("--ablation", help="Also without each family of evidence.")] = False,
    evasion: Annotated[bool, typer.Option("--evasion", help="Also what evasion costs an attacker.")] = False,
    replay: Annotated[bool, typer.Option("--replay", help="Also day by day: how soon campaigns are found.")] = False,
    shift: Annotated[bool, typer.Option("--shift", help="Also other populations and poorer logs.")] = False,
    workers: Annotated[int, typer.Option(help="Processes that play worlds.")] = CORES,
    quiet: Annotated[bool, typer.Option(help="No progress on the terminal.")] = False,
) -> None:
    """Play labelled worlds like your logs, hunt in them, and write what was found and what was missed."""
    settings = Settings(max_fpr=max_fpr, workers=workers)
    wanted = {"ablation": ablation, "evasion": evasion, "replay": replay, "shift": shift}
    extra = tuple(name for name, wish in wanted.items() if wish)
    turned = tuple(sorted(_knobs(knob or []).items()))
    asked = proving.Asked(
        tuple(scenario or ["mixed"]), seeds, honest, fake, settings.max_fpr, turned, tuple(lacks or ()), extra
    )
    ground = Ground(folder(out) / "work", digest_of_code(), settings.max_fpr, prompts)
    proving.write(proving.prove(asked, ground, settings.workers, _silent if quiet else _line), out)
    if not quiet:
        _line(f"{out}/proof.html")


@app.command("version")
def version_command() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Entry point: our own errors become one sentence and an exit status."""
    try:
        app()
    except HydrascopeError as error:
        _trouble(str(error))
        sys.exit(error.exit_status)
    except OSError as error:
        _trouble(f"{error.filename or 'the system'}: {error.strerror or error}; mend that and run again")
        sys.exit(OutsideError.exit_status)
    except KeyboardInterrupt:
        console.print("hydrascope: interrupted; finished parts stay and are not read again", markup=False)
        sys.exit(130)


def _knobs(given: list[str]) -> dict[str, Any]:
    """Knobs from NAME=VALUE: numbers where they look like numbers, true and false, names else."""
    turned: dict[str, Any] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals:
            raise UserError(f"--knob {text!r} has no value; write NAME=VALUE, as cover=0.3")
        try:
            turned[name] = {"true": True, "false": False}[value] if value in ("true", "false") else float(value)
        except ValueError:
            turned[name] = value
    if "heaviest" in turned:
        turned["heaviest"] = int(turned["heaviest"])
    return turned


def _line(text: str) -> None:
    console.print(text, markup=False, highlight=False)


def _silent(_: str) -> None:
    pass


def _trouble(text: str) -> None:
    console.print(f"hydrascope: {text}", style="red", markup=False, highlight=False)


def _key() -> bytes:
    return os.environ.get("HYDRASCOPE_KEY", "").encode() or DEFAULT_KEY


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No two watches keep one folder. Raises UserError where another does."""
    with (folder / "watch.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UserError(f"{folder}: another watch keeps it; end that first or choose another --work") from error
        yield


def _result(path: Path) -> pa.Table:
    if not path.exists():
        raise UserError(f"{path}: missing; --from takes a folder that `hydrascope hunt --out` wrote")
    return pq.read_table(path)
