"""Logging in, and which microversions the release serves."""

from __future__ import annotations

import pytest
from keystoneauth1.session import Session

from novaclient import API_MAX_VERSION, api_versions, client, exceptions


def after(microversion):
    """Return the microversion after another."""
    return f"2.{api_versions.APIVersion(microversion).ver_minor + 1}"


def test_a_user_logs_in_with_a_password_and_negotiates(cloud, release):
    user = cloud.member
    with client.Client(
        "2.latest",
        user.username,
        user.password,
        project_name=user.project_name,
        auth_url=cloud.auth_url,
        user_domain_name=user.user_domain_name,
        project_domain_name=user.project_domain_name,
        region_name=cloud.region,
        negotiate=True,
    ) as nova:
        assert nova.api_version == api_versions.APIVersion(release.newest)
        assert nova.servers.list() == []


def test_the_release_serves_2_1_to_its_newest(any_nova, release):
    current = any_nova.versions.get_current()
    assert (current.min_version, current.version) == ("2.1", release.newest)


def test_a_client_knows_what_the_release_supports(any_nova, release):
    assert any_nova.supports(release.newest)
    assert not any_nova.supports(after(release.newest))


def test_the_newest_of_several_that_the_release_supports_is_used(nova, release):
    view = nova.at_microversion(API_MAX_VERSION, release.newest, "2.60")
    assert view.api_version == api_versions.APIVersion(release.newest)


def test_a_version_above_is_refused_with_the_ranges_of_both_sides(connect, release):
    wanted = after(release.newest)
    if api_versions.APIVersion(wanted) > API_MAX_VERSION:
        message = f"does not support version {wanted} of the Compute API; it supports 2.1 to 2.104"
    else:
        message = f"'2.1' to '2.104'.*'2.1' to '{release.newest}'"
    with pytest.raises(exceptions.UnsupportedVersion, match=message):
        connect(wanted, negotiate=True)


def test_a_request_above_is_not_acceptable_and_names_the_range(nova, release):
    # The factory refuses what the library does not support.
    nova.api_version = api_versions.APIVersion("2.9999")
    with pytest.raises(exceptions.NotAcceptable, match=rf"2\.1.*{release.newest}") as caught:
        nova.servers.list()
    assert caught.value.request_id


def test_a_request_without_a_microversion_is_served(connect):
    nova = connect("2.0")
    assert nova.flavors.list()
    assert isinstance(nova.servers.list(), list)


@pytest.mark.parametrize("path", ["/v2.1/{project}", "/v2", "/v2/{project}"])
def test_other_endpoints_of_the_release_are_served(connect, cloud, path):
    endpoint = cloud.url + path.format(project=cloud.admin.project_id)
    assert connect("2.0", endpoint_override=endpoint).flavors.list()


def test_an_endpoint_without_the_path_of_a_version_is_named_in_negotiation(connect, cloud):
    with pytest.raises(
        exceptions.ClientException, match=r"path of a version, such as /v2\.1, is missing"
    ):
        connect("2.latest", endpoint_override=cloud.url, negotiate=True)


def test_a_wrong_token_is_unauthorized(cloud, connect):
    from keystoneauth1 import token_endpoint

    session = Session(token_endpoint.Token(cloud.compute_url, "wrong"))
    with pytest.raises(exceptions.Unauthorized):
        connect(session=session, endpoint_override=cloud.compute_url).servers.list()
