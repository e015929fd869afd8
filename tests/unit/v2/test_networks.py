"""Finding networks in Neutron."""

from __future__ import annotations

import pytest
from keystoneauth1 import session

from novaclient import client, exceptions
from tests.unit.v2.test_images import Catalog

URL = "http://network.example/v2.0/networks"


@pytest.fixture
def nova():
    return client.Client("2.96", session=session.Session(auth=Catalog()))


def respond(requests_mock, *ids):
    networks = [{"id": each, "name": "private net"} for each in ids]
    headers = {"x-openstack-request-id": "req-1"}
    requests_mock.get(URL, json={"networks": networks}, headers=headers)


def test_a_network_is_found_by_its_name(nova, requests_mock):
    respond(requests_mock, "a")
    network = nova.neutron.find_network("private net")
    assert network.id == "a"
    assert network.request_ids == ["req-1"]
    assert requests_mock.last_request.url == f"{URL}?name=private%20net"


def test_a_network_that_does_not_exist_is_not_found(nova, requests_mock):
    respond(requests_mock)
    with pytest.raises(exceptions.NotFound, match="No Network matching private net"):
        nova.neutron.find_network("private net")


def test_the_name_of_two_networks_is_not_unique(nova, requests_mock):
    respond(requests_mock, "a", "b")
    message = "Multiple network matches found for 'private net', use an ID"
    with pytest.raises(exceptions.NoUniqueMatch, match=message):
        nova.neutron.find_network("private net")


def test_the_name_of_a_network_in_the_query_is_encoded(nova, requests_mock):
    requests_mock.get(f"{URL}?name=a%26b", json={"networks": [{"id": "n"}]})
    network = nova.neutron.find_network("a&b")
    assert network.id == "n"
    assert repr(network) == "<Network: unknown-name>"


@pytest.mark.parametrize(
    ("rows", "error"),
    [([], exceptions.NotFound), ([{"id": "a"}, {"id": "b"}], exceptions.NoUniqueMatch)],
)
def test_no_match_and_two_matches_are_errors_that_name_the_network(
    nova, requests_mock, rows, error
):
    requests_mock.get(URL, json={"networks": rows})
    with pytest.raises(error, match="private"):
        nova.neutron.find_network("private")
