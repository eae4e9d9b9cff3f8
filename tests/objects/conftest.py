"""One S3 server for all of these tests; every test has a bucket of its own."""

from collections.abc import Iterator

import pytest
from tests.stores import bucket, credentials, serving

from hydrascope.files import Url


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Its address."""
    with serving() as address, credentials(address):
        yield address


@pytest.fixture
def place(server) -> Url:
    """An empty bucket; where its server is the environment says."""
    return bucket(server, "region=us-east-1")
