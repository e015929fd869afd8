# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Servers: the virtual machines."""

from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from novaclient.v2.servers.filters import ServerFilters

__all__ = [
    "CONSOLE_TYPE_ACTION_MAPPING",
    "CONSOLE_TYPE_PROTOCOL_MAPPING",
    "REBOOT_HARD",
    "REBOOT_SOFT",
    "NetworkInterface",
    "SecurityGroup",
    "Server",
    "ServerFilters",
    "ServerManager",
]


if not TYPE_CHECKING:  # So that type checkers report names that do not exist.

    def __getattr__(name: str) -> Any:
        # Needed by listings with filters, and by type checkers.
        if name == "ServerFilters":
            from novaclient.v2.servers import filters

            return filters.ServerFilters
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
