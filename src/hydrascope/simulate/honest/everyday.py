"""People who use the API for themselves: chat, code, homework, translation, analysis."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.material import fill
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.traces import Ints
from hydrascope.simulate.wording import reword

Turns = Callable[[], list[str]]
PERSONAS = (
    "You are a helpful assistant.",
    "You are a helpful assistant",
    "Be concise.",
    "You are ChatGPT-like.",
    "Answer in markdown.",
    "You are a friendly companion.",
    "You are an expert in everything.",
    "Be brutally honest.",
    "Réponds en français.",
    "Antworte auf Deutsch.",
    "You are a senior software engineer.",
    "你是一个乐于助人的助手。",
)


def typed(pick: Random, text: str, sloppy: float) -> str:
    """A text as somebody types it: the sloppier, the fewer capitals, the more slips."""
    if pick.random() > sloppy or len(text) < 8:
        return text
    kind = pick.random()
    if kind < 0.4:
        return text.lower()
    if kind < 0.6:
        return text.rstrip("?.!")
    at = int(pick.random() * (len(text) - 2))
    if kind < 0.8:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at + 1 :]


def talk(scene: Scene, private: dict[str, str]) -> list[str]:
    """The user turns of one chat: a real conversation where there are any, else made from frames."""
    pick, material = scene.pick, scene.prompts.material
    if scene.foreign and pick.random() < (scene.knobs.foreign or 0.0):
        return _abroad(scene, private)
    real = scene.prompts.conversations
    if real and pick.random() < min(0.7, len(real) / 2500):
        return [_own_words(scene, t) for t in pick.choice(real)[:8]]
    kind = pick.random()
    if kind < 0.2:
        first = _own_words(scene, scene.question("everyday", "instruct"))
    else:
        first = scene.say(material["pastes" if kind < 0.45 else "chat_frames"], private)
    more = int(pick.random() ** 3 * 7)
    return [first, *(scene.say(material["follow_ups"], private) for _ in range(more))]


def _abroad(scene: Scene, private: dict[str, str]) -> list[str]:
    """The user turns of one chat that is not in English."""
    pick, real = scene.pick, scene.foreign["conversations"]
    if real and pick.random() < min(0.7, len(real) / 250):
        return list(pick.choice(real)[:8])
    more = int(pick.random() ** 3 * 7)
    turns = (scene.say(scene.foreign["follow_ups"], private) for _ in range(more))
    return [scene.say(scene.foreign["chat_frames"], private), *turns]


def _own_words(scene: Scene, text: str) -> str:
    """A real text as another person might have put it, for there are more people than real texts."""
    pick, material = scene.pick, scene.prompts.material
    if len(text) > 4000 or pick.random() < 0.4:
        return text
    out = reword(pick, text, material["synonyms"], 0.3)
    kind = pick.random()
    if kind < 0.3:
        return str(pick.choice(material["openings"])) + out
    return out + fill(pick.choice(material["asides"]), scene.words({})) if kind < 0.5 else out


def converse(
    scene: Scene,
    who: int,
    turns: Turns,
    requests: int,
    per: float,
    gap: float,
    hours: int = 0,
    **columns: object,
) -> None:
    """Requests of a person: sittings of conversations, each turn sending the earlier ones along."""
    start, days = scene.window(who)
    account = scene.accounts[who]
    zone = infra.zone(account.country)
    at = rhythm.sittings(scene.rng, requests, start, days, zone, rhythm.hour_weights(hours), per, gap)
    texts, history, keys = list[str](), list[int](), list[int]()
    sloppy = scene.pick.random() ** 2 * 0.6
    routed = scene.pick.random() < 0.04  # a router brings conversations that began with another provider
    while len(texts) < requests:
        conversation = turns()
        key = scene.conversation()
        # somebody's first conversation may have begun before the log does
        first = not texts and account.created_at < scene.start
        earlier = scene.pick.random() < (0.5 if routed else 0.2 if first else 0.0)
        before = 2 * int(scene.pick.random() * 6) if earlier else 0
        stateless = scene.pick.random() < 0.1
        for i, text in enumerate(conversation):
            texts.append(typed(scene.pick, text, sloppy))
            history.append(0 if stateless else before + 2 * i)
            keys.append(key)
    scene.log(
        who,
        at,
        texts[:requests],
        history=np.array(history[:requests]),
        conversation=np.array(keys[:requests]),
        **columns,
    )


def persona(pick: Random) -> str | None:
    """A short system prompt of one's own, or none."""
    return pick.choice(PERSONAS) if pick.random() < 0.35 else None


def chatters(scene: Scene, n: int) -> None:
    """Hobbyists: conversations at waking hours in many languages."""
    for _ in range(n):
        who = scene.join("honest/chatter")
        private = scene.private()
        converse(
            scene,
            who,
            partial(talk, scene, private),
            scene.volume(11, 1.1),
            1 + scene.pick.random() * 6,
            50 + scene.pick.random() * 120,
            int(scene.pick.random() * 3),
            system=persona(scene.pick),
        )


def one_offs(scene: Scene, frames: Sequence[str], private: dict[str, str], follow: float) -> list[str]:
    """A request from frames, sometimes followed up."""
    first = scene.say(frames, private)
    if scene.pick.random() < follow:
        return [first, scene.say(scene.prompts.material["follow_ups"], private)]
    return [first]


