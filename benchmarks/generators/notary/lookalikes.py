"""Honest groups of unlinked customers that look like one operator."""

from collections.abc import Callable
from dataclasses import dataclass

from . import network as net
from . import phrases as bank
from .corpus import Item, conversations, digest
from .group import DOMAINS, Plan, Recipe, age_together, draw_recipe, run, share, task_list
from .ordinary import SegmentNames, behave, opening, talk
from .profile import draw_account, draw_params
from .traces import DAY, draw_client, draw_volume
from .wording import agent_system, app_system, draw_template, follow
from .world import Account, World


@dataclass(frozen=True)
class Look:
    """One kind of honest group: sizes, volumes, wording, rhythm and what its members have in common."""

    kind: str
    size: tuple[int, int]
    volume: tuple[float, float]
    domains: tuple[str, ...] = ("general",)
    styles: tuple[str, ...] = ("bare",)
    deal: str = "random"
    shape: str = "human"
    segment: str | None = None
    flags: str = ""  # words: cohort, campus, client, params, credits, education, list:NAME, shows, rewrites, ...
    family: str | None = None


LOOKS: tuple[Look, ...] = (
    Look("agents-one-prompt", (20, 70), (3, 40), ("agents", "code"), ("bare",), segment="agent", flags="client agent"),
    Look("agents-one-prompt", (8, 30), (5, 60), ("code",), ("bare",), segment="code", flags="client agent params"),
    Look("template-tenants", (6, 25), (2, 90), segment="app", shape="trace", deal="part", flags="list:tenant"),
    Look("template-tenants", (5, 20), (5, 60), ("general", "knowledge"), ("template",), segment="rag", family="benign",
        shape="trace"),
    Look("one-org-many-accounts", (5, 22), (10, 60), ("general", "writing", "maths"), ("template", "wrap"),
        deal="queue", shape="sync", segment="data", flags="org client params"),
    Look("llm-judges", (3, 12), (20, 160), ("judging",), ("bare", "template"), deal="part", shape="burst",
        segment="data", flags="params"),
    Look("judge-framework", (6, 20), (8, 60), ("general", "maths"), ("template",), segment="data", shape="hour",
        family="judge", flags="client"),
    Look("monitoring", (5, 15), (20, 80), ("general",), ("bare",), deal="own", shape="flat", segment="app",
        flags=""),
    Look("benchmark-labs", (3, 7), (120, 420), ("maths",), ("wrap", "bare", "bare"), deal="each", shape="hour",
        segment="data", flags="list:bbh shows zero"),
    Look("benchmark-labs", (3, 7), (100, 400), ("maths",), ("template", "wrap"), deal="each", shape="hour",
        segment="data", flags="gsm zero shows"),
    Look("benchmark-part", (6, 16), (20, 90), ("maths", "direct", "elicit"), ("bare", "template", "wrap"),
        deal="random", shape="hour", segment="data", flags="client shows"),
    Look("classroom", (15, 45), (4, 16), ("maths", "code", "knowledge"), ("bare", "wrap", "paraphrase"), deal="each",
        shape="burst", segment="chat", flags="cohort campus education shows"),
    Look("homework-forum", (10, 35), (3, 14), ("maths", "knowledge", "chinese"), ("paraphrase", "bare"), deal="each",
        segment="chat", flags="shows"),
    Look("hackathon", (12, 40), (6, 30), ("agents", "code", "general"), ("system", "wrap"), shape="burst",
        segment="code", flags="cohort credits client params shows"),
    Look("ci-jobs", (5, 18), (15, 120), ("code", "agents"), ("template", "system", "bare"), deal="own", shape="flat",
        segment="code", flags="client params"),
    Look("release-day", (8, 25), (10, 70), ("maths", "code", "general"), ("bare", "wrap"), deal="each", shape="flat",
        segment="code", flags="release shows"),
    Look("batch-labelling", (2, 6), (100, 420), ("general",), ("bare",), deal="part", shape="trace", segment="data",
        flags="list:tenant params batch"),
    Look("audit-rationale", (8, 25), (6, 40), ("knowledge", "rewriting", "general"), ("wrap", "wraps"), segment="app",
        flags="shows params"),
    Look("reasoning-prompt-fans", (15, 45), (2, 16), ("knowledge", "maths", "writing", "code"), ("wrap",),
        segment="chat", flags="elicits"),
    Look("start-up-synthetic", (3, 9), (30, 150), ("generating", "writing", "chinese", "maths"), ("template",
        "templates", "wrap", "bare"), deal="random", shape="trace", segment="data", flags="params"),
    Look("tutoring-platform", (4, 14), (15, 90), ("maths", "knowledge"), ("wrap", "system"), shape="trace",
        segment="app", flags="shows users"),
    Look("tutorial-followers", (12, 45), (2, 9), ("general", "agents", "maths"), ("template", "wrap", "system"),
        deal="each", segment="code", flags="client shows params"),
    Look("no-code-template", (12, 40), (5, 35), ("writing", "general"), ("template", "system"), shape="trace",
        segment="app", flags="client params", family="benign"),
    Look("translation-bureau", (4, 14), (20, 100), ("rewriting", "multilingual"), ("wrap",), shape="human",
        segment="translate", flags="translate params"),
    Look("seo-mill", (4, 16), (20, 100), ("writing", "knowledge"), ("wrap", "template", "system"), shape="flat",
        segment="data", flags="rewrites params"),
    Look("rewriting-tool", (12, 35), (3, 20), ("rewriting",), ("wrap", "wraps"), segment="chat",
        flags="rewrites client"),
    Look("paper-review", (4, 14), (8, 50), ("rewriting", "knowledge"), ("template",), segment="rag", family="judge",
        flags="params"),
    Look("bootcamp", (12, 36), (8, 30), ("code",), ("bare", "system"), deal="each", shape="human", segment="code",
        flags="cohort client"),
    Look("browser-extension", (20, 60), (2, 20), ("general", "writing", "multilingual"), ("system", "wrap"),
        segment="chat", flags="client params shows"),
    Look("textbook-students", (15, 45), (3, 15), ("maths", "chinese", "code"), ("bare", "paraphrase"), deal="part",
        segment="chat", flags="education shows"),
    Look("red-teamers", (3, 10), (10, 60), ("general",), ("bare",), deal="part", segment="code", flags="jailbreak"),
    Look("multilingual-users", (10, 30), (3, 30), ("multilingual", "chinese"), ("bare", "paraphrase"), segment="chat"),
)  # fmt: skip


