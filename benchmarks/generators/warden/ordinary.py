"""Ordinary lives: what one customer does with a model, by persona. Campaigns use the same lives as cover."""

import random
from collections.abc import Callable

import numpy as np

from benchmarks.generators.warden import banks, texts
from benchmarks.generators.warden.texts import Item, fill, pool, spin, vary
from benchmarks.generators.warden.world import Member, Row, World

Life = Callable[[World, Member, int], None]


def draw_out(w: World, name: str) -> float:
    """A real answer length."""
    return float(w.rng.choice(texts.trace(name)["out"])) + 1


def asked(w: World, lang: str) -> Item:
    """A person's question: mostly real, else spun in the person's language."""
    rng = w.rng
    if lang in banks.ASK_OTHER and rng.random() < 0.65:
        return Item(w.say(banks.ASK_OTHER[lang]), lang=lang)
    if rng.random() < 0.12:
        return w.item("instructionwild")
    if rng.random() < 0.1:
        return w.item(
            rng.choice(("stanford_alpaca_en", "alpaca_zh_translated" if lang == "zh" else "self_instruct_seeds"))
        )
    return Item(w.say(banks.ASK))


def talk(w: World, m: Member) -> list[Item]:
    """The user turns of one conversation."""
    rng = w.rng
    if rng.random() < 0.62:
        deck = w.deck("talks", texts.conversations(w.fold))
        turns = deck.deal()
        return turns if deck.round == 0 else [turn._replace(text=vary(rng, turn.text)) for turn in turns]
    turns = [asked(w, m.lang)]
    while rng.random() < 0.42 and len(turns) < 14:
        turns.append(Item(w.say(banks.FOLLOW)))
    return turns


def sittings(w: World, m: Member, count: int, per: float = 2.3) -> np.ndarray:
    """Starts of a person's conversations."""
    return w.clock.people(max(1, round(count / per)), m.zone, m.persona, m.born)


def chatter(w: World, m: Member, count: int) -> None:
    """Chats in the console or in a chat client; some began before the window."""
    system = (
        None if m.path == "console" else w.rng.choice((None, "You are a helpful assistant.", w.say(banks.BOT_SYSTEM)))
    )
    for at in sittings(w, m, count):
        earlier = 2 * w.rng.randint(1, 9) if w.rng.random() < 0.04 else 0
        w.chat(m, float(at), talk(w, m), Row(system, out=draw_out(w, "chat") + 40), earlier=earlier)


AGENT_TOOLS = (
    ["read", "edit", "bash", "grep"],
    ["search", "open", "write"],
    ["shell", "apply_patch"],
    ["browser", "python"],
)


def coder(w: World, m: Member, count: int) -> None:
    """Coding help: questions with follow-ups, or an agent's loop of tool results."""
    rng = w.rng
    loops = m.path != "console" and rng.random() < 0.5
    tools = w.add_tools(rng.choice(AGENT_TOOLS)) if loops else -1
    system = w.rng.choice((None, w.say(banks.AGENT_SYSTEM))) if loops else None
    for at in sittings(w, m, count, 7 if loops else 2.5):
        turns = [Item(w.say(banks.CODE_ASK)) if rng.random() < 0.8 else coding(w)]
        for _ in range(min(40, int(rng.expovariate(1 / (6 if loops else 1.4))))):
            turns.append(Item(w.say(banks.TOOL_RESULT if loops else banks.FOLLOW + banks.CODE_ASK)))
        w.chat(
            m,
            float(at),
            turns,
            Row(system, "tool" if loops else "code", draw_out(w, "long" if loops else "code") + 60, tools=tools),
            9 if loops else 90,
        )


def coding(w: World) -> Item:
    """A code exercise of the files."""
    return (
        w.item("tool_selfinstruct")
        if w.rng.random() < 0.3
        else Item(w.say(banks.CODE_ASK) + "\n\n" + w.item("stanford_alpaca_en").text)
    )


def feed(w: World) -> Callable[[], str]:
    """A customer's own stream of input texts."""
    rng, fold = w.rng, w.fold
    name = rng.choices(("tweets", "dialogues", "support", "chat"), (35, 25, 30, 10))[0]
    if name == "support":
        items = pool("support_intents", fold)
        wanted = set(rng.sample(sorted({item.subtype for item in items}), rng.randint(8, 60)))
        cards = [item.text for item in items if item.subtype in wanted]
    elif name == "chat":
        cards = [item.text for talk in texts.conversations(fold) for item in talk[:1]]
    else:
        cards = texts.filler(fold, "filler-dialogue" if name == "dialogues" else "filler-text")
    deck = texts.Deck(rng, cards)

    def deal() -> str:
        card = deck.deal()
        return card if deck.round == 0 else vary(rng, card)

    return deal


