"""How one operator works: infrastructure, software, settings, rhythm, wording; all drawn afresh per campaign."""

from dataclasses import dataclass, field, replace

from . import people
from .clock import DAY, HOUR
from .people import BASE, Account, Stack
from .texts import Ask
from .world import Knobs, World


@dataclass(slots=True)
class Style:
    """An operator's draws."""

    name: str
    kind: str
    mix: dict[str, float]
    countries: list[str]
    shares: set[str]
    batch: int
    stack_mode: str
    stacks: list[Stack]
    knob_mode: str
    knobs: Knobs
    shape: str
    signup: str
    life: str
    middle: float
    spread: float
    cover: float
    domains: dict[str, float]
    wording: str
    parts: list[list[str]]
    systems: list[str | None]
    models: list[str]
    out: float
    follow: float
    repeat: int
    named: float
    users: str
    risk: float
    balanced: bool
    seen: set[str] = field(default_factory=set)
    backlog: list[Ask] = field(default_factory=list)


def draw(w: World, kind: str, name: str) -> Style:
    """A campaign's style."""
    r = w.r
    mix = {key: value * (r.gammavariate(1.2, 0.8) + 0.25) for key, value in BASE.items()}
    mix["enterprise"] *= 0.6
    shares: set[str] = set()
    if r.random() < 0.5:
        shares = set(r.sample(["payment", "address", "signup", "mail", "tls", "phone"], r.randint(1, 3)))
    areas = r.sample(["maths", "code", "agents", "writing", "chinese", "knowledge"], r.choice((1, 1, 2, 3)))
    return Style(
        name=name,
        kind=kind,
        mix=mix,
        countries=[people.nation(r) for _ in range(r.randint(2, 5))] if r.random() < 0.35 else [],
        shares=shares,
        batch=r.choice((2, 3, 5, 10, 25)),
        stack_mode=r.choices(("native", "one", "few", "rotated"), weights=(5, 2, 2, 1.5))[0],
        stacks=[people.draw_stack(r, "api") for _ in range(r.randint(2, 4))],
        knob_mode=r.choices(("native", "fixed", "jittered", "default"), weights=(4, 3, 2, 2))[0],
        knobs=w.knobs(),
        shape=r.choice(("flat", "bursts", "home", "office", "service", "batch", "native", "native")),
        signup=r.choice(("lockstep", "spread", "aged", "rolling", "spread")),
        life=r.choice(("whole", "whole", "own")),
        middle=r.choice((6, 10, 18, 35)),
        spread=r.choice((0.1, 0.6, 1.1)),
        cover=r.choice((0.0, 0.0, 0.2, 0.5, 1.0)),
        domains={area: r.random() + 0.1 for area in areas},
        wording=r.choice(("bare", "bare", "fixed", "several", "paraphrase", "paraphrase", "system", "account")),
        parts=[w.w.wording() for _ in range(r.randint(3, 9))],
        systems=[None] if r.random() < 0.5 else [w.w.system() for _ in range(r.choice((1, 2, 4, 60, 60)))],
        models=[w.model() for _ in range(r.choice((1, 1, 2)))],
        out=r.choice((0.7, 1.0, 1.5, 3.0)),
        follow=r.choice((0.0, 0.0, 0.1, 0.4)),
        repeat=r.choice((1, 1, 1, 2, 4)),
        named=r.choice((0.0, 0.3, 0.3, 1.0)),
        users=r.choice(("native", "none", "one", "forged")),
        risk=r.choice((0.003, 0.01, 0.04)),
        balanced=r.random() < 0.4,
    )


def recruit(w: World, s: Style, n: int, span: tuple[int, int]) -> list[Account]:
    """Obtain accounts: shell firms, spare seats, cloud trials, bought and new ones."""
    r = w.r
    members = []
    moment = span[0] - r.randrange(0, 30) * DAY
    for _ in range(n):
        kind = people.weighted(r, s.mix)
        account = w.account(kind, r.choice(s.countries) if s.countries else None, join=kind == "agency")
        if account.record["distillation_licence"]:
            account.record["distillation_licence"] = False
        account.fake, account.kind, account.operator = True, s.kind, s.name
        if s.signup == "lockstep":
            account.created = moment + int(r.random() * 5 * DAY)
        elif s.signup == "rolling":
            account.created = r.randrange(span[0] - 10 * DAY, max(span[0] + HOUR, span[1] - 3 * DAY))
        elif s.signup == "aged":
            account.created = min(account.created, span[0] - r.randrange(60, 500) * DAY)
        account.created = min(account.created, span[1] - 2 * DAY)
        if account.path in {"api", "console"} and s.stack_mode in {"one", "few"}:
            account.stacks = [s.stacks[0] if s.stack_mode == "one" else r.choice(s.stacks)]
        members.append(account)
    _share(w, s, members)
    return members


