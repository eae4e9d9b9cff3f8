"""Innocent crowds that resemble campaigns: every member is a customer with work and hours of its own."""

from collections.abc import Callable

from benchmarks.generators.chancellor.honest import judge, live, question, small_set, turns_from, volume
from benchmarks.generators.chancellor.texts import grouped, pool
from benchmarks.generators.chancellor.world import DAY, Person, World

Turns = Callable[[int], list[str]]


def own_life(w: World, p: Person, share: float, mean: float = 5) -> None:
    """Most members also use the gateway for something of their own."""
    if w.r.random() < share:
        live(w, p, 1 + int(w.r.expovariate(1 / mean)))


def together(w: World, kind: str, n: int, week: float, **row: str | None) -> list[Person]:
    """Customers who signed up in one period, some of them earlier."""
    out = []
    for _ in range(n):
        p = w.person(kind, born=week + abs(w.r.gauss(0, 1.5)) * DAY if w.r.random() < 0.8 else None)
        p.row.update(row)
        out.append(p)
    return out


SIZES: dict[str, tuple[float, float, int, tuple[str, ...], float, str]] = {  # volume, clocks, own life, output
    "ci-job": (25, 1.1, 500, ("cron", "office", "flat"), 0.2, "code"), "auditor": (8, 1.0, 150, ("office",), 0.4,
        "reason"),
    "labeller": (80, 1.1, 1500, ("bursts", "cron", "flat"), 0.1, "json"), "extension": (7, 1.1, 150, ("human",), 0.4,
        "chat"),
    "licensed-distiller": (80, 1.1, 1500, ("bursts", "flat"), 0.1, "reason"), "textbook": (7, 1.0, 80, ("human",), 0.6,
        "reason"),
    "tutor-platform": (20, 1.2, 300, ("human",), 0.1, "reason"), "bootcamp": (9, 0.8, 80, ("human",), 0.5, "code"),
    "tutorial-follower": (5, 1.0, 60, ("human",), 0.7, "reason"), "arena-voter": (9, 0.9, 80, ("human",), 0.5, "chat"),
    "text-bureau": (25, 1.3, 600, ("office", "bursts"), 0.3, "long"),
}


