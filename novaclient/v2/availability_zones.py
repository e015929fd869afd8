# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Availability zones: groups of hosts that a server can be created in."""

from __future__ import annotations

from typing import Any

from novaclient import base


class AvailabilityZone(base.Resource):
    """An availability zone. Made by :class:`AvailabilityZoneManager`."""

    NAME_ATTR = "display_name"

    #: The name.
    zoneName: str  # noqa: N815 - as Nova names it
    #: ``{"available": True}`` if it is available.
    zoneState: dict[str, bool]  # noqa: N815
    #: For each host, its services by binary, each with ``active``, ``available`` and
    #: ``updated_at``. None if the list is not detailed, or the zone is not available.
    hosts: dict[str, Any] | None

    def __repr__(self) -> str:
        return f"<AvailabilityZone: {base.shown(self._info.get('zoneName', 'unknown-name'))}>"


class AvailabilityZoneManager(base.ManagerWithFind[AvailabilityZone]):
    """Groups of hosts that a server can be created in."""

    resource_class = AvailabilityZone
    return_parameter_name = "availabilityZoneInfo"

    def list(self, detailed: bool = True) -> base.ListWithMeta[AvailabilityZone]:
        """List the availability zones.

        ``GET /os-availability-zone/detail``, or ``GET /os-availability-zone``

        :param detailed: Include the hosts and their services; for administrators.
        :return: The availability zones.
        :raises novaclient.exceptions.Forbidden: if ``detailed`` is true and the user is not an
            administrator.
        """
        url = "/os-availability-zone/detail" if detailed is True else "/os-availability-zone"
        return self._list(url, self.return_parameter_name)
