"""What accounts do: people who talk, products that call, agents that loop. Used by honest and by cover traffic."""

import random
from collections.abc import Callable

from . import texts
from .phrases import TOOLSETS as TOOLS
from .phrases import WORLD
from .texts import Item
from .world import Account, World, h

Maker = Callable[[], Item]
LISTS = ["functions", "bbh", "evolve", "judge", "cot", "jailbreak", "tools"]
DAYS_LEAST = 2 * 86400.0

class Deck:
    """Deals items without repetition, reshuffling when empty."""
    def __init__(self, rng: random.Random, items: list[Item]) -> None:
        self.rng, self.items, self.left = rng, items, list[Item]()
    def deal(self) -> Item:
        if not self.left:
            self.left = self.rng.sample(self.items, len(self.items))
        return self.left.pop()

def deck(w: World, name: str) -> Deck:
    store: dict[str, Deck] = w.__dict__.setdefault("decks", {})
    if name not in store:
        store[name] = Deck(w.rng, w.pools[name])
    return store[name]

def volume(w: World, median: float, sigma: float, cap: int = 1400) -> int:
    return max(1, min(int(median * w.rng.lognormvariate(0, sigma)), cap))

class Mind:
    """What one person asks about: a few interests, one language or two, a way of typing."""
    def __init__(self, w: World, a: Account) -> None:
        r = w.rng
        self.w, self.a, self.r = w, a, r
        groups = texts.interests(w.fold)
        self.groups = [r.choice(groups) for _ in range(r.randint(2, 6))]
        self.names = ["chat", "code", "interest", "abroad", "real", "zh", "study", "list"]
        self.mix = [r.expovariate(1 / m) for m in (4, 3, 4, 0.4, 2, 0.05, 0.5, 0.25)]
        self.mix[3] += 6 * (a.lang != "en")
        self.mix[5] += 5 * (a.lang == "zh")
        self.said: list[Item] = []
        self.topic = a.lang if a.lang != "en" else r.choice(["es", "de", "fr", "ja"])
        self.talks: list[Item] = []
        self.custom = w.phrases.say("system") if r.random() < 0.12 else None
        self.sticky = r.uniform(0.2, 0.75)
    def opening(self) -> Item:
        """The first message of a conversation."""
        r, w = self.r, self.w
        if self.said and r.random() < 0.06:
            return r.choice(self.said)
        kind = r.choices(self.names, self.mix)[0]
        if kind == "abroad":
            text = w.phrases.abroad(self.topic)
        elif kind == "real":
            self.talks = list(r.choice(texts.chats(w.fold)))
            first = self.talks.pop(0)
            text = first.text if r.random() < 0.5 else texts.personal(r, first.text)
        elif kind in ("interest", "zh", "study", "list"):
            pool = {"zh": ["zh", "zh", "zh-code"], "study": ["maths", "puzzles"]}.get(kind, LISTS)
            it = r.choice(r.choice(self.groups)) if kind == "interest" else deck(w, r.choice(pool)).deal()
            text = it.text if r.random() < 0.45 else texts.personal(r, it.text)
            if kind == "study" and r.random() < 0.3:
                text += " " + w.phrases.say("ask")
        else:
            text = texts.personal(r, w.phrases.say(kind))
        out = Item(text, self.custom)
        self.said.append(out)
        return out
    def next(self) -> Item:
        """A later message of the same conversation."""
        if self.talks:
            return Item(self.talks.pop(0).text, self.custom)
        if self.a.lang in ("es", "de", "fr", "zh", "ja", "pt", "ru") and self.r.random() < 0.6:
            return Item(self.r.choice(WORLD[self.a.lang + "-follow"]), self.custom)
        tail = self.r.choice(["", "", " " + self.w.phrases.picker["topic"]])
        return Item(self.w.phrases.say("follow") + tail, self.custom)

def talk(w: World, a: Account, times: list[float], first: Callable[[], tuple[Item, bool]] | None = None,
         user: str | None = None) -> None:
    """Conversations at these times; `first` may supply openings (and whether they are harvest)."""
    mind: Mind = a.extra.get("mind") or Mind(w, a)
    a.extra["mind"] = mind
    r, last, hist, past, conv, prior = w.rng, -1e12, 0, "", None, 0
    for t in times:
        if t - last > 2400 or r.random() > mind.sticky:
            it, harvest = first() if first else (mind.opening(), False)
            conv, hist, past, prior = h(a.id, "c", r.getrandbits(48)), 0, "", 0
            if mind.talks and harvest:
                mind.talks = []
        else:
            it, harvest = mind.next(), False
        w.emit(a, t, it, harvest=harvest, hist=hist, prior=prior, past=past or None, conv=conv, user=user)
        prior += len(it.text) // 4 + int(a.outs)
        hist, past, last = hist + 2, h(past, it.text), t

