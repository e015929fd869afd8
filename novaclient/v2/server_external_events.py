# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""External events: what Cinder, Neutron and other services report to Nova."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from novaclient import base, utils

#: The keys of an event whose values may be resources.
_IDS = dict.fromkeys(("server_uuid", "tag"), base.known_id)


class Event(base.Resource):
    """An external event."""

    #: The name, such as ``network-changed``.
    name: str
    #: The id of the server.
    server_uuid: str
    #: ``completed``, ``failed`` or ``in-progress``.
    status: str
    #: What changed, such as the id of a port or of a volume.
    tag: str
    #: The HTTP status of this event.
    code: int

    def __repr__(self) -> str:
        return f"<Event: {base.shown(self._info.get('name', 'unknown-name'))}>"


class ServerExternalEventManager(base.Manager[Event]):
    """External events. Other services use them; they are not for users."""

    resource_class = Event

    def create(self, events: Sequence[Mapping[str, Any]]) -> base.ListWithMeta[dict[str, Any]]:
        """Report external events to Nova.

        ``POST /os-server-external-events``

        :param events: A dict for each event, with ``name`` and ``server_uuid``, and optionally
            ``status`` and ``tag``. Some events need a tag. The values of ``server_uuid`` and
            ``tag`` may be resources, such as the server and a port.
        :return: The same dicts, each with its ``status`` and a ``code``: 200, 400 if the tag is
            missing, 404 if there is no such server, or 422 if the server has no host.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        :raises novaclient.exceptions.NotFound: if none of the servers exists, with older releases
            of Nova only.
        """
        body = {"events": [utils.converted(event, _IDS) for event in events]}
        reported: base.ListWithMeta[dict[str, Any]] = self._create(
            "/os-server-external-events", body, "events", return_raw=True
        )
        return reported
