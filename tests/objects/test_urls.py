"""What a Url does, against a real server: whole or nothing, and trouble told in our words."""

import errno
import os
import signal
import subprocess
import sys
import time

import boto3
import pytest
from moto import settings
from tests.stores import CREDENTIALS, keys

from hydrascope.errors import OutsideError, UserError
from hydrascope.files import NotThere, Refused, Unanswered, Url, raised, reached
from hydrascope.files.trouble import told


def test_objects_are_put_read_listed_and_removed(place):
    for key in ("logs/a.gz", "logs/day=1/b c?.jsonl", "logs/ü%20x", "logsx"):
        (place / key).write_bytes(key.encode())
    assert keys(place / "logs") == ["a.gz", "day=1/b c?.jsonl", "ü%20x"]
    assert [url.name for url in (place / "logs").glob("*.gz")] == ["a.gz"]
    assert sorted(url.stem for url in place.rglob("*c?*")) == ["b c?"]
    for key in ("logs/a.gz", "logs/day=1/b c?.jsonl", "logs/ü%20x"):
        assert (place / key).read_bytes() == key.encode()
        assert (place / key).open("rb").read() == key.encode()
        assert (place / key).stat().st_size == len(key.encode())
    assert ((place / "logs").is_dir(), (place / "logs").is_file(), (place / "logsx").is_file()) == (True, False, True)
    (place / "logsx").unlink()
    assert not (place / "logsx").exists()
    (place / "logsx").unlink(missing_ok=True)
    with pytest.raises(FileNotFoundError, match="no such object"):
        (place / "logsx").unlink()


def test_a_stat_changes_with_the_content_and_with_nothing_else(place):
    url = place / "a"
    url.write_bytes(b"one")
    first = url.stat()
    url.write_bytes(b"two")
    assert url.stat()[2:] != first[2:]
    url.write_bytes(b"one")
    assert url.stat()[2:] == first[2:]
    assert abs(url.stat().st_mtime - time.time()) < 60


def test_names_that_cannot_be_asked_for_are_trouble_of_one_object(place):
    client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="us-east-1")
    client.put_object(Bucket=str(place)[5:], Key="logs//a", Body=b"x")
    (found,) = (place / "logs").rglob("*")
    with pytest.raises(Refused, match="takes no such name"):
        found.read_bytes()


def test_a_process_that_is_killed_while_it_puts_an_object_leaves_what_was_there(place):
    url = place / "large"
    url.write_bytes(b"old")
    script = f"from hydrascope.files import *; Url{url.root, url.key, url.options}.write_bytes(bytes(400 << 20))"
    client = boto3.client("s3", endpoint_url=os.environ["AWS_ENDPOINT_URL"], region_name="us-east-1")
    with subprocess.Popen([sys.executable, "-c", script]) as process:
        while not client.list_multipart_uploads(Bucket=str(place)[5:]).get("Uploads"):
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert keys(place) == ["large"]
    assert url.read_bytes() == b"old"


def test_a_bucket_that_is_missing_is_told(place):
    url = Url("s3://no-such-bucket", "logs", place.options)
    with pytest.raises(UserError, match="s3://no-such-bucket/logs: there is no such bucket"):
        reached(url)
    with pytest.raises(NotThere, match="no such bucket"):
        url.try_out()
    assert (reached(place), reached(place / "logs")) == (True, False)


def test_a_store_that_refuses_is_told_without_what_it_said(place, monkeypatch):
    (place / "a").write_bytes(b"x")
    monkeypatch.setattr(settings, "INITIAL_NO_AUTH_ACTION_COUNT", 0)
    with pytest.raises(UserError, match="the store refuses; give credentials") as found:
        reached(place / "a")
    for work in ((place / "a").read_bytes, (place / "a").stat, place.try_out, lambda: list(place.rglob("*"))):
        with pytest.raises(Refused, match="the store refuses; give credentials"):
            work()
    assert not any(secret in str(found.value) for secret in CREDENTIALS.values() if secret.startswith("test"))


@pytest.mark.parametrize(
    ("said", "number", "kind"),
    [
        ("AWS Error ACCESS_DENIED during GetObject operation: HIDDEN", errno.EACCES, Refused),
        ("AWS Error SIGNATURE_DOES_NOT_MATCH during GetObject operation: HIDDEN", errno.EACCES, Refused),
        ("AWS Error UNKNOWN (HTTP status 403) during HeadObject operation: HIDDEN", errno.EACCES, Refused),
        ("google::cloud::Status(PERMISSION_DENIED: HIDDEN", errno.EACCES, Refused),
        ("google::cloud::Status(UNAVAILABLE: Retry policy exhausted HIDDEN", errno.EHOSTUNREACH, Unanswered),
        (
            "AWS Error NETWORK_CONNECTION during HeadObject operation: curlCode: 7, HIDDEN",
            errno.EHOSTUNREACH,
            Unanswered,
        ),
        ("AWS Error NO_SUCH_BUCKET during PutObject operation: HIDDEN", errno.ENOENT, NotThere),
        ("AWS Error INTERNAL_FAILURE during GetObject operation: HIDDEN", errno.EIO, Unanswered),
        ("HIDDEN", errno.EIO, Unanswered),
    ],
)
def test_what_stores_say_is_sorted_and_not_repeated(said, number, kind):
    error = told("s3://b/a", OSError(said))
    assert (type(error), error.errno, error.filename) == (kind, number, "s3://b/a")
    assert "HIDDEN" not in str(error)
    assert isinstance(raised(error), OutsideError if kind is Unanswered else UserError)
    assert ("INTERNAL_FAILURE" in str(error)) == ("INTERNAL_FAILURE" in said)
