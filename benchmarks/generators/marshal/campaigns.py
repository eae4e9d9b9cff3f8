"""The campaigns: operators from sloppy to careful, each with its own queue, wording, stack and rhythm."""
from random import Random
from typing import NamedTuple

from .asks import MAKERS, Supplier, ids
from .book import NEW, Ask, Book, Conv
from .crowds import volume
from .habits import DAY, Account, Crew, Style
from .lures import DOMAINS, Wording, kit, queue
from .texts import digest, groups
from .tongues import PHRASES, half


class Play(NamedTuple):
    """A campaign kind: domains, requests per account (range of medians), cover, chance of shared infrastructure."""
    domains: tuple[str, ...]
    low: float
    high: float
    cover: tuple[float, float]
    shared: float
    most: int = 100_000  # accounts of one operator at most

EVERYTHING = tuple(DOMAINS)
PLAYBOOK: dict[str, Play] = {
    "reasoning-harvest": Play(("maths", "school", "knowledge", "coding", "multilingual"), 8, 50, (0, 0.3), 0.75),
    "agentic-pivot": Play(("agents", "coding"), 10, 60, (0, 0.4), 0.5),
    "varied-accounts": Play(("agents", "coding", "knowledge", "writing"), 6, 40, (0.1, 0.6), 0.3),
    "second-pool": Play(("knowledge", "maths", "writing", "chinese", "coding"), 8, 40, (0, 0.2), 0.5),
    "four-per-account": Play(EVERYTHING, 3, 5, (0, 0.1), 0.0),
    "rubric-grading": Play(("judging", "stored-judging"), 60, 200, (0, 0.2), 0.5, 30),
    "replay": Play(("writing",), 6, 40, (0, 0.3), 0.4),
    "hydra-proxy": Play(EVERYTHING, 30, 110, (0.75, 0.95), 0.6, 200),
    "technique-sweep": Play(("maths", "knowledge", "coding", "school"), 6, 40, (0, 0.3), 0.4),
    "low-and-slow": Play(EVERYTHING, 4, 14, (0, 0), 0.0),
    "dealt-list": Play(("knowledge", "chinese", "maths", "writing", "multilingual", "generators"), 4, 40,
                       (0, 0.5), 0.3),
    "rewrites": Play(("documents",), 6, 50, (0, 0.4), 0.45),
}
QUIET = ("low-and-slow", "dealt-list")

def infrastructure(rng: Random, skill: float, shared: bool) -> Style:
    """What the operator's accounts have in common; careful operators leave only what they overlook."""
    def pick(loud: str, quiet: str) -> str:
        return rng.choice((loud if rng.random() > skill else quiet).split())

    style = Style(
        client=pick("one few rotate own", "own own few"),
        params=pick("fixed fixed jitter own zero", "own own jitter"),
        signup=pick("lockstep weeks spread aged", "own own spread aged"),
        country=pick("own own few one", "own"),
        shape=pick("flat burst human night", "human human slots flat"))  # fmt: skip
    if shared:
        for _ in range(rng.choice([1, 1, 2, 3])):
            what = rng.choice(["pay", "net", "mail", "client"])
            value = {"pay": ["shared", "shared", "virtual"], "net": ["pool", "mixed", "nat"],
                     "mail": ["one", "throwaway"], "client": ["one", "rotate"]}[what]  # fmt: skip
            setattr(style, what, rng.choice(value))
    elif style.client == "one":
        style.client = rng.choice(["own", "few"])
    return style

