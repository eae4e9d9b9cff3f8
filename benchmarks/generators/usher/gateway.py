"""The gateway: writes rows as requests arrive, with tokens, errors, retries and clocks; makes the tables."""

import zlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.generators.usher.people import NEW, OLD, Account, World
from benchmarks.generators.usher.phrases import person_says
from benchmarks.generators.usher.texts import TABLES, Item, tool_hash
from hydrascope.tables import ACCOUNTS, EXCHANGES

# Median output tokens by sort of request.
OUTPUT: dict[str, float] = TABLES["OUTPUT"]
PROFILES: dict[str, list[float]] = TABLES["PROFILES"]
UNUSED = ("source", "line", "top_k", "choice_count", "top_logprobs", "logprobs")
FIELDS = [f for f in EXCHANGES if f.name not in UNUSED]
COLUMNS = ("at", "exchange_id", "account_id", "took", "harvested", "operator", *[f.name for f in FIELDS[3:]])
CLOUDS = ("bedrock", "vertex", "azure")
VEIL = {"client_ip": None, "asn": None, "country": None, "ja4": None, "user_agent": None, "sdk": None}
WEEKEND: dict[str, float] = TABLES["WEEKEND"]
OFF = ("I can't help with that request.", "抱歉,我无法协助该请求。", "I can share a summary only.")


