# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Usage: the resources that projects used in a period of time."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib import parse

from novaclient import _dates, api_versions, base, exceptions, paging, utils

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class Usage(base.Resource):
    """The usage of a project in a period of time. Made by :class:`UsageManager`.

    A project without servers in the period has none of the attributes.
    """

    manager: UsageManager
    #: The id of the project.
    tenant_id: str
    #: The start of the period, in ISO 8601 without a time zone: UTC.
    start: str
    #: The end of the period, in the same form.
    stop: str
    #: The hours that servers existed, summed up.
    total_hours: float
    #: Virtual CPUs, multiplied by the hours.
    total_vcpus_usage: float
    #: Memory in MiB, multiplied by the hours.
    total_memory_mb_usage: float
    #: Disk space in GiB, multiplied by the hours.
    total_local_gb_usage: float
    #: The usage of each server, if it was asked for.
    server_usages: list[dict[str, Any]]

    def __repr__(self) -> str:
        return "<ComputeUsage>"

    def get(self) -> None:
        """Get the usage again.

        A usage without a project or a period stays as it is: there is nothing to ask for.

        :raises novaclient.exceptions.UnexpectedResponse: if ``start`` or ``stop`` is not a time.
            The exception is a ValueError too.
        """
        super().get()

    def _servers(self) -> list[dict[str, Any]]:
        """Return the usage of each server, of a usage that was asked for in detail."""
        servers = self._info.get("server_usages")
        if not isinstance(servers, list) or not all(isinstance(each, dict) for each in servers):
            raise exceptions.UnexpectedResponse(
                200,
                f"The usage of project {self._info.get('tenant_id')} lacks that of its servers.",
                request_id=next(iter(self.request_ids), None),
            )
        return servers

    def _load(self) -> Usage | None:
        try:
            project, start, stop = map(self._at_hand, ("tenant_id", "start", "stop"))
        except AttributeError:
            return None
        if not (project and start and stop):
            return None
        return self.manager.get(project, _read("start", start), _read("stop", stop))


class _NoTime(exceptions.UnexpectedResponse, ValueError):
    """A time that can't be parsed."""


def _read(key: str, value: Any) -> datetime:
    try:
        return _moment(value)
    except (TypeError, ValueError) as error:
        raise _NoTime(200, f"{key!r} of a Usage is not a time: {value!r}") from error


class _Part(NamedTuple):
    """The usage of one server, and the usage of its project on the same page."""

    usage: Usage
    server: dict[str, Any]


class _Parts(list[_Part]):
    has_more: bool
    request_ids: list[Any]


