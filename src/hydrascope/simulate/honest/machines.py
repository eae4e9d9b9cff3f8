"""Honest software: agent fleets, tutorials, monitoring, evaluations, judges, licensed distillation."""

from functools import partial

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.account import Sampling
from hydrascope.simulate.honest.everyday import converse, talk
from hydrascope.simulate.material import fill
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.wording import Frame, grading, list_of, technique_of


def _agent(scene: Scene) -> tuple[str, tuple[str, ...], infra.Client, Sampling]:
    """A piece of public software: its system prompt, tools, client and parameters."""
    pick, material = scene.pick, scene.prompts.material
    name = pick.choice(material["agent_names"])
    rules = pick.sample(material["agent_rules"], min(len(material["agent_rules"]), 2 + int(pick.random() * 6)))
    system = " ".join([pick.choice(material["agent_parts"]).replace("{agent}", name), *rules])
    tools = tuple(sorted(pick.sample(material["agent_tools"], 3 + int(pick.random() * 8))))
    client = scene.software.library(pick)
    client = client._replace(
        user_agent=f"{name}/{int(pick.random() * 3)}.{int(pick.random() * 40)}.{int(pick.random() * 9)}"
    )
    return (
        system,
        tools,
        client,
        Sampling(
            temperature=pick.choice((0.0, None, 1.0)),
            max_tokens=pick.choice((4096, 8192, 16000, 32000)),
            stream=True,
        ),
    )


def work_with_agent(scene: Scene, who: int, system: str, tools: tuple[str, ...], tasks: int) -> None:
    """An owner of an agent: each task is a loop of tool results, with names that nobody else has."""
    pick, material, private = scene.pick, scene.prompts.material, scene.private()
    texts: list[str] = []
    history: list[int] = []
    keys: list[int] = []
    at: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    start, days = scene.window(who)
    begins = rhythm.by_profile(
        scene.rng,
        tasks,
        start,
        days,
        infra.zone(scene.accounts[who].country),
        rhythm.hour_weights(int(pick.random() * 3)),
    )
    for begin in begins:
        steps = 1 + int(pick.random() ** 2 * 14)
        texts.append(scene.say(material["agent_tasks"], private))
        texts += [scene.say(material["agent_results"], private) for _ in range(steps)]
        history += list(range(0, 2 * steps + 1, 2))
        keys += [scene.conversation()] * (steps + 1)
        at.append(rhythm.batch(scene.rng, steps + 1, int(begin), 0.03 + 0.15 * pick.random()))
    scene.log(
        who,
        np.concatenate(at),
        texts,
        system=f"{system}\nWorking directory: /home/{private['agent']}/{private['project']}"
        if pick.random() < 0.5
        else system,
        history=np.array(history),
        conversation=np.array(keys),
        tools=tools,
        length="agent",
    )


