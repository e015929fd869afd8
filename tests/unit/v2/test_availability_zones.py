"""Availability zones."""

from __future__ import annotations

from novaclient.v2.availability_zones import AvailabilityZone
from tests.unit.conftest import ENDPOINT


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(AvailabilityZone(None, {})) == "<AvailabilityZone: unknown-name>"


def test_a_zone_without_an_id_is_passed_over_by_a_search_for_its_name(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-availability-zone", json={"availabilityZoneInfo": [{"name": "nova"}]}
    )
    assert nova.availability_zones.findall(name="nova") == []
