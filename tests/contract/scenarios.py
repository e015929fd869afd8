"""Calls that send several requests: listings of several pages, searches and waiting."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import novaclient
from novaclient import client, exceptions
from tests.contract import sessions, tables

SERVER = "11111111-aaaa-4aaa-8aaa-000000000001"
OTHER = "11111111-aaaa-4aaa-8aaa-000000000002"
IMAGE = "22222222-bbbb-4bbb-8bbb-000000000001"
VOLUME = "15e59938-07d5-11e1-90e3-e3dffe0c5983"
SPAN = datetime.datetime(2024, 1, 1), datetime.datetime(2024, 2, 1)
NEXT = [{"rel": "next", "href": "http://compute.example/next"}]


class Scenario(NamedTuple):
    """A call, and the responses of the server."""

    name: str
    run: Callable[[Any], Any]
    responses: Sequence[dict[str, Any]] = ()
    microversion: str = novaclient.API_MAX_VERSION.get_string()


#: Manager, path, key of the list in the body, arguments of the call, and key of the links.
PAGED = [
    ("servers", "/servers/detail", "servers", (), "servers_links"),
    ("flavors", "/flavors/detail", "flavors", (), "flavors_links"),
    ("keypairs", "/os-keypairs", "keypairs", (), "keypairs_links"),
    ("hypervisors", "/os-hypervisors/detail", "hypervisors", (), "hypervisors_links"),
    ("migrations", "/os-migrations", "migrations", (), "migrations_links"),
    ("server_groups", "/os-server-groups", "server_groups", (), None),
    ("usage", "/os-simple-tenant-usage", "tenant_usages", SPAN, "tenant_usages_links"),
    (
        *("instance_action", "/servers/[^/]+/os-instance-actions", "instanceActions"),
        *((SERVER,), "links"),
    ),
]

#: Attributes to search for, by manager; those whose ``list()`` needs no arguments.
SEARCHES = {
    "agents": {"os": "win"},
    "aggregates": {"id": 1},
    "availability_zones": {"zoneName": "zone-1"},
    "flavors": {"name": "m1.tiny"},
    "hypervisors": {"hypervisor_hostname": "hyper1"},
    "keypairs": {"name": "test"},
    "migrations": {"id": 1234},
    "server_groups": {"name": "ig1"},
    "servers": {"name": "web-1"},
    "services": {"host": "host1"},
    "versions": {"id": "v2.1"},
}

#: The microversions of managers that current clouds do not support.
OLD = {"agents": "2.1"}


def all_scenarios() -> Iterator[Scenario]:
    """Yield all scenarios."""
    for manager, path, key, args, links in PAGED:
        responses = _pages(manager, path, key, links)
        for size in (None, 2):
            yield Scenario(
                f"{manager}.iterate({size})",
                lambda nova, manager=manager, args=args, size=size: list(
                    getattr(nova, manager).iterate(*args, page_size=size)
                ),
                responses,
            )
    yield Scenario(
        "servers.list(limit=-1)",
        lambda nova: nova.servers.list(limit=-1),
        _pages("servers", "/servers/detail", "servers", "servers_links"),
    )
    for manager, wanted in SEARCHES.items():
        for how in ("find", "findall"):
            yield Scenario(
                f"{manager}.{how}",
                lambda nova, manager=manager, wanted=wanted, how=how: [
                    getattr(getattr(nova, manager), how)(**wanted)
                ],
                microversion=OLD.get(manager, "2.87"),
            )
    yield from WAITS
    yield from OTHERS


def _pages(manager: str, path: str, key: str, links: str | None) -> list[dict[str, Any]]:
    """Return the responses for a collection of two pages."""
    rows = copy.deepcopy(_rows(key))
    if manager == "usage":
        for number, row in enumerate(rows):
            row["server_usages"] = [
                {"instance_id": f"s{number}", "hours": 1.5, "vcpus": 1, "memory_mb": 64}
                | {"local_gb": 1}
            ]
    cut = 1 if links else 2
    first = {key: rows[:cut], **({links: NEXT} if links else {})}
    where = f"^\\{{compute\\}}{path}$"
    return [
        {"path": where, "query": "marker=", "max": 1, "json": {key: rows[cut:]}},
        {"path": where, "query": "marker=", "json": {key: []}},
        {"path": where, "query": "offset=[2-9]", "json": {key: []}},
        {"path": where, "query": "offset=1", "json": {key: rows[1:]}},
        {"path": where, "json": first},
    ]


def _rows(key: str) -> list[dict[str, Any]]:
    for body in tables.load("canned.json")["bodies"].values():
        if isinstance(body.get(key), list) and len(body[key]) > 1:
            rows: list[dict[str, Any]] = body[key]
            return rows
    raise LookupError(key)


def _poll_interval(polls: int) -> float:
    if polls == 4:
        # A wait that would not end is ended by a documented exception.
        raise exceptions.CommandError("too many polls")
    return 0


def _server(status: str, **more: Any) -> dict[str, Any]:
    return {
        "id": SERVER,
        "name": "web-1",
        "status": status,
        "OS-EXT-STS:task_state": None,
        "fault": {"message": "No valid host was found."},
        **more,
    }


def _migration(status: str) -> dict[str, Any]:
    rows = [{"id": 7, "uuid": "m7", "status": status}, {"id": 6, "status": "completed"}]
    return {"path": "/os-migrations$", "json": {"migrations": rows}}


def _attachment(device: str | None) -> dict[str, Any]:
    attachment = {"serverId": SERVER, "volumeId": VOLUME, "device": device}
    return {"path": "/os-volume_attachments/", "json": {"volumeAttachment": attachment}}


OPTIONS: dict[str, Any] = {"timeout": None, "poll_interval": _poll_interval}

WAITS = [
    Scenario(
        "servers.wait_for",
        lambda nova: nova.servers.wait_for(SERVER, **OPTIONS),
        [
            {"max": 1, "json": {"server": _server("BUILD")}},
            {"json": {"server": _server("ACTIVE")}},
        ],
    ),
    Scenario(
        "servers.wait_for(DELETED)",
        lambda nova: nova.servers.wait_for(SERVER, "deleted", progress=str, **OPTIONS),
        [{"max": 1, "json": {"server": _server("ACTIVE")}}, {"status": 404, "json": {}}],
    ),
    Scenario(
        "servers.wait_for_all",
        lambda nova: nova.servers.wait_for_all([SERVER, OTHER], progress=str, **OPTIONS),
        [
            {
                "max": 1,
                "json": {"servers": [_server("BUILD"), _server("BUILD", id=OTHER)]},
            },
            {
                "path": "detail$",
                "query": "marker=",
                "json": {"servers": [_server("ACTIVE", id=OTHER)]},
            },
            {
                "path": "detail$",
                "json": {"servers": [_server("ACTIVE")], "servers_links": NEXT},
            },
        ],
    ),
    Scenario(
        "Server.wait_for",
        lambda nova: nova.servers.get(SERVER).wait_for(**OPTIONS),
        [
            {"max": 2, "json": {"server": _server("BUILD")}},
            {"json": {"server": _server("ACTIVE")}},
        ],
    ),
    Scenario(
        "server_migrations.wait_for",
        lambda nova: nova.server_migrations.wait_for(SERVER, **OPTIONS),
        [
            {"max": 1, "path": "/servers/", "json": {"server": _server("MIGRATING")}},
            {"max": 1, **_migration("running")},
            _migration("completed"),
        ],
    ),
    Scenario(
        "server_migrations.wait_for(7)",
        lambda nova: nova.server_migrations.wait_for(SERVER, 7, progress=str, **OPTIONS),
        [{"max": 1, **_migration("running")}, _migration("completed")],
    ),
    Scenario(
        "volumes.wait_for_attachment",
        lambda nova: nova.volumes.wait_for_attachment(
            nova.volumes.get_server_volume(SERVER, VOLUME), **OPTIONS
        ),
        [{"max": 2, **_attachment(None)}, _attachment("/dev/vdb")],
    ),
    Scenario(
        "volumes.wait_for_detachment",
        lambda nova: nova.volumes.wait_for_detachment(SERVER, VOLUME, **OPTIONS),
        [{"max": 1, **_attachment("/dev/vdb")}, {"status": 404, "json": {}}],
    ),
]


def _negotiated(version: str) -> Any:
    return client.Client(version, session=sessions.new_session(), negotiate=True).api_version


def _reloaded(resource: Any) -> Any:
    try:
        resource.get()
    except AttributeError as error:
        # A resource without an id cannot be reloaded.
        if error.obj is not resource or error.name not in ("id", "name"):
            raise
    return resource


def _glance_page(query: str, number: int, following: Any = None) -> dict[str, Any]:
    images = [{"id": f"i{number}", "name": "img"}]
    more = {} if following is None else {"next": following}
    return {"path": "/v2/images", "query": query, "json": {"images": images, **more}}


OTHERS = [
    Scenario("negotiated", lambda nova: _negotiated("2.latest")),
    Scenario("checked", lambda nova: _negotiated("2.53")),
    Scenario(
        "glance.list",
        lambda nova: nova.glance.list(),
        [
            _glance_page("marker=i1", 2),
            _glance_page("", 1, "/v2/images?marker=i1"),
        ],
    ),
    Scenario("glance.find_images", lambda nova: nova.glance.find_images(["img-1", IMAGE])),
    Scenario("neutron.find_network", lambda nova: nova.neutron.find_network("private")),
    Scenario("Usage reloaded", lambda nova: [_reloaded(one) for one in nova.usage.list(*SPAN)]),
    Scenario("Server reloaded", lambda nova: [_reloaded(one) for one in nova.servers.list()]),
    Scenario(
        "Keypair reloaded",
        lambda nova: [_reloaded(one) for one in nova.keypairs.list()],
        microversion="2.53",
    ),
    Scenario(
        "Volume reloaded",
        lambda nova: [_reloaded(one) for one in nova.volumes.get_server_volumes(SERVER)],
    ),
    Scenario(
        "security groups",
        lambda nova: [str(one) for one in nova.servers.list_security_group(SERVER)],
    ),
    Scenario("Server.networks", lambda nova: nova.servers.get(SERVER).networks),
]
