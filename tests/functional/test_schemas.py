"""Nova accepts every request of the library, by its routes, microversions and JSON schemas.

No cloud is needed: Nova's API validates the requests and does nothing else.
"""

from __future__ import annotations

import inspect
import json
import operator
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from novaclient import base, client
from tests.contract import sessions, tables
from tests.contract.conftest import quiet
from tests.contract.deviations import DEVIATIONS
from tests.contract.server import Server
from tests.contract.test_routes import CALLS, ROUTES, SHARE, requests_of
from tests.functional.all_arguments import FULL, NEWEST
from tests.functional.cloud.environment import prepare
from tests.functional.cloud.process import PROGRAMS
from tests.functional.cloud.services import report_to_stderr
from tests.functional.excluded_rows import EXCLUDED, REPLACEMENTS, Excluded


class Request(NamedTuple):
    """A request to Nova, and the call that sends it."""

    call: str
    microversion: str
    method: str
    path: str
    query: str
    body: Any

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


def rejections(requests: Iterable[Request]) -> list[tuple[Request, str | None]]:
    """Return each request with the reason why Nova rejects it, or None."""
    batch = list(requests)
    environment = prepare(report_to_stderr)
    run = subprocess.run(
        [environment.python, "-I", PROGRAMS / "validate_requests.py"],
        input=json.dumps([request._asdict() for request in batch]),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return list(zip(batch, json.loads(run.stdout), strict=True))


def check(requests: Iterable[Request]) -> None:
    """Fail if Nova rejects any of the requests, and list those with the reasons."""
    assert_none(
        f"{request}\n    {why}" for request, why in rejections(requests) if why is not None
    )


def assert_none(problems: Iterable[str]) -> None:
    """Fail if there are problems, and list them."""
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(scope="module")
def recording() -> Iterator[Server]:
    """A server in place of the network, which records the requests."""
    server = Server()
    with server.in_place(), quiet():
        yield server


# --- The calls of the contract -------------------------------------------------------------------


def wire_requests() -> Iterator[Request]:
    """Yield the requests of ``wire.jsonl`` at both ends of the range of every outcome."""
    for row in tables.wire():
        ends = {mv for entry in row.line["outcomes"] for mv in entry["versions"]}
        for mv, outcome in row.outcomes():
            if mv in ends:
                for deviation in DEVIATIONS:
                    outcome = deviation.apply(row.id, mv, outcome)
                for request in nova_requests(row.id, mv, outcome.get("requests", ())):
                    yield request._replace(body=_with_real_ids(request.body))


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


def exclusions_of(request: Request) -> list[Excluded]:
    """Return the exclusions that apply to a request."""
    return [one for one in EXCLUDED if one.covers(request.call, request.microversion)]


def test_nova_accepts_the_requests_of_the_contract() -> None:
    check(request for request in wire_requests() if not exclusions_of(request))


def test_nova_rejects_the_excluded_requests() -> None:
    """Otherwise the exclusion is obsolete."""
    excluded = [request for request in wire_requests() if exclusions_of(request)]
    assert_none(
        f"{request}\n    {why}"
        for request, why in rejections(excluded)
        if not any(re.search(one.message, why or "") for one in exclusions_of(request))
    )


def test_every_exclusion_applies_to_a_request_of_the_contract() -> None:
    sent = {(request.call, one) for request in wire_requests() for one in exclusions_of(request)}
    assert_none(
        f"{row}: {one.reason}" for one in EXCLUDED for row in one.rows if (row, one) not in sent
    )


def test_every_replaced_value_is_in_the_contract() -> None:
    rows = (tables.DATA / "wire.jsonl").read_text("utf-8")
    assert_none(pair for pair in (f'"{k}": "{v}"' for k, v in REPLACEMENTS) if pair not in rows)


# --- One call for each operation -----------------------------------------------------------------


def test_nova_accepts_a_request_of_every_operation(recording: Server) -> None:
    requests = [
        request
        for route in ROUTES
        if route.key in CALLS
        for request in nova_requests(
            route.key, route.newest, requests_of(route.key, route.newest, recording)
        )
    ]
    check(requests)


# --- All arguments of each method ----------------------------------------------------------------


#: Responses that ``canned.json`` lacks.
RESPONSES = [
    {"method": "GET", "path": "/extensions$", "json": {"extensions": []}},
    {"method": "GET", "path": "/ips/private$", "json": {"private": []}},
    {"method": "GET", "path": "/shares$", "json": {"shares": []}},
    {"method": "POST", "path": "/shares$", "json": {"share": {"share_id": SHARE}}},
]


def full_requests(server: Server) -> Iterator[Request]:
    """Yield the requests of the calls of ``FULL``, at each microversion where they change."""
    for full in FULL:
        for mv in full.microversions():
            server.reset(tables.Row({"id": full.method, "responses": RESPONSES}), mv)
            nova = client.Client(mv, session=sessions.new_session())
            operator.attrgetter(full.method)(nova)(**full.at(mv))
            assert server.sent, f"{full.method} at {mv} sends no request"
            yield from nova_requests(full.method, mv, server.sent)


def test_nova_accepts_requests_with_all_arguments(recording: Server) -> None:
    check(full_requests(recording))


#: Managers that use other services, or operations that Nova no longer supports.
OTHERS = frozenset({"agents", "glance", "neutron", "versions"})


def test_every_argument_is_used() -> None:
    nova = client.Client(NEWEST, session=sessions.new_session())
    used: dict[str, set[str]] = {
        f"{name}.{method}": set()
        for name in {*dir(nova)} - OTHERS
        if isinstance(manager := getattr(nova, name), base.Manager)
        for method in ("create", "list", "update")
        if hasattr(manager, method)
    }
    for full in FULL:
        used.setdefault(full.method, set()).update(full.arguments)
    assert len(used) > 50
    assert_none(
        f"{call} is never called with {parameter.name}"
        for call, arguments in used.items()
        for parameter in inspect.signature(operator.attrgetter(call)(nova)).parameters.values()
        if parameter.kind != parameter.VAR_KEYWORD and parameter.name not in arguments
    )
