# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Migrations: their list, and the live migrations of a server that are in progress."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oslo_utils import timeutils

from novaclient.testing import _lists
from novaclient.testing._bodies import Nothing, Object, need
from novaclient.testing._clock import timestamp
from novaclient.testing._errors import bad_request, conflict, not_found
from novaclient.testing._operations import Call, Json, Query, action, names, operation
from novaclient.testing._servers import progress

if TYPE_CHECKING:
    import datetime

    from novaclient.testing._records import Migration, Server

_RULE = "os_compute_api:os-migrations:index"
_SERVERS = "os_compute_api:servers:migrations"
_PATH = "/servers/{server}/migrations"
_IN_PROGRESS = ("queued", "preparing", "running", "post-migrating")

_LIST = Query(
    {
        **names("host", "instance_uuid", "source_compute", "status", "migration_type"),
        **names(limit="2.59", marker="2.59", user_id="2.80", project_id="2.80"),
        "changes-since": "2.59",
        "changes-before": "2.66",
    },
    names("hidden"),
    strict="2.59",
)

#: The filters that compare one attribute of a migration.
_EQUAL = {
    "instance_uuid": "server",
    "status": "status",
    "migration_type": "type",
    "user_id": "user",
    "project_id": "project",
}


def _is_live(migration: Migration) -> bool:
    return migration.type == "live-migration" and migration.status in _IN_PROGRESS


def _number(call: Call, flavor_id: str) -> int:
    """Return the number of a flavor in Nova's database, which nothing else shows."""
    ids = list(call.state.flavors)
    return ids.index(flavor_id) + 1 if flavor_id in ids else len(ids) + 1


def _view(call: Call, migration: Migration) -> dict[str, Any]:
    view = {
        "id": migration.id,
        "uuid": migration.uuid,
        "source_compute": migration.source,
        "dest_compute": migration.dest,
        "source_node": migration.source,
        "dest_node": migration.dest,
        "dest_host": None if migration.dest is None else "192.168.0.1",
        "old_instance_type_id": _number(call, migration.old_flavor),
        "new_instance_type_id": _number(call, migration.new_flavor),
        "instance_uuid": migration.server,
        "status": migration.status,
        "migration_type": migration.type,
        "user_id": migration.user,
        "project_id": migration.project,
        "created_at": timestamp(migration.created),
        "updated_at": timestamp(migration.updated),
    }
    if _is_live(migration):
        view["links"] = call.links(f"servers/{migration.server}/migrations", str(migration.id))
    return call.visible("Migration", view)


@operation("GET", "/os-migrations", rule=_RULE, query=_LIST)
def index(call: Call) -> Json:
    """List migrations."""
    since, before = _time(call, "changes-since", "2.59"), _time(call, "changes-before", "2.66")
    if since is not None and before is not None and before < since:
        bad_request("The value of changes-since must be less than or equal to changes-before.")
    found = [
        each
        for each in call.state.migrations
        if _is_wanted(call, each)
        and (since is None or each.updated >= since)
        and (before is None or each.updated <= before)
    ]
    if not call.at_least("2.59"):
        return {"migrations": [_view(call, each) for each in found]}
    found.sort(key=lambda each: (each.created, each.id), reverse=True)
    page = _lists.page(call, found, lambda each: each.uuid, "Marker {marker} could not be found.")
    links = _lists.next_links(call, page, lambda each: each.uuid)
    return _lists.linked(call, "migrations", [_view(call, each) for each in page], links)


def _is_wanted(call: Call, migration: Migration) -> bool:
    for name, attribute in _EQUAL.items():
        value = call.value(name)
        if value is not None and value != getattr(migration, attribute):
            return False
    host, source = call.value("host"), call.value("source_compute")
    if host is not None:
        return host in (migration.source, migration.dest)
    return source is None or source == migration.source


def _time(call: Call, name: str, since: str) -> datetime.datetime | None:
    text = call.value(name) if call.at_least(since) else None
    if text is None:
        return None
    try:
        time: datetime.datetime = timeutils.parse_isotime(text)
    except ValueError:
        bad_request(
            f"Invalid input for query parameters {name}. Value: {text}. "
            f"{text!r} is not a 'date-time'"
        )
    return time