def _share(w: World, s: Style, members: list[Account]) -> None:
    """Spread the operator's common goods over batches of accounts."""
    r = w.r
    pool = [
        people.address(r, r.choice(s.countries or ["US", "SG", "JP"]), r.random() < 0.5)
        for _ in range(2 + len(members) // s.batch)
    ]
    order = r.sample(members, len(members))
    for first in range(0, len(order), s.batch):
        batch = order[first : first + s.batch]
        card, phone, spot = people.hexes(r), people.hexes(r), r.choice(pool)
        domain = people.domain_of(r, w.w.company(), r.choice(("individual", "startup")), "US")
        for account in batch:
            record = account.record
            if "payment" in s.shares and r.random() < 0.8:
                record["payment_fingerprint"] = card
            if "phone" in s.shares and record["phone_hash"]:
                record["phone_hash"] = phone
            if "mail" in s.shares and record["email_domain"]:
                record["email_domain"] = domain
            if "signup" in s.shares and r.random() < 0.8:
                record["signup_ip"], record["signup_asn"] = spot
            if "address" in s.shares and account.ips[0][0] is not None:
                account.ips = r.sample(pool, min(len(pool), r.randint(1, 3)))
                account.roam = 0.0
            if "tls" in s.shares and account.path == "api":
                account.stacks = [(agent, sdk, s.stacks[0][2]) for agent, sdk, _ in account.stacks]


def settings(w: World, s: Style) -> Knobs:
    """Call settings for one account or one request."""
    if s.knob_mode == "native":
        return w.knobs()
    if s.knob_mode == "default":
        return Knobs(max_tokens=s.knobs.max_tokens)
    if s.knob_mode == "jittered":
        heat = s.knobs.temperature if s.knobs.temperature is not None else 0.7
        return replace(
            s.knobs,
            temperature=round(max(0.0, min(1.0, heat + w.r.gauss(0, 0.12))), 2),
            max_tokens=w.r.choice((1024, 2048, 3000, 4096, 6000, 8192)),
        )
    return replace(s.knobs)


def question(w: World, s: Style) -> Ask:
    """The next item of the work queue."""
    if s.backlog and w.r.random() < 1 - 1 / s.repeat:
        return w.r.choice(s.backlog[-40:])
    names = list(s.domains)
    ask = w.w.question(w.r.choices(names, weights=list(s.domains.values()))[0])
    for _ in range(20):
        if ask.text not in s.seen:
            break
        ask = w.w.question(w.r.choices(names, weights=list(s.domains.values()))[0])
    s.seen.add(ask.text)
    if s.repeat > 1:
        s.backlog.append(ask)
    return ask


def compose(w: World, s: Style, account: Account, parts: list[str] | None = None) -> list[Ask]:
    """One harvesting request, as a conversation."""
    r = w.r
    item = question(w, s)
    system = item.system or s.systems[hash_of(account.id) % len(s.systems)]
    text = item.text
    mode = "fixed" if parts else s.wording
    if mode == "fixed":
        text = w.w.wrap(text, parts or s.parts[0])
    elif mode == "several":
        text = w.w.wrap(text, r.choice(s.parts))
    elif mode == "account":
        text = w.w.wrap(text, s.parts[hash_of(account.id) % len(s.parts)])
    elif mode == "paraphrase":
        text = w.w.vary(w.w.wrap(text, w.w.wording(0.05)) if r.random() < 0.7 else text, 0.4)
    elif mode == "system":
        system = w.w.wrap("", s.parts[0]).strip() if not item.system else f"{item.system}\n{s.parts[0][1]}"
    talk = [
        Ask(text, system, int(item.out * s.out) + 8, item.answer if r.random() < 0.5 else None, item.tools, risk=s.risk)
    ]
    while r.random() < s.follow:
        talk.append(Ask(w.w.fill(w.w.pick("MORE")), system, int(200 * s.out)))
    return talk


def hash_of(name: str) -> int:
    """A stable number for a name."""
    return int(name[-6:], 16)
