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

"""The extensions of the API that a server says it has."""

from __future__ import annotations

from typing import Any

from novaclient import base, utils


class APIExtension(base.Resource):
    """An extension of the API.

    Made by :class:`ExtensionsManager`. Attributes: ``alias``, ``name``, ``description``,
    ``namespace``, ``updated``, ``links``.
    """

    alias: str
    name: str
    description: str
    namespace: str
    updated: str
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<APIExtension: {base.shown(self._info.get('alias', 'unknown-alias'))}>"

    @property
    def id(self) -> str:
        """The alias."""
        return self._at_hand("alias")  # type: ignore[no-any-return]


class ExtensionsManager(base.ManagerWithFind[APIExtension]):
    """The extensions of the API; since microversions there are no new ones."""

    resource_class = APIExtension

    def list(self) -> base.ListWithMeta[APIExtension]:
        """List the extensions.

        ``GET /extensions``

        :return: The extensions.
        """
        return self._list("/extensions", "extensions")

    def get(self, alias: str) -> APIExtension:
        """Get an extension.

        ``GET /extensions/{alias}``

        :param alias: The alias, such as ``os-keypairs``.
        :return: The extension.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(utils.path("extensions", alias), "extension")
