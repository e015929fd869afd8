"""Waits that know their operation: what a real Nova records of each, for whom, and when."""

from __future__ import annotations

import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting

HOW = {"timeout": 60, "poll_interval": 0.1}

HOST = "OS-EXT-SRV-ATTR:host"


def host_of(server):
    return getattr(server, HOST)


@pytest.fixture
def huge(nova):
    """A flavor that no host has room for."""
    flavor = nova.flavors.create(f"huge-{uuid.uuid4()}", 600, 4000, 1)
    yield flavor
    flavor.delete()


@pytest.fixture
def only_host(nova):
    """Disable all other hosts than the given ones, until the test has ended."""
    services = nova.services.list(binary="nova-compute")

    def disable_others(*hosts):
        for service in services:
            if service.host not in hosts:
                nova.services.disable(service.id)

    yield disable_others
    for service in services:
        nova.services.enable(service.id)


@pytest.fixture
def down(nova):
    """Report a host as down until the test has ended."""
    forced = []

    def force(host):
        [service] = nova.services.list(host=host, binary="nova-compute")
        forced.append(service.id)
        nova.services.force_down(service.id, True)

    yield force
    for service_id in forced:
        nova.services.force_down(service_id, False)


@pytest.fixture(params=["2.1", "2.104"])
def version(request):
    """The oldest and the newest microversion."""
    return request.param


@pytest.fixture(params=["admin", "member"])
def who(request):
    """An administrator, or a member of a project."""
    return request.param


@pytest.fixture
def anyone(cloud, connect, version, who):
    """A client of either user at either microversion, which notes its requests."""
    return connect(version, getattr(cloud, who), timings=True)


def requests_of(nova):
    requests = [text for text, _, _ in nova.get_timings()]
    nova.reset_timings()
    return requests


# A resize.


def test_a_resize_that_no_host_takes_ends_the_wait(anyone, boot, huge, version, who):
    server = boot(anyone)
    begun = server.resize(huge)
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for("VERIFY_RESIZE", **HOW)
    error = caught.value
    assert (error.obj, error.action, error.request_id) == (server, "resize", begun.request_ids[0])
    assert (error.ready, error.pending, list(error.failed.items())) == ([], [], [(server, error)])
    # The reason is for administrators, since 2.84; the traceback for administrators.
    assert ("No valid host" in error.reason) is (version == "2.104" and who == "admin")
    assert ("NoValidHost" in (error.traceback or "")) is (who == "admin")
    assert server.status == "ACTIVE"


def test_a_resize_that_succeeds_costs_no_request_more(anyone, boot):
    server = boot(anyone)
    server.resize(anyone.flavors.find(ram=2048))
    requests_of(anyone)
    polls = []
    server.wait_for(
        "VERIFY_RESIZE", timeout=60, poll_interval=lambda poll: polls.append(poll) or 0.1
    )
    requests = requests_of(anyone)
    assert set(requests) == {f"GET /servers/{server.id}"}
    assert len(requests) == len(polls) + 1
    server.confirm_resize()
    requests_of(anyone)
    server.wait_for(**HOW)
    assert set(requests_of(anyone)) == {f"GET /servers/{server.id}"}


def test_the_operation_of_an_id_is_given(anyone, boot, huge):
    server_id = boot(anyone).id
    begun = anyone.servers.resize(server_id, huge)
    with pytest.raises(exceptions.OperationFailed):
        anyone.servers.wait_for(server_id, "VERIFY_RESIZE", action=begun, **HOW)


def test_a_resize_that_failed_earlier_ends_no_wait(anyone, boot, huge):
    server = boot(anyone)
    server.resize(huge)
    with pytest.raises(exceptions.OperationFailed):
        server.wait_for("VERIFY_RESIZE", **HOW)
    server.resize(anyone.flavors.find(ram=2048))
    assert server.wait_for("VERIFY_RESIZE", **HOW).status == "VERIFY_RESIZE"


def test_servers_are_waited_for_to_their_end_though_one_is_in_error(
    anyone, cloud, boot, huge, nova, version
):
    good, refused, broken = (boot(anyone, name) for name in ("good", "refused", "broken"))
    nova.servers.reset_state(broken.id, "error")
    good.resize(anyone.flavors.find(ram=2048))
    refused.resize(huge)
    with pytest.raises(exceptions.WaitFailures) as caught:
        anyone.servers.wait_for_all(
            [broken, refused, good], "VERIFY_RESIZE", keep_going=True, **HOW
        )
    error = caught.value
    assert (error.ready, error.pending) == ([good], [])
    assert {server.name: type(failure) for server, failure in error.failed.items()} == {
        "broken": exceptions.ResourceInErrorState,
        "refused": exceptions.OperationFailed,
    }


# What Nova records of each operation.

