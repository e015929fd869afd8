# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Flavors, their extra specs, and the access to them."""

from __future__ import annotations

import re
import sys
from typing import Any, NoReturn

from oslo_utils import strutils

from novaclient.testing import _lists
from novaclient.testing._bodies import (
    NAME,
    STRINGS,
    Choice,
    Either,
    Flag,
    Map,
    Object,
    Real,
    Text,
    Whole,
    is_true,
    may,
    need,
)
from novaclient.testing._errors import bad_request, conflict, not_found
from novaclient.testing._operations import Call, Json, Query, action, names, operation
from novaclient.testing._records import Flavor, new_id

_MANAGE = "os_compute_api:os-flavor-manage"
_SPECS = "os_compute_api:os-flavor-extra-specs"
_ACCESS = "os_compute_api:os-flavor-access"

#: The value of an extra spec, which may be a number.
_SPEC = Either((Text(max=255), Whole(min=-sys.maxsize)))
_ANY_SPECS = Map(STRINGS.key, _SPEC)
_ONE_SPEC = Map(STRINGS.key, _SPEC, size=1)

_DESCRIPTION = Text(max=65535, null=True)
_ID = Text(min=1, max=255, pattern=r"^(?! )[a-zA-Z0-9. _-]+(?<! )$", null=True)
_CREATE = Object(
    {
        "name": need(NAME),
        "id": may(Either((Whole(min=-sys.maxsize), _ID))),
        "ram": need(Whole(min=1)),
        "vcpus": need(Whole(min=1)),
        "disk": need(Whole()),
        "OS-FLV-EXT-DATA:ephemeral": may(Whole()),
        "swap": may(Whole()),
        "rxtx_factor": may(Real(), until="2.101"),
        "os-flavor-access:is_public": may(Flag()),
        "description": may(_DESCRIPTION, since="2.55"),
    }
)

#: How the keys that a list is sorted by are called in the records.
_SORTED_BY = {
    "flavorid": "id",
    "name": "name",
    "memory_mb": "ram",
    "vcpus": "vcpus",
    "root_gb": "disk",
    "ephemeral_gb": "ephemeral",
    "swap": "swap",
    "is_public": "is_public",
}
_LIST = Query(
    names(*_lists.PAGES, "is_public", "minRam", "minDisk", "sort_key", "sort_dir", name="2.102"),
    {},
)


def find(call: Call, flavor_id: str) -> Flavor:
    """Return the flavor with an id that the user may see."""
    flavor = call.state.flavors.get(flavor_id)
    if flavor is None or not _may_see(call, flavor):
        not_found(f"Flavor {flavor_id} could not be found.")
    return flavor


def _may_see(call: Call, flavor: Flavor) -> bool:
    return flavor.is_public or call.user.admin or call.user.project in flavor.projects


def _brief(call: Call, flavor: Flavor) -> dict[str, Any]:
    view = {
        "id": flavor.id,
        "name": flavor.name,
        "description": flavor.description,
        "links": call.links("flavors", flavor.id),
    }
    return call.visible("Flavor", view)


def _view(call: Call, flavor: Flavor) -> dict[str, Any]:
    view = {
        "id": flavor.id,
        "name": flavor.name,
        "ram": flavor.ram,
        "disk": flavor.disk,
        "swap": flavor.swap or (0 if call.at_least("2.75") else ""),
        "OS-FLV-EXT-DATA:ephemeral": flavor.ephemeral,
        "OS-FLV-DISABLED:disabled": False,
        "vcpus": flavor.vcpus,
        "os-flavor-access:is_public": flavor.is_public,
        "rxtx_factor": flavor.rxtx_factor,
        "description": flavor.description,
        "extra_specs": dict(flavor.extra_specs),
        "links": call.links("flavors", flavor.id),
    }
    return call.visible("Flavor", view)


