"""The kinds of campaign that were disclosed (FIELD §2), each with its numbers as the middle of a range."""

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.campaigns.operator import Operator, Underworld, ban, operator, recruit
from hydrascope.simulate.campaigns.queue import (
    cover,
    events,
    harvest,
    hide_among,
    questions,
    reworded,
    send,
    wording,
)
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.traces import Ints
from hydrascope.simulate.wording import Frame, grading, list_of


def frames(scene: Scene, technique: str, most: int = 4) -> list[Frame]:
    """One wording of a technique, or several at once."""
    count = 1 if scene.pick.random() < 0.6 else 1 + int(scene.pick.random() * most)
    return [Frame.drawn(scene, technique) for _ in range(count)]


def reasoning_harvest(scene: Scene, world: Underworld, n: int) -> None:
    """Reasoning across subjects, load-balanced over accounts that share payments."""
    technique = scene.pick.choice(("stepwise", "tags", "verbatim", "raw", "other", "recode", "expert"))
    one = operator(
        scene,
        world,
        "reasoning-harvest",
        (30, 200),
        sharing="payment",
        degree=0.4 + 0.6 * scene.pick.random(),
        dispatch=scene.pick.choice(("round-robin", "round-robin", "random")),
        human=scene.pick.choice((0.0, 0.0, 0.2)),
    )
    harvest(
        scene,
        one,
        recruit(scene, one, n),
        list_of(scene, technique),
        wording(scene, one, frames(scene, technique)),
    )


def agentic_pivot(scene: Scene, world: Underworld, n: int) -> None:
    """Agentic coding and tool use that moves to a new model within a day of its release."""
    one = operator(scene, world, "agentic-coding-pivot", (30, 160), ramp=False, begin=scene.start, days=scene.days)
    technique = scene.pick.choice(("agentic", "agentic", "expert", "raw"))
    supply = list_of(scene, "agentic")
    tasks = scene.prompts.material["agent_tasks"]
    supply += [Prompt(None, scene.say(tasks, scene.private())) for _ in range(400)]
    scene.pick.shuffle(supply)
    who = recruit(scene, one, n)
    at, senders = events(scene, one, who, one.begin, one.days)
    word = wording(scene, one, frames(scene, technique))
    rows = [word(q, 0) for q in questions(scene, one, supply, senders)]
    steps = scene.rng.geometric(0.5, len(at)) - 1 if scene.pick.random() < 0.6 else np.zeros(len(at), int)
    offered = scene.pick.sample(scene.prompts.material["agent_tools"], 4 + int(scene.pick.random() * 6))
    send(
        scene,
        one,
        at,
        senders,
        rows,
        model=_pivoted(scene, one, at),
        tools=tuple(sorted(offered)) if scene.pick.random() < 0.7 else None,
        length=scene.pick.choice(("agent", "long")),
        history=2 * steps,
        conversation=scene.conversation_block(len(at)),
    )
    if scene.knobs.cover is not None:
        hide_among(scene, who, senders)
        return
    for account in who:
        cover(scene, account, int(scene.rng.poisson(one.volume * one.cover)))


def _pivoted(scene: Scene, one: Operator, at: Ints) -> list[str]:
    """The model of each request: within a day of the release nearly half or more goes to the new one."""
    moment = scene.release_at + int((1 + 22 * scene.pick.random()) * rhythm.HOUR)
    share = 0.45 + 0.55 * scene.pick.random()
    moved = (at >= moment) & (scene.rng.random(len(at)) < share)
    return [scene.released if m else one.model for m in moved.tolist()]


def varied_accounts(scene: Scene, world: Underworld, n: int) -> None:
    """Varied account types over several access paths; later in the campaign, reasoning is reconstructed."""
    one = operator(
        scene,
        world,
        "varied-accounts",
        (15, 120),
        mail="ordinary",
        payment="ordinary",
        signup=scene.pick.choice(("ordinary", "aged", "drip")),
        stack="varied",
    )
    who = recruit(scene, one, n)
    for account in who:
        mine = scene.accounts[account]
        mine.path = scene.pick.choice(
            ("api", "api", "bedrock", "vertex", "azure", f"reseller:{infra.word(scene.pick)}")
        )
        mine.pathway = scene.pick.choice(("self_serve", "education", "startup", "security_research", "cloud"))
        mine.plan = scene.pick.choice(("free", "pay-as-you-go", "pro", "team", "scale"))
    _shells(scene, who)
    early, late = (
        scene.pick.choice(("agentic", "expert", "raw")),
        scene.pick.choice(("verbatim", "tags", "stepwise")),
    )
    word = wording(scene, one, frames(scene, early))
    half = one.days * (0.4 + 0.3 * scene.pick.random())
    one.volume /= 2
    harvest(scene, one, who, list_of(scene, early), word, days=half)
    harvest(
        scene,
        one,
        who,
        list_of(scene, late),
        wording(scene, one, frames(scene, late)),
        begin=one.begin + int(half * rhythm.DAY),
        days=one.days - half,
    )


