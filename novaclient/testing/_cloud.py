# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The fake cloud."""

from __future__ import annotations

import contextlib
import copy
import re
import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib import parse

import requests

from novaclient import api_versions, client, exceptions
from novaclient.api_versions import APIVersion
from novaclient.testing import (  # noqa: F401  (operations, which enter themselves into the table)
    _aggregates,
    _elsewhere,
    _events,
    _flavors,
    _http,
    _hypervisors,
    _keypairs,
    _limits,
    _migrations,
    _operations,
    _quotas,
    _server_groups,
    _servers,
    _services,
    _usage,
    _versions,
    _zones,
)
from novaclient.testing._errors import Fault, NotInFake
from novaclient.testing._operations import Call, Operation, Reply
from novaclient.testing._records import (
    Flavor,
    Image,
    Keypair,
    Network,
    Request,
    Server,
    User,
    new_id,
)
from novaclient.testing._servers import progress
from novaclient.testing._state import State

if TYPE_CHECKING:
    from keystoneauth1.session import Session

    from novaclient.testing._clock import VirtualClock
    from novaclient.v2.client import Client


@dataclass
class _Failure:
    """What happens to the next requests of an operation: an error, or no response."""

    operation: str
    times: int
    fault: Fault | None = None
    carried_out: bool = False


