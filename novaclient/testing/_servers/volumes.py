# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Volumes that are attached to servers. In a fake cloud, a volume exists for every id."""

from __future__ import annotations

from typing import Any

from novaclient.testing._bodies import Flag, Object, Text, Uuid, is_true, may, need
from novaclient.testing._errors import NotInFake, bad_request, conflict, not_found
from novaclient.testing._operations import Call, Json, Query, Reply, names, operation
from novaclient.testing._records import Attachment, Server
from novaclient.testing._servers import progress
from novaclient.testing._servers.creating import TAG, next_device

_PATH = "/servers/{server}/os-volume_attachments"
_LIST = Query(names("limit", "offset"), {})
_STATES = (
    *("active", "paused", "stopped", "resized", "soft-delete"),
    *("shelved", "shelved_offloaded"),
)

_DEVICE = Text(pattern="(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$", null=True)
_ATTACH = Object(
    {
        "volumeId": need(Uuid()),
        "device": may(_DEVICE),
        "tag": may(TAG, since="2.49"),
        "delete_on_termination": may(Flag(), since="2.79"),
    }
)
_UPDATE = Object(
    {
        "volumeId": need(Uuid()),
        "device": may(_DEVICE, since="2.85"),
        "tag": may(TAG, since="2.85"),
        "delete_on_termination": may(Flag(), since="2.85"),
        "serverId": may(Uuid(), since="2.85"),
        "id": may(Uuid(), since="2.85"),
    }
)


def _view(call: Call, server: Server, attachment: Attachment) -> dict[str, Any]:
    view = {
        "id": attachment.volume,
        "volumeId": attachment.volume,
        "serverId": server.id,
        "device": attachment.device,
        "tag": attachment.tag,
        "delete_on_termination": attachment.delete_on_termination,
        "attachment_id": attachment.id,
        "bdm_uuid": attachment.bdm,
    }
    return call.visible("Volume", view)


def _find(server: Server, volume: str) -> Attachment:
    attachment = next((each for each in server.attachments if each.volume == volume), None)
    if attachment is None:
        not_found(f"Instance {server.id} is not attached to volume {volume}")
    return attachment


@operation("GET", _PATH, query=_LIST)
def index(call: Call, server_id: str) -> Json:
    """List the volumes that are attached to a server."""
    server = progress.polled(call, server_id)
    offset = int(call.value("offset") or 0)
    limit = int(call.value("limit") or call.state.max_limit) or call.state.max_limit
    page = server.attachments[offset : offset + limit]
    return {"volumeAttachments": [_view(call, server, each) for each in page]}


@operation("GET", f"{_PATH}/{{volume}}")
def show(call: Call, server_id: str, volume: str) -> Json:
    """Return the attachment of a volume."""
    server = progress.polled(call, server_id)
    attachment = _find(server, volume)
    return {"volumeAttachment": _view(call, server, attachment)}


@operation("POST", _PATH, body=Object({"volumeAttachment": need(_ATTACH)}))
def attach(call: Call, server_id: str) -> Reply:
    """Attach a volume to a server."""
    server = progress.find(call, server_id)
    wanted = call.body["volumeAttachment"]
    _require(call, server, "attach_volume")
    if any(each.volume == wanted["volumeId"] for each in server.attachments):
        bad_request(
            f"Invalid volume: volume {wanted['volumeId']} already attached to instance {server.id}"
        )
    device = wanted.get("device") or next_device(server.attachments, "b")
    if device in {each.device for each in server.attachments}:
        conflict(f"The supplied device path ({device}) is in use.")
    attachment = Attachment(
        wanted["volumeId"],
        device,
        wanted.get("tag"),
        is_true(wanted.get("delete_on_termination", False)),
    )
    server.attachments.append(attachment)

    def remove() -> None:
        server.attachments.remove(attachment)

    progress.begin(call, server, "attach_volume", "compute_attach_volume", on_failure=remove)
    if call.at_least("2.101"):
        return Reply(202)
    view = {**_view(call, server, attachment), "id": attachment.volume}
    for key in ("attachment_id", "bdm_uuid"):
        view.pop(key, None)
    return Reply(200, {"volumeAttachment": view})


@operation(
    "PUT", f"{_PATH}/{{volume}}", status=202, body=Object({"volumeAttachment": need(_UPDATE)})
)
def update(call: Call, server_id: str, volume: str) -> Json:
    """Update the attachment of a volume."""
    server = progress.find(call, server_id)
    wanted = call.body["volumeAttachment"]
    if wanted["volumeId"] != volume or not call.at_least("2.85"):
        raise NotInFake("replacing a volume, which is for Cinder")
    attachment = _find(server, volume)
    fixed = {"id": volume, "serverId": server.id, "device": attachment.device}
    for key, value in {**fixed, "tag": attachment.tag}.items():
        if wanted.get(key, value) != value:
            bad_request(f"The {key} property is not mutable")
    if "delete_on_termination" in wanted:
        attachment.delete_on_termination = is_true(wanted["delete_on_termination"])
    return None


@operation("DELETE", f"{_PATH}/{{volume}}", status=202)
def detach(call: Call, server_id: str, volume: str) -> Json:
    """Detach a volume from a server."""
    server = progress.find(call, server_id)
    attachment = _find(server, volume)
    _require(call, server, "detach_volume")
    if attachment.is_root:
        bad_request("Cannot detach a root device volume")

    def end() -> None:
        if attachment in server.attachments:
            server.attachments.remove(attachment)

    progress.begin(call, server, "detach_volume", "compute_detach_volume", end)
    return None


def _require(call: Call, server: Server, operation: str) -> None:
    progress.require_unlocked(call, server)
    shelved = ("shelved", "shelved_offloaded") if call.at_least("2.20") else ()
    states = [state for state in _STATES if not state.startswith("shelved") or state in shelved]
    progress.require_state(server, operation, states)
