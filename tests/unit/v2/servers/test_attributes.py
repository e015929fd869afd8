"""The attributes of servers."""

from __future__ import annotations

import pytest

from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT


def test_a_server_has_the_attributes_of_its_base_class():
    server = Server(None, {"id": "s1", "tags": ["one"]}, loaded=True)
    assert (server.id, server.tags) == ("s1", ["one"])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("attached_volumes", "os-extended-volumes:volumes_attached"),
        ("availability_zone", "OS-EXT-AZ:availability_zone"),
        ("disk_config", "OS-DCF:diskConfig"),
        ("host", "OS-EXT-SRV-ATTR:host"),
        ("hostname", "OS-EXT-SRV-ATTR:hostname"),
        ("hypervisor_hostname", "OS-EXT-SRV-ATTR:hypervisor_hostname"),
        ("instance_name", "OS-EXT-SRV-ATTR:instance_name"),
        ("kernel_id", "OS-EXT-SRV-ATTR:kernel_id"),
        ("launch_index", "OS-EXT-SRV-ATTR:launch_index"),
        ("launched_at", "OS-SRV-USG:launched_at"),
        ("power_state", "OS-EXT-STS:power_state"),
        ("ramdisk_id", "OS-EXT-SRV-ATTR:ramdisk_id"),
        ("reservation_id", "OS-EXT-SRV-ATTR:reservation_id"),
        ("root_device_name", "OS-EXT-SRV-ATTR:root_device_name"),
        ("task_state", "OS-EXT-STS:task_state"),
        ("terminated_at", "OS-SRV-USG:terminated_at"),
        ("user_data", "OS-EXT-SRV-ATTR:user_data"),
        ("vm_state", "OS-EXT-STS:vm_state"),
    ],
)
def test_a_key_with_a_colon_has_a_shorter_name(name, key):
    assert getattr(Server(None, {key: "x"}, loaded=True), name) == "x"
    assert not hasattr(Server(None, {}, loaded=True), name)


def test_a_created_server_loads_what_a_shorter_name_reads(nova, requests_mock):
    loaded = {"id": "s1", "OS-EXT-STS:task_state": "spawning"}
    requests_mock.get(f"{ENDPOINT}/servers/s1", json={"server": loaded})
    assert Server(nova.servers, {"id": "s1"}).task_state == "spawning"
    assert requests_mock.call_count == 1


def test_servers_are_found_by_a_shorter_name(nova, requests_mock):
    rows = [
        {"id": "s1", "OS-EXT-SRV-ATTR:host": "h1", "OS-EXT-STS:task_state": None},
        {"id": "s2", "OS-EXT-SRV-ATTR:host": "h2", "OS-EXT-STS:task_state": None},
        {"id": "s3", "OS-EXT-SRV-ATTR:host": "h2", "OS-EXT-STS:task_state": "pausing"},
    ]

    def page(request, _context):
        return {"servers": [] if "marker" in request.qs else rows}

    requests_mock.get(f"{ENDPOINT}/servers/detail", json=page)
    assert nova.servers.find(host="h1").id == "s1"
    assert [server.id for server in nova.servers.findall(task_state=None)] == ["s1", "s2"]


def test_the_user_data_that_rebuilding_returns_is_read_by_the_same_name():
    server = Server(None, {"id": "s1", "user_data": "eA=="}, loaded=True)
    assert server.user_data == "eA=="
