"""A log and what is thought of it: what everything that is told about it is drawn from."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns.judge import Case, Verdict


@dataclass(frozen=True, slots=True)
class Log:
    """`features` is the sample; `ids` the accounts' names, `flagged` whether they are held for a campaign's."""

    features: pa.Table
    shared: pa.Table
    pairs: pa.Table
    case: Case
    verdict: Verdict
    flagged: npt.NDArray[np.bool_]
    ids: list[str]
