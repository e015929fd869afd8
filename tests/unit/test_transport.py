"""Connections whose timeout is a deadline, and what a forked child does with them."""

from __future__ import annotations

import contextlib

import pytest
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import token_endpoint

from novaclient import client
from tests.unit.fault_server import FaultServer, drip, raw
from tests.unit.server import PATIENCE

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

#: Far below the patience of the server, for what never ends by itself.
SHORT = 0.3


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def connect(server):
    """Make a client of the server, with a session of its own."""
    with contextlib.ExitStack() as stack:

        def connect(timeout=PATIENCE, **kwargs):
            auth = token_endpoint.Token(server.url, "TOKEN")
            nova = client.Client("2.1", auth=auth, timeout=timeout, **kwargs)
            return stack.enter_context(nova)

        yield connect


def test_an_answer_in_time_leaves_the_next_its_whole_time(connect, server):
    nova = connect(timeout=1)
    pieces = [JSON, b"Content-Length: 15\r\n\r\n", b'{"servers": []}']
    server.faults = [raw(*pieces, silence=0.08, keep=True)] * 5
    assert [nova.servers.list() for _ in range(5)] == [[]] * 5
    assert len(server.threads) == 2


def test_a_timeout_holds_in_the_shared_pool(connect, server):
    server.faults = [drip(JSON + b"Content-Length: 5000\r\n\r\n", b" ")]
    with pytest.raises(kexceptions.ConnectFailure):
        connect(SHORT, connection_pool=True).servers.list()


def test_a_timeout_holds_through_a_proxy(connect, server, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    nova = connect(SHORT, endpoint_override="http://nova.example")
    server.faults = [drip(JSON + b"Content-Length: 5000\r\n\r\n", b" ")]
    with pytest.raises(kexceptions.ConnectFailure):
        nova.servers.list()
    assert server.sent() == ["GET http://nova.example/servers/detail"]


PROXY_AND_CHILD = """
import os, sys
from keystoneauth1 import token_endpoint
from novaclient import client

auth = token_endpoint.Token("http://nova.example", "TOKEN")
nova = client.Client("2.1", auth=auth, timeout=10, connection_pool=sys.argv[1] == "shared")
nova.servers.list()
child = os.fork()
if not child:
    nova.servers.list()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
nova.servers.list()
"""


@pytest.mark.parametrize("pool", ["own", "shared"])
def test_a_forked_child_has_its_own_connection_to_a_proxy(cloud, run_python, pool):
    cloud.answer("GET", "http://nova.example/servers/detail", {"servers": []})
    run_python(PROXY_AND_CHILD, pool, http_proxy=cloud.url)
    first, in_the_child, last = [request.port for request in cloud.requests]
    assert in_the_child != first
    assert last == first
