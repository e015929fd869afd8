"""Instance actions."""

from __future__ import annotations

from novaclient.v2.instance_action import InstanceAction
from tests.unit.conftest import ENDPOINT, limits_as_sent


def test_an_action_is_loaded_by_its_server_and_request(nova, requests_mock):
    url = f"{ENDPOINT}/servers/s1/os-instance-actions"
    row = {"instance_uuid": "s1", "request_id": "req-7", "action": "stop"}
    requests_mock.get(url, json={"instanceActions": [row]})
    requests_mock.get(f"{url}/req-7", json={"instanceAction": {**row, "events": [{"event": "x"}]}})
    (action,) = nova.instance_action.list("s1")
    action.get()
    assert action.events == [{"event": "x"}]


def test_an_action_of_an_unknown_server_is_not_loaded(nova, requests_mock):
    action = InstanceAction(nova.instance_action, {"request_id": "req-7"})
    action.get()
    assert not hasattr(action, "events")
    assert requests_mock.request_history == []


@limits_as_sent
def test_a_limit_is_sent_unchanged(nova, requests_mock, limit, query):
    url = f"{ENDPOINT}/servers/s1/os-instance-actions"
    requests_mock.get(url, json={"instanceActions": []})
    nova.instance_action.list("s1", limit=limit)
    assert requests_mock.last_request.url == f"{url}{query}"
