# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Creating servers."""

from __future__ import annotations

import copy
import re
import secrets
from typing import TYPE_CHECKING, Any

from novaclient.testing import _flavors, _quotas, _server_groups, _states
from novaclient.testing._bodies import (
    DESCRIPTION,
    NAME,
    STRINGS,
    Anything,
    Base64,
    Changed,
    Choice,
    Either,
    Flag,
    Ip,
    Key,
    Many,
    Map,
    Object,
    Text,
    Uuid,
    Whole,
    is_true,
    may,
    need,
)
from novaclient.testing._errors import Fault, bad_request, conflict, forbidden
from novaclient.testing._operations import Call, Reply, operation
from novaclient.testing._records import (
    Action,
    Attachment,
    Event,
    Image,
    Interface,
    Server,
    new_id,
)
from novaclient.testing._servers import progress, scheduling

if TYPE_CHECKING:
    from novaclient.testing._records import Flavor
    from novaclient.testing._state import State

#: The bodies of several operations on servers.
HOST_NAME = Text(min=2, max=63, pattern="^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$")
FQDN = Text(min=1, max=255, pattern="^[a-zA-Z0-9-._]*$")
TAG = Text(min=1, max=60, pattern="^[^,/]*$")
DISK_CONFIG = Choice(("AUTO", "MANUAL"))
CERTIFICATES = Many(Text(min=1), min=1, max=50, null=True)

#: The host name of the guest.
GUEST_NAME = {"hostname": may(Changed(HOST_NAME, "2.94", FQDN), since="2.90")}
FILES = Many(Object({"path": may(Text()), "contents": may(Base64())}))

_LEGACY_DEVICE = Object(
    {
        "volume_id": may(Uuid()),
        "volume_size": may(Whole(min=1)),
        "device_name": may(Text(min=1, max=255, pattern="^[a-zA-Z0-9._/-]*$")),
        "delete_on_termination": may(Flag()),
    },
    absent=dict.fromkeys(("virtual_name", "snapshot_id", "no_device", "connection_info"), "2.1"),
)


def _device(tag: Key) -> Object:
    return Object(
        {
            **_LEGACY_DEVICE.keys,
            "source_type": may(Choice(("volume", "image", "snapshot", "blank"))),
            "destination_type": may(Choice(("local", "volume"))),
            "uuid": may(Text(min=1, max=255, pattern="^[a-zA-Z0-9._-]*$")),
            "boot_index": may(Whole(min=-1, null=True)),
            "guest_format": may(Text(max=255)),
            "device_type": may(Text(max=255)),
            "disk_bus": may(Text(max=255)),
            "tag": tag,
        },
        absent={**_LEGACY_DEVICE.absent, "image_id": "2.1", "volume_type": "2.67"},
    )


def _networks(uuid: Any, tag: Key) -> Many:
    return Many(
        Object(
            {
                "uuid": may(uuid),
                "port": may(Uuid(null=True)),
                "fixed_ip": may(Ip()),
                "tag": tag,
            }
        )
    )


def _body(networks: Key, device: Object) -> Object:
    hints = Map("", Anything())
    server = Object(
        {
            "name": need(NAME),
            "flavorRef": need(Either((Text(min=1), Whole()))),
            "imageRef": may(Uuid(empty=True)),
            "adminPass": may(Text()),
            "metadata": may(STRINGS),
            "networks": networks,
            "OS-DCF:diskConfig": may(DISK_CONFIG),
            "accessIPv4": may(Ip(4)),
            "accessIPv6": may(Ip(6)),
            "personality": may(FILES, until="2.56"),
            "availability_zone": may(NAME),
            "block_device_mapping": may(Many(_LEGACY_DEVICE)),
            "block_device_mapping_v2": may(Many(device)),
            "config_drive": may(Flag()),
            "key_name": may(NAME),
            "min_count": may(Whole(min=1)),
            "max_count": may(Whole(min=1)),
            "return_reservation_id": may(Flag()),
            "security_groups": may(Many(Object({"name": may(NAME)}))),
            "user_data": may(Base64(max=65535)),
            "description": may(DESCRIPTION, since="2.19"),
            "tags": may(Many(TAG, max=50), since="2.52"),
            "trusted_image_certificates": may(CERTIFICATES, since="2.63"),
            "host": may(FQDN, since="2.74"),
            "hypervisor_hostname": may(FQDN, since="2.74"),
            **GUEST_NAME,
        }
    )
    return Object(
        {
            "server": need(server),
            "os:scheduler_hints": may(hints),
            "OS-SCH-HNT:scheduler_hints": may(hints),
        }
    )


