# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The request bodies that make and rebuild servers."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import base, exceptions
from novaclient.i18n import _

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion


def text_in_base64(content: Any) -> str:
    """Encode user data or a file for JSON.

    :param content: A text, bytes, or an open file.
    :return: The content in base64.
    :raises TypeError: if it is none of these.
    """
    if hasattr(content, "read"):
        content = content.read()
    if isinstance(content, str):
        content = content.encode()
    return base64.b64encode(content).decode()


def personality(files: Mapping[str, Any]) -> list[dict[str, str]]:
    """Describe the files to put on the disk.

    :param files: The contents (texts, bytes or open files) by path.
    :return: What Nova takes.
    """
    return [
        {"path": path, "contents": text_in_base64(content)}
        for path, content in sorted(files.items())
    ]


def counts(min_count: Any, max_count: Any) -> dict[str, Any]:
    """Say how many servers to make: one, unless told otherwise.

    :param min_count: At least so many; a number, also as text.
    :param max_count: At most so many; a number, also as text.
    :return: The two keys of the body.
    """
    min_count = min_count or 1
    max_count = max_count or min_count
    if int(min_count) > int(max_count):
        min_count = max_count
    return {"min_count": min_count, "max_count": max_count}


def check_nics(api_version: APIVersion, nics: Any) -> None:
    """Refuse what can't be the networks of a new server.

    :param api_version: The microversion of the client.
    :param nics: The argument.
    :raises ValueError: if it is of the wrong type, or missing where it is required.
    """
    if api_version.at_least("2.37"):
        if not nics:
            raise ValueError(_("nics are required after microversion 2.36"))
        if isinstance(nics, str):
            return
    if nics and not isinstance(nics, list | tuple):
        raise ValueError(_("nics must be a list or a tuple, not %s") % type(nics))


def networks(api_version: APIVersion, nics: Any) -> str | list[dict[str, Any]]:
    """Describe the networks of a new server.

    :param api_version: The microversion of the client.
    :param nics: ``"auto"``, ``"none"``, or dicts with the keys ``net-id``, ``port-id``,
        ``v4-fixed-ip`` or ``v6-fixed-ip``, ``tag``.
    :return: What Nova takes.
    :raises AttributeError: if one is no dict.
    :raises ValueError: if there are no tags at this microversion.
    :raises novaclient.exceptions.CommandError: if one has two addresses.
    """
    if isinstance(nics, str):
        return nics
    return [_network(api_version, nic) for nic in nics]


def _network(api_version: APIVersion, nic: Any) -> dict[str, Any]:
    if not isinstance(nic, Mapping):
        raise AttributeError(
            _("each of the nics must be a dict such as {'net-id': '…'}, not %r") % (nic,)
        )
    v4, v6 = nic.get("v4-fixed-ip"), nic.get("v6-fixed-ip")
    if v4 and v6:
        raise exceptions.CommandError(
            _("Only one of 'v4-fixed-ip' and 'v6-fixed-ip' may be provided.")
        )
    if nic.get("tag") and not api_version.at_least("2.32"):
        raise ValueError(_("Setting interface tags is unsupported before microversion 2.32"))
    network = {
        "uuid": nic.get("net-id"),
        "fixed_ip": v4 or v6,
        "port": nic.get("port-id"),
        "tag": nic.get("tag"),
    }
    return {key: value for key, value in network.items() if value}


def block_devices(mapping: Mapping[str, str]) -> list[dict[str, Any]]:
    """Describe block devices given as ``{device: "id:type:size:delete"}``.

    :param mapping: By device name: an id; optionally the type (``snap`` for a snapshot, else a
        volume), the size in GiB, and whether it is deleted with the server (``0`` or ``1``).
    :return: What Nova takes.
    :raises ValueError: if a size is no number.
    """
    return [_block_device(device, text) for device, text in mapping.items()]


def _block_device(device_name: str, text: str) -> dict[str, Any]:
    source_id, source_type, size, delete = (str(text).split(":") + [""] * 4)[:4]
    kind = "snapshot_id" if source_type.startswith("snap") else "volume_id"
    device: dict[str, Any] = {"device_name": device_name, kind: source_id}
    if size:
        int(size)
        device["volume_size"] = size
    if delete:
        device["delete_on_termination"] = delete
    return device


def block_devices_v2(
    api_version: APIVersion, image: Any, mapping: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Describe block devices given as dicts, with the image to boot from as the first.

    :param api_version: The microversion of the client.
    :param image: The image, or None.
    :param mapping: The devices, as Nova takes them.
    :return: What Nova takes.
    :raises ValueError: if there are no tags or volume types at this microversion.
    """
    devices = [dict(device) for device in mapping]
    if any(device.get("tag") for device in devices) and not api_version.at_least("2.32"):
        raise ValueError(_("Setting block device tags is unsupported before microversion 2.32"))
    if any(device.get("volume_type") for device in devices) and not api_version.at_least("2.67"):
        raise ValueError(_("Block device volume_type is not supported before microversion 2.67"))
    if image:
        boot_disk = {
            "uuid": base.getid(image),
            "source_type": "image",
            "destination_type": "local",
            "boot_index": 0,
            "delete_on_termination": True,
        }
        devices.insert(0, boot_disk)
    return devices
