"""Runs programs as child processes that do not outlive this process.

Every child runs :mod:`programs.lifeline`, or code that uses it.  Its standard input is a pipe that
only this process holds open.  When the pipe closes, the child ends itself and its own children, so
that no process is left over even if this one is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

PROGRAMS = Path(__file__).parent / "programs"

#: How long a process may take to end after a signal, in seconds.
GRACE_PERIOD = 5.0

#: Variables of the surrounding environment that would change how the cloud behaves.
_FOREIGN_PREFIXES = ("OS_", "PYTHON", "VIRTUAL_ENV")


class CloudError(Exception):
    """A failure of the cloud, with the end of the relevant log."""


class Process:
    """A child process and its log.

    :param name: its name in messages
    :param command: the program and its arguments
    :param log: the file to which its output is appended
    :param environment: variables to set in addition to those of this process
    :param pass_fds: file descriptors that stay open in the child
    """

    def __init__(
        self,
        name: str,
        command: Iterable[str | Path],
        log: Path,
        *,
        environment: Mapping[str, str] | None = None,
        pass_fds: Iterable[int] = (),
    ) -> None:
        self.name = name
        self.log = log
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=_clean_environment() | dict(environment or {}),
                pass_fds=tuple(pass_fds),
                # Ctrl-C must reach only this process, which then stops its children.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code; None while the process is running."""
        return self._popen.poll()

    def log_tail(self, lines: int = 50) -> str:
        """Return the last lines of the log."""
        return log_tail(self.log, lines)

    def wait(self) -> None:
        """Wait for the end of the process.

        :raises CloudError: if its exit code is not 0
        """
        if self._popen.wait() != 0:
            raise self.failure()

    def failure(self, what: str | None = None) -> CloudError:
        """Return an exception with the end of the log.

        :param what: what happened; by default that the process ended, with its exit code
        """
        what = what or f"ended with exit code {self.exit_code}"
        return CloudError(f"{self.name} {what}; the end of {self.log}:\n{self.log_tail()}")

    def stop(self) -> None:
        """Terminate the process and its children, and kill them after a grace period."""
        assert self._popen.stdin is not None
        if self.exit_code is None:
            os.killpg(self.pid, signal.SIGTERM)
        self._popen.stdin.close()
        try:
            self._popen.wait(GRACE_PERIOD)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._popen.wait()


def run(
    name: str,
    command: Iterable[str | Path],
    log: Path,
    *,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a command and wait for its end.

    :raises CloudError: if it fails, with the end of its log
    """
    process = Process(name, command, log, environment=environment)
    try:
        process.wait()
    finally:
        process.stop()


def log_tail(log: Path, lines: int) -> str:
    """Return the last lines of a log file."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def _clean_environment() -> dict[str, str]:
    """Return the environment without variables that would change how the cloud behaves."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN_PREFIXES)
    }
    return kept | {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
