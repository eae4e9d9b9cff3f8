"""Every foreign format: recognised by looking, and each column where it belongs."""

import copy
import json
from datetime import UTC, datetime

import pytest
from tests.ingest.samples import (
    ALL,
    ANTHROPIC,
    BEDROCK,
    HEADERS,
    LITELLM,
    OPENAI,
    RESPONSES,
    TALK,
    TOOL,
    attribute,
    otlp,
    read_all,
    write_lines,
)

from hydrascope.ingest import FORMATS, discover
from hydrascope.ingest.pick import digest

SAID = {
    "system_text": "You are helpful.",
    "input_text": "What is 2 + 2?",
    "output_text": "4",
    "operation": "chat",
}
COMMON = SAID | {"account_id": "acct-1", "end_user_id": "u1", "history_messages": 2, "tool_names": ["search"]}
USAGE = {"input_tokens": 10, "output_tokens": 20}

EXPECTED = {
    "litellm": COMMON
    | USAGE
    | {
        "exchange_id": "chatcmpl-1",
        "started_at": datetime(2026, 11, 21, 6, 59, 40, 800000, UTC),
        "ended_at": datetime(2026, 11, 21, 6, 59, 41, 500000, UTC),
        "credential_hash": "keyhash",
        "model": "m",
        "choice_count": 2,
        "logprobs": True,
        "top_logprobs": 5,
        "max_tokens": 64,
        "reasoning_tokens": 3,
        "finish_reason": "stop",
        "status_code": 200,
        "stream": False,
        "client_ip": "198.51.100.7",
        "user_agent": "OpenAI/Python 3.52.0",
        "sdk": "lang=python;os=Linux",
    },
    "otlp": COMMON
    | USAGE
    | {
        "exchange_id": "resp-1",
        "started_at": datetime(2026, 11, 21, 6, 59, 40, 800000, UTC),
        "finish_reason": "stop",
        "max_tokens": 64,
        "client_ip": "198.51.100.7",
        "sdk": "lang=python",
    },
    "openai": COMMON
    | USAGE
    | {
        "exchange_id": "chatcmpl-1",
        "started_at": datetime(2026, 2, 1, 10, tzinfo=UTC),
        "seed": 7,
        "response_format": "json_object",
        "reasoning_effort": "high",
        "client_ip": "198.51.100.7",
        "sdk": "lang=python;os=Linux",
        "user_agent": "OpenAI/Python 3.52.0",
    },
    "anthropic": COMMON
    | USAGE
    | {
        "exchange_id": "req-1",
        "thinking_budget": 1024,
        "reasoning_effort": "max",
        "cached_input_tokens": 6,
        "finish_reason": "refusal",
        "refusal_category": "reasoning_extraction",
        "reasoning_blobs_in": [digest("OPAQUE-IN")],
        "reasoning_blobs_out": [digest("OPAQUE-OUT")],
    },
    "bedrock": COMMON
    | USAGE
    | {
        "exchange_id": "req-1",
        "access_path": "bedrock",
        "top_k": 5,
        "thinking_budget": 1024,
        "max_tokens": 64,
    },
}


def only(tmp_path, *objects, format=None):
    """The one exchange that objects come out as."""
    kept, rejected, _ = read_all(write_lines(tmp_path / "log", *objects), format)
    assert rejected == []
    (row,) = kept
    return row


def changed(sample, **more):
    """A copy of a sample with some keys replaced."""
    return copy.deepcopy(sample) | more


@pytest.mark.parametrize("name", EXPECTED)
def test_each_format_is_recognised_and_read(name, tmp_path):
    path = write_lines(tmp_path / "without.a.telling.name", ALL[name])
    assert [part.format for part in discover([path]).parts] == [name]
    row = only(tmp_path, ALL[name])
    assert {column: row.get(column) for column in EXPECTED[name]} == EXPECTED[name]


