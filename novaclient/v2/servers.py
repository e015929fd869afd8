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

"""Servers: the virtual machines."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast, overload

from novaclient import api_versions, base, exceptions, paging
from novaclient.base import UNSET, Unset
from novaclient.v2._server import (
    REBOOT_HARD,
    REBOOT_SOFT,
    NetworkInterface,
    SecurityGroup,
    Server,
)

if TYPE_CHECKING:
    import requests

    from novaclient.v2.flavors import Flavor
    from novaclient.waiting import Interval, State

__all__ = [
    "CONSOLE_TYPE_ACTION_MAPPING",
    "CONSOLE_TYPE_PROTOCOL_MAPPING",
    "REBOOT_HARD",
    "REBOOT_SOFT",
    "NetworkInterface",
    "SecurityGroup",
    "Server",
    "ServerManager",
]

CONSOLE_TYPE_ACTION_MAPPING = {
    "novnc": "os-getVNCConsole",
    "xvpvnc": "os-getVNCConsole",
    "spice-html5": "os-getSPICEConsole",
    "rdp-html5": "os-getRDPConsole",
    "serial": "os-getSerialConsole",
}

CONSOLE_TYPE_PROTOCOL_MAPPING = {
    "novnc": "vnc",
    "xvpvnc": "vnc",
    "spice-html5": "spice",
    "rdp-html5": "rdp",
    "serial": "serial",
    "webmks": "mks",
}

# The types of the newer way to ask for a console, with their first microversions.
_CONSOLES = {
    **{kind: (protocol, "2.6") for kind, protocol in CONSOLE_TYPE_PROTOCOL_MAPPING.items()},
    "webmks": ("mks", "2.8"),
    "spice-direct": ("spice", "2.99"),
}


class ServerManager(base.BootingManagerWithFind[Server]):
    """The virtual machines.

    Wherever a method takes a server, it takes a :class:`Server` or the id of one. Most
    operations are only begun by the call: the server changes afterwards.
    """

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

    def list(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
    ) -> base.ListWithMeta[Server]:
        """List servers.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Get all attributes, not only the id, the name and links.
        :param search_opts: Filters, such as ``{"status": "ACTIVE", "all_tenants": True}``;
            those that are None or an empty text are left out. ``locked`` since microversion
            2.73.
        :param marker: Begin after the server of this id.
        :param limit: At most so many; -1 for all, page after page. By default the server sends
            as many as it wants, commonly 1000.
        :param sort_keys: The attributes to sort by; by default the newest come first.
        :param sort_dirs: ``asc`` or ``desc`` (the default) for each of them.
        :return: The servers; ``has_more`` tells whether the server has more of them.
        :raises novaclient.exceptions.UnsupportedAttribute: if there is no such filter yet.
        :raises novaclient.exceptions.BadRequest: if the server does not take the arguments.
        """
        arguments = self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        if limit != -1:
            page = self._page(**arguments, marker=marker, limit=limit)
            return paging.warn_if_cut(page, limit, marker)
        servers: base.ListWithMeta[Server] = base.ListWithMeta([], None)
        fetch = self._fetch(servers, arguments)
        servers.extend(self._paging.walk(fetch, start=marker or None))
        return servers

    def iterate(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        *,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
        page_size: int | None = None,
    ) -> Generator[Server, None, None]:
        """Yield all servers, page after page; no more than about a page is kept.

        ``GET /servers/detail``, or ``GET /servers``

        :param detailed: Get all attributes, not only the id, the name and links.
        :param search_opts: Filters, as of :meth:`list`.
        :param sort_keys: The attributes to sort by; by default the newest come first. By
            attributes that change meanwhile, servers may be missed or come twice.
        :param sort_dirs: ``asc`` or ``desc`` (the default) for each of them.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if ``page_size`` is no number, or less than one.
        :raises novaclient.exceptions.UnsupportedAttribute: if there is no such filter yet.
        :raises novaclient.exceptions.BadRequest: if the server does not take the arguments.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 servers, or more, vanish
            between two pages.
        """
        return self._iterate(
            page_size, **self._arguments(detailed, search_opts, sort_keys, sort_dirs)
        )

    def _arguments(
        self,
        detailed: bool,
        search_opts: Mapping[str, Any] | None,
        sort_keys: Iterable[str] | None,
        sort_dirs: Iterable[str] | None,
    ) -> dict[str, Any]:
        """Take the arguments of a listing as they are now, for all of its pages."""
        filters = {k: v for k, v in (search_opts or {}).items() if _is_filter(k, v)}
        if "locked" in filters:
            api_versions.check_argument(self.api_version, "locked", "2.73")
        return {
            "detailed": detailed,
            "search_opts": filters,
            "sort_keys": builtins.list(_texts(sort_keys)),
            "sort_dirs": builtins.list(_texts(sort_dirs)),
        }

    def _page(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_keys: Iterable[str] | None = None,
        sort_dirs: Iterable[str] | None = None,
    ) -> base.ListWithMeta[Server]:
        query = [(k, v) for k, v in (search_opts or {}).items() if _is_filter(k, v)]
        if limit:
            query.append(("limit", limit))
        query += [("sort_key", key) for key in _texts(sort_keys)]
        query += [("sort_dir", direction) for direction in _texts(sort_dirs)]
        if marker:
            query.append(("marker", marker))
        return self._list("/servers/detail" if detailed else "/servers", "servers", filters=query)

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
    def create(  # type: ignore[misc]
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
        from novaclient.v2 import _server_boot as boot

        if flavor is None:
            raise TypeError("create() needs a flavor")
        boot.check_nics(self.api_version, nics)
        for argument, value, first, last in (
            ("description", description, "2.19", None),
            ("tags", tags, "2.52", None),
            ("files", files, "2.0", "2.56"),
            ("trusted_image_certificates", trusted_image_certificates, "2.63", None),
            ("host", host, "2.74", None),
            ("hypervisor_hostname", hypervisor_hostname, "2.74", None),
            ("hostname", hostname, "2.90", None),
        ):
            if value:
                api_versions.check_argument(self.api_version, argument, first, last)
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
        from novaclient.v2 import _server_boot as boot

        version = self.api_version
        server: dict[str, Any] = {
            "name": name,
            "imageRef": str(base.known_id(image)) if image else "",
            "flavorRef": str(base.known_id(flavor)),
            **boot.counts(min_count, max_count),
        }
        optional = {
            "metadata": meta,
            "personality": boot.personality(files) if files else None,
            "user_data": boot.text_in_base64(userdata) if userdata else None,
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
            server["block_device_mapping"] = boot.block_devices(block_device_mapping)
        elif block_device_mapping_v2:
            server["block_device_mapping_v2"] = boot.block_devices_v2(
                version, image, block_device_mapping_v2
            )
        if nics is not None:
            server["networks"] = boot.networks(version, nics)
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

    def wait_for(
        self,
        server: Server | str,
        status: str | Iterable[str] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> Server:
        """Wait until a server has a status, and no task is under way that would change it.

        ``GET /servers/{server}``, again and again.

        :param server: The server, or its id. A server is loaded anew each time.
        :param status: The status in any case, such as ``ACTIVE``, ``SHUTOFF`` or
            ``VERIFY_RESIZE``, or several, of which any will do. ``DELETED`` means that there is
            no such server any more, or that it is ``SOFT_DELETED``.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two requests, in seconds, or a function
            that makes this of the number of requests so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: How many requests in a row may fail in a way that may pass: no
            connection, or an answer 413, 429 or 5xx but 501. ``Retry-After`` is heeded.
        :return: The server, the same object if one was given.
        :raises ValueError: if a number makes no sense, or there is no status.
        :raises novaclient.exceptions.ResourceInErrorState: if its status is ERROR, with the
            reason; not if that is waited for, or while it is rebooted, rebuilt or deleted.
        :raises novaclient.exceptions.NotFound: if it is deleted; not if that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer.
        """
        [ready] = self.wait_for_all(
            [server],
            status,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return ready

    def wait_for_all(
        self,
        servers: Iterable[Server | str],
        status: str | Iterable[str] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        all_tenants: bool = False,
    ) -> builtins.list[Server]:
        """Wait until servers have a status, and no tasks are under way that would change it.

        ``GET /servers/detail``, again and again: one list for all servers, as many pages of it
        as show them. ``GET /servers/{server}`` if these are no more requests, and for a server
        that the list does not show.

        :param servers: The servers, or their ids. Servers are loaded anew each time.
        :param status: The status, or several, as for :meth:`wait_for`.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two lists, in seconds, or a function
            that makes this of the number of lists so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State` of
            each server.
        :param max_failures: How many lists in a row may fail in a way that may pass, as for
            :meth:`wait_for`.
        :param all_tenants: List the servers of all projects, for administrators. Without it, a
            server of another project costs a request each time.
        :return: The servers in this order, the same objects where such were given.
        :raises ValueError: if a number makes no sense, or there is no status.
        :raises novaclient.exceptions.ResourceInErrorState: if one is in ERROR, at once, as for
            :meth:`wait_for`.
        :raises novaclient.exceptions.NotFound: if one is deleted; not if that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer; ``pending`` holds those
            that are not ready.
        """
        from novaclient.v2 import _server_wait

        return _server_wait.wait_for(
            self,
            servers,
            status,
            all_tenants,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )

    @api_versions.arguments(description="2.19", hostname="2.90", pinned_availability_zone="2.104")
    def update(
        self,
        server: Server | str,
        name: str | None = None,
        description: str | None = None,
        hostname: str | None = None,
        pinned_availability_zone: str | Unset | None = UNSET,
    ) -> Server | base.StrWithMeta | None:
        """Change the name, the description, the host name or the zone of a server.

        ``PUT /servers/{server}``

        :param server: The server, or its id.
        :param name: The new name.
        :param description: The new description, empty for none. Since microversion 2.19.
        :param hostname: The new host name. Since microversion 2.90.
        :param pinned_availability_zone: The zone to pin the server to, where it is; None lets it
            go to any. Since microversion 2.104.
        :return: The server, or None if there was nothing to change.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        :raises novaclient.exceptions.Conflict: if the server is in another zone.
        """
        given = (name, description, hostname) != (None, None, None)
        if not given and pinned_availability_zone is UNSET:
            return None
        changes: dict[str, Any] = {}
        # An empty name is the server's to refuse where it alone is sent.
        if name or (name is not None and not self.api_version.at_least("2.19")):
            changes["name"] = name
        if description is not None:
            changes["description"] = description or None
        if hostname is not None:
            changes["hostname"] = hostname
        if pinned_availability_zone is not UNSET:
            changes["pinned_availability_zone"] = pinned_availability_zone
        return self._update(base.path("servers", server), {"server": changes}, "server")

    def delete(self, server: Server | str) -> base.WithMeta:
        """Delete a server.

        ``DELETE /servers/{server}``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._delete(base.path("servers", server))

    def force_delete(self, server: Server | str) -> base.TupleWithMeta:
        """Delete a server at once, also where deletion is delayed.

        ``POST /servers/{server}/action``, ``forceDelete``

        :param server: The server, or its id.
        :return: The answer and its body.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._answer_of_action("forceDelete", server)

    def restore(self, server: Server | str) -> base.TupleWithMeta:
        """Restore a server after a delayed deletion.

        ``POST /servers/{server}/action``, ``restore``

        :param server: The server, or its id.
        :return: The answer and its body.
        :raises novaclient.exceptions.Conflict: if it is not deleted, or already gone.
        """
        return self._answer_of_action("restore", server)

    def start(self, server: Server | str) -> base.WithMeta:
        """Start a stopped server.

        ``POST /servers/{server}/action``, ``os-start``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not stopped.
        """
        return self._action("os-start", server)

    def stop(self, server: Server | str) -> base.TupleWithMeta:
        """Stop a server.

        ``POST /servers/{server}/action``, ``os-stop``

        :param server: The server, or its id.
        :return: The answer and its body.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._answer_of_action("os-stop", server)

    def reboot(self, server: Server | str, reboot_type: str = REBOOT_SOFT) -> base.WithMeta:
        """Reboot a server.

        ``POST /servers/{server}/action``, ``reboot``

        :param server: The server, or its id.
        :param reboot_type: :data:`REBOOT_SOFT` to ask the operating system, or
            :data:`REBOOT_HARD` to cut the power.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        return self._action("reboot", server, {"type": reboot_type})

    def pause(self, server: Server | str) -> base.WithMeta:
        """Pause a server: it keeps its memory.

        ``POST /servers/{server}/action``, ``pause``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("pause", server)

    def unpause(self, server: Server | str) -> base.WithMeta:
        """Let a paused server go on.

        ``POST /servers/{server}/action``, ``unpause``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not paused.
        """
        return self._action("unpause", server)

    def suspend(self, server: Server | str) -> base.WithMeta:
        """Suspend a server: its memory goes to disk.

        ``POST /servers/{server}/action``, ``suspend``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("suspend", server)

    def resume(self, server: Server | str) -> base.WithMeta:
        """Let a suspended server go on.

        ``POST /servers/{server}/action``, ``resume``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not suspended.
        """
        return self._action("resume", server)

    @api_versions.arguments(reason="2.73")
    def lock(self, server: Server | str, reason: str | None = None) -> base.WithMeta:
        """Lock a server, so that only administrators can act on it.

        ``POST /servers/{server}/action``, ``lock``

        :param server: The server, or its id.
        :param reason: Why. Since microversion 2.73.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._action("lock", server, {"locked_reason": reason} if reason else None)

    def unlock(self, server: Server | str) -> base.WithMeta:
        """Unlock a server.

        ``POST /servers/{server}/action``, ``unlock``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._action("unlock", server)

    def rescue(
        self, server: Server | str, password: str | None = None, image: Any = None
    ) -> base.TupleWithMeta:
        """Boot a server from a rescue image.

        ``POST /servers/{server}/action``, ``rescue``

        :param server: The server, or its id.
        :param password: The administrator password meanwhile; by default Nova makes one.
        :param image: The rescue image, or its id; by default the image of the server.
        :return: The answer and its body, which holds ``adminPass``.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        info: dict[str, Any] = {}
        if password:
            info["adminPass"] = password
        if image:
            info["rescue_image_ref"] = base.known_id(image)
        return self._answer_of_action("rescue", server, info or None)

    def unrescue(self, server: Server | str) -> base.WithMeta:
        """Boot a rescued server from its own disk again.

        ``POST /servers/{server}/action``, ``unrescue``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not rescued.
        """
        return self._action("unrescue", server)

    def shelve(self, server: Server | str) -> base.WithMeta:
        """Shelve a server: it is stopped, and its disk is kept as an image.

        ``POST /servers/{server}/action``, ``shelve``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        return self._action("shelve", server)

    def shelve_offload(self, server: Server | str) -> base.WithMeta:
        """Take a shelved server off its host.

        ``POST /servers/{server}/action``, ``shelveOffload``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not shelved.
        """
        return self._action("shelveOffload", server)

    @api_versions.arguments(availability_zone="2.77", host="2.91")
    def unshelve(
        self,
        server: Server | str,
        availability_zone: str | Unset | None = UNSET,
        host: str | None = None,
    ) -> base.WithMeta:
        """Bring a shelved server back.

        ``POST /servers/{server}/action``, ``unshelve``

        :param server: The server, or its id.
        :param availability_zone: Where to place it. Since microversion 2.77; since 2.91 None
            frees the server from its zone.
        :param host: The host to place it on. Since microversion 2.91.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it is not shelved.
        """
        info: dict[str, Any] = {}
        if not self.api_version.at_least("2.91"):
            if availability_zone is not UNSET and availability_zone:
                info["availability_zone"] = availability_zone
        elif availability_zone is None or isinstance(availability_zone, str):
            info["availability_zone"] = availability_zone
        if host:
            info["host"] = host
        return self._action("unshelve", server, info or None)

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
        key_name: str | Unset | None = UNSET,
        userdata: Any = UNSET,
        trusted_image_certificates: Sequence[str] | Unset | None = UNSET,
        hostname: str | Unset | None = UNSET,
    ) -> Server:
        """Write a fresh image on the disk of a server.

        ``POST /servers/{server}/action``, ``rebuild``

        :param server: The server, or its id.
        :param image: The image, or its id.
        :param password: The administrator password; by default Nova makes one.
        :param disk_config: ``AUTO`` or ``MANUAL``: how the disk is partitioned.
        :param preserve_ephemeral: Keep the ephemeral disk.
        :param name: A new name.
        :param meta: Metadata, which replaces the old.
        :param files: Contents (texts, bytes or open files) by path, to put on the disk. Up to
            microversion 2.56.
        :param description: A new description, None for none. Since microversion 2.19.
        :param key_name: The name of a key pair, None for none. Since microversion 2.54.
        :param userdata: New user data: a text, bytes or an open file, None for none. Since
            microversion 2.57.
        :param trusted_image_certificates: The ids of certificates, None for none. Since
            microversion 2.63.
        :param hostname: A new host name, None for one made from the name. Since microversion
            2.90.
        :return: The server as it will be.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have
            one of the arguments.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        from novaclient.v2 import _server_boot as boot

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
            api_versions.check_argument(self.api_version, "files", "2.0", "2.56")
            info["personality"] = boot.personality(files)
        for argument, value, first in (
            ("description", description, "2.19"),
            ("key_name", key_name, "2.54"),
            ("userdata", userdata, "2.57"),
            ("trusted_image_certificates", trusted_image_certificates, "2.63"),
            ("hostname", hostname, "2.90"),
        ):
            if value is UNSET:
                continue
            api_versions.check_argument(self.api_version, argument, first)
            if argument == "userdata":
                info["user_data"] = value and boot.text_in_base64(value)
            else:
                info[argument] = value
        resp, answer, url = self._post_action("rebuild", server, info)
        return Server(self, self._mapping(answer, "server", resp, url), resp=resp)

    def resize(
        self, server: Server | str, flavor: Flavor | str, disk_config: str | None = None
    ) -> base.WithMeta:
        """Give a server another size; confirm or revert it when its status is VERIFY_RESIZE.

        ``POST /servers/{server}/action``, ``resize``

        :param server: The server, or its id.
        :param flavor: The new flavor, or its id.
        :param disk_config: ``AUTO`` or ``MANUAL``: how the disk is partitioned.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        info = {"flavorRef": base.known_id(flavor)}
        if disk_config is not None:
            info["OS-DCF:diskConfig"] = disk_config
        return self._action("resize", server, info)

    def confirm_resize(self, server: Server | str) -> base.WithMeta:
        """Keep the new size of a server.

        ``POST /servers/{server}/action``, ``confirmResize``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its status is not VERIFY_RESIZE.
        """
        return self._action("confirmResize", server)

    def revert_resize(self, server: Server | str) -> base.WithMeta:
        """Return to the old size of a server.

        ``POST /servers/{server}/action``, ``revertResize``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its status is not VERIFY_RESIZE.
        """
        return self._action("revertResize", server)

    @api_versions.arguments(host="2.56")
    def migrate(self, server: Server | str, host: str | None = None) -> base.WithMeta:
        """Move a server to another host, stopped meanwhile; confirm it like a resize.

        ``POST /servers/{server}/action``, ``migrate``

        :param server: The server, or its id.
        :param host: The host; by default the scheduler chooses. Since microversion 2.56.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        if not self.api_version.at_least("2.56"):
            return self._action("migrate", server)
        return self._action("migrate", server, {"host": host} if host else {})

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.24")
        def live_migrate(
            self,
            server: Server | str,
            host: str | None,
            block_migration: bool,
            disk_over_commit: bool | None,
        ) -> base.WithMeta:
            """Move a running server to another host.

            ``POST /servers/{server}/action``, ``os-migrateLive``

            :param server: The server, or its id.
            :param host: The host; None lets the scheduler choose.
            :param block_migration: Copy the disks too.
            :param disk_over_commit: Allow the disks to need more than there is.
            :return: An empty tuple with the id of the request.
            :raises novaclient.exceptions.Conflict: if its state does not allow that.
            """
            info: dict[str, Any] = {"host": host, "block_migration": block_migration}
            if disk_over_commit is not None:
                info["disk_over_commit"] = disk_over_commit
            return self._action("os-migrateLive", server, info)

    @api_versions.wraps("2.25")
    @api_versions.arguments(force=("2.30", "2.67"))
    def live_migrate(
        self,
        server: Server | str,
        host: str | None,
        block_migration: bool | str,
        force: bool | None = None,
    ) -> base.WithMeta:
        """Move a running server to another host.

        ``POST /servers/{server}/action``, ``os-migrateLive``

        :param server: The server, or its id.
        :param host: The host; None lets the scheduler choose.
        :param block_migration: Copy the disks too; ``"auto"`` where they are not shared.
        :param force: Do not let the scheduler check the host. Microversions 2.30 to 2.67.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if its state does not allow that.
        """
        info: dict[str, Any] = {"host": host, "block_migration": block_migration}
        if force:
            info["force"] = True
        return self._action("os-migrateLive", server, info)

    if not TYPE_CHECKING:  # which shows the newest signature to type checkers

        @api_versions.wraps("2.0", "2.13")
        def evacuate(
            self,
            server: Server | str,
            host: str | None = None,
            on_shared_storage: bool = True,
            password: str | None = None,
        ) -> base.TupleWithMeta:
            """Rebuild a server on another host, because its own is down.

            ``POST /servers/{server}/action``, ``evacuate``

            :param server: The server, or its id.
            :param host: The host; by default the scheduler chooses.
            :param on_shared_storage: Whether the disks are on storage that the hosts share.
            :param password: The administrator password; by default Nova makes one.
            :return: The answer and its body, which holds ``adminPass``.
            :raises novaclient.exceptions.BadRequest: if its host is not down.
            """
            info = _evacuation(host, password)
            info["onSharedStorage"] = on_shared_storage
            return self._answer_of_action("evacuate", server, info)

    @api_versions.wraps("2.14")
    @api_versions.arguments(force=("2.29", "2.67"))
    def evacuate(
        self,
        server: Server | str,
        host: str | None = None,
        password: str | None = None,
        force: bool | None = None,
    ) -> base.TupleWithMeta:
        """Rebuild a server on another host, because its own is down.

        ``POST /servers/{server}/action``, ``evacuate``

        :param server: The server, or its id.
        :param host: The host; by default the scheduler chooses.
        :param password: The administrator password; by default Nova makes one.
        :param force: Do not let the scheduler check the host. Microversions 2.29 to 2.67.
        :return: The answer and its body, which holds ``adminPass`` where Nova sends it.
        :raises novaclient.exceptions.BadRequest: if its host is not down.
        """
        info = _evacuation(host, password)
        if force:
            info["force"] = True
        return self._answer_of_action("evacuate", server, info)

    def reset_state(self, server: Server | str, state: str = "error") -> base.WithMeta:
        """Set the state that Nova shows for a server.

        ``POST /servers/{server}/action``, ``os-resetState``

        :param server: The server, or its id.
        :param state: ``active`` or ``error``.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._action("os-resetState", server, {"state": state})

    def reset_network(self, server: Server | str) -> base.WithMeta:
        """Reset the network of a server; current clouds refuse this with 410.

        ``POST /servers/{server}/action``, ``resetNetwork``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.ClientException: on clouds that have it no more.
        """
        return self._action("resetNetwork", server)

    def inject_network_info(self, server: Server | str) -> base.WithMeta:
        """Give a server its network configuration anew.

        ``POST /servers/{server}/action``, ``injectNetworkInfo``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._action("injectNetworkInfo", server)

    @api_versions.wraps("2.17")
    def trigger_crash_dump(self, server: Server | str) -> base.WithMeta:
        """Have the operating system of a server dump its memory.

        ``POST /servers/{server}/action``, ``trigger_crash_dump``. Since microversion 2.17.

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("trigger_crash_dump", server)

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
        resp, answer, url = self._post_action("createImage", server, info)
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

    def change_password(self, server: Server | str, password: str) -> base.WithMeta:
        """Change the administrator password of a server.

        ``POST /servers/{server}/action``, ``changePassword``

        :param server: The server, or its id.
        :param password: The new password.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        return self._action("changePassword", server, {"adminPass": password})

    def get_password(self, server: Server | str, private_key: str | None = None) -> base.WithMeta:
        """Get the administrator password that a server set itself.

        ``GET /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :param private_key: The path of the file with the private key that can decrypt it; by
            default it is returned encrypted, in base64.
        :return: The password, empty if there is none; bytes if it was decrypted.
        :raises novaclient.crypto.DecryptionFailure: if the key does not decrypt it.
        """
        url = base.path("servers", server, "os-server-password")
        resp, answer = self.client.get(url)
        if answer is None and not base.is_not_json(resp):
            answer = {}
        answer = self._mapping(answer, None, resp, url)
        password = self._text({"password": "", **answer}, "password", resp, url)
        if password and private_key:
            from novaclient import crypto

            return base.BytesWithMeta(crypto.decrypt_password(private_key, password), resp)
        return base.StrWithMeta(password, resp)

    def clear_password(self, server: Server | str) -> base.WithMeta:
        """Have Nova forget the administrator password of a server.

        ``DELETE /servers/{server}/os-server-password``

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._delete(base.path("servers", server, "os-server-password"))

    def get_console_output(
        self, server: Server | str, length: int | None = None
    ) -> base.StrWithMeta:
        """Get what a server wrote to its console.

        ``POST /servers/{server}/action``, ``os-getConsoleOutput``

        :param server: The server, or its id.
        :param length: The number of lines, from the end; by default all that there is.
        :return: The text.
        :raises novaclient.exceptions.Conflict: if it is not ready.
        """
        resp, answer, url = self._post_action("os-getConsoleOutput", server, {"length": length})
        output = self._content(answer, "output", resp, url)
        return cast("base.StrWithMeta", self._with_meta(output, resp, url))

    def get_console_url(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a console of a server.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole`` and the like.

        :param server: The server, or its id.
        :param console_type: ``novnc``, ``xvpvnc``, ``spice-html5``, ``rdp-html5``, ``serial``,
            ``webmks`` (since microversion 2.8) or ``spice-direct`` (since 2.99).
        :return: The address under ``remote_console`` (up to 2.5 under ``console``), ``url``.
        :raises novaclient.exceptions.UnsupportedConsoleType: if there is no such type.
        """
        if self.api_version.at_least("2.6"):
            protocol, first = _CONSOLES.get(console_type, (None, "2.6"))
            if protocol is None or not self.api_version.at_least(first):
                raise exceptions.UnsupportedConsoleType(console_type)
            url = base.path("servers", server, "remote-consoles")
            console = {"protocol": protocol, "type": console_type}
            resp, answer = self.client.post(url, body={"remote_console": console})
        else:
            action = CONSOLE_TYPE_ACTION_MAPPING.get(console_type)
            if action is None:
                raise exceptions.UnsupportedConsoleType(console_type)
            resp, answer, url = self._post_action(action, server, {"type": console_type})
        return base.DictWithMeta(self._mapping(answer, None, resp, url), resp)

    def get_vnc_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a VNC console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getVNCConsole``.

        :param server: The server, or its id.
        :param console_type: ``novnc`` or ``xvpvnc``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_spice_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a SPICE console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSPICEConsole``.

        :param server: The server, or its id.
        :param console_type: ``spice-html5``, or ``spice-direct`` (since microversion 2.99).
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_rdp_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of an RDP console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getRDPConsole``.

        :param server: The server, or its id.
        :param console_type: ``rdp-html5``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    def get_serial_console(self, server: Server | str, console_type: str) -> base.DictWithMeta:
        """Get the address of a serial console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``; up to microversion 2.5
        ``POST /servers/{server}/action``, ``os-getSerialConsole``.

        :param server: The server, or its id.
        :param console_type: ``serial``.
        :return: The address.
        """
        return self.get_console_url(server, console_type)

    @api_versions.wraps("2.8")
    def get_mks_console(self, server: Server | str) -> base.DictWithMeta:
        """Get the address of an MKS console; see :meth:`get_console_url`.

        ``POST /servers/{server}/remote-consoles``. Since microversion 2.8.

        :param server: The server, or its id.
        :return: The address.
        """
        return self.get_console_url(server, "webmks")

    def diagnostics(self, server: Server | str) -> base.TupleWithMeta:
        """Get what the hypervisor knows of a server.

        ``GET /servers/{server}/diagnostics``

        :param server: The server, or its id.
        :return: The answer and its body.
        :raises novaclient.exceptions.Conflict: if it does not run.
        """
        url = base.path("servers", server, "diagnostics")
        resp, answer = self.client.get(url)
        return base.TupleWithMeta((resp, self._mapping(answer, None, resp, url)), resp)

    @api_versions.wraps("2.78")
    def topology(self, server: Server | str) -> base.DictWithMeta:
        """Get the NUMA topology of a server.

        ``GET /servers/{server}/topology``. Since microversion 2.78.

        :param server: The server, or its id.
        :return: The topology.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get_mapping(base.path("servers", server, "topology"))

    def ips(self, server: Server | str, label: str | None = None) -> base.DictWithMeta:
        """Get the addresses of a server.

        ``GET /servers/{server}/ips``, or ``GET /servers/{server}/ips/{label}``

        :param server: The server, or its id.
        :param label: The name of a network, to get the addresses on it only.
        :return: The addresses by the name of their network.
        :raises novaclient.exceptions.NotFound: if there is no such server, or it is not on such
            a network.
        """
        if label is not None:
            return self._get_mapping(base.path("servers", server, "ips", label))
        return self._get_mapping(base.path("servers", server, "ips"), "addresses")

    def list_meta(self, server: Server | str) -> base.DictWithMeta:
        """Get the metadata of a server.

        ``GET /servers/{server}/metadata``

        :param server: The server, or its id.
        :return: The metadata, under ``metadata``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._get_mapping(base.path("servers", server, "metadata"))

    def get_meta(self, server: Server | str, key: str) -> base.DictWithMeta:
        """Get one item of the metadata of a server.

        ``GET /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param key: The key.
        :return: The key and its value, under ``meta``.
        :raises novaclient.exceptions.NotFound: if there is no such key.
        """
        return self._get_mapping(base.path("servers", server, "metadata", key))

    def set_meta(self, server: Server | str, metadata: Mapping[str, str]) -> Server:
        """Set metadata of a server; other keys stay as they are.

        ``POST /servers/{server}/metadata``

        :param server: The server, or its id.
        :param metadata: The metadata to set.
        :return: A resource whose attributes are the metadata.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata")
        result: Server = self._create(url, {"metadata": metadata}, "metadata")
        return result

    def replace_meta(self, server: Server | str, metadata: Mapping[str, str]) -> base.DictWithMeta:
        """Replace all metadata of a server.

        ``PUT /servers/{server}/metadata``

        :param server: The server, or its id.
        :param metadata: The metadata; other keys are deleted.
        :return: The metadata, under ``metadata``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata")
        resp, answer = self.client.put(url, body={"metadata": metadata})
        return base.DictWithMeta(self._mapping(answer, None, resp, url), resp)

    def set_meta_item(
        self, server: Server | str, key: str, value: str
    ) -> Server | base.StrWithMeta:
        """Set one item of the metadata of a server.

        ``PUT /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param key: The key.
        :param value: The value.
        :return: A resource with the key and its value in ``meta``.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "metadata", key)
        return self._update(url, {"meta": {key: value}})

    def delete_meta(self, server: Server | str, keys: Iterable[str]) -> base.TupleWithMeta:
        """Delete metadata of a server, one request for each key.

        ``DELETE /servers/{server}/metadata/{key}``

        :param server: The server, or its id.
        :param keys: The keys.
        :return: An empty tuple with the ids of all requests.
        :raises novaclient.exceptions.NotFound: at the first key that is not there.
        """
        done = base.TupleWithMeta((), None)
        for key in keys:
            deleted = self._delete(base.path("servers", server, "metadata", key))
            done.append_request_ids(deleted.request_ids)
        return done

    @api_versions.wraps("2.26")
    def tag_list(self, server: Server | str) -> base.ListWithMeta[str]:
        """List the tags of a server.

        ``GET /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :return: The tags.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "tags")
        resp, answer = self.client.get(url)
        tags = self._content(answer, "tags", resp, url)
        if not isinstance(tags, builtins.list):
            raise base.unexpected(resp, url, "'tags' is not a list")
        return base.ListWithMeta(tags, resp)

    @api_versions.wraps("2.26")
    def has_tag(self, server: Server | str, tag: str) -> bool:
        """Say whether a server has a tag.

        ``GET /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: True if it has.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        try:
            self.client.get(base.path("servers", server, "tags", tag))
        except exceptions.NotFound:
            # The server answers the same where it is the server that there is none of.
            return tag in self.tag_list(server)
        return True

    @api_versions.wraps("2.26")
    def add_tag(self, server: Server | str, tag: str) -> Server | base.StrWithMeta:
        """Add a tag to a server.

        ``PUT /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: An empty text with the id of the request.
        :raises novaclient.exceptions.BadRequest: if Nova does not take the tag.
        """
        resp, _answer = self.client.put(base.path("servers", server, "tags", tag), body=None)
        return base.StrWithMeta("", resp)

    @api_versions.wraps("2.26")
    def set_tags(self, server: Server | str, tags: Sequence[str]) -> Server | base.StrWithMeta:
        """Replace all tags of a server.

        ``PUT /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tags: The tags.
        :return: A resource with the tags in ``tags``.
        :raises novaclient.exceptions.BadRequest: if Nova does not take one of the tags.
        """
        return self._update(base.path("servers", server, "tags"), {"tags": tags})

    @api_versions.wraps("2.26")
    def delete_tag(self, server: Server | str, tag: str) -> base.WithMeta:
        """Remove a tag from a server.

        ``DELETE /servers/{server}/tags/{tag}``. Since microversion 2.26.

        :param server: The server, or its id.
        :param tag: The tag.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if it does not have the tag.
        """
        return self._delete(base.path("servers", server, "tags", tag))

    @api_versions.wraps("2.26")
    def delete_all_tags(self, server: Server | str) -> base.WithMeta:
        """Remove all tags from a server.

        ``DELETE /servers/{server}/tags``. Since microversion 2.26.

        :param server: The server, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        return self._delete(base.path("servers", server, "tags"))

    def list_security_group(self, server: Server | str) -> base.ListWithMeta[SecurityGroup]:
        """List the security groups of a server.

        ``GET /servers/{server}/os-security-groups``

        :param server: The server, or its id.
        :return: The security groups.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "os-security-groups")
        return self._list(url, "security_groups", obj_class=SecurityGroup)

    def add_security_group(self, server: Server | str, security_group: str) -> base.WithMeta:
        """Add a security group to a server.

        ``POST /servers/{server}/action``, ``addSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The name or the id of the security group.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("addSecurityGroup", server, {"name": security_group})

    def remove_security_group(self, server: Server | str, security_group: str) -> base.WithMeta:
        """Remove a security group from a server.

        ``POST /servers/{server}/action``, ``removeSecurityGroup``

        :param server: The server, or its id.
        :param security_group: The name or the id of the security group.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or group.
        """
        return self._action("removeSecurityGroup", server, {"name": security_group})

    def interface_list(self, server: Server | str) -> base.ListWithMeta[NetworkInterface]:
        """List the network interfaces of a server.

        ``GET /servers/{server}/os-interface``

        :param server: The server, or its id.
        :return: The network interfaces.
        :raises novaclient.exceptions.NotFound: if there is no such server.
        """
        url = base.path("servers", server, "os-interface")
        return self._list(url, "interfaceAttachments", obj_class=NetworkInterface)

    def interface_get(self, server: Server | str, port_id: str) -> NetworkInterface:
        """Get a network interface of a server.

        ``GET /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The id of the port.
        :return: The network interface.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        url = base.path("servers", server, "os-interface", port_id)
        resp, answer = self.client.get(url)
        info = self._mapping(answer, "interfaceAttachment", resp, url)
        return NetworkInterface(self, info, loaded=True, resp=resp)

    @api_versions.arguments(tag="2.49")
    def interface_attach(
        self,
        server: Server | str,
        port_id: str | None,
        net_id: str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Attach a network interface to a server.

        ``POST /servers/{server}/os-interface``

        :param server: The server, or its id.
        :param port_id: The id of the port; None to have one made.
        :param net_id: The id of the network to make it on.
        :param fixed_ip: The address to give it.
        :param tag: A tag that the server sees on the device. Since microversion 2.49.
        :return: The network interface.
        :raises novaclient.exceptions.Conflict: if the state of the server does not allow that.
        """
        attachment: dict[str, Any] = {"port_id": port_id, "net_id": net_id, "tag": tag}
        attachment = {key: value for key, value in attachment.items() if value}
        if fixed_ip:
            attachment["fixed_ips"] = [{"ip_address": fixed_ip}]
        interface: NetworkInterface = self._create(
            base.path("servers", server, "os-interface"),
            {"interfaceAttachment": attachment},
            "interfaceAttachment",
            obj_class=NetworkInterface,
        )
        return interface

    def interface_detach(self, server: Server | str, port_id: str) -> base.WithMeta:
        """Detach a network interface from a server.

        ``DELETE /servers/{server}/os-interface/{port}``

        :param server: The server, or its id.
        :param port_id: The id of the port.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such server or port.
        """
        return self._delete(base.path("servers", server, "os-interface", port_id))

    @staticmethod
    def transform_userdata(userdata: Any) -> str:
        """Encode user data for JSON.

        :param userdata: A text, bytes, or an open file.
        :return: The user data in base64.
        :raises TypeError: if it is none of these.
        """
        from novaclient.v2 import _server_boot as boot

        return boot.text_in_base64(userdata)

    def _get_mapping(self, url: str, response_key: str | None = None) -> base.DictWithMeta:
        resp, answer = self.client.get(url)
        return base.DictWithMeta(self._mapping(answer, response_key, resp, url), resp)

    def _action(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> base.WithMeta:
        """Do something with a server; extensions call it too.

        :param action: The key of the body.
        :param server: The server, or its id.
        :param info: What the key holds.
        :param kwargs: What hooks ``modify_body_for_action`` get beside the body.
        :return: What the server answered, as a rule nothing: an empty tuple.
        """
        resp, answer, _url = self._post_action(action, server, info, **kwargs)
        return self._unread(answer, resp)

    def _answer_of_action(
        self, action: str, server: Server | str, info: Any = None
    ) -> base.TupleWithMeta:
        resp, answer, _url = self._post_action(action, server, info)
        return base.TupleWithMeta((resp, answer), resp)

    def _post_action(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> tuple[requests.Response, Any, str]:
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        url = base.path("servers", server, "action")
        resp, answer = self.client.post(url, body=body)
        return resp, answer, url

    def _action_return_resp_and_body(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> tuple[requests.Response, Any]:
        """Do something with a server, for extensions that want the answer itself.

        :param action: The key of the body.
        :param server: The server, or its id.
        :param info: What the key holds.
        :param kwargs: What hooks ``modify_body_for_action`` get beside the body.
        :return: The answer and its body.
        """
        return self._post_action(action, server, info, **kwargs)[:2]


def _is_filter(name: str, value: Any) -> bool:
    # Programs search so for servers without one; Nova 34 refuses it, and says why.
    return value is not None and (value != "" or name == "config_drive")


def _texts(value: Iterable[str] | None) -> builtins.list[str]:
    return [value] if isinstance(value, str) else builtins.list(value or ())


def _evacuation(host: str | None, password: str | None) -> dict[str, Any]:
    info = {"host": host, "adminPass": password}
    return {key: value for key, value in info.items() if value is not None}
