"""Arguments that do not exist, or have the wrong type."""

from novaclient import client
from novaclient.v2.client import Client


def wrong(nova: Client) -> None:
    nova.servers.lst()  # error: [attr-defined] "ServerManager" has no attribute "lst"
    nova.servers.get(server_id="x")  # error: [call-arg] Unexpected keyword argument "server_id"
    nova.servers.list(limit="many")  # error: [arg-type] Argument "limit" to "list"
    nova.servers.list(status="ACTIVE")  # error: [call-arg] Unexpected keyword argument "status"
    nova.servers.create(nmae="x")  # error: [call-overload] No overload variant of "create"
    nova.keypairs.create()  # error: [call-arg] Missing positional arguments
    nova.aggregates.add_host(1)  # error: [call-arg] Missing positional argument "host"
    nova.supports()  # error: [call-arg] Missing positional argument "version"
    nova.at_microversion("2.1", None)  # error: [arg-type] Argument 2 to "at_microversion"
    nova.at_microversion(["2.1", "2.9"])  # error: [arg-type] Argument 1 to "at_microversion"
    client.Client(None)  # error: [arg-type] Argument 1 to "Client"
    nova.server  # error: [attr-defined] "Client" has no attribute "server"
