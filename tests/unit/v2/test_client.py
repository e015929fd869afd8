from __future__ import annotations

import inspect
import types

import pytest

from novaclient import api_versions, base, client, exceptions
from novaclient.extension import Extension
from novaclient.v2 import client as client_v2
from tests.unit.conftest import ENDPOINT


def test_the_class_refuses_to_be_called_directly(session):
    with pytest.raises(exceptions.Forbidden, match=r"novaclient\.client\.Client.*1493576"):
        client_v2.Client(api_versions.APIVersion("2.1"), session=session)


def test_a_subclass_can_be_called_with_direct_use_false(session):
    class Mine(client_v2.Client):
        pass

    nova = Mine(api_versions.APIVersion("2.1"), session=session, direct_use=False)
    assert nova.servers.resource_class.__name__ == "Server"


def test_a_subclass_may_add_managers(session):
    class Mine(client_v2.Client):
        pass

    nova = Mine(api_versions.APIVersion("2.1"), session=session, direct_use=False)
    nova.mine = base.Manager(nova)
    assert nova.mine.api is nova
    assert isinstance(nova.flavors, base.Manager)


def test_vars_of_a_subclass_contain_the_managers(session):
    class Mine(client_v2.Client):
        pass

    nova = Mine(api_versions.APIVersion("2.1"), session=session, direct_use=False)
    assert {"servers", "flavors"} <= set(vars(nova))


def test_the_signature_names_the_arguments():
    parameters = inspect.signature(client_v2.Client).parameters
    assert {"session", "endpoint_override", "timeout", "connection_pool"} <= set(parameters)


def test_the_class_itself_has_descriptors_instead_of_managers():
    assert client_v2.Client.servers._class_name == "ServerManager"


def test_the_attributes_that_services_read_exist(make_client):
    nova = make_client(project_id="p", project_name="n", user_id="u")
    assert (nova.project_id, nova.project_name, nova.user_id) == ("p", "n", "u")
    assert isinstance(nova.client, client.SessionClient)


@pytest.mark.parametrize(
    ("kwargs", "url"),
    [
        ({"endpoint_override": "http://other.example"}, "http://other.example/servers/detail"),
        ({}, f"{ENDPOINT}/servers/detail"),
    ],
)
def test_the_endpoint_can_be_given(make_client, requests_mock, kwargs, url):
    requests_mock.get(url, json={"servers": []})
    make_client(**kwargs).servers.list()
    assert requests_mock.called_once


@pytest.mark.parametrize(
    ("kwargs", "verify"),
    [
        ({}, True),
        ({"insecure": True}, False),
        ({"cacert": "/ca.pem"}, "/ca.pem"),
        ({"cacert": "/ca.pem", "insecure": True}, "/ca.pem"),
    ],
)
def test_certificates_are_verified_unless_insecure(requests_mock, kwargs, verify):
    requests_mock.get("https://nova.example/x", json={})
    nova = client.Client("2.1", endpoint_override="https://nova.example", **kwargs)
    nova.client.get("/x", authenticated=False)
    assert requests_mock.last_request.verify == verify


def test_timeout_and_certificate_of_the_client_are_used(requests_mock):
    requests_mock.get("https://nova.example/x", json={})
    nova = client.Client(
        "2.1", endpoint_override="https://nova.example", timeout=3, cert=("/c.pem", "/k.pem")
    )
    nova.client.get("/x", authenticated=False)
    sent = requests_mock.last_request
    assert (sent.timeout, sent.cert) == (3, ("/c.pem", "/k.pem"))


def test_an_auth_plugin_is_used_instead_of_credentials(cloud):
    from keystoneauth1 import token_endpoint

    auth = token_endpoint.Token(cloud.endpoint, "MINE")
    with client.Client("2.1", auth=auth) as nova:
        nova.servers.list()
    assert [request.headers["X-Auth-Token"] for request in cloud.requests] == ["MINE"]


