"""Hosts, services, hypervisors, aggregates and availability zones, for administrators."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting


@pytest.fixture
def aggregate(any_nova):
    """An aggregate without hosts."""
    created = any_nova.aggregates.create(f"aggregate-{uuid.uuid4()}", None)
    yield created
    for host in any_nova.aggregates.get(created).hosts:
        any_nova.aggregates.remove_host(created, host)
    any_nova.aggregates.delete(created)


def test_aggregate_is_created_found_and_updated(any_nova, aggregate):
    assert aggregate in any_nova.aggregates.list()
    assert any_nova.aggregates.find(name=aggregate.name) == aggregate
    renamed = aggregate.update({"name": f"renamed-{aggregate.id}"})
    assert any_nova.aggregates.get_details(aggregate).name == renamed.name


def test_hosts_and_metadata_of_an_aggregate_are_changed(any_nova, aggregate, cloud):
    host = cloud.computes[0]
    assert aggregate.add_host(host).hosts == [host]
    with pytest.raises(exceptions.Conflict):
        aggregate.add_host(host)
    assert aggregate.set_metadata({"ssd": "true"}).metadata["ssd"] == "true"
    assert "ssd" not in aggregate.set_metadata({"ssd": None}).metadata
    with pytest.raises(exceptions.BadRequest):
        any_nova.aggregates.delete(aggregate)
    assert aggregate.remove_host(host).hosts == []


def test_images_are_cached_since_2_81(connect, cloud):
    nova = connect("2.81")
    aggregate = nova.aggregates.create(f"cached-{uuid.uuid4()}", None)
    try:
        aggregate.add_host(cloud.computes[0])
        assert aggregate.cache_images([cloud.image_id]) == ()
        aggregate.remove_host(cloud.computes[0])
    finally:
        aggregate.delete()


def test_listing_aggregates_is_forbidden_for_members(connect, cloud):
    with pytest.raises(exceptions.Forbidden) as caught:
        connect("2.96", cloud.member).aggregates.list()
    assert caught.value.request_id


def test_zones_are_listed_with_their_hosts(any_nova, cloud):
    zones = {zone.zoneName: zone for zone in any_nova.availability_zones.list()}
    assert set(zones["nova"].hosts) == set(cloud.computes)
    brief = any_nova.availability_zones.list(detailed=False)
    assert [zone.zoneName for zone in brief] == ["nova"]
    assert any_nova.availability_zones.find(zoneName="nova").zoneState == {"available": True}


def test_services_are_listed_and_filtered(any_nova, cloud):
    hosts = {service.host for service in any_nova.services.list(binary="nova-compute")}
    assert hosts == set(cloud.computes)
    [service] = any_nova.services.list(host=cloud.computes[1], binary="nova-compute")
    assert service.status == "enabled"
    assert service.state == "up"


def test_service_is_disabled_and_enabled(any_nova, cloud):
    host = cloud.computes[1]
    [service] = any_nova.services.list(host=host, binary="nova-compute")
    name = (service.id,) if any_nova.api_version.at_least("2.53") else (host, "nova-compute")
    assert any_nova.services.disable(*name).status == "disabled"
    reasoned = any_nova.services.disable_log_reason(*name, "for the test")
    assert reasoned.disabled_reason == "for the test"
    assert any_nova.services.enable(*name).status == "enabled"


@pytest.mark.parametrize("version", ["2.11", "2.53", "2.96"])
def test_service_is_forced_down_and_up_again(connect, cloud, version):
    nova = connect(version)
    host = cloud.computes[1]
    [service] = nova.services.list(host=host, binary="nova-compute")
    name = (service.id,) if nova.api_version.at_least("2.53") else (host, "nova-compute")
    assert nova.services.force_down(*name, True).forced_down is True
    assert nova.services.force_down(*name, False).forced_down is False


def test_unknown_service_is_not_found(nova):
    with pytest.raises(exceptions.NotFound):
        nova.services.delete(str(uuid.uuid4()))


def test_deleting_a_service_with_servers_is_a_conflict(nova, boot, cloud):
    boot(nova, host=cloud.computes[0])
    [service] = nova.services.list(host=cloud.computes[0], binary="nova-compute")
    with pytest.raises(exceptions.Conflict):
        nova.services.delete(service.id)


def test_hypervisors_are_listed_retrieved_and_searched(any_nova, cloud):
    listed = any_nova.hypervisors.list()
    assert {hypervisor.hypervisor_hostname for hypervisor in listed} == set(cloud.computes)
    got = any_nova.hypervisors.get(listed[0])
    assert got.hypervisor_hostname == listed[0].hypervisor_hostname
    assert len(any_nova.hypervisors.search("compute")) == 2
    [found] = any_nova.hypervisors.search(cloud.computes[1])
    assert found.hypervisor_hostname == cloud.computes[1]
    with pytest.raises(exceptions.NotFound):
        any_nova.hypervisors.search("no-such-host")


def test_hypervisors_have_their_servers(connect, boot, cloud):
    for version in ("2.52", "2.53"):
        nova = connect(version)
        server = boot(connect("2.96"), host=cloud.computes[0])
        [hypervisor] = nova.hypervisors.search(cloud.computes[0], servers=True)
        assert server.id in [each["uuid"] for each in hypervisor.servers]


def test_hypervisors_are_paged_since_2_33(connect):
    nova = connect("2.33")
    first = nova.hypervisors.list(limit=1)
    second = nova.hypervisors.list(limit=1, marker=first[0].id)
    assert first.has_more
    assert len({first[0].id, second[0].id}) == 2


def test_statistics_exist_up_to_2_87(connect):
    assert connect("2.87").hypervisors.statistics().count == 2
    with pytest.raises(exceptions.UnsupportedVersion, match=r"2\.88"):
        connect("2.88").hypervisor_stats.statistics()


def test_uptime_is_read_before_and_since_2_88(connect):
    for version in ("2.87", "2.88"):
        nova = connect(version)
        hypervisor = nova.hypervisors.uptime(nova.hypervisors.list()[0])
        assert "uptime" in hypervisor.to_dict()


def test_migrations_are_listed_and_filtered(any_nova, boot):
    server = boot(any_nova)
    server.migrate()
    waiting.for_status(server, "VERIFY_RESIZE")
    server.revert_resize()
    waiting.for_status(server, "ACTIVE")
    [migration] = any_nova.migrations.list(instance_uuid=server.id)
    assert migration.instance_uuid == server.id
    assert any_nova.migrations.list(instance_uuid=server.id, status="no-such") == []


def test_a_server_that_is_not_migrating_has_no_migration_in_progress(connect, boot):
    nova = connect("2.24")
    server = boot(nova)
    assert nova.server_migrations.list(server) == []
    with pytest.raises(exceptions.NotFound):
        nova.server_migrations.get(server, 1)
    with pytest.raises(exceptions.Conflict):
        nova.server_migrations.live_migration_abort(server, 1)
    with pytest.raises(exceptions.Conflict):
        nova.server_migrations.live_migrate_force_complete(server, 1)


def test_external_events_are_accepted(any_nova, boot):
    server = boot(any_nova)
    event = {"name": "network-changed", "server_uuid": server.id}
    [result] = any_nova.server_external_events.create([event])
    assert result["code"] == 200
    assert result["server_uuid"] == server.id


def test_audit_logs_of_the_current_and_an_earlier_period(any_nova):
    assert any_nova.instance_usage_audit_log.get().num_hosts == 2
    earlier = any_nova.instance_usage_audit_log.get("2016-12-10 13:59:59")
    period = earlier.period_ending
    earlier.get()
    assert earlier.period_ending == period
    assert earlier.overall_status
    with pytest.raises(exceptions.BadRequest):
        any_nova.instance_usage_audit_log.get("yesterday")


def test_agents_are_no_longer_supported(any_nova):
    with pytest.raises(exceptions.ClientException) as caught:
        any_nova.agents.list()
    assert caught.value.code == 410


def test_snapshot_of_an_unknown_volume_is_rejected(nova):
    with pytest.raises((exceptions.BadRequest, exceptions.NotFound)) as caught:
        nova.assisted_volume_snapshots.create(
            str(uuid.uuid4()),
            {"snapshot_id": str(uuid.uuid4()), "type": "qcow2", "new_file": "new"},
        )
    assert caught.value.request_id


def test_an_invalid_limit_of_migrations_is_rejected_by_nova(nova):
    with pytest.raises(exceptions.BadRequest, match="limit"):
        nova.migrations.list(limit="x")


def test_a_limit_of_0_hypervisors_is_sent_to_nova(nova):
    assert nova.hypervisors.list(limit=0) == []
