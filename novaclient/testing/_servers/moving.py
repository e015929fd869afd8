# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Resizing, rebuilding, shelving, and moving servers to other hosts."""

from __future__ import annotations

import copy
from typing import Any

from novaclient.testing import _flavors, _quotas, _server_groups
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
    Object,
    Text,
    Uuid,
    Whole,
    is_true,
    may,
    need,
)
from novaclient.testing._errors import Fault, bad_request, conflict, forbidden, not_found
from novaclient.testing._operations import Call, Json, Reply, action
from novaclient.testing._records import Flavor, Migration, Server
from novaclient.testing._servers import progress, scheduling, views
from novaclient.testing._servers.creating import (
    CERTIFICATES,
    DISK_CONFIG,
    FILES,
    FQDN,
    GUEST_NAME,
    new_password,
)
from novaclient.testing._servers.life import empty

# Resizes and cold migrations

_RESIZE = Object(
    {"flavorRef": need(Either((Text(min=1), Whole()))), "OS-DCF:diskConfig": may(DISK_CONFIG)}
)


@action("resize", Object({"resize": need(_RESIZE)}))
def resize(call: Call, server_id: str) -> Json:
    """Resize a server."""
    server = progress.find(call, server_id)
    wanted = call.body["resize"]
    try:
        flavor = _flavors.find(call, str(wanted["flavorRef"]))
    except Fault as fault:
        bad_request(fault.message)
    progress.require_changeable(call, server, "resize", ("active", "stopped"))
    if flavor.id == server.flavor.id:
        bad_request("When resizing, instances must change flavor!")
    _quotas.check_resize(call, server.flavor, flavor)
    server.disk_config = wanted.get("OS-DCF:diskConfig", server.disk_config)
    among = _server_groups.admitted_of(call.state, server)
    host = scheduling.choose(
        call.state, flavor, other_than=server.host, among=among
    ) or scheduling.choose(call.state, flavor, among=among)
    _prepare_move(call, server, "resize", flavor, host)
    return None


_HOST = Text(min=1, max=255, pattern="^[a-zA-Z0-9-._]*$", null=True)


_MIGRATE = Changed(Anything(), "2.56", Object({"host": may(_HOST)}, null=True))


@action(
    "migrate",
    Object({"migrate": need(_MIGRATE)}),
    rule="os_compute_api:os-migrate-server:migrate",
)
def migrate(call: Call, server_id: str) -> Json:
    """Migrate a server to another host."""
    server = progress.find(call, server_id)
    wanted = (call.body["migrate"] or {}).get("host") if call.at_least("2.56") else None
    progress.require_changeable(call, server, "migrate", ("active", "stopped"))
    if wanted is not None:
        _require_host(call, wanted)
        if wanted == server.host:
            bad_request(f"Cannot migrate to the host {wanted} where the server exists.")
    host = _other_host(call, server, wanted)
    _prepare_move(call, server, "migrate", server.flavor, host)
    return None


def _prepare_move(call: Call, server: Server, name: str, flavor: Flavor, host: str | None) -> None:
    """Begin to move a server, which is confirmed or reverted later."""
    kind = "migration" if name == "migrate" else name
    migration = _migration(call, server, kind, "migrating", flavor, host)

    def end() -> None:
        server.before = (server.flavor, server.host, server.vm_state)
        server.flavor, server.host = copy.deepcopy(flavor), host
        progress.move(server, "resized")
        _set(call, migration, "finished")

    progress.begin(
        call,
        server,
        name,
        "conductor_migrate_server",
        end,
        task_state="resize_prep",
        failed="error",
        refusal=None if host else progress.NO_HOST,
        on_failure=lambda: _set(call, migration, "error"),
    )


