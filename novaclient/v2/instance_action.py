# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Instance actions: the actions that were performed on a server."""

from __future__ import annotations

import operator
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from novaclient import _dates, api_versions, base, paging, utils

if TYPE_CHECKING:
    from novaclient.v2.servers import Server

_API_NAMES = {"changes_since": "changes-since", "changes_before": "changes-before"}
_AS_STRINGS = dict.fromkeys(_API_NAMES, _dates.as_text)


class InstanceAction(base.Resource):
    """An action that was performed on a server. Made by :class:`InstanceActionManager`."""

    #: The name of the action, such as ``reboot``.
    action: str
    #: The id of the request that performed it.
    request_id: str
    #: The id of the server.
    instance_uuid: str
    #: The id of the user who requested it.
    user_id: str | None
    #: The id of the project in which it was requested.
    project_id: str | None
    #: When it began, in ISO 8601.
    start_time: str
    #: When it was last updated, in ISO 8601. Since microversion 2.58.
    updated_at: str | None
    #: The error message if it failed, or None.
    message: str | None
    #: The events of the action. Only in what :meth:`InstanceActionManager.get` returns. For
    #: administrators up to microversion 2.50.
    events: list[dict[str, Any]]

    def _names(self) -> tuple[str, str] | None:
        server_id, request_id = self._info.get("instance_uuid"), self._info.get("request_id")
        return None if server_id is None or request_id is None else (server_id, request_id)


class InstanceActionManager(base.ManagerWithFind[InstanceAction]):
    """The actions that were performed on a server."""

    resource_class = InstanceAction
    # One request may have caused several actions.
    _paging = paging.Markers(
        operator.attrgetter("request_id"),
        since="2.58",
        identity=operator.attrgetter("request_id", "action", "start_time"),
    )

    def get(self, server: Server | str, request_id: InstanceAction | str) -> InstanceAction:
        """Get an action that was performed on a server.

        ``GET /servers/{server}/os-instance-actions/{request_id}``

        :param server: The server, or its id.
        :param request_id: The action, or the id of the request that performed it.
        :return: The action, with its events.
        :raises novaclient.exceptions.NotFound: if there is no such server or action.
        """
        url = base.path("servers", server, "os-instance-actions", self._paging.of(request_id))
        return self._get(url, "instanceAction")

    @api_versions.arguments(
        marker="2.58", limit="2.58", changes_since="2.58", changes_before="2.66"
    )
    def list(
        self,
        server: Server | str,
        marker: InstanceAction | str | None = None,
        limit: int | None = None,
        changes_since: _dates.Time | None = None,
        changes_before: _dates.Time | None = None,
    ) -> base.ListWithMeta[InstanceAction]:
        """List the actions that were performed on a server, the latest first.

        ``GET /servers/{server}/os-instance-actions``

        :param server: The server, or its id.
        :param marker: The action that the page begins after, or its request id. Since microversion
            2.58.
        :param limit: Return at most this many. Since microversion 2.58.
        :param changes_since: Only actions updated at or after this time: a datetime, a date, or a
            string in ISO 8601; UTC if it has no time zone. Since microversion 2.58.
        :param changes_before: Only actions updated at or before this time. Since
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
        changes_since: _dates.Time | None = None,
        changes_before: _dates.Time | None = None,
        page_size: int | None = None,
    ) -> Generator[InstanceAction, None, None]:
        """Yield all actions that were performed on a server, the latest first, page by page.

        ``GET /servers/{server}/os-instance-actions``. Up to microversion 2.57, Nova sends all at
        once.

        :param server: The server, or its id.
        :param changes_since: Only actions updated at or after this time: a datetime, a date, or a
            string in ISO 8601; UTC if it has no time zone. Since microversion 2.58.
        :param changes_before: Only actions updated at or before this time. Since
            microversion 2.66.
        :param page_size: Request at most this many actions per page; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 actions, or more, are
            deleted between two pages.
        """
        return self._iterate(
            page_size,
            server=base.known_id(server),
            changes_since=changes_since,
            changes_before=changes_before,
        )

    def _page(self, server: Server | str, **filters: Any) -> base.ListWithMeta[InstanceAction]:
        given = utils.converted(utils.without_empty(filters), _AS_STRINGS)
        query = utils.renamed(given, _API_NAMES)
        url = base.path("servers", server, "os-instance-actions")
        return self._list(url, "instanceActions", filters=query)
