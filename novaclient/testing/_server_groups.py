# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Server groups, and which hosts their policies admit."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from novaclient.testing import _lists, _quotas
from novaclient.testing._bodies import NAME, Choice, Many, Object, Whole, may, need
from novaclient.testing._errors import bad_request, forbidden, not_found
from novaclient.testing._operations import Call, Json, Query, names, operation
from novaclient.testing._records import ServerGroup
from novaclient.testing._servers.views import groups

if TYPE_CHECKING:
    from novaclient.testing._records import Server
    from novaclient.testing._state import State

_POLICY = Choice(
    ("anti-affinity", "affinity"),
    {"soft-anti-affinity": "2.15", "soft-affinity": "2.15"},
)
_GROUP = Object(
    {
        "name": need(NAME),
        "policies": need(Many(_POLICY, min=1, max=1), until="2.63"),
        "policy": need(_POLICY, since="2.64"),
        "rules": may(Object({"max_server_per_host": may(Whole(min=1))}), since="2.64"),
    }
)
_LIST = Query(names("all_projects", "limit", "offset"), {})


def members(state: State, group: ServerGroup) -> list[Server]:
    """Return the servers of a group."""
    return [each for each in state.servers.values() if group.id in groups(state, each)]


def admitted(state: State, group: ServerGroup, other_than: Server | None = None) -> set[str]:
    """Return the names of the hosts that may have one more server of a group.

    :param state: The state of the cloud.
    :param group: The group.
    :param other_than: A server of the group that is to be moved, if it is not a new one.
    """
    hosts = set(state.hosts)
    others = [each for each in members(state, group) if each is not other_than]
    count = Counter(each.host for each in others if each.host is not None)
    if group.policy == "affinity" and count:
        return hosts & count.keys()
    if group.policy == "anti-affinity":
        most = group.rules.get("max_server_per_host", 1)
        return {host for host in hosts if count[host] < most}
    return hosts


def admitted_of(state: State, server: Server) -> set[str] | None:
    """Return the names of the hosts that the group of a server admits; None for all."""
    for group_id in groups(state, server):
        return admitted(state, state.server_groups[group_id], server)
    return None


def find(call: Call, rule: str, group_id: str) -> ServerGroup:
    """Return the group with an id.

    :param call: The request.
    :param rule: The name of the operation in Nova's policy.
    :param group_id: The id.
    :raises Fault: if there is no such group, or it is not for the user.
    """
    group = call.state.server_groups.get(group_id)
    if group is None:
        not_found(f"Instance group {group_id} could not be found.")
    if not call.user.admin and group.project != call.user.project:
        forbidden(f"Policy doesn't allow os_compute_api:os-server-groups:{rule} to be performed.")
    return group


def _view(call: Call, group: ServerGroup) -> dict[str, Any]:
    view = {
        "id": group.id,
        "name": group.name,
        "policies": [group.policy],
        "metadata": {},
        "policy": group.policy,
        "rules": dict(group.rules),
        "members": [server.id for server in members(call.state, group)],
        "project_id": group.project,
        "user_id": group.user,
    }
    return call.visible("ServerGroup", view)


@operation("GET", "/os-server-groups", query=_LIST)
def index(call: Call) -> Json:
    """List the server groups of the project, or of all projects."""
    everything = "all_projects" in call.query and call.user.admin
    found = [
        group
        for group in call.state.server_groups.values()
        if everything or group.project == call.user.project
    ]
    return {"server_groups": [_view(call, group) for group in _lists.span(call, found)]}


@operation("GET", "/os-server-groups/{id}")
def show(call: Call, group_id: str) -> Json:
    """Return a server group."""
    return {"server_group": _view(call, find(call, "show", group_id))}


@operation("POST", "/os-server-groups", body=Object({"server_group": need(_GROUP)}))
def create(call: Call) -> Json:
    """Create a server group."""
    _quotas.check_groups(call)
    wanted = call.body["server_group"]
    policy = wanted["policy"] if "policy" in wanted else wanted["policies"][0]
    rules = {name: int(value) for name, value in wanted.get("rules", {}).items()}
    if rules and policy != "anti-affinity":
        bad_request("Only anti-affinity policy supports rules.")
    group = ServerGroup(wanted["name"], policy, call.user.name, call.user.project, rules)
    call.state.server_groups[group.id] = group
    return {"server_group": _view(call, group)}


@operation("DELETE", "/os-server-groups/{id}", status=204)
def delete(call: Call, group_id: str) -> Json:
    """Delete a server group."""
    del call.state.server_groups[find(call, "delete", group_id).id]
    return None
