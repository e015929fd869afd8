from __future__ import annotations

from unittest import mock

import pytest
import requests
from keystoneauth1 import token_endpoint

import novaclient
from novaclient import api_versions, client, exceptions
from tests.unit.conftest import ENDPOINT

# The version.


@pytest.mark.parametrize(
    "version",
    [
        "two",
        "2.",
        "2.01",
        "",
        " 2",
        None,
        True,
        "v2",
        "2.1.1",
        "2.x",
        "-2",
        "3",
        "1",
        "1.0",
        "3.1",
        3,
        "2.9999",
        api_versions.APIVersion("2.9999"),
        api_versions.APIVersion("3.1"),
        "2.latest",
        api_versions.APIVersion("2.latest"),
        api_versions.APIVersion(),
    ],
)
def test_a_version_that_cannot_be_used_is_refused_by_the_factory(make_client, version):
    with pytest.raises(exceptions.UnsupportedVersion) as caught:
        make_client(version)
    assert "<APIVersion" not in str(caught.value)


@pytest.mark.parametrize(
    ("version", "meant"),
    [
        ("2", "2.0"),
        (2, "2.0"),
        ("2.1", "2.1"),
        (2.1, "2.1"),
        ("2.10", "2.10"),
        (float("2.10"), "2.1"),
    ],
)
def test_a_version_may_be_given_as_a_string_or_a_number(make_client, version, meant):
    assert make_client(version).api_version.get_string() == meant


@pytest.mark.parametrize("version", [novaclient.API_MIN_VERSION, novaclient.API_MAX_VERSION])
def test_a_version_may_be_given_as_an_object(make_client, version):
    assert make_client(version).api_version == version


@pytest.mark.parametrize("version", ["1.1", 1.1])
def test_version_1_1_warns_at_the_line_of_the_caller(session, version):
    with pytest.warns(DeprecationWarning, match=r"1\.1") as warned:
        nova = client.Client(version, session=session)
    assert nova.api_version == api_versions.APIVersion("2.0")
    assert [w.filename for w in warned] == [__file__]


# Negotiation.


@pytest.fixture
def support(cloud):
    """Let the server support a range of microversions."""

    def support_range(minimum, maximum):
        version = {"id": "v2.1", "min_version": minimum, "version": maximum}
        cloud.respond("GET", "/compute/v2.1", {"version": version})

    return support_range


@pytest.mark.parametrize(
    ("wanted", "newest", "result"),
    [
        ("2.latest", "2.60", "2.60"),
        ("2.latest", "2.9999", novaclient.API_MAX_VERSION.get_string()),
        ("2.latest", "", "2.0"),
        ("2.53", "2.60", "2.53"),
        (api_versions.APIVersion("2.latest"), "2.60", "2.60"),
        ("2.0", "2.60", "2.0"),
    ],
)
def test_a_negotiated_version_is_supported_by_both_sides(cloud, support, wanted, newest, result):
    support("2.1" if newest else "", newest)
    arguments = ("demo", "secret", "p1", cloud.auth_url)
    with client.Client(wanted, *arguments, user_domain_id="default", negotiate=True) as nova:
        nova.servers.list()
    assert nova.api_version.get_string() == result
    headers = cloud.sent("GET", "/servers/detail")[0].headers
    sent = headers.get("X-OpenStack-Nova-API-Version", "2.0")
    assert sent == result


def test_the_version_document_is_requested_without_a_microversion(cloud, support):
    support("2.1", "2.60")
    arguments = ("demo", "secret", "p1", cloud.auth_url)
    with client.Client("2.53", *arguments, user_domain_id="default", negotiate=True):
        (request,) = cloud.sent("GET", "/compute/v2.1")
    assert "X-OpenStack-Nova-API-Version" not in request.headers


def test_a_failed_negotiation_leaves_no_open_socket(cloud, support):
    support("2.1", "2.60")
    arguments = ("demo", "secret", "p1", cloud.auth_url)
    with pytest.raises(exceptions.UnsupportedVersion, match=r"2\.61|2\.60"):
        client.Client("2.61", *arguments, user_domain_id="default", negotiate=True)
    assert cloud.connections == 1
    assert cloud.all_closed()


def test_a_version_that_the_library_does_not_support_is_not_negotiated(cloud):
    arguments = ("demo", "secret", "p1", cloud.auth_url)
    with pytest.raises(exceptions.UnsupportedVersion):
        client.Client("2.9999", *arguments, negotiate=True)
    assert cloud.requests == []


