# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Hypervisors: what the servers run on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from novaclient import api_versions, base, exceptions, paging, utils
from novaclient.i18n import _

#: What an answer to the former request for the uptime held.
_UPTIME_KEYS = ("hypervisor_hostname", "id", "state", "status", "uptime")


class Hypervisor(base.Resource):
    """A hypervisor.

    Made by :class:`HypervisorManager`. Attributes, among others: ``id`` (a UUID since
    microversion 2.53), ``hypervisor_hostname``, ``hypervisor_type``, ``host_ip``, ``state``,
    ``status``, ``service``, ``servers`` (since 2.53, when asked for), ``uptime`` (since 2.88);
    up to 2.87 also ``vcpus``, ``memory_mb``, ``local_gb``, ``running_vms`` and what of these is
    used.
    """

    NAME_ATTR = "hypervisor_hostname"

    id: int | str
    hypervisor_hostname: str
    hypervisor_type: str
    hypervisor_version: int
    host_ip: str | None
    state: str
    status: str
    service: dict[str, Any]
    servers: list[dict[str, str]]
    uptime: str | None
    cpu_info: dict[str, Any] | str
    current_workload: int | None
    disk_available_least: int | None
    free_disk_gb: int | None
    free_ram_mb: int | None
    local_gb: int
    local_gb_used: int
    memory_mb: int
    memory_mb_used: int
    running_vms: int | None
    vcpus: int
    vcpus_used: int

    def __repr__(self) -> str:
        return f"<Hypervisor: {base.shown(getattr(self, 'id', 'unknown-id'))}>"


