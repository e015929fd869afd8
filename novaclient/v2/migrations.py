# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Migrations: servers that moved, or move, to another host."""

from __future__ import annotations

import operator
from collections.abc import Generator
from typing import Any

from novaclient import api_versions, base, paging, utils

_API_NAMES = {"changes_since": "changes-since", "changes_before": "changes-before"}


class Migration(base.Resource):
    """A move of a server to another host.

    Made by :class:`MigrationManager`. Attributes: ``id``, ``uuid`` (since microversion 2.59),
    ``instance_uuid``, ``status``, ``migration_type`` (since 2.23), ``source_compute``,
    ``dest_compute``, ``old_instance_type_id``, ``new_instance_type_id``, ``created_at``,
    ``updated_at``, ``user_id`` and ``project_id`` (since 2.80).
    """

    id: int
    uuid: str
    instance_uuid: str
    status: str
    migration_type: str
    source_compute: str | None
    source_node: str | None
    dest_compute: str | None
    dest_host: str | None
    dest_node: str | None
    old_instance_type_id: int | None
    new_instance_type_id: int | None
    user_id: str
    project_id: str
    created_at: str
    updated_at: str | None
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<Migration: {base.shown(getattr(self, 'id', 'unknown-id'))}>"


class MigrationManager(base.ManagerWithFind[Migration]):
    """Servers that moved, or move, to another host; for administrators."""

    resource_class = Migration
    _paging = paging.Markers(operator.attrgetter("uuid"), since="2.59")

    def _list_until_2_58(
        self,
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
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
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        marker: str | None = None,
        limit: int | None = None,
        changes_since: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
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
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        marker: str | None = None,
        limit: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
        user_id: str | None = None,
        project_id: str | None = None,
    ) -> base.ListWithMeta[Migration]:
        """List migrations, the newest first.

        ``GET /os-migrations``

        :param host: Only migrations from or to this host.
        :param status: Only migrations in this status.
        :param instance_uuid: Only migrations of the server of this id.
        :param marker: The UUID of the migration that the page begins after. Since microversion
            2.59.
        :param limit: The maximum number of migrations. Since microversion 2.59.
        :param changes_since: Only migrations changed at or after this time, in ISO 8601. Since
            microversion 2.59.
        :param changes_before: Only migrations changed at or before this time. Since microversion
            2.66.
        :param migration_type: ``evacuation``, ``live-migration``, ``migration`` or ``resize``.
        :param source_compute: Only migrations from this host.
        :param user_id: Only migrations requested by this user. Since microversion 2.80.
        :param project_id: Only migrations requested in this project. Since microversion 2.80.
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
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        *,
        changes_since: str | None = None,
        changes_before: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
        user_id: str | None = None,
        project_id: str | None = None,
        page_size: int | None = None,
    ) -> Generator[Migration, None, None]:
        """Yield all migrations, the newest first, page after page.

        ``GET /os-migrations``; before microversion 2.59 all come at once.

        :param host: From or to this host.
        :param status: In this status.
        :param instance_uuid: Of the server of this id.
        :param changes_since: Changed at or after this time, in ISO 8601. Since microversion
            2.59.
        :param changes_before: Changed at or before this time. Since microversion 2.66.
        :param migration_type: ``evacuation``, ``live-migration``, ``migration`` or ``resize``.
        :param source_compute: From this host.
        :param user_id: Begun by this user. Since microversion 2.80.
        :param project_id: Begun in this project. Since microversion 2.80.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is not a number, or is less than 1.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 migrations, or more,
            vanish between two pages.
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
        query = utils.renamed(utils.without_empty(filters), _API_NAMES)
        return self._list("/os-migrations", "migrations", filters=query)
