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
    """What waits for a status."""

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
        """Wait until a server has a status, and no task is under way that would change it.

        ``GET /servers/{server}``, again and again.

        :param server: The server, or its id. A server is loaded anew each time.
        :param status: The status in any case, such as ``ACTIVE``, ``SHUTOFF`` or
            ``VERIFY_RESIZE``, or several, of which any will do. ``DELETED`` means that there is
            no such server any more, or that it is ``SOFT_DELETED``.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two requests, in seconds, or a function
            that makes this of the number of requests so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State`.
        :param max_failures: How many requests in a row may fail in a way that may pass: no
            connection, or an answer 413, 429 or 5xx but 501. ``Retry-After`` is heeded.
        :return: The server, the same object if one was given.
        :raises ValueError: if a number makes no sense, or there is no status.
        :raises novaclient.exceptions.ResourceInErrorState: if its status is ERROR, with the
            reason; not if that is waited for, or while it is rebooted, rebuilt or deleted.
        :raises novaclient.exceptions.NotFound: if it is deleted; not if that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer.
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
        """Wait until servers have a status, and no tasks are under way that would change it.

        ``GET /servers/detail``, again and again: one list for all servers, as many pages of it
        as show them. ``GET /servers/{server}`` if these are no more requests, and for a server
        that the list does not show.

        :param servers: The servers, or their ids. Servers are loaded anew each time.
        :param status: The status, or several, as for :meth:`wait_for`.
        :param timeout: How long to wait at most, in seconds: None for ever, 0 to look once.
        :param poll_interval: How long to wait between two lists, in seconds, or a function
            that makes this of the number of lists so far.
        :param progress: A function, called with each new :class:`~novaclient.waiting.State` of
            each server.
        :param max_failures: How many lists in a row may fail in a way that may pass, as for
            :meth:`wait_for`.
        :param all_tenants: List the servers of all projects, for administrators. Without it, a
            server of another project costs a request each time.
        :return: The servers in this order, the same objects where such were given.
        :raises ValueError: if a number makes no sense, or there is no status.
        :raises novaclient.exceptions.ResourceInErrorState: if one is in ERROR, at once, as for
            :meth:`wait_for`.
        :raises novaclient.exceptions.NotFound: if one is deleted; not if that is waited for.
        :raises novaclient.exceptions.WaitTimeout: if it takes longer; ``pending`` holds those
            that are not ready.
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
