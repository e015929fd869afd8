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

"""Server migrations: the moves of one server that are under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from novaclient import api_versions, base, exceptions
from novaclient.i18n import _

if TYPE_CHECKING:
    import builtins

    from novaclient.v2.migrations import Migration
    from novaclient.v2.servers import Server
    from novaclient.waiting import Interval, State


class ServerMigration(base.Resource):
    """A move of a server that is under way.

    Made by :class:`ServerMigrationsManager`. Attributes: ``id``, ``uuid`` (since microversion
    2.59), ``server_uuid``, ``status``, ``source_compute``, ``dest_compute``, and how much of the
    memory and the disk there is, and is done.
    """

    id: int
    uuid: str
    server_uuid: str
    status: str
    source_compute: str | None
    source_node: str | None
    dest_compute: str | None
    dest_host: str | None
    dest_node: str | None
    disk_processed_bytes: int | None
    disk_remaining_bytes: int | None
    disk_total_bytes: int | None
    memory_processed_bytes: int | None
    memory_remaining_bytes: int | None
    memory_total_bytes: int | None
    user_id: str
    project_id: str
    created_at: str
    updated_at: str

    def __repr__(self) -> str:
        return "<ServerMigration>"


class ServerMigrationsManager(base.ManagerWithFind[ServerMigration]):
    """The moves of one server that are under way; for administrators."""

    resource_class = ServerMigration

    @api_versions.wraps("2.22")
    def live_migrate_force_complete(
        self, server: Server | str, migration: ServerMigration | int
    ) -> base.WithMeta:
        """Have a live migration end now, at the price of a pause.

        ``POST /servers/{server}/migrations/{migration}/action``, ``force_complete``. Since
        microversion 2.22.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if the server is not migrating.
        """
        url = base.path("servers", server, "migrations", migration, "action")
        resp, answer = self.client.post(url, body={"force_complete": None})
        return self._unread(answer, resp)

    @api_versions.wraps("2.23")
    def get(self, server: Server | str, migration: ServerMigration | int) -> ServerMigration:
        """Get a migration of a server that is under way.

        ``GET /servers/{server}/migrations/{migration}``. Since microversion 2.23.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: The migration.
        :raises novaclient.exceptions.NotFound: if there is none under way.
        """
        return self._get(base.path("servers", server, "migrations", migration), "migration")

    @api_versions.wraps("2.23")
    def list(self, server: Server | str) -> base.ListWithMeta[ServerMigration]:
        """List the migrations of a server that are under way.

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
        """Stop a live migration; the server stays where it is.

        ``DELETE /servers/{server}/migrations/{migration}``. Since microversion 2.24.

        :param server: The server, or its id.
        :param migration: The migration, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if the server is not migrating.
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

        ``GET /os-migrations``, again and again, for what has ended is not under way any more.
        Which migration it is tells ``GET /servers/{server}`` if that is not given.

        :param server: The server, or its id.
        :param migration: The migration, or its id; by default the latest, which is the one that
            the last ``live_migrate`` began.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two looks, in seconds, or a function
            that makes this of the number of looks so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: How many looks in a row may fail in a way that may pass: no
            connection, or an answer 413, 429 or 5xx but 501. ``Retry-After`` is heeded.
        :return: The migration, whose status is ``completed``, or ``cancelled`` if it was
            stopped.
        :raises ValueError: if a number makes no sense.
        :raises novaclient.exceptions.ResourceInErrorState: if it failed.
        :raises novaclient.exceptions.NotFound: if there is no such migration.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer.
        """
        from novaclient import waiting
        from novaclient.v2.migrations import Migration

        base.path("servers", server)
        server_id = base.known_id(server)
        wanted = base.getid(migration)
        # Nova calls so what nobody has begun; until it has an id, there is no record of it.
        watched = Migration(
            self.api.migrations,
            {"id": wanted, "instance_uuid": server_id, "status": "accepted"},
            loaded=True,
        )

        def look(_pending: Sequence[Migration]) -> builtins.list[State]:
            # Asked first: once the server rests, the latest is the one that was begun.
            moving = wanted is None and _is_migrating(self.api.servers.get(server_id))
            found = self._latest(server_id, wanted)
            if found is None and not moving:
                raise exceptions.NotFound(
                    404, _("There is no such live migration of server %s.") % server_id
                )
            if found is not None and not (moving and found.status in _ENDED):
                watched._refresh(found._info)
            return [waiting.State(watched, watched.status)]

        waiting.wait(
            [watched],
            look,
            _has_ended,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return watched

    def _latest(self, server_id: str, migration_id: int | None) -> Migration | None:
        migrations: builtins.list[Migration] = self.api.migrations.list(
            instance_uuid=server_id, migration_type="live-migration"
        )
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
    return server.to_dict().get("OS-EXT-STS:task_state") == "migrating"


def _has_ended(state: State) -> bool:
    if state.status in _FAILED:
        raise exceptions.ResourceInErrorState(state.resource, reason=state.status)
    return state.status in _ENDED
