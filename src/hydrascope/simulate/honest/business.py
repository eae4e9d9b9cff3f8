"""Customers with a product: single-template tenants, labellers, groups of accounts, resellers, licensees."""

from functools import partial
from random import Random
from typing import NamedTuple

import numpy as np

from hydrascope.simulate import infrastructure as infra
from hydrascope.simulate import rhythm
from hydrascope.simulate.account import Sampling
from hydrascope.simulate.honest.everyday import converse, talk
from hydrascope.simulate.material import fill
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene
from hydrascope.simulate.traces import Ints
from hydrascope.simulate.wording import Frame

PUBLIC_SLOTS = ("question", "input", "query", "input_str", "query_str", "history", "context", "context_str")


class Product(NamedTuple):
    """A single-template application: its system prompt and either frames or real requests."""

    system: str | None
    frames: list[str]
    real: tuple[Prompt, ...]
    private: dict[str, str]
    own: tuple[str, ...]  # what the customer's users ask
    corpus: tuple[str, ...]  # passages that nobody else has


def product(scene: Scene) -> Product:
    """A new application: mostly its own rules, sometimes a public template or a real tenant."""
    pick, material, private = scene.pick, scene.prompts.material, scene.private()
    tenants = list(scene.prompts.tenants.values())
    own = tuple(scene.utterance(private) for _ in range(8 + int(pick.random() ** 2 * 200)))
    corpus = tuple(scene.document(private) for _ in range(3 + int(pick.random() ** 2 * 40)))
    if tenants and pick.random() < 0.12:
        real = pick.choice(tenants)
        return Product(None, [], real, private, own, corpus)
    place = pick.choice(material["places"])
    role, sector = pick.choice(material["tenant_roles"]), pick.choice(material["sectors"])
    rules = pick.sample(material["tenant_rules"], min(len(material["tenant_rules"]), 1 + int(pick.random() * 6)))
    opening = pick.choice(
        (
            f"You are {private['agent'].title()}, the {role} of {private['company']}, a {sector} in {place}.",
            f"You are a {role} for {private['company']} ({sector}).",
            f"# {private['company']} {role}\n",
            f"Act as {role}.",
            f"{private['company']} is a {sector}. You help its customers as {role}.",
        )
    )
    bullet = pick.choice((" ", "\n- ", "\n* ", "\n"))
    system = opening + bullet + bullet.join(rules) if pick.random() < 0.85 else None
    if system and pick.random() < 0.12:  # asking for reasoning is everyday prompt engineering
        system += "\n" + " ".join(Frame.drawn(scene, pick.choice(("stepwise", "tags", "expert"))).parts)
    frames = [pick.choice(material["tenant_frames"])]
    public = scene.prompts.templates.get("benign", ())
    if public and pick.random() < 0.15:
        template = pick.choice(public)
        if "{" in template.text and len(template.text) < 2500:
            return Product(template.system or system, [template.text], (), private, own, corpus)
    return Product(system, frames, (), private, own, corpus)


def requests(scene: Scene, item: Product, n: int) -> tuple[list[str], list[str | None]]:
    """n requests of an application and their system prompts."""
    if item.real:
        chosen = [scene.pick.choice(item.real) for _ in range(n)]
        return [p.text for p in chosen], [p.system for p in chosen]
    texts = []
    for _ in range(n):
        words = scene.words(item.private)
        words["text"] = scene.pick.choice(item.own) if scene.pick.random() < 0.5 else scene.utterance(item.private)
        words["doc"], words["doc2"] = scene.pick.choice(item.corpus), scene.pick.choice(item.corpus)
        for slot in PUBLIC_SLOTS:
            words[slot] = words["doc"] if slot.startswith(("context", "history")) else words["text"]
        texts.append(fill(item.frames[0], words))
    return texts, [item.system] * n


