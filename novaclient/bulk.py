# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Many items at once: call a function with each of them, in threads.

.. code-block:: text

    stopped = bulk.for_each(servers, nova.servers.stop)
    for server, error in stopped.failed:
        print(server.name, error)
"""

from __future__ import annotations

import contextvars
import dataclasses
import queue
import threading
from collections.abc import Callable, Iterable
from concurrent import futures
from typing import Any, Generic, NamedTuple, TypeVar

from novaclient._resource import Resource
from novaclient._unexpected import shown

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")


class Success(NamedTuple, Generic[ItemT, ResultT]):
    """An item whose operation succeeded."""

    #: The item.
    item: ItemT
    #: What the operation returned.
    result: ResultT


class Failure(NamedTuple, Generic[ItemT]):
    """An item whose operation failed."""

    #: The item.
    item: ItemT
    #: What the operation raised, with a note that names the item.
    error: Exception


@dataclasses.dataclass(frozen=True)
class Results(Generic[ItemT, ResultT]):
    """What became of each item, in the order of the items."""

    #: The items whose operation succeeded, each with its result.
    succeeded: list[Success[ItemT, ResultT]]
    #: The items whose operation failed, each with its exception.
    failed: list[Failure[ItemT]]

    def raise_for_failures(self) -> None:
        """Raise the exceptions of all that failed, if any did.

        :raises ExceptionGroup: the exceptions, in the order of the items. Each has a note that
            names its item.
        """
        if self.failed:
            total = len(self.succeeded) + len(self.failed)
            raise ExceptionGroup(
                f"{len(self.failed)} of {total} failed", [failure.error for failure in self.failed]
            )


def for_each(
    items: Iterable[ItemT],
    operation: Callable[[ItemT], ResultT],
    *,
    concurrency: int = 8,
    progress: Callable[[Success[ItemT, ResultT] | Failure[ItemT]], object] | None = None,
) -> Results[ItemT, ResultT]:
    """Call a function with each item, several at the same time.

    An operation that raises an exception does not end the others, and nothing is retried.

    Ctrl-C, an exception of ``items`` or ``progress``, and :class:`SystemExit` in an operation end
    it: no other operation is begun, those in progress are waited for and given to ``progress``,
    and it is raised here. A second Ctrl-C is raised without waiting.

    :param items: The items, such as servers or ids. The calling thread takes each one when its
        turn comes, so a generator is never more than one item ahead.
    :param operation: The function, such as ``nova.servers.stop``. It is called in other threads,
        with the context variables of the caller.
    :param concurrency: How many operations may be in progress at once.
    :param progress: A function that is called in the calling thread with each :class:`Success` and
        :class:`Failure`, in the order in which the operations end.
    :return: The items that succeeded and those that failed.
    :raises TypeError: if ``items`` is a string or ``operation`` is not callable.
    :raises ValueError: if ``concurrency`` is not a positive integer.
    """
    _check(items, operation, concurrency)
    ended: queue.SimpleQueue[tuple[int, Any]] = queue.SimpleQueue()
    outcomes: dict[int, Success[ItemT, ResultT] | Failure[ItemT]] = {}
    begun = 0
    # One event for each operation in progress, which is set when it has ended.
    in_progress: set[threading.Event] = set()

    def run(number: int, item: ItemT) -> None:
        has_ended = threading.Event()
        in_progress.add(has_ended)
        try:
            ended.put((number, Success(item, operation(item))))
        except Exception as error:
            ended.put((number, Failure(item, error)))
        except BaseException as error:
            ended.put((number, error))
        finally:
            in_progress.discard(has_ended)
            has_ended.set()

    def collect() -> None:
        number, outcome = ended.get()
        if isinstance(outcome, BaseException):
            raise outcome
        if isinstance(outcome, Failure):
            outcome.error.add_note(f"items[{number}]: {_named(outcome.item)}")
        outcomes[number] = outcome
        if progress is not None:
            progress(outcome)

    executor = futures.ThreadPoolExecutor(concurrency, thread_name_prefix="novaclient.bulk")
    try:
        for item in items:
            while begun - len(outcomes) == concurrency or not ended.empty():
                collect()
            # Only one thread at a time can run in a context.
            executor.submit(contextvars.copy_context().run, run, begun, item)
            begun += 1
        while len(outcomes) < begun:
            collect()
    except BaseException as interruption:
        executor.shutdown(cancel_futures=True)
        # The executor does not wait for a thread that was just starting at a Ctrl-C.
        for has_ended in tuple(in_progress):
            has_ended.wait()
        try:
            while not ended.empty():
                collect()
        except Exception as error:
            raise interruption from error
        raise
    executor.shutdown()
    in_order = [outcomes[number] for number in range(begun)]
    return Results(
        [outcome for outcome in in_order if isinstance(outcome, Success)],
        [outcome for outcome in in_order if isinstance(outcome, Failure)],
    )


def _check(items: object, operation: object, concurrency: object) -> None:
    if isinstance(items, str | bytes):
        raise TypeError(f"items must be an iterable of items, not the string {items!r}")
    if not callable(operation):
        raise TypeError(f"operation must be callable, not {operation!r}")
    if not isinstance(concurrency, int) or isinstance(concurrency, bool) or concurrency < 1:
        raise ValueError(f"concurrency must be a positive integer, not {concurrency!r}")


def _named(item: object) -> str:
    """Return what names an item in a note, without a request and without secrets."""
    kind = type(item).__name__
    if isinstance(item, Resource):
        # Its name may have to be loaded first.
        return f"{kind} {shown(item.id)}" if hasattr(item, "id") else kind
    if isinstance(item, int) or (isinstance(item, str) and len(item) <= 64):
        return repr(item)
    return kind
