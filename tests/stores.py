"""A real S3 server on this machine, for tests that keep logs and parts in an object store."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from unittest import mock

from moto.server import ThreadedMotoServer
from pyarrow import fs

from hydrascope.files import Url

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test-secret", "AWS_EC2_METADATA_DISABLED": "true"}
NUMBERS = count()


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server that lives within the `with` block."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    try:
        yield "{}:{}".format(*server.get_host_and_port())
    finally:
        server.stop()


@contextmanager
def credentials(address: str | None = None) -> Iterator[None]:
    """An environment in which a store of our own is used, as users set it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    where = {"AWS_ENDPOINT_URL": f"http://{address}"} if address else {}
    with mock.patch.dict(os.environ, clean | CREDENTIALS | where, clear=True):
        yield


def bucket(address: str, options: str | None = None) -> Url:
    """A new bucket; its URL has these options, else those that lead to the server."""
    store = fs.S3FileSystem(
        endpoint_override=address, scheme="http", region="us-east-1", allow_bucket_creation=True,
        access_key=CREDENTIALS["AWS_ACCESS_KEY_ID"], secret_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
    )  # fmt: skip
    name = f"bucket-{next(NUMBERS)}"
    store.create_dir(name)
    given = f"endpoint_override={address}&scheme=http&region=us-east-1" if options is None else options
    return Url(f"s3://{name}", "", given)


def text(url: Url) -> str:
    """The URL as a user writes it."""
    return f"{url}?{url.options}" if url.options else str(url)


def upload(folder: Path, below: Url) -> Url:
    """All files of a folder, as objects below a URL."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            (below / path.relative_to(folder).as_posix()).write_bytes(path.read_bytes())
    return below


def keys(below: Url) -> list[str]:
    """What lies below, sorted."""
    return sorted(str(found)[len(str(below)) + 1 :] for found in below.rglob("*"))
