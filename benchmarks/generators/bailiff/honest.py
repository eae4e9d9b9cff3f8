"""Ordinary customers: what each of them uses the gateway for, and how much."""

from collections.abc import Callable, Iterator

from .corpus import Item
from .people import Traits, group, live
from .world import Account, Conv, Msg, World

Source = Callable[[World], Iterator[Conv]]


def msg(i: Item, system: str | None = None, harvest: bool = False) -> Msg:
    """A prompt of the corpus as a request."""
    return Msg(i.text, system or i.system, i.out, harvest)


def chatter(w: World) -> Iterator[Conv]:
    """A person who chats."""
    while True:
        x = w.r.random()
        if x < 0.6:
            yield [msg(i) for i in w.r.choice(w.c.chats)[:12]]
        elif x < 0.68:
            yield [msg(w.r.choice(w.c.tweeted))]
        else:
            turns = 1 + int(w.r.expovariate(0.9))
            yield [Msg(w.say("<persq>" if k == 0 else "<follow>")) for k in range(turns)]


def native(w: World) -> Iterator[Conv]:
    """A person who writes another language."""
    lang = w.r.choice(w.c.foreign)[0].lang
    mine = [c for c in w.c.foreign if c[0].lang == lang]
    while True:
        zh = lang == "zh" and w.r.random() < 0.7
        yield [Msg(w.say("<zhq>"))] if zh else [msg(i) for i in w.r.choice(mine)[:9]]


def coder(w: World) -> Iterator[Conv]:
    """A programmer who asks for help, or an editor plug-in."""
    system = w.r.choice([None, None, w.say("<boiler>"), w.say("<persona>")])
    while True:
        n = 1 + int(w.r.expovariate(0.7))
        yield [Msg(w.say("<devq>" if k == 0 else "<follow>"), system, scale=1.5) for k in range(n)]


def app(w: World) -> Iterator[Conv]:
    """A small app with one template of its own over changing data."""
    system = w.say("<appsys>") if w.r.random() < 0.75 else None
    ask, sep = w.say("<appq>"), w.r.choice(["\n\n", "\n---\n", '\n"""', "\nText: ", "\nINPUT:\n"])
    pool = w.r.choice([None, w.c.filler, w.c.intent_flat])
    while True:
        data = w.say("<passage> <passage>") if pool is None else w.r.choice(pool).text
        yield [Msg(f"{ask}{sep}{data}", system, scale=0.5)]


def tenant(w: World) -> Iterator[Conv]:
    """A production app as found in the corpus, under a system prompt of its own half of the time."""
    items = w.c.tenants[w.r.choice(list(w.c.tenants))]
    own = w.say("<appsys>") if w.r.random() < 0.5 else None
    while True:
        i = w.r.choice(items)
        yield [msg(i, None if own is None else f"{own} {i.system or ''}".strip())]


def support(w: World) -> Iterator[Conv]:
    """A support bot."""
    system = w.say("<appsys>")
    subs = w.r.sample(list(w.c.intents), min(6, len(w.c.intents)))
    pool = [i for s in subs for i in w.c.intents[s]]
    while True:
        yield [msg(w.r.choice(pool), system) for _ in range(1 + int(w.r.expovariate(1.1)))]


def rag(w: World) -> Iterator[Conv]:
    """Questions over retrieved passages."""
    system = w.say("<appsys>")
    head = w.r.choice(["Context:\n{c}\n\nQuestion: {q}", "Documents:\n{c}\nQ: {q}\nA:", "{q}\n\n[sources]\n{c}"])
    while True:
        c = "\n".join(f"[{k}] {w.say('<passage>')}" for k in range(w.r.randint(2, 4)))
        yield [Msg(head.format(c=c, q=w.say("<knowq>")), system, context=w.r.randint(200, 3000), scale=0.6)]


def agent(w: World, system: str | None = None, harvest: bool = False) -> Iterator[Conv]:
    """A coding or tool-using agent: a task, then tool results."""
    system = system or w.say(w.r.choice(["<boiler>", "<appsys>", "<persona> Use tools."]))
    names = w.r.choice([("read_file", "edit_file", "bash"), ("search", "open_url"), ("Read", "Write", "Grep", "Bash"),
                        ("sql_query", "plot"), ("get_order", "refund", "handoff")])  # fmt: skip
    while True:
        if w.r.random() < 0.3:
            conv = w.r.choice(w.c.calls)
            yield [Msg(i.text, i.system or system, None, harvest, tools=names) for i in conv[:6]]
            continue
        task = Msg(w.say("<agentq>"), system, None, harvest, tools=names, context=w.r.randint(300, 6000), scale=1.3)
        more = [Msg(w.say("result: {<passage>}"), system, None, harvest, tools=names, context=w.r.randint(50, 9000))
                for _ in range(int(w.r.expovariate(0.35)))]  # fmt: skip
        yield [task, *more[:14]]


