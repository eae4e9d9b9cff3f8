"""Honest people who look coordinated: each cluster has something in common, and each member a life of its own."""

from collections.abc import Callable, Iterator
from random import Random

from . import phrases as ph
from .network import CLIENT, COUNTRIES, DAY, Habit, address, habit, tag
from .texts import MAKERS, Item
from .trades import LABELS, ORDERS, TRADES, casual, chats, employ, side, talk, volume, work, worker
from .world import Account, World


def members(w: World, n: int, kind: str, *, soft: Habit | None = None, parts: tuple[str, ...] = CLIENT, own: float =
        0.4, shapes: tuple[str, ...] = (), net: list[tuple[str, str, int]] | None = None, born: tuple[float, float] |
        None = None, land: str | None = None, **record: object) -> Iterator[Account]:
    """n customers of a cluster; once the common part is done, each goes on with work of its own."""
    rng = w.rng
    for _ in range(n):
        who = w.account(kind, None, land, **record)
        if born:
            who.record["created_at"] = w.at((born[0] + rng.random() * born[1]) * DAY)
        if soft:
            who.habit.take(soft, parts)
        if net and rng.random() < 0.8:
            who.habit.places = net
        if shapes:
            who.habit.shape = rng.choice(shapes)
        yield who
        if rng.random() < own:
            employ(w, who, min(volume(rng, 12), 120))
        side(w, who)

def open_agent(w: World, rng: Random, n: int) -> None:
    """An open-source agent: one prompt, one client, unrelated users and repositories."""
    rules = rng.sample(("Plan first.", "Never ask twice.", "Explain your reasoning.", "Run tests.",
        "Prefer small edits."), 3)
    system = f"You are {rng.choice(ph.FIRM_A)}Coder, an open-source agent. Think before each call. {' '.join(rules)}"
    kit = tuple(sorted(rng.sample(ph.TOOLS, 6)))
    shapes = ("sessions", "office", "flat", "cron", "traffic")
    for who in members(w, n, "open_agent", soft=habit(rng, "US"), own=0.1, shapes=shapes):
        project, topics = ph.firm(rng), rng.sample(["code", "agents", "knowledge", "writing"], 2)
        def make(project: str = project, topics: list[str] = topics) -> Item:
            return Item(f"[{project}] {MAKERS[rng.choice(topics)](rng, w.fold).prompt}", system, 180, None, kit)
        work(w, who, volume(rng, 35), make, depth=0.6)

def tenants(w: World, rng: Random, n: int) -> None:
    """One template, one customer: often many accounts under one organisation."""
    make, org = worker(w, rng, rng.choice(("classify", "extract", "rag", "support", "tenant", "summary"))), ph.firm(rng)
    mean = rng.choice((10, 60, 200)) if n < 60 else 20
    for who in members(w, n, "tenant", soft=habit(rng, rng.choice(COUNTRIES)), parts=(*CLIENT, "places", "shape",
            "model"), own=0.0, org_id="org_" + tag(org, rng.random())[:10], org_name=org, email_domain=org + ".com"):
        work(w, who, volume(rng, mean), make)

def judges(w: World, rng: Random, n: int) -> None:
    """Quality monitoring with one popular grader prompt, each firm over its own product's answers."""
    form, scale = rng.choice(ph.half(ph.RUBRICS, w.fold)), rng.choice((5, 10))
    for who in members(w, n, "judge", shapes=("cron", "flat", "bursts")):
        topic, what = worker(w, rng, rng.choice(("support", "content", "rag"))), rng.choice(ph.DIMENSIONS)
        for t in w.when(who, volume(rng, 60)):
            reply = w.words[(at := rng.randrange(len(w.words) - 500)) : at + rng.randint(80, 400)]
            asked = form.format(p=scale, d=what, q=topic().prompt[:600], r=reply, s=reply[::-1][:90])
            w.send(who, t, Item(asked, None, 60))

