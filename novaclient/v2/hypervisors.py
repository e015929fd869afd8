# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Hypervisors: what servers run on."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from novaclient import api_versions, base, exceptions, paging, utils

#: The keys in the response to ``GET /os-hypervisors/{hypervisor}/uptime``, up to 2.87.
_UPTIME_KEYS = ("hypervisor_hostname", "id", "state", "status", "uptime")


class Hypervisor(base.Resource):
    """A hypervisor. Made by :class:`HypervisorManager`.

    If it was listed without details, it has only an id, a name, a state and a status.
    """

    NAME_ATTR = "hypervisor_hostname"

    # "str | Any" lets programs use both forms without a type error.
    #: The id. A UUID since microversion 2.53, a number before.
    id: str | Any
    #: The host name that the hypervisor itself reports.
    hypervisor_hostname: str
    #: The type, such as ``QEMU``.
    hypervisor_type: str
    #: The version, as one number.
    hypervisor_version: int
    #: The IP address.
    host_ip: str | None
    #: ``up`` or ``down``.
    state: str
    #: ``enabled`` or ``disabled``.
    status: str
    #: The compute service: its ``id``, its ``host`` and its ``disabled_reason``.
    service: dict[str, Any]
    #: Its servers, each with ``name`` and ``uuid``, if :meth:`HypervisorManager.search` was asked
    #: for them. Up to microversion 2.74, absent if there are none.
    servers: list[dict[str, str]]
    #: How long the host has been up, as its command ``uptime`` says, or None. Since microversion
    #: 2.88. Before, only in what :meth:`HypervisorManager.uptime` returns.
    uptime: str | None
    #: What is known of the CPU: a dict, or JSON in a string up to microversion 2.27. Up to
    #: microversion 2.87.
    cpu_info: dict[str, Any] | str
    #: The number of builds, snapshots, migrations and resizes in progress. Up to microversion
    #: 2.87.
    current_workload: int | None
    #: The least disk space that new servers may use, in GiB. Up to microversion 2.87.
    disk_available_least: int | None
    #: Free disk space, in GiB. Up to microversion 2.87.
    free_disk_gb: int | None
    #: Free memory, in MiB. Up to microversion 2.87.
    free_ram_mb: int | None
    #: Disk space, in GiB. Up to microversion 2.87.
    local_gb: int
    #: Used disk space, in GiB. Up to microversion 2.87.
    local_gb_used: int
    #: Memory, in MiB. Up to microversion 2.87.
    memory_mb: int
    #: Used memory, in MiB. Up to microversion 2.87.
    memory_mb_used: int
    #: The number of servers. Up to microversion 2.87.
    running_vms: int | None
    #: The number of virtual CPUs. Up to microversion 2.87.
    vcpus: int
    #: The number of used virtual CPUs. Up to microversion 2.87.
    vcpus_used: int

    def __repr__(self) -> str:
        return self._titled("hypervisor_hostname")


