"""One honest object of every log format, and what a log of it must come out as."""

import json
from pathlib import Path

import pyarrow as pa

from hydrascope.ingest import discover, read

CANONICAL = {
    "exchange_id": "x-1",
    "account_id": "acct-1",
    "started_at": "2026-02-01T10:00:00Z",
    "ended_at": "2026-02-01T10:00:02.5Z",
    "model": "m-large",
    "system_text": "You are helpful.",
    "input_text": "What is 2 + 2?",
    "output_text": "4",
    "history_messages": 0,
    "input_tokens": 12,
    "output_tokens": 1,
    "temperature": 0.7,
    "stream": False,
    "tool_names": ["search", "run"],
    "client_ip": "198.51.100.7",
    "asn": 64500,
}

HEADERS = {
    "User-Agent": "OpenAI/Python 3.52.0",
    "x-stainless-lang": "python",
    "x-stainless-os": "Linux",
    "x-stainless-retry-count": "1",
    "x-forwarded-for": "198.51.100.7, 10.0.0.1",
}
TOOL = {"type": "function", "function": {"name": "search", "parameters": {"type": "object"}}}
TALK = [
    {"role": "user", "content": "Hello"},
    {"role": "assistant", "content": "Hi!"},
    {"role": "user", "content": "What is 2 + 2?"},
]

LITELLM = {
    "id": "chatcmpl-1",
    "litellm_call_id": "ceaba264",
    "session_id": "",
    "call_type": "acompletion",
    "status": "success",
    "model": "openai/gpt-4o-mini",
    "model_group": "m",
    "startTime": 1795244380.8,
    "endTime": 1795244381.5,
    "prompt_tokens": 10,
    "completion_tokens": 20,
    "end_user": "u1",
    "requester_ip_address": "198.51.100.7",
    "user_agent": "OpenAI/Python 3.52.0",
    "stream": False,
    "model_parameters": {
        "temperature": 0.9,
        "n": 2,
        "logprobs": True,
        "top_logprobs": 5,
        "tools": [TOOL],
        "max_tokens": 64,
    },
    "messages": [{"role": "system", "content": "You are helpful."}, *TALK],
    "response": {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "4"}}],
        "usage": {
            "prompt_tokens": 10,
            "completion_tokens": 20,
            "completion_tokens_details": {"reasoning_tokens": 3},
        },
    },
    "metadata": {
        "user_api_key_hash": "keyhash",
        "user_api_key_user_id": "acct-1",
        "requester_metadata": {"user_id": "mu", "headers": {"user-agent": "x", "x-stainless-lang": "python"}},
        "requester_custom_headers": {"x-stainless-os": "Linux"},
    },
}


def attribute(key, value):
    """An OTLP attribute."""
    kinds = {bool: "boolValue", int: "intValue", float: "doubleValue", str: "stringValue"}
    if isinstance(value, list):
        return {"key": key, "value": {"arrayValue": {"values": [{"stringValue": each} for each in value]}}}
    return {"key": key, "value": {kinds[type(value)]: str(value) if type(value) is int else value}}


def otlp(attributes, events=()):
    """An export request of one span."""
    span = {
        "traceId": "5b8e",
        "spanId": "051581",
        "name": "chat m",
        "startTimeUnixNano": "1795244380800000000",
        "endTimeUnixNano": "1795244381500000000",
        "attributes": [attribute(key, value) for key, value in attributes.items()],
        "events": [
            {"name": name, "attributes": [attribute(k, v) for k, v in more.items()]} for name, more in events
        ],
        "status": {},
    }
    return {"resourceSpans": [{"resource": {"attributes": []}, "scopeSpans": [{"spans": [span]}]}]}


def parts(role, text):
    """A message in the GenAI conventions' form."""
    return {"role": role, "parts": [{"type": "text", "content": text}]}


OTLP = otlp(
    {
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "m",
        "gen_ai.response.id": "resp-1",
        "gen_ai.request.temperature": 0.9,
        "gen_ai.request.max_tokens": 64,
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.system_instructions": json.dumps([{"type": "text", "content": "You are helpful."}]),
        "gen_ai.input.messages": json.dumps([parts(each["role"], each["content"]) for each in TALK]),
        "gen_ai.output.messages": json.dumps([parts("assistant", "4")]),
        "gen_ai.tool.definitions": json.dumps([{"type": "function", "name": "search"}]),
        "litellm.metadata.user_api_key_user_id": "acct-1",
        "litellm.end_user.id": "u1",
        "client.address": "198.51.100.7",
        "user_agent.original": "OpenAI/Python 3.52.0",
        "http.request.header.x-stainless-lang": ["python"],
    }
)

OPENAI = {
    "account_id": "acct-1",
    "timestamp": "2026-02-01T10:00:00Z",
    "request": {
        "headers": HEADERS,
        "body": {
            "model": "m",
            "messages": [{"role": "developer", "content": "You are helpful."}, *TALK],
            "temperature": 0.9,
            "n": 2,
            "seed": 7,
            "tools": [TOOL],
            "max_completion_tokens": 64,
            "safety_identifier": "u1",
            "response_format": {"type": "json_object"},
            "reasoning_effort": "high",
        },
    },
    "response": {"status_code": 200, "body": LITELLM["response"]},
}

