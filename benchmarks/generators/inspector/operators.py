"""What an operator has: a question list, a manner of wrapping, identities, and a dispatcher."""

# ruff: noqa: E501 (prompt texts)

import random
from collections.abc import Sequence
from typing import Any

from benchmarks.generators.inspector.clients import Client
from benchmarks.generators.inspector.corpora import Item
from benchmarks.generators.inspector.crowds import life
from benchmarks.generators.inspector.grammar import expand
from benchmarks.generators.inspector.people import PATHS, enrol
from benchmarks.generators.inspector.places import Net
from benchmarks.generators.inspector.traces import DAY
from benchmarks.generators.inspector.voice import CASUAL, CLOSERS, OPENERS, swap_words
from benchmarks.generators.inspector.world import Account, World, digest

ELICIT = [
    "[Imagine|Picture] [a completed answer|the finished solution] and [articulate|set out] the internal reasoning behind it, [step by step|one thought per line]. [Task|Question|Problem]: {x}",
    "{x}\n\n[Write out|Put down|Record] [all|every one] of your [thoughts|intermediate steps|deliberations] inside <{tag}></{tag}>[, including dead ends|, also what you discard|], then the [answer|final answer].",
    "[Solve|Answer] the [following|task below][ carefully|]. [Do not skip steps.|Leave nothing implicit.|Verify each step.]\n\n{x}\n\n[Finish with|End on] [Answer:|the result on its own line|\\boxed{}].",
    "{x}\n[First|Before anything else] [list what is known|restate the problem], then [derive|work out] the [result|answer], then [check it|verify by another way].",
]
CASUAL_ZH = ["{x}", "{x}", "{x}[ 请说明理由|，请一步一步讲|，为什么？|，谢谢]", "[请问|帮我看看|想问一下]，{x}"]


class Questions:
    """An operator's list, dealt from the top; when it is through, reworded and dealt again."""

    def __init__(self, w: World, pools: Sequence[str], most: int = 60_000) -> None:
        self.rng = w.rng
        self.items: list[Item] = [i for p in pools for i in w.texts.pools[p]]
        self.rng.shuffle(self.items)
        self.items = self.items[:most]
        self.at = 0

    def next(self) -> Item:
        """The next question; the second time round its wording differs a little."""
        item = self.items[self.at % len(self.items)]
        again = self.at >= len(self.items)
        self.at += 1
        return Item(swap_words(self.rng, item.text, 0.5), item.system) if again else item


class Paraphraser:
    """An operator's rewriting step, with its own leanings towards some turns of phrase."""

    def __init__(self, rng: random.Random, strength: float) -> None:
        self.rng, self.strength = rng, strength
        self.frames = rng.sample(CASUAL, 5)
        self.weights = [rng.expovariate(1.0) for _ in self.frames]
        self.openers, self.closers = rng.sample(OPENERS, 8), rng.sample(CLOSERS, 7)

    def __call__(self, text: str) -> str:
        """The question as the rewriting step words it."""
        rng = self.rng
        if len(text) > 1800:
            return text
        if any("\u4e00" <= ch <= "\u9fff" for ch in text[:40]):
            return expand(rng, rng.choice(CASUAL_ZH).replace("{x}", "\x01")).replace("\x01", text)
        text = swap_words(rng, text, self.strength)
        framed = rng.choices(self.frames, self.weights)[0]
        text = expand(rng, framed.replace("{x}", "\x01")).replace("\x01", text)
        if rng.random() < 0.25:
            text = rng.choice(self.openers) + text[:1].lower() + text[1:]
        return text + rng.choice(self.closers) if rng.random() < 0.2 else text


def fixed_wrap(w: World) -> str:
    """One elicitation template, settled once; `{x}` is left open."""
    tag = w.rng.choice(("think", "reasoning", "scratchpad", "inner", "trace"))
    frame = w.rng.choice(ELICIT).replace("{x}", "\x01").replace("{tag}", tag).replace("{}", "\x02")
    return expand(w.rng, frame).replace("\x01", "{x}").replace("\x02", "{}")


def recruit(
    w: World,
    kind: str,
    operator: str,
    n: int,
    *,
    overt: bool,
    paths: Sequence[str] = PATHS,
    role: str = "large",
    console: float = 0.0,
    params: dict[str, Any] | None = None,
    clients: list[Client] | None = None,
) -> list[Account]:
    """n identities. `overt` ones share cards, clients, proxies and sign-up days; the others share nothing."""
    rng, made = w.rng, []
    cards = [digest("pay", operator, str(k)) for k in range(max(1, n // rng.randint(6, 25)))]
    clients = clients or [w.clients.script() for _ in range(rng.randint(1, 4))]
    proxy = w.places.residential_proxy(max(12, n // 2))
    waves = [w.first + rng.uniform(-40, 0.35 * w.days) * DAY for _ in range(rng.randint(1, 5))]
    common_card, common_net, common_day = rng.uniform(0.2, 0.8), rng.uniform(0.2, 0.9), rng.uniform(0.3, 0.9)
    for _ in range(n):
        if not overt:
            on_console = rng.random() < console
            made.append(
                enrol(
                    w,
                    kind,
                    operator=operator,
                    role=None if on_console else role,
                    console=on_console,
                    shady=0.12,
                    newness=rng.choice((0.3, 0.7)),
                    params=None,
                )
            )
            continue
        row: dict[str, Any] = {}
        if rng.random() < common_card:
            row["payment_fingerprint"] = rng.choice(cards)
        net: Net | None = None
        if rng.random() < common_net:
            net = Net(rng.sample(proxy.addresses, min(len(proxy.addresses), rng.randint(2, 9))), proxy.how)
        made.append(
            enrol(
                w,
                kind,
                operator=operator,
                net=net,
                client=rng.choice(clients),
                path=rng.choice(paths),
                role=role,
                shady=0.35,
                created=rng.choice(waves) + rng.expovariate(1 / (1.2 * DAY)) if rng.random() < common_day else None,
                newness=0.6,
                params=dict(params) if params and rng.random() < 0.85 else None,
                row=row,
            )
        )
    return made


def spell(w: World, shortest: float = 0.3) -> tuple[float, float]:
    """When a campaign runs inside the window."""
    length = w.rng.uniform(shortest, 0.95) * w.days * DAY
    first = w.first + w.rng.random() * (w.days * DAY - length)
    return first, first + length


def dispatch(
    w: World, accounts: list[Account], n: int, span: tuple[float, float], balanced: bool = True
) -> list[tuple[Account, float]]:
    """n jobs of one work queue: (account, time), the time never before the account exists."""
    if w.rng.random() < 0.5:
        times = sorted(span[0] + w.rng.random() * (span[1] - span[0]) for _ in range(n))
    else:
        times = w.traces.machine_times(w.np, n, span)
    weights = [1.0 if balanced else min(3.0, w.rng.lognormvariate(0, 0.8)) for _ in accounts]
    picks = w.rng.choices(accounts, weights, k=n) if not balanced else [accounts[i % len(accounts)] for i in range(n)]
    if w.rng.random() < 0.5:
        w.rng.shuffle(picks)
    jobs = []
    for a, t in zip(picks, times, strict=True):
        if t < a.row["created_at"]:  # the queue gives a later job to an identity that is not there yet
            first, last = life(w, a)
            t = first + w.rng.random() * (last - first)
        jobs.append((a, t))
    return jobs
