# fmt: off
"""Look-alike crowds: unlinked honest customers who do the same thing, described by one table."""

from collections.abc import Callable
from typing import Any, NamedTuple

from . import banks, corpus, net, people
from .corpus import Item
from .world import DAY, Acct, Habit, World, habit


class Crowd(NamedTuple):
    """How one kind of crowd behaves; fields with several letters are chances or choices."""

    src: str
    pick: str = "own"  # same / overlap / own / split
    size: tuple[int, int] = (4, 60)
    vol: tuple[float, float] = (12, 0.9)
    wrap: str = ""  # elicit / viral / rewrite / trans / judge / shared
    system: float = 0.0  # chance of a shared system prompt
    stack: float = 0.3  # chance of a shared client
    net: str = "own"  # own / campus / relay / cloud
    signup: str = "any"
    rhythm: str = "human"
    org: float = 0.0
    style: str = "chat"
    pathway: str | None = None
    pay: str | None = None
    turns: float = 0.0
    licence: bool = False
    cover: float = 0.0
    tools: bool = False
    fresh: bool = False

CROWDS: dict[str, Crowd] = {
    "open-agent": Crowd("own:code", size=(20, 160), vol=(14, 1.2), system=1, stack=0.8, turns=3, style="code",
        tools=True),
    "agent-harness": Crowd("own:tools", size=(10, 120), vol=(10, 1.1), system=1, stack=0.7, turns=2, tools=True),
    "template-tenant": Crowd("tenant", size=(1, 14), vol=(90, 1.0), stack=1, org=0.7, rhythm="office", style="short",
        system=0.5),
    "tiny-tenants": Crowd("tenant", size=(10, 60), vol=(5, 1.0), stack=0.6, rhythm="human", style="short"),
    "llm-judge": Crowd("judge", size=(2, 25), vol=(45, 0.9), rhythm="nightly", style="judge", stack=0.4),
    "monitoring": Crowd("tenant", "same", size=(2, 12), vol=(90, 0.6), rhythm="flat", style="short", stack=0.5,
        org=0.3),
    "bench-lab": Crowd("bench", "overlap", size=(3, 30), vol=(90, 0.7), rhythm="burst", style="reason", stack=0.7,
        fresh=True),
    "bench-cot": Crowd("bench", "overlap", size=(3, 20), vol=(70, 0.7), wrap="shared", rhythm="burst", style="reason",
        stack=0.5),
    "classroom": Crowd("study", "same", size=(10, 90), vol=(9, 0.6), net="campus", signup="week", pathway="education",
        cover=0.4),
    "homework-forum": Crowd("study", "overlap", size=(10, 120), vol=(6, 0.8), cover=0.3, style="reason"),
    "same-textbook": Crowd("study", "overlap", size=(8, 80), vol=(10, 0.8), wrap="elicit", cover=0.5, style="reason"),
    "hackathon": Crowd("own:tools", size=(15, 90), vol=(16, 0.9), system=1, stack=0.9, signup="week", pay="credits",
        tools=True, rhythm="burst", pathway="startup", turns=1, net="campus"),
    "bootcamp": Crowd("own:code", "overlap", size=(10, 60), vol=(14, 0.7), signup="week", stack=0.6, style="code",
        turns=1, cover=0.3),
    "ci-job": Crowd("own:code", size=(3, 40), vol=(40, 0.8), rhythm="nightly", wrap="shared", stack=0.9, net="cloud",
        style="code"),
    "cgnat": Crowd("chat", size=(10, 120), vol=(5, 1.2), net="campus", cover=1),
    "release-day": Crowd("bench", "overlap", size=(5, 50), vol=(40, 0.8), rhythm="burst", fresh=True, style="reason"),
    "batch-label": Crowd("filler", "split", size=(1, 20), vol=(120, 0.8), wrap="shared", stack=1, org=0.8,
        rhythm="burst", style="short"),
    "licensed": Crowd("train", "split", size=(1, 12), vol=(110, 0.7), wrap="elicit", stack=1, org=0.5, rhythm="flat",
        style="long", licence=True),
    "audit-user": Crowd("own:data", size=(5, 40), vol=(18, 0.9), wrap="elicit", style="reason", rhythm="office"),
    "migration": Crowd("own:know", size=(3, 30), vol=(40, 0.9), system=0.6, org=0.3, rhythm="flat", signup="week",
        fresh=True),
    "multilingual": Crowd("own:lang", size=(5, 50), vol=(12, 1.0), cover=0.2),
    "start-up-synth": Crowd("train", size=(2, 25), vol=(50, 0.8), wrap="shared", rhythm="burst", style="long",
        pathway="startup"),
    "tutor-platform": Crowd("study", size=(3, 40), vol=(45, 0.9), wrap="elicit", system=0.8, stack=0.8, style="reason"),
    "no-code": Crowd("own:write", size=(20, 160), vol=(7, 1.0), wrap="viral", stack=0.9, net="cloud"),
    "tutorial": Crowd("own:know", "overlap", size=(10, 90), vol=(5, 0.8), wrap="shared", system=0.6, stack=0.7,
        signup="fresh", cover=0.3),
    "viral-prompt": Crowd("own:know", size=(20, 160), vol=(3, 0.8), wrap="viral", cover=0.7),
    "translation-bureau": Crowd("passage", size=(3, 40), vol=(45, 0.9), wrap="trans", rhythm="office", style="long",
        net="relay"),
    "seo-mill": Crowd("passage", "split", size=(3, 50), vol=(50, 0.8), wrap="rewrite", rhythm="flat", style="long",
        net="relay", stack=0.7),
    "paper-review": Crowd("passage", size=(3, 30), vol=(20, 0.9), wrap="judge", style="long", rhythm="office"),
    "wrapper-extension": Crowd("chat", size=(20, 150), vol=(6, 1.0), system=1, stack=1, cover=0.1),
    "safe-rewrite-desk": Crowd("passage", size=(3, 25), vol=(30, 0.8), wrap="rewrite", rhythm="office", org=0.3),
    "prompt-course": Crowd("reason", "overlap", size=(8, 60), vol=(8, 0.7), signup="week", cover=0.4, style="reason"),
    "function-call-lab": Crowd("fc", "overlap", size=(3, 30), vol=(50, 0.8), rhythm="burst", style="short", tools=True),
    "vpn-club": Crowd("chat", size=(5, 60), vol=(8, 1.1), net="relay", cover=1)}
