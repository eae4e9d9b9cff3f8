"""The engine that honest groups and campaigns share: a recipe for prompts, a plan, and its run."""

from dataclasses import dataclass, field
from typing import Any

from . import network as net
from . import phrases as bank
from .corpus import Item, Template, groups, pool
from .ordinary import behave, starts, steps
from .profile import draw_params, set_created
from .traces import DAY, client_times, draw_client
from .wording import app_system, draw_template, fill, fill_small, paraphrase, sample
from .world import Account, Session, World

DOMAINS: dict[str, tuple[str, ...]] = {
    "maths": ("gsm8k", "gsm8k", "own:maths", "cot_logs"),
    "code": ("alpaca:code", "own:code", "zh_supplement", "own:code"),
    "agents": ("bfcl", "tool", "own:agent"),
    "writing": ("alpaca:write", "own:business", "seeds"),
    "chinese": ("alpaca_zh", "zh_supplement", "lang:zh"),
    "knowledge": ("alpaca:ask", "wild", "own:science"),
    "judging": ("judge",),
    "generating": ("evolve", "seeds", "alpaca"),
    "elicit": ("elicit",),
    "rewriting": ("doc", "own:sensitive"),
    "multilingual": ("lang:zh", "lang:de", "lang:es", "lang:fr", "lang:ja", "lang:ko", "lang:pt", "alpaca_zh"),
    "general": ("alpaca", "wild", "arena", "gsm8k"),
    "direct": ("direct", "bbh"),
}
FAMILIES_OF = {
    "judging": "judge",
    "generating": "harvest",
    "knowledge": "eval",
    "maths": "eval",
    "general": "harvest",
    "rewriting": "harvest",
}


@dataclass
class Recipe:
    """How a group words its requests."""

    sources: list[str]
    weights: list[float]
    templates: list[Template] = field(default_factory=list)
    wraps: list[str] = field(default_factory=list)
    systems: list[str | None] = field(default_factory=lambda: [None])
    strength: float = 0.0
    own_words: bool = False  # each account keeps its own wrap, system prompt and habit of wording
    steps: int = 1
    tools: tuple[str, ...] = ()

    def base(self, w: World) -> Item:
        """A task, before wording."""
        return sample(w.r, w.fold, w.r.choices(self.sources, self.weights)[0])

    def word(self, w: World, item: Item, number: int) -> Item:
        """The request for a task as account `number` of the group puts it."""
        r = w.r
        pick = (number * 7 + 3) if self.own_words else r.randrange(1 << 20)
        prompt = paraphrase(r, w.fold, item.prompt, self.strength) if self.strength else item.prompt
        item = item._replace(prompt=prompt)
        if self.templates:
            item = fill(r, w.fold, self.templates[pick % len(self.templates)], item)
        if self.wraps:
            wrap = self.wraps[pick % len(self.wraps)]
            item = item._replace(
                prompt=fill_small(r, wrap.replace("{q}", "\0")).replace("\0", item.prompt),
                scale=item.scale + 0.6,
                elicits=item.elicits or wrap in bank.ELICITS,
            )
        if self.tools:
            item = item._replace(tools=self.tools)
        system = self.systems[pick % len(self.systems)]
        return item._replace(system=system) if system is not None else item


STYLES = ("bare", "template", "templates", "wrap", "wraps", "system", "paraphrase", "filled")


