"""Shares of servers, by their manager and by the server."""

from __future__ import annotations

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


def test_one_share_is_got_by_the_share_itself(server, requests_mock):
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


def test_there_are_no_shares_before_2_97(make_client, requests_mock):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.96"):
        make_client("2.96").server_shares.list("s")
    assert requests_mock.request_history == []


def test_a_share_without_an_id_has_a_repr():
    assert repr(ServerShare(None, {})) == "<ServerShare: unknown-id>"


def test_no_repr_crashes_or_asks_the_server():
    # Without a manager a request would be an AttributeError.
    assert repr(ServerShare(None, {})) == "<ServerShare: unknown-id>"


def test_what_has_no_name_can_not_be_loaded_by_it(nova):
    # The name would be needed to ask for the name.
    with pytest.raises(AttributeError):
        _ = ServerShare(nova.server_shares, {"a": 1}).id
