# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The bodies of the requests that create and rebuild servers.

Imported when a program creates a server for the first time.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base, exceptions, utils
from novaclient.v2 import _names

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion

#: Arguments of create() that are keys of the body if they are truthy.
_KEYS_IF_TRUE = {
    "meta": "metadata",
    "reservation_id": "return_reservation_id",
    "admin_pass": "adminPass",
    "key_name": "key_name",
    "availability_zone": "availability_zone",
    "config_drive": "config_drive",
    "description": "description",
    "tags": "tags",
    "trusted_image_certificates": "trusted_image_certificates",
    "host": "host",
    "hypervisor_hostname": "hypervisor_hostname",
    "hostname": "hostname",
}

#: The same, if they are not None.
_KEYS_IF_GIVEN = {
    "disk_config": "OS-DCF:diskConfig",
    "access_ip_v4": "accessIPv4",
    "access_ip_v6": "accessIPv6",
}


def take_options(api_version: APIVersion, image: Any, options: dict[str, Any]) -> dict[str, Any]:
    """Convert the optional arguments of ``create()`` into keys of the body.

    :param api_version: The microversion of the client.
    :param image: The image to boot from, or None.
    :param options: The arguments, which are removed from it. Others stay.
    :return: The keys and values of the body.
    """
    server = counts(options.pop("min_count", None), options.pop("max_count", None))
    plain = {key: options.pop(name, None) for name, key in _KEYS_IF_TRUE.items()}
    server.update(utils.converted(utils.without_empty(plain), _CONVERTERS))
    given = {key: options.pop(name, None) for name, key in _KEYS_IF_GIVEN.items()}
    server.update(utils.without_none(given))
    if files := options.pop("files", None):
        server["personality"] = personality(files)
    if userdata := options.pop("userdata", None):
        server["user_data"] = in_base64(userdata)
    groups = options.pop("security_groups", None) or ()
    if named := [{"name": base.known_id(group)} for group in groups]:
        server["security_groups"] = named
    old = options.pop("block_device_mapping", None)
    new = options.pop("block_device_mapping_v2", None)
    if old:
        server["block_device_mapping"] = block_devices(old)
    elif new:
        server["block_device_mapping_v2"] = block_devices_v2(api_version, image, new)
    if nics := options.pop("nics", None):
        server["networks"] = networks(api_version, nics)
    return server


def with_ids(value: Any) -> Any:
    """Return a value in which resources are replaced by their ids, at any depth.

    :param value: A string, a resource, or a dict or an iterable of such values.
    :return: What Nova expects.
    :raises novaclient.exceptions.InvalidIdentifier: if a resource has no id.
    """
    if isinstance(value, str | bytes):
        return value
    if isinstance(value, base.Resource) or hasattr(value, "id"):
        return base.known_id(value)
    if isinstance(value, Mapping):
        return {key: with_ids(item) for key, item in value.items()}
    if isinstance(value, Iterable):
        return [with_ids(item) for item in value]
    return value


#: The functions that convert keys of the body that may be resources.
_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "key_name": _names.name,
    "availability_zone": _names.zone,
    "trusted_image_certificates": with_ids,
    "host": _names.host,
    "hypervisor_hostname": _names.hypervisor,
}


def in_base64(content: Any) -> str:
    """Encode user data or a file for JSON.

    :param content: A string, bytes or an open file.
    :return: The content in base64.
    :raises TypeError: if it is something else.
    """
    if hasattr(content, "read"):
        content = content.read()
    if isinstance(content, str):
        content = content.encode()
    return base64.b64encode(content).decode()


def personality(files: Mapping[str, Any]) -> list[dict[str, str]]:
    """Describe the files to write to the disk.

    :param files: The contents (strings, bytes or open files) by path.
    :return: What Nova expects.
    """
    return [
        {"path": path, "contents": in_base64(content)} for path, content in sorted(files.items())
    ]


def counts(min_count: Any, max_count: Any) -> dict[str, Any]:
    """Describe how many servers to create; by default, one.

    :param min_count: The minimum, a number or a string of digits.
    :param max_count: The maximum, a number or a string of digits.
    :return: The two keys of the body.
    """
    min_count = min_count or 1
    max_count = max_count or min_count
    if int(min_count) > int(max_count):
        min_count = max_count
    return {"min_count": min_count, "max_count": max_count}


def check_nics(api_version: APIVersion, nics: Any) -> None:
    """Check the type of the networks of a new server.

    :param api_version: The microversion of the client.
    :param nics: The networks.
    :raises ValueError: if they are of the wrong type, or missing at a microversion that requires
        them.
    """
    if api_version.at_least("2.37"):
        if not nics:
            raise ValueError(
                'nics are required after microversion 2.36: "auto", "none", or a list of dicts'
            )
        if isinstance(nics, str):
            return
    if nics and not isinstance(nics, list | tuple):
        raise ValueError(f"nics must be a list or a tuple, not {type(nics)}")


