# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The manager of servers, made of its topics."""

from __future__ import annotations

import builtins
import inspect
from collections.abc import Generator, Iterable, Mapping
from typing import Any, TypeVar

from novaclient import api_versions, base, paging
from novaclient.base import UNSET, Unset
from novaclient.v2.servers.consoles import Consoles
from novaclient.v2.servers.creating import Creating
from novaclient.v2.servers.life import Life
from novaclient.v2.servers.metadata import Metadata
from novaclient.v2.servers.moving import Moving
from novaclient.v2.servers.networks import Networks
from novaclient.v2.servers.resource import Server
from novaclient.v2.servers.waiting import Waiting

_ManagerT = TypeVar("_ManagerT", bound=type[base.Manager[Any]])


def _as_one(manager: _ManagerT) -> _ManagerT:
    """Name the methods of the topics as if they were written in the class of the manager.

    Error messages and pickles show these names.
    """
    for topic in manager.__mro__:
        if topic.__module__.startswith(manager.__module__):
            for value in vars(topic).values():
                _rename(getattr(value, "__func__", value), manager)
    return manager


def _rename(function: Any, owner: type) -> None:
    while inspect.isfunction(function):
        function.__module__ = owner.__module__
        function.__qualname__ = f"{owner.__qualname__}.{function.__name__}"
        for method in api_versions.get_substitutions(function):
            method.name = f"{owner.__module__}.{function.__qualname__}"
            _rename(method.func, owner)
        function = getattr(function, "__wrapped__", None)


@_as_one
class ServerManager(Creating, Life, Moving, Consoles, Metadata, Networks, Waiting):
    """The virtual machines.

    Wherever a method takes a server, it takes a :class:`Server` or the id of one. Most
    operations are only begun by the call: the server changes afterwards.
    """

    __module__ = "novaclient.v2.servers"

    def list(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
    ) -> base.ListWithMeta[Server]:
        """List servers.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Get all attributes, not only the id, the name and links.
        :param search_opts: Filters, such as ``{"status": "ACTIVE", "all_tenants": True}``.
            Falsy values are left out, except for ``locked`` (since microversion 2.73) and
            ``config_drive``, and 0 for ``power_state``, ``progress`` and ``launch_index``.
        :param marker: Begin after the server of this id.
        :param limit: At most so many; -1 for all, page after page. By default the server sends
            as many as it wants, commonly 1000.
        :param sort_keys: The attributes to sort by; by default the newest come first.
        :param sort_dirs: ``asc`` or ``desc`` (the default) for each of them.
        :return: The servers; ``has_more`` tells whether the server has more of them.
        :raises novaclient.exceptions.UnsupportedAttribute: if there is no such filter yet.
        :raises novaclient.exceptions.BadRequest: if the server does not take the arguments.
        """
        arguments = self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        if limit != -1:
            page = self._page(**arguments, marker=marker, limit=limit)
            return paging.warn_if_cut(page, limit, marker)
        servers: base.ListWithMeta[Server] = base.ListWithMeta([], None)
        fetch = self._fetch(servers, arguments)
        servers.extend(self._paging.walk(fetch, start=marker or None))
        return servers

    def iterate(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        *,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
        page_size: int | None = None,
    ) -> Generator[Server, None, None]:
        """Yield all servers, page after page; no more than about a page is kept.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Get all attributes, not only the id, the name and links.
        :param search_opts: Filters, as of :meth:`list`.
        :param sort_keys: The attributes to sort by; by default the newest come first. By
            attributes that change meanwhile, servers may be missed or come twice.
        :param sort_dirs: ``asc`` or ``desc`` (the default) for each of them.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is no number, or less than one.
        :raises novaclient.exceptions.UnsupportedAttribute: if there is no such filter yet.
        :raises novaclient.exceptions.BadRequest: if the server does not take the arguments.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 servers, or more, vanish
            between two pages.
        """
        return self._iterate(
            page_size, **self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        )

    def _arguments(
        self,
        detailed: bool,
        search_opts: Mapping[str, Any] | None,
        sort_keys: Iterable[str] | None,
        sort_dirs: Iterable[str] | None,
    ) -> dict[str, Any]:
        """Take the arguments of a listing as they are now, for all of its pages."""
        filters = {k: v for k, v in (search_opts or {}).items() if _is_filter(k, v)}
        if "locked" in filters:
            api_versions.check_argument(self.api_version, "locked", "2.73")
        return {
            "detailed": detailed,
            "search_opts": filters,
            "sort_keys": builtins.list(_texts(sort_keys)),
            "sort_dirs": builtins.list(_texts(sort_dirs)),
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
        query = [(k, v) for k, v in (search_opts or {}).items() if _is_filter(k, v)]
        if limit:
            query.append(("limit", limit))
        query += [("sort_key", key) for key in _texts(sort_keys)]
        query += [("sort_dir", direction) for direction in _texts(sort_dirs)]
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
        pinned_availability_zone: str | Unset | None = UNSET,
    ) -> Server | base.StrWithMeta | None:
        """Change the name, the description, the host name or the zone of a server.

        ``PUT /servers/{server}``

        :param server: The server, or its id.
        :param name: The new name.
        :param description: The new description, empty for none. Since microversion 2.19.
        :param hostname: The new host name. Since microversion 2.90.
        :param pinned_availability_zone: The zone to pin the server to, where it is; None lets it
            go to any. Since microversion 2.104.
        :return: The server, or None if there was nothing to change.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        :raises novaclient.exceptions.Conflict: if the server is in another zone.
        """
        given = (name, description, hostname) != (None, None, None)
        if not given and pinned_availability_zone is UNSET:
            return None
        changes: dict[str, Any] = {}
        # An empty name is the server's to refuse where it alone is sent.
        if name or (name is not None and not self.api_version.at_least("2.19")):
            changes["name"] = name
        if description is not None:
            changes["description"] = description or None
        if hostname is not None:
            changes["hostname"] = hostname
        if pinned_availability_zone is not UNSET:
            changes["pinned_availability_zone"] = pinned_availability_zone
        return self._update(base.path("servers", server), {"server": changes}, "server")


#: Filters of which 0 is a value.
_NUMBERS = frozenset({"power_state", "progress", "launch_index"})


def _is_filter(name: str, value: Any) -> bool:
    if value:
        return True
    if name == "config_drive":
        # Programs search with "" for servers without one; Nova 34 refuses it, and says why.
        return value is not None
    if name == "locked":
        return value is not None and value != ""
    return name in _NUMBERS and isinstance(value, int) and value is not False


def _texts(value: Iterable[str] | None) -> builtins.list[str]:
    return [value] if isinstance(value, str) else builtins.list(value or ())
