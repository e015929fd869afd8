"""Key pairs, groups, quotas, usage, flavors, aggregates and services."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions
from tests.compatibility.reading import span
from tests.compatibility.test_reading import PUBLIC_KEY
from tests.functional import waiting


def test_a_key_pair_is_imported_found_and_deleted(any_nova):
    name = f"key {uuid.uuid4()}"
    created = any_nova.keypairs.create(name, PUBLIC_KEY)
    assert any_nova.keypairs.find(name=name).fingerprint == created.fingerprint
    created.delete()
    with pytest.raises(exceptions.NotFound):
        any_nova.keypairs.get(name)


def test_a_key_pair_is_generated_up_to_2_91(connect):
    created = connect("2.60").keypairs.create(f"generated-{uuid.uuid4()}")
    assert "PRIVATE KEY" in created.private_key
    created.delete()


def test_a_server_group_has_the_policy_and_the_members(any_nova, boot):
    group = any_nova.server_groups.create(f"group-{uuid.uuid4()}", "anti-affinity")
    server = boot(any_nova, scheduler_hints={"group": group.id})
    got = any_nova.server_groups.find(name=group.name)
    policies = [got.policy] if any_nova.api_version.at_least("2.64") else got.policies
    assert (policies, got.members) == (["anti-affinity"], [server.id])
    group.delete()
    with pytest.raises(exceptions.NotFound):
        any_nova.server_groups.get(group.id)


def test_quotas_are_updated_and_deleted(any_nova, cloud):
    project_id = cloud.member.project_id
    default = any_nova.quotas.defaults(project_id).cores
    assert any_nova.quotas.update(project_id, cores=7, instances=0).cores == 7
    any_nova.quotas.delete(project_id)
    assert any_nova.quotas.get(project_id).cores == default


def test_the_default_quota_class_is_updated(any_nova):
    before = any_nova.quota_classes.get("default")
    assert before.update(metadata_items=77).metadata_items == 77
    any_nova.quota_classes.update("default", metadata_items=before.metadata_items)


def test_limits_and_usage_count_a_server(any_nova, boot, cloud):
    server = boot(any_nova)
    limits = {limit.name: limit.value for limit in any_nova.limits.get().absolute}
    assert limits["totalInstancesUsed"] >= 1

    def counted():
        usage = any_nova.usage.get(cloud.admin.project_id, *span())
        return server.id in [each["instance_id"] for each in usage.server_usages]

    waiting.until(counted, "in the usage")


def test_a_flavor_has_extra_specs_and_members(any_nova, cloud):
    name = f"flavor-{uuid.uuid4()}"
    flavor = any_nova.flavors.create(name, 640, 3, 7, ephemeral=2, swap=64, is_public=False)
    try:
        assert any_nova.flavors.find(name=name, is_public=None) == flavor
        assert flavor.set_keys({"a:b": "1", "c d": "2"}) == {"a:b": "1", "c d": "2"}
        flavor.unset_keys(["a:b"])
        assert flavor.get_keys() == {"c d": "2"}
        access, project_id = any_nova.flavor_access, cloud.member.project_id
        [added] = access.add_tenant_access(flavor, project_id)
        assert added.tenant_id == project_id
        assert access.remove_tenant_access(flavor, project_id) == []
    finally:
        any_nova.flavors.delete(flavor)


def test_an_aggregate_has_hosts_and_metadata(any_nova, cloud):
    aggregate = any_nova.aggregates.create(f"aggregate-{uuid.uuid4()}", None)
    host = cloud.computes[0]
    assert aggregate.add_host(host).hosts == [host]
    assert aggregate.set_metadata({"ssd": "true"}).metadata["ssd"] == "true"
    with pytest.raises(exceptions.Conflict):
        aggregate.add_host(host)
    assert aggregate.remove_host(host).hosts == []
    aggregate.delete()


def test_a_service_is_disabled_enabled_and_forced_down(any_nova, cloud):
    host = cloud.computes[1]
    [service] = any_nova.services.list(host=host, binary="nova-compute")
    name = (service.id,) if any_nova.api_version.at_least("2.53") else (host, "nova-compute")
    assert any_nova.services.disable_log_reason(*name, "tested").disabled_reason == "tested"
    assert any_nova.services.enable(*name).status == "enabled"
    if any_nova.api_version.at_least("2.11"):
        assert any_nova.services.force_down(*name, True).forced_down is True
        assert any_nova.services.force_down(*name, False).forced_down is False


def test_a_hypervisor_has_its_servers(any_nova, boot):
    server = boot(any_nova)
    host = getattr(server, "OS-EXT-SRV-ATTR:host")
    [hypervisor] = any_nova.hypervisors.search(host, servers=True)
    assert server.id in [each["uuid"] for each in hypervisor.servers]


def test_an_external_event_is_accepted(any_nova, boot):
    event = {"name": "network-changed", "server_uuid": boot(any_nova).id}
    [result] = any_nova.server_external_events.create([event])
    assert result["code"] == 200
