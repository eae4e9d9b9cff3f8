"""Campaigns: one operator, many accounts, one work queue, disguised in whatever way the operator chose."""

import hashlib
import math
import random
from typing import NamedTuple

from . import world
from .people import App, agent_kit, agent_steps, app_turns, chatter, coder, join_app, make_app, volume
from .texts import Text
from .world import DAY, HOSTING, HOUR, MINUTE, MODELS, SECOND, Client, Persona, Settings, World, address, client

KINDS = ("reasoning-harvest", "agentic-pivot", "varied-accounts", "second-pool", "four-per-account", "rubric-grading",
         "replay", "hydra-proxy", "technique-sweep", "low-and-slow", "dealt-list", "rewrites")  # fmt: skip
DOMAINS = {"reasoning-harvest": ("maths", "knowledge", "code", "zh"), "agentic-pivot": ("agents", "code"),
    "varied-accounts": ("agents", "code", "knowledge"), "second-pool": ("maths", "code", "knowledge", "zh", "writing"),
    "four-per-account": ("maths", "knowledge", "code", "agents"), "rubric-grading": ("judge",), "replay": ("replay",),
    "hydra-proxy": ("maths", "code", "agents", "zh"), "technique-sweep": ("maths", "knowledge", "code"),
    "low-and-slow": ("maths", "knowledge", "code", "writing", "zh"),
    "dealt-list": ("maths", "knowledge", "code", "zh", "agents"), "rewrites": ("rewrite",)}
VOLUME = {  # mean and spread of the logarithm of harvest requests per account
    "reasoning-harvest": (3.3, 0.8), "agentic-pivot": (3.4, 0.9), "varied-accounts": (3.1, 1.1), "replay": (2.8, 0.9),
    "second-pool": (3.3, 0.7), "four-per-account": (1.35, 0.25), "rubric-grading": (5.2, 0.6), "rewrites": (3.0, 0.8),
    "hydra-proxy": (2.0, 0.7), "technique-sweep": (2.9, 0.9), "low-and-slow": (0.5, 0.4), "dealt-list": (2.0, 0.7)}
# The operator's choices.
Plan = NamedTuple("Plan", [  # noqa: UP014
    ("kind", str), ("operator", str), ("domains", list[str]), ("shared", set[str]), ("wording", str), ("sampling", str),
    ("shape", str), ("signup", str), ("cover", str), ("cover_share", float), ("stacks", list[Client]), ("rotate", bool),
    ("wordings", list[str]), ("out", float), ("system", str | None), ("tools", list[str] | None), ("turns", float),
    ("fixed", Settings), ("model", str), ("first", int), ("last", int), ("refusals", float),
    ("apps", list[App])])  # fmt: skip
Team = list[tuple[Persona, App | None]]

