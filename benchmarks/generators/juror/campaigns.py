"""Twelve kinds of campaign: a work queue dealt to accounts, each operator with habits of its own."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from . import texts
from .habits import agent, bursts, ordinary, talk, volume
from .phrases import TOOLSETS as TOOLS
from .texts import Item
from .world import DAY, MODELS, PATHWAYS, Account, World, h

# kind: median requests per account, usual number of accounts of one operator (least, most), pools to ask from
PLANS: dict[str, tuple[float, int, int, list[str]]] = {
    "reasoning-harvest": (32, 8, 400, ["maths", "puzzles", "knowledge", "zh", "exam", "zh-code"]),
    "agentic-pivot": (45, 6, 300, ["task", "functions", "tools", "code"]),
    "varied-accounts": (30, 8, 300, ["task", "code", "exam", "tools", "knowledge", "zh-code"]),
    "second-pool": (24, 10, 600, ["maths", "code", "knowledge", "zh", "exam", "writing"]),
    "four-per-account": (4, 20, 5000, ["maths", "puzzles", "exam", "knowledge", "code", "zh"]),
    "rubric-grading": (130, 3, 14, ["knowledge", "writing", "zh", "maths", "puzzles"]),
    "replay": (22, 5, 300, ["chat"]),
    "hydra-proxy": (70, 5, 400, ["maths", "exam", "code", "zh", "writing", "tools"]),
    "technique-sweep": (22, 8, 300, ["maths", "puzzles", "exam", "knowledge"]),
    "low-and-slow": (12, 10, 5000, ["maths", "exam", "knowledge", "code", "writing", "zh", "puzzles"]),
    "dealt-list": (16, 6, 2000, ["exam", "knowledge", "zh", "writing", "code", "maths", "zh-code"]),
    "rewrites": (20, 6, 400, ["rewriting", "document", "knowledge", "zh"])}
KINDS = ("mixed", "none", *PLANS)
NOTHING_SHARED = ("four-per-account", "low-and-slow")

class Operator:
    """One operator: its list, its wording, its tools, its clock."""
    def __init__(self, w: World, kind: str, k: int) -> None:
        r = w.rng
        self.w, self.kind, self.k, self.r = w, kind, k, r
        self.name = "op-" + h(w.seed, kind, r.random())[:8]
        self.median, _, _, pools = PLANS[kind]
        self.pools = r.sample(pools, r.choice([1, 1, 2, min(3, len(pools))]) if len(pools) > 1 else 1)
        self.linked = kind not in NOTHING_SHARED and r.random() < 0.5
        self.users, self.deeper = r.random() < 0.2, r.choice([0, 0, 0, 0.1, 0.4])
        modes = {"dealt-list": ["bare", "bare", "loose"], "low-and-slow": ["loose", "bare", "paraphrase"],
                 "second-pool": ["fixed"], "rewrites": ["fixed", "several", "paraphrase"]}
        self.wording = r.choice(modes.get(kind, ["fixed", "several", "paraphrase", "bare"]))
        bank = {"rewrites": "rewrite", "rubric-grading": "judge"}.get(kind, "reason")
        most = {"fixed": 1, "several": r.randint(3, 8)}.get(self.wording, 12)
        self.heads = [self.word(bank) for _ in range(r.randint(20, 60) if kind == "technique-sweep" else most)]
        self.place = r.choice(["system", "before", "after"])
        self.tempo = r.choice(["flat", "human", "human", "office", "bursts", "daily", "client"])
        self.sigma = r.choice([0.15, 0.5, 0.9, 1.3])
        self.sticky = r.random() < 0.4
        self.cover = r.choice([0, 0, 0.2, 0.6, 1.0] if kind != "four-per-account" else [0, 0, 0.1])
        self.items = self.questions()
        self.system, self.tools = w.phrases.template("agent"), r.choice(TOOLS)
        self.params = w.params() if r.random() < (0.5 if kind not in NOTHING_SHARED else 0) else None
        self.lo = w.start + r.uniform(0, 0.3) * w.days * DAY
        self.hi = w.end - r.uniform(0, 0.25) * w.days * DAY
    def word(self, bank: str) -> str:
        p, r = self.w.phrases, self.r
        if r.random() < 0.5 and bank == "reason":
            return " ".join([p.say("ask"), p.say(r.choice(["ask", "close"])), p.say("close")]).strip()
        return p.say(bank)
    def questions(self) -> Iterator[Item]:
        """The list: without repetition."""
        w, r, seen = self.w, self.r, set[str]()
        own = {name: iter(r.sample(w.pools[name], len(w.pools[name]))) for name in self.pools if name in w.pools}
        if "knowledge" in own and r.random() < 0.4:
            own["knowledge"] = iter([it for g in r.sample(texts.interests(w.fold), 12) for it in g])
        while True:
            name = r.choice(self.pools)
            it = next(own[name], None) if name in own else None
            if it is None:
                text = w.phrases.document() if name == "document" else w.phrases.say(name if name == "task" else "exam")
                it = Item(text if text not in seen else text + f" (variant {r.randint(2, 999)})")
            if it.text not in seen:
                seen.add(it.text)
                yield it
    def ask(self, at: float = 0.5) -> Item:
        """The next job, worded; `at` is the progress of the campaign."""
        r, p, it = self.r, self.w.phrases, next(self.items)
        text = it.text
        if self.kind == "rubric-grading":
            text = f"{r.choice(['Question', 'Prompt'])}: {text}\n\nAnswer: {it.reply or p.document()}"
            text += f"\n\nAnswer B: {p.document()}" if r.random() < 0.3 else ""
        elif self.kind == "rewrites" and it.reply and self.pools[0] != "rewriting":
            text = it.reply
        text, heads = text[:1600], self.heads[: 2 if self.kind == "technique-sweep" and at > 0.35 else 99]
        if self.wording == "loose":
            return Item(texts.personal(r, text), None, it.reply)
        if self.wording == "bare" and self.kind not in ("technique-sweep", "rubric-grading"):
            return Item(text, it.system if r.random() < 0.7 else None, it.reply)
        if self.wording == "paraphrase" and self.kind != "technique-sweep":
            bits = [r.choice(heads) if r.random() < 0.6 else p.say("ask"), text]
            if r.random() < 0.5:
                bits.insert(0, p.say("open"))
            if r.random() < 0.4:
                bits[-1], bits[-2] = bits[-2], bits[-1]
            return Item("\n".join([*bits, p.say("close")]).strip(), None, it.reply)
        head = r.choice(heads)
        if self.place == "system":
            return Item(text, head, it.reply)
        return Item(f"{head}\n\n{text}" if self.place == "before" else f"{text}\n\n{head}", None, it.reply)
    def recruit(self, k: int, created: tuple[float, float] | None = None) -> list[Account]:
        """Accounts: shared infrastructure or none, by this operator's luck."""
        w, r = self.w, self.r
        over: dict[str, Any] = {"fake": True, "kind": self.kind, "operator": self.name}
        style = r.choice(["lockstep", "spread", "aged", "aged"]) if created is None else "given"
        first = w.start - r.uniform(-1, 60) * DAY
        width = {"lockstep": r.uniform(0.3, 5), "spread": r.uniform(30, 120)}.get(style, 0.0) * DAY
        common = r.random() < (0.7 if self.linked else 0.2) and self.kind not in NOTHING_SHARED
        stack = [w.client(0.15) for _ in range(r.choice([1, 1, 2, 4]))] if common else None
        size = r.randint(3, 20)
        shared = {x: self.linked and r.random() < 0.4 for x in ("payment", "ips", "signup")}
        shared["payment"] |= self.kind == "reasoning-harvest"
        places = ["hosting", "SG", "HK", "US", w.country()]
        exits = [w.address(r.choice(places)) for _ in range(max(4, k // r.randint(2, 9)))]
        lands = [w.country() for _ in range(3)] if r.random() < 0.4 and self.kind not in NOTHING_SHARED else None
        model = r.choice(MODELS) if r.random() < 0.5 else None
        outs = r.choice(texts.clients()[1]) + 60.0 if r.random() < 0.6 else None
        out = []
        for j in range(k):
            mine = dict(over, model=model, outs=outs and outs * r.uniform(0.8, 1.25))
            if created:
                mine["created"] = r.uniform(*created)
            elif style in ("lockstep", "spread"):
                mine["created"] = min(first - width + r.random() * width, w.end - DAY)
            mine["clients"] = stack and ([r.choice(stack)] if r.random() < 0.8 else list(stack))
            mine["params"] = self.params if r.random() < 0.9 else w.params()
            mine["payment"] = h(self.name, "pay", j // size) if shared["payment"] else None
            mine["signup"] = exits[j // size % len(exits)] if shared["signup"] else None
            mine["country"] = r.choice(lands) if lands else None
            if shared["ips"]:
                mine["ips"] = r.sample(exits, r.randint(1, 4))
            if self.tempo in ("flat", "client"):
                mine["hours"] = np.full(24, 1 / 24) if self.tempo == "flat" and r.random() < 0.7 else w.app_hours()
            if self.kind == "hydra-proxy" and r.random() < 0.6:
                mine["path"] = "reseller:" + h(self.name)[:5]
            if self.kind == "varied-accounts":
                mine["path"] = r.choice(["api", "api", "console", "bedrock", "vertex", "azure", "reseller:openhub"])
                mine["pathway"] = r.choice(PATHWAYS)
            a = w.account(**mine)
            a.follows_release = (self.kind == "agentic-pivot" and r.random() < 0.6) or a.follows_release
            a.extra["lag"] = r.random() if self.kind == "agentic-pivot" else r.uniform(0, 4)
            if a.until < w.end:
                a.until, a.record["status"], a.record["status_at"] = float("inf"), "active", None
            out.append(a)
        return out
    def clock(self, n: int, lo: float, hi: float) -> list[float]:
        """Times of n jobs of the queue."""
        w, r = self.w, self.r
        if self.tempo == "bursts":
            return bursts(w, n, lo, hi, r.randint(2, 9), r.uniform(0.5, 12))
        if self.tempo == "daily":
            hour, width = r.random() * 20, r.uniform(1, 8)
            days = range(max(1, int((hi - lo) / DAY)))
            return sorted(lo + (r.choice(days) * 24 + hour + r.random() * width) * 3600 for _ in range(n))
        hours = {"flat": np.full(24, 1 / 24), "office": w.people(8)}.get(self.tempo, w.app_hours())
        return [float(t) for t in w.moments(n, hours, lo, hi, r.choice([0.2, 0.7, 1.0]))]
    def work(self, crowd: list[Account], lo: float, hi: float) -> None:
        """Deal the queue to a crowd between two times."""
        w, r = self.w, self.r
        quota = [volume(w, self.median, self.sigma, 1200) for _ in crowd]
        if self.kind == "four-per-account":
            quota = [r.choice([2, 3, 4, 4, 4, 5, 6]) for _ in crowd]
        share = 0.8 if "task" in self.pools else 0.3
        loops = self.kind in ("agentic-pivot", "varied-accounts") and r.random() < share
        jobs: list[tuple[float, Account]] = []
        if self.tempo == "human" or self.kind == "four-per-account":
            for a, n in zip(crowd, quota, strict=True):
                begin = lo if self.tempo == "human" else r.choice(self.clock(3, lo, hi))
                times = w.sessions(max(1, n // 7) if loops else n, a, min(begin, w.end - 2 * DAY), size=r.uniform(2, 9))
                jobs += [(t if t < hi else lo + (t - hi) % (hi - lo), a) for t in times]
        else:
            times = self.clock(max(1, sum(quota) // (7 if loops else 1)), lo, hi)
            if self.sticky:
                owners = [a for a, n in zip(crowd, quota, strict=True) for _ in range(n)]
                jobs = [(t, owners[len(owners) * j // len(times)]) for j, t in enumerate(times)]
            else:
                jobs = [(t, r.choices(crowd, quota)[0]) for t in times]
        for t, a in sorted(jobs, key=lambda j: j[0]):
            at = (t - self.lo) / (self.hi - self.lo)
            if loops:
                agent(w, a, 20, self.system, self.tools, lambda at=at: self.ask(at), True, [t])  # type: ignore[misc]
                continue
            model = "atlas-4-mini" if self.kind == "rubric-grading" and at > 0.6 else None
            if self.kind == "rubric-grading":
                a.extra["strict"] = 0.25 if 0.45 < at < 0.6 else 0.02
            it, user = self.ask(at), h(a.id, r.randrange(9)) if self.users else None
            conv, tools = h(a.id, t), self.tools if self.pools[0] in ("tools", "functions") else None
            w.emit(a, t, it, harvest=True, conv=conv, model=model, tools=tools, user=user)
            if r.random() < self.deeper:
                more = Item(w.phrases.say("follow"), it.system)
                w.emit(a, t + r.uniform(20, 200), more, harvest=True, hist=2, conv=conv, prior=400, past=h(it.text),
                       model=model, user=user)
        for a in crowd:
            if r.random() < self.cover * 0.7:
                ordinary(w, a, volume(w, 5, 0.9, 120))
    def blended(self, crowd: list[Account]) -> None:
        """Harvest hidden in conversations: of the fake person, or of a proxy's innocent customers."""
        w, r = self.w, self.r
        hydra, rate, weekly = self.kind == "hydra-proxy", r.uniform(0.06, 0.24), r.random() < 0.5
        for a in crowd:
            if not hydra:
                quota = [max(1, round(w.days / 7 * r.uniform(0.6, 1.8))) if weekly else r.choice([1, 1, 2]), 0]
                n = max(volume(w, self.median, 0.8, 120), quota[0] * 3)
                def first(a: Account = a, quota: list[int] = quota, n: int = n) -> tuple[Item, bool]:
                    if quota[0] and (r.random() < 4 / n or quota[1] > n * 0.5):
                        quota[0] -= 1
                        return self.ask(), True
                    quota[1] += 1
                    return a.extra["mind"].opening(), False
                times = w.sessions(n, a, size=r.uniform(2, 6))
                talk(w, a, times, first)
                for _ in range(quota[0]):
                    w.emit(a, r.choice(times) + r.uniform(60, 900), self.ask(), harvest=True)
                continue
            n = volume(w, self.median, 0.6, 500)
            users = max(1, int(n / r.uniform(4, 12)))
            for j in range(users):
                a.lang = r.choice(["en", "en", "zh", "zh", "ja", "es", "ru", "de"])
                a.extra.pop("mind", None)
                talk(w, a, w.sessions(max(1, n // users), a), user=h(a.id, j) if r.random() < 0.5 else None)
            for t in self.clock(max(1, int(n * rate / (1 - rate) * r.uniform(0.9, 1.1))), self.lo, self.hi):
                user = h(a.id, r.randrange(users)) if r.random() < 0.5 else None
                w.emit(a, t, self.ask(), harvest=True, user=user)
    def replays(self, crowd: list[Account]) -> None:
        """Stored sessions of real users, sent again: histories that began elsewhere."""
        w, r = self.w, self.r
        stored = r.sample(texts.chats(w.fold), len(texts.chats(w.fold)))
        quota = [volume(w, self.median, self.sigma, 400) for _ in crowd]
        for j, t in enumerate(self.clock(sum(quota), self.lo, self.hi)):
            a, c = r.choices(crowd, quota)[0], stored[j % len(stored)]
            k = r.randrange(len(c)) if len(c) > 1 else 0
            it, conv = c[k], h(self.name, j)
            if j >= len(stored) or len(c) == 1:
                it = Item(w.phrases.say(r.choice(["chat", "code", "follow"])))
            more = 2 * k + r.choice([0, 0, 2, 4, 8])
            w.emit(a, t, Item(it.text, self.heads[0] if self.place == "system" else None), harvest=True, hist=more,
                   prior=130 * more, past=h(conv, k, "p") if more else None, conv=conv)
    def run(self) -> None:
        """The whole campaign."""
        w, r = self.w, self.r
        if self.kind in ("hydra-proxy", "low-and-slow"):
            self.blended(self.recruit(self.k))
        elif self.kind == "replay":
            self.replays(self.recruit(self.k))
        elif self.kind == "second-pool" or (r.random() < 0.15 and self.k > 15):
            first = self.recruit(max(2, int(self.k * r.uniform(0.35, 0.65))))
            ban = r.uniform(0.35, 0.65) * w.days * DAY + w.start
            for a in first:
                if r.random() < 0.93:
                    a.until = ban + r.random() * r.choice([0.1, 1.0]) * DAY
                    a.record["status"], a.record["status_at"] = "banned", a.until
            self.work(first, self.lo, ban + DAY / 2)
            back = ban + r.uniform(0.05, 2.5) * DAY
            fresh = (ban - r.uniform(1, 9) * DAY, back) if r.random() < 0.8 else None
            late = self.recruit(self.k - len(first), fresh)
            self.work(late, back, self.hi)
        else:
            self.work(self.recruit(self.k), self.lo, self.hi)

def split(w: World, total: int, parts: int, least: int) -> list[int]:
    """Very different sizes that add up."""
    if total < 2 * least or parts < 2:
        return [total] if total else []
    weights = sorted((w.rng.lognormvariate(0, 1.0) for _ in range(parts)), reverse=True)
    sizes = [max(least, int(total * x / sum(weights))) for x in weights]
    out: list[int] = []
    for size in sizes:
        size = min(size, total - sum(out))
        if size >= least:
            out.append(size)
    out[0] += total - sum(out)
    return out

def fill(w: World, kind: str, fake: int) -> None:
    """Campaigns of one kind, or of all."""
    r = w.rng
    plan: list[tuple[str, int]] = []
    if kind == "mixed":
        quiet = fake // 5
        dealt = int(quiet * r.uniform(0.35, 0.65))
        plan += [("dealt-list", k) for k in split(w, dealt, r.randint(1, 3), 6)]
        plan += [("low-and-slow", k) for k in split(w, quiet - dealt, r.randint(1, 3), 8)]
        loud = [k for k in PLANS if k not in ("dealt-list", "low-and-slow", "rubric-grading")]
        left = fake - quiet
        graders = min(r.randint(3, 12), left // 8) if left >= 24 else 0
        plan += [("rubric-grading", graders)] if graders else []
        sizes = split(w, left - graders, len(loud), max(3, left // 40))
        for name, size in zip(r.sample(loud, len(loud)), sizes, strict=False):
            plan += [(name, k) for k in split(w, size, 1 if r.random() < 0.6 else 2, PLANS[name][1])]
    else:
        most = PLANS[kind][2]
        plan = [(kind, k) for k in split(w, fake, max(r.randint(1, 3), -(-fake // most)), PLANS[kind][1])]
    for name, k in plan:
        Operator(w, name, k).run()
