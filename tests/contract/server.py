"""The simulated cloud: a requests adapter that acts as Nova, Glance, Neutron and Keystone."""

from __future__ import annotations

import contextlib
import functools
import http.client
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from unittest import mock

import requests
from requests import adapters, structures

import novaclient
from tests.contract import sessions, tables

STANDARD_HEADERS = (
    "Accept",
    "Content-Type",
    "OpenStack-API-Version",
    "User-Agent",
    "X-Auth-Token",
    "X-OpenStack-Nova-API-Version",
)


class Route:
    """One entry of ``routes`` in ``canned.json``, or of a row's own ``responses``."""

    def __init__(self, route: Mapping[str, Any], bodies: Mapping[str, Any]) -> None:
        self.status: int = route.get("status", 200)
        self.headers: Mapping[str, str | None] = route.get("headers", {})
        self.max: int | None = route.get("max")
        self._methods = route["method"].split("|") if "method" in route else None
        self._path = re.compile(route["path"]) if "path" in route else None
        self._query = re.compile(route["query"]) if "query" in route else None
        self._action: str | None = route.get("action")
        self._route = route
        self._bodies = bodies

    def matches(self, method: str, url: str, action: frozenset[str]) -> bool:
        """Tell whether this route applies to a request."""
        path, _, query = url.partition("?")
        return (
            (self._methods is None or method in self._methods)
            and (self._path is None or self._path.search(path) is not None)
            and (self._query is None or self._query.search(query) is not None)
            and (self._action is None or self._action in action)
        )

    def body(self, url: str) -> tuple[bytes, str | None]:
        """Return the body of the response for a URL, and its content type."""
        if "text" in self._route:
            return self._route["text"].encode(), "text/plain"
        if "json" in self._route:
            body = self._route["json"]
        elif "body" in self._route:
            body = self._bodies[self._route["body"]]
        elif "pick" in self._route:
            body = self._picked(url)
        else:
            return b"", None
        return json.dumps(body).encode(), "application/json"

    def _picked(self, url: str) -> dict[str, Any]:
        assert self._path is not None
        pick = self._route["pick"]
        found = self._path.search(url.partition("?")[0])
        assert found is not None
        wanted = found.group(1)
        rows = self._bodies[pick["from"]][pick["from"]]
        for row in rows:
            if row[pick["key"]] == wanted:
                return {pick["as"]: row}
        return {pick["as"]: {**rows[0], pick["key"]: wanted}}


class Server(adapters.BaseAdapter):
    """Responds to every request of the process and records the requests."""

    def __init__(self) -> None:
        super().__init__()
        canned = tables.load("canned.json")
        self._bodies: dict[str, Any] = canned["bodies"]
        self._routes = [Route(route, self._bodies) for route in canned["routes"]]
        # The responses of the common routes are cached, so none of them may count its requests.
        assert all(route.max is None for route in self._routes)
        self._common_response = functools.lru_cache(maxsize=None)(self._find_common_response)
        self._own: list[Route] = []
        self._used: dict[Route, int] = {}
        self._microversion = ""
        self.sent: list[dict[str, Any]] = []
        self.last_headers: dict[str, str] = {}

    def reset(self, row: tables.Row, microversion: str) -> None:
        """Clear the record, and use the responses of a row."""
        self._own = [Route(route, self._bodies) for route in row.responses]
        self._used = {}
        self._microversion = microversion
        self.sent = []

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        """Replace the network for every requests session of the process."""

        def get_adapter(session: requests.Session, url: str) -> Server:
            return self

        with mock.patch.object(requests.Session, "get_adapter", get_adapter):
            yield

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Record a request and respond to it."""
        assert request.method is not None
        url = sessions.with_placeholder(request.url or "")
        sent: dict[str, Any] = {"method": request.method, "url": url}
        action = self._record_body(request.body, sent)
        self._record_headers(request.headers, sent)
        if verify is not True:
            sent["verify"] = verify
        if timeout is not None:
            sent["timeout"] = timeout
        if cert is not None:
            sent["cert"] = cert
        self.sent.append(sent)
        return self._response(request, *self._choose(request.method, url, action))

    def close(self) -> None:
        """Do nothing: there is no connection."""

    def _record_body(self, body: Any, sent: dict[str, Any]) -> frozenset[str]:
        """Record the body and return its keys, which identify an action."""
        if not body:
            return frozenset()
        try:
            decoded = json.loads(body)
        except ValueError:
            sent["text"] = body.decode() if isinstance(body, bytes) else body
            return frozenset()
        sent["json"] = decoded
        return frozenset(decoded) if isinstance(decoded, dict) else frozenset()

    def _record_headers(self, headers: Mapping[str, Any], sent: dict[str, Any]) -> None:
        """Record the headers, unless they are the standard ones."""
        values = {name: _decoded(value) for name, value in headers.items()}
        self.last_headers = values
        folded = {name.lower(): value for name, value in values.items()}
        shown = {name: folded[name.lower()] for name in STANDARD_HEADERS if name.lower() in folded}
        if f"python-novaclient/{novaclient.__version__}" in shown.get("User-Agent", "").split():
            shown["User-Agent"] = "python-novaclient"
        if shown != standard_headers(self._microversion, "json" in sent or "text" in sent):
            sent["headers"] = shown

    def _choose(self, method: str, url: str, action: frozenset[str]) -> tuple[Route, bytes, Any]:
        for route in self._own:
            used = self._used.get(route, 0)
            if (route.max is None or used < route.max) and route.matches(method, url, action):
                self._used[route] = used + 1
                return route, *route.body(url)
        return self._common_response(method, url, action)

    def _find_common_response(
        self, method: str, url: str, action: frozenset[str]
    ) -> tuple[Route, bytes, str | None]:
        route = next(route for route in self._routes if route.matches(method, url, action))
        return route, *route.body(url)

    def _response(
        self, request: requests.PreparedRequest, route: Route, body: bytes, content_type: Any
    ) -> requests.Response:
        headers: structures.CaseInsensitiveDict[Any] = structures.CaseInsensitiveDict()
        headers["x-compute-request-id"] = f"req-{len(self.sent)}"
        headers["Content-Type"] = content_type
        headers.update(route.headers)
        present = {name: value for name, value in headers.items() if value is not None}
        resp = response(route.status, present, body)
        resp.request = request
        resp.url = request.url or ""
        return resp


@functools.cache
def standard_headers(microversion: str, has_body: bool) -> dict[str, str]:
    """Return the headers of a request whose row has no headers."""
    headers = {
        "X-Auth-Token": "TOKEN",
        "Accept": "application/json",
        "User-Agent": "python-novaclient",
    }
    if has_body:
        headers["Content-Type"] = "application/json"
    if microversion != "2.0":
        headers["X-OpenStack-Nova-API-Version"] = microversion
    if tables.minor(microversion) >= 27:
        headers["OpenStack-API-Version"] = f"compute {microversion}"
    return headers


def response(
    status: int, headers: Mapping[str, str] | None = None, body: bytes = b""
) -> requests.Response:
    """Return a response as requests would create it."""
    resp = requests.Response()
    resp.status_code = status
    resp.reason = http.client.responses.get(status, "")
    resp.headers.update(headers or {})
    resp.encoding = requests.utils.get_encoding_from_headers(resp.headers)
    # With its content read, a response does not use its connection.
    resp._content = body
    resp._content_consumed = True
    return resp


def _decoded(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
