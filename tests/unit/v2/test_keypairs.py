"""Key pairs of other users, whom Nova knows only from the query string."""

from __future__ import annotations

import copy
import pickle

import pytest

from novaclient import exceptions
from novaclient.v2.keypairs import Keypair
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("info", "expected"),
    [({}, "<Keypair: unknown-id>"), ({"keypair": None}, "<Keypair: unknown-id>")],
)
def test_the_repr_of_an_incomplete_resource_sends_no_request(info, expected):
    # Without a manager, a request would be an AttributeError.
    assert repr(Keypair(None, info)) == expected


def test_the_id_of_a_resource_without_a_name_is_an_attribute_error(nova):
    # Loading the resource would need its name.
    with pytest.raises(AttributeError):
        _ = Keypair(nova.keypairs, {"a": 1}).id


def test_the_attributes_of_a_wrapped_item_are_those_inside():
    item = Keypair(None, {"keypair": {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {"keypair": {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        _ = item.keypair


URL = f"{ENDPOINT}/os-keypairs"
ROWS = [{"keypair": {"name": "k", "fingerprint": "aa"}}]


@pytest.fixture
def bobs(requests_mock):
    """Serve a key pair "k" of bob. A request without ``user_id=bob`` would fail."""
    requests_mock.get(f"{URL}?user_id=bob", json={"keypairs": ROWS})
    requests_mock.get(f"{URL}?user_id=bob&marker=k", json={"keypairs": []})
    requests_mock.post(URL, json={"keypair": {"name": "k"}})
    requests_mock.get(
        f"{URL}/k?user_id=bob", json={"keypair": {"name": "k", "user_id": "bob", "id": 3}}
    )
    requests_mock.delete(f"{URL}/k?user_id=bob")
    return requests_mock


WAYS = {
    "list": lambda keypairs: keypairs.list(user_id="bob")[0],
    "iterate": lambda keypairs: next(keypairs.iterate(user_id="bob")),
    "get": lambda keypairs: keypairs.get("k", user_id="bob"),
    "create": lambda keypairs: keypairs.create("k", "ssh-rsa A", user_id="bob"),
    "find": lambda keypairs: keypairs.find(name="k", user_id="bob"),
    "findall": lambda keypairs: keypairs.findall(user_id="bob")[0],
    "copy": lambda keypairs: copy.deepcopy(copy.copy(keypairs.list(user_id="bob")[0])),
    "get of the object": lambda keypairs: keypairs.get(keypairs.list("bob")[0]),
}


@pytest.fixture(params=WAYS.values(), ids=WAYS.keys())
def keypair(request, nova, bobs):
    """A key pair of bob, from each method that returns one."""
    return request.param(nova.keypairs)


def test_delete_of_a_key_pair_of_another_user_names_the_user(keypair, bobs):
    keypair.delete()
    assert bobs.last_request.method == "DELETE"
    assert bobs.last_request.query == "user_id=bob"


def test_delete_of_the_manager_names_the_user(keypair, bobs):
    keypair.manager.delete(keypair)
    assert (bobs.last_request.method, bobs.last_request.query) == ("DELETE", "user_id=bob")


def test_get_of_a_key_pair_of_another_user_names_the_user(keypair, bobs):
    keypair.get()
    assert (bobs.last_request.method, bobs.last_request.query) == ("GET", "user_id=bob")
    assert keypair.user_id == "bob"


def test_the_json_is_not_changed(nova, bobs):
    assert nova.keypairs.list(user_id="bob")[0].to_dict() == ROWS[0]


def test_loading_a_key_pair_of_another_user_names_the_user(nova, bobs):
    assert nova.keypairs.create("k", "ssh-rsa A", user_id="bob").user_id == "bob"


def test_an_explicit_user_takes_precedence(nova, bobs):
    bobs.delete(f"{URL}/k?user_id=eve")
    nova.keypairs.delete(nova.keypairs.list(user_id="bob")[0], user_id="eve")
    assert bobs.last_request.query == "user_id=eve"


def test_an_unpickled_key_pair_keeps_the_user(nova, bobs):
    back = pickle.loads(pickle.dumps(nova.keypairs.list(user_id="bob")[0]))
    nova.keypairs.delete(back)
    assert bobs.last_request.query == "user_id=bob"


def test_requests_for_own_key_pairs_name_no_user(nova, requests_mock):
    requests_mock.get(URL, json={"keypairs": ROWS})
    requests_mock.get(f"{URL}/k", json={"keypair": {"name": "k", "user_id": "me"}})
    requests_mock.delete(f"{URL}/k")
    (keypair,) = nova.keypairs.list()
    keypair.get()
    assert keypair.user_id == "me"
    keypair.delete()
    assert {request.query for request in requests_mock.request_history} == {""}


def test_before_2_10_a_key_pair_of_another_user_is_refused(make_client, nova, bobs):
    keypair = nova.keypairs.list(user_id="bob")[0]
    sent = bobs.call_count
    for use in (make_client("2.9").keypairs.delete, make_client("2.9").keypairs.get):
        with pytest.raises(exceptions.UnsupportedAttribute, match=r"user_id.*2\.10"):
            use(keypair)
    assert bobs.call_count == sent


def test_before_2_10_find_compares_the_user_like_any_attribute(make_client, requests_mock):
    requests_mock.get(URL, json={"keypairs": ROWS})
    unknown = pytest.warns(exceptions.UnknownNameWarning, match="'user_id'")
    with unknown, pytest.raises(exceptions.NotFound):
        make_client("2.9").keypairs.find(user_id="bob")
    assert requests_mock.last_request.query == ""


def test_a_key_pair_created_by_hand_counts_as_own(nova, requests_mock):
    requests_mock.delete(f"{URL}/k")
    nova.keypairs.delete(Keypair(nova.keypairs, {"name": "k", "user_id": "bob"}))
    assert requests_mock.last_request.query == ""
