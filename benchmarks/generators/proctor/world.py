"""The log under construction: accounts, rows, truth; the gateway's own ways (errors, retries, tokens)."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.generators.proctor.cast import COUNTRIES, Client, Habit, Place, country, habit, indicator, place, record
from benchmarks.generators.proctor.phrases import Composer
from benchmarks.generators.proctor.rhythm import DAY, Window
from benchmarks.generators.proctor.texts import Decks, Item, digest
from hydrascope.tables import ACCOUNTS, EXCHANGES

Source = Callable[[], Item]
WORDS = (
    "the result follows from first step then we compare each value and keep those which hold so that it remains "
    "stable under "
    "change because two parts differ only by order while a check of every case shows no contradiction therefore use it"
)
ZH = "首先我们需要确认条件然后逐步计算每一项最后得到结果因此可以看出两者之间存在差异并且应当注意边界情况"


@dataclass(slots=True)
class Account:
    """One account while the world is made."""

    id: str
    kind: str
    operator: str | None
    habit: Habit
    places: list[Place]
    zone: float
    lang: str
    created: float
    credentials: list[str]
    errors: float
    row: dict[str, Any]
    banned: float = float("inf")
    blobs: list[str] = field(default_factory=list)


class World:
    """Collects rows; all randomness of a world comes from here."""

    def __init__(self, kind: str, seed: int) -> None:
        self.fold = 0 if seed < 90000 else 1
        self.py = random.Random(f"proctor/{kind}/{seed}")
        self.np = np.random.default_rng(digest(f"{kind}/{seed}"))
        self.decks = Decks(self.fold, random.Random(self.py.random()))
        self.say = Composer(self.fold, random.Random(self.py.random()))
        begin = datetime(2026, 1, 5, tzinfo=UTC).timestamp() + self.py.randrange(0, 320) * DAY
        self.window = Window(begin, self.py.randint(14, 28) * DAY, datetime.fromtimestamp(begin, UTC).weekday())
        self.release = self.window.length * self.py.uniform(0.3, 0.75)
        self.family = self.py.choice(("atlas", "sonata", "quill", "orion"))
        self.version = self.py.randint(3, 6)
        self.rows: list[dict[str, Any]] = []
        self.accounts: list[Account] = []
        self.truth: list[str | None] = []
        optional = ("ja4", "sdk", "end_user_id", "cached_input_tokens", "ended_at")
        self.absent = {name for name in optional if self.py.random() < 0.12}
        starts = [self.py.uniform(0, self.window.length) for _ in range(3)]
        self.outages = [(at, at + self.py.uniform(300, 5000)) for at in starts]

    def account(
        self, kind: str, operator: str | None = None, *, use: Habit | None = None, web: float = 0.45,
            where: str | None = None,
        places: Sequence[Place] | None = None, created: float | None = None, rank: float = 0.5, lang: str | None = None,
            **over: object,
    ) -> Account:  # fmt: skip
        """Add an account; unset things are as for anybody."""
        rng = self.py
        use = use or habit(rng, web)
        where = where or country(rng)
        if created is None:
            created = -DAY * (rng.uniform(0, 800) if rng.random() < 0.5 else rng.expovariate(1 / 35))
            created = rng.uniform(0, 0.9) * self.window.length if rng.random() < 0.18 else created
        if places is None:
            hosted = use.hosted and not use.web
            count = rng.choices((1, 2, 4, 8), (50, 25, 17, 8))[0]
            vpn = country(rng) if rng.random() < 0.07 else where
            places = [place(rng, vpn if i else where, hosted or (vpn != where and i > 0)) for i in range(count)]
        at_home = place(rng, where, False) if use.hosted or rng.random() < 0.4 else places[0]
        name = f"acct_{rng.getrandbits(56):014x}"
        row: dict[str, Any] = {"account_id": name, **record(rng, use.web, where, rank)}
        if row["plan"] in ("team", "scale") or rng.random() < 0.05:
            row["org_id"] = f"org_{rng.getrandbits(40):010x}"
        row["signup_ip"] = at_home[0] if rng.random() < 0.93 else None
        row["signup_asn"] = at_home[1] if row["signup_ip"] else None
        browser = rng.choice(indicator("user_agents_browser")[: rng.choice((20, 120))])
        row["signup_user_agent"] = None if rng.random() < 0.1 else use.agents[0][0] if use.web else browser
        row["status"], row["status_at"] = "active", None
        if rng.random() < 0.012:
            row["status"], row["status_at"] = rng.choice(("suspended", "banned")), rng.uniform(0.2,
                1) * self.window.length
        row.update(over)
        row["created_at"] = created
        info = COUNTRIES[where]
        credentials = [f"k{rng.getrandbits(52):013x}" for _ in range(1 if use.web else rng.choices((1, 2, 4),
            (80, 15, 5))[0])]
        tongue = lang or (info[2] if rng.random() < 0.6 else "en")
        made = Account(name, kind, operator, use, list(places), info[1], tongue, created, credentials,
            rng.gammavariate(0.5, 0.04), row)
        if row["status_at"] is not None:
            made.banned = row["status_at"]
        self.accounts.append(made)
        return made

    def model(self, account: Account, at: float, tier: str | None = None, new: bool = False) -> str:
        """The model's name, at a time; most people stay with the alias or the older one for a while."""
        tier = tier or account.habit.tier
        late = max(0.0, (at - self.release) / DAY)
        eager = digest(account.id, "eager") % 1000 / 1000
        moved = tier == "large" and late > 0 and (new or late > 30 * eager**1.3)
        return f"{self.family}-{self.version + 1 if moved else self.version}-{tier}"

    def send(
        self, account: Account, at: float, item: Item, *, out: float = 220.0, history: int = 0,
            chain: str | None = None,
        conversation: str | None = None, harvest: bool = False, tools: Sequence[str] | None = None,
            end_user: str | None = None,
        model: str | None = None, refused: bool = False, spot: Place | None = None, blobs_in: list[str] | None = None,
        past: int = 0, agent: Client | None = None, **over: object,
    ) -> str:  # fmt: skip
        """Add one exchange (and the failed tries before it); returns the output's text."""
        rng = self.py
        refused = refused or rng.random() < 0.004
        if at >= min(account.banned, self.window.length) or at < account.created:
            return ""
        use = account.habit
        spot = spot or rng.choice((account.places[0], rng.choice(account.places)))
        agent = agent or rng.choice(use.agents)
        cloud = use.path in ("bedrock", "vertex", "azure")
        tokens_in = max(3,
            int((len(item.prompt) + len(item.system or "")) / (4.1 if item.prompt.isascii() else 2.2)) + 8 + past)
        tokens_out = max(1, int(rng.lognormvariate(0, 0.55) * out))
        limit: Any = use.params.get("max_tokens")
        cut = limit is not None and tokens_out >= limit
        if cut:
            tokens_out = limit
        chosen = model or self.model(account, at)
        thinks = "large" in chosen or "reasoning_effort" in use.params
        text = "" if refused else self._output(item, tokens_out)
        if refused:
            text, tokens_out = rng.choice(("I can't help with that request.",
                "Sorry, I cannot provide this.")), rng.randint(9, 40)
        ended = "tool_calls" if tools and rng.random() < 0.6 else "stop"
        row: dict[str, Any] = {
            "account_id": account.id, "started_at": at, "access_path": use.path, "model": chosen, "operation": "chat",
            "credential_hash": rng.choice(account.credentials),
            "end_user_id": end_user, "conversation_id": conversation, "system_text": item.system,
            "input_text": item.prompt,
            "history_messages": history, "history_hash": chain, "output_text": text, "input_tokens": tokens_in,
            "output_tokens": tokens_out, "reasoning_tokens": int(tokens_out * rng.uniform(0.3, 3)) if thinks else None,
            "cached_input_tokens": int(tokens_in * 0.7) if history > 2 or rng.random() < 0.05 else 0,
            "finish_reason": "refusal" if refused else "length" if cut else ended, "status_code": 200,
            "refusal_category": rng.choice(("distillation", "policy", "policy")) if refused else None,
            "tool_names": list(tools) if tools else None,
            "tool_schema_hash": f"t{digest('|'.join(tools)):016x}" if tools else None,
            "client_ip": None if cloud else spot[0], "asn": None if cloud else spot[1],
            "country": None if cloud else spot[2],
            "user_agent": None if cloud and digest(account.id) % 3 else agent[0], "sdk": None if cloud else agent[1],
            "ja4": None if cloud or rng.random() < 0.04 else agent[2],
        }  # fmt: skip
        row.update(use.params)
        row["ended_at"] = at + 0.4 + (tokens_out + (row["reasoning_tokens"] or 0)) / rng.uniform(35, 110)
        if thinks and not refused and digest(account.id, "blobs") % 4 == 0:
            blob = f"rb{rng.getrandbits(60):015x}"
            row["reasoning_blobs_out"] = [blob]
            if history and account.blobs and blobs_in is None:
                blobs_in = account.blobs[-1:]
            account.blobs.append(blob)
        row["reasoning_blobs_in"] = blobs_in
        row.update(over)
        error = account.errors + (0.5 if any(a <= at < b for a, b in self.outages) else 0.0)
        tries = 0
        while tries < 3 and rng.random() < error * 0.6:
            code = rng.choices((429, 500, 503, 529, 400, 408), (50, 12, 12, 14, 8, 4))[0]
            failed = dict(row, status_code=code, error_type=f"error_{code}", output_text=None, output_tokens=0,
                reasoning_tokens=None,
                          finish_reason=None, refusal_category=None, reasoning_blobs_out=None,
                              ended_at=row["started_at"] + 0.3)  # fmt: skip
            self.rows.append(failed)
            self.truth.append(account.operator if harvest else None)
            wait = rng.uniform(1, 4) * 3.0**tries
            row["started_at"] += wait
            row["ended_at"] += wait
            tries += 1
        if row["started_at"] < self.window.length:
            self.rows.append(row)
            self.truth.append(account.operator if harvest else None)
        return text

    def _output(self, item: Item, tokens: int) -> str:
        if item.answer and self.py.random() < 0.8:
            return item.answer
        if not item.prompt[:40].isascii() and any("\u4e00" <= c < "\ua000" for c in item.prompt[:40]):
            cut = self.py.randrange(len(ZH) - 12)
            return ZH[cut:] + ZH[: min(cut, tokens)]
        count = min(tokens, self.py.randint(8, 70))
        return " ".join(self.py.choices(WORDS.split(), k=count)).capitalize() + "."

    def talk(
        self, account: Account, times: Iterable[float], turns: Sequence[Item], *, out: float = 200.0, id_: bool = True,
        **send: Any,  # noqa: ANN401
    ) -> None:  # fmt: skip
        """A conversation: each turn carries the earlier ones along."""
        conversation = f"c{self.py.getrandbits(52):013x}" if id_ else None
        chain, count, past = "", 0, 0
        for at, turn in zip(times, turns, strict=False):
            answer = self.send(
                account, at, turn, out=out, history=count, chain=f"h{digest(chain):016x}" if count else None,
                conversation=conversation, past=past, **send,
            )  # fmt: skip
            chain += turn.prompt + "\n" + answer + "\n"
            past += (len(turn.prompt) + len(answer)) // 4
            count += 2

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """The four tables."""
        rng, start = self.py, self.window.start
        order = sorted(range(len(self.rows)), key=lambda i: float(self.rows[i]["started_at"]))
        rows = [self.rows[i] for i in order]
        for row in rows:
            row["exchange_id"] = f"x{rng.getrandbits(60):015x}"
        people = rng.sample(self.accounts, len(self.accounts))

        def build(schema: pa.Schema, source: list[dict[str, Any]], skip: set[str]) -> pa.Table:
            columns = {}
            for spec in schema:
                values = [row.get(spec.name) for row in source]
                if pa.types.is_timestamp(spec.type):
                    values = [None if v is None else round((start + v) * 1e6) for v in values]
                if spec.name not in skip and (not skip or any(v is not None for v in values)):
                    columns[spec] = pa.array(values, spec.type)
            return pa.table(list(columns.values()), schema=pa.schema(list(columns)))

        truth_accounts = {
            "account_id": [one.id for one in people],
            "fake": [one.operator is not None for one in people],
            "kind": [one.kind for one in people],
            "operator": pa.array([one.operator for one in people], pa.string()),
        }
        truth = [self.truth[i] for i in order]
        truth_exchanges = {
            "exchange_id": [row["exchange_id"] for row in rows],
            "harvested": [t is not None for t in truth],
            "operator": pa.array(truth, pa.string()),
        }
        exchanges = build(EXCHANGES, rows, {"source", "line"} | self.absent)
        return exchanges, build(ACCOUNTS, [one.row for one in people],
            set()), pa.table(truth_accounts), pa.table(truth_exchanges)


def heavy(rng: random.Random, median: float, sigma: float, cap: int = 1500) -> int:
    """A heavy-tailed count of at least one."""
    return max(1, min(cap, int(rng.lognormvariate(0, sigma) * median + 0.5)))

