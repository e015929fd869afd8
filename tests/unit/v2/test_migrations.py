"""Migrations of all servers."""

from __future__ import annotations

from novaclient.v2.migrations import Migration


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(Migration(None, {})) == "<Migration: unknown-id>"
