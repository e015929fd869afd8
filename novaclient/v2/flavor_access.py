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

"""Which projects may use a flavor that is not public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor


class FlavorAccess(base.Resource):
    """The access of a project to a flavor.

    Made by :class:`FlavorAccessManager`. Attributes: ``flavor_id``, ``tenant_id``.
    """

    flavor_id: str
    tenant_id: str

    def __repr__(self) -> str:
        flavor = self._info.get("flavor_id", "unknown-id")
        project = self._info.get("tenant_id", "unknown-id")
        return f"<FlavorAccess flavor id: {base.shown(flavor)}, tenant id: {base.shown(project)}>"


class FlavorAccessManager(base.ManagerWithFind[FlavorAccess]):
    """Which projects may use a flavor that is not public."""

    resource_class = FlavorAccess

    def list(self, **kwargs: Any) -> base.ListWithMeta[FlavorAccess]:
        """List the projects that may use a flavor.

        ``GET /flavors/{flavor}/os-flavor-access``

        :param flavor: The flavor, or its id.
        :return: One entry per project.
        :raises NotImplementedError: if no flavor is given; Nova lists by flavor only.
        :raises novaclient.exceptions.NotFound: if there is no such flavor, or it is public.
        """
        if not kwargs.get("flavor"):
            raise NotImplementedError(_("Unknown list options."))
        url = base.path("flavors", kwargs["flavor"], "os-flavor-access")
        return self._list(url, "flavor_access")

    def add_tenant_access(
        self, flavor: Flavor | str, tenant: str
    ) -> base.ListWithMeta[FlavorAccess]:
        """Let a project use a flavor.

        ``POST /flavors/{flavor}/action``, ``addTenantAccess``

        :param flavor: The flavor, or its id.
        :param tenant: The id of the project.
        :return: The projects that may use the flavor now.
        :raises novaclient.exceptions.Conflict: if the project may already.
        """
        return self._act("addTenantAccess", flavor, tenant)

    def remove_tenant_access(
        self, flavor: Flavor | str, tenant: str
    ) -> base.ListWithMeta[FlavorAccess]:
        """Do not let a project use a flavor any more.

        ``POST /flavors/{flavor}/action``, ``removeTenantAccess``

        :param flavor: The flavor, or its id.
        :param tenant: The id of the project.
        :return: The projects that may use the flavor now.
        :raises novaclient.exceptions.NotFound: if the project may not anyway.
        """
        return self._act("removeTenantAccess", flavor, tenant)

    def _act(
        self, action: str, flavor: Flavor | str, tenant: str
    ) -> base.ListWithMeta[FlavorAccess]:
        body = {action: {"tenant": tenant}}
        self.run_hooks("modify_body_for_action", body)
        url = base.path("flavors", flavor, "action")
        resp, answer = self.client.post(url, body=body)
        rows = self._rows(answer, "flavor_access", resp, url)
        return base.ListWithMeta([FlavorAccess(self, row) for row in rows], resp)