def test_formats_are_named_in_order():
    assert FORMATS == ("parquet", "jsonl", "litellm", "otlp", "openai", "anthropic", "bedrock", "map")


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_secret_comes_through(name, tmp_path):
    sample = json.loads(json.dumps(ALL[name]))
    if name in ("openai", "anthropic"):
        sample["headers"] = {"Authorization": "Bearer sk-secret", "x-api-key": "sk-secret"}
        sample.get("request", {}).pop("headers", None)
    row = json.dumps(only(tmp_path, sample), default=str)
    assert "sk-secret" not in row
    assert "OPAQUE" not in row


def test_a_conversation_hashes_alike_in_every_dialect(tmp_path):
    samples = [LITELLM, OPENAI, RESPONSES, ANTHROPIC, BEDROCK, ALL["otlp"]]
    assert len({only(tmp_path, sample)["history_hash"] for sample in samples}) == 1


def test_the_hash_of_a_history_depends_on_it(tmp_path):
    def hashed(talk):
        return only(tmp_path, changed(LITELLM, messages=talk)).get("history_hash")

    longer = [*TALK, {"role": "assistant", "content": "4"}, {"role": "user", "content": "and 3 + 3?"}]
    other = [TALK[0], {"role": "assistant", "content": "Hi?"}, TALK[2]]
    alike = [{"role": "system", "content": "Another prompt"}, *TALK[:2], {"role": "user", "content": "Else"}]
    assert len({hashed(TALK), hashed(longer), hashed(other)}) == 3
    assert hashed(alike) == hashed(TALK)
    assert hashed(TALK[:1]) is None


def test_results_of_tools_are_the_newest_turn(tmp_path):
    call = {"id": "c", "type": "function", "function": {"name": "search", "arguments": '{"q": 1}'}}
    talk = [
        TALK[0],
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": "found it"},
    ]
    row = only(tmp_path, changed(LITELLM, messages=talk))
    assert (row["input_text"], row["history_messages"]) == ("found it", 2)
    blocks = [
        {"role": "user", "content": "Hello"},
        {
            "role": "assistant",
            "content": [{"type": "tool_use", "id": "c", "name": "search", "input": {"q": 1}}],
        },
        {
            "role": "user",
            "content": [
                {"type": "tool_result", "tool_use_id": "c", "content": [{"type": "text", "text": "found it"}]}
            ],
        },
    ]
    asked = changed(ANTHROPIC["request"], messages=blocks)
    row = only(tmp_path, changed(ANTHROPIC, request=asked))
    assert (row["input_text"], row["history_messages"]) == ("found it", 2)


def test_media_leave_a_mark_and_prefill_is_no_history(tmp_path):
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    talk = [
        {"role": "user", "content": [{"type": "text", "text": "Read"}, image]},
        {"role": "assistant", "content": "{"},
    ]
    row = only(tmp_path, changed(LITELLM, messages=talk))
    assert (row["input_text"], row["history_messages"]) == ("Read\n[image]", 0)


@pytest.mark.parametrize(
    ("metadata", "account"),
    [
        ({"user_api_key_user_id": "u", "user_api_key_team_id": "t", "user_api_key_hash": "h"}, "u"),
        (
            {
                "user_api_key_user_id": "default_user_id",
                "user_api_key_team_id": "t",
                "user_api_key_hash": "h",
            },
            "t",
        ),
        ({"user_api_key_user_id": None, "user_api_key_hash": "h"}, "h"),
    ],
)
def test_litellm_account_precedence(metadata, account, tmp_path):
    assert only(tmp_path, changed(LITELLM, metadata=metadata))["account_id"] == account


def test_litellm_failures_and_cached_answers(tmp_path):
    failure = changed(
        LITELLM,
        status="failure",
        response=None,
        error_information={"error_code": "403", "error_class": "Denied"},
    )
    row = only(tmp_path, failure)
    assert (row["status_code"], row["error_type"]) == (403, "Denied")
    assert only(tmp_path, changed(LITELLM, cache_hit=True))["exchange_id"] == "ceaba264"


