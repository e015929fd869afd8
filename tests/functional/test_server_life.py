"""Creating, getting, updating and deleting servers."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.functional import waiting


def test_server_is_created_and_deleted(any_nova, boot):
    server = boot(any_nova, "short-lived", meta={"role": "web"}, userdata="#!/bin/sh\n")
    assert server.status == "ACTIVE"
    assert server.metadata == {"role": "web"}
    assert any_nova.servers.get(server) == server
    server.delete()
    waiting.until_gone(any_nova, server.id)


def test_result_of_create_loads_missing_attributes_when_read(nova, cloud):
    server = nova.servers.create(
        "lazy", cloud.image_id, nova.flavors.find(ram=512), nics="none", admin_pass="s3cret-pw"
    )
    try:
        assert not server.is_loaded()
        assert server.adminPass == "s3cret-pw"
        assert server.name == "lazy"
        assert server.is_loaded()
        assert len(server.request_ids) == 2
        waiting.for_status(server, "ACTIVE")
    finally:
        waiting.delete(nova, server.id)


def test_server_has_the_arguments_of_create(nova, boot, cloud):
    server = boot(
        nova,
        "full",
        tags=["blue", "green"],
        meta={"a": "b"},
        userdata=b"\x00binary",
        config_drive=True,
        description="all of it",
        hostname="full-host",
        availability_zone="nova",
        access_ip_v4="192.0.2.1",
        disk_config="MANUAL",
        host=cloud.computes[1],
    )
    assert sorted(server.tags) == ["blue", "green"]
    assert server.metadata == {"a": "b"}
    assert server.config_drive == "True"
    assert server.description == "all of it"
    assert getattr(server, "OS-EXT-SRV-ATTR:hostname") == "full-host"
    assert getattr(server, "OS-EXT-SRV-ATTR:host") == cloud.computes[1]
    assert getattr(server, "OS-EXT-SRV-ATTR:user_data") == "AGJpbmFyeQ=="
    assert getattr(server, "OS-DCF:diskConfig") == "MANUAL"
    assert server.accessIPv4 == "192.0.2.1"


def test_server_on_a_network_has_an_address(nova, boot, cloud):
    server = boot(nova, nics=[{"net-id": cloud.network_id}])
    [(network, addresses)] = server.networks.items()
    assert addresses
    assert network in nova.servers.ips(server)


def test_nics_are_required_since_2_37(connect, cloud):
    nova = connect("2.37")
    with pytest.raises(ValueError, match="nics are required"):
        nova.servers.create("x", cloud.image_id, nova.flavors.find(ram=512))


def test_several_servers_are_created_by_one_request(nova, cloud):
    reservation = nova.servers.create(
        "many", cloud.image_id, nova.flavors.find(ram=512), nics="none",
        min_count=3, max_count=3, reservation_id=True,
    )  # fmt: skip
    assert reservation.startswith("r-")
    servers = nova.servers.list(search_opts={"reservation_id": reservation})
    try:
        assert len(servers) == 3
        nova.servers.wait_for_all(servers, timeout=60, poll_interval=0.1)
    finally:
        for server in servers:
            waiting.delete(nova, server.id)


def test_files_are_accepted_up_to_2_56(connect, boot, cloud):
    boot(connect("2.56"), files={"/etc/motd": b"hello"})
    with pytest.raises(exceptions.UnsupportedAttribute, match="files"):
        boot(connect("2.57"), files={"/etc/motd": b"hello"})


def test_name_is_updated(any_nova, boot):
    server = boot(any_nova, "old-name")
    server.update(name="new-name")
    assert any_nova.servers.get(server).name == "new-name"


def test_description_and_hostname_are_updated(nova, boot):
    server = boot(nova)
    server.update(description="new", hostname="new-host")
    server.get()
    assert server.description == "new"
    assert getattr(server, "OS-EXT-SRV-ATTR:hostname") == "new-host"
    nova.servers.update(server, description="")
    server.get()
    assert server.description is None


def test_metadata_is_set_read_and_deleted(any_nova, boot):
    server = boot(any_nova, meta={"a": "1"})
    any_nova.servers.set_meta(server, {"b": "2", "c": "3"})
    any_nova.servers.set_meta_item(server, "d", "4")
    assert any_nova.servers.get_meta(server, "d") == {"meta": {"d": "4"}}
    any_nova.servers.delete_meta(server, ["a", "b"])
    assert any_nova.servers.list_meta(server) == {"metadata": {"c": "3", "d": "4"}}
    with pytest.raises(exceptions.NotFound):
        any_nova.servers.get_meta(server, "a")


def test_tags_are_set_listed_and_deleted(connect, boot):
    nova = connect("2.26")
    server = boot(nova)
    server.set_tags(["a", "b"])
    server.add_tag("c d")
    assert sorted(server.tag_list()) == ["a", "b", "c d"]
    server.delete_tag("c d")
    assert sorted(server.tag_list()) == ["a", "b"]
    server.delete_all_tags()
    assert server.tag_list() == []
    with pytest.raises(exceptions.NotFound):
        server.delete_tag("a")


def test_security_groups_are_listed(nova, boot, cloud):
    server = boot(nova, nics=[{"net-id": cloud.network_id}])
    assert isinstance(server.list_security_group(), list)


def test_reloading_a_deleted_server_raises_not_found(nova, boot):
    server = boot(nova)
    server.delete()
    waiting.until_gone(nova, server.id)
    with pytest.raises(exceptions.NotFound):
        server.get()
