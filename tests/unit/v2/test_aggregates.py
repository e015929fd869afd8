"""Host aggregates."""

from __future__ import annotations

from novaclient.v2.aggregates import Aggregate


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(Aggregate(None, {})) == "<Aggregate: unknown-id>"
