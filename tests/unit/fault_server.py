"""A Nova on a local port that fails in the ways a test chooses, and then works."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.unit.server import PATIENCE

#: Handles a request on a connection; returns whether the connection stays open.
Fault = Callable[[socket.socket], bool]

SERVERS = {"servers": [{"id": "s-1", "name": "web"}]}


@dataclasses.dataclass(frozen=True)
class Request:
    """A request that reached the server."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def answer(
    body: bytes | Any = b"", status: int = 200, kind: str = "application/json", **headers: str
) -> Fault:
    """Send a well-formed response; headers are given with underscores."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = [f"HTTP/1.1 {status} Some reason", f"Content-Length: {len(content)}"]
    if content:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join([*lines, "Connection: close", "", ""]).encode() + content)


def raw(*pieces: bytes, silence: float = 0, keep: bool = False) -> Fault:
    """Send bytes, with a pause before each piece, until the client closes the connection."""

    def fault(connection: socket.socket) -> bool:
        for piece in pieces:
            if silence and _is_closed(connection, silence):
                return False
            connection.sendall(piece)
        return keep

    return fault


def drip(head: bytes, drop: bytes) -> Fault:
    """Send a head, and then one small piece after the other, for longer than any test waits."""
    pause = 0.02
    return raw(head, *[drop] * int(PATIENCE / pause), silence=pause)


def say_nothing(connection: socket.socket) -> bool:
    """Send nothing until the client closes the connection."""
    return not _is_closed(connection, PATIENCE)


def _is_closed(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


class FaultServer:
    """The server; a context manager.

    :ivar faults: What to do with the next requests. Further requests get a list of servers.
    :ivar requests: The requests that it received.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1") -> None:
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        port = self._listener.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{host}:{port}"
        self._accepting = threading.Thread(target=self._accept)
        self._serving: list[threading.Thread] = []

    def __enter__(self) -> FaultServer:
        self._accepting.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        # This ends accept(); close() would not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()
        assert self.all_closed()

    @property
    def threads(self) -> set[threading.Thread]:
        """Return the threads of the server."""
        return {self._accepting, *self._serving}

    def all_closed(self) -> bool:
        """Wait until the client has closed every connection; return False if it never does."""
        end = time.monotonic() + PATIENCE
        for thread in self._serving:
            thread.join(max(0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._serving)

    def sent(self) -> list[str]:
        """Return the methods and paths of the requests."""
        return [f"{request.method} {request.path}" for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=[connection])
            self._serving.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), self._secured(connection) as secured:
            with secured.makefile("rb") as reader:
                while request := _read(reader):
                    self.requests.append(request)
                    fault = self.faults.pop(0) if self.faults else _LIST_OF_SERVERS
                    if not fault(secured):
                        break
                    secured.settimeout(PATIENCE)
            # Without this, unread bytes would turn the end of the connection into a reset.
            secured.shutdown(socket.SHUT_WR)

    @contextlib.contextmanager
    def _secured(self, connection: socket.socket) -> Iterator[socket.socket]:
        with connection:
            connection.settimeout(PATIENCE)
            if self._tls is None:
                yield connection
            else:
                with self._tls.wrap_socket(connection, server_side=True) as secured:
                    yield secured


def _read(reader: Any) -> Request | None:
    words = reader.readline().decode().split()
    if not words:
        return None
    headers = {}
    while line := reader.readline().strip():
        name, _, value = line.decode().partition(":")
        headers[name.title()] = value.strip()
    return Request(words[0], words[1], headers, reader.read(int(headers.get("Content-Length", 0))))


_BODY = json.dumps(SERVERS).encode()
_LIST_OF_SERVERS = raw(
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n" % len(_BODY),
    _BODY,
    keep=True,
)
