"""Honest traffic that looks like a campaign, and the honest population as a whole."""

from dataclasses import replace

from benchmarks.generators.auditor.honest import (
    agent_user,
    chatter,
    developer,
    hobbyist,
    sessions,
    subject,
    template,
    tenant,
)
from benchmarks.generators.auditor.phrases import FOLLOW, NAMES, TOPICS
from benchmarks.generators.auditor.texts import Item, chat, coding, fill, reply
from benchmarks.generators.auditor.world import (
    DAY,
    NEW_MODEL,
    START,
    World,
    account,
    amount,
    client,
    moments,
    send,
    style,
)


def crowd(w: World, kind: str, size: int) -> None:
    """A class or a hackathon: many people, one assignment, one place, a few days."""
    rng = w.rng
    starter = rng.choice(
        [
            "You are a tutor. Guide the student step by step without giving the answer away.",
            None,
            f"You are the starter bot of the {rng.choice(NAMES)} hackathon.",
        ]
    )
    tasks = rng.sample(w.pools.homework, 12)
    place, begin = client(w, "US", "home"), START + rng.randint(1, 14) * DAY
    for _ in range(size):
        who = account(w, kind, TOPICS, web=0.4, fresh=0.6)
        if rng.random() < 0.7:
            who.clients = [
                replace(who.clients[0], ip=place.ip[: place.ip.rfind(".") + 1] + str(rng.randint(1, 12)), asn=place.asn)
            ]
            who.row["signup_ip"] = who.clients[0].ip
        if kind == "hackathon":
            who.row.update(
                created_at=begin - rng.uniform(0, 2) * DAY,
                payment_kind="credits",
                pathway="startup",
                payment_fingerprint=None,
            )
        elif rng.random() < 0.6:
            who.row.update(pathway="education", email_domain=f"uni-{place.asn}.edu")
        for at in moments(w, who, amount(rng, 9, 0.7), "human", begin, begin + 5 * DAY):
            own, text, known = rng.choice(tasks) if rng.random() < 0.5 and kind == "classroom" else coding(rng, w.pools)
            text = (
                rng.choice(["", "", "my attempt is wrong, why? ", "hint please: ", fill(rng, "{name} says {n}. ")])
                + text
            )
            send(
                w,
                who,
                at,
                text,
                reply(rng, w.pools, "steps", known, text),
                system=starter or own,
                conversation=w.hex(16),
            )


def checker(w: World, kind: str) -> None:
    """Judges, laboratories on a public benchmark, monitoring, CI, release-day tests and migrations: fixed inputs."""
    rng, who = w.rng, account(w, kind, TOPICS, web=0.0)
    pool = rng.choice(w.pools.bench)
    start = rng.randrange(len(pool))
    own_list = (
        (pool + pool)[start : start + rng.randint(60, 500)]
        if rng.random() < 0.6
        else rng.sample(pool, min(len(pool), rng.randint(40, 300)))
    )
    system, form, mode, count = None, "short", "burst", len(own_list)
    if kind == "judge":
        flavour = rng.choice(w.pools.judge)[0]
        own_list, form, mode = (
            [j for j in rng.sample(w.pools.judge, 400) if j[0] == flavour][:200] or rng.sample(w.pools.judge, 60),
            "score",
            "flat",
        )
        count = amount(rng, 60, 0.9)
    elif kind in ("monitoring", "ci"):
        own_list = [coding(rng, w.pools) for _ in range(3)] + [
            (None, rng.choice(["ping", "Say OK", "2+2?", "health check", fill(rng, "Reply with {n}")]), "OK")
        ]
        mode, count = "cron", amount(rng, 80, 0.8)
    elif kind == "licensed distiller":
        who.row["distillation_licence"], form, mode, count = True, "steps", "burst", amount(rng, 300, 0.8)
        system = rng.choice(["Solve the problem and show every step of your reasoning.", None])
    elif rng.random() < 0.5:
        system = rng.choice(
            [
                "Answer with the final answer only.",
                "Let's think step by step.",
                "Solve the task. End with 'The answer is X'.",
            ]
        )
    who.style = replace(
        who.style,
        temperature=rng.choice([0.0, 0.0, 0.0, None]),
        model=NEW_MODEL if kind == "release day" else who.style.model,
    )
    begin = w.release if kind in ("release day", "migration") else START
    end = w.release + 2 * DAY if kind == "release day" else START + 21 * DAY
    for i, at in enumerate(moments(w, who, min(count, 600), mode, begin, end)):
        own, text, known = own_list[i % len(own_list)]
        send(w, who, at, text, reply(rng, w.pools, form, known, text), system=system or own, conversation=w.hex(16))


