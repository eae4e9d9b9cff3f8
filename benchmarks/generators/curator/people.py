"""Ordinary people: the end users of hundreds of small apps, and those who use the models by themselves."""

import random
from collections.abc import Callable
from typing import NamedTuple

from .banks import BANK, TOOLS
from .texts import Text
from .world import DAY, HOUR, MINUTE, MODELS, Client, Persona, Settings, World, address, client, settings

# A consumer app: its own prompt, client, parameters and launch.
App = NamedTuple("App", [  # noqa: UP014
    ("name", str), ("genre", str), ("system", str), ("model", str), ("access", str), ("clients", list[Client]),
    ("settings", Settings), ("launch", int), ("relay", list[str] | None), ("in_user_turn", bool), ("weight", float),
    ("out", float)])  # fmt: skip

def make_app(w: World) -> App:
    """A new app of some genre."""
    rng = w.rng
    genre = rng.choice(list(w.lib.genres))
    name, system = w.lib.app_system(rng, genre)
    base = client(rng)
    clients = []
    for release in range(rng.randint(1, 3)):
        version = f"{name}/{rng.randint(1, 6)}.{release}"
        agent = rng.choice([f"{version} (iOS 18.3)", f"{version} Android", base.agent])
        clients.append(Client(agent, base.sdk, base.ja4))
    asn = rng.choice((16509, 15169, 24940, 13335, 8075))
    relay = [address(rng, asn) for _ in range(rng.randint(1, 5))] if rng.random() < 0.4 else None
    weight = min(1500.0, 5 * (1 - rng.random()) ** -0.85)
    access = rng.choices(["api", f"reseller:{name.lower()}", "bedrock", "vertex"], (80, 8, 7, 5))[0]
    model = rng.choices(MODELS, (10, 35, 40, 5, 10))[0]
    return App(name, genre, system, model, access, clients, settings(rng), w.joined(), relay,
               rng.random() < 0.15, weight, rng.choice([60.0, 110.0, 180.0, 320.0]))

def join_app(w: World, app: App, kind: str, created: int | None = None) -> Persona:
    """A new user of an app: the app's client and parameters, the person's own place and hours."""
    rng = w.rng
    if created is None:  # the launch spike, or some viral day, or any time since
        since = max(1, w.end - DAY - app.launch)
        spread = rng.expovariate(1 / 6) * DAY if rng.random() < 0.35 else rng.random() * since
        created = min(app.launch + int(spread), w.end - DAY)
    p = w.persona(kind, created, hosted=0.12)
    p.clients = app.clients if rng.random() < 0.4 else [rng.choice(app.clients)]
    p.settings, p.model, p.access, p.system = app.settings, app.model, app.access, app.system
    if app.relay and rng.random() < 0.92:
        p.ips = app.relay
    p.clock = rng.choices(["evening", "student", "night", "office"], (50, 25, 12, 13))[0]
    return p

def app_turns(w: World, p: Persona, app: App, count: int) -> list[Text]:
    """What one sitting in an app looks like."""
    rng, lib = w.rng, w.lib
    if app.genre in ("companion", "story", "npc", "homework") and rng.random() < 0.2:
        turns = list(rng.choice(lib.chats()))[:count]
    else:
        turns = []
    while len(turns) < count:
        turn = lib.genre(rng, app.genre, p.lang) if not turns or rng.random() < 0.4 else lib.follow(rng, p.lang)
        turns.append(Text(turn))
    if app.in_user_turn:
        turns = [Text(f"{app.system}\n\nUser: {t.prompt}") if i == 0 else t for i, t in enumerate(turns)]
    return turns

