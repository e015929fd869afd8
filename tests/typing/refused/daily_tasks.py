"""Filters and arguments of daily tasks that do not exist, or have the wrong type."""

from novaclient.v2.client import Client
from novaclient.v2.servers import Server, ServerFilters

a: ServerFilters = {"stauts": "ACTIVE"}  # error: [typeddict-unknown-key] Extra key "stauts"
b: ServerFilters = {"name": 1}  # error: [typeddict-item] Incompatible types
c: ServerFilters = {"not_tags": "a"}  # error: [typeddict-unknown-key] Extra key "not_tags"
d: ServerFilters = {"power_state": "running"}  # error: [typeddict-item] Incompatible types
e: ServerFilters = {"flavor": 1}  # error: [typeddict-item] Incompatible types


def wrong(nova: Client, server: Server) -> None:
    nova.servers.create_many("web", 3, nisc="auto")  # error: [call-arg] Unexpected keyword
    nova.servers.create_many("web", 3, min_count=1)  # error: [call-arg] Unexpected keyword
    nova.servers.create_many("web", "3")  # error: [arg-type] Argument 2 to "create_many"
    nova.servers.create_many("web")  # error: [call-arg] Missing positional argument "count"
    nova.servers.boot_volume("image-id")  # error: [call-arg] Missing positional argument "size"
    nova.servers.boot_volume("image-id", 10, volume_typ="a")  # error: [call-arg] Unexpected
    limits = nova.limits.get().by_name
    limits["maxTotalCores"].upper()  # error: [attr-defined] "int" has no attribute "upper"
    server.attach_volume()  # error: [call-arg] Missing positional argument "volume"
    server.attach_volume("volume-id", tga="data")  # error: [call-arg] Unexpected keyword
    server.set_meta("a")  # error: [arg-type] Argument 1 to "set_meta"
