"""Volume attachments, which Nova creates after its response since 2.101."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2.servers import Server
from novaclient.v2.volumes import Volume, VolumeManager
from tests.unit.conftest import ENDPOINT

URL = f"{ENDPOINT}/servers/s/os-volume_attachments"


@pytest.fixture
def volumes(make_client):
    return make_client("2.101").volumes


@pytest.fixture
def attachment(volumes, requests_mock):
    requests_mock.post(URL, status_code=202, headers={"x-compute-request-id": "req-1"})
    return volumes.create_server_volume("s", "v", tag="data")


def test_a_new_attachment_knows_its_ids(attachment):
    assert (attachment.serverId, attachment.volumeId, attachment.tag) == ("s", "v", "data")
    assert attachment.request_ids == ["req-1"]
    assert not attachment.is_loaded()


def test_a_new_attachment_has_the_id_of_its_volume(attachment, requests_mock):
    sent = requests_mock.call_count
    assert attachment.id == "v"
    assert attachment.delete_on_termination is False
    assert requests_mock.call_count == sent


def test_the_device_of_a_new_attachment_is_loaded(attachment, requests_mock):
    requests_mock.get(f"{URL}/v", json={"volumeAttachment": {"device": "/dev/vdb"}})
    assert attachment.device == "/dev/vdb"


def test_waiting_for_an_attachment_ends_when_there_is_a_device(volumes, attachment, requests_mock):
    requests_mock.get(
        f"{URL}/v",
        [
            {"status_code": 404},
            {"json": {"volumeAttachment": {"device": None}}},
            {"json": {"volumeAttachment": {"device": "/dev/vdb"}}},
        ],
    )
    attached = volumes.wait_for_attachment(attachment, timeout=60, poll_interval=0)
    assert attached is attachment
    assert attached.device == "/dev/vdb"


@pytest.mark.parametrize(
    ("response", "state"),
    [
        ({"status_code": 404}, "not attached"),
        ({"json": {"volumeAttachment": {"volumeId": "v"}}}, "attached without a device"),
    ],
)
def test_the_timeout_of_an_attachment_names_the_last_state(
    volumes, attachment, requests_mock, response, state
):
    requests_mock.get(f"{URL}/v", **response)
    with pytest.raises(exceptions.WaitTimeout, match=f"<Volume: v> is still {state}") as caught:
        volumes.wait_for_attachment(attachment, timeout=0, poll_interval=0)
    assert caught.value.state == state
    assert caught.value.obj is attachment


@pytest.mark.parametrize("timeout", [-1, float("nan")])
def test_waiting_for_an_attachment_refuses_an_invalid_timeout(
    volumes, attachment, requests_mock, timeout
):
    sent = requests_mock.call_count
    with pytest.raises(ValueError, match="timeout"):
        volumes.wait_for_attachment(attachment, timeout)
    assert requests_mock.call_count == sent


def test_waiting_for_an_attachment_reports_its_states(volumes, attachment, requests_mock):
    requests_mock.get(
        f"{URL}/v",
        [
            {"status_code": 404},
            {"status_code": 503},
            {"json": {"volumeAttachment": {"device": None}}},
            {"json": {"volumeAttachment": {"device": "/dev/vdb"}}},
        ],
    )
    states = []
    volumes.wait_for_attachment(attachment, 60, 0, progress=states.append, max_failures=1)
    assert [str(state) for state in states] == [
        "not attached",
        "attached without a device",
        "attached",
    ]
    assert states[0].resource is attachment


def test_waiting_for_a_detachment_ends_when_the_attachment_is_gone(volumes, requests_mock):
    polled = requests_mock.get(
        f"{URL}/v",
        [
            {"json": {"volumeAttachment": {"volumeId": "v", "device": "/dev/vdb"}}},
            {"json": {"volumeAttachment": {"volumeId": "v", "device": "/dev/vdb"}}},
            {"status_code": 404},
        ],
    )
    states = []
    assert volumes.wait_for_detachment("s", "v", 60, 0, progress=states.append) is None
    assert [str(state) for state in states] == ["attached", "not attached"]
    assert polled.call_count == 3


def test_the_timeout_of_a_detachment_names_the_volume(volumes, requests_mock):
    attached = {"volumeAttachment": {"volumeId": "v", "device": "/dev/vdb"}}
    requests_mock.get(f"{URL}/v", json=attached)
    with pytest.raises(exceptions.WaitTimeout, match="<Volume: v> is still attached after 0 sec"):
        volumes.wait_for_detachment("s", "v", timeout=0)


@pytest.mark.parametrize("ids", [("", "v"), ("s", "..")])
def test_waiting_for_a_detachment_refuses_invalid_ids(volumes, requests_mock, ids):
    with pytest.raises(exceptions.InvalidIdentifier):
        volumes.wait_for_detachment(*ids)
    assert requests_mock.request_history == []


def test_since_2_101_hooks_still_get_the_body(volumes, requests_mock):
    class Hooked(VolumeManager):
        pass

    requests_mock.post(URL, status_code=202)
    Hooked.add_hook(
        "modify_body_for_create", lambda body: body["volumeAttachment"].update(extra=1)
    )
    Hooked(volumes.api).create_server_volume("s", "v")
    assert requests_mock.last_request.json()["volumeAttachment"]["extra"] == 1


def test_an_attachment_of_an_unknown_server_is_not_loaded(volumes, requests_mock):
    with pytest.raises(AttributeError):
        _ = Volume(volumes, {"volumeId": "v"}).device
    assert requests_mock.request_history == []


def test_up_to_2_100_the_response_contains_the_attachment(make_client, requests_mock):
    requests_mock.post(URL, json={"volumeAttachment": {"device": "/dev/vdb"}})
    attached = make_client("2.100").volumes.create_server_volume("s", "v")
    assert attached.device == "/dev/vdb"
    assert len(requests_mock.request_history) == 1


@pytest.mark.parametrize(
    ("info", "expected"),
    [({"volumeId": "v"}, "<Volume: v>"), ({}, "<Volume: unknown-id>")],
)
def test_the_repr_of_an_incomplete_resource_sends_no_request(info, expected):
    # Without a manager, a request would be an AttributeError.
    assert repr(Volume(None, info)) == expected


def test_the_old_name_of_a_volume_id_warns_at_the_line_of_the_caller(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/s/os-volume_attachments/v", json={"volumeAttachment": {}}
    )
    with pytest.warns(UserWarning, match="attachment_id") as warned:
        nova.volumes.get_server_volume("s", attachment_id="v")
    assert [warning.filename for warning in warned] == [__file__]


@pytest.mark.parametrize("key", ["serverId", "volumeId"])
def test_an_attachment_whose_ids_are_null_is_not_loaded(volumes, requests_mock, key):
    attachment = Volume(volumes, {"serverId": "s", "volumeId": "v", key: None})
    attachment.get()
    with pytest.raises(AttributeError):
        _ = attachment.device
    assert repr(attachment).startswith("<Volume: ")
    assert requests_mock.request_history == []


@pytest.mark.parametrize("key", ["serverId", "volumeId"])
def test_waiting_for_an_attachment_whose_ids_are_null_is_an_unexpected_response(
    volumes, requests_mock, key
):
    attachment = Volume(volumes, {"serverId": "s", "volumeId": "v", key: None})
    with pytest.raises(exceptions.UnexpectedResponse, match=f"'{key}' of a Volume"):
        volumes.wait_for_attachment(attachment, timeout=None, poll_interval=0)
    assert requests_mock.request_history == []


def test_an_id_that_becomes_null_ends_the_wait(volumes, requests_mock):
    polled = requests_mock.get(f"{URL}/v", json={"volumeAttachment": {"volumeId": None}})
    with pytest.raises(exceptions.UnexpectedResponse, match="'volumeId' of a Volume"):
        volumes.wait_for_detachment("s", "v", timeout=None, poll_interval=0)
    assert polled.call_count == 1


def test_an_attachment_without_ids_can_be_listed(nova, requests_mock):
    requests_mock.get(URL, json={"volumeAttachments": [{"volumeId": None, "serverId": "s"}]})
    [attachment] = nova.volumes.get_server_volumes("s")
    assert attachment.volumeId is None
    assert repr(attachment) == "<Volume: None>"


# Servers, and whether the operation failed.

ACTION = f"{ENDPOINT}/servers/s/os-instance-actions/req-1"
FAILED = {"action": "attach_volume", "request_id": "req-1", "message": "Error"}
NOT_FAILED = {**FAILED, "message": None}
MISSING = {"status_code": 404}
ATTACHED = {"json": {"volumeAttachment": {"id": "v", "device": "/dev/vdb"}}}


@pytest.mark.parametrize("version", ["2.1", "2.100", "2.101"])
def test_a_server_may_stand_for_its_id(make_client, requests_mock, version):
    nova = make_client(version)
    server = Server(nova.servers, {"id": "s"})
    requests_mock.post(URL, json={"volumeAttachment": {"id": "v", "serverId": "s"}})
    requests_mock.get(URL, json={"volumeAttachments": []})
    requests_mock.get(f"{URL}/v", **ATTACHED)
    requests_mock.delete(f"{URL}/v", status_code=202)
    assert nova.volumes.create_server_volume(server, "v").serverId == "s"
    assert nova.volumes.get_server_volumes(server) == []
    assert nova.volumes.get_server_volume(server, "v").device == "/dev/vdb"
    nova.volumes.delete_server_volume(server, "v")
    requests_mock.get(f"{URL}/v", **MISSING)
    nova.volumes.wait_for_detachment(server, "v", timeout=0)


def test_waiting_for_an_attachment_that_failed_says_so(volumes, attachment, requests_mock):
    requests_mock.get(f"{URL}/v", **MISSING)
    read = requests_mock.get(ACTION, json={"instanceAction": FAILED})
    with pytest.raises(exceptions.OperationFailed, match="attach_volume of <Volume: v> failed"):
        volumes.wait_for_attachment(attachment, poll_interval=0)
    assert read.call_count == 1


def test_waiting_for_an_attachment_that_appears_late_reads_no_action(
    volumes, attachment, requests_mock
):
    requests_mock.get(f"{URL}/v", [MISSING, ATTACHED])
    read = requests_mock.get(ACTION, json={"instanceAction": FAILED})
    volumes.wait_for_attachment(attachment, poll_interval=0)
    assert read.call_count == 0


@pytest.mark.parametrize("response", [{"json": {"instanceAction": NOT_FAILED}}, MISSING])
def test_waiting_for_an_attachment_goes_on_while_no_failure_is_known(
    volumes, attachment, requests_mock, response
):
    requests_mock.get(f"{URL}/v", [MISSING, MISSING, ATTACHED])
    requests_mock.get(ACTION, **response)
    assert volumes.wait_for_attachment(attachment, poll_interval=0).device == "/dev/vdb"


def test_waiting_for_a_detachment_that_failed_says_so(volumes, requests_mock):
    requests_mock.delete(f"{URL}/v", status_code=202, headers={"x-compute-request-id": "req-1"})
    requests_mock.get(f"{URL}/v", **ATTACHED)
    requests_mock.get(ACTION, json={"instanceAction": {**FAILED, "action": "detach_volume"}})
    begun = volumes.delete_server_volume("s", "v")
    with pytest.raises(exceptions.OperationFailed, match="detach_volume of"):
        volumes.wait_for_detachment("s", "v", poll_interval=0, action=begun)


def test_waiting_for_a_detachment_reads_no_action_unless_it_is_given(volumes, requests_mock):
    requests_mock.get(f"{URL}/v", [ATTACHED, ATTACHED, MISSING])
    volumes.wait_for_detachment("s", "v", poll_interval=0)
    assert requests_mock.call_count == 3
