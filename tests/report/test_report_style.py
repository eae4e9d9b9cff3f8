"""Every text colour can be read on every ground, in light, dark and print."""

import re
from importlib.resources import files

import pytest

STYLE = files("hydrascope.report").joinpath("style.css").read_text("utf-8")


def palettes() -> dict[str, dict[str, str]]:
    """Colour variables of each `:root` block; later blocks fall back to the first."""
    blocks = [
        dict(re.findall(r"--(\w+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)
    ]
    return {name: blocks[0] | block for name, block in zip(("light", "dark", "print"), blocks, strict=True)}


def luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """
    >>> contrast("#000", "#ffffff")
    21.0
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return round((light + 0.05) / (dark + 0.05), 2)


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_contrast(name: str) -> None:
    palette = palettes()[name]
    for ground in ("paper", "card"):
        for text in ("ink", "soft", "link"):
            assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
        for mark in ("for", "against", "part"):
            assert contrast(palette[mark], palette[ground]) >= 3, (mark, ground)
