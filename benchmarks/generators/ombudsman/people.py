"""Honest accounts: each has interests of its own; a look-alike cluster shares only what such people really share."""

from dataclasses import dataclass
from typing import Any

from benchmarks.generators.ombudsman.texts import Pair
from benchmarks.generators.ombudsman.world import DAY, Account, Client, Net, Turn, World, digest

# fmt: off
Talk = list[Turn]
@dataclass(frozen=True)
class Population:
    """One kind of look-alike: unlinked customers and the habit they have in common."""
    kind: str
    weight: float  # share of all look-alike accounts
    members: tuple[int, int]  # accounts of one cluster, in a world of 4,000 honest accounts
    work: str
    same: str = ""  # what the members share: a system prompt, an assignment list, a template ...
    volume: tuple[float, float] = (9, 1.4)  # median and log-sigma of conversations
    machine: float = 0.8
    rhythm: str = ""  # or each its own
    client: bool = False  # the same product's client, each its own version now and then
    net: str = ""  # campus or nat: one egress
    signup: str = "spread"
    org: bool = False  # openly one customer
    paper: tuple[tuple[str, Any], ...] = ()
LOOKALIKES = (
    Population("oss-agent", 14, (40, 300), "agent", "system", client=True),
    Population("template-tenant", 8, (1, 14), "tenant", "template", (40, 1.6), 1, "office", True, "nat", org=True),
    Population("judge", 5, (4, 30), "judge", volume=(30, 1.3), machine=1),
    Population("benchmark-lab", 4, (4, 20), "bench", volume=(60, 1.0), machine=1, rhythm="bursts"),
    Population("classroom", 8, (20, 90), "student", "list", (6, 0.8), 0.1, "human", False, "campus", "week"),
    Population("homework-forum", 4, (10, 60), "student", "list", (4, 0.9), 0.1, "human"),
    Population("textbook", 4, (10, 60), "student", "list", (7, 0.9), 0.15, "human"),
    Population("hackathon", 6, (20, 80), "starter", "system", (12, 1.1), 0.9, "bursts", True, "nat", "week",
               paper=(("payment_kind", "credits"), ("payment_fingerprint", None))),
    Population("ci", 4, (8, 60), "review", "template", (25, 1.0), 1, "nightly", True),
    Population("cgnat", 4, (15, 80), "person", machine=0.2, net="nat"),
    Population("campus-egress", 3, (15, 60), "person", machine=0.2, net="campus"),
    Population("open-reseller", 3, (1, 8), "resold", volume=(120, 0.9), machine=1, rhythm="flat"),
    Population("fail-over", 3, (2, 2), "tenant", "template", (40, 1.0), 1, "office", True, "nat", org=True),
    Population("release-benchmark", 3, (10, 40), "bench", volume=(25, 0.9), machine=1, rhythm="release"),
    Population("batch-labelling", 2, (1, 5), "label", volume=(150, 1.0), machine=1, rhythm="bursts", org=True),
    Population("licensed-distiller", 2, (1, 6), "licensed", "template", (120, 0.9), 1, "flat", True, "nat", org=True,
               paper=(("distillation_licence", True), ("pathway", "enterprise"))),
    Population("audit", 3, (5, 25), "audit", volume=(18, 1.1), machine=0.8),
    Population("migration", 2, (1, 6), "app", volume=(90, 0.8), machine=1, rhythm="flat", signup="week"),
    Population("multilingual", 4, (20, 80), "foreign", machine=0.2),
    Population("startup-synthetic", 3, (4, 20), "synth", volume=(30, 1.0), machine=1, rhythm="bursts"),
    Population("tutoring", 3, (5, 30), "tutor", "system", (18, 1.1), 0.7, "human"),
    Population("no-code", 5, (15, 90), "app", "template", (10, 1.3), 1, client=True),
    Population("translation-bureau", 2, (5, 20), "translate", volume=(25, 1.0), machine=0.6, rhythm="office"),
    Population("content-mill", 3, (5, 25), "mill", "template", (30, 1.0), 0.7, "office"),
    Population("paper-review", 2, (5, 20), "review", "template", (12, 0.9), 0.3),
    Population("bootcamp", 3, (15, 50), "coder", "system", (10, 1.0), 0.3, "human", False, "campus", "months"),
    Population("browser-extension", 5, (30, 150), "person", "system", (8, 1.2), 0, "human", True),
)
ORDINARY = {"person": 30, "coder": 16, "app": 16, "support": 9, "rag": 7, "translate": 5, "label": 4, "agent": 4,
            "student": 3, "foreign": 3, "synth": 1, "audit": 1, "tenant": 1}
