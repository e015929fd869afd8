"""Events that other services report to Nova."""

from __future__ import annotations

from novaclient.v2.server_external_events import Event


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(Event(None, {})) == "<Event: unknown-name>"
