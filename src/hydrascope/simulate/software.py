"""The clients in use: libraries with their versions, TLS fingerprints, browsers."""

from random import Random

from hydrascope.simulate.infrastructure import Client, catalogue, places, weighted
from hydrascope.simulate.material import digest


class Software:
    """The clients in use in one world: SDK versions, TLS fingerprints and browsers with their popularity."""

    def __init__(self, pick: Random) -> None:
        self._pick = pick
        self.kits = [self._kit(name) for name in places().kits]
        self.weights = [pick.random() ** 1.5 * (3.0 if i < 5 else 1.0) + 0.02 for i in range(len(self.kits))]

    def _kit(self, name: str) -> tuple[str, list[str], list[str]]:
        """A library, its versions (popular ones first) and the fingerprints that its builds show."""
        pick = self._pick
        major = 1 + int(pick.random() * 4)
        versions = [
            f"{major}.{int(pick.random() * 90)}.{int(pick.random() * 6)}" for _ in range(4 + int(pick.random() * 9))
        ]
        prints = [
            self.fingerprint() if pick.random() < 0.7 else pick.choice(catalogue().ja4)
            for _ in range(2 + int(pick.random() * 5))
        ]
        return name, versions, prints

    def fingerprint(self) -> str:
        """A JA4: TLS version, SNI, counts of ciphers and extensions, protocol, two hashes."""
        pick = self._pick
        return (
            f"t13d{10 + int(pick.random() * 50):02d}{6 + int(pick.random() * 14):02d}"
            f"{pick.choice(('h2', 'h1', '00'))}"
            f"_{pick.getrandbits(48):012x}_{pick.getrandbits(48):012x}"
        )

    def library(self, pick: Random) -> Client:
        """The client of somebody who calls the API from code."""
        at = pick.random() * sum(self.weights)
        index = 0
        while index < len(self.kits) - 1 and at > self.weights[index]:
            at -= self.weights[index]
            index += 1
        name, versions, prints = self.kits[index]
        version = versions[min(int(pick.random() ** 2 * len(versions)), len(versions) - 1)]
        ja4 = prints[min(int(pick.random() ** 2 * len(prints)), len(prints) - 1)]
        return Client(
            f"{name} {version}" if "/" in name else f"{name}/{version}",
            self._stainless(pick, name, version),
            ja4,
        )

    def _stainless(self, pick: Random, name: str, version: str) -> str | None:
        if not name.startswith(("OpenAI", "Anthropic", "AsyncOpenAI")):
            return None
        lang, runtime = ("js", "node") if name.endswith("JS") else ("python", "CPython")
        system = weighted(pick, (("Linux", 62), ("MacOS", 24), ("Windows", 12), ("FreeBSD", 1)))
        arch = "arm64" if system == "MacOS" and pick.random() < 0.8 else "x64"
        minor = (
            f"3.{9 + int(pick.random() ** 0.7 * 5)}.{int(pick.random() * 14)}"
            if lang == "python"
            else f"v{18 + 2 * int(pick.random() * 4)}.{int(pick.random() * 20)}.0"
        )
        asynchronous = "async:asyncio" if name.startswith("Async") else "false"
        return (
            f"lang={lang};package={version};os={system};arch={arch};runtime={runtime};"
            f"runtime-version={minor};async={asynchronous}"
        )

    def browser(self, pick: Random) -> Client:
        """The client of somebody who uses the console or a web application."""
        entry = weighted(pick, catalogue().browsers)
        return Client(entry, None, catalogue().ja4[digest(entry[-24:]) % len(catalogue().ja4)])