def test_litellm_spend_logs(tmp_path):
    spend = {
        "request_id": "r1",
        "call_type": "acompletion",
        "api_key": "keyhash",
        "startTime": "2026-02-01 10:00:00.5",
        "endTime": "2026-02-01 10:00:01",
        "user": "default_user_id",
        "team_id": "t",
        "model": "m",
        "prompt_tokens": 3,
        "metadata": json.dumps({"status": "success", "requester_ip_address": "198.51.100.7"}),
        "messages": json.dumps(TALK),
        "response": json.dumps(LITELLM["response"]),
    }
    row = only(tmp_path, spend)
    expected = {
        "account_id": "t",
        "credential_hash": "keyhash",
        "input_text": TALK[2]["content"],
        "output_text": "4",
    }
    expected |= {"status_code": 200, "client_ip": "198.51.100.7"}
    assert {name: row.get(name) for name in expected} == expected


@pytest.mark.parametrize("lines", [1, 3])
def test_litellm_arrays(lines, tmp_path):
    batch = [changed(LITELLM, id=f"c{i}") for i in range(4)]
    kept, rejected, _ = read_all(write_lines(tmp_path / "log", *[batch] * lines))
    assert ([row["exchange_id"] for row in kept], rejected) == (["c0", "c1", "c2", "c3"] * lines, [])


def test_a_wild_number_of_a_caller_does_not_make_the_row_vanish(tmp_path):
    wild = changed(
        LITELLM, model_parameters={"seed": 2**80, "temperature": "hot", "max_tokens": {}, "top_p": 1e99}
    )
    kept, rejected, aside = read_all(write_lines(tmp_path / "log", wild))
    assert (len(kept), rejected) == (1, [])
    assert aside == {f"{name} (unusable value)": 1 for name in ("seed", "temperature", "max_tokens", "top_p")}


def test_responses(tmp_path):
    row = only(tmp_path, RESPONSES)
    expected = SAID | {"account_id": "acct-1", "exchange_id": "resp_1", "logprobs": True, "max_tokens": 64}
    expected |= {"reasoning_blobs_in": [digest("OPAQUE-IN")], "reasoning_blobs_out": [digest("OPAQUE-OUT")]}
    expected |= {"reasoning_effort": "high", "response_format": "json_schema", "finish_reason": "completed"}
    assert {name: row.get(name) for name in expected} == expected


def test_openai_stream_chunks_are_folded(tmp_path):
    chunks = [
        {
            "id": "c1",
            "model": "m",
            "choices": [{"index": 0, "delta": {"role": "assistant", "content": "fo"}}],
        },
        {"id": "c1", "choices": [{"index": 0, "delta": {"content": "ur"}, "finish_reason": "stop"}]},
        {"id": "c1", "choices": [], "usage": {"prompt_tokens": 1, "completion_tokens": 2}},
    ]
    row = only(tmp_path, changed(OPENAI, id="x", response=chunks))
    assert (row["output_text"], row["finish_reason"], row["output_tokens"]) == ("four", "stop", 2)


EVENTS = [
    {"type": "message_start", "message": {"id": "m1", "type": "message", "usage": {"input_tokens": 9}}},
    {"type": "content_block_start", "index": 0, "content_block": {"type": "thinking", "thinking": ""}},
    {"type": "content_block_delta", "index": 0, "delta": {"type": "signature_delta", "signature": "OPAQUE"}},
    {"type": "content_block_start", "index": 1, "content_block": {"type": "text", "text": ""}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "fo"}},
    {"type": "content_block_delta", "index": 1, "delta": {"type": "text_delta", "text": "ur"}},
    {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 2}},
]
FOLDED = {
    "output_text": "four",
    "finish_reason": "end_turn",
    "input_tokens": 9,
    "output_tokens": 2,
    "reasoning_blobs_out": [digest("OPAQUE")],
}


def test_anthropic_stream_events_are_folded(tmp_path):
    row = only(tmp_path, changed(ANTHROPIC, response=EVENTS))
    assert {name: row.get(name) for name in FOLDED} == FOLDED


