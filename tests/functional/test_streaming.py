"""Listings of several pages, and servers that change during the listing."""

from __future__ import annotations

import datetime
import itertools
import uuid

import pytest

from novaclient import exceptions
from tests.functional import waiting
from tests.functional.test_projects import PUBLIC_KEY


@pytest.fixture
def cleanups():
    """Functions with arguments that are called after the test."""
    functions = []
    yield functions
    for function, args in functions:
        try:
            function(*args)
        except exceptions.NotFound:
            # The test has deleted it itself.
            continue


@pytest.fixture
def names():
    """Five names in alphabetical order."""
    run = uuid.uuid4()
    return [f"iterated-{run}-{number}" for number in range(5)]


@pytest.fixture
def keypairs(nova, cleanups, names):
    """Five key pairs."""
    for name in names:
        nova.keypairs.create(name, PUBLIC_KEY)
        cleanups.append((nova.keypairs.delete, (name,)))
    return names


@pytest.fixture
def flavors(nova, cleanups, names):
    """Five flavors."""
    for name in names:
        flavor = nova.flavors.create(name, 512, 1, 1, flavorid=name)
        cleanups.append((nova.flavors.delete, (flavor.id,)))
    return names


@pytest.fixture
def groups(nova, cleanups, names):
    """Five server groups, oldest first."""
    ids = []
    for name in names:
        ids.append(nova.server_groups.create(name, "affinity").id)
        cleanups.append((nova.server_groups.delete, (ids[-1],)))
    return ids


@pytest.fixture
def servers(nova, boot, names):
    """Five servers in the default order of Nova: newest first, then by id."""
    ids = {boot(nova, name).id for name in names}
    listed = _ids(nova.servers.list(search_opts={"name": names[0][:-1]}))
    assert set(listed) == ids
    return listed


@pytest.fixture
def filters(names):
    """A search option that matches only the five servers."""
    return {"name": names[0][:-1]}


def _ids(items):
    return [item.id for item in items]


@pytest.mark.parametrize("page_size", [1, 2, 1000])
def test_flavors_are_the_same_as_with_list(any_nova, flavors, page_size):
    iterated = list(any_nova.flavors.iterate(page_size=page_size))
    assert _ids(iterated) == _ids(any_nova.flavors.list())
    assert all(flavor.request_ids for flavor in iterated)


def test_flavors_continue_after_the_marker_was_deleted(any_nova, flavors, nova):
    pages = any_nova.flavors.iterate(page_size=2, sort_key="flavorid", sort_dir="desc")
    found = []
    for flavor in pages:
        found.append(flavor.id)
        if flavor.id in flavors and len(found) % 2 == 0:
            nova.flavors.delete(flavor.id)
    assert [one for one in found if one in flavors] == flavors[::-1]
    assert len(found) == len(set(found))


def test_servers_continue_after_the_marker_was_deleted(nova, servers, filters):
    pages = nova.servers.iterate(search_opts=filters, page_size=2)
    found = _ids(itertools.islice(pages, 2))
    nova.servers.delete(found[-1])
    waiting.until_gone(nova, found[-1])
    found += _ids(pages)
    assert found == servers


def test_servers_continue_while_others_are_created_and_deleted(nova, servers, filters, boot):
    pages = nova.servers.iterate(search_opts=filters, page_size=2)
    found = _ids(itertools.islice(pages, 2))
    waiting.delete(nova, servers[0])
    boot(nova, f"{filters['name']}late")
    found += _ids(pages)
    assert found == servers


def test_servers_are_iterated_at_every_microversion(any_nova, servers, filters):
    assert _ids(any_nova.servers.iterate(False, search_opts=filters, page_size=2)) == servers


def test_servers_are_iterated_in_the_order_of_their_names(nova, servers, filters, names):
    pages = nova.servers.iterate(
        search_opts=filters, sort_keys=["display_name"], sort_dirs=["asc"], page_size=2
    )
    assert [server.name for server in pages] == names


def test_keypairs_are_iterated_at_every_microversion(any_nova, keypairs):
    found = _ids(any_nova.keypairs.iterate(page_size=2))
    assert [one for one in found if one in keypairs] == keypairs
    assert len(found) == len(set(found))


