"""Plots as inline SVG: numbers in, markup out.

Only numbers and this file's own words enter the markup, never text from a log. Colours come from
classes in `style.css`, so that light, dark and print each have their own. Widths are in the plot's own
units: 360 of them fill a telephone's width, so lettering stays readable there and grows on a wide page.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from math import isfinite

from markupsafe import Markup

from hydrascope.model.campaign import Day, Dossier, Tie
from hydrascope.report import words
from hydrascope.report.layout import chosen, place

WIDTH = 360
MOST_NODES = 200
MOST_TIES = 500
_LEFT = 40  # room for the numbers of the vertical axis
_MOST_BARS = 120


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0") if isfinite(value) else "0"


def _figure(kind: str, height: int, title: str, description: str, body: str) -> Markup:
    """A plot that a screen reader announces by `title` and `description`."""
    return Markup(
        f'<svg class="plot {kind}" viewBox="0 0 {WIDTH} {height}" role="img">'
        f"<title>{title}</title><desc>{description}</desc>{body}</svg>"
    )


def _bars(spots: Sequence[tuple[float, float, float, float]], kind: str) -> str:
    """Rectangles (x, y, width, height) as one path: small on disk whatever their number."""
    texts = [tuple(map(_number, spot)) for spot in spots]
    path = "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in texts)
    return f'<path class="{kind}" d="{path}"/>'


def _label(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}">{text}</text>'


def _rule(y: float, kind: str = "rule") -> str:
    return f'<path class="{kind}" d="M{_LEFT} {_number(y)}H{WIDTH}"/>'


def share_bar(value: float) -> Markup:
    """A part of a whole beside its number, which is text: hence hidden from screen readers."""
    width = min(max(value if isfinite(value) else 0.0, 0.0), 1.0) * 100
    return Markup(
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="track" d="M0 0h100v6h-100z"/><path class="part" d="M0 0h{_number(width)}v6H0z"/></svg>'
    )


def bits_bar(value: float, largest: float) -> Markup:
    """Evidence beside its number: for a campaign to the right, against to the left of one middle line."""
    bound = max(largest, 1e-9)
    length = min(max(value if isfinite(value) else 0.0, -bound), bound) / bound * 49.5
    kind = "for" if length >= 0 else "against"
    return Markup(
        '<svg class="bar bits" viewBox="-50 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="{kind}" d="M0 2h{_number(length)}v6H0z"/><path class="axis" d="M0 0v10"/></svg>'
    )


def binned(days: Sequence[Day]) -> tuple[date, int, list[tuple[int, int]]]:
    """First day, days per bin and (exchanges, most accounts on a day) of every bin, gaps included."""
    first = min(date.fromisoformat(day.date) for day in days)
    last = max(date.fromisoformat(day.date) for day in days)
    length = (last - first).days + 1
    width = 1 if length <= _MOST_BARS else 7 * -(-length // (7 * _MOST_BARS))
    bins = [(0, 0)] * -(-length // width)
    for day in days:
        at = (date.fromisoformat(day.date) - first).days // width
        bins[at] = bins[at][0] + day.exchanges, max(bins[at][1], day.accounts)
    return first, width, bins


def timeline(days: Sequence[Day]) -> Markup:
    """Exchanges per day above, accounts active per day below, on one time axis."""
    if not days:
        return Markup("")
    first, width, bins = binned(days)
    step = (WIDTH - _LEFT) / len(bins)
    gap = min(1.0, step * 0.2)
    most, most_accounts = max(max(e for e, _ in bins), 1), max(max(a for _, a in bins), 1)
    top, base, low, floor = 20, 112, 138, 176
    unit = "day" if width == 1 else f"{width} days"
    tall = [
        (_LEFT + i * step, base - e / most * (base - top), step - gap, e / most * (base - top))
        for i, (e, _) in enumerate(bins)
        if e
    ]
    line = "".join(f"V{_number(floor - a / most_accounts * (floor - low))}h{_number(step)}" for _, a in bins)
    last = first + timedelta(days=len(bins) * width - 1)
    body = (
        _label(_LEFT, 11, f"exchanges per {unit}") + _label(_LEFT - 5, top + 4, words.short(most), "end")
        + _label(_LEFT - 5, base, "0", "end") + _rule(top, "grid") + _bars(tall, "part") + _rule(base)
        + _label(_LEFT, low - 7, "accounts active") + _rule(low, "grid") + _rule(floor)
        + _label(_LEFT - 5, low + 4, words.short(most_accounts), "end") + _label(_LEFT - 5, floor, "0", "end")
        + f'<path class="line" d="M{_LEFT} {floor}{line}V{floor}"/>'
        + _label(_LEFT, 191, words.day(first)) + _label(WIDTH, 191, words.day(last), "end")
    )  # fmt: skip
    told = (
        f"From {first} to {last}: at most {words.count(most)} exchanges per {unit} "
        f"and {words.counted(most_accounts, 'account')} active on a day."
    )
    return _figure("timeline", 196, "Exchanges and active accounts over time", told, body)


def hours(counts: Sequence[int]) -> Markup:
    """Exchanges by hour of the day, with the height they would have if the day had no night."""
    total = sum(counts)
    if len(counts) != 24 or not total:
        return Markup("")
    most = max(counts)
    step, top, base = (WIDTH - _LEFT) / 24, 20, 76
    tall = [(_LEFT + h * step, base - n / most * (base - top), step - 2, n / most * (base - top))
            for h, n in enumerate(counts) if n]  # fmt: skip
    flat = base - total / 24 / most * (base - top)
    marks = "".join(_label(_LEFT + h * step, 90, f"{h:02d}") for h in (0, 6, 12, 18))
    body = (
        _label(_LEFT, 11, "exchanges by hour (UTC)") + _bars(tall, "part") + _rule(base)
        + _rule(flat, "even") + marks + _label(WIDTH, 90, "24", "end")
        + _label(_LEFT - 5, top + 4, words.short(most), "end") + _label(_LEFT - 5, base, "0", "end")
    )  # fmt: skip
    quiet = sum(sorted(counts)[:8]) / total
    told = f"The eight quietest hours hold {words.share(quiet)} of the exchanges; spread evenly it is 33 %."
    return _figure("hours", 95, "Exchanges by hour of the day, UTC", told, body)


def spark(days: Sequence[Day], first: date, last: date) -> Markup:
    """A campaign's days on the axis that all campaigns share, for the overview."""
    if not days:
        return Markup("")
    length = (last - first).days + 1
    start, width, bins = binned(days)
    most = max(max(e for e, _ in bins), 1)
    step = 100 * width / length
    begin = (start - first).days * 100 / length
    tall = [(begin + i * step, 20 - max(e / most * 19, 1), max(step * 0.85, 0.4), max(e / most * 19, 1))
            for i, (e, _) in enumerate(bins) if e]  # fmt: skip
    return Markup(
        '<svg class="spark" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="track" d="M0 19.5h100v.5H0z"/>{_bars(tall, "part")}</svg>'
    )


