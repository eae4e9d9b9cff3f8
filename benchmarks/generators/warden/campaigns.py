"""The campaigns, one function per kind; each takes the number of accounts and the mean volume it may afford."""

from benchmarks.generators.warden import harvest
from benchmarks.generators.warden.clock import DAY
from benchmarks.generators.warden.harvest import Voice
from benchmarks.generators.warden.operator import (
    Operator,
    Task,
    aim_of,
    cover_up,
    operator,
    recruit,
    schedule,
    tasks,
    volumes,
    work,
)
from benchmarks.generators.warden.ordinary import AGENT_TOOLS, live, talk
from benchmarks.generators.warden.texts import Deck, Item, conversations, half, pool, spin, vary
from benchmarks.generators.warden.world import Row, World


def _mix(op: Operator, domains: tuple[str, ...], aim: str | None = None, mode: str | None = None) -> Task:
    """A queue over one to three domains, each with its voice."""
    rng = op.rng
    queues = []
    for domain in rng.sample(domains, min(len(domains), rng.choice((1, 1, 2, 3)))):
        queues.append(tasks(op, domain, harvest.voice(rng, op.w.fold, aim or aim_of(rng, domain), mode)))
    return lambda: rng.choice(queues)()


def reasoning_harvest(w: World, kind: str, n: int) -> None:
    """Reasoning across tasks, load-balanced over accounts that shared payments give away (mostly)."""
    rng, op = w.rng, operator(w, kind, shared=0.85, ties=("payment",), shapes="lockstep lockstep flat office human")
    members = recruit(op, n)
    counts = volumes(op, n, rng.choice((8, 15, 30, 60)))
    task = _mix(op, ("maths", "logic", "elicited", "data", "chinese"), rng.choice(("steps", "trace", "trace", None)))
    cover_up(op, members, counts)
    work(
        op,
        schedule(op, members, counts, rng.uniform(0, 0.4) * w.clock.length),
        task,
        refused=rng.choice((0.0, 0.03, 0.1)),
    )


def agentic_pivot(w: World, kind: str, n: int) -> None:
    """Agentic coding in loops; within a day of the release about half of it goes to the new model."""
    rng, op = w.rng, operator(w, kind, shared=0.45, shapes="human human flat office lockstep")
    members = recruit(op, n)
    system = rng.choice(
        (
            w.say(harvest.EXPERT),
            None,
            spin(rng, "You are a [software|coding] agent. [Use tools. Explain every decision.|Plan first.]"),
        )
    )
    own = rng.random() < 0.5
    tools, lone = w.add_tools(rng.choice(AGENT_TOOLS)), harvest.source(rng, w.fold, "agents")
    steps = rng.choice((1.5, 4, 9))
    counts = volumes(op, n, rng.choice((3, 6, 12)) if steps > 2 else rng.choice((8, 20)), 120)
    bank = half(harvest.AGENT_TASK, w.fold)
    for m in members:
        m.adopt, m.adopt_share, m.model = w.release + rng.uniform(0.02, 0.95) * DAY, rng.uniform(0.4, 0.65), 0
        m.convs = m.convs or rng.random() < 0.5
    cover_up(op, members, counts)
    bodies = {m.index: rng.choice((system, w.say(harvest.EXPERT), None)) if own else system for m in members}
    for at, m in schedule(op, members, counts):
        first = Item(spin(rng, rng.choice(bank))) if rng.random() < 0.5 else lone()
        turns = [first] + [
            Item(spin(rng, rng.choice(half(AGENT_STEPS, w.fold))))
            for _ in range(min(30, int(rng.expovariate(1 / steps))))
        ]
        base = Row(bodies[m.index], "tool" if steps > 2 else "code", op.out, tools=tools, harvest=True)
        base.model = w.model_of(m, at)
        w.chat(m, at, turns, base, 9)


AGENT_STEPS = (
    '<tool_result name="[bash|shell]">[<err>|exit 0|<num> passed]</tool_result>',
    '<tool_result name="read"><file>: <num> lines[ ...|]</tool_result>',
    "[Observation|Result]: [<num> rows|empty|file not found: <file>][. What next?|]",
    "[Continue|Proceed] [with the next step|until tests pass].",
    '<tool_result name="search"><num> hits for [order|cache|token] in <file></tool_result>',
    "[Explain|Justify] this [call|choice], then [go on|act].",
)


