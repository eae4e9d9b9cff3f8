"""Honest customers: ordinary people and firms, and the groups that look coordinated though nobody leads them."""

from collections.abc import Callable

from benchmarks.generators.magistrate import texts
from benchmarks.generators.magistrate.texts import FILLER, FOLLOW, SHOPS, TOPICS, Item, casual, cut, half, question
from benchmarks.generators.magistrate.world import COUNTRIES, DAY, LARGE, SMALL, Account, World, network

Turns = list[Item]
Maker = Callable[[], Turns]
TOOLS = cut("read_file|write_file|run_shell|search|open_page|list_dir|grep|apply_patch|ask_user")
STEPS = cut(
    "exit code 1|ok, 14 files|Traceback: KeyError|no results|patch applied|permission denied|200 OK|page loaded"
)
USES = {"chat": 26, "ask": 12, "code": 16, "support": 7, "rag": 7, "translate": 4, "extract": 7, "agent": 8, "write": 6,
        "learn": 5, "chinese": 2, "probe": 3}  # fmt: skip
APPS = ("support", "rag", "translate", "extract", "agent")
# name, source, mu of volume, output tokens, follow-up, machine shape, shared traits. Sources: `wrap TEMPLATE DOMAIN
# CASUAL` (`sys` puts the template in the system prompt), `list POOL WHOLE`, `any POOL`, `use USE`, `sheet`, `same`.
CLUSTERS = cut("""agent-fleet: sys AGENT agents .2: 2.8 160 .85 -: client tools|monitoring: same: 4 8 0 steady: client|
    llm-judges: wrap JUDGE - 0: 3.3 120 0 bursts: settings company|judge-public: any judge: 3 220 0 runs: settings|
    release-benchmarkers: list BENCH .8: 3.4 250 0 runs: release|benchmark-labs: list BENCH .7: 4 260 0 runs: settings|
    classroom: sheet: 1.9 350 .45 -: nat week due education|bootcamp: sheet: 2.3 420 .6 -: week due client|
    textbook-students: list gsm .2: 1.5 350 .5 -: due|homework-forum: wrap HOMEWORK maths .9: 1.4 350 .4 -:|
    hackathon: sys STARTER code .5: 2.6 300 .4 -: week due client credits|campus-egress: use learn: 1.8 350 .4 -: nat|
    ci-jobs: wrap REVIEW code 0: 3.2 90 0 bursts: client|shared-egress: use chat: 1.8 280 .3 -: nat|
    batch-labelling: wrap LABEL - 0: 4.4 18 0 runs: company|audit-users: wrap THINK knowledge .3: 2.2 500 .2 -: company|
    licensed-distillers: wrap THINK DOMAIN 0: 4.6 900 0 flat: company licence|multilingual: use chat: 1.9 280 .35 -:|
    startup-sets: any SETS: 3.5 320 .05 bursts: startup|tutoring: sys THINK maths .6: 3 420 .5 -: users|
    no-code-template: wrap THINK writing .3: 1.8 450 .25 -: settings client|
    content-mills: wrap REWRITE - 0: 3.6 420 0 bursts:|prompt-followers: wrap THINK maths .2: 1.9 700 .15 -: settings|
    paper-review: wrap REVIEW knowledge 0: 2.2 600 .3 -:|translation-bureaus: wrap TRANSLATE - 0: 3.3 200 .05 -:|
    model-migration: use rag: 2.8 150 0 bursts: migrate|
    browser-extension: sys IMPROVE writing .4: 1.8 200 .15 -: client settings""")
TRAITS = (("credits", "payment_kind", "credits"), ("education", "pathway", "education"),
          ("startup", "pathway", "startup"), ("licence", "distillation_licence", True))  # fmt: skip
SPECIAL = ("tenants", "reseller", "failover")


