"""Ordinary people and small firms, each with a purpose of their own."""

import math
from collections.abc import Callable

from benchmarks.generators.chancellor.texts import grouped, pool
from benchmarks.generators.chancellor.world import Person, World

Life = Callable[[World, Person, int], None]
TONGUES = ("es", "de", "fr", "ru", "ja", "zh", "en")


def volume(w: World, middle: float, spread: float, cap: int = 1500) -> int:
    """Requests of one customer in the window: heavy-tailed."""
    return int(min(cap, max(1, w.r.lognormvariate(math.log(middle), spread))))


def turns_from(w: World, p: Person, first: str, most: int = 14) -> list[str]:
    """A chat as people hold it: mostly one turn, sometimes many."""
    r, turns = w.r, [first]
    while len(turns) < most and r.random() < 0.45:
        turns.append(w.say_it.pick("follow") if r.random() < 0.7 else w.say_it.fill(w.say_it.pick("aside"), p.topics))
    return turns


def question(w: World, p: Person, domain: str) -> str:
    """Something this person wants to know."""
    r = w.r
    lang = r.choice(TONGUES) if p.lang == "any" else p.lang
    if lang == "zh" and r.random() < 0.5:
        return r.choice(pool(r.choice(("zh", "zh_code")), w.fold)).prompt
    if r.random() < 0.45 or lang not in ("en", "zh"):
        text = w.say_it.ask(domain, lang, p.topics)
        if r.random() < 0.3:
            text = w.say_it.pick("open") + text
        return f"{text} {w.say_it.fill(w.say_it.pick('aside'), p.topics)}" if r.random() < 0.15 else text
    return r.choice(pool(domain if domain in ("code", "knowledge", "writing", "maths") else "general", w.fold)).prompt


def chatter(w: World, p: Person, n: int) -> None:
    """Somebody who chats about whatever comes up."""
    r, talks, k = w.r, grouped("chat", w.fold), 0
    for t in w.moments(p, n):
        dice = r.random()
        if dice < 0.55:
            turns = [item.prompt for item in r.choice(talks)]
            turns = turns if len(turns) < 9 else turns[:1]
        elif dice < 0.62:
            turns = [r.choice(w.viral).format(q=question(w, p, "knowledge"))]
        else:
            turns = turns_from(w, p, question(w, p, r.choice(("knowledge", "writing", "general"))))
        w.talk(p, t, turns, pause=70, held=r.choice((0, 0, 0, 0, 0, 0, 0, 2, 6)))
        k += len(turns)
        if k >= n:
            return