def volumes(w: World, n: int, lo: float, hi: float) -> list[int]:
    """Volumes of n members: even or heavy-tailed, around one mean."""
    mean = lo * (hi / lo) ** w.r.random()
    tail = w.r.choice((0.2, 0.5, 0.9))
    return [int(min(1500, max(1, round(mean * w.r.lognormvariate(-tail * tail / 2, tail))))) for _ in range(n)]


def members(w: World, look: Look, n: int) -> list[Account]:
    """The accounts of a group, each drawn as everybody is."""
    return [draw_account(w, look.kind, look.segment if w.r.random() < 0.85 else None) for _ in range(n)]


def group(w: World, look: Look, n: int) -> None:
    """One group of a listed kind."""
    r, flags = w.r, look.flags.split()
    people = members(w, look, n)
    wraps = bank.REWRITES if "rewrites" in flags else bank.ELICITS if "elicits" in flags else bank.SHOWS
    recipe = draw_recipe(w, r.choice(look.domains), r.choice(look.styles), wraps, look.family)
    plan = Plan(recipe, volumes(w, n, *look.volume), look.deal, look.shape)
    for flag in flags:
        if flag.startswith("list:"):
            plan.items = task_list(w, flag[5:], 3 * max(plan.volumes))
    if "gsm" in flags:
        recipe.sources, recipe.weights = [r.choice(("gsm8k", "cot_logs", "direct", "elicit"))], [1.0]
    if look.deal == "each":
        top = round(r.uniform(*look.volume))
        plan.volumes = [top if r.random() < 0.7 else max(1, round(top * r.random())) for _ in people]
    if "agent" in flags:
        system, tools = agent_system(r)
        recipe.systems, recipe.tools, recipe.steps = [system], tools, r.choice((3, 6, 9))
    if "jailbreak" in flags:
        recipe.sources, recipe.weights = ["jailbreak"], [1.0]
    if "translate" in flags:
        recipe.wraps = [
            f"Translate into {r.choice(('German', 'English', 'Chinese', 'Spanish'))}, keep the formatting:\n{{q}}"
        ]
    for one in people:
        if "credits" in flags:
            one.record["payment_kind"], one.record["payment_fingerprint"] = "credits", None
        if "education" in flags and r.random() < 0.6:
            one.record["pathway"] = "education"
        if "users" in flags:
            one.end_users = r.choice((20, 100, 400))
        if "zero" in flags and r.random() < 0.7:
            one.params = {**one.params, "temperature": 0.0}
        if "batch" in flags and r.random() < 0.5:
            one.params = {**one.params, "batch": True}
    if "params" in flags and r.random() < 0.6:
        plan.params = "fixed"
    if "client" in flags and r.random() < 0.75:
        lead = [net.draw_sdk(r)] if r.random() < 0.7 else people[0].clients
        for one in people:
            if r.random() < 0.9:
                one.clients = list(lead)
    if "cohort" in flags:
        at = r.uniform(-0.4, 0.4) * w.span
        age_together(w, people, at, at + r.uniform(0.2, 7) * DAY)
        plan.lo = min(0.8, max(0.0, at / w.span))
    if "campus" in flags and r.random() < 0.7:
        gate = net.home_address(r, people[0].country)
        for one in people:
            one.addresses = [net.near(r, gate) if r.random() < 0.3 else gate, *one.addresses[:1]]
            one.country, one.hops = gate.country, 0.3
    if "org" in flags:
        org, name = f"org_{w.token(40)}", app_system(r).split()[1].strip(",:.")
        card = f"pay_{w.token()}"
        for one in people:
            one.record.update(org_id=org, org_name=name, payment_fingerprint=card, payment_kind="invoice")
    if "release" in flags:
        plan.model = w.new
        plan.lo = w.release / w.span
        plan.hi = min(1.0, plan.lo + r.uniform(1, 3) * DAY / w.span)
        age_together(w, [one for one in people if one.first > plan.lo * w.span], -90 * DAY, -DAY)
        for one in people:
            one.models.append((w.release + r.expovariate(1 / DAY), w.new))
    plan.cover = r.choice((0.0, 0.0, 0.3, 0.5)) if look.segment in ("chat", "code") else 0.0
    run(w, people, plan)


