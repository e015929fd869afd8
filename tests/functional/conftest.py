"""One real cloud for all functional tests, and clients of it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator

import pytest
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from novaclient import client, exceptions
from tests.functional import waiting
from tests.functional.cloud import Cloud, Credentials

#: The microversions that every kind of test is tried at.
MICROVERSIONS = ("2.1", "2.26", "2.53", "2.79", "2.90", "2.96", "2.100", "2.104")

_running: list[Cloud] = []


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """Start a cloud, and stop it when the last test has ended."""
    with Cloud() as started:
        _running.append(started)
        try:
            yield started
        finally:
            _running.remove(started)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show the end of Nova's log with every test that failed."""
    report = yield
    if report.failed and _running:
        report.sections.append(("Nova's log, its end", _running[0].log_tail("nova", 40)))
    return report


@pytest.fixture(scope="session")
def log_in(cloud) -> Callable[[Credentials], Session]:
    """Make sessions: one login for each user and run."""

    @functools.cache
    def session_of(credentials):
        auth = v3.Password(
            auth_url=cloud.auth_url,
            username=credentials.username,
            password=credentials.password,
            project_id=credentials.project_id,
            user_domain_id=credentials.user_domain_id,
        )
        return Session(auth=auth)

    return session_of


@pytest.fixture
def connect(cloud, log_in) -> Callable[..., client.ClientV2]:
    """Make clients: ``connect("2.96")``, ``connect("2.1", cloud.member)``."""

    def make(version="2.104", credentials=None, **kwargs):
        return client.Client(version, session=log_in(credentials or cloud.admin), **kwargs)

    return make


@pytest.fixture
def nova(connect):
    """Make a client of the administrator at the newest microversion."""
    return connect()


@pytest.fixture(params=MICROVERSIONS)
def any_nova(request, connect):
    """Make clients of the administrator, one microversion after the other."""
    return connect(request.param)


@pytest.fixture
def boot(cloud):
    """Make servers that are ACTIVE, and delete them after the test."""
    made = []

    def make(nova, name="tested", **kwargs):
        if "nics" not in kwargs:
            with_none = nova.api_version.at_least("2.37")
            kwargs["nics"] = "none" if with_none else [{"net-id": cloud.network_id}]
        kwargs.setdefault("image", cloud.image_id)
        kwargs.setdefault("flavor", nova.flavors.find(ram=512))
        server = nova.servers.create(name, **kwargs)
        made.append((nova, server.id))
        return waiting.for_status(server, "ACTIVE")

    yield make
    for nova, server_id in made:
        with contextlib.suppress(exceptions.NotFound):
            nova.servers.delete(server_id)
