# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Moving servers between hosts: migrate, live-migrate, evacuate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, utils
from novaclient.v2 import _names
from novaclient.v2.servers.actions import ServerTopic, as_tuple
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.services import Service


class Moving(ServerTopic):
    """The operations that move a server to another host."""

    @api_versions.arguments(host="2.56")
    def migrate(
        self, server: Server | str, host: Service | Hypervisor | str | None = None
    ) -> base.WithMeta:
        """Migrate a server: stop it and move it to another host. Confirm that like a resize.

        ``POST /servers/{server}/action``, ``migrate``

        :param server: The server, or its id.
        :param host: The host, or a service or hypervisor on it; by default, the scheduler
            chooses. Since microversion 2.56.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        if not self.api_version.at_least("2.56"):
            return self._action("migrate", server)
        return self._action("migrate", server, {"host": _names.host(host)} if host else {})

    def _live_migrate_until_2_24(
        self,
        server: Server | str,
        host: Service | Hypervisor | str | None = None,
        block_migration: bool | None = False,
        disk_over_commit: bool | None = False,
    ) -> base.WithMeta:
        """Live-migrate a server, with or without its disks."""
        if block_migration is None:
            # Nova refuses null, and "auto" does not exist yet.
            block_migration = False
        info: dict[str, Any] = {"host": _names.host(host), "block_migration": block_migration}
        if disk_over_commit is not None:
            info["disk_over_commit"] = disk_over_commit
        return self._action("os-migrateLive", server, info)

    @api_versions.wraps("2.25", older={("2.0", "2.24"): _live_migrate_until_2_24})
    @api_versions.arguments(force=("2.30", "2.67"))
    def live_migrate(
        self,
        server: Server | str,
        host: Service | Hypervisor | str | None = None,
        block_migration: bool | str | None = None,
        force: bool | None = None,
    ) -> base.WithMeta:
        """Live-migrate a server: move it to another host while it runs.

        ``POST /servers/{server}/action``, ``os-migrateLive``

        :param server: The server, or its id.
        :param host: The host to move it to, or a service or hypervisor on it; by default, the
            scheduler chooses.
        :param block_migration: Whether to copy the disks too. By default ``"auto"``, which copies
            them unless they are on shared storage; up to microversion 2.24, False.
        :param disk_over_commit: Whether the disks may need more space than the host has; by
            default, False. Up to microversion 2.24.
        :param force: Skip the scheduler's check of ``host``. Microversions 2.30 to 2.67.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        if block_migration is None:
            # Nova refuses null.
            block_migration = "auto"
        info: dict[str, Any] = {"host": _names.host(host), "block_migration": block_migration}
        if force:
            info["force"] = force
        return self._action("os-migrateLive", server, info)

    def _evacuate_until_2_13(
        self,
        server: Server | str,
        host: Service | Hypervisor | str | None = None,
        on_shared_storage: bool | None = True,
        password: str | None = None,
    ) -> base.TupleWithMeta:
        """Evacuate a server whose disks are on shared storage or not."""
        info = _evacuation(host, password)
        if on_shared_storage is not None:
            info["onSharedStorage"] = on_shared_storage
        return as_tuple(self._action_return_resp_and_body("evacuate", server, info))

    @api_versions.wraps("2.14", older={("2.0", "2.13"): _evacuate_until_2_13})
    @api_versions.arguments(force=("2.29", "2.67"))
    def evacuate(
        self,
        server: Server | str,
        host: Service | Hypervisor | str | None = None,
        password: str | None = None,
        force: bool | None = None,
    ) -> base.TupleWithMeta:
        """Evacuate a server: rebuild it on another host, because its own host is down.

        ``POST /servers/{server}/action``, ``evacuate``

        :param server: The server, or its id.
        :param host: The host to rebuild it on, or a service or hypervisor on it; by default, the
            scheduler chooses.
        :param on_shared_storage: Whether the disks are on storage that the hosts share; None
            leaves it to Nova. Up to microversion 2.13.
        :param password: The administrator password; by default, Nova generates one.
        :param force: Skip the scheduler's check of ``host``. Microversions 2.29 to 2.67.
        :return: The response and its body, which holds ``adminPass`` where Nova sends it.
        :raises novaclient.exceptions.BadRequest: if the host of the server is not down.
        """
        info = _evacuation(host, password)
        if force:
            info["force"] = force
        return as_tuple(self._action_return_resp_and_body("evacuate", server, info))


def _evacuation(host: Service | Hypervisor | str | None, password: str | None) -> dict[str, Any]:
    return utils.without_none({"host": _names.host(host), "adminPass": password})
