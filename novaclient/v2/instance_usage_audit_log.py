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

"""The log of the usage audits that the hosts do."""

from __future__ import annotations

from typing import Any

from novaclient import base, utils


class InstanceUsageAuditLog(base.Resource):
    """Which hosts have done their usage audit.

    Made by :class:`InstanceUsageAuditLogManager`. Attributes: ``period_beginning``,
    ``period_ending``, ``num_hosts``, ``hosts_not_run``, ``log``, ``overall_status`` and others.
    """

    hosts_not_run: list[str]
    log: dict[str, Any]
    num_hosts: int
    num_hosts_done: int
    num_hosts_not_run: int
    num_hosts_running: int
    overall_status: str
    period_beginning: str
    period_ending: str
    total_errors: int
    total_instances: int

    # What it was asked for by: Nova does not repeat it.
    _asked: tuple[str, ...] | None = None

    def _names(self) -> tuple[str, ...] | None:
        return self._asked


class InstanceUsageAuditLogManager(base.Manager[InstanceUsageAuditLog]):
    """The log of the usage audits; for administrators."""

    resource_class = InstanceUsageAuditLog

    def get(self, before: str | None = None) -> InstanceUsageAuditLog:
        """Get the log of an audit period.

        ``GET /os-instance_usage_audit_log``, or ``GET /os-instance_usage_audit_log/{before}``

        :param before: A time, as ``YYYY-MM-DD hh:mm:ss``: the last period that ended before it;
            by default before now.
        :return: The log.
        :raises TypeError: if the time is no text.
        :raises novaclient.exceptions.BadRequest: if it is no time.
        """
        if before is None:
            log = self._get("/os-instance_usage_audit_log", "instance_usage_audit_logs")
            log._asked = ()
            return log
        if not isinstance(before, str):
            raise TypeError(f"before must be a text, not {before!r}")
        # A colon may stand in a path, but has always been encoded in this one.
        url = utils.path("os-instance_usage_audit_log", before).replace(":", "%3A")
        log = self._get(url, "instance_usage_audit_log")
        log._asked = (before,)
        return log
