"""Campaigns: an operator's queue of work for one purpose, and the accounts it deals that work to."""

from dataclasses import dataclass

from benchmarks.generators.ombudsman.people import Interests
from benchmarks.generators.ombudsman.texts import Asked
from benchmarks.generators.ombudsman.world import DAY, MODELS, Account, Turn, World, digest

# fmt: off
DOMAINS = ("maths", "code", "agents", "writing", "chinese", "knowledge", "grid", "judging", "documents")
QUIET = ("low-and-slow", "dealt-list")
WORDINGS = ("fixed", "several", "paraphrased", "bare", "system", "published")
@dataclass(frozen=True)
class Tactic:
    """One campaign kind by the book; ranges lie around the disclosed numbers."""
    kind: str
    volume: tuple[float, float]  # median and log-sigma of harvest requests of an account
    accounts: tuple[int, int]  # of one operator, in a world of 4,000 honest accounts
    domains: tuple[str, ...] = DOMAINS[:7]
    wordings: tuple[str, ...] = WORDINGS
    shared: tuple[float, float] = (0.5, 0.5)  # chance of shared infrastructure at all; then of each part
    central: float = 0.6  # the operator's scheduler sets the hours, not the account's disguise
    rhythms: tuple[str, ...] = ("flat", "bursts", "office", "human")
    signups: tuple[str, ...] = ("week", "months", "spread")
    cover: tuple[float, float] = (0.0, 0.4)  # share of innocent requests
    machine: float = 0.75
    weight: float = 1.0  # in a mixed world