class FakeNova:
    """A cloud with a Nova, for the tests of programs.

    It responds in the process of the test: it opens no sockets, starts no threads and never
    sleeps. What it does not implement raises :class:`NotInFake`.

    :param microversion: The newest microversion that it supports.
    :raises novaclient.exceptions.UnsupportedVersion: if it is not a microversion from 2.1 to the
        newest that the library knows.
    """

    def __init__(self, microversion: str = api_versions.MAX_VERSION) -> None:
        #: The newest microversion that it supports.
        self.microversion: APIVersion = _newest(microversion)
        #: The requests that it has received, the latest at the end.
        self.requests: list[Request] = []
        self._state = State(self.microversion)
        self._lock = threading.RLock()
        self._tokens: dict[str, User] = {}
        self._failures: list[_Failure] = []

    def __enter__(self) -> FakeNova:
        return self

    def __exit__(self, *exc_info: object) -> None:
        """Do nothing: a fake cloud holds nothing that has to be closed."""

    # Who uses it

    def session(self, user: str = "demo", project: str = "demo", *, admin: bool = True) -> Session:
        """Return a new keystoneauth session, for a client or any other program that takes one.

        :param user: The name of the user, which is also the id.
        :param project: The name of the project, which is also the id.
        :param admin: Whether the user is an administrator.
        :return: The session.
        """
        return _http.Session(User(user, project, admin), self.clock, self._log_in, self._respond)

    def client(
        self,
        version: str | APIVersion | None = None,
        *,
        user: str = "demo",
        project: str = "demo",
        admin: bool = True,
        **kwargs: Any,
    ) -> Client:
        """Return a new client.

        :param version: The microversion; by default, the newest that the cloud supports.
        :param user: As for :meth:`session`.
        :param project: As for :meth:`session`.
        :param admin: As for :meth:`session`.
        :param kwargs: Further arguments of :func:`novaclient.client.Client`.
        :return: The client.
        """
        session = self.session(user, project, admin=admin)
        return client.Client(version or self.microversion, session=session, **kwargs)

    # What it has

    @property
    def clock(self) -> VirtualClock:
        """The time in the cloud, which stands still until a wait or a retry sleeps."""
        return self._state.clock

    @property
    def polls(self) -> int:
        """How many responses show that an operation is in progress. It can be set."""
        return self._state.polls

    @polls.setter
    def polls(self, value: int) -> None:
        self._state.polls = value

    @property
    def quotas(self) -> dict[str, int]:
        """The quotas of projects without own ones. They can be set; -1 stands for no limit."""
        return self._state.quota_classes["default"]

    @property
    def max_limit(self) -> int:
        """The most items of a page. It can be set."""
        return self._state.max_limit

    @max_limit.setter
    def max_limit(self, value: int) -> None:
        self._state.max_limit = value

    @property
    def servers(self) -> list[Server]:
        """The servers of all projects, without those that are deleted."""
        return list(self._state.servers.values())

    @property
    def flavors(self) -> list[Flavor]:
        """The flavors."""
        return list(self._state.flavors.values())

    @property
    def keypairs(self) -> list[Keypair]:
        """The key pairs of all users."""
        return list(self._state.keypairs.values())

    @property
    def images(self) -> list[Image]:
        """The images."""
        return list(self._state.images.values())

    @property
    def networks(self) -> list[Network]:
        """The networks."""
        return list(self._state.networks.values())

    def add_server(
        self,
        name: str,
        status: str = "ACTIVE",
        *,
        flavor: Flavor | None = None,
        image: Image | None = None,
        host: str | None = None,
        user: str = "demo",
        project: str = "demo",
        **details: Any,
    ) -> Server:
        """Add a server that was created earlier.

        :param name: Its name.
        :param status: Its status.
        :param flavor: Its flavor; by default, the first one.
        :param image: Its image; by default, the first one.
        :param host: Its host; by default, the one with the fewest servers.
        :param user: The id of its user.
        :param project: The id of its project.
        :param details: Further attributes of :class:`Server`, such as ``metadata`` and ``tags``.
        :return: The server. What a test changes in it, the next response shows.
        :raises ValueError: if there is no such host, or the status is not that of a server
            that nothing is done to.
        """
        # The lists and dicts of the caller stay its own.
        details = copy.deepcopy(details)
        with self._lock:
            flavor = flavor or self.flavors[0]
            image = image or self.images[0]
            return _servers.add(
                self._state, name, status, flavor, image.id, host, user, project, **details
            )

    def add_flavor(
        self, name: str, ram: int = 512, vcpus: int = 1, disk: int = 1, **details: Any
    ) -> Flavor:
        """Add a flavor.

        :param name: Its name.
        :param ram: Its memory in MiB.
        :param vcpus: The number of its VCPUs.
        :param disk: The size of its root disk in GiB.
        :param details: Further attributes of :class:`Flavor`.
        :return: The flavor. What a test changes in it, the next response shows.
        """
        flavor = Flavor(name, ram, vcpus, disk, **copy.deepcopy(details))
        with self._lock:
            self._state.flavors[flavor.id] = flavor
        return flavor

    def add_keypair(self, name: str, public_key: str | None = None, user: str = "demo") -> Keypair:
        """Add a key pair.

        :param name: Its name.
        :param public_key: The public key; by default, it is made up.
        :param user: The user whose it is.
        :return: The key pair.
        """
        key = public_key or _keypairs.made_up_key()
        with self._lock:
            return _keypairs.add(self._state, user, name, key)

    def add_image(self, name: str, **details: Any) -> Image:
        """Add an image.

        :param name: Its name.
        :param details: Further attributes of :class:`Image`.
        :return: The image.
        """
        image = Image(name, **details)
        with self._lock:
            self._state.images[image.id] = image
        return image

    def add_network(self, name: str) -> Network:
        """Add a network.

        :param name: Its name.
        :return: The network.
        """
        network = Network(name)
        with self._lock:
            self._state.networks[network.id] = network
        return network

    def add_security_group(self, name: str) -> None:
        """Add a security group.

        :param name: Its name.
        """
        with self._lock:
            self._state.security_groups[name] = new_id()

    # What fails

    def fail_operation(
        self, server: Any, operation: str, message: str, *, status: str | None = None
    ) -> None:
        """Have the next such operation on a server fail after Nova has accepted it.

        The instance action has the result ``Error`` and the message. A message that begins with
        ``No valid host`` stands for a failure of the scheduler, any other for one of a host.

        :param server: The server, as a record or as the library has it, or its id.
        :param operation: The name of its instance action, such as ``resize``, ``migrate``,
            ``live-migration`` or ``delete``.
        :param message: Why it fails.
        :param status: The status of the server after that; by default, the one that Nova gives it.
        :raises ValueError: if there is no such server or operation.
        """
        server_id = getattr(server, "id", server)
        with self._lock:
            if server_id not in self._state.servers:
                raise ValueError(f"the fake cloud has no server {server_id!r}")
            progress.fail_next(self._state.servers[server_id], operation, message, status)

    def cell_down(self, *hosts: str) -> contextlib.ExitStack:
        """Have the cells of hosts not respond, until the block ends or the result is closed.

        :param hosts: The names of the hosts; by default, all hosts.
        :return: A context manager.
        :raises ValueError: if there is no such host.
        """
        wanted = hosts or tuple(self._state.hosts)
        unknown = [host for host in wanted if host not in self._state.hosts]
        if unknown:
            raise ValueError(f"the fake cloud has no host {unknown[0]!r}")
        with self._lock:
            cells = {self._state.hosts[host].cell for host in wanted} - self._state.down_cells
            self._state.down_cells |= cells
        outage = contextlib.ExitStack()
        outage.callback(self._state.down_cells.difference_update, cells)
        return outage

    def fail_next(
        self,
        operation: str,
        status: int,
        message: str = "The fake cloud was told to fail.",
        *,
        retry_after: int | None = None,
        times: int = 1,
    ) -> None:
        """Respond to the next requests of an operation with an error.

        :param operation: The operation, such as ``POST /servers``, as in :attr:`requests`.
        :param status: The HTTP status, from 400 to 599.
        :param message: The message of the error.
        :param retry_after: The seconds in the header ``Retry-After``.
        :param times: How many requests fail.
        :raises ValueError: if there is no such operation, the status is not that of an error, or
            ``times`` is less than 1.
        """
        if not 400 <= status <= 599:
            raise ValueError(f"status must be from 400 to 599, not {status!r}")
        self._fail(operation, times, Fault(status, message, retry_after))

    def drop_next(self, operation: str, *, carried_out: bool = False, times: int = 1) -> None:
        """Drop the connection at the next requests of an operation.

        :param operation: The operation, as for :meth:`fail_next`.
        :param carried_out: Whether the request is carried out, and only the response is lost.
        :param times: How many connections are dropped.
        :raises ValueError: if there is no such operation, or ``times`` is less than 1.
        """
        self._fail(operation, times, carried_out=carried_out)

    def _fail(
        self, operation: str, times: int, fault: Fault | None = None, *, carried_out: bool = False
    ) -> None:
        if times < 1:
            raise ValueError(f"times must be 1 or more, not {times!r}")
        failure = _Failure(_operations.named(operation), times, fault, carried_out)
        with self._lock:
            self._failures.append(failure)

    def revoke_token(self) -> None:
        """Revoke all tokens, so that the next request of each session is refused with 401."""
        with self._lock:
            self._tokens.clear()

    # How it responds

    def _log_in(self, user: User) -> str:
        with self._lock:
            token = uuid.uuid4().hex
            self._tokens[token] = user
            return token

    def _respond(self, request: requests.PreparedRequest) -> tuple[int, dict[str, str], Any]:
        """Return the status, the headers and the JSON of the response to a request."""
        service, endpoint, path, query = _parsed(request)
        body = _http.decoded(request)
        operations = _operations.matching(service, str(request.method), path, body)
        legacy = endpoint == _http.LEGACY
        version = "" if legacy else _http.microversion(request.headers)
        sent = Request(
            str(operations[0]),
            str(request.method),
            path,
            query,
            # Operations may keep parts of the body, and change them later.
            copy.deepcopy(body),
            version or "2.1",
            _http.header(request.headers, "User-Agent"),
        )
        with self._lock:
            self.requests.append(sent)
            headers = {"x-openstack-request-id": f"req-{uuid.uuid4()}"}
            headers["x-compute-request-id"] = headers["x-openstack-request-id"]
            user = self._tokens.get(_http.header(request.headers, "X-Auth-Token"))
            if user is None and service != "versions":
                sent.status = 401
                return 401, headers, _UNAUTHORIZED
            failure = self._failure(operations[0])
            if failure is not None and failure.fault is None and not failure.carried_out:
                _drop()
            try:
                if failure is not None and failure.fault is not None:
                    raise failure.fault
                used = self._negotiated(version)
                headers.update({} if legacy else _versions.headers(used))
                call = Call(
                    self._state,
                    user or User("", "", admin=False),
                    used,
                    endpoint,
                    path,
                    query,
                    body,
                    headers["x-openstack-request-id"],
                )
                reply = _operations.carry_out(operations, call)
            except Fault as fault:
                if fault.retry_after is not None:
                    headers["Retry-After"] = str(fault.retry_after)
                reply = Reply(fault.status, fault.body)
            if failure is not None and failure.fault is None:
                _drop()
            sent.status = reply.status
            return reply.status, {**headers, **(reply.headers or {})}, reply.body

    def _failure(self, operation: Operation) -> _Failure | None:
        """Return what is to happen to a request, if anything."""
        for failure in self._failures:
            if failure.operation in (str(operation), f"{operation.method} {operation.path}"):
                failure.times -= 1
                if failure.times <= 0:
                    self._failures.remove(failure)
                return failure
        return None

    def _negotiated(self, requested: str) -> APIVersion:
        """Return the microversion of a request."""
        if not requested:
            return APIVersion("2.1")
        if requested == "latest":
            return self.microversion
        try:
            version = APIVersion(requested)
        except exceptions.UnsupportedVersion:
            raise Fault(
                400,
                f"API Version String {requested} is of invalid format. Must be of format "
                "MajorNum.MinorNum.",
            ) from None
        if not version.matches(APIVersion("2.1"), self.microversion):
            raise Fault(
                406,
                f"Version {requested} is not supported by the API. Minimum is 2.1 and maximum is "
                f"{self.microversion.get_string()}.",
            )
        return version


