"""Honest people: the ordinary mass, single-template customers and users of popular agents."""

import random
from collections.abc import Callable
from dataclasses import replace

from benchmarks.generators.auditor.phrases import AGENTS, JOBS, LANGS, NAMES, NOUNS, ROLES, TOPICS, TUTORIALS, VERBS
from benchmarks.generators.auditor.texts import Item, chat, coding, fill, follow, reply
from benchmarks.generators.auditor.world import Account, World, account, amount, moments, send, style


def template(rng: random.Random) -> tuple[str | None, str, str]:
    """A customer's own template: system text, a prompt with `{text}`, and the form of the answer."""
    shop = rng.choice(NAMES) + rng.choice(
        ["'s Bikes", " Logistics", "Care", "ly", " & Sons", "Bank", " Dental", "Hub", "Pay", "Farm"]
    )
    a, b, c = rng.sample(NOUNS, 3)
    job = rng.choice(JOBS).format(a=a, b=b, c=c, n=rng.randint(2, 9), lang=rng.choice(LANGS))
    role = f"You are {rng.choice(ROLES).format(shop=shop, name=rng.choice(NAMES))}."
    rule = rng.choice(
        [
            "",
            " Be brief.",
            " Never promise refunds.",
            " Use the " + rng.choice(VERBS) + " rules.",
            " Do not invent facts.",
        ]
    )
    label = rng.choice(["Text", "Message", "Customer", "Input", a.capitalize(), "Transcript", "###"])
    form = (
        "json"
        if "JSON" in job
        else "short"
        if "Decide" in job or "Rate" in job or "Tag" in job
        else "steps"
        if "step" in job
        else "text"
    )
    if rng.random() < 0.5:
        return f"{role} {job}.{rule}", f"{label}: {{text}}", form
    return (role if rng.random() < 0.3 else None), f"{job}.{rule}\n\n{label}: {{text}}", form


def subject(w: World, taste: int) -> str:
    """One text that a business would run through its template, with a detail of its own."""
    pool = (w.pools.support, w.pools.tweets, w.pools.dialogues)[taste % 3]
    detail = fill(
        w.rng, w.rng.choice(["", "", " Order {n}{n2}.", " {name}, {place}", " ({day})", " My {noun} is {n}{n2}."])
    )
    return w.rng.choice(pool)[1][:900] + detail


def sessions(
    w: World,
    who: Account,
    count: int,
    mode: str,
    opening: Callable[[], Item],
    system: str | None,
    form: str,
    end_user: bool = False,
) -> None:
    """Conversations of a few turns at the account's own pace."""
    rng, turn, past, talk, before, blob, person = w.rng, 0, "", "", "", None, None
    for at in moments(w, who, count, mode):
        if not talk or rng.random() < 0.5:
            own, before, known = opening()
            turn, past, talk, blob = 0, "", w.hex(16), None
            if rng.random() < 0.06:  # people try other settings
                who.style = replace(style(rng, w), tools=who.style.tools)
            person = w.hex(12) if end_user else None
        else:
            turn, before, known, own = turn + 1, follow(rng, before), None, None
        answer = reply(rng, w.pools, form, known, before)
        blob = send(
            w,
            who,
            at,
            before,
            answer,
            system=system or own,
            conversation=talk,
            turn=turn,
            history=past,
            blob_in=blob if turn else None,
            end_user=person,
        )
        past = (past + before + answer)[-4000:]


def chatter(w: World, kind: str, web: float = 0.8) -> None:
    who = account(w, kind, TOPICS, web=web)
    pool = w.pools.foreign
    home = w.rng.randrange(len(pool))

    def opening() -> Item:
        if kind == "multilingual":
            system, text, known = pool[(home + w.rng.randint(0, 400)) % len(pool)]
            return system, text + (fill(w.rng, " ({name}, {place}, {n})") if w.rng.random() < 0.6 else ""), known
        return chat(w.rng, w.pools, who.topics)

    sessions(w, who, amount(w.rng, 8, 0.85), "human", opening, None, "text")


