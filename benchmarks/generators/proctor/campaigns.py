"""The campaign kinds, each from its operators' tactics, and the entry point."""

from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa

from benchmarks.generators.proctor.cast import habit
from benchmarks.generators.proctor.crowds import people
from benchmarks.generators.proctor.ordinary import TOOLS, agent_run, cover, customers
from benchmarks.generators.proctor.phrases import CODE, ELICIT, REWRITES, TASKS
from benchmarks.generators.proctor.plans import (
    DOMAINS,
    Plan,
    camouflage,
    draw,
    good,
    pool,
    recruit,
    send,
    timetable,
    worded,
    work,
)
from benchmarks.generators.proctor.rhythm import DAY, human
from benchmarks.generators.proctor.texts import Item, digest, reword
from benchmarks.generators.proctor.world import World, heavy


def reasoning(world: World, plan: Plan) -> None:
    """Load-balanced harvest of reasoning; cards shared, at times everything else too."""
    rng = world.py
    plan.goods = list(DOMAINS[rng.choice(("maths", "maths", "code", "knowledge", "coursework", "chinese"))])
    plan.wording = rng.choice(("one", "several", "several", "system", "paraphrase"))
    plan.templates, plan.system = rng.sample(world.say.bank(ELICIT), rng.randint(1, 4)), world.say.system(False)
    plan.shared |= {"payment"} if rng.random() < 0.7 else set()
    work(world, plan, *pool(world, plan), plan.begin, plan.end, rng.choice((0.0, 0.02, 0.08)))


