"""OTLP JSON, traces and logs, with GenAI, OpenLLMetry, LiteLLM and OpenInference attribute names."""

from collections.abc import Iterator

from hydrascope.ingest import openai
from hydrascope.ingest.attributes import any_value, attributes
from hydrascope.ingest.headers import client, merged
from hydrascope.ingest.litellm import NOBODY
from hydrascope.ingest.logformat import Aside, Object, Row
from hydrascope.ingest.otlp_messages import Attributes, Event, event, said
from hydrascope.ingest.part import Flaw, Json
from hydrascope.ingest.pick import items, obj
from hydrascope.ingest.scalars import MISSING

NO_CALL = Aside("(spans and events that are no model call)")
NOTHING = Aside("(export requests that hold nothing)")
NO_EXPORT = Flaw(MISSING, "neither resourceSpans nor resourceLogs")
CALLS = ("chat", "generate_content", "text_completion", "completion", "embeddings", "embedding", "message")
SIGNS = (
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.request.model",
    "llm.model_name",
    "llm.request.type",
)
DETAILS = "gen_ai.client.inference.operation.details"
HEADER = "http.request.header."

# Column of an exchange: attribute names, the first that is there counts.
NAMES: dict[str, tuple[str, ...]] = {
    "access_path": ("hydrascope.access_path",),
    "conversation_id": ("gen_ai.conversation.id", "session.id", "llm.conversation.id"),
    "credential_hash": ("litellm.api_key.hash", "metadata.user_api_key_hash", "gen_ai.api_key.hash"),
    "end_user_id": (
        "litellm.end_user.id",
        "metadata.user_api_key_end_user_id",
        "enduser.id",
        "enduser.pseudo.id",
        "user.id",
        "user.hash",
        "llm.user",
        "gen_ai.user",
    ),
    "model": ("gen_ai.request.model", "llm.request.model", "llm.model_name", "gen_ai.response.model"),
    "operation": ("gen_ai.operation.name", "llm.request.type"),
    "input_tokens": (
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.prompt_tokens",
        "llm.usage.prompt_tokens",
        "llm.token_count.prompt",
    ),
    "output_tokens": (
        "gen_ai.usage.output_tokens",
        "gen_ai.usage.completion_tokens",
        "llm.usage.completion_tokens",
        "llm.token_count.completion",
    ),
    "reasoning_tokens": (
        "gen_ai.usage.reasoning.output_tokens",
        "gen_ai.usage.reasoning_tokens",
        "llm.token_count.completion_details.reasoning",
    ),
    "cached_input_tokens": (
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.cache_read_input_tokens",
        "llm.token_count.prompt_details.cache_read",
    ),
    "status_code": ("http.response.status_code", "http.status_code"),
    "error_type": ("error.type",),
    "temperature": ("gen_ai.request.temperature", "llm.request.temperature", "llm.temperature"),
    "top_p": ("gen_ai.request.top_p", "llm.request.top_p", "llm.top_p"),
    "top_k": ("gen_ai.request.top_k", "llm.top_k"),
    "max_tokens": ("gen_ai.request.max_tokens", "llm.request.max_tokens"),
    "choice_count": ("gen_ai.request.choice.count",),
    "seed": ("gen_ai.request.seed", "gen_ai.openai.request.seed"),
    "stream": ("gen_ai.request.stream", "litellm.request.streaming", "llm.is_streaming"),
    "response_format": ("gen_ai.output.type", "gen_ai.openai.request.response_format"),
    "reasoning_effort": ("gen_ai.request.reasoning.level", "gen_ai.request.reasoning_effort"),
    "client_ip": (
        "client.address",
        "metadata.requester_ip_address",
        "http.client_ip",
        "network.peer.address",
    ),
    "country": ("client.geo.country.iso_code", "geo.country.iso_code"),
    "asn": ("client.as.number", "as.number"),
    "user_agent": ("user_agent.original", "http.user_agent", "metadata.user_agent"),
    "ja4": ("tls.client.ja4", "tls.client.hash.ja4"),
}
ACCOUNT = (
    "account.id",
    "account_id",
    "litellm.metadata.user_api_key_user_id",
    "metadata.user_api_key_user_id",
    "litellm.team.id",
    "metadata.user_api_key_team_id",
    "litellm.api_key.hash",
    "metadata.user_api_key_hash",
    "organization.id",
    "customer.id",
    "tenant.id",
    "enduser.id",
    "user.id",
    "enduser.pseudo.id",
)
IDS = ("gen_ai.response.id", "llm.response.id", "litellm.call_id", "metadata.litellm_call_id")


def looks_like(found: Object) -> bool:
    """An export request, of traces or of logs."""
    return bool(found.keys() & {"resourceSpans", "resource_spans", "resourceLogs", "resource_logs"})


