# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What a server has as attributes."""

from __future__ import annotations

from typing import Any

from novaclient import base


class Attributes(base.Resource):
    """The attributes of a server that Nova's JSON has."""

    #: The UUID.
    id: str
    #: The name.
    name: str
    #: The status, such as ``ACTIVE``, ``BUILD``, ``ERROR`` or ``SHUTOFF``.
    status: str
    #: The progress of building the server, in percent. Absent in some statuses.
    progress: int
    #: The addresses, by the name of the network. :attr:`networks` is shorter.
    addresses: dict[str, list[dict[str, Any]]]
    #: The IPv4 address to access the server, or an empty string.
    accessIPv4: str  # noqa: N815 - as Nova names it
    #: The IPv6 address to access the server, or an empty string.
    accessIPv6: str  # noqa: N815
    #: The administrator password. Only in what creating or rebuilding returns.
    adminPass: str  # noqa: N815
    #: ``True`` if the server has a config drive, else an empty string.
    config_drive: str
    #: When the server was created, in ISO 8601.
    created: str
    #: The description, or None. Since microversion 2.19.
    description: str | None
    #: What went wrong: ``code``, ``created``, ``message`` and, for administrators, ``details``.
    #: Only in the statuses ERROR and DELETED.
    fault: dict[str, Any]
    #: The flavor. Since microversion 2.47, its properties when the server was created or resized;
    #: before, its ``id`` and links.
    flavor: dict[str, Any]
    #: An id of the host that differs for each project.
    hostId: str  # noqa: N815
    #: The status of the host: ``UP``, ``DOWN``, ``MAINTENANCE``, ``UNKNOWN`` or an empty string.
    #: Since microversion 2.16, for administrators.
    host_status: str
    #: The ``id`` and the links of the image; an empty string if the server boots from a volume.
    #: Since microversion 2.98, also the ``properties``.
    image: dict[str, Any] | str
    #: The name of the key pair, or None.
    key_name: str | None
    #: The links to the server.
    links: list[dict[str, Any]]
    #: Whether the server is locked. Since microversion 2.9.
    locked: bool
    #: The reason of the lock, or None. Since microversion 2.73.
    locked_reason: str | None
    #: The metadata.
    metadata: dict[str, str]
    #: The availability zone that the server is pinned to, or None. Since microversion 2.96.
    pinned_availability_zone: str | None
    #: The scheduler hints given at creation. Since microversion 2.100.
    scheduler_hints: dict[str, Any]
    #: The security groups: dicts with the ``name``. Absent if there are none.
    security_groups: list[dict[str, Any]]
    #: The UUIDs of the server groups, at most one. Since microversion 2.71, in what getting,
    #: updating and rebuilding return.
    server_groups: list[str]
    #: The tags. Since microversion 2.26.
    tags: list[str]
    #: The id of the project.
    tenant_id: str
    #: The ids of the trusted certificates, or None. Since microversion 2.63.
    trusted_image_certificates: list[str] | None
    #: When the server was last updated, in ISO 8601.
    updated: str
    #: The id of the user who created the server.
    user_id: str
