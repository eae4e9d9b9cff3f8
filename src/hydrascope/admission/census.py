"""Counting over all rows of a log, in one go and in little memory."""

import numpy as np
import numpy.typing as npt
from numba import njit

from hydrascope.features.columns import Hashes, Integers

Codes = npt.NDArray[np.int32]


class Census:
    """Numbers for hashes as they come: 0 for the first, and so on; equal hashes have one number.

    A table of open addresses (Knuth, The Art of Computer Programming 3, 6.4), never more than half full. 0 is no hash.
    """

    def __init__(self) -> None:
        self._keys, self._numbers = np.zeros(1, np.uint64), np.zeros(1, np.int32)
        self._known = 0

    def numbers(self, hashes: Hashes) -> Codes:
        """Int32 [n]: the number of each."""
        needed = 2 * (self._known + len(hashes))
        if needed > len(self._keys):
            held = self._keys != 0
            keys, numbers = self._keys[held], self._numbers[held]
            size = 1 << needed.bit_length()
            self._keys, self._numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
            _placed(self._keys, self._numbers, keys, numbers)
        out = np.empty(len(hashes), np.int32)
        self._known = _numbered(self._keys, self._numbers, self._known, hashes, out)
        return out


@njit(cache=True, nogil=True)
def _where(keys: Hashes, key: np.uint64) -> int:
    """Where a key stands or may be put."""
    place = key & np.uint64(len(keys) - 1)
    while keys[place] != 0 and keys[place] != key:
        place = (place + np.uint64(1)) & np.uint64(len(keys) - 1)
    return int(place)


@njit(cache=True, nogil=True)
def _placed(keys: Hashes, numbers: Codes, old: Hashes, known: Codes) -> None:
    for i in range(len(old)):
        place = _where(keys, old[i])
        keys[place], numbers[place] = old[i], known[i]


@njit(cache=True, nogil=True)
def _numbered(keys: Hashes, numbers: Codes, count: int, hashes: Hashes, out: Codes) -> int:
    """Fill `out`; how many numbers there are now."""
    for i in range(len(hashes)):
        place = _where(keys, hashes[i])
        if keys[place] == 0:
            keys[place], numbers[place] = hashes[i], count
            count += 1
        out[i] = numbers[place]
    return count


@njit(cache=True, nogil=True)
def span(account: Codes, when: Integers, first: Integers, last: Integers, base: int, day: int) -> Integers:
    """Widen `first` and `last` of the accounts by these rows, -1 none; `account << 28 | day` of the rows, counted from
    `base`, where the day is not the one of the account's row before: all their active days, some more than once."""
    out = np.empty(len(account), np.int64)
    held = np.full(len(first), -1, np.int64)
    n = 0
    for row in range(len(account)):
        who = account[row]
        if who < 0:
            continue
        first[who], last[who] = min(first[who], when[row]), max(last[who], when[row])
        on = (when[row] - base) // day
        if on != held[who]:
            # Microseconds in 64 bits are fewer than 2^28 days.
            held[who], out[n] = on, np.int64(who) << 28 | on
            n += 1
    return out[:n].copy()
