"""Logging in by name, and with application credentials."""

from __future__ import annotations

import pytest
from keystoneauth1 import exceptions as kexceptions

from novaclient import client, exceptions
from tests import cloud_files

# A warning of openstacksdk.
pytestmark = pytest.mark.filterwarnings("ignore:Support for InfluxDB")


@pytest.fixture(autouse=True)
def configure(tmp_path, monkeypatch):
    """A function that writes ``clouds.yaml`` and ``secure.yaml``, which are empty before."""
    return cloud_files.writer(tmp_path, monkeypatch)


@pytest.fixture
def auth(cloud):
    """The auth section of a user, without the password."""
    user = cloud.member
    return {
        "auth_url": cloud.auth_url,
        "username": user.username,
        "project_name": user.project_name,
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    }


@pytest.fixture
def here(cloud, auth, configure):
    """A function that configures the cloud ``here``, with further settings."""

    def write(**settings):
        entry = {"auth": auth, "region_name": cloud.region, **settings}
        configure({"here": entry}, {"here": {"auth": {"password": cloud.member.password}}})

    return write


def test_clouds_yaml_and_secure_yaml_log_in(cloud, here):
    here(compute_default_microversion="2.53")
    with client.from_config(cloud="here") as nova:
        assert nova.flavors.find(ram=512).ram == 512
    assert nova.api_version.get_string() == "2.53"
    assert nova.client.region_name == cloud.region


def test_the_variables_of_an_rc_file_log_in(cloud, monkeypatch):
    for name, value in cloud.environment(cloud.member).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OS_COMPUTE_API_VERSION", "2.96")
    with client.from_config() as nova:
        assert nova.servers.list() == []
        assert nova.client.get_project_id() == cloud.member.project_id
    assert nova.api_version.get_string() == "2.96"


def test_the_newest_microversion_is_negotiated(here):
    here(compute_api_version="2.latest")
    with client.from_config(cloud="here", negotiate=True) as nova:
        assert nova.api_version.get_string() == "2.104"
        assert nova.flavors.list()


@pytest.mark.parametrize("interface", ["public", "internal", "admin", ["internal", "public"]])
def test_the_interface_is_that_of_the_configuration(cloud, here, log_in, interface):
    here(interface=interface)
    expected = log_in(cloud.member).get_endpoint(
        service_type="compute", interface=interface, region_name=cloud.region
    )
    with client.from_config(cloud="here") as nova:
        assert nova.client.get_endpoint() == expected
        if expected:
            assert nova.flavors.list()
        else:
            with pytest.raises(kexceptions.EndpointNotFound):
                nova.flavors.list()


def test_a_region_that_the_cloud_lacks_has_no_endpoint(here):
    here()
    with pytest.raises(exceptions.CommandError, match="nowhere is not a valid region"):
        client.from_config(cloud="here", region_name="nowhere")
    here(region_name="nowhere")
    with (
        client.from_config(cloud="here") as nova,
        pytest.raises(kexceptions.EndpointNotFound, match="nowhere"),
    ):
        nova.flavors.list()


def test_the_endpoint_override_replaces_that_of_the_catalog(cloud, here):
    here(region_name="nowhere", compute_endpoint_override=cloud.compute_url)
    with client.from_config(cloud="here") as nova:
        assert nova.flavors.list()


def test_arguments_take_precedence_over_the_configuration(cloud, here):
    here(region_name="nowhere", compute_default_microversion="2.53")
    admin = cloud.admin
    with client.from_config(
        "2.96",
        cloud="here",
        username=admin.username,
        password=admin.password,
        project_id=admin.project_id,
        endpoint_override=cloud.compute_url,
    ) as nova:
        assert nova.services.list()
        assert nova.client.get_project_id() == admin.project_id
    assert nova.api_version.get_string() == "2.96"


def test_a_token_replaces_the_configured_password(cloud, here, log_in):
    here()
    with client.from_config(cloud="here", auth_token=log_in(cloud.member).get_token()) as nova:
        assert nova.flavors.list()


def test_an_application_credential_of_the_configuration_logs_in(cloud, configure, make_credential):
    credential = make_credential()
    auth = {
        "auth_url": cloud.auth_url,
        "application_credential_id": credential["id"],
        "application_credential_secret": credential["secret"],
    }
    configure({"here": {"auth_type": "v3applicationcredential", "auth": auth}})
    with client.from_config(cloud="here") as nova:
        assert nova.client.get_project_id() == cloud.member.project_id
        assert nova.servers.list() == []


def test_an_application_credential_replaces_the_configured_password(cloud, here, make_credential):
    here()
    credential = make_credential()
    with client.from_config(
        cloud="here",
        application_credential_id=credential["id"],
        application_credential_secret=credential["secret"],
    ) as nova:
        assert nova.servers.list() == []


@pytest.mark.parametrize("auth_url", ["{}", "{}/"])
@pytest.mark.parametrize("by", ["id", "name"])
def test_an_application_credential_logs_in_without_a_configuration(
    cloud, make_credential, by, auth_url
):
    credential = make_credential()
    user = {"username": cloud.member.username, "user_domain_name": "Default"}
    with client.Client(
        "2.96",
        auth_url=auth_url.format(cloud.auth_url),
        application_credential_secret=credential["secret"],
        **{f"application_credential_{by}": credential[by]},
        **(user if by == "name" else {}),
    ) as nova:
        assert nova.servers.list() == []
        assert nova.client.get_project_id() == cloud.member.project_id


def test_a_wrong_secret_is_noticed_at_the_first_call(cloud, make_credential):
    credential = make_credential()
    nova = client.Client(
        "2.96",
        auth_url=cloud.auth_url,
        application_credential_id=credential["id"],
        application_credential_secret="wrong",
    )
    with pytest.raises(kexceptions.Unauthorized) as caught:
        nova.servers.list()
    assert "wrong" not in str(caught.value)