def arrivals(w: World, m: Member, count: int) -> np.ndarray:
    """Traffic of an application or job: measured rates, the users' day, or a schedule."""
    mode = w.rng.choices(("real", "people", "nightly", "hourly", "burst", "flat"), (45, 25, 9, 6, 11, 4))[0]
    if mode == "real":
        return w.clock.real(count, m.born)
    if mode == "people":
        return w.clock.people(count, m.zone, 3, m.born)
    return w.clock.machine(count, mode, m.born)


def template(w: World) -> tuple[str | None, str]:
    """A customer's own system prompt and template (`§` is the input)."""
    rng = w.rng
    if rng.random() < 0.3:
        system, body = w.deck("apps", texts.templates("benign", w.fold)).deal()
        return system, fill(body, ["§"])
    return (w.say(banks.BOT_SYSTEM) if rng.random() < 0.4 else None), w.say(banks.APP_TEMPLATE)


def app(w: World, m: Member, count: int) -> None:
    """A small application with one template."""
    rng, (system, body), supply = w.rng, template(w), feed(w)
    out, style = rng.lognormvariate(4.0, 1.1), rng.choice(("prose", "json", "label", "prose"))
    users = [w.fresh_hash() for _ in range(rng.randint(3, 60))] if rng.random() < 0.3 else []
    batch = rng.random() < 0.05
    for at in arrivals(w, m, count):
        text = body.replace("§", supply())
        w.send(m, float(at), text, Row(system, style, out, end_user=rng.choice(users) if users else None, batch=batch))


