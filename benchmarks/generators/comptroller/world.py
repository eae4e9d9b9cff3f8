"""The gateway: accounts come in, rows of the log come out."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from hydrascope.tables import ACCOUNTS, EXCHANGES

from . import phrases as ph
from .network import COUNTRIES, COUNTRY_WEIGHTS, DAY, Habit, address, habit, moments, stack, tag
from .texts import Item, Texts, load

MICRO, LIMIT = 1_000_000, 1990
CALL = ("started_at", "ended_at", "conversation_id", "model", "system_text", "input_text", "history_messages",
    "history_hash", "output_text", "input_tokens", "output_tokens", "reasoning_tokens", "finish_reason", "status_code",
    "error_type", "temperature", "max_tokens", "tool_names", "end_user_id", "place")
FROM_HABIT = (("access_path", "path"), ("credential_hash", "credential"), ("top_p", "top_p"), ("thinking_budget",
    "budget"), ("choice_count", "choices"), ("logprobs", "logprobs"), ("stream", "stream"), ("batch", "batch"),
    ("seed", "seed"), ("response_format", "form"), ("reasoning_effort", "effort"), ("user_agent", "agent"), ("sdk",
    "sdk"), ("ja4", "ja4"))
MAIL = ("gmail.com", "outlook.com", "proton.me", "qq.com", "163.com", "yandex.ru", "icloud.com", "naver.com")
CARDS = ("card", "prepaid", "virtual", "crypto", "credits", "invoice", None)

@dataclass(slots=True)
class Account:
    """A paying customer account."""
    id: str
    record: dict[str, Any]
    habit: Habit
    kind: str
    operator: str | None = None
    country: str = "US"
    ends: float | None = None

class World:
    """One window of the market's log."""

    def __init__(self, seed: int, kind: str) -> None:
        self.rng = Random(f"comptroller/{kind}/{seed}")
        rng = self.rng
        self.fold = int(seed >= 90000)
        self.texts: Texts = load(self.fold)
        self.days = rng.choice((14, 17, 21, 25, 28))
        self.start = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=7 * rng.randint(0, 41))
        self.epoch = int(self.start.timestamp() * MICRO)
        self.release = rng.uniform(0.35, 0.7) * self.days * DAY
        self.new_model = rng.choice(("atlas-5", "deepthink-3", "quill-400b"))
        self.accounts: list[Account] = []
        self.rows: list[tuple[Any, ...]] = []
        self.owner: list[tuple[int, Habit, bool]] = []
        self.index: dict[str, int] = {}
        words = [item.answer for item in self.texts.pools["alpaca"][:900] if item.answer]
        self.words = " ".join(words)
        self.hanzi = "".join(item.answer for item in self.texts.pools["zh"][:600] if item.answer)
        optional = ("ja4", "sdk", "cached_input_tokens", "history_hash", "end_user_id", "credential_hash", "top_p",
            "country")
        self.missing = {name for name in optional if rng.random() < 0.12}
        self.blank = {name for name in ("phone_hash", "signup_ip", "payment_fingerprint", "signup_user_agent") if
            rng.random() < 0.12}

    def account(self, kind: str, operator: str | None = None, country: str | None = None, **record: object) -> Account:
        """Sign one account up: the same draw for all; `record` overrides."""
        rng = self.rng
        land = country or rng.choices(COUNTRIES, COUNTRY_WEIGHTS)[0]
        use = habit(rng, land)
        name = "acct_" + tag(rng.random(), len(self.accounts))[:14]
        ago = rng.expovariate(1 / 25) if rng.random() < 0.42 else rng.expovariate(1 / 330)
        own = f"{ph.firm(rng)}{rng.choice(('.com', '.io', '.dev', '.ai', '.co', '.cn', '.in'))}"
        mail = rng.choices((rng.choice(MAIL), own, f"cs.{rng.choice(ph.CITIES).lower()}.edu",
            f"{tag(rng.randrange(300))[:6]}.{rng.choice(('xyz', 'top', 'mail'))}"), (66, 22, 4, 8))[0]
        pays = rng.choices(CARDS, (30, 33, 13, 7, 7, 4, 6))[0]
        checked = rng.choices(("email", "payment", "phone", "business", "none"), (42, 27, 18, 4, 9))[0]
        home, _, asn = use.places[0] if rng.random() < 0.5 else address(rng, land, rng.random() < 0.15)
        row = {"account_id": name, "created_at": self.at(-ago * DAY + rng.uniform(0, 2) * DAY), "org_id": None,
            "org_name": None, "plan": rng.choices(("payg", "free", "pro", "team", "enterprise", None), (56, 17, 14, 6,
            2, 5))[0], "pathway": rng.choices(("self_serve", "education", "startup", "cloud", "enterprise",
            "security_research"), (80, 6, 6, 4, 3, 1))[0], "verification": checked, "email_domain": mail, "phone_hash":
            tag("phone", rng.random()) if checked == "phone" or rng.random() < 0.25 else None, "payment_fingerprint":
            tag("pay", rng.random()) if pays not in (None, "credits", "crypto") else None, "payment_kind": pays,
            "billing_country": land if rng.random() < 0.9 else None, "signup_ip": home, "signup_user_agent":
            stack(rng)[0] if rng.random() < 0.1 else "Mozilla/5.0 " + str(rng.randint(110, 148)), "signup_asn": asn,
            "distillation_licence": rng.choice((None, None, False)), "status": "active", "status_at": None}
        if rng.random() < 0.02:
            row |= {"status": rng.choice(("suspended", "banned")), "status_at": self.at(rng.uniform(0.5, 1) * self.days
                * DAY)}
        if rng.random() < 0.12:
            firm = ph.firm(rng)
            row |= {"org_id": "org_" + tag(firm, rng.random())[:10], "org_name": firm.capitalize()}
        who = Account(name, row | record, use, kind, operator, land)
        self.index[name] = len(self.accounts)
        self.accounts.append(who)
        return who

    def at(self, seconds: float) -> datetime:
        """A time of the calendar."""
        return self.start + timedelta(seconds=int(seconds))

    def when(self, who: Account, n: int, shape: str | None = None, first: float = 0, last: float = 0) -> list[float]:
        """Times of n calls in the account's own rhythm, not before its sign-up."""
        born = (who.record["created_at"] - self.start).total_seconds()
        end = last or self.days * DAY
        return moments(self.rng, shape or who.habit.shape, n, who.habit.zone, self.days, min(max(first, born), end -
            3600), end)

    def send(self, who: Account, t: float, item: Item, *, harvested: bool = False, talk: str | None = None, depth: int
            = 0, past: str | None = None, carried: int = 0, model: str | None = None, user: str | None = None, using:
            Habit | None = None, effort: float = 1.0, refused: bool = False) -> float:
        """Write one request (and its failures and retries); returns the time the answer ended."""
        rng, use = self.rng, using or who.habit
        born = (who.record["created_at"] - self.start).total_seconds()
        t = max(t, born + 30)
        asked = model or use.model
        if asked == self.new_model and t < self.release:
            asked = "atlas-4"
        prompt = item.prompt[:LIMIT]
        wide = prompt[:40].isascii()
        tokens = int(len(prompt) / (4.1 if wide else 1.6) + len(item.system or "") / 4.1) + 8 + carried
        out = max(1, int(item.out * effort * rng.lognormvariate(0, 0.45)))
        thinks = asked.startswith("deepthink") or use.effort is not None or use.budget is not None
        reason = int(out * rng.lognormvariate(0.4, 0.5)) if thinks else None
        reach = use.max_tokens
        if reach and use.jitter:
            reach = int(reach * rng.uniform(0.8, 1.2))
        done = "stop"
        if reach and out > reach:
            out, done = reach, "length"
        if item.tools and rng.random() < 0.55:
            done = "tool_calls"
        heat = use.temperature
        if use.jitter:
            heat = round(min(max((0.7 if heat is None else heat) + rng.uniform(-use.jitter, use.jitter), 0), 1.5), 2)
        place = rng.choice(use.places) if len(use.places) > 1 else use.places[0]
        tries = 0
        while rng.random() < use.fault and tries < 3:
            code = rng.choices((429, 500, 503, 400), (70, 14, 10, 6))[0]
            kind = {429: "rate_limit_error", 400: "invalid_request_error"}.get(code, "api_error")
            self.put(who, use, harvested, (t, t + rng.uniform(0.05, 2), talk, asked, item.system, prompt, depth, past,
                None, tokens, 0, None, None, code, kind, heat, reach, item.tools, user, place))
            tries += 1
            t += rng.uniform(0.8, 3) * 2**tries
            if not use.retries or code == 400:
                return t
        if refused:
            text, out, done, reason = "I can't help with that request.", 9, "refusal", None
        elif item.answer and out < 400:
            text = item.answer
        else:
            stock = self.words if wide else self.hanzi
            cut = rng.randrange(len(stock) - 700)
            text = stock[cut : cut + min(600, max(2, int(out * (4.1 if wide else 1.6))))]
        end = t + 0.3 + (out + (reason or 0)) / rng.uniform(45, 130)
        self.put(who, use, harvested, (t, end, talk, asked, item.system, prompt, depth, past, text, tokens, out,
            reason, done, 200, None, heat, reach, item.tools, user, place))
        return end

    def put(self, who: Account, use: Habit, harvested: bool, row: tuple[Any, ...]) -> None:
        """Keep a row if it falls into the window."""
        if row[0] < (who.ends or self.days * DAY):
            self.rows.append(row)
            self.owner.append((self.index[who.id], use, harvested))

    def chat(self, who: Account, t: float, turns: list[Item], *, user: str | None = None, using: Habit | None = None,
            harvested: bool = False, model: str | None = None, named: bool | None = None, pace: float = 4.0) -> float:
        """A conversation with its history sent along."""
        rng = self.rng
        key = tag("talk", rng.random())
        show = key if (rng.random() < 0.5 if named is None else named) else None
        past: str | None = None
        carried = 0
        for depth, item in enumerate(turns):
            end = self.send(who, t, item, talk=show, depth=2 * depth, past=past, carried=carried, user=user,
                using=using, harvested=harvested, model=model)
            past = tag(past, item.prompt, key)
            carried += len(item.prompt) // 4 + min(item.out, 500)
            t = end + rng.lognormvariate(pace, 0.8)
        return t

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """Everything as tables: exchanges, accounts and the two truths."""
        order = np.argsort(np.array([row[0] for row in self.rows]), kind="stable")
        rows = [self.rows[i] for i in order]
        owner = [self.owner[i] for i in order]
        mix = np.random.default_rng(self.rng.getrandbits(48))
        ids = [f"req_{n:012x}" for n in mix.permutation(len(rows)).astype(np.int64) * 7919 + 10**9]
        part: dict[str, list[Any]] = {name: [row[i] for row in rows] for i, name in enumerate(CALL)}
        who = np.array([o[0] for o in owner], dtype=np.int64)
        names = [account.id for account in self.accounts]
        values: dict[str, list[Any]] = {"exchange_id": ids, "account_id": [names[i] for i in who]}
        for name in ("started_at", "ended_at"):
            values[name] = [int(t * MICRO) + self.epoch for t in part[name]]
        values |= {name: part[name] for name in CALL[2:-1]}
        values["tool_schema_hash"] = [tag(*tools) if tools else None for tools in part["tool_names"]]
        values |= {name: [getattr(o[1], source) for o in owner] for name, source in FROM_HABIT}
        values |= {name: [place[i] for place in part["place"]] for i, name in enumerate(("client_ip", "country",
            "asn"))}
        values["operation"] = ["chat"] * len(rows)
        out = {name: pa.array(values[name], EXCHANGES.field(name).type) for name in EXCHANGES.names if name in values}
        exchanges = pa.table({name: column for name, column in out.items() if name not in self.missing})
        for account in self.accounts:
            if account.ends:
                account.record |= {"status": "banned", "status_at": self.at(account.ends)}
        shuffled = [self.accounts[i] for i in mix.permutation(len(self.accounts))]
        records = [{k: None if k in self.blank else v for k, v in account.record.items()} for account in shuffled]
        truth = pa.table({"account_id": [a.id for a in shuffled], "fake": [a.operator is not None for a in shuffled],
            "kind": [a.kind for a in shuffled], "operator": pa.array([a.operator for a in shuffled], pa.string())})
        operators = [account.operator for account in self.accounts]
        rows_truth = pa.table({"exchange_id": out["exchange_id"], "harvested": pa.array([o[2] for o in owner],
            pa.bool_()), "operator": pa.array([operators[o[0]] if o[2] else None for o in owner], pa.string())})
        return exchanges, pa.Table.from_pylist(records, ACCOUNTS), truth, rows_truth
