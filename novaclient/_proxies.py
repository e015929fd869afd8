# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Which proxies a request uses, found in less time than requests needs.

Unless told otherwise, requests decodes all environment variables twice per request: an eighth of
its time. With ``no_proxy`` in the proxies of a request, it uses only those that it is given.
"""

from __future__ import annotations

import functools
import os
import urllib.request
from typing import Any
from urllib import parse

import requests
from keystoneauth1 import session as ksession

#: Whether the system names proxies in environment variables only.
_ARE_VARIABLES = urllib.request.getproxies is urllib.request.getproxies_environment


def of_environment(url: str) -> dict[str, str | None]:
    """Return the proxies that the environment names for a URL.

    :param url: The URL.
    :return: What to give requests as the proxies. It is empty where requests has to look itself.
    """
    if not _ARE_VARIABLES:
        return {}
    host = parse.urlsplit(url)
    variables = _variables()
    named = _named(host.netloc, variables) if variables else {}
    return {**named, "no_proxy": host.hostname}


def _variables() -> tuple[tuple[str, str], ...]:
    """Return the environment variables that name proxies."""
    if "_proxy" not in " ".join(os.environ).lower():
        return ()
    return tuple(
        (name, value)
        for name, value in os.environ.items()
        if name.lower().endswith("_proxy") or name == "REQUEST_METHOD"
    )


@functools.lru_cache
def _named(netloc: str, _variables: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return the proxies for a host; the variables are part of the cache key."""
    return requests.utils.get_environ_proxies(f"http://{netloc}")


class _NoProxies(requests.auth.AuthBase):
    """Tells requests that there is no proxy, if no environment variable names one.

    As the ``auth`` of a request, it is called with the URL just before requests looks for proxies:
    also at a retry, and at a redirect to another host.
    """

    def __init__(self) -> None:
        #: To be given as the proxies of the request.
        self.proxies: dict[str, str | None] = {}

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Set the proxies for a request.

        :param request: The request.
        :return: The request, with the login that it has without an ``auth``.
        """
        url = str(request.url)
        self.proxies.clear()
        if not _variables():
            self.proxies["no_proxy"] = parse.urlsplit(url).hostname
            request.hooks["response"].append(_forget_no_proxy)
        request.prepare_auth(requests.utils.get_netrc_auth(url))
        return request


def _forget_no_proxy(_resp: requests.Response, *, proxies: dict[str, str], **_: Any) -> None:
    # At a redirect to another host, requests would set a variable to it for a moment.
    proxies.pop("no_proxy", None)


def spare_search(session: Any, kwargs: dict[str, Any]) -> None:
    """Spare requests the search for proxies that no environment variable names.

    Only requests of unchanged sessions of keystoneauth and requests are spared it. Subclasses,
    test doubles, tracers and hooks would see a difference.

    :param session: The keystoneauth session that sends the request. It is not changed.
    :param kwargs: The arguments of its ``request()``, to which two may be added.
    """
    if _ARE_VARIABLES and _TAKEN.isdisjoint(kwargs) and _is_plain(session):
        no_proxies = _NoProxies()
        kwargs["requests_auth"] = no_proxies
        kwargs["proxies"] = no_proxies.proxies


#: The arguments of a request that depend on its proxies or its ``auth``.
_TAKEN = frozenset({"hooks", "proxies", "requests_auth"})


def _is_plain(session: Any) -> bool:
    """Say whether a session does what the code of keystoneauth and requests says."""
    if type(session) is not ksession.Session:
        return False
    connections = session.session
    if type(connections) is not requests.Session:
        return False
    if not connections.trust_env or connections.proxies or connections.auth:
        return False
    if any(connections.hooks.values()):
        return False
    transports = connections.adapters.values()
    return (
        all(type(transport) in _TRANSPORTS for transport in transports)
        and all(_REPLACEABLE.isdisjoint(vars(o)) for o in (session, connections, *transports))
        and _methods() == _METHODS
    )


_TRANSPORTS = (ksession.TCPKeepAliveAdapter, requests.adapters.HTTPAdapter)

#: The methods on the road of a request. Tracers and test doubles replace them.
_REPLACEABLE = frozenset(
    {
        "request",
        "_send_request",
        "prepare_request",
        "merge_environment_settings",
        "send",
        "get_adapter",
    }
)


def _methods() -> tuple[Any, ...]:
    return tuple(
        getattr(cls, name, None)
        for cls in (ksession.Session, requests.Session, *_TRANSPORTS)
        for name in _REPLACEABLE
    )


_METHODS = _methods()
