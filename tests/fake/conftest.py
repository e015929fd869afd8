"""A fake cloud in place of the real one, for the tests of ``tests/functional``.

A module of this folder imports the tests of the module there with the same name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from novaclient import testing
from tests.fake.real_only import REASONS
from tests.functional import waiting
from tests.functional.cloud.identity import Credentials
from tests.functional.conftest import any_nova, boot, connect, nova  # noqa: F401  (fixtures)

if TYPE_CHECKING:
    from keystoneauth1.session import Session


class FakeCloud:
    """What tests use of the real cloud, with the same names.

    :param fake: The fake cloud.
    """

    computes = ("compute-1", "compute-2")
    admin = Credentials("admin", "secret", "admin", "admin", "a" * 32)
    member = Credentials("member", "secret", "member", "member", "b" * 32)

    def __init__(self, fake: testing.FakeNova) -> None:
        self.image_id = fake.images[0].id
        self.network_id = fake.networks[0].id


@pytest.fixture
def fake(monkeypatch) -> testing.FakeNova:
    """A new fake cloud, whose clock the waits of the tests use."""
    cloud = testing.FakeNova()
    monkeypatch.setattr(waiting, "time", cloud.clock)
    return cloud


@pytest.fixture
def cloud(fake) -> FakeCloud:
    """The fake cloud, as tests see the real one."""
    return FakeCloud(fake)


@pytest.fixture
def log_in(fake) -> Callable[[Credentials], Session]:
    """A function that returns the session of a user."""

    @functools.cache
    def session_of(credentials):
        admin = credentials == FakeCloud.admin
        return fake.session(credentials.user_id, credentials.project_id, admin=admin)

    return session_of


def pytest_collection_modifyitems(items):
    """Skip the tests that only the real cloud can run."""
    for item in items:
        reason = REASONS.get(f"{item.path.name}::{item.originalname}")
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))
