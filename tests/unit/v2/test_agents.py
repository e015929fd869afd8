"""Builds of guest agents."""

from __future__ import annotations

import pytest

from novaclient.v2.agents import Agent


@pytest.mark.parametrize(
    ("info", "expected"),
    [({"agent_id": 7}, "<Agent: 7>"), ({}, "<Agent: unknown-id>")],
)
def test_the_repr_of_an_incomplete_resource_sends_no_request(info, expected):
    # Without a manager, a request would be an AttributeError.
    assert repr(Agent(None, info)) == expected
