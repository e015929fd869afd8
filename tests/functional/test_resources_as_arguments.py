"""Resources, Nova's own keys and times as arguments, on the real cloud."""

from __future__ import annotations

import datetime
import json
import subprocess
import uuid
from types import SimpleNamespace

import pytest

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.v2.servers import bodies
from tests.functional import waiting
from tests.functional.cloud.cloud import report_to_stderr
from tests.functional.cloud.environment import prepare

PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJCTmvP+NWPFsbVWYcSmRyVHtLQVrUWlDrVpCVJNuDqI x@y"
BERLIN = datetime.timezone(datetime.timedelta(hours=1))


@pytest.fixture
def service(any_nova, cloud):
    """A compute service, which is enabled again after the test."""
    [found] = any_nova.services.list(host=cloud.computes[1], binary="nova-compute")
    yield found
    found.enable()


def test_a_service_is_disabled_and_enabled_at_all_microversions(any_nova, service):
    assert service.disable().status == "disabled"
    reasoned = service.disable("for the test")
    assert (reasoned.status, reasoned.disabled_reason) == ("disabled", "for the test")
    assert any_nova.services.enable(service).status == "enabled"
    assert any_nova.services.disable_log_reason(service, "why").disabled_reason == "why"
    assert service.enable().status == "enabled"


@pytest.mark.parametrize("version", ["2.11", "2.52", "2.53", "2.104"])
def test_a_service_is_forced_down_and_up_again(connect, cloud, version):
    nova = connect(version)
    [service] = nova.services.list(host=cloud.computes[1], binary="nova-compute")
    assert service.force_down().forced_down is True
    assert service.force_down(False).forced_down is False


@pytest.mark.parametrize("version", ["2.52", "2.53"])
def test_a_service_with_servers_is_not_deleted(connect, boot, cloud, version):
    boot(connect(), host=cloud.computes[0])
    [service] = connect(version).services.list(host=cloud.computes[0], binary="nova-compute")
    with pytest.raises(exceptions.Conflict):
        service.delete()


def test_hosts_are_named_by_services_and_hypervisors(nova, cloud):
    [hypervisor] = [
        each for each in nova.hypervisors.list() if each.hypervisor_hostname == cloud.computes[1]
    ]
    [service] = nova.services.list(host=hypervisor, binary="nova-compute")
    aggregate = nova.aggregates.create(f"aggregate-{uuid.uuid4()}", None)
    try:
        assert aggregate.add_host(hypervisor).hosts == [cloud.computes[1]]
        assert aggregate.remove_host(service).hosts == []
    finally:
        aggregate.delete()


def test_a_server_is_created_where_and_with_what_resources_say(nova, boot, cloud):
    keypair = nova.keypairs.create(f"key-{uuid.uuid4()}", PUBLIC_KEY)
    zone = nova.availability_zones.find(zoneName="nova")
    hypervisor = nova.hypervisors.find(hypervisor_hostname=cloud.computes[1])
    try:
        server = boot(
            nova, key_name=keypair, availability_zone=zone, hypervisor_hostname=hypervisor
        )
        assert server.key_name == keypair.name
        host = getattr(server, "OS-EXT-SRV-ATTR:hypervisor_hostname")
        assert host == cloud.computes[1]
        rebuilt = nova.servers.rebuild(server, cloud.image_id, key_name=keypair)
        assert rebuilt.key_name == keypair.name
    finally:
        keypair.delete()


def test_a_server_is_moved_to_the_host_of_a_service(nova, boot, cloud):
    server = boot(nova, host=cloud.computes[0])
    [service] = nova.services.list(host=cloud.computes[1], binary="nova-compute")
    nova.servers.migrate(server, service)
    waiting.for_status(server, "VERIFY_RESIZE")
    assert getattr(server, "OS-EXT-SRV-ATTR:host") == cloud.computes[1]
    server.revert_resize()
    waiting.for_status(server, "ACTIVE")


@pytest.mark.parametrize("version", ["2.77", "2.104"])
def test_a_server_is_unshelved_to_a_zone(connect, boot, version):
    nova = connect(version)
    server = boot(nova)
    server.shelve()
    waiting.for_status(server, "SHELVED_OFFLOADED")
    nova.servers.unshelve(server, availability_zone=nova.availability_zones.find(zoneName="nova"))
    assert waiting.for_status(server, "ACTIVE").status == "ACTIVE"


