"""Honest crowds that look coordinated: unlinked customers who share a template, a client, a place, a week or a list."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from .people import agent_kit, agent_steps, chatter, coder, volume
from .texts import Text
from .world import DAY, HOUR, MINUTE, SECOND, Client, Persona, World, address, client, settings

Asks = Callable[[Persona, int], list[list[Text]]]

@dataclass(frozen=True, slots=True)
class Look:
    """A kind of crowd: how its members' traffic comes about and what they share."""
    name: str
    size: tuple[int, int]
    middle: float
    sigma: float
    source: str
    shares: str  # any of: nat week client params credits release flat once org licence tail keys model
    out: float = 200.0
    aside: float = 0.5
    weight: float = 1.0

LOOKS = [Look("agent-crowd", (20, 400), 3.0, 1.2, "agent", "client", 240, 0.1, 2.0), Look("one-template-tenants", (3,
    60), 3.2, 1.5, "template", "client params", 60, 0.1), Look("one-org-many-accounts", (4, 80), 3.3, 1.0, "template",
    "client params org week nat", 90, 0.0), Look("judges", (3, 25), 3.8, 1.2, "judge", "flat params", 150, 0.1),
    Look("monitoring", (3, 25), 3.9, 0.7, "probe", "flat params client", 30, 0.0), Look("benchmark-labs", (3, 20), 4.2,
    1.1, "benchmark", "once params", 180, 0.3, 1.3), Look("classroom", (15, 90), 1.7, 0.6, "assignment",
    "nat week credits tail", 240, 0.6, 1.5), Look("homework-forum", (10, 120), 1.3, 0.7, "textbook", "tail", 260, 0.5),
    Look("hackathon", (12, 90), 2.9, 0.9, "starter", "week client credits tail nat", 260, 0.4, 1.2), Look("ci-jobs", (4,
    40), 3.5, 0.9, "ci", "flat client params", 160, 0.0), Look("cgnat", (20, 150), 2.0, 1.1, "chat", "nat", 200, 1.0,
    1.2), Look("open-reseller", (4, 60), 3.9, 0.9, "resold", "client nat", 220, 0.0, 1.2), Look("fail-over", (2, 2),
    4.0, 0.8, "template", "client params nat keys week", 120, 0.0, 0.4), Look("release-day", (6, 60), 2.6, 1.0,
    "benchmark", "release", 300, 0.5), Look("batch-labelling", (2, 12), 5.0, 0.9, "label", "once params flat", 12, 0.0),
    Look("licensed-distiller", (1, 6), 5.0, 0.8, "synth", "licence params flat", 420, 0.0, 0.7), Look("audit-users", (5,
    50), 2.6, 1.0, "audit", "params", 420, 0.4), Look("model-migration", (4, 40), 3.0, 1.0, "template", "model client",
    150, 0.2), Look("multilingual", (10, 80), 2.2, 1.0, "chinese", "", 220, 0.6), Look("start-up-synthetic", (2, 15),
    4.0, 0.8, "synth", "once", 380, 0.5), Look("tutoring-platform", (10, 120), 2.1, 0.9, "tutor", "client params", 280,
    0.2), Look("no-code-followers", (10, 120), 2.3, 1.0, "template", "client params", 150, 0.3, 1.3),
    Look("translation-bureau", (3, 20), 3.8, 0.8, "translate", "params", 140, 0.3), Look("seo-mill", (3, 25), 3.8, 0.9,
    "seo", "params client", 600, 0.1), Look("paper-review", (3, 25), 3.0, 0.8, "review", "tail", 450, 0.3),
    Look("bootcamp", (12, 70), 2.9, 0.8, "assignment-code", "week credits client tail", 350, 0.6),
    Look("wrapper-extension", (15, 200), 1.9, 0.9, "wrapper", "client params", 180, 0.2, 1.4), Look("same-textbook",
    (10, 120), 1.5, 0.7, "textbook", "tail nat", 280, 0.6), Look("trivia-night-app", (15, 120), 1.9, 0.8, "trivia",
    "client params", 70, 0.1), Look("neutral-desk", (3, 20), 3.2, 0.8, "desk", "params", 260, 0.2)]

