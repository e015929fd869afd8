"""Starts and stops a Keystone and a Nova."""

from __future__ import annotations

import atexit
import contextlib
import http.client
import json
import secrets
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from .environment import REGION, Environment, Report, cache_folder, prepare, write_keystone_conf
from .identity import Credentials, Identity
from .process import PROGRAMS, Process

#: How long a service may take to start, in seconds.
START_TIMEOUT = 120.0

_HOST = "127.0.0.1"


def report_to_stderr(line: str) -> None:
    """Print a line of progress."""
    print(f"cloud: {line}", file=sys.stderr, flush=True)


class Cloud:
    """A real Keystone and a real Nova on this machine, as a context manager.

    Their environment is prepared at the first use.  Each cloud has its own ports, databases and
    work folder.  The folder is removed at the end, unless something failed or ``keep`` is set.

    :param report: called with lines that show the progress
    :param cells: how many cells the hosts are spread over
    :param max_limit: the most items that Nova puts on a page; by default Nova's own limit
    """

    #: Names of the hosts that servers run on.
    computes = ("compute-1", "compute-2")
    region = REGION
    #: An image and a network of the stand-ins for Glance and Neutron.
    image_id = "155d900f-4e14-4e4c-a73d-069cbf4541e6"
    network_id = "3cb9bc59-5699-4588-a4b1-b87f96708bc6"

    auth_url: str
    compute_url: str
    image_url: str
    network_url: str
    #: A user with the role admin on the project admin.
    admin: Credentials
    #: A user with the role member on another project.
    member: Credentials
    #: A user with the role service, like those of the other services of a cloud.
    service: Credentials
    #: Where the databases, configurations and logs of this run are.
    folder: Path

    def __init__(
        self, report: Report = report_to_stderr, *, cells: int = 1, max_limit: int | None = None
    ) -> None:
        self.keep = False
        self._report = report
        #: The cell of each host.
        self.cells = {
            host: f"cell{number % cells + 1}" for number, host in enumerate(self.computes)
        }
        self._max_limit = max_limit
        self._services: dict[str, Process] = {}

    def __enter__(self) -> Cloud:
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
        """Start both services and wait until they respond.

        :raises CloudError: if one of them does not, with the end of its log
        """
        environment = prepare(self._report)
        runs = cache_folder() / "runs"
        runs.mkdir(exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=time.strftime("%Y%m%d-%H%M%S-"), dir=runs))
        atexit.register(self.stop)
        try:
            self._start(environment)
        except BaseException as error:
            self.keep = isinstance(error, Exception)
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both services and remove the work folder."""
        atexit.unregister(self.stop)
        for name, process in self._services.items():
            if process.exit_code is not None and not self.keep:
                self._report(f"{name} ended unexpectedly, with exit code {process.exit_code}")
                self.keep = True
            process.stop()
        self._services.clear()
        if self.keep:
            self._report(f"logs and databases are kept in {self.folder}")
        elif self.folder.exists():
            shutil.rmtree(self.folder)

    def wait(self) -> None:
        """Wait until a service ends unexpectedly.

        :raises CloudError: when it does, with the end of its log
        """
        while True:
            for process in self._services.values():
                if process.exit_code is not None:
                    raise process.failure()
            time.sleep(0.5)

    def environment(self, credentials: Credentials) -> dict[str, str]:
        """Return the ``OS_*`` variables with which a program uses the cloud as a user."""
        return {
            "OS_AUTH_URL": self.auth_url,
            "OS_IDENTITY_API_VERSION": "3",
            "OS_USERNAME": credentials.username,
            "OS_PASSWORD": credentials.password,
            "OS_USER_DOMAIN_ID": credentials.user_domain_id,
            "OS_USER_DOMAIN_NAME": credentials.user_domain_name,
            "OS_PROJECT_NAME": credentials.project_name,
            "OS_PROJECT_ID": credentials.project_id,
            "OS_PROJECT_DOMAIN_ID": credentials.project_domain_id,
            "OS_PROJECT_DOMAIN_NAME": credentials.project_domain_name,
            "OS_REGION_NAME": self.region,
        }

    def restart_compute(self, host: str) -> None:
        """Restart the compute service of a host, and leave its servers as they are.

        After an evacuation, a host cleans up and can be used again only after a restart.
        """
        self._identity.session.post(f"{self._nova_url}/computes/{host}/restart")

    @contextlib.contextmanager
    def cells_down(self, *names: str) -> Iterator[None]:
        """Make cells not respond inside a ``with`` statement, by Nova's own ``DownCellFixture``.

        :param names: the cells; by default all of them, and ``cell0``, which has the servers that
            were never scheduled
        """
        session = self._identity.session
        down = names or ("cell0", *sorted(set(self.cells.values())))
        session.post(f"{self._nova_url}/cells/down", json={"cells": down})
        try:
            yield
        finally:
            session.post(f"{self._nova_url}/cells/up")

    def log_tail(self, service: str, lines: int = 50) -> str:
        """Return the last lines of a service's log.

        :param service: ``"keystone"`` or ``"nova"``
        """
        return self._services[service].log_tail(lines)

    def _start(self, environment: Environment) -> None:
        with _reserved_port() as keystone_socket, _reserved_port() as nova_socket:
            keystone_url = _url(keystone_socket)
            self._nova_url = _url(nova_socket)
            self.auth_url = f"{keystone_url}/v3"
            self.compute_url = f"{self._nova_url}/v2.1"
            self.image_url = f"{self._nova_url}/image"
            self.network_url = f"{self._nova_url}/network"
            self._report("starting Keystone and Nova")
            self._start_keystone(environment, keystone_socket)
            self._start_nova(environment, nova_socket)
        self._wait_for("keystone", keystone_url)
        self._fill_keystone(environment)
        self._wait_for("nova", self._nova_url)
        self._report(f"ready: Keystone at {self.auth_url}, Nova at {self.compute_url}")

    def _start_keystone(self, environment: Environment, port: socket.socket) -> None:
        folder = self.folder / "keystone"
        shutil.copytree(environment.keystone, folder)
        configuration = write_keystone_conf(folder)
        self._serve("keystone", environment, "serve_keystone.py", configuration, port)

    def _start_nova(self, environment: Environment, port: socket.socket) -> None:
        folder = self.folder / "nova"
        folder.mkdir()
        settings = folder / "settings.json"
        settings.touch(mode=0o600)
        settings.write_text(
            json.dumps(
                {
                    "folder": str(folder),
                    "computes": self.cells,
                    "max_limit": self._max_limit,
                    "authtoken": {
                        "auth_type": "password",
                        "auth_url": self.auth_url,
                        "www_authenticate_uri": self.auth_url,
                        "username": "admin",
                        "password": environment.admin_password,
                        "user_domain_id": "default",
                        "project_name": "admin",
                        "project_domain_id": "default",
                    },
                }
            )
        )
        self._serve("nova", environment, "serve_nova.py", settings, port)

    def _serve(
        self,
        name: str,
        environment: Environment,
        program: str,
        configuration: Path,
        port: socket.socket,
    ) -> None:
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        self._services[name] = Process(
            name,
            [environment.python, PROGRAMS / program, configuration, str(port.fileno())],
            self.folder / f"{name}.log",
            environment={"TMPDIR": str(temporary)},
            pass_fds=[port.fileno()],
        )

    def _wait_for(self, name: str, url: str) -> None:
        """Wait until a service responds, or raise an exception with the end of its log."""
        process = self._services[name]
        deadline = time.monotonic() + START_TIMEOUT
        while not _responds(url):
            if process.exit_code is not None:
                raise process.failure()
            if time.monotonic() > deadline:
                raise process.failure(f"did not respond within {START_TIMEOUT:g} seconds")
            time.sleep(0.1)

    def _fill_keystone(self, environment: Environment) -> None:
        self._identity = Identity(self.auth_url, environment.admin_password, self.region)
        self.admin = self._identity.admin()
        self.member = self._identity.create_user("member", secrets.token_urlsafe(), role="member")
        self.service = self._identity.create_user(
            "service", secrets.token_urlsafe(), role="service"
        )
        for service_type, name, url in (
            ("identity", "keystone", self.auth_url),
            ("compute", "nova", self.compute_url),
            ("image", "glance", self.image_url),
            ("network", "neutron", self.network_url),
        ):
            self._identity.create_service(service_type, name, url)


def _reserved_port() -> socket.socket:
    """Return a socket that is bound to a free port and does not listen yet."""
    reserved = socket.socket()
    reserved.bind((_HOST, 0))
    return reserved


def _url(bound: socket.socket) -> str:
    return f"http://{_HOST}:{bound.getsockname()[1]}"


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