def test_a_server_group_and_servers_are_scheduler_hints(nova, boot):
    group = nova.server_groups.create(f"group-{uuid.uuid4()}", "anti-affinity")
    first = boot(nova, scheduler_hints={"group": group})
    second = boot(nova, scheduler_hints={"group": group, "different_host": [first]})
    assert set(nova.server_groups.get(group).members) == {first.id, second.id}
    hosts = {getattr(each, "OS-EXT-SRV-ATTR:host") for each in (first, second)}
    assert len(hosts) == 2
    nova.server_groups.delete(group)


@pytest.mark.parametrize("key", ["uuid", "net-id"])
def test_a_network_is_named_by_the_key_of_nova_and_by_the_older_one(nova, boot, cloud, key):
    network = SimpleNamespace(id=cloud.network_id)
    server = boot(nova, nics=[{key: network}])
    [interface] = nova.servers.interface_list(server)
    assert interface.net_id == cloud.network_id
    assert nova.servers.interface_get(server, interface).port_id == interface.port_id


def test_a_volume_of_another_library_is_attached_and_detached(nova, boot):
    server = boot(nova)
    volume = SimpleNamespace(id=str(uuid.uuid4()))
    attached = nova.volumes.create_server_volume(server, volume)
    nova.volumes.wait_for_attachment(attached, timeout=60, poll_interval=0.1)
    [listed] = nova.volumes.get_server_volumes(server)
    assert nova.volumes.get_server_volume(server, listed).volumeId == volume.id
    nova.volumes.delete_server_volume(server, listed)
    nova.volumes.wait_for_detachment(server, volume, timeout=60, poll_interval=0.1)


def test_quotas_limits_and_usage_are_those_of_a_project(nova, cloud):
    project = SimpleNamespace(id=cloud.member.project_id)
    user = SimpleNamespace(id=cloud.member.user_id)
    try:
        nova.quotas.update(project, cores=17)
        assert nova.quotas.get(project).cores == 17
        assert nova.quotas.get(project, user_id=user).cores == 17
        limits = nova.limits.get(tenant_id=project).absolute
        assert {each.name: each.value for each in limits}["maxTotalCores"] == 17
    finally:
        nova.quotas.delete(project)
    assert nova.quotas.get(project).cores == nova.quotas.defaults(project).cores
    day = datetime.date(2024, 1, 1)
    assert nova.usage.get(project, day, day + datetime.timedelta(days=1)).to_dict() == {}


def test_access_to_a_flavor_is_that_of_a_project(nova, cloud):
    project = SimpleNamespace(id=cloud.member.project_id)
    flavor = nova.flavors.create(f"flavor-{uuid.uuid4()}", 64, 1, 0, is_public=False)
    try:
        [access] = nova.flavor_access.add_tenant_access(flavor, project)
        assert access.tenant_id == project.id
        assert nova.flavor_access.remove_tenant_access(flavor, project) == []
    finally:
        flavor.delete()


def test_key_pairs_are_those_of_a_user(connect, cloud):
    nova = connect("2.10")
    user = SimpleNamespace(id=cloud.member.user_id)
    keypair = nova.keypairs.create(f"key-{uuid.uuid4()}", PUBLIC_KEY, user_id=user)
    assert nova.keypairs.get(keypair, user_id=user).user_id == user.id
    assert keypair.name in [each.name for each in nova.keypairs.list(user_id=user)]
    nova.keypairs.delete(keypair, user_id=user)


@pytest.mark.parametrize("zone", [datetime.UTC, BERLIN])
def test_usage_counts_servers_in_a_period_in_any_time_zone(nova, boot, zone):
    server = boot(nova)
    now = datetime.datetime.now(zone)
    hour = datetime.timedelta(hours=1)
    in_two_days = now.date() + datetime.timedelta(days=2)

    def is_counted(start, end):
        usages = nova.usage.iterate(start, end, detailed=True)
        return server.id in [each["instance_id"] for u in usages for each in u.server_usages]

    # Another connection to SQLite may see the new server somewhat later.
    waiting.until(lambda: is_counted(now - hour, now + hour), "counted")
    assert is_counted((now - hour).isoformat(), in_two_days)
    # Not a period in the future, where Nova counts running servers.
    assert not is_counted(now - hour, now - hour / 12)