class Operator:
    """One campaign's head: its queue and everything its accounts have in common."""
    def __init__(self, book: Book, kind: str, size: int, name: str, skill: float | None) -> None:
        rng, play = book.rng, PLAYBOOK[kind]
        self.book, self.rng, self.kind, self.size, self.name, self.play = book, rng, kind, size, name, play
        self.skill = rng.random() if skill is None else skill
        self.skill = max(self.skill, 0.75) if kind == "low-and-slow" else self.skill
        shared = rng.random() < play.shared * 1.5 * (1 - self.skill) + 0.1 * play.shared
        self.style = infrastructure(rng, self.skill, shared)
        if kind in ("four-per-account", "low-and-slow"):
            shape, signup = rng.choice(["human", "human", "burst"]), rng.choice(["own", "spread", "aged", "weeks"])
            self.style = Style(params=self.style.params, shape=shape, signup=signup)
        if kind == "varied-accounts":
            self.style.client, self.style.signup = "own", rng.choice(["own", "spread", "aged"])
        if kind == "reasoning-harvest" and shared:
            self.style.pay = "shared"
        if kind == "low-and-slow":
            self.style.params, self.style.shape = "own", "human"
        self.crew = Crew(rng, self.style, book.days, kind, name)
        self.domains = rng.sample(play.domains, rng.randrange(1, min(4, len(play.domains)) + 1))
        self.wording = Wording(rng, book.fold, self.mode(), self.domains[0])
        self.queue = queue(rng, book.fold, self.domains, rng.choice([1, 1, 1, 1, 2, 4]))
        self.cover = rng.uniform(*play.cover)
        if self.skill > 0.6 and 0.2 <= play.cover[1] <= 0.6 and rng.random() < 0.6:
            self.cover = rng.uniform(0.2, 0.8)
        self.tokens = rng.choice([80, 150, 250, 250, 400, 800])
        self.median = rng.uniform(play.low, play.high)
        self.sigma = rng.choice([0.15, 0.5, 1.0, 1.3])
        self.deep = rng.choice([0.0, 0.0, 1.0, 2.0])
        self.model = book.model()
        self.head = rng.sample(half(PHRASES["rewrite"], book.fold), rng.choice([1, 1, 3]))
        self.agent = rng.choice(half(PHRASES["agents"], book.fold)) if rng.random() < 0.7 else None
        self.tools = kit(rng, book.fold)
        self.tempo = rng.uniform(0.3, 0.8) * book.days * DAY
        self.convs: dict[str, Conv] = {}
        self.sessions = rng.sample(groups("chat", book.fold), min(500, len(groups("chat", book.fold))))
        self.customers: list[Supplier] = []
    def mode(self) -> str:
        """How the operator words its requests."""
        rng, kind = self.rng, self.kind
        if kind == "technique-sweep":
            return "sweep"
        if kind == "second-pool":
            return "fixed"
        if kind in QUIET:
            return rng.choice(["bare", "paraphrase"])
        loud, soft = ["fixed", "fixed", "several"], ["several", "paraphrase", "bare"]
        return rng.choice(loud if rng.random() > self.skill else soft)
    def harvest(self, who: Account, at: float) -> Ask:
        """The next piece of work, as this account would send it at this time."""
        rng, kind = self.rng, self.kind
        if kind == "replay":
            return self.replayed(who)
        task = next(self.queue)
        text, system = self.wording.wrap(task, at / (self.book.days * DAY))
        if kind in ("rubric-grading",):
            text, system = task, system if self.wording.inject else None
        if kind == "rewrites":
            text = f"{rng.choice(self.head)}\n{task}" if self.wording.mode != "paraphrase" else text
        lang = "en" if task[:30].isascii() else "zh"
        ask = Ask(text, system, lang, self.tokens, harvested=True, risk=0.02, think=self.deep)
        if kind == "rubric-grading":
            ask.size, ask.risk = rng.choice([30, 120, 200]), 0.08
            if at > self.tempo:
                ask.model, ask.risk = "orion-4-mini", 0.01
        if kind == "agentic-pivot" or (kind == "varied-accounts" and "agents" in self.domains):
            conv = self.convs.get(who.id)
            if conv is None or rng.random() < 0.2:
                conv = self.convs[who.id] = Conv(ids(rng))
            ask.conv, ask.tools, ask.system = conv, self.tools, ask.system or self.agent
            if conv.messages and rng.random() < 0.5:
                ask.text = f"tool_result: ok {rng.randrange(999)}\n{ask.text}"
        return ask
    def replayed(self, who: Account) -> Ask:
        """A turn of a stored real session, sent with a history that this log never saw."""
        rng = self.rng
        session = rng.choice(self.sessions)
        turn = rng.randrange(len(session))
        conv = Conv(ids(rng))
        if turn or rng.random() < 0.7:
            conv.messages = 2 * (turn or rng.randrange(1, 6))
            conv.mark = digest(f"{session[turn].group}/{turn}/{self.name if rng.random() < 0.8 else rng.random()}")
        text, system = session[turn].text, None
        if self.wording.mode in ("fixed", "several") and rng.random() < 0.7:
            text, system = self.wording.wrap(text, 0.5)
        blob = f"rb_{rng.getrandbits(64):016x}" if self.deep and rng.random() < 0.4 else None
        return Ask(text, system, session[turn].lang, self.tokens, conv=conv, harvested=True, think=self.deep, blob=blob)
    def own_life(self, who: Account) -> Supplier:
        """Cover traffic of one account: chat mostly; behind a proxy, its innocent end customers."""
        rng = self.rng
        if self.kind != "hydra-proxy":
            role = rng.choice(["chat", "chat", "chat", "coder", "homework", "bot", "template"])
            return MAKERS[role](self.book, who, Random(rng.getrandbits(48)))
        if not self.customers:
            phantoms = Crew(rng, Style(), self.book.days, "")
            for _ in range(max(8, self.size * 3)):
                role = rng.choice(["chat", "chat", "chat", "coder", "bot", "homework"])
                life = MAKERS[role](self.book, phantoms.account(self.model), Random(rng.getrandbits(48)))
                self.customers.append(life)
        return self.relayed()
    def relayed(self) -> Supplier:
        """End customers behind one proxied account: sticky for a while, sometimes moved from another account."""
        rng = self.rng
        mine = rng.sample(self.customers, min(len(self.customers), rng.randrange(2, 9)))
        marks = rng.random() < 0.5
        while True:
            customer = rng.choice(mine) if rng.random() < 0.96 else rng.choice(self.customers)
            ask = next(customer)
            user = f"{rng.getrandbits(32):08x}-{rng.getrandbits(16):04x}-4{rng.getrandbits(12):03x}" if marks else None
            ask.user = user
            yield ask

