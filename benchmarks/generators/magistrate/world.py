"""The gateway: accounts as sign-up knows them, clients, clocks and the log itself."""

import random
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from types import SimpleNamespace
from typing import Any
from zlib import crc32

import numpy as np
import pyarrow as pa

from benchmarks.generators.magistrate.texts import FILLER, Bank, Item, bank
from hydrascope.tables import ACCOUNTS, EXCHANGES

DAY = 86_400.0
# country: weight, hours from UTC, language, access networks
COUNTRIES: dict[str, tuple[float, float, str, tuple[int, ...]]] = {
    "US": (30, -6, "en", (7922, 7018, 701)), "IN": (9, 5.5, "en", (55836, 24560, 45609)),
    "GB": (7, 0, "en", (2856, 5089, 5607)), "DE": (7, 1, "de", (3320, 3209, 6805)),
    "FR": (4, 1, "fr", (3215, 12322)), "BR": (5, -3, "pt", (27699, 28573)), "JP": (5, 9, "ja", (4713, 2516, 17676)),
    "CN": (3, 8, "zh", (4134, 4837)), "SG": (4, 8, "zh", (9506, 4773)), "KR": (3, 9, "ko", (4766, 3786)),
    "CA": (4, -5, "en", (812, 577)), "RU": (2, 3, "ru", (12389, 8402)), "ES": (3, 1, "es", (3352, 12479)),
    "NL": (2, 1, "en", (1136, 33915)), "HK": (3, 8, "zh", (4760, 9304)), "AU": (3, 10, "en", (1221, 4804)),
}  # fmt: skip
HOSTING = (16509, 396982, 8075, 14061, 24940, 16276, 20473, 63949, 45102, 132203, 9009, 212238)
# weight, user agent, sdk, JA4, versions
CLIENTS: tuple[tuple[int, str, str | None, str, str], ...] = (
    (
        36,
        "AsyncClient/Python {v}",
        "python|{v}|linux",
        "t13d1516h2_8daaf6152771_b0da82",
        "1.99.9 1.102 1.109 2.1 2.3 2.6",
    ),
    (18, "Client/JS {v}", "js|{v}|node|22", "t13d1715h2_5b57614c22b0_3d5424", "5.12 5.16 6.0 6.3"),
    (8, "python-httpx/{v}", None, "t13d1516h2_8daaf6152771_02713d", "0.27.2 0.28.1"),
    (14, "python-requests/{v}", None, "t13d1812h1_85036bcba153_375ca2", "2.31.0 2.32.3 2.32.5"),
    (5, "Go-http-client/{v}", None, "t13d1312h2_f57a46bbacb6_ab7e3b", "2.0 1.1"),
    (5, "litellm/{v}", "python|{v}|proxy", "t13d1516h2_8daaf6152771_b0da82", "1.72.2 1.77.5"),
    (6, "code-agent-cli/{v} (external)", "js|{v}|node|20", "t13d1714h1_5b57614c22b0_8f20cb", "2.0.1 2.1"),
)
SYSTEMS = ("Windows NT 10.0; Win64; x64", "Macintosh; Intel Mac OS X 10_15", "X11; Linux x86_64", "Linux; Android 15")
TEMPERATURES = (None, None, None, 0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0)
LARGE, SMALL, NEW = "aurora-4-large", "aurora-4-mini", "aurora-5-large"
Account = SimpleNamespace  # what sign-up knows of a paying account (`row`), and how its client behaves


def network(asn: int, country: str, rng: random.Random, block: int = -1) -> tuple[str, int]:
    """An address inside one of a network's blocks."""
    base, third = crc32(f"{asn}/{country}".encode()), block if block >= 0 else rng.randrange(256)
    return f"{11 + base % 190}.{(base >> 9) % 256}.{third}.{rng.randint(1, 254)}", asn


def digest(*parts: str) -> str:
    """A short stable hash."""
    return blake2b("\x1f".join(parts).encode(), digest_size=8).hexdigest()


