"""OpenAI bodies: chat completions, Responses, text completions, embeddings; streams folded."""

from collections.abc import Iterator

from hydrascope.ingest.messages import Message, answer, conversation, message, texts_of, tools
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import dig, first, items, name_of, obj

LOGPROBS_INCLUDED = "message.output_text.logprobs"


def request(body: Json) -> dict[str, Json]:
    """Columns of a request body."""
    said = obj(body)
    probabilities = said.get("logprobs")
    counted = probabilities if isinstance(probabilities, int) and not isinstance(probabilities, bool) else None
    return {
        **conversation(first(said, "messages", "input", "prompt"), said.get("instructions")),
        **tools(first(said, "tools", "functions")),
        "model": name_of(said.get("model"), "name"),
        "operation": _operation(said),
        "end_user_id": first(said, "safety_identifier", "user", "metadata/user_id"),
        "conversation_id": name_of(said.get("conversation"), "id")
        or first(said, "metadata/conversation_id", "metadata/session_id"),
        "temperature": said.get("temperature"),
        "top_p": said.get("top_p"),
        "top_k": said.get("top_k"),
        "max_tokens": first(said, "max_completion_tokens", "max_output_tokens", "max_tokens"),
        "choice_count": said.get("n"),
        "top_logprobs": said.get("top_logprobs") if counted is None else counted,
        "logprobs": _logprobs(said) if counted is None else counted > 0,
        "seed": said.get("seed"),
        "stream": said.get("stream"),
        "response_format": name_of(first(said, "response_format", "text/format"), "type"),
        "reasoning_effort": first(said, "reasoning_effort", "reasoning/effort"),
        "thinking_budget": first(said, "thinking/budget_tokens"),
    }


def _operation(said: dict[str, Json]) -> str:
    if "prompt" in said and "messages" not in said:
        return "text_completion"
    return "embeddings" if "encoding_format" in said or "dimensions" in said else "chat"


def _logprobs(said: dict[str, Json]) -> Json:
    return True if LOGPROBS_INCLUDED in items(said.get("include")) else said.get("logprobs")


def response(body: Json) -> dict[str, Json]:
    """Columns of a response body: an object, or the events of a stream."""
    back = _folded(items(body)) if isinstance(body, list) else obj(body)
    choices = [obj(choice) for choice in items(back.get("choices"))]
    said = answer(_choices(choices)) if choices else answer(message(item) for item in items(back.get("output")))
    return {
        **said,
        **_usage(obj(back.get("usage"))),
        "finish_reason": _finish(back, choices),
        "refusal_category": _refusal(back, choices),
        "error_type": first(back, "error/type", "error/code"),
        "model": name_of(back.get("model")),
    }


def _choices(choices: list[dict[str, Json]]) -> Iterator[Message]:
    for choice in choices:
        if isinstance(choice.get("message"), dict):
            yield message({"role": "assistant", **choice["message"]})
        else:
            yield from texts_of([choice.get("text")])


def _usage(usage: dict[str, Json]) -> dict[str, Json]:
    return {
        "input_tokens": first(usage, "prompt_tokens", "input_tokens"),
        "output_tokens": first(usage, "completion_tokens", "output_tokens"),
        "reasoning_tokens": first(
            usage, "completion_tokens_details/reasoning_tokens", "output_tokens_details/reasoning_tokens"
        ),
        "cached_input_tokens": first(
            usage,
            "prompt_tokens_details/cached_tokens",
            "input_tokens_details/cached_tokens",
            "cache_read_input_tokens",
        ),
    }


def _finish(back: dict[str, Json], choices: list[dict[str, Json]]) -> Json:
    if choices:
        return next((c["finish_reason"] for c in choices if c.get("finish_reason")), None)
    return first(back, "incomplete_details/reason", "status")


def _refusal(back: dict[str, Json], choices: list[dict[str, Json]]) -> str | None:
    """What a classifier of the provider says; `refusal` where the model itself declined."""
    category = first(back, "stop_details/category")
    if isinstance(category, str):
        return category
    for choice in choices:
        category = first(choice, "stop_details/category", "message/provider_specific_fields/stop_details/category")
        if isinstance(category, str):
            return category
        for name, result in obj(choice.get("content_filter_results")).items():
            if dig(result, "filtered") is True:
                return name
        if dig(choice, "message", "refusal"):
            return "refusal"
    parts = (part for item in items(back.get("output")) for part in items(dig(item, "content")))
    return "refusal" if any(dig(part, "type") == "refusal" for part in parts) else None


def _folded(events: list[Json]) -> dict[str, Json]:
    """A whole response out of the events of a stream."""
    choices: dict[str, dict[str, Json]] = {}
    whole: dict[str, Json] = {}
    for event in map(obj, events):
        if isinstance(event.get("response"), dict):  # Responses: each event tells all so far
            whole = event["response"]
        for name in ("id", "model", "created", "usage"):
            if event.get(name) is not None:
                whole = {**whole, name: event[name]}
        for choice in map(obj, items(event.get("choices"))):
            kept = choices.setdefault(str(choice.get("index", 0)), {"texts": [], "finish_reason": None})
            text = first(choice, "delta/content", "text")
            kept["texts"] += [text] if isinstance(text, str) else []
            kept["finish_reason"] = choice.get("finish_reason") or kept["finish_reason"]
    if choices:
        whole = {**whole, "choices": [_choice(kept) for kept in choices.values()]}
    return whole


def _choice(kept: dict[str, Json]) -> dict[str, Json]:
    return {"message": {"content": "".join(kept["texts"])}, "finish_reason": kept["finish_reason"]}
