# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Lists of servers: filters, sorting, pages, and cells that do not respond."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from oslo_utils import strutils, timeutils

from novaclient.testing import _lists, _states
from novaclient.testing._errors import bad_request, forbidden
from novaclient.testing._operations import Call, Json, Query, names, operation
from novaclient.testing._servers import progress, views

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable

    from novaclient.testing._records import Server
    from novaclient.testing._state import State

_PAGING = frozenset({"sort_key", "sort_dir", "limit", "marker"})
_TAGS = ("tags", "tags-any", "not-tags", "not-tags-any")
_TIMES = ("changes-since", "changes-before")


def _stored(time: datetime.datetime | None) -> str | None:
    """Return a time as Nova's database has it."""
    return None if time is None else f"{time:%Y-%m-%d %H:%M:%S.%f}"


#: The columns of Nova's database that servers are filtered and sorted by.
_COLUMNS: dict[str, Callable[[State, Server], Any]] = {
    "access_ip_v4": lambda _, server: server.access_ip_v4 or None,
    "access_ip_v6": lambda _, server: server.access_ip_v6 or None,
    "auto_disk_config": lambda _, server: int(server.disk_config == "AUTO"),
    "availability_zone": views.zone,
    "config_drive": lambda _, server: server.config_drive,
    "created_at": lambda _, server: _stored(server.created),
    "display_description": lambda _, server: server.description,
    "display_name": lambda _, server: server.name,
    "host": lambda _, server: server.host,
    "hostname": lambda _, server: server.hostname,
    "image_ref": lambda _, server: server.image or "",
    "instance_type_id": lambda _, server: server.flavor.id,
    "kernel_id": lambda _, server: "",
    "key_name": lambda _, server: server.key_name,
    "launch_index": lambda _, server: server.launch_index,
    "launched_at": lambda _, server: _stored(server.launched),
    "locked": lambda _, server: server.locked_by is not None,
    "locked_by": lambda _, server: server.locked_by,
    "node": lambda _, server: server.host,
    "power_state": lambda _, server: server.power_state,
    "progress": lambda _, server: 0,
    "project_id": lambda _, server: server.project,
    "ramdisk_id": lambda _, server: "",
    "reservation_id": lambda _, server: server.reservation,
    "root_device_name": lambda _, server: views.ROOT_DEVICE,
    "task_state": lambda _, server: server.task_state,
    "terminated_at": lambda _, server: _stored(server.terminated),
    "updated_at": lambda _, server: _stored(server.updated),
    "user_id": lambda _, server: server.user,
    "uuid": lambda _, server: server.id,
    "vm_state": lambda _, server: server.vm_state,
}

#: The other names of columns.
_ALIASES = {"name": "display_name", "image": "image_ref", "flavor": "instance_type_id"}

#: The columns whose values match exactly; those of the others match a regular expression.
_EXACT = frozenset(
    {
        *("host", "image_ref", "instance_type_id", "project_id"),
        *("task_state", "user_id", "uuid", "vm_state"),
    }
)

#: The filters of users who are not administrators, each with its first microversion. Nova passes
#: over others.
_FOR_ALL = names(
    *("all_tenants", "changes-since", "flavor", "image", "ip", "name", "reservation_id", "status"),
    **{
        "ip6": "2.5",
        **dict.fromkeys(_TAGS, "2.26"),
        "changes-before": "2.66",
        "locked": "2.73",
        **dict.fromkeys(
            (
                *("availability_zone", "config_drive", "created_at", "key_name", "launched_at"),
                *("power_state", "progress", "task_state", "terminated_at", "user_id"),
                "vm_state",
            ),
            "2.83",
        ),
        "hostname": "2.90",
    },
)

#: The columns that are no filters, and those that a list can't be sorted by.
_NO_FILTERS = {"instance_type_id", "updated_at", "locked"}
_NOT_SORTED = {"reservation_id"}

_FILTERS = names(
    *_PAGING,
    *(set(_COLUMNS) - _NO_FILTERS),
    *("all_tenants", "changes-since", "deleted", "description", "flavor", "image", "ip", "ip6"),
    *("name", "soft_deleted", "status", "tenant_id"),
    **{**dict.fromkeys(_TAGS, "2.26"), "changes-before": "2.66", "locked": "2.73"},
)
_ABSENT = names(
    *("block_device_mapping", "services", "metadata", "system_metadata", "info_cache"),
    *("security_groups", "pci_devices"),
)
_QUERY = Query(_FILTERS, _ABSENT)

