"""Plots of a proof as SVG that stands alone: numbers and this package's own words, readable in light and dark."""

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH = 640
_LEFT, _RIGHT = 48, 200  # room for the axis and for the names of the lines
COLOURS = (
    ("#ad3a1c", "#f08a66"), ("#16657f", "#6cbcd6"), ("#6b7a12", "#c3d36a"), ("#7a3b8f", "#d39be6"),
    ("#1f7a45", "#74d19b"), ("#99690c", "#e8bd62"), ("#47566b", "#9db0c8"), ("#b03070", "#f090c0"),
)  # fmt: skip
Line = Sequence[float | None]
Row = tuple[str, float | None, float | None, float | None]
Spot = tuple[float, float]

_STYLE = (
    ":root{color-scheme:light dark}.b{fill:#fbfaf7}.t{fill:#1b1e22;font:13px system-ui,sans-serif}"
    ".s{fill:#565c63;font:12px system-ui,sans-serif}.g{stroke:#dedbd3;fill:none}.a{stroke:#565c63;fill:none}"
    + "".join(f".c{i}{{stroke:{light};fill:{light}}}" for i, (light, _) in enumerate(COLOURS))
    + ".l{fill:none;stroke-width:2}"
    "@media(prefers-color-scheme:dark){.b{fill:#14171a}.t{fill:#e8e6e1}.s{fill:#a7acb2}.g{stroke:#33383e}"
    ".a{stroke:#a7acb2}"
    + "".join(f".c{i}{{stroke:{dark};fill:{dark}}}" for i, (_, dark) in enumerate(COLOURS))
    + ".l{fill:none}}"
)


