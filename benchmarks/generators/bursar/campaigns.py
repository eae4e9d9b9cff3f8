"""Distillation campaigns: one work queue each, dealt over an operator's accounts."""
# fmt: off

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from .desk import CLIENTS, DAY, NEW_MODEL, Account, Desk, changed
from .honest import TOOLS, Writer, ordinary_writer
from .texts import (
    BANKS,
    THINGS,
    TRACES,
    Ask,
    Session,
    Wording,
    bank,
    errand,
    fill,
    flat,
    half,
    pool,
    questions,
    roughen,
    thread,
)

SENSITIVE, SOFTEN, RUBRICS, HARNESS = (BANKS[name] for name in bank("SENSITIVE|SOFTEN|RUBRICS|HARNESS"))
# kind: mean harvest sessions per account, its domains, styles of wording, share of cover traffic at most
PLANS = {k: (float(mean), domains.replace("+", " "), styles.replace("+", " "), float(cover))
    for k, mean, domains, styles, cover in (row.split() for row in BANKS["PLANS"])}
Operator = SimpleNamespace  # name kind shares stack knobs signup shape sticky cover clients verbosity zone since

def operator(desk: Desk, kind: str, number: int) -> Operator:
    """Draw an operator."""
    r = desk.r
    shares: set[str] = set()
    if kind not in ("four-per-account", "low-and-slow", "dealt-list") and r.random() < 0.5:
        shares = {s for s in ("pay", "net", "tls") if r.random() < 0.5} or {"pay"}
    if kind == "reasoning-harvest" and r.random() < 0.7:
        shares.add("pay")
    quiet = kind in ("low-and-slow", "four-per-account", "dealt-list")
    weights = {k: v * (0.4 if k == "web" and not quiet else 1) for k, v in CLIENTS.items()}
    clients = [desk.client(r.choices(list(weights), list(weights.values()))[0]) for _ in range(r.randint(2, 5))]
    stack = r.choice(bank("own|own|few" if quiet or kind == "varied-accounts" else "one|few|few|own|own|rotated"))
    return Operator(name=f"{kind}-{number}", kind=kind, shares=shares, stack=stack, clients=clients,
        knobs=r.choice(bank("own|jitter|defaults" if quiet else "one|jitter|own|defaults")),
        signup=r.choice(bank("spread|aged|waves" if quiet else "lockstep|waves|spread|aged")),
        shape="human" if kind == "low-and-slow" else r.choice(bank("batch|flat|human|office|service")),
        habit=r.choice([0.4, 0.7, 1.0]), sticky=r.random() < 0.45, cover=r.choice([0.0, r.random()]) * PLANS[kind][3],
        verbosity=r.lognormvariate(0.15, 0.35), since=r.uniform(0, 0.35) * desk.days * DAY,
        zone=r.choice([8, 8, 8, 9, -6, 1]), weaker=r.choice(["meridian-3-mini", "meridian-3-base", "meridian-2-large"]))

def recruit(desk: Desk, op: Operator, since: float) -> Account:
    """One more account of an operator."""
    r = desk.r
    common = r.choice(op.clients[1:]) if op.stack in ("few", "rotated") else op.clients[0]
    kind = common.kind if op.stack != "own" else None
    client = desk.client(kind)
    parts: dict[str, Any] = {"verbosity": client.verbosity**0.5 * op.verbosity}
    if op.stack != "own" and r.random() < op.habit:
        parts.update(agent=common.agent, sdk=common.sdk, ja4=common.ja4)
    if "tls" in op.shares:
        parts["ja4"] = op.clients[0].ja4
    if op.knobs == "one":
        parts["params"] = dict(op.clients[0].params)
    elif op.knobs == "jitter":
        parts["params"] = {**op.clients[0].params, "temperature": round(r.uniform(0.3, 1.1), 2)}
    elif op.knobs == "defaults":
        parts["params"] = {}
    if "net" in op.shares:
        parts["places"] = op.clients[0].places + client.places * (r.random() < 0.3)
    if op.kind == "hydra-proxy" and op.clients[1].kind in ("cloud", "sdk"):
        parts["path"] = f"reseller:{desk.fold}{len(op.name) * 37 % 89}"
    client = changed(client, **parts)
    known: dict[str, Any] = {}
    if op.signup == "lockstep":
        known["created_at"] = desk.when(since - r.uniform(0, 3) * DAY)
    elif op.signup == "waves":
        known["created_at"] = desk.when(since - r.choice([2, 16, 30]) * DAY + r.uniform(0, 1.5) * DAY)
    elif op.signup == "aged":
        known["created_at"] = desk.when(-r.uniform(200, 1300) * DAY)
    elif op.signup == "spread":
        known["created_at"] = desk.when(since - r.expovariate(1 / (120 * DAY)))
    if "pay" in op.shares:
        known.update(payment_fingerprint=f"pay_{op.clients[r.randrange(2)].credential}", payment_kind=r.choice([
            "virtual", "card"]))
    if op.kind == "varied-accounts":
        known["pathway"] = r.choice(bank("self_serve|self_serve|education|startup|security_research|cloud"))
    if r.random() < 0.05:
        known["email_domain"] = r.choice(bank("mailto.plus|yopmail.com|tmpmail.net"))
    account = desk.enrol(client, op.kind, op.name, **known)
    return account

