"""Text that an attacker may have written, made safe to show on a page or in a terminal.

Markup is escaped by the template engine; this file takes out what escaping leaves in: control and
escape sequences, text that turns the reading direction, invisible letters, towers of accents,
addresses that a reader or a mail program could follow, and sheer length.
"""

from unicodedata import combining

FILLING = "▢"
_HARMLESS = frozenset("\u00a0\u202f")
_ACCENTS = 3


def _visible(letter: str) -> str:
    if letter.isprintable() or letter in _HARMLESS:
        return letter
    if letter.isspace():
        return " "
    return f"\\u{ord(letter):04x}"


def _without_towers(text: str) -> str:
    kept: list[str] = []
    run = 0
    for letter in text:
        run = run + 1 if combining(letter) else 0
        if run <= _ACCENTS:
            kept.append(letter)
    return "".join(kept)


def shown(text: str, limit: int = 600) -> str:
    r"""`text` on one line, at most about `limit` characters, with nothing in it that acts.

    >>> shown("a\x1b[31mb\u202ec\nd")
    'a\\u001b[31mb\\u202ec d'
    >>> shown("see https://a.example")
    'see https[:]//a.example'
    >>> shown("x" * 100_000, 3)
    'xxx… (100,000 characters)'
    """
    cut = text[:limit]
    if not cut.isprintable():
        cut = "".join(map(_visible, cut))
    if not cut.isascii():
        cut = _without_towers(cut)
    # Anything that follows links by looking at text keys on these; analysts know the bracketed form.
    cut = cut.replace("://", "[:]//").replace(" %", "\u00a0%")
    return cut if len(text) <= limit else f"{cut}… ({len(text):,} characters)"


def passage(text: str, limit: int = 1200) -> tuple[str, ...]:
    """`text` as safe lines: like `shown`, keeping the line breaks (at most 40 lines).

    >>> passage("Solve ▢.\\n\\nThink first.")
    ('Solve ▢.', '', 'Think first.')
    """
    lines = text[:limit].split("\n")
    cut = [shown(line, limit).rstrip() for line in lines[:40]]
    if len(text) > limit or len(lines) > 40:
        cut[-1] += f"… ({len(text):,} characters)"
    return tuple(cut)


def masked(text: str) -> str | None:
    """A template fit for readers who may not see users' text, or None if none of it may be shown.

    A template without a single filling is somebody's whole prompt, so nothing of it is shown. Words
    that carry digits, an e-mail address or a web address become fillings too.

    >>> masked("Solve ▢ for bob@example.org, room 12.")
    'Solve ▢ for ▢ room ▢'
    >>> masked("Dear doctor, my name is") is None
    True
    """
    if FILLING not in text:
        return None
    # Only the part that can be shown is worth masking; one word too long to judge is a filling.
    lines = text[:4000].split("\n")
    return "\n".join(" ".join(map(_masked_word, line.split(" "))) for line in lines)


def _masked_word(word: str) -> str:
    private = "@" in word or "://" in word or len(word) > 60 or any(map(str.isdigit, word))
    return FILLING if private else word
