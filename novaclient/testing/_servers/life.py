# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Getting, updating and deleting servers, and the actions that change no more than their state."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from novaclient.testing._bodies import (
    DESCRIPTION,
    NAME,
    Anything,
    Changed,
    Choice,
    Ip,
    Nothing,
    Object,
    Text,
    Uuid,
    may,
    need,
)
from novaclient.testing._errors import Fault, bad_request, conflict, forbidden
from novaclient.testing._operations import Call, Json, Reply, action, operation
from novaclient.testing._servers import progress, views
from novaclient.testing._servers.creating import DISK_CONFIG, GUEST_NAME, new_password

if TYPE_CHECKING:
    from novaclient.testing._records import Server

_UPDATE = Object(
    {
        "name": may(NAME),
        "OS-DCF:diskConfig": may(DISK_CONFIG),
        "accessIPv4": may(Ip(4)),
        "accessIPv6": may(Ip(6)),
        "description": may(DESCRIPTION, since="2.19"),
        "pinned_availability_zone": may(Text(min=1, max=255, null=True), since="2.104"),
        **GUEST_NAME,
    }
)


def empty(name: str) -> Object:
    """Return the body of an action whose value Nova passes over."""
    return Object({name: need(Anything())})


# One server


@operation("GET", "/servers/{server}")
def show(call: Call, server_id: str) -> Json:
    """Return a server."""
    server = progress.lookup(call, server_id)
    if call.state.is_in_down_cell(server) and call.at_least("2.69"):
        return {"server": views.partial_of_one(call, server)}
    return {"server": views.full(call, progress.polled(call, server_id))}


@operation("PUT", "/servers/{server}", body=Object({"server": need(_UPDATE)}))
def update(call: Call, server_id: str) -> Json:
    """Update a server."""
    server = progress.find(call, server_id)
    wanted = call.body["server"]
    if "pinned_availability_zone" in wanted:
        _pin(call, server, wanted["pinned_availability_zone"])
    server.name = wanted.get("name", server.name).strip()
    server.description = wanted.get("description", server.description)
    server.hostname = wanted.get("hostname", server.hostname)
    server.disk_config = wanted.get("OS-DCF:diskConfig", server.disk_config)
    server.access_ip_v4 = wanted.get("accessIPv4", server.access_ip_v4)
    server.access_ip_v6 = wanted.get("accessIPv6", server.access_ip_v6)
    server.updated = call.state.clock.now()
    return {"server": views.changed(call, server)}


def _pin(call: Call, server: Server, zone: str | None) -> None:
    if zone is not None:
        current = views.zone(call.state, server)
        if server.zone is not None and zone != server.zone:
            conflict(
                "Cannot change pinned availability zone directly. Unpin first by setting "
                "pinned_availability_zone to null."
            )
        if server.zone is None and zone != current:
            conflict(
                f"Server can only be pinned to its current availability zone '{current}', but "
                f"'{zone}' was requested."
            )
    server.zone = zone


@operation("DELETE", "/servers/{server}", status=204)
@action("forceDelete", empty("forceDelete"))
def delete(call: Call, server_id: str) -> Json:
    """Delete a server, at once: there is no time in which it can be restored."""
    server = progress.find(call, server_id)
    progress.require_unlocked(call, server)
    progress.interrupt(server)

    def end() -> None:
        now = call.state.clock.now()
        progress.move(server, "deleted")
        server.terminated = server.updated = now
        call.state.deleted_servers[server.id] = call.state.servers.pop(server.id)

    progress.begin(
        call,
        server,
        "delete",
        "compute_terminate_instance",
        end,
        task_state="deleting",
        failed="error",
    )
    return None


# Actions that change no more than the state


@dataclass(frozen=True)
class _Change:
    """An action that brings a server from one state into another.

    :ivar key: The key of the body.
    :ivar name: The name of the instance action.
    :ivar before: The VM states in which it is possible.
    :ivar task: The task state until it ends.
    :ivar after: The VM state then.
    :ivar failed: The VM state if it fails; by default, the one before.
    """

    key: str
    name: str
    before: tuple[str, ...]
    task: str
    after: str
    failed: str | None = None


_CHANGES = (
    _Change("os-start", "start", ("stopped",), "powering-on", "active"),
    _Change("os-stop", "stop", ("active", "error"), "powering-off", "stopped"),
    _Change("pause", "pause", ("active",), "pausing", "paused"),
    _Change("unpause", "unpause", ("paused",), "unpausing", "active"),
    _Change("suspend", "suspend", ("active",), "suspending", "suspended", "error"),
    _Change("resume", "resume", ("suspended",), "resuming", "active", "error"),
    _Change("restore", "restore", ("soft-delete",), "restoring", "active"),
    _Change("unrescue", "unrescue", ("rescued",), "unrescuing", "active"),
)


def _carry_out(change: _Change, call: Call, server_id: str) -> Json:
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, change.name, change.before)
    progress.begin(
        call,
        server,
        change.name,
        f"compute_{change.name}_instance",
        lambda: progress.move(server, change.after),
        task_state=change.task,
        failed=change.failed,
    )
    return None