@action("confirmResize", empty("confirmResize"), status=204)
def confirm_resize(call: Call, server_id: str) -> Json:
    """Confirm a resize or a migration."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "confirmResize", ("resized",))
    _flavor, _host, vm_state = _before(server)

    def end() -> None:
        server.before = None
        progress.move(server, "stopped" if vm_state == "stopped" else "active")
        _end_move(call, server, "confirmed")

    progress.begin(call, server, "confirmResize", "compute_confirm_resize", end, failed="error")
    return None


@action("revertResize", empty("revertResize"))
def revert_resize(call: Call, server_id: str) -> Json:
    """Revert a resize or a migration."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "revertResize", ("resized",))
    flavor, host, vm_state = _before(server)

    def end() -> None:
        server.before = None
        server.flavor, server.host = flavor, host
        progress.move(server, "stopped" if vm_state == "stopped" else "active")
        _end_move(call, server, "reverted")

    progress.begin(
        call,
        server,
        "revertResize",
        "compute_revert_resize",
        end,
        task_state="resize_reverting",
        failed="error",
    )
    return None


def _before(server: Server) -> tuple[Flavor, str | None, str]:
    if server.before is None:
        bad_request("Instance has not been resized.")
    return server.before


def _end_move(call: Call, server: Server, status: str) -> None:
    for migration in call.state.migrations:
        if migration.server == server.id and migration.status == "finished":
            _set(call, migration, status)


# Live migrations and evacuations

_AUTO = Either((Choice(("auto",)), Flag()))
_LIVE = {
    "host": need(_HOST),
    "block_migration": need(Changed(Flag(), "2.25", _AUTO)),
    "force": may(Flag(), since="2.30", until="2.67"),
}
_LIVE_2_24 = Object({**_LIVE, "disk_over_commit": need(Flag(), until="2.24")})


@action(
    "os-migrateLive",
    Object({"os-migrateLive": need(_LIVE_2_24)}),
    rule="os_compute_api:os-migrate-server:migrate_live",
)
def live_migrate(call: Call, server_id: str) -> Json:
    """Live-migrate a server to another host."""
    server = progress.find(call, server_id)
    wanted = call.body["os-migrateLive"]
    _require_host_for_force(wanted)
    progress.require_changeable(call, server, "os-migrateLive", ("active", "paused"))
    if wanted["host"] is not None:
        _require_host(call, wanted["host"])
    host = _other_host(call, server, wanted["host"])
    if host is None and not call.at_least("2.34"):
        bad_request(progress.NO_HOST)
    migration = _migration(call, server, "live-migration", "running", server.flavor, host)

    def end() -> None:
        server.host = host
        _set(call, migration, "completed")

    progress.begin(
        call,
        server,
        "live-migration",
        "conductor_live_migrate_instance",
        end,
        task_state="migrating",
        refusal=None if host else progress.NO_HOST,
        on_failure=lambda: _set(call, migration, "error"),
    )
    return None


_EVACUATE = Object(
    {
        "host": may(FQDN),
        "onSharedStorage": need(Flag(), until="2.13"),
        "adminPass": may(Text()),
        "force": may(Flag(), since="2.29", until="2.67"),
    }
)


@action(
    "evacuate",
    Object({"evacuate": need(_EVACUATE)}),
    status=200,
    rule="os_compute_api:os-evacuate",
)
def evacuate(call: Call, server_id: str) -> Json:
    """Rebuild a server of a host that is down on another host."""
    server = progress.find(call, server_id)
    wanted = call.body["evacuate"]
    _require_host_for_force(wanted)
    shared = not call.at_least("2.14") and is_true(wanted["onSharedStorage"])
    if shared and "adminPass" in wanted:
        bad_request("admin password can't be changed on existing disk")
    if wanted.get("host") is not None and wanted["host"] not in call.state.hosts:
        not_found(f"Compute host {wanted['host']} not found.")
    if wanted.get("host") == server.host:
        bad_request("The target host can't be the same one.")
    progress.require_state(server, "evacuate", ("active", "stopped", "error"), None)
    source = call.state.hosts.get(server.host or "")
    if source is not None and scheduling.is_up(source):
        bad_request(f"Compute service of {server.host} is still in use.")
    host = _other_host(call, server, wanted.get("host"))
    migration = _migration(call, server, "evacuation", "accepted", server.flavor, host)
    after = "stopped" if call.at_least("2.95") or server.vm_state == "stopped" else "active"

    def end() -> None:
        server.host = host
        progress.move(server, after)
        _set(call, migration, "done")

    progress.begin(
        call,
        server,
        "evacuate",
        "conductor_rebuild_server",
        end,
        task_state="rebuilding",
        failed="error",
        without_host="error",
        refusal=None if host else progress.NO_HOST,
        on_failure=lambda: _set(call, migration, "error"),
    )
    if call.at_least("2.14"):
        return None
    return {"adminPass": None if shared else wanted.get("adminPass") or new_password()}


