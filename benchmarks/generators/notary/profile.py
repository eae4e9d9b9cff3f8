"""The one distribution that every account's incidental columns come from, honest or not."""

from typing import Any

from . import network as net
from .traces import DAY, draw_client, draw_volume
from .wording import business
from .world import Account, World

SEGMENTS = {"chat": 45, "code": 18, "app": 16, "rag": 6, "translate": 5, "data": 5, "agent": 5}
PATHS: dict[str, tuple[tuple[str, float], ...]] = {
    "chat": (
        ("console", 52),
        ("api", 30),
        ("reseller:polyroute", 6),
        ("reseller:keymart", 4),
        ("azure", 3),
        ("bedrock", 3),
        ("vertex", 2),
    ),
    "other": (
        ("api", 66),
        ("console", 6),
        ("azure", 8),
        ("bedrock", 8),
        ("vertex", 6),
        ("reseller:polyroute", 4),
        ("reseller:keymart", 2),
    ),
}
FREE_MAIL = (
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "gmail.com",
    "outlook.com",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "yahoo.com",
    "proton.me",
    "gmx.de",
    "mail.ru",
    "qq.com",
    "163.com",
    "naver.com",
)

SCHOOLS = tuple(
    f"{a}{b}" for a in ("north", "west", "saint", "lake", "metro", "river") for b in ("uni", "tech", "college", "poly")
)


def draw_params(w: World, segment: str) -> dict[str, Any]:
    """Sampling parameters as customers set them."""
    r = w.r
    p: dict[str, Any] = {}
    if r.random() < 0.55:
        p["temperature"] = r.choice(
            (0.0, 0.0, 0.0, 0.7, 0.7, 1.0, 1.0, 0.2, 0.3, 0.5, 0.8, 0.6, 0.1, 0.9, round(r.random(), 2))
        )
    if r.random() < 0.22:
        p["top_p"] = r.choice((1.0, 1.0, 0.95, 0.9, 0.8, round(r.uniform(0.5, 1), 2)))
    if r.random() < 0.62:
        p["max_tokens"] = r.choice(
            (256, 512, 800, 1000, 1024, 1024, 1500, 2000, 2048, 2048, 4096, 4096, 4000, 8192, 16000, 32000)
        )
    if r.random() < 0.7:
        p["stream"] = r.random() < (0.8 if segment in ("chat", "code") else 0.35)
    if r.random() < 0.16:
        p["reasoning_effort"] = r.choice(("low", "medium", "medium", "high", "high"))
    elif r.random() < 0.07:
        p["thinking_budget"] = r.choice((1024, 2048, 4096, 8000, 16000))
    if r.random() < (0.25 if segment == "data" else 0.06):
        p["response_format"] = r.choice(("json_object", "json_schema"))
    if r.random() < 0.04:
        p["seed"] = r.choice((0, 1, 42, 42, 1234, r.randrange(10**6)))
    if r.random() < 0.02:
        p["logprobs"] = True
    if segment in ("data", "translate", "app") and r.random() < 0.06:
        p["batch"] = True
    return p


def draw_age(w: World) -> float:
    """Sign-up time in seconds from the window's start: mostly long before, a good part recent."""
    u = w.r.random()
    if u < 0.16:
        return w.r.uniform(0.0, 0.9) * w.span
    if u < 0.36:
        return -w.r.expovariate(1 / (25 * DAY))
    return -min(w.r.expovariate(1 / (320 * DAY)), 1250 * DAY)


def _record(w: World, segment: str, country: str, age: float, address: net.Address) -> dict[str, Any]:
    r = w.r
    record: dict[str, Any] = {"created_at": w.moment(age), "status": "active"}
    company = segment != "chat" and r.random() < 0.45
    plan = r.choices(
        ("free", "pay_as_you_go", "pro", "team", "enterprise"),
        (22, 46, 20, 8, 4) if not company else (6, 54, 14, 16, 10),
    )[0]
    record["plan"] = plan
    record["pathway"] = "self_serve"
    if r.random() < 0.11:
        record["pathway"] = r.choice(("education", "education", "startup", "startup", "security_research", "cloud"))
    elif plan == "enterprise":
        record["pathway"] = r.choice(("enterprise", "enterprise", "cloud"))
    record["verification"] = r.choices(("none", "email", "phone", "payment", "business"), (4, 33, 30, 26, 7))[0]
    name = business(r)
    if company or r.random() < 0.07:
        domain = name.lower().replace(" ", "").replace("&", "") + r.choice(
            (".com", ".com", ".io", ".ai", ".de", ".dev", ".net")
        )
        if r.random() < 0.6:
            record["org_id"], record["org_name"] = f"org_{w.token(40)}", name
    elif record["pathway"] == "education":
        domain = r.choice(("stud.", "", "cs.")) + r.choice(SCHOOLS) + r.choice((".edu", ".ac.uk", ".edu.cn", ".edu"))
    elif r.random() < 0.04:
        domain = r.choice(net.disposable_domains(w.fold))
    else:
        domain = r.choice(FREE_MAIL)
    record["email_domain"] = domain if r.random() > 0.05 else None
    if record["verification"] in ("phone", "payment") and r.random() < 0.8:
        record["phone_hash"] = f"ph_{w.token()}"
    if plan != "free" or r.random() < 0.25:
        kinds = ("card", "prepaid", "virtual", "invoice", "crypto", "credits")
        record["payment_kind"] = r.choices(kinds, (64, 7, 9, 14 if company else 2, 2, 8))[0]
        if record["payment_kind"] != "credits":
            record["payment_fingerprint"] = f"pay_{w.token()}"
            if r.random() < 0.03 and w.accounts:  # a colleague's or a parent's card
                other = r.choice(w.accounts).record
                if other.get("org_id") is None and other.get("payment_fingerprint") and not w.private:
                    record["payment_fingerprint"] = other["payment_fingerprint"]
        record["billing_country"] = country if r.random() < 0.93 else net.draw_country(r)
    record["signup_ip"] = address.ip if r.random() < 0.5 else net.near(r, address).ip
    record["signup_asn"] = address.asn
    record["signup_user_agent"] = net.draw_browser(r).user_agent
    if r.random() < 0.08:
        for name in r.sample(("signup_ip", "signup_asn", "signup_user_agent", "phone_hash", "billing_country"), 3):
            record[name] = None
    if r.random() < 0.015:
        record["status"] = r.choice(("suspended", "suspended", "banned"))
        record["status_at"] = w.moment(r.uniform(max(age, 0.0), w.span))
    record["distillation_licence"] = False if r.random() < 0.8 else None
    return record


