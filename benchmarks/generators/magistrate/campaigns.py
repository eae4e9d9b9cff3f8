"""Operators: one work queue each, dealt over many accounts; every habit drawn anew."""

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.generators.magistrate.honest import STEPS, TOOLS, USES, Crowd
from benchmarks.generators.magistrate.texts import OPENERS, TOPICS, Item, casual, half, question, wrapper
from benchmarks.generators.magistrate.world import DAY, LARGE, SMALL, Account, World, digest

# kind: domains of the queue, harvest requests per account (low, high), share of cover traffic (low, high)
KINDS: dict[str, tuple[str, float, float, float, float]] = {
    "reasoning-harvest": ("maths maths code knowledge zh", 15, 120, 0, 0.2),
    "agentic-pivot": ("agents agents code", 15, 110, 0, 0.2),
    "varied-accounts": ("agents code maths knowledge data", 8, 90, 0, 0.4),
    "second-pool": ("maths code knowledge writing zh agents", 12, 110, 0, 0.3),
    "four-per-account": ("maths code knowledge data", 4, 5.5, 0, 0.3),
    "rubric-grading": ("judging", 90, 500, 0, 0.1),
    "replay": ("sessions", 8, 80, 0, 0.3),
    "hydra-proxy": ("maths code knowledge writing agents zh", 4, 25, 0.75, 0.95),
    "technique-sweep": ("maths knowledge code", 10, 90, 0, 0.2),
    "low-and-slow": ("maths code knowledge writing data", 1, 5, 0.7, 0.96),
    "dealt-list": ("maths code knowledge zh data", 3, 40, 0, 0.6),
    "rewrites": ("rewriting", 8, 90, 0, 0.3),
}
POOLS = {"maths": "gsm cot elicit", "code": "alpaca zhmore", "agents": "tools", "knowledge": "alpaca bbh", "zh": "zh",
         "writing": "alpaca", "data": "evolve alpaca", "judging": "judge", "rewriting": "filler"}  # fmt: skip
WORDINGS = {"low-and-slow": "paraphrase 1 bare 1 casual 1", "dealt-list": "bare 2 casual 1", "second-pool": "fixed 1",
            "replay": "bare 1", "technique-sweep": "several 1"}  # fmt: skip


