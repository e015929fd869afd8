"""What the server says of its versions."""

from __future__ import annotations

import concurrent.futures

import pytest
from keystoneauth1.session import Session

from novaclient import API_MAX_VERSION, api_versions, client, exceptions


def test_current_version_reaches_what_the_library_speaks(nova):
    current = nova.versions.get_current()
    assert current.id == "v2.1"
    assert api_versions.APIVersion(current.version) >= API_MAX_VERSION


def test_all_versions_are_listed(nova):
    assert {version.id for version in nova.versions.list()} == {"v2.0", "v2.1"}


def test_latest_is_negotiated_to_the_newest_that_both_speak(nova):
    latest = api_versions.APIVersion("2.latest")
    assert api_versions.discover_version(nova, latest) == API_MAX_VERSION


def test_negotiated_version_is_used_after_it_is_set(connect):
    nova = connect("2.1")
    nova.api_version = api_versions.discover_version(nova, api_versions.APIVersion("2.55"))
    assert hasattr(nova.flavors.list()[0], "description")


def test_a_version_beyond_the_server_is_not_acceptable(nova):
    # The factory refuses what the library does not speak, so this needs the protected road.
    nova.api_version = api_versions.APIVersion("2.9999")
    with pytest.raises(exceptions.NotAcceptable) as caught:
        nova.servers.list()
    assert caught.value.request_id


# What the server supports


@pytest.fixture(params=["admin", "member"])
def new_session(request, cloud, log_in):
    """Make clients in a session that knows nothing of the server yet."""
    logged_in = log_in(getattr(cloud, request.param))
    session = Session(auth=logged_in.auth, session=logged_in.session)

    def make(version="2.1", **kwargs):
        return client.Client(version, session=session, timings=True, **kwargs)

    return make


def _requests(nova):
    return [label for label, _start, _end in nova.get_timings()]


@pytest.mark.parametrize(
    ("version", "result"), [("2", True), ("2.1", True), ("2.104", True), ("2.9999", False)]
)
def test_a_microversion_is_supported_if_server_and_library_support_it(
    new_session, version, result
):
    assert new_session().supports(version) is result


def test_the_range_is_requested_once_for_all_clients_of_a_session(new_session):
    nova = new_session()
    assert nova.supports("2.96")
    assert nova.at_microversion("2.60").supports("2.97")
    assert nova.at_microversion("2.60", "2.90").api_version == api_versions.APIVersion("2.90")
    assert _requests(nova) == [f"GET {nova.client.get_endpoint()}"]
    other = new_session("2.96")
    assert other.supports("2.104")
    assert _requests(other) == []


def test_many_threads_request_it_once(new_session):
    nova = new_session()
    with concurrent.futures.ThreadPoolExecutor(16) as executor:
        assert all(executor.map(nova.supports, ["2.96"] * 16))
    assert len(_requests(nova)) == 1


def test_after_negotiation_nothing_more_is_requested(new_session):
    nova = new_session("2.latest", negotiate=True)
    assert len(_requests(nova)) == 1
    assert nova.supports("2.104")
    assert len(_requests(nova)) == 1


def test_the_newest_of_several_is_used(new_session):
    nova = new_session().at_microversion("2.60", "2.96", "2.9")
    assert nova.api_version == api_versions.APIVersion("2.96")
    nova.servers.list()


def test_a_client_at_a_microversion_that_the_server_does_not_support_can_ask(new_session):
    nova = new_session()
    nova.api_version = api_versions.APIVersion("2.9999")
    with pytest.raises(exceptions.NotAcceptable):
        nova.versions.get_current()
    assert nova.supports("2.96")


@pytest.fixture
def without_microversions(new_session):
    """Make a client of the endpoint that ignores microversions."""
    endpoint = new_session().client.get_endpoint().replace("/v2.1", "/v2")
    return new_session(endpoint_override=endpoint)


def test_the_endpoint_of_v2_supports_no_microversion(without_microversions, new_session):
    nova = without_microversions
    assert [nova.supports(v) for v in ("2.0", "2.1", "2.96")] == [True, False, False]
    # The other endpoint of the session does.
    assert new_session().supports("2.96")


def test_the_newest_that_the_endpoint_of_v2_supports_is_2_0(without_microversions):
    nova = without_microversions.at_microversion("2.96", "2")
    assert nova.api_version == api_versions.APIVersion("2.0")
    nova.servers.list()


def test_if_the_server_supports_none_of_several_that_is_an_error(without_microversions):
    with pytest.raises(exceptions.UnsupportedVersion, match=r"2\.67, 2\.60; it has no microv"):
        without_microversions.at_microversion("2.60", "2.67")
    # The range is known; the view was not made.
    assert len(_requests(without_microversions)) == 1


def test_an_endpoint_with_the_project_needs_one_request(new_session):
    found = new_session().client
    endpoint = found.get_endpoint().rstrip("/")
    nova = new_session(endpoint_override=f"{endpoint}/{found.get_project_id()}")
    assert nova.supports("2.96")
    assert _requests(nova) == [f"GET {endpoint}/"]
    assert isinstance(nova.servers.list(), list)


def test_an_endpoint_without_the_path_of_the_version_is_an_error_that_says_so(new_session):
    root = new_session().client.get_endpoint().partition("/v2.1")[0]
    with pytest.raises(exceptions.UnexpectedResponse, match=r"path of a version, such as /v2\.1"):
        new_session("2.latest", endpoint_override=root, negotiate=True)


def test_an_endpoint_with_another_project_finds_the_version_too(new_session):
    endpoint = new_session().client.get_endpoint().rstrip("/")
    nova = new_session(endpoint_override=f"{endpoint}/0123456789abcdef0123456789abcdef")
    assert nova.supports("2.96")
    assert len(_requests(nova)) == 2
