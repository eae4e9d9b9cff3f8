"""What people and campaigns write: the real prompt files, cut in two folds, and small phrase banks."""
# fmt: off

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from itertools import cycle
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow.parquet as pq

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"

class Ask(NamedTuple):
    """One user turn."""
    text: str
    task: str = "chat"  # chat, code, label, judge, math, rag, agent, write: sets the output's length
    system: str | None = None
    reply: str | None = None
    tools: tuple[str, ...] = ()

Session = list[Ask]

def bank(text: str) -> list[str]:
    """Phrases of a bar-separated string."""
    return text.split("|")

LINES = (Path(__file__).parent / "phrases.txt").read_text("utf-8").splitlines()
BANKS = {name: bank(text) for name, _, text in (line.partition(": ") for line in LINES)}
THINGS, NEEDS, DETAILS, FOLLOW, NAMES, DATES, LANGS, OPENINGS, TRACES, TAILS, REPLIES = (BANKS[name] for name in bank(
    "THINGS|NEEDS|DETAILS|FOLLOW|NAMES|DATES|LANGS|OPENINGS|TRACES|TAILS|REPLIES"))
FILES = {row.split()[0]: row.split()[1:] for row in BANKS["FILES"]}
TOPICS = {name[7:]: phrases for name, phrases in BANKS.items() if name.startswith("TOPICS.")}
STEMS = {name[6:]: phrases for name, phrases in BANKS.items() if name.startswith("STEMS.")}

def digest(*parts: object) -> str:
    """A short stable hash."""
    return blake2b("\x1f".join(map(str, parts)).encode(), digest_size=9).hexdigest()

def fold_of(key: str) -> int:
    """Which half of all texts a key belongs to."""
    return blake2b(b"bursar-halves" + key.encode(), digest_size=2).digest()[0] & 1

@lru_cache(maxsize=64)
def pool(name: str, fold: int) -> dict[str, list[Ask]]:
    """One corpus's half, by thread, tenant or task ('' where rows stand alone)."""
    path, key, task = FILES[name]
    columns = ["system", "prompt", "response", "conv_id", "template_id", "turn"]
    groups: dict[str, list[tuple[int, Ask]]] = {}
    table = pq.read_table(DATA / f"{path}.parquet", columns=columns).to_pydict()
    for system, prompt, reply, conv, template, turn in zip(*(table[c] for c in columns), strict=True):
        if not prompt or fold_of(conv if key == "conv_id" and conv else prompt) != fold:
            continue
        group = (template if name in ("judge", "evolve", "elicit") else conv) or ""
        ask = Ask(prompt[:2000], task, system[:1500] if system else None, reply[:1500] if reply else None)
        groups.setdefault(group, []).append((int(turn) if str(turn).isdigit() else 0, ask))
    return {group: [ask for _, ask in sorted(rows, key=lambda row: row[0])] for group, rows in groups.items()}

@lru_cache(maxsize=64)
def flat(name: str, fold: int) -> list[Ask]:
    """One corpus's half as a list."""
    return [ask for rows in pool(name, fold).values() for ask in rows]



def fill(r: Random, text: str) -> str:
    """Fill a phrase's slots."""
    return (text.replace("{n}", r.choice(NAMES)).replace("{d}", r.choice(DATES)).replace("{k}", str(int(10 ** r.uniform(
        0.6, 3.4)))))

def roughen(r: Random, text: str) -> str:
    """The same wish as another hand would type it."""
    draw = r.random()
    if draw < 0.2:
        text = text[:1].lower() + text[1:].rstrip(".?!")
    elif draw < 0.4:
        text = r.choice(bank("hi, |Please: |Hello! |ok so |Quick one: |Question: |Hey, | ")) + text
    elif draw < 0.55:
        text += r.choice(bank(" thanks| please| ?|. Thx!|  ...|. Be brief.|. In detail please.| pls|. Thank you"))
    return text

def half(phrases: list[str], fold: int) -> list[str]:
    """A fold's half of a bank."""
    return phrases[fold::2]

def errand(r: Random, fold: int, things: list[str]) -> Session:
    """A person's own small matter, with its follow-ups."""
    thing = r.choice(things)
    task = "code" if any(w in thing for w in ("script", "app", "React", "migration", "shader", "ETL")) else "write"
    need = r.choice(half(NEEDS, fold) + NEEDS[:3])
    asks = [Ask(roughen(r, f"{need} {thing}, {fill(r, r.choice(DETAILS))}"), task)]
    while len(asks) < 8 and r.random() < 0.45:
        asks.append(Ask(fill(r, r.choice(half(FOLLOW, fold))), task))
    return asks