def support(w: World, m: Member, count: int) -> None:
    """A support bot: short conversations of many end users."""
    rng, system = w.rng, w.say(banks.BOT_SYSTEM)
    users = [w.fresh_hash() for _ in range(max(3, count // 3))]
    supply = feed(w)
    for at in w.clock.people(max(1, count // 2), m.zone, 3, m.born):
        turns = [Item(supply()) for _ in range(rng.choice((1, 1, 1, 2, 3, 4)))]
        w.chat(m, float(at), turns, Row(system, out=60, end_user=rng.choice(users)), 50)


def rag(w: World, m: Member, count: int) -> None:
    """Retrieval: passages and a question, answers of measured length."""
    rng, system = w.rng, w.say(banks.BOT_SYSTEM) if w.rng.random() < 0.7 else None
    head = spin(rng, "[Context|Sources|Passages|Knowledge base][ for <brand>|]:")
    dialogues = texts.filler(w.fold, "filler-dialogue")
    questions = w.deck("support", pool("support_intents", w.fold))
    for at in arrivals(w, m, count):
        docs = "\n---\n".join(rng.sample(dialogues, rng.randint(2, 4)))
        question = questions.deal().text
        w.send(
            m,
            float(at),
            f"{head}\n{docs}\n\nQuestion: {question}",
            Row(system, out=draw_out(w, "rag"), hist_chars=5000),
        )


def tooling(w: World, m: Member, count: int) -> None:
    """A small agent with functions of its own."""
    rng = w.rng
    deck = w.deck("bfcl", [item for item in pool("bfcl_function_calling", w.fold) if item.system])
    mine = [deck.deal() for _ in range(rng.randint(1, 4))]
    names = [
        spin(rng, "[get|find|create|update|book]_[order|user|slot|invoice|room|report]")
        for _ in range(rng.randint(1, 5))
    ]
    tools = w.add_tools(sorted(set(names)))
    for at in arrivals(w, m, count):
        text = vary(rng, rng.choice(mine).text) if rng.random() < 0.5 else w.item("support_intents").text
        w.send(m, float(at), text, Row(mine[0].system, "tool", 45, tools=tools))


def student(w: World, m: Member, count: int) -> None:
    """Homework in one's own words, in the evening before it is due."""
    rng = w.rng
    for at in sittings(w, m, count, 1.8):
        name = rng.choice(
            ("gsm8k_train", "cot_kojima_logs", "alpaca_zh_supplement" if m.lang == "zh" else "stanford_alpaca_en")
        )
        text = w.say(banks.ASSIGNMENT).replace("§", w.item(name).text)
        turns = [Item(text)] + [Item(w.say(banks.FOLLOW)) for _ in range(rng.choice((0, 0, 1, 2)))]
        w.chat(m, float(at), turns, Row(out=180))


def tinkerer(w: World, m: Member, count: int) -> None:
    """Tries things: jailbreaks from a forum, tricks, odd questions, in one evening or two."""
    rng = w.rng
    for at in w.clock.people(count, m.zone, 1, m.born, days=rng.randint(1, 4)):
        text = w.item("jailbreak_prompts").text[:2500] if rng.random() < 0.25 else asked(w, m.lang).text
        w.send(m, float(at), text, Row(out=150))


def evaluator(w: World, m: Member, count: int) -> None:
    """Somebody measuring a model on a few tasks of a public benchmark."""
    rng, name = w.rng, w.rng.choice(("eval_bbh", "eval_kojima_direct_logs", "cot_kojima_logs", "gsm8k_train"))
    items = pool(name, w.fold)
    kinds = sorted({item.subtype for item in items})
    few = set(rng.sample(kinds, min(len(kinds), rng.randint(1, 3))))
    mine = [item for item in items if item.subtype in few]
    begin = rng.randrange(len(mine))
    for i, at in enumerate(w.clock.machine(min(count, len(mine)), rng.choice(("burst", "nightly")), m.born)):
        w.send(m, float(at), mine[(begin + i) % len(mine)].text, Row(out=rng.choice((8, 120))))


def auditor(w: World, m: Member, count: int) -> None:
    """Asks for the reasoning because somebody must sign for it."""
    supply, line, chatty = feed(w), w.say(banks.AUDIT), w.rng.random() < 0.5
    for at in w.clock.people(count, m.zone, 0, m.born):
        text = (w.say(banks.AUDIT) if chatty else line).replace("§", supply())
        w.send(m, float(at), text, Row(out=420))


def synthesiser(w: World, m: Member, count: int) -> None:
    """A start-up that makes a small synthetic set for its own product."""
    rng, line = w.rng, w.say(banks.OWN_SYNTH)
    for at in w.clock.machine(min(count, 250), "burst", m.born):
        text = (line if rng.random() < 0.7 else w.say(banks.OWN_SYNTH)).replace("§", w.item("support_intents").text)
        w.send(m, float(at), text, Row(out=260, style="json" if rng.random() < 0.2 else "prose"))


PEOPLE: tuple[tuple[Life, float], ...] = ((chatter, 66), (coder, 16), (student, 9), (tinkerer, 5), (auditor, 4))
BUILDERS: tuple[tuple[Life, float], ...] = (
    (chatter, 16),
    (coder, 24),
    (app, 24),
    (support, 8),
    (rag, 8),
    (tooling, 6),
    (evaluator, 4),
    (synthesiser, 3),
    (auditor, 3),
    (tinkerer, 4),
)
STUDENTS: tuple[tuple[Life, float], ...] = ((student, 50), (chatter, 25), (coder, 25))
RESEARCH: tuple[tuple[Life, float], ...] = ((evaluator, 40), (coder, 20), (app, 20), (synthesiser, 8), (chatter, 12))
FIRMS: tuple[tuple[Life, float], ...] = ((app, 45), (rag, 18), (support, 20), (tooling, 9), (auditor, 4), (coder, 4))
BY_SEGMENT = {
    "person": PEOPLE,
    "dev": BUILDERS,
    "startup": BUILDERS,
    "student": STUDENTS,
    "researcher": RESEARCH,
    "business": FIRMS,
    "cloud": FIRMS,
    "reseller": PEOPLE,
}
MACHINES = (app, rag, tooling, support, evaluator)


def live(w: World, m: Member, count: int | None = None) -> None:
    """Let an account lead the ordinary life of its segment."""
    rng: random.Random = w.rng
    rows = BY_SEGMENT[m.segment]
    if m.clients and w.clients[m.clients[0]].family == "browser":
        rows = STUDENTS if m.segment == "student" else PEOPLE
    life = rng.choices([row[0] for row in rows], [row[1] for row in rows])[0]
    if count is None:
        count = w.volume(12, 1.7) if life in MACHINES else w.volume(6, 1.45, 500)
    life(w, m, count)
