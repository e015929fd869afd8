"""Events that other services report to Nova."""

from __future__ import annotations

from novaclient.v2.server_external_events import Event


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(Event(None, {})) == "<Event: unknown-name>"
