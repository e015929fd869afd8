# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The log of the usage audits, which each compute host runs once per audit period."""

from __future__ import annotations

from typing import Any

from novaclient import _dates, base, utils


class InstanceUsageAuditLog(base.Resource):
    """The log of one audit period. Made by :class:`InstanceUsageAuditLogManager`."""

    #: The hosts that have not begun their audit.
    hosts_not_run: list[str]
    #: For each host that has begun its audit, a dict of ``state``, ``instances``, ``errors`` and
    #: ``message``.
    log: dict[str, Any]
    #: The number of compute hosts.
    num_hosts: int
    #: How many of them have finished their audit.
    num_hosts_done: int
    #: How many of them have not begun it.
    num_hosts_not_run: int
    #: How many of them are running it.
    num_hosts_running: int
    #: A summary for people, such as ``ALL hosts done. 0 errors.``.
    overall_status: str
    #: The beginning of the audit period, as ``YYYY-MM-DD hh:mm:ss`` in UTC.
    period_beginning: str
    #: The end of the audit period, as ``YYYY-MM-DD hh:mm:ss`` in UTC.
    period_ending: str
    #: The number of errors on all hosts.
    total_errors: int
    #: The number of servers that were audited on all hosts.
    total_instances: int

    # What it was asked for by: Nova does not repeat it.
    _asked: tuple[str, ...] | None = None

    def _names(self) -> tuple[str, ...] | None:
        return self._asked


class InstanceUsageAuditLogManager(base.Manager[InstanceUsageAuditLog]):
    """The log of the usage audits; for administrators."""

    resource_class = InstanceUsageAuditLog

    def get(self, before: _dates.Time | None = None) -> InstanceUsageAuditLog:
        """Get the log of an audit period.

        ``GET /os-instance_usage_audit_log``, or ``GET /os-instance_usage_audit_log/{before}``

        :param before: A datetime, a date, or a string in ISO 8601; UTC if it has no time zone.
            The period is the last one that ended before it; by default, before now.
        :return: The log.
        :raises TypeError: if ``before`` is none of these.
        :raises novaclient.exceptions.BadRequest: if ``before`` is not such a time.
        """
        if before is None:
            log = self._get("/os-instance_usage_audit_log", "instance_usage_audit_logs")
            log._asked = ()
            return log
        before = _in_nova_form(before)
        # The colons are allowed in a path, but have always been encoded in this one.
        url = utils.path("os-instance_usage_audit_log", before).replace(":", "%3A")
        log = self._get(url, "instance_usage_audit_log")
        log._asked = (before,)
        return log


def _in_nova_form(before: _dates.Time) -> str:
    try:
        return _dates.as_utc(before).isoformat(sep=" ")
    except ValueError:
        # Nova tells what is wrong with it.
        return str(before)