def enlist(op: Operator) -> list[Account]:
    """The operator's accounts."""
    book, rng, kind = op.book, op.rng, op.kind
    members = []
    for _ in range(op.size):
        who = op.crew.account(op.model if rng.random() < 1.1 - op.skill / 2 else book.model())
        if kind == "agentic-pivot":
            who.pivot = rng.uniform(0.02, 0.9) * DAY if rng.random() < 0.75 else None
        elif rng.random() < 0.3 and op.skill > 0.3:
            who.pivot = rng.expovariate(1 / (3 * DAY)) + 600
        if kind == "varied-accounts":
            who.path = rng.choice(["api", "api", "console", "bedrock", "vertex", "azure", "reseller:tokenbay"])
            who.record["pathway"] = rng.choice(["self_serve", "education", "startup", "cloud", "security_research"])
        if kind == "hydra-proxy" and rng.random() < 0.3:
            who.path = "reseller:tokenbay"
        members.append(who)
    if kind == "second-pool":
        replace_pool(op, members)
    return members

def replace_pool(op: Operator, members: list[Account]) -> None:
    """Ban the first half within hours or days; the fresh half takes over its queue soon after."""
    rng, book = op.rng, op.book
    fall = rng.uniform(0.35, 0.65) * book.days * DAY
    wave, split = rng.choice([2, 12, 48]) * 3600.0, rng.uniform(0.35, 0.65)
    for i, who in enumerate(members):
        if i < split * len(members):
            who.created = min(who.created, rng.uniform(-60, 0.5) * DAY)
            who.end = fall + rng.uniform(0, wave)
            book.close(who, rng.choice(["banned", "banned", "suspended"]), who.end)
        else:
            who.created = fall + (rng.uniform(-3, 2) if rng.random() < 0.8 else -rng.uniform(5, 90)) * DAY
            who.begin = fall

