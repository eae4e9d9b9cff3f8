"""The report says what was found, in the right place and order, for every reader."""

import re
import time
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from random import Random

import pytest
from tests.report import report_samples as samples

from hydrascope.model.campaign import Dossier, Tie
from hydrascope.model.evidence import FACTORS, Evidence
from hydrascope.report import render

VOID = {"meta", "path", "circle"}


class Page(HTMLParser):
    """Tags in order with their attributes, text by enclosing tag; complains about unclosed tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append((self.open[-1] if self.open else "", data))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    def words(self, tag: str) -> str:
        return " ".join(text for name, text in self.text if name == tag).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def html() -> str:
    return render([samples.mathematics(), samples.agents()], samples.cleared(), samples.summary())


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def readable(html: str) -> str:
    """The text between the tags, with plain spaces."""
    found = Page(html)
    text = " ".join(part for tag, part in found.text if tag not in ("style", "title", "desc"))
    return " ".join(text.replace("\u00a0", " ").split())


def test_headline_says_what_how_many_and_how_sure(page: Page, html: str) -> None:
    assert page.words("h1") == (
        "2 campaigns: 1,034 accounts took about 412,000 exchanges (1.1 bn output tokens), "
        "mostly reasoning and mathematics, then coding."
    )
    assert "98 % or more. Verdict kept to at most 1 honest account in 10,000." in readable(html)


def test_one_campaign_speaks_in_the_singular() -> None:
    text = readable(render([samples.mathematics()], (), samples.summary()))
    assert "1 campaign: 812 accounts took about 341,000 exchanges" in text
    assert "Probability that this is a distillation campaign: >99.9 %." in text
    assert "At a glance" not in text


def test_no_campaign_says_what_the_log_could_not_show() -> None:
    text = readable(render([], (), samples.summary()))
    assert "No campaign found among 24,310 accounts and 16,001,233 exchanges." in text
    could, could_not = text.split("It could not show")
    assert "shared means of payment" in could
    assert "shared telephone numbers" in could_not.split("The columns for these")[0]
    assert "shared network addresses" not in could_not


def test_every_factor_is_shown_with_its_evidence_and_sum(html: str) -> None:
    text = readable(render([samples.mathematics()], (), samples.summary()))
    places = [text.index(factor.capitalize()) for factor in FACTORS]
    assert places == sorted(places)
    assert text.index("Nothing was observed, for or against.") > places[-1]
    for item in samples.mathematics().evidence:
        assert f"{item.signal} {item.detail}" in text
    assert "For +74.8, against −5.9. Sum +68.9 bits" in text


def test_evidence_of_an_unknown_factor_is_not_lost() -> None:
    odd = replace(samples.agents(), evidence=(Evidence("Odd", 3.0, "Seen.", "something new"),))
    assert "Other observations +3.0 Odd Seen." in readable(render([odd], (), {}))


def test_much_evidence_is_counted_and_summed() -> None:
    items = tuple(Evidence(f"s{i}", 10 - i / 10, "seen") for i in range(60))
    text = readable(render([replace(samples.agents(), evidence=items)], (), {}))
    left = sum(10 - i / 10 for i in range(40, 60))
    assert f"And 20 weaker observations, +{left:.1f} bits together." in text


def test_members_are_the_most_probable_and_the_rest_is_counted(html: str) -> None:
    members = sorted(
        samples.mathematics().members, key=lambda m: (-m.probability, -m.harvested, m.account_id)
    )
    assert all(f"<code>{member.account_id}</code>" in html for member in members[:50])
    assert not any(member.account_id in html for member in members[50:])
    assert "762 more accounts in" in readable(html)


def test_cleared_groups_stand_with_the_evidence_on_both_sides(html: str) -> None:
    text = readable(html).split("Considered and cleared")[1]
    assert "1,904 accounts, 512,300 exchanges; sum −13.7 bits" in text
    assert "Own material Each account works on its own files; 0.1 % of questions recur. −12.6" in text
    assert "Shared template One system prompt in 98 % of exchanges. +6.2" in text


def test_the_run_is_told(html: str) -> None:
    text = readable(html)
    assert "3,177 rows rejected of 16,004,410 read (<1 %)" in text
    assert "no account 2,900 duplicate exchange_id 277" in text
    assert "ja4 0 %" in text
    assert "phone_hash 34 %" in text
    assert "No account file row for 312 of 24,310 accounts" in text
    assert "window_days not set" in text
    assert "Every measure ends by itself unless it is renewed" in text


def test_reversals_and_templates(html: str) -> None:
    text = readable(html)
    assert "The accounts prove to be one agent framework's users" in text
    assert "Score the following solution from ▢ to ▢ against this rubric: ▢" in text


def test_text_that_was_not_masked_needs_the_redaction_lifted(html: str) -> None:
    bare = "Please prove that the square root of two is irrational"
    assert bare not in html
    lifted = render([samples.mathematics()], (), {}, redact=False)
    assert bare in lifted
    assert "This copy is not redacted" in readable(lifted)
    assert "This copy is not redacted" not in readable(html)


def test_nothing_is_loaded_and_nothing_runs(page: Page, html: str) -> None:
    assert "://" not in html
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    style = html.split("<style>")[1].split("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not {"script", "img", "link", "iframe", "object", "use", "image"} & {tag for tag, _ in page.tags}
    assert not [
        name for _, attrs in page.tags for name in attrs if name in ("src", "style") or name[:2] == "on"
    ]
    assert all((attrs["href"] or "").startswith("#") for attrs in page.all("a"))
    assert "url(" not in style
    assert "@import" not in style


def test_structure_is_announced(page: Page) -> None:
    names = [tag for tag, _ in page.tags]
    assert [names.count(tag) for tag in ("h1", "main", "footer")] == [1, 1, 1]
    levels = [int(tag[1]) for tag in names if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [attrs["href"] for attrs in page.all("a")] + [
        f"#{attrs['aria-labelledby']}" for _, attrs in page.tags if "aria-labelledby" in attrs
    ]
    assert set(targets) <= {f"#{name}" for name in ids}
    assert all(attrs.get("scope") in ("row", "col") for attrs in page.all("th"))
    assert page.open == []


def test_plots_are_described_or_hidden_beside_their_number(page: Page, html: str) -> None:
    pictures = page.all("svg")
    described = [attrs for attrs in pictures if attrs.get("role") == "img"]
    assert all(attrs.get("aria-hidden") == "true" for attrs in pictures if attrs not in described)
    assert len(described) == 5  # two timelines, two days, one graph: the other campaign has no ties
    assert html.count("<title>") - 1 == html.count("<desc>") == len(described)


def test_equal_findings_in_any_order_give_equal_bytes(html: str) -> None:
    first, second = samples.mathematics(), samples.agents()
    mixed = render([second, shuffled(first)], samples.cleared()[::-1], samples.summary())
    assert mixed == html


def shuffled(dossier: Dossier) -> Dossier:
    """The same campaign with members, ties, evidence and templates told in another order."""
    draw = Random(5)
    order = list(range(len(dossier.members)))
    draw.shuffle(order)
    spot = {old: new for new, old in enumerate(order)}
    ties = [Tie(spot[t.right], spot[t.left], t.bits, t.why) for t in dossier.ties]
    draw.shuffle(ties)
    return replace(
        dossier,
        members=tuple(dossier.members[old] for old in order),
        ties=tuple(ties),
        evidence=dossier.evidence[::-1],
        templates=dossier.templates[::-1],
    )


def test_timings_do_not_enter(html: str) -> None:
    slower = samples.summary() | {"stages": [{"name": "ingest", "seconds": 99.0, "peak_mb": 1}]}
    assert render([samples.agents(), samples.mathematics()], samples.cleared(), slower) == html


@pytest.mark.parametrize(
    "summary",
    [{}, {"input": None, "rejected": 3, "coverage": [], "warnings": "w", "settings": None, "promise": 1}],
)
def test_a_summary_without_keys_is_unknown_not_zero(summary: dict[str, object]) -> None:
    text = readable(render([], (), summary))
    assert "No campaign found." in text
    assert "Accounts seen" not in text
    assert "Rows that were not used Not recorded." in text


def test_numbers_that_are_none_do_not_break_the_page() -> None:
    nan = float("nan")
    broken = replace(
        samples.agents(),
        probability=nan,
        evidence=(Evidence("A", nan, "a"), Evidence("B", float("inf"), "b")),
        capabilities=(("coding", nan),),
        ties=(Tie(0, 1, nan, ""), Tie(0, 999, 3.0, ""), Tie(1, 2, 4.0, "")),
        days=(),
        hours=(),
    )
    html = render([broken, samples.mathematics()], (), {})
    assert "unknown probability" in readable(html)
    assert not re.search(r'="[^"]*\b(nan|inf)\b', html)


def test_fifty_campaigns_and_five_thousand_accounts_stay_small_and_quick() -> None:
    dossiers = samples.many(50, 5000)
    before = time.process_time()
    html = render(dossiers, samples.cleared(), samples.summary())
    assert time.process_time() - before < 2
    assert len(html.encode()) < 3_000_000
    assert Page(html).open == []


def test_more_campaigns_than_a_page_bears_are_listed_then_counted() -> None:
    small = replace(samples.agents(), members=samples.agents().members[:2])
    text = readable(render([replace(small, campaign_id=f"c-{i:04}") for i in range(510)], (), {}))
    assert "Campaign 50 of 510" in text
    assert "Campaign 51 of 510" not in text
    assert "The 50 surest are shown in full below; 10 campaigns more are not listed." in text
