"""Anthropic bodies: Messages, and its older text completions; streams folded."""

from hydrascope.ingest.messages import answer, conversation, message, tools
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import dig, first, items, name_of, obj


def request(body: Json) -> dict[str, Json]:
    """Columns of a request body."""
    said = obj(body)
    return {
        **conversation(first(said, "messages", "prompt"), said.get("system")),
        **tools(said.get("tools")),
        "model": name_of(said.get("model"), "name"),
        "operation": "chat" if "messages" in said else "text_completion",
        "end_user_id": first(said, "metadata/user_id"),
        "conversation_id": first(said, "metadata/conversation_id", "metadata/session_id", "container/id"),
        "temperature": said.get("temperature"),
        "top_p": said.get("top_p"),
        "top_k": said.get("top_k"),
        "max_tokens": first(said, "max_tokens", "max_tokens_to_sample"),
        "thinking_budget": first(said, "thinking/budget_tokens"),
        "reasoning_effort": first(said, "output_config/effort", "effort"),
        "response_format": name_of(first(said, "output_config/format", "output_format"), "type"),
        "stream": said.get("stream"),
    }


def response(body: Json) -> dict[str, Json]:
    """Columns of a response body: an object, or the events of a stream."""
    back = _folded(items(body)) if isinstance(body, list) else obj(body)
    content = first(back, "content", "completion")
    usage = obj(back.get("usage"))
    return {
        **answer([message({"role": "assistant", "content": content})]),
        "finish_reason": back.get("stop_reason"),
        "refusal_category": first(back, "stop_details/category"),
        "input_tokens": _total(usage),
        "output_tokens": usage.get("output_tokens"),
        "reasoning_tokens": first(usage, "output_tokens_details/thinking_tokens"),
        "cached_input_tokens": usage.get("cache_read_input_tokens"),
        "error_type": first(back, "error/type"),
        "model": name_of(back.get("model")),
    }


def _total(usage: dict[str, Json]) -> Json:
    """Input tokens with those read from and written to the cache, which are counted apart here."""
    parts = [usage.get(name) for name in ("input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens")]
    if any(isinstance(part, (int, float)) for part in parts):
        return sum(part for part in parts if isinstance(part, (int, float)))
    return parts[0]


def _folded(events: list[Json]) -> dict[str, Json]:
    """A whole message out of the events of a stream."""
    whole: dict[str, Json] = {}
    blocks: dict[str, dict[str, Json]] = {}
    for event in map(obj, events):
        kind, place = event.get("type"), str(event.get("index"))
        if kind == "message_start":
            whole = dict(obj(event.get("message")))
        elif kind == "content_block_start":
            blocks[place] = dict(obj(event.get("content_block")))
        elif kind == "content_block_delta":
            _grow(blocks.setdefault(place, {"type": "text"}), obj(event.get("delta")))
        elif kind == "message_delta":
            whole |= {k: v for k, v in obj(event.get("delta")).items() if v is not None}
            whole["usage"] = obj(whole.get("usage")) | obj(event.get("usage"))
        elif kind == "error":
            whole["error"] = event.get("error")
    return whole | {"content": [_finished(block) for block in blocks.values()]}


GROWING = {"text": "text", "signature": "signature", "partial_json": "input"}


def _grow(block: dict[str, Json], delta: dict[str, Json]) -> None:
    for said, name in GROWING.items():
        if isinstance(delta.get(said), str):
            block.setdefault(f"grown {name}", []).append(delta[said])


def _finished(block: dict[str, Json]) -> dict[str, Json]:
    grown = {name: "".join(block[f"grown {name}"]) for name in GROWING.values() if f"grown {name}" in block}
    return {name: value for name, value in block.items() if not name.startswith("grown ")} | {
        name: text if name == "input" else _told(dig(block, name)) + text for name, text in grown.items()
    }


def _told(start: Json) -> str:
    return start if isinstance(start, str) else ""
