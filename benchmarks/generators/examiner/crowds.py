"""Honest customers who look like campaigns (FIELD §2.8 and the issue's list, and some more)."""

from typing import Any

from benchmarks.generators.examiner import network as net
from benchmarks.generators.examiner import people, rhythm
from benchmarks.generators.examiner.rhythm import DAY
from benchmarks.generators.examiner.speech import Turn, pick_fresh
from benchmarks.generators.examiner.world import Client, World

GRADER = Turn("", None, "", "judge")


def machine(w: World, kind: str, **fields: object) -> Client:
    """A business account that calls from a rented machine or an office."""
    place = net.cloud(w.rng) if w.rng.random() < 0.7 else net.home(w.rng)
    given: dict[str, Any] = {"home": place, "tool": net.program(w.rng), **fields}
    return w.open_account(kind, **given)


def tenants(w: World, count: int) -> None:
    """One-template products from tiny to huge; some customers bought the same product kit."""
    names = sorted(w.pools.tenants)
    for _ in range(count):
        c = machine(w, "one-template")
        fills = w.pools.tenants[w.rng.choice(names)]
        changed = w.speech.company()
        lo, hi = people.span(w, c)
        style = w.rng.choice(["label", "json", "chat"])
        own = w.rng.random() < 0.6
        before, after = frame_of([text for _, text in fills])
        for at in rhythm.diurnal(w.rng, people.amount(w, 90, 1.5), lo, hi, c.zone, w.rng.choice(["flat", "office"])):
            system, text = w.rng.choice(fills)
            if len(before) + len(after) > 12:
                text = before + w.speech.filling() + after
            elif own:
                text = f"{text}\n({changed})"
            system = f"[{changed}] {system}" if own else system
            w.ask(c, at, Turn(text, system or None, "", style))


def frame_of(texts: list[str]) -> tuple[str, str]:
    """What all fillings of a template begin and end with."""
    low, high = min(texts), max(texts)
    same = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    tails = sorted(t[same:][::-1] for t in texts)
    shared = zip(tails[0], tails[-1], strict=False)
    end = next((i for i, (a, b) in enumerate(shared) if a != b), len(tails[0]))
    before, after = low[:same], tails[0][:end][::-1]
    return before, after


def judges(w: World, count: int) -> None:
    """Honest evaluators: published rubrics over their own products' answers."""
    for _ in range(count):
        c = machine(w, "judge", habits={"temperature": 0.0})
        mine = w.rng.sample(w.pools.public_judges, 60)
        lo, hi = people.span(w, c)
        n = people.amount(w, 80, 1.1)
        times = (
            rhythm.nightly(w.rng, n, lo, hi, c.zone)
            if w.rng.random() < 0.5
            else rhythm.burst(w.rng, n, w.rng.uniform(lo, hi), w.rng.uniform(1, 30))
        )
        for at in times:
            system, text = w.rng.choice(mine)
            if w.rng.random() < 0.5:
                text = text.replace("[[", "[").replace("assistant", "bot") + f"\n\n{w.rng.choice(w.pools.sentences)}"
            w.ask(c, at, GRADER._replace(text=text, system=system or None))


def labs(w: World, count: int) -> None:
    """Unrelated research groups running the same public benchmarks, whole or sampled, once or twice."""
    for _ in range(count):
        c = machine(
            w,
            "lab",
            habits={"temperature": 0.0},
            pathway=w.rng.choice(["education", "self_serve", "startup"]),
        )
        if w.rng.random() < 0.4:
            c.homes[:] = [net.campus(w.rng)]
        items = w.pools.benchmarks[w.rng.choice(sorted(w.pools.benchmarks))]
        n = min(len(items), people.amount(w, 200, 0.9, 1200))
        lo, hi = people.span(w, c)
        first = w.rng.randrange(0, max(1, len(items) - n)) if w.rng.random() < 0.5 else 0
        run = items[first : first + n] if w.rng.random() < 0.5 else w.rng.sample(items, n)
        for at, (text, _) in zip(rhythm.burst(w.rng, n, w.rng.uniform(lo, hi), 3.0), run, strict=True):
            w.ask(c, at, Turn(text, None, "", "reason" if "step by step" in text else "label"))


