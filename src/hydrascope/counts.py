"""What a hunt says of its input: how much, how well each column is known, and what cannot be seen for want of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hydrascope.reading import UNREAD, Marker
from hydrascope.tables import EXCHANGES


def coverage(markers: Sequence[Marker]) -> dict[str, float]:
    """Share of kept rows in which each column is known."""
    total = max(sum(m["kept"] for m in markers), 1)
    known: Counter[str] = sum((Counter(m["known"]) for m in markers), Counter())
    return {name: round(known[name] / total, 4) for name in EXCHANGES.names if name not in ("source", "line", *UNREAD)}


def numbers(markers: Sequence[Marker], totals: pa.Table, held: Sequence[Marker]) -> dict[str, object]:
    """How much went in. `held` are the parts whose text is gone."""
    first, last = pc.min(totals["first_seen"]).as_py(), pc.max(totals["last_seen"]).as_py()
    return {
        "rows": sum(m["rows_in"] for m in markers),
        "exchanges": pc.sum(totals["exchanges"]).as_py() or 0,
        "accounts": totals.num_rows,
        "retained_rows": sum(m["rows_in"] for m in held),
        "bytes": sum(m["bytes"] for m in markers),
        "first": first.isoformat() if first else None,
        "last": last.isoformat() if last else None,
    }


def warnings(coverage: Mapping[str, float], features: pa.Table, behaviours: pa.Table, records: bool) -> list[str]:
    """Sentences about what this log cannot show."""
    found = []
    if not records:
        found.append(
            "No accounts table (--accounts): sign-up, payment and organisation are unknown, so links of "
            "that kind cannot be seen and openly linked accounts are taken for strangers."
        )
    else:
        unknown = float(np.isnan(behaviours["signup"].to_numpy()).mean()) if behaviours.num_rows else 0.0
        if unknown > 0.5:
            found.append(f"{unknown:.0%} of the accounts in the log have no sign-up time in the accounts table.")
    lacks = (
        (
            "input_text",
            0.5,
            "content: templates, question lists and purpose cannot be seen; rhythm and infrastructure remain",
        ),
        ("client_ip", 0.2, "client addresses: shared and rotating addresses cannot be seen"),
        ("temperature", 0.01, "sampling parameters: equal and unusual settings cannot be seen"),
        ("user_agent", 0.2, "user agents: client software cannot be compared"),
        ("output_tokens", 0.2, "token counts: what was taken cannot be measured"),
    )
    found += [
        f"The log has little or no {what} ({coverage.get(name, 0.0):.0%} of rows)."
        for name, least, what in lacks
        if coverage.get(name, 0.0) < least
    ]
    address = features["address"].to_numpy()
    known = address[address != 0]
    if len(known) > 1000:
        share = np.unique(known, return_counts=True)[1].max() / len(known)
        if share > 0.3:
            found.append(
                f"One address carries {share:.0%} of the traffic: the log shows a load balancer or proxy, not the "
                "client. Have the gateway trust X-Forwarded-For (LiteLLM: use_x_forwarded_for: true)."
            )
    return found


def gone(held: Sequence[Marker], lost: int) -> list[str]:
    """Sentences about parts of the log that are no longer there, and about those of which nothing is left."""
    found = []
    if held:
        rows = sum(m["rows_in"] for m in held)
        found.append(
            f"{rows:,} rows stood in {len(held):,} parts of logs that are no longer there and count as they were read "
            "before: wording is quoted only from text that still exists."
        )
    if lost:
        found.append(
            f"{lost:,} parts of logs that are no longer there were read by another version of Hydrascope or with "
            "another HYDRASCOPE_KEY, and do not count."
        )
    return found
