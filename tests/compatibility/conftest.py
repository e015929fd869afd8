"""A cloud with each release of Nova, one after the other, and clients for it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from novaclient import client
from tests.compatibility import novas, table
from tests.compatibility.releases import RELEASES, Release
from tests.functional.cloud import Cloud
from tests.functional.cloud.keystone import Keystone
from tests.functional.conftest import boot, log_in  # noqa: F401  (fixtures)

_runs: dict[Release, table.Run] = {}
_running: list[Cloud] = []


def pytest_addoption(parser):
    parser.addoption(
        "--release",
        default=",".join(map(str, RELEASES)),
        help="the releases of Nova to test with, separated by commas; by default all",
    )
    parser.addoption(
        "--write-table",
        action="store_true",
        help="write what was run into the table of the documentation",
    )


def pytest_configure(config):
    names = config.getoption("--release").split(",")
    unknown = set(names) - set(map(str, RELEASES))
    if unknown:
        known = ", ".join(map(str, RELEASES))
        raise pytest.UsageError(f"no such release: {', '.join(sorted(unknown))}; known: {known}")
    _runs.update({release: table.Run() for release in RELEASES if release.name in names})


# The tests of a release


def pytest_generate_tests(metafunc):
    if "release" in metafunc.fixturenames:
        parameters = [_parameter(release) for release in _runs]
        metafunc.parametrize("release", parameters, scope="session", indirect=True)


def _parameter(release):
    why = novas.why_not(release)
    marks = [pytest.mark.skip(reason=f"{release.title}: {why}")] if why else []
    return pytest.param(release, id=release.name, marks=marks)


@pytest.fixture(scope="session")
def release(request) -> Release:
    """The release, which pytest changes only after all tests with it have run."""
    return request.param


@pytest.fixture(scope="session")
def keystone() -> Iterator[Keystone]:
    """The Keystone of all releases, each of which is a region."""
    with Keystone() as started:
        yield started


@pytest.fixture(scope="session")
def cloud(release, keystone) -> Iterator[Cloud]:
    """The cloud with the Nova of the release."""
    begun = time.monotonic()
    program = novas.program_of(release)
    installed = time.monotonic()
    with Cloud(region=release.name, keystone=keystone, nova=program) as started:
        _runs[release].installing = installed - begun
        _runs[release].starting = time.monotonic() - installed
        _running.append(started)
        try:
            yield started
        finally:
            _running.remove(started)


@pytest.fixture(scope="session")
def connect(cloud, release, log_in) -> Callable[..., client.ClientV2]:  # noqa: F811
    """A function that creates clients, by default of the administrator at the newest version."""

    def create_client(version=release.newest, credentials=None, **kwargs):
        session = log_in(credentials or cloud.admin)
        kwargs = {"session": session, "region_name": cloud.region, **kwargs}
        return client.Client(version, **kwargs)

    return create_client


@pytest.fixture
def nova(connect):
    """A client of the administrator at the newest microversion of the release."""
    return connect()


@pytest.fixture(params=["oldest", "newest"])
def any_nova(request, connect, release):
    """A client of the administrator at 2.1 and at the newest microversion of the release."""
    return connect("2.1" if request.param == "oldest" else release.newest)


@pytest.fixture
def huge(nova):
    """A flavor that no host has room for."""
    flavor = nova.flavors.create(f"huge-{uuid.uuid4()}", 600, 4000, 1)
    yield flavor
    flavor.delete()


# What was run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Count the tests of each release, and show the end of Nova's log with those that fail."""
    report = yield
    if report.failed and _running:
        report.sections.append(("End of Nova's log", _running[0].log_tail(40)))
    params = item.callspec.params if hasattr(item, "callspec") else {}
    if "release" in params:
        _runs[params["release"]].add(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session):
    """Say at the very end what was run, and what was not."""
    result = yield
    if session.config.option.collectonly or not any(run.outcomes for run in _runs.values()):
        return result
    missing = {release: why for release in _runs if (why := novas.why_not(release))}
    write = session.config.get_terminal_writer().line
    for release, run in _runs.items():
        if release not in missing:
            write(f"{release.title}: {run}")
    if session.config.getoption("--write-table"):
        table.write({each: run for each, run in _runs.items() if each not in missing})
    for release, why in missing.items():
        write(f"NOT TESTED: {release.title}, because {why}", red=True, bold=True)
    if len(missing) == len(_runs):
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED
    return result
