# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

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
        return f"<Event: {base.shown(self._info.get('name', 'unknown-name'))}>"


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
