"""Receive logs over HTTP: what LiteLLM's `generic_api` callback posts, and anything of the same shape."""

import hmac
import ipaddress
import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import AF_INET6, socket
from threading import BoundedSemaphore, Thread
from types import TracebackType

from hydrascope.errors import HydrascopeError, OutsideError, SettingsError
from hydrascope.watch.bodies import NoLog, lines_of
from hydrascope.watch.spool import Spool

MOST_BODY = 128 << 20
"""Bytes of one body; LiteLLM posts at most some hundred calls at once."""
MOST_BODIES = 4
"""Bodies held at a time."""
MOST_CALLERS = 64
SILENCE = 60.0
"""Seconds after which a caller that says nothing is let go."""
Request = socket | tuple[bytes, socket]


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. `token`: what callers must show; None lets in everyone who can reach it."""

    host: str
    port: int
    token: str | None = None


def address(given: str, token: str | None, anywhere: bool) -> Address:
    """The address in HOST:PORT. Raises SettingsError, also for one that others can reach without leave and token.

    >>> address("127.0.0.1:8900", None, False).port
    8900
    """
    host, colon, port = given.rpartition(":")
    host = host.strip("[]")
    if not (colon and host and port.isdecimal() and int(port) < 1 << 16):
        raise SettingsError(f"--listen {given!r} is no address; write HOST:PORT, as 127.0.0.1:8900")
    if not (_is_loopback(host) or (anywhere and token)):
        raise SettingsError(
            f"--listen {host} can be reached from other machines; use 127.0.0.1, or give --listen-anywhere and a "
            "secret token in the environment variable HYDRASCOPE_TOKEN"
        )
    return Address(host, int(port), token or None)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Listener:
    """Puts what is posted into a spool, in threads of its own, for the time of a `with` block.

    `warn` is told why a body could not be kept.
    """

    def __init__(self, at: Address, spool: Spool, warn: Callable[[str], None]) -> None:
        try:
            self._server = _Server(at, spool, warn)
        except OSError as error:
            raise OutsideError(f"{at.host}:{at.port}: cannot listen there: {error.strerror or error}") from error
        self.port = int(self._server.server_address[1])
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    def __enter__(self) -> "Listener":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, at: Address, spool: Spool, warn: Callable[[str], None]) -> None:
        self.address_family = AF_INET6 if ":" in at.host else self.address_family
        self.token, self.spool, self.warn = at.token, spool, warn
        self.bodies, self.callers = BoundedSemaphore(MOST_BODIES), BoundedSemaphore(MOST_CALLERS)
        super().__init__((at.host, at.port), _Caller)

    def process_request(self, request: Request, client_address: object) -> None:
        """A thread for the caller; one too many is let go."""
        if self.callers.acquire(timeout=1):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Request, client_address: object) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.callers.release()

    def handle_error(self, request: Request, client_address: object) -> None:
        """A caller that hangs up is no news."""


class _Caller(BaseHTTPRequestHandler):
    server: _Server
    server_version = "hydrascope"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = SILENCE

    def do_GET(self) -> None:
        """Whether it listens."""
        self._answer(HTTPStatus.OK, {"listening": True})

    def do_POST(self) -> None:
        """Take a body; 200 once its lines are on the disk."""
        refused = self._refusal()
        if refused:
            self.close_connection = True
            self._answer(*refused)
            return
        with self.server.bodies:
            self._answer(*self._taken(int(self.headers["Content-Length"])))

    def _refusal(self) -> tuple[HTTPStatus, dict[str, object]] | None:
        """Why the body is not even read."""
        token, shown = self.server.token, self.headers.get("Authorization", "")
        if token and not hmac.compare_digest(shown.encode(), f"Bearer {token}".encode()):
            return HTTPStatus.UNAUTHORIZED, {"error": "the Authorization header must be: Bearer and the token"}
        if "Origin" in self.headers:
            return HTTPStatus.FORBIDDEN, {"error": "a web page may not post here"}
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            return HTTPStatus.LENGTH_REQUIRED, {"error": "a Content-Length is needed"}
        if self.headers.get("Content-Encoding", "identity") != "identity":
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, {"error": "the body must not be compressed"}
        if int(length) > MOST_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, {"error": f"a body may have {MOST_BODY} bytes"}
        return None

    def _taken(self, length: int) -> tuple[HTTPStatus, dict[str, object]]:
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return HTTPStatus.BAD_REQUEST, {"error": "the body ended early"}
        try:
            lines = lines_of(body)
            self.server.spool.add(lines)
        except HydrascopeError as error:
            self.server.warn(f"a posted body was not kept: {error}")
            status = HTTPStatus.BAD_REQUEST if isinstance(error, NoLog) else HTTPStatus.SERVICE_UNAVAILABLE
            return status, {"error": str(error)}
        return HTTPStatus.OK, {"taken": len(lines)}

    def _answer(self, status: HTTPStatus, told: dict[str, object]) -> None:
        said = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what callers write does not reach the terminal."""
