"""Attributes of resources: those of Nova's JSON, shorter names for some, and others."""

from typing import Any, assert_type

from novaclient import base
from novaclient.v2.client import Client
from novaclient.v2.servers import Server


def of_a_server(server: Server) -> None:
    assert_type(server.status, str)
    assert_type(server.task_state, str | None)
    assert_type(server.vm_state, str | None)
    assert_type(server.power_state, int | None)
    assert_type(server.host, str | None)
    assert_type(server.hypervisor_hostname, str | None)
    assert_type(server.instance_name, str)
    assert_type(server.availability_zone, str)
    assert_type(server.launched_at, str | None)
    assert_type(server.terminated_at, str | None)
    assert_type(server.disk_config, str)
    assert_type(server.attached_volumes, list[dict[str, Any]])
    assert_type(server.hostname, str)
    assert_type(server.root_device_name, str | None)
    assert_type(server.kernel_id, str | None)
    assert_type(server.ramdisk_id, str | None)
    assert_type(server.launch_index, int | None)
    assert_type(server.reservation_id, str | None)
    assert_type(server.user_data, str | None)


def by_nova_s_names(server: Server) -> str:
    state: str = getattr(server, "OS-EXT-STS:vm_state")
    return str(getattr(server, "OS-EXT-STS:task_state", None)) + state


def that_programs_set(server: Server, note: str) -> list[object]:
    server.host = "compute-1"
    setattr(server, note, "mine")
    return [getattr(server, note), hasattr(server, "tags"), vars(server)[note]]


def of_others(nova: Client) -> None:
    assert_type(nova.flavors.get("x").is_disabled, bool)
    assert_type(nova.flavors.get("x").ephemeral, int | str)
    assert_type(nova.versions.list()[0].media_types, list[dict[str, str]])
    service_id: str = nova.services.list()[0].id
    nova.services.enable(service_id)
    nova.services.enable(nova.services.list()[0].id)


def that_are_not_annotated(nova: Client) -> list[object]:
    # Glance and Neutron send more.
    return [nova.glance.find_image("cirros").min_disk, nova.neutron.find_network("n").mtu]


def of_any(resource: base.Resource) -> object:
    return resource.to_dict().get("id", getattr(resource, "id", None))
