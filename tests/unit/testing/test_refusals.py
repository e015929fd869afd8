"""Requests that Nova refuses, and the fake cloud too, for the same reason."""

from __future__ import annotations

import pytest

from novaclient import testing

WEB = "11111111-1111-4111-8111-111111111111"
AWAY = "22222222-2222-4222-8222-222222222222"
OTHER = "33333333-3333-4333-8333-333333333333"
PORT = "44444444-4444-4444-8444-444444444444"
NOBODY = "99999999-9999-4999-8999-999999999999"
SERVER = {"name": "new", "flavorRef": "1", "networks": "none"}


@pytest.fixture
def cloud():
    """A fake cloud with servers, one of which is offloaded, and with aggregates."""
    cloud = testing.FakeNova()
    cloud.add_server("web", id=WEB, host="compute-1")
    cloud.add_server("away", "SHELVED_OFFLOADED", id=AWAY)
    cloud.add_server("other", id=OTHER, project="other", host="compute-1")
    nova = cloud.client()
    zone = nova.aggregates.create("zone", "zone-1")
    zone.add_host("compute-2")
    nova.aggregates.create("plain", None)
    return cloud


def send(cloud, version, request, body, **user):
    method, path = request.split(" ", 1)
    return cloud.session(**user).request(
        path,
        method,
        json=body,
        headers={
            "OpenStack-API-Version": f"compute {version}",
            "X-OpenStack-Nova-API-Version": version,
        },
        endpoint_filter={"service_type": "compute"},
        raise_exc=False,
    )


def action(server_id, name, value=None):
    return f"POST /servers/{server_id}/action", {name: value}