_UNAUTHORIZED = {
    "error": {
        "code": 401,
        "title": "Unauthorized",
        "message": "The request you have made requires authentication.",
    }
}


def _newest(microversion: str) -> APIVersion:
    version = api_versions.get_api_version(microversion)
    newest = APIVersion(api_versions.MAX_VERSION)
    if version.is_latest() or not version.matches(APIVersion("2.1"), newest):
        raise exceptions.UnsupportedVersion(
            f"The fake cloud supports 2.1 to {newest.get_string()}, not {microversion}."
        )
    return version


def _drop() -> None:
    raise requests.exceptions.ConnectionError("Connection aborted by the fake cloud.")


def _parsed(request: requests.PreparedRequest) -> tuple[str, str, str, dict[str, list[str]]]:
    """Return the service, its endpoint, the path below that, and the query of a request."""
    url = parse.urlsplit(str(request.url))
    query = parse.parse_qs(url.query, keep_blank_values=True)
    address = f"{url.scheme}://{url.netloc}{url.path}"
    for service, endpoint in (*_http.ENDPOINTS.items(), ("compute", _http.LEGACY)):
        if not f"{address}/".startswith(f"{endpoint}/"):
            continue
        path = address.removeprefix(endpoint)
        if service == "compute":
            below = _PROJECT.sub("", path)
            if below in ("", "/"):
                document = f"{endpoint}{path}".removeprefix(f"{_http.HOST}/compute")
                return "versions", _http.HOST, document.rstrip("/"), query
            path = below
        return service, endpoint, path, query
    if address.rstrip("/") == f"{_http.HOST}/compute":
        return "versions", _http.HOST, "/", query
    raise NotInFake(f"{request.method} {address}")


#: The project that older endpoints have before each path, as Nova recognizes it.
_PROJECT = re.compile("^/[0-9a-f-]{32,36}(?=/|$)")
