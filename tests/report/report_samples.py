"""Made-up findings as realistic as the report will meet, and as hostile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hydrascope.model.campaign import Cleared, Day, Dossier, Member, Template, Tie
from hydrascope.model.evidence import FACTORS, Evidence
from hydrascope.tables import ACCOUNTS, EXCHANGES

VOLUME, CONCENTRATION, COORDINATED, OTHER_MODEL = FACTORS
START = datetime(2026, 1, 28, tzinfo=UTC)


def days(seed: int, start: datetime, length: int, exchanges: int, accounts: int) -> tuple[Day, ...]:
    """A ramp, a plateau, a stop in the middle and a return."""
    draw = Random(seed)
    shape = [
        min(1.0, 0.1 + i / 6) * (0.05 if length // 2 <= i < length // 2 + 2 else 1) for i in range(length)
    ]
    noisy = [s * draw.uniform(0.85, 1.15) for s in shape]
    return tuple(
        Day(
            (start + timedelta(days=i)).date().isoformat(),
            round(exchanges * n / sum(noisy)),
            min(accounts, round(accounts * n * 0.9)),
        )
        for i, n in enumerate(noisy)
    )


def ties(seed: int, members: int) -> tuple[Tie, ...]:
    """Batches of accounts signed up together, some of them joined by a shared card or address."""
    draw = Random(seed)
    found: dict[tuple[int, int], Tie] = {}
    start = 0
    while start < members:
        end = min(start + draw.randint(6, 26), members)
        for left in range(start, end):
            for _ in range(draw.randint(1, 3)):
                right = draw.randrange(start, end)
                if left < right:
                    found[left, right] = Tie(left, right, round(draw.uniform(4, 18), 2), "signed up in step")
        for _ in range(2 if start else 0):
            left, right = draw.randrange(start), draw.randrange(start, end)
            found[left, right] = Tie(left, right, round(draw.uniform(3, 9), 2), "one card")
        start = end
    return tuple(found[key] for key in sorted(found))


def members(seed: int, size: int, exchanges: int) -> tuple[Member, ...]:
    """`size` accounts sharing `exchanges` unevenly; one in nine carries innocent traffic too."""
    draw = Random(seed)
    weights = [draw.lognormvariate(0, 0.6) for _ in range(size)]
    found = []
    for i, weight in enumerate(weights):
        harvested = max(round(exchanges * weight / sum(weights)), 1)
        sure = draw.random() > 0.08
        found.append(
            Member(
                f"acct_{draw.getrandbits(64):016x}",
                round(1 - draw.random() ** 6 * 0.02 if sure else draw.uniform(0.4, 0.95), 6),
                harvested + (draw.randint(10, 400) if i % 9 == 0 else 0),
                harvested,
                sure,
            )
        )
    return tuple(found)


def mathematics() -> Dossier:
    """A large campaign, coordinated in every way."""
    return Dossier(
        campaign_id="c-7f3a91d2",
        probability=0.99994,
        accounts=812,
        flagged=779,
        exchanges=341_220,
        input_tokens=96_400_000,
        output_tokens=912_000_000,
        first_seen=START,
        last_seen=START + timedelta(days=22, hours=9),
        capabilities=(
            ("reasoning and mathematics", 0.71),
            ("coding", 0.18),
            ("judging and rubrics", 0.07),
            ("other", 0.04),
        ),
        languages=(("en", 0.83), ("zh", 0.15), ("other", 0.02)),
        models=(("atlas-4-large", 0.88), ("atlas-4-mini", 0.12)),
        access_paths=(("api", 0.64), ("bedrock", 0.21), ("reseller:Northwind", 0.15)),
        evidence=(
            Evidence(
                "Coverage without repetition",
                14.8,
                "341,220 questions, of which 338,904 were asked once: one list dealt out like cards. "
                "Honest accounts of this size share 9 % of their questions; these share 0.7 %.",
                VOLUME,
            ),
            Evidence(
                "Work-queue arrivals",
                9.6,
                "The eight quietest hours hold 31 % of the exchanges; honest traffic of this size holds "
                "12 %.",
                VOLUME,
            ),
            Evidence(
                "Queue handed over",
                7.1,
                "After 41 accounts were stopped on 8 Feb, 44 new ones asked the next 2,310 questions of "
                "the same list within 26 hours.",
                VOLUME,
            ),
            Evidence(
                "Few follow-up turns",
                3.2,
                "2 % of conversations go beyond one turn, against 38 % among matched accounts.",
                VOLUME,
            ),
            Evidence(
                "Hidden reasoning asked for",
                6.4,
                "78 % of exchanges ask for step-by-step reasoning inside tags; 3 % do elsewhere.",
                CONCENTRATION,
            ),
            Evidence(
                "Concentration",
                4.4,
                "71 % reasoning and mathematics, against 11 % in matched traffic.",
                CONCENTRATION,
            ),
            Evidence(
                "Shared payment instruments",
                12.3,
                "812 accounts pay with 19 virtual cards; no honest card pays for more than 3.",
                COORDINATED,
            ),
            Evidence(
                "Signed up in step",
                8.9,
                "640 accounts were opened in 31 bursts of under 4 minutes, with the same sign-up client.",
                COORDINATED,
            ),
            Evidence(
                "Rare template",
                8.1,
                "A preamble of 61 words stands in 97 % of exchanges and in none outside this group.",
                COORDINATED,
            ),
            Evidence(
                "Own history",
                -3.7,
                "23 accounts were open for more than a year and had ordinary traffic before 28 Jan.",
                COORDINATED,
            ),
            Evidence(
                "Own end users",
                -2.2,
                "15 % of exchanges come through a reseller and name 212 end users.",
                COORDINATED,
            ),
        ),
        days=days(1, START, 23, 341_220, 812),
        hours=tuple(14_000 + 900 * (hour % 5) - 60 * hour for hour in range(24)),
        members=members(1, 812, 341_220),
        ties=ties(1, 812),
        templates=(
            Template(
                "You are an expert in competition mathematics.\nSolve ▢. Think step by step inside "
                "<think> tags, then give the final answer in \\boxed{▢}.",
                790,
                301_877,
            ),
            Template(
                "Score the following solution from 1 to 10 against this rubric: ▢\n\nSolution: ▢", 122, 23_100
            ),
            Template("Please prove that the square root of two is irrational", 6, 9),
        ),
        reversals=(
            "The 19 cards turn out to belong to one business that openly resells access, and its "
            "customers differ.",
            "The question list proves to be a public benchmark: its questions would then carry 11 bits less.",
            "One customer shows that the accounts are its own and holds a distillation licence.",
        ),
    )


def agents() -> Dossier:
    """A smaller campaign without shared infrastructure: found by what it asks, how and when."""
    start = START + timedelta(days=12)
    return Dossier(
        campaign_id="c-b20c44e8",
        probability=0.987,
        accounts=222,
        flagged=190,
        exchanges=70_940,
        input_tokens=210_000_000,
        output_tokens=188_000_000,
        first_seen=start,
        last_seen=start + timedelta(days=9, hours=3),
        capabilities=(("agents and tools", 0.58), ("coding", 0.33), ("data analysis", 0.06), ("other", 0.03)),
        languages=(("en", 0.97), ("other", 0.03)),
        models=(("atlas-5-preview", 0.93), ("atlas-4-large", 0.07)),
        access_paths=(("api", 1.0),),
        evidence=(
            Evidence(
                "Overdensity",
                9.4,
                "222 accounts stand closer together in what they ask, how and when than 1 in 40,000 "
                "groups of honest accounts of this size.",
                VOLUME,
            ),
            Evidence("Sweep, then scale", 2.7, "Three days of 40 techniques each, then one of them.", VOLUME),
            Evidence(
                "Tool calls", 5.1, "94 % of exchanges ask for a tool call to one of 12 tools.", CONCENTRATION
            ),
            Evidence("Follow-up turns", -2.9, "31 % of conversations go beyond one turn, as usual.", VOLUME),
            Evidence("Separate means of payment", -1.8, "No card is shared by two accounts.", COORDINATED),
            Evidence(
                "Pivot to a new model",
                6.2,
                "93 % of traffic moved to atlas-5-preview within 20 hours of its release; 14 % did "
                "elsewhere.",
                OTHER_MODEL,
            ),
        ),
        days=days(2, start, 10, 70_940, 222),
        hours=tuple(round(3000 + 2200 * (1 if 6 <= hour < 18 else -0.4)) for hour in range(24)),
        members=members(2, 60, 70_940),
        ties=(),
        templates=(Template("Use the tools below to ▢. Reply with one JSON object.", 201, 60_113),),
        reversals=("The accounts prove to be one agent framework's users, released on the same day.",),
    )


def cleared() -> tuple[Cleared, ...]:
    """Honest groups that look the part."""
    return (
        Cleared(
            "Popular open-source agent: one system prompt and client across unrelated accounts",
            1_904,
            512_300,
            (
                Evidence("Shared template", 6.2, "One system prompt in 98 % of exchanges."),
                Evidence(
                    "Own material", -12.6, "Each account works on its own files; 0.1 % of questions recur."
                ),
                Evidence("Own rhythm", -7.3, "Activity follows 14 time zones' working days."),
            ),
        ),
        Cleared(
            "University class: one address, one assignment",
            143,
            9_220,
            (
                Evidence("Shared address", 2.1, "All accounts come from one network."),
                Evidence(
                    "Same questions",
                    -5.5,
                    "The same 40 questions are asked by nearly all: repetition, not cover.",
                ),
                Evidence("Own words", -4.0, "Each account asks in its own words, with follow-up turns."),
            ),
        ),
        Cleared(
            "Nightly evaluation by one customer",
            12,
            88_000,
            (
                Evidence("Round the clock", 4.4, "No quiet hours."),
                Evidence("One organisation", -9.0, "The accounts openly share one organisation."),
            ),
        ),
    )


def summary() -> dict[str, object]:
    """What `summary.json` holds for the two campaigns."""
    missing = {"ja4": 0.0, "reasoning_blobs_in": 0.0, "end_user_id": 0.21, "phone_hash": 0.34, "seed": 0.02}
    names = [*EXCHANGES.names[:-2], *ACCOUNTS.names[1:]]
    return {
        "version": "0.1.0",
        "settings": {"max_fpr": 0.0001, "formats": ["auto"], "window_days": None, "redact": True},
        "seed": 0,
        "input": {
            "rows": 16_004_410,
            "exchanges": 16_001_233,
            "accounts": 24_310,
            "bytes": 14_200_000_000,
            "first": START.isoformat(),
            "last": (START + timedelta(days=27)).isoformat(),
        },
        "rejected": {"total": 3_177, "by_reason": {"no account": 2_900, "duplicate exchange_id": 277}},
        "coverage": {name: missing.get(name, 0.93 if name.endswith("tokens") else 1.0) for name in names},
        "warnings": ["No account file row for 312 of 24,310 accounts: sign-up evidence is missing for them."],
        "flagged": 969,
        "campaigns": 2,
        "population": {"honest_estimate": 23_276},
        "stages": [{"name": "ingest", "seconds": 12.3, "peak_mb": 800}],
        "promise": {"max_fpr": 0.0001},
    }


def many(campaigns: int, accounts: int) -> list[Dossier]:
    """`campaigns` campaigns sharing `accounts` members."""
    size = accounts // campaigns
    return [
        replace(
            mathematics(),
            campaign_id=f"c-{i:08x}",
            probability=0.9 + 0.001 * i,
            accounts=size,
            members=members(i, size, 20_000),
            ties=ties(i, size),
            days=days(i, START + timedelta(days=i % 9), 20, 20_000, size),
        )
        for i in range(campaigns)
    ]


def _rows(*evidence: tuple[str, float, str]) -> list[dict[str, object]]:
    return [{"signal": signal, "bits": bits, "detail": detail} for signal, bits, detail in evidence]


def flagged_account() -> tuple[dict[str, object], list[dict[str, object]], dict[str, object]]:
    """A verdict, the links that touch it and its campaign, as rows of the tables."""
    verdict: dict[str, object] = {
        "account_id": "acct_429d52a8127ee4e6",
        "probability": 0.9989,
        "p_value": 0.00002,
        "flagged": True,
        "campaign_id": "c-7f3a91d2",
        "reasons": ["It asks from a list of questions that 811 other accounts ask from as well."],
        "evidence": _rows(
            (
                "Rare template",
                8.1,
                "A preamble of 61 words stands in 99 % of its exchanges and in no honest ones.",
            ),
            ("Shared payment instruments", 12.3, "Its card pays for 42 other accounts."),
            ("Own history", -3.7, "Ordinary traffic for 14 months before 28 Jan."),
        ),
        "exchanges": 1_509,
        "first_seen": START,
        "last_seen": START + timedelta(days=20),
    }
    links: list[dict[str, object]] = [
        {
            "left": "acct_2a8f2", "right": verdict["account_id"], "bits": 17.2,
            "evidence": _rows(("One card", 12.3, "Both pay with one virtual card.")),
        },
        {
            "left": verdict["account_id"], "right": "acct_91c00", "bits": 21.9,
            "evidence": _rows(("Dealt-out list", 9.9, "Neighbouring pieces of one list.")),
        },
    ]  # fmt: skip
    campaign: dict[str, object] = {
        "campaign_id": "c-7f3a91d2",
        "probability": 0.99994,
        "accounts": 812,
        "exchanges": 341_220,
        "evidence": _rows(("Coverage without repetition", 14.8, "One list dealt out like cards.")),
    }
    return verdict, links, campaign


def honest_account() -> tuple[dict[str, object], list[dict[str, object]], None]:
    """An account that nobody suspects."""
    return (
        {
            "account_id": "acct_00ff12",
            "probability": 0.0004,
            "p_value": 0.44,
            "flagged": False,
            "campaign_id": None,
            "reasons": [],
            "evidence": _rows(
                ("Own rhythm", -4.2, "Works on weekdays."), ("Templates", 1.1, "Uses one template.")
            ),
            "exchanges": 88,
            "first_seen": None,
            "last_seen": None,
        },
        [],
        None,
    )
