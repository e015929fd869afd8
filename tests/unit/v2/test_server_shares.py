"""Shares of servers, used through their manager and through the server."""

from __future__ import annotations

import copy

import pytest

from novaclient import exceptions
from novaclient.v2.server_shares import ServerShare
from tests.unit.conftest import ENDPOINT

URL = f"{ENDPOINT}/servers/s/shares"
SHARE = {"share_id": "m-1", "status": "inactive", "tag": "data"}


@pytest.fixture
def server(make_client):
    nova = make_client("2.97")
    return nova.servers.resource_class(nova.servers, {"id": "s"}, loaded=True)


def test_shares_are_listed(server, requests_mock):
    requests_mock.get(URL, json={"shares": [SHARE]})
    [share] = server.list_shares()
    assert (share.id, share.tag) == ("m-1", "data")
    assert repr(share) == "<ServerShare: m-1>"


def test_a_share_can_be_requested_with_the_resource(server, requests_mock):
    requests_mock.get(f"{URL}/m-1", json={"share": SHARE})
    assert server.get_share(ServerShare(None, SHARE)).status == "inactive"


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        (("m-1",), {"share_id": "m-1"}),
        (("m-1", "data"), {"share_id": "m-1", "tag": "data"}),
    ],
)
def test_a_share_is_attached_with_or_without_a_tag(server, requests_mock, arguments, sent):
    requests_mock.post(URL, json={"share": {**SHARE, "status": "attaching"}}, status_code=201)
    assert server.create_share(*arguments).status == "attaching"
    assert requests_mock.last_request.json() == {"share": sent}


def test_a_share_is_detached(server, requests_mock):
    requests_mock.delete(f"{URL}/m-1")
    assert server.delete_share("m-1") == ()


def test_before_2_97_there_are_no_shares(make_client, requests_mock):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.96"):
        make_client("2.96").server_shares.list("s")
    assert requests_mock.request_history == []


WAYS = {
    "list": lambda server: server.list_shares()[0],
    "get": lambda server: server.get_share("m-1"),
    "create": lambda server: server.create_share("m-1"),
    "copy": lambda server: copy.deepcopy(server.create_share("m-1")),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def share(request, server, requests_mock):
    """A share of a server, from each method that returns one."""
    requests_mock.get(URL, json={"shares": [SHARE]})
    requests_mock.get(f"{URL}/m-1", json={"share": {**SHARE, "status": "active", "uuid": "u"}})
    requests_mock.post(URL, json={"share": SHARE}, status_code=201)
    return request.param(server)


def test_a_share_is_loaded_by_its_server(share):
    share.get()
    assert (share.status, share.uuid) == ("active", "u")


def test_a_missing_attribute_of_a_new_share_is_loaded(server, requests_mock):
    requests_mock.post(URL, json={"share": SHARE}, status_code=201)
    requests_mock.get(f"{URL}/m-1", json={"share": {**SHARE, "export_location": "10.0.0.50:/x"}})
    share = server.manager.api.server_shares.create("s", "m-1")
    assert share.export_location == "10.0.0.50:/x"
    with pytest.raises(AttributeError):
        share.nothing  # noqa: B018


def test_the_json_of_a_share_is_not_changed(server, requests_mock):
    requests_mock.get(f"{URL}/m-1", json={"share": SHARE})
    assert server.get_share("m-1").to_dict() == SHARE


def test_a_share_of_an_unknown_server_is_not_loaded(server, requests_mock):
    share = ServerShare(server.manager.api.server_shares, SHARE)
    share.get()
    assert not hasattr(share, "uuid")
    assert requests_mock.request_history == []


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(ServerShare(None, {})) == "<ServerShare: unknown-id>"


def test_the_id_of_a_resource_without_a_name_is_an_attribute_error(nova):
    # Loading the resource would need its name.
    with pytest.raises(AttributeError):
        _ = ServerShare(nova.server_shares, {"a": 1}).id
