# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Usage: what projects used in a time."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import Any, NamedTuple
from urllib import parse

from novaclient import api_versions, base, exceptions, paging, utils
from novaclient.i18n import _


class Usage(base.Resource):
    """What a project used in a time.

    Made by :class:`UsageManager`. Attributes: ``tenant_id``, ``start``, ``stop``,
    ``total_hours``, ``total_vcpus_usage``, ``total_memory_mb_usage``, ``total_local_gb_usage``
    (each in hours of the unit), ``server_usages``.
    """

    manager: UsageManager
    tenant_id: str
    start: str
    stop: str
    total_hours: float
    total_vcpus_usage: float
    total_memory_mb_usage: float
    total_local_gb_usage: float
    server_usages: list[dict[str, Any]]

    def __repr__(self) -> str:
        return "<ComputeUsage>"

    def get(self) -> None:
        """Load the usage anew.

        A usage without a project or times, which nobody can ask for, stays as it is.

        :raises novaclient.exceptions.UnexpectedResponse: if the server sent what is no time; it
            is a ValueError too.
        """
        super().get()

    def _servers(self) -> list[dict[str, Any]]:
        """Return what the servers contribute, of a usage that was asked for in detail."""
        servers = self._info.get("server_usages")
        if not isinstance(servers, list) or not all(isinstance(each, dict) for each in servers):
            raise exceptions.UnexpectedResponse(
                200,
                _("The usage of project %s lacks that of its servers.")
                % self._info.get("tenant_id"),
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
    """A time that nobody can read."""


def _read(key: str, text: Any) -> datetime:
    try:
        return _moment(text)
    except (TypeError, ValueError) as error:
        raise _NoTime(
            200, _("%(key)r of a Usage is no time: %(text)r") % {"key": key, "text": text}
        ) from error


class _Part(NamedTuple):
    """What one server contributes to the usage of its project."""

    usage: Usage
    server: dict[str, Any]


class _Parts(list[_Part]):
    has_more: bool
    request_ids: list[Any]


class UsageManager(base.ManagerWithFind[Usage]):
    """What projects used in a time."""

    resource_class = Usage
    usage_prefix = "os-simple-tenant-usage"
    # What is paged is the servers whose usage is summed up.
    _paging = paging.Markers(lambda part: part.server.get("instance_id"), since="2.40")

    @api_versions.arguments(marker="2.40", limit="2.40")
    def list(
        self,
        start: datetime,
        end: datetime,
        detailed: bool | None = False,
        marker: str | None = None,
        limit: int | None = None,
    ) -> base.ListWithMeta[Usage]:
        """List what the projects used.

        ``GET /os-simple-tenant-usage``

        :param start: The begin of the time, in UTC.
        :param end: Its end, in UTC.
        :param detailed: Get the usage of each server too. None leaves it to the server, which does
            not.
        :param marker: Begin after the server of this id. Since microversion 2.40.
        :param limit: Sum up at most so many servers; the sums of a project may then be spread
            over several pages. Since microversion 2.40.
        :return: The usage, one per project.
        :raises ValueError: if ``limit`` is not a number.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._listed(start=start, end=end, detailed=detailed, marker=marker, limit=limit)

    def iterate(
        self,
        start: datetime,
        end: datetime,
        detailed: bool = False,
        *,
        page_size: int | None = None,
    ) -> Generator[Usage, None, None]:
        """Yield what the projects used, each project once, summed up over all pages.

        Nova cuts its pages by servers, and sends those of one project on any page. So the
        usages come after the last page; until then, only the sums are kept, and with
        ``detailed`` the usage of each server.

        ``GET /os-simple-tenant-usage?detailed=1``; before microversion 2.40 all come at once.

        :param start: The begin of the time, in UTC.
        :param end: Its end, in UTC.
        :param detailed: Give the usage of each server too.
        :param page_size: Ask for at most so many servers at once; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 servers, or more, vanish
            between two pages.
        """
        size = paging.checked_size(page_size)
        if not self.api_version.at_least("2.40"):
            return self._iterate(size, start=start, end=end, detailed=detailed)
        return self._summed_up(start, end, detailed, size)

    def _summed_up(
        self, start: datetime, end: datetime, detailed: bool, page_size: int | None
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
                sums[project] = _nothing_of(part.usage, detailed)
            _add(sums[project], part)
        yield from sums.values()

    def _page(
        self, start: datetime, end: datetime, detailed: bool | None = False, **place: Any
    ) -> base.ListWithMeta[Usage]:
        query = _query(start, end, **place)
        if detailed is not None:
            query["detailed"] = int(bool(detailed))
        return self._list(f"/{self.usage_prefix}{_text(query)}", "tenant_usages")

    @api_versions.arguments(marker="2.40", limit="2.40")
    def get(
        self,
        tenant_id: str,
        start: datetime,
        end: datetime,
        marker: str | None = None,
        limit: int | None = None,
    ) -> Usage:
        """Get what a project used; warn if there are more servers than Nova sums up at once.

        ``GET /os-simple-tenant-usage/{tenant_id}``

        :param tenant_id: The id of the project.
        :param start: The begin of the time, in UTC.
        :param end: Its end, in UTC.
        :param marker: Begin after the server of this id. Since microversion 2.40.
        :param limit: Sum up at most so many servers. Since microversion 2.40.
        :return: The usage; one without attributes if there was none.
        :raises ValueError: if ``limit`` is not a number.
        :raises novaclient.exceptions.Forbidden: if the user may not see that of the project.
        """
        url = utils.path(self.usage_prefix, tenant_id)
        url += _text(_query(start, end, marker, limit))
        resp, answer = self.client.get(url)
        usage = Usage(self, self._mapping(answer, "tenant_usage", resp, url), True, resp)
        if not limit and not marker and paging.has_next(answer.get("tenant_usage_links")):
            paging.warn(
                _(
                    "This usage is not complete: there are more servers to sum up. "
                    "Ask for the rest with the id of the last one as marker."
                )
            )
        return usage


#: The sums that a usage holds, and what of a server they are multiplied from.
_SUMS = {
    "total_hours": None,
    "total_vcpus_usage": "vcpus",
    "total_memory_mb_usage": "memory_mb",
    "total_local_gb_usage": "local_gb",
}


def _nothing_of(usage: Usage, detailed: bool) -> Usage:
    """Make a usage of a project and a time that sums up nothing so far."""
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
    # Of a time that has not ended yet, each page knows a later end.
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
            _("%(name)r of a server in the usage of project %(project)s is no number: %(value)r")
            % {"name": name, "project": part.usage.tenant_id, "value": value},
            request_id=next(iter(part.usage.request_ids), None),
        )
    return value


def _query(
    start: datetime, end: datetime, marker: str | None = None, limit: int | None = None
) -> dict[str, Any]:
    times = {"start": start.isoformat(), "end": end.isoformat()}
    place = utils.without_empty({"limit": limit, "marker": marker})
    return {**times, **utils.with_integers(place, "limit")}


def _text(query: dict[str, Any]) -> str:
    return "?" + utils.encoded(query, safe=":", quote_via=parse.quote)


def _moment(text: str) -> datetime:
    # Nova leaves out the microseconds where there are none.
    pattern = "%Y-%m-%dT%H:%M:%S.%f" if "." in text else "%Y-%m-%dT%H:%M:%S"
    return datetime.strptime(text, pattern)
