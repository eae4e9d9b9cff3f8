"""Honest clusters that look coordinated: products, tools and tutorials that many unlinked customers share."""

from collections.abc import Callable, Mapping

from benchmarks.generators.warden import banks, harvest, network, texts
from benchmarks.generators.warden.clock import DAY
from benchmarks.generators.warden.ordinary import AGENT_TOOLS, draw_out, feed, live, talk
from benchmarks.generators.warden.texts import Deck, Item, pool, spin, vary
from benchmarks.generators.warden.world import Member, Row, World

Cluster = Callable[[World, int, str], None]


def group(
    w: World,
    kind: str,
    n: int,
    segments: dict[str, float],
    side: float = 0.3,
    same_client: float = 0.0,
    org: str | None = None,
    family: str | None = None,
    fields: Mapping[str, object] | None = None,
) -> list[Member]:
    """Unlinked customers of a cluster; some also lead a life of their own, some run the very same client."""
    rng = w.rng
    shared = w.add_client(network.client(rng, family or rng.choice(("sdk", "raw", "agent"))))
    made = []
    for _ in range(n):
        m = w.join(kind, rng.choices(list(segments), list(segments.values()))[0], org=org, family=family, fields=fields)
        if rng.random() < same_client and m.path != "console":
            m.clients = [shared]
        if rng.random() < side:
            live(w, m, w.volume(4, 1.2, 60))
        made.append(m)
    return made


def open_agent(w: World, n: int, kind: str) -> None:
    """One open-source agent, hundreds of unrelated users: same system prompt, tools and user agent."""
    rng, system, names = w.rng, w.say(banks.AGENT_SYSTEM), w.rng.choice(AGENT_TOOLS)
    tools, params = w.add_tools(names), w.add_params(network.sampling(rng, "agent"))
    task = w.rng.choice((banks.CODE_ASK, harvest.AGENT_TASK, harvest.AGENT_TASK))
    for m in group(w, kind, n, {"dev": 8, "startup": 1, "person": 1}, 0.2, 0.9, family="agent"):
        m.params = params if rng.random() < 0.9 else m.params
        for at in w.clock.people(1 + w.volume(2, 1.1, 40), m.zone, m.persona, m.born):
            turns = [Item(w.say(task))] + [
                Item(w.say(banks.TOOL_RESULT)) for _ in range(min(30, int(rng.expovariate(0.2))))
            ]
            w.chat(m, float(at), turns, Row(system, "tool", 130, tools=tools), 8)


def tenant(w: World, n: int, kind: str) -> None:
    """One template from tiny to huge; the accounts of one customer, mostly under one organisation."""
    rng = w.rng
    items = Deck(rng, rng.choice(list(texts.tenants(w.fold).values())))
    org = f"org_{w.fresh_hash()}" if rng.random() < 0.65 else None
    client, params = w.add_client(network.client(rng, "sdk")), w.add_params(network.sampling(rng, "sdk"))
    pay, every = w.fresh_hash(), w.volume(25, 1.1, 600 if n < 20 else 40)
    for _ in range(n):
        m = w.join(
            kind, "business", org=org, family="sdk", fields={"payment_fingerprint": pay if org else w.fresh_hash()}
        )
        m.clients, m.params = [client], params
        for at in w.clock.real(max(1, int(every * rng.uniform(0.4, 1.6))), m.born):
            item = items.deal()
            w.send(m, float(at), item.text, Row(item.system, "json", 40))


def judges(w: World, n: int, kind: str) -> None:
    """Unrelated teams with the same published grader, over their own product's answers; some monitor production."""
    rng, supply = w.rng, harvest.grading(w.rng, w.fold, banks.JUDGE_OWN)
    for m in group(w, kind, n, {"dev": 4, "startup": 3, "business": 3, "researcher": 2}, 0.3, 0.3):
        own = supply if rng.random() < 0.6 else harvest.grading(rng, w.fold, banks.JUDGE_OWN)
        mode = rng.choice(("nightly", "burst", "hourly", "flat"))
        for at in w.clock.machine(w.volume(30, 1.1, 700), mode, m.born):
            item = own()
            w.send(m, float(at), item.text, Row(item.system, "score", draw_out(w, "judge")))


