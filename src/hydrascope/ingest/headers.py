"""HTTP headers → who sent it with what: user agent, SDK, address, credential (hashed)."""

from hydrascope.ingest.part import Json
from hydrascope.ingest.pick import digest, obj

STAINLESS = "x-stainless-"
FOLDED = ("lang", "package-version", "os", "arch", "runtime", "runtime-version", "async", "helper-method")
"""What names the client. Retry counts and timeouts vary by request and are left out."""

CREDENTIALS = ("authorization", "x-api-key", "api-key", "x-goog-api-key")
ADDRESSES = ("cf-connecting-ip", "true-client-ip", "x-real-ip", "x-forwarded-for")
FINGERPRINTS = ("x-ja4", "x-ja4-fingerprint", "cf-ja4")


def lowered(headers: Json) -> dict[str, str]:
    """Headers by lower-case name; lists of values give the first. Also a list of {name, value} pairs."""
    if isinstance(headers, list):
        pairs = [(obj(h).get("name") or obj(h).get("key"), obj(h).get("value")) for h in headers]
    else:
        pairs = list(obj(headers).items())
    found: dict[str, str] = {}
    for name, value in pairs:
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(name, str) and isinstance(value, (str, int)) and value != "[present]":
            found[name.lower()] = str(value)
    return found


def sdk(headers: dict[str, str]) -> str | None:
    """The `x-stainless-*` set, folded.

    >>> sdk({"x-stainless-os": "Linux", "x-stainless-lang": "python", "x-stainless-retry-count": "2"})
    'lang=python;os=Linux'
    """
    said = [f"{name}={headers[STAINLESS + name]}" for name in FOLDED if headers.get(STAINLESS + name)]
    return ";".join(said) or None


def client(headers: dict[str, str]) -> dict[str, Json]:
    """Columns that headers tell; addresses as the outermost proxy wrote them."""
    address = next((headers[name] for name in ADDRESSES if headers.get(name)), None)
    secret = next((headers[name] for name in CREDENTIALS if headers.get(name)), None)
    return {
        "user_agent": headers.get("user-agent"),
        "sdk": sdk(headers),
        "client_ip": address.split(",")[0].strip() if address else None,
        "ja4": next((headers[name] for name in FINGERPRINTS if headers.get(name)), None),
        "country": headers.get("cf-ipcountry"),
        "credential_hash": digest(secret),
    }


def merged(*layers: dict[str, Json]) -> dict[str, Json]:
    """Columns of several layers; the first that knows a column wins.

    >>> merged({"a": None, "b": 1}, {"a": 2, "b": 3})
    {'b': 1, 'a': 2}
    """
    row: dict[str, Json] = {}
    for layer in layers:
        for name, value in layer.items():
            if value is not None and name not in row:
                row[name] = value
    return row
