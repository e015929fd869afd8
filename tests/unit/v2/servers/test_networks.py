"""Addresses and network interfaces."""

from __future__ import annotations

from tests.unit.conftest import ENDPOINT


def test_a_missing_attribute_of_a_new_interface_sends_no_request(nova, requests_mock):
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


def test_the_addresses_on_one_network_can_be_listed(nova, requests_mock):
    addresses = {"my net": [{"addr": "10.0.0.1", "version": 4}]}
    requests_mock.get(f"{ENDPOINT}/servers/s1/ips/my%20net", json=addresses)
    assert nova.servers.ips("s1", "my net") == addresses


def test_a_single_interface_can_be_requested(nova, requests_mock):
    port = {"port_id": "p1", "net_id": "n1", "port_state": "ACTIVE"}
    requests_mock.get(f"{ENDPOINT}/servers/s1/os-interface/p1", json={"interfaceAttachment": port})
    interface = nova.servers.interface_get("s1", "p1")
    assert (interface.port_id, interface.net_id) == ("p1", "n1")
