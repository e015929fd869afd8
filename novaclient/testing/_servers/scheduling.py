# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Which host takes a server."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from novaclient.testing._records import Flavor, Host
    from novaclient.testing._state import State

#: The availability zone of hosts that are in no other.
DEFAULT_ZONE = "nova"


def is_up(host: Host) -> bool:
    """Say whether a host is reported as up."""
    return not host.forced_down


def choose(
    state: State,
    flavor: Flavor,
    *,
    name: str | None = None,
    other_than: str | None = None,
    zone: str | None = None,
    among: Collection[str] | None = None,
) -> str | None:
    """Return the name of the host with the fewest servers that takes a server.

    :param state: The state of the cloud.
    :param flavor: The flavor of the server.
    :param name: The only host that is wanted.
    :param other_than: The host that is not wanted.
    :param zone: The availability zone that is wanted.
    :param among: The only hosts that are admitted; by default, all.
    :return: The name; None if no host takes it.
    """
    possible = [
        host.name
        for host in state.hosts.values()
        if is_up(host)
        and not host.disabled
        and flavor.vcpus <= host.vcpus
        and name in (None, host.name)
        and host.name != other_than
        and zone in (None, zone_of(state, host.name))
        and (among is None or host.name in among)
    ]
    count = Counter(server.host for server in state.servers.values())
    return min(possible, key=lambda host: (count[host], host), default=None)


def zone_of(state: State, host: str) -> str:
    """Return the availability zone of a host."""
    zones = (each.zone for each in state.aggregates.values() if host in each.hosts)
    return next(filter(None, zones), DEFAULT_ZONE)
