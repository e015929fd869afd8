# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""Snapshots of volumes that need the help of the compute host; for Cinder's use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib import parse

from novaclient import base


class Snapshot(base.Resource):
    """A snapshot of a volume.

    Made by :class:`AssistedSnapshotManager`. Attributes: ``id``, ``volumeId``.
    """

    manager: AssistedSnapshotManager
    id: str
    volumeId: str  # noqa: N815 - as Nova names it

    def __repr__(self) -> str:
        return f"<Snapshot: {base.shown(self._info.get('id', 'unknown-id'))}>"

    def delete(self) -> base.WithMeta:
        """Delete the snapshot."""
        return self.manager.delete(self, {"volume_id": self.volumeId})


class AssistedSnapshotManager(base.Manager[Snapshot]):
    """Snapshots of volumes that need the help of the compute host."""

    resource_class = Snapshot

    def create(self, volume_id: str, create_info: Mapping[str, Any]) -> Snapshot:
        """Make a snapshot of an attached volume.

        ``POST /os-assisted-volume-snapshots``

        :param volume_id: The id of the volume.
        :param create_info: ``snapshot_id``, ``type`` (``qcow2``) and ``new_file``.
        :return: The snapshot.
        :raises novaclient.exceptions.BadRequest: if the volume is not attached.
        """
        body = {"snapshot": {"volume_id": volume_id, "create_info": create_info}}
        created: Snapshot = self._create("/os-assisted-volume-snapshots", body, "snapshot")
        return created

    def delete(
        self, snapshot: Snapshot | str, delete_info: Mapping[str, Any] | None
    ) -> base.WithMeta:
        """Delete a snapshot of an attached volume.

        ``DELETE /os-assisted-volume-snapshots/{snapshot}``

        :param snapshot: The snapshot, or its id.
        :param delete_info: ``volume_id``, and ``file_to_merge`` and ``merge_target_file``.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        info = parse.quote(json.dumps(delete_info), safe=":,")
        url = base.path("os-assisted-volume-snapshots", snapshot)
        return self._delete(f"{url}?delete_info={info}")
