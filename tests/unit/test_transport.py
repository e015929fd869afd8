"""Connections whose timeout is a deadline, and what happens to them in a forked child."""

from __future__ import annotations

import contextlib

import pytest
import requests
from keystoneauth1 import exceptions as kexceptions
from keystoneauth1 import token_endpoint

from novaclient import client
from novaclient.transport import DeadlineAdapter
from tests.unit.fault_server import FaultServer, drip, raw
from tests.unit.server import PATIENCE

OK = b"HTTP/1.1 200 OK\r\n"
JSON = OK + b"Content-Type: application/json\r\n"

#: A timeout far below the patience of the server, for responses that never end by themselves.
SHORT = 0.3


@pytest.fixture
def server():
    with FaultServer() as running:
        yield running


@pytest.fixture
def transport():
    adapter = DeadlineAdapter()
    yield adapter
    adapter.close()


@pytest.fixture
def get(server, transport):
    """Send a GET request through the transport and return the names of the servers."""
    session = requests.Session()
    session.mount("http://", transport)

    def get(timeout=PATIENCE):
        response = session.get(f"{server.url}/servers", timeout=timeout)
        return [row["name"] for row in response.json()["servers"]]

    return get


# Deadlines.


def test_headers_that_arrive_too_slowly_are_a_timeout(server, get):
    server.faults = [drip(OK + b"Content-Type: ", b"x")]
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(SHORT)


def test_a_body_that_arrives_too_slowly_is_a_timeout(server, get):
    server.faults = [drip(JSON + b"Content-Length: 5000\r\n\r\n", b" ")]
    with pytest.raises(requests.exceptions.ConnectionError, match="timed out"):
        get(SHORT)


def test_the_timeout_of_a_response_does_not_start_anew_with_each_piece(server, get):
    pieces = [JSON + b"Content-Length: 15\r\n\r\n", b'{"servers": []}']
    server.faults = [raw(*pieces, silence=SHORT * 2 / 3)]
    with pytest.raises(requests.exceptions.RequestException, match="timed out"):
        get(SHORT)


def test_without_a_timeout_a_slow_response_is_read_to_its_end(server, get):
    server.faults = [raw(JSON, b"Content-Length: 15\r\n\r\n", b'{"servers": []}', silence=SHORT)]
    assert get(timeout=None) == []


def test_a_request_after_a_timeout_uses_a_new_connection(server, get):
    server.faults = [drip(OK, b"A: b\r\n")]
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(SHORT)
    assert get() == ["web"]
    assert len(server.threads) == 1 + 2


# Connections.


def test_requests_share_a_connection(server, get):
    assert get() == get() == ["web"]
    assert len(server.threads) == 1 + 1


def test_close_closes_the_connections_even_if_something_refers_to_their_pool(
    server, get, transport
):
    get()
    pool = transport.poolmanager.connection_from_url(server.url)
    transport.close()
    assert server.all_closed()
    assert pool.pool is None


def test_a_closed_transport_opens_new_connections(server, get, transport):
    get()
    transport.close()
    assert get() == ["web"]
    assert len(server.threads) == 1 + 2


def test_forgotten_connections_are_not_used_again(server, get, transport):
    get()
    transport.forget_connections()
    assert get() == ["web"]
    assert len(server.threads) == 1 + 2


LOCKED_AND_CHILD = """
import os, signal, sys, threading, warnings

# A child that waits for a lock that nobody releases ends like this.
os.register_at_fork(after_in_child=lambda: signal.alarm(20))

import requests
from novaclient.transport import DeadlineAdapter

# Python warns about forking a process with threads, which is what is tested.
warnings.simplefilter("ignore", DeprecationWarning)

transport = DeadlineAdapter()
session = requests.Session()
session.mount("http://", transport)
session.get(sys.argv[1])
locked, done = threading.Event(), threading.Event()

def hold_the_lock():
    with transport.poolmanager.pools.lock:
        locked.set()
        done.wait()

threading.Thread(target=hold_the_lock).start()
locked.wait()
child = os.fork()
if not child:
    session.get(sys.argv[1])
    os._exit(0)
done.set()
assert os.waitpid(child, 0)[1] == 0
"""


def test_a_forked_child_does_not_wait_for_a_lock_that_a_thread_of_its_parent_held(
    server, run_python
):
    run_python(LOCKED_AND_CHILD, f"{server.url}/servers")
    assert server.sent() == ["GET /servers"] * 2


# The sessions of clients.


@pytest.fixture
def connect(server):
    """Create a client of the server, with a session of its own."""
    with contextlib.ExitStack() as stack:

        def connect(timeout=PATIENCE, **kwargs):
            auth = token_endpoint.Token(server.url, "TOKEN")
            nova = client.Client("2.1", auth=auth, timeout=timeout, **kwargs)
            return stack.enter_context(nova)

        yield connect


def test_each_response_on_a_connection_has_the_whole_timeout(connect, server):
    nova = connect(timeout=1)
    pieces = [JSON, b"Content-Length: 15\r\n\r\n", b'{"servers": []}']
    server.faults = [raw(*pieces, silence=0.08, keep=True)] * 5
    assert [nova.servers.list() for _ in range(5)] == [[]] * 5
    assert len(server.threads) == 2


def test_a_timeout_applies_in_the_shared_pool(connect, server):
    server.faults = [drip(JSON + b"Content-Length: 5000\r\n\r\n", b" ")]
    with pytest.raises(kexceptions.ConnectFailure):
        connect(SHORT, connection_pool=True).servers.list()


def test_a_timeout_applies_through_a_proxy(connect, server, monkeypatch):
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
from novaclient.transport import DeadlineAdapter

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
    cloud.respond("GET", "http://nova.example/servers/detail", {"servers": []})
    run_python(PROXY_AND_CHILD, pool, http_proxy=cloud.url)
    first, in_the_child, last = [request.port for request in cloud.requests]
    assert in_the_child != first
    assert last == first