def varied_accounts(w: World, kind: str, n: int) -> None:
    """Several access paths and account types; agents, code and data first, reasoning traces later."""
    rng, op = w.rng, operator(w, kind, shared=0.4, shapes="human human real office flat")
    op.segments = {
        "dev": 25,
        "person": 18,
        "cloud": 12,
        "startup": 12,
        "researcher": 12,
        "student": 10,
        "business": 8,
        "reseller": 5,
    }
    members = recruit(op, n)
    counts = volumes(op, n, rng.choice((6, 15, 35)))
    cover_up(op, members, counts)
    turn = rng.uniform(0.4, 0.75) * w.clock.length
    early = _mix(op, ("agents", "code", "data", "evolving", "writing"))
    late = _mix(op, ("maths", "logic", "elicited", "multilingual"), "trace")
    cut = [max(1, int(count * 0.6)) for count in counts]
    work(op, schedule(op, members, cut, 0, turn), early)
    work(
        op,
        schedule(op, members, [c - k + (c == 1) for c, k in zip(counts, cut, strict=True)], turn),
        late,
        refused=rng.choice((0.0, 0.05)),
    )


def second_pool(w: World, kind: str, n: int) -> None:
    """One fixed prompt in every request; the first pool is banned, fresh accounts take its queue over."""
    rng, op = w.rng, operator(w, kind, shared=0.45, shapes="flat lockstep office human")
    ban = rng.uniform(0.35, 0.65) * w.clock.length
    size = max(2, int(n * rng.uniform(0.35, 0.6)))
    first = recruit(op, size)
    op.pools = {name: made for name, made in op.pools.items() if rng.random() < 0.4}
    late = rng.random() < 0.6
    second = recruit(op, max(1, n - size), signup=ban + rng.uniform(-1, 1.0) * DAY if late else None)
    slow = rng.choice((0.02, 0.5, 2.0))
    for m in first:
        if rng.random() < 0.93:
            w.ban(m, min(ban + rng.expovariate(1 / (slow * DAY)), 0.98 * w.clock.length))
    line = spin(rng, rng.choice(half(harvest.TRACE + harvest.STEPS, w.fold)))
    fixed = (
        Voice("bare", "trace", w.fold, [], line)
        if rng.random() < 0.4
        else Voice("fixed", "trace", w.fold, [line], None, rng.random() < 0.7)
    )
    supply = harvest.source(
        rng, w.fold, rng.choice(("maths", "knowledge", "code", "chinese", "multilingual", "writing", "agents"))
    )
    mean = rng.choice((8, 20, 45))
    for members, low, high in ((first, 0.0, ban + 3600), (second, ban, None)):
        counts = volumes(op, len(members), mean)
        cover_up(op, members, counts)
        work(op, schedule(op, members, counts, low, high), lambda: fixed.put(rng, supply()))


def four_per_account(w: World, kind: str, n: int) -> None:
    """About four requests each over very many accounts, nothing shared; for the protected reasoning."""
    rng, op = w.rng, operator(w, kind, shared=0.0, cover=(0.0, 0.0, 0.3))
    op.sampling, op.stack = rng.choice(("own", "default")), "own"
    members = recruit(op, n)
    counts = [max(1, int(w.np.poisson(rng.choice((3.2, 4.0, 4.5))))) for _ in members]
    begin = rng.uniform(0.05, 0.8) * w.clock.length
    spike = rng.random() < 0.6
    cover_up(op, members, counts)
    plan = schedule(
        op,
        members,
        counts,
        begin if spike else 0.0,
        begin + rng.uniform(1, 3) * DAY if spike else None,
        rng.choice(("flat", "human", "office")),
    )
    mode = rng.choice(("paraphrase", "paraphrase", "several", "bare"))
    work(
        op,
        plan,
        _mix(
            op,
            ("maths", "logic", "knowledge", "multilingual", "code", "data"),
            None if mode == "bare" else "trace",
            mode,
        ),
        refused=rng.choice((0.0, 0.06, 0.15)),
    )


def rubric_grading(w: World, kind: str, n: int) -> None:
    """Few accounts, large volume: the model as reward model; what is refused goes to a weaker model."""
    rng, op = w.rng, operator(w, kind, shared=0.5, shapes="flat lockstep real office", cover=(0.0, 0.0, 0.1, 0.4))
    members = recruit(op, n)
    counts = volumes(op, n, min(320.0, max(60.0, 2400 / n)), 900)
    cover_up(op, members, counts)
    supply, refused = harvest.grading(rng, w.fold), rng.choice((0.02, 0.08, 0.15))
    moved = w.clock.length * rng.uniform(0.3, 0.9)
    for at, m in schedule(op, members, counts):
        item = supply()
        weak = 1 if at > moved and rng.random() < 0.7 else m.model
        stopped = weak != 1 and rng.random() < refused
        row = Row(item.system, "score", 230, harvest=True, status=int(stopped), model=weak)
        w.send(m, at, item.text, row)
        if stopped:
            again = Row(item.system, "score", 230, harvest=True, model=rng.choice((1, 2)))
            w.send(rng.choice(members) if rng.random() < 0.3 else m, at + rng.uniform(1, 30), item.text, again)


