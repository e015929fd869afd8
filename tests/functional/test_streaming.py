"""Listings that come page after page, and change meanwhile."""

from __future__ import annotations

import datetime
import itertools
import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting
from tests.functional.test_projects import PUBLIC_KEY


@pytest.fixture
def made():
    """Undo at the end what a test adds here."""
    undo = []
    yield undo
    for function, args in undo:
        try:
            function(*args)
        except exceptions.NotFound:
            # The test did it itself.
            continue


@pytest.fixture
def names():
    """Five names in alphabetical order."""
    run = uuid.uuid4()
    return [f"streamed-{run}-{number}" for number in range(5)]


@pytest.fixture
def keypairs(nova, made, names):
    """Five key pairs."""
    for name in names:
        nova.keypairs.create(name, PUBLIC_KEY)
        made.append((nova.keypairs.delete, (name,)))
    return names


@pytest.fixture
def flavors(nova, made, names):
    """Five flavors."""
    for name in names:
        flavor = nova.flavors.create(name, 512, 1, 1, flavorid=name)
        made.append((nova.flavors.delete, (flavor.id,)))
    return names


@pytest.fixture
def groups(nova, made, names):
    """Five server groups, the oldest first."""
    ids = []
    for name in names:
        ids.append(nova.server_groups.create(name, "affinity").id)
        made.append((nova.server_groups.delete, (ids[-1],)))
    return ids


@pytest.fixture
def servers(nova, boot, names):
    """Five servers, in the order of Nova: the newest first; of one second, by id."""
    ids = {boot(nova, name).id for name in names}
    listed = _ids(nova.servers.list(search_opts={"name": names[0][:-1]}))
    assert set(listed) == ids
    return listed


@pytest.fixture
def theirs(names):
    """The filter that lets only these five through."""
    return {"name": names[0][:-1]}


def _ids(items):
    return [item.id for item in items]


@pytest.mark.parametrize("page_size", [1, 2, 1000])
def test_flavors_are_those_of_a_list(any_nova, flavors, page_size):
    streamed = list(any_nova.flavors.iterate(page_size=page_size))
    assert _ids(streamed) == _ids(any_nova.flavors.list())
    assert all(flavor.request_ids for flavor in streamed)


def test_flavors_go_on_when_the_marker_is_deleted(any_nova, flavors, nova):
    pages = any_nova.flavors.iterate(page_size=2, sort_key="flavorid", sort_dir="desc")
    found = []
    for flavor in pages:
        found.append(flavor.id)
        if flavor.id in flavors and len(found) % 2 == 0:
            nova.flavors.delete(flavor.id)
    assert [one for one in found if one in flavors] == flavors[::-1]
    assert len(found) == len(set(found))


def test_servers_go_on_when_the_marker_is_deleted(nova, servers, theirs):
    pages = nova.servers.iterate(search_opts=theirs, page_size=2)
    found = _ids(itertools.islice(pages, 2))
    nova.servers.delete(found[-1])
    waiting.until_gone(nova, found[-1])
    found += _ids(pages)
    assert found == servers


def test_servers_go_on_when_others_come_and_go(nova, servers, theirs, boot):
    pages = nova.servers.iterate(search_opts=theirs, page_size=2)
    found = _ids(itertools.islice(pages, 2))
    waiting.delete(nova, servers[0])
    boot(nova, f"{theirs['name']}late")
    found += _ids(pages)
    assert found == servers


def test_servers_at_every_microversion(any_nova, servers, theirs):
    assert _ids(any_nova.servers.iterate(False, search_opts=theirs, page_size=2)) == servers


def test_servers_by_name(nova, servers, theirs, names):
    pages = nova.servers.iterate(
        search_opts=theirs, sort_keys=["display_name"], sort_dirs=["asc"], page_size=2
    )
    assert [server.name for server in pages] == names


def test_keypairs_at_every_microversion(any_nova, keypairs):
    found = _ids(any_nova.keypairs.iterate(page_size=2))
    assert [one for one in found if one in keypairs] == keypairs
    assert len(found) == len(set(found))


