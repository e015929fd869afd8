# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Server groups: servers that the scheduler places together, or apart."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Mapping
from typing import Any

from novaclient import api_versions, base, paging, utils


class ServerGroup(base.Resource):
    """A server group. Made by :class:`ServerGroupsManager`."""

    manager: ServerGroupsManager
    #: The id.
    id: str
    #: The name.
    name: str
    #: The ids of its servers.
    members: list[str]
    #: The id of the project that owns it. Since microversion 2.13.
    project_id: str
    #: The id of the user who created it. Since microversion 2.13.
    user_id: str
    #: The policy, such as ``anti-affinity``. Since microversion 2.64.
    policy: str
    #: The rules of the policy, such as ``{"max_server_per_host": 3}``. Since microversion 2.64.
    rules: dict[str, Any]
    #: A list of the one policy. Up to microversion 2.63.
    policies: list[str]
    #: Always empty. Up to microversion 2.63.
    metadata: dict[str, str]

    def __repr__(self) -> str:
        return self._titled("name")

    def delete(self) -> base.WithMeta:
        """Delete the server group."""
        return self.manager.delete(self)


class ServerGroupsManager(base.ManagerWithFind[ServerGroup]):
    """Groups of servers that the scheduler places together, or apart."""

    resource_class = ServerGroup
    _paging = paging.Offsets()
    _unique = frozenset({"id"})

    def list(
        self, all_projects: bool = False, limit: int | None = None, offset: int | None = None
    ) -> base.ListWithMeta[ServerGroup]:
        """List the server groups.

        ``GET /os-server-groups``

        :param all_projects: Include those of all projects; for administrators.
        :param limit: Return at most this many.
        :param offset: Skip this many at the beginning.
        :return: The server groups.
        :raises ValueError: if ``limit`` or ``offset`` is not a number.
        """
        return self._page(all_projects=all_projects, limit=limit, offset=offset)

    def iterate(
        self, all_projects: bool = False, *, page_size: int | None = None
    ) -> Generator[ServerGroup, None, None]:
        """Yield all server groups, page by page; only about one page is in memory at a time.

        ``GET /os-server-groups``

        :param all_projects: Include those of all projects; for administrators.
        :param page_size: Request at most this many new server groups per page; by default, the
            server decides. Each page but the first also repeats the last one of the page before.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 server groups, or more, are
            deleted between two pages.
        """
        return self._iterate(page_size, all_projects=all_projects)

    def _page(self, all_projects: bool = False, **place: Any) -> base.ListWithMeta[ServerGroup]:
        query = utils.without_empty({"all_projects": bool(all_projects), **place})
        query = utils.with_integers(query, "limit", "offset")
        return self._list("/os-server-groups", "server_groups", filters=query)

    def get(self, id: ServerGroup | str) -> ServerGroup:
        """Get a server group.

        ``GET /os-server-groups/{id}``

        :param id: The server group, or its id.
        :return: The server group.
        :raises novaclient.exceptions.NotFound: if there is no such server group.
        """
        return self._get(base.path("os-server-groups", id), "server_group")

    _get_by_id = get

    def delete(self, id: ServerGroup | str) -> base.WithMeta:
        """Delete a server group; its servers are not deleted.

        ``DELETE /os-server-groups/{id}``

        :param id: The server group, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server group.
        """
        return self._delete(base.path("os-server-groups", id))

    def _create_until_2_63(self, name: str, policies: str | builtins.list[str]) -> ServerGroup:
        """Create a server group with a list of one policy."""
        several = isinstance(policies, builtins.list | tuple)
        return self._make({"name": name, "policies": policies if several else [policies]})

    @api_versions.wraps("2.64", older={("2.0", "2.63"): _create_until_2_63})
    def create(
        self, name: str, policy: str, rules: Mapping[str, Any] | None = None
    ) -> ServerGroup:
        """Create a server group.

        ``POST /os-server-groups``

        :param name: The name.
        :param policy: ``affinity``, ``anti-affinity``, ``soft-affinity`` or
            ``soft-anti-affinity``. Since microversion 2.64.
        :param rules: ``{"max_server_per_host": N}``, for ``anti-affinity``. Since microversion
            2.64.
        :param policies: The policy, or a list of the one policy. The soft policies exist since
            microversion 2.15. Up to microversion 2.63.
        :return: The server group.
        :raises novaclient.exceptions.CommandError: if ``max_server_per_host`` is not a number.
        :raises novaclient.exceptions.BadRequest: if there is no such policy or rule.
        :raises novaclient.exceptions.Forbidden: if the quota of server groups is exceeded.
        """
        group: dict[str, Any] = {"name": name, "policy": policy}
        if rules:
            group["rules"] = dict(rules)
            if "max_server_per_host" in rules:
                most = rules["max_server_per_host"]
                problem = f"Invalid 'max_server_per_host' value: {most}"
                group["rules"]["max_server_per_host"] = utils.as_integer(most, problem)
        return self._make(group)

    def _make(self, group: dict[str, Any]) -> ServerGroup:
        made: ServerGroup = self._create(
            "/os-server-groups", {"server_group": group}, "server_group"
        )
        return made
