# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Quotas: how much a project may use."""

from __future__ import annotations

from typing import Any

from novaclient import api_versions, base, utils


class QuotaSet(base.Resource):
    """The quotas of a project, or of a user in it. Made by :class:`QuotaSetManager`.

    Each quota is a number, and -1 means unlimited. With ``detail=True`` it is a dict of ``limit``,
    ``in_use`` and ``reserved`` instead.
    """

    manager: QuotaSetManager
    #: The id of the project. Not in the response to :meth:`QuotaSetManager.update`.
    id: str
    # "int | Any" lets programs use both forms without a type error.
    #: Servers.
    instances: int | Any
    #: Virtual CPUs.
    cores: int | Any
    #: Memory, in MiB.
    ram: int | Any
    #: Metadata items of a server.
    metadata_items: int | Any
    #: Key pairs of a user.
    key_pairs: int | Any
    #: Server groups.
    server_groups: int | Any
    #: Servers in a server group.
    server_group_members: int | Any
    #: Files injected into a server. Up to microversion 2.56.
    injected_files: int | Any
    #: Bytes of an injected file. Up to microversion 2.56.
    injected_file_content_bytes: int | Any
    #: Bytes of the path of an injected file. Up to microversion 2.56.
    injected_file_path_bytes: int | Any
    #: Fixed IP addresses. Up to microversion 2.35.
    fixed_ips: int | Any
    #: Floating IP addresses. Up to microversion 2.35.
    floating_ips: int | Any
    #: Security groups. Up to microversion 2.35.
    security_groups: int | Any
    #: Rules of a security group. Up to microversion 2.35.
    security_group_rules: int | Any

    # What they were asked for by: Nova does not repeat it.
    _user_id: str | None = None
    _detail: bool = False

    def _names(self) -> tuple[Any, ...]:
        if not self._user_id and not self._detail:
            return (self.id,)
        return self.id, self._user_id, self._detail

    def update(self, *args: Any, **kwargs: Any) -> QuotaSet | base.StrWithMeta:
        """Update the quotas of the project; see :meth:`QuotaSetManager.update`.

        Quotas that were got for a user are updated for this user.
        """
        if self._user_id and not args:
            kwargs.setdefault("user_id", self._user_id)
        return self.manager.update(base.known_id(self), *args, **kwargs)


class QuotaSetManager(base.Manager[QuotaSet]):
    """The quotas of projects, and of users in them."""

    resource_class = QuotaSet

    def get(
        self,
        tenant_id: base.HasId | str,
        user_id: base.HasId | str | None = None,
        detail: bool = False,
    ) -> QuotaSet:
        """Get the quotas of a project.

        ``GET /os-quota-sets/{tenant_id}``, or ``GET /os-quota-sets/{tenant_id}/detail``

        :param tenant_id: The project, or its id.
        :param user_id: A user, or its id, to get the quotas of this user in the project.
        :param detail: Include how much is used and reserved.
        :return: The quotas.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator and asks for
            another project.
        """
        url = base.path("os-quota-sets", tenant_id) + ("/detail" if detail else "")
        quotas = self._get(url, "quota_set", filters=_of_user(user_id))
        quotas._user_id, quotas._detail = base.known_id(user_id), detail
        return quotas

    def _update_until_2_56(
        self, tenant_id: base.HasId | str, **kwargs: Any
    ) -> QuotaSet | base.StrWithMeta:
        """Update quotas of any name."""
        user_id = kwargs.pop("user_id", None)
        return self._set(tenant_id, user_id, kwargs)

    @api_versions.wraps("2.57", older={("2.0", "2.56"): _update_until_2_56})
    def update(
        self,
        tenant_id: base.HasId | str,
        user_id: base.HasId | str | None = None,
        force: bool = False,
        instances: int | None = None,
        cores: int | None = None,
        ram: int | None = None,
        metadata_items: int | None = None,
        key_pairs: int | None = None,
        server_groups: int | None = None,
        server_group_members: int | None = None,
    ) -> QuotaSet | base.StrWithMeta:
        """Update the quotas of a project; -1 means unlimited.

        ``PUT /os-quota-sets/{tenant_id}``. Up to microversion 2.56, any other keyword
        names a quota too, such as ``floating_ips=10``.

        :param tenant_id: The project, or its id.
        :param user_id: A user, or its id, to update the quotas of this user in the project.
        :param force: Allow a quota below what is used already.
        :param instances: Servers.
        :param cores: Virtual CPUs.
        :param ram: Memory, in MiB.
        :param metadata_items: Metadata items of a server.
        :param key_pairs: Key pairs of a user.
        :param server_groups: Server groups.
        :param server_group_members: Servers in a server group.
        :return: The quotas.
        :raises novaclient.exceptions.BadRequest: if a quota is below what is used already,
            without ``force``.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
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
        self,
        tenant_id: base.HasId | str,
        user_id: base.HasId | str | None,
        quotas: dict[str, Any],
    ) -> QuotaSet | base.StrWithMeta:
        url = utils.get_url_with_filter(base.path("os-quota-sets", tenant_id), _of_user(user_id))
        return self._update(url, {"quota_set": utils.without_none(quotas)}, "quota_set")

    def defaults(self, tenant_id: base.HasId | str) -> QuotaSet:
        """Get the default quotas, which a project has unless others are set for it.

        ``GET /os-quota-sets/{tenant_id}/defaults``

        :param tenant_id: The project, or its id.
        :return: The quotas.
        """
        return self._get(base.path("os-quota-sets", tenant_id, "defaults"), "quota_set")

    def delete(
        self, tenant_id: base.HasId | str, user_id: base.HasId | str | None = None
    ) -> base.WithMeta:
        """Delete the quotas of a project; the default quotas apply then.

        ``DELETE /os-quota-sets/{tenant_id}``

        :param tenant_id: The project, or its id.
        :param user_id: A user, or its id, to delete the quotas of this user in the project.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        url = base.path("os-quota-sets", tenant_id)
        return self._delete(utils.get_url_with_filter(url, _of_user(user_id)))


def _of_user(user_id: base.HasId | str | None) -> dict[str, Any]:
    return utils.without_empty({"user_id": base.known_id(user_id)})