def drawn(dossier: Dossier) -> tuple[list[int], list[Tie]]:
    """Which members a drawing shows, and which ties, the strongest first.

    The ties count the drawn members: `Tie.left` and `right` are places in the first list.
    """
    members = dossier.members
    by_name = sorted(range(len(members)), key=lambda i: members[i].account_id)
    rank = {member: at for at, member in enumerate(by_name)}
    known = [
        Tie(min(rank[t.left], rank[t.right]), max(rank[t.left], rank[t.right]), t.bits, "")
        for t in dossier.ties
        if t.left in rank and t.right in rank and t.left != t.right and isfinite(t.bits)
    ]
    known.sort(key=lambda t: (-t.bits, t.left, t.right))
    order = chosen(len(members), known, MOST_NODES)
    spot = {member: at for at, member in enumerate(order)}
    kept = [Tie(spot[t.left], spot[t.right], t.bits, "") for t in known if t.left in spot and t.right in spot]
    return [by_name[at] for at in order], kept[:MOST_TIES]


def graph(dossier: Dossier) -> Markup:
    """Members as dots (filled: flagged; area: harvested exchanges), ties as lines (thick: many bits)."""
    order, ties = drawn(dossier)
    if not order or not ties:
        return Markup("")
    spots = [(12 + x * (WIDTH - 24), 12 + y * 276) for x, y in place(len(order), ties).tolist()]
    most = max(max(dossier.members[i].harvested for i in order), 1)
    strong, weak = ties[0].bits, ties[-1].bits
    classes: dict[str, list[str]] = {"weak": [], "middling": [], "strong": []}
    for tie in reversed(ties):
        level = (tie.bits - weak) / (strong - weak) if strong > weak else 0.5
        kind = "weak" if level < 1 / 3 else "middling" if level < 2 / 3 else "strong"
        ends = (_number(n) for spot in (spots[tie.left], spots[tie.right]) for n in spot)
        classes[kind].append("M{} {}L{} {}".format(*ends))
    body = "".join(f'<path class="tie {kind}" d="{"".join(d)}"/>' for kind, d in classes.items() if d)
    small = 2.2 if len(order) > 80 else 3.2
    for (x, y), index in zip(spots, order, strict=True):
        member = dossier.members[index]
        radius = small + 3.4 * (max(member.harvested, 0) / most) ** 0.5
        kind = "flagged" if member.flagged else "unflagged"
        body += f'<circle class="{kind}" cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"/>'
    told = f"{words.counted(len(order), 'account')}, {words.counted(len(ties), 'tie')} between them."
    return _figure("graph", 300, "How the accounts are tied to one another", told, body)
