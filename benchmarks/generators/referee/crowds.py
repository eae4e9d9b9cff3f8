"""Unlinked crowds that look coordinated, and the whole honest population."""

from collections.abc import Callable

from . import banks, texts
from .gigs import Gig, Job, chat, completion, dealer, feed, listed, loop, play, tenant, volume
from .honest import crowd, ordinary, recent
from .identity import COUNTRIES, HOSTS, address, networks, params, person, stack
from .texts import Item, half
from .world import DAY, Actor, World


def benchmark(w: World) -> tuple[list[Item], str | None]:
    """A public benchmark and its harness prompt."""
    rng, fold = w.rng, w.fold
    dice = rng.random()
    if dice < 0.35:
        return [Item(text) for text in texts.issues(fold, rng.randrange(3))][:180], None
    name = rng.choice(("gsm", "bbh", "direct", "cot", "functions", "judge"))
    if name == "gsm":
        words = rng.choice(("Let's think step by step.", texts.elicit(rng, fold), ""))
        return [Item(texts.attach(words, item.text, "after")) for item in texts.pool(name, fold)[:1200]], None
    groups = texts.grouped(name, fold)
    return [item for group in rng.sample(groups, min(len(groups), 5)) for item in group[:120]], None


def agents_crowd(w: World, n: int) -> list[Job]:
    """One open-source agent, hundreds of unrelated users with keys of their own."""
    harness = w.rng.choice(half(banks.AGENTS, w.fold))
    return crowd(w, "oss-agent", n, ("agent",), [loop(1, 9, orphan=0.05), chat(0.1)], 9, sigma=1.3, harness=harness)


