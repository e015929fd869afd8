from __future__ import annotations

import base64
import copy
import functools

import pytest
import requests
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import client
from novaclient.session import OwnSession

SERVER = {"server": {"id": "s-1", "name": "web"}}


@pytest.fixture
def session(cloud):
    """A session as programs create it."""
    # What the cloud is asked for when it is the proxy.
    cloud.respond("GET", f"{cloud.endpoint}/servers/s-1", SERVER)
    cloud.respond("GET", "http://nova.example/v2.1/servers/s-1", SERVER)
    session = ksession.Session(auth=token_endpoint.Token(cloud.endpoint, "TOKEN"))
    yield session
    session.session.close()


@pytest.fixture
def nova(session):
    return client.Client("2.96", session=session)


@pytest.fixture
def searches(monkeypatch):
    """Record the URLs for which requests searches the environment for proxies."""
    urls = []
    search = requests.sessions.get_environ_proxies

    def record(url, no_proxy=None):
        if no_proxy is None:
            urls.append(url)
        return search(url, no_proxy)

    monkeypatch.setattr(requests.sessions, "get_environ_proxies", record)
    return urls


def _get(nova, cloud):
    """Get a server, and return the paths of the requests that this sent."""
    before = len(cloud.requests)
    nova.servers.get("s-1")
    return [request.path for request in cloud.requests[before:]]


def test_requests_searches_for_no_proxies_if_no_variable_names_one(nova, cloud, searches):
    assert _get(nova, cloud) == ["/compute/v2.1/servers/s-1"]
    assert searches == []


def test_the_request_has_the_same_headers_as_without(nova, session, cloud):
    nova.servers.get("s-1")
    session.session.hooks["response"] = [lambda response, **_: response]
    nova.servers.get("s-1")
    with_it, without = cloud.requests
    assert with_it.headers == without.headers


def test_the_session_is_not_changed(nova, session):
    def state():
        connections = session.session
        settings = {**vars(connections), "cookies": list(connections.cookies)}
        return copy.deepcopy({n: v for n, v in settings.items() if n != "adapters"}), [
            *vars(session).values(),
            *connections.adapters.values(),
        ]

    settings, objects = state()
    nova.servers.get("s-1")
    settings_after, objects_after = state()
    assert settings_after == settings
    assert objects_after == objects


def test_the_arguments_of_a_request_are_not_changed(nova):
    kwargs = {"headers": {"X": "1"}}
    nova.client.get("/servers/s-1", **kwargs)
    assert kwargs == {"headers": {"X": "1"}}


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "Http_Proxy", "all_proxy"])
def test_a_proxy_that_is_set_later_is_used_from_then_on(nova, cloud, monkeypatch, name):
    assert _get(nova, cloud) == ["/compute/v2.1/servers/s-1"]
    monkeypatch.setenv(name, cloud.endpoint)
    nova.client.endpoint_override = "http://nova.example/v2.1"
    assert _get(nova, cloud) == ["http://nova.example/v2.1/servers/s-1"]


def test_a_proxy_is_no_longer_used_when_its_variable_is_gone(nova, cloud, monkeypatch):
    monkeypatch.setenv("http_proxy", cloud.endpoint)
    assert _get(nova, cloud) == [f"{cloud.endpoint}/servers/s-1"]
    monkeypatch.delenv("http_proxy")
    assert _get(nova, cloud) == ["/compute/v2.1/servers/s-1"]


