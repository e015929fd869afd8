# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The manager of servers: its listings, and the topic classes that it is made of."""

from __future__ import annotations

import builtins
from collections.abc import Generator, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, paging
from novaclient.base import UNSET, Unset
from novaclient.v2 import _names
from novaclient.v2.servers.consoles import Consoles
from novaclient.v2.servers.creating import Creating
from novaclient.v2.servers.life import Life
from novaclient.v2.servers.metadata import Metadata
from novaclient.v2.servers.moving import Moving
from novaclient.v2.servers.networks import Networks
from novaclient.v2.servers.resource import Server
from novaclient.v2.servers.topics import as_one
from novaclient.v2.servers.waiting import Waiting

if TYPE_CHECKING:
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.servers.filters import ServerFilters


@as_one
class ServerManager(Creating, Life, Moving, Consoles, Metadata, Networks, Waiting):
    """The servers: virtual machines.

    Methods take a server as a :class:`Server` or as an id. Most operations are asynchronous: when
    the method returns, Nova has only accepted the request. Use :meth:`wait_for` to wait.
    """

    __module__ = "novaclient.v2.servers"

    def list(
        self,
        detailed: bool = True,
        search_opts: ServerFilters | Mapping[str, Any] | None = None,
        marker: Server | str | None = None,
        limit: int | None = None,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
    ) -> base.ListWithMeta[Server]:
        """List servers.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Whether to get all attributes or only the id, the name and the links.
        :param search_opts: Filters, such as ``{"status": "ACTIVE", "flavor": flavor}``;
            :class:`ServerFilters` has all of them. Resources may stand for their ids or names.
            Falsy values are left out, except for ``locked`` and ``config_drive``, and 0 for
            ``power_state``, ``progress`` and ``launch_index``. If Nova has no such filter, an
            :class:`~novaclient.exceptions.UnknownNameWarning` says so.
        :param marker: The last server of the previous page, or its id.
        :param limit: The maximum number of servers; -1 for all of them, page by page. By default,
            Nova's own limit applies, which is usually 1000.
        :param sort_keys: The attributes to sort by; by default, the newest servers come first.
        :param sort_dirs: The direction for each of them: ``asc`` or, by default, ``desc``.
        :return: The servers. ``has_more`` says whether there are more. Since microversion 2.69,
            without filters, limit and sorting, those of cells that do not respond are among them,
            with a :class:`~novaclient.exceptions.PartialListWarning`: :attr:`~Server.is_partial`.
        :raises novaclient.exceptions.InvalidIdentifier: if a filter is an object without an id.
        :raises novaclient.exceptions.UnsupportedAttribute: if a filter does not exist at the
            microversion.
        :raises novaclient.exceptions.BadRequest: if Nova does not accept the arguments.
        """
        arguments = self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        start = self._paging.of(marker)
        if limit != -1:
            page = self._page(**arguments, marker=start, limit=limit)
            paging.warn_if_partial(page)
            return paging.warn_if_cut(page, limit, start)
        servers: base.ListWithMeta[Server] = base.ListWithMeta([], None)
        fetch = self._fetch(servers, arguments)
        servers.extend(self._paging.walk(fetch, start=start or None))
        return servers

    def iterate(
        self,
        detailed: bool = True,
        search_opts: ServerFilters | Mapping[str, Any] | None = None,
        *,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
        page_size: int | None = None,
    ) -> Generator[Server, None, None]:
        """Yield all servers, page by page. Only about one page is kept in memory.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Whether to get all attributes or only the id, the name and the links.
        :param search_opts: Filters, as for :meth:`list`.
        :param sort_keys: The attributes to sort by; by default, the newest servers come first. If
            their values change meanwhile, servers may be missing or repeated.
        :param sort_dirs: The direction for each of them: ``asc`` or, by default, ``desc``.
        :param page_size: The maximum number of servers in a page; by default, Nova decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or less than one.
        :raises novaclient.exceptions.InvalidIdentifier: if a filter is an object without an id.
        :raises novaclient.exceptions.UnsupportedAttribute: if a filter does not exist at the
            microversion.
        :raises novaclient.exceptions.BadRequest: if Nova does not accept the arguments.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 servers, or more, are
            deleted between two pages.
        """
        return self._iterate(
            page_size, **self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        )

    @api_versions.wraps("2.69")
    def list_in_down_cells(self, all_tenants: bool = False) -> base.ListWithMeta[Server]:
        """List the servers in cells that do not respond. Since microversion 2.69.

        ``GET /servers/detail``, without filters, limit and sorting: Nova leaves these servers out
        of all other lists. It puts them on the one page that it sends as far as the other servers
        leave room; an :class:`~novaclient.exceptions.IncompleteListWarning` says that the page is
        full, so that there may be more of them.

        :param all_tenants: List the servers of all projects; for administrators.
        :return: The servers, whose :attr:`~Server.is_partial` is true; an empty list if all cells
            respond. They have ``id``, ``status``, ``tenant_id``, ``created`` and ``links``.
        :raises novaclient.exceptions.Forbidden: if the user may not list all projects.
        """
        page = self._page(search_opts={"all_tenants": all_tenants})
        servers = base.ListWithMeta(paging.partial_items(page), page.request_ids)
        servers.has_more = page.has_more
        if page.has_more:
            paging.warn(
                f"The list of servers in cells that do not respond may not be complete: Nova "
                f"filled the page with {len(page)} servers, {len(servers)} of which are in them."
            )
        return servers

    def _arguments(
        self,
        detailed: bool,
        search_opts: ServerFilters | Mapping[str, Any] | None,
        sort_keys: Iterable[str] | None,
        sort_dirs: Iterable[str] | None,
    ) -> dict[str, Any]:
        """Copy the arguments of a listing, for all of its pages."""
        if search_opts:
            from novaclient.v2.servers import filters

            search_opts = filters.prepared(self.api_version, search_opts)
        return {
            "detailed": detailed,
            "search_opts": search_opts,
            "sort_keys": builtins.list(_as_list(sort_keys)),
            "sort_dirs": builtins.list(_as_list(sort_dirs)),
        }

    def _page(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
    ) -> base.ListWithMeta[Server]:
        query: builtins.list[tuple[str, Any]] = []
        if search_opts:
            from novaclient.v2.servers import filters

            query += filters.pairs(search_opts)
        if limit:
            query.append(("limit", limit))
        query += [("sort_key", key) for key in _as_list(sort_keys)]
        query += [("sort_dir", direction) for direction in _as_list(sort_dirs)]
        if marker:
            query.append(("marker", marker))
        return self._list("/servers/detail" if detailed else "/servers", "servers", filters=query)

    @api_versions.arguments(description="2.19", hostname="2.90", pinned_availability_zone="2.104")
    def update(
        self,
        server: Server | str,
        name: str | None = None,
        description: str | None = None,
        hostname: str | None = None,
        pinned_availability_zone: AvailabilityZone | str | Unset | None = UNSET,
    ) -> Server | base.StrWithMeta | None:
        """Update the name, the description, the host name or the availability zone of a server.

        ``PUT /servers/{server}``

        :param server: The server, or its id.
        :param name: The new name.
        :param description: The new description; an empty string removes it. Since microversion
            2.19.
        :param hostname: The new host name. Since microversion 2.90.
        :param pinned_availability_zone: The availability zone to pin the server to, or its name,
            which must be the zone that it is in; None unpins it. Since microversion 2.104.
        :return: The server, or None if no changes were given.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        :raises novaclient.exceptions.Conflict: if the server is in another availability zone.
        """
        given = (name, description, hostname) != (None, None, None)
        if not given and pinned_availability_zone is UNSET:
            return None
        changes: dict[str, Any] = {}
        # Up to microversion 2.18 the name is all that is sent; Nova refuses an empty one.
        if name or (name is not None and not self.api_version.at_least("2.19")):
            changes["name"] = name
        if description is not None:
            changes["description"] = description or None
        if hostname is not None:
            changes["hostname"] = hostname
        if pinned_availability_zone is not UNSET:
            changes["pinned_availability_zone"] = _names.zone(pinned_availability_zone)
        return self._update(base.path("servers", server), {"server": changes}, "server")


def _as_list(value: Iterable[str] | None) -> builtins.list[str]:
    return [value] if isinstance(value, str) else builtins.list(value or ())
