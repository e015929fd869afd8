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

"""Host aggregates: groups of hosts, which may make up an availability zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base

if TYPE_CHECKING:
    from novaclient.v2.images import Image


class Aggregate(base.Resource):
    """A group of hosts.

    Made by :class:`AggregateManager`. Attributes: ``id``, ``uuid`` (since microversion 2.41),
    ``name``, ``availability_zone``, ``hosts``, ``metadata``.
    """

    manager: AggregateManager
    id: int
    uuid: str
    name: str
    availability_zone: str | None
    hosts: list[str]
    metadata: dict[str, str]
    created_at: str
    updated_at: str | None
    deleted: bool
    deleted_at: str | None

    def __repr__(self) -> str:
        return f"<Aggregate: {getattr(self, 'id', 'unknown-id')}>"

    def update(self, values: Mapping[str, Any]) -> Aggregate | base.StrWithMeta:
        """Change the name or the availability zone."""
        return self.manager.update(self, values)

    def add_host(self, host: str) -> Aggregate:
        """Add a host."""
        return self.manager.add_host(self, host)

    def remove_host(self, host: str) -> Aggregate:
        """Remove a host."""
        return self.manager.remove_host(self, host)

    def set_metadata(self, metadata: Mapping[str, str | None]) -> Aggregate:
        """Set metadata."""
        return self.manager.set_metadata(self, metadata)

    def delete(self) -> base.WithMeta:
        """Delete the aggregate."""
        return self.manager.delete(self)

    @api_versions.wraps("2.81")
    def cache_images(self, images: Iterable[Image | str]) -> base.WithMeta:
        """Have the hosts fetch images ahead."""
        return self.manager.cache_images(self, images)


class AggregateManager(base.ManagerWithFind[Aggregate]):
    """Groups of hosts."""

    resource_class = Aggregate

    def list(self) -> base.ListWithMeta[Aggregate]:
        """List the aggregates.

        ``GET /os-aggregates``

        :return: The aggregates.
        :raises novaclient.exceptions.Forbidden: if the user is no administrator.
        """
        return self._list("/os-aggregates", "aggregates")

    def create(self, name: str, availability_zone: str | None) -> Aggregate:
        """Make an aggregate.

        ``POST /os-aggregates``

        :param name: The name.
        :param availability_zone: The zone that its hosts make up, None for none.
        :return: The aggregate.
        :raises novaclient.exceptions.Conflict: if the name is taken.
        """
        body = {"aggregate": {"name": name, "availability_zone": availability_zone}}
        created: Aggregate = self._create("/os-aggregates", body, "aggregate")
        return created

    def get(self, aggregate: Aggregate | int | str) -> Aggregate:
        """Get an aggregate.

        ``GET /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(base.path("os-aggregates", aggregate), "aggregate")

    def get_details(self, aggregate: Aggregate | int | str) -> Aggregate:
        """Get an aggregate; the same as :meth:`get`.

        :param aggregate: The aggregate, or its id.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self.get(aggregate)

    def update(
        self, aggregate: Aggregate | int | str, values: Mapping[str, Any]
    ) -> Aggregate | base.StrWithMeta:
        """Change the name or the availability zone of an aggregate.

        ``PUT /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :param values: ``name``, ``availability_zone`` or both.
        :return: The aggregate.
        :raises novaclient.exceptions.Conflict: if its hosts have servers and the zone would
            change.
        """
        url = base.path("os-aggregates", aggregate)
        return self._update(url, {"aggregate": values}, "aggregate")

    def add_host(self, aggregate: Aggregate | int | str, host: str) -> Aggregate:
        """Add a host to an aggregate.

        ``POST /os-aggregates/{aggregate}/action``, ``add_host``

        :param aggregate: The aggregate, or its id.
        :param host: The name of the host.
        :return: The aggregate.
        :raises novaclient.exceptions.Conflict: if the host is in it, or in another zone.
        """
        return self._act(aggregate, {"add_host": {"host": host}})

    def remove_host(self, aggregate: Aggregate | int | str, host: str) -> Aggregate:
        """Remove a host from an aggregate.

        ``POST /os-aggregates/{aggregate}/action``, ``remove_host``

        :param aggregate: The aggregate, or its id.
        :param host: The name of the host.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if the host is not in it.
        """
        return self._act(aggregate, {"remove_host": {"host": host}})

    def set_metadata(
        self, aggregate: Aggregate | int | str, metadata: Mapping[str, str | None]
    ) -> Aggregate:
        """Set metadata of an aggregate; other keys stay as they are.

        ``POST /os-aggregates/{aggregate}/action``, ``set_metadata``

        :param aggregate: The aggregate, or its id.
        :param metadata: The metadata; None removes a key.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        return self._act(aggregate, {"set_metadata": {"metadata": metadata}})

    def delete(self, aggregate: Aggregate | int | str) -> base.WithMeta:
        """Delete an aggregate.

        ``DELETE /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.BadRequest: if it still has hosts.
        """
        return self._delete(base.path("os-aggregates", aggregate))

    @api_versions.wraps("2.81")
    def cache_images(
        self, aggregate: Aggregate | int | str, images: Iterable[Image | str]
    ) -> base.WithMeta:
        """Have the hosts of an aggregate fetch images ahead.

        ``POST /os-aggregates/{aggregate}/images``. Since microversion 2.81.

        :param aggregate: The aggregate, or its id.
        :param images: The images, or their ids.
        :return: An empty tuple with the id of the request.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        body = {"cache": [{"id": base.known_id(image)} for image in images]}
        url = base.path("os-aggregates", aggregate, "images")
        resp, answer = self.client.post(url, body=body)
        return self._unread(answer, resp)

    def _act(self, aggregate: Aggregate | int | str, body: dict[str, Any]) -> Aggregate:
        changed: Aggregate = self._create(
            base.path("os-aggregates", aggregate, "action"), body, "aggregate"
        )
        return changed
