# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Host aggregates: groups of hosts, which may form an availability zone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import api_versions, base
from novaclient.v2 import _names

if TYPE_CHECKING:
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.images import Image
    from novaclient.v2.services import Service


class Aggregate(base.Resource):
    """A host aggregate. Made by :class:`AggregateManager`."""

    manager: AggregateManager
    #: The id.
    id: int
    #: The UUID. Since microversion 2.41.
    uuid: str
    #: The name.
    name: str
    #: The availability zone that its hosts belong to, or None.
    availability_zone: str | None
    #: The names of its hosts. Not in the response to :meth:`AggregateManager.create`.
    hosts: list[str]
    #: The metadata, with the availability zone under ``availability_zone``. Not in the response to
    #: :meth:`AggregateManager.create`.
    metadata: dict[str, str]
    #: When it was created, in ISO 8601.
    created_at: str
    #: When it was last updated, in ISO 8601, or None.
    updated_at: str | None
    #: Always false.
    deleted: bool
    #: Always None.
    deleted_at: str | None

    def __repr__(self) -> str:
        return f"<Aggregate: {base.shown(getattr(self, 'id', 'unknown-id'))}>"

    def update(self, values: Mapping[str, Any]) -> Aggregate | base.StrWithMeta:
        """Update the name or the availability zone of the aggregate."""
        return self.manager.update(self, values)

    def add_host(self, host: Service | Hypervisor | str) -> Aggregate:
        """Add a host to the aggregate."""
        return self.manager.add_host(self, host)

    def remove_host(self, host: Service | Hypervisor | str) -> Aggregate:
        """Remove a host from the aggregate."""
        return self.manager.remove_host(self, host)

    def set_metadata(self, metadata: Mapping[str, AvailabilityZone | str | None]) -> Aggregate:
        """Create, change or remove metadata of the aggregate."""
        return self.manager.set_metadata(self, metadata)

    def delete(self) -> base.WithMeta:
        """Delete the aggregate."""
        return self.manager.delete(self)

    @api_versions.wraps("2.81")
    def cache_images(self, images: Iterable[Image | str]) -> base.WithMeta:
        """Cache images on the hosts of the aggregate. Since microversion 2.81."""
        return self.manager.cache_images(self, images)


class AggregateManager(base.ManagerWithFind[Aggregate]):
    """Host aggregates; for administrators."""

    resource_class = Aggregate

    def list(self) -> base.ListWithMeta[Aggregate]:
        """List the aggregates.

        ``GET /os-aggregates``

        :return: The aggregates.
        :raises novaclient.exceptions.Forbidden: if the user is not an administrator.
        """
        return self._list("/os-aggregates", "aggregates")

    def create(self, name: str, availability_zone: AvailabilityZone | str | None) -> Aggregate:
        """Create an aggregate.

        ``POST /os-aggregates``

        :param name: The name.
        :param availability_zone: The availability zone that its hosts form, or its name, or None.
        :return: The aggregate.
        :raises novaclient.exceptions.Conflict: if another aggregate has this name.
        """
        zone = _names.zone(availability_zone)
        body = {"aggregate": {"name": name, "availability_zone": zone}}
        created: Aggregate = self._create("/os-aggregates", body, "aggregate")
        return created

    def get(self, aggregate: Aggregate | int | str) -> Aggregate:
        """Get an aggregate.

        ``GET /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        return self._get(base.path("os-aggregates", aggregate), "aggregate")

    def get_details(self, aggregate: Aggregate | int | str) -> Aggregate:
        """Get an aggregate, as :meth:`get` does.

        :param aggregate: The aggregate, or its id.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        return self.get(aggregate)

    def update(
        self, aggregate: Aggregate | int | str, values: Mapping[str, Any]
    ) -> Aggregate | base.StrWithMeta:
        """Update the name or the availability zone of an aggregate.

        ``PUT /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :param values: ``name``, ``availability_zone`` (the zone, or its name) or both.
        :return: The aggregate.
        :raises novaclient.exceptions.BadRequest: if the availability zone can't change, because
            there are servers on the hosts, or a host is in another availability zone.
        :raises novaclient.exceptions.Conflict: if another aggregate has this name.
        """
        url = base.path("os-aggregates", aggregate)
        return self._update(url, {"aggregate": _names.with_zone(values)}, "aggregate")

    def add_host(
        self, aggregate: Aggregate | int | str, host: Service | Hypervisor | str
    ) -> Aggregate:
        """Add a host to an aggregate.

        ``POST /os-aggregates/{aggregate}/action``, ``add_host``

        :param aggregate: The aggregate, or its id.
        :param host: The name of the host, or a service or hypervisor on it.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate or host.
        :raises novaclient.exceptions.Conflict: if the host is already in the aggregate, or in
            another availability zone.
        """
        return self._act(aggregate, {"add_host": {"host": _names.host(host)}})

    def remove_host(
        self, aggregate: Aggregate | int | str, host: Service | Hypervisor | str
    ) -> Aggregate:
        """Remove a host from an aggregate.

        ``POST /os-aggregates/{aggregate}/action``, ``remove_host``

        :param aggregate: The aggregate, or its id.
        :param host: The name of the host, or a service or hypervisor on it.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if the host is not in the aggregate.
        """
        return self._act(aggregate, {"remove_host": {"host": _names.host(host)}})

    def set_metadata(
        self,
        aggregate: Aggregate | int | str,
        metadata: Mapping[str, AvailabilityZone | str | None],
    ) -> Aggregate:
        """Create, change or remove metadata of an aggregate; other keys are kept.

        ``POST /os-aggregates/{aggregate}/action``, ``set_metadata``

        :param aggregate: The aggregate, or its id.
        :param metadata: The keys and their values; None removes a key. The value of
            ``availability_zone`` may be the zone itself.
        :return: The aggregate.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        return self._act(aggregate, {"set_metadata": {"metadata": _names.with_zone(metadata)}})

    def delete(self, aggregate: Aggregate | int | str) -> base.WithMeta:
        """Delete an aggregate.

        ``DELETE /os-aggregates/{aggregate}``

        :param aggregate: The aggregate, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.BadRequest: if there are hosts in the aggregate.
        """
        return self._delete(base.path("os-aggregates", aggregate))

    @api_versions.wraps("2.81")
    def cache_images(
        self, aggregate: Aggregate | int | str, images: Iterable[Image | str]
    ) -> base.WithMeta:
        """Cache images on the hosts of an aggregate, so that servers start faster there.

        ``POST /os-aggregates/{aggregate}/images``. Since microversion 2.81.

        :param aggregate: The aggregate, or its id.
        :param images: The images, or their ids.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such aggregate.
        """
        wanted = {"cache": [{"id": base.known_id(image)} for image in images]}
        url = base.path("os-aggregates", aggregate, "images")
        resp, body = self.client.post(url, body=wanted)
        return self._unread(body, resp)

    def _act(self, aggregate: Aggregate | int | str, body: dict[str, Any]) -> Aggregate:
        changed: Aggregate = self._create(
            base.path("os-aggregates", aggregate, "action"), body, "aggregate"
        )
        return changed
