"""Honest crowds that look coordinated; every member is a customer of its own."""

from collections.abc import Callable
from functools import partial

from . import honest
from .honest import live, own_work
from .phrases import LANGS, TASKS
from .texts import Ask, chats, groups, pool
from .world import DAY, NEXT, Account, Work, World

Crowd = Callable[[World, int], None]


def aside(w: World, account: Account, share: float = 0.5, scale: float = 0.6) -> None:
    """A member's other, private work."""
    if w.chance(share):
        live(w, account, scale)


def agents(w: World, n: int) -> None:
    """One open-source agent, hundreds of unrelated customers with tasks of their own."""
    name = w.rnd.choice(("OpenBuero", "FlowHand", "Scrivener", "TaskOtter", "n8n-agent"))
    tools = tuple(f"{t}_{w.hexes(2)}" for t in ("read", "write", "search", "run"))
    system = f"You are {name}, an autonomous agent. Think before each action. Tools: {', '.join(tools)}."
    client = w.client("api")
    for _ in range(n):
        a = w.enrol("agent-users", path=w.rnd.choice(("api", "api", "bedrock")))
        if a.path == "api" and w.chance(0.85):
            a.clients = [client]
        lang, topic = a.lang, w.rnd.choice(("code", "tools", "knowledge", "office", "office"))
        mine = w.rnd.sample(pool(topic, w.fold), 25) if topic != "office" else []
        def unit(mine: list[Ask] = mine, lang: str = lang) -> list[Ask]:
            goal = f"{w.pen.order(lang, w.rnd.choice(TASKS))}: {w.pen.paper(lang, 1, 4)}"
            texts = ["Goal: " + (w.rnd.choice(mine).text if mine else goal)]
            texts += ["Observation: " + w.pen.paper(lang, 1, 2) for _ in range(w.rnd.randint(0, 6))]
            return [Ask(system, text, 150, None, tools) for text in texts]
        w.serve(a, unit, w.volume(12), w.rnd.choice(("office", "home", "flat", "burst", "desk")))
        aside(w, a, 0.3)


def resold_template(w: World, n: int) -> None:
    """A vertical product's one template: many firms with sub-accounts, each on its own papers."""
    lang, task = w.rnd.choice(LANGS), w.rnd.choice(TASKS)
    system, order = honest.persona(w, lang), w.pen.order(lang, task)
    frame, client = w.rnd.choice(honest.FRAMES), w.client("api")
    while n > 0:
        size = min(n, w.rnd.choice((1, 1, 1, 2, 8, 30)))
        n -= size
        org = (f"org_{w.hexes(10)}", w.pen.company(lang)) if size > 1 or w.chance(0.6) else None
        rhythm, papers = w.rnd.choice(("office", "night", "burst", "desk")), w.rnd.randint(2, 8)
        for _ in range(size):
            a = w.enrol("template-tenant", path="api", org=org)
            a.clients = [client]
            def unit(papers: int = papers, key: str = w.hexes(3)) -> list[Ask]:
                return [Ask(system, frame.format(o=order, d=w.pen.paper(lang, 1, papers), k=key), honest.OUT[task])]
            w.serve(a, unit, w.volume(16), rhythm)
            aside(w, a, 0.2)


def judges(w: World, n: int) -> None:
    """Monitoring by judge prompts from one open library, over each firm's own traffic."""
    library = w.rnd.sample(pool("judge", w.fold), 6)
    for _ in range(n):
        a = w.enrol("llm-judge", path=w.rnd.choice(("api", "azure", "bedrock")), pathway="enterprise")
        a.params["temperature"] = w.rnd.choice((0.0, 0.0, None))
        head, lang = w.rnd.choice(library), a.lang
        lead = head.text[:260] if w.chance(0.6) else w.rnd.choice(w.pen.rules)
        def unit(head: Ask = head, lead: str = lead, lang: str = lang) -> list[Ask]:
            asked = w.pen.small(lang)
            return [Ask(head.system, f"{lead}\n\n[Q] {asked}\n[A] {w.pen.paper(lang, 1, 4)}", 170)]
        w.serve(a, unit, w.volume(25), w.rnd.choice(("night", "flat", "office", "shop")))
        aside(w, a, 0.4)