def run_product(scene: Scene, who: int, item: Product, n: int, length: str = "rag") -> None:
    """An account that serves an application's users for as long as the window lasts."""
    start, days = scene.window(who)
    at = rhythm.service(
        scene.rng, n, start, days, infra.zone(scene.accounts[who].country), 0.5 + scene.pick.random() * 6
    )
    texts, systems = requests(scene, item, len(at))
    users = [infra.token(scene.pick) for _ in range(max(1, n // 4))]
    end_user = [scene.pick.choice(users) for _ in at] if scene.accounts[who].names_users else None
    few_shot = scene.pick.random() < 0.12
    scene.log(
        who,
        at,
        texts,
        system=list(systems),
        length=length,
        end_user=end_user,
        history=2 * int(1 + scene.pick.random() * 4) if few_shot else 0,
        conversation=scene.conversation() if few_shot else None,
    )


def tenants(scene: Scene, n: int) -> None:
    """Businesses with one template each, from tiny to huge."""
    for _ in range(n):
        traits = {"email_domain": infra.own_domain(scene.pick)} if scene.pick.random() < 0.7 else {}
        who = scene.join("honest/tenant", names_users=scene.pick.random() < 0.3, names_conversations=False, **traits)
        run_product(
            scene,
            who,
            product(scene),
            scene.volume(22, 1.5),
            scene.pick.choice(("rag", "chat", "app", "judge")),
        )


def labellers(scene: Scene, n: int) -> None:
    """Batch labelling: one template over thousands of rows, in one account or in several of one company."""
    pick, done = scene.pick, 0
    while done < n:
        size = min(n - done, 1 + int(pick.random() ** 4 * 7))
        openly = size > 1 and pick.random() < 0.75
        material, private = scene.prompts.material, scene.private()
        words = {
            **private,
            "noun": pick.choice(material["label_nouns"]),
            "labels": pick.choice(material["labels"]),
        }
        frame, card, domain = pick.choice(material["label_task"]), infra.token(pick), infra.own_domain(pick)
        for _ in range(size):
            who = scene.join("honest/labeller")
            if size > 1:
                account = scene.accounts[who]
                account.payment_fingerprint, account.email_domain = card, domain
                account.org_id = infra.token(_named(card)) if openly else None
                account.org_name = private["company"] if openly else None
            _label(scene, who, frame, words)
        done += size


def _label(scene: Scene, who: int, frame: str, words: dict[str, str]) -> None:
    """A few runs over the customer's own rows."""
    pick = scene.pick
    start, days = scene.window(who)
    for _ in range(1 + int(pick.random() * 3)):
        rows = scene.volume(70, 1.2)
        begin = start + int(pick.random() * days * 0.9 * rhythm.DAY)
        at = rhythm.batch(scene.rng, rows, begin, 0.02 + pick.random() * 2)
        text = scene.document if pick.random() < 0.5 else scene.utterance
        texts = [fill(frame, scene.words({**words, "text": text(words)})) for _ in at]
        scene.log(who, at, texts, length="app", stretch=0.3, batch=pick.random() < 0.3)


def organisations(scene: Scene, n: int) -> None:
    """Companies that openly hold several accounts under one org_id."""
    _groups(scene, n, "honest/organisation", openly=True)


def siblings(scene: Scene, n: int) -> None:
    """Companies with 2 to 10 accounts that share payment, mail domain or egress but no org_id."""
    _groups(scene, n, "honest/siblings", openly=False)


def _groups(scene: Scene, n: int, kind: str, openly: bool) -> None:
    pick, done = scene.pick, 0
    while done < n:
        size = min(n - done, 2 + int(pick.random() ** 2 * 9))
        private, domain, where = scene.private(), infra.own_domain(pick), infra.country(pick)
        egress, card = infra.organisation(pick, where), infra.token(pick)
        item, born = product(scene), scene.start - int(pick.random() * 700 * rhythm.DAY)
        for _ in range(size):
            who = scene.join(kind, email_domain=domain, country=where)
            account = scene.accounts[who]
            account.org_id, account.org_name = (
                (infra.token(_named(card)), private["company"]) if openly else (None, None)
            )
            if pick.random() < 0.7:
                account.payment_fingerprint, account.payment_kind = card, "invoice" if openly else "card"
            if pick.random() < 0.6:
                account.addresses = (egress, infra.neighbour(pick, egress))
            if pick.random() < 0.5:
                account.created_at = born + int(pick.random() * 20 * rhythm.DAY)
            if pick.random() < 0.6:
                run_product(scene, who, item if pick.random() < 0.6 else product(scene), scene.volume(40, 1.1))
            else:
                converse(scene, who, partial(talk, scene, private), scene.volume(12, 1), 3, 90, 1)
        done += size


def _named(seed: str) -> Random:
    """A generator that gives the same numbers for the same name."""
    return Random(int(seed, 16))


def resellers(scene: Scene, n: int) -> None:
    """Disclosed resellers: one or a few accounts with many customers, told apart by end_user_id."""
    done = 0
    while done < n:
        size = min(n - done, 1 + int(scene.pick.random() ** 2 * 5))
        private, domain, org = scene.private(), infra.own_domain(scene.pick), infra.token(scene.pick)
        people = [infra.token(scene.pick) for _ in range(20 + int(scene.pick.random() ** 2 * 400))]
        products = [product(scene) for _ in range(6)]
        for _ in range(size):
            who = scene.join(
                "honest/reseller",
                email_domain=domain,
                org_id=org if size > 1 and scene.pick.random() < 0.7 else None,
                plan="scale",
                payment_kind="invoice",
                path=f"reseller:{private['project']}" if scene.pick.random() < 0.5 else "api",
            )
            account = scene.accounts[who]
            account.clients = tuple(scene.software.library(scene.pick) for _ in range(2))
            customers_of(scene, who, people, products, scene.volume(400, 0.8))
        done += size


class Row(NamedTuple):
    """One request of a reseller's customer."""

    text: str
    system: str | None
    user: str
    model: str
    sampling: Sampling
    conversation: int
    history: int


def customers(scene: Scene, people: list[str], products: list[Product], n: int) -> list[Row]:
    """n requests of many different customers: chats of many hands, code, small products."""
    pick, rows = scene.pick, list[Row]()
    habits = {p: (pick.random(), infra.weighted(pick, scene.models), scene.private()) for p in people}
    while len(rows) < n:
        user = pick.choice(people)
        taste, model, private = habits[user]
        system: str | None = None
        if taste < 0.5:
            texts = talk(scene, private)
        elif taste < 0.75:
            texts = [scene.say(scene.prompts.material["code_frames"], private)]
        else:
            texts, systems = requests(scene, products[int(taste * 1000) % len(products)], 1)
            system = systems[0]
        sampling = (
            Sampling(temperature=round(taste, 1), max_tokens=(1024, 2048, 4096)[int(taste * 30) % 3])
            if taste < 0.6
            else Sampling()
        )
        key = scene.conversation()
        rows += [Row(text, system, user, model, sampling, key, 2 * i) for i, text in enumerate(texts)]
    return rows[:n]


def log_rows(scene: Scene, who: int, at: Ints, rows: list[Row], **columns: object) -> None:
    """Send customers' requests from one account."""
    scene.log(who, at, [r.text for r in rows], system=[r.system for r in rows], model=[r.model for r in rows],
              sampling=[r.sampling for r in rows], conversation=np.array([r.conversation for r in rows]),
              history=np.array([r.history for r in rows]), **columns)  # fmt: skip


def customers_of(scene: Scene, who: int, people: list[str], products: list[Product], n: int) -> None:
    """n requests of a disclosed reseller's customers, who are named."""
    start, days = scene.window(who)
    at = rhythm.service(scene.rng, n, start, days, 12 * scene.pick.random())
    rows = customers(scene, people, products, len(at))
    log_rows(scene, who, at, rows, end_user=[r.user for r in rows])


def failovers(scene: Scene, n: int) -> None:
    """Two keys or accounts of one service: what one refuses for its rate goes to the other."""
    for _ in range(max(1, n // 2)):
        item, card, domain = product(scene), infra.token(scene.pick), infra.own_domain(scene.pick)
        pair = [scene.join("honest/failover", email_domain=domain, payment_fingerprint=card) for _ in range(2)]
        for who in pair[1:]:
            scene.accounts[who].addresses = scene.accounts[pair[0]].addresses
            scene.accounts[who].clients = scene.accounts[pair[0]].clients
        total = scene.volume(150, 0.9)
        at = rhythm.service(scene.rng, total, scene.start, scene.days, 0, 4)
        texts, systems = requests(scene, item, len(at))
        second = scene.rng.random(len(at)) < 0.1 + 0.3 * scene.pick.random()
        for who, rows in ((pair[0], np.flatnonzero(~second)), (pair[1], np.flatnonzero(second))):
            scene.log(who, at[rows], [texts[i] for i in rows], system=[systems[i] for i in rows], length="rag")


def migrations(scene: Scene, n: int) -> None:
    """Enterprises that move a running service over, straight to full volume, or change the model."""
    for _ in range(n):
        who = scene.join(
            "honest/migration",
            pathway="enterprise",
            payment_kind="invoice",
            email_domain=infra.own_domain(scene.pick),
        )
        account = scene.accounts[who]
        if scene.pick.random() < 0.5:
            account.created_at = scene.start + int(scene.pick.random() * 0.6 * scene.days * rhythm.DAY)
        total = scene.volume(500, 0.7)
        start, days = scene.window(who)
        at = rhythm.service(scene.rng, total, start, days, infra.zone(account.country), 0.5)
        texts, systems = requests(scene, product(scene), len(at))
        moment = scene.release_at if scene.pick.random() < 0.5 else start + int(scene.pick.random() * days * rhythm.DAY)
        models = [scene.released if t >= moment else account.model for t in at]
        scene.log(who, at, texts, system=systems, model=models, length="rag")
