"""Honest customers: ordinary ones, and crowds that look as coordinated as they do in reality."""

import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from .people import Account, client, nearby, token
from .texts import BANKS, name, preamble, styled
from .world import Product, Shape, World, human_times, machine_times, open_account, product, talk

Session = tuple[list[str], Shape]
Source = Callable[[Account, int], Session]
MOST = 1500
TOPICS = ("code", "code", "code", "data", "write", "voice", "research", "tutor", "biz", "goal")


def ask(world: World, who: Account, topic: str, more: bool = False) -> str:
    """One request of a person on a topic, about their own things, in their own tone."""
    key = topic
    if who.lang != "en" and (topic != "goal" or more):
        key = who.lang + ("_more" if more else "")
    elif more:
        key = "code_more" if topic in ("code", "goal") else "chat_more"
    return styled(world.rng, world.words.say(world.rng, key, who.own), who.look)


def session(world: World, who: Account, topic: str, tools: bool, longest: int = 14) -> list[str]:
    """A person's thread: an opening, then what the outcome makes them say; tool results where a harness runs."""
    rng = world.rng
    turns = [ask(world, who, topic)]
    count = min(longest, int(rng.paretovariate(1.15 if tools else 1.7)))
    for _ in range(count - 1 + (rng.random() < 0.35)):
        if tools and rng.random() < 0.68:
            turns.append(world.words.say(rng, "tool_out", who.own))
        elif rng.random() < 0.12:
            turns.append(turns[0] if rng.random() < 0.4 else ask(world, who, topic))
        else:
            turns.append(ask(world, who, topic, more=True))
    return turns


def volume(rng: random.Random, median: float, sigma: float) -> int:
    """Requests of one account in the window; heavy-tailed."""
    return max(1, min(MOST, int(median * math.exp(rng.gauss(0, sigma)))))


def live(world: World, who: Account, source: Source, count: int, rhythm: str) -> None:
    """Spend about `count` requests of an account on sessions of a source."""
    rng = world.rng
    if rhythm in HUMAN:
        starts = human_times(world, count, rhythm, who.zone, who.created)
    else:
        starts = machine_times(world, count, rhythm, who.created)
    spent, free = 0, 0
    rng.shuffle(starts)
    for number, when in enumerate(starts):
        turns, shape = source(who, number)
        talk(world, who, when, turns[: count - spent + 1], shape)
        spent += len(turns)
        free = max(free, when)
        if spent >= count:
            return


HUMAN = ("office", "evening", "any")


def product_source(world: World, made: Product, longest: int = 14) -> Source:
    """Sessions inside a product: its system prompt and client, its users' own tasks."""
    def sessions(who: Account, number: int) -> Session:
        rng = world.rng
        topic = made.topic if rng.random() < 0.85 else rng.choice(TOPICS)
        shape = Shape(system=made.system, output=rng.choice((60, 180, 400, 900)), orphan=2 * rng.randint(1, 20)
            if rng.random() < 0.05 else 0)
        return session(world, who, topic, bool(made.tools), longest), shape
    return sessions


def chat_source(world: World) -> Source:
    """Plain conversations without a product."""
    def sessions(who: Account, number: int) -> Session:
        rng = world.rng
        if rng.random() < 0.55 and who.lang == "en":
            turns = [styled(rng, text, who.look) for text in rng.choice(world.store.chats)[:12]]
        elif rng.random() < 0.15:
            turns = [rng.choice(world.store.pools["zh" if who.lang == "zh" else "wild"])[1]]
        else:
            turns = session(world, who, rng.choice(TOPICS), False)
        return turns, Shape(system=who.system, output=rng.choice((120, 260, 500, 900)), gap=95,
            orphan=2 * rng.randint(1, 9) if rng.random() < 0.05 else 0)
    return sessions


PLACES_IN_TEMPLATE = ("{x}", "Input: {x}\nOutput:", "### Data\n{x}\n### End", '"""{x}"""', "<doc>{x}</doc>", "- {x}")


def template_source(world: World, pool: str, system: str | None = None) -> Source:
    """One template of a customer's own over a pool's texts, or over composed ones (`say:KEY`)."""
    rng, words = world.rng, world.words
    lead = words.fill(rng, rng.choice(("{rule} {rule}\n", "{preamble}\n", "Task: {change}.\n", "{rule}\n", "")), {})
    frame = lead + rng.choice(PLACES_IN_TEMPLATE)
    output = rng.choice((12.0, 40.0, 150.0, 500.0, 1000.0))
    def sessions(who: Account, number: int) -> Session:
        if pool.startswith("say:"):
            text, own = words.say(world.rng, pool[4:], who.own), system
        else:
            found, text = world.rng.choice(world.store.pools[pool])
            own = system or found
        return [frame.replace("{x}", text)], Shape(system=own, output=output, spread=0.5)
    return sessions


