"""A campaign's operator: drawn habits, a work queue, and the accounts that serve it."""

from collections.abc import Sequence
from typing import Any

from . import people, phrases, places
from .ordinary import live, personal
from .places import Network
from .world import BURSTS, DAY, FLAT, Account, World, short_hash

DOMAINS: dict[str, tuple[str, ...]] = {
    "maths": ("gsm", "maths", "cot"),
    "code": ("code", "code_task", "code_task"),
    "tools": ("tools", "bfcl"),
    "write": ("write", "topic"),
    "zh": ("zh", "zh_more"),
    "tongues": ("tongues",),
    "knowledge": ("alpaca", "topic", "wild"),
    "judge": ("judge",),
    "generate": ("evolve",),
    "data": ("tweets", "doc"),
    "real": ("real",),
    "elicit": ("elicit",),
}
CAMPUS = ("CN", "HK", "SG", "JP", "RU", "IN", "US", "VN", "AE", "DE")


class Operator:
    """Habits of one operator and the means it shares between its accounts."""

    def __init__(self, w: World, kind: str, linked: float = 0.5, domains: Sequence[str] = tuple(DOMAINS)) -> None:
        rng = w.rng
        self.w, self.kind, self.name = w, kind, f"op-{kind}-{short_hash(w.salt, rng.random())[:6]}"
        means = ("payment", "network", "phone", "browser", "mail", "signup")
        shares = rng.random() < linked
        self.shared = {m for m in means if rng.random() < 0.45} if shares else set()
        if shares and not self.shared:
            self.shared = {rng.choice(means)}
        self.cards = [short_hash(rng.random()) for _ in range(rng.randint(1, 12))]
        self.phones = [short_hash(rng.random()) for _ in range(rng.randint(1, 6))]
        self.browsers = [places.browser_client(rng).agent for _ in range(rng.randint(1, 3))]
        self.mails = [rng.choice(places.disposable()) for _ in range(rng.randint(1, 5))]
        self.desk = places.home_address(rng, rng.choice([c for c in CAMPUS if c in places.COUNTRIES]))
        self.exits = [places.server_address(rng) for _ in range(rng.randint(2, 40))]
        self.stack = (
            rng.choice(("one", "few", "own", "own")) if self.shared else rng.choice(("one", "few", "own", "own", "own"))
        )
        self.clients = [places.draw_client(rng) for _ in range(1 if self.stack == "one" else rng.randint(2, 5))]
        self.sampling = rng.choice(("one", "jitter", "default", "own", "own"))
        self.params = {
            **w.parameters(),
            **({"max_tokens": rng.choice((2048, 4096, 8192, 16000))} if rng.random() < 0.4 else {}),
        }
        self.tempo = rng.choice((FLAT, BURSTS, "hubs", "human", "human", "shift", "own", "queue"))
        self.enrol = rng.choice(("lockstep", "waves", "spread", "aged", "aged", "population"))
        self.origin = rng.uniform(w.start - 40 * DAY, w.start + 0.3 * w.days * DAY)
        self.domains = rng.sample(list(domains), min(len(domains), rng.choice((1, 1, 2, 3))))
        self.variants = rng.choice((1, 1, 3, 8, 0, 0))
        self.cover = rng.choice((0.0, 0.0, 0.1, 0.4, 1.0))
        self.out = rng.choice((4.4, 5.0, 5.5, 6.2))
        self.homes = rng.sample([c for c in places.COUNTRIES], rng.randint(1, 4)) if rng.random() < 0.4 else []
        self.model = rng.choice((None, None, None, None, w.models[0], w.models[2], w.models[1]))
        self.first, self.last = (
            w.start + rng.uniform(0, 0.35) * w.days * DAY,
            w.end - rng.uniform(0, 0.25) * w.days * DAY,
        )
        self.hubs = [
            (rng.uniform(self.first, self.last), rng.lognormvariate(8.8, 0.8)) for _ in range(rng.randint(2, 12))
        ]
        self.zone = places.COUNTRIES[self.desk[1]][1]

    def signup(self) -> float | None:
        """When the next account is made."""
        rng = self.w.rng
        if self.enrol == "lockstep":
            return min(self.origin + rng.expovariate(1 / 0.4) * DAY, self.last - DAY)
        if self.enrol == "waves":
            return min(self.origin + rng.randrange(4) * 4 * DAY + rng.expovariate(1.5) * DAY, self.last - DAY)
        if self.enrol == "spread":
            return self.w.start - rng.uniform(-5, 200) * DAY
        return self.w.start - rng.uniform(30, 800) * DAY if self.enrol == "aged" else None

    def account(self, **over: Any) -> Account:  # noqa: ANN401
        """A new account of this operator."""
        rng = self.w.rng
        country = rng.choice(self.homes) if self.homes else places.draw_country(rng)
        shared: dict[str, Any] = {"country": country, "created": self.signup()}
        if "network" in self.shared:
            pool = rng.sample(self.exits, min(len(self.exits), rng.randint(1, 6)))
            shared["network"] = Network(pool, rng.choice((0.05, 0.5, 1.0)))
        elif rng.random() < 0.3:
            shared["network"] = self.w.residential(
                self.homes or [country], rng.randint(2, 30), rng.choice((0.05, 0.4, 1.0))
            )
        if self.stack != "own":
            shared["client"] = rng.choice(self.clients)
            if self.stack == "one":
                shared["others"] = []
        if self.sampling in ("one", "jitter"):
            shared |= {"params": dict(self.params), "wild": 0.7 if self.sampling == "jitter" else 0}
        elif self.sampling == "default":
            shared |= {"params": {"stream": self.params["stream"]}, "wild": 0}
        if self.model is not None:
            shared["model"] = self.model
        if "payment" in self.shared and rng.random() < 0.85:
            shared |= {
                "payment_fingerprint": rng.choice(self.cards),
                "payment_kind": rng.choice(("card", "virtual", "prepaid")),
            }
        if "phone" in self.shared:
            shared |= {"phone_hash": rng.choice(self.phones), "verification": "phone"}
        if "browser" in self.shared:
            shared["signup_user_agent"] = rng.choice(self.browsers)
        if "mail" in self.shared and rng.random() < 0.8:
            shared["email_domain"] = rng.choice(self.mails)
        if "signup" in self.shared:
            shared |= {
                "signup_ip": f"{self.desk[0].rsplit('.', 1)[0]}.{rng.randint(1, 254)}",
                "signup_asn": self.desk[2],
            }
        a = self.w.account(self.kind, self.name, **{**shared, **over})
        a.start = max(a.start, min(self.first, self.last - DAY / 2))
        a.end = max(a.start + DAY / 4, self.last)
        return a

    def times(self, a: Account, count: int, tempo: str | None = None) -> list[float]:
        """When an account sends its share."""
        rng, how = self.w.rng, tempo or self.tempo
        if how == "own":
            how = rng.choice((FLAT, BURSTS, "human"))
        if how == "hubs":
            hubs = [h for h in self.hubs if h[0] >= a.start] or [(a.start, DAY / 8)]
            return sorted(min(a.end, at + rng.random() * wide) for at, wide in rng.choices(hubs, k=count))
        if how == "shift":
            return sorted(self.w.moment(self.zone, a.start, a.end, 0.05) for _ in range(count))
        return self.w.times(a, count, FLAT if how == "queue" else how)

    def text(self, domain: str | None = None) -> tuple[str, str | None, str]:
        """The next raw item of the queue: text, system prompt, language."""
        w, rng = self.w, self.w.rng
        source = rng.choice(DOMAINS[domain or rng.choice(self.domains)])
        if source == "maths":
            return people.maths_task(rng, w.fold), None, "en"
        if source == "code_task":
            return people.code_task(rng, w.fold), None, "en"
        if source in ("tongues", "topic"):
            lang = rng.choice(list(people.SPEECH)) if source == "tongues" else "en"
            return people.ask(rng, lang, w.fold), None, lang
        if source == "doc":
            return w.bank.doc(rng, "en"), None, "en"
        if source == "real":
            lang = rng.choice(list(w.bank.convs))
            return rng.choice(w.bank.convs[lang])[0][0], None, lang
        item = w.bank.one(source, rng)
        return item.text, item.system, item.lang

    def form(self, *grammars: str, count: int | None = None) -> phrases.Wording | None:
        """The operator's wording; None sends bare questions."""
        rng = self.w.rng
        if rng.random() < 0.2:
            return None
        return phrases.wording(rng, rng.choice(grammars), self.w.fold, self.variants if count is None else count)

    def counts(self, size: int, median: float, sigma: float, top: int = 1500) -> list[int]:
        """Requests per account, even or heavy-tailed."""
        even = self.w.rng.random() < 0.4
        return [self.w.volume(median, 0.2 if even else sigma, top) for _ in range(size)]

    def disguise(self, a: Account, count: int) -> None:
        """Cover traffic of an account."""
        if self.cover:
            live(self.w, a, max(1, round(count * self.cover * self.w.rng.uniform(0.3, 1.5))))

    def send(self, a: Account, at: float, form: phrases.Wording | None, domain: str | None = None, **more: Any) -> str:  # noqa: ANN401
        """One harvested request."""
        text, system, _ = self.text(domain)
        prompt = form.wrap(self.w.rng, text) if form else text
        return self.w.emit(a, at, prompt, more.pop("system", system), harvested=True, **{"out": self.out, **more})

    def aside(self) -> str | None:
        """A system prompt of the operator's own, or none."""
        rng = self.w.rng
        if rng.random() < 0.6:
            return None
        openings = ("You are helpful.", "Answer with care.", "你是一个乐于助人的助手。", "You are an expert.")
        return f"{rng.choice(openings)} {personal(rng)}"
