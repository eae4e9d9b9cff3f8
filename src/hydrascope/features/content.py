"""What a text asks for, from what was read of it: forms, capability, language."""

import numpy as np
import numpy.typing as npt

from hydrascope.features.characters import TALLY
from hydrascope.features.columns import Flags
from hydrascope.features.readings import Readings
from hydrascope.tables import CAPABILITIES, FORMS, LANGUAGES

Rows = npt.NDArray[np.int64]

SCRIPT_SHARE = 0.3
"""Part of a text's words that must be written in a script before it names the language."""

KANA_SHARE = 0.1
"""Japanese mixes kana into its ideographs, Chinese does not."""

LEAST_SCORE = 3
LONG_TEXT = 60
"""Words. Scores of longer texts shrink in proportion: one stray word is no topic."""

WIDE = [CAPABILITIES.index(name) for name in ("knowledge", "conversation")]
MOST_WIDE = 6.0
"""Topics whose words are everywhere win only where no other has much to say."""

JUDGING = tuple(FORMS.index(name) for name in ("rubric or score", "compares two answers"))
REASONING = tuple(FORMS.index(name) for name in FORMS[:3])
EVOLVING = FORMS.index("evolves or rewrites an instruction")
CALLING = FORMS.index("asks for a tool or function call")


def forms(user: Readings, system: Readings, rows: Rows) -> npt.NDArray[np.uint32]:
    """Uint32 [rows]: bits of `tables.FORMS` found in the newest turn or the system prompt."""
    return user.forms | system.forms[rows]


def language(user: Readings) -> npt.NDArray[np.uint8]:
    """Uint8 [rows]: index into `tables.LANGUAGES`, by script and, among Latin ones, by function words."""
    words = np.maximum(user.words, 1)
    spoken = np.array(user.languages, dtype=np.int64)
    found = np.where(spoken.max(axis=1) > 0, spoken.argmax(axis=1), 0).astype(np.uint8)
    # A letter of a word costs about a fifth of a word; an ideograph is one.
    for script, code in (("cyrillic", "ru"), ("arabic", "ar"), ("devanagari", "hi")):
        found[user.tallies[:, TALLY[script]] / 5 > SCRIPT_SHARE * words] = LANGUAGES.index(code)
    han, kana, hangul = (user.tallies[:, TALLY[script]] for script in ("han", "kana", "hangul"))
    eastern = han + kana > SCRIPT_SHARE * words
    found[eastern] = LANGUAGES.index("zh")
    found[eastern & (kana > KANA_SHARE * (han + kana))] = LANGUAGES.index("ja")
    found[hangul > SCRIPT_SHARE * words] = LANGUAGES.index("ko")
    return found


def capability(
    user: Readings, system: Readings, rows: Rows, asked: npt.NDArray[np.uint32], tools: Flags
) -> npt.NDArray[np.uint8]:
    """Uint8 [rows]: index into `tables.CAPABILITIES`.

    Lexicon scores (the system prompt's at half weight) plus what the shape of the text says; the highest
    wins, 0 where nothing reaches `LEAST_SCORE`.
    """
    own = np.asarray(user.scores / np.maximum(user.words / LONG_TEXT, 1.0)[:, None])
    own[:, WIDE] = np.minimum(own[:, WIDE], MOST_WIDE)
    theirs = system.scores / np.maximum(system.words / LONG_TEXT, 1.0)[:, None]
    scores = own + 0.5 * theirs[rows]
    for name, points in _shape(user, asked, tools).items():
        scores[:, CAPABILITIES.index(name)] += points
    best = scores.argmax(axis=1)
    return np.where(scores.max(axis=1) >= LEAST_SCORE, best, 0).astype(np.uint8)


def _has(asked: npt.NDArray[np.uint32], *wanted: int) -> npt.NDArray[np.float64]:
    """How many of the wanted forms each row has."""
    total = np.zeros(asked.size)
    for bit in wanted:
        total += (asked >> np.uint32(bit)) & 1
    return total


def _shape(user: Readings, asked: npt.NDArray[np.uint32], tools: Flags) -> dict[str, npt.NDArray[np.float64]]:
    """Points by capability: what marks, digits, forms and offered tools add to the lexicon's scores."""
    words = np.maximum(user.words, 1).astype(np.float64)
    marks = {name: user.tallies[:, place].astype(np.float64) for name, place in TALLY.items()}
    sums = (marks["digit"] / 2 + marks["maths"]) / words
    cells = (marks["pipe"] + np.maximum(marks["comma"] - words / 6, 0)) / words
    code = (marks["brace"] / 4 + marks["semicolon"] + 2 * marks["backtick"]) / words
    return {
        "reasoning and mathematics": 3 * _has(asked, *REASONING) + 8 * np.minimum(sums, 0.5),
        "coding": 12 * np.minimum(code, 0.5),
        "agents and tools": 6.0 * tools + 4 * _has(asked, CALLING),
        "data analysis": 6 * np.minimum(cells, 0.5),
        "judging and rubrics": 7 * _has(asked, *JUDGING),
        "rewriting": 4 * _has(asked, EVOLVING),
        "conversation": np.where(words <= 8, 1.0, 0.0),
        "knowledge": np.where((marks["question"] > 0) & (words <= 25), 1.0, 0.0),
    }
