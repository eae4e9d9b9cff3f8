"""An operator and what it is like: drawn wide, narrowed by the kind of campaign, overridden by knobs."""

from dataclasses import dataclass, field
from typing import Any

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.account import Sampling, sampling
from hydrascope.simulate.infrastructure import Address, Client
from hydrascope.simulate.knobs import Knobs
from hydrascope.simulate.scene import Scene


@dataclass(slots=True)
class Underworld:
    """Proxy networks of a world; operators may rent from the same one."""

    networks: list[tuple[Address, ...]] = field(default_factory=list)


@dataclass(slots=True)
class Operator:
    """The traits of one campaign. Shares and probabilities are 0 to 1."""

    name: str
    kind: str
    sharing: str
    degree: float
    signup: str  # burst, drip, aged, ordinary
    mail: str  # bulk, disposable, own, ordinary
    payment: str  # virtual, prepaid, ordinary
    network: str  # residential, hosting, ordinary
    stack: str  # one, few, varied
    parameters: str  # same, few, own
    dispatch: str  # round-robin, random, sticky, by-account
    human: float
    cover: float
    paraphrase: float
    lists: str
    volume: float
    spread: float
    begin: int
    days: float
    ramp: bool
    failover: bool
    depth: float
    verified: str
    proxies: tuple[Address, ...]
    clients: tuple[Client, ...]
    samplings: tuple[Sampling, ...]
    model: str
    card: tuple[str, ...]
    domain: str
    birthday: int
    length: str  # which answers it gets: their sizes follow a real trace
    stretch: float
    attrition: float  # share of accounts that the provider bans one by one
    swaps_blobs: bool
    second: str | None  # another model that some accounts use


# Traits that are chosen; a value that stands twice is twice as likely.
CHOICES: dict[str, tuple[object, ...]] = {
    "sharing": ("none", "none", "none", "payment", "address", "tls", "all"),
    "signup": ("burst", "drip", "drip", "aged", "ordinary"),
    "mail": ("bulk", "bulk", "disposable", "own", "ordinary"),
    "payment": ("virtual", "prepaid", "ordinary", "ordinary"),
    "network": ("residential", "hosting", "ordinary", "ordinary"),
    "stack": ("one", "few", "varied", "varied"),
    "parameters": ("same", "few", "own", "own"),
    "dispatch": ("round-robin", "random", "sticky", "by-account"),
    "lists": ("dealt", "dealt", "overlapping"),
    "verified": ("ordinary", "email", "phone"),
    "depth": (0.0, 0.0, 0.15, 0.4),
    "length": ("long", "long", "long", "app", "chat", "rag"),
    "attrition": (0.0, 0.0, 0.04, 0.15),
}


def operator(scene: Scene, world: Underworld, kind: str, volume: tuple[float, float], **fixed: object) -> Operator:
    """A new operator. `volume` is the range of the median number of requests per account; `fixed` are traits
    that make the kind what it is; what the user turned with a knob goes above both."""
    pick, knobs = scene.pick, scene.knobs
    pace = min(scene.days, knobs.pace or scene.days * (0.25 + 0.75 * pick.random()))
    begin = scene.start + int(pick.random() * (scene.days - pace) * rhythm.DAY)
    low, high = volume
    chosen: dict[str, Any] = {name: pick.choice(values) for name, values in CHOICES.items()}
    one = Operator(
        name=infra.token(pick),
        kind=f"fake/{kind}",
        degree=0.2 + 0.8 * pick.random(),
        human=pick.choice((0.0, 0.0, 0.3, pick.random(), 1.0)),
        cover=pick.choice((0.0, 0.0, 0.1, 0.5 * pick.random())),
        paraphrase=pick.choice((0.0, 0.0, 0.1, 0.4 * pick.random(), pick.random())),
        volume=low * (high / low) ** pick.random(),
        spread=0.1 + 0.7 * pick.random(),
        begin=begin,
        days=pace,
        stretch=pick.lognormvariate(0, 0.35),
        ramp=pick.random() < 0.3,
        failover=pick.random() < 0.35,
        proxies=_proxies(scene, world),
        clients=tuple(scene.software.library(pick) for _ in range(2 + int(pick.random() * 4))),
        samplings=_samplings(scene),
        model=max(scene.models, key=lambda m: m[1] * pick.random())[0],
        card=tuple(infra.token(pick) for _ in range(1 + int(pick.random() * 4))),
        domain=infra.own_domain(pick),
        birthday=begin - int(pick.random() * 12 * rhythm.DAY),
        swaps_blobs=pick.random() < 0.12,
        second=infra.weighted(pick, scene.models) if pick.random() < 0.3 else None,
        **chosen,
    )
    for name, value in (fixed | _turned(knobs)).items():
        setattr(one, name, value)
    return one


def _turned(knobs: Knobs) -> dict[str, object]:
    """The traits that the user set."""
    named = {"sharing": "sharing", "degree": "degree", "cover": "cover", "paraphrase": "paraphrase",
             "human": "rhythm", "lists": "lists", "volume": "volume"}  # fmt: skip
    return {trait: getattr(knobs, knob) for trait, knob in named.items() if getattr(knobs, knob) is not None}


def _proxies(scene: Scene, world: Underworld) -> tuple[Address, ...]:
    """A rented network of exits: a new one, or one that another operator rents as well."""
    pick = scene.pick
    if world.networks and pick.random() < 0.4:
        return pick.choice(world.networks)
    size = 5 + int(pick.random() ** 2 * 400)
    exits = tuple(infra.home(pick, infra.country(pick)) for _ in range(size))
    world.networks.append(exits)
    return exits


