"""Operators: each one work queue, behind as many accounts and as much disguise as it can afford."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from benchmarks.generators.chancellor.honest import live
from benchmarks.generators.chancellor.texts import Item, grouped, pool
from benchmarks.generators.chancellor.world import DAY, Person, World


@dataclass(frozen=True)
class Tactics:
    """What a kind of campaign fixes; the rest is drawn for each operator."""

    domains: tuple[str, ...] = ("maths", "code", "knowledge", "writing", "zh", "agents", "gen", "multi")
    wording: tuple[str, ...] = ("fixed", "several", "paraphrase", "library", "bare")
    each: tuple[float, float] = (8, 90)
    shared: float = 0.5  # the chance that infrastructure is shared at all
    dispatch: float = 0.5  # the chance of one clock for all accounts
    cover: float = 0.5  # the chance of cover traffic


KINDS: dict[str, Tactics] = {
    "reasoning-harvest": Tactics(("maths", "code", "knowledge", "zh", "cot"), ("fixed", "several", "paraphrase"),
        shared=1, dispatch=1),
    "agentic-pivot": Tactics(("agents", "tools"), each=(20, 90)),
    "varied-accounts": Tactics(("agents", "tools", "code", "knowledge", "multi"), cover=0.8, shared=0.2),
    "second-pool": Tactics(wording=("fixed",), dispatch=0.7),
    "four-per-account": Tactics(each=(3.2, 4.8), shared=0, cover=0.3),
    "rubric-grading": Tactics(("judge",), ("fixed", "several", "paraphrase"), (120, 450), dispatch=0.7, cover=0.3),
    "replay": Tactics(("replay",), ("bare",), (10, 80)),
    "hydra-proxy": Tactics(each=(3, 14), shared=0.6, cover=1),
    "technique-sweep": Tactics(("maths", "knowledge", "code"), ("sweep",), (10, 80)),
    "low-and-slow": Tactics(("maths", "code", "knowledge", "writing", "zh"), ("paraphrase", "bare"), (1, 3), 0, 0, 1),
    "dealt-list": Tactics(("maths", "code", "knowledge", "writing", "zh", "general"), ("bare",), (3, 40), 0.2, 0.3),
    "rewrites": Tactics(("docs",), ("fixed", "several", "paraphrase"), (8, 70)),
}


class Operator:
    """One campaign of one operator: its queue, its wording, its accounts."""

    def __init__(self, w: World, kind: str, n: int) -> None:
        r, say = w.r, w.say_it
        self.w, self.kind, self.n, self.name, self.tactics = w, kind, n, w.uid("op_"), KINDS[kind]
        self.domain = r.choice(self.tactics.domains)
        self.wording = r.choice(self.tactics.wording)
        self.lang = r.choice(("en", "en", "zh")) if self.domain != "multi" else "any"
        self.composed = r.choice((0.0, 0.0, 0.3, 0.7, 1.0)) if self.domain != "cot" else 0.0
        self.topics = tuple(r.sample(say.banks["topic"], r.randint(2, 8)))
        self.source: list[Item] = list(pool(self.domain if self.domain not in ("agents", "multi", "docs", "replay") else
                                            {"docs": "dialogues", "multi": "zh"}.get(self.domain, "tools"), w.fold))
        r.shuffle(self.source)
        if self.domain == "judge" or r.random() < 0.3:  # one or two kinds of prompt only
            every = sorted({item.group for item in self.source})
            kinds = set(r.sample(every, min(len(every), r.randint(1, 2))))
            part = [item for item in self.source if item.group in kinds]
            self.source = part if len(part) > 150 else self.source
        self.at, self.again = 0, r.choice((1, 1, 1, 2, 4)) if kind != "dealt-list" else 1  # samples of one question
        self.seen: set[str] = set()
        self.sessions = grouped("chat", w.fold, 2)
        ask = {"judge": "rubrics", "docs": "rewrites"}.get(self.domain, "trace_zh" if self.lang == "zh" else "trace")
        self.asks = [say.fill(say.pick(ask)) for _ in range({"fixed": 1, "library": 1}.get(self.wording, r.randint(3,
            6)))]
        self.ask_bank, self.viral = ask, r.choice(w.viral)
        self.system = say.pick("systems") if self.wording in ("fixed", "several") and r.random() < 0.5 else None
        self.front, self.glue = r.random() < 0.4, r.choice(("\n\n", "\n", " ", "\n---\n"))
        self.tools = sorted(r.sample(say.banks["tools"], r.randint(2, 5)))
        self.winners = r.sample(say.banks["techniques"], 2)
        self.progress = 0.0
        self.shape = {"judge": "grade", "docs": "long", "agents": "tool", "tools": "tool", "writing": "long"}.get(
            self.domain, r.choice(("reason", "reason", "chat", "long")))
        self.clock = r.choice(("human", "human", "flat", "bursts", "office"))
        self.people = self.recruit(n)

    def recruit(self, n: int, born: float | None = None) -> list[Person]:
        """Accounts in the operator's manner: sign-up, infrastructure, clients and parameters."""
        w, r = self.w, self.w.r
        signup = r.choice(("lockstep", "wave", "wave", "months", "aged", "aged")) if born is None else "lockstep"
        base = born if born is not None else r.choice(w.waves) if signup == "wave" else r.uniform(-40,
            0.3 * w.days) * DAY
        lands = r.choice((None, None, None, ("SG", "JP", "US"), ("HK", "TW", "SG", "JP"), ("US", "DE", "GB", "FR")))
        common = [name for name in ("payment", "address", "tls", "mail", "signup") if r.random() < 0.5]
        if r.random() >= self.tactics.shared:
            common = []
        elif self.kind == "reasoning-harvest" and "payment" not in common:
            common.append("payment")
        stacks = [w.client("api") for _ in range(r.choice((1, 2, 4)))] if "tls" in common or r.random() < 0.25 else []
        fixed = w.habits() if r.random() < 0.35 else None
        jitter = r.random() < 0.25
        cards = [w.uid("pf_") for _ in range(1 + n // r.randint(4, 30))]
        exits = [w.address(r.choice(("cloud", "vpn", "home"))) for _ in range(1 + n // r.randint(3, 25))]
        mails = [f"{w.say_it.pick('firms').lower()}{r.randint(1, 999)}.com" for _ in range(1 + n // 40)]
        varied = self.kind == "varied-accounts"
        out = []
        for _ in range(n):
            at = {"lockstep": base + r.expovariate(1 / (0.6 * DAY)), "wave": base + r.expovariate(1 / (2.5 * DAY)),
                  "months": r.uniform(-200, 0.4 * w.days) * DAY}.get(signup)
            p = w.person(self.kind, self.name, at, r.choice(lands) if lands and r.random() < 0.7 else None)
            p.clients = stacks or p.clients
            if fixed is not None:
                p.params = dict(fixed)
            if jitter and r.random() < 0.8:
                p.params["temperature"] = round(r.uniform(0.2, 1.0), 1)
            if "payment" in common:
                p.row.update(payment_fingerprint=r.choice(cards), payment_kind=r.choice(("card", "card", "virtual",
                    "prepaid")))
            if "address" in common:
                p.ips = r.sample(exits, min(len(exits), r.randint(1, 4)))
            if "mail" in common and r.random() < 0.7:
                p.row["email_domain"] = r.choice(mails)
            if "signup" in common:
                p.row["signup_ip"], p.row["signup_asn"] = r.choice(exits)
            if not common and r.random() < 0.2:  # residential proxies: another house every time
                p.ips = [w.address("home", p.country) for _ in range(6)]
            if varied:
                p.clients = [w.client(r.choice(("api", "console", None))) for _ in range(2)]
                p.clients[0].path = r.choice(("api", "bedrock", "vertex", "azure", "console", "reseller:kestrel",
                    "byok"))
                p.row["pathway"] = r.choice(("self_serve", "education", "startup", "security_research", "enterprise",
                    "cloud"))
            if r.random() < 0.06:
                p.row.update(status=r.choice(("suspended", "banned")), status_at=w.start + timedelta(days=w.days))
            out.append(p)
        return out

    def question(self) -> tuple[str, str | None, str | None]:
        """The next piece of work: text, system prompt, a stored answer."""
        w, r, say = self.w, self.w.r, self.w.say_it
        item = self.source[self.at // self.again % len(self.source)]
        self.at += 1
        if self.domain == "judge" and r.random() < self.composed:
            seed = pool("general", w.fold)[self.at % len(pool("general", w.fold))]
            return f"Question: {seed.prompt}\nAnswer: {seed.reply or say.pick('said')}", None, None
        if self.domain == "docs" and r.random() < 0.6:
            seed = pool("zh" if self.lang == "zh" else "general", w.fold)[self.at * 7 % len(pool("zh", w.fold))]
            about = f"{say.pick('contested')} and {r.choice(self.topics)}: " if r.random() < self.composed else ""
            return about + (seed.reply if seed.reply and len(seed.reply) > 60 else seed.prompt), None, None
        if self.domain == "agents" or (self.domain not in ("judge", "docs", "gen", "cot", "tools")
            and r.random() < self.composed):
            lang = r.choice(("es", "de", "fr", "ru", "ja", "zh")) if self.lang == "any" else self.lang
            return say.ask(self.domain if self.domain != "multi" else r.choice(("knowledge", "writing")), lang,
                self.topics), None, None
        return item.prompt, item.system, item.reply

    def job(self) -> tuple[str, dict[str, Any]]:
        """A request as the accounts send it, with what goes beside it."""
        r, say = self.w.r, self.w.say_it
        text, system, reply = self.question()
        for _ in range(6 if self.kind == "dealt-list" and text in self.seen else 0):
            text, system, reply = self.question()
            if text not in self.seen:
                break
        self.seen.add(text)
        ask = r.choice(self.asks)
        bare = self.wording == "bare" or (self.domain in ("judge", "gen", "cot") and system is None
            and self.at % 2 == 0)
        if self.wording == "sweep":
            trying = self.progress < 0.3 or r.random() < 0.04
            technique = r.choice(say.banks["techniques"] if trying else self.winners)
            text = technique.replace("{lang}", r.choice(("Latin", "katakana", "中文"))).replace("{q}", text)
        elif self.wording == "library":
            text = self.viral.replace("{q}", text)
        elif self.wording == "paraphrase":
            told = say.fill(say.pick(self.ask_bank)) if r.random() < 0.75 else ""
            text = say.pick("open") + (f"{told} {text}" if r.random() < 0.4 else f"{text} {told}") + say.pick("close")
        elif not bare:
            text = f"{ask}{self.glue}{text}" if self.front or self.domain in ("docs",
                "judge") else f"{text}{self.glue}{ask}"
        rest: dict[str, Any] = {"system": self.system or system, "shape": self.shape, "reply": reply, "harvested": True,
                                "refuse": 0.06 if self.domain == "judge" or self.wording == "sweep" else 0.012}
        if self.domain in ("agents", "tools"):
            rest["tools"] = self.tools
        return text, rest

    def work(self, p: Person, t: float) -> int:
        """One unit of the queue done by one account; returns how many requests it took."""
        w, r = self.w, self.w.r
        self.progress = t / w.span
        if self.domain == "replay":
            self.at += 1
            old = self.sessions[self.at % len(self.sessions)]
            turns, blobs = [item.prompt for item in old][-r.randint(1,
                2):], [w.uid("rb_")] if r.random() < 0.4 else None
            w.talk(p, t, turns, held=2 * r.randint(1, 9), blobs=blobs, harvested=True, system=self.system, pause=4,
                shape="reason")
            return len(turns)
        text, rest = self.job()
        if self.kind == "agentic-pivot" and t > w.release + 0.1 * DAY and r.random() < 0.5 + 0.4 * min(1,
            (t - w.release) / DAY):
            rest["model"] = w.newest
        if self.domain == "judge" and self.kind == "rubric-grading" and t > 0.6 * w.span:
            rest["model"] = w.models[-1]  # the strong one refused too often
            rest["refuse"] = 0.004
        if self.domain == "agents":
            steps = [text] + [f"Result of {r.choice(self.tools)}: {w.say_it.pick('module')} {w.uid()[:5]}"
                              for _ in range(min(12, int(r.expovariate(0.35))))]
            w.talk(p, t, steps, pause=4, **rest)
            return len(steps)
        w.say(p, t, text, **rest)
        return 1

    def dispatch(self, people: list[Person], total: int, lo: float, hi: float, clock: str) -> None:
        """One clock for all: the next job goes to whichever account is free."""
        w, r = self.w, self.w.r
        sink = r.choice(people)
        weights = [w.r.lognormvariate(0, 0.5) for _ in people] if r.random() < 0.5 else [1.0] * len(people)
        done, idle = 0, {p.id for p in people}
        for t in w.moments(replace(sink, born=-DAY), total, clock, lo, hi):
            for p in r.choices(people, weights, k=4):
                if p.born + 60 < t:
                    break
            idle.discard(p.id)
            done += self.work(p, max(t, p.born + 60))
            if done >= total:
                break
        for p in people:
            if p.id in idle:
                self.work(p, r.uniform(max(lo * w.span, p.born + 60), max(hi * w.span, p.born + 4000)))

    def each(self, people: list[Person], mean: float, lo: float = 0.0, hi: float = 1.0) -> None:
        """Every account keeps hours of its own."""
        w, r = self.w, self.w.r
        spread = r.choice((0.1, 0.4, 1.0)) if mean > 5 else 0.15
        plan: list[tuple[float, Person]] = []
        for p in people:
            n = max(1, round(min(1500, mean * r.lognormvariate(-spread**2 / 2, spread))))
            if self.domain == "agents":
                n = max(1, n // 3)
            plan += [(t, p) for t in w.moments(p, n, self.clock if mean > 5 else "human", lo, hi)]
        for t, p in sorted(plan, key=lambda pair: pair[0]):
            self.work(p, t)

    def run(self) -> None:
        """The whole campaign."""
        w, r, people = self.w, self.w.r, self.people
        low, high = self.tactics.each
        mean = min(r.uniform(low, high) if high < 20 else low * (high / low) ** r.random(), max(3.5, 30000 / self.n))
        if self.kind == "dealt-list":
            mean = max(2.0, min(mean, 1.2 * len(self.source) / self.n))
        lo, hi = (0.0, 1.0) if r.random() < 0.6 else sorted((r.uniform(0, 0.45), r.uniform(0.6, 1.0)))
        if self.kind == "second-pool":
            cut = max(1, int(self.n * r.uniform(0.4, 0.6)))
            fall = r.uniform(0.35, 0.65)
            first, second = people[:cut], self.people[cut:]
            for p in second:
                p.born = fall * w.span + r.uniform(-0.4, 1.5) * DAY
                p.row["created_at"] = w.start + timedelta(seconds=p.born)
            for p in first:
                p.born = min(p.born, (fall - 0.15) * w.span)
                p.row["created_at"] = w.start + timedelta(seconds=p.born)
                p.row.update(status="banned", status_at=w.start + timedelta(seconds=fall * w.span + r.uniform(60,
                    20000)))
            self.dispatch(first, int(mean * len(first)), 0.0, fall, self.clock)
            if second:
                self.dispatch(second, int(mean * len(second)), min(0.95, fall + 0.02), 1.0, self.clock)
        elif r.random() < self.tactics.dispatch and mean > 5:
            self.dispatch(people, int(mean * self.n), lo, hi, self.clock)
        else:
            self.each(people, mean, lo, hi)
        if self.kind == "hydra-proxy":
            for p in people:
                share = r.uniform(0.05, 0.25)
                left = int(mean * (1 - share) / share)
                while left > 0:
                    p.lang, p.topics = r.choice(("en", "zh", "es", "ru")), tuple(r.sample(w.say_it.banks["topic"], 2))
                    live(w, p, part := min(left, r.randint(3, 40)))
                    left -= part
        elif r.random() < self.tactics.cover:
            share = r.uniform(0.3, 1.0)
            for p in people:
                # a banned account has no life after its ban
                if r.random() < share and p.row["status"] != "banned":
                    live(w, p, 1 + int(r.expovariate(1 / max(3.0, min(12.0, mean)))))


def split_up(w: World, n: int, kind: str) -> list[int]:
    """How many accounts each of a kind's operators holds: very different sizes."""
    parts = min(12, 1 + n // 30) if kind == "rubric-grading" else w.r.choice((1, 1, 2, 3)) if n >= 16 else 1
    weights = [w.r.lognormvariate(0, 1.0) for _ in range(parts)]
    sizes = [max(1, int(n * x / sum(weights))) for x in weights]
    sizes[0] += n - sum(sizes)
    return [size for size in sizes if size > 0]


def campaigns(w: World, kind: str, n: int) -> None:
    """All operators of a world."""
    r = w.r
    if kind == "none" or n <= 0:
        return
    if kind != "mixed":
        for size in split_up(w, n, kind):
            Operator(w, kind, size).run()
        return
    slow = ["low-and-slow", "dealt-list"]
    rest = [k for k in KINDS if k not in slow]
    if n < 60:
        rest = r.sample(rest, max(1, n // 8))
    weights = {k: r.lognormvariate(0, 0.6) * {"four-per-account": 2.0, "rubric-grading": 0.2}.get(k, 1.0) for k in rest}
    floor = min(5, n // 20)
    left = 0.8 * n - floor * len(rest)
    shares = {k: max(1, floor + int(left * x / sum(weights.values()))) for k, x in weights.items()}
    shares["low-and-slow"] = max(1, int(0.2 * n * r.uniform(0.35, 0.65)))
    shares["dealt-list"] = max(1, n - sum(shares.values()))
    for k, share in shares.items():
        for size in split_up(w, share, k):
            Operator(w, k, size).run()
