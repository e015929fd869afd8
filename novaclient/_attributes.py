# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Which keys of Nova's JSON came and went with which microversion, and who gets them.

A resource imports this only when one of its attributes is absent, to say why.
"""

from __future__ import annotations

import functools

from novaclient._api_version import parsed

#: For the keys that not all microversions have, by resource class: the first microversion, and the
#: last one or None. Nova's first microversion is 2.1.
SPANS: dict[str, dict[str, tuple[str, str | None]]] = {
    "Aggregate": {"uuid": ("2.41", None)},
    "ConsoleAuthToken": {"tls_port": ("2.99", None)},
    "Flavor": {
        "OS-FLV-DISABLED:disabled": ("2.1", "2.101"),
        "description": ("2.55", None),
        "extra_specs": ("2.61", None),
        "rxtx_factor": ("2.1", "2.101"),
    },
    "Hypervisor": {
        "cpu_info": ("2.1", "2.87"),
        "current_workload": ("2.1", "2.87"),
        "disk_available_least": ("2.1", "2.87"),
        "free_disk_gb": ("2.1", "2.87"),
        "free_ram_mb": ("2.1", "2.87"),
        "local_gb": ("2.1", "2.87"),
        "local_gb_used": ("2.1", "2.87"),
        "memory_mb": ("2.1", "2.87"),
        "memory_mb_used": ("2.1", "2.87"),
        "running_vms": ("2.1", "2.87"),
        "uptime": ("2.88", None),
        "vcpus": ("2.1", "2.87"),
        "vcpus_used": ("2.1", "2.87"),
    },
    "InstanceAction": {"updated_at": ("2.58", None)},
    "Keypair": {"type": ("2.2", None)},
    "Migration": {
        "links": ("2.23", None),
        "migration_type": ("2.23", None),
        "project_id": ("2.80", None),
        "user_id": ("2.80", None),
        "uuid": ("2.59", None),
    },
    "NetworkInterface": {"tag": ("2.70", None)},
    "QuotaClassSet": {
        "fixed_ips": ("2.1", "2.49"),
        "floating_ips": ("2.1", "2.49"),
        "injected_file_content_bytes": ("2.1", "2.56"),
        "injected_file_path_bytes": ("2.1", "2.56"),
        "injected_files": ("2.1", "2.56"),
        "security_group_rules": ("2.1", "2.49"),
        "security_groups": ("2.1", "2.49"),
        "server_group_members": ("2.50", None),
        "server_groups": ("2.50", None),
    },
    "QuotaSet": {
        "fixed_ips": ("2.1", "2.35"),
        "floating_ips": ("2.1", "2.35"),
        "injected_file_content_bytes": ("2.1", "2.56"),
        "injected_file_path_bytes": ("2.1", "2.56"),
        "injected_files": ("2.1", "2.56"),
        "security_group_rules": ("2.1", "2.35"),
        "security_groups": ("2.1", "2.35"),
    },
    "Server": {
        "OS-EXT-SRV-ATTR:hostname": ("2.3", None),
        "OS-EXT-SRV-ATTR:kernel_id": ("2.3", None),
        "OS-EXT-SRV-ATTR:launch_index": ("2.3", None),
        "OS-EXT-SRV-ATTR:ramdisk_id": ("2.3", None),
        "OS-EXT-SRV-ATTR:reservation_id": ("2.3", None),
        "OS-EXT-SRV-ATTR:root_device_name": ("2.3", None),
        "OS-EXT-SRV-ATTR:user_data": ("2.3", None),
        "description": ("2.19", None),
        "host_status": ("2.16", None),
        "locked": ("2.9", None),
        "locked_reason": ("2.73", None),
        "pinned_availability_zone": ("2.96", None),
        "scheduler_hints": ("2.100", None),
        "server_groups": ("2.71", None),
        "tags": ("2.26", None),
        "trusted_image_certificates": ("2.63", None),
    },
    "ServerGroup": {
        "metadata": ("2.1", "2.63"),
        "policies": ("2.1", "2.63"),
        "policy": ("2.64", None),
        "project_id": ("2.13", None),
        "rules": ("2.64", None),
        "user_id": ("2.13", None),
    },
    "ServerMigration": {
        "project_id": ("2.80", None),
        "user_id": ("2.80", None),
        "uuid": ("2.59", None),
    },
    "Service": {"forced_down": ("2.11", None)},
    "Volume": {
        "attachment_id": ("2.89", None),
        "bdm_uuid": ("2.89", None),
        "delete_on_termination": ("2.79", None),
        "id": ("2.1", "2.88"),
        "tag": ("2.70", None),
    },
}

#: The keys that, by default, Nova sends only to administrators where others get the resource too:
#: the last microversion for which this holds, or None.
ADMINISTRATORS: dict[str, dict[str, str | None]] = {
    "InstanceAction": {"events": "2.50"},
    "Server": {
        "OS-EXT-SRV-ATTR:host": None,
        "OS-EXT-SRV-ATTR:hostname": "2.89",
        "OS-EXT-SRV-ATTR:hypervisor_hostname": None,
        "OS-EXT-SRV-ATTR:instance_name": None,
        "OS-EXT-SRV-ATTR:kernel_id": None,
        "OS-EXT-SRV-ATTR:launch_index": None,
        "OS-EXT-SRV-ATTR:ramdisk_id": None,
        "OS-EXT-SRV-ATTR:reservation_id": None,
        "OS-EXT-SRV-ATTR:root_device_name": None,
        "OS-EXT-SRV-ATTR:user_data": None,
        "host_status": None,
    },
    "ServerShare": {"export_location": None, "uuid": None},
}

_IN_PLACEMENT = "Placement has the inventories and the usage of hosts"
_IN_NEUTRON = "Neutron has these quotas"
_NO_FILES = "Nova no longer injects files"

#: Where to find what went, or why it did.
INSTEAD: dict[str, dict[str, str]] = {
    "Hypervisor": {
        "cpu_info": "Placement has the traits of hosts",
        "disk_available_least": _IN_PLACEMENT,
        "free_disk_gb": _IN_PLACEMENT,
        "free_ram_mb": _IN_PLACEMENT,
        "local_gb": _IN_PLACEMENT,
        "local_gb_used": _IN_PLACEMENT,
        "memory_mb": _IN_PLACEMENT,
        "memory_mb_used": _IN_PLACEMENT,
        "running_vms": "servers.list() filters by host",
        "vcpus": _IN_PLACEMENT,
        "vcpus_used": _IN_PLACEMENT,
    },
    "QuotaClassSet": {
        "injected_file_content_bytes": _NO_FILES,
        "injected_file_path_bytes": _NO_FILES,
        "injected_files": _NO_FILES,
    },
    "QuotaSet": {
        "fixed_ips": _IN_NEUTRON,
        "floating_ips": _IN_NEUTRON,
        "injected_file_content_bytes": _NO_FILES,
        "injected_file_path_bytes": _NO_FILES,
        "injected_files": _NO_FILES,
        "security_group_rules": _IN_NEUTRON,
        "security_groups": _IN_NEUTRON,
    },
    "ServerGroup": {"metadata": "it was always empty", "policies": "use 'policy'"},
    "Volume": {"id": "use 'volumeId'"},
}


def keys_of(cls: str) -> frozenset[str]:
    """Return the keys of a resource class that may be absent for a known reason."""
    return frozenset([*SPANS.get(cls, {}), *ADMINISTRATORS.get(cls, {})])


@functools.lru_cache(256)
def why_absent(cls: str, key: str, version: str) -> str | None:
    """Say why Nova did not send a key.

    :param cls: The name of the resource class.
    :param key: The key of the JSON.
    :param version: The microversion of the client.
    :return: The end of a sentence such as ``Server has no 'tags'``; None if no reason is known.
    """
    used = parsed(version)
    first, last = SPANS.get(cls, {}).get(key, ("2.1", None))
    if first != "2.1" and used < parsed(first):
        return f" before microversion {first}: the client uses {version}"
    if last is not None and used > parsed(last):
        instead = INSTEAD.get(cls, {}).get(key, f"the last one with it is {last}")
        return f" since microversion {_next(last)}; {instead}. The client uses {version}"
    keys = ADMINISTRATORS.get(cls, {})
    if key in keys:
        until = keys[key]
        reason = ": by default, Nova sends it to administrators only"
        if until is None:
            return reason
        if used <= parsed(until):
            return f"{reason} before microversion {_next(until)}"
    return None


def _next(version: str) -> str:
    major, minor = version.split(".")
    return f"{major}.{int(minor) + 1}"
