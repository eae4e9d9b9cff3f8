"""One work queue over many accounts: who sends what, when."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.campaigns.operator import Operator
from hydrascope.simulate.honest.everyday import converse, talk
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.traces import Ints
from hydrascope.simulate.wording import Frame, reword

Wording = Callable[[Prompt, int], Prompt]  # question and its time → request


def counts(scene: Scene, one: Operator, n: int) -> Ints:
    """Requests of each of n accounts."""
    draw = scene.rng.lognormal(np.log(one.volume), one.spread, n)
    return np.clip(np.rint(draw), 1, scene.knobs.heaviest).astype(np.int64)


def events(scene: Scene, one: Operator, who: Sequence[int], begin: int, days: float) -> tuple[Ints, Ints]:
    """Times and senders of all harvest requests, sorted by time."""
    number = counts(scene, one, len(who))
    if one.dispatch == "by-account" or one.human > 0.5:
        at, sender = [], []
        for account, n in zip(who, number.tolist(), strict=True):
            start = min(max(begin, scene.since(account)), scene.end - rhythm.HOUR)
            left = max(0.02, min(days, (begin - start) / rhythm.DAY + days))
            at.append(
                rhythm.blend(
                    scene.rng,
                    one.human,
                    n,
                    start,
                    min(left, (scene.end - start) / rhythm.DAY),
                    infra.zone(scene.accounts[account].country),
                )
            )
            sender.append(np.full(n, account))
        times, senders = np.concatenate(at), np.concatenate(sender)
    else:
        times, senders = _pooled(scene, one, np.asarray(who), int(number.sum()), begin, days)
    order = np.argsort(times, kind="stable")
    return times[order], senders[order]


def _pooled(
    scene: Scene, one: Operator, who: npt.NDArray[np.int64], total: int, begin: int, days: float
) -> tuple[Ints, Ints]:
    """A common queue: times of the whole pool, handed to accounts in turn, at random or in runs."""
    rng = scene.rng
    times = rhythm.blend(rng, one.human, total, begin, days, 8 * scene.pick.random())
    if one.ramp:
        times = np.sort(begin + ((times - begin) / (days * rhythm.DAY)) ** 0.6 * days * rhythm.DAY).astype(np.int64)
    if one.dispatch == "round-robin":
        senders = rng.permutation(who)[np.arange(total) % len(who)]
    elif one.dispatch == "sticky":
        runs = np.cumsum(rng.random(total) < 1 / (3 + 30 * scene.pick.random()))
        senders = who[(runs * 7919 + 13) % len(who)]
    else:
        senders = rng.choice(who, total)
    born = np.array([a.created_at for a in scene.accounts])[senders]
    late = born + (rng.random(total) * rhythm.DAY).astype(np.int64)
    return np.where(times < born, late, times), senders


def questions(scene: Scene, one: Operator, supply: Sequence[Prompt], senders: Ints) -> list[Prompt]:
    """The question of each request. Dealt: in order without repetition until the list is used up."""
    n, m = len(senders), len(supply)
    dealt = np.arange(n) % m
    if one.lists == "dealt":
        pick = dealt
    elif one.lists == "overlapping":
        pick = np.where(scene.rng.random(n) < 0.3, scene.rng.integers(0, m, n), dealt)
    else:
        pick = scene.rng.integers(0, max(1, min(m, 4 * int(one.volume) + 1)), n)
    return [supply[i] for i in pick.tolist()]


def wording(scene: Scene, one: Operator, frames: Sequence[Frame]) -> Wording:
    """Requests in one of the operator's frames, reworded as strongly as the operator does."""
    return lambda question, _at: scene.pick.choice(frames).around(question, one.paraphrase)


def harvest(
    scene: Scene, one: Operator, who: Sequence[int], supply: Sequence[Prompt], word: Wording,
    begin: int | None = None, days: float | None = None, **columns: object,
) -> None:  # fmt: skip
    """Draw requests from a queue and send them from the accounts `who`, with cover traffic in between."""
    at, senders = events(scene, one, who, one.begin if begin is None else begin, one.days if days is None else days)
    asked = questions(scene, one, supply, senders)
    rows = [word(q, t) for q, t in zip(asked, at.tolist(), strict=True)]
    send(scene, one, at, senders, rows, **(_blobs(scene, one, len(at)) | columns))
    if one.cover > 0:
        for account in who:
            mine = int((senders == account).sum())
            cover(scene, account, int(scene.rng.poisson(mine * one.cover / max(0.02, 1 - one.cover))))


