# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Creating servers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from novaclient import api_versions, base, exceptions, paging, utils
from novaclient.v2 import _operations
from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    from typing import Unpack

    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.keypairs import Keypair
    from novaclient.v2.servers.options import ServerOptions
    from novaclient.v2.services import Service


class Creating(ServerTopic):
    """The operation that creates servers."""

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
        security_groups: Iterable[base.HasId | str] | None = None,
        userdata: Any = None,
        key_name: Keypair | str | None = None,
        availability_zone: AvailabilityZone | str | None = None,
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
        trusted_image_certificates: Sequence[base.HasId | str] | None = None,
        host: Service | Hypervisor | str | None = None,
        hypervisor_hostname: Hypervisor | str | None = None,
        hostname: str | None = None,
    ) -> Server: ...

    @overload
    def create(
        self, *args: Any, reservation_id: Literal[True], **kwargs: Any
    ) -> base.StrWithMeta: ...

    # The second overload is short: its other arguments are those of the first.
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
        security_groups: Iterable[base.HasId | str] | None = None,
        userdata: Any = None,
        key_name: Keypair | str | None = None,
        availability_zone: AvailabilityZone | str | None = None,
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
        trusted_image_certificates: Sequence[base.HasId | str] | None = None,
        host: Service | Hypervisor | str | None = None,
        hypervisor_hostname: Hypervisor | str | None = None,
        hostname: str | None = None,
    ) -> Any:
        """Create a server, or several.

        ``POST /servers``

        With ``min_count`` or ``max_count``, Nova creates as many servers as the quota allows
        between these bounds, but returns only one of them. :meth:`create_many` returns all. So
        does ``list(search_opts={"reservation_id": …})`` with what this method returns if
        ``reservation_id`` is true.

        :param name: The name.
        :param image: The image to boot from, or its id; None boots from a volume.
        :param flavor: The flavor, or its id. Required.
        :param meta: The metadata.
        :param files: The files to write to the disk: a dict of contents (strings, bytes or open
            files) by path. Up to microversion 2.56.
        :param reservation_id: Return the id of the reservation instead of a server.
        :param min_count: The minimum number of servers to create; by default, 1.
        :param max_count: The maximum number of servers to create; by default, ``min_count``.
        :param security_groups: The security groups, their ids or their names.
        :param userdata: The user data, which the guest reads at its first boot: a string, bytes or
            an open file.
        :param key_name: The key pair whose public key is injected into the server, or its name.
        :param availability_zone: The availability zone to create the server in, or its name.
        :param block_device_mapping: The block devices: strings ``"id:type:size:delete"`` by device
            name.
        :param block_device_mapping_v2: The block devices, as dicts with the keys of Nova's API:
            ``tag`` at microversion 2.32 and since 2.42, ``volume_type`` since 2.67. The value of
            ``uuid`` may be the volume, the snapshot or the image itself.
        :param nics: The networks: dicts with ``uuid`` (or ``net-id``), which is a network or its
            id, or ``port`` (or ``port-id``), which is a port or its id; ``fixed_ip`` (or
            ``v4-fixed-ip`` or ``v6-fixed-ip``), and ``tag`` (microversions 2.32 to 2.36, and since
            2.42). Since microversion 2.37 also ``"auto"`` or ``"none"``, and required.
        :param scheduler_hints: The scheduler hints. Servers and server groups may stand for their
            ids, as in ``{"group": group, "different_host": [server]}``.
        :param config_drive: Whether to attach a config drive with the metadata and user data.
        :param disk_config: How the disk is partitioned: ``AUTO`` or ``MANUAL``.
        :param admin_pass: The administrator password; by default, Nova generates one.
        :param access_ip_v4: The IPv4 address that is shown to access the server.
        :param access_ip_v6: The IPv6 address that is shown to access the server.
        :param description: The description. Since microversion 2.19.
        :param tags: The tags. Since microversion 2.52.
        :param trusted_image_certificates: The trusted certificates, or their ids. Since
            microversion 2.63.
        :param host: The host to create the server on, or a service or hypervisor on it. Since
            microversion 2.74.
        :param hypervisor_hostname: The hypervisor to create it on, or its host name. Since
            microversion 2.74.
        :param hostname: The host name of the guest. Since microversion 2.90.
        :return: The server, with ``id`` and ``adminPass`` but not yet all attributes; or the
            reservation id.
        :raises TypeError: if there is no flavor.
        :raises ValueError: if ``nics`` is missing or of the wrong type.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have
            one of the arguments.
        :raises novaclient.exceptions.CommandError: if a network has both an IPv4 and an IPv6
            address.
        :raises novaclient.exceptions.BadRequest: if Nova does not accept the arguments.
        :raises novaclient.exceptions.Forbidden: if a quota is exceeded.
        """
        # All arguments by name; hooks and _boot() of extensions get them as keywords.
        options = dict(locals())
        del options["self"]
        if flavor is None:
            raise TypeError("create() needs a flavor")
        from novaclient.v2.servers import bodies

        bodies.check_nics(self.api_version, nics)
        response_key = "reservation_id" if reservation_id else "server"
        created = self._boot("/servers", response_key, return_raw=bool(reservation_id), **options)
        return _operations.began(created, created)

    def create_many(
        self,
        name: str,
        count: int,
        image: Any = None,
        flavor: Flavor | str | None = None,
        **options: Unpack[ServerOptions],
    ) -> base.ListWithMeta[Server]:
        """Create several servers with one request, and return all of them.

        ``POST /servers``, then ``GET /servers/detail`` with the filter ``reservation_id``

        Nova creates all of them or, if a quota is exceeded, none.

        :param name: The name, to which Nova appends ``-1``, ``-2`` and so on, unless there is only
            one server.
        :param count: The number of servers.
        :param image: The image to boot from, or its id; None boots from a volume.
        :param flavor: The flavor, or its id. Required.
        :param options: The other arguments of :meth:`create`, by name.
        :return: The servers in the order of their names, without ``adminPass``. If some are
            missing, because their cell does not respond or they were deleted, an
            :class:`~novaclient.exceptions.IncompleteListWarning` says so.
        :raises TypeError: if there is no flavor, or an argument does not exist.
        :raises ValueError: if ``count`` is not a positive integer, or ``nics`` is missing or of
            the wrong type.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have
            one of the arguments.
        :raises novaclient.exceptions.BadRequest: if Nova does not accept the arguments.
        :raises novaclient.exceptions.Forbidden: if a quota is exceeded.
        :raises Exception: what listing the servers raised. The exception has a ``reservation_id``:
            they have been created.
        """
        for argument in ("reservation_id", "min_count", "max_count"):
            if argument in options:
                raise TypeError(f"create_many() got an unexpected keyword argument {argument!r}")
        _check_positive("count", count)
        created = self.create(
            name,
            image,
            flavor,
            reservation_id=True,
            min_count=count,
            max_count=count,
            **options,
        )
        if not isinstance(created, str) or not created:
            raise exceptions.UnexpectedResponse(
                202,
                f"The reservation id is {created!r}, which is not what the Compute API promises.",
                request_id=next(iter(created.request_ids), None),
                url="/servers",
                method="POST",
            )
        servers: base.ListWithMeta[Server] = base.ListWithMeta([], created.request_ids)
        filters = {"reservation_id": str(created)}
        try:
            servers.extend(self._every(servers, {"search_opts": filters}))
        except Exception as error:
            error.add_note(f"The servers have been created, with the reservation id {created}.")
            vars(error)["reservation_id"] = str(created)
            raise
        if len(servers) < count:
            paging.warn(
                f"Only {len(servers)} of the {count} servers that were created are listed. "
                f"list(search_opts={filters}) lists them again."
            )
        # Nova lists servers that no host has yet before others: name-10 may precede name-2.
        servers.sort(key=lambda server: _by_number(str(server._info.get("name"))))
        for server in servers:
            _operations.began(server, created)
        return servers

    @staticmethod
    def boot_volume(
        image: base.HasId | str,
        size: int,
        *,
        delete_on_termination: bool = False,
        volume_type: str | None = None,
        tag: str | None = None,
    ) -> dict[str, Any]:
        """Describe a new volume with an image on it, for a server to boot from.

        ``create("web", flavor=flavor, block_device_mapping_v2=[boot_volume(image, 10)])`` creates
        a server that boots from such a volume. The dict of a volume that exists is
        ``{"uuid": volume_id, "source_type": "volume", "destination_type": "volume",
        "boot_index": 0}``.

        :param image: The image to copy to the volume, or its id.
        :param size: The size in GiB.
        :param delete_on_termination: Delete the volume with the server. By default, it is kept.
        :param volume_type: The volume type, or its id; by default, Cinder's. Since microversion
            2.67.
        :param tag: The tag of the device. At microversion 2.32, and since 2.42.
        :return: An item of ``block_device_mapping_v2``.
        :raises ValueError: if ``size`` is not a positive integer.
        :raises novaclient.exceptions.InvalidIdentifier: if the image has no id.
        """
        _check_positive("size", size)
        options = {"volume_type": volume_type, "tag": tag}
        return {
            "uuid": str(base.known_id(image)),
            "source_type": "image",
            "destination_type": "volume",
            "boot_index": 0,
            "volume_size": size,
            "delete_on_termination": delete_on_termination,
            **utils.without_none(options),
        }

    def _boot(
        self,
        resource_url: str,
        response_key: str,
        name: str,
        image: Any,
        flavor: Any,
        *,
        return_raw: bool = False,
        **options: Any,
    ) -> Any:
        """Send the request that creates servers. Extensions call it too.

        :param resource_url: The path to post to.
        :param response_key: The key of the body of the response that holds what is returned.
        :param name: The name.
        :param image: The image to boot from, or its id, or None.
        :param flavor: The flavor, or its id.
        :param return_raw: Return what the key holds instead of a server.
        :param options: The other arguments of :meth:`create`, all optional. Hooks
            ``modify_body_for_create`` get all others.
        """
        from novaclient.v2.servers import bodies

        server = {
            "name": name,
            "imageRef": str(base.known_id(image)) if image else "",
            "flavorRef": str(base.known_id(flavor)),
            **bodies.take_options(self.api_version, image, options),
        }
        body: dict[str, Any] = {"server": server}
        if scheduler_hints := options.pop("scheduler_hints", None):
            body["os:scheduler_hints"] = bodies.with_ids(scheduler_hints)
        return self._create(resource_url, body, response_key, return_raw=return_raw, **options)

    @staticmethod
    def transform_userdata(userdata: Any) -> str:
        """Encode user data for JSON.

        :param userdata: A string, bytes or an open file.
        :return: The user data in base64.
        :raises TypeError: if it is something else.
        """
        from novaclient.v2.servers import bodies

        return bodies.in_base64(userdata)


def _check_positive(name: str, value: Any) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a positive integer, not {value!r}")


def _by_number(name: str) -> tuple[int, str]:
    """Return the key that sorts names which differ by the number at their end."""
    return len(name), name