_BODY = _body(
    may(_networks(Text(), may(TAG, since="2.32"))), _device(may(TAG, since="2.32", until="2.32"))
)
_BODY_2_37 = _body(
    need(Either((Choice(("none", "auto")), _networks(Uuid(), may(TAG, since="2.42"))))),
    _device(may(TAG, since="2.42")),
)


@operation("POST", "/servers", body=_BODY, until="2.36")
@operation("POST", "/servers", body=_BODY_2_37, since="2.37")
def create(call: Call) -> Reply:
    """Create one or several servers."""
    wanted = call.body["server"]
    least = int(wanted.get("min_count", 1))
    most = int(wanted.get("max_count", least))
    if least > most:
        bad_request("min_count must be <= max_count")
    template = _server(call, wanted, most)
    _quotas.check_metadata(call, len(template.metadata))
    count = _quotas.check_servers(call, template.flavor, least, most)
    _check_group(call, template, count)
    servers = [_one_of(call, template, index, count) for index in range(count)]
    if is_true(wanted.get("return_reservation_id", False)):
        return Reply(202, {"reservation_id": template.reservation})
    first = servers[0]
    groups = wanted.get("security_groups", [{"name": "default"}])
    view = {
        "id": first.id,
        "links": call.links("servers", first.id),
        "OS-DCF:diskConfig": first.disk_config,
        "security_groups": groups,
        "adminPass": wanted.get("adminPass") or new_password(),
    }
    location = view["links"][0]["href"]
    return Reply(202, {"server": view}, {"Location": location})


def _server(call: Call, wanted: dict[str, Any], count: int) -> Server:
    """Return a server as a request wants it, on the host that it wants, if it wants one."""
    state = call.state
    hints = call.body.get("os:scheduler_hints", call.body.get("OS-SCH-HNT:scheduler_hints", {}))
    try:
        flavor = _flavors.find(call, str(wanted["flavorRef"]).rpartition("/")[2])
    except Fault as fault:
        bad_request(fault.message)
    zone, host = _place(call, wanted)
    attachments = _attachments(wanted)
    name = wanted["name"].strip()
    server = Server(
        name,
        call.user.name,
        call.user.project,
        copy.deepcopy(flavor),
        _image(state, wanted, attachments),
        host,
        state.clock.now(),
        vm_state="building",
        power_state=0,
        description=wanted.get("description") if call.at_least("2.19") else name,
        hostname=wanted.get("hostname", ""),
        metadata=dict(wanted.get("metadata", {})),
        tags=list(dict.fromkeys(wanted.get("tags", []))),
        zone=zone,
        key_name=_key(call, wanted.get("key_name")),
        config_drive="True" if is_true(wanted.get("config_drive", False)) else "",
        user_data=wanted.get("user_data"),
        access_ip_v4=wanted.get("accessIPv4", ""),
        access_ip_v6=wanted.get("accessIPv6", ""),
        disk_config=wanted.get("OS-DCF:diskConfig", "MANUAL"),
        reservation=f"r-{secrets.token_hex(4)}",
        scheduler_hints=dict(hints),
        trusted_certificates=wanted.get("trusted_image_certificates"),
        security_groups=_security_groups(state, wanted),
        attachments=attachments,
    )
    if server.hostname and count > 1:
        bad_request(
            f"Unable to allocate a single hostname to multiple instances: {server.hostname}"
        )
    server.interfaces = interfaces(call, wanted.get("networks"), count)
    return server


