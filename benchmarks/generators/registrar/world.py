# fmt: off
"""The world of one log: calendar, models, accounts, habits, and the collector of rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from math import log
from random import Random
from typing import Any

from . import banks, corpus, net
from .corpus import Item

DAY = 86400.0
OUT = {"chat": (180, 0.9), "short": (25, 0.9), "code": (480, 0.8), "long": (850, 0.6), "reason": (700, 0.7),
    "judge": (140, 0.7)}
_HOURS = [2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 12, 10, 12, 13, 13, 12, 11, 10, 10, 10, 9, 7, 4]
_OFFICE = [0, 0, 0, 0, 0, 0, 1, 4, 11, 15, 15, 13, 8, 13, 15, 14, 12, 8, 3, 2, 1, 1, 0, 0]

_USUAL: list[tuple[str, float, list[Any]]] = [
    ("temperature", 0.55, [0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0]), ("top_p", 0.2, [0.9, 0.95, 1.0]),
    ("max_tokens", 0.65, [256, 512, 1024, 1024, 2048, 4096, 4096, 8192, 16000]), ("logprobs", 0.02, [True]),
    ("stream", 0.6, [True, True, True, False, False]), ("thinking_budget", 0.12, [1024, 4096, 8000, 16000]),
    ("reasoning_effort", 0.1, ["low", "medium", "high"]), ("response_format", 0.1, ["json_object", "json_schema"]),
    ("seed", 0.04, [42, 0, 1234]), ("choice_count", 0.03, [1, 1, 2, 4]), ("top_k", 0.04, [1, 40, 50])]

@dataclass
class Habit:
    """Request parameters that an application or person sends."""

    values: dict[str, Any]
    jitter: bool = False

def habit(rng: Random) -> Habit:
    """Whatever someone left in their code."""
    v: dict[str, Any] = {key: rng.choice(options) for key, share, options in _USUAL if rng.random() < share}
    return Habit(v, rng.random() < 0.08)

@dataclass
class Acct:
    """An account and what its owner does by default."""

    id: str
    row: dict[str, Any]
    client: net.Client
    habit: Habit
    model: str
    mover: float
    t0: float
    t1: float
    kind: str
    operator: str | None = None
    mates: "list[Acct] | None" = None
    user: str | None = None
    patience: float = 0.7

class World:
    """Everything that one call of `generate` writes to."""

    def __init__(self, rng: Random, fold: int) -> None:
        self.rng, self.fold = rng, fold
        self.days = rng.randrange(14, 29)
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=rng.randrange(0, 320))
        self.span = self.days * DAY
        self.release = rng.uniform(0.25, 0.75) * self.span
        self.models = ["opal-4", "opal-mini", f"garnet-{rng.randrange(1, 4)}.5", "garnet-flash", "basalt-pro"]
        self.fresh = f"opal-{rng.randrange(6, 9)}"
        self.relays = net.relays(rng, rng.randrange(6, 15))
        self.relayed = rng.uniform(0.2, 0.45)
        self.busy, self.broken = rng.uniform(0.008, 0.03), rng.uniform(0.002, 0.008)
        hidden = ("ja4", "sdk", "end_user_id", "cached_input_tokens", "credential_hash")
        self.blind = {c for c in hidden if rng.random() < 0.15}
        self.rows: list[dict[str, Any]] = []
        self.accounts: list[Acct] = []
        self.decks: dict[str, Iterator[Any]] = {}
        self.filler = corpus.passages(fold)

    def uid(self, head: str) -> str:
        """A fresh identifier."""
        return f"{head}_{self.rng.getrandbits(52):013x}"

    def deck(self, name: str, items: list[Any]) -> Any:  # noqa: ANN401
        """The next item of a shuffled endless deck."""
        if name not in self.decks:
            self.decks[name] = self._cycle(items)
        return next(self.decks[name])

    def _cycle(self, items: list[Any]) -> Iterator[Any]:
        while True:
            yield from self.rng.sample(items, len(items))

    def connect(self, place: str | None = None, relay: net.Relay | None = None) -> net.Client:
        """A connection as any customer may have: direct or through a relay."""
        home = net.direct(self.rng, place)
        if relay is None and self.rng.random() < self.relayed:
            relay = self.rng.choices(self.relays, [r.weight for r in self.relays])[0]
        return relay.client(self.rng, home) if relay else home

    def born(self, mode: str = "any", base: float = 0.0) -> float:
        """Sign-up, seconds from the start of the window (negative: before it)."""
        rng = self.rng
        if mode == "week":
            return base + rng.uniform(0, 4 * DAY)
        if mode == "fresh" or (mode == "any" and rng.random() < 0.22):
            return rng.uniform(-35 * DAY, 0.6 * self.span)
        if mode == "aged":
            return -rng.uniform(70, 800) * DAY
        return -min(1400.0, rng.expovariate(1 / 300)) * DAY

    def join(self, kind: str, client: net.Client | None = None, born: str | float = "any", **known: object) -> Acct:
        """A new account; sign-up data are noisy for everybody."""
        rng = self.rng
        client = client or self.connect()
        t = self.born(born) if isinstance(born, str) else born
        place = client.country if rng.random() < 0.75 else net.country(rng)
        home_asn = client.asn if rng.random() < 0.6 else rng.choice(net.ISPS[place][2])
        paid = rng.choices(["card", "prepaid", "virtual", "invoice", "crypto", "credits", None],
            [50, 9, 13, 7, 3, 9, 9])[0]
        mail = rng.choices(
            ["gmail.com", "outlook.com", "qq.com", "proton.me", "163.com", f"{rng.getrandbits(28):07x}.io", "tmp.org",
                None], [42, 13, 7, 6, 4, 18, 3, 7])[0]
        row: dict[str, Any] = {"account_id": self.uid("acc"), "created_at": t,
            "plan": rng.choices(["free", "pro", "pay_as_you_go", "team", "enterprise", None], [18, 25, 38, 8, 5, 6])[0],
            "pathway": rng.choices(["self_serve", "education", "startup", "security_research", "enterprise", "cloud",
                None], [66, 8, 6, 2, 4, 8, 6])[0],
            "verification": rng.choices(["none", "email", "phone", "payment", "business", None],
                [6, 33, 30, 20, 5, 6])[0],
            "email_domain": mail, "payment_kind": paid, "billing_country": place if paid else None,
            "phone_hash": self.uid("ph") if rng.random() < 0.55 else None,
            "payment_fingerprint": self.uid("pay") if paid and paid != "credits" and rng.random() < 0.9 else None,
            "signup_ip": rng.choice(client.ips) if rng.random() < 0.4 else net.address(rng, home_asn),
                "status": "active",
            "signup_user_agent": net.headers(rng)[0] if rng.random() < 0.5 else None, "signup_asn": home_asn,
            "org_id": self.uid("org") if rng.random() < 0.25 else None}
        if rng.random() < 0.03:
            row.update(status=rng.choice(["suspended", "banned"]), status_at=max(t, 0) + rng.uniform(0.6,
                1) * self.span)
        row.update(known)
        t0 = max(0.0, t + rng.expovariate(1 / 3000))
        t1 = min(self.span, row.get("status_at") or self.span)
        if t1 - t0 < DAY:
            t0, t1 = max(0.0, min(t0, self.span - DAY)), self.span
            row.update(status="active", status_at=None, created_at=min(t, t0 - 60))
        model = rng.choices(self.models, [35, 25, 18, 15, 7])[0]
        mover = self.release + rng.expovariate(1 / (4 * DAY)) if rng.random() < 0.3 else 1e12
        made = Acct(row["account_id"], row, client, habit(rng), model, mover, t0, t1, kind)
        made.user = self.uid("u") if rng.random() < 0.15 else None
        made.patience = rng.random()
        self.accounts.append(made)
        return made

    def times(self, n: int, a: Acct, rhythm: str, peaks: list[float] | None = None) -> list[float]:
        """`n` sorted moments in the account's life."""
        rng, lo, hi = self.rng, a.t0, a.t1
        if rhythm == "flat":
            return sorted(rng.uniform(lo, hi) for _ in range(n))
        if rhythm == "sync" and peaks:
            width = self.span / 60
            near = [p for p in peaks if lo - width < p < hi] or [rng.uniform(lo, hi)]
            return self._fit([rng.choice(near) + rng.uniform(0, width) for _ in range(n)], lo, hi)
        if rhythm in ("burst", "nightly"):
            days = max(1, min(n, 1 + int(rng.expovariate(0.4)))) if rhythm == "burst" else max(1, int((hi - lo) / DAY))
            hour = rng.randrange(24) * 3600.0
            starts = [int(lo / DAY + i) * DAY + hour for i in range(days)]
            if rhythm == "burst":
                starts = [lo + rng.uniform(0, hi - lo) * 0.97 for _ in starts]
            return self._fit([rng.choice(starts) + rng.expovariate(1 / 1200) for _ in range(n)], lo, hi)
        profile = _OFFICE if rhythm == "office" else _HOURS
        out: list[float] = []
        while len(out) < n:
            day = int(rng.uniform(lo, hi) / DAY)
            weekend = (self.start + timedelta(days=day)).weekday() > 4
            if weekend and rng.random() < (0.85 if rhythm == "office" else 0.35):
                continue
            hour = rng.choices(range(24), profile)[0] - a.client.tz
            t = day * DAY + (hour % 24) * 3600 + rng.uniform(0, 3600)
            for _ in range(min(n - len(out), 1 + int(rng.expovariate(0.5)))):
                out.append(t)
                t += 20 + rng.expovariate(1 / 240)
        return self._fit(out, lo, hi)

    def _fit(self, moments: list[float], lo: float, hi: float) -> list[float]:
        return sorted(t if lo <= t <= hi else self.rng.uniform(lo, hi) for t in moments)

    def add(self, a: Acct, t: float, text: str, system: str | None = None, style: str = "chat",
            response: str | None = None,
            hist: int = 0, chain: str | None = None, carried: int = 0, conv: str | None = None,
                harvest: str | None = None, **more: Any) -> bool:  # noqa: ANN401
        """One request with its retries and fail-over; says whether it was answered."""
        rng = self.rng
        more.update(style=style, response=response, carried=carried, system_text=system, conversation_id=conv,
            _op=harvest)
        more.update(history_messages=hist, history_hash=chain)
        roll = rng.random()
        if roll < self.busy + self.broken:
            self._row(a, t, text, roll < self.busy, dict(more))
            t += rng.uniform(1, 45)
            if a.mates and roll < self.busy:
                a = self.over(a, t, a.mates)
            elif a.patience < 0.35:
                return False
        self._row(a, t, text, None, more)
        return True

    def _row(self, a: Acct, t: float, text: str, fail: bool | None, more: dict[str, Any]) -> None:
        rng, c, harvest = self.rng, a.client, more["_op"]
        style, response, carried = (more.pop(key) for key in ("style", "response", "carried"))
        if t > self.span or (t > a.t1 and a.row["status"] != "active"):
            return
        ua, sdk, ja4 = c.sets[0] if len(c.sets) == 1 else rng.choice(c.sets)
        ratio = 1.6 if text[:1] > "⺀" else 4.1
        row: dict[str, Any] = {"exchange_id": "", "account_id": a.id, "started_at": t, "access_path": c.path,
                "credential_hash": a.client.key,
            "end_user_id": a.user, "model": self.fresh if t > a.mover else a.model, "operation": "chat",
            "input_text": text, "status_code": 200,
            "client_ip": rng.choice(c.ips), "country": c.country, "asn": c.asn, "user_agent": ua, "sdk": sdk,
                "ja4": ja4,
            "input_tokens": int((len(text) + len(more["system_text"] or "")) / ratio) + 8 + carried, **a.habit.values}
        if a.habit.jitter and "temperature" in row:
            row["temperature"] = round(min(1.0, max(0.0, row["temperature"] + rng.uniform(-0.25, 0.25))), 2)
        row.update(more)
        if fail is not None:
            row.update(status_code=429 if fail else 500, error_type="rate_limit_error" if fail else "api_error")
            row.update(output_tokens=0, ended_at=t + rng.uniform(0.05, 2))
            self.rows.append(row)
            return
        mid, sigma = OUT[style]
        tokens = max(1, int(rng.lognormvariate(log(mid), sigma)))
        if response is not None and style in ("chat", "short"):
            tokens = max(1, int(len(response) / ratio * rng.uniform(0.9, 1.1)))
        reason = "stop"
        if rng.random() < (0.02 if harvest else 0.008):
            reason, tokens, response = "refusal", rng.randrange(20, 70), "I can't help with that request."
            row["refusal_category"] = rng.choice(["policy", "reasoning_extraction" if harvest else "policy", None])
        cap = row.get("max_tokens")
        if cap and tokens > cap:
            tokens, reason = cap, "length"
        if cap is None and tokens > 9000:
            tokens = 9000
        if row.get("thinking_budget") or row.get("reasoning_effort") or "pro" in row["model"]:
            row["reasoning_tokens"] = int(rng.lognormvariate(6, 0.9))
        if row["input_tokens"] > 1100 and rng.random() < 0.5:
            row["cached_input_tokens"] = int(row["input_tokens"] * rng.uniform(0.4, 0.95))
        if response is None:
            response = self.filler[rng.randrange(len(self.filler))]
        row.update(output_text=response[: max(12, min(1400, tokens * 4))], output_tokens=tokens, finish_reason=reason)
        row["ended_at"] = t + 0.4 + tokens / rng.uniform(35, 110)
        self.rows.append(row)

    def talk(self, a: Acct, t: float, turns: list[Item], harvest: str | None = None,
            **more: Any) -> None:  # noqa: ANN401
        """A conversation, which may move to another pooled account when throttled."""
        rng = self.rng
        conv = self.uid("cv") if rng.random() < 0.6 else None
        chain, carried, blob, past = "", 0, None, 0
        if rng.random() < 0.04:
            past = 2 * rng.randrange(1, 9)  # the chat began before the window or elsewhere
            chain, carried = f"{rng.getrandbits(64):016x}", past * rng.randrange(40, 260)
        thinks = rng.random() < 0.15
        for i, turn in enumerate(turns):
            if thinks:
                more["reasoning_blobs_in"] = [blob] if blob else None
                blob = self.uid("rb")
                more["reasoning_blobs_out"] = [blob]
            if a.mates and rng.random() < self.busy * 2:
                a = self.over(a, t, a.mates)
            if not self.add(a, t, turn.prompt, turn.system, response=turn.response, hist=2 * i + past,
                            chain=chain or None, carried=carried, conv=conv, harvest=harvest, **more):
                return
            chain = blake2b(f"{chain}{turn.prompt}{turn.response}".encode(), digest_size=8).hexdigest()
            carried += (len(turn.prompt) + len(turn.response or "xx") * 2) // 4
            t += 15 + rng.expovariate(1 / 120)

    def over(self, a: Acct, t: float, team: list[Acct] | None) -> Acct:
        """The account that takes over: any of the team that is alive at `t`."""
        other = self.rng.choice(team) if team else a
        return other if other.t0 <= t <= other.t1 else a

    def question(self, domain: str, pins: dict[str, str] | None = None) -> str:
        """A composed question of this world's fold."""
        return banks.ask(self.rng, domain, self.fold, pins)
