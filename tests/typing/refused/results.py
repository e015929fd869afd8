"""Results that are used as another type."""

from novaclient.v2.client import Client
from novaclient.v2.flavors import Flavor


def wrong(nova: Client) -> int:
    server = nova.servers.get("x")
    flavor: Flavor = server  # error: [assignment] Incompatible types in assignment
    server.status + 1  # error: [operator] Unsupported operand types
    for each in nova.servers.list():
        flavor = each  # error: [assignment] Incompatible types in assignment
    nova.hypervisors.find(state="up").uptime.split()  # error: [union-attr] Item "None"
    reserved = nova.servers.create("x", flavor=flavor, reservation_id=True)
    reserved.status  # error: [attr-defined] "StrWithMeta" has no attribute "status"
    return nova.flavors.get("1").name  # error: [return-value] Incompatible return value type
