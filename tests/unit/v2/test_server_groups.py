"""Server groups."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.server_groups import ServerGroup
from tests.unit.conftest import ENDPOINT


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(ServerGroup(None, {})) == "<ServerGroup: unknown-id>"
    assert repr(ServerGroup(None, {"id": "g1", "name": "web"})) == "<ServerGroup: g1 (web)>"


def test_create_does_not_change_its_rules(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/os-server-groups", json={"server_group": {"id": "g"}})
    rules = {"max_server_per_host": "3"}
    nova.server_groups.create("g", "anti-affinity", rules)
    assert rules == {"max_server_per_host": "3"}
    assert requests_mock.last_request.json()["server_group"]["rules"] == {"max_server_per_host": 3}


@pytest.mark.parametrize("policies", [["affinity"], ("affinity",), "affinity"])
def test_a_policy_may_be_given_as_a_list_a_tuple_or_a_string(make_client, requests_mock, policies):
    requests_mock.post(f"{ENDPOINT}/os-server-groups", json={"server_group": {"id": "g"}})
    make_client("2.63").server_groups.create("g", policies)
    assert requests_mock.last_request.json()["server_group"]["policies"] == ["affinity"]


def test_a_maximum_that_is_not_a_number_is_refused(nova):
    with pytest.raises(exceptions.CommandError, match="Invalid 'max_server_per_host' value: many"):
        nova.server_groups.create("g", "anti-affinity", {"max_server_per_host": "many"})


def test_a_server_group_without_an_id_is_not_deleted(nova, requests_mock):
    with pytest.raises(exceptions.InvalidIdentifier, match="has no id"):
        ServerGroup(nova.server_groups, {"name": "g"}, loaded=True).delete()
    assert requests_mock.request_history == []