def _figure(height: int, title: str, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">'
        f'<title>{escape(title)}</title><style>{_STYLE}</style><rect class="b" width="{WIDTH}" height="{height}"/>'
        f'<text class="t" x="12" y="20">{escape(title)}</text>{body}</svg>\n'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", kind: str = "s") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _shares(top: float, base: float, right: float) -> str:
    """Grid and labels of a vertical axis from 0 to 1."""
    out = ""
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = base - share * (base - top)
        out += f'<path class="g" d="M{_LEFT} {y:.1f}H{right:.1f}"/>' + _text(_LEFT - 6, y + 4, f"{share:g}", "end")
    return out


def curves(title: str, marks: Sequence[str], lines: Mapping[str, Line], below: str) -> str:
    """One line per name over the marks of the horizontal axis; values are shares. `below` names the axis."""
    top, base, right = 40.0, 240.0, float(WIDTH - _RIGHT)
    step = (right - _LEFT - 20) / max(len(marks) - 1, 1)
    body = _shares(top, base, right)
    for i, mark in enumerate(marks):
        body += _text(_LEFT + 10 + i * step, base + 18, mark, "middle")
    body += _text((_LEFT + right) / 2, base + 38, below, "middle")
    for number, (name, values) in enumerate(lines.items()):
        spots = [
            (_LEFT + 10 + i * step, base - value * (base - top)) for i, value in enumerate(values) if value is not None
        ]
        colour = f"c{number % len(COLOURS)}"
        body += f'<path class="{colour} l" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in spots)}"/>' if spots else ""
        body += "".join(f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in spots)
        body += f'<rect class="{colour}" x="{right + 14:.1f}" y="{top + number * 20:.1f}" width="12" height="4"/>'
        body += _text(right + 32, top + 6 + number * 20, name)
    return _figure(290, title, body)


def growth(title: str, panels: Mapping[str, Mapping[str, Sequence[Spot]]], below: str) -> str:
    """A panel per unit, both axes logarithmic, with lines of (size, cost) above 0. Dashed: growth in proportion."""
    across = _decades([size for lines in panels.values() for line in lines.values() for size, _ in line])
    body, top = "", 56.0
    for unit, lines in panels.items():
        body += _text(12, top - 10, unit) + _panel(lines, across, top)
        top += 210.0
    body += _text((_LEFT + WIDTH - _RIGHT) / 2, top - 12, below, "middle")
    return _figure(int(top), title, body)


def _panel(lines: Mapping[str, Sequence[Spot]], across: range, top: float) -> str:
    """Decades of both axes as a grid, and the lines; 150 units high."""
    base, right = top + 150.0, float(WIDTH - _RIGHT)
    up = _decades([cost for line in lines.values() for _, cost in line])

    def place(size: float, cost: float) -> Spot:
        """Of logarithms."""
        x, y = (size - across[0]) / (across[-1] - across[0]), (cost - up[0]) / (up[-1] - up[0])
        return _LEFT + x * (right - _LEFT), base - y * (base - top)

    body = ""
    for power in across:
        x, _ = place(power, 0)
        body += f'<path class="g" d="M{x:.1f} {top}V{base}"/>' + _text(x, base + 16, _power(power), "middle")
    for power in up:
        _, y = place(0, power)
        body += f'<path class="g" d="M{_LEFT} {y:.1f}H{right}"/>' + _text(_LEFT - 6, y + 4, _power(power), "end")
    for number, (name, line) in enumerate(lines.items()):
        logs = [(log10(size), log10(cost)) for size, cost in sorted(line)]
        spots = [place(*spot) for spot in logs]
        colour = f"c{number % len(COLOURS)}"
        if number == 0:
            far = min(across[-1] - logs[0][0], up[-1] - logs[0][1])
            ends = [*spots[0], *place(logs[0][0] + far, logs[0][1] + far)]
            body += '<path class="a" d="M{:.1f} {:.1f}L{:.1f} {:.1f}" stroke-dasharray="4 4"/>'.format(*ends)
        body += f'<path class="{colour} l" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in spots)}"/>'
        body += "".join(f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in spots)
        body += f'<rect class="{colour}" x="{right + 14:.1f}" y="{top + number * 20:.1f}" width="12" height="4"/>'
        body += _text(right + 32, top + 6 + number * 20, name)
    return body


def _decades(values: Sequence[float]) -> range:
    """Powers of ten around them, at least two."""
    low = floor(log10(min(values)))
    return range(low, max(ceil(log10(max(values))), low + 1) + 1)


def _power(power: int) -> str:
    """Ten to this power, in few letters."""
    return f"{10 ** (power % 3) if power >= 0 else 10.0**power:g}" + ("", " k", " M", " G")[max(power // 3, 0)]


def dots(title: str, rows: Sequence[Row], below: str = "") -> str:
    """One dot per (name, mean, low, high), with its interval as a bar; shares from 0 to 1."""
    left, right, top = 250.0, WIDTH - 24.0, 36.0
    base = top + 22 * len(rows)
    body = ""
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * (right - left)
        body += f'<path class="g" d="M{x:.1f} {top}V{base:.1f}"/>' + _text(x, base + 16, f"{share:g}", "middle")
    for i, (name, mean, low, high) in enumerate(rows):
        y = top + 11 + 22 * i
        body += _text(left - 10, y + 4, name, "end")
        if mean is None:
            body += _text(left + 6, y + 4, "nothing to measure")
            continue
        if low is not None and high is not None:
            ends = [left + share * (right - left) for share in (low, high)]
            body += f'<path class="c1 l" d="M{ends[0]:.1f} {y}H{ends[1]:.1f}"/>'
        body += f'<circle class="c0" cx="{left + mean * (right - left):.1f}" cy="{y}" r="4.5"/>'
    body += _text((left + right) / 2, base + 34, below, "middle")
    return _figure(int(base + 46), title, body)


def reliability(title: str, lines: Mapping[str, Sequence[Sequence[float]]]) -> str:
    """Stated probability against the share that was fake, per tenth; the area of a dot grows with its accounts."""
    top, base, right = 40.0, 320.0, _LEFT + 20 + 280.0
    body = _shares(top, base, right) + f'<path class="a" d="M{_LEFT} {base}L{right} {top}" stroke-dasharray="4 4"/>'
    for share in (0.0, 0.5, 1.0):
        body += _text(_LEFT + share * (right - _LEFT), base + 18, f"{share:g}", "middle")
    body += _text((_LEFT + right) / 2, base + 38, "stated probability (across), share of fakes (up)", "middle")
    for number, (name, bins) in enumerate(lines.items()):
        colour = f"c{number % len(COLOURS)}"
        full = [(p / n, f / n, n) for n, p, f in bins if n]
        spots = [(_LEFT + p * (right - _LEFT), base - f * (base - top), n) for p, f, n in full]
        body += f'<path class="{colour} l" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y, _ in spots)}"/>' if spots else ""
        body += "".join(
            f'<circle class="{colour}" cx="{x:.1f}" cy="{y:.1f}" r="{2 + min(n, 1e4) ** 0.25 / 2:.1f}"/>'
            for x, y, n in spots
        )
        body += f'<rect class="{colour}" x="{right + 30:.1f}" y="{top + number * 20:.1f}" width="12" height="4"/>'
        body += _text(right + 48, top + 6 + number * 20, name)
    return _figure(370, title, body)
