# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The availability zones of the hosts."""

from __future__ import annotations

from typing import Any

from novaclient.testing._clock import timestamp
from novaclient.testing._operations import Call, Json, operation
from novaclient.testing._servers import scheduling


def _zones(call: Call) -> dict[str, bool]:
    """Return the zones and whether they are available: whether a host is enabled."""
    zones: dict[str, bool] = {}
    for host in call.state.hosts.values():
        zone = scheduling.zone_of(call.state, host.name)
        zones[zone] = zones.get(zone, False) or not host.disabled
    return dict(sorted(zones.items(), key=lambda each: not each[1]))


def _view(name: str, available: bool, hosts: dict[str, Any] | None) -> dict[str, Any]:
    return {"zoneName": name, "zoneState": {"available": available}, "hosts": hosts}


@operation("GET", "/os-availability-zone")
def index(call: Call) -> Json:
    """List the availability zones."""
    return {"availabilityZoneInfo": [_view(*each, None) for each in _zones(call).items()]}


@operation(
    "GET", "/os-availability-zone/detail", rule="os_compute_api:os-availability-zone:detail"
)
def detail(call: Call) -> Json:
    """List the availability zones with their hosts and services."""
    internal = {
        name: {f"nova-{name}": _service(call, available=True)} for name in call.state.control
    }
    zones = [_view("internal", True, internal)]
    for zone, available in _zones(call).items():
        hosts = {
            host.name: {"nova-compute": _service(call, available=not host.forced_down)}
            for host in call.state.hosts.values()
            if not host.disabled
            and host.cell not in call.state.down_cells
            and scheduling.zone_of(call.state, host.name) == zone
        }
        zones.append(_view(zone, available, hosts if available else None))
    return {"availabilityZoneInfo": zones}


def _service(call: Call, *, available: bool) -> dict[str, Any]:
    updated = timestamp(call.state.clock.now())
    return {"available": available, "active": True, "updated_at": updated}