def labs(w: World, n: int) -> None:
    """Unrelated labs run the same public benchmark, whole or in part, in the benchmark's order."""
    names = [k for k in groups(w.fold) if k.startswith("bbh")]
    tasks = [a for k in w.rnd.sample(names, 4) for a in groups(w.fold)[k]]
    suite = w.rnd.choice((tasks, *(pool(name, w.fold)[:700] for name in ("maths", "bench", "cot"))))
    for _ in range(n):
        a = w.enrol("benchmark-lab", path=w.rnd.choice(("api", "api", "azure", "vertex")))
        a.params["temperature"] = w.rnd.choice((0.0, 0.0, 0.6, 1.0, None))
        suffix = w.rnd.choice(("", "", "", "\n" + w.rnd.choice(w.pen.behind)))
        size = len(suite) if w.chance(0.25) else w.rnd.randint(20, 160)
        at = w.rnd.randrange(max(1, len(suite) - size + 1))
        for t, ask in zip(honest.moments(w, a, size, "burst", w.rnd.random(), 2), suite[at : at + size], strict=True):
            w.emit(a, float(t), ask._replace(text=ask.text + suffix, answer=None))
        aside(w, a, 0.6, 1.0)


def campus(w: World, n: int, kind: str, shared_net: bool) -> None:
    """Learners on one assignment: a class, or many places with one textbook."""
    country, week = w.country(), w.rnd.uniform(0.1, 0.75)
    name = w.rnd.choice(("maths", "knowledge", "code", "writing"))
    sheet = w.rnd.sample(pool(name, w.fold), w.rnd.randint(4, 12))
    sheet += [Ask(None, w.pen.question(), 300) for _ in range(4)]
    exits = [w.address(country, 0.0) for _ in range(2)]
    for _ in range(n):
        created = week * w.span - w.rnd.uniform(0, 6) * DAY if w.chance(0.7 if shared_net else 0.2) else None
        a = w.enrol(kind, country=country if shared_net else None, path=w.rnd.choice(("console", "console", "api")),
                    created=created)  # fmt: skip
        a.record["pathway"] = "education" if w.chance(0.5) else a.record["pathway"]
        if shared_net:
            a.addresses = exits if w.chance(0.6) else [*exits, *a.addresses]
        mine = w.rnd.sample(sheet, w.rnd.randint(1, len(sheet)))
        times = honest.moments(w, a, len(mine), w.rnd.choice(("home", "desk")), week + w.rnd.random() * 0.1, 4)
        for t, ask in zip(times, mine, strict=True):
            wish = w.rnd.choice(("", "", "", "please explain: ", "help!! ", "Aufgabe: ", w.rnd.choice(w.pen.before)))
            follow = [Ask(None, w.pen.follow(a.lang), 90) for _ in range(w.rnd.choice((0, 0, 1, 3)))]
            w.talk(a, float(t), [ask._replace(text=wish + ask.text, answer=None), *follow])
        aside(w, a, 0.7, 0.8)


def hackathon(w: World, n: int) -> None:
    """New accounts, one starter kit, sponsor credits; every team builds something else."""
    day, client, credit = w.rnd.uniform(0.15, 0.85), w.client("api"), w.hexes()
    starter = honest.persona(w, "en") or "You are a hackathon helper. Reply in JSON."
    for _ in range(n):
        a = w.enrol("hackathon", path="api", created=day * w.span - w.rnd.uniform(0.05, 3) * DAY, plan="payg",
                    payment_kind="credits", payment_fingerprint=credit if w.chance(0.7) else None)  # fmt: skip
        a.clients = [client] if w.chance(0.8) else a.clients
        work, median, _ = own_work(w, a.lang)
        def unit(work: Work = work) -> list[Ask]:
            return [x._replace(system=starter) for x in work()]
        w.serve(a, unit, w.volume(median * 2, 1.1), "desk", day * w.span, day * w.span + 2 * DAY)
        aside(w, a, 0.15)