class Interests:
    """What one honest account works on, by itself."""
    def __init__(self, world: World, work: str, shared: dict[str, Any]) -> None:
        r, p = world.rng, world.pools
        self.r, self.p, self.work, self.shared = r, p, work, shared
        self.asks = p.chinese if work != "foreign" and r.random() < 0.06 else p.asks
        self.topics = r.sample(sorted(self.asks), r.choice((1, 2, 2, 3)))
        self.firm = {"t": r.choice(p.bank("trade")), "p": r.choice(p.bank("place"))}
        self.system: str | None = shared.get("system") or r.choice(p.bank("app-system")).format(**self.firm)
        self.tasks = r.sample(p.bank("app-task"), r.choice((1, 1, 2)))
        self.project = [f"{r.choice(p.bank('name'))}_{r.choice(p.bank('name'))}" for _ in range(3)]
        self.language = r.choice([k for k in p.chats if k != "en"] if work == "foreign" else ["en"])
        self.tools = tuple(r.sample(("read_file", "run", "search", "edit", "fetch", "ask", "list"), r.randrange(2, 6)))
        self.tenancy = shared.get("template") or r.choice(sorted(p.tenants))
        self.test = p.tests[r.choice(sorted(p.tests))]
        self.at, self.step = (0, 1) if r.random() < 0.6 else (r.randrange(len(self.test)), r.choice((1, 3, 7)))
        self.rubric, self.generator = r.choice(sorted(p.judges)), r.choice(sorted(p.generators))
        self.phrase = r.choice(p.bank("foreign-ask"))
        self.few = [r.choice(p.documents) for _ in range(60)]
        self.users = [f"u{r.getrandbits(24):x}" for _ in range(r.randrange(1, 60))] if r.random() < 0.3 else [None]
        self.verb = r.choice(("Please help:", "", "", "", "hi,", "Question:", "I need this for work:"))
    def talk(self) -> Talk:
        same = {"foreign": "person", "starter": "agent"}
        return list(getattr(self, same.get(self.work, self.work), self.app)())
    def follow(self, talk: Talk, odds: float) -> Talk:
        while self.r.random() < odds and len(talk) < 14:
            about = f" ({self.r.choice(self.project)})" if self.work in ("coder", "agent", "starter") else ""
            talk.append(talk[0]._replace(text=self.r.choice(self.p.bank("follow")) + about, reply=None, history=0))
        return talk
    def ask(self) -> Pair:
        name = self.r.choice(self.topics if self.r.random() < 0.75 else sorted(self.asks))
        return self.r.choice(self.asks[name])
    def person(self) -> Talk:
        """Everyday chat: real conversations, or a question of one's own with follow-ups."""
        r, system = self.r, self.shared.get("system")
        if self.work == "foreign" and r.random() < 0.6:
            here = {"t": r.choice(self.p.bank("trade")), "p": self.firm["p"], "n": r.choice(self.project)}
            return self.follow([Turn(self.phrase.format(**here), 170)], 0.4)
        if r.random() < (0.9 if self.language != "en" else 0.5):
            real = r.choice(self.p.chats[self.language])
            late = 2 * r.randrange(1, 9) if r.random() < 0.06 else 0  # begun elsewhere or before the window
            return [Turn(q, 200, system, a, history=late, stored=f"{r.random()}{q}" if late else "") for q, a in real]
        q, a = self.ask()
        return self.follow([Turn(f"{self.verb} {q}".strip(), 180, system, a)], 0.35)
    def coder(self) -> Talk:
        r = self.r
        if r.random() < 0.3:
            q, a = r.choice(self.p.asks["code"])
            return self.follow([Turn(q, 260, self.shared.get("system"), a)], 0.4)
        f, m = r.choice(self.project), r.choice(self.project) + r.choice((".py", ".ts", ".go"))
        text = r.choice(self.p.bank("code-ask")).format(f=f, m=m, e=r.choice(self.p.bank("error")))
        return self.follow([Turn(text, 320, self.shared.get("system"))], 0.6)
    def agent(self) -> Talk:
        r = self.r
        goal = f"{r.choice(self.p.bank('agent-task'))} in {r.choice(self.project)}"
        if r.random() < 0.35:
            goal = self.coder()[0].text
        system = self.shared.get("system") or f"{r.choice(self.p.bank('agent-system'))} Project: {self.project[0]}."
        talk = [Turn(goal, 220, system, tools=self.shared.get("tools", self.tools))]
        while r.random() < 0.72 and len(talk) < 20:
            seen = f"[{r.choice(self.tools)}] {r.choice(self.project)}: {r.choice(self.p.bank('error'))}"
            talk.append(talk[0]._replace(text=f"{seen}; {r.randrange(999)} lines", out=140))
        return talk
    def student(self) -> Talk:
        r = self.r
        if r.random() < 0.25:
            return self.person()
        q, a = r.choice(self.shared.get("list") or self.test)
        if r.random() < 0.5:
            q = f"{r.choice(('help', 'Q2', f'Q{r.randrange(1, 12)}', 'i dont get it', 'explain step by step'))}: {q}"
        return self.follow([Turn(q, 200, None, a)], 0.5)
    def bench(self) -> Talk:
        q, a = self.test[self.at % len(self.test)]
        self.at += self.step
        return [Turn(q, 120, None, a if self.r.random() < 0.5 else None)]
    def judge(self) -> Talk:
        if self.r.random() < 0.3:
            q, a = self.ask()
            return [Turn(f"{self.tasks[0]}, then score 1-5.\nUser: {q}\nOur bot: {(a or '')[:600]}", 110, self.system)]
        system, text = self.r.choice(self.p.judges[self.rubric])
        return [Turn(text, 190, system)]
    def tenant(self) -> Talk:
        system, text = self.r.choice(self.p.tenants[self.tenancy])
        return [Turn(text, 110, system, end_user=self.r.choice(self.users))]
    def synth(self) -> Talk:
        r = self.r
        if r.random() < 0.35:
            task = f"Write {r.randrange(3, 12)} messages to a {self.firm['t']} about: {r.choice(self.p.support)}"
            return self.follow([Turn(task, 300, self.system)], 0.1)
        return [Turn(r.choice(self.p.generators[self.generator])[1], 260)]
    def licensed(self) -> Talk:
        q, a = self.r.choice(self.p.maths) if self.firm["t"] < "h" else self.ask()
        return [Turn(f"{q}\n\n{self.shared['ask']}", 420, None, a)]
    def audit(self) -> Talk:
        about = self.r.choice(self.p.support if self.firm["t"] < "h" else self.few)[:900]
        return [Turn(f"{self.r.choice(self.p.bank('audit-ask'))} ({self.firm['t']}): {about}", 300, self.system)]
    def tutor(self) -> Talk:
        q, a = self.r.choice(self.p.maths) if self.r.random() < 0.7 else self.ask()
        return self.follow([Turn(q, 240, self.shared["system"] + " Guide the pupil step by step.", a)], 0.6)
    def resold(self) -> Talk:
        self.language = self.r.choice(sorted(self.p.chats))
        self.topics = [self.r.choice(sorted(self.asks))]
        talk = self.coder() if self.r.random() < 0.25 else self.person()
        user = f"c{self.r.randrange(400)}" if self.users[0] else None
        return [t._replace(end_user=user) for t in talk]
    def app(self) -> Talk:
        r, p = self.r, self.p
        if self.work == "support":
            return self.follow([Turn(r.choice(p.support), 90, self.system, end_user=r.choice(self.users))], 0.3)
        if self.work == "mill":
            task = self.shared["template"].format(s=r.choice(p.bank("subject")), w=r.choice(p.bank("reader")))
            task = f"{task} For the site of a {self.firm['t']} in {self.firm['p']}."
            return self.follow([Turn(task, 700, self.system)], 0.2)
        source = {"label": p.documents, "translate": p.documents, "rag": p.dialogues + self.few[:9]}.get(self.work)
        text = r.choice(source) if source else (self.ask()[0] if r.random() < 0.5 else r.choice(self.few))
        if self.work == "review":
            text = f"diff of {r.choice(self.project)}, {r.randrange(9, 400)} lines: {self.coder()[0].text}"
        task = self.shared.get("template") or r.choice(self.tasks)
        own = self.system if self.work in ("rag", "app") or self.tasks[0] > "L" else None
        system = self.shared.get("wrapper") or own
        return [Turn(f"{task}:\n{text[:3000]}", 100, system, end_user=r.choice(self.users))]
