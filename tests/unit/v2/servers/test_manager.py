"""Listing and updating servers."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2 import servers
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import SERVER

NUMBERS = "?launch_index=0&power_state=0&progress=0"


SINCE_2_73 = "since microversion 2.73"


EVACUATE_FORCE = "at microversions 2.29 to 2.67"


MIGRATE_FORCE = "at microversions 2.30 to 2.67"


def test_search_options_of_the_caller_are_not_changed(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [SERVER]})
    options = {"status": "ACTIVE", "name": None}
    nova.servers.list(search_opts=options, limit=-1, sort_keys=["id"])
    assert options == {"status": "ACTIVE", "name": None}


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
        ({"name": "x&y=z", "key_name": "ä b"}, "?key_name=%C3%A4+b&name=x%26y%3Dz"),
    ],
)
def test_falsy_search_options_are_left_out_unless_they_are_a_value(
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
def test_the_arguments_of_list_are_sent_as_parameters(nova, requests_mock, kwargs, query):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    nova.servers.list(**kwargs)
    assert requests_mock.last_request.url == f"{ENDPOINT}/servers/detail{query}"


def test_limit_minus_one_requests_all_pages_and_keeps_their_request_ids(nova, requests_mock):
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


def test_limit_minus_one_ends_if_the_server_ignores_the_marker(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}]})
    assert len(nova.servers.list(limit=-1)) == 1
    assert requests_mock.call_count == 2


def test_servers_of_a_list_are_loaded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [SERVER]})
    (server,) = nova.servers.list()
    assert server.is_loaded()
    assert not hasattr(server, "nothing")
    assert requests_mock.call_count == 1


def test_a_filter_of_a_later_microversion_is_refused(make_client, requests_mock):
    with pytest.raises(exceptions.UnsupportedAttribute, match=r"'locked'.*2\.73"):
        make_client("2.72").servers.list(search_opts={"locked": False})
    assert requests_mock.call_count == 0


def test_an_empty_response_to_an_update_is_an_empty_string(nova, requests_mock):
    headers = {"x-compute-request-id": "req-1"}
    requests_mock.put(f"{ENDPOINT}/servers/s1/tags/x", status_code=201, headers=headers)
    response = nova.servers.add_tag("s1", "x")
    assert (response, response.request_ids) == ("", ["req-1"])


def test_an_update_without_changes_sends_nothing(nova, requests_mock):
    assert nova.servers.update("s1") is None
    assert requests_mock.call_count == 0


@pytest.mark.parametrize(("description", "sent"), [("", None), ("x", "x")], ids=["empty", "given"])
def test_an_empty_description_is_removed(nova, requests_mock, description, sent):
    requests_mock.put(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    nova.servers.update("s1", description=description)
    assert requests_mock.last_request.json() == {"server": {"description": sent}}


def test_the_zone_to_which_a_server_is_pinned_can_be_removed(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/servers/s1", json={"server": SERVER})
    nova = make_client("2.104")
    servers.Server(nova.servers, dict(SERVER), loaded=True).update(pinned_availability_zone=None)
    assert requests_mock.last_request.json() == {"server": {"pinned_availability_zone": None}}


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
def test_an_argument_of_another_microversion_is_refused_with_its_microversions(
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


def test_a_method_of_a_later_microversion_is_refused_with_its_first_microversion(make_client):
    nova = make_client("2.25")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod) as caught:
        nova.servers.tag_list("s1")
    assert str(caught.value) == (
        "API version '2.25' is not supported on "
        "'novaclient.v2.servers.ServerManager.tag_list' method. "
        "It exists since microversion 2.26."
    )
