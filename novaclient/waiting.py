# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting: poll resources until they are in a given state."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from novaclient import _clock, exceptions

#: The seconds between two polls: a number, or a function of the number of polls so far, such as
#: ``lambda polls: min(2**polls, 30)``.
Interval = float | Callable[[int], float]


class _State(NamedTuple):
    resource: Any
    status: str
    task_state: str | None = None


class State(_State):
    """The state that a poll found a resource in: a tuple of three.

    :ivar resource: The resource, with its current attributes.
    :ivar status: Its status.
    :ivar task_state: The task that is in progress, or None.
    """

    #: Whether the resource is in the state that was awaited.
    done: bool = False
    #: Why it will not get there, or None.
    failure: Exception | None = None

    def __str__(self) -> str:
        return f"{self.status} ({self.task_state})" if self.task_state else self.status


class ByResource(Mapping[Any, Exception]):
    """The failures of a wait, by resource.

    Resources are not hashable. Two that are equal have an entry each; what is looked up is the
    very same resource, or else an equal one.

    :param items: The resources and their failures.
    """

    def __init__(self, items: Iterable[tuple[Any, Exception]] = ()) -> None:
        self.__setstate__(items)

    def __getitem__(self, resource: Any) -> Exception:
        items = self._items.values()
        found = self._items.get(id(resource)) or next((i for i in items if i[0] == resource), None)
        if found is None:
            raise KeyError(resource)
        return found[1]

    def __iter__(self) -> Iterator[Any]:
        return (resource for resource, _failure in self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mapping) and list(self.items()) == list(other.items())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        pairs = ", ".join(f"{resource!r}: {failure!r}" for resource, failure in self.items())
        return f"{{{pairs}}}"

    # A copy has resources with other id()s.
    def __getstate__(self) -> list[tuple[Any, Exception]]:
        return list(self._items.values())

    def __setstate__(self, items: Iterable[tuple[Any, Exception]]) -> None:
        self._items = {id(item[0]): item for item in items}


def wait(
    resources: Iterable[Any],
    poll: Callable[[list[Any]], Sequence[State]],
    is_done: Callable[[State], bool],
    *,
    timeout: float | None,
    poll_interval: Interval,
    progress: Callable[[State], object] | None = None,
    max_failures: int = 5,
    awaited: str | None = None,
    keep_going: bool = False,
    session: Any = None,
) -> None:
    """Wait until all resources are done.

    Whatever is raised once polling has begun has the attributes ``ready`` and ``pending``, which
    are lists of resources in the order given, and ``failed``, a :class:`ByResource`.

    :param resources: The resources.
    :param poll: A function that gets the list of resources that are not done yet and returns
        their states, with a ``failure`` where a resource can't be polled any more.
    :param is_done: A function that gets a state and says whether the resource is done. It raises
        an exception if the resource never will be. If it sends requests of its own, transient
        failures of these are tolerated like those of a poll.
    :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once. The last poll is
        made when the time is over.
    :param poll_interval: Seconds between two polls, or a function of the number of polls so far.
    :param progress: A function that is called with each new :class:`State`.
    :param max_failures: How many consecutive polls may fail transiently: no connection, or a
        response with status 413, 429 or 5xx other than 501. ``Retry-After`` is honoured.
    :param awaited: What is awaited, for the message of a timeout.
    :param keep_going: Whether to go on with the others when a resource has failed, and to raise
        all failures together at the end.
    :param session: The session that polls, which may have a clock of its own.
    :raises ValueError: if a number is out of range. Nothing was sent then.
    :raises novaclient.exceptions.WaitTimeout: if the time is over.
    :raises novaclient.exceptions.WaitFailures: if ``keep_going`` is true and anything failed.
    :raises Exception: what ``is_done`` raised; what the last poll raised, if too many polls
        failed, or if the server asks to retry only after the time is over.
    """
    _check(timeout, poll_interval, max_failures)
    clock = _clock.of(session)
    deadline = math.inf if timeout is None else clock.monotonic() + timeout
    tally = _Tally(resources, keep_going)
    failures = polls = 0
    try:
        while tally.pending:
            polls += 1
            failure = None
            try:
                states = [_judged(state, is_done) for state in poll(tally.pending)]
            except Exception as error:
                failures += 1
                failure = error
            else:
                failures = 0
                tally.take(states, progress)
                if tally.failed and not keep_going:
                    raise next(iter(tally.failed.values()))
                if not tally.pending:
                    break
            left = deadline - clock.monotonic()
            pause = _retry_after(failure)
            if failure is not None and (
                failures > max_failures
                or not exceptions.is_transient(failure)
                or pause > left
                or (left <= 0 and not tally.states)
            ):
                raise tally.ending(failure)
            if left <= 0:
                raise tally.ending(tally.timeout(timeout, awaited)) from failure
            clock.sleep(min(max(pause, _interval(poll_interval, polls)), left))
        if tally.failed:
            raise tally.ending()
    except BaseException as error:
        # Also an interrupted program may want to know who is ready.
        vars(error).update(ready=tally.ready, pending=tally.pending, failed=tally.failed)
        raise


def _judged(state: State, is_done: Callable[[State], bool]) -> State:
    if state.failure is None:
        try:
            state.done = is_done(state)
        except Exception as error:
            if exceptions.is_transient(error):
                raise
            state.failure = error
    return state


class _Tally:
    """Which of the resources of a wait are ready, are pending, have failed."""

    def __init__(self, resources: Iterable[Any], keep_going: bool) -> None:
        self.pending = list(resources)
        #: The last known states of those that are pending.
        self.states: list[State] = []
        self._keep_going = keep_going
        self._all = list(self.pending)
        # By id(), since resources are not hashable, and two that are equal may be awaited.
        self._done: set[int] = set()
        self._failed: list[tuple[Any, Exception]] = []
        self._first: dict[int, State] = {}
        self._last: dict[int, State] = {}

    @property
    def ready(self) -> list[Any]:
        return [resource for resource in self._all if id(resource) in self._done]

    @property
    def failed(self) -> ByResource:
        return ByResource(self._failed)

    def take(self, states: Sequence[State], progress: Callable[[State], object] | None) -> None:
        """Take the states that a poll has found, and report those that are new."""
        self._failed += ((s.resource, s.failure) for s in states if s.failure is not None)
        self._done.update(id(state.resource) for state in states if state.done)
        self.states = [state for state in states if not state.done and state.failure is None]
        self.pending = [state.resource for state in self.states]
        for state in states:
            key = id(state.resource)
            self._first.setdefault(key, state)
            before, self._last[key] = self._last.get(key), state
            if progress is not None and (before is None or _news(before) != _news(state)):
                progress(state)

    def timeout(self, seconds: float | None, awaited: str | None) -> exceptions.WaitTimeout:
        """Return the exception for a wait whose time is over."""
        state = self.states[0]
        return exceptions.WaitTimeout(
            state.resource,
            state.status,
            seconds or 0,
            task_state=state.task_state,
            pending=self.pending,
            awaited=awaited,
            initial=str(self._first[id(state.resource)]),
        )

    def ending(self, error: Exception | None = None) -> Exception:
        """Return what to raise at the end of a wait, given what ended it early, if anything."""
        if error is not None and not self._keep_going:
            return error
        failures = [failure for _resource, failure in self._failed]
        return exceptions.WaitFailures(
            f"{len(failures)} of {len(self._all)} failed, {len(self.pending)} pending, "
            f"{len(self.ready)} ready",
            failures if error is None else [*failures, error],
        )


def _news(state: State) -> tuple[Any, ...]:
    return (*state[1:], state.done)


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
