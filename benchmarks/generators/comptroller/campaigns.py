"""The campaign kinds: what each operator does with its accounts."""

from collections.abc import Callable
from random import Random

from . import phrases as ph
from .network import COUNTRIES, DAY, habit, tag
from .operators import CLIENT, Operator, one_wording, paraphrase
from .texts import Item
from .trades import TRADES, casual, talk, worker
from .world import World

ALL = ("maths", "code", "agents", "writing", "chinese", "foreign", "knowledge")

def reasoning_harvest(w: World, n: int) -> None:
    """A load balancer spreads one stream of elicitation over accounts that share payments."""
    op = Operator(w, "reasoning-harvest", n, ("maths", "maths", "code", "knowledge", "chinese"), styles=("fixed",
        "several", "paraphrased"))
    rng, shape = w.rng, w.rng.choice((None, "flat", "traffic", "bursts", "office"))
    budget = list(op.each())
    for who in op.accounts if not op.hides else ():
        if rng.random() < 0.85:
            who.record["payment_fingerprint"] = rng.choice(op.cards)
    if shape is None:
        for who, calls in budget:
            for t in w.when(who, calls):
                op.harvest(who, t, op.ask())
        return
    turns, robin = rng.sample(op.accounts, n), rng.random() < 0.5
    for i, t in enumerate(w.when(turns[0], sum(calls for _, calls in budget), shape)):
        pick = rng.choice(turns) if n > 300 else rng.choices(budget, [calls for _, calls in budget])[0][0]
        who = turns[i % n] if robin else pick
        op.harvest(who, t, op.ask())