#: How each operation is begun, what is awaited, the method of the driver that fails, and the
#: status after that. All are told by the instance action.
TOLD = {
    "resize": (lambda s: s.resize("4"), "VERIFY_RESIZE", "finish_migration", "ERROR"),
    "migrate": (lambda s: s.migrate(), "VERIFY_RESIZE", "finish_migration", "ERROR"),
    "live_migrate": (lambda s: s.live_migrate(), None, "pre_live_migration", "ACTIVE"),
    "rebuild": (lambda s: s.rebuild(s.image["id"]), "ACTIVE", "spawn", "ERROR"),
    "stop": (lambda s: s.stop(), "SHUTOFF", "power_off", "ACTIVE"),
    "pause": (lambda s: s.pause(), "PAUSED", "pause", "ACTIVE"),
    "suspend": (lambda s: s.suspend(), "SUSPENDED", "suspend", "ERROR"),
    "shelve": (lambda s: s.shelve(), "SHELVED_OFFLOADED", "snapshot", "ACTIVE"),
    "offload": (lambda s: s.shelve(), "SHELVED_OFFLOADED", "destroy", "SHELVED"),
    "rescue": (lambda s: s.rescue(), "RESCUE", "rescue", "ERROR"),
    "backup": (lambda s: s.backup("image", "daily", 1), "SHUTOFF", "snapshot", "ACTIVE"),
    "delete": (lambda s: s.delete(), "DELETED", "destroy", "ERROR"),
}


@pytest.mark.parametrize("operation", TOLD)
def test_an_operation_that_the_hypervisor_fails_ends_the_wait(
    nova, boot, hypervisor_fails, operation
):
    begin, awaited, method, status = TOLD[operation]
    server = boot(nova)
    hypervisor_fails(server, method)
    host = host_of(server)
    begin(server)
    with pytest.raises(exceptions.OperationFailed) as caught:
        server.wait_for(awaited or (lambda s: host_of(s) != host), **HOW)
    error = caught.value
    assert f"The hypervisor failed in {method}." in error.reason
    assert server.status == status


@pytest.mark.parametrize("operation", ["migrate", "live_migrate", "evacuate", "unshelve"])
def test_an_operation_that_no_host_takes_ends_the_wait(nova, boot, only_host, down, operation):
    server = boot(nova)
    host = host_of(server)
    if operation == "unshelve":
        server.shelve()
        server.wait_for("SHELVED_OFFLOADED", **HOW)
        host = None
    if operation == "evacuate":
        down(host)
    only_host(host)
    getattr(server, operation)()
    with pytest.raises(exceptions.OperationFailed, match=r"of <Server: tested> failed: No valid"):
        server.wait_for(lambda s: host_of(s) != host, **HOW)
    assert server.status == {"evacuate": "ERROR", "unshelve": "SHELVED_OFFLOADED"}.get(
        operation, "ACTIVE"
    )


def test_a_live_migration_that_no_host_takes_is_refused_at_once_at_2_1(connect, boot, only_host):
    nova = connect("2.1")
    server = boot(nova)
    only_host(host_of(server))
    with pytest.raises(exceptions.BadRequest, match="No valid host"):
        server.live_migrate()


def test_a_live_migration_is_waited_for_by_its_host(connect, boot, version):
    nova = connect(version)
    server = boot(nova)
    host = host_of(server)
    server.live_migrate()
    server.wait_for(lambda s: host_of(s) != host, **HOW)
    assert server.wait_for(**HOW).status == "ACTIVE"


def test_nova_does_not_tell_that_an_image_failed(nova, boot, hypervisor_fails):
    server = boot(nova)
    hypervisor_fails(server, "snapshot")
    image_id = server.create_image("image")
    server.wait_for(**HOW)
    assert nova.instance_action.get(server, image_id.request_ids[0]).message is None


def test_a_server_that_is_not_built_fails_with_its_fault(anyone, cloud, boot, huge, version):
    nics = "none" if version == "2.104" else [{"net-id": cloud.network_id}]
    server = anyone.servers.create("huge", cloud.image_id, huge, nics=nics)
    try:
        with pytest.raises(exceptions.OperationFailed, match=r"create of .*: No valid host"):
            server.wait_for(**HOW)
    finally:
        waiting.delete(anyone, server.id)


# Interfaces and volumes.


def test_a_volume_that_can_not_be_attached_ends_the_wait(nova, boot, hypervisor_fails):
    server = boot(nova)
    hypervisor_fails(server, "attach_volume")
    attachment = nova.volumes.create_server_volume(server, str(uuid.uuid4()))
    # Nova shows the volume with its device until attaching it has failed.
    with pytest.raises(exceptions.OperationFailed, match=r"attach_volume of .*hypervisor failed"):
        server.wait_for(lambda _: False, **HOW)
    with pytest.raises(exceptions.OperationFailed, match=r"attach_volume of <Volume: "):
        nova.volumes.wait_for_attachment(attachment, **HOW)


def test_an_interface_that_can_not_be_detached_ends_the_wait(
    nova, cloud, boot, hypervisor_fails
):
    server = boot(nova, nics=[{"net-id": cloud.network_id}])
    port_id = server.interface_attach(None, cloud.network_id, None).port_id
    hypervisor_fails(server, "detach_interface")
    server.interface_detach(port_id)
    with pytest.raises(
        exceptions.OperationFailed, match=r"detach_interface of .*Failed to detach"
    ):
        server.wait_for(lambda s: len(s.interface_list()) == 1, **HOW)


# Deletion.


def test_a_server_that_is_deleted_while_it_is_built_is_waited_for(nova, cloud):
    flavor = nova.flavors.find(ram=512)
    servers = []
    for number in range(5):
        server = nova.servers.create(f"built-{number}", cloud.image_id, flavor, nics="none")
        server.delete()
        servers.append(server)
    nova.servers.wait_for_all(servers, "DELETED", **HOW)
    assert {server.status for server in servers} == {"DELETED"}