def eval_farm(w: World, n: int) -> list[Job]:
    """Unrelated labs that run the same public benchmark, each the whole list or a part, mostly at night."""
    rng = w.rng
    items, _ = benchmark(w)
    p = params(w, stack(w, "sdk"))
    p.temperature, p.seed = 0.0, rng.choice((None, 42, 1234))
    agentic = items[0].text.startswith("<uploaded")
    harness = rng.choice([a for a in half(banks.AGENTS, w.fold) if a.temperature == 0.0])

    def tweak(_: int, a: Actor) -> None:
        if rng.random() < 0.75:
            a.params = p
        if rng.random() < 0.4:
            a.switch = w.release + rng.uniform(0, 1.0) * DAY

    def gigs(_: int, a: Actor) -> list[Gig]:
        part = items if rng.random() < 0.5 else rng.sample(items, max(8, len(items) // rng.choice((2, 5, 20))))
        source = listed(part, rng, rng.random() < 0.3)
        if agentic:
            return [loop(1, 12, task=lambda x: source(x).text, refusable=0.01)]
        return [feed(source, 1, 40, out=rng.choice((60, 320)), gap=1.0)]

    kind = "nightly-eval" if rng.random() < 0.5 else "benchmark-lab"
    path = rng.choice((None, "education", "security_research"))
    shape = "night" if kind == "nightly-eval" else "burst"
    return crowd(w, kind, n, ("agent",) if agentic else ("sdk",), gigs, 55, sigma=1.0, pathway=path,
                 shape=shape, tweak=tweak, harness=harness if agentic else None)  # fmt: skip


def release_day(w: World, n: int) -> list[Job]:
    """People who try a new model within a day of its release, with the prompts everybody tries."""
    rng = w.rng
    items = [Item(t) for t in texts.issues(w.fold, 1)[:6]] + rng.sample(texts.pool("gsm", w.fold), 14)
    items += [w.deal("alpaca") for _ in range(10)]

    def tweak(_: int, a: Actor) -> None:
        a.switch = w.release + rng.uniform(0, 0.6) * DAY

    windows = [(w.release, 1.2 * DAY), (w.release, 2.5 * DAY), (w.t0, w.t1 - w.t0)]
    return crowd(w, "release-day", n, ("sdk", "agent", "browser"),
                 lambda *_: [feed(listed(items, rng), 1, 8, gap=9), chat(0.4)], 14,
                 windows=windows, tweak=tweak)  # fmt: skip


def classroom(w: World, n: int) -> list[Job]:
    """A course: the same assignments, one campus, sign-up in one week, perhaps an education programme."""
    rng = w.rng
    country = rng.choice([c for c in COUNTRIES if c.campus])
    campus = [address(rng, country.campus, country.code) for _ in range(rng.choice((1, 2, 3)))]
    domain = f"student.uni-{w.token(2)}.edu"
    work = [t.format(n=rng.randrange(1, 12)) for t in rng.sample(half(banks.HOMEWORK, w.fold), 3)]
    work += [texts.coding(rng, w.fold) for _ in range(3)] + [
        item.text for item in rng.sample(texts.pool("gsm", w.fold), 4)
    ]
    ask = texts.elicit(rng, w.fold, country.lang) if rng.random() < 0.5 else ""
    starter = (
        f"You are the teaching assistant of CS{rng.randrange(100, 400)}. Explain, never just give the solution."
        if rng.random() < 0.5
        else None
    )
    base = stack(w, rng.choice(("sdk", "agent", "browser")))

    def tweak(_: int, a: Actor) -> None:
        a.nets = campus + (a.nets[:1] if rng.random() < 0.6 else [])
        a.row["email_domain"] = domain if rng.random() < 0.85 else a.row["email_domain"]
        a.system = starter
        if rng.random() < 0.7:
            a.stacks = [base]

    def source(x: World) -> Item:
        text = x.rng.choice(work)
        return Item(
            texts.attach(ask, text, "after") if x.rng.random() < 0.6 else text + " " + texts.follow_up(x.rng, x.fold)
        )

    lab = [(w.t0 + DAY * d + 36000 - country.zone * 3600, 7200.0) for d in rng.sample(range(13), 3)]
    return crowd(w, "classroom", n, ("sdk", "browser", "agent"), [feed(source, 1, 3, gap=120, out=350), chat(0.4)], 9,
                 week=recent(w), spread=2, pathway=rng.choice(("education", "education", None)), country=country,
                 windows=lab if rng.random() < 0.6 else (), tweak=tweak)  # fmt: skip


def textbook(w: World, n: int) -> list[Job]:
    """Students of different universities, or a homework forum, with the same textbook questions."""
    rng = w.rng
    book = [item.text for item in rng.sample(texts.pool("gsm", w.fold), 60)] + [
        texts.maths(rng, w.fold) for _ in range(30)
    ]

    def source(x: World) -> Item:
        words = (
            texts.elicit(x.rng, x.fold)
            if x.rng.random() < 0.4
            else x.rng.choice(("help!!", "", "i dont get this one", ""))
        )
        return Item(texts.attach(words, x.rng.choice(book), x.rng.choice(("before", "after"))))

    kind = rng.choice(("textbook-students", "homework-forum", "tutoring"))
    return crowd(w, kind, n, ("browser", "sdk", "agent", "nocode"), [feed(source, 1, 2, gap=200), chat(0.5)], 6)


def hackathon(w: World, n: int) -> list[Job]:
    """New accounts, the same starter code, sponsor credits, a weekend in one hall."""
    rng = w.rng
    country = rng.choice(COUNTRIES)
    hall = [address(rng, country.homes, country.code) for _ in range(2)]
    base, p = stack(w, rng.choice(("sdk", "agent", "agent"))), params(w, stack(w, "sdk"))
    weekend = max(w.t0 + 2 * DAY, min(recent(w) + 30 * DAY, w.t1 - 4 * DAY))
    starter = "You are an expert assistant built at the hackathon. " + texts.elicit(rng, w.fold)

    def tweak(_: int, a: Actor) -> None:
        a.nets, a.stacks, a.system = hall, [base], starter
        a.params = p if rng.random() < 0.7 else a.params
        a.row.update(payment_kind="credits", payment_fingerprint=None, plan="payg")

    own = rng.choice(half(banks.APPS, w.fold))
    gigs = [loop(1, 8), feed(tenant(w, (), own), 0.7, 4)]
    return crowd(w, "hackathon", n, ("sdk",), gigs, 16, week=weekend - 2 * DAY,
                 spread=1.5, country=country, windows=[(weekend, 2.2 * DAY)], tweak=tweak)  # fmt: skip


def templated(w: World, n: int) -> list[Job]:
    """Customers of a no-code template, tutorial or browser extension: the very same prompt, client and settings."""
    rng = w.rng
    kind = rng.choice(("no-code-template", "tutorial-followers", "wrapper-extension", "mcp-recipe", "seo-mill",
                       "translation-bureau", "paper-review", "bootcamp"))  # fmt: skip
    group = rng.choice(texts.grouped("tenants", w.fold))[:200]
    own = rng.choice(half(banks.APPS, w.fold)) if rng.random() < 0.7 else None
    if kind == "paper-review":
        own = "Review the manuscript. " + texts.elicit(rng, w.fold) + "\n\n{body}"
    family = {"wrapper-extension": "browser", "mcp-recipe": "agent", "no-code-template": "nocode"}.get(kind, "sdk")
    base = stack(w, family)
    p = params(w, base)
    system = rng.choice((None, "You are an expert. " + texts.elicit(rng, w.fold), "You are a helpful assistant."))
    one = f"org_{w.token(10)}" if rng.random() < 0.2 else None

    def tweak(_: int, a: Actor) -> None:
        a.system = system
        a.params = p if rng.random() < 0.8 else a.params
        a.stacks = [base] if rng.random() < 0.6 else [stack(w, family, base.harness)]
        if one:
            a.row["org_id"] = one

    tools = list(rng.choice(half(banks.MCP_SETS, w.fold))) if kind == "mcp-recipe" else None
    shape = rng.choice(("people", "people", "flat", "burst"))
    gigs = [
        feed(tenant(w, group, own), 1, 4, tools=tools, shot=rng.choice((0, 0, 2, 6)), out=rng.choice((40, 200, 700)))
    ]
    return crowd(
        w,
        kind,
        n,
        (family,),
        gigs,
        8,
        sigma=1.3,
        shape=shape,
        tweak=tweak,
        week=recent(w) if rng.random() < 0.35 else None,
    )


def judges(w: World, n: int) -> list[Job]:
    """Evaluation and monitoring products, homework graders: unrelated tenants of the same judge template."""
    rng = w.rng
    template = rng.choice(half(banks.JUDGE, w.fold))
    group = rng.choice(texts.grouped("judge", w.fold))
    fixed = rng.random() < 0.5

    def source(x: World) -> Item:
        q, a = x.deal("alpaca"), x.deal("alpaca")
        return Item(template.format(q=q.text, a=q.reply or a.text, b=(a.reply or a.text)[:500]))

    gigs = [feed(listed(group, rng) if fixed else source, 1, 20, out=150, gap=1.2)]
    return crowd(w, rng.choice(("llm-judge", "monitoring")), n, ("sdk", "sdk", "ci"), gigs, 30, sigma=1.2,
                 shape=rng.choice(("flat", "night", "burst", "people")))  # fmt: skip


def pipelines(w: World, n: int) -> list[Job]:
    """The same review action in the pipelines of unrelated repositories."""
    template = w.rng.choice(half(banks.REVIEW, w.fold))
    base = stack(w, "ci")

    def tweak(_: int, a: Actor) -> None:
        a.stacks, a.nets = [base], [address(w.rng, (8075,)) for _ in range(15)]

    gigs = [feed(lambda x: Item(texts.review(x.rng, x.fold, x.token(3), template)), 1, 2, out=140)]
    return crowd(
        w, "ci-action", n, ("ci",), gigs, 14, sigma=1.2, tweak=tweak, shape=w.rng.choice(("people", "night", "flat"))
    )


def shared_exit(w: World, n: int) -> list[Job]:
    """Unrelated people behind one carrier, campus, office or VPN address."""
    rng = w.rng
    country = rng.choice(COUNTRIES)
    ips = [address(rng, country.homes, country.code) for _ in range(rng.choice((1, 2, 6)))]
    jobs = ordinary(w, n)
    for job in jobs:
        job.actor.kind, job.actor.nets = "shared-exit", ips
    return jobs


def resellers(w: World, n: int) -> list[Job]:
    """Accounts of an open gateway or proxy: many innocent end customers, one server-side client."""
    rng = w.rng
    base, ips = stack(w, "sdk"), [address(rng, HOSTS) for _ in range(rng.choice((1, 3, 9)))]
    agentic = rng.random() < 0.6

    def tweak(_: int, a: Actor) -> None:
        a.stacks = [base] if rng.random() < 0.5 else [stack(w, "agent") for _ in range(3)] if agentic else a.stacks
        a.nets, a.users = ips, int(rng.lognormvariate(3, 0.7)) if rng.random() < 0.7 else 0
        a.lang = rng.choice(("en", "zh", "en", "de"))

    gigs = [
        chat(1),
        loop(0.8 if agentic else 0.1, 8, orphan=0.25),
        feed(lambda x: x.deal("alpaca"), 0.3, 1),
        completion(0.2),
    ]
    return crowd(
        w,
        "open-reseller",
        n,
        ("sdk",),
        gigs,
        60,
        sigma=0.8,
        shape="flat",
        tweak=tweak,
        week=recent(w) if rng.random() < 0.5 else None,
    )


def failover(w: World, n: int) -> list[Job]:
    """Customers with a second account: the router sends on the same sessions when the first one is throttled."""
    rng, jobs = w.rng, []
    for _ in range(max(1, n // 2)):
        first, second = person(w, "failover-pair", "agent"), person(w, "failover-pair", "agent")
        second.nets, second.stacks, second.params = first.nets, first.stacks, first.params
        second.folder, second.blobs, second.hours, second.zone = first.folder, first.blobs, first.hours, first.zone
        if rng.random() < 0.5:
            second.row["payment_fingerprint"] = first.row["payment_fingerprint"]
            second.row["org_id"] = first.row["org_id"] = first.row["org_id"] or f"org_{w.token(10)}"
        jobs.append(Job(first, volume(rng, 30, 1), "people", [loop(1, 12, relay=(first, second), hop=0.06)]))
        jobs.append(Job(second, volume(rng, 4, 1), "people", [loop(1, 6, orphan=0.3)]))
    return jobs


def makers(w: World, n: int) -> list[Job]:
    """Batch labellers, licensed distillers, and start-ups that make a small synthetic set of their own."""
    rng, fold = w.rng, w.fold
    kind = rng.choice(("licensed-distiller", "own-synthetic-set", "batch-labelling"))

    def gigs(_: int, a: Actor) -> list[Gig]:
        if kind == "licensed-distiller":
            a.row["distillation_licence"] = True
        if kind == "batch-labelling":
            return [feed(tenant(w, rng.choice(texts.grouped("tenants", fold))), 1, 40, out=12, gap=0.7)]
        name, words = rng.choice(("generators", "alpaca", "gsm", "zh", "tools")), texts.elicit(rng, fold, a.lang)
        place = rng.choice(("before", "after"))
        if rng.random() < 0.3:
            return [loop(1, 10, wording=lambda _: words)]
        return [feed(lambda x: Item(texts.attach(words, x.deal(name).text, place)), 1, 30, out=500, gap=1.5), chat(0.1)]

    size = {"licensed-distiller": 60.0, "batch-labelling": 80.0}.get(kind, 40.0)
    return crowd(
        w, kind, n, ("sdk", "sdk", "agent"), gigs, size, sigma=1.0, shape=rng.choice(("flat", "burst", "people"))
    )


def researchers(w: World, n: int) -> list[Job]:
    """Verified security researchers and red-team courses: attacks, capture-the-flag agents, prompt sweeps."""
    rng = w.rng
    kind = rng.choice(("security-research", "prompt-sweep", "audit-users"))
    bank = [texts.elicit(rng, w.fold, hidden=0.6) for _ in range(12)]

    def source(x: World) -> Item:
        if kind == "security-research" and x.rng.random() < 0.6:
            return x.deal("jailbreak")
        return Item(texts.attach(x.rng.choice(bank), texts.coding(x.rng, x.fold), "after"))

    few = [texts.coding(rng, w.fold) for _ in range(12)]
    gigs = [
        feed(source, 1, 6, gap=25, refusable=0.12),
        loop(0.8, 9, wording=lambda x: x.rng.choice(bank), refusable=0.03),
        chat(0.3),
    ]
    if kind == "prompt-sweep":
        gigs = [
            feed(lambda x: Item(texts.attach(texts.elicit(x.rng, x.fold), x.rng.choice(few), "before")), 1, 15, gap=3)
        ]
    if kind == "audit-users":
        gigs = [loop(1, 8, wording=lambda x: x.rng.choice(bank[:2])), chat(0.4)]
    path = None if kind == "audit-users" else "security_research" if rng.random() < 0.6 else "education"
    return crowd(w, kind, n, ("sdk", "agent", "agent", "browser"), gigs, 14, sigma=1.1, pathway=path)


def lab_group(w: World, n: int) -> list[Job]:
    """A research group with verified education accounts: cluster egress, one repository, chains of reasoning."""
    rng = w.rng
    country = rng.choice([c for c in COUNTRIES if c.campus])
    ips, domain = [address(rng, country.campus, country.code)], f"cs.uni-{w.token(2)}.edu"
    base, words = stack(w, rng.choice(("sdk", "agent"))), texts.elicit(rng, w.fold)
    items = texts.pool(rng.choice(("cot", "gsm", "bbh", "functions", "judge")), w.fold)

    def tweak(_: int, a: Actor) -> None:
        a.nets, a.stacks = ips + networks(w, country, "agent")[:1], [base]
        a.row.update(email_domain=domain, payment_kind="credits", payment_fingerprint=None)

    gigs = [
        feed(lambda x: Item(texts.attach(words, x.rng.choice(items).text, "after")), 1, 20, out=380),
        loop(0.5, 8),
        chat(0.3),
    ]
    return crowd(w, "university-lab", n, ("sdk",), gigs, 30, sigma=1.1, pathway="education", country=country,
                 week=recent(w) - 60 * DAY, spread=20, tweak=tweak)  # fmt: skip


def migrants(w: World, n: int) -> list[Job]:
    """Customers who change to a new model or arrive from another provider at full volume."""
    jobs = ordinary(w, n)
    for job in jobs:
        job.actor.kind = "model-migration"
        job.actor.switch = w.release + w.rng.uniform(0, 1.2) * DAY
        if w.rng.random() < 0.3:
            job.actor.born = w.release + w.rng.uniform(-1, 2) * DAY
            job.actor.row["created_at"] = job.actor.born
    return jobs


def multilingual(w: World, n: int) -> list[Job]:
    """A user group of one language that passes the same prompt recipes on."""
    rng = w.rng
    country = rng.choice([c for c in COUNTRIES if c.lang != "en"])
    words = texts.elicit(rng, w.fold, country.lang)
    name = "zh" if country.lang == "zh" else "alpaca"
    gigs = [feed(dealer(name, words), 1, 2, gap=90), chat(1), loop(0.5, 7)]
    return crowd(w, "language-group", n, ("browser", "agent", "sdk"), gigs, 9, sigma=1.2, country=country)


LOOKALIKES: list[tuple[float, Callable[[World, int], list[Job]]]] = [
    (0.14, agents_crowd), (0.05, eval_farm), (0.04, release_day), (0.06, classroom), (0.06, textbook),
    (0.05, hackathon), (0.05, templated), (0.04, judges), (0.05, pipelines), (0.05, shared_exit), (0.015, resellers),
    (0.02, failover), (0.02, makers), (0.04, researchers),
    (0.04, lab_group), (0.06, migrants), (0.06, multilingual), (0.05, templated),
    (0.03, eval_farm), (0.03, templated),
]  # fmt: skip


def populate(w: World, count: int, share: float) -> None:
    """Write the honest traffic: ordinary customers and crowds, `share` of them in crowds."""
    rng = w.rng
    budget = round(count * share)
    deck: list[tuple[float, Callable[[World, int], list[Job]]]] = []
    while budget > 0:
        if not deck:
            deck = rng.sample(LOOKALIKES, len(LOOKALIKES))
        part, build = deck.pop()
        size = min(budget, max(3, round(count * part * share * rng.lognormvariate(0, 0.7))))
        play(w, build(w, size))
        budget -= size
    made = len(w.actors)
    play(w, ordinary(w, max(0, count - made)))
