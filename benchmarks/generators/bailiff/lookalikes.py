"""Groups of honest customers who look coordinated, or look like harvesters."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .corpus import Item
from .honest import agent, app, chatter, coder, cron, learner, msg, native, ordinary, support, volume
from .people import Traits, group, live
from .world import DAY, Account, Conv, Msg, World

Maker = Callable[[World], Callable[[Account], Iterator[Conv]]]


@dataclass(slots=True)
class Look:
    """One sort of group."""

    name: str
    weight: float
    make: Maker
    traits: Callable[[World], Traits]
    mean: float
    shapes: list[str]
    sizes: tuple[int, int] = (5, 60)
    window: float = 0.0  # days the group is active; 0: the whole window
    licensed: bool = False
    own: float = 0.2  # share of members who also use the key for something of their own


def _each(source: Callable[[World], Iterator[Conv]]) -> Maker:
    """Every member for itself."""
    return lambda w: lambda a: source(w)


def _loop(w: World, items: list[Item], system: str | None, tail: str, order: bool, head: str = "") -> Iterator[Conv]:
    k = 0 if order else w.r.randrange(len(items))
    while True:
        i = items[k % len(items)]
        yield [Msg(head + i.text + tail, system or i.system, i.out)]
        k = k + 1 if order else w.r.randrange(len(items))


def starter(w: World) -> Callable[[Account], Iterator[Conv]]:
    """One starter kit: the same system prompt or instruction, everybody's own subject."""
    system = w.say(w.r.choice(["<boiler>", "<boiler>", "<persona>"]))
    ask = w.say(w.r.choice(["", "<appq>\n", "<think>\n"]))
    qs = w.r.choice(["<devq>", "<knowq>", "<dataq>", "<writeq>", "<passage>"])

    def one(a: Account) -> Iterator[Conv]:
        mine = system if w.r.random() < 0.7 else f"{system} {w.say('<rule>')}"
        fixed = w.say(qs)
        while True:
            q = fixed if w.r.random() < 0.15 else w.say(qs)
            yield [Msg(ask + q, mine), *[Msg(w.say("<follow>"), mine) for _ in range(w.r.choice([0, 0, 0, 1, 3]))]]

    return one


def one_agent(w: World) -> Callable[[Account], Iterator[Conv]]:
    """A popular open-source agent, word for word."""
    system = w.say("<boiler> Version <n>.<n>. <rule>")
    return lambda a: agent(w, system)


def template(w: World) -> Callable[[Account], Iterator[Conv]]:
    """One template: tenants of one product, a tutorial's followers, an agency's forty clients."""
    whole = w.r.choice([w.say("<appq>"), w.say("<persona> <rule>"), w.r.choice(list(w.c.tenants))])
    items = w.c.tenants.get(whole)

    def one(a: Account) -> Iterator[Conv]:
        system = w.say("<appsys>") if w.r.random() < 0.6 else None
        if items:
            yield from _loop(w, items, system, "", w.r.random() < 0.3)
        while True:
            yield [Msg(f"{whole}\n{w.say(w.r.choice(['<passage> <passage>', '<persq>', '<writeq>']))}", system)]

    return one


def white_label(w: World) -> Callable[[Account], Iterator[Conv]]:
    """An agency puts one bot on many clients' sites; only the firm's name differs."""
    frame = w.say("<rule> <rule> <rule>")
    biz = w.say("<biz>")

    def one(a: Account) -> Iterator[Conv]:
        system = f"You are the website assistant of {w.say('<firm>')}, a {biz}. {frame}"
        for conv in support(w):
            yield [m._replace(system=system) for m in conv]

    return one


