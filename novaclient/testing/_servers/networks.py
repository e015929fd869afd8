# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Addresses, interfaces and security groups of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.testing._bodies import Ip, Many, Object, Text, Uuid, may, need
from novaclient.testing._errors import bad_request, conflict, not_found
from novaclient.testing._operations import Call, Json, action, operation
from novaclient.testing._servers import creating, progress, views

if TYPE_CHECKING:
    from novaclient.testing._records import Interface, Server

_CHANGEABLE = ("active", "paused", "stopped")

_ATTACH = Object(
    {
        "net_id": may(Uuid()),
        "port_id": may(Uuid()),
        "fixed_ips": may(Many(Object({"ip_address": need(Ip())}), min=1, max=1)),
        "tag": may(creating.TAG, since="2.49"),
    }
)


# Addresses


@operation("GET", "/servers/{server}/ips")
def list_addresses(call: Call, server_id: str) -> Json:
    """Return the addresses of a server."""
    server = progress.polled(call, server_id)
    return {"addresses": views.addresses(call.state, server, extended=False)}


@operation("GET", "/servers/{server}/ips/{label}")
def show_addresses(call: Call, server_id: str, network: str) -> Json:
    """Return the addresses of a server on a network."""
    server = progress.polled(call, server_id)
    addresses = views.addresses(call.state, server, extended=False)
    if network not in addresses:
        not_found("Instance is not a member of specified network")
    return {network: addresses[network]}


# Interfaces


def _view(call: Call, interface: Interface) -> dict[str, Any]:
    address = {
        "ip_address": interface.address,
        "subnet_id": call.state.networks[interface.network].subnet,
    }
    view = {
        "net_id": interface.network,
        "port_id": interface.port,
        "mac_addr": interface.mac,
        "port_state": "ACTIVE",
        "fixed_ips": [address],
        "tag": interface.tag,
    }
    return call.visible("NetworkInterface", view)


@operation("GET", "/servers/{server}/os-interface")
def list_interfaces(call: Call, server_id: str) -> Json:
    """List the interfaces of a server."""
    server = progress.polled(call, server_id)
    return {"interfaceAttachments": [_view(call, each) for each in server.interfaces]}


@operation("GET", "/servers/{server}/os-interface/{port}")
def show_interface(call: Call, server_id: str, port: str) -> Json:
    """Return an interface of a server."""
    interface = _interface(progress.polled(call, server_id), port)
    if interface is None:
        not_found(f"Port id {port} could not be found.")
    return {"interfaceAttachment": _view(call, interface)}


@operation(
    "POST", "/servers/{server}/os-interface", body=Object({"interfaceAttachment": may(_ATTACH)})
)
def attach_interface(call: Call, server_id: str) -> Json:
    """Attach an interface to a server."""
    server = progress.find(call, server_id)
    wanted = call.body.get("interfaceAttachment", {})
    network, port = wanted.get("net_id"), wanted.get("port_id")
    if network and port:
        bad_request("Must not input both network_id and port_id")
    if wanted.get("fixed_ips") and not network:
        bad_request("Must input network_id when request IP address")
    progress.require_changeable(call, server, "attach_interface", _CHANGEABLE)
    if network is not None and network not in call.state.networks:
        not_found(f"Network {network} could not be found.")
    item = {"tag": wanted.get("tag")}
    item.update({"uuid": network} if network else {"port": port} if port else {})
    if wanted.get("fixed_ips"):
        item["fixed_ip"] = wanted["fixed_ips"][0]["ip_address"]
    networks = [item] if network or port else None
    [interface] = creating.interfaces(call, networks)
    server.interfaces.append(interface)
    entry = progress.record(call, server, "attach_interface", "compute_attach_interface")
    progress.succeed(call.state, entry)
    return {"interfaceAttachment": _view(call, interface)}


@operation("DELETE", "/servers/{server}/os-interface/{port}", status=202)
def detach_interface(call: Call, server_id: str, port: str) -> Json:
    """Detach an interface from a server."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "detach_interface", _CHANGEABLE)
    interface = _interface(server, port)
    if interface is None:
        not_found(f"Port id {port} could not be found.")

    def end() -> None:
        server.interfaces.remove(interface)

    progress.begin(call, server, "detach_interface", "compute_detach_interface", end)
    return None


def _interface(server: Server, port: str) -> Interface | None:
    return next((each for each in server.interfaces if each.port == port), None)


# Security groups

_GROUP = Object({"name": need(Text(min=1))})


@operation("GET", "/servers/{server}/os-security-groups")
def list_security_groups(call: Call, server_id: str) -> Json:
    """List the security groups of a server."""
    server = progress.polled(call, server_id)
    names = server.security_groups if server.interfaces else []
    groups = [
        {
            "id": call.state.security_groups[name],
            "name": name,
            "description": "",
            "tenant_id": server.project,
            "rules": [],
        }
        for name in names
    ]
    return {"security_groups": groups}


@action("addSecurityGroup", Object({"addSecurityGroup": need(_GROUP)}))
def add_security_group(call: Call, server_id: str) -> Json:
    """Add a security group to a server."""
    server = progress.find(call, server_id)
    name = _known_group(call, call.body["addSecurityGroup"]["name"])
    if name not in server.security_groups:
        server.security_groups.append(name)
    return None


@action("removeSecurityGroup", Object({"removeSecurityGroup": need(_GROUP)}))
def remove_security_group(call: Call, server_id: str) -> Json:
    """Remove a security group from a server."""
    server = progress.find(call, server_id)
    name = _known_group(call, call.body["removeSecurityGroup"]["name"])
    if name not in server.security_groups:
        conflict(f"Security group {name} not associated with the instance {server.id}")
    server.security_groups.remove(name)
    return None


def _known_group(call: Call, name_or_id: str) -> str:
    groups = call.state.security_groups.items()
    found = [name for name, group_id in groups if name_or_id in (name, group_id)]
    if not found:
        not_found(f"Security group {name_or_id} not found.")
    return found[0]
