# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Flavors: the sizes that servers come in."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from typing import Any

from novaclient import api_versions, base, exceptions, paging, utils
from novaclient.i18n import _

_API_NAMES = {"min_disk": "minDisk", "min_ram": "minRam"}


class Flavor(base.Resource):
    """A size that servers come in.

    Made by :class:`FlavorManager`. Attributes: ``id``, ``name``, ``ram`` (MiB), ``vcpus``,
    ``disk`` (GiB), ``swap`` (MiB, empty for none), ``rxtx_factor`` (up to 2.101),
    ``description`` (since 2.55), ``extra_specs`` (since 2.61).
    """

    HUMAN_ID = True

    manager: FlavorManager
    id: str
    name: str
    ram: int
    vcpus: int
    disk: int
    swap: int | str
    rxtx_factor: float
    description: str | None
    extra_specs: dict[str, str]
    links: list[dict[str, Any]]

    def __repr__(self) -> str:
        return f"<Flavor: {base.shown(getattr(self, 'name', 'unknown-name'))}>"

    @property
    def ephemeral(self) -> int | str:
        """The size of the ephemeral disk in GiB, or ``"N/A"``."""
        return self._info.get("OS-FLV-EXT-DATA:ephemeral", "N/A")  # type: ignore[no-any-return]

    @property
    def is_public(self) -> bool | str:
        """Whether every project may use the flavor, or ``"N/A"``."""
        return self._info.get("os-flavor-access:is_public", "N/A")  # type: ignore[no-any-return]

    def get_keys(self) -> base.DictWithMeta:
        """Get the extra specs.

        ``GET /flavors/{flavor}/os-extra_specs``

        :return: The extra specs.
        :raises novaclient.exceptions.NotFound: if the flavor is gone.
        """
        return self.manager._get_extra_specs(self)

    def set_keys(self, metadata: Mapping[str, str]) -> base.DictWithMeta:
        """Set extra specs; others stay as they are.

        ``POST /flavors/{flavor}/os-extra_specs``

        :param metadata: The extra specs to set.
        :return: The extra specs that were set.
        :raises novaclient.exceptions.CommandError: if Nova does not take one of the keys.
        """
        return self.manager._set_extra_specs(self, metadata)

    def get_key(self, key: str) -> base.DictWithMeta:
        """Get one extra spec; see :meth:`FlavorManager.get_extra_spec`."""
        return self.manager.get_extra_spec(self, key)

    def set_key(self, key: str, value: str) -> base.DictWithMeta:
        """Set one extra spec; see :meth:`FlavorManager.set_extra_spec`."""
        return self.manager.set_extra_spec(self, key, value)

    def unset_keys(self, keys: Iterable[str]) -> base.TupleWithMeta:
        """Remove extra specs, one request each.

        ``DELETE /flavors/{flavor}/os-extra_specs/{key}``

        :param keys: The keys to remove.
        :return: An empty tuple with the ids of all requests.
        :raises novaclient.exceptions.NotFound: at the first key that is not set.
        """
        return self.manager._unset_extra_specs(self, keys)

    def delete(self) -> base.WithMeta:
        """Delete the flavor; see :meth:`FlavorManager.delete`."""
        return self.manager.delete(self)

    @api_versions.wraps("2.55")
    def update(self, description: str | None = None) -> Flavor | base.StrWithMeta:
        """Change the description; see :meth:`FlavorManager.update`."""
        return self.manager.update(self, description=description)


