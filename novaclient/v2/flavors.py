# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Flavors: the sizes of servers."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from typing import Any

from novaclient import api_versions, base, exceptions, paging, utils

_API_NAMES = {"min_disk": "minDisk", "min_ram": "minRam"}


class Flavor(base.Resource):
    """A flavor. Made by :class:`FlavorManager`."""

    HUMAN_ID = True

    manager: FlavorManager
    #: The id.
    id: str
    #: The name.
    name: str
    #: The memory, in MiB.
    ram: int
    #: The number of virtual CPUs.
    vcpus: int
    #: The size of the root disk, in GiB; 0 means the size of the image.
    disk: int
    #: The size of the swap disk, in MiB. Without one, an empty string up to microversion 2.74, 0
    #: since microversion 2.75.
    swap: int | str
    #: A factor for the network bandwidth, which most clouds ignore. Up to microversion 2.101.
    rxtx_factor: float
    #: The description, or None. Since microversion 2.55.
    description: str | None
    #: The extra specs, if the user may see them. Since microversion 2.61.
    extra_specs: dict[str, str]
    #: Links to the flavor.
    links: list[dict[str, Any]]
    #: Always false in current releases of Nova. Up to microversion 2.101. Nova's
    #: ``OS-FLV-DISABLED:disabled``.
    is_disabled: bool = base.alias("OS-FLV-DISABLED:disabled")

    def __repr__(self) -> str:
        return f"<Flavor: {base.shown(getattr(self, 'name', 'unknown-name'))}>"

    @property
    def ephemeral(self) -> int | str:
        """The size of the ephemeral disk in GiB, or ``"N/A"`` if the server did not send it."""
        return self._info.get("OS-FLV-EXT-DATA:ephemeral", "N/A")  # type: ignore[no-any-return]

    @property
    def is_public(self) -> bool | str:
        """Whether every project may use the flavor; ``"N/A"`` if the server did not send it."""
        return self._info.get("os-flavor-access:is_public", "N/A")  # type: ignore[no-any-return]

    def get_keys(self) -> base.DictWithMeta:
        """Get the extra specs of the flavor.

        ``GET /flavors/{flavor}/os-extra_specs``

        :return: The extra specs.
        :raises novaclient.exceptions.NotFound: if the flavor no longer exists.
        """
        return self.manager._get_extra_specs(self)

    def set_keys(self, metadata: Mapping[str, str]) -> base.DictWithMeta:
        """Create or update extra specs of the flavor; others are kept.

        ``POST /flavors/{flavor}/os-extra_specs``

        :param metadata: The extra specs.
        :return: The extra specs that were given.
        :raises novaclient.exceptions.CommandError: if Nova does not allow one of the keys.
        """
        return self.manager._set_extra_specs(self, metadata)

    def get_key(self, key: str) -> base.DictWithMeta:
        """Get one extra spec of the flavor; see :meth:`FlavorManager.get_extra_spec`."""
        return self.manager.get_extra_spec(self, key)

    def set_key(self, key: str, value: str) -> base.DictWithMeta:
        """Update one extra spec of the flavor; see :meth:`FlavorManager.set_extra_spec`."""
        return self.manager.set_extra_spec(self, key, value)

    def unset_keys(self, keys: Iterable[str]) -> base.TupleWithMeta:
        """Delete extra specs of the flavor, one request for each key.

        ``DELETE /flavors/{flavor}/os-extra_specs/{key}``

        :param keys: The keys.
        :return: An empty tuple with the ids of all requests.
        :raises novaclient.exceptions.NotFound: at the first key that the flavor does not have.
        """
        return self.manager._unset_extra_specs(self, keys)

    def delete(self) -> base.WithMeta:
        """Delete the flavor; see :meth:`FlavorManager.delete`."""
        return self.manager.delete(self)

    @api_versions.wraps("2.55")
    def update(self, description: str | None = None) -> Flavor | base.StrWithMeta:
        """Update the description of the flavor; see :meth:`FlavorManager.update`."""
        return self.manager.update(self, description=description)


