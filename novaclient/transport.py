# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The TCP connections of the library's own sessions, where a timeout is a deadline."""

from __future__ import annotations

import http.client
import io
import os
import socket
import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

from keystoneauth1 import session as ksession
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class _Deadline(io.RawIOBase):
    """Reads a response from a socket until a deadline.

    The timeout of a socket starts anew with each byte, so a slow response might never end.

    :param raw: Reads from the socket.
    :param sock: The socket.
    :param seconds: How long the whole response may take.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, seconds: float) -> None:
        self._raw = raw
        self._sock = sock
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        try:
            return self._raw.readinto(buffer)
        finally:
            # The next request on the connection has its own deadline.
            self._sock.settimeout(self._seconds)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """A response whose last byte must arrive within the timeout of its socket."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        seconds = sock.gettimeout()
        if seconds is not None:
            self.fp = io.BufferedReader(_Deadline(self.fp.detach(), sock, seconds))


class _Connection(HTTPConnection):
    response_class = _Response


class _TLSConnection(HTTPSConnection):
    response_class = _Response


class _HTTPPool(HTTPConnectionPool):
    """Connections to one host."""

    ConnectionCls = _Connection


class _TLSPool(HTTPSConnectionPool):
    """TLS connections to one host."""

    ConnectionCls = _TLSConnection


_POOLS = {"http": _HTTPPool, "https": _TLSPool}


class DeadlineAdapter(ksession.TCPKeepAliveAdapter):
    """A transport adapter whose timeout applies to the whole response.

    A forked child begins with fresh connections.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _transports.add(self)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Create the pool of connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> Any:
        """Return the pool of connections through a proxy.

        :param proxy: Its URL.
        :param proxy_kwargs: Arguments of the pool.
        """
        manager = super().proxy_manager_for(proxy, **proxy_kwargs)
        if not proxy.lower().startswith("socks"):
            # Connections through SOCKS have other classes; there, a timeout applies between bytes.
            manager.pool_classes_by_scheme = _POOLS
        return manager

    def close(self) -> None:
        """Close the connections now."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            # An exception may keep a pool and its connections from being collected.
            for pool in _pools(manager):
                pool.close()
        super().close()

    def forget_connections(self) -> None:
        """Leave the connections to the parent of this forked child, and begin anew."""
        managers = [self.poolmanager, *self.proxy_manager.values()]
        # As in unpickling, which makes an adapter without connections.
        self.__setstate__(self.__getstate__())  # type: ignore[attr-defined]
        for manager in managers:
            # Threads of the parent may have held the locks.
            manager.pools.lock = threading.RLock()
            for pool in _pools(manager):
                idle = pool.pool
                if idle is None:
                    continue
                connections = list(idle.queue)
                # The pool empties its queue when it is collected.
                idle.__init__(idle.maxsize)
                for connection in connections:
                    if connection is not None:
                        # Closes the file descriptor of the child; the server notices nothing.
                        connection.close()


def _pools(manager: Any) -> Iterator[Any]:
    for key in manager.pools.keys():  # noqa: SIM118 - it can only be iterated like this
        pool = manager.pools.get(key)
        if pool is not None:
            yield pool


_transports: weakref.WeakSet[DeadlineAdapter] = weakref.WeakSet()


def _forget_connections() -> None:
    for transport in _transports:
        transport.forget_connections()


os.register_at_fork(after_in_child=_forget_connections)
