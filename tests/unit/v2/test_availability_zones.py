"""Availability zones."""

from __future__ import annotations

from novaclient.v2.availability_zones import AvailabilityZone
from tests.unit.conftest import ENDPOINT


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(AvailabilityZone(None, {})) == "<AvailabilityZone: unknown-name>"


def test_a_search_by_name_skips_zones_because_they_have_no_id(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-availability-zone", json={"availabilityZoneInfo": [{"name": "nova"}]}
    )
    assert nova.availability_zones.findall(name="nova") == []
