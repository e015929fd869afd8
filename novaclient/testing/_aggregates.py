# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Host aggregates, and the availability zones that some of them are."""

from __future__ import annotations

from typing import Any, NoReturn

from novaclient.testing._bodies import (
    NAME,
    STRINGS,
    Many,
    Map,
    Object,
    Text,
    Uuid,
    may,
    need,
)
from novaclient.testing._clock import timestamp
from novaclient.testing._errors import Fault, bad_request, conflict, not_found
from novaclient.testing._operations import Call, Json, action, operation
from novaclient.testing._records import Aggregate

_RULE = "os_compute_api:os-aggregates"
_ZONE = "availability_zone"

_PATH = "/os-aggregates/{aggregate}"
_ACTIONS = f"{_PATH}/action"
_ZONE_NAME = Text(min=1, max=255, pattern=r"^[^:\x00-\x1f\x7f]*$", null=True)
_SPACED = Text(min=1, max=255, pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$")
_CREATE = Object({"aggregate": need(Object({"name": need(NAME), _ZONE: may(_ZONE_NAME)}))})
_UPDATE = Object(
    {"aggregate": need(Object({"name": may(_SPACED), _ZONE: may(_ZONE_NAME)}, any=1))}
)
_HOST = Object({"host": need(Text(min=1, max=255, pattern="^[a-zA-Z0-9-._]*$"))})
_METADATA = Object({"metadata": need(Map(STRINGS.key, Text(max=255, null=True)))})
_IMAGES = Object({"cache": need(Many(Object({"id": need(Uuid())}), min=1))})


def _find(call: Call, text: str) -> Aggregate:
    try:
        number = int(text)
    except ValueError:
        bad_request("Invalid input received: id must be an integer")
    aggregate = call.state.aggregates.get(number)
    if aggregate is None:
        not_found(f"Aggregate {text} could not be found.")
    return aggregate


def _view(call: Call, aggregate: Aggregate) -> dict[str, Any]:
    view = {
        "id": aggregate.id,
        "uuid": aggregate.uuid,
        "name": aggregate.name,
        "hosts": list(aggregate.hosts),
        "metadata": dict(aggregate.metadata),
        "created_at": timestamp(aggregate.created),
        "updated_at": timestamp(aggregate.updated),
        "deleted_at": None,
        "deleted": False,
        _ZONE: aggregate.zone,
    }
    return call.visible("Aggregate", view)


def _check_name(call: Call, name: str, aggregate: Aggregate | None = None) -> None:
    for each in call.state.aggregates.values():
        if each.name == name and each is not aggregate:
            conflict(f"Aggregate {name} already exists.")


@operation("GET", "/os-aggregates", rule=f"{_RULE}:index")
def index(call: Call) -> Json:
    """List the aggregates."""
    return {"aggregates": [_view(call, each) for each in call.state.aggregates.values()]}


@operation("POST", "/os-aggregates", rule=f"{_RULE}:create", body=_CREATE)
def create(call: Call) -> Json:
    """Create an aggregate."""
    wanted = call.body["aggregate"]
    _check_name(call, wanted["name"])
    number = call.state.aggregates_created = call.state.aggregates_created + 1
    aggregate = Aggregate(number, wanted["name"], call.state.clock.now())
    if wanted.get(_ZONE):
        aggregate.metadata[_ZONE] = wanted[_ZONE]
    call.state.aggregates[number] = aggregate
    view = _view(call, aggregate)
    return {"aggregate": {key: view[key] for key in view if key not in ("hosts", "metadata")}}


@operation("GET", _PATH, rule=f"{_RULE}:show")
def show(call: Call, text: str) -> Json:
    """Return an aggregate."""
    return {"aggregate": _view(call, _find(call, text))}


@operation("PUT", _PATH, rule=f"{_RULE}:update", body=_UPDATE)
def update(call: Call, text: str) -> Json:
    """Change the name or the availability zone of an aggregate."""
    aggregate, wanted = _find(call, text), call.body["aggregate"]
    name = wanted.get("name", aggregate.name).strip()
    if _ZONE in wanted:
        _check_zone(call, aggregate, wanted[_ZONE], aggregate.hosts, "update")
    _check_name(call, name, aggregate)
    aggregate.name = name
    if _ZONE in wanted:
        aggregate.metadata[_ZONE] = wanted[_ZONE]
    return _changed(call, aggregate)


@operation("DELETE", _PATH, rule=f"{_RULE}:delete")
def delete(call: Call, text: str) -> Json:
    """Delete an aggregate."""
    aggregate = _find(call, text)
    if aggregate.hosts:
        bad_request(
            f"Cannot remove host from aggregate {aggregate.id}. "
            "Reason: Host aggregate is not empty."
        )
    del call.state.aggregates[aggregate.id]
    return None


@action(
    "add_host",
    Object({"add_host": need(_HOST)}),
    path=_ACTIONS,
    status=200,
    rule=f"{_RULE}:add_host",
)
def add_host(call: Call, text: str) -> Json:
    """Add a host to an aggregate."""
    aggregate, host = _find(call, text), call.body["add_host"]["host"]
    if host not in call.state.hosts:
        not_found(f"Compute host {host} could not be found.")
    if aggregate.zone is not None:
        try:
            _check_zone(call, aggregate, aggregate.zone, [host], "add")
        except Fault as fault:
            conflict(fault.message)
        _check_servers(call, aggregate, host)
    if host in aggregate.hosts:
        conflict(f"Aggregate {aggregate.id} already has host {host}.")
    aggregate.hosts.append(host)
    return _changed(call, aggregate)


@action(
    "remove_host",
    Object({"remove_host": need(_HOST)}),
    path=_ACTIONS,
    status=200,
    rule=f"{_RULE}:remove_host",
)
def remove_host(call: Call, text: str) -> Json:
    """Remove a host from an aggregate."""
    aggregate, host = _find(call, text), call.body["remove_host"]["host"]
    if host not in aggregate.hosts:
        not_found(f"Cannot remove host {host} in aggregate {text}")
    aggregate.hosts.remove(host)
    return _changed(call, aggregate)


@action(
    "set_metadata",
    Object({"set_metadata": need(_METADATA)}),
    path=_ACTIONS,
    status=200,
    rule=f"{_RULE}:set_metadata",
)
def set_metadata(call: Call, text: str) -> Json:
    """Set and remove metadata of an aggregate."""
    aggregate, metadata = _find(call, text), call.body["set_metadata"]["metadata"]
    if _ZONE in metadata:
        _check_zone(call, aggregate, metadata[_ZONE], aggregate.hosts, "update metadata of")
    for key, value in metadata.items():
        if value is None:
            aggregate.metadata.pop(key, None)
        else:
            aggregate.metadata[key] = value
    return _changed(call, aggregate)


@operation(
    "POST",
    f"{_PATH}/images",
    status=202,
    since="2.81",
    rule="compute:aggregates:images",
    body=_IMAGES,
)
def cache_images(call: Call, text: str) -> Json:
    """Cache images on the hosts of an aggregate, which nothing shows."""
    ids = [each["id"] for each in call.body["cache"]]
    if len(ids) != len(set(ids)):
        bad_request("Duplicate images in request")
    _find(call, text)
    return None


def _changed(call: Call, aggregate: Aggregate) -> Json:
    aggregate.updated = call.state.clock.now()
    return {"aggregate": _view(call, aggregate)}


def _check_zone(
    call: Call, aggregate: Aggregate, zone: str | None, hosts: list[str], what: str
) -> None:
    """Refuse a zone for hosts that are in another one, or that have servers."""
    if not zone:
        _refuse(
            what,
            aggregate,
            f"Aggregate {aggregate.name} does not support empty named availability zone.",
        )
    others = [
        each.zone
        for each in call.state.aggregates.values()
        if each is not aggregate
        and each.zone not in (None, zone)
        and not set(hosts).isdisjoint(each.hosts)
    ]
    if others:
        _refuse(what, aggregate, f"One or more hosts already in availability zone(s) {others}.")
    occupied = any(server.host in hosts for server in call.state.servers.values())
    if zone != aggregate.zone and occupied:
        _refuse(what, aggregate, "One or more hosts contain instances in this zone.")


def _refuse(what: str, aggregate: Aggregate, reason: str) -> NoReturn:
    what = "add host to" if what == "add" else what
    bad_request(f"Cannot {what} aggregate {aggregate.id}. Reason: {reason}")


def _check_servers(call: Call, aggregate: Aggregate, host: str) -> None:
    """Refuse a host with servers whose zone would change."""
    count = sum(server.host == host for server in call.state.servers.values())
    zones = [each.zone for each in call.state.aggregates.values() if host in each.hosts]
    old = next(filter(None, zones), None)
    if count and old != aggregate.zone:
        conflict(
            f"Cannot add host to aggregate {aggregate.id}. Reason: The host cannot be added to "
            "the aggregate as the availability zone of the host would change from "
            f"'{old}' to '{aggregate.zone}' but the host already has {count} instance(s). "
            "Changing the AZ of an existing instance is not supported by this action. Move the "
            "instances away from this host then try again. If you need to move the instances "
            "between AZs then you can use shelve_offload and unshelve to achieve this."
        )
