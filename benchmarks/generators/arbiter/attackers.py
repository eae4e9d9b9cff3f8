# fmt: off
"""Campaigns: one operator, one queue of work, many accounts, each operator drawn afresh."""
import datetime as dt
import itertools
from collections.abc import Iterator

import numpy as np

from .corpus import Text, pool, talks
from .honest import Shared, work
from .phrases import HARNESSES, TOOLS, bank, fill, question, vary, voiced, wording
from .world import Account, Ask, Level, World

SOURCES = dict(  # what a queue is for: the files it takes from, and the domains it composes from
    maths="gsm elicit cot/maths", code="evolve/code agent", agents="bfcl tool/agent", writing="alpaca/writing advice",
    chinese="alpaca_zh code_zh/zh", knowledge="alpaca direct/knowledge data", tongues="alpaca_zh/zh es de fr ru",
    judging="judge/", documents="dialogue tweet alpaca/writing knowledge")  # fmt: skip
ANY = ("maths", "code", "agents", "writing", "chinese", "knowledge", "tongues")
PURPOSE = {  # what each kind is after, where its tactics say so
    "reasoning-harvest": "maths knowledge code chinese", "agentic-pivot": "agents code", "rubric-grading": "judging",
    "varied-accounts": "agents code knowledge", "second-pool": "maths code knowledge agents", "replay": "replay",
    "technique-sweep": "maths code knowledge", "rewrites": "documents"}  # fmt: skip
KINDS_OF_CAMPAIGN = ("reasoning-harvest", "agentic-pivot", "varied-accounts", "second-pool", "four-per-account",
                     "rubric-grading", "replay", "hydra-proxy", "technique-sweep", "low-and-slow", "dealt-list",
                     "rewrites")  # fmt: skip
QUIET = ("four-per-account", "low-and-slow", "dealt-list")
def queue(w: World, purpose: str) -> Iterator[Text]:
    """Yield the operator's work items: a shuffled pool without repetition, composed ones between, then variants."""
    rng = w.rng
    names, domains = (part.split() for part in SOURCES[purpose].split("/"))
    files = [t for n in rng.sample(names, rng.randint(1, len(names))) for t in pool(n, w.fold)]
    rng.shuffle(files)
    files = files[: int(10 ** rng.uniform(2.5, 4.3))]
    mix = rng.choice((0.0, 0.2, 0.5, 0.8)) if domains else 0.0
    for i in itertools.count():
        if rng.random() < mix:
            yield Text(question(rng, rng.choice(domains), w.fold), None, None, "en", "", 0)
        else:
            t = files[i % len(files)]
            yield t if i < len(files) else t._replace(prompt=vary(rng, t.prompt), reply=None)
def stored(w: World) -> Iterator[tuple[str, str, int]]:
    """Yield stored sessions of other people: the newest turn, what came before, and how many turns that was."""
    every = talks("en", w.fold) + talks("", w.fold)
    for i in itertools.count():
        talk = every[i % len(every)] if i < len(every) else []
        if len(talk) > 1:
            cut = w.rng.randrange(1, len(talk))
            yield talk[cut].prompt, "".join(t.prompt for t in talk[:cut]), cut
        else:
            yield question(w.rng, w.rng.choice(("code", "agent", "data")), w.fold), w.mark(), w.rng.randint(1, 9)