def pivot(world: World, plan: Plan) -> None:
    """Agents at coding work; within a day of a release nearly half of the traffic goes to the new model."""
    rng, say = world.py, world.say
    plan.web, plan.median = 0.0, plan.median * 2
    plan.habits = [replace(habit(rng, 0.0), tier="large") for _ in plan.habits]
    tools, systems = rng.sample(TOOLS, rng.randint(1, 4)), [say.system(False) for _ in range(rng.choice((1, 1, 3)))]
    plain, delay, share = rng.random() < 0.3, rng.uniform(1, 23) * 3600, rng.uniform(0.4, 0.95)
    plan.begin, plan.end = min(plan.begin, world.release - 2 * DAY), world.window.length
    accounts, counts = pool(world, plan)
    for at, i in timetable(world, plan, accounts, [max(1, n // 4) for n in counts], plan.begin, plan.end):
        new = at > world.release + delay and rng.random() < share
        task = say.some(TASKS) if rng.random() < 0.6 else world.decks.item(rng.choice(("apis", "code", "tools"))).prompt
        task = reword(task, rng) if plan.wording == "paraphrase" else task
        agent_run(world, accounts[i], at, 1 + int(rng.expovariate(0.3)), None if plain else rng.choice(systems),
            rng.choice(tools),
                  task, harvest=True, model=f"{world.family}-{world.version + new}-large")  # fmt: skip


def varied(world: World, plan: Plan) -> None:
    """Many doors: own API, clouds, resellers, console; accounts of all types."""
    plan.stack, plan.sampling, plan.guise = "own", "own", {}
    plan.web, plan.shared = world.py.uniform(0.1, 0.6), plan.shared - {"tls", "mail"}
    accounts, counts = pool(world, plan)
    for account in accounts:
        if not account.habit.web:
            path = world.py.choice(("api", "api", "api", "bedrock", "vertex", "azure", "reseller:openhub",
                "reseller:modelmart"))
            account.habit = replace(account.habit, path=path)
    work(world, plan, accounts, counts, plan.begin, plan.end)


def second_pool(world: World, plan: Plan) -> None:
    """One injected prompt; the first pool is banned, fresh accounts go on with its list."""
    rng, length = world.py, world.window.length
    plan.wording, plan.system = rng.choice(("one", "system")), world.say.system(False)
    plan.begin, plan.end = min(plan.begin, 0.2 * length), length
    ban, slack = length * rng.uniform(0.4, 0.7), rng.choice((0.05, 1.5))
    first = max(2, int(plan.size * rng.uniform(0.35, 0.6)))
    left = recruit(world, plan, first)
    for account in left:
        account.banned = ban + rng.uniform(0, slack) * DAY
        account.row["status"], account.row["status_at"] = rng.choice(("banned", "banned", "suspended")), account.banned
    if rng.random() < 0.5:  # another stack and other identities after the ban
        plan.habits, plan.shared = [habit(rng, plan.web) for _ in plan.habits], set()
    plan.joining = rng.choice(("lockstep", "weeks", "aged"))
    right = recruit(world, plan, max(1, plan.size - first), ban)
    for crew, begin, end in ((left, plan.begin, ban), (right, ban + rng.uniform(0.02, 1.5) * DAY, plan.end)):
        counts = [heavy(rng, plan.median, plan.sigma, 900) for _ in crew]
        work(world, plan, crew, counts, begin, end)
        camouflage(world, plan, crew, counts)


def four_each(world: World, plan: Plan) -> None:
    """Thousands of accounts with some four requests each, nothing in common outside."""
    rng = world.py
    plan.shared, plan.stack, plan.guise, plan.where = set(), rng.choice(("own", "rotated", "own")), {}, None
    plan.median, plan.sigma, plan.cover = 4, 0.3, rng.choice((0.0, 0.0, 0.3))
    if rng.random() < 0.5:
        plan.begin = rng.uniform(0, 0.8) * world.window.length
        plan.end = min(world.window.length, plan.begin + rng.uniform(1, 4) * DAY)
    work(world, plan, *pool(world, plan, 9), plan.begin, plan.end)


def rubric(world: World, plan: Plan) -> None:
    """Few accounts, much judging; when refused, on to a weaker model."""
    rng = world.py
    plan.goods, plan.wording = rng.choice((["judge"], ["graded"], ["judge", "graded"])), rng.choice(("bare", "bare",
        "system"))
    plan.median, plan.sigma, plan.out, plan.cover = rng.choice((60, 150, 260)), 0.6, 180, rng.choice((0.0, 0.0, 0.1))
    plan.stack, plan.web = rng.choice(("one", "mixed", "own")), 0.0
    plan.habits = [replace(habit(rng, 0.0), tier="large") for _ in plan.habits]
    accounts, counts = pool(world, plan)
    turn, weaker = rng.uniform(plan.begin, plan.end), rng.choice(("mid", "mini"))
    for at, i in timetable(world, plan, accounts, counts, plan.begin, plan.end):
        late = at > turn + 0.2 * DAY
        refused = rng.random() < (0.02 if late else 0.35 if at > turn else 0.01)
        item = worded(world, plan, good(world, plan))
        tier = weaker if late and rng.random() < 0.85 else "large"
        send(world, plan, accounts[i], at, item, refused=refused, model=world.model(accounts[i], at, tier))
        if refused and rng.random() < 0.7:
            send(world, plan, accounts[i], at + rng.uniform(2, 60), item, model=world.model(accounts[i], at, weaker))


def replay(world: World, plan: Plan) -> None:
    """Stored sessions of real users sent again: histories that these accounts never had."""
    rng, say = world.py, world.say
    accounts, counts = pool(world, plan)
    whole, twice, name, turns = rng.random() < 0.4, rng.choice((0.0, 0.05, 0.3)), "", [Item("")]
    for at, i in timetable(world, plan, accounts, [max(1, n // (2 if whole else 1)) for n in counts], plan.begin,
        plan.end):
        if not name or rng.random() >= twice:
            lang = rng.choice(("en", "zh", "es", "ru"))
            name, turns = f"{rng.getrandbits(60):015x}", [Item(say.chat(lang)), Item(say.follow(lang)),
                Item(say.some(CODE))]
            turns = list(world.decks.chat()) if rng.random() < 0.5 else turns
        user = f"{name[:8]}-{name[8:12]}-4{rng.getrandbits(12):03x}-{rng.getrandbits(16):04x}" if whole else None
        start = 0 if whole else rng.randrange(len(turns))
        for step, turn in enumerate(turns[start : start + 3]):
            depth = 2 * (start + step + (0 if whole else rng.choice((0, 1, 3))))
            item = Item(turn.prompt, plan.system if plan.wording in ("system", "one") else None, turn.answer)
            stolen = [f"rb{rng.getrandbits(60):015x}"] if rng.random() < 0.2 else None
            world.send(accounts[i], at + step * rng.uniform(5, 60), item, out=plan.out, harvest=True, history=depth,
                past=depth * 110,
                       chain=f"h{digest(f'{name}{depth}'):016x}" if depth else None, end_user=user,
                           blobs_in=stolen)  # fmt: skip


def hydra(world: World, plan: Plan) -> None:
    """A reseller's accounts: mostly innocent customers, 5-25 % of each account's traffic is harvest."""
    rng = world.py
    plan.habits = [replace(habit(rng, 0.0), path=rng.choice(("api", "api", "reseller:openhub", "reseller:tokenbay")))]
    plan.stack, plan.cover, plan.web = rng.choice(("one", "mixed", "rotated")), 0.0, 0.0
    plan.median, plan.sigma = rng.choice((5, 9, 16)), 0.5
    plan.wording = rng.choice(("one", "several", "bare", "paraphrase", "system"))
    accounts, counts = pool(world, plan, 120)
    for account, count in zip(accounts, counts, strict=True):
        account.row["plan"] = rng.choice(("payg", "scale", "pro", "plus"))
        customers(world, account, min(1300, int(count / rng.uniform(0.05, 0.25))))
    work(world, plan, accounts, counts, plan.begin, plan.end)


def sweep(world: World, plan: Plan) -> None:
    """Many ways of asking first; then the winners in bulk."""
    rng = world.py
    leads = ("", "Note: ", "As agreed, ", "System check. ", "[draft] ", "Context: exam prep. ")
    trials = rng.sample([lead + text for lead in leads for text in world.say.bank(ELICIT)], 24)
    winners = rng.sample(trials, rng.randint(1, 3))
    trials += [world.decks.item("jail").prompt[:500].replace("{", "(").replace("}", ")") + "\n{q}" for _ in range(8)]
    plan.goods = list(DOMAINS[rng.choice(("maths", "code", "knowledge", "coursework"))])
    plan.wording, plan.templates = "several", winners
    middle = plan.begin + (plan.end - plan.begin) * rng.uniform(0.2, 0.5)
    scouts = max(1, int(plan.size * rng.uniform(0.1, 0.5)))
    accounts, counts = pool(world, plan)
    probes = [good(world, plan) for _ in range(rng.randint(2, 12))]
    for at, i in timetable(world, plan, accounts[:scouts], counts[:scouts], plan.begin, middle):
        template = rng.choice(trials)
        item = Item(template.format(q=rng.choice(probes).prompt))
        send(world, plan, accounts[i], at, item, refused=rng.random() < (0.1 if template in winners else 0.5))
    rest = 0 if rng.random() < 0.5 or scouts == plan.size else scouts
    work(world, plan, accounts[rest:], counts[rest:], middle, plan.end, 0.04)


def low_slow(world: World, plan: Plan) -> None:
    """People's hours, own words, own chats; one or two harvest requests a week, or in all."""
    rng = world.py
    plan.shared, plan.stack, plan.sampling, plan.guise, plan.where = set(), "own", "own", {}, None
    plan.web, plan.wording = 0.45, rng.choice(("paraphrase", "paraphrase", "bare"))
    plan.joining = rng.choice(("months", "aged", "with-class", "weeks"))
    weeks = world.window.length / DAY / 7 if rng.random() < 0.5 else 1.0
    for account in recruit(world, plan, plan.size):
        manner = rng.choices(("chat", "student", "app", "agent"), (60, 20, 14, 6))[0]
        cover(world, account, heavy(rng, 5, 1.4, 600), manner)
        count, evening = max(1, round(rng.uniform(1, 2) * weeks)), rng.random() < 0.6
        for times in human(world.np, world.window, count, account.zone, evening, max(0.0, account.created)):
            for at in times:
                send(world, plan, account, at, worded(world, plan, good(world, plan)))


def dealt(world: World, plan: Plan) -> None:
    """One list of questions dealt out without overlap; no wording in common."""
    rng = world.py
    plan.shared = set() if rng.random() < 0.7 else plan.shared
    plan.stack, plan.wording = rng.choice(("own", "rotated", "mixed")), rng.choice(("bare", "bare", "paraphrase"))
    kinds = ("maths", "knowledge", "code", "chinese", "writing", "coursework", "instructions")
    plan.goods, plan.system, plan.repeats = [rng.choice(DOMAINS[rng.choice(kinds)])], None, 0.0
    plan.median, plan.sigma = rng.choice((6, 12, 20, 35)), rng.choice((0.1, 0.5, 0.9))
    work(world, plan, *pool(world, plan), plan.begin, plan.end, 0.0)


def rewrites(world: World, plan: Plan) -> None:
    """Documents to be put into safe words."""
    rng, bank = world.py, world.say.bank(REWRITES)
    plan.goods, plan.out = ["document"], 320
    plan.wording = rng.choice(("one", "several", "several", "paraphrase", "bare"))
    plan.templates = bank if plan.wording == "paraphrase" else rng.sample(bank, rng.randint(1, 4))
    work(world, plan, *pool(world, plan), plan.begin, plan.end)


CAMPAIGNS: dict[str, Callable[[World, Plan], None]] = {
    "reasoning-harvest": reasoning, "agentic-pivot": pivot, "varied-accounts": varied, "second-pool": second_pool,
    "four-per-account": four_each, "rubric-grading": rubric, "replay": replay, "hydra-proxy": hydra,
    "technique-sweep": sweep,
    "low-and-slow": low_slow, "dealt-list": dealt, "rewrites": rewrites,
}  # fmt: skip
KINDS = ("mixed", "none", *CAMPAIGNS)


def _operators(world: World, kind: str, fake: int) -> list[tuple[str, int]]:
    """Operators of a world: kind and number of accounts, of very different size; exactly `fake` accounts in all."""
    rng = world.py
    if kind == "none" or fake < 1:
        return []
    sizes = {kind: fake}
    if kind == "mixed":
        few = {"rubric-grading": 0.3, "hydra-proxy": 0.7, "four-per-account": 2.5}
        quiet, cut = fake // 5, rng.uniform(0.3, 0.7)
        weights = {name: rng.lognormvariate(0, 0.8) * few.get(name, 1.0) for name in CAMPAIGNS}
        weights["low-and-slow"] = weights["dealt-list"] = 0.0
        sizes = {name: max(2, int((fake - quiet) * weight / sum(weights.values()))) for name, weight in weights.items()}
        sizes["low-and-slow"], sizes["dealt-list"] = max(2, int(quiet * cut)), max(2, quiet - int(quiet * cut))
        big = max(sizes, key=lambda name: sizes[name])
        sizes[big] = max(2, sizes[big] + fake - sum(sizes.values()))
    out: list[tuple[str, int]] = []
    for name, size in sizes.items():
        part = int(size * rng.uniform(0.12, 0.5)) if size > 15 and rng.random() < 0.35 else 0
        out += [(name, size - part)] + ([(name, part)] if part else [])
    return out


def generate(kind: str, seed: int, honest: int, fake: int) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """One world: exchanges, accounts, truth of accounts, truth of exchanges."""
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind!r}")
    world = World(kind, seed)
    people(world, honest, world.py.uniform(0.25, 0.35) * (2 if kind == "none" else 1))
    for number, (name, size) in enumerate(_operators(world, kind, fake)):
        CAMPAIGNS[name](world, draw(world, name, f"op-{number:02d}-{name}", size))
    return world.tables()
