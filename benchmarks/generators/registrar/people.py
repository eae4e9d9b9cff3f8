# fmt: off
"""Ordinary customers, and the tangles of accounts that only look like one operator."""

from math import log
from random import Random
from typing import Any

from . import banks, corpus, net
from .corpus import Item
from .world import DAY, Acct, World

LIVES = {"chat": 30, "coding": 16, "writing": 8, "study": 9, "local": 10, "support": 6, "rag": 6, "data": 5, "agent": 6,
        "quiz": 2, "translate": 3, "synth": 1, "explain": 2, "judge": 1}
_RHYTHM = {"support": "human", "rag": "office", "data": "burst", "agent": "burst", "quiz": "burst", "synth": "burst",
    "judge": "nightly"}

def volume(rng: Random, mid: float = 5.0, sigma: float = 1.75, top: int = 1400) -> int:
    """A heavy-tailed number of requests."""
    return max(1, min(top, int(rng.lognormvariate(log(mid), sigma))))

def chat(w: World) -> list[Item]:
    """A real conversation; told differently once the deck has been through."""
    turns: list[Item] = w.deck("chats", corpus.chats(w.fold))
    if w.rng.random() < 0.5:
        return turns
    k = w.rng.randrange(1, len(turns) + 1)
    return [Item(banks.casual(w.rng, t.prompt), None, t.response) for t in turns[:k]]

def follows(w: World, first: str, mean: float) -> list[Item]:
    """A question and some follow-up turns."""
    extra = min(8, int(w.rng.expovariate(1 / mean))) if mean > 0 else 0
    return [Item(first), *(Item(banks.follow(w.rng)) for _ in range(extra))]

def life(w: World, a: Acct, n: int, purpose: str | None = None) -> None:
    """What one ordinary customer does with about `n` requests."""
    rng = w.rng
    purpose = purpose or rng.choices(list(LIVES), list(LIVES.values()))[0]
    rhythm = _RHYTHM.get(purpose, "human")
    if rng.random() < 0.15:
        rhythm = rng.choice(["flat", "nightly", "burst", "office"])
    if purpose in ("chat", "coding", "writing", "study", "local", "explain"):
        _person(w, a, n, purpose, rhythm)
        return
    system = banks.system(rng, w.fold) if purpose in ("agent", "rag", "support") or rng.random() < 0.4 else None
    times = w.times(n, a, rhythm)
    domain = rng.choice(["tools", "code"])
    focus = banks.pins(rng, domain, 0.6)
    tools = [f"{rng.choice(['fs', 'web', 'db', 'mail', 'git'])}_{rng.choice(['read', 'write', 'find', 'run'])}"
        for _ in range(4)]
    order = {"translate": banks.translate(rng, w.fold), "judge": rng.choice(banks.bank("judge", w.fold))}.get(purpose,
        "")
    source = {"support": "support", "quiz": rng.choice(["gsm", "direct", "cot", "jail"]),
        "synth": rng.choice(["alpaca", "wild"])}
    tenants = corpus.groups("tenant", w.fold)
    tenant = rng.choice(list(tenants)) if rng.random() < 0.3 else None
    i = 0
    while i < n:
        t = times[i]
        if purpose == "agent":
            steps = follows(w, w.question(domain, focus), 1.5)[: n - i]
            w.talk(a, t, [Item(s.prompt, system) for s in steps], style="code", tool_names=tools)
            i += len(steps)
            continue
        if purpose == "rag":
            text = f"Context:\n{rng.choice(w.filler)[:900]}\n\nQuestion: {w.question('know')}"
        elif purpose == "data":
            item = w.deck("t" + tenant, tenants[tenant]) if tenant else Item(w.question("data"))
            text, system = item.prompt, item.system or system
        elif purpose == "translate":
            text = f"{order}:\n{rng.choice(w.filler)[:700]}"
        elif purpose == "judge":
            text = f"{order}.\n\n{w.question(rng.choice(['know', 'write']))}\n\nAnswer: {rng.choice(w.filler)[:500]}"
        else:
            text = w.deck(source[purpose], corpus.pool(source[purpose], w.fold)).prompt
            if purpose == "synth":
                text = f"Write three variations and answer them: {text}"
        w.add(a, t, text, system, style={"quiz": "reason", "judge": "judge", "data": "short"}.get(purpose, "chat"))
        i += 1

def _person(w: World, a: Acct, n: int, purpose: str, rhythm: str) -> None:
    rng = w.rng
    lang = net.language(rng, a.client.country)
    if purpose == "local" and lang == "en":
        lang = rng.choice(["zh", "es", "de", "fr", "ru", "pt"])
    domain = {"coding": "code", "writing": "write", "study": rng.choice(["maths", "know"]),
        "explain": "know"}.get(purpose, lang)
    domain = domain if domain in banks.DOMAINS else "know"
    focus = banks.pins(rng, domain)
    mean = rng.choice([0.0, 0.5, 1.2, 2.5])
    wrap = banks.elicit(rng, w.fold) if purpose == "explain" else ("", "")
    done = 0
    moments = w.times(n, a, rhythm)
    while done < n:
        if purpose == "chat" and rng.random() < 0.75:
            turns = chat(w)
        elif domain == "zh" and rng.random() < 0.4:
            turns = follows(w, w.deck("zh", corpus.pool("zh", w.fold)).prompt, mean)
        elif purpose == "study" and domain == "maths" and rng.random() < 0.4:
            turns = follows(w, w.deck("gsm", corpus.pool("gsm", w.fold)).prompt, mean)
        else:
            text = w.question(domain if rng.random() < 0.85 else rng.choice(["know", "write"]), focus
                if rng.random() < 0.8 else None)
            turns = follows(w, wrap[0] + (banks.casual(rng, text) if rng.random() < 0.6 else text) + wrap[1], mean)
        turns = turns[: n - done]
        w.talk(a, moments[done], turns, style="code" if domain == "code" else "chat")
        done += len(turns)

