from __future__ import annotations

import pytest

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


def test_an_unknown_argument_is_a_type_error(session):
    with pytest.raises(TypeError, match="colour"):
        client.Client("2.1", session=session, colour="red")