def _require_host_for_force(wanted: dict[str, Any]) -> None:
    if is_true(wanted.get("force", False)) and not wanted.get("host"):
        bad_request("Can't force to a non-provided destination")


# Rebuilding

_REBUILD = Object(
    {
        "imageRef": need(Uuid()),
        "name": may(NAME),
        "adminPass": may(Text()),
        "metadata": may(STRINGS),
        "preserve_ephemeral": may(Flag()),
        "OS-DCF:diskConfig": may(DISK_CONFIG),
        "accessIPv4": may(Ip(4)),
        "accessIPv6": may(Ip(6)),
        "personality": may(FILES, until="2.56"),
        "description": may(DESCRIPTION, since="2.19"),
        "key_name": may(Text(min=1, max=255, null=True), since="2.54"),
        "user_data": may(Base64(max=65535, null=True), since="2.57"),
        "trusted_image_certificates": may(CERTIFICATES, since="2.63"),
        **GUEST_NAME,
    }
)


@action("rebuild", Object({"rebuild": need(_REBUILD)}))
def rebuild(call: Call, server_id: str) -> Reply:
    """Rebuild a server from an image."""
    server = progress.find(call, server_id)
    wanted = call.body["rebuild"]
    progress.require_changeable(call, server, "rebuild", ("active", "stopped", "error"))
    if wanted["imageRef"] not in call.state.images:
        bad_request("Cannot find image for rebuild")
    key_name = wanted.get("key_name", server.key_name)
    if key_name is not None and (server.user, key_name) not in call.state.keypairs:
        bad_request("Invalid key_name provided.")
    server.key_name = key_name
    server.name = wanted.get("name", server.name).strip()
    server.image = server.image and wanted["imageRef"]
    server.metadata = dict(wanted.get("metadata", server.metadata))
    server.disk_config = wanted.get("OS-DCF:diskConfig", server.disk_config)
    server.access_ip_v4 = wanted.get("accessIPv4", server.access_ip_v4)
    server.access_ip_v6 = wanted.get("accessIPv6", server.access_ip_v6)
    server.description = wanted.get("description", server.description)
    server.user_data = wanted.get("user_data", server.user_data)
    server.hostname = wanted.get("hostname", server.hostname)
    server.trusted_certificates = wanted.get(
        "trusted_image_certificates", server.trusted_certificates
    )
    after = "stopped" if server.vm_state == "stopped" else "active"
    progress.begin(
        call,
        server,
        "rebuild",
        "compute_rebuild_instance",
        lambda: progress.move(server, after),
        task_state="rebuilding",
        failed="error",
        without_host="error",
    )
    view = {**views.changed(call, server), "adminPass": wanted.get("adminPass") or new_password()}
    view.pop("OS-EXT-SRV-ATTR:user_data", None)
    if call.at_least("2.54"):
        view["key_name"] = server.key_name
    if call.at_least("2.57"):
        view["user_data"] = server.user_data
    return Reply(202, {"server": view}, {"Location": view["links"][0]["href"]})


# Shelving


