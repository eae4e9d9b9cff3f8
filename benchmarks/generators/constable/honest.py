"""Honest customers, and the past false positives that an appeals desk had to overturn."""

from collections.abc import Callable, Iterator
from typing import Any

from .texts import FOLLOW_UPS, THEMES, Ask, bank
from .world import DAY, Habit, World

Common = tuple[str, tuple[str, ...] | None, bool, list[Ask], Callable[[str], str]]


def turns(w: World, hab: Habit, first: Ask, most: int) -> list[Ask]:
    """A question and what its asker says next; an agent's next turns are what its tools returned."""
    out = [first]
    while len(out) < most and w.r.random() < (0.8 if first.tools else 0.5):
        if first.tools:
            text = f"<tool_result>{w.t.fill(w.r.choice(bank('RESULTS')), hab.project)} {w.hex(6)}</tool_result>"
            out.append(Ask(text, first.system, out=90.0, tools=first.tools))
        else:
            said = w.r.choice(FOLLOW_UPS.get(hab.lang, FOLLOW_UPS["en"]))
            out.append(Ask(w.t.fill(said, hab.project), first.system, out=200.0))
    return out


def chatter(w: World, hab: Habit) -> Iterator[list[Ask]]:
    """Somebody who talks with the model about their own subjects."""
    themes = w.r.sample([e.split("=")[0] for e in THEMES] + ["other"], 2)
    talks = w.t.pools.chats.get(hab.lang, []) + (w.t.pools.chats["en"] if hab.lang not in ("zh", "es", "de") else [])
    taste = w.r.random()
    while True:
        u = w.r.random()
        if u < 0.5 * taste:
            first = w.t.own_work(hab.project)
        elif u < 0.6 and talks:
            yield list(w.r.choice(talks))
            continue
        elif hab.lang == "zh" and u < 0.85:
            first = w.r.choice(w.t.pools.asks["zh"])
        else:
            first = w.r.choice(w.t.pools.themed[w.r.choice(themes)] if w.r.random() < 0.8 else w.t.pools.asks["alpaca"])
        yield turns(w, hab, first, 6)


def common(w: World, spec: str) -> Common:
    """What the askers of one thing share: a published prompt, a program, a benchmark, a sheet of exercises."""
    kind, name, _ = spec.split(":")
    heads = name if kind == "kit" else "WRITING" if kind == "pages" else "SYSTEM_APPS"
    frame = w.t.pick(heads).replace("{l}", w.r.choice(bank("LANGS")))
    if kind in ("kit", "agent"):
        frame = w.t.fill(frame, ("team", "our tools"))
    sheet: list[Ask] = []
    if kind == "group":
        sheet = w.r.choice(list(w.t.pools.groups.get(name, {"": w.t.pools.asks[name][:400]}).values()))
    elif kind == "sheet":
        sheet = w.r.sample(w.t.pools.asks[w.r.choice(name.split(","))], w.r.randint(6, 30))
    if w.r.random() < 0.5 and kind != "pages":
        frame += " " + " ".join(w.r.choices(bank("ENDINGS"), k=3))
    tools = tuple(w.r.choice(bank("TOOLS")).split(",")) if kind == "agent" else None
    return frame, tools, kind == "kit" and w.r.random() < 0.5, sheet, w.t.wording()


def feed(w: World, hab: Habit, spec: str, shared: Common) -> Iterator[Ask]:
    """The requests of one customer: the shared thing, filled with work of their own."""
    (kind, _, how), (frame, tools, inline, sheet, wording) = spec.split(":"), shared
    if kind in ("app", "synth"):
        frame = w.t.fill(frame, hab.project)
    if how == "mix":
        sheet = common(w, spec)[3]
    base, span = w.r.randrange(len(sheet) or 1) if w.r.random() < 0.5 else 0, max(5, int(len(sheet) * w.r.random()))
    source = w.r.choice((how or "support,filler,support,chat" if kind == "app" else how or "wild").split(","))
    mine = w.r.sample(w.t.pools.asks[source], 70) if kind in ("app", "kit", "synth") and how != "own" else []
    wrap, size, step = w.r.random() < 0.5, w.r.choice([15.0, 60.0, 150.0, 300.0]), 0
    while True:
        step += 1
        if kind == "group":
            at = base + step - 1 if how == "whole" else w.r.randrange(span)
            item = sheet[at % len(sheet)]
            yield Ask(item.prompt, item.system, out=item.out)
        elif kind == "sheet":
            text = w.r.choice(sheet).prompt
            yield Ask(w.t.casual(text) if w.r.random() < 0.5 else text, out=230.0)
        elif kind == "pages":
            yield Ask(w.t.fill(frame, hab.project), out=700.0)
        elif kind == "synth":
            text = w.r.choice(mine).prompt
            yield Ask(text if source == "gen" else wording(text), frame if wrap else None, out=420.0)
        elif kind == "app":
            text = w.r.choice(mine).prompt
            yield Ask(f"{frame}\n\nInput: {text}" if wrap else text, None if wrap else frame, out=size)
        else:
            text = (w.r.choice(mine) if mine and w.r.random() < 0.75 else w.t.own_work(hab.project)).prompt
            yield Ask(f"{frame}\n\n{text}" if inline else text, None if inline else frame, out=320.0, tools=tools)


