"""Ordinary customers of the market: each a trade of its own, mostly automated."""

from collections.abc import Callable
from random import Random

from . import phrases as ph
from .network import COUNTRIES, Habit, habit
from .texts import MAKERS, Item
from .world import Account, World

Maker = Callable[[], Item]
LABELS = ("positive/neutral/negative", "spam/ham", "bug/feature/question", "urgent/normal/low",
    "sports/politics/tech/other", "toxic/ok", "buy/hold/sell", "refund/delivery/account/other", "relevant/irrelevant",
    "junior/mid/senior", "residential/commercial", "adult/safe", "bullish/bearish/flat", "lead/no lead", "yes/no",
    "A/B/C/D")
ORDERS = ("Classify into {k}.", "Pick one of {k}. Reply with the label only.",
    "Label the text below ({k}), JSON only.", "You are a classifier. Labels: {k}.",
    "Return {{\"label\": ...}} with a value from {k}.", "Which of {k} fits? One word.",
    "Tag as {k}; if unsure choose the last.", "Output exactly one of: {k}")
MARKS = ("\n\nText: {x}", "\n---\n{x}", "\n<<<{x}>>>", "\nInput:\n{x}\nOutput:", "\n\"{x}\"", " {x}", "\n[{x}]",
    "\nrow={x}")
EXTRACTS = ("Extract {k} as JSON from this listing: {x}", "Fields: {k}. Source: {x}. Return CSV.",
    "Normalise the record ({k}): {x}", "Clean this scraped row, keep {k}: {x}", "Parse to {{{k}}}: {x}",
    "From the page text give {k}, null if absent. {x}", "Turn into a table row with {k}: {x}",
    "Fix the encoding and split into {k}: {x}")
COLUMNS = ["price", "brand", "size", "colour", "sku", "address", "date", "total", "vat", "phone", "salary", "title",
    "rooms", "mileage", "author", "isbn"]
FEEDS = ("{f} shares rise {p}% after {c} order", "{f} cuts outlook, {x} jobs at risk in {c}",
    "Central bank holds at {p}.{r}%", "{f} to buy rival for {z}m", "Oil slips as {c} stocks build",
    "{f}: regulator opens probe", "{g} futures at {z}", "{f} Q{r} revenue {z}m vs {y}m expected")
LINES = ("Halt! Nobody enters {c} without a seal.", "You found {x} {g}!", "Level {x} cleared. Tap to continue.",
    "Not enough {g}.", "The smith of {c} wants {x} {g}.", "Connection lost, retry in {x}s", "Daily reward: {y} {g}",
    "Beware of {a}, traveller.")
TONGUES = ["German", "French", "Brazilian Portuguese", "Japanese", "Korean", "Polish", "Turkish", "Simplified Chinese",
    "Spanish", "Arabic"]

def text(rng: Random, form: str) -> str:
    """Fill a form of this module, which may name a firm."""
    return ph.fill(rng, form.replace("{f}", ph.firm(rng).capitalize()))

def record(rng: Random) -> str:
    """A scraped record."""
    return (
        f"{ph.firm(rng).upper()} {rng.choice(ph.GOODS)} {rng.randint(1, 60)}{rng.choice(('kg', 'cm', 'pcs', 'L'))} "
        f"{rng.choice(('EUR', '$', '¥', '£'))}{rng.randint(2, 900)}.{rng.randint(10, 99)} {rng.choice(ph.CITIES)} "
        f"{rng.choice(ph.NAMES)} {rng.randint(100, 999)}-{rng.randint(1000, 9999)} "
        f"{rng.choice(('used', 'new', 'n/a', ''))}")