def test_batches_are_joined_by_custom_id(tmp_path):
    asked = [
        {
            "custom_id": f"q{i}",
            "method": "POST",
            "url": "/v1/chat/completions",
            "account_id": "acct-1",
            "body": {"model": "m", "messages": [{"role": "user", "content": f"ask {i}"}]},
        }
        for i in range(3)
    ]
    answered = [
        {
            "id": f"b{i}",
            "custom_id": f"q{i}",
            "response": {
                "status_code": 200,
                "body": {"created": 1769947200, "choices": [{"message": {"content": f"say {i}"}}]},
            },
            "error": None,
        }
        for i in (2, 0)
    ]
    kept, rejected, _ = read_all(write_lines(tmp_path / "log", *asked, *answered))
    assert [(r["exchange_id"], r["input_text"], r["output_text"], r["batch"], r["line"]) for r in kept] == [
        ("b2", "ask 2", "say 2", True, 4),
        ("b0", "ask 0", "say 0", True, 5),
    ]
    assert [(row["line"], row["reason"]) for row in rejected] == [(2, "missing field")]


def test_message_batches_are_joined(tmp_path):
    asked = {"custom_id": "q", "params": ANTHROPIC["request"], "workspace_id": "w", "timestamp": 1769947200}
    answered = {"custom_id": "q", "result": {"type": "succeeded", "message": ANTHROPIC["response"]}}
    for first, second in ((asked, answered), (answered, asked)):
        path = write_lines(tmp_path / "log", first, second)
        assert discover([path]).parts[0].format == "anthropic"
        row = only(tmp_path, first, second)
        assert (row["account_id"], row["input_text"], row["output_text"]) == ("w", "What is 2 + 2?", "4")


def test_without_an_account_the_key_stands_for_it(tmp_path):
    sample = changed(OPENAI, headers={**HEADERS, "Authorization": "Bearer sk-secret"})
    sample["request"] = sample["request"]["body"]
    del sample["account_id"]
    row = only(tmp_path, sample)
    assert row["account_id"] == row["credential_hash"] == digest("Bearer sk-secret")