def classrooms(w: World, count: int) -> None:
    """Courses of thirty: one campus, one week of sign-ups, the same sheet of exercises, then their own."""
    for first in range(0, count, 30):
        campus, day = net.campus(w.rng), w.rng.uniform(w.start, w.end - 6 * DAY)
        sheet = [w.rng.choice(w.pools.homework)[0] for _ in range(5)] + [w.speech.question() for _ in range(5)]
        for _ in range(min(30, count - first)):
            at_home = w.rng.random() < 0.4
            c = w.open_account(
                "classroom",
                born=day + w.rng.expovariate(1 / DAY),
                pathway="education",
                home=net.home(w.rng) if at_home else net.near(w.rng, campus),
                payment_kind="credits",
                payment_fingerprint=None,
                email_domain=f"students.u{campus.asn}.edu",
            )
            lesson = day + w.rng.choice([1, 2, 5]) * DAY + w.rng.uniform(0, 5400)
            for i, text in enumerate(w.rng.sample(sheet, w.rng.randint(3, 9))):
                w.ask(c, lesson + i * w.rng.uniform(60, 500), Turn(w.speech.worn(text, 0.5), None, "", "reason"))
            people.chat(w, c, w.rng.randint(1, 8))


def hackathons(w: World, count: int) -> None:
    """New accounts of one weekend: the sponsor's credits, its starter code and hall network."""
    for first in range(0, count, 60):
        hall, day = net.cloud(w.rng), w.rng.uniform(w.start, w.end - 4 * DAY)
        starter = w.speech.business()[0]
        used, voucher = net.program(w.rng), w.code()
        for _ in range(min(60, count - first)):
            c = w.open_account(
                "hackathon",
                born=day + w.rng.expovariate(1 / 10_000),
                home=net.near(w.rng, hall) if w.rng.random() < 0.7 else net.home(w.rng),
                tool=used if w.rng.random() < 0.7 else net.program(w.rng),
                payment_kind="credits",
                payment_fingerprint=voucher,
            )
            idea = w.speech.business()[1]
            for at in sorted(day + w.rng.uniform(2, 48) * 3600 for _ in range(people.amount(w, 25, 0.8, 200))):
                w.ask(c, at, Turn(idea.replace("\0", w.speech.filling()), starter))


def ci(w: World, count: int) -> None:
    """Build pipelines: the same checks at every commit, many addresses, some within an organisation."""
    for _ in range(count):
        c = machine(w, "ci", org_id="org_" + w.code(10) if w.rng.random() < 0.5 else None)
        c.roams = 0.9
        checks = [w.speech.from_frames([f]) for f in ["review this diff in {p}: {s}", "add tests for {f} in {p}"]]
        lo, hi = people.span(w, c)
        for at in rhythm.diurnal(w.rng, people.amount(w, 12, 0.8, 80), lo, hi, c.zone, "office"):
            for i, check in enumerate(checks):
                w.ask(
                    c,
                    at + 5 * i,
                    Turn(f"{check}\n{w.speech.snippet()}", "CI reviewer. Be brief.", "", "code"),
                )


def resellers(w: World, count: int) -> None:
    """Open resellers and chat front-ends: one account, hundreds of named end users of every kind."""
    for _ in range(count):
        c = machine(
            w,
            "reseller",
            path=f"reseller:{w.speech.company().lower().split()[0]}",
            org_id="org_" + w.code(10),
        )
        users = [(f"eu-{w.code(8)}", net.home(w.rng)) for _ in range(300)]
        lo, hi = people.span(w, c)
        at_most = people.amount(w, 1200, 0.4)
        done = 0
        while done < at_most:
            user, home = w.rng.choice(users)
            turns = w.speech.chat(home.tongue(w.rng))
            start = rhythm.diurnal(w.rng, 1, lo, hi, home.zone, "human")[0]
            w.talk(c, [start + i * 90 for i in range(len(turns))], turns, user=user)
            done += len(turns)


