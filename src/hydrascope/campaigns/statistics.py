"""The pooled statistics of a group: a column each, with the sentence an analyst reads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hydrascope.campaigns import lockstep, pool
from hydrascope.campaigns.pool import Floats, Ints, Rows
from hydrascope.model.evidence import FACTORS
from hydrascope.tables import VECTOR_UNIT
from hydrascope.threads import THREADS

STRUCTURE, CAPABILITY, ACCOUNTS, TIMELINE = FACTORS


@dataclass(frozen=True, slots=True)
class Statistic:
    """A pooled statistic. `says` is a sentence with `{value}`; `factor` one of H.R. 8283's four."""

    name: str
    factor: str
    says: str


STATISTICS = (
    Statistic("size", ACCOUNTS, "{accounts} unlinked customers take part"),
    Statistic("pace", STRUCTURE, "{value:.1f} (log2) requests for each account"),
    Statistic("devotion", STRUCTURE, "the accounts spend {value:.0%} of their traffic on this"),
    Statistic(
        "topics exchangeable",
        STRUCTURE,
        "what is asked differs between accounts {times:.1f} times as much as within one",
    ),
    Statistic(
        "form exchangeable",
        STRUCTURE,
        "length and manner differ between accounts {times:.1f} times as much as within one",
    ),
    Statistic(
        "hours exchangeable",
        STRUCTURE,
        "hours of day differ between accounts {times:.1f} times as much as within one",
    ),
    Statistic("days exchangeable", STRUCTURE, "days differ between accounts {times:.1f} times as much as within one"),
    Statistic(
        "sessions",
        STRUCTURE,
        "requests of one account follow each other {times:.1f} times as often as a dealt-out queue would have it",
    ),
    Statistic("own repetition", STRUCTURE, "{value:.0%} of requests repeat an earlier one of the same account"),
    Statistic("shared questions", STRUCTURE, "{value:.0%} of the questions were asked by more than one account"),
    Statistic(
        "even load",
        STRUCTURE,
        "the load of the accounts differs by a factor of {times:.1f} (one standard deviation)",
    ),
    Statistic(
        "sign-up lockstep",
        ACCOUNTS,
        "sign-ups lie {times:.1f} times closer together than those of as many random accounts",
    ),
    Statistic(
        "sign-up window",
        ACCOUNTS,
        "half of the sign-ups fall into a window {times:.1f} times narrower than usual",
    ),
    Statistic(
        "arrival lockstep",
        ACCOUNTS,
        "first requests lie {times:.1f} times closer together than those of random accounts",
    ),
    Statistic(
        "arrival window",
        ACCOUNTS,
        "half of the accounts begin in a window {times:.1f} times narrower than usual",
    ),
    Statistic(
        "departure window",
        ACCOUNTS,
        "half of the accounts fall silent in a window {times:.1f} times narrower than usual",
    ),
    Statistic(
        "same parameters",
        STRUCTURE,
        "two accounts have the same sampling parameters {times:.1f} times as often as two random ones",
    ),
    Statistic(
        "same client",
        ACCOUNTS,
        "two accounts have the same client software {times:.1f} times as often as two random ones",
    ),
    Statistic(
        "same e-mail domain",
        ACCOUNTS,
        "two accounts have the same e-mail domain {times:.1f} times as often as two random ones",
    ),
    Statistic(
        "same sign-up client",
        ACCOUNTS,
        "two accounts signed up with the same software {times:.1f} times as often as two random ones",
    ),
    Statistic(
        "age window",
        ACCOUNTS,
        "half of the accounts have ages at first use in a range {times:.1f} times narrower than usual",
    ),
    Statistic(
        "active days",
        STRUCTURE,
        "the accounts are active on {times:.1f} times as many days as the average one",
    ),
    Statistic("breadth", CAPABILITY, "the topics spread over {value:.0%} of what is possible"),
    Statistic("capability focus", CAPABILITY, "what is asked for differs from all traffic by {value:.2f} bits"),
    Statistic(
        "training-data content",
        CAPABILITY,
        "the texts lean {value:+.2f} bits towards training data, against the average account",
    ),
    Statistic("single turns", STRUCTURE, "{value:+.0%} single-turn requests, against the average account"),
    Statistic("long outputs", CAPABILITY, "outputs {times:.1f} times as long as the average account's"),
    Statistic("reasoning elicited", CAPABILITY, "{value:.0%} of requests ask for the reasoning"),
    Statistic("judging", CAPABILITY, "{value:.0%} of requests ask for scores or comparisons"),
    Statistic("instructions made", CAPABILITY, "{value:.0%} of requests have new instructions or questions made"),
    Statistic(
        "rich parameters",
        CAPABILITY,
        "{value:+.0%} requests with log-probabilities, several choices or thinking budgets",
    ),
    Statistic("refusals", STRUCTURE, "{value:.0%} of requests were refused"),
    Statistic("orphan histories", STRUCTURE, "{value:+.0%} conversations whose beginning was never seen here"),
    Statistic("round the clock", STRUCTURE, "the pool's hours have {value:.2f} bits (4.58 is a flat day)"),
    Statistic("young accounts", ACCOUNTS, "the accounts are younger than {value:.0%} of all at their first request"),
    Statistic("stopped accounts", ACCOUNTS, "{value:.0%} of the accounts are suspended or banned already"),
    Statistic(
        "shared identity",
        ACCOUNTS,
        "{value:.0%} of the accounts share a payment, phone or sign-up address with another",
    ),
    Statistic("rotating addresses", ACCOUNTS, "{value:+.2f} addresses for each request, against the average account"),
    Statistic("end users", ACCOUNTS, "{value:.2f} end users for each request"),
    Statistic("model pivot", TIMELINE, "{value:.0%} of the accounts turn to one model within a day of each other"),
)
NAMES = tuple(statistic.name for statistic in STATISTICS)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Row and account columns that the statistics read, as numpy arrays (see `traffic`)."""

    account: Rows
    micros: Ints
    text: npt.NDArray[np.uint64]
    vector: npt.NDArray[np.int8]  # (rows, 32), unit length × VECTOR_UNIT
    form: npt.NDArray[np.float32]  # (rows, 3), standard deviations
    hour: npt.NDArray[np.float32]  # (rows, 2)
    day: npt.NDArray[np.float32]  # (rows, 1)
    marks: npt.NDArray[np.float32]  # (rows, len(MARKS))
    capability: npt.NDArray[np.uint8]
    model: npt.NDArray[np.int64]
    table: pa.Table  # BEHAVIOURS
    usual: Floats  # (len(MARKS),), means over the accounts
    young: Floats  # (accounts,), share of accounts that were older at their first request
    turned: Ints  # (accounts,), day on which an account turned to its main model, -1 if it never did

    def column(self, name: str) -> Floats:
        """A column of the accounts as float64; NaN unknown."""
        return np.asarray(self.table[name].to_numpy(), np.float64)

    @property
    def weight(self) -> Floats:
        """How many compared exchanges a row of each account stands for: 1 unless a large log had to be thinned."""
        return self.column("compared") / np.maximum(self.column("sampled"), 1)

    @property
    def licensed(self) -> npt.NDArray[np.bool_]:
        """Accounts whose training on outputs was agreed to."""
        return np.asarray(self.table["licensed"].to_numpy(), np.bool_)

    def hashes(self, name: str) -> npt.NDArray[np.uint64]:
        """A column of hashes of the accounts; 0 unknown."""
        return np.asarray(self.table[name].to_numpy(), np.uint64)


MARKS = ("purpose", "single", "output", "elicit", "judge", "make", "rich", "refused")
ELICIT, JUDGE, MAKE, RICH = 0b1000001111, 0b1100000, 0b110000000, 0b1111


def traffic(features: pa.Table, behaviours: pa.Table) -> Traffic:
    """Columns of FEATURES (sorted by account and time) and BEHAVIOURS in the shape the kernels want."""
    micros = features["started_at"].cast(pa.int64()).to_numpy()
    history = features["history_messages"].to_numpy()
    output = features["output_tokens"].to_numpy()
    purpose = features["purpose"].to_numpy()
    forms, asks = features["forms"].to_numpy(), features["asks"].to_numpy()
    longer = np.where(output < 0, np.nan, np.log2(np.maximum(output, 0) + 1.0)).astype(np.float32)
    chars = np.log2(features["chars"].to_numpy().clip(0) + 1.0).astype(np.float32)
    angle = (micros // 3_600_000_000 % 24 * (2 * np.pi / 24)).astype(np.float32)
    marks = [purpose, np.where(history < 0, np.nan, history == 0), longer]
    marks += [(forms & bits) > 0 for bits in (ELICIT, JUDGE, MAKE)]
    marks += [(asks & RICH) > 0, features["outcome"].to_numpy() & 1]
    vector = features["vector"].chunk(0).flatten().to_numpy().reshape(len(micros), -1)
    model = features["model"].chunk(0).indices.fill_null(-1).to_numpy(zero_copy_only=False)
    t = Traffic(
        account=features["account_id"].chunk(0).indices.to_numpy(),
        micros=micros,
        text=features["text"].to_numpy(),
        vector=vector,
        form=np.stack([_standard(purpose), _standard(chars), _standard(np.nan_to_num(longer, nan=0.0))], axis=1),
        hour=np.stack([np.cos(angle), np.sin(angle)], axis=1),
        day=_standard((micros // 86_400_000_000).astype(np.float32))[:, None],
        marks=np.stack([np.asarray(mark, np.float32) for mark in marks], axis=1),
        capability=features["capability"].to_numpy(),
        model=model.astype(np.int64),
        table=behaviours,
        usual=np.zeros(0),
        young=np.zeros(0),
        turned=np.zeros(0, np.int64),
    )
    return replace(t, usual=_usual(marks_by_account(t)), young=_youth(t), turned=_turned(t))


def _standard(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    scale = float(np.std(values)) or 1.0
    return ((values - np.mean(values)) / scale).astype(np.float32)


def measure(traffic: Traffic, starts: Ints, rows: Rows, held: tuple[Ints, Rows, Rows] | None = None) -> Floats:
    """All statistics of all groups: float64 (groups, len(STATISTICS)); NaN where one cannot be told.

    `held`: their `pool.members`, where these are known already.
    """
    first, who, counts = held or pool.members(starts, rows, traffic.account)
    with ThreadPoolExecutor(THREADS) as threads:
        # What takes longest goes first.
        asked = [
            threads.submit(_structure, traffic, starts, rows, first, who, counts),
            threads.submit(_spreads, traffic, starts, rows),
            threads.submit(_content, traffic, starts, rows),
            threads.submit(_accounts, traffic, first, who),
        ]
        columns = {name: column for part in asked for name, column in part.result().items()}
    return np.stack([columns[name] for name in NAMES], axis=1)


def _spreads(t: Traffic, starts: Ints, rows: Rows) -> dict[str, Floats]:
    parts: dict[str, pool.Values] = {"topics": t.vector, "form": t.form, "hours": t.hour, "days": t.day}
    weight = t.weight
    found = {name: pool.spread(starts, rows, t.account, values, weight) for name, values in parts.items()}
    return {f"{name} exchangeable": column for name, column in found.items()}


def _structure(t: Traffic, starts: Ints, rows: Rows, first: Ints, who: Rows, counts: Rows) -> dict[str, Floats]:
    held = np.diff(first)
    share = (counts / t.column("sampled")[who]).astype(np.float32)
    loads = counts * t.weight[who]
    each = np.arange(len(who), dtype=np.int32)
    average = pool.means(first, each, np.stack([share, loads.astype(np.float32)], axis=1))
    repeats = pool.repetition(starts, rows, t.account, t.text, t.weight)
    return {
        "size": np.log2(np.maximum(held, 1)),
        "pace": np.log2(average[:, 1]),
        "devotion": average[:, 0],
        "sessions": pool.sessions(starts, rows, t.account, t.micros),
        "own repetition": repeats[:, 0],
        "shared questions": repeats[:, 1],
        "even load": lockstep.evenness(first, loads),
        "round the clock": _clock(t, starts, rows),
    }


def _accounts(t: Traffic, first: Ints, who: Rows) -> dict[str, Floats]:
    signup = lockstep.crowding(first, who, t.column("signup"))
    arrival = lockstep.crowding(first, who, t.column("arrival"))
    average = pool.means(first, who, _centred([t.column("addresses"), np.log2(t.column("active_days"))]))
    plain = pool.means(
        first,
        who,
        np.stack([t.young, t.column("banned"), t.column("end_users")], axis=1).astype(np.float32),
    )
    return {
        "sign-up lockstep": signup[:, 0],
        "sign-up window": signup[:, 1],
        "arrival lockstep": arrival[:, 0],
        "arrival window": arrival[:, 1],
        "departure window": lockstep.crowding(first, who, t.column("departure"))[:, 1],
        "same parameters": _agreement(t, first, who, "main_parameters"),
        "same client": _agreement(t, first, who, "main_client"),
        "same e-mail domain": _agreement(t, first, who, "email"),
        "same sign-up client": _agreement(t, first, who, "signup_client"),
        "age window": lockstep.crowding(first, who, t.young)[:, 1],
        "active days": average[:, 1],
        "shared identity": _identity(t, first, who),
        "rotating addresses": average[:, 0],
        "young accounts": plain[:, 0],
        "stopped accounts": plain[:, 1],
        "end users": plain[:, 2],
        "model pivot": _pivot(t, first, who),
    }


def _centred(columns: list[Floats]) -> npt.NDArray[np.float32]:
    """Columns of the accounts less their mean over all accounts."""
    centred = [c - np.nanmean(c) if (~np.isnan(c)).any() else c for c in columns]
    return np.stack(centred, axis=1).astype(np.float32)


def _youth(t: Traffic) -> Floats:
    """Share of accounts that were older at their first request."""
    age = t.column("age_days")
    known = np.sort(age[~np.isnan(age)])
    return np.where(np.isnan(age), np.nan, 1 - np.searchsorted(known, age, "left") / max(len(known), 1))


def _agreement(t: Traffic, first: Ints, who: Rows, name: str) -> Floats:
    value = t.hashes(name)
    _, counts = np.unique(value[value != 0], return_counts=True)
    n = counts.sum()
    chance = float((counts * (counts - 1.0)).sum() / max(n * (n - 1.0), 1.0))
    return lockstep.agreement(first, who, value, max(chance, 1e-5))


def _identity(t: Traffic, first: Ints, who: Rows) -> Floats:
    """Share of a group's accounts that have a payment, phone or sign-up address in common with another."""
    shared = np.zeros(len(who), bool)
    for name in ("payment", "phone", "signup_address"):
        shared |= lockstep.in_common(first, who, t.hashes(name))
    return pool.means(first, np.arange(len(who), dtype=np.int32), shared[:, None].astype(np.float32))[:, 0]


