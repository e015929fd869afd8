"""What the library sends to Nova, and what a Nova says to it by its routes and JSON schemas."""

from __future__ import annotations

import contextlib
import functools
import json
import operator
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from novaclient import client
from tests.contract import sessions, tables
from tests.contract.conftest import quiet
from tests.contract.deviations import DEVIATIONS
from tests.contract.server import Server
from tests.contract.test_routes import CALLS, ROUTES, SHARE, requests_of
from tests.functional.all_arguments import FULL, NEWEST, within
from tests.functional.cloud.process import PROGRAMS
from tests.functional.excluded_rows import EXCLUDED, REPLACEMENTS, Excluded


class Request(NamedTuple):
    """A request to Nova, and the call that sends it."""

    call: str
    microversion: str
    method: str
    path: str
    query: str
    body: Any

    @property
    def content(self) -> str:
        """What is sent, as JSON."""
        sent = self._asdict()
        return json.dumps({key: sent[key] for key in ("method", "path", "query", "body")})

    def __str__(self) -> str:
        query = self.query and f"?{self.query}"
        body = "" if self.body is None else f" {json.dumps(self.body)}"
        return f"{self.call} at {self.microversion}: {self.method} {self.path}{query}{body}"


def nova_requests(
    call: str, microversion: str, sent: Iterable[Mapping[str, Any]]
) -> Iterator[Request]:
    """Yield the requests of a call that are sent to Nova."""
    for request in sent:
        endpoint, _, rest = request["url"].partition("}")
        if endpoint == "{compute":
            path, _, query = rest.partition("?")
            headers = request.get("headers", {})
            sent_at = headers.get("X-OpenStack-Nova-API-Version", microversion)
            # A request without a microversion is handled as 2.1.
            sent_at = "2.1" if sent_at == "2.0" else sent_at
            yield Request(call, sent_at, request["method"], path, query, request.get("json"))


def rejections(requests: Iterable[Request], python: Path) -> list[tuple[Request, str | None]]:
    """Return each request with the reason why Nova rejects it, or None.

    :param requests: The requests.
    :param python: The Python of an environment with Nova.
    """
    batch = list(requests)
    # Many calls send the same, at many microversions.
    microversions: dict[str, set[str]] = {}
    for request in batch:
        microversions.setdefault(request.content, set()).add(request.microversion)
    ordered = {
        content: sorted(found, key=tables.minor) for content, found in microversions.items()
    }
    run = subprocess.run(
        [python, "-I", PROGRAMS / "validate_requests.py"],
        input=json.dumps(
            [{**json.loads(each), "microversions": found} for each, found in ordered.items()]
        ),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    reasons = {
        (content, mv): reason
        for (content, found), outcomes in zip(ordered.items(), json.loads(run.stdout), strict=True)
        for mv, reason in zip(found, outcomes, strict=True)
    }
    return [(request, reasons[request.content, request.microversion]) for request in batch]


def problems(requests: Iterable[Request], python: Path) -> list[str]:
    """Return a line for each request that Nova rejects, with the reason."""
    return [
        f"{request}\n    {why}" for request, why in rejections(requests, python) if why is not None
    ]


def assert_none(problems: Iterable[str]) -> None:
    """Fail if there are problems, and list them."""
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@contextlib.contextmanager
def recording() -> Iterator[Server]:
    """Put a server in place of the network, which records the requests."""
    server = Server()
    with server.in_place(), quiet():
        yield server


# --- The calls of the contract -------------------------------------------------------------------


@functools.cache
def wire_requests() -> tuple[Request, ...]:
    """Return the requests of ``wire.jsonl`` at every microversion."""
    return tuple(
        request._replace(body=_with_real_ids(request.body))
        for row in tables.wire()
        for mv, outcome in row.outcomes()
        for request in nova_requests(row.id, mv, _deviating(row.id, mv, outcome))
    )


def _deviating(row: str, mv: str, outcome: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for deviation in DEVIATIONS:
        outcome = deviation.apply(row, mv, outcome)
    return outcome.get("requests", ())


def _with_real_ids(body: Any) -> Any:
    if isinstance(body, list):
        return [_with_real_ids(item) for item in body]
    if not isinstance(body, dict):
        return body
    return {
        key: REPLACEMENTS.get((key, value), value)
        if isinstance(value, str)
        else _with_real_ids(value)
        for key, value in body.items()
    }


def exclusions_of(request: Request, newest: str = NEWEST) -> list[Excluded]:
    """Return the exclusions that apply to a request.

    :param request: The request.
    :param newest: The newest microversion of the release that judges it.
    """
    return [one for one in EXCLUDED if one.covers(request.call, request.microversion, newest)]


# --- One call for each operation, and all arguments of each method -------------------------------


def operation_requests(server: Server, newest: str = NEWEST) -> Iterator[Request]:
    """Yield a request of every operation, at its newest microversion.

    :param server: The server that records the requests.
    :param newest: The newest microversion of the release that judges them.
    """
    for route in ROUTES:
        if route.key in CALLS and tables.minor(route.oldest) <= tables.minor(newest):
            mv = min(route.newest, newest, key=tables.minor)
            yield from nova_requests(route.key, mv, requests_of(route.key, mv, server))


#: Responses that ``canned.json`` lacks.
RESPONSES = [
    {"method": "GET", "path": "/extensions$", "json": {"extensions": []}},
    {"method": "GET", "path": "/ips/private$", "json": {"private": []}},
    {"method": "GET", "path": "/shares$", "json": {"shares": []}},
    {"method": "POST", "path": "/shares$", "json": {"share": {"share_id": SHARE}}},
]


def full_requests(server: Server, newest: str = NEWEST) -> Iterator[Request]:
    """Yield the requests of the calls of ``FULL``, at each microversion where they change.

    :param server: The server that records the requests.
    :param newest: The newest microversion of the release that judges them.
    """
    for full in FULL:
        for mv in sorted({*full.microversions(), newest}, key=tables.minor):
            if within(full, mv) and tables.minor(mv) <= tables.minor(newest):
                server.reset(tables.Row({"id": full.method, "responses": RESPONSES}), mv)
                nova = client.Client(mv, session=sessions.new_session())
                operator.attrgetter(full.method)(nova)(**full.at(mv))
                assert server.sent, f"{full.method} at {mv} sends no request"
                yield from nova_requests(full.method, mv, server.sent)
