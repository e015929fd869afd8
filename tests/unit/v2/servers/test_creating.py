"""Creating servers."""

from __future__ import annotations

import copy
import io

import pytest

from novaclient import base, exceptions
from novaclient.v2 import flavors, servers
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import SERVER, in_base64


@pytest.fixture
def created(requests_mock):
    """Return the server in the body of the last request."""
    requests_mock.post(f"{ENDPOINT}/servers", json={"server": {"id": "s1"}}, status_code=202)
    return lambda: requests_mock.last_request.json()["server"]


def test_create_does_not_change_its_arguments(nova, created):
    arguments = {
        "meta": {"a": "b"},
        "security_groups": ["default"],
        "nics": [{"net-id": "n", "v4-fixed-ip": "10.0.0.1", "tag": "t"}],
        "block_device_mapping_v2": [{"uuid": "v", "boot_index": -1, "tag": "t"}],
        "scheduler_hints": {"group": "g"},
        "tags": ["x"],
        "trusted_image_certificates": ["c"],
    }
    before = copy.deepcopy(arguments)
    nova.servers.create("web", image="i1", flavor="1", **arguments)
    assert arguments == before
    assert len(created()["block_device_mapping_v2"]) == 2


@pytest.mark.parametrize("kind", [list, tuple])
def test_devices_and_networks_may_be_lists_or_tuples(nova, created, kind):
    nova.servers.create(
        "web",
        image="i1",
        flavor="1",
        nics=kind([{"net-id": "n"}]),
        block_device_mapping_v2=kind([{"uuid": "v"}]),
    )
    assert created()["networks"] == [{"uuid": "n"}]
    assert [device["uuid"] for device in created()["block_device_mapping_v2"]] == ["i1", "v"]


def test_files_of_the_caller_are_not_changed(make_client, created):
    files = {"/b": "text", "/a": b"bytes", "/c": io.StringIO("file"), "/d": io.BytesIO(b"x")}
    before = dict(files)
    make_client("2.56").servers.create("web", flavor="1", files=files, nics="none")
    assert files == before
    assert created()["personality"] == [
        {"path": "/a", "contents": in_base64(b"bytes")},
        {"path": "/b", "contents": in_base64(b"text")},
        {"path": "/c", "contents": in_base64(b"file")},
        {"path": "/d", "contents": in_base64(b"x")},
    ]


def test_a_hook_that_changes_the_body_does_not_change_the_metadata(nova, requests_mock):
    class Managers(servers.ServerManager):
        pass

    requests_mock.post(f"{ENDPOINT}/servers", json={"server": {"id": "s1"}})
    Managers.add_hook(
        "modify_body_for_create", lambda body, **kw: body["server"].update(added=True)
    )
    Managers(nova).create("web", flavor="1", nics="none")
    assert requests_mock.last_request.json()["server"]["added"] is True


def test_a_server_without_a_flavor_is_refused(nova, requests_mock):
    with pytest.raises(TypeError, match="flavor"):
        nova.servers.create("web", "i1", nics="none")
    assert requests_mock.call_count == 0


def test_image_and_flavor_may_be_given_as_positional_resources(nova, created):
    flavor = flavors.Flavor(nova.flavors, {"id": "f1"})
    nova.servers.create("web", base.Resource(None, {"id": "i1"}), flavor, nics="none")
    assert (created()["imageRef"], created()["flavorRef"]) == ("i1", "f1")


def test_a_flavor_without_an_id_is_refused_before_a_request(nova, created, requests_mock):
    flavor = flavors.Flavor(nova.flavors, {"name": "tiny"}, loaded=True)
    with pytest.raises(exceptions.InvalidIdentifier):
        nova.servers.create("web", flavor=flavor, nics="none")
    assert requests_mock.call_count == 0


def test_a_server_without_an_image_boots_from_its_volume(nova, created):
    device = {"uuid": "v1", "source_type": "volume", "boot_index": 0}
    nova.servers.create("web", flavor="1", nics="none", block_device_mapping_v2=[device])
    assert created()["imageRef"] == ""
    assert created()["block_device_mapping_v2"] == [device]


@pytest.mark.parametrize(
    ("minimum", "maximum", "sent"),
    [(None, None, (1, 1)), (2, None, (2, 2)), (None, 3, (1, 3)), (5, 3, (3, 3)), (0, 0, (1, 1))],
)
def test_the_counts_of_servers_are_made_consistent(nova, created, minimum, maximum, sent):
    nova.servers.create("web", flavor="1", nics="none", min_count=minimum, max_count=maximum)
    assert (created()["min_count"], created()["max_count"]) == sent


def test_counts_given_as_strings_are_compared_as_numbers(nova, created):
    nova.servers.create("web", flavor="1", nics="none", min_count="2", max_count="10")
    assert (int(created()["min_count"]), int(created()["max_count"])) == (2, 10)


def test_a_count_that_is_not_a_number_is_refused(nova, requests_mock):
    with pytest.raises(ValueError, match="two"):
        nova.servers.create("web", flavor="1", nics="none", min_count="two")
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(
    ("argument", "value", "version", "words"),
    [
        ("description", "x", "2.18", "since microversion 2.19"),
        ("tags", ["x"], "2.51", "since microversion 2.52"),
        ("files", {"/a": "x"}, "2.57", "microversions 2.0 - 2.56"),
        ("trusted_image_certificates", ["x"], "2.62", "since microversion 2.63"),
        ("host", "x", "2.73", "since microversion 2.74"),
        ("hypervisor_hostname", "x", "2.73", "since microversion 2.74"),
        ("hostname", "x", "2.89", "since microversion 2.90"),
    ],
)
def test_an_argument_of_another_microversion_is_refused_before_a_request(
    make_client, requests_mock, argument, value, version, words
):
    with pytest.raises(exceptions.UnsupportedAttribute, match=f"'{argument}'.*{words}"):
        make_client(version).servers.create(
            "web", flavor="1", nics=[{"net-id": "n"}], **{argument: value}
        )
    assert requests_mock.call_count == 0


def test_a_reservation_id_carries_the_request_id(nova, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers",
        json={"reservation_id": "r-1"},
        headers={"x-compute-request-id": "req-1"},
    )
    reservation = nova.servers.create("web", flavor="1", nics="none", reservation_id=True)
    assert (reservation, reservation.request_ids) == ("r-1", ["req-1"])


def test_a_new_server_loads_its_missing_attributes(nova, created, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    server = nova.servers.create("web", flavor="1", nics="none")
    assert not server.is_loaded()
    assert server.status == "ACTIVE"


def test_user_data_is_encoded_for_extensions():
    assert servers.ServerManager.transform_userdata("text") == in_base64(b"text")


@pytest.mark.parametrize("version", ["2.0", "2.36"])
@pytest.mark.parametrize("nics", [[], (), "", None])
def test_up_to_2_36_networks_that_are_not_given_are_not_sent(
    make_client, requests_mock, version, nics
):
    requests_mock.post(f"{ENDPOINT}/servers", json={"server": SERVER})
    make_client(version).servers.create("web", "i1", "1", nics=nics)
    assert "networks" not in requests_mock.last_request.json()["server"]
