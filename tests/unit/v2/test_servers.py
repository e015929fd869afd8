from __future__ import annotations

import base64
import copy
import io

import pytest
import requests_mock as requests_mock_module

from novaclient import base, exceptions
from novaclient.v2 import flavors, servers
from tests.unit.conftest import ENDPOINT

SERVER = {"id": "s1", "name": "web", "status": "ACTIVE"}


def _in_base64(content):
    return base64.b64encode(content).decode()


@pytest.fixture
def created(requests_mock):
    """What was asked of Nova when a server was made."""
    requests_mock.post(f"{ENDPOINT}/servers", json={"server": {"id": "s1"}}, status_code=202)
    return lambda: requests_mock.last_request.json()["server"]


@pytest.fixture
def action(requests_mock):
    """What was asked of Nova in an action."""
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={"server": SERVER}, status_code=202)
    return lambda: requests_mock.last_request.json()


# The arguments of the caller.


def test_making_a_server_changes_no_argument(nova, created):
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
        {"path": "/a", "contents": _in_base64(b"bytes")},
        {"path": "/b", "contents": _in_base64(b"text")},
        {"path": "/c", "contents": _in_base64(b"file")},
        {"path": "/d", "contents": _in_base64(b"x")},
    ]


def test_search_options_of_the_caller_are_not_changed(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [SERVER]})
    options = {"status": "ACTIVE", "name": None}
    nova.servers.list(search_opts=options, limit=-1, sort_keys=["id"])
    assert options == {"status": "ACTIVE", "name": None}


