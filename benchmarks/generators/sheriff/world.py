"""The provider: its accounts, the rows of its gateway, and the four tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from math import exp, log
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.generators.sheriff import clients
from benchmarks.generators.sheriff.clients import Client, Habit
from benchmarks.generators.sheriff.corpus import COUNTRIES, DATA, Item, draw_address, pool
from benchmarks.generators.sheriff.rhythm import DAY
from benchmarks.generators.sheriff.speech import Speech
from hydrascope.tables import ACCOUNTS, EXCHANGES

LENGTHS = {
    "chat": (190, 0.9), "code": (420, 0.8), "label": (5, 0.6), "json": (80, 0.7), "long": (760, 0.55),
    "judge": (170, 0.7),
    "reason": (520, 0.75), "tool": (65, 0.8), "short": (45, 0.8), "mail": (150, 0.5),
}  # fmt: skip
COLUMNS = [name for name in EXCHANGES.names if name not in {"source", "line"}]
UNFILLED = {"top_k", "choice_count", "top_logprobs", "logprobs", "reasoning_blobs_in", "reasoning_blobs_out"}
MAYBE = {"ja4": 0.3, "asn": 0.2, "sdk": 0.2, "output_text": 0.25, "credential_hash": 0.2, "end_user_id": 0.15,
         "tool_schema_hash": 0.4, "cached_input_tokens": 0.5, "ended_at": 0.1, "history_hash": 0.15}  # fmt: skip
RECORDS = {"phone_hash": 0.4, "payment_fingerprint": 0.2, "signup_user_agent": 0.3, "signup_asn": 0.3, "org_name": 0.3}
MAILS = {"gmail.com": 46, "outlook.com": 10, "yahoo.com": 5, "icloud.com": 6, "hotmail.com": 4, "proton.me": 4,
         "qq.com": 4,
         "163.com": 3, "gmx.de": 2, "mail.ru": 2, "web.de": 1}  # fmt: skip


@lru_cache(maxsize=1)
def disposable() -> list[str]:
    """Mail domains of a few minutes' life."""
    rows = pq.read_table(DATA / "indicators/disposable_email_domains.parquet").to_pylist()
    return [row["domain"] for row in rows if row["list"] == "blocklist"][::7]


