"""Aggregates of the fake cloud that are availability zones, and their hosts."""

from __future__ import annotations

import pytest

from novaclient import exceptions


@pytest.fixture
def nova(cloud):
    return cloud.client()


def test_an_aggregate_with_a_zone_moves_its_hosts_to_the_zone(nova):
    nova.aggregates.create("fast", "zone-2").add_host("compute-2")
    zones = {zone.zoneName: zone.hosts for zone in nova.availability_zones.list()}
    assert list(zones["zone-2"]) == ["compute-2"]
    assert list(zones["nova"]) == ["compute-1"]


def test_a_host_is_in_one_zone_only(nova):
    nova.aggregates.create("first", "zone-1").add_host("compute-1")
    other = nova.aggregates.create("second", "zone-2")
    with pytest.raises(exceptions.Conflict, match=r"already in availability zone\(s\)"):
        other.add_host("compute-1")


def test_a_host_with_servers_changes_to_no_other_zone(cloud, nova):
    cloud.add_server("web", host="compute-1")
    aggregate = nova.aggregates.create("fast", "zone-2")
    with pytest.raises(exceptions.Conflict, match="would change from"):
        aggregate.add_host("compute-1")


def test_a_disabled_host_makes_its_zone_unavailable(nova):
    nova.aggregates.create("fast", "zone-2").add_host("compute-2")
    [service] = nova.services.list(host="compute-2")
    service.disable()
    zone = nova.availability_zones.find(zoneName="zone-2")
    assert zone.zoneState == {"available": False}


def test_a_deleted_service_takes_its_host_along(nova):
    aggregate = nova.aggregates.create("fast", None)
    aggregate.add_host("compute-2")
    [service] = nova.services.list(host="compute-2")
    service.delete()
    assert nova.aggregates.get(aggregate).hosts == []
    assert [each.hypervisor_hostname for each in nova.hypervisors.list()] == ["compute-1"]
