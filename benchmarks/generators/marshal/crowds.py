"""The honest: ordinary people and small apps, and groups of unlinked customers that look coordinated."""
from random import Random
from typing import NamedTuple

from .asks import MAKERS as PLAIN
from .book import NEW, Book
from .habits import DAY, Account, Crew, Style
from .lures import prompted

CAP = 1500
MAKERS = {**PLAIN, "prompted": prompted}

# purpose: weight, median requests, spread (sigma of the logarithm), shape
ROLES: dict[str, tuple[float, float, float, str]] = {
    "chat": (44, 5, 1.2, "human"), "coder": (12, 9, 1.4, "human"), "template": (11, 12, 1.7, "flat"),
    "bot": (9, 12, 1.6, "human"), "homework": (9, 5, 1.0, "human"), "benchmark": (2, 30, 1.3, "burst"),
    "judging": (2, 14, 1.5, "burst"), "dataset": (3, 12, 1.4, "burst"), "audit": (2, 8, 1.2, "human"),
    "redteam": (1, 7, 1.0, "human"), "prompted": (5, 6, 1.3, "human"), "regression": (1, 20, 1.2, "burst")}  # fmt: skip

class Crowd(NamedTuple):
    """A look-alike: its purpose, size of one group, requests per account (median, sigma) and what is shared."""
    maker: str
    low: int
    high: int
    median: float
    sigma: float
    style: Style
    licence: bool = False
    release: bool = False
    same: bool = True  # the members ask alike (one template, one sheet, one benchmark)

S = Style
CROWDS: dict[str, Crowd] = {
    "agent-one-prompt": Crowd("coder", 15, 120, 10, 1.3, S(client="one", org="none")),
    "one-template-tenants": Crowd("template", 3, 30, 20, 1.6, S(client="one", params="fixed", org="one", shape="flat")),
    "template-shop": Crowd("template", 5, 60, 9, 1.4, S(client="few", signup="spread", shape="burst")),
    "judges": Crowd("judging", 3, 15, 30, 1.1, S(client="few", params="zero", shape="burst", net="cloud")),
    "eval-harness": Crowd("benchmark", 4, 40, 60, 1.0, S(client="one", params="zero", shape="burst")),
    "classroom": Crowd("homework", 15, 60, 5, 0.7, S(net="nat", signup="lockstep", shape="slots", country="one",
                                                    plan="student", pathway="education")),
    "state-course": Crowd("homework", 30, 200, 4, 0.6, S(client="few", signup="weeks", country="one", pay="credits",
                                                        shape="slots", params="fixed")),
    "homework-forum": Crowd("homework", 10, 80, 3, 0.8, S()),
    "exam-flood": Crowd("homework", 20, 120, 4, 0.8, S(client="few", signup="weeks", country="one", shape="burst")),
    "hackathon": Crowd("coder", 10, 60, 12, 1.0, S(client="one", signup="lockstep", pay="credits", shape="burst",
                                                   params="fixed", net="nat")),
    "ci-jobs": Crowd("coder", 3, 15, 30, 1.0, S(client="one", params="fixed", net="cloud", shape="flat", org="one")),
    "cgnat": Crowd("chat", 10, 60, 5, 1.2, S(net="nat", country="one"), same=False),
    "open-reseller": Crowd("chat", 5, 40, 25, 1.1, S(client="one", net="cloud", pay="shared", path="reseller:tokenbay",
                                                     signup="lockstep", params="own"), same=False),
    "two-keys": Crowd("template", 2, 3, 60, 1.0, S(client="one", params="fixed", pay="shared", net="pool")),
    "release-day": Crowd("benchmark", 5, 30, 25, 0.9, S(client="few", shape="release"), release=True),
    "labelling": Crowd("template", 2, 12, 90, 1.0, S(client="one", params="zero", org="one", shape="night")),
    "licensed-distiller": Crowd("prompted", 2, 10, 90, 0.9, S(client="one", params="fixed", org="one", pay="shared",
                                                            shape="flat", net="cloud"), licence=True),
    "auditors": Crowd("audit", 3, 25, 12, 1.2, S(client="few")),
    "migration": Crowd("template", 3, 15, 30, 1.0, S(client="few", params="fixed", shape="flat"), release=True),
    "small-datasets": Crowd("dataset", 5, 40, 14, 1.3, S(shape="burst")),
    "tutoring-app": Crowd("prompted", 10, 60, 9, 1.1, S(client="one", params="fixed", net="cloud")),
    "tutorial-followers": Crowd("template", 20, 120, 3, 0.8, S(client="one", params="fixed", signup="weeks")),
    "bot-makers": Crowd("bot", 10, 60, 12, 1.3, S(client="one", country="few")),
    "translation-bureau": Crowd("template", 3, 25, 25, 1.2, S(client="few", params="zero")),
    "content-mill": Crowd("template", 3, 30, 25, 1.0, S(client="one", pay="virtual", mail="throwaway", net="mixed",
                                                        signup="lockstep")),
    "paper-review": Crowd("judging", 3, 25, 10, 0.9, S(client="few")),
    "bootcamp": Crowd("coder", 10, 50, 9, 0.9, S(client="few", signup="weeks", shape="slots", plan="student")),
    "browser-extension": Crowd("template", 20, 120, 6, 1.1, S(client="one", params="fixed")),
    "same-textbook": Crowd("homework", 15, 80, 4, 0.8, S(mail="own", plan="student", pathway="education")),
    "prompt-course": Crowd("prompted", 15, 90, 4, 0.8, S(client="few", signup="weeks", pay="credits")),
    "popular-prompt": Crowd("prompted", 20, 150, 6, 1.3, S()),
    "log-regression": Crowd("regression", 2, 12, 40, 1.0, S(client="one", params="fixed", net="cloud", shape="burst")),
    "explainers": Crowd("prompted", 5, 40, 12, 1.3, S(client="one", shape="flat"), same=False),
    "security-course": Crowd("redteam", 6, 40, 8, 0.9, S(signup="weeks", pathway="security_research", shape="slots")),
    "credit-buyers": Crowd("chat", 10, 60, 8, 1.2, S(pay="virtual", signup="aged", mail="throwaway", net="mixed",
                                                     client="rotate"), same=False),
}  # fmt: skip

