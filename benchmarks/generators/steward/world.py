"""The platform: its clock, its accounts, and the log that it writes."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from .people import (
    CHECKS,
    COUNTRIES,
    KINDS_OF_PAY,
    MAIL,
    MODELS,
    PATHS,
    PATHWAYS,
    PLANS,
    Account,
    Address,
    Client,
    address,
    client,
    disposable,
    pick,
    token,
)
from .texts import BANKS, Grammar, Shelf, grammar, name, preamble, reply, shelf

SECOND, MINUTE, HOUR, DAY = 1_000_000, 60_000_000, 3_600_000_000, 86_400_000_000
FRESH = "corvus-5"
Row = tuple[Any, ...]
TOOLKITS = tuple(tuple(line.split()) for line in BANKS["toolkits"])
EMPTY = ("top_k", "choice_count", "top_logprobs", "logprobs")
NAMES = [key for key in EXCHANGES.names if key not in ("source", "line")]


def hashed(*parts: str | None) -> str:
    """A keyed content hash."""
    return blake2b("\x1f".join(part or "" for part in parts).encode(), digest_size=8).hexdigest()


@dataclass
class Product:
    """A third-party product: everything its users' requests have in common."""

    title: str
    system: str
    client: Client
    model: str
    topic: str
    tools: tuple[str, ...]