#: The keys that Nova passes over before 2.75, and refuses since then.
_IGNORED_KEYS = frozenset(
    {
        *("architecture", "cell_name", "cleaned", "default_ephemeral_device"),
        *("default_swap_device", "deleted", "deleted_at", "disable_terminate", "ephemeral_gb"),
        *("ephemeral_key_uuid", "id", "key_data", "launched_on", "locked", "memory_mb"),
        *("os_type", "reservation_id", "root_gb", "shutdown_terminate", "user_data", "vcpus"),
        "vm_mode",
    }
)


@operation("GET", "/servers", query=_QUERY)
def index(call: Call) -> Json:
    """List servers without details."""
    return _list(call, "index", views.brief)


@operation("GET", "/servers/detail", query=_QUERY)
def detail(call: Call) -> Json:
    """List servers."""
    return _list(call, "detail", views.detailed)


def _list(call: Call, rule: str, view: Callable[[Call, Server], dict[str, Any]]) -> Json:
    state = call.state
    filters = _filters(call)
    all_tenants = _is_true(filters.pop("all_tenants", ["0"])[-1])
    if all_tenants and not call.user.admin:
        forbidden(
            f"Policy doesn't allow os_compute_api:servers:{rule}:get_all_tenants to be performed."
        )
    matches = _condition(call, filters, all_tenants)
    in_order = _sorted(call)
    for server in in_order:
        progress.settle(server)
    size = _lists.page_size(call)
    up = [s for s in _after_marker(call, in_order) if not state.is_in_down_cell(s)]
    page = [server for server in up if matches(server)][:size]
    for server in page:
        progress.shown(server)
    down: list[Server] = []
    if call.at_least("2.69") and not filters and not _PAGING & call.query.keys():
        down = [
            server
            for server in in_order
            if server.id in state.servers
            and state.is_in_down_cell(server)
            and (all_tenants or server.project == call.user.project)
        ][: size - len(page)]
    detailed = rule == "detail"
    items = [views.partial(call, server, detailed=detailed) for server in down]
    items += [view(call, server) for server in page]
    links = _lists.next_links(call, [*down, *page], lambda server: server.id)
    return _lists.linked(call, "servers", items, links)


# Filters


def _filters(call: Call) -> dict[str, list[str]]:
    """Return the filters that apply to the user."""
    known = _FILTERS if call.user.admin else _FOR_ALL
    return {
        name: values
        for name, values in call.query.items()
        if name not in _PAGING and call.version.at_least(known.get(name, "3.0"))
    }


def _condition(
    call: Call, filters: dict[str, list[str]], all_tenants: bool
) -> Callable[[Server], bool]:
    """Return the function that says whether a server satisfies all filters."""
    state = call.state
    conditions = [_is_wanted_deleted(call, filters)]
    if not all_tenants:
        conditions.append(lambda server: server.project == call.user.project)
    for name, values in filters.items():
        column = _ALIASES.get(name, "project_id" if name == "tenant_id" else name)
        if name == "status":
            conditions.append(_has_status(call, values))
        elif name in _TIMES:
            conditions.append(_changed(name, values[-1]))
        elif name in _TAGS:
            conditions.append(_tagged(name, set(values[-1].split(","))))
        elif name in ("ip", "ip6"):
            conditions.append(_has_address(name, values[-1]))
        elif name == "locked":
            conditions.append(_is_locked(values[-1]))
        elif column == "project_id":
            if all_tenants:
                conditions.append(_equals(state, column, values[-1]))
        elif column in _EXACT:
            conditions.append(_equals(state, column, values[-1]))
        elif column in _COLUMNS:
            conditions.append(_matches(state, column, values[-1]))
    return lambda server: all(condition(server) for condition in conditions)


def _is_wanted_deleted(call: Call, filters: dict[str, list[str]]) -> Callable[[Server], bool]:
    state = call.state
    soft = filters.get("soft_deleted")
    statuses = {status.upper() for status in filters.get("status", [])}
    if statuses == {"DELETED"}:
        if not call.user.admin:
            forbidden("Only administrators may list deleted instances")
        return lambda server: server.id in state.deleted_servers
    if "deleted" not in filters:
        if any(name in filters for name in _TIMES):
            return lambda server: True
        deleted = False
    else:
        deleted = _is_true(filters["deleted"][-1])
    if deleted:
        with_soft = soft is None or _is_true(soft[-1])
        return lambda server: (
            server.id in state.deleted_servers or (with_soft and server.vm_state == "soft-delete")
        )
    with_soft = soft is not None or bool(statuses)
    return lambda server: (
        server.id in state.servers and (with_soft or server.vm_state != "soft-delete")
    )


