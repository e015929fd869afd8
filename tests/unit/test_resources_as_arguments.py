"""Every argument that names a resource takes the resource or what names it, in every method."""

from __future__ import annotations

import datetime
import inspect
import re
import types
from types import GeneratorType, SimpleNamespace

import pytest
import requests_mock as rm

from novaclient import api_versions, base, client, exceptions
from novaclient.v2.agents import Agent
from novaclient.v2.aggregates import Aggregate
from novaclient.v2.assisted_volume_snapshots import Snapshot
from novaclient.v2.availability_zones import AvailabilityZone
from novaclient.v2.extensions import APIExtension
from novaclient.v2.flavors import Flavor
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.images import Image
from novaclient.v2.instance_action import InstanceAction
from novaclient.v2.keypairs import Keypair
from novaclient.v2.migrations import Migration
from novaclient.v2.networks import Network
from novaclient.v2.quota_classes import QuotaClassSet
from novaclient.v2.server_groups import ServerGroup
from novaclient.v2.server_migrations import ServerMigration
from novaclient.v2.server_shares import ServerShare
from novaclient.v2.servers import NetworkInterface, SecurityGroup, Server
from novaclient.v2.services import Service
from novaclient.v2.volumes import Volume

IMAGE = "22222222-bbbb-4bbb-8bbb-000000000001"
BERLIN = datetime.timezone(datetime.timedelta(hours=1))


def _own(kind, **info):
    return kind(None, info, loaded=True)


SERVER = _own(Server, id="s1", name="web")
AGGREGATE = _own(Aggregate, id=7, name="ssd")
FLAVOR = _own(Flavor, id="f1", name="small")
IMAGE_OBJECT = _own(Image, id=IMAGE, name="debian")
KEYPAIR = _own(Keypair, keypair={"name": "k1"})
SERVICE = _own(Service, id="svc-1", host="h1", binary="nova-compute")
HYPERVISOR = _own(Hypervisor, id="hv-1", hypervisor_hostname="h1.example", service={"host": "h1"})
ZONE = _own(AvailabilityZone, zoneName="z1")
MIGRATION = _own(ServerMigration, id=3)
GROUP = _own(ServerGroup, id="g1")
INTERFACE = _own(NetworkInterface, port_id="p1")
SHARE = _own(ServerShare, share_id="sh1")
SINCE_2_89 = _own(Volume, volumeId="v1", attachment_id="a1")

#: What other libraries have: something with an id.
USER = SimpleNamespace(id="u1")
VOLUME = SimpleNamespace(id="v1")
PORT = SimpleNamespace(id="p1")
NET = SimpleNamespace(id="n1")
SDK_SERVICE = SimpleNamespace(id="svc-1", host="h1", binary="nova-compute")
SDK_HYPERVISOR = SimpleNamespace(id="hv-1", name="h1.example", service_details={"host": "h1"})
SDK_ZONE = SimpleNamespace(id=None, name="z1")

HOSTS = [(SERVICE, "h1"), (HYPERVISOR, "h1"), (SDK_SERVICE, "h1"), (SDK_HYPERVISOR, "h1")]
ZONES = [(ZONE, "z1"), (SDK_ZONE, "z1")]
VOLUMES = [(VOLUME, "v1"), (SINCE_2_89, "v1")]
PORTS = [(PORT, "p1"), (INTERFACE, "p1")]
GROUPS = [(_own(SecurityGroup, id="sg1", name="web"), "sg1")]
TIMES = [
    (datetime.datetime(2024, 1, 1, 1, tzinfo=BERLIN), "2024-01-01T00:00:00+00:00"),
    (datetime.datetime(2024, 1, 1), "2024-01-01T00:00:00+00:00"),
    (datetime.date(2024, 1, 1), "2024-01-01T00:00:00+00:00"),
]