def _one_of(call: Call, template: Server, index: int, count: int) -> Server:
    """Begin to build one of the servers of a request."""
    server = copy.deepcopy(template)
    server.id = new_id()
    server.launch_index = index
    if count > 1:
        server.name = f"{template.name}-{index + 1}"
        for interface in server.interfaces:
            interface.port, interface.address = new_id(), next_address(call.state)
    server.hostname = server.hostname or host_name(server)
    enter(call.state, server)
    host = scheduling.choose(
        call.state,
        server.flavor,
        name=template.host,
        zone=server.zone,
        among=_server_groups.admitted_of(call.state, server),
    )

    def launch() -> None:
        progress.move(server, "active")
        server.launched = call.state.clock.now()

    def lose_host() -> None:
        server.host = None

    server.host = host
    progress.begin(
        call,
        server,
        "create",
        "compute__do_build_and_run_instance",
        launch,
        task_state="scheduling",
        failed="error",
        without_host="error",
        refusal=None if host else progress.NO_HOST,
        on_failure=lose_host,
    )
    return server


def add(
    state: State,
    name: str,
    status: str,
    flavor: Flavor,
    image: str | None,
    host: str | None,
    user: str,
    project: str,
    **details: Any,
) -> Server:
    """Add a server that was created earlier; the parameters are those of ``add_server()``.

    :raises ValueError: if there is no such host, or status of a server without a task.
    """
    if host is not None and host not in state.hosts:
        raise ValueError(f"the fake cloud has no host {host!r}")
    vm_state = _states.settled(status)
    now = state.clock.now()
    server = Server(
        name,
        user,
        project,
        copy.deepcopy(flavor),
        image,
        host or scheduling.choose(state, flavor),
        now,
        launched=now,
        reservation=f"r-{secrets.token_hex(4)}",
        **details,
    )
    if vm_state == "shelved_offloaded":
        server.host = None
    server.hostname = server.hostname or host_name(server)
    progress.move(server, vm_state)
    if vm_state == "resized":
        server.before = (server.flavor, server.host, "active")
    created = Event("compute__do_build_and_run_instance", server.host, now, now, "Success")
    entry = Action("create", f"req-{new_id()}", user, project, now, now, events=[created])
    server.actions.append(entry)
    enter(state, server)
    return server


def new_password() -> str:
    """Return a password, for a request that has none."""
    return secrets.token_urlsafe(9)


def enter(state: State, server: Server) -> None:
    """Put a new server into the cloud."""
    server.number = len(state.servers) + len(state.deleted_servers) + 1
    state.servers[server.id] = server


def host_name(server: Server) -> str:
    """Return the host name of a guest that Nova makes of the name of its server."""
    name = re.sub(r"[ _.]", "-", server.name)
    name = re.sub(r"[^\w-]+", "", name.encode("ascii", "ignore").decode()).lower().strip("-")
    return name[:63] or f"Server-{server.id}"


def _check_group(call: Call, server: Server, count: int) -> None:
    group_id = server.scheduler_hints.get("group")
    if group_id is None:
        return
    if group_id not in call.state.server_groups:
        bad_request(f"Instance group {group_id} could not be found.")
    group = call.state.server_groups[group_id]
    own = [each for each in _server_groups.members(call.state, group) if each.user == server.user]
    _quotas.check_group_members(call, len(own) + count)


def _place(call: Call, wanted: dict[str, Any]) -> tuple[str | None, str | None]:
    """Return the availability zone and the host that a request wants."""
    zone, *forced = (wanted.get("availability_zone") or "").split(":")
    host = wanted.get("host") or wanted.get("hypervisor_hostname")
    if (forced or host) and not call.user.admin:
        rule = "create:forced_host" if forced else "create:requested_destination"
        forbidden(f"Policy doesn't allow os_compute_api:servers:{rule} to be performed.")
    if forced and host:
        bad_request(
            "One mechanism with host and/or hypervisor_hostname and another mechanism with "
            "zone:host:node are mutually exclusive."
        )
    host = host or next(filter(None, forced), None)
    if host is not None and host not in call.state.hosts:
        bad_request(f"Compute host {host} could not be found.")
    known = {scheduling.zone_of(call.state, name) for name in call.state.hosts}
    if zone and zone not in known:
        bad_request("The requested availability zone is not available")
    return zone or None, host


