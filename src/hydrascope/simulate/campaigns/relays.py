"""Campaigns that send other people's requests: replayed sessions, and a relay with innocent customers."""

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate.campaigns.kinds import frames
from hydrascope.simulate.campaigns.operator import Operator, Underworld, operator, recruit
from hydrascope.simulate.campaigns.queue import events, harvest, hide_among, reworded, send, wording
from hydrascope.simulate.honest.business import Row, customers, log_rows, product
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.wording import Frame, list_of


def session_replay(scene: Scene, world: Underworld, n: int) -> None:
    """Stored sessions of real users, sent again: long histories whose earlier turns nobody saw here."""
    one = operator(scene, world, "session-replay", (20, 150), cover=scene.knobs.cover or 0.0, depth=0.0)
    who = recruit(scene, one, n)
    at, senders = events(scene, one, who, one.begin, one.days)
    people = [infra.token(scene.pick) for _ in range(300)]
    products = [product(scene) for _ in range(8)]
    stored = customers(scene, people, products, max(len(at), 10))
    agent = scene.say(scene.prompts.material["agent_parts"], scene.private())
    harness = agent if scene.pick.random() < 0.5 else None
    extra = Frame.drawn(scene, scene.pick.choice(("tags", "verbatim", "raw", "raw")))
    rows = [reworded(scene, extra.around(Prompt(r.system or harness, r.text), 0.0)) for r in stored[: len(at)]]
    blobs = (
        [[infra.token(scene.pick)] if scene.pick.random() < 0.4 else None for _ in rows]
        if scene.pick.random() < 0.4
        else None
    )
    send(
        scene,
        one,
        at,
        senders,
        rows,
        conversation=scene.conversation_block(len(at)),
        blobs_in=blobs,
        history=2 * scene.rng.geometric(0.15, len(at)) + np.array([r.history for r in stored[: len(at)]]),
        length="agent",
    )
    hide_among(scene, who, senders)


def hydra_proxy(scene: Scene, world: Underworld, n: int) -> None:
    """A gray-market relay: 5 to 25 % of its traffic is harvest, the rest is what innocent customers send."""
    one = operator(
        scene,
        world,
        "hydra-proxy",
        (120, 600),
        cover=0.0,
        human=scene.knobs.rhythm or 0.0,
        dispatch=scene.pick.choice(("round-robin", "random", "sticky")),
    )
    share = 1 - scene.knobs.cover if scene.knobs.cover else 0.05 + 0.2 * scene.pick.random()
    who = recruit(scene, one, n)
    total = one.volume
    one.volume = max(1.0, total * share)
    technique = scene.pick.choice(("stepwise", "tags", "expert", "agentic", "raw", "verbatim"))
    harvest(scene, one, who, list_of(scene, technique), wording(scene, one, frames(scene, technique)))
    one.volume = max(1.0, total * (1 - share))
    _relay(scene, one, who)


def _relay(scene: Scene, one: Operator, who: list[int]) -> None:
    """Customers' conversations over a relay's accounts: sticky for an hour, then moved; headers replaced."""
    at, senders = events(scene, one, who, one.begin, one.days)
    people = [infra.token(scene.pick) for _ in range(50 + len(who) * 10)]
    rows = customers(scene, people, [product(scene) for _ in range(8)], len(at))
    if scene.pick.random() < 0.5:  # the system prompt travels in the first user turn, with an acknowledgement
        rows = [
            r._replace(system=None, text=f"{r.system}\n\n{r.text}", history=r.history + 2) if r.system else r
            for r in rows
        ]
    home = {r.conversation: int(s) for r, s in zip(rows, senders, strict=True)}
    moved = scene.rng.random(len(rows)) < 0.06
    senders = np.array(
        [s if m else home[r.conversation] for r, s, m in zip(rows, senders.tolist(), moved, strict=True)]
    )
    through = [scene.software.library(scene.pick) for _ in range(12)] if scene.pick.random() < 0.6 else None
    names = scene.pick.random() < 0.4
    order = np.argsort(senders, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(senders[order])) + 1):
        mine: list[Row] = [rows[i] for i in part]
        log_rows(
            scene,
            int(senders[part[0]]),
            at[part],
            mine,
            client=[scene.pick.choice(through) for _ in part] if through else None,
            end_user=[infra.token(scene.pick) for _ in part] if names else None,
        )