def draw_recipe(
    w: World, domain: str, style: str, wraps: tuple[str, ...] = bank.ELICITS, family: str | None = None
) -> Recipe:
    """A recipe of a domain and a style; the very same function serves honest groups."""
    r, fold = w.r, w.fold
    names = list(DOMAINS[domain])
    chosen = r.sample(names, r.randrange(1, len(names) + 1))
    recipe = Recipe(chosen, [r.gammavariate(1.2, 1.0) + 0.05 for _ in chosen])
    family = family or FAMILIES_OF.get(domain, "harvest")
    if style in ("template", "templates"):
        recipe.templates = [
            draw_template(r, fold, family) for _ in range(1 if style == "template" else r.randrange(2, 7))
        ]
    elif style in ("wrap", "wraps"):
        mine = bank.fold_of(wraps, fold)
        recipe.wraps = r.sample(mine, 1 if style == "wrap" else min(len(mine), r.randrange(2, 6)))
    elif style == "system":
        recipe.systems = [r.choice(bank.fold_of(bank.SYSTEMS, fold)) if r.random() < 0.5 else app_system(r)]
    elif style == "paraphrase":
        recipe.strength, recipe.own_words = r.uniform(0.6, 1.0), True
        recipe.systems = [None, None, None, *(app_system(r) for _ in range(9))]
        if r.random() < 0.4:
            recipe.wraps = ["{q}", "{q}", *bank.fold_of(bank.SHOWS, fold), *bank.fold_of(wraps, fold)[:3]]
    if style in ("template", "wrap") and r.random() < 0.35:
        recipe.systems = [r.choice(bank.fold_of(bank.SYSTEMS, fold))]
    if domain == "agents":
        recipe.steps = r.choice((1, 1, 3, 6))
    if domain in ("judging", "elicit") and style in ("wrap", "wraps"):
        recipe.wraps = []
    return recipe


@dataclass
class Plan:
    """What a group does, when, and what its members have in common."""

    recipe: Recipe
    volumes: list[int]
    deal: str = "queue"  # queue: without overlap; each: everybody the whole list; part: a stretch of it;
    # own: a short list per member, again and again; random: drawn anew
    shape: str = "human"  # human, flat, burst, trace, sync, hour
    lo: float = 0.0
    hi: float = 1.0
    operator: str | None = None
    copies: int = 1
    items: list[Item] | None = None
    params: str = "own"  # own, fixed, jitter
    model: str | None = None
    cover: float = 0.0
    end_users: bool = False


def share(w: World, members: list[Account], what: set[str], size: int) -> None:
    """Give groups of `size` members the named things in common."""
    r = w.r
    for at in range(0, len(members), size):
        part = members[at : at + size]
        lead = part[0]
        card, domain, phone = f"pay_{w.token()}", r.choice(net.disposable_domains(w.fold)), f"ph_{w.token()}"
        for one in part:
            record = one.record
            if "payment" in what and record.get("payment_fingerprint"):
                record["payment_fingerprint"] = card
            if "domain" in what and r.random() < 0.9:
                record["email_domain"] = domain
            if "phone" in what and record.get("phone_hash"):
                record["phone_hash"] = phone
            if "signup" in what and record.get("signup_ip"):
                record["signup_ip"], record["signup_asn"] = lead.record.get("signup_ip"), lead.record.get("signup_asn")
            if "address" in what:
                one.addresses = [
                    net.near(r, lead.addresses[0]) if r.random() < 0.5 else lead.addresses[0] for _ in range(3)
                ]
    if "client" in what:
        for one in members:
            one.clients = list(members[0].clients)
            one.path = members[0].path


def age_together(w: World, members: list[Account], lo: float, hi: float) -> None:
    """Sign-ups inside an interval (seconds from the window's start)."""
    for one in members:
        set_created(w, one, w.r.uniform(lo, hi))


def instants(w: World, a: Account, n: int, plan: Plan, common: tuple[int, list[tuple[float, float]]]) -> list[float]:
    """When an account makes its n requests."""
    r = w.r
    lo, hi = plan.lo * w.span, plan.hi * w.span
    lo = min(max(lo, a.first), hi - 600)
    if plan.shape == "human":
        return (
            [lo + time * (hi - lo) / w.span for time in starts(w, a, n)]
            if plan.lo > 0 or plan.hi < 1
            else starts(w, a, n)
        )
    if plan.shape == "trace":
        return [lo + float(time) * (hi - lo) / w.span for time in client_times(w.g, common[0], n, w.days)]
    if plan.shape == "burst":
        times = []
        for _ in range(n):
            start, length = r.choice(common[1])
            times.append(start + r.random() * length)
        return sorted(time if time >= lo else r.uniform(lo, hi) for time in times)
    if plan.shape == "hour":
        begin = r.uniform(lo, hi)
        return sorted(begin + r.random() * max(600.0, n * 12.0) for _ in range(n))
    return sorted(r.uniform(lo, hi) for _ in range(n))


def late(w: World, a: Account, when: float, hi: float = 1.0) -> float:
    """The instant, or a later one where the account did not exist yet."""
    return when if when >= a.first else w.r.uniform(a.first, max(a.first + 3600.0, hi * w.span))


