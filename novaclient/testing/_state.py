# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The state of a fake cloud: its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient.testing._clock import VirtualClock
from novaclient.testing._records import (
    Aggregate,
    Flavor,
    Host,
    Image,
    Keypair,
    Migration,
    Network,
    Server,
    ServerGroup,
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

#: The quotas of a new cloud, which are Nova's; -1 stands for no limit.
_QUOTAS = {
    "instances": 10,
    "cores": 20,
    "ram": 50 * 1024,
    "metadata_items": 128,
    "injected_files": 5,
    "injected_file_content_bytes": 10 * 1024,
    "injected_file_path_bytes": 255,
    "key_pairs": 100,
    "server_groups": 10,
    "server_group_members": 10,
    "fixed_ips": -1,
    "floating_ips": -1,
    "security_groups": -1,
    "security_group_rules": -1,
}


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
            f"compute-{number}": Host(f"compute-{number}", f"cell{number}", number=number)
            for number in (1, 2)
        }
        #: The ids of the services that have no servers, by their host.
        self.control = {"conductor": new_id(), "scheduler": new_id()}
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
        self.server_groups: dict[str, ServerGroup] = {}
        self.aggregates: dict[int, Aggregate] = {}
        #: How many aggregates there have been.
        self.aggregates_created = 0
        #: Quotas by the name of their class. Projects have those of the class ``default``.
        self.quota_classes = {"default": dict(_QUOTAS)}
        #: What differs from that, for a project, or a user in a project.
        self.quotas: dict[tuple[str, str | None], dict[str, int]] = {}

    def is_in_down_cell(self, server: Server) -> bool:
        """Say whether the cell of a server does not respond."""
        host = self.hosts.get(server.host or "")
        return host is not None and host.cell in self.down_cells
