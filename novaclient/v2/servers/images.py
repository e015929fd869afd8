# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Images that are made of servers."""

from __future__ import annotations

from collections.abc import Mapping

from novaclient import base
from novaclient.v2.servers.actions import ServerTopic, action_url
from novaclient.v2.servers.resource import Server


class Images(ServerTopic):
    """What makes images of a server."""

    def create_image(
        self,
        server: Server | str,
        image_name: str,
        metadata: Mapping[str, str] | None = None,
    ) -> base.StrWithMeta:
        """Make an image of a server.

        ``POST /servers/{server}/action``, ``createImage``

        :param server: The server, or its id.
        :param image_name: The name of the image.
        :param metadata: Properties of the image.
        :return: The id of the image, which is not ready yet.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        info = {"name": image_name, "metadata": metadata or {}}
        resp, answer = self._action_return_resp_and_body("createImage", server, info)
        url = action_url(server)
        if self.api_version.at_least("2.45"):
            image_id = self._text(answer, "image_id", resp, url)
        else:
            # Header names have no case.
            headers = {name.title(): value for name, value in resp.headers.items()}
            image_id = self._text(headers, "Location", resp, url).rpartition("/")[2]
        return base.StrWithMeta(image_id, resp)

    def backup(
        self, server: Server | str, backup_name: str, backup_type: str, rotation: int
    ) -> base.WithMeta:
        """Make an image of a server, and delete the oldest of its kind.

        ``POST /servers/{server}/action``, ``createBackup``

        :param server: The server, or its id.
        :param backup_name: The name of the image.
        :param backup_type: The kind, such as ``daily``.
        :param rotation: How many of the kind to keep.
        :return: The id of the image under ``image_id`` since microversion 2.45, else an empty
            tuple.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        info = {"name": backup_name, "backup_type": backup_type, "rotation": rotation}
        return self._action("createBackup", server, info)
