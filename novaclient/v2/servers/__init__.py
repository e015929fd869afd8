# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Servers: the virtual machines."""

from novaclient.v2.servers.consoles import (
    CONSOLE_TYPE_ACTION_MAPPING,
    CONSOLE_TYPE_PROTOCOL_MAPPING,
)
from novaclient.v2.servers.manager import ServerManager
from novaclient.v2.servers.resource import (
    REBOOT_HARD,
    REBOOT_SOFT,
    NetworkInterface,
    SecurityGroup,
    Server,
)

__all__ = [
    "CONSOLE_TYPE_ACTION_MAPPING",
    "CONSOLE_TYPE_PROTOCOL_MAPPING",
    "REBOOT_HARD",
    "REBOOT_SOFT",
    "NetworkInterface",
    "SecurityGroup",
    "Server",
    "ServerManager",
]