TACTICS = {
    t.kind: t
    for t in (
        Tactic("reasoning-harvest", (22, 0.7), (20, 500), DOMAINS[:7], WORDINGS[:3] + WORDINGS[4:], (0.7, 0.7), 0.85),
        Tactic("agentic-pivot", (24, 0.8), (20, 500), ("agents", "agents", "code"), WORDINGS[:5], machine=0.9),
        Tactic("varied-accounts", (20, 1.0), (20, 400), ("agents", "code", "knowledge", "maths"), shared=(0.3, 0.4)),
        Tactic("second-pool", (22, 0.6), (30, 600), DOMAINS[:7], ("fixed",), (0.6, 0.5), 0.7, ("flat", "office")),
        Tactic("four-per-account", (4, 0.35), (150, 4000), shared=(0, 0), rhythms=("bursts", "bursts", "human"),
               cover=(0, 0.3), weight=2.5),
        Tactic("rubric-grading", (150, 0.6), (4, 16), ("judging",), ("fixed", "several", "published"),
               weight=0.25),
        Tactic("replay", (18, 0.8), (20, 400), ("stored",), ("bare",)),
        Tactic("hydra-proxy", (5, 0.6), (20, 500), shared=(0.6, 0.4), central=0.8, cover=(0.75, 0.95), machine=0.8),
        Tactic("technique-sweep", (18, 0.7), (15, 300), DOMAINS[:7], ("sweep",)),
        Tactic("low-and-slow", (3, 0.6), (60, 500), wordings=("paraphrased", "bare"), shared=(0, 0), central=0,
               rhythms=("human",), signups=("spread", "months"), cover=(0.5, 0.9), machine=0.4),
        Tactic("dealt-list", (9, 0.7), (40, 500), ("grid", "knowledge", "chinese", "maths", "code"), ("bare",),
               (0.3, 0.4), 0.4),
        Tactic("rewrites", (18, 0.8), (15, 300), ("documents",), ("fixed", "several", "paraphrased", "system")),
    )
}
class WorkQueue:
    """One operator's list of work and how it words it; every item is dealt once before any comes again."""
    def __init__(self, world: World, tactic: Tactic) -> None:
        r = world.rng
        self.r, self.p, self.tactic = r, world.pools, tactic
        self.domain, self.wording = r.choice(tactic.domains), r.choice(tactic.wordings)
        self.tools = tuple(sorted(r.sample(("bash", "browser", "search", "python", "edit", "plan", "mail"), 4)))
        self.agent = r.choice(self.p.bank("agent-system"))
        self.items, self.at = self._items(), 0
        self.before = r.random() < 0.5  # the instruction stands before the question
        self.phrases = [self._phrase() for _ in range(90 if self.wording == "sweep" else r.randrange(3, 9))]
        self.winners = r.sample(self.phrases, r.choice((1, 2, 3)))
        self.published = self.p.elicitation[r.choice(sorted(self.p.elicitation))]
        self.length = r.choice((120.0, 200.0, 350.0, 600.0))
        if self.wording == "published" and self.domain not in ("maths", "judging"):
            self.wording = "several"
    def _phrase(self) -> str:
        banks = {"judging": "reason-open judge-ask reason-end", "documents": "reason-open rewrite-ask",
                 "agents": "agent-ask reason-end", "chinese": "reason-zh zh-end"}
        return self.p.say(self.r, *banks.get(self.domain, "reason-open reason-ask reason-end").split())
    def _items(self) -> list[list[Turn]]:
        """The work list: questions of one domain (a stored session is one item with its turns)."""
        p, r = self.p, self.r
        if self.domain == "stored":
            languages = ["en", *r.sample(sorted(p.chats), 2)]
            some = [c for k in languages for c in p.chats[k] if len(c) > 1]
            out = [[Turn(q, 220, None, a, history=0, stored=c[0][0]) for q, a in c] for c in some]
        elif self.domain == "agents":
            goals, firms, names = p.bank("agent-task"), p.bank("trade"), p.bank("name")
            tasks: list[Asked] = [(None, f"{t} ({f}, {n})") for t in goals for f in firms for n in names]
            r.shuffle(tasks)
            out = [[Turn(t, 300, s)] for s, t in r.choice((p.tools, tasks, tasks, p.toolformer))]
        elif self.domain == "judging":
            out = [[Turn(t, 200, s)] for s, t in p.judges[r.choice(sorted(p.judges))]]
            if self.wording != "published":
                asks = [x for v in p.asks.values() for x in v]
                out = [[Turn(f"Question: {q}\n\nAnswer: {(a or '')[:900]}", 200)] for q, a in r.sample(asks, 3000)]
        elif self.domain == "documents":
            source = r.choice((p.dialogues, p.documents, p.documents))
            out = [[Turn(t[:2500], max(80.0, len(t) / 4))] for t in source]
        elif self.domain == "grid":
            forms, readers = p.bank("question"), p.bank("reader")
            asked = [f.format(s=s, w=w) for s in p.bank("subject") for w in readers for f in forms]
            out = [[Turn(f"{q} ({t}, {x})", 300)] for t in p.bank("trade") for x in p.bank("place") for q in asked]
        else:
            fields = r.sample(["science", "health", "travel", "business", "food"], 2)
            fields = ["other", "science", "business"] if self.tactic.kind in QUIET else fields
            fields = fields if self.domain == "knowledge" else [self.domain]
            pool = p.maths if self.domain == "maths" else [x for f in fields for x in p.asks.get(f, ())]
            if self.domain == "chinese":
                pool = p.chinese[r.choice(("code", "writing", "science"))] + p.chinese["other"][: r.choice((500, 4000))]
            out = [[Turn(q, 250, None, a)] for q, a in pool]
        if r.random() < 0.6:
            r.shuffle(out)
        return out
    def deal(self, phase: float) -> list[Turn]:
        r, item = self.r, self.items[self.at % len(self.items)]
        self.at, first = self.at + 1, item[0]
        if self.domain == "stored":
            late = r.randrange(len(item)) if r.random() < 0.85 else 0
            first = first._replace(history=2 * late, stored=first.stored if late else "", harvested=True)
            return [first._replace(text=t.text, reply=t.reply) for t in item[late : late + r.choice((1, 1, 2, 4))]]
        system, text, touchy = first.system, first.text, 0.01
        if self.wording == "published" and self.domain == "maths" and self.published:
            text = self.published[self.at % len(self.published)][1]
        elif self.wording in ("fixed", "several", "paraphrased", "system", "sweep"):
            touchy = 0.05 if self.domain == "judging" else 0.03
            phrase = self.phrases[0] if self.wording in ("fixed", "system") else r.choice(self.phrases)
            if self.wording == "paraphrased":
                phrase = self._phrase()
            if self.wording == "sweep" and phase < 0.25:
                text = self.items[r.randrange(min(40, len(self.items)))][0].text
            elif self.wording == "sweep":
                phrase = r.choice(self.winners)
            if self.wording == "system":
                system = f"{phrase}\n{system or ''}".strip()
            else:
                text = f"{phrase}\n\n{text}" if self.before else f"{text}\n\n{phrase}"
        explains = self.wording != "bare" and self.domain not in ("judging", "documents")
        out = max(first.out, self.length) if explains else first.out
        turn = Turn(text, out, system, None if explains else first.reply, harvested=True, touchy=touchy)
        agents = self.domain == "agents"
        talk = [turn._replace(system=system or self.agent, tools=self.tools) if agents else turn]
        while agents and r.random() < 0.6 and len(talk) < 12:
            seen = f"Observation: {r.choice(self.p.bank('error'))} at step {len(talk)}, {r.randrange(999)} ms"
            talk.append(talk[0]._replace(text=seen, out=160))
        return talk