def _listed(call: Call) -> list[Flavor]:
    flavors = [f for f in call.state.flavors.values() if _is_wanted(call, f)]
    key = call.value("sort_key") or "flavorid"
    direction = call.value("sort_dir") or "asc"
    Choice(tuple(_SORTED_BY)).check(key, "sort_key", call.version)
    Choice(("asc", "desc")).check(direction, "sort_dir", call.version)
    flavors.sort(key=lambda flavor: getattr(flavor, _SORTED_BY[key]))
    if direction == "desc":
        flavors.reverse()
    return _lists.page(call, flavors, lambda flavor: flavor.id)


def _is_wanted(call: Call, flavor: Flavor) -> bool:
    public = _is_public(call)
    if public is not None and flavor.is_public is not public:
        accessible = public and not call.user.admin and call.user.project in flavor.projects
        if not accessible:
            return False
    name = call.value("name")
    return (
        flavor.ram >= _number(call, "minRam")
        and flavor.disk >= _number(call, "minDisk")
        and (name is None or re.search(name, flavor.name) is not None)
    )


def _is_public(call: Call) -> bool | None:
    text = call.value("is_public")
    if text is None or not call.user.admin:
        return True
    if text.lower() == "none":
        return None
    try:
        return strutils.bool_from_string(text, strict=True)
    except ValueError:
        bad_request(f"Invalid is_public filter [{text}]")


def _number(call: Call, name: str) -> int:
    text = call.value(name) or "0"
    try:
        return int(text)
    except ValueError:
        bad_request(f"Invalid {name} filter [{text}]")


@operation("GET", "/flavors", query=_LIST)
def index(call: Call) -> Json:
    """List flavors without details."""
    flavors = _listed(call)
    links = _lists.next_links(call, flavors, lambda flavor: flavor.id)
    return _lists.linked(call, "flavors", [_brief(call, f) for f in flavors], links)


@operation("GET", "/flavors/detail", query=_LIST)
def detail(call: Call) -> Json:
    """List flavors."""
    flavors = _listed(call)
    links = _lists.next_links(call, flavors, lambda flavor: flavor.id)
    return _lists.linked(call, "flavors", [_view(call, f) for f in flavors], links)


@operation("GET", "/flavors/{flavor}")
def show(call: Call, flavor: str) -> Json:
    """Return a flavor."""
    return {"flavor": _view(call, find(call, flavor))}


@operation("POST", "/flavors", rule=f"{_MANAGE}:create", body=Object({"flavor": need(_CREATE)}))
def create(call: Call) -> Json:
    """Create a flavor."""
    wanted = call.body["flavor"]
    flavor_id = str(wanted.get("id") or new_id())
    if any(flavor.name == wanted["name"] for flavor in call.state.flavors.values()):
        conflict(f"Flavor with name {wanted['name']} already exists.")
    if flavor_id in call.state.flavors:
        conflict(f"Flavor with ID {flavor_id} already exists.")
    flavor = Flavor(
        wanted["name"],
        int(wanted["ram"]),
        int(wanted["vcpus"]),
        int(wanted["disk"]),
        id=flavor_id,
        ephemeral=int(wanted.get("OS-FLV-EXT-DATA:ephemeral", 0)),
        swap=int(wanted.get("swap", 0)),
        rxtx_factor=float(wanted.get("rxtx_factor", 1)),
        is_public=is_true(wanted.get("os-flavor-access:is_public", True)),
        description=wanted.get("description"),
    )
    call.state.flavors[flavor_id] = flavor
    return {"flavor": _view(call, flavor)}


@operation(
    "PUT",
    "/flavors/{flavor}",
    since="2.55",
    rule=f"{_MANAGE}:update",
    body=Object({"flavor": need(Object({"description": need(_DESCRIPTION)}))}),
)
def update(call: Call, flavor: str) -> Json:
    """Update the description of a flavor."""
    found = find(call, flavor)
    found.description = call.body["flavor"]["description"]
    return {"flavor": _view(call, found)}


@operation("DELETE", "/flavors/{flavor}", status=202, rule=f"{_MANAGE}:delete")
def delete(call: Call, flavor: str) -> Json:
    """Delete a flavor."""
    del call.state.flavors[find(call, flavor).id]
    return None


