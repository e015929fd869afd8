"""Every REST operation of ``routes.csv`` that Nova still serves is reached by a method."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import novaclient
from novaclient import client
from tests.contract import sessions, tables, values

if TYPE_CHECKING:
    from tests.contract.server import Server

SERVER = "11111111-aaaa-4aaa-8aaa-000000000001"
IMAGE = "22222222-bbbb-4bbb-8bbb-000000000001"
VOLUME = "33333333-cccc-4ccc-8ccc-000000000001"
PORT = "44444444-dddd-4ddd-8ddd-000000000001"
SHARE = "55555555-eeee-4eee-8eee-000000000001"
SERVICE = "66666666-ffff-4fff-8fff-000000000001"
HYPERVISOR = "77777777-aaaa-4aaa-8aaa-000000000001"
GROUP = "88888888-bbbb-4bbb-8bbb-000000000001"
TOKEN = "99999999-cccc-4ccc-8ccc-000000000001"
SNAPSHOT = "aaaaaaaa-dddd-4ddd-8ddd-000000000001"
PROJECT = "0123456789abcdef0123456789abcdef"
REQUEST = "req-bbbbbbbb-eeee-4eee-8eee-000000000001"
START = datetime.datetime(2024, 1, 1)
END = datetime.datetime(2024, 1, 31)


class Route(NamedTuple):
    """One row of ``routes.csv``."""

    http_method: str
    path: str
    action: str
    microversions: str
    method: str
    live: bool

    @property
    def key(self) -> str:
        """Its key in ``CALLS``, such as ``POST /flavors/{id}/action addTenantAccess``."""
        return f"{self.http_method} {self.path} {self.action}".rstrip()

    @property
    def oldest(self) -> str:
        """The oldest microversion that has the operation."""
        return re.findall(r"2\.\d+", self.microversions)[0]

    @property
    def newest(self) -> str:
        """The newest microversion that has the operation and that the library supports."""
        if self.live:
            return novaclient.API_MAX_VERSION.get_string()
        return self.microversions.rpartition("–")[2]  # noqa: RUF001


def _read_routes() -> list[Route]:
    with (tables.DATA / "routes.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        assert next(rows)[-1] == "live_at_2.104"
        return [Route(*row[:-1], live=row[-1] == "yes") for row in rows]


ROUTES = _read_routes()


def flavor(nova: Any) -> Any:
    """Return a flavor without a request."""
    return values.resource(nova, "flavors", {"id": "1"})


#: A call that sends one request, by the method, path and action of the request.
CALLS: dict[str, Callable[[Any], Any]] = {
    "GET /": lambda nova: nova.versions.get_current(),
    "GET /versions/{id}": lambda nova: nova.versions.get("v2.1"),
    "GET /extensions": lambda nova: nova.extensions.list(),
    "GET /extensions/{id}": lambda nova: nova.extensions.get("os-agents"),
    # Flavors.
    "GET /flavors": lambda nova: nova.flavors.list(detailed=False),
    "POST /flavors": lambda nova: nova.flavors.create("tiny", 512, 1, 1),
    "GET /flavors/detail": lambda nova: nova.flavors.list(),
    "GET /flavors/{id}": lambda nova: nova.flavors.get("1"),
    "PUT /flavors/{id}": lambda nova: nova.flavors.update("1", "Small"),
    "DELETE /flavors/{id}": lambda nova: nova.flavors.delete("1"),
    "POST /flavors/{id}/action addTenantAccess": (
        lambda nova: nova.flavor_access.add_tenant_access("1", PROJECT)
    ),
    "POST /flavors/{id}/action removeTenantAccess": (
        lambda nova: nova.flavor_access.remove_tenant_access("1", PROJECT)
    ),
    "GET /flavors/{flavor_id}/os-extra_specs": lambda nova: flavor(nova).get_keys(),
    "POST /flavors/{flavor_id}/os-extra_specs": (
        lambda nova: flavor(nova).set_keys({"hw:cpu_policy": "shared"})
    ),
    "GET /flavors/{flavor_id}/os-extra_specs/{id}": (
        lambda nova: flavor(nova).get_key("hw:cpu_policy")
    ),
    "PUT /flavors/{flavor_id}/os-extra_specs/{id}": (
        lambda nova: flavor(nova).set_key("hw:cpu_policy", "shared")
    ),
    "DELETE /flavors/{flavor_id}/os-extra_specs/{id}": (
        lambda nova: flavor(nova).unset_keys(["hw:cpu_policy"])
    ),
    "GET /flavors/{flavor_id}/os-flavor-access": lambda nova: nova.flavor_access.list(flavor="1"),
    # The cloud and its hosts.
    "GET /limits": lambda nova: nova.limits.get(),
    "GET /os-aggregates": lambda nova: nova.aggregates.list(),
    "POST /os-aggregates": lambda nova: nova.aggregates.create("fast", "nova"),
    "GET /os-aggregates/{id}": lambda nova: nova.aggregates.get(1),
    "PUT /os-aggregates/{id}": lambda nova: nova.aggregates.update(1, {"name": "faster"}),
    "DELETE /os-aggregates/{id}": lambda nova: nova.aggregates.delete(1),
    "POST /os-aggregates/{id}/action add_host": lambda nova: nova.aggregates.add_host(1, "host1"),
    "POST /os-aggregates/{id}/action remove_host": (
        lambda nova: nova.aggregates.remove_host(1, "host1")
    ),
    "POST /os-aggregates/{id}/action set_metadata": (
        lambda nova: nova.aggregates.set_metadata(1, {"ssd": "true", "old": None})
    ),
    "POST /os-aggregates/{id}/images": lambda nova: nova.aggregates.cache_images(1, [IMAGE]),
    "POST /os-assisted-volume-snapshots": (
        lambda nova: nova.assisted_volume_snapshots.create(
            VOLUME, {"snapshot_id": SNAPSHOT, "type": "qcow2", "new_file": "new"}
        )
    ),
    "DELETE /os-assisted-volume-snapshots/{id}": (
        lambda nova: nova.assisted_volume_snapshots.delete(SNAPSHOT, {"volume_id": VOLUME})
    ),
    "GET /os-availability-zone": lambda nova: nova.availability_zones.list(detailed=False),
    "GET /os-availability-zone/detail": lambda nova: nova.availability_zones.list(),
    "GET /os-console-auth-tokens/{id}": lambda nova: nova.console_auth_tokens.get(TOKEN),
    "GET /os-hypervisors": lambda nova: nova.hypervisors.list(detailed=False),
    "GET /os-hypervisors/detail": lambda nova: nova.hypervisors.list(),
    "GET /os-hypervisors/{id}": lambda nova: nova.hypervisors.get(HYPERVISOR),
    "GET /os-hypervisors/statistics": lambda nova: nova.hypervisor_stats.statistics(),
    "GET /os-hypervisors/{id}/search": lambda nova: nova.hypervisors.search("host"),
    "GET /os-hypervisors/{id}/servers": lambda nova: nova.hypervisors.search("host", servers=True),
    "GET /os-hypervisors/{id}/uptime": lambda nova: nova.hypervisors.uptime(HYPERVISOR),
    "GET /os-instance_usage_audit_log": lambda nova: nova.instance_usage_audit_log.get(),
    "GET /os-instance_usage_audit_log/{id}": (
        lambda nova: nova.instance_usage_audit_log.get("2024-01-31 12:00:00")
    ),
    "GET /os-keypairs": lambda nova: nova.keypairs.list(),
    "POST /os-keypairs": lambda nova: nova.keypairs.create("key", "ssh-rsa AAAA user@host"),
    "GET /os-keypairs/{id}": lambda nova: nova.keypairs.get("key"),
    "DELETE /os-keypairs/{id}": lambda nova: nova.keypairs.delete("key"),
    "GET /os-migrations": lambda nova: nova.migrations.list(),
    "GET /os-quota-class-sets/{id}": lambda nova: nova.quota_classes.get("default"),
    "PUT /os-quota-class-sets/{id}": lambda nova: nova.quota_classes.update("default", cores=4),
    "GET /os-quota-sets/{id}": lambda nova: nova.quotas.get(PROJECT),
    "PUT /os-quota-sets/{id}": lambda nova: nova.quotas.update(PROJECT, cores=4),
    "DELETE /os-quota-sets/{id}": lambda nova: nova.quotas.delete(PROJECT),
    "GET /os-quota-sets/{id}/detail": lambda nova: nova.quotas.get(PROJECT, detail=True),
    "GET /os-quota-sets/{id}/defaults": lambda nova: nova.quotas.defaults(PROJECT),
    "POST /os-server-external-events": (
        lambda nova: nova.server_external_events.create(
            [{"name": "network-changed", "server_uuid": SERVER, "tag": PORT}]
        )
    ),
    "GET /os-server-groups": lambda nova: nova.server_groups.list(),
    "POST /os-server-groups": lambda nova: nova.server_groups.create("group", "anti-affinity"),
    "GET /os-server-groups/{id}": lambda nova: nova.server_groups.get(GROUP),
    "DELETE /os-server-groups/{id}": lambda nova: nova.server_groups.delete(GROUP),
    "GET /os-services": lambda nova: nova.services.list(),
    "PUT /os-services/{id}": lambda nova: nova.services.enable(SERVICE),
    "DELETE /os-services/{id}": lambda nova: nova.services.delete(SERVICE),
    "GET /os-simple-tenant-usage": lambda nova: nova.usage.list(START, END),
    "GET /os-simple-tenant-usage/{id}": lambda nova: nova.usage.get(PROJECT, START, END),
    # Servers.
    "GET /servers": lambda nova: nova.servers.list(detailed=False),
    "POST /servers": lambda nova: nova.servers.create("web", IMAGE, "1", nics="auto"),
    "GET /servers/detail": lambda nova: nova.servers.list(),
    "GET /servers/{id}": lambda nova: nova.servers.get(SERVER),
    "PUT /servers/{id}": lambda nova: nova.servers.update(SERVER, name="new"),
    "DELETE /servers/{id}": lambda nova: nova.servers.delete(SERVER),
    "POST /servers/{id}/action confirmResize": lambda nova: nova.servers.confirm_resize(SERVER),
    "POST /servers/{id}/action revertResize": lambda nova: nova.servers.revert_resize(SERVER),
    "POST /servers/{id}/action reboot": lambda nova: nova.servers.reboot(SERVER),
    "POST /servers/{id}/action resize": lambda nova: nova.servers.resize(SERVER, "2"),
    "POST /servers/{id}/action rebuild": lambda nova: nova.servers.rebuild(SERVER, IMAGE),
    "POST /servers/{id}/action createImage": (
        lambda nova: nova.servers.create_image(SERVER, "copy")
    ),
    "POST /servers/{id}/action os-start": lambda nova: nova.servers.start(SERVER),
    "POST /servers/{id}/action os-stop": lambda nova: nova.servers.stop(SERVER),
    "POST /servers/{id}/action trigger_crash_dump": (
        lambda nova: nova.servers.trigger_crash_dump(SERVER)
    ),
    "POST /servers/{id}/action injectNetworkInfo": (
        lambda nova: nova.servers.inject_network_info(SERVER)
    ),
    "POST /servers/{id}/action os-resetState": lambda nova: nova.servers.reset_state(SERVER),
    "POST /servers/{id}/action changePassword": (
        lambda nova: nova.servers.change_password(SERVER, "secret")
    ),
    "POST /servers/{id}/action os-getConsoleOutput": (
        lambda nova: nova.servers.get_console_output(SERVER)
    ),
    "POST /servers/{id}/action createBackup": (
        lambda nova: nova.servers.backup(SERVER, "copy", "daily", 1)
    ),
    "POST /servers/{id}/action restore": lambda nova: nova.servers.restore(SERVER),
    "POST /servers/{id}/action forceDelete": lambda nova: nova.servers.force_delete(SERVER),
    "POST /servers/{id}/action evacuate": lambda nova: nova.servers.evacuate(SERVER),
    "POST /servers/{id}/action lock": lambda nova: nova.servers.lock(SERVER),
    "POST /servers/{id}/action unlock": lambda nova: nova.servers.unlock(SERVER),
    "POST /servers/{id}/action migrate": lambda nova: nova.servers.migrate(SERVER),
    "POST /servers/{id}/action os-migrateLive": (
        lambda nova: nova.servers.live_migrate(SERVER, None, "auto")
    ),
    "POST /servers/{id}/action pause": lambda nova: nova.servers.pause(SERVER),
    "POST /servers/{id}/action unpause": lambda nova: nova.servers.unpause(SERVER),
    "POST /servers/{id}/action rescue": lambda nova: nova.servers.rescue(SERVER),
    "POST /servers/{id}/action unrescue": lambda nova: nova.servers.unrescue(SERVER),
    "POST /servers/{id}/action addSecurityGroup": (
        lambda nova: nova.servers.add_security_group(SERVER, "web")
    ),
    "POST /servers/{id}/action removeSecurityGroup": (
        lambda nova: nova.servers.remove_security_group(SERVER, "web")
    ),
    "POST /servers/{id}/action shelve": lambda nova: nova.servers.shelve(SERVER),
    "POST /servers/{id}/action shelveOffload": lambda nova: nova.servers.shelve_offload(SERVER),
    "POST /servers/{id}/action unshelve": lambda nova: nova.servers.unshelve(SERVER),
    "POST /servers/{id}/action suspend": lambda nova: nova.servers.suspend(SERVER),
    "POST /servers/{id}/action resume": lambda nova: nova.servers.resume(SERVER),
    "POST /servers/{id}/action os-getVNCConsole": (
        lambda nova: nova.servers.get_vnc_console(SERVER, "novnc")
    ),
    "POST /servers/{id}/action os-getSPICEConsole": (
        lambda nova: nova.servers.get_spice_console(SERVER, "spice-html5")
    ),
    "POST /servers/{id}/action os-getSerialConsole": (
        lambda nova: nova.servers.get_serial_console(SERVER, "serial")
    ),
    # The parts of a server.
    "GET /servers/{server_id}/diagnostics": lambda nova: nova.servers.diagnostics(SERVER),
    "GET /servers/{server_id}/ips": lambda nova: nova.servers.ips(SERVER),
    "GET /servers/{server_id}/ips/{id}": lambda nova: nova.servers.ips(SERVER, "private"),
    "GET /servers/{server_id}/metadata": lambda nova: nova.servers.list_meta(SERVER),
    "POST /servers/{server_id}/metadata": lambda nova: nova.servers.set_meta(SERVER, {"a": "b"}),
    "PUT /servers/{server_id}/metadata": (
        lambda nova: nova.servers.replace_meta(SERVER, {"a": "b"})
    ),
    "GET /servers/{server_id}/metadata/{id}": lambda nova: nova.servers.get_meta(SERVER, "a"),
    "PUT /servers/{server_id}/metadata/{id}": (
        lambda nova: nova.servers.set_meta_item(SERVER, "a", "b")
    ),
    "DELETE /servers/{server_id}/metadata/{id}": (
        lambda nova: nova.servers.delete_meta(SERVER, ["a"])
    ),
    "GET /servers/{server_id}/migrations": lambda nova: nova.server_migrations.list(SERVER),
    "GET /servers/{server_id}/migrations/{id}": lambda nova: nova.server_migrations.get(SERVER, 1),
    "DELETE /servers/{server_id}/migrations/{id}": (
        lambda nova: nova.server_migrations.live_migration_abort(SERVER, 1)
    ),
    "POST /servers/{server_id}/migrations/{id}/action force_complete": (
        lambda nova: nova.server_migrations.live_migrate_force_complete(SERVER, 1)
    ),
    "GET /servers/{server_id}/os-instance-actions": lambda nova: nova.instance_action.list(SERVER),
    "GET /servers/{server_id}/os-instance-actions/{id}": (
        lambda nova: nova.instance_action.get(SERVER, REQUEST)
    ),
    "GET /servers/{server_id}/os-interface": lambda nova: nova.servers.interface_list(SERVER),
    "POST /servers/{server_id}/os-interface": (
        lambda nova: nova.servers.interface_attach(SERVER, PORT, None, None)
    ),
    "GET /servers/{server_id}/os-interface/{id}": (
        lambda nova: nova.servers.interface_get(SERVER, PORT)
    ),
    "DELETE /servers/{server_id}/os-interface/{id}": (
        lambda nova: nova.servers.interface_detach(SERVER, PORT)
    ),
    "GET /servers/{server_id}/os-server-password": lambda nova: nova.servers.get_password(SERVER),
    "DELETE /servers/{server_id}/os-server-password": (
        lambda nova: nova.servers.clear_password(SERVER)
    ),
    "GET /servers/{server_id}/os-volume_attachments": (
        lambda nova: nova.volumes.get_server_volumes(SERVER)
    ),
    "POST /servers/{server_id}/os-volume_attachments": (
        lambda nova: nova.volumes.create_server_volume(SERVER, VOLUME)
    ),
    "GET /servers/{server_id}/os-volume_attachments/{id}": (
        lambda nova: nova.volumes.get_server_volume(SERVER, VOLUME)
    ),
    "PUT /servers/{server_id}/os-volume_attachments/{id}": (
        lambda nova: nova.volumes.update_server_volume(SERVER, VOLUME, VOLUME)
    ),
    "DELETE /servers/{server_id}/os-volume_attachments/{id}": (
        lambda nova: nova.volumes.delete_server_volume(SERVER, VOLUME)
    ),
    "POST /servers/{server_id}/remote-consoles": (
        lambda nova: nova.servers.get_console_url(SERVER, "novnc")
    ),
    "GET /servers/{server_id}/os-security-groups": (
        lambda nova: nova.servers.list_security_group(SERVER)
    ),
    "GET /servers/{server_id}/shares": lambda nova: nova.server_shares.list(SERVER),
    "POST /servers/{server_id}/shares": lambda nova: nova.server_shares.create(SERVER, SHARE),
    "GET /servers/{server_id}/shares/{id}": lambda nova: nova.server_shares.get(SERVER, SHARE),
    "DELETE /servers/{server_id}/shares/{id}": (
        lambda nova: nova.server_shares.delete(SERVER, SHARE)
    ),
    "GET /servers/{server_id}/tags": lambda nova: nova.servers.tag_list(SERVER),
    "PUT /servers/{server_id}/tags": lambda nova: nova.servers.set_tags(SERVER, ["blue"]),
    "DELETE /servers/{server_id}/tags": lambda nova: nova.servers.delete_all_tags(SERVER),
    "GET /servers/{server_id}/tags/{id}": lambda nova: nova.servers.has_tag(SERVER, "blue"),
    "PUT /servers/{server_id}/tags/{id}": lambda nova: nova.servers.add_tag(SERVER, "blue"),
    "DELETE /servers/{server_id}/tags/{id}": lambda nova: nova.servers.delete_tag(SERVER, "blue"),
    "GET /servers/{server_id}/topology": lambda nova: nova.servers.topology(SERVER),
}

#: The bodies of responses that ``canned.json`` lacks, by the key of ``CALLS``.
BODIES: dict[str, Any] = {
    "GET /versions/{id}": {"version": {"id": "v2.1"}},
    "GET /extensions": {"extensions": []},
    "GET /extensions/{id}": {"extension": {"alias": "os-agents"}},
    "GET /flavors/{flavor_id}/os-extra_specs/{id}": {"hw:cpu_policy": "shared"},
    "PUT /flavors/{flavor_id}/os-extra_specs/{id}": {"hw:cpu_policy": "shared"},
    "GET /os-console-auth-tokens/{id}": {"console": {"host": "host1"}},
    "GET /servers/{server_id}/ips/{id}": {"private": []},
    "GET /servers/{server_id}/os-interface/{id}": {"interfaceAttachment": {"port_id": PORT}},
    "GET /servers/{server_id}/shares": {"shares": []},
    "POST /servers/{server_id}/shares": {"share": {"share_id": SHARE}},
    "GET /servers/{server_id}/shares/{id}": {"share": {"share_id": SHARE}},
}


def requests_of(key: str, microversion: str, server: Server) -> list[dict[str, Any]]:
    """Return the requests of a call of ``CALLS``."""
    responses = [{"json": BODIES[key]}] if key in BODIES else []
    server.reset(tables.Row({"id": key, "responses": responses}), microversion)
    CALLS[key](client.Client(microversion, session=sessions.new_session()))
    return server.sent


def route_of(request: dict[str, Any], routes: Iterable[Route]) -> str | None:
    """Return the key of the operation of a request, or None if there is none."""
    path = request["url"].removeprefix("{compute}").partition("?")[0] or "/"
    body = request.get("json")
    found = [
        route
        for route in routes
        if route.http_method == request["method"]
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", route.path), path)
        and (not route.action or (isinstance(body, dict) and list(body) == [route.action]))
    ]
    # A path without ids takes precedence over one with ids.
    return min(found, key=lambda route: route.path.count("{")).key if found else None


@pytest.mark.parametrize("route", [r for r in ROUTES if r.key in CALLS], ids=lambda r: r.key)
def test_a_call_sends_the_request_of_its_route(route: Route, server: Server) -> None:
    sent = requests_of(route.key, route.newest, server)
    assert [route_of(request, ROUTES) for request in sent] == [route.key]


def test_every_route_of_the_newest_nova_has_a_call() -> None:
    live = {route.key for route in ROUTES if route.live}
    assert len(live) == 137
    assert live <= CALLS.keys()


def test_every_route_with_a_method_has_a_call() -> None:
    assert {route.key for route in ROUTES if route.method} <= CALLS.keys()


def test_every_call_has_a_route() -> None:
    assert CALLS.keys() <= {route.key for route in ROUTES}
    assert BODIES.keys() <= CALLS.keys()


@pytest.mark.parametrize(
    ("method", "url", "body", "key"),
    [
        ("GET", "{compute}", None, "GET /"),
        ("GET", "{compute}/flavors/detail?limit=1", None, "GET /flavors/detail"),
        ("GET", "{compute}/flavors/1", None, "GET /flavors/{id}"),
        ("GET", "{compute}/flavors/", None, None),
        ("GET", "{compute}/flavors/1/2", None, None),
        ("PATCH", "{compute}/flavors/1", None, None),
        ("GET", "http://compute.example/", None, None),
        ("POST", "{compute}/servers/1/action", {"lock": None}, "POST /servers/{id}/action lock"),
        ("POST", "{compute}/servers/1/action", {"lock": None, "unlock": None}, None),
        ("POST", "{compute}/servers/1/action", {"steal": None}, None),
        ("POST", "{compute}/servers/1/action", None, None),
    ],
)
def test_the_operation_of_a_request_is_found(
    method: str, url: str, body: Any, key: str | None
) -> None:
    assert route_of({"method": method, "url": url, "json": body}, ROUTES) == key
