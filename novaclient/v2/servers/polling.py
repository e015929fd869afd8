# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Polling servers; imported when a program waits for the first time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base, exceptions, waiting
from novaclient.v2.servers.resource import Server
from novaclient.waiting import State

if TYPE_CHECKING:
    from novaclient.v2.servers.actions import ServerTopic

_TASK = "OS-EXT-STS:task_state"

#: The status that administrators see of a deleted server. Other users get a 404.
_DELETED = "DELETED"
_SOFT_DELETED = "SOFT_DELETED"

#: Statuses that Nova derives from the task that is in progress.
_OF_A_TASK = (
    *("BUILD", "HARD_REBOOT", "MIGRATING", "PASSWORD"),
    *("REBOOT", "REBUILD", "RESIZE", "REVERT_RESIZE"),
)

#: Tasks that can begin in ERROR and lead out of it. A rebuild has a status of its own.
_OUT_OF_ERROR = (
    *("deleting", "soft-deleting", "powering-off", "rescuing"),
    *("rebooting_hard", "reboot_pending_hard", "reboot_started_hard"),
)


def wait_for(
    manager: ServerTopic,
    servers: Iterable[Server | str],
    status: str | Iterable[str],
    all_tenants: bool = False,
    **how: Any,
) -> list[Server]:
    """Wait until servers have one of several statuses.

    :param manager: The manager.
    :param servers: The servers, or their ids.
    :param status: The status, or several.
    :param all_tenants: List the servers of all projects.
    :param how: Arguments of :func:`novaclient.waiting.wait`.
    :return: The servers, in the order given; one is made for each id.
    :raises ValueError: if no status is given.
    """
    wanted = frozenset(s.upper() for s in ([status] if isinstance(status, str) else status))
    if not wanted:
        raise ValueError("there is no status to wait for")
    watched = [_server(manager, server) for server in servers]
    waiting.wait(watched, _poll(manager, wanted, all_tenants), _is_done(wanted), **how)
    return watched


def _server(manager: ServerTopic, server: Server | str) -> Server:
    base.path("servers", server)  # Refuses an id that can't stand in a URL.
    if isinstance(server, Server):
        # Any other id can't be found in a list.
        if not isinstance(server._info.get("id", ""), str | int):
            raise exceptions.InvalidIdentifier(f"{server.id!r} is no valid id or name.")
        return server
    return Server(manager, {"id": base.known_id(server)}, loaded=True)


def _is_done(wanted: frozenset[str]) -> Callable[[State], bool]:
    def is_done(state: State) -> bool:
        server, status, task = state
        status = status.upper()
        if status in wanted or (status == _SOFT_DELETED and _DELETED in wanted):
            return task is None or status in _OF_A_TASK or status in ("ERROR", _DELETED)
        if status == "ERROR" and task not in _OUT_OF_ERROR:
            raise exceptions.ResourceInErrorState(server)
        if status == _DELETED or (status == _SOFT_DELETED and task is None):
            raise exceptions.NotFound(404, f"{server!r} is {status}")
        return False

    return is_done


def _poll(
    manager: ServerTopic, wanted: frozenset[str], all_tenants: bool
) -> Callable[[Sequence[Server]], list[State]]:
    """Return the function that polls the servers.

    It lists them, or gets each of them if that takes no more requests than the pages of the last
    list. It also gets each server that the list does not contain, which may be deleted,
    soft-deleted or of another project.
    """
    pages = 1

    def poll(pending: Sequence[Server]) -> list[State]:
        nonlocal pages
        listed: dict[str, Server] = {}
        if len(pending) > pages:
            listed, pages = _list(manager, {server.id for server in pending}, all_tenants)
        return [_state(server, listed.get(server.id) or get(server)) for server in pending]

    def get(server: Server) -> Server:
        try:
            return manager.get(server.id)
        except exceptions.NotFound:
            if _DELETED not in wanted:
                raise
            return Server(manager, {"status": _DELETED, _TASK: None}, loaded=True)

    return poll


def _state(server: Server, new: Server) -> State:
    for key, kind in (("status", str), (_TASK, str | None), ("id", str | int)):
        if key in new._info and not isinstance(new._info[key], kind):
            raise base.malformed(new, key)
    before = server._info.get("status"), server._info.get(_TASK)
    server._refresh(new._info)
    server.set_loaded(True)
    status, task = server._info.get("status", "UNKNOWN"), server._info.get(_TASK)
    # Record request ids only when the state changed; otherwise the list grows with every poll.
    if (status, task) != before:
        server.append_request_ids(new.request_ids)
    return State(server, status, task)


def _list(manager: ServerTopic, ids: set[str], all_tenants: bool) -> tuple[dict[str, Server], int]:
    """List servers, newest first, until all are found or getting each takes no more requests.

    :return: The servers that were found, by id, and the number of pages.
    """
    found: dict[str, Server] = {}
    pages = 0

    def fetch(**place: Any) -> base.ListWithMeta[Server]:
        nonlocal pages
        page = manager._page(search_opts={"all_tenants": all_tenants or None}, **place)
        pages += 1
        for server in page:
            server_id = server._info.get("id")
            if isinstance(server_id, str | int) and server_id in ids:
                server.append_request_ids(page.request_ids)
                found[server_id] = server
        return page

    for _item in manager._paging.walk(fetch, announced=True):
        if len(found) == len(ids) or pages >= len(ids):
            break
    return found, pages