class World:
    """Everything that happens at the gateway during one window."""

    def __init__(self, kind: str, seed: int) -> None:
        self.rng = random.Random(f"magistrate/{kind}/{seed}")
        self.np = np.random.default_rng([self.rng.getrandbits(32), seed])
        self.bank: Bank = bank(int(seed >= 90_000))
        self.fold, self.days = self.bank.fold, self.rng.randint(14, 28)
        self.end = self.days * DAY
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=self.rng.randrange(300))
        self.release = self.end * self.rng.uniform(0.35, 0.7)
        self.accounts: list[Account] = []
        self.rows: list[dict[str, Any]] = []

    def one_of(self, options: str) -> str:
        """A choice among words with their weights."""
        parts = options.split()
        return self.rng.choices(parts[::2], [float(w) for w in parts[1::2]])[0]

    def dress(self, browser: bool = False) -> tuple[str, str | None, str]:
        """A client: user agent, SDK and TLS fingerprint."""
        rng = self.rng
        if browser:
            agent, tls = rng.choice((("Chrome/138.0", "t13d1516h2_d8a2"), ("Chrome/140.0", "t13d1516h2_d8a2"),
                                     ("Firefox/143.0", "t13d1717h2_3cbf"), ("Safari/18.5", "t13d2014h2")))  # fmt: skip
            return f"Mozilla/5.0 ({rng.choice(SYSTEMS)}) {agent}", None, tls
        _, agent, sdk, tls, versions = rng.choices(CLIENTS, [entry[0] for entry in CLIENTS])[0]
        version = rng.choice(versions.split())
        return agent.format(v=version), sdk and sdk.format(v=version), tls

    def exits(self, count: int) -> list[tuple[str, int]]:
        """Addresses of a proxy: hosted, or of homes in many lands."""
        lands = [HOSTING] if self.rng.random() < 0.6 else [entry[3] for entry in COUNTRIES.values()]
        return [network(self.rng.choice(self.rng.choice(lands)), "XX", self.rng) for _ in range(count)]

    def join(self, kind: str, operator: str | None = None, role: str | None = None, **known: object) -> Account:
        """Sign up one account; every incidental column from the same draw, honest or not."""
        rng = self.rng
        role = role or self.one_of("consumer 30 developer 44 company 26")
        company, chance = role == "company", rng.random
        country, (_, shift, lang, networks) = rng.choices([*COUNTRIES.items()], [e[0] for e in COUNTRIES.values()])[0]
        places = [home := network(rng.choice(networks), country, rng)]
        if chance() < {"consumer": 0.04, "developer": 0.45, "company": 0.85}[role]:
            places = [network(rng.choice(HOSTING), "XX", rng) for _ in range(rng.choice((1, 1, 2, 4)))]
        places += [network(home[1], country, rng) for _ in range(max(0, rng.randint(-8, 5)))]
        account = Account(
            id=f"acct_{rng.getrandbits(60):015x}", kind=kind, operator=operator, role=role, country=country, lang=lang,
            shift=shift, peak=rng.gauss(14.5, 2.6), spread=rng.uniform(2, 5.5), weekend=rng.uniform(0.1, 1.3),
            addresses=places, knobs={"temperature": rng.choice(TEMPERATURES), "stream": chance() < 0.6},
            upgrade=1e12, until=1e12, flaky=rng.betavariate(1, 40), row={}, model=self.one_of(f"{LARGE} 68 {SMALL} 32"),
        )  # fmt: skip
        account.knobs |= {"temperature": round(rng.uniform(0, 1.1), 2)} if chance() < 0.1 else {}
        account.client = self.dress(role == "consumer" and chance() < 0.7)
        account.path = self.one_of("api 76 bedrock 9 vertex 6 azure 5 reseller:openhub 4")
        account.path = self.one_of("console 8 api 2") if account.client[0].startswith("Mozilla") else account.path
        if account.model == LARGE and chance() < 0.55:
            account.upgrade = self.release + rng.expovariate(1 / (6 * DAY)) + rng.choice((0, 1, 1)) * DAY / 2
        account.knobs |= {"max_tokens": rng.choice((512, 1000, 1024, 2048, 4096, 8192))} if chance() < 0.55 else {}
        account.knobs |= {"top_p": rng.choice((0.8, 0.9, 0.95, 1.0))} if chance() < 0.12 else {}
        account.knobs |= {"reasoning_effort": rng.choice(("low", "medium", "high"))} if chance() < 0.15 else {}
        account.named = chance() < (0.9 if account.path == "console" else 0.12)
        mail = self.one_of("gmail.com 40 outlook.com 15 yahoo.com 9 proton.me 8 qq.com 5 163.com 3 tempmail.dev 4")
        if chance() < (0.9 if company else 0.2):
            mail = f"{self.one_of('nova 1 blue 1 data 1 omni 1')}{rng.randrange(9000)}.{self.one_of('com 5 io 2 ai 2')}"
        org = f"org_{rng.getrandbits(40):010x}" if chance() < (0.9 if company else 0.3) else None
        plans = ("free 18 payg 46 pro 32 team 4", "free 2 payg 44 pro 4 team 28 enterprise 22")[company]
        way = f"self_serve 74 education 5 security_research 1 startup 6 cloud 4 enterprise {15 * company}"
        account.row = {
            "account_id": account.id, "org_id": org, "plan": self.one_of(plans), "pathway": self.one_of(way),
            "verification": self.one_of(f"none 2 email 18 phone 16 payment 38 business {3 + 37 * company}"),
            "email_domain": mail, "phone_hash": digest("phone", account.id) if chance() < 0.5 else None,
            "payment_fingerprint": digest("card", account.id) if chance() < 0.85 else None,
            "payment_kind": self.one_of(f"card 57 prepaid 7 virtual 11 crypto 2 credits 12 invoice {1 + 29 * company}"),
            "billing_country": country, "signup_ip": home[0], "signup_asn": home[1], "status": "active",
            "signup_user_agent": self.dress(True)[0], "distillation_licence": False,
        }  # fmt: skip
        age = min(rng.expovariate(1 / 260), 1100) if chance() < 0.8 else rng.uniform(-0.7 * self.days, 25)
        self.created(account, -age * DAY)
        if chance() < 0.012:
            self.close(account, self.one_of("suspended 6 banned 4"), rng.uniform(0.5, 1) * self.end)
        account.row.update(known)
        self.accounts.append(account)
        return account

    def close(self, account: Account, status: str, when: float) -> None:
        """Suspend or ban an account at a moment."""
        account.until = min(account.until, when)
        account.row["status"], account.row["status_at"] = status, self.start + timedelta(seconds=when)

    def created(self, account: Account, when: float) -> None:
        """Set the sign-up to `when` seconds from the window's start."""
        account.row["created_at"] = self.start + timedelta(seconds=when)
        account.since = max(0.0, when + 300)

    def moment(self, account: Account, low: float = 0.0, high: float = 1e12) -> float:
        """A time in that person's waking week."""
        low, high = max(low, account.since), min(high, account.until, self.end)
        for _ in range(8 if high > low else 0):
            day = int(self.rng.uniform(low // DAY - 1, high // DAY + 2))
            when = day * DAY + (self.rng.gauss(account.peak, account.spread) - account.shift) * 3600
            if low <= when < high and ((self.start.weekday() + day) % 7 < 5 or self.rng.random() < account.weekend):
                return float(when)
        return float(self.rng.uniform(low, high) if high > low else min(low, self.end - 1))

    def ticks(self, count: int, shape: str, low: float, high: float) -> list[float]:
        """Machine times between two moments: flat, bursts, steady, runs or nights."""
        span, draw = max(high - low, 60.0), self.np.random
        at = draw(count)
        if shape == "steady":
            at = (np.arange(count) + self.np.normal(0, 0.02, count)) / max(count, 1)
        elif shape == "bursts":
            at = self.np.choice(draw(max(2, min(40, count // 8))), count) + self.np.exponential(0.006, count)
        elif shape == "runs":
            at = self.np.choice(draw(max(1, min(4, count // 30))), count) + at * min(0.04, count * 4 / span)
        elif shape == "nights":
            at = (np.floor(at * self.days) * DAY + self.np.normal(4, 2, count) * 3600) / self.end
        return [float(t) for t in np.sort(low + np.mod(at, 1.0) * span)]

    def emit(
        self, account: Account, when: float, item: Item, tokens: float, *, turn: int = 0, past: int = 0,
        harvest: bool = False, refusal: float = 0.004, category: str = "policy", think: float = 0.0,
        failing: bool = False, extra: dict[str, Any],
    ) -> tuple[str, bool]:  # fmt: skip
        """Write one exchange, after a failed try now and then; gives the history hash and whether it was refused."""
        rng, knobs = self.rng, account.knobs
        if not failing and rng.random() < account.flaky:
            self.emit(account, when, item, tokens, turn=turn, past=past, harvest=harvest, failing=True, extra=extra)
            when += rng.uniform(1, 45)
        refused = not failing and rng.random() < refusal
        length = max(1, int(tokens * rng.lognormvariate(0, 0.45))) if not refused else rng.randint(20, 60)
        limit = knobs.get("max_tokens") or 16_000
        ends = "length" if length >= limit else "tool_use" if extra.get("tool_names") else "stop"
        length, at = 0 if failing else min(length, limit), rng.randrange(8000)
        text = (item.answer or f"{item.text[: length // 3]}: {FILLER[at : at + 600]}")[: length * 4]
        text = "I can't help with that request as it is written." if refused else text
        (address, asn), cloud = rng.choice(account.addresses), account.path in ("bedrock", "vertex", "azure")
        new = digest(extra.get("history_hash") or "", item.text, text)
        status, error = rng.choice(((429, "rate_limit_error"), (529, "overloaded_error"), (500, "api_error")))
        size = int(len(item.text) / (4.1 if item.text[:40].isascii() else 2)) + len(item.system or "") // 4 + past + 9
        row = {
            "exchange_id": f"ex_{rng.getrandbits(72):018x}", "account_id": account.id, "started_at": when,
            "ended_at": when + 0.3 + length / rng.uniform(35, 110), "access_path": account.path, "operation": "chat",
            "credential_hash": None if cloud else digest("key", account.id), "input_text": item.text,
            "input_tokens": size, "model": NEW if when > account.upgrade else account.model,
            "system_text": item.system, "history_messages": turn * 2, "output_text": None if failing else text,
            "output_tokens": length, "finish_reason": None if failing else "refusal" if refused else ends,
            "refusal_category": category if refused else None, "status_code": status if failing else 200,
            "error_type": error if failing else None, "cached_input_tokens": int(size * 0.8) if past > 1000 else 0,
            "client_ip": None if cloud else address, "asn": None if cloud else asn, "country": account.country,
            "user_agent": account.client[0], "sdk": account.client[1], "ja4": None if cloud else account.client[2],
            **knobs, **extra, "harvested": harvest, "operator": account.operator if harvest else None,
        }  # fmt: skip
        row["conversation_id"] = row.get("conversation_id") if account.named else None
        if not failing and (think or knobs.get("reasoning_effort")):
            row["reasoning_tokens"] = int(length * (think or 0.8) * rng.uniform(0.5, 1.6))
            row["reasoning_blobs_out"] = [digest("blob", new, account.id)]
        self.rows.append(row)
        return new, refused

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The four tables, exchanges sorted by time and accounts shuffled."""
        self.rows.sort(key=lambda row: (row["started_at"], row["exchange_id"]))
        for row in self.rows:
            row["started_at"] = self.start + timedelta(seconds=row["started_at"])
            row["ended_at"] = self.start + timedelta(seconds=row["ended_at"])
        kept = [column for column in EXCHANGES if column.name not in ("source", "line")]
        exchanges = pa.Table.from_pylist(self.rows, schema=pa.schema(kept))
        exchanges = exchanges.select([n for n in exchanges.column_names if exchanges[n].null_count < len(self.rows)])
        self.rng.shuffle(self.accounts)
        accounts = pa.Table.from_pylist([account.row for account in self.accounts], schema=ACCOUNTS)
        for account in self.accounts:
            account.row |= {"fake": account.operator is not None, "kind": account.kind, "operator": account.operator}
        text, flag = pa.string(), pa.bool_()
        named = pa.schema([("account_id", text), ("fake", flag), ("kind", text), ("operator", text)])
        labels = pa.Table.from_pylist([account.row for account in self.accounts], schema=named)
        asked = pa.schema([("exchange_id", text), ("harvested", flag), ("operator", text)])
        return exchanges, accounts, labels, pa.Table.from_pylist(self.rows, schema=asked)
