"""Honest machines: one-template customers, judges, benchmarks, resellers, licensees; and the whole population."""

# ruff: noqa: E501 (prompt texts)

from typing import Any

from benchmarks.generators.inspector.corpora import Item
from benchmarks.generators.inspector.crowds import AGENT_PROMPTS, CROWDS, SHELL, Crowd, agent_run, few, life, zone_of
from benchmarks.generators.inspector.grammar import expand
from benchmarks.generators.inspector.people import enrol
from benchmarks.generators.inspector.phrases import TOPICS
from benchmarks.generators.inspector.traces import DAY
from benchmarks.generators.inspector.voice import SLOTS, ask, person, session
from benchmarks.generators.inspector.world import Account, World, digest

JOBS = [
    (
        "[Classify|Label|Tag] the [message|text|ticket] as one of: {labels}.\n\n[Text|Input|Message]: {x}\n[Label|Answer]:",
        "label",
    ),
    (
        "[Extract|Pull out] {fields} from the text below. [Return JSON.|JSON only.|Output valid JSON, no prose.]\n---\n{x}\n---",
        "json",
    ),
    (
        "[Translate|Localise] [the text|this] [into|to] {lang}. [Keep placeholders.|Output only the translation.|]\n\n{x}",
        "short",
    ),
    ("[Summarize|Summarise|Give a recap of] the following for {who} in {n} words or fewer:\n\n{x}", "chat"),
    ("[Draft|Write] a [friendly|formal|short|warm] reply from {brand} to this customer:\n{x}", "chat"),
    (
        "[Context|Passages]:\n{y}\n\nQuestion: {x}\n[Answer only from the context.|If unknown, say so.|Cite the passage.]",
        "chat",
    ),
    ("[Write|Generate] [a product text|ad copy|a headline] for {brand}, in the style of: {x}", "short"),
    (
        "[Moderate|Review] this comment under {brand}'s policy. [APPROVE or HIDE.|Answer ok / not ok with a reason.]\n{x}",
        "label",
    ),
]
SYSTEMS = [
    "You are the {brand} assistant.[ Be polite.| Keep answers under {n} words.| Only talk about {topic}.]",
    "[You work for|You are part of] {brand}. [Your job is to process records.|Follow the format exactly.]",
    "",
]
JSON_FIELDS = [
    "name and date",
    "all amounts",
    "the caller's goal",
    "places and times",
    "order number, issue, urgency",
    "people",
]
LABELS = [
    "billing, bug, praise, other",
    "positive, negative, neutral",
    "spam, not spam",
    "urgent, normal, low",
    "hate, ok",
    "intent ids",
]
GRADING = "Rate [the answer|this reply|the assistant's output] [from 1 to 5|from 1 to 10|as pass or fail] for {trait}.\n\nQ: {x}\nA: {y}\n\n[Score:|Give the score and one reason.|Return JSON with score.]"


def brand(w: World) -> str:
    """A made-up product name."""
    return w.rng.choice(["Nim", "Vol", "Kar", "Zeph", "Lum", "Ora", "Pix", "Tre", "Bex", "Qua"]) + w.rng.choice(
        ["ora", "ify", "ly", "io", "desk", "pay", "cart", "kit", "wise"]
    )


def filler(w: World) -> list[str]:
    """What a product's template is filled with."""
    s = w.texts.support
    return w.rng.choice((w.texts.posts, w.texts.dialogues, *s.values(), w.texts.everyday))


def serve(w: World, a: Account, n: int, rhythm: str | None = None) -> list[float]:
    """`n` moments of a machine customer's traffic."""
    first, last = life(w, a)
    rhythm = rhythm or w.rng.choice(("curve", "curve", "curve", "office", "nightly", "burst"))
    if rhythm == "office":
        return w.traces.session_starts(w.rng, n, (first, last), zone_of(w, a))
    if rhythm == "nightly":
        hour = w.rng.random() * 86_400
        days = max(1, int((last - first) / DAY))
        return sorted(first + int(w.rng.random() * days) * DAY + hour + w.rng.random() * 2_400 for _ in range(n))
    if rhythm == "burst":
        start = first + w.rng.random() * max(60.0, last - first - DAY)
        return sorted(start + w.rng.random() * DAY * w.rng.choice((0.05, 0.3, 1)) for _ in range(n))
    return w.traces.machine_times(w.np, n, (first, last))