@pytest.mark.parametrize("version", ["2.58", "2.66", "2.104"])
def test_actions_are_listed_since_a_time(connect, boot, version):
    nova = connect(version)
    server = boot(nova)
    now = datetime.datetime.now(BERLIN)
    hour = datetime.timedelta(hours=1)
    day = datetime.datetime.now(datetime.UTC).date()
    [action] = nova.instance_action.list(server, changes_since=now - hour)
    assert nova.instance_action.get(server, action).action == "create"
    assert nova.instance_action.list(server, changes_since=day - 24 * hour) == [action]
    assert nova.instance_action.list(server, changes_since=now + hour) == []
    assert nova.instance_action.list(server, marker=action) == []
    if nova.api_version.at_least("2.66"):
        assert nova.instance_action.list(server, changes_before=now - hour) == []


def test_migrations_are_listed_by_server_host_and_time(nova, boot, cloud):
    server = boot(nova, host=cloud.computes[0])
    server.migrate()
    waiting.for_status(server, "VERIFY_RESIZE")
    server.revert_resize()
    waiting.for_status(server, "ACTIVE")
    [service] = nova.services.list(host=cloud.computes[0], binary="nova-compute")
    hour = datetime.timedelta(hours=1)
    since = {"instance_uuid": server, "host": service}
    now = datetime.datetime.now(BERLIN)
    [migration] = nova.migrations.list(**since, changes_since=now - hour)
    assert migration.instance_uuid == server.id
    assert nova.migrations.list(**since, changes_since=now + hour) == []
    assert nova.migrations.list(**since, marker=migration) == []


def test_an_audit_period_ends_before_a_time_in_any_time_zone(nova):
    moment = datetime.datetime(2016, 12, 10, 14, 59, 59, tzinfo=BERLIN)
    expected = nova.instance_usage_audit_log.get("2016-12-10 13:59:59").period_ending
    for before in (moment, moment.isoformat(), moment.astimezone(datetime.UTC)):
        assert nova.instance_usage_audit_log.get(before).period_ending == expected


def test_pages_begin_after_a_resource(nova, boot):
    boot(nova, name="marked-1")
    boot(nova, name="marked-2")
    # Servers that are created within a second come in the order of their ids.
    first, second = nova.servers.list(search_opts={"name": "marked-"})
    page = nova.servers.list(search_opts={"name": "marked-"}, marker=first)
    assert second in page
    assert first not in page
    [flavor] = nova.flavors.list(limit=1)
    assert flavor not in nova.flavors.list(marker=flavor)
    [hypervisor] = nova.hypervisors.list(limit=1)
    assert hypervisor not in nova.hypervisors.list(marker=hypervisor)


def test_an_event_names_a_server(nova, boot):
    server = boot(nova)
    [result] = nova.server_external_events.create(
        [{"name": "network-changed", "server_uuid": server}]
    )
    assert (result["code"], result["server_uuid"]) == (200, server.id)


_KEYS = """
import json
from nova.api.openstack.compute.schemas import servers
found = {"networks": set(), "block_device_mapping_v2": set()}
for name, schema in vars(servers).items():
    if name == "create" or name.startswith("create_v2"):
        server = schema["properties"]["server"]["properties"]
        for key, names in found.items():
            of_key = server[key]
            lists = [of_key, *of_key.get("oneOf", ())]
            for each in lists:
                names.update(each.get("items", {}).get("properties", ()))
print(json.dumps({key: sorted(names) for key, names in found.items()}))
"""


@pytest.fixture(scope="module")
def keys_of_nova():
    """The keys of a network and of a block device in the JSON schemas of Nova."""
    python = prepare(report_to_stderr).python
    run = subprocess.run([python, "-I", "-c", _KEYS], capture_output=True, check=True, text=True)
    return json.loads(run.stdout.splitlines()[-1])


def test_every_key_of_nova_is_known(keys_of_nova):
    newest = APIVersion("2.104")
    assert {"uuid", "port", "fixed_ip", "tag"} <= set(keys_of_nova["networks"])
    assert {"uuid", "volume_type", "tag"} <= set(keys_of_nova["block_device_mapping_v2"])
    # A warning would be an error.
    assert bodies.networks(newest, [dict.fromkeys(keys_of_nova["networks"], "x")])
    devices = [dict.fromkeys(keys_of_nova["block_device_mapping_v2"], "x")]
    assert bodies.block_devices_v2(newest, None, devices) == devices
