"""Look-alikes: unlinked honest customers who look coordinated, in classrooms, labs, contests and businesses."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.generators.proctor.cast import client, country, habit, jitter, place, subnet
from benchmarks.generators.proctor.ordinary import (
    TOOLS,
    agent,
    app_source,
    customers,
    dataset,
    graded,
    ordinary,
    question,
    serve,
)
from benchmarks.generators.proctor.phrases import CODE, COURSES, ELICIT, GRADES, RESULTS, REWRITES, SUMS
from benchmarks.generators.proctor.rhythm import DAY, deadline
from benchmarks.generators.proctor.texts import Item, reword, topics
from benchmarks.generators.proctor.world import Source, World, heavy


def signup(world: World, spread: float) -> Callable[[], float]:
    """Sign-ups in the same days, before or during the log."""
    centre = world.py.uniform(-30 * DAY, 0.2 * world.window.length)
    return lambda: centre + world.py.uniform(0, spread) * DAY


def sheet(world: World, size: int) -> list[str]:
    """An assignment sheet, a problem set or a textbook's exercises."""
    kind = world.py.choice((COURSES, SUMS, CODE, "gsm", "cot", COURSES))
    return [world.decks.item(kind).prompt if len(kind) < 9 else world.say.some(kind) for _ in range(size)]


def led(lead: str, source: Source, system: str) -> Item:
    """A source's text behind a fixed lead, under a fixed system prompt."""
    return Item(lead + source().prompt, system)


def about(world: World, ask: str, lang: str | None) -> Item:
    """A trade's request about a document, or about a question in some language."""
    return Item(ask.format(q=question(world, lang).prompt if lang else world.decks.document()[:1200]))


def pupils(world: World, kind: str, size: int) -> None:
    """A class: one assignment sheet, pasted or put into own words, in the evenings before it is due."""
    rng, where, when = world.py, country(world.py), signup(world, world.py.choice((1, 7, 20)))
    campus = subnet(rng, where, False, rng.choice((1, 2, 6))) if rng.random() < 0.7 else None
    edu, tasks = f"u{rng.randrange(900)}.edu", sheet(world, rng.randint(2, 14))
    due, verbatim, lock = rng.uniform(0.3, 0.95) * world.window.length, rng.random(), rng.random() < 0.3
    tool = habit(rng, rng.choice((1.0, 1.0, 0.5, 0.0)))
    wrap = rng.choice(("{}", "{}", "{}\nShow all steps.", "Explain like a tutor, step by step: {}"))
    for _ in range(size):
        mine = place(rng, where, False)
        own = replace(tool, agents=(client(rng, tool.web),)) if rng.random() < 0.8 else habit(rng, 1.0)
        account = world.account(
            kind, use=tool if lock else own, where=where, created=when() if rng.random() < 0.7 else None,
            pathway=rng.choice(("education", "self_serve")), places=[rng.choice(campus), mine] if campus else [mine],
            email_domain=edu if rng.random() < 0.7 else "gmail.com",
        )  # fmt: skip
        part = rng.sample(tasks, rng.randint(1, len(tasks)))
        count = min(len(part) * 3, heavy(rng, 6, 0.8, 90))
        todo = [part[i % len(part)] for i in range(count)]

        def source(todo: list[str] = todo, part: list[str] = part) -> Item:
            text = todo.pop(0) if todo else rng.choice(part)
            return Item(wrap.format(text) if rng.random() < verbatim else reword(text, rng))

        sessions = deadline(world.np, world.window, count, account.zone, max(DAY, due))
        serve(world, account, count, source, out=260, sessions=sessions)
        if rng.random() < 0.4:
            serve(world, account, heavy(rng, 3, 1, 40), None, "evening")


