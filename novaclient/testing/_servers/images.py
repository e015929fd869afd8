# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Images of servers: snapshots and backups."""

from __future__ import annotations

from typing import Any

from novaclient.testing import _http
from novaclient.testing._bodies import NAME, STRINGS, Object, Text, Whole, may, need
from novaclient.testing._errors import bad_request
from novaclient.testing._operations import Call, Reply, action
from novaclient.testing._records import Image, Server
from novaclient.testing._servers import progress

_STATES = ("active", "stopped", "paused", "suspended")
_IMAGE = Object({"name": need(NAME), "metadata": may(STRINGS)})
_BACKUP = Object(
    {
        "name": need(NAME),
        "backup_type": need(Text()),
        "rotation": need(Whole()),
        "metadata": may(STRINGS),
    }
)


@action("createImage", Object({"createImage": need(_IMAGE)}))
def create_image(call: Call, server_id: str) -> Reply:
    """Make an image of a server."""
    server = progress.find(call, server_id)
    progress.require_state(server, "createImage", _STATES)
    return _reply(call, _snapshot(call, server, "createImage", call.body["createImage"]))


@action("createBackup", Object({"createBackup": need(_BACKUP)}))
def create_backup(call: Call, server_id: str) -> Reply:
    """Make an image of a server, and delete the oldest ones of the type."""
    server = progress.find(call, server_id)
    progress.require_state(server, "createBackup", _STATES)
    wanted = call.body["createBackup"]
    if server.image is None:
        bad_request("Backup is not supported for volume-backed instances.")
    image = _snapshot(call, server, "createBackup", wanted)
    backups = server.backups.setdefault(wanted["backup_type"], [])
    backups.append(image.id)
    while len(backups) > int(wanted["rotation"]):
        call.state.images.pop(backups.pop(0), None)
    return _reply(call, image)


def _snapshot(call: Call, server: Server, name: str, wanted: dict[str, Any]) -> Image:
    image = Image(wanted["name"].strip(), status="queued")
    call.state.images[image.id] = image

    def end() -> None:
        image.status = "active"

    def remove() -> None:
        call.state.images.pop(image.id, None)

    backup = name == "createBackup"
    progress.begin(
        call,
        server,
        name,
        "compute_backup_instance" if backup else "compute_snapshot_instance",
        end,
        task_state="image_backup" if backup else "image_snapshot_pending",
        is_told=backup,
        on_failure=remove,
    )
    return image


def _reply(call: Call, image: Image) -> Reply:
    if call.at_least("2.45"):
        return Reply(202, {"image_id": image.id})
    return Reply(202, None, {"Location": f"{_http.ENDPOINTS['image']}/v2/images/{image.id}"})
