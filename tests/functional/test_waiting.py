"""Waiting for servers, their volumes and their moves."""

from __future__ import annotations

import itertools
import uuid

import pytest

from novaclient import exceptions

HOW = {"timeout": 60, "poll_interval": 0.1}


@pytest.fixture
def create(cloud):
    """Begin to make servers, and delete them after the test."""
    made = []

    def begin(nova, name="waited-for", **kwargs):
        arguments = {"image": cloud.image_id, "flavor": nova.flavors.find(ram=512), **kwargs}
        server = nova.servers.create(name, nics="none", **arguments)
        made.append((nova, server.id))
        return server

    yield begin
    for nova, server_id in made:
        try:
            begun = nova.servers.force_delete(server_id)
        except exceptions.NotFound:
            continue
        nova.servers.wait_for(server_id, "DELETED", action=begun, **HOW)


def requests_of(nova, kind=""):
    """Return the requests of some kind that a client has sent since this was called last."""
    requests = [text for text, _, _ in nova.get_timings() if kind in text]
    nova.reset_timings()
    return requests


def test_a_server_is_built_and_deleted(nova, create):
    told = []
    server = create(nova)
    assert server.wait_for(progress=lambda state: told.append(str(state)), **HOW) is server
    assert server.status == "ACTIVE"
    assert getattr(server, "OS-EXT-STS:task_state") is None
    assert told[-1] == "ACTIVE"
    assert all(before != after for before, after in itertools.pairwise(told))
    server.delete()
    server.wait_for("DELETED", **HOW)
    assert server.status == "DELETED"
    with pytest.raises(exceptions.NotFound):
        nova.servers.get(server.id)


def test_a_server_that_is_deleted_does_not_become_active(nova, create):
    server = create(nova).wait_for(**HOW)
    server.delete()
    with pytest.raises(exceptions.NotFound):
        server.wait_for("SHUTOFF", **HOW)


def test_a_server_that_no_host_takes_fails_with_the_reason(nova, create):
    flavor = nova.flavors.create(f"huge-{uuid.uuid4()}", 600, 4000, 1)
    try:
        server = create(nova, flavor=flavor)
        with pytest.raises(exceptions.ResourceInErrorState, match="No valid host") as caught:
            server.wait_for(**HOW)
        assert caught.value.obj is server
        assert server.wait_for("error", **HOW).fault["message"].startswith("No valid host")
        server.delete()
        server.wait_for("DELETED", **HOW)
    finally:
        flavor.delete()


def test_a_timeout_tells_the_status_it_ended_with(nova, create):
    server = create(nova).wait_for(**HOW)
    with pytest.raises(exceptions.WaitTimeout, match="waited-for> is still ACTIVE") as caught:
        server.wait_for("SHUTOFF", timeout=0.2, poll_interval=0.1)
    assert (caught.value.state, caught.value.task_state) == ("ACTIVE", None)


def test_a_resize_is_waited_for(nova, create):
    server = create(nova).wait_for(**HOW)
    server.resize(nova.flavors.find(ram=2048))
    server.wait_for("verify_resize", **HOW)
    server.confirm_resize()
    assert server.wait_for(**HOW).flavor["ram"] == 2048


def test_a_server_is_rebooted_out_of_error(nova, create):
    server = create(nova).wait_for(**HOW)
    server.reset_state("error")
    with pytest.raises(exceptions.ResourceInErrorState, match="no reason was given"):
        server.wait_for(**HOW)
    server.reboot("HARD")
    assert server.wait_for(**HOW).status == "ACTIVE"


# Several servers.


@pytest.fixture
def ten(connect, create):
    """A client that notes its requests, and ten servers that it has begun to make."""
    nova = connect(timings=True)
    return nova, [create(nova, f"ten-{number}") for number in range(10)]


def test_ten_servers_are_waited_for_with_one_list_a_look(ten):
    nova, servers = ten
    requests_of(nova)
    looks = []

    def interval(look):
        looks.append(look)
        return 0.2

    ready = nova.servers.wait_for_all(servers, timeout=60, poll_interval=interval)
    assert {server.status for server in ready} == {"ACTIVE"}
    assert [id(server) for server in ready] == [id(server) for server in servers]
    assert len(requests_of(nova, "/servers")) == len(looks) + 1