def _samplings(scene: Scene) -> tuple[Sampling, ...]:
    """A harvester's parameter sets: ordinary, or asking for more than an answer."""
    pick, out = scene.pick, []
    for _ in range(1 + int(pick.random() * 3)):
        one = sampling(pick)
        if pick.random() < 0.6:
            one.max_tokens = pick.choice((2048, 4096, 8000, 8192, 12000, 16384, 32000, None))
        if pick.random() < 0.3:
            one.temperature = pick.choice((0.6, 0.7, 1.0, 1.0, 0.95))
        if pick.random() < 0.15:
            one.logprobs, one.top_logprobs = True, pick.choice((5, 10, 20))
        if pick.random() < 0.12:
            one.choice_count = pick.choice((2, 4, 8))
        if pick.random() < 0.3:
            one.thinking_budget = pick.choice((4000, 8000, 16000, 32000))
        out.append(one)
    return tuple(out)


def recruit(scene: Scene, one: Operator, n: int, after: int | None = None) -> list[int]:
    """n accounts of an operator; `after` is when a further pool is opened."""
    return [_recruit(scene, one, after) for _ in range(n)]


def _recruit(scene: Scene, one: Operator, after: int | None) -> int:
    pick = scene.pick
    model = one.second if one.second and pick.random() < 0.4 else one.model
    who = scene.join(one.kind, operator=one.name, model=model)
    account = scene.accounts[who]
    if scene.knobs.disguise and pick.random() < scene.knobs.disguise:
        if after is not None:
            account.created_at = _opened(scene, one, account.created_at, after)
        return who
    account.created_at = _opened(scene, one, account.created_at, after)
    if one.mail != "ordinary":
        account.email_domain = {
            "disposable": pick.choice(infra.catalogue().disposable),
            "own": one.domain,
        }.get(one.mail, infra.mail(pick))
    if one.payment != "ordinary" and pick.random() < 0.8:
        account.payment_kind, account.payment_fingerprint = one.payment, infra.token(pick)
    if one.verified != "ordinary":
        account.verification = one.verified
    _connect(scene, one, who)
    if one.parameters == "same":
        account.sampling = one.samplings[0]
    elif one.parameters == "few":
        account.sampling = pick.choice(one.samplings)
    _share(scene, one, who)
    if pick.random() < one.attrition:
        ban(scene, who, one.begin + int((0.1 + 0.9 * pick.random()) * one.days * rhythm.DAY))
    if pick.random() < 0.9:  # sign-ups rarely carry an organisation's traits
        account.pathway = account.pathway if account.pathway != "enterprise" else "self_serve"
    return who


def ban(scene: Scene, who: int, at: int) -> None:
    """Stop an account; the provider's record says so."""
    account = scene.accounts[who]
    account.status, account.status_at, account.stop_at = "banned", at, at


def _opened(scene: Scene, one: Operator, ordinary: int, after: int | None) -> int:
    pick = scene.pick
    if after is not None:
        return (
            after
            + int(abs(scene.rng.normal()) * 30 * rhythm.HOUR)
            - (int(pick.random() * 9 * rhythm.DAY) if one.signup == "drip" else 0)
        )
    if one.signup == "burst":
        return one.birthday + int(pick.random() * 20 * rhythm.HOUR)
    if one.signup == "drip":
        return one.birthday - int(pick.random() * 25 * rhythm.DAY) + int(pick.random() * one.days * 0.5 * rhythm.DAY)
    if one.signup == "aged":
        return scene.start - int((60 + 700 * pick.random()) * rhythm.DAY)
    return ordinary


def _connect(scene: Scene, one: Operator, who: int) -> None:
    """Where an account's requests come from and what sends them."""
    pick, account = scene.pick, scene.accounts[who]
    if one.network == "residential":
        account.addresses = tuple(
            pick.choice(one.proxies) if pick.random() < 0.3 else infra.home(pick, infra.country(pick)) for _ in range(6)
        )
        account.rotation = "each"
        account.signup = account.addresses[0]
    elif one.network == "hosting":
        account.addresses = tuple(infra.cloud(pick, account.country) for _ in range(1 + int(pick.random() * 2)))
    if one.stack == "one":
        account.clients = (one.clients[0],)
    elif one.stack == "few":
        account.clients = (pick.choice(one.clients),)


def _share(scene: Scene, one: Operator, who: int) -> None:
    """What the operator's accounts have in common by negligence, for a share `degree` of them."""
    pick, account = scene.pick, scene.accounts[who]
    if one.sharing in ("payment", "all") and pick.random() < one.degree:
        account.payment_fingerprint = pick.choice(one.card)
        account.payment_kind = account.payment_kind or "card"
    if one.sharing in ("address", "all") and pick.random() < one.degree:
        account.addresses = (
            pick.choice(one.proxies),
            infra.neighbour(pick, pick.choice(one.proxies)),
            *account.addresses[:1],
        )
    if one.sharing in ("tls", "all") and pick.random() < one.degree:
        ja4 = one.card[0][:12]
        account.clients = tuple(
            c._replace(ja4=f"t13d1{pick.choice('48')}12h2_{ja4}_{one.card[0][12:24]}") for c in account.clients
        )
    if one.sharing == "all" and pick.random() < one.degree * 0.5:
        account.phone_hash = pick.choice(one.card)[::-1]
