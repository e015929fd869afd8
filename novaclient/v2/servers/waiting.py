# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting for servers."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    from novaclient.waiting import Interval, State


class Waiting(ServerTopic):
    """The methods that wait until servers have a status."""

    def wait_for(
        self,
        server: Server | str,
        status: str | Iterable[str] | Callable[[Server], object] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        action: Any = None,
    ) -> Server:
        """Wait until a server has a status and no task in progress would change it.

        ``GET /servers/{server}``, repeatedly. When the server is in another status without a task,
        and the operation that was begun is known, also
        ``GET /servers/{server}/os-instance-actions/{request_id}``, which tells whether it failed.

        :param server: The server, or its id. A :class:`Server` is updated with each response.
        :param status: The status in any case, such as ``ACTIVE``, ``SHUTOFF`` or
            ``VERIFY_RESIZE``, or several, any of which will do. ``DELETED`` means that the server
            no longer exists or is ``SOFT_DELETED``. Or a function that gets the server after each
            poll and says whether it is what is waited for, whatever its status and task are.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls, or a function of the number of polls so
            far.
        :param progress: A function that is called with each new
            :class:`~novaclient.waiting.State`.
        :param max_failures: How many consecutive polls may fail transiently: no connection, or a
            response with status 413, 429 or 5xx other than 501. ``Retry-After`` is honoured.
        :param action: What began the operation: what the method returned, or its request id. By
            default, the one that was begun last through this :class:`Server`.
        :return: The server; the same object if one was given.
        :raises ValueError: if a number is out of range, no status is given, or one that Nova does
            not have.
        :raises novaclient.exceptions.OperationFailed: if the operation has failed, with the reason
            as far as Nova tells it.
        :raises novaclient.exceptions.ResourceInErrorState: if the status is ERROR, with the
            reason. Not if that is waited for, nor while it is rebooted, rebuilt or deleted.
        :raises novaclient.exceptions.NotFound: if it is deleted, unless that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if the time is over.
        """
        from novaclient.v2.servers import polling

        [ready] = polling.wait_for(
            self,
            [server],
            status,
            action=action,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return ready

    def wait_for_all(
        self,
        servers: Iterable[Server | str],
        status: str | Iterable[str] | Callable[[Server], object] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        all_tenants: bool = False,
        keep_going: bool = False,
    ) -> builtins.list[Server]:
        """Wait until several servers have a status and no tasks in progress would change it.

        ``GET /servers/detail``, repeatedly: each poll lists as many pages as it takes to find all
        servers, or, after a long list, only what has changed since. ``GET /servers/{server}`` if
        that takes no more requests, and for servers that the list does not contain.
        ``GET /servers/{server}/os-instance-actions/{request_id}`` as for :meth:`wait_for`, for
        servers through which an operation was begun.

        Whatever it raises has the attributes ``ready`` and ``pending``, lists of servers, and
        ``failed``, a mapping of servers to exceptions.

        :param servers: The servers, or their ids. A :class:`Server` is updated with each response.
        :param status: The status, or several, or a function, as for :meth:`wait_for`.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls, or a function of the number of polls so
            far.
        :param progress: A function that is called with each new :class:`~novaclient.waiting.State`
            of each server.
        :param max_failures: How many consecutive polls may fail transiently, as for
            :meth:`wait_for`.
        :param all_tenants: Whether to list the servers of all projects, for administrators.
            Otherwise a server of another project takes a request of its own in each poll.
        :param keep_going: Whether to go on waiting for the others when one has failed, and to
            raise all failures together at the end.
        :return: The servers, in the order given; the same objects where objects were given.
        :raises ValueError: if a number is out of range, no status is given, or one that Nova does
            not have.
        :raises TypeError: if a single server or id is given.
        :raises novaclient.exceptions.OperationFailed: as soon as the operation of one has failed.
        :raises novaclient.exceptions.ResourceInErrorState: as soon as the status of one is ERROR,
            as for :meth:`wait_for`.
        :raises novaclient.exceptions.NotFound: if one is deleted, unless that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if the time is over; ``pending`` holds the
            servers that are not ready.
        :raises novaclient.exceptions.WaitFailures: instead of these, with ``keep_going``.
        """
        from novaclient.v2.servers import polling

        return polling.wait_for(
            self,
            servers,
            status,
            all_tenants=all_tenants,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
            keep_going=keep_going,
        )
