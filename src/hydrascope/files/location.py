"""A path or a URL, whichever the user wrote."""

import errno
import re
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qsl, unquote

from hydrascope.errors import UserError
from hydrascope.files.reader import ObjectReader
from hydrascope.files.trouble import NO_BUCKET, NotThere, Refused, Unanswered, raised
from hydrascope.files.url import Url

Location: TypeAlias = Path | Url

URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?]*)([^?]*)(?:\?(.*))?", re.DOTALL)
SCHEMES = ("s3", "gs", "gcs", "abfs", "abfss")
OPTIONS = (
    *("endpoint_override", "region", "scheme", "project_id", "retry_limit_seconds", "enable_tls"),
    *("blob_storage_authority", "blob_storage_scheme", "dfs_storage_authority", "dfs_storage_scheme"),
)
"""What may follow the question mark of a URL: nothing that is a secret."""


def locate(text: str) -> Location:
    """A path, or the Url that is written so. Keys are taken as they stand, unescaped.

    Raises UserError for a URL that cannot be meant or may hold a secret, without repeating it.

    >>> str(locate("logs/a.jsonl")), str(locate("s3://bucket/logs/?region=eu-west-1"))
    ('logs/a.jsonl', 's3://bucket/logs')
    """
    found = URL.fullmatch(text)
    if not found:
        return Path(text)
    scheme, host, path, options = found.groups(default="")
    if scheme == "file" and host in ("", "localhost") and path:
        return Path(unquote(path))
    if scheme not in SCHEMES:
        raise UserError(f"{scheme}://: not a store that can be used; write s3://, gs://, abfs:// or file:///")
    user, at, _ = host.rpartition("@")
    names = {name for name, _ in parse_qsl(options, keep_blank_values=True)}
    open_user = not at or user == "anonymous" or (scheme.startswith("abfs") and ":" not in user)
    if not open_user or not names <= set(OPTIONS):
        raise UserError(
            f"a {scheme}:// address holds a user, a password or an option that is not known (known are "
            f"{', '.join(OPTIONS)}); give credentials in the environment"
        )
    if not host:
        raise UserError(f"{scheme}://: no bucket is named; write {scheme}://BUCKET/FOLDER")
    return Url(f"{scheme}://{host}", path.strip("/"), options)


def reached(place: Location) -> bool:
    """Something is there. Raises UserError where a store refuses or has no such bucket, OutsideError where it fails."""
    if isinstance(place, Path):
        return place.exists()
    try:
        return place.exists() or not _in_bucket(place)
    except Unanswered as error:
        raise raised(error) from error


def _in_bucket(url: Url) -> bool:
    """Its bucket is there, or may not be asked for. Raises NotThere."""
    with suppress(Refused):
        if not Url(url.root, "", url.options).exists():
            raise NotThere(errno.ENOENT, NO_BUCKET, str(url))
    return True


def for_arrow(place: Location) -> Path | ObjectReader:
    """What Arrow's readers take for a file."""
    return place if isinstance(place, Path) else place.raw()