def product(w: World) -> Maker:
    """One template over changing data, as an app sends it."""
    r, p = w.rng, w.phrases
    kind = r.choice(["tenant", "tenant", "support", "support", "rag", "label", "write", "json"])
    if kind == "tenant":
        own = Deck(r, r.choice(list(texts.tenants(w.fold).values())))
        return own.deal
    system = p.say("system")
    if kind == "support":
        return lambda: Item(deck(w, "support").deal().text, system)
    if kind == "rag":
        head = r.choice(["Context:\n{}\n\nQuestion: {}", "Use this.\n<doc>{}</doc>\n{}", "{}\n---\nUser asks: {}"])
        return lambda: Item(head.format((deck(w, "knowledge").deal().reply or p.document())[:500],
                                        deck(w, "support").deal().text), system)
    if kind == "label":
        head = r.choice(["Label as {}/{}: ", "Is this about {} or {}? Text: ", "Tag ({}, {}, other):\n"])
        head = head.format(p.picker["crit"], p.picker["topic"])
        return lambda: Item(head + deck(w, "tweets").deal().text, None)
    if kind == "json":
        return lambda: Item("Extract fields from:\n" + deck(w, "tweets").deal().text, system)
    head = r.choice(["Write a product text about {} for {}.", "Blog outline: {} ({}).", "Headline for {} / {}"])
    return lambda: Item(head.format(p.picker["topic"], p.picker["firm"]) + f" Ref {r.randint(1000, 99999)}", system)

def serve(w: World, a: Account, n: int, make: Maker, users: bool = False, tools: list[str] | None = None) -> None:
    """A product's calls: hours of a real API client, in a burst, or on a schedule."""
    r = w.rng
    shape = r.choice(["flow", "flow", "flow", "bursts", "cron"])
    lo = max(w.start, min(a.record["created_at"], w.end - DAYS_LEAST))
    if shape == "flow":
        times = [float(t) for t in w.moments(n, a.hours, lo, w.end, r.uniform(0.3, 1.1))]
    elif shape == "bursts":
        times = bursts(w, n, lo, w.end, r.randint(1, 6), r.uniform(0.3, 8.0))
    else:
        hour = r.random() * 24
        days = [d for d in range(w.days) if w.start + d * 86400 + hour * 3600 > lo] or [w.days - 1]
        times = sorted(w.start + r.choice(days) * 86400 + hour * 3600 + 1.5 * k + r.random() for k in range(n))
    pool = [h(a.id, "u", k) for k in range(max(1, n // 4))] if users else None
    for t in times:
        w.emit(a, t, make(), user=r.choice(pool) if pool else None, tools=tools)

def bursts(w: World, n: int, lo: float, hi: float, count: int, hours: float) -> list[float]:
    starts = [w.rng.uniform(lo, max(hi - hours * 3600, lo + 1)) for _ in range(count)]
    return sorted(w.rng.choice(starts) + w.rng.random() * hours * 3600 for _ in range(n))

def agent(w: World, a: Account, n: int, system: str, tools: list[str], task: Maker | None = None,
          harvest: bool = False, times: list[float] | None = None) -> None:
    """Agent loops: a task, then tool results with growing history."""
    r = w.rng
    done = 0
    for t in times if times is not None else w.sessions(max(1, n // 7), a, size=2):
        it = task() if task else Item(w.phrases.say("task"))
        conv, past, prior = h(a.id, r.getrandbits(40)), "", 600
        steps = 1 + min(int(r.expovariate(1 / 6)), 25)
        for k in range(steps):
            text = it.text if not k else f"[tool_result {r.choice(tools)}] " + r.choice((
                w.phrases.picker["err"], "ok", f"{r.randint(1, 90)} passed, {r.randint(0, 4)} failed",
                w.phrases.picker["part"] + f" line {r.randint(1, 900)}", "exit 0"))
            w.emit(a, t, Item(text, it.system or system), harvest=harvest, hist=2 * k, prior=prior, past=past or None,
                   conv=conv, tools=tools)
            past, prior, t = h(past, text), prior + r.randint(80, 1500), t + r.uniform(3, 60)
            done += 1
            if done >= n:
                return

def ordinary(w: World, a: Account, n: int) -> None:
    """Whatever an account of nobody in particular does."""
    r, x = w.rng, w.rng.random()
    if a.clients[0].console or x < 0.3 or n < 4:
        talk(w, a, w.sessions(n, a, size=r.uniform(2, 8)))
    elif x < 0.72:
        serve(w, a, n, product(w), r.random() < 0.3)
    elif x < 0.86:
        agent(w, a, n, w.phrases.template("agent"), r.choice(TOOLS))
    else:
        talk(w, a, w.sessions(n // 2 + 1, a))
        serve(w, a, n // 2 + 1, product(w))