@pytest.mark.parametrize(
    ("version", "request_and_body", "status", "message"),
    [
        # Aggregates
        ("2.96", ("GET /os-aggregates/x", None), 400, "id must be an integer"),
        ("2.96", ("GET /os-aggregates/9", None), 404, "Aggregate 9 could not be found"),
        ("2.96", ("POST /os-aggregates", {"aggregate": {"name": "zone"}}), 409, "already exists"),
        (
            "2.96",
            ("POST /os-aggregates/1/action", {"add_host": {"host": "nowhere"}}),
            404,
            "Compute host nowhere could not be found",
        ),
        (
            "2.96",
            ("POST /os-aggregates/2/action", {"remove_host": {"host": "compute-1"}}),
            404,
            "Cannot remove host compute-1",
        ),
        (
            "2.81",
            ("POST /os-aggregates/1/images", {"cache": [{"id": WEB}, {"id": WEB}]}),
            400,
            "Duplicate images",
        ),
        # Services and hypervisors
        (
            "2.11",
            ("PUT /os-services/enable", {"host": "compute-1", "binary": "nova-scheduler"}),
            400,
            "Updating a nova-scheduler service is not supported",
        ),
        (
            "2.11",
            ("PUT /os-services/enable", {"host": "nowhere", "binary": "nova-compute"}),
            404,
            "Host 'nowhere' is not mapped to any cell",
        ),
        (
            "2.11",
            (
                "PUT /os-services/disable-log-reason",
                {"host": "compute-1", "binary": "nova-compute"},
            ),
            400,
            "Missing disabled reason field",
        ),
        (
            "2.11",
            ("PUT /os-services/force-down", {"host": "compute-1", "binary": "nova-compute"}),
            400,
            "Missing forced_down field",
        ),
        ("2.96", ("PUT /os-services/x", {"status": "enabled"}), 400, "Invalid uuid x"),
        ("2.11", ("DELETE /os-services/x", None), 400, "id must be an integer"),
        ("2.96", (f"PUT /os-services/{NOBODY}", {"status": "enabled"}), 404, "could not be found"),
        ("2.96", (f"DELETE /os-services/{NOBODY}", None), 404, "not found"),
        ("2.96", ("GET /os-hypervisors/x", None), 400, "Invalid uuid x"),
        ("2.96", (f"GET /os-hypervisors/{NOBODY}", None), 404, "could not be found"),
        ("2.96", ("GET /os-hypervisors/statistics", None), 404, "could not be found"),
        (
            "2.96",
            ("GET /os-hypervisors?hypervisor_hostname_pattern=c&limit=1", None),
            400,
            "Paging over hypervisors",
        ),
        # Flavors
        ("2.96", ("GET /flavors?is_public=perhaps", None), 400, "Invalid is_public filter"),
        ("2.96", ("GET /flavors?minRam=much", None), 400, "Invalid minRam filter"),
        (
            "2.96",
            (
                "POST /flavors",
                {"flavor": {"name": "n", "id": "1", "ram": 1, "vcpus": 1, "disk": 1}},
            ),
            409,
            "Flavor with ID 1 already exists",
        ),
        ("2.96", ("PUT /flavors/1/os-extra_specs/a", {"b": "1"}), 400, "body and URI mismatch"),
        ("2.96", ("GET /flavors/1/os-flavor-access", None), 404, "not available for public"),
        (
            "2.96",
            ("POST /flavors/1/action", {"addTenantAccess": {"tenant": "p"}}),
            409,
            "Can not add access to a public flavor",
        ),
        (
            "2.96",
            ("POST /flavors/1/action", {"removeTenantAccess": {"tenant": "p"}}),
            404,
            "Flavor access not found",
        ),
        # Key pairs, usage, groups, migrations
        (
            "2.96",
            ("POST /os-keypairs", {"keypair": {"name": "k", "public_key": "x"}}),
            400,
            "failed to generate fingerprint",
        ),
        (
            "2.96",
            (
                "GET /os-simple-tenant-usage/demo?start=2026-02-01T00:00:00&end=2026-01-01T0:0:0",
                None,
            ),
            400,
            "start time cannot occur after the end time",
        ),
        ("2.96", ("GET /os-simple-tenant-usage/demo?start=soon", None), 400, "Invalid datetime"),
        ("2.96", (f"GET /os-server-groups/{NOBODY}", None), 404, "could not be found"),
        (
            "2.96",
            (
                "POST /os-server-groups",
                {
                    "server_group": {
                        "name": "g",
                        "policy": "affinity",
                        "rules": {"max_server_per_host": 2},
                    }
                },
            ),
            400,
            "Only anti-affinity policy supports rules",
        ),
        (
            "2.96",
            ("GET /os-migrations?changes-since=2026-02-01&changes-before=2026-01-01", None),
            400,
            "changes-since must be less than or equal",
        ),
        ("2.96", ("GET /os-migrations?changes-since=soon", None), 400, "not a 'date-time'"),
        ("2.96", (f"GET /servers/{WEB}/migrations/7", None), 404, "live migration 7 is not found"),
        (
            "2.96",
            (f"DELETE /servers/{WEB}/migrations/7", None),
            409,
            "invalid state for 'abort live migration'",
        ),
        # Creating servers
        ("2.96", ("POST /servers", {"server": SERVER}), 400, "Missing imageRef"),
        (
            "2.96",
            ("POST /servers", {"server": {**SERVER, "imageRef": NOBODY}}),
            400,
            "Can not find requested image",
        ),
        (
            "2.96",
            ("POST /servers", {"server": {**SERVER, "imageRef": NOBODY, "flavorRef": "none"}}),
            400,
            "Flavor none could not be found",
        ),
        # Moving servers
        ("2.96", action(WEB, "resize", {"flavorRef": "none"}), 400, "could not be found"),
        ("2.96", action(WEB, "resize", {"flavorRef": "1"}), 400, "must change flavor"),
        ("2.96", action(WEB, "migrate", {"host": "compute-1"}), 400, "where the server exists"),
        ("2.96", action(WEB, "migrate", {"host": "nowhere"}), 400, "nowhere could not be found"),
        ("2.96", action(WEB, "confirmResize"), 409, "Cannot 'confirmResize'"),
        ("2.96", action(WEB, "evacuate", {"host": "nowhere"}), 404, "nowhere not found"),
        ("2.96", action(WEB, "evacuate", {"host": "compute-1"}), 400, "can't be the same one"),
        ("2.29", action(WEB, "evacuate", {"force": True}), 400, "non-provided destination"),
        (
            "2.1",
            action(WEB, "evacuate", {"onSharedStorage": True, "adminPass": "secret"}),
            400,
            "admin password can't be changed",
        ),
        ("2.96", action(WEB, "rebuild", {"imageRef": NOBODY}), 400, "Cannot find image"),
        ("2.96", action(AWAY, "unshelve", {"host": "nowhere"}), 400, "nowhere could not be found"),
        (
            "2.96",
            action(AWAY, "unshelve", {"availability_zone": "moon"}),
            400,
            "zone is not available",
        ),
        ("2.96", action(WEB, "shelveOffload"), 409, "Cannot 'shelveOffload'"),
        ("2.96", action(WEB, "restore"), 409, "Cannot 'restore'"),
        ("2.96", action(WEB, "rescue", {"rescue_image_ref": NOBODY}), 400, "is not valid"),
        # Parts of servers
        (
            "2.96",
            (
                f"POST /servers/{WEB}/os-interface",
                {"interfaceAttachment": {"net_id": NOBODY, "port_id": PORT}},
            ),
            400,
            "Must not input both",
        ),
        (
            "2.96",
            (
                f"POST /servers/{WEB}/os-interface",
                {"interfaceAttachment": {"fixed_ips": [{"ip_address": "10.0.0.9"}]}},
            ),
            400,
            "Must input network_id",
        ),
        (
            "2.96",
            (f"POST /servers/{WEB}/os-interface", {"interfaceAttachment": {"net_id": NOBODY}}),
            404,
            "could not be found",
        ),
        ("2.96", (f"DELETE /servers/{WEB}/os-interface/{PORT}", None), 404, "could not be found"),
        (
            "2.96",
            (f"PUT /servers/{WEB}/metadata/a", {"meta": {"b": "1"}}),
            400,
            "body and URI mismatch",
        ),
        ("2.96", (f"DELETE /servers/{WEB}/metadata/a", None), 404, "Metadata item was not found"),
        ("2.96", (f"PUT /servers/{WEB}/tags/a,b", None), 400, "without characters"),
        # Lists of servers
        ("2.96", ("GET /servers?status=none", None), 400, "Invalid status value"),
        ("2.96", ("GET /servers?locked=perhaps", None), 400, "perhaps"),
        ("2.96", ("GET /servers?name=[", None), 400, "is not a 'regex'"),
        ("2.96", ("GET /servers?sort_key=colour", None), 400, "sort_key"),
        ("2.96", (f"GET /servers?marker={NOBODY}", None), 400, "not found"),
    ],
)
def test_a_request_that_nova_refuses_is_refused(cloud, version, request_and_body, status, message):
    response = send(cloud, version, *request_and_body)
    assert response.status_code == status, response.text
    [fault] = response.json().values()
    assert message in fault["message"]


