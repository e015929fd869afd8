"""What the user guide promises; promises about connections are tested with real sockets."""

from __future__ import annotations

import gc
import threading
import warnings

import pytest
from keystoneauth1 import identity
from keystoneauth1 import session as ksession

import novaclient
from novaclient import api_versions, client, exceptions
from novaclient.v2 import client as client_v2

OURS = f"python-novaclient/{novaclient.__version__}"


@pytest.fixture
def session_of_the_caller(cloud):
    auth = identity.Password(
        cloud.auth_url,
        username="demo",
        password="secret",
        project_id="p1",
        user_domain_id="default",
    )
    session = ksession.Session(
        auth, app_name="horizon", app_version="25.3", additional_user_agent=[("osc-lib", "4.0")]
    )
    yield session
    session.session.close()


# Creating a client.


def test_name_password_project_and_auth_url_may_be_positional(cloud):
    with client.Client("2", "demo", "secret", "p1", cloud.auth_url) as nova:
        nova.servers.list()
    auth = cloud.sent("POST", "/auth/tokens")[0].json["auth"]
    assert auth["identity"]["password"]["user"]["name"] == "demo"
    assert auth["identity"]["password"]["user"]["password"] == "secret"
    assert auth["scope"] == {"project": {"id": "p1"}}


@pytest.mark.parametrize(
    ("arguments", "user_domain", "project"),
    [
        (
            {"user_domain_id": "ud", "project_name": "p", "project_domain_id": "pd"},
            {"id": "ud"},
            {"name": "p", "domain": {"id": "pd"}},
        ),
        (
            {"user_domain_name": "ud", "project_name": "p", "project_domain_name": "pd"},
            {"name": "ud"},
            {"name": "p", "domain": {"name": "pd"}},
        ),
    ],
    ids=["ids", "names"],
)
def test_domains_are_given_by_id_or_by_name(cloud, arguments, user_domain, project):
    with client.Client("2.1", "demo", "secret", auth_url=cloud.auth_url, **arguments) as nova:
        nova.servers.list()
    auth = cloud.sent("POST", "/auth/tokens")[0].json["auth"]
    assert auth["identity"]["password"]["user"]["domain"] == user_domain
    assert auth["scope"] == {"project": project}


def test_version_1_1_means_2_0_and_warns_at_the_line_of_the_caller(cloud):
    with pytest.warns(DeprecationWarning, match="1.1") as warned:
        nova = client.Client("1.1", "demo", "secret", "p1", cloud.auth_url)
    assert nova.api_version == api_versions.APIVersion("2.0")
    assert [w.filename for w in warned] == [__file__]


@pytest.mark.parametrize("version", ["2", 2, "2.0", api_versions.APIVersion("2.0")])
def test_version_2_requests_no_microversion(cloud, log_in, version):
    with client.Client(version, "demo", "secret", "p1", cloud.auth_url) as nova:
        nova.servers.list()
    headers = cloud.sent("GET", "/servers/detail")[0].headers
    assert "X-OpenStack-Nova-API-Version" not in headers
    assert "OpenStack-API-Version" not in headers


@pytest.mark.parametrize("version", ["2.53", 2.53, api_versions.APIVersion("2.53")])
def test_a_microversion_is_requested_in_both_headers(cloud, version):
    with client.Client(version, "demo", "secret", "p1", cloud.auth_url) as nova:
        nova.servers.list()
    headers = cloud.sent("GET", "/servers/detail")[0].headers
    assert headers["X-OpenStack-Nova-API-Version"] == "2.53"
    assert headers["OpenStack-API-Version"] == "compute 2.53"


def test_any_keystoneauth_session_can_be_used(cloud, session_of_the_caller):
    nova = client.Client("2.1", session=session_of_the_caller)
    assert [server.name for server in nova.servers.list()] == ["web", "db"]


def test_creating_a_client_sends_nothing(cloud, log_in):
    log_in()
    assert cloud.connections == 0


def test_the_class_behind_the_factory_refuses_to_be_called():
    with pytest.raises(exceptions.Forbidden, match="1493576"):
        client_v2.Client(api_versions.APIVersion("2.1"))


# The first calls.