TANGLES: dict[str, Callable[[World, int], int]] = {
    "station-pool": people.station, "open-reseller": people.open_reseller, "re-registered": people.renewed,
    "collective": people.collective, "two-keys": people.two_keys}

def supply(w: World, src: str, count: int) -> list[Item]:
    """`count` items of a source, in random order, all different as far as it goes."""
    rng, fold = w.rng, w.fold
    kind, _, domain = src.partition(":")
    if kind == "own":
        return [Item(w.question(domain)) for _ in range(count)]
    if kind == "passage":
        return [Item(rng.choice(w.filler)[rng.randrange(3) * 40 :][:1300]) for _ in range(count)]
    if kind in ("tenant", "judge", "reason", "gen", "bbh"):
        groups = corpus.groups(kind, fold)
        items = groups[rng.choice(list(groups))]
    elif kind == "bench":
        if rng.random() < 0.5:
            return supply(w, "bbh", count)
        items = corpus.pool(rng.choice(["gsm", "direct", "cot"]), fold)
    elif kind == "study":
        if rng.random() < 0.5:
            return supply(w, f"own:{rng.choice(['maths', 'know', 'code'])}", count)
        items = corpus.pool(rng.choice(["gsm", "zhmix", "cot"]), fold)
    elif kind == "train":
        if rng.random() < 0.3:
            return supply(w, "gen", count)
        items = corpus.pool(rng.choice(["alpaca", "zh", "gsm", "wild"]), fold)
    else:
        items = corpus.pool(rng.choice(["fc", "api"]) if kind == "fc" else kind, fold)
    if kind in ("bench", "bbh", "fc") and rng.random() < 0.5:
        at = rng.randrange(max(1, len(items) - count))
        return items[at : at + count]
    return rng.sample(items, min(count, len(items)))

def wording(w: World, wrap: str) -> tuple[str, str]:
    """The words a crowd puts around its items."""
    rng, fold = w.rng, w.fold
    if wrap == "elicit":
        return banks.elicit(rng, fold)
    if wrap in ("rewrite", "judge"):
        return f"{rng.choice(banks.bank(wrap, fold))}.\n\n", ""
    if wrap == "trans":
        return f"{banks.translate(rng, fold)}:\n\n", ""
    if wrap == "viral":
        head = ". ".join(rng.choice(banks.bank(name, fold)) for name in ("open", "how", "form"))
        return head + ".\n\nMy request: ", ""
    if wrap == "shared":
        if rng.random() < 0.4:
            return "", "\n" + rng.choice(["Let's think step by step.", "Answer:", "Give only the final answer.",
                "Explain your answer."])
        return f"{rng.choice(banks.bank('sysb', fold))}. {rng.choice(banks.bank('form', fold))}.\n", ""
    return "", ""

