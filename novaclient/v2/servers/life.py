# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The life of a server: start, stop, lock, shelve, rebuild, resize, create an image, delete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, exceptions
from novaclient.base import UNSET, Unset
from novaclient.v2 import _names, _operations
from novaclient.v2.servers.actions import ServerTopic, action_url, as_tuple
from novaclient.v2.servers.resource import REBOOT_SOFT, Server

if TYPE_CHECKING:
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.keypairs import Keypair
    from novaclient.v2.services import Service


class Life(ServerTopic):
    """The operations that change the state of a server, and those that create images of it."""

    def delete(self, server: Server | str) -> base.WithMeta:
        """Delete a server.

        ``DELETE /servers/{server}``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return _operations.began(server, self._delete(base.path("servers", server)))

    def force_delete(self, server: Server | str) -> base.TupleWithMeta:
        """Delete a server immediately, even if the cloud reclaims deleted servers only later.

        ``POST /servers/{server}/action``, ``forceDelete``

        :param server: The server, or its id.
        :return: The response and its body.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return as_tuple(self._action_return_resp_and_body("forceDelete", server))

    def restore(self, server: Server | str) -> base.TupleWithMeta:
        """Restore a server that is deleted but not yet reclaimed.

        ``POST /servers/{server}/action``, ``restore``

        :param server: The server, or its id.
        :return: The response and its body.
        :raises novaclient.exceptions.Conflict: if the status of the server is not SOFT_DELETED.
        """
        return as_tuple(self._action_return_resp_and_body("restore", server))

    def start(self, server: Server | str) -> base.WithMeta:
        """Start a stopped server.

        ``POST /servers/{server}/action``, ``os-start``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not stopped.
        """
        return self._action("os-start", server)

    def stop(self, server: Server | str) -> base.TupleWithMeta:
        """Stop a server.

        ``POST /servers/{server}/action``, ``os-stop``

        :param server: The server, or its id.
        :return: The response and its body.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        return as_tuple(self._action_return_resp_and_body("os-stop", server))

    def reboot(self, server: Server | str, reboot_type: str = REBOOT_SOFT) -> base.WithMeta:
        """Reboot a server.

        ``POST /servers/{server}/action``, ``reboot``

        :param server: The server, or its id.
        :param reboot_type: ``REBOOT_SOFT`` shuts down the operating system first,
            ``REBOOT_HARD`` switches the power off and on.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        return self._action("reboot", server, {"type": reboot_type})

    def pause(self, server: Server | str) -> base.WithMeta:
        """Pause a server; its state stays in memory.

        ``POST /servers/{server}/action``, ``pause``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        return self._action("pause", server)

    def unpause(self, server: Server | str) -> base.WithMeta:
        """Unpause a paused server.

        ``POST /servers/{server}/action``, ``unpause``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not paused.
        """
        return self._action("unpause", server)

    def suspend(self, server: Server | str) -> base.WithMeta:
        """Suspend a server; its memory is written to disk.

        ``POST /servers/{server}/action``, ``suspend``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not running.
        """
        return self._action("suspend", server)

    def resume(self, server: Server | str) -> base.WithMeta:
        """Resume a suspended server.

        ``POST /servers/{server}/action``, ``resume``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not suspended.
        """
        return self._action("resume", server)

    @api_versions.arguments(reason="2.73")
    def lock(self, server: Server | str, reason: str | None = None) -> base.WithMeta:
        """Lock a server, so that only administrators can change it.

        ``POST /servers/{server}/action``, ``lock``

        :param server: The server, or its id.
        :param reason: The reason, which is shown with the server. Since microversion 2.73.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._action("lock", server, {"locked_reason": reason} if reason else None)

    def unlock(self, server: Server | str) -> base.WithMeta:
        """Unlock a server.

        ``POST /servers/{server}/action``, ``unlock``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._action("unlock", server)

    def rescue(
        self, server: Server | str, password: str | None = None, image: Any = None
    ) -> base.TupleWithMeta:
        """Boot a server from a rescue image.

        ``POST /servers/{server}/action``, ``rescue``

        :param server: The server, or its id.
        :param password: The administrator password while rescued; by default, Nova generates one.
        :param image: The rescue image, or its id; by default, the one that the cloud
            configures, or that of the server.
        :return: The response and its body, which holds ``adminPass``.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        info: dict[str, Any] = {}
        if password:
            info["adminPass"] = password
        if image:
            info["rescue_image_ref"] = base.known_id(image)
        return as_tuple(self._action_return_resp_and_body("rescue", server, info or None))

    def unrescue(self, server: Server | str) -> base.WithMeta:
        """Unrescue a server: boot it from its own disk again.

        ``POST /servers/{server}/action``, ``unrescue``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not rescued.
        """
        return self._action("unrescue", server)

    def shelve(self, server: Server | str) -> base.WithMeta:
        """Shelve a server: stop it and keep a snapshot of its disk.

        ``POST /servers/{server}/action``, ``shelve``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        return self._action("shelve", server)

    def shelve_offload(self, server: Server | str) -> base.WithMeta:
        """Remove a shelved server from its host.

        ``POST /servers/{server}/action``, ``shelveOffload``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not shelved.
        """
        return self._action("shelveOffload", server)

    @api_versions.arguments(availability_zone="2.77", host="2.91")
    def unshelve(
        self,
        server: Server | str,
        availability_zone: AvailabilityZone | str | Unset | None = UNSET,
        host: Service | Hypervisor | str | None = None,
    ) -> base.WithMeta:
        """Unshelve a server: restore a shelved server.

        ``POST /servers/{server}/action``, ``unshelve``

        :param server: The server, or its id.
        :param availability_zone: The availability zone to unshelve it to, or its name. Since
            microversion 2.77. Since microversion 2.91, None unpins it from its availability zone.
        :param host: The host to unshelve it to, or a service or hypervisor on it. Since
            microversion 2.91.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the server is not shelved.
        """
        info: dict[str, Any] = {}
        # Up to microversion 2.90, Nova refuses null and an empty name.
        if availability_zone is not UNSET and (
            availability_zone or self.api_version.at_least("2.91")
        ):
            info["availability_zone"] = _names.zone(availability_zone)
        if host:
            info["host"] = _names.host(host)
        return self._action("unshelve", server, info or None)

    @api_versions.arguments(
        files=("2.0", "2.56"),
        description="2.19",
        key_name="2.54",
        userdata="2.57",
        trusted_image_certificates="2.63",
        hostname="2.90",
        raises=exceptions.UnsupportedAttribute,
    )
    def rebuild(
        self,
        server: Server | str,
        image: Any,
        password: str | None = None,
        disk_config: str | None = None,
        preserve_ephemeral: bool = False,
        name: str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        *,
        description: str | Unset | None = UNSET,
        key_name: Keypair | str | Unset | None = UNSET,
        userdata: Any = UNSET,
        trusted_image_certificates: Sequence[base.HasId | str] | Unset | None = UNSET,
        hostname: str | Unset | None = UNSET,
    ) -> Server:
        """Rebuild a server: replace its root disk with a new image.

        ``POST /servers/{server}/action``, ``rebuild``

        :param server: The server, or its id.
        :param image: The image, or its id.
        :param password: The new administrator password; by default, Nova generates one.
        :param disk_config: How the disk is partitioned: ``AUTO`` or ``MANUAL``.
        :param preserve_ephemeral: Whether to keep the ephemeral disk.
        :param name: The new name.
        :param meta: The new metadata, which replace all others.
        :param files: The files to write to the disk: a dict of contents (strings, bytes or open
            files) by path. Up to microversion 2.56.
        :param description: The new description; None removes it. Since microversion 2.19.
        :param key_name: The new key pair, or its name; None removes the key. Since microversion
            2.54.
        :param userdata: The new user data, a string, bytes or an open file; None removes them.
            Since microversion 2.57.
        :param trusted_image_certificates: The trusted certificates, or their ids; None removes
            them. Since microversion 2.63.
        :param hostname: The new host name; None stands for one made from the name. Since
            microversion 2.90.
        :return: The server, which is still being rebuilt.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have
            one of the arguments.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        from novaclient.v2.servers import bodies

        info: dict[str, Any] = {"imageRef": base.known_id(image)}
        if password is not None:
            info["adminPass"] = password
        if disk_config is not None:
            info["OS-DCF:diskConfig"] = disk_config
        if preserve_ephemeral is not False:
            info["preserve_ephemeral"] = True
        if name is not None:
            info["name"] = name
        if meta:
            info["metadata"] = meta
        if files:
            info["personality"] = bodies.personality(files)
        if userdata and userdata is not UNSET:
            userdata = bodies.in_base64(userdata)
        optional = {
            "description": description,
            "key_name": key_name if key_name is UNSET else _names.name(key_name),
            "user_data": userdata,
            "trusted_image_certificates": bodies.with_ids(trusted_image_certificates),
            "hostname": hostname,
        }
        info.update((key, value) for key, value in optional.items() if value is not UNSET)
        resp, body = self._action_return_resp_and_body("rebuild", server, info)
        content = self._mapping(body, "server", resp, action_url(server))
        rebuilt = Server(self, content, resp=resp)
        return _operations.began(rebuilt, rebuilt)

    def resize(
        self, server: Server | str, flavor: Flavor | str, disk_config: str | None = None
    ) -> base.WithMeta:
        """Resize a server. Confirm or revert that when its status is VERIFY_RESIZE.

        ``POST /servers/{server}/action``, ``resize``

        :param server: The server, or its id.
        :param flavor: The new flavor, or its id.
        :param disk_config: How the disk is partitioned: ``AUTO`` or ``MANUAL``.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        info = {"flavorRef": base.known_id(flavor)}
        if disk_config is not None:
            info["OS-DCF:diskConfig"] = disk_config
        return self._action("resize", server, info)

    def confirm_resize(self, server: Server | str) -> base.WithMeta:
        """Confirm the resize or the migration of a server.

        ``POST /servers/{server}/action``, ``confirmResize``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the status of the server is not VERIFY_RESIZE.
        """
        return self._action("confirmResize", server)

    def revert_resize(self, server: Server | str) -> base.WithMeta:
        """Revert the resize or the migration of a server.

        ``POST /servers/{server}/action``, ``revertResize``

        :param server: The server, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Conflict: if the status of the server is not VERIFY_RESIZE.
        """
        return self._action("revertResize", server)

    def reset_state(self, server: Server | str, state: str = "error") -> base.WithMeta:
        """Reset the state of a server in Nova's database.

        ``POST /servers/{server}/action``, ``os-resetState``

        :param server: The server, or its id.
        :param state: ``active`` or ``error``.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._action("os-resetState", server, {"state": state})

    def create_image(
        self,
        server: Server | str,
        image_name: str,
        metadata: Mapping[str, str] | None = None,
    ) -> base.StrWithMeta:
        """Create an image of a server.

        ``POST /servers/{server}/action``, ``createImage``

        :param server: The server, or its id.
        :param image_name: The name of the image.
        :param metadata: The properties of the image.
        :return: The id of the image, which is still being created.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        info = {"name": image_name, "metadata": metadata or {}}
        resp, body = self._action_return_resp_and_body("createImage", server, info)
        url = action_url(server)
        if self.api_version.at_least("2.45"):
            image_id = self._text(body, "image_id", resp, url)
        else:
            # Names of headers are case-insensitive.
            headers = {name.title(): value for name, value in resp.headers.items()}
            image_id = self._text(headers, "Location", resp, url).rpartition("/")[2]
        return base.StrWithMeta(image_id, resp)

    def backup(
        self, server: Server | str, backup_name: str, backup_type: str, rotation: int
    ) -> base.WithMeta:
        """Create a backup image of a server, and delete the oldest of the same type.

        ``POST /servers/{server}/action``, ``createBackup``

        :param server: The server, or its id.
        :param backup_name: The name of the image.
        :param backup_type: The type of the backup, such as ``daily``.
        :param rotation: The number of backups of this type to keep.
        :return: Since microversion 2.45, a dict with the id of the image under ``image_id``. Up to
            microversion 2.44, an empty tuple.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow it.
        """
        info = {"name": backup_name, "backup_type": backup_type, "rotation": rotation}
        return self._action("createBackup", server, info)