def draw_plan(w: World, kind: str, number: int) -> Plan:
    """All the random choices of one operator, within what its kind demands."""
    rng, lib = w.rng, w.lib
    shared: set[str] = set()
    hidden = kind in ("four-per-account", "low-and-slow") or rng.random() < 0.5
    if not hidden:
        shared = {s for s in ("payment", "net", "tls", "mail", "address") if rng.random() < 0.45} or {"net"}
        shared |= {"payment"} if kind == "reasoning-harvest" else set()
    wording = rng.choices(["fixed", "several", "paraphrased", "bare"], (15, 25, 40, 20))[0]
    wording = {"second-pool": "fixed", "technique-sweep": "sweep", "replay": "bare", "rubric-grading": "bare",
               "low-and-slow": "paraphrased", "dealt-list": rng.choice(["bare", "bare", "own"]),
               "rewrites": rng.choice(["several", "paraphrased"]), "agentic-pivot": rng.choice(["bare", "several"]),
               }.get(kind, wording)  # fmt: skip
    domains = rng.sample(DOMAINS[kind], min(len(DOMAINS[kind]), rng.choice([1, 1, 2, 3])))
    tools, agent = agent_kit(w)
    is_agent = "agents" in domains and rng.random() < 0.8
    some = {"fixed": 1, "several": rng.randint(3, 7), "sweep": rng.randint(12, 40)}.get(wording, 0)
    lang = "zh" if domains[0] == "zh" else "en"
    wordings = [word(w, kind, lang, wording == "sweep" or rng.random() < 0.2) for _ in range(some)]
    cover = rng.choices(["none", "app", "users", "chat"], (28, 12, 38, 22))[0]
    if kind in ("low-and-slow", "hydra-proxy"):
        cover = "chat" if kind == "hydra-proxy" or rng.random() < 0.5 else "users"
    apps = [make_app(w) for _ in range(rng.randint(1, 2))] if cover == "app" else []
    length = w.end - w.start
    first = w.start + int(rng.uniform(0, 0.3) * length)
    last = w.end if rng.random() < 0.5 else first + int(rng.uniform(0.35, 0.7) * length)
    if kind in ("low-and-slow", "agentic-pivot", "second-pool", "hydra-proxy"):
        first, last = w.start, w.end
    if kind == "four-per-account":
        last = min(w.end, first + rng.choice([1, 2, 2, 5, 12]) * DAY)
    system = agent if is_agent else rng.choice([None, None, None, lib.say(rng, "TONES") + ".",
                                               lib.app_system(rng, rng.choice(list(lib.genres)))[1]])  # fmt: skip
    return Plan(kind, f"op_{kind}_{number}", domains, shared, wording, rng.choice(["fixed", "jitter", "own", "own",
        "own"]), rng.choice(["human", "human", "flat", "bursts"]) if kind != "low-and-slow" else "human",
        rng.choice(["lockstep", "spread", "spread", "spread", "aged"]), cover, rng.random() * 0.6,
        [client(rng) for _ in range(rng.randint(1, 5))], rng.random() < 0.3, wordings, rng.choice([90.0, 200.0, 350.0,
        700.0]), system, tools if is_agent else None, rng.choice([1.0, 1.0, 1.4, 2.5]) if not is_agent else 4.0,
        world.settings(rng), rng.choices(MODELS, (45, 40, 10, 5, 0))[0], first, last, rng.choice([0.0, 0.02,
        0.1]) if kind != "rubric-grading" else 0.15, apps)

def word(w: World, kind: str, lang: str, probe: bool) -> str:
    """One wording of the instruction that goes with each item."""
    rng, lib = w.rng, w.lib
    if kind == "rewrites":
        return f"{lib.say(rng, 'SAFE_A')}, {lib.say(rng, 'SAFE_B')}."
    if probe and rng.random() < 0.6:
        return f"{lib.say(rng, 'SHOW_PROBE')} {lib.say(rng, 'SHOW_B').capitalize()}."
    return lib.show(rng, lang)

def dealt(w: World, plan: Plan, count: int) -> list[Text]:
    """The work queue: items without repetition as far as the pools go."""
    rng, lib = w.rng, w.lib
    if plan.domains[0] == "replay":
        return [Text("")] * count
    items: dict[str, Text] = {}
    theme, tries = rng.choice(list(lib.genres)), 0
    while len(items) < count:
        tries += 1
        domain = plan.domains[0] if rng.random() < 0.6 else rng.choice(plan.domains)
        item = lib.makers[domain](rng)
        if domain == "writing" and rng.random() < 0.3:
            item = Text(lib.genre(rng, theme, "en"))
        key = item.prompt if tries < 3 * count else f"{tries}"
        items.setdefault(key, item)
    return list(items.values())

def phrase(w: World, plan: Plan, p: Persona, item: Text, own: str, progress: float) -> Text:
    """The item as this account sends it now."""
    rng = w.rng
    lang = item.lang if item.lang == "zh" else "en"
    if plan.wording == "sweep":
        pool = plan.wordings if progress < 0.35 else plan.wordings[:3]
        ask = rng.choice(pool)
    elif plan.wordings:
        ask = plan.wordings[int(rng.random() ** 1.5 * len(plan.wordings))]
    elif plan.wording == "paraphrased":
        ask = word(w, plan.kind, lang, rng.random() < 0.15) if rng.random() < 0.85 else ""
    else:
        ask = own
    if not ask:
        return item
    ends = plan.wording in ("fixed", "sweep") or rng.random() < 0.6
    prompt = f"{item.prompt}\n\n{ask}" if ends != (plan.kind == "rewrites") else f"{ask}\n{item.prompt}"
    return item._replace(prompt=prompt)