def bursts(w: World, plan: Plan) -> list[tuple[float, float]]:
    """Shared spells of activity."""
    r = w.r
    lo, hi = plan.lo * w.span, plan.hi * w.span
    return [(r.uniform(lo, max(lo, hi - DAY / 4)), r.uniform(1200, DAY / 4)) for _ in range(r.randrange(1, 9))]


def queue(w: World, plan: Plan, total: int) -> list[Item]:
    """The group's list of tasks: each once (or `copies` times), in one shuffled order."""
    need = max(1, -(-total // plan.copies))
    if plan.items is not None:
        items = [plan.items[at % len(plan.items)] for at in range(need)]
    else:
        items, seen, spare = [], set(), 3 * need + 50
        while len(items) < need:
            item = plan.recipe.base(w)
            spare -= 1
            if item.prompt in seen and spare > 0:
                continue
            seen.add(item.prompt)
            items.append(item)
    items = items * plan.copies
    w.r.shuffle(items)
    return items


def run(w: World, members: list[Account], plan: Plan) -> None:
    """Everything a group does: its requests, then (or among them) the cover."""
    r = w.r
    common = (draw_client(w.g), bursts(w, plan))
    fixed = draw_params(w, "data")
    jobs: list[tuple[float, int]] = []
    width = plan.recipe.steps
    for number, (one, volume) in enumerate(zip(members, plan.volumes, strict=True)):
        n = max(1, round(volume / max(1.0, (1 + width) / 2)))
        if plan.shape != "sync":
            jobs += [(time, number) for time in instants(w, one, n, plan, common)]
        if plan.params == "fixed":
            one.params = fixed
    if plan.shape == "sync":
        total = sum(plan.volumes)
        times = client_times(w.g, common[0], total, w.days) * (plan.hi - plan.lo) + plan.lo * w.span
        turn = [number for number, volume in enumerate(plan.volumes) for _ in range(volume)]
        r.shuffle(turn)
        jobs = [(late(w, members[at], float(time), plan.hi), at) for time, at in zip(times, turn, strict=True)]
    jobs.sort()
    most = max(plan.volumes, default=1)
    tasks = queue(w, plan, len(jobs) if plan.deal == "queue" else most * 3 if plan.deal == "part" else most)
    places = [w.r.randrange(len(tasks)) if plan.deal == "part" else 0 for _ in members]
    mine = [[plan.recipe.base(w) for _ in range(w.r.randrange(1, 12))] if plan.deal == "own" else [] for _ in members]
    for at, (when, number) in enumerate(jobs):
        one = members[number]
        if plan.deal == "queue":
            task = tasks[at % len(tasks)]
        elif plan.deal == "random":
            task = plan.recipe.base(w)
        elif plan.deal == "own":
            task = w.r.choice(mine[number])
        else:
            task = tasks[places[number] % len(tasks)]
            places[number] += 1
        ask(w, one, number, when, task, plan)
    if plan.cover > 0:
        for one, volume in zip(members, plan.volumes, strict=True):
            behave(w, one, round(volume * plan.cover / (1 - plan.cover) * r.uniform(0.4, 1.6)))


def ask(w: World, one: Account, number: int, when: float, task: Item, plan: Plan) -> Session:
    """One task, worded and sent by a member."""
    s = w.session(one)
    if plan.params == "jitter":
        p: dict[str, Any] = dict(one.params)
        p["temperature"] = round(min(1.5, max(0.0, w.r.gauss(p.get("temperature") or 0.7, 0.15))), 2)
        s.params = p
    if plan.model is not None:
        s.model = plan.model
    item = plan.recipe.word(w, task, number)
    width = plan.recipe.steps
    if width > 1:
        steps(w, s, when, item, w.r.randrange(1, width + 1), plan.operator)
    else:
        w.say(s, when, item, plan.operator)
    return s


def task_list(w: World, source: str, limit: int) -> list[Item]:
    """A public list as its users have it: one task or tenant of a pool, in its own order."""
    parts = groups(source, w.fold)
    name = w.r.choice(sorted(parts))
    items = parts[name] if len(parts[name]) > 15 else pool(source, w.fold)
    return list(items[:limit])
