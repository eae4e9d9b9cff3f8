"""Opening an account: the same desk for honest customers and for an operator's identities."""

from typing import Any

from benchmarks.generators.inspector.clients import Client
from benchmarks.generators.inspector.places import Net
from benchmarks.generators.inspector.traces import DAY
from benchmarks.generators.inspector.world import Account, World, digest

MAIL = ["gmail.com"] * 9 + [
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "proton.me",
    "icloud.com",
    "qq.com",
    "163.com",
    "web.de",
    "gmx.net",
    "mail.ru",
    "naver.com",
]
PATHS = (["api"] * 12) + ["bedrock", "bedrock", "vertex", "azure", "console", "marketplace"]


def first_seen(w: World, newness: float) -> float:
    """Sign-up time: `newness` is the chance of a recent one; the rest are months or years old."""
    rng = w.rng
    if rng.random() < newness:
        return w.first + rng.uniform(-30, 0.75 * w.days) * DAY
    return w.first - min(1_200.0, rng.expovariate(1 / 210)) * DAY


def company_domain(w: World) -> str:
    """A made-up company's mail domain."""
    rng = w.rng
    start = rng.choice(
        ("nova", "blue", "acme", "delta", "green", "hyper", "lumen", "north", "terra", "pixel", "oak", "brio")
    )
    end = rng.choice(
        ("labs", "soft", "works", "health", "retail", "data", "logic", "media", "bank", "edu", "ai", "tech")
    )
    return f"{start}{end}{rng.randint(1, 999)}.{rng.choice(('com', 'io', 'co', 'de', 'net'))}"


def enrol(
    w: World,
    kind: str,
    *,
    operator: str | None = None,
    net: Net | None = None,
    client: Client | None = None,
    path: str | None = None,
    country: str | None = None,
    role: str | None = None,
    created: float | None = None,
    newness: float = 0.3,
    console: bool = False,
    shady: float = 0.06,
    row: dict[str, Any] | None = None,
    params: dict[str, Any] | None = None,
) -> Account:
    """Open one account. `shady` is the chance of a prepaid or virtual card and of a throw-away mailbox."""
    rng = w.rng
    country = country or w.places.country()
    net = net or w.places.home(country)
    made = first_seen(w, newness) if created is None else created
    business = not console and rng.random() < 0.35
    kind_of_card = "card" if rng.random() > shady else rng.choice(("prepaid", "virtual", "virtual", "crypto"))
    if business and rng.random() < 0.3:
        kind_of_card = "invoice"
    if rng.random() < 0.08:
        kind_of_card = "credits"
    card = digest("pay", f"{rng.random()}") if rng.random() > 0.015 else rng.choice(w.card_names)
    domain = company_domain(w) if business else rng.choice(MAIL)
    if rng.random() < shady * 0.5:
        domain = rng.choice(w.disposable)
    ip, _, asn = (net if rng.random() < 0.7 else w.places.home(country)).pick(rng, made, 0)
    browser = w.clients.browser()
    details: dict[str, Any] = {
        "created_at": made,
        "plan": rng.choice(("free", "payg", "payg", "build", "scale")),
        "pathway": "self_serve",
        "verification": rng.choice(("email", "phone", "phone", "payment", "payment", "none")),
        "email_domain": domain,
        "phone_hash": digest("tel", f"{rng.random()}") if rng.random() < 0.7 else None,
        "payment_fingerprint": None if rng.random() < 0.12 else card,
        "payment_kind": kind_of_card,
        "billing_country": country if rng.random() < 0.93 else w.places.country(),
        "signup_ip": ip,
        "signup_asn": asn,
        "signup_user_agent": browser[0],
        "distillation_licence": False,
        "status": "active",
        "status_at": None,
    }
    if business and rng.random() < 0.2:
        details["verification"], details["pathway"] = "business", rng.choice(("enterprise", "startup"))
    if rng.random() < 0.03:
        details["pathway"] = rng.choice(("education", "security_research", "startup"))
    details.update(row or {})
    path = path or ("console" if console else rng.choice(PATHS))
    if path in ("bedrock", "vertex", "azure"):
        details["pathway"] = "cloud"
    a = Account(
        number=len(w.accounts),
        kind=kind,
        operator=operator,
        net=net,
        client=client or (w.clients.browser() if console else w.clients.script()),
        path=path,
        row=details,
        params=habits(w, console) if params is None else params,
        role=role or rng.choice(("large", "large", "small", "reason")),
        keeps_ids=console or rng.random() < 0.3,
        error_rate=min(0.2, rng.lognormvariate(-4.3, 0.9)),
        keys=[digest("key", f"{rng.random()}") for _ in range(1 if rng.random() < 0.85 else rng.randint(2, 4))],
    )
    w.accounts.append(a)
    if rng.random() < 0.006:
        suspend(w, a, w.first + rng.uniform(0.2, 1.0) * w.days * DAY)
    return a


def suspend(w: World, a: Account, when: float) -> None:
    """The provider shuts an account: honest people meet this too."""
    a.shut = when
    a.row["status"], a.row["status_at"] = w.rng.choice(("banned", "banned", "suspended")), when


def habits(w: World, console: bool) -> dict[str, Any]:
    """Request parameters that an account keeps."""
    rng = w.rng
    if console:
        return {"stream": True, "max_tokens": 4096, "temperature": 1.0}
    made: dict[str, Any] = {
        "stream": rng.random() < 0.45,
        "max_tokens": rng.choice((256, 512, 1000, 1024, 1500, 2048, 4000, 4096, 8192, 16000)),
        "temperature": rng.choice((None, None, 0.0, 0.1, 0.2, 0.3, 0.5, 0.7, 0.7, 0.8, 1.0, 1.0)),
    }
    if rng.random() < 0.15:
        made["top_p"] = rng.choice((0.9, 0.95, 1.0))
    if rng.random() < 0.04:
        made["seed"] = rng.choice((0, 1, 42, 1234))
    if rng.random() < 0.08:
        made["response_format"] = rng.choice(("json_object", "json_schema", "text"))
    if rng.random() < 0.06:
        made["reasoning_effort"] = rng.choice(("low", "medium", "high"))
    if rng.random() < 0.02:
        made["batch"] = True
    return made
