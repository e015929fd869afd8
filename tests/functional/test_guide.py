"""The examples, and what the user guide says about logging in."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from keystoneauth1 import session
from keystoneauth1.identity import v3

from novaclient import api_versions, client, exceptions
from tests.functional import waiting

EXAMPLES = Path(__file__).parents[2] / "examples"

#: The examples that are run as they stand: hosts.py is no program, test_with_fake.py is run with
#: the unit tests, and the others have tests of their own.
WITH_OWN_TESTS = ("drain_host.py", "evacuate_host.py", "usage_report.py")
PROGRAMS = sorted(
    path.name
    for path in EXAMPLES.glob("*.py")
    if "__main__" in path.read_text() and path.name not in WITH_OWN_TESTS
)

#: Their arguments and their output; the others have no arguments and print a server.
OUTPUTS = {
    "list_servers.py": (["--status", "ACTIVE"], r"ACTIVE +example"),
    "resize_server.py": (["example", "m1.small", "--yes"], r"example is m1\.small: ACTIVE"),
    "shared_session.py": ([], r"at 2\.104: 1 servers"),
    "with_statement.py": ([], r"servers: 1 used"),
}


@pytest.mark.parametrize("version", ["2", "2.1", "2.96", api_versions.APIVersion("2.53")])
def test_positional_credentials_log_in(cloud, version):
    user = cloud.admin
    nova = client.Client(
        version, user.username, user.password, user.project_id, cloud.auth_url,
        user_domain_name="Default",
    )  # fmt: skip
    assert isinstance(nova.servers.list(), list)


def test_version_1_1_works_and_warns(cloud, connect):
    with pytest.warns(DeprecationWarning, match=r"1\.1"):
        nova = connect("1.1")
    assert nova.api_version.get_string() == "2.0"
    assert nova.flavors.list()


def test_names_of_project_and_domains_log_in(cloud):
    user = cloud.member
    nova = client.Client(
        "2.96", user.username, user.password, project_name=user.project_name,
        auth_url=cloud.auth_url, user_domain_name="Default", project_domain_name="Default",
    )  # fmt: skip
    assert nova.servers.list() == []


def test_a_session_logs_in_once_for_two_clients(cloud):
    user = cloud.admin
    auth = v3.Password(
        auth_url=cloud.auth_url, username=user.username, password=user.password,
        project_name=user.project_name, user_domain_name="Default",
        project_domain_name="Default",
    )  # fmt: skip
    sess = session.Session(auth=auth, app_name="guide", app_version="1")
    first = client.Client("2.96", session=sess)
    second = client.Client("2.1", session=sess)
    first.flavors.list()
    token = sess.get_token()
    second.flavors.list()
    assert sess.get_token() == token


def test_a_token_logs_in(cloud, connect):
    token = connect().client.get_token()
    nova = client.Client(
        "2.96", auth_token=token, auth_url=cloud.auth_url, project_id=cloud.admin.project_id
    )
    assert nova.flavors.list()


def test_with_statement_lists_and_finds(connect):
    with connect() as nova:
        assert nova.flavors.find(ram=512).ram == 512
        assert nova.flavors.list()


def test_a_server_without_an_image_is_rejected_by_nova(connect):
    # The library sends the request, but Nova requires an image or a volume.
    nova = connect("2")
    flavor = nova.flavors.find(ram=512)
    with pytest.raises(exceptions.BadRequest, match=r"image|block device|Block Device"):
        nova.servers.create("my-server", flavor=flavor)


def run_example(example, credentials, cloud, *arguments, status=0):
    """Run an example as a user; return its result, which must have this exit status."""
    result = subprocess.run(
        [sys.executable, EXAMPLES / example, *arguments],
        env={**os.environ, **cloud.environment(credentials)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == status, result.stdout + result.stderr
    return result


@pytest.fixture
def example_server(cloud, connect, boot):
    """A server for the examples to show."""
    return boot(connect(credentials=cloud.member), "example")


@pytest.mark.usefixtures("example_server")
@pytest.mark.parametrize("example", PROGRAMS)
def test_example_runs(cloud, example, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    arguments, output = OUTPUTS.get(example, ([], "ACTIVE"))
    assert re.search(output, run_example(example, cloud.member, cloud, *arguments).stdout)


@pytest.mark.usefixtures("example_server")
def test_usage_report_shows_each_server(cloud):
    def reported():
        printed = run_example("usage_report.py", cloud.member, cloud).stdout
        return re.search(r"(?s)example +active.*example +#", printed)

    # Nova stores the launch time in seconds, and may round it up.
    waiting.until(reported, "reported")


# Moving servers from a host.

SUMMARY = "{} moved, {} failed, {} left on {}"


@pytest.fixture
def host(cloud, nova):
    """A host without servers."""
    name = cloud.computes[0]
    for server in nova.servers.list(search_opts={"host": name, "all_tenants": True}):
        waiting.delete(nova, server.id)
    return name


@pytest.fixture
def service(nova, host):
    """The compute service of the host, which is enabled again after the test."""
    [service] = nova.services.list(host=host, binary="nova-compute")
    yield service
    nova.services.enable(service.id)


@contextlib.contextmanager
def forced_down(cloud, nova, service):
    """Make Nova believe that a host is down."""
    nova.services.force_down(service.id, True)
    try:
        yield
    finally:
        # Nova believes the host again when it has cleaned up.
        cloud.restart_compute(service.host)
        nova.services.force_down(service.id, False)


def host_of(server):
    server.get()
    return getattr(server, "OS-EXT-SRV-ATTR:host")


def test_the_example_evacuates_the_servers_of_a_host_that_is_down(
    cloud, nova, boot, host, service
):
    other = cloud.computes[1]
    server = boot(nova, "evacuated", host=host)
    with forced_down(cloud, nova, service):
        printed = run_example("evacuate_host.py", cloud.admin, cloud, host).stdout
    assert f"{server.id} evacuated: ACTIVE on {other}\n" in printed
    assert SUMMARY.format(1, 0, 0, host) in printed
    assert host_of(server) == other


def test_the_example_evacuates_the_others_when_a_server_fails(cloud, nova, boot, host, service):
    servers = [boot(nova, f"evacuated-{number}", host=host) for number in range(3)]
    # Nova evacuates no suspended servers.
    servers[1].suspend()
    waiting.for_status(servers[1], "SUSPENDED")
    with forced_down(cloud, nova, service):
        printed = run_example("evacuate_host.py", cloud.admin, cloud, host, status=1).stdout
        assert SUMMARY.format(2, 1, 1, host) in printed
        assert f"{servers[1].id} evacuated-1: Cannot 'evacuate' instance" in printed
        assert [host_of(server) == host for server in servers] == [False, True, False]


def test_the_example_says_why_no_host_takes_a_server(cloud, nova, boot, host, service):
    server = boot(nova, "evacuated", host=host)
    [other] = nova.services.list(host=cloud.computes[1], binary="nova-compute")
    nova.services.disable(other.id)
    try:
        with forced_down(cloud, nova, service):
            printed = run_example("evacuate_host.py", cloud.admin, cloud, host, status=1).stdout
    finally:
        nova.services.enable(other.id)
    assert re.search(rf"{server.id} evacuated: .*No valid host", printed)
    assert SUMMARY.format(0, 1, 1, host) in printed


def test_the_example_reports_a_server_that_is_not_rebuilt(cloud, nova, boot, host, service):
    server = boot(nova, "evacuated", host=host)
    nova.servers.set_meta(server, {"fail": "spawn"})
    with forced_down(cloud, nova, service):
        printed = run_example("evacuate_host.py", cloud.admin, cloud, host, status=1).stdout
    assert re.search(rf"{server.id} evacuated: .*The hypervisor failed in spawn", printed)
    assert SUMMARY.format(0, 1, 1, host) in printed


def test_the_example_refuses_to_evacuate_a_host_that_is_up(cloud):
    host = cloud.computes[0]
    printed = run_example("evacuate_host.py", cloud.admin, cloud, host, status=1).stderr
    assert f"{host} is up" in printed


def test_the_example_drains_a_host(cloud, nova, boot, host, service):
    servers = [boot(nova, f"drained-{number}", host=host) for number in range(3)]
    arguments = (host, "--reason", "more memory", "--concurrency", "2")
    printed = run_example("drain_host.py", cloud.admin, cloud, *arguments).stdout
    assert SUMMARY.format(3, 0, 0, host) in printed
    for server in servers:
        assert f"{server.id} {server.name}: ACTIVE on {cloud.computes[1]}\n" in printed
        assert host_of(server) == cloud.computes[1]
    [service] = nova.services.list(host=host, binary="nova-compute")
    assert (service.status, service.disabled_reason) == ("disabled", "more memory")


def test_the_example_drains_the_others_when_a_server_fails(cloud, nova, boot, host, service):
    servers = [boot(nova, f"drained-{number}", host=host) for number in range(2)]
    nova.services.disable_log_reason(service.id, "reason of somebody else")
    # Nova live-migrates no stopped servers.
    servers[0].stop()
    waiting.for_status(servers[0], "SHUTOFF")
    printed = run_example("drain_host.py", cloud.admin, cloud, host, status=1).stdout
    assert SUMMARY.format(1, 1, 1, host) in printed
    assert f"{servers[0].id} drained-0: Cannot 'os-migrateLive' instance" in printed
    assert [host_of(server) == host for server in servers] == [True, False]
    [service] = nova.services.list(host=host, binary="nova-compute")
    assert service.disabled_reason == "reason of somebody else"


@pytest.mark.usefixtures("service")
def test_the_example_reports_a_server_that_fails_on_its_new_host(cloud, nova, boot, host):
    server = boot(nova, "drained", host=host)
    nova.servers.set_meta(server, {"fail": "spawn"})
    printed = run_example("drain_host.py", cloud.admin, cloud, host, status=1).stdout
    assert re.search(rf"{server.id} drained: .*The hypervisor failed in spawn", printed)
    assert SUMMARY.format(0, 1, 0, host) in printed


@pytest.mark.usefixtures("service")
def test_the_example_reports_a_live_migration_that_failed(cloud, nova, boot, host):
    server = boot(nova, "drained", host=host)
    [other] = nova.services.list(host=cloud.computes[1], binary="nova-compute")
    nova.services.disable(other.id)
    try:
        printed = run_example("drain_host.py", cloud.admin, cloud, host, status=1).stdout
    finally:
        nova.services.enable(other.id)
    assert re.search(rf"{server.id} drained: .*No valid host", printed)
    assert SUMMARY.format(0, 1, 1, host) in printed


def test_the_example_refuses_to_drain_a_host_that_is_down(cloud, nova, service):
    with forced_down(cloud, nova, service):
        result = run_example("drain_host.py", cloud.admin, cloud, service.host, status=1)
    assert f"{service.host} is down" in result.stderr
    [service] = nova.services.list(host=service.host, binary="nova-compute")
    assert service.status == "enabled"


@pytest.mark.parametrize("example", ["evacuate_host.py", "drain_host.py"])
def test_the_example_refuses_a_host_that_does_not_exist(cloud, example):
    printed = run_example(example, cloud.admin, cloud, "no-such-host", status=1).stderr
    assert printed == "there is no compute service on a host no-such-host\n"


@pytest.mark.usefixtures("example_server")
@pytest.mark.parametrize("example", ["evacuate_host.py", "drain_host.py"])
def test_the_example_knows_no_servers_while_the_cell_of_the_host_is_down(cloud, example):
    host = cloud.computes[0]
    with cloud.cells_down(cloud.cells[host]):
        printed = run_example(example, cloud.admin, cloud, host, status=1).stderr
    assert f"the cell of {host} does not respond" in printed
    assert re.search(r"\b[1-9]\d* servers are in cells that do not respond", printed)


def test_wait_with_progress_shows_a_progress_bar(cloud):
    result = run_example("wait_with_progress.py", cloud.member, cloud)
    assert "ACTIVE: 100%" in result.stderr
    assert "DELETED: 100%" in result.stderr


def test_wait_with_progress_prints_lines_without_tqdm(cloud, tmp_path, monkeypatch):
    (tmp_path / "tqdm.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    result = run_example("wait_with_progress.py", cloud.member, cloud)
    for number in range(1, 6):
        assert f"  worker-{number}: ACTIVE\n" in result.stdout
        assert f"  worker-{number}: DELETED\n" in result.stdout
    assert result.stderr == ""
