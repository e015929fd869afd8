from __future__ import annotations

import pytest

from novaclient.v2.services import Service
from tests.unit.conftest import ENDPOINT


def test_force_down_is_not_sent_if_it_is_none(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-services/force-down", json={"service": {"host": "h"}})
    make_client("2.11").services.force_down("h", "nova-compute", None)
    assert requests_mock.last_request.json() == {"host": "h", "binary": "nova-compute"}


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Service(None, {})) == "<Service: unknown-id>"


def test_the_attributes_of_a_wrapped_item_are_those_inside():
    item = Service(None, {"resource": {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {"resource": {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        _ = item.resource