def _sample(rng: random.Random, items: list[Text], most: int) -> list[Text]:
    return rng.sample(items, min(most, len(items)))

def source(w: World, name: str) -> Asks:
    """How the members of one crowd of a kind ask: what is common to them is drawn here, the rest per member."""
    rng, lib = w.rng, w.lib
    say = lib.say
    if name == "agent":
        tools, system = agent_kit(w)
        def agent(p: Persona, count: int) -> list[list[Text]]:
            own, made, project = rng.choice([lib.code, lib.agents, lib.knowledge]), [], say(rng, "CODE_N")
            while count > 0:
                steps = min(count, 1 + int(rng.expovariate(0.2)))
                mine = Text(f"{project}: {say(rng, 'CODE_V').lower()} {say(rng, 'CODE_T')}")
                first = mine if rng.random() < 0.4 else own(rng)
                made.append([t._replace(system=system) for t in [first, *agent_steps(w, steps - 1)]])
                count -= steps
            return made
        agent.tools = tools  # type: ignore[attr-defined]
        return agent
    if name in ("template", "probe", "translate", "seo", "review", "ci", "label"):
        picks = {"translate": "Translate to", "seo": "blog intro", "review": "Review this", "label": "Tag the topic"}
        form = lib.task(rng)
        form = next((t for t in lib.bank["TASKS"] if picks.get(name, "#") in t), form).replace("{lang}", "German")
        preface = None if rng.random() < 0.5 else lib.app_system(rng, rng.choice(list(lib.genres)))[1]
        if name == "template" and rng.random() < 0.35:
            real = rng.choice(lib.tenants())
            return lambda p, count: [[rng.choice(real)] for _ in range(count)]
        def template(p: Persona, count: int) -> list[list[Text]]:
            topic = say(rng, "KNOW_N") if name in ("seo", "review") else ""
            stock = [lib.stuff(rng) for _ in range(rng.randint(1, 3))] if name == "probe" else None
            patch = [say(rng, "CODE_N") for _ in range(4)]
            made = []
            for _ in range(count):
                fill = lib.document(rng).prompt if rng.random() < 0.3 else lib.stuff(rng)
                fill = rng.choice(stock) if stock else fill
                if name == "ci":
                    fill = f"diff --git a/{rng.randint(1, 40)}.py: {rng.choice(patch)} {say(rng, 'CODE_T')}"
                elif topic:
                    fill = f"{topic}, {say(rng, 'KNOW_T')}, {say(rng, 'KNOW_T')} #{rng.randint(1, 99)}"
                made.append([Text(form.replace("{x}", fill).replace("{y}", lib.follow(rng, p.lang)), preface)])
            return made
        return template
    if name in ("assignment", "assignment-code", "textbook"):
        make = lib.code if name == "assignment-code" else rng.choice([lib.maths, lib.knowledge, lib.maths, lib.code])
        tasks = [make(rng) for _ in range(rng.randint(4, 14) if name != "textbook" else rng.randint(20, 60))]
        hint = lib.show(rng) if rng.random() < 0.4 else ""
        def assignment(p: Persona, count: int) -> list[list[Text]]:
            made, typed = [], rng.random()
            for task in _sample(rng, tasks, max(1, count // 2)):
                text = task.prompt if typed < 0.7 else task.prompt.lower()[:160]
                text = f"{text} {hint}" if typed < 0.35 else text
                talk = [task._replace(prompt=text)]
                while rng.random() < 0.5:
                    talk.append(Text(lib.follow(rng, p.lang)))
                made.append(talk)
            return made
        return assignment
    if name == "benchmark":
        suites = ["harvest/gsm8k_train", "benign/eval_bbh", "benign/eval_kojima_direct_logs", "harvest/cot_kojima_logs",
                  "harvest/bfcl_function_calling"]  # fmt: skip
        suite = lib.corpus(rng.choice(suites))
        start, shot = rng.randrange(len(suite)), rng.choice(["", "", " " + lib.show(rng), "\nAnswer:"])
        def benchmark(p: Persona, count: int) -> list[list[Text]]:
            part = suite[start : start + count] if rng.random() < 0.6 else _sample(rng, suite, count)
            tail = shot if rng.random() < 0.6 else rng.choice(["", "\nA:", " Let's think step by step."])
            return [[t._replace(prompt=t.prompt + tail)] for t in part]
        return benchmark
    if name == "judge":
        group = rng.choice(lib.groups("harvest/filled_judge_grading"))
        lead = f"{say(rng, 'JUDGE_A')} {say(rng, 'JUDGE_B')}."
        def judge(p: Persona, count: int) -> list[list[Text]]:
            if rng.random() < 0.5:
                return [[rng.choice(group)] for _ in range(count)]
            own = rng.choice(["support reply", "summary", "translation", "chat answer"])
            return [[Text(f"{lead}\nProduct: {own}\nUser: {lib.stuff(rng)[:500]}\nReply: {lib.output(rng, 90, None)}")]
                    for _ in range(count)]  # fmt: skip
        return judge
    if name == "synth":
        group = rng.choice(lib.groups("harvest/filled_instruction_generators"))
        def synth(p: Persona, count: int) -> list[list[Text]]:
            niche = f"{say(rng, 'APP_A')}{say(rng, 'APP_B')}"
            if rng.random() < 0.4:
                return [[rng.choice(group)] for _ in range(count)]
            return [[Text(f"Write {rng.randint(3, 9)} messages that customers of {niche} might send like this one, one "
                          f"per line, for our intent model:\n{lib.stuff(rng)}")] for _ in range(count)]  # fmt: skip
        return synth
    if name == "resold":
        def resold(p: Persona, count: int) -> list[list[Text]]:
            made = []
            p.users = [w.token("u_") for _ in range(max(2, count // 6))]
            while count > 0:
                talk = list(rng.choice(lib.chats())) if rng.random() < 0.7 else [lib.code(rng)]
                made.append(talk[:count])
                count -= len(made[-1])
            return made
        return resold
    head = lib.show(rng)
    role = lib.app_system(rng, "homework")[1] if name in ("tutor", "trivia", "wrapper", "starter") else None
    verb = rng.choice(["Explain this page:", "Rewrite this:", "TL;DR:", "Reply to this post:", "Improve my text:"])
    def plain(p: Persona, count: int) -> list[list[Text]]:
        makers = [lib.makers[n] for n in rng.sample(["code", "knowledge", "writing", "agents"], 2)]
        made = []
        for _ in range(max(1, count * 2 // 3)):
            first = {
                "chat": lambda: Text(lib.genre(rng, rng.choice(list(lib.genres)), p.lang)),
                "chinese": lambda: lib.chinese(rng),
                "audit": lambda: Text(f"{lib.stuff(rng)}\n\n{head if rng.random() < 0.6 else lib.show(rng)}"),
                "tutor": lambda: lib.maths(rng) if rng.random() < 0.6 else lib.knowledge(rng),
                "starter": lambda: rng.choice(makers)(rng),
                "wrapper": lambda: Text(f"{verb}\n{lib.stuff(rng)}"),
                "trivia": lambda: Text(f"Quiz me: {say(rng, 'KNOW_N')}, level {rng.randint(1, 9)}"),
                "desk": lambda: Text(f"{say(rng, 'SAFE_A')}, {say(rng, 'SAFE_B')}:\n{lib.document(rng).prompt}"),
            }[name]()
            talk = [first._replace(system=role or first.system)]
            while rng.random() < 0.35:
                talk.append(Text(lib.follow(rng, p.lang), role))
            made.append(talk)
        return made
    return plain

def crowd(w: World, look: Look, size: int) -> None:
    """One crowd of independent people or firms."""
    rng = w.rng
    has = set(look.shares.split())
    ask = source(w, look.source)
    week = w.start + int(rng.uniform(-14, w.days * 0.55) * DAY) if rng.random() < 0.75 else w.joined()
    deadline = max(week, w.start) + int(rng.uniform(2, 8) * DAY)
    asn = rng.choice((786, 680, 2200, 7377, 4538, 55836, 8151, 3352, 4760, 9506))
    nat = [address(rng, asn) for _ in range(rng.randint(1, 5))]
    stack = [client(rng) for _ in range(rng.choice([1, 1, 1, 2]))]
    habits, place, org = settings(rng), rng.randrange(14), w.token("org_")
    prompt_model = rng.choice(("aster-sonnet-4-5", "aster-haiku-4-5", "aster-opus-4-5"))
    lead: Persona | None = None
    for number in range(size):
        created = week + int(rng.random() * 6 * DAY) if "week" in has else None
        p = w.persona(look.name, created, place if "nat" in has else None)
        if "client" in has and rng.random() < 0.9:
            same = rng.choice(stack)
            p.clients = [same if rng.random() < 0.7 else Client(same.agent, same.sdk, client(rng).ja4)]
        if "params" in has and rng.random() < 0.8:
            p.settings = habits
        if "params" in has or "client" in has:
            p.model = prompt_model if rng.random() < 0.7 else p.model
        if "nat" in has and (rng.random() < 0.8 or "keys" in has):
            p.ips, p.asn = nat, asn
            p.record["signup_ip"] = rng.choice(nat) if rng.random() < 0.7 else p.record["signup_ip"]
        if "credits" in has and rng.random() < 0.85:
            p.record.update(payment_kind="credits", payment_fingerprint=None, plan=rng.choice(["free", "payg"]))
            p.record["pathway"] = rng.choice(["education", "startup", "self_serve"])
        if "org" in has or "keys" in has:
            p.record.update(org_id=org, org_name=w.lib.say(rng, "APP_A") + " Ltd", plan="team")
            if lead:
                p.record.update({key: lead.record[key] for key in ("payment_fingerprint", "email_domain")})
        elif rng.random() < 0.3:
            p.record.update(org_id=w.token("org_"), org_name=w.lib.say(rng, "APP_A") + rng.choice([" Inc", " Labs"]))
        if "licence" in has:
            p.record.update(distillation_licence=True, plan="enterprise", verification="business")
        if "flat" in has and rng.random() < 0.8:
            p.clock, p.weekend = "flat", 1.0
        if "tail" in has:
            p.last = min(w.end, max(p.first + DAY, deadline + int(rng.random() * 2 * DAY)))
        if "release" in has:
            p.first = min(w.end - DAY, max(p.first, w.release + int(rng.random() * 20 * HOUR)))
            p.last, p.model = min(w.end, p.first + int(rng.uniform(0.5, 3) * DAY)), w.new_model
        lead = lead or p
        live(w, p, look, ask, has, lead if number else None)

def live(w: World, p: Persona, look: Look, ask: Asks, has: set[str], peer: Persona | None) -> None:
    """One member's own life, with asides that are nobody else's."""
    rng = w.rng
    count = volume(rng, look.middle, look.sigma)
    if peer and "keys" in has:
        count = max(1, count // 8)
    tools = getattr(ask, "tools", None)
    began = w.moment(p)
    moved = w.release + int(rng.random() * 6 * DAY)
    for talk in ask(p, count):
        at = began if "once" in has else w.moment(p)
        model = w.new_model if "model" in has and at > moved else None
        user = rng.choice(p.users) if p.users else None
        ended = w.talk(p, at, talk, out=look.out, tools=tools, model=model, user=user, pace=9 if tools else 60)
        if "once" in has:
            began = ended - int(rng.random() * 40 * SECOND)
            if began > p.last - HOUR or rng.random() < 0.004:
                began = w.moment(p)
            began = max(began, at + rng.randint(1, MINUTE))
    if rng.random() < look.aside:
        rng.choice([chatter, chatter, coder])(w, p, volume(rng, 0.8, 0.8))

def crowds(w: World, count: int) -> None:
    """Crowds of all kinds, until so many accounts are used."""
    rng, most = w.rng, max(8, count // 9)
    order = rng.sample(LOOKS, len(LOOKS))
    for _ in range(400):
        for look in order:
            if rng.random() > look.weight * 0.7:
                continue
            low, high = look.size
            tail = low * (1 - rng.random()) ** -1.1 * max(1.0, min(6.0, count / 900))
            size = min(count, high, max(low, most), max(low, int(tail)))
            crowd(w, look, size)
            count -= size
            if count <= 0:
                return
