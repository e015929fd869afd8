"""Filters of servers: which Nova applies, for whom and since when, and what values match."""

from __future__ import annotations

import datetime
import inspect
import re
import uuid

import pytest

from novaclient import exceptions
from novaclient.v2.servers import ServerFilters, filters
from tests.functional import waiting

NOWHERE = str(uuid.UUID(int=1))
LONG_AGO = datetime.date(1999, 1, 1)

#: Values that do not match the server of these tests.
OTHERS = {
    "access_ip_v4": "203.0.113.7",
    "access_ip_v6": "2001:db8::7",
    "auto_disk_config": "nonsense",
    "availability_zone": "nowhere",
    "changes-before": LONG_AGO,
    "changes-since": datetime.datetime(2999, 1, 1),
    "config_drive": "nonsense",
    "created_at": LONG_AGO,
    "deleted": True,
    "display_description": "nothing",
    "display_name": "nobody",
    "flavor": "nothing",
    "host": "nowhere",
    "hostname": "nobody",
    "image": NOWHERE,
    "image_ref": NOWHERE,
    "ip": "203.0.113.7",
    "ip6": "2001:db8::7",
    "kernel_id": NOWHERE,
    "key_name": "nothing",
    "launch_index": 77,
    "launched_at": LONG_AGO,
    "locked": True,
    "locked_by": "admin",
    "name": "nobody",
    "node": "nowhere",
    "not-tags": ["blue", "green"],
    "not-tags-any": ["blue", "yellow"],
    "power_state": 6,
    "progress": 77,
    "ramdisk_id": NOWHERE,
    "reservation_id": "r-nowhere",
    "root_device_name": "/dev/nowhere",
    "status": ["SUSPENDED", "PAUSED"],
    "tags": ["blue", "yellow"],
    "tags-any": ["yellow"],
    "task_state": "scheduling",
    "terminated_at": LONG_AGO,
    "user_id": NOWHERE,
    "uuid": NOWHERE,
    "vm_state": "paused",
}

#: Filters that are about the servers of others, which have tests of their own.
OF_OTHERS = {"all_tenants", "project_id", "tenant_id", "soft_deleted"}


def _for_administrators():
    """Return until when each filter is for administrators, as the comments say; None if always."""
    source = inspect.getsource(filters)
    found = {}
    for comment, name in re.findall(r"((?:^    #: .*\n)+)    (\w+): ", source, re.M):
        text = re.sub(r"\n    #:", "", comment)
        before = re.search(r"For administrators before microversion (2\.\d+)", text)
        if before or "For administrators." in text:
            found[name] = before and before[1]
    return found


FOR_ADMINISTRATORS = _for_administrators()


def test_every_filter_is_tried():
    assert OTHERS.keys() | OF_OTHERS == ServerFilters.__optional_keys__
    assert FOR_ADMINISTRATORS["ip6"] == "2.5"
    assert FOR_ADMINISTRATORS["host"] is None


@pytest.fixture(scope="module")
def servers(cloud, connect):
    """A server of the administrator, and one of a member."""
    created = {}
    for user in (cloud.admin, cloud.member):
        nova = connect("2.96", user)
        nova.at_microversion("2.91").keypairs.create("filtered")
        created[user] = (
            nova,
            nova.servers.create(
                "filtered",
                cloud.image_id,
                nova.flavors.find(ram=512),
                nics="none",
                key_name="filtered",
                tags=["blue", "green"],
                description="To be found",
                access_ip_v4="198.51.100.1",
                access_ip_v6="2001:db8::1",
            ),
        )
    for _nova, server in created.values():
        waiting.for_status(server, "ACTIVE")
    yield {user: server for user, (_nova, server) in created.items()}
    for nova, server in created.values():
        waiting.delete(nova, server.id)
        nova.keypairs.delete("filtered")


def _previous(version):
    return f"2.{int(version[2:]) - 1}"


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_an_administrator_filters_by_everything(connect, cloud, servers, name):
    found = connect("2.96").servers.list(search_opts={name: OTHERS[name]})
    assert servers[cloud.admin] not in found


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_others_filter_by_what_the_comments_say(connect, cloud, servers, name):
    def finds(version):
        nova = connect(version, cloud.member)
        return servers[cloud.member] in nova.servers.list(search_opts={name: OTHERS[name]})

    if name not in FOR_ADMINISTRATORS:
        assert not finds(filters._SINCE.get(name, "2.1"))
        assert not finds("2.104")
    elif (since := FOR_ADMINISTRATORS[name]) is None:
        assert finds("2.1")
        assert finds("2.104")
    else:
        assert finds(_previous(since))
        assert not finds(since)