def contest(world: World, kind: str, size: int) -> None:
    """Everybody sends the same public benchmark or problem set, whole or in part, with own code or a starter kit."""
    rng, kit, when = world.py, habit(world.py, 0.0), signup(world, world.py.choice((3, 14)))
    table, lab = topics(world.fold), kind == "benchmark-lab"
    rows = table[rng.choice([key for key in table if key.startswith(("bbh", "direct", "cot:"))])] if lab else ()
    rows = rows or tuple(Item(text) for text in sheet(world, rng.randint(8, 60)))
    prompts = ["{}", "{}\nThink step by step and put the final answer in \\boxed{{}}.", "Problem:\n{}\n\nSolution:",
        "Q: {}\nA:"]
    usual, begin = rng.choice(prompts), rng.uniform(0, 0.6) * world.window.length
    for _ in range(size):
        account = world.account(kind, use=kit if rng.random() < 0.5 else None, web=0.0, rank=0.7,
                                created=when() if not lab and rng.random() < 0.6 else None,
                                pathway=rng.choice(("self_serve", "education", "education", "startup")))  # fmt: skip
        text = "{}" if lab else usual if rng.random() < 0.6 else rng.choice(prompts)
        low = rng.randrange(len(rows)) if rng.random() < 0.6 else 0
        some = list(rows[low : low + heavy(rng, 60, 1, 500)] if rng.random() < 0.8 else rows[:400])
        if rng.random() < 0.5:
            rng.shuffle(some)
        queue = [Item(text.format(item.prompt), item.system, item.answer) for item in some]
        start = rng.uniform(0, 0.8) * world.window.length if lab else begin
        end = min(world.window.length, max(start, account.created) + 5 * DAY)
        out = rng.choice((8, 180, 400))
        serve(world, account, len(queue), partial(queue.pop, 0), rng.choice(("bursts", "nightly", "flat")), out, start,
            end)


def hackathon(world: World, kind: str, size: int) -> None:
    """48 hours, starter code, sponsor's credits; every team its own idea, in sessions."""
    rng, kit, where = world.py, habit(world.py, 0.0), country(world.py)
    begin, starter = rng.uniform(0.05, 0.8) * world.window.length, world.say.system(True)
    hall = subnet(rng, where, False, 3)
    for _ in range(size):
        account = world.account(
            kind, use=kit if rng.random() < 0.75 else habit(rng, 0.1), where=where,
                created=begin - rng.uniform(0, 0.4) * DAY,
            payment_kind="credits", payment_fingerprint=None, places=[rng.choice(hall), place(rng, where, False)],
            pathway=rng.choice(("startup", "education", "self_serve")), plan="payg",
        )  # fmt: skip
        theirs, out = app_source(world)
        source = theirs if rng.random() < 0.4 else partial(led, "", theirs, starter)
        end = min(begin + 2 * DAY, world.window.length)
        serve(world, account, heavy(rng, 20, 1.0, 300), source, "evening", out, begin, end)


def software(world: World, kind: str, size: int) -> None:
    """Popular software: an open agent, a browser extension, a no-code template, each user for himself."""
    rng, system, tools = world.py, world.say.system(world.py.random() < 0.5), world.py.choice(TOOLS)
    base, fixed = habit(rng, 1.0 if kind == "wrapper-extension" else 0.0), rng.random() < 0.6
    lead = rng.choice(("", "", "Do the following for the user. ", "[page] ", "Respond in markdown.\n"))
    for _ in range(size):
        use = base if fixed else replace(habit(rng, float(base.web)), params=base.params)
        account = world.account(kind, use=jitter(use, rng) if rng.random() < 0.2 else use, rank=0.6)
        count = heavy(rng, 9, 1.4, 800)
        if kind == "oss-agent":
            agent(world, account, count, system, tools)
        else:
            serve(world, account, count, partial(led, lead, partial(question, world, account.lang), system), "evening")


