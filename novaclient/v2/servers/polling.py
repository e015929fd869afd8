# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Polling servers; imported when a program waits for the first time."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from novaclient import base, exceptions, waiting
from novaclient.v2 import _operations
from novaclient.v2.servers import goals
from novaclient.v2.servers.goals import Goal
from novaclient.v2.servers.resource import Server
from novaclient.waiting import State

if TYPE_CHECKING:
    from novaclient.v2.servers.actions import ServerTopic

_TASK = "OS-EXT-STS:task_state"

#: How many polls in a row may ask for changes only. The next one lists all servers, so that
#: nothing is missed for long.
_CHANGES_IN_A_ROW = 9

#: Ask for changes only if a list reads this many servers for each that is waited for.
_MANY = 10

#: How much earlier than the last known change to ask for changes: clocks of Nova's hosts differ.
_MARGIN = datetime.timedelta(minutes=1)

#: Tasks that can begin in ERROR and lead out of it. A rebuild has a status of its own.
_OUT_OF_ERROR = (
    *("deleting", "soft-deleting", "powering-off", "rescuing"),
    *("rebooting_hard", "reboot_pending_hard", "reboot_started_hard"),
)


def wait_for(
    manager: ServerTopic,
    servers: Iterable[Server | str],
    status: str | Iterable[str] | Callable[[Server], object],
    *,
    all_tenants: bool = False,
    action: Any = None,
    **how: Any,
) -> list[Server]:
    """Wait until servers have one of several statuses, or satisfy a predicate.

    :param manager: The manager.
    :param servers: The servers, or their ids.
    :param status: The status, or several, or the predicate.
    :param all_tenants: List the servers of all projects.
    :param action: What began the operation; by default, each server remembers that itself.
    :param how: Arguments of :func:`novaclient.waiting.wait`.
    :return: The servers, in the order given; one is made for each id.
    :raises ValueError: if no status is given, or one that Nova does not have.
    :raises TypeError: if the servers are a single one, or ``action`` is not what begins one.
    """
    goal = goals.goal(status)
    if isinstance(servers, str | bytes | base.Resource):
        raise TypeError(f"wait_for_all() takes several servers or ids, not {servers!r} alone")
    watched = [_server(manager, server) for server in servers]
    begun = None if action is None else _operations.request_id(action)
    waiting.wait(
        watched,
        _poll(manager, goal, all_tenants),
        _is_done(manager, goal, begun),
        awaited=str(goal),
        session=manager.api.client.session,
        **how,
    )
    return watched


def _server(manager: ServerTopic, server: Server | str) -> Server:
    base.path("servers", server)  # Refuses an id that can't stand in a URL.
    if isinstance(server, Server):
        # Any other id can't be found in a list.
        if not isinstance(server._info.get("id", ""), str | int):
            raise exceptions.InvalidIdentifier(f"{server.id!r} is no valid id or name.")
        return server
    return Server(manager, {"id": base.known_id(server)}, loaded=True)


def _is_done(manager: ServerTopic, goal: Goal, begun: str | None) -> Callable[[State], bool]:
    """Return the function that says whether a server is what it is waited for to be.

    :param manager: The manager.
    :param goal: What it is waited for to be.
    :param begun: The id of the request that began the operation; by default, the server
        remembers it.
    """

    def is_done(state: State) -> bool:
        if goal.is_reached(state):
            return True
        server, status, task = state[0], state.status.upper(), state.task_state
        if status == goals.DELETED or (status == goals.SOFT_DELETED and task is None):
            raise exceptions.NotFound(404, f"{server!r} is {status}")
        if not _rests(status, task):
            return False
        action = _operations.find(manager.api, server.id, begun or server._operation)
        if failure := _operations.failure(server, action):
            raise failure
        # The build of a server that is deleted meanwhile may fail before the deletion succeeds.
        if status == "ERROR" and not (goal.is_deletion and _operations.is_deletion(action)):
            raise exceptions.ResourceInErrorState(server)
        return False

    return is_done


def _rests(status: str, task: str | None) -> bool:
    """Say whether nothing is in progress that would change the status of a server."""
    if status == "ERROR":
        # A task that failed is only reset a little later.
        return task not in _OUT_OF_ERROR
    return task is None and status not in (*goals.OF_A_TASK, "UNKNOWN")


