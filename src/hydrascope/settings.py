"""One settings object, built in a shell and passed down; nothing else reads options."""

from dataclasses import dataclass, field
from pathlib import Path

from hydrascope.engine import LOCAL, Place
from hydrascope.errors import SettingsError
from hydrascope.pipeline import ALL, Scope

DEFAULT_KEY = b"hydrascope local pseudonyms"
LEAST_FPR = 1e-6
"""The honest tail was measured on hundreds of thousands of accounts, and is continued by two decades at most."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Options of a hunt.

    max_fpr: the share of honest accounts that may be flagged, from `LEAST_FPR` to 0.1.
    seed: of everything random. workers: processes of this machine. key: secret of identifier hashes; hunts
    that are to share a work folder or compare hashes need the same one. place: which engine reads parts, and where.
    scope: what of the log counts.
    """

    max_fpr: float = 1e-4
    seed: int = 0
    workers: int = 2
    format: str | None = None
    field_map: Path | None = None
    reveal: bool = False
    key: bytes = field(default=DEFAULT_KEY, repr=False)
    place: Place = LOCAL
    scope: Scope = ALL

    def __post_init__(self) -> None:
        if not LEAST_FPR <= self.max_fpr <= 0.1:
            raise SettingsError(
                f"--max-fpr is {self.max_fpr}; it must be at least {LEAST_FPR}, as less cannot be promised, "
                "and at most 0.1 (0.0001 is usual)"
            )
        if self.scope.days is not None and self.scope.days < 1:
            raise SettingsError(f"--window is {self.scope.days}; it is whole days, at least 1")
        if self.workers < 1:
            raise SettingsError(f"--workers is {self.workers}; at least 1 is needed")

    def shown(self) -> dict[str, object]:
        """What the summary tells of them: nothing secret, nothing that changes with the machine."""
        return {
            "max_fpr": self.max_fpr,
            "format": self.format,
            "field_map": self.field_map.name if self.field_map else None,
            "templates_revealed": self.reveal,
            "window_days": self.scope.days,
        }
