"""Ordinary customers: students, readers, clinics, labs, libraries and small applications, each on their own."""

from collections.abc import Callable

from benchmarks.generators.usher.gateway import Gateway
from benchmarks.generators.usher.people import Account, World, deal
from benchmarks.generators.usher.phrases import COURTESY, TOPICS, app_system, elicit, fill, half, judge_prompt, task
from benchmarks.generators.usher.texts import BANKS, Item


def chatter(w: World, gate: Gateway) -> Account:
    """A student or member of the public who chats, sometimes a lot."""
    a = w.newcomer("ordinary", console=0.5)
    gate.own(a, w.heavy(7))
    return a


def coder(w: World, gate: Gateway) -> Account:
    """A programmer with one project: long agent sessions or small questions."""
    r = w.r
    a = w.newcomer("ordinary", console=0.2)
    system = f"You are a coding agent. cwd=/home/{w.name()}/{r.randint(1, 99)}" if r.random() < 0.6 else None
    tools = ("read_file", "edit_file", "run_shell", "search")[: r.randint(2, 4)] if system else None
    project = tuple(r.sample(half(TOPICS["code"], w.fold), 2))
    n = w.heavy(14)
    for at in gate.stamps(max(1, n // 5), r.choice(("person", "student", "office")), a.zone, a.begins):
        lines = [task(r, w.fold, "code") if r.random() < 0.3 else fill(r, r.choice(EDITS), project) for _ in range(min(
            n, r.randint(1, 9)))]
        gate.talk(a, at, [Item(x, None, None, tools, "code" if i % 2 else "agent") for i, x in enumerate(lines)],
            system=system)
    return a


EDITS, CASES = BANKS["EDITS"], BANKS["CASES"]


def small_app(w: World, gate: Gateway) -> Account:
    """An application with its own template: a help desk, a form reader, a sorter of messages."""
    r = w.r
    a = w.newcomer("ordinary", console=0.0)
    n = w.heavy(26, 1.6)
    own = app_system(r, w.name())
    if r.random() < 0.4:
        items = r.choice(list(w.p.tenants.values()))
        start = r.randrange(len(items))
        source: Callable[[int], Item] = lambda i: items[(start + i) % len(items)]  # noqa: E731
    else:
        topics = r.sample(list(w.p.support), 6)
        mask = r.choice(("{q}", "Visitor: {q}\nReply:", "Message from a reader:\n{q}", "Q: {q}\nUse the catalogue.",
            "Classify into one of our queues: {q}"))
        source = lambda i: r.choice(w.p.support[r.choice(topics)])._replace(system=own)  # noqa: E731
        if mask != "{q}":
            inner = source
            source = lambda i: (x := inner(i))._replace(text=mask.format(q=x.text))  # noqa: E731
    served = r.random() < 0.4
    for i, at in enumerate(gate.stamps(n, r.choice(("office", "person", "person", "flat")), a.zone, a.begins)):
        gate.send(a, at, source(i), user=f"u{r.randint(1, 4 + n // 4)}" if served else None)
    return a


def chores(w: World, gate: Gateway) -> Account:
    """A research group's scripts: reading papers, tidying data, grading, testing, small sets of questions."""
    r, p = w.r, w.p
    a = w.newcomer("ordinary", console=0.05)
    n = w.heavy(20, 1.5)
    topics, system = a.topics, app_system(r, w.name()) if r.random() < 0.6 else None
    job = r.randrange(9)
    ask = r.choice(("Summarise", "List the claims of", "Extract who did what from", "Find the mood of",
        "Give keywords for", "Anonymise", "Translate into plain German"))
    bench, gen = r.choice(list(p.bench.values())), r.choice(list(p.generators.values()))
    judge, zh = r.choice(list(p.judges.values())), r.randrange(max(1, len(p.zh) - 300))
    before, after = elicit(r, w.fold)
    lead, subject = r.choice(("", "", r.choice(BANKS["LEADS"]))), r.choice(("knowledge", "maths", "writing", "tongues"))
    recast = r.choice(half(BANKS["REWRITE"], w.fold)) if r.random() < 0.4 else None
    stamps = gate.stamps(n, r.choice(("office", "nightly", "person", "flat", "student")), a.zone, a.begins)
    texts = deal(r, r.choice((p.dialogues, p.tweets)))
    for i, at in enumerate(stamps):
        if job == 0:
            item = Item(f"{ask} the following:\n{texts[i % len(texts)]}", None, None, None, "app")
        elif job == 1:
            item = bench[i % len(bench)]
        elif job == 2:
            item = gen[(i * 7) % len(gen)]
        elif job == 3:
            item = judge[(i * 5) % len(judge)] if i % 3 else Item(judge_prompt(r, w.fold, r.choice(p.wild).text,
                r.choice(p.answers)), None, None, None, "judge")
        elif job == 4:
            item = Item(f"{ask} this entry on {r.choice(topics)}: {r.choice(p.answers)}", None, None, None, "app")
        elif job == 5 and recast:  # a group that edits its own documents
            item = Item(recast.format(d=texts[i % len(texts)]), None, None, None, "write")
        elif job == 5:
            item = p.zh[zh + i % 300]
        elif job == 6:
            item = r.choice(p.functions)
        elif job == 7:  # somebody who asks for the reasoning, for reasons of their own
            item = Item(f"{before}{fill(r, r.choice(CASES), topics)}{after} {r.choice(COURTESY)}", None, None, None,
                "reason")
        else:
            item = Item(f"{lead} {task(r, w.fold, subject)}".strip(), None, None, None, "write")
        gate.send(a, at, item, system=system)
    if r.random() < 0.5:
        gate.own(a, r.randint(1, 12), "office")
    return a


def taster(w: World, gate: Gateway) -> Account:
    """Somebody who signed up and tried it: few requests, often well-known questions."""
    r, p = w.r, w.p
    a = w.newcomer("ordinary", console=0.4)
    if r.random() < 0.4:
        a.card["created"] = r.uniform(0, 0.9) * w.span
        a.begins = w.when(a) + r.expovariate(1 / 5000)
    at = min(r.uniform(a.begins, w.span), w.span - 4000) if a.begins < w.span - 9000 else a.begins
    for _ in range(r.choice((1, 1, 2, 3, 4, 6))):
        item = r.choice((r.choice(p.wild), r.choice(p.alpaca), r.choice(p.gsm), r.choice(p.cot), r.choice(p.zh), Item(
            r.choice(("hello", "test", "ping", "who are you?"))), Item(task(r, w.fold, r.choice(("maths", "code",
            "knowledge", "zh", "writing"))))))
        gate.send(a, at, item)
        at += r.lognormvariate(5, 2)
    return a


def learner(w: World, gate: Gateway) -> Account:
    """A learner with one textbook: exercises in order, with questions about the answers."""
    r, p = w.r, w.p
    a = w.newcomer("ordinary", console=0.4)
    book = r.choice((p.gsm, p.cot, p.alpaca, p.wild, p.zh if a.lang == "zh" else p.gsm))
    page = r.randrange(max(1, len(book) - 60))
    for i, at in enumerate(gate.stamps(w.heavy(5, 1.0), "student", a.zone, a.begins, dues=a.campus.deadlines if a.campus
            else ())):
        more = [Item(fill(r, "why is step {b} allowed? {twist}", a.topics))] if r.random() < 0.4 else []
        gate.talk(a, at, [book[page + i % 50 if page + i % 50 < len(book) else page], *more])
    gate.own(a, r.randint(0, 8), "student")
    return a


KINDS = {chatter: 40, coder: 13, small_app: 11, chores: 14, taster: 12, learner: 10}


def ordinary(w: World, gate: Gateway, count: int) -> None:
    """So many unlinked customers."""
    for _ in range(count):
        w.pick({f: float(x) for f, x in KINDS.items()})(w, gate)
