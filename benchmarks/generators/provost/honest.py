"""Ordinary customers: each has work, wording and hours of its own."""

from collections.abc import Callable

from .phrases import LANGS, TASKS, bank
from .texts import Ask, chats, groups, pool
from .world import Account, Times, Work, World

Maker = Callable[[World, str], Work]
OUT = dict(zip(TASKS, (110.0, 150.0, 190.0, 180.0, 9.0, 200.0, 170.0), strict=True))
FRAMES = ("{o}:\n\n{d}", "{d}\n\n---\n{o}.", '{o}\n"{d}"', "<doc>{d}</doc>\n{o}", "[{k}] {o}\n{d}", "{o} ({k})\n{d}")


def persona(w: World, lang: str) -> str | None:
    """A system prompt of one's own, or none."""
    if w.chance(0.35):
        return None
    lead = w.rnd.choice(bank("leads")).format(n=w.rnd.choice(bank("titles")), f=w.pen.company(lang))
    return f"{lead} {w.pen.order(lang, w.rnd.choice(TASKS))}." if w.chance(0.5) else lead


def document(w: World, lang: str, task: str | None = None) -> Work:
    """A document pipeline with its own template."""
    r, system, frame = w.rnd, persona(w, lang), w.rnd.choice(FRAMES)
    task = task or r.choice(TASKS)
    order, size, key = w.pen.order(lang, task), r.randint(2, 9), w.hexes(3)
    order = r.choice(w.pen.safer) if task == "rewrite" and w.chance(0.4) else order
    return lambda: [Ask(system, frame.format(o=order, d=w.pen.paper(lang, 2, size), k=key), OUT[task])]


def desk(w: World, lang: str) -> Work:
    """A person with letters and questions, in several turns."""
    r = w.rnd
    def unit() -> list[Ask]:
        if r.random() < 0.25:
            return [a._replace(system=None) for a in r.choice(chats(w.fold))]
        if r.random() < 0.08:
            return [r.choice(pool(r.choice(("knowledge", "writing", "code", "maths", "wild")), w.fold))]
        if r.random() < 0.06:
            return [Ask(None, w.pen.question() + (" " + r.choice(w.pen.behind) if r.random() < 0.2 else ""), 330)]
        task = r.choice(TASKS)
        first = w.pen.small(lang)
        if r.random() < 0.6:
            first = f"{w.pen.order(lang, task)}: {w.pen.paper(lang, 1, 5)}"
        turns = [Ask(None, first, OUT[task] + 60)]
        while r.random() < 0.42 and len(turns) < 9:
            turns.append(Ask(None, w.pen.follow(lang) if r.random() < 0.6 else w.pen.small(lang), 140))
        return turns
    return unit


def support(w: World, lang: str) -> Work:
    """A support bot; its users write what they like."""
    r, system = w.rnd, persona(w, lang) or f"Support bot of {w.pen.company(lang)}."
    mine = r.sample(pool("support", w.fold), 400)
    def unit() -> list[Ask]:
        turns = [r.choice(mine)._replace(system=system)]
        while r.random() < 0.35 and len(turns) < 6:
            turns.append(r.choice(mine)._replace(system=system))
        return turns
    return unit


def retrieval(w: World, lang: str) -> Work:
    """Questions over a firm's own papers."""
    r, system = w.rnd, (persona(w, lang) or "RAG") + " Use only the passages."
    papers = [w.pen.paper(lang, 3, 6) for _ in range(12)]
    def unit() -> list[Ask]:
        question = w.pen.small(lang)
        return [Ask(system, f"{r.choice(papers)}\n\n{r.choice(papers)}\n\nQ: {question}", 160)]
    return unit


def coder(w: World, lang: str) -> Work:
    """Programming help, sometimes with follow-ups."""
    r, system = w.rnd, persona(w, lang) if w.chance(0.3) else None
    mine = r.sample(pool("code", w.fold), 120) + (r.sample(pool("zhcode", w.fold), 30) if w.chance(0.06) else [])
    return lambda: [r.choice(mine)._replace(system=system) for _ in range(r.choice((1, 1, 1, 2, 4)))]


def agent(w: World, lang: str) -> Work:
    """A small agent with tools."""
    r, mine = w.rnd, w.rnd.sample(pool("tools", w.fold), 80)
    def unit() -> list[Ask]:
        first = r.choice(mine)
        said = (f"tool_result: {w.pen.paper('en', 1, 2)}" for _ in range(r.randint(0, 5)))
        return [first, *(Ask(first.system, text, 80, None, first.tools) for text in said)]
    return unit


def tenant(w: World, lang: str) -> Work:
    """A production template filled with its own rows."""
    r, rows = w.rnd, w.rnd.choice([g for k, g in groups(w.fold).items() if k.startswith("tenant")])
    note = r.choice((None, f"[{w.pen.company(lang)}]"))
    return lambda: [r.choice(rows)._replace(system=note or r.choice(rows).system)]


