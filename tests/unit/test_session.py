from __future__ import annotations

import threading

import pytest
from keystoneauth1 import token_endpoint

from novaclient import session as sessions


@pytest.fixture
def make_session(cloud):
    """A session that the library made."""

    def make(connection_pool=False, **kwargs):
        auth = token_endpoint.Token(cloud.endpoint, "TOKEN")
        return sessions.OwnSession(auth, connection_pool, **kwargs)

    return make


def _list_servers(session, cloud):
    assert session.get(f"{cloud.endpoint}/servers").status_code == 200


def test_it_keeps_its_connection(make_session, cloud):
    session = make_session()
    for _ in range(3):
        _list_servers(session, cloud)
    assert cloud.connections == 1
    session.close()


def test_closing_closes_its_connections(make_session, cloud):
    session = make_session()
    _list_servers(session, cloud)
    session.close()
    assert cloud.all_closed()


def test_closing_twice_is_fine(make_session, cloud):
    session = make_session()
    _list_servers(session, cloud)
    session.close()
    session.close()
    assert cloud.all_closed()


def test_it_works_after_closing(make_session, cloud):
    session = make_session()
    session.close()
    _list_servers(session, cloud)
    session.close()
    assert cloud.all_closed()


def test_closing_leaves_the_shared_connections_open(make_session, cloud):
    one, other = make_session(True), make_session(True)
    _list_servers(one, cloud)
    one.close()
    _list_servers(other, cloud)
    assert (cloud.connections, cloud.open_connections) == (1, 1)


def test_http_and_https_share_one_pool(make_session):
    session = make_session(True)
    assert session.session.get_adapter("http://x") is session.session.get_adapter("https://x")


def test_no_pool_is_shared_unless_that_is_wanted(make_session):
    adapters = [make_session(pool).session.get_adapter("http://x") for pool in (0, 0, 1, 1)]
    assert adapters[0] is not adapters[1]
    assert adapters[1] is not adapters[2]
    assert adapters[2] is adapters[3]


def test_many_threads_keep_their_connections_in_the_pool(make_session, cloud, caplog):
    together = threading.Barrier(sessions.POOL_SIZE)

    def work():
        session = make_session(True)
        together.wait()
        _list_servers(session, cloud)

    for _ in range(2):
        threads = [threading.Thread(target=work) for _ in range(sessions.POOL_SIZE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert cloud.connections <= sessions.POOL_SIZE
    assert "pool is full" not in caplog.text


def test_it_names_the_library_in_the_user_agent(make_session, cloud):
    session = make_session(True)
    _list_servers(session, cloud)
    assert cloud.requests[0].user_agent[0].startswith("python-novaclient/")


def test_it_takes_what_keystoneauth_sessions_take(make_session):
    session = make_session(verify="/ca.pem", cert="/cert.pem", timeout=3)
    assert (session.verify, session.cert, session.timeout) == ("/ca.pem", "/cert.pem", 3)
