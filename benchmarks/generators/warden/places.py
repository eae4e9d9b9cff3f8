"""Honest clusters that share a place, a date, a payer or a door: campuses, hackathons, resellers, fail-over."""

from benchmarks.generators.warden import banks, harvest, network
from benchmarks.generators.warden.clock import DAY
from benchmarks.generators.warden.lookalikes import (
    Cluster,
    benchmark,
    bureau,
    ci_jobs,
    extension,
    group,
    judges,
    labelling,
    licensed,
    open_agent,
    own_synth,
    platform,
    release_day,
    tenant,
    tutorial,
    viral,
)
from benchmarks.generators.warden.ordinary import feed, live, talk
from benchmarks.generators.warden.texts import Item, half, pool, spin
from benchmarks.generators.warden.world import Row, World


def class_of(w: World, n: int, kind: str) -> None:
    """A classroom or bootcamp: one assignment, one campus address, accounts of the same week."""
    rng = w.rng
    begin = rng.uniform(0, 0.55) * w.clock.length
    country = rng.choice(("US", "IN", "GB", "SG", "TW", "BR", "DE", "CN"))
    nat, client = (
        [w.add_address(country) for _ in range(rng.choice((1, 1, 3)))],
        w.add_client(network.client(rng, "sdk")),
    )
    tasks = [
        item.text
        for item in rng.sample(pool(rng.choice(("gsm8k_train", "stanford_alpaca_en", "cot_kojima_logs")), w.fold), 12)
    ]
    starter = w.say(banks.CODE_ASK) if kind == "bootcamp" else None
    system = spin(
        rng, "You are a [tutor|teaching assistant] for <course>. [Do not give the final answer.|Show every step.]"
    )
    for _ in range(n):
        old = rng.random() < 0.3
        m = w.join(kind, "student", country=country, signup=None if old else begin - rng.uniform(0, 6) * DAY)
        if m.account["payment_kind"] and rng.random() < 0.5:
            m.account["payment_kind"] = "credits"
        m.addresses = m.addresses[:1] + nat * 2
        m.fresh = 0.0
        scripted = m.path == "api" and rng.random() < 0.7
        m.clients = [client] if scripted else m.clients
        for at in w.clock.people(
            w.volume(6, 0.8, 60), m.zone, 0, max(m.born, begin), min(w.clock.length, begin + 5 * DAY)
        ):
            text = rng.choice(tasks) if rng.random() < 0.8 else w.say(banks.ASSIGNMENT).replace("§", rng.choice(tasks))
            w.chat(
                m,
                float(at),
                [Item(starter or text)] + ([Item(text)] if starter else []),
                Row(system if scripted else None, out=200),
            )


def textbook(w: World, n: int, kind: str) -> None:
    """Students with the same book, or a forum where exercises go round: same questions, nothing else."""
    rng = w.rng
    names = (
        ("gsm8k_train", "stanford_alpaca_en", "alpaca_zh_supplement")
        if kind == "textbook"
        else ("cot_kojima_logs", "gsm8k_train")
    )
    chapter = [item.text for item in rng.sample(pool(rng.choice(names), w.fold), rng.randint(15, 60))]
    for m in group(w, kind, n, {"student": 5, "person": 5, "dev": 1}, 0.6):
        for at in w.clock.people(w.volume(5, 0.9, 50), m.zone, m.persona, m.born, days=6):
            text = rng.choice(chapter)
            w.send(
                m, float(at), text if rng.random() < 0.5 else w.say(banks.ASSIGNMENT).replace("§", text), Row(out=200)
            )


def hackathon(w: World, n: int, kind: str) -> None:
    """New accounts, the same starter code, sponsor credits, one hall, forty-eight hours."""
    rng = w.rng
    begin = rng.uniform(0.05, 0.8) * w.clock.length
    country = rng.choice(("US", "IN", "DE", "SG", "GB", "JP"))
    hall, client = w.add_address(country), w.add_client(network.client(rng, "sdk"))
    params, coupon = w.add_params(network.sampling(rng, "sdk")), w.fresh_hash()
    starter = rng.choice((w.say(banks.AGENT_SYSTEM), w.say(banks.NOCODE).split("\n")[0], spin(rng, harvest.EXPERT[0])))
    for _ in range(n):
        m = w.join(
            kind,
            "dev",
            country=country,
            signup=begin - rng.uniform(0, 1.5) * DAY,
            fields={"payment_kind": "credits", "payment_fingerprint": coupon if rng.random() < 0.7 else w.fresh_hash()},
        )
        m.addresses, m.clients, m.params = (
            [hall, *m.addresses[:1]],
            [client],
            params if rng.random() < 0.8 else m.params,
        )
        supply = feed(w)
        for at in w.clock.machine(
            w.volume(18, 0.9, 300), "flat", max(m.born, begin), min(w.clock.length, begin + 2 * DAY)
        ):
            text = supply() if rng.random() < 0.6 else w.say(banks.CODE_ASK)
            w.send(
                m, float(at), text, Row(starter if rng.random() < 0.8 else spin(rng, "You are <brand>."), "code", 180)
            )


