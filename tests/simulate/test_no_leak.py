"""No incidental column tells an operator's accounts from honest ones: at most 0.75 AUC either way.

What a campaign does (volume, age, wording, parameters, length of answers) is a signal and not tested here.
"""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from sklearn.metrics import roc_auc_score

from hydrascope.simulate import PromptLibrary, World, world

# Set by the account's owner: whether a parameter is sent at all is part of what is asked.
BEHAVIOUR = {"top_logprobs", "logprobs", "thinking_budget", "choice_count", "reasoning_effort"}
IDENTIFIERS = (
    "exchange_id", "account_id", "credential_hash", "conversation_id", "history_hash", "end_user_id",
    "tool_schema_hash", "user_agent", "ja4", "client_ip", "model",
)  # fmt: skip


@pytest.fixture(scope="module", params=[5, 21])
def played(request: pytest.FixtureRequest, prompts: PromptLibrary) -> World:
    return world("mixed", request.param, prompts, honest=2_500, fake=500)


class Judge:
    """AUC of a number per exchange (averaged by account) or per account against the truth."""

    def __init__(self, made: World) -> None:
        ids = {a: i for i, a in enumerate(made.truth_accounts["account_id"].to_pylist())}
        self.fake = np.asarray(made.truth_accounts["fake"])
        self.who = np.array([ids[a] for a in made.exchanges["account_id"].to_pylist()])

    def mean(self, values: np.ndarray, rows: np.ndarray | None = None) -> np.ndarray:
        rows = np.ones(len(values), bool) if rows is None else rows
        total = np.bincount(self.who[rows], values[rows], minlength=len(self.fake))
        return total / np.maximum(1, np.bincount(self.who[rows], minlength=len(self.fake)))

    def check(self, name: str, score: np.ndarray) -> None:
        auc = roc_auc_score(self.fake, score)
        assert 0.25 <= auc <= 0.75, f"{name} separates the classes: AUC {auc:.3f}"

    def check_names(self, name: str, values: list[str | None]) -> None:
        """A category, scored by the share of fake accounts among the others that have it."""
        _, group = np.unique([v or "" for v in values], return_inverse=True)
        fakes, size = np.bincount(group, self.fake), np.bincount(group)
        prior = self.fake.mean()
        self.check(name, (fakes[group] - self.fake + 20 * prior) / (size[group] - 1 + 20))


def test_gaps(played: World) -> None:
    judge = Judge(played)
    for name in played.exchanges.column_names:
        if name not in BEHAVIOUR:
            judge.check(
                f"null {name}", judge.mean(np.asarray(played.exchanges[name].is_null()).astype(float))
            )
    for name in played.accounts.column_names:
        judge.check(f"null {name}", np.asarray(played.accounts[name].is_null()).astype(float))


def test_order_and_clock(played: World) -> None:
    judge = Judge(played)
    at = np.asarray(played.exchanges["started_at"].cast(pa.int64()))
    judge.check("place in the log", judge.mean(np.arange(len(at)).astype(float)))
    judge.check("place among the accounts", np.arange(len(judge.fake)).astype(float))
    for unit in (10, 1_000, 1_000_000):
        judge.check(f"clock modulo {unit} us", judge.mean((at % unit).astype(float)))
    born = np.asarray(played.accounts["created_at"].cast(pa.int64()))
    judge.check("sub-second of sign-up", (born % 1_000_000).astype(float))
    took = np.asarray(played.exchanges["ended_at"].cast(pa.int64())) - at
    out = np.asarray(played.exchanges["output_tokens"].fill_null(0))
    judge.check("time per token", judge.mean(took / (out + 50)))


def test_names(played: World) -> None:
    judge = Judge(played)
    for name in IDENTIFIERS:
        column = played.exchanges[name]
        known = np.asarray(column.is_valid())
        length = np.asarray(pc.utf8_length(column.fill_null(""))).astype(float)
        judge.check(f"length of {name}", judge.mean(length, known))
    for name in ("account_id", "org_id", "phone_hash", "payment_fingerprint", "email_domain", "signup_ip"):
        judge.check(
            f"length of {name}", np.asarray(pc.utf8_length(played.accounts[name].fill_null(""))).astype(float)
        )
    first = np.array([int(a[:6], 16) for a in played.accounts["account_id"].to_pylist()], float)
    judge.check("value of account_id", first)
    exchange = np.array([int(e[:6], 16) for e in played.exchanges["exchange_id"].to_pylist()], float)
    judge.check("value of exchange_id", judge.mean(exchange))


def test_token_counts(played: World) -> None:
    """Tokens follow from the text by one formula."""
    judge = Judge(played)
    table = played.exchanges
    text = pc.binary_join_element_wise(
        pc.coalesce(table["system_text"], pa.scalar("")), table["input_text"], ""
    )
    size, chars = np.asarray(pc.binary_length(text)), np.asarray(pc.utf8_length(text))
    more = size - chars
    expected = (chars - more / 1.5) / 4.2 + more * 0.42 + 7
    plain = np.asarray(table["history_messages"]) == 0
    plain &= np.asarray(table["tool_names"].is_null())
    judge.check("tokens against characters", judge.mean(np.asarray(table["input_tokens"]) / expected, plain))


def test_places(played: World) -> None:
    """Country and nationality say nothing."""
    judge = Judge(played)
    judge.check_names("billing_country", played.accounts["billing_country"].to_pylist())
    seen: dict[int, str | None] = {}
    for who, country in zip(judge.who.tolist(), played.exchanges["country"].to_pylist(), strict=True):
        seen.setdefault(who, country)
    judge.check_names("country", [seen[i] for i in range(len(judge.fake))])


def test_truth_is_not_in_the_log(played: World) -> None:
    assert not {"fake", "kind", "operator", "harvested"} & set(
        played.exchanges.column_names + played.accounts.column_names
    )
    operators = set(played.truth_accounts["operator"].drop_null().to_pylist())
    for table in (played.exchanges, played.accounts):
        for name in table.column_names:
            if pa.types.is_string(table[name].type):
                assert not operators & set(table[name].unique().to_pylist())
