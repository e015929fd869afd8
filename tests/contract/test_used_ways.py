"""How dependent projects use the library: the list at the top of ``used_names.md``.

The names in its tables are tested in ``test_used_names.py``.
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from keystoneauth1.identity import v3

from novaclient import api_versions, client, exceptions, utils
from novaclient.v2 import servers
from tests.contract import server as simulated
from tests.contract import sessions, tables

if TYPE_CHECKING:
    import requests

    from tests.contract.server import Server

SERVER = "11111111-aaaa-4aaa-8aaa-000000000001"

#: The methods of managers in mapping.json of mistral-extra 17.0.0.
_MISTRAL = """
agents: convert_into_with_meta create delete find findall list update
aggregates: add_host convert_into_with_meta create delete find findall get get_details list
    remove_host set_metadata update
availability_zones: convert_into_with_meta find findall list
flavor_access: add_tenant_access convert_into_with_meta find findall list remove_tenant_access
flavors: convert_into_with_meta create delete find findall get list
glance: find_image list
hypervisor_stats: convert_into_with_meta statistics
hypervisors: convert_into_with_meta find findall get list search statistics uptime
keypairs: convert_into_with_meta create delete find findall get list
limits: convert_into_with_meta get
neutron: find_network
quota_classes: convert_into_with_meta get update
quotas: convert_into_with_meta defaults delete get update
server_groups: convert_into_with_meta create delete find findall get list
server_migrations: convert_into_with_meta find findall get list live_migrate_force_complete
    live_migration_abort
servers: add_security_group backup change_password clear_password confirm_resize
    convert_into_with_meta create create_image delete delete_meta diagnostics evacuate find
    findall force_delete get get_console_output get_mks_console get_password get_rdp_console
    get_serial_console get_spice_console get_vnc_console interface_attach interface_detach
    interface_list ips list list_security_group live_migrate lock migrate pause reboot rebuild
    remove_security_group rescue reset_network reset_state resize restore resume revert_resize
    set_meta set_meta_item shelve shelve_offload start stop suspend trigger_crash_dump unlock
    unpause unrescue unshelve update
services: convert_into_with_meta delete disable disable_log_reason enable find findall
    force_down list
usage: convert_into_with_meta find findall get list
versions: convert_into_with_meta find findall get_current list
volumes: convert_into_with_meta create_server_volume delete_server_volume get_server_volume
    get_server_volumes update_server_volume
