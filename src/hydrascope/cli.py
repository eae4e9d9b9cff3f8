"""The command line. The only place, for now, that knows options, the terminal and the exit status."""

import json
import os
import platform
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from hydrascope import __version__, simulate
from hydrascope.errors import HydrascopeError, UserError
from hydrascope.ingest import load_field_map
from hydrascope.pipeline import Clock, Hunted
from hydrascope.pipeline import hunt as run_hunt
from hydrascope.report import explain as explain_text
from hydrascope.report import render
from hydrascope.settings import DEFAULT_KEY, Settings
from hydrascope.store import Store, replacing, write

REJECTED_STATUS = 4
LIBRARIES = ("numpy", "numba", "pyarrow", "networkit")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Find industrial-scale distillation of a model API in the logs you have.",
)
console = Console(stderr=True)


@app.command()
def hunt(
    sources: Annotated[list[Path], typer.Argument(metavar="LOGS...", help="Log files and folders of them.")],
    out: Annotated[Path, typer.Option(help="Folder for the results.")],
    accounts: Annotated[Path | None, typer.Option(help="Account records: Parquet, CSV or JSON lines.")] = None,
    format: Annotated[str | None, typer.Option(help="Log format, where looking is not enough.")] = None,
    map: Annotated[Path | None, typer.Option(help="YAML field map for any other JSON lines.")] = None,
    max_fpr: Annotated[float, typer.Option(help="Share of honest accounts that may be flagged.")] = 1e-4,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = 0,
    workers: Annotated[int, typer.Option(help="Processes that read logs.")] = os.cpu_count() or 1,
    work: Annotated[
        Path | None,
        typer.Option(help="Folder of finished parts; a rerun does only what is new. Default: OUT/work."),
    ] = None,
    reveal_templates: Annotated[bool, typer.Option(help="Show the campaigns' template texts in the report.")] = False,
    quiet: Annotated[bool, typer.Option(help="No progress, no summary on the terminal.")] = False,
) -> None:
    """Read logs, name the campaigns in them, write the evidence and a report."""
    settings = Settings(
        max_fpr,
        seed,
        workers,
        format,
        map,
        reveal_templates,
        os.environ.get("HYDRASCOPE_KEY", "").encode() or DEFAULT_KEY,
    )
    _present([*sources, *([accounts] if accounts else []), *([map] if map else [])])
    _folder(out)
    with _progress(quiet) as progress:
        clock = Clock(_watch(progress, progress.add_task("starting", total=None)))
        store = Store(_folder(work or out / "work"))
        field_map = load_field_map(map) if map else None
        hunted = run_hunt(sources, accounts, store, settings.key, max_fpr, workers, clock, format, field_map)
        summary = _summary(hunted, settings)
        clock.time("report", lambda: _write(out, hunted, summary, settings))
    _json(out / "summary.json", summary | {"stages": clock.stages})
    if not quiet:
        _tell(hunted, out)
    rejected = hunted.rejected.num_rows
    raise typer.Exit(REJECTED_STATUS if rejected else 0)


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
    prompts: Annotated[Path | None, typer.Option(help="Folder of further prompts.")] = None,
    knob: Annotated[
        list[str] | None, typer.Option(metavar="NAME=VALUE", help="Turn a knob, as cover=0.3; may be given often.")
    ] = None,
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
    simulate.write(world, _folder(out))
    console.print(f"{out}: exchanges.parquet, accounts.parquet, truth/")


@app.command("version")
def version_command() -> None:
    """Print the version."""
    print(__version__)


def main() -> None:
    """Entry point: our own errors become one sentence and an exit status."""
    try:
        app()
    except HydrascopeError as error:
        console.print(f"hydrascope: {error}", style="red", markup=False, highlight=False)
        sys.exit(error.exit_status)
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


def _present(paths: list[Path]) -> None:
    for path in paths:
        if not path.exists():
            raise UserError(f"{path}: no such file or folder")


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"{path}: cannot be made a folder ({error.strerror}); choose another") from error
    return path


def _result(path: Path) -> pa.Table:
    if not path.exists():
        raise UserError(f"{path}: missing; --from takes a folder that `hydrascope hunt --out` wrote")
    return pq.read_table(path)


def _progress(quiet: bool) -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[rows]}"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal)


def _watch(progress: Progress, task: TaskID) -> Callable[[str, int, int, int], None]:
    def watch(stage: str, done: int, total: int, rows: int) -> None:
        progress.update(
            task,
            description=stage,
            completed=done,
            total=total or None,
            rows=f"{rows:,} rows" if rows else "",
        )

    progress.update(task, rows="")
    return watch


def _summary(hunted: Hunted, settings: Settings) -> dict[str, Any]:
    reasons = hunted.rejected["reason"].value_counts().to_pylist()
    accounts = hunted.findings.accounts
    return {
        "version": __version__,
        "versions": {"python": platform.python_version()} | {name: version(name) for name in LIBRARIES},
        "settings": settings.shown(),
        "seed": settings.seed,
        "promise": {"max_fpr": settings.max_fpr},
        "input": hunted.input,
        "rejected": {
            "total": hunted.rejected.num_rows,
            "by_reason": {r["values"]: r["counts"] for r in sorted(reasons, key=lambda r: str(r["values"]))},
        },
        "coverage": hunted.coverage,
        "unknown_columns": hunted.unknown_columns,
        "skipped_files": [{"file": name, "why": why} for name, why in hunted.skipped],
        "warnings": list(hunted.warnings),
        "flagged": pc.sum(accounts["flagged"].cast(pa.int64())).as_py() or 0,
        "campaigns": hunted.findings.campaigns.num_rows,
    }


def _write(out: Path, hunted: Hunted, summary: Mapping[str, Any], settings: Settings) -> None:
    found = hunted.findings
    for name, table in (
        ("accounts", found.accounts),
        ("campaigns", found.campaigns),
        ("exchanges", found.harvested),
        ("links", found.links),
    ):
        write(out / f"{name}.parquet", table)
    _folder(out / "rejected")
    write(out / "rejected" / "rejected.parquet", hunted.rejected)
    with replacing(out / "report.html") as path:
        path.write_text(render(found.dossiers, found.cleared, summary, redact=not settings.reveal), encoding="utf-8")


def _json(path: Path, content: Mapping[str, Any]) -> None:
    def plain(value: object) -> str:
        return value.isoformat() if isinstance(value, datetime) else str(value)

    with replacing(path) as unfinished:
        unfinished.write_text(json.dumps(content, indent=2, sort_keys=True, default=plain) + "\n", encoding="utf-8")


def _tell(hunted: Hunted, out: Path) -> None:
    for warning in hunted.warnings:
        console.print(f"! {warning}", style="yellow", markup=False, highlight=False)
    if hunted.rejected.num_rows:
        console.print(
            f"! {hunted.rejected.num_rows:,} rows could not be used: {out}/rejected/",
            style="yellow",
            markup=False,
            highlight=False,
        )
    for d in hunted.findings.dossiers:
        console.print(
            f"{d.campaign_id}: {d.accounts:,} accounts ({d.flagged:,} flagged), {d.exchanges:,} exchanges, "
            f"probability {d.probability:.3f}",
            markup=False,
            highlight=False,
        )
    if not hunted.findings.dossiers:
        console.print("No campaign found.", markup=False)
    console.print(f"{out}/report.html", markup=False)


if __name__ == "__main__":
    main()
