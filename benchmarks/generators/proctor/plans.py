"""What one operator decides: goods, wording, stack, identities, hours. Drawn anew for every campaign."""

from dataclasses import dataclass, replace
from typing import Any

from benchmarks.generators.proctor.cast import Habit, client, country, habit, jitter, parameters, place, subnet
from benchmarks.generators.proctor.ordinary import cover, graded
from benchmarks.generators.proctor.phrases import CODE, COURSES, ELICIT, GRADES, REWRITES, SUMS, TASKS
from benchmarks.generators.proctor.rhythm import DAY, SHAPES, human, machine
from benchmarks.generators.proctor.texts import Item, digest, reword, topics
from benchmarks.generators.proctor.world import Account, World, heavy

DOMAINS: dict[str, tuple[str, ...]] = {
    "maths": ("gsm", "cot", "gsm", SUMS), "code": ("code", "zh_code", CODE), "tools": ("apis", "tools", TASKS),
    "writing": ("writing", "seeds"), "chinese": ("zh", "zh", "zh_code"), "knowledge": ("knowledge", "direct", "bbh"),
    "judging": ("judge", "graded"), "instructions": ("evol", "seeds", "alpaca"), "chat": ("wild", "support", "chat"),
    "coursework": (COURSES, "gsm", SUMS, "knowledge"),
}  # fmt: skip
PLAIN = ["{q}", "{q}\n", "Task: {q}", "Instruction:\n{q}\n\nResponse:", "### Problem\n{q}\n### Solution",
    "{q} Be thorough."]
SPANS = {"lockstep": 0.6, "weeks": 16.0, "months": 150.0, "aged": 700.0, "with-class": 9.0}


@dataclass(slots=True)
class Plan:
    """One campaign as its operator runs it."""

    kind: str
    operator: str
    size: int
    goods: list[str]
    wording: str
    templates: list[str]
    grade: str
    system: str | None
    stack: str
    habits: list[Habit]
    sampling: str
    shape: str
    joining: str
    median: float
    sigma: float
    cover: float
    manner: str
    shared: set[str]
    begin: float
    end: float
    out: float
    repeats: float
    web: float
    where: str | None
    guise: dict[str, Any]
    loose: bool