def judge(w: World) -> Callable[[Account], Iterator[Conv]]:
    """LLM-as-judge: a published grading prompt, or one of the team's own, over its own product's answers."""
    groups = list(w.c.judge.values())
    items, rubric, mine = w.r.choice(groups), w.say("<rubric>"), w.r.random() < 0.45
    persona = w.say("<persona>") if w.r.random() < 0.4 else None

    def one(a: Account) -> Iterator[Conv]:
        if not mine:
            yield from _loop(w, items, persona, "", w.r.random() < 0.4)
        while True:
            q, x = w.say(w.r.choice(["<knowq>", "<appq>", "<persq>"])), w.r.choice(w.c.answers)[:700]
            yield [Msg(f"{rubric}\n\nQuestion: {q}\nAnswer: {x}", persona, scale=0.5)]

    return one


def monitor(w: World) -> Callable[[Account], Iterator[Conv]]:
    """Guard model behind a chat product: same policy text for all, over users' messages."""
    policy = w.say("Label the message by policy (<thing>, <col>, hate, spam). <rule>\nMessage: ")
    return lambda a: _loop(w, w.c.filler + w.c.intent_flat, None, "", False, policy)


def benchmark(w: World) -> Callable[[Account], Iterator[Conv]]:
    """Unrelated teams run the same public benchmark, whole or in part, with the harness's prompt."""
    items = w.r.choice([w.c.gsm[:400], w.r.choice(list(w.c.bbh.values())), w.r.choice(list(w.c.direct.values())),
                        w.r.choice(list(w.c.cot.values())), [c[0] for c in w.c.calls]])  # fmt: skip
    tail = w.r.choice(["", "\nA:", "\nA: Let's think step by step.", "\n" + w.say("<think>")])

    def one(a: Account) -> Iterator[Conv]:
        return _loop(w, items, None, tail if w.r.random() < 0.8 else "", True)

    return one


def assignment(w: World) -> Callable[[Account], Iterator[Conv]]:
    """The same exercises for all: copied as they stand, or put in one's own words."""
    sheet = [w.say(w.r.choice(["<mathq>", "<codeq>", "<knowq>"])) for _ in range(w.r.randint(3, 14))]
    sheet += [i.text for i in w.r.sample(w.c.gsm, w.r.randint(0, 10))]
    lead = w.r.choice(["", "", "Exercise: ", w.say("<think>\n")])

    def one(a: Account) -> Iterator[Conv]:
        free = learner(w)
        habit = w.r.choice(["", "", " pls", " explain", " show all steps", " i have to hand this in tomorrow"])
        while True:
            if w.r.random() < 0.25:
                yield next(free)
                continue
            q = w.r.choice(sheet) + habit
            yield [Msg(lead + q), *[Msg(w.say("<follow>")) for _ in range(w.r.choice([0, 0, 1, 2]))]]

    return one


def synthetic(w: World) -> Callable[[Account], Iterator[Conv]]:
    """Start-ups that make a small training set of their own, with the published recipes."""
    tpl = w.r.choice(list(w.c.generators.values()) + list(w.c.elicit.values()))

    def one(a: Account) -> Iterator[Conv]:
        biz, count = w.say("<biz>"), w.r.choice([3, 5, 10])
        ask = w.say(f"Write {count} questions a customer of a {biz} could ask about <thing> or <topic>, with answers.")
        while True:
            x = w.r.random()
            if x < 0.4:
                yield [msg(w.r.choice(tpl))]
            elif x < 0.7:
                yield [Msg(ask + w.say(" Vary tone: <mood>."), scale=2.0)]
            else:
                yield [Msg(w.say("Paraphrase for our training set: <passage>"), scale=0.7)]

    return one


def end_users(w: World) -> Callable[[Account], Iterator[Conv]]:
    """A reseller or wrapper: many strangers' chats, tasks and languages behind one key."""
    wrapper = w.say("<boiler>") if w.r.random() < 0.4 else None

    def one(a: Account) -> Iterator[Conv]:
        streams = [chatter(w), chatter(w), native(w), coder(w), learner(w), agent(w), app(w)]
        while True:
            yield [m._replace(system=m.system or wrapper) for m in next(w.r.choice(streams))]

    return one


