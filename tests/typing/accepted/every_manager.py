"""The types of what the managers return, and of its attributes."""

import datetime
from typing import assert_type

from novaclient import base
from novaclient.v2.aggregates import Aggregate
from novaclient.v2.availability_zones import AvailabilityZone
from novaclient.v2.client import Client
from novaclient.v2.console_auth_tokens import ConsoleAuthToken
from novaclient.v2.flavor_access import FlavorAccess
from novaclient.v2.flavors import Flavor
from novaclient.v2.hypervisors import Hypervisor, HypervisorStats
from novaclient.v2.images import Image
from novaclient.v2.instance_action import InstanceAction
from novaclient.v2.keypairs import Keypair
from novaclient.v2.limits import Limits
from novaclient.v2.migrations import Migration
from novaclient.v2.networks import Network
from novaclient.v2.quota_classes import QuotaClassSet
from novaclient.v2.quotas import QuotaSet
from novaclient.v2.server_groups import ServerGroup
from novaclient.v2.server_migrations import ServerMigration
from novaclient.v2.server_shares import ServerShare
from novaclient.v2.servers import NetworkInterface, SecurityGroup, Server
from novaclient.v2.services import Service
from novaclient.v2.usage import Usage
from novaclient.v2.volumes import Volume


def of_users(nova: Client, one: str) -> None:
    assert_type(nova.servers.get(one), Server)
    assert_type(nova.servers.list(), base.ListWithMeta[Server])
    assert_type(nova.servers.find(name="a"), Server)
    assert_type(nova.servers.findall(name="a"), base.ListWithMeta[Server])
    assert_type(nova.servers.interface_list(one), base.ListWithMeta[NetworkInterface])
    assert_type(nova.servers.list_security_group(one), base.ListWithMeta[SecurityGroup])
    assert_type(nova.servers.tag_list(one), base.ListWithMeta[str])
    assert_type(nova.flavors.get(one).vcpus, int)
    assert_type(nova.flavors.list(), base.ListWithMeta[Flavor])
    assert_type(nova.flavor_access.list(flavor=one), base.ListWithMeta[FlavorAccess])
    assert_type(nova.keypairs.create("key", "ssh-rsa AAAA").fingerprint, str)
    assert_type(nova.keypairs.list(), base.ListWithMeta[Keypair])
    assert_type(nova.volumes.get_server_volume(one, one), Volume)
    assert_type(nova.volumes.create_server_volume(one, one).device, str | None)
    assert_type(nova.server_groups.create("g", policy="affinity").members, list[str])
    assert_type(nova.server_groups.list(), base.ListWithMeta[ServerGroup])
    assert_type(nova.server_shares.list(one), base.ListWithMeta[ServerShare])
    assert_type(nova.instance_action.list(one), base.ListWithMeta[InstanceAction])
    assert_type(nova.availability_zones.list(), base.ListWithMeta[AvailabilityZone])
    assert_type(nova.limits.get(), Limits)
    assert_type([limit.value for limit in nova.limits.get().absolute], list[int])
    assert_type(nova.quotas.get(one), QuotaSet)
    assert_type(nova.glance.find_image(one), Image)
    assert_type(nova.neutron.find_network(one), Network)


def of_administrators(nova: Client, one: str) -> None:
    now = datetime.datetime.now(datetime.UTC)
    assert_type(nova.usage.get(one, now, now).total_hours, float)
    assert_type(nova.usage.list(now, now), base.ListWithMeta[Usage])
    assert_type(nova.quota_classes.get("default"), QuotaClassSet)
    assert_type(nova.aggregates.create("a", None), Aggregate)
    assert_type(nova.aggregates.list(), base.ListWithMeta[Aggregate])
    assert_type(nova.hypervisors.get(one).servers, list[dict[str, str]])
    assert_type(nova.hypervisors.list(), base.ListWithMeta[Hypervisor])
    assert_type(nova.hypervisor_stats.statistics(), HypervisorStats)
    assert_type(nova.services.list(binary="nova-compute"), base.ListWithMeta[Service])
    assert_type(nova.migrations.list(), base.ListWithMeta[Migration])
    assert_type(nova.server_migrations.list(one), base.ListWithMeta[ServerMigration])
    assert_type(nova.console_auth_tokens.get(one), ConsoleAuthToken)


def of_the_newest_microversion(nova: Client, one: str) -> None:
    """Methods whose arguments changed have the newest signature."""
    nova.migrations.list(changes_before="2030-01-01", user_id=one)
    nova.services.force_down(one, True)
    nova.services.disable_log_reason(one, "broken disk")
    nova.quotas.update(one, cores=40, server_groups=3)
    nova.servers.live_migrate(one, None, "auto")
    nova.servers.evacuate(one, password="secret")
    nova.servers.get(one).evacuate(host="compute-2")
    nova.servers.get(one).live_migrate(block_migration="auto")