def thread(r: Random, fold: int, convs: list[str]) -> Session:
    """A real user's conversation as it stands, now and then in another hand."""
    asks = pool("chat", fold)[r.choice(convs)][:14]
    if r.random() < 0.45:
        asks = [asks[0]._replace(text=f"{asks[0].text} ({fill(r, r.choice(DETAILS))})"), *asks[1:]]
    return [ask._replace(text=roughen(r, ask.text)) for ask in asks]

# --- questions of a domain: what a training set is made of, and what pupils and benchmarks ask too
CORPORA = {"maths": ["gsm", "cot"], "code": ["zhcode", "alpaca"], "agents": ["tools", "calls"], "writing": ["alpaca",
    "tweeted"], "knowledge": ["alpaca", "direct"], "chinese": ["zh", "zhcode"]}
TASKS = {"maths": "math", "code": "code", "agents": "agent", "writing": "write", "knowledge": "write",
    "chinese": "write"}
DOMAINS = list(TOPICS)

def question(r: Random, fold: int, domain: str) -> str:
    """A composed question of a domain."""
    stem = r.choice(STEMS[domain])
    stem = stem.replace("{t}", r.choice(half(TOPICS[domain], fold))).replace("{l}", r.choice(LANGS))
    return stem.replace("{k}", str(r.randint(3, 9999))).replace("{j}", str(r.randint(2, 40)))

def questions(r: Random, fold: int, domain: str, count: int, corpus_share: float) -> Callable[[], Ask]:
    """A list of questions, worked off without repeats while it lasts."""
    stock = [flat(name, fold) for name in CORPORA[domain]]
    rows: list[Ask] = [ask for asks in stock for ask in r.sample(asks, min(count, len(asks)))]
    r.shuffle(rows)
    order = cycle(rows)
    def ask() -> Ask:
        if r.random() < corpus_share and rows:
            row = next(order)
            return row._replace(task=TASKS[domain], system=row.system if domain == "agents" else None)
        return Ask(question(r, fold, domain), TASKS[domain])
    return ask


class Wording:
    """How an operator wraps its questions: bare, one template, several, or paraphrased each time."""
    def __init__(self, r: Random, fold: int, style: str, asks: list[str]) -> None:
        self.r, self.style = r, style
        self.banks = (half(OPENINGS, fold), half(asks, fold), half(TAILS, fold))
        self.fixed = [self.make() for _ in range({"one": 1, "several": r.randint(3, 8)}.get(style, 0))]
        self.as_system = style in ("one", "several") and r.random() < 0.4
    def make(self) -> tuple[str, str, str]:
        """A fresh wording."""
        return (self.r.choice(self.banks[0]), self.r.choice(self.banks[1]), self.r.choice(self.banks[2]))
    def wrap(self, ask: Ask) -> Ask:
        """The question as it is sent."""
        if self.style == "bare":
            return ask
        before, middle, after = self.r.choice(self.fixed) if self.fixed else self.make()
        if self.as_system:
            return ask._replace(system=f"{before} {middle} {after}".strip())
        if not self.fixed and self.r.random() < 0.5:
            return ask._replace(text=roughen(self.r, f"{ask.text}\n{middle.lower()} {after}".strip()))
        return ask._replace(text=f"{before} {middle}\n\n{ask.text}\n{fill(self.r, after)}".strip())


def reply_text(r: Random, ask: Ask, tokens: int) -> str:
    """A short output that agrees with its token count."""
    if ask.task == "label":
        return r.choice(bank('{"label": "neutral"}|positive|negative|no|yes|other|{"ok": true}|C|B|A|(A)'))
    start = f"Score: {r.randint(1, 10)}. " if ask.task == "judge" else ""
    if ask.reply and len(ask.reply) > 2.5 * tokens:
        return start + ask.reply[: tokens * 4]
    wide, lines, size = len(ask.text.encode()) > 1.6 * len(ask.text), [start + (ask.reply or "")], 0
    while size < min(tokens * 4, 700):
        lines.append(r.choice(REPLIES[14:] if wide else REPLIES[:14]))
        size += len(lines[-1])
    return " ".join(lines)[: min(tokens * 5 + 8, 1400)].strip()
