"""Responses that are not what the API promises, derived from those that are."""

from __future__ import annotations

import contextlib
import copy
import inspect
import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

import novaclient
from novaclient import base, client, exceptions
from tests.contract import call, scenarios, sessions, tables, test_routes
from tests.contract.server import Route, Server

#: Any small JSON.
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    # Strings that cannot be encoded, and invalid ids.
    | st.sampled_from(["\ud800", "a\udfff", "..", "/", ""]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=3,
)

_REMOVED = object()

#: No call sends this many requests, whatever the responses are.
MAX_REQUESTS = 400


class Case(NamedTuple):
    """A call that succeeds if the responses are correct."""

    name: str
    microversion: str
    row: tables.Row
    run: Callable[[Any, Server], Any]

    def perform(self, server: MalformingServer) -> Any:
        """Make the call."""
        server.reset(self.row, self.microversion)
        nova = client.Client(self.microversion, session=sessions.new_session())
        return self.run(nova, server)


def cases() -> Iterator[Case]:
    """Yield a call of each method in ``wire.jsonl``, and those of the two other modules."""
    seen = set()
    for row in tables.wire():
        *_, (microversion, outcome) = row.outcomes()
        name = row.line.get("call")
        if name is None or name in seen or "returns" not in outcome or "requests" not in outcome:
            continue
        seen.add(name)
        yield Case(name, microversion, row, _of_row(row, microversion))
    newest = novaclient.API_MAX_VERSION.get_string()
    for route in test_routes.ROUTES:
        if route.live:
            yield Case(route.key, newest, _row_of_route(route.key), _of_route(route.key))
    for scenario in scenarios.all_scenarios():
        row = tables.Row({"id": scenario.name, "responses": scenario.responses})
        yield Case(scenario.name, scenario.microversion, row, _of_scenario(scenario))


def _of_scenario(scenario: scenarios.Scenario) -> Callable[[Any, Server], Any]:
    return lambda nova, server: scenario.run(nova)


def _of_row(row: tables.Row, microversion: str) -> Callable[[Any, Server], Any]:
    return lambda nova, server: call.prepared(
        row, microversion, nova, nova.client.session, server
    )()


def _row_of_route(key: str) -> tables.Row:
    known = key in test_routes.BODIES
    return tables.Row(
        {"id": key, "responses": [{"json": test_routes.BODIES[key]}] if known else []}
    )


def _of_route(key: str) -> Callable[[Any, Server], Any]:
    return lambda nova, server: test_routes.CALLS[key](nova)


class Malformed(NamedTuple):
    """A body that the server sends in place of a correct one.

    :ivar number: The number of the response, counted from 0.
    :ivar body: The body.
    :ivar again: Whether to send it for all later requests to the same path, too.
    """

    number: int
    body: Any
    again: bool = False


class MalformingServer(Server):
    """A server that replaces the body of one of its successful responses.

    :ivar bodies: The correct bodies of all responses.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[Any] = []
        self.malformed: Malformed | None = None
        self._again: str | None = None

    def reset(self, row: tables.Row, microversion: str) -> None:
        """Clear the record, and use the responses of a row."""
        super().reset(row, microversion)
        self.bodies = []
        self._again = None

    def _choose(self, method: str, url: str, action: frozenset[str]) -> tuple[Route, bytes, Any]:
        route, body, kind = super()._choose(method, url, action)
        number = len(self.bodies)
        assert number < MAX_REQUESTS, "the call does not stop sending requests"
        self.bodies.append(json.loads(body) if kind == "application/json" else None)
        path = url.partition("?")[0]
        malformed = self.malformed
        if malformed is None:
            return route, body, kind
        if number == malformed.number and malformed.again:
            self._again = path
        if route.status < 300 and (number == malformed.number or path == self._again):
            return route, json.dumps(malformed.body).encode(), "application/json"
        return route, body, kind


def _places(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value within a value."""
    yield where
    pairs = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield from _places(inner, (*where, key))


def _replaced(body: Any, where: tuple[Any, ...], by: Any) -> Any:
    """Return a body with the value at a place replaced or removed."""
    if not where:
        return None if by is _REMOVED else by
    changed = inner = copy.deepcopy(body)
    for step in where[:-1]:
        inner = inner[step]
    if by is _REMOVED:
        del inner[where[-1]]
    else:
        inner[where[-1]] = by
    return changed


def malformed_responses(bodies: list[Any]) -> st.SearchStrategy[Malformed]:
    """Choose a response, and remove a value from its body or replace it with any JSON."""

    def of_one(number: int) -> st.SearchStrategy[Malformed]:
        # Values near the top matter most, but are few among so many places.
        places = sorted(_places(bodies[number]), key=len)
        place = st.sampled_from(places[:15]) | st.sampled_from(places)
        by = st.just(_REMOVED) | st.none() | ANY_JSON
        bodies_of_one = st.builds(
            lambda where, value: _replaced(bodies[number], where, value), place, by
        )
        return st.builds(Malformed, st.just(number), bodies_of_one, st.booleans())

    return st.integers(0, len(bodies) - 1).flatmap(of_one)


def read_all(value: Any) -> None:
    """Read everything that a program may read from a result."""
    if inspect.isgenerator(value) or isinstance(value, (list, tuple)):
        for item in value:
            read_all(item)
    if isinstance(value, base.Resource):
        # A string must be encodable to be printed.
        f"{value!r}{value}".encode()
        value.to_dict()
        # An invalid id is refused.
        with contextlib.suppress(exceptions.InvalidIdentifier):
            base.path("words", value)
        for name, attribute in inspect.getmembers_static(type(value)):
            if isinstance(attribute, property) and not name.startswith("_"):
                _read(value, name)


def _read(resource: base.Resource, name: str) -> None:
    try:
        read_all(getattr(resource, name))
    except AttributeError as error:
        if not is_missing(error):
            raise


def is_missing(error: Exception) -> bool:
    """Tell whether an exception is about a missing attribute of a resource."""
    return isinstance(error, AttributeError) and isinstance(error.obj, base.Resource)
