# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What the topics of :class:`~novaclient.v2.servers.ServerManager` have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base, paging
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    import requests


class ServerTopic(base.BootingManagerWithFind[Server]):
    """Operations on servers; the managers of topics are made of it."""

    resource_class = Server
    # Nova takes the second of a server that is in two cells for a while out of a page, which then
    # looks like the last one.
    _paging = paging.Markers(announced=False)

    def get(self, server: Server | str) -> Server:
        """Get a server.

        ``GET /servers/{server}``

        :param server: The server, or its id.
        :return: The server.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(base.path("servers", server), "server")

    def _action(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> base.WithMeta:
        """Do something with a server; extensions call and override it, too.

        :param action: The key of the body.
        :param server: The server, or its id.
        :param info: What the key holds.
        :param kwargs: What hooks ``modify_body_for_action`` get beside the body.
        :return: What the server answered, as a rule nothing: an empty tuple.
        """
        resp, answer = self._action_return_resp_and_body(action, server, info, **kwargs)
        return self._unread(answer, resp)

    def _action_return_resp_and_body(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> tuple[requests.Response, Any]:
        """Do something with a server and return the response itself.

        Every action goes through this method; extensions call and override it, too.

        :param action: The key of the body.
        :param server: The server, or its id.
        :param info: What the key holds.
        :param kwargs: What hooks ``modify_body_for_action`` get beside the body.
        :return: The response and its body.
        """
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        return self.client.post(action_url(server), body=body)


def action_url(server: Server | str) -> str:
    """Return the path of the actions of a server."""
    return base.path("servers", server, "action")


def as_tuple(response_and_body: tuple[requests.Response, Any]) -> base.TupleWithMeta:
    """Make what the actions return that give their response."""
    return base.TupleWithMeta(response_and_body, response_and_body[0])