OWN = ["app::", "app::", "group:tenant:mix", "agent::own", "kit:SYSTEM_APPS:alpaca", "pages::", "group:judge:mix",
       "sheet:gsm,cot,zh,alpaca:", "synth::gen,alpaca,tool,gsm,zh", "group:bbh:mix"]  # fmt: skip
Look = tuple[float, str, str, str, float, float, float]
# weight, what is shared, content, rhythm, median volume, its spread, share of own other work
LOOKS: dict[str, Look] = {
    "open-source-agent": (9, "client params", "agent::own", "human", 22, 1.2, 0.1),
    "one-template-tenant": (4, "", "group:tenant:mix", "users", 25, 1.6, 0.05),
    "tenant-many-accounts": (3, "org client params", "group:tenant:", "users", 25, 0.6, 0.0),
    "judge-monitoring": (3, "params", "group:judge:", "nightly", 35, 1.1, 0.1),
    "own-judge": (2, "", "kit:JUDGE_HEADS:alpaca", "flat", 25, 1.1, 0.15),
    "benchmark-lab": (4, "params client", "group:bbh:whole", "bursts", 120, 0.8, 0.1),
    "maths-benchmark": (3, "params", "group:gsm:whole", "bursts", 90, 1.0, 0.1),
    "direct-benchmark": (2, "", "group:direct:whole", "bursts", 90, 1.0, 0.2),
    "classroom": (6, "new campus mail edu", "sheet:gsm,zhsup,cot:", "human", 10, 0.8, 0.3),
    "homework-forum": (4, "", "sheet:gsm,cot,zh,alpaca:", "human", 8, 1.0, 0.5),
    "textbook-students": (3, "params", "sheet:gsm,alpaca,zhsup:", "human", 9, 0.9, 0.4),
    "hackathon": (5, "new client params credits", "agent::own", "bursts", 25, 0.9, 0.1),
    "ci-jobs": (3, "client", "agent::own", "nightly", 40, 0.9, 0.05),
    "carrier-nat": (4, "campus", "kit:SYSTEM_APPS:alpaca", "human", 8, 1.2, 0.7),
    "open-reseller": (3, "resell", "app::", "users", 120, 0.9, 0.0),
    "key-failover": (2, "pair", "app::", "users", 40, 1.0, 0.0),
    "release-day": (3, "release client", "sheet:bfcl,bbh,cot,tool:", "bursts", 20, 0.8, 0.2),
    "batch-labelling": (3, "params batch", "group:tenant:", "bursts", 60, 1.2, 0.0),
    "licensed-distiller": (2, "licence params client", "synth::gen,alpaca,tool,gsm,zh", "flat", 90, 0.9, 0.0),
    "audit-user": (3, "", "kit:EXPLAIN:own", "office", 14, 1.0, 0.3),
    "model-migration": (2, "migrate", "app::", "users", 40, 1.0, 0.0),
    "multilingual": (3, "", "sheet:zh,zhsup,wild:", "human", 9, 1.1, 0.6),
    "own-synthetic-set": (4, "params", "synth::gen,alpaca,tool,gsm,zh", "bursts", 45, 1.1, 0.15),
    "tutoring": (3, "", "kit:TUTOR:gsm", "users", 30, 1.1, 0.05),
    "no-code-followers": (4, "params", "kit:FOLLOWED:own", "human", 10, 0.9, 0.4),
    "translation-bureau": (3, "client", "kit:TRANSLATE:filler", "office", 30, 1.1, 0.05),
    "seo-mill": (2, "params", "pages::", "flat", 35, 1.0, 0.0),
    "paper-review": (2, "", "pages::", "office", 14, 0.9, 0.3),
    "bootcamp": (3, "new client mail", "sheet:alpaca,tool,zhsup:", "human", 12, 0.8, 0.4),
    "wrapper-extension": (5, "client params", "kit:SYSTEM_APPS:wild", "human", 9, 1.1, 0.0),
}  # fmt: skip