# The live migrations of a server


def _progress_view(call: Call, migration: Migration) -> dict[str, Any]:
    amounts = (f"{what}_{how}_bytes" for what in ("memory", "disk") for how in _AMOUNTS)
    view = {
        "id": migration.id,
        "uuid": migration.uuid,
        "server_uuid": migration.server,
        "source_compute": migration.source,
        "source_node": migration.source,
        "dest_compute": migration.dest,
        "dest_node": migration.dest,
        "dest_host": None if migration.dest is None else "192.168.0.1",
        "status": migration.status,
        **dict.fromkeys(amounts),
        "user_id": migration.user,
        "project_id": migration.project,
        "created_at": timestamp(migration.created),
        "updated_at": timestamp(migration.updated),
    }
    return call.visible("ServerMigration", view)


_AMOUNTS = ("total", "processed", "remaining")


@operation("GET", _PATH, since="2.23", rule=f"{_SERVERS}:index")
def list_of_server(call: Call, server_id: str) -> Json:
    """List the live migrations of a server that are in progress."""
    server = progress.find(call, server_id)
    found = [each for each in call.state.migrations if each.server == server.id]
    return {"migrations": [_progress_view(call, each) for each in found if _is_live(each)]}


@operation("GET", f"{_PATH}/{{migration}}", since="2.23", rule=f"{_SERVERS}:show")
def show_of_server(call: Call, server_id: str, text: str) -> Json:
    """Return a live migration of a server that is in progress."""
    server = progress.find(call, server_id)
    migration = _find(call, server, text)
    if migration is None:
        not_found(f"In-progress live migration {text} is not found for server {server_id}.")
    if migration.type != "live-migration":
        not_found(f"Migration {text} for server {server_id} is not live-migration.")
    if not _is_live(migration):
        not_found(f"Live migration {text} for server {server_id} is not in progress.")
    return {"migration": _progress_view(call, migration)}


def _find(call: Call, server: Server, text: str) -> Migration | None:
    for migration in call.state.migrations:
        if migration.server == server.id and str(migration.id) == text:
            return migration
    return None


@operation("DELETE", f"{_PATH}/{{migration}}", since="2.24", status=202, rule=f"{_SERVERS}:delete")
def abort(call: Call, server_id: str, text: str) -> Json:
    """Abort a live migration of a server."""
    server = progress.find(call, server_id)
    if server.task_state != "migrating":
        conflict(f"Instance {server_id} is in an invalid state for 'abort live migration'")
    migration = _find(call, server, text)
    if migration is None:
        not_found(f"Migration {text} not found for instance {server_id}")
    states = ("running", "queued", "preparing") if call.at_least("2.65") else ("running",)
    _require(migration, states, "abort live migration")
    done = progress.record(call, server, "live_migration_cancel")
    progress.interrupt(server)
    server.task_state = None
    migration.status, migration.updated = "cancelled", call.state.clock.now()
    progress.succeed(call.state, done)
    return None


@action(
    "force_complete",
    Object({"force_complete": need(Nothing())}),
    path=f"{_PATH}/{{migration}}/action",
    since="2.22",
    rule=f"{_SERVERS}:force_complete",
)
def force_complete(call: Call, server_id: str, text: str) -> Json:
    """Complete a live migration of a server at once."""
    server = progress.find(call, server_id)
    if server.task_state != "migrating":
        conflict(
            f"Cannot 'force_complete' instance {server_id} while it is in vm_state "
            f"{server.vm_state}"
        )
    migration = _find(call, server, text)
    if migration is None:
        bad_request(f"Migration {text} not found for instance {server_id}")
    _require(migration, ("running",), "force complete")
    done = progress.record(call, server, "live_migration_force_complete")
    for task in list(server.tasks):
        progress.finish(server, task)
    progress.succeed(call.state, done)
    return None


def _require(migration: Migration, states: tuple[str, ...], what: str) -> None:
    if migration.status not in states:
        bad_request(
            f"Migration {migration.id} state of instance {migration.server} is "
            f"{migration.status}. Cannot {what} while the migration is in this state."
        )