def _image(state: State, wanted: dict[str, Any], attachments: list[Attachment]) -> str | None:
    image_id: str = wanted.get("imageRef") or ""
    if not image_id:
        if not attachments:
            bad_request("Missing imageRef attribute")
        return None
    image: Image | None = state.images.get(image_id)
    if image is None:
        bad_request("Can not find requested image")
    if image.status != "active":
        bad_request(f"Image {image_id} is not active.")
    return None if any(each.is_root for each in attachments) else image_id


def _key(call: Call, name: str | None) -> str | None:
    if name is not None and (call.user.name, name) not in call.state.keypairs:
        bad_request("Invalid key_name provided.")
    return name


def _security_groups(state: State, wanted: dict[str, Any]) -> list[str]:
    groups = [each["name"] for each in wanted.get("security_groups", []) if "name" in each]
    for group in groups:
        if group not in state.security_groups:
            bad_request(f"Security group {group} not found.")
    return groups or ["default"]


def _attachments(wanted: dict[str, Any]) -> list[Attachment]:
    """Return the volumes that a new server has."""
    legacy = wanted.get("block_device_mapping", [])
    devices = wanted.get("block_device_mapping_v2", [])
    if legacy and devices:
        bad_request(
            "Using different block_device_mapping syntaxes is not allowed in the same request."
        )
    attachments: list[Attachment] = []
    for device in [*legacy, *devices]:
        if device in devices and device.get("destination_type", "volume") != "volume":
            continue
        of_volume = device.get("volume_id") or (
            device.get("uuid") if device.get("source_type") == "volume" else None
        )
        boot_index = device.get("boot_index")
        name = device.get("device_name") or next_device(attachments)
        attachments.append(
            Attachment(
                of_volume or new_id(),
                name if name.startswith("/dev/") else f"/dev/{name}",
                device.get("tag"),
                is_true(device.get("delete_on_termination", False)),
                is_root=name.endswith("vda") if boot_index is None else int(boot_index) == 0,
            )
        )
    return attachments


def next_device(attachments: list[Attachment], first: str = "a") -> str:
    """Return the name of the device that a volume gets."""
    taken = {each.device for each in attachments}
    letters = (chr(number) for number in range(ord(first), ord("z") + 1))
    return next(f"/dev/vd{each}" for each in letters if f"/dev/vd{each}" not in taken)


def interfaces(call: Call, networks: Any, count: int = 1) -> list[Interface]:
    """Return the interfaces that a new server has.

    :param networks: What the request says: a list, ``auto``, ``none``, or None for ``auto``.
    :param count: The number of the servers.
    """
    if networks == "none":
        return []
    known = list(call.state.networks)
    if not networks or networks == "auto":
        if len(known) > 1:
            conflict("Multiple possible networks found, use a Network ID to be more specific.")
        networks = [{"uuid": network} for network in known]
    made = []
    for each in networks:
        port, network = each.get("port"), each.get("uuid")
        if port is None and network is None:
            bad_request("Bad network format: missing 'uuid'")
        if port is not None and count > 1:
            bad_request("Unable to launch multiple instances with a single configured port ID.")
        if port is None and network not in known:
            bad_request(f"Network {network} could not be found.")
        address = each.get("fixed_ip") or next_address(call.state)
        interface = Interface(network or known[0], address, mac(call.state), tag=each.get("tag"))
        interface.port = port or interface.port
        made.append(interface)
    return made


def next_address(state: State) -> str:
    """Return a new address on a network."""
    state.addresses += 1
    third, fourth = divmod(state.addresses, 254)
    return f"192.168.{third + 2}.{fourth + 1}"


def mac(state: State) -> str:
    """Return a new MAC address."""
    text = f"fa163e{state.addresses:06x}"
    return ":".join(text[i : i + 2] for i in range(0, 12, 2))