def schedule(op: Operator, members: list[Account]) -> list[list[float]]:
    """Harvest times per account, in seconds: each its own rhythm, or one queue drained by all."""
    book, rng = op.book, op.rng
    counts = [volume(rng, op.median * (1 - op.cover), op.sigma, 600) for _ in members]
    if op.kind == "four-per-account":
        counts = [max(1, min(9, int(rng.gauss(4, 1.3)))) for _ in members]
    if op.kind == "low-and-slow":
        weekly = rng.random() < 0.5
        counts = [sum(rng.choice([1, 1, 2]) for _ in range(book.days // 7 if weekly else 1)) for _ in members]
    loud = op.kind not in (*QUIET, "four-per-account", "second-pool")
    central = op.kind == "reasoning-harvest" or (loud and rng.random() < 0.5 * (1.2 - op.skill))
    if not central:
        shape, hours = op.style.shape, op.crew.hours
        return [book.times(shape, n, who, hours).tolist() for n, who in zip(counts, members, strict=True)]
    lead = Account("", "", None, "SG", "en", rng.choice([8, 0, 5]), -1, [], [], "", "")
    times = book.times(op.style.shape, sum(counts), lead, op.crew.hours).tolist()
    who_next = [i for i, n in enumerate(counts) for _ in range(n)]
    if rng.random() < 0.7:
        rng.shuffle(who_next)
    given: list[list[float]] = [[] for _ in members]
    for at, i in zip(times, who_next, strict=True):
        born = members[i].created
        given[i].append(at if at > born else born + rng.uniform(600, max(1200.0, book.days * DAY - born)))
    return [sorted(g) for g in given]

def campaign(book: Book, kind: str, size: int, name: str, skill: float | None = None) -> None:
    """Run one operator's campaign with `size` accounts."""
    op = Operator(book, kind, size, name, skill)
    members = enlist(op)
    plan: list[tuple[float, int, bool]] = []
    for i, (who, mine) in enumerate(zip(members, schedule(op, members), strict=True)):
        plan += [(at, i, True) for at in mine]
        aside = int(len(mine) * op.cover / (1 - op.cover) + book.rng.random())
        if kind == "low-and-slow":
            aside = volume(book.rng, op.median, 1.0, 300)
        plan += [(at, i, False) for at in book.times("human", aside, who, op.crew.hours).tolist()] if aside else []
    lives = [op.own_life(who) for who in members]
    for at, i, work in sorted(plan):
        ask = op.harvest(members[i], at) if work else next(lives[i])
        if work and ask.model is None and op.kind == "agentic-pivot" and at > book.release + DAY:
            ask.model = NEW if book.rng.random() < 0.5 else None
        book.send(members[i], at, ask)
    for who in members:
        if "status" not in who.record and book.rng.random() < 0.015:
            book.close(who, "suspended", book.days * DAY)
    book.accounts.extend(members)

def run(book: Book, kind: str, fake: int) -> None:
    """Share `fake` accounts among operators of very different size and skill, and run them."""
    rng = book.rng
    shares: list[tuple[str, float]] = []
    if kind == "mixed":
        loud = [k for k in PLAYBOOK if k not in QUIET]
        loud = [k for k in loud for _ in range(rng.choice([1, 1, 2]))]
        shares = [(k, rng.lognormvariate(0, 0.7) * (0.2 if k == "rubric-grading" else 1)) for k in loud]
        total = sum(s for _, s in shares)
        shares = [(k, 0.8 * s / total) for k, s in shares] + [(k, 0.1) for k in QUIET]
    else:
        parts = [rng.lognormvariate(0, 0.8) for _ in range(rng.choice([1, 2, 2, 3, 4]))]
        shares = [(kind, p / sum(parts)) for p in parts]
    left, number, careful = fake, 0, False
    for i, (k, share) in enumerate(shares):
        want = left if i == len(shares) - 1 else min(left, max(3, round(share * fake)))
        want = left if left - want < 3 else want
        while want > 0:
            size = min(want, PLAYBOOK[k].most)
            careful = rng.random() < 0.5 if kind == "mixed" or number == 0 else not careful
            skill = rng.uniform(0.5, 1) if careful else rng.uniform(0, 0.5)
            campaign(book, k, size, f"op-{number:02d}-{rng.getrandbits(24):06x}", skill)
            number, want, left = number + 1, want - size, left - size
