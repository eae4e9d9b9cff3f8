"""What campaigns ask: endless queues of harvest requests in many wordings."""

from collections.abc import Callable, Iterator

from .corpus import Item
from .world import Conv, Msg, World

DOMAINS: dict[str, Callable[[World], tuple[list[Item], str]]] = {
    "maths": lambda w: (w.c.gsm, "<mathq>"), "code": lambda w: (w.c.alpaca["code"], "<codeq>"),
    "agents": lambda w: (w.c.tools, "<agentq>"), "writing": lambda w: (w.c.alpaca["write"], "<writeq>"),
    "knowledge": lambda w: (w.c.alpaca["know"], "<knowq>"), "chinese": lambda w: (w.c.zh, "<zhq>"),
    "chinese code": lambda w: (w.c.zh_code, "<zhq>"), "data": lambda w: (w.c.seeds, "<dataq>"),
    "foreign": lambda w: ([c[0] for c in w.c.foreign], "<foreignq>"),
}  # fmt: skip


def domains(w: World, most: int) -> list[str]:
    """Up to `most` subjects of a campaign."""
    return w.r.sample(list(DOMAINS), w.r.randint(1, most))


def questions(w: World, names: list[str]) -> Iterator[Item]:
    """Questions without repetition as far as the pools reach; some campaigns use pools, some write their own."""
    pools = []
    for name in names:
        items, phrase = DOMAINS[name](w)
        items = list(items)
        w.r.shuffle(items)
        pools.append((items, phrase, w.r.choice([0.0, 0.5, 0.9, 1.0])))
    while True:
        items, phrase, own = w.r.choice(pools)
        if items and w.r.random() > own:
            yield items.pop()
        else:
            yield Item(w.say(phrase), None, None, "en", phrase)


def bare(w: World, names: list[str]) -> Iterator[Conv]:
    """The questions as they stand."""
    return ([Msg(i.text, None, i.out, True)] for i in questions(w, names))


def _frames(w: World, count: int, deep: bool) -> list[tuple[str | None, str, str]]:
    """Wordings: system prompt, words before, words after."""
    out: list[tuple[str | None, str, str]] = []
    for _ in range(count):
        core = w.r.choice(["<think>", "<think> <think>", "<think> <constraint>", "<sneaky>"]) if deep else "<rule>"
        core = w.say(core)
        x = w.r.random()
        persona = w.say("<persona>") if w.r.random() < 0.6 else None
        if x < 0.35:
            out.append((f"{persona or w.say('<persona>')} {core}", "", ""))
        elif x < 0.65:
            out.append((persona, "", f"\n\n{core}"))
        elif x < 0.85:
            out.append((persona, f"{core}\n\n", ""))
        else:
            out.append((None, f"{persona or ''} {core}\n### Task\n".lstrip(), "\n### Response"))
    return out


def worded(w: World, names: list[str], mode: str, deep: bool) -> Iterator[Conv]:
    """Questions in the wordings of `mode`; `deep` asks for the reasoning."""
    pool = _frames(w, 1 if mode in ("fixed", "system") else w.r.randint(3, 9), deep)
    scale = w.r.choice([0.8, 1.0, 1.8, 3.0])
    for i in questions(w, names):
        if mode == "bare":
            yield [Msg(i.text, None, i.out, True)]
            continue
        frame = _frames(w, 1, deep)[0] if mode == "paraphrase" else w.r.choice(pool)
        system, head, tail = frame
        if mode == "paraphrase" and w.r.random() < 0.3:
            system, head = None, ""
        turns = [Msg(head + i.text + tail, system, i.out, True, scale=scale)]
        if deep and w.r.random() < 0.06:
            turns.append(Msg(w.say("<think>"), system, None, True, scale=scale))
        yield turns


def rotated(w: World) -> Iterator[Conv]:
    """Prompts of several published harvest recipes in turn, with little wording in common."""
    c, r = w.c, w.r
    styles: list[list[Item]] = [*c.generators.values(), *c.elicit.values(), *c.judge.values(), *c.cot.values(), c.tools,
                                c.alpaca["know"], c.alpaca["rewrite"], c.zh, c.zh_code, c.gsm, c.seeds,
                                [x[0] for x in c.calls]]  # fmt: skip
    chosen = [list(s) for s in r.sample(styles, min(len(styles), r.randint(4, 9)))]
    weights = [r.random() + 0.1 for _ in chosen]
    while True:
        pool = r.choices(chosen, weights)[0]
        i = r.choice(pool)
        tail = "\n" + w.say("<think>") if r.random() < 0.08 else ""
        yield [Msg(i.text + tail, i.system, i.out, True)]


