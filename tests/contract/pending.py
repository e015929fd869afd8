"""What the library does not have yet: the tests leave out these rows and names, no others.

A manager whose module appears in ``novaclient.v2`` has to leave this list
(``test_pending.py`` fails until it does), and takes its rows into the tests.
"""

from __future__ import annotations

import importlib.util

from tests.contract import tables

# Client attribute of each missing manager, and the code lines that need it.
PENDING: dict[str, tuple[str, ...]] = {
    "agents": (),
    "aggregates": (
        "utils.find_resource#aggregate-id",
        "utils.find_resource#aggregate-id-404",
        "utils.find_resource#aggregate-none",
    ),
    "assisted_volume_snapshots": (),
    "availability_zones": (),
    "glance": (
        "client.headers#image-service-too",
        "glance.find_image#service-type-restored",
        "glance.list#service-type-image",
    ),
    "hypervisor_stats": (),
    "hypervisors": (
        "utils.find_resource#hypervisor",
        "utils.find_resource#hypervisor-404",
    ),
    "instance_action": (),
    "instance_usage_audit_log": (),
    "keypairs": (
        "base.getid#all",
        "utils.find_resource#keypair",
    ),
    "limits": (
        "limits.AbsoluteLimit#semantics",
        "limits.get#iterating",
    ),
    "migrations": (),
    "neutron": ("neutron.find_network#service-type-restored",),
    "quota_classes": (),
    "quotas": (),
    "server_external_events": (),
    "server_groups": ("utils.find_resource#server-group",),
    "server_migrations": (),
    "services": (),
    "usage": (),
    "volumes": (),
}

# Code lines that look at every manager: they wait for the last one.
ABOUT_ALL_MANAGERS = ("v2#bases", "v2#manager-class-attributes")


def module_of(manager: str) -> str:
    """Return the dotted name of the module that holds a manager."""
    managers = tables.surface()["client_attributes"]["managers"]
    return str(managers[manager].rpartition(".")[0])


def modules() -> set[str]:
    """Return the dotted names of the modules that are not there yet."""
    return {module_of(manager) for manager in PENDING}


def is_built(module: str) -> bool:
    """Tell whether the library has a module of that name."""
    return importlib.util.find_spec(module) is not None


def code_rows() -> set[str]:
    """Return the ids of the code lines that are left out."""
    waiting = {row for rows in PENDING.values() for row in rows}
    return waiting.union(ABOUT_ALL_MANAGERS) if PENDING else waiting


def is_pending(row: tables.Row) -> bool:
    """Tell whether a row needs a manager that is not there yet."""
    return row.id in code_rows() or not row.managers().isdisjoint(PENDING)
