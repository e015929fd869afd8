"""Arguments of older microversions, for which a program needs a ``# type: ignore`` comment."""

from novaclient.v2.client import Client


def wrong(nova: Client, server_id: str) -> None:
    nova.services.enable("host", "nova-compute")  # error: [call-arg] Too many arguments
    nova.servers.evacuate(server_id, on_shared_storage=True)  # error: [call-arg] Unexpected
    nova.server_groups.create("g", policies=["affinity"])  # error: [call-arg] Unexpected
    nova.quotas.update("p", floating_ips=1)  # error: [call-arg] Unexpected keyword argument
