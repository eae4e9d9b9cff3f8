"""LiteLLM: `StandardLoggingPayload` (callbacks, object stores) and rows of `LiteLLM_SpendLogs`."""

from collections.abc import Iterator

from hydrascope.ingest import anthropic, openai
from hydrascope.ingest.headers import client, lowered, merged
from hydrascope.ingest.logformat import Object, Row
from hydrascope.ingest.messages import answer, texts_of
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import first, obj, unpacked

NOBODY = ("default_user_id", "litellm-proxy-master-key")
"""What LiteLLM writes where no user is known."""

ACCOUNT = (
    "metadata/user_api_key_user_id",
    "user",
    "metadata/user_api_key_team_id",
    "team_id",
    "metadata/user_api_key_hash",
    "metadata/user_api_key",
    "api_key",
)
OPERATIONS = {
    "text_completion": "text_completion",
    "embedding": "embeddings",
    "completion": "chat",
    "responses": "chat",
}


def looks_like(found: Object) -> bool:
    """A payload has a call id; a spend log its key and call type."""
    return "litellm_call_id" in found or ("startTime" in found and ("call_type" in found or "model_group" in found))


def rows(found: Object) -> Iterator[Row]:
    """The exchange of a payload."""
    metadata = obj(found.get("metadata"))
    requester = obj(metadata.get("requester_metadata"))
    headers = lowered(requester.get("headers")) | lowered(metadata.get("requester_custom_headers"))
    body = obj(found.get("proxy_server_request")) | obj(found.get("model_parameters"))
    body |= {"messages": unpacked(found.get("messages"))} if found.get("messages") else {}
    yield merged(
        _who(found, metadata, requester),
        {
            "started_at": found.get("startTime"),
            "ended_at": first(found, "endTime") or None,
            "access_path": "api",
            "model": first(found, "model_group", "model"),
            "operation": _operation(str(found.get("call_type", ""))),
            "stream": found.get("stream"),
            **_outcome(found, metadata),
        },
        _response(unpacked(found.get("response"))),
        {
            "input_tokens": found.get("prompt_tokens"),
            "output_tokens": found.get("completion_tokens"),
            "client_ip": first(found, "requester_ip_address") or metadata.get("requester_ip_address"),
            "user_agent": first(found, "user_agent") or metadata.get("user_agent"),
        },
        anthropic.request(body) if "system" in body else openai.request(body),
        {**client(headers), "credential_hash": None},
    )


def _who(found: Object, metadata: Row, requester: Row) -> Row:
    whole = found | {"metadata": metadata}
    known = (first(whole, path) for path in ACCOUNT)
    # A cached answer comes with the id of the first one; the call has its own.
    identity = (
        ("litellm_call_id", "id") if found.get("cache_hit") in (True, "True", "true") else ("id", "litellm_call_id")
    )
    return {
        "exchange_id": first(found, *identity, "request_id"),
        "account_id": next((account for account in known if account is not None and account not in NOBODY), None),
        "credential_hash": first(whole, "metadata/user_api_key_hash", "metadata/user_api_key", "api_key"),
        "end_user_id": first(whole, "end_user", "metadata/user_api_key_end_user_id")
        or first(obj(found.get("model_parameters")), "user", "safety_identifier")
        or first(requester, "user_id"),
        "conversation_id": first(found, "session_id"),
    }


def _operation(call_type: str) -> str | None:
    return OPERATIONS.get(call_type.removeprefix("a"), "chat" if "messages" in call_type else None)


def _outcome(found: Object, metadata: Row) -> Row:
    status = first(found, "status") or metadata.get("status")
    failure = obj(found.get("error_information")) or obj(metadata.get("error_information"))
    return {
        "status_code": 200 if status == "success" else first(failure, "error_code"),
        "error_type": first(failure, "error_class") if status == "failure" else None,
    }


def _response(back: Json) -> Row:
    if isinstance(back, str):
        return answer(texts_of([back]))
    if obj(back).get("type") == "message":
        return anthropic.response(back)
    return openai.response(back)
