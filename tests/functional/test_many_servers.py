"""Many servers of one request, and servers that boot from a volume."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.functional import waiting

USERS = ("admin", "member")


@pytest.fixture
def create(cloud):
    """A function that creates servers with a method; they are deleted after the test."""
    created = []

    def create_with(nova, method, *args, **kwargs):
        if "nics" not in kwargs:
            needs_nics = nova.api_version.at_least("2.37")
            kwargs["nics"] = "none" if needs_nics else [{"net-id": cloud.network_id}]
        result = method(*args, flavor=nova.flavors.find(ram=512), **kwargs)
        created.extend((nova, s.id) for s in (result if isinstance(result, list) else [result]))
        return result

    yield create_with
    for nova, server_id in created:
        waiting.delete(nova, server_id)


@pytest.mark.parametrize("user", USERS)
@pytest.mark.parametrize("version", ["2.1", "2.96", "2.104"])
def test_many_servers_are_created_and_waited_for(connect, cloud, create, user, version):
    nova = connect(version, getattr(cloud, user))
    servers = create(nova, nova.servers.create_many, "many", 3, cloud.image_id)
    assert [server.name for server in servers] == ["many-1", "many-2", "many-3"]
    assert len(servers.request_ids) == 2
    nova.servers.wait_for_all(servers, timeout=60, poll_interval=0.2)
    assert {server.status for server in servers} == {"ACTIVE"}


def test_the_servers_are_in_the_order_of_their_numbers(connect, cloud, create):
    nova = connect("2.96")
    nova.quotas.update(cloud.admin.project_id, instances=-1, cores=-1, ram=-1)
    servers = create(nova, nova.servers.create_many, "ten", 11, cloud.image_id)
    assert [server.name for server in servers] == [f"ten-{n}" for n in range(1, 12)]


def test_one_of_many_keeps_its_name(nova, cloud, create):
    [server] = create(nova, nova.servers.create_many, "only", 1, cloud.image_id)
    assert server.name == "only"
    assert server.wait_for(timeout=60, poll_interval=0.2).status == "ACTIVE"


def test_none_is_created_beyond_the_quota(connect, cloud):
    member = connect("2.96", cloud.member)
    left = member.limits.get().by_name
    count = left["maxTotalInstances"] - left["totalInstancesUsed"] + 1
    with pytest.raises(exceptions.Forbidden, match="Quota exceeded"):
        member.servers.create_many(
            "too-many", count, cloud.image_id, member.flavors.find(ram=512), nics="none"
        )
    assert member.servers.list(search_opts={"name": "too-many"}) == []


def test_each_of_many_servers_knows_the_action_that_created_it(nova, cloud, create):
    for server in create(nova, nova.servers.create_many, "begun", 2, cloud.image_id):
        server.wait_for(timeout=60, poll_interval=0.2)
        assert server.get_action(server._operation).action == "create"


def test_a_server_boots_from_a_new_volume(any_nova, cloud, create):
    devices = [any_nova.servers.boot_volume(cloud.image_id, 1)]
    server = create(any_nova, any_nova.servers.create, "boots", block_device_mapping_v2=devices)
    server = waiting.for_status(server, "ACTIVE")
    assert server.image == ""
    [attachment] = server.list_volumes()
    if any_nova.api_version.at_least("2.79"):
        assert attachment.delete_on_termination is False


def test_a_boot_volume_has_a_type_a_tag_and_an_end(connect, cloud, create):
    nova = connect("2.96")
    volume = nova.servers.boot_volume(
        nova.glance.find_image(cloud.image_id), 2, delete_on_termination=True, tag="root"
    )
    server = create(nova, nova.servers.create, "tagged", block_device_mapping_v2=[volume])
    server = waiting.for_status(server, "ACTIVE")
    [attachment] = server.list_volumes()
    assert (attachment.tag, attachment.delete_on_termination) == ("root", True)


def test_a_volume_type_of_a_boot_volume_is_taken_by_nova(connect, cloud):
    nova = connect("2.96")
    volume = nova.servers.boot_volume(cloud.image_id, 2, volume_type="no-such-type")
    with pytest.raises(exceptions.BadRequest, match="no-such-type"):
        nova.servers.create(
            "typed",
            flavor=nova.flavors.find(ram=512),
            nics="none",
            block_device_mapping_v2=[volume],
        )