def _shells(scene: Scene, who: list[int]) -> None:
    """Sometimes part of the accounts stands openly under a few shell companies."""
    if scene.pick.random() < 0.6:
        return
    companies = [(infra.token(scene.pick), infra.word(scene.pick).title()) for _ in range(1 + len(who) // 15)]
    for account in who:
        if scene.pick.random() < 0.35:
            scene.accounts[account].org_id, scene.accounts[account].org_name = scene.pick.choice(companies)


def fixed_prompt(scene: Scene, world: Underworld, n: int) -> None:
    """One fixed prompt in every request; when the first pool is banned, a second goes on with the queue."""
    one = operator(
        scene,
        world,
        "fixed-prompt",
        (20, 150),
        paraphrase=scene.knobs.paraphrase or 0.0,
        network=scene.pick.choice(("residential", "residential", "hosting")),
        mail=scene.pick.choice(("disposable", "bulk")),
    )
    technique = scene.pick.choice(("tags", "tags", "stepwise", "expert", "other"))
    word, supply = wording(scene, one, [Frame.drawn(scene, technique)]), list_of(scene, technique)
    first = max(1, int(n * (0.4 + 0.3 * scene.pick.random())))
    moment = one.begin + int(one.days * (0.35 + 0.3 * scene.pick.random()) * rhythm.DAY)
    before = (moment - one.begin) / rhythm.DAY
    pool = recruit(scene, one, first)
    for account in pool:
        if scene.pick.random() < 0.93:
            ban(scene, account, moment + int(abs(scene.rng.normal()) * 3 * rhythm.HOUR))
    cut = int(len(supply) * before / one.days) or 1
    harvest(scene, one, pool, supply[:cut], word, days=before)
    gap = (0.5 + 40 * scene.pick.random()) / 24
    if scene.pick.random() < 0.4:
        one.clients = tuple(scene.software.library(scene.pick) for _ in range(3))
    second = recruit(scene, one, n - first, after=moment)
    left = max(0.5, one.days - before - gap)
    if second:
        harvest(scene, one, second, supply[cut:] or supply, word, moment + int(gap * rhythm.DAY), left)


def four_per_account(scene: Scene, world: Underworld, n: int) -> None:
    """About four requests from each of very many accounts, in a spike or over weeks; nothing shared."""
    spike = scene.pick.random() < 0.5
    one = operator(
        scene,
        world,
        "four-per-account",
        (2.5, 6),
        sharing="none",
        spread=0.3 + 0.2 * scene.pick.random(),
        dispatch="by-account",
        days=0.7 + scene.pick.random() * 2 if spike else scene.days,
        cover=scene.pick.choice((0.0, 0.0, 0.2)),
        depth=0.0,
    )
    one.days = min(one.days, scene.days)
    one.begin = scene.start + int(scene.pick.random() * (scene.days - one.days) * rhythm.DAY)
    technique = scene.pick.choice(("verbatim", "tags", "stepwise", "recode", "raw", "expert", "other"))
    harvest(
        scene,
        one,
        recruit(scene, one, n),
        list_of(scene, technique),
        wording(scene, one, frames(scene, technique, 6)),
    )


def rubric_grading(scene: Scene, world: Underworld, n: int) -> None:
    """A model as reward model, at volume from few accounts; when it is declined, a weaker model is used."""
    one = operator(
        scene,
        world,
        "rubric-grading",
        (150, 700),
        human=scene.pick.choice((0.0, 0.0, 0.2)),
        cover=0.0,
        depth=0.0,
    )
    forms = [grading(scene) for _ in range(1 + int(scene.pick.random() * 3))]
    supply = list_of(scene, "judge")
    answers: list[str] = scene.prompts.material["replies"]

    def word(question: Prompt, _at: int) -> Prompt:
        answer = " ".join(scene.pick.sample(answers, min(len(answers), 1 + int(scene.pick.random() * 4))))
        return reworded(scene, scene.pick.choice(forms)(question.text, answer))

    who = recruit(scene, one, n)
    at, senders = events(scene, one, who, one.begin, one.days)
    rows = [word(q, 0) for q in questions(scene, one, supply, senders)]
    turn = one.begin + int(one.days * (0.2 + 0.5 * scene.pick.random()) * rhythm.DAY)
    weaker = scene.pick.choice([m for m, _ in scene.models if m != one.model])
    moved = (at > turn) & (scene.rng.random(len(at)) < 0.92)
    hard = 0.15 + 0.4 * scene.pick.random()
    send(
        scene,
        one,
        at,
        senders,
        rows,
        length="judge",
        model=[weaker if m else one.model for m in moved.tolist()],
        refusal=np.where(moved, 0.01, np.where(at > turn - 2 * rhythm.DAY, hard, 0.03)),
    )
    hide_among(scene, who, senders)


def technique_sweep(scene: Scene, world: Underworld, n: int) -> None:
    """Many ways of asking are tried on a few accounts; the winners are then used by all."""
    one = operator(scene, world, "technique-sweep", (20, 120))
    who = recruit(scene, one, n)
    options = [
        Frame.drawn(scene, t)
        for t in ("stepwise", "tags", "verbatim", "recode", "expert", "other")
        for _ in range(2 + int(scene.pick.random() * 5))
    ]
    winners = scene.pick.sample(options, 1 + int(scene.pick.random() * 3))
    supply = list_of(scene, "tags")
    sweep = one.days * (0.15 + 0.2 * scene.pick.random())
    scouts = who[: max(1, int(n * (0.15 + 0.35 * scene.pick.random())))]
    probes = supply[: 10 + int(scene.pick.random() * 40)]
    harvest(
        scene,
        one,
        scouts,
        probes,
        lambda q, _t: scene.pick.choice(options).around(q, one.paraphrase),
        days=sweep,
        refusal=0.2,
    )
    harvest(
        scene,
        one,
        who,
        supply,
        wording(scene, one, winners),
        begin=one.begin + int(sweep * rhythm.DAY),
        days=one.days - sweep,
    )


def low_and_slow(scene: Scene, world: Underworld, n: int) -> None:
    """One or two reworded requests per account at human hours among chat; nothing shared."""
    one = operator(
        scene,
        world,
        "low-and-slow",
        (1.1, 1.6),
        sharing="none",
        spread=0.3,
        dispatch="by-account",
        human=0.9 + 0.1 * scene.pick.random(),
        paraphrase=0.4 + 0.6 * scene.pick.random(),
        mail="ordinary",
        payment="ordinary",
        network="ordinary",
        stack="varied",
        parameters="own",
        signup=scene.pick.choice(("ordinary", "ordinary", "aged", "drip")),
        cover=0.0,
        depth=0.0,
        begin=scene.start,
        days=scene.days,
        verified="ordinary",
    )
    technique = scene.pick.choice(("stepwise", "expert", "raw", "tags", "other"))
    who = recruit(scene, one, n)
    harvest(scene, one, who, list_of(scene, technique), wording(scene, one, frames(scene, technique, 6)))
    asked = scene.knobs.cover
    chat = 4 + 10 * scene.pick.random() if asked is None else asked / (1 - min(0.98, asked))
    for account in who:
        cover(scene, account, 1 + int(scene.rng.poisson(chat * scene.pick.random() * 2)))


def dealt_list(scene: Scene, world: Underworld, n: int) -> None:
    """One list of questions dealt out like cards: no two accounts ask the same."""
    one = operator(
        scene,
        world,
        "dealt-list",
        (6, 50),
        lists="dealt",
        sharing=scene.pick.choice(("none", "none", "none", "tls")),
    )
    technique = scene.pick.choice(("raw", "raw", "stepwise", "instruct", "expert"))
    harvest(
        scene,
        one,
        recruit(scene, one, n),
        list_of(scene, technique),
        wording(scene, one, frames(scene, technique)),
    )


def safe_rewrites(scene: Scene, world: Underworld, n: int) -> None:
    """Sensitive questions, to be answered in a way that no censor minds."""
    one = operator(scene, world, "safe-rewrites", (10, 90))
    harvest(
        scene,
        one,
        recruit(scene, one, n),
        list_of(scene, "safe"),
        wording(scene, one, frames(scene, "safe")),
        refusal=0.03,
    )
