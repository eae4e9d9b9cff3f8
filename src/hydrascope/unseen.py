"""What a sample of exchanges tells of those that were not drawn."""

from numba import njit


@njit(cache=True, nogil=True)
def distinct_among(distinct: int, once: int, twice: int, seen: int, drawn: float) -> float:
    """Distinct values to be expected among `drawn` exchanges, of which `seen` are known: these hold `distinct` values,
    `once` of them once and `twice` of them twice.

    The chance that a further one is new is the share of values that came once (Good 1953, Biometrika 40). It falls with
    how many there are that were not seen, and those that came once and twice tell how many that is (Chao et al. 2014,
    Ecological Monographs 84, equations 9 and 10). Where none came again nothing tells it: every further one is new.
    `distinct` where all are known.
    """
    further = drawn - seen
    if once == 0 or further <= 0:
        return float(distinct)
    if once == seen:
        return drawn
    hidden = (seen - 1) / seen * (once * once / (2 * twice) if twice > 0 else once * (once - 1) / 2)
    if hidden == 0:
        return float(distinct)
    more: float = hidden * (1 - (1 - once / (seen * hidden + once)) ** further)
    return distinct + more
