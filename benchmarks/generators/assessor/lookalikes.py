"""Groups of honest, unlinked customers that look coordinated or harvest-like."""

from . import learners, people, phrases, places
from .ordinary import agent_loop, crowd, follow_up, live, personal, question, shop, source_text, turns_of
from .places import Network
from .registry import GROUPS, group, members, soon
from .texts import Item
from .world import BURSTS, CRON, DAILY, DAY, FLAT, World, short_hash


@group("oss-agent")
def oss_agent(w: World, n: int) -> None:
    rng = w.rng
    system, tools = rng.choice(phrases.AGENT_SYSTEMS), rng.choice(phrases.TOOLSETS)
    client, params = places.draw_client(rng), w.parameters()
    for a in members(w, "oss-agent", n, client=client, params=params, others=[]):
        left = w.volume(14, 1.4)
        while left > 0:
            steps = min(left, 1 + int(rng.expovariate(1 / 6)))
            agent_loop(w, a, w.times(a, 1)[0], people.code_task(rng, w.fold), system, tools, steps)
            left -= steps


@group("shared-code-bots")
def shared_bots(w: World, n: int) -> None:
    rng = w.rng
    system, client, params = rng.choice(phrases.BOT_SYSTEMS), places.draw_client(rng), w.parameters()
    for a in members(w, "shared-code-bots", n, client=client, params=params):
        count = w.volume(22, 1.4)
        for at in w.times(a, count, DAILY):
            user = f"tg{rng.randrange(60)}" if rng.random() < 0.3 else None
            w.emit(
                a,
                at,
                question(w, a.lang),
                system,
                out=4.4,
                user=user,
                history=2 * rng.randrange(4),
                past=short_hash(at),
            )


@group("one-template-tenant")
def tenants(w: World, n: int) -> None:
    rng = w.rng
    names = list(w.bank.groups["tenants"])
    while n > 0:
        size = min(n, rng.choice((1, 1, 1, 2, 3, 8, 20)))
        org = f"org_{short_hash(rng.random())}" if size > 1 or rng.random() < 0.3 else None
        rows = w.bank.groups["tenants"][rng.choice(names)]
        client, params, path = places.draw_client(rng), w.parameters(), rng.choice(("api", "api", None, "azure"))
        for a in members(w, "one-template-tenant", size, client=client, params=params, org_id=org, path=path):
            for at in w.times(a, w.volume(35, 1.5), rng.choice((DAILY, FLAT, CRON))):
                item = rng.choice(rows)
                w.emit(a, at, item.text, item.system, out=3.8)
        n -= size


@group("llm-judge")
def judges(w: World, n: int) -> None:
    rng = w.rng
    shared = rng.choice(list(w.bank.groups["judge"].values()))
    for a in members(w, "llm-judge", n, params=lambda: {**w.parameters(), "temperature": 0.0}):
        rows = shared if rng.random() < 0.5 else rng.choice(list(w.bank.groups["judge"].values()))
        for at in w.times(a, w.volume(30, 1.3), rng.choice((CRON, BURSTS, FLAT))):
            item = rng.choice(rows)
            w.emit(a, at, item.text, item.system, out=4.8)


@group("benchmark-labs")
def benchmarks(w: World, n: int) -> None:
    rng = w.rng
    sets = list(w.bank.groups["bench"].values())
    favourite = rng.sample(sets, min(len(sets), 3))
    same = places.draw_client(rng)
    for a in members(w, "benchmark-labs", n, client=lambda: same if rng.random() < 0.4 else None, wild=0):
        rows = rng.choice(favourite if rng.random() < 0.6 else sets)
        draw, some = rng.random(), w.volume(50, 1.0, 400)
        part = rows[:600] if draw < 0.35 else rows[:some] if draw < 0.65 else rng.sample(rows, min(len(rows), some))
        form = phrases.wording(rng, rng.choice(("reason", "tutor", "label")), w.fold) if rng.random() < 0.3 else None
        at = w.times(a, 1)[0]
        for item in part:
            w.emit(a, at, form.wrap(rng, item.text) if form else item.text, out=rng.choice((2.5, 5.5)))
            at = min(at + rng.expovariate(1 / 3), w.end)


@group("ci-jobs")
def ci_jobs(w: World, n: int) -> None:
    rng = w.rng
    client = places.draw_client(rng)
    cloud = [places.server_address(rng, 2) for _ in range(40)]
    for a in members(w, "ci-jobs", n, client=client, network=lambda: Network(rng.sample(cloud, 12), 0.9)):
        tests = [question(w, "en") for _ in range(rng.randint(2, 25))]
        for at in w.times(a, w.volume(40, 1.2), CRON):
            w.emit(a, at, rng.choice(tests), out=3.0, seed=42)


@group("cgnat-campus")
def cgnat(w: World, n: int) -> None:
    rng = w.rng
    country = places.draw_country(rng)
    shared = [places.home_address(rng, country, 11) for _ in range(rng.randint(1, 3))]
    for a in members(w, "cgnat-campus", n, country=country, network=lambda: Network(shared, 0.3)):
        live(w, a, w.volume())