def labelling(w: World) -> Callable[[Account], Iterator[Conv]]:
    """One batch job over one list, dealt over the keys of a customer."""
    head = w.say("<appq>\n")
    shared = _loop(w, w.c.filler, None, "", True, head)
    return lambda a: shared


def contest(w: World) -> Callable[[Account], Iterator[Conv]]:
    """Translation bureaus, content mills, review services: one craft, one craftsman's prompt each or shared."""
    base = w.say(w.r.choice(["Translate faithfully: ", "<rewr>\n", "SEO text, <N> words: ", "Review this paper: "]))

    def one(a: Account) -> Iterator[Conv]:
        mine = base if w.r.random() < 0.7 else w.say("<rewr>\n")
        while True:
            doc = w.r.choice(w.c.documents) if w.r.random() < 0.6 else w.say("<passage> <passage> <knowq>")
            yield [Msg(mine + doc, scale=1.4)]

    return one


def release_day(w: World) -> Callable[[Account], Iterator[Conv]]:
    """People who try a new model on their favourite questions within hours."""
    shared = [w.say("<mathq>"), w.say("<codeq>"), w.say("<writeq>"), "how many r in strawberry"]

    def one(a: Account) -> Iterator[Conv]:
        while True:
            q = w.r.choice(shared) if w.r.random() < 0.4 else w.say(w.r.choice(["<mathq>", "<agentq>", "<knowq>"]))
            yield [Msg(q, model=w.new_model)]

    return one


def distiller(w: World) -> Callable[[Account], Iterator[Conv]]:
    """A licensed distiller: as harvest-like as can be, and allowed."""
    shared = _loop(w, w.c.alpaca["know"] + w.c.gsm, w.say("<persona>"), "\n" + w.say("<think>"), True)
    return lambda a: shared


def _t(**kw: object) -> Callable[[World], Traits]:
    return lambda w: Traits(**{k: w.r.choice(v) if isinstance(v, list) else v for k, v in kw.items()})  # type: ignore[arg-type]