def app_life(w: World, p: Persona, app: App, messages: int, stay: bool) -> None:
    """The user's whole time with the app: mostly one or two sittings, for some a few weeks."""
    rng = w.rng
    begin = w.moment(p) if not stay else p.first
    last = p.last if stay else begin + int(rng.choice([0.2, 1, 3]) * DAY)
    while messages > 0:
        count = min(messages, 1 + int(rng.expovariate(0.28)))
        at = w.moment(p, begin, last) if stay or rng.random() < 0.5 else begin
        w.talk(p, at, app_turns(w, p, app, count), out=app.out, system=None if app.in_user_turn else app.system,
               user=p.users[0] if p.users else None)  # fmt: skip
        messages -= count
        begin = begin if stay else min(at + HOUR, w.end - HOUR)

def volume(rng: random.Random, middle: float, sigma: float) -> int:
    """A heavy-tailed number of requests, capped."""
    return max(1, min(1500, int(rng.lognormvariate(middle, sigma))))

def chatter(w: World, p: Persona, messages: int) -> None:
    """A person who talks about anything."""
    rng, lib = w.rng, w.lib
    local = [g for g in rng.sample(lib.chats(), 40) if g[0].lang[:2] == p.lang] if p.lang != "en" else []
    while messages > 0:
        roll = rng.random()
        if roll < 0.55:
            turns = list(rng.choice(local if local and rng.random() < 0.6 else lib.chats()))
        elif roll < 0.7:
            turns = [lib.any(rng, "benign/instructionwild")]
        elif roll < 0.75:
            turns = [lib.any(rng, "harvest/jailbreak_prompts")] if rng.random() < 0.15 else [lib.writing(rng)]
        else:
            turns = [Text(lib.genre(rng, rng.choice(list(lib.genres)), p.lang))]
        while rng.random() < 0.45:
            turns.append(Text(lib.follow(rng, p.lang)))
        turns = turns[:messages]
        w.talk(p, w.moment(p), turns, out=220, system=p.system)
        messages -= len(turns)

def coder(w: World, p: Persona, messages: int) -> None:
    """Somebody who programs: one project, questions and pasted errors about it."""
    rng, lib = w.rng, w.lib
    language, subject = lib.say(rng, "CODE_L"), [lib.say(rng, "CODE_N") for _ in range(3)]
    while messages > 0:
        turns = []
        for _ in range(min(messages, 1 + int(rng.expovariate(0.4)))):
            turns.append(Text(rng.choice([
                f"{lib.say(rng, 'CODE_V').lower()} {rng.choice(subject)} {lib.say(rng, 'CODE_T')}",
                f"{language}: why does {rng.choice(subject)} fail with {rng.choice(['null', 'timeout', 'KeyError'])}"
                f" at line {rng.randint(3, 400)}?", lib.follow(rng, p.lang), lib.code(rng).prompt,
            ])))  # fmt: skip
        w.talk(p, w.moment(p), turns, out=420, system=p.system, pace=90)
        messages -= len(turns)

