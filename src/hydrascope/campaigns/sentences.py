"""Numbers of the models → sentences that an analyst can check and argue with."""

from math import isnan

import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.boosted import Boosted
from hydrascope.campaigns.statistics import STATISTICS
from hydrascope.model.evidence import FACTORS, Evidence

Floats = npt.NDArray[np.float64]
LEAST_BITS = 0.15
FEW = 6

ACCOUNT_SAYS = {
    "best content group": "the best of the groups that ask in the same words speaks with {value:+.1f} bits",
    "best continuity group": "the best of the groups that continue each other's work speaks with {value:+.1f} bits",
    "best network group": "the best of the groups behind one address or network speaks with {value:+.1f} bits",
    "best client group": "the best of the groups with one rare client speaks with {value:+.1f} bits",
    "best parameters group": "the best of the groups with one set of parameters speaks with {value:+.1f} bits",
    "best identity group": "the best of the groups with shared payment or sign-up data speaks with {value:+.1f} bits",
    "best community group": "its community of linked accounts speaks with {value:+.1f} bits",
    "best crowd group": "the crowd it stands in (what, how and when) speaks with {value:+.1f} bits",
    "groups in favour": "{count} groups that it belongs to test as a campaign",
    "requests in favour": "{count} of its requests share their words with a group that tests as a campaign",
    "share in favour": "{value:.0%} of its requests share their words with a group that tests as a campaign",
    "share in group": "{value:.0%} of its requests belong to its best group",
    "sign-up fit": "its sign-up lies {times:.1f} times nearer to another member's than chance has it",
    "arrival fit": "its first request lies {times:.1f} times nearer to another member's than chance has it",
    "parameters fit": "{value:.0%} of the group use its sampling parameters",
    "client fit": "{value:.0%} of the group use its client software",
    "topic fit": "its topics lie {times:.1f} times as far from the group's as sampling alone explains",
    "load fit": "its load differs by a factor of {times:.1f} from the group's usual one",
    "own content": "its texts lean {value:+.2f} bits towards training data, against the average account",
    "own single turns": "{value:+.0%} single-turn requests, against the average account",
    "own elicitation": "{value:.0%} of its requests ask for the reasoning",
    "own judging": "{value:.0%} of its requests ask for scores or comparisons",
    "own volume": "it made {times:.0f} requests",
    "own youth": "{value:.0%} of accounts were older at their first request",
    "own orphans": "{value:+.0%} conversations whose beginning was never seen here",
    "own repetition": "{value:.0%} of its requests repeat an earlier one",
    "own addresses": "{value:+.2f} addresses for each request, against the average account",
    "own status": "{value:.0f} (1: suspended or banned already)",
    "company": "the other members of its worst group stand at {value:+.1f} bits",
    "so far": "all of this together says {value:+.1f} bits, which is read anew beside the closer look",
    "among suspects": "its groups among the most suspected accounts speak with {value:+.1f} bits on average",
    "among the doubtful": "its groups among the doubtful accounts speak with {value:+.1f} bits on average",
    "after the closer look": "all of that together says {value:+.1f} bits, which is read anew beside its partners",
    "partners": "about {count} of the suspected accounts act as one with it, compared pair by pair",
    "share of partners": "{value:.0%} of the suspected accounts next to it act as one with it, compared pair by pair",
    "likely partners": "{count} of the suspected accounts are more likely than not to act as one with it",
    "partners' bits": "those that act as one with it stand at {value:+.1f} bits",
    "nearest partner": "the nearest of them acts as one with it with a chance of {value:.0%}",
    "fifth partner": "the fifth of them acts as one with it with a chance of {value:.0%}",
    "tenth partner": "the tenth of them acts as one with it with a chance of {value:.0%}",
    "alike accounts": "the accounts most like it in content, form and time stand at {value:+.1f} bits",
}


def evidence_of_group(model: Boosted, values: Floats, accounts: int) -> list[Evidence]:
    """Evidence of one group (statistics, 1-d), the strongest first; what weighs nothing is left out."""
    bits = model.contributions(values[None, :])[0]
    found = [
        Evidence(s.name, float(bits[i]), _fill(s.says, values[i], accounts), s.factor)
        for i, s in enumerate(STATISTICS)
        if abs(bits[i]) >= LEAST_BITS
    ]
    return sorted(found, key=lambda e: (-abs(e.bits), e.signal))


def evidence_of_accounts(
    terms: tuple[str, ...], bits: Floats, values: Floats, brief: npt.NDArray[np.bool_] | None = None
) -> list[list[Evidence]]:
    """Evidence of each account, the strongest first; where `brief`, only the strongest `FEW`.

    `values` are its terms (accounts, terms), `bits` what each of them is credited with.
    """
    found: list[list[Evidence]] = [[] for _ in values]
    weight = np.abs(bits)
    least = np.full(len(values), LEAST_BITS)
    if brief is not None and len(values):
        least[brief] = np.maximum(LEAST_BITS, np.partition(weight[brief], -FEW, axis=1)[:, -FEW])
    rows, columns = np.nonzero(weight >= least[:, None])
    for row, i in zip(rows.tolist(), columns.tolist(), strict=True):
        said = _fill(ACCOUNT_SAYS[terms[i]], float(values[row, i]), 0)
        found[row].append(Evidence(terms[i], float(bits[row, i]), said, FACTORS[2]))
    for own in found:
        own.sort(key=lambda e: (-abs(e.bits), e.signal))
    return found


def _fill(sentence: str, value: float, accounts: int) -> str:
    if isnan(value):
        return "not known here, which speaks too"
    count = round(2**value - 1) if value < 40 else 0
    return sentence.format(value=value, times=2.0 ** min(value, 40.0), accounts=accounts, count=count)