def pairs(w: World, count: int) -> None:
    """One business with two to four accounts: fail-over keys, or staging and production."""
    left = count
    while left > 0:
        size = min(left, w.rng.choice([2, 2, 3, 4]))
        design, place, used = w.speech.business(), net.cloud(w.rng), net.program(w.rng)
        born = w.start - w.rng.uniform(2, 300) * DAY
        shared: dict[str, Any] = {}
        if w.rng.random() < 0.5:
            shared["org_id"] = "org_" + w.code(10)
        if w.rng.random() < 0.6:
            shared |= {"payment_fingerprint": w.code(), "payment_kind": "card"}
        domain = net.email(w.rng)
        team = [
            w.open_account(
                "fail-over",
                born=born + i * w.rng.choice([600, DAY, 30 * DAY]),
                home=net.near(w.rng, place),
                tool=used,
                email_domain=domain,
                **shared,
            )
            for i in range(size)
        ]
        lo, hi = people.span(w, team[0])
        for i, at in enumerate(rhythm.diurnal(w.rng, people.amount(w, 120, 0.9, 1500), lo, hi, 0, "human")):
            c = team[i % size] if w.rng.random() < 0.5 else team[0]
            w.ask(c, at, Turn(design[1].replace("\0", w.speech.filling()), design[0], "", design[2]))
        left -= size


def release_day(w: World, count: int) -> None:
    """Within hours of a launch everybody tries their favourite riddles, lists and benchmarks on it."""
    riddles = [w.speech.question() for _ in range(15)] + [p for p, _ in w.rng.sample(w.pools.benchmarks["bbh"], 40)]
    for _ in range(count):
        c = w.open_account("release-day")
        mine = [w.speech.worn(t, 0.3) for t in w.rng.sample(riddles, w.rng.randint(2, 20))]
        people.chat(w, c, w.rng.randint(1, 10))
        at = w.release + w.rng.expovariate(1 / 20_000)
        for text in mine * w.rng.choice([1, 1, 2]):
            at += w.rng.lognormvariate(3, 1)
            w.ask(c, at, Turn(text, None, "", "reason"), model=net.BY_DATE)


def licensed(w: World, count: int) -> None:
    """Distillers with the owner's leave: harvest by every sign but one."""
    for _ in range(count):
        c = machine(w, "licensed-distiller", distillation_licence=True, pathway="enterprise", verification="business")
        work = pick_fresh(w.rng, w.rng.choice([w.pools.generators, w.pools.op_elicit, w.pools.tasks, w.pools.tasks_zh]))
        lo, hi = people.span(w, c)
        n = min(len(work), people.amount(w, 600, 0.7))
        for at, (text, answer) in zip(rhythm.diurnal(w.rng, n, lo, hi, 0, "flat"), work, strict=False):
            w.ask(c, at, Turn(text, None, answer, "reason"))


def labelling(w: World, count: int) -> None:
    """Batch labelling within one organisation: one template, thousands of items, one night."""
    for _ in range(count):
        c = machine(w, "labelling", habits={"batch": True, "temperature": 0.0})
        ask = w.speech.question() + "\nLabels: " + ", ".join(w.rng.sample(w.pools.topics, 4)) + "\n---\n"
        source = w.rng.choice([w.pools.tweets, w.pools.support, w.pools.dialogues])
        for at in rhythm.burst(w.rng, people.amount(w, 200, 1.0, 1500), w.rng.uniform(*people.span(w, c)), 1.0):
            w.ask(c, at, Turn(ask + w.rng.choice(source), None, "", "label"))


def auditors(w: World, count: int) -> None:
    """Regulated users who must keep the reasoning behind every decision."""
    asks = [
        "Explain the reasoning behind the decision step by step for the audit file.",
        "List every consideration in order, then the outcome.",
        "Show your full reasoning before the verdict.",
        "Document how you arrived at this so a reviewer can repeat it.",
        "State the rule applied at each step.",
    ]
    for _ in range(count):
        c = machine(w, "auditor", habits={"temperature": 0.0})
        system, wrap, _ = w.speech.business()
        ask = w.rng.choice(asks)
        lo, hi = people.span(w, c)
        for at in rhythm.diurnal(w.rng, people.amount(w, 60, 0.9, 800), lo, hi, c.zone, "office"):
            w.ask(c, at, Turn(f"{wrap.replace(chr(0), w.speech.filling())}\n{ask}", system, "", "reason"))


