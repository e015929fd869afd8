# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Shares of Manila that servers use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import api_versions, base

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ServerShare(base.Resource):
    """A share that a server uses.

    Made by :class:`ServerSharesManager`. Attributes: ``share_id``, ``status`` (attaching,
    detaching, inactive, active or error), ``tag``; for administrators also ``uuid`` and
    ``export_location``, but not in a list.
    """

    share_id: str
    status: str
    tag: str
    uuid: str
    export_location: str

    # Nova does not say of a share which server uses it.
    _server_id: str | None = None

    def __repr__(self) -> str:
        return f"<ServerShare: {base.shown(self._info.get('share_id', 'unknown-id'))}>"

    @property
    def id(self) -> str:
        """The id that Manila gave the share."""
        return self._at_hand("share_id")  # type: ignore[no-any-return]

    def _names(self) -> tuple[str, str] | None:
        return None if self._server_id is None else (self._server_id, self.id)


class ServerSharesManager(base.Manager[ServerShare]):
    """Shares of Manila that servers use. Since microversion 2.97.

    Wherever a method takes a share, it takes a :class:`ServerShare` or the id that Manila gave
    the share.
    """

    resource_class = ServerShare

    @api_versions.wraps("2.97")
    def list(self, server: Server | str) -> base.ListWithMeta[ServerShare]:
        """List the shares of a server.

        ``GET /servers/{server}/shares``

        :param server: The server, or its id.
        :return: The shares.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        shares = self._list(base.path("servers", server, "shares"), "shares")
        for share in shares:
            _remember(share, server)
        return shares

    @api_versions.wraps("2.97")
    def get(self, server: Server | str, share: ServerShare | str) -> ServerShare:
        """Get a share of a server.

        ``GET /servers/{server}/shares/{share}``

        :param server: The server, or its id.
        :param share: The share, or its id.
        :return: The share.
        :raises novaclient.exceptions.NotFound: if the server does not use it.
        """
        url = base.path("servers", server, "shares", share)
        return _remember(self._get(url, "share"), server)

    @api_versions.wraps("2.97")
    def create(
        self, server: Server | str, share_id: ServerShare | str, tag: str | None = None
    ) -> ServerShare:
        """Let a stopped server use a share.

        ``POST /servers/{server}/shares``

        :param server: The server, or its id.
        :param share_id: The id of the share.
        :param tag: The name by which the server mounts it, of letters, digits and ``-``; by
            default the id of the share.
        :return: The share, which is ``attaching`` first.
        :raises novaclient.exceptions.Conflict: if the server is not stopped, or uses it already.
        :raises novaclient.exceptions.Forbidden: if the host of the server can't do this.
        """
        share = {"share_id": base.getid(share_id)}
        if tag is not None:
            share["tag"] = tag
        attached: ServerShare = self._create(
            base.path("servers", server, "shares"), {"share": share}, "share"
        )
        return _remember(attached, server)

    @api_versions.wraps("2.97")
    def delete(self, server: Server | str, share: ServerShare | str) -> base.WithMeta:
        """Let a stopped server use a share no more.

        ``DELETE /servers/{server}/shares/{share}``

        :param server: The server, or its id.
        :param share: The share, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not stopped.
        :raises novaclient.exceptions.NotFound: if the server does not use it.
        """
        return self._delete(base.path("servers", server, "shares", share))


def _remember(share: ServerShare, server: Server | str) -> ServerShare:
    share._server_id = base.known_id(server)
    return share
