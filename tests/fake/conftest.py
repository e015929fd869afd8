"""A fake cloud in place of the real one, for the tests of ``tests/functional``.

A module of this folder imports the tests of the module there with the same name.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
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


@pytest.fixture(scope="module")
def fake() -> Iterator[testing.FakeNova]:
    """A fake cloud with quotas as generous as those of the real one, and waits by its clock."""
    cloud = testing.FakeNova()
    cloud.quotas.update(instances=2000, cores=10_000, ram=10_000_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waiting, "time", cloud.clock)
        yield cloud


@pytest.fixture(scope="module")
def cloud(fake) -> FakeCloud:
    """The fake cloud, as tests see the real one."""
    return FakeCloud(fake)


@pytest.fixture(scope="module")
def log_in(fake) -> Callable[[Credentials], Session]:
    """A function that returns the session of a user."""

    @functools.cache
    def session_of(credentials):
        admin = credentials == FakeCloud.admin
        return fake.session(credentials.user_id, credentials.project_id, admin=admin)

    return session_of


@pytest.fixture(autouse=True)
def _finished(fake):
    """Have what a test leaves in progress end with it, as it does soon on the real cloud."""
    yield
    for _ in range(fake.polls + 1):
        list(fake.client().servers.iterate(search_opts={"all_tenants": True}))


#: The instance actions that fail if a method of the hypervisor does, and the status after that.
FAILING = {
    "destroy": {"delete": None, "shelve": "SHELVED"},
    "finish_migration": {"resize": None, "migrate": None},
    "power_off": {"stop": None},
    "pre_live_migration": {"live-migration": None},
    "snapshot": {"createBackup": None, "createImage": None, "shelve": None},
    "spawn": {"rebuild": None},
}


@pytest.fixture
def hypervisor_fails(fake):
    """A function that has the operations fail that need a method of the hypervisor."""

    def fail(server, method):
        message = f"The hypervisor failed in {method}."
        if method == "detach_interface":
            message = "Failed to detach the interface."
        for operation, status in FAILING.get(method, {method: None}).items():
            fake.fail_operation(server, operation, message, status=status)

    return fail


@pytest.fixture
def linger(fake):
    """A function that has operations last until they are completed or aborted."""
    polls = fake.polls

    def begin(server):
        fake.polls = 1000

    yield begin
    fake.polls = polls


def pytest_collection_modifyitems(items):
    """Skip the tests that only the real cloud can run."""
    for item in items:
        reason = REASONS.get(f"{item.path.name}::{item.originalname}")
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))
