"""Case files: one operator, its suppliers, its dispatcher and one work queue each."""

from collections.abc import Iterator
from typing import Any

from .honest import chatter, turns
from .texts import Ask
from .world import COUNTRIES, DAY, PATHS, PATHWAYS, Habit, World

# kind: target capabilities, wordings of the queue, median volume of an account, its spread, share of all fakes
CASES: dict[str, tuple[str, str, float, float, float]] = {
    "reasoning-harvest": ("maths knowledge mixed chinese", "fixed several fixed composed", 45, 0.7, 0.11),
    "agentic-pivot": ("agents code", "bare several fixed", 28, 0.9, 0.09),
    "varied-accounts": ("agents code data vision", "several composed bare", 28, 1.1, 0.08),
    "second-pool": ("mixed maths knowledge", "fixed", 40, 0.6, 0.12),
    "four-per-account": ("maths mixed knowledge chinese code", "fixed several composed bare", 4, 0.35, 0.16),
    "rubric-grading": ("judging grading", "bare several fixed", 200, 0.8, 0.02),
    "replay": ("sessions", "bare", 30, 0.9, 0.06),
    "hydra-proxy": ("mixed maths code chinese", "fixed several composed", 55, 0.7, 0.06),
    "technique-sweep": ("maths mixed", "sweep", 40, 0.9, 0.05),
    "low-and-slow": ("maths code chinese knowledge mixed", "casual", 0, 0.0, 0.10),
    "dealt-list": ("maths knowledge chinese mixed", "bare", 20, 0.8, 0.10),
    "rewrites": ("documents sensitive", "several composed fixed", 35, 0.9, 0.05),
}
DOMAINS = {
    "maths": "gsm cot", "knowledge": "alpaca direct seeds", "mixed": "alpaca gsm tool zh", "chinese": "zh zhsup",
    "agents": "bfcl tool", "code": "tasks", "data": "gen alpaca", "vision": "bfcl", "judging": "judge",
    "grading": "alpaca gsm", "sessions": "chat", "documents": "filler chat", "sensitive": "sensitive",
}  # fmt: skip


