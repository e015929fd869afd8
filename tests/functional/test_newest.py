"""Microversions 2.97 to 2.104, and methods that version 18 of the library lacks."""

from __future__ import annotations

import uuid

import pytest

from novaclient import api_versions, exceptions
from tests.functional import waiting


def test_volume_is_attached_after_the_call_since_2_101(connect, boot):
    nova = connect("2.101")
    server, volume = boot(nova), str(uuid.uuid4())
    attachment = nova.volumes.create_server_volume(server.id, volume, tag="data")
    assert (attachment.serverId, attachment.volumeId) == (server.id, volume)
    assert (attachment.id, attachment.delete_on_termination) == (volume, False)
    assert attachment.request_ids
    attached = nova.volumes.wait_for_attachment(attachment, timeout=60, poll_interval=0.1)
    assert attached.device.startswith("/dev/")
    assert attached.tag == "data"


def test_flavors_are_filtered_by_a_regular_expression_since_2_102(connect):
    nova = connect("2.102")
    assert {flavor.name for flavor in nova.flavors.list(name="^m1\\.(tiny|small)$")} == {
        "m1.tiny",
        "m1.small",
    }
    with pytest.raises(TypeError, match=r"2\.102"):
        connect("2.101").flavors.list(name="m1")


def test_a_flavor_is_found_by_its_exact_name_in_one_request_since_2_102(connect):
    nova = connect("2.102", timings=True)
    flavor = nova.flavors.create(f"special (name) [{uuid.uuid4()}]+*", 600, 1, 1)
    try:
        nova.flavors.list()
        nova.reset_timings()
        assert nova.flavors.find(name=flavor.name) == flavor
        assert len(nova.get_timings()) == 1
        with pytest.raises(exceptions.NotFound):
            nova.flavors.find(name="m1")
    finally:
        flavor.delete()


def test_flavors_have_no_rxtx_factor_since_2_102(connect):
    nova = connect("2.102")
    flavor = nova.flavors.create(f"plain-{uuid.uuid4()}", 600, 1, 1)
    try:
        assert "rxtx_factor" not in nova.flavors.get(flavor).to_dict()
        with pytest.raises(exceptions.UnsupportedAttribute, match="rxtx_factor"):
            nova.flavors.create("other", 600, 1, 1, rxtx_factor=2.0)
    finally:
        flavor.delete()


def test_servers_have_image_properties_and_scheduler_hints_since_2_100(connect, boot):
    server = boot(connect("2.100"), scheduler_hints={"different_host": str(uuid.uuid4())})
    assert "properties" in server.image
    assert list(server.scheduler_hints) == ["different_host"]


def test_spice_direct_consoles_exist_since_2_99(connect, boot):
    nova = connect("2.99")
    server = boot(nova)
    console = server.get_spice_console("spice-direct")["remote_console"]
    assert (console["protocol"], console["type"]) == ("spice", "spice-direct")
    token = console["url"].rpartition("token=")[2].partition("&")[0]
    authorized = nova.console_auth_tokens.get(token)
    assert authorized.instance_uuid == server.id
    assert "tls_port" in authorized.to_dict()
    with pytest.raises(exceptions.UnsupportedConsoleType):
        connect("2.98").servers.get_spice_console(server, "spice-direct")


def test_console_tokens_give_the_server_since_2_31(connect, boot):
    nova = connect("2.31")
    server = boot(connect())
    url = nova.servers.get_console_url(server, "serial")["remote_console"]["url"]
    authorized = nova.console_auth_tokens.get(url.rpartition("token=")[2])
    assert authorized.instance_uuid == server.id
    with pytest.raises(exceptions.NotFound):
        nova.console_auth_tokens.get(str(uuid.uuid4()))


def test_server_is_pinned_to_a_zone_and_unpinned_since_2_104(connect, boot):
    nova = connect("2.104")
    server = boot(nova)
    server.update(pinned_availability_zone="nova")
    assert nova.servers.get(server).pinned_availability_zone == "nova"
    server.update(pinned_availability_zone=None)
    assert nova.servers.get(server).pinned_availability_zone is None
    with pytest.raises(TypeError, match=r"2\.104"):
        connect("2.103").servers.update(server, pinned_availability_zone=None)


