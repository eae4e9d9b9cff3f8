"""Phrase banks and composers: coursework, research chores, tasks by domain, and ways to ask for reasoning."""

from random import Random

from benchmarks.generators.usher.texts import BANKS

TOPICS = {k[7:]: v for k, v in BANKS.items() if k.startswith("TOPICS.")}
LOCAL = {k[6:]: v for k, v in BANKS.items() if k.startswith("LOCAL.")}
ASKS, WHEN, WHO, TWIST, COND, FOLLOW, GREET = (BANKS[k] for k in ["ASKS", "WHEN", "WHO", "TWIST", "COND", "FOLLOW",
    "GREET"])
WHY, VERB, PART = (BANKS[k] for k in ["WHY", "VERB", "PART"])
LOCAL_ASKS = {k[11:]: v for k, v in BANKS.items() if k.startswith("LOCAL_ASKS.")}
SETTINGS, MATHS, LANGS, CODE, AGENT, KNOW, WRITE = (BANKS[k] for k in ["SETTINGS", "MATHS", "LANGS", "CODE", "AGENT",
    "KNOW", "WRITE"])
ZH_TASK, WORDS, OPEN, TRACE, FORM, CLOSE, RUBRIC = (BANKS[k] for k in ["ZH_TASK", "WORDS", "OPEN", "TRACE", "FORM",
    "CLOSE", "RUBRIC"])
JUDGE, REWRITE, COURTESY = (BANKS[k] for k in ["JUDGE", "REWRITE", "COURTESY"])


def half(bank: tuple[str, ...], fold: int) -> tuple[str, ...]:
    """A fold's half of a bank."""
    return bank[fold::2]


def fill(r: Random, template: str, topics: tuple[str, ...]) -> str:
    """A template with its places filled at random."""
    t, u = r.choice(topics), r.choice(topics)
    text = template.format_map({"t": t, "u": u, "when": r.choice(WHEN), "who": r.choice(WHO), "twist": r.choice(TWIST),
        "cond": r.choice(COND), "style": r.choice(("APA", "MLA", "Chicago", "Vancouver")), "s": r.choice(SETTINGS),
        "a": r.randint(3, 97), "b": r.randint(2, 60), "c": r.randint(61, 900), "l": r.choice(LANGS), "m": r.choice(
        LANGS), "w": r.choice(WORDS),})
    return text.strip()


def person_says(r: Random, fold: int, lang: str, topics: tuple[str, ...], follow: bool) -> str:
    """What a student, reader or researcher types: about their own few topics, in their own tongue."""
    if lang in LOCAL_ASKS and r.random() < 0.75:
        return r.choice(LOCAL_ASKS[lang]).format(t=r.choice(LOCAL[lang]))
    if follow or r.random() < 0.35:
        text = fill(r, r.choice(half(FOLLOW if follow else ASKS, fold)), topics)
    else:
        parts = [r.choice(GREET), r.choice(WHY), f"{r.choice(VERB)} {r.choice(PART)} {r.choice(topics)}", r.choice((
            *TWIST, *WHEN, "", ""))]
        if r.random() < 0.3:
            parts[1], parts[2] = parts[2], parts[1]
        text = r.choice((" ", ", ", ". ")).join(x for x in parts if x) + r.choice(("?", "", ".", " thx", " please",
            "??"))
    return text.lower() if r.random() < 0.3 else text


def interests(r: Random, fold: int) -> tuple[str, ...]:
    """A person's few topics of one or two subjects."""
    subject = half(TOPICS[r.choice(list(TOPICS))], fold)
    other = half(TOPICS[r.choice(list(TOPICS))], fold)
    return (*r.sample(subject, min(4, len(subject))), r.choice(other))


def task(r: Random, fold: int, domain: str) -> str:
    """A self-contained task of a domain, hardly ever the same twice."""
    if domain == "zh":
        return r.choice(ZH_TASK).format(t=r.choice(LOCAL["zh"]), a=r.randint(3, 19))
    if domain == "tongues":
        return task(r, fold, r.choice(("knowledge", "writing"))) + r.choice(BANKS["TONGUES"])
    bank = {"maths": MATHS, "code": CODE, "agent": AGENT, "writing": WRITE}.get(domain, KNOW)
    topics = TOPICS["code"] if domain == "code" else TOPICS[r.choice(("science", "medicine", "humanities", "social"))]
    return fill(r, r.choice(half(bank, fold)), half(topics, fold))


def elicit(r: Random, fold: int) -> tuple[str, str]:
    """A way to ask for the reasoning: what stands before the task and after it."""
    ask = f"{r.choice(half(TRACE, fold))} {r.choice(FORM)}. {r.choice(CLOSE) if r.random() < 0.6 else ''}".strip()
    ask = ask[0].upper() + ask[1:]
    if r.random() < 0.5:
        return f"{r.choice(OPEN)} {ask}\n\n", ""
    return (f"{r.choice(OPEN)}\n\n" if r.random() < 0.5 else ""), f"\n\n{ask}"


def judge_prompt(r: Random, fold: int, question: str, reply: str) -> str:
    """A grading prompt of one's own making."""
    x, y = r.sample(RUBRIC, 2)
    return r.choice(half(JUDGE, fold)).format(a=r.choice((5, 7, 10, 100)), x=x, y=y, q=question[:600], r=reply[:900])


def app_system(r: Random, name: str) -> str:
    """The system prompt of a small application or of a lab's script."""
    role = r.choice(("assistant", "research aide", "tutor", "help desk", "reference librarian", "coding partner",
        "editor"))
    rule = r.sample(("Answer briefly.", "Cite the passage you use.", "Say so when unsure.",
        "Reply in the user's language.", "Never give medical advice.", "Use Markdown.", "Return JSON only.",
        "Ask one question back.", "Stay on the course's topic."), r.randint(1, 4))
    if r.random() < 0.15:
        return f"You are the assistant of {name}. Platform: {r.choice(('linux', 'web'))}."
    return f"You are the {role} of {name}. " + " ".join(rule)
