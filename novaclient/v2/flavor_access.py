# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Flavor access: the projects that may use a flavor that is not public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor


class FlavorAccess(base.Resource):
    """The access of a project to a flavor. Made by :class:`FlavorAccessManager`."""

    #: The id of the flavor.
    flavor_id: str
    #: The id of the project.
    tenant_id: str

    def __repr__(self) -> str:
        flavor = self._info.get("flavor_id", "unknown-id")
        project = self._info.get("tenant_id", "unknown-id")
        return f"<FlavorAccess flavor id: {base.shown(flavor)}, tenant id: {base.shown(project)}>"


class FlavorAccessManager(base.ManagerWithFind[FlavorAccess]):
    """The projects that may use a flavor that is not public."""

    resource_class = FlavorAccess

    def list(self, **kwargs: Any) -> base.ListWithMeta[FlavorAccess]:
        """List the projects that may use a flavor.

        ``GET /flavors/{flavor}/os-flavor-access``

        :param flavor: The flavor, or its id.
        :return: One entry for each project.
        :raises NotImplementedError: if no flavor is given. Nova lists by flavor only.
        :raises novaclient.exceptions.NotFound: if there is no such flavor, or if it is public.
        """
        if not kwargs.get("flavor"):
            raise NotImplementedError("Unknown list options.")
        url = base.path("flavors", kwargs["flavor"], "os-flavor-access")
        return self._list(url, "flavor_access")

    def add_tenant_access(
        self, flavor: Flavor | str, tenant: base.HasId | str
    ) -> base.ListWithMeta[FlavorAccess]:
        """Give a project access to a flavor.

        ``POST /flavors/{flavor}/action``, ``addTenantAccess``

        :param flavor: The flavor, or its id.
        :param tenant: The project, or its id.
        :return: One entry for each project that may use the flavor afterwards.
        :raises novaclient.exceptions.NotFound: if there is no such flavor.
        :raises novaclient.exceptions.Conflict: if the project has access already, or, since
            microversion 2.7, if the flavor is public.
        """
        return self._action("addTenantAccess", flavor, {"tenant": base.known_id(tenant)})

    def remove_tenant_access(
        self, flavor: Flavor | str, tenant: base.HasId | str
    ) -> base.ListWithMeta[FlavorAccess]:
        """Remove the access of a project to a flavor.

        ``POST /flavors/{flavor}/action``, ``removeTenantAccess``

        :param flavor: The flavor, or its id.
        :param tenant: The project, or its id.
        :return: One entry for each project that may use the flavor afterwards.
        :raises novaclient.exceptions.NotFound: if there is no such flavor, or if the project has
            no access to it.
        """
        return self._action("removeTenantAccess", flavor, {"tenant": base.known_id(tenant)})

    def _action(
        self, action: str, flavor: Flavor | str, info: Any, **kwargs: Any
    ) -> base.ListWithMeta[FlavorAccess]:
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        url = base.path("flavors", flavor, "action")
        resp, changed = self.client.post(url, body=body)
        rows = self._rows(changed, "flavor_access", resp, url)
        return base.ListWithMeta([FlavorAccess(self, row) for row in rows], resp)