def tenant_source(world: World) -> Source:
    """One of the stored production templates."""
    lines = world.store.tenants[world.rng.choice(sorted(world.store.tenants))]
    output = world.rng.choice((10.0, 60.0, 200.0))
    def sessions(who: Account, number: int) -> Session:
        system, text = world.rng.choice(lines)
        return [text], Shape(system=system, output=output, spread=0.4)
    return sessions


def bench_source(world: World) -> Source:
    """A public benchmark, sent in order by whoever runs it."""
    rng = world.rng
    lines = world.store.benches[rng.choice(sorted(world.store.benches))]
    lines = lines[: rng.choice((60, 120, 250, 500))]
    tail = rng.choice(("", "", "\nLet's think step by step.", "\nAnswer with the letter.",
        "\n" + world.words.say(rng, "elicit", {})))
    if rng.random() < 0.3:
        lines = [text for _, text in rng.sample(world.store.pools["cot"], 100)]
    def sessions(who: Account, number: int) -> Session:
        return [lines[(number + who.created) % len(lines)] + tail], Shape(output=180 if tail else 30, spread=0.6)
    return sessions


def homework_source(world: World) -> Source:
    """The same few assignments for everybody, pasted whole or in part, then personal trouble with them."""
    rng, words = world.rng, world.words
    tasks = [words.say(rng, "homework", {}) for _ in range(rng.randint(2, 14))]
    if rng.random() < 0.4:
        tasks += [text for _, text in rng.sample(world.store.pools["maths"], 10)]
    def sessions(who: Account, number: int) -> Session:
        task = world.rng.choice(tasks)
        opening = task if world.rng.random() < 0.6 else styled(world.rng, task, who.look)
        return [opening, *session(world, who, "tutor", False, 5)[1:]], Shape(output=300)
    return sessions


def audit_source(world: World) -> Source:
    """People who want reasons: their own questions with the same demand for the steps."""
    demands = [world.words.say(world.rng, "elicit", {}) for _ in range(world.rng.choice((1, 1, 2, 4)))]
    topic = world.rng.choice(("data", "biz", "tutor", "code", "research"))
    def sessions(who: Account, number: int) -> Session:
        opening = f"{ask(world, who, topic)} {world.rng.choice(demands)}"
        return [opening, *session(world, who, topic, False, 4)[1:]], Shape(output=world.rng.choice((300, 600, 1000)),
            system=who.system)
    return sessions


def tutorial_source(world: World) -> Source:
    """Followers of one tutorial or template: its prompts word for word, then their own variations."""
    steps = [world.words.say(world.rng, "tutorial", {}) for _ in range(world.rng.randint(3, 9))]
    system = preamble(world.rng, world.words) if world.rng.random() < 0.6 else None
    def sessions(who: Account, number: int) -> Session:
        own = number >= len(steps) or world.rng.random() < 0.2
        opening = world.words.say(world.rng, "tutorial", who.own) if own else steps[number]
        return [opening, *session(world, who, "code", False, 4)[1:]], Shape(system=system, output=450)
    return sessions


def source_for(world: World, key: str) -> Source:
    """The source of a crowd by its name."""
    rng, words = world.rng, world.words
    simple = {"tenant": tenant_source, "bench": bench_source, "homework": homework_source, "audit": audit_source,
        "tutorial": tutorial_source, "chat": chat_source}
    if key in simple:
        return simple[key](world)
    if key.startswith("product:"):
        return product_source(world, product(rng, words, key[8:]), rng.choice((3, 6, 14)))
    return template_source(world, key, preamble(rng, words) if rng.random() < 0.6 else None)


@dataclass(frozen=True)
class Mould:
    """A crowd of honest accounts. `shares`: c client, m model, w sign-up week, o org, n network, k credits,
    e school mail, l licence, f fresh accounts, u end users, 2 pairs that fail over."""

    kind: str
    source: str
    size: tuple[int, int]
    median: float
    sigma: float
    rhythm: str
    shares: str


def moulds() -> list[Mould]:
    """The crowds of `phrases.txt`."""
    made = []
    for line in BANKS["crowds"]:
        kind, source, low, high, median, sigma, rhythm, shares = line.split()
        made.append(Mould(kind, source, (int(low), int(high)), float(median), float(sigma), rhythm, shares))
    return made


