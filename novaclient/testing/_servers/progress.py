# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Operations on servers: how they begin, what they take, and how they end.

A GET that shows a server counts as one response of :attr:`FakeNova.polls`. What is due ends before
the next request about the server is carried out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient.testing import _states
from novaclient.testing._errors import Fault, conflict, not_found
from novaclient.testing._records import Action, Event, Server, Task
from novaclient.testing._records import Fault as ServerFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from novaclient.testing._operations import Call
    from novaclient.testing._state import State

NO_HOST = "No valid host was found. There are not enough hosts available."


# Finding a server


def find(call: Call, server_id: str) -> Server:
    """Return the server with an id that the user may see.

    :raises Fault: if there is none, or its cell does not respond.
    """
    server = lookup(call, server_id)
    if call.state.is_in_down_cell(server):
        raise no_response()
    settle(server)
    return lookup(call, server_id)


def polled(call: Call, server_id: str) -> Server:
    """Return a server, as :func:`find` does, for a response that shows what is in progress."""
    server = find(call, server_id)
    shown(server)
    return server


def lookup(call: Call, server_id: str) -> Server:
    """Return the server with an id that the user may see, even if its cell does not respond."""
    server = call.state.servers.get(server_id)
    if server is None or not may_see(call, server):
        not_found(f"Instance {server_id} could not be found.")
    return server


def may_see(call: Call, server: Server) -> bool:
    """Say whether the user may see a server."""
    return call.user.admin or server.project == call.user.project


def require_cells(state: State) -> None:
    """Refuse what needs all cells if one of them does not respond."""
    if state.down_cells:
        raise no_response()


def no_response() -> Fault:
    """Return what Nova responds with if it needs a cell that does not respond."""
    return Fault(
        500,
        "Unexpected API Error. Please report this at http://bugs.launchpad.net/nova/ and attach "
        "the Nova API log if possible.\n<class 'nova.exception.NovaException'>",
    )


# Time


def settle(server: Server) -> None:
    """End the operations whose time has come."""
    for task in [each for each in server.tasks if each.polls <= 0]:
        if task in server.tasks:
            finish(server, task)


def shown(server: Server) -> None:
    """Note that a response shows a server."""
    for task in server.tasks:
        task.polls -= 1


def finish(server: Server, task: Task) -> None:
    """End an operation now."""
    server.tasks.remove(task)
    task.end()


def interrupt(server: Server) -> None:
    """End all operations because something else takes their place."""
    while server.tasks:
        server.tasks.pop().interrupt()


# What may be begun


def require_unlocked(call: Call, server: Server) -> None:
    """Refuse to change a server that is locked, for users who are not administrators."""
    if server.locked_by is not None and not call.user.admin:
        conflict(f"Instance {server.id} is locked")


def require_state(
    server: Server,
    operation: str,
    vm_states: Iterable[str],
    task_states: Iterable[str | None] | None = (None,),
) -> None:
    """Refuse an operation that is not possible in the state of a server.

    :param server: The server.
    :param operation: What Nova calls the operation in the message.
    :param vm_states: The VM states in which it is possible.
    :param task_states: The task states in which it is possible; None for all.
    """
    if server.vm_state not in vm_states:
        wrong = f"vm_state {server.vm_state}"
    elif task_states is not None and server.task_state not in task_states:
        wrong = f"task_state {server.task_state}"
    else:
        return
    conflict(f"Cannot '{operation}' instance {server.id} while it is in {wrong}")


def require_changeable(
    call: Call,
    server: Server,
    operation: str,
    vm_states: Iterable[str],
    task_states: Iterable[str | None] | None = (None,),
) -> None:
    """Refuse an operation on a server that is locked, or in another state.

    The parameters are those of :func:`require_unlocked` and :func:`require_state`.
    """
    require_unlocked(call, server)
    require_state(server, operation, vm_states, task_states)


# The course of an operation


def record(call: Call, server: Server, name: str, *events: str) -> Action:
    """Add an instance action to a server.

    :param call: The request that begins it.
    :param server: The server.
    :param name: The name of the action.
    :param events: The names of its events, which are in progress.
    :return: The action.
    """
    now = call.state.clock.now()
    action = Action(name, call.request_id, call.user.name, call.user.project, now, now)
    action.events = [Event(event, server.host, now) for event in events]
    server.actions.append(action)
    return action