def run(
    w: World, a: Account, frame: str, shape: str, n: int, system: str | None, users: int = 0, rhythm: str | None = None
) -> None:
    """One template, filled n times."""
    fill, more = filler(w), filler(w)
    fixed: dict[str, Any] = {
        **SLOTS,
        "fields": w.rng.choice(JSON_FIELDS),
        "labels": w.rng.choice(LABELS),
        "brand": brand(w),
        "lang": w.rng.choice(SLOTS["lang"]),
        "n": w.rng.choice(SLOTS["n"]),
        "who": w.rng.choice(SLOTS["who"]),
        "trait": w.rng.choice(("helpfulness", "accuracy", "tone", "safety")),
    }
    once = expand(w.rng, frame.replace("{x}", "\x01").replace("{y}", "\x02"), fixed)
    for t in serve(w, a, n, rhythm):
        text = once.replace("\x01", fill[int(w.rng.random() * len(fill))])
        if "\x02" in text:
            text = text.replace("\x02", more[int(w.rng.random() * len(more))])
        extra = {"end_user_id": digest(str(a.number), str(int(w.rng.paretovariate(0.6)) % users))} if users else None
        w.send(a, t, text, system=system, shape=shape, extra=extra)


def tenants(w: World, n: int) -> None:
    """One-template products from tiny to huge; some are the real ones of the data folder."""
    known = list(w.texts.tenants.values())
    for _ in range(n):
        a = enrol(w, "one-template", net=w.places.cloud(), shady=0.02)
        size = w.traces.volume(w.rng, 0.19)
        if w.rng.random() < 0.2:
            items = w.rng.choice(known)
            for t in serve(w, a, min(size, 400)):
                item = items[int(w.rng.random() * len(items))]
                w.send(a, t, item.text, system=item.system, shape="short")
            continue
        frame, shape = w.rng.choice(JOBS)
        system = expand(w.rng, w.rng.choice(SYSTEMS), {**SLOTS, "brand": brand(w), "topic": TOPICS}) or None
        run(w, a, frame, shape, size, system, w.rng.choice((0, 0, 40, 300)))


def shared_products(w: World, n: int) -> None:
    """One vendor's product on its customers' own keys: one system prompt over many unrelated accounts."""
    while n > 0:
        size = min(n, w.rng.randint(20, 160))
        n -= size
        product, client, (frame, shape) = brand(w), w.clients.script(), w.rng.choice(JOBS[1:])
        system = f"You are {product}, an assistant that {w.rng.choice(('answers mail', 'reads contracts', 'plans lessons', 'books'))}."
        net = w.places.cloud(4) if w.rng.random() < 0.5 else None
        for _ in range(size):
            a = enrol(w, "bring-your-own-key", net=net, client=client, path="api")
            if w.rng.random() < 0.5:
                run(w, a, frame, shape, few(w, 14, 0.9, 200), system)
                continue
            v = person(w.rng)
            for t in serve(w, a, few(w, 14, 0.9, 200), "office"):
                w.send(a, t, ask(w.texts, v), system=system)


def judges(w: World, n: int) -> None:
    """Evaluation of one's own product with a grading prompt, public or own."""
    for _ in range(n):
        a = enrol(
            w, "judge", net=w.places.cloud(), params={"temperature": 0.0, "max_tokens": w.rng.choice((64, 512, 1024))}
        )
        size = few(w, 60, 1.0, 700)
        if w.rng.random() < 0.5:
            run(w, a, GRADING, "score", size, None, rhythm=w.rng.choice(("nightly", "burst", "curve")))
            continue
        items = replay_items(w, "grading", min(size, 250))
        for t, item in zip(serve(w, a, len(items), "nightly"), items, strict=True):
            w.send(a, t, item.text, system=item.system, shape="score")


def replay_items(w: World, pool: str, n: int) -> list[Item]:
    """n rows of an honest pool, in file order from a random place."""
    items = w.texts.honest_pools[pool]
    start = int(w.rng.random() * len(items))
    return [items[(start + i) % len(items)] for i in range(n)]


