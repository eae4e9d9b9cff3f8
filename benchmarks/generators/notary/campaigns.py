"""The campaigns: how each kind of operator recruits, words, deals, times and hides its harvest."""

from collections.abc import Callable
from dataclasses import dataclass

from . import network as net
from . import phrases as bank
from .corpus import pool
from .group import DOMAINS, STYLES, Plan, Recipe, age_together, draw_recipe, late, queue, run, share
from .lookalikes import innocents, proxy_accounts, resend, stored_session, volumes
from .ordinary import behave, starts
from .profile import draw_account, set_created
from .traces import DAY, client_times, draw_client
from .wording import fill_small, sample
from .world import Account, World

ANY = (
    "maths",
    "code",
    "agents",
    "writing",
    "chinese",
    "knowledge",
    "multilingual",
    "general",
    "elicit",
    "generating",
    "judging",
)
SHAPES = ("human", "human", "flat", "burst", "trace", "sync")
QUIET = ("four-per-account", "low-and-slow", "dealt-list", "rewrites", "technique-sweep", "replay")


@dataclass
class Operator:
    """One operator's accounts and its name in the truth."""

    kind: str
    name: str
    accounts: list[Account]


def recruit(w: World, kind: str, name: str, n: int, accounts: list[Account] | None = None) -> Operator:
    """n accounts of an operator: their ages, their countries and, for some, what they carelessly share."""
    r = w.r
    concentrated = r.sample(list(net.COUNTRIES), r.randrange(2, 7)) if r.random() < 0.25 else None
    if accounts is None:
        accounts = [
            draw_account(w, kind, country=r.choice(concentrated) if concentrated and r.random() < 0.6 else None)
            for _ in range(n)
        ]
    for one in accounts:
        one.fake, one.operator, one.kind = True, name, kind
    age = r.choices(("common", "lockstep", "spread", "aged"), (40, 22, 22, 16))[0]
    if age == "lockstep":
        at = r.uniform(-20 * DAY, 0.35 * w.span)
        age_together(w, accounts, at, at + r.uniform(0.3, 5) * DAY)
    elif age == "spread":
        age_together(w, accounts, -r.uniform(40, 300) * DAY, 0.3 * w.span)
    elif age == "aged":
        for one in accounts:
            set_created(w, one, -r.expovariate(1 / (420 * DAY)) - 60 * DAY)
    open_handed = kind not in QUIET and r.random() < 0.8
    if open_handed:
        what = {word for word in ("payment", "address", "client", "domain", "phone", "signup") if r.random() < 0.35}
        what = what or {r.choice(("payment", "address", "client"))}
        if kind == "reasoning-harvest":
            what.add("payment")
        share(w, accounts, what, r.choice((2, 3, 5, 8, 20)))
    if r.random() < 0.2:
        for one in accounts:
            if r.random() < 0.12 and one.record["status"] == "active":
                one.stop = r.uniform(max(one.first, 0.3 * w.span), w.span)
                one.record["status"], one.record["status_at"] = r.choice(("banned", "suspended")), w.moment(one.stop)
    return Operator(kind, name, accounts)


def plan_for(w: World, op: Operator, domain: str, style: str, lo: float, hi: float) -> Plan:
    """The usual plan of a campaign, with everything that may vary left to chance."""
    r = w.r
    plan = Plan(
        draw_recipe(w, domain, style), volumes(w, len(op.accounts), lo, hi), "queue", r.choice(SHAPES), operator=op.name
    )
    plan.copies = r.choice((1, 1, 1, 1, 2, 4))
    plan.params = r.choice(("own", "own", "own", "fixed", "jitter"))
    plan.cover = r.choice((0.0, 0.0, 0.15, 0.3, 0.5, 0.7))
    if r.random() < 0.35:
        plan.lo = r.uniform(0.0, 0.6)
        plan.hi = min(1.0, plan.lo + r.uniform(0.15, 0.8))
    if r.random() < 0.3:
        plan.model = r.choice(w.old)
    return plan


def reasoning_harvest(w: World, op: Operator) -> None:
    """Load-balanced reasoning harvest."""
    r = w.r
    domain = r.choice(("maths", "maths", "knowledge", "code", "elicit", "chinese", "general"))
    plan = plan_for(w, op, domain, r.choice(("wrap", "wraps", "template", "bare", "system")), 5, 80)
    plan.shape = r.choice(("sync", "sync", "trace", "burst"))
    run(w, op.accounts, plan)


