"""Messages of every dialect → system prompt, newest user turn, history, reasoning blobs.

The newest user turn is all that the client sent after the model's last message: texts, and results of
tools. Everything up to the model's last message is history; its hash covers role and text of each
message, so that a conversation carried on elsewhere, or in another dialect, hashes alike. Reasoning is
neither text nor history (clients drop or keep it freely); its opaque blobs are hashed, never kept.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import DIGEST_BYTES, digest, first, items, obj, sorted_json

DEEPEST = 6
"""Contents inside contents (results of tools) are followed so far."""

ROLES = {"developer": "system", "function": "tool", "model": "assistant", "ai": "assistant", "human": "user"}
BY_TYPE = {"function_call": "assistant", "reasoning": "assistant", "function_call_output": "tool"}
REASONING = ("thinking", "redacted_thinking", "reasoning")
MEDIA = ("image", "audio", "video", "file", "document", "blob", "uri")
RESULTS = (
    "tool_result",
    "toolResult",
    "tool_call_response",
    "function_call_output",
    "server_tool_call_response",
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message, flattened."""

    role: str
    text: str
    blobs: tuple[str, ...] = ()


def message(said: Json) -> Message:
    """A message of any dialect. Unknown parts are left out."""
    if isinstance(said, str):
        return Message("user", said)
    whole = obj(said)
    if len(whole) == 2 and "role" in whole and isinstance(whole.get("content"), str):
        return Message(ROLES.get(str(whole["role"]), str(whole["role"])), whole["content"])
    role = str(whole.get("role") or BY_TYPE.get(str(whole.get("type")), "user"))
    parts = [*_contents(whole), *items(whole.get("tool_calls")), *items(whole.get("thinking_blocks"))]
    if isinstance(whole.get("function_call"), dict):
        parts.append({"type": "function_call", **whole["function_call"]})
    texts = [text for part in parts if (text := part_text(part))]
    blobs = [blob for part in parts if (blob := digest(_blob(part)))]
    return Message(ROLES.get(role, role), "\n".join(texts), tuple(dict.fromkeys(blobs)))


def _contents(whole: dict[str, Json]) -> list[Json]:
    if whole.get("type") in (*BY_TYPE, *RESULTS) and "role" not in whole:
        return [whole]
    content = whole.get("content", whole.get("parts"))
    if isinstance(content, list):
        return content
    return [content] if isinstance(content, (str, dict)) else []


def part_text(part: Json, depth: int = 0) -> str:
    """Text of a part of a message; calls of tools as name and arguments, media as a mark."""
    if isinstance(part, str):
        return part
    if isinstance(part, list):
        return "\n".join(text for item in part if (text := part_text(item, depth + 1))) if depth < DEEPEST else ""
    if not isinstance(part, dict):
        return ""
    kind = str(part.get("type", ""))
    if kind in REASONING or "reasoningContent" in part:
        return ""
    if (call := _call(part)) is not None:
        return call
    for key in RESULTS:
        if kind == key or key in part:
            inside = obj(part.get(key)) or part
            return part_text(first(inside, "content", "output", "response", "result"), depth + 1)
    for key in ("text", "content", "json"):
        if isinstance(part.get(key), (str, list)):
            return part_text(part[key], depth + 1)
    media = next((name for name in MEDIA if name in kind or name in part), None)
    return f"[{media}]" if media else ""


def _call(part: dict[str, Json]) -> str | None:
    """A call of a tool as `name(arguments)`, None for any other part."""
    inside = obj(part.get("function")) or obj(part.get("toolUse")) or part
    arguments = next((inside[key] for key in ("arguments", "input") if key in inside), None)
    if not isinstance(inside.get("name"), str) or arguments is None:
        return None
    return f"{inside['name']}({arguments if isinstance(arguments, str) else sorted_json(arguments).decode()})"


def _blob(part: Json) -> Json:
    """The opaque reasoning of a part: a signature, or what is encrypted."""
    if not isinstance(part, dict):
        return None
    blob = part.get("signature") or part.get("encrypted_content")
    if "reasoningContent" in part:
        blob = first(part, "reasoningContent/reasoningText/signature", "reasoningContent/redactedContent")
    if part.get("type") == "redacted_thinking":
        blob = part.get("data")
    return blob if isinstance(blob, str) else None


def conversation(said: Json, system: Json = None) -> dict[str, Json]:
    """Columns of what was sent: messages (list or text) and a system prompt that stands apart."""
    sent = [message(each) for each in ([said] if isinstance(said, str) else items(said))]
    instructions = [part_text(system), *(each.text for each in sent if each.role == "system")]
    talk = [each for each in sent if each.role != "system"]
    # Reasoning that stands alone is no message: not every client sends it along.
    history, newest = _cut([each for each in talk if each.text.strip()])
    return {
        "system_text": "\n\n".join(text for text in instructions if text) or None,
        "input_text": "\n\n".join(each.text for each in newest if each.text) or None,
        "history_messages": len(history) if talk else None,
        "history_hash": history_hash(history),
        "reasoning_blobs_in": blobs(talk),
    }


def _cut(talk: list[Message]) -> tuple[list[Message], list[Message]]:
    """History and newest turn. A model's message at the end is a prefilled answer: in neither."""
    end = len(talk)
    while end and talk[end - 1].role == "assistant":
        end -= 1
    start = end
    while start and talk[start - 1].role != "assistant":
        start -= 1
    return talk[:start], talk[start:end]


def history_hash(history: Sequence[Message]) -> str | None:
    """Hex BLAKE2b over role and text of every message; None without any."""
    if not history:
        return None
    told = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for each in history:
        text = each.text.strip()
        told.update(f"{each.role}\x1f{len(text)}\x1f{text}\x1e".encode("utf-8", "replace"))
    return told.hexdigest()


def blobs(talk: Iterable[Message]) -> list[str] | None:
    """Hashes of reasoning blobs, each once, in order; None without any."""
    return list(dict.fromkeys(blob for each in talk for blob in each.blobs)) or None


def answer(messages: Iterable[Message]) -> dict[str, Json]:
    """Columns of what came back."""
    back = list(messages)
    return {
        "output_text": "\n\n".join(each.text for each in back if each.text) or None,
        "reasoning_blobs_out": blobs(back),
    }


def tools(offered: Json) -> dict[str, Json]:
    """Columns of the tools offered, in any dialect."""
    listed = items(offered)
    names = [name for tool in listed if (name := _tool_name(tool))]
    return {"tool_names": names or None, "tool_schema_hash": digest(listed)}


def _tool_name(tool: Json) -> str | None:
    name = first(tool, "function/name", "name", "toolSpec/name", "type")
    return name if isinstance(name, str) else None


def texts_of(values: Iterable[Json]) -> Iterator[Message]:
    """Plain texts as messages of the model."""
    return (Message("assistant", value) for value in values if isinstance(value, str))