#: For each parameter that names a resource or a time, pairs of an object and what stands for it.
#: A parameter of one manager has the name of the manager before it.
RESOURCES = {
    "server": [(SERVER, "s1")],
    "server_id": [(SERVER, "s1")],
    "instance_uuid": [(SERVER, "s1")],
    "servers": [([SERVER], ["s1"])],
    "aggregate": [(AGGREGATE, 7)],
    "flavor": [(FLAVOR, "f1")],
    "image": [(IMAGE_OBJECT, IMAGE)],
    "images": [([IMAGE_OBJECT], [IMAGE])],
    "name_or_id": [(IMAGE_OBJECT, IMAGE)],
    "names_or_ids": [([IMAGE_OBJECT], [IMAGE])],
    "keypair": [(KEYPAIR, "k1")],
    "keypairs.key": [(KEYPAIR, "k1")],
    "key_name": [(KEYPAIR, "k1")],
    "user_id": [(USER, "u1")],
    "project_id": [(USER, "u1")],
    "tenant": [(USER, "u1")],
    "tenant_id": [(USER, "u1")],
    "service_uuid": [(SERVICE, "svc-1")],
    "service_id": [(SERVICE, "svc-1")],
    "hypervisors.hypervisor": [(HYPERVISOR, "hv-1")],
    "hypervisor_hostname": [(HYPERVISOR, "h1.example"), (SDK_HYPERVISOR, "h1.example")],
    "host": HOSTS,
    "source_compute": HOSTS,
    "availability_zone": ZONES,
    "pinned_availability_zone": ZONES,
    "values": [({"availability_zone": ZONE}, {"availability_zone": "z1"})],
    "aggregates.metadata": [({"availability_zone": ZONE}, {"availability_zone": "z1"})],
    "migration": [(MIGRATION, 3)],
    "request_id": [(_own(InstanceAction, request_id="req-1"), "req-1")],
    "share": [(SHARE, "sh1")],
    "share_id": [(SHARE, "sh1"), (SimpleNamespace(id="sh1"), "sh1")],
    "snapshot": [(_own(Snapshot, id="snap-1"), "snap-1")],
    "class_name": [(_own(QuotaClassSet, id="default"), "default")],
    "alias": [(_own(APIExtension, alias="os-keypairs"), "os-keypairs")],
    "agents.id": [(_own(Agent, agent_id=4), 4)],
    "server_groups.id": [(GROUP, "g1")],
    "assisted_volume_snapshots.volume_id": VOLUMES[:1],
    "volume_id": VOLUMES,
    "src_volid": VOLUMES,
    "dest_volid": VOLUMES,
    "attachment_id": VOLUMES,
    "port_id": PORTS,
    "net_id": [(NET, "n1")],
    "label": [(_own(Network, id="n1", name="private"), "private")],
    "security_group": GROUPS,
    "security_groups": [([group], [name]) for group, name in GROUPS],
    "trusted_image_certificates": [([SimpleNamespace(id="c1")], ["c1"])],
    "scheduler_hints": [
        (
            {"group": GROUP, "different_host": [SERVER], "same_host": SERVER, "query": "[1]"},
            {"group": "g1", "different_host": ["s1"], "same_host": "s1", "query": "[1]"},
        ),
        ({"different_host": (SERVER, "s2")}, {"different_host": ["s1", "s2"]}),
    ],
    "nics": [
        ([{"net-id": NET}, {"uuid": NET}], [{"net-id": "n1"}, {"uuid": "n1"}]),
        ([{"port-id": PORT}, {"port": INTERFACE}], [{"port-id": "p1"}, {"port": "p1"}]),
        ([{"uuid": NET, "fixed_ip": "10.0.0.7"}], [{"net-id": "n1", "v4-fixed-ip": "10.0.0.7"}]),
        ([{"port": "p1", "tag": "t"}], [{"port-id": "p1", "tag": "t"}]),
    ],
    "block_device_mapping": [({"vda": VOLUME}, {"vda": "v1"})],
    "block_device_mapping_v2": [
        ([{key: VOLUME, "boot_index": 0}], [{key: "v1", "boot_index": 0}])
        for key in ("uuid", "volume_id", "snapshot_id", "image_id")
    ],
    "events": [([{"server_uuid": SERVER, "tag": PORT}], [{"server_uuid": "s1", "tag": "p1"}])],
    "create_info": [({"snapshot_id": VOLUME}, {"snapshot_id": "v1"})],
    "delete_info": [({"volume_id": VOLUME}, {"volume_id": "v1"})],
    "start": TIMES,
    "end": TIMES,
    "before": TIMES,
    "changes_since": TIMES,
    "changes_before": TIMES,
    "flavors.marker": [(FLAVOR, "f1")],
    "hypervisors.marker": [(HYPERVISOR, "hv-1")],
    "instance_action.marker": [(_own(InstanceAction, request_id="req-1"), "req-1")],
    "keypairs.marker": [(KEYPAIR, "k1")],
    "migrations.marker": [(_own(Migration, id=5, uuid="m1"), "m1")],
    "servers.marker": [(SERVER, "s1")],
    "usage.marker": [(SERVER, "s1")],
}

