# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Quota classes: the quotas of projects that have none of their own."""

from __future__ import annotations

from typing import Any

from novaclient import api_versions, base, utils


class QuotaClassSet(base.Resource):
    """The quotas of a class.

    Made by :class:`QuotaClassSetManager`. Attributes: ``id`` (the name of the class), and a
    number for each quota, such as ``instances``, ``cores``, ``ram``; -1 for no limit.
    """

    manager: QuotaClassSetManager
    id: str
    instances: int
    cores: int
    ram: int
    metadata_items: int
    key_pairs: int
    server_groups: int
    server_group_members: int
    injected_files: int
    injected_file_content_bytes: int
    injected_file_path_bytes: int
    fixed_ips: int
    floating_ips: int
    security_groups: int
    security_group_rules: int

    def update(self, *args: Any, **kwargs: Any) -> QuotaClassSet | base.StrWithMeta:
        """Change quotas; see :meth:`QuotaClassSetManager.update`."""
        return self.manager.update(self.id, *args, **kwargs)


class QuotaClassSetManager(base.Manager[QuotaClassSet]):
    """The quotas of projects that have none of their own; for administrators."""

    resource_class = QuotaClassSet

    def get(self, class_name: str) -> QuotaClassSet:
        """Get the quotas of a class.

        ``GET /os-quota-class-sets/{class_name}``

        :param class_name: The name of the class; ``default`` is the one that Nova uses.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._get(utils.path("os-quota-class-sets", class_name), "quota_class_set")

    def _update_until_2_49(
        self, class_name: str, **kwargs: Any
    ) -> QuotaClassSet | base.StrWithMeta:
        """Update quotas of any name."""
        return self._set(class_name, kwargs)

    def _update_until_2_56(
        self,
        class_name: str,
        instances: int | None = None,
        cores: int | None = None,
        ram: int | None = None,
        metadata_items: int | None = None,
        injected_files: int | None = None,
        injected_file_content_bytes: int | None = None,
        injected_file_path_bytes: int | None = None,
        key_pairs: int | None = None,
        server_groups: int | None = None,
        server_group_members: int | None = None,
    ) -> QuotaClassSet | base.StrWithMeta:
        """Update quotas, those of injected files too."""
        return self._set(
            class_name,
            {
                "instances": instances,
                "cores": cores,
                "ram": ram,
                "metadata_items": metadata_items,
                "injected_files": injected_files,
                "injected_file_content_bytes": injected_file_content_bytes,
                "injected_file_path_bytes": injected_file_path_bytes,
                "key_pairs": key_pairs,
                "server_groups": server_groups,
                "server_group_members": server_group_members,
            },
        )

    @api_versions.wraps(
        "2.57", older={("2.0", "2.49"): _update_until_2_49, ("2.50", "2.56"): _update_until_2_56}
    )
    def update(
        self,
        class_name: str,
        instances: int | None = None,
        cores: int | None = None,
        ram: int | None = None,
        metadata_items: int | None = None,
        key_pairs: int | None = None,
        server_groups: int | None = None,
        server_group_members: int | None = None,
    ) -> QuotaClassSet | base.StrWithMeta:
        """Update the quotas of a class; -1 means unlimited.

        ``PUT /os-quota-class-sets/{class_name}``. Up to microversion 2.49, any other keyword is
        the name of a quota too, such as ``floating_ips=10``.

        :param class_name: The name of the class.
        :param instances: Servers.
        :param cores: Virtual CPUs.
        :param ram: Memory, in MiB.
        :param metadata_items: Metadata items of a server.
        :param injected_files: Files injected into a server. Up to microversion 2.56.
        :param injected_file_content_bytes: Bytes of an injected file. Up to microversion 2.56.
        :param injected_file_path_bytes: Bytes of its path. Up to microversion 2.56.
        :param key_pairs: Key pairs of a user.
        :param server_groups: Server groups.
        :param server_group_members: Servers in a server group.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._set(
            class_name,
            {
                "instances": instances,
                "cores": cores,
                "ram": ram,
                "metadata_items": metadata_items,
                "key_pairs": key_pairs,
                "server_groups": server_groups,
                "server_group_members": server_group_members,
            },
        )

    def _set(self, class_name: str, quotas: dict[str, Any]) -> QuotaClassSet | base.StrWithMeta:
        given = {name: value for name, value in quotas.items() if value is not None}
        url = utils.path("os-quota-class-sets", class_name)
        return self._update(url, {"quota_class_set": given}, "quota_class_set")
