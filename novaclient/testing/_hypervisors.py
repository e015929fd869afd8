# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The hypervisors of the hosts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists
from novaclient.testing._bodies import Flag, is_true
from novaclient.testing._errors import bad_request, not_found, require_uuid
from novaclient.testing._operations import ANY_QUERY, Call, Json, Query, names, operation
from novaclient.testing._servers import progress
from novaclient.testing._services import service_number

if TYPE_CHECKING:
    from novaclient.testing._records import Host, Server

_RULE = "os_compute_api:os-hypervisors"

_LIST = Query(
    names(limit="2.33", marker="2.33", hypervisor_hostname_pattern="2.53", with_servers="2.53"),
    {},
    strict="2.53",
)
_ONE = Query(names(with_servers="2.53"), {}, strict="2.53")

#: What each host has, in MiB and GiB, and what it keeps for itself.
_MEMORY = 800_000
_RESERVED = 512
_DISK = 600_000
_UPTIME = " 12:00:00 up 7 days,  3:21,  0 users,  load average: 0.00, 0.01, 0.05"
_CPU = {
    "arch": "x86_64",
    "model": "Nehalem",
    "vendor": "Intel",
    "features": ["pge", "clflush"],
    "topology": {"cores": 1, "threads": 1, "sockets": 4},
}


def _hosts(call: Call) -> list[Host]:
    progress.require_cells(call.state)
    return list(call.state.hosts.values())


def _id(call: Call, host: Host) -> int | str:
    return host.hypervisor if call.at_least("2.53") else host.number


def _servers(call: Call, host: Host) -> list[Server]:
    return [each for each in call.state.servers.values() if each.host == host.name]


def _brief(call: Call, host: Host, *, servers: bool = False) -> dict[str, Any]:
    view: dict[str, Any] = {
        "id": _id(call, host),
        "hypervisor_hostname": host.name,
        "state": "down" if host.forced_down else "up",
        "status": "disabled" if host.disabled else "enabled",
    }
    if servers:
        found = [{"name": each.name, "uuid": each.id} for each in _servers(call, host)]
        # An empty list has been sent since microversion 2.75.
        if found or call.at_least("2.75"):
            view["servers"] = found
    return view


def _view(call: Call, host: Host, *, servers: bool = False) -> dict[str, Any]:
    service = host.service if call.at_least("2.53") else service_number(host)
    view = {
        **_brief(call, host),
        "hypervisor_type": "fake",
        "hypervisor_version": 1000,
        "host_ip": "192.0.2.2",
        "service": {
            "id": service,
            "host": host.name,
            "disabled_reason": host.disabled_reason,
        },
        **_numbers(call, host),
        "cpu_info": _CPU if call.at_least("2.28") else json.dumps(_CPU),
        "uptime": None if host.forced_down else _UPTIME,
        **_brief(call, host, servers=servers),
    }
    return call.visible("Hypervisor", view)


def _numbers(call: Call, host: Host) -> dict[str, int]:
    """Return what a host has, and how much of it is used."""
    servers = _servers(call, host)
    memory = _RESERVED + sum(server.flavor.ram for server in servers)
    disk = sum(server.flavor.disk + server.flavor.ephemeral for server in servers)
    return {
        "vcpus": host.vcpus,
        "memory_mb": _MEMORY,
        "local_gb": _DISK,
        "vcpus_used": sum(server.flavor.vcpus for server in servers),
        "memory_mb_used": memory,
        "local_gb_used": disk,
        "free_ram_mb": _MEMORY - memory,
        "free_disk_gb": _DISK - disk,
        "current_workload": 0,
        "running_vms": len(servers),
        "disk_available_least": 0,
    }


def _listed(call: Call) -> tuple[list[Host], list[dict[str, str]]]:
    """Return the hypervisors that a request asks for, and the link to the next page."""
    pattern = call.value("hypervisor_hostname_pattern") if call.at_least("2.53") else None
    if pattern is not None:
        if "limit" in call.query or "marker" in call.query:
            bad_request(
                "Paging over hypervisors with the hypervisor_hostname_pattern query parameter "
                "is not supported."
            )
        return _matching(call, pattern), []
    hosts = _hosts(call)
    if not call.at_least("2.33"):
        return hosts, []

    def marker_of(host: Host) -> str:
        return str(_id(call, host))

    hosts = _lists.page(call, hosts, marker_of)
    return hosts, _lists.next_links(call, hosts, marker_of)