#: Parameters that name no resource. ``search_opts`` has tests of its own.
OTHERS = re.findall(
    r"\w+",
    """
    access_ip_v4 access_ip_v6 action admin_pass all_projects all_tenants allowed_types
    architecture args attachment backup_name backup_type binary block_migration config_drive
    console_type cores count default delete_on_termination description detail detailed device disk
    disk_config disk_over_commit ephemeral files fixed_ip flavorid force force_down hook_func
    hook_type hostname hypervisor hypervisor_match image_name injected_file_content_bytes
    injected_file_path_bytes injected_files instances is_public item keep_going key key_pairs
    key_type keys kwargs length limit max_count max_failures md5hash meta metadata
    metadata_items migration_type min_count min_disk min_ram name offset on_shared_storage os
    options page_size password policies policy poll_interval preserve_ephemeral private_key
    progress public_key ram reason reboot_type reservation_id reserved resp rotation rules
    rxtx_factor search_opts server_group_members server_groups servers sort_dir sort_dirs sort_key
    sort_keys state status swap tag tags timeout token url userdata value vcpus version
    """,
)

#: Arguments that a method needs besides the required ones.
NEEDED = {
    "servers.create": {"flavor": "1", "nics": "auto"},
    "servers.create_many": {"flavor": "1", "nics": "auto"},
    "servers.update": {"name": "n"},
    "flavor_access.list": {"flavor": "1"},
    "servers.get_console_url": {"console_type": "novnc"},
    "servers.get_rdp_console": {"console_type": "rdp-html5"},
    "servers.get_serial_console": {"console_type": "serial"},
    "servers.get_spice_console": {"console_type": "spice-html5"},
    "servers.get_vnc_console": {"console_type": "novnc"},
    "volumes.delete_server_volume": {"volume_id": "v"},
    "volumes.get_server_volume": {"volume_id": "v"},
}

#: Values for required parameters that name no resource.
VALUES = {
    "block_migration": False,
    "count": 1,
    "disk": 1,
    "disk_over_commit": False,
    "force_down": True,
    "keys": ["a"],
    "metadata": {"a": "b"},
    "ram": 1,
    "rotation": 1,
    "tags": ["a"],
    "vcpus": 1,
}

#: Methods that only have arguments of other methods.
NO_OPERATIONS = {
    *("add_hook", "run_hooks", "convert_into_with_meta", "alternate_service_type"),
    *("find", "findall", "transform_userdata", "boot_volume"),
}

NEWEST = "2.104"
VERSIONS = ["2.1", "2.24", "2.52", NEWEST]


def _methods(version):
    """Yield each operation that a microversion has: its name, its function, its parameters."""
    nova = client.Client(version, session=object())
    for name in dir(nova):
        manager = None if name.startswith("_") else getattr(nova, name)
        if not isinstance(manager, base.Manager):
            continue
        for method_name, method in inspect.getmembers(manager, inspect.ismethod):
            if method_name.startswith("_") or method_name in NO_OPERATIONS:
                continue
            function = method.__func__
            if hasattr(function, "_versioned_methods"):
                now = api_versions.get_substitutions(function, nova.api_version)
                if not now:
                    continue
                function = now[-1].func
            yield f"{name}.{method_name}", function, _parameters(function, nova.api_version)


def _parameters(function, version):
    limits = getattr(function, "_versioned_arguments", {})
    parameters = [*inspect.signature(function).parameters.values()][1:]
    return {p.name: p for p in parameters if _exists(limits.get(p.name, "2.0"), version)}


