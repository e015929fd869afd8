# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Server shares: Manila shares that are attached to servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import api_versions, base

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ServerShare(base.Resource):
    """A share that is attached to a server. Made by :class:`ServerSharesManager`."""

    #: The id of the share in Manila.
    share_id: str
    #: ``attaching``, ``detaching``, ``inactive``, ``active`` or ``error``.
    status: str
    #: The tag by which the server mounts the share.
    tag: str
    #: The UUID of the attachment. Not in a list; for administrators.
    uuid: str
    #: Where Manila exports the share. Not in a list; for administrators.
    export_location: str

    # The responses do not contain the id of the server.
    _server_id: str | None = None

    def __repr__(self) -> str:
        return f"<ServerShare: {base.shown(self._info.get('share_id', 'unknown-id'))}>"

    @property
    def id(self) -> str:
        """The id of the share in Manila."""
        return self._at_hand("share_id")  # type: ignore[no-any-return]

    def _names(self) -> tuple[str, str] | None:
        return None if self._server_id is None else (self._server_id, self.id)


class ServerSharesManager(base.Manager[ServerShare]):
    """The Manila shares that are attached to servers. Since microversion 2.97.

    The id of a share is its id in Manila, so a share may also be one of its own client.
    """

    resource_class = ServerShare

    @api_versions.wraps("2.97")
    def list(self, server: Server | str) -> base.ListWithMeta[ServerShare]:
        """List the shares that are attached to a server.

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
    def get(self, server: Server | str, share: base.HasId | str) -> ServerShare:
        """Get a share that is attached to a server.

        ``GET /servers/{server}/shares/{share}``

        :param server: The server, or its id.
        :param share: The share, or its id.
        :return: The share.
        :raises novaclient.exceptions.NotFound: if the share is not attached to the server.
        """
        url = base.path("servers", server, "shares", share)
        return _remember(self._get(url, "share"), server)

    @api_versions.wraps("2.97")
    def create(
        self, server: Server | str, share_id: base.HasId | str, tag: str | None = None
    ) -> ServerShare:
        """Attach a share to a stopped server.

        ``POST /servers/{server}/shares``

        :param server: The server, or its id.
        :param share_id: The share, or its id.
        :param tag: The tag by which the server mounts the share, of letters, digits and ``-``; by
            default, the id of the share.
        :return: The share. Its status is ``attaching`` at first.
        :raises novaclient.exceptions.Conflict: if the server is not stopped, or the share is
            already attached to it.
        :raises novaclient.exceptions.Forbidden: if the host of the server does not support shares.
        """
        share = {"share_id": base.known_id(share_id)}
        if tag is not None:
            share["tag"] = tag
        attached: ServerShare = self._create(
            base.path("servers", server, "shares"), {"share": share}, "share"
        )
        return _remember(attached, server)

    @api_versions.wraps("2.97")
    def delete(self, server: Server | str, share: base.HasId | str) -> base.WithMeta:
        """Detach a share from a stopped server.

        ``DELETE /servers/{server}/shares/{share}``

        :param server: The server, or its id.
        :param share: The share, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not stopped.
        :raises novaclient.exceptions.NotFound: if the share is not attached to the server.
        """
        return self._delete(base.path("servers", server, "shares", share))


def _remember(share: ServerShare, server: Server | str) -> ServerShare:
    share._server_id = base.known_id(server)
    return share
