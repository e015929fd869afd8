# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting: poll resources until they are in a given state."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from novaclient import exceptions

#: The seconds between two polls: a number, or a function of the number of polls so far, such as
#: ``lambda polls: min(2**polls, 30)``.
Interval = float | Callable[[int], float]


class State(NamedTuple):
    """The state that a poll found a resource in."""

    #: The resource, with its current attributes.
    resource: Any
    #: Its status.
    status: str
    #: The task that is in progress, or None.
    task_state: str | None = None

    def __str__(self) -> str:
        return f"{self.status} ({self.task_state})" if self.task_state else self.status


def wait(
    resources: Iterable[Any],
    poll: Callable[[list[Any]], Sequence[State]],
    is_done: Callable[[State], bool],
    *,
    timeout: float | None,
    poll_interval: Interval,
    progress: Callable[[State], object] | None = None,
    max_failures: int = 5,
) -> None:
    """Wait until all resources are done.

    :param resources: The resources.
    :param poll: A function that gets the list of resources that are not done yet and returns
        their states.
    :param is_done: A function that gets a state and says whether the resource is done. It raises
        an exception if the resource never will be.
    :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once. The last poll is
        made when the time is over.
    :param poll_interval: Seconds between two polls, or a function of the number of polls so far.
    :param progress: A function that is called with each new :class:`State`.
    :param max_failures: How many consecutive polls may fail transiently: no connection, or a
        response with status 413, 429 or 5xx other than 501. ``Retry-After`` is honoured.
    :raises ValueError: if a number is out of range. Nothing was sent then.
    :raises novaclient.exceptions.WaitTimeout: if the time is over.
    :raises Exception: what the last poll raised, if too many polls failed, or if the server asks
        to retry only after the time is over.
    """
    _check(timeout, poll_interval, max_failures)
    deadline = math.inf if timeout is None else time.monotonic() + timeout
    pending = list(resources)
    states: Sequence[State] = ()
    seen: dict[int, State] = {}
    failures = polls = 0
    while pending:
        polls += 1
        failure = None
        try:
            states = poll(pending)
        except Exception as error:
            failures += 1
            if failures > max_failures or not exceptions.is_transient(error):
                raise
            failure = error
        else:
            failures = 0
            _report(states, seen, progress)
            states = [state for state in states if not is_done(state)]
            pending = [state.resource for state in states]
            if not pending:
                return
        left = deadline - time.monotonic()
        pause = _retry_after(failure)
        if failure is not None and (pause > left or (left <= 0 and not states)):
            raise failure
        if left <= 0:
            raise _timeout(states, timeout) from failure
        time.sleep(min(max(pause, _interval(poll_interval, polls)), left))


def _report(
    states: Iterable[State], seen: dict[int, State], progress: Callable[[State], object] | None
) -> None:
    for state in states:
        # Resources are not hashable, and two that are equal may both be waited for.
        key = id(state.resource)
        before, seen[key] = seen.get(key), state
        if progress is not None and (before is None or before[1:] != state[1:]):
            progress(state)


def _check(timeout: float | None, poll_interval: Interval, max_failures: int) -> None:
    # "not … >= 0" also refuses NaN.
    if timeout is not None and not timeout >= 0:
        raise ValueError(f"timeout must be None or a non-negative number, not {timeout!r}")
    if not callable(poll_interval):
        _check_interval(poll_interval)
    if not max_failures >= 0:
        raise ValueError(f"max_failures must be a non-negative number, not {max_failures!r}")


def _check_interval(seconds: float) -> float:
    if not 0 <= seconds < math.inf:
        raise ValueError(f"poll_interval must be a non-negative number, not {seconds!r}")
    return seconds


def _interval(poll_interval: Interval, polls: int) -> float:
    return _check_interval(poll_interval(polls)) if callable(poll_interval) else poll_interval


def _retry_after(failure: Exception | None) -> float:
    # Exceptions of keystoneauth may have this attribute, too.
    return float(getattr(failure, "retry_after", 0) or 0)


def _timeout(states: Sequence[State], seconds: float | None) -> exceptions.WaitTimeout:
    first = states[0]
    return exceptions.WaitTimeout(
        first.resource,
        first.status,
        seconds or 0,
        task_state=first.task_state,
        pending=[state.resource for state in states],
    )
