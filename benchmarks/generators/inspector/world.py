"""A world: its clock, models, columns and books; every request of anybody is written by `World.send`."""

import hashlib
import random
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.generators.inspector import corpora, traces
from benchmarks.generators.inspector.clients import Client, Clients
from benchmarks.generators.inspector.places import Net, Places
from benchmarks.generators.inspector.traces import DAY

Row = dict[str, Any]
MOST = 2_000  # exchanges per account: heavy customers are sampled


@dataclass
class Account:
    """One customer account while the world is built."""

    number: int
    kind: str
    operator: str | None
    net: Net
    client: Client
    path: str
    row: Row
    params: Row
    role: str
    keeps_ids: bool
    error_rate: float
    migrates: float | None = None
    shut: float | None = None
    sent: int = 0
    keys: list[str] = field(default_factory=list)


@dataclass
class Dialogue:
    """A conversation as the gateway sees it: how many messages went before, and their running hash."""

    name: str
    messages: int = 0
    digest: str = ""
    blob: str | None = None
    heft: int = 0


def digest(*parts: str) -> str:
    """Short stable hash."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=10).hexdigest()


class World:
    """State of one world under construction. Times are epoch seconds, UTC."""

    def __init__(self, kind: str, seed: int, data: Path) -> None:
        key = zlib.crc32(f"inspector/{kind}/{seed}".encode())
        self.rng = random.Random(key * 1_000_003 + seed)
        self.np = np.random.default_rng([key, seed])
        self.texts = corpora.load(data)
        self.traces = traces.load(data)
        rng = self.rng
        self.days = rng.randint(7, 30)
        self.first = float(int((1_767_225_600 + rng.randint(0, 290) * DAY) // DAY) * DAY)
        self.last = self.first + self.days * DAY
        self.released = self.first + rng.uniform(0.3, 0.6) * self.days * DAY
        self.vendor = rng.choice(("kestrel", "meridian", "opaline", "tundra", "quillon"))
        version = rng.randint(2, 6)
        small, large, new = rng.choice((("swift", "grand", "grand"), ("s", "xl", "xl"), ("wren", "heron", "heron")))
        self.models = {
            "small": f"{self.vendor}-{version}-{small}",
            "large": f"{self.vendor}-{version}.1-{large}",
            "reason": f"{self.vendor}-{version}-ponder",
            "guard": f"{self.vendor}-{version - 1}-{large}",
            "new": f"{self.vendor}-{version + 1}-{new}",
        }
        self.places = Places(rng)
        self.clients = Clients(rng, self.vendor)
        self.accounts: list[Account] = []
        self.rows: list[Row] = []
        self.card_names = [digest("card", str(rng.random())) for _ in range(40)]
        self.disposable = [
            f"{digest(str(rng.random()))[:6]}.{e}" for e in ("top", "xyz", "email", "icu") for _ in range(15)
        ]
        self.phrases = {k: v or ["."] for k, v in self.texts.sentences.items()}

    def dialogue(self) -> Dialogue:
        """A new, empty conversation."""
        return Dialogue(f"{self.rng.getrandbits(80):020x}")

    def model(self, a: Account, t: float, role: str | None) -> str:
        """The model an account asks for at time t."""
        role = role or a.role
        if a.migrates is not None and t >= a.migrates and role in ("large", "reason", "small"):
            role = "new"
        return self.models[role]

    def answer(self, prompt: str, shape: str) -> str:
        """An output: spliced sentences of the prompt's language, in the shape that was asked for."""
        rng = self.rng
        if shape == "label":
            return rng.choice(
                ("positive", "negative", "neutral", "1", "0", "APPROVE", "(A)", "(B)", "Yes", "No", "True")
            )
        bank = self.phrases["zh" if any("\u4e00" <= ch <= "\u9fff" for ch in prompt[:60]) else "en"]
        want = min(1400, 4 * self.traces.answers[int(rng.random() * len(self.traces.answers))] + 20)
        if shape == "long":
            want = min(2200, want * 2 + 250)
        if shape == "short":
            want = min(want, 180)
        out: list[str] = []
        while want > 0:
            out.append(bank[int(rng.random() * len(bank))])
            want -= len(out[-1])
        if shape == "json":
            return '{"result": "' + out[0].replace('"', "'")[:120] + '", "confidence": ' + f"{rng.random():.2f}}}"
        if shape == "score":
            return f"Feedback: {' '.join(out[:3])} [RESULT] {rng.randint(1, 10)}"
        if shape == "think":
            return f"<think>{' '.join(out)}</think>\n{out[-1]}"
        return ("\n\n" if shape == "long" else " ").join(out)

    def send(
        self,
        a: Account,
        t: float,
        text: str,
        *,
        system: str | None = None,
        shape: str = "chat",
        role: str | None = None,
        dialogue: Dialogue | None = None,
        harvested: bool = False,
        refusal: float = 0.004,
        extra: Row | None = None,
    ) -> None:
        """Write one exchange; nothing is written outside the window or after the account was shut."""
        if not self.first <= t < self.last or (a.shut is not None and t >= a.shut):
            return
        if a.sent >= MOST:
            return
        a.sent += 1
        rng = self.rng
        ip, country, asn = a.net.pick(rng, t, a.number)
        model = self.model(a, t, role)
        dice = rng.random()
        refused = rng.random() < refusal
        row: Row = {
            "account": a,
            "t": t,
            "model": model,
            "system_text": system,
            "input_text": text,
            "operation": "chat",
            "client_ip": ip,
            "country": country,
            "asn": asn,
            "user_agent": a.client[0],
            "sdk": a.client[1],
            "ja4": a.client[2],
            "access_path": a.path,
            "harvested": harvested,
            "status_code": 200,
            **a.params,
            "credential_hash": a.keys[0] if len(a.keys) == 1 else rng.choice(a.keys),
        }
        size = len(text) + len(system or "") + (dialogue.heft if dialogue else 0)
        row["input_tokens"] = int(size / (1.6 if "\u4e00" <= text[:1] <= "\u9fff" else 4.1)) + 7
        if dialogue:
            row["conversation_id"] = dialogue.name if a.keeps_ids else None
            row["history_messages"] = dialogue.messages
            row["history_hash"] = dialogue.digest or None
            row["cached_input_tokens"] = dialogue.heft // 6 if dialogue.messages else 0
        else:
            row["history_messages"] = 0
        output = ""
        if dice < a.error_rate:
            row["status_code"], row["error_type"] = rng.choice(
                (
                    (429, "rate_limit_error"),
                    (529, "overloaded_error"),
                    (500, "api_error"),
                    (400, "invalid_request_error"),
                )
            )
            row["output_tokens"] = 0
        elif refused:
            output = rng.choice(
                ("I can't help with that.", "I'm not able to assist with this request.", "Sorry, I can't.")
            )
            row["finish_reason"], row["refusal_category"] = (
                "refusal",
                rng.choice(("policy", "reasoning_extraction", "harm")),
            )
        else:
            output = self.answer(text, shape)
            row["finish_reason"] = "max_tokens" if rng.random() < 0.02 else "stop"
        if row["status_code"] == 200:
            row["output_text"], row["output_tokens"] = output, len(output) // 4 + 1
            if model == self.models["reason"]:
                row["reasoning_tokens"] = int(row["output_tokens"] * rng.lognormvariate(1.1, 0.6))
                row["reasoning_blobs_in"] = [dialogue.blob] if dialogue and dialogue.blob else None
                blob = f"{rng.getrandbits(96):024x}"
                row["reasoning_blobs_out"] = [blob]
                if dialogue:
                    dialogue.blob = blob
        tokens = row["output_tokens"] + (row.get("reasoning_tokens") or 0)
        row["ended"] = t + 0.25 + tokens / rng.uniform(35, 110)
        if extra:
            row.update(extra)
        self.rows.append(row)
        if dialogue:
            dialogue.messages += 2
            dialogue.heft += len(text) + len(output)
            dialogue.digest = digest(dialogue.digest, text)