# Extra specs


@operation("GET", "/flavors/{flavor}/os-extra_specs")
def list_specs(call: Call, flavor: str) -> Json:
    """Return the extra specs of a flavor."""
    return {"extra_specs": dict(find(call, flavor).extra_specs)}


@operation(
    "POST",
    "/flavors/{flavor}/os-extra_specs",
    rule=f"{_SPECS}:create",
    body=Object({"extra_specs": need(_ANY_SPECS)}),
)
def set_specs(call: Call, flavor: str) -> Json:
    """Set extra specs of a flavor."""
    find(call, flavor).extra_specs.update(_as_text(call.body["extra_specs"]))
    return {"extra_specs": call.body["extra_specs"]}


@operation("GET", "/flavors/{flavor}/os-extra_specs/{key}")
def show_spec(call: Call, flavor: str, key: str) -> Json:
    """Return an extra spec of a flavor."""
    specs = find(call, flavor).extra_specs
    return {key: specs[key]} if key in specs else _no_spec(flavor, key)


def _as_text(specs: dict[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in specs.items()}


def _no_spec(flavor: str, key: str) -> NoReturn:
    not_found(f"Flavor {flavor} has no extra specs with key {key}.")


@operation(
    "PUT", "/flavors/{flavor}/os-extra_specs/{key}", rule=f"{_SPECS}:update", body=_ONE_SPEC
)
def set_spec(call: Call, flavor: str, key: str) -> Json:
    """Set an extra spec of a flavor."""
    if list(call.body) != [key]:
        bad_request("Request body and URI mismatch")
    find(call, flavor).extra_specs.update(_as_text(call.body))
    return dict(call.body)


@operation("DELETE", "/flavors/{flavor}/os-extra_specs/{key}", rule=f"{_SPECS}:delete")
def unset_spec(call: Call, flavor: str, key: str) -> Json:
    """Remove an extra spec of a flavor."""
    specs = find(call, flavor).extra_specs
    if key not in specs:
        _no_spec(flavor, key)
    del specs[key]
    return None


# Access


@operation("GET", "/flavors/{flavor}/os-flavor-access", rule=_ACCESS)
def list_access(call: Call, flavor: str) -> Json:
    """List the projects with access to a flavor."""
    found = find(call, flavor)
    if found.is_public:
        not_found("Access list not available for public flavors.")
    return _access(found)


def _access(flavor: Flavor) -> Json:
    rows = [{"flavor_id": flavor.id, "tenant_id": project} for project in flavor.projects]
    return {"flavor_access": rows}


def _tenant(action_name: str) -> Object:
    return Object({action_name: need(Object({"tenant": need(Text(min=1, max=255))}))})


@action(
    "addTenantAccess",
    _tenant("addTenantAccess"),
    path="/flavors/{flavor}/action",
    status=200,
    rule=f"{_ACCESS}:add_tenant_access",
)
def add_access(call: Call, flavor: str) -> Json:
    """Give a project access to a flavor."""
    found, project = find(call, flavor), call.body["addTenantAccess"]["tenant"]
    if found.is_public and call.at_least("2.7"):
        conflict("Can not add access to a public flavor.")
    if project in found.projects:
        conflict(
            f"Flavor access already exists for flavor {flavor} and project {project} combination."
        )
    found.projects.append(project)
    return _access(found)


@action(
    "removeTenantAccess",
    _tenant("removeTenantAccess"),
    path="/flavors/{flavor}/action",
    status=200,
    rule=f"{_ACCESS}:remove_tenant_access",
)
def remove_access(call: Call, flavor: str) -> Json:
    """Take the access to a flavor from a project."""
    found, project = find(call, flavor), call.body["removeTenantAccess"]["tenant"]
    if project not in found.projects:
        not_found(f"Flavor access not found for {flavor} / {project} combination.")
    found.projects.remove(project)
    return _access(found)
