# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Assisted volume snapshots: snapshots that Cinder asks a compute host to take."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib import parse

from novaclient import base, utils

#: The keys of what is passed on to the hypervisor whose values may be resources.
_IDS = dict.fromkeys(("snapshot_id", "volume_id"), base.known_id)


class Snapshot(base.Resource):
    """An assisted snapshot of a volume. Made by :class:`AssistedSnapshotManager`."""

    manager: AssistedSnapshotManager
    #: The id.
    id: str
    #: The id of the volume.
    volumeId: str  # noqa: N815 - as Nova names it

    def __repr__(self) -> str:
        return f"<Snapshot: {base.shown(self._info.get('id', 'unknown-id'))}>"

    def delete(self) -> base.WithMeta:
        """Delete the snapshot."""
        return self.manager.delete(self, {"volume_id": self.volumeId})


class AssistedSnapshotManager(base.Manager[Snapshot]):
    """Assisted snapshots of volumes. Cinder uses them; they are not for users."""

    resource_class = Snapshot

    def create(self, volume_id: base.HasId | str, create_info: Mapping[str, Any]) -> Snapshot:
        """Create a snapshot of an attached volume.

        ``POST /os-assisted-volume-snapshots``

        :param volume_id: The volume, or its id.
        :param create_info: ``snapshot_id``, the snapshot in Cinder, or its id; ``type``, which is
            ``qcow2``; ``new_file``, the name of the new file; and ``id``, which may be left out.
        :return: The snapshot.
        :raises novaclient.exceptions.BadRequest: if the volume is not attached to a server.
        """
        info = utils.converted(create_info, _IDS)
        body = {"snapshot": {"volume_id": base.known_id(volume_id), "create_info": info}}
        created: Snapshot = self._create("/os-assisted-volume-snapshots", body, "snapshot")
        return created

    def delete(
        self, snapshot: Snapshot | str, delete_info: Mapping[str, Any] | None
    ) -> base.WithMeta:
        """Delete a snapshot of an attached volume.

        ``DELETE /os-assisted-volume-snapshots/{snapshot}``

        :param snapshot: The snapshot, or its id.
        :param delete_info: ``volume_id``, the volume, or its id; ``file_to_merge`` and
            ``merge_target_file``, the files to merge.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.BadRequest: if the volume is not attached to a server.
        """
        if delete_info:
            delete_info = utils.converted(delete_info, _IDS)
        info = parse.quote(json.dumps(delete_info), safe=":,")
        url = base.path("os-assisted-volume-snapshots", snapshot)
        return self._delete(f"{url}?delete_info={info}")
