"""Parameters, tools, sizes and how a request ended."""

from datetime import UTC, datetime, timedelta

from hydrascope.tables import ASKS, OUTCOMES


def test_parameters_are_one_hash_of_the_whole_set(features) -> None:
    out = features(
        temperature=[0.7, 0.7, 0.7, None, None, -0.0, 0.0, None],
        top_p=[None, None, 0.7, 0.7, None, None, None, None],
        seed=[1, 2, None, None, None, None, None, None],
        reasoning_effort=[None] * 7 + ["high"],
    )["parameters"]
    assert out[0] == out[1]  # which seed does not matter
    assert out[4] == 0
    assert out[5] == out[6] != 0
    assert len({out[0], out[2], out[3], out[5], out[7]}) == 5


def test_tools_are_a_set_unless_there_is_a_schema(features) -> None:
    out = features(
        tool_names=[["a", "b"], ["b", "a"], ["a"], [], None, ["a"], None],
        tool_schema_hash=[None, None, None, None, None, "s", "s"],
    )["tools"]
    assert out[0] == out[1] != out[2]
    assert out[3] == out[4] == 0
    assert out[5] == out[6] not in (0, out[2])


def named(bits: int, names: tuple[str, ...]) -> set[str]:
    return {name for place, name in enumerate(names) if bits >> place & 1}


def test_asks(features) -> None:
    out = features(
        logprobs=[True, None, False], top_logprobs=[None, 5, None], choice_count=[1, 4, None],
        thinking_budget=[2000, None, 0], reasoning_effort=["HIGH", "low", None],
        response_format=["json_schema", "text", None],
        stream=[True, False, None], batch=[False, True, None], seed=[7, None, None],
    )["asks"]  # fmt: skip
    assert named(out[0], ASKS) == {"log-probabilities", "thinking budget", "high reasoning effort",
                                   "JSON or schema output", "stream", "fixed seed"}  # fmt: skip
    assert named(out[1], ASKS) == {"log-probabilities", "several choices", "batch"}
    assert out[2] == 0


def test_outcome(features) -> None:
    out = features(
        status_code=[200, 200, 429, 500, 200, None],
        finish_reason=["stop", "content_filter", None, None, "max_tokens", None],
        refusal_category=["cbrn", None, None, None, None, None],
        error_type=[None, None, "rate_limit_error", "api_error", None, None],
    )["outcome"]
    expected = [{"refused"}, {"refused"}, {"throttled"}, {"failed"}, {"cut at the length limit"}, set()]
    assert [named(bits, OUTCOMES) for bits in out] == expected


def test_output_tokens_are_guessed_only_when_not_logged(features) -> None:
    out = features(
        output_tokens=[7, None, None, None, 0], output_text=["x" * 400, "x" * 400, "", None, "abc"]
    )
    assert out["output_tokens"] == [7, 100, 1, -1, 0]


def test_duration(features) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    ends = [
        start + timedelta(milliseconds=1500),
        start - timedelta(seconds=1),
        None,
        start,
        start + timedelta(days=100),
    ]
    out = features(started_at=[start] * 5, ended_at=ends)["duration_ms"]
    assert out == [1500, -1, -1, 0, 2**31 - 1]
