"""The kinds of distillation campaigns; each function runs one operator over some accounts."""

from collections.abc import Callable, Iterator
from typing import Any

from . import people, phrases, places
from .operators import Operator
from .ordinary import agent_loop, follow_up, live, personal, question, turns_of
from .texts import Item, Turn
from .world import BURSTS, DAY, FLAT, World, short_hash

REFUSED: dict[str, Any] = {"refusal_category": "reasoning_extraction", "finish_reason": "refusal"}


def reasoning_harvest(w: World, size: int) -> None:
    """One queue balanced over accounts, mostly with shared payments."""
    rng = w.rng
    op = Operator(w, "reasoning-harvest", 0.8, ("maths", "code", "knowledge", "zh", "elicit", "tongues"))
    if op.shared:
        op.shared.add("payment")
    form = op.form("reason", "reason", "reason_zh", "extract", "expert")
    side = op.aside()
    accounts = [op.account() for _ in range(size)]
    total = sum(op.counts(size, rng.choice((5, 15, 50)), 0.9, 400))
    if op.tempo in ("queue", "hubs", FLAT):  # strict load balancing: neighbours in time sit on different accounts
        for number, at in enumerate(sorted(op.times(accounts[0], total))):
            a = accounts[number % size]
            op.send(a, max(a.start, at), form, **({"system": side} if side else {}))
    else:
        for a in accounts:
            for at in op.times(a, max(1, round(total / size * rng.uniform(0.6, 1.4)))):
                op.send(a, at, form, **({"system": side} if side else {}))
    for a in accounts:
        op.disguise(a, total // size)


def agentic_pivot(w: World, size: int) -> None:
    """Agent runs for training trajectories; most of the traffic moves to the new model within a day."""
    rng = w.rng
    op = Operator(w, "agentic-pivot", 0.5)
    common = rng.random() < 0.5
    system, tools = f"{rng.choice(phrases.AGENT_SYSTEMS)} {personal(rng)}", rng.choice(phrases.TOOLSETS)
    form = op.form("expert")
    moved = rng.choice((0.5, 0.8, 1.0))
    for count in op.counts(size, rng.choice((8, 25, 70)), 0.9, 800):
        adopts = w.release + rng.random() * rng.choice((0.2, 0.9)) * DAY if rng.random() < moved else float("inf")
        a = op.account(adopts=adopts)
        own, kit = (
            (system, tools)
            if common
            else (f"{rng.choice(phrases.AGENT_SYSTEMS)} {personal(rng)}", rng.choice(phrases.TOOLSETS))
        )
        left, starts = count, op.times(a, count)
        while left > 0:
            steps = min(left, 1 + int(rng.expovariate(1 / rng.choice((2, 7)))))
            text = people.code_task(rng, w.fold) if rng.random() < 0.7 else op.text("tools")[0]
            agent_loop(
                w, a, starts[count - left], form.wrap(rng, text) if form else text, own, kit, steps, harvested=True
            )
            left -= steps
        op.disguise(a, count)


def varied_accounts(w: World, size: int) -> None:
    """Several access paths, account types and habits; the questions are the only thing in common."""
    rng = w.rng
    op = Operator(w, "varied-accounts", 0.25)
    op.stack, op.sampling, op.enrol = "own", "own", rng.choice(("aged", "population", "spread"))
    form = op.form("reason", "expert", "reason_zh", "make", "extract")
    for count in op.counts(size, rng.choice((4, 15, 45)), 1.2, 600):
        path = rng.choice(
            ("api", "api", "console", "bedrock", "vertex", "azure", "reseller:polyroute", "reseller:aimart")
        )
        pathway = rng.choice(("self_serve", "self_serve", "education", "startup", "security_research", "enterprise"))
        a = op.account(path=path, pathway=pathway)
        for at in op.times(a, count, rng.choice((FLAT, BURSTS, "human", "human"))):
            op.send(a, at, form)
        op.disguise(a, count)


def second_pool(w: World, size: int) -> None:
    """One fixed prompt in every request; the first pool is banned and a fresh one takes over its queue."""
    rng = w.rng
    op = Operator(w, "second-pool", 0.5)
    form = phrases.wording(rng, rng.choice(("reason", "extract", "reason_zh", "expert", "rewrite")), w.fold)
    fixed = form.wrap(rng, "").strip() if rng.random() < 0.5 else None
    ban = w.start + rng.uniform(0.35, 0.65) * w.days * DAY
    first = max(1, round(size * rng.uniform(0.35, 0.6)))
    gap, median = rng.choice((0.05, 0.5, 2.0)) * DAY, rng.choice((5, 20, 60))
    op.first = min(op.first, ban - 2 * DAY)
    for number in range(size):
        pool_one = number < first
        fresh = rng.uniform(-8, 0.5) * DAY if rng.random() < 0.5 else rng.expovariate(2) * DAY
        a = op.account(
            created=op.signup() if pool_one else min(ban + fresh, w.end - DAY), status="active", status_at=None
        )
        if pool_one:
            a.start, a.end = min(a.start, ban - DAY), ban + rng.expovariate(1) * 0.2 * DAY
            if a.row["created_at"] > a.start:
                a.row["created_at"] = a.start - rng.expovariate(0.2) * DAY
            if rng.random() < 0.95:
                a.row |= {"status": rng.choice(("banned", "banned", "suspended")), "status_at": a.end}
        else:
            a.start, a.end = max(ban + gap * rng.random(), a.start), max(op.last, ban + 2 * DAY)
            a.end = min(max(a.end, a.start + DAY), w.end)
        count = w.volume(median, 0.6, 600)
        for at in op.times(a, count, op.tempo if op.tempo != "hubs" else FLAT):
            op.send(a, min(at, a.end), None if fixed else form, **({"system": fixed} if fixed else {}))
        op.disguise(a, count)


def four_per_account(w: World, size: int) -> None:
    """About four requests each from many accounts that share no means at all."""
    rng = w.rng
    op = Operator(w, "four-per-account", 0.0)
    op.stack, op.sampling = rng.choice(("own", "own", "few")), rng.choice(("own", "own", "default", "jitter"))
    op.tempo = rng.choice(("human", FLAT, "hubs", "shift"))
    if rng.random() < 0.5:
        middle = rng.uniform(w.start + 3 * DAY, w.end - 3 * DAY)
        op.first, op.last = middle - DAY, middle + DAY
    form, mean = (
        op.form("extract", "reason", "reason_zh", "expert", count=rng.choice((0, 0, 3, 12))),
        rng.choice((1, 3, 4)),
    )
    for _ in range(size):
        a = op.account()
        for at in op.times(a, 1 + min(9, int(rng.expovariate(1 / mean)))):
            op.send(a, at, form)
        if rng.random() < op.cover:
            live(w, a, w.volume(3, 0.8, 40))


def rubric_grading(w: World, size: int) -> None:
    """Few accounts with much judging; once refused, on to a weaker model."""
    rng = w.rng
    while size > 0:
        part = min(size, rng.randint(3, 18))
        size -= part
        op = Operator(w, "rubric-grading", 0.5)
        ready = rng.choice(list(w.bank.groups["judge"].values()))
        form = None if rng.random() < 0.4 else phrases.wording(rng, "judge", w.fold, rng.choice((1, 1, 4, 0)))
        wall = op.first + rng.uniform(0.2, 0.8) * (op.last - op.first) if rng.random() < 0.6 else float("inf")
        for count in op.counts(part, rng.choice((60, 120, 250)), 0.7, 1200):
            a = op.account(model=w.models[0], adopts=float("inf"))
            mind = wall + rng.expovariate(3) * DAY
            for at in op.times(a, count):
                if at > mind:
                    a.model = w.models[1]
                refused = wall < at <= mind and rng.random() < 0.7
                item = rng.choice(ready)
                if form is not None:
                    pool = rng.choice(("alpaca", "zh", "gsm", "write"))
                    known = w.bank.one(pool, rng)
                    item = Item(form.wrap(rng, f"Q: {known.text}\nA: {known.response or 'I do not know.'}"))
                w.emit(
                    a,
                    at,
                    item.text,
                    item.system,
                    out=rng.choice((3.0, 5.0)),
                    harvested=True,
                    **(REFUSED if refused else {}),
                )
            op.disguise(a, count // 3)


def _session(w: World, op: Operator) -> tuple[list[Turn], str | None]:
    """A stored session of a real user."""
    rng = w.rng
    if rng.random() < 0.5:
        turns = w.bank.conv(rng, rng.choice(list(w.bank.convs)))
        return (turns if len(turns) > 1 else [*turns, (follow_up(rng, "en"), None)]), None
    lang = places.COUNTRIES[places.draw_country(rng)][2].split()[0]
    first = op.text()[0] if rng.random() < 0.4 else question(w, lang)
    turns = [*turns_of(rng, first, lang, 2.0), (follow_up(rng, lang), None)]
    return turns, rng.choice((None, rng.choice(phrases.BOT_SYSTEMS), rng.choice(phrases.AGENT_SYSTEMS)))


def replay(w: World, size: int) -> None:
    """Stored sessions of real users sent again: histories whose beginning nobody saw here."""
    rng = w.rng
    op = Operator(w, "replay", 0.5)
    alien, twice, whole = rng.random() < 0.4, rng.choice((0.0, 0.1, 0.5)), rng.random() < 0.3
    tail = op.form("reason", "extract") if rng.random() < 0.4 else None
    kept: list[tuple[list[Turn], str | None, str]] = []
    for count in op.counts(size, rng.choice((4, 15, 45)), 0.9, 500):
        a = op.account()
        sent = 0
        for at in op.times(a, count):
            if sent >= count:
                break
            if kept and rng.random() < twice:
                turns, system, seed = rng.choice(kept)
            else:
                turns, system = _session(w, op)
                seed = short_hash("stored", rng.random())
                kept.append((turns, system, seed))
            steps = range(1, len(turns)) if whole else (rng.randint(1, len(turns) - 1),)
            for k in steps:
                text = tail.wrap(rng, turns[k][0]) if tail else turns[k][0]
                blobs = [short_hash(seed, "blob", i) for i in range(k)] if alien else None
                w.emit(
                    a,
                    at + 4 * k,
                    text,
                    system,
                    history=2 * k,
                    past=short_hash(seed, k),
                    past_tokens=rng.randint(100, 4000),
                    out=op.out,
                    harvested=True,
                    response=turns[k][1],
                    conversation=f"c{seed}",
                    blobs=blobs,
                )
                sent += 1
        op.disguise(a, count)


def hydra_proxy(w: World, size: int) -> None:
    """A reseller's accounts: mostly innocent end customers, a twentieth to a quarter of it harvest."""
    rng = w.rng
    op = Operator(w, "hydra-proxy", 0.5)
    op.enrol = rng.choice(("waves", "aged", "spread"))
    form, share = op.form("reason", "extract", "expert", "reason_zh", "make"), rng.uniform(0.05, 0.25)
    front, passes = rng.choice((None, rng.choice(phrases.BOT_SYSTEMS))), rng.random() < 0.4
    for count in op.counts(size, rng.choice((12, 40, 110)), 0.8, 900):
        a = op.account(users=0)
        mine = max(1, round(count * share * rng.uniform(0.6, 1.4)))
        for at in op.times(a, mine, rng.choice((FLAT, FLAT, op.tempo))):
            op.send(a, at, form, user=f"cust{rng.randrange(400)}" if passes else None)
        left = count - mine
        while left > 0:
            lang = places.COUNTRIES[places.draw_country(rng)][2].split()[0]
            first = people.code_task(rng, w.fold) if rng.random() < 0.2 else question(w, lang)
            turns = turns_of(rng, first, lang, 0.9)[:left]
            user = f"cust{rng.randrange(400)}" if passes else None
            w.chat(a, w.times(a, 1, FLAT)[0], turns, front, user=user)
            left -= len(turns)


def technique_sweep(w: World, size: int) -> None:
    """Many elicitation wordings over a few questions first, then the winners at scale."""
    rng = w.rng
    op = Operator(w, "technique-sweep", 0.5, ("maths", "code", "knowledge", "zh"))
    probes = [op.text()[0] for _ in range(rng.randint(3, 12))]
    grammars = ("reason", "extract", "extract", "reason_zh", "expert", "audit", "viral", "tutor")
    winners = [phrases.wording(rng, rng.choice(grammars[:5]), w.fold) for _ in range(rng.randint(1, 4))]
    middle = op.first + rng.uniform(0.2, 0.5) * (op.last - op.first)
    testers = max(1, round(size * rng.uniform(0.1, 0.4)))
    for number, count in enumerate(op.counts(size, rng.choice((5, 15, 45)), 0.9, 500)):
        a = op.account()
        if number < testers:
            a.start, a.end = min(a.start, middle - DAY / 2), middle
            if a.row["created_at"] > a.start:
                a.row["created_at"] = a.start - rng.expovariate(0.2) * DAY
            for at in op.times(a, count, rng.choice((BURSTS, FLAT))):
                text = phrases.wording(rng, rng.choice(grammars), w.fold).wrap(rng, rng.choice(probes))
                refused: dict[str, Any] = REFUSED if rng.random() < 0.15 else {}
                w.emit(a, at, text, out=op.out, harvested=True, **refused)
            if rng.random() < 0.4:
                continue
        a.start, a.end = max(a.start, middle), max(op.last, middle + DAY)
        for at in op.times(a, count):
            op.send(a, at, rng.choice(winners))
        op.disguise(a, count)


def low_and_slow(w: World, size: int) -> None:
    """One or two harvest requests a week or in all, inside an ordinary life; nothing is shared."""
    rng = w.rng
    op = Operator(w, "low-and-slow", 0.0)
    op.stack, op.sampling, op.model = "own", "own", None
    op.enrol = rng.choice(("aged", "population", "spread"))
    form, weekly = op.form("reason", "expert", "tutor", "reason_zh", "make", count=0), rng.random() < 0.5
    for _ in range(size):
        a = op.account()
        a.start, a.end = max(w.start, a.row["created_at"] + 3600), w.end
        spare = rng.randint(1, 2) * max(1, round((a.end - a.start) / (7 * DAY))) if weekly else rng.randint(1, 2)
        for at in w.times(a, spare):
            op.send(a, at, form if rng.random() < 0.7 else None)
        live(w, a, w.volume(8, 1.2, 400), rng.choice(("chat", "chat", "code", "study", None)))


def dealt_list(w: World, size: int) -> None:
    """One list of questions dealt out without overlap; every account asks in its own way."""
    rng = w.rng
    op = Operator(w, "dealt-list", 0.15)
    op.stack, op.sampling = "own", "own"
    name = rng.choice(("gsm", "alpaca", "zh", "zh_more", "code", "bfcl", "write", "cot", "made"))
    median = rng.choice((3, 6, 12, 30))
    counts = op.counts(size, median, 0.7, 120)
    if name == "made":
        rows = [Item(people.ask(rng, rng.choice(list(people.SPEECH)), w.fold)) for _ in range(sum(counts))]
    else:
        rows = list(w.bank.pools[name])
        if rng.random() < 0.5:
            rng.shuffle(rows)
    cards: Iterator[Item] = iter(rows)
    for count in counts:
        a = op.account()
        style = rng.choice(("bare", "bare", "reason", "tutor", "expert"))
        form = None if style == "bare" else phrases.wording(rng, style, w.fold)
        mark = rng.choice(("", "", "", "pls ", "Q: ", "Hi, ", "question: "))
        for at in op.times(a, count, rng.choice((op.tempo, "human"))):
            item = next(cards, None)
            if item is None:  # the list is done
                item = Item(people.maths_task(rng, w.fold))
            w.emit(
                a,
                at,
                mark + (form.wrap(rng, item.text) if form else item.text),
                item.system,
                out=op.out,
                harvested=True,
            )
        op.disguise(a, count)


def rewrites(w: World, size: int) -> None:
    """Documents rephrased, or made safe for censors, as pre-training or alignment text."""
    rng = w.rng
    op = Operator(w, "rewrites", 0.5)
    chinese = rng.random() < 0.5
    form = phrases.wording(rng, "rewrite_zh" if chinese else "rewrite", w.fold, op.variants)
    source = rng.choice(("doc", "doc", "tweets", "alpaca", "jailbreak"))
    for count in op.counts(size, rng.choice((4, 15, 45)), 0.9, 500):
        a = op.account()
        for at in op.times(a, count):
            if chinese:
                text = w.bank.doc(rng, "zh") if source != "alpaca" else w.bank.one("zh", rng).text
            else:
                text = w.bank.doc(rng) if source == "doc" else w.bank.one(source, rng).text
            w.emit(a, at, form.wrap(rng, text), out=op.out - 0.4, harvested=True)
        op.disguise(a, count)


CAMPAIGNS: dict[str, Callable[[World, int], None]] = {
    "reasoning-harvest": reasoning_harvest,
    "agentic-pivot": agentic_pivot,
    "varied-accounts": varied_accounts,
    "second-pool": second_pool,
    "four-per-account": four_per_account,
    "rubric-grading": rubric_grading,
    "replay": replay,
    "hydra-proxy": hydra_proxy,
    "technique-sweep": technique_sweep,
    "low-and-slow": low_and_slow,
    "dealt-list": dealt_list,
    "rewrites": rewrites,
}


def run(w: World, kind: str, size: int) -> None:
    """One to three operators of very different size, `size` accounts in all."""
    rng = w.rng
    while size > 0:
        part = size if size < 8 or rng.random() < 0.5 else max(4, round(size * rng.choice((0.15, 0.3, 0.7))))
        CAMPAIGNS[kind](w, part)
        size -= part


def mixed(w: World, size: int) -> None:
    """Every kind; a fifth of the accounts in the two quietest."""
    rng = w.rng
    quiet = ("low-and-slow", "dealt-list")
    loud = [k for k in CAMPAIGNS if k not in quiet]
    shares = {
        k: rng.lognormvariate(0, 0.9) * (0.3 if k == "rubric-grading" else 1.8 if k == "four-per-account" else 1)
        for k in loud
    }
    scale = 0.8 * size / sum(shares.values())
    wanted = {k: max(2, round(v * scale)) for k, v in shares.items()}
    cut = rng.uniform(0.3, 0.7)
    rest = max(4, size - sum(wanted.values()))
    wanted |= {quiet[0]: max(2, round(rest * cut)), quiet[1]: max(2, rest - round(rest * cut))}
    left = size
    for kind in rng.sample(list(wanted), len(wanted)):
        part = min(left, wanted[kind])
        if part > 0:
            run(w, kind, part)
        left -= part
    if left > 0:
        run(w, "four-per-account", left)