def worker(w: World, rng: Random, trade: str) -> Maker:
    """One customer's own stream of work: its wording is drawn once, its material per call."""
    texts, fold = w.texts, w.fold
    pools, owner = texts.pools, ph.firm(rng).capitalize()
    if trade == "classify":
        head, tail = rng.choice(ph.half(ORDERS, fold)).format(k=rng.choice(LABELS)), rng.choice(ph.half(MARKS, fold))
        apart = rng.random() < 0.5
        stock = pools[rng.choice(("filler", "filler", "intents"))]
        def classify() -> Item:
            x = rng.choice(stock).prompt[:900]
            return Item(tail.format(x=x).strip() if apart else head + tail.format(x=x), head if apart else None, 4)
        return classify
    if trade == "extract":
        form = rng.choice(ph.half(EXTRACTS, fold))
        keys = ", ".join(rng.sample(COLUMNS, rng.randint(2, 6)))
        return lambda: Item(form.format(k=keys, x=record(rng)), out=35 + 8 * len(keys) // 6)
    if trade in ("finance", "localise"):
        tongue = rng.choice(TONGUES)
        order = rng.choice(("Signal -1..1 for the headline.", "Ticker and tone as JSON.",
            "Headline impact: bull/bear/none.") if trade == "finance" else
            (f"Translate game strings to {tongue}, keep tags.", f"EN->{tongue}. Terse."))
        bank = ph.half(FEEDS if trade == "finance" else LINES, fold)
        return lambda: Item(text(rng, rng.choice(bank)), f"{order} ({owner})", 12)
    if trade == "npc":
        order = f"You are {rng.choice(ph.NAMES)}, a {rng.choice(('guard', 'smith', 'pilot'))} in {owner}. Stay so."
        return lambda: Item(rng.choice(pools["wild" if rng.random() < 0.2 else "intents"]).prompt, order, 45)
    if trade == "support":
        order = f"You are the help desk of {owner}. " + rng.choice(("Answer only from policy.", "Be brief.",
            "Ask for the order number first.", "Never promise refunds."))
        group = [item for part in rng.sample(texts.subtypes["intents"], 12) for item in part]
        return lambda: Item(rng.choice(group).prompt, order, 70)
    if trade == "rag":
        order = rng.choice(("Use the context.", "Answer with citations.", "If unknown, say so.")) + f" ({ph.firm(rng)})"
        facts = [" ".join(text(rng, rng.choice(ph.DOCS)) for _ in range(4)) for _ in range(12)]
        return lambda: Item(f"Context:\n{rng.choice(facts)}\n\nQuestion: {text(rng, rng.choice(ph.ASPECTS))}", order,
            130)
    if trade == "summary":
        order = rng.choice(("Summarise:", "TL;DR of this call:", "Three bullets:", "Minutes, please:",
            "Key points ->")) + "\n"
        stock = [item for item in pools["filler"] if len(item.prompt) > 300]
        return lambda: Item(order + rng.choice(stock).prompt, out=80)
    if trade == "bench":
        stock = list(rng.choice(texts.subtypes[rng.choice(("bbh", "direct", "cot", "bfcl", "bbh"))]))
        rng.shuffle(stock)
        state = iter(stock * 4)
        return lambda: next(state, stock[0])
    if trade == "synthetic":
        queue = rng.choice(("generators", "seeds", "gsm", "alpaca", "zh", "judge", "elicit"))
        wish = rng.choice(("", "", rng.choice(ph.REASON_A) + " ", "Answer well. ", "Generate 3 variations of: "))
        stock = rng.choice(texts.subtypes[queue])
        return lambda: (lambda i: i._replace(prompt=wish + i.prompt))(rng.choice(stock))
    if trade == "agent":
        order = f"You operate tools for {ph.firm(rng)}. " + rng.choice(("Plan, then act.", "One call at a time.",
            "Be safe."))
        kit = tuple(sorted(rng.sample(ph.TOOLS, rng.randint(2, 7))))
        goals = rng.sample(ph.GOALS, 4)
        return lambda: Item(text(rng, rng.choice(goals)), order, 120, None, kit)
    if trade == "content":
        topic, limit = rng.choice(ph.THEMES), rng.choice(ph.LIMITS)
        shape = rng.choice(("Blog post on {t} for {c}, {l}.", "10 keywords: {t} {c}",
            "Meta description ({l}): {t}, {c}", "Caption about {t} from {c}",
            "Newsletter intro, {t}, readers in {c}, {l}"))
        return lambda: Item(shape.format(t=topic, c=rng.choice(ph.CITIES) + f" {rng.randint(1, 99)}", l=limit), out=230)
    if trade == "questions":
        domain, tone = rng.choice(list(MAKERS)[:7]), rng.random() < 0.5
        def ask() -> Item:
            item = MAKERS[domain](rng, fold) if rng.random() < 0.5 else rng.choice(pools["alpaca" if domain !=
                "chinese" else "zh"])
            return casual(rng, item) if tone else item
        return ask
    tenant = texts.tenants[rng.choice(sorted(texts.tenants))]
    return lambda: rng.choice(tenant)

def casual(rng: Random, item: Item) -> Item:
    """The same wish as a person would type it."""
    said = rng.choice(ph.CASUAL_A) + item.prompt + rng.choice(ph.CASUAL_B)
    return item._replace(prompt=said.lower() if rng.random() < 0.2 else said)

TRADES = {"classify": 15, "extract": 14, "finance": 6, "localise": 6, "npc": 4, "support": 6, "rag": 7, "summary": 6,
    "bench": 6, "synthetic": 5, "agent": 8, "content": 7, "questions": 9, "tenant": 4, "chat": 15, "bot": 3}

def volume(rng: Random, mean: float = 30.0) -> int:
    """Calls of one account in the window: most few, some thousands."""
    return int(min(1500, max(1, rng.lognormvariate(0, 1.75) * mean / 6.0)))

def talk(w: World, rng: Random, most: int = 9) -> list[Item]:
    """A real conversation, with follow-ups."""
    turns = list(rng.choice(w.texts.chats))[:most]
    if rng.random() < 0.2:
        turns.append(Item(rng.choice(ph.FOLLOWUPS), out=120))
    return turns

def chats(w: World, who: Account, n: int, *, shape: str = "sessions", guests: list[Habit] | None = None, prompter:
        Maker | None = None) -> None:
    """About n calls of conversation; guests are end customers behind the account."""
    rng = w.rng
    left = n
    times = iter(w.when(who, max(1, int(n / 1.9)), shape))
    while left > 0 and (t := next(times, None)) is not None:
        turns = talk(w, rng, left) if prompter is None else [prompter()]
        guest = rng.randrange(len(guests)) if guests else None
        w.chat(who, t, turns, user=f"u{guest}" if guest is not None and who.habit.talks else None, using=guests[guest]
            if guests and guest is not None else None)
        left -= len(turns)

def work(w: World, who: Account, n: int, make: Maker, shape: str | None = None, depth: float = 0.0, first: float = 0.0,
        last: float = 0.0) -> None:
    """n automated calls; now and then as steps of a loop with history."""
    rng = w.rng
    done = 0
    for t in w.when(who, n, shape, first, last):
        if done >= n:
            break
        item = make()
        if depth and rng.random() < depth:
            steps = min(rng.randint(2, 8), n - done)
            more = [Item(f"result: {rng.choice(('ok', 'error', 'empty', str(rng.randint(1, 900))))} #{i} "
                f"{rng.choice(ph.CITIES)}", item.system, 70, None, item.tools) for i in range(steps - 1)]
            w.chat(who, t, [item, *more], pace=1.0)
            done += steps
        else:
            w.send(who, t, item)
            done += 1

def trial(w: World, who: Account) -> None:
    """First calls, as everybody makes them."""
    if w.rng.random() < 0.35:
        for t in w.when(who, w.rng.randint(1, 3), "sessions"):
            w.send(who, t, Item(w.rng.choice(("hi", "test", "hello", "Say OK", "ping", "what model are you?", "你好")),
                out=10))

def employ(w: World, who: Account, n: int, shape: str | None = None) -> None:
    """Some job of an account's own."""
    task = worker(w, w.rng, w.rng.choice(list(TRADES)[:14]))
    work(w, who, n, task, shape or w.rng.choice(("flat", "bursts", "sessions", "office")))

def side(w: World, who: Account) -> None:
    """What else a customer does: first trials, chat in the console, another small project."""
    trial(w, who)
    luck = w.rng.random()
    if luck < 0.25:
        chats(w, who, w.rng.randint(1, 8))
    elif luck < 0.48:
        employ(w, who, w.rng.randint(2, 25))

def ordinary(w: World) -> None:
    """One customer who has nothing to do with anybody else."""
    rng = w.rng
    who = w.account("ordinary", distillation_licence=True if rng.random() < 0.003 else None)
    if rng.random() < 0.5:
        who.record["distillation_licence"] = who.record["distillation_licence"] or False
    if rng.random() < 0.5:
        who.habit.jitter = rng.choice((0.0, 0.0, 0.0, 0.1, 0.3))
    trade = rng.choices(list(TRADES), list(TRADES.values()))[0]
    n = volume(rng)
    if trade == "chat":
        who.habit.shape = "sessions"
        chats(w, who, min(n, 220))
    elif trade == "bot":
        who.habit.talks = rng.random() < 0.6
        guests = [habit(rng, rng.choice(COUNTRIES)) for _ in range(rng.randint(1, 4))]
        for guest in guests:
            guest.take(who.habit, ("agent", "sdk", "ja4", "places"))
        chats(w, who, n, shape="traffic", guests=guests)
    else:
        work(w, who, n, worker(w, rng, trade), depth=0.5 if trade == "agent" else 0.2 if trade in ("support", "npc")
            else 0)
    if rng.random() < 0.3 and w.release < w.days * 80000:
        moved = who.habit.model
        who.habit.model = w.new_model if rng.random() < 0.5 else moved
    side(w, who)