for _each in _CHANGES:
    action(_each.key, empty(_each.key))(functools.partial(_carry_out, _each))


_REBOOT = Choice(("HARD", "Hard", "hard", "SOFT", "Soft", "soft"))


@action("reboot", Object({"reboot": need(Object({"type": need(_REBOOT)}))}))
def reboot(call: Call, server_id: str) -> Json:
    """Reboot a server."""
    server = progress.find(call, server_id)
    progress.require_unlocked(call, server)
    hard = call.body["reboot"]["type"].upper() == "HARD"
    others = ("stopped", "paused", "suspended", "error") if hard else ()
    tasks = (None, "rebooting", "rebooting_hard") if hard else (None,)
    progress.require_state(server, "reboot", ("active", *others), tasks)
    progress.begin(
        call,
        server,
        "reboot",
        "compute_reboot_instance",
        lambda: progress.move(server, "active"),
        task_state="rebooting_hard" if hard else "rebooting",
        failed="error" if hard else None,
    )
    return None


_RESCUE = Object({"adminPass": may(Text()), "rescue_image_ref": may(Uuid())}, null=True)


@action("rescue", Object({"rescue": need(_RESCUE)}), status=200)
def rescue(call: Call, server_id: str) -> Json:
    """Boot a server from an image for its rescue."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "rescue", ("active", "stopped", "error"))
    wanted = call.body["rescue"] or {}
    if wanted.get("rescue_image_ref", server.image) not in (*call.state.images, None):
        bad_request(f"Requested rescue image '{wanted['rescue_image_ref']}' is not valid")
    progress.begin(
        call,
        server,
        "rescue",
        "compute_rescue_instance",
        lambda: progress.move(server, "rescued"),
        task_state="rescuing",
        failed="error",
    )
    return {"adminPass": wanted.get("adminPass") or new_password()}


_PASSWORD = Object({"adminPass": need(Text())})


@action("changePassword", Object({"changePassword": need(_PASSWORD)}))
def change_password(call: Call, server_id: str) -> Json:
    """Change the password of the administrator of the guest."""
    server = progress.find(call, server_id)
    progress.require_changeable(call, server, "changePassword", ("active",))
    progress.begin(
        call,
        server,
        "changePassword",
        "compute_set_admin_password",
        task_state="updating_password",
    )
    return None


_STATE = Object({"state": need(Choice(("active", "error")))})


@action(
    "os-resetState",
    Object({"os-resetState": need(_STATE)}),
    rule="os_compute_api:os-admin-actions:reset_state",
)
def reset_state(call: Call, server_id: str) -> Json:
    """Set the state of a server, whatever it is doing."""
    server = progress.find(call, server_id)
    progress.interrupt(server)
    entry = progress.record(call, server, "resetState")
    progress.succeed(call.state, entry)
    server.vm_state = call.body["os-resetState"]["state"]
    server.task_state = None
    server.updated = call.state.clock.now()
    return None


# Locks


_REASON = Object({"locked_reason": may(Text(min=1, max=255))}, null=True)


@action("lock", Object({"lock": need(Changed(Anything(), "2.73", _REASON))}))
def lock(call: Call, server_id: str) -> Json:
    """Lock a server."""
    server = progress.find(call, server_id)
    wanted = call.body["lock"] if call.at_least("2.73") else None
    server.locked_by = _locks_as(call, server)
    server.locked_reason = (wanted or {}).get("locked_reason")
    progress.succeed(call.state, progress.record(call, server, "lock"))
    return None


@action("unlock", empty("unlock"))
def unlock(call: Call, server_id: str) -> Json:
    """Unlock a server."""
    server = progress.find(call, server_id)
    if server.locked_by not in (None, _locks_as(call, server)) and not call.user.admin:
        forbidden(
            "Policy doesn't allow os_compute_api:os-lock-server:unlock:unlock_override to be "
            "performed."
        )
    server.locked_by = server.locked_reason = None
    progress.succeed(call.state, progress.record(call, server, "unlock"))
    return None


def _locks_as(call: Call, server: Server) -> str:
    return "owner" if server.project == call.user.project else "admin"


@action("trigger_crash_dump", Object({"trigger_crash_dump": need(Nothing())}), since="2.17")
def trigger_crash_dump(call: Call, server_id: str) -> Json:
    """Have the guest dump its memory."""
    server = progress.find(call, server_id)
    progress.require_unlocked(call, server)
    states = ("active", "paused", "rescued", "resized", "error")
    progress.require_state(server, "trigger_crash_dump", states, None)
    progress.begin(call, server, "trigger_crash_dump", "compute_trigger_crash_dump")
    return None


@action("resetNetwork", empty("resetNetwork"), rule="os_compute_api:os-admin-actions")
def reset_network(call: Call, server_id: str) -> Reply:
    """Respond that Nova no longer does this."""
    raise Fault(410, "This resource is no longer available. No forwarding address is given.")
