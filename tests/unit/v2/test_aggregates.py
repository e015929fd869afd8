"""Host aggregates."""

from __future__ import annotations

from novaclient.v2.aggregates import Aggregate


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Aggregate(None, {})) == "<Aggregate: unknown-id>"
    assert repr(Aggregate(None, {"id": 1, "name": "ssd"})) == "<Aggregate: 1 (ssd)>"
