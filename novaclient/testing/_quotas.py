# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Quotas, their defaults, and what happens if one is exceeded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from novaclient import _attributes
from novaclient.testing._bodies import Flag, Object, Text, Whole, is_true, may, need
from novaclient.testing._errors import bad_request, forbidden
from novaclient.testing._operations import NO_QUERY, Call, Json, Query, names, operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from novaclient.testing._records import Flavor
    from novaclient.testing._state import State

_SETS = "os_compute_api:os-quota-sets"
_CLASSES = "os_compute_api:os-quota-class-sets"

#: The names that each quota has.
_NAMES = (
    *("instances", "cores", "ram", "metadata_items"),
    *("injected_files", "injected_file_content_bytes", "injected_file_path_bytes"),
    *("key_pairs", "server_groups", "server_group_members"),
    *("fixed_ips", "floating_ips", "security_groups", "security_group_rules"),
)
_LIMIT = Whole(min=-1, max=0x7FFFFFFF)

_ONE = Query(names("user_id"), {})
_DEFAULTS = Query({}, {}, strict=None)


def _limits(cls: str) -> dict[str, Any]:
    """Return the keys of the limits in a body, which went as the attributes did."""
    spans = _attributes.SPANS[cls]
    return {name: may(_LIMIT, until=spans.get(name, ("2.1", None))[1]) for name in _NAMES}


_UPDATE = Object({"quota_set": need(Object({**_limits("QuotaSet"), "force": may(Flag())}))})
_UPDATE_CLASS = Object({"quota_class_set": need(Object(_limits("QuotaClassSet")))})


# What is allowed, and what is used


def limits_of(state: State, project: str, user: str | None = None) -> dict[str, int]:
    """Return the limits of a project, or of a user in it; -1 stands for no limit."""
    limits = {**state.quota_classes["default"], **state.quotas.get((project, None), {})}
    return {**limits, **(state.quotas.get((project, user), {}) if user else {})}


def usage_of(state: State, project: str, user: str | None = None) -> dict[str, int]:
    """Return how much of each quota a project uses, or a user in it."""
    servers = [
        server
        for server in state.servers.values()
        if server.project == project
        and user in (None, server.user)
        and not state.is_in_down_cell(server)
    ]
    groups = [
        group
        for group in state.server_groups.values()
        if group.project == project and user in (None, group.user)
    ]
    return {
        **dict.fromkeys(_NAMES, 0),
        "instances": len(servers),
        "cores": sum(server.flavor.vcpus for server in servers),
        "ram": sum(server.flavor.ram for server in servers),
        "server_groups": len(groups),
    }