def agentic_pivot(w: World, op: Operator) -> None:
    """Agentic coding that turns to a new model within a day of its release."""
    r = w.r
    plan = plan_for(
        w,
        op,
        r.choice(("agents", "code", "code")),
        r.choice(("system", "bare", "template", "paraphrase", "wrap")),
        6,
        70,
    )
    plan.recipe.steps, plan.model = r.choice((1, 3, 6)), None
    plan.lo, plan.hi = r.uniform(0, 0.1), 1.0
    part, base = r.uniform(0.45, 0.95), r.choice(w.old)
    same = r.random() < 0.5
    for one in op.accounts:
        one.models = [(-1e12, base if same else one.models[0][1])]
        if r.random() < part:
            one.models.append((w.release + r.uniform(0.5, 24) * 3600, w.new))
    run(w, op.accounts, plan)


def varied_accounts(w: World, op: Operator) -> None:
    """Several access paths and kinds of accounts, one queue."""
    r = w.r
    paths = ("api", "console", "bedrock", "vertex", "azure", "reseller:polyroute")
    for one in op.accounts:
        if r.random() < 0.6:
            one.path = r.choice(paths)
            one.record["pathway"] = r.choice(
                ("self_serve", "self_serve", "education", "startup", "cloud", "security_research")
            )
    run(w, op.accounts, plan_for(w, op, r.choice(ANY), r.choice(STYLES), 3, 60))


def second_pool(w: World, op: Operator) -> None:
    """One fixed prompt everywhere; the first pool is banned and fresh accounts take over its queue."""
    r = w.r
    half = max(1, round(len(op.accounts) * r.uniform(0.35, 0.65)))
    first, second = op.accounts[:half], op.accounts[half:] or op.accounts[:1]
    fall = r.uniform(0.3, 0.65) * w.span
    age_together(w, first, -r.uniform(2, 60) * DAY, 0.0)
    age_together(w, second, fall - r.uniform(0.2, 12) * DAY, fall + r.uniform(0.05, 1.5) * DAY)
    plan = plan_for(w, op, r.choice(ANY[:8]), "wrap", 6, 70)
    plan.shape, plan.params = r.choice(("sync", "flat", "trace")), r.choice(("own", "fixed"))
    plan.recipe.wraps = plan.recipe.wraps or [r.choice(bank.fold_of(bank.ELICITS, w.fold))]
    for one in first:
        one.stop = fall + r.uniform(0, 1.2) * DAY
        one.record["status"], one.record["status_at"] = "banned", w.moment(one.stop)
    plan.items = queue(w, plan, sum(plan.volumes))
    counts, cut = plan.volumes, sum(plan.volumes[:half])
    whole = plan.items
    plan.volumes, plan.items, plan.lo, plan.hi = counts[:half], whole[:cut], 0.0, min(1.0, (fall + DAY / 2) / w.span)
    run(w, first, plan)
    plan.volumes, plan.items, plan.lo, plan.hi = (
        counts[half:][: len(second)] or counts[:1],
        whole[cut:] or whole,
        fall / w.span,
        1.0,
    )
    run(w, second, plan)


def four_per_account(w: World, op: Operator) -> None:
    """About four requests from each of very many accounts."""
    r = w.r
    plan = plan_for(w, op, r.choice((*ANY, "elicit", "maths")), r.choice(STYLES), 3, 5)
    plan.volumes = [1 + int(w.g.poisson(3)) for _ in op.accounts]
    plan.cover = r.choice((0.0, 0.0, 0.3))
    if r.random() < 0.5:
        plan.shape, plan.lo = "flat", r.uniform(0.1, 0.8)
        plan.hi = plan.lo + r.uniform(1, 3) * DAY / w.span
        age_together(w, [one for one in op.accounts if one.first > plan.lo * w.span], -30 * DAY, plan.lo * w.span)
    run(w, op.accounts, plan)


