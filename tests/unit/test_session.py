from __future__ import annotations

import threading

import hypothesis
import pytest
import requests
from hypothesis import strategies
from keystoneauth1 import token_endpoint

import novaclient
from novaclient import session as sessions


@pytest.fixture
def make_session(cloud):
    """Create a session of the library."""

    def make(connection_pool=False, **kwargs):
        auth = token_endpoint.Token(cloud.endpoint, "TOKEN")
        return sessions.OwnSession(auth, connection_pool, **kwargs)

    return make


def _list_servers(session, cloud):
    assert session.get(f"{cloud.endpoint}/servers").status_code == 200


def test_a_session_reuses_its_connection(make_session, cloud):
    session = make_session()
    for _ in range(3):
        _list_servers(session, cloud)
    assert cloud.connections == 1
    session.close()


def test_closing_a_session_closes_its_connections(make_session, cloud):
    session = make_session()
    _list_servers(session, cloud)
    session.close()
    assert cloud.all_closed()


def test_a_session_can_be_closed_twice(make_session, cloud):
    session = make_session()
    _list_servers(session, cloud)
    session.close()
    session.close()
    assert cloud.all_closed()


def test_a_closed_session_can_be_used_again(make_session, cloud):
    session = make_session()
    session.close()
    _list_servers(session, cloud)
    session.close()
    assert cloud.all_closed()


def test_closing_a_session_leaves_shared_connections_open(make_session, cloud):
    one, other = make_session(True), make_session(True)
    _list_servers(one, cloud)
    one.close()
    _list_servers(other, cloud)
    assert (cloud.connections, cloud.open_connections) == (1, 1)


def test_http_and_https_share_one_pool(make_session):
    session = make_session(True)
    assert session.session.get_adapter("http://x") is session.session.get_adapter("https://x")


def test_a_pool_is_shared_only_on_request(make_session):
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


def test_the_user_agent_names_the_library(make_session, cloud):
    session = make_session(True)
    _list_servers(session, cloud)
    assert cloud.requests[0].user_agent[0].startswith("python-novaclient/")


@pytest.mark.parametrize("version", [None, "1.2"])
def test_the_user_agent_names_the_program_before_the_library(make_session, cloud, version):
    session = make_session(app_name="mine", app_version=version)
    _list_servers(session, cloud)
    first, second, *_ = cloud.requests[0].user_agent
    assert first == ("mine/1.2" if version else "mine")
    assert second == f"python-novaclient/{novaclient.__version__}"
    session.close()


def test_a_session_takes_the_arguments_of_keystoneauth(make_session):
    session = make_session(verify="/ca.pem", cert="/cert.pem", timeout=3)
    assert (session.verify, session.cert, session.timeout) == ("/ca.pem", "/cert.pem", 3)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "Http_Proxy", "all_proxy"])
def test_a_proxy_that_is_set_later_is_used_from_then_on(make_session, cloud, monkeypatch, name):
    session = make_session()
    _list_servers(session, cloud)
    monkeypatch.setenv(name, cloud.endpoint)
    session.get("http://nova.example/servers", raise_exc=False)
    session.close()
    assert [request.path for request in cloud.requests][1:] == ["http://nova.example/servers"]


def test_no_proxy_is_used_for_hosts_in_no_proxy(make_session, cloud, monkeypatch):
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
def test_the_environment_is_read_as_requests_reads_it(
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


# Forks.


PARENT_AND_CHILDREN = """
import os, sys, traceback
from novaclient import client

def work(name):
    for _ in range(20):
        assert nova.servers.get(name).name == name

nova = client.Client(
    "2.1", "demo", "x", "p1", sys.argv[1], user_domain_id="default", timeout=10
)
nova.servers.list()
children = []
for number in range(24):
    child = os.fork()
    if not child:
        try:
            work(f"s{number}")
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    children.append(child)
work("parent")
assert not any([os.waitpid(child, 0)[1] for child in children])
"""


def _serve_by_name(cloud, *names):
    for name in names:
        cloud.respond(
            "GET", f"/compute/v2.1/servers/{name}", {"server": {"id": name, "name": name}}
        )


def test_forked_children_and_their_parent_get_their_own_responses(cloud, run_python):
    _serve_by_name(cloud, "parent", *[f"s{number}" for number in range(24)])
    run_python(PARENT_AND_CHILDREN, cloud.auth_url)
    by_port = {}
    for request in cloud.requests:
        if request.path.startswith("/compute/v2.1/servers/s"):
            by_port.setdefault(request.port, set()).add(request.path)
    assert sorted(len(paths) for paths in by_port.values()) == [1] * 24


def test_forked_children_keep_the_token_of_their_parent(cloud, run_python):
    _serve_by_name(cloud, "parent", *[f"s{number}" for number in range(24)])
    run_python(PARENT_AND_CHILDREN, cloud.auth_url)
    assert len(cloud.sent("POST", "/auth/tokens")) == 1


THREADS_AND_CHILDREN = """
import os, signal, sys, threading, traceback, warnings
from novaclient import client

# Python warns about forking a process with threads, which is what is tested.
warnings.simplefilter("ignore", DeprecationWarning)

def work(name):
    server = nova.servers.get(name)
    server.set_info("seen", True)
    assert server.name == name

def keep_working():
    while not done.is_set():
        work("parent")

nova = client.Client(
    "2.1", "demo", "x", "p1", sys.argv[1], user_domain_id="default", timeout=10
)
nova.servers.list()
done = threading.Event()
threads = [threading.Thread(target=keep_working) for _ in range(8)]
for thread in threads:
    thread.start()
failed = 0
for number in range(24):
    child = os.fork()
    if not child:
        # A child that waits for a lock that nobody releases ends like this.
        signal.alarm(20)
        try:
            for _ in range(5):
                work(f"s{number}")
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    failed += os.waitpid(child, 0)[1]
done.set()
for thread in threads:
    thread.join()
assert not failed
"""


def test_children_of_a_process_with_threads_get_their_own_responses(cloud, run_python):
    _serve_by_name(cloud, "parent", *[f"s{number}" for number in range(24)])
    run_python(THREADS_AND_CHILDREN, cloud.auth_url)
    assert cloud.sent("GET", "/s23")


LOGIN_AND_CHILD = """
import os, signal, sys, threading, warnings
from keystoneauth1 import identity
from novaclient import client

warnings.simplefilter("ignore", DeprecationWarning)
parent = os.getpid()
logging_in = threading.Event()

class Slow(identity.V3Password):
    def get_auth_ref(self, session):
        if os.getpid() == parent:
            logging_in.set()
            threading.Event().wait()
        return super().get_auth_ref(session)

auth = Slow(sys.argv[1], username="demo", password="x", project_id="p1", user_domain_id="default")
nova = client.Client("2.1", auth=auth, timeout=10)
threading.Thread(target=nova.servers.list, daemon=True).start()
logging_in.wait()
child = os.fork()
if not child:
    signal.alarm(20)
    nova.servers.list()
    os._exit(0)
os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) and 1)
"""


def test_a_child_that_is_forked_during_a_login_logs_in_itself(cloud, run_python):
    run_python(LOGIN_AND_CHILD, cloud.auth_url)
    assert len(cloud.sent("POST", "/auth/tokens")) == 1
