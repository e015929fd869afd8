"""The actions of servers, as far as Nova's fake hypervisor implements them."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2 import servers
from tests.functional import waiting


@pytest.fixture
def server(any_nova, boot):
    """An ACTIVE server, at each of the microversions."""
    return boot(any_nova)


@pytest.fixture
def new_server(nova, boot):
    """An ACTIVE server, at the newest microversion."""
    return boot(nova)


def host_of(nova, server):
    """Return the host of a server."""
    return getattr(nova.servers.get(server), "OS-EXT-SRV-ATTR:host")


def test_stop_and_start(server):
    server.stop()
    waiting.for_status(server, "SHUTOFF")
    server.start()
    waiting.for_status(server, "ACTIVE")


def test_pause_and_unpause(server):
    server.pause()
    waiting.for_status(server, "PAUSED")
    server.unpause()
    waiting.for_status(server, "ACTIVE")


def test_suspend_and_resume(server):
    server.suspend()
    waiting.for_status(server, "SUSPENDED")
    server.resume()
    waiting.for_status(server, "ACTIVE")


@pytest.mark.parametrize("reboot_type", [servers.REBOOT_SOFT, servers.REBOOT_HARD])
def test_soft_and_hard_reboot(new_server, reboot_type):
    new_server.reboot(reboot_type)
    waiting.for_status(new_server, "ACTIVE")


def test_rescue_and_unrescue(server):
    response, body = server.rescue(password="rescue-pw")
    assert response.status_code == 200
    assert body["adminPass"] == "rescue-pw"
    waiting.for_status(server, "RESCUE")
    server.unrescue()
    waiting.for_status(server, "ACTIVE")


def test_shelve_offload_and_unshelve(server):
    server.shelve()
    waiting.for_status(server, ("SHELVED", "SHELVED_OFFLOADED"))
    if server.status == "SHELVED":
        server.shelve_offload()
    waiting.for_status(server, "SHELVED_OFFLOADED")
    server.unshelve()
    waiting.for_status(server, "ACTIVE")


def test_unshelve_to_a_host(connect, boot, cloud):
    nova = connect("2.91")
    server = boot(nova)
    server.shelve()
    waiting.for_status(server, "SHELVED_OFFLOADED")
    server.unshelve(host=cloud.computes[1])
    waiting.for_status(server, "ACTIVE")
    assert host_of(nova, server) == cloud.computes[1]


def test_rebuild(server, cloud):
    rebuilt = server.rebuild(cloud.image_id, password="rebuilt-pw", name="rebuilt")
    assert rebuilt.adminPass == "rebuilt-pw"
    waiting.for_status(server, "ACTIVE")
    assert server.name == "rebuilt"


def test_rebuild_with_all_arguments(new_server, cloud):
    new_server.rebuild(
        cloud.image_id,
        meta={"x": "y"},
        description="rebuilt",
        key_name=None,
        userdata="again",
        hostname="rebuilt-host",
        disk_config="AUTO",
    )
    waiting.for_status(new_server, "ACTIVE")
    assert new_server.metadata == {"x": "y"}
    assert new_server.description == "rebuilt"


def test_resize_is_confirmed(any_nova, server):
    bigger = any_nova.flavors.find(ram=2048)
    server.resize(bigger)
    waiting.for_status(server, "VERIFY_RESIZE")
    server.confirm_resize()
    waiting.for_status(server, "ACTIVE")


def test_resize_is_reverted(any_nova, server):
    server.resize(any_nova.flavors.find(ram=2048))
    waiting.for_status(server, "VERIFY_RESIZE")
    server.revert_resize()
    waiting.for_status(server, "ACTIVE")


def test_migrate_to_another_host(nova, new_server, cloud):
    before = host_of(nova, new_server)
    other = next(host for host in cloud.computes if host != before)
    new_server.migrate(host=other)
    waiting.for_status(new_server, "VERIFY_RESIZE")
    new_server.confirm_resize()
    waiting.for_status(new_server, "ACTIVE")
    assert host_of(nova, new_server) == other


def test_live_migrate(any_nova, server):
    before = host_of(any_nova, server)
    server.live_migrate()
    waiting.for_status(server, "ACTIVE")
    assert host_of(any_nova, server) != before


@pytest.mark.parametrize("version", ["2.1", "2.24", "2.25", "2.104"])
def test_live_migrate_of_the_manager_needs_only_the_server(connect, boot, version):
    nova = connect(version)
    server = boot(nova)
    before = host_of(nova, server)
    nova.servers.live_migrate(server)
    waiting.for_status(server, "ACTIVE")
    assert host_of(nova, server) != before


def test_a_member_cannot_stop_a_locked_server(connect, cloud, boot):
    member = connect("2.96", cloud.member)
    server = boot(member)
    connect("2.73").servers.lock(server.id, reason="maintenance")
    with pytest.raises(exceptions.Conflict):
        server.stop()
    server.get()
    assert server.locked is True
    assert server.locked_reason == "maintenance"
    connect().servers.unlock(server.id)
    server.stop()
    waiting.for_status(server, "SHUTOFF")


def test_reset_state_to_error_and_to_active(server):
    server.reset_state()
    waiting.for_status(server, "ERROR")
    server.reset_state("active")
    waiting.for_status(server, "ACTIVE")


def test_console_output(server):
    output = server.get_console_output(length=10)
    assert "FAKE CONSOLE OUTPUT" in output
    assert output.request_ids


@pytest.mark.parametrize("console_type", ["novnc", "spice-html5", "serial"])
def test_console_url(any_nova, boot, console_type):
    console = boot(any_nova).get_console_url(console_type)
    key = "remote_console" if any_nova.api_version.at_least("2.6") else "console"
    assert console[key]["type"] == console_type
    assert "://" in console[key]["url"]


def test_mks_console_exists_since_2_8(connect, boot):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="get_mks_console"):
        connect("2.7").servers.get_mks_console("x")
    console = boot(connect("2.8")).get_mks_console()
    assert console["remote_console"]["protocol"] == "mks"


def test_unknown_console_type_is_refused(new_server):
    with pytest.raises(exceptions.UnsupportedConsoleType, match="telepathy"):
        new_server.get_console_url("telepathy")


def test_diagnostics(server):
    response, body = server.diagnostics()
    assert response.status_code == 200
    assert body


def test_topology_exists_since_2_78(new_server, connect):
    assert "nodes" in new_server.topology()
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"Server\.topology"):
        connect("2.77").servers.get(new_server).topology()


def test_crash_dump_is_triggered(new_server):
    assert new_server.trigger_crash_dump() == ()


def test_password_is_changed(server):
    assert server.change_password("new-pw") == ()


def test_password_of_a_server_that_has_set_none_is_empty(server):
    assert server.get_password() == ""
    assert server.clear_password() == ()


def test_image_is_created(server):
    image_id = server.create_image("snapshot", {"made": "by a test"})
    assert len(image_id) == 36
    waiting.for_status(server, "ACTIVE")


def test_backup_is_created(any_nova, server):
    result = server.backup("backup", "daily", 1)
    if any_nova.api_version.at_least("2.45"):
        assert len(result["image_id"]) == 36
    else:
        assert result == ()
    waiting.for_status(server, "ACTIVE")


def test_interface_is_attached_listed_and_detached(any_nova, boot, cloud):
    server = boot(any_nova, nics=[{"net-id": cloud.network_id}])
    before = {interface.id for interface in server.interface_list()}
    attached = server.interface_attach(None, cloud.network_id, None)
    assert attached.net_id == cloud.network_id
    assert {i.id for i in server.interface_list()} == before | {attached.id}
    server.interface_detach(attached.id)
    waiting.until(lambda: {i.id for i in server.interface_list()} == before, "detached")


def test_adding_an_unknown_security_group_is_not_found(new_server):
    with pytest.raises(exceptions.NotFound):
        new_server.add_security_group("no-such-group")


def test_force_deleted_server_is_gone(nova, boot):
    server = boot(nova)
    server.force_delete()
    waiting.until_gone(nova, server.id)


def test_restore_of_a_running_server_is_a_conflict(new_server):
    with pytest.raises(exceptions.Conflict):
        new_server.restore()


@pytest.mark.parametrize("version", ["2.1", "2.24"])
def test_live_migrate_without_disk_options_up_to_2_24(connect, boot, version):
    nova = connect(version)
    server = boot(nova)
    host = getattr(server, "OS-EXT-SRV-ATTR:host")
    server.live_migrate(None, None)
    waiting.for_status(server, "ACTIVE")
    assert getattr(nova.servers.get(server), "OS-EXT-SRV-ATTR:host") != host


def test_live_migrate_accepts_false_as_a_string(connect, cloud, boot):
    nova = connect("2.67")
    server = boot(nova)
    source = getattr(server, "OS-EXT-SRV-ATTR:host")
    [destination] = set(cloud.computes) - {source}
    with pytest.raises(exceptions.BadRequest, match="force"):
        server.live_migrate(destination, "auto", force="perhaps")
    server.live_migrate(destination, "auto", force="False")
    waiting.for_status(server, "ACTIVE")
    assert getattr(nova.servers.get(server), "OS-EXT-SRV-ATTR:host") == destination


@pytest.mark.parametrize("version", ["2.1", "2.36"])
def test_server_is_created_with_an_empty_list_of_nics_up_to_2_36(connect, boot, version):
    assert boot(connect(version), nics=[]).status == "ACTIVE"


def test_evacuating_from_a_host_that_is_up_is_rejected(new_server):
    with pytest.raises(exceptions.BadRequest):
        new_server.evacuate()
