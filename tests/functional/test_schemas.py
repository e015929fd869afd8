"""Every request of the library, as Nova's routes, microversions and JSON schemas see it.

Nova's API answers here without a cloud behind it: it validates a request and does nothing.
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
from tests.functional.cloud.cloud import report_to_stderr
from tests.functional.cloud.environment import prepare
from tests.functional.cloud.process import PROGRAMS
from tests.functional.excluded_rows import EXCLUDED, STAND_INS, Excluded


class Asked(NamedTuple):
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


def asked(call: str, microversion: str, sent: Iterable[Mapping[str, Any]]) -> Iterator[Asked]:
    """Yield those of the requests of a call that go to Nova."""
    for request in sent:
        endpoint, _, rest = request["url"].partition("}")
        if endpoint == "{compute":
            path, _, query = rest.partition("?")
            headers = request.get("headers", {})
            told = headers.get("X-OpenStack-Nova-API-Version", microversion)
            # A request that tells no microversion is one of 2.1.
            told = "2.1" if told == "2.0" else told
            yield Asked(call, told, request["method"], path, query, request.get("json"))


def refusals(requests: Iterable[Asked]) -> list[tuple[Asked, str | None]]:
    """Return each request with why Nova refuses it, None if it does not."""
    several = list(requests)
    environment = prepare(report_to_stderr)
    run = subprocess.run(
        [environment.python, "-I", PROGRAMS / "validate_requests.py"],
        input=json.dumps([request._asdict() for request in several]),
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return list(zip(several, json.loads(run.stdout), strict=True))


def check(requests: Iterable[Asked]) -> None:
    """Fail with each request that Nova refuses, and the reason."""
    none(f"{request}\n    {why}" for request, why in refusals(requests) if why is not None)


def none(problems: Iterable[str]) -> None:
    """Fail with each problem, if there are any."""
    found = list(problems)
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture(scope="module")
def recording() -> Iterator[Server]:
    """Return a server in place of the network, which records what it is sent."""
    server = Server()
    with server.in_place(), quiet():
        yield server


# --- The calls of the contract -------------------------------------------------------------------


def wire_requests() -> Iterator[Asked]:
    """Yield what the rows of ``wire.jsonl`` expect at both ends of every outcome's range."""
    for row in tables.wire():
        ends = {mv for entry in row.line["outcomes"] for mv in entry["versions"]}
        for mv, outcome in row.outcomes():
            if mv in ends:
                for deviation in DEVIATIONS:
                    outcome = deviation.apply(row.id, mv, outcome)
                for request in asked(row.id, mv, outcome.get("requests", ())):
                    yield request._replace(body=_with_real_ids(request.body))


def _with_real_ids(body: Any) -> Any:
    if isinstance(body, list):
        return [_with_real_ids(item) for item in body]
    if not isinstance(body, dict):
        return body
    return {
        key: STAND_INS.get((key, value), value)
        if isinstance(value, str)
        else _with_real_ids(value)
        for key, value in body.items()
    }


def exclusions_of(request: Asked) -> list[Excluded]:
    """Return the exclusions that a request falls under."""
    return [one for one in EXCLUDED if one.covers(request.call, request.microversion)]


def test_nova_takes_the_requests_of_the_contract() -> None:
    check(request for request in wire_requests() if not exclusions_of(request))


def test_nova_refuses_what_is_excluded() -> None:
    """Let no exclusion outlive its reason."""
    excluded = [request for request in wire_requests() if exclusions_of(request)]
    none(
        f"{request}\n    {why}"
        for request, why in refusals(excluded)
        if not any(re.search(one.message, why or "") for one in exclusions_of(request))
    )


def test_what_is_excluded_is_of_the_contract() -> None:
    sent = {(request.call, one) for request in wire_requests() for one in exclusions_of(request)}
    none(f"{row}: {one.reason}" for one in EXCLUDED for row in one.rows if (row, one) not in sent)


def test_short_values_are_of_the_contract() -> None:
    rows = (tables.DATA / "wire.jsonl").read_text("utf-8")
    none(pair for pair in (f'"{k}": "{v}"' for k, v in STAND_INS) if pair not in rows)


# --- One call for each operation -----------------------------------------------------------------


def test_nova_takes_a_request_of_every_operation(recording: Server) -> None:
    requests = [
        request
        for route in ROUTES
        if route.key in CALLS
        for request in asked(
            route.key, route.newest, requests_of(route.key, route.newest, recording)
        )
    ]
    check(requests)


# --- All arguments of each method ----------------------------------------------------------------


#: Answers to what ``canned.json`` knows nothing of.
ANSWERS = [
    {"method": "GET", "path": "/extensions$", "json": {"extensions": []}},
    {"method": "GET", "path": "/ips/private$", "json": {"private": []}},
    {"method": "GET", "path": "/shares$", "json": {"shares": []}},
    {"method": "POST", "path": "/shares$", "json": {"share": {"share_id": SHARE}}},
]


def full_requests(server: Server) -> Iterator[Asked]:
    """Yield what the calls of ``FULL`` send at each microversion at which they change."""
    for full in FULL:
        for mv in full.microversions():
            server.reset(tables.Row({"id": full.method, "responses": ANSWERS}), mv)
            nova = client.Client(mv, session=sessions.new_session())
            operator.attrgetter(full.method)(nova)(**full.at(mv))
            assert server.sent, f"{full.method} at {mv} sends nothing"
            yield from asked(full.method, mv, server.sent)


def test_nova_takes_requests_with_all_arguments(recording: Server) -> None:
    check(full_requests(recording))


#: What is no list of things of Nova's API, or given up by it.
OTHERS = frozenset({"agents", "glance", "neutron", "versions"})


def test_the_full_calls_leave_out_no_argument() -> None:
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
    none(
        f"{call} is never called with {parameter.name}"
        for call, arguments in used.items()
        for parameter in inspect.signature(operator.attrgetter(call)(nova)).parameters.values()
        if parameter.kind != parameter.VAR_KEYWORD and parameter.name not in arguments
    )
