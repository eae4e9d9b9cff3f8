"""Honest customers: ordinary ones, and the look-alike groups of FIELD §2.8, whose members owe each other nothing."""
# fmt: off

from collections.abc import Callable
from typing import Any

from .desk import DAY, NEW_MODEL, Account, Desk, changed
from .texts import (
    BANKS,
    CORPORA,
    DOMAINS,
    THINGS,
    TOPICS,
    TRACES,
    Ask,
    Session,
    bank,
    errand,
    fill,
    flat,
    half,
    pool,
    question,
    roughen,
    thread,
)

Writer = Callable[[Account, int], Session]
ROLES, TOOLS = BANKS["ROLES"], BANKS["TOOLS"]

def size(desk: Desk, middle: float, spread: float) -> int:
    """How many sessions an account has in the window."""
    return max(1, min(int(desk.r.lognormvariate(0, spread) * middle), 1100))

def ordinary_writer(desk: Desk, account: Account) -> tuple[Writer, str, str | None]:
    """An ordinary customer's own work, its rhythm and its system prompt."""
    r, fold, kind = desk.r, desk.fold, account.client.kind
    account.things = r.sample(THINGS, r.randint(2, 4))
    own = flat("alpaca", fold)
    interests = r.sample(own, 40) + r.sample(flat("tweeted", fold), 10)
    if (account.client.country in ("CN", "TW", "HK") and r.random() < 0.6) or r.random() < 0.04:
        interests = r.sample(flat("zh", fold), 40) + r.sample(flat("zhcode", fold), 10)
    system = fill(r, r.choice(ROLES)).replace("{f}", account.row["org_name"] or r.choice(account.things))
    role = r.choices(bank("chat|code|bot|rag|data|puzzles|translate"), PEOPLE if kind in ("web", "app", "cli")
        else SHOPS)[0]
    topic = r.choice(sorted({a.text.split(" ")[0].lower() for a in r.sample(flat("intents", fold), 30)}))
    utterances = [a for a in r.sample(flat("intents", fold), 200) if topic in a.text.lower()] + r.sample(flat("intents",
        fold), 60)
    passages = r.sample(flat("filler", fold), 120)
    verb = r.choice(bank(
        "Tag|Classify|Extract names from|Score 1-5|Find dates in|Clean up|Deduplicate|Summarise in a line"))
    puzzle = r.choice(["gsm", "bbh", "tools", "direct", "gsm", "calls"])
    puzzles = r.sample(flat(puzzle, fold), 60)
    tongue = r.choice(bank("Spanish|German|Polish|Japanese|Portuguese|French|Turkish|Korean"))
    def write(account: Account, i: int) -> Session:
        if role in ("chat", "code"):
            draw = r.random()
            if draw < 0.4:
                return errand(r, fold, account.things)
            return (thread(r, fold, account.convs) if draw < 0.75 else [r.choice(interests)._replace(task="code"
                if role == "code" else "write")])
        if role == "bot":
            first = r.choice(utterances)
            return [Ask(roughen(r, first.text), "chat", system)] + ([Ask(fill(r, "and for {n}?"), "chat", system)]
                if r.random() < 0.2 else [])
        if role == "rag":
            return [Ask(f"{r.choice(passages).text}\n\nQuestion: {roughen(r, r.choice(utterances).text)}", "rag",
                system)]
        if role == "data":
            return [Ask(f"{verb}: {r.choice(passages).text}", "label", system)]
        if role == "puzzles":
            return [r.choice(puzzles)] if r.random() < 0.5 else errand(r, fold, account.things)
        return [Ask(f"Translate into {tongue}: {r.choice(passages).text}", "write")]
    rhythm = r.choice(["service", "service", "office", "flat", "batch", "nightly"])
    return write, ("human" if role in ("chat", "code", "puzzles") else rhythm), system

CROWDS = ("open-agent", "no-code", "extension", "tutorial")
PEOPLE, SHOPS = [50, 30, 4, 4, 4, 5, 3], [16, 22, 18, 14, 14, 8, 8]

def live(desk: Desk, account: Account, count: int) -> None:
    """An ordinary life at the gateway."""
    write, rhythm, _ = ordinary_writer(desk, account)
    people = rhythm == "human"
    extra: dict[str, Any] = {}
    for i, moment in enumerate(desk.arrive(rhythm, count, account.zone, max(joined(desk, account), 0.0))):
        if not people and count > 20:
            extra["end_user_id"] = f"u{desk.r.randint(1, count // 3)}"
        desk.emit(account, moment, write(account, i), pace=50 if people else 8, before=2 * (desk.r.random() < 0.03),
            **extra)

def joined(desk: Desk, account: Account) -> float:
    """Sign-up, in seconds of the window."""
    return float((account.row["created_at"] - desk.start).total_seconds())


