"""Campaigns of every disclosed kind. Each function opens about `count` fake accounts."""

import math
from collections.abc import Callable
from typing import Any

from benchmarks.generators.examiner import harvest as hv
from benchmarks.generators.examiner import lexicon as lex
from benchmarks.generators.examiner import network as net
from benchmarks.generators.examiner import people, rhythm
from benchmarks.generators.examiner.harvest import Queue
from benchmarks.generators.examiner.rhythm import DAY
from benchmarks.generators.examiner.speech import Turn
from benchmarks.generators.examiner.world import Client, World, hash_of


def recruit(
    w: World, kind: str, operator: str, count: int, opens: float, lends: float, **fixed: object
) -> list[Client]:
    """`count` accounts for work from `opens` on; `lends` in [0, 1]: how much infrastructure they share.

    A third are aged or bought; the others are manufactured over the two weeks before.
    """
    rng = w.rng
    sites = [net.cloud(rng) if rng.random() < 0.5 else net.home(rng) for _ in range(max(2, count // 25))]
    tools = [net.program(rng) for _ in range(max(1, count // 80))]
    cards = [w.code() for _ in range(max(1, count // 7))]
    opened = []
    for _ in range(count):
        aged = rng.random() < 0.33
        born = opens - (rng.expovariate(1 / 150) if aged else rng.uniform(0.02, 14)) * DAY
        own: dict[str, Any] = {"born": born, "purse": net.SHADY_PURSE if rng.random() < 0.5 else net.PURSE}
        if rng.random() < lends:
            own["home"] = net.near(rng, rng.choice(sites))
        if rng.random() < lends:
            own["tool"] = rng.choice(tools)
        if rng.random() < lends * 0.8:
            own |= {"payment_fingerprint": rng.choice(cards), "payment_kind": rng.choice(["card", "virtual"])}
        opened.append(w.open_account(kind, operator, **(own | fixed)))
    return opened


def deal(
    w: World,
    team: list[Client],
    times: list[float],
    queue: Queue,
    owner: str,
    dress: Callable[[Turn], Turn] | None = None,
) -> None:
    """Hand the queue's tasks to the team in turn: a load balancer with a little slack."""
    turn_of = 0
    for at in times:
        turn_of += 1 if w.rng.random() < 0.9 else w.rng.randint(2, 9)
        task = queue.next()
        w.ask(team[turn_of % len(team)], at, dress(task) if dress else task, owner=owner)


def name(w: World, kind: str) -> str:
    """An operator's label in the truth."""
    return f"{kind}-{w.code(6)}"


def reasoning(w: World, count: int) -> None:
    """Load-balanced harvest of reasoning: one prompt, synchronous work around the clock, shared payments."""
    op = name(w, "reasoning")
    lo = w.start + w.rng.uniform(0, 3) * DAY
    team = recruit(w, "reasoning", op, count, lo, 0.75, habits={"max_tokens": 8192, "temperature": 1.0})
    fixed = w.rng.choice(hv.FIXED)
    days = w.rng.uniform(5, 10)
    n = count * w.rng.randint(35, 70)
    times = [t for _ in range(4) for t in rhythm.burst(w.rng, n // 4, lo + w.rng.random() * DAY, days * DAY / (n / 4))]
    deal(
        w,
        team,
        sorted(times),
        Queue(w.rng, hv.questions(w)),
        op,
        lambda t: t._replace(system=fixed, reply="", style="reason"),
    )


def agentic_pivot(w: World, count: int) -> None:
    """Agentic coding and tool use; within a day of the launch half of it moves to the new model."""
    op = name(w, "agentic")
    team = recruit(w, "agentic-pivot", op, count, w.start + DAY, 0.4)
    own = [w.speech.fill(f, a=w.rng.choice(hv.AIMS)) for f in hv.ANALYST]
    kinds = [(lex.AGENTS[0], lex.TOOLSETS[0])] * 5 + [(s, w.rng.choice(lex.TOOLSETS)) for s in own]
    tools = Queue(w.rng, hv.tool_tasks(w))
    for c in team:
        c.model = "atlas-4"
        for _ in range(w.rng.randint(3, 9)):
            at = w.rng.uniform(max(w.start, c.born), w.end - 3600)
            system, names = w.rng.choice(kinds)
            turns = w.speech.agentic(system, names, w.rng.randint(3, 12))
            if w.rng.random() < 0.4:
                turns = [tools.next()._replace(system=system, tools=names) for _ in turns]
            moved = at > w.release + w.rng.uniform(2, 24) * 3600 and w.rng.random() < 0.55
            gaps = rhythm.burst(w.rng, len(turns), at, w.rng.uniform(8, 30))
            w.talk(c, gaps, turns, owner=op, model=net.BY_DATE if moved else None)


def varied_accounts(w: World, count: int) -> None:
    """Coding, data analysis and tools over several access paths and every type of account."""
    op = name(w, "varied")
    queue = Queue(w.rng, hv.tool_tasks(w) + hv.instructions(w)[:6000])
    frames = [w.speech.fill(f, a=w.rng.choice(hv.AIMS)) for f in hv.ANALYST * 2]
    team: list[Client] = []
    for path in ("api", "bedrock", "vertex", "azure", "reseller:openhub"):
        for pathway in ("self_serve", "education", "startup", "enterprise"):
            part = recruit(
                w,
                "varied-accounts",
                op,
                math.ceil(count / 20),
                w.start + w.rng.uniform(0, 5) * DAY,
                0.3,
                path=path,
                pathway=pathway,
            )
            team.extend(part[: max(0, count - len(team))])
    for c in team:
        system = w.rng.choice(frames)
        kind = w.rng.choice(["office", "flat", "human"])
        for at in rhythm.diurnal(w.rng, people.amount(w, 45, 0.6, 300), max(w.start, c.born), w.end, 8, kind):
            w.ask(c, at, queue.next()._replace(system=system), owner=op)


def second_pool(w: World, count: int) -> None:
    """One prompt injected into every request; the first pool is banned, a second takes over."""
    op = name(w, "two-pools")
    fixed = w.rng.choice(hv.FIXED)
    ban = w.rng.uniform(w.start + 6 * DAY, w.end - 6 * DAY)
    first = recruit(w, "second-pool", op, count // 2, w.start, 0.6)
    second = recruit(w, "second-pool", op, count - count // 2, ban, 0.6)
    queue = Queue(w.rng, hv.questions(w))
    inline = w.rng.random() < 0.5

    def dress(task: Turn) -> Turn:
        if inline:
            return task._replace(text=f"{fixed}\n\n{task.text}", reply="", style="reason")
        return task._replace(system=fixed, reply="", style="reason")

    per = w.rng.randint(30, 55)
    pools = [(first, w.start + DAY / 2, ban), (second, ban + w.rng.uniform(0.5, 8) * 3600, w.end)]
    for team, lo, hi in pools:
        if team is first:
            for c in team:
                w.bar(c, "banned", ban + w.rng.uniform(-3, 3) * 3600)
        deal(w, team, rhythm.diurnal(w.rng, per * len(team), lo, hi, 8, "flat"), queue, op, dress)


def four_per_account(w: World, count: int) -> None:
    """A spike over two days: about four requests from each of very many accounts, nothing in common."""
    op = name(w, "spike")
    lo = w.rng.uniform(w.start + 5 * DAY, w.end - 5 * DAY)
    queue = Queue(w.rng, hv.questions(w))
    for c in recruit(w, "four-per-account", op, count, lo, 0.0):
        late = w.rng.random() < 0.75
        hi = lo + (2 if late else 4.5) * DAY
        for _ in range(w.rng.choices([2, 3, 4, 5, 6], [10, 20, 40, 20, 10])[0]):
            w.ask(c, w.rng.uniform(lo, hi), hv.disguised(w, queue, False), owner=op)


def low_and_slow(w: World, count: int) -> None:
    """Private-looking accounts: cover chat at waking hours and among it one or two requests for the queue."""
    op = name(w, "slow")
    queue = Queue(w.rng, hv.questions(w))
    for c in recruit(w, "low-and-slow", op, count, w.start + 4 * DAY, 0.0):
        people.chat(w, c, people.amount(w, 8, 0.9, 120))
        lo, hi = max(w.start, c.born + 600), w.end
        for times in rhythm.human(w.rng, w.rng.choice([1, 1, 2]), lo, hi, c.zone):
            for at in times:
                w.ask(c, at, hv.disguised(w, queue, True), owner=op)


def dealt_list(w: World, count: int) -> None:
    """One list of bare questions dealt out without overlap, no template, waking hours, nothing shared."""
    op = name(w, "dealt")
    queue = Queue(w.rng, hv.instructions(w))
    cap = max(3, len(queue.turns) // max(1, count))
    for c in recruit(w, "dealt-list", op, count, w.start + 3 * DAY, 0.0):
        lo, hi = people.span(w, c)
        for times in rhythm.human(w.rng, min(cap, people.amount(w, 12, 0.5, 40)), lo, hi, c.zone):
            for at in times:
                w.ask(c, at, queue.next(), owner=op)


def hydra_proxy(w: World, count: int) -> None:
    """A transfer station: innocent customers' chat and coding, and 5 to 25 % harvest among it."""
    op = name(w, "hydra")
    used = net.Tool(
        "atlas-cli/1.0.57 (external, cli)",
        "js|0.60.0|node v20.11|Linux|x64",
        "t13d521100_b262b3658495_8e6e362c5eac",
    )
    team = recruit(w, "hydra-proxy", op, count, w.start + 2 * DAY, 0.5, tool=used)
    queue = Queue(w.rng, hv.questions(w) + hv.tool_tasks(w))
    frames = [w.speech.fill(f, a=w.rng.choice(hv.AIMS)) for f in hv.ANALYST]
    for i, c in enumerate(team):
        share, n, done = w.rng.uniform(0.05, 0.25), people.amount(w, 55, 0.6, 400), 0
        while done < n:
            at = w.rng.uniform(max(w.start, c.born), w.end)
            if w.rng.random() < share * 1.9:
                dressed = (
                    hv.wrapped(w, queue.next())
                    if w.rng.random() < 0.5
                    else queue.next()._replace(system=w.rng.choice(frames))
                )
                w.ask(c, at, dressed, owner=op)
                done += 1
                continue
            guest = net.home(w.rng)
            turns = w.speech.chat(guest.tongue(w.rng)) if w.rng.random() < 0.6 else w.speech.coding()
            w.talk(c if w.rng.random() < 0.9 else team[i - 1], rhythm.burst(w.rng, len(turns), at, 60), turns)
            done += len(turns)


def replay(w: World, count: int) -> None:
    """Stored sessions of real users sent again, turn by turn with their history, over the whole pool."""
    op = name(w, "replay")
    team = recruit(w, "replay", op, count, w.start + DAY, 0.35, habits={"max_tokens": 16000})
    made = [w.speech.coding(w.rng.randint(2, 6)) for _ in range(count)]
    made += [w.speech.agentic(w.rng.choice(lex.AGENTS[:2]), lex.TOOLSETS[0], w.rng.randint(3, 8)) for _ in range(count)]
    made += [w.speech.chat(t) for t in ("zh", "en", "zh") for _ in range(count)]
    made += [[Turn(p, None, "") for p, _ in talk] for talk in w.pools.stored]
    for session in made:
        for _ in range(w.rng.choice([1, 1, 1, 2, 3])):
            c, told = w.rng.choice(team), 0
            at = w.rng.uniform(w.start + DAY, w.end - 7200)
            for i, turn in enumerate(session):
                w.ask(
                    c,
                    at,
                    turn._replace(reply=""),
                    owner=op,
                    history=2 * i,
                    told=f"{told:016x}" if i else None,
                )
                told = hash_of(str(told), turn.text)
                at += w.rng.gammavariate(0.6, 60)
                if w.rng.random() < 0.5:
                    c = w.rng.choice(team)


def rewrites(w: World, count: int) -> None:
    """Policy-sensitive questions to be turned into safe ones, in two languages."""
    op = name(w, "rewrites")
    queue = Queue(w.rng, hv.touchy(w))
    for c in recruit(w, "rewrites", op, count, w.start + 3 * DAY, 0.25):
        for at in rhythm.diurnal(w.rng, people.amount(w, 12, 0.5, 60), max(w.start, c.born), w.end, 8, "flat"):
            w.ask(c, at, queue.next(), owner=op)


def rubric(w: World, count: int) -> None:
    """Few accounts, much volume: grading, and what is refused goes at once to a model with weaker guards."""
    op = name(w, "rubric")
    team = recruit(
        w, "rubric", op, max(4, min(count, 12 + count // 25)), w.start + DAY, 0.6, habits={"temperature": 0.0}
    )
    queue = Queue(w.rng, hv.grading(w))
    for c in team:
        for at in rhythm.diurnal(w.rng, people.amount(w, 500, 0.4), max(w.start, c.born), w.end, 8, "flat"):
            turn, refused = queue.next(), w.rng.random() < 0.08
            w.ask(c, at, turn, owner=op, refused=refused)
            if refused:
                w.ask(w.rng.choice(team), at + w.rng.uniform(2, 60), turn, owner=op, model="atlas-3.5")


def sweep(w: World, count: int) -> None:
    """A sweep of techniques from a few accounts, then the winners at scale from all."""
    op = name(w, "sweep")
    lo = w.start + w.rng.uniform(1, 3) * DAY
    team = recruit(w, "sweep", op, count, lo, 0.4)
    queue = Queue(w.rng, hv.questions(w) + hv.published(w))
    scouts = team[: max(2, count // 6)]
    tricks = w.rng.sample(w.pools.jailbreaks, 40) + [f"{a}: {b}." for a in hv.LEAD for b in hv.HOW[:4]] + hv.FIXED
    for trick in tricks:
        for at in rhythm.burst(w.rng, max(3, count // 25), lo + w.rng.uniform(0, 3) * DAY, 40):
            task = queue.next()
            w.ask(
                w.rng.choice(scouts),
                at,
                Turn(f"{trick}\n\n{task.text}", None, "", "reason"),
                owner=op,
                refused=w.rng.random() < 0.5,
            )
    won = w.rng.sample(tricks[40:], 3)
    hi = min(w.end, lo + w.rng.uniform(7, 11) * DAY)
    times = rhythm.diurnal(w.rng, count * w.rng.randint(18, 30), lo + 3.3 * DAY, hi, 8, "flat")
    deal(w, team, times, queue, op, lambda t: Turn(f"{w.rng.choice(won)}\n\n{t.text}", None, "", "reason"))


def mixed(w: World, count: int) -> None:
    """All kinds at once, each under its own operator; a fifth of the accounts low and slow or dealt lists."""
    shares: list[tuple[Callable[[World, int], None], float]] = [
        (low_and_slow, 0.12),
        (dealt_list, 0.08),
        (four_per_account, 0.15),
        (reasoning, 0.13),
        (agentic_pivot, 0.10),
        (varied_accounts, 0.08),
        (second_pool, 0.10),
        (hydra_proxy, 0.09),
        (replay, 0.05),
        (rewrites, 0.05),
        (sweep, 0.04),
    ]
    for run, share in shares:
        run(w, max(2, round(count * share)))
    rubric(w, max(4, round(count * 0.01)))