class FlavorManager(base.ManagerWithFind[Flavor]):
    """The flavors: sizes of servers."""

    resource_class = Flavor
    is_alphanum_id_allowed = True
    _paging = paging.Markers()
    _unique = frozenset({"id", "name"})

    @api_versions.arguments(name="2.102")
    def list(
        self,
        detailed: bool = True,
        is_public: bool | None = True,
        marker: Flavor | str | None = None,
        min_disk: int | None = None,
        min_ram: int | None = None,
        limit: int | None = None,
        sort_key: str | None = None,
        sort_dir: str | None = None,
        name: str | None = None,
    ) -> base.ListWithMeta[Flavor]:
        """List the flavors.

        ``GET /flavors/detail``, or ``GET /flavors``

        :param detailed: Get all attributes, not only the id and the name.
        :param is_public: True lists public flavors, False those that are not public, None both.
            Only administrators can ask for flavors that their project may not use.
        :param marker: The flavor that the page begins after, or its id.
        :param min_disk: Only those with a root disk of at least this size, in GiB.
        :param min_ram: Only those with at least this much memory, in MiB.
        :param limit: Return at most this many; the server may return fewer.
        :param sort_key: The column of Nova's database to sort by; by default, ``flavorid``.
        :param sort_dir: ``asc`` (the default) or ``desc``.
        :param name: Only those whose name contains a match of this regular expression, in the
            syntax of Nova's database. Since microversion 2.102.
        :return: The flavors.
        :raises ValueError: if ``min_disk``, ``min_ram`` or ``limit`` is not a number.
        """
        return self._listed(
            detailed=detailed,
            is_public=is_public,
            marker=marker,
            min_disk=min_disk,
            min_ram=min_ram,
            limit=limit,
            sort_key=sort_key,
            sort_dir=sort_dir,
            name=name,
        )

    @api_versions.arguments(name="2.102")
    def iterate(
        self,
        detailed: bool = True,
        is_public: bool | None = True,
        *,
        min_disk: int | None = None,
        min_ram: int | None = None,
        sort_key: str | None = None,
        sort_dir: str | None = None,
        name: str | None = None,
        page_size: int | None = None,
    ) -> Generator[Flavor, None, None]:
        """Yield all flavors, page by page; only about one page is in memory at a time.

        ``GET /flavors/detail``, or ``GET /flavors``

        :param detailed: Get all attributes, not only the id and the name.
        :param is_public: True lists public flavors, False those that are not public, None both.
        :param min_disk: Only those with a root disk of at least this size, in GiB.
        :param min_ram: Only those with at least this much memory, in MiB.
        :param sort_key: The column to sort by, as for :meth:`list`.
        :param sort_dir: ``asc`` (the default) or ``desc``.
        :param name: A regular expression, as for :meth:`list`. Since microversion 2.102.
        :param page_size: Request at most this many flavors per page; by default, the server
            decides.
        :return: A generator.
        :raises ValueError: if ``min_disk``, ``min_ram`` or ``page_size`` is not a number, or
            ``page_size`` is less than 1.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 flavors, or more, are
            deleted between two pages.
        """
        return self._iterate(
            page_size,
            detailed=detailed,
            is_public=is_public,
            min_disk=min_disk,
            min_ram=min_ram,
            sort_key=sort_key,
            sort_dir=sort_dir,
            name=name,
        )

    def _page(
        self, detailed: bool = True, is_public: bool | None = True, **filters: Any
    ) -> base.ListWithMeta[Flavor]:
        query = utils.renamed(utils.without_empty(filters), _API_NAMES)
        # Once more, for "0".
        query = utils.without_empty(utils.with_integers(query, "minDisk", "minRam", "limit"))
        if not is_public:
            # The string "None" means both to Nova.
            query["is_public"] = is_public
        return self._list("/flavors/detail" if detailed else "/flavors", "flavors", filters=query)

    def get(self, flavor: Flavor | str) -> Flavor:
        """Get a flavor.

        ``GET /flavors/{flavor}``

        :param flavor: The flavor, or its id.
        :return: The flavor.
        :raises novaclient.exceptions.NotFound: if there is no such flavor.
        """
        return self._get(base.path("flavors", flavor), "flavor")

    _get_by_id = get

    def delete(self, flavor: Flavor | str) -> base.WithMeta:
        """Delete a flavor; servers that were created with it are not affected.

        ``DELETE /flavors/{flavor}``

        :param flavor: The flavor, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is no such flavor.
        """
        return self._delete(base.path("flavors", flavor))

    @api_versions.arguments(description="2.55", raises=exceptions.UnsupportedAttribute)
    def create(
        self,
        name: str,
        ram: int,
        vcpus: int,
        disk: int,
        flavorid: str | None = "auto",
        ephemeral: int = 0,
        swap: int = 0,
        rxtx_factor: float = 1.0,
        is_public: bool = True,
        description: str | None = None,
    ) -> Flavor:
        """Create a flavor.

        ``POST /flavors``

        :param name: The name.
        :param ram: The memory, in MiB.
        :param vcpus: The number of virtual CPUs.
        :param disk: The size of the root disk, in GiB; 0 means the size of the image.
        :param flavorid: The id; by default, Nova generates one.
        :param ephemeral: The size of the ephemeral disk, in GiB.
        :param swap: The size of the swap disk, in MiB.
        :param rxtx_factor: A factor for the network bandwidth, which most clouds ignore. Up to
            microversion 2.101.
        :param is_public: Whether every project may use it.
        :param description: The description. Since microversion 2.55.
        :return: The flavor.
        :raises novaclient.exceptions.CommandError: if a number can't be read as one, or
            ``is_public`` as a boolean.
        :raises novaclient.exceptions.UnsupportedAttribute: if an argument does not exist at the
            microversion of the client.
        :raises novaclient.exceptions.Conflict: if the name or the id is taken.
        """
        flavor: dict[str, Any] = {
            "name": name,
            "ram": _integer(ram, "Ram"),
            "vcpus": _integer(vcpus, "VCPUs"),
            "disk": _integer(disk, "Disk"),
            "id": None if flavorid == "auto" else flavorid,
            "swap": _integer(swap, "Swap"),
            "OS-FLV-EXT-DATA:ephemeral": _integer(ephemeral, "Ephemeral"),
            "os-flavor-access:is_public": _boolean(is_public, "is_public"),
        }
        factor = _float(rxtx_factor, "rxtx_factor")
        if not self.api_version.at_least("2.102"):
            flavor["rxtx_factor"] = factor
        elif factor != 1:
            api_versions.check_argument(self.api_version, "rxtx_factor", "2.0", "2.101")
        if description is not None and self.api_version.at_least("2.55"):
            flavor["description"] = description
        created: Flavor = self._create("/flavors", {"flavor": flavor}, "flavor")
        return created

    @api_versions.wraps("2.55")
    def update(
        self, flavor: Flavor | str, description: str | None = None
    ) -> Flavor | base.StrWithMeta:
        """Update the description of a flavor.

        ``PUT /flavors/{flavor}``. Since microversion 2.55.

        :param flavor: The flavor, or its id.
        :param description: The description; None removes it.
        :return: The flavor.
        :raises novaclient.exceptions.NotFound: if there is no such flavor.
        """
        body = {"flavor": {"description": description}}
        return self._update(base.path("flavors", flavor), body, "flavor")

    def get_extra_spec(self, flavor: Flavor | str, key: str) -> base.DictWithMeta:
        """Get one extra spec of a flavor.

        ``GET /flavors/{flavor}/os-extra_specs/{key}``

        :param flavor: The flavor, or its id.
        :param key: The key.
        :return: The key and its value.
        :raises novaclient.exceptions.NotFound: if the flavor does not have this extra spec.
        """
        return self._get_mapping(base.path("flavors", flavor, "os-extra_specs", key))

    def set_extra_spec(self, flavor: Flavor | str, key: str, value: str) -> base.DictWithMeta:
        """Update one extra spec that a flavor already has.

        ``PUT /flavors/{flavor}/os-extra_specs/{key}``

        :param flavor: The flavor, or its id.
        :param key: The key.
        :param value: The value.
        :return: The key and its value.
        :raises novaclient.exceptions.CommandError: if Nova does not allow the key.
        :raises novaclient.exceptions.NotFound: if the flavor does not have this extra spec.
        """
        utils.validate_flavor_metadata_keys([key])
        url = base.path("flavors", flavor, "os-extra_specs", key)
        return self._to_mapping(self.client.put(url, body={key: value}), url)

    def _search_options(self, wanted: dict[str, Any]) -> tuple[dict[str, Any], bool]:
        options, brief = super()._search_options(wanted)
        name = wanted.get("name")
        if isinstance(name, str) and name and self.api_version.at_least("2.102"):
            options.update(name=f"^{re.escape(name)}$", detailed=True)
            brief = False
        return options, brief

    def _get_extra_specs(self, flavor: Flavor) -> base.DictWithMeta:
        return self._get_mapping(base.path("flavors", flavor, "os-extra_specs"), "extra_specs")

    def _set_extra_specs(self, flavor: Flavor, metadata: Mapping[str, str]) -> base.DictWithMeta:
        utils.validate_flavor_metadata_keys(metadata)
        url = base.path("flavors", flavor, "os-extra_specs")
        specs: base.DictWithMeta = self._create(
            url, {"extra_specs": metadata}, "extra_specs", return_raw=True
        )
        return specs

    def _unset_extra_specs(self, flavor: Flavor, keys: Iterable[str]) -> base.TupleWithMeta:
        return self._delete_each(base.path("flavors", flavor, "os-extra_specs", k) for k in keys)


def _integer(value: Any, name: str) -> int:
    return utils.as_integer(value, f"{name} must be an integer.")


def _float(value: Any, name: str) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise exceptions.CommandError(f"{name} must be a float.") from error


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    from oslo_utils import strutils

    try:
        return strutils.bool_from_string(value, strict=True)
    except ValueError as error:
        raise exceptions.CommandError(f"{name} must be a boolean.") from error
