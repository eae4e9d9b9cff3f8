"""Numbers and times as people read them. Nothing is rounded towards more certainty than there is."""

from collections.abc import Sequence
from datetime import date
from math import floor, isfinite

GAP = "\u00a0"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: float) -> str:
    """
    >>> count(1034)
    '1,034'
    """
    return f"{number:,.0f}"


def counted(number: float, one: str, many: str | None = None) -> str:
    """
    >>> counted(1, "account"), counted(1034, "account"), counted(2, "hypothesis", "hypotheses")
    ('1\\xa0account', '1,034\\xa0accounts', '2\\xa0hypotheses')
    """
    return f"{count(number)}{GAP}{one if number == 1 else many or one + 's'}"


def _significant(number: float, digits: int) -> float:
    return float(f"{number:.{digits}g}")


def short(number: float) -> str:
    """
    >>> [short(n) for n in (0, 950, 9_999, 12_345, 411_900, 999_999, 3_400_000, 1_100_000_000)]
    ['0', '950', '9,999', '12.3\\xa0k', '412\\xa0k', '1\\xa0M', '3.4\\xa0M', '1.1\\xa0bn']
    """
    if abs(number) < 10_000:
        return count(number)
    rounded = _significant(number, 3)
    for size, name in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(rounded) >= size:
            return f"{_significant(rounded / size, 3):,g}{GAP}{name}"
    return count(number)


def about(number: float) -> str:
    """
    >>> about(412_345), about(87), about(2_345_678)
    ('about 412,000', '87', 'about 2.35\\xa0M')
    """
    if abs(number) < 1000:
        return count(number)
    return f"about {count(_significant(number, 3)) if abs(number) < 999_500 else short(number)}"


def probability(value: float) -> str:
    """Rounded towards one half, so that it never claims more than was computed.

    >>> [probability(p) for p in (1.0, 0.9989, 0.987, 0.42, 0.013, 0.004, 0.0)]
    ['>99.9\\xa0%', '99.8\\xa0%', '98\\xa0%', '42\\xa0%', '2\\xa0%', '0.4\\xa0%', '<0.1\\xa0%']
    """
    if not isfinite(value):
        return "unknown"
    if value > 0.999:
        return f">99.9{GAP}%"
    if value < 0.001:
        return f"<0.1{GAP}%"
    surer_side = value if value >= 0.5 else 1 - value
    step = 1000 if surer_side >= 0.99 else 100
    kept = floor(round(surer_side * step, 9))
    percent = kept * 100 / step if value >= 0.5 else (step - kept) * 100 / step
    return f"{percent:g}{GAP}%"


def share(value: float) -> str:
    """A part of a whole; only the whole is called 100 %, only nothing 0 %.

    >>> [share(s) for s in (1, 0.998, 0.634, 0.002, 0)]
    ['100\\xa0%', '>99\\xa0%', '63\\xa0%', '<1\\xa0%', '0\\xa0%']
    """
    if not isfinite(value):
        return "unknown"
    if 0.99 < value < 1:
        return f">99{GAP}%"
    return f"<1{GAP}%" if 0 < value < 0.005 else f"{value * 100:.0f}{GAP}%"


def one_in(rate: float) -> str:
    """
    >>> one_in(1e-4), one_in(0.00031), one_in(0.37), one_in(0.0)
    ('1 in 10,000', '1 in 3,200', '37 in 100', 'fewer than 1 in 1 bn')
    """
    if not isfinite(rate):
        return "unknown"
    if rate < 1e-9:
        return "fewer than 1 in 1 bn"
    return f"{rate * 100:.0f} in 100" if rate > 0.05 else f"1 in {count(_significant(1 / rate, 2))}"


def bits(value: float) -> str:
    """
    >>> bits(12.34), bits(-3), bits(0.04), bits(float("nan"))
    ('+12.3', '−3.0', '0.0', 'unknown')
    """
    if not isfinite(value):
        return "unknown"
    sign = "" if abs(value) < 0.05 else "+" if value > 0 else "−"
    return f"{sign}{abs(value):.1f}"


def day(moment: date) -> str:
    """
    >>> day(date(2026, 2, 3))
    '3\\xa0Feb\\xa02026'
    """
    return f"{moment.day}{GAP}{_MONTHS[moment.month - 1]}{GAP}{moment.year}"


def span(first: date, last: date) -> str:
    """
    >>> span(date(2026, 2, 3), date(2026, 2, 19))
    '3\\xa0Feb to 19\\xa0Feb\\xa02026'
    >>> span(date(2026, 2, 3), date(2026, 2, 3))
    '3\\xa0Feb\\xa02026'
    """
    start = day(first)
    if start == day(last):
        return start
    return f"{start[:-5] if first.year == last.year else start} to {day(last)}"


def listed(names: Sequence[str]) -> str:
    """
    >>> listed(["a", "b", "c"]), listed(["a"]), listed([])
    ('a, b and c', 'a', '')
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
