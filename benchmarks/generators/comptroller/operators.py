"""An operator: many accounts, one work queue, and the disguise that it can afford."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from . import phrases as ph
from .network import COUNTRIES, DAY, address, habit, tag
from .texts import Item, Queue
from .trades import casual, chats, employ, trial, volume
from .world import Account, World

Wording = Callable[[Item], Item]
CLIENT = ("agent", "sdk", "ja4")
PARAMETERS = ("temperature", "top_p", "max_tokens", "seed", "effort", "budget", "form", "stream")

def one_wording(rng: Random, fold: int, domain: str) -> Wording:
    """A fixed wording, drawn at random."""
    if domain == "documents":
        form = rng.choice(ph.half(ph.REWRITES, fold))
        return lambda item: item._replace(prompt=form.format(d=item.prompt))
    if domain == "judging":
        head = rng.choice(("", f"Be strict on {rng.choice(ph.DIMENSIONS)}.\n", rng.choice(ph.half(ph.REASON_A, fold)) +
            "\n"))
        return lambda item: item._replace(prompt=head + item.prompt)
    before = rng.choice((*ph.half(ph.REASON_A, fold), "", ph.fill(rng, rng.choice(ph.half(ph.PERSONAS, fold)))))
    after = rng.choice((*ph.half(ph.REASON_B, fold), "", ""))
    frame = rng.choice(("{b}\n\n{x}\n\n{a}", "{x}\n{b} {a}", "{b} {a}\n### {x}", "{x}\n\n({b} {a})"))
    system = ph.fill(rng, rng.choice(ph.half(ph.PERSONAS, fold))) if rng.random() < 0.4 else None
    longer = 2.2 if before in ph.REASON_A else 1.2

    def say(item: Item) -> Item:
        told = frame.replace("{b}", before).replace("{a}", after).replace("{x}", item.prompt).strip()
        return item._replace(prompt=told, system=system or item.system, out=int(item.out * longer) + 40, answer=None)
    return say

def paraphrase(rng: Random, fold: int, domain: str) -> Wording:
    """A new wording every time."""
    def say(item: Item) -> Item:
        if rng.random() < 0.45 and domain not in ("documents", "judging"):
            return casual(rng, item)
        said = one_wording(rng, fold, domain)(item)
        return casual(rng, said) if rng.random() < 0.3 else said
    return say

def wording(rng: Random, fold: int, domain: str, style: str) -> Wording:
    """How an operator dresses its questions up."""
    if style in ("fixed", "several"):
        some = [one_wording(rng, fold, domain) for _ in range(1 if style == "fixed" else rng.randint(3, 7))]
        return lambda item: rng.choice(some)(item)
    return paraphrase(rng, fold, domain) if style == "paraphrased" or domain == "documents" else lambda item: item

class Operator:
    """One campaign: its accounts and how they are made to look."""

    def __init__(self, w: World, kind: str, n: int, domains: tuple[str, ...], *, styles: tuple[str, ...] = ("fixed",
            "several", "paraphrased", "bare"), hidden: float = 0.5) -> None:
        rng = self.rng = w.rng
        self.w, self.kind, self.n = w, kind, n
        self.name, self.domain, self.style = f"{kind}/{tag(rng.random())[:8]}", rng.choice(domains), rng.choice(styles)
        self.queue = Queue(rng, w.fold, self.domain)
        self.word = wording(rng, w.fold, self.domain, self.style)
        self.hides = rng.random() < hidden
        self.stacks = rng.choice(("own",) if self.hides else ("one", "few", "own", "own", "own", "rotated"))
        self.settings = rng.choice(("fixed", "jittered", "own", "own"))
        self.signup = rng.choice(("lockstep", "spread", "aged", "spread", "spread"))
        self.shape = rng.choice(("flat", "bursts", "office", "sessions", "own", "own", "traffic"))
        self.cover, self.heavy = rng.choice((0.0, 0.0, 0.3, 0.6, 1.0)), rng.random() < 0.5
        self.effort = rng.choice((0.5, 1.0, 1.0, 1.6))
        self.kits = [habit(rng, rng.choice(COUNTRIES)) for _ in range(rng.randint(2, 6))]
        self.shares = set() if self.hides else {x for x in ("pay", "net", "mail", "land") if rng.random() < 0.45}
        land = rng.choice(COUNTRIES)
        self.land = land if "land" in self.shares else None
        self.nets = [address(rng, land, rng.random() < 0.6) for _ in range(rng.randint(1, max(2, n // 12)))]
        self.cards = [tag("pay", rng.random()) for _ in range(max(1, n // rng.choice((3, 8, 40))))]
        self.mails = [f"{ph.firm(rng)}.{rng.choice(('top', 'com', 'xyz', 'net'))}" for _ in range(rng.randint(1, 4))]
        self.start = rng.uniform(-25, w.days * 0.4)
        self.model = rng.choice((None, None, self.kits[0].model))
        self.accounts = [self.account() for _ in range(n)]

    def account(self, **record: object) -> Account:
        """Sign one more account up."""
        rng, w = self.rng, self.w
        if self.signup in ("lockstep", "aged"):
            day = self.start + rng.random() * 3 if self.signup == "lockstep" else -rng.uniform(90, 900)
            record.setdefault("created_at", w.at(day * DAY))
        if "pay" in self.shares and rng.random() < 0.8:
            record |= {"payment_fingerprint": rng.choice(self.cards), "payment_kind": rng.choice(("card", "virtual",
                "prepaid"))}
        if "mail" in self.shares:
            record["email_domain"] = rng.choice((*self.mails, "gmail.com", "outlook.com"))
        who = w.account(self.kind, self.name, self.land, **record)
        use = who.habit
        if self.stacks in ("one", "few"):
            use.take(self.kits[0] if self.stacks == "one" else rng.choice(self.kits), CLIENT)
        if self.settings != "own":
            use.take(self.kits[0], PARAMETERS)
            use.jitter = 0.25 if self.settings == "jittered" else 0.0
        if "net" in self.shares:
            use.places = rng.sample(self.nets, min(len(self.nets), rng.randint(1, 4)))
        use.model = self.model or use.model
        use.shape = use.shape if self.shape == "own" else self.shape
        if self.stacks == "rotated":
            use.others = [replace(use, agent=kit.agent, sdk=kit.sdk, ja4=kit.ja4) for kit in self.kits]
        return who

    def ask(self) -> Item:
        """The next question, dressed up."""
        return self.word(self.queue.take())

    def each(self, mean: float = 0.0, cover: float | None = None) -> Iterator[tuple[Account, int]]:
        """Every account and its harvest calls (even or heavy-tailed); afterwards it gets cover traffic."""
        rng, w = self.rng, self.w
        mean = mean or min(140.0, volume(rng, 30) * 0.5 + rng.choice((8.0, 20.0, 60.0)))
        mean = max(2.0, min(mean, 60000 / self.n))
        for who in self.accounts:
            share = rng.lognormvariate(-0.6, 1.1) if self.heavy else rng.uniform(0.7, 1.3)
            calls = min(1400, max(1, int(mean * share)))
            yield who, calls
            n = int((self.cover * min(calls, 60) if cover is None else cover) * rng.lognormvariate(-0.2, 0.6))
            if n and rng.random() < 0.6:
                chats(w, who, n)
            elif n:
                employ(w, who, n)
            trial(w, who)

    def harvest(self, who: Account, t: float, item: Item, model: str | None = None, refused: bool = False) -> None:
        """Send one request of the queue."""
        use = self.rng.choice(who.habit.others) if who.habit.others else who.habit
        self.w.send(who, t, item, harvested=True, model=model, using=use, effort=self.effort, refused=refused)