def test_servers_and_flavors_are_listed(log_in):
    with log_in() as nova:
        assert [repr(server) for server in nova.servers.list()] == [
            "<Server: web>",
            "<Server: db>",
        ]
        assert [repr(flavor) for flavor in nova.flavors.list()] == [
            "<Flavor: tiny>",
            "<Flavor: small>",
        ]


def test_a_flavor_is_found_by_its_memory(log_in):
    with log_in() as nova:
        assert nova.flavors.find(ram=512).name == "tiny"


def test_a_server_can_be_created_from_a_name_and_a_flavor(cloud):
    with client.Client("2.1", "demo", "secret", "p1", cloud.auth_url) as nova:
        flavor = nova.flavors.find(ram=512)
        server = nova.servers.create("my-server", flavor=flavor)
    assert server.id == "s-3"
    sent = cloud.sent("POST", "/servers")[0].json["server"]
    assert (sent["name"], sent["flavorRef"], sent["imageRef"]) == ("my-server", "1", "")


def test_a_server_without_a_flavor_is_a_type_error_that_names_the_flavor(cloud, log_in):
    with log_in() as nova, pytest.raises(TypeError, match="flavor"):
        nova.servers.create("my-server", image="i1", nics="none")
    assert cloud.requests == []


# The user agent.


