"""The resources of servers."""

from __future__ import annotations

import pytest
import requests_mock as requests_mock_module

from novaclient import exceptions
from novaclient.v2 import servers
from tests.unit.v2.servers.conftest import SERVER


def test_a_server_calls_its_manager(nova, action):
    server = servers.Server(nova.servers, SERVER)
    server.reboot("HARD")
    assert action() == {"reboot": {"type": "HARD"}}


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
def test_addresses_of_another_shape_are_an_unexpected_response(nova, addresses):
    server = servers.Server(nova.servers, {"id": "s1", "addresses": addresses}, loaded=True)
    with pytest.raises(exceptions.UnexpectedResponse, match="'addresses' of a Server"):
        _ = server.networks


def test_a_server_without_a_name_has_a_repr(nova):
    assert repr(servers.Server(nova.servers, {}, loaded=True)) == "<Server: unknown-name>"


def test_the_id_of_an_interface_is_that_of_its_port(nova):
    interface = servers.NetworkInterface(nova.servers, {"port_id": "p1"})
    assert (interface.id, repr(interface)) == ("p1", "<NetworkInterface: p1>")


def test_the_string_of_a_security_group_is_its_id(nova):
    assert str(servers.SecurityGroup(nova.servers, {"id": 7})) == "7"


@pytest.mark.parametrize("loaded", [True, False])
def test_a_security_group_without_an_id_has_a_string(nova, requests_mock, loaded):
    assert str(servers.SecurityGroup(nova.servers, {}, loaded=loaded)) == "unknown-id"
    assert requests_mock.request_history == []


@pytest.mark.parametrize("cls", [servers.Server, servers.NetworkInterface, servers.SecurityGroup])
def test_the_module_of_resources_is_the_public_one(cls):
    assert cls.__module__ == "novaclient.v2.servers"


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
def test_a_method_of_a_server_sends_the_request_of_its_manager(
    nova, requests_mock, method, arguments
):
    requests_mock.register_uri(
        requests_mock_module.ANY,
        requests_mock_module.ANY,
        json={"interfaceAttachment": {}, "private": []},
    )
    server = servers.Server(nova.servers, dict(SERVER), loaded=True)
    getattr(nova.servers, method)("s1", *arguments)
    sent_by_manager = requests_mock.last_request
    getattr(server, method)(*arguments)
    sent_by_server = requests_mock.last_request
    assert sent_by_server is not sent_by_manager
    for part in ("method", "url", "body"):
        assert getattr(sent_by_server, part) == getattr(sent_by_manager, part)


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert repr(servers.NetworkInterface(None, {})) == "<NetworkInterface: unknown-id>"