def study(w: World, lang: str) -> Work:
    """A learner's or teacher's questions."""
    r, name = w.rnd, w.rnd.choice(("maths", "knowledge", "cot", "writing", "zh", "bench"))
    mine = r.sample(pool(name, w.fold), min(150, len(pool(name, w.fold))))
    wish = r.choice(("", "", " " + r.choice(w.pen.behind), " Is 12 right?", " Bitte kurz."))
    return lambda: [r.choice(mine)] if r.random() < 0.7 else [
        (x := r.choice(mine))._replace(text=x.text + wish), Ask(None, w.pen.follow(lang), 120)]  # fmt: skip


def scorer(w: World, lang: str) -> Work:
    """Quality scoring of one's own letters or answers."""
    r, rule, system = w.rnd, w.rnd.choice(w.pen.rules), persona(w, lang)
    if w.chance(0.3):
        mine = r.sample(pool("judge", w.fold), 150)
        return lambda: [r.choice(mine)]
    return lambda: [Ask(system, f"{rule}.\n\n{w.pen.small(lang)}\n---\n{w.pen.paper(lang, 1, 4)}", 60)]


def explained(w: World, lang: str) -> Work:
    """Audit and tax work that must show its reasons."""
    wish, system = w.rnd.choice(w.pen.behind), persona(w, lang)
    return lambda: [Ask(system, f"{w.pen.order(lang, 'check')}. {w.pen.paper(lang)} {wish}", 480)]


def generator(w: World, lang: str) -> Work:
    """A firm's own small synthetic set, about its own business."""
    r, firm, mine = w.rnd, w.pen.company(lang), w.rnd.sample(pool("evolve", w.fold), 60)
    part = w.rnd.random() * 0.6
    own = w.rnd.choice(("Write a customer mail to {f}: {s}", "Invent a ticket for {f}: {s}"))
    return lambda: [
        r.choice(mine) if r.random() < part else Ask(None, own.format(f=firm, s=w.pen.paper(lang, 1, 1)), 190)
    ]


def several(w: World, works: list[Work]) -> Work:
    """Any of several kinds of work."""
    return lambda: w.rnd.choice(works)()


JOBS: tuple[tuple[Maker, float, float, str], ...] = (  # work, weight, median volume, rhythms
    (desk, 40, 6, "office office desk home"), (document, 20, 9, "office night desk flat burst"),
    (support, 7, 14, "shop office"), (retrieval, 7, 10, "office desk shop"), (coder, 9, 7, "office home desk"),
    (agent, 4, 10, "office flat burst"), (tenant, 5, 14, "office night flat burst"), (study, 5, 6, "home burst desk"),
    (scorer, 3, 10, "night office burst"), (explained, 2, 7, "office desk"), (generator, 1.5, 14, "burst night home"),
)  # fmt: skip


def own_work(w: World, lang: str) -> tuple[Work, float, str]:
    """What an unlinked customer does: work, median volume, rhythm."""
    maker, _, median, rhythms = w.rnd.choices(JOBS, [j[1] for j in JOBS])[0]
    return maker(w, lang), median, w.rnd.choice(rhythms.split())


def live(w: World, account: Account, scale: float = 1.0) -> None:
    """An ordinary customer's weeks in the window: one main job, sometimes a second."""
    low = w.rnd.uniform(0, 0.8) * w.span if w.chance(0.25) else 0.0
    high = low + w.rnd.uniform(0.02, 0.5) * w.span if w.chance(0.3) else 1e12
    for _ in range(2 if w.chance(0.2) else 1):
        work, median, rhythm = own_work(w, account.lang)
        users = w.rnd.choice((5, 40, 300)) if rhythm == "shop" and w.chance(0.6) else 0
        w.serve(account, work, w.volume(median * scale), rhythm, low, high, users)


def ordinary(w: World, n: int) -> None:
    """n ordinary accounts, some of them seats and sub-accounts of one organisation."""
    while n > 0:
        size = min(n, 1 if w.chance(0.85) else w.rnd.choice((2, 2, 3, 4, 6, 12, 25)))
        n -= size
        if size == 1:
            live(w, w.enrol("ordinary"))
            continue
        country, born = w.country(), w.born()
        org = (f"org_{w.hexes(10)}", w.pen.company(w.rnd.choice(LANGS)))
        payment, path = w.hexes(), w.rnd.choice(("console", "api", "azure"))
        for _ in range(size):
            created = min(born + w.rnd.expovariate(1 / (40 * 86_400)), 0.8 * w.span)
            live(w, w.enrol("ordinary", country=country, path=path, org=org, payment_fingerprint=payment,
                            payment_kind="invoice", created=created), 0.8)  # fmt: skip


def moments(w: World, account: Account, n: int, rhythm: str, day: float, spread: float = 1.0) -> Times:
    """Moments around one day of the window (fraction of it)."""
    return w.clock(account, n, rhythm, max(0.0, day * w.span - spread * 43_200), day * w.span + spread * 43_200)
