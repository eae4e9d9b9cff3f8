"""What campaigns harvest and how they word it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from . import banks, texts
from .gigs import Gig, conversation, feed, loop, pick, prompt_of, user_of
from .texts import Item, half
from .world import DAY, Actor, Thread, World

if TYPE_CHECKING:
    from .campaigns import Operator

Phase = tuple[float, list[Gig], Sequence[tuple[float, float]]]
Source = Callable[[World], Item]


def question(op: Operator, domain: str) -> Source:
    """The operator's list of questions in one domain."""
    w, rng = op.w, op.w.rng
    manners = rng.sample(half(banks.MANNER, w.fold), rng.choice((1, 3, 6)))
    area = (rng.sample(banks.MODULES, rng.choice((3, 8))), rng.sample(banks.LANGS, 3)) if rng.random() < 0.5 else None
    if domain == "maths":
        own = rng.random() < 0.4
        return lambda x: Item(texts.maths(x.rng, x.fold)) if own else x.deal("gsm")
    if domain == "code":
        return lambda x: Item(texts.coding(x.rng, x.fold, manners, area))
    if domain == "agents":
        return lambda x: (
            x.deal("functions") if x.rng.random() < 0.5 else Item(texts.coding(x.rng, x.fold, manners, area))
        )
    if domain == "judging":
        mine = rng.sample(half(banks.JUDGE, w.fold), rng.choice((1, 2, 4)))
        pooled = rng.choice((0.0, 0.0, 0.5, 1.0))

        def grade(x: World) -> Item:
            if x.rng.random() < pooled:
                return x.deal("judge")
            q, a, b = x.deal("alpaca"), x.deal("alpaca"), x.deal("alpaca")
            answer = (q.reply or a.text)[:900]
            return Item(x.rng.choice(mine).format(q=q.text, a=answer, b=(b.reply or b.text)[:600]))

        return grade
    if domain == "rewrite":
        mine = rng.sample(half(banks.REWRITE, w.fold), rng.choice((1, 3, 6)))
        touchy, pool = rng.choice((0.0, 0.4, 0.9)), rng.choice(("alpaca", "zh", "filler"))

        def rewrite(x: World) -> Item:
            item = x.deal(pool)
            body = texts.sensitive(x.rng, x.fold) if x.rng.random() < touchy else item.reply or item.text
            return Item(x.rng.choice(mine).format(x=body))

        return rewrite
    if domain == "knowledge":
        return lambda x: x.deal("wild" if x.rng.random() < 0.15 else "chat" if x.rng.random() < 0.2 else "alpaca")
    name = {"tools": "tools", "writing": "alpaca", "zh": "zh", "instructions": "generators"}.get(domain, "alpaca")
    return lambda x: x.deal(name)


def wordings(op: Operator) -> Callable[[World], str]:
    """How the operator asks for more than an answer."""
    rng, fold = op.w.rng, op.w.fold
    lang = "zh" if "zh" in op.domains else rng.choice(("ja", "de", "es")) if "multilingual" in op.domains else "en"
    if op.wording == "bare":
        return lambda _: ""
    if op.wording == "paraphrase":
        return lambda x: texts.elicit(x.rng, fold, lang, op.hidden)
    count = 1 if op.wording == "fixed" else rng.choice((3, 5, 9))
    bank = [texts.elicit(rng, fold, lang, op.hidden) for _ in range(count)]
    return lambda x: x.rng.choice(bank)


def replayed(op: Operator, weight: float, actors: Sequence[Actor]) -> Gig:
    """Stored sessions of other services' real users, sent again from the middle or the end."""
    w = op.w
    words = wordings(op) if w.rng.random() < 0.5 else None
    foreign = w.rng.choice((0.0, 0.4, 0.9))
    own_harness = w.rng.random() < 0.5
    agentic = w.rng.choice((0.2, 0.7))

    def run(w: World, a: Actor, t: float, size: int) -> None:
        rng, s = w.rng, pick(w, a)
        while size > 0:
            thread = Thread(conv=w.token(20), messages=rng.randrange(1, 30) * 2, hash=w.token(20))
            thread.tokens = thread.messages * rng.randrange(60, 600)
            harness = rng.choice(half(banks.AGENTS, w.fold)) if own_harness else s.harness
            coded = rng.random() < agentic
            turns = [texts.result(rng, w.fold) for _ in range(3)] if coded else []
            turns = turns or [item.text for item in conversation(w, rng.choice(("en", "zh", "en")))][-3:]
            if rng.random() < foreign:
                minted = rng.choice(actors).blobs
                thread.blobs.append(rng.choice(minted) if minted and rng.random() < 0.5 else w.token(24))
            folder, a.folder = a.folder, f"/Users/{w.token(3)}/{rng.choice(banks.ARGS)}"
            system = prompt_of(a, harness) if harness and (coded or s.harness) else a.system
            a.folder = folder
            tools = list(harness.tools) or None if harness and system else None
            size_of = harness.tokens if harness and system else 0
            for text in turns[:size]:
                text = texts.attach(words(w), text, op.place) if words else text
                t, _ = w.send(a, s, t, text, thread, system=system, extra=size_of,
                              out=op.out, tools=tools, harvested=True,
                              refusable=op.refusable, user=user_of(w, a))  # fmt: skip
                t += rng.lognormvariate(1.5, 1)
            size -= min(size, len(turns))

    return Gig(weight, 5, run)


