"""Software that talks to the gateway, its fingerprints and its sampling habits."""

from dataclasses import dataclass, replace
from random import Random
from zlib import crc32

from benchmarks.generators.sheriff.corpus import browsers

PATHS = {"person": (45, 47, 3, 2, 3), "developer": (78, 10, 5, 4, 3), "service": (76, 2, 9, 6, 7)}


@dataclass(slots=True, frozen=True)
class Client:
    """A programme as the gateway sees it."""

    agent: str
    sdk: str | None
    ja4: str


@dataclass(slots=True, frozen=True)
class Habit:
    """The parameters an account sends."""

    model: str
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    thinking: int | None = None
    seed: int | None = None
    stream: bool | None = None
    batch: bool | None = None
    form: str | None = None
    effort: str | None = None


@dataclass(slots=True, frozen=True)
class Models:
    """A provider's line-up."""

    names: tuple[str, ...]
    shares: tuple[float, ...]
    newest: str


def catalogue(rng: Random) -> Models:
    """One of several line-ups; the first is the strongest."""
    names = rng.choice(
        (
            ("opus-4-6", "sonnet-4-6", "haiku-4-5", "sonnet-4-5", "opus-4-7"),
            ("gpt-5.2", "gpt-5.1", "gpt-5-mini", "gpt-4.1", "gpt-5.3"),
            ("pro-3", "flash-3", "flash-lite-2.5", "pro-2.5", "pro-3.5"),
            ("large-2602", "medium-2511", "small-2510", "code-2509", "large-2607"),
        )
    )
    shares = tuple(share * rng.uniform(0.6, 1.5) for share in (34, 34, 22, 10))
    return Models(names[:4], shares, names[4])


def ja4(text: str) -> str:
    """A fingerprint that one TLS library shows."""
    value = crc32(text.encode()) & 0xFFFFFFFF
    other = crc32(text[::-1].encode())
    return f"t13d{15 + value % 6}1{value % 9 + 1}h2_{value:08x}{value % 8999 + 1000}_{other:08x}{value % 7919 + 1000}"


def python_sdk(name: str, version: str, python: str, system: str) -> Client:
    """A Python SDK."""
    return Client(f"{name}/Python {version}", f"python/{version}/{system}/{python}", ja4(f"python{python[:4]}{system}"))


def market(rng: Random) -> dict[str, list[Client]]:
    """What is in use in this world, most used first, by style."""
    names, weights = browsers()
    person = []
    for agent in rng.choices(names, weights=weights, k=34):
        person.append(
            Client(agent, None, ja4("chrome" if "Chrome" in agent else "firefox" if "Firefox" in agent else "apple"))
        )
    fronts = (
        "OpenWebUI/0.6.{}",
        "LibreChat/0.8.{}",
        "TypingMind/{}",
        "ChatBox/1.{}",
        "Cherry Studio/1.7.{}",
        "BoltAI/2.{}",
    )
    person += [Client(text.format(rng.randrange(9)), "js/5.2.0/unknown", ja4("node22")) for text in fronts]
    sdks = []
    for version in ("1.71.0", "2.8.1", "1.99.3", "2.3.0", "0.76.0"):
        for python, system in (("3.11.9", "Linux"), ("3.12.4", "Linux"), ("3.10.12", "Linux"), ("3.12.7", "MacOS")):
            sdks.append(python_sdk(rng.choice(("SDK", "AsyncSDK")), version, python, system))
    for version in ("5.12.2", "6.3.0", "4.104.0", "0.68.0"):
        for node in ("20.19", "22.11"):
            sdks.append(Client(f"SDK/JS {version}", f"js/{version}/Linux/node{node}", ja4("node" + node[:2])))
    raw = ["python-requests/2.32.3", "python-httpx/0.28.1", "aiohttp/3.11.2", "axios/1.8.4", "Go-http-client/2.0",
           "okhttp/4.12", "node-fetch", "curl/8.7.1", "litellm/1.74.9", "langchain-py/0.3.27",
           "Java-http-client/21.0.4", "n8n", "Zapier", "PostmanRuntime/7.44", "undici", "guzzle/7.9",
           "llama-index/0.12", "vercel-ai/5.0", "Make/production"]  # fmt: skip
    sdks += [Client(agent, None, ja4(agent.split("/")[0])) for agent in raw]
    rng.shuffle(sdks)
    tools = [
        "claude-cli/1.0.{}",
        "Cursor/1.{}",
        "Zed/0.19{}",
        "opencode/0.{}",
        "Cline/3.{}",
        "aider/0.8{}",
        "Continue/1.{}",
    ]
    coders = [Client(text.format(rng.randrange(9)), "js/5.1.1/MacOS/node22", ja4("node22")) for text in tools * 2]
    return {"person": person, "service": sdks, "developer": coders + sdks[:20]}


def choose(rng: Random, agents: dict[str, list[Client]], style: str) -> Client:
    """One by popularity; some people use scripts, some services a browser."""
    if rng.random() < 0.12:
        style = rng.choice(("person", "service", "developer"))
    known = agents[style]
    return known[min(int(rng.expovariate(5 / len(known)) * 1.6), len(known) - 1)]


def habit(rng: Random, models: Models, style: str) -> Habit:
    """Parameters as customers set them: mostly not at all."""
    model = rng.choices(models.names, weights=models.shares)[0]
    if style == "person" and rng.random() < 0.7:
        return Habit(model, stream=True, effort=rng.choice((None,) * 7 + ("medium", "high")))
    one = Habit(
        model,
        temperature=rng.choice((None, None, None, 0.0, 0.0, 0.2, 0.3, 0.5, 0.7, 0.7, 0.7, 1.0, 1.0, 0.1, 0.6, 0.8)),
        max_tokens=rng.choice((None, None, 256, 512, 800, 1000, 1024, 1024, 1500, 2000, 2048, 4096, 4096, 8192)),
        stream=rng.choice((True, False, False, None)),
    )
    if rng.random() < 0.2:
        one = replace(one, top_p=rng.choice((0.9, 0.95, 1.0, 0.8)))
    if rng.random() < 0.14:
        one = replace(one, effort=rng.choice(("low", "medium", "high")))
    elif rng.random() < 0.08:
        one = replace(one, thinking=rng.choice((1024, 2048, 4096, 8000, 16000)))
    if rng.random() < 0.05:
        one = replace(one, seed=rng.choice((0, 1, 42, 1234, 7)))
    if rng.random() < 0.08:
        one = replace(one, form=rng.choice(("json_object", "json_schema", "text")))
    if style == "service" and rng.random() < 0.06:
        one = replace(one, batch=True)
    return one


def jitter(rng: Random, one: Habit) -> Habit:
    """The same habit with its numbers shaken."""
    warm, most = one.temperature, one.max_tokens
    shaken = None if warm is None else round(min(1.0, max(0.0, warm + rng.choice((-0.2, -0.1, 0, 0, 0.1, 0.3)))), 1)
    return replace(
        one, temperature=shaken, max_tokens=most and rng.choice((most, most, 512, 800, 1000, 1024, 1500, 2048, 4096))
    )
