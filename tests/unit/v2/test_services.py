from __future__ import annotations

from tests.unit.conftest import ENDPOINT


def test_a_service_may_be_left_to_nova_to_call_down(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-services/force-down", json={"service": {"host": "h"}})
    make_client("2.11").services.force_down("h", "nova-compute", None)
    assert requests_mock.last_request.json() == {"host": "h", "binary": "nova-compute"}