def gigs(op: Operator, actors: Sequence[Actor]) -> list[Phase]:
    """The harvest of a campaign, in one phase or two."""
    w, rng = op.w, op.w.rng
    if op.kind == "replay":
        return [(1.0, [replayed(op, 1, actors)], ())]
    asked = wordings(op) if op.wording != "sweep" else None
    system = None
    if rng.random() < 0.35 and op.wording in ("fixed", "several"):
        system = texts.elicit(rng, w.fold, "en", op.hidden)
    elif rng.random() < 0.3:
        system = "You are a helpful assistant."
    span = w.t1 - w.t0
    if op.wording == "sweep":
        bank = [texts.elicit(rng, w.fold, "en", op.hidden) for _ in range(rng.randrange(25, 80))]
        best = rng.sample(bank, rng.choice((1, 2, 3)))
        begin = w.t0 + rng.uniform(0, 0.3) * span
        width = rng.uniform(0.08, 0.3) * span
        probes = [question(op, op.domains[0])(w) for _ in range(rng.choice((5, 20, 60)))]
        sweep = [feed(lambda x: Item(texts.attach(x.rng.choice(bank), x.rng.choice(probes).text, op.place)), 1, 4,
                      out=op.out, harvested=True, refusable=op.refusable * 2, system=system)]  # fmt: skip
        late = [(begin + width, max(DAY / 2, min(w.t1 - begin - width, rng.uniform(0.2, 1) * span)))]
        scaled = harvest(op, lambda x: x.rng.choice(best), actors, system)
        return [(rng.uniform(0.1, 0.35), sweep, [(begin, width)]), (0.75, scaled, late)]
    assert asked is not None
    found = harvest(op, asked, actors, system)
    if op.kind == "agentic-pivot":
        early, after = w.t0 + rng.random() * 0.3 * (w.release - w.t0), w.release + 3600
        rest = rng.uniform(0.3, 1) * (w.t1 - after)
        return [(0.5, found, [(early, w.release - early)]), (0.5, found, [(after, rest)])]
    return [(1.0, found, ())]


def harvest(op: Operator, asked: Callable[[World], str], actors: Sequence[Actor], system: str | None) -> list[Gig]:
    """Sittings of harvesting: single requests and whole trajectories."""
    w, rng = op.w, op.w.rng
    out: list[Gig] = []
    fallback = w.models[2] if op.kind == "rubric-grading" and rng.random() < 0.8 else None
    length = 1 if op.kind in ("low-and-slow", "four-per-account") else rng.choice((1, 2, 5, 12))
    for domain in op.domains:
        source = question(op, domain)

        again: list[Item] = []

        def single(x: World, source: Source = source, again: list[Item] = again) -> Item:
            item = again.pop() if len(again) > 20 else source(x)
            if op.repeat and x.rng.random() < op.repeat:
                again.insert(x.rng.randrange(len(again) + 1), item)
            words = asked(x)
            return item._replace(text=texts.attach(words, item.text, op.place), reply=None if words else item.reply)

        gap = rng.choice((1.0, 6.0, 40.0)) if op.shape != "people" else rng.choice((20.0, 90.0))
        whole = op.trajectory > 0 and domain not in ("judging", "rewrite")
        if not whole or rng.random() >= op.trajectory:
            out.append(feed(single, 1, length, out=op.out, gap=gap, harvested=True, refusable=op.refusable,
                            system=system, fallback=fallback, relay=actors, hop=op.hop))  # fmt: skip
        if whole:
            steps = min(op.median, rng.choice((4.0, 8.0, 15.0)))
            out.append(loop(1, steps, task=lambda x, source=source: source(x).text, wording=asked,  # type: ignore[misc]
                            harvested=True, refusable=op.refusable, relay=actors, hop=op.hop))  # fmt: skip
    return out
