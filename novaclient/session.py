# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The keystoneauth sessions that the library makes, and their TCP connections."""

from __future__ import annotations

import os
import threading
import weakref
from typing import Any

import requests
from keystoneauth1 import session as ksession
from keystoneauth1.plugin import BaseAuthPlugin

import novaclient
from novaclient import _proxies
from novaclient.transport import DeadlineAdapter

#: Connections per host that the process-long pool keeps open.
POOL_SIZE = 32


class _SharedConnections:
    """The pool of TCP connections that clients with ``connection_pool=True`` share."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._adapter: requests.adapters.HTTPAdapter | None = None

    def adapter(self) -> requests.adapters.HTTPAdapter:
        """Return the transport adapter that all these clients use."""
        with self._lock:
            if self._adapter is None:
                self._adapter = _adapter()
            return self._adapter

    def renew_lock(self) -> None:
        """Replace the lock in a forked child: a thread of its parent may have held it."""
        self._lock = threading.Lock()


def _adapter() -> requests.adapters.HTTPAdapter:
    return DeadlineAdapter(pool_maxsize=POOL_SIZE)


_shared = _SharedConnections()
os.register_at_fork(after_in_child=_shared.renew_lock)


class _Connections(requests.Session):
    """A requests session that spends less time on each request."""

    def __init__(self) -> None:
        super().__init__()
        # HTTP/1.1 keeps connections alive by default, and each header costs time.
        del self.headers["Connection"]

    def merge_environment_settings(
        self, url: Any, proxies: Any, stream: Any, verify: Any, cert: Any
    ) -> Any:
        """Merge the settings of a request with those of the environment and the session.

        :param url: Its URL.
        :param proxies: Its proxies.
        :param stream: Whether its response is streamed.
        :param verify: How to verify the certificate of the server.
        :param cert: The client certificate.
        :return: The settings.
        """
        found: Any = _proxies.of_environment(url) if self.trust_env and not proxies else {}
        settings = super().merge_environment_settings(url, found or proxies, stream, verify, cert)
        if found:
            # At a redirect to another host, requests would set a variable to it for a moment.
            settings["proxies"].pop("no_proxy", None)
        return settings


class OwnSession(ksession.Session):
    """A keystoneauth session that the library creates, and therefore closes.

    :param auth: The credentials.
    :param connection_pool: Share TCP connections with the other such sessions of the process.
    :param kwargs: Further arguments of :class:`keystoneauth1.session.Session`, among them the
        name and the version of the program.
    """

    def __init__(self, auth: BaseAuthPlugin | None, connection_pool: bool, **kwargs: Any) -> None:
        self._connections = _Connections()
        self._shares_connections = connection_pool
        adapter = _shared.adapter() if connection_pool else _adapter()
        for scheme in list(self._connections.adapters):
            self._connections.mount(scheme, adapter)
        super().__init__(
            auth=auth,
            session=self._connections,
            additional_user_agent=[("python-novaclient", novaclient.__version__)],
            **kwargs,
        )
        _own_sessions.add(self)

    def renew_locks(self) -> None:
        """Replace the locks in a forked child: threads of its parent may have held them."""
        self._connections.cookies._cookies_lock = threading.RLock()  # type: ignore[attr-defined]
        plugins = [self.auth, *vars(self.auth).values()] if self.auth is not None else []
        for plugin in plugins:
            # A plugin may consist of others.
            if isinstance(plugin, BaseAuthPlugin) and hasattr(plugin, "_lock"):
                plugin._lock = threading.RLock()

    def close(self) -> None:
        """Close the TCP connections, unless they are shared with other clients."""
        if not self._shares_connections:
            self._connections.close()


_own_sessions: weakref.WeakSet[OwnSession] = weakref.WeakSet()


def _renew_locks() -> None:
    for session in _own_sessions:
        session.renew_locks()


os.register_at_fork(after_in_child=_renew_locks)