class HypervisorManager(base.ManagerWithFind[Hypervisor]):
    """What the servers run on; for administrators."""

    resource_class = Hypervisor
    is_alphanum_id_allowed = True
    # Nova leaves hypervisors whose service was deleted out of the page that it has cut.
    _paging = paging.Markers(since="2.33", announced=False, gaps=True)

    @api_versions.arguments(marker="2.33", limit="2.33")
    def list(
        self, detailed: bool = True, marker: str | None = None, limit: int | None = None
    ) -> base.ListWithMeta[Hypervisor]:
        """List the hypervisors.

        ``GET /os-hypervisors/detail``, or ``GET /os-hypervisors``

        :param detailed: Get all attributes, not only the id and the names.
        :param marker: Begin after the hypervisor of this id. Since microversion 2.33.
        :param limit: At most so many. Since microversion 2.33.
        :return: The hypervisors.
        :raises ValueError: if ``limit`` is not a number.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._listed(detailed=detailed, marker=marker, limit=limit)

    def iterate(
        self, detailed: bool = True, *, page_size: int | None = None
    ) -> Generator[Hypervisor, None, None]:
        """Yield all hypervisors, page after page; no more than about a page is kept.

        ``GET /os-hypervisors/detail``, or ``GET /os-hypervisors``; before microversion 2.33 all
        come at once.

        :param detailed: Get all attributes, not only the id and the names.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 hypervisors, or more,
            vanish between two pages.
        """
        return self._iterate(page_size, detailed=detailed)

    def _page(self, detailed: bool = True, **place: Any) -> base.ListWithMeta[Hypervisor]:
        query = utils.with_integers(utils.without_none(place), "limit")
        return self._list(_collection(detailed), "hypervisors", filters=query)

    def search(
        self, hypervisor_match: str, servers: bool = False, detailed: bool = False
    ) -> base.ListWithMeta[Hypervisor]:
        """Find hypervisors by a part of their host name.

        ``GET /os-hypervisors?hypervisor_hostname_pattern=…``; up to microversion 2.52
        ``GET /os-hypervisors/{pattern}/search``, or ``/servers``.

        :param hypervisor_match: The part of the host name.
        :param servers: Get their servers too.
        :param detailed: Get all attributes. Since microversion 2.53.
        :return: The hypervisors.
        :raises TypeError: if the part is no text.
        :raises novaclient.exceptions.InvalidIdentifier: if it is empty.
        :raises novaclient.exceptions.UnsupportedVersion: if there is no ``detailed`` yet.
        :raises novaclient.exceptions.NotFound: if none matches.
        """
        if not isinstance(hypervisor_match, str):
            raise TypeError(f"hypervisor_match must be a text, not {hypervisor_match!r}")
        # An empty pattern would list all.
        in_path = utils.path("os-hypervisors", hypervisor_match)
        if not self.api_version.at_least("2.53"):
            if detailed:
                raise exceptions.UnsupportedVersion(
                    _('Parameter "detailed" requires API version 2.53 or greater.')
                )
            return self._list(in_path + ("/servers" if servers else "/search"), "hypervisors")
        query = utils.without_empty(
            {"hypervisor_hostname_pattern": hypervisor_match, "with_servers": bool(servers)}
        )
        return self._list(_collection(detailed), "hypervisors", filters=query)

    def get(self, hypervisor: Hypervisor | int | str) -> Hypervisor:
        """Get a hypervisor.

        ``GET /os-hypervisors/{hypervisor}``

        :param hypervisor: The hypervisor, or its id.
        :return: The hypervisor.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(base.path("os-hypervisors", hypervisor), "hypervisor")

    def uptime(self, hypervisor: Hypervisor | int | str) -> Hypervisor:
        """Get how long a hypervisor has been up.

        ``GET /os-hypervisors/{hypervisor}``; up to microversion 2.87
        ``GET /os-hypervisors/{hypervisor}/uptime``

        :param hypervisor: The hypervisor, or its id.
        :return: The hypervisor, with ``uptime``, its names and its state.
        :raises novaclient.exceptions.BadRequest: if it can't tell.
        """
        if not self.api_version.at_least("2.88"):
            return self._get(base.path("os-hypervisors", hypervisor, "uptime"), "hypervisor")
        whole = self.get(hypervisor)
        info = {key: value for key, value in whole._info.items() if key in _UPTIME_KEYS}
        return Hypervisor(self, info, loaded=True, resp=whole.request_ids)

    def statistics(self) -> HypervisorStats:
        """Sum up all hypervisors; see :meth:`HypervisorStatsManager.statistics`.

        :return: The sums.
        :raises novaclient.exceptions.UnsupportedVersion: since microversion 2.88.
        """
        sums: HypervisorStats = self.api.hypervisor_stats.statistics()
        return sums


class HypervisorStats(base.Resource):
    """The sums over all hypervisors.

    Made by :class:`HypervisorStatsManager`. Attributes: ``count``, ``vcpus``, ``memory_mb``,
    ``local_gb``, ``running_vms`` and what of these is used.
    """

    count: int
    current_workload: int | None
    disk_available_least: int | None
    free_disk_gb: int | None
    free_ram_mb: int | None
    local_gb: int
    local_gb_used: int
    memory_mb: int
    memory_mb_used: int
    running_vms: int | None
    vcpus: int
    vcpus_used: int

    def __repr__(self) -> str:
        count = self._info.get("count", "unknown")
        return f"<HypervisorStats: {base.shown(count)} Hypervisor{'' if count == 1 else 's'}>"


class HypervisorStatsManager(base.Manager[HypervisorStats]):
    """The sums over all hypervisors."""

    resource_class = HypervisorStats

    def statistics(self) -> HypervisorStats:
        """Sum up all hypervisors.

        ``GET /os-hypervisors/statistics``. Up to microversion 2.87.

        :return: The sums.
        :raises novaclient.exceptions.UnsupportedVersion: since microversion 2.88.
        """
        if self.api_version.at_least("2.88"):
            raise exceptions.UnsupportedVersion(
                _("The 'statistics' API is removed in API version 2.88 or later.")
            )
        return self._get("/os-hypervisors/statistics", "hypervisor_statistics")


def _collection(detailed: bool) -> str:
    return "/os-hypervisors/detail" if detailed else "/os-hypervisors"
