from __future__ import annotations

import os
import pathlib
import subprocess
import sys

import pytest

import novaclient
from novaclient import shell

# Each program logs to its standard output.
DEBUGGING = """
import logging, sys

sys.stderr = sys.stdout
from novaclient import shell
"""


def _run(*args):
    library = str(pathlib.Path(novaclient.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-m", "novaclient.shell", *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": library},
    )


# Debug output.


@pytest.mark.parametrize("logger", ["novaclient.v2.client", "keystoneauth.session", "any.other"])
def test_debugging_writes_to_stderr_at_level_debug(run_python, logger):
    program = f"""{DEBUGGING}
shell.OpenStackComputeShell().setup_debugging(True)
logging.getLogger({logger!r}).debug("GET %s", "/servers")
"""
    assert run_python(program) == "DEBUG (program:8) GET /servers\n"


def test_setting_up_debugging_twice_logs_once(run_python):
    program = f"""{DEBUGGING}
shell.OpenStackComputeShell().setup_debugging(True)
shell.OpenStackComputeShell().setup_debugging(True)
logging.debug("once")
"""
    assert run_python(program).count("once") == 1


def test_without_debugging_logging_is_not_changed(run_python):
    program = f"""{DEBUGGING}
shell.OpenStackComputeShell().setup_debugging(False)
print(logging.getLogger().handlers, logging.getLogger().level == logging.WARNING)
"""
    assert run_python(program) == "[] True\n"


def test_handlers_of_the_program_are_kept(run_python):
    program = f"""{DEBUGGING}
logging.basicConfig(format="mine %(message)s")
shell.OpenStackComputeShell().setup_debugging(True)
logging.debug("text")
"""
    assert run_python(program) == "mine text\nDEBUG (program:9) text\n"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (
            """'RESP BODY: {"server": {"adminPass": "S3cr3t"}}'""",
            'RESP BODY: {"server": {"adminPass": "***"}}',
        ),
        ("'GET %s', 'http://x/vnc?token=S3cr3t'", "GET http://x/vnc?token=***"),
        ("'set-cookie: S3cr3t'", "set-cookie: ***"),
    ],
)
def test_records_of_all_libraries_are_logged_without_secrets(run_python, message, shown):
    program = f"""{DEBUGGING}
shell.OpenStackComputeShell().setup_debugging(True)
logging.getLogger("urllib3").debug({message})
"""
    assert run_python(program) == f"DEBUG (program:8) {shown}\n"


def test_handlers_of_the_program_get_the_unchanged_record(run_python):
    program = f"""{DEBUGGING}
shell.OpenStackComputeShell().setup_debugging(True)
logging.getLogger().addHandler(logging.StreamHandler())
logging.debug("GET %s", "/x?token=S3cr3t")
"""
    assert "GET /x?token=S3cr3t" in run_python(program).splitlines()


@pytest.mark.parametrize("other", ["", "logging.basicConfig()"])
def test_tracebacks_are_logged_without_secrets(run_python, other):
    program = f"""{DEBUGGING}
{other}
shell.OpenStackComputeShell().setup_debugging(True)
try:
    raise ValueError("/x?token=S3cr3t")
except ValueError:
    logging.exception("failed")
"""
    ours = run_python(program).rpartition("ERROR (program:")[2]
    assert "ValueError: /x?token=***" in ours


def test_requests_are_logged_without_secrets(run_python, cloud):
    cloud.respond("GET", "/compute/v2.1/servers/s-1", {"server": {"adminPass": "S3cr3t"}})
    program = f"""{DEBUGGING}
from novaclient import client

shell.OpenStackComputeShell().setup_debugging(True)
arguments = ("2.1", "demo", "s3same", "p1", "{cloud.auth_url}")
with client.Client(*arguments, user_domain_id="default", http_log_debug=True) as nova:
    nova.servers.get("s-1")
"""
    printed = run_python(program)
    assert "/compute/v2.1/servers/s-1" in printed
    assert '"adminPass": "***"' in printed
    assert not any(secret in printed for secret in ("S3cr3t", "s3same", "TOKEN-OF-THE-CLOUD"))


# The former program "nova".


@pytest.mark.parametrize(
    ("args", "command"),
    [
        (["list"], "server list"),
        (["--debug", "flavor-list", "--all"], "flavor list"),
        (["--os-region-name", "here", "boot", "--flavor", "1", "web"], "server create"),
        (["show", "list"], "server show"),
    ],
)
def test_main_names_the_command_of_openstackclient(args, command):
    with pytest.raises(SystemExit, match=f"'openstack {command}'"):
        shell.main(args)


@pytest.mark.parametrize("args", [["bogus"], ["--help"], ["--password", "S3cr3t"]])
def test_main_names_openstackclient_for_unknown_commands(args):
    with pytest.raises(SystemExit) as caught:
        shell.main(args)
    assert caught.value.code == (
        "python-novaclient 19 has no program 'nova'. Use 'openstack' of python-openstackclient."
    )


def test_running_the_module_fails_with_a_message_on_stderr():
    result = _run("list")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "python-novaclient 19 has no program 'nova'. "
        "Use 'openstack server list' of python-openstackclient for 'nova list'.\n"
    )