def benchmark(w: World, rng: Random, n: int) -> None:
    """Unrelated labs run the same public list, in whole or in part, with the harness's own prompt."""
    source = rng.choice(("bbh", "gsm", "cot", "direct", "bfcl", "bbh"))
    stock = list(rng.choice(w.texts.subtypes[source]))[: rng.choice((60, 150, 250))]
    tail = rng.choice(("", "\nA:", "\nLet's think step by step.", "\nAnswer with the letter only."))
    together = rng.random() < 0.5
    for who in members(w, n, "benchmark", soft=habit(rng, "US") if rng.random() < 0.7 else None, own=0.6):
        part = stock if rng.random() < 0.5 else rng.sample(stock, max(3, int(len(stock) * rng.random())))
        day = w.release / DAY + rng.random() if together else rng.random() * (w.days - 1)
        model = w.new_model if together and rng.random() < 0.7 else who.habit.model
        for t, item in zip(w.when(who, len(part), "bursts", day * DAY, (day + 0.8) * DAY), part, strict=True):
            w.send(who, t, item._replace(prompt=item.prompt + tail), model=model)

def classroom(w: World, rng: Random, n: int) -> None:
    """One assignment, one campus, one week of sign-up; every student asks in their own way."""
    land, domain = rng.choice(COUNTRIES), rng.choice(("maths", "code", "knowledge", "writing", "chinese"))
    gate, week = [address(rng, land, False) for _ in range(rng.randint(1, 3))], rng.uniform(-20, w.days * 0.4)
    sheet = [MAKERS[domain](rng, w.fold) for _ in range(rng.randint(4, 12))]
    due = rng.uniform(max(week, 0) + 2, w.days - 1)
    for who in members(w, n, "classroom", net=gate, born=(week, 5), land=land, email_domain=f"{ph.firm(rng)}.edu",
            pathway=rng.choice(("education", "self_serve"))):
        mine = [item if rng.random() < 0.5 else casual(rng, item) for item in sheet if rng.random() < 0.8]
        times = w.when(who, len(mine), "sessions", max(0.0, due - rng.uniform(1, 5)) * DAY, due * DAY)
        for t, item in zip(times, mine, strict=True):
            w.chat(who, t, [item, *[Item(rng.choice(ph.FOLLOWUPS), out=110) for _ in range(int(rng.expovariate(0.8)))]])
        chats(w, who, rng.randint(0, 12))

def forum(w: World, rng: Random, n: int) -> None:
    """Textbook exercises that go round between schools: bare questions, unrelated pupils and tutors."""
    book = rng.sample(w.texts.pools[rng.choice(("gsm", "zh_extra", "alpaca", "cot"))], 150)
    for who in members(w, n, rng.choice(("homework_forum", "same_textbook", "tutoring")), shapes=("sessions",),
            own=0.5):
        near = rng.randrange(120)
        for t in w.when(who, rng.randint(2, 18)):
            item = book[min(149, near + int(rng.expovariate(0.08)))]
            w.send(who, t, casual(rng, item) if rng.random() < 0.6 else item)

def hackathon(w: World, rng: Random, n: int) -> None:
    """New accounts, sponsor credits, the same starter code; a different project per team."""
    day, room = rng.uniform(1, w.days - 4), [address(rng, rng.choice(COUNTRIES), False)]
    system = f"You are the {ph.firm(rng)} starter bot. Use the tools, explain your reasoning, reply in JSON."
    for who in members(w, n, "hackathon", soft=habit(rng, "US"), parts=(*CLIENT, "model"), net=room, own=0.1, born=(day
            - 1, 1.4), payment_kind="credits", payment_fingerprint=None):
        idea = worker(w, rng, rng.choice(("agent", "rag", "npc", "questions", "support", "finance", "content")))
        for t in w.when(who, min(volume(rng, 45), 300), "bursts", day * DAY, (day + 2.3) * DAY):
            w.send(who, t, idea()._replace(system=system))

def gateway(w: World, rng: Random, n: int) -> None:
    """One egress for many: carrier NAT, campus, office, VPN. Nothing else in common."""
    land = rng.choice(COUNTRIES)
    exits = [address(rng, land, rng.random() < 0.4) for _ in range(rng.randint(1, 4))]
    for who in members(w, n, "shared_egress", net=exits, land=land):
        if rng.random() < 0.3:
            chats(w, who, min(volume(rng), 120))
        else:
            work(w, who, volume(rng), worker(w, rng, rng.choice(list(TRADES)[:14])))

