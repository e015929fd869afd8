# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The state of a fake cloud: its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient.testing._clock import VirtualClock
from novaclient.testing._records import (
    Flavor,
    Host,
    Image,
    Keypair,
    Migration,
    Network,
    Server,
    new_id,
)

if TYPE_CHECKING:
    from novaclient._api_version import APIVersion

#: The flavors of a new cloud: name, memory in MiB, VCPUs, disk in GiB.
_FLAVORS = (
    ("m1.tiny", 512, 1, 1),
    ("m1.small", 2048, 1, 20),
    ("m1.medium", 4096, 2, 40),
    ("m1.large", 8192, 4, 80),
    ("m1.xlarge", 16384, 8, 160),
)


class State:
    """What a fake cloud knows. It begins with flavors, an image and a network.

    :param newest: The newest microversion that the cloud supports.
    :ivar clock: The time.
    :ivar polls: How many responses show an operation in progress, before it has ended.
    """

    def __init__(self, newest: APIVersion) -> None:
        self.newest = newest
        self.clock = VirtualClock()
        self.polls = 1
        self.flavors = {
            str(number): Flavor(name, ram, vcpus, disk, id=str(number))
            for number, (name, ram, vcpus, disk) in enumerate(_FLAVORS, start=1)
        }
        #: Key pairs by user and name.
        self.keypairs: dict[tuple[str, str], Keypair] = {}
        self.images: dict[str, Image] = {}
        self.networks: dict[str, Network] = {}
        for image in (Image("cirros"),):
            self.images[image.id] = image
        for network in (Network("private"),):
            self.networks[network.id] = network
        self.hosts = {
            f"compute-{number}": Host(f"compute-{number}", f"cell{number}") for number in (1, 2)
        }
        #: The cells that do not respond.
        self.down_cells: set[str] = set()
        #: The ids of the security groups, by name.
        self.security_groups = {"default": new_id()}
        #: How many addresses have been given to interfaces.
        self.addresses = 0
        #: The most items of a page.
        self.max_limit = 1000
        #: Servers by id; those that are deleted are in :attr:`deleted_servers`.
        self.servers: dict[str, Server] = {}
        self.deleted_servers: dict[str, Server] = {}
        #: Migrations, the latest at the end.
        self.migrations: list[Migration] = []
