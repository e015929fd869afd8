"""A call of every method that reads, for which tests make something to read."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

import novaclient
from tests.contract import tables

Call = Callable[[Any, SimpleNamespace], Any]


class Reading(NamedTuple):
    """A call, and the microversions at which its method exists.

    :param call: A function of a client and of what the tests have made.
    :param first: The first microversion.
    :param last: The last microversion.
    """

    call: Call
    first: str = "2.1"
    last: str = novaclient.API_MAX_VERSION.get_string()

    def exists_at(self, microversion: str) -> bool:
        """Tell whether the method exists at a microversion."""
        first, version, last = map(tables.minor, (self.first, microversion, self.last))
        return first <= version <= last

    def limit_at(self, microversion: str) -> str:
        """Return the microversion since which the method exists, or no longer exists."""
        is_too_old = tables.minor(microversion) < tables.minor(self.first)
        return self.first if is_too_old else f"2.{tables.minor(self.last) + 1}"


def span() -> tuple[datetime.datetime, datetime.datetime]:
    """Return a start and an end that contain the time of the tests."""
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    return now - datetime.timedelta(days=1), now + datetime.timedelta(days=1)


#: By manager and method.
READINGS: Mapping[str, Reading] = {
    "aggregates.get": Reading(lambda nova, made: nova.aggregates.get(made.aggregate)),
    "aggregates.list": Reading(lambda nova, made: nova.aggregates.list()),
    "availability_zones.list": Reading(lambda nova, made: nova.availability_zones.list()),
    "console_auth_tokens.get": Reading(
        lambda nova, made: nova.console_auth_tokens.get(made.console_token), "2.31"
    ),
    "extensions.get": Reading(lambda nova, made: nova.extensions.get("os-keypairs")),
    "extensions.list": Reading(lambda nova, made: nova.extensions.list()),
    "flavor_access.list": Reading(lambda nova, made: nova.flavor_access.list(flavor=made.flavor)),
    "flavors.get": Reading(lambda nova, made: nova.flavors.get(made.flavor)),
    "flavors.get_extra_spec": Reading(
        lambda nova, made: nova.flavors.get_extra_spec(made.flavor, "custom:key")
    ),
    "flavors.iterate": Reading(lambda nova, made: nova.flavors.iterate(page_size=2)),
    "flavors.list": Reading(lambda nova, made: nova.flavors.list(is_public=None)),
    "glance.find_image": Reading(lambda nova, made: nova.glance.find_image(made.image_id)),
    "glance.find_images": Reading(lambda nova, made: nova.glance.find_images([made.image_id])),
    "glance.list": Reading(lambda nova, made: nova.glance.list()),
    "hypervisor_stats.statistics": Reading(
        lambda nova, made: nova.hypervisor_stats.statistics(), last="2.87"
    ),
    "hypervisors.get": Reading(
        lambda nova, made: nova.hypervisors.get(nova.hypervisors.list()[0])
    ),
    "hypervisors.iterate": Reading(lambda nova, made: nova.hypervisors.iterate()),
    "hypervisors.list": Reading(lambda nova, made: nova.hypervisors.list()),
    "hypervisors.search": Reading(
        lambda nova, made: nova.hypervisors.search("compute", servers=True)
    ),
    "hypervisors.uptime": Reading(
        lambda nova, made: nova.hypervisors.uptime(nova.hypervisors.list()[0])
    ),
    "instance_action.get": Reading(
        lambda nova, made: nova.instance_action.get(
            made.server, nova.instance_action.list(made.server)[0].request_id
        )
    ),
    "instance_action.iterate": Reading(
        lambda nova, made: nova.instance_action.iterate(made.server)
    ),
    "instance_action.list": Reading(lambda nova, made: nova.instance_action.list(made.server)),
    "instance_usage_audit_log.get": Reading(
        lambda nova, made: nova.instance_usage_audit_log.get()
    ),
    "keypairs.get": Reading(lambda nova, made: nova.keypairs.get(made.keypair)),
    "keypairs.iterate": Reading(lambda nova, made: nova.keypairs.iterate()),
    "keypairs.list": Reading(lambda nova, made: nova.keypairs.list()),
    "limits.get": Reading(lambda nova, made: nova.limits.get()),
    "migrations.iterate": Reading(lambda nova, made: nova.migrations.iterate()),
    "migrations.list": Reading(lambda nova, made: nova.migrations.list()),
    "neutron.find_network": Reading(lambda nova, made: nova.neutron.find_network(made.network)),
    "quota_classes.get": Reading(lambda nova, made: nova.quota_classes.get("default")),
    "quotas.defaults": Reading(lambda nova, made: nova.quotas.defaults(made.project_id)),
    "quotas.get": Reading(lambda nova, made: nova.quotas.get(made.project_id, detail=True)),
    "server_groups.get": Reading(lambda nova, made: nova.server_groups.get(made.group.id)),
    "server_groups.iterate": Reading(lambda nova, made: nova.server_groups.iterate()),
    "server_groups.list": Reading(lambda nova, made: nova.server_groups.list(all_projects=True)),
    "server_migrations.list": Reading(
        lambda nova, made: nova.server_migrations.list(made.server), "2.23"
    ),
    "server_shares.list": Reading(lambda nova, made: nova.server_shares.list(made.server), "2.97"),
    "servers.diagnostics": Reading(lambda nova, made: nova.servers.diagnostics(made.server)),
    "servers.get": Reading(lambda nova, made: nova.servers.get(made.server)),
    "servers.get_meta": Reading(lambda nova, made: nova.servers.get_meta(made.server, "role")),
    "servers.get_password": Reading(lambda nova, made: nova.servers.get_password(made.server)),
    "servers.has_tag": Reading(lambda nova, made: nova.servers.has_tag(made.server, "a"), "2.26"),
    "servers.interface_get": Reading(
        lambda nova, made: nova.servers.interface_get(made.server, made.port_id)
    ),
    "servers.interface_list": Reading(lambda nova, made: nova.servers.interface_list(made.server)),
    "servers.ips": Reading(lambda nova, made: nova.servers.ips(made.server, made.network)),
    "servers.iterate": Reading(lambda nova, made: nova.servers.iterate(page_size=1)),
    "servers.list": Reading(lambda nova, made: nova.servers.list()),
    "servers.list_in_down_cells": Reading(
        lambda nova, made: nova.servers.list_in_down_cells(), "2.69"
    ),
    "servers.list_meta": Reading(lambda nova, made: nova.servers.list_meta(made.server)),
    "servers.list_security_group": Reading(
        lambda nova, made: nova.servers.list_security_group(made.server)
    ),
    "servers.tag_list": Reading(lambda nova, made: nova.servers.tag_list(made.server), "2.26"),
    "servers.topology": Reading(lambda nova, made: nova.servers.topology(made.server), "2.78"),
    "services.list": Reading(lambda nova, made: nova.services.list()),
    "usage.get": Reading(lambda nova, made: nova.usage.get(made.project_id, *span())),
    "usage.iterate": Reading(lambda nova, made: nova.usage.iterate(*span(), detailed=True)),
    "usage.list": Reading(lambda nova, made: nova.usage.list(*span(), detailed=True)),
    "versions.get": Reading(lambda nova, made: nova.versions.get("v2.1")),
    "versions.get_current": Reading(lambda nova, made: nova.versions.get_current()),
    "versions.list": Reading(lambda nova, made: nova.versions.list()),
    "volumes.get_server_volume": Reading(
        lambda nova, made: nova.volumes.get_server_volume(made.server.id, made.volume_id)
    ),
    "volumes.get_server_volumes": Reading(
        lambda nova, made: nova.volumes.get_server_volumes(made.server.id)
    ),
}

#: Methods that read and have tests of their own, which releases see differently or which wait.
ELSEWHERE = {
    "agents.list",
    "server_migrations.get",
    "server_migrations.wait_for",
    "server_shares.get",
    "servers.create_many",
    "servers.wait_for",
    "servers.wait_for_all",
    "volumes.wait_for_attachment",
    "volumes.wait_for_detachment",
}
