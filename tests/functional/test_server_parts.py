"""Volume attachments and actions of servers, images and networks."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting


@pytest.fixture
def volume():
    """The id of a volume. In Nova's fake Cinder, a volume exists for every id."""
    return str(uuid.uuid4())


def test_volume_is_attached_listed_and_detached(any_nova, boot, volume):
    server = boot(any_nova)
    attached = any_nova.volumes.create_server_volume(server.id, volume)
    assert attached.volumeId == volume
    any_nova.volumes.wait_for_attachment(attached, timeout=60, poll_interval=0.1)
    assert [v.volumeId for v in any_nova.volumes.get_server_volumes(server.id)] == [volume]
    assert any_nova.volumes.get_server_volume(server.id, volume).serverId == server.id
    any_nova.volumes.delete_server_volume(server.id, volume)
    any_nova.volumes.wait_for_detachment(server.id, volume, timeout=60, poll_interval=0.1)
    assert any_nova.volumes.get_server_volumes(server.id) == []
    with pytest.raises(exceptions.NotFound):
        any_nova.volumes.get_server_volume(server.id, volume)


def test_volume_is_attached_and_detached_through_the_server(any_nova, boot, volume):
    server = boot(any_nova)
    attached = server.attach_volume(volume)
    any_nova.volumes.wait_for_attachment(attached, timeout=60, poll_interval=0.1)
    [found] = server.list_volumes()
    assert found.volumeId == server.get_volume(found).volumeId == volume
    server.detach_volume(found)
    any_nova.volumes.wait_for_detachment(server, volume, timeout=60, poll_interval=0.1)
    assert server.list_volumes() == []


def test_attachment_through_the_server_has_its_options(connect, boot, volume):
    server = boot(connect("2.96"))
    server.attach_volume(volume, tag="data", delete_on_termination=True)
    attachment = server.get_volume(volume)
    assert (attachment.tag, attachment.delete_on_termination) == ("data", True)


@pytest.mark.parametrize("user", ["admin", "member"])
def test_metadata_is_changed_through_the_server(connect, cloud, boot, user):
    server = boot(connect("2.96", getattr(cloud, user)), meta={"a": "1", "b": "2"})
    server.set_meta({"c": "3"})
    server.set_meta_item("a", "4")
    server.delete_meta(["b"])
    assert server.list_meta()["metadata"] == {"a": "4", "c": "3"}
    assert server.get_meta("a")["meta"] == {"a": "4"}


@pytest.mark.parametrize("user", ["admin", "member"])
def test_actions_are_listed_through_the_server(connect, cloud, boot, user):
    server = boot(connect("2.66", getattr(cloud, user)))
    server.stop()
    waiting.for_status(server, "SHUTOFF")
    assert [each.action for each in server.list_actions()] == ["stop", "create"]
    [latest] = server.list_actions(limit=1)
    assert server.get_action(latest.request_id).action == "stop"
    assert server.list_actions(changes_since="2999-01-01T00:00:00Z") == []


def test_live_migrations_are_listed_through_the_server(connect, boot):
    server = boot(connect("2.96"))
    assert server.list_migrations() == []
    with pytest.raises(exceptions.NotFound):
        server.get_migration(1)
    with pytest.raises(exceptions.Conflict):
        server.live_migrate_force_complete(1)
    with pytest.raises(exceptions.Conflict):
        server.live_migration_abort(1)


def test_attachment_is_updated_since_2_85(connect, boot, volume):
    nova = connect("2.85")
    server = boot(nova)
    attached = nova.volumes.create_server_volume(server.id, volume, tag="data")
    nova.volumes.wait_for_attachment(attached, timeout=60, poll_interval=0.1)
    nova.volumes.update_server_volume(server.id, volume, volume, delete_on_termination=True)
    attachment = nova.volumes.get_server_volume(server.id, volume)
    assert attachment.delete_on_termination is True
    assert attachment.tag == "data"


def test_actions_of_a_server_are_listed_and_retrieved(any_nova, boot):
    server = boot(any_nova)
    actions = any_nova.instance_action.list(server)
    [create] = [each for each in actions if each.action == "create"]
    assert create.instance_uuid == server.id
    action = any_nova.instance_action.get(server, create.request_id)
    assert action.action == "create"
    assert action.events
    create.get()
    assert create.events == action.events


def test_actions_are_paged_and_filtered_by_time(connect, boot):
    nova = connect("2.66")
    server = boot(nova)
    server.stop()
    waiting.for_status(server, "SHUTOFF")
    [latest] = nova.instance_action.list(server, limit=1)
    assert latest.action == "stop"
    [earlier] = nova.instance_action.list(server, marker=latest.request_id)
    assert earlier.action == "create"
    assert nova.instance_action.list(server, changes_since="2999-01-01T00:00:00Z") == []
    assert len(nova.instance_action.list(server, changes_before="2999-01-01T00:00:00Z")) == 2


def test_image_is_found_by_id_and_name(any_nova, cloud):
    image = any_nova.glance.find_image(cloud.image_id)
    assert image.id == cloud.image_id
    images = any_nova.glance.list()
    assert image in images
    assert any_nova.client.service_type == "compute"
    names = [each.name for each in images]
    unique = next(each for each in images if names.count(each.name) == 1)
    assert any_nova.glance.find_image(unique.name) == unique
    with pytest.raises(exceptions.NotFound):
        any_nova.glance.find_image("no such image")


def test_network_is_found_by_name(any_nova, cloud):
    network = any_nova.neutron.find_network("private")
    assert network.id == cloud.network_id
    with pytest.raises(exceptions.NotFound):
        any_nova.neutron.find_network("no such network")