def work(desk: Desk, op: Operator, total: int) -> Callable[[int], Session]:
    """The work queue: what job number i asks for."""
    r, fold, kind = desk.r, desk.fold, op.kind
    _, domains, styles, _ = PLANS[kind]
    domain, style = r.choice(domains.split()), r.choice(styles.split())
    asks = {"documents": SOFTEN, "judging": RUBRICS}.get(domain, TRACES)
    wording, tools = Wording(r, fold, style, asks), tuple(r.sample(TOOLS, 6))
    harness = r.choice(half(HARNESS, fold))
    if domain == "judging":
        form = r.choice(sorted(pool("judge", fold)))
        graded = r.sample(pool("judge", fold)[form], len(pool("judge", fold)[form]))
        own = r.random() < 0.5  # a rubric of its own over plain questions and answers, or the published forms
        answered = [a for a in r.sample(flat("alpaca", fold), 900) if a.reply]
        def judge(i: int) -> Session:
            item = answered[i % len(answered)]
            body = f"Q: {item.text}\nA: {item.reply}\n" + (f"B: {answered[-i % len(answered)].reply}" if own else "")
            plain = Ask(f"{body}\n{r.choice(wording.banks[1])}" if style == "bare" else body, "judge")
            return [wording.wrap(plain)] if own else [graded[i % len(graded)]]
        return judge
    if domain == "documents":
        papers = r.sample(flat("filler", fold), 400) + (r.sample(flat("zh", fold), 300) if r.random() < 0.5 else [])
        topics = half(SENSITIVE, fold)
        def rewrite(i: int) -> Session:
            text = f"({r.choice(topics)}) {papers[i % len(papers)].text}"
            return [wording.wrap(Ask(text[:1600], "write"))]
        return rewrite
    if domain == "sessions":
        stored = r.sample(desk.threads, min(len(desk.threads), 400))
        coding = [i for i in stored if any("code" in a.text or "write" in a.text.lower() for a in pool("chat", fold)[
            i])]
        def replayed(i: int) -> Session:
            turns = pool("chat", fold)[(coding or stored)[i % len(coding or stored)]]
            cut = r.randrange(len(turns))
            return [a._replace(system=harness) for a in turns[cut : cut + r.randint(1, 2)]]
        return replayed
    ask = questions(r, fold, domain, total + 50, r.choice([0.3, 0.6, 0.9]))
    sweep: list[Wording] = [Wording(r, fold, "one", TRACES) for _ in range(40)] if kind == "technique-sweep" else []
    winners, share = sweep[: r.randint(1, 3)], r.uniform(0.2, 0.45)
    steps = half(bank(
        "Observation: ok|Observation: error {k}|Tool returned {k} rows|exit 0|Tests: {k} passed, 1 failed"), fold)
    def job(i: int) -> Session:
        if sweep:
            chosen = sweep[i % len(sweep)] if i < share * total else r.choice(winners)
            return [chosen.wrap(ask())]
        first = wording.wrap(ask())
        if domain != "agents" and kind != "agentic-pivot":
            return [first]
        first = first._replace(system=first.system or harness, tools=tools, task="agent")
        turns = [first._replace(text=f"{fill(r, r.choice(steps))} #{i}") for _ in range(min(int(r.expovariate(0.3)),
            10))]
        return [first, *turns]
    return job

def deal(desk: Desk, op: Operator, accounts: list[Account], total: int) -> list[tuple[float, Account]]:
    """Which account takes which job and when: a balancer over the pool, or each account at its own pace."""
    r = desk.r
    spread = 0.0 if op.kind in ("four-per-account", "low-and-slow") else r.choice([0.1, 0.5, 1.1])
    weights, since, until = [r.lognormvariate(0, spread) for _ in accounts], op.since, desk.days * DAY
    if op.kind == "four-per-account" and r.random() < 0.6:
        until = min(until, since + r.uniform(1.5, 6) * DAY)
    if op.sticky:
        moments = desk.arrive(op.shape, total, op.zone, since, until)
        turn = r.random() < 0.5 and spread < 0.3  # round robin
        return [(t, accounts[i % len(accounts)] if turn else r.choices(accounts, weights)[0]) for i, t in enumerate(
            moments)]
    out: list[tuple[float, Account]] = []
    for account, weight in zip(accounts, weights, strict=True):
        count = max(1, round(total * weight / sum(weights) * r.uniform(0.8, 1.2)))
        zone = account.zone if op.shape == "human" else op.zone
        out += [(t, account) for t in desk.arrive(op.shape, min(count, 1200), zone, since, until)]
    return sorted(out, key=lambda pair: pair[0])

