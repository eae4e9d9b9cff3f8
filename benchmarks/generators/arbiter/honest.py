# fmt: off
"""Honest customers: what each works on, and the groups that merely look coordinated."""
from collections.abc import Callable
from dataclasses import dataclass, field

from .corpus import Text, grouped, pool, talks
from .phrases import HARNESSES, TOOLS, Own, bank, fill, question, voiced, wording
from .world import NEW_MODEL, Account, Ask, Level, World


@dataclass
class Shared:
    """The one level that the members of a group share; everything below it is their own."""
    system: str | None = None
    template: str | None = None
    suite: list[Text] = field(default_factory=list)
    tools: tuple[str, ...] = ()
    domain: str = "advice"
def maker(w: World, a: Account, n: int, s: Shared, what: str) -> Callable[[int], Ask]:
    """Settle what an account works on, once; return what makes its i-th conversation's first request."""
    rng, fold, own = w.rng, w.fold, a.own
    more = rng.choice(bank("mild", fold))
    def ask(domain: str = s.domain) -> str:
        return question(rng, domain, fold, own)
    if what == "coding":  # one's own two projects
        return lambda i: Ask(voiced(rng, ask(rng.choice(("code", "code", "agent"))), a.voice), i, s.system, out="code")
    if what == "rag":  # visitors' questions over one's own documents
        shelf = [fill(rng, "{topic} at {firm}: {rule} From {n} to {n}, {data_}; {subject}.", fold) for _ in range(30)]
        order = s.system or f"Use the context to answer. {rng.choice(bank('rule', fold))}"
        return lambda i: Ask("\n".join(("Context:", *rng.sample(shelf, 3), "Question:", ask("advice"))), i, order)
    if what == "benchmark":  # a public test set from its top, in order, perhaps again
        tail = rng.choice(("", "", "\nLet's think step by step.", "\nAnswer:", "\nGive only the answer."))
        cut = s.suite[: rng.choice((len(s.suite), len(s.suite), 200, 50))]
        return lambda i: Ask(cut[i % len(cut)].prompt + tail, i, cut[i % len(cut)].system, out=220.0 if tail else 60.0)
    if what == "judging" and s.suite:  # a public rubric over public answers
        rows = rng.choice(list(grouped("judge", fold).values()))
        return lambda i: Ask(rows[i % len(rows)].prompt, i, rows[i % len(rows)].system, out="judge")
    if what == "judging":  # one rubric over one's own product's answers, release after release
        rubric, mine = s.template or wording(rng, fold, "judge"), [ask() for _ in range(max(3, min(60, n // 3)))]
        answer = "{rule} {topic}, {n} {thing}. {rule}"
        return lambda i: Ask(
            f"{rubric}\n{mine[i % len(mine)]}\n{fill(rng, answer, fold, own)}", i, s.system, out="judge"
        )
    if what == "assignment":  # the same sheet as others, in one's own words
        leads = ("", "", "help with this: ", "i dont get it\n", "Check my answer. ", "explain ")
        return lambda i: Ask(
            voiced(rng, ask("advice") if rng.random() < 0.3 else rng.choice(leads) + rng.choice(s.suite).prompt,
                   a.voice)
            + rng.choice(("", "", " " + more)), i)  # fmt: skip
    if what == "explained":  # the reasoning behind decisions of one's own
        demand = s.template or rng.choice((wording(rng, fold, "elicit"), more))
        return lambda i: Ask(f"{ask()}\n{demand}", i, s.system, out=500.0, refused=rng.random() < 0.06)
    if what == "synthesis":  # a small training set for one's own narrow product
        style = (
            rng.choice(pool("evolve", fold)).prompt[:500] if s.system else "Write 5 questions like this one, varied:"
        )
        own = {"topic": own["topic"][:1], "who": own["who"][:1]}
        return lambda i: Ask(f"{style}\n\n{ask('advice')}", i, out=350.0)
    if what == "rewording":  # one's own shop's or client's texts
        order = s.template or fill(rng, "Rewrite for {who}, {form} style, keyword {topic}:", fold, own)
        lines = pool(rng.choice(("dialogue", "tweet")), fold) if rng.random() < 0.4 else []
        return lambda i: Ask(f"{order}\n{rng.choice(lines).prompt if lines else ask('writing')}", i, s.system)
    if what == "licensed":  # a broad list, under an open contract
        items = rng.sample(pool("alpaca", fold), min(n, 2000))
        return lambda i: Ask(f"{items[i % len(items)].prompt}\n{s.template or ''}".strip(), i, s.system, out=350.0)
    firm: Own = {
        "firm": (a.row["org_name"] or rng.choice(bank("firm", fold)),)
    }  # one template over the firm's own stream
    order = s.system or fill(rng, "You are the {role} of {firm}. {rule} {rule}", fold, firm)
    source = rng.choice(("support", "tweet", "dialogue", "tenant", "own", "own"))
    if source == "tenant" and not s.template:
        stream, order = rng.choice(list(grouped("tenant", fold).values())), rng.choice(("", order))
    elif source in ("support", "tweet", "dialogue"):
        themes = sorted(grouped(source, fold))
        stream = [t for g in rng.sample(themes, min(len(themes), 12)) for t in grouped(source, fold)[g]]
    else:
        stream = [Text(ask(), None, None, "", "", 0) for _ in range(min(n, 150))]
    stream = rng.sample(stream, min(len(stream), max(3, n)))
    users = [f"u{rng.randrange(10**6)}" for _ in range(1 + n // 6)] if rng.random() < 0.4 else [None]
    form = "json_object" if "JSON" in order else None
    out: str | float = 15.0 if form or rng.random() < 0.3 else "conv"
    frame = s.template or "{x}"
    return lambda i: Ask(frame.replace("{x}", stream[int(len(stream) * rng.random() ** 1.5)].prompt), i, order or None,
                         out=out, user=rng.choice(users), form=form)  # fmt: skip
def work(w: World, a: Account, n: int, s: Shared, what: str) -> list[Ask]:
    """Return an account's n requests, in conversations with follow-ups of its own where people do so."""
    rng, asks = w.rng, list[Ask]()
    users = [(f"eu_{w.mark()[:10]}", rng.choice(("en", "en", "zh", "ru", "es"))) for _ in range(2 + n // 8)]
    habit, voice, home, own = rng.choice(("advice", "knowledge", "writing", "data", "code")), a.voice, a.lang, a.own
    tools, make, order = s.tools or tuple(rng.sample(TOOLS, 4)), None, s.system or HARNESSES[w.fold]
    if what == "agent" and rng.random() < 0.3:
        order += f"\nWorking directory: /home/{w.mark()[:5]}"
    make = maker(w, a, n, s, what) if what not in ("chatting", "agent", "resold") else make
    chain = {"coding": 1.5, "rewording": 0.3, "assignment": 1.0, "explained": 0.7, "agent": 5.0}.get(what, 0.0)
    while (talk := len(asks)) < n:
        room, past, user = n - talk, "", None
        if what == "resold":  # the unlike chats of many customers behind one account
            pick = rng.randrange(len(users))
            user, a.lang = users[pick]
            a.voice, a.own = ((pick * 7) % 16, own | {"topic": (bank("topic", w.fold)[pick % 5],)})
        if make is None and what != "agent" and rng.random() < 0.4:
            for i, t in enumerate(rng.choice(talks(a.lang, w.fold))[:room]):
                text = voiced(rng, t.prompt, a.voice)
                asks.append(Ask(text, talk, s.system, i, past, reply=t.reply, user=user))
                past += text
            continue
        turns = int(rng.expovariate(1 / chain)) if chain else 0
        if make:
            first = make(talk)
        elif what == "agent":
            first = Ask(question(rng, "agent", w.fold, a.own), talk, order, tools=tools)
        else:
            turns = min(20, int(rng.paretovariate(1.1)) - 1)
            text = question(rng, habit if a.lang == "en" else a.lang, w.fold, a.own)
            text = rng.choice(pool("wild", w.fold)).prompt if a.lang in ("en", "zh") and rng.random() < 0.1 else text
            first = Ask(voiced(rng, text, a.voice), talk, s.system, user=user)
        for turn in range(min(1 + turns, room)):
            if turn:
                text = f"[{rng.choice(tools)}] {{path}}: {{n}} lines, {{error}} at line {{n}}"
                text = fill(rng, text if what == "agent" else rng.choice(bank("follow", w.fold)), w.fold, a.own)
                first = first._replace(text=voiced(rng, text, a.voice), turn=turn, past=past)
            asks.append(first)
            past += first.text
    a.voice, a.lang, a.own = voice, home, own
    return asks
# look-alike: what members do / what single level they share / how many / median and spread / when / about
GROUPS = """hackathon: app agent coding chatting/system week credits client net/12 60/15 1/person/advice; no-code
template: app rag/template system client/10 60/8 1.3/person office flat/advice; tutorial followers: app coding
chatting/template week client/12 60/5 0.8/person/advice; licensed distiller: licensed/org licence template pace/2
10/130 0.6/flat burst/advice; cgnat and campus: chatting coding assignment/net suite/20 100/7 1.2/person/advice;
tutoring platform: assignment explained/org suite elicit/3 20/30 1.1/person/maths; paper review: judging
explained/judge elicit/5 25/12 1/person office/knowledge; wrapper extension: chatting rewording/system client/20 90/8
1.1/person/advice; open-source agent: agent/system client/15 120/25 1.3/person person flat/code; release-day
benchmarkers: benchmark judging/suite new/4 30/50 1/burst/advice; step-by-step fans: explained chatting/elicit
client/10 60/8 1/person/maths; fail-over pair: app rag agent/org system pace net/2 3/60 1.2/auto/advice; own synthetic
sets: synthesis/system/4 25/60 0.9/burst office/knowledge; open reseller: resold/org net path pace/3 25/60 0.8/person
flat/advice; content mill: rewording/template week/5 30/40 1.1/office burst/advice; benchmark labs: benchmark/suite/4
30/150 1/burst nightly flat/advice; batch labelling: app/template/3 20/140 1/burst nightly office/advice; model
migration: app rag judging/new/5 30/40 1.2/office flat/advice; ci jobs: agent judging/client/5 40/40 1.2/flat nightly
burst/code; bootcamp: coding assignment/suite week/10 50/9 0.9/person/advice; translation bureau: rewording/template/4
25/25 1.2/office/advice; template tenants: app/org template pace/2 25/40 1.5/auto/advice; judges and monitoring:
judging/judge/5 30/50 1.1/auto/knowledge; classroom: assignment/suite net week/15 80/7 0.8/person/advice; textbook
students: assignment/suite/15 60/6 0.9/person/advice; multilingual users: chatting//10 60/8 1.2/person/advice; audit
users: explained/elicit/8 40/10 1.1/person office/data; homework forum: assignment/suite/15 60/6 0.9/person/advice;
public-rubric judges: judging/suite/4 20/70 1/auto/advice"""
AUTO = ("flat", "burst", "nightly", "office")
TABLE = {k: v.split("/") for k, v in (x.split(": ") for x in GROUPS.replace("\n", " ").split("; "))}
ORDINARY = dict(rag=(4, 20, 1.5, ""),  # weight, median, sigma, shape
    chatting=(48, 5, 1.3, "person"), coding=(17, 8, 1.4, "person"), assignment=(7, 5, 1.1, "person"),
    app=(9, 24, 1.5, ""), agent=(6, 16, 1.4, "person"), rewording=(4, 9, 1.3, "office"), judging=(1, 40, 1.2, ""),
    explained=(3, 6, 1.2, "person"), benchmark=(1, 50, 1.1, "burst"), synthesis=(1, 20, 1.0, ""))  # fmt: skip
def suite_of(w: World) -> list[Text]:
    """Pick a list of questions that many people know."""
    name = w.rng.choice(("gsm", "bbh", "direct", "cot", "alpaca", "bfcl"))
    if name == "bbh":
        return w.rng.choice(list(grouped(name, w.fold).values()))
    return pool(name, w.fold)[: w.rng.choice((150, 400, 1500))]
def homework(w: World) -> list[Text]:
    """Set a sheet of questions: from a known list, or the teacher's own."""
    if w.rng.random() < 0.4:
        return w.rng.sample(pool(w.rng.choice(("gsm", "alpaca", "code_zh")), w.fold), w.rng.randint(5, 40))
    domain, count = w.rng.choice(("maths", "code", "knowledge", "data")), w.rng.randint(5, 40)
    return [Text(question(w.rng, domain, w.fold), None, None, "en", "", 0) for _ in range(count)]
def crowd(w: World, name: str, size: int) -> None:
    """Make one look-alike group: independent members below the level that they share."""
    rng, (works, share, _, rate, times, domain) = w.rng, TABLE[name]
    shares, shapes = set(share.split()), AUTO if times == "auto" else times.split()
    level, s = Level(rng, 10 ** rng.uniform(0.9, 2.3)), Shared(domain=domain)
    median, sigma = map(float, rate.split())
    s.suite = homework(w) if "assignment" in works else suite_of(w) if "suite" in shares else []
    if "system" in shares:
        s.system = HARNESSES[w.fold] if "agent" in works else fill(rng, "You are a {role}. {rule} {rule}", w.fold)
    s.tools = tuple(rng.sample(TOOLS, 5))
    if shares & {"template", "judge", "elicit"}:
        style = "judge" if "judge" in shares else "rewrite" if "rewording" in works else "elicit"
        plain = fill(rng, "{rule} {rule} Input: {x}", w.fold, {"x": ("{x}",)})
        s.template = plain if "app" in works else wording(rng, w.fold, style)
    org = w.mark("org_") if "org" in shares else None
    brand = rng.choice(bank("firm", w.fold)) if org else None
    week, asn = rng.uniform(-0.5 * w.days, 40) if "week" in shares else None, w.network(level.draw("country"), "work")
    wall = [(w.address(asn), asn) for _ in range(rng.randint(1, 6))]
    client = w.client(level.draw("stack"), level.draw("path")) if "client" in shares else None
    fund, bill, shape = w.mark("pay_"), rng.random() < 0.6, rng.choice(shapes)
    scale = min(median * rng.lognormvariate(-0.3, 0.4), 150)
    for _ in range(size):
        more: dict[str, object] = {"distillation_licence": "licence" in shares}
        if org:
            more |= {"org_id": org, "org_name": brand, "payment_fingerprint": fund if bill else w.mark("pay_")}
        if "credits" in shares:
            more |= {"payment_kind": "credits", "payment_fingerprint": fund if bill else None}
        a = w.account(name, level, None if week is None else (week - 3, week + 4), **more)
        if "net" in shares and rng.random() < 0.85:
            a.ips = [rng.choice(wall) for _ in range(2)] + a.ips[: rng.randrange(2)]
        a.agents = [client] if client and rng.random() < 0.85 else a.agents
        if "new" in shares:
            a.model, a.lag = "atlas-large-4", rng.expovariate(1.5)
        a.lang = rng.choice(("zh", "es", "de", "fr", "ru")) if name == "multilingual users" else a.lang
        n = int(min(1450, max(1, rng.lognormvariate(0, 0.35 if "pace" in shares else sigma) * scale)))
        asks, mine = work(w, a, n, s, rng.choice(works.split())), shape if rng.random() < 0.7 else rng.choice(shapes)
        lo, hi = 0.0, 1.0
        if name == "release-day benchmarkers":
            lo = w.release / w.span
            hi, asks = min(1.0, lo + rng.uniform(0.3, 4) / w.days), [x._replace(model=NEW_MODEL) for x in asks]
        elif name == "hackathon":
            lo, hi = (lo := max(0.0, min(0.8, (3 - (week or 0.0)) / w.days))), min(1.0, lo + 6 / w.days)
        w.emit(a, asks, w.starts(len(asks), mine, a.zone, lo, hi))
def ordinary(w: World) -> None:
    """Make one unlinked customer."""
    rng = w.rng
    what = rng.choices(list(ORDINARY), [o[0] for o in ORDINARY.values()])[0]
    _, median, sigma, shape = ORDINARY[what]
    a = w.account("ordinary", w.population)
    s = Shared(domain=rng.choice(("advice", "knowledge", "data", "code", "writing")))
    s.suite = suite_of(w) if what == "benchmark" else homework(w) if what == "assignment" else []
    if what in ("chatting", "coding") and a.path != "console" and rng.random() < 0.3:
        s.system = fill(rng, rng.choice(("You are helpful.", "{rule} {rule}", "You help with {topic}.")), w.fold)
    a.jitter = rng.random() < 0.04
    asks = work(w, a, int(min(1450, max(1, rng.lognormvariate(0, sigma) * median))), s, what)
    w.emit(a, asks, w.starts(len(asks), shape or rng.choice(AUTO), a.zone))
def populate(w: World, honest: int, share: float) -> None:
    """Make the honest population, with a share of it in look-alike groups."""
    budget, names, before = int(honest * share), list(TABLE), len(w.accounts)
    w.rng.shuffle(names)
    i = 0
    while (left := budget - (len(w.accounts) - before)) >= 2:
        low, high = map(int, TABLE[names[i % len(names)]][2].split())
        size = int(low * (high / low) ** w.rng.random())
        crowd(w, names[i % len(names)], min(left, size, max(3, budget // 9)))
        i += 1
    while len(w.accounts) - before < honest:
        ordinary(w)
