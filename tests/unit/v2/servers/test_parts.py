"""The volumes, actions and migrations of a server, used through the server."""

from __future__ import annotations

import types

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from novaclient.v2.volumes import Volume
from tests.unit.conftest import ENDPOINT

URL = f"{ENDPOINT}/servers/s1"
VOLUMES = f"{URL}/os-volume_attachments"
ATTACHMENT = {"volumeId": "v1", "serverId": "s1", "device": "/dev/vdb"}


@pytest.fixture
def server(make_client):
    return _server(make_client("2.96"))


def _server(nova):
    return Server(nova.servers, {"id": "s1"}, loaded=True)


VOLUME_OF_CINDER = types.SimpleNamespace(id="v1")


@pytest.mark.parametrize(
    "volume",
    ["v1", VOLUME_OF_CINDER, Volume(None, ATTACHMENT, loaded=True)],
    ids=["id", "volume", "attachment"],
)
def test_a_volume_is_given_by_its_id_itself_or_its_attachment(server, requests_mock, volume):
    requests_mock.post(VOLUMES, json={"volumeAttachment": ATTACHMENT})
    requests_mock.get(f"{VOLUMES}/v1", json={"volumeAttachment": ATTACHMENT})
    requests_mock.delete(f"{VOLUMES}/v1", status_code=202)
    assert server.attach_volume(volume).device == "/dev/vdb"
    assert requests_mock.last_request.json() == {"volumeAttachment": {"volumeId": "v1"}}
    assert server.get_volume(volume).serverId == "s1"
    assert server.detach_volume(volume) == ()
    assert requests_mock.last_request.method == "DELETE"


def test_a_volume_is_attached_with_all_options(server, requests_mock):
    requests_mock.post(VOLUMES, json={"volumeAttachment": ATTACHMENT})
    server.attach_volume("v1", "/dev/vdb", tag="data", delete_on_termination=True)
    assert requests_mock.last_request.json()["volumeAttachment"] == {
        "volumeId": "v1",
        "device": "/dev/vdb",
        "tag": "data",
        "delete_on_termination": True,
    }


def test_an_object_without_an_id_is_no_volume(server, requests_mock):
    with pytest.raises(exceptions.InvalidIdentifier):
        server.detach_volume(Server(server.manager, {}, loaded=True))
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(
    ("version", "options"), [("2.48", {"tag": "data"}), ("2.78", {"delete_on_termination": True})]
)
def test_an_option_of_a_later_microversion_is_refused(
    make_client, requests_mock, version, options
):
    with pytest.raises(TypeError, match=r"Server\.attach_volume\(\) got an unexpected keyword"):
        _server(make_client(version)).attach_volume("v1", **options)
    assert requests_mock.call_count == 0


def test_the_server_remembers_that_a_volume_is_being_attached(server, requests_mock):
    headers = {"x-compute-request-id": "req-7"}
    requests_mock.post(VOLUMES, json={"volumeAttachment": ATTACHMENT}, headers=headers)
    server.attach_volume("v1")
    assert server._operation == "req-7"


def test_the_attached_volumes_are_listed(server, requests_mock):
    requests_mock.get(VOLUMES, json={"volumeAttachments": [ATTACHMENT]})
    assert [volume.volumeId for volume in server.list_volumes()] == ["v1"]


def test_the_actions_are_listed_and_filtered(server, requests_mock):
    actions = {"instanceActions": [{"action": "stop", "request_id": "req-1"}]}
    requests_mock.get(f"{URL}/os-instance-actions", json=actions)
    assert [each.action for each in server.list_actions(limit=5)] == ["stop"]
    assert requests_mock.last_request.query == "limit=5"


def test_all_actions_are_listed_before_2_58(make_client, requests_mock):
    requests_mock.get(f"{URL}/os-instance-actions", json={"instanceActions": []})
    assert _server(make_client("2.57")).list_actions() == []


def test_an_action_has_its_events(server, requests_mock):
    action = {"action": "stop", "events": [{"event": "compute_stop_instance"}]}
    requests_mock.get(f"{URL}/os-instance-actions/req-1", json={"instanceAction": action})
    assert server.get_action("req-1").events == action["events"]


def test_a_live_migration_is_found_completed_and_aborted(server, requests_mock):
    migration = {"id": 7, "server_uuid": "s1", "status": "running"}
    requests_mock.get(f"{URL}/migrations", json={"migrations": [migration]})
    requests_mock.get(f"{URL}/migrations/7", json={"migration": migration})
    requests_mock.post(f"{URL}/migrations/7/action", status_code=202)
    requests_mock.delete(f"{URL}/migrations/7", status_code=202)
    [found] = server.list_migrations()
    assert server.get_migration(found).status == "running"
    server.live_migrate_force_complete(found)
    assert requests_mock.last_request.json() == {"force_complete": None}
    server.live_migration_abort(found)
    assert requests_mock.last_request.method == "DELETE"