def same_egress(w: World, n: int) -> None:
    """Ordinary people behind one carrier-grade NAT or one campus."""
    r = w.r
    campus = r.random() < 0.5
    country = net.draw_country(r)
    gates = [net.home_address(r, country)]
    gates += [net.near(r, gates[0]) for _ in range(r.randrange(0, 4))]
    for _ in range(n):
        one = draw_account(w, "campus-egress" if campus else "cgnat", None, country)
        one.addresses = [r.choice(gates), *gates]
        if campus and r.random() < 0.5:
            one.record["pathway"] = "education"
        behave(w, one, min(one.volume, 200))


def innocents(w: World, pool: list[Account], one: Account, n: int) -> None:
    """End customers behind an account of a reseller: many habits, now and then moved to a sister account."""
    r = w.r
    habits = (one.segment, one.lang, one.zone)
    while n > 0:
        part = min(n, r.choice((1, 2, 3, 5, 8, 14)))
        n -= part
        one.segment = r.choices(SegmentNames, (45, 20, 14, 5, 6, 5, 5))[0]
        _, one.zone, one.lang = net.COUNTRIES[net.draw_country(r)]
        if one.segment == "chat" and part > 1 and r.random() < 0.2:
            items = opening(w, one)[:part]
            s = w.session(one)
            when = talk(w, s, r.uniform(one.first, w.span), items[:1])
            sister = r.choice(pool)
            t = w.session(sister)
            t.messages, t.hash, t.tokens, t.system, t.system_set = s.messages, s.hash, s.tokens, s.system, True
            talk(w, t, max(when, sister.first), items[1:])
        else:
            behave(w, one, part)
    one.segment, one.lang, one.zone = habits


def proxy_accounts(w: World, kind: str, n: int) -> list[Account]:
    """The pool of accounts of one reseller."""
    r = w.r
    pool = [draw_account(w, kind) for _ in range(n)]
    fixed = net.draw_sdk(r)
    egress = [net.hosting_address(r) for _ in range(r.randrange(1, 6))]
    pooled, one_client = r.random() < 0.65, r.random() < 0.6
    for one in pool:
        one.end_users, one.hops = r.choice((0, 30, 300)), 0.6
        if pooled:
            one.addresses = r.sample(egress, r.randrange(1, len(egress) + 1))
        if one_client:
            one.clients = [fixed]
        elif r.random() < 0.7:
            one.clients = [
                net.draw_sdk(r) if r.random() < 0.7 else net.draw_browser(r) for _ in range(r.randrange(2, 7))
            ]
    if r.random() < 0.4:
        share(w, pool, {"payment"}, r.randrange(3, 9))
    return pool


def reseller(w: World, n: int) -> None:
    """An open reseller with innocent customers only."""
    pool = proxy_accounts(w, "reseller", n)
    for one, volume in zip(pool, volumes(w, n, 15, 70), strict=True):
        innocents(w, pool, one, volume)


def failover(w: World, n: int) -> None:
    """Customers who spread their own work over two or three accounts of theirs."""
    r = w.r
    while n > 1:
        k = min(n, r.choice((2, 2, 3)))
        n -= k
        pair = [draw_account(w, "fail-over", "app") for _ in range(k)]
        for one in pair[1:]:
            one.clients, one.params, one.country = pair[0].clients, pair[0].params, pair[0].country
            if r.random() < 0.7:
                one.addresses = pair[0].addresses
            for name in ("org_id", "org_name", "email_domain", "payment_fingerprint"):
                if r.random() < 0.7:
                    one.record[name] = pair[0].record.get(name)
        recipe = draw_recipe(
            w, r.choice(sorted(DOMAINS)), r.choice(("template", "system", "bare")), bank.SHOWS, "benign"
        )
        run(w, pair, Plan(recipe, [r.randrange(8, 60) for _ in pair], "queue", "sync"))