def test_an_auth_plugin_takes_precedence_over_that_of_the_session(session, cloud):
    from keystoneauth1 import token_endpoint

    auth = token_endpoint.Token(cloud.endpoint, "MINE")
    client.Client("2.1", session=session, auth=auth).servers.list()
    assert [request.headers["X-Auth-Token"] for request in cloud.requests] == ["MINE"]


def test_a_client_is_its_own_context_manager(nova):
    with nova as inside:
        assert inside is nova


def test_a_with_statement_does_not_swallow_exceptions(nova):
    with pytest.raises(ZeroDivisionError), nova:
        raise ZeroDivisionError


def test_a_call_to_another_service_does_not_change_the_shared_client(nova, requests_mock):
    seen = []

    def response(request, context):
        seen.append((nova.client.service_type, dict(request.headers)))
        return {"images": []}

    requests_mock.get(f"{ENDPOINT}/v2/images", json=response)
    assert nova.glance.list() == []
    ((service_type, headers),) = seen
    assert service_type == "compute"
    assert not {"OpenStack-API-Version", "X-OpenStack-Nova-API-Version"} & set(headers)


def test_the_headers_follow_a_changed_version(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.api_version = api_versions.APIVersion("2.30")
    nova.servers.list()
    assert nova.client.api_version.get_string() == "2.30"
    assert requests_mock.last_request.headers["OpenStack-API-Version"] == "compute 2.30"


def test_vars_of_a_client_contain_its_managers(nova):
    assert {"servers", "flavors", "flavor_access", "versions"} <= set(vars(nova))


def test_a_manager_is_created_once(nova):
    assert nova.servers is nova.servers
    assert vars(nova)["servers"] is nova.servers


def test_a_manager_can_be_replaced(nova):
    nova.servers = "mine"
    assert nova.servers == "mine"


def test_two_clients_share_no_managers(make_client):
    assert make_client().servers is not make_client().servers


def test_extensions_add_their_managers(make_client):
    class Things(base.Manager):
        pass

    module = types.ModuleType("things")
    module.Things = Things
    nova = make_client(
        extensions=[Extension("things", module), Extension("nothing", types.ModuleType("nothing"))]
    )
    assert isinstance(nova.things, Things)
    assert nova.things.client is nova.client
    assert not hasattr(nova, "nothing")


def test_direct_use_is_forbidden_with_status_403(session):
    with pytest.raises(exceptions.Forbidden, match="1493576") as caught:
        client_v2.Client(session=session)
    assert caught.value.code == 403


def test_os_cache_is_ignored(make_client):
    assert make_client(os_cache=True).os_cache is False


@pytest.mark.parametrize(
    ("options", "facts"),
    [
        ({}, "2.96"),
        ({"region_name": "west"}, "2.96, region west"),
        ({"endpoint_override": "http://n.example/v2.1"}, "2.96, endpoint http://n.example/v2.1"),
        (
            {"region_name": "west", "endpoint_override": "http://n.example/v2.1"},
            "2.96, region west, endpoint http://n.example/v2.1",
        ),
    ],
)
def test_the_repr_of_a_client_has_its_microversion_and_what_nova_it_is_for(
    session, requests_mock, options, facts
):
    assert repr(client.Client("2.96", session=session, **options)) == f"<Client: {facts}>"
    assert requests_mock.request_history == []


def test_the_repr_of_a_client_has_no_credentials(session):
    endpoint = "http://me:open-sesame@n.example/?token=open-sesame"
    nova = client.Client("2.96", "user", "open sesame", endpoint_override=endpoint)
    assert repr(nova) == "<Client: 2.96, endpoint http://n.example/>"


def test_the_repr_of_a_view_has_its_own_microversion(make_client):
    assert repr(make_client("2.1").at_microversion("2.96")) == "<Client: 2.96>"


@pytest.mark.parametrize(
    "read",
    [
        lambda nova: type(nova).servers,
        lambda nova: nova.servers.lock,
        lambda nova: nova.services.enable,
        lambda nova: type(nova.services).enable,
    ],
)
def test_completion_offers_no_internals(nova, read):
    assert [name for name in dir(read(nova)) if not name.startswith("_")] == []
