"""Listing and finding servers."""

from __future__ import annotations

import pytest

from novaclient import exceptions
from tests.functional import waiting


@pytest.fixture(scope="module")
def five(cloud, connect):
    """Five servers that the tests of this module look at."""
    nova = connect("2.96")
    flavor = nova.flavors.find(ram=512)
    servers = [
        nova.servers.create(f"five-{n}", cloud.image_id, flavor, nics="none") for n in range(5)
    ]
    for server in servers:
        waiting.for_status(server, "ACTIVE")
    yield servers
    for server in servers:
        waiting.delete(nova, server.id)


def test_all_are_listed(any_nova, five):
    listed = any_nova.servers.list()
    assert {server.id for server in five} <= {server.id for server in listed}
    assert listed.request_ids


def test_brief_list_holds_less(any_nova, five):
    server = any_nova.servers.list(detailed=False)[0]
    assert set(server.to_dict()) == {"id", "name", "links"}


def test_filters_by_name_and_status(any_nova, five):
    named = any_nova.servers.list(search_opts={"name": "five-3"})
    assert [server.name for server in named] == ["five-3"]
    assert any_nova.servers.list(search_opts={"name": "five-", "status": "SHUTOFF"}) == []


def test_empty_filters_are_left_out(any_nova, five):
    everything = any_nova.servers.list(search_opts={"name": "", "status": None})
    assert len(everything) >= 5


def test_sorted_by_name_both_ways(any_nova, five):
    def names(direction):
        listed = any_nova.servers.list(
            search_opts={"name": "five-"}, sort_keys=["display_name"], sort_dirs=[direction]
        )
        return [server.name for server in listed]

    assert names("asc") == [f"five-{n}" for n in range(5)]
    assert names("desc") == names("asc")[::-1]


def test_limit_and_marker_make_pages(any_nova, five):
    first = any_nova.servers.list(limit=2, search_opts={"name": "five-"})
    assert len(first) == 2
    assert first.has_more
    second = any_nova.servers.list(limit=2, marker=first[-1].id, search_opts={"name": "five-"})
    assert not {server.id for server in first} & {server.id for server in second}


def test_limit_minus_one_lists_all_pages(any_nova, five):
    listed = any_nova.servers.list(limit=-1, search_opts={"name": "five-"})
    assert sorted(server.name for server in listed) == [f"five-{n}" for n in range(5)]
    assert len(listed.request_ids) == 2


def test_limit_beyond_the_servers_is_all(any_nova, five):
    assert len(any_nova.servers.list(limit=1000, search_opts={"name": "five-"})) == 5


def test_found_by_name_with_all_attributes(any_nova, five):
    server = any_nova.servers.find(name="five-2")
    assert server == five[2]
    assert server.status == "ACTIVE"


def test_found_by_human_id(any_nova, five):
    assert any_nova.servers.find(human_id="five-1") == five[1]


def test_find_of_none_and_of_many(any_nova, five):
    with pytest.raises(exceptions.NotFound, match="No Server matching"):
        any_nova.servers.find(name="nobody")
    with pytest.raises(exceptions.NoUniqueMatch, match="five-"):
        any_nova.servers.find(status="ACTIVE")


def test_all_tenants_shows_servers_of_others(connect, cloud, boot, nova):
    member = connect("2.96", cloud.member)
    server = boot(member, "of-member")
    assert server not in nova.servers.list()
    assert server in nova.servers.list(search_opts={"all_tenants": True})
    assert nova.servers.find(name="of-member", all_tenants=True) == server
    assert server in nova.servers.findall(all_tenants=True)


def test_locked_filter_exists_since_2_73(connect, boot):
    nova = connect("2.73")
    server = boot(nova)
    server.lock(reason="for the test")
    locked = nova.servers.list(search_opts={"locked": True})
    unlocked = nova.servers.list(search_opts={"locked": False})
    server.unlock()
    assert server in locked
    assert server not in unlocked
    with pytest.raises(exceptions.UnsupportedAttribute):
        connect("2.72").servers.list(search_opts={"locked": True})


@pytest.mark.parametrize("options", [{"deleted": False}, {"deleted": None}, {}])
def test_changes_show_deleted_servers_unless_they_are_ruled_out(any_nova, boot, options):
    server = boot(any_nova, "short-lived")
    waiting.delete(any_nova, server.id)
    changed = any_nova.servers.list(search_opts={"changes-since": server.created, **options})
    assert (server.id, "DELETED") in [(each.id, each.status) for each in changed]


@pytest.mark.parametrize(
    ("name", "value", "other"), [("power_state", 1, 0), ("launch_index", 0, 1), ("progress", 0, 7)]
)
def test_filters_by_numbers_of_which_0_is_one(any_nova, five, name, value, other):
    def names(number):
        options = {"name": "five-0", name: number}
        return [server.name for server in any_nova.servers.list(search_opts=options)]

    assert names(value) == ["five-0"]
    assert names(other) == []


def test_missing_attribute_of_a_brief_server_is_loaded_once(nova, five):
    from novaclient.v2.servers import Server

    server = Server(nova.servers, {"id": five[0].id})
    assert server.name == "five-0"
    assert server.is_loaded()
    with pytest.raises(AttributeError, match="no_such_attribute"):
        _ = server.no_such_attribute


def test_find_resource_takes_what_a_person_types(nova, five):
    from novaclient import utils

    assert utils.find_resource(nova.servers, five[4].id) == five[4]
    assert utils.find_resource(nova.servers, "five-4") == five[4]
    assert utils.find_resource(nova.flavors, "m1.tiny").name == "m1.tiny"
    with pytest.raises(exceptions.CommandError, match="No server"):
        utils.find_resource(nova.servers, "nobody")
