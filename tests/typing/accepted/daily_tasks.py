"""Filter servers, create many of them, boot from volumes, and use the short methods."""

from datetime import date, datetime
from typing import Any

from novaclient.base import ListWithMeta
from novaclient.v2.client import Client
from novaclient.v2.flavors import Flavor
from novaclient.v2.instance_action import InstanceAction
from novaclient.v2.server_migrations import ServerMigration
from novaclient.v2.servers import Server, ServerFilters
from novaclient.v2.volumes import Volume


def search(nova: Client, flavor: Flavor, server: Server) -> list[Server]:
    filters: ServerFilters = {
        "name": "^web-",
        "status": ["ACTIVE", "SHUTOFF"],
        "flavor": flavor,
        "image": "some-id",
        "tags": ["a", "b"],
        "not-tags": {"c"},
        "changes-since": datetime(2024, 1, 31),
        "created_at": date(2024, 1, 31),
        "locked": False,
        "power_state": 1,
        "uuid": server,
        "host": nova.services.list()[0],
        "node": nova.hypervisors.list()[0],
        "key_name": nova.keypairs.list()[0],
        "availability_zone": nova.availability_zones.list()[0],
        "all_tenants": True,
    }
    found = nova.servers.list(search_opts=filters)
    found += nova.servers.iterate(search_opts={"name": "web", "tags-any": "a,b"})
    # Other mappings are taken as ever.
    options: dict[str, Any] = {"name": "web"}
    return [*found, *nova.servers.list(True, options), *nova.servers.list(search_opts=None)]


def create(nova: Client, flavor: Flavor) -> ListWithMeta[Server]:
    volume = nova.servers.boot_volume("image-id", 10, delete_on_termination=True)
    nova.servers.create("db", flavor=flavor, nics="auto", block_device_mapping_v2=[volume])
    servers: ListWithMeta[Server] = nova.servers.create_many(
        "web", 3, "image-id", flavor, nics="auto", meta={"a": "b"}, tags=["x"]
    )
    nova.servers.wait_for_all(servers)
    return servers


def parts(server: Server) -> object:
    attachment: Volume = server.attach_volume("volume-id", tag="data")
    server.detach_volume(attachment)
    server.set_meta({"a": "b"})
    server.delete_meta(["a"])
    actions: ListWithMeta[InstanceAction] = server.list_actions(limit=10)
    migrations: ListWithMeta[ServerMigration] = server.list_migrations()
    volumes: ListWithMeta[Volume] = server.list_volumes()
    return server.list_meta()["metadata"], actions, migrations, volumes


def cores(nova: Client) -> int:
    nova.servers.live_migrate("server-id")
    limits = nova.limits.get().by_name
    return limits["maxTotalCores"] - limits["totalCoresUsed"]
