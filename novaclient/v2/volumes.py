# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Volume attachments: the volumes that are attached to servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, exceptions, utils
from novaclient.v2 import _operations

if TYPE_CHECKING:
    from novaclient.v2.servers import Server
    from novaclient.waiting import Interval, State


class Volume(base.Resource):
    """The attachment of a volume to a server. Made by :class:`VolumeManager`."""

    NAME_ATTR = "display_name"

    manager: VolumeManager
    #: The id of the volume. Up to microversion 2.88. Later, only in what
    #: :meth:`VolumeManager.create_server_volume` returns.
    id: str
    #: The id of the volume.
    volumeId: str  # noqa: N815 - as Nova names it
    #: The id of the server.
    serverId: str  # noqa: N815
    #: The name of the device, such as ``/dev/vdb``, or None.
    device: str | None
    #: The tag of the device, or None. Since microversion 2.70.
    tag: str | None
    #: Whether Nova deletes the volume with the server. Since microversion 2.79.
    delete_on_termination: bool
    #: The id of the attachment in Cinder. Since microversion 2.89.
    attachment_id: str
    #: The UUID of the block device mapping. Since microversion 2.89.
    bdm_uuid: str

    def __repr__(self) -> str:
        volume_id = self._info.get("id", self._info.get("volumeId", "unknown-id"))
        return f"<Volume: {base.shown(volume_id)}>"

    def _load(self) -> Volume | None:
        if self._info.get("serverId") is None or self._info.get("volumeId") is None:
            return None
        return self.manager.get_server_volume(self.serverId, self.volumeId)


