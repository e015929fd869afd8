# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The filters by which Nova lists servers, and how their values are sent."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypedDict

from novaclient import _dates, api_versions, base, exceptions, utils
from novaclient._dates import Time
from novaclient.base import HasId
from novaclient.v2 import _names

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion
    from novaclient.v2.availability_zones import AvailabilityZone
    from novaclient.v2.hypervisors import Hypervisor
    from novaclient.v2.keypairs import Keypair
    from novaclient.v2.services import Service

# The names that a class body can't spell; the docstring of the class below describes them.
_Hyphenated = TypedDict(
    "_Hyphenated",
    {
        "changes-since": Time,
        "changes-before": Time,
        "tags-any": str | Iterable[str],
        "not-tags": str | Iterable[str],
        "not-tags-any": str | Iterable[str],
    },
    total=False,
)


class ServerFilters(_Hyphenated, total=False):
    """The filters by which Nova lists servers, for ``search_opts``.

    Servers have to match all of them. Strings called patterns are regular expressions in the
    syntax of Nova's database, which match anywhere in the value; others match exactly. A resource
    may stand for its id or name. For users who are not administrators, Nova ignores the filters
    for administrators without a word.

    These names have hyphens:

    ``changes-since``, ``changes-before``
        Only servers updated at or after, or at or before, this time: a datetime, a date or a
        string in ISO 8601, in UTC unless it says otherwise. Deleted servers are listed as well.
        ``changes-before`` since microversion 2.66.
    ``tags-any``
        Only servers with any of these tags. Since microversion 2.26, as are the next two.
    ``not-tags``, ``not-tags-any``
        Only servers that do not have all, or do not have any, of these tags.
    """

    #: A pattern for the name.
    name: str
    #: The status, such as ``ACTIVE``, or several of which servers have one.
    status: str | Iterable[str]
    #: The image.
    image: HasId | str
    #: The flavor.
    flavor: HasId | str
    #: The tags, all of which a server has. Since microversion 2.26.
    tags: str | Iterable[str]
    #: A pattern for an IPv4 address; with Neutron, as a rule a part of the address.
    ip: str
    #: A pattern for an IPv6 address. For administrators before microversion 2.5.
    ip6: str
    #: The id of the reservation that :meth:`ServerManager.create` returns.
    reservation_id: str
    #: Whether the server is locked. Since microversion 2.73.
    locked: bool
    #: A pattern for the availability zone. For administrators before microversion 2.83.
    availability_zone: "AvailabilityZone | str"
    #: A pattern for ``True``, or for an empty string if the server has no config drive. For
    #: administrators before microversion 2.83.
    config_drive: bool | str
    #: A pattern for the name of the key pair. For administrators before microversion 2.83.
    key_name: "Keypair | str"
    #: A pattern for the time of creation, such as ``2024-01-31 12:``; a date or a datetime matches
    #: servers created on that day or in that second, in UTC. For administrators before
    #: microversion 2.83.
    created_at: Time
    #: The same for the time of the launch. For administrators before microversion 2.83.
    launched_at: Time
    #: The same for the time of the deletion. For administrators before microversion 2.83.
    terminated_at: Time
    #: The power state: 0 unknown, 1 running, 3 paused, 4 shut down, 6 crashed, 7 suspended. For
    #: administrators before microversion 2.83.
    power_state: int
    #: The task state, such as ``spawning``. For administrators before microversion 2.83.
    task_state: str
    #: The VM state, such as ``active`` or ``stopped``. For administrators before microversion
    #: 2.83.
    vm_state: str
    #: The progress in percent. For administrators before microversion 2.83.
    progress: int
    #: The user who created the server. For administrators before microversion 2.83.
    user_id: HasId | str
    #: A pattern for the host name of the guest. For administrators before microversion 2.90.
    hostname: str
    #: List the servers of all projects. For administrators; others are refused.
    all_tenants: bool
    #: The project, only together with ``all_tenants``. For administrators.
    project_id: HasId | str
    #: The same as ``project_id``.
    tenant_id: HasId | str
    #: The host, given by its name, a service or a hypervisor. For administrators.
    host: "Service | Hypervisor | str"
    #: A pattern for the host name of the hypervisor. For administrators.
    node: "Hypervisor | str"
    #: The server. For administrators.
    uuid: HasId | str
    #: List deleted servers only. For administrators.
    deleted: bool
    #: Whether ``deleted`` includes soft-deleted servers; without ``deleted``, list them as well.
    #: For administrators.
    soft_deleted: bool
    #: The index of the server in the request that created several. For administrators.
    launch_index: int
    #: A pattern for the description. For administrators.
    display_description: str
    #: The same as ``name``. For administrators.
    display_name: str
    #: The same as ``image``. For administrators.
    image_ref: HasId | str
    #: A pattern for who locked the server: ``owner`` or ``admin``. For administrators.
    locked_by: str
    #: A pattern for the id of the kernel image. For administrators.
    kernel_id: str
    #: A pattern for the id of the RAM disk image. For administrators.
    ramdisk_id: str
    #: A pattern for the name of the root device. For administrators.
    root_device_name: str
    #: A pattern for ``accessIPv4``. For administrators.
    access_ip_v4: str
    #: A pattern for ``accessIPv6``. For administrators.
    access_ip_v6: str
    #: Whether the disk is partitioned automatically. For administrators.
    auto_disk_config: bool