def trades(world: World, kind: str, size: int) -> None:
    """Customers whose trade is one template: businesses, at times under one organisation, judges, writers, CI."""
    rng, table, decks, say = world.py, topics(world.fold), world.decks, world.say
    prefix = {"judge-team": "judge:", "synthetic-startup": "evol:"}.get(kind, "tenants:")
    bank = [key for key in table if key.startswith(prefix)]
    org = {"org_id": f"org_{rng.getrandbits(40):010x}"} if rng.random() < 0.5 and kind in BUSINESS else {}
    shared, use, grade = rng.choice(bank), habit(rng, 0.0), rng.choice(say.bank(GRADES))
    book, lesson = sheet(world, rng.randint(20, 160)), sheet(world, rng.randint(3, 9))
    asks: dict[str, tuple[str, ...]] = {
        "seo-mill": tuple(say.bank(REWRITES)), "audit-user": tuple(say.bank(ELICIT)),
        "tutoring": ("Guide me hint by hint.\n{q}",),
        "translation-bureau": ("Into French, formal register.\n\n{q}", "译成中文：\n{q}",
        "Korean please, keep names.\n\n{q}"),
        "paper-review": ("Review this section: strengths, weaknesses, score 1-10.\n\n{q}",
        "As referee 2, comment:\n{q}"),
    }  # fmt: skip
    ping = rng.choice(("ping", "Say OK.", "Reply with the word ready", "1+1=", "health check"))
    job = rng.choice(("Summarise this diff for the changelog:\n", "Review the patch, list risks:\n",
        "Release notes from:\n"))
    copied, usual = rng.random() < 0.6, rng.choice(asks.get(kind, ("{q}",)))
    for _ in range(size):
        web = {"red-team": 0.3, "ci-jobs": 0.0, "monitoring": 0.0}.get(kind,
            0.7 if kind not in (*BUSINESS, "tutorial") else 0.0)
        path = {"pathway": rng.choice(("security_research", "self_serve"))} if kind == "red-team" else {}
        over: dict[str, Any] = {**org, **path, "distillation_licence": kind == "licensed-distiller"}
        account = world.account(kind, use=use if org else None, web=web, rank=0.7, **over)
        rows, own = table[shared if org or rng.random() < 0.5 else rng.choice(bank)], rng.random() < 0.5
        ask = usual if copied else rng.choice(asks.get(kind, ("{q}",)))
        sources: dict[str, Source] = {
            "monitoring": lambda: Item(ping), "ci-jobs": lambda: Item(job + say.some(CODE) + "\n" + say.some(RESULTS)),
            "red-team": lambda: Item(decks.item("jail").prompt if rng.random() < 0.8 else say.chat("en")),
            "tutorial": lambda: Item(rng.choice(lesson)) if rng.random() < 0.7 else question(world, "en"),
            "textbook": lambda: Item(reword(rng.choice(book), rng) if rng.random() < 0.6 else rng.choice(book)),
        }  # fmt: skip
        sources["homework-forum"] = sources["textbook"]
        if kind in ("licensed-distiller", "phd-synthetic"):
            sources[kind] = dataset(world)
        elif kind in asks:
            sources[kind] = partial(about, world, ask, account.lang if kind in ("tutoring", "audit-user") else None)
        elif kind == "judge-team" and own:
            sources[kind] = lambda: graded(world, grade)
        source = sources.get(kind) or partial(rng.choice, rows)
        shape = rng.choice(("flat", "nightly", "office", "bursts", "cron")) if kind in BUSINESS else "evening"
        median = 35 if kind in BUSINESS else 9
        out = 8 if kind == "monitoring" else 60 if kind == "batch-label" else 220
        serve(world, account, heavy(rng, median, 1.2, 900), source, shape, out)


BUSINESS = ("one-template-tenant", "judge-team", "batch-label", "synthetic-startup", "phd-synthetic",
    "licensed-distiller", "ci-jobs",
            "monitoring", "translation-bureau")  # fmt: skip


def releases(world: World, kind: str, size: int) -> None:
    """Benchmarkers on the day of a release, and applications that move to the new model."""
    rng, table = world.py, topics(world.fold)
    rows = table[rng.choice([key for key in table if key.startswith(("bbh", "cot:"))])][: rng.randint(10, 40)]
    for _ in range(size):
        account = world.account(kind, use=replace(habit(rng, 0.0), tier="large"), rank=0.7)
        begin, count = world.release + rng.uniform(0, 1.2) * DAY, heavy(rng, 22, 1.1, 500)
        old, new = (f"{world.family}-{world.version + i}-large" for i in (0, 1))
        source, out = app_source(world)
        if kind == "release-day":
            end = min(world.window.length, begin + 2 * DAY)
            serve(world, account, count, lambda: rng.choice(rows), rng.choice(("bursts", "flat")), 150, begin, end,
                model=new)
        else:
            serve(world, account, count, source, "office", out, end=begin, model=old)
            serve(world, account, count, source, "office", out, begin, model=new)


