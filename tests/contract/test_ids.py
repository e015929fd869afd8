"""No id or name, however odd, reaches another resource than its own."""

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

#: Those with an id or a name in their path that the caller gives.
ROUTES_WITH_IDS = [
    route for route in ROUTES if route.live and "{" in route.path and route.key in CALLS
]

TRICKY = [
    *("", ".", "..", "/", "../x", "a/b", "%2e%2e", "%2F", "?x", "#", ";", "\\", "\0", "\r\n"),
    *("ß", " ", "+"),
]

#: How the library refuses what it does not send: an id that no URL can hold, the key of an extra
#: spec that Nova does not take, and no flavor where one is asked for.
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
    """Return what stands where the path of a route has a place for an id."""
    pairs = zip(route.path.split("/"), segments, strict=True)
    return [segment for word, segment in pairs if word.startswith("{")]


def _with_id(call: Callable[[Any], Any], ids: list[str], text: str) -> Callable[[Any], Any]:
    """Return a call of ``CALLS`` in which a text stands instead of each id."""
    code = call.__code__
    consts = tuple(text if str(value) in ids else value for value in code.co_consts)
    names = {name: text for name in code.co_names if call.__globals__.get(name) in ids}
    changed = {**call.__globals__, **names, "flavor": _flavor(text)}
    return types.FunctionType(code.replace(co_consts=consts), changed)


def _flavor(text: str) -> Callable[[Any], Any]:
    return lambda nova: values.resource(nova, "flavors", {"id": text})


def _request(route: Route, call: Callable[[Any], Any], server: Server) -> dict[str, Any]:
    known = route.key in test_routes.ANSWERS
    responses = [{"json": test_routes.ANSWERS[route.key]}] if known else []
    server.begin(tables.Row({"id": route.key, "responses": responses}), route.newest)
    try:
        call(client.Client(route.newest, session=sessions.new_session()))
    except REFUSALS:
        assert server.sent == []
        raise
    except exceptions.ClientException:
        # What the server has to say of such an id is another matter.
        pass
    return server.sent[0]


@pytest.mark.parametrize("route", ROUTES_WITH_IDS, ids=lambda route: route.key)
def test_an_id_stays_in_its_place(route: Route, server: Server) -> None:
    call = CALLS[route.key]
    usual = _segments(_request(route, call, server)["url"])
    ids = _ids(route, usual)

    @EXAMPLES
    @hypothesis.given(st.sampled_from(TRICKY) | st.text(max_size=8))
    def check(text: str) -> None:
        try:
            sent = _request(route, _with_id(call, ids, text), server)
        except exceptions.InvalidIdentifier:
            assert text in ("", ".", "..")
            return
        except REFUSALS:
            return
        segments = _segments(sent["url"])
        assert text in segments
        assert [usual[i] if found == text else found for i, found in enumerate(segments)] == usual
        assert sent["method"] == route.http_method

    check()


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_what_would_lead_elsewhere_is_refused(text: str, server: Server) -> None:
    server.begin(tables.Row({"id": "refused"}), "2.1")
    with pytest.raises(exceptions.InvalidIdentifier):
        client.Client("2.1", session=sessions.new_session()).servers.get(text)
    assert server.sent == []
