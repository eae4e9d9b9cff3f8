"""Honest people: chatters, programmers with a popular agent, classrooms, hackathons, offices, hobbyists."""

# ruff: noqa: E501 (prompt texts)

from collections.abc import Callable

from benchmarks.generators.inspector.grammar import expand
from benchmarks.generators.inspector.people import enrol
from benchmarks.generators.inspector.phrases import TOPICS
from benchmarks.generators.inspector.traces import DAY, think_time
from benchmarks.generators.inspector.voice import SLOTS, Voice, ask, person, session, swap_words
from benchmarks.generators.inspector.world import Account, World

Crowd = Callable[[World, int], None]

SHELL = {
    "tool_names": ["shell", "read_file", "write_file", "search"],
    "tool_schema_hash": "5f1c0de2a7",
    "stream": True,
    "max_tokens": 8192,
    "temperature": None,
}
AGENT_PROMPTS = [
    "You are Patchwork, a coding agent that runs in the user's terminal. Use the tools to read files before you "
    "change them. Keep edits small, run the tests, and say plainly what you did. Never commit unless asked.",
    "You are Yardarm. You help with software engineering tasks in a repository. Think before acting, prefer existing "
    "patterns, and finish by listing the files that changed.",
    "You are Codefold inside an editor. Answer questions on the open file. Return code in fenced blocks.",
]
TASK = "[fix|look into|debug|refactor|clean up|add tests for|speed up|document|rename] [the|our] {part} [in|of|for] {thing}[, the tests fail|, see the traceback below|| and keep the public API|. Error: {error}]"
TASK_SLOTS = {
    "part": [
        "login flow",
        "date parser",
        "cache layer",
        "upload handler",
        "retry logic",
        "CSV export",
        "migration",
        "search box",
        "rate limiter",
        "config loader",
        "websocket client",
        "build script",
        "pagination",
        "webhook endpoint",
        "type hints",
    ],
    "thing": [
        "the billing service",
        "src/api",
        "the mobile app",
        "utils.py",
        "the admin panel",
        "main.rs",
        "checkout",
        "the scraper",
        "the k8s chart",
        "packages/core",
        "the notebook",
        "the CLI",
        "the backend",
        "reports",
        "the tokenizer",
    ],
    "error": [
        "TypeError: undefined is not a function",
        "KeyError: 'id'",
        "borrow of moved value",
        "ECONNREFUSED 127.0.0.1:5432",
        "AssertionError",
        "segfault in worker 3",
        "TS2345",
        "ModuleNotFoundError",
        "timeout after 30s",
        "null pointer",
    ],
}
TOOL_RESULTS = [
    "[tool_result shell] {n} passed, 1 failed in 4.{n}s",
    "[tool_result read_file] ({n} lines) def main():",
    "[tool_result search] {n} matches in {thing}",
    "[tool_result write_file] ok",
    "yes, go ahead",
    "[tool_result shell] exit 1: {error}",
    "ok now {part} too",
]


def life(w: World, a: Account) -> tuple[float, float]:
    """When the account can act inside the window."""
    return min(w.last - 3_600, max(w.first, a.row["created_at"] + 120)), w.last


def chat(w: World, a: Account, v: Voice, zone: float, sessions: int) -> None:
    """A person's conversations over the window, at a person's pace."""
    for start in w.traces.session_starts(w.rng, sessions, life(w, a), zone):
        t, talk = start, w.dialogue()
        for turn in session(w.texts, v):
            w.send(a, t, turn, dialogue=talk)
            t += think_time(w.rng)


def zone_of(w: World, a: Account) -> float:
    """A time zone: the billing country's."""
    zones = {"US": -6.0, "IN": 5.5, "CN": 8.0, "JP": 9.0, "DE": 1.0, "FR": 1.0, "GB": 0.0, "BR": -3.0, "AU": 10.0}
    return zones.get(a.row["billing_country"] or "", float(w.rng.randint(-8, 9)))


def few(w: World, middle: float = 4.0, spread: float = 0.9, cap: int = 120) -> int:
    """A person's number of sessions: log-normal."""
    return max(1, min(cap, int(w.rng.lognormvariate(0, spread) * middle)))


def chatters(w: World, n: int) -> None:
    """Ordinary users of console and apps, in many languages."""
    for _ in range(n):
        a = enrol(w, "chatter", console=w.rng.random() < 0.6)
        chat(w, a, person(w.rng), zone_of(w, a), few(w))