def benchmarks(w: World, n: int) -> None:
    """Unrelated laboratories run the same public benchmarks, in order, at temperature zero."""
    suites = list(w.texts.evals.values())
    for _ in range(n):
        release = w.rng.random() < 0.4
        a = enrol(
            w,
            "release-day" if release else "benchmark-lab",
            net=w.places.cloud() if w.rng.random() < 0.7 else None,
            params={
                "temperature": 0.0,
                "max_tokens": w.rng.choice((16, 256, 1024)),
                "seed": w.rng.choice((None, 0, 1234)),
            },
        )
        start = (
            w.released + w.rng.expovariate(1 / 30_000)
            if release
            else life(w, a)[0] + w.rng.random() * DAY * (w.days - 1)
        )
        for suite in w.rng.sample(suites, w.rng.randint(1, 4)):
            use = (
                suite
                if w.rng.random() < 0.8
                else [i.text for i in replay_items(w, w.rng.choice(("maths", "tools", "logic")), 200)]
            )
            t = start
            for prompt in use[: w.rng.choice((20, 50, 100, 250))]:
                t += w.rng.expovariate(1 / 3)
                w.send(a, t, prompt, shape=w.rng.choice(("label", "chat")), role="new" if release else None)


def monitors(w: World, n: int) -> None:
    """Uptime probes and continuous integration: the same few prompts, day and night."""
    for _ in range(n):
        ci = w.rng.random() < 0.5
        a = enrol(w, "continuous-integration" if ci else "monitoring", net=w.places.cloud())
        prompts = (
            ["ping", "Say OK", "What is 2+2?", "Reply with the word alive."]
            if not ci
            else [f"test case {i}: {w.rng.choice(w.texts.support['clinc150'])}" for i in range(w.rng.randint(5, 40))]
        )
        mine = prompts if ci else [w.rng.choice(prompts)]
        t, last = life(w, a)
        every = w.rng.choice((1_800.0, 3_600.0, 7_200.0, 14_400.0)) * (4 if ci else 1)
        every = max(every, len(mine) * (last - t) / 900)
        while t < last:
            for prompt in mine:
                w.send(a, t + w.rng.random() * 20, prompt, shape="short")
            t += every * (w.rng.uniform(0.3, 2.5) if ci else 1)


def resellers(w: World, n: int) -> None:
    """Open resellers and gateways: a crowd behind one account, passed on with its own user ids."""
    for _ in range(n):
        a = enrol(
            w, "open-reseller", net=w.places.cloud(), path=f"reseller:{brand(w).lower()}", row={"pathway": "enterprise"}
        )
        for k in range(w.rng.randint(30, 220)):
            v, user = person(w.rng), digest(str(a.number), str(k))
            for start in w.traces.session_starts(w.rng, w.rng.randint(1, 4), life(w, a), w.rng.uniform(-8, 9)):
                talk = w.dialogue()
                for i, turn in enumerate(session(w.texts, v)):
                    w.send(a, start + i * 70, turn, dialogue=talk, extra={"end_user_id": user})