def reseller(w: World, kind: str) -> None:
    """An open reseller: hundreds of unrelated end users behind one account, passed on as end_user_id."""
    who = account(w, kind, TOPICS, web=0.0, fresh=0.1)
    path = f"reseller:{w.rng.choice(NAMES).lower()}route"
    who.clients = [replace(c, path=path) for c in who.clients]

    def opening() -> Item:
        who.style = style(w.rng, w)
        return chat(w.rng, w.pools, w.rng.sample(TOPICS, 4)) if w.rng.random() < 0.6 else coding(w.rng, w.pools)

    sessions(w, who, amount(w.rng, 350, 0.8), "human", opening, None, "text", end_user=True)


def failover(w: World, kind: str) -> None:
    """One product over two accounts: the same conversation continues on the other when the first is limited."""
    rng = w.rng
    left, right = account(w, kind, TOPICS, web=0.0), account(w, kind, TOPICS, web=0.0)
    right.clients, right.style = left.clients, left.style
    system, pattern, form = template(rng)
    talk, past, turn = w.hex(16), "", 0
    for at in moments(w, left, amount(rng, 60, 0.8), "office"):
        if rng.random() < 0.5:
            talk, past, turn = w.hex(16), "", -1
        turn += 1
        text = pattern.replace("{text}", subject(w, 0)) if not turn else fill(rng, rng.choice(FOLLOW), "that")
        answer = reply(rng, w.pools, form, None, text)
        send(
            w,
            right if rng.random() < 0.2 else left,
            at,
            text,
            answer,
            system=system,
            conversation=talk,
            turn=turn,
            history=past,
        )
        past += text + answer


def shared_egress(w: World, kind: str, size: int) -> None:
    """Unrelated subscribers behind one carrier address."""
    gate = client(w, w.rng.choice(["IN", "ID", "BR", "VN", "US"]), "home")
    first = len(w.accounts)
    for _ in range(size):
        who = account(w, kind, TOPICS, web=0.6)
        who.clients = [replace(c, ip=gate.ip, asn=gate.asn, country=gate.country) for c in who.clients]
    for who in w.accounts[first:]:
        topics = who.topics
        sessions(w, who, amount(w.rng, 8, 0.9), "human", lambda t=topics: chat(w.rng, w.pools, t), None, "text")  # type: ignore[misc]


ORDINARY = {"chat": 25, "hobby": 20, "developer": 17, "tenant": 13}
LOOKALIKES = {
    "agent": 6.0,
    "multilingual": 4,
    "tutorial": 2,
    "classroom": 2,
    "hackathon": 1.5,
    "judge": 1,
    "ci": 1,
    "monitoring": 1,
    "laboratory": 1,
    "cgnat": 2.5,
    "reseller": 0.25,
    "failover": 0.8,
    "release day": 0.7,
    "licensed distiller": 0.25,
    "batch labelling": 0.7,
    "explanation audit": 0.8,
    "migration": 0.5,
    "open organisation": 1.2,
    "silent organisation": 1,
}


def populate(w: World, total: int, doubled: bool = False) -> None:
    """Draw `total` honest accounts; groups come whole, so the last may be cut short."""
    weights = {**ORDINARY, **{k: v * (2 if doubled else 1) for k, v in LOOKALIKES.items()}}
    names = list(weights)
    while (missing := total - sum(1 for a in w.accounts if a.calls)) > 0:
        for _ in range(max(1, missing // 2)):
            _draw(w, names, weights, missing)


def _draw(w: World, names: list[str], weights: dict[str, float], missing: int) -> None:
    kind = w.rng.choices(names, list(weights.values()))[0]
    group = min(missing, w.rng.randint(4, 40))
    # Groups are drawn whole, so they are drawn less often.
    if kind in ("classroom", "hackathon", "cgnat") and w.rng.random() > 0.05:
        return
    if kind in ("open organisation", "silent organisation") and w.rng.random() > 0.15:
        return
    if kind == "failover" and missing < 2:
        return
    _one(w, kind, group)


def _one(w: World, kind: str, group: int) -> None:
    if kind in ("chat", "multilingual"):
        chatter(w, kind)
    elif kind in ("hobby", "tutorial"):
        hobbyist(w, kind)
    elif kind == "developer":
        developer(w, kind)
    elif kind in ("tenant", "batch labelling", "explanation audit"):
        tenant(w, kind)
    elif kind in ("open organisation", "silent organisation"):
        tenant(w, kind, min(group, w.rng.randint(3, 14)), "org" if kind.startswith("open") else "")
    elif kind == "agent":
        agent_user(w, kind)
    elif kind in ("classroom", "hackathon"):
        crowd(w, kind, group)
    elif kind == "cgnat":
        shared_egress(w, kind, group)
    elif kind == "reseller":
        reseller(w, kind)
    elif kind == "failover":
        failover(w, kind)
    elif kind == "licensed distiller" and w.rng.random() < 0.5:
        tenant(w, kind)
    else:
        checker(w, kind)
