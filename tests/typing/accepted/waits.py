"""Waiting for servers: by a status, by a function, to the end of all."""

from collections.abc import Mapping
from typing import Any, assert_type

from novaclient import client, exceptions
from novaclient.v2.servers import Server
from novaclient.waiting import State


def show(state: State) -> None:
    _server, status, task = state
    assert_type(status, str)
    assert_type(task, str | None)
    assert_type(state.done, bool)
    assert_type(state.failure, Exception | None)


def wait(server: Server) -> None:
    nova = client.Client("2.96")
    begun = nova.servers.stop(server)
    assert_type(nova.servers.wait_for(server.id, "SHUTOFF", action=begun, progress=show), Server)
    assert_type(server.wait_for(lambda each: each.status != "ACTIVE"), Server)
    try:
        nova.servers.wait_for_all([server], ("SHUTOFF", "PAUSED"), keep_going=True)
    except exceptions.WaitFailures as group:
        assert_type(group.ready, list[Any])
        assert_type(group.pending, list[Any])
        assert_type(group.failed, Mapping[Any, Exception])
        assert_type(group.exceptions, tuple[Exception | ExceptionGroup[Exception], ...])
    except exceptions.OperationFailed as error:
        assert_type(error.details, str | None)
        assert_type(error.reason, str)