def judged(w: World) -> Iterator[Conv]:
    """Grading prompts: published ones, or a rubric of the operator's own over answers to be scored."""
    groups = [list(g) for g in w.r.sample(list(w.c.judge.values()), w.r.randint(1, 2))]
    own = w.r.choice([0.0, 0.4, 1.0])
    frame, several = w.say("<rubric>"), w.r.random() < 0.4
    source = questions(w, domains(w, 3))
    while True:
        if w.r.random() < own:
            i = next(source)
            answer = i.out or w.r.choice(w.c.answers)[:700]
            rubric = w.say("<rubric>") if several else frame
            yield [Msg(f"{rubric}\n\nQuestion: {i.text}\nAnswer: {answer}", None, None, True, scale=0.5)]
        else:
            i = w.r.choice(w.r.choice(groups))
            yield [Msg(i.text, i.system, i.out, True, scale=0.6)]


def replayed(w: World) -> Iterator[Conv]:
    """The last turns of stored sessions: histories that this gateway never saw begin."""
    sessions = [c for c in w.c.chats if len(c) > 1] + [c for c in w.c.calls if len(c) > 1]
    w.r.shuffle(sessions)
    system = w.say("<boiler>") if w.r.random() < 0.3 else None
    tail = "\n" + w.say("<think>") if w.r.random() < 0.35 else ""
    whole = w.r.random() < 0.3
    for k in range(10**9):
        conv = sessions[k % len(sessions)]
        cut = w.r.randint(1, len(conv) - 1)
        send = conv[cut:] if whole else conv[cut : cut + 1]
        yield [Msg(i.text + tail, i.system or system, i.out, True, before=2 * cut) for i in send[:4]]


def rewritten(w: World, rotate: bool) -> Iterator[Conv]:
    """Documents to rephrase: `rotate` changes the whole style each time, else a strong template."""
    style = [w.say(w.r.choice(["<rewr>\n\n", "<persona> <rewr>\n", "<rewr> <rule>\nTEXT: "])) for _ in range(2)]
    delicate = w.r.random() < 0.5
    recipes = [g for k, g in w.c.generators.items() if "evol" in k or "rewr" in k.lower()] or [w.c.alpaca["rewrite"]]
    other = rotated(w)
    while True:
        doc = w.say("<passage> <passage>") if w.r.random() < 0.4 else w.r.choice(w.c.documents)
        if delicate and w.r.random() < 0.6:
            doc = w.say("Question about <sensitive>: <knowq> <passage>")
        x = w.r.random()
        if not rotate:
            yield [Msg(style[x < 0.1] + doc, None, None, True, scale=1.6)]
        elif x < 0.3:
            i = w.r.choice(w.r.choice(recipes))
            yield [Msg(i.text, i.system, i.out, True)]
        elif x < 0.55:
            i = w.r.choice(w.c.alpaca["rewrite"])
            yield [Msg(i.text, None, i.out, True)]
        elif x < 0.75:
            yield next(other)
        else:
            yield [Msg(w.say("<rewr>\n") + doc, w.say("<persona>") if x < 0.85 else None, None, True, scale=1.6)]


def swept(w: World) -> tuple[Iterator[Conv], Iterator[Conv]]:
    """Trial of many wordings on few questions, and the winners on a long list."""
    frames = _frames(w, w.r.randint(20, 60), True)
    winners = w.r.sample(frames, w.r.randint(1, 4))
    names = domains(w, 2)
    source = questions(w, names)
    probes = [next(source) for _ in range(w.r.randint(3, 12))]

    def trial() -> Iterator[Conv]:
        while True:
            (system, head, tail), i = w.r.choice(frames), w.r.choice(probes)
            yield [Msg(head + i.text + tail, system, i.out, True)]

    def scaled() -> Iterator[Conv]:
        for i in source:
            system, head, tail = w.r.choice(winners)
            yield [Msg(head + i.text + tail, system, i.out, True, scale=1.8)]

    return trial(), scaled()