@group("open-reseller")
def resellers(w: World, n: int) -> None:
    rng = w.rng
    client, system = places.draw_client(rng), rng.choice((None, rng.choice(phrases.BOT_SYSTEMS)))
    for a in members(w, "open-reseller", n, client=client, params={}, users=0):
        for _ in range(w.volume(30, 1.1, 500)):
            lang = places.COUNTRIES[places.draw_country(rng)][2].split()[0]
            first = (
                source_text(w, a.lang, rng.choice(("alpaca", "code", "gsm")))
                if rng.random() < 0.2
                else question(w, lang)
            )
            user = f"cust{rng.randrange(300)}"
            w.chat(a, w.times(a, 1, FLAT)[0], turns_of(rng, first, lang, 0.9), system, user=user)


@group("failover-pair")
def failover(w: World, n: int) -> None:
    rng = w.rng
    for _ in range(max(1, n // 2)):
        client, home, card = places.draw_client(rng), None, short_hash(rng.random())
        one = w.account("failover-pair", client=client)
        home = one.network
        two = w.account(
            "failover-pair",
            client=client,
            network=home,
            country=one.country,
            params=one.params,
            payment_fingerprint=card,
        )
        one.row["payment_fingerprint"] = card
        system = f"{rng.choice(phrases.APP_SYSTEMS).replace('{shop}', shop(rng))} {personal(rng)}"
        for at in w.times(one, w.volume(30, 1.2), DAILY):
            turns = turns_of(rng, question(w, one.lang), one.lang, 1.5)
            cut = rng.randint(0, len(turns)) if rng.random() < 0.3 and at > two.start else len(turns)
            w.chat(one, at, turns[:cut], system, seed=str(at))
            past, blobs = short_hash(str(at), cut), w.minted if cut else []
            for k in range(cut, len(turns)):
                w.emit(
                    two,
                    at + 30 * k,
                    turns[k][0],
                    system,
                    history=2 * k,
                    past=past if k else None,
                    blobs=blobs or None,
                )


@group("release-day")
def release_day(w: World, n: int) -> None:
    rng = w.rng
    riddles = [question(w, "en") for _ in range(30)] + [people.maths_task(rng, w.fold) for _ in range(30)]
    for a in members(w, "release-day", n, adopts=lambda: w.release + rng.random() * DAY):
        live(w, a, w.volume(4, 1.0))
        at = max(a.start, a.adopts)
        for text in rng.sample(riddles, rng.randint(5, 40)):
            w.emit(a, min(w.end, at), text, out=5.8)
            at += rng.expovariate(1 / rng.choice((5, 90)))


@group("batch-labelling")
def labelling(w: World, n: int) -> None:
    rng = w.rng
    for a in members(
        w, "batch-labelling", n, params=lambda: {**w.parameters(), "temperature": 0.0, "batch": rng.random() < 0.4}
    ):
        form, own = phrases.wording(rng, "label", w.fold), personal(rng)
        for at in w.times(a, w.volume(110, 1.2), rng.choice((BURSTS, FLAT, CRON))):
            w.emit(a, at, form.wrap(rng, w.bank.one(rng.choice(("tweets", "intents")), rng).text), own, out=2.2)


@group("licensed-distiller")
def licensed(w: World, n: int) -> None:
    rng = w.rng
    for _ in range(max(1, n // 3)):
        form, pool = (
            phrases.wording(rng, rng.choice(("reason", "expert", "make")), w.fold),
            rng.choice(("gsm", "alpaca", "code", "zh")),
        )
        org, client = f"org_{short_hash(rng.random())}", places.draw_client(rng)
        for a in members(
            w, "licensed-distiller", rng.randint(1, 3), org_id=org, client=client, distillation_licence=True
        ):
            for at in w.times(a, w.volume(90, 1.0), rng.choice((FLAT, BURSTS))):
                w.emit(a, at, form.wrap(rng, w.bank.one(pool, rng).text), out=6.2)


@group("audit-reasoning")
def audit(w: World, n: int) -> None:
    rng = w.rng
    for a in members(w, "audit-reasoning", n):
        form = phrases.wording(rng, rng.choice(("audit", "audit", "reason", "extract")), w.fold, rng.choice((1, 3)))
        for at in w.times(a, w.volume(22, 1.2), DAILY):
            w.emit(a, at, form.wrap(rng, source_text(w, a.lang, rng.choice(("intents", "doc", "maths")))), out=5.8)


@group("model-migration")
def migration(w: World, n: int) -> None:
    rng = w.rng
    for a in members(w, "model-migration", n, adopts=lambda: w.release + rng.expovariate(2) * DAY, model=w.models[3]):
        live(w, a, w.volume(20, 1.2), rng.choice(("app", "rag", "label", "agent")))


@group("multilingual-users")
def multilingual(w: World, n: int) -> None:
    rng = w.rng
    for a in members(w, "multilingual-users", n):
        for at in w.times(a, w.volume(14, 1.2)):
            w.chat(a, at, turns_of(rng, people.ask(rng, rng.choice(list(people.SPEECH)), w.fold), a.lang, 0.6))


@group("startup-synth")
def synth(w: World, n: int) -> None:
    rng = w.rng
    for a in members(w, "startup-synth", n):
        form, pool = (
            phrases.wording(rng, "make", w.fold, rng.choice((1, 2, 0))),
            rng.choice(("intents", "alpaca", "write", "evolve", "zh")),
        )
        for at in w.times(a, w.volume(35, 1.1), BURSTS):
            text = w.bank.one(pool, rng).text
            w.emit(a, at, text if pool == "evolve" else form.wrap(rng, text), out=6.1)


def copied(kind: str, grammar: str, source: str, median: float, shape: str, out: float) -> None:
    """A population that copied one prompt from a tutorial, an extension or a video."""

    @group(kind)
    def make(w: World, n: int) -> None:
        rng = w.rng
        form = phrases.wording(rng, grammar, w.fold)
        client = places.draw_client(rng) if rng.random() < 0.6 else None
        params = w.parameters() if rng.random() < 0.6 else None
        rush = soon(w, 4) if rng.random() < 0.3 else None
        system = form.wrap(rng, "") if rng.random() < 0.2 else None
        for a in members(w, kind, n, client=client, params=params, created=rush):
            if rng.random() < 0.3:
                live(w, a, w.volume(4, 1.0))
            for at in w.times(a, w.volume(median, 1.2), shape):
                text = source_text(w, a.lang, source)
                w.emit(a, at, text if system else form.wrap(rng, text), system, out=out)


copied("tutorial-followers", "label", "intents", 9, "human", 3.2)
copied("no-code-template", "rewrite", "doc", 15, CRON, 5.3)
copied("browser-extension", "extension", "doc", 14, DAILY, 4.8)
copied("viral-prompt", "viral", "topic", 4, BURSTS, 6.0)
copied("prompt-course", "expert", "topic", 8, "human", 6.0)
copied("step-by-step-habit", "reason", "maths", 8, "human", 5.9)
copied("translation-bureau", "translate", "doc", 40, DAILY, 5.6)
copied("seo-mill", "seo", "topic", 50, BURSTS, 6.7)
copied("paper-review", "review", "doc", 14, DAILY, 6.1)
copied("answer-monitoring", "judge", "doc", 40, CRON, 3.6)


@group("free-credit-multi")
def multi(w: World, n: int) -> None:
    rng = w.rng
    while n > 0:
        size, country = rng.randint(3, 8), places.draw_country(rng)
        client, home = places.draw_client(rng), w.home(country)
        browser, day, phone = places.browser_client(rng).agent, w.signup(), short_hash(rng.random())
        purpose = rng.choice(("chat", "code", "study", "bare", "seo", "translate", "agent", "reason"))
        lang = rng.choice(places.COUNTRIES[country][2].split())
        for number in range(size):
            created = min(day + number * rng.choice((0.01, 1.0, 6.0)) * DAY, w.end - DAY)
            a = w.account(
                "free-credit-multi",
                country=country,
                lang=lang,
                client=client,
                network=home,
                created=created,
                signup_user_agent=browser,
                payment_kind="credits",
                plan="free_trial",
                payment_fingerprint=None,
            )
            if rng.random() < 0.3:
                a.row["phone_hash"] = phone
            live(w, a, w.volume(12, 1.0, 200), purpose if rng.random() < 0.8 else None)
        n -= size


@group("jailbreak-hobby")
def jailbreak(w: World, n: int) -> None:
    rng = w.rng
    hot: list[Item] = rng.sample(w.bank.pools["jailbreak"], 12)
    for a in members(w, "jailbreak-hobby", n):
        live(w, a, w.volume(5, 1.0), "chat")
        for at in w.times(a, w.volume(5, 0.9, 60), BURSTS):
            refused = "policy" if rng.random() < 0.4 else None
            w.emit(a, at, rng.choice(hot).text, refusal_category=refused)
            if rng.random() < 0.4:
                w.emit(a, at + 40, follow_up(rng, a.lang), history=2, past=short_hash(at))


assert learners.__name__  # imported for what it registers


def populate(w: World, honest: int, share: float) -> None:
    """Honest accounts: look-alike groups for a share of them, the rest ordinary."""
    rng, before = w.rng, len(w.accounts)
    names = list(GROUPS)
    rng.shuffle(names)
    step = 0
    while (left := int(honest * share) - (len(w.accounts) - before)) > 0:
        typical = max(3.0, honest * share / len(names))
        size = max(2, min(left, round(typical * rng.lognormvariate(-0.3, 0.8)), int(honest * 0.12) + 2))
        GROUPS[names[step % len(names)]](w, size)
        step += 1
    crowd(w, max(0, honest - (len(w.accounts) - before)))
