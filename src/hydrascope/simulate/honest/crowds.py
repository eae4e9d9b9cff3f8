"""Many people in one place or at one time: classrooms, hackathons, shared egress."""

from functools import partial

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.account import Sampling
from hydrascope.simulate.honest.everyday import converse, talk, typed
from hydrascope.simulate.material import fill
from hydrascope.simulate.scene import Scene


def classrooms(scene: Scene, n: int) -> None:
    """Courses: one egress, sign-up within a week, the same assignment, a burst before the deadline."""
    pick, done = scene.pick, 0
    while done < n:
        size = min(n - done, 15 + int(pick.random() ** 2 * 110))
        where, domain = infra.country(pick), f"{infra.word(pick)}.edu"
        egress = tuple(infra.organisation(pick, where) for _ in range(1 + int(pick.random() * 3)))
        born = scene.start + int((pick.random() * 1.2 - 0.4) * scene.days * 0.6 * rhythm.DAY)
        deadline = min(scene.end - rhythm.HOUR, max(born, scene.start) + int((3 + pick.random() * 12) * rhythm.DAY))
        tasks = _assignment(scene)
        tutor = "You are a teaching assistant. Explain your reasoning step by step."
        system = tutor if pick.random() < 0.4 else None
        client = scene.software.library(pick)
        sampling = Sampling(temperature=pick.choice((None, 0.7, 0.0)), max_tokens=1024)
        for _ in range(size):
            who = scene.join(
                "honest/classroom",
                country=where,
                email_domain=domain if pick.random() < 0.7 else infra.mail(pick),
                signup=pick.choice(egress),
                pathway="education" if pick.random() < 0.8 else "self_serve",
                payment_kind="credits" if pick.random() < 0.6 else None,
                payment_fingerprint=None,
                created_at=born + int(abs(scene.rng.normal()) * 3 * rhythm.DAY),
                addresses=(*egress, infra.home(pick, where)),
                clients=(client,) if pick.random() < 0.6 else (scene.software.library(pick),),
            )
            if pick.random() < 0.6:
                scene.accounts[who].sampling = sampling
            _study(scene, who, tasks, system, deadline)
        done += size


def _assignment(scene: Scene) -> list[str]:
    """What a course is asked to do: a few tasks, sometimes public exercises too."""
    material = scene.prompts.material["assignments"]
    tasks = scene.pick.sample(material, min(3, len(material)))
    if scene.pick.random() < 0.5:
        tasks += [scene.question("math", "reasoning") for _ in range(6)]
    return tasks


def _study(scene: Scene, who: int, tasks: list[str], system: str | None, deadline: int) -> None:
    """One student's work: mostly the assignment, near the deadline."""
    pick = scene.pick
    start, _ = scene.window(who)
    count = 1 + int(pick.random() ** 1.5 * 12)
    at = deadline - (scene.rng.exponential(20, count) * rhythm.HOUR).astype(np.int64)
    texts = [
        typed(pick, pick.choice(tasks), 0.3) + pick.choice(("", "", " Please explain.", " Keep it short."))
        for _ in range(count)
    ]
    keep = np.flatnonzero(at > start)
    scene.log(who, np.sort(at[keep]), [texts[i] for i in keep], system=system, length="long", stretch=0.6)
    if pick.random() < 0.6 or len(keep) == 0:
        private = scene.private()
        converse(scene, who, partial(talk, scene, private), scene.volume(5, 0.8), 3, 60, 2)


def hackathons(scene: Scene, n: int) -> None:
    """A weekend: new accounts, one starter kit, the sponsor's credits, the venue's network."""
    pick, done = scene.pick, 0
    while done < n:
        size = min(n - done, 20 + int(pick.random() ** 2 * 150))
        opening = scene.start + int((0.05 + 0.8 * pick.random()) * scene.days * rhythm.DAY)
        where = infra.country(pick)
        egress, client = infra.organisation(pick, where), scene.software.library(pick)
        words = scene.words(scene.private())
        system = fill(pick.choice(scene.prompts.material["hackathon"]), words)
        sampling, model = Sampling(temperature=0.7, max_tokens=2048), infra.weighted(pick, scene.models)
        kit = tuple(sorted(pick.sample(scene.prompts.material["agent_tools"], 3)))
        tools = kit if pick.random() < 0.5 else None
        for _ in range(size):
            who = scene.join(
                "honest/hackathon",
                country=where,
                created_at=opening + int(abs(scene.rng.normal()) * 5 * rhythm.HOUR),
                signup=egress,
                payment_kind="credits",
                payment_fingerprint=None,
                pathway="startup" if pick.random() < 0.5 else "self_serve",
                addresses=(egress, infra.neighbour(pick, egress), infra.home(pick, where)),
                clients=(client,),
                sampling=sampling,
                model=model,
            )
            _hack(scene, who, opening, system, tools)
        done += size


def _hack(scene: Scene, who: int, opening: int, system: str, tools: tuple[str, ...] | None) -> None:
    """One participant's weekend."""
    pick, private = scene.pick, scene.private()
    count = 2 + int(pick.random() ** 2 * 50)
    at = np.sort(opening + (scene.rng.random(count) ** 0.8 * 50 * rhythm.HOUR).astype(np.int64))
    at = at[at < scene.end]
    frames = scene.prompts.material["code_frames" if pick.random() < 0.5 else "chat_frames"]
    texts = [scene.say(frames, private) for _ in at]
    scene.log(who, at, texts, system=system, tools=tools, length="app")


def share_egress(scene: Scene) -> None:
    """Put some of everybody behind carrier NAT, campus or office egress, blind to who they are."""
    pick = scene.pick
    exits: dict[str, list[infra.Address]] = {}
    for account in scene.accounts:
        if account.country not in exits:
            exits[account.country] = [
                infra.organisation(pick, account.country) for _ in range(2 + int(pick.random() * 5))
            ]
        if pick.random() < 0.07 and len(account.addresses) < 4:
            account.addresses = (pick.choice(exits[account.country]), *account.addresses)
            if pick.random() < 0.5:
                account.signup = account.addresses[0]