def licensed(w: World, n: int) -> None:
    """A lab with a licence to train on outputs: a campaign in all but name."""
    r = w.r
    domain, style = r.choice(sorted(DOMAINS)), r.choice(("bare", "template", "wrap", "wraps", "system", "paraphrase"))
    org = f"org_{w.token(40)}" if r.random() < 0.7 else None
    people = [draw_account(w, "licensed-distiller", "data") for _ in range(n)]
    for one in people:
        one.record["distillation_licence"] = True
        if org:
            one.record["org_id"] = org
    run(
        w,
        people,
        Plan(
            draw_recipe(w, domain, style), volumes(w, n, 20, 120), "queue", r.choice(("sync", "flat", "burst", "trace"))
        ),
    )


def stored_session(w: World, one: Account) -> tuple[list[Item], str]:
    """A whole stored conversation and a hash that only its first owner ever saw."""
    r = w.r
    if r.random() < 0.5:
        talks = [talk for talk in conversations(w.fold) if len(talk.turns) > 1]
        turns = r.choice(talks).turns
        items = [Item(None, prompt, answer, 5.3) for prompt, answer in turns]
    else:
        items = opening(w, one)
        items += [Item(None, follow(r, w.fold), None, 5.1) for _ in range(r.randrange(1, 4))]
    return items, f"{digest(items[0].prompt + str(r.getrandbits(40))):016x}"


def resend(
    w: World,
    one: Account,
    when: float,
    items: list[Item],
    mark: str,
    turn: int,
    harvest: str | None = None,
    model: str | None = None,
) -> None:
    """Send a stored conversation again from a turn on, as one request with its whole history."""
    s = w.session(one)
    s.messages, s.tokens = 2 * turn, sum(len(item.prompt) // 4 + 220 for item in items[:turn])
    s.hash = f"{digest(mark + str(turn)):016x}" if turn else None
    s.conversation, s.model = (w.token(48) if s.conversation else None), model
    w.say(s, when, items[turn], harvest)


def migration(w: World, n: int) -> None:
    """Customers who compare two models on their own stored sessions."""
    r = w.r
    for _ in range(n):
        one = draw_account(w, "model-migration", "app")
        begin = r.uniform(one.first, w.span - DAY / 2)
        one.params = draw_params(w, "data")
        for _ in range(r.randrange(6, 30)):
            items, mark = stored_session(w, one)
            for model in (one.models[0][1], w.new if begin > w.release else w.old[2]):
                resend(w, one, begin + r.random() * DAY / 3, items, mark, len(items) - 1, None, model)
        behave(w, one, min(60, one.volume))


def habitual(w: World, n: int) -> None:
    """Unlinked services that were built from one published recipe and keep to a template each of the list."""
    r = w.r
    template = draw_template(r, w.fold, r.choice(("eval", "benign", "judge", "harvest")))
    for _ in range(n):
        one = draw_account(w, "published-recipe", "data")
        names = r.sample(("alpaca", "wild", "support", "own:science", "own:business", "doc"), 2)
        recipe = Recipe(names, [1.0, 1.0], [template])
        run(w, [one], Plan(recipe, [draw_volume(w.g, draw_client(w.g), 0.7)], "random", "trace"))


SPECIAL: tuple[tuple[Callable[[World, int], None], int, int], ...] = (
    (same_egress, 12, 50), (same_egress, 8, 30), (reseller, 6, 24), (failover, 4, 12), (licensed, 3, 9), (migration, 3,
        10), (habitual, 8, 25),
)  # fmt: skip


def populate(w: World, total: int) -> None:
    """Look-alike groups until their accounts reach `total`."""
    r = w.r
    grow = max(0.35, min(3.0, (total / 360) ** 0.6))
    kinds: list[Look | tuple[Callable[[World, int], None], int, int]] = [*LOOKS, *SPECIAL]
    while True:
        r.shuffle(kinds)
        for kind in kinds:
            left = total - sum(one.kind != "ordinary" and not one.fake for one in w.accounts)
            if left <= 0:
                return
            lo, hi = kind.size if isinstance(kind, Look) else kind[1:]
            n = max(
                2,
                min(left, round(r.uniform(lo, hi) * (grow if hi > 12 else min(grow, 1.3)) * r.choice((0.4, 0.7, 1.0)))),
            )
            if isinstance(kind, Look):
                group(w, kind, n)
            else:
                kind[0](w, n)
