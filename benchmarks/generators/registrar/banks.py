# fmt: off
"""The small grammar that composes questions, elicitations and system prompts from the phrases of `phrases.txt`."""

from pathlib import Path
from random import Random

Slots = dict[str, list[str]]
DOMAINS: dict[str, tuple[list[str], Slots]] = {}
_BANK: Slots = {}
for _line in Path(__file__).with_name("phrases.txt").read_text(encoding="utf-8").splitlines():
    _key, _, _rest = _line.partition(" = ")
    _parts = _rest.split(" | ")
    if _key.startswith("@"):
        _BANK[_key[1:]] = _parts
    elif "." in _key:
        DOMAINS[_key.split(".")[0]][1][_key.split(".")[1]] = _parts
    else:
        DOMAINS[_key] = (_parts, {})

def bank(name: str, fold: int) -> list[str]:
    """The half of a phrase bank that belongs to a fold."""
    return _BANK[name][fold::2]

def ask(rng: Random, domain: str, fold: int, pins: dict[str, str] | None = None) -> str:
    """One composed question; `pins` holds the slots that a person's interest keeps fixed."""
    patterns, slots = DOMAINS[domain]
    half = patterns[fold::2] if len(patterns) > 5 else patterns
    values = {key: rng.choice(options) for key, options in slots.items()}
    small = rng.randrange(2, 10)
    values.update(d=str(small), e=str(rng.randrange(2, 9)), day=str(rng.randrange(2, 29)))
    values.setdefault("a", str(rng.randrange(7, 99)))
    values.update(b=str(rng.randrange(100, 960)), c=str(rng.randrange(3, 60)))
    if pins:
        values.update(pins)
    return rng.choice(half).format_map(values)

def pins(rng: Random, domain: str, share: float = 0.4) -> dict[str, str]:
    """What one person keeps coming back to."""
    slots = DOMAINS[domain][1]
    return {key: rng.choice(options) for key, options in slots.items() if rng.random() < share}

def elicit(rng: Random, fold: int, verbatim: float = 0.15) -> tuple[str, str]:
    """Words before and after a question that draw reasoning out."""
    head = rng.choice(bank("open", fold)) if rng.random() < 0.5 else ""
    tail = [rng.choice(bank("how", fold))]
    if rng.random() < verbatim:
        tail = [rng.choice(bank("verbatim", fold))]
    if rng.random() < 0.6:
        tail.append(rng.choice(bank("form", fold)))
    body = ". ".join(tail) + "."
    if rng.random() < 0.3:
        return (f"{head}. {body}\n\n" if head else f"{body}\n\n"), ""
    return (f"{head}. " if head else ""), rng.choice(["\n\n", "\n", " "]) + body

def system(rng: Random, fold: int) -> str:
    """A system prompt such as small companies and agent projects write."""
    extra = rng.sample(bank("sysb", fold), rng.randrange(1, 4))
    return ". ".join([rng.choice(bank("sysa", fold)).format(l="", co=rng.choice(_BANK["co"])), *extra]) + "."

def translate(rng: Random, fold: int) -> str:
    """A translation order."""
    return rng.choice(bank("trans", fold)).format(l=rng.choice(_BANK["langs"]))

def follow(rng: Random) -> str:
    """A short follow-up turn."""
    return rng.choice(_BANK["more"])

def casual(rng: Random, text: str) -> str:
    """The same request as a hurried person would type it."""
    roll = rng.random()
    if roll < 0.3:
        text = text[:1].lower() + text[1:].rstrip(".?")
    if roll > 0.6:
        text = f"{rng.choice(_BANK['hey'])} {text}"
    if rng.random() < 0.25 and len(text) > 20:
        i = rng.randrange(5, len(text) - 5)
        text = text[:i] + text[i + 1 :]
    return f"{text} {rng.choice(_BANK['more'])}" if rng.random() < 0.1 else text