def _room(call: Call) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Yield the limits and the usage of the project, and of the user who has own limits."""
    state, project, user = call.state, call.user.project, call.user.name
    yield limits_of(state, project), usage_of(state, project)
    if state.quotas.get((project, user)):
        yield limits_of(state, project, user), usage_of(state, project, user)


def check_servers(call: Call, flavor: Flavor, minimum: int = 1, maximum: int = 1) -> int:
    """Return how many servers the user may create.

    :param call: The request to create them.
    :param flavor: Their flavor.
    :param minimum: How many are wanted at least.
    :param maximum: How many are wanted.
    :raises Fault: with status 403, if that is less than the minimum.
    """
    each = {"instances": 1, "cores": flavor.vcpus, "ram": flavor.ram}
    allowed = maximum
    for limits, used in _room(call):
        for name in each:
            if limits[name] != -1 and each[name]:
                allowed = min(allowed, (limits[name] - used[name]) // each[name])
    if allowed >= minimum:
        return allowed
    wanted = {name: maximum * amount for name, amount in each.items()}
    several = {} if minimum == maximum else {"instances": f"{minimum}-{maximum}"}
    _refuse_servers(call, wanted, {**wanted, **several})


def check_resize(call: Call, old: Flavor, new: Flavor) -> None:
    """Refuse to resize a server if that would exceed the quota of the user.

    :raises Fault: with status 403.
    """
    more = {"cores": new.vcpus - old.vcpus, "ram": new.ram - old.ram}
    wanted = {name: amount for name, amount in more.items() if amount > 0}
    if any(_exceeded(limits, used, wanted) for limits, used in _room(call)):
        _refuse_servers(call, wanted, wanted)


def check_metadata(call: Call, count: int) -> None:
    """Refuse more items of metadata of a server than are allowed.

    :param call: The request.
    :param count: How many items the server would have.
    :raises Fault: with status 403.
    """
    allowed = limits_of(call.state, call.user.project)["metadata_items"]
    if -1 < allowed < count:
        forbidden(f"Maximum number of metadata items exceeds {allowed}")


def check_group_members(call: Call, count: int) -> None:
    """Refuse more servers of a server group than are allowed.

    :param call: The request to create a server in the group.
    :param count: How many of the user's servers would be in the group.
    :raises Fault: with status 403.
    """
    _check_one(call, "server_group_members", count, "too many servers in group")


def check_groups(call: Call) -> None:
    """Refuse to create a server group beyond the quota.

    :raises Fault: with status 403.
    """
    for limits, used in _room(call):
        if _exceeded(limits, used, {"server_groups": 1}):
            forbidden("Quota exceeded, too many server groups.")


def check_keypairs(call: Call, user: str) -> None:
    """Refuse to create a key pair beyond the quota.

    :param call: The request.
    :param user: The user whose it would be.
    :raises Fault: with status 403.
    """
    count = sum(owner == user for owner, _name in call.state.keypairs)
    _check_one(call, "key_pairs", count + 1, "too many key pairs.")


def _check_one(call: Call, name: str, count: int, problem: str) -> None:
    allowed = limits_of(call.state, call.user.project, call.user.name)[name]
    if -1 < allowed < count:
        forbidden(f"Quota exceeded, {problem}")


def _exceeded(
    limits: Mapping[str, int], used: Mapping[str, int], wanted: Mapping[str, int]
) -> list[str]:
    return sorted(name for name in wanted if -1 < limits[name] < used[name] + wanted[name])


def _refuse_servers(
    call: Call, wanted: Mapping[str, int], told: Mapping[str, int | str]
) -> NoReturn:
    limits, used, exceeded = next(
        (limits, used, exceeded)
        for limits, used in _room(call)
        if (exceeded := _exceeded(limits, used, wanted))
    )
    overs = ", ".join(exceeded)
    requested, in_use, allowed = (
        ", ".join(str(amounts[name]) for name in exceeded) for amounts in (told, used, limits)
    )
    forbidden(
        f"Quota exceeded for {overs}: Requested {requested}, but already used {in_use} "
        f"of {allowed} {overs}"
    )


# The quotas of projects and users


def _check_project(call: Call, rule: str, project: str) -> None:
    if not call.user.admin and project != call.user.project:
        forbidden(f"Policy doesn't allow {_SETS}:{rule} to be performed.")


def _view(call: Call, values: Mapping[str, Any], cls: str = "QuotaSet") -> dict[str, Any]:
    return call.visible(cls, {name: values[name] for name in _NAMES})


@operation("GET", "/os-quota-sets/{tenant_id}", query=_ONE)
def show(call: Call, project: str) -> Json:
    """Return the quotas of a project, or of a user in it."""
    _check_project(call, "show", project)
    limits = limits_of(call.state, project, call.value("user_id"))
    return {"quota_set": {"id": project, **_view(call, limits)}}


@operation("GET", "/os-quota-sets/{tenant_id}/detail", query=_ONE)
def detail(call: Call, project: str) -> Json:
    """Return the quotas of a project, or of a user in it, and how much is used."""
    _check_project(call, "detail", project)
    user = call.value("user_id")
    used = usage_of(call.state, project, user)
    rows = {
        name: {"limit": limit, "in_use": used[name], "reserved": 0}
        for name, limit in limits_of(call.state, project, user).items()
    }
    return {"quota_set": {"id": project, **_view(call, rows)}}


@operation("GET", "/os-quota-sets/{tenant_id}/defaults", query=_DEFAULTS)
def defaults(call: Call, project: str) -> Json:
    """Return the quotas of new projects."""
    return {"quota_set": {"id": project, **_view(call, call.state.quota_classes["default"])}}


@operation("PUT", "/os-quota-sets/{tenant_id}", query=_ONE, rule=f"{_SETS}:update", body=_UPDATE)
def update(call: Call, project: str) -> Json:
    """Change quotas of a project, or of a user in it."""
    wanted = dict(call.body["quota_set"])
    user = call.value("user_id")
    forced = is_true(wanted.pop("force", False))
    values = {name: int(value) for name, value in wanted.items()}
    if not forced:
        for name, value in values.items():
            _check_range(call.state, project, user, name, value)
    call.state.quotas.setdefault((project, user), {}).update(values)
    return {"quota_set": _view(call, limits_of(call.state, project, user))}


def _check_range(state: State, project: str, user: str | None, name: str, value: int) -> None:
    """Refuse a limit below what is used, or above what is left for a user."""
    in_use = usage_of(state, project, user)[name]
    of_users = {
        each: limits[name]
        for (owner, each), limits in state.quotas.items()
        if owner == project and each is not None and name in limits
    }
    of_project = limits_of(state, project)[name]
    unlimited = float("inf")
    limit = unlimited if value == -1 else value
    if user is None:
        minimum, maximum = max(in_use, sum(of_users.values())), unlimited
    else:
        others = sum(each for owner, each in of_users.items() if owner != user)
        minimum, maximum = in_use, unlimited if of_project == -1 else of_project - others
    if limit < minimum:
        bad_request(
            f"Quota limit {value} for {name} must be greater than or equal to already used and "
            f"reserved {minimum}."
        )
    if limit > maximum:
        bad_request(f"Quota limit {value} for {name} must be less than or equal to {maximum}.")


@operation("DELETE", "/os-quota-sets/{tenant_id}", query=_ONE, rule=f"{_SETS}:delete", status=202)
def delete(call: Call, project: str) -> Json:
    """Give a project, or a user in it, the defaults again."""
    user = call.value("user_id")
    for key in list(call.state.quotas):
        if key[0] == project and user in (None, key[1]):
            del call.state.quotas[key]
    return None


# Quota classes


@operation("GET", "/os-quota-class-sets/{class_name}", query=NO_QUERY, rule=f"{_CLASSES}:show")
def show_class(call: Call, name: str) -> Json:
    """Return a quota class; that of all projects is ``default``."""
    return {"quota_class_set": {"id": name, **_class_view(call, name)}}


@operation(
    "PUT", "/os-quota-class-sets/{class_name}", rule=f"{_CLASSES}:update", body=_UPDATE_CLASS
)
def update_class(call: Call, name: str) -> Json:
    """Change quotas of a quota class."""
    Text(min=1, max=255).check(name, "quota_class_name", call.version)
    values = {key: int(value) for key, value in call.body["quota_class_set"].items()}
    call.state.quota_classes.setdefault(name, {}).update(values)
    return {"quota_class_set": _class_view(call, name)}


def _class_view(call: Call, name: str) -> dict[str, Any]:
    classes = call.state.quota_classes
    return _view(call, {**classes["default"], **classes.get(name, {})}, "QuotaClassSet")
