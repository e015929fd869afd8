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

"""Quotas: how much a project may use at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, utils


class QuotaSet(base.Resource):
    """The quotas of a project, or of a user in it.

    Made by :class:`QuotaSetManager`. Attributes: ``id`` (of the project), and for each quota,
    such as ``instances``, ``cores``, ``ram``, a number (-1 for no limit), or with
    ``detail=True`` a dict of ``limit``, ``in_use`` and ``reserved``.
    """

    manager: QuotaSetManager
    id: str
    # With detail=True these are dicts: "int | Any" lets both be used.
    instances: int | Any
    cores: int | Any
    ram: int | Any
    metadata_items: int | Any
    key_pairs: int | Any
    server_groups: int | Any
    server_group_members: int | Any
    injected_files: int | Any
    injected_file_content_bytes: int | Any
    injected_file_path_bytes: int | Any
    fixed_ips: int | Any
    floating_ips: int | Any
    security_groups: int | Any
    security_group_rules: int | Any

    def update(self, *args: Any, **kwargs: Any) -> QuotaSet | base.StrWithMeta:
        """Change quotas; see :meth:`QuotaSetManager.update`."""
        return self.manager.update(base.known_id(self), *args, **kwargs)


class QuotaSetManager(base.Manager[QuotaSet]):
    """How much a project may use at most."""

    resource_class = QuotaSet

    def get(self, tenant_id: str, user_id: str | None = None, detail: bool = False) -> QuotaSet:
        """Get the quotas of a project.

        ``GET /os-quota-sets/{tenant_id}``, or ``GET /os-quota-sets/{tenant_id}/detail``

        :param tenant_id: The id of the project.
        :param user_id: The id of a user in it, to get the user's.
        :param detail: Get what is used and reserved too.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user may not see those of the project.
        """
        url = utils.path("os-quota-sets", tenant_id) + ("/detail" if detail else "")
        return self._get(url, "quota_set", filters=_of_user(user_id))

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.56")
        def update(self, tenant_id: str, **kwargs: Any) -> QuotaSet | base.StrWithMeta:
            """Change quotas of a project.

            ``PUT /os-quota-sets/{tenant_id}``

            :param tenant_id: The id of the project.
            :param kwargs: The quotas, such as ``cores=40``; -1 for no limit; ``user_id`` for
                those of a user, and ``force=True`` to go below what is used.
            :return: The quotas.
            :raises novaclient.exceptions.BadRequest: if a quota would be below what is used.
            """
            user_id = kwargs.pop("user_id", None)
            return self._set(tenant_id, user_id, kwargs)

    @api_versions.wraps("2.57")
    def update(
        self,
        tenant_id: str,
        user_id: str | None = None,
        force: bool = False,
        instances: int | None = None,
        cores: int | None = None,
        ram: int | None = None,
        metadata_items: int | None = None,
        key_pairs: int | None = None,
        server_groups: int | None = None,
        server_group_members: int | None = None,
    ) -> QuotaSet | base.StrWithMeta:
        """Change quotas of a project; -1 for no limit.

        ``PUT /os-quota-sets/{tenant_id}``

        :param tenant_id: The id of the project.
        :param user_id: The id of a user in it, to change the user's.
        :param force: Allow quotas below what is used.
        :param instances: Servers.
        :param cores: Virtual CPUs.
        :param ram: Memory, in MiB.
        :param metadata_items: Items of metadata of a server.
        :param key_pairs: Key pairs of a user.
        :param server_groups: Server groups.
        :param server_group_members: Servers in a server group.
        :return: The quotas.
        :raises novaclient.exceptions.BadRequest: if a quota would be below what is used.
        """
        return self._set(
            tenant_id,
            user_id,
            {
                "force": force or None,
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
        self, tenant_id: str, user_id: str | None, quotas: dict[str, Any]
    ) -> QuotaSet | base.StrWithMeta:
        given = {name: value for name, value in quotas.items() if value is not None}
        url = utils.get_url_with_filter(utils.path("os-quota-sets", tenant_id), _of_user(user_id))
        return self._update(url, {"quota_set": given}, "quota_set")

    def defaults(self, tenant_id: str) -> QuotaSet:
        """Get the quotas that a project has if none are set for it.

        ``GET /os-quota-sets/{tenant_id}/defaults``

        :param tenant_id: The id of the project.
        :return: The quotas.
        """
        return self._get(utils.path("os-quota-sets", tenant_id, "defaults"), "quota_set")

    def delete(self, tenant_id: str, user_id: str | None = None) -> base.WithMeta:
        """Delete the quotas of a project, which has the defaults then.

        ``DELETE /os-quota-sets/{tenant_id}``

        :param tenant_id: The id of the project.
        :param user_id: The id of a user in it, to delete the user's.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        url = utils.path("os-quota-sets", tenant_id)
        return self._delete(utils.get_url_with_filter(url, _of_user(user_id)))


def _of_user(user_id: str | None) -> dict[str, Any]:
    return {"user_id": user_id} if user_id else {}