OWN = ["own", "own", "few"]
LOOKS = [
    Look("open-source agent", 2, one_agent, _t(client=["one", "few"], params=["one", "few"], model=OWN), 2.6,
         ["human", "office", "bursts"], (10, 150)),
    Look("hackathon", 4, starter, _t(client="few", params=["one", "few"], net=["nat", "nat", "own"], pay="credits",
         signup="lockstep", model="one", plan="starter", pathway="startup"), 2.4, ["human", "bursts"], (5, 150), 3.0),
    Look("classroom", 4, assignment, _t(client=["own", "few"], params=["own", "one"], net="nat", signup="lockstep",
         mail=["one", "own"], pathway=["education", None], places=1), 1.9, ["evening", "human"], (8, 150), 9.0),
    Look("reseller", 3, end_users, _t(users=900, params=["own", "one"], net=["own", "pool"], path=["own", "mixed"],
         pay=["few", "own"], signup=["recent", "usual", "lockstep"]), 3.9, ["human", "flat"], (5, 40)),
    Look("own synthetic set", 4, synthetic, _t(client=OWN, params=OWN, signup=["recent", "usual"]), 3.2,
         ["bursts", "flat", "office"], (5, 60), 8.0),
    Look("LLM judge", 4, judge, _t(client=["own", "few", "one"], params=["own", "one"]), 3.1,
         ["nightly", "flat", "bursts"], (5, 80)),
    Look("monitoring", 1, monitor, _t(client=OWN), 3.2, ["flat", "human"]),
    Look("public benchmark", 2, benchmark, _t(client=["few", "own"], params=["one", "own"]), 3.6,
         ["bursts", "flat"], (5, 40), 6.0),
    Look("no-code template", 3, template, _t(client="one", params="one", model=["one", "few"]), 2.3,
         ["human", "flat"], (10, 150)),
    Look("white-label agency", 2, white_label, _t(client="one", params="one", model="one", net=["pool", "own"],
         pay=["own", "few"], signup=["months", "lockstep"], org=["none", "none", "few"]), 2.6, ["human", "office"]),
    Look("tenants of one product", 1, template, _t(client="one", params="one", org="one", pay="few"), 2.9, ["flat"]),
    Look("shared prompt from a forum", 2, starter, _t(), 1.8, ["human", "evening"], (10, 120)),
    Look("bootcamp", 1, assignment, _t(client="few", params="one", signup="lockstep", mail=["one", "own"], model="one"),
         2.4, ["office", "human"], (8, 60)),
    Look("textbook students", 2, assignment, _t(signup=["recent", "usual"]), 1.6, ["evening"], (10, 120)),
    Look("homework forum", 1, _each(learner), _t(signup=["recent", "usual"]), 1.4, ["evening"], (10, 100)),
    Look("tutoring platform", 1, starter, _t(client="one", params="one", users=60), 2.8, ["evening"]),
    Look("CI jobs", 1, one_agent, _t(client=["one", "few"], params="one", net="pool", robot=True), 2.9,
         ["office", "flat"]),
    Look("nightly evaluation", 2, benchmark, _t(client=OWN, params=["one", "own"]), 3.2, ["nightly"], (5, 30)),
    Look("cron", 1, _each(cron), _t(client=["own", "few"], robot=True), 2.9, ["nightly"], (5, 40)),
    Look("shared egress", 1, _each(chatter), _t(net="nat", places=1), 1.9, ["human"], (10, 100)),
    Look("fail-over keys", 1, labelling, _t(client="one", params="one", pay="few", model="one", net="pool"), 3.4,
         ["flat", "bursts"], (2, 6)),
    Look("batch labelling", 1, labelling, _t(client="one", params="one", model="one"), 3.6, ["bursts"], (3, 15)),
    Look("release-day benchmark", 2, release_day, _t(), 2.2, ["bursts", "human"], (10, 100), -2.0),
    Look("licensed distiller", 1, distiller, _t(client="one", params="one", org="one", pay="invoice"), 3.9, ["flat"],
         (3, 12), licensed=True, own=0.0),
    Look("craft service", 2, contest, _t(client=OWN), 2.9, ["office", "flat", "human"], (5, 60)),
    Look("wrapper extension", 1, end_users, _t(client="one", params="one"), 2.2, ["human"], (10, 100)),
    Look("multilingual users", 1, _each(native), _t(places=2), 2.0, ["human"]),
    Look("model migration", 1, starter, _t(client=OWN, signup="recent"), 3.0, ["flat", "office"], (5, 30), -5.0),
]  # fmt: skip


def lookalikes(w: World, n: int) -> None:
    """Groups of look-alikes for `n` accounts in all."""
    biggest = max(6, n // 2)
    while n > 0:
        look = w.r.choices(LOOKS, [x.weight for x in LOOKS])[0]
        lo, hi = look.sizes
        size = min(n, biggest, int(lo * (hi / lo) ** w.r.random()))
        members = group(w, size, look.name, look.traits(w))
        content = look.make(w)
        shape = w.r.choice(look.shapes)
        if look.window > 0:
            born = [(a.row["created_at"] - w.start).total_seconds() for a in members]
            first = max(0.0, max(born) if look.traits(w).signup == "lockstep" else w.r.uniform(0, w.span / 2))
            end: float | None = first + look.window * DAY
        else:
            first, end = (w.release if look.window < 0 else 0.0), None
            end = w.release - look.window * DAY if look.window < 0 else None
        mean = look.mean + w.r.uniform(-0.6, 0.6)
        even = w.r.random() < 0.3
        for a in members:
            if look.licensed:
                a.row["distillation_licence"] = True
            if even and w.r.random() < 0.5:  # a group with like volumes, as after one hand-out
                live(w, a, content(a), volume(w, mean, 0.3), shape, first, end)
            else:
                live(w, a, content(a), volume(w, mean, 1.0), shape, first, end)
            if w.r.random() < look.own:
                ordinary(w, a, 0.4)
        n -= size