def habit(world: World, kind: Population) -> dict[str, Any]:
    r, p = world.rng, world.pools
    shared: dict[str, Any] = {"ask": p.say(r, "reason-ask", "reason-end")}
    if kind.same == "system":
        shared["system"] = r.choice(p.bank("agent-system" if kind.work in ("agent", "starter") else "wrapper"))
        shared["tools"] = tuple(sorted(r.sample(("bash", "read", "write", "grep", "web", "plan", "todo"), 4)))
    elif kind.same == "list":
        pool = p.maths if r.random() < 0.5 else r.choice(sorted(p.asks.items()))[1]
        shared["list"] = r.sample(pool, min(len(pool), r.randrange(8, 40)))
    elif kind.same == "template":
        name = {"tenant": r.choice(sorted(p.tenants)), "mill": r.choice(p.bank("question")[:6])}.get(kind.work)
        shared["template"] = name or r.choice(p.bank("app-task")) + "; " + r.choice(p.bank("app-task")).lower()
        shared["wrapper"] = r.choice((None, *p.bank("wrapper")))
    return shared
def member(world: World, kind: Population, works: str, shared: dict[str, Any]) -> tuple[Account, Interests]:
    r = world.rng
    n = max(1, min(1500, round(kind.volume[0] * float(world.np.lognormal(0, kind.volume[1])))))
    created = world.signup(kind.signup, shared.get("anchor", 0.0))
    who = world.account(kind.kind, None, r.random() < kind.machine, n, min(created, world.span * 0.95))
    who.rhythm = kind.rhythm if kind.rhythm and r.random() < 0.85 else who.rhythm
    client: Client | None = shared.get("client")
    if kind.client and client and r.random() < 0.8:
        who.clients, who.params = [client], shared["params"] if r.random() < 0.7 else who.params
    nets: list[Net] = shared.get("nets", [])
    if nets and r.random() < 0.85:
        world.move(who, r.choice(nets))
    who.paper.update(kind.paper)
    if kind.kind == "open-reseller":
        who.path, who.rotates = f"reseller:{r.choice(('openway', 'polyroute'))}", False
    if kind.kind == "release-benchmark":
        who.switch, who.share = 0.0, 1.0
        who.alive = (max(who.alive[0], world.release), world.span)
    if "org" in shared:
        money = {"payment_fingerprint": digest(shared["org"]), "payment_kind": "invoice"}
        who.paper |= money | {"org_id": shared["org"]}
    return who, Interests(world, works, shared)
