# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Waiting for servers."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from novaclient.v2.servers.actions import ServerTopic
from novaclient.v2.servers.resource import Server

if TYPE_CHECKING:
    from novaclient.waiting import Interval, State


class Waiting(ServerTopic):
    """The methods that wait until servers have a status."""

    def wait_for(
        self,
        server: Server | str,
        status: str | Iterable[str] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
    ) -> Server:
        """Wait until a server has a status and no task in progress would change it.

        ``GET /servers/{server}``, repeatedly.

        :param server: The server, or its id. A :class:`Server` is updated with each response.
        :param status: The status in any case, such as ``ACTIVE``, ``SHUTOFF`` or
            ``VERIFY_RESIZE``, or several, any of which will do. ``DELETED`` means that the server
            no longer exists or is ``SOFT_DELETED``.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls, or a function of the number of polls so
            far.
        :param progress: A function that is called with each new
            :class:`~novaclient.waiting.State`.
        :param max_failures: How many consecutive polls may fail transiently: no connection, or a
            response with status 413, 429 or 5xx other than 501. ``Retry-After`` is honoured.
        :return: The server; the same object if one was given.
        :raises ValueError: if a number is out of range, or no status is given.
        :raises novaclient.exceptions.ResourceInErrorState: if the status is ERROR, with the
            reason. Not if that is waited for, nor while it is rebooted, rebuilt or deleted.
        :raises novaclient.exceptions.NotFound: if it is deleted, unless that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if the time is over.
        """
        [ready] = self.wait_for_all(
            [server],
            status,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
        return ready

    def wait_for_all(
        self,
        servers: Iterable[Server | str],
        status: str | Iterable[str] = "ACTIVE",
        *,
        timeout: float | None = 600,
        poll_interval: Interval = 2,
        progress: Callable[[State], object] | None = None,
        max_failures: int = 5,
        all_tenants: bool = False,
    ) -> builtins.list[Server]:
        """Wait until several servers have a status and no tasks in progress would change it.

        ``GET /servers/detail``, repeatedly: each poll lists as many pages as it takes to find all
        servers. ``GET /servers/{server}`` if that takes no more requests, and for servers that the
        list does not contain.

        :param servers: The servers, or their ids. A :class:`Server` is updated with each response.
        :param status: The status, or several, as for :meth:`wait_for`.
        :param timeout: Timeout in seconds. ``None`` waits forever; 0 checks once.
        :param poll_interval: Seconds between two polls, or a function of the number of polls so
            far.
        :param progress: A function that is called with each new :class:`~novaclient.waiting.State`
            of each server.
        :param max_failures: How many consecutive polls may fail transiently, as for
            :meth:`wait_for`.
        :param all_tenants: Whether to list the servers of all projects, for administrators.
            Otherwise a server of another project takes a request of its own in each poll.
        :return: The servers, in the order given; the same objects where objects were given.
        :raises ValueError: if a number is out of range, or no status is given.
        :raises novaclient.exceptions.ResourceInErrorState: as soon as the status of one is ERROR,
            as for :meth:`wait_for`.
        :raises novaclient.exceptions.NotFound: if one is deleted, unless that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if the time is over; ``pending`` holds the
            servers that are not ready.
        """
        from novaclient.v2.servers import polling

        return polling.wait_for(
            self,
            servers,
            status,
            all_tenants,
            timeout=timeout,
            poll_interval=poll_interval,
            progress=progress,
            max_failures=max_failures,
        )
