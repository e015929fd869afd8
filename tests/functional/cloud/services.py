"""What a Keystone and a Nova on this machine have in common."""

from __future__ import annotations

import abc
import atexit
import http.client
import shutil
import socket
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from .environment import Report, cache_folder
from .process import Process

#: How long a service may take to start, in seconds.
START_TIMEOUT = 120.0

_HOST = "127.0.0.1"


def report_to_stderr(line: str) -> None:
    """Print a line of progress."""
    print(f"cloud: {line}", file=sys.stderr, flush=True)


class Service(abc.ABC):
    """A service on this machine, as a context manager.

    Each has its own port, databases and work folder.  The folder is removed at the end, unless
    something failed or ``keep`` is set.

    :param name: its name in messages and of its files
    :param report: called with lines that show the progress
    """

    #: Where it responds.
    url: str
    #: Where the databases, configurations and logs of this run are.
    folder: Path

    def __init__(self, name: str, report: Report = report_to_stderr) -> None:
        self.name = name
        self.keep = False
        self._report = report
        self._process: Process | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(exc, Exception):
            self.keep = True
        self.stop()

    def start(self) -> None:
        """Start the service and wait until it responds.

        :raises CloudError: if it does not, with the end of its log
        """
        atexit.register(self.stop)
        try:
            self.begin()
            self.finish()
        except BaseException as error:
            self.keep = isinstance(error, Exception)
            self.stop()
            raise

    @abc.abstractmethod
    def begin(self) -> None:
        """Start the service without waiting for it, so that several can start at once."""

    @abc.abstractmethod
    def finish(self) -> None:
        """Wait until the service responds, and prepare it for its users."""

    def stop(self) -> None:
        """Stop the service and remove the work folder."""
        atexit.unregister(self.stop)
        if self._process is None:
            return
        if self._process.exit_code is not None and not self.keep:
            self._report(f"{self.name} ended unexpectedly: exit code {self._process.exit_code}")
            self.keep = True
        self._process.stop()
        self._process = None
        if self.keep:
            self._report(f"logs and databases are kept in {self.folder}")
        else:
            shutil.rmtree(self.folder)

    def check(self) -> None:
        """Check that the service is running.

        :raises CloudError: if it has ended, with the end of its log
        """
        if self._process is not None and self._process.exit_code is not None:
            raise self._process.failure()

    def log_tail(self, lines: int = 50) -> str:
        """Return the last lines of the log."""
        return self._process.log_tail(lines) if self._process else ""

    def _make_folder(self) -> None:
        runs = cache_folder() / "runs"
        runs.mkdir(parents=True, exist_ok=True)
        prefix = f"{time.strftime('%Y%m%d-%H%M%S')}-{self.name}-"
        self.folder = Path(tempfile.mkdtemp(prefix=prefix, dir=runs))
        (self.folder / "tmp").mkdir()

    def _serve(self, python: Path, program: Path, configuration: Path) -> None:
        """Run a program that serves on the socket it is given."""
        with socket.socket() as reserved:
            # The socket listens only when the program does.
            reserved.bind((_HOST, 0))
            self.url = f"http://{_HOST}:{reserved.getsockname()[1]}"
            self._process = Process(
                self.name,
                [python, program, configuration, str(reserved.fileno())],
                self.folder / f"{self.name}.log",
                environment={"TMPDIR": str(self.folder / "tmp")},
                pass_fds=[reserved.fileno()],
            )

    def _wait_until_it_responds(self) -> None:
        assert self._process is not None
        deadline = time.monotonic() + START_TIMEOUT
        while not _responds(self.url):
            self.check()
            if time.monotonic() > deadline:
                raise self._process.failure(f"did not respond within {START_TIMEOUT:g} seconds")
            time.sleep(0.1)


def _responds(url: str) -> bool:
    """Tell whether a server responds to a request."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True
