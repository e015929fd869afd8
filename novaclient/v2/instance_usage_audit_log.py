# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

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
            return self._get("/os-instance_usage_audit_log", "instance_usage_audit_logs")
        if not isinstance(before, str):
            raise TypeError(f"before must be a text, not {before!r}")
        # A colon may stand in a path, but has always been encoded in this one.
        url = utils.path("os-instance_usage_audit_log", before).replace(":", "%3A")
        return self._get(url, "instance_usage_audit_log")
