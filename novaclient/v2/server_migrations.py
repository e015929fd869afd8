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

from typing import TYPE_CHECKING

from novaclient import api_versions, base

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


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
        return self._with_meta(answer, resp, url)

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
