# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What belongs to a server and has a manager of its own: volumes, shares, actions, migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from novaclient import api_versions, base, utils

if TYPE_CHECKING:
    from novaclient import _dates
    from novaclient.v2.instance_action import InstanceAction, InstanceActionManager
    from novaclient.v2.server_migrations import ServerMigration, ServerMigrationsManager
    from novaclient.v2.server_shares import ServerShare, ServerSharesManager
    from novaclient.v2.servers import Server
    from novaclient.v2.volumes import Volume, VolumeManager


class Parts(base.Resource):
    """The methods of a server that call another manager than that of servers."""

    @property
    def _server(self) -> Server:
        return cast("Server", self)

    @property
    def _actions(self) -> InstanceActionManager:
        manager: InstanceActionManager = self.manager.api.instance_action
        return manager

    @property
    def _migrations(self) -> ServerMigrationsManager:
        manager: ServerMigrationsManager = self.manager.api.server_migrations
        return manager

    @property
    def _shares(self) -> ServerSharesManager:
        manager: ServerSharesManager = self.manager.api.server_shares
        return manager

    @property
    def _volumes(self) -> VolumeManager:
        manager: VolumeManager = self.manager.api.volumes
        return manager

    def list_volumes(self) -> base.ListWithMeta[Volume]:
        """List the volume attachments."""
        return self._volumes.get_server_volumes(self._server)

    def get_volume(self, volume: base.HasId | str) -> Volume:
        """Get the attachment of a volume."""
        return self._volumes.get_server_volume(self._server, volume)

    @api_versions.arguments(tag="2.49", delete_on_termination="2.79")
    def attach_volume(
        self,
        volume: base.HasId | str,
        device: str | None = None,
        tag: str | None = None,
        delete_on_termination: bool = False,
    ) -> Volume:
        """Attach a volume."""
        options: dict[str, Any] = {}
        if tag is not None:
            options["tag"] = tag
        if delete_on_termination:
            options["delete_on_termination"] = delete_on_termination
        return self._volumes.create_server_volume(self._server, volume, device, **options)

    def detach_volume(self, volume: base.HasId | str) -> base.WithMeta:
        """Detach a volume."""
        return self._volumes.delete_server_volume(self._server, volume)

    @api_versions.wraps("2.97")
    def list_shares(self) -> base.ListWithMeta[ServerShare]:
        """List the attached shares."""
        return self._shares.list(self._server)

    @api_versions.wraps("2.97")
    def get_share(self, share: base.HasId | str) -> ServerShare:
        """Get an attached share."""
        return self._shares.get(self._server, share)

    @api_versions.wraps("2.97")
    def create_share(self, share_id: base.HasId | str, tag: str | None = None) -> ServerShare:
        """Attach a share to the stopped server."""
        return self._shares.create(self._server, share_id, tag)

    @api_versions.wraps("2.97")
    def delete_share(self, share: base.HasId | str) -> base.WithMeta:
        """Detach a share from the stopped server."""
        return self._shares.delete(self._server, share)

    @api_versions.arguments(
        marker="2.58", limit="2.58", changes_since="2.58", changes_before="2.66"
    )
    def list_actions(
        self,
        marker: InstanceAction | str | None = None,
        limit: int | None = None,
        changes_since: _dates.Time | None = None,
        changes_before: _dates.Time | None = None,
    ) -> base.ListWithMeta[InstanceAction]:
        """List the actions that were performed on the server, the latest first."""
        filters = {
            "marker": marker,
            "limit": limit,
            "changes_since": changes_since,
            "changes_before": changes_before,
        }
        return self._actions.list(self._server, **utils.without_none(filters))

    def get_action(self, request_id: InstanceAction | str) -> InstanceAction:
        """Get an action that was performed on the server, with its events."""
        return self._actions.get(self._server, request_id)

    @api_versions.wraps("2.23")
    def list_migrations(self) -> base.ListWithMeta[ServerMigration]:
        """List the live migrations of the server that are in progress."""
        return self._migrations.list(self._server)

    @api_versions.wraps("2.23")
    def get_migration(self, migration: ServerMigration | int) -> ServerMigration:
        """Get a live migration of the server that is in progress."""
        return self._migrations.get(self._server, migration)

    @api_versions.wraps("2.22")
    def live_migrate_force_complete(self, migration: ServerMigration | int) -> base.WithMeta:
        """Force a live migration to complete, by pausing the server until it does."""
        return self._migrations.live_migrate_force_complete(self._server, migration)

    @api_versions.wraps("2.24")
    def live_migration_abort(self, migration: ServerMigration | int) -> base.WithMeta:
        """Abort a live migration; the server stays on its host."""
        return self._migrations.live_migration_abort(self._server, migration)
