# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Migrations: records of the moves of servers to other hosts, and of resizes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

from novaclient import _dates, api_versions, base, paging, utils
from novaclient.v2 import _names

if TYPE_CHECKING:
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.servers import Server
    from novaclient.v2.services import Service

_API_NAMES = {"changes_since": "changes-since", "changes_before": "changes-before"}

#: What the filters are that may be given as something else than a string.
_AS_STRINGS: dict[str, Callable[[Any], Any]] = {
    "host": _names.host,
    "source_compute": _names.host,
    "instance_uuid": base.known_id,
    "user_id": base.known_id,
    "project_id": base.known_id,
    "changes_since": _dates.as_text,
    "changes_before": _dates.as_text,
}


class Migration(base.Resource):
    """A migration of a server. Made by :class:`MigrationManager`."""

    #: The id.
    id: int
    #: The UUID. Since microversion 2.59.
    uuid: str
    #: The id of the server.
    instance_uuid: str
    #: The status, such as ``running``, ``completed`` or ``error``.
    status: str
    #: ``evacuation``, ``live-migration``, ``migration`` or ``resize``. Since microversion 2.23.
    migration_type: str
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
    #: The number that Nova's database has for the flavor before a resize.
    old_instance_type_id: int | None
    #: The number that Nova's database has for the flavor after a resize.
    new_instance_type_id: int | None
    #: The id of the user who requested it. Since microversion 2.80.
    user_id: str
    #: The id of the project in which it was requested. Since microversion 2.80.
    project_id: str
    #: When it was created, in ISO 8601.
    created_at: str
    #: When it was last updated, in ISO 8601, or None.
    updated_at: str | None
    #: Links to the server migration while a live migration is in progress. Since microversion
    #: 2.23.
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<Migration: {base.shown(getattr(self, 'id', 'unknown-id'))}>"


class MigrationManager(base.ManagerWithFind[Migration]):
    """The migrations of servers; for administrators."""

    resource_class = Migration
    _paging = paging.Markers(operator.attrgetter("uuid"), since="2.59")

    def _list_until_2_58(
        self,
        host: Service | Hypervisor | str | None = None,
        status: str | None = None,
        instance_uuid: Server | str | None = None,
        migration_type: str | None = None,
        source_compute: Service | Hypervisor | str | None = None,
    ) -> base.ListWithMeta[Migration]:
        """List migrations, all at once."""
        return self._page(
            host=host,
            status=status,
            instance_uuid=instance_uuid,
            migration_type=migration_type,
            source_compute=source_compute,
        )

    def _list_until_2_65(
        self,
        host: Service | Hypervisor | str | None = None,
        status: str | None = None,
        instance_uuid: Server | str | None = None,
        marker: Migration | str | None = None,
        limit: int | None = None,
        changes_since: _dates.Time | None = None,
        migration_type: str | None = None,
        source_compute: Service | Hypervisor | str | None = None,
    ) -> base.ListWithMeta[Migration]:
        """List a page of migrations."""
        return self._listed(
            host=host,
            status=status,
            instance_uuid=instance_uuid,
            marker=marker,
            limit=limit,
            changes_since=changes_since,
            migration_type=migration_type,
            source_compute=source_compute,
        )

    @api_versions.wraps(
        "2.66", older={("2.0", "2.58"): _list_until_2_58, ("2.59", "2.65"): _list_until_2_65}
    )
    @api_versions.arguments(user_id="2.80", project_id="2.80")
    def list(
        self,
        host: Service | Hypervisor | str | None = None,
        status: str | None = None,
        instance_uuid: Server | str | None = None,
        marker: Migration | str | None = None,
        limit: int | None = None,
        changes_since: _dates.Time | None = None,
        changes_before: _dates.Time | None = None,
        migration_type: str | None = None,
        source_compute: Service | Hypervisor | str | None = None,
        user_id: base.HasId | str | None = None,
        project_id: base.HasId | str | None = None,
    ) -> base.ListWithMeta[Migration]:
        """List migrations, the newest first.

        ``GET /os-migrations``

        :param host: Only migrations from or to this host: its name, or a service or hypervisor on
            it.
        :param status: Only migrations in this status.
        :param instance_uuid: Only migrations of this server, or the server of this id.
        :param marker: The migration that the page begins after, or its UUID. Since microversion
            2.59.
        :param limit: Return at most this many. Since microversion 2.59.
        :param changes_since: Only migrations updated at or after this time: a datetime, a date,
            or a string in ISO 8601; UTC if it has no time zone. Since microversion 2.59.
        :param changes_before: Only migrations updated at or before this time. Since microversion
            2.66.
        :param migration_type: ``evacuation``, ``live-migration``, ``migration`` or ``resize``.
        :param source_compute: Only migrations from this host, as for ``host``.
        :param user_id: Only migrations requested by this user, or the user of this id. Since
            microversion 2.80.
        :param project_id: Only migrations requested in this project, or the project of this id.
            Since microversion 2.80.
        :return: The migrations.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._listed(
            host=host,
            status=status,
            instance_uuid=instance_uuid,
            marker=marker,
            limit=limit,
            changes_since=changes_since,
            changes_before=changes_before,
            migration_type=migration_type,
            source_compute=source_compute,
            user_id=user_id,
            project_id=project_id,
        )

    @api_versions.arguments(
        changes_since="2.59", changes_before="2.66", user_id="2.80", project_id="2.80"
    )
    def iterate(
        self,
        host: Service | Hypervisor | str | None = None,
        status: str | None = None,
        instance_uuid: Server | str | None = None,
        *,
        changes_since: _dates.Time | None = None,
        changes_before: _dates.Time | None = None,
        migration_type: str | None = None,
        source_compute: Service | Hypervisor | str | None = None,
        user_id: base.HasId | str | None = None,
        project_id: base.HasId | str | None = None,
        page_size: int | None = None,
    ) -> Generator[Migration, None, None]:
        """Yield all migrations, the newest first, page by page.

        ``GET /os-migrations``. Up to microversion 2.58, Nova sends all at once.

        :param host: Only migrations from or to this host: its name, or a service or hypervisor on
            it.
        :param status: Only migrations in this status.
        :param instance_uuid: Only migrations of this server, or the server of this id.
        :param changes_since: Only migrations updated at or after this time: a datetime, a date,
            or a string in ISO 8601; UTC if it has no time zone. Since microversion 2.59.
        :param changes_before: Only migrations updated at or before this time. Since microversion
            2.66.
        :param migration_type: ``evacuation``, ``live-migration``, ``migration`` or ``resize``.
        :param source_compute: Only migrations from this host, as for ``host``.
        :param user_id: Only migrations requested by this user, or the user of this id. Since
            microversion 2.80.
        :param project_id: Only migrations requested in this project, or the project of this id.
            Since microversion 2.80.
        :param page_size: Request at most this many migrations per page; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 migrations, or more,
            are deleted between two pages.
        """
        return self._iterate(
            page_size,
            host=host,
            status=status,
            instance_uuid=instance_uuid,
            changes_since=changes_since,
            changes_before=changes_before,
            migration_type=migration_type,
            source_compute=source_compute,
            user_id=user_id,
            project_id=project_id,
        )

    def _page(self, **filters: Any) -> base.ListWithMeta[Migration]:
        given = utils.converted(utils.without_empty(filters), _AS_STRINGS)
        query = utils.renamed(given, _API_NAMES)
        return self._list("/os-migrations", "migrations", filters=query)