def ordinary(w: World) -> int:
    """One unrelated customer."""
    a = w.join("ordinary")
    life(w, a, volume(w.rng))
    return 1

def pooled(w: World, accounts: list[Acct], per: int, relay: net.Relay) -> None:
    """End customers of a transfer station: one replayed header set per account, fail-over between accounts."""
    rng = w.rng
    for a in accounts:
        a.client = relay.client(rng, a.client)
        a.client.sets = [rng.choice(relay.sets)]
        a.mates = accounts
        a.user = None
    customers = [(net.country(rng), rng.choice(accounts), f"u{rng.getrandbits(60):015x}")
        for _ in range(max(3, len(accounts) * per // 8))]
    for place, a, user in customers:
        relayed = rng.random() < 0.3
        shadow = Acct(a.id, a.row, net.Client(a.client.path, a.client.sets, a.client.asn, a.client.country,
            a.client.ips, a.client.key,
                      net.ISPS[place][1]), a.habit, a.model, a.mover, a.t0, a.t1, a.kind, None, accounts, user
                          if relayed else None)
        local = {"CN": "local", "RU": "local", "BR": "local", "VN": "local", "FR": "local"}.get(place)
        life(w, shadow, volume(rng, 4, 1.1, 120), local
            or rng.choice(["chat", "coding", "writing", "study", "local", "agent", "explain"]))

def station(w: World, n: int) -> int:
    """A transfer station whose customers are all innocent."""
    rng = w.rng
    n = min(n, rng.randrange(3, 25))
    relay = rng.choice(w.relays)
    base = w.born("any")
    lock, card = rng.random() < 0.5, w.uid("pay") if rng.random() < 0.5 else None
    team = []
    for _ in range(n):
        known: dict[str, Any] = {"payment_fingerprint": card, "payment_kind": "virtual"} if card else {}
        team.append(w.join("station-pool", born=base + rng.uniform(0, 9 * DAY) if lock else "any", **known))
    pooled(w, team, rng.randrange(8, 50), relay)
    return n

def open_reseller(w: World, n: int) -> int:
    """Innocent end customers who each got an account of a reseller."""
    rng = w.rng
    n = min(n, int(3 + rng.paretovariate(0.8) * 4), 200)
    relay = rng.choice(w.relays)
    fee = w.uid("pay") if rng.random() < 0.5 else None
    for _ in range(n):
        known = {"payment_fingerprint": fee, "payment_kind": "invoice", "pathway": "cloud"} if fee else {}
        a = w.join("open-reseller", w.connect(relay=relay), **known)
        life(w, a, volume(rng, 6, 1.3, 300))
    return n

def renewed(w: World, n: int) -> int:
    """Honest users who lost an e-mail or card and signed up again, with the same work and machine."""
    rng = w.rng
    client = w.connect()
    cut = rng.uniform(0.25, 0.75) * w.span
    purpose = rng.choice(["coding", "study", "chat", "agent", "data", "support"])
    why = rng.choice(["suspended", "active", "active"])
    old = w.join("re-registered", client, -rng.uniform(5, 500) * DAY, status=why, status_at=cut if why != "active"
        else None)
    old.t1 = cut
    new = w.join("re-registered", client, cut + rng.uniform(600, 2 * DAY))
    if rng.random() < 0.5:
        new.row["phone_hash"] = old.row["phone_hash"]
    new.habit, new.model = old.habit, old.model
    life(w, old, volume(rng, 12, 1), purpose)
    life(w, new, volume(rng, 12, 1), purpose)
    return 2

def collective(w: World, n: int) -> int:
    """Freelancers or a shared office: one card or one line, each with work of their own."""
    rng = w.rng
    n = min(n, rng.randrange(3, 30))
    base = net.direct(rng)
    card, org, mail = w.uid("pay"), w.uid("org") if rng.random() < 0.3 else None, f"{rng.getrandbits(28):07x}.coop"
    paid, netted = rng.random() < 0.6, rng.random() < 0.7
    for _ in range(n):
        own = net.direct(rng, base.country)
        client = net.Client(own.path, own.sets, base.asn, base.country, base.ips, own.key, base.tz) if netted else own
        known = {"payment_fingerprint": card, "payment_kind": "card", "email_domain": mail} if paid else {}
        a = w.join("collective", client, org_id=org, **known)
        life(w, a, volume(rng, 9, 1.2, 300), rng.choice(["coding", "writing", "translate", "data", "chat", "agent"]))
    return n

def two_keys(w: World, n: int) -> int:
    """One customer with fail-over between two or three accounts."""
    rng = w.rng
    n = min(n, rng.randrange(2, 4))
    client = w.connect()
    org = w.uid("org") if rng.random() < 0.6 else None
    team = [w.join("two-keys", client, org_id=org) for _ in range(n)]
    purpose = rng.choice(["support", "rag", "agent", "data"])
    for a in team:
        a.mates, a.habit, a.model, a.t0 = team, team[0].habit, team[0].model, max(m.t0 for m in team)
        life(w, a, volume(rng, 40, 1, 500), purpose)
    return n