def benchmark(w: World, n: int, kind: str) -> None:
    """Unrelated labs run one public benchmark: the whole list in the harness's order, or a part."""
    rng = w.rng
    name = rng.choice(
        ("gsm8k_train", "eval_bbh", "cot_kojima_logs", "eval_kojima_direct_logs", "bfcl_function_calling")
    )
    items = [item for item in pool(name, w.fold) if name != "bfcl_function_calling" or item.system]
    whole = items[: rng.choice((120, 250, 400))]
    tail = rng.choice(
        ("", "\nAnswer:", "\nLet's think step by step.", "\nThink step by step and put the final answer in \\boxed{}.")
    )
    for m in group(w, kind, n, {"researcher": 6, "dev": 3, "startup": 2}, 0.35, 0.7):
        size = len(whole) if rng.random() < 0.45 else rng.randint(10, max(11, len(whole) // 2))
        begin = 0 if rng.random() < 0.7 else rng.randrange(len(whole))
        for i, at in enumerate(w.clock.machine(size, "burst", m.born)):
            item = whole[(begin + i) % len(whole)]
            w.send(m, float(at), item.text + tail, Row(item.system, out=150 if tail else 20))


def release_day(w: World, n: int, kind: str) -> None:
    """Everybody measures the new model within hours of its release."""
    rng, favourite = w.rng, Deck(w.rng, pool("eval_bbh", w.fold) + pool("gsm8k_train", w.fold)).cards[:60]
    for m in group(w, kind, n, {"dev": 7, "researcher": 3, "person": 2, "startup": 2}, 0.6, 0.2):
        m.adopt, m.model = w.release, 0
        count = w.volume(15, 0.9, 200)
        for at in w.clock.machine(count, "burst", max(m.born, w.release), min(w.release + 1.2 * DAY, w.clock.length)):
            text = rng.choice(favourite).text if rng.random() < 0.5 else w.say(harvest.WORD_PROBLEM + banks.CODE_ASK)
            w.send(m, float(at), text, Row(out=220, model=3))


def ci_jobs(w: World, n: int, kind: str) -> None:
    """The same review action in many repositories: hosted runners' addresses, at every push."""
    rng, body = (
        w.rng,
        spin(
            w.rng,
            "[Review|Check] this [diff|pull request] for [bugs|style|security]. [Reply LGTM or list issues.|"
            "Markdown.]\n\n§",
        ),
    )
    runners = [w.add_address("US", True) for _ in range(max(2, n // 4))]
    for m in group(w, kind, n, {"dev": 8, "startup": 3, "business": 2}, 0.25, 0.95):
        m.addresses = rng.sample(runners, min(len(runners), 3))
        m.fresh = 0.0
        for at in w.clock.people(w.volume(14, 1.2, 400), m.zone, 0, m.born):
            diff = "\n".join(
                spin(rng, "[+|-] [x|y|row|user] = [load|parse|check](<num>)  # <file>")
                for _ in range(rng.randint(3, 12))
            )
            w.send(
                m,
                float(at),
                body.replace("§", diff),
                Row("You are a code reviewer." if rng.random() < 0.5 else None, "code", 140),
            )


def extension(w: World, n: int, kind: str) -> None:
    """A wrapper in the browser: its system prompt and buttons, everybody's own key."""
    rng = w.rng
    system = spin(
        rng,
        "You are <brand>, [a browser sidebar|an extension]. The user selected text on a page. [Be brief.|Answer "
        "in markdown.]",
    )
    buttons = [
        spin(rng, line)
        for line in (
            "[Summarize|TL;DR] this page:\n§",
            "[Explain|Simplify] the selection:\n§",
            "Translate:\n§",
            "Rewrite [professionally|better]:\n§",
            "[Think step by step and answer|Answer]:\n§",
        )
    ]
    supply = feed(w)
    for m in group(w, kind, n, {"person": 5, "dev": 5}, 0.3):
        m.path = "api"
        for at in w.clock.people(w.volume(9, 1.2, 200), m.zone, m.persona, m.born):
            text = supply() if rng.random() < 0.6 else rng.choice(talk(w, m)).text
            w.send(m, float(at), rng.choice(buttons).replace("§", text), Row(system, out=120))


def tutorial(w: World, n: int, kind: str) -> None:
    """Followers of one tutorial or no-code template: the very prompt, even the very sample input."""
    rng, body = w.rng, w.say(banks.NOCODE)
    sample = [w.say(banks.ASK) for _ in range(5)]
    supply, params = feed(w), w.add_params(network.sampling(rng, "sdk"))
    begin = rng.uniform(0, 0.5) * w.clock.length
    for m in group(
        w, kind, n, {"dev": 7, "person": 1, "student": 1}, 0.4, 0.6, family=rng.choice(("nocode", "sdk", "raw"))
    ):
        m.params = params if rng.random() < 0.8 else m.params
        for i, at in enumerate(w.clock.people(w.volume(5, 1.0, 120), m.zone, 1, max(m.born, begin), days=4)):
            text = rng.choice(sample) if i < 3 and rng.random() < 0.6 else supply()
            w.send(m, float(at), body.replace("§", text), Row(out=300))


def platform(w: World, n: int, kind: str) -> None:
    """Franchisees of a tutoring, translation or compliance product: one template, own accounts, same integration."""
    rng = w.rng
    bank: tuple[str, ...] = {
        "tutoring-platform": banks.ASSIGNMENT[:2],
        "audit-users": banks.AUDIT,
        "paper-review": banks.REVIEW + banks.ESSAY,
    }.get(kind, banks.APP_TEMPLATE)
    shared = w.say(bank)
    system = w.say(banks.BOT_SYSTEM) if rng.random() < 0.5 else None
    paper = Deck(rng, pool("stanford_alpaca_en", w.fold))
    supply = feed(w)
    for m in group(w, kind, n, {"business": 4, "dev": 5, "startup": 2, "person": 1}, 0.3, 0.6):
        body = shared if rng.random() < 0.85 else w.say(bank)
        for at in w.clock.people(w.volume(14, 1.2, 350), m.zone, 0, m.born):
            if kind == "tutoring-platform":
                text = w.item("gsm8k_train").text
            elif kind == "paper-review":
                text = w.say(harvest.KNOWLEDGE) + " " + (paper.deal().reply or "")
            else:
                text = supply()
            w.send(m, float(at), body.replace("§", text), Row(system, out=320))


def bureau(w: World, n: int, kind: str) -> None:
    """Translation bureaus and content mills: documents in, documents out, all day; a trade's common prompt."""
    rng = w.rng
    line = (
        w.say(banks.CONTENT_MILL)
        if kind == "seo-mills"
        else spin(
            rng,
            "[Translate|Localise] into [German|Chinese|Spanish|English]; [keep names and "
            "numbers|formal register]. [Only the translation.|]\n\n§",
        )
    )
    docs = Deck(rng, harvest.seeds(w.fold, "documents"))
    for m in group(w, kind, n, {"business": 3, "dev": 6, "person": 2}, 0.25, 0.4):
        own = (
            line
            if rng.random() < 0.6
            else w.say(banks.CONTENT_MILL)
            if kind == "seo-mills"
            else line.replace("\n\n§", ":\n§")
        )
        for at in w.clock.people(w.volume(25, 1.1, 600), m.zone, 0, m.born):
            doc = docs.deal().text
            w.send(
                m,
                float(at),
                own.replace("§", doc if docs.round == 0 else vary(rng, doc)),
                Row(None, out=len(doc) / 4 + 30),
            )


def labelling(w: World, n: int, kind: str) -> None:
    """A labelling business: shards of one job over its keys, as batches."""
    rng = w.rng
    items = Deck(
        rng,
        [
            item
            for rows in texts.tenants(w.fold).values()
            for item in rows
            if "ambiguous" in item.subtype or "class" in item.subtype
        ]
        or pool("filler_texts", w.fold),
    )
    body = spin(rng, "[Annotate|Label] [sentiment|topic|spam] [for our training set|]. [One word.|JSON.]\n§")
    org = f"org_{w.fresh_hash()}" if rng.random() < 0.6 else None
    params = w.add_params(network.sampling(rng, "sdk")._replace(temperature=0.0))
    for m in group(w, kind, n, {"business": 3, "dev": 2}, 0.1, 0.8, org=org, family="sdk"):
        m.params = params
        for at in w.clock.machine(w.volume(60, 0.9, 600), "burst", m.born):
            w.send(m, float(at), body.replace("§", items.deal().text), Row(None, "label", 6, batch=rng.random() < 0.8))


def licensed(w: World, n: int, kind: str) -> None:
    """Distillers with the owner's leave."""
    rng = w.rng
    supply = harvest.source(rng, w.fold, rng.choice(harvest.DOMAINS))
    voice = harvest.voice(rng, w.fold, rng.choice(("steps", "plain", "trace")))
    org = f"org_{w.fresh_hash()}"
    for m in group(w, kind, n, {"business": 1}, 0.1, 0.9, org=org, family="sdk", fields={"distillation_licence": True}):
        for at in w.clock.machine(w.volume(70, 0.9, 600), rng.choice(("flat", "burst")), m.born):
            system, text = voice.put(rng, supply())
            w.send(m, float(at), text, Row(system, out=600))


def own_synth(w: World, n: int, kind: str) -> None:
    """Start-ups that run a published generator for a small set about their own product."""
    rng, seeds = w.rng, pool("filled_instruction_generators", w.fold)
    shells = texts.templates("harvest", w.fold)
    for m in group(w, kind, n, {"startup": 5, "dev": 5, "researcher": 2}, 0.4, 0.3):
        line = rng.choice((w.say(banks.OWN_SYNTH), None, None))
        system, shell = rng.choice(shells)
        about = spin(rng, "<brand>, a <trade> in <place>")
        for at in w.clock.machine(w.volume(20, 0.9, 250), "burst", m.born):
            text = (
                line.replace("§", w.item("support_intents").text)
                if line
                else texts.fill(shell, [about, w.item("support_intents").text])
            )
            w.send(m, float(at), rng.choice(seeds).text if rng.random() < 0.1 else text, Row(system, out=350))


def viral(w: World, n: int, kind: str) -> None:
    """A prompt from a social post: thousands paste it, reasoning extraction included, and fill in their own matter."""
    rng, line = w.rng, w.say(harvest.TRACE + harvest.EXPERT + harvest.STEPS)
    begin = rng.uniform(0.05, 0.8) * w.clock.length
    for m in group(w, kind, n, {"person": 6, "dev": 4, "student": 2}, 0.8):
        for at in w.clock.people(rng.choice((1, 1, 1, 2, 4)), m.zone, m.persona, max(m.born, begin), days=2):
            w.send(m, float(at), line + "\n" + rng.choice(talk(w, m)).text, Row(out=400))