def serve(world: World, who: Account, mind: Interests, anchor: float) -> None:
    world.accounts.append(who)
    talks: list[Talk] = []
    left = who.n
    while left > 0:
        talks.append(mind.talk()[:left])
        left -= len(talks[-1])
    for talk, when in zip(talks, world.times(who.rhythm, len(talks), who.tz, who.alive, anchor), strict=True):
        world.emit(who, talk, when)
def populate(world: World, honest: int, alike: float) -> None:
    """Everybody honest."""
    r, clusters = world.rng, round(honest * alike)
    total = sum(p.weight for p in LOOKALIKES)
    for kind in LOOKALIKES:
        left = round(clusters * kind.weight / total)
        while left > 0:
            low, high = (max(1, x * honest / 4000) if x > 14 else x for x in kind.members)
            size = min(left, round(low * (high / low) ** r.random()))
            shared = habit(world, kind) | {"anchor": r.uniform(-2 * DAY, world.span * 0.6)}
            if kind.client:
                shared |= {"client": world.client(kind.machine > 0.5), "params": world.sampling()}
            if kind.net:
                country = r.choice(("US", "IN", "DE", "BR", "JP", "CN", "GB", "KR"))
                shared["nets"] = [world.net(country, False) for _ in range(r.choice((1, 1, 2, 4)))]
            if kind.org:
                shared["org"] = digest("org", r.random())[:12]
            for _ in range(size):
                who, mind = member(world, kind, kind.work, shared)
                serve(world, who, mind, shared["anchor"] + 2 * DAY if kind.signup == "week" else -1.0)
            left -= size
    while len(world.accounts) < honest:
        work = r.choices(list(ORDINARY), list(ORDINARY.values()))[0]
        machine = 0.15 if work in ("person", "foreign", "student") else 0.45 if work == "coder" else 0.95
        kind = Population("ordinary", 0, (1, 1), work, volume=(6, 1.45), machine=machine)
        who, mind = member(world, kind, work, {})
        serve(world, who, mind, -1.0)