"""

MISTRAL = [
    f"{manager}.{method}"
    for manager, methods in re.findall(r"^(\w+):((?:\s+\w+\b(?!:))+)", _MISTRAL, re.MULTILINE)
    for method in methods.split()
]


def _method(path: str) -> Any:
    """Return a method as mistral does, from a client without a session."""
    manager, method = path.split(".")
    return getattr(getattr(client.Client(2), manager), method)


def _is_plain(path: str) -> bool:
    """Tell whether a method has a single implementation for all microversions."""
    manager, method = path.split(".")
    found = tables.surface()["client_attributes"]["managers"][manager]
    module, _, name = found.rpartition(".")
    methods = tables.surface()["modules"][module]["classes"][name].get("methods", {})
    return method in methods and [variant.keys() for variant in methods[method]] == [{"signature"}]


def test_the_list_of_mistral_has_161_methods() -> None:
    assert len(MISTRAL) == len(set(MISTRAL)) == 161


@pytest.mark.parametrize("path", MISTRAL)
def test_mistral_gets_method_docstring_and_parameters(path: str) -> None:
    method = _method(path)
    assert inspect.ismethod(method)
    assert inspect.getdoc(method)
    assert "self" not in inspect.signature(method).parameters


@pytest.mark.parametrize("path", [path for path in MISTRAL if _is_plain(path)])
def test_mistral_reads_parameters_with_getfullargspec(path: str) -> None:
    """``getfullargspec`` does not see the function below a decorator."""
    method = _method(path)
    parameters = inspect.signature(method).parameters.values()
    names = [each.name for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
    assert inspect.getfullargspec(method).args[1:] == names


def _arguments_by_consumer() -> dict[str, list[str]]:
    """Return the keyword arguments that each project passes to the factory."""
    text = (tables.DATA / "used_names.md").read_text("utf-8")
    table = text.partition("## Keyword arguments given")[2].partition("\n## ")[0]
    found: dict[str, list[str]] = {}
    for name, consumers in re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE):
        for consumer in consumers.split(", "):
            found.setdefault(consumer, []).append(name)
    return found


ARGUMENTS = _arguments_by_consumer()


def _argument(name: str) -> Any:
    """Return a value that a project might pass."""
    return {
        "auth": v3.Token("http://auth.example/v3", "TOKEN"),
        "auth_token": "TOKEN",
        "auth_url": "http://auth.example/v3",
        "cacert": None,
        "connect_retries": 3,
        "endpoint_override": "http://compute.example/v2.1",
        "endpoint_type": "internalURL",
        "extensions": client.discover_extensions("2.1"),
        "global_request_id": "req-57e5b1e6-6b5d-4a4e-8f0c-1f0e4a3b2c1d",
        "http_log_debug": False,
        "insecure": True,
        "password": "secret",
        "project_domain_id": "default",
        "project_domain_name": "Default",
        "project_id": "33333333cccc4ccc8ccc000000000001",
        "region_name": "RegionOne",
        "service_name": "nova",
        "service_type": "compute",
        "session": sessions.new_session(),
        "timeout": 10,
        "timings": False,
        "user_domain_name": "Default",
        "username": "admin",
        "version": "2.53",
    }[name]


@pytest.mark.parametrize("consumer", ARGUMENTS)
def test_factory_accepts_the_arguments_of_a_project_together(consumer: str) -> None:
    given = {"version": "2.1", **{name: _argument(name) for name in ARGUMENTS[consumer]}}
    nova = client.Client(**given)
    assert nova.api_version.get_string() == given["version"]


@pytest.mark.parametrize("name", sorted({name for names in ARGUMENTS.values() for name in names}))
def test_factory_accepts_argument_along_with_session(name: str) -> None:
    client.Client(**{"version": "2.1", "session": sessions.new_session(), name: _argument(name)})


def test_factory_refuses_unknown_argument() -> None:
    """Otherwise the two tests above could not fail."""
    with pytest.raises(TypeError, match="no_such_argument"):
        client.Client("2.1", session=sessions.new_session(), no_such_argument=1)


@pytest.fixture
def nova(server: Server) -> Any:
    """A client of the simulated cloud."""
    return _client(server, "2.1")


def _client(server: Server, mv: str) -> Any:
    server.reset(tables.Row({}), mv)
    return client.Client(mv, session=sessions.new_session())


def test_info_is_the_dict_of_the_response(nova: Any) -> None:
    """openstackclient shows ``resource._info.copy()``."""
    found = nova.servers.get(SERVER)
    _, body = nova.client.get(f"/servers/{SERVER}")
    assert type(found._info) is dict
    assert found._info.copy() == body["server"]
    assert found.to_dict() == body["server"]


def test_attributes_with_colons_are_read_with_getattr(nova: Any) -> None:
    """heat, rally and horizon do so, with and without a default."""
    name = "OS-EXT-STS:task_state"
    found = servers.Server(nova.servers, {"id": SERVER, name: "spawning"}, loaded=True)
    assert getattr(found, name) == "spawning"
    assert getattr(found, "OS-EXT-STS:vm_state", "none") == "none"


def test_attribute_with_colons_can_be_deleted(nova: Any) -> None:
    """The tests of heat simulate a Nova without an extension."""
    name = "OS-EXT-AZ:availability_zone"
    found = servers.Server(nova.servers, {"id": SERVER, name: "nova"}, loaded=True)
    delattr(found, name)
    assert not hasattr(found, name)


@pytest.mark.parametrize("manager", ["keypairs", "servers"])
def test_resource_is_found_through_its_manager(nova: Any, manager: str) -> None:
    """osc-lib and manila find resources by id and by name, with the manager alone."""
    found_in = getattr(nova, manager)
    first = found_in.list()[0]
    name_attr = found_in.resource_class.NAME_ATTR
    assert found_in.get(first.id).id == first.id
    assert found_in.find(**{name_attr: getattr(first, name_attr)}).id == first.id
    assert utils.find_resource(found_in, first.id).id == first.id
    assert utils.find_resource(found_in, getattr(first, name_attr)).id == first.id


def test_exceptions_have_status_and_message() -> None:
    """heat and rally read these with getattr from any exception that they caught."""
    body = {"itemNotFound": {"message": "It is gone", "code": 404}}
    error = exceptions.from_response(simulated.response(404), body, "/servers/1")
    assert isinstance(error, exceptions.NotFound)
    assert [getattr(error, name, None) for name in ("http_status", "code")] == [404, 404]
    assert error.message == "It is gone"
    assert getattr(error, "status_code", None) in (None, 404)


def test_exception_is_created_from_a_mocked_response() -> None:
    """The tests of heat use a mock without headers, and no URL."""
    resp = mock.Mock(status_code=413, headers=None)
    body = {"error": {"message": "too much", "details": None}}
    error = exceptions.from_response(resp, body, None)
    assert isinstance(error, exceptions.OverLimit)
    assert error.message == "too much"


@pytest.mark.parametrize(
    "path",
    [
        "aggregates.Aggregate",
        "flavor_access.FlavorAccess",
        "flavors.Flavor",
        "keypairs.Keypair",
        "quotas.QuotaSet",
        "server_groups.ServerGroup",
        "servers.Server",
        "usage.Usage",
        "volumes.Volume",
    ],
)
def test_resource_is_created_from_manager_and_info(path: str) -> None:
    """The tests of projects create resources without a client."""
    resource = pkgutil.resolve_name(f"novaclient.v2.{path}")(None, {"id": "1", "some": "thing"})
    assert resource.some == "thing"
    assert resource.to_dict() == {"id": "1", "some": "thing"}


class FakeHttp(client.SessionClient):
    """Returns responses without sending requests, as the fake of heat does."""

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[requests.Response, Any]:
        """Return a response and its body."""
        if method == "POST":
            location = {"Location": "http://image.example/images/456"}
            return simulated.response(202, location), None
        path = url.partition("?")[0]
        flavor = {"id": "3", "name": "m1.large"}
        bodies = {"/flavors": {"flavors": [flavor]}, "/flavors/3": {"flavor": flavor}}
        return simulated.response(200), bodies[path]


@pytest.fixture
def fake() -> Any:
    """A client as in heat: of the versioned class, without a version."""
    versioned: Any = type(client.Client("2.1", session=sessions.new_session()))

    class FakeClient(versioned):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(direct_use=False)
            self.client = FakeHttp(session=mock.Mock())

    fake_client = FakeClient()
    assert fake_client.api_version == api_versions.APIVersion()
    return fake_client


def test_client_without_version_finds_flavor(fake: Any) -> None:
    """No query parameter of a newer microversion is sent."""
    assert fake.flavors.find(name="m1.large").id == "3"


def test_client_without_version_reads_image_of_server_from_location(fake: Any) -> None:
    """The response is that of a Nova without microversions."""
    assert fake.servers.create_image("1234", "img") == "456"


def test_client_without_version_creates_server_without_nics(fake: Any) -> None:
    """No argument of a newer microversion is required."""
    response = simulated.response(202), {"server": {"id": "1"}}
    with mock.patch.object(fake.client, "request", return_value=response):
        assert fake.servers.create("name", image="22", flavor="3").id == "1"
