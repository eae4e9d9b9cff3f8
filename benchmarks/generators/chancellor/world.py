"""The gateway itself: people and their clients, clocks, addresses, and the log they leave."""

import math
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.generators.chancellor.phrases import Phrases
from benchmarks.generators.chancellor.texts import browsers
from hydrascope.tables import ACCOUNTS, EXCHANGES

DAY = 86400.0
# country: share, hours from UTC, language, networks (asn, first octets)
COUNTRIES: dict[str, tuple[float, float, str, tuple[tuple[int, int], ...]]] = {
    "US": (26, -6, "en", ((7922, 73), (701, 71), (21928, 172), (20115, 97))), "IN": (9, 5.5, "en", ((55836, 49), (45609,
        106))),
    "CN": (3, 8, "zh", ((4134, 113), (4837, 123))), "HK": (4, 8, "zh", ((4760, 203), (9304, 218))),
    "SG": (5, 8, "en", ((4657, 116), (9506, 119))), "JP": (6, 9, "ja", ((2516, 106), (17676, 126))),
    "DE": (6, 1, "de", ((3320, 91), (3209, 188))), "GB": (6, 0, "en", ((2856, 86), (5089, 82))),
    "FR": (4, 1, "fr", ((3215, 90), (12322, 82))), "BR": (5, -3, "en", ((26599, 177), (28573, 189))),
    "ES": (3, 1, "es", ((3352, 83), (12479, 85))), "MX": (3, -6, "es", ((8151, 187), (13999, 189))),
    "RU": (3, 3, "ru", ((12389, 95), (8402, 176))), "TW": (3, 8, "zh", ((3462, 114), (9924, 61))),
    "KR": (3, 9, "en", ((4766, 121), (9318, 211))), "CA": (4, -5, "en", ((812, 99), (577, 70))),
    "VN": (3, 7, "en", ((45899, 113), (7552, 171))), "NG": (2, 1, "en", ((29465, 105), (36873, 197))),
}
CLOUD = ((16509, 3), (16509, 54), (15169, 34), (8075, 20), (24940, 65), (14061, 159), (45102, 47), (132203, 43), (16276,
    51))
VPN = ((9009, 185), (212238, 146), (136787, 103), (20473, 45))
STACKS = (  # share, user agent, sdk, TLS family, access path
    (15, "OpenAI/Python 1.{m}.{p}", "python/1.{m}.{p}/CPython 3.1{q}/Linux/x64", "t13d1812h1_85036bcba153", "api"),
    (8, "OpenAI/JS 4.{m}.{p}", "js/4.{m}.{p}/node v2{q}.9.0/Linux/x64", "t13d1714h1_5b57614c22b0", "api"),
    (6, "Anthropic/Python 0.{m}.{p}", "python/0.{m}.{p}/CPython 3.1{q}/MacOS/arm64", "t13d1812h1_85036bcba153", "api"),
    (5, "python-requests/2.3{q}.{p}", None, "t13d4312h1_c7886603b240", "api"), (4, "aiohttp/3.{q}.{p}", None,
        "t13d181000", "api"),
    (4, "axios/1.{q}.{p}", None, "t13d1715h1_aa", "api"), (3, "Go-http-client/2.0", None, "t13d190900_9dc949149365",
        "api"),
    (5, "Cline/3.{m}.{p}", "js/4.{m}.{p}/node v20.18/{os}", "t13d1714h1_5b5", "api"), (4, "Roo-Code/3.{m}.{p}", None,
        "t13d17_5b6", "api"),
    (3, "litellm/1.{m}.{p}", None, "t13d1812h1_85036bcba153", "api"), (3, "langchain/0.3.{p}", None,
        "t13d1812h1_85036b", "api"),
    (3, "open-webui/0.6.{p}", None, "t13d181000", "api"), (3, "SillyTavern/1.1{q}.{p}", None, "t13d1714h1_st", "api"),
    (3, "claude-cli/1.0.{m}", "js/0.{m}.{p}/node v22/{os}", "t13d1715h2_cc", "api"), (2, "n8n/1.{m}.{p}", None,
        "t13d1714_n8", "api"),
    (2, "okhttp/4.1{q}.0", None, "t13d1310_ok", "api"), (2, "curl/8.{q}.0", None, "t13d3112_cu", "api"),
    (25, "browser", None, "t13d1516h2_8daaf6152771", "console"),
)
HABITS: tuple[tuple[str, float, tuple[Any, ...]], ...] = (
    ("temperature", 0.5, (0.0, 0.0, 0.1, 0.2, 0.3, 0.5, 0.6, 0.7, 0.7, 0.8, 0.9, 1.0, 1.0)), ("top_p", 0.17, (0.8, 0.95,
        1.0)),
    ("max_tokens", 0.45, (512, 1024, 2048, 4096, 4096, 8192, 16000, 32000)), ("thinking_budget", 0.05, (4096, 8000,
        16000)),
    ("reasoning_effort", 0.12, ("low", "medium", "high", "high")),
)
VENDORS = ("aurel", "norrland", "quayside", "openweave", "mistfield")
SHAPES = {"chat": (5.3, 0.9), "short": (2.3, 0.8), "code": (6.1, 0.8), "reason": (6.8, 0.7), "json": (4.2, 0.6),
          "long": (6.7, 0.6), "tool": (4.4, 0.7), "grade": (5.1, 0.5)}