def test_shares_of_a_server_without_shares_since_2_97(connect, boot):
    nova = connect("2.97")
    server = boot(nova)
    assert server.list_shares() == []
    with pytest.raises(exceptions.NotFound):
        server.get_share(str(uuid.uuid4()))
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="list_shares"):
        connect("2.96").servers.get(server).list_shares()


def test_share_is_attached_to_a_stopped_server_and_detached(connect, boot):
    nova = connect("2.97")
    server, share_id = boot(nova), str(uuid.uuid4())
    server.stop()
    waiting.for_status(server, "SHUTOFF")
    share = server.create_share(share_id, tag="data")
    assert (share.share_id, share.tag) == (share_id, "data")
    assert share.request_ids
    assert share.export_location

    def is_inactive():
        share.get()
        return share.status == "inactive"

    waiting.until(is_inactive, "inactive")
    assert server.list_shares() == nova.server_shares.list(server) == [share]
    with pytest.raises(exceptions.Conflict):
        nova.server_shares.create(server, share_id)
    nova.server_shares.delete(server, share)
    waiting.until(lambda: server.list_shares() == [], "detached")


def test_attaching_a_share_to_a_running_server_fails(connect, boot):
    server = boot(connect("2.97"))
    with pytest.raises((exceptions.Conflict, exceptions.Forbidden)):
        server.create_share(str(uuid.uuid4()), tag="data")


def test_one_extra_spec_is_set_and_read(any_nova):
    flavor = any_nova.flavors.create(f"spec-{uuid.uuid4()}", 600, 1, 1)
    try:
        flavor.set_keys({"custom:key": "1"})
        assert flavor.set_key("custom:key", "2") == {"custom:key": "2"}
        assert flavor.get_key("custom:key") == {"custom:key": "2"}
        with pytest.raises(exceptions.NotFound):
            flavor.get_key("no:such")
    finally:
        flavor.delete()


def test_all_metadata_is_replaced(any_nova, boot):
    server = boot(any_nova, meta={"old": "1"})
    assert server.replace_meta({"new": "2"}) == {"metadata": {"new": "2"}}
    assert any_nova.servers.list_meta(server) == {"metadata": {"new": "2"}}


def test_addresses_of_one_network_are_retrieved(any_nova, boot, cloud):
    server = boot(any_nova, nics=[{"net-id": cloud.network_id}])
    [label] = server.ips()
    assert list(server.ips(label)) == [label]
    with pytest.raises(exceptions.NotFound):
        server.ips("no-such-network")


def test_one_interface_is_retrieved(any_nova, boot, cloud):
    server = boot(any_nova, nics=[{"net-id": cloud.network_id}])
    [interface] = server.interface_list()
    assert server.interface_get(interface.id) == interface
    with pytest.raises(exceptions.NotFound):
        server.interface_get(str(uuid.uuid4()))


def test_has_tag_tells_whether_a_tag_is_set(connect, boot):
    nova = connect("2.26")
    server = boot(nova)
    server.add_tag("blue")
    assert server.has_tag("blue") is True
    assert server.has_tag("green") is False
    with pytest.raises(exceptions.NotFound):
        nova.servers.has_tag(str(uuid.uuid4()), "blue")


def test_network_information_is_injected(any_nova, boot):
    server = boot(any_nova)
    assert server.inject_network_info() == ()
    waiting.for_status(server, "ACTIVE")


def test_extensions_are_listed_and_retrieved(any_nova):
    assert "os-keypairs" in [extension.alias for extension in any_nova.extensions.list()]
    assert any_nova.extensions.get("os-keypairs").name == "Keypairs"
    with pytest.raises(exceptions.NotFound):
        any_nova.extensions.get("no-such")


def test_one_version_is_retrieved(any_nova):
    assert any_nova.versions.get("v2.1").id == "v2.1"


def test_the_factory_negotiates_the_newest_common_microversion(connect):
    nova = connect("2.latest", negotiate=True)
    assert nova.api_version == api_versions.APIVersion("2.104")
    assert nova.servers.list() is not None


def test_the_factory_checks_an_explicit_microversion(connect):
    assert connect("2.60", negotiate=True).api_version.get_string() == "2.60"