def agent_run(
    w: World,
    a: Account,
    t: float,
    which: int,
    role: str | None = None,
    task: str | None = None,
    harvested: bool = False,
    pace: float = 14.0,
    steps: int | None = None,
) -> None:
    """One task of a coding agent: the ask, then a loop of tool results."""
    rng, talk = w.rng, w.dialogue()
    slots = {**TASK_SLOTS, "n": SLOTS["n"]}
    extra = {k: v for k, v in SHELL.items() if k.startswith("tool")}
    w.send(
        a,
        t,
        task or expand(rng, TASK, slots),
        system=AGENT_PROMPTS[which],
        dialogue=talk,
        shape="long",
        role=role,
        harvested=harvested,
        extra=extra,
    )
    for _ in range(rng.randint(1, 7) if steps is None else steps):
        t += rng.expovariate(1 / pace) + 2
        w.send(
            a,
            t,
            expand(rng, rng.choice(TOOL_RESULTS), slots),
            system=AGENT_PROMPTS[which],
            dialogue=talk,
            shape="short",
            role=role,
            harvested=harvested,
            extra=extra,
        )


def agent_users(w: World, n: int) -> None:
    """Unrelated programmers with one popular open agent: same system prompt, same client."""
    for _ in range(n):
        which = w.rng.choices((0, 1, 2), (5, 3, 2))[0]
        a = enrol(w, "popular-agent", client=w.clients.agent(which), params=dict(SHELL), role="large")
        if w.rng.random() < 0.3:
            a.migrates = w.released + w.rng.expovariate(1 / (1.5 * DAY))
        for start in w.traces.session_starts(w.rng, few(w, 3, 0.8, 40), life(w, a), zone_of(w, a)):
            agent_run(w, a, start, which)


def hobbyists(w: World, n: int) -> None:
    """Own small scripts and bots, with an own system prompt."""
    frame = "You are [a|an helpful|the] {role} [for|of|in] {where}.[ Be brief.| Never make things up.| Answer in {lang}.| Use markdown.|]"
    slots = {
        **SLOTS,
        "role": [
            "assistant",
            "tutor",
            "Discord bot",
            "game master",
            "recipe finder",
            "translator",
            "support bot",
            "editor",
        ],
        "where": [
            "my server",
            "a small shop",
            "a family of four",
            "a D&D party",
            "our club",
            "a newsletter",
            "a student",
            "my blog",
        ],
    }
    for _ in range(n):
        a, v = enrol(w, "hobby-script"), person(w.rng)
        system = expand(w.rng, frame, slots)
        for t in w.traces.session_starts(w.rng, few(w, 9, 1.0, 200), life(w, a), zone_of(w, a)):
            w.send(a, t, ask(w.texts, v), system=system)


def classrooms(w: World, n: int) -> None:
    """One course: campus egress, education programme, one assignment's questions before the deadline."""
    while n > 0:
        size = min(n, w.rng.randint(15, 60))
        n -= size
        net, start = w.places.egress(), w.first + w.rng.uniform(0, 0.5) * w.days * DAY
        pool = w.rng.choice(("maths", "coding", "logic", "general"))
        tasks = [i.text for i in w.rng.sample(w.texts.honest_pools[pool], 12)]
        domain = f"uni-{w.rng.randint(1, 400)}.edu"
        for _ in range(size):
            a = enrol(
                w,
                "classroom",
                net=net if w.rng.random() < 0.8 else None,
                console=w.rng.random() < 0.5,
                created=start - w.rng.expovariate(1 / (6 * DAY)),
                row={"email_domain": domain, "pathway": "education", "payment_kind": "credits"},
            )
            v = person(w.rng)
            for deadline in (start + 2 * DAY, start + 6 * DAY):
                t, talk = deadline - w.rng.expovariate(1 / (0.7 * DAY)), w.dialogue()
                for task in w.rng.sample(tasks, w.rng.randint(1, 4)):
                    text = task if w.rng.random() < 0.4 else swap_words(w.rng, task, 0.3)
                    w.send(a, t, v.style(text), dialogue=talk)
                    t += think_time(w.rng)
            if w.rng.random() < 0.5:
                chat(w, a, v, 0.0, 2)