def rubric_grading(w: World, op: Operator) -> None:
    """Grading in volume; a refused request goes to a weaker model, and later the whole stream."""
    r = w.r
    few = len(op.accounts) <= 30
    plan = plan_for(
        w,
        op,
        "judging" if r.random() < 0.7 else r.choice(("maths", "general", "chinese")),
        r.choice(("bare", "template", "templates")),
        40 if few else 15,
        220 if few else 50,
    )
    if "judge" not in plan.recipe.sources:
        plan.recipe = draw_recipe(w, "judging", "template")
        plan.recipe.sources, plan.recipe.weights = ["alpaca", "gsm8k"], [1.0, 1.0]
    plan.cover = r.choice((0.0, 0.0, 0.2))
    strong, weak, turn = w.old[2], r.choice(w.old[:2]), r.uniform(0.3, 0.8) * w.span
    for one in op.accounts:
        one.models = [(-1e12, strong), (turn + r.uniform(0, 2) * DAY, weak)]
    plan.model = None
    before = len(w.rows)
    run(w, op.accounts, plan)
    by_id = {one.id: one for one in op.accounts}
    for row, truth in zip(w.rows[before:], w.truth[before:], strict=True):
        if truth[0] and row[7] == strong and r.random() < 0.06:
            s = w.session(by_id[row[0]])
            s.model = weak
            w.say(
                s,
                row[1] + r.uniform(2, 40),
                sample(r, w.fold, "judge")._replace(prompt=row[10], system=row[9]),
                op.name,
            )


def replay(w: World, op: Operator) -> None:
    """Stored sessions of real users, sent again with histories nobody here has seen."""
    r = w.r
    counts = volumes(w, len(op.accounts), 3, 40)
    client, mode = draw_client(w.g), r.choice(("last", "every-spread", "every-same", "random"))
    model = r.choice((None, None, w.old[2], w.old[1]))
    cover = r.choice((0.0, 0.0, 0.3))
    human = r.random() < 0.5
    slots: list[tuple[float, Account]] = []
    for one, n in zip(op.accounts, counts, strict=True):
        times = (
            starts(w, one, n) if human else [late(w, one, float(time)) for time in client_times(w.g, client, n, w.days)]
        )
        slots += [(time, one) for time in times]
        behave(w, one, round(n * cover))
    slots.sort(key=lambda slot: slot[0])
    while slots:
        items, mark = stored_session(w, slots[-1][1])
        last = len(items) - 1
        turns = [last] if mode == "last" else [r.randrange(0, last + 1)] if mode == "random" else list(range(last + 1))
        owner = slots[-1][1]
        for turn in turns:
            if not slots:
                break
            when, one = slots.pop()
            resend(
                w,
                owner if mode == "every-same" else one,
                late(w, owner if mode == "every-same" else one, when),
                items,
                mark,
                turn,
                op.name,
                model,
            )


def hydra_proxy(w: World, op: Operator) -> None:
    """A reseller's pool: innocent end customers, with a harvest among them."""
    r = w.r
    counts = volumes(w, len(op.accounts), 10, 80)
    plan = plan_for(w, op, r.choice(ANY), r.choice(STYLES), 2, 10)
    plan.volumes = [max(1, round(n * r.uniform(0.05, 0.25))) for n in counts]
    plan.cover = 0.0
    for one, n, harvest in zip(op.accounts, counts, plan.volumes, strict=True):
        innocents(w, op.accounts, one, n - harvest)
    run(w, op.accounts, plan)


def technique_sweep(w: World, op: Operator) -> None:
    """Many wordings on a few probes first; then the winners at scale."""
    r, fold = w.r, w.fold
    bound = r.uniform(0.2, 0.5)
    probes = [
        sample(r, fold, r.choice(("gsm8k", "own:science", "own:maths", "alpaca:ask")))
        for _ in range(r.randrange(3, 12))
    ]
    wraps = list(bank.fold_of(bank.ELICITS, fold)) + [
        f"{system}\n\n{wrap}"
        for system in bank.fold_of(bank.SYSTEMS, fold)
        for wrap in r.sample(bank.fold_of(bank.ELICITS, fold), 3)
    ]
    wraps += [
        item.prompt[:900] + "\n\n{q}" for item in r.sample(pool("jailbreak", fold), 25) if "{q}" not in item.prompt
    ]
    scouts = op.accounts[: max(1, round(len(op.accounts) * r.uniform(0.1, 0.6)))]
    sweep = Plan(
        Recipe(["gsm8k"], [1.0], wraps=wraps),
        volumes(w, len(scouts), 3, 40),
        "random",
        r.choice(SHAPES),
        0.0,
        bound,
        op.name,
        items=probes,
    )
    sweep.deal = "queue"
    age_together(w, [one for one in scouts if one.first > bound * w.span / 2], -20 * DAY, 0.0)
    run(w, scouts, sweep)
    plan = plan_for(w, op, r.choice(ANY[:9]), "wraps", 3, 40)
    plan.recipe.templates, plan.recipe.wraps = [], r.sample(wraps, r.randrange(1, 4))
    plan.lo, plan.hi = bound, 1.0
    run(w, op.accounts, plan)


