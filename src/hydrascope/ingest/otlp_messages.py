"""What was said, out of the attributes and events of an OTLP span, by any of the conventions in use.

GenAI (messages as structure or JSON), older GenAI events, OpenLLMetry (`gen_ai.prompt.0.role`) and
OpenInference (`llm.input_messages.0.message.role`).
"""

from hydrascope.ingest.attributes import attributes, numbered
from hydrascope.ingest.logformat import Row
from hydrascope.ingest.messages import answer, conversation, message, tools
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import first, items, obj, unpacked

Attributes = dict[str, Json]
Event = tuple[str, Attributes]
"""Name and attributes of an event; a log record's body is merged into them."""

ROLE_EVENTS = {
    "gen_ai.system.message": "system",
    "gen_ai.user.message": "user",
    "gen_ai.assistant.message": "assistant",
    "gen_ai.tool.message": "tool",
}


def said(found: Attributes, events: list[Event]) -> Row:
    """Columns of what was sent and what came back."""
    whole: Attributes = {}
    for _, more in reversed(events):
        whole.update(more)
    found = {**whole, **found}
    sent = _sent(found) or _sent_in_events(events) or unpacked(found.get("input.value"))
    back = _back(found) or _back_in_events(events)
    if not back and isinstance(found.get("output.value"), str):
        back = [{"role": "assistant", "content": found["output.value"]}]
    if isinstance(sent, dict):
        sent = first(sent, "messages", "input", "prompt")
    reasons = items(found.get("gen_ai.response.finish_reasons"))
    return {
        **conversation(sent, unpacked(found.get("gen_ai.system_instructions"))),
        **answer(message({"role": "assistant", **obj(each)}) for each in back),
        **tools(_tools(found)),
        "finish_reason": next((reason for reason in [*reasons, *_reasons(back)] if isinstance(reason, str)), None),
        "refusal_category": first(found, "gen_ai.response.refusal.category", "gen_ai.refusal.category"),
    }


def _sent(found: Attributes) -> list[Json]:
    return (
        items(found.get("gen_ai.input.messages"))
        or [_inference(each) for each in numbered(found, "llm.input_messages")]
        or numbered(found, "gen_ai.prompt")
        or items(found.get("gen_ai.prompt"))
        or [{"content": each.get("prompt.text")} for each in numbered(found, "llm.prompts")]
    )


def _back(found: Attributes) -> list[Json]:
    return (
        items(found.get("gen_ai.output.messages"))
        or [_inference(each) for each in numbered(found, "llm.output_messages")]
        or numbered(found, "gen_ai.completion")
        or items(found.get("gen_ai.completion"))
    )


def _inference(each: Attributes) -> Attributes:
    """An OpenInference message: `message.content`, or parts under `message.contents.N`."""
    parts = [
        {"type": "text", "text": text} if (text := part.get("message_content.text")) else {"type": "image"}
        for part in numbered(each, "message.contents")
    ]
    calls = [
        {
            "name": call.get("tool_call.function.name"),
            "arguments": call.get("tool_call.function.arguments", ""),
        }
        for call in numbered(each, "message.tool_calls")
    ]
    return {
        "role": each.get("message.role"),
        "content": each.get("message.content", parts),
        "tool_calls": calls,
    }


def _sent_in_events(events: list[Event]) -> list[Json]:
    return [{"role": ROLE_EVENTS[name], **more} for name, more in events if name in ROLE_EVENTS]


def _back_in_events(events: list[Event]) -> list[Json]:
    choices = [more for name, more in events if name == "gen_ai.choice"]
    return [{"finish_reason": each.get("finish_reason"), **(obj(each.get("message")) or each)} for each in choices]


def _reasons(back: list[Json]) -> list[Json]:
    return [obj(each).get("finish_reason") for each in back]


def _tools(found: Attributes) -> list[Json]:
    return (
        items(found.get("gen_ai.tool.definitions"))
        or [obj(each.get("tool.json_schema")) for each in numbered(found, "llm.tools")]
        or numbered(found, "llm.request.functions")
        or [{"name": name} for name in items(found.get("litellm.request.tools.declared"))]
    )


def event(name: Json, found: Json, body: Json) -> Event:
    """An event of a span or a log record, its body merged into its attributes."""
    inside = attributes(found)
    return str(name or inside.get("event.name") or ""), inside | obj(body)