def recruit(w: World, plan: Plan, count: int, apps: list[App], base: int | None = None) -> Team:
    """The operator's accounts, disguised as it likes."""
    rng = w.rng
    when = base if base is not None else plan.first - int(rng.uniform(0.2, 20) * DAY)
    asn = rng.choice(HOSTING)
    pool = [address(rng, asn) for _ in range(max(2, count // rng.choice([2, 5, 15])))]
    cards = [w.token("pay_") for _ in range(max(1, count // rng.choice([3, 8, 25])))]
    mail, place = rng.choice(["gmail.com", "outlook.com", "proton.me", "tempmail.dev"]), rng.randrange(14)
    homely = rng.random() < 0.35
    team: Team = []
    for _ in range(count):
        created = None
        if plan.signup == "lockstep" or base is not None:
            created = when + int(rng.random() * rng.choice([1, 3, 5]) * DAY)
        elif plan.signup == "aged":
            created = w.start - int(rng.uniform(200, 1300) * DAY)
        app = None
        if plan.cover == "app":
            app = rng.choice(plan.apps)
        elif plan.cover == "users":
            app = rng.choices(apps, [a.weight for a in apps])[0]
        if app:
            p = join_app(w, app, plan.kind, created)
        else:
            p = w.persona(plan.kind, created, place if homely and rng.random() < 0.7 else None)
            if "tls" in plan.shared or rng.random() < 0.15:
                p.clients = plan.stacks if plan.rotate else [rng.choice(plan.stacks)]
            p.model = plan.model if rng.random() < 0.4 else p.model
            p.system = plan.system if rng.random() < 0.8 else None
        if plan.sampling == "fixed" and not app:
            p.settings = plan.fixed
        elif plan.sampling == "jitter" and not app:
            heat = plan.fixed.temperature if plan.fixed.temperature is not None else 0.7
            p.settings = Settings(round(min(1.0, max(0.0, rng.gauss(heat, 0.15))), 2), plan.fixed.top_p,
                                  rng.choice([1024, 2048, 3000, 4096, 6000, 8192]), plan.fixed.thinking, None,
                                  plan.fixed.stream, None, None)  # fmt: skip
        if plan.kind == "varied-accounts":
            p.access = rng.choice(world.ACCESS)
            p.record.update(plan=rng.choice(world.PLANS), pathway=rng.choice(world.PATHWAYS))
        if "payment" in plan.shared and rng.random() < 0.85:
            p.record.update(payment_fingerprint=rng.choice(cards), payment_kind=rng.choice(["virtual", "card", "card"]))
        if "net" in plan.shared:
            p.ips, p.asn = rng.sample(pool, min(len(pool), rng.randint(1, 4))), asn
        if "mail" in plan.shared and rng.random() < 0.8:
            p.record["email_domain"] = mail
        if "address" in plan.shared and rng.random() < 0.7:
            p.record["signup_ip"] = rng.choice(pool)
        if plan.shape == "flat":
            p.clock, p.weekend = rng.choice(["flat", "flat", "night"]), 1.0
        p.operator = plan.operator
        if rng.random() < 0.012:
            p.record.update(status="banned", status_at=w.start + int(rng.uniform(0.5, 1) * w.days * DAY))
        team.append((p, app))
    return team

def cover(w: World, p: Persona, app: App | None, count: int) -> None:
    """Traffic that is not harvest."""
    rng = w.rng
    while count > 0:
        size = min(count, 1 + int(rng.expovariate(0.3)))
        if app:
            w.talk(p, w.moment(p), app_turns(w, p, app, size), out=app.out, system=app.system)
        else:
            (chatter if rng.random() < 0.75 else coder)(w, p, size)
        count -= size

def replayed(w: World, p: Persona, at: int) -> int:
    """A stored session of somebody else, sent again from its middle on."""
    rng = w.rng
    session = rng.choice(w.lib.chats())
    past = hashlib.blake2b(f"{session[0].group}{rng.randint(0, 2)}".encode(), digest_size=8).hexdigest()
    turn = rng.choice(session[len(session) // 2 :])
    text = turn.prompt if len(session) > 1 or rng.random() < 0.5 else w.lib.follow(rng, turn.lang)
    depth = rng.randint(1, 9)
    conv = w.token("conv_") if rng.random() < 0.4 else None
    return w.emit(p, at, text, out=260, system=p.system, conv=conv, depth=depth, past=past, cached=90 * depth,
                  harvest=True)  # fmt: skip

def send(w: World, plan: Plan, p: Persona, app: App | None, item: Text, at: int, own: str) -> int:
    """One item of the queue, perhaps with scripted further turns; returns how many rows it took."""
    rng = w.rng
    if plan.kind == "replay":
        replayed(w, p, at)
        return 1
    progress = (at - plan.first) / max(1, plan.last - plan.first)
    text = phrase(w, plan, p, item, own, progress)
    if app and app.in_user_turn:
        text = text._replace(prompt=f"{app.system}\n\nUser: {text.prompt}")
    system = (None if app.in_user_turn else app.system) if app else p.system or text.system
    model = None
    if plan.kind == "agentic-pivot" and at > w.release + int(rng.uniform(1, 24) * HOUR) and rng.random() < 0.65:
        model = w.new_model
    refused = rng.random() < plan.refusals
    if plan.kind == "rubric-grading" and progress > 0.35:
        model, refused = rng.choice(["aster-sonnet-4", "aster-haiku-3-5"]), rng.random() < 0.01
    turns = [text]
    more = min(11, int(rng.expovariate(1 / max(0.01, plan.turns - 1)))) if plan.turns > 1 else 0
    if more:
        scripted = [Text(w.lib.follow(rng, item.lang)) for _ in range(min(more, 2))]
        turns += agent_steps(w, more) if plan.tools else scripted
    turns = turns[: {"four-per-account": 2, "low-and-slow": 1}.get(plan.kind, 12)]
    w.talk(p, at, turns, out=plan.out, system=system, harvest=True, tools=plan.tools, model=model, refused=refused,
           pace=12 if plan.tools or rng.random() < 0.5 else 50)  # fmt: skip
    return len(turns)

def clock(w: World, plan: Plan, p: Persona, bursts: list[int], low: int, high: int) -> int:
    """When the next item goes out through this account."""
    rng = w.rng
    if plan.shape == "bursts":
        near = [t for t in bursts if low <= t < high]
        if near:
            return max(p.first, rng.choice(near) + int(rng.expovariate(1 / 25) * MINUTE))
    if plan.shape == "flat":
        return max(p.first, low + int(rng.random() * max(HOUR, high - low)))
    return w.moment(p, low, high)

def run(w: World, kind: str, number: int, count: int, apps: list[App]) -> None:
    """One campaign of so many accounts."""
    rng = w.rng
    plan = draw_plan(w, kind, number)
    pools = [(recruit(w, plan, count, apps), plan.first, plan.last)]
    if kind == "second-pool" and count > 3:
        early = max(2, int(count * rng.uniform(0.35, 0.65)))
        ban = plan.first + int(rng.uniform(0.35, 0.65) * (plan.last - plan.first))
        del w.people[-count:]
        pools = [(recruit(w, plan, early, apps), plan.first, ban)]
        after = ban + int(rng.uniform(2, 60) * HOUR)
        if rng.random() < 0.5:
            plan = plan._replace(stacks=[client(rng) for _ in range(3)])
        pools.append((recruit(w, plan, count - early, apps, ban - int(rng.uniform(-1, 5) * DAY)), after, plan.last))
        for p, _ in pools[0][0]:
            p.last = ban + int(rng.random() * 5 * HOUR)
            p.record.update(status="banned" if rng.random() < 0.93 else "suspended", status_at=p.last)
    middle, sigma = VOLUME[kind]
    even = rng.random() < 0.4
    middle += rng.uniform(-0.4, 0.4) if kind not in ("four-per-account", "low-and-slow") else 0.0
    middle -= max(0.0, rng.random() * (count / 900 - 1) * 0.5) if middle > 2.5 else 0.0
    middle -= max(0.0, math.log(count * math.exp(middle + sigma * sigma / 2) / 120_000))  # keep big worlds affordable
    bursts = [plan.first + int(rng.random() * (plan.last - plan.first)) for _ in range(rng.randint(4, 30))]
    for team, low, high in pools:
        jobs: list[tuple[int, int]] = []
        for index, (p, _) in enumerate(team):
            share = volume(rng, middle, sigma * (0.4 if even else 1.0))
            if kind == "low-and-slow":
                share = rng.choice([1, 1, 2]) if rng.random() < 0.6 else max(1, w.days // 7 * rng.choice([1, 2]))
            elif kind == "four-per-account":
                share = rng.choice([2, 3, 4, 4, 4, 5, 6])
            share = max(1, int(share / (plan.turns if plan.turns < 4 else 3.2))) if kind != "low-and-slow" else share
            start = max(low, p.first)
            end = max(start + DAY // 2, min(high, p.last))
            jobs += [(clock(w, plan, p, bursts, start, end), index) for _ in range(share)]
        jobs.sort()
        own = [word(w, kind, "en", False) if plan.wording == "own" and rng.random() < 0.6 else "" for _ in team]
        sent = [0] * len(team)
        for item, (at, index) in zip(dealt(w, plan, len(jobs)), jobs, strict=True):
            p, app = team[index]
            sent[index] += send(w, plan, p, app, item, min(at, w.end - SECOND), own[index])
        for index, (p, app) in enumerate(team):
            disguise(w, plan, p, app, max(sent[index], 1))

def disguise(w: World, plan: Plan, p: Persona, app: App | None, sent: int) -> None:
    """The account's other traffic."""
    rng = w.rng
    if plan.kind == "hydra-proxy":
        p.users = [w.token("u_") for _ in range(rng.randint(2, 20))]
        want = min(600, int(sent / rng.uniform(0.05, 0.25)) - sent)
        while want > 0:  # the innocent end customers
            p.zone, p.lang = rng.choice([(-8, "en"), (1, "de"), (8, "zh"), (9, "ja"), (-3, "pt"), (5, "en")])
            size = min(want, rng.randint(1, 8))
            rng.choice([chatter, chatter, coder])(w, p, size)
            want -= size
    elif plan.kind == "low-and-slow":
        cover(w, p, app, volume(rng, 2.2, 0.8))
    elif plan.kind == "four-per-account":
        if rng.random() < 0.15:
            cover(w, p, app, 1)
    elif plan.cover != "none" and rng.random() < 0.8:
        cover(w, p, app, int(sent * plan.cover_share * rng.uniform(0.3, 1.5)))

def shares(rng: random.Random, count: int, parts: int, least: int) -> list[int]:
    """So many accounts cut into very different parts."""
    parts = max(1, min(parts, count // least))
    weights = [rng.lognormvariate(0, 1.0) for _ in range(parts)]
    spare = count - least * parts
    cut = [least + int(spare * weight / sum(weights)) for weight in weights]
    cut[0] += count - sum(cut)
    return cut

def campaigns(w: World, kind: str, count: int, apps: list[App]) -> None:
    """All the campaigns of a world."""
    rng = w.rng
    if kind != "mixed":
        few = kind == "rubric-grading"
        parts = max(1, count // rng.randint(8, 30)) if few else rng.choice([1, 1, 2, 3, 4])
        for number, size in enumerate(shares(rng, count, min(parts, 60), 4)):
            run(w, kind, number, size, apps)
        return
    quiet = ["low-and-slow", "dealt-list"]
    todo = [(name, size) for name, size in zip(quiet, shares(rng, max(8, count // 5), 2, 4), strict=False)]
    rest = count - sum(size for _, size in todo)
    grading = max(3, min(rest // 10, 3 + count // 60))
    loud = [name for name in KINDS if name not in quiet and name != "rubric-grading"]
    rng.shuffle(loud)
    cut = shares(rng, rest - grading, len(loud), 4)
    todo += [("rubric-grading", grading), *zip(loud, cut, strict=False)]
    number = 0
    for name, size in todo:
        for part in shares(rng, size, 1 if name == "rubric-grading" else rng.choice([1, 1, 2, 3]), 4):
            run(w, name, number, part, apps)
            number += 1
