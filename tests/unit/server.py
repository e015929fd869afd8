"""Keystone, Nova, Glance and Neutron on one local port; all requests are recorded."""

from __future__ import annotations

import dataclasses
import http.server
import json
import socket
import socketserver
import threading
from collections.abc import Callable, Mapping
from typing import Any
from urllib import parse

#: Seconds after which a wait has failed.
PATIENCE = 20

SERVERS = [
    {"id": "s-1", "name": "web", "status": "ACTIVE"},
    {"id": "s-2", "name": "db", "status": "SHUTOFF"},
]
FLAVORS = [
    {"id": "1", "name": "tiny", "ram": 512, "vcpus": 1, "disk": 1},
    {"id": "2", "name": "small", "ram": 2048, "vcpus": 1, "disk": 20},
]


@dataclasses.dataclass(frozen=True)
class Request:
    """A request that reached the cloud."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    port: int

    @property
    def json(self) -> Any:
        """Return the decoded body."""
        return json.loads(self.body)

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters of the query string."""
        return dict(parse.parse_qsl(parse.urlsplit(self.path).query))

    @property
    def user_agent(self) -> list[str]:
        """Return the words of the user agent."""
        return self.headers["User-Agent"].split(" ")


_Response = tuple[int, dict[str, str], bytes]


def _missing(request: Request) -> _Response:
    return 404, {"Content-Type": "application/json"}, b'{"itemNotFound": {"message": "?"}}'


def _endpoint(url: str) -> dict[str, str]:
    return {
        "id": url,
        "interface": "public",
        "region": "here",
        "region_id": "here",
        "url": url,
    }


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.cloud.connected(self.connection)

    def finish(self) -> None:
        super().finish()
        self.server.cloud.disconnected(self.connection)

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        port = self.client_address[1]
        request = Request(self.command, self.path, dict(self.headers), body, port)
        status, headers, content = self.server.cloud.response_to(request)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64
    cloud: Cloud

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print no traceback when a client resets its connection."""


class Cloud:
    """The cloud; a context manager.

    :ivar requests: The requests that it received.
    :ivar connections: The number of TCP connections that were ever opened.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self._open: list[socket.socket] = []
        self._changed = threading.Condition()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.cloud = self
        port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{port}"
        self.auth_url = f"{self.url}/v3"
        self.endpoint = f"{self.url}/compute/v2.1"
        self._responses: dict[tuple[str, str], Callable[[Request], _Response]] = {}
        self._serve_keystone()
        self._serve_nova()
        self._serve_glance_and_neutron()

    def __enter__(self) -> Cloud:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._server.shutdown()
        self._thread.join()
        with self._changed:
            for connection in self._open:
                connection.shutdown(socket.SHUT_RDWR)
        assert self.all_closed()
        self._server.server_close()

    def respond(
        self,
        method: str,
        path: str,
        json_body: Any = None,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Respond to a request, from now on, with JSON or without a body.

        The JSON may also be a function that returns it for a request.
        """

        def response(request: Request) -> _Response:
            body = json_body(request) if callable(json_body) else json_body
            content = b"" if body is None else json.dumps(body).encode()
            kind = {"Content-Type": "application/json"} if content else {}
            return status, {**kind, **(headers or {})}, content

        self._responses[method, path] = response

    def sent(self, method: str, path: str) -> list[Request]:
        """Return the requests with a method whose path ends with ``path``."""
        return [r for r in self.requests if r.method == method and r.path.endswith(path)]

    @property
    def open_connections(self) -> int:
        """The number of connections that are open now."""
        return len(self._open)

    def all_closed(self) -> bool:
        """Wait until the client has closed every connection; return False if it never does."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._open, PATIENCE)

    def connected(self, connection: socket.socket) -> None:
        with self._changed:
            self.connections += 1
            self._open.append(connection)

    def disconnected(self, connection: socket.socket) -> None:
        with self._changed:
            self._open.remove(connection)
            self._changed.notify_all()

    def response_to(self, request: Request) -> _Response:
        with self._changed:
            self.requests.append(request)
        path = request.path.partition("?")[0]
        return self._responses.get((request.method, path), _missing)(request)

    def _serve_keystone(self) -> None:
        version = {
            "id": "v3.14",
            "status": "stable",
            "links": [{"rel": "self", "href": self.auth_url}],
        }
        self.respond("GET", "/v3", {"version": version})
        urls = {
            "compute": self.endpoint,
            "image": f"{self.url}/image",
            "network": f"{self.url}/network",
        }
        token = {
            "methods": ["password"],
            "issued_at": "2025-01-01T00:00:00.000000Z",
            "expires_at": "2999-01-01T00:00:00.000000Z",
            "user": {"id": "u1", "name": "demo", "domain": {"id": "default", "name": "Default"}},
            "project": {"id": "p1", "name": "demo", "domain": {"id": "default", "name": "D"}},
            "roles": [{"id": "r1", "name": "member"}],
            "catalog": [
                {"id": kind, "type": kind, "name": kind, "endpoints": [_endpoint(url)]}
                for kind, url in urls.items()
            ],
        }
        self.respond(
            "POST",
            "/v3/auth/tokens",
            {"token": token},
            status=201,
            headers={"X-Subject-Token": "TOKEN-OF-THE-CLOUD"},
        )

    def _serve_nova(self) -> None:
        nova = "/compute/v2.1"
        self.respond("GET", f"{nova}/servers/detail", {"servers": SERVERS})
        self.respond("GET", f"{nova}/servers", {"servers": SERVERS})
        self.respond("GET", f"{nova}/servers/s-1", {"server": SERVERS[0]})
        self.respond("GET", f"{nova}/flavors/detail", {"flavors": FLAVORS})
        self.respond("POST", f"{nova}/servers", {"server": {"id": "s-3"}}, status=202)

    def _serve_glance_and_neutron(self) -> None:
        def named(kind: str) -> Callable[[Request], Any]:
            return lambda request: {kind: [{"id": "1", "name": request.query.get("name", "any")}]}

        self.respond("GET", "/image/v2/images", named("images"))
        self.respond("GET", "/network/v2.0/networks", named("networks"))
