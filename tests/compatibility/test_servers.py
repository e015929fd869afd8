"""The life of servers, at 2.1 and at the newest microversion of the release."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting

HOW = {"timeout": 60, "poll_interval": 0.1}
HOST = "OS-EXT-SRV-ATTR:host"


@pytest.fixture
def server(any_nova, boot, cloud):
    """An ACTIVE server on a network, at each of the microversions."""
    return boot(any_nova, nics=[{"net-id": cloud.network_id}])


def test_a_server_is_created_renamed_and_deleted(any_nova, boot):
    server = boot(any_nova, "old-name", meta={"role": "web"}, userdata="#!/bin/sh\n")
    assert (server.name, server.metadata) == ("old-name", {"role": "web"})
    server.update(name="new-name")
    assert any_nova.servers.get(server).name == "new-name"
    server.delete()
    server.wait_for("DELETED", **HOW)
    with pytest.raises(exceptions.NotFound):
        waiting.until(lambda: any_nova.servers.get(server).status != "DELETED", "gone")


def test_several_servers_are_created_with_one_request(any_nova, cloud):
    nics = [{"net-id": cloud.network_id}]
    flavor = any_nova.flavors.find(ram=512)
    servers = any_nova.servers.create_many("many", 2, cloud.image_id, flavor, nics=nics)
    try:
        assert [server.name for server in servers] == ["many-1", "many-2"]
        any_nova.servers.wait_for_all(servers, **HOW)
    finally:
        for server in servers:
            waiting.delete(any_nova, server.id)


# Actions and waits


@pytest.mark.parametrize(
    ("begin", "status", "undo"),
    [
        ("stop", "SHUTOFF", "start"),
        ("pause", "PAUSED", "unpause"),
        ("suspend", "SUSPENDED", "resume"),
        ("rescue", "RESCUE", "unrescue"),
    ],
)
def test_a_state_is_entered_and_left(server, begin, status, undo):
    getattr(server, begin)()
    assert server.wait_for(status, **HOW).status == status
    getattr(server, undo)()
    assert server.wait_for(**HOW).status == "ACTIVE"


def test_a_server_is_shelved_and_unshelved(server):
    server.shelve()
    server.wait_for(("SHELVED", "SHELVED_OFFLOADED"), **HOW)
    if server.status == "SHELVED":
        server.shelve_offload()
    server.wait_for("SHELVED_OFFLOADED", **HOW)
    server.unshelve()
    server.wait_for(**HOW)


def test_a_server_is_rebuilt(server, cloud):
    assert server.rebuild(cloud.image_id, password="rebuilt-pw").adminPass == "rebuilt-pw"
    server.wait_for(**HOW)


def test_a_server_is_rebooted(server):
    server.reboot("HARD")
    server.wait_for(**HOW)


def test_a_resize_is_confirmed(any_nova, server):
    server.resize(any_nova.flavors.find(ram=2048))
    server.wait_for("VERIFY_RESIZE", **HOW)
    server.confirm_resize()
    server.wait_for(**HOW)
    [migration] = any_nova.migrations.list(instance_uuid=server.id)
    assert migration.status in {"confirming", "confirmed"}


def test_a_migration_to_another_host_is_reverted(server):
    before = getattr(server, HOST)
    server.migrate()
    server.wait_for("VERIFY_RESIZE", **HOW)
    assert getattr(server, HOST) != before
    server.revert_resize()
    server.wait_for(**HOW)
    assert getattr(server, HOST) == before


def test_a_live_migration_is_waited_for_by_its_host(server):
    before = getattr(server, HOST)
    server.live_migrate()
    server.wait_for(lambda state: getattr(state, HOST) != before, **HOW)
    server.wait_for(**HOW)


def test_a_live_migration_in_progress_is_shown_and_aborted(connect, boot):
    nova = connect("2.60")
    server = boot(nova, meta={"linger": "until it is aborted"})
    server.live_migrate()
    waiting.until(
        lambda: any(each.status == "running" for each in nova.server_migrations.list(server)),
        "running",
    )
    [migration] = nova.server_migrations.list(server)
    assert nova.server_migrations.get(server, migration).status == "running"
    nova.server_migrations.live_migration_abort(server, migration.id)
    assert server.wait_for(**HOW).status == "ACTIVE"


def test_a_wait_knows_that_its_operation_has_failed(any_nova, server):
    any_nova.servers.set_meta(server, {"fail": "power_off"})
    begun = server.stop()
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("SHUTOFF", **HOW)
    error = caught.value
    assert (error.action, error.request_id) == ("stop", begun.request_ids[0])
    assert "fake_hypervisor.py" in error.traceback
    assert server.status == "ACTIVE"


def test_a_wait_for_a_server_that_no_host_takes_has_the_reason(any_nova, cloud, huge):
    nics = [{"net-id": cloud.network_id}]
    server = any_nova.servers.create("huge", cloud.image_id, huge, nics=nics)
    try:
        with pytest.raises(exceptions.ResourceInErrorState, match="No valid host"):
            server.wait_for(**HOW)
    finally:
        waiting.delete(any_nova, server.id)


def test_an_error_state_ends_a_wait_and_is_reset(server):
    server.reset_state()
    with pytest.raises(exceptions.ResourceInErrorState):
        server.wait_for(**HOW)
    server.reset_state("active")
    server.wait_for(**HOW)


def test_the_actions_of_a_server_are_recorded_with_their_events(any_nova, server):
    result = server.stop()
    server.wait_for("SHUTOFF", **HOW)
    recorded = any_nova.instance_action.get(server, result.request_ids[0])
    assert recorded.action == "stop"
    assert [event["result"] for event in recorded.events] == ["Success"]


def test_an_image_and_a_backup_are_created(server):
    assert len(server.create_image("snapshot")) == 36
    server.wait_for(**HOW)
    server.backup("backup", "daily", 1)
    server.wait_for(**HOW)


@pytest.mark.parametrize("console_type", ["novnc", "spice-html5", "serial"])
def test_a_console_has_a_url(any_nova, server, console_type):
    console = server.get_console_url(console_type)
    key = "remote_console" if any_nova.api_version.at_least("2.6") else "console"
    assert "://" in console[key]["url"]
    assert "FAKE CONSOLE OUTPUT" in server.get_console_output()


def test_interfaces_and_security_groups_are_added_and_removed(server, cloud):
    before = {each.id for each in server.interface_list()}
    attached = server.interface_attach(None, cloud.network_id, None)
    assert {each.id for each in server.interface_list()} == before | {attached.id}
    server.interface_detach(attached.id)
    server.wait_for(lambda state: {i.id for i in state.interface_list()} == before, **HOW)
    server.add_security_group("web")
    server.remove_security_group("web")


def test_a_volume_is_attached_and_detached(any_nova, server):
    volume_id = str(uuid.uuid4())
    attachment = any_nova.volumes.create_server_volume(server.id, volume_id)
    attached = any_nova.volumes.wait_for_attachment(attachment, **HOW)
    assert attached.device.startswith("/dev/")
    any_nova.volumes.delete_server_volume(server.id, volume_id)
    any_nova.volumes.wait_for_detachment(server.id, volume_id, **HOW)
    assert any_nova.volumes.get_server_volumes(server.id) == []


# Metadata and tags


def test_metadata_is_set_replaced_and_deleted(any_nova, server):
    any_nova.servers.set_meta(server, {"a": "1", "b": "2"})
    any_nova.servers.set_meta_item(server, "c", "3")
    any_nova.servers.delete_meta(server, ["a", "b"])
    assert any_nova.servers.list_meta(server) == {"metadata": {"c": "3"}}
    assert server.replace_meta({"new": "4"}) == {"metadata": {"new": "4"}}


def test_tags_are_set_and_deleted(nova, boot):
    server = boot(nova, tags=["first"])
    assert server.tag_list() == ["first"]
    server.set_tags(["a", "b"])
    server.add_tag("c d")
    assert (server.has_tag("c d"), server.has_tag("first")) == (True, False)
    server.delete_tag("c d")
    server.delete_all_tags()
    assert server.tag_list() == []


# Lists


@pytest.fixture(scope="session")
def five(connect, cloud):
    """Five servers for the lists."""
    nova = connect("2.60")
    flavor = nova.flavors.find(ram=512)
    servers = [
        nova.servers.create(f"five-{n}", cloud.image_id, flavor, nics="none") for n in range(5)
    ]
    return nova.servers.wait_for_all(servers, **HOW)


NAMES = [f"five-{n}" for n in range(5)]


def test_all_servers_are_listed_with_limit_minus_1(any_nova, five):
    listed = any_nova.servers.list(limit=-1, search_opts={"name": "five-"})
    assert sorted(server.name for server in listed) == NAMES


def test_servers_are_iterated_over_page_by_page(any_nova, five):
    walked = any_nova.servers.iterate(
        search_opts={"name": "five-"}, sort_keys=["display_name"], sort_dirs=["asc"], page_size=2
    )
    assert [server.name for server in walked] == NAMES


def test_a_marker_begins_the_next_page(any_nova, five):
    options = {"search_opts": {"name": "five-"}, "limit": 3}
    first = any_nova.servers.list(**options)
    second = any_nova.servers.list(**options, marker=first[-1].id)
    assert (first.has_more, second.has_more) == (True, False)
    assert sorted(server.name for server in first + second) == NAMES


def test_a_server_is_found_by_its_name(any_nova, five):
    assert any_nova.servers.find(name="five-3").name == "five-3"
    with pytest.raises(exceptions.NotFound):
        any_nova.servers.find(name="five-9")
    with pytest.raises(exceptions.NoUniqueMatch):
        any_nova.servers.find(status="ACTIVE")


def test_servers_of_other_projects_are_listed_and_found_on_request(connect, cloud, boot, nova):
    member = connect(credentials=cloud.member)
    server = boot(member, "of-member")
    assert server not in nova.servers.list()
    assert server in nova.servers.list(search_opts={"all_tenants": True})
    assert nova.servers.find(name="of-member", all_tenants=True) == server
