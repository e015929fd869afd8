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

"""Quota classes: the quotas of projects that have none of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        return self.manager.update(base.known_id(self), *args, **kwargs)


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

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.49")
        def update(self, class_name: str, **kwargs: Any) -> QuotaClassSet | base.StrWithMeta:
            """Change quotas of a class.

            ``PUT /os-quota-class-sets/{class_name}``

            :param class_name: The name of the class.
            :param kwargs: The quotas, such as ``cores=40``; -1 for no limit.
            :return: The quotas.
            :raises novaclient.exceptions.BadRequest: if there is no such quota.
            """
            return self._set(class_name, kwargs)

        @api_versions.wraps("2.50", "2.56")
        def update(  # noqa: F811
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
            """Change quotas of a class; -1 for no limit.

            ``PUT /os-quota-class-sets/{class_name}``

            :param class_name: The name of the class.
            :param instances: Servers.
            :param cores: Virtual CPUs.
            :param ram: Memory, in MiB.
            :param metadata_items: Items of metadata of a server.
            :param injected_files: Files given to a server.
            :param injected_file_content_bytes: Bytes of such a file.
            :param injected_file_path_bytes: Bytes of its path.
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
                    "injected_files": injected_files,
                    "injected_file_content_bytes": injected_file_content_bytes,
                    "injected_file_path_bytes": injected_file_path_bytes,
                    "key_pairs": key_pairs,
                    "server_groups": server_groups,
                    "server_group_members": server_group_members,
                },
            )

    @api_versions.wraps("2.57")
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
        """Change quotas of a class; -1 for no limit.

        ``PUT /os-quota-class-sets/{class_name}``

        :param class_name: The name of the class.
        :param instances: Servers.
        :param cores: Virtual CPUs.
        :param ram: Memory, in MiB.
        :param metadata_items: Items of metadata of a server.
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