def _content(t: Traffic, starts: Ints, rows: Rows) -> dict[str, Floats]:
    average = pool.pooled(starts, rows, t.account, t.marks)
    counts = np.bincount(t.capability, minlength=16).astype(np.float64)
    history = t.column("orphan").astype(np.float32)
    orphan = pool.means(starts, t.account[rows], history[:, None])[:, 0]
    names: tuple[str, ...] = ("training-data content", "single turns", "long outputs", "reasoning elicited")
    names += ("judging", "instructions made", "rich parameters", "refusals")
    centred = {"training-data content", "single turns", "long outputs", "rich parameters"}
    columns = {name: average[:, c] - (t.usual[c] if name in centred else 0.0) for c, name in enumerate(names)}
    columns["breadth"] = 1 - ((pool.pooled(starts, rows, t.account, t.vector) / VECTOR_UNIT) ** 2).sum(axis=1)
    columns["orphan histories"] = orphan - (np.nanmean(history) if (~np.isnan(history)).any() else 0.0)
    columns["capability focus"] = pool.divergence(starts, rows, t.capability, counts / counts.sum())
    return columns


def _usual(values: Floats) -> Floats:
    """Mean of the known values of every column; NaN where none is known."""
    number = (~np.isnan(values)).sum(axis=0)
    total = np.nansum(values, axis=0)
    mean: Floats = np.divide(total, number, out=np.full(len(number), np.nan), where=number > 0)
    return mean