MATCHING = {
    "availability_zone": lambda nova, _: nova.availability_zones.list(detailed=False)[0],
    "changes-before": lambda *_: datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1),
    "changes-since": lambda *_: datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=2),
    "created_at": lambda _, server: datetime.datetime.fromisoformat(server.created),
    "flavor": lambda nova, _: nova.flavors.find(ram=512),
    "host": lambda nova, server: _of_host(nova.services.list(binary="nova-compute"), server),
    "image": lambda nova, server: _by_id(nova.glance.list(), server.image["id"]),
    "key_name": lambda nova, _: nova.keypairs.get("filtered"),
    "locked": lambda *_: False,
    "node": lambda nova, server: _of_host(nova.hypervisors.list(), server),
    "not-tags": lambda *_: ["blue", "yellow"],
    "not-tags-any": lambda *_: ("yellow", "red"),
    "status": lambda *_: ["SHUTOFF", "ACTIVE"],
    "tags": lambda *_: ["green", "blue"],
    "tags-any": lambda *_: {"yellow", "blue"},
    "uuid": lambda _, server: server,
}


def _by_id(resources, wanted):
    return next(each for each in resources if each.id == wanted)


def _of_host(resources, server):
    host = getattr(server, "OS-EXT-SRV-ATTR:host")
    names = ("host", "hypervisor_hostname")
    return next(each for each in resources if host in (getattr(each, n, None) for n in names))


@pytest.mark.parametrize("name", MATCHING)
def test_resources_lists_and_times_are_found(nova, cloud, servers, name):
    server = nova.servers.get(servers[cloud.admin].id)
    found = nova.servers.list(search_opts={name: MATCHING[name](nova, server)})
    assert server in found


def test_a_hypervisor_stands_for_its_host(nova, cloud, servers):
    server = nova.servers.get(servers[cloud.admin].id)
    hypervisor = nova.hypervisors.get(_of_host(nova.hypervisors.list(), server).id)
    assert server in nova.servers.list(search_opts={"host": hypervisor})


def test_a_day_stands_for_all_of_its_times(nova, cloud, servers):
    created = datetime.datetime.fromisoformat(servers[cloud.admin].created).date()
    for name in ("created_at", "launched_at"):
        # It may have been created just before midnight.
        days = [created, created + datetime.timedelta(days=1)]
        found = [nova.servers.list(search_opts={name: day}) for day in days]
        assert any(servers[cloud.admin] in each for each in found)


@pytest.mark.parametrize("name", ["project_id", "tenant_id"])
def test_a_project_is_a_filter_together_with_all_tenants(nova, cloud, servers, name):
    of_member = {name: cloud.member.project_id}
    found = nova.servers.list(search_opts={**of_member, "all_tenants": True})
    assert servers[cloud.member] in found
    assert servers[cloud.admin] not in found
    assert servers[cloud.admin] in nova.servers.list(search_opts=of_member)


def test_only_administrators_list_all_projects(connect, cloud, servers):
    with pytest.raises(exceptions.Forbidden):
        connect("2.96", cloud.member).servers.list(search_opts={"all_tenants": True})


@pytest.mark.filterwarnings("ignore::novaclient.exceptions.UnknownNameWarning")
@pytest.mark.parametrize("name", ["zzz", "description"])
def test_nova_ignores_what_the_library_warns_of(connect, cloud, servers, name):
    for user in (cloud.admin, cloud.member):
        nova = connect("2.74", user)
        assert servers[user] in nova.servers.list(search_opts={name: "nothing"})


@pytest.mark.filterwarnings("ignore::novaclient.exceptions.UnknownNameWarning")
def test_nova_refuses_an_unknown_filter_since_2_75(connect):
    with pytest.raises(exceptions.BadRequest, match="zzz"):
        connect("2.75").servers.list(search_opts={"zzz": "nothing"})