def campaign(desk: Desk, kind: str, number: int, members: int, thrift: float) -> None:
    """One operator's campaign over `members` accounts."""
    r, op = desk.r, operator(desk, kind, number)
    pivot = desk.release + r.uniform(0.05, 1.0) * DAY if kind == "agentic-pivot" else None
    ban = r.uniform(0.4, 0.65) * desk.days * DAY if kind == "second-pool" else None
    first = members if ban is None else max(1, int(members * r.uniform(0.4, 0.6)))
    accounts = [recruit(desk, op, op.since) for _ in range(first)]
    mean = PLANS[kind][0] * r.lognormvariate(0, 0.4) * thrift
    if kind in ("low-and-slow", "four-per-account"):
        mean = r.uniform(3.3, 5) if kind == "four-per-account" else r.choice([1.3, 2.2, desk.days / 7 * 1.5])
    total = max(members, int(mean * members))
    schedule = deal(desk, op, accounts, total)
    if ban is not None:  # the queue moves over to fresh accounts when the first pool falls
        op.signup = r.choice(["lockstep", "waves"])
        fresh = [recruit(desk, op, ban) for _ in range(members - first)] or accounts[:1]
        fallen = {a.id: ban + r.expovariate(1 / (0.4 * DAY)) for a in accounts}
        for account in accounts:
            account.row.update(status="banned", status_at=desk.when(fallen[account.id]))
        schedule = [(t, a if t < fallen.get(a.id, t + 1) else r.choice(fresh)) for t, a in schedule]
        accounts = accounts + fresh
    job = work(desk, op, len(schedule))
    extracting = PLANS[kind][1] not in ("documents", "sessions") and r.random() < 0.6
    refused = {"rubric-grading": 0.06}.get(kind, r.uniform(0.01, 0.06) if extracting else 0.004)
    weaker, half_over = desk.days * DAY * r.uniform(0.2, 0.6), r.uniform(0.4, 0.9)
    for i, (moment, account) in enumerate(schedule):
        session, before, model = job(i), 0, None
        extra: dict[str, Any] = {}
        client = account.client
        if op.stack == "rotated":
            mask = r.choice(op.clients)
            client = changed(client, agent=mask.agent, sdk=mask.sdk)
        if pivot is not None and moment > pivot and r.random() < half_over:
            model = NEW_MODEL
        if kind == "rubric-grading" and moment > weaker:
            model, refused = op.weaker, 0.005
        if kind == "replay":
            before = 2 * r.randint(1, 9)
            extra["reasoning_blobs_in"] = [desk.new_id("b")] if r.random() < 0.6 else None
        if kind == "hydra-proxy":
            extra["end_user_id"] = f"h{r.randint(1, 60)}" if r.random() < 0.8 else None
        if op.knobs == "jitter":
            extra["temperature"] = round(r.uniform(0.3, 1.1), 1)
        desk.emit(account, moment, session, True, client=client, before=before, model=model, refused=refused, pace=6,
            **extra)
    cover(desk, op, accounts, Counter(a.id for _, a in schedule))

def cover(desk: Desk, op: Operator, accounts: list[Account], sent: Counter[str]) -> None:
    """What else the accounts carry: a proxy's real customers, or chat for show."""
    r = desk.r
    for account in accounts:
        since = max(0.0, (account.row["created_at"] - desk.start).total_seconds())
        until = None
        if account.row["status"] == "banned" and op.kind == "second-pool":
            until = max(7200.0, (account.row["status_at"] - desk.start).total_seconds())
        if op.kind == "hydra-proxy":  # harvest is 5-25 % of it, in exchanges; a session has about 2.4
            share = r.uniform(0.05, 0.25)
            count = int((sent[account.id] + 0.3) * (1 - share) / share / 2.4)
            for moment in desk.arrive("service", min(count, 600), account.zone, since):
                session = thread(r, desk.fold, desk.threads) if r.random() < 0.6 else errand(r, desk.fold, THINGS)
                desk.emit(account, moment, session, end_user_id=f"h{r.randint(61, 400)}" if r.random() < 0.8 else None)
            continue
        count = int(sent[account.id] * op.cover / (1 - op.cover) * r.uniform(0.3, 1.7) + r.random())
        if op.kind == "low-and-slow":
            count = max(1, min(int(r.lognormvariate(2.0, 0.9)), 120))
        if count:
            writer: Writer = ordinary_writer(desk, account)[0]
            for i, moment in enumerate(desk.arrive("human", count, account.zone, since, until)):
                desk.emit(account, moment, [a._replace(text=roughen(r, a.text)) for a in writer(account, i)])
