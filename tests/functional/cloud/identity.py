"""Creates the services, projects and users of the cloud in Keystone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from keystoneauth1 import adapter, session
from keystoneauth1.identity import v3


@dataclass(frozen=True)
class Credentials:
    """A user and the project to log in to."""

    username: str
    password: str = field(repr=False)
    user_id: str
    project_name: str
    project_id: str
    user_domain_id: str = "default"
    user_domain_name: str = "Default"
    project_domain_id: str = "default"
    project_domain_name: str = "Default"


class Identity:
    """Keystone's API, used as the administrator that the bootstrap created.

    :param auth_url: the URL of Keystone
    :param password: the administrator's password
    """

    def __init__(self, auth_url: str, password: str) -> None:
        self._password = password
        #: A session of the administrator.
        self.session = session.Session(
            v3.Password(
                auth_url,
                username="admin",
                password=password,
                project_name="admin",
                user_domain_id="default",
                project_domain_id="default",
            ),
            session=_direct(),
        )
        self._api = adapter.Adapter(self.session, endpoint_override=auth_url)

    def admin(self) -> Credentials:
        """Return the administrator and the project admin."""
        return Credentials(
            username="admin",
            password=self._password,
            user_id=str(self._api.get_user_id()),
            project_name="admin",
            project_id=str(self._api.get_project_id()),
        )

    def create_user(self, name: str, password: str, role: str) -> Credentials:
        """Create a user with a role on a new project of the same name."""
        project_id = self._create("project", name=name, domain_id="default")["id"]
        user_id = self._create("user", name=name, password=password, domain_id="default")["id"]
        roles = self._api.get("/roles", params={"name": role}).json()["roles"]
        self._api.put(f"/projects/{project_id}/users/{user_id}/roles/{roles[0]['id']}")
        return Credentials(
            username=name,
            password=password,
            user_id=user_id,
            project_name=name,
            project_id=project_id,
        )

    def create_service(self, service_type: str, name: str) -> str:
        """Create a service and return its id."""
        return str(self._create("service", type=service_type, name=name)["id"])

    def create_endpoints(self, service_id: str, region: str, url: str) -> None:
        """Create the public, the internal and the admin endpoint of a service in a region.

        The region is created if it does not exist.
        """
        for interface in ("public", "internal", "admin"):
            self._create(
                "endpoint", service_id=service_id, interface=interface, region=region, url=url
            )

    def _create(self, kind: str, **values: str) -> Mapping[str, Any]:
        body = self._api.post(f"/{kind}s", json={kind: values}).json()
        created: Mapping[str, Any] = body[kind]
        return created


def _direct() -> requests.Session:
    """Return a session that uses no proxy."""
    http = requests.Session()
    http.trust_env = False
    return http
