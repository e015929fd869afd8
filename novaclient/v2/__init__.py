# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Version 2 of the Compute API, with its microversions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from novaclient.v2 import agents as agents
    from novaclient.v2 import aggregates as aggregates
    from novaclient.v2 import assisted_volume_snapshots as assisted_volume_snapshots
    from novaclient.v2 import availability_zones as availability_zones
    from novaclient.v2 import client as client
    from novaclient.v2 import console_auth_tokens as console_auth_tokens
    from novaclient.v2 import extensions as extensions
    from novaclient.v2 import flavor_access as flavor_access
    from novaclient.v2 import flavors as flavors
    from novaclient.v2 import hypervisors as hypervisors
    from novaclient.v2 import images as images
    from novaclient.v2 import instance_action as instance_action
    from novaclient.v2 import instance_usage_audit_log as instance_usage_audit_log
    from novaclient.v2 import keypairs as keypairs
    from novaclient.v2 import limits as limits
    from novaclient.v2 import migrations as migrations
    from novaclient.v2 import networks as networks
    from novaclient.v2 import quota_classes as quota_classes
    from novaclient.v2 import quotas as quotas
    from novaclient.v2 import server_external_events as server_external_events
    from novaclient.v2 import server_groups as server_groups
    from novaclient.v2 import server_migrations as server_migrations
    from novaclient.v2 import server_shares as server_shares
    from novaclient.v2 import servers as servers
    from novaclient.v2 import services as services
    from novaclient.v2 import shell as shell
    from novaclient.v2 import usage as usage
    from novaclient.v2 import versions as versions
    from novaclient.v2 import volumes as volumes
    from novaclient.v2.client import Client

__all__ = ["Client"]

# Programs reach these modules after "import novaclient" alone.
_MODULES = frozenset(
    {
        "agents",
        "aggregates",
        "assisted_volume_snapshots",
        "availability_zones",
        "client",
        "console_auth_tokens",
        "extensions",
        "flavor_access",
        "flavors",
        "hypervisors",
        "images",
        "instance_action",
        "instance_usage_audit_log",
        "keypairs",
        "limits",
        "migrations",
        "networks",
        "quota_classes",
        "quotas",
        "server_external_events",
        "server_groups",
        "server_migrations",
        "server_shares",
        "servers",
        "services",
        "shell",
        "usage",
        "versions",
        "volumes",
    }
)


if not TYPE_CHECKING:  # so that type checkers refuse names that are not there

    def __getattr__(name: str) -> Any:
        # Importing the client imports keystoneauth, which the resource modules don't need.
        if name == "Client":
            from novaclient.v2 import client

            return client.Client
        if name in _MODULES:
            import importlib

            return importlib.import_module(f"novaclient.v2.{name}")
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, "Client"})