def _has_status(call: Call, statuses: list[str]) -> Callable[[Server], bool]:
    vm_states, task_states = _states.states_of(statuses)
    if not vm_states:
        if call.at_least("2.38"):
            bad_request("Invalid status value")
        return lambda server: False
    if "default" in task_states:
        return lambda server: server.vm_state in vm_states
    return lambda server: server.vm_state in vm_states and server.task_state in task_states


def _changed(name: str, text: str) -> Callable[[Server], bool]:
    time = parsed_time(name, text)

    def is_changed(server: Server) -> bool:
        updated = server.updated or server.created
        return updated >= time if name == "changes-since" else updated <= time

    return is_changed


def parsed_time(name: str, text: str) -> datetime.datetime:
    """Return the time that a parameter of the query says."""
    try:
        time: datetime.datetime = timeutils.parse_isotime(text)
    except ValueError:
        bad_request(
            f"Invalid input for query parameters {name}. Value: {text}. {text!r} is not a "
            "'date-time'"
        )
    return time


def _tagged(name: str, tags: set[str]) -> Callable[[Server], bool]:
    def has_tags(server: Server) -> bool:
        own = set(server.tags)
        found = bool(own & tags) if name.endswith("any") else tags <= own
        return found is not name.startswith("not")

    return has_tags


def _has_address(name: str, text: str) -> Callable[[Server], bool]:
    pattern = _pattern(name, text)
    is_v6 = name == "ip6"
    return lambda server: any(
        (":" in each.address) is is_v6 and pattern.search(each.address)
        for each in server.interfaces
    )


def _is_locked(text: str) -> Callable[[Server], bool]:
    try:
        wanted = strutils.bool_from_string(text, strict=True)
    except ValueError as error:
        bad_request(str(error))
    return lambda server: (server.locked_by is not None) is wanted


def _equals(state: State, column: str, wanted: str) -> Callable[[Server], bool]:
    value = _COLUMNS[column]
    return lambda server: value(state, server) == wanted


def _matches(state: State, column: str, text: str) -> Callable[[Server], bool]:
    pattern = _pattern(column, text)
    value = _COLUMNS[column]

    def is_match(server: Server) -> bool:
        found = value(state, server)
        return found is not None and pattern.search(str(found)) is not None

    return is_match


def _pattern(name: str, text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error:
        bad_request(
            f"Invalid input for query parameters {name}. Value: {text}. {text!r} is not a 'regex'"
        )


def _is_true(text: str) -> bool:
    return bool(strutils.bool_from_string(text))


# Order and pages


def _sorted(call: Call) -> list[Server]:
    """Return all servers, deleted ones too, in the order that a request asks for."""
    state = call.state
    keys = call.query.get("sort_key") or ["created_at"]
    directions = call.query.get("sort_dir") or ["desc"]
    pairs = []
    for number, key in enumerate(keys):
        ignored = key in _IGNORED_KEYS and not (key == "locked" and call.at_least("2.73"))
        if (ignored and call.at_least("2.75")) or not (
            ignored or (key in _COLUMNS and key not in _NOT_SORTED)
        ):
            bad_request(
                f"Invalid input for query parameters sort_key. Value: {key}. {key!r} is not a "
                "sort key of servers"
            )
        if key in ("host", "node") and not call.user.admin:
            forbidden(f"Only administrators can sort servers by {key}")
        if not ignored:
            # Further keys have the direction of the first one.
            pairs.append((key, directions[number] if number < len(directions) else directions[0]))
    servers: list[Server] = [*state.servers.values(), *state.deleted_servers.values()]
    last = pairs[-1][1] if pairs else "desc"
    servers.sort(key=lambda server: server.number, reverse=last == "desc")
    for key, direction in reversed(pairs):
        servers.sort(key=_sort_key(state, key), reverse=direction == "desc")
    return servers


def _sort_key(state: State, column: str) -> Callable[[Server], tuple[bool, Any]]:
    """Return the function that makes the key for sorting by a column; nothing comes first."""
    value = _COLUMNS[column]

    def key(server: Server) -> tuple[bool, Any]:
        found = value(state, server)
        return (found is not None, found if found is not None else "")

    return key


def _after_marker(call: Call, servers: list[Server]) -> Iterable[Server]:
    marker = call.value("marker")
    if marker is None:
        return servers
    ids = [server.id for server in servers]
    if marker not in ids or not progress.may_see(call, servers[ids.index(marker)]):
        bad_request(f"marker [{marker}] not found")
    position = ids.index(marker)
    if call.state.is_in_down_cell(servers[position]):
        raise progress.no_response()
    return servers[position + 1 :]