def test_keypairs_continue_after_the_marker_was_deleted(nova, keypairs):
    found = []
    for keypair in nova.keypairs.iterate(page_size=1):
        found.append(keypair.id)
        if keypair.id in keypairs[1:3]:
            nova.keypairs.delete(keypair)
    assert [one for one in found if one in keypairs] == keypairs


def test_hypervisors_are_the_same_as_with_list(any_nova):
    found = _ids(any_nova.hypervisors.iterate(page_size=1))
    assert found == _ids(any_nova.hypervisors.list())
    assert len(found) == 2


def test_server_groups_are_iterated_at_every_microversion(any_nova, groups):
    found = _ids(any_nova.server_groups.iterate(page_size=2))
    assert [one for one in found if one in groups] == groups
    assert len(found) == len(set(found))


def test_server_groups_are_not_missed_when_others_are_deleted(nova, groups):
    pages = nova.server_groups.iterate(page_size=1)
    found = [one for one in _ids(itertools.islice(pages, 3)) if one in groups]
    for gone in groups[:2]:
        nova.server_groups.delete(gone)
    found += _ids(pages)
    assert found[-2:] == groups[-2:]
    assert len(found) == len(set(found))
    assert set(groups[2:]) <= set(found)


def test_migrations_are_the_same_as_with_list(connect, boot):
    nova = connect("2.59")
    server = boot(connect("2.96"))
    for _ in range(3):
        server.migrate()
        waiting.for_status(server, "VERIFY_RESIZE")
        server.revert_resize()
        waiting.for_status(server, "ACTIVE")
    listed = nova.migrations.list(instance_uuid=server.id)
    iterated = nova.migrations.iterate(instance_uuid=server.id, page_size=1)
    assert len(listed) == 3
    assert _ids(iterated) == _ids(listed)
    unpaged = connect("2.58").migrations.iterate(instance_uuid=server.id, page_size=1)
    assert sorted(_ids(unpaged)) == sorted(_ids(listed))


@pytest.mark.parametrize("version", ["2.57", "2.58", "2.104"])
def test_instance_actions_are_the_same_as_with_list(connect, boot, version):
    nova = connect(version)
    server = boot(connect("2.96"))
    for act in (server.lock, server.unlock, server.stop):
        act()
    listed = [action.request_id for action in nova.instance_action.list(server)]
    iterated = nova.instance_action.iterate(server, page_size=1)
    assert [action.request_id for action in iterated] == listed
    assert len(listed) >= 4


def test_a_limited_list_of_instance_actions_has_more(connect, boot):
    server = boot(connect("2.96"))
    server.stop()
    actions = connect("2.58").instance_action.list(server, limit=1)
    assert actions.has_more


@pytest.mark.parametrize("detailed", [False, True])
def test_usage_is_added_up_over_pages(nova, connect, cloud, boot, detailed):
    for client in (nova, connect("2.96", cloud.member)):
        for _ in range(2):
            boot(client)
    # With an end in the past, all responses are about the same period.
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    span = now - datetime.timedelta(days=1), now

    listed = nova.usage.list(*span, detailed=detailed)
    iterated = list(nova.usage.iterate(*span, detailed=detailed, page_size=1))
    assert len(iterated) == len(listed) >= 2
    for one, other in zip(iterated, listed, strict=True):
        assert one.to_dict().keys() == other.to_dict().keys()
        assert one.total_hours == pytest.approx(other.total_hours)
        assert one.total_memory_mb_usage == pytest.approx(other.total_memory_mb_usage)
        assert one.total_local_gb_usage == pytest.approx(other.total_local_gb_usage)
        assert one.total_vcpus_usage == pytest.approx(other.total_vcpus_usage)
        assert (one.tenant_id, one.start) == (other.tenant_id, other.start)
        if detailed:
            counted = [each["instance_id"] for each in one.server_usages]
            assert counted == [each["instance_id"] for each in other.server_usages]


def test_usage_is_iterated_at_microversions_without_paging(connect, boot):
    boot(connect("2.96"))
    now = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    span = now - datetime.timedelta(days=1), now
    nova = connect("2.39")
    iterated = nova.usage.iterate(*span, page_size=1)
    assert [one.to_dict() for one in iterated] == [one.to_dict() for one in nova.usage.list(*span)]
