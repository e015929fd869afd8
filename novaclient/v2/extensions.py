# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""API extensions, as Nova listed them before there were microversions."""

from __future__ import annotations

from typing import Any

from novaclient import base


class APIExtension(base.Resource):
    """An API extension. Made by :class:`ExtensionsManager`."""

    #: The alias, such as ``os-keypairs``.
    alias: str
    #: The name, such as ``Keypairs``.
    name: str
    #: What it adds to the API.
    description: str
    #: A placeholder, which Nova keeps for old programs.
    namespace: str
    #: A placeholder, which Nova keeps for old programs.
    updated: str
    #: Links to documentation; always empty.
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<APIExtension: {base.shown(self._info.get('alias', 'unknown-alias'))}>"

    @property
    def id(self) -> str:
        """The alias, which serves as the id."""
        return self._at_hand("alias")  # type: ignore[no-any-return]


class ExtensionsManager(base.ManagerWithFind[APIExtension]):
    """API extensions.

    The list no longer grows: microversions say what a server can do.
    """

    resource_class = APIExtension

    def list(self) -> base.ListWithMeta[APIExtension]:
        """List the extensions.

        ``GET /extensions``

        :return: The extensions.
        """
        return self._list("/extensions", "extensions")

    def get(self, alias: APIExtension | str) -> APIExtension:
        """Get an extension.

        ``GET /extensions/{alias}``

        :param alias: The extension, or its alias, such as ``os-keypairs``.
        :return: The extension.
        :raises novaclient.exceptions.NotFound: if there is no such extension.
        """
        return self._get(base.path("extensions", alias), "extension")
