"""AWS Bedrock model invocation logs: Converse and InvokeModel, whole or as stream events."""

from collections.abc import Iterator

from hydrascope.ingest import anthropic, openai
from hydrascope.ingest.headers import merged
from hydrascope.ingest.logformat import Object, Row
from hydrascope.ingest.messages import answer, conversation, message, texts_of, tools
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import dig, digest, first, items, obj

ACCOUNT = (
    "requestMetadata/account_id",
    "requestMetadata/customer_id",
    "requestMetadata/tenant_id",
    "accountId",
)
END_USER = ("requestMetadata/user_id", "requestMetadata/end_user_id", "requestMetadata/user")


def looks_like(found: Object) -> bool:
    """An invocation log says so, or has its request id, model and operation."""
    return found.get("schemaType") == "ModelInvocationLog" or {"requestId", "modelId", "operation"} <= found.keys()


def rows(found: Object) -> Iterator[Row]:
    """The exchange of an invocation record."""
    operation = str(found.get("operation", ""))
    sent, back = dig(found, "input", "inputBodyJson"), dig(found, "output", "outputBodyJson")
    streamed = "Stream" in operation
    yield merged(
        {
            "exchange_id": found.get("requestId"),
            "account_id": first(found, *ACCOUNT),
            "started_at": found.get("timestamp"),
            "access_path": "bedrock",
            "credential_hash": digest(first(found, "identity/arn")),
            "end_user_id": first(found, *END_USER),
            "conversation_id": first(found, "requestMetadata/conversation_id", "requestMetadata/session_id"),
            "model": found.get("modelId"),
            "stream": streamed or None,
            "error_type": found.get("errorCode"),
            "status_code": first(found, "statusCode") or (None if found.get("errorCode") else 200),
            "client_ip": first(found, "sourceIPAddress"),
            "user_agent": first(found, "userAgent"),
        },
        answered(back),
        {
            "input_tokens": first(found, "input/inputTokenCount"),
            "output_tokens": first(found, "output/outputTokenCount"),
            "cached_input_tokens": first(found, "input/cacheReadInputTokenCount"),
        },
        asked(sent),
    )


def asked(body: Json) -> Row:
    """Columns of a request body of any model family."""
    said = obj(body)
    if "anthropic_version" in said or "max_tokens_to_sample" in said:
        return anthropic.request(said)
    if "inferenceConfig" in said or "toolConfig" in said or _is_converse(said):
        return _converse(said)
    if "messages" in said or "input" in said:
        return openai.request(said)
    config = obj(said.get("textGenerationConfig")) or said
    return {
        **conversation(first(said, "inputText", "prompt")),
        "operation": "text_completion" if "inputText" in said or "prompt" in said else None,
        "temperature": config.get("temperature"),
        "top_p": first(config, "topP", "top_p"),
        "top_k": first(config, "topK", "top_k"),
        "max_tokens": first(config, "maxTokenCount", "max_gen_len", "max_tokens"),
    }


def _is_converse(said: Row) -> bool:
    """Converse writes parts of contents without a type."""
    parts = [part for each in items(said.get("messages")) for part in items(dig(each, "content"))]
    return any(isinstance(part, dict) and "type" not in part for part in parts)


def _converse(said: Row) -> Row:
    more = obj(said.get("additionalModelRequestFields"))
    return {
        **conversation(said.get("messages"), said.get("system")),
        **tools(first(said, "toolConfig/tools")),
        "operation": "chat",
        "temperature": first(said, "inferenceConfig/temperature"),
        "top_p": first(said, "inferenceConfig/topP"),
        "top_k": first(more, "top_k", "inferenceConfig/topK"),
        "max_tokens": first(said, "inferenceConfig/maxTokens", "inferenceConfig/max_new_tokens"),
        "thinking_budget": first(more, "thinking/budget_tokens", "reasoning_config/budget_tokens"),
        "reasoning_effort": first(more, "output_config/effort", "reasoningConfig/maxReasoningEffort"),
    }


def answered(body: Json) -> Row:
    """Columns of a response body of any model family, or of the events of its stream."""
    if isinstance(body, list):
        events = [obj(event) for event in body]
        if any(event.get("type") in ("message_start", "content_block_delta") for event in events):
            return anthropic.response(body)
        if any("choices" in event for event in events):
            return openai.response(body)
        return _converse_stream(events)
    back = obj(body)
    if back.get("type") in ("message", "error", "completion") or "completion" in back:
        return anthropic.response(back)
    if "choices" in back:
        return openai.response(back)
    if "output" in back:
        content = [message({"role": "assistant", **obj(dig(back, "output", "message"))})]
        return {**answer(content), **_usage(obj(back.get("usage"))), "finish_reason": back.get("stopReason")}
    return _plain([back])


def _usage(usage: Row) -> Row:
    return {
        "input_tokens": usage.get("inputTokens"),
        "output_tokens": usage.get("outputTokens"),
        "cached_input_tokens": first(usage, "cacheReadInputTokens", "cacheReadInputTokenCount"),
    }


def _converse_stream(events: list[Row]) -> Row:
    deltas = [obj(dig(event, "contentBlockDelta", "delta")) for event in events if "contentBlockDelta" in event]
    if not deltas:
        return _plain(events)
    texts = [delta["text"] for delta in deltas if isinstance(delta.get("text"), str)]
    signed = [dig(delta, "reasoningContent", "signature") for delta in deltas]
    parts = [{"text": "".join(texts)}, *({"type": "thinking", "signature": each} for each in signed if each)]
    usage = next((obj(u) for e in events if (u := first(e, "metadata/usage"))), {})
    reason = next((r for e in events if (r := first(e, "messageStop/stopReason"))), None)
    said = answer([message({"role": "assistant", "content": parts})])
    return {**said, **_usage(usage), "finish_reason": reason}


def _plain(pieces: list[Row]) -> Row:
    """Titan, Llama, Mistral and others: whole, or piece by piece."""
    results = [obj(each) for back in pieces for each in items(first(back, "results", "outputs"))]
    sources = results or pieces
    texts = [first(each, "outputText", "generation", "text") for each in sources]
    reasons = (first(each, "completionReason", "stop_reason") for each in sources)
    return {
        **answer(texts_of(["".join(text for text in texts if isinstance(text, str))])),
        "input_tokens": next((n for p in pieces if (n := first(p, "inputTextTokenCount", "prompt_token_count"))), None),
        "output_tokens": next((n for p in pieces[::-1] if (n := first(p, "generation_token_count"))), None),
        "finish_reason": next((reason for reason in reasons if reason), None),
    }
