"""Answers that are not what the API promises, made by spoiling those that are."""

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
from tests.contract import call, sessions, tables, test_routes, walks
from tests.contract.server import Route, Server

#: Any JSON at all, but small.
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5)
    # What is no text, and what is no id.
    | st.sampled_from(["\ud800", "a\udfff", "..", "/", ""]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=3,
)

_LEFT_OUT = object()

#: No call sends so many requests, whatever the server answers.
MOST_REQUESTS = 400


class Case(NamedTuple):
    """A call that succeeds when the answers are right."""

    name: str
    microversion: str
    row: tables.Row
    run: Callable[[Any, Server], Any]

    def perform(self, server: SpoilingServer) -> Any:
        """Make the call."""
        server.begin(self.row, self.microversion)
        nova = client.Client(self.microversion, session=sessions.new_session())
        return self.run(nova, server)


def cases() -> Iterator[Case]:
    """Yield one call of each name in ``wire.jsonl``, those of ``test_routes`` and ``walks``."""
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
    for walk in walks.all_walks():
        row = tables.Row({"id": walk.name, "responses": walk.responses})
        yield Case(walk.name, walk.microversion, row, _of_walk(walk))


def _of_walk(walk: walks.Walk) -> Callable[[Any, Server], Any]:
    return lambda nova, server: walk.run(nova)


def _of_row(row: tables.Row, microversion: str) -> Callable[[Any, Server], Any]:
    return lambda nova, server: call.prepared(
        row, microversion, nova, nova.client.session, server
    )()


def _row_of_route(key: str) -> tables.Row:
    known = key in test_routes.ANSWERS
    return tables.Row(
        {"id": key, "responses": [{"json": test_routes.ANSWERS[key]}] if known else []}
    )


def _of_route(key: str) -> Callable[[Any, Server], Any]:
    return lambda nova, server: test_routes.CALLS[key](nova)


class Spoilt(NamedTuple):
    """What a server sends instead of one of its answers.

    :ivar number: The number of the answer.
    :ivar body: What is sent.
    :ivar again: Whether the same is sent to every later request for that path.
    """

    number: int
    body: Any
    again: bool = False


class SpoilingServer(Server):
    """A server that sends what it is told instead of one of its answers.

    :ivar bodies: The bodies of the successes that it sent.
    """

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[Any] = []
        self.spoilt: Spoilt | None = None
        self._again: str | None = None

    def begin(self, row: tables.Row, microversion: str) -> None:
        """Forget the past, and answer as a row wants it."""
        super().begin(row, microversion)
        self.bodies = []
        self._again = None

    def _choose(self, method: str, url: str, action: frozenset[str]) -> tuple[Route, bytes, Any]:
        route, body, kind = super()._choose(method, url, action)
        number = len(self.bodies)
        assert number < MOST_REQUESTS, "the call does not end"
        self.bodies.append(json.loads(body) if kind == "application/json" else None)
        path = url.partition("?")[0]
        spoilt = self.spoilt
        if spoilt and number == spoilt.number and spoilt.again:
            self._again = path
        if spoilt and route.status < 300 and (number == spoilt.number or path == self._again):
            return route, json.dumps(spoilt.body).encode(), "application/json"
        return route, body, kind


def _places(value: Any, where: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value within a value."""
    yield where
    pairs = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        pairs = enumerate(value)
    for key, inner in pairs:
        yield from _places(inner, (*where, key))


def _spoilt(body: Any, where: tuple[Any, ...], by: Any) -> Any:
    """Return a body with another value at a place, or without it."""
    if not where:
        return None if by is _LEFT_OUT else by
    changed = inner = copy.deepcopy(body)
    for step in where[:-1]:
        inner = inner[step]
    if by is _LEFT_OUT:
        del inner[where[-1]]
    else:
        inner[where[-1]] = by
    return changed


def spoilt(bodies: list[Any]) -> st.SearchStrategy[Spoilt]:
    """Choose an answer by its number, and leave something out of it or put anything there."""

    def of_one(number: int) -> st.SearchStrategy[Spoilt]:
        # What is near the top matters most, and is not often met among so many places.
        places = sorted(_places(bodies[number]), key=len)
        place = st.sampled_from(places[:15]) | st.sampled_from(places)
        by = st.just(_LEFT_OUT) | st.none() | ANY_JSON
        bodies_of_one = st.builds(
            lambda where, value: _spoilt(bodies[number], where, value), place, by
        )
        return st.builds(Spoilt, st.just(number), bodies_of_one, st.booleans())

    return st.integers(0, len(bodies) - 1).flatmap(of_one)


def look_at(value: Any) -> None:
    """Read what a program may read of a result."""
    if inspect.isgenerator(value) or isinstance(value, (list, tuple)):
        for item in value:
            look_at(item)
    if isinstance(value, base.Resource):
        # What can't be encoded can't be printed.
        f"{value!r}{value}".encode()
        value.to_dict()
        # An id that no URL can hold is refused.
        with contextlib.suppress(exceptions.InvalidIdentifier):
            base.path("words", value)
        for name, attribute in inspect.getmembers_static(type(value)):
            if isinstance(attribute, property) and not name.startswith("_"):
                _read(value, name)


def _read(resource: base.Resource, name: str) -> None:
    try:
        look_at(getattr(resource, name))
    except AttributeError as error:
        if not is_missing(error):
            raise


def is_missing(error: Exception) -> bool:
    """Tell whether an error says of a resource that it has no such attribute."""
    return isinstance(error, AttributeError) and isinstance(error.obj, base.Resource)