def draw(world: World, kind: str, operator: str, size: int) -> Plan:
    """A campaign by chance alone; kinds then change what makes them so."""
    rng, length = world.py, world.window.length
    domains = rng.sample(list(DOMAINS), rng.choices((1, 2, 4), (60, 25, 15))[0])
    begin, web = rng.uniform(0, 0.4) * length * (rng.random() < 0.7), rng.choice((0.0, 0.0, 0.1, 0.45, 0.45, 0.9))
    links = rng.sample(("payment", "net", "tls", "mail", "signup-net"), rng.randint(1, 4))
    guise: dict[str, Any] = {}
    if rng.random() < 0.5:
        guise["pathway"] = rng.choice(("education", "education", "education", "startup", "security_research"))
        if rng.random() < 0.4:
            guise["email_domain"] = f"u{rng.randrange(900)}.edu" if rng.random() < 0.5 else "gmail.com"
            guise["payment_kind"] = rng.choice(("credits", "card"))
    bank = world.say.bank(ELICIT) + (PLAIN if rng.random() < 0.5 else [])
    return Plan(
        kind=kind, operator=operator, size=size, goods=[name for domain in domains for name in DOMAINS[domain]],
        wording=rng.choice(("bare", "one", "several", "paraphrase", "system", "second-turn")),
        templates=rng.sample(bank, rng.randint(1, 4)), grade=rng.choice(world.say.bank(GRADES)),
        system=world.say.system(False) if rng.random() < 0.4 else None,
            stack=rng.choice(("mixed", "rotated", "own", "one" if size < 25 or rng.random() < 0.3 else "own")),
        habits=[habit(rng, web) for _ in range(rng.choice((1, 1, 2, 3, 6)) + size // 6)],
        sampling=rng.choice(("fixed", "jittered", "defaults", "own")),
            shape=rng.choice((*SHAPES, "people", "people", "people")),
        joining=rng.choice(list(SPANS)), median=rng.choice((3, 6, 11, 20)), sigma=rng.choice((0.15, 0.5, 0.9, 1.2)),
        cover=rng.choice((0.0, 0.0, 0.15, 0.4, 0.7)), manner=rng.choice(("chat", "chat", "student", "app", "agent")),
        shared=set() if rng.random() < 0.5 else set(links), begin=begin,
        end=length if rng.random() < 0.6 else begin + (length - begin) * rng.uniform(0.4, 1),
            out=rng.choice((120, 220, 350, 600)),
        repeats=rng.choice((0.0, 0.0, 0.03, 0.15)), web=web, guise=guise, loose=size > 25 or rng.random() < 0.3,
        where=country(rng) if size < 25 and rng.random() < 0.3 else None,
    )  # fmt: skip


def recruit(world: World, plan: Plan, count: int, begin: float | None = None) -> list[Account]:
    """A pool of accounts: signed up in lockstep, over months, bought aged, or in the same weeks as a real class."""
    rng = world.py
    begin = plan.begin if begin is None else begin
    near = ("classroom", "mooc", "hackathon", "bootcamp")
    dates = [one.created for one in world.accounts if one.kind in near and one.created < begin]
    centre = begin - (rng.uniform(0.1, 12) + 30 * (plan.joining == "aged")) * DAY
    tls, mail = client(rng, plan.web > rng.random()), f"{rng.choice('bcdfgmprst')}{rng.randrange(10**5):x}.com"
    cards = [f"pf{rng.getrandbits(48):012x}" for _ in range(max(1, count // rng.choice((4, 12, 40))))]
    exits = subnet(rng, country(rng), rng.random() < 0.5, max(1, count // 12))
    exits += [place(rng, plan.where or country(rng), rng.random() < 0.4) for _ in range(max(3, count // 2))]
    doors, out = subnet(rng, country(rng), rng.random() < 0.5, 4), []
    for i in range(count):
        created = centre - rng.uniform(0, SPANS[plan.joining]) * DAY
        if plan.joining == "with-class" and dates:
            created = rng.choice(dates) + rng.uniform(-3, 0) * DAY
        use = habit(rng,
            plan.web) if plan.stack == "own" else plan.habits[0 if plan.stack == "one" else i % len(plan.habits)]
        if plan.stack == "rotated" or (plan.stack == "mixed" and rng.random() < 0.5):
            use = replace(use, agents=tuple(client(rng, use.web) for _ in range(rng.randint(1, 3))))
        if plan.sampling == "jittered":
            use = jitter(use, rng)
        elif plan.sampling != "fixed":
            use = replace(use,
                params=parameters(rng, use.web) if plan.sampling == "own" else {"stream": True} if use.web else {})
        over = {key: value for key, value in plan.guise.items() if not plan.loose or rng.random() < 0.4}
        if "payment" in plan.shared:
            over["payment_fingerprint"] = rng.choice(cards)
            over.setdefault("payment_kind", rng.choice(("card", "card", "virtual", "prepaid")))
        if "mail" in plan.shared:
            over["email_domain"] = mail
        account = world.account(
            plan.kind, plan.operator, use=replace(use, agents=(tls,)) if "tls" in plan.shared else use,
                where=plan.where,
            places=rng.sample(exits, rng.randint(1, 3)) if "net" in plan.shared else None, created=created,
            rank=min(1.0, plan.median / 60), **over,
        )  # fmt: skip
        if "signup-net" in plan.shared:
            account.row["signup_ip"], account.row["signup_asn"], _ = rng.choice(doors)
        out.append(account)
    return out


def good(world: World, plan: Plan) -> Item:
    """The next raw piece of the work list."""
    rng, name = world.py, world.py.choice(plan.goods)
    if name == "chat":
        return Item(world.say.chat(rng.choice(("en", "en", "zh", "ja", "es", "de"))))
    if name == "graded":
        return graded(world, plan.grade)
    if name == "document":
        return Item(world.decks.document()[:1300])
    if name in ("bbh", "direct"):
        table = topics(world.fold)
        return rng.choice(table[rng.choice([key for key in table if key.startswith(name)])])
    return Item(world.say.some(name)) if len(name) > 9 else world.decks.item(name)


def worded(world: World, plan: Plan, item: Item) -> Item:
    """The piece as it is sent."""
    rng, text, system = world.py, item.prompt, item.system
    if "document" in plan.goods and plan.wording in ("bare", "second-turn", "system"):
        text = rng.choice(world.say.bank(REWRITES)).format(q=text)
    if plan.wording in ("one", "several"):
        text = (plan.templates[0] if plan.wording == "one" else rng.choice(plan.templates)).format(q=text)
    elif plan.wording == "paraphrase":
        wrapped = rng.random() < 0.3 or "document" in plan.goods
        text = reword(rng.choice(plan.templates).format(q=text) if wrapped else text, rng)
    elif plan.wording == "system":
        system = plan.system or "Think aloud, then answer."
    return Item(text, system or (plan.system if plan.wording != "bare" else None), item.answer)


def timetable(world: World, plan: Plan, accounts: list[Account], counts: list[int], begin: float,
    end: float) -> list[tuple[float, int]]:
    """Who sends when: people's sessions each for himself, or one clock for all."""
    if plan.shape == "people":
        slots: list[tuple[float, int]] = []
        for i, (one, count) in enumerate(zip(accounts, counts, strict=True)):
            evening = plan.manner == "student" or i % 2 == 0
            for times in human(world.np, world.window, count, one.zone, evening, max(begin, one.created), end):
                slots += [(at, i) for at in times]
        return sorted(slots)
    owners = [i for i, count in enumerate(counts) for _ in range(count)]
    if world.py.random() < 0.7:  # else one account after another, each used up
        world.py.shuffle(owners)
    zone = world.py.choice((-6.0, 1.0, 8.0, 8.0))
    return list(zip(machine(world.np, plan.shape, len(owners), begin, end, zone), owners, strict=True))


def send(world: World, plan: Plan, account: Account, at: float, item: Item, **over: Any) -> None:  # noqa: ANN401
    """One harvest request, sometimes behind an innocent first turn."""
    rng = world.py
    talk = f"c{rng.getrandbits(52):013x}" if account.habit.web or rng.random() < 0.1 else None
    if plan.wording == "second-turn" and rng.random() < 0.8:
        opener = Item(world.say.chat(account.lang))
        answer = world.send(account, max(account.created, at - rng.uniform(20, 200)), opener, conversation=talk)
        over |= {"history": 2, "chain": f"h{digest(opener.prompt + answer):016x}"}
    world.send(account, at, item, out=plan.out, harvest=True, conversation=talk, **over)


def work(world: World, plan: Plan, accounts: list[Account], counts: list[int], begin: float, end: float,
    refuse: float = 0.01) -> None:
    """Work the list off over the pool."""
    last: Item | None = None
    for at, i in timetable(world, plan, accounts, counts, begin, end):
        last = good(world, plan) if last is None or world.py.random() >= plan.repeats else last
        send(world, plan, accounts[i], at, worded(world, plan, last), refused=world.py.random() < refuse)


def pool(world: World, plan: Plan, cap: int = 900) -> tuple[list[Account], list[int]]:
    """All accounts of a one-pool campaign with their numbers of harvest requests, and cover traffic beside."""
    accounts = recruit(world, plan, plan.size)
    counts = [heavy(world.py, plan.median, plan.sigma, cap) for _ in accounts]
    camouflage(world, plan, accounts, counts)
    return accounts, counts


def camouflage(world: World, plan: Plan, accounts: list[Account], counts: list[int]) -> None:
    """Innocent traffic beside the harvest."""
    for account, count in zip(accounts, counts, strict=True):
        mean = count * plan.cover / (1 - plan.cover)
        if (amount := int(world.py.lognormvariate(0, 0.7) * mean + world.py.random() * (mean > 0))) > 0:
            cover(world, account, min(amount, 700), plan.manner)
