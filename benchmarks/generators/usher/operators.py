"""An operator: one purpose, one work queue, and a disguise drawn anew each time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from benchmarks.generators.usher.gateway import Gateway
from benchmarks.generators.usher.people import Account, World
from benchmarks.generators.usher.phrases import REWRITE, TOPICS, app_system, elicit, half, judge_prompt, task
from benchmarks.generators.usher.texts import BANKS, Item

DOMAINS = ("maths", "code", "agent", "writing", "zh", "knowledge", "judge", "rewrite", "tongues")
SORTS = {"maths": "reason", "code": "code", "agent": "agent", "judge": "judge", "rewrite": "write", "zh": "write",
    "knowledge": "write", "writing": "write"}


@dataclass
class Plan:
    """How an operator goes about it."""
    domain: str
    wording: str
    shape: str
    signup: str
    knobs: str
    stacks: str
    shares: set[str] = field(default_factory=set)
    median: float = 14.0
    sigma: float = 0.8
    cover: float = 0.3
    cover_median: float = 4.0
    blend: float = 0.5
    elicits: bool = False
    console: float = 0.2
    length: float = 1.0
    refuse: float = 0.01


def draft(w: World) -> Plan:
    """A plan by random draw; half of all operators share nothing that infrastructure could show."""
    r = w.r
    plan = Plan(r.choice(DOMAINS), r.choice(("template", "several", "paraphrase", "bare", "bare")), r.choice(("flat",
        "burst", "person", "office", "student", "nightly")), r.choice(("lockstep", "batches", "spread", "spread",
        "aged")), r.choice(("fixed", "jitter", "own", "own")), r.choice(("one", "few", "rotated", "own", "own")),
        median=r.choice((5.0, 9.0, 15.0, 25.0)), sigma=r.choice((0.15, 0.6, 1.1)), cover=r.choice((0.0, 0.2, 0.5, 0.8)),
        cover_median=r.choice((2.0, 4.0, 9.0)), blend=r.choice((0.0, 0.3, 0.6, 1.0)), elicits=r.random() < 0.3,
        console=r.choice((0.0, 0.15, 0.4, 0.6)), length=r.choice((0.7, 1.0, 1.0, 1.5)))
    if r.random() < 0.5:
        plan.shares = {s for s in ("pay", "address", "tls", "phone", "mail", "network", "campus") if r.random() < 0.3}
    else:
        plan.stacks = r.choice(("own", "own", "rotated"))
    return plan


class Operator:
    """Accounts, a queue and the rows they make."""
    def __init__(self, w: World, gate: Gateway, kind: str, plan: Plan) -> None:
        self.w, self.gate, self.kind, self.plan = w, gate, kind, plan
        self.name = w.token("op_")
        r = w.r
        self.accounts: list[Account] = []
        self.stacks = [w.client(plan.console) for _ in range({"one": 1, "few": 3, "rotated": 9}.get(plan.stacks, 1))]
        self.proxies = [(w.ip(a), a, r.choice(("US", "SG", "JP", "DE", "HK"))) for a in (r.choice((16509, 45102, 24940,
            7922, 9506)) for _ in range(40))]
        self.base = w.knobs(False)
        self.anchor = r.uniform(-20, w.days * 0.4) * 86400
        self.cover_campus = r.choice(w.campuses)
        self.wrappers = [elicit(r, w.fold) for _ in range(1 if plan.wording == "template" else r.randint(3, 8))]
        self.system = app_system(r, w.name()) if plan.wording == "template" and r.random() < 0.6 else None
        self.topics = half(TOPICS[r.choice(list(TOPICS))], w.fold)
        self.begins, self.ends = 0.0, w.span
        if r.random() < 0.5:
            self.begins = r.uniform(0, 0.4) * w.span
            self.ends = min(w.span, self.begins + r.uniform(0.2, 0.7) * w.span)
        self.bursts = [r.uniform(self.begins, self.ends) for _ in range(r.randint(3, 25))]
        self.pile: list[Item] = []

    def recruit(self, count: int, since: float | None = None) -> list[Account]:
        """New accounts in the plan's disguise; `since`: all made at about that time."""
        w, r, p = self.w, self.w.r, self.plan
        fresh: list[Account] = []
        group = r.randint(3, 40)
        anchor = self.anchor if since is None else since
        for i in range(count):
            inside = self.cover_campus if "campus" in p.shares and r.random() < 0.7 else None
            a = w.newcomer(self.kind, self.name, console=p.console, campus=inside)
            if p.stacks != "own":
                a.client = r.choice(self.stacks)
                a.spare = r.choice(self.stacks)
            elif "tls" in p.shares:
                a.client = replace(a.client, ja4=self.stacks[0].ja4)
            if p.knobs != "own" and not a.client.console:
                a.knobs = dict(self.base)
                if p.knobs == "jitter":
                    a.knobs |= {"temperature": round(r.uniform(0.3, 1.0), 2), "max_tokens": r.choice((2048, 3000, 4096,
                        6000, 8192))}
            if "address" in p.shares:
                a.ips, a.roaming = r.sample(self.proxies, 3), 0.7
            elif "network" in p.shares and r.random() < 0.6:
                near = self.proxies[i % 4]
                a.ips = [(f"{near[0].rsplit('.', 1)[0]}.{r.randint(1, 254)}", near[1], near[2])]
            if "pay" in p.shares and r.random() < 0.8:
                if i % group:
                    a.card["payment_fingerprint"] = w.accounts[-2].card["payment_fingerprint"]
                elif not a.card["payment_fingerprint"]:
                    a.card["payment_fingerprint"], a.card["payment_kind"] = w.token("pay_"), "card"
            if "phone" in p.shares and i % 5:
                a.card["phone_hash"] = w.accounts[-2].card["phone_hash"]
            if "mail" in p.shares and r.random() < 0.6:
                a.card["email_domain"] = f"{self.name[3:9]}.com" if r.random() < 0.5 else "proton.me"
            at = w.when(a)
            if since is not None:
                at = anchor + r.gauss(0, 1) * 86400
            elif p.signup == "lockstep":
                at = anchor + r.gauss(0, 0.4) * 86400
            elif p.signup == "batches":
                at = anchor - r.choice((0, 5, 12, 26, 40)) * 86400 + r.gauss(0, 0.3) * 86400
            elif p.signup == "aged":
                at = -86400 * r.uniform(120, 900)
            a.card["created"] = min(at, 0.8 * w.span)
            a.begins = max(0.0, w.when(a) + r.expovariate(1 / 30000))
            fresh.append(a)
        self.accounts += fresh
        return fresh

    def refill(self) -> None:
        """The next stretch of the work queue: no task twice."""
        r, d, p = self.w.r, self.plan.domain, self.w.p
        stock: Sequence[Item] = {"maths": r.choice((p.gsm, p.cot)), "code": p.generators.get("codealpaca/prompt",
            p.tools), "agent": r.choice((p.functions, p.tools)), "writing": p.alpaca, "zh": p.zh, "knowledge": p.alpaca,
            "judge": r.choice(list(p.judges.values())), "rewrite": r.choice(list(p.generators.values())),
            "tongues": p.wild,}[d]
        out = [x for x in r.sample(stock, min(len(stock), 400)) if r.random() < self.plan.blend]
        while len(out) < 300:
            out.append(Item(self.invent(), None, None, None, SORTS.get(d, "write")))
        r.shuffle(out)
        self.pile = out

    def invent(self) -> str:
        """A task of the operator's domain, made up."""
        w, r, d, p = self.w, self.w.r, self.plan.domain, self.w.p
        if d == "judge":
            return judge_prompt(r, w.fold, r.choice(p.alpaca).text, r.choice(p.answers))
        if d == "rewrite":
            return r.choice(half(REWRITE, w.fold)).format(d=r.choice((r.choice(p.dialogues), r.choice(p.answers),
                r.choice(p.zh).text)))
        return task(r, w.fold, d)

    def next(self) -> Item:
        """The next task of the queue in the plan's wording."""
        if not self.pile:
            self.refill()
        return self.word(self.pile.pop())

    def word(self, item: Item) -> Item:
        """A task as this operator words it."""
        p, r = self.plan, self.w.r
        if p.wording == "bare" and not p.elicits:
            return item
        if p.elicits:
            before, after = elicit(r, self.w.fold) if p.wording == "paraphrase" else r.choice(self.wrappers)
        elif p.wording == "paraphrase":
            before, after = r.choice(LEADS) + " ", r.choice(("", "", " Thanks.", " Be thorough.", " Show the details.",
                " One answer only."))
        else:
            before, after = LEADS[len(self.wrappers[0][0]) % len(
                LEADS)] + "\n", "" if p.wording == "several" and r.random() < 0.5 else "\nAnswer in full."
        return item._replace(text=before + item.text + after, sort="reason" if p.elicits else item.sort,
            system=self.system or item.system)

    def clock(self, a: Account, n: int, begin: float, end: float) -> list[float]:
        """When an account works the queue."""
        r = self.w.r
        begin = max(begin, a.begins)
        if self.plan.shape == "burst":
            live = [b for b in self.bursts if begin <= b < end] or [max(begin, end - 30000)]
            return sorted(min(r.choice(live) + r.expovariate(1 / 2500), self.w.span - 10) for _ in range(n))
        return self.gate.stamps(n, self.plan.shape, a.zone if self.plan.shape != "office" else 8.0, begin, end)

    def work(self, accounts: Sequence[Account], volume: Callable[[Account], int], begin: float | None = None,
            end: float | None = None, source: Callable[[float], Item] | None = None, model: str | None = None) -> None:
        """The queue dealt over the accounts in order of time."""
        r = self.w.r
        begin, end = self.begins if begin is None else begin, self.ends if end is None else end
        jobs = [(at, i) for i, a in enumerate(accounts) for at in self.clock(a, volume(a), begin, end)]
        for at, i in sorted(jobs):
            a, item = accounts[i], source(at) if source else self.next()
            row = self.gate.send(a, at, item, harvest=True, refuse=self.plan.refuse * (2.5 if self.plan.elicits else 1),
                length=self.plan.length, model=model)
            if self.plan.domain == "agent" and r.random() < 0.3:
                text = f"[tool result] {r.choice(('ok', 'error'))}: {r.choice(self.w.p.answers)[:200]}"
                self.gate.send(a, at + r.uniform(2, 40), Item(text, item.system, None, item.tools, "agent"), hist=[
                    item.text[:400], (row["output_text"] or "")[:300]], conv=row["conversation_id"], blobs=row[
                    "reasoning_blobs_out"] or (), harvest=True)

    def mask(self, accounts: Sequence[Account]) -> None:
        """Cover traffic: chats as anybody has them."""
        for a in accounts:
            if self.w.r.random() < self.plan.cover:
                self.gate.own(a, self.w.heavy(self.plan.cover_median, 0.9, 200))

    def volume(self, a: Account) -> int:
        """An account's share of the queue."""
        return self.w.heavy(self.plan.median, self.plan.sigma, 900)


LEADS = BANKS["LEADS"]