@action("shelve", empty("shelve"))
def shelve(call: Call, server_id: str) -> Json:
    """Shelve a server; Nova's default is to offload it at once."""
    server = progress.find(call, server_id)
    progress.require_changeable(
        call, server, "shelve", ("active", "stopped", "paused", "suspended")
    )
    _offload(call, server, "shelve", "compute_shelve_instance", "shelving")
    return None


@action(
    "shelveOffload",
    empty("shelveOffload"),
    rule="os_compute_api:os-shelve:shelve_offload",
)
def shelve_offload(call: Call, server_id: str) -> Json:
    """Remove a shelved server from its host."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "shelveOffload", ("shelved",))
    event = "compute_shelve_offload_instance"
    _offload(call, server, "shelveOffload", event, "shelving_offloading")
    return None


def _offload(call: Call, server: Server, name: str, event: str, task_state: str) -> None:
    def end() -> None:
        server.host = None
        progress.move(server, "shelved_offloaded")

    progress.begin(call, server, name, event, end, task_state=task_state)


_UNSHELVE_2_77 = Object({"availability_zone": need(NAME)}, null=True)
_UNSHELVE_2_91 = Object(
    {"availability_zone": may(Text(null=True)), "host": may(Text())}, null=True
)
_UNSHELVE = Changed(Changed(Anything(), "2.77", _UNSHELVE_2_77), "2.91", _UNSHELVE_2_91)


@action("unshelve", Object({"unshelve": need(_UNSHELVE)}))
def unshelve(call: Call, server_id: str) -> Json:
    """Bring a shelved server back to a host."""
    server = progress.find(call, server_id)
    wanted = (call.body["unshelve"] or {}) if call.at_least("2.77") else {}
    progress.require_changeable(call, server, "unshelve", ("shelved", "shelved_offloaded"))
    if "host" in wanted:
        if not call.user.admin:
            forbidden(
                "Policy doesn't allow os_compute_api:os-shelve:unshelve_to_host to be performed."
            )
        _require_host(call, wanted["host"])
    zone = wanted.get("availability_zone", server.zone)
    known = {scheduling.zone_of(call.state, name) for name in call.state.hosts}
    if zone is not None and zone not in known:
        bad_request("The requested availability zone is not available")
    if "availability_zone" in wanted and server.vm_state != "shelved_offloaded":
        conflict(
            "Failed to set availability zone because server is not in vm state SHELVED_OFFLOADED"
        )
    server.zone = zone
    host = server.host or scheduling.choose(
        call.state,
        server.flavor,
        name=wanted.get("host"),
        zone=zone,
        among=_server_groups.admitted_of(call.state, server),
    )

    def end() -> None:
        server.host = host
        progress.move(server, "active")

    progress.begin(
        call,
        server,
        "unshelve",
        "conductor_unshelve_instance",
        end,
        task_state="unshelving",
        refusal=None if host else progress.NO_HOST,
    )
    return None


# What they share


def _other_host(call: Call, server: Server, name: str | None) -> str | None:
    """Return a host for a server that leaves its own: the one with a name, if that is wanted."""
    among = _server_groups.admitted_of(call.state, server)
    return scheduling.choose(
        call.state, server.flavor, name=name, other_than=server.host, among=among
    )


def _require_host(call: Call, host: str) -> None:
    if host not in call.state.hosts:
        bad_request(f"Compute host {host} could not be found.")


def _migration(
    call: Call, server: Server, kind: str, status: str, flavor: Flavor, dest: str | None
) -> Migration:
    """Add the record of a move."""
    now = call.state.clock.now()
    migration = Migration(
        len(call.state.migrations) + 1,
        server.id,
        kind,
        status,
        server.host,
        dest,
        call.user.name,
        call.user.project,
        now,
        now,
        server.flavor.id,
        flavor.id,
    )
    call.state.migrations.append(migration)
    return migration


def _set(call: Call, migration: Migration, status: str) -> None:
    migration.status = status
    migration.updated = call.state.clock.now()
