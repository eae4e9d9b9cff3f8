"""Tables learnt once and shipped with the package. `benchmarks/fit_features.py` makes them again."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from hydrascope.features.characters import characters
from hydrascope.features.lexicon import lexicon
from hydrascope.features.purpose import Model
from hydrascope.features.readings import Tables
from hydrascope.features.vectors import packed_vectors


def _load(name: str) -> dict[str, npt.NDArray[Any]]:
    path = files(__package__).joinpath(name)
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        return {key: stored[key] for key in stored.files}


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Everything the reading kernel looks things up in, built once per process."""
    vectors = packed_vectors(_load("vectors.npz")["rows"])
    return Tables(characters(), lexicon(), vectors, purpose_model().grams)


@lru_cache(maxsize=1)
def purpose_model() -> Model:
    """The frozen model of `purpose`."""
    stored = _load("purpose.npz")
    return Model(stored["grams"], float(stored["scale"]), float(stored["intercept"]), stored["forms"], stored["shape"])
