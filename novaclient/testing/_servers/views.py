# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The JSON of servers."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import TYPE_CHECKING, Any

from novaclient.testing._servers import scheduling

if TYPE_CHECKING:
    import datetime

    from novaclient.testing._operations import Call
    from novaclient.testing._records import Fault, Flavor, Server
    from novaclient.testing._state import State

#: The name of the first disk.
ROOT_DEVICE = "/dev/vda"

#: The statuses with ``progress``, and those with ``fault``.
_WITH_PROGRESS = ("ACTIVE", "BUILD", "REBUILD", "RESIZE", "VERIFY_RESIZE", "MIGRATING")
_WITH_FAULT = ("ERROR", "DELETED")

#: The beginnings of the keys that, before microversion 2.75, only GETs have.
_OF_GETS = (
    *("OS-EXT-", "OS-SRV-USG:", "os-extended-volumes:", "config_drive", "key_name"),
    *("security_groups", "host_status", "pinned_availability_zone"),
)


def iso(time: datetime.datetime | None) -> str | None:
    """Return a time as Nova writes most of them."""
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%SZ}"


def iso_microseconds(time: datetime.datetime | None) -> str | None:
    """Return a time as Nova writes the others."""
    return None if time is None else f"{time:%Y-%m-%dT%H:%M:%S.%f}"


def host_id(host: str | None, project: str) -> str:
    """Return what stands for a host, without telling which it is."""
    return hashlib.sha224(f"{project}{host}".encode()).hexdigest() if host else ""


def brief(call: Call, server: Server) -> dict[str, Any]:
    """Return the item of a list without details."""
    links = call.links("servers", server.id)
    return {"id": server.id, "name": server.name, "links": links}


def partial(call: Call, server: Server, *, detailed: bool) -> dict[str, Any]:
    """Return the item of a list for a server whose cell does not respond."""
    links = call.links("servers", server.id)
    details = {"tenant_id": server.project, "created": iso(server.created)} if detailed else {}
    return {"id": server.id, "status": "UNKNOWN", "links": links, **details}


def partial_of_one(call: Call, server: Server) -> dict[str, Any]:
    """Return a server whose cell does not respond."""
    view = {
        **partial(call, server, detailed=True),
        "image": _image(call, server),
        "flavor": flavor(call, server.flavor),
        "OS-EXT-AZ:availability_zone": server.zone or "UNKNOWN",
        "OS-EXT-STS:power_state": 0,
        "user_id": server.user,
        "server_groups": groups(call.state, server),
    }
    return call.visible("Server", view)


def detailed(call: Call, server: Server) -> dict[str, Any]:
    """Return the item of a list with details."""
    state = call.state
    view: dict[str, Any] = {
        **brief(call, server),
        "accessIPv4": server.access_ip_v4,
        "accessIPv6": server.access_ip_v6,
        "addresses": addresses(state, server, extended=True),
        "config_drive": server.config_drive,
        "created": iso(server.created),
        "description": server.description,
        "flavor": flavor(call, server.flavor),
        "host_status": _host_status(state, server),
        "hostId": host_id(server.host, server.project),
        "image": _image(call, server),
        "key_name": server.key_name,
        "locked": server.locked_by is not None,
        "locked_reason": server.locked_reason,
        "metadata": dict(server.metadata),
        "os-extended-volumes:volumes_attached": _volumes(call, server),
        "OS-DCF:diskConfig": server.disk_config,
        "OS-EXT-AZ:availability_zone": zone(state, server),
        "OS-EXT-SRV-ATTR:host": server.host,
        "OS-EXT-SRV-ATTR:hostname": server.hostname,
        "OS-EXT-SRV-ATTR:hypervisor_hostname": server.host,
        "OS-EXT-SRV-ATTR:instance_name": f"instance-{server.number:08x}",
        "OS-EXT-SRV-ATTR:kernel_id": "",
        "OS-EXT-SRV-ATTR:launch_index": server.launch_index,
        "OS-EXT-SRV-ATTR:ramdisk_id": "",
        "OS-EXT-SRV-ATTR:reservation_id": server.reservation,
        "OS-EXT-SRV-ATTR:root_device_name": ROOT_DEVICE,
        "OS-EXT-SRV-ATTR:user_data": server.user_data,
        "OS-EXT-STS:power_state": server.power_state,
        "OS-EXT-STS:task_state": server.task_state,
        "OS-EXT-STS:vm_state": server.vm_state,
        "OS-SRV-USG:launched_at": iso_microseconds(server.launched),
        "OS-SRV-USG:terminated_at": iso_microseconds(server.terminated),
        "pinned_availability_zone": server.zone,
        "scheduler_hints": dict(server.scheduler_hints),
        "status": server.status,
        "tags": sorted(server.tags),
        "tenant_id": server.project,
        "trusted_image_certificates": server.trusted_certificates,
        "updated": iso(server.updated or server.created),
        "user_id": server.user,
    }
    if server.status in _WITH_PROGRESS:
        view["progress"] = 0
    if server.status in _WITH_FAULT and server.fault is not None:
        view["fault"] = _fault(call, server.fault)
    if server.interfaces:
        view["security_groups"] = [{"name": name} for name in server.security_groups]
    return call.visible("Server", view)


