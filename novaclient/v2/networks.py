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

"""Networks, looked up in Neutron."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib import parse

from novaclient import base, exceptions, utils
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient.adapter import ServiceClient


class Network(base.Resource):
    """A network.

    Made by :class:`NeutronManager`. Attributes are what Neutron sends, among them ``id``,
    ``name``, ``status``.
    """

    HUMAN_ID = True
    NAME_ATTR = "name"

    id: str
    name: str
    status: str

    def __repr__(self) -> str:
        return f"<Network: {base.shown(self._info.get('name', 'unknown-name'))}>"


class NeutronManager(base.Manager[Network]):
    """Networks, looked up in Neutron, which the service catalog must hold."""

    resource_class = Network

    @property
    def client(self) -> ServiceClient:  # type: ignore[override]
        """The HTTP side of the client, for Neutron."""
        return self.api.client.of_service("network")  # type: ignore[no-any-return]

    def find_network(self, name: str) -> Network:
        """Find a network by its name.

        ``GET /v2.0/networks?name={name}`` of Neutron

        :param name: The name.
        :return: The network.
        :raises novaclient.exceptions.NotFound: if there is none.
        :raises novaclient.exceptions.NoUniqueMatch: if the name is not unique.
        """
        query = utils._encoded({"name": name}, quote_via=parse.quote)
        matches = self._list(f"/v2.0/networks?{query}", "networks")
        if len(matches) > 1:
            raise exceptions.NoUniqueMatch(
                _("Multiple network matches found for '%s', use an ID to be more specific.") % name
            )
        if not matches:
            raise exceptions.NotFound(404, _("No Network matching %s.") % name)
        match: Network = matches[0]
        match.append_request_ids(matches.request_ids)
        return match