def tenant(w: World, p: Persona, messages: int) -> None:
    """A small product with one or two templates, driven by its own customers or by a nightly job."""
    rng, lib = w.rng, w.lib
    real = rng.choice(lib.tenants()) if rng.random() < 0.25 else None
    templates = [lib.task(rng) for _ in range(rng.choice([1, 1, 1, 2, 4]))]
    system = None if rng.random() < 0.4 else lib.app_system(rng, rng.choice(list(lib.genres)))[1]
    nightly, out = rng.random() < 0.3, rng.choice([8.0, 30.0, 90.0, 250.0])
    tops = 1 if nightly else messages
    ends = [w.token("u_") for _ in range(max(1, messages // 5))] if rng.random() < 0.3 else [None]
    for _ in range(rng.randint(1, 8) if nightly else tops):
        at = w.moment(p)
        for _ in range(max(1, messages // 4) if nightly else 1):
            if messages <= 0 or at >= w.end:
                break
            if real:
                text = rng.choice(real)
            else:
                form = rng.choice(templates).replace("{y}", lib.follow(rng, "en"))
                text = Text(form.replace("{x}", lib.stuff(rng)), system)
            at = w.emit(p, at, text.prompt, out=out, system=text.system, reply=text.reply, user=rng.choice(ends),
                        batch=True if nightly and p.error == 0 else None) + rng.randint(0, MINUTE // 4)  # fmt: skip
            messages -= 1

def asker(w: World, p: Persona, messages: int) -> None:
    """A student or tinkerer: public questions, often asking to see the working, with follow-ups of their own."""
    rng, lib = w.rng, w.lib
    make = [lib.makers[n] for n in rng.sample(["maths", "code", "knowledge", "zh", "writing", "judge"], 2)]
    habit = lib.show(rng, p.lang) if rng.random() < 0.4 else None
    while messages > 0:
        item = rng.choice(make)(rng)
        roll = rng.random()
        ask = habit if habit and roll < 0.5 else lib.show(rng, item.lang) if roll < 0.6 else ""
        ask = lib.say(rng, "SHOW_PROBE") if roll > 0.98 else ask
        turns = [item._replace(prompt=f"{item.prompt} {ask}".strip())]
        while len(turns) < messages and rng.random() < 0.35:
            turns.append(Text(lib.follow(rng, item.lang)))
        w.talk(p, w.moment(p), turns, out=330)
        messages -= len(turns)

def agentic(w: World, p: Persona, messages: int) -> None:
    """A person whose agent loops with tools over the person's own project."""
    rng, lib = w.rng, w.lib
    tools, system = agent_kit(w)
    while messages > 0:
        steps = min(messages, 2 + int(rng.expovariate(0.15)))
        turns = [lib.agents(rng) if rng.random() < 0.4 else lib.code(rng), *agent_steps(w, steps - 1)]
        w.talk(p, w.moment(p), [Text(t.prompt) for t in turns], out=260, system=system, tools=tools, pace=7)
        messages -= steps

def agent_kit(w: World) -> tuple[list[str], str]:
    """Tools and system prompt of an agent."""
    return w.rng.choice(TOOLS), w.lib.say(w.rng, "AGENT_S")

def agent_steps(w: World, steps: int) -> list[Text]:
    """What tools answer."""
    return [Text(f"{w.rng.choice(BANK['AGENT_R'])} [{w.rng.randint(1, 999)}]") for _ in range(max(0, steps))]

LIVES: list[tuple[Callable[[World, Persona, int], None], float, float, float]] = [(chatter, 34, 2.0, 1.2), (coder, 20,
    2.4, 1.3), (tenant, 17, 3.2, 1.6), (asker, 12, 1.8, 1.2), (agentic, 9, 3, 1.3)]

def loner(w: World, kind: str = "ordinary") -> Persona:
    """Somebody outside the apps."""
    rng = w.rng
    p = w.persona(kind)
    life, _, middle, sigma = rng.choices(LIVES, [entry[1] for entry in LIVES])[0]
    if rng.random() < 0.25:
        p.system = w.lib.say(rng, "TONES") + "."
    if rng.random() < 0.1 and w.release < w.end - DAY:  # moves to the new model some day
        p.last = w.release + int(rng.random() * (w.end - w.release))
        life(w, p, volume(rng, middle, sigma) // 2 + 1)
        p.first, p.last, p.model = p.last, w.end, w.new_model
        life(w, p, volume(rng, middle, sigma) // 2 + 1)
    else:
        life(w, p, volume(rng, middle, sigma))
    return p

def populate(w: World, count: int) -> list[App]:
    """The ordinary population: about six in ten as users of apps."""
    rng = w.rng
    users = int(count * 0.58)
    apps = [make_app(w) for _ in range(max(12, users // 22))]
    weights = [min(app.weight, users * 0.25) for app in apps]
    for app in rng.choices(apps, weights, k=users):
        p = join_app(w, app, "app-user")
        if rng.random() < 0.1:
            p.users = [w.token("u_")]
        stay = rng.random() < 0.13
        app_life(w, p, app, volume(rng, 4.2, 1.0) if stay else volume(rng, 1.85, 0.7), stay)
    for _ in range(count - users):
        loner(w)
    return apps
