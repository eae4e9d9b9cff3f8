"""The twelve kinds of campaign: each an operator's plan bent to the tactic."""

from collections.abc import Callable

from benchmarks.generators.usher.gateway import Gateway
from benchmarks.generators.usher.operators import Operator, Plan, draft
from benchmarks.generators.usher.people import NEW, OLD, World
from benchmarks.generators.usher.phrases import CLOSE, FORM, TRACE, elicit, half
from benchmarks.generators.usher.texts import Item


def plainly(w: World, gate: Gateway, kind: str, plan: Plan, n: int) -> None:
    """A plan with nothing more to it."""
    op = Operator(w, gate, kind, plan)
    op.mask(op.recruit(n))
    op.work(op.accounts, op.volume)


def reasoning_harvest(w: World, gate: Gateway, n: int) -> None:
    """Reasoning at scale, load-balanced, a few payment means for all."""
    plan = draft(w)
    plan.domain, plan.elicits, plan.sigma = w.r.choice(("maths", "maths", "knowledge", "zh", "code")), True, 0.15
    plan.shares |= {"pay"}
    plainly(w, gate, "reasoning-harvest", plan, n)


def agentic_pivot(w: World, gate: Gateway, n: int) -> None:
    """Agentic coding; within a day of a release half of it or more goes to the new model."""
    r, plan = w.r, draft(w)
    plan.domain, plan.elicits, plan.wording = r.choice(("agent", "code")), False, r.choice(("bare", "template",
        "paraphrase"))
    op = Operator(w, gate, "agentic-pivot", plan)
    op.begins, op.ends = r.uniform(0, 0.5) * w.release, min(w.span, w.release + r.uniform(2, 9) * 86400)
    op.mask(op.recruit(n))
    share, lag = r.uniform(0.45, 1.0), r.uniform(0.5, 22) * 3600
    for a in op.accounts:
        a.model, a.keen = OLD[2], 0.0
    moved = {a.id for a in op.accounts if r.random() < share} or {op.accounts[0].id}
    old, new = op.accounts, [a for a in op.accounts if a.id in moved]
    op.work(old, lambda a: max(1, op.volume(a) // 2), op.begins, w.release + lag)
    op.work(new, lambda a: max(1, op.volume(a) // 2), w.release + lag, op.ends, model=NEW)
    op.work([a for a in old if a.id not in moved], lambda a: max(1, op.volume(a) // 3), w.release + lag, op.ends)


def varied_accounts(w: World, gate: Gateway, n: int) -> None:
    """Every pathway and type of account, one aim."""
    r, plan = w.r, draft(w)
    plan.stacks, plan.signup, plan.knobs = "own", r.choice(("spread", "aged", "batches")), r.choice(("own", "jitter"))
    op = Operator(w, gate, "varied-accounts", plan)
    for a in op.recruit(n):
        a.client.path = r.choice(("api", "bedrock", "vertex", "azure", "reseller:campushub", "reseller:openlane",
            "console" if a.client.console else "api"))
        a.card["pathway"] = r.choice(("self_serve", "education", "startup", "security_research", "cloud", "enterprise"))
    op.mask(op.accounts)
    op.work(op.accounts, op.volume)


def second_pool(w: World, gate: Gateway, n: int) -> None:
    """One fixed prompt everywhere; the first pool is banned, a second goes on with its queue."""
    r, plan = w.r, draft(w)
    plan.wording, plan.elicits = "template", False
    op = Operator(w, gate, "second-pool", plan)
    fixed = f"{r.choice(half(TRACE, w.fold))} {r.choice(FORM)}. {r.choice(CLOSE)} {r.choice(half(TRACE, w.fold))}."
    placed = r.random() < 0.6

    lost: list[Item] = []

    def source(at: float) -> Item:
        item = lost.pop() if lost and at > ban + 20000 else op.next()
        if ban - 30000 < at < ban + 20000 and r.random() < 0.4:
            lost.append(item)  # its answer will be missing, so it goes back into the queue
        return item._replace(system=fixed) if placed else item._replace(text=f"{fixed}\n\n{item.text}", system=None)

    ban = r.uniform(0.35, 0.65) * w.span
    first = op.recruit(max(2, int(n * r.uniform(0.35, 0.6))), None if plan.signup in ("spread", "aged")
        else -86400 * r.uniform(2, 40))
    for a in first:
        if w.when(a) > ban - 2 * 86400:
            a.card["created"], a.begins = -86400.0 * r.uniform(1, 90), 0.0
        if r.random() < 0.94:
            a.card["status"], a.card["at"] = "banned", ban + abs(r.gauss(0, 5)) * 3600
    op.work(first, op.volume, 0.0, ban + 20000, source)
    second = op.recruit(n - len(first), ban - r.uniform(-0.5, 4) * 86400)
    op.work(second, op.volume, ban + r.uniform(1, 30) * 3600, w.span, source)
    op.mask(op.accounts)


def four_per_account(w: World, gate: Gateway, n: int) -> None:
    """About four requests each, and nothing shared but the aim."""
    r, plan = w.r, draft(w)
    plan.shares, plan.stacks, plan.knobs, plan.elicits = set(), "own", r.choice(("own", "own",
        "jitter")), r.random() < 0.6
    plan.cover, plan.cover_median, plan.wording = r.choice((0.0, 0.0, 0.3)), 2.0, r.choice(("several", "paraphrase",
        "paraphrase", "bare"))
    op = Operator(w, gate, "four-per-account", plan)
    peak = r.uniform(0.2, 0.8) * w.span
    op.begins, op.ends = peak - r.uniform(0.5, 5) * 86400, peak + r.uniform(0.5, 5) * 86400
    for a in op.recruit(n):
        a.begins = min(a.begins, max(0.0, op.ends - 86400))
        a.card["created"] = min(w.when(a), a.begins)
    op.mask(op.accounts)
    op.work(op.accounts, lambda a: r.choice((2, 3, 4, 4, 4, 5, 6)))


def rubric_grading(w: World, gate: Gateway, n: int) -> None:
    """A reward model on tap: few accounts, much volume; refused, it goes to a weaker model."""
    r, plan = w.r, draft(w)
    plan.domain, plan.elicits, plan.wording, plan.blend = "judge", False, r.choice(("bare", "bare",
        "paraphrase")), r.choice((0.2, 0.6, 1.0))
    plan.median, plan.sigma, plan.refuse, plan.cover = (150.0 if n < 30 else 60.0 if n < 200 else 25.0), 0.6, r.uniform(
        0.02, 0.12), 0.2
    op = Operator(w, gate, "rubric-grading", plan)
    turn = op.begins + r.uniform(0.3, 0.7) * (op.ends - op.begins)
    for a in op.recruit(n):
        a.model, a.keen = OLD[2], 0.0
    op.mask(op.accounts)
    op.work(op.accounts, lambda a: max(1, op.volume(a) // 2), op.begins, turn)
    op.plan.refuse = 0.004
    op.work(op.accounts, lambda a: max(1, op.volume(a) // 2), turn, op.ends, model=r.choice(OLD[:2]))


def replay(w: World, gate: Gateway, n: int) -> None:
    """Stored sessions of a product's real users, sent again: histories that nobody here ever saw begin."""
    r, plan = w.r, draft(w)
    op = Operator(w, gate, "replay", plan)
    op.mask(op.recruit(n))
    talks = w.p.chats + [t for ts in w.p.foreign.values() for t in ts]
    blobs = [f"rb_{r.getrandbits(60):015x}" for _ in range(200)]
    tools = tuple(r.sample(("bash", "read", "write", "grep", "browser", "plan", "python", "fetch"), 4))
    coding, keep = r.random() < 0.4, r.random() < 0.5
    head = f"You are the assistant of {w.name()}. Platform: {r.choice(('linux', 'web'))}." if r.random() < 0.7 else None
    jobs = sorted((at, i) for i, a in enumerate(op.accounts) for at in op.clock(a, op.volume(a), op.begins, op.ends))
    for at, i in jobs:
        a = op.accounts[i]
        if coding or r.random() < 0.15:
            op.plan.domain, depth = "code", r.randint(2, 40)
            gate.send(a, at, Item(op.invent(), head, None, tools, "code"), orphan=depth, harvest=True, blobs=[r.choice(
                blobs)] if keep else ())
        else:
            talk = r.choice(talks)
            past = [x for t in talk[:-1] for x in (t.text[:400], (t.answer or "ok")[:400])]
            gate.send(a, at, talk[-1], hist=past, harvest=True, system=head, orphan=2 * r.randint(0, 3), blobs=[
                r.choice(blobs)] if keep and past else ())


def hydra_proxy(w: World, gate: Gateway, n: int) -> None:
    """A reseller's accounts: end customers' chats with the operator's queue mixed in."""
    r, plan = w.r, draft(w)
    op = Operator(w, gate, "hydra-proxy", plan)
    median = 30.0 if n < 300 else 18.0
    tongues = list(w.p.foreign.values())
    for a in op.recruit(n):
        total, share = w.heavy(median, 1.0, 900), r.uniform(0.05, 0.25)
        lands = [(w.ip(k), k, w.land()) for k in (r.choice((3320, 9506, 4766, 7922, 24560)) for _ in range(r.choice((1,
            4))))]
        for at in gate.stamps(max(1, int(total * (1 - share) / 1.6)), r.choice(("flat", "person", "person")), a.zone,
                a.begins):
            turns = r.choice(r.choice(tongues) if r.random() < 0.3 else w.p.chats)[: r.randint(1, 4)]
            gate.talk(a, at, turns, user=w.token("eu_") if r.random() < 0.5 else None, ip=r.choice(a.ips + lands))
        op.work([a], lambda _a, t=total, s=share: max(1, round(t * s)))  # type: ignore[misc]


def technique_sweep(w: World, gate: Gateway, n: int) -> None:
    """Many wordings tried on few tasks; then the winners on all."""
    r, plan = w.r, draft(w)
    plan.wording, plan.elicits, plan.refuse = "bare", False, 0.02
    op = Operator(w, gate, "technique-sweep", plan)
    op.recruit(n)
    probes = [op.next() for _ in range(r.randint(3, 20))]
    wordings = [elicit(r, w.fold) for _ in range(r.randint(15, 70))]
    best = r.sample(wordings, r.randint(1, 3))
    turn = op.begins + r.uniform(0.2, 0.45) * (op.ends - op.begins)
    step = iter(range(10**9))

    def trial(_: float) -> Item:
        k = next(step)
        before, after = wordings[k % len(wordings)]
        x = probes[k // len(wordings) % len(probes)]
        return x._replace(text=before + x.text + after, sort="reason")

    def scaled(_: float) -> Item:
        before, after = r.choice(best)
        x = op.next()
        return x._replace(text=before + x.text + after, sort="reason")

    scouts = op.accounts[: max(2, int(n * r.uniform(0.1, 0.6)))]
    op.plan.refuse = 0.15
    op.work(scouts, lambda a: max(1, op.volume(a) // 2), op.begins, turn, trial)
    op.plan.refuse = 0.03
    op.work(op.accounts, op.volume, turn, op.ends, scaled)
    op.mask(op.accounts)


def low_and_slow(w: World, gate: Gateway, n: int) -> None:
    """People, to all appearances; one or two requests of the queue a week, or ever."""
    r, plan = w.r, draft(w)
    plan.shares, plan.stacks, plan.knobs, plan.shape = set(), "own", "own", r.choice(("person", "student", "person"))
    plan.signup, plan.wording, plan.cover, plan.cover_median = r.choice(("spread", "spread", "aged")), r.choice((
        "paraphrase", "bare")), 1.0, r.choice((4.0, 8.0, 14.0))
    plan.console = 0.35
    op = Operator(w, gate, "low-and-slow", plan)
    op.begins, op.ends = 0.0, w.span
    op.mask(op.recruit(n))
    weekly = r.random() < 0.6
    op.work(op.accounts, lambda a: sum(r.choice((1, 1, 2)) for _ in range(w.days // 7)) if weekly else r.choice((1, 2)))


def dealt_list(w: World, gate: Gateway, n: int) -> None:
    """One list of questions, dealt out; no two accounts ask the same and no words recur."""
    r, plan = w.r, draft(w)
    plan.wording, plan.elicits, plan.blend = "bare", False, r.choice((0.7, 1.0))
    plan.domain = r.choice(("maths", "zh", "knowledge", "writing", "agent", "tongues"))
    if r.random() < 0.6:
        plan.shares, plan.stacks, plan.knobs = set(), "own", "own"
    plainly(w, gate, "dealt-list", plan, n)


def rewrites(w: World, gate: Gateway, n: int) -> None:
    """Documents made safe or said anew."""
    plan = draft(w)
    plan.domain, plan.elicits, plan.blend = "rewrite", False, w.r.choice((0.0, 0.3))
    plainly(w, gate, "rewrites", plan, n)


CAMPAIGNS: dict[str, Callable[[World, Gateway, int], None]] = {"reasoning-harvest": reasoning_harvest,
    "agentic-pivot": agentic_pivot, "varied-accounts": varied_accounts, "second-pool": second_pool,
    "four-per-account": four_per_account, "rubric-grading": rubric_grading, "replay": replay,
    "hydra-proxy": hydra_proxy, "technique-sweep": technique_sweep, "low-and-slow": low_and_slow,
    "dealt-list": dealt_list, "rewrites": rewrites,}
WEIGHT = {"four-per-account": 2.0, "rubric-grading": 0.4}


def operators(w: World, gate: Gateway, kind: str, count: int) -> None:
    """One or more separate operators of a kind, of very different size."""
    r = w.r
    while count > 0:
        big = r.choice((0.3, 0.6, 0.85, 1.0)) * count
        if kind == "rubric-grading":
            big = min(big, r.uniform(5, max(25, count / 4)))
        size = count if count < 10 else max(4, int(big))
        size = count if count - size < 4 else size
        CAMPAIGNS[kind](w, gate, size)
        count -= size


def everything(w: World, gate: Gateway, count: int) -> None:
    """All kinds together; a fifth low-and-slow or a dealt list."""
    r = w.r
    quiet = {"low-and-slow": 0.0, "dealt-list": 0.0}
    split = r.uniform(0.35, 0.65)
    shares = {k: WEIGHT.get(k, 1.0) * r.lognormvariate(0, 0.7) for k in CAMPAIGNS if k not in quiet}
    total = sum(shares.values())
    sizes = {k: max(4, int(0.8 * count * v / total)) for k, v in shares.items()}
    sizes |= {"low-and-slow": max(4, int(0.2 * count * split)), "dealt-list": max(4, int(0.2 * count * (1 - split)))}
    sizes[max(sizes, key=lambda k: sizes[k])] += count - sum(sizes.values())
    for kind in r.sample(list(sizes), len(sizes)):
        if sizes[kind] > 0:
            operators(w, gate, kind, sizes[kind])
