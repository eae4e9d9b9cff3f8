"""The gateway: turns activities of accounts into rows of the log, with its errors, models and limits."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import people
from .clock import DAY, HOUR, SECOND, Times, place
from .grammar import Writer
from .people import Account, Stack
from .texts import Ask

LEFT_OUT = {"source", "line", "top_logprobs"}
COLUMNS = [name for name in EXCHANGES.names if name not in LEFT_OUT]
TIERS = ("large-4", "medium-4", "mini-4", "large-3", "medium-3-7")


@dataclass(slots=True)
class Knobs:
    """How a program calls the model."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    max_tokens: int | None = None
    thinking: int | None = None
    effort: str | None = None
    stream: bool | None = None
    batch: bool | None = None
    seed: int | None = None
    choices: int | None = None
    logprobs: bool | None = None


@dataclass(slots=True)
class Job:
    """One program or habit of an account."""

    feed: Callable[[], list[Ask]]
    n: int
    shape: str
    knobs: Knobs
    model: str
    stack: Stack | None = None
    users: list[str] | None = None
    named: bool = False
    model_next: str | None = None
    switch: int = 2**62
    key: str | None = None
    harvested: bool = False
    operator: str | None = None
    span: tuple[int, int] | None = None
    times: Times | None = None
    spare: Account | None = None
    spill: float = 0.0
    prior: tuple[int, str] | None = None
    imports: float = 0.0


@dataclass(slots=True)
class Talk:
    """A conversation in progress."""

    id: str | None
    count: int = 0
    digest: str | None = None
    tokens: int = 0
    blobs: list[str] = field(default_factory=list)