def full(call: Call, server: Server) -> dict[str, Any]:
    """Return a server."""
    more = call.visible("Server", {"server_groups": groups(call.state, server)})
    return {**detailed(call, server), **more}


def changed(call: Call, server: Server) -> dict[str, Any]:
    """Return a server in the response to a request that changes it."""
    view = full(call, server)
    if call.at_least("2.75"):
        return view
    view["addresses"] = addresses(call.state, server, extended=False)
    return {key: view[key] for key in view if not key.startswith(_OF_GETS)}


def flavor(call: Call, record: Flavor) -> dict[str, Any]:
    """Return the flavor of a server."""
    if not call.at_least("2.47"):
        bookmark = call.links("flavors", record.id)[1]
        return {"id": record.id, "links": [bookmark]}
    return {
        "vcpus": record.vcpus,
        "ram": record.ram,
        "disk": record.disk,
        "ephemeral": record.ephemeral,
        "swap": record.swap,
        "original_name": record.name,
        "extra_specs": dict(record.extra_specs),
    }


def addresses(state: State, server: Server, *, extended: bool) -> dict[str, Any]:
    """Return the addresses of a server, by the name of the network."""
    found: dict[str, list[dict[str, Any]]] = {}
    if server.vm_state == "building":
        return found
    for interface in server.interfaces:
        version = ipaddress.ip_address(interface.address).version
        address: dict[str, Any] = {"version": version, "addr": interface.address}
        if extended:
            address["OS-EXT-IPS:type"] = "fixed"
            address["OS-EXT-IPS-MAC:mac_addr"] = interface.mac
        name = state.networks[interface.network].name
        found.setdefault(name, []).append(address)
    return found


def zone(state: State, server: Server) -> str:
    """Return the availability zone of a server."""
    return (server.zone or "") if server.host is None else scheduling.zone_of(state, server.host)


def groups(state: State, server: Server) -> list[str]:
    """Return the ids of the server groups of a server."""
    group = server.scheduler_hints.get("group")
    return [group] if group in state.server_groups else []


def _image(call: Call, server: Server) -> dict[str, Any] | str:
    if server.image is None:
        return ""
    bookmark = call.links("images", server.image)[1]
    image: dict[str, Any] = {"id": server.image, "links": [bookmark]}
    if call.at_least("2.98"):
        image["properties"] = {}
    return image


def _volumes(call: Call, server: Server) -> list[dict[str, Any]]:
    if not call.at_least("2.3"):
        return [{"id": each.volume} for each in server.attachments]
    return [
        {"id": each.volume, "delete_on_termination": each.delete_on_termination}
        for each in server.attachments
    ]


def _host_status(state: State, server: Server) -> str:
    host = state.hosts.get(server.host or "")
    if host is None:
        return ""
    if not scheduling.is_up(host):
        return "DOWN"
    return "MAINTENANCE" if host.disabled else "UP"


def _fault(call: Call, fault: Fault) -> dict[str, Any]:
    view = {"code": fault.code, "created": iso(fault.created), "message": fault.message}
    if fault.details and (call.user.admin or fault.code != 500):
        view["details"] = fault.details
    return view
