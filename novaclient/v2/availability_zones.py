# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Availability zones: the parts of a cloud that servers can be placed in."""

from __future__ import annotations

from typing import Any

from novaclient import base


class AvailabilityZone(base.Resource):
    """A part of a cloud that servers can be placed in.

    Made by :class:`AvailabilityZoneManager`. Attributes: ``zoneName``, ``zoneState``,
    ``hosts`` (only in a detailed list).
    """

    NAME_ATTR = "display_name"

    zoneName: str  # noqa: N815 - as Nova names it
    zoneState: dict[str, bool]  # noqa: N815
    hosts: dict[str, Any] | None

    def __repr__(self) -> str:
        return f"<AvailabilityZone: {base.shown(self._info.get('zoneName', 'unknown-name'))}>"


class AvailabilityZoneManager(base.ManagerWithFind[AvailabilityZone]):
    """The parts of a cloud that servers can be placed in."""

    resource_class = AvailabilityZone
    return_parameter_name = "availabilityZoneInfo"

    def list(self, detailed: bool = True) -> base.ListWithMeta[AvailabilityZone]:
        """List the availability zones.

        ``GET /os-availability-zone/detail``, or ``GET /os-availability-zone``

        :param detailed: Get the hosts and services too, which only administrators may.
        :return: The availability zones.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator, and asks for
            details.
        """
        url = "/os-availability-zone/detail" if detailed is True else "/os-availability-zone"
        return self._list(url, self.return_parameter_name)