class FlavorManager(base.ManagerWithFind[Flavor]):
    """The sizes that servers come in."""

    resource_class = Flavor
    is_alphanum_id_allowed = True
    _paging = paging.Markers()

    @api_versions.arguments(name="2.102")
    def list(
        self,
        detailed: bool = True,
        is_public: bool | None = True,
        marker: str | None = None,
        min_disk: int | None = None,
        min_ram: int | None = None,
        limit: int | None = None,
        sort_key: str | None = None,
        sort_dir: str | None = None,
        name: str | None = None,
    ) -> base.ListWithMeta[Flavor]:
        """List flavors.

        ``GET /flavors/detail``, or ``GET /flavors``

        :param detailed: Get all attributes, not only the id and the name.
        :param is_public: Public flavors; with False those that are not, with None both. An
            administrator sees all; others see those that their project may use.
        :param marker: Begin after the flavor of this id.
        :param min_disk: At least this much disk, in GiB.
        :param min_ram: At least this much memory, in MiB.
        :param limit: At most so many; the server may send fewer.
        :param sort_key: The attribute to sort by, as Nova's database calls it; by default
            ``flavorid``.
        :param sort_dir: ``asc`` (the default) or ``desc``.
        :param name: A regular expression, as Nova's database takes it, that a part of the name
            matches. Since microversion 2.102.
        :return: The flavors.
        :raises ValueError: if a number is none.
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
        """Yield all flavors, page after page; no more than about a page is kept.

        ``GET /flavors/detail``, or ``GET /flavors``

        :param detailed: Get all attributes, not only the id and the name.
        :param is_public: Public flavors; with False those that are not, with None both.
        :param min_disk: At least this much disk, in GiB.
        :param min_ram: At least this much memory, in MiB.
        :param sort_key: The attribute to sort by, as of :meth:`list`.
        :param sort_dir: ``asc`` (the default) or ``desc``.
        :param name: A regular expression for the name, as of :meth:`list`. Since microversion
            2.102.
        :param page_size: Ask for at most so many at once; by default, the server decides.
        :return: A generator.
        :raises ValueError: if a number is none, or ``page_size`` less than one.
        :raises novaclient.exceptions.ListingChanged: if the last 1000 flavors, or more, vanish
            between two pages.
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
            # Nova reads the text "None" as both.
            query["is_public"] = is_public
        return self._list("/flavors/detail" if detailed else "/flavors", "flavors", filters=query)

    def get(self, flavor: Flavor | str) -> Flavor:
        """Get a flavor.

        ``GET /flavors/{flavor}``

        :param flavor: The flavor, or its id.
        :return: The flavor.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        return self._get(base.path("flavors", flavor), "flavor")

    def delete(self, flavor: Flavor | str) -> base.WithMeta:
        """Delete a flavor; servers of this size stay.

        ``DELETE /flavors/{flavor}``

        :param flavor: The flavor, or its id.
        :return: An empty tuple with the request id.
        :raises novaclient.exceptions.NotFound: if there is none.
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
        """Make a flavor.

        ``POST /flavors``

        :param name: The name.
        :param ram: Memory, in MiB.
        :param vcpus: The number of virtual CPUs.
        :param disk: The size of the root disk, in GiB.
        :param flavorid: The id; by default the server makes one.
        :param ephemeral: The size of the ephemeral disk, in GiB.
        :param swap: The size of the swap disk, in MiB.
        :param rxtx_factor: A factor for the network bandwidth, which clouds ignore. Up to
            microversion 2.101.
        :param is_public: Whether every project may use it.
        :param description: A description. Since microversion 2.55; an empty one is not sent
            before.
        :return: The flavor.
        :raises novaclient.exceptions.CommandError: if a number is none.
        :raises novaclient.exceptions.UnsupportedAttribute: if the microversion does not have one
            of the arguments.
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
        flavor_created: Flavor = self._create("/flavors", {"flavor": flavor}, "flavor")
        return flavor_created

    @api_versions.wraps("2.55")
    def update(
        self, flavor: Flavor | str, description: str | None = None
    ) -> Flavor | base.StrWithMeta:
        """Change the description of a flavor.

        ``PUT /flavors/{flavor}``. Since microversion 2.55.

        :param flavor: The flavor, or its id.
        :param description: The description, None for none.
        :return: The flavor.
        :raises novaclient.exceptions.NotFound: if there is none.
        """
        body = {"flavor": {"description": description}}
        return self._update(base.path("flavors", flavor), body, "flavor")

    def get_extra_spec(self, flavor: Flavor | str, key: str) -> base.DictWithMeta:
        """Get one extra spec of a flavor.

        ``GET /flavors/{flavor}/os-extra_specs/{key}``

        :param flavor: The flavor, or its id.
        :param key: The key.
        :return: The key and its value.
        :raises novaclient.exceptions.NotFound: if it is not set.
        """
        return self._get_mapping(base.path("flavors", flavor, "os-extra_specs", key))

    def set_extra_spec(self, flavor: Flavor | str, key: str, value: str) -> base.DictWithMeta:
        """Set one extra spec of a flavor that is set already.

        ``PUT /flavors/{flavor}/os-extra_specs/{key}``

        :param flavor: The flavor, or its id.
        :param key: The key.
        :param value: The value.
        :return: The key and its value.
        :raises novaclient.exceptions.CommandError: if Nova does not take the key.
        :raises novaclient.exceptions.NotFound: if it is not set.
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
        raise exceptions.CommandError(_("%s must be a float.") % name) from error


def _boolean(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    from oslo_utils import strutils

    try:
        return strutils.bool_from_string(value, strict=True)
    except ValueError as error:
        raise exceptions.CommandError(_("%s must be a boolean.") % name) from error
