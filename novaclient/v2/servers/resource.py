# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The resources of servers. Import them from :mod:`novaclient.v2.servers`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, utils
from novaclient.v2.servers.attributes import Attributes
from novaclient.v2.servers.parts import Parts
from novaclient.v2.servers.topics import as_one

if TYPE_CHECKING:
    from novaclient.base import Unset
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.keypairs import Keypair
    from novaclient.v2.networks import Network
    from novaclient.v2.servers.manager import ServerManager
    from novaclient.v2.services import Service
    from novaclient.waiting import Interval, State

#: Shut down the operating system, then start it.
REBOOT_SOFT = "SOFT"
#: Switch the power off and on.
REBOOT_HARD = "HARD"


@as_one
class Server(Parts, Attributes):
    """A server. Made by :class:`ServerManager`, whose methods of the same names tell more.

    Keys of Nova's JSON that Python can't spell, such as ``OS-EXT-STS:task_state``, have a shorter
    name, such as :attr:`task_state`; ``getattr()`` reads them too. A server that was just created,
    or listed with ``detailed=False``, loads what it lacks when that is first read.
    """

    __module__ = "novaclient.v2.servers"

    HUMAN_ID = True

    manager: ServerManager

    # Whether the status is that of a cell that does not respond, beside details from before.
    _lost_its_cell = False

    def __repr__(self) -> str:
        try:
            name = self.name
        except AttributeError:
            name = self._info.get("id", "") if self.is_partial else "unknown-name"
        return f"<Server: {base.shown(name)}>"

    @property
    def is_partial(self) -> bool:
        """Whether the cell of the server does not respond, so that Nova knows little of it.

        The status is ``UNKNOWN`` then, and details are absent or, if the server was loaded before,
        out of date. Since microversion 2.69; before, Nova leaves such servers out of lists, and
        getting them fails.
        """
        return self._lost_its_cell or _is_partial(self._info)

    def _refresh(self, info: Mapping[str, Any]) -> None:
        super()._refresh(info)
        if "id" in info and self._lost_its_cell != _is_partial(info):
            self._lost_its_cell = not self._lost_its_cell

    def _absent(self, name: str, partial: bool = False) -> AttributeError:
        return super()._absent(name, self.is_partial)

    @property
    def networks(self) -> dict[str, list[str]]:
        """The addresses by the name of the network, sorted by name.

        :raises novaclient.exceptions.UnexpectedResponse: if the addresses are malformed.
        """
        try:
            addresses = self.addresses
        except AttributeError:
            return {}
        try:
            return OrderedDict(
                (network, [address["addr"] for address in addresses[network]])
                for network in sorted(addresses)
            )
        except (LookupError, TypeError) as error:
            raise base.malformed(self, "addresses") from error

    def wait_for(
        self,
        status: str | Iterable[str] | Callable[[Server], object] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        action: Any = None,
    ) -> Server:
        """Wait until the server has a status and no task is in progress; return the server."""
        return self.manager.wait_for(
            self,
            status,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
            action=action,
        )

    def delete(self) -> base.WithMeta:
        """Delete the server."""
        return self.manager.delete(self)

    @api_versions.arguments(description="2.19", hostname="2.90", pinned_availability_zone="2.104")
    def update(
        self,
        name: str | None = None,
        description: str | None = None,
        hostname: str | None = None,
        pinned_availability_zone: AvailabilityZone | str | Unset | None = base.UNSET,
    ) -> Server | base.StrWithMeta | None:
        """Update the name, the description, the host name or the availability zone."""
        changes = _given(description=description, hostname=hostname)
        if pinned_availability_zone is not base.UNSET:
            changes["pinned_availability_zone"] = pinned_availability_zone
        return self.manager.update(self, name, **changes)

    def ips(self, label: Network | str | None = None) -> base.DictWithMeta:
        """Get the addresses."""
        return self.manager.ips(self, label)

    def list_meta(self) -> base.DictWithMeta:
        """Get the metadata."""
        return self.manager.list_meta(self)

    def get_meta(self, key: str) -> base.DictWithMeta:
        """Get one item of the metadata."""
        return self.manager.get_meta(self, key)

    def set_meta(self, metadata: Mapping[str, str]) -> Server:
        """Set metadata. Other keys stay as they are."""
        return self.manager.set_meta(self, metadata)

    def set_meta_item(self, key: str, value: str) -> Server | base.StrWithMeta:
        """Set one item of the metadata."""
        return self.manager.set_meta_item(self, key, value)

    def delete_meta(self, keys: Iterable[str]) -> base.TupleWithMeta:
        """Delete metadata, with one request for each key."""
        return self.manager.delete_meta(self, keys)

    def replace_meta(self, metadata: Mapping[str, str]) -> base.DictWithMeta:
        """Replace all metadata."""
        return self.manager.replace_meta(self, metadata)

    def get_console_output(self, length: int | None = None) -> base.StrWithMeta:
        """Get the console output."""
        return self.manager.get_console_output(self, length)

    def get_vnc_console(self, console_type: str) -> base.DictWithMeta:
        """Get the URL of a VNC console."""
        return self.manager.get_vnc_console(self, console_type)

    def get_spice_console(self, console_type: str) -> base.DictWithMeta:
        """Get the URL of a SPICE console."""
        return self.manager.get_spice_console(self, console_type)

    def get_rdp_console(self, console_type: str) -> base.DictWithMeta:
        """Get the URL of an RDP console."""
        return self.manager.get_rdp_console(self, console_type)

    def get_serial_console(self, console_type: str) -> base.DictWithMeta:
        """Get the URL of a serial console."""
        return self.manager.get_serial_console(self, console_type)

    def get_mks_console(self) -> base.DictWithMeta:
        """Get the URL of an MKS console."""
        return self.manager.get_mks_console(self)

    def get_console_url(self, console_type: str) -> base.DictWithMeta:
        """Get the URL of a console."""
        return self.manager.get_console_url(self, console_type)

    def get_password(self, private_key: str | None = None) -> base.StrWithMeta:
        """Get the administrator password that the server generated."""
        return self.manager.get_password(self, private_key)

    def clear_password(self) -> base.WithMeta:
        """Delete the administrator password from Nova's database."""
        return self.manager.clear_password(self)

    def stop(self) -> base.TupleWithMeta:
        """Stop the server."""
        return self.manager.stop(self)

    def force_delete(self) -> base.TupleWithMeta:
        """Delete the server immediately, even if the cloud reclaims deleted servers later."""
        return self.manager.force_delete(self)

    def restore(self) -> base.TupleWithMeta:
        """Restore the server, which is deleted but not yet reclaimed."""
        return self.manager.restore(self)

    def start(self) -> base.WithMeta:
        """Start the server."""
        return self.manager.start(self)

    def pause(self) -> base.WithMeta:
        """Pause the server."""
        return self.manager.pause(self)

    def unpause(self) -> base.WithMeta:
        """Unpause the server."""
        return self.manager.unpause(self)

    @api_versions.arguments(reason="2.73")
    def lock(self, reason: str | None = None) -> base.WithMeta:
        """Lock the server."""
        return self.manager.lock(self, **_given(reason=reason))

    def unlock(self) -> base.WithMeta:
        """Unlock the server."""
        return self.manager.unlock(self)

    def suspend(self) -> base.WithMeta:
        """Suspend the server."""
        return self.manager.suspend(self)

    def resume(self) -> base.WithMeta:
        """Resume the suspended server."""
        return self.manager.resume(self)

    def rescue(self, password: str | None = None, image: Any = None) -> base.TupleWithMeta:
        """Boot the server from a rescue image."""
        return self.manager.rescue(self, password, image)

    def unrescue(self) -> base.WithMeta:
        """Unrescue the server: boot it from its own disk again."""
        return self.manager.unrescue(self)

    def shelve(self) -> base.WithMeta:
        """Shelve the server."""
        return self.manager.shelve(self)

    def shelve_offload(self) -> base.WithMeta:
        """Remove the shelved server from its host."""
        return self.manager.shelve_offload(self)

    @api_versions.arguments(availability_zone="2.77", host="2.91")
    def unshelve(
        self,
        availability_zone: AvailabilityZone | str | Unset | None = base.UNSET,
        host: Service | Hypervisor | str | None = None,
    ) -> base.WithMeta:
        """Unshelve the server: restore the shelved server."""
        place = _given(host=host)
        if availability_zone is not base.UNSET:
            place["availability_zone"] = availability_zone
        return self.manager.unshelve(self, **place)

    def diagnostics(self) -> base.TupleWithMeta:
        """Get the diagnostics that the hypervisor reports."""
        return self.manager.diagnostics(self)

    @api_versions.wraps("2.78")
    def topology(self) -> base.DictWithMeta:
        """Get the NUMA topology."""
        return self.manager.topology(self)

    @api_versions.arguments(host="2.56")
    def migrate(self, host: Service | Hypervisor | str | None = None) -> base.WithMeta:
        """Migrate the server: stop it and move it to another host."""
        return self.manager.migrate(self, **_given(host=host))

    def change_password(self, password: str) -> base.WithMeta:
        """Change the administrator password."""
        return self.manager.change_password(self, password)

    def reboot(self, reboot_type: str = REBOOT_SOFT) -> base.WithMeta:
        """Reboot the server."""
        return self.manager.reboot(self, reboot_type)

    def rebuild(
        self,
        image: Any,
        password: str | None = None,
        preserve_ephemeral: bool = False,
        *,
        disk_config: str | None = None,
        name: str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Any] | None = None,
        description: str | Unset | None = base.UNSET,
        key_name: Keypair | str | Unset | None = base.UNSET,
        userdata: Any = base.UNSET,
        trusted_image_certificates: Sequence[base.HasId | str] | Unset | None = base.UNSET,
        hostname: str | Unset | None = base.UNSET,
    ) -> Server:
        """Rebuild the server: replace its root disk with a new image."""
        return self.manager.rebuild(
            self,
            image,
            password=password,
            disk_config=disk_config,
            preserve_ephemeral=preserve_ephemeral,
            name=name,
            meta=meta,
            files=files,
            description=description,
            key_name=key_name,
            userdata=userdata,
            trusted_image_certificates=trusted_image_certificates,
            hostname=hostname,
        )

    def resize(self, flavor: Flavor | str, *, disk_config: str | None = None) -> base.WithMeta:
        """Resize the server."""
        return self.manager.resize(self, flavor, disk_config=disk_config)

    def create_image(
        self, image_name: str, metadata: Mapping[str, str] | None = None
    ) -> base.StrWithMeta:
        """Create an image of the server."""
        return self.manager.create_image(self, image_name, metadata)

    def backup(self, backup_name: str, backup_type: str, rotation: int) -> base.WithMeta:
        """Create a backup image of the server, and delete the oldest of the same type."""
        return self.manager.backup(self, backup_name, backup_type, rotation)

    def confirm_resize(self) -> base.WithMeta:
        """Confirm the resize or the migration."""
        return self.manager.confirm_resize(self)

    def revert_resize(self) -> base.WithMeta:
        """Revert the resize or the migration."""
        return self.manager.revert_resize(self)

    def _live_migrate_until_2_24(
        self,
        host: Service | Hypervisor | str | None = None,
        block_migration: bool | None = False,
        disk_over_commit: bool | None = None,
    ) -> base.WithMeta:
        """Live-migrate the server, with or without its disks."""
        migrate: Any = self.manager.live_migrate
        return migrate(self, host, block_migration, bool(disk_over_commit))  # type: ignore[no-any-return]

    @api_versions.wraps("2.25", older={("2.0", "2.24"): _live_migrate_until_2_24})
    @api_versions.arguments(force=("2.30", "2.67"))
    def live_migrate(
        self,
        host: Service | Hypervisor | str | None = None,
        block_migration: bool | str | None = None,
        force: bool | None = None,
    ) -> base.WithMeta:
        """Live-migrate the server: move it to another host while it runs."""
        return self.manager.live_migrate(self, host, block_migration, **_given(force=force))

    def reset_state(self, state: str = "error") -> base.WithMeta:
        """Reset the state in Nova's database."""
        return self.manager.reset_state(self, state)

    def reset_network(self) -> base.WithMeta:
        """Reset the networking. Nova removed this operation: it responds with 410."""
        return self.manager.reset_network(self)

    def _evacuate_until_2_13(
        self,
        host: Service | Hypervisor | str | None = None,
        on_shared_storage: bool | None = True,
        password: str | None = None,
    ) -> base.TupleWithMeta:
        """Evacuate the server, whose disks are on shared storage or not."""
        evacuate: Any = self.manager.evacuate
        return evacuate(self, host, on_shared_storage, password)  # type: ignore[no-any-return]

    @api_versions.wraps("2.14", older={("2.0", "2.13"): _evacuate_until_2_13})
    @api_versions.arguments(force=("2.29", "2.67"))
    def evacuate(
        self,
        host: Service | Hypervisor | str | None = None,
        password: str | None = None,
        force: bool | None = None,
    ) -> base.TupleWithMeta:
        """Evacuate the server: rebuild it on another host, because its own host is down."""
        return self.manager.evacuate(self, host, password, **_given(force=force))

    def interface_list(self) -> base.ListWithMeta[NetworkInterface]:
        """List the network interfaces."""
        return self.manager.interface_list(self)

    def interface_get(self, port_id: base.HasId | str) -> NetworkInterface:
        """Get a network interface."""
        return self.manager.interface_get(self, port_id)

    @api_versions.arguments(tag="2.49")
    def interface_attach(
        self,
        port_id: base.HasId | str | None,
        net_id: base.HasId | str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Attach a network interface."""
        return self.manager.interface_attach(self, port_id, net_id, fixed_ip, **_given(tag=tag))

    def interface_detach(self, port_id: base.HasId | str) -> base.WithMeta:
        """Detach a network interface."""
        return self.manager.interface_detach(self, port_id)

    def inject_network_info(self) -> base.WithMeta:
        """Inject the network configuration again."""
        return self.manager.inject_network_info(self)

    def trigger_crash_dump(self) -> base.WithMeta:
        """Trigger a crash dump."""
        return self.manager.trigger_crash_dump(self)

    @api_versions.wraps("2.26")
    def tag_list(self) -> base.ListWithMeta[str]:
        """List the tags."""
        return self.manager.tag_list(self)

    @api_versions.wraps("2.26")
    def delete_tag(self, tag: str) -> base.WithMeta:
        """Delete a tag."""
        return self.manager.delete_tag(self, tag)

    @api_versions.wraps("2.26")
    def delete_all_tags(self) -> base.WithMeta:
        """Delete all tags."""
        return self.manager.delete_all_tags(self)

    @api_versions.wraps("2.26")
    def set_tags(self, tags: Sequence[str]) -> Server | base.StrWithMeta:
        """Replace all tags."""
        return self.manager.set_tags(self, tags)

    @api_versions.wraps("2.26")
    def has_tag(self, tag: str) -> bool:
        """Check whether the server has a tag."""
        return self.manager.has_tag(self, tag)

    @api_versions.wraps("2.26")
    def add_tag(self, tag: str) -> Server | base.StrWithMeta:
        """Add a tag."""
        return self.manager.add_tag(self, tag)

    def list_security_group(self) -> base.ListWithMeta[SecurityGroup]:
        """List the security groups."""
        return self.manager.list_security_group(self)

    def add_security_group(self, security_group: base.HasId | str) -> base.WithMeta:
        """Add a security group."""
        return self.manager.add_security_group(self, security_group)

    def remove_security_group(self, security_group: base.HasId | str) -> base.WithMeta:
        """Remove a security group."""
        return self.manager.remove_security_group(self, security_group)


def _is_partial(info: Mapping[str, Any]) -> bool:
    """Say whether Nova made this JSON without the cell: there is a name in any other."""
    return "name" not in info and info.get("status") == "UNKNOWN"


class NetworkInterface(base.Resource):
    """A network interface of a server. Made by :meth:`ServerManager.interface_list` and others."""

    __module__ = "novaclient.v2.servers"

    #: The id of the port.
    port_id: str
    #: The id of the network.
    net_id: str
    #: The MAC address.
    mac_addr: str
    #: The status of the port, such as ``ACTIVE`` or ``DOWN``.
    port_state: str
    #: The fixed IP addresses: dicts with ``ip_address`` and ``subnet_id``.
    fixed_ips: list[dict[str, str]] | None
    #: The tag of the device, or None. Since microversion 2.70.
    tag: str | None

    def __repr__(self) -> str:
        return f"<NetworkInterface: {base.shown(getattr(self, 'id', 'unknown-id'))}>"

    @property
    def id(self) -> str:
        """The id of the port."""
        return self._at_hand("port_id")  # type: ignore[no-any-return]


class SecurityGroup(base.Resource):
    """A security group of a server. Made by :meth:`ServerManager.list_security_group`."""

    __module__ = "novaclient.v2.servers"

    #: The id.
    id: str
    #: The name.
    name: str
    #: The description, or None.
    description: str | None
    #: The rules.
    rules: list[dict[str, Any]]
    #: The id of the project.
    tenant_id: str

    def __str__(self) -> str:
        return str(getattr(self, "id", "unknown-id"))


def _given(**arguments: Any) -> dict[str, Any]:
    """Leave out arguments that were not given; older microversions may not have them."""
    return utils.without_none(arguments)
