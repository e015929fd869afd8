# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The services of Nova: those of the hosts, and two that have no servers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from oslo_utils import strutils

from novaclient.testing._bodies import Choice, Flag, Object, Text, is_true, may, need
from novaclient.testing._clock import timestamp
from novaclient.testing._errors import bad_request, conflict, not_found, require_uuid
from novaclient.testing._operations import Call, Json, Query, names, operation
from novaclient.testing._servers import scheduling

if TYPE_CHECKING:
    from novaclient.testing._records import Host

_RULE = "os_compute_api:os-services"
_COMPUTE = "nova-compute"

_SOME = Text(min=1, max=255)
_NAMED = {
    "host": need(Text(min=1, max=255, pattern="^[a-zA-Z0-9-._]*$")),
    "binary": need(_SOME),
    "disabled_reason": may(_SOME),
    "forced_down": may(Flag(), since="2.11"),
}
_BY_NAME = Object(_NAMED)
_BY_ID = Object(
    {
        "status": may(Choice(("enabled", "disabled"))),
        "disabled_reason": may(_SOME),
        "forced_down": may(Flag()),
    }
)
_IN_PROGRESS = ("queued", "preparing", "running", "post-migrating", "migrating", "finished")


@dataclass
class _Service:
    binary: str
    host: str
    number: int
    id: str
    compute: Host | None = None


def _services(call: Call) -> list[_Service]:
    others = [
        _Service(f"nova-{name}", name, number, service_id)
        for number, (name, service_id) in enumerate(call.state.control.items(), start=1)
    ]
    return others + [
        _Service(_COMPUTE, host.name, service_number(host), host.service, host)
        for host in call.state.hosts.values()
    ]


def service_number(host: Host) -> int:
    """Return the id of the compute service of a host before microversion 2.53."""
    return host.number + 2


def _view(call: Call, service: _Service) -> dict[str, Any]:
    host = service.compute
    if host is not None and host.cell in call.state.down_cells:
        return {"binary": service.binary, "host": service.host, "status": "UNKNOWN"}
    view = {
        "binary": service.binary,
        "host": service.host,
        "id": service.id if call.at_least("2.53") else service.number,
        "zone": scheduling.zone_of(call.state, host.name) if host else "internal",
        "status": "disabled" if host and host.disabled else "enabled",
        "state": "down" if host and host.forced_down else "up",
        "updated_at": timestamp(call.state.clock.now()),
        "disabled_reason": host.disabled_reason if host else None,
        "forced_down": bool(host and host.forced_down),
    }
    return call.visible("Service", view)


@operation("GET", "/os-services", rule=f"{_RULE}:list", query=Query(names("host", "binary"), {}))
def index(call: Call) -> Json:
    """List the services."""
    host, binary = call.value("host"), call.value("binary")
    found = [
        service
        for service in _services(call)
        if (not host or service.host == host) and (not binary or service.binary == binary)
    ]
    if not call.at_least("2.69"):
        down = call.state.down_cells
        found = [each for each in found if each.compute is None or each.compute.cell not in down]
    return {"services": [_view(call, service) for service in found]}


# Changes


def _by_name(call: Call) -> Host:
    """Return the host that a body names."""
    name, binary = call.body["host"], call.body["binary"]
    if binary != _COMPUTE:
        _refuse_binary(binary)
    host = call.state.hosts.get(name)
    if host is None:
        not_found(f"Host '{name}' is not mapped to any cell")
    return host


def _refuse_binary(binary: str) -> NoReturn:
    bad_request(
        f"Updating a {binary} service is not supported. Only nova-compute services can be updated."
    )


def _named_view(call: Call, **changed: Any) -> Json:
    named = {key: call.body[key] for key in ("host", "binary")}
    return {"service": {**named, **changed}}


