"""Builds of guest agents."""

from __future__ import annotations

import pytest

from novaclient.v2.agents import Agent


@pytest.mark.parametrize(
    ("info", "text"),
    [({"agent_id": 7}, "<Agent: 7>"), ({}, "<Agent: unknown-id>")],
)
def test_no_repr_crashes_or_asks_the_server(info, text):
    # Without a manager a request would be an AttributeError.
    assert repr(Agent(None, info)) == text
