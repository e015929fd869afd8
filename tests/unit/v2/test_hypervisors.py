"""Hypervisors and their statistics."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.hypervisors import Hypervisor, HypervisorStats
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("cls", "info", "expected"),
    [
        (Hypervisor, {}, "<Hypervisor: unknown-id>"),
        (Hypervisor, {"id": 1}, "<Hypervisor: 1>"),
        (Hypervisor, {"id": 1, "hypervisor_hostname": "h1"}, "<Hypervisor: 1 (h1)>"),
        (HypervisorStats, {"count": 1}, "<HypervisorStats: 1 Hypervisor>"),
        (HypervisorStats, {}, "<HypervisorStats: unknown Hypervisors>"),
    ],
)
def test_the_repr_of_an_incomplete_resource_sends_no_request(cls, info, expected):
    # Without a manager, a request would be an AttributeError.
    assert repr(cls(None, info)) == expected


@pytest.mark.parametrize("pattern", ["", ".", ".."])
@pytest.mark.parametrize("version", ["2.52", "2.53"])
def test_an_empty_search_pattern_is_refused(make_client, requests_mock, version, pattern):
    with pytest.raises(exceptions.InvalidIdentifier):
        make_client(version).hypervisors.search(pattern)
    assert requests_mock.request_history == []


def test_uptime_keeps_the_request_id(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-hypervisors/1",
        json={"hypervisor": {"id": 1, "uptime": "a day", "vcpus": 4}},
        headers={"x-compute-request-id": "req-1"},
    )
    uptime = nova.hypervisors.uptime(1)
    assert uptime.to_dict() == {"id": 1, "uptime": "a day"}
    assert uptime.request_ids == ["req-1"]


@pytest.mark.parametrize(
    ("limit", "query"), [(None, ""), (0, "?limit=0"), (3, "?limit=3"), ("3", "?limit=3")]
)
def test_a_limit_is_sent_even_if_it_is_zero(nova, requests_mock, limit, query):
    requests_mock.get(f"{ENDPOINT}/os-hypervisors/detail", json={"hypervisors": []})
    nova.hypervisors.list(limit=limit)
    assert requests_mock.last_request.url == f"{ENDPOINT}/os-hypervisors/detail{query}"


def test_a_limit_that_is_not_a_number_is_refused(nova, requests_mock):
    with pytest.raises(ValueError, match="many"):
        nova.hypervisors.list(limit="many")
    assert requests_mock.call_count == 0
