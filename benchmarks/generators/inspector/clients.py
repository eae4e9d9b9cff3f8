"""Software that calls the gateway: made-up but lifelike agents, versions and TLS fingerprints per world."""

import random
from dataclasses import dataclass, field

Client = tuple[str, str | None, str]

LANGS = {
    "python": ("CPython/3.{a}", ("linux", "darwin", "windows"), ("httpx", "aiohttp", "requests")),
    "node": ("v{b}.{a}.0", ("linux", "darwin", "win32"), ("undici", "axios")),
    "go": ("go1.2{c}", ("linux", "darwin"), ("net/http",)),
    "java": ("jdk{b}", ("linux", "windows"), ("okhttp", "apache")),
    "rust": ("rustc-1.8{c}", ("linux",), ("reqwest",)),
}
BROWSERS = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{v}.0) Gecko/20100101 Firefox/{v}.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_{c} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.{c} Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{v}.0.0.0 Safari/537.36",
]
TOOLS = [
    "curl/8.{c}.0",
    "PostmanRuntime/7.4{c}.0",
    "switchboard-router/1.{a}.{c}",
    "chainwork/0.{c}.{a}",
    "n8n/1.{a}.{c}",
    "Zapier",
    "Deno/2.{c}.0",
    "PHP-HTTP/1.{c}",
    "Apache-HttpClient/5.{c}",
]
AGENTS = ["patchwork-cli/{c}.{a}.{c}", "yardarm/0.{a}.{c}", "codefold-vscode/3.{a}.{c}"]


@dataclass
class Clients:
    """Popularity of every client in one world."""

    rng: random.Random
    vendor: str
    sdks: list[Client] = field(default_factory=list)
    browsers: list[Client] = field(default_factory=list)
    agents: list[list[Client]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = self.rng
        for lang, (runtime, systems, stacks) in LANGS.items():
            for stack in stacks:
                for system in systems:
                    tls = self._ja4()
                    for _ in range(rng.randint(2, 5)):
                        sdk = f"{lang};{self._v('{c}.{a}.{c}')};{stack};{self._v(runtime)};{system}"
                        agent = f"{self.vendor}-{lang}/{sdk.split(';')[1]}"
                        self.sdks.append((agent, sdk, tls))
        self.sdks += [(self._v(t), None, self._ja4()) for t in TOOLS for _ in range(2)]
        rng.shuffle(self.sdks)
        for shape in BROWSERS:
            tls = self._ja4()
            self.browsers += [(shape.format(v=rng.randint(128, 142), c=rng.randint(0, 6)), None, tls) for _ in range(6)]
        rng.shuffle(self.browsers)
        for shape in AGENTS:
            tls = self._ja4()
            versions: list[Client] = [
                (self._v(shape), f"node;{self._v('0.{a}.{c}')};undici;v22.11.0;linux", tls) for _ in range(4)
            ]
            self.agents.append(versions)

    def _v(self, shape: str) -> str:
        rng = self.rng
        return (
            shape.replace("{a}", str(rng.randint(2, 40)))
            .replace("{b}", str(rng.choice((18, 20, 21, 22))))
            .replace("{c}", str(rng.randint(0, 9)))
        )

    def _ja4(self) -> str:
        rng = self.rng
        return f"t13d{rng.randint(8, 20):02d}{rng.randint(8, 17):02d}h{rng.choice('12')}_{rng.getrandbits(48):012x}_{rng.getrandbits(48):012x}"  # noqa: E501

    def script(self) -> Client:
        """A programmer's client: a few versions are on most machines."""
        return self.sdks[min(len(self.sdks) - 1, int(self.rng.paretovariate(0.5)) - 1)]

    def browser(self) -> Client:
        """A console user's browser."""
        return self.browsers[min(len(self.browsers) - 1, int(self.rng.paretovariate(0.55)) - 1)]

    def agent(self, which: int) -> Client:
        """A popular coding agent's client."""
        return self.rng.choice(self.agents[which])
