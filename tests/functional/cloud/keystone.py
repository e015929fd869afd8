"""Starts and stops a Keystone."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Mapping

from .environment import Report, prepare, write_keystone_conf
from .identity import Credentials, Identity
from .process import PROGRAMS
from .services import Service, report_to_stderr

#: The names of the services in the catalog, by their types.
NAMES = {"identity": "keystone", "compute": "nova", "image": "glance", "network": "neutron"}


class Keystone(Service):
    """A real Keystone with an administrator, a member of a project, and a service user."""

    #: The URL to log in at.
    auth_url: str
    #: A user with the role admin on the project admin.
    admin: Credentials
    #: A user with the role member on another project.
    member: Credentials
    #: A user with the role service, like those of the other services of a cloud.
    service: Credentials
    #: Its API, used by the administrator.
    identity: Identity

    def __init__(self, report: Report = report_to_stderr) -> None:
        super().__init__("keystone", report)

    def begin(self) -> None:
        environment = prepare(self._report)
        self.admin_password = environment.admin_password
        self._make_folder()
        data = self.folder / "data"
        shutil.copytree(environment.keystone, data)
        configuration = write_keystone_conf(data)
        self._serve(environment.python, PROGRAMS / "serve_keystone.py", configuration)
        self.auth_url = f"{self.url}/v3"

    def finish(self) -> None:
        self._wait_until_it_responds()
        self.identity = Identity(self.auth_url, self.admin_password)
        self.admin = self.identity.admin()
        self.member = self._create_user("member")
        self.service = self._create_user("service")
        self._services: dict[str, str] = {}

    def add_region(self, region: str, urls: Mapping[str, str]) -> None:
        """Add a region to the service catalog.

        :param region: its name
        :param urls: the URL of each service in it, by the type of the service
        """
        for service_type, url in urls.items():
            if service_type not in self._services:
                self._services[service_type] = self.identity.create_service(
                    service_type, NAMES[service_type]
                )
            self.identity.create_endpoints(self._services[service_type], region, url)

    def _create_user(self, role: str) -> Credentials:
        return self.identity.create_user(role, secrets.token_urlsafe(), role=role)
