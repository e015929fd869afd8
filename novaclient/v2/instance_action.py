# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Instance actions: what was done to a server."""

from __future__ import annotations

import operator
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, paging, utils

if TYPE_CHECKING:
    from novaclient.v2.servers import Server

_API_NAMES = {"changes_since": "changes-since", "changes_before": "changes-before"}


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

    def _names(self) -> tuple[str, str] | None:
        server_id, request_id = self._info.get("instance_uuid"), self._info.get("request_id")
        return None if server_id is None or request_id is None else (server_id, request_id)


class InstanceActionManager(base.ManagerWithFind[InstanceAction]):
    """What was done to a server."""

    resource_class = InstanceAction
    # One request may have done several things.
    _paging = paging.Markers(
        operator.attrgetter("request_id"),
        since="2.58",
        identity=operator.attrgetter("request_id", "action", "start_time"),
    )

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
        return self._listed(
            server=server,
            marker=marker,
            limit=limit,
            changes_since=changes_since,
            changes_before=changes_before,
        )

    @api_versions.arguments(changes_since="2.58", changes_before="2.66")
    def iterate(
        self,
        server: Server | str,
        *,
        changes_since: str | None = None,
        changes_before: str | None = None,
        page_size: int | None = None,
    ) -> Generator[InstanceAction, None, None]:
        """Yield all that was done to a server, the latest first, page after page.

        ``GET /servers/{server}/os-instance-actions``; before microversion 2.58 all come at once.

        :param server: The server, or its id.
        :param changes_since: Only those that changed at or after this time, in ISO 8601. Since
            microversion 2.58.
        :param changes_before: Only those that changed at or before this time. Since
            microversion 2.66.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 actions, or more, vanish
            between two pages.
        """
        return self._iterate(
            page_size,
            server=base.known_id(server),
            changes_since=changes_since,
            changes_before=changes_before,
        )

    def _page(self, server: Server | str, **filters: Any) -> base.ListWithMeta[InstanceAction]:
        query = utils.renamed(utils.without_empty(filters), _API_NAMES)
        url = base.path("servers", server, "os-instance-actions")
        return self._list(url, "instanceActions", filters=query)