RESPONSES = {
    "organization": "acct-1",
    "timestamp": 1795244380,
    "request": {
        "model": "m",
        "instructions": "You are helpful.",
        "input": [
            *TALK[:2],
            {"type": "reasoning", "encrypted_content": "OPAQUE-IN", "summary": []},
            {"role": "user", "content": [{"type": "input_text", "text": "What is 2 + 2?"}]},
        ],
        "include": ["message.output_text.logprobs", "reasoning.encrypted_content"],
        "reasoning": {"effort": "high"},
        "text": {"format": {"type": "json_schema"}},
        "max_output_tokens": 64,
    },
    "response": {
        "id": "resp_1",
        "object": "response",
        "status": "completed",
        "output": [
            {"type": "reasoning", "encrypted_content": "OPAQUE-OUT"},
            {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "4"}]},
        ],
        "usage": {"input_tokens": 10, "output_tokens": 20, "output_tokens_details": {"reasoning_tokens": 3}},
    },
}

ANTHROPIC = {
    "workspace_id": "acct-1",
    "timestamp": "2026-02-01T10:00:00Z",
    "request_id": "req-1",
    "request": {
        "model": "claude-x",
        "max_tokens": 2048,
        "system": [{"type": "text", "text": "You are helpful."}],
        "thinking": {"type": "enabled", "budget_tokens": 1024},
        "output_config": {"effort": "max"},
        "metadata": {"user_id": "u1"},
        "tools": [{"name": "search", "input_schema": {"type": "object"}}],
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": "Hello"}]},
            {
                "role": "assistant",
                "content": [
                    {"type": "thinking", "thinking": "secret", "signature": "OPAQUE-IN"},
                    {"type": "text", "text": "Hi!"},
                ],
            },
            {"role": "user", "content": "What is 2 + 2?"},
        ],
    },
    "response": {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [
            {"type": "redacted_thinking", "data": "OPAQUE-OUT"},
            {"type": "text", "text": "4"},
        ],
        "stop_reason": "refusal",
        "stop_details": {"type": "refusal", "category": "reasoning_extraction"},
        "usage": {"input_tokens": 4, "cache_read_input_tokens": 6, "output_tokens": 20},
    },
}

BEDROCK = {
    "schemaType": "ModelInvocationLog",
    "schemaVersion": "1.0",
    "timestamp": "2026-02-01T10:00:00Z",
    "accountId": "123456789012",
    "region": "us-east-1",
    "requestId": "req-1",
    "operation": "Converse",
    "modelId": "anthropic.claude-x",
    "identity": {"arn": "arn:aws:iam::123456789012:user/someone"},
    "requestMetadata": {"account_id": "acct-1", "user_id": "u1"},
    "input": {
        "inputContentType": "application/json",
        "inputTokenCount": 10,
        "inputBodyJson": {
            "system": [{"text": "You are helpful."}],
            "messages": [{"role": each["role"], "content": [{"text": each["content"]}]} for each in TALK],
            "inferenceConfig": {"maxTokens": 64, "temperature": 0.9, "topP": 0.8},
            "additionalModelRequestFields": {"top_k": 5, "thinking": {"budget_tokens": 1024}},
            "toolConfig": {"tools": [{"toolSpec": {"name": "search", "inputSchema": {"json": {}}}}]},
        },
    },
    "output": {
        "outputContentType": "application/json",
        "outputTokenCount": 20,
        "outputBodyJson": {
            "output": {"message": {"role": "assistant", "content": [{"text": "4"}]}},
            "stopReason": "end_turn",
            "usage": {"inputTokens": 10, "outputTokens": 20},
        },
    },
}

MAPPED = {
    "req": {"id": "r1", "t": 1795244380800, "who": {"org": "acct-1"}},
    "turns": [{"text": "a"}, {"text": "b"}],
}
MAP = {
    "columns": {
        "exchange_id": "req.id",
        "account_id": ["req.who.customer", "req.who.org"],
        "started_at": "req.t",
        "input_text": {"path": "turns", "join": " "},
        "output_text": "turns.-1.text",
    },
    "constants": {"access_path": "console"},
    "time_unit": "ms",
}

ALL = {
    "jsonl": CANONICAL,
    "litellm": LITELLM,
    "otlp": OTLP,
    "openai": OPENAI,
    "anthropic": ANTHROPIC,
    "bedrock": BEDROCK,
    "map": MAPPED,
}


def write_lines(path: Path, *objects) -> Path:
    """JSON lines; bytes and texts are written as they are."""
    lines = [o if isinstance(o, (bytes, str)) else json.dumps(o) for o in objects]
    path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines) + b"\n")
    return path


def read_all(path: Path, format=None, field_map=None, **more):
    """Exchanges and rejected rows as Python values, and what was kept out; checks the invariant."""
    exchanges, rejected, unknown, rows_in = [], [], {}, 0
    for part in discover([path], format, field_map).parts:
        for batch in read(part, field_map=field_map, **more):
            batch.exchanges.validate(full=True)
            rows_in += batch.rows_in
            exchanges += plain(batch.exchanges)
            rejected += plain(batch.rejected)
            for name, count in batch.unknown_columns.items():
                unknown[name] = unknown.get(name, 0) + count
    assert rows_in == len(exchanges) + len(rejected)
    return exchanges, rejected, unknown


def plain(batch: pa.RecordBatch):
    """Rows without their nulls."""
    return [{name: value for name, value in row.items() if value is not None} for row in batch.to_pylist()]
