"""What the contract tables do not show of the smaller managers."""

from __future__ import annotations

import datetime

import pytest

from novaclient import exceptions
from novaclient.v2.agents import Agent
from novaclient.v2.aggregates import Aggregate
from novaclient.v2.assisted_volume_snapshots import Snapshot
from novaclient.v2.availability_zones import AvailabilityZone
from novaclient.v2.extensions import APIExtension
from novaclient.v2.flavor_access import FlavorAccess
from novaclient.v2.hypervisors import Hypervisor, HypervisorStats
from novaclient.v2.keypairs import Keypair
from novaclient.v2.limits import RateLimit
from novaclient.v2.migrations import Migration
from novaclient.v2.server_external_events import Event
from novaclient.v2.server_groups import ServerGroup
from novaclient.v2.server_shares import ServerShare
from novaclient.v2.servers import NetworkInterface, SecurityGroup, Server
from novaclient.v2.services import Service
from novaclient.v2.volumes import Volume
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("cls", "info", "text"),
    [
        (Agent, {"agent_id": 7}, "<Agent: 7>"),
        (Agent, {}, "<Agent: unknown-id>"),
        (Snapshot, {}, "<Snapshot: unknown-id>"),
        (AvailabilityZone, {}, "<AvailabilityZone: unknown-name>"),
        (Volume, {"volumeId": "v"}, "<Volume: v>"),
        (Volume, {}, "<Volume: unknown-id>"),
        (HypervisorStats, {"count": 1}, "<HypervisorStats: 1 Hypervisor>"),
        (HypervisorStats, {}, "<HypervisorStats: unknown Hypervisors>"),
        (Aggregate, {}, "<Aggregate: unknown-id>"),
        (Event, {}, "<Event: unknown-name>"),
        (FlavorAccess, {}, "<FlavorAccess flavor id: unknown-id, tenant id: unknown-id>"),
        (Hypervisor, {}, "<Hypervisor: unknown-id>"),
        (Keypair, {}, "<Keypair: unknown-id>"),
        (Keypair, {"keypair": None}, "<Keypair: unknown-id>"),
        (Migration, {}, "<Migration: unknown-id>"),
        (NetworkInterface, {}, "<NetworkInterface: unknown-id>"),
        (ServerGroup, {}, "<ServerGroup: unknown-id>"),
        (ServerShare, {}, "<ServerShare: unknown-id>"),
        (Service, {}, "<Service: unknown-id>"),
    ],
)
def test_no_repr_crashes_or_asks_the_server(cls, info, text):
    # Without a manager a request would be an AttributeError.
    assert repr(cls(None, info)) == text


@pytest.mark.parametrize(
    ("cls", "info"),
    [
        (Agent, {"agent": "\ud800"}),
        (Keypair, {"name": "\ud800"}),
        (Hypervisor, {"id": "\ud800"}),
        (SecurityGroup, {"id": "\ud800"}),
        (Server, {"name": "\ud800"}),
        (Service, {"id": "\ud800"}),
        (Volume, {"id": "\ud800"}),
    ],
)
def test_what_the_server_names_with_a_lone_surrogate_can_be_printed(cls, info):
    resource = cls(None, info)
    assert str(resource).encode() == str(resource).replace("\ud800", "?").encode()
    assert "\\ud800" in repr(resource)
    assert resource.to_dict() == info


@pytest.mark.parametrize(
    ("manager", "cls"),
    [("keypairs", Keypair), ("extensions", APIExtension), ("server_shares", ServerShare)],
)
def test_what_has_no_name_can_not_be_loaded_by_it(nova, manager, cls):
    # The name would be needed to ask for the name.
    with pytest.raises(AttributeError):
        _ = cls(getattr(nova, manager), {"a": 1}).id


@pytest.mark.parametrize(
    "rate",
    [None, 0, ["x"], [{}], [{"limit": None}], [{"limit": [{"verb": "GET"}], "uri": "*"}]],
)
def test_rate_limits_of_another_shape_are_unexpected(nova, requests_mock, rate):
    requests_mock.get(f"{ENDPOINT}/limits", json={"limits": {"rate": rate, "absolute": {}}})
    limits = nova.limits.get()
    with pytest.raises(exceptions.UnexpectedResponse, match="'rate' of a Limits"):
        list(limits.rate)


@pytest.mark.parametrize("limits", [{}, {"absolute": None}, {"absolute": [1]}])
def test_absolute_limits_of_another_shape_are_unexpected(nova, requests_mock, limits):
    requests_mock.get(
        f"{ENDPOINT}/limits", json={"limits": limits}, headers={"x-compute-request-id": "req-1"}
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="'absolute'") as caught:
        list(nova.limits.get().absolute)
    assert caught.value.request_id == "req-1"


