# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What a fake cloud knows: its records, and what it remembers of a request."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from novaclient.testing._states import status_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable


def new_id() -> str:
    """Return a new UUID."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class User:
    """Who sends a request: a user, in a project.

    :ivar name: The name of the user, which is also the id.
    :ivar project: The name of the project, which is also the id.
    :ivar admin: Whether it is an administrator.
    """

    name: str
    project: str
    admin: bool


@dataclass
class Request:
    """A request that the fake cloud has received.

    :ivar operation: The operation, as the documentation writes it, such as
        ``POST /servers/{server}/action os-start``.
    :ivar method: The HTTP method.
    :ivar path: The path below the endpoint, such as ``/flavors/1``.
    :ivar query: The query, a list of values for each name.
    :ivar body: The decoded JSON of the body, or None.
    :ivar microversion: The microversion as requested, such as ``2.96`` or ``latest``; ``2.1`` if
        none was.
    :ivar user_agent: The header ``User-Agent``.
    :ivar status: The status of the response; 0 if there was none.
    """

    operation: str
    method: str
    path: str
    query: dict[str, list[str]]
    body: Any
    microversion: str
    user_agent: str
    status: int = 0


@dataclass
class Flavor:
    """A flavor.

    :ivar ram: The memory in MiB.
    :ivar disk: The size of the root disk in GiB.
    :ivar ephemeral: The size of the ephemeral disk in GiB.
    :ivar swap: The size of the swap disk in MiB.
    :ivar projects: The ids of the projects that have access, if it is not public.
    """

    name: str
    ram: int
    vcpus: int
    disk: int
    id: str = field(default_factory=new_id)
    ephemeral: int = 0
    swap: int = 0
    rxtx_factor: float = 1.0
    is_public: bool = True
    description: str | None = None
    extra_specs: dict[str, str] = field(default_factory=dict)
    projects: list[str] = field(default_factory=list)


@dataclass
class Keypair:
    """A key pair of a user."""

    name: str
    public_key: str
    fingerprint: str
    user: str
    created: datetime.datetime
    type: str = "ssh"
    number: int = 1


@dataclass
class Image:
    """An image."""

    name: str
    id: str = field(default_factory=new_id)
    status: str = "active"
    min_ram: int = 0
    min_disk: int = 0


@dataclass
class Network:
    """A network.

    :ivar subnet: The id of its subnet.
    """

    name: str
    id: str = field(default_factory=new_id)
    subnet: str = field(default_factory=new_id)


@dataclass
class Host:
    """A host of servers, with its compute service and its hypervisor.

    :ivar cell: The name of its cell.
    :ivar disabled: Whether the scheduler passes it over.
    :ivar forced_down: Whether it is reported as down.
    :ivar vcpus: The VCPUs that one server may have.
    :ivar disabled_reason: Why it is disabled, if somebody has said so.
    :ivar number: The id of its service and its hypervisor before microversion 2.53.
    :ivar service: The id of its compute service since then.
    :ivar hypervisor: The id of its hypervisor since then.
    """

    name: str
    cell: str
    disabled: bool = False
    forced_down: bool = False
    vcpus: int = 1000
    disabled_reason: str | None = None
    number: int = 1
    service: str = field(default_factory=new_id)
    hypervisor: str = field(default_factory=new_id)


@dataclass
class Aggregate:
    """A host aggregate.

    :ivar id: The number, which counts from 1.
    :ivar hosts: The names of its hosts.
    :ivar metadata: Its metadata, which has the availability zone if it is one.
    """

    id: int
    name: str
    created: datetime.datetime
    updated: datetime.datetime | None = None
    hosts: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    uuid: str = field(default_factory=new_id)

    @property
    def zone(self) -> str | None:
        """The availability zone of its hosts; None if it is not a zone."""
        return self.metadata.get("availability_zone")


@dataclass
class ServerGroup:
    """A server group. Its servers are those with the scheduler hint ``group``.

    :ivar policy: ``affinity``, ``anti-affinity``, ``soft-affinity`` or ``soft-anti-affinity``.
    :ivar rules: The rules, such as ``{"max_server_per_host": 2}``.
    """

    name: str
    policy: str
    user: str
    project: str
    rules: dict[str, int] = field(default_factory=dict)
    id: str = field(default_factory=new_id)


@dataclass
class Fault:
    """Why a server is in error.

    :ivar details: Further details, such as a traceback, for administrators.
    """

    message: str
    created: datetime.datetime
    code: int = 500
    details: str = ""


@dataclass
class Event:
    """A part of an instance action, such as what a host did.

    :ivar result: ``Success`` or ``Error``; None while it is in progress.
    """

    name: str
    host: str | None
    started: datetime.datetime
    finished: datetime.datetime | None = None
    result: str | None = None
    traceback: str | None = None
    details: str | None = None


@dataclass
class Action:
    """What Nova remembers of an operation on a server: an instance action.

    :ivar name: The name, such as ``stop``.
    :ivar request_id: The id of the request that began it.
    :ivar message: ``Error`` if it has failed.
    """

    name: str
    request_id: str
    user: str
    project: str
    started: datetime.datetime
    updated: datetime.datetime
    message: str | None = None
    events: list[Event] = field(default_factory=list)


@dataclass
class Interface:
    """A network interface of a server.

    :ivar network: The id of the network.
    :ivar port: The id of the port.
    """

    network: str
    address: str
    mac: str
    port: str = field(default_factory=new_id)
    tag: str | None = None


@dataclass
class Attachment:
    """A volume that is attached to a server.

    :ivar volume: The id of the volume.
    :ivar is_root: Whether the server boots from it.
    :ivar id: The id of the attachment.
    :ivar bdm: The UUID of the block device mapping.
    """

    volume: str
    device: str
    tag: str | None = None
    delete_on_termination: bool = False
    is_root: bool = False
    id: str = field(default_factory=new_id)
    bdm: str = field(default_factory=new_id)


@dataclass
class Migration:
    """A move of a server, which may be a resize.

    :ivar id: The number, which counts from 1.
    :ivar server: The id of the server.
    :ivar type: ``migration``, ``resize``, ``live-migration`` or ``evacuation``.
    :ivar old_flavor: The id of the flavor before.
    """

    id: int
    server: str
    type: str
    status: str
    source: str | None
    dest: str | None
    user: str
    project: str
    created: datetime.datetime
    updated: datetime.datetime
    old_flavor: str
    new_flavor: str
    uuid: str = field(default_factory=new_id)


@dataclass
class Task:
    """An operation on a server that is in progress.

    :ivar polls: How many responses still show that it is in progress.
    :ivar end: What ends it.
    :ivar interrupt: What ends it instead if the server is deleted or its state is reset.
    """

    polls: int
    end: Callable[[], None]
    interrupt: Callable[[], None]


@dataclass
class Server:
    """A server.

    :ivar user: The id of the user who created it.
    :ivar project: The id of its project.
    :ivar flavor: The flavor as it was when the server was created or resized.
    :ivar image: The id of the image; None if it boots from a volume.
    :ivar host: The host; None if it is on none.
    :ivar zone: The availability zone that was asked for, if one was.
    :ivar locked_by: ``owner`` or ``admin``; None if it is not locked.
    :ivar actions: The instance actions, the latest at the end.
    :ivar number: Its number in the cloud, which counts from 1.
    """

    name: str
    user: str
    project: str
    flavor: Flavor
    image: str | None
    host: str | None
    created: datetime.datetime
    id: str = field(default_factory=new_id)
    vm_state: str = "active"
    task_state: str | None = None
    power_state: int = 1
    updated: datetime.datetime | None = None
    launched: datetime.datetime | None = None
    terminated: datetime.datetime | None = None
    description: str | None = None
    hostname: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    zone: str | None = None
    key_name: str | None = None
    config_drive: str = ""
    user_data: str | None = None
    access_ip_v4: str = ""
    access_ip_v6: str = ""
    disk_config: str = "MANUAL"
    reservation: str = ""
    launch_index: int = 0
    scheduler_hints: dict[str, Any] = field(default_factory=dict)
    trusted_certificates: list[str] | None = None
    security_groups: list[str] = field(default_factory=list)
    locked_by: str | None = None
    locked_reason: str | None = None
    fault: Fault | None = None
    interfaces: list[Interface] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    console: str = "FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE"
    #: The ids of the backups, by their type.
    backups: dict[str, list[str]] = field(default_factory=dict)
    actions: list[Action] = field(default_factory=list)
    number: int = 1
    #: What is in progress. Some operations leave ``task_state`` as it is.
    tasks: list[Task] = field(default_factory=list, repr=False)
    #: What shall fail: the message and the status after that, by the name of the instance action.
    failures: dict[str, tuple[str, str | None]] = field(default_factory=dict, repr=False)
    #: The flavor, the host and the VM state before the resize or the migration.
    before: tuple[Flavor, str | None, str] | None = field(default=None, repr=False)

    @property
    def status(self) -> str:
        """The status, such as ``ACTIVE``."""
        return status_of(self.vm_state, self.task_state)