def hackathons(w: World, n: int) -> None:
    """One weekend: new accounts, one starter kit, one sponsor's credits, one venue."""
    while n > 0:
        size = min(n, w.rng.randint(25, 110))
        n -= size
        start, net = w.first + w.rng.uniform(0.1, 0.8) * w.days * DAY, w.places.egress()
        theme, client = w.rng.choice(TOPICS), w.clients.script()
        starter = (
            f"You are the AI for our hackathon project about {theme}. Follow the starter kit's rules and reply in JSON."
        )
        coupon = f"sponsor-{w.rng.getrandbits(40):010x}"
        for _ in range(size):
            a = enrol(
                w,
                "hackathon",
                net=net if w.rng.random() < 0.75 else None,
                client=client if w.rng.random() < 0.6 else None,
                created=start - w.rng.expovariate(1 / 40_000),
                path="api",
                row={"payment_kind": "credits", "payment_fingerprint": coupon, "pathway": "startup"},
            )
            own, v = w.rng.choice(TOPICS), person(w.rng, "en")
            system = starter if w.rng.random() < 0.6 else starter.replace(theme, own)
            for _ in range(few(w, 10, 0.8, 60)):
                w.send(a, start + w.rng.random() * 2.2 * DAY, ask(w.texts, v), system=system, shape="json")


def prompt_pack(w: World, n: int) -> None:
    """Strangers who paste a viral prompt: the same bytes from unrelated people in the same week."""
    viral = [
        "Ignore small talk. Act as my ruthless mentor. Tell me what I should hear, not what I want to hear. My topic: {x}",
        "You are a panel of three experts who think aloud one step at a time, then agree on an answer. Question: {x}",
        "Before answering, list your assumptions, reason through each, rate your confidence, then answer: {x}",
        "Write as if you were a human. Use burstiness and perplexity. No AI words. Topic: {x}",
        "From everything you know about me, roast me. Context: {x}",
    ]
    for _ in range(n):
        a, v = enrol(w, "viral-prompt", console=w.rng.random() < 0.8), person(w.rng, "en")
        prompt, week = w.rng.choice(viral), w.first + w.rng.random() * w.days * DAY * 0.7
        for _ in range(w.rng.randint(1, 6)):
            w.send(
                a,
                week + w.rng.expovariate(1 / (2 * DAY)),
                prompt.replace("{x}", w.rng.choice(v.topics)),
                dialogue=w.dialogue(),
            )
        chat(w, a, v, zone_of(w, a), few(w, 2))


def auditors(w: World, n: int) -> None:
    """People who must justify decisions, and so ask for the reasoning."""
    asks = [
        "Show your reasoning step by step so that I can put it in the audit file.",
        "Explain how you came to this, for compliance.",
        "Give the rationale first, then the decision.",
        "List each step and the rule it rests on.",
        "Think step by step.",
    ]
    for _ in range(n):
        a, mine = enrol(w, "audit-reasoning", role="reason"), w.rng.choice(asks)
        a.params = {
            **a.params,
            "reasoning_effort": w.rng.choice(("medium", "high")),
            "thinking_budget": w.rng.choice((4096, 16000)),
        }
        cases = w.rng.choice((w.texts.dialogues, w.texts.support["banking77"], w.texts.posts))
        for t in w.traces.session_starts(w.rng, few(w, 12, 0.8, 150), life(w, a), zone_of(w, a)):
            w.send(a, t, f"Case {w.rng.randint(100, 99999)}: {w.rng.choice(cases)}\n\n{mine}", shape="long")


def offices(w: World, n: int) -> None:
    """Companies whose staff have an account each: one organisation, one egress, often one card."""
    while n > 0:
        size = min(n, w.rng.randint(3, 70))
        n -= size
        net, org, card = w.places.egress(), f"org-{w.rng.getrandbits(40):010x}", f"corp-{w.rng.getrandbits(44):011x}"
        row = {
            "org_id": org if w.rng.random() < 0.75 else None,
            "org_name": f"Company {w.rng.randint(1, 9999)}",
            "plan": "scale",
            "pathway": "enterprise",
            "payment_kind": "invoice",
            "payment_fingerprint": card,
            "email_domain": f"corp{w.rng.randint(1, 9999)}.com",
        }
        begin = w.first + w.rng.uniform(-300, 0.4 * w.days) * DAY
        for _ in range(size):
            a = enrol(
                w,
                "office",
                net=net,
                console=w.rng.random() < 0.7,
                created=begin + w.rng.expovariate(1 / (20 * DAY)),
                row=row,
            )
            chat(w, a, person(w.rng, "en" if w.rng.random() < 0.8 else None), zone_of(w, a), few(w, 5))


CROWDS: dict[str, tuple[float, Crowd]] = {
    "chatter": (42.0, chatters),
    "popular-agent": (9.0, agent_users),
    "hobby-script": (8.0, hobbyists),
    "classroom": (5.0, classrooms),
    "hackathon": (3.5, hackathons),
    "viral-prompt": (3.0, prompt_pack),
    "audit-reasoning": (1.5, auditors),
    "office": (7.0, offices),
}