def learner(w: World, p: Person, n: int) -> None:
    """Homework and explanations, or texts for a blog, a shop or a novel: one domain."""
    r, domain = w.r, w.r.choice(("maths", "code", "knowledge", "writing", "writing"))
    habit = w.say_it.pick("trace") if r.random() < 0.5 and domain != "writing" else ""
    series = f"{w.say_it.pick('form').capitalize()}, part {{}}: " if domain == "writing" and r.random() < 0.3 else ""
    for k, t in enumerate(w.moments(p, max(1, n // 2))):
        text = series.format(k + 1) + question(w, p, domain)
        if domain != "writing" and r.random() < 0.4:
            text = f"{text} {habit or w.say_it.pick('trace')}"
        shape = {"maths": "reason", "code": "code", "writing": "long"}.get(domain, "chat")
        w.talk(p, t, turns_from(w, p, text, 6), shape=shape, pause=100)


def coder(w: World, p: Person, n: int) -> None:
    """A developer with an IDE plug-in and one or two projects."""
    r, k = w.r, 0
    project, system = f"{w.say_it.pick('project')}{r.randint(1, 99)}", r.choice((None, w.say_it.pick("agents")))
    tools = sorted(r.sample(w.say_it.banks["tools"], r.randint(2, 4))) if system else None
    for t in w.moments(p, n):
        task = w.say_it.ask(r.choice(("code", "agents")), topics=p.topics)
        turns = [r.choice(pool("code", w.fold)).prompt if r.random() < 0.25 else f"{project}: {task}"]
        for _ in range(min(n - k, int(r.expovariate(0.3)))):
            told = f"{project}/{w.say_it.pick('module')}.py: {r.choice(('ok', 'exit 1', 'TypeError', '3 matches'))}"
            named = f"[{r.choice(tools) if tools else 'terminal'}] {told}"
            turns.append(named if r.random() < 0.7 else w.say_it.pick("follow"))
        w.talk(p, t, turns, system=system, tools=tools, shape="tool" if tools else "code", pause=25)
        k += len(turns)
        if k >= n:
            return


def support(w: World, p: Person, n: int) -> None:
    """A support bot: many end users, one system prompt."""
    r, bank = w.r, pool("support", w.fold)
    system = f"{w.say_it.fill(w.say_it.pick('apps'))} {w.say_it.firm()}, {p.country}."
    part, users = r.sample(range(len(bank)), min(400, len(bank))), [w.uid("u") for _ in range(max(2, n // 3))]
    for t in w.moments(p, max(1, n * 2 // 3), r.choice(("human", "human", "flat"))):
        turns = [bank[r.choice(part)].prompt] + [w.say_it.pick("follow")] * (r.random() < 0.4)
        w.talk(p, t, turns, system=system, user=r.choice(users) if p.names_users else None, pause=40)


def tenant(w: World, p: Person, n: int) -> None:
    """A product with one template (labels, summaries, drafts)."""
    r, items = w.r, w.r.choice(grouped("tenants", w.fold, 50))
    at, tag = r.randrange(len(items)), f" [{w.say_it.firm()}]" if r.random() < 0.6 else ""
    for k, t in enumerate(w.moments(p, n, r.choice(("human", "office", "cron", "flat")))):
        item = items[(at + k) % len(items)]
        w.say(p, t, item.prompt, system=(item.system + tag) if item.system else None, shape=r.choice(("json", "chat")))


def over_texts(w: World, p: Person, n: int) -> None:
    """Documents, posts or rows of one's own: asked about, translated or worked through one by one."""
    r, to = w.r, w.r.choice(("German", "中文", "Spanish", "English", "Japanese"))
    head = r.choice((f"Translate to {to}:\n{{}}", f"{{}}\n\n=> {to}", f"Rewrite this in natural {to}: {{}}",
        "Proofread: {}",
                     f"{w.say_it.pick('tasks')}\n\n{{}}", "Context:\n{}\n\nQuestion: who is it about?"))
    bank, params = pool(r.choice(("docs", "dialogues", "support", "chat", "zh")), w.fold), dict(p.params)
    if r.random() < 0.3:
        params["temperature"] = r.choice((0.0, 0.2))
    at, own = r.randrange(len(bank)), w.say_it.fill(w.say_it.pick("apps")) if r.random() < 0.4 else None
    for k, t in enumerate(w.moments(p, n, r.choice(("human", "human", "cron", "bursts", "office")))):
        text = w.say_it.pick("tasks") if r.random() < 0.1 else head.format(bank[(at + k) % len(bank)].prompt[:800])
        w.say(p, t, text, system=own, params=params, shape=r.choice(("short", "chat")))


def tinkerer(w: World, p: Person, n: int) -> None:
    """The playground: riddles, benchmarks' questions, one prompt on several models, prompts from the library."""
    r = w.r
    for t in w.moments(p, max(1, n // 2)):
        dice = r.random()
        if dice < 0.35:
            text = w.say_it.pick("riddles")
        elif dice < 0.6:
            text = r.choice(w.viral).format(q=question(w, p, r.choice(("maths", "knowledge", "code"))))
        else:
            text = r.choice(pool(r.choice(("bench", "maths", "cot", "tools", "gen", "judge")), w.fold)).prompt
        for model in r.sample(w.models, r.choice((1, 2, 3))):
            t = w.say(p, t, text, model=model, shape=r.choice(("chat", "reason"))) + r.uniform(2, 60)


def small_set(w: World, p: Person, n: int) -> None:
    """A small synthetic set for a product of one's own: one narrow subject."""
    r, firm = w.r, w.say_it.firm()
    ask = r.choice(("Generate {a} example messages a customer of {f} could send about {q}.",
                    "Write {a} test questions on {q} for {f}.",
                        "Make {a} short dialogues about {q} for the bot of {f}.",
                    "Invent {a} tickets for {f}, topic {q}. JSON."))
    subjects = [r.choice(pool("support", w.fold)).group.split(":")[-1].replace("_", " ") for _ in range(6)]
    for t in w.moments(p, n, r.choice(("bursts", "office", "human"))):
        w.say(p, t, ask.format(a=r.randint(5, 30), f=firm, q=r.choice(subjects)), shape="long")


def judge(w: World, p: Person, n: int) -> None:
    """One's own evaluation of one's own assistant."""
    r, items, docs = w.r, w.r.choice(grouped("judge", w.fold, 30)), pool("support", w.fold)
    rubric = w.say_it.fill(w.say_it.pick("rubrics")) if r.random() < 0.6 else None
    for t in w.moments(p, n, r.choice(("cron", "office"))):
        item, bot = r.choice(items), w.say_it.pick("said") + w.say_it.pick("more")
        text = f"{rubric}\n\nUser: {r.choice(docs).prompt}\nBot: {bot}" if rubric else item.prompt
        w.say(p, t, text, system=None if rubric else item.system, shape="grade")


PEOPLE: dict[Life, float] = {chatter: 30, learner: 25, coder: 13, over_texts: 13, tinkerer: 9}
SHOPS: dict[Life, float] = {support: 5, tenant: 6, over_texts: 9, coder: 3, small_set: 2, judge: 2}


def live(w: World, p: Person, n: int) -> None:
    """The life of one private person; longer ones do a second thing."""
    first, second = w.r.choices(list(PEOPLE), list(PEOPLE.values()), k=2)
    more = n // 3 if n > 12 and w.r.random() < 0.4 else 0
    first(w, p, n - more)
    if more:
        second(w, p, more)


def ordinary(w: World, n: int) -> None:
    """n customers who have nothing to do with one another."""
    for _ in range(n):
        p = w.person("ordinary")
        if w.r.random() < 0.12:
            p.names_users = w.r.random() < 0.4
            w.r.choices(list(SHOPS), list(SHOPS.values()))[0](w, p, volume(w, 40, 1.4))
        else:
            live(w, p, volume(w, 5, 1.5, 600))
