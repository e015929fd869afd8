from __future__ import annotations

import threading

import hypothesis
import pytest
import requests
from hypothesis import strategies
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


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "Http_Proxy", "all_proxy"])
def test_a_proxy_that_is_named_later_is_used_from_then_on(make_session, cloud, monkeypatch, name):
    session = make_session()
    _list_servers(session, cloud)
    monkeypatch.setenv(name, cloud.endpoint)
    session.get("http://nova.example/servers", raise_exc=False)
    session.close()
    assert [request.path for request in cloud.requests][1:] == ["http://nova.example/servers"]


def test_a_proxy_is_left_out_where_the_environment_says_so(make_session, cloud, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    session = make_session()
    _list_servers(session, cloud)
    session.close()


def test_the_proxy_of_a_session_is_used(make_session, cloud):
    session = make_session()
    session.session.proxies["http"] = cloud.endpoint
    session.get("http://nova.example/servers", raise_exc=False)
    session.close()
    assert [request.path for request in cloud.requests] == ["http://nova.example/servers"]


_hosts = strategies.sampled_from(["nova.example", "10.0.0.1", "[fd00::1]", "localhost"])
_proxies = strategies.sampled_from(["", "http://proxy.example:3128", "socks5://10.0.0.9"])
_variables = strategies.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(["http_proxy", "HTTPS_PROXY", "All_Proxy", "ws_proxy"], _proxies),
        "no_proxy": strategies.sampled_from(["", "*", ".example", "10.0.0.0/8", "localhost"]),
        "REQUEST_METHOD": strategies.just("GET"),
        "REQUESTS_CA_BUNDLE": strategies.just("/ca.pem"),
        "MY_PROXYLESS": strategies.just("1"),
    },
)


@hypothesis.given(
    variables=_variables,
    scheme=strategies.sampled_from(["http", "https"]),
    host=_hosts,
    of_session=strategies.dictionaries(strategies.sampled_from(["http", "https"]), _proxies),
    of_request=strategies.dictionaries(strategies.sampled_from(["http", "https"]), _proxies),
    verify=strategies.sampled_from([None, True, False, "/own.pem"]),
    trusts=strategies.booleans(),
)
def test_the_environment_counts_as_it_does_for_requests(
    variables, scheme, host, of_session, of_request, verify, trusts
):
    def settings(session):
        session.proxies, session.trust_env = of_session, trusts
        found = session.merge_environment_settings(url, {**of_request}, None, verify, None)
        return {**found, "proxies": requests.utils.select_proxy(url, found["proxies"])}

    url = f"{scheme}://{host}:8774/v2.1"
    own = sessions.OwnSession(None, False).session
    with pytest.MonkeyPatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        assert settings(own) == settings(requests.Session())
