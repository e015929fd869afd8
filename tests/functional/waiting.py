"""Functions that wait for what a test started."""

from __future__ import annotations

import contextlib
import time

from novaclient import exceptions

TIMEOUT = 60
INTERVAL = 0.1


def until(condition, what):
    """Wait until a function returns a true value, and return the value.

    :param condition: The function.
    :param what: What is awaited, for the message after the timeout.
    """
    deadline = time.monotonic() + TIMEOUT
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < deadline, f"not {what} within {TIMEOUT} s"
        time.sleep(INTERVAL)


def for_status(server, status):
    """Wait until a server has a status and no task is in progress, and return it."""
    return server.wait_for(status, timeout=TIMEOUT, poll_interval=INTERVAL)


def until_gone(nova, server_id):
    """Wait until a server that is being deleted no longer exists."""
    options = {"timeout": TIMEOUT, "poll_interval": INTERVAL}
    server = nova.servers.wait_for(server_id, ("DELETED", "ERROR"), **options)
    if server.status == "ERROR":
        # A server deleted during its build may end in ERROR.
        with contextlib.suppress(exceptions.NotFound):
            nova.servers.force_delete(server_id)
        nova.servers.wait_for(server_id, "DELETED", **options)


def delete(nova, server_id):
    """Delete a server, which a test may have deleted already, and wait until it is gone."""
    try:
        nova.servers.delete(server_id)
    except exceptions.NotFound:
        return
    until_gone(nova, server_id)
