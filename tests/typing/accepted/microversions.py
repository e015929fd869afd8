"""Ask what the server supports, and take the newest microversion of several."""

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.v2.client import Client
from novaclient.v2.servers import Server


def newest(nova: Client) -> Client:
    one: Client = nova.at_microversion(version="2.60")
    with one.at_microversion("2.96", APIVersion("2.60"), 2.1) as view:
        return view


def locked(nova: Client) -> list[Server]:
    filters = {"locked": True} if nova.supports("2.73") else {}
    return nova.servers.list(search_opts=filters)


def poll(nova: Client, server_id: str) -> bool:
    try:
        return nova.servers.get(server_id).status == "ACTIVE"
    except Exception as error:
        transient: bool = exceptions.is_transient(error)
        if not transient:
            raise
        return False