def test_keypairs_go_on_when_the_marker_is_deleted(nova, keypairs):
    found = []
    for keypair in nova.keypairs.iterate(page_size=1):
        found.append(keypair.id)
        if keypair.id in keypairs[1:3]:
            nova.keypairs.delete(keypair)
    assert [one for one in found if one in keypairs] == keypairs


def test_hypervisors(any_nova):
    found = _ids(any_nova.hypervisors.iterate(page_size=1))
    assert found == _ids(any_nova.hypervisors.list())
    assert len(found) == 2


def test_server_groups_at_every_microversion(any_nova, groups):
    found = _ids(any_nova.server_groups.iterate(page_size=2))
    assert [one for one in found if one in groups] == groups
    assert len(found) == len(set(found))


def test_server_groups_that_move_up_are_not_missed(nova, groups):
    pages = nova.server_groups.iterate(page_size=1)
    found = [one for one in _ids(itertools.islice(pages, 3)) if one in groups]
    for gone in groups[:2]:
        nova.server_groups.delete(gone)
    found += _ids(pages)
    assert found[-2:] == groups[-2:]
    assert len(found) == len(set(found))
    assert set(groups[2:]) <= set(found)


def test_migrations(connect, boot):
    nova = connect("2.59")
    server = boot(connect("2.96"))
    for _ in range(3):
        server.migrate()
        waiting.for_status(server, "VERIFY_RESIZE")
        server.revert_resize()
        waiting.for_status(server, "ACTIVE")
    of_server = nova.migrations.list(instance_uuid=server.id)
    streamed = nova.migrations.iterate(instance_uuid=server.id, page_size=1)
    assert len(of_server) == 3
    assert _ids(streamed) == _ids(of_server)
    at_once = connect("2.58").migrations.iterate(instance_uuid=server.id, page_size=1)
    assert sorted(_ids(at_once)) == sorted(_ids(of_server))


@pytest.mark.parametrize("version", ["2.57", "2.58", "2.104"])
def test_instance_actions(connect, boot, version):
    nova = connect(version)
    server = boot(connect("2.96"))
    for act in (server.lock, server.unlock, server.stop):
        act()
    listed = [action.request_id for action in nova.instance_action.list(server)]
    streamed = nova.instance_action.iterate(server, page_size=1)
    assert [action.request_id for action in streamed] == listed
    assert len(listed) >= 4


def test_part_of_the_instance_actions_is_announced(connect, boot):
    server = boot(connect("2.96"))
    server.stop()
    actions = connect("2.58").instance_action.list(server, limit=1)
    assert actions.has_more


@pytest.mark.parametrize("detailed", [False, True])
def test_usage_is_summed_up_over_pages(nova, connect, cloud, boot, detailed):
    for client in (nova, connect("2.96", cloud.member)):
        for _ in range(2):
            boot(client)
    # Of a time that has ended, all answers know the same.
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    span = now - datetime.timedelta(days=1), now

    listed = nova.usage.list(*span, detailed=detailed)
    streamed = list(nova.usage.iterate(*span, detailed=detailed, page_size=1))
    assert len(streamed) == len(listed) >= 2
    for one, other in zip(streamed, listed, strict=True):
        assert one.to_dict().keys() == other.to_dict().keys()
        assert one.total_hours == pytest.approx(other.total_hours)
        assert one.total_memory_mb_usage == pytest.approx(other.total_memory_mb_usage)
        assert one.total_local_gb_usage == pytest.approx(other.total_local_gb_usage)
        assert one.total_vcpus_usage == pytest.approx(other.total_vcpus_usage)
        assert (one.tenant_id, one.start) == (other.tenant_id, other.start)
        if detailed:
            counted = [each["instance_id"] for each in one.server_usages]
            assert counted == [each["instance_id"] for each in other.server_usages]


def test_usage_before_it_is_paged(connect, boot):
    boot(connect("2.96"))
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    span = now - datetime.timedelta(days=1), now
    nova = connect("2.39")
    streamed = nova.usage.iterate(*span, page_size=1)
    assert [one.to_dict() for one in streamed] == [one.to_dict() for one in nova.usage.list(*span)]
