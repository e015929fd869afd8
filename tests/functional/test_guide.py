"""The examples, and what the user guide says about logging in."""

from __future__ import annotations

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

#: The examples without tests of their own, except login.py, which is a module.
PROGRAMS = sorted(
    path.name
    for path in EXAMPLES.glob("*.py")
    if "__main__" in path.read_text() and path.name not in ("evacuate_host.py", "usage_report.py")
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


def run_example(example, credentials, cloud, *arguments):
    """Run an example as a user, and return the result."""
    result = subprocess.run(
        [sys.executable, EXAMPLES / example, *arguments],
        env={**os.environ, **cloud.environment(credentials)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
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


def test_evacuate_host_evacuates_the_servers_of_a_host_that_is_down(cloud, nova, boot):
    host, other = cloud.computes
    server = boot(nova, "evacuated", host=host)
    [service] = nova.services.list(host=host, binary="nova-compute")
    nova.services.force_down(service.id, True)
    try:
        printed = run_example("evacuate_host.py", cloud.admin, cloud, host).stdout
    finally:
        # After an evacuation, a host cleans up when its compute service starts.
        cloud.restart_compute(host)
        nova.services.force_down(service.id, False)
    assert f"evacuated: ACTIVE on {other}" in printed
    server.get()
    assert getattr(server, "OS-EXT-SRV-ATTR:host") == other


def test_evacuate_host_refuses_a_host_that_is_up(cloud):
    with pytest.raises(AssertionError, match="is up"):
        run_example("evacuate_host.py", cloud.admin, cloud, cloud.computes[0])


def test_wait_with_progress_shows_a_progress_bar(cloud):
    result = run_example("wait_with_progress.py", cloud.member, cloud)
    assert "ACTIVE: 100%" in result.stderr
    assert "DELETED: 100%" in result.stderr


def test_wait_with_progress_prints_lines_without_tqdm(cloud, tmp_path, monkeypatch):
    (tmp_path / "tqdm.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    result = run_example("wait_with_progress.py", cloud.member, cloud)
    for number in range(1, 6):
        assert f"  worker-{number}: ACTIVE\n" in result.stdout
        assert f"  worker-{number}: DELETED\n" in result.stdout
    assert result.stderr == ""