class VolumeManager(base.Manager[Volume]):
    """The volumes that are attached to servers.

    The methods take servers and volumes, or their ids. A volume may be one of python-cinderclient
    or openstacksdk, or a :class:`Volume`, which stands for the volume that is attached.
    """

    resource_class = Volume

    @api_versions.arguments(tag="2.49", delete_on_termination="2.79")
    def create_server_volume(
        self,
        server_id: Server | str,
        volume_id: base.HasId | str,
        device: str | None = None,
        tag: str | None = None,
        delete_on_termination: bool = False,
    ) -> Volume:
        """Attach a volume to a server.

        ``POST /servers/{server}/os-volume_attachments``. Since microversion 2.101, Nova
        attaches it after it has responded; :meth:`wait_for_attachment` waits for that.

        :param server_id: The server, or its id.
        :param volume_id: The volume, or its id.
        :param device: The name of the device, such as ``/dev/vdb``; most hypervisors ignore it
            and choose one.
        :param tag: The tag of the device, which the guest can read. Since microversion 2.49.
        :param delete_on_termination: Delete the volume with the server. Since microversion 2.79.
        :return: The attachment. Since microversion 2.101, it holds what was given and no device.
        :raises novaclient.exceptions.NotFound: if there is no such server or volume.
        :raises novaclient.exceptions.Conflict: if the server is locked, or not in a state in which
            volumes can be attached.
        """
        volume_id = _volume_id(volume_id)
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
            return _operations.began(server_id, attached)
        self.run_hooks("modify_body_for_create", body)
        resp, _body = self.client.post(_path(server_id), body=body)
        # What the response held up to 2.100, except the device.
        known = {"tag": tag, "delete_on_termination": delete_on_termination, **attachment}
        ids = {"id": volume_id, "serverId": base.known_id(server_id)}
        return _operations.began(server_id, Volume(self, {**ids, **known}, resp=resp))

    def wait_for_attachment(
        self,
        attachment: Volume,
        timeout: float | None = 300,
        poll_interval: Interval = 1,
        *,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> Volume:
        """Wait until a volume is attached to the server.

        Polls ``GET /servers/{server}/os-volume_attachments/{volume}``. If that finds no
        attachment repeatedly, also
        ``GET /servers/{server}/os-instance-actions/{request_id}``, which tells whether
        attaching the volume failed.

        :param attachment: What :meth:`create_server_volume` returned. It is updated by each poll.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls: a number, or a function of the number of
            polls so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: The number of transient failures in a row that are tolerated: no
            connection, or a response 413, 429 or 5xx but 501. ``Retry-After`` is respected.
        :return: The attachment, with its device.
        :raises ValueError: if ``timeout``, ``poll_interval`` or ``max_failures`` is not valid.
        :raises novaclient.exceptions.OperationFailed: if attaching failed, as far as Nova tells.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer than ``timeout``.
        """
        self._wait(
            attachment,
            "attached",
            _operations.request_id(attachment),
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return attachment

    def wait_for_detachment(
        self,
        server_id: Server | str,
        volume_id: base.HasId | str,
        timeout: float | None = 300,
        poll_interval: Interval = 1,
        *,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        action: Any = None,
    ) -> None:
        """Wait until a volume is detached from a server, or the server is deleted.

        Polls ``GET /servers/{server}/os-volume_attachments/{volume}``, and with ``action``
        since the second poll ``GET /servers/{server}/os-instance-actions/{request_id}``.

        :param server_id: The server, or its id.
        :param volume_id: The volume, or its id.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls: a number, or a function of the number of
            polls so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: The number of transient failures in a row that are tolerated, as for
            :meth:`wait_for_attachment`.
        :param action: What :meth:`delete_server_volume` returned, or its request id, to notice a
            failure.
        :raises ValueError: if ``timeout``, ``poll_interval`` or ``max_failures`` is not valid.
        :raises novaclient.exceptions.OperationFailed: if detaching failed, as far as Nova tells.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer than ``timeout``.
        """
        ids = {"serverId": base.known_id(server_id), "volumeId": _volume_id(volume_id)}
        self._wait(
            Volume(self, ids, loaded=True),
            "not attached",
            None if action is None else _operations.request_id(action),
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )

    def _wait(self, attachment: Volume, status: str, begun: str | None, **how: Any) -> None:
        from novaclient import waiting

        before = None

        def poll(_pending: Sequence[Volume]) -> list[State]:
            for key in ("serverId", "volumeId"):
                if attachment._info.get(key) is None:
                    # Without both ids, there is no URL to get.
                    raise base.malformed(attachment, key)
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

        def is_done(state: State) -> bool:
            nonlocal before
            # In most cases the second poll sees the end, and the action need not be read.
            if state.status == before != status:
                action = _operations.find(self.api, attachment.serverId, begun)
                if failure := _operations.failure(attachment, action):
                    raise failure
            before = state.status
            return state.status == status

        session = self.api.client.session
        waiting.wait([attachment], poll, is_done, awaited=status, session=session, **how)

    @api_versions.arguments(delete_on_termination="2.85")
    def update_server_volume(
        self,
        server_id: Server | str,
        src_volid: base.HasId | str,
        dest_volid: base.HasId | str,
        delete_on_termination: bool | None = None,
    ) -> Volume | base.StrWithMeta:
        """Swap an attached volume for another, or update how it is attached.

        ``PUT /servers/{server}/os-volume_attachments/{volume}``

        :param server_id: The server, or its id.
        :param src_volid: The attached volume, or its id.
        :param dest_volid: The volume to swap to, or its id. The same volume again updates only how
            it is attached.
        :param delete_on_termination: Delete the volume with the server. Since microversion 2.85.
        :return: An empty string with the request id.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        attachment: dict[str, Any] = {"volumeId": _volume_id(dest_volid)}
        if delete_on_termination is not None:
            attachment["delete_on_termination"] = delete_on_termination
        body = {"volumeAttachment": attachment}
        self.run_hooks("modify_body_for_update", body)
        resp, content = self.client.put(_path(server_id, _volume_id(src_volid)), body=body)
        # Nova sends nothing.
        info = content.get("volumeAttachment") if isinstance(content, dict) else None
        if isinstance(info, dict):
            return Volume(self, info, resp=resp)
        return base.StrWithMeta("", resp)

    def get_server_volume(
        self,
        server_id: Server | str,
        volume_id: base.HasId | str | None = None,
        attachment_id: base.HasId | str | None = None,
    ) -> Volume:
        """Get the attachment of a volume to a server.

        ``GET /servers/{server}/os-volume_attachments/{volume}``

        :param server_id: The server, or its id.
        :param volume_id: The volume, or its id.
        :param attachment_id: Deprecated; the former name of ``volume_id``.
        :return: The attachment.
        :raises TypeError: if neither or both of the two are given.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        volume = _one_id(volume_id, attachment_id, "get_server_volume")
        return self._get(_path(server_id, volume), "volumeAttachment")

    def get_server_volumes(self, server_id: Server | str) -> base.ListWithMeta[Volume]:
        """List the volume attachments of a server.

        ``GET /servers/{server}/os-volume_attachments``

        :param server_id: The server, or its id.
        :return: The attachments.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._list(_path(server_id), "volumeAttachments")

    def delete_server_volume(
        self,
        server_id: Server | str,
        volume_id: base.HasId | str | None = None,
        attachment_id: base.HasId | str | None = None,
    ) -> base.WithMeta:
        """Detach a volume from a server.

        ``DELETE /servers/{server}/os-volume_attachments/{volume}``

        :param server_id: The server, or its id.
        :param volume_id: The volume, or its id.
        :param attachment_id: Deprecated; the former name of ``volume_id``.
        :return: An empty tuple with the request id.
        :raises TypeError: if neither or both of the two are given.
        :raises novaclient.exceptions.NotFound: if the volume is not attached.
        """
        volume = _one_id(volume_id, attachment_id, "delete_server_volume")
        return _operations.began(server_id, self._delete(_path(server_id, volume)))


def _path(server_id: Server | str, *volume_id: str) -> str:
    return base.path("servers", server_id, "os-volume_attachments", *volume_id)


def _volume_id(volume: Any) -> Any:
    """Return the id of a volume, or of the volume of an attachment."""
    # Since microversion 2.89, Nova sends no other id of an attachment.
    attached = volume._info.get("volumeId") if isinstance(volume, Volume) else None
    return base.known_id(volume if attached is None else attached)


def _one_id(volume_id: Any, attachment_id: Any, method: str) -> Any:
    if attachment_id is not None:
        if volume_id is not None:
            raise TypeError("You cannot specify both volume_id and attachment_id arguments.")
        utils.warn_caller(
            f"attachment_id argument of volumes.{method} method is deprecated in favor of "
            "volume_id.",
            UserWarning,
        )
        return _volume_id(attachment_id)
    if volume_id is None:
        raise TypeError("volume_id is required argument.")
    return _volume_id(volume_id)
