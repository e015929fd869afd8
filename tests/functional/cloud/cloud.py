"""Starts and stops a Keystone and a Nova."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .environment import REGION, Report, prepare
from .keystone import Keystone
from .process import PROGRAMS
from .services import Service, report_to_stderr

if TYPE_CHECKING:
    from .identity import Credentials


class NovaProgram(NamedTuple):
    """A program that serves Nova.

    :param python: the Python of the environment with Nova
    :param path: the program
    """

    python: Path
    path: Path


class Cloud(Service):
    """A real Keystone and a real Nova on this machine, as a context manager.

    Their environment is prepared at the first use.  Each cloud has its own ports, databases and
    work folders.

    :param report: called with lines that show the progress
    :param cells: how many cells the hosts are spread over
    :param max_limit: the most items that Nova puts on a page; by default Nova's own limit
    :param region: the name of its region
    :param keystone: a running Keystone, to which the region is added; by default the cloud has
        one of its own
    :param nova: the program that serves Nova, if it is another release's
    """

    #: Names of the hosts that servers run on.
    computes = ("compute-1", "compute-2")
    #: An image and a network of the stand-ins for Glance and Neutron.
    image_id = "155d900f-4e14-4e4c-a73d-069cbf4541e6"
    network_id = "3cb9bc59-5699-4588-a4b1-b87f96708bc6"

    compute_url: str
    image_url: str
    network_url: str

    def __init__(
        self,
        report: Report = report_to_stderr,
        *,
        cells: int = 1,
        max_limit: int | None = None,
        region: str = REGION,
        keystone: Keystone | None = None,
        nova: NovaProgram | None = None,
    ) -> None:
        super().__init__("nova", report)
        self.region = region
        #: The cell of each host.
        self.cells = {
            host: f"cell{number % cells + 1}" for number, host in enumerate(self.computes)
        }
        self._max_limit = max_limit
        self._owns_keystone = keystone is None
        self.keystone = keystone or Keystone(report)
        self._program = nova

    @property
    def auth_url(self) -> str:
        """The URL to log in at."""
        return self.keystone.auth_url

    @property
    def admin(self) -> Credentials:
        """A user with the role admin on the project admin."""
        return self.keystone.admin

    @property
    def member(self) -> Credentials:
        """A user with the role member on another project."""
        return self.keystone.member

    @property
    def service(self) -> Credentials:
        """A user with the role service, like those of the other services of a cloud."""
        return self.keystone.service

    def begin(self) -> None:
        if self._owns_keystone:
            self.keystone.begin()
        self._make_folder()
        python, program = self._program or NovaProgram(
            prepare(self._report).python, PROGRAMS / "serve_nova.py"
        )
        self._report(f"starting Nova for {self.region}")
        self._serve(python, program, self._write_settings())
        self.compute_url = f"{self.url}/v2.1"
        self.image_url = f"{self.url}/image"
        self.network_url = f"{self.url}/network"

    def finish(self) -> None:
        if self._owns_keystone:
            self.keystone.finish()
        urls = {
            "identity": self.auth_url,
            "compute": self.compute_url,
            "image": self.image_url,
            "network": self.network_url,
        }
        self.keystone.add_region(self.region, urls)
        self._wait_until_it_responds()
        self._report(f"ready: Keystone at {self.auth_url}, Nova at {self.compute_url}")

    def stop(self) -> None:
        """Stop the services and remove the work folders."""
        super().stop()
        if self._owns_keystone:
            self.keystone.keep |= self.keep
            self.keystone.stop()

    def wait(self) -> None:
        """Wait until a service ends unexpectedly.

        :raises CloudError: when it does, with the end of its log
        """
        while True:
            self.check()
            self.keystone.check()
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
        self.keystone.identity.session.post(f"{self.url}/computes/{host}/restart")

    @contextlib.contextmanager
    def cells_down(self, *names: str) -> Iterator[None]:
        """Make cells not respond inside a ``with`` statement, by Nova's own ``DownCellFixture``.

        :param names: the cells; by default all of them, and ``cell0``, which has the servers that
            were never scheduled
        """
        session = self.keystone.identity.session
        down = names or ("cell0", *sorted(set(self.cells.values())))
        session.post(f"{self.url}/cells/down", json={"cells": down})
        try:
            yield
        finally:
            session.post(f"{self.url}/cells/up")

    def _write_settings(self) -> Path:
        """Write what the program that serves Nova reads."""
        settings = self.folder / "settings.json"
        settings.touch(mode=0o600)
        settings.write_text(
            json.dumps(
                {
                    "folder": str(self.folder),
                    "computes": self.cells,
                    "max_limit": self._max_limit,
                    "authtoken": {
                        "auth_type": "password",
                        "auth_url": self.auth_url,
                        "www_authenticate_uri": self.auth_url,
                        "username": "admin",
                        "password": self.keystone.admin_password,
                        "user_domain_id": "default",
                        "project_name": "admin",
                        "project_domain_id": "default",
                    },
                }
            )
        )
        return settings
