"""No id or name, however unusual, leads to another resource."""

from __future__ import annotations

import os
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib import parse

import hypothesis
import pytest
from hypothesis import strategies as st

from novaclient import client, exceptions
from tests.contract import sessions, tables, test_routes, values
from tests.contract.test_routes import CALLS, ROUTES, Route

if TYPE_CHECKING:
    from tests.contract.server import Server

#: Routes with an id or a name in their path.
ROUTES_WITH_IDS = [
    route for route in ROUTES if route.live and "{" in route.path and route.key in CALLS
]

TRICKY = [
    *("", ".", "..", "/", "../x", "a/b", "%2e%2e", "%2F", "?x", "#", ";", "\\", "\0", "\r\n"),
    *("ß", " ", "+"),
]

#: What the library raises without sending a request: for an invalid id, for a key of an extra spec
#: that Nova does not accept, and for a missing flavor.
REFUSALS = (exceptions.InvalidIdentifier, exceptions.CommandError, NotImplementedError)

EXAMPLES = hypothesis.settings(
    max_examples=int(os.environ.get("NOVACLIENT_EXAMPLES", "10")),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


def _segments(url: str) -> list[str]:
    path = url.removeprefix("{compute}").partition("?")[0]
    return [parse.unquote(segment) for segment in path.split("/")]


def _ids(route: Route, segments: list[str]) -> list[str]:
    """Return the segments in place of the ids in the path of a route."""
    pairs = zip(route.path.split("/"), segments, strict=True)
    return [segment for word, segment in pairs if word.startswith("{")]


def _with_id(call: Callable[[Any], Any], ids: list[str], new: str) -> Callable[[Any], Any]:
    """Return a call of ``CALLS`` with each id replaced."""
    code = call.__code__
    consts = tuple(new if str(value) in ids else value for value in code.co_consts)
    names = {name: new for name in code.co_names if call.__globals__.get(name) in ids}
    changed = {**call.__globals__, **names, "flavor": _flavor(new)}
    return types.FunctionType(code.replace(co_consts=consts), changed)


def _flavor(flavor_id: str) -> Callable[[Any], Any]:
    return lambda nova: values.resource(nova, "flavors", {"id": flavor_id})


def _request(route: Route, call: Callable[[Any], Any], server: Server) -> dict[str, Any]:
    known = route.key in test_routes.BODIES
    responses = [{"json": test_routes.BODIES[route.key]}] if known else []
    server.reset(tables.Row({"id": route.key, "responses": responses}), route.newest)
    try:
        call(client.Client(route.newest, session=sessions.new_session()))
    except REFUSALS:
        assert server.sent == []
        raise
    except exceptions.ClientException:
        # The response to such an id does not matter here.
        pass
    return server.sent[0]


@pytest.mark.parametrize("route", ROUTES_WITH_IDS, ids=lambda route: route.key)
def test_an_id_stays_one_segment_of_the_path(route: Route, server: Server) -> None:
    call = CALLS[route.key]
    usual = _segments(_request(route, call, server)["url"])
    ids = _ids(route, usual)

    @EXAMPLES
    @hypothesis.given(st.sampled_from(TRICKY) | st.text(max_size=8))
    def check(new: str) -> None:
        try:
            sent = _request(route, _with_id(call, ids, new), server)
        except exceptions.InvalidIdentifier:
            assert new in ("", ".", "..")
            return
        except REFUSALS:
            return
        segments = _segments(sent["url"])
        assert new in segments
        assert [usual[i] if found == new else found for i, found in enumerate(segments)] == usual
        assert sent["method"] == route.http_method

    check()


@pytest.mark.parametrize("server_id", ["", ".", ".."])
def test_an_id_that_changes_the_path_is_refused(server_id: str, server: Server) -> None:
    server.reset(tables.Row({"id": "refused"}), "2.1")
    with pytest.raises(exceptions.InvalidIdentifier):
        client.Client("2.1", session=sessions.new_session()).servers.get(server_id)
    assert server.sent == []
