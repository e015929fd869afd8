"""Every method that reads, at 2.1 and at the newest microversion of the release."""

from __future__ import annotations

import collections.abc
import inspect
import uuid
from types import SimpleNamespace

import pytest

from novaclient import base, client, exceptions
from novaclient.v2.images import Image
from novaclient.v2.networks import Network
from tests.compatibility.reading import ELSEWHERE, READINGS
from tests.contract import sessions
from tests.functional import waiting
from tests.functional.test_annotations import mismatches

TOO_OLD_OR_NEW = (exceptions.VersionNotFoundForAPIMethod, exceptions.UnsupportedVersion)

PUBLIC_KEY = (
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGfaXxg6Ok4EI8NbIKx2tHYS4W6vkFS3QCMdHUFT1ZLH read"
)


@pytest.fixture(scope="session")
def made(connect, cloud):
    """What the methods read: one of each kind."""
    nova = connect("2.60")
    server = nova.servers.create(
        "read",
        cloud.image_id,
        nova.flavors.find(ram=512),
        nics=[{"net-id": cloud.network_id}],
        meta={"role": "web"},
        tags=["a"],
    )
    waiting.for_status(server, "ACTIVE")
    volume = nova.volumes.create_server_volume(server.id, str(uuid.uuid4()))
    nova.volumes.wait_for_attachment(volume, timeout=60, poll_interval=0.1)
    [interface] = server.interface_list()
    url = server.get_console_url("novnc")["remote_console"]["url"]
    flavor = nova.flavors.create("read", 600, 1, 1, is_public=False)
    flavor.set_keys({"custom:key": "value"})
    nova.flavor_access.add_tenant_access(flavor, cloud.member.project_id)
    return SimpleNamespace(
        server=server,
        volume_id=volume.volumeId,
        port_id=interface.port_id,
        network=next(iter(server.networks)),
        console_token=url.rpartition("token%3D")[2] or url.rpartition("token=")[2],
        image_id=cloud.image_id,
        project_id=cloud.admin.project_id,
        flavor=flavor,
        keypair=nova.keypairs.create("read", PUBLIC_KEY),
        group=nova.server_groups.create("read", ["affinity"]),
        aggregate=nova.aggregates.create("read", None),
    )


def resources_of(result):
    """Return the resources of Nova in what a method returned."""
    items = result if isinstance(result, list | collections.abc.Generator) else [result]
    # Those of Glance and Neutron have annotations only for what programs need to start servers.
    return [
        item
        for item in items
        if isinstance(item, base.Resource) and not isinstance(item, Image | Network)
    ]


@pytest.mark.parametrize("name", READINGS)
def test_a_method_reads_what_the_annotations_say_or_names_its_microversions(any_nova, made, name):
    reading = READINGS[name]
    version = any_nova.api_version.get_string()
    if reading.exists_at(version):
        result = reading.call(any_nova, made)
        assert result is not None
        assert mismatches(resources_of(result)) == []
    else:
        with pytest.raises(TOO_OLD_OR_NEW, match=reading.limit_at(version)):
            reading.call(any_nova, made)


def test_every_method_that_reads_is_called():
    nova = client.Client("2.104", session=sessions.new_session())
    managers = {name: getattr(nova, name) for name in dir(nova)}
    reading = {
        f"{name}.{method}"
        for name, manager in managers.items()
        if isinstance(manager, base.Manager)
        for method, function in inspect.getmembers(type(manager), callable)
        if not method.startswith("_") and "``GET " in (function.__doc__ or "")
    }
    assert reading == READINGS.keys() | ELSEWHERE
    assert not READINGS.keys() & ELSEWHERE
