# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""HTTP without a network: how the requests of a session reach a fake cloud."""

from __future__ import annotations

import http.client
import io
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from keystoneauth1 import session as ksession
from keystoneauth1.plugin import BaseAuthPlugin

from novaclient.testing._errors import NotInFake

if TYPE_CHECKING:
    from novaclient.testing._clock import VirtualClock
    from novaclient.testing._records import User

#: Returns the status, the headers and the JSON of the response to a request.
Respond = Callable[[requests.PreparedRequest], tuple[int, dict[str, str], Any]]

#: The host of all services.
HOST = "https://fake.example"

#: The URL of each service, by its type in the catalog.
ENDPOINTS = {
    "compute": f"{HOST}/compute/v2.1",
    "image": f"{HOST}/image",
    "network": f"{HOST}/network",
}

#: The endpoint of Nova that ignores microversions.
LEGACY = f"{HOST}/compute/v2"


class Session(ksession.Session):
    """A keystoneauth session whose requests a fake cloud responds to.

    :param user: Who sends the requests.
    :param clock: The clock of the cloud, by which waits and retries of the library sleep.
    :param log_in: Returns a new token of a user.
    :param respond: Returns the status, the headers and the JSON of the response to a request.
    """

    clock: Any = None

    def __init__(
        self, user: User, clock: VirtualClock, log_in: Callable[[User], str], respond: Respond
    ) -> None:
        self.clock = clock
        connections = requests.Session()
        for scheme in list(connections.adapters):
            connections.mount(scheme, _Transport(respond))
        super().__init__(auth=_Login(user, log_in), session=connections)


class _Login(BaseAuthPlugin):
    """An auth plugin that gets its tokens and endpoints without a request."""

    def __init__(self, user: User, log_in: Callable[[User], str]) -> None:
        super().__init__()
        self._user = user
        self._log_in = log_in
        self._token: str | None = None

    def get_token(self, session: Any, **kwargs: Any) -> str:
        if self._token is None:
            self._token = self._log_in(self._user)
        return self._token

    def invalidate(self) -> bool:
        self._token = None
        return True

    def get_endpoint(self, session: Any, **kwargs: Any) -> str | None:
        return ENDPOINTS.get(str(kwargs.get("service_type")))

    def get_endpoint_data(
        self,
        session: Any,
        *,
        endpoint_override: str | None = None,
        discover_versions: bool = True,
        **kwargs: Any,
    ) -> Any:
        return super().get_endpoint_data(
            session,
            endpoint_override=endpoint_override or self.get_endpoint(session, **kwargs),
            discover_versions=discover_versions,
            **kwargs,
        )

    def get_user_id(self, session: Any, **kwargs: Any) -> str:
        return self._user.name

    def get_project_id(self, session: Any, **kwargs: Any) -> str:
        return self._user.project


class _Transport(requests.adapters.HTTPAdapter):
    """A transport adapter that asks a fake cloud for the response."""

    def __init__(self, respond: Respond) -> None:
        super().__init__()
        self._respond = respond

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        status, headers, body = self._respond(request)
        content = b"" if body is None else json.dumps(body).encode()
        if body is not None:
            headers = {"Content-Type": "application/json", **headers}
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(content),
            headers={"Content-Length": str(len(content)), **headers},
            status=status,
            reason=http.client.responses.get(status),
            preload_content=False,
        )
        return self.build_response(request, raw)


def decoded(request: requests.PreparedRequest) -> Any:
    """Return the JSON of the body of a request; None if it has no body.

    :raises NotInFake: if it is not JSON.
    """
    try:
        return json.loads(request.body) if request.body else None
    except (TypeError, ValueError):
        raise NotInFake("a request body that is not JSON") from None


def microversion(headers: Mapping[str, Any]) -> str:
    """Return the microversion that a request asks for, or an empty string."""
    service, _space, version = header(headers, "OpenStack-API-Version").partition(" ")
    return version if service == "compute" else header(headers, "X-OpenStack-Nova-API-Version")


def header(headers: Mapping[str, Any], name: str) -> str:
    """Return a header of a request as a string, which is empty if there is none."""
    value = headers.get(name) or ""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
