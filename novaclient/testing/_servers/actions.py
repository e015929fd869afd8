# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Instance actions: what Nova remembers of operations on servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists
from novaclient.testing._errors import bad_request, not_found
from novaclient.testing._operations import Call, Json, Query, operation
from novaclient.testing._servers import lists, progress, views

if TYPE_CHECKING:
    from novaclient.testing._records import Action, Event, Server

_PATH = "/servers/{server}/os-instance-actions"
_LIST = Query(
    {**dict.fromkeys(("limit", "marker", "changes-since"), "2.58"), "changes-before": "2.66"},
    {},
    strict="2.58",
)


@operation("GET", _PATH, query=_LIST)
def index(call: Call, server_id: str) -> Json:
    """List the actions of a server, the latest first."""
    server = _server(call, server_id)
    actions = server.actions[::-1]
    links: list[dict[str, str]] = []
    if call.at_least("2.58"):
        actions = _lists.page(call, _within(call, actions), lambda action: action.request_id)
        links = _lists.next_links(call, actions, lambda action: action.request_id)
    view = {"instanceActions": [_view(call, server, each) for each in actions]}
    return {**view, **({"links": links} if links else {})}


@operation("GET", f"{_PATH}/{{request_id}}")
def show(call: Call, server_id: str, request_id: str) -> Json:
    """Return an action of a server."""
    server = _server(call, server_id)
    action = next((each for each in server.actions if each.request_id == request_id), None)
    if action is None:
        not_found(f"Action {request_id} not found")
    view = _view(call, server, action)
    events = [_event(call, action, each) for each in reversed(action.events)]
    more = call.visible("InstanceAction", {"events": events})
    return {"instanceAction": {**view, **more}}


def _server(call: Call, server_id: str) -> Server:
    """Return a server, which may be deleted since 2.21."""
    deleted = call.state.deleted_servers.get(server_id)
    if deleted is not None and call.at_least("2.21") and progress.may_see(call, deleted):
        return deleted
    return progress.polled(call, server_id)


def _within(call: Call, actions: list[Action]) -> list[Action]:
    since, before = call.value("changes-since"), call.value("changes-before")
    first = since and lists.parsed_time("changes-since", since)
    last = before and lists.parsed_time("changes-before", before)
    if first and last and last < first:
        bad_request("The value of changes-since must be less than or equal to changes-before.")
    return [
        action
        for action in actions
        if not (first and action.updated < first) and not (last and action.updated > last)
    ]


def _view(call: Call, server: Server, action: Action) -> dict[str, Any]:
    view = {
        "action": action.name,
        "instance_uuid": server.id,
        "request_id": action.request_id,
        "user_id": action.user,
        "project_id": action.project,
        "start_time": views.iso_microseconds(action.started),
        "message": action.message,
        "updated_at": views.iso_microseconds(action.updated),
    }
    return call.visible("InstanceAction", view)


def _event(call: Call, action: Action, event: Event) -> dict[str, Any]:
    view: dict[str, Any] = {
        "event": event.name,
        "start_time": views.iso_microseconds(event.started),
        "finish_time": views.iso_microseconds(event.finished),
        "result": event.result,
    }
    if call.user.admin:
        view["traceback"] = event.traceback
    if call.at_least("2.62"):
        view["hostId"] = views.host_id(event.host, action.project)
        if call.user.admin:
            view["host"] = event.host
    if call.at_least("2.84") and call.user.admin:
        view["details"] = event.details
    return view
