# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What a fake cloud knows: its records, and what it remembers of a request."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any


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
    """A network."""

    name: str
    id: str = field(default_factory=new_id)