def rows(found: Object) -> Iterator[Row | Aside | Flaw]:
    """The exchanges of an export request."""
    told: list[Row | Aside] = list(_rows(found))
    if not told:
        yield NOTHING if looks_like(found) else NO_EXPORT
    yield from told


def _rows(found: Object) -> Iterator[Row | Aside]:
    for resource in map(obj, items(_either(found, "resourceSpans", "resource_spans"))):
        shared = attributes(obj(resource.get("resource")).get("attributes"))
        for scope in map(obj, items(_either(resource, "scopeSpans", "scope_spans"))):
            for span in map(obj, items(scope.get("spans"))):
                yield _of_span(span, shared)
    for resource in map(obj, items(_either(found, "resourceLogs", "resource_logs"))):
        shared = attributes(obj(resource.get("resource")).get("attributes"))
        scopes = map(obj, items(_either(resource, "scopeLogs", "scope_logs")))
        yield from _of_logs(
            [obj(log) for s in scopes for log in items(_either(s, "logRecords", "log_records"))], shared
        )


def _either(found: Object, name: str, other: str) -> Json:
    return found.get(name, found.get(other))


def _of_span(span: Object, shared: Attributes) -> Row | Aside:
    own = attributes(span.get("attributes"))
    told = [event(obj(e).get("name"), obj(e).get("attributes"), None) for e in items(span.get("events"))]
    if not _is_call(own):
        return NO_CALL
    start, end = (_either(span, f"{w}TimeUnixNano", f"{w}_time_unix_nano") for w in ("start", "end"))
    return _row(span, own, shared, told, (start, end))


def _is_call(found: Attributes) -> bool:
    operation = found.get("gen_ai.operation.name")
    if operation is not None:
        return operation in CALLS
    kind = found.get("openinference.span.kind", found.get("traceloop.span.kind"))
    if kind is not None:
        return str(kind).upper() in ("LLM", "EMBEDDING")
    return any(name in found for name in SIGNS)


def _of_logs(logs: list[Object], shared: Attributes) -> Iterator[Row | Aside]:
    """One exchange per details event; the older events, one per message, are gathered by their span."""
    spans: dict[tuple[str, str], list[tuple[Object, Event]]] = {}
    for log in logs:
        body = any_value(log.get("body"))
        told = event(_either(log, "eventName", "event_name"), log.get("attributes"), body)
        if told[0] == DETAILS:
            yield _row(log, told[1], shared, [], (_clock(log), None))
        elif told[0].startswith("gen_ai."):
            spans.setdefault((str(log.get("traceId")), str(log.get("spanId"))), []).append((log, told))
        else:
            yield NO_CALL
    for gathered in spans.values():
        own: Attributes = {}
        for _, (_, more) in gathered:
            own.update({key: value for key, value in more.items() if "." in key})
        clocks = sorted(str(clock) for log, _ in gathered if (clock := _clock(log)) is not None)
        times = (clocks[0], clocks[-1]) if clocks else (None, None)
        yield _row(gathered[0][0], own, shared, [told for _, told in gathered], times)


def _clock(log: Object) -> Json:
    return _either(log, "timeUnixNano", "time_unix_nano") or log.get("observedTimeUnixNano")


def _row(span: Object, own: Attributes, shared: Attributes, events: list[Event], times: tuple[Json, Json]) -> Row:
    everything = shared | own
    headers = {k.removeprefix(HEADER).lower(): _first(v) for k, v in own.items() if k.startswith(HEADER)}
    named = {column: _find(everything, names) for column, names in NAMES.items()}
    accounts = (everything.get(name) for name in ACCOUNT)
    span_id = f"{span.get('traceId')}-{span.get('spanId')}" if span.get("spanId") else None
    failed = obj(span.get("status")).get("code") in (2, "STATUS_CODE_ERROR")
    parameters = openai.request(everything.get("llm.invocation_parameters"))
    return merged(
        {
            "exchange_id": _find(everything, IDS) or span_id,
            "account_id": next((a for a in accounts if a not in (None, "", *NOBODY)), None),
            "started_at": times[0],
            "ended_at": times[1],
            "access_path": "api",
        },
        said(own, events),
        named,
        {column: parameters[column] for column in NAMES if column in parameters and column != "operation"},
        {"logprobs": parameters["logprobs"], "top_logprobs": parameters["top_logprobs"]},
        client(headers),
        {"error_type": "error" if failed else None},
    )


def _first(value: Json) -> str:
    value = value[0] if isinstance(value, list) and value else value
    return value if isinstance(value, str) else ""


def _find(found: Attributes, names: tuple[str, ...]) -> Json:
    return next((found[name] for name in names if found.get(name) not in (None, "")), None)