class World:
    """One synthetic log being written."""

    def __init__(self, kind: str, seed: int) -> None:
        self.r = Random(f"surveyor/{kind}/{seed}")
        self.g = np.random.default_rng(self.r.getrandbits(64))
        self.fold = 0 if seed < 90_000 else 1
        self.w = Writer(self.r, self.fold)
        r = self.r
        first = datetime(2026, 1, 5, tzinfo=UTC).timestamp()
        self.start = int(first) * SECOND + r.randrange(0, 270) * DAY
        self.end = self.start + r.randint(14, 28) * DAY
        self.release = self.start + int((self.end - self.start) * r.uniform(0.25, 0.7))
        self.released = r.random() < 0.6 or kind in {"agentic-pivot", "mixed"}
        self.resellers = ["".join(self.w.pick("SYLLABLES") for _ in range(2)) for _ in range(r.randint(3, 6))]
        self.egress = {
            name: [people.address(r, r.choice(("US", "SG", "DE", "HK")), True) for _ in range(r.randint(2, 6))]
            for name in self.resellers
        }
        self.accounts: list[Account] = []
        self.rows: list[tuple[object, ...]] = []
        self.truth: list[tuple[str, bool, str | None]] = []
        self.orgs: list[Account] = []
        self.trouble = r.uniform(0.004, 0.02)
        self.blanks = {name for name in ("ja4", "asn", "sdk", "cached_input_tokens", "logprobs") if r.random() < 0.12}

    def account(self, archetype: str, country: str | None = None, join: bool = True) -> Account:
        """Sign a customer up; large customers add seats to their organisation."""
        r = self.r
        found = people.new_account(r, self.w.company(), archetype, (self.start, self.end), self.resellers, country)
        if join and archetype in {"enterprise", "agency"} and self.orgs and r.random() < 0.55:
            host = r.choice(self.orgs)
            if host.archetype == archetype:
                self.seat(found, host)
        elif archetype in {"enterprise", "agency"}:
            self.orgs.append(found)
        name = found.path.partition(":")[2]
        if name and r.random() < 0.75:
            found.ips = list(self.egress[name])
        self.accounts.append(found)
        return found

    def seat(self, guest: Account, host: Account) -> None:
        """Make an account a seat of another customer's organisation."""
        shared = ["org_id", "org_name", "email_domain", "plan", "pathway", "verification", "payment_kind"]
        if self.r.random() < 0.7:
            shared.append("payment_fingerprint")
        for name in shared:
            guest.record[name] = host.record[name]
        guest.company = host.company
        if self.r.random() < 0.4:
            guest.ips = host.ips

    def knobs(self) -> Knobs:
        """Settings as programs commonly have them."""
        r = self.r
        thinks = r.random() < 0.22
        return Knobs(
            r.choices(
                (None, 0.0, 0.2, 0.3, 0.5, 0.6, 0.7, 1.0, round(r.random(), 2)), weights=(48, 16, 5, 5, 3, 3, 10, 9, 2)
            )[0],
            r.choices((None, 1.0, 0.95, 0.9), weights=(84, 6, 6, 4))[0],
            r.choices((None, 40, 50, 1), weights=(94, 3, 2, 1))[0],
            r.choices((None, 256, 512, 1024, 2048, 4096, 8192, 16000), weights=(22, 5, 8, 21, 12, 20, 9, 5))[0],
            r.choice((1024, 2000, 4000, 10000, 16000)) if thinks and r.random() < 0.6 else None,
            r.choice(("low", "medium", "high")) if thinks and r.random() < 0.5 else None,
            r.choices((None, True, False), weights=(30, 40, 30))[0],
            True if r.random() < 0.04 else None,
            r.choice((0, 1, 42, 1234)) if r.random() < 0.05 else None,
            r.choice((1, 1, 2, 4)) if r.random() < 0.06 else None,
            True if r.random() < 0.015 else None,
        )

    def model(self) -> str:
        """A model tier as customers choose them."""
        return self.r.choices(TIERS, weights=(30, 38, 17, 6, 9))[0]

    def job(self, feed: Callable[[], list[Ask]], n: int, shape: str, **more: object) -> Job:
        """A job with common settings; some customers move to a new model at its release, some at once."""
        r = self.r
        job = Job(feed, n, shape, self.knobs(), self.model(), named=r.random() < 0.3)
        job.imports = r.choice((0.05, 0.3, 1.0)) if r.random() < 0.07 else 0.0
        if r.random() < 0.5:
            job.users = [
                f"{r.choice(('u', 'user-', 'cust_', ''))}{people.hexes(r, 40)}" for _ in range(r.choice((1, 1, 5, 40)))
            ]
        if self.released and r.random() < 0.3 and job.model != "mini-4":
            job.model_next = job.model.partition("-")[0] + "-4-5"
            job.switch = self.release + int(r.lognormvariate(1.1, 1.3) * DAY)
        return replace(job, **more)  # type: ignore[arg-type]

    def run(self, account: Account, job: Job) -> None:
        """Write a job's exchanges."""
        span = job.span or (max(self.start, account.created), self.end)
        if account.stop:
            span = (span[0], min(span[1], account.stop))
        if job.span is None and span[1] - span[0] > 4 * DAY and self.r.random() < 0.35:
            one, two = sorted(self.r.sample(range(span[0], span[1], HOUR), 2))
            span = (one, max(two, one + DAY)) if max(two, one + DAY) < span[1] else span
        times = job.times if job.times is not None else place(self.g, job.n, job.shape, span, account.tz)
        talk: Talk | None = None
        left: list[Ask] = []
        last = 0
        for at in times.tolist():
            if not left or at - last > 6 * HOUR or talk is None:
                left = job.feed()[::-1]
                talk = Talk(people.hexes(self.r, 80) if job.named else None)
                if job.prior:
                    talk.count, talk.digest = job.prior
                    talk.tokens = 90 * talk.count
                elif job.imports and self.r.random() < job.imports:  # threads begun elsewhere
                    talk.count, talk.digest = 2 * self.r.randint(1, 9), people.hexes(self.r, 80)
                    talk.tokens = 140 * talk.count
            other = job.spare if job.spare and self.r.random() < job.spill else None
            self.exchange(other or account, at, left.pop(), job, talk)
            last = at

    def exchange(self, account: Account, at: int, ask: Ask, job: Job, talk: Talk, tries: int = 0) -> None:
        """Write one exchange, and its retries."""
        r = self.r
        knobs = job.knobs
        common = None if account.path in people.CLOUD_STACKS else job.stack
        agent, sdk, tls = common or (account.stacks[0] if r.random() < 0.8 else r.choice(account.stacks))
        if account.roam and r.random() < account.roam * 0.3:
            account.ips[r.randrange(len(account.ips))] = people.address(r, account.country, False)
        ip, asn = account.ips[(at // (9 * HOUR)) % len(account.ips)] if r.random() < 0.8 else r.choice(account.ips)
        model = job.model_next if job.model_next and at >= job.switch else job.model
        if account.path == "bedrock":
            model = f"meridian.{model}-v1:0"
        elif account.path == "vertex":
            model = f"meridian-{model}@2026"
        else:
            model = f"meridian-{model}"
        text, system = ask.text, ask.system
        size = len(text.encode()) // 4 + 4
        standing = len(system.encode()) // 4 if system else 0
        held = talk.tokens + ask.history * 160
        status, error, finish, refused = 200, None, "end_turn", None
        out = max(1, int(ask.out * r.lognormvariate(0.0, 0.45)))
        thought = None
        luck = r.random()
        if luck < self.trouble:
            status, error = r.choices(
                (
                    (429, "rate_limit_error"),
                    (529, "overloaded_error"),
                    (500, "api_error"),
                    (400, "invalid_request_error"),
                ),
                weights=(60, 20, 12, 8),
            )[0]
            finish, out = "", 0
        elif luck > 1 - ask.risk:
            weights = (6, 2, 2) if job.harvested and ask.risk > 0.009 else (0.6, 6, 4)
            refused = r.choices(("reasoning_extraction", "policy", "other"), weights=weights)[0]
            finish, out = "refusal", r.randint(8, 40)
        else:
            if knobs.thinking or knobs.effort:
                thought = int(out * r.uniform(0.3, 4.0)) + 20
                out += thought
            if knobs.max_tokens and out > knobs.max_tokens:
                out, finish = knobs.max_tokens, "max_tokens"
            elif ask.tools and r.random() < 0.8:
                finish = "tool_use"
        ended = at + int((0.3 + 0.6 * r.random() + out / r.uniform(45, 95)) * SECOND)
        reply = None
        if out and "output" not in account.hides:
            reply = ask.answer[: out * 4] if ask.answer and not refused else self.w.reply(out)
        blobs = None
        if thought and account.path in {"api", "vertex"} and r.random() < 0.9:
            blobs = [people.hexes(r, 96)]
        held_blobs = ask.blobs if ask.blobs is not None else (talk.blobs[-3:] or None)
        name = f"req_{people.hexes(r, 72)}"
        history = talk.count + ask.history
        digest = talk.digest or ask.history_key
        hides = account.hides
        self.rows.append(
            (
                name,
                account.id,
                at,
                ended if status == 200 or r.random() < 0.5 else None,
                account.path,
                job.key or (account.keys[0] if len(account.keys) == 1 else r.choice(account.keys)),
                r.choice(job.users) if job.users else None,
                talk.id,
                model,
                "chat",
                system,
                text,
                history,
                digest,
                reply,
                size + standing + held,
                out if status == 200 else None,
                thought,
                standing if standing > 250 and r.random() < 0.6 else 0,
                finish or None,
                refused,
                status,
                error,
                knobs.temperature,
                knobs.top_p,
                knobs.top_k,
                knobs.max_tokens,
                knobs.thinking,
                knobs.choices,
                knobs.seed,
                knobs.logprobs,
                knobs.stream,
                knobs.batch,
                ask.fmt,
                knobs.effort,
                list(ask.tools) if ask.tools else None,
                hashlib.md5("|".join(ask.tools).encode()).hexdigest()[:16] if ask.tools else None,
                held_blobs,
                blobs,
                None if "ip" in hides else ip,
                None if ip is None else (account.country if r.random() < 0.97 else people.nation(r)),
                asn,
                agent,
                sdk,
                None if "ja4" in hides else tls,
            )
        )
        self.truth.append((name, job.harvested, job.operator if job.harvested else None))
        if status == 200:
            talk.count = history + 2
            talk.tokens = held + size + out - (thought or 0)
            talk.digest = hashlib.blake2b(f"{digest}{text}".encode(), digest_size=10).hexdigest()
            talk.blobs += blobs or []
        elif status != 400 and tries < 3 and r.random() < 0.8:
            again = at + int(r.lognormvariate(1.0, 0.8) * SECOND) + SECOND
            if again < min(self.end, account.stop or self.end):
                self.exchange(account, again, ask, job, talk, tries + 1)

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The log, the records and the truth, in an order that tells nothing."""
        order = sorted(range(len(self.rows)), key=lambda place: (self.rows[place][2], self.rows[place][0]))
        columns = list(zip(*(self.rows[place] for place in order), strict=True))
        arrays = {
            name: pa.array(values, EXCHANGES.field(name).type)
            for name, values in zip(COLUMNS, columns, strict=True)
            if name not in self.blanks
        }
        log = pa.table(arrays)
        self.r.shuffle(self.accounts)
        for account in self.accounts:
            account.record |= {"account_id": account.id, "created_at": account.created}
        records = pa.table(
            {f.name: pa.array([a.record.get(f.name) for a in self.accounts], f.type) for f in ACCOUNTS}, schema=ACCOUNTS
        )
        owners = pa.table(
            {
                "account_id": pa.array([a.id for a in self.accounts], pa.string()),
                "fake": pa.array([a.fake for a in self.accounts], pa.bool_()),
                "kind": pa.array([a.kind for a in self.accounts], pa.string()),
                "operator": pa.array([a.operator for a in self.accounts], pa.string()),
            }
        )
        names, flags, operators = zip(*(self.truth[place] for place in order), strict=True)
        truth = pa.table(
            {
                "exchange_id": pa.array(names, pa.string()),
                "harvested": pa.array(flags, pa.bool_()),
                "operator": pa.array(operators, pa.string()),
            }
        )
        return log, records, owners, truth
