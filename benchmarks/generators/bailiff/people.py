"""Making accounts: one at a time, or a group with some habits in common."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from .world import COUNTRIES, DAY, MAILS, MODELS, ZONES, Account, Conv, World


@dataclass(slots=True)
class Traits:
    """What the members of a group have in common. `own` means: each as it comes."""

    client: str = "own"  # own, one, few, rotate
    params: str = "own"  # own, one, few, jitter
    net: str = "own"  # own, nat, pool, residential
    pay: str = "own"  # own, few, credits, invoice
    mail: str = "own"  # own, one
    signup: str = "usual"  # usual, recent, aged, months, lockstep
    model: str = "own"  # own, one, few
    org: str = "none"  # none, one, few
    places: int = 0  # how many countries; 0: as the world
    plan: str | None = None
    pathway: str | None = None
    path: str = "own"  # own, mixed
    users: int = 0
    robot: bool = False


def pick_model(w: World) -> list[str]:
    """The models one customer uses, the main one first."""
    names, weights = zip(*MODELS, strict=True)
    return w.r.choices(names, weights, k=1 if w.r.random() < 0.6 else 3)


def _row(w: World, country: str, created: datetime, shared: dict[str, Any], t: Traits) -> dict[str, Any]:
    r = w.r
    status = r.choices(["active", "suspended", "banned"], [950, 32, 18])[0]
    cloud = r.random() < 0.12
    ip, asn = w.ip(country, cloud)
    age = (w.start + timedelta(days=w.days) - created).total_seconds() / DAY
    kind = r.choices(["card", "prepaid", "virtual", "invoice", "crypto", "credits", None],
                     [60, 6, 9, 4, 4, 11, 6])[0]  # fmt: skip
    row: dict[str, Any] = {
        "created_at": created,
        "org_id": f"org-{w.hex(32)}" if r.random() < 0.15 else None,
        "plan": t.plan or r.choices(["free", "starter", "payg", "pro", "scale"], [18, 28, 32, 16, 6])[0],
        "pathway": t.pathway or r.choices(["self_serve", "startup", "education", "enterprise", "cloud"],
                                          [84, 7, 3, 3, 3])[0],
        "verification": r.choices(["none", "email", "phone", "payment", "business"], [12, 45, 12, 27, 4])[0],
        "email_domain": r.choices(MAILS, [50, 12, 6, 5, 3, 2, 2, 2, 2, 2, 2])[0]
        if r.random() < 0.62 else f"{w.say('<firm>').lower().replace(' ', '').replace('&', '')}{r.randint(2, 999)}.com",
        "phone_hash": w.hex() if r.random() < 0.3 else None,
        "payment_fingerprint": w.hex() if kind in ("card", "virtual", "prepaid") else None,
        "payment_kind": kind,
        "billing_country": country if r.random() < 0.9 else w.weigh(COUNTRIES),
        "signup_ip": ip, "signup_asn": asn, "signup_user_agent": w.agent()[0] if r.random() < 0.1 else
        f"Mozilla/5.0 Chrome/1{r.randint(20, 44)}.0", "distillation_licence": False, "status": status,
        "status_at": None if status == "active" else w.start + timedelta(days=r.uniform(max(0.0, w.days - age),
                                                                                         w.days)),
    }  # fmt: skip
    if row["org_id"]:
        row["org_name"] = w.say("<firm>")
    row.update({k: (r.choice(v) if isinstance(v, list) else v) for k, v in shared.items()})
    return row


def group(w: World, n: int, kind: str, t: Traits, operator: str | None = None) -> list[Account]:
    """`n` accounts with the traits `t`."""
    r = w.r
    clients = [w.agent() for _ in range(1 if t.client == "one" else r.randint(2, 5))]
    sets = [w.params() for _ in range(1 if t.params == "one" else r.randint(2, 4))]
    places = [w.weigh(COUNTRIES) for _ in range(t.places)]
    cloudy = r.random() < 0.35
    pool = [w.ip(places[0] if places else "US", cloudy) for _ in range(1 + n // r.randint(4, 30))]
    models = [pick_model(w) for _ in range(1 if t.model == "one" else 3)]
    lock = w.signup("recent" if r.random() < 0.7 else "months")
    lock = min(lock, w.start + timedelta(days=w.days * 0.3))
    width = r.choice([0.1, 1.0, 4.0, 10.0])
    shared: dict[str, Any] = {}
    if t.pay == "few":
        shared = {"payment_fingerprint": [w.hex() for _ in range(1 + n // r.randint(3, 25))],
                  "payment_kind": r.choice(["card", "card", "virtual", "prepaid"])}  # fmt: skip
    elif t.pay in ("credits", "invoice"):
        shared = {"payment_kind": t.pay, "payment_fingerprint": None}
    if t.mail == "one":
        shared["email_domain"] = w.say("<firm>").lower().replace(" ", "").replace("&", "") + r.choice([".edu", ".com"])
    if t.org in ("one", "few"):
        shared["org_id"] = [f"org-{w.hex(32)}" for _ in range(1 if t.org == "one" else 1 + n // 5)]
        shared["org_name"] = None
    if t.net == "nat":
        shared.update(signup_ip=[p[0] for p in pool], signup_asn=pool[0][1])
    out = []
    for _ in range(n):
        country = r.choice(places) if places else w.weigh(COUNTRIES)
        created = lock + timedelta(days=r.uniform(0, width)) if t.signup == "lockstep" else w.signup(t.signup)
        row = _row(w, country, created, shared, t)
        if t.net in ("nat", "pool"):
            ips, churn = (pool if len(pool) < 4 else r.sample(pool, 3)), 0.0
        elif t.net == "residential":
            ips, churn = [w.ip(country, False)], r.uniform(0.3, 1.0)
        else:
            ips = [w.ip(country, r.random() < 0.4) for _ in range(r.randint(1, 3))]
            churn = r.choice([0.0, 0.0, 0.05, 0.6])
        agents = clients if t.client == "rotate" else [w.agent() if t.client == "own" else r.choice(clients)]
        params = r.choice(sets) if t.params in ("one", "few") else w.params()
        p = r.choice(["api", "api", "api", "console", "bedrock", "vertex", "azure"]) if t.path == "mixed" else (
            r.choices(["api", "console", "bedrock", "vertex", "azure"], [80, 8, 4, 4, 4])[0])  # fmt: skip
        a = Account(
            f"key_{w.hex(56)}", kind, operator is not None, operator, row, country, ZONES[country] + r.randint(-1, 1),
            ips, churn, agents, params, t.params == "jitter" or r.random() < 0.07,
            pick_model(w) if t.model == "own" else r.choice(models), p,
            [w.hex() for _ in range(r.choices([1, 2, 4], [85, 11, 4])[0])], r.random() < 0.15, r.random() < 0.6,
            t.users or (r.choice([3, 40, 400]) if r.random() < 0.2 else 0),
            r.choices([0.0, 0.01, 0.08], [70, 22, 8])[0],
            {"robot": True} if t.robot or r.random() < 0.3 else {},
        )  # fmt: skip
        if r.random() < 0.08:
            a.extra["follows_release"] = w.release + r.expovariate(1 / (2.5 * DAY))
        row["account_id"] = a.id
        out.append(a)
    w.accounts.extend(out)
    return out


def span_of(w: World, a: Account, lo: float = 0.0, hi: float | None = None) -> tuple[float, float]:
    """When the account can be used: after sign-up and before a ban."""
    born = (a.row["created_at"] - w.start).total_seconds()
    end = w.span if hi is None else hi
    if a.row["status_at"] is not None:
        end = min(end, (a.row["status_at"] - w.start).total_seconds())
    return max(lo, born), max(end, born + 3600)


def live(w: World, a: Account, source: Iterator[Conv], n: int, shape: str, lo: float = 0.0, hi: float | None = None,
         ) -> None:  # fmt: skip
    """Send about `n` requests of `source` in the rhythm `shape`."""
    lo, hi = span_of(w, a, lo, hi)
    convs = []
    left = n
    for conv in source:
        convs.append(conv[: max(1, left)])
        left -= len(convs[-1])
        if left <= 0:
            break
    for at, conv in zip(w.times(len(convs), shape, a.tz, lo, hi), convs, strict=False):
        w.emit(a, at, conv)