BODIES = {
    "anthropic": (ANTHROPIC["request"] | {"anthropic_version": "b"}, ANTHROPIC["response"]),
    "anthropic stream": (ANTHROPIC["request"] | {"anthropic_version": "b"}, EVENTS),
    "openai": (OPENAI["request"]["body"], OPENAI["response"]["body"]),
    "titan": (
        {"inputText": "ask", "textGenerationConfig": {"maxTokenCount": 7, "temperature": 0.5}},
        {"inputTextTokenCount": 3, "results": [{"outputText": "say", "completionReason": "FINISH"}]},
    ),
    "llama": ({"prompt": "ask", "max_gen_len": 7}, {"generation": "say", "stop_reason": "stop"}),
    "mistral": ({"prompt": "ask", "max_tokens": 7}, {"outputs": [{"text": "say", "stop_reason": "stop"}]}),
    "llama stream": ({"prompt": "ask", "max_gen_len": 7}, [{"generation": "sa"}, {"generation": "y"}]),
    "converse stream": (
        BEDROCK["input"]["inputBodyJson"] | {"messages": [{"role": "user", "content": [{"text": "ask"}]}]},
        [
            {"contentBlockDelta": {"delta": {"text": "sa"}}},
            {"contentBlockDelta": {"delta": {"text": "y"}}},
            {"messageStop": {"stopReason": "end_turn"}},
            {"metadata": {"usage": {"inputTokens": 1, "outputTokens": 2}}},
        ],
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_bedrock_bodies_of_every_family(name, tmp_path):
    asked, answered = BODIES[name]
    sample = copy.deepcopy(BEDROCK)
    sample["operation"] = "InvokeModel"
    sample["input"]["inputBodyJson"], sample["output"]["outputBodyJson"] = asked, answered
    row = only(tmp_path, sample)
    expected = {"anthropic": ("What is 2 + 2?", "4"), "openai": ("What is 2 + 2?", "4")}
    expected["anthropic stream"] = ("What is 2 + 2?", "four")
    assert (row["input_text"], row["output_text"]) == expected.get(name, ("ask", "say"))
    assert row.get("max_tokens") in (7, 64, 2048)


CONVENTIONS = {
    "openllmetry": otlp(
        {
            "gen_ai.system": "openai",
            "llm.request.type": "chat",
            "gen_ai.request.model": "m",
            "gen_ai.prompt.0.role": "system",
            "gen_ai.prompt.0.content": "You are helpful.",
            "gen_ai.prompt.1.role": "user",
            "gen_ai.prompt.1.content": "What is 2 + 2?",
            "gen_ai.completion.0.role": "assistant",
            "gen_ai.completion.0.content": "4",
            "gen_ai.completion.0.finish_reason": "stop",
            "gen_ai.usage.prompt_tokens": 10,
            "llm.request.functions.0.name": "search",
            "metadata.user_api_key_user_id": "default_user_id",
            "metadata.user_api_key_team_id": "acct-1",
        }
    ),
    "openinference": otlp(
        {
            "openinference.span.kind": "LLM",
            "llm.model_name": "m",
            "llm.invocation_parameters": json.dumps({"temperature": 0.5, "logprobs": True}),
            "llm.input_messages.0.message.role": "system",
            "llm.input_messages.0.message.content": "You are helpful.",
            "llm.input_messages.1.message.role": "user",
            "llm.input_messages.1.message.contents.0.message_content.text": "What is 2 + 2?",
            "llm.output_messages.0.message.role": "assistant",
            "llm.output_messages.0.message.content": "4",
            "llm.token_count.prompt": 10,
            "llm.tools.0.tool.json_schema": json.dumps(TOOL),
            "user.id": "acct-1",
        }
    ),
    "events": otlp(
        {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": "m",
            "account.id": "acct-1",
            "gen_ai.usage.input_tokens": 10,
            "gen_ai.tool.definitions": json.dumps([TOOL]),
        },
        [
            ("gen_ai.system.message", {"content": "You are helpful."}),
            ("gen_ai.user.message", {"content": "What is 2 + 2?"}),
            ("gen_ai.choice", {"message": json.dumps({"content": "4"}), "finish_reason": "stop"}),
        ],
    ),
}


@pytest.mark.parametrize("name", CONVENTIONS)
def test_otlp_conventions(name, tmp_path):
    row = only(tmp_path, CONVENTIONS[name])
    expected = {k: v for k, v in SAID.items() if k != "operation"}
    expected |= {"account_id": "acct-1", "model": "m", "tool_names": ["search"], "input_tokens": 10}
    assert {column: row.get(column) for column in expected} == expected


def test_otlp_logs(tmp_path):
    def record(name, body, **more):
        return {
            "timeUnixNano": "1769947200000000000",
            "traceId": "t",
            "spanId": "s",
            "eventName": name,
            "attributes": [attribute("gen_ai.request.model", "m"), attribute("account.id", "acct-1")],
            "body": {"kvlistValue": {"values": [attribute(k, v) for k, v in body.items()]}},
        } | more

    details = [
        attribute("account.id", "acct-1"),
        attribute("gen_ai.response.id", "r"),
        attribute(
            "gen_ai.input.messages",
            json.dumps([{"role": "user", "parts": [{"type": "text", "content": "ask"}]}]),
        ),
    ]
    records = [
        record("gen_ai.user.message", {"content": "What is 2 + 2?"}),
        record("gen_ai.choice", {"content": "4", "finish_reason": "stop"}),
        record("gen_ai.client.inference.operation.details", {}, attributes=details),
        record("something.else", {}),
    ]
    request = {"resourceLogs": [{"scopeLogs": [{"logRecords": records}]}]}
    kept, rejected, aside = read_all(write_lines(tmp_path / "log", request))
    assert rejected == []
    assert {(row["exchange_id"], row["input_text"], row.get("output_text")) for row in kept} == {
        ("r", "ask", None),
        ("t-s", "What is 2 + 2?", "4"),
    }
    assert sum(aside.values()) == 1


def test_spans_that_are_no_call_are_counted(tmp_path):
    kept, rejected, aside = read_all(
        write_lines(
            tmp_path / "log",
            ALL["otlp"],
            otlp({"http.route": "/"}),
            otlp({"gen_ai.operation.name": "execute_tool"}),
        )
    )
    assert (len(kept), rejected) == (1, [])
    assert aside == {"(spans and events that are no model call)": 2}