def _blobs(scene: Scene, one: Operator, n: int) -> dict[str, object]:
    """Encrypted reasoning minted for one account and presented by another, if the operator does that."""
    if not one.swaps_blobs:
        return {}
    pick = scene.pick
    minted = [infra.token(pick) if pick.random() < 0.5 else None for _ in range(n)]
    earlier = [
        minted[max(0, i - 1 - int(pick.random() ** 2 * 300))] if i and pick.random() < 0.5 else None for i in range(n)
    ]
    return {
        "blobs_out": [[m] if m else None for m in minted],
        "blobs_in": [[e] if e else None for e in earlier],
        "history": np.array([2 if e else 0 for e in earlier]),
        "conversation": scene.conversation_block(n),
    }


def send(scene: Scene, one: Operator, at: Ints, senders: Ints, rows: list[Prompt], **columns: object) -> None:
    """Log harvest requests account by account; some first fail elsewhere, some are followed up."""
    missed = np.flatnonzero(scene.rng.random(len(at)) < (0.012 if one.failover else 0.0))
    pool = np.unique(senders)
    for i in missed.tolist():
        other = int(scene.rng.choice(pool))
        if other != senders[i] and scene.accounts[other].created_at < at[i] - rhythm.HOUR:
            scene.log(
                other,
                np.array([at[i] - rhythm.SECOND * 2 - int(scene.pick.random() * 1e6)]),
                [rows[i].text],
                system=rows[i].system,
                harvested=True,
                failed=True,
                **_single(columns, i),
            )
    order = np.argsort(senders, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(senders[order])) + 1):
        if len(part):
            _send(
                scene,
                one,
                int(senders[part[0]]),
                at[part],
                [rows[i] for i in part],
                {k: _rows(v, part) for k, v in columns.items()},
            )


def _rows(value: object, part: npt.NDArray[np.int64]) -> object:
    if isinstance(value, np.ndarray):
        return value[part]
    return [value[i] for i in part] if isinstance(value, list) else value


def _single(columns: dict[str, object], i: int) -> dict[str, object]:
    return {k: _rows(v, np.array([i])) for k, v in columns.items()}


def _send(scene: Scene, one: Operator, who: int, at: Ints, rows: list[Prompt], columns: dict[str, object]) -> None:
    options: dict[str, object] = {"length": one.length, "stretch": one.stretch, "harvested": True, **columns}
    if "conversation" not in options and one.depth > 0:
        keys, history = np.empty(len(at), np.int64), np.zeros(len(at), np.int64)
        for i in range(len(at)):
            follow = i > 0 and scene.pick.random() < one.depth
            keys[i] = keys[i - 1] if follow else scene.conversation()
            history[i] = history[i - 1] + 2 if follow else 0
        options |= {"conversation": keys, "history": history}
    scene.log(who, at, [r.text for r in rows], system=[r.system for r in rows], **options)


def reworded(scene: Scene, request: Prompt) -> Prompt:
    """A request that no frame rewords, as strongly reworded as the knob says."""
    strength = scene.knobs.paraphrase or 0.0
    return request._replace(text=reword(scene.pick, request.text, scene.prompts.material["synonyms"], strength))


def hide_among(scene: Scene, who: Sequence[int], senders: Ints) -> None:
    """As much ordinary chat from each account as the knob says, for kinds that have none of their own."""
    share = min(0.98, scene.knobs.cover or 0.0)
    for account in who if share else ():
        mine = int((senders == account).sum())
        cover(scene, account, int(scene.rng.poisson(mine * share / (1 - share))))


def cover(scene: Scene, who: int, n: int) -> None:
    """Ordinary chat from a campaign's account."""
    if n > 0:
        private = scene.private()
        converse(
            scene,
            who,
            partial(talk, scene, private),
            n,
            1 + scene.pick.random() * 5,
            50 + 100 * scene.pick.random(),
            int(scene.pick.random() * 3),
        )