class Operator:
    """One campaign: everything that its accounts have in common, and the queue that feeds them."""
    def __init__(self, w: World, kind: str, size: int) -> None:
        rng, self.w, self.kind, self.size, self.name = w.rng, w, kind, size, w.mark("op_")
        self.level, self.purpose = (
            Level(rng, 10 ** rng.uniform(1.1, 2.4)),
            rng.choice(PURPOSE[kind].split() if kind in PURPOSE else ANY),
        )
        infra = ("pay", "net", "tls", "agent")
        self.shared = set(rng.sample(infra, rng.randint(1, 3))) if rng.random() < 0.5 and kind not in QUIET else set()
        if kind == "reasoning-harvest":
            self.shared.add("pay")
        self.items = queue(w, self.purpose) if self.purpose != "replay" else iter(())
        self.sessions = stored(w)
        self.style = "judge" if kind == "rubric-grading" else "rewrite" if kind == "rewrites" else "elicit"
        known = {"second-pool": 0, "technique-sweep": 1, "low-and-slow": 2, "dealt-list": 3}
        self.mode = ("fixed", "several", "paraphrased", "bare")[known.get(kind, rng.randrange(4))]
        self.mode = "paraphrased" if kind == "rewrites" and self.mode == "bare" else self.mode
        count = {"fixed": 1, "several": rng.randint(3, 12)}.get(self.mode, 1)
        self.words = [wording(rng, w.fold, self.style) for _ in range(40 if kind == "technique-sweep" else count)]
        self.place = rng.choice(("before", "after", "after", "system"))
        self.trial = [next(self.items) for _ in range(12)] if kind == "technique-sweep" else []
        self.shape = rng.choice(("flat", "burst", "office", "person", "waves")) if kind not in QUIET else "person"
        self.shape = rng.choice(("flat", "waves")) if kind == "reasoning-harvest" else self.shape
        self.waves = w.np.uniform(0, w.span, rng.randint(4, 30))
        self.signup, self.when = rng.choice(("lockstep", "months", "aged")), rng.uniform(1, 60)
        self.stacks = rng.choice(("one", "own", "rotated") if self.shared else ("own", "own", "rotated"))
        self.params = rng.choice(("fixed", "jitter", "own", "own"))
        self.values = {c: self.level.draw(c) for c in ("temperature", "top_p", "max_tokens", "effort", "stream")}
        self.client = w.client(self.level.draw("stack"), "api")
        self.pays = [w.mark("pay_") for _ in range(max(1, size // rng.randint(3, 12)))]
        asn = w.network(self.level.draw("country"), rng.choice(("hosting", "home", "mobile")))
        self.ips = [(w.address(asn), asn) for _ in range(max(1, size // rng.randint(2, 8)))]
        self.even, self.cover = rng.choice((0.15, 0.5, 1.2)), rng.choice((0.0, 0.0, 0.15, 0.4))
        self.deep = 10 ** rng.uniform(2.1, 3.1) if self.style == "elicit" else 10 ** rng.uniform(1.5, 2.5)
        self.ban, self.hours = rng.uniform(0.35, 0.65), rng.choice((-6, 0, 3, 8, 8))
        self.release_share = rng.uniform(0.45, 0.9)
        mean = {"four-per-account": 4.0, "rubric-grading": 110.0, "hydra-proxy": 60.0, "dealt-list": 12.0}.get(kind)
        self.mean = min(mean or 10 ** rng.uniform(0.8, 1.6), max(8.0, 60000 / size))
    def account(self, i: int) -> Account:
        """Register the operator's next account, or buy it."""
        w, rng = self.w, self.w.rng
        spread = {"lockstep": (self.when - 1, self.when + 3), "months": (2.0, 240.0)}.get(self.signup)
        spread = spread or ((20.0, 500.0) if self.kind in ("second-pool", "rubric-grading") else None)
        spread = (-self.ban * w.days - 0.5, -self.ban * w.days + 6) if self.kind == "second-pool" and i % 2 else spread
        level = Level(rng, 6) if self.kind == "varied-accounts" else self.level
        more: dict[str, object] = {"org_id": None, "org_name": None} if rng.random() < 0.5 else {}
        if "pay" in self.shared:
            more["payment_fingerprint"] = rng.choice(self.pays)
        if self.kind == "second-pool" and not i % 2:
            more |= {
                "status": "banned",
                "status_at": w.start + dt.timedelta(days=self.ban * w.days, minutes=rng.random()),
            }
        a, a.operator = w.account(self.kind, level, spread, **more), self.name
        if self.params != "own" and a.path != "console":
            a.params |= self.values
        a.jitter = self.params == "jitter"
        a.ips = rng.sample(self.ips, min(len(self.ips), 2)) if "net" in self.shared else a.ips
        if a.path != "console" and (self.stacks == "one" or "agent" in self.shared):
            a.agents = [self.client]
        elif self.stacks == "rotated" and a.path != "console":
            a.agents = [w.client(rng.choice(("openai", "node", "httpx", "requests")), "api") for _ in range(4)]
        a.agents = [(x, y, self.client[2]) for x, y, _ in a.agents] if "tls" in self.shared else a.agents
        if self.kind == "agentic-pivot":
            a.model, a.lag = "atlas-large-4", rng.random() if rng.random() < self.release_share else 99.0
        return a
    def phrase(self, text: str, words: str, a: Account) -> tuple[str, str | None]:
        """Put a question into the campaign's wording, or the account's."""
        if self.mode == "bare":
            return (voiced(self.w.rng, text, a.voice) if self.kind in QUIET else text), None
        if self.mode == "paraphrased":
            words = wording(self.w.rng, self.w.fold, self.style)
            if self.style == "elicit" and self.w.rng.random() < 0.6:
                words = self.w.rng.choice(bank("mild", self.w.fold))
            text = voiced(self.w.rng, text, a.voice)
        if self.place == "system" and self.style == "elicit" and self.mode != "paraphrased":
            return text, words
        first = self.place == "before" or self.style == "rewrite"
        return (f"{words}\n\n{text}" if first else f"{text}\n\n{words}"), None
    def harvest(self, a: Account, n: int, sweep: bool) -> list[Ask]:
        """Take the next n items of the queue for an account."""
        w, rng, asks = self.w, self.w.rng, list[Ask]()
        tools = tuple(rng.sample(TOOLS, 4)) if self.purpose == "agents" else ()
        harness = HARNESSES[w.fold] if tools or self.purpose == "replay" else None
        while len(asks) < n:
            talk = len(asks)
            if self.purpose == "replay":
                text, past, turn = next(self.sessions)
                text, system = self.phrase(text, self.words[0], a) if self.mode == "fixed" else (text, None)
                asks.append(Ask(text, talk, system or harness, turn, past, self.deep, harvest=True))
                continue
            item = rng.choice(self.trial) if sweep else next(self.items)
            words = rng.choice(self.words if sweep or self.kind != "technique-sweep" else self.words[:2])
            text, system = (item.prompt, None) if self.purpose == "judging" else self.phrase(item.prompt, words, a)
            refused = rng.random() < (0.12 if self.style == "judge" else 0.3 * sweep)
            out: str | float = "judge" if self.style == "judge" else self.deep
            first = Ask(text, talk, system or item.system or harness, out=out, harvest=True, tools=tools,
                        refused=refused and a.model != "atlas-small-4")  # fmt: skip
            asks.append(first)
            past = text
            for turn in range(1, 1 + int(rng.expovariate(0.4)) if tools else 1 + (rng.random() < 0.05)):
                text = fill(rng, "{path}: {n} lines, {error}" if tools else "continue", w.fold)
                asks.append(first._replace(text=text, turn=turn, past=past, refused=False))
                past += text
        return asks
    def run(self) -> None:
        """Make the accounts and let the queue feed them."""
        w, rng = self.w, self.w.rng
        for i in range(self.size):
            a, n = self.account(i), max(1, int(self.mean * rng.lognormvariate(-(self.even**2) / 2, self.even)))
            lo, hi, zone, other = 0.0, 1.0, a.zone, 0
            if self.kind == "second-pool":
                lo, hi = (self.ban + 0.2 / w.days, 1.0) if i % 2 else (0.0, self.ban)
            elif self.kind == "four-per-account":
                n = 1 + int(w.np.poisson(3))
                lo, hi = (self.ban, self.ban + 2 / w.days) if rng.random() < 0.6 else (max(0, self.ban - 0.3), 1.0)
            elif self.kind == "low-and-slow":
                n = rng.randint(1, 2) * (max(1, w.days // 7) if self.cover else 1)
                other = int(min(150, 2 + rng.lognormvariate(2, 1.1)))
            elif self.kind == "hydra-proxy":
                other, n = int(n * (1 - (share := rng.uniform(0.05, 0.25)))), max(1, int(n * share))
            elif self.cover:
                other = int(n * self.cover * rng.uniform(0, 2))
            if other:
                what = rng.choice(("chatting", "chatting", "coding", "rewording"))
                what = "resold" if self.kind == "hydra-proxy" else what
                asks = work(w, a, other, Shared(), what)
                w.emit(a, asks, w.starts(len(asks), "person", zone, lo, hi))
            if self.kind == "technique-sweep":
                early = self.harvest(a, max(1, n // 4), True)
                w.emit(a, early, w.starts(len(early), "burst", self.hours, 0, 0.3))
                lo = 0.3
            if self.style == "judge" and n > 3:
                half = self.harvest(a, n // 2, False)
                w.emit(a, half, w.starts(len(half), "flat", zone, lo, self.ban))
                a.model, lo, n = rng.choice(("atlas-small-4", "atlas-mid-4")), self.ban, n - n // 2
            asks = self.harvest(a, n, False)
            asks = [x._replace(user=f"eu_{w.mark()[:10]}") for x in asks] if self.kind == "hydra-proxy" else asks
            if self.shape == "waves":
                at = rng.choices(list(self.waves), k=len(asks))
                late = [lo * w.span + (t + rng.expovariate(1 / 900)) % w.span * (hi - lo) for t in at]
                w.emit(a, asks, np.asarray(sorted(late)))
            else:
                w.emit(a, asks, w.starts(len(asks), self.shape, zone if self.shape == "person" else self.hours, lo, hi))
def split(w: World, total: int, parts: int, least: int) -> list[int]:
    """Split a number of accounts in parts of very unlike size, the first taking the rest."""
    shares = [w.rng.gammavariate(1.2, 1) + 0.05 for _ in range(parts)]
    kept: list[int] = []
    for share in shares:
        kept.append(min(max(min(least, total), int(total * share / sum(shares))), total - sum(kept)))
    kept[0] += total - sum(kept)
    return kept
def attack(w: World, kind: str, fake: int) -> None:
    """Make the campaigns of a world, with exactly so many accounts."""
    rng, parts = w.rng, [(kind, fake)]
    if kind == "mixed":
        loud = [k for k in KINDS_OF_CAMPAIGN if k not in ("low-and-slow", "dealt-list")]
        rng.shuffle(loud)
        sizes = split(w, fake // 5, 2, 4) + split(w, fake - fake // 5, len(loud), 5)
        parts = list(zip(("low-and-slow", "dealt-list", *loud), sizes, strict=True))
    for name, size in parts:
        for part in filter(None, split(w, size, min(rng.randint(1, 3), max(1, size // 25)), 8)):
            Operator(w, name, part).run()
