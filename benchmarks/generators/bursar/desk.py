"""The gateway's desk: accounts, clients, clocks and the rows they leave behind."""
# fmt: off

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from random import Random
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from .texts import BANKS, DATA, THINGS, Ask, Session, bank, digest, pool, reply_text

Floats = npt.NDArray[np.float64]
DAY = 86400.0
ZONES = dict(US=-6, IN=5.5, GB=0, DE=1, BR=-3, JP=9, SG=8, HK=8, FR=1, CA=-5, KR=9, VN=7, ID=7, NL=1, AU=10, NG=1,
    MX=-6, ES=1, PL=1, TR=3, CN=8, TW=8, IT=1, PH=8)
WEIGHTS = [28, 9, 7, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 3, 2, 2, 2]
NEW_MODEL = "meridian-4-large"
MODELS, NAMES_OF_FIRMS, REFUSALS, CATEGORIES = (BANKS[n] for n in bank("MODELS|NAMES_OF_FIRMS|REFUSALS|CATEGORIES"))

@lru_cache(maxsize=1)
def networks() -> dict[str, list[tuple[int, int, int]]]:
    """Address blocks (first address, log size, asn) of each country, 'host' for data centres."""
    table = pq.read_table(DATA / "indicators/ip_prefix_asn_country_2022.parquet")
    pick = np.sort(np.random.default_rng(11).choice(table.num_rows, 160_000, replace=False))
    found: dict[str, list[tuple[int, int, int]]] = {}
    rows = table.take(pick).select(["cidr", "asn", "cc", "hosting_asn"]).to_pydict()
    for cidr, asn, cc, hosting in zip(rows["cidr"], rows["asn"], rows["cc"], rows["hosting_asn"], strict=True):
        base, bits = cidr.split("/")
        if cc in ZONES and asn and 12 <= int(bits) <= 24:
            a, b, c, d = map(int, base.split("."))
            block = ((a << 24) + (b << 16) + (c << 8) + d, 32 - int(bits), asn)
            found.setdefault("host " + cc if hosting else cc, []).append(block)
    return found

