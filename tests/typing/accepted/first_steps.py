"""Log in, create a server, read its attributes."""

from novaclient import client, exceptions
from novaclient.base import ListWithMeta
from novaclient.v2.client import Client
from novaclient.v2.flavors import Flavor
from novaclient.v2.servers import Server


def boot(image_id: str) -> Server:
    with client.Client("2.104", "alice", "secret", project_name="demo") as nova:
        flavor: Flavor = nova.flavors.find(ram=512)
        return nova.servers.create("my-server", image=image_id, flavor=flavor, nics="auto")


def report(nova: Client) -> list[str]:
    servers: ListWithMeta[Server] = nova.servers.list(search_opts={"status": "ACTIVE"})
    lines = [f"{server.name} {server.status.lower()}" for server in servers]
    lines += servers.request_ids
    return sorted(lines)


def owner(nova: Client, server_id: str) -> str:
    try:
        server = nova.servers.get(server_id)
    except exceptions.NotFound as error:
        return str(error.message)
    addresses = server.networks.get("private", [])
    console: str = server.get_console_output(length=5)
    server.reboot("HARD")
    return " ".join([server.tenant_id, *addresses, *server.tags, console])


def zone(server: Server) -> object:
    # Attributes whose names cannot be annotated are of type Any, as are those of extensions.
    return getattr(server, "OS-EXT-AZ:availability_zone")


def reserve(nova: Client) -> str:
    return nova.servers.create("many", None, "1", reservation_id=True, max_count=3)
