"""Links → campaigns: candidate groups, pooled tests, verdicts, unmixing, calibration, dossiers."""

from hydrascope.campaigns.find import Findings, find
from hydrascope.campaigns.judge import Models, judge, models, prepare
from hydrascope.campaigns.templates import Exemplars, common, rows_of_interest

__all__ = ["Exemplars", "Findings", "Models", "common", "find", "judge", "models", "prepare", "rows_of_interest"]