def crowd(w: World, kind: str, n: int) -> int:
    """One crowd of at most `n` accounts; says how many it made."""
    rng, c = w.rng, CROWDS[kind]
    n = max(1, min(n, int(c.size[0] + (c.size[1] - c.size[0]) * rng.random() ** 2)))
    src = c.src if c.src != "own:lang" else f"own:{rng.choice(['zh', 'es', 'de', 'fr', 'ru', 'ja', 'pt'])}"
    mid = c.vol[0] * rng.uniform(0.6, 1.6)
    counts = [people.volume(rng, mid, c.vol[1], 1500 if n < 10 else 700) for _ in range(n)]
    total = sum(counts)
    shared = supply(w, src, min(6000, total if c.pick in ("own", "split")
        else int(mid * rng.uniform(1.2, 3)) + 5)) if src != "chat" else []
    words = wording(w, c.wrap)
    system = banks.system(rng, w.fold) if rng.random() < c.system else None
    stack = net.headers(rng) if rng.random() < c.stack else None
    same = habit(rng) if rng.random() < (c.stack + 0.2) else None
    org = w.uid("org") if rng.random() < c.org else None
    base = net.direct(rng)
    egress = [net.address(rng, base.asn) for _ in range(rng.choice([1, 2, 4, 12]))]
    relay = rng.choice(w.relays) if c.net == "relay" and rng.random() < 0.7 else None
    week = rng.uniform(-40 * DAY, 0.5 * w.span)
    tools = [f"{t}_{rng.randrange(9)}" for t in ("search", "edit", "shell",
        "plan")[: rng.randrange(2, 5)]] if c.tools else None
    pos = 0
    for count in counts:
        client = w.connect(base.country if c.net == "campus" else None, relay)
        if c.net == "campus":
            client.ips, client.asn, client.country, client.tz = egress, base.asn, base.country, base.tz
        if stack and rng.random() < 0.95:
            client.sets = [stack]
        known: dict[str, Any] = {"org_id": org} if org else {}
        if c.pathway and rng.random() < 0.7:
            known["pathway"] = c.pathway
        if c.pay and rng.random() < 0.8:
            known.update(payment_kind=c.pay, payment_fingerprint=None)
        if c.licence:
            known["distillation_licence"] = True
        a = w.join(kind, client, w.born(c.signup, week) if c.signup != "any" else "any", **known)
        if same:
            a.habit = Habit(same.values, same.jitter)
        if c.fresh and rng.random() < 0.7:
            a.mover = w.release + rng.expovariate(1 / DAY)
            if kind == "release-day":
                a.t0 = min(w.span - DAY, max(a.t0, w.release))
        if src == "chat":
            people.life(w, a, count)
            continue
        if rng.random() < c.cover:
            people.life(w, a, people.volume(rng, 5, 1.1, 80))
        if c.pick == "own" and src.startswith("own:"):
            focus = banks.pins(rng, src[4:], rng.choice([0.2, 0.5, 0.8]))
            mine = [Item(w.question(src[4:], focus)) for _ in range(count)]
        elif c.pick in ("own", "split"):
            mine = [shared[(pos + i) % len(shared)] for i in range(count)]
            pos += count
        elif c.pick == "same":
            mine = [shared[i % len(shared)] for i in range(count)]
        else:
            mine = rng.sample(shared, min(len(shared), max(1, count)))
        _work(w, a, c, mine, words, system, tools)
    return n

def _work(w: World, a: Acct, c: Crowd, mine: list[Item], words: tuple[str, str], system: str | None,
        tools: list[str] | None) -> None:
    rng = w.rng
    moments = w.times(len(mine), a, c.rhythm if rng.random() < 0.8 else rng.choice(["human", "flat", "burst"]))
    loose = rng.random() < 0.4 and c.wrap not in ("viral",) and c.rhythm == "human"
    more: dict[str, Any] = {"tool_names": tools} if tools else {}
    for i, item in enumerate(mine):
        text = banks.casual(rng, item.prompt) if loose else item.prompt
        turns = [Item(words[0] + text + words[1], item.system or system)]
        if c.turns and rng.random() < 0.6:
            turns += [Item(banks.follow(rng), turns[0].system)
                for _ in range(1 + int(rng.expovariate(1 / c.turns)))][:7]
        if len(turns) == 1:
            w.add(a, moments[i], turns[0].prompt, turns[0].system, c.style, **more)
        else:
            w.talk(a, moments[i], turns, style=c.style, **more)

def populate(w: World, accounts: int, share: float) -> None:
    """All honest people: ordinary ones and crowds."""
    rng = w.rng
    left = int(accounts * share)
    ordinary = accounts - left
    kinds = [*CROWDS, *TANGLES, "station-pool", "open-reseller", "open-reseller", "re-registered", "re-registered",
        "collective"]
    order: list[str] = []
    while left > 0:
        if not order:
            order = rng.sample(kinds, len(kinds))
        kind = order.pop()
        room = min(left, max(4, accounts // 12))
        left -= TANGLES[kind](w, room) if kind in TANGLES else crowd(w, kind, room)
    for _ in range(max(0, ordinary + min(0, left))):
        people.ordinary(w)
