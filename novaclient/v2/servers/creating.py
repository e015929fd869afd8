# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Creating servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from novaclient import api_versions, base, exceptions
from novaclient.v2.servers import bodies
from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor


class Creating(ServerTopic):
    """What creates servers."""

    @overload
    def create(
        self,
        name: str,
        image: Any = None,
        flavor: Flavor | str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        reservation_id: Literal[False] = False,
        min_count: int | None = None,
        max_count: int | None = None,
        security_groups: Iterable[str] | None = None,
        userdata: Any = None,
        key_name: str | None = None,
        availability_zone: str | None = None,
        block_device_mapping: Mapping[str, str] | None = None,
        block_device_mapping_v2: Iterable[Mapping[str, Any]] | None = None,
        nics: str | Sequence[Mapping[str, Any]] | None = None,
        scheduler_hints: Mapping[str, Any] | None = None,
        config_drive: bool | str | None = None,
        disk_config: str | None = None,
        admin_pass: str | None = None,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        trusted_image_certificates: Sequence[str] | None = None,
        host: str | None = None,
        hypervisor_hostname: str | None = None,
        hostname: str | None = None,
    ) -> Server: ...

    @overload
    def create(
        self, *args: Any, reservation_id: Literal[True], **kwargs: Any
    ) -> base.StrWithMeta: ...

    # The second way to call it is written short: it has the same other arguments.
    @api_versions.arguments(  # type: ignore[misc]
        description="2.19",
        tags="2.52",
        files=("2.0", "2.56"),
        trusted_image_certificates="2.63",
        host="2.74",
        hypervisor_hostname="2.74",
        hostname="2.90",
        raises=exceptions.UnsupportedAttribute,
    )
    def create(
        self,
        name: str,
        image: Any = None,
        flavor: Flavor | str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        reservation_id: bool = False,
        min_count: int | None = None,
        max_count: int | None = None,
        security_groups: Iterable[str] | None = None,
        userdata: Any = None,
        key_name: str | None = None,
        availability_zone: str | None = None,
        block_device_mapping: Mapping[str, str] | None = None,
        block_device_mapping_v2: Iterable[Mapping[str, Any]] | None = None,
        nics: str | Sequence[Mapping[str, Any]] | None = None,
        scheduler_hints: Mapping[str, Any] | None = None,
        config_drive: bool | str | None = None,
        disk_config: str | None = None,
        admin_pass: str | None = None,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        trusted_image_certificates: Sequence[str] | None = None,
        host: str | None = None,
        hypervisor_hostname: str | None = None,
        hostname: str | None = None,
    ) -> Any:
        """Make a server, or several.

        ``POST /servers``

        :param name: The name.
        :param image: The image to boot from, or its id; None to boot from a volume.
        :param flavor: The flavor, or its id. Required.
        :param meta: Metadata.
        :param files: Contents (texts, bytes or open files) by path, to put on the disk. Up to
            microversion 2.56.
        :param reservation_id: Return the id of the reservation instead of a server.
        :param min_count: Make at least so many; by default 1.
        :param max_count: Make at most so many; by default ``min_count``.
        :param security_groups: The names of security groups.
        :param userdata: What the server reads at its first boot: a text, bytes or an open file.
        :param key_name: The name of the key pair whose key the server lets in.
        :param availability_zone: Where to place the server.
        :param block_device_mapping: Disks by device name, as ``"id:type:size:delete"``.
        :param block_device_mapping_v2: Disks, as dicts that Nova takes. The keys ``tag`` at
            microversion 2.32 and since 2.42, ``volume_type`` since 2.67.
        :param nics: The networks: dicts with ``net-id`` or ``port-id``, ``v4-fixed-ip`` or
            ``v6-fixed-ip``, and ``tag`` (at 2.32 to 2.36 and since 2.42); or ``"auto"`` or
            ``"none"`` since 2.37, when it is required.
        :param scheduler_hints: Wishes for the scheduler.
        :param config_drive: Give the server its metadata on a disk.
        :param disk_config: ``AUTO`` or ``MANUAL``: how the disk is partitioned.
        :param admin_pass: The administrator password; by default the server makes one.
        :param access_ip_v4: The IPv4 address to show as the server's.
        :param access_ip_v6: The IPv6 address to show as the server's.
        :param description: A description. Since microversion 2.19.
        :param tags: Tags. Since microversion 2.52.
        :param trusted_image_certificates: The ids of certificates. Since microversion 2.63.
        :param host: The host to place the server on. Since microversion 2.74.
        :param hypervisor_hostname: The hypervisor to place it on. Since microversion 2.74.
        :param hostname: The host name inside the server. Since microversion 2.90.
        :return: The server as far as it is known (with ``adminPass``), or a reservation id.
        :raises TypeError: if there is no flavor.
        :raises ValueError: if ``nics`` is missing or of the wrong type.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have
            one of the arguments.
        :raises novaclient.exceptions.CommandError: if a network has two addresses.
        :raises novaclient.exceptions.BadRequest: if the server does not take the arguments.
        :raises novaclient.exceptions.Forbidden: if the quota is used up.
        """
        if flavor is None:
            raise TypeError("create() needs a flavor")
        bodies.check_nics(self.api_version, nics)
        return self._boot(
            "/servers",
            "reservation_id" if reservation_id else "server",
            name,
            image,
            flavor,
            return_raw=bool(reservation_id),
            meta=meta,
            files=files,
            reservation_id=reservation_id,
            min_count=min_count,
            max_count=max_count,
            security_groups=security_groups,
            userdata=userdata,
            key_name=key_name,
            availability_zone=availability_zone,
            block_device_mapping=block_device_mapping,
            block_device_mapping_v2=block_device_mapping_v2,
            nics=nics,
            scheduler_hints=scheduler_hints,
            config_drive=config_drive,
            disk_config=disk_config,
            admin_pass=admin_pass,
            access_ip_v4=access_ip_v4,
            access_ip_v6=access_ip_v6,
            description=description,
            tags=tags,
            trusted_image_certificates=trusted_image_certificates,
            host=host,
            hypervisor_hostname=hypervisor_hostname,
            hostname=hostname,
        )

    def _boot(
        self,
        resource_url: str,
        response_key: str,
        name: str,
        image: Any,
        flavor: Any,
        meta: Any = None,
        files: Any = None,
        userdata: Any = None,
        reservation_id: Any = False,
        return_raw: bool = False,
        min_count: Any = None,
        max_count: Any = None,
        security_groups: Any = None,
        key_name: Any = None,
        availability_zone: Any = None,
        block_device_mapping: Any = None,
        block_device_mapping_v2: Any = None,
        nics: Any = None,
        scheduler_hints: Any = None,
        config_drive: Any = None,
        admin_pass: Any = None,
        disk_config: Any = None,
        access_ip_v4: Any = None,
        access_ip_v6: Any = None,
        description: Any = None,
        tags: Any = None,
        trusted_image_certificates: Any = None,
        host: Any = None,
        hypervisor_hostname: Any = None,
        hostname: Any = None,
        **kwargs: Any,
    ) -> Any:
        """Send the request that makes servers; extensions call it too.

        :param resource_url: The path to post to.
        :param response_key: The key of the answer that holds what is returned.
        :param return_raw: Return what the key holds, and no server.
        :param kwargs: What hooks get beside the body.
        """
        version = self.api_version
        server: dict[str, Any] = {
            "name": name,
            "imageRef": str(base.known_id(image)) if image else "",
            "flavorRef": str(base.known_id(flavor)),
            **bodies.counts(min_count, max_count),
        }
        optional = {
            "metadata": meta,
            "personality": bodies.personality(files) if files else None,
            "user_data": bodies.text_in_base64(userdata) if userdata else None,
            "return_reservation_id": reservation_id,
            "adminPass": admin_pass,
            "security_groups": [{"name": group} for group in security_groups or ()],
            "key_name": key_name,
            "availability_zone": availability_zone,
            "config_drive": config_drive,
            "description": description,
            "tags": tags,
            "trusted_image_certificates": trusted_image_certificates,
            "host": host,
            "hypervisor_hostname": hypervisor_hostname,
            "hostname": hostname,
        }
        server.update({key: value for key, value in optional.items() if value})
        if block_device_mapping:
            server["block_device_mapping"] = bodies.block_devices(block_device_mapping)
        elif block_device_mapping_v2:
            server["block_device_mapping_v2"] = bodies.block_devices_v2(
                version, image, block_device_mapping_v2
            )
        if nics:
            server["networks"] = bodies.networks(version, nics)
        if disk_config is not None:
            server["OS-DCF:diskConfig"] = disk_config
        if access_ip_v4 is not None:
            server["accessIPv4"] = access_ip_v4
        if access_ip_v6 is not None:
            server["accessIPv6"] = access_ip_v6

        body: dict[str, Any] = {"server": server}
        if scheduler_hints:
            body["os:scheduler_hints"] = scheduler_hints
        return self._create(resource_url, body, response_key, return_raw=return_raw, **kwargs)

    @staticmethod
    def transform_userdata(userdata: Any) -> str:
        """Encode user data for JSON.

        :param userdata: A text, bytes, or an open file.
        :return: The user data in base64.
        :raises TypeError: if it is none of these.
        """
        return bodies.text_in_base64(userdata)