def shared(w: World, flags: str) -> dict[str, Any]:
    """What the members of one look-alike cluster have in common, and why."""
    out: dict[str, Any] = {"record": {}}
    has, country = flags.split(), w.r.choice(bank("HOMES"))
    if "client" in has:
        out["clients"] = [w.client()]
    if "params" in has:
        out["params"] = w.params() | ({"batch": True} if "batch" in has else {})
    if "campus" in has:
        gate = w.address(country)
        out["country"] = country
        out["nets"] = [(gate[0].rsplit(".", 1)[0] + f".{i}", gate[1], gate[2]) for i in (7, 8, 9)]
    said = {
        "mail": {"email_domain": f"{w.hex(5)}.{w.r.choice(['edu', 'ac.uk', 'com', 'org'])}"},
        "edu": {"pathway": "education"},
        "credits": {"payment_kind": "credits", "payment_fingerprint": None, "pathway": "startup"},
        "org": {"org_id": f"org-{w.hex(10)}", "payment_fingerprint": w.hex(), "payment_kind": "invoice"},
        "licence": {"distillation_licence": True},
    }
    for name in has:
        out["record"] |= said.get(name, {})
    return out


def customer(w: World, kind: str, over: dict[str, Any], look: Look, joint: Common, week: float) -> None:
    """One member of a look-alike cluster: its share of the common thing, and a life of its own."""
    _, flags, spec, rhythm, median, sigma, own = look
    over = over | ({"age": week - w.r.expovariate(0.5)} if week else {})
    over = over | ({"record": {"org_id": f"org-{w.hex(10)}"}} if "pair" in flags else {})
    hab = w.person(kind, over=over)
    spare = w.person(kind, over={"clients": hab.clients, "nets": hab.nets} | over) if "pair" in flags else None
    source, talks = feed(w, hab, spec, joint), chatter(w, hab)
    if "release" in flags:
        hab.first, hab.last, hab.model, hab.follow = w.release, min(w.span, w.release + 3 * DAY), "atlas-large-4", True
    human, agent = rhythm in ("human", "office"), spec[:5] == "agent"
    n = max(1, round(w.volume(median, sigma) / (3.5 if agent else 2.2 if human or "resell" in flags else 1)))
    whens = (
        w.moments(hab, n, 0.04, 0.15 if rhythm == "office" else 0.5)
        if human
        else w.steady(hab, n, w.r.choice([rhythm, rhythm, "users"]))
    )
    users = [f"u-{w.hex(8)}" for _ in range(max(3, n // 5))] if w.r.random() < 0.3 or "resell" in flags else []
    lives = [chatter(w, hab) for _ in users] if "resell" in flags else []
    after, moved = w.span * w.r.uniform(0.2, 0.8), w.r.choice(["atlas-large-4", "atlas-mid-4"])
    own *= w.r.uniform(0, 2)
    for when in whens:
        who = w.r.randrange(len(users)) if users else 0
        if lives or w.r.random() < own:
            items = next(lives[who] if lives else talks)
        else:
            items = turns(w, hab, next(source), 7 if human or agent else 1)
        model = moved if "migrate" in flags and when > after else None
        at = spare if spare and w.r.random() < 0.3 else hab
        w.talk(at, when, items, end_user=users[who] if users else None, model=model, gap=90 if human else 12)


def ordinary(w: World) -> None:
    """Somebody of no cluster at all."""
    hab = w.person("ordinary")
    n, talks, spec = w.volume(6, 1.6, 800), chatter(w, hab), w.r.choice(OWN)
    source = feed(w, hab, spec, common(w, spec)) if n > 150 or w.r.random() < 0.45 else None
    program = source is not None and (n > 80 or w.r.random() < 0.3)
    work, shape = w.r.uniform(0.5, 1), w.r.choice(["users", "users", "flat", "nightly", "bursts"])
    n = max(1, round(n / (3.0 if spec[:5] == "agent" and source else 1.0 if program else 2.3)))
    names = [f"u-{w.hex(8)}" for _ in range(n // 4 + 1)] if program and w.r.random() < 0.3 else [None]
    for when in w.steady(hab, n, shape) if program else w.moments(hab, n):
        items = (
            turns(w, hab, next(source), 1 if program and spec[:5] != "agent" else 6)
            if source and w.r.random() < work
            else next(talks)
        )
        w.talk(hab, when, items, gap=15 if program else 90, end_user=w.r.choice(names))


def populate(w: World, count: int, looks: float) -> None:
    """The honest part of a world, with this share of it in look-alike clusters."""
    target = len(w.habits) + count
    unit = count * looks / sum(look[0] for look in LOOKS.values())
    for kind, look in LOOKS.items():
        left = round(unit * look[0] * w.r.uniform(0.5, 1.5))
        while left > 0 and len(w.habits) < target - 2:
            size = min(left, max(1, int(w.r.paretovariate(0.9) * (2 if "org" in look[1] else 8))))
            over, joint = shared(w, look[1]), common(w, look[2])
            week = w.r.uniform(-0.6 * w.days, 45) or 1.0 if "new" in look[1] else 0.0
            for _ in range(size):
                if len(w.habits) < target - 2:
                    customer(w, kind, over, look, joint, week)
            left -= size
    while len(w.habits) < target:
        ordinary(w)
