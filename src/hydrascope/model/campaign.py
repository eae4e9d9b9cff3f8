"""A campaign as an investigator reads it, and what was considered and cleared beside it."""

from dataclasses import dataclass
from datetime import datetime

from hydrascope.model.evidence import Bits, Evidence

Share = tuple[str, float]
"""A name and its part of a whole, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Template:
    """What stays when the fillings go. Fillings are replaced by '▢' already: no user's text is here."""

    text: str
    accounts: int
    exchanges: int


@dataclass(frozen=True, slots=True)
class Member:
    """An account of a campaign. `harvested` of its `exchanges` are attributed to the campaign."""

    account_id: str
    probability: float
    exchanges: int
    harvested: int
    flagged: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """Two members (indices into `Dossier.members`) and what links them."""

    left: int
    right: int
    bits: Bits
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day of a campaign: harvested exchanges and accounts active."""

    date: str
    exchanges: int
    accounts: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the report shows of one campaign. `hours` has 24 counts (UTC)."""

    campaign_id: str
    probability: float
    accounts: int
    flagged: int
    exchanges: int
    input_tokens: int
    output_tokens: int
    first_seen: datetime
    last_seen: datetime
    capabilities: tuple[Share, ...]
    languages: tuple[Share, ...]
    models: tuple[Share, ...]
    access_paths: tuple[Share, ...]
    evidence: tuple[Evidence, ...]
    days: tuple[Day, ...]
    hours: tuple[int, ...]
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    templates: tuple[Template, ...]
    reversals: tuple[str, ...]
    """Sentences: what, if it turned out to be so, would change the verdict."""


@dataclass(frozen=True, slots=True)
class Cleared:
    """A group that looked like a campaign and was not held for one, and why."""

    looks_like: str
    accounts: int
    exchanges: int
    evidence: tuple[Evidence, ...]