def test_metadata_of_the_caller_is_not_changed(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/metadata", json={"metadata": {"a": "b"}})
    metadata = {"a": "b"}
    nova.servers.set_meta("s1", metadata)
    assert metadata == {"a": "b"}


def test_a_hook_that_changes_the_body_does_not_change_the_metadata(nova, requests_mock):
    class Managers(servers.ServerManager):
        pass

    requests_mock.post(f"{ENDPOINT}/servers", json={"server": {"id": "s1"}})
    Managers.add_hook(
        "modify_body_for_create", lambda body, **kw: body["server"].update(added=True)
    )
    Managers(nova).create("web", flavor="1", nics="none")
    assert requests_mock.last_request.json()["server"]["added"] is True


# Making servers.


def test_a_server_needs_a_flavor(nova, requests_mock):
    with pytest.raises(TypeError, match="flavor"):
        nova.servers.create("web", "i1", nics="none")
    assert requests_mock.call_count == 0


def test_image_and_flavor_may_be_positional_resources(nova, created):
    flavor = flavors.Flavor(nova.flavors, {"id": "f1"})
    nova.servers.create("web", base.Resource(None, {"id": "i1"}), flavor, nics="none")
    assert (created()["imageRef"], created()["flavorRef"]) == ("i1", "f1")


def test_a_flavor_without_an_id_is_refused_before_anything_is_sent(nova, created, requests_mock):
    flavor = flavors.Flavor(nova.flavors, {"name": "tiny"}, loaded=True)
    with pytest.raises(exceptions.InvalidIdentifier):
        nova.servers.create("web", flavor=flavor, nics="none")
    assert requests_mock.call_count == 0


def test_without_an_image_it_boots_from_its_volume(nova, created):
    device = {"uuid": "v1", "source_type": "volume", "boot_index": 0}
    nova.servers.create("web", flavor="1", nics="none", block_device_mapping_v2=[device])
    assert created()["imageRef"] == ""
    assert created()["block_device_mapping_v2"] == [device]


@pytest.mark.parametrize(
    ("minimum", "maximum", "sent"),
    [(None, None, (1, 1)), (2, None, (2, 2)), (None, 3, (1, 3)), (5, 3, (3, 3)), (0, 0, (1, 1))],
)
def test_counts_agree(nova, created, minimum, maximum, sent):
    nova.servers.create("web", flavor="1", nics="none", min_count=minimum, max_count=maximum)
    assert (created()["min_count"], created()["max_count"]) == sent


def test_counts_given_as_text_are_compared_as_numbers(nova, created):
    nova.servers.create("web", flavor="1", nics="none", min_count="2", max_count="10")
    assert (int(created()["min_count"]), int(created()["max_count"])) == (2, 10)


def test_a_count_that_is_no_number_is_refused(nova, requests_mock):
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
def test_an_argument_of_another_microversion_is_refused_before_anything_is_sent(
    make_client, requests_mock, argument, value, version, words
):
    with pytest.raises(exceptions.UnsupportedAttribute, match=f"'{argument}'.*{words}"):
        make_client(version).servers.create(
            "web", flavor="1", nics=[{"net-id": "n"}], **{argument: value}
        )
    assert requests_mock.call_count == 0


def test_a_reservation_id_carries_the_id_of_its_request(nova, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers",
        json={"reservation_id": "r-1"},
        headers={"x-compute-request-id": "req-1"},
    )
    reservation = nova.servers.create("web", flavor="1", nics="none", reservation_id=True)
    assert (reservation, reservation.request_ids) == ("r-1", ["req-1"])


def test_a_new_server_loads_what_it_does_not_know_yet(nova, created, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    server = nova.servers.create("web", flavor="1", nics="none")
    assert not server.is_loaded()
    assert server.status == "ACTIVE"


# Rebuilding.


def test_rebuild_takes_files_as_create_does(make_client, action):
    files = {"/a": b"\xff\x00", "/b": "text", "/c": io.BytesIO(b"file")}
    make_client("2.56").servers.rebuild("s1", "i1", files=files)
    assert action()["rebuild"]["personality"] == [
        {"path": "/a", "contents": _in_base64(b"\xff\x00")},
        {"path": "/b", "contents": _in_base64(b"text")},
        {"path": "/c", "contents": _in_base64(b"file")},
    ]


@pytest.mark.parametrize("value", [None, "", "x"])
@pytest.mark.parametrize(
    ("argument", "key"),
    [("description",) * 2, ("key_name",) * 2, ("hostname",) * 2, ("userdata", "user_data")],
)
def test_rebuild_sends_none_and_nothing_else_that_was_not_given(
    nova, action, argument, key, value
):
    nova.servers.rebuild("s1", "i1", **{argument: value})
    expected = _in_base64(value.encode()) if value and argument == "userdata" else value
    assert action() == {"rebuild": {"imageRef": "i1", key: expected}}


@pytest.mark.parametrize(
    ("argument", "version"),
    [
        ("description", "2.18"),
        ("key_name", "2.53"),
        ("userdata", "2.56"),
        ("trusted_image_certificates", "2.62"),
        ("hostname", "2.89"),
        ("files", "2.57"),
    ],
)
def test_rebuild_refuses_arguments_of_other_microversions(
    make_client, requests_mock, argument, version
):
    value = {"/a": "x"} if argument == "files" else None
    with pytest.raises(exceptions.UnsupportedAttribute, match=argument):
        make_client(version).servers.rebuild("s1", "i1", **{argument: value})
    assert requests_mock.call_count == 0


# Listing.

NUMBERS = "?launch_index=0&power_state=0&progress=0"


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (None, ""),
        ({}, ""),
        ({"name": None, "status": ""}, ""),
        ({"deleted": False, "changes-since": "2024-01-01"}, "?changes-since=2024-01-01"),
        ({"all_tenants": 0, "tags": [], "soft_deleted": False}, ""),
        ({"power_state": 0, "progress": 0, "launch_index": 0}, NUMBERS),
        ({"power_state": False, "progress": None, "launch_index": ""}, ""),
        ({"power_state": "0"}, "?power_state=0"),
        ({"config_drive": ""}, "?config_drive="),
        ({"config_drive": False}, "?config_drive=False"),
        ({"config_drive": None}, ""),
        ({"locked": False}, "?locked=False"),
        ({"locked": None}, ""),
        ({"b": "x&y=z", "a": "ä b"}, "?a=%C3%A4+b&b=x%26y%3Dz"),
    ],
)
def test_search_options_that_are_falsy_are_left_out_where_they_are_no_value(
    nova, requests_mock, options, query
):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.servers.list(search_opts=options)
    assert requests_mock.last_request.url == f"{ENDPOINT}/servers/detail{query}"