def agentic_pivot(w: World, n: int) -> None:
    """Agentic coding in loops; the new model takes over within a day of its release."""
    op, rng = Operator(w, "agentic-pivot", n, ("agents", "code")), w.rng
    old, share = rng.choice(("atlas-4", "deepthink-2", "quill-70b")), rng.uniform(0.45, 0.95)
    turn = w.release + rng.uniform(0.1, 0.95) * DAY
    for who, left in op.each():
        keeps, system = rng.random() > share, ph.fill(rng, rng.choice(ph.PERSONAS)) if op.hides else None
        for t in w.when(who, max(1, left // 3)):
            if left <= 0:
                break
            first = op.ask()
            steps = [first._replace(system=first.system or system)]
            for _ in range(min(left, rng.choice((1, 2, 3, 3, 5, 8))) - 1):
                seen = f"{rng.choice(('stdout', 'tool result', 'observation'))}: {ph.fill(rng, rng.choice(ph.GOALS))}"
                steps.append(Item(f"{seen}: {rng.choice(('done', 'failed', 'partial'))}", steps[0].system, 160, None,
                    first.tools))
            w.chat(who, t, steps, harvested=True, pace=1.5, model=w.new_model if t > turn and not keeps else old)
            left -= len(steps)

def varied_accounts(w: World, n: int) -> None:
    """Several access paths and account types, one purpose."""
    op, rng = Operator(w, "varied-accounts", n, ("agents", "code", "knowledge", "maths", "foreign")), w.rng
    for who, calls in op.each():
        who.habit.path = rng.choice(("api", "api", "console", "azure", "bedrock", "reseller:openmarket",
            "reseller:cheaptoken"))
        who.record["plan"] = rng.choice(("payg", "free", "pro", "team", "payg"))
        who.record["pathway"] = rng.choice(("self_serve", "self_serve", "education", "startup", "cloud",
            "security_research"))
        for t in w.when(who, calls, rng.choice(("flat", "bursts", "office", "sessions", "traffic"))):
            op.harvest(who, t, op.ask())

def second_pool(w: World, n: int) -> None:
    """One prompt in every request; the first pool is banned, fresh accounts take over its queue."""
    rng, first = w.rng, max(1, int(n * w.rng.uniform(0.35, 0.65)))
    op = Operator(w, "second-pool", first, ALL, styles=("fixed",))
    ban, in_system, mean = rng.uniform(0.3, 0.65) * w.days * DAY, rng.random() < 0.5, rng.choice((12.0, 30.0, 80.0))
    fixed = ph.fill(rng, rng.choice(ph.half(ph.PERSONAS, w.fold))) + " " + rng.choice(ph.half(ph.REASON_A, w.fold))

    def dressed() -> Item:
        item = op.ask()
        return item._replace(system=fixed) if in_system else item._replace(prompt=f"{fixed}\n{item.prompt}")
    for who, calls in op.each(mean):
        who.record["created_at"] = min(who.record["created_at"], w.at(ban - 3 * DAY))
        end = ban + rng.uniform(-0.2, 0.4) * DAY
        for t in w.when(who, calls, None, 0, end):
            op.harvest(who, t, dressed())
        who.ends = end if rng.random() < 0.93 else None
    if rng.random() < 0.5:
        op.shares, op.stacks = set(), "own"
    op.n = max(1, n - first)
    op.accounts = [op.account(created_at=w.at(ban + rng.uniform(-4, 1.5) * DAY)) for _ in range(n - first)]
    for who, calls in op.each(mean):
        for t in w.when(who, calls, None, min(ban + rng.uniform(0, 1.5) * DAY, (w.days - 1) * DAY)):
            op.harvest(who, t, dressed())

def four_per_account(w: World, n: int) -> None:
    """About four requests each, nothing shared but the queue (and perhaps the hour)."""
    op, rng = Operator(w, "four-per-account", n, ALL, hidden=1.0), w.rng
    spike, width = rng.uniform(0.2, 0.8) * w.days * DAY, rng.choice((0.5, 2.0, 6.0, float(w.days))) * DAY
    low, high = max(0.0, spike - width / 2), min(w.days * DAY, spike + width / 2)
    for who, _ in op.each(4, rng.choice((0, 0, 3))):
        use = habit(rng, who.country)
        who.habit.take(use, ("agent", "sdk", "ja4", "model", "temperature", "max_tokens"))
        who.record["created_at"] = min(who.record["created_at"], w.at(high - rng.uniform(0.1, 9) * DAY))
        for t in w.when(who, max(1, min(9, int(rng.gauss(4.2, 1.4)))), rng.choice(("sessions", "bursts", "flat")), low,
                high):
            op.harvest(who, t, op.ask())

def rubric_grading(w: World, n: int) -> None:
    """Few accounts, much judging; refused, it moves to a weaker model."""
    rng = w.rng
    while n > 0:
        op = Operator(w, "rubric-grading", min(n, rng.randint(3, 45) if n < 400 else rng.randint(40, 280)),
            ("judging",))
        strong, weak = rng.choice((("atlas-4", "atlas-4-mini"), ("deepthink-2", "quill-8b"), ("quill-70b", "quill-8b")))
        turn = rng.uniform(0.2, 0.9) * w.days * DAY
        for who, calls in op.each(rng.uniform(60, 450)):
            for t in w.when(who, calls):
                refused, item = turn < t < turn + DAY and rng.random() < 0.5, op.ask()
                op.harvest(who, t, item, strong if t < turn + 0.5 * DAY else weak, refused)
                if refused:
                    op.harvest(who, t + rng.uniform(2, 40), item, weak)
        n -= op.n

def replay(w: World, n: int) -> None:
    """Stored sessions of real users are sent again: histories that nobody here began."""
    op, rng = Operator(w, "replay", n, ("code", "agents"), styles=("bare",)), w.rng
    mode, narrow = rng.choice(("whole", "last", "cut")), rng.random() < 0.5
    tail = rng.choice(("", "", "\n" + rng.choice(ph.half(ph.REASON_A, w.fold))))
    stock = [kept for kept in w.texts.chats if not narrow or len(kept) > 1]
    for who, left in op.each():
        for t in w.when(who, left):
            if left <= 0:
                break
            kept = rng.choice(stock) if rng.random() < 0.6 else [op.queue.take() for _ in range(rng.randint(2, 6))]
            begin = {"whole": 0, "last": len(kept) - 1}.get(mode, rng.randrange(len(kept)))
            key, extra = tag(kept[0].prompt, rng.random()), 0 if mode == "whole" else rng.randint(1, 6)
            for i, old in enumerate(kept[begin:]):
                deep = 2 * (begin + i + extra)
                item = old._replace(prompt=old.prompt + tail, answer=None, out=int(old.out * 1.3) + 30)
                w.send(who, t + 9 * i, item, harvested=True, talk=key if mode != "last" else None, depth=deep,
                    past=tag(key, deep) if deep else None, carried=deep * rng.randint(60, 400))
            left -= len(kept) - begin

def hydra_proxy(w: World, n: int) -> None:
    """A reseller's accounts: mostly innocent end customers, 5 to 25 % harvest in between."""
    op, rng = Operator(w, "hydra-proxy", n, ALL, hidden=0.3), w.rng
    named, passes = rng.random() < 0.6, rng.random() < 0.5
    path = rng.choice(("reseller:openmarket", "reseller:cheaptoken", "reseller:relay-x", "api", "api"))
    for who, calls in op.each(rng.choice((60.0, 140.0, 260.0)), 0):
        calls, part = calls + 12, rng.uniform(0.05, 0.25)
        who.habit.path = path if named else who.habit.path
        for i in range(count := max(3, calls // 12)):
            guest = habit(rng, rng.choice(COUNTRIES))
            guest.take(who.habit, ("places", "path", "credential", *(CLIENT if passes else ())))
            task = worker(w, rng, rng.choice(list(TRADES)[:14])) if rng.random() < 0.3 else None
            for t in w.when(who, max(1, int(calls * (1 - part) / count) // 2), guest.shape):
                w.chat(who, t, [task(), task()] if task else talk(w, rng, 5), user=f"c{i}" if passes else None,
                    using=guest)
        for t in w.when(who, max(1, int(calls * part)), rng.choice(("flat", "traffic", "bursts"))):
            op.harvest(who, t, op.ask())

def technique_sweep(w: World, n: int) -> None:
    """Many elicitation wordings on few questions first; the winners are scaled up."""
    op, rng = Operator(w, "technique-sweep", n, ("maths", "code", "knowledge", "agents", "chinese")), w.rng
    ways = [one_wording(rng, w.fold, op.domain) for _ in range(rng.randint(20, 60))]
    probes, winners = [op.queue.take() for _ in range(rng.randint(6, 30))], rng.sample(ways, rng.randint(2, 3))
    turn, share = rng.uniform(0.25, 0.5) * w.days * DAY, rng.uniform(0.1, 0.4)
    for who, calls in op.each():
        who.record["created_at"] = min(who.record["created_at"], w.at(turn + rng.random() * DAY))
        early = max(1, int(calls * share))
        for t in w.when(who, early, None, 0, turn + 2 * DAY):
            way = rng.choice(ways)
            op.harvest(who, t, way(rng.choice(probes)), refused=way not in winners and rng.random() < 0.25)
        for t in w.when(who, calls - early, None, turn + rng.random() * DAY):
            item = rng.choice(winners)(op.queue.take())
            op.harvest(who, t, casual(rng, item) if op.hides else item)

def low_and_slow(w: World, n: int) -> None:
    """Human hours, a life as cover, one or two questions of the queue a week or in all."""
    op, rng = Operator(w, "low-and-slow", n, ALL, styles=("paraphrased", "bare"), hidden=1.0), w.rng
    weeks = w.days // 7 if rng.random() < 0.5 else 1
    for who, _ in op.each(2, rng.choice((6, 12, 30))):
        who.habit.take(habit(rng, who.country), (*CLIENT, "model", "temperature", "max_tokens"))
        who.habit.shape, say = rng.choice(("sessions", "sessions", "office")), paraphrase(rng, w.fold, op.domain)
        for t in w.when(who, rng.randint(1, 2) * weeks, "sessions"):
            item = op.queue.take() if op.style == "bare" else say(op.queue.take())
            after = [Item(rng.choice(ph.FOLLOWUPS), out=100)] if rng.random() < 0.2 else []
            w.chat(who, t, [item, *after], harvested=True)

def dealt_list(w: World, n: int) -> None:
    """One list dealt out without overlap; each account has its own client, hours and tone."""
    op, rng = Operator(w, "dealt-list", n, ALL, styles=("bare",), hidden=0.8), w.rng
    op.queue.again = 0.0
    for who, calls in op.each(rng.choice((6.0, 15.0, 40.0))):
        own, say = rng.random(), one_wording(rng, w.fold, op.domain)
        for t in w.when(who, calls, rng.choice(("flat", "bursts", "office", "sessions", "cron"))):
            item = op.queue.take()
            op.harvest(who, t, say(item) if own < 0.35 else casual(rng, item) if own < 0.6 else item)

def rewrites(w: World, n: int) -> None:
    """Censorship-safe rewrites and rephrasings of a stock of documents."""
    op = Operator(w, "rewrites", n, ("documents",), styles=("fixed", "several", "paraphrased"))
    for who, calls in op.each():
        for t in w.when(who, calls):
            op.harvest(who, t, op.ask())

CAMPAIGNS: dict[str, Callable[[World, int], None]] = {build.__name__.replace("_", "-"): build for build in
    (reasoning_harvest, agentic_pivot, varied_accounts, second_pool, four_per_account, rubric_grading, replay,
    hydra_proxy, technique_sweep, low_and_slow, dealt_list, rewrites)}
SLOW = ("low-and-slow", "dealt-list")

def campaigns(w: World, kind: str, n: int) -> None:
    """All operators of a world."""
    rng = w.rng
    rest = rng.sample([name for name in CAMPAIGNS if name not in SLOW], len(CAMPAIGNS) - len(SLOW))
    for names, total in ((SLOW, n // 5), (rest, n - n // 5)) if kind == "mixed" else (((kind,), n),):
        for name, size in zip(names, split(rng, total, len(names)), strict=False):
            for piece in split(rng, size, rng.randint(1, 3) if size >= 40 else 1):
                CAMPAIGNS[name](w, piece)

def split(rng: Random, n: int, parts: int) -> list[int]:
    """Split n into parts of very different size, none of them tiny if that can be had."""
    parts = max(1, min(parts, n // 3 or 1))
    weights = [rng.lognormvariate(0, 0.9) for _ in range(parts)]
    sizes = [int((n - 3 * parts) * weight / sum(weights)) + 3 if n >= 3 * parts else 0 for weight in weights]
    sizes[-1] += n - sum(sizes)
    return [size for size in sizes if size > 0]
