"""When accounts work and what one sitting looks like: chats, agent sessions, feeds of single requests."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from . import banks, texts
from .texts import Item, half
from .world import DAY, Actor, Stack, Thread, World

Run = Callable[[World, Actor, float, int], object]


class Gig(NamedTuple):
    """A kind of sitting: its usual length in exchanges and how it runs."""

    weight: float
    mean: float
    run: Run


class Job(NamedTuple):
    """An account with its number of exchanges, rhythm and kinds of sitting."""

    actor: Actor
    total: int
    shape: str
    gigs: Sequence[Gig]
    windows: Sequence[tuple[float, float]] = ()


def volume(rng: random.Random, median: float, sigma: float, cap: int = 1500) -> int:
    """A heavy-tailed number of requests."""
    return max(1, min(cap, int(median * math.exp(rng.gauss(0, sigma)) + rng.random())))


def starts(w: World, job: Job, count: int) -> list[float]:
    """Times of the sittings."""
    rng, a = w.rng, job.actor
    low, high = max(w.t0, a.born), min(w.t1, a.dies)
    if high - low < 7200:
        low = max(w.t0, high - 7200)
    out: list[float] = []

    def fit(at: float) -> float:
        if not low <= at <= high:
            at += DAY if at < low else -DAY
        return at if low <= at <= high else rng.uniform(low, high)

    if job.windows:
        for _ in range(count):
            begin, length = rng.choice(job.windows)
            out.append(fit(begin + rng.random() * length))
    elif job.shape == "flat":
        begin = rng.uniform(low, low + (high - low) * 0.4) if rng.random() < 0.5 else low
        end = min(high, begin + max(DAY, (high - begin) * rng.choice((0.3, 1, 1))))
        out = [rng.uniform(begin, end) for _ in range(count)]
    elif job.shape == "night":
        moment = rng.choice((0, 1, 2, 2, 3, 4, 22)) * 3600 + rng.choice((0, 0, 15, 30)) * 60
        spread = rng.uniform(60, 5400)
        nights = rng.sample(range(int((high - low) // DAY) + 1), min(int((high - low) // DAY) + 1, 1 + count // 8))
        for _ in range(count):
            night = (low // DAY + rng.choice(nights)) * DAY
            out.append(fit(night + moment + rng.random() * spread))
    elif job.shape == "burst":
        peaks = [rng.uniform(low, high) for _ in range(rng.choice((1, 1, 2, 4)))]
        for _ in range(count):
            out.append(fit(rng.choice(peaks) + rng.expovariate(1 / 2700)))
    else:  # people
        days = int((high - low) // DAY) + 1
        busy = min(days, max(1, round(count / rng.choice((1, 2, 3, 6)))))
        weekend = {"evening": 1.0, "mixed": 0.6}.get(a.hours, 0.12)
        pickable = []
        for day in range(days):
            weekday = int((low // DAY + day + 3) % 7)
            if weekday < 5 or rng.random() < weekend:
                pickable.append(day)
        chosen = rng.sample(pickable or [0], min(busy, len(pickable) or 1))
        for _ in range(count):
            late = a.hours == "evening" or (a.hours == "mixed" and rng.random() < 0.4)
            hour = rng.gauss(20.8, 2.0) if late else rng.choice((rng.gauss(10.6, 1.4), rng.gauss(15.2, 1.9)))
            local = (low // DAY + rng.choice(chosen)) * DAY + hour * 3600
            out.append(fit(local - a.zone * 3600))
    out.sort()
    return out


def play(w: World, jobs: Sequence[Job]) -> None:
    """Run jobs side by side, sitting by sitting, in the order of time."""
    rng = w.rng
    plan: list[tuple[float, int, int, Gig, int]] = []
    for number, job in enumerate(jobs):
        left, sizes = job.total, []
        while left > 0:
            gig = rng.choices(job.gigs, [g.weight for g in job.gigs])[0]
            size = min(left, max(1, round(gig.mean * rng.expovariate(1.0) + 0.3)) if gig.mean > 1 else 1)
            sizes.append((gig, size))
            left -= size
        for at, (gig, size) in zip(starts(w, job, len(sizes)), rng.sample(sizes, len(sizes)), strict=True):
            plan.append((at, number, len(plan), gig, size))
    plan.sort()
    for at, number, _, gig, size in plan:
        gig.run(w, jobs[number].actor, at, size)


def user_of(w: World, a: Actor) -> str | None:
    """The customer's own user, when it passes one on."""
    return f"u{w.rng.randrange(a.users)}-{a.id[5:10]}" if a.users else None


