# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""External events, by which Cinder, Neutron and others tell Nova of changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from novaclient import base


class Event(base.Resource):
    """An event.

    Attributes: ``name``, ``server_uuid``, ``status``, ``tag``, ``code``.
    """

    name: str
    server_uuid: str
    status: str
    tag: str
    code: int

    def __repr__(self) -> str:
        return f"<Event: {self._info.get('name', 'unknown-name')}>"


class ServerExternalEventManager(base.Manager[Event]):
    """Events of other services; for these services."""

    resource_class = Event

    def create(self, events: Sequence[dict[str, Any]]) -> base.ListWithMeta[dict[str, Any]]:
        """Tell Nova of events.

        ``POST /os-server-external-events``

        :param events: Dicts of ``name``, ``server_uuid``, and ``status`` and ``tag``.
        :return: The same dicts with a ``code`` for each: 200, or what is wrong.
        :raises novaclient.exceptions.NotFound: if none of the servers exists.
        """
        body = {"events": events}
        told: base.ListWithMeta[dict[str, Any]] = self._create(
            "/os-server-external-events", body, "events", return_raw=True
        )
        return told