def marks_by_account(t: Traffic) -> Floats:
    """Mean marks of every account."""
    first = np.searchsorted(t.account, np.arange(t.table.num_rows + 1)).astype(np.int64)
    return pool.means(first, np.arange(len(t.account), dtype=np.int32), t.marks)


def _clock(t: Traffic, starts: Ints, rows: Rows) -> Floats:
    """Entropy of a group's hours in bits: log2(24) less its divergence from a flat day."""
    hours = (t.micros // 3_600_000_000 % 24).astype(np.uint8)
    bits: Floats = np.log2(24) - pool.divergence(starts, rows, hours, np.full(24, 1 / 24))
    return bits


def _pivot(t: Traffic, first: Ints, who: Rows) -> Floats:
    """Share of a group's accounts that first used their main model, after another, within one day."""
    return lockstep.busiest_day(first, who, t.turned)


def _turned(t: Traffic) -> Ints:
    """Day on which an account first used its main model, where it had used another before; -1 else."""
    main = t.column("main_model").astype(np.int64)[t.account]
    first = np.searchsorted(t.account, np.arange(t.table.num_rows + 1))
    hit = np.flatnonzero(t.model == main)
    day = np.full(t.table.num_rows, -1, np.int64)
    account, place = np.unique(t.account[hit], return_index=True)
    earlier = hit[place] > first[account] + 2
    day[account[earlier]] = t.micros[hit[place]][earlier] // 86_400_000_000
    return day
