# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Server migrations: the live migrations of a server that are in progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from novaclient import api_versions, base, exceptions

if TYPE_CHECKING:
    import builtins

    from novaclient.v2.migrations import Migration
    from novaclient.v2.servers import Server
    from novaclient.waiting import Interval, State


class ServerMigration(base.Resource):
    """A migration of a server that is in progress. Made by :class:`ServerMigrationsManager`."""

    #: The id.
    id: int
    #: The UUID. Since microversion 2.59.
    uuid: str
    #: The id of the server.
    server_uuid: str
    #: The status, such as ``running``.
    status: str
    #: The host that the server is migrated from.
    source_compute: str | None
    #: The hypervisor that the server is migrated from.
    source_node: str | None
    #: The host that the server is migrated to.
    dest_compute: str | None
    #: The IP address of the host that the server is migrated to.
    dest_host: str | None
    #: The hypervisor that the server is migrated to.
    dest_node: str | None
    #: The amount of disk that has been copied, in bytes.
    disk_processed_bytes: int | None
    #: The amount of disk that is still to be copied, in bytes.
    disk_remaining_bytes: int | None
    #: The amount of disk to copy, in bytes.
    disk_total_bytes: int | None
    #: The amount of memory that has been copied, in bytes.
    memory_processed_bytes: int | None
    #: The amount of memory that is still to be copied, in bytes.
    memory_remaining_bytes: int | None
    #: The amount of memory to copy, in bytes.
    memory_total_bytes: int | None
    #: The id of the user who requested it. Since microversion 2.80.
    user_id: str
    #: The id of the project in which it was requested. Since microversion 2.80.
    project_id: str
    #: When it was created, in ISO 8601.
    created_at: str
    #: When it was last updated, in ISO 8601.
    updated_at: str

    def __repr__(self) -> str:
        return self._titled()

    def _names(self) -> tuple[str, int] | None:
        server_id = self._info.get("server_uuid")
        return None if server_id is None else (server_id, self.id)


class ServerMigrationsManager(base.ManagerWithFind[ServerMigration]):
    """The live migrations of a server that are in progress; for administrators."""

    resource_class = ServerMigration

    @api_versions.wraps("2.22")
    def live_migrate_force_complete(
        self, server: Server | str, migration: ServerMigration | int
    ) -> base.WithMeta:
        """Force a live migration to complete, by pausing the server until it does.

        ``POST /servers/{server}/migrations/{migration}/action``, ``force_complete``. Since
        microversion 2.22.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.BadRequest: if there is no such migration, or it is not
            running.
        :raises novaclient.exceptions.Conflict: if the server is locked, or not migrating.
        """
        url = base.path("servers", server, "migrations", migration, "action")
        resp, body = self.client.post(url, body={"force_complete": None})
        return self._unread(body, resp)

    @api_versions.wraps("2.23")
    def get(self, server: Server | str, migration: ServerMigration | int) -> ServerMigration:
        """Get a live migration of a server that is in progress.

        ``GET /servers/{server}/migrations/{migration}``. Since microversion 2.23.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: The migration.
        :raises novaclient.exceptions.NotFound: if there is no such live migration in
            progress.
        """
        return self._get(base.path("servers", server, "migrations", migration), "migration")

    @api_versions.wraps("2.23")
    def list(self, server: Server | str) -> base.ListWithMeta[ServerMigration]:
        """List the live migrations of a server that are in progress.

        ``GET /servers/{server}/migrations``. Since microversion 2.23.

        :param server: The server, or its id.
        :return: The migrations.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._list(base.path("servers", server, "migrations"), "migrations")

    @api_versions.wraps("2.24")
    def live_migration_abort(
        self, server: Server | str, migration: ServerMigration | int
    ) -> base.WithMeta:
        """Abort a live migration; the server stays on its host.

        ``DELETE /servers/{server}/migrations/{migration}``. Since microversion 2.24.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.BadRequest: if the migration can't be aborted in its status.
        :raises novaclient.exceptions.NotFound: if there is no such migration.
        :raises novaclient.exceptions.Conflict: if the server is locked, or not migrating.
        """
        return self._delete(base.path("servers", server, "migrations", migration))

    def wait_for(
        self,
        server: Server | str,
        migration: ServerMigration | int | None = None,
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> Migration:
        """Wait until a live migration of a server has ended.

        Polls ``GET /os-migrations``, because a migration that has ended is no longer a server
        migration. If no migration is given, each poll also sends ``GET /servers/{server}``, which
        tells whether the server is migrating.

        :param server: The server, or its id.
        :param migration: The migration, or its id; by default, the latest live migration of the
            server.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls: a number, or a function of the number of
            polls so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: The number of transient failures in a row that are tolerated: no
            connection, or a response 413, 429 or 5xx but 501. ``Retry-After`` is respected.
        :return: The migration, whose status is ``completed``, or ``cancelled`` if it was aborted.
        :raises ValueError: if ``timeout``, ``poll_interval`` or ``max_failures`` is not valid.
        :raises novaclient.exceptions.ResourceInErrorState: if the migration failed.
        :raises novaclient.exceptions.NotFound: if there is no such migration.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer than ``timeout``.
        """
        from novaclient import waiting
        from novaclient.v2.migrations import Migration

        base.path("servers", server)
        server_id = base.known_id(server)
        wanted = base.known_id(migration)
        # "accepted" is the first status of a migration; the record appears in the listing later.
        watched = Migration(
            self.api.migrations,
            {"id": wanted, "instance_uuid": server_id, "status": "accepted"},
            loaded=True,
        )

        def poll(_pending: Sequence[Migration]) -> builtins.list[State]:
            # Get the server first: when it is no longer migrating, the latest migration in the
            # list is the one to wait for.
            moving = wanted is None and _is_migrating(self.api.servers.get(server_id))
            found = self._latest(server_id, wanted)
            if found is None and not moving:
                raise exceptions.NotFound(
                    404, f"There is no such live migration of server {server_id}."
                )
            if found is not None and not (moving and found.status in _ENDED):
                watched._refresh(found._info)
            return [waiting.State(watched, watched.status)]

        waiting.wait(
            [watched],
            poll,
            _has_ended,
            awaited="its end",
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
            session=self.api.client.session,
        )
        return watched

    def _latest(self, server_id: str, migration_id: int | None) -> Migration | None:
        migrations: builtins.list[Migration] = self.api.migrations.list(
            instance_uuid=server_id, migration_type="live-migration"
        )
        for each in migrations:
            for key, kind in (("id", int), ("status", str)):
                if not isinstance(each._info.get(key), kind):
                    raise base.malformed(each, key)
        return max(
            (
                each
                for each in migrations
                if migration_id is None or str(each.id) == str(migration_id)
            ),
            key=lambda each: each.id,
            default=None,
        )


_FAILED = ("error", "failed")
_ENDED = ("completed", "cancelled", *_FAILED)


def _is_migrating(server: Server) -> bool:
    return bool(server._info.get("OS-EXT-STS:task_state") == "migrating")


def _has_ended(state: State) -> bool:
    if state.status in _FAILED:
        raise exceptions.ResourceInErrorState(state.resource, reason=state.status)
    return state.status in _ENDED
