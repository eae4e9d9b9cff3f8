"""What an operator decides before a campaign: accounts, clients, wording, clock. All of it by draw."""

import random
from dataclasses import dataclass, field, replace

from .people import COUNTRIES, Account, Address, Client, address, client, disposable, nearby, token
from .texts import BANKS, name, preamble, styled
from .world import TOOLKITS, Product, World, open_account, product

DOMAINS = {line.split()[0]: line.split()[1:] for line in BANKS["domains"]}
SEEDS = {line.split()[0]: line.split()[1:] for line in BANKS["seeds"]}
KINDS = tuple(DOMAINS)


@dataclass
class Plan:
    """One campaign of one operator."""

    kind: str
    operator: str
    size: int
    links: tuple[str, ...]
    stacks: list[Client]
    mix: str  # clients: 'own', 'few' or 'rotated'
    domains: tuple[str, ...]
    wording: str  # 'fixed', 'several', 'paraphrase' or 'bare'
    phrases: list[str]
    clock: str  # 'dealt' (one time line, accounts in turn), 'human' or a machine shape
    signup: str  # 'lockstep', 'weeks', 'spread' or 'aged'
    volume: float
    tail: float
    cover: float
    turns: int
    output: float
    face: str  # system prompt: 'none', 'fixed', 'product', 'products' or 'harness'
    products: list[Product]
    model: str | None
    seeds: str  # 'pool', 'own' or 'both'
    again: float  # share of items that are asked a second time
    mimic: bool
    fixed: str
    asked: set[str] = field(default_factory=set)


def draw_plan(world: World, kind: str, size: int) -> Plan:
    """Every choice of a campaign, then what its kind insists on."""
    rng, words = world.rng, world.words
    links = () if rng.random() < 0.5 else tuple(rng.sample(("pay", "network", "ja4", "mail", "phone", "country",
        "signup"), rng.randint(1, 4)))
    usual = tuple(rng.sample(DOMAINS[kind], min(len(DOMAINS[kind]), rng.choice((1, 1, 2, 3)))))
    made = Plan(
        kind, f"op-{kind}-{token(rng, '', 32)}", size, links,
            [client(rng, rng.choice((*TOOLKITS, (), ()))) for _ in range(rng.randint(1, 5))],
        rng.choice(("own", "own", "few", "few", "rotated")), usual,
            rng.choice(("fixed", "several", "paraphrase", "paraphrase", "bare", "bare")),
        [words.say(rng, "elicit", {}) for _ in range(rng.randint(3, 12))],
            rng.choice(("dealt", "human", "human", "flat", "burst", "cron")),
        rng.choice(("lockstep", "weeks", "spread", "spread", "aged")), 6 + rng.expovariate(1 / 26.0),
            rng.choice((0.0, 0.4, 0.9, 1.3)),
        rng.choice((0.0, 0.0, 0.15, 0.4, 0.7)), rng.choice((1, 1, 1, 3, 6)),
            rng.choice((40.0, 120.0, 300.0, 600.0, 1000.0)),
        rng.choice(("none", "none", "fixed", "product", "product", "products", "harness")), [],
            rng.choice((None, None, "corvus-4", "corvus-4-think", "corvus-4-mini")),
        rng.choice(("pool", "own", "both")), rng.choice((0.0, 0.0, 0.0, 0.1, 0.3)), rng.random() < 0.6,
            words.say(rng, "fixed", {}),
    )
    insist(rng, made)
    toolsets = TOOLKITS if {"agents", "code"} & set(made.domains) else (*TOOLKITS[2:8], (), ())
    made.products = [product(rng, words, "goal", rng.choice(toolsets))
        for _ in range(1 if made.face == "product" else 12)]
    if made.face == "harness":
        made.products = world.harnesses
    return made


def insist(rng: random.Random, made: Plan) -> None:
    """What the known tactics of each kind fix."""
    if made.kind == "reasoning-harvest":
        made.links, made.clock = tuple({*made.links, "pay"}), "dealt"
        made.links = tuple(sorted(made.links))
    elif made.kind == "agentic-pivot":
        made.face, made.turns, made.model = rng.choice(("harness", "product", "products")), rng.choice((3, 6,
            9)), rng.choice(("corvus-4-code", "corvus-4", "corvus-3.5"))
        made.volume, made.clock = max(made.volume, 15), rng.choice(("human", "flat", "ramp"))
    elif made.kind == "varied-accounts":
        made.mix = rng.choice(("own", "rotated"))
        made.face = rng.choice(("none", "products", "fixed"))
    elif made.kind == "second-pool":
        made.face, made.signup, made.volume = rng.choice(("fixed", "none")), rng.choice(("weeks", "spread",
            "lockstep")), max(made.volume, 14)
    elif made.kind == "four-per-account":
        made.links, made.mix, made.volume, made.tail, made.turns = (), "own", rng.uniform(3.2, 4.6), 0.25, 1
        made.clock, made.cover = rng.choice(("burst", "human", "dealt")), rng.choice((0.0, 0.0, 0.3))
    elif made.kind == "rubric-grading":
        made.volume, made.turns, made.output = max(30.0, min(220.0, 9000.0 / made.size)), 1, rng.choice((20.0, 220.0))
    elif made.kind == "replay":
        made.turns, made.wording, made.volume = 2, "bare", max(made.volume, 10)
    elif made.kind == "hydra-proxy":
        made.cover, made.volume, made.mix = rng.uniform(0.75, 0.95), rng.uniform(3, 9), rng.choice(("few", "rotated"))
        made.turns = 1
    elif made.kind == "technique-sweep":
        made.wording, made.volume = "sweep", max(made.volume, 18)
    elif made.kind == "low-and-slow":
        made.links, made.mix, made.clock, made.wording = (), "own", "human", rng.choice(("paraphrase", "bare"))
        made.signup, made.face, made.cover, made.tail, made.turns = rng.choice(("spread", "aged")), rng.choice(("none",
            "products")), 0.9, 0.3, rng.choice((1, 1, 3))
        made.volume, made.again = rng.choice((1.3, 2.2, 4.0)), 0.0
    elif made.kind == "dealt-list":
        made.wording, made.again, made.turns, made.links = "bare", 0.0, 1, made.links if rng.random() < 0.4 else ()
        made.face = rng.choice(("none", "none", "products"))


