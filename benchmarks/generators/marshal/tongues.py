"""Phrase banks in ten languages; questions, exercises and documents are composed from them.

Patterns, tails and exercise texts are cut by position into two folds; topics are common to both.
"""
from pathlib import Path
from random import Random

TABLE = Path(__file__).with_name("phrases.tsv").read_text(encoding="utf-8").splitlines()
CELLS = [line.split("\t") for line in TABLE]  # name, phrases, name, phrases...
PHRASES = {row[i]: row[i + 1].split("|") for row in CELLS for i in range(0, len(row), 2)}
LANGUAGES = [name[:2] for name in PHRASES if name.endswith(" patterns")]

def half(items: list[str], fold: int) -> list[str]:
    """The items of one fold (by position); never empty."""
    return items[fold::2] or items

def question(rng: Random, fold: int, lang: str) -> str:
    """A layman's question in one language."""
    patterns, topics, tails = (PHRASES[f"{lang} {p}"] for p in ("patterns", "topics", "tails"))
    text = rng.choice(half(patterns, fold)).format(t=rng.choice(topics))
    tail = rng.choice(half(tails, fold))
    if rng.random() < 0.25:
        text = f"{text} ({rng.choice(topics)}, {rng.randrange(2, 90)})"
    return f"{text} {tail}".strip()

def exercise(rng: Random, fold: int, lang: str) -> str:
    """A school exercise with drawn numbers."""
    text = rng.choice(half(PHRASES[f"{lang} exercises"], fold))
    return text.format(a=rng.randrange(12, 999), b=rng.randrange(2, 60), c=rng.randrange(3, 80))

def document(rng: Random, lang: str) -> str:
    """Three to seven news-like sentences."""
    zh = lang == "zh"
    who, did, what = (PHRASES[f"{part} zh" if zh else part] for part in ("who", "did", "what"))
    form = "{}{}{}，涉及{}人。" if zh else "Reporters say {} {} {}, {} people said. "
    count = rng.randrange(3, 8)
    return "".join(
        form.format(rng.choice(who), rng.choice(did), rng.choice(what), rng.randrange(9, 999)) for _ in range(count))

def answer(rng: Random, lang: str, tokens: int) -> str:
    """Made-up output of at most about 400 characters for a `tokens`-token answer."""
    bank = PHRASES.get(f"{lang} answers") or PHRASES["en answers"]
    count = min(10, max(1, tokens // 12))
    return " ".join(rng.choices(bank, k=count))