def hobbyist(w: World, kind: str) -> None:
    """A script or a toy bot; some play with a question list, reasoning prompts or a tutorial's system prompt."""
    rng, who = w.rng, account(w, kind, TOPICS)
    system = rng.choice([None, None, rng.choice(TUTORIALS), f"You are {rng.choice(NAMES)}, a bot for {who.topics[0]}."])
    suffix = rng.choice(["", "", "", "", " Let's think step by step.", " Explain your reasoning.", " Answer in JSON."])

    def opening() -> Item:
        own, text, known = chat(rng, w.pools, who.topics) if rng.random() < 0.85 else rng.choice(w.pools.homework)
        return own, text + suffix, known

    sessions(w, who, amount(rng, 8, 1.0), "human", opening, system, "steps" if "step" in suffix else "text")


def developer(w: World, kind: str) -> None:
    rng, who = w.rng, account(w, kind, TOPICS)
    system = rng.choice(
        [
            None,
            None,
            "You are a senior engineer.",
            f"You help in the {rng.choice(NOUNS)}-{rng.choice(NOUNS)} repository.",
            "You are a helpful coding assistant.",
        ]
    )
    sessions(
        w, who, amount(rng, 11, 0.95), rng.choice(["human", "office"]), lambda: coding(rng, w.pools), system, "code"
    )


def tenant(w: World, kind: str, size: int = 1, shared: str = "") -> None:
    """One customer with one template. `shared="org"`: several accounts of one open organisation."""
    rng = w.rng
    system, pattern, form = template(rng)
    if kind == "batch labelling":
        system, pattern, form = (
            None,
            fill(rng, "Label the text for training our {noun} filter. Output 1 or 0.\n\nText: ") + "{text}",
            "short",
        )
    if kind == "explanation audit":
        system = (
            system or "You assess applications."
        ) + " Write out your full reasoning step by step before the decision; it is kept for the auditor."
        form = "steps"
    mode = rng.choice(
        ["office", "flat", "human", "burst", "burst"]
        if kind == "batch labelling"
        else ["office", "office", "flat", "human"]
    )
    taste, first, users = rng.randrange(3), None, rng.random() < 0.3
    for _ in range(size):
        who = account(w, kind, TOPICS, web=0.0)
        if first:
            same = {
                k: first.row[k]
                for k in ("payment_fingerprint", "payment_kind", "email_domain", "billing_country", "plan")
            }
            who.row.update(same if rng.random() < 0.8 else {"email_domain": first.row["email_domain"]})
            who.clients, who.style = (first.clients if rng.random() < 0.6 else who.clients), first.style
        first = first or who
        if shared == "org":
            who.row["org_id"], who.row["org_name"] = f"org_{first.key[:10]}", pattern[:0] + rng.choice(NAMES) + " Group"
        if kind == "licensed distiller":
            who.row["distillation_licence"] = True
        for at in moments(
            w, who, amount(rng, {"batch labelling": 180, "licensed distiller": 250}.get(kind, 22), 1.0), mode
        ):
            text = (
                subject(w, taste)
                if kind != "licensed distiller"
                else rng.choice(rng.choice([w.pools.homework, w.pools.chat]))[1]
            )
            prompt = pattern.replace("{text}", text)
            send(
                w,
                who,
                at,
                prompt,
                reply(rng, w.pools, form, None, prompt),
                system=system,
                conversation=w.hex(16),
                end_user=w.hex(12) if users else None,
            )


def agent_user(w: World, kind: str) -> None:
    """A user of a popular agent: its system prompt and tools, the user's own project."""
    rng, who = w.rng, account(w, kind, TOPICS, web=0.0)
    system, tools, agent = rng.choices(AGENTS, [6, 3, 1])[0]
    version = agent.format(n=rng.choice([3, 4, 4, 4, 5, 5]))
    who.clients = [replace(c, agent=version) for c in who.clients]
    who.style = replace(
        who.style,
        tools=tools,
        temperature=None if rng.random() < 0.5 else 0.0,
        max_tokens=8192,
        thinking=rng.choice([None, 4096]),
    )
    project = f"/home/{rng.choice(NAMES).lower()}/{rng.choice(NOUNS)}-{rng.choice(VERBS)}"

    def opening() -> Item:
        own, text, known = coding(rng, w.pools) if tools[0] == "read_file" else chat(rng, w.pools, who.topics)
        return own, f"{text}\n\n<cwd>{project}</cwd>" if tools[0] == "read_file" else text, known

    sessions(w, who, amount(rng, 20, 0.95), "human", opening, system, "steps")