def migrations(w: World, count: int) -> None:
    """Enterprises moving in: a new account at full load from its first hour, day and night."""
    for _ in range(count):
        c = machine(
            w,
            "migration",
            born=w.rng.uniform(w.start, w.end - 3 * DAY),
            payment_kind="invoice",
            pathway="enterprise",
            verification="business",
            org_id="org_" + w.code(10),
        )
        system, wrap, style = w.speech.business()
        for at in rhythm.diurnal(w.rng, people.amount(w, 400, 0.7), c.born, w.end, c.zone, "flat"):
            w.ask(c, at, Turn(wrap.replace("\0", w.speech.filling()), system, "", style))


def tutorials(w: World, count: int) -> None:
    """Strangers following one video: sign up, send its four prompts nearly as shown, perhaps chat on."""
    for first in range(0, count, 80):
        day = w.rng.uniform(w.start, w.end - 3 * DAY)
        steps = [w.rng.choice(w.pools.tasks)[0] if w.rng.random() < 0.5 else w.speech.question() for _ in range(4)]
        for _ in range(min(80, count - first)):
            c = w.open_account("tutorial", born=min(w.end - DAY, day + w.rng.expovariate(1 / (1.5 * DAY))))
            at = c.born + w.rng.uniform(60, 900)
            for text in steps[: w.rng.choice([1, 2, 3, 4, 4, 4])]:
                w.ask(c, at, Turn(w.speech.worn(text, 0.4)))
                at += w.rng.lognormvariate(4.5, 0.7)
            if w.rng.random() < 0.4:
                people.chat(w, c, w.rng.randint(1, 6))


def tinkerers(w: World, count: int) -> None:
    """Hobbyists and researchers who run an instruction set of their own once."""
    for _ in range(count):
        c = w.open_account("tinkerer", tool=net.program(w.rng))
        source = w.rng.choice([w.pools.tasks, w.pools.tasks, w.pools.tasks_zh, w.pools.homework])
        lo, hi = people.span(w, c)
        n = people.amount(w, 25, 0.8, 150)
        talks = [p for talk in w.rng.sample(w.pools.chats, n) for p, _ in talk[:1]]
        items = talks if w.rng.random() < 0.3 else [p for p, _ in w.rng.sample(source, n)]
        for at, text in zip(rhythm.burst(w.rng, n, w.rng.uniform(lo, hi), 15.0), items, strict=True):
            w.ask(c, at, Turn(text))


def tool_builders(w: World, count: int) -> None:
    """Products with function calling: their own tools, their customers' wishes."""
    for _ in range(count):
        c = machine(w, "tool-product")
        system, _, style = w.speech.business()
        names = [f"{v}_{w.rng.choice(w.pools.topics).split()[0]}" for v in ("get", "list", "update")]
        lo, hi = people.span(w, c)
        for at in rhythm.diurnal(w.rng, people.amount(w, 50, 1.0, 800), lo, hi, c.zone, "human"):
            text = w.rng.choice(w.pools.tool_asks)[1] if w.rng.random() < 0.2 else w.speech.filling()
            w.ask(c, at, Turn(text, system, "", style, names))


def jailbreakers(w: World, count: int) -> None:
    """Private people who try out tricks from forums, and chat."""
    for _ in range(count):
        c = w.open_account("jailbreaker")
        people.chat(w, c, w.rng.randint(2, 15))
        lo, hi = people.span(w, c)
        for times in rhythm.human(w.rng, w.rng.randint(1, 8), lo, hi, c.zone):
            for at in times:
                text = f"{w.rng.choice(w.pools.jailbreaks)}\n{w.speech.question()}"
                w.ask(c, at, Turn(text), refused=w.rng.random() < 0.4)