def egress(world: World, kind: str, size: int) -> None:
    """People behind one address, two keys of one customer, accounts of an innocent reseller."""
    rng, where, when = world.py, country(world.py), signup(world, 10)
    gate = subnet(rng, where, kind == "vpn-exit", rng.choice((1, 2, 4)))
    org: dict[str, Any] = {"org_id": f"org_{rng.getrandbits(40):010x}"} if rng.random() < 0.7 else {}
    card: dict[str, Any] = {"payment_fingerprint": f"pf{rng.getrandbits(48):012x}"} if rng.random() < 0.5 else {}
    base = habit(rng, 0.0)
    if kind == "failover-keys":
        pair = [world.account(kind, use=base, rank=0.9, **org) for _ in range(2)]
        pair[1].blobs = pair[0].blobs
        source, out = app_source(world)
        for at in range(heavy(rng, 150, 0.8, 900)):
            serve(world, pair[rng.random() < 0.25], 1 + at % 2, source, "office", out)
        return
    for _ in range(size):
        if kind == "reseller-honest":
            path = rng.choice(("api", "reseller:openhub", "reseller:tokenbay"))
            account = world.account(kind, use=replace(base, path=path), created=when(), rank=1.0, **card)
            customers(world, account, heavy(rng, 70, 0.8, 900))
        else:
            doors = [rng.choice(gate)] + [place(rng, where, False)] * (rng.random() < 0.5)
            account = world.account(kind, where=where, web=0.8, places=doors)
            serve(world, account, heavy(rng, 6, 1.3, 300), None, "evening")


CROWDS: dict[str, tuple[Callable[[World, str, int], None], float, int, int]] = {
    "classroom": (pupils, 6, 20, 250), "mooc": (pupils, 2, 10, 120), "bootcamp": (pupils, 2, 12, 60),
    "hackathon": (hackathon, 4, 15, 200),
    "competition": (contest, 3, 10, 120), "benchmark-lab": (contest, 4, 3, 40), "oss-agent": (software, 4, 20, 300),
    "wrapper-extension": (software, 2, 15, 150), "no-code-template": (software, 2, 8, 80),
    "one-template-tenant": (trades, 3, 1, 25),
    "judge-team": (trades, 2, 1, 12), "batch-label": (trades, 2, 1, 15), "synthetic-startup": (trades, 2, 1, 10),
    "phd-synthetic": (trades, 2, 2, 14), "licensed-distiller": (trades, 1.5, 1, 12), "seo-mill": (trades, 2, 2, 20),
    "translation-bureau": (trades, 1.5, 2, 15), "paper-review": (trades, 1.5, 3, 25),
    "audit-user": (trades, 1.5, 3, 25),
    "tutoring": (trades, 1.5, 2, 20), "ci-jobs": (trades, 2, 3, 30), "monitoring": (trades, 1.5, 2, 20),
    "red-team": (trades, 1.5, 2, 15),
    "homework-forum": (trades, 2, 10, 100), "textbook": (trades, 2, 10, 100), "tutorial": (trades, 2, 8, 80),
    "release-day": (releases, 2, 4, 40), "model-migration": (releases, 1.5, 3, 25),
    "campus-egress": (egress, 2, 8, 120),
    "cgnat": (egress, 2, 8, 80), "vpn-exit": (egress, 1, 5, 40), "failover-keys": (egress, 1.5, 2, 2),
    "reseller-honest": (egress, 2, 2, 15),
}  # fmt: skip


def people(world: World, count: int, share: float) -> None:
    """All honest accounts: look-alike groups up to the share, the rest ordinary."""
    rng, budget = world.py, int(count * share)
    used: set[str] = set()
    while (left := budget - len(world.accounts)) > 0:
        names = [name for name in CROWDS if name not in used] or list(CROWDS)
        name = rng.choices(names, [CROWDS[one][1] for one in names])[0]
        used.add(name)
        maker, _, low, high = CROWDS[name]
        size = int(low * (high / low) ** (rng.random() ** 1.5))
        maker(world, name, max(1, min(size, left, max(4, budget // 4))))
    while len(world.accounts) < count:
        ordinary(world)