class Operator:
    """One operator of a campaign kind."""

    def __init__(self, world: World, kind: str, size: int, cap: float) -> None:
        self.world, self.rng, self.kind, self.size, self.crowd = world, world.rng, kind, size, Crowd(world)
        rng, (domains, low, high, least, most) = world.rng, KINDS[kind]
        self.name, pick = f"{kind}-{rng.getrandbits(32):08x}", world.one_of
        self.domain, self.cover = rng.choice(domains.split()), rng.uniform(least, most)
        self.volume = min(rng.uniform(low, high), cap * (3 if kind == "rubric-grading" else 1))
        quiet = kind in ("four-per-account", "low-and-slow") or (kind == "dealt-list" and rng.random() < 0.6)
        things = rng.sample(["payment", "address", "client", "mail"], rng.randint(1, 3))
        self.shared = set() if quiet or rng.random() < 0.45 else set(things)
        self.shared |= {"payment"} if kind == "reasoning-harvest" else set()
        self.stack = "mixed" if quiet else pick("one 1 few 1 mixed 2 rotated 1")
        self.knobs = "own" if quiet else pick("fixed 1 jitter 1 own 2")
        self.shape = "human" if kind == "low-and-slow" else pick("flat 1 bursts 1 human 2 runs 1 steady 1")
        self.signup = pick("spread 1 aged 1 own 1" if quiet else "lockstep 1 spread 1 aged 1 waves 1 own 1")
        self.wording = pick(WORDINGS.get(kind, "fixed 1 several 1 paraphrase 1 bare 1"))
        count = {"fixed": 1, "several": rng.randint(3, 8)}.get(self.wording, 1) + 40 * (kind == "technique-sweep")
        self.wordings = [wrapper(rng, world.fold, self.domain) for _ in range(count)]
        self.in_system, self.heavy, self.winners = rng.random() < 0.5, rng.random() < 0.5, rng.randint(1, 3)
        self.tokens = {"judging": 180, "rewriting": 350, "agents": 220}.get(self.domain, rng.choice((350, 700, 1200)))
        self.think = rng.uniform(0.4, 2.5) if self.tokens > 600 else 0.0
        base = half(TOPICS.get(self.domain, TOPICS["knowledge"]), world.fold)
        self.topics, self.public = rng.sample(base, rng.randint(3, min(7, len(base)))), rng.uniform(0.2, 1.0)
        self.refusal, self.phase = rng.uniform(0.003, 0.05), world.end * rng.uniform(0.15, 0.35)
        self.ban, self.first = world.end * rng.uniform(0.3, 0.6), world.end * max(0.0, rng.uniform(-0.3, 0.3))
        self.last = world.end * min(1.0, rng.uniform(0.75, 1.3))
        if kind == "four-per-account" and rng.random() < 0.6:
            self.first = world.end * rng.uniform(0.2, 0.8)
            self.last = min(world.end, self.first + rng.uniform(1, 3) * DAY)
        self.accounts: list[Account] = []

    def recruit(self) -> None:
        """Make or buy the accounts."""
        world, rng, size, shared, kind = self.world, self.rng, self.size, self.shared, self.kind
        dresses = [world.dress() for _ in range(1 if self.stack == "one" else 4)]
        cards = [digest("card", self.name, str(i)) for i in range(max(1, size // rng.randint(4, 15)))]
        places, begun = world.exits(max(2, size // rng.randint(2, 12))), rng.uniform(3, 60)
        knobs, mail = dict(world.join("spare").knobs), f"{world.one_of('peak 1 core 1 mind 1')}{rng.randrange(999)}.com"
        world.accounts.pop()
        for index in range(size):
            account = world.join(kind, self.name)
            self.accounts.append(account)
            account.row |= {"payment_fingerprint": rng.choice(cards)} if "payment" in shared else {}
            account.row |= {"email_domain": mail} if "mail" in shared and rng.random() < 0.5 else {}
            if "address" in shared or kind == "hydra-proxy":
                account.addresses = rng.choices(places, k=rng.randint(1, 4))
            if self.stack in ("one", "few", "rotated") or "client" in shared or kind == "hydra-proxy":
                account.client = rng.choice(dresses)
                account.path = "api" if account.path == "console" else account.path
            account.knobs = account.knobs if self.knobs == "own" else dict(knobs)
            if kind == "varied-accounts" and rng.random() < 0.6:
                account.path = world.one_of("api 2 bedrock 1 vertex 1 azure 1 reseller:openhub 1")
                account.row["pathway"] = world.one_of("self_serve 4 education 1 startup 1 security_research 1 cloud 1")
            account.model = LARGE if self.domain != "judging" and rng.random() < 0.7 else account.model
            if kind == "agentic-pivot" and rng.random() < 0.7:
                account.upgrade = world.release + rng.uniform(0.5, 24) * 3600
            days = {"spread": rng.uniform(5, 200), "aged": rng.uniform(150, 800)}.get(self.signup, begun)
            days += index * 4 // size * 9 if self.signup == "waves" else 0
            if self.signup != "own":
                world.created(account, rng.expovariate(1 / DAY) - days * DAY)
            if kind == "second-pool" and index * 2 < size:
                world.created(account, -DAY * rng.uniform(2, 90))
                world.close(account, "banned", self.ban + rng.expovariate(1 / 5000))
            elif kind == "second-pool":
                world.created(account, self.ban + DAY * rng.uniform(-3, 1))
                account.since = max(account.since, self.ban + rng.uniform(600, 30_000))

    def body(self) -> Iterator[Item]:
        """The work queue: distinct bodies, topic after topic, easy before hard."""
        rng, world, seen, step = self.rng, self.world, set[str](), 0
        alpaca, own = world.bank.pools["alpaca"], self.domain in ("judging", "rewriting", "sessions")
        pool = [item for name in POOLS.get(self.domain, "alpaca").split() for item in world.bank.pools[name]]
        if self.domain == "judging" and rng.random() < 0.6:
            pool = [Item(f"[Q]\n{a.text[:500]}\n[Answer]\n{(b.answer or '?')[:500]}") for a, b in pairwise(alpaca)]
        elif self.domain == "rewriting":
            pool = [Item(a.answer) for a in alpaca if a.answer and len(a.answer) > 250]
        rng.shuffle(pool)
        pool = pool[: rng.randint(800, 6000)]
        if rng.random() < 0.5:
            pool.sort(key=lambda item: len(item.text) // 60)
        fresh = self.domain if self.domain in TOPICS else "knowledge"
        while True:
            item, at = pool[step % len(pool)], step // 60 % len(self.topics)
            if not own and (rng.random() > self.public or step >= len(pool)):
                item = Item(question(rng, fresh, world.fold, self.topics[at : at + 2]))
            elif self.domain == "rewriting" and rng.random() < 0.4:
                item = Item(f"On {self.topics[at]} and {rng.choice(TOPICS['sensitive'])}: {item.text}")
            step += 1
            if item.text not in seen or (own and step > len(pool)):
                seen.add(item.text)
                yield item

    def worded(self, item: Item, when: float) -> Item:
        """An item in the operator's wording of that moment."""
        rng, sweeping = self.rng, self.kind == "technique-sweep" and when < self.phase
        if self.wording in ("bare", "casual"):
            return item if self.wording == "bare" else item._replace(text=casual(rng, item.text))
        few = self.kind == "technique-sweep" and not sweeping
        text = rng.choice(self.wordings[: self.winners] if few else self.wordings)
        if self.wording == "paraphrase":
            text = f"{rng.choice(OPENERS)} {wrapper(rng, self.world.fold, self.domain)}"
        if self.in_system:
            return item._replace(system=text)
        ahead = rng.random() < 0.9 or self.wording == "fixed"
        return item._replace(text=f"{text}\n\n{item.text}" if ahead else f"{item.text}\n{text}")

    def ask(self, account: Account, when: float, item: Item) -> bool:
        """Send one piece of work; true if it has to go back on the queue."""
        world, rng, usual, agent = self.world, self.rng, account.client, self.domain == "agents"
        account.client = world.dress() if self.stack == "rotated" else usual
        account.knobs |= {"temperature": round(rng.uniform(0.3, 1.0), 2)} if self.knobs == "jitter" else {}
        item, turn, past, refused, history = self.worded(item, when), 0, 0, False, ""
        more: dict[str, object] = {"conversation_id": f"conv_{rng.getrandbits(56):014x}"}
        more |= {"tool_names": TOOLS[2:7]} if agent else {}
        if self.kind == "replay":
            talk = rng.choice(world.bank.chats["en"] if rng.random() < 0.7 else world.bank.calls)
            turn, past, history = rng.randint(1, len(talk)), rng.randint(300, 5000), f"{rng.getrandbits(64):016x}"
            item = rng.choice(talk)._replace(system=self.wordings[0] if self.in_system else None)
            more["reasoning_blobs_in"] = [digest("foreign", history)] if rng.random() < 0.4 else None
        for _ in range(rng.randint(2, 7) if agent else 1):
            if refused or when >= min(account.until, world.end):
                break
            history, refused = world.emit(account, when, item, self.tokens, turn=turn, past=past, harvest=True,
                                          refusal=self.refusal, think=self.think, category="reasoning_extraction",
                                          extra={**more, "history_hash": history or None})  # fmt: skip
            item, turn, past = Item(rng.choice(STEPS), item.system), turn + 1, past + 400
            when += rng.uniform(3, 40)
        account.client = usual
        if refused and self.kind == "rubric-grading":
            account.model, account.upgrade = SMALL, 1e12
        return refused

    def run(self) -> None:
        """Recruit, lay out the slots, deal the queue, hide a little."""
        world, rng, back, turns = self.world, self.rng, list[Item](), 4.0 if self.domain == "agents" else 1.0
        self.recruit()
        weight = [rng.lognormvariate(0, 1.0 if self.heavy else 0.15) for _ in self.accounts]
        more = max(0, int(self.size * (self.volume / turns - 1)))
        chosen = [*self.accounts, *rng.choices(self.accounts, weight, k=more)]
        if self.kind in ("four-per-account", "low-and-slow"):
            chosen = [a for a in self.accounts for _ in range(max(1, min(8, int(rng.gauss(self.volume, 1)))))]
        rng.shuffle(chosen)
        times = [] if self.shape == "human" else world.ticks(len(chosen), self.shape, self.first, self.last)
        times = times or [world.moment(account, self.first, self.last) for account in chosen]
        queue, used = self.body(), dict.fromkeys((a.id for a in self.accounts), 0)
        for when, account in sorted(zip(times, chosen, strict=True), key=lambda slot: slot[0]):
            able = [a for a in (account, *rng.choices(self.accounts, k=12)) if a.since <= when < a.until]
            if able:
                used[able[0].id] += 1
                item = back.pop() if back and rng.random() < 0.3 else next(queue)
                if self.ask(able[0], when, item) and rng.random() < 0.7:
                    back.append(item)
        for account in self.accounts:
            share = min(0.97, self.cover * rng.uniform(0.6, 1.05))
            extra = min(300, int(max(1, used[account.id]) * turns * share / (1.02 - share)))
            while extra > 0:
                part = extra
                if self.kind == "hydra-proxy":
                    part, account.peak = min(extra, rng.randint(4, 30)), rng.uniform(0, 24)
                    account.lang = rng.choice(("en", "zh", "es", "ru", "de"))
                use = rng.choices(list(USES), list(USES.values()))[0]
                self.crowd.work(account, part, *self.crowd.maker(use, account))
                extra -= part