@pytest.mark.parametrize(
    ("kwargs", "query"),
    [
        ({"limit": 5, "marker": "m"}, "?limit=5&marker=m"),
        ({"limit": None, "marker": None}, ""),
        ({"sort_keys": ["b", "a"]}, "?sort_key=b&sort_key=a"),
        ({"sort_dirs": ("desc", "asc")}, "?sort_dir=desc&sort_dir=asc"),
        ({"sort_keys": "name", "sort_dirs": "asc"}, "?sort_dir=asc&sort_key=name"),
    ],
)
def test_order_and_part_of_the_listing_are_asked_for(nova, requests_mock, kwargs, query):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.servers.list(**kwargs)
    assert requests_mock.last_request.url == f"{ENDPOINT}/servers/detail{query}"


def test_limit_minus_one_asks_page_after_page_and_keeps_all_request_ids(nova, requests_mock):
    pages = [("", "1"), ("?marker=1", "2"), ("?marker=2", None)]
    for query, server_id in pages:
        requests_mock.get(
            f"{ENDPOINT}/servers/detail{query}",
            json={"servers": [{"id": server_id}] if server_id else []},
            headers={"x-compute-request-id": f"req{query}"},
        )
    found = nova.servers.list(limit=-1)
    assert [server.id for server in found] == ["1", "2"]
    assert found.request_ids == ["req", "req?marker=1", "req?marker=2"]
    assert not any("limit" in request.url for request in requests_mock.request_history)
    assert not found.has_more


def test_limit_minus_one_ends_where_the_server_ignores_the_marker(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}]})
    assert len(nova.servers.list(limit=-1)) == 1
    assert requests_mock.call_count == 2


def test_servers_of_a_list_know_everything(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [SERVER]})
    (server,) = nova.servers.list()
    assert server.is_loaded()
    assert not hasattr(server, "nothing")
    assert requests_mock.call_count == 1


def test_a_filter_of_a_later_microversion_is_refused(make_client, requests_mock):
    with pytest.raises(exceptions.UnsupportedAttribute, match=r"'locked'.*2\.73"):
        make_client("2.72").servers.list(search_opts={"locked": False})
    assert requests_mock.call_count == 0


# Changing.


def test_an_empty_answer_to_a_change_is_an_empty_text(nova, requests_mock):
    headers = {"x-compute-request-id": "req-1"}
    requests_mock.put(f"{ENDPOINT}/servers/s1/tags/x", status_code=201, headers=headers)
    answer = nova.servers.add_tag("s1", "x")
    assert (answer, answer.request_ids) == ("", ["req-1"])


def test_nothing_to_change_is_nothing_to_send(nova, requests_mock):
    assert nova.servers.update("s1") is None
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(("description", "sent"), [("", None), ("x", "x")], ids=["empty", "given"])
def test_an_empty_description_is_taken_away(nova, requests_mock, description, sent):
    requests_mock.put(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    nova.servers.update("s1", description=description)
    assert requests_mock.last_request.json() == {"server": {"description": sent}}


@pytest.mark.parametrize("method", ["delete_meta"])
def test_each_key_is_a_request_whose_id_is_kept(nova, requests_mock, method):
    for key in "ab":
        requests_mock.delete(
            f"{ENDPOINT}/servers/s1/metadata/{key}",
            status_code=204,
            headers={"x-compute-request-id": f"req-{key}"},
        )
    answer = getattr(nova.servers, method)("s1", ["a", "b"])
    assert (answer, answer.request_ids) == ((), ["req-a", "req-b"])


# Consoles and images.


@pytest.mark.parametrize(
    ("version", "console"), [("2.1", "webmks"), ("2.7", "webmks"), ("2.8", "x"), ("2.1", "x")]
)
def test_a_console_that_there_is_not_is_refused_before_anything_is_sent(
    make_client, requests_mock, version, console
):
    with pytest.raises(exceptions.UnsupportedConsoleType, match=console):
        make_client(version).servers.get_console_url("s1", console)
    assert requests_mock.call_count == 0


@pytest.mark.parametrize("header", ["Location", "location"])
def test_the_id_of_an_image_is_the_end_of_its_location(make_client, requests_mock, header):
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        status_code=202,
        headers={header: "http://image.example/images/i1", "x-compute-request-id": "req-1"},
    )
    image_id = make_client("2.44").servers.create_image("s1", "x")
    assert (image_id, image_id.request_ids) == ("i1", ["req-1"])


