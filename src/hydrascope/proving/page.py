"""Blocks of a document → Markdown with plots beside it, or one HTML file that needs nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from hydrascope.store import replacing

_CSS = (
    ":root{color-scheme:light dark;--ink:#1b1e22;--paper:#fbfaf7;--line:#dedbd3}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e8e6e1;--paper:#14171a;--line:#33383e}}"
    "body{margin:0 auto;padding:1rem clamp(1rem,4vw,3rem) 4rem;max-width:64rem;background:var(--paper);"
    "color:var(--ink);font:1rem/1.5 system-ui,sans-serif;font-variant-numeric:tabular-nums}"
    ".wide{overflow-x:auto}table{border-collapse:collapse;font-size:.88rem}"
    "th,td{text-align:left;padding:.35rem .9rem .35rem 0;border-bottom:1px solid var(--line);vertical-align:baseline}"
    "svg{max-width:40rem;width:100%;display:block}figure{margin:1.5rem 0}"
)


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `code` marks commands, a line each."""

    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Plot:
    """`name` is that of its file, `svg` its markup, `caption` what it shows."""

    name: str
    svg: str
    caption: str


Block = Heading | Text | Table | Plot


def markdown(blocks: Sequence[Block], plots: str = "plots") -> str:
    """The document as Markdown; plots are looked for under `plots/`."""
    return "\n\n".join(_markdown(block, plots) for block in blocks) + "\n"


def _markdown(block: Block, plots: str) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {text}"
        case Text(text, True):
            return "\n".join(f"    {line}" for line in text.splitlines())
        case Text(text, _):
            return text
        case Table(head, rows):
            lines = [head, ("---",) * len(head), *rows]
            return "\n".join(f"| {' | '.join(line)} |" for line in lines)
        case Plot(name, _, caption):
            return f"![{caption}]({plots}/{name}.svg)"


def html(blocks: Sequence[Block], title: str) -> str:
    """The document as one HTML file, plots inside."""
    body = "\n".join(_html(block) for block in blocks)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_CSS}</style><body>\n{body}\n</body></html>\n"
    )


def _html(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text, True):
            return f"<pre>{escape(text)}</pre>"
        case Text(text, _):
            return f"<p>{escape(text.replace('**', '').replace('`', ''))}</p>"
        case Table(head, rows):
            top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
            lines = "".join("<tr>" + "".join(f"<td>{_cell(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            return f'<div class="wide"><table><tr>{top}</tr>{lines}</table></div>'
        case Plot(_, svg, caption):
            return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def _cell(text: str) -> str:
    bold = text.startswith("**") and text.endswith("**") and len(text) > 4
    plain = escape(text.strip("*`"))
    return f"<b>{plain}</b>" if bold else plain


def save(blocks: Sequence[Block], text: Path, plots: Path) -> None:
    """Write the Markdown and its plots. Plots that no block has any more are removed."""
    plots.mkdir(parents=True, exist_ok=True)
    drawn = {f"{block.name}.svg": block.svg for block in blocks if isinstance(block, Plot)}
    for old in plots.glob("*.svg"):
        if old.name not in drawn:
            old.unlink()
    for name, svg in drawn.items():
        with replacing(plots / name) as path:
            path.write_text(svg, "utf-8")
    with replacing(text) as path:
        path.write_text(markdown(blocks, plots.name), "utf-8")