def recruit(world: World, tactic: Tactic, name: str, size: int, mean_cap: float) -> list[Account]:
    """The operator's accounts: each drawn from the common law, then bent by what this operator shares."""
    r, some = world.rng, world.rng.random() < tactic.shared[0]
    pay, address, client, mail, params, paths = (some and r.random() < tactic.shared[1] for _ in range(6))
    signup, rotates = r.choice(tactic.signups), r.random() < 0.25
    anchor, scale = r.uniform(-40, 0.3 * world.span / DAY) * DAY, r.choice((0.6, 1.0, 1.5))
    clients = [world.client(True) for _ in range(r.choice((1, 2, 3)))]
    sampling = [world.sampling() for _ in range(r.choice((1, 1, 2)))]
    country = r.choice(("US", "SG", "JP", "HK", "DE", "CN", "IN"))
    nets = [world.net(country, r.random() < 0.5) for _ in range(max(1, size // 12))]
    group, main = r.randrange(3, 30), r.choice((MODELS[0], MODELS[0], MODELS[0], None))
    domains = [f"{r.getrandbits(24):x}.com" for _ in range(3)]
    crowd = []
    for i in range(size):
        median = min(tactic.volume[0] * (scale if tactic.volume[0] > 5 else 1), mean_cap)
        n = max(1, min(1200, round(median * float(world.np.lognormal(0, tactic.volume[1])))))
        born = min(world.signup(signup, anchor), world.span * 0.7)
        who = world.account(tactic.kind, name, r.random() < tactic.machine, n, born)
        if pay and r.random() < 0.85:
            kind = who.paper["payment_kind"] if r.random() < 0.5 else "virtual"
            who.paper |= {"payment_fingerprint": digest("pay", name, i // group), "payment_kind": kind}
        if address and r.random() < 0.8:
            world.move(who, r.choice(nets))
        who.clients = [r.choice(clients)] if client and r.random() < 0.9 else who.clients
        who.paper["email_domain"] = r.choice(domains) if mail else who.paper["email_domain"]
        who.params = r.choice(sampling) if params else who.params
        if paths and r.random() < 0.7:
            who.path = "reseller:polyroute" if tactic.kind == "hydra-proxy" else "api"
        if tactic.kind == "varied-accounts":
            who.path = r.choice(("api", "api", "console", "bedrock", "vertex", "azure", "reseller:openway"))
            who.paper["pathway"] = r.choice(("self_serve", "education", "startup", "security_research", "cloud"))
        who.rotates |= rotates and r.random() < 0.8
        who.model = main if main and r.random() < 0.7 else who.model
        who.weaker = tactic.kind == "rubric-grading" and r.random() < 0.8
        crowd.append(who)
    return crowd
def campaign(world: World, kind: str, name: str, size: int, mean_cap: float) -> None:
    """One operator's whole campaign in the window."""
    r, tactic = world.rng, TACTICS[kind]
    queue, crowd = WorkQueue(world, tactic), recruit(world, tactic, name, size, mean_cap)
    central, rhythm = r.random() < tactic.central, r.choice(tactic.rhythms)
    low, high = tactic.cover if r.random() < 0.6 or tactic.cover[0] else (0.0, 0.0)
    begin, end = (0.0, 1.0) if r.random() < 0.6 else (r.uniform(0, 0.3), r.uniform(0.7, 1))
    begin, end = begin * world.span, end * world.span
    swap = world.span * r.uniform(0.35, 0.6)
    for i, who in enumerate(crowd):
        born = who.alive[0]
        if kind == "second-pool" and i < size * 0.5:
            gone = swap + r.expovariate(1 / (0.3 * DAY))
            who.alive = (min(born, swap * 0.6), gone)
            who.paper |= {"status": "banned", "status_at": world.at(gone)}
            who.paper["created_at"] = min(who.paper["created_at"], world.at(swap * r.uniform(-1, 0.5)))
        elif kind == "second-pool":
            who.alive = (swap + r.expovariate(1 / (0.4 * DAY)), world.span)
            who.paper["created_at"] = world.at(swap - r.uniform(0, 30) * DAY)
        else:
            who.alive = (max(born, begin), max(end, born + 3 * DAY))
        if kind == "agentic-pivot":
            who.switch, who.share = world.release + r.uniform(0.5, 24) * 3600, r.uniform(0.4, 0.6)
        elif central:
            who.switch = 1e9 if r.random() < 0.7 else who.switch
    world.accounts.extend(crowd)
    spike = r.uniform(0.2, 0.8) * world.span if kind == "four-per-account" else -1.0
    work: list[tuple[float, Account]] = []
    if central:
        hours = world.times(rhythm, sum(w.n for w in crowd), 8.0, (begin, end), spike)
        slots = [w for w in crowd for _ in range(w.n)]
        r.shuffle(slots)
        for when, who in zip(hours, slots, strict=True):  # a dead or unborn account's slot goes elsewhere in time
            first, last = who.alive[0], max(min(who.alive[1], world.span), who.alive[0])
            work.append((when if first <= when <= last else r.uniform(first, last), who))
    else:
        for who in crowd:
            mode = "human" if rhythm == "human" else who.rhythm
            mode = "bursts" if spike >= 0 and rhythm == "bursts" else mode
            work += [(t, who) for t in world.times(mode, who.n, who.tz, who.alive, spike)]
    turns = {"agents": 2.4, "stored": 1.7}.get(queue.domain, 1.0)  # of one piece of work
    work = sorted((w for w in work if r.random() * turns < 1), key=lambda w: w[0])
    idle = {w.id for w in crowd} - {w.id for _, w in work}
    work += [(max(w.alive[0], min(w.alive[1], world.span) - r.uniform(60, 2 * DAY)), w) for w in crowd if w.id in idle]
    left = {w.id: w.n for w in crowd}
    for k, (when, who) in enumerate(work):
        if left[who.id] > 0:
            left[who.id] -= world.emit(who, queue.deal(k / len(work))[: left[who.id]], when)
    for who in crowd:
        conceal(world, who, low, high, kind == "hydra-proxy")
def conceal(world: World, who: Account, low: float, high: float, resold: bool) -> None:
    """Innocent traffic of the same account: its own cover, or a reseller's true customers."""
    n = round(who.n / (1 / max(world.rng.uniform(low, high), 1e-9) - 1))
    mind = Interests(world, "resold" if resold else world.rng.choice(("person", "person", "coder", "app")), {})
    for when in world.times("office" if resold else who.rhythm, round(n / 1.7 + 0.4), who.tz, who.alive):
        world.emit(who, mind.talk()[:n], when)
def split(world: World, kinds: list[str], fake: int, honest: int) -> list[tuple[str, int]]:
    """How many accounts each operator gets; in a mixed world a fifth are low-and-slow or dealt-list."""
    r, out = world.rng, []
    shares = {kinds[0]: 1.0}
    if len(kinds) > 1:
        quiet = r.uniform(0.3, 0.7) * 0.2
        loud = {k: r.gammavariate(2.0, 1.0) * TACTICS[k].weight for k in kinds if k not in QUIET}
        shares = {k: 0.8 * v / sum(loud.values()) for k, v in loud.items()}
        shares |= {"low-and-slow": quiet, "dealt-list": 0.2 - quiet}
    counts = {k: round(fake * s) for k, s in shares.items()}
    counts[max(counts, key=counts.__getitem__)] += fake - sum(counts.values())
    for kind, left in counts.items():
        low, high = (max(4.0, x * min(1.0, honest / 4000)) for x in TACTICS[kind].accounts)
        while left > 0:
            size = min(left, round(low * (high / low) ** r.random()) + (fake // 8 if len(kinds) == 1 else 0))
            out.append((kind, left if left - size < 4 else size))
            left -= out[-1][1]
    return out