def egress(w: World, n: int) -> None:
    """Strangers behind one carrier's or company proxy's exit."""
    country = w.country()
    exits = [w.address(country, 0.0) for _ in range(3)]
    for _ in range(n):
        a = w.enrol("shared-exit", country=country)
        a.addresses = [*exits, *a.addresses[:1]] if w.chance(0.5) else exits
        live(w, a)


def resellers(w: World, n: int) -> None:
    """Accounts of an open proxy, innocent customers of every kind behind each."""
    name, client = f"reseller:{w.rnd.choice(('eurotek', 'cloudnova', 'tokenhub', 'viagate'))}", w.client("api")
    for _ in range(n):
        a = w.enrol("open-reseller", path=name)
        a.clients = [client]
        works = [own_work(w, w.rnd.choice(LANGS))[0] for _ in range(w.rnd.randint(3, 12))]
        rhythm, users = w.rnd.choice(("flat", "shop", "desk")), w.rnd.choice((0, 30, 200))
        w.serve(a, honest.several(w, works), w.volume(40, 1.2), rhythm, users=users)


def failover(w: World, n: int) -> None:
    """One customer's two accounts: the second takes over in mid-conversation when the first is throttled."""
    for _ in range(max(1, n // 2)):
        org = (f"org_{w.hexes(10)}", w.pen.company("de")) if w.chance(0.6) else None
        first = w.enrol("failover-pair", path="api", org=org)
        pair = [first, w.enrol("failover-pair", path="api", org=org, country=first.country, created=first.created)]
        pair[1].clients, pair[1].addresses = first.clients, first.addresses
        work, median, rhythm = own_work(w, first.lang)
        turn = 0
        for t in w.clock(first, w.volume(median * 2), rhythm):
            turn = 1 - turn if w.chance(0.07) else turn
            w.talk(pair[turn], float(t), work()[:3])


def release_day(w: World, n: int) -> None:
    """The first day of a new model: everyone tries it, on public questions and their own."""
    public = w.rnd.sample(pool("bench", w.fold) + pool("code", w.fold), 60)
    for _ in range(n):
        a = w.enrol("release-day")
        live(w, a, 0.6)
        work, _, _ = own_work(w, a.lang)
        mine = [w.rnd.choice(public) if w.chance(0.5) else work()[0] for _ in range(w.volume(12, 1.0, 300))]
        for t, ask in zip(w.clock(a, len(mine), "burst", w.release, w.release + DAY), mine, strict=True):
            w.emit(a, float(t), ask, model=NEXT)


def labelling(w: World, n: int) -> None:
    """Labelling businesses and licensed distillers: one template by the thousand, openly."""
    for _ in range(n):
        licensed = w.chance(0.35)
        a = w.enrol("licensed-distiller" if licensed else "batch-labelling", path="api", verification="business",
                    distillation_licence=True if licensed else None)  # fmt: skip
        name = w.rnd.choice(("maths", "knowledge", "evolve", "cot")) if licensed else "filler"
        rows, wish = pool(name, w.fold), w.rnd.choice(w.pen.behind)
        label = w.rnd.choice(("Label (pos/neg/neutral): ", "Thema? ", "Intent + Sprache als JSON: ", "Tag entities: "))
        def unit(rows: list[Ask] = rows, licensed: bool = licensed, wish: str = wish, label: str = label) -> list[Ask]:
            row = w.rnd.choice(rows)
            return [row._replace(text=f"{row.text} {wish}" if licensed else label + row.text, answer=None)]
        w.serve(a, unit, w.volume(90, 1.1), w.rnd.choice(("night", "flat", "burst")))


def copied_prompt(w: World, n: int, kind: str, maker: honest.Maker, median: float, rhythms: tuple[str, ...]) -> None:
    """Followers of one tutorial, template or extension: the shared prompt around each one's own matter."""
    lang, wish = w.rnd.choice(LANGS), w.rnd.choice(w.pen.before + w.pen.behind)
    system, client = honest.persona(w, lang), w.client("api")
    low = w.rnd.uniform(0, 0.5) * w.span if w.chance(0.4) else 0.0
    for _ in range(n):
        born = low - w.rnd.uniform(0, 5) * DAY if low and w.chance(0.5) else None
        a = w.enrol(kind, path="api" if w.chance(0.8) else "console", created=born)
        if a.path == "api" and w.chance(0.7):
            a.clients = [client]
        work = maker(w, a.lang if w.chance(0.6) else lang)
        keep = w.chance(0.85)
        def unit(work: Work = work, keep: bool = keep) -> list[Ask]:
            first, *rest = work()
            return [Ask(system, f"{wish}\n{first.text}", first.out) if keep else first, *rest]
        w.serve(a, unit, w.volume(median), w.rnd.choice(rhythms), low, users=w.rnd.choice((0, 0, 50)))
        aside(w, a, 0.35)


def migration(w: World, n: int) -> None:
    """Firms that move a whole workload in at once, without ramp."""
    for _ in range(n):
        at = w.rnd.uniform(0.1, 0.9) * w.span
        path, created = w.rnd.choice(("api", "azure", "bedrock")), at - w.rnd.uniform(1, 40) * DAY
        a = w.enrol("migration", path=path, created=created)
        work, median, rhythm = own_work(w, a.lang)
        w.serve(a, work, w.volume(median * 5, 1.2), rhythm, at)


def multilingual(w: World, n: int) -> None:
    """People who write Chinese, and other guests, from anywhere; and forum helpers with public questions."""
    for _ in range(n):
        a = w.enrol("multilingual")
        talks = w.rnd.sample(chats(w.fold), 30)
        mine = [[x] for x in w.rnd.sample(pool("zh", w.fold), 30)] if w.chance(0.6) else talks
        w.serve(a, partial(w.rnd.choice, mine), w.volume(7), w.rnd.choice(("home", "desk", "office")))
        aside(w, a, 0.4)


def _copied(kind: str, maker: honest.Maker, median: float, *rhythms: str) -> Crowd:
    return lambda w, n: copied_prompt(w, n, kind, maker, median, rhythms)


def translators(w: World, lang: str) -> Work:
    """A bureau's own texts to translate."""
    return honest.document(w, lang, "translate")


def writers(w: World, lang: str) -> Work:
    """A mill's articles: rewrites and new ones."""
    mine = w.rnd.sample(pool("writing", w.fold), 60)
    rewrite = honest.document(w, lang, "rewrite")
    return lambda: rewrite() if w.chance(0.6) else [w.rnd.choice(mine)]


CROWDS: tuple[tuple[Crowd, float], ...] = (
    (agents, 3), (resold_template, 3), (judges, 1.5), (labs, 1.2), (hackathon, 1.5), (egress, 3), (resellers, 0.8),
    (partial(campus, kind="classroom", shared_net=True), 2.5), (partial(campus, kind="textbook", shared_net=False), 1),
    (partial(campus, kind="homework-forum", shared_net=False), 1), (failover, 1), (release_day, 1.5), (labelling, 0.6),
    (migration, 1), (multilingual, 2), (_copied("ci-job", honest.coder, 18, "flat", "office"), 1),
    (_copied("audit", honest.explained, 9, "office"), 1.5), (_copied("bureau", translators, 16, "office"), 1.2),
    (_copied("own-synthetic", honest.generator, 25, "night"), 0.6), (_copied("rpa", honest.document, 16, "night"), 2),
    (_copied("tutoring", honest.study, 14, "home"), 1), (_copied("tutorial", honest.desk, 5, "home", "desk"), 1.5),
    (_copied("extension", honest.desk, 7, "office", "home"), 2), (_copied("review", honest.scorer, 8, "desk"), 1),
    (_copied("seo-mill", writers, 18, "office", "flat"), 0.8), (_copied("bootcamp", honest.coder, 7, "desk"), 1.2),
    (_copied("ticket-routing", honest.support, 14, "shop", "office"), 1.2),
)  # fmt: skip


def crowds(w: World, n: int) -> None:
    """About n accounts in clusters of very different size, every kind at least once where there is room."""
    order = list(CROWDS)
    w.rnd.shuffle(order)
    total = sum(weight for _, weight in order)
    while n > 0:
        for crowd, weight in order:
            size = min(n, max(3, round(n / 2 * weight / total * w.rnd.lognormvariate(0, 0.9))))
            if n <= 0:
                break
            crowd(w, size)
            n -= size
