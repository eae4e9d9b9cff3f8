"""Honest groups that learn together: classes, courses, hackathons and the sites that help them."""

from typing import Any

from . import people, phrases, places
from .ordinary import personal, question, source_text, turns_of
from .places import Network
from .registry import group, members, soon
from .world import BURSTS, DAILY, DAY, World


def assignment(w: World, kind: str, n: int, campus: bool, wide: float) -> None:
    """Students with one list of exercises, each asking some, pasted or in their own words."""
    rng = w.rng
    country = places.draw_country(rng) if campus else None
    egress = [places.home_address(rng, country or "US", 7) for _ in range(3)]
    pick = rng.choice(("maths", "gsm", "alpaca", "code", "zh"))
    tasks = [
        source_text(w, "en", pick) if pick != "maths" else people.maths_task(rng, w.fold)
        for _ in range(rng.randint(5, 40))
    ]
    due = rng.uniform(w.start + 4 * DAY, w.end)
    over: dict[str, Any] = {"created": soon(w, wide)} if rng.random() < 0.7 else {}
    for a in members(
        w, kind, n, country=country, network=(lambda: Network(egress, 0.2) if rng.random() < 0.7 else None), **over
    ):
        a.end = max(a.start + DAY / 2, min(w.end, due))
        a.row["pathway"] = rng.choice(("education", "self_serve", "self_serve"))
        for at in w.times(a, min(len(tasks) * 2, w.volume(10, 0.9))):
            text = rng.choice(tasks)
            w.chat(
                a,
                at,
                turns_of(rng, f"{question(w, a.lang)} {text}" if rng.random() < 0.15 else text, a.lang, 0.5),
                out=5.6,
            )


@group("classroom")
def classroom(w: World, n: int) -> None:
    assignment(w, "classroom", n, True, 7)


@group("textbook-students")
def textbook(w: World, n: int) -> None:
    assignment(w, "textbook-students", n, False, 200)


@group("bootcamp")
def bootcamp(w: World, n: int) -> None:
    rng = w.rng
    client, system = places.draw_client(rng), f"You are a {rng.choice(phrases.DOMAINS)} mentor. {personal(rng)}"
    tasks = [people.code_task(rng, w.fold) for _ in range(25)]
    for a in members(w, "bootcamp", n, client=client, created=soon(w, 5), payment_kind="credits", plan="free_trial"):
        for at in w.times(a, w.volume(16, 0.8)):
            w.chat(a, at, turns_of(rng, rng.choice(tasks), "en", 0.8), system, out=5.9)


@group("hackathon")
def hackathon(w: World, n: int) -> None:
    rng = w.rng
    client, params, system = places.draw_client(rng), w.parameters(), f"{rng.choice(phrases.AGENT_SYSTEMS)}"
    signup, hall = soon(w, 0.6), [places.home_address(rng, places.draw_country(rng), 5) for _ in range(4)]
    tools = rng.choice(phrases.TOOLSETS)
    for a in members(
        w, "hackathon", n, client=client, params=params, created=signup, payment_kind="credits", model=w.models[0]
    ):
        if rng.random() < 0.7:
            a.network = Network(hall, 0.3)
        a.end = min(w.end, a.start + 2.5 * DAY)
        for at in w.times(a, w.volume(14, 0.9, 200), rng.choice(("human", BURSTS))):
            w.emit(a, at, people.code_task(rng, w.fold), system, out=5.4, tools=tools if rng.random() < 0.5 else None)


@group("homework-forum")
def forum(w: World, n: int) -> None:
    rng = w.rng
    form = phrases.wording(rng, "tutor", w.fold)
    hot = [source_text(w, "en", "gsm") for _ in range(60)]
    for a in members(w, "homework-forum", n):
        for at in w.times(a, w.volume(25, 1.3), DAILY):
            text = (
                rng.choice(hot)
                if rng.random() < 0.4
                else source_text(w, a.lang, rng.choice(("maths", "gsm", "alpaca")))
            )
            w.emit(a, at, form.wrap(rng, text), out=5.7, user=f"p{rng.randrange(900)}" if rng.random() < 0.2 else None)


@group("tutoring-platform")
def tutoring(w: World, n: int) -> None:
    rng = w.rng
    for a in members(w, "tutoring-platform", n):
        form = phrases.wording(rng, rng.choice(("tutor", "reason", "reason_zh")), w.fold)
        for at in w.times(a, w.volume(40, 1.3), DAILY):
            w.emit(a, at, source_text(w, a.lang, rng.choice(("maths", "gsm"))), form.wrap(rng, ""), out=5.8)
