"""Stop many servers, report each."""

from typing import assert_type

from novaclient import bulk
from novaclient.base import TupleWithMeta
from novaclient.v2.client import Client
from novaclient.v2.servers import Server


def stop(nova: Client) -> list[str]:
    stopped = bulk.for_each(nova.servers.iterate(), nova.servers.stop, concurrency=4)
    for server, result in stopped.succeeded:
        assert_type(server, Server)
        assert_type(result, TupleWithMeta)
    stopped.raise_for_failures()
    return [f"{failure.item.name}: {failure.error}" for failure in stopped.failed]


def show(outcome: bulk.Success[str, Server] | bulk.Failure[str]) -> str:
    match outcome:
        case bulk.Success(server_id, server):
            return f"{server_id} {server.status}"
        case bulk.Failure(server_id, error):
            return f"{server_id} {error}"


def get(nova: Client, ids: list[str]) -> bulk.Results[str, Server]:
    return bulk.for_each(ids, nova.servers.get, progress=show)