def failover(w: World, n: int) -> None:
    """Two accounts of one owner behind a router: the same work goes on with the other key."""
    for _ in range(max(1, n // 2)):
        net, client, org = w.places.cloud(), w.clients.script(), f"org-{w.rng.getrandbits(40):010x}"
        row = {"org_id": org if w.rng.random() < 0.6 else None, "payment_fingerprint": digest("pay", org)}
        pair = [
            enrol(w, "fail-over", net=net, client=client, role="reason", row=row, path=p) for p in ("api", "bedrock")
        ]
        v, system = person(w.rng), f"You are the {brand(w)} helpdesk."
        for start in w.traces.session_starts(w.rng, few(w, 30, 0.7, 150), (w.first, w.last), 0.0):
            talk = w.dialogue()
            for i, turn in enumerate(session(w.texts, v)):
                w.send(pair[w.rng.random() < 0.35], start + 45 * i, turn, system=system, dialogue=talk)


def licensees(w: World, n: int) -> None:
    """Distillation with the model owner's licence: openly what campaigns do in hiding."""
    while n > 0:
        size = min(n, w.rng.randint(1, 8))
        n -= size
        org, net, pool = (
            f"org-{w.rng.getrandbits(40):010x}",
            w.places.cloud(6),
            w.rng.choice(list(w.texts.honest_pools)),
        )
        suffix = w.rng.choice(("\n\nThink step by step inside <think></think>.", "\n\nExplain your reasoning.", ""))
        row = {
            "org_id": org,
            "org_name": brand(w),
            "distillation_licence": True,
            "pathway": "enterprise",
            "verification": "business",
        }
        for _ in range(size):
            a = enrol(w, "licensed-distiller", net=net, row=row, params={"temperature": 1.0, "max_tokens": 8192})
            items = w.rng.sample(
                w.texts.honest_pools[pool], min(len(w.texts.honest_pools[pool]), w.rng.randint(80, 500))
            )
            for t, item in zip(serve(w, a, len(items)), items, strict=True):
                w.send(a, t, item.text + suffix, system=item.system, shape="long")


def hobby_tuners(w: World, n: int) -> None:
    """Small honest makers of own data: fine-tuners, red teams, teachers with question lists."""
    for _ in range(n):
        kind, pool = w.rng.choice(
            (
                ("small-fine-tune", "general"),
                ("small-fine-tune", "generators"),
                ("red-team", "jailbreaks"),
                ("teacher", "maths"),
                ("tool-developer", "tools"),
                ("chinese-app", "chinese"),
            )
        )
        a = enrol(w, kind, row={"pathway": "security_research"} if kind == "red-team" else None)
        items = replay_items(w, pool, few(w, 25, 0.8, 200))
        for t, item in zip(serve(w, a, len(items)), items, strict=True):
            w.send(a, t, item.text, system=item.system, refusal=0.35 if pool == "jailbreaks" else 0.01)


def batches(w: World, n: int) -> None:
    """Bulk labelling by one owner: one template, thousands of records, sometimes several keys."""
    for _ in range(n):
        a = enrol(
            w, "batch-labelling", net=w.places.cloud(), params={"batch": True, "temperature": 0.0, "max_tokens": 64}
        )
        frame, shape = w.rng.choice(JOBS[:2])
        run(w, a, frame, shape, w.traces.volume(w.rng, 0.5), None, rhythm="burst")


def migrants(w: World, n: int) -> None:
    """Customers that move to the new model, at once through an alias or by and by."""
    for _ in range(n):
        a = enrol(w, "migration", net=w.places.cloud(), newness=0.05)
        a.migrates = w.released + w.rng.choice((600.0, w.rng.random() * DAY, w.rng.random() * 6 * DAY))
        if w.rng.random() < 0.3:
            a.params, a.role, which = dict(SHELL), "large", w.rng.randrange(len(AGENT_PROMPTS))
            for t in serve(w, a, few(w, 8, 0.8, 60)):
                agent_run(w, a, t, which)
            continue
        frame, shape = w.rng.choice(JOBS)
        run(w, a, frame, shape, w.traces.volume(w.rng, 0.2, 800), f"You serve {brand(w)}.")


def newcomers(w: World, n: int) -> None:
    """A viral day: many strangers sign up within hours, try a few things and mostly leave."""
    day = w.first + w.rng.uniform(0.1, 0.8) * w.days * DAY
    for _ in range(n):
        a = enrol(w, "newcomer", created=day + w.rng.expovariate(1 / 30_000), console=w.rng.random() < 0.5, shady=0.12)
        v, start = person(w.rng), a.row["created_at"] + 300
        for turn in session(w.texts, v) + session(w.texts, v)[: w.rng.randint(0, 3)]:
            w.send(a, start, turn)
            start += w.rng.lognormvariate(4.5, 1.2)


LOOKALIKES: dict[str, tuple[float, Crowd]] = {
    "one-template": (6.0, tenants),
    "bring-your-own-key": (3.0, shared_products),
    "judge": (1.4, judges),
    "benchmark": (1.6, benchmarks),
    "monitoring": (0.5, monitors),
    "open-reseller": (0.15, resellers),
    "fail-over": (0.5, failover),
    "licensed-distiller": (0.25, licensees),
    "small-maker": (1.6, hobby_tuners),
    "batch-labelling": (0.4, batches),
    "migration": (1.2, migrants),
    "newcomer": (3.5, newcomers),
}


def populate(w: World, honest: int, doubled: bool) -> None:
    """Fill the world with `honest` accounts; `doubled` takes chatters' room for twice the look-alikes."""
    both = {**CROWDS, **LOOKALIKES}
    shares = {name: share * w.rng.lognormvariate(0, 0.3) for name, (share, _) in both.items()}
    if doubled:
        shares = {name: share if name == "chatter" else 2 * share for name, share in shares.items()}
    total = sum(shares.values())
    for name, (_, make) in both.items():
        if name != "chatter":
            make(w, max(1, round(honest * shares[name] / total)))
    left = honest - len(w.accounts)
    if left > 0:
        CROWDS["chatter"][1](w, left)