def crowd(w: World, kind: str, n: int) -> None:
    """A crowd with one thing in common; each member has a subject, a pace and a clock of its own."""
    r, pick, stack, wave = w.r, w.say_it.pick, w.client("api"), w.r.choice(w.waves)
    domain = "code" if kind == "bootcamp" else "maths"
    book, at, viral = pool(domain, w.fold), r.randrange(len(pool(domain, w.fold))), r.choice(w.viral)
    heads, exits = [pick("rewrites"), pick("rewrites"), pick("tasks")], [w.address("cloud") for _ in range(12)]
    weekly = [w.say_it.ask(r.choice(("maths", "code", "knowledge", "writing"))) for _ in range(12)]
    waved = {"tutorial-follower": wave, "bootcamp": r.uniform(-20, 0.5 * w.days) * DAY}.get(kind)

    def member(p: Person) -> tuple[str | None, Turns]:
        site = pool(r.choice(("docs", "chat", "knowledge", "support", "dialogues", "zh")), w.fold)
        field, firm, habit, share = r.choice(("maths", "code", "knowledge",
            "writing")), w.say_it.firm(), pick("trace"), r.random()
        own, start, pace = r.randrange(len(site)), at + r.randint(0, 60), r.uniform(0.3, 1)
        match kind:
            case "ci-job":
                p.ips, p.params["temperature"], repo = r.sample(exits, 3), 0.0, f"{pick('project')}{r.randint(1, 999)}"
                return heads[2], lambda k: [f"diff --git a/{repo}/{pick('module')}.py\n+ {w.say_it.ask('code')}"]
            case "auditor":
                why = "Explain for the file why you decided so, step by step."
                return None, lambda k: [f"Case {r.randint(9, 9999)}, {firm}: {r.choice(site).prompt[:700]} {habit}",
                    why][: 1 + k % 2]
            case "labeller":
                head = f"{pick('tasks')} Labels: {', '.join(r.sample(w.say_it.banks['criteria'], 3))}."
                return None, lambda k: [f"{head}\n{site[(own + k) % len(site)].prompt[:900]}"]
            case "licensed-distiller":
                p.row.update(distillation_licence=True, org_id=w.uid("org_"), verification="business",
                    pathway="enterprise")
                items = pool(r.choice(("maths", "code", "general", "zh", "gen")), w.fold)
                return None, lambda k: [f"{items[(own + k) % len(items)].prompt}\n{habit}"]
            case "extension":
                p.clients = [stack]
                return None, lambda k: turns_from(w, p, f"{heads[2]} Be brief. Page:\n{r.choice(site).prompt[:800]}", 2)
            case "tutor-platform":
                p.names_users = True
                return f"You tutor for {firm} School. {habit}", lambda k: turns_from(w, p, question(w, p, field), 3)
            case "tutorial-follower":
                return None, lambda k: [viral.format(q=question(w, p, field))]
            case "arena-voter":
                return None, lambda k: [r.choice(weekly) if r.random() < 0.6 else r.choice(pool("chat", w.fold)).prompt]
            case "text-bureau":
                head = r.choice(heads) + (f" Client: {firm}." if r.random() < 0.4 else "")
                own_text = share < 0.5
                return None, lambda k: [f"{head}\n{question(w, p, 'writing') if own_text else r.choice(site).prompt}"]
        chapter = [book[(start + int(k * pace)) % len(book)].prompt for k in range(90)]
        return None, lambda k: turns_from(w, p, pick("open") * (k % 2) + chapter[k] + f" {habit}" * (k % 3 == 0), 3)

    middle, spread, cap, clocks, life, shape = SIZES[kind]
    for p in [w.person(kind) for _ in range(n)] if waved is None else together(w, kind, n, waved):
        system, turns = member(p)
        users = [w.uid("u") for _ in range(r.randint(2, 60))] if p.names_users else [None]
        for k, t in enumerate(w.moments(p, volume(w, middle, spread, cap), r.choice(clocks), max(0.0, waved
            or 0.0) / w.span)):
            asked = turns(k)
            t = w.talk(p, t, asked, system=system, shape=shape, user=r.choice(users))
            if kind == "arena-voter":
                w.talk(p, t, asked, model=r.choice(w.models))
        own_life(w, p, life)


