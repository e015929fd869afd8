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

"""Instance actions: what was done to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class InstanceAction(base.Resource):
    """Something that was done to a server.

    Made by :class:`InstanceActionManager`. Attributes: ``action``, ``request_id``,
    ``instance_uuid``, ``user_id``, ``project_id``, ``start_time``, ``updated_at`` (since
    microversion 2.58), ``message``, ``events`` (of a single one; administrators only before
    2.51).
    """

    action: str
    request_id: str
    instance_uuid: str
    user_id: str | None
    project_id: str | None
    start_time: str
    updated_at: str | None
    message: str | None
    events: list[dict[str, Any]]


class InstanceActionManager(base.ManagerWithFind[InstanceAction]):
    """What was done to a server."""

    resource_class = InstanceAction

    def get(self, server: Server | str, request_id: str) -> InstanceAction:
        """Get one thing that was done to a server.

        ``GET /servers/{server}/os-instance-actions/{request_id}``

        :param server: The server, or its id.
        :param request_id: The id of the request that did it.
        :return: The action, with its events.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        url = base.path("servers", server, "os-instance-actions", request_id)
        return self._get(url, "instanceAction")

    @api_versions.arguments(
        marker="2.58", limit="2.58", changes_since="2.58", changes_before="2.66"
    )
    def list(
        self,
        server: Server | str,
        marker: str | None = None,
        limit: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
    ) -> base.ListWithMeta[InstanceAction]:
        """List what was done to a server, the latest first.

        ``GET /servers/{server}/os-instance-actions``

        :param server: The server, or its id.
        :param marker: Begin after the action of this request id. Since microversion 2.58.
        :param limit: At most so many. Since microversion 2.58.
        :param changes_since: Only those that changed at or after this time, in ISO 8601. Since
            microversion 2.58.
        :param changes_before: Only those that changed at or before this time. Since
            microversion 2.66.
        :return: The actions.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        query: dict[str, Any] = {
            "marker": marker,
            "limit": limit and int(limit),
            "changes-since": changes_since,
            "changes-before": changes_before,
        }
        query = {name: value for name, value in query.items() if value}
        url = base.path("servers", server, "os-instance-actions")
        return self._list(url, "instanceActions", filters=query)