class Crowd:
    """The honest population of a world."""

    def __init__(self, world: World) -> None:
        self.world, self.rng, self.bank, self.fold = world, world.rng, world.bank, world.fold

    def converse(self, account: Account, when: float, turns: Turns, tokens: float, follow: float,
                 tools: list[str] | None, user: str | None = None, other: Account | None = None) -> int:  # fmt: skip
        """One conversation: follow-ups, repairs, and, for a fail-over, a second key that goes on with it."""
        rng, queue, name, past, turn = self.rng, list(turns), f"conv_{self.rng.getrandbits(56):014x}", 0, 0
        history, blobs = None, None
        while queue and turn < 25 and when < min(account.until, self.world.end):
            item = queue.pop(0)
            speaker = other if other and turn and rng.random() < 0.4 else account
            extra = {"history_hash": history, "conversation_id": name, "end_user_id": user, "tool_names": tools,
                     "reasoning_blobs_in": blobs}  # fmt: skip
            history, _ = self.world.emit(speaker, when, item, tokens, turn=turn, past=past, extra=extra)
            blobs = self.world.rows[-1].get("reasoning_blobs_out")
            past, turn = past + len(item.text) // 4 + int(tokens), turn + 1
            if not queue and rng.random() < follow:
                words = STEPS if tools else cut(FOLLOW.get(account.lang, FOLLOW["en"]))
                queue.append(Item(rng.choice(words), item.system))
            when += rng.lognormvariate(2.2 if tools else 4.6, 1)
        return turn

    def amount(self, mu: float, sigma: float = 1.45) -> int:
        """Requests in the window, heavy-tailed."""
        return max(1, min(1500, int(self.rng.lognormvariate(mu, sigma))))

    def taste(self, domain: str) -> list[str]:
        """The few topics of a domain that one person cares for."""
        topics = half(TOPICS[domain], self.fold)
        return self.rng.sample(topics, self.rng.randint(1, min(4, len(topics))))

    def maker(self, use: str, account: Account) -> tuple[Maker, float, float, list[str] | None]:
        """What one account asks: a source of conversations, output tokens, chance of follow-up, tools."""
        rng, pools = self.rng, self.bank.pools
        pick, shop, filler, support = rng.choice, rng.choice(SHOPS), pools["filler"], self.bank.groups["support"]
        fresh = {"ask": "knowledge", "code": "code", "write": "writing", "learn": "maths", "agent": "agents"}.get(use)
        liked = self.taste(fresh or "knowledge")

        def own() -> Turns:
            return [Item(casual(rng, question(rng, fresh or "knowledge", self.fold, liked)))]

        if use == "chat":
            talks = self.bank.chats.get(account.lang if rng.random() < 0.7 else "en") or self.bank.chats["en"]
            return lambda: pick(talks), 280, 0.3, None
        if use in ("ask", "code", "write", "learn"):
            source = pools[{"ask": "wild", "learn": "gsm"}.get(use, "alpaca")]
            return lambda: [pick(source)] if rng.random() < 0.35 else own(), 500 if use == "code" else 330, 0.42, None
        if use in ("chinese", "probe"):
            known = pools[pick(("zh", "zhmore") if use == "chinese" else cut("gsm|bbh|cot|alpaca|elicit|judge|tools"))]
            return lambda: [pick(known)], 280, 0.2, None
        if use == "support":
            intents, manner = rng.sample(sorted(support), 12), pick(cut("friendly|concise|official|helpful"))
            system = f"You are the {manner} assistant of {shop}. Rule {rng.randint(1, 99)}."
            return lambda: [pick(support[pick(intents)])._replace(system=system)], 70, 0.25, None
        if use == "agent":
            tools = rng.sample(TOOLS, rng.randint(2, 6))
            return lambda: pick(self.bank.calls) if rng.random() < 0.6 else own(), 180, 0.75, tools
        what, tongue = pick(cut("names|dates|sentiment|topic|complaints")), pick(cut("German|Thai|Czech"))
        task = {"rag": f"Answer for {shop} from the context only.", "translate": f"Put into {tongue}:"}
        text = task.get(use, f"Extract {what} as JSON for {shop}.")
        return lambda: [Item(f"{text}\n\n{pick(filler).text[:600]}")], 150 if use == "rag" else 60, 0.02, None

    def work(self, account: Account, count: int, make: Maker, tokens: float, follow: float, tools: list[str] | None,
             shape: str | None = None, low: float = 0.0, high: float = 1e12, users: int = 0) -> None:  # fmt: skip
        """Let an account do its requests, in waking hours or by machine."""
        low, high = max(low, account.since), min(high, account.until, self.world.end)
        times = self.world.ticks(count, shape, low, high) if shape and high > low else []
        while count > 0:
            when = times.pop() if times else self.world.moment(account, low, high)
            user = f"{account.id[5:9]}-{int(self.rng.random() ** 2 * users)}" if users else None
            count -= max(1, self.converse(account, when, make(), tokens, follow, tools, user))

    def ordinary(self) -> None:
        """One customer like most."""
        rng = self.rng
        account = self.world.join("ordinary")
        fit = [w * (2.2 if (u in APPS) == (account.role == "company") else 0.8) for u, w in USES.items()]
        use = rng.choices(list(USES), fit)[0]
        app, shape = use in APPS, rng.choice((None, "flat", "bursts", "runs", "nights")) if use in APPS else None
        count, users = self.amount(2.7 if app else 1.75), rng.choice((0, 30, 400)) if app else 0
        share = rng.uniform(0.05, 0.4) if rng.random() < 0.3 else 0.0
        self.work(account, max(1, int(count * (1 - share))), *self.maker(use, account), shape=shape, users=users)
        if share * count >= 1:
            self.work(account, int(share * count), *self.maker(rng.choice(list(USES)), account))

    def group(self, kind: str, size: int, make: Callable[[Account], Maker], mu: float, tokens: float, follow: float,
              shape: str | None = None, traits: str = "", **known: object) -> None:  # fmt: skip
        """A look-alike group; each member has its own volume, hours, drift and second interest."""
        world, rng = self.world, self.rng
        dress, place, heat = world.dress(), rng.choice(list(COUNTRIES)), rng.choice((0.0, 0.2, 0.7, None))
        block, term = (rng.choice(COUNTRIES[place][3]), rng.randrange(256)), rng.uniform(0.4, 1) * world.end
        joined, tools = rng.uniform(-20, 7) * DAY, TOOLS if "tools" in traits else None
        known |= {column: value for word, column, value in TRAITS if word in traits}
        for _ in range(size):
            account = world.join(kind, None, "company" if "company" in traits else None, **known)
            if "client" in traits and rng.random() < 0.93:
                account.client, account.path = dress, "api"
            if "settings" in traits:
                account.knobs["temperature"] = heat
            if "nat" in traits and rng.random() < 0.85:
                account.country, account.shift, account.lang = place, *COUNTRIES[place][1:3]
                account.addresses = [network(block[0], place, rng, block[1]) for _ in range(2)]
            if "week" in traits:
                world.created(account, joined + rng.expovariate(1 / (1.5 * DAY)))
            low, high = (max(0.0, term - rng.uniform(1, 9) * DAY), term) if "due" in traits else (0.0, 1e12)
            if "release" in traits:
                account.model, account.upgrade = LARGE, world.release
                low, high = world.release, world.release + rng.uniform(0.2, 2) * DAY
            elif "migrate" in traits:
                account.model, account.upgrade = rng.choice((LARGE, SMALL)), world.release + rng.expovariate(1 / DAY)
            elif shape and rng.random() < 0.5:
                low = world.end * 0.8 * rng.random()
            count, own = self.amount(mu, 1.1), rng.choice((0.0, 0.0, 0.0, 0.1, 0.1, 0.35, 0.7))
            self.work(account, max(1, int(count * (1 - own))), make(account), tokens, follow * rng.uniform(0.3, 1.6),
                      tools, shape, low, high, 40 if "users" in traits else 0)  # fmt: skip
            if own * count >= 1:
                self.work(account, int(own * count), *self.maker(rng.choice(list(USES)), account))

    def listed(self, pool: str, whole: float) -> Callable[[Account], Maker]:
        """A public list, each member sending it from the start, in part or wholly."""
        groups, rng = self.bank.groups[pool], self.rng
        items = groups[rng.choice(sorted(groups))]

        def make(_: Account) -> Maker:
            at = iter(range(0 if rng.random() < whole else rng.randrange(len(items)), 1 << 30))
            return lambda: [items[next(at) % len(items)]]

        return make

    def framed(self, template: str, domain: str | None, personal: float, system: bool) -> Callable[[Account], Maker]:
        """One shared template over each member's own material."""
        rng, filler = self.rng, self.bank.pools["filler"]

        def make(_: Account) -> Maker:
            liked = self.taste(domain) if domain else []

            def step() -> Turns:
                body = question(rng, domain, self.fold, liked) if domain else rng.choice(filler).text[:700]
                body = casual(rng, body) if rng.random() < personal else body
                return [Item(body, template) if system else Item(f"{template}\n\n{body}")]

            return step

        return make

    def source(self, plan: str) -> Callable[[Account], Maker]:
        """What a look-alike group asks, from its line in CLUSTERS."""
        rng, fold, (how, *rest) = self.rng, self.fold, plan.split()
        words, pick = {"BENCH": "bbh|gsm|cot|direct", "SETS": "evolve|alpaca|tools|elicit"}, rng.choice
        if how in ("wrap", "sys"):
            think, app = texts.wrapper(rng, fold, "reasoning"), pick(cut("react|flask|swift|vue|django"))
            template = {
                "THINK": think, "JUDGE": texts.wrapper(rng, fold, "judging"), "HOMEWORK": "Homework:",
                "REWRITE": texts.wrapper(rng, fold, "rewriting"), "IMPROVE": "Improve this text for me",
                "AGENT": f"You are an autonomous coding agent. Tools: {', '.join(TOOLS)}. {think} {FILLER[:300]}",
                "STARTER": f"Assistant of a demo app on {app}.", "REVIEW": "Give soundness, novelty, PASS or FAIL.",
                "LABEL": f"Label with one of {rng.randint(3, 40)} classes.", "TRANSLATE": "Translate, keep the layout:",
            }[rest[0]]  # fmt: skip
            domain = pick(("maths", "code")) if rest[1] == "DOMAIN" else None if rest[1] == "-" else rest[1]
            return self.framed(template, domain, float(rest[2]), how == "sys")
        if how == "list":
            return self.listed(pick(cut(words.get(rest[0], rest[0]))), float(rest[1]))
        if how == "any":
            pool = self.bank.pools[pick(cut(words.get(rest[0], rest[0])))]
            return lambda _: lambda: [pick(pool)]
        if how == "use":
            return lambda account: self.maker(rest[0], account)[0]
        domain = pick(("maths", "code", "knowledge"))
        sheet = [question(rng, domain, fold) for _ in range(1 if how == "same" else rng.randint(6, 14))]
        mend = 0.0 if how == "same" else 0.6
        return lambda _: lambda: [Item(casual(rng, pick(sheet)) if rng.random() < mend else pick(sheet))]

    def tenants(self, size: int) -> None:
        """Firms with one production template each; a big one holds many accounts under one organisation."""
        while size > 0:
            part = min(size, self.rng.choice((1, 1, 1, 3, 12, 40)))
            org = f"org_{self.rng.getrandbits(40):010x}"
            self.group("template-tenants", part, self.listed("tenant", 0.2), 3.4, 60, 0.0, "flat",
                       "company settings client" if part > 1 else "company settings", org_id=org)  # fmt: skip
            size -= part

    def reseller(self, size: int) -> None:
        """Accounts of a proxy whose many end customers are all innocent."""
        path, agent, exits = f"reseller:relay{self.rng.randrange(90)}", self.world.dress(), self.world.exits(4)
        for _ in range(size):
            account = self.world.join("open-reseller", None, "developer")
            account.path, account.client, account.addresses = path, agent, exits
            for _ in range(self.rng.randint(3, 14)):
                use = self.rng.choices(list(USES), list(USES.values()))[0]
                account.peak, account.lang = self.rng.uniform(0, 24), self.rng.choice(("en", "zh", "de", "es", "ru"))
                self.work(account, self.amount(1.5, 1.1), *self.maker(use, account))

    def failover(self, size: int) -> None:
        """Two accounts of one customer; a conversation goes on with the second when the first is throttled."""
        for _ in range(max(1, size // 2)):
            org = f"org_{self.rng.getrandbits(40):010x}"
            left, right = (self.world.join("fail-over", None, "company", org_id=org) for _ in range(2))
            left.flaky, right.client, right.named, left.named = 0.08, left.client, True, True
            make, tokens, follow, tools = self.maker(self.rng.choice(APPS), left)
            for _ in range(self.amount(2.6, 1.0)):
                when = self.world.moment(left, right.since)
                self.converse(left, when, make(), tokens, max(follow, 0.5), tools, None, right)

    def populate(self, count: int, share: float) -> None:
        """The whole honest population, `share` of it in look-alike groups."""
        goal, made, plans = int(count * share), len(self.world.accounts), list[str]()
        while (left := goal - len(self.world.accounts) + made) > 0:
            plans = plans or self.rng.sample([*CLUSTERS, *SPECIAL], len(CLUSTERS) + len(SPECIAL))
            name, *plan = (part.strip() for part in plans.pop().split(":"))
            base = max(3.0, goal / 45) * (2.5 if name == "agent-fleet" else 1)
            size = max(2, min(left, int(base * self.rng.lognormvariate(-0.1, 0.7))))
            if not plan:
                getattr(self, name)(size)
                continue
            mu, tokens, follow, shape = plan[1].split()
            self.group(name, size, self.source(plan[0]), float(mu), float(tokens), float(follow),
                       None if shape == "-" else shape, plan[2])  # fmt: skip
        while len(self.world.accounts) - made < count:
            self.ordinary()