def _poll(
    manager: ServerTopic, goal: Goal, all_tenants: bool
) -> Callable[[Sequence[Server]], list[State]]:
    """Return the function that polls the servers.

    It lists them, or gets each of them if that takes no more requests than the pages of the last
    list. It also gets each server that the list does not contain, which may be deleted,
    soft-deleted or of another project. Between two long lists, it asks for changes only.
    """
    pages = 1
    changes = _Changes(manager, goal, all_tenants)

    def poll(pending: Sequence[Server]) -> list[State]:
        nonlocal pages
        listed: dict[str, Server] = {}
        if len(pending) > pages:
            changed = changes.of(pending)
            if changed is not None:
                return [after(changed, server) for server in pending]
            full = _list(manager, {server.id for server in pending}, all_tenants)
            listed, pages = full.found, full.pages
            changes.begin(full)
        return [
            _state(server, listed[server.id]) if server.id in listed else get(server)
            for server in pending
        ]

    def after(changed: dict[str, Server], server: Server) -> State:
        new = changed.get(server.id)
        if new is None:
            return State(server, server._info["status"], server._info[_TASK])
        # Only get() tells whether a deleted server is gone.
        return get(server) if new._info.get("status") == goals.DELETED else _state(server, new)

    def get(server: Server) -> State:
        try:
            return _state(server, manager.get(server.id))
        except exceptions.NotFound as error:
            gone = Server(manager, {"status": goals.DELETED, _TASK: None}, loaded=True)
            state = _state(server, gone)
            if not goal.is_deletion:
                state.failure = error
            return state

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


class _Listed(NamedTuple):
    """What a list of servers showed.

    :ivar found: The servers that are waited for, by id.
    :ivar pages: The number of pages.
    :ivar rows: The number of servers on them.
    :ivar newest: When one of them was last updated, as Nova writes it; empty if unknown.
    """

    found: dict[str, Server]
    pages: int
    rows: int
    newest: str


class _Changes:
    """Asks which servers have changed since the last poll, where this shows all that matters.

    Nova tells by ``changes-since`` of changes to a server's status and task, but not of those to
    its addresses, tags or volumes, which a predicate may read; not of servers in cells that do not
    respond; and not of a server that is still being scheduled, whose record it replaces. A server
    that is not among the changes is therefore never taken for deleted: it keeps its last state.

    :param manager: The manager.
    :param goal: What the servers are waited for to be.
    :param all_tenants: List the servers of all projects.
    """

    def __init__(self, manager: ServerTopic, goal: Goal, all_tenants: bool) -> None:
        self._manager = manager
        self._all_tenants = all_tenants
        self._is_usable = isinstance(goal, goals.Statuses)
        self._listed: _Listed | None = None
        self._newest = ""
        self._left = 0

    def begin(self, listed: _Listed) -> None:
        """Take the list that the next changes are compared with."""
        self._listed = listed
        self._newest = listed.newest
        self._left = _CHANGES_IN_A_ROW

    def of(self, pending: Sequence[Server]) -> dict[str, Server] | None:
        """Return the servers that have changed, by id; None if all servers must be listed."""
        since = _time(self._newest)
        if not self._left or since is None or not self._shows(pending):
            return None
        self._left -= 1
        options = {
            "all_tenants": self._all_tenants or None,
            "changes-since": (since - _MARGIN).isoformat(),
        }
        try:
            page = self._manager._page(search_opts=options)
        except (exceptions.BadRequest, exceptions.Forbidden):
            self._is_usable = False
            return None
        if page.has_more:
            return None
        self._newest = max(self._newest, _newest(page))
        for server in page:
            server.append_request_ids(page.request_ids)
        return {server._info.get("id", ""): server for server in page}

    def _shows(self, pending: Sequence[Server]) -> bool:
        listed = self._listed
        if not self._is_usable or listed is None or listed.rows < _MANY * len(pending):
            return False
        return all(
            server.id in listed.found
            and server._info.get("status", "UNKNOWN") != "UNKNOWN"
            and server._info.get(_TASK, "scheduling") != "scheduling"
            for server in pending
        )


def _newest(page: Iterable[Server]) -> str:
    times = (server._info.get("updated") for server in page)
    return max((time for time in times if isinstance(time, str)), default="")


def _time(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def _list(manager: ServerTopic, ids: set[str], all_tenants: bool) -> _Listed:
    """List servers, newest first, until all are found or getting each takes no more requests."""
    found: dict[str, Server] = {}
    pages = rows = 0
    newest = ""

    def fetch(**place: Any) -> base.ListWithMeta[Server]:
        nonlocal pages, rows, newest
        page = manager._page(search_opts={"all_tenants": all_tenants or None}, **place)
        pages += 1
        rows += len(page)
        newest = max(newest, _newest(page))
        for server in page:
            server_id = server._info.get("id")
            if isinstance(server_id, str | int) and server_id in ids:
                server.append_request_ids(page.request_ids)
                found[server_id] = server
        return page

    for _item in manager._paging.walk(fetch, announced=True):
        if len(found) == len(ids) or pages >= len(ids):
            break
    return _Listed(found, pages, rows, newest)