def test_no_proxy_is_used_for_hosts_in_no_proxy(nova, cloud, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert _get(nova, cloud) == ["/compute/v2.1/servers/s-1"]


@pytest.mark.parametrize("proxied", [False, True])
def test_a_redirect_to_another_host_uses_the_proxy_of_its_own_time(
    nova, cloud, monkeypatch, proxied
):
    def redirect(_):
        if proxied:
            monkeypatch.setenv("http_proxy", cloud.endpoint)
        return {}

    elsewhere = f"http://localhost:{cloud.url.rpartition(':')[2]}/elsewhere"
    cloud.respond("GET", "/elsewhere", SERVER)
    cloud.respond("GET", elsewhere, SERVER)
    cloud.respond(
        "GET", "/compute/v2.1/servers/s-1", redirect, status=307, headers={"Location": elsewhere}
    )
    assert _get(nova, cloud) == [
        "/compute/v2.1/servers/s-1",
        elsewhere if proxied else "/elsewhere",
    ]


@pytest.mark.parametrize("given", [True, False])
def test_a_redirect_changes_no_variable(session, cloud, monkeypatch, given):
    if not given:
        session = OwnSession(token_endpoint.Token(cloud.endpoint, "TOKEN"), False)
    nova = client.Client("2.96", session=session)
    changed = []
    monkeypatch.setattr(requests.utils, "set_environ", _recorder(changed))
    elsewhere = f"http://localhost:{cloud.url.rpartition(':')[2]}/elsewhere"
    cloud.respond("GET", "/elsewhere", SERVER)
    cloud.respond("GET", "/compute/v2.1/servers/s-1", status=307, headers={"Location": elsewhere})
    nova.servers.get("s-1")
    session.session.close()
    assert changed == []


def _recorder(changed):
    set_environ = requests.utils.set_environ

    def record(name, value):
        if value is not None:
            changed.append((name, value))
        return set_environ(name, value)

    return record


def test_the_proxies_of_a_session_are_used(nova, session, cloud):
    session.session.proxies["http"] = cloud.endpoint
    assert _get(nova, cloud) == [f"{cloud.endpoint}/servers/s-1"]


def test_the_proxies_of_a_request_are_used(nova, cloud):
    proxies = {"http": cloud.endpoint}
    nova.client.get("/servers/s-1", proxies=proxies)
    assert cloud.requests[-1].path == f"{cloud.endpoint}/servers/s-1"
    assert proxies == {"http": cloud.endpoint}


def test_a_session_that_does_not_trust_the_environment_uses_no_proxy(
    nova, session, cloud, monkeypatch
):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    session.session.trust_env = False
    assert _get(nova, cloud) == ["/compute/v2.1/servers/s-1"]


# Logins that requests finds by itself.


@pytest.fixture
def netrc(tmp_path, monkeypatch):
    """A .netrc file with a login for the cloud."""
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login from password netrc\n")
    monkeypatch.setenv("NETRC", str(path))


def _basic(login):
    return f"Basic {base64.b64encode(login).decode()}"


def test_the_login_of_netrc_is_sent(nova, cloud, netrc):
    nova.servers.get("s-1")
    assert cloud.requests[-1].headers["Authorization"] == _basic(b"from:netrc")


def test_the_login_of_a_url_is_sent(nova, cloud):
    nova.client.endpoint_override = cloud.endpoint.replace("http://", "http://of:url@")
    nova.servers.get("s-1")
    assert cloud.requests[-1].headers["Authorization"] == _basic(b"of:url")


def test_the_login_of_a_request_is_sent(nova, cloud, netrc):
    nova.client.get("/servers/s-1", requests_auth=("my", "own"))
    assert cloud.requests[-1].headers["Authorization"] == _basic(b"my:own")


def test_the_login_of_a_session_is_sent(nova, session, cloud, netrc):
    session.session.auth = ("my", "own")
    nova.servers.get("s-1")
    assert cloud.requests[-1].headers["Authorization"] == _basic(b"my:own")


# Sessions that are not plain see the arguments that they always saw.


class Tracer(requests.adapters.HTTPAdapter):
    """A transport adapter of a program."""


class OwnRequests(requests.Session):
    """A requests session of a program."""


def _mount(session):
    session.session.mount("http://", Tracer())


def _subclass(session):
    session.session = OwnRequests()


def _replace_send(session):
    session.session.send = functools.partial(session.session.send)


def _replace_request(session):
    session.request = functools.partial(session.request)


def _add_hook(session):
    session.session.hooks["response"].append(lambda response, **_: response)


@pytest.mark.parametrize("change", [_mount, _subclass, _replace_send, _replace_request, _add_hook])
def test_a_session_that_was_changed_searches_as_before(nova, session, cloud, searches, change):
    change(session)
    nova.servers.get("s-1")
    assert searches == [f"{cloud.endpoint}/servers/s-1"]
    session.session.close()


@pytest.mark.parametrize(
    ("owner", "method"),
    [
        (ksession.Session, "request"),
        (ksession.Session, "_send_request"),
        (requests.Session, "request"),
        (requests.Session, "send"),
        (requests.adapters.HTTPAdapter, "send"),
    ],
)
def test_a_tracer_that_replaces_a_method_sees_what_it_always_saw(nova, monkeypatch, owner, method):
    original = getattr(owner, method)
    seen = []

    def trace(self, *args, **kwargs):
        seen.append({**kwargs, "proxies": kwargs.get("proxies") or None})
        return original(self, *args, **kwargs)

    monkeypatch.setattr(owner, method, trace)
    nova.servers.get("s-1")
    (arguments,) = seen
    assert not arguments.get("auth")
    assert "requests_auth" not in arguments
    assert not arguments["proxies"]


def test_a_hook_of_a_request_sees_what_it_always_saw(nova):
    seen = []

    def hook(response, **kwargs):
        seen.append(dict(kwargs["proxies"]))

    nova.client.get("/servers/s-1", hooks={"response": [hook]})
    assert seen == [{}]


def test_a_subclass_of_a_keystoneauth_session_searches_as_before(cloud, searches):
    class Own(ksession.Session):
        pass

    nova = client.Client("2.96", session=Own(token_endpoint.Token(cloud.endpoint, "TOKEN")))
    nova.servers.get("s-1")
    nova.client.session.session.close()
    assert searches == [f"{cloud.endpoint}/servers/s-1"]