class UsageManager(base.ManagerWithFind[Usage]):
    """The usage of projects in a period of time.

    The start and the end of the period are a :class:`~datetime.datetime`, a
    :class:`~datetime.date`, or a string in ISO 8601; UTC if they have no time zone.
    """

    resource_class = Usage
    usage_prefix = "os-simple-tenant-usage"
    # Pages are cut by servers, not by projects.
    _paging = paging.Markers(lambda part: part.server.get("instance_id"), since="2.40")

    @api_versions.arguments(marker="2.40", limit="2.40")
    def list(
        self,
        start: _dates.Time,
        end: _dates.Time,
        detailed: bool | None = False,
        marker: Server | str | None = None,
        limit: int | None = None,
    ) -> base.ListWithMeta[Usage]:
        """List the usage of all projects.

        ``GET /os-simple-tenant-usage``

        :param start: The start of the period.
        :param end: The end of the period.
        :param detailed: Include the usage of each server. None leaves out the parameter; Nova
            does not include it then.
        :param marker: The server that the page begins after, or its id. Since microversion 2.40.
        :param limit: Sum up at most this many servers; the servers of a project may be spread
            over several pages. Since microversion 2.40.
        :return: The usage of each project.
        :raises TypeError: if ``start`` or ``end`` is not a time.
        :raises ValueError: if ``limit`` is not a number, or a string is not in ISO 8601.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._listed(
            start=start,
            end=end,
            detailed=detailed,
            marker=base.known_id(marker),
            limit=limit,
        )

    def iterate(
        self,
        start: _dates.Time,
        end: _dates.Time,
        detailed: bool = False,
        *,
        page_size: int | None = None,
    ) -> Generator[Usage, None, None]:
        """Yield the usage of all projects, each project once, summed up over all pages.

        Nova cuts its pages by servers, and the servers of a project may be on any page, so the
        first usage is yielded after the last page. Until then, only the sums are in memory, and
        with ``detailed`` the usage of each server.

        ``GET /os-simple-tenant-usage?detailed=1``. Up to microversion 2.39, Nova sends all at
        once.

        :param start: The start of the period.
        :param end: The end of the period.
        :param detailed: Include the usage of each server.
        :param page_size: Request at most this many servers per page; by default, the server
            decides.
        :return: A generator.
        :raises TypeError: if ``start`` or ``end`` is not a time.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1, or a string is not
            in ISO 8601.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 servers, or more, are
            deleted between two pages.
        """
        size = paging.checked_size(page_size)
        if not self.api_version.at_least("2.40"):
            return self._iterate(size, start=start, end=end, detailed=detailed)
        return self._summed_up(start, end, detailed, size)

    def _summed_up(
        self, start: _dates.Time, end: _dates.Time, detailed: bool, page_size: int | None
    ) -> Generator[Usage, None, None]:
        def fetch(**place: Any) -> _Parts:
            page = self._page(start, end, True, **place)
            for usage in page:
                usage.append_request_ids(page.request_ids)
            parts = _Parts(_Part(usage, server) for usage in page for server in usage._servers())
            parts.has_more = page.has_more
            parts.request_ids = page.request_ids
            return parts

        sums: dict[str, Usage] = {}
        for part in self._paging.walk(fetch, page_size):
            project = part.usage._info.get("tenant_id")
            if not isinstance(project, str):
                raise base.malformed(part.usage, "tenant_id")
            if project not in sums:
                sums[project] = _zero(part.usage, detailed)
            _add(sums[project], part)
        yield from sums.values()

    def _page(
        self, start: _dates.Time, end: _dates.Time, detailed: bool | None = False, **place: Any
    ) -> base.ListWithMeta[Usage]:
        query = _query(start, end, **place)
        if detailed is not None:
            query["detailed"] = int(bool(detailed))
        return self._list(f"/{self.usage_prefix}{_query_string(query)}", "tenant_usages")

    @api_versions.arguments(marker="2.40", limit="2.40")
    def get(
        self,
        tenant_id: base.HasId | str,
        start: _dates.Time,
        end: _dates.Time,
        marker: Server | str | None = None,
        limit: int | None = None,
    ) -> Usage:
        """Get the usage of a project; warn if it has more servers than Nova sums up at once.

        ``GET /os-simple-tenant-usage/{tenant_id}``

        :param tenant_id: The project, or its id.
        :param start: The start of the period.
        :param end: The end of the period.
        :param marker: The server to begin after, or its id. Since microversion 2.40.
        :param limit: Sum up at most this many servers. Since microversion 2.40.
        :return: The usage, without attributes if the project had no servers in the period.
        :raises TypeError: if ``start`` or ``end`` is not a time.
        :raises ValueError: if ``limit`` is not a number, or a string is not in ISO 8601.
        :raises novaclient.exceptions.Forbidden: if the user may not see the usage of the project.
        """
        url = base.path(self.usage_prefix, tenant_id)
        url += _query_string(_query(start, end, base.known_id(marker), limit))
        resp, body = self.client.get(url)
        usage = Usage(self, self._mapping(body, "tenant_usage", resp, url), True, resp)
        if not limit and not marker and paging.has_next(body.get("tenant_usage_links")):
            paging.warn(
                "This usage is not complete: there are more servers to sum up. "
                "Ask for the rest with the id of the last one as marker."
            )
        return usage


#: The sums of a usage, and the size of a server that is multiplied by its hours for each.
_SUMS = {
    "total_hours": None,
    "total_vcpus_usage": "vcpus",
    "total_memory_mb_usage": "memory_mb",
    "total_local_gb_usage": "local_gb",
}


def _zero(usage: Usage, detailed: bool) -> Usage:
    """Return a usage of the same project and period whose sums are 0."""
    info = {k: v for k, v in usage._info.items() if k != "server_usages"}
    info.update(dict.fromkeys(_SUMS, 0.0))
    if detailed:
        info["server_usages"] = []
    return Usage(usage.manager, info, loaded=True)


def _add(usage: Usage, part: _Part) -> None:
    info = usage._info
    hours = _quantity(part, "hours")
    try:
        for name, size in _SUMS.items():
            info[name] += hours if size is None else hours * _quantity(part, size)
    except OverflowError as error:
        raise base.malformed(part.usage, "server_usages") from error
    # If the period ends in the future, each page has a later stop.
    if "stop" in part.usage._info:
        info["stop"] = part.usage._info["stop"]
    if "server_usages" in info:
        info["server_usages"].append(part.server)
    usage.append_request_ids(part.usage.request_ids)


def _quantity(part: _Part, name: str) -> float:
    value = part.server.get(name)
    if not isinstance(value, int | float):
        raise exceptions.UnexpectedResponse(
            200,
            f"{name!r} of a server in the usage of project {part.usage.tenant_id} is not a "
            f"number: {value!r}",
            request_id=next(iter(part.usage.request_ids), None),
        )
    return value


def _query(
    start: _dates.Time, end: _dates.Time, marker: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    times = {"start": _dates.as_utc(start).isoformat(), "end": _dates.as_utc(end).isoformat()}
    place = utils.without_empty({"limit": limit, "marker": marker})
    return {**times, **utils.with_integers(place, "limit")}


def _query_string(query: dict[str, Any]) -> str:
    return "?" + utils.encoded(query, safe=":", quote_via=parse.quote)


def _moment(value: str) -> datetime:
    # Nova leaves out the microseconds if they are 0.
    pattern = "%Y-%m-%dT%H:%M:%S.%f" if "." in value else "%Y-%m-%dT%H:%M:%S"
    return datetime.strptime(value, pattern)