def _matching(call: Call, pattern: str) -> list[Host]:
    found = [host for host in _hosts(call) if pattern in host.name]
    if not found:
        not_found(f"No hypervisor matching '{pattern}' could be found.")
    return found


def _with_servers(call: Call) -> bool:
    text = call.value("with_servers") if call.at_least("2.53") else None
    if text is None:
        return False
    Flag().check(text, "with_servers", call.version)
    return is_true(text)


@operation("GET", "/os-hypervisors", rule=f"{_RULE}:list", query=_LIST)
def index(call: Call) -> Json:
    """List the names of hypervisors."""
    servers = _with_servers(call)
    hosts, links = _listed(call)
    views = [_brief(call, host, servers=servers) for host in hosts]
    return _lists.linked(call, "hypervisors", views, links)


@operation("GET", "/os-hypervisors/detail", rule=f"{_RULE}:list-detail", query=_LIST)
def detail(call: Call) -> Json:
    """List hypervisors."""
    servers = _with_servers(call)
    hosts, links = _listed(call)
    views = [_view(call, host, servers=servers) for host in hosts]
    return _lists.linked(call, "hypervisors", views, links)


@operation(
    "GET", "/os-hypervisors/statistics", until="2.87", rule=f"{_RULE}:statistics", query=ANY_QUERY
)
def statistics(call: Call) -> Json:
    """Return the sums over all hypervisors."""
    rows = [_numbers(call, host) for host in _hosts(call)]
    sums = {key: sum(row[key] for row in rows) for key in (rows[0] if rows else ())}
    return {"hypervisor_statistics": {"count": len(rows), **sums}}


@operation("GET", "/os-hypervisors/statistics", since="2.88", query=ANY_QUERY)
def no_statistics(call: Call) -> Json:
    """Find no hypervisor with this name for an id."""
    return not_found()


def _find(call: Call, hypervisor_id: str) -> Host:
    if call.at_least("2.53"):
        require_uuid(hypervisor_id)
    for host in _hosts(call):
        if str(_id(call, host)) == hypervisor_id:
            return host
    return not_found(f"Hypervisor with ID '{hypervisor_id}' could not be found.")


@operation("GET", "/os-hypervisors/{hypervisor}", rule=f"{_RULE}:show", query=_ONE)
def show(call: Call, hypervisor_id: str) -> Json:
    """Return a hypervisor."""
    found = _find(call, hypervisor_id)
    return {"hypervisor": _view(call, found, servers=_with_servers(call))}


@operation(
    "GET",
    "/os-hypervisors/{hypervisor}/uptime",
    until="2.87",
    rule=f"{_RULE}:uptime",
    query=ANY_QUERY,
)
def uptime(call: Call, hypervisor_id: str) -> Json:
    """Return the uptime of a hypervisor."""
    host = _find(call, hypervisor_id)
    if host.forced_down:
        bad_request(f"Compute service of {host.name} is unavailable at this time.")
    return {"hypervisor": {**_brief(call, host), "uptime": _UPTIME}}


@operation(
    "GET",
    "/os-hypervisors/{pattern}/search",
    until="2.52",
    rule=f"{_RULE}:search",
    query=ANY_QUERY,
)
def search(call: Call, pattern: str) -> Json:
    """List the hypervisors with a part of a name."""
    return {"hypervisors": [_brief(call, host) for host in _matching(call, pattern)]}


@operation(
    "GET",
    "/os-hypervisors/{pattern}/servers",
    until="2.52",
    rule=f"{_RULE}:servers",
    query=ANY_QUERY,
)
def servers_of(call: Call, pattern: str) -> Json:
    """List the hypervisors with a part of a name, with their servers."""
    hosts = _matching(call, pattern)
    return {"hypervisors": [_brief(call, host, servers=True) for host in hosts]}