def digest(*parts: object) -> str:
    """A short stable hash."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=8).hexdigest()


@dataclass(slots=True)
class Account:
    """One customer account."""

    id: str
    kind: str
    operator: str | None
    country: str
    zone: int
    tongue: str
    client: Client
    habit: Habit
    places: list[tuple[str, int]]
    path: str
    row: dict[str, Any]
    tempo: str = "human"
    rotate: float = 0.0
    hosting: bool = False
    key: str = ""
    switch: float = 1e12
    failing: float = 0.012
    peak: float = 15.0
    sloppy: float = 0.3
    since: float = 0.0
    until: float = 0.0
    areas: list[str] = field(default_factory=list)
    second: Client | None = None
    here: tuple[str, int] | None = None
    last: float = -1e9


class World:
    """One world under construction."""

    def __init__(self, kind: str, seed: int) -> None:
        rng = self.rng = Random(f"sheriff-{kind}-{seed}")
        self.fold = int(seed >= 90_000)
        self.speech = Speech(self.fold)
        self.days = rng.randrange(14, 29)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=rng.randrange(0, 300))
        self.weekday = self.start.weekday()
        self.end = self.days * DAY
        self.models = clients.catalogue(rng)
        self.release = rng.uniform(0.3, 0.65) * self.end
        self.rows: list[tuple[Any, ...]] = []
        self.harvest: list[bool] = []
        self.owners: list[str | None] = []
        self.accounts: list[Account] = []
        self.agents = clients.market(rng)
        self.orgs = 0

    def text(self, name: str) -> list[Item]:
        """A published source's half."""
        return pool(name, self.fold)

    def pick(self, name: str) -> Item:
        """One published text."""
        return self.rng.choice(self.text(name))

    def moment(self, seconds: float) -> datetime:
        """A second of the window as a time."""
        return self.start + timedelta(seconds=round(seconds))

    def organisation(self) -> tuple[str, str]:
        """A firm's id and name."""
        self.orgs += 1
        name = self.rng.choice(self.speech.bank["companies"]) + self.rng.choice(
            (" GmbH", " Inc", " Ltd", " SAS", " Labs", " LLC", "")
        )
        return f"org-{digest('org', self.orgs, self.end, self.release)[:10]}", f"{name} {self.orgs}"

    def country(self) -> str:
        """Where a customer lives."""
        return self.rng.choices(list(COUNTRIES), weights=[share for share, _, _ in COUNTRIES.values()])[0]

    def age(self) -> float:
        """Days since sign-up, as honest people's."""
        rng = self.rng
        return rng.uniform(0, 14) if rng.random() < 0.1 else min(rng.expovariate(1 / 330), 1100)

    def join(
        self,
        kind: str,
        style: str,
        *,
        operator: str | None = None,
        country: str | None = None,
        age: float | None = None,
        org: tuple[str, str] | None = None,
        shady: float = 0.0,
        **fixed: object,
    ) -> Account:
        """A new account with habits of its own; `style` is person, developer or service; `age` in days at the start."""
        rng = self.rng
        country = country or self.country()
        _, zone, tongues = COUNTRIES[country]
        if country == "US":
            zone = rng.choice((-5, -5, -6, -6, -7, -8))
        tongue = rng.choice(tongues.split())
        if tongue != "en" and rng.random() < 0.2:
            tongue = "en"
        business = style == "service" or (style == "developer" and rng.random() < 0.3)
        name = digest(len(self.accounts), self.release, self.start, "account")[:14]
        age = self.age() if age is None else age
        signed = min(max(-age * DAY + rng.uniform(0, DAY), -age * DAY), self.end - 3600)
        if org is None and business and rng.random() < 0.55:
            org = self.organisation()
        mail = rng.choices(list(MAILS), weights=list(MAILS.values()))[0]
        if business and rng.random() < 0.6:
            mail = f"{digest(name, 'mail')[:6]}.{rng.choice(('com', 'io', 'de', 'co', 'net', 'fr'))}"
        elif rng.random() < max(0.025, shady * 0.3):
            mail = rng.choice(disposable())
        kinds = (70, 5 + 22 * shady, 6 + 24 * shady, 4, 2, 6)
        paid = rng.choices(("card", "prepaid", "virtual", "invoice", "crypto", "credits"), weights=kinds)[0]
        hosting = style == "service" or (style == "developer" and rng.random() < 0.35) or rng.random() < 0.05
        places = [draw_address(rng, country, hosting) for _ in range(rng.choice((1, 1, 2, 3)))]
        proof = rng.choices(("none", "email", "phone", "payment", "business"), weights=(4, 38, 24, 28, 6))[0]
        row = {
            "account_id": f"acct_{name}",
            "created_at": self.start + timedelta(seconds=round(signed)),
            "org_id": org[0] if org else None,
            "org_name": org[1] if org else None,
            "plan": rng.choices(("free", "payg", "pro", "team", "enterprise"), weights=(16, 50, 22, 9, 3))[0],
            "pathway": rng.choices(
                ("self_serve", "education", "security_research", "startup", "enterprise", "cloud"),
                weights=(76, 5, 1, 6, 5, 7),
            )[0],
            "verification": "business" if org and rng.random() < 0.3 else proof,
            "email_domain": mail,
            "phone_hash": digest(name, "phone") if rng.random() < 0.6 else None,
            "payment_fingerprint": digest(name, "pay") if rng.random() < 0.85 else None,
            "payment_kind": paid if rng.random() < 0.95 else None,
            "billing_country": country if rng.random() < 0.95 else self.country(),
            "signup_ip": places[0][0] if rng.random() < 0.6 else draw_address(rng, country, False)[0],
            "signup_user_agent": rng.choice(self.agents["person"]).agent,
            "signup_asn": places[0][1],
            "distillation_licence": False,
            "status": "active" if rng.random() > 0.015 else "suspended",
            "status_at": None,
        }
        one = Account(
            id=f"acct_{name}", kind=kind, operator=operator, country=country, zone=zone, tongue=tongue,
            client=clients.choose(rng, self.agents, style), habit=clients.habit(rng, self.models, style), places=places,
            path=rng.choices(("api", "console", "bedrock", "vertex", "azure"), weights=clients.PATHS[style])[0],
            row=row, rotate=rng.choice((0.0, 0.0, 0.05, 0.3)) if not hosting else 0.0, hosting=hosting,
            key=digest(name, "key"), peak=rng.gauss(15.5, 3), sloppy=rng.random(), since=max(signed + 300, 0.0),
            until=self.end, areas=self.speech.interests(rng, rng.choice((1, 2, 3, 5))),
            tempo=rng.choice({"service": ("flat", "office", "cron", "human", "flat", "nightly"), "developer": (
                "human", "office", "evening", "human")}.get(style, ("human", "human", "evening", "office"))),
        )  # fmt: skip
        if rng.random() < 0.28:
            one.switch = self.release + (60 if rng.random() < 0.12 else rng.expovariate(1 / (4 * DAY)))
        if rng.random() < 0.35:
            one.second = clients.choose(rng, self.agents, rng.choice(("person", style)))
        for name_, value in fixed.items():
            setattr(one, name_, value)
        self.accounts.append(one)
        return one

    def send(
        self,
        one: Account,
        at: float,
        text: str,
        kind: str = "chat",
        *,
        system: str | None = None,
        conversation: str | None = None,
        history: int = 0,
        past: str | None = None,
        harvested: bool = False,
        tools: list[str] | None = None,
        user: str | None = None,
        before: int = 0,
        reply: str | None = None,
        model: str | None = None,
        client: Client | None = None,
        place: tuple[str, int] | None = None,
    ) -> int:
        """One request, retried if the gateway fails; gives the tokens of its output."""
        rng, habit = self.rng, one.habit
        if at - one.last > 5400 or one.here is None:
            fresh = one.rotate and rng.random() < one.rotate
            one.here = draw_address(rng, one.country, one.hosting) if fresh else rng.choice(one.places)
        one.last = at
        ip, asn = place or one.here
        client = client or (one.second if one.second and int(at // 7000) % 4 == 0 else None) or one.client
        median, spread = LENGTHS[kind]
        wanted = min(round(exp(log(median) + spread * rng.gauss(0, 1))) + 1, 6000)
        if reply:
            wanted = max(2, len(reply) // (2 if one.tongue in {"zh", "ja"} else 4))
        ceiling = habit.max_tokens
        produced = min(wanted, ceiling) if ceiling else wanted
        wide = not text.isascii() and max(text) > "\u2fff"
        size = len(text) // (2 if wide else 4) + 4 + before + (len(system) // 4 if system else 0)
        chosen = model or (self.models.newest if at > one.switch else habit.model)
        thought = int(produced * rng.uniform(0.5, 3)) if habit.effort or habit.thinking else None
        for attempt in range(3):
            failed = rng.random() < one.failing
            status, error = (200, None)
            if failed:
                status, error = rng.choice(
                    ((429, "rate_limit"), (429, "rate_limit"), (500, "api_error"), (529, "overloaded"))
                )
            refused = not failed and rng.random() < 0.006
            seconds = 0.3 if failed else 0.6 + (produced + (thought or 0)) / rng.uniform(35, 110)
            answer = None
            if not failed:
                answer = (
                    reply[:1500] if reply else self.speech.answer(rng, text, produced, "zh" if wide else one.tongue)
                )
            arrived = self.start + timedelta(microseconds=round(at * 1e6))
            self.rows.append(
                (
                    f"ex_{rng.getrandbits(60):015x}", one.id, arrived, arrived + timedelta(seconds=seconds),
                    one.path, one.key, user, conversation, chosen, "chat", system, text, history, past, answer, size,
                    0 if failed else 30 if refused else produced, None if failed else thought,
                    before if before > 1024 and rng.random() < 0.6 else 0,
                    None if failed else "refusal" if refused else "length" if ceiling and wanted > ceiling
                    else "tool_use" if tools and rng.random() < 0.6 else "stop",
                    "policy" if refused else None, status, error, habit.temperature, habit.top_p, habit.max_tokens,
                    habit.thinking, habit.seed, habit.stream, habit.batch, habit.form, habit.effort, tools,
                    digest(*tools) if tools else None, ip, one.country if place is None else None, asn,
                    client.agent, client.sdk, client.ja4,
                )
            )  # fmt: skip
            self.harvest.append(harvested)
            self.owners.append(one.operator if harvested else None)
            if not failed:
                break
            at += rng.expovariate(1 / 8) + 1.5 * (attempt + 1)
        return produced

    def chat(
        self,
        one: Account,
        at: float,
        turns: list[tuple[str, str | None]],
        kind: str = "chat",
        *,
        system: str | None = None,
        tools: list[str] | None = None,
        user: str | None = None,
        harvested: bool = False,
    ) -> None:
        """A conversation: its turns with their answers, a person's pauses in between."""
        rng = self.rng
        name = f"conv_{rng.getrandbits(48):012x}" if rng.random() < 0.85 else None
        past: str | None = None
        before = 0
        for number, (text, reply) in enumerate(turns):
            if at > self.end:
                break
            made = self.send(
                one,
                at,
                text,
                kind,
                conversation=name,
                history=2 * number,
                past=past,
                before=before,
                reply=reply,
                system=system,
                tools=tools,
                user=user,
                harvested=harvested,
            )
            past = digest(past, text)
            before += made + len(text) // 4
            at += rng.expovariate(1 / 75) + 8 + made / 25

    def tables(self) -> Iterator[pa.Table]:
        """The four tables."""
        rng = self.rng
        order = sorted(range(len(self.rows)), key=lambda row: (self.rows[row][2], self.rows[row][0]))
        hidden = {name for name, chance in MAYBE.items() if rng.random() < chance}
        filled = [name for name in COLUMNS if name not in UNFILLED]
        columns = dict(zip(filled, zip(*(self.rows[row] for row in order), strict=True), strict=True))
        kept = [name for name in filled if name not in hidden]
        yield pa.table([pa.array(columns[name], EXCHANGES.field(name).type) for name in kept], names=kept)
        seen = {row[1] for row in self.rows}
        people = [one for one in self.accounts if one.id in seen]
        rng.shuffle(people)
        gone = {name for name, chance in RECORDS.items() if rng.random() < chance}
        for one in people:
            row = one.row
            if row["status"] != "active" and row["status_at"] is None:
                row["status_at"] = self.start + timedelta(seconds=rng.uniform(one.last, self.end + 7200))
            row.update(dict.fromkeys(gone))
        yield pa.Table.from_pylist([one.row for one in people], schema=ACCOUNTS)
        yield pa.table(
            {
                "account_id": pa.array([one.id for one in people], pa.string()),
                "fake": pa.array([one.operator is not None for one in people], pa.bool_()),
                "kind": pa.array([one.kind for one in people], pa.string()),
                "operator": pa.array([one.operator for one in people], pa.string()),
            }
        )
        yield pa.table(
            {
                "exchange_id": pa.array([self.rows[row][0] for row in order], pa.string()),
                "harvested": pa.array([self.harvest[row] for row in order], pa.bool_()),
                "operator": pa.array([self.owners[row] for row in order], pa.string()),
            }
        )
