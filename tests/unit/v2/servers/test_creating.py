"""Creating servers."""

from __future__ import annotations

import copy
import inspect
import io
import types

import pytest

from novaclient import base, exceptions
from novaclient.v2 import flavors, servers
from novaclient.v2.servers import options
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


# Many servers at once.

MANY = {"flavor": "1", "nics": "none"}


@pytest.fixture
def reserved(requests_mock):
    """Respond to the creation of three servers, and to the list of them; return the requests."""
    posted = requests_mock.post(
        f"{ENDPOINT}/servers",
        json={"reservation_id": "r-1"},
        headers={"x-compute-request-id": "req-post"},
    )
    rows = [{"id": f"s{n}", "name": f"web-{n}", "status": "BUILD"} for n in (10, 2, 1)]
    listed = requests_mock.get(
        f"{ENDPOINT}/servers/detail",
        json={"servers": rows},
        headers={"x-compute-request-id": "req-list"},
    )
    return posted, listed


def test_many_servers_are_created_with_one_request_and_listed(nova, reserved):
    posted, listed = reserved
    found = nova.servers.create_many("web", 3, "i1", **MANY, tags=["x"])
    assert [server.name for server in found] == ["web-1", "web-2", "web-10"]
    assert found.request_ids == ["req-post", "req-list"]
    body = posted.last_request.json()["server"]
    assert (body["min_count"], body["max_count"], body["return_reservation_id"]) == (3, 3, True)
    assert (body["name"], body["imageRef"], body["tags"]) == ("web", "i1", ["x"])
    assert listed.last_request.qs == {"reservation_id": ["r-1"]}
    assert (posted.call_count, listed.call_count) == (1, 1)


def test_many_servers_are_listed_on_all_pages(nova, reserved, requests_mock):
    rows = [{"id": f"s{n}", "name": f"web-{n}"} for n in range(3)]
    link = [{"rel": "next", "href": f"{ENDPOINT}/servers/detail?marker=s1"}]
    pages = [
        {"json": {"servers": rows[:2], "servers_links": link}},
        {"json": {"servers": rows[2:]}},
    ]
    listed = requests_mock.get(f"{ENDPOINT}/servers/detail", pages)
    assert [s.id for s in nova.servers.create_many("web", 3, **MANY)] == ["s0", "s1", "s2"]
    assert listed.last_request.qs == {"reservation_id": ["r-1"], "marker": ["s1"]}


def test_waits_know_which_request_created_many_servers(nova, reserved):
    found = nova.servers.create_many("web", 3, **MANY)
    assert [server._operation for server in found] == ["req-post"] * 3


def test_many_servers_can_be_waited_for(nova, reserved, requests_mock):
    found = nova.servers.create_many("web", 3, **MANY)
    for server in found:
        active = {"id": server.id, "name": server.name, "status": "ACTIVE"}
        requests_mock.get(f"{ENDPOINT}/servers/{server.id}", json={"server": active})
    rows = [{"id": server.id, "name": server.name, "status": "ACTIVE"} for server in found]
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": rows})
    nova.servers.wait_for_all(found, timeout=5, poll_interval=0)
    assert [server.status for server in found] == ["ACTIVE"] * 3


@pytest.mark.parametrize("count", [0, -1, True, "3", 2.0, None])
def test_a_count_that_is_no_positive_integer_is_refused(nova, requests_mock, count):
    with pytest.raises(ValueError, match=f"count must be a positive integer, not {count!r}"):
        nova.servers.create_many("web", count, **MANY)
    assert requests_mock.call_count == 0


@pytest.mark.parametrize("argument", ["reservation_id", "min_count", "max_count", "imgae"])
def test_many_servers_are_not_created_with_an_argument_that_does_not_exist(
    nova, requests_mock, argument
):
    with pytest.raises(TypeError, match=f"got an unexpected keyword argument '{argument}'"):
        nova.servers.create_many("web", 3, **MANY, **{argument: 1})
    assert requests_mock.call_count == 0


