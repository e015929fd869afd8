# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Quota classes: the quotas of projects that have no quotas of their own."""

from __future__ import annotations

from typing import Any

from novaclient import api_versions, base, utils


class QuotaClassSet(base.Resource):
    """The quotas of a quota class; -1 means unlimited. Made by :class:`QuotaClassSetManager`."""

    manager: QuotaClassSetManager
    #: The name of the class. Not in the response to :meth:`QuotaClassSetManager.update`.
    id: str
    #: Servers.
    instances: int
    #: Virtual CPUs.
    cores: int
    #: Memory, in MiB.
    ram: int
    #: Metadata items of a server.
    metadata_items: int
    #: Key pairs of a user.
    key_pairs: int
    #: Server groups. Since microversion 2.50.
    server_groups: int
    #: Servers in a server group. Since microversion 2.50.
    server_group_members: int
    #: Files injected into a server. Up to microversion 2.56.
    injected_files: int
    #: Bytes of an injected file. Up to microversion 2.56.
    injected_file_content_bytes: int
    #: Bytes of the path of an injected file. Up to microversion 2.56.
    injected_file_path_bytes: int
    #: Fixed IP addresses. Up to microversion 2.49.
    fixed_ips: int
    #: Floating IP addresses. Up to microversion 2.49.
    floating_ips: int
    #: Security groups. Up to microversion 2.49.
    security_groups: int
    #: Rules of a security group. Up to microversion 2.49.
    security_group_rules: int

    def update(self, *args: Any, **kwargs: Any) -> QuotaClassSet | base.StrWithMeta:
        """Update the quotas of the class; see :meth:`QuotaClassSetManager.update`."""
        return self.manager.update(base.known_id(self), *args, **kwargs)


class QuotaClassSetManager(base.Manager[QuotaClassSet]):
    """The quotas of projects that have no quotas of their own; for administrators."""

    resource_class = QuotaClassSet

    def get(self, class_name: QuotaClassSet | str) -> QuotaClassSet:
        """Get the quotas of a class.

        ``GET /os-quota-class-sets/{class_name}``

        :param class_name: The class, or its name. ``default`` is the only one that Nova uses.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._get(base.path("os-quota-class-sets", class_name), "quota_class_set")

    def _update_until_2_49(
        self, class_name: QuotaClassSet | str, **kwargs: Any
    ) -> QuotaClassSet | base.StrWithMeta:
        """Update quotas of any name."""
        return self._set(class_name, kwargs)

    def _update_until_2_56(
        self,
        class_name: QuotaClassSet | str,
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
        """Update quotas, including those of injected files."""
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
        class_name: QuotaClassSet | str,
        instances: int | None = None,
        cores: int | None = None,
        ram: int | None = None,
        metadata_items: int | None = None,
        key_pairs: int | None = None,
        server_groups: int | None = None,
        server_group_members: int | None = None,
    ) -> QuotaClassSet | base.StrWithMeta:
        """Update the quotas of a class; -1 means unlimited.

        ``PUT /os-quota-class-sets/{class_name}``. Up to microversion 2.49, any other
        keyword names a quota too, such as ``floating_ips=10``.

        :param class_name: The class, or its name.
        :param instances: Servers.
        :param cores: Virtual CPUs.
        :param ram: Memory, in MiB.
        :param metadata_items: Metadata items of a server.
        :param injected_files: Files injected into a server. Up to microversion 2.56.
        :param injected_file_content_bytes: Bytes of an injected file. Up to microversion 2.56.
        :param injected_file_path_bytes: Bytes of the path of an injected file. Up to microversion
            2.56.
        :param key_pairs: Key pairs of a user.
        :param server_groups: Server groups.
        :param server_group_members: Servers in a server group.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
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

    def _set(
        self, class_name: QuotaClassSet | str, quotas: dict[str, Any]
    ) -> QuotaClassSet | base.StrWithMeta:
        url = base.path("os-quota-class-sets", class_name)
        body = {"quota_class_set": utils.without_none(quotas)}
        return self._update(url, body, "quota_class_set")
