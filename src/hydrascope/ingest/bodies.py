"""Logs of request and response bodies: whatever envelope stands around OpenAI's and Anthropic's.

Gateways, exports and home-made loggers wrap the bodies under many names; the names tried, in order, are
the tuples below (see docs/formats.md).
"""

from collections.abc import Iterator

from hydrascope.ingest import anthropic, openai
from hydrascope.ingest.headers import client, lowered, merged
from hydrascope.ingest.logformat import Object, Row
from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import dig, first, items, obj, unpacked

REQUESTS = ("request/body", "request_body", "requestBody", "request", "body", "params", "input")
RESPONSES = (
    "response/body",
    "response_body",
    "responseBody",
    "result/message",
    "result/error",
    "response",
    "output",
)
HEADERS = ("request/headers", "request_headers", "headers")
STARTED = (
    "started_at",
    "timestamp",
    "created_at",
    "request_created_at",
    "request_time",
    "start_time",
    "startTime",
    "time",
    "request/timestamp",
)
ENDED = ("ended_at", "end_time", "endTime", "response_created_at", "completed_at")
IDS = ("exchange_id", "request_id", "id", "response/request_id")
ACCOUNTS = (
    "account_id",
    "customer_id",
    "organization_id",
    "organization",
    "org_id",
    "workspace_id",
    "project_id",
    "project",
    "team_id",
    "tenant_id",
    "consumer/id",
    "user_id",
)
KEYS = ("credential_hash", "api_key_hash", "key_hash", "api_key_id", "virtual_key")
ACCOUNT_HEADERS = ("anthropic-organization-id", "openai-organization", "openai-project")
STATUSES = ("status_code", "response/status_code", "response_status_code", "response_status", "http_status")
ANSWERS = {"choices", "output", "content", "completion", "usage", "error"}
ADDRESSES = ("client_ip", "ip_address", "ip", "remote_addr", "callerIpAddress")


def _request(found: Object) -> Row:
    for path in REQUESTS:
        body = obj(dig(found, *path.split("/")))
        if body.keys() & {"messages", "input", "prompt"}:
            return body
    return found if found.keys() & {"messages", "prompt"} else {}


def _response(found: Object) -> Json:
    for path in RESPONSES:
        body = unpacked(dig(found, *path.split("/")))
        if isinstance(body, (dict, list)) and body:
            return body
    return {}


def _is_anthropic(asked: Row, answered: Json, found: Object) -> bool:
    """A message of Anthropic's, or a request that only its API takes."""
    events = [obj(event).get("type") for event in items(answered)]
    if obj(answered).get("type") == "message" or "message_start" in events:
        return True
    if obj(answered).keys() & {"choices", "object"}:
        return False
    path = str(first(found, "url", "path", "request_path", "request_url") or "")
    model = str(asked.get("model", ""))
    return "params" in found or "result" in found or "/v1/messages" in path or model.startswith("claude")


def looks_like_anthropic(found: Object) -> bool:
    """Bodies, and Anthropic's."""
    return _has_bodies(found) and _is_anthropic(_request(found), _response(found), found)


def looks_like_openai(found: Object) -> bool:
    """Bodies, and not Anthropic's."""
    return _has_bodies(found) and not _is_anthropic(_request(found), _response(found), found)


def _has_bodies(found: Object) -> bool:
    """A request with a date (data sets have prompts, too); or either half of a batch line."""
    answered = obj(_response(found))
    if "custom_id" in found:
        return bool(_request(found)) or bool(answered.keys() & ANSWERS)
    dated = first(found, *STARTED) or first(answered, "created", "created_at")
    return bool(_request(found)) and dated is not None


def rows(found: Object) -> Iterator[Row]:
    """The exchange of an object."""
    asked, answered = _request(found), _response(found)
    headers = lowered(first(found, *HEADERS))
    dialect = anthropic if _is_anthropic(asked, answered, found) else openai
    told = dialect.response(answered)
    credential = first(found, *KEYS) or client(headers)["credential_hash"]
    yield merged(
        {
            "exchange_id": first(found, *IDS) or first(obj(answered), "id") or found.get("custom_id"),
            "account_id": first(found, *ACCOUNTS) or _account(headers) or credential,
            "started_at": first(found, *STARTED) or first(obj(answered), "created", "created_at"),
            "ended_at": first(found, *ENDED),
            "access_path": first(found, "access_path") or "api",
            "credential_hash": credential,
            "end_user_id": found.get("end_user_id"),
            "conversation_id": first(found, "conversation_id", "session_id"),
            "status_code": first(found, *STATUSES),
            "batch": True if "custom_id" in found else None,
            "client_ip": first(found, *ADDRESSES),
            "country": first(found, "country", "country_code"),
            "asn": found.get("asn"),
            "user_agent": found.get("user_agent"),
            "ja4": first(found, "ja4", "ja4_fingerprint"),
            "error_type": first(found, "error/type", "error/code", "error_type"),
        },
        client(headers),
        {**told, "model": None},
        dialect.request(asked),
        {"model": told["model"]},
    )


def _account(headers: dict[str, str]) -> str | None:
    return next((headers[name] for name in ACCOUNT_HEADERS if headers.get(name)), None)


def half(found: Object) -> str | None:
    """`request` or `response` when an object is but one line of a batch, else None."""
    if not isinstance(found.get("custom_id"), str):
        return None
    asked, answered = bool(_request(found)), bool(obj(_response(found)))
    return None if asked == answered else ("request" if asked else "response")
