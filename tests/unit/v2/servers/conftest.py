"""Fixtures of the tests of servers."""

from __future__ import annotations

import base64
import re

import pytest

from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT

SERVER = {"id": "s1", "name": "web", "status": "ACTIVE"}


def in_base64(content):
    return base64.b64encode(content).decode()


@pytest.fixture
def action(requests_mock):
    """Return the body of the last action."""
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={"server": SERVER}, status_code=202)
    return lambda: requests_mock.last_request.json()


NONE_LEFT = {"status_code": 404, "json": {"itemNotFound": {"message": "no such server"}}}
HOW = {"timeout": 5, "poll_interval": 0.001}


def server_in(state, server_id="s1"):
    """Return the JSON of a server in a state such as ``BUILD/spawning``."""
    status, _, task = state.partition("/")
    info = {
        "id": server_id,
        "name": f"web-{server_id}",
        "status": status,
        "OS-EXT-STS:task_state": task or None,
    }
    if status == "ERROR":
        info["fault"] = {"message": "No valid host was found."}
    return info


@pytest.fixture
def walk(requests_mock):
    """Let a server go through states, one per poll; None means that it is gone."""

    def through(*states, server_id="s1"):
        return requests_mock.get(
            f"{ENDPOINT}/servers/{server_id}",
            [
                NONE_LEFT
                if state is None
                else {
                    "json": {"server": server_in(state, server_id)},
                    "headers": {"x-openstack-request-id": f"req-{number}"},
                }
                for number, state in enumerate(states)
            ],
        )

    return through


@pytest.fixture
def server(nova):
    """A server as ``create`` returns it: only with its id."""
    return Server(nova.servers, {"id": "s1"})


class Nova:
    """A Nova whose servers go to their next state between two polls; None means gone."""

    def __init__(self, requests_mock, page_size=1000):
        self.walks = {}
        self.hidden = set()
        self.page_size = page_size
        self.tick = 0
        self.requests = []
        self.lose_markers = set()
        requests_mock.get(f"{ENDPOINT}/servers/detail", json=self._list)
        requests_mock.get(re.compile(rf"{ENDPOINT}/servers/s\d+$"), json=self._get)

    def step(self, polls):
        """Go to the next states when the library calls this function for the interval."""
        self.tick = polls
        return 0

    @property
    def lists(self):
        return [request for request in self.requests if request.path.endswith("/detail")]

    @property
    def gets(self):
        return [r.path.rpartition("/")[2] for r in self.requests if r not in self.lists]

    def _state(self, server_id):
        states = self.walks[server_id]
        return states[min(self.tick, len(states) - 1)]

    def _list(self, request, context):
        self.requests.append(request)
        marker = request.qs.get("marker", [None])[0]
        if marker in self.lose_markers:
            context.status_code = 400
            return {"badRequest": {"message": f"marker [{marker}] not found"}}
        hidden = set() if "all_tenants" in request.qs else self.hidden
        rows = [
            server_in(self._state(each), each)
            for each in self.walks
            if self._state(each) is not None and each not in hidden
        ]
        names = [row["id"] for row in rows]
        start = names.index(marker) + 1 if marker else 0
        page = rows[start : start + self.page_size]
        more = start + self.page_size < len(rows)
        return {"servers": page, **({"servers_links": [{"rel": "next"}]} if more else {})}

    def _get(self, request, context):
        self.requests.append(request)
        server_id = request.path.rpartition("/")[2]
        state = self._state(server_id)
        if state is None:
            context.status_code = 404
            return NONE_LEFT["json"]
        return {"server": server_in(state, server_id)}


@pytest.fixture
def many(requests_mock):
    return Nova(requests_mock)


@pytest.fixture
def how(many):
    return {"timeout": 5, "poll_interval": many.step}