@pytest.mark.parametrize(
    "request_and_body",
    [
        ("GET /os-simple-tenant-usage/other", None),
        ("GET /servers?status=DELETED", None),
        ("GET /servers?sort_key=host", None),
        ("POST /servers", {"server": {**SERVER, "host": "compute-1"}}),
        action(WEB, "migrate"),
    ],
)
def test_what_is_for_administrators_is_forbidden_to_others(cloud, request_and_body):
    assert send(cloud, "2.96", *request_and_body, admin=False).status_code == 403


def test_the_events_of_other_services_are_judged_one_by_one(cloud):
    events = [
        {"name": "network-changed", "server_uuid": WEB},
        {"name": "network-changed", "server_uuid": NOBODY},
        {"name": "volume-extended", "server_uuid": WEB},
        {"name": "network-changed", "server_uuid": AWAY},
    ]
    response = send(cloud, "2.96", "POST /os-server-external-events", {"events": events})
    assert response.status_code == 207
    assert [each["code"] for each in response.json()["events"]] == [200, 404, 400, 422]


def test_a_service_with_servers_is_not_deleted(cloud):
    nova = cloud.client("2.96")
    [service] = nova.services.list(host="compute-1", binary="nova-compute")
    response = send(cloud, "2.96", f"DELETE /os-services/{service.id}", None)
    assert response.status_code == 409
    assert "hosting instances" in response.json()["conflictingRequest"]["message"]


