from __future__ import annotations

import pytest

from novaclient.v2.services import Service
from tests.unit.conftest import ENDPOINT


def test_a_service_may_be_left_to_nova_to_call_down(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-services/force-down", json={"service": {"host": "h"}})
    make_client("2.11").services.force_down("h", "nova-compute", None)
    assert requests_mock.last_request.json() == {"host": "h", "binary": "nova-compute"}


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(Service(None, {})) == "<Service: unknown-id>"


def test_a_wrapped_item_answers_for_what_it_wraps():
    item = Service(None, {"resource": {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {"resource": {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        _ = item.resource