def pick(w: World, a: Actor) -> Stack:
    """One of the account's clients."""
    return a.stacks[0] if len(a.stacks) == 1 else w.rng.choice(a.stacks)


_BY_CONV: dict[int, dict[str, list[Item]]] = {}


def conversation(w: World, lang: str) -> list[Item]:
    """The turns of a person's chat; no text is used twice in a world before its pool runs dry."""
    if w.fold not in _BY_CONV:
        _BY_CONV[w.fold] = {g[0].conv: list(g) for g in texts.grouped("chat", w.fold, "conv")}
    if (lang != "zh" and w.rng.random() < 0.4) or w.rng.random() < 0.1:
        return _BY_CONV[w.fold].get(w.deal("chat").conv) or [w.deal("wild")]
    return opener(w, lang)


def opener(w: World, lang: str) -> list[Item]:
    """A single first question."""
    rng, dice = w.rng, w.rng.random()
    if lang == "zh" and dice < 0.7:
        return [w.deal("zh")]
    if dice < 0.3:
        return [Item(texts.coding(rng, w.fold))]
    name = "wild" if dice < 0.42 else "gsm" if dice < 0.5 else "support" if dice < 0.58 else "alpaca"
    return [w.deal(name)]


def chat(weight: float = 1.0, mean: float = 2.6, *, gap: float = 70.0) -> Gig:
    """A person's conversation."""

    def run(w: World, a: Actor, t: float, size: int) -> None:
        rng, s = w.rng, pick(w, a)
        turns = conversation(w, a.lang)
        thread = Thread(conv=w.token(20))
        user = user_of(w, a)
        if rng.random() < 0.04:  # begun elsewhere: an import, an edit, or before this log
            thread.messages, thread.hash = rng.randrange(1, 9) * 2, w.token(20)
        for number in range(size):
            item = turns[number] if number < len(turns) else Item(texts.follow_up(rng, w.fold, False))
            system, extra = a.system, 0
            if s.harness:
                system, extra = prompt_of(a, s.harness), s.harness.tokens
            t, _ = w.send(a, s, t, item.text, thread, system=system, extra=extra, out=220, reply=item.reply, user=user)
            t += gap * rng.lognormvariate(0, 0.9)

    return Gig(weight, mean, run)


_PROMPTS: dict[str, str] = {}


def prompt_of(a: Actor, harness: banks.Agent) -> str:
    """The agent's system prompt; some agents write the working folder into it."""
    if harness.name not in _PROMPTS:
        _PROMPTS[harness.name] = texts.system_prompt(harness)
    text = _PROMPTS[harness.name]
    return f"{text}\n<env>\nWorking directory: {a.folder}\nPlatform: linux\n</env>" if harness.env else text


def loop(
    weight: float = 1.0,
    mean: float = 9.0,
    *,
    task: Callable[[World], str] | None = None,
    wording: Callable[[World], str] | None = None,
    harvested: bool = False,
    refusable: float = 0.003,
    orphan: float = 0.0,
    relay: Sequence[Actor] = (),
    hop: float = 0.0,
) -> Gig:
    """A session of a coding agent: a task, then one exchange per tool result, now and then the person.

    With `hop` a router may send the same session on through another account of `relay`.
    """

    def run(w: World, a: Actor, t: float, size: int) -> None:
        rng, s = w.rng, pick(w, a)
        harness = s.harness
        tools = list((harness.tools if harness else ("bash", "read_file", "edit_file")) + s.mcp) or None
        system = prompt_of(a, harness) if harness else a.system
        extra = harness.tokens if harness else 300
        thread = Thread(conv=w.token(20))
        text = task(w) if task else texts.coding(rng, w.fold)
        if rng.random() < orphan:
            thread.messages, thread.hash = rng.randrange(2, 60), w.token(20)
            thread.tokens = thread.messages * 400
            if a.blobs and rng.random() < 0.5:
                thread.blobs.append(rng.choice(a.blobs))
        words = wording(w) if wording else ""
        user = user_of(w, a)
        mood = rng.choice(("auto", "auto", "watching"))
        for number in range(size):
            if number and (not tools or rng.random() < (0.05 if mood == "auto" else 0.22)):
                text = texts.follow_up(rng, w.fold)
                t += rng.lognormvariate(4.2, 1.1)
            elif number:
                text = texts.result(rng, w.fold)
            if thread.messages > 70 and rng.random() < 0.1:  # the agent compacts its history
                thread.messages, thread.tokens, thread.hash = 2, 1500, w.token(20)
            sent = f"{text}\n\n{words}" if words and (number == 0 or rng.random() < 0.15) else text
            out = 90 if number % 3 else 420
            t, state = w.send(a, s, t, sent, thread, system=system, extra=extra, out=out, tools=tools,
                              harvested=harvested, refusable=refusable, user=user)  # fmt: skip
            if state == "refused" and harvested and rng.random() < 0.5:
                return
            if relay and rng.random() < hop:
                other = rng.choice(relay)
                a = other if other.born < t < other.dies else a
            t += rng.lognormvariate(1.6, 0.8)

    return Gig(weight, mean, run)


