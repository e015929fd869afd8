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

"""Volume attachments: the volumes that servers have."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, exceptions, utils
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient.waiting import Interval, State


class Volume(base.Resource):
    """The attachment of a volume to a server.

    Made by :class:`VolumeManager`. Attributes: ``volumeId``, ``serverId``, ``device``, ``tag``
    (since microversion 2.70), ``delete_on_termination`` (since 2.79), ``attachment_id`` and
    ``bdm_uuid`` (since 2.89), ``id`` (up to 2.88: the id of the volume).
    """

    NAME_ATTR = "display_name"

    manager: VolumeManager
    id: str
    volumeId: str  # noqa: N815 - as Nova names it
    serverId: str  # noqa: N815
    device: str | None
    tag: str | None
    delete_on_termination: bool
    attachment_id: str
    bdm_uuid: str

    def __repr__(self) -> str:
        volume_id = self._info.get("id", self._info.get("volumeId", "unknown-id"))
        return f"<Volume: {volume_id}>"

    def _load(self) -> Volume | None:
        if "serverId" not in self._info or "volumeId" not in self._info:
            return None
        return self.manager.get_server_volume(self.serverId, self.volumeId)


class VolumeManager(base.Manager[Volume]):
    """The volumes that servers have."""

    resource_class = Volume

    @api_versions.arguments(tag="2.49", delete_on_termination="2.79")
    def create_server_volume(
        self,
        server_id: str,
        volume_id: str,
        device: str | None = None,
        tag: str | None = None,
        delete_on_termination: bool = False,
    ) -> Volume:
        """Attach a volume to a server.

        ``POST /servers/{server_id}/os-volume_attachments``. Since microversion 2.101 the server
        attaches it after the call; :meth:`wait_for_attachment` waits for that.

        :param server_id: The id of the server.
        :param volume_id: The id of the volume.
        :param device: The name of the device, such as ``/dev/vdb``; most hypervisors choose
            themselves.
        :param tag: A tag that the server sees on the device. Since microversion 2.49.
        :param delete_on_termination: Delete the volume with the server. Since microversion 2.79.
        :return: The attachment; since microversion 2.101 as far as it is known.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow that.
        """
        attachment: dict[str, Any] = {"volumeId": volume_id}
        if device is not None:
            attachment["device"] = device
        if tag is not None:
            attachment["tag"] = tag
        if delete_on_termination:
            attachment["delete_on_termination"] = delete_on_termination
        body = {"volumeAttachment": attachment}
        if not self.api_version.at_least("2.101"):
            attached: Volume = self._create(_path(server_id), body, "volumeAttachment")
            return attached
        self.run_hooks("modify_body_for_create", body)
        resp, _answer = self.client.post(_path(server_id), body=body)
        return Volume(self, {"serverId": server_id, **attachment}, resp=resp)

    def wait_for_attachment(
        self,
        attachment: Volume,
        timeout: float | None = 300,
        poll_interval: Interval = 1,
        *,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> Volume:
        """Wait until the server has attached a volume.

        ``GET /servers/{server_id}/os-volume_attachments/{volume_id}``, again and again.

        :param attachment: What :meth:`create_server_volume` returned. It is loaded anew each
            time.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two requests, in seconds, or a function
            that makes this of the number of requests so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: How many requests in a row may fail in a way that may pass: no
            connection, or an answer 413, 429 or 5xx but 501. ``Retry-After`` is heeded.
        :return: The attachment, with its device.
        :raises ValueError: if a number makes no sense.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer, or fails.
        """
        self._wait(
            attachment,
            "attached",
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return attachment

    def wait_for_detachment(
        self,
        server_id: str,
        volume_id: str,
        timeout: float | None = 300,
        poll_interval: Interval = 1,
        *,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> None:
        """Wait until a server has detached a volume, or is deleted.

        ``GET /servers/{server_id}/os-volume_attachments/{volume_id}``, again and again.

        :param server_id: The id of the server.
        :param volume_id: The id of the volume.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two requests, in seconds, or a function
            that makes this of the number of requests so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: How many requests in a row may fail in a way that may pass, as for
            :meth:`wait_for_attachment`.
        :raises ValueError: if a number makes no sense.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer, or fails.
        """
        attachment = Volume(self, {"serverId": server_id, "volumeId": volume_id}, loaded=True)
        self._wait(
            attachment,
            "not attached",
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )

    def _wait(self, attachment: Volume, status: str, **how: Any) -> None:
        from novaclient import waiting

        def look(_pending: Sequence[Volume]) -> list[State]:
            try:
                attachment.get()
            except exceptions.NotFound:
                return [waiting.State(attachment, "not attached")]
            has_device = attachment._info.get("device")
            return [
                waiting.State(
                    attachment, "attached" if has_device else "attached without a device"
                )
            ]

        waiting.wait([attachment], look, lambda state: state.status == status, **how)

    @api_versions.arguments(delete_on_termination="2.85")
    def update_server_volume(
        self,
        server_id: str,
        src_volid: str,
        dest_volid: str,
        delete_on_termination: bool | None = None,
    ) -> Volume | base.StrWithMeta:
        """Replace an attached volume by another, or change how it is attached.

        ``PUT /servers/{server_id}/os-volume_attachments/{src_volid}``

        :param server_id: The id of the server.
        :param src_volid: The id of the attached volume.
        :param dest_volid: The id of the other volume, or of the same.
        :param delete_on_termination: Delete the volume with the server. Since microversion 2.85.
        :return: An empty text with the id of the request.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        attachment: dict[str, Any] = {"volumeId": dest_volid}
        if delete_on_termination is not None:
            attachment["delete_on_termination"] = delete_on_termination
        body = {"volumeAttachment": attachment}
        self.run_hooks("modify_body_for_update", body)
        resp, answer = self.client.put(_path(server_id, src_volid), body=body)
        info = answer.get("volumeAttachment") if isinstance(answer, dict) else None
        if isinstance(info, dict):
            return Volume(self, info, resp=resp)
        return base.StrWithMeta("", resp)

    def get_server_volume(
        self, server_id: str, volume_id: str | None = None, attachment_id: str | None = None
    ) -> Volume:
        """Get the attachment of a volume to a server.

        ``GET /servers/{server_id}/os-volume_attachments/{volume_id}``

        :param server_id: The id of the server.
        :param volume_id: The id of the volume.
        :param attachment_id: The old name of ``volume_id``.
        :return: The attachment.
        :raises TypeError: if there is no id, or more than one.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        volume_id = _one_id(volume_id, attachment_id, "get_server_volume")
        return self._get(_path(server_id, volume_id), "volumeAttachment")

    def get_server_volumes(self, server_id: str) -> base.ListWithMeta[Volume]:
        """List the volumes of a server.

        ``GET /servers/{server_id}/os-volume_attachments``

        :param server_id: The id of the server.
        :return: The attachments.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._list(_path(server_id), "volumeAttachments")

    def delete_server_volume(
        self, server_id: str, volume_id: str | None = None, attachment_id: str | None = None
    ) -> base.WithMeta:
        """Detach a volume from a server.

        ``DELETE /servers/{server_id}/os-volume_attachments/{volume_id}``

        :param server_id: The id of the server.
        :param volume_id: The id of the volume.
        :param attachment_id: The old name of ``volume_id``.
        :return: An empty tuple with the id of the request.
        :raises TypeError: if there is no id, or more than one.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        volume_id = _one_id(volume_id, attachment_id, "delete_server_volume")
        return self._delete(_path(server_id, volume_id))


def _path(server_id: str, *volume_id: str) -> str:
    return utils.path("servers", server_id, "os-volume_attachments", *volume_id)


def _one_id(volume_id: str | None, attachment_id: str | None, method: str) -> str:
    if attachment_id is not None:
        if volume_id is not None:
            raise TypeError(_("You cannot specify both volume_id and attachment_id arguments."))
        warnings.warn(
            _("attachment_id argument of volumes.%s method is deprecated in favor of volume_id.")
            % method,
            UserWarning,
            stacklevel=3,
        )
        return attachment_id
    if volume_id is None:
        raise TypeError(_("volume_id is required argument."))
    return volume_id
