# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Goals: what servers are waited for to be."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from novaclient.v2.servers.resource import Server
    from novaclient.waiting import State

#: The status that administrators see of a deleted server. Other users get a 404.
DELETED = "DELETED"
SOFT_DELETED = "SOFT_DELETED"

#: Statuses that Nova derives from the task that is in progress.
OF_A_TASK = (
    *("BUILD", "HARD_REBOOT", "MIGRATING", "PASSWORD"),
    *("REBOOT", "REBUILD", "RESIZE", "REVERT_RESIZE"),
)

#: All statuses that Nova knows.
STATUSES = frozenset(
    {
        *OF_A_TASK,
        *("ACTIVE", "SHUTOFF", "PAUSED", "SUSPENDED", "RESCUE", "VERIFY_RESIZE"),
        *("SHELVED", "SHELVED_OFFLOADED", DELETED, SOFT_DELETED, "ERROR", "UNKNOWN"),
    }
)


class Statuses:
    """One of several statuses, without a task that would change it.

    :param wanted: The statuses.
    :raises ValueError: if there are none, or one that Nova does not have.
    """

    def __init__(self, wanted: Iterable[str]) -> None:
        self._wanted = [_known(status) for status in wanted]
        if not self._wanted:
            raise ValueError("there is no status to wait for")
        #: Whether a server that no longer exists is what is waited for.
        self.is_deletion = DELETED in self._wanted

    def is_reached(self, state: State) -> bool:
        """Say whether a server has one of the statuses."""
        status = state.status.upper()
        if status not in self._wanted and not (status == SOFT_DELETED and self.is_deletion):
            return False
        return state.task_state is None or status in (*OF_A_TASK, "ERROR", DELETED)

    def __str__(self) -> str:
        return " or ".join(self._wanted)


class Condition:
    """A function of the server that the program gives.

    :param predicate: The function.
    """

    is_deletion = False

    def __init__(self, predicate: Callable[[Server], object]) -> None:
        self._predicate = predicate

    def is_reached(self, state: State) -> bool:
        """Say whether the function returns something true."""
        return bool(self._predicate(state.resource))

    def __str__(self) -> str:
        name = getattr(self._predicate, "__name__", "<lambda>")
        return "a condition" if name == "<lambda>" else f"{name}()"


Goal = Statuses | Condition


def goal(awaited: str | Iterable[str] | Callable[[Server], object]) -> Goal:
    """Return the goal that a program means.

    :param awaited: The status, or several, or a predicate.
    :return: The goal.
    :raises ValueError: if there is no status, or one that Nova does not have.
    """
    if callable(awaited):
        return Condition(awaited)
    return Statuses([awaited] if isinstance(awaited, str) else awaited)


def _known(status: str) -> str:
    name = status.upper() if isinstance(status, str) else status
    if name in STATUSES:
        return name
    import difflib

    meant = difflib.get_close_matches(str(name), STATUSES, 1)
    hint = f"did you mean {meant[0]}?" if meant else f"Nova has {', '.join(sorted(STATUSES))}"
    raise ValueError(f"{status!r} is not a status of servers; {hint}")
