"""Calls that together use all arguments of every method to create, list or update."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import novaclient
from tests.contract import tables
from tests.contract.test_routes import (
    END,
    GROUP,
    HYPERVISOR,
    IMAGE,
    PORT,
    PROJECT,
    SERVER,
    SHARE,
    SNAPSHOT,
    START,
    VOLUME,
)

NEWEST = novaclient.API_MAX_VERSION.get_string()
NETWORK = "bbbbbbbb-ffff-4fff-8fff-000000000001"
SECRET = "Secret-1"


def within(span: Any, microversion: str) -> bool:
    """Tell whether a microversion is in the range from ``span.first`` to ``span.last``."""
    first, last = tables.minor(span.first), tables.minor(span.last)
    return first <= tables.minor(microversion) <= last


class Given(NamedTuple):
    """The value of an argument that exists only in a range of microversions."""

    value: Any
    first: str = "2.1"
    last: str = NEWEST


class Full(NamedTuple):
    """A call with as many arguments as can be combined.

    :param method: The attribute of the client and the method.
    :param arguments: The arguments by name. Values that are not :class:`Given` are passed at every
        microversion.
    :param first: The first microversion at which to call the method.
    :param last: The last microversion at which to call it.
    """

    method: str
    arguments: Mapping[str, Any]
    first: str = "2.1"
    last: str = NEWEST

    def microversions(self) -> list[str]:
        """Return the microversions at which the arguments change, and the last one."""
        given = [value for value in self.arguments.values() if isinstance(value, Given)]
        ends = {self.first, self.last, *(one.first for one in given)}
        ends |= {one.last for one in given}
        return sorted((mv for mv in ends if within(self, mv)), key=tables.minor)

    def at(self, microversion: str) -> dict[str, Any]:
        """Return the arguments that exist at a microversion."""
        given = {
            name: value if isinstance(value, Given) else Given(value)
            for name, value in self.arguments.items()
        }
        return {name: one.value for name, one in given.items() if within(one, microversion)}


DATE, LATER = "2024-01-01T00:00:00Z", "2024-01-31T00:00:00Z"
FILES = {"/etc/motd": "Hello"}
QUOTAS = {
    "instances": 1,
    "cores": 2,
    "ram": 3,
    "metadata_items": 4,
    "key_pairs": 5,
    "server_groups": 6,
    "server_group_members": 7,
}
FILTERS = {
    "access_ip_v4": "10.0.0.1",
    "access_ip_v6": "::1",
    "all_tenants": True,
    "auto_disk_config": True,
    "availability_zone": "nova",
    "changes-since": DATE,
    "config_drive": True,
    "created_at": DATE,
    "deleted": True,
    "display_description": "Serves",
    "display_name": "web",
    "flavor": "1",
    "host": "host1",
    "hostname": "web",
    "image": IMAGE,
    "image_ref": IMAGE,
    "ip": "10.0.0.1",
    "ip6": "::1",
    "kernel_id": IMAGE,
    "key_name": "key",
    "launch_index": 0,
    "launched_at": DATE,
    "locked_by": "owner",
    "name": "web",
    "node": "host1",
    "power_state": 1,
    "progress": 0,
    "project_id": PROJECT,
    "ramdisk_id": IMAGE,
    "reservation_id": "r-1",
    "root_device_name": "/dev/vda",
    "soft_deleted": True,
    "status": ["ACTIVE", "ERROR"],
    "task_state": "none",
    "tenant_id": PROJECT,
    "terminated_at": DATE,
    "user_id": "user",
    "uuid": SERVER,
    "vm_state": "active",
}
FILTERS_OF_2_26 = {
    **FILTERS,
    "tags": ["a", "b"],
    "tags-any": "c",
    "not-tags": "d",
    "not-tags-any": "e",
}
FILTERS_OF_2_66 = {**FILTERS_OF_2_26, "changes-before": LATER}
FILTERS_OF_2_73 = {**FILTERS_OF_2_66, "locked": True}
PAGE = {"marker": SERVER, "limit": 2, "sort_keys": ["created_at"], "sort_dirs": ["asc"]}

CREATE_SERVER = {
    "name": "web",
    "image": IMAGE,
    "flavor": "1",
    "meta": {"key": "value"},
    "files": Given(FILES, last="2.56"),
    "min_count": 1,
    "max_count": 2,
    "security_groups": ["default"],
    "userdata": "#!/bin/sh",
    "key_name": "key",
    "availability_zone": "nova",
    "scheduler_hints": {"group": GROUP, "different_host": [SERVER]},
    "config_drive": True,
    "disk_config": "AUTO",
    "admin_pass": SECRET,
    "access_ip_v4": "10.0.0.1",
    "access_ip_v6": "::1",
    "description": Given("Serves", "2.19"),
    "tags": Given(["blue"], "2.52"),
    "trusted_image_certificates": Given(["certificate"], "2.63"),
    "host": Given("host1", "2.74"),
    "hypervisor_hostname": Given("host1", "2.74"),
    "hostname": Given("web", "2.90"),
}
NICS = [
    {"net-id": NETWORK, "v4-fixed-ip": "10.0.0.2"},
    {"net-id": NETWORK, "v6-fixed-ip": "::2"},
    {"port-id": PORT},
]
DISK = {
    "uuid": VOLUME,
    "source_type": "volume",
    "destination_type": "volume",
    "boot_index": 1,
    "delete_on_termination": False,
    "device_name": "/dev/vdb",
    "device_type": "disk",
    "disk_bus": "virtio",
    "guest_format": "ext4",
    "volume_size": 1,
}
BLANK = {"source_type": "blank", "destination_type": "volume", "boot_index": -1, "volume_size": 1}

#: The calls of a method together use all its arguments.
FULL: tuple[Full, ...] = (
    Full("aggregates.list", {}),
    Full("aggregates.create", {"name": "fast", "availability_zone": "nova"}),
    Full("aggregates.create", {"name": "fast", "availability_zone": None}),
    Full(
        "aggregates.update",
        {"aggregate": 1, "values": {"name": "faster", "availability_zone": "nova"}},
    ),
    Full(
        "assisted_volume_snapshots.create",
        {
            "volume_id": VOLUME,
            "create_info": {
                "snapshot_id": SNAPSHOT,
                "type": "qcow2",
                "new_file": "new",
                "id": SNAPSHOT,
            },
        },
    ),
    Full(
        "assisted_volume_snapshots.delete",
        {"snapshot": SNAPSHOT, "delete_info": {"volume_id": VOLUME, "file_to_merge": "old"}},
    ),
    Full("availability_zones.list", {"detailed": True}),
    Full("extensions.list", {}),
    Full("flavor_access.list", {"flavor": "1"}),
    Full(
        "flavors.list",
        {
            "detailed": True,
            "is_public": None,
            "marker": "1",
            "min_disk": 1,
            "min_ram": 2,
            "limit": 3,
            "sort_key": "memory_mb",
            "sort_dir": "desc",
            "name": Given("m1.tiny", "2.102"),
        },
    ),
    Full(
        "flavors.create",
        {
            "name": "tiny",
            "ram": 512,
            "vcpus": 1,
            "disk": 1,
            "flavorid": "tiny-1",
            "ephemeral": 1,
            "swap": 1,
            "rxtx_factor": Given(2.0, last="2.101"),
            "is_public": False,
            "description": Given("Small", "2.55"),
        },
    ),
    Full("flavors.update", {"flavor": "1", "description": "Small"}, first="2.55"),
    Full("flavors.update", {"flavor": "1", "description": None}, first="2.55"),
    Full(
        "hypervisors.list",
        {
            "detailed": True,
            "marker": Given(1, "2.33", "2.52"),
            "limit": Given(2, "2.33"),
        },
    ),
    Full("hypervisors.list", {"marker": HYPERVISOR, "limit": 2}, first="2.53"),
    Full(
        "hypervisors.search",
        {"hypervisor_match": "host", "servers": True, "detailed": Given(True, "2.53")},
    ),
    Full(
        "instance_action.list",
        {
            "server": SERVER,
            "marker": Given("req-1", "2.58"),
            "limit": Given(1, "2.58"),
            "changes_since": Given(DATE, "2.58"),
            "changes_before": Given(LATER, "2.66"),
        },
    ),
    Full("instance_usage_audit_log.get", {"before": "2024-01-31 12:00:00"}),
    Full(
        "keypairs.list",
        {
            "user_id": Given("user", "2.10"),
            "marker": Given("key", "2.35"),
            "limit": Given(1, "2.35"),
        },
    ),
    Full(
        "keypairs.create",
        {
            "name": "key",
            "public_key": "ssh-rsa AAAA",
            "key_type": Given("x509", "2.2"),
            "user_id": Given("user", "2.10"),
        },
    ),
    Full("keypairs.create", {"name": "key"}, last="2.91"),
    Full("keypairs.get", {"keypair": "key", "user_id": Given("user", "2.10")}),
    Full("keypairs.delete", {"key": "key", "user_id": Given("user", "2.10")}),
    Full("limits.get", {"reserved": Given(True, last="2.74"), "tenant_id": PROJECT}),
    Full(
        "migrations.list",
        {
            "host": "host1",
            "status": "done",
            "instance_uuid": SERVER,
            "source_compute": "host1",
            "migration_type": "resize",
            "marker": Given(SERVER, "2.59"),
            "limit": Given(1, "2.59"),
            "changes_since": Given(DATE, "2.59"),
            "changes_before": Given(LATER, "2.66"),
            "user_id": Given("user", "2.80"),
            "project_id": Given(PROJECT, "2.80"),
        },
    ),
    Full("quota_classes.update", {"class_name": "default", **QUOTAS}),
    Full("quotas.update", {"tenant_id": PROJECT, "user_id": "user", "force": True, **QUOTAS}),
    Full("quotas.get", {"tenant_id": PROJECT, "user_id": "user", "detail": False}),
    Full("quotas.get", {"tenant_id": PROJECT, "user_id": "user", "detail": True}),
    Full("quotas.delete", {"tenant_id": PROJECT, "user_id": "user"}),
    Full(
        "server_external_events.create",
        {
            "events": [
                {
                    "name": "network-changed",
                    "server_uuid": SERVER,
                    "status": "completed",
                    "tag": PORT,
                }
            ]
        },
    ),
    Full("server_groups.list", {"all_projects": True, "limit": 1, "offset": 2}),
    Full("server_groups.create", {"name": "group", "policies": ["affinity"]}, last="2.63"),
    Full(
        "server_groups.create",
        {"name": "group", "policy": "anti-affinity", "rules": {"max_server_per_host": 2}},
        first="2.64",
    ),
    Full("server_migrations.list", {"server": SERVER}, first="2.23"),
    Full("server_shares.list", {"server": SERVER}, first="2.97"),
    Full("server_shares.create", {"server": SERVER, "share_id": SHARE, "tag": "a"}, first="2.97"),
    Full("servers.list", {"detailed": True, "search_opts": FILTERS, **PAGE}),
    Full("servers.list", {"search_opts": FILTERS_OF_2_26}, first="2.26"),
    Full("servers.list", {"search_opts": FILTERS_OF_2_66}, first="2.66"),
    Full("servers.list", {"search_opts": FILTERS_OF_2_73}, first="2.73"),
    Full("servers.list", {"detailed": False, "search_opts": FILTERS_OF_2_73}, first="2.73"),
    Full(
        "servers.create",
        {
            **CREATE_SERVER,
            "reservation_id": True,
            "nics": NICS,
            "block_device_mapping": {"vdb": f"{VOLUME}::1:0", "vdc": f"{SNAPSHOT}:snap:1:1"},
        },
    ),
    Full(
        "servers.create",
        {
            **CREATE_SERVER,
            "nics": [{**nic, "tag": "nic"} for nic in NICS],
            "block_device_mapping_v2": [{**DISK, "tag": "disk"}, BLANK],
        },
        first="2.42",
    ),
    Full(
        "servers.create",
        {
            "name": "web",
            "flavor": "1",
            "nics": "none",
            "block_device_mapping_v2": [{**BLANK, "boot_index": 0, "volume_type": "fast"}],
        },
        first="2.67",
    ),
    Full("servers.create", {"name": "web", "image": IMAGE, "flavor": "1"}, last="2.36"),
    Full(
        "servers.update",
        {
            "server": SERVER,
            "name": "new",
            "description": Given("Serves", "2.19"),
            "hostname": Given("new", "2.90"),
            "pinned_availability_zone": Given("nova", "2.104"),
        },
    ),
    Full("servers.update", {"server": SERVER, "pinned_availability_zone": None}, first="2.104"),
    Full("servers.create_image", {"server": SERVER, "image_name": "i", "metadata": {"k": "v"}}),
    Full(
        "servers.backup",
        {"server": SERVER, "backup_name": "copy", "backup_type": "weekly", "rotation": 0},
    ),
    Full(
        "servers.evacuate",
        {
            "server": SERVER,
            "host": "host2",
            "password": SECRET,
            "on_shared_storage": Given(False, last="2.13"),
            "force": Given(True, "2.29", "2.67"),
        },
    ),
    Full("servers.get_console_output", {"server": SERVER, "length": 10}),
    Full("servers.ips", {"server": SERVER, "label": "private"}),
    Full(
        "servers.interface_attach",
        {
            "server": SERVER,
            "port_id": None,
            "net_id": NETWORK,
            "fixed_ip": "10.0.0.9",
            "tag": Given("nic", "2.49"),
        },
    ),
    Full(
        "servers.interface_attach",
        {
            "server": SERVER,
            "port_id": PORT,
            "net_id": None,
            "fixed_ip": None,
            "tag": Given("nic", "2.49"),
        },
    ),
    Full(
        "servers.live_migrate",
        {
            "server": SERVER,
            "host": "host2",
            "block_migration": True,
            "disk_over_commit": Given(False, last="2.24"),
            "force": Given(True, "2.30", "2.67"),
        },
    ),
    Full(
        "servers.live_migrate",
        {"server": SERVER, "host": None, "block_migration": "auto"},
        first="2.25",
    ),
    Full("servers.lock", {"server": SERVER, "reason": Given("Mine", "2.73")}),
    Full("servers.migrate", {"server": SERVER, "host": Given("host2", "2.56")}),
    Full("servers.reboot", {"server": SERVER, "reboot_type": "HARD"}),
    Full(
        "servers.rebuild",
        {
            "server": SERVER,
            "image": IMAGE,
            "password": SECRET,
            "disk_config": "MANUAL",
            "preserve_ephemeral": True,
            "name": "new",
            "meta": {"key": "value"},
            "files": Given(FILES, last="2.56"),
            "description": Given("Serves", "2.19"),
            "key_name": Given("key", "2.54"),
            "userdata": Given("#!/bin/sh", "2.57"),
            "trusted_image_certificates": Given(["certificate"], "2.63"),
            "hostname": Given("new", "2.90"),
        },
    ),
    Full(
        "servers.rebuild",
        {
            "server": SERVER,
            "image": IMAGE,
            "description": Given(None, "2.19"),
            "key_name": Given(None, "2.54"),
            "userdata": Given(None, "2.57"),
            "trusted_image_certificates": Given(None, "2.63"),
        },
    ),
    Full("servers.rescue", {"server": SERVER, "password": SECRET, "image": IMAGE}),
    Full("servers.reset_state", {"server": SERVER, "state": "active"}),
    Full("servers.resize", {"server": SERVER, "flavor": "2", "disk_config": "AUTO"}),
    Full("servers.get_vnc_console", {"server": SERVER, "console_type": "novnc"}),
    Full("servers.get_spice_console", {"server": SERVER, "console_type": "spice-html5"}),
    Full("servers.get_serial_console", {"server": SERVER, "console_type": "serial"}),
    Full("servers.get_mks_console", {"server": SERVER}, first="2.8"),
    Full("servers.unshelve", {"server": SERVER}),
    Full(
        "servers.unshelve",
        {"server": SERVER, "availability_zone": "nova", "host": Given("host1", "2.91")},
        first="2.77",
    ),
    Full("servers.unshelve", {"server": SERVER, "availability_zone": None}, first="2.91"),
    Full("services.list", {"host": "host1", "binary": "nova-compute"}),
    Full("services.enable", {"host": "host1", "binary": "nova-compute"}, last="2.52"),
    Full("services.disable", {"host": "host1", "binary": "nova-compute"}, last="2.52"),
    Full(
        "services.disable_log_reason",
        {"host": "host1", "binary": "nova-compute", "reason": "Broken"},
        last="2.52",
    ),
    Full(
        "services.force_down",
        {"host": "host1", "binary": "nova-compute", "force_down": True},
        first="2.11",
        last="2.52",
    ),
    Full("services.enable", {"service_uuid": SNAPSHOT}, first="2.53"),
    Full("services.disable", {"service_uuid": SNAPSHOT}, first="2.53"),
    Full(
        "services.disable_log_reason",
        {"service_uuid": SNAPSHOT, "reason": "Broken"},
        first="2.53",
    ),
    Full("services.force_down", {"service_uuid": SNAPSHOT, "force_down": True}, first="2.53"),
    Full(
        "usage.list",
        {
            "start": START,
            "end": END,
            "detailed": True,
            "marker": Given(SERVER, "2.40"),
            "limit": Given(1, "2.40"),
        },
    ),
    Full(
        "usage.get",
        {
            "tenant_id": PROJECT,
            "start": START,
            "end": END,
            "marker": Given(SERVER, "2.40"),
            "limit": Given(1, "2.40"),
        },
    ),
    Full(
        "volumes.create_server_volume",
        {
            "server_id": SERVER,
            "volume_id": VOLUME,
            "device": "/dev/vdb",
            "tag": Given("disk", "2.49"),
            "delete_on_termination": Given(True, "2.79"),
        },
    ),
    Full(
        "volumes.update_server_volume",
        {
            "server_id": SERVER,
            "src_volid": VOLUME,
            "dest_volid": VOLUME,
            "delete_on_termination": Given(True, "2.85"),
        },
    ),
)