def crowd(world: World, mould: Mould, size: int) -> None:
    """Open the accounts of one crowd and let them live."""
    rng, shares = world.rng, mould.shares
    if mould.source == "harness":
        made = rng.choice(world.harnesses)
        source, shared, model = product_source(world, made), made.client, made.model
    else:
        source, shared, model = source_for(world, mould.source), client(rng), rng.choice(world.products).model
    week, org = rng.uniform(0.55, 1.3) * world.days, (token(rng, "org_", 48), name(rng, world.words))
    host = rng.choice(world.accounts).places[0] if world.accounts else None
    school = f"{name(rng, world.words).lower()}.edu"
    pay = token(rng, "")
    previous: Account | None = None
    for _ in range(size):
        if "w" in shares:
            age: float | None = min(world.days * 1.4, max(world.days * 0.3, rng.gauss(week, 1.5)))
        else:
            age = rng.uniform(0, world.days) if "f" in shares and rng.random() < 0.5 else None
        who = open_account(world, mould.kind, age=age)
        if "c" in shares:
            who.clients = [shared if rng.random() < 0.9 else replace(shared, temperature=rng.choice((0.2, 0.7, None)))]
        if "m" in shares and rng.random() < 0.85:
            who.model = model
        if "o" in shares:
            who.fields.update(org_id=org[0], org_name=org[1], payment_fingerprint=pay, payment_kind="invoice")
        if "n" in shares and host and rng.random() < 0.8:
            who.places = [host if rng.random() < 0.5 else nearby(rng, host), *who.places[:1]]
        if "k" in shares:
            who.fields.update(payment_kind="credits", plan="trial")
        if "e" in shares and rng.random() < 0.7:
            who.fields.update(email_domain=school, pathway="education")
        if "l" in shares:
            who.fields["distillation_licence"] = True
        count, rhythm = volume(rng, mould.median, mould.sigma), mould.rhythm
        live(world, who, with_users(world, source) if "u" in shares else source, count, rhythm)
        if "2" in shares and previous:
            fail_over(world, previous, who)
            previous = None
        else:
            previous = who


def with_users(world: World, source: Source) -> Source:
    """The same sessions, each in the name of one of the customer's own users, who are all different people."""
    users = [token(world.rng, "user_", 40) for _ in range(world.rng.randint(5, 200))]
    minds = [world.words.person(world.rng) for _ in range(12)]
    def sessions(who: Account, number: int) -> Session:
        spot = int(len(users) * world.rng.random() ** 2)
        who.own = minds[spot % len(minds)]
        turns, shape = source(who, number)
        shape.user = users[spot] if who.reports_users else None
        return turns, shape
    return sessions


def fail_over(world: World, left: Account, right: Account) -> None:
    """Two keys of one customer: same places and credential owner, threads that go on under the other key."""
    right.places, right.own, right.fields["org_name"] = left.places, left.own, left.fields["org_name"]
    for when in machine_times(world, world.rng.randint(2, 9), "flat", max(left.created, right.created)):
        turns = session(world, left, "goal", True, 8)
        cut = len(turns) // 2 + 1
        thread = token(world.rng, "conv_", 56)
        later = talk(world, left, when, turns[:cut], Shape(system=left.system, conversation=thread))
        talk(world, right, later, turns[cut:], Shape(system=left.system, conversation=thread, orphan=2 * cut))


def ordinary(world: World) -> None:
    """One customer like most."""
    rng = world.rng
    who = open_account(world, "ordinary")
    count = volume(rng, 8, 1.55)
    if rng.random() < 0.4:
        who.system = preamble(rng, world.words)
    luck = rng.random()
    rhythm = who.rhythm
    if luck < 0.28:
        source = product_source(world, product(rng, world.words, "code") if rng.random() < 0.4
            else rng.choice(world.harnesses))
    elif luck < 0.5:
        source = product_source(world, rng.choice(world.products))
    elif luck < 0.72:
        source = chat_source(world)
    elif luck < 0.8:
        source, rhythm = template_source(world, rng.choice(("support", "filler", "say:body", "say:write")),
            who.system), rng.choice(("flat", "any", "office"))
    elif luck < 0.86:
        source, rhythm = template_source(world, rng.choice(("say:data", "say:goal", "say:tool_out"))), "cron"
    elif luck < 0.9:
        source, rhythm = bench_source(world), rng.choice(("burst", "evening"))
    elif luck < 0.96:
        source, rhythm = dabble(world), rng.choice(("burst", "evening", "any"))
    else:
        source = audit_source(world)
    live(world, who, source, count, rhythm)


def dabble(world: World) -> Source:
    """A curious person or small team: public instruction sets, tools, graders, hard questions."""
    pools = world.rng.sample(("self", "zh", "judge", "cot", "evolve", "tools", "maths", "say:h_math", "say:h_agent",
        "say:h_know", "say:judge_ask"), 2)
    kinds = [template_source(world, pool) for pool in pools]
    return lambda who, number: world.rng.choice(kinds)(who, number)


def populate(world: World, count: int, share: float) -> None:
    """`count` honest accounts, of which about `share` in crowds."""
    rng = world.rng
    start = len(world.accounts)
    for _ in range(min(5, count)):
        ordinary(world)
    order = rng.sample(moulds(), len(BANKS["crowds"]))
    left = int(count * share)
    while left > 0:
        for mould in order:
            low, high = mould.size
            high = max(low, min(high, int(count * 0.07)))
            size = min(left, low + int((high - low) * rng.random() ** 2))
            crowd(world, mould, size)
            left -= size
            if left <= 0:
                break
    while len(world.accounts) - start < count:
        ordinary(world)


