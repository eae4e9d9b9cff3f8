"""An account with its owner's habits, drawn by one function for honest people and operators alike."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate.infrastructure import Address, Client
from hydrascope.simulate.rhythm import DAY
from hydrascope.simulate.software import Software


@dataclass(slots=True)
class Sampling:
    """The sampling parameters an account sends; None is "not sent"."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    thinking_budget: int | None = None
    choice_count: int | None = None
    top_logprobs: int | None = None
    seed: int | None = None
    logprobs: bool | None = None
    stream: bool | None = None
    batch: bool | None = None
    response_format: str | None = None
    reasoning_effort: str | None = None


@dataclass(slots=True)
class Account:
    """One account: what the provider knows of it, and (from `kind` on) the truth and the owner's habits."""

    account_id: str
    created_at: int
    country: str
    email_domain: str
    payment_fingerprint: str | None
    payment_kind: str | None
    phone_hash: str | None
    verification: str
    plan: str
    pathway: str
    signup: Address
    signup_agent: str | None
    org_id: str | None = None
    org_name: str | None = None
    licence: bool = False
    status: str = "active"
    status_at: int | None = None
    kind: str = ""
    operator: str | None = None
    addresses: tuple[Address, ...] = ()
    rotation: str = "sticky"  # sticky: one address a day; each: a new one for every request
    clients: tuple[Client, ...] = ()
    switch_at: int = 0  # when the owner upgrades from the first client to the next
    path: str = "api"
    model: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    keys: tuple[str, ...] = ()
    names_conversations: bool = False
    names_users: bool = False
    shows_reasoning: bool = False
    stop_at: int | None = None  # nothing is served from then on (the account was banned)

    @property
    def fake(self) -> bool:
        return self.kind.startswith("fake/")


PATHS = (("api", 80), ("console", 3), ("bedrock", 6), ("vertex", 5), ("azure", 5), ("reseller", 1))
PAYMENTS = (("card", 70), ("prepaid", 8), ("virtual", 7), ("invoice", 4), ("credits", 7), ("crypto", 1.5))
LASTING = ("card", "prepaid", "virtual", "invoice")  # payments that leave a fingerprint
PLANS = (("pay-as-you-go", 60), ("free", 14), ("pro", 12), ("team", 8), ("scale", 6))
PATHWAYS = (
    ("self_serve", 86),
    ("startup", 4),
    ("education", 3),
    ("security_research", 0.7),
    ("enterprise", 3),
    ("cloud", 3),
)
VERIFICATIONS = (("email", 42), ("phone", 30), ("payment", 20), ("none", 3), ("business", 5))


# Everyday parameters: how many send them, and the round numbers they send.
SENT: tuple[tuple[str, float, tuple[Any, ...]], ...] = (
    ("temperature", 0.55, (0.0, 0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 0.9, 1.0, 1.0)),
    ("top_p", 0.2, (0.8, 0.9, 0.95, 0.95, 0.99, 1.0, 1.0)),
    ("top_k", 0.05, (1, 20, 40, 50, 250)),
    ("max_tokens", 0.35, (100, 256, 300, 500, 512, 800, 1000, 1024, 1024)),
    ("max_tokens", 0.45, (1024, 1500, 2000, 2048, 4000, 4096, 4096, 8192, 16000, 32000)),
    ("stream", 0.4, (True, True, True, True, False)),
    ("seed", 0.05, (0, 1, 7, 42, 42, 123, 1234, 2024, 31337)),
    ("response_format", 0.08, ("json_object", "json_schema", "text")),
    ("reasoning_effort", 0.09, ("low", "medium", "medium", "high", "high")),
    ("thinking_budget", 0.07, (1024, 2048, 4000, 8000, 10000, 16000, 32000)),
    ("choice_count", 0.02, (1, 1, 2, 3, 4)),
    ("top_logprobs", 0.02, (1, 3, 5, 5, 20)),
)


def sampling(pick: Random) -> Sampling:
    """Parameters of one account: most people send few."""
    out = Sampling()
    for name, share, values in SENT:
        if pick.random() < share:
            setattr(out, name, pick.choice(values))
    out.logprobs = True if out.top_logprobs else None
    return out


def birthday(pick: Random, start: int, days: float) -> int:
    """When an account was opened: growth over three years, some inside the window, microseconds."""
    if pick.random() < 0.05:
        return start + int(pick.random() * days * 0.8 * DAY)
    age = (pick.random() ** 1.8) * 1000 + 0.5
    return start - int(age * DAY) - int(pick.random() * DAY)


def _addresses(pick: Random, where: str, at_home: Address) -> tuple[Address, ...]:
    """A server or a home, often a second place, sometimes a VPN."""
    pool = [infra.cloud(pick, where) if pick.random() < 0.42 else at_home]
    if pick.random() < 0.35:
        pool.append(infra.home(pick, where))
    if pick.random() < 0.06:
        pool.append(infra.vpn(pick))
    return tuple(pool)


def opened(pick: Random, software: Software, start: int, days: float, models: tuple[tuple[str, float], ...]) -> Account:
    """An ordinary account. Kinds of people and operators then change what makes them what they are."""
    where = infra.country(pick)
    at_home = infra.home(pick, where)
    client = software.library(pick)
    payment = infra.weighted(pick, PAYMENTS) if pick.random() < 0.93 else None
    verified = infra.weighted(pick, VERIFICATIONS)
    ends = start + int(pick.random() * days * DAY) if pick.random() < 0.006 else None
    return Account(
        account_id=infra.token(pick),
        created_at=birthday(pick, start, days),
        country=where,
        email_domain=pick.choice(infra.catalogue().disposable) if pick.random() < 0.012 else infra.mail(pick),
        payment_fingerprint=infra.token(pick) if payment in LASTING else None,
        payment_kind=payment,
        phone_hash=infra.token(pick) if verified == "phone" or pick.random() < 0.3 else None,
        verification=verified,
        plan=infra.weighted(pick, PLANS),
        pathway=infra.weighted(pick, PATHWAYS),
        signup=at_home if pick.random() < 0.9 else infra.vpn(pick),
        signup_agent=software.browser(pick).user_agent,
        addresses=_addresses(pick, where, at_home),
        rotation="each" if pick.random() < 0.05 else "sticky",
        clients=(client, software.library(pick)) if pick.random() < 0.2 else (client,),
        switch_at=start + int(pick.random() * days * DAY),
        path=infra.weighted(pick, PATHS),
        model=infra.weighted(pick, models),
        sampling=sampling(pick),
        keys=tuple(infra.token(pick) for _ in range(1 + (pick.random() < 0.2) + (pick.random() < 0.05))),
        names_conversations=pick.random() < 0.3,
        names_users=pick.random() < 0.08,
        shows_reasoning=pick.random() < 0.25,
        status="active" if ends is None else pick.choice(("suspended", "banned")),
        status_at=ends,
        stop_at=ends,
    )
