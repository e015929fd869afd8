"""A real cloud for all functional tests, and clients for it."""

from __future__ import annotations

import contextlib
import functools
import uuid
from collections.abc import Callable, Iterator

import pytest
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from novaclient import client, exceptions
from tests.functional import waiting
from tests.functional.cloud import Cloud, Credentials

#: The microversions of the tests that run at several of them.
MICROVERSIONS = ("2.1", "2.26", "2.53", "2.79", "2.90", "2.96", "2.100", "2.104")

_running: list[Cloud] = []


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """The cloud, which is started for the first test and stopped after the last one."""
    with Cloud() as started:
        _running.append(started)
        try:
            yield started
        finally:
            _running.remove(started)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show the end of Nova's log with each failed test."""
    report = yield
    if report.failed and _running:
        report.sections.append(("End of Nova's log", _running[0].log_tail(40)))
    return report


@pytest.fixture(scope="session")
def log_in(cloud) -> Callable[[Credentials], Session]:
    """A function that returns the session of a user, who logs in once."""

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
def make_credential(cloud, log_in) -> Iterator[Callable[[], dict[str, str]]]:
    """A function that creates an application credential of a member, deleted after the test."""
    session = log_in(cloud.member)
    url = f"{cloud.auth_url}/users/{session.get_user_id()}/application_credentials"
    created = []

    def create():
        body = {"application_credential": {"name": f"tested-{uuid.uuid4()}"}}
        credential = session.post(url, json=body).json()["application_credential"]
        created.append(credential["id"])
        return credential

    yield create
    for credential_id in created:
        session.delete(f"{url}/{credential_id}")


@pytest.fixture(scope="module")
def connect(cloud, log_in) -> Callable[..., client.ClientV2]:
    """A function that creates clients: ``connect("2.96")``, ``connect("2.1", cloud.member)``."""

    def create_client(version="2.104", credentials=None, **kwargs):
        return client.Client(version, session=log_in(credentials or cloud.admin), **kwargs)

    return create_client


@pytest.fixture
def nova(connect):
    """A client of the administrator at the newest microversion."""
    return connect()


@pytest.fixture(params=MICROVERSIONS)
def any_nova(request, connect):
    """A client of the administrator at each of :data:`MICROVERSIONS`."""
    return connect(request.param)


@pytest.fixture
def boot(cloud):
    """A function that creates ACTIVE servers, which are deleted after the test."""
    created = []

    def create_server(nova, name="tested", **kwargs):
        if "nics" not in kwargs:
            needs_nics = nova.api_version.at_least("2.37")
            kwargs["nics"] = "none" if needs_nics else [{"net-id": cloud.network_id}]
        kwargs.setdefault("image", cloud.image_id)
        kwargs.setdefault("flavor", nova.flavors.find(ram=512))
        server = nova.servers.create(name, **kwargs)
        created.append((nova, server.id))
        return waiting.for_status(server, "ACTIVE")

    yield create_server
    for nova, server_id in created:
        with contextlib.suppress(exceptions.NotFound):
            nova.servers.delete(server_id)


@pytest.fixture
def hypervisor_fails(nova, boot):
    """A function that has a method of the hypervisor fail for a server during the test."""
    failing = []

    def fail(server, method):
        nova.servers.set_meta(server, {"fail": method})
        failing.append(server.id)

    yield fail
    for server_id in failing:
        # Metadata can't be changed in all statuses, and while a task has not ended.
        nova.servers.wait_for(server_id, lambda s: getattr(s, "OS-EXT-STS:task_state") is None)
        nova.servers.reset_state(server_id, "active")
        nova.servers.delete_meta(server_id, ["fail"])


@pytest.fixture
def linger(nova):
    """A function that has live migrations of a server last until they are completed or aborted."""

    def begin(server):
        nova.servers.set_meta(server, {"linger": "until it is completed or aborted"})

    return begin