def enrol(world: World, plan: Plan) -> list[Account]:
    """Open the operator's accounts: the population's draws, then whatever this operator shares or fixes."""
    rng = world.rng
    centre, width = rng.uniform(0.4, 8) * world.days, rng.choice((0.3, 1.5, 4.0))
    pays = [token(rng, "") for _ in range(max(1, plan.size // rng.choice((3, 8, 20))))]
    hosts = [address(rng, rng.choice(list(COUNTRIES)), rng.random() < 0.6)
        for _ in range(max(1, plan.size // rng.choice((4, 10, 25))))]
    mails = rng.sample(disposable(), 2) if rng.random() < 0.4 else [name(rng, world.words).lower() + ".com"]
    lands, phones = rng.sample(list(COUNTRIES), 3), [token(rng, "") for _ in range(max(1, plan.size // 4))]
    members = []
    for number in range(plan.size):
        age = {
            "lockstep": max(world.days * 0.4, rng.gauss(centre, width)), "weeks": world.days * rng.uniform(0.5, 2.5),
                "spread": None,
            "aged": rng.uniform(120, 900),
        }[plan.signup]
        who = open_account(world, plan.kind, plan.operator, age)
        equip(world, plan, who)
        if "pay" in plan.links and rng.random() < 0.85:
            who.fields.update(payment_fingerprint=rng.choice(pays))
        if "network" in plan.links:
            who.places = [nearby(rng, hosts[number % len(hosts)]), *who.places[: rng.randint(0, 1)]]
        if "country" in plan.links:
            land = rng.choice(lands)
            who.places, who.zone = [address(rng, land) for _ in range(rng.randint(1, 6))], COUNTRIES[land][1]
        if "mail" in plan.links and rng.random() < 0.7:
            who.fields["email_domain"] = rng.choice(mails)
        if "phone" in plan.links:
            who.fields["phone_hash"] = rng.choice(phones)
        if "signup" in plan.links:
            spot: Address = hosts[0] if rng.random() < 0.5 else rng.choice(hosts)
            who.fields.update(signup_ip=nearby(rng, spot).ip, signup_asn=spot.asn)
        members.append(who)
    return members


def equip(world: World, plan: Plan, who: Account) -> None:
    """Give an account the campaign's clients, model and system prompt."""
    rng = world.rng
    if plan.mix == "few":
        who.clients = [rng.choice(plan.stacks)]
    elif plan.mix == "rotated":
        who.clients = [replace(made, jitter=0.15) for made in plan.stacks]
    if plan.links and "ja4" in plan.links:
        who.clients = [replace(made, ja4=plan.stacks[0].ja4) for made in who.clients]
    if plan.model and rng.random() < 0.9:
        who.model = plan.model
    if plan.face == "fixed":
        who.system = plan.fixed
    elif plan.products and plan.face != "none":
        chosen = rng.choice(plan.products)
        who.system = chosen.system
        if plan.mix != "own" or plan.face == "harness":
            who.clients = [chosen.client] if plan.face in ("harness", "product") else who.clients
        who.clients = [replace(made, tools=chosen.tools) for made in who.clients]
    elif rng.random() < 0.25:
        who.system = preamble(rng, world.words)


def question(world: World, plan: Plan) -> tuple[str | None, str]:
    """The next seed of the queue: from a stored pool, composed, or both; not yet asked by this campaign."""
    rng = world.rng
    for _ in range(20):
        pool, key = SEEDS[rng.choice(plan.domains)]
        system = None
        if plan.seeds != "own" and pool in world.store.pools and (plan.seeds == "pool" or rng.random() < 0.5):
            system, text = rng.choice(world.store.pools[pool])
            if pool == "filler":
                text = world.words.say(rng, "rewrite_doc", {"doc": (text,)})
        else:
            text = world.words.say(rng, key, {})
        if text not in plan.asked:
            break
    plan.asked.add(text)
    return system, text


def phrased(world: World, plan: Plan, text: str, progress: float) -> str:
    """The wording around a seed; a sweep tries many and then keeps the winners."""
    rng, words = world.rng, world.words
    look = rng.choice(("plain", "plain", "plain", "lower", "polite")) if plan.mimic else "plain"
    if plan.wording == "bare":
        return styled(rng, text, look) if plan.mimic else text
    if plan.wording == "fixed":
        demand = plan.phrases[0]
    elif plan.wording == "several":
        demand = rng.choice(plan.phrases)
    elif plan.wording == "sweep" and progress > 0.22:
        demand = rng.choice(plan.phrases[:3])
    elif plan.wording == "sweep" and rng.random() < 0.5:
        demand = words.say(rng, "extract", {})
    else:
        demand = words.say(rng, "elicit", {})
        if plan.wording == "paraphrase":
            text = words.say(rng, "variant", {}) + styled(rng, text, look)
    return f"{demand}\n{text}" if rng.random() < 0.4 and plan.wording != "fixed" else f"{text}\n{demand}"
