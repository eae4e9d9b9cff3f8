"""Posts as LiteLLM's `generic_api` sends them, over HTTP, and what must not get in."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.ingest.samples import LITELLM

from hydrascope.errors import OutsideError, SettingsError
from hydrascope.ingest import discover, read
from hydrascope.watch import Address, Listener, Spool, address, listen

BATCH = [LITELLM | {"id": f"chatcmpl-{i}", "litellm_call_id": f"call-{i}"} for i in range(4)]


@contextmanager
def listening(folder: Path, token: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """The port of a listener on loopback, and what it warns of."""
    warned: list[str] = []
    with Listener(Address("127.0.0.1", 0, token), Spool(folder), warned.append) as listener:
        yield listener.port, warned


def post(port: int, body: bytes, **headers: str) -> tuple[int, dict]:
    call = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    call.request("POST", "/logs", body, {"Content-Type": "application/json"} | named)
    answer = call.getresponse()
    return answer.status, json.loads(answer.read())


def kept(folder: Path) -> list[bytes]:
    return [line for path in sorted(folder.iterdir()) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize(
    "bodies",
    [
        [json.dumps(BATCH).encode()],
        ["\n".join(map(json.dumps, BATCH)).encode()],
        [json.dumps(payload).encode() for payload in BATCH],
    ],
    ids=["json_array", "ndjson", "single"],
)
def test_every_log_format_of_the_callback_is_read_as_a_log(tmp_path, bodies):
    with listening(tmp_path) as (port, warned):
        answers = [post(port, body) for body in bodies]
        assert [status for status, _ in answers] == [200] * len(bodies)
        assert sum(told["taken"] for _, told in answers) == 4
        assert len(kept(tmp_path)) == 4, "on the disk before the answer"
    assert warned == []
    found = discover([tmp_path], growing=True)
    assert {part.format for part in found.parts} == {"litellm"}
    rows = [row for part in found.parts for batch in read(part) for row in batch.exchanges.to_pylist()]
    assert [row["exchange_id"] for row in rows] == [f"chatcmpl-{i}" for i in range(4)]


def test_many_callers_at_once_lose_nothing(tmp_path):
    def call(i: int) -> None:
        for k in range(10):
            rows = [{"id": f"{i}-{k}-{n}", "pad": "x" * 2000} for n in range(5)]
            assert post(port, json.dumps(rows).encode())[0] == 200

    with listening(tmp_path) as (port, _):
        callers = [threading.Thread(target=call, args=(i,)) for i in range(8)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
    assert {json.loads(line)["id"] for line in kept(tmp_path)} == {
        f"{i}-{k}-{n}" for i in range(8) for k in range(10) for n in range(5)
    }


def test_what_is_refused_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(listen, "MOST_BODY", 100)
    with listening(tmp_path, token="secret") as (port, warned):
        right = {"Authorization": "Bearer secret"}
        assert post(port, b"{}")[0] == 401
        assert post(port, b"{}", Authorization="Bearer secre\xe9")[0] == 401
        assert post(port, b"{}", Origin="https://example.com", **right)[0] == 403
        assert post(port, b"{" + b" " * 100 + b"}", **right)[0] == 413
        assert post(port, b"{}", Content_Encoding="gzip", **right)[0] == 415
        assert post(port, b"canary zqx", **right)[0] == 400
        assert post(port, b"{}", **right) == (200, {"taken": 1})
    assert kept(tmp_path) == [b"{}"]
    assert len(warned) == 1
    assert "zqx" not in warned[0]


@pytest.mark.parametrize(
    "said",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\n{}",
        b"\x00\xff\r\n\r\n",
    ],
)
def test_broken_calls_end_and_others_go_on(tmp_path, said):
    with listening(tmp_path) as (port, _):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as call:
            call.sendall(said)
            call.shutdown(socket.SHUT_WR)
            assert b"200 OK" not in call.recv(1000)
        assert post(port, b'{"a": 1}')[0] == 200
    assert kept(tmp_path) == [b'{"a": 1}']


def test_a_disk_that_takes_nothing_is_told_to_caller_and_user(tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OutsideError("spool: cannot be written (No space left on device)")

    monkeypatch.setattr(Spool, "add", full)
    with listening(tmp_path) as (port, warned):
        assert post(port, b"{}")[0] == 503
    assert "No space left" in warned[0]


def test_it_says_that_it_listens(tmp_path):
    with listening(tmp_path) as (port, _):
        call = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        call.request("GET", "/health")
        assert json.loads(call.getresponse().read()) == {"listening": True}


def test_a_port_that_is_taken_is_told(tmp_path):
    with listening(tmp_path) as (port, _), pytest.raises(OutsideError, match=f":{port}: cannot listen there"):
        Listener(Address("127.0.0.1", port), Spool(tmp_path), print)


@pytest.mark.parametrize("given", ["127.0.0.1:80", "localhost:8900", "127.8.9.1:1", "[::1]:8900"])
def test_loopback_needs_nothing(given):
    assert address(given, None, False).port == int(given.rpartition(":")[2])


@pytest.mark.parametrize("given", ["0.0.0.0:80", "[::]:80", "192.168.1.1:80", "example.org:80"])
def test_other_addresses_need_leave_and_token(given):
    for token, anywhere in ((None, False), ("secret", False), (None, True), ("", True)):
        with pytest.raises(SettingsError, match="HYDRASCOPE_TOKEN"):
            address(given, token, anywhere)
    assert address(given, "secret", True).token == "secret"


@pytest.mark.parametrize("given", ["8900", ":8900", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536"])
def test_what_is_no_address_is_told(given):
    with pytest.raises(SettingsError, match="HOST:PORT"):
        address(given, None, False)
