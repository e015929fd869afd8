# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The keyword arguments that create servers, for type checkers and editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from novaclient.base import HasId
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.keypairs import Keypair
    from novaclient.v2.services import Service


class ServerOptions(TypedDict, total=False):
    """Arguments that ``create()`` explains, but those that make it create several servers."""

    meta: Mapping[str, str] | None
    files: Mapping[str, Any] | None
    security_groups: Iterable[HasId | str] | None
    userdata: Any
    key_name: Keypair | str | None
    availability_zone: AvailabilityZone | str | None
    block_device_mapping: Mapping[str, str] | None
    block_device_mapping_v2: Iterable[Mapping[str, Any]] | None
    nics: str | Sequence[Mapping[str, Any]] | None
    scheduler_hints: Mapping[str, Any] | None
    config_drive: bool | str | None
    disk_config: str | None
    admin_pass: str | None
    access_ip_v4: str | None
    access_ip_v6: str | None
    description: str | None
    tags: Sequence[str] | None
    trusted_image_certificates: Sequence[HasId | str] | None
    host: Service | Hypervisor | str | None
    hypervisor_hostname: Hypervisor | str | None
    hostname: str | None