def test_ten_servers_are_deleted_with_one_more_request_for_each(ten):
    nova, servers = ten
    nova.servers.wait_for_all(servers, **HOW)
    for server in servers:
        server.delete()
    requests_of(nova)
    looks = []
    nova.servers.wait_for_all(
        servers, "DELETED", timeout=60, poll_interval=lambda look: looks.append(look) or 0.2
    )
    assert {server.status for server in servers} == {"DELETED"}
    assert len(requests_of(nova, "GET /servers")) <= len(looks) + 1 + len(servers)


def test_servers_on_several_pages_are_waited_for(connect, create):
    nova = connect("2.96")
    servers = [create(nova, f"paged-{number}") for number in range(4)]

    class SmallPages(type(nova.servers)):
        def list(self, *args, **kwargs):
            return super().list(*args, **{**kwargs, "limit": 2})

    ready = SmallPages(nova).wait_for_all([server.id for server in servers], **HOW)
    assert {server.status for server in ready} == {"ACTIVE"}


def test_servers_of_another_project_are_waited_for_by_the_administrator(cloud, connect, create):
    member = connect("2.96", cloud.member)
    ids = [create(member, f"of-member-{number}").id for number in range(3)]
    nova = connect(timings=True)
    ready = nova.servers.wait_for_all(ids, all_tenants=True, **HOW)
    assert {server.tenant_id for server in ready} == {cloud.member.project_id}
    # Those that no list of the own project shows are got.
    requests_of(nova)
    nova.servers.wait_for_all(ids, timeout=0)
    assert len(requests_of(nova, "GET /servers/")) == 4


def test_a_member_does_not_wait_for_servers_of_others(cloud, connect, create, nova):
    ids = [create(nova).wait_for(**HOW).id for _ in range(2)]
    with pytest.raises(exceptions.NotFound):
        connect("2.96", cloud.member).servers.wait_for_all(ids, **HOW)


# Volumes.


def test_a_volume_is_attached_and_detached(any_nova, boot):
    server, volume_id = boot(any_nova), str(uuid.uuid4())
    attachment = any_nova.volumes.create_server_volume(server.id, volume_id)
    told = []
    attached = any_nova.volumes.wait_for_attachment(
        attachment, progress=lambda state: told.append(str(state)), **HOW
    )
    assert attached.device.startswith("/dev/")
    assert told[-1] == "attached"
    any_nova.volumes.delete_server_volume(server.id, volume_id)
    any_nova.volumes.wait_for_detachment(server.id, volume_id, **HOW)
    with pytest.raises(exceptions.NotFound):
        any_nova.volumes.get_server_volume(server.id, volume_id)


# Moves.


def test_a_live_migration_is_waited_for(any_nova, boot):
    server = boot(any_nova)
    before = getattr(any_nova.servers.get(server), "OS-EXT-SRV-ATTR:host")
    for _ in range(2):
        server.live_migrate()
        migration = any_nova.server_migrations.wait_for(server, **HOW)
        assert migration.status == "completed"
        assert migration.instance_uuid == server.id
    # There and back, each time by a migration of its own.
    assert getattr(any_nova.servers.get(server), "OS-EXT-SRV-ATTR:host") == before


def test_a_live_migration_that_is_stopped_is_waited_for(nova, boot, linger):
    server = boot(nova)
    linger(server)
    server.live_migrate()
    states = []

    def stop(state):
        states.append(state.status)
        if state.status == "running":
            nova.server_migrations.live_migration_abort(server, state.resource.id)

    migration = nova.server_migrations.wait_for(server, progress=stop, **HOW)
    assert migration.status == "cancelled"
    assert "running" in states
    assert server.wait_for(**HOW).status == "ACTIVE"


def test_a_given_live_migration_is_waited_for(nova, boot, linger):
    server = boot(nova)
    linger(server)
    server.live_migrate()
    server.wait_for("MIGRATING", **HOW)

    def complete(state):
        if state.status == "running":
            nova.server_migrations.live_migrate_force_complete(server, state.resource.id)

    with pytest.raises(exceptions.WaitTimeout):
        nova.server_migrations.wait_for(server, timeout=0)
    ended = nova.server_migrations.wait_for(server, progress=complete, **HOW)
    assert nova.server_migrations.wait_for(server, ended.id, **HOW).status == "completed"


def test_a_server_that_never_moved_has_no_migration_to_wait_for(nova, boot):
    with pytest.raises(exceptions.NotFound, match="no such live migration"):
        nova.server_migrations.wait_for(boot(nova), **HOW)