def egress(w: World, n: int, kind: str) -> None:
    """Carrier-grade NAT or a campus: a few addresses, everybody's own life."""
    rng = w.rng
    country = rng.choice(("IN", "ID", "VN", "BR", "US", "PH", "SG", "JP", "GB", "MX"))
    doors = [w.add_address(country) for _ in range(rng.choice((1, 2, 4)))]
    for _ in range(n):
        m = w.join(kind, country=country)
        m.addresses = doors + m.addresses[:1] * rng.choice((0, 1))
        m.fresh = rng.choice((0.0, 0.05))
        live(w, m, w.volume(5, 1.2, 120))


def open_reseller(w: World, n: int, kind: str) -> None:
    """A proxy with innocent end customers: pooled accounts, one header set, moving conversations."""
    rng = w.rng
    client, params, name = (
        w.add_client(network.client(rng, "agent")),
        w.add_params(network.sampling(rng, "sdk")),
        w.fresh_hash()[:6],
    )
    pool_of = []
    pays = [w.fresh_hash() for _ in range(max(1, n // 5))]
    folded = rng.random() < 0.4
    doors = [w.add_address(rng.choice(("SG", "JP", "HK", "US")), True) for _ in range(max(1, n // 8))]
    for _ in range(n):
        m = w.join(kind, "reseller")
        if m.account["payment_fingerprint"] and rng.random() < 0.7:
            m.account["payment_fingerprint"] = rng.choice(pays)
        m.clients, m.addresses, m.params, m.fresh = [client], [rng.choice(doors)], params, 0.0
        m.path = f"reseller:{name}" if rng.random() < 0.6 else "api"
        pool_of.append(m)
    for m in pool_of:
        users = [w.fresh_hash() for _ in range(rng.randint(3, 25))]
        for at in w.clock.people(max(1, w.volume(30, 0.9, 500) // 3), m.zone, 3, m.born):
            turns = talk(w, m)
            if folded:
                turns = [turns[0]._replace(text=f"{w.say(banks.BOT_SYSTEM)}\n\n{turns[0].text}"), *turns[1:]]
            base = Row(out=150, end_user=rng.choice(users))
            if len(turns) > 1 and rng.random() < 0.08:
                w.send(m, float(at), turns[0].text, Row(status=2, end_user=base.end_user))
                m, at = rng.choice(pool_of), at + 2
            w.chat(m, float(at), turns, base)


def failover(w: World, n: int, kind: str) -> None:
    """Customers with two or three keys on two accounts, behind a router that changes over when throttled."""
    rng = w.rng
    router = w.add_client(network.client(rng, "sdk"))
    for _ in range(max(1, n // 2)):
        pair = [w.join(kind, "business" if rng.random() < 0.5 else "dev") for _ in range(rng.choice((2, 2, 3)))]
        shared, supply, system = pair[0].addresses, feed(w), w.say(banks.BOT_SYSTEM)
        linked = rng.random() < 0.4
        for m in pair:
            m.addresses, m.params, m.fresh = shared, pair[0].params, 0.0
            m.clients = [router] if rng.random() < 0.7 else pair[0].clients
            m.account["payment_fingerprint"] = pair[0].account["payment_fingerprint"]
            m.account["org_id"] = pair[0].account["org_id"] if linked else m.account["org_id"]
        for at in w.clock.real(w.volume(50, 0.9, 700), max(m.born for m in pair)):
            first, other = rng.sample(pair, 2)
            text, hist = supply(), rng.choice((0, 0, 0, 2))
            if rng.random() < 0.07:
                w.send(first, float(at), text, Row(system, status=2))
                first, at = other, at + rng.uniform(0.2, 3)
            w.send(
                first,
                float(at),
                text,
                Row(system, out=70, hist=hist, hist_hash=w.hash(text, at) if hist else None),
            )


def migration(w: World, n: int, kind: str) -> None:
    """Firms that move a finished workload here (or to the new model) in one night: no ramp, orphan histories."""
    rng = w.rng
    begin = rng.uniform(0.1, 0.7) * w.clock.length
    for _ in range(n):
        m = w.join(
            kind,
            rng.choice(("business", "cloud", "startup")),
            signup=begin - rng.uniform(0.1, 5) * DAY if rng.random() < 0.6 else None,
        )
        m.adopt, system, supply = w.release + rng.uniform(0, 1) * DAY, w.say(banks.BOT_SYSTEM), feed(w)
        carried = rng.random() < 0.5
        for at in w.clock.machine(w.volume(60, 0.8, 600), "flat", max(m.born, begin)):
            if carried:
                w.chat(m, float(at), [Item(supply())], Row(system, out=90), earlier=2 * rng.randint(1, 8))
            else:
                w.send(m, float(at), supply(), Row(system, "json", 50))


def neighbours(w: World, n: int, kind: str) -> None:
    """A group chat of one language: the same handful of prompts goes round, from home."""
    rng = w.rng
    lang, country = rng.choice(
        (("zh", "TW"), ("zh", "HK"), ("es", "MX"), ("fr", "FR"), ("ja", "JP"), ("pt", "BR"), ("ru", "UA"), ("zh", "CN"))
    )
    bank = half(banks.ASK_OTHER[lang], w.fold)
    going = [spin(rng, rng.choice(bank)) for _ in range(6)]
    if lang == "zh":
        going += [item.text for item in rng.sample(pool("alpaca_zh_translated", w.fold), 8)]
    for _ in range(n):
        m = w.join(kind, rng.choice(("person", "person", "dev")), country=country)
        for at in w.clock.people(w.volume(6, 1.0, 80), m.zone, m.persona, m.born):
            text = rng.choice(going) if rng.random() < 0.4 else spin(rng, rng.choice(bank))
            w.chat(
                m,
                float(at),
                [Item(text, lang=lang)] + [Item(spin(rng, rng.choice(bank)), lang=lang)] * rng.choice((0, 0, 1)),
                Row(out=170),
            )


def returned(w: World, n: int, kind: str) -> None:
    """People stopped by mistake or for a failed card, who came back under a new account with the same habits."""
    rng = w.rng
    for _ in range(max(1, n // 2)):
        first = w.join(kind, rng.choice(("dev", "person", "startup")))
        stop = rng.uniform(0.3, 0.7) * w.clock.length
        w.ban(first, stop, rng.choice(("banned", "suspended")))
        again = w.join(kind, first.segment, signup=stop + rng.uniform(0.05, 2) * DAY)
        again.clients, again.addresses, again.params, again.path = (
            first.clients,
            first.addresses,
            first.params,
            first.path,
        )
        state = rng.getstate()
        live(w, first, w.volume(15, 0.8, 200))
        if rng.random() < 0.5:
            rng.setstate(state)
        live(w, again, w.volume(15, 0.8, 200))


# name: (cluster, median size, largest share of the honest accounts)
CLUSTERS: dict[str, tuple[Cluster, float, float]] = {
    "open-agent": (open_agent, 22, 0.12),
    "tenant": (tenant, 5, 0.05),
    "judges": (judges, 6, 0.04),
    "benchmark-labs": (benchmark, 6, 0.03),
    "release-day": (release_day, 12, 0.05),
    "ci-jobs": (ci_jobs, 10, 0.05),
    "browser-extension": (extension, 18, 0.10),
    "tutorial": (tutorial, 14, 0.08),
    "tutoring-platform": (platform, 7, 0.04),
    "audit-users": (platform, 5, 0.03),
    "paper-review": (platform, 5, 0.03),
    "translation-bureaus": (bureau, 5, 0.03),
    "seo-mills": (bureau, 5, 0.03),
    "labelling": (labelling, 5, 0.03),
    "licensed": (licensed, 4, 0.02),
    "own-synth": (own_synth, 6, 0.03),
    "viral-prompt": (viral, 15, 0.08),
    "classroom": (class_of, 20, 0.08),
    "bootcamp": (class_of, 9, 0.04),
    "textbook": (textbook, 12, 0.06),
    "homework-forum": (textbook, 9, 0.05),
    "hackathon": (hackathon, 14, 0.07),
    "egress": (egress, 16, 0.12),
    "open-reseller": (open_reseller, 7, 0.04),
    "failover": (failover, 6, 0.03),
    "migration": (migration, 5, 0.03),
    "neighbours": (neighbours, 10, 0.06),
    "re-registered": (returned, 6, 0.02),
}


GRAND = ("open-agent", "tutorial", "browser-extension", "viral-prompt", "egress", "hackathon", "classroom", "tenant")


def populate(w: World, count: int) -> None:
    """Clusters of every kind (as far as they fit), mostly small, often one of hundreds; `count` accounts."""
    rng, left, honest = w.rng, count, count * 3
    if rng.random() < 0.7 and count >= 60:
        name = rng.choice(GRAND)
        size = min(450, int(count * rng.uniform(0.12, 0.35)))
        CLUSTERS[name][0](w, size, name)
        left -= size
    while left >= 3:
        names = list(CLUSTERS)
        rng.shuffle(names)
        for waiting, name in zip(range(len(names), 0, -1), names, strict=True):
            if left < 3:
                break
            cluster, median, share = CLUSTERS[name]
            most = max(3.0, min(400.0, share * honest * 1.5, 2.2 * left / waiting))
            before = len(w.members)
            cluster(w, int(min(left, most, max(3.0, rng.lognormvariate(0, 0.9) * median))), name)
            left -= max(1, len(w.members) - before)
