"""Many servers at once, one of which no longer exists, on a real Nova."""

from __future__ import annotations

import pytest

from novaclient import bulk, exceptions
from tests.functional import waiting

HOW = {"timeout": waiting.TIMEOUT, "poll_interval": waiting.INTERVAL}


@pytest.fixture
def with_a_deleted_one(boot):
    """Make four servers, of which the third is deleted again."""

    def make(nova):
        made = [boot(nova, f"many-{number}") for number in range(4)]
        waiting.delete(nova, made[2].id)
        return made

    return make


def change(nova, servers, operation, status):
    """Call an operation with each server, wait for those that took it, return the results."""
    results = bulk.for_each(servers, operation, concurrency=4)
    nova.servers.wait_for_all([server for server, _ in results.succeeded], status, **HOW)
    return results


@pytest.mark.parametrize("version", ["2.1", "2.104"])
@pytest.mark.parametrize("user", ["admin", "member"])
def test_all_but_the_deleted_server_are_stopped_and_started(
    cloud, connect, with_a_deleted_one, user, version
):
    nova = connect(version, getattr(cloud, user))
    servers = with_a_deleted_one(nova)
    deleted = servers[2]
    left = [server for server in servers if server is not deleted]
    for operation, status in ((nova.servers.stop, "SHUTOFF"), (nova.servers.start, "ACTIVE")):
        results = change(nova, servers, operation, status)
        assert [id(item) for item, _ in results.succeeded] == [id(server) for server in left]
        assert {server.status for server in left} == {status}
        [(item, error)] = results.failed
        assert item is deleted
        assert isinstance(error, exceptions.NotFound)
        assert error.request_id
        with pytest.raises(ExceptionGroup, match="1 of 4 failed") as caught:
            results.raise_for_failures()
        assert caught.value.exceptions == (error,)
        assert error.__notes__ == [f"items[2]: Server {deleted.id}"]


def test_each_server_is_waited_for_by_its_own_thread(nova, with_a_deleted_one):
    servers = with_a_deleted_one(nova)

    def restart(server):
        server.stop()
        server.wait_for("SHUTOFF", **HOW)
        server.start()
        return server.wait_for("ACTIVE", **HOW)

    told = []
    results = bulk.for_each(servers, restart, concurrency=2, progress=told.append)
    assert [item is result for item, result in results.succeeded] == [True] * 3
    assert {server.status for server, _ in results.succeeded} == {"ACTIVE"}
    assert [item.id for item, _ in results.failed] == [servers[2].id]
    assert len(told) == 4


def test_a_stream_of_servers_is_read_page_by_page(nova, with_a_deleted_one):
    servers = with_a_deleted_one(nova)
    ids = (server.id for server in nova.servers.iterate(page_size=2))
    results = bulk.for_each(ids, nova.servers.get, concurrency=2)
    results.raise_for_failures()
    found = {server.id for _, server in results.succeeded}
    assert found >= {server.id for server in servers} - {servers[2].id}