COLUMNS = [f.name for f in EXCHANGES if f.name not in ("source", "line", "top_k", "choice_count", "top_logprobs",
    "logprobs", "seed")]


@dataclass(slots=True)
class Client:
    """One program that calls the gateway."""

    ua: str | None
    sdk: str | None
    ja4: str | None
    path: str


@dataclass(slots=True)
class Person:
    """An account and the habits of whoever stands behind it."""

    id: str
    row: dict[str, Any]
    kind: str
    operator: str | None
    country: str
    shift: float
    lang: str
    born: float
    clients: list[Client]
    ips: list[tuple[str, int]]
    models: list[str]
    params: dict[str, Any]
    keys: list[str]
    wake: float
    weekend: float
    topics: tuple[str, ...]
    flaky: float
    names_users: bool = False
    conversations: bool = True


@dataclass
class World:
    """One simulated gateway over a few weeks."""

    seed: int
    label: str
    r: Random = field(init=False)

    def __post_init__(self) -> None:
        r = self.r = Random(zlib.crc32(f"{self.label}/{self.seed}".encode()) * 100003 + self.seed)
        self.g = np.random.default_rng(r.getrandbits(60))
        self.fold = int(self.seed >= 90000)
        self.say_it = Phrases(self.fold, r)
        self.start = datetime(2026, r.randint(1, 10), r.randint(1, 28), tzinfo=UTC)
        self.days = r.randint(14, 28)
        self.span = self.days * DAY
        self.release = r.uniform(0.3, 0.7) * self.span
        vendors = r.sample(VENDORS, 4)
        self.models = [f"{v}/{v[:3]}-{r.choice(('3', '4', '4.5', '5'))}{tail}" for v in vendors for tail in ("",
            "-mini", "-pro")]
        self.models += ["auto", "openweave/lattice-70b", f"{vendors[0]}/{vendors[0][:3]}-reason"]
        r.shuffle(self.models)
        self.popular = [1 / (k + 1) for k in range(len(self.models))]
        self.newest = f"{vendors[0]}/{vendors[0][:3]}-{r.choice(('6', '5.5', 'next'))}"
        # referral waves: a video, a contest or a link, and everybody who came by it
        self.waves = sorted(r.uniform(-60 * DAY, 0.8 * self.span) for _ in range(r.randint(3, 6)))
        self.viral = r.sample(self.say_it.banks["library"], min(4, len(self.say_it.banks["library"])))
        self.holes = r.uniform(0.01, 0.15)
        self.blind = set(r.sample(("ja4", "sdk", "cached_input_tokens", "end_user_id", "credential_hash", "asn",
            "country",
                                   "tool_schema_hash", "batch", "top_p"), r.choice((0, 1, 1, 2, 3))))
        self.outage = r.uniform(0.1, 0.9) * self.span
        self.blocks = [(r.randint(1, 254), r.randint(1, 254)) for _ in range(400)]
        self.log: list[tuple[Any, ...]] = []
        self.truth: list[tuple[bool, str | None]] = []
        self.people: list[Person] = []

    def uid(self, prefix: str = "") -> str:
        """A fresh random identifier."""
        return f"{prefix}{self.r.getrandbits(64):016x}"

    def address(self, kind: str, country: str = "US") -> tuple[str, int]:
        """A new address of a household, a cloud or a VPN exit, with its network number."""
        r = self.r
        asn, first = r.choice({"cloud": CLOUD, "vpn": VPN}.get(kind) or COUNTRIES[country][3])
        second, third = self.blocks[int(400 * r.random() ** (3 if kind != "home" else 1.3))]
        return f"{first}.{second}.{r.randint(0, 255) if kind == 'home' else third}.{r.randint(1, 254)}", asn

    def client(self, path: str | None = None) -> Client:
        """A program as drawn from everything that calls this gateway."""
        r = self.r
        bank = {"console": STACKS[-1:], "api": STACKS[:-1]}.get(path or "", STACKS)
        _, agent, sdk, tls, where = r.choices(bank, [s[0] for s in bank])[0]
        slots = {"m": r.randint(20, 99), "p": r.randint(0, 9), "q": r.randint(0, 3), "os": r.choice(("MacOS", "Linux"))}
        ua = r.choice(browsers()) if agent == "browser" else str(agent).format(**slots)
        if where == "api":
            where = r.choices(("api", "bedrock", "vertex", "azure", "byok"), (82, 4, 5, 4, 5))[0]
        return Client(ua, sdk.format(**slots) if sdk else None, f"{tls}_{slots['q']:02x}{slots['p'] % 3:02x}d41ae481",
            where)

    def habits(self) -> dict[str, Any]:
        """Sampling parameters as somebody set them once, or never."""
        r, out = self.r, dict[str, Any]()
        for name, share, values in HABITS:
            if r.random() < share:
                out[name] = r.choice(values)
        out["stream"] = r.random() < 0.6
        return out

    def person(self, kind: str, operator: str | None = None, born: float | None = None,
        country: str | None = None) -> Person:
        """A new account with everything the provider knows of it."""
        r = self.r
        country = country or r.choices(list(COUNTRIES), [c[0] for c in COUNTRIES.values()])[0]
        _, shift, lang, _ = COUNTRIES[country]
        if born is None:
            if r.random() < 0.24:
                born = r.choice(self.waves) + r.expovariate(1 / (2.5 * DAY))
            else:
                born = (1 - r.random() ** 0.6) * -1100 * DAY + 0.6 * self.span
        born = min(born, 0.93 * self.span)
        home = self.address("home", country)
        ips = [home] + [self.address("home", country) for _ in range(r.choice((0, 1, 1, 2, 4)))]
        if r.random() < 0.1:
            ips.append(self.address("vpn"))
        if r.random() < 0.15:
            ips = [self.address("cloud") for _ in range(r.choice((1, 1, 2, 3)))]
        pay = r.choices((None, "card", "prepaid", "virtual", "invoice", "crypto", "credits"), (22, 42, 6, 8, 4, 6,
            12))[0]
        plan = r.choices(("free", "pay_as_you_go", "plus", "team", "enterprise"), (30 if pay in (None, "credits")
            else 5, 48, 14, 5, 1))[0]
        mail = r.choices(("gmail.com", "outlook.com", "qq.com", "proton.me", "icloud.com", "163.com", "work", "edu",
            "throw"),
                         (44, 13, 5, 5, 5, 3, 15, 5, 5))[0]
        if mail in ("work", "edu", "throw"):
            end = {"work": r.choice((".com", ".io", ".co")), "edu": ".edu"}.get(mail, r.choice(("-mail.top",
                "box.xyz")))
            mail = f"{self.say_it.pick('firms').lower()}{r.randint(1, 999)}{end}"
        row: dict[str, Any] = {
            "account_id": self.uid("acct_"), "created_at": self.start + timedelta(seconds=born), "org_id": None,
                "org_name": None,
            "plan": plan, "pathway": r.choices(("self_serve", "education", "startup", "enterprise", "cloud"), (84, 6, 5,
                2, 3))[0],
            "verification": r.choices(("none", "email", "phone", "payment", "business"), (8, 38, 20, 30, 4))[0],
            "email_domain": mail, "phone_hash": self.uid("ph_") if r.random() < 0.4 else None,
            "payment_fingerprint": self.uid("pf_") if pay in ("card", "prepaid", "virtual") else None,
                "payment_kind": pay,
            "billing_country": country if r.random() < 0.93 else r.choice(list(COUNTRIES)), "signup_ip": home[0],
            "signup_user_agent": r.choice(browsers()), "signup_asn": home[1],
            "distillation_licence": False if r.random() < 0.5 else None, "status": "active", "status_at": None,
        }
        for name in ("created_at", "signup_ip", "verification", "email_domain", "billing_country", "plan",
            "signup_user_agent"):
            if r.random() < self.holes:
                row[name] = None
        used = r.choices(self.models, self.popular, k=r.choice((1, 1, 2, 3)))
        clients = [self.client() for _ in range(r.choice((1, 1, 1, 2, 3)))]
        topics = tuple(r.sample(self.say_it.banks["topic"], r.randint(1, 4)))
        made = Person(row["account_id"], row, kind, operator, country, shift, lang if r.random() < 0.6 else "en", born,
            clients, ips, used,
                      self.habits(), [self.uid("k") for _ in range(r.choice((1, 1, 1, 2)))], r.gauss(8.5, 1.8),
                          r.uniform(0.1, 1.2),
                      topics, r.choice((0.0, 0.01, 0.02, 0.05, 0.1)), r.random() < 0.1, r.random() < 0.6)
        self.people.append(made)
        return made

    def moments(self, p: Person, n: int, shape: str = "human", lo: float = 0.0, hi: float = 1.0) -> list[float]:
        """When n requests fall, in seconds from the start of the window, in order."""
        r = self.r
        first, last = max(lo * self.span, p.born + 60), max(hi * self.span, p.born + DAY / 2)
        last = min(last, self.span)
        if shape == "flat" or last - first < DAY:
            return sorted(r.uniform(first, last) for _ in range(n))
        if shape == "bursts":
            hubs = [r.uniform(first, last) for _ in range(r.randint(1, 6))]
            return sorted(min(last, max(first, r.choice(hubs) + r.expovariate(1 / 2400))) for _ in range(n))
        whole = [d for d in range(int(first // DAY), int(last // DAY) + 1)]
        offday = 0.03 if shape in ("office", "cron") and p.weekend < 0.7 else p.weekend
        weights = [r.random() ** 2 * (offday if (self.start + timedelta(days=d)).weekday() > 4 else 1) + 1e-9
            for d in whole]
        days = r.choices(whole, weights, k=1 + int(n**0.55))
        if shape == "cron":
            at = r.uniform(0, DAY)
            days = whole[:: r.choice((1, 1, 2, 7))]
            gap = r.uniform(2, 30)
            out = [d * DAY + at + gap * k for d in days for k in range(-(-n // len(days)))][:n]
        else:
            out, left = [], n
            while left > 0:
                hour = p.wake + 1 + (r.uniform(0, 8.5) if shape == "office" else r.choice((r.gauss(3, 1.5), r.gauss(11,
                    2.2))))
                t = (r.choice(days) + (hour - p.shift) / 24) * DAY
                for _ in range(min(left, 1 + int(r.expovariate(0.25)))):
                    out.append(t)
                    t += 20 + r.expovariate(1 / 200)
                    left -= 1
        return sorted(t if first <= t <= last else r.uniform(first, last) for t in out)

    def prose(self, prompt: str, reply: str | None, tokens: int) -> str:
        """A made-up output of about the right length, cut short."""
        r, room = self.r, min(4 * tokens, 420)
        text = reply or f"{self.say_it.pick('said')} {prompt[: r.randint(10, 70)].strip()} …"
        while len(text) < room - 40:
            text += self.say_it.pick("more")
        return text[: max(room, 2)]

    def say(self, p: Person, t: float, prompt: str, *, system: str | None = None, shape: str = "chat", history: int = 0,
        prior: str = "",
            before: int = 0, conv: str | None = None, model: str | None = None, client: Client | None = None,
            ip: tuple[str, int] | None = None, params: dict[str, Any] | None = None, tools: list[str] | None = None,
            harvested: bool = False, reply: str | None = None, user: str | None = None, blobs: list[str] | None = None,
            refuse: float = 0.004, batch: bool | None = None) -> float:
        """One request (and its retries); returns when it ended."""
        r, user = self.r, user or (f"u_{p.id[-9:]}" if p.names_users else None)
        client = client or p.clients[int(len(p.clients) * r.random() ** 2)]
        ip = ip or p.ips[int(len(p.ips) * r.random() ** 2)]
        model = model or p.models[int(len(p.models) * r.random() ** 2)]
        if t > self.release and model.split("/")[0] == self.newest.split("/")[0] and r.random() < 0.3:
            model = self.newest
        given = p.params if params is None else params
        thinking = "reason" in model or "pro" in model or "reasoning_effort" in given or "thinking_budget" in given
        wide = sum(map(len, (prompt, system or ""))) + sum(map(len, tools or [])) * 12
        taken = int(wide / (1.6 if p.lang == "zh" and not prompt.isascii() else 4.1)) + before + r.randint(3, 12)
        mean, spread = SHAPES[shape]
        out = max(1, int(math.exp(r.gauss(mean, spread))))
        finish = "tool_calls" if tools and r.random() < 0.7 else "stop"
        limit = given.get("max_tokens")
        if limit and out > limit:
            out, finish = limit, "length"
        trouble = p.flaky + (0.35 if abs(t - self.outage) < 3600 else 0.004)
        refused = r.random() < refuse
        minted = [self.uid("rb_")] if thinking and r.random() < 0.5 else None
        for _ in range(4):
            failed = r.random() < trouble
            code = r.choice((429, 429, 429, 500, 503, 529, 408)) if failed else 200
            took = 0.4 if failed else 0.5 + out / r.uniform(35, 140)
            if t >= self.span:
                return t
            said = None if failed else self.prose(prompt, None if refused else reply, 25 if refused else out)
            self.log.append((
                self.uid("x"), p.id, t, t + took, client.path, p.keys[0] if len(p.keys) == 1 else r.choice(p.keys),
                    user,
                conv if conv and p.conversations else None, model, "chat", system, prompt, history or 0,
                f"{zlib.crc32(prior.encode()):08x}" if history else None, said, taken, None if failed else (25
                    if refused else out),
                int(out * r.uniform(0.5, 3)) if thinking and not failed else None, int(before * 0.9) if before > 1024
                    else 0,
                None if failed else ("refusal" if refused else finish), "policy" if refused and not failed else None,
                    code,
                {429: "rate_limit_error", 529: "overloaded_error", 408: "timeout"}.get(code, "api_error") if failed
                    else None,
                given.get("temperature"), given.get("top_p"), limit, given.get("thinking_budget"),
                given.get("stream"), batch, given.get("response_format"), given.get("reasoning_effort"), tools,
                f"{zlib.crc32(','.join(tools).encode()):08x}" if tools else None, blobs, None if failed else minted,
                    ip[0],
                p.country if r.random() > 0.02 else None, ip[1], client.ua, client.sdk, client.ja4))
            self.truth.append((harvested, p.operator if harvested else None))
            t += took
            if not failed or r.random() < 0.25:
                break
            t += r.uniform(1, 40)
        return t

    def talk(self, p: Person, t: float, turns: list[str], *, held: int = 0, pause: float = 60.0,
        **rest: Any) -> float:  # noqa: ANN401
        """A conversation of several turns, its history growing; `held` messages came before the first."""
        conv, chain, size = self.uid("c"), self.uid() if held else "", held * 180
        ip, client = rest.pop("ip", None) or self.r.choice(p.ips), rest.pop("client", None) or self.r.choice(p.clients)
        model = rest.pop("model", None) or self.r.choice(p.models)
        for k, turn in enumerate(turns):
            t = self.say(p, t, turn, history=held + 2 * k, prior=chain, before=size, conv=conv, ip=ip, client=client,
                model=model, **rest)
            chain += turn
            size += len(turn) // 4 + self.r.randint(60, 500)
            t += self.r.lognormvariate(math.log(pause), 0.8)
        return t

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The four tables, exchanges by time and accounts in no order."""
        order = np.argsort([row[2] for row in self.log], kind="stable").tolist()
        columns = dict(zip(COLUMNS, zip(*(self.log[k] for k in order), strict=True), strict=True))
        base = int(self.start.timestamp())
        arrays = {}
        for name, values in columns.items():
            if name in self.blind:
                continue
            if name in ("started_at", "ended_at"):
                values = pa.array((np.asarray(values) * 1e6).astype("int64") + base * 1_000_000, pa.int64())
                arrays[name] = values.cast(EXCHANGES.field(name).type)
            else:
                arrays[name] = pa.array(values, EXCHANGES.field(name).type)
        self.r.shuffle(self.people)
        accounts = pa.Table.from_pylist([p.row for p in self.people], schema=ACCOUNTS)
        who = [{"account_id": p.id, "fake": p.operator is not None, "kind": p.kind, "operator": p.operator}
            for p in self.people]
        truth = pa.Table.from_pylist(who, schema=pa.schema(
            [("account_id", pa.string()), ("fake", pa.bool_()), ("kind", pa.string()), ("operator", pa.string())]))
        marks = pa.table({"exchange_id": arrays["exchange_id"], "harvested": pa.array([self.truth[k][0] for k in order],
            pa.bool_()),
                          "operator": pa.array([self.truth[k][1] for k in order], pa.string())})
        return pa.table(arrays), accounts, truth, marks