def queue(w: World, domain: str, wording: str, size: int) -> Iterator[list[Ask]]:
    """The operator's one list of tasks, worded by its dispatcher; nothing twice while it lasts."""
    seeds: list[Ask] = []
    for name in DOMAINS[domain].split():
        if name == "sensitive":  # what may not be said at home
            seeds += [
                Ask(f"{w.t.pick('SENSITIVE')}: {w.t.pick('ANGLES')} ({w.r.randint(1950, 2025)})") for _ in range(size)
            ]
        else:
            seeds += [w.t.code_task() for _ in range(size)] if name == "tasks" else w.t.pools.asks[name]
    if domain in ("maths", "knowledge", "chinese", "data") and w.r.random() < 0.5:
        seeds = w.r.sample(seeds, max(200, len(seeds) // 3))  # a narrow slice
    w.r.shuffle(seeds)
    long, system_side = w.r.uniform(0.9, 2.2), w.r.random() < 0.3
    heads = {"grading": "JUDGE_HEADS", "documents": "REWRITES", "sensitive": "REWRITES"}.get(domain)
    frames = [w.t.wording() for _ in range({"fixed": 1, "several": w.r.randint(3, 10)}.get(wording, 48))]
    rules = [w.t.pick(heads) for _ in range(1 if wording == "fixed" else 5)] if heads else []
    guide = w.t.pick("ELICIT")
    winners, step = w.r.sample(frames, min(3, len(frames))), 0
    while True:
        seed = seeds[step % len(seeds)]
        text, out, system, risky = seed.prompt, max(seed.out, 120.0) * long, seed.system, 0.01
        if wording == "sweep":
            text, risky = (frames[step % len(frames)] if step < size * 0.35 else w.r.choice(winners))(text), 0.08
        elif heads:
            rule = w.r.choice(rules)
            answer = f"\n\nAnswer: {(seed.answer or 'not given')[:500]}" if domain == "grading" else ""
            text, out = f"{rule}\n\n{text}{answer}", 250.0 * long
        elif wording == "casual":
            text = w.t.casual(text)
        elif wording == "composed":
            text = w.t.wording()(text)
        elif wording in ("fixed", "several"):
            text, risky = w.r.choice(frames)(text), 0.02
            system = guide if system_side and wording == "fixed" else system
        tools = ("run_code", "search", "read_file") if domain == "agents" and wording != "fixed" else None
        yield [Ask(text, system, None, out, tools, risky=risky)]
        step += 1


def enlist(w: World, kind: str, op: str, size: int) -> list[Habit]:
    """Buy or make the accounts, with what the operator's suppliers of proxies, cards and programs leave in common."""
    r, hidden = w.r, kind in ("four-per-account", "low-and-slow") or w.r.random() < 0.5
    pay, nets, stack, setup = (r.choice(c.split()) if not hidden else "own" for c in (
        "own one few few", "own cloud cloud rotate", "one few own", "one one jitter own"))  # fmt: skip
    pay = r.choice(["one", "few"]) if kind == "reasoning-harvest" and not hidden else pay
    signup = r.choice(["own", "own", "spread", "aged"] if hidden else ["lockstep", "batches", "spread", "aged", "own"])
    places = r.sample(list(COUNTRIES), r.randint(1, 4)) if r.random() < 0.35 and not hidden else []
    cards = [w.hex() for _ in range(1 if pay == "one" else 2 + size // 12)]
    card, mail = r.choice(["virtual", "prepaid", "card", "virtual"]), f"{w.hex(6)}.{r.choice(['com', 'net', 'cn'])}"
    gates = [[w.address("SG", True), w.address("US", True)] for _ in range(2 + size // 15)]
    stacks, setting = [[w.client()] for _ in range(1 if stack == "one" else 4)], w.params()
    models = [r.choice(["atlas-large-4", "atlas-large-4", "atlas-mid-4"])] if r.random() < 0.75 and not hidden else []
    shared: dict[str, list[Any]] = {"country": places, "model": models, "clients": stacks if stack != "own" else [],
                                    "nets": gates if nets == "cloud" else []}  # fmt: skip
    weeks = [r.uniform(-0.4 * w.days, 90) for _ in range(1 if signup == "lockstep" else 5)]
    team = []
    for _ in range(size):
        over: dict[str, Any] = {"record": {}}
        over |= {name: r.choice(values) for name, values in shared.items() if values}
        if signup in ("lockstep", "batches"):
            over["age"] = r.choice(weeks) + r.expovariate(0.4)
        elif signup != "own":
            over["age"] = r.uniform(0, 700) if signup == "spread" else r.uniform(150, 1200)
        if pay in ("one", "few") and r.random() < 0.85:
            over["record"] |= {"payment_fingerprint": r.choice(cards), "payment_kind": card}
        if not hidden and r.random() < 0.2:
            over["record"]["email_domain"] = mail
        if setup != "own":
            over["params"] = setting | ({"temperature": round(r.uniform(0.4, 1.1), 2)} if setup == "jitter" else {})
        if kind == "varied-accounts":
            over["path"] = r.choice(PATHS)
            over["record"]["pathway"] = r.choice(PATHWAYS)
        hab = w.person(kind, True, op, over)
        if nets == "rotate":
            hab.nets, hab.roam = [w.address(hab.country) for _ in range(40)], 0.95
        team.append(hab)
    return team


def timetable(w: World, kind: str, team: list[Habit], counts: list[int]) -> list[tuple[float, Habit]]:
    """Who sends when: the dispatcher's own rhythm, or everybody's."""
    shapes = {"low-and-slow": "human", "four-per-account": "human spike", "reasoning-harvest": "jobs"}
    shape = w.r.choice(shapes.get(kind, "human flat jobs jobs users").split())
    begin = w.r.uniform(0, 0.35) * w.span
    end = w.span if shape != "spike" else min(w.span, begin + w.r.uniform(2, 6) * DAY)
    jobs = sorted(w.r.uniform(begin, end) for _ in range(w.r.randint(6, 40)))
    stop, out = begin + (end - begin) * w.r.uniform(0.35, 0.6), list[tuple[float, Habit]]()
    for i, (hab, n) in enumerate(zip(team, counts, strict=True)):
        if kind != "low-and-slow":
            hab.first, hab.last = max(hab.first, begin), max(min(hab.last, end), begin + DAY)
        if kind == "second-pool":  # the first pool is banned within a day; fresh accounts take over its queue
            ban = stop + w.r.uniform(0, 0.8) * DAY
            gone = i % 2 == 0
            hab.last = ban if gone else end
            hab.first = min(hab.first, stop - DAY) if gone else ban + w.r.uniform(0, 1.5) * DAY
            hab.record |= (
                {"status": "banned", "status_at": w.at(ban)} if gone else {"status": "active", "status_at": None}
            )
            if hab.record["created_at"] > w.at(hab.first) or (not gone and w.r.random() < 0.6):
                hab.record["created_at"] = w.at(hab.first - w.r.uniform(0.02, 4) * DAY)
        if shape in ("human", "spike", "users"):
            whens = w.moments(hab, n, 0.25 if shape == "users" else 0.05, 0.6)
        elif shape == "flat" or hab.first > jobs[-1] or kind == "second-pool":
            whens = w.steady(hab, n, "flat")
        else:
            mine = [j for j in jobs if hab.first - 60 <= j < hab.last] or [hab.first]
            whens = [min(w.span - 60, w.r.choice(mine) + w.r.uniform(0, 5400)) for _ in range(n)]
        out += [(t, hab) for t in whens]
    return sorted(out, key=lambda x: x[0])


def campaign(w: World, kind: str, size: int, budget: float) -> None:
    """One case: enlist, share out, run the queue in order of time."""
    domains, wordings, median, sigma, _ = CASES[kind]
    domain, wording, op = w.r.choice(domains.split()), w.r.choice(wordings.split()), f"op-{w.hex(8)}"
    team, spread = enlist(w, kind, op, size), sigma * w.r.uniform(0.3, 1.6)
    weeks = w.days / 7 * w.r.choice([0.4, 1.0, 1.6])
    slow = kind == "low-and-slow"
    counts = [
        max(1, round(weeks * w.r.uniform(0.6, 1.3))) if slow else w.volume(median * budget, spread, 700) for _ in team
    ]
    tasks = queue(w, domain, wording, sum(counts))
    cover = 0.0 if kind == "hydra-proxy" else w.r.choice([0, 0, 0.1, 0.3, 0.6] if median > 5 else [0, 0, 0.1])
    share = {h.account_id: w.r.uniform(0.05, 0.25) for h in team}
    lives = {h.account_id: [chatter(w, h) for _ in range(8 if kind == "hydra-proxy" else 1)] for h in team}
    names, pivots, many = w.r.random() < 0.4, {h.account_id: w.r.random() for h in team}, w.r.randint(2, 6)
    for when, hab in timetable(w, kind, team, counts):
        ident = hab.account_id
        if w.r.random() < (1 - 2 * share[ident] / (1 + share[ident]) if kind == "hydra-proxy" else cover):
            who = w.r.randrange(len(lives[ident]))
            w.talk(hab, when, next(lives[ident][who])[:4], end_user=f"{ident[-6:]}-{who}" if names else None)
            continue
        items, model, blobs = next(tasks), None, None
        if kind == "agentic-pivot" and when > w.release + pivots[ident] * DAY and w.r.random() < 0.6:
            model = "atlas-large-4.5"
        if kind == "rubric-grading" and w.r.random() < 0.06:  # refused: on to a model with weaker guards
            w.send(hab, when, items[0], harvested=True, model="atlas-large-4", refuse=True)
            when, model = when + w.r.uniform(2, 90), "atlas-small-4"
        if kind == "replay":
            items[0].orphan, blobs = 2 * w.r.randint(1, 8), [w.hex()] if w.r.random() < 0.3 else None
        if items[0].tools and w.r.random() < 0.8:
            w.talk(hab, when, turns(w, hab, items[0], many), gap=6, harvested=True, model=model)
        else:
            w.send(hab, when, items[0], harvested=True, model=model, blobs=blobs)
    for hab in team if slow else []:
        for when in w.moments(hab, w.volume(3.5, 1.2)):
            w.talk(hab, when, next(lives[hab.account_id][0]))


def attack(w: World, kind: str, count: int) -> None:
    """Split the fake accounts of one kind over operators of very different size and run them."""
    median = max(CASES[kind][2], 1)
    least = 3 if kind == "rubric-grading" else 40 if kind == "four-per-account" else 8
    budget = min(1.0, max(0.2, 60000 / max(count, 1) / median)) if median > 30 else 1.0
    while count > 0:
        size = count if count < 2 * least else min(count, max(least, int(count * w.r.choice([0.15, 0.3, 0.5, 0.7]))))
        campaign(w, kind, size, budget * (w.r.uniform(0.6, 1.4) if median > 5 else 1.0))
        count -= size
