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

"""Server groups, whose servers are placed together or apart."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, exceptions, paging, utils
from novaclient.i18n import _


class ServerGroup(base.Resource):
    """A group of servers that are placed together or apart.

    Made by :class:`ServerGroupsManager`. Attributes: ``id``, ``name``, ``members``,
    ``project_id`` and ``user_id`` (since microversion 2.13), ``policies`` (up to 2.63),
    ``policy`` and ``rules`` (since 2.64).
    """

    manager: ServerGroupsManager
    id: str
    name: str
    members: list[str]
    project_id: str
    user_id: str
    policy: str
    rules: dict[str, Any]
    policies: list[str]
    metadata: dict[str, str]

    def __repr__(self) -> str:
        return f"<ServerGroup: {base.shown(getattr(self, 'id', 'unknown-id'))}>"

    def delete(self) -> base.WithMeta:
        """Delete the server group."""
        return self.manager.delete(self.id)


class ServerGroupsManager(base.ManagerWithFind[ServerGroup]):
    """Groups of servers that are placed together or apart."""

    resource_class = ServerGroup
    _paging = paging.Offsets()

    def list(
        self, all_projects: bool = False, limit: int | None = None, offset: int | None = None
    ) -> base.ListWithMeta[ServerGroup]:
        """List server groups.

        ``GET /os-server-groups``

        :param all_projects: Those of all projects, for administrators.
        :param limit: At most so many.
        :param offset: Leave out so many at the beginning.
        :return: The server groups.
        :raises ValueError: if ``limit`` or ``offset`` is no number.
        """
        return self._page(all_projects, limit, offset)

    def iterate(
        self, all_projects: bool = False, *, page_size: int | None = None
    ) -> Generator[ServerGroup, None, None]:
        """Yield all server groups, page after page; no more than about a page is kept.

        ``GET /os-server-groups``

        :param all_projects: Those of all projects, for administrators.
        :param page_size: Ask for at most so many new ones at once; by default, the server
            decides. Each page but the first repeats one of the page before.
        :return: A generator.
        :raises ValueError: if ``page_size`` is no number, or less than one.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 server groups, or more,
            vanish between two pages.
        """
        return self._iterate(page_size, all_projects=all_projects)

    def _page(
        self, all_projects: bool = False, limit: int | None = None, offset: int | None = None
    ) -> base.ListWithMeta[ServerGroup]:
        query: dict[str, Any] = {}
        if all_projects:
            query["all_projects"] = True
        if limit:
            query["limit"] = int(limit)
        if offset:
            query["offset"] = int(offset)
        return self._list("/os-server-groups", "server_groups", filters=query)

    def get(self, id: str) -> ServerGroup:
        """Get a server group.

        ``GET /os-server-groups/{id}``

        :param id: The id.
        :return: The server group.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(utils.path("os-server-groups", id), "server_group")

    def delete(self, id: str) -> base.WithMeta:
        """Delete a server group; its servers stay.

        ``DELETE /os-server-groups/{id}``

        :param id: The id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._delete(utils.path("os-server-groups", id))

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.63")
        def create(self, name: str, policies: str | builtins.list[str]) -> ServerGroup:
            """Make a server group.

            ``POST /os-server-groups``

            :param name: The name.
            :param policies: The policy, or a list of one: ``affinity`` or ``anti-affinity``; since
                microversion 2.15 also ``soft-affinity`` and ``soft-anti-affinity``.
            :return: The server group.
            :raises novaclient.exceptions.BadRequest: if there is no such policy.
            """
            several = isinstance(policies, builtins.list | tuple)
            return self._make({"name": name, "policies": policies if several else [policies]})

    @api_versions.wraps("2.64")
    def create(
        self, name: str, policy: str, rules: Mapping[str, Any] | None = None
    ) -> ServerGroup:
        """Make a server group.

        ``POST /os-server-groups``

        :param name: The name.
        :param policy: ``affinity``, ``anti-affinity``, ``soft-affinity`` or
            ``soft-anti-affinity``.
        :param rules: ``{"max_server_per_host": N}``, for ``anti-affinity``.
        :return: The server group.
        :raises novaclient.exceptions.CommandError: if ``max_server_per_host`` is no number.
        :raises novaclient.exceptions.BadRequest: if there is no such policy or rule.
        """
        group: dict[str, Any] = {"name": name, "policy": policy}
        if rules:
            group["rules"] = dict(rules)
            if "max_server_per_host" in rules:
                group["rules"]["max_server_per_host"] = _number(rules["max_server_per_host"])
        return self._make(group)

    def _make(self, group: dict[str, Any]) -> ServerGroup:
        made: ServerGroup = self._create(
            "/os-server-groups", {"server_group": group}, "server_group"
        )
        return made


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise exceptions.CommandError(
            _("Invalid 'max_server_per_host' value: %s") % value
        ) from error
