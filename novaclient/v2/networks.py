# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Networks, which are looked up in Neutron."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib import parse

from novaclient import base, utils

if TYPE_CHECKING:
    from novaclient.adapter import ServiceClient


class Network(base.Resource):
    """A network. Made by :class:`NeutronManager`.

    It has whatever Neutron sends as attributes; only a few are listed here.
    """

    HUMAN_ID = True
    NAME_ATTR = "name"

    #: The id.
    id: str
    #: The name.
    name: str
    #: The status, such as ``ACTIVE``.
    status: str

    if TYPE_CHECKING:
        # Type checkers take any other name.
        def __getattr__(self, name: str) -> Any: ...

    def __repr__(self) -> str:
        return f"<Network: {base.shown(self._info.get('name', 'unknown-name'))}>"


class NeutronManager(base.Manager[Network]):
    """Networks, which are looked up in Neutron; the service catalog must have it."""

    resource_class = Network

    @property
    def client(self) -> ServiceClient:  # type: ignore[override]
        """The HTTP client for Neutron."""
        return self.api.client.of_service("network")  # type: ignore[no-any-return]

    def find_network(self, name: str) -> Network:
        """Find a network by its name.

        ``GET /v2.0/networks?name={name}`` of Neutron

        :param name: The name.
        :return: The network.
        :raises novaclient.exceptions.NotFound: if there is no such network.
        :raises novaclient.exceptions.NoUniqueMatch: if several networks have this name.
        """
        query = utils.encoded({"name": name}, quote_via=parse.quote)
        return self._only_match(self._list(f"/v2.0/networks?{query}", "networks"), name)