def reseller(w: World, rng: Random, n: int) -> None:
    """An open proxy's accounts: innocent end customers of many zones, who now and then land on another account."""
    name, card = rng.choice(("openmarket", "cheaptoken", "relay-x", "hub9")), tag("pay", rng.random())
    pool = list(members(w, n, "reseller", soft=habit(rng, "SG"), parts=("agent", "sdk", "ja4", "places"), own=0.0,
        born=(-60, 70), payment_fingerprint=card if rng.random() < 0.6 else None))
    named = rng.random() < 0.5
    for who in pool:
        who.habit.path = f"reseller:{name}"
    for i in range(8 * n):
        who, guest = rng.choice(pool), habit(rng, rng.choice(COUNTRIES))
        guest.take(who.habit, ("agent", "sdk", "ja4", "places", "path"))
        task = worker(w, rng, rng.choice(list(TRADES)[:14])) if rng.random() < 0.25 else None
        for t in w.when(who, rng.randint(2, 9), guest.shape):
            host = who if rng.random() < 0.85 else rng.choice(pool)
            w.chat(host, t, [task()] if task else talk(w, rng, 6), user=f"u{i}" if named else None, using=guest)

def failover(w: World, rng: Random, n: int) -> None:
    """One customer with two keys on separate accounts: the same job, here or there."""
    for _ in range(max(1, n // 2)):
        job = worker(w, rng, rng.choice(list(TRADES)[:12]))
        pair = list(members(w, 2, "failover", soft=habit(rng, "DE"), parts=(*CLIENT, "places", "model", "shape"),
            own=0.0, payment_fingerprint=tag("pay", rng.random())))
        for t in w.when(pair[0], volume(rng, 60)):
            w.send(pair[0] if rng.random() < 0.7 else pair[1], t, job())

def release_day(w: World, rng: Random, n: int) -> None:
    """Benchmarkers try the new model within a day; products move to it within days, without a ramp."""
    moves = rng.random() < 0.5
    for who in members(w, n, "migration" if moves else "release_day"):
        make = worker(w, rng, rng.choice(list(TRADES)[:12] if moves else ("bench", "questions", "synthetic", "agent")))
        turn = w.release + rng.expovariate(1 / 2) * DAY
        if not moves:
            for t in w.when(who, rng.randint(10, 120), "bursts", w.release, w.release + DAY):
                w.send(who, t, make(), model=w.new_model)
        for t in w.when(who, volume(rng, 60 if moves else 20)):
            w.send(who, t, make(), model=w.new_model if moves and t > turn else None)

def labelling(w: World, rng: Random, n: int) -> None:
    """Labelling shops, audit users who want reasons: one order copied from a guide, own labels and material."""
    reason = rng.choice(("", "", rng.choice(ph.half(ph.REASON_A, w.fold))))
    order = rng.choice(ph.half(ORDERS, w.fold))
    for who in members(w, n, "audit" if reason else "labelling", shapes=("bursts", "cron", "flat", "office")):
        head, stock = order.format(k=rng.choice(LABELS)), rng.choice(w.texts.subtypes[rng.choice(("filler",
            "intents"))])
        for t in w.when(who, volume(rng, 70)):
            w.send(who, t, Item(f"{head} {reason}\n{rng.choice(stock).prompt}", None, 20 if not reason else 150))

def licensed(w: World, rng: Random, n: int) -> None:
    """A licensed distiller: openly one organisation, allowed to train on the answers."""
    org, domain, wish = ph.firm(rng), rng.choice(list(MAKERS)[:7]), rng.choice(ph.half(ph.REASON_A, w.fold))
    for who in members(w, min(n, rng.randint(1, 8)), "licensed", soft=habit(rng, "US"), parts=(*CLIENT, "places"),
            own=0.0, org_id="org_" + org, org_name=org, email_domain=org + ".ai", distillation_licence=True,
            pathway="enterprise", verification="business"):
        work(w, who, rng.randint(40, 500), lambda: Item(f"{MAKERS[domain](rng, w.fold).prompt}\n{wish}", None, 500))

def startup(w: World, rng: Random, n: int) -> None:
    """Hobbyists and start-ups with a small synthetic set each, after the same tutorial."""
    pool = w.texts.pools[rng.choice(("generators", "seeds", "alpaca", "zh", "elicit"))]
    head = rng.choice(("", "", "Generate a training example like: ", rng.choice(ph.half(ph.PERSONAS, w.fold)) + " "))
    for who in members(w, n, "small_synthetic", shapes=("bursts", "sessions", "flat"), own=0.8):
        part, flavour = rng.sample(pool, min(len(pool), rng.randint(10, 160))), ph.fill(rng, head)
        for t, item in zip(w.when(who, len(part)), part, strict=True):
            w.send(who, t, item._replace(prompt=flavour + item.prompt))

def tutorial(w: World, rng: Random, n: int) -> None:
    """A no-code template, a browser extension or a course: one prompt, everybody's own material and hours."""
    system = ph.fill(rng, rng.choice(ph.half(ph.PERSONAS, w.fold))) + " " + rng.choice(ph.half(ph.REASON_B, w.fold))
    form = rng.choice(("{x}", "Improve this text: {x}", "Task: {x}\nDo it step by step.", "<input>{x}</input>",
        "User: {x}"))
    start, kind = rng.uniform(-30, w.days - 4), rng.choice(("no_code", "extension", "bootcamp", "paper_review"))
    for who in members(w, n, kind, soft=habit(rng, "US"), parts=(*CLIENT, *(("model",) if rng.random() < 0.6 else ())),
            own=0.2, shapes=("sessions", "office", "bursts"), born=(start, 5) if rng.random() < 0.5 else None):
        own = worker(w, rng, rng.choice(("questions", "content", "support", "summary", "npc", "localise", "extract")))
        for t in w.when(who, min(volume(rng, 22), 400)):
            item = own()
            w.send(who, t, item._replace(prompt=form.replace("{x}", item.prompt), system=system))

def mills(w: World, rng: Random, n: int) -> None:
    """Translation bureaus and content mills: high volume, similar orders, rival firms."""
    trade = rng.choice(("content", "localise", "summary", "extract"))
    for who in members(w, n, "mill_" + trade, shapes=("flat", "cron", "office")):
        work(w, who, volume(rng, 80), worker(w, rng, trade))

def pipeline(w: World, rng: Random, n: int) -> None:
    """CI jobs and cron tasks of one published action: same minute, same client, own repositories."""
    minute, nightly = rng.randrange(86400), rng.random() < 0.6
    action = f"{ph.firm(rng)}-action v{rng.randint(1, 6)}: review the change, list problems as JSON."
    for who in members(w, n, "ci", soft=habit(rng, "US"), net=[address(rng, "US", True) for _ in range(12)], own=0.3):
        repo, tasks = ph.firm(rng), rng.sample(ph.CODE_TASKS, 3)
        for day in range(w.days):
            t = day * DAY + (minute if nightly else rng.random() * DAY) + rng.random() * 90
            for i in range(rng.randint(0, 3)):
                told = f"{repo}: {rng.choice(tasks)} (+{rng.randint(1, 400)}/-{rng.randint(0, 90)}) {tag(t, i)[:7]}"
                w.send(who, t + 5 * i, Item(told, action, 110))

BUILDERS: dict[Callable[[World, Random, int], None], float] = {open_agent: 1.0, tenants: 0.5, judges: 0.5, benchmark:
    0.5, classroom: 0.9, forum: 0.7, hackathon: 0.7, gateway: 0.7, reseller: 0.3, failover: 0.3, release_day: 0.7,
    labelling: 0.6, licensed: 0.1, startup: 0.7, tutorial: 1.0, mills: 0.5, pipeline: 0.6,}

def populate(w: World, n: int) -> None:
    """Look-alike clusters until n accounts exist; every kind turns up, in clusters of very different size."""
    goal = len(w.accounts) + n
    while len(w.accounts) < goal:
        for build in w.rng.sample(list(BUILDERS), len(BUILDERS)):
            size = max(7 * w.rng.random() + 2, n * BUILDERS[build] * w.rng.lognormvariate(-4.2, 0.9))
            if (left := goal - len(w.accounts)) > 0:
                build(w, w.rng, max(1, min(left, int(size))))
