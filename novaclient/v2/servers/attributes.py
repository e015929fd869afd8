# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What a server has as attributes."""

from __future__ import annotations

from typing import Any

from novaclient import base


class Attributes(base.Resource):
    """The attributes of a server that Nova's JSON has."""

    # Nova's name, where it differs, is at the end of the comment: programs may know that one.
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
    #: Since microversion 2.16. For administrators.
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
    #: The UUIDs of the server groups, at most one. Since microversion 2.71. Not in a list.
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

    #: The disk configuration: ``AUTO`` or ``MANUAL``. Nova's ``OS-DCF:diskConfig``.
    disk_config: str = base.alias("OS-DCF:diskConfig")
    #: The availability zone of the host; an empty string before the server is scheduled. Nova's
    #: ``OS-EXT-AZ:availability_zone``.
    availability_zone: str = base.alias("OS-EXT-AZ:availability_zone")
    #: The host that the server is on, or None. For administrators. Nova's
    #: ``OS-EXT-SRV-ATTR:host``.
    host: str | None = base.alias("OS-EXT-SRV-ATTR:host")
    #: The host name in the guest. Since microversion 2.3. For administrators up to microversion
    #: 2.89. Nova's ``OS-EXT-SRV-ATTR:hostname``.
    hostname: str = base.alias("OS-EXT-SRV-ATTR:hostname")
    #: The hypervisor that the server is on, or None. For administrators. Nova's
    #: ``OS-EXT-SRV-ATTR:hypervisor_hostname``.
    hypervisor_hostname: str | None = base.alias("OS-EXT-SRV-ATTR:hypervisor_hostname")
    #: The name that the hypervisor knows the server by. For administrators. Nova's
    #: ``OS-EXT-SRV-ATTR:instance_name``.
    instance_name: str = base.alias("OS-EXT-SRV-ATTR:instance_name")
    #: The id of the kernel image, an empty string or None. Since microversion 2.3. For
    #: administrators. Nova's ``OS-EXT-SRV-ATTR:kernel_id``.
    kernel_id: str | None = base.alias("OS-EXT-SRV-ATTR:kernel_id")
    #: The place among the servers of one request, from 0 on. Since microversion 2.3. For
    #: administrators. Nova's ``OS-EXT-SRV-ATTR:launch_index``.
    launch_index: int | None = base.alias("OS-EXT-SRV-ATTR:launch_index")
    #: The id of the RAM disk image, an empty string or None. Since microversion 2.3. For
    #: administrators. Nova's ``OS-EXT-SRV-ATTR:ramdisk_id``.
    ramdisk_id: str | None = base.alias("OS-EXT-SRV-ATTR:ramdisk_id")
    #: The id that the servers of one request share. Since microversion 2.3. For administrators.
    #: Nova's ``OS-EXT-SRV-ATTR:reservation_id``.
    reservation_id: str | None = base.alias("OS-EXT-SRV-ATTR:reservation_id")
    #: The name of the root device, such as ``/dev/vda``, or None. Since microversion 2.3. For
    #: administrators. Nova's ``OS-EXT-SRV-ATTR:root_device_name``.
    root_device_name: str | None = base.alias("OS-EXT-SRV-ATTR:root_device_name")
    #: The user data, in Base64, or None. Since microversion 2.3. For administrators. Nova's
    #: ``OS-EXT-SRV-ATTR:user_data``. Since microversion 2.57, rebuilding the server returns it to
    #: every user, as ``user_data``.
    user_data: str | None = base.alias("OS-EXT-SRV-ATTR:user_data")
    #: The power state as a number: 0 no state, 1 running, 3 paused, 4 shut down, 6 crashed, 7
    #: suspended. Nova's ``OS-EXT-STS:power_state``.
    power_state: int | None = base.alias("OS-EXT-STS:power_state")
    #: The task in progress, such as ``spawning``, or None. Nova's ``OS-EXT-STS:task_state``.
    task_state: str | None = base.alias("OS-EXT-STS:task_state")
    #: The state in Nova's database, such as ``active``. Nova's ``OS-EXT-STS:vm_state``.
    vm_state: str | None = base.alias("OS-EXT-STS:vm_state")
    #: When the server was launched, in ISO 8601 without a time zone: UTC. None before. Nova's
    #: ``OS-SRV-USG:launched_at``.
    launched_at: str | None = base.alias("OS-SRV-USG:launched_at")
    #: When the server was deleted, in the same form, or None. Nova's
    #: ``OS-SRV-USG:terminated_at``.
    terminated_at: str | None = base.alias("OS-SRV-USG:terminated_at")
    #: The attached volumes: dicts with the ``id`` and, since microversion 2.3,
    #: ``delete_on_termination``. Nova's ``os-extended-volumes:volumes_attached``.
    attached_volumes: list[dict[str, Any]] = base.alias("os-extended-volumes:volumes_attached")