KNOWN: dict[str, dict[str, object]] = {"classroom": {"pathway": "education"}, "hackathon": {"pathway": "startup"},
    "textbook": {"pathway": "education"}, "tutorial": {"plan": "free"},
    "licensed-distiller": {"distillation_licence": True}}
# name, kind of client, what unlinked members share, median and spread of sessions, rhythm, share of own affairs
LOOKS = [row.split() for row in BANKS["LOOKS"]]

def group_writer(desk: Desk, look: list[str]) -> Writer:
    """What a group's members send besides their own affairs; each fills the common form with own matter."""
    r, fold, name = desk.r, desk.fold, look[0]
    domain, tools = r.choice(DOMAINS), tuple(r.sample(TOOLS, 5))
    stock = [a for c in CORPORA[domain] for a in r.sample(flat(c, fold), 200)]
    sheet = [question(r, fold, domain) if r.random() < 0.5 else r.choice(stock).text for _ in range(r.randint(6, 18))]
    rows = pool({"judges": "judge", "synthetic-set": "evolve", "licensed-distiller": "elicit"}.get(name, "tenants"),
        fold)
    form = rows[r.choice(sorted(rows))]
    listed = (flat("gsm", fold) if r.random() < 0.4 else r.choice(list(pool("bbh", fold).values())) + flat("cot", fold)[
        :200])
    system = f"You are {r.choice(bank('OpenCrew|Forge|Pilot|Mule|Tinker'))} v{r.randint(1, 9)}, an agent. " + " ".join(
        r.sample(bank(
        "Plan first.|Use tools.|Never guess paths.|Keep diffs small.|Stop when tests pass.|Ask if unclear."), 4))
    trace, phrase = (r.choice(half(TRACES, fold)), r.choice(bank(
        "Rewrite|Improve|Summarise|Explain|Reply to|Fix grammar of")))
    prose, jail = flat("filler", fold), flat("jailbreak", fold)
    topics = [topic for phrases in TOPICS.values() for topic in phrases]
    tongue, opening = r.choice(bank("German|Korean|Arabic|Polish|Thai")), r.choice(bank("Act as|You are|Be"))
    def own_text(a: Account) -> str:
        return f"{fill(r, r.choice(THINGS if not a.things else a.things))}: {r.choice(prose).text}"
    def write(a: Account, i: int) -> Session:
        k = int(a.row["account_id"][-6:], 16)  # where a member stands in common material
        if name in ("open-agent", "hackathon"):
            goal = f"{r.choice(a.things)}: {fill(r, r.choice(BANKS['GOALS']))}"
            steps = [Ask(f"[{r.choice(tools)}] exit {r.randint(0, 1)}: {r.choice(prose).text[:300]}", "agent", system,
                None, tools)]
            return [Ask(goal, "agent", system, None, tools)] + steps * min(int(r.expovariate(0.35)), 9)
        if name == "one-template":
            return [form[(k + i) % len(form)]]
        if name == "judges":  # its own few dozen cases, judged anew by every build
            return [form[(k + i % (12 + k % 40)) % len(form)]]
        if name == "benchmark":
            return [listed[(k % 3 * 40 + i) % len(listed)]]
        if name in ("classroom", "homework-forum", "bootcamp", "textbook"):
            text = sheet[i % len(sheet)] if r.random() < 0.7 else sheet[k % len(sheet)]
            more = [Ask(roughen(r, r.choice(bank(
                "why is step 2 true?|i got a different answer|explain simpler|check mine"))))]
            return [Ask(text if r.random() < 0.5 else roughen(r, text), "math")] + more * (r.random() < 0.35)
        if name in ("open-reseller", "fail-over"):
            return thread(r, fold, desk.threads) if r.random() < 0.6 else errand(r, fold, THINGS)
        if name == "release-day":
            return [Ask(sheet[i % len(sheet)], "math")] if r.random() < 0.6 else [r.choice(listed)]
        if name in ("licensed-distiller", "synthetic-set"):
            seed = r.choice(stock)
            return ([form[(k + i % 90) % len(form)]] if r.random() < 0.7 else [seed._replace(
                text=f"{seed.text}\n{trace}")])
        if name == "migration":
            return [ask._replace(text=ask.text) for ask in pool("chat", fold)[a.convs[i // 2 % len(a.convs)]][:6]]
        if name == "multilingual":
            return ([r.choice(flat("zh", fold))] if r.random() < 0.7 else [Ask(roughen(r,
                f"{r.choice(a_thing(a))} in {tongue}?"), "write")])
        if name == "tutoring":
            return [Ask(f"Pupil {r.choice(range(40))} asks: {r.choice(stock).text}", "math",
                f"{opening} a patient tutor. {trace}")]
        if name in ("no-code", "tutorial"):
            text = sheet[i % len(sheet)] if name == "tutorial" and r.random() < 0.6 else own_text(a)
            return [Ask(f"{opening} a helpful expert. {phrase} the following for my business.\n{text}", "write")]
        if name == "jailbreak-forum":
            return [r.choice(jail[:25]), *errand(r, fold, a.things)[:2]]
        task, text = r.choice(BANKS[f"FORMS.{name}"]).split(">", 1)
        slots = dict(own=own_text(a), thing=a.things[0], text=r.choice(prose).text, trace=trace, phrase=phrase,
            tongue=tongue, topic=r.choice(topics))
        return [Ask(text.format(**slots, k=300 + k % 900, i=r.randint(1, 999)), task)]
    return write

def a_thing(account: Account) -> list[str]:
    """What an account is busy with."""
    return account.things or THINGS

def group(desk: Desk, look: list[str], members: int) -> None:
    """One look-alike group."""
    r, shares = desk.r, look[2].split("+")
    common, write = desk.client(look[1].strip("-") or None), group_writer(desk, look)
    week = r.uniform(-20, 0.6 * desk.days) * DAY
    org = {"org_id": desk.new_id("org_"), "org_name": "One Customer"} if "org" in shares else {}
    credit = f"pay_{desk.new_id()}"
    pair: Account | None = None
    for _ in range(members):
        client = desk.client(look[1].strip("-") or None, common.country if {"country", "net"} & set(shares) else None)
        parts: dict[str, Any] = {}
        if "client" in shares and r.random() < 0.85:
            parts.update(agent=common.agent, sdk=common.sdk, ja4=common.ja4)
        if "knobs" in shares and r.random() < 0.85:
            parts["params"] = dict(common.params)
        if "net" in shares:
            parts["places"] = common.places if r.random() < 0.8 else common.places + client.places
        if look[0] == "open-reseller":
            parts["path"] = f"reseller:{org['org_id'][-4:]}"
        client = changed(client, **parts)
        known: dict[str, Any] = {**KNOWN.get(look[0], {}), **org}
        if "pathway" in known and r.random() < 0.5:
            del known["pathway"]
        if "week" in shares:
            known["created_at"] = desk.when(week + r.uniform(0, 6) * DAY)
        if "pay" in shares:
            known["payment_fingerprint"] = credit
        if "credits" in shares:
            known.update(payment_kind="credits", payment_fingerprint=credit if r.random() < 0.7 else None)
        account = desk.enrol(client, look[0], None, **known)
        visit(desk, look, account, write, pair)
        pair = account if pair is None else None

def visit(desk: Desk, look: list[str], account: Account, write: Writer, pair: Account | None) -> None:
    """A member's traffic: some of the group's form, some its own."""
    r, count = desk.r, size(desk, float(look[3]), float(look[4]))
    own, _, _ = ordinary_writer(desk, account)
    since = max(0.0, joined(desk, account))
    until = None
    rhythm = look[5]
    model: str | None = None
    if rhythm == "release":
        since, until, model, rhythm = (max(since, desk.release), max(since, desk.release) + r.uniform(1.2, 5) * DAY,
            NEW_MODEL, "human")
    elif rhythm == "batch" and r.random() < 0.4:
        rhythm = r.choice(["flat", "service", "office"])
    refused = 0.05 if look[0] in ("jailbreak-forum", "audit", "prompt-course") else 0.004
    for i, moment in enumerate(desk.arrive(rhythm, count, account.zone, since, until)):
        session = own(account, i) if r.random() < float(look[6]) else write(account, i)
        target, before = account, 0
        extra: dict[str, Any] = {}
        if look[0] in ("open-reseller", "tutoring"):
            extra["end_user_id"] = f"e{r.randint(1, 9 + count // 4)}"
        if look[0] == "fail-over" and pair is not None and joined(desk, pair) < moment and r.random() < 0.3:
            target = pair
        if look[0] == "migration" and r.random() < 0.4:
            before = 2 * r.randint(1, 4)
        desk.emit(target, moment, session, before=before, model=model, refused=refused, pace=40, **extra)

def people(desk: Desk, count: int, looks_share: float) -> None:
    """The honest population."""
    r, left = desk.r, int(count * looks_share)
    order, i = r.sample(LOOKS, len(LOOKS)), 0
    while left > 0:
        look = order[i % len(order)]
        most = {"fail-over": 2, "open-reseller": 9, "licensed-distiller": 7, "judges": 25}.get(look[0], 10**6)
        members = min(left, most, max(2, int(r.lognormvariate(-5.0, 1.0) * count * (3 if look[0] in CROWDS else 1))))
        if look[0] == "one-template" and r.random() < 0.7:
            members = min(members, r.randint(1, 4))
        group(desk, look, members)
        left, i = left - members, i + 1
    for _ in range(count - int(count * looks_share)):
        account = desk.enrol(desk.client(), "ordinary")
        live(desk, account, size(desk, 5.2, 1.5))