def test_a_service_without_servers_is_deleted_with_its_host(cloud):
    nova = cloud.client("2.96")
    [service] = nova.services.list(host="compute-2", binary="nova-compute")
    nova.services.delete(service.id)
    assert [each.hypervisor_hostname for each in nova.hypervisors.list()] == ["compute-1"]
    assert nova.aggregates.find(name="zone").hosts == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"status": "enabled", "disabled_reason": "r"}, 400),
        ({}, 400),
        ({"status": "disabled", "disabled_reason": "r"}, 200),
        ({"forced_down": True}, 200),
    ],
)
def test_a_service_is_updated_if_the_update_makes_sense(cloud, body, status):
    [service] = cloud.client("2.96").services.list(host="compute-1", binary="nova-compute")
    response = send(cloud, "2.96", f"PUT /os-services/{service.id}", body)
    assert response.status_code == status


def test_the_control_services_are_not_updated(cloud):
    [service] = cloud.client("2.96").services.list(binary="nova-scheduler")
    response = send(cloud, "2.96", f"PUT /os-services/{service.id}", {"status": "disabled"})
    assert response.status_code == 400
    cloud.client("2.96").services.delete(service.id)
    assert cloud.client("2.96").services.list(binary="nova-scheduler") == []


def test_a_host_that_is_forced_down_tells_no_uptime(cloud):
    nova = cloud.client("2.60")
    [service] = nova.services.list(host="compute-1", binary="nova-compute")
    nova.services.force_down(service.id, True)
    [host] = nova.hypervisors.search("compute-1")
    response = send(cloud, "2.60", f"GET /os-hypervisors/{host.id}/uptime", None)
    assert response.status_code == 400


def test_a_live_migration_in_progress_is_shown_and_aborted(cloud):
    cloud.polls = 100
    nova = cloud.client("2.96")
    nova.servers.live_migrate(WEB, "compute-2", "auto")
    [migration] = nova.server_migrations.list(WEB)
    assert nova.server_migrations.get(WEB, migration.id).dest_compute == "compute-2"
    nova.server_migrations.live_migration_abort(WEB, migration.id)
    assert nova.server_migrations.list(WEB) == []
    assert nova.servers.get(WEB).host == "compute-1"


def test_a_live_migration_in_progress_is_forced_to_complete(cloud):
    cloud.polls = 100
    nova = cloud.client("2.96")
    nova.servers.live_migrate(WEB, "compute-2", "auto")
    [migration] = nova.server_migrations.list(WEB)
    nova.server_migrations.live_migrate_force_complete(WEB, migration.id)
    assert nova.servers.get(WEB).host == "compute-2"


def test_another_live_migration_is_not_forced_to_complete(cloud):
    cloud.polls = 100
    nova = cloud.client("2.96")
    nova.servers.live_migrate(WEB, "compute-2", "auto")
    name = "force_complete"
    response = send(cloud, "2.96", f"POST /servers/{WEB}/migrations/9/action", {name: None})
    assert response.status_code == 400
    assert "not found" in response.json()["badRequest"]["message"]
