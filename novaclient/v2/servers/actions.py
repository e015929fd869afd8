# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""What the topic classes of the manager of servers share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base, paging
from novaclient.v2 import _operations
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    import requests


class ServerTopic(base.BootingManagerWithFind[Server]):
    """The base of the topic classes of :class:`~novaclient.v2.servers.ServerManager`."""

    resource_class = Server
    # While a server is in two cells, Nova removes the duplicate from the page, which then looks
    # like the last one.
    _paging = paging.Markers(announced=False, partial=True)
    _unique = frozenset({"id"})

    def get(self, server: Server | str) -> Server:
        """Get a server.

        ``GET /servers/{server}``

        :param server: The server, or its id.
        :return: The server.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get(base.path("servers", server), "server")

    _get_by_id = get

    def _action(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> base.WithMeta:
        """Send an action. Extensions call and override this method.

        :param action: The name of the action, which is the key of the body.
        :param server: The server, or its id.
        :param info: The value of that key.
        :param kwargs: Further arguments of the hooks ``modify_body_for_action``.
        :return: The body of the response, as a rule an empty tuple, with the request id.
        """
        resp, content = self._action_return_resp_and_body(action, server, info, **kwargs)
        return self._unread(content, resp)

    def _action_return_resp_and_body(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> tuple[requests.Response, Any]:
        """Send an action and return the response itself.

        All actions go through this method. Extensions call and override it.

        :param action: The name of the action, which is the key of the body.
        :param server: The server, or its id.
        :param info: The value of that key.
        :param kwargs: Further arguments of the hooks ``modify_body_for_action``.
        :return: The response and its body.
        """
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        resp, content = self.client.post(action_url(server), body=body)
        _operations.began_by(action, server, resp)
        return resp, content


def action_url(server: Server | str) -> str:
    """Return the path of the actions of a server."""
    return base.path("servers", server, "action")


def as_tuple(response_and_body: tuple[requests.Response, Any]) -> base.TupleWithMeta:
    """Return a response and its body as the actions do whose callers get both."""
    return base.TupleWithMeta(response_and_body, response_and_body[0])