@pytest.mark.parametrize(("cls", "key"), [(Keypair, "keypair"), (Service, "resource")])
def test_a_wrapped_item_answers_for_what_it_wraps(cls, key):
    item = cls(None, {key: {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {key: {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        getattr(item, key)


def test_a_snapshot_deletes_itself(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    Snapshot(nova.assisted_volume_snapshots, {"id": "s", "volumeId": "v"}).delete()
    assert requests_mock.last_request.qs == {"delete_info": ['{"volume_id": "v"}']}


def test_delete_info_can_not_add_to_the_query(nova, requests_mock):
    requests_mock.delete(f"{ENDPOINT}/os-assisted-volume-snapshots/s", status_code=204)
    nova.assisted_volume_snapshots.delete("s", {"volume_id": "v&force=1"})
    assert list(requests_mock.last_request.qs) == ["delete_info"]


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


def test_the_rules_of_a_server_group_stay_the_callers(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/os-server-groups", json={"server_group": {"id": "g"}})
    rules = {"max_server_per_host": "3"}
    nova.server_groups.create("g", "anti-affinity", rules)
    assert rules == {"max_server_per_host": "3"}
    assert requests_mock.last_request.json()["server_group"]["rules"] == {"max_server_per_host": 3}


@pytest.mark.parametrize("policies", [["affinity"], ("affinity",), "affinity"])
def test_one_policy_may_be_given_in_several_ways(make_client, requests_mock, policies):
    requests_mock.post(f"{ENDPOINT}/os-server-groups", json={"server_group": {"id": "g"}})
    make_client("2.63").server_groups.create("g", policies)
    assert requests_mock.last_request.json()["server_group"]["policies"] == ["affinity"]


@pytest.mark.parametrize(
    ("start", "sent"),
    [
        ("2024-01-01T00:00:00.000000", "2024-01-01T00:00:00"),
        ("2024-01-01T00:00:00", "2024-01-01T00:00:00"),
    ],
)
def test_usage_is_loaded_anew_with_and_without_microseconds(nova, requests_mock, start, sent):
    requests_mock.get(
        f"{ENDPOINT}/os-simple-tenant-usage/p", json={"tenant_usage": {"total_hours": 2}}
    )
    usage = nova.usage.resource_class(
        nova.usage, {"tenant_id": "p", "start": start, "stop": "2024-02-01T00:00:00"}
    )
    assert usage.total_hours == 2
    assert requests_mock.last_request.qs["start"] == [sent.lower()]
    assert usage.is_loaded()


def test_times_with_a_zone_are_encoded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage", json={"tenant_usages": []})
    moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    nova.usage.list(moment, moment)
    assert "start=2024-01-01T00:00:00%2B01:00" in requests_mock.last_request.url


def test_the_old_name_of_a_volume_id_warns_at_the_line_of_the_caller(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/s/os-volume_attachments/v", json={"volumeAttachment": {}}
    )
    with pytest.warns(UserWarning, match="attachment_id") as warned:
        nova.volumes.get_server_volume("s", attachment_id="v")
    assert [warning.filename for warning in warned] == [__file__]


def test_the_quotas_given_stay_the_callers(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-quota-sets/p", json={"quota_set": {"id": "p"}})
    quotas = {"cores": 3, "user_id": "u"}
    make_client("2.56").quotas.update("p", **quotas)
    assert quotas == {"cores": 3, "user_id": "u"}
    assert requests_mock.last_request.json() == {"quota_set": {"cores": 3}}
    assert requests_mock.last_request.qs == {"user_id": ["u"]}


def test_rate_limits_are_equal_by_all_that_they_say():
    values = ("GET", "*", ".*", 10, 5, "MINUTE", "t")
    assert RateLimit(*values) == RateLimit(*values)
    assert RateLimit(*values) != RateLimit("PUT", *values[1:])
    assert repr(RateLimit(*values)) == "<RateLimit: verb=GET uri=*>"


def test_a_zone_without_an_id_is_passed_over_by_a_search_for_its_name(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-availability-zone", json={"availabilityZoneInfo": [{"name": "nova"}]}
    )
    assert nova.availability_zones.findall(name="nova") == []


@pytest.mark.parametrize("before", [datetime.datetime(2024, 1, 1), 5])
def test_an_audit_period_is_asked_for_by_text(nova, before):
    with pytest.raises(TypeError, match="before must be a text"):
        nova.instance_usage_audit_log.get(before)


def test_an_audit_period_can_not_lead_to_another_resource(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-instance_usage_audit_log/..%2Fservers",
        json={"instance_usage_audit_log": {}},
    )
    nova.instance_usage_audit_log.get("../servers")
    assert requests_mock.last_request.path.endswith("..%2fservers")