# Former names of arguments.


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("api_key", "password"),
        ("bypass_url", "endpoint_override"),
        ("interface", "endpoint_type"),
        ("tenant_id", "project_id"),
        ("tenant_name", "project_name"),
        ("no_cache", "os_cache"),
        ("auth_plugin", None),
        ("auth_system", None),
        ("proxy_tenant_id", None),
        ("proxy_token", None),
        ("volume_service_name", None),
    ],
)
def test_an_old_argument_warns_at_the_line_of_the_caller(session, old, new):
    with pytest.warns(UserWarning, match=f"'{old}' argument is deprecated") as warned:
        client.Client("2.1", session=session, **{old: "x"})
    assert [w.filename for w in warned] == [__file__]
    assert (f"Use '{new}' instead" in str(warned[0].message)) is (new is not None)


def test_the_new_argument_takes_precedence_over_the_old_one(session, requests_mock):
    requests_mock.get("http://new.example/servers/detail", json={"servers": []})
    with pytest.warns(UserWarning, match="'bypass_url' argument will be ignored"):
        nova = client.Client(
            "2.1",
            session=session,
            bypass_url="http://old.example",
            endpoint_override="http://new.example",
        )
    nova.servers.list()
    assert requests_mock.called_once


def test_the_arguments_of_the_caller_are_not_changed(session):
    arguments = {"session": session, "bypass_url": ENDPOINT}
    with pytest.warns(UserWarning, match="bypass_url"):
        client.Client("2.1", **arguments)
    assert arguments == {"session": session, "bypass_url": ENDPOINT}


# Arguments that are refused.


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("usernme", ". Did you mean 'username'?"),
        ("conect_retries", ". Did you mean 'connect_retries'?"),
        ("negotiat", ". Did you mean 'negotiate'?"),
        ("colour", ""),
        ("direct_use", ""),
    ],
)
def test_an_unknown_argument_is_refused_with_the_one_that_was_meant(session, name, hint):
    with pytest.raises(TypeError) as caught:
        client.Client("2.1", session=session, **{name: "x"})
    assert str(caught.value) == f"Client() got an unexpected keyword argument {name!r}{hint}"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("usernme", ". Did you mean 'username'?"),
        ("colud", ". Did you mean 'cloud'?"),
        ("tenant_name", ". Did you mean 'project_name'?"),
        ("interface", ". Did you mean 'endpoint_type'?"),
        ("session", ""),
    ],
)
def test_from_config_refuses_an_unknown_argument(name, hint):
    with pytest.raises(TypeError) as caught:
        client.from_config(**{name: "x"})
    assert str(caught.value) == f"from_config() got an unexpected keyword argument {name!r}{hint}"


def test_an_unknown_argument_is_refused_before_anything_is_built(cloud):
    with pytest.raises(TypeError, match="colour"):
        client.Client("2.1", auth_url=cloud.auth_url, api_key="x", colour="red", negotiate=True)
    assert cloud.requests == []


@pytest.mark.parametrize(
    "argument", [{"raise_exc": False}, {"default_microversion": "2.5"}, {"max_version": "2"}]
)
def test_every_argument_of_an_adapter_is_accepted(session, argument):
    ((name, value),) = argument.items()
    assert getattr(client.Client("2.1", session=session, **argument).client, name) == value


@pytest.mark.parametrize(
    ("session", "message"),
    [
        ({"auth": "secret"}, "not builtins.dict"),
        ("secret", "not builtins.str"),
        (requests.Session(), "not requests.sessions.Session"),
        (token_endpoint.Token(ENDPOINT, "secret"), "give an auth plugin as auth"),
    ],
)
def test_what_is_no_session_is_refused_without_showing_it(session, message):
    with pytest.raises(TypeError, match=message) as caught:
        client.Client("2.1", session=session)
    assert "secret" not in str(caught.value)


@pytest.mark.filterwarnings("ignore:Support for InfluxDB")
def test_a_connection_of_openstacksdk_has_the_session(session):
    connection = pytest.importorskip("openstack.connection", reason="openstacksdk is missing")
    with connection.Connection(session=session) as conn:
        with pytest.raises(TypeError, match=r"give its attribute session, as conn\.session"):
            client.Client("2.1", session=conn)
        assert client.Client("2.1", session=conn.session)


@pytest.mark.parametrize("fake", [mock.Mock(), mock.MagicMock(), mock.sentinel.session, object()])
def test_the_tests_of_programs_give_objects_of_any_kind_as_session(fake):
    assert client.Client("2.1", session=fake).client.session is fake


def test_without_openstacksdk_from_config_says_how_to_install_it(run_python):
    program = (
        "import sys; sys.modules['openstack'] = None\n"
        "from novaclient import client\n"
        "try: client.from_config()\n"
        "except ImportError as error: print(error)"
    )
    assert "pip install 'python-novaclient[clouds]'" in run_python(program)
