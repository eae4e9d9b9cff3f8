"""A field map: how any other log of JSON objects becomes exchanges, written down in YAML.

columns:                     # column of the contract: where it stands
  exchange_id: request.id
  account_id: [customer.id, key.hash]          # the first that is there
  input_text: {path: request.messages.-1.parts, join: "\\n"}   # texts of a list, joined
  started_at: time
constants: {access_path: api}
time_unit: ms                # of numbers in time columns: s, ms, us, ns; without it the size tells
records: entries             # optional: the list of exchanges inside each object
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import yaml

from hydrascope.errors import OutsideError, SettingsError
from hydrascope.ingest.assemble import COLUMNS
from hydrascope.ingest.part import Flaw, Json
from hydrascope.ingest.scalars import ABSURD, EARLIEST, LATEST, MISSING
from hydrascope.tables import EXCHANGES, TIME

Steps = tuple[str | int, ...]
"""Keys and list indices from the top of an object to a value."""

REQUIRED = ("exchange_id", "account_id", "started_at")
PER_MICROSECOND = {"s": 1_000_000, "ms": 1_000, "us": 1, "ns": 0.001}
KEYS = ("columns", "constants", "time_unit", "records")
MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Rule:
    """Where a column stands: the first of `paths` that is there. `join` joins the texts of a list."""

    paths: tuple[Steps, ...]
    join: str | None = None

    def find(self, found: Json) -> Json:
        """The value, None when no path leads anywhere."""
        for steps in self.paths:
            value = follow(found, steps)
            if value is not None:
                return value if self.join is None else _joined(value, self.join)
        return None


@dataclass(frozen=True, slots=True)
class FieldMap:
    """A checked field map. Made by `load_field_map` or `field_map`."""

    columns: Mapping[str, Rule]
    constants: Mapping[str, Json] = field(default_factory=dict)
    time_unit: str | None = None
    records: Steps = ()

    @property
    def digest(self) -> str:
        """Equal for maps that read alike."""
        said = (sorted((k, v.paths, v.join) for k, v in self.columns.items()), sorted(self.constants.items()))
        return blake2b(repr((said, self.time_unit, self.records)).encode(), digest_size=8).hexdigest()

    def rows(self, found: Json) -> Iterator[dict[str, Json] | Flaw]:
        """The exchanges that an object tells of."""
        inside = follow(found, self.records) if self.records else found
        if inside is None:
            yield Flaw(MISSING, "nothing at the field map's 'records'")
        for record in inside if isinstance(inside, list) else [inside]:
            if record is not None:
                yield self._row(record)

    def _row(self, record: Json) -> dict[str, Json]:
        row = dict(self.constants)
        for name, rule in self.columns.items():
            value = rule.find(record)
            if value is not None:
                row[name] = self._timed(value) if EXCHANGES.field(name).type == TIME else value
        return row

    def _timed(self, value: Json) -> Json:
        if self.time_unit is None or isinstance(value, (str, bool)) or not isinstance(value, (int, float)):
            return value
        # Microseconds; what is absurd in the unit said stays absurd, whatever else its size could mean.
        micros = value * PER_MICROSECOND[self.time_unit]
        return round(micros) if EARLIEST <= micros < LATEST else ABSURD


def follow(found: Json, steps: Steps) -> Json:
    """The value at the end of `steps`, None when the way breaks off.

    >>> follow({"a": [{"b": 1}]}, ("a", -1, "b"))
    1
    """
    for step in steps:
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and -len(found) <= step < len(found):
            found = found[step]
        else:
            return None
    return found


def _joined(value: Json, separator: str) -> Json:
    if not isinstance(value, list):
        return value
    parts = (part.get("text", part.get("content")) if isinstance(part, dict) else part for part in value)
    return separator.join(part for part in parts if isinstance(part, str))


def load_field_map(path: Path) -> FieldMap:
    """Read and check a field map. Raises SettingsError naming every error at once."""
    try:
        with path.open("rb") as file:
            text = file.read(MOST_BYTES)
    except FileNotFoundError:
        raise SettingsError(f"field map {path}: no such file") from None
    except OSError as error:
        raise OutsideError(f"field map {path}: cannot be read: {error.strerror}") from error
    try:
        return field_map(yaml.safe_load(text))
    except yaml.YAMLError as error:
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        raise SettingsError(f"field map {path}: no YAML{where}") from None
    except RecursionError:
        raise SettingsError(f"field map {path}: nested too deeply") from None
    except SettingsError as error:
        raise SettingsError(f"field map {path}: {error}") from None


def field_map(said: Json) -> FieldMap:
    """A field map from plain values, as YAML gives them. Raises SettingsError naming every error at once."""
    if not isinstance(said, dict):
        raise SettingsError("expected a mapping with 'columns'")
    errors = [f"unknown key {key!r}" for key in said if key not in KEYS]
    columns, constants = said.get("columns"), said.get("constants") or {}
    if not isinstance(columns, dict) or not columns:
        errors.append("'columns' must map columns to paths")
        columns = {}
    if not isinstance(constants, dict):
        errors.append("'constants' must map columns to values")
        constants = {}
    for name in (*columns, *constants):
        if name not in COLUMNS:
            errors.append(f"{name!r} is no column of an exchange")
    odd = [name for name, value in constants.items() if isinstance(value, (dict, list))]
    errors += [f"{name}: constants are plain values" for name in odd]
    errors += [f"{name} is required" for name in REQUIRED if name not in columns and name not in constants]
    rules = {name: _rule(name, value, errors) for name, value in columns.items()}
    records = _steps(said["records"]) if said.get("records") is not None else ()
    if records is None:
        errors.append("'records' must be a dotted path")
    unit = said.get("time_unit")
    if unit is not None and unit not in PER_MICROSECOND:
        errors.append("'time_unit' must be one of s, ms, us, ns")
    if errors:
        raise SettingsError("; ".join(errors))
    return FieldMap({n: r for n, r in rules.items() if r}, constants, unit, records or ())


def _rule(name: str, said: Json, errors: list[str]) -> Rule | None:
    join = None
    if isinstance(said, dict):
        join = said.get("join")
        if set(said) - {"path", "join"} or not isinstance(join, str | None):
            errors.append(f"{name}: expected 'path' and 'join'")
            return None
        said = said.get("path")
    paths = [_steps(path) for path in (said if isinstance(said, list) else [said])]
    good = tuple(path for path in paths if path)
    if not good or len(good) < len(paths):
        errors.append(f"{name}: expected a dotted path or a list of them")
        return None
    return Rule(good, join)


def _steps(path: Json) -> Steps | None:
    """`a.0.b` → ("a", 0, "b"); a dot inside a key is written `\\\\.`."""
    if isinstance(path, int) and not isinstance(path, bool):
        return (path,)
    if not isinstance(path, str) or not path:
        return None
    keys = [key.replace("\0", ".") for key in path.replace("\\.", "\0").split(".")]
    return None if "" in keys else tuple(int(key) if key.lstrip("-").isdecimal() else key for key in keys)