def test_the_user_agent_names_the_library_once_for_both_services(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
    for request in cloud.requests:
        assert request.user_agent.count(OURS) == 1, request.path
        assert request.headers["User-Agent"].count("novaclient") == 1, request.path


def test_the_user_agent_contains_that_of_keystoneauth(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
    for word in ksession.DEFAULT_USER_AGENT.split(" "):
        assert word in cloud.requests[-1].user_agent


def test_the_user_agent_names_the_application_first(cloud, session_of_the_caller):
    client.Client("2.1", session=session_of_the_caller).servers.list()
    words = cloud.sent("GET", "/servers/detail")[0].user_agent
    assert words[0] == "horizon/25.3"
    assert words.count("osc-lib/4.0") == 1
    assert words.count(OURS) == 1
    assert " ".join(words).endswith(ksession.DEFAULT_USER_AGENT)


def test_the_user_agent_of_a_plain_session_names_the_library(cloud):
    auth = identity.Password(cloud.auth_url, username="demo", password="x", project_id="p1")
    session = ksession.Session(auth)
    client.Client("2.1", session=session).servers.list()
    session.session.close()
    assert cloud.sent("GET", "/servers/detail")[0].user_agent.count(OURS) == 1


def test_a_user_agent_of_the_caller_takes_precedence(cloud, session_of_the_caller, log_in):
    client.Client("2.1", session=session_of_the_caller, user_agent="mine/1").servers.list()
    with log_in(user_agent="mine/1") as nova:
        nova.servers.list()
    agents = {r.headers["User-Agent"] for r in cloud.sent("GET", "/servers/detail")}
    assert agents == {"mine/1"}


# One session in a ``with`` statement.


def test_a_with_statement_keeps_one_connection_for_all_requests(cloud, log_in):
    with log_in() as nova:
        for _ in range(5):
            nova.servers.list()
        nova.flavors.list()
        assert cloud.open_connections == 1
    assert cloud.connections == 1
    assert len({request.port for request in cloud.requests}) == 1
    assert len(cloud.requests) == 8


def test_a_with_statement_logs_in_once(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
        nova.servers.get("s-1")
    assert len(cloud.sent("POST", "/auth/tokens")) == 1


def test_the_end_of_a_with_statement_leaves_no_open_socket(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
        assert cloud.open_connections == 1
    assert cloud.all_closed()


def test_a_with_statement_whose_body_raises_leaves_no_open_socket(cloud, log_in):
    def use_and_fail():
        with log_in() as nova:
            nova.servers.list()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use_and_fail()
    assert cloud.all_closed()


def test_a_with_statement_closes_the_connections_of_all_threads(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
        together = threading.Barrier(4)
        threads = [
            threading.Thread(target=lambda: (together.wait(), nova.servers.list()))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert cloud.all_closed()


def test_a_session_of_the_caller_is_left_open(cloud, session_of_the_caller):
    with client.Client("2.1", session=session_of_the_caller) as nova:
        nova.servers.list()
    client.Client("2.1", session=session_of_the_caller).servers.list()
    assert cloud.open_connections == 1
    assert cloud.connections == 1


def test_a_client_works_after_its_with_statement(cloud, log_in):
    with log_in() as nova:
        nova.servers.list()
    assert cloud.all_closed()
    with nova:
        assert len(nova.servers.list()) == 2
    assert cloud.all_closed()


def test_a_deleted_client_leaves_no_open_socket(cloud, log_in):
    nova = log_in()
    nova.servers.list()
    del nova
    gc.collect()
    assert cloud.all_closed()


# The pool of connections.


def test_connection_pool_does_not_warn(log_in):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        log_in(connection_pool=True)


def test_pooled_connections_outlive_a_with_statement_and_are_shared(cloud, log_in):
    for _ in range(3):
        with log_in(connection_pool=True) as nova:
            nova.servers.list()
        assert cloud.open_connections == 1
    assert cloud.connections == 1


def test_pooled_connections_outlive_the_client_object(cloud, log_in):
    for _ in range(3):
        nova = log_in(connection_pool=True)
        nova.servers.list()
        del nova
        gc.collect()
        assert cloud.open_connections == 1
    assert cloud.connections == 1


def test_clients_of_the_pool_share_connections_at_the_same_time(cloud, log_in):
    one, other = log_in(connection_pool=True), log_in(connection_pool=True)
    one.servers.list()
    other.servers.list()
    one.flavors.list()
    assert cloud.connections == 1


def test_clients_of_the_pool_log_in_separately(cloud, log_in):
    log_in(connection_pool=True).servers.list()
    log_in(connection_pool=True).servers.list()
    assert len(cloud.sent("POST", "/auth/tokens")) == 2


def test_clients_without_the_pool_do_not_use_it(cloud, log_in):
    log_in(connection_pool=True).servers.list()
    with log_in() as nova:
        nova.servers.list()
    assert cloud.connections == 2


FORKING = """
import os, sys
from novaclient import client

def log_in():
    return client.Client("2.1", "demo", "x", "p1", sys.argv[1], connection_pool=True)

nova = log_in()
nova.servers.list()
child = os.fork()
if not child:
    ({in_child}).servers.list()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
nova.servers.list()
"""


@pytest.mark.parametrize(
    "in_child",
    [
        pytest.param("log_in()", id="new client"),
        pytest.param("nova", id="old client"),
    ],
)
def test_a_forked_child_does_not_use_the_sockets_of_its_parent(cloud, run_python, in_child):
    run_python(FORKING.format(in_child=in_child), cloud.auth_url)
    first, in_the_child, last = (r.port for r in cloud.sent("GET", "/servers/detail"))
    assert in_the_child != first
    assert last == first


# Threads.


def _in_threads(count, function):
    """Call a function in threads that start together; return its results and exceptions."""
    together = threading.Barrier(count)
    results = []

    def run():
        together.wait()
        try:
            results.append(function())
        except Exception as error:
            results.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_client_is_used_by_eight_threads(cloud, log_in):
    with log_in() as nova:
        results = _in_threads(
            8,
            lambda: [nova.servers.get("s-1").name for _ in range(5)] + [len(nova.flavors.list())],
        )
    assert results == [["web"] * 5 + [2]] * 8
    assert len(cloud.sent("GET", "/servers/s-1")) == 40
    assert len(cloud.sent("POST", "/auth/tokens")) == 1


def test_several_threads_may_be_the_first_to_use_a_manager(log_in):
    with log_in() as nova:
        assert _in_threads(8, lambda: len(nova.servers.list())) == [2] * 8


def test_clients_of_the_pool_are_created_by_several_threads(cloud, log_in):
    assert _in_threads(8, lambda: len(log_in(connection_pool=True).servers.list())) == [2] * 8
    assert cloud.connections <= 8


def test_the_timings_of_all_threads_are_recorded(log_in):
    with log_in(timings=True) as nova:
        _in_threads(8, nova.servers.list)
        assert [label for label, start, end in nova.get_timings()] == ["GET /servers/detail"] * 8
