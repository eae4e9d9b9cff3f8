"""Honest customers: ordinary ones, and what crowds of them have in common."""

from collections.abc import Callable, Sequence

from . import banks, texts
from .gigs import Gig, Job, always, chat, completion, dealer, feed, loop, reviewer, tenant, volume
from .identity import Country, person
from .texts import half
from .world import DAY, Actor, World

Tweak = Callable[[int, Actor], object]


def crowd(
    w: World,
    kind: str,
    size: int,
    families: Sequence[str],
    gigs: Sequence[Gig] | Callable[[int, Actor], Sequence[Gig]],
    median: float,
    *,
    sigma: float = 0.9,
    shape: str = "people",
    week: float | None = None,
    spread: float = 5.0,
    pathway: str | None = None,
    country: Country | None = None,
    harness: banks.Agent | None = None,
    windows: Sequence[tuple[float, float]] = (),
    tweak: Tweak | None = None,
) -> list[Job]:
    """Unlinked customers who do the same kind of thing; `week`: the time around which they signed up."""
    jobs = []
    for number in range(size):
        born = None if week is None else min(week + abs(w.rng.gauss(0, spread)) * DAY, w.t1 - 3 * DAY)
        family = w.rng.choice(families)
        actor = person(w, kind, family, born=born, pathway=pathway, country=country, harness=harness)
        if tweak:
            tweak(number, actor)
        own = gigs(number, actor) if callable(gigs) else gigs
        jobs.append(Job(actor, volume(w.rng, median, sigma), shape, own, windows))
    return jobs


def recent(w: World) -> float:
    """A moment shortly before or in the window."""
    return w.t0 + w.rng.uniform(-40, 8) * DAY


def ordinary(w: World, count: int) -> list[Job]:
    """People and small apps with purposes of their own; coding agents and tools dominate."""
    rng = w.rng
    jobs: list[Job] = []
    for _ in range(count):
        what = rng.choices(
            ("agent", "agent-sdk", "ide", "chat", "app", "bot", "ci", "nocode", "asker", "student", "tinker", "label"),
            (30, 9, 10, 15, 9, 4, 6, 4, 5, 3, 5, 2),
        )[0]
        family = {"agent": "agent", "ide": "ide", "ci": "ci", "nocode": "nocode"}.get(what, "sdk")
        if what in ("chat", "asker", "student"):
            family = rng.choice(("browser", "browser", "sdk", "agent"))
        a = person(w, "ordinary", family)
        shape, median, sigma = "people", 7.0, 1.35
        if what in ("agent", "agent-sdk"):
            source = feed(dealer("tools"), 0.1, 2)
            audit = texts.elicit(rng, w.fold) if rng.random() < 0.06 else ""
            gigs = [
                loop(1, rng.choice((5, 9, 14)), orphan=0.06, wording=always(audit)),
                chat(0.15),
            ]
            gigs += [source] if rng.random() < 0.1 else []
            median, sigma = 13.0, 1.35
            if rng.random() < 0.08:
                shape = rng.choice(("flat", "night", "burst"))
        elif what == "ide":
            gigs, median = [completion(), chat(0.3)], 14.0
        elif what in ("chat", "asker"):
            gigs, median = [chat(1, 2.6 if what == "chat" else 1.2)], 5.0
        elif what == "student":
            gigs = [feed(dealer("gsm"), 1, 3, gap=150), chat()]
        elif what in ("app", "bot", "nocode"):
            group = rng.choice(texts.grouped("tenants", w.fold))[:60]
            own = rng.choice(half(banks.APPS, w.fold)) if rng.random() < 0.8 else None
            if rng.random() < 0.6:
                a.system = f"You are the assistant of {texts.coding(rng, w.fold, ['{city} {module}'])}."
            gigs = [feed(tenant(w, group, own), 1, 4, out=rng.choice((30, 90, 300)))]
            shape = rng.choice(("people", "flat", "burst"))
            median = 9.0
        elif what == "ci":
            template, org = rng.choice(half(banks.REVIEW, w.fold)), banks.CITIES[rng.randrange(16)] + w.token(2)
            gigs = [feed(reviewer(org, template), 1, 3, out=160)]
            shape = rng.choice(("people", "night", "flat"))
        elif what == "label":
            name = rng.choice(("filler", "support", "alpaca", "judge"))
            gigs, shape, median = [feed(dealer(name), 1, 25, out=40)], "burst", 30.0
        else:
            name = rng.choice(("alpaca", "tools", "functions", "wild", "generators", "cot", "zh", "judge"))
            wording = texts.elicit(rng, w.fold, a.lang) if rng.random() < 0.25 else ""
            gigs = [
                feed(dealer(name, wording), 1, 4, out=350),
                chat(0.5),
            ]
        jobs.append(Job(a, volume(rng, median, sigma), shape, gigs))
    return jobs