def low_and_slow(w: World, op: Operator) -> None:
    """People-like accounts with a harvest request now and then, each in its own words."""
    r = w.r
    weekly = r.random() < 0.4
    recipe = draw_recipe(w, r.choice(ANY[:9]), "paraphrase" if r.random() < 0.8 else "bare")
    recipe.own_words = True
    counts = [
        max(1, round(w.days / 7 * r.choice((0.5, 1, 1, 2)))) if weekly else r.choice((1, 1, 2)) for _ in op.accounts
    ]
    run(w, op.accounts, Plan(recipe, counts, "queue", "human", operator=op.name))
    for one in op.accounts:
        behave(w, one, max(2, min(150, one.volume)))


def dealt_list(w: World, op: Operator) -> None:
    """One list of questions, dealt out without overlap and without a common wording."""
    r = w.r
    plan = plan_for(w, op, r.choice(ANY[:9]), r.choice(("bare", "paraphrase", "paraphrase")), 2, 35)
    plan.copies, plan.params, plan.model = 1, "own", None
    plan.recipe.own_words = True
    plan.shape = r.choice(("human", "human", "flat", "trace"))
    run(w, op.accounts, plan)


def rewrites(w: World, op: Operator) -> None:
    """Documents and delicate questions put into safe words."""
    r = w.r
    plan = plan_for(w, op, "rewriting", r.choice(("wrap", "wraps", "wraps", "paraphrase", "template")), 3, 50)
    if plan.recipe.wraps or r.random() < 0.7:
        mine = bank.fold_of(bank.REWRITES, w.fold)
        plan.recipe.wraps = [
            fill_small(r, wrap.replace("{q}", "\0")).replace("\0", "{q}")
            for wrap in r.sample(mine, r.randrange(1, len(mine) + 1))
        ]
    if r.random() < 0.3:
        plan.recipe.sources, plan.recipe.weights = ["doc", "own:sensitive", "alpaca_zh"], [2.0, 1.0, 1.0]
    run(w, op.accounts, plan)


CAMPAIGNS: dict[str, Callable[[World, Operator], None]] = {
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
assert set(QUIET) < set(CAMPAIGNS)
assert set(ANY) < set(DOMAINS)


def split(w: World, n: int, most: int) -> list[int]:
    """n accounts over one or more operators of very different size."""
    k = w.r.choices((1, 2, 3), (50, 35, 15))[0] if n <= most else -(-n // most) + w.r.randrange(2)
    k = max(1, min(k, n // 4))
    weights = [w.r.lognormvariate(0, 0.9) for _ in range(k)]
    sizes = [max(1, int(n * weight / sum(weights))) for weight in weights]
    sizes[0] += n - sum(sizes)
    return [size for size in sizes if size > 0]


def harvest(w: World, kind: str, n: int) -> None:
    """All operators of one kind, n accounts together."""
    for number, size in enumerate(split(w, n, 25 if kind == "rubric-grading" else 100000)):
        name = f"{kind}/{number}-{w.token(16)}"
        accounts = proxy_accounts(w, kind, size) if kind == "hydra-proxy" else None
        CAMPAIGNS[kind](w, recruit(w, kind, name, size, accounts))


def shares(w: World, n: int) -> dict[str, int]:
    """How many accounts each kind gets in a mixed world; a fifth are low-and-slow or dealt."""
    r = w.r
    hidden = round(n * 0.2)
    low = round(hidden * r.uniform(0.3, 0.7))
    counts = {
        "low-and-slow": low,
        "dealt-list": hidden - low,
        "rubric-grading": max(3, round(n * r.uniform(0.02, 0.06))),
    }
    others = [kind for kind in CAMPAIGNS if kind not in counts]
    weights = {kind: r.lognormvariate(0.8 if kind == "four-per-account" else 0.0, 0.7) for kind in others}
    left = n - sum(counts.values())
    for kind in others:
        counts[kind] = max(4, int(left * weights[kind] / sum(weights.values())))
    counts["four-per-account"] = max(4, counts["four-per-account"] + n - sum(counts.values()))
    return counts