def feed(
    source: Callable[[World], Item],
    weight: float = 1.0,
    mean: float = 5.0,
    *,
    out: float = 250.0,
    gap: float = 2.0,
    harvested: bool = False,
    refusable: float = 0.003,
    system: str | None = None,
    tools: list[str] | None = None,
    shot: int = 0,
    fallback: str | None = None,
    relay: Sequence[Actor] = (),
    hop: float = 0.0,
) -> Gig:
    """Single requests out of a source, one after another; `shot` messages of fixed examples go before each.

    With `fallback` an account that meets refusals goes on with that model; with `hop` what was turned down at one
    account is sent again through another of `relay`.
    """
    shots = f"{random.Random(str(shot) + str(system)).getrandbits(80):020x}" if shot else None

    def run(w: World, a: Actor, t: float, size: int) -> None:
        rng, s = w.rng, pick(w, a)
        for _ in range(size):
            item = source(w)
            head, extra = item.system or system or a.system, 0
            offered = tools
            if s.harness:
                extra, offered = s.harness.tokens, list(s.harness.tools + s.mcp) or None
                head = prompt_of(a, s.harness)
            thread = Thread(conv=w.token(20), messages=shot, hash=shots, tokens=shot * 90)
            t, state = w.send(a, s, t, item.text, thread, system=head, extra=extra, out=out, reply=item.reply,
                              tools=offered, harvested=harvested, refusable=refusable, user=user_of(w, a))  # fmt: skip
            if relay and hop and state != "ok" and rng.random() < 0.6:
                other = rng.choice(relay)
                if other.born < t < other.dies:
                    w.send(other, pick(w, other), t + 1, item.text, Thread(conv=w.token(20)), system=system, out=out,
                           harvested=harvested, refusable=refusable)  # fmt: skip
            if fallback and state == "refused" and rng.random() < 0.4:
                a.model, a.switch = fallback, None
            t += gap * rng.lognormvariate(0, 0.9)

    return Gig(weight, mean, run)


def listed(items: Sequence[Item], rng: random.Random, shuffled: bool = True) -> Callable[[World], Item]:
    """A source that goes through a list again and again."""
    order = list(items)
    if shuffled:
        rng.shuffle(order)

    def stream() -> Iterator[Item]:
        while True:
            yield from order

    walk = stream()
    return lambda _: next(walk)


def tenant(w: World, group: Sequence[Item], own: str | None = None) -> Callable[[World], Item]:
    """The requests of an app with one template."""
    rng = w.rng
    if own is None:
        return listed(group, rng)
    template, tongue = own, rng.choice(banks.TONGUES)
    name = rng.choice(("support", "filler", "filler", "alpaca"))
    return lambda world: Item(template.replace("{lang2}", tongue).replace("{body}", world.deal(name).text))


def completion(weight: float = 1.0, mean: float = 7.0) -> Gig:
    """An editor plugin: short completions and inline edits."""

    def source(w: World) -> Item:
        rng = w.rng
        if rng.random() < 0.3:
            return Item(texts.coding(rng, w.fold, half(banks.MANNER[:4], w.fold)))
        arg = rng.choice(banks.ARGS)
        return Item(f"<prefix>{texts.result(rng, w.fold)}\ndef {arg}_{rng.randrange(99)}(</prefix><suffix></suffix>")

    return feed(source, weight, mean, out=24, gap=14)


def dealer(name: str, wording: str = "", place: str = "after") -> Callable[[World], Item]:
    """A source that takes from a pool and attaches a wording."""
    return lambda w: Item(texts.attach(wording, w.deal(name).text, place)) if wording else w.deal(name)


def always(text: str) -> Callable[[World], str] | None:
    """One wording for every task, if any."""
    return (lambda _: text) if text else None


def reviewer(org: str | None, template: str) -> Callable[[World], Item]:
    """What a pipeline's bot sends."""
    return lambda w: Item(texts.review(w.rng, w.fold, org or w.token(3), template))
