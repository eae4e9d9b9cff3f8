"""Links → campaigns: candidate groups, pooled tests, verdicts, unmixing, calibration, dossiers."""

from hydrascope.campaigns.find import Findings, Suspicion, conclude, suspect
from hydrascope.campaigns.harvest import Search, Taken, harvest
from hydrascope.campaigns.judge import Models, judge, models, prepare
from hydrascope.campaigns.templates import Exemplars, common, rows_of_interest

__all__ = [
    "Exemplars",
    "Findings",
    "Models",
    "Search",
    "Suspicion",
    "Taken",
    "common",
    "conclude",
    "harvest",
    "judge",
    "models",
    "prepare",
    "rows_of_interest",
    "suspect",
]