def framed_people(
    scene: Scene, n: int, kind: str, frames: str, volume: float, spread: float, length: str, follow: float
) -> None:
    """People whose work is one sort of request, each with names of their own."""
    for _ in range(n):
        who = scene.join(kind)
        private = scene.private()
        converse(scene, who, partial(one_offs, scene, scene.prompts.material[frames], private, follow),
                 scene.volume(volume, spread), 1 + scene.pick.random() * 5, 60 + scene.pick.random() * 200,
                 int(scene.pick.random() * 3), length=length, system=persona(scene.pick))  # fmt: skip


def developers(scene: Scene, n: int) -> None:
    """Programmers with their own projects; some of them harvest nothing but ask in bulk."""
    framed_people(
        scene,
        n,
        "honest/developer",
        "code_frames",
        16,
        1.2,
        "long" if scene.pick.random() < 0.3 else "app",
        0.35,
    )


def homework(scene: Scene, n: int) -> None:
    """Pupils and students asking for the steps."""
    framed_people(scene, n, "honest/homework", "homework", 8, 0.9, "long", 0.4)


def analysts(scene: Scene, n: int) -> None:
    """Data analysts with numbers of their own."""
    framed_people(scene, n, "honest/analyst", "analysis", 12, 1.0, "app", 0.4)


def translators(scene: Scene, n: int) -> None:
    """Translators and language learners."""
    framed_people(scene, n, "honest/translator", "translate", 14, 1.1, "chat", 0.2)


def auditors(scene: Scene, n: int) -> None:
    """Businesses that must explain decisions and so ask for the reasoning."""
    for _ in range(n):
        who = scene.join("honest/audit", email_domain=infra.own_domain(scene.pick))
        private, frame = scene.private(), [scene.pick.choice(scene.prompts.material["audit"])]
        requests = scene.volume(60, 0.9)
        start, days = scene.window(who)
        at = rhythm.service(scene.rng, requests, start, days, infra.zone(scene.accounts[who].country))
        scene.log(
            who,
            at,
            [scene.say(frame, private) for _ in at],
            length="long",
            system=f"You explain {private['project']}'s decisions to auditors. Reason step by step.",
        )


def marketplace(scene: Scene, n: int) -> None:
    """Unrelated people who copied the same popular prompt from the web, and use it for their own subjects."""
    favourites = [(m, scene.pick.random() ** 3) for m in scene.prompts.material["marketplace"]]
    for _ in range(n):
        who = scene.join("honest/marketplace")
        private = scene.private()
        mine = [infra.weighted(scene.pick, favourites) for _ in range(1 + int(scene.pick.random() * 2))]

        def turns(mine: list[str] = mine, private: dict[str, str] = private) -> list[str]:
            return one_offs(scene, mine, private, 0.5) if scene.pick.random() < 0.6 else talk(scene, private)

        converse(
            scene,
            who,
            turns,
            scene.volume(9, 0.9),
            2 + scene.pick.random() * 4,
            80,
            int(scene.pick.random() * 3),
        )


def dormant(scene: Scene, n: int) -> None:
    """Old accounts that come back for a request or two."""
    for _ in range(n):
        who = scene.join("honest/dormant", created_at=scene.start - int((90 + scene.pick.random() * 900) * rhythm.DAY))
        private = scene.private()
        converse(scene, who, partial(talk, scene, private), 1 + int(scene.pick.random() ** 2 * 4), 2, 60)


def newcomers(scene: Scene, n: int) -> None:
    """Waves of sign-ups after press coverage: many people within hours, most of them once."""
    waves = 1 + int(scene.pick.random() * 3)
    for wave in range(waves):
        centre = scene.start + int((0.05 + 0.8 * scene.pick.random()) * scene.days * rhythm.DAY)
        width = 3 + scene.pick.random() * 30
        hook = scene.say(scene.prompts.material["chat_frames"], {})
        for _ in range(n // waves + (wave < n % waves)):
            born = centre + int(abs(scene.rng.normal()) * width * rhythm.HOUR)
            who = scene.join(
                "honest/newcomer",
                created_at=min(born, scene.end - rhythm.HOUR),
                plan="free" if scene.pick.random() < 0.6 else "pay-as-you-go",
            )
            private = scene.private()
            first = [hook] if scene.pick.random() < 0.15 else talk(scene, private)
            start, days = scene.window(who)
            at: Ints = start + np.sort((scene.rng.random(len(first)) ** 2 * min(days, 2) * rhythm.DAY).astype(np.int64))
            scene.log(
                who,
                at,
                first,
                conversation=scene.conversation(),
                history=2 * np.arange(len(first)),
                length="chat",
            )
            if scene.pick.random() < 0.3:
                converse(scene, who, partial(talk, scene, private), scene.volume(5, 0.8), 3, 60)


def researchers(scene: Scene, n: int) -> None:
    """Security researchers who try jailbreaks under their own name."""
    attacks = scene.prompts.jailbreaks
    for _ in range(n):
        who = scene.join("honest/security", pathway="security_research" if scene.pick.random() < 0.5 else "self_serve")
        private = scene.private()
        mine = scene.pick.choice(scene.prompts.material["attacks"])

        def turns(mine: str = mine) -> list[str]:
            return [
                mine.replace("{x}", scene.pick.choice(attacks)).replace("{number}", str(int(scene.pick.random() * 999)))
            ]

        converse(scene, who, turns, scene.volume(40, 1.0), 5, 20, 1, refusal=0.35)
        converse(scene, who, partial(talk, scene, private), scene.volume(6, 0.8), 2, 60)
