"""Waiting for what a test began; servers by the library's own means."""

from __future__ import annotations

import contextlib
import time

from novaclient import exceptions

TIMEOUT = 60
INTERVAL = 0.1


def until(condition, what):
    """Wait until a function returns something true, and return that.

    :param condition: The function.
    :param what: What is waited for, for the message when it does not come.
    """
    deadline = time.monotonic() + TIMEOUT
    while True:
        result = condition()
        if result:
            return result
        assert time.monotonic() < deadline, f"after {TIMEOUT} s still not {what}"
        time.sleep(INTERVAL)


def for_status(server, status):
    """Wait until a server has a status and no task is under way, and return it."""
    return server.wait_for(status, timeout=TIMEOUT, poll_interval=INTERVAL)


def until_gone(nova, server_id):
    """Wait until a server that is being deleted no longer exists."""
    how = {"timeout": TIMEOUT, "poll_interval": INTERVAL}
    server = nova.servers.wait_for(server_id, ("DELETED", "ERROR"), **how)
    if server.status == "ERROR":
        # Nova may abort the build of a server that is deleted meanwhile.
        with contextlib.suppress(exceptions.NotFound):
            nova.servers.force_delete(server_id)
        nova.servers.wait_for(server_id, "DELETED", **how)


def delete(nova, server_id):
    """Delete a server that a test may have deleted already."""
    try:
        nova.servers.delete(server_id)
    except exceptions.NotFound:
        return
    until_gone(nova, server_id)