ServerFilters.__module__ = "novaclient.v2.servers"


#: The filters that Nova ignores, or fails at, before a microversion.
_SINCE = {
    "tags": "2.26",
    "tags-any": "2.26",
    "not-tags": "2.26",
    "not-tags-any": "2.26",
    "changes-before": "2.66",
    "locked": "2.73",
}

#: Filters for which 0 is a value.
_NUMBERS = frozenset({"power_state", "progress", "launch_index"})

#: The names that cause no warning: the filters, and what programs may give beside them.
_KNOWN = ServerFilters.__optional_keys__ | {"limit", "marker", "sort_key", "sort_dir"}


def prepared(api_version: "APIVersion", filters: Mapping[str, Any]) -> dict[str, Any]:
    """Check filters and convert their values, once for all pages of a listing.

    :param api_version: The microversion of the client.
    :param filters: The filters, as a program gave them.
    :return: Those that say something, with values that :func:`pairs` takes.
    :raises novaclient.exceptions.InvalidIdentifier: if a value would be sent as its ``repr``.
    :raises novaclient.exceptions.UnsupportedAttribute: if a filter does not exist at the
        microversion.
    :raises TypeError: if a value is of the wrong type.
    """
    given = {name: _value(name, value) for name, value in filters.items()}
    said = {name: value for name, value in given.items() if _is_filter(name, value)}
    for name, since in _SINCE.items():
        if name in said:
            api_versions.check_argument(api_version, name, since)
    utils.warn_of_unknown(
        said,
        _KNOWN,
        "Nova has no filter {!r} for servers: it may ignore it up to microversion 2.74, and "
        "refuses it since 2.75.",
    )
    return said


def pairs(filters: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the parameters of the query string.

    :param filters: The filters.
    """
    for name, value in filters.items():
        if isinstance(value, list):
            yield from ((name, each) for each in value)
        elif _is_filter(name, value):
            yield name, value


def _is_filter(name: str, value: Any) -> bool:
    if value:
        return True
    if name == "config_drive":
        # Programs pass "" to find servers without a config drive; Nova 34 explains why not.
        return value is not None
    if name == "locked":
        return value is not None and value != ""
    return name in _NUMBERS and isinstance(value, int) and value is not False


def _value(name: str, value: Any) -> Any:
    convert = _CONVERSIONS.get(name, utils.plain)
    try:
        # What is false stays as it is: it may stand for "no filter".
        return convert(value) if value else value
    except (TypeError, ValueError, exceptions.InvalidIdentifier) as error:
        error.add_note(f"It is the value of the filter {name!r}.")
        raise


def _joined(tags: str | Iterable[str]) -> str:
    return tags if isinstance(tags, str) else ",".join(tags)


def _several(statuses: str | Iterable[str]) -> str | list[str]:
    return statuses if isinstance(statuses, str) else list(statuses)


def _as_stored(time: Time) -> str:
    """Return a time as a pattern for the text that Nova's database has of it."""
    if isinstance(time, str):
        return time
    if isinstance(time, date) and not isinstance(time, datetime):
        return time.isoformat()
    return f"{_dates.as_utc(time):%Y-%m-%d %H:%M:%S}"


_CONVERSIONS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("changes-since", "changes-before"), _dates.as_text),
    **dict.fromkeys(("created_at", "launched_at", "terminated_at"), _as_stored),
    **dict.fromkeys(("tags", "tags-any", "not-tags", "not-tags-any"), _joined),
    **dict.fromkeys(("image", "image_ref", "flavor", "uuid"), base.known_id),
    **dict.fromkeys(("project_id", "tenant_id", "user_id"), base.known_id),
    "availability_zone": _names.zone,
    "host": _names.host,
    "key_name": _names.name,
    "node": _names.hypervisor,
    "status": _several,
}
