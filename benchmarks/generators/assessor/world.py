"""The gateway's world: window, models, accounts drawn from the population, and the rows they leave."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from random import Random
from typing import Any

from . import places
from .places import Address, Client, Network
from .texts import Bank, Turn, bank

DAY = 86400.0
BRANDS = ("kestrel", "lumen", "aurora", "tern")
FLAT, DAILY, CRON, BURSTS = "flat", "daily", "cron", "bursts"
REFUSALS = ("cyber", "self_harm", "reasoning_extraction", "adult", "political")


def short_hash(*parts: object) -> str:
    """A 16-digit hash of some parts."""
    return blake2b("|".join(map(str, parts)).encode(), digest_size=8).hexdigest()


@dataclass
class Account:
    """One customer account: how its requests look."""

    id: str
    kind: str
    fake: bool
    operator: str | None
    country: str
    lang: str
    zone: float
    start: float
    client: Client
    others: list[Client]
    network: Network
    path: str | None
    model: str
    adopts: float
    params: dict[str, Any]
    keys: list[str]
    users: int
    named_conversations: bool
    wild: float  # share of rows whose sampling parameters vary
    thinks: bool  # asks for encrypted reasoning and sends it back
    trims: bool  # sends a changed history each time
    seen: int = 0
    end: float = 0.0
    row: dict[str, Any] = field(default_factory=dict)


class World:
    """Draws accounts and collects rows."""

    def __init__(self, rng: Random, fold: int) -> None:
        self.rng = rng
        self.fold = fold
        self.bank: Bank = bank(fold)
        self.days = rng.randint(14, 28)
        first = datetime(2026, 1, 5, tzinfo=UTC).timestamp() + rng.randrange(0, 320) * DAY
        self.start, self.end = first, first + self.days * DAY
        self.release = first + rng.uniform(0.3, 0.7) * self.days * DAY
        brand, number = rng.choice(BRANDS), rng.randint(2, 5)
        self.models = [
            f"{brand}-{number}",
            f"{brand}-{number}-mini",
            f"{brand}-{number}-think",
            f"{brand}-{number - 1}",
        ]
        self.new_model = f"{brand}-{number}.5"
        self.salt = str(rng.random())
        self.accounts: list[Account] = []
        self.rows: list[dict[str, Any]] = []
        self.vpn = [places.server_address(rng) for _ in range(60)]
        self.mobile: dict[str, list[Address]] = {}
        self.no_tls = rng.uniform(0.2, 0.35)

    # ---- accounts -------------------------------------------------------------------------------------------------

    def home(self, country: str) -> Network:
        """The network of an ordinary customer."""
        rng, draw = self.rng, self.rng.random()
        near = int(rng.random() ** 1.6 * 5000)
        if draw < 0.38:
            return Network([places.home_address(rng, country, near) for _ in range(rng.randint(1, 5))], 0.08)
        if draw < 0.55:
            pool = self.mobile.setdefault(country, [places.home_address(rng, country, 3) for _ in range(24)])
            return Network(rng.sample(pool, rng.randint(2, 12)), 0.3)
        if draw < 0.76:
            near = int(rng.random() ** 3 * 400)
            return Network([places.server_address(rng, near) for _ in range(rng.choice((1, 1, 1, 2)))], 0.2)
        if draw < 0.84:
            near = int(rng.random() ** 3 * 60)
            return Network([places.server_address(rng, near) for _ in range(rng.randint(6, 30))], 0.7)
        if draw < 0.92:
            return Network(rng.sample(self.vpn, rng.randint(1, 8)), 0.1)
        return Network([places.home_address(rng, country) for _ in range(rng.randint(3, 14))], 0.25)

    def residential(self, countries: list[str], size: int, churn: float) -> Network:
        """Exits of a residential proxy service."""
        return Network([places.home_address(self.rng, self.rng.choice(countries)) for _ in range(size)], churn)

    def parameters(self) -> dict[str, Any]:
        """Sampling parameters as the population sets them."""
        rng = self.rng
        out: dict[str, Any] = {"stream": rng.random() < 0.42}
        if rng.random() < 0.55:
            out["temperature"] = rng.choice((0.0, 0.0, 0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 0.7, 0.8, 0.9, 1.0, 1.0, 1.2))
        if rng.random() < 0.16:
            out["top_p"] = rng.choice((0.9, 0.95, 1.0, 1.0, 0.8))
        if rng.random() < 0.52:
            out["max_tokens"] = rng.choice((150, 256, 500, 512, 1000, 1024, 1500, 2000, 2048, 4000, 4096, 8192))
        for share, name, values in (
            (0.04, "top_k", (40, 50, 20)),
            (0.03, "seed", (42, 0, 1234, 7)),
            (0.08, "reasoning_effort", ("low", "medium", "high")),
            (0.05, "thinking_budget", (1024, 4096, 16000)),
            (0.02, "choice_count", (2, 3, 4)),
            (0.09, "response_format", ("json_object", "json_schema")),
            (0.02, "logprobs", (True,)),
            (0.03, "batch", (True,)),
        ):
            if rng.random() < share:
                out[name] = rng.choice(values)
        if out.get("logprobs"):
            out["top_logprobs"] = rng.choice((1, 5))
        return out

    def signup(self) -> float:
        """When a customer of the population signed up."""
        rng = self.rng
        if rng.random() < 0.22:
            return rng.uniform(self.start - 10 * DAY, self.end - DAY)
        return self.start - min(rng.expovariate(1 / 210), 900) * DAY

    def account(self, kind: str, operator: str | None = None, **over: Any) -> Account:  # noqa: ANN401
        """A new account of the population; `over` replaces what it would have drawn."""
        rng = self.rng
        country = over.pop("country", None) or places.draw_country(rng)
        client = over.pop("client", None) or (
            places.browser_client(rng) if rng.random() < 0.2 else places.draw_client(rng)
        )
        network = over.pop("network", None) or self.home(country)
        created = over.pop("created", None) or self.signup()
        others = [places.draw_client(rng) for _ in range(rng.choice((0, 0, 0, 0, 1, 2)))]
        path = rng.choices(
            ("api", "console", "reseller:polyroute", "reseller:aimart", "bedrock", "vertex", None),
            (78, 9, 4, 3, 2, 1, 3),
        )[0]
        params, adopts = over.pop("params", None), float("inf")
        if rng.random() < 0.3:
            adopts = self.release + (rng.uniform(0, 1.2) if rng.random() < 0.3 else rng.expovariate(0.2)) * DAY
        out = Account(
            id=f"acct_{short_hash(self.salt, len(self.accounts))}",
            kind=kind,
            fake=operator is not None,
            operator=operator,
            country=country,
            lang=over.pop("lang", None) or rng.choice(places.COUNTRIES[country][2].split()),
            zone=places.COUNTRIES[country][1],
            start=max(self.start, created + rng.expovariate(1 / 7000)),
            end=self.end,
            client=client,
            others=over.pop("others", others),
            network=network,
            path=over.pop("path", path),
            model=over.pop("model", None) or rng.choices(self.models, (50, 28, 12, 10))[0],
            adopts=over.pop("adopts", adopts),
            params=self.parameters() if params is None else params,
            keys=[],
            users=over.pop("users", rng.choice((0,) * 11 + (1, 9))),
            named_conversations=over.pop("named", rng.random() < 0.14),
            wild=over.pop("wild", rng.choice((0, 0, 0, 0.1, 0.5))),
            thinks=rng.random() < 0.4,
            trims=over.pop("trims", rng.random() < 0.08),
        )
        out.keys = (
            [short_hash(out.id, "key", i) for i in range(rng.choice((1, 1, 1, 1, 2, 3)))] if rng.random() < 0.9 else []
        )
        out.row = self._record(out, created, country)
        unknown = set(over) - set(out.row)
        if unknown:
            raise TypeError(f"no such account columns: {unknown}")
        out.row.update(over)
        self.accounts.append(out)
        return out

    def _record(self, a: Account, created: float, country: str) -> dict[str, Any]:
        rng = self.rng
        kinds = ("card", "prepaid", "credits", "virtual", "crypto", "invoice", None)
        payment = rng.choices(kinds, (36, 19, 23, 9, 7, 1, 5))[0]
        check = rng.choices(("none", "email", "phone", "payment", "business", None), (5, 44, 22, 24, 2, 3))[0]
        pathway = rng.choices(
            ("self_serve", "education", "startup", "security_research", "enterprise", None), (86, 5, 3, 1, 1, 4)
        )[0]
        place = rng.choice(a.network.pool) if rng.random() < 0.55 else places.home_address(rng, country)
        agent = places.browser_client(rng).agent if rng.random() < 0.93 else None
        status = rng.choices(("active", "suspended", "banned"), (96, 2, 2))[0]
        known = payment in ("card", "prepaid", "virtual") or (payment == "crypto" and rng.random() < 0.6)
        return {
            "account_id": a.id,
            "created_at": created,
            "org_id": f"org_{short_hash(a.id)}" if rng.random() < 0.05 else None,
            "org_name": None,
            "plan": "free_trial"
            if payment == "credits" and rng.random() < 0.75
            else rng.choice(("prepaid", "payg", "payg", "pro")),
            "pathway": pathway,
            "verification": check,
            "email_domain": places.draw_mail(rng, country),
            "phone_hash": short_hash(a.id, "phone") if check == "phone" or rng.random() < 0.1 else None,
            "payment_fingerprint": short_hash(a.id, "pay") if known else None,
            "payment_kind": payment,
            "billing_country": country if payment in ("card", "virtual", "invoice") and rng.random() < 0.9 else None,
            "signup_ip": place[0],
            "signup_user_agent": agent,
            "signup_asn": place[2],
            "distillation_licence": rng.random() < 0.002,
            "status": status,
            "status_at": rng.uniform(max(created, self.start), self.end) if status != "active" else None,
        }

    # ---- when -----------------------------------------------------------------------------------------------------

    def volume(self, median: float = 9, sigma: float = 1.55, top: int = 1500) -> int:
        """A heavy-tailed number of requests."""
        return max(1, min(top, round(median * self.rng.lognormvariate(0, sigma))))

    def times(self, a: Account, count: int, shape: str = "human") -> list[float]:
        """Sorted times of `count` requests between the account's start and end."""
        rng, first, last = self.rng, a.start, max(a.start + 600, a.end)
        if shape == FLAT:
            return sorted(rng.uniform(first, last) for _ in range(count))
        if shape == CRON:
            step, at = rng.choice((3600.0, 6 * 3600.0, DAY, DAY)), rng.uniform(0, 3600)
            slots = [first + at + i * step for i in range(max(1, int((last - first) / step)))]
            return sorted(min(last, rng.choice(slots) + rng.expovariate(1 / 400)) for _ in range(count))
        if shape == BURSTS:
            hubs = [(rng.uniform(first, last), rng.lognormvariate(8, 1)) for _ in range(1 + int(rng.expovariate(0.4)))]
            return sorted(min(last, hub + rng.random() * wide) for hub, wide in rng.choices(hubs, k=count))
        if shape == DAILY:
            return sorted(self.moment(a.zone, first, last, 0.55) for _ in range(count))
        out: list[float] = []
        weekend = rng.choice((0.3, 0.8, 1.6))
        while len(out) < count:
            at = self.moment(a.zone, first, last, weekend)
            for _ in range(min(count - len(out), 1 + int(rng.expovariate(1 / rng.choice((2, 4, 12)))))):
                out.append(at)
                at = min(last, at + rng.lognormvariate(4.2, 1.0))
        return sorted(out)

    def moment(self, zone: float, first: float, last: float, weekend: float) -> float:
        """A waking moment of a person in a time zone."""
        rng = self.rng
        at = first
        for _ in range(12):
            at = rng.uniform(first, last)
            local = at + zone * 3600
            hour, day = local / 3600 % 24, int(local // DAY + 3) % 7
            like = 0.06 if 2 <= hour < 7 else 0.35 if hour < 9 else 0.75 if hour < 14 else 0.9 if hour < 23 else 0.4
            if rng.random() < like * (weekend if day >= 5 else 1.0) / max(1.0, weekend):
                break
        return at

    # ---- rows -----------------------------------------------------------------------------------------------------

    def emit(
        self,
        a: Account,
        at: float,
        text: str,
        system: str | None = None,
        *,
        out: float = 5.2,
        response: str | None = None,
        history: int = 0,
        past: str | None = None,
        past_tokens: int = 0,
        conversation: str | None = None,
        harvested: bool = False,
        tools: list[str] | None = None,
        user: str | None = None,
        blobs: list[str] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> str:
        """Append one request (and the failures before it); returns its output text."""
        rng = self.rng
        tokens = max(1, round(rng.lognormvariate(out, 0.75)))
        cap = a.params.get("max_tokens")
        finish = "stop"
        if cap is not None and tokens >= cap:
            tokens, finish = int(cap), "length"
        elif rng.random() < 0.012:
            finish = "length"
        shown = self._output(rng, a.lang, tokens, response)
        wide = any(c > "\u0600" for c in text[:20])
        size = int(len(text) / (1.7 if wide else 4.1)) + int(len(system or "") / 4.1) + past_tokens + rng.randint(4, 12)
        client = rng.choice(a.others) if a.others and rng.random() < 0.15 else a.client
        address, country, asn = a.network.at(rng)
        model = self.new_model if at > a.adopts else a.model
        row: dict[str, Any] = {
            "exchange_id": "",
            "account_id": a.id,
            "started_at": at,
            "ended_at": None,
            "access_path": a.path,
            "credential_hash": rng.choice(a.keys) if a.keys else None,
            "end_user_id": user,
            "model": model,
            "operation": "chat",
            "conversation_id": conversation if a.named_conversations else None,
            "system_text": system,
            "input_text": text,
            "history_messages": history,
            "history_hash": past if history else None,
            "output_text": shown,
            "input_tokens": size,
            "output_tokens": tokens,
            "finish_reason": finish,
            "status_code": 200,
            "tool_names": tools,
            "tool_schema_hash": short_hash(*tools) if tools else None,
            "client_ip": address,
            "country": country if rng.random() < 0.97 else None,
            "asn": asn if rng.random() < 0.9 else None,
            "user_agent": client.agent,
            "sdk": client.sdk,
            "ja4": client.ja4 if rng.random() > self.no_tls else None,
            "reasoning_blobs_in": blobs,
            **a.params,
        }
        if user is None and a.users:
            row["end_user_id"] = f"u{rng.randrange(a.users * 40)}" if a.users > 1 else "default"
        if a.wild and rng.random() < a.wild:
            row["temperature"] = rng.choice((None, 0.0, 0.3, 0.7, 1.0, round(rng.uniform(0, 1.2), 2)))
            row["max_tokens"] = rng.choice((None, 1024, 2048, rng.randrange(tokens, tokens + 4000)))
        self.minted: list[str] = []
        if model.endswith("think") or row.get("thinking_budget") or row.get("reasoning_effort"):
            row["reasoning_tokens"] = int(tokens * rng.uniform(0.5, 4))
            self.minted = [short_hash(a.id, at, "blob")] if a.thinks else []
            row["reasoning_blobs_out"] = self.minted or None
        if past_tokens > 1000 and rng.random() < 0.5:
            row["cached_input_tokens"] = int(past_tokens * rng.uniform(0.4, 1))
        row.update(more)
        row["_h"], row["_o"] = harvested, a.operator if harvested else None
        while rng.random() < 0.028:
            status, error = rng.choice(
                (
                    (429, "rate_limit"),
                    (429, "rate_limit"),
                    (500, "server_error"),
                    (529, "overloaded"),
                    (400, "invalid_request"),
                )
            )
            self._add(
                {
                    **row,
                    "started_at": at,
                    "status_code": status,
                    "error_type": error,
                    "output_text": None,
                    "output_tokens": 0,
                    "finish_reason": None,
                    "reasoning_tokens": None,
                    "reasoning_blobs_out": None,
                    "refusal_category": None,
                },
                a,
            )
            at += rng.lognormvariate(2.0, 0.8)
            row["started_at"] = at
        if "refusal_category" not in row and rng.random() < 0.006:
            row.update(
                refusal_category=rng.choice(REFUSALS), finish_reason="refusal", output_tokens=rng.randint(15, 70)
            )
        if rng.random() < 0.95:
            row["ended_at"] = (
                at + 0.4 + (row["output_tokens"] + (row.get("reasoning_tokens") or 0)) / rng.uniform(40, 110)
            )
        self._add(row, a)
        return shown

    def _add(self, row: dict[str, Any], a: Account) -> None:
        row["exchange_id"] = f"x{short_hash(self.salt, 'x', len(self.rows))}"
        a.seen += 1
        self.rows.append(row)

    def _output(self, rng: Random, lang: str, tokens: int, response: str | None) -> str:
        if response is None:
            docs = self.bank.docs["zh" if lang == "zh" else "en"]
            response = docs[int(rng.random() * len(docs))]
        return response[: max(4, min(700, tokens * (2 if lang == "zh" else 4)))]

    def chat(
        self,
        a: Account,
        at: float,
        turns: list[Turn],
        system: str | None = None,
        *,
        seed: str = "",
        gap: float = 4.3,
        **more: Any,  # noqa: ANN401
    ) -> float:
        """A conversation; returns the time of its last turn. Same turns and `seed`, same history hashes."""
        name, size = f"c{short_hash(a.id, at)}", 0
        before = 2 * self.rng.randint(1, 8) if not seed and self.rng.random() < 0.05 else 0  # begun before the window
        past = short_hash(seed, system) if not before else short_hash(name, "before")
        blobs = [short_hash(name, "blob", i) for i in range(before // 2)] if a.thinks else []
        for number, (text, response) in enumerate(turns):
            if at > a.end + DAY / 4:
                break
            said = self.emit(
                a,
                at,
                text,
                system,
                response=response,
                history=before + 2 * number,
                past=past,
                past_tokens=size,
                conversation=name,
                blobs=list(blobs) or None,
                **more,
            )
            blobs += self.minted
            past = short_hash(past, text, said[:80]) if not a.trims else short_hash(name, number, "trimmed")
            size += (len(text) + len(said)) // 4
            at += self.rng.lognormvariate(gap, 0.9) + len(said) / 60
        return at
