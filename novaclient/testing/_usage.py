# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The usage of projects, and the audit log of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists
from novaclient.testing._clock import timestamp
from novaclient.testing._errors import bad_request, forbidden
from novaclient.testing._operations import Call, Json, Query, names, operation
from novaclient.testing._servers import progress

if TYPE_CHECKING:
    from novaclient.testing._records import Server

_RULE = "os_compute_api:os-simple-tenant-usage"
_PATH = "/os-simple-tenant-usage"
_FORMATS = ("%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%d %H:%M:%S.%f")

_LIST = Query(names("start", "end", "detailed", limit="2.40", marker="2.40"), {})
_ONE = Query(names("start", "end", limit="2.40", marker="2.40"), {})

Period = tuple[datetime.datetime, datetime.datetime]


@operation("GET", _PATH, rule=f"{_RULE}:list", query=_LIST)
def index(call: Call) -> Json:
    """Return the usage of all projects with servers."""
    period = _period(call)
    page, links = _page(call, period, None)
    detailed = call.value("detailed") == "1"
    projects: dict[str, list[Server]] = {}
    for server in page:
        projects.setdefault(server.project, []).append(server)
    views = [
        _view(call, project, servers, period, detailed=detailed)
        for project, servers in projects.items()
    ]
    return _lists.linked(call, "tenant_usages", views, links)


@operation("GET", f"{_PATH}/{{tenant_id}}", query=_ONE)
def show(call: Call, project: str) -> Json:
    """Return the usage of a project."""
    if not call.user.admin and project != call.user.project:
        forbidden(f"Policy doesn't allow {_RULE}:show to be performed.")
    period = _period(call)
    page, links = _page(call, period, project)
    view = _view(call, project, page, period, detailed=True) if page else {}
    return {"tenant_usage": view, **({"tenant_usage_links": links} if links else {})}


def _period(call: Call) -> Period:
    """Return the beginning and the end of the period that a request asks for."""
    now = call.state.clock.now()
    # Nova reads the clock for each of the two that is not given, first for the start.
    start = _time(call.value("start"), now - datetime.timedelta(microseconds=1))
    end = _time(call.value("end"), now)
    if start >= end:
        bad_request("Invalid start time. The start time cannot occur after the end time.")
    return start, min(end, now)


def _time(text: str | None, default: datetime.datetime) -> datetime.datetime:
    if not text:
        return default
    for form in _FORMATS:
        try:
            return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.UTC)
        except ValueError:
            continue
    bad_request("Invalid datetime string: Datetime is in invalid format")


def _page(
    call: Call, period: Period, project: str | None
) -> tuple[list[Server], list[dict[str, str]]]:
    """Return the servers of a page that existed in the period, and the link to the next."""
    state = call.state
    progress.require_cells(state)
    servers = [
        server
        for server in (*state.servers.values(), *state.deleted_servers.values())
        if server.launched is not None
        and server.launched <= period[1]
        and (server.terminated is None or server.terminated > period[0])
        and project in (None, server.project)
    ]
    if not call.at_least("2.40"):
        return servers, []
    page = _lists.page(
        call, servers, lambda server: server.id, "Marker {marker} could not be found."
    )
    return page, _lists.next_links(call, page, lambda server: server.id)


def _view(
    call: Call, project: str, servers: list[Server], period: Period, *, detailed: bool
) -> dict[str, Any]:
    rows = [_server(call, server, period) for server in servers]
    view: dict[str, Any] = {"tenant_id": project}
    if detailed:
        view["server_usages"] = rows
    for key in ("local_gb", "vcpus", "memory_mb"):
        view[f"total_{key}_usage"] = sum(row[key] * row["hours"] for row in rows)
    view["total_hours"] = sum(row["hours"] for row in rows)
    view["start"], view["stop"] = map(timestamp, period)
    return view


def _server(call: Call, server: Server, period: Period) -> dict[str, Any]:
    flavor = server.flavor
    launched = server.launched or server.created
    start = max(launched, period[0])
    stop = min(server.terminated or period[1], period[1])
    until = server.terminated or call.state.clock.now()
    return {
        "hours": (stop - start).total_seconds() / 3600,
        "flavor": flavor.name,
        "instance_id": server.id,
        "name": server.name,
        "tenant_id": server.project,
        "memory_mb": flavor.ram,
        "local_gb": flavor.disk + flavor.ephemeral,
        "vcpus": flavor.vcpus,
        "started_at": timestamp(launched),
        "ended_at": timestamp(server.terminated),
        "state": "terminated" if server.terminated else server.vm_state,
        "uptime": int((until - launched).total_seconds()),
    }


# The audit log


@operation(
    "GET", "/os-instance_usage_audit_log", rule="os_compute_api:os-instance-usage-audit-log:list"
)
def audit_log(call: Call) -> Json:
    """Return the audit log of the latest month that has ended."""
    return {"instance_usage_audit_logs": _audit(call, call.state.clock.now())}


@operation(
    "GET",
    "/os-instance_usage_audit_log/{before}",
    rule="os_compute_api:os-instance-usage-audit-log:show",
)
def audit_log_before(call: Call, text: str) -> Json:
    """Return the audit log of the latest month that had ended at a time."""
    form = "%Y-%m-%d %H:%M:%S.%f" if "." in text else "%Y-%m-%d %H:%M:%S"
    try:
        before = datetime.datetime.strptime(text, form)
    except ValueError:
        bad_request(f"Invalid timestamp for date {text}")
    return {"instance_usage_audit_log": _audit(call, before)}


def _audit(call: Call, before: datetime.datetime) -> dict[str, Any]:
    end = before.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    beginning = (end - datetime.timedelta(days=1)).replace(day=1)
    hosts = sorted(call.state.hosts)
    return {
        "period_beginning": beginning.strftime("%Y-%m-%d %H:%M:%S"),
        "period_ending": end.strftime("%Y-%m-%d %H:%M:%S"),
        "num_hosts": len(hosts),
        "num_hosts_done": 0,
        "num_hosts_running": 0,
        "num_hosts_not_run": len(hosts),
        "hosts_not_run": hosts,
        "total_instances": 0,
        "total_errors": 0,
        "overall_status": f"0 of {len(hosts)} hosts done. 0 errors.",
        "log": {},
    }
