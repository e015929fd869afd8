"""Run a cloud from the command line; see ``--help``."""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
from types import FrameType
from typing import TYPE_CHECKING

from .cloud import Cloud
from .environment import prepare
from .process import CloudError
from .services import report_to_stderr

if TYPE_CHECKING:
    from .identity import Credentials


def main() -> int:
    """Run the command line and return the exit code."""
    arguments = _parse()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if arguments.action == "prepare":
            prepare(report_to_stderr)
            return 0
        with Cloud() as cloud:
            if arguments.action == "up":
                return _up(cloud, arguments.user)
            return _run(cloud, arguments.user, arguments.command)
    except CloudError as error:
        report_to_stderr(str(error))
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.functional.cloud",
        description="Start a real Keystone and a real Nova on this machine.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("prepare", help="only install what the services need")
    up = actions.add_parser("up", help="start, print the OS_* variables, stop at Ctrl-C")
    run = actions.add_parser("run", help="start, run a command with OS_* variables, stop")
    for action, default in ((up, "admin"), (run, "member")):
        action.add_argument(
            "--as",
            dest="user",
            choices=("admin", "member"),
            default=default,
            help="the user of the OS_* variables (default: %(default)s)",
        )
    run.add_argument("command", nargs="+", metavar="COMMAND", help="the command, after --")
    arguments = parser.parse_args()
    if arguments.action == "run" and not shutil.which(arguments.command[0]):
        run.error(f"there is no command {arguments.command[0]}")
    return arguments


def _up(cloud: Cloud, user: str) -> int:
    other = "member" if user == "admin" else "admin"
    print(f"# {user}")
    for line in _exports(cloud, user):
        print(line)
    print(f"# {other}")
    for line in _exports(cloud, other):
        print(f"# {line}")
    sys.stdout.flush()
    report_to_stderr("press Ctrl-C to stop")
    cloud.wait()
    return 0


def _exports(cloud: Cloud, user: str) -> list[str]:
    variables = cloud.environment(_credentials(cloud, user))
    return [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]


def _run(cloud: Cloud, user: str, command: list[str]) -> int:
    variables = cloud.environment(_credentials(cloud, user))
    return subprocess.run(command, env=os.environ | variables, check=False).returncode


def _credentials(cloud: Cloud, user: str) -> Credentials:
    return cloud.admin if user == "admin" else cloud.member


def _interrupt(signum: int, frame: FrameType | None) -> None:
    """Treat SIGTERM like Ctrl-C, so that everything is cleaned up."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
