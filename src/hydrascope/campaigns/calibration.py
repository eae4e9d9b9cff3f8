"""From bits to a probability that means what it says, and to a p-value among honest accounts."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FURTHEST = 0.01
"""No p-value is claimed that is smaller than so much of the smallest share of honest accounts that was measured."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """`bits` and `chance` are the knots of a rising curve from bits to log2 odds.

    `tail_bits` and `tail` are the bits that a share `tail` of honest accounts reach, falling: measured on
    simulated worlds of look-alikes, none of which served to fit the models.
    """

    bits: Floats
    odds: Floats
    tail_bits: Floats
    tail: Floats

    def probability(self, bits: Floats) -> Floats:
        """Float64 in (0, 1), rising with the bits also beyond the outermost knots, so that ranks stay."""
        outside = bits - np.clip(bits, self.bits[0], self.bits[-1])
        odds = np.clip(np.interp(bits, self.bits, self.odds) + 0.25 * outside, -40, 40)
        chance: Floats = 1 / (1 + np.exp2(-odds))
        return chance

    def p_value(self, bits: Floats) -> Floats:
        """Share of honest accounts with so many bits or more, in (0, 1].

        Beyond the largest that was ever seen the tail is continued as an exponential through its last decade (the
        peaks-over-threshold limit with shape 0, Pickands 1975), to `FURTHEST` of what was measured and no further.
        """
        log_tail = np.log10(self.tail)
        inside = np.interp(bits, self.tail_bits, log_tail)
        before = max(int((self.tail >= 10 * self.tail[-1]).sum()) - 1, 0)
        rise = max(self.tail_bits[-1] - self.tail_bits[before], 0.25)
        beyond = log_tail[-1] + (log_tail[-1] - log_tail[before]) / rise * (bits - self.tail_bits[-1])
        least = log_tail[-1] + np.log10(FURTHEST)
        value: Floats = 10.0 ** np.where(bits > self.tail_bits[-1], np.maximum(beyond, least), inside)
        return value

    def to_json(self) -> dict[str, object]:
        """As plain lists."""
        return {
            "bits": self.bits.round(4).tolist(),
            "odds": self.odds.round(4).tolist(),
            "tail_bits": self.tail_bits.round(4).tolist(),
            "tail": self.tail.tolist(),
        }

    @staticmethod
    def from_json(data: dict[str, object]) -> "Calibration":
        """The inverse of `to_json`."""
        return Calibration(*(np.array(data[name], np.float64) for name in ("bits", "odds", "tail_bits", "tail")))


SHARES = np.array([1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5])


def calibrate(
    bits: Floats, fake: npt.NDArray[np.bool_], population: npt.NDArray[np.int64] | None = None
) -> Calibration:
    """Fit on accounts whose truth is known: logistic through pooled bins, and the honest tail.

    `population` numbers the population of each account. The tail is that of their mixture in equal parts, because
    nobody knows which of them a new log is most like; the largest must not decide alone.
    """
    edges = np.unique(np.quantile(bits, np.linspace(0, 1, 41)))
    place = np.clip(np.searchsorted(edges, bits, "right") - 1, 0, len(edges) - 2)
    number = np.bincount(place, minlength=len(edges) - 1)
    some = number > 0
    hits = np.bincount(place, fake, minlength=len(edges) - 1)[some]
    middle = np.bincount(place, bits, minlength=len(edges) - 1)[some] / number[some]
    number = number[some]
    odds = np.maximum.accumulate(np.log2((hits + 0.05) / (number - hits + 0.05)))
    odds = odds + np.arange(len(odds)) * 1e-3
    of = np.zeros(len(bits), np.int64) if population is None else population
    reached, known = _tail(bits[~fake], of[~fake])
    rising = np.maximum.accumulate(reached + np.arange(len(reached)) * 1e-6)
    return Calibration(middle, odds, rising, SHARES[known])


def _tail(honest: Floats, population: npt.NDArray[np.int64]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Bits that those of SHARES are reached by which two accounts and more reach; and which shares these are."""
    _, place, size = np.unique(population, return_inverse=True, return_counts=True)
    order = np.argsort(-honest, kind="stable")
    share = np.cumsum(1.0 / size[place[order]]) / len(size)
    at = np.minimum(np.searchsorted(share, SHARES * (1 - 1e-9)), len(order) - 1)
    known = at >= 1
    return honest[order][at[known]], known