def _exists(span, version):
    first, last = span if isinstance(span, tuple) else (span, "2.latest")
    return version.matches(api_versions.APIVersion(first), api_versions.APIVersion(last))


def _pairs(path, name):
    return RESOURCES.get(f"{path.partition('.')[0]}.{name}", RESOURCES.get(name))


def _arguments(path, parameters):
    """Return the arguments without which a method can't be called."""
    arguments = {"timeout": 0} if "timeout" in parameters else {}
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in ("args", "kwargs", "options"):
            pairs = _pairs(path, name)
            arguments[name] = pairs[0][1] if pairs else VALUES.get(name, "x")
    needed = NEEDED.get(path, {}).items()
    takes_any = not parameters.keys().isdisjoint({"kwargs", "options"})
    return arguments | {k: v for k, v in needed if k in parameters or takes_any}


def _cases():
    """Yield each parameter that names a resource, of each shape that a method has had."""
    newest = {path: function for path, function, _ in _methods(NEWEST)}
    for version in VERSIONS:
        for path, function, parameters in _methods(version):
            if version != NEWEST and function is newest.get(path):
                continue
            names = ["flavor"] if path == "flavor_access.list" else parameters
            for name in names:
                if pairs := _pairs(path, name):
                    others = _arguments(path, parameters)
                    others.pop("volume_id" if name == "attachment_id" else name, None)
                    case = (version, path, name, pairs, others)
                    yield pytest.param(*case, id=f"{path}-{name}-{version}")


CASES = list(_cases())
NAMES = ("version", "path", "name", "pairs", "others")


def _requests(nova, requests_mock, path, arguments):
    """Call a method, and return the requests that it sent, whatever it makes of the responses."""
    requests_mock.reset_mock()
    manager, method = path.split(".")
    try:
        result = getattr(getattr(nova, manager), method)(**arguments)
        if isinstance(result, GeneratorType):
            next(result, None)
    except (exceptions.ClientException, exceptions.WaitTimeout):
        if not requests_mock.called:
            raise
    return [(r.method, r.url, r.text) for r in requests_mock.request_history]


@pytest.fixture
def any_request(requests_mock):
    requests_mock.register_uri(rm.ANY, rm.ANY, json={})
    return requests_mock


@pytest.mark.filterwarnings("ignore:attachment_id argument")
@pytest.mark.parametrize(NAMES, CASES)
def test_an_object_is_sent_as_what_names_it(
    make_client, any_request, version, path, name, pairs, others
):
    nova = make_client(version)
    for value, name_of_it in pairs:
        sent = _requests(nova, any_request, path, {**others, name: value})
        assert sent
        assert sent == _requests(nova, any_request, path, {**others, name: name_of_it})


@pytest.mark.filterwarnings("ignore:attachment_id argument")
@pytest.mark.parametrize(
    NAMES, [case for case in CASES if not isinstance(case.values[3][0][0], list | dict)]
)
def test_what_has_no_name_is_refused_before_anything_is_sent(
    make_client, any_request, version, path, name, pairs, others
):
    nova = make_client(version)
    for value in (object(), _own(base.Resource, other="thing"), ["s1"], {"name": "s1"}, b"s1"):
        with pytest.raises((exceptions.InvalidIdentifier, TypeError)) as caught:
            _requests(nova, any_request, path, {**others, name: value})
        assert " object at 0x" not in str(caught.value)
        assert not any_request.called


@pytest.mark.parametrize("version", VERSIONS)
def test_it_is_known_of_every_parameter_whether_it_names_a_resource(version):
    known = {*OTHERS, *(name.rpartition(".")[2] for name in RESOURCES)}
    for path, _function, parameters in _methods(version):
        assert not parameters.keys() - known, path


def test_arguments_are_not_changed(nova, any_request):
    nic = types.MappingProxyType({"uuid": NET})
    device = types.MappingProxyType({"uuid": VOLUME, "boot_index": 0})
    hints = {"group": GROUP, "different_host": [SERVER]}
    arguments = {"nics": [nic], "block_device_mapping_v2": [device], "scheduler_hints": hints}
    _requests(
        nova, any_request, "servers.create", {"name": "n", "image": "", "flavor": "1", **arguments}
    )
    assert hints == {"group": GROUP, "different_host": [SERVER]}