def networks(api_version: APIVersion, nics: Any) -> str | list[dict[str, Any]]:
    """Describe the networks of a new server.

    :param api_version: The microversion of the client.
    :param nics: ``"auto"``, ``"none"``, or dicts with the keys of Nova's API or the older
        ``net-id``, ``port-id``, ``v4-fixed-ip`` and ``v6-fixed-ip``.
    :return: What Nova expects.
    :raises AttributeError: if one of them is not a dict.
    :raises ValueError: if tags do not exist at this microversion.
    :raises novaclient.exceptions.CommandError: if one of them has two addresses, networks or
        ports.
    """
    if isinstance(nics, str):
        return nics
    return [_network(api_version, nic) for nic in nics]


#: The keys that Nova has for a network, and what else they may be called in nics.
_NETWORK_KEYS = {
    "uuid": ("uuid", "net-id"),
    "fixed_ip": ("fixed_ip", "v4-fixed-ip", "v6-fixed-ip"),
    "port": ("port", "port-id"),
    "tag": ("tag",),
}


def _network(api_version: APIVersion, nic: Any) -> dict[str, Any]:
    if not isinstance(nic, Mapping):
        raise AttributeError(
            f"each of the nics must be a dict such as {{'net-id': '…'}}, not {nic!r}"
        )
    known = [name for names in _NETWORK_KEYS.values() for name in names]
    utils.warn_of_unknown(nic, known, "nics: a network has no key {!r}, so it is not sent.")
    given = {key: _value(nic, names) for key, names in _NETWORK_KEYS.items()}
    network = utils.without_empty(given)
    if "tag" in network:
        problem = "Setting interface tags is unsupported before microversion 2.32"
        api_versions.check_argument(api_version, "tag", "2.32", raises=ValueError(problem))
    return utils.converted(network, {"uuid": base.known_id, "port": base.known_id})


def _value(nic: Mapping[str, Any], names: Iterable[str]) -> Any:
    given = {name: nic[name] for name in names if nic.get(name)}
    values = list(given.values())
    if any(value != values[0] for value in values):
        raise exceptions.CommandError(
            f"Only one of {' and '.join(map(repr, given))} may be provided."
        )
    return values[0] if values else None


def block_devices(mapping: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Describe block devices given as ``{device: "id:type:size:delete"}``.

    :param mapping: For each device name, a volume, or a string with an id; optionally the type
        (``snap`` for a snapshot, else a volume), the size in GiB, and whether the device is
        deleted with the server (``0`` or ``1``).
    :return: What Nova expects.
    :raises ValueError: if a size is not a number.
    """
    return [_block_device(device, spec) for device, spec in mapping.items()]


def _block_device(device_name: str, spec: Any) -> dict[str, Any]:
    source_id, source_type, size, delete = (str(base.known_id(spec)).split(":") + [""] * 4)[:4]
    kind = "snapshot_id" if source_type.startswith("snap") else "volume_id"
    device: dict[str, Any] = {"device_name": device_name, kind: source_id}
    if size:
        int(size)
        device["volume_size"] = size
    if delete:
        device["delete_on_termination"] = delete
    return device


#: The keys of a block device whose values may be resources.
_SOURCES = dict.fromkeys(("uuid", "image_id", "snapshot_id", "volume_id"), base.known_id)

#: All keys of a block device in Nova's JSON schema.
_BLOCK_DEVICE_KEYS = (
    *_SOURCES,
    *("source_type", "destination_type", "boot_index", "delete_on_termination"),
    *("device_name", "device_type", "disk_bus", "guest_format", "volume_size", "volume_type"),
    *("tag", "connection_info", "no_device", "virtual_name"),
)


def block_devices_v2(
    api_version: APIVersion, image: Any, mapping: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Describe block devices given as dicts, with the image to boot from as the first.

    :param api_version: The microversion of the client.
    :param image: The image, or None.
    :param mapping: The devices, with the keys of Nova's API. Sources may be resources.
    :return: What Nova expects.
    :raises ValueError: if tags or volume types do not exist at this microversion.
    """
    devices = [utils.converted(device, _SOURCES) for device in mapping]
    for device in devices:
        utils.warn_of_unknown(
            device, _BLOCK_DEVICE_KEYS, "block_device_mapping_v2: a block device has no key {!r}."
        )
    if any(device.get("tag") for device in devices):
        problem = "Setting block device tags is unsupported before microversion 2.32"
        api_versions.check_argument(api_version, "tag", "2.32", raises=ValueError(problem))
    if any(device.get("volume_type") for device in devices):
        problem = "Block device volume_type is not supported before microversion 2.67"
        api_versions.check_argument(api_version, "volume_type", "2.67", raises=ValueError(problem))
    if image:
        boot_disk = {
            "uuid": base.known_id(image),
            "source_type": "image",
            "destination_type": "local",
            "boot_index": 0,
            "delete_on_termination": True,
        }
        devices.insert(0, boot_disk)
    return devices