@operation("PUT", "/os-services/enable", until="2.52", rule=f"{_RULE}:update", body=_BY_NAME)
def enable(call: Call) -> Json:
    """Enable a service."""
    host = _by_name(call)
    host.disabled, host.disabled_reason = False, None
    return _named_view(call, status="enabled")


@operation("PUT", "/os-services/disable", until="2.52", rule=f"{_RULE}:update", body=_BY_NAME)
def disable(call: Call) -> Json:
    """Disable a service."""
    host = _by_name(call)
    host.disabled, host.disabled_reason = True, None
    return _named_view(call, status="disabled")


@operation(
    "PUT", "/os-services/disable-log-reason", until="2.52", rule=f"{_RULE}:update", body=_BY_NAME
)
def disable_for_a_reason(call: Call) -> Json:
    """Disable a service and say why."""
    if "disabled_reason" not in call.body:
        bad_request("Missing disabled reason field")
    host, reason = _by_name(call), call.body["disabled_reason"]
    host.disabled, host.disabled_reason = True, reason
    return _named_view(call, status="disabled", disabled_reason=reason)


@operation(
    "PUT",
    "/os-services/force-down",
    since="2.11",
    until="2.52",
    rule=f"{_RULE}:update",
    body=_BY_NAME,
)
def force_down(call: Call) -> Json:
    """Report a service as down, or no longer."""
    if "forced_down" not in call.body:
        bad_request("Missing forced_down field")
    down = strutils.bool_from_string(call.body["forced_down"])
    _by_name(call).forced_down = down
    return _named_view(call, forced_down=down)


def _by_id(call: Call, service_id: str) -> _Service | None:
    """Return the service with an id of the microversion."""
    if call.at_least("2.53"):
        require_uuid(service_id)
    elif not service_id.isdecimal():
        bad_request("Invalid input received: id must be an integer")
    key = "id" if call.at_least("2.53") else "number"
    found = (each for each in _services(call) if str(getattr(each, key)) == service_id)
    return next(found, None)


@operation("PUT", "/os-services/{service_uuid}", since="2.53", rule=f"{_RULE}:update", body=_BY_ID)
def update(call: Call, service_id: str) -> Json:
    """Enable or disable a service, or report it as down."""
    service, wanted = _by_id(call, service_id), call.body
    if service is None:
        not_found(f"Service {service_id} could not be found.")
    host = service.compute
    if host is None:
        _refuse_binary(service.binary)
    if wanted.get("status") == "enabled" and wanted.get("disabled_reason"):
        bad_request("Specifying 'disabled_reason' with status 'enabled' is invalid.")
    if not wanted.keys() & {"status", "forced_down"}:
        bad_request(
            "No updates were requested. Fields 'status' or 'forced_down' should be specified."
        )
    if "status" in wanted:
        host.disabled = wanted["status"] == "disabled"
        host.disabled_reason = wanted.get("disabled_reason")
    if "forced_down" in wanted:
        host.forced_down = is_true(wanted["forced_down"])
    return {"service": _view(call, service)}


@operation("DELETE", "/os-services/{service_id}", rule=f"{_RULE}:delete", status=204)
def delete(call: Call, service_id: str) -> Json:
    """Delete a service. The service of a host goes with its hypervisor."""
    service = _by_id(call, service_id)
    if service is None:
        not_found(f"Service {service_id} not found.")
    host = service.compute
    if host is None:
        del call.state.control[service.host]
        return None
    if any(server.host == host.name for server in call.state.servers.values()):
        conflict(
            "Unable to delete compute service that is hosting instances. "
            "Migrate or delete the instances first."
        )
    if any(
        host.name in (each.source, each.dest) and each.status in _IN_PROGRESS
        for each in call.state.migrations
    ):
        conflict(
            "Unable to delete compute service that has in-progress migrations. Complete the "
            "migrations or delete the instances first."
        )
    for aggregate in call.state.aggregates.values():
        if host.name in aggregate.hosts:
            aggregate.hosts.remove(host.name)
    del call.state.hosts[host.name]
    return None