def test_many_servers_need_what_one_needs(nova, requests_mock):
    with pytest.raises(TypeError, match="flavor"):
        nova.servers.create_many("web", 3, nics="none")
    with pytest.raises(ValueError, match="nics"):
        nova.servers.create_many("web", 3, flavor="1")
    assert requests_mock.call_count == 0


def test_an_incomplete_list_of_many_servers_is_warned_about(nova, reserved):
    with pytest.warns(exceptions.IncompleteListWarning) as caught:
        assert len(nova.servers.create_many("web", 4, **MANY)) == 3
    [warning] = caught
    assert str(warning.message) == (
        "Only 3 of the 4 servers that were created are listed. "
        "list(search_opts={'reservation_id': 'r-1'}) lists them again."
    )
    assert warning.filename == __file__


def test_a_failure_to_list_many_servers_says_that_they_were_created(nova, reserved, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", status_code=503)
    with pytest.raises(exceptions.ServiceUnavailable) as caught:
        nova.servers.create_many("web", 3, **MANY)
    assert caught.value.reservation_id == "r-1"
    assert caught.value.__notes__ == [
        "The servers have been created, with the reservation id r-1."
    ]


@pytest.mark.parametrize("reservation", [None, "", [], {"a": 1}, ["r"]])
def test_a_reservation_id_of_another_type_is_an_unexpected_response(
    nova, reserved, requests_mock, reservation
):
    requests_mock.post(
        f"{ENDPOINT}/servers",
        json={"reservation_id": reservation},
        headers={"x-compute-request-id": "req-post"},
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="reservation") as caught:
        nova.servers.create_many("web", 3, **MANY)
    assert caught.value.request_id == "req-post"
    assert reserved[1].call_count == 0


def test_the_types_of_the_options_name_all_arguments_of_create():
    own = {"self", "name", "image", "flavor", "reservation_id", "min_count", "max_count"}
    parameters = inspect.signature(servers.ServerManager.create).parameters
    assert options.ServerOptions.__optional_keys__ == parameters.keys() - own


# A volume to boot from.


def test_a_server_boots_from_a_new_volume(nova, created):
    volume = nova.servers.boot_volume("i1", 10)
    nova.servers.create("web", flavor="1", nics="none", block_device_mapping_v2=[volume])
    assert created()["imageRef"] == ""
    assert created()["block_device_mapping_v2"] == [
        {
            "uuid": "i1",
            "source_type": "image",
            "destination_type": "volume",
            "boot_index": 0,
            "volume_size": 10,
            "delete_on_termination": False,
        }
    ]


def test_a_boot_volume_has_a_type_a_tag_and_an_end():
    image = types.SimpleNamespace(id="i1")
    volume = servers.ServerManager.boot_volume(
        image, 1, delete_on_termination=True, volume_type="ssd", tag="root"
    )
    assert (volume["uuid"], volume["delete_on_termination"]) == ("i1", True)
    assert (volume["volume_type"], volume["tag"]) == ("ssd", "root")


def test_the_type_of_a_boot_volume_exists_since_2_67(make_client, requests_mock):
    nova = make_client("2.66")
    volume = nova.servers.boot_volume("i1", 10, volume_type="ssd")
    with pytest.raises(ValueError, match=r"2\.67"):
        nova.servers.create("web", flavor="1", nics="none", block_device_mapping_v2=[volume])
    assert requests_mock.call_count == 0


@pytest.mark.parametrize("size", [0, -1, "10", 1.5, None, True])
def test_a_size_that_is_no_positive_integer_is_refused(size):
    with pytest.raises(ValueError, match=f"size must be a positive integer, not {size!r}"):
        servers.ServerManager.boot_volume("i1", size)


def test_an_image_without_an_id_is_refused():
    with pytest.raises(exceptions.InvalidIdentifier):
        servers.ServerManager.boot_volume(object(), 10)