@lru_cache(maxsize=1)
def traces() -> tuple[Floats, dict[str, list[int]], Floats]:
    """Cumulated rate curves of real clients, real output lengths by task, the day's profile of chat."""
    windows = pq.read_table(DATA / "traces/servegen_client_windows.parquet", columns=["model", "client_id",
        "timestamp_s", "rate_rps"])
    names, codes = np.unique([f"{m}{c}" for m, c in zip(windows["model"].to_pylist(), windows["client_id"].to_pylist(),
        strict=True)], return_inverse=True)
    curves = np.zeros((len(names), 2016))
    curves[codes, windows["timestamp_s"].to_numpy() // 600 % 2016] = windows["rate_rps"].to_numpy()
    curves = np.cumsum(curves[(curves > 0).sum(1) > 60] ** 0.7, axis=1)
    lengths = {}
    for task, file in (("chat", "azure_llm_2023"), ("rag", "ragpulse"), ("judge", "wildbench_judge_usage")):
        lengths[task] = [int(n) for n in pq.read_table(DATA / f"traces/{file}.parquet")["output_tokens"].to_pylist()]
    hours = pq.read_table(DATA / "traces/burstgpt1_hour_of_day_derived.parquet").sort_by("hour")["inferred_sessions"]
    return curves / curves[:, -1:], lengths, np.roll(hours.to_numpy().astype(float), 5) ** 0.6

KNOBS: list[tuple[str, float, list[Any]]] = [
    ("temperature", 0.55, [0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0]), ("top_p", 0.2, [0.9, 0.95, 1.0]),
    ("max_tokens", 0.5, [512, 1024, 2048, 4096, 4096, 8192, 16000]), ("thinking_budget", 0.1, [1024, 4096, 16000]),
    ("reasoning_effort", 0.18, ["low", "medium", "high"]), ("seed", 0.06, [42, 0]), ("choice_count", 0.04, [2, 4]),
    ("batch", 0.04, [True]), ("logprobs", 0.02, [True]), ("response_format", 0.06, ["json_object"])]
CLIENTS = {"web": 16, "app": 18, "sdk": 30, "raw": 13, "cli": 11, "cloud": 12}

Client = SimpleNamespace  # kind agent sdk ja4 path country places models adopts credential params verbosity context ...
Account = SimpleNamespace  # id row client zone kind operator convs things

def changed(client: Client, **parts: object) -> Client:
    """A client like another but for some parts."""
    return SimpleNamespace(**{**vars(client), **parts})

class Desk:
    """One world in the making."""
    def __init__(self, kind: str, seed: int) -> None:
        self.r = Random(f"bursar {kind} {seed}")
        self.g = np.random.default_rng(self.r.getrandbits(60))
        self.fold = int(seed >= 90_000)
        self.days = self.r.randint(14, 28)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=self.r.randint(0, 320))
        self.release = self.r.uniform(0.35, 0.7) * self.days * DAY
        self.fails = self.r.uniform(0.006, 0.025)
        self.accounts: list[Account] = []
        self.rows: list[dict[str, Any]] = []
        self.threads = list(pool("chat", self.fold))
        self.serial = 0
    def new_id(self, prefix: str = "") -> str:
        """An identifier that tells nothing."""
        self.serial += 1
        return prefix + digest(self.r.random(), self.serial)[:14]
    def when(self, seconds: float) -> datetime:
        """A moment of the window."""
        return self.start + timedelta(microseconds=int(seconds * 1e6))
    def address(self, country: str, hosted: bool = False) -> tuple[str, int]:
        """A fresh address and its network."""
        nets = networks()
        base, bits, asn = self.r.choice(nets.get("host " + country, nets["host US"]) if hosted else nets[country])
        n = base + self.r.randrange(1, 2**bits)
        return f"{n >> 24}.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}", asn
    def country(self) -> str:
        """Where customers sit."""
        return self.r.choices(list(ZONES), WEIGHTS)[0]
    def software(self, kind: str) -> tuple[str | None, str | None, str | None]:
        """User agent, SDK headers and TLS print of a kind of client."""
        r = self.r
        minor, system = min(int(r.expovariate(0.9)), 9), r.choice(["Linux", "Linux", "MacOS", "Windows"])
        lang = r.choices(bank("python|js|go|java"), [6, 4, 1, 1])[0]
        vendor = r.choice(["OpenAI", "OpenAI", "Meridian"])
        if kind == "web":
            platform = r.choice(bank("Windows NT 10.0; Win64; x64|Macintosh; Intel Mac OS X 10_15_7|X11; Linux x86_64"))
            chrome = 146 - minor
            agent = (
                f"Mozilla/5.0 ({platform}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{chrome}.0.0.0 Safari/537.36")
            return agent, None, "t13d1517h2_8daaf6152771_" + r.choice(["b0da82dd1658", "b1ff8ab2d16f"])
        names = {"app": bank(
            "ChatBox/1.9|LobeChat/1.2|OpenWebUI/0.5|TypingMind/2|SillyTavern/1.12|okhttp/4.12|Dart/3.3 (dart:io)"),
            "raw": bank("python-requests/2.32|aiohttp/3.9|axios/1.7|curl/8.5|Go-http-client/2|node-fetch/1|httpx/0.27"),
            "cli": bank("OpenCode/0.14|cline/3.2|aider/0.8|agent-cli/1.0|continue/0.9|openhands/0.3"), "cloud": bank(
            "Boto3/1.35|aws-sdk-js/3.6|google-genai-sdk/1.1|azsdk-python-ai/1.0|litellm/1.5")}
        base = r.choice(names[kind]) if kind in names else f"{vendor}/{lang.title()} 1.{50 + minor}.0"
        sdk = f"{lang};1.{50 + minor}.0;{system};{r.choice(['x64', 'arm64'])}" if kind in ("sdk", "cli") else None
        tls = digest("tls", kind, base.split("/")[0], minor // 4)
        return (base if kind == "sdk" else f"{base}.{minor}"), sdk, f"t13d{tls[:4]}h2_{tls[:12]}_{tls[4:16]}"
    def knobs(self, kind: str) -> dict[str, Any]:
        """Sampling parameters as such a client sends them."""
        r = self.r
        if kind in ("web", "app") and r.random() < 0.6:
            return {"stream": True} if r.random() < 0.8 else {}
        out: dict[str, Any] = {"stream": r.random() < (0.7 if kind in ("web", "app", "cli") else 0.25)}
        out.update({name: r.choice(values) for name, share, values in KNOBS if r.random() < share})
        return out
    def client(self, kind: str | None = None, country: str | None = None) -> Client:
        """A client of its own kind, drawn alike for everybody."""
        r = self.r
        kind, country = kind or r.choices(list(CLIENTS), list(CLIENTS.values()))[0], country or self.country()
        agent, sdk, ja4 = self.software(kind)
        paths = {"web": ["console"], "cloud": ["bedrock", "vertex", "azure"]}.get(kind, ["api"])
        hosted = r.random() < {"web": 0.06, "app": 0.2, "cli": 0.15}.get(kind, 0.5)
        count = 1 + min(int(r.expovariate(0.7)), 8)
        models = r.choices(MODELS, [5, 5, 4, 2, 1], k=r.choice([1, 1, 1, 2]))
        adopts = self.release + r.expovariate(1 / (4 * DAY)) if r.random() < 0.4 else None
        hidden = tuple(c for c in ("ja4", "client_ip", "sdk", "country", "user_agent", "asn") if r.random() < 0.05)
        return Client(kind=kind, agent=agent, sdk=sdk, ja4=ja4, path=r.choice(paths), country=country, models=models,
            places=[self.address(country, hosted) for _ in range(count)], adopts=adopts, credential=self.new_id(),
            params=self.knobs(kind), verbosity=r.lognormvariate(0, 0.35), thinks=r.random() < 0.3, hidden=hidden,
            context=r.choice([2500, 6000, 14000]) if kind == "cli" else 0)
    def enrol(self, client: Client, kind: str, operator: str | None = None, **known: object) -> Account:
        """A new account, drawn alike for everybody but for what is given as known."""
        r, country, fake = self.r, client.country or self.country(), operator is not None
        age = -r.expovariate(1 / (300 * DAY)) if r.random() < 0.85 else r.uniform(0, 0.8) * self.days * DAY
        firm = client.kind in ("cloud", "sdk") and r.random() < (0.3 if not fake else 0.2)
        mails = bank("gmail.com|outlook.com|icloud.com|proton.me|yahoo.com|qq.com|163.com|mailbox.zone|hotmail.com")
        own = f"{digest(r.random())[:7]}.{r.choice(['com', 'io', 'dev', 'co'])}"
        kinds = bank("card|prepaid|virtual|invoice|crypto|credits")
        pay = r.choices(kinds, [52, 12, 17, 2, 3, 14] if fake else [60, 8, 11, 7, 1, 13])[0]
        place = r.choice(client.places) if r.random() < 0.6 else self.address(country)
        row: dict[str, Any] = {"account_id": self.new_id("acct_"), "created_at": self.when(max(age, -1400 * DAY)),
            "org_id": self.new_id("org_") if firm else None,
            "org_name": f"{r.choice(NAMES_OF_FIRMS)} {r.choice(['Ltd', 'GmbH', 'Inc', 'Pte', 'AI', 'Labs'])}" if firm
            else None, "plan": r.choices(bank("free|payg|pro|team|enterprise"), [12, 52, 20, 13, 3 if not fake else 1])[
            0], "pathway": r.choices(bank("self_serve|education|startup|enterprise|cloud"), [78, 6, 6, 4, 6])[0],
            "verification": r.choices(bank("none|email|phone|payment|business"), [8, 32, 22, 31, 4 if fake else 7])[0],
            "email_domain": own if firm or r.random() < 0.16 else r.choices(mails, [44, 11, 6, 5, 6, 6, 3, 4, 5])[0],
            "phone_hash": self.new_id() if r.random() < 0.4 else None, "payment_kind": pay,
            "payment_fingerprint": self.new_id("pay_") if pay != "credits" or r.random() < 0.3 else None,
            "billing_country": country if r.random() < 0.9 else self.country(), "signup_ip": place[0],
            "signup_asn": place[1], "signup_user_agent": self.software("web")[0], "distillation_licence": False,
            "status": "active", "status_at": None}
        if r.random() < (0.05 if fake else 0.006):
            row.update(status=r.choice(["suspended", "banned"]), status_at=self.when(self.days * DAY * r.random()))
        for name in ("signup_ip", "phone_hash", "billing_country", "signup_user_agent", "distillation_licence"):
            if r.random() < 0.08:
                row[name] = None
        row.update(known)
        account = Account(id=row["account_id"], row=row, client=client, zone=ZONES.get(country, 0) + r.uniform(-1, 1),
            kind=kind, operator=operator, convs=r.choices(self.threads, k=r.randint(2, 9)), things=r.sample(THINGS, 3))
        self.accounts.append(account)
        return account
    def arrive(self, mode: str, count: int, zone: float, since: float = 0.0, until: float | None = None) -> list[float]:
        """Moments at which `count` sessions or jobs begin."""
        g, until = self.g, until or self.days * DAY
        curves, _, profile = traces()
        since = min(max(since, 0.0), until - 3600)
        base = since // DAY * DAY if mode not in ("batch", "flat") else since
        days = max(1, int((until - base) / DAY))
        found: npt.NDArray[np.floating[Any]]
        if mode == "service":
            curve = curves[g.integers(len(curves))]
            found = 1.0 * np.searchsorted(curve, g.random(count)) * 600 + g.random(count) * 600
            found = (found + g.integers(0, 2, count) * 14 * DAY) % (days * DAY)
        elif mode == "batch":
            jobs = g.random(max(1, min(6, count // 25))) * (until - since) * 0.9
            found = jobs[g.integers(len(jobs), size=count)] + g.exponential(g.uniform(200, 9000), count)
        elif mode == "nightly":
            hour = g.uniform(0, 24) * 3600
            found = g.integers(0, days, count) * DAY + hour + g.exponential(400, count)
        elif mode == "flat":
            found = g.random(count) * (until - since)
        else:  # people: some days, some hours; "office" keeps to weekdays and desk hours
            hours = profile if mode == "human" else np.exp(-0.5 * ((np.arange(24) - 13.5) / 3.2) ** 2)
            hours = np.roll(hours, int(g.integers(-3, 4) if mode == "human" else g.integers(-1, 2)))
            first = (self.start + timedelta(seconds=base)).weekday()
            week = np.array([1.0 if (first + d) % 7 < 5 else (0.7 if mode == "human" else 0.08) for d in range(days)])
            week = week * (g.random(days) < g.beta(1.2, 1.5) + 0.1) + 1e-9
            found = g.choice(days, count, p=week / week.sum()) * DAY
            found = found + (g.choice(24, count, p=hours / hours.sum()) + g.random(count) - zone) % 24 * 3600
        found = found + base
        found = np.asarray(np.where(found < since, found + DAY, found), float)
        found = np.asarray(np.where(found >= until, since + g.random(count) * (until - since), found), float)
        out: list[float] = np.sort(found).tolist()
        return out
    def length(self, ask: Ask, verbosity: float) -> int:
        """Output tokens, from the traces and the task."""
        r, lengths = self.r, traces()[1]
        if ask.task in ("chat", "rag", "judge"):
            base = float(r.choice(lengths[ask.task]))
        elif ask.task == "label":
            return r.randint(1, 22)
        else:
            middle, spread = {"code": (420, 0.8), "math": (260, 0.6), "agent": (140, 0.9)}.get(ask.task, (300, 0.8))
            base = r.lognormvariate(np.log(middle), spread)
        if ask.reply and ask.task != "judge":
            base = 0.5 * base + 0.5 * len(ask.reply) / 3.5
        return max(1, min(int(base * verbosity), 12_000))
    def emit(self, account: Account, moment: float, session: Session, harvested: bool = False, *,
        client: Client | None = None, before: int = 0, pace: float = 45.0, model: str | None = None,
        refused: float = 0.004, **extra: object) -> float:
        """Write one session's exchanges, with retries; says when it ended."""
        r, c = self.r, client or account.client
        conv, place = self.new_id("c") if len(session) > 1 or r.random() < 0.4 else None, r.choice(c.places)
        past, carried, tail, blob = before, before * 160, digest(r.random(), "orphan") if before else "", None
        tries, position = 0, 0
        while position < len(session) and moment < self.days * DAY:
            ask = session[position]
            width = 1.1 if len(ask.text.encode()) > 1.6 * len(ask.text) else 0.25
            tokens = int(len(ask.text) * width + len(ask.system or "") / 4) + carried + c.context + 6
            name = model or (NEW_MODEL if c.adopts is not None and moment >= c.adopts else r.choice(c.models))
            row: dict[str, Any] = {"account_id": account.id, "started_at": moment, "access_path": c.path,
                "credential_hash": c.credential, "conversation_id": conv, "model": name, "operation": "chat",
                "system_text": ask.system, "input_text": ask.text, "history_messages": past, "history_hash": tail
                or None, "input_tokens": tokens, "user_agent": c.agent, "sdk": c.sdk, "ja4": c.ja4, "client_ip": place[
                0], "asn": place[1], "country": c.country, "harvested": harvested, "cached_input_tokens": 0,
                "tool_names": None, **c.params}
            if ask.tools:
                row.update(tool_names=list(ask.tools), tool_schema_hash=digest(*ask.tools))
            row.update(extra)
            for hidden in c.hidden:
                row[hidden] = None
            self.rows.append(row)
            if r.random() < self.fails and tries < 4:
                code, name = r.choice([(429, "rate_limit"), (429, "rate_limit"), (500, "api_error"), (529,
                    "overloaded")])
                row.update(status_code=code, error_type=name, ended_at=moment + 0.2 + r.random(), output_tokens=0)
                tries += 1
                moment += 2.0**tries * r.uniform(1, 4)
                continue
            out = self.length(ask, c.verbosity)
            row["status_code"], row["finish_reason"] = 200, "stop"
            row["cached_input_tokens"] = int(carried * 0.9) if carried > 1024 else 0
            if r.random() < refused:
                out = r.randint(8, 60)
                row.update(finish_reason="refusal", output_text=r.choice(REFUSALS), refusal_category=r.choice(
                    CATEGORIES))
            else:
                row["output_text"] = reply_text(r, ask, out)
            if out > row.get("max_tokens", 10**9):
                out, row["finish_reason"] = row["max_tokens"], "length"
            thinks = "reasoning_effort" in row or "thinking_budget" in row or "deep" in name
            row["reasoning_tokens"] = int(out * r.lognormvariate(0.3, 0.8)) if thinks else 0
            if thinks and c.thinks:
                row["reasoning_blobs_in"] = [blob] if blob else row.get("reasoning_blobs_in")
                blob = self.new_id("b")
                row["reasoning_blobs_out"] = [blob]
            row["output_tokens"] = out
            row["ended_at"] = moment + 0.3 + r.random() + (out + row["reasoning_tokens"]) / r.uniform(45, 120)
            past, carried, tries, position = past + 2, carried + int(len(ask.text) * width) + out, 0, position + 1
            tail = digest(tail, ask.text, row["output_text"])
            moment = row["ended_at"] + r.lognormvariate(np.log(pace), 0.8)
        return moment