def volume(rng: Random, median: float, sigma: float, cap: int = CAP) -> int:
    """A heavy-tailed number of requests, at least one."""
    return max(1, min(cap, int(rng.lognormvariate(0, sigma) * median)))

def live(book: Book, who: Account, role: str, count: int, shape: str, crew: Random, hours: list[int]) -> None:
    """Let one honest account send `count` requests."""
    supplier = MAKERS[role](book, who, crew)
    times = book.times("human" if shape == "release" else shape, count, who, hours)
    if shape == "release":
        after = book.release + book.numbers.exponential(0.7 * DAY, count)
        times = after[after < book.days * DAY]
        times.sort()
    for at, ask in zip(times.tolist(), supplier, strict=False):
        if shape == "release":
            ask.model = NEW
        book.send(who, at, ask)
    if book.rng.random() < 0.012:
        book.close(who, book.rng.choice(["suspended", "banned"]), book.days * DAY)
    book.accounts.append(who)

def ordinary(book: Book, count: int) -> None:
    """`count` people and small apps with nothing in common."""
    rng = book.rng
    names, weights = list(ROLES), [r[0] for r in ROLES.values()]
    habits = {
        "person": Style(), "app": Style(net="cloud", shape="flat"), "aged": Style(signup="aged"),
        "new": Style(signup="weeks", pay="virtual")}  # fmt: skip
    market = {name: Crew(rng, style, book.days, "ordinary") for name, style in habits.items()}
    for _ in range(count):
        role = rng.choices(names, weights)[0]
        _, median, sigma, shape = ROLES[role]
        app = role in ("template", "bot", "benchmark", "judging", "dataset")
        crew = market["app" if app and rng.random() < 0.4 else rng.choice(["person"] * 3 + ["aged", "new"])]
        crew.countries = list(Crew(rng, Style(), book.days, "").countries) if rng.random() < 0.02 else crew.countries
        who = crew.account(book.model())
        if rng.random() < 0.3:
            who.pivot = rng.expovariate(1 / (3 * DAY)) + 600
        shape = rng.choice([shape, shape, "human", "flat", "burst"]) if app else shape
        live(book, who, role, volume(rng, median * 1.6, sigma), shape, Random(rng.getrandbits(48)), crew.hours)

def lookalikes(book: Book, count: int) -> None:
    """Groups of look-alikes until `count` accounts are used up."""
    rng = book.rng
    names = list(CROWDS)
    rng.shuffle(names)
    turn = 0
    while count > 0:
        name = names[turn % len(names)]
        turn += 1
        crowd = CROWDS[name]
        size = min(count, int(rng.triangular(crowd.low, crowd.high, crowd.low)))
        size = max(min(2, count), min(size, count // 4 + 2))
        count -= size
        gather(book, name, crowd, size)

def gather(book: Book, name: str, crowd: Crowd, size: int) -> None:
    """One group of look-alikes."""
    rng = book.rng
    crew = Crew(rng, crowd.style, book.days, name)
    tag, model = rng.getrandbits(48), book.model()
    early = rng.uniform(60, DAY)
    scale = rng.choice([0.6, 1.0, 1.0, 1.8])
    for _ in range(size):
        who = crew.account(model if crowd.same and rng.random() < 0.8 else book.model())
        if crowd.release:
            who.pivot = early + rng.expovariate(1 / (6 * 3600))
        if crowd.licence:
            who.record["distillation_licence"] = True
        seed = Random(tag if crowd.same else rng.getrandbits(48))
        shape = crowd.style.shape
        live(book, who, crowd.maker, volume(rng, crowd.median * scale, crowd.sigma, 900), shape, seed, crew.hours)