def cron(w: World) -> Iterator[Conv]:
    """One prompt at fixed hours over fresh data."""
    ask = w.say(w.r.choice(["<appq>", "Daily digest for <firm>:", "Nightly check of <mod>. Report anomalies:"]))
    while True:
        yield [Msg(f"{ask}\n{w.say('<passage> <passage> <passage>')}")]


def learner(w: World) -> Iterator[Conv]:
    """Homework and curiosity: also public questions, also 'step by step'."""
    while True:
        x = w.r.random()
        if x < 0.3:
            yield [Msg(w.r.choice(w.c.gsm).text + w.r.choice(["", "", " explain step by step", " i dont get it"]))]
        elif x < 0.6:
            yield [msg(w.r.choice(w.c.alpaca[w.r.choice(["know", "write", "code"])]))]
        else:
            yield [Msg(w.say(w.r.choice(["<mathq>", "<knowq>", "<codeq>"]))), Msg(w.say("<follow>"))]


def tinkerer(w: World) -> Iterator[Conv]:
    """Someone building something from public data sets, judge prompts, seeds; at a small scale."""
    items = w.r.choice([w.c.alpaca["know"], w.c.zh, w.c.tools, w.c.gsm, w.c.seeds, w.c.jail,
                        w.r.choice(list(w.c.judge.values())), w.r.choice(list(w.c.elicit.values())),
                        w.r.choice(list(w.c.bbh.values())), w.r.choice(list(w.c.direct.values()))])  # fmt: skip
    system = w.say("<persona>") if w.r.random() < 0.3 else None
    tail = "\n" + w.say("<think>") if w.r.random() < 0.25 else ""
    while True:
        i = w.r.choice(items)
        yield [Msg(i.text + tail, system or i.system, i.out)]


def auditor(w: World) -> Iterator[Conv]:
    """A regulated business that must keep the reasons of every answer."""
    system, tail = w.say("<appsys>"), w.say("<think>")
    while True:
        yield [Msg(f"{w.say('<dataq>')}\n{w.say('<passage>')}\n{tail}", system, scale=1.8)]


PERSONAS: list[tuple[Source, float, float, list[str]]] = [
    (chatter, 24, 2.0, ["human", "evening"]), (native, 6, 1.9, ["human"]), (coder, 12, 2.4, ["human", "office"]),
    (app, 13, 2.6, ["flat", "human", "bursts", "office"]), (tenant, 7, 2.9, ["flat", "office", "bursts", "ramp"]),
    (support, 8, 2.8, ["human", "office"]), (rag, 6, 2.6, ["human", "office"]), (agent, 8, 3.0, ["human", "bursts"]),
    (cron, 4, 2.8, ["nightly"]), (learner, 6, 1.8, ["evening", "human"]), (tinkerer, 4, 2.4, ["bursts", "flat"]),
    (auditor, 2, 2.4, ["office"]),
]  # fmt: skip


def volume(w: World, mean: float, spread: float = 1.25) -> int:
    """A heavy-tailed number of requests."""
    return max(1, min(1500, int(w.r.lognormvariate(mean - 0.35, spread))))


def ordinary(w: World, a: Account, scale: float = 1.0) -> None:
    """The whole traffic of one ordinary customer."""
    source, _, mean, shapes = w.r.choices(PERSONAS, [p[1] for p in PERSONAS])[0]
    live(w, a, source(w), max(1, int(volume(w, mean) * scale)), w.r.choice(shapes))
    if w.r.random() < 0.15:  # a second use of the same key
        live(w, a, chatter(w), volume(w, 1.2), "human")


def crowd(w: World, n: int) -> None:
    """`n` unrelated customers; some own several keys that share a bill but no stated organisation."""
    while n > 0:
        k = min(n, w.r.choices([1, 2, 3, 6], [90, 6, 3, 1])[0])
        t = Traits() if k == 1 else Traits(client="few", net="nat", pay="few", mail="one", places=1)
        t.org = "one" if k > 1 and w.r.random() < 0.6 else "none"
        several = group(w, k, "ordinary" if k == 1 else "multi-key customer", t)
        source, _, mean, shapes = w.r.choices(PERSONAS, [p[1] for p in PERSONAS])[0]
        same = source(w)
        for a in several:
            if k == 1:
                ordinary(w, a)
            else:
                live(w, a, same, volume(w, mean), w.r.choice(shapes))
        n -= k