class HypervisorManager(base.ManagerWithFind[Hypervisor]):
    """The hypervisors; for administrators."""

    resource_class = Hypervisor
    is_alphanum_id_allowed = True
    # After cutting a page, Nova removes the hypervisors whose service was deleted.
    _paging = paging.Markers(since="2.33", announced=False, gaps=True)

    @api_versions.arguments(marker="2.33", limit="2.33")
    def list(
        self,
        detailed: bool = True,
        marker: Hypervisor | int | str | None = None,
        limit: int | None = None,
    ) -> base.ListWithMeta[Hypervisor]:
        """List the hypervisors.

        ``GET /os-hypervisors/detail``, or ``GET /os-hypervisors``

        :param detailed: Get all attributes, not only the id and the names.
        :param marker: The hypervisor that the page begins after, or its id. Since microversion
            2.33.
        :param limit: Return at most this many. Since microversion 2.33.
        :return: The hypervisors.
        :raises ValueError: if ``limit`` is not a number.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._listed(detailed=detailed, marker=marker, limit=limit)

    def iterate(
        self, detailed: bool = True, *, page_size: int | None = None
    ) -> Generator[Hypervisor, None, None]:
        """Yield all hypervisors, page by page; only about one page is in memory at a time.

        ``GET /os-hypervisors/detail``, or ``GET /os-hypervisors``. Up to microversion 2.32, Nova
        sends all at once.

        :param detailed: Get all attributes, not only the id and the names.
        :param page_size: Request at most this many hypervisors per page; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 hypervisors, or more,
            are deleted between two pages.
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
        ``GET /os-hypervisors/{pattern}/search``, or with ``servers``
        ``GET /os-hypervisors/{pattern}/servers``.

        :param hypervisor_match: The part of the host name.
        :param servers: Include their servers.
        :param detailed: Get all attributes. Since microversion 2.53.
        :return: The hypervisors.
        :raises TypeError: if ``hypervisor_match`` is not a string.
        :raises novaclient.exceptions.InvalidIdentifier: if ``hypervisor_match`` is empty.
        :raises novaclient.exceptions.UnsupportedVersion: if ``detailed`` is true up to
            microversion 2.52.
        :raises novaclient.exceptions.NotFound: if no hypervisor matches.
        """
        if not isinstance(hypervisor_match, str):
            raise TypeError(f"hypervisor_match must be a string, not {hypervisor_match!r}")
        # This also refuses an empty pattern, which would list all.
        in_path = utils.path("os-hypervisors", hypervisor_match)
        if not self.api_version.at_least("2.53"):
            if detailed:
                raise exceptions.UnsupportedVersion(
                    'Parameter "detailed" requires API version 2.53 or greater.'
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
        :raises novaclient.exceptions.NotFound: if there is no such hypervisor.
        """
        return self._get(base.path("os-hypervisors", hypervisor), "hypervisor")

    def uptime(self, hypervisor: Hypervisor | int | str) -> Hypervisor:
        """Get the uptime of a hypervisor.

        ``GET /os-hypervisors/{hypervisor}``; up to microversion 2.87
        ``GET /os-hypervisors/{hypervisor}/uptime``

        :param hypervisor: The hypervisor, or its id.
        :return: The hypervisor with its id, name, state, status and ``uptime``.
        :raises novaclient.exceptions.BadRequest: if Nova can't determine the uptime. Since
            microversion 2.88, ``uptime`` is None then.
        """
        if not self.api_version.at_least("2.88"):
            return self._get(base.path("os-hypervisors", hypervisor, "uptime"), "hypervisor")
        details = self.get(hypervisor)
        info = {key: value for key, value in details._info.items() if key in _UPTIME_KEYS}
        return Hypervisor(self, info, loaded=True, resp=details.request_ids)

    def statistics(self) -> HypervisorStats:
        """Get the statistics of all hypervisors; see :meth:`HypervisorStatsManager.statistics`.

        :return: The statistics.
        :raises novaclient.exceptions.UnsupportedVersion: since microversion 2.88.
        """
        statistics: HypervisorStats = self.api.hypervisor_stats.statistics()
        return statistics


class HypervisorStats(base.Resource):
    """The statistics of all hypervisors, summed up. Made by :class:`HypervisorStatsManager`."""

    #: The number of hypervisors.
    count: int
    #: The number of builds, snapshots, migrations and resizes in progress.
    current_workload: int | None
    #: The least disk space that new servers may use, in GiB.
    disk_available_least: int | None
    #: Free disk space, in GiB.
    free_disk_gb: int | None
    #: Free memory, in MiB.
    free_ram_mb: int | None
    #: Disk space, in GiB.
    local_gb: int
    #: Used disk space, in GiB.
    local_gb_used: int
    #: Memory, in MiB.
    memory_mb: int
    #: Used memory, in MiB.
    memory_mb_used: int
    #: The number of servers.
    running_vms: int | None
    #: The number of virtual CPUs.
    vcpus: int
    #: The number of used virtual CPUs.
    vcpus_used: int

    def __repr__(self) -> str:
        count = self._info.get("count", "unknown")
        return f"<HypervisorStats: {base.shown(count)} Hypervisor{'' if count == 1 else 's'}>"


class HypervisorStatsManager(base.Manager[HypervisorStats]):
    """The statistics of all hypervisors; for administrators. Up to microversion 2.87."""

    resource_class = HypervisorStats

    def statistics(self) -> HypervisorStats:
        """Get the statistics of all hypervisors, summed up.

        ``GET /os-hypervisors/statistics``. Up to microversion 2.87.

        :return: The statistics.
        :raises novaclient.exceptions.UnsupportedVersion: since microversion 2.88.
        """
        if self.api_version.at_least("2.88"):
            raise exceptions.UnsupportedVersion(
                "The 'statistics' API is removed in API version 2.88 or later."
            )
        return self._get("/os-hypervisors/statistics", "hypervisor_statistics")


def _collection(detailed: bool) -> str:
    return "/os-hypervisors/detail" if detailed else "/os-hypervisors"