def agents(scene: Scene, n: int) -> None:
    """Open-source agents: one system prompt, one tool set and one client over unrelated accounts."""
    shares = [0.6, 0.22, 0.1] if scene.pick.random() < 0.6 else [0.4, 0.3, 0.2]
    counts = [int(s * n) for s in shares]
    left = n - sum(counts)
    while left > 0:
        counts.append(min(left, 3 + int(scene.pick.random() * 30)))
        left -= counts[-1]
    for count in counts:
        system, tools, client, sampling = _agent(scene)
        newer = client._replace(user_agent=f"{client.user_agent}-next")
        for _ in range(count):
            upgrade = scene.pick.random() < 0.3
            who = scene.join("honest/agent", clients=(client, newer) if upgrade else (client,), sampling=sampling)
            work_with_agent(scene, who, system, tools, max(1, scene.volume(4, 1.0) // 1))
            if scene.pick.random() < 0.2:
                private = scene.private()
                converse(
                    scene,
                    who,
                    partial(talk, scene, private),
                    1 + int(scene.pick.random() * 6),
                    3,
                    60,
                    tools=None,
                )


def tutorials(scene: Scene, n: int) -> None:
    """People who paste the same tutorial: identical prompts and client, then perhaps their own."""
    done = 0
    while done < n:
        size = min(n - done, 3 + int(scene.pick.random() * 48))
        lessons = scene.pick.sample(
            scene.prompts.material["tutorials"],
            min(len(scene.prompts.material["tutorials"]), 1 + int(scene.pick.random() * 5)),
        )
        client, sampling = scene.software.library(scene.pick), Sampling(temperature=0.7, max_tokens=256)
        system = "You are a helpful assistant." if scene.pick.random() < 0.5 else None
        for _ in range(size):
            who = scene.join("honest/tutorial", clients=(client,), sampling=sampling)
            start, days = scene.window(who)
            tries = [scene.pick.choice(lessons) for _ in range(1 + int(scene.pick.random() ** 2 * 9))]
            begin = start + int(scene.pick.random() * days * rhythm.DAY * 0.95)
            scene.log(who, rhythm.batch(scene.rng, len(tries), begin, 0.01), tries, system=system, length="chat")
            if scene.pick.random() < 0.4:
                private = scene.private()
                converse(scene, who, partial(talk, scene, private), scene.volume(5, 0.8), 3, 60)
        done += size


def monitors(scene: Scene, n: int) -> None:
    """Synthetic checks: the same prompt every few minutes, day and night."""
    for _ in range(n):
        who = scene.join("honest/monitor", sampling=Sampling(max_tokens=16, temperature=0.0))
        start, days = scene.window(who)
        text = fill(scene.pick.choice(scene.prompts.material["monitors"]), scene.words(scene.private()))
        seconds = scene.pick.choice((900, 1800, 3600, 3600, 7200, 14400, 21600)) * max(1.0, days / 21)
        at = rhythm.every(scene.rng, start, days, seconds, scene.pick.choice((0.4, 3, 60)))
        scene.log(who, at, [text] * len(at), length="app", stretch=0.05)


def pipelines(scene: Scene, n: int) -> None:
    """Nightly evaluations and CI: a fixed suite of the team's own prompts, run again and again."""
    for _ in range(n):
        who = scene.join("honest/nightly", email_domain=infra.own_domain(scene.pick))
        private, material = scene.private(), scene.prompts.material
        frames = material["code_frames"] if scene.pick.random() < 0.5 else material["tenant_frames"]
        suite = [scene.say(frames, private) for _ in range(3 + int(scene.pick.random() ** 2 * 40))]
        start, days = scene.window(who)
        often = scene.pick.choice((6, 24, 24, 24, 72)) * 3600
        runs = rhythm.every(scene.rng, start, days, often, 600)[: max(1, scene.knobs.heaviest // len(suite))]
        for run in runs:
            scene.log(
                who,
                rhythm.batch(scene.rng, len(suite), int(run), 0.2 + scene.pick.random() * 3),
                suite,
                system=f"You are the assistant of {private['project']}.",
                length="app",
            )


def benchmarkers(scene: Scene, n: int) -> None:
    """Unrelated labs running the same public test sets, whole or in part; the overlap is high."""
    sets = [list(v) for v in scene.prompts.benchmarks.values()]
    harnesses = [
        None,
        "Answer the question. End with 'The answer is'.",
        "Let's think step by step.",
        "Q: {q}\nA:",
        "{q}\n\nThink step by step, then give the final answer.",
    ]
    for _ in range(n):
        who = scene.join(
            "honest/benchmark",
            sampling=Sampling(temperature=0.0, max_tokens=scene.pick.choice((256, 512, 1024, 2048))),
        )
        start, days = scene.window(who)
        for _ in range(1 + int(scene.pick.random() * 3)):
            items = list(scene.pick.choice(sets))
            size = min(len(items), 60 + int(scene.pick.random() * 900))
            first = 0 if scene.pick.random() < 0.7 else int(scene.pick.random() * (len(items) - size + 1))
            part = items[first : first + size]
            _run_set(
                scene,
                who,
                part,
                scene.pick.choice(harnesses),
                start + int(scene.pick.random() * days * 0.9 * rhythm.DAY),
            )


def _run_set(scene: Scene, who: int, part: list[Prompt], harness: str | None, begin: int) -> None:
    if scene.pick.random() < 0.3:
        part = scene.pick.sample(part, len(part))
    inline = harness if harness and "{q}" in harness else None
    texts = [inline.replace("{q}", p.text) if inline else p.text for p in part]
    at = rhythm.batch(scene.rng, len(texts), begin, 0.2 + scene.pick.random() * 4)
    scene.log(who, at, texts, system=harness if harness and not inline else None, length="long", stretch=0.4)


def judges(scene: Scene, n: int) -> None:
    """Teams that grade their own product with a model as judge."""
    for _ in range(n):
        who = scene.join("honest/judge", email_domain=infra.own_domain(scene.pick))
        form, private = grading(scene), scene.private()
        start, days = scene.window(who)
        own = [(scene.question("everyday", "instruct", "tools"), scene.utterance()) for _ in range(40)]
        for run in rhythm.by_profile(scene.rng, 1 + int(scene.pick.random() * 6), start, days, 0, rhythm.OFFICE):
            rows = [form(*scene.pick.choice(own)) for _ in range(scene.volume(20, 0.9))]
            scene.log(
                who,
                rhythm.batch(scene.rng, len(rows), int(run), 0.3 + 2 * scene.pick.random()),
                [r.text for r in rows],
                system=[r.system or f"You grade answers of {private['project']}." for r in rows],
                length="judge",
            )


def release_day(scene: Scene, n: int) -> None:
    """People who try a new model within hours of its release: their own tests on old and new."""
    for _ in range(n):
        who = scene.join("honest/release-day")
        private, account = scene.private(), scene.accounts[who]
        suite = [
            scene.say(scene.prompts.material["code_frames"], private) for _ in range(5 + int(scene.pick.random() * 40))
        ]
        if scene.pick.random() < 0.5:
            suite += [scene.question("math", "reasoning") for _ in range(20)]
        converse(scene, who, partial(talk, scene, private), scene.volume(20, 0.8), 3, 60)
        begin = scene.release_at + int(scene.pick.random() * 30 * rhythm.HOUR)
        for model in (account.model, scene.released):
            scene.log(who, rhythm.batch(scene.rng, len(suite), begin, 0.1), suite, model=model, length="app")


def licensed(scene: Scene, n: int) -> None:
    """Distillers with a licence: a harvest in everything but the lack of permission."""
    done = 0
    while done < n:
        size = min(n - done, 1 + int(scene.pick.random() * 6))
        card, domain, technique = infra.token(scene.pick), infra.own_domain(scene.pick), technique_of(scene)
        queue = list_of(scene, technique)
        scene.pick.shuffle(queue)
        org = infra.token(scene.pick) if scene.pick.random() < 0.6 else None
        frame = Frame.drawn(scene, technique)
        for k in range(size):
            who = scene.join(
                "honest/licensed",
                licence=True,
                email_domain=domain,
                payment_fingerprint=card,
                payment_kind="invoice",
                org_id=org,
                pathway="enterprise",
                verification="business",
            )
            mine = queue[k::size][: scene.volume(250, 0.8)]
            rows = [frame.around(p, 0.0) for p in mine]
            start, days = scene.window(who)
            at = (
                rhythm.flat(scene.rng, len(rows), start, days)
                if scene.pick.random() < 0.6
                else rhythm.batch(scene.rng, len(rows), start, 0.05)
            )
            scene.log(who, at, [r.text for r in rows], system=[r.system for r in rows], length="long")
        done += size


def dataset_makers(scene: Scene, n: int) -> None:
    """Small makers of data sets: one person, a few dozen generated or framed prompts, own subject."""
    for _ in range(n):
        who = scene.join("honest/dataset-maker")
        frame = Frame.drawn(scene, technique_of(scene))
        subject = scene.say(scene.prompts.material["chat_frames"], scene.private())
        queue = list_of(scene, "instruct")
        rows = [frame.around(scene.pick.choice(queue), 0.0) for _ in range(scene.volume(25, 0.7))]
        start, days = scene.window(who)
        at = rhythm.sittings(
            scene.rng, len(rows), start, days, infra.zone(scene.accounts[who].country), rhythm.EVENING, 12, 25
        )
        scene.log(
            who,
            at,
            [r.text if i % 3 else f"{r.text}\n{subject}" for i, r in enumerate(rows)],
            system=[r.system for r in rows],
            length="long",
        )
