# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Arguments that name a resource by something else than its id.

Each function takes the name, or a resource that has it. Resources of other libraries, such as
openstacksdk, are known by their attributes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import base, exceptions, utils


def host(value: Any) -> Any:
    """Return the host that a service or a hypervisor is on.

    :param value: A service, a hypervisor with its details, or the name of a host.
    :return: The name of the host.
    :raises novaclient.exceptions.InvalidIdentifier: if there is no host in it.
    """
    if not isinstance(value, str) and not isinstance(getattr(value, "host", None), str):
        # A hypervisor has a service, which openstacksdk calls service_details.
        for attribute in ("service", "service_details"):
            service = getattr(value, attribute, None)
            if isinstance(service, Mapping) and isinstance(service.get("host"), str):
                return service["host"]
    return _attribute(value, "host")


def hypervisor(value: Any) -> Any:
    """Return the host name of a hypervisor.

    :param value: The hypervisor, or its host name.
    :return: The host name.
    :raises novaclient.exceptions.InvalidIdentifier: if there is no host name in it.
    """
    return _attribute(value, "hypervisor_hostname", "name")


def name(value: Any) -> Any:
    """Return the name of a key pair or a network.

    :param value: The key pair or the network, or its name.
    :return: The name.
    :raises novaclient.exceptions.InvalidIdentifier: if there is no name in it.
    """
    return _attribute(value, "name")


def zone(value: Any) -> Any:
    """Return the name of an availability zone.

    :param value: The availability zone, or its name.
    :return: The name.
    :raises novaclient.exceptions.InvalidIdentifier: if there is no name in it.
    """
    return _attribute(value, "zoneName", "name")


def with_zone(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a dict whose ``availability_zone``, if there is one, is a name.

    :param values: The dict.
    """
    return utils.converted(values, {"availability_zone": zone})


def _attribute(value: Any, attribute: str, of_others: str | None = None) -> Any:
    """Return an attribute of a resource, and a name as it is.

    :param value: The resource, or the name.
    :param attribute: The attribute.
    :param of_others: What other libraries call it, if that differs.
    """
    if value is None or isinstance(value, str):
        return value
    is_own = isinstance(value, base.Resource)
    found = getattr(value, attribute if is_own else of_others or attribute, None)
    if isinstance(found, str):
        return found
    if is_own:
        raise exceptions.InvalidIdentifier(f"{value!r} has no {attribute!r}.")
    return utils.plain(value)