class Gateway:
    """All rows of a world."""
    def __init__(self, w: World) -> None:
        self.w = w
        self.rows: list[tuple[Any, ...]] = []
        r = w.r
        self.fail = r.uniform(0.005, 0.03)
        self.bits = [a for a in r.sample(w.p.answers, 500)]
        self._lean: dict[str, Any] = {}

    def stamps(self, n: int, shape: str, zone: float, begin: float = 0.0, end: float | None = None, dues: Sequence[
            float] = ()) -> list[float]:
        """Sorted arrival times of a rhythm; `dues` pull towards the hours before a deadline."""
        w, g = self.w, self.w.g
        end = min(w.span if end is None else end, w.span)
        begin = max(0.0, min(begin, end - 7200))
        a, b = int(begin // 3600), max(int(begin // 3600) + 1, int(end // 3600))
        if shape not in self._lean:
            hours = np.arange(-24, w.days * 24 + 48)
            weekday = np.repeat([(w.start + timedelta(days=d)).weekday() for d in range(-1, w.days + 2)], 24)
            self._lean[shape] = np.where(weekday >= 5, WEEKEND[shape], 1.0) * np.array(PROFILES[shape])[hours % 24]
        shift = round(zone)
        lean = self._lean[shape][24 + a + shift : 24 + b + shift]
        if shape != "flat":
            lean = lean * np.repeat(g.lognormal(0, 0.7, (b - a) // 24 + 2), 24)[: len(lean)]
        cum = np.cumsum(lean + 1e-9)
        at = (np.searchsorted(cum, g.random(n) * cum[-1]) + a) * 3600.0 + g.random(n) * 3600
        ahead = [d for d in dues if begin < d < end]
        if ahead:
            near = g.choice(np.array(ahead), n) - g.exponential(12000, n)
            at = np.where(g.random(n) < 0.5, near, at)
        return [float(x) for x in np.sort(np.clip(at, begin, end - 60))]

    def send(self, a: Account, at: float, item: Item, *, conv: str | None = None, hist: Sequence[str] = (),
            orphan: int = 0, harvest: bool = False, model: str | None = None, refuse: float = 0.003,
            user: str | None = None, ip: tuple[str, int, str] | None = None, blobs: Sequence[str] = (),
            length: float = 1.0, system: str | None = None) -> dict[str, Any]:
        """One request with its output; a failure is tried again a little later."""
        w, r = self.w, self.w.r
        model = model or (NEW if at > w.release and (a.keen > 0.72 or (at - w.release) / 86400 > 25 * (1 - a.keen))
            else a.model)
        c = a.client if r.random() < 0.96 else a.spare
        k = a.knobs
        address = ip or (a.ips[0] if r.random() > a.roaming else r.choice(a.ips))
        text, system = item.text, item.system if item.system is not None else system
        wide = 1.5 if text[:40].isascii() is False else 3.9
        past = sum(map(len, hist)) / wide + orphan * 180
        out = max(1, int(OUTPUT[item.sort] * a.wordy * length * r.lognormvariate(0, 0.6)))
        deep = k.get("reasoning_effort") or k.get("thinking_budget") or (model in (OLD[2], NEW) and item.sort in (
            "reason", "code", "agent"))
        thought = int(out * r.uniform(0.6, 3)) if deep else 0
        cap = k.get("max_tokens")
        finish = "stop"
        if isinstance(cap, int) and out > cap:
            out, finish = cap, "length"
        refused = r.random() < refuse
        words = item.answer or r.choice(self.bits)
        words = words if out > 60 else words[: out * 4]
        if refused:
            words, out, finish = r.choice(OFF), r.randint(9, 40), "refusal"
        size = int((len(text) + len(system or "")) / wide + past) + 4
        row: dict[str, Any] = {"exchange_id": f"req_{r.getrandbits(72):018x}", "account_id": a.id, "at": at,
            "took": 0.4 + (out + thought) / r.uniform(35, 120), "access_path": c.path, "credential_hash": a.keys[0]
            if r.random() < 0.9 else a.keys[-1], "end_user_id": user or a.user, "conversation_id": conv, "model": model,
            "operation": "chat", "system_text": system, "input_text": text, "history_messages": len(hist) + orphan,
            "history_hash": f"{zlib.crc32('|'.join(hist).encode()) if hist else r.getrandbits(32):08x}" if hist
            or orphan else None, "output_text": words, "input_tokens": size, "output_tokens": out,
            "reasoning_tokens": thought, "cached_input_tokens": int(past * 0.8) if past and r.random() < 0.6 else 0,
            "finish_reason": finish, "refusal_category": r.choice(("policy", "reasoning_extraction", "other"))
            if refused else None, "status_code": 200, "temperature": k.get("temperature"), "top_p": k.get("top_p"),
            "max_tokens": cap, "thinking_budget": k.get("thinking_budget"), "seed": k.get("seed"), "stream": bool(k.get(
            "stream")), "batch": bool(k.get("batch")), "response_format": k.get("response_format"),
            "reasoning_effort": k.get("reasoning_effort"), "tool_names": list(item.tools) if item.tools else None,
            "tool_schema_hash": tool_hash(item.tools) if item.tools else None, "reasoning_blobs_in": list(blobs)
            or None, "reasoning_blobs_out": [f"rb_{r.getrandbits(60):015x}"] if thought and not c.console else None,
            "client_ip": address[0], "asn": address[1], "country": address[2], "user_agent": c.agent, "sdk": c.sdk,
            "ja4": c.ja4, "harvested": harvest, "operator": a.operator if harvest else None,}
        if c.console and conv is None:
            row["conversation_id"] = w.token("conv_")
        for name in w.blind:
            row[name] = None
        if c.path in CLOUDS and r.random() < w.veiled:
            row |= VEIL
        if r.random() < self.fail:
            code, why = r.choice(((429, "rate_limit"), (429, "rate_limit"), (500, "api_error"), (529, "overloaded"), (
                400, "invalid_request")))
            bad = dict(row, exchange_id=f"req_{r.getrandbits(72):018x}", status_code=code, error_type=why,
                output_text=None, output_tokens=0, reasoning_tokens=0, finish_reason=None, took=0.2,
                reasoning_blobs_out=None, refusal_category=None)
            self.rows.append(tuple(map(bad.get, COLUMNS)))
            row["at"] = min(at + r.uniform(2, 45), self.w.span + 3000)
            if r.random() < 0.15:
                return bad
        self.rows.append(tuple(map(row.get, COLUMNS)))
        return row

    def talk(self, a: Account, at: float, turns: Sequence[Item], *, user: str | None = None, system: str | None = None,
            ip: tuple[str, int, str] | None = None, refuse: float = 0.003) -> None:
        """A conversation: each turn carries those before it."""
        r = self.w.r
        conv = self.w.token("conv_") if r.random() < 0.8 else None
        past: list[str] = []
        blobs: list[str] = []
        older = 2 * r.randint(1, 12) if r.random() < 0.05 else 0  # begun before the log, or kept by the client
        for turn in turns:
            if at > self.w.span:
                break
            row = self.send(a, at, turn, conv=conv, hist=past, orphan=older, user=user, system=system, ip=ip,
                blobs=blobs, refuse=refuse)
            past += [turn.text[:400], (row["output_text"] or "")[:400]]
            blobs = row["reasoning_blobs_out"] or []
            at += r.lognormvariate(4.3, 0.9)

    def own(self, a: Account, n: int, shape: str | None = None) -> None:
        """About n requests of a person's own: their topics, their hours, their follow-ups."""
        w, r = self.w, self.w.r
        shape = shape or r.choice(("person", "student", "student", "office"))
        dues = a.campus.deadlines if a.campus and shape == "student" else ()
        chats = w.p.foreign.get(a.lang) or w.p.chats
        left, pile = n, self.stamps(max(1, n), shape, a.zone, a.begins, dues=dues)
        r.shuffle(pile)
        while left > 0 and pile:
            if r.random() < 0.4:
                turns = r.choice(chats if r.random() < 0.6 else w.p.chats)[:left]
            else:
                count = min(left, 1 + int(r.expovariate(0.8)))
                turns = [Item(person_says(r, w.fold, a.lang, a.topics, i > 0)) for i in range(count)]
                if a.lang == "zh" and r.random() < 0.5:
                    turns[0] = r.choice(w.p.zh)
            self.talk(a, pile.pop(), turns)
            left -= len(turns)

    def tables(self) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
        """Exchanges, accounts, truth of accounts, truth of exchanges."""
        w, r = self.w, self.w.r
        zero = int(w.start.timestamp() * 1e6)
        ends = {a.id: a.card["at"] for a in w.accounts if a.card.get("status")}
        self.rows = sorted((x for x in self.rows if x[2] not in ends or x[0] < ends[x[2]]), key=lambda x: x[:2])
        column = {name: [x[i] for x in self.rows] for i, name in enumerate(COLUMNS)}
        column["started_at"] = [zero + int(x * 1e6) for x in column["at"]]
        column["ended_at"] = [x + int(y * 1e6) for x, y in zip(column["started_at"], column["took"], strict=True)]
        exchanges = pa.table([pa.array(column[f.name], f.type) for f in FIELDS], schema=pa.schema(FIELDS))
        used = set(column["account_id"])
        people = r.sample(kept := [a for a in w.accounts if a.id in used], len(kept))
        cards = []
        for a in people:
            status = a.card.get("status")
            at = a.card.get("at")
            cards.append(dict(a.card, account_id=a.id, created_at=zero + int(w.when(a) * 1e6),
                distillation_licence=bool(a.card.get("licence")), status=status or "active", status_at=zero + int(
                at * 1e6) if status and isinstance(at, float) else None))
        accounts = pa.table([pa.array([c.get(f.name) for c in cards], f.type) for f in ACCOUNTS], schema=ACCOUNTS)
        truth = pa.table({"account_id": [a.id for a in people], "fake": [a.operator is not None for a in people],
            "kind": [a.kind for a in people], "operator": pa.array([a.operator for a in people], pa.string()),})
        labels = pa.table({"exchange_id": column["exchange_id"], "harvested": column["harvested"], "operator": pa.array(
            column["operator"], pa.string()),})
        return exchanges, accounts, truth, labels