@dataclass
class World:
    """State of one generated world."""

    rng: random.Random
    fold: int
    start: int
    days: int
    release: int | None
    words: Grammar
    store: Shelf
    accounts: list[Account] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    harnesses: list[Product] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Last microsecond of the window."""
        return self.start + self.days * DAY


def product(rng: random.Random, words: Grammar, topic: str, tools: tuple[str, ...] | None = None) -> Product:
    """A product with its own system prompt, client and parameters."""
    title = name(rng, words)
    tools = tools if tools is not None else rng.choice((*TOOLKITS, (), (), ()))
    made = client(rng, tools)
    if rng.random() < 0.5:
        made.sdk = None
        made.user_agent = f"{title.lower()}/{rng.randint(0, 4)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}"
    return Product(title, preamble(rng, words, title), made, pick(rng, MODELS), topic, tools)


def new_world(kind: str, seed: int) -> World:
    """An empty platform, with its open-source harnesses and established products."""
    rng = random.Random(f"steward/{kind}/{seed}")
    fold = int(seed >= 90000)
    days = rng.randint(14, 28)
    start = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp()) * SECOND + rng.randrange(300) * DAY
    launched = kind in ("agentic-pivot", "mixed") or rng.random() < 0.6
    release = start + int(rng.uniform(0.35, 0.7) * days * DAY) if launched else None
    made = World(rng, fold, start, days, release, grammar(fold), shelf(fold))
    made.harnesses = [product(rng, made.words, "code", rng.choice(TOOLKITS[:9])) for _ in range(4)]
    topics = ("code", "data", "write", "voice", "research", "tutor", "biz", "goal")
    made.products = [product(rng, made.words, rng.choice(topics)) for _ in range(60)]
    return made


def open_account(world: World, kind: str, operator: str | None = None, age: float | None = None) -> Account:
    """A new account drawn from the whole population; `age` in days before the end of the window."""
    rng = world.rng
    age = rng.expovariate(1 / 210.0) if age is None else age
    created = world.end - int((age + rng.random() * 0.2) * DAY)
    land = pick(rng, tuple((key, weight) for key, (weight, _) in COUNTRIES.items()))
    home = address(rng, land, rng.random() < 0.25)
    mail = rng.choice(disposable()) if rng.random() < 0.06 else pick(rng, MAIL)
    if rng.random() < 0.22:
        mail = name(rng, world.words).lower() + rng.choice((".com", ".io", ".dev", ".ai", ".de", ".co.uk"))
    pay = pick(rng, KINDS_OF_PAY)
    fields = {
        "plan": pick(rng, PLANS), "pathway": pick(rng, PATHWAYS), "verification": pick(rng, CHECKS),
            "email_domain": mail, "payment_kind": pay,
        "phone_hash": token(rng, "") if rng.random() < 0.45 else None, "payment_fingerprint": token(rng, "")
            if rng.random() < 0.8 else None,
        "billing_country": land if rng.random() < 0.9 else rng.choice(list(COUNTRIES)), "signup_ip": home.ip,
            "signup_asn": home.asn,
        "signup_user_agent": client(rng).user_agent, "status": "active", "org_id": None, "org_name": None,
            "distillation_licence": None,
    }
    if rng.random() < 0.16:
        fields["org_id"], fields["org_name"] = token(rng, "org_", 48), name(rng, world.words)
    if rng.random() < 0.018:
        fields["status"], fields["status_at"] = rng.choice(("suspended",
            "banned")), world.end - int(rng.random() * 10 * DAY)
    for key in ("verification", "email_domain", "signup_ip", "signup_asn", "billing_country", "plan"):
        if rng.random() < 0.05:
            fields[key] = None
    places = [home] + [address(rng, land if rng.random() < 0.8 else rng.choice(list(COUNTRIES)))
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 5)))]
    account = Account(
        token(rng, "acct_", 56), kind, operator, created, COUNTRIES[land][1],
            rng.choice(("office", "evening", "evening", "any")), pick(rng, MODELS),
        pick(rng, PATHS), [client(rng) for _ in range(rng.choice((1, 1, 1, 1, 2, 3)))], places, world.words.person(rng),
        rng.choice(("plain", "plain", "lower", "polite", "terse")),
            rng.choice(("en",) * 14 + ("zh", "zh", "es", "de", "fr")), fields,
    )
    account.blind = (rng.random() < 0.1, rng.random() < 0.12, rng.random() < 0.1)
    if account.path in ("bedrock", "vertex", "azure"):
        account.blind = (rng.random() < 0.6, rng.random() < 0.7, rng.random() < 0.4)
    account.reports_users = rng.random() < 0.12
    account.conversation_ids = rng.random() < 0.62
    account.credential = token(rng, "")
    account.adopts = rng.choice((0.02, 0.3, 0.8, 2.0, 5.0, *(99.0,) * 7))
    account.failing = rng.choice((0.0, 0.01, 0.02, 0.04, 0.08))
    world.accounts.append(account)
    return account


HOURS = {
    "office": np.array([1, 1, 1, 1, 1, 2, 4, 10, 30, 45, 45, 40, 28, 38, 44, 42, 36, 22, 12, 8, 7, 6, 4, 2],
        dtype=float),
    "evening": np.array([8, 4, 2, 1, 1, 1, 3, 6, 10, 12, 12, 13, 16, 14, 13, 14, 16, 20, 26, 34, 40, 40, 32, 18],
        dtype=float),
    "any": np.array([9, 7, 5, 4, 4, 5, 8, 12, 16, 18, 19, 19, 18, 19, 20, 20, 19, 18, 18, 18, 18, 17, 15, 12],
        dtype=float),
}


def human_times(world: World, count: int, rhythm: str, zone: int, first: int) -> list[int]:
    """Session starts of a person: days come in runs, hours follow the local day; at or after `first`."""
    draw = np.random.default_rng(world.rng.getrandbits(63))
    begin = max(first, world.start)
    days = np.arange((begin - world.start) // DAY, world.days)
    weekday = (np.arange(days.size) + (begin // DAY + 3)) % 7
    weight = np.where(weekday >= 5, {"office": 0.08, "evening": 1.2, "any": 0.8}[rhythm], 1.0)
    alive = max(1, round(days.size * draw.beta(0.9, 1.2)))
    start = draw.integers(0, max(1, days.size - alive + 1))
    weight = weight * draw.gamma(0.6, 1.0, days.size) + 1e-9
    weight[:start] *= 0.02
    weight[start + alive :] *= 0.02
    day = draw.choice(days, count, p=weight / weight.sum())
    hour = draw.choice(24, count, p=HOURS[rhythm] / HOURS[rhythm].sum())
    at = world.start + day * DAY + ((hour - zone) % 24) * HOUR + draw.integers(0, HOUR, count)
    return [int(t) for t in np.sort(np.maximum(at, begin + draw.integers(0, HOUR, count))) if t < world.end]


def machine_times(world: World, count: int, shape: str, first: int) -> list[int]:
    """Starts of machine work: 'flat', 'burst', 'cron', 'ramp' or 'release' (just after the new model)."""
    draw = np.random.default_rng(world.rng.getrandbits(63))
    begin, span = max(first, world.start), world.end - max(first, world.start)
    if shape == "flat":
        at = begin + draw.random(count) * span
    elif shape == "cron":
        step = int(draw.choice([HOUR, 6 * HOUR, DAY]))
        slot = draw.integers(0, max(1, span // step), count)
        at = begin + slot * step + draw.integers(0, 50) * MINUTE + draw.exponential(40 * SECOND, count)
    elif shape == "ramp":
        at = begin + np.sqrt(draw.random(count)) * span
    elif shape == "release" and world.release:
        at = max(begin, world.release) + draw.exponential(14 * HOUR, count)
    else:
        centres = begin + draw.random(int(draw.integers(1, 5))) * span * 0.97
        at = draw.choice(centres, count) + draw.gamma(1.2, float(draw.choice([4, 20, 120])) * MINUTE, count)
    return [int(t) for t in np.sort(at) if begin <= t < world.end]


@dataclass
class Shape:
    """How the requests of one conversation look besides their texts."""

    system: str | None = None
    output: float = 220.0
    spread: float = 0.9
    gap: float = 70.0
    harvested: bool = False
    operator: str | None = None
    model: str | None = None
    client: Client | None = None
    orphan: int = 0
    place: Address | None = None
    user: str | None = None
    refusing: float = 0.008
    blobs: tuple[str, ...] = ()
    conversation: str | None = None


def talk(world: World, who: Account, when: int, turns: Sequence[str], shape: Shape) -> int:
    """Log one conversation of `who`, with failures and retries; gives the time after it."""
    rng = world.rng
    setup = shape.client or who.clients[int(rng.random() * len(who.clients))]
    conversation = (shape.conversation or token(rng, "conv_",
        56)) if who.conversation_ids and len(turns) + shape.orphan > 1 else None
    chain = hashed(conversation, str(when), "before") if shape.orphan else hashed(shape.system)
    behind, held, place, blobs = shape.orphan, shape.orphan * 260, shape.place or rng.choice(who.places), shape.blobs
    for text in turns:
        tokens = max(1, int(shape.output * math.exp(rng.gauss(0, shape.spread))))
        tokens = min(tokens, setup.max_tokens or 12000)
        tries = 1
        while rng.random() < who.failing and tries < 4:
            _log(world, who, setup, place, shape, when, text, (conversation, behind, chain, held, blobs), tokens, True)
            when += int(rng.expovariate(1 / 9.0) * SECOND) + SECOND
            tries += 1
        answer, minted = _log(world, who, setup, place, shape, when, text, (conversation, behind, chain, held, blobs),
            tokens, False)
        chain, behind, held = hashed(chain, text, answer), behind + 2, held + len(text) // 4 + tokens
        blobs = (*blobs, minted)[-3:] if minted else blobs
        when += int((tokens / 60 + rng.expovariate(1.0) * shape.gap) * SECOND) + SECOND
        if when >= world.end:
            break
    return when


def _log(
    world: World, who: Account, setup: Client, place: Address, shape: Shape, when: int, text: str,
    thread: tuple[str | None, int, str, int, tuple[str, ...]], tokens: int, failed: bool,
) -> tuple[str, str | None]:
    """Write one row; gives the output and the reasoning blob that it minted."""
    rng = world.rng
    conversation, behind, chain, held, blobs = thread
    if when >= min(world.end, who.fields.get("status_at", world.end)) or when < max(world.start, who.created):
        return "", None
    refused = not failed and rng.random() < shape.refusing
    status = (rng.choice((429, 429, 500, 529)) if failed else 200)
    tokens = 0 if failed else rng.randint(18, 70) if refused else tokens
    answer = "" if failed else "I can't help with that." if refused else reply(rng, world.store, tokens)
    model = shape.model or who.model
    if world.release and not shape.model and when > world.release + who.adopts * DAY:
        model = FRESH
    thinks = setup.thinking or setup.effort or model.endswith("think")
    minted = token(rng, "rb_") if thinks and not failed and rng.random() < 0.9 else None
    sent = (len(text) + len(shape.system or "")) // 4 + held + 40 * len(setup.tools) + 6
    warm = setup.temperature
    if warm is not None and setup.jitter:
        warm = round(min(1.0, max(0.0, warm + rng.gauss(0, setup.jitter))), 2)
    unseen, bare, flat = who.blind
    known = conversation is not None or rng.random() < 0.9
    world.rows.append((
        token(rng, "req_", 80), who.key, when, when + int((0.6 + tokens / rng.uniform(40, 110)) * SECOND), who.path,
            who.credential, shape.user or (who.credential[:12] if who.reports_users else None),
        conversation, model, "chat", shape.system, text, behind if known else None, (chain if behind else None), answer
            or None, sent, tokens,
        (int(tokens * rng.uniform(0.3, 3)) if minted else 0) if thinks else None, held if behind and rng.random() < 0.5
            else 0,
        None if failed else "refusal" if refused else "length" if tokens == setup.max_tokens else "tool_use"
            if setup.tools and rng.random() < 0.5 else "stop",
        "policy" if refused else None, status, {429: "rate_limit_error", 500: "api_error",
            529: "overloaded_error"}.get(status), warm, setup.top_p, None,
        setup.max_tokens, setup.thinking, None, None, setup.seed, None, setup.stream, setup.batch, setup.form,
            setup.effort,
        list(setup.tools) or None, hashed(*setup.tools) if setup.tools else None, list(blobs) or None, [minted]
            if minted else None,
        None if unseen else place.ip, None if flat else place.country, None if unseen else place.asn, None if bare
            else setup.user_agent,
        None if bare else setup.sdk, None if unseen else setup.ja4, shape.harvested, shape.operator,
    ))
    return answer, minted


def tables(world: World) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """The log, the accounts and the truth about both, without accounts that never called and columns never filled."""
    world.rows.sort(key=lambda row: (row[2], row[0]))
    columns = list(zip(*world.rows, strict=True))
    arrays = [pa.array(columns[i], EXCHANGES.field(key).type) for i, key in enumerate(NAMES)]
    log = pa.table(dict(zip(NAMES, arrays, strict=True))).drop_columns(list(EMPTY))
    truth = pa.table({
        "exchange_id": arrays[0], "harvested": pa.array(columns[-2], pa.bool_()),
            "operator": pa.array(columns[-1], pa.string()),
    })
    seen = {row[1] for row in world.rows}
    world.accounts = [who for who in world.accounts if who.key in seen]
    world.rng.shuffle(world.accounts)
    held = [{"account_id": a.key, "created_at": a.created, **a.fields} for a in world.accounts]
    people = pa.Table.from_pylist(held, schema=ACCOUNTS)
    labels = pa.table({
        "account_id": people["account_id"], "fake": pa.array([a.operator is not None for a in world.accounts]),
        "kind": pa.array([a.kind for a in world.accounts]),
            "operator": pa.array([a.operator for a in world.accounts], pa.string()),
    })
    return log, people, labels, truth
