"""One world under construction: its accounts, its rows, and the tables they become."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

import numpy as np

from benchmarks.generators.warden import clock, network, texts
from benchmarks.generators.warden.network import COUNTRIES, Address, Client, Sampling
from benchmarks.generators.warden.segments import MAIL, NAMES, PAY, RESELLERS, SEGMENTS, pick
from benchmarks.generators.warden.texts import Deck, Item, digest, spin

K = TypeVar("K")


@dataclass
class Member:
    """One account and its habits."""

    index: int
    account: dict[str, Any]
    segment: str
    zone: float
    lang: str
    clients: list[int]
    addresses: list[int]
    params: int
    path: str
    key: str
    model: int
    adopt: float
    persona: int
    born: float = 0.0
    stop: float = float("inf")
    adopt_share: float = 1.0
    jitter: float = 0.0
    fresh: float = 0.0
    convs: bool = True
    operator: str | None = None
    base: Sampling | None = None
    rows: int = 0


@dataclass
class Row:
    """What is particular to one request."""

    system: str | None = None
    style: str = "prose"
    out: float = 200.0
    hist: int = 0
    hist_hash: str | None = None
    hist_chars: int = 0
    conv: str | None = None
    end_user: str | None = None
    tools: int = -1
    harvest: bool = False
    status: int = 0
    reply: str | None = None
    batch: bool = False
    blobs_in: str | None = None
    blobs_out: str | None = None
    model: int = -1


@dataclass
class World:
    """Everything of one (kind, seed)."""

    seed: int
    fold: int
    rng: random.Random
    np: np.random.Generator
    clock: clock.Clock
    members: list[Member] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    params: dict[Sampling, int] = field(default_factory=dict)
    tools: list[tuple[list[str], str]] = field(default_factory=list)
    decks: dict[str, Deck[Any]] = field(default_factory=dict)
    count: int = 0

    def __post_init__(self) -> None:
        self.models = self.rng.choice(NAMES)
        self.release = self.rng.uniform(0.3, 0.65) * self.clock.length

    def deck(self, name: str, cards: list[K]) -> Deck[K]:
        """The world's shared deck of a name."""
        if name not in self.decks:
            self.decks[name] = Deck(self.rng, cards)
        return self.decks[name]

    def hash(self, *parts: object) -> str:
        """A hash no other world shares."""
        return digest(self.seed, *parts)

    def fresh_hash(self) -> str:
        """A hash nobody else has."""
        self.count += 1
        return digest(self.seed, "n", self.count)

    def add_client(self, client: Client) -> int:
        """Register a client program."""
        self.clients.append(client)
        return len(self.clients) - 1

    def add_address(self, country: str, hosting: bool = False) -> int:
        """Register a fresh address."""
        self.addresses.append(network.address(self.rng, country, hosting))
        return len(self.addresses) - 1

    def add_params(self, sampling: Sampling) -> int:
        """Register a parameter set."""
        return self.params.setdefault(sampling, len(self.params))

    def add_tools(self, names: list[str]) -> int:
        """Register a set of offered tools."""
        self.tools.append((names, digest("tools", *names)))
        return len(self.tools) - 1

    def age(self, fresh: float = 0.09) -> float:
        """Sign-up, in seconds after the window opens: years before it, or (rarely) inside."""
        rng = self.rng
        if rng.random() < fresh:
            return rng.uniform(-10 * clock.DAY, 0.85 * self.clock.length)
        return -min(1500.0, rng.lognormvariate(5.2, 1.1)) * clock.DAY

    def join(
        self,
        kind: str,
        segment: str | None = None,
        *,
        fake: bool = False,
        operator: str | None = None,
        signup: float | None = None,
        country: str | None = None,
        org: str | None = None,
        family: str | None = None,
        fields: Mapping[str, object] | None = None,
    ) -> Member:
        """A new account with the habits of its segment; `fields` overrides those of the account."""
        rng = self.rng
        segment = segment or pick(rng, {name: row[0] for name, row in SEGMENTS.items()})
        _, families, paths, plans, pathways, checks = SEGMENTS[segment]
        country = country or rng.choices(list(COUNTRIES), [row[0] for row in COUNTRIES.values()])[0]
        path = pick(rng, paths)
        family = family or ("browser" if path == "console" and rng.random() < 0.93 else pick(rng, families))
        path = "console" if family == "browser" else f"reseller:{rng.choice(RESELLERS)}" if path == "reseller" else path
        hosting = family in ("sdk", "raw", "nocode") and rng.random() < 0.6
        homes = rng.choices((1, 2, 3, 5), (35, 35, 20, 10))[0]
        addresses = [self.add_address(country, hosting) for _ in range(homes)]
        born = self.age() if signup is None else signup
        first = network.client(rng, family)
        clients = [self.add_client(first)] + [
            self.add_client(network.client(rng, family)) for _ in range(rng.choice((0, 0, 0, 1, 2)))
        ]
        adopt = float("inf")
        luck = rng.random()
        if luck < 0.10:
            adopt = self.release
        elif luck < 0.30:
            adopt = self.release + rng.expovariate(1 / (3 * clock.DAY))
        account = self._record(kind, segment, country, born, org, first, plans, pathways, checks)
        account.update(fields or {})
        member = Member(
            len(self.members),
            account,
            segment,
            COUNTRIES[country][1] + rng.gauss(0, 0.4),
            COUNTRIES[country][2],
            clients,
            addresses,
            self.add_params(network.sampling(rng, family)),
            path,
            self.fresh_hash(),
            rng.choices((0, 1, 2), (50, 35, 15))[0],
            adopt,
            rng.choices(range(5), (34, 22, 6, 28, 10))[0],
            max(0.0, born),
            convs=path == "console" or rng.random() < 0.45,
        )
        member.fresh = 0.0 if hosting else rng.choice((0.0, 0.02, 0.05, 0.15, 0.5))
        member.operator = operator
        account["_fake"], account["_kind"] = fake, kind
        luck = rng.random()
        if luck < 0.016:
            member.stop = rng.uniform(0.2, 1) * self.clock.length
            self.ban(member, member.stop, "banned" if luck < 0.009 else "suspended")
        self.members.append(member)
        return member

    def ban(self, member: Member, at: float, status: str = "banned") -> None:
        """The provider stops an account."""
        member.stop = at
        member.account["status"], member.account["status_at"] = status, self.at(at)

    def at(self, seconds: float) -> datetime:
        """The moment that many seconds into the window."""
        return self.clock.start + timedelta(seconds=int(seconds))

    def _record(
        self,
        kind: str,
        segment: str,
        country: str,
        born: float,
        org: str | None,
        first: Client,
        plans: dict[str, float],
        pathways: dict[str, float],
        checks: dict[str, float],
    ) -> dict[str, Any]:
        rng = self.rng
        plan, corporate = (
            pick(rng, plans),
            segment in ("business", "cloud") or (segment == "startup" and rng.random() < 0.7),
        )
        paid = plan != "free" and rng.random() < 0.96
        kinds: Mapping[str, float]
        kinds = (
            {"invoice": 60.0, "card": 35.0, "virtual": 5.0}
            if corporate
            else PAY
            if segment != "startup"
            else {**PAY, "credits": 60.0}
        )
        domain = pick(rng, MAIL)
        if corporate:
            name = spin(rng, "<brand>").lower().replace(" & ", "").replace(" ", "")
            domain = f"{name}{rng.randint(1, 99)}.{rng.choice(('com', 'io', 'ai', 'co'))}"
        elif segment in ("student", "researcher") and rng.random() < 0.7:
            campus = spin(rng, "[cs|mail|students|uni].<place>").lower()
            domain = f"{campus}{rng.randint(1, 30)}.edu"
        elif rng.random() < 0.02:
            domain = rng.choice(texts.disposable())
        elif rng.random() < 0.12:
            domain = (
                f"{spin(rng, '<name>').lower()}{rng.randint(1, 999)}.{rng.choice(('dev', 'me', 'net', 'com', 'xyz'))}"
            )
        check = pick(rng, checks)
        hidden = segment == "cloud"
        home = network.address(rng, country)
        phone = check == "phone" or rng.random() < 0.35
        return {
            "account_id": f"acc_{self.fresh_hash()}",
            "created_at": self.at(born),
            "plan": plan,
            "pathway": pick(rng, pathways),
            "org_id": org or (f"org_{self.fresh_hash()}" if corporate or rng.random() < 0.2 else None),
            "org_name": spin(rng, "<brand>") if corporate and rng.random() < 0.8 else None,
            "verification": check,
            "email_domain": None if hidden else domain,
            "phone_hash": self.fresh_hash() if phone and not hidden else None,
            "payment_fingerprint": self.fresh_hash() if paid and not hidden else None,
            "payment_kind": ("invoice" if hidden else pick(rng, kinds)) if paid else None,
            "billing_country": country if paid else None,
            "signup_ip": None if hidden or rng.random() < 0.08 else home.ip,
            "signup_asn": None if hidden else home.asn,
            "signup_user_agent": None if hidden or rng.random() < 0.1 else network.client(rng, "browser").agent,
            "distillation_licence": False,
            "status": "active",
            "status_at": None,
        }

    def model_of(self, member: Member, at: float) -> int:
        """Which model the account asks for at a time: 3 is the one released inside the window."""
        new = at >= member.adopt and (member.adopt_share >= 1 or self.rng.random() < member.adopt_share)
        return 3 if new and (member.model == 0 or self.rng.random() < 0.3) else member.model

    def send(self, member: Member, at: float, text: str, row: Row | None = None) -> None:
        """One request, unless the account is not born yet, stopped, or the window is over."""
        if not member.born <= at < min(member.stop, self.clock.length):
            return
        rng, row = self.rng, row or Row()
        if member.convs and row.conv is None:
            row.conv = self.fresh_hash()
        client = member.clients[0] if len(member.clients) == 1 or rng.random() < 0.8 else rng.choice(member.clients)
        if member.fresh and rng.random() < member.fresh:
            old = self.addresses[member.addresses[0]]
            member.addresses.append(self.add_address(old.country))
        addresses = member.addresses
        last = len(addresses) == 1 or rng.random() < 0.4
        address = addresses[-1] if last else rng.choice(addresses)
        params = member.params
        if member.jitter:
            base = member.base = member.base or list(self.params)[params]
            warm = round(max(0.0, min(1.0, (base.temperature or 0.7) + rng.uniform(-1, 1) * member.jitter)), 2)
            params = self.add_params(base._replace(temperature=warm))
        member.rows += 1
        model = row.model if row.model >= 0 else self.model_of(member, at)
        self.rows.append((member.index, at, client, address, params, model, text, row))

    def item(self, pools: str) -> Item:
        """The next unused prompt of a file, put differently once the file is spent."""
        deck = self.deck(pools, texts.pool(pools, self.fold))
        item = deck.deal()
        return item if deck.round == 0 else item._replace(text=texts.vary(self.rng, item.text))

    def say(self, bank: tuple[str, ...]) -> str:
        """A spun phrase of this fold's half of a bank."""
        return spin(self.rng, self.rng.choice(texts.half(bank, self.fold)))

    def volume(self, median: float = 7.0, sigma: float = 1.65, top: int = 1500) -> int:
        """A heavy-tailed number of requests."""
        return max(1, min(top, int(self.rng.lognormvariate(np.log(median), sigma))))

    def chat(
        self, member: Member, at: float, turns: list[Item], base: Row, gap: float = 75.0, earlier: int = 0
    ) -> float:
        """A conversation: every turn sends the earlier messages along. Returns when it ended."""
        rng, chain = self.rng, self.hash("before", member.index, at) if earlier else ""
        conv = self.fresh_hash() if member.convs else None
        blob, chars, thinks = None, earlier * 300, rng.random() < 0.3
        for number, turn in enumerate(turns):
            hist = earlier + 2 * number
            made = self.fresh_hash() if thinks else None
            out = base.out if turn.reply is None else max(8.0, len(turn.reply) / 4)
            self.send(
                member,
                at,
                turn.text,
                Row(
                    turn.system or base.system,
                    base.style,
                    out,
                    hist,
                    chain if hist else None,
                    chars,
                    base.conv or conv,
                    base.end_user,
                    base.tools,
                    base.harvest,
                    0,
                    turn.reply,
                    False,
                    blob,
                    made,
                    base.model,
                ),
            )
            chain = self.hash(chain, turn.text, turn.reply, at)
            chars += len(turn.text) + int(out * 4)
            blob = made
            at += rng.lognormvariate(np.log(gap), 0.9) + out / 60
        return at
