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

"""Usage: what projects used in a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib import parse

from novaclient import api_versions, base, utils


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

        :raises ValueError: if the server sent no times.
        """
        super().get()

    def _load(self) -> Usage:
        return self.manager.get(self.tenant_id, _moment(self.start), _moment(self.stop))


class UsageManager(base.ManagerWithFind[Usage]):
    """What projects used in a time."""

    resource_class = Usage
    usage_prefix = "os-simple-tenant-usage"

    @api_versions.arguments(marker="2.40", limit="2.40")
    def list(
        self,
        start: datetime,
        end: datetime,
        detailed: bool = False,
        marker: str | None = None,
        limit: int | None = None,
    ) -> base.ListWithMeta[Usage]:
        """List what the projects used.

        ``GET /os-simple-tenant-usage``

        :param start: The begin of the time, in UTC.
        :param end: Its end, in UTC.
        :param detailed: Get the usage of each server too.
        :param marker: Begin after the server of this id. Since microversion 2.40.
        :param limit: Sum up at most so many servers; the sums of a project may then be spread
            over several pages. Since microversion 2.40.
        :return: The usage, one per project.
        :raises ValueError: if ``limit`` is no number.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        query = {**_query(start, end, marker, limit), "detailed": int(bool(detailed))}
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
        """Get what a project used.

        ``GET /os-simple-tenant-usage/{tenant_id}``

        :param tenant_id: The id of the project.
        :param start: The begin of the time, in UTC.
        :param end: Its end, in UTC.
        :param marker: Begin after the server of this id. Since microversion 2.40.
        :param limit: Sum up at most so many servers. Since microversion 2.40.
        :return: The usage; one without attributes if there was none.
        :raises ValueError: if ``limit`` is no number.
        :raises novaclient.exceptions.Forbidden: if the user may not see that of the project.
        """
        path = utils.path(self.usage_prefix, tenant_id)
        return self._get(path + _text(_query(start, end, marker, limit)), "tenant_usage")


def _query(
    start: datetime, end: datetime, marker: str | None, limit: int | None
) -> dict[str, Any]:
    query: dict[str, Any] = {"start": start.isoformat(), "end": end.isoformat()}
    if limit:
        query["limit"] = int(limit)
    if marker:
        query["marker"] = marker
    return query


def _text(query: dict[str, Any]) -> str:
    return "?" + parse.urlencode(query, safe=":", quote_via=parse.quote)


def _moment(text: str) -> datetime:
    # Nova leaves out the microseconds where there are none.
    pattern = "%Y-%m-%dT%H:%M:%S.%f" if "." in text else "%Y-%m-%dT%H:%M:%S"
    return datetime.strptime(text, pattern)