def test_an_image_without_a_location_is_an_unexpected_response(make_client, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", status_code=202)
    with pytest.raises(exceptions.UnexpectedResponse, match="no 'Location'"):
        make_client("2.44").servers.create_image("s1", "x")


def test_an_image_id_of_null_is_an_unexpected_response(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={"image_id": None})
    with pytest.raises(exceptions.UnexpectedResponse):
        nova.servers.create_image("s1", "x")


# Resources.


def test_a_server_calls_its_manager(nova, action):
    server = servers.Server(nova.servers, SERVER)
    server.reboot("HARD")
    assert action() == {"reboot": {"type": "HARD"}}


@pytest.mark.parametrize("block_migration", [None, "auto"])
def test_a_server_migrates_its_disks_where_they_are_not_shared(nova, action, block_migration):
    servers.Server(nova.servers, SERVER).live_migrate(block_migration=block_migration)
    assert action()["os-migrateLive"] == {"host": None, "block_migration": "auto"}


def test_the_networks_of_a_server_are_its_addresses_by_name(nova):
    addresses = {"b": [{"addr": "10.0.0.2"}, {"addr": "fd00::2"}], "a": [{"addr": "10.0.0.1"}]}
    server = servers.Server(nova.servers, {"id": "s1", "addresses": addresses}, loaded=True)
    assert list(server.networks.items()) == [
        ("a", ["10.0.0.1"]),
        ("b", ["10.0.0.2", "fd00::2"]),
    ]


@pytest.mark.parametrize(
    "addresses", [None, True, ["a"], {"a": None}, {"a": 1}, {"a": ["x"]}, {"a": [{}]}]
)
def test_addresses_of_another_shape_are_unexpected(nova, addresses):
    server = servers.Server(nova.servers, {"id": "s1", "addresses": addresses}, loaded=True)
    with pytest.raises(exceptions.UnexpectedResponse, match="'addresses' of a Server"):
        _ = server.networks


def test_a_nameless_server_has_a_repr(nova):
    assert repr(servers.Server(nova.servers, {}, loaded=True)) == "<Server: unknown-name>"


def test_the_id_of_an_interface_is_that_of_its_port(nova):
    interface = servers.NetworkInterface(nova.servers, {"port_id": "p1"})
    assert (interface.id, repr(interface)) == ("p1", "<NetworkInterface: p1>")


def test_a_new_interface_never_asks_for_a_server(nova, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/os-interface", json={"interfaceAttachment": {"port_id": "p1"}}
    )
    interface = nova.servers.interface_attach("s1", None, "n1", "10.0.0.1")
    assert not hasattr(interface, "mac_addr")
    assert requests_mock.call_count == 1
    assert requests_mock.last_request.json()["interfaceAttachment"] == {
        "net_id": "n1",
        "fixed_ips": [{"ip_address": "10.0.0.1"}],
    }


def test_the_text_of_a_security_group_is_its_id(nova):
    assert str(servers.SecurityGroup(nova.servers, {"id": 7})) == "7"


@pytest.mark.parametrize("loaded", [True, False])
def test_a_security_group_without_an_id_has_a_text(nova, requests_mock, loaded):
    assert str(servers.SecurityGroup(nova.servers, {}, loaded=loaded)) == "unknown-id"
    assert requests_mock.request_history == []


@pytest.mark.parametrize("cls", [servers.Server, servers.NetworkInterface, servers.SecurityGroup])
def test_resources_say_that_they_live_in_the_public_module(cls):
    assert cls.__module__ == "novaclient.v2.servers"


# What extensions call.


def test_extensions_may_send_actions_and_get_the_answer(nova, action):
    response, body = nova.servers._action_return_resp_and_body("mine", "s1", {"a": 1})
    assert (response.status_code, body) == (202, {"server": SERVER})
    assert action() == {"mine": {"a": 1}}


def test_a_hook_changes_the_body_of_actions(nova, action):
    class Managers(servers.ServerManager):
        pass

    Managers.add_hook("modify_body_for_action", lambda body, **kw: body.update(kw))
    Managers(nova)._action("mine", "s1", None, more=1)
    assert action() == {"mine": None, "more": 1}


# Actions, each with the arguments that it needs.
WITH_RESPONSE = {
    "create_image": ("image",),
    "evacuate": (),
    "force_delete": (),
    "get_console_output": (),
    "rebuild": ("image",),
    "rescue": (),
    "restore": (),
    "stop": (),
}
WITHOUT_RESPONSE = {
    "add_security_group": ("default",),
    "backup": ("image", "daily", 1),
    "change_password": ("secret",),
    "confirm_resize": (),
    "inject_network_info": (),
    "live_migrate": ("host", False),
    "lock": (),
    "migrate": (),
    "pause": (),
    "reboot": (),
    "remove_security_group": ("default",),
    "reset_network": (),
    "reset_state": (),
    "resize": ("flavor",),
    "resume": (),
    "revert_resize": (),
    "shelve": (),
    "shelve_offload": (),
    "start": (),
    "suspend": (),
    "trigger_crash_dump": (),
    "unlock": (),
    "unpause": (),
    "unrescue": (),
    "unshelve": (),
}
CONSOLES = {
    "get_console_url": ("novnc",),
    "get_rdp_console": ("rdp-html5",),
    "get_serial_console": ("serial",),
    "get_spice_console": ("spice-html5",),
    "get_vnc_console": ("novnc",),
}


class WatchedServers(servers.ServerManager):
    """What an extension makes of the manager: it sees every action."""

    def __init__(self, api):
        super().__init__(api)
        self.seen = []

    def _action(self, action, server, info=None, **kwargs):
        self.seen.append(("_action", action))
        return super()._action(action, server, info, **kwargs)

    def _action_return_resp_and_body(self, action, server, info=None, **kwargs):
        self.seen.append(("_action_return_resp_and_body", action))
        return super()._action_return_resp_and_body(action, server, info, **kwargs)


@pytest.fixture
def watched(make_client, requests_mock):
    """Return a manager at a microversion, and what it was asked to do."""

    def make(microversion="2.96"):
        body = {"server": SERVER, "output": "text", "image_id": "i1"}
        requests_mock.post(f"{ENDPOINT}/servers/s1/action", json=body, status_code=202)
        return WatchedServers(make_client(microversion))

    return make


@pytest.mark.parametrize("name", WITH_RESPONSE)
def test_what_needs_the_response_goes_through_the_method_that_returns_it(watched, name):
    manager = watched()
    getattr(manager, name)("s1", *WITH_RESPONSE[name])
    ((method, _),) = manager.seen
    assert method == "_action_return_resp_and_body"


@pytest.mark.parametrize("name", WITHOUT_RESPONSE)
def test_every_other_action_goes_through_both_methods(watched, name):
    manager = watched()
    getattr(manager, name)("s1", *WITHOUT_RESPONSE[name])
    (_, action), _ = manager.seen
    assert manager.seen == [("_action", action), ("_action_return_resp_and_body", action)]


@pytest.mark.parametrize("name", CONSOLES)
def test_the_older_way_to_a_console_is_an_action_too(watched, name):
    manager = watched("2.5")
    getattr(manager, name)("s1", *CONSOLES[name])
    assert [method for method, _ in manager.seen] == ["_action", "_action_return_resp_and_body"]


def test_evacuate_up_to_2_13_goes_through_the_method_that_returns_the_response(watched):
    manager = watched("2.13")
    manager.evacuate("s1")
    assert manager.seen == [("_action_return_resp_and_body", "evacuate")]


def test_a_console_up_to_2_5_that_is_no_object_says_so(make_client, requests_mock):
    requests_mock.post(
        f"{ENDPOINT}/servers/s1/action",
        json=["x"],
        headers={"x-compute-request-id": "req-1"},
    )
    with pytest.raises(exceptions.UnexpectedResponse, match="'body' is not an object") as caught:
        make_client("2.5").servers.get_vnc_console("s1", "novnc")
    error = caught.value
    assert (error.url, error.method, error.code) == ("/servers/s1/action", "POST", 200)
    assert error.request_id == "req-1"


def test_user_data_is_encoded_for_extensions():
    assert servers.ServerManager.transform_userdata("text") == _in_base64(b"text")


# Tags, addresses, metadata and ports, one at a time.


def test_a_tag_is_there_if_the_server_says_so(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/a%2Fb", status_code=204)
    assert nova.servers.has_tag("s1", "a/b") is True


def test_a_tag_is_not_there_if_it_is_not_among_the_tags(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/web", status_code=404)
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags", json={"tags": ["db"]})
    assert nova.servers.has_tag("s1", "web") is False


def test_a_server_that_is_gone_has_no_tag_to_ask_for(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags/web", status_code=404)
    requests_mock.get(f"{ENDPOINT}/servers/s1/tags", status_code=404)
    with pytest.raises(exceptions.NotFound):
        nova.servers.has_tag("s1", "web")


def test_addresses_can_be_asked_for_on_one_network(nova, requests_mock):
    addresses = {"my net": [{"addr": "10.0.0.1", "version": 4}]}
    requests_mock.get(f"{ENDPOINT}/servers/s1/ips/my%20net", json=addresses)
    assert nova.servers.ips("s1", "my net") == addresses


def test_metadata_can_be_replaced(nova, requests_mock):
    requests_mock.put(f"{ENDPOINT}/servers/s1/metadata", json={"metadata": {"a": "b"}})
    assert nova.servers.replace_meta("s1", {"a": "b"}) == {"metadata": {"a": "b"}}
    assert requests_mock.last_request.json() == {"metadata": {"a": "b"}}


def test_one_port_of_a_server_can_be_asked_for(nova, requests_mock):
    port = {"port_id": "p1", "net_id": "n1", "port_state": "ACTIVE"}
    requests_mock.get(f"{ENDPOINT}/servers/s1/os-interface/p1", json={"interfaceAttachment": port})
    interface = nova.servers.interface_get("s1", "p1")
    assert (interface.port_id, interface.net_id) == ("p1", "n1")


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("ips", ("private",)),
        ("replace_meta", ({"a": "b"},)),
        ("interface_get", ("p1",)),
        ("inject_network_info", ()),
        ("has_tag", ("web",)),
    ],
)
def test_a_server_does_what_its_manager_does(nova, requests_mock, method, arguments):
    requests_mock.register_uri(
        requests_mock_module.ANY,
        requests_mock_module.ANY,
        json={"interfaceAttachment": {}, "private": []},
    )
    server = servers.Server(nova.servers, dict(SERVER), loaded=True)
    getattr(nova.servers, method)("s1", *arguments)
    asked_of_manager = requests_mock.last_request
    getattr(server, method)(*arguments)
    asked_of_server = requests_mock.last_request
    assert asked_of_server is not asked_of_manager
    for part in ("method", "url", "body"):
        assert getattr(asked_of_server, part) == getattr(asked_of_manager, part)


def test_the_zone_a_server_is_pinned_to_can_be_taken_away(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    nova = make_client("2.104")
    servers.Server(nova.servers, dict(SERVER), loaded=True).update(pinned_availability_zone=None)
    assert requests_mock.last_request.json() == {"server": {"pinned_availability_zone": None}}


# Arguments of other microversions.

SINCE_2_73 = "since microversion 2.73"
EVACUATE_FORCE = "at microversions 2.29 to 2.67"
MIGRATE_FORCE = "at microversions 2.30 to 2.67"


@pytest.mark.parametrize(
    ("version", "method", "args", "given", "available"),
    [
        ("2.72", "lock", (), {"reason": "r"}, SINCE_2_73),
        ("2.68", "evacuate", ("h",), {"force": True}, EVACUATE_FORCE),
        ("2.28", "evacuate", ("h",), {"force": True}, EVACUATE_FORCE),
        ("2.13", "evacuate", ("h",), {"force": True}, EVACUATE_FORCE),
        ("2.14", "evacuate", ("h",), {"on_shared_storage": True}, "up to microversion 2.13"),
        ("2.68", "live_migrate", ("h", "auto"), {"force": True}, MIGRATE_FORCE),
        ("2.29", "live_migrate", ("h", "auto"), {"force": True}, MIGRATE_FORCE),
        ("2.24", "live_migrate", ("h", False), {"force": True}, MIGRATE_FORCE),
        ("2.0", "live_migrate", ("h", False), {"force": True}, MIGRATE_FORCE),
        ("2.25", "live_migrate", ("h", False), {"disk_over_commit": 1}, "up to microversion 2.24"),
        ("2.96", "live_migrate", ("h", False), {"disk_over_commit": 1}, "up to microversion 2.24"),
        ("2.48", "interface_attach", ("p", None, None), {"tag": "t"}, "since microversion 2.49"),
        ("2.76", "unshelve", (), {"availability_zone": "z"}, "since microversion 2.77"),
        ("2.90", "unshelve", (), {"host": "h"}, "since microversion 2.91"),
        ("2.55", "migrate", (), {"host": "h"}, "since microversion 2.56"),
        ("2.89", "update", (), {"hostname": "h"}, "since microversion 2.90"),
    ],
)
@pytest.mark.parametrize("owner", ["Server", "ServerManager"])
def test_an_argument_of_another_microversion_is_refused_and_its_microversions_are_named(
    make_client, requests_mock, owner, version, method, args, given, available
):
    nova = make_client(version)
    server = nova.servers.resource_class(nova.servers, {"id": "s1"}, loaded=True)
    call = getattr(server, method) if owner == "Server" else getattr(nova.servers, method)
    before = () if owner == "Server" else (server,)
    (name,) = given
    with pytest.raises(TypeError) as caught:
        call(*before, *args, **given)
    assert str(caught.value) == (
        f"{owner}.{method}() got an unexpected keyword argument {name!r}: "
        f"it exists {available}, not at {version}"
    )
    assert requests_mock.call_count == 0


def test_a_method_of_a_later_microversion_is_refused_and_its_first_one_is_named(make_client):
    nova = make_client("2.25")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod) as caught:
        nova.servers.tag_list("s1")
    assert str(caught.value) == (
        "API version '2.25' is not supported on "
        "'novaclient.v2.servers.ServerManager.tag_list' method. "
        "It exists since microversion 2.26."
    )


# What is sent where an argument is empty, or of another type than Nova's.


@pytest.fixture
def acted(requests_mock):
    """Return the body of the last action."""
    requests_mock.post(f"{ENDPOINT}/servers/s1/action", json={})
    return lambda: requests_mock.last_request.json()


def _server(nova):
    return nova.servers.resource_class(nova.servers, {"id": "s1"}, loaded=True)


@pytest.mark.parametrize("version", ["2.0", "2.24"])
def test_a_live_migration_without_a_word_on_disks_copies_none_up_to_2_24(
    make_client, acted, version
):
    nova = make_client(version)
    body = {"host": "h", "block_migration": False, "disk_over_commit": False}
    _server(nova).live_migrate("h", None)
    assert acted() == {"os-migrateLive": body}
    nova.servers.live_migrate("s1", "h", None, False)
    assert acted() == {"os-migrateLive": body}


def test_a_live_migration_without_a_word_on_disks_leaves_it_to_nova_since_2_25(make_client, acted):
    _server(make_client("2.25")).live_migrate("h", None)
    assert acted() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}


@pytest.mark.parametrize("version", ["2.0", "2.13"])
def test_an_evacuation_without_a_word_on_storage_says_nothing_of_it(make_client, acted, version):
    nova = make_client(version)
    for evacuate in (
        lambda: _server(nova).evacuate("h", None),
        lambda: nova.servers.evacuate("s1", "h", on_shared_storage=None),
    ):
        evacuate()
        assert acted() == {"evacuate": {"host": "h"}}


@pytest.mark.parametrize("force", ["False", "no", 1, True])
def test_force_is_sent_as_it_is_given(make_client, acted, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert acted()["evacuate"] == {"host": "h", "force": force}
        assert type(acted()["evacuate"]["force"]) is type(force)
        owner.live_migrate(*before, "h", "auto", force=force)
        assert acted()["os-migrateLive"]["force"] == force
        assert type(acted()["os-migrateLive"]["force"]) is type(force)


@pytest.mark.parametrize("force", [None, False, "", 0])
def test_no_force_is_not_sent(make_client, acted, force):
    nova = make_client("2.67")
    for owner, before in ((_server(nova), ()), (nova.servers, ("s1",))):
        owner.evacuate(*before, "h", force=force)
        assert acted() == {"evacuate": {"host": "h"}}
        owner.live_migrate(*before, "h", "auto", force=force)
        assert acted() == {"os-migrateLive": {"host": "h", "block_migration": "auto"}}


@pytest.mark.parametrize("version", ["2.0", "2.36"])
@pytest.mark.parametrize("nics", [[], (), "", None])
def test_a_server_without_networks_gets_those_that_nova_chooses_up_to_2_36(
    make_client, requests_mock, version, nics
):
    requests_mock.post(f"{ENDPOINT}/servers", json={"server": SERVER})
    make_client(version).servers.create("web", "i1", "1", nics=nics)
    assert "networks" not in requests_mock.last_request.json()["server"]


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(servers.NetworkInterface(None, {})) == "<NetworkInterface: unknown-id>"
