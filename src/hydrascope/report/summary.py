"""What `summary.json` says of a run, read with patience: a key that is missing is unknown, not zero."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite

from hydrascope.tables import ACCOUNTS, EXCHANGES

Amount = tuple[str, float]


@dataclass(frozen=True, slots=True)
class Run:
    """The run behind a report. None is unknown; `coverage` holds shares, 0 to 1, in the tables' order."""

    version: str
    seed: str
    exchanges: int | None
    rows: int | None
    accounts: int | None
    first: datetime | None
    last: datetime | None
    flagged: int | None
    honest: int | None
    max_fpr: float | None
    rejected: int | None
    reasons: tuple[Amount, ...]
    coverage: tuple[Amount, ...]
    warnings: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """A way of seeing a campaign, and the columns any one of which opens it."""

    name: str
    columns: tuple[str, ...]


SIGHTS = (
    Sight("what is asked, and whether one list of questions was dealt out", ("input_text",)),
    Sight("shared instructions to the model", ("system_text",)),
    Sight("hunger for long answers", ("output_tokens", "output_text")),
    Sight("parameters set alike", ("temperature", "top_p", "max_tokens", "seed")),
    Sight("tools offered alike", ("tool_names", "tool_schema_hash")),
    Sight("conversations carried on under another account", ("conversation_id", "history_hash")),
    Sight("one reasoning record shown by two accounts", ("reasoning_blobs_in",)),
    Sight("shared network addresses", ("client_ip",)),
    Sight("shared client software", ("user_agent", "sdk", "ja4")),
    Sight("shared credentials", ("credential_hash",)),
    Sight("a reseller’s customers told apart", ("end_user_id",)),
    Sight("refusals and stops, and what followed them", ("status_code", "refusal_category", "finish_reason")),
    Sight("accounts signed up in step", ("created_at",)),
    Sight("shared means of payment", ("payment_fingerprint",)),
    Sight("shared telephone numbers", ("phone_hash",)),
    Sight("accounts that openly belong to one customer", ("org_id",)),
    Sight("licensed distillation", ("distillation_licence",)),
)
_ENOUGH = 0.5


def sights(run: Run) -> tuple[list[str], list[str]]:
    """What this log could show and what it could not; both empty where coverage is unknown."""
    held = dict(run.coverage)
    if not held:
        return [], []
    can: list[str] = []
    cannot: list[str] = []
    for sight in SIGHTS:
        filled = max(held.get(column, 0.0) for column in sight.columns)
        (can if filled >= _ENOUGH else cannot).append(sight.name)
    return can, cannot


def _inner(whole: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = whole.get(key)
    return found if isinstance(found, Mapping) else {}


def _number(value: object) -> float | None:
    sound = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    return float(value) if sound and isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    number = _number(value)
    return None if number is None else round(number)


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _amounts(found: Mapping[str, object]) -> list[Amount]:
    return [(str(name), number) for name, value in found.items() if (number := _number(value)) is not None]


def _text(value: object) -> str:
    """A settings value in words: lists and mappings flattened, so that no braces reach a reader."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(value[name])}" for name in sorted(value, key=str))
    if isinstance(value, list | tuple):
        return ", ".join(map(_text, value))
    if value is None or isinstance(value, bool):
        return "not set" if value is None else "yes" if value else "no"
    return str(value)


def read(summary: Mapping[str, object]) -> Run:
    """The parts of `summary` that a report shows. Timings are left out: they differ between equal runs."""
    given, rejected = _inner(summary, "input"), _inner(summary, "rejected")
    order = {name: at for at, name in enumerate([*EXCHANGES.names, *ACCOUNTS.names])}
    held = _amounts(_inner(summary, "coverage"))
    coverage = sorted(held, key=lambda column: (order.get(column[0], len(order)), column[0]))
    warnings = summary.get("warnings")
    settings = _inner(summary, "settings")
    return Run(
        version=str(summary.get("version", "unknown")),
        seed=str(summary.get("seed", "unknown")),
        exchanges=_whole(given.get("exchanges")),
        rows=_whole(given.get("rows")),
        accounts=_whole(given.get("accounts")),
        first=_moment(given.get("first")),
        last=_moment(given.get("last")),
        flagged=_whole(summary.get("flagged")),
        honest=_whole(_inner(summary, "population").get("honest_estimate")),
        max_fpr=_number(_inner(summary, "promise").get("max_fpr")),
        rejected=_whole(rejected.get("total")),
        reasons=tuple(sorted(_amounts(_inner(rejected, "by_reason")), key=lambda r: (-r[1], r[0]))),
        coverage=tuple((name, min(max(part, 0.0), 1.0)) for name, part in coverage),
        warnings=tuple(map(str, warnings)) if isinstance(warnings, list | tuple) else (),
        settings=tuple((name, _text(settings[name])) for name in sorted(settings, key=str)),
    )
