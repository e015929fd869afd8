"""A fake cloud for the tests of it."""

from __future__ import annotations

import pytest

from novaclient import testing


@pytest.fixture
def cloud():
    """A new fake cloud."""
    return testing.FakeNova()


@pytest.fixture
def nova(cloud):
    """A client of an administrator."""
    return cloud.client("2.96")