def succeed(state: State, action: Action) -> None:
    """Note that an operation has succeeded."""
    action.updated = state.clock.now()
    for event in action.events:
        event.finished, event.result = action.updated, event.result or "Success"


def fail(state: State, server: Server, action: Action, message: str) -> None:
    """Note that an operation has failed, and why."""
    no_host = message.startswith("No valid host")
    kind = "NoValidHost" if no_host else "NovaException"
    action.updated = state.clock.now()
    action.message = "Error"
    for event in action.events:
        event.finished, event.result = action.updated, "Error"
        event.details, event.traceback = message, f"Traceback …\nnova.exception.{kind}: {message}"
        if no_host:
            event.host = None
    details = f"Traceback …\nnova.exception.{kind}: {message}"
    server.fault = ServerFault(message, action.updated, details=details)


#: The names of the operations that take time, and can fail.
OPERATIONS = (
    *("attach_volume", "changePassword", "confirmResize", "create", "createBackup"),
    *("createImage", "delete", "detach_interface", "detach_volume", "evacuate"),
    *("live-migration", "migrate", "pause", "reboot", "rebuild", "rescue", "resize", "restore"),
    *("resume", "revertResize", "shelve", "shelveOffload", "start", "stop", "suspend"),
    *("trigger_crash_dump", "unpause", "unrescue", "unshelve"),
)


def fail_next(server: Server, operation: str, message: str, status: str | None) -> None:
    """Have the next operation of a name fail.

    :raises ValueError: if there is no such operation or status.
    """
    if operation not in OPERATIONS:
        import difflib

        similar = difflib.get_close_matches(operation, OPERATIONS, n=1)
        hint = f"; did you mean {similar[0]!r}?" if similar else ""
        raise ValueError(f"servers have no operation {operation!r}{hint}")
    if status is not None:
        _states.settled(status)
    server.failures[operation] = (message, status)


def begin(
    call: Call,
    server: Server,
    name: str,
    event: str,
    end: Callable[[], None] = lambda: None,
    *,
    task_state: str | None = None,
    failed: str | None = None,
    without_host: str | None = None,
    refusal: str | None = None,
    is_told: bool = True,
    on_failure: Callable[[], None] | None = None,
) -> Action:
    """Begin an operation.

    :param call: The request that begins it.
    :param server: The server.
    :param name: The name of the instance action.
    :param event: The name of its event.
    :param end: Does what the operation is about, when it ends.
    :param task_state: The task state until then; None leaves it as it is.
    :param failed: The VM state if a host fails; by default, the one before.
    :param without_host: The VM state if no host takes the server; by default, the one before.
    :param refusal: Why it fails, if it does. :meth:`FakeNova.fail_operation` has priority.
    :param is_told: Whether the instance action tells that it has failed.
    :param on_failure: Called when it has failed.
    :return: The instance action.
    """
    state = call.state
    action = record(call, server, name, event)
    told = server.failures.pop(name, None)
    message, status = told if told is not None else (refusal, None)
    server.updated = state.clock.now()
    if task_state is not None:
        server.task_state = task_state

    def come_to_end() -> None:
        server.updated = state.clock.now()
        if task_state is not None:
            server.task_state = None
        if message is None:
            succeed(state, action)
            end()
            return
        if is_told:
            fail(state, server, action, message)
        else:
            succeed(state, action)
        after = without_host if message.startswith("No valid host") else failed
        if status is not None:
            after = _states.settled(status)
        if after is not None:
            move(server, after)
        if on_failure is not None:
            on_failure()

    def stop() -> None:
        fail(state, server, action, "The operation was interrupted.")
        server.fault = None
        if on_failure is not None:
            on_failure()

    task = Task(state.polls, come_to_end, stop)
    server.tasks.append(task)
    if state.polls <= 0:
        finish(server, task)
    return action


def move(server: Server, vm_state: str) -> None:
    """Bring a server into a VM state."""
    server.vm_state = vm_state
    server.power_state = _states.power_of(vm_state, server.power_state)