def draw_account(
    w: World, kind: str, segment: str | None = None, country: str | None = None, volume: float = 1.0
) -> Account:
    """A new account; what it is for does not change what it looks like."""
    r = w.r
    segment = segment or r.choices(list(SEGMENTS), list(SEGMENTS.values()))[0]
    country = country or net.draw_country(r)
    _, zone, lang = net.COUNTRIES[country]
    path = r.choices(*zip(*PATHS.get(segment, PATHS["other"]), strict=True))[0]
    home = net.home_address(r, country)
    addresses = [home]
    served = path != "console" and r.random() < (0.15 if segment == "chat" else 0.55)
    if served:
        addresses = [net.hosting_address(r)]
        addresses += [net.near(r, addresses[0]) for _ in range(r.choice((0, 0, 1, 3)))]
    elif r.random() < 0.08:
        addresses = [net.hosting_address(r, vpn=True) for _ in range(r.randrange(1, 4))]
    if r.random() < 0.55:
        addresses += [
            net.near(r, home) if r.random() < 0.5 else net.home_address(r, country) for _ in range(r.randrange(1, 4))
        ]
    hops = r.choice((0.02, 0.1, 0.25, 0.5))
    if r.random() < 0.12:
        addresses += [net.home_address(r, country) for _ in range(r.randrange(6, 30))]
        hops = 0.97
    clients = [net.draw_browser(r) if path == "console" else net.draw_sdk(r)]
    while r.random() < 0.22 and len(clients) < 5:
        clients.append(net.draw_browser(r) if path == "console" else net.draw_sdk(r))
    age = draw_age(w)
    series = draw_client(w.g)
    base = r.choices(w.old, (3, 4, 3))[0]
    models = [(-1e12, base)]
    if r.random() < 0.2:
        models.append((w.release + r.expovariate(1 / (4 * DAY)), w.new))
    elif r.random() < 0.08:
        models.append((r.uniform(0, w.span), r.choice(w.old)))
    account = Account(
        id=f"acct_{w.token(56)}",
        segment=segment,
        record=_record(w, segment, country, age, home),
        country=country,
        zone=zone + r.choice((0, 0, 0, 1, -1)),
        lang=lang,
        addresses=addresses,
        clients=clients,
        path=path,
        keys=[f"key_{w.token()}" for _ in range(r.choice((1, 1, 1, 2, 3)))],
        params=draw_params(w, segment),
        models=models,
        series=series,
        volume=draw_volume(w.g, series, volume),
        first=max(0.0, age + r.expovariate(1 / 3600.0)),
        verbosity=r.gauss(0.0, 0.35),
        errors=min(0.3, r.betavariate(0.6, 25)),
        work=0.2 if segment == "chat" else r.choice((0.3, 0.6, 0.9)),
        owl=r.gauss(0.0, 2.0),
        end_users=r.choice((0, 0, 3, 20, 200)) if segment in ("app", "rag", "agent") else 0,
        conversations=path == "console" or r.random() < 0.25,
        hops=hops,
        kind=kind,
    )
    if account.record["status"] == "banned" and account.record.get("status_at") is not None:
        account.stop = account.record["status_at"].timestamp() - w.start
    w.accounts.append(account)
    return account


def set_created(w: World, account: Account, age: float) -> None:
    """Move a sign-up (and what can only follow it)."""
    account.record["created_at"] = w.moment(age)
    account.first = max(0.0, age)
    if account.record["status"] != "active" and account.stop <= account.first + 3600:
        account.record["status"], account.record["status_at"], account.stop = "active", None, 1e12
