# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting: look again and again until something is as it should be."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from novaclient import exceptions
from novaclient.i18n import _

#: How long to wait between two looks, in seconds: a number, or a function that makes one of the
#: number of looks so far, such as ``lambda looks: min(2**looks, 30)``.
Interval = float | Callable[[int], float]


class State(NamedTuple):
    """What was seen of a resource; a function ``progress`` gets each new one.

    :ivar resource: The resource, with the attributes that it has now.
    :ivar status: Its status.
    :ivar task_state: The task that is under way, or None.
    """

    resource: Any
    status: str
    task_state: str | None = None

    def __str__(self) -> str:
        return f"{self.status} ({self.task_state})" if self.task_state else self.status


def wait(
    resources: Iterable[Any],
    look: Callable[[list[Any]], Sequence[State]],
    is_there: Callable[[State], bool],
    *,
    timeout: float | None,
    poll_interval: Interval,
    progress: Callable[[State], object] | None = None,
    max_failures: int = 5,
) -> None:
    """Wait until all resources are where they should be.

    :param resources: The resources.
    :param look: Gets the resources that are not there yet, and returns their states.
    :param is_there: Says of a state whether the resource is there; raises if it never will be.
    :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once. The
        last look is when the time is over.
    :param poll_interval: How long to wait between two looks.
    :param progress: Called with each state that is not the one before.
    :param max_failures: How many looks in a row may fail in a way that may pass: no connection,
        or an answer 413, 429 or 5xx but 501. If the server says when to come again, the next
        look is not before.
    :raises ValueError: if a number can't be meant; nothing was sent.
    :raises novaclient.exceptions.WaitTimeout: if the time is over.
    :raises Exception: what the last look raised, if one more failed, or the server wants none
        before the time is over.
    """
    _check(timeout, poll_interval, max_failures)
    deadline = math.inf if timeout is None else time.monotonic() + timeout
    pending = list(resources)
    states: Sequence[State] = ()
    seen: dict[int, State] = {}
    failures = looks = 0
    while pending:
        looks += 1
        failure = None
        try:
            states = look(pending)
        except Exception as error:
            failures += 1
            if failures > max_failures or not may_pass(error):
                raise
            failure = error
        else:
            failures = 0
            _tell(states, seen, progress)
            states = [state for state in states if not is_there(state)]
            pending = [state.resource for state in states]
            if not pending:
                return
        left = deadline - time.monotonic()
        pause = _retry_after(failure)
        if failure is not None and (pause > left or (left <= 0 and not states)):
            raise failure
        if left <= 0:
            raise _timeout(states, timeout) from failure
        time.sleep(min(max(pause, _interval(poll_interval, looks)), left))


def _tell(
    states: Iterable[State], seen: dict[int, State], progress: Callable[[State], object] | None
) -> None:
    for state in states:
        # Resources can't be hashed, and those that are equal may both be watched.
        key = id(state.resource)
        before, seen[key] = seen.get(key), state
        if progress is not None and (before is None or before[1:] != state[1:]):
            progress(state)


def may_pass(error: Exception) -> bool:
    """Say whether a failure may be gone at the next try.

    :param error: What was raised.
    :return: Whether there was no connection, or an answer 413, 429 or 5xx but 501.
    """
    if isinstance(error, exceptions.ClientException):
        return isinstance(error, exceptions.RetryAfterException) or (
            not isinstance(error, exceptions.HTTPNotImplemented) and int(error.code) >= 500
        )
    from keystoneauth1 import exceptions as keystone

    if isinstance(error, keystone.HttpError):
        # The identity service refused to issue a new token. Old releases of keystoneauth have no
        # class for 429.
        status = error.http_status
        return status == 429 or (status >= 500 and status != 501)
    return isinstance(error, keystone.RetriableConnectionFailure | keystone.UnknownConnectionError)


def _check(timeout: float | None, poll_interval: Interval, max_failures: int) -> None:
    # What is not a number is neither more nor less than 0.
    if timeout is not None and not timeout >= 0:
        raise ValueError(_("timeout is %r, and not None or seconds from 0 on") % timeout)
    if not callable(poll_interval):
        _check_interval(poll_interval)
    if not max_failures >= 0:
        raise ValueError(_("max_failures is %r, and not a number from 0 on") % max_failures)


def _check_interval(seconds: float) -> float:
    if not 0 <= seconds < math.inf:
        raise ValueError(_("poll_interval is %r, and not seconds from 0 on") % seconds)
    return seconds


def _interval(poll_interval: Interval, looks: int) -> float:
    return _check_interval(poll_interval(looks)) if callable(poll_interval) else poll_interval


def _retry_after(failure: Exception | None) -> float:
    # keystoneauth's exceptions have such an attribute too.
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