def replay(w: World, kind: str, n: int) -> None:
    """Stored sessions of somebody's real users sent again: histories whose beginning nobody saw here."""
    rng, op = w.rng, operator(w, kind, shared=0.45, shapes="flat office lockstep human human")
    members = recruit(op, n)
    counts = volumes(op, n, rng.choice((5, 12, 30)))
    stored = Deck(rng, [talk_ for talk_ in conversations(w.fold) if talk_])
    whole, tag = rng.random() < 0.4, rng.choice(("some", "none", "none"))
    system = rng.choice((None, None, spin(rng, "You are <brand> assistant, [helpful|honest|concise].")))
    cover_up(op, members, counts)
    queue: list[tuple[str, int, str, str | None]] = []
    blobs = [w.fresh_hash() for _ in range(40)] if rng.random() < 0.5 else []
    for at, m in schedule(op, members, counts):
        if not queue:
            session = stored.deal()
            again = stored.round > 0
            lead = rng.choice((0, 2, 2, 4, 6, 10))
            steps = range(len(session)) if whole else [len(session) - 1]
            key = w.fresh_hash()
            for i in steps:
                text = vary(rng, session[i].text) if again else session[i].text
                queue.append((text, lead + 2 * i, w.hash(key, i), session[i].lang))
        text, hist, code, _ = queue.pop(0)
        w.send(
            m,
            at,
            text,
            Row(
                system,
                out=op.out,
                hist=hist,
                hist_hash=code if hist else None,
                hist_chars=hist * 350,
                conv=w.fresh_hash() if tag == "some" else None,
                harvest=True,
                blobs_in=rng.choice(blobs) if blobs and hist else None,
            ),
        )


