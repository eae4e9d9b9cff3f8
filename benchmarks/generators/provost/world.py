"""The provider: accounts, clients, addresses, clocks and the log they leave."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from .phrases import LANGS, bank
from .texts import Ask, Office, digest

Times = NDArray[np.float64]
Work = Callable[[], list[Ask]]
DAY = 86_400.0
# country: language, hours from UTC in winter, weight, access networks
COUNTRIES = {
    k: (lang, int(offset), float(weight), [int(n) for n in nets.split(",")])
    for k, lang, offset, weight, nets in (row.split() for row in bank("countries"))
}
HOSTS = [24940, 16276, 14061, 16509, 8075, 396982, 51167, 12876, 8560]
HEADS = (31, 46, 62, 77, 80, 85, 91, 93, 178, 185)
VPNS = [9009, 212238, 60068, 209854]
HOLIDAYS = {k: set(days.split(",")) for k, days in (row.split() for row in bank("holidays"))}
# Weight of Saturday and Sunday, and per local hour.
RHYTHMS = {k: (float(x), [float(h) for h in hours.split(",")]) for k, x, hours in map(str.split, bank("rhythms"))}
BATCHED = {"night", "burst"}
LIBRARIES = [row.rsplit(" ", 2) for row in bank("libraries")]
MODELS = ("meridian-3-large", "meridian-3-small", "meridian-3-reason", "meridian-2-large")
NEXT = "meridian-4-large"
Client = tuple[str | None, str | None, str]
Address = tuple[str, int, str]


@dataclass
class Account:
    """One customer account and its habits."""

    index: int
    id: str
    lang: str
    country: str
    kind: str
    operator: str | None
    created: float
    path: str
    model: str
    clients: list[Client]
    addresses: list[Address]
    params: dict[str, float | int | str | bool | None]
    record: dict[str, object]
    hides: set[str] = field(default_factory=set)
    chatty: float = 1.0
    errors: float = 0.01
    keys: int = 1
    shift: float = 0.0
    until: float = 1e12


Entry = tuple[Account, float, Ask, str | None, int, str | None, str | None, str | None, bool]


class World:
    """Draws everything from one seed."""

    def __init__(self, kind: str, seed: int) -> None:
        self.rng = np.random.default_rng([int(digest(kind)[:8], 16), seed])
        self.rnd = random.Random(f"{kind}/{seed}")
        self.fold = int(seed >= 90_000)
        self.pen = Office(self.rnd, self.fold)
        self.days = self.rnd.randint(14, 28)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=self.rnd.randint(0, 315))
        self.span = self.days * DAY
        self.release = self.rnd.uniform(0.25, 0.7) * self.span
        self.accounts: list[Account] = []
        self.log: list[Entry] = []
        self.weights: dict[tuple[str, str], Times] = {}

    def hexes(self, n: int = 12) -> str:
        """Random hex digits."""
        return f"{self.rnd.getrandbits(4 * n):0{n}x}"

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return self.rnd.random() < p

    def country(self) -> str:
        """Where a customer sits."""
        return self.rnd.choices(list(COUNTRIES), [c[2] for c in COUNTRIES.values()])[0]

    def address(self, country: str, hosted: float) -> Address:
        """An address in an access network, a data centre or behind a VPN."""
        r, u = self.rnd, self.rnd.random()
        asn = r.choice(HOSTS if u < hosted else VPNS if u < hosted + 0.05 else COUNTRIES[country][3])
        if asn in HOSTS or asn in VPNS:
            country = r.choice((country, country, "DE", "NL", "IE", "FR"))
        block = int(digest(asn, r.randrange(9))[:6], 16)
        ip = f"{HEADS[asn % 10]}.{block % 256}.{r.randrange(256)}.{r.randint(1, 254)}"
        return ip, asn, country

    def client(self, path: str) -> Client:
        """User agent, SDK and TLS fingerprint that go together."""
        r = self.rnd
        v, w = r.choice((40, 52, 59, 66, 75, 82, 91)), r.choice((1, 2, 3, 4))
        if path == "console":
            agent = r.choice(bank("browsers")).format(v=r.choice((34, 38, 41, 43, 45)))
            system = r.choice(bank("systems"))
            return f"Mozilla/5.0 ({system}) {agent}", None, f"t13d1516h2_{digest(agent.split('/')[0])[:12]}"
        if path in ("bedrock", "azure", "vertex"):
            agent = r.choice(bank("clouds")).format(v=v, w=w)
            return agent, None, f"t13d1812h1_{digest(agent[:8])[:12]}"
        name, sdk, _ = r.choices(LIBRARIES, [int(x[2]) for x in LIBRARIES])[0]
        agent = name.format(v=v, w=w)
        return agent, f"{sdk}/{agent.split(' ')[-1]}" if sdk != "-" else None, f"t13d17{w:02d}h1_{digest(name)[:12]}"

    def settings(self) -> dict[str, float | int | str | bool | None]:
        """The sampling parameters of one customer."""
        r = self.rnd
        return {
            "temperature": r.choice((None, None, None, None, 0.0, 0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 1.0, 1.0,
                                     round(r.random(), 2))),
            "top_p": r.choice((None, None, None, None, 1.0, 0.95, 0.9)),
            "max_tokens": r.choice((None, None, 256, 512, 1000, 1024, 2048, 2048, 4000, 4096, 4096, 8192,
                                    r.randint(3, 60) * 100)),
            "stream": r.choice((None, True, True, False, False)), "batch": r.choice((None,) * 3 + (False, False, True)),
            "seed": r.choice((None,) * 12 + (0, 42, r.randint(1, 99_999))),
            "response_format": r.choice((None,) * 6 + ("json_object", "json_schema", "text")),
            "reasoning_effort": r.choice((None,) * 8 + ("low", "medium", "high")),
            "thinking_budget": r.choice((None,) * 12 + (1024, 4096, 8000)),
        }  # fmt: skip

    def draw(self, name: str) -> str | None:
        """A weighted choice from a bank of `value weight`."""
        rows = [row.split() for row in bank(name)]
        value: str = self.rnd.choices([row[0] for row in rows], [float(row[1]) for row in rows])[0]
        return None if value == "-" else value

    def born(self) -> float:
        """Sign-up, seconds from the start of the window: years of customers, and new ones."""
        u = self.rnd.random()
        return u / 0.14 * 0.85 * self.span if u < 0.14 else -DAY * 1100 * float(self.rnd.random() ** 2.2) - 600

    def enrol(self, kind: str, operator: str | None = None, *, country: str | None = None, path: str | None = None,
              created: float | None = None, org: tuple[str, str] | None = None,
              **record: object) -> Account:  # fmt: skip
        """Sign up one account."""
        r = self.rnd
        country = country or self.country()
        lang = COUNTRIES[country][0] if not self.chance(0.12) else r.choice(LANGS)
        created = self.born() if created is None else created
        path = path or self.draw("path") or "api"
        firm = self.pen.company(lang)
        org = org or ((f"org_{self.hexes(10)}", firm) if self.chance(0.45) else None)
        firm = org[1] if org else firm
        site = f"{re.sub('[ .&]', '', firm.lower())[:16]}.{'com' if country == 'US' else country.lower()}"
        kind_pay = self.draw("payment")
        home = self.address(country, 0.06)
        base: dict[str, object] = {
            "org_id": org[0] if org else None, "org_name": firm if org or self.chance(0.4) else None,
            **{name: self.draw(name) for name in ("plan", "pathway", "verification")},
            "email_domain": site if self.chance(0.62) else r.choice(bank("mails")),
            "phone_hash": self.hexes() if self.chance(0.45) else None,
            "payment_fingerprint": self.hexes() if kind_pay and self.chance(0.85) else None, "payment_kind": kind_pay,
            "billing_country": country if self.chance(0.95) else self.country(),
            "signup_ip": home[0], "signup_asn": home[1],
            "signup_user_agent": self.client("console")[0], "distillation_licence": None if self.chance(0.6) else False,
            "status": "active", "status_at": None,
        }  # fmt: skip
        base.update(record)
        hosted = 0.03 if path == "console" else 0.6
        model = r.choices(MODELS, (42, 30, 12, 16))[0]
        hides = {c for c, p in (row.split() for row in bank("missing")) if self.chance(float(p))}
        ways = [self.client(path) for _ in range(r.choice((1, 1, 1, 1, 2, 3)))]
        keep = path == "console" and self.chance(0.6)
        exits = [home if keep else self.address(country, hosted) for _ in range(r.choice((1, 1, 2, 2, 3, 5)))]
        account = Account(
            len(self.accounts), "acc_" + self.hexes(14), lang, country, kind, operator, created, path, model, ways,
            exits, self.settings(), base, hides, r.lognormvariate(0.1, 0.5), min(0.2, r.lognormvariate(-4.4, 0.9)),
            r.choice((1, 1, 1, 2, 3)), r.gauss(0, 1.1),
        )  # fmt: skip
        if operator is None and self.chance(0.012):
            base["status"], account.until = r.choice(("suspended", "banned")), r.uniform(0.2, 1) * self.span
        self.accounts.append(account)
        return account

    def hours(self, rhythm: str, country: str) -> Times:
        """Cumulated weight of each UTC hour of the window."""
        key = (rhythm, country)
        if key not in self.weights:
            weekend, local = RHYTHMS[rhythm]
            offset, out = COUNTRIES[country][1], np.zeros(self.days * 24)
            for h in range(self.days * 24):
                when = self.start + timedelta(hours=h)
                summer = 1 if 89 <= when.timetuple().tm_yday < 299 and offset < 5 else 0
                when += timedelta(hours=offset + summer)
                free = f"{when.month}-{when.day}" in HOLIDAYS["*"] | HOLIDAYS.get(country, set())
                out[h] = local[when.hour] * (weekend if date.weekday(when) >= 5 or free else 1.0)
            self.weights[key] = np.concatenate([[0.0], np.cumsum(out + 1e-9)])
        return self.weights[key]

    def clock(self, account: Account, n: int, rhythm: str, low: float = 0.0, high: float = 1e12) -> Times:
        """n moments of a rhythm, sorted."""
        low, high = max(low, account.created + 300, 0.0), min(high, self.span - 60)
        if high <= low:
            high = min(low + DAY, self.span - 60)
        cum = self.hours(rhythm if rhythm != "burst" else "desk", account.country)
        edge = np.interp([low / 3600, high / 3600], np.arange(len(cum)), cum)
        count = n
        if rhythm in BATCHED:
            count = max(1, min(n, round(n / self.rnd.choice((15, 40, 120))) + 1))
        elif n > 3:
            count = max(1, round(n / self.rnd.uniform(1, 5)))
        starts = np.interp(self.rng.uniform(edge[0], edge[1], count), cum, np.arange(len(cum))) * 3600
        if count < n:
            gap = self.rnd.choice((2.0, 5.0, 20.0)) if rhythm in BATCHED else self.rnd.choice((30.0, 90.0, 240.0))
            which = np.sort(self.rng.integers(0, count, n - count))
            first = np.searchsorted(which, which)
            steps = np.cumsum(self.rng.exponential(gap, n - count))
            starts = np.concatenate([starts, starts[which] + steps - steps[first] + gap / 2])
        shifted = starts + (account.shift * 3600 if rhythm != "flat" else 0)
        shifted = np.where(shifted > high, 2 * high - shifted, shifted)
        shifted = np.where(shifted < low, 2 * low - shifted, shifted)
        return np.sort(np.clip(shifted, low, high + 50 * self.rng.random(n)))

    def emit(self, account: Account, t: float, ask: Ask, *, conv: str | None = None, depth: int = 0,
             history: str | None = None, user: str | None = None, model: str | None = None,
             harvested: bool = False) -> None:  # fmt: skip
        """Write one exchange, unless the account is gone by then."""
        if t < account.until:
            self.log.append((account, t, ask, conv, depth, history, user, model, harvested))

    def talk(self, account: Account, t: float, turns: list[Ask], user: str | None = None, *, model: str | None = None,
             harvested: bool = False, stored: int = 0, prior: str | None = None) -> None:  # fmt: skip
        """One conversation; `stored` messages of hash `prior` come before it."""
        conv, history = "cv_" + self.hexes(10), prior
        for i, ask in enumerate(turns):
            self.emit(account, t, ask, conv=conv, depth=stored + 2 * i, history=history, user=user, model=model,
                      harvested=harvested)  # fmt: skip
            history = digest(history, ask.text) if len(turns) > i + 1 else history
            t += 15 + self.rnd.expovariate(1 / 80)

    def serve(self, account: Account, work: Work, n: int, rhythm: str, low: float = 0.0, high: float = 1e12,
              users: int = 0) -> None:  # fmt: skip
        """Traffic of one customer at its own work."""
        units: list[list[Ask]] = []
        left = n
        while left > 0:
            unit = work()[: max(1, left)]
            units.append(unit)
            left -= len(unit)
        for t, unit in zip(self.clock(account, len(units), rhythm, low, high), units, strict=True):
            user = f"u{digest(account.id, self.rnd.randrange(users))[:8]}" if users else None
            self.talk(account, float(t), unit, user)

    def volume(self, median: float, spread: float = 1.5, top: int = 1500) -> int:
        """A heavy-tailed number of exchanges."""
        return int(min(top, max(1, round(median * self.rnd.lognormvariate(0, spread)))))
