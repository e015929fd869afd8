# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Version 2 of the Compute API, with its microversions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novaclient.v2.client import Client

__all__ = ["Client"]


def __getattr__(name: str) -> Any:
    # Importing the client imports keystoneauth, which importing a resource module doesn't need.
    if name == "Client":
        from novaclient.v2 import client

        return client.Client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