def open_agent(w: World, n: int) -> None:
    """One open-source agent's prompt and client, hundreds of unrelated people's jobs."""
    r, stack = w.r, w.client("api")
    system = f"{w.say_it.pick('agents')} v{r.randint(1, 9)}.{r.randint(0, 20)}"
    tools = sorted(r.sample(w.say_it.banks["tools"], 6))
    for _ in range(n):
        p = w.person("open-agent")
        p.clients = [stack]
        place = f"/home/{w.say_it.pick('names').lower()}/{w.say_it.pick('project')}-{r.randint(1, 999)}"
        for t in w.moments(p, max(1, volume(w, 15, 1.2, 500) // 6)):
            steps = [f"<env cwd={place}/> {question(w, p, r.choice(('agents', 'code', 'knowledge')))}"]
            for _ in range(min(20, int(r.expovariate(0.2)))):
                steps.append(f"Observation ({r.choice(tools)}): {r.choice(p.topics)} {w.uid()[: r.randint(2, 8)]}")
            w.talk(p, t, steps, system=system, tools=tools, shape="tool", pause=6)
        own_life(w, p, 0.3)


def one_template(w: World, n: int) -> None:
    """Tenants of one no-code template; some hold many accounts under one organisation."""
    r, items, left = w.r, w.r.choice(grouped("tenants", w.fold, 50)), n
    while left > 0:
        many = min(left, r.choice((1, 1, 1, 1, 2, 3, 8)))
        org, firm, shape = w.uid("org_") if many > 1 else None, w.say_it.firm(), r.choice(("cron", "flat", "office"))
        part, size = r.randrange(len(items)), volume(w, 20, 1.5, 900)
        for j in range(many):
            p = w.person("one-template")
            p.row.update(org_id=org, org_name=firm if org else None)
            for k, t in enumerate(w.moments(p, 1 + size // many, shape)):
                item = items[(part + j + k * many) % len(items)]
                w.say(p, t, item.prompt, system=item.system, params=p.params | {"temperature": 0.0}, shape="json")
        left -= many


def bench_labs(w: World, n: int) -> None:
    """Unrelated labs run the same public list, whole or in part, many after the release."""
    r = w.r
    items = pool(r.choice(("maths", "bench", "cot", "judge", "tools")), w.fold)[: r.choice((150, 400, 900))]
    suffix = r.choice(("", " " + w.say_it.pick("trace"), "\nLet's think step by step.", "\nAnswer:"))
    for _ in range(n):
        p = w.person("bench-lab")
        part = list(items[: len(items) if r.random() < 0.35 else max(5, int(len(items) * r.random() ** 2.5))])
        if r.random() < 0.4:
            r.shuffle(part)
        p.params |= {"temperature": r.choice((0.0, 0.0, 0.0, 0.6, None)), "max_tokens": r.choice((512, 2048, None))}
        late = w.release / w.span if r.random() < 0.5 else 0.0
        for item, t in zip(part, w.moments(p, len(part), r.choice(("bursts", "cron", "flat")), late), strict=False):
            w.say(p, t, item.prompt + suffix, system=item.system, shape=r.choice(("short", "reason")))
        own_life(w, p, 0.5)


def classroom(w: World, n: int) -> None:
    """One assignment, one campus network, one week of sign-up; everyone words and does it their own way."""
    r, left = w.r, n
    while left > 0:
        size, nat = min(left, r.randint(12, 45)), [w.address("home") for _ in range(3)]
        tasks = [w.say_it.ask(r.choice(("maths", "code", "writing"))) for _ in range(r.randint(3, 9))]
        due, mail = r.uniform(0.15, 0.9) * w.span, f"uni{r.randint(1, 99)}.edu"
        for p in together(w, "classroom", size, due - r.uniform(3, 12) * DAY, email_domain=mail, pathway="education"):
            p.ips = nat[: r.randint(1, 3)] + p.ips[:1]
            for task in r.sample(tasks, r.randint(1, len(tasks))):
                t = max(0, p.born + 60, due - r.expovariate(1 / (1.5 * DAY)))
                w.talk(p, t, turns_from(w, p, task if r.random() < 0.6 else w.say_it.pick("open") + task.lower(), 5))
            own_life(w, p, 0.6)
        left -= size


def hackathon(w: World, n: int) -> None:
    """New accounts, one starter kit, sponsor credits, one weekend; every team builds its own thing."""
    r, day = w.r, w.r.uniform(0.1, 0.85) * w.span
    system, stack, params = w.say_it.pick("systems"), w.client("api"), w.habits()
    for p in together(w, "hackathon", n, day - DAY, payment_kind="credits", pathway="startup"):
        p.clients, p.params, idea = [stack], dict(params), f"{w.say_it.firm()} app on {r.choice(p.topics)}"
        own = system if r.random() < 0.5 else f"{system} Product: {idea}."
        bank, kit = pool(r.choice(("support", "chat", "code", "docs", "tools")), w.fold), w.say_it.banks["riddles"][:2]
        lo, hi = day / w.span, min(1.0, (day + 2.5 * DAY) / w.span)
        for k, t in enumerate(w.moments(p, volume(w, 18, 1.0, 250), "flat", lo, hi)):
            w.say(p, t, kit[k] if k < len(kit) else f"{idea}: {r.choice(bank).prompt[:600]}", system=own)
        own_life(w, p, 0.2)


def shared_exit(w: World, n: int) -> None:
    """CGNAT, a dormitory or an office: many strangers behind few addresses."""
    country = w.r.choice(("IN", "NG", "VN", "BR", "JP", "US"))
    exits = [w.address("home", country) for _ in range(2 + n // 25)]
    for _ in range(n):
        p = w.person("shared-exit", country=country)
        p.ips = exits
        live(w, p, volume(w, 6, 1.4, 300))


def reseller(w: World, n: int) -> None:
    """An open reseller: each account carries many innocent end customers."""
    r, stack, exits = w.r, w.client("api"), [w.address("cloud") for _ in range(4)]
    stack.path = r.choice(("api", f"reseller:{w.say_it.pick('firms').lower()}"))
    for _ in range(n):
        p = w.person("reseller")
        if r.random() < 0.8:
            p.clients, p.ips = [stack], exits
        for _ in range(r.randint(1, 5)):
            p.topics, p.wake = tuple(r.sample(w.say_it.banks["topic"], 2)), r.gauss(9, 4)
            p.lang = r.choice(("en", "zh", "es", "ru"))
            live(w, p, volume(w, 10, 1.0, 150))


def failover(w: World, n: int) -> None:
    """One customer with two accounts: a conversation goes on elsewhere after an error."""
    r = w.r
    for _ in range(n // 2):
        a, b = w.person("failover"), w.person("failover")
        b.clients, b.ips, b.row["email_domain"] = a.clients, a.ips, a.row["email_domain"]
        live(w, b, 1 + int(r.expovariate(0.3)))
        system, late = w.say_it.fill(w.say_it.pick("apps")), max(a.born, b.born, 0) / w.span
        for t in w.moments(a, volume(w, 20, 1.0, 200), "human", min(0.95, late)):
            turns = turns_from(w, a, r.choice(pool("support", w.fold)).prompt, 6)
            cut = len(turns) if r.random() < 0.8 else r.randint(0, len(turns))
            end = w.talk(a, t, turns[:cut], system=system)
            w.talk(b, end, turns[cut:], system=system, held=2 * cut)


def release_day(w: World, n: int) -> None:
    """The day a model comes out everybody tries the same riddles on it."""
    r, lo = w.r, w.release / w.span
    for _ in range(n):
        p = w.person("release-day")
        own_life(w, p, 0.8, 10)
        for t in w.moments(p, 1 + int(r.expovariate(0.15)), "flat", lo, min(1.0, lo + 2 * DAY / w.span)):
            text = r.choice(w.viral).format(q=w.say_it.ask("maths")) if r.random() < 0.3 else w.say_it.pick("riddles")
            w.say(p, max(t, w.release), text, model=w.newest, shape="reason")


def migration(w: World, n: int) -> None:
    """Apps re-send their stored conversations to a new model: histories without beginning."""
    r, talks, lo = w.r, grouped("chat", w.fold), w.release / w.span
    for _ in range(n):
        p, system = w.person("migration"), w.say_it.fill(w.say_it.pick("apps"))
        for t in w.moments(p, volume(w, 25, 1.0, 300), r.choice(("bursts", "cron")), lo):
            w.talk(p, t, [r.choice(talks)[-1].prompt], system=system, held=2 * r.randint(1, 8), model=w.newest)
        own_life(w, p, 0.4)


def recipes(w: World, n: int) -> None:
    """Teams that judge their own assistants, and start-ups that make a small set of their own."""
    for k in range(n):
        p = w.person("llm-judge" if k % 2 else "startup-set")
        (judge if k % 2 else small_set)(w, p, volume(w, 30, 1.1, 600))
        own_life(w, p, 0.4)


CROWDS: dict[str, Callable[[World, int], None]] = {f.__name__: f for f in (
    open_agent, one_template, bench_labs, classroom, hackathon, shared_exit, reseller, failover, release_day, migration,
        recipes)}
HEAVY = ("bench_labs", "recipes", "reseller", "one_template", "labeller", "licensed-distiller", "ci-job",
    "tutor-platform")


def crowds(w: World, n: int) -> None:
    """About n people in crowds of very different size."""
    chosen = w.r.sample([*CROWDS, *SIZES], w.r.randint(12, 19))
    sizes = [w.r.lognormvariate(0, 0.8) * (0.25 if name in HEAVY else 1.0) for name in chosen]
    for name, size in zip(chosen, sizes, strict=True):
        share = round(n * size / sum(sizes))
        share = min(share, 3 + n // 30) if name in HEAVY else share
        if name in CROWDS:
            CROWDS[name](w, share)
        else:
            crowd(w, name, share)