def hydra_proxy(w: World, kind: str, n: int) -> None:
    """A reseller's pool: end customers' chats, and in between five to twenty-five percent of harvest."""
    rng, op = w.rng, operator(w, kind, shared=0.6, shapes="flat office human")
    op.segments = {"reseller": 40, "dev": 40, "startup": 8, "person": 6, "researcher": 6}
    members = recruit(op, n)
    share, folded = rng.uniform(0.05, 0.25), rng.random() < 0.4
    path = f"reseller:{w.fresh_hash()[:6]}" if rng.random() < 0.5 else None
    counts = []
    for m in members:
        m.path = path if path and m.path != "console" and rng.random() < 0.8 else m.path
        users = [w.fresh_hash() for _ in range(rng.randint(3, 20))] if rng.random() < 0.6 else [None]
        talks = max(2, w.volume(28, 0.8, 400) // 3)
        before = m.rows
        for at in w.clock.people(talks, m.zone, 3, m.born):
            turns = talk(w, m)
            if folded and rng.random() < 0.6:
                turns = [
                    turns[0]._replace(text=f"{spin(rng, 'You are <brand> [chat|helper].')}\n\n{turns[0].text}"),
                    *turns[1:],
                ]
            w.chat(
                rng.choice(members) if rng.random() < 0.03 else m,
                float(at),
                turns,
                Row(out=150, end_user=rng.choice(users)),
            )
        counts.append(max(1, round((m.rows - before) * share / (1 - share) * rng.uniform(0.7, 1.3))))
    work(
        op,
        schedule(op, members, counts),
        _mix(op, ("maths", "code", "agents", "chinese", "knowledge", "writing", "judging")),
    )


def technique_sweep(w: World, kind: str, n: int) -> None:
    """Many elicitation wordings on a few questions from a few accounts; then the winners at scale."""
    rng, op = w.rng, operator(w, kind, shared=0.4)
    members = recruit(op, n)
    supply = harvest.source(rng, w.fold, rng.choice(("maths", "logic", "knowledge", "code")))
    begin = rng.uniform(0, 0.3) * w.clock.length
    turn = begin + rng.uniform(1, 4) * DAY
    wordings = [spin(rng, rng.choice(half(harvest.TRACE + harvest.STEPS, w.fold))) for _ in range(rng.randint(25, 70))]
    probes = [supply().text for _ in range(rng.randint(2, 6))]
    scouts = members[: max(2, n // rng.choice((3, 6, 12)))]
    for i, line in enumerate(wordings):
        bad = rng.random() < 0.6
        for _ in range(rng.randint(1, 4)):
            at = begin + (turn - begin) * (i + rng.random()) / len(wordings)
            row = Row(None, out=op.out, harvest=True, status=int(bad and rng.random() < 0.6))
            w.send(
                rng.choice(scouts),
                at,
                f"{rng.choice(probes)}\n{line}" if rng.random() < 0.7 else f"{line}\n\n{rng.choice(probes)}",
                row,
            )
    counts = volumes(op, n, rng.choice((4, 10, 25)))
    cover_up(op, members, counts)
    winners = Voice("several", "trace", w.fold, rng.sample(wordings, rng.choice((1, 2, 3))), None, rng.random() < 0.5)
    work(op, schedule(op, members, counts, turn), lambda: winners.put(rng, supply()), refused=0.02)


def low_and_slow(w: World, kind: str, n: int) -> None:
    """Real-looking people; one or two harvest requests a week, or in all; nothing shared, every wording its own."""
    rng, op = w.rng, operator(w, kind, shared=0.0)
    op.stack = op.sampling = "own"
    op.signup = rng.choice(("spread", "aged", "aged"))
    members = recruit(op, n)
    weekly = rng.random() < 0.5
    counts = [rng.choice((1, 1, 2)) * (max(1, w.clock.days // 7) if weekly else 1) for _ in members]
    for m in members:
        live(w, m, w.volume(7, 1.0, 120))
    mode = rng.choice(("paraphrase", "paraphrase", "bare"))
    domains = rng.choice(
        (("maths", "logic"), ("knowledge", "writing"), ("code", "agents"), ("chinese",), ("documents",))
    )
    work(op, schedule(op, members, counts, shape="human"), _mix(op, domains, None, mode))


def dealt_list(w: World, kind: str, n: int) -> None:
    """One list of questions dealt out without overlap; no wording, machine or habit in common."""
    rng, op = w.rng, operator(w, kind, shared=0.0, shapes="human human real office")
    op.stack, op.sampling, op.samples = "own", rng.choice(("own", "own", "default")), 1
    members = recruit(op, n)
    counts = volumes(op, n, rng.choice((3, 8, 20, 40)), 300)
    cover_up(op, members, counts)
    domain = rng.choice(("maths", "logic", "knowledge", "chinese", "code", "agents", "writing", "multilingual"))
    supply = harvest.source(rng, w.fold, domain)
    own = (
        {m.index: harvest.voice(rng, w.fold, aim_of(rng, domain), "paraphrase") for m in members}
        if rng.random() < 0.4
        else {}
    )
    turn_style = {m.index: rng.random() < 0.3 for m in members}
    for at, m in schedule(op, members, counts):
        item = supply()
        system, text = own[m.index].put(rng, item) if own else (item.system, item.text)
        if turn_style[m.index]:
            w.chat(m, at, [Item(text, system)], Row(out=op.out, harvest=True))
        else:
            w.send(m, at, text, Row(system, out=op.out, harvest=True))


def rewrites(w: World, kind: str, n: int) -> None:
    """Censorship-safe versions and rephrasings of documents, English and Chinese."""
    rng, op = w.rng, operator(w, kind, shared=0.45)
    members = recruit(op, n)
    counts = volumes(op, n, rng.choice((5, 12, 30)))
    cover_up(op, members, counts)
    voice = harvest.voice(rng, w.fold, "rewrite", rng.choice(("fixed", "several", "paraphrase", "paraphrase")))
    documents, chinese = (
        harvest.source(rng, w.fold, "documents"),
        [i for i in pool("alpaca_zh_supplement", w.fold) if "党建" in i.subtype],
    )
    touchy = rng.choice((0.0, 0.2, 0.6))
    own = half(
        (
            "[Write|Explain] in a [neutral|acceptable] way about <sensitive>[ in <place>|].",
            "[User asks|Query]: what [happened|is known] about <sensitive>?",
            "[A short article|Background] on <sensitive>, [as a local paper would print it|for a school book].",
            "[Questions|Notes] [readers|students] have about <sensitive> since [19|20]<num>.",
        ),
        w.fold,
    )

    def deal() -> tuple[str | None, str]:
        if rng.random() < touchy:
            return voice.put(
                rng, rng.choice(chinese) if chinese and rng.random() < 0.3 else Item(spin(rng, rng.choice(own)))
            )
        return voice.put(rng, documents())

    work(op, schedule(op, members, counts), deal, refused=rng.choice((0.0, 0.03)))
