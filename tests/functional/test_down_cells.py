"""Cells that do not respond, on a cloud of two cells whose pages hold four servers."""

from __future__ import annotations

import contextlib
import datetime
import warnings
from types import SimpleNamespace

import pytest
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from novaclient import client, exceptions
from tests.functional import conftest, waiting
from tests.functional.cloud import Cloud

PAGE = 4

#: The first microversion with partial servers, and the newest.
VERSIONS = ("2.69", "2.104")

ALL = {"all_tenants": True}


@pytest.fixture(scope="module")
def cells():
    """A cloud of its own: an outage would harm other tests."""
    with Cloud(cells=2, max_limit=PAGE) as started:
        conftest._running.append(started)
        try:
            yield started
        finally:
            conftest._running.remove(started)


@pytest.fixture(scope="module")
def connect(cells):
    """Make clients: ``connect("2.96")``, ``connect("2.69", member=True)``."""

    def session_of(user):
        auth = v3.Password(
            auth_url=cells.auth_url,
            username=user.username,
            password=user.password,
            project_id=user.project_id,
            user_domain_id=user.user_domain_id,
        )
        return Session(auth=auth)

    sessions = {False: session_of(cells.admin), True: session_of(cells.member)}

    def make(version="2.104", member=False):
        return client.Client(version, session=sessions[member])

    return make


@pytest.fixture(scope="module")
def ids(cells, connect):
    """The ids of the servers, as in ``ids.admin["cell1"]``.

    The administrator has three in cell1 and two in cell2, the member has one in each.
    """
    admin = connect()
    services = {service.host: service for service in admin.services.list(binary="nova-compute")}
    made = SimpleNamespace(
        admin={cell: set() for cell in cells.cells.values()},
        member={cell: set() for cell in cells.cells.values()},
    )
    servers = []
    for host, cell in cells.cells.items():
        others = [service for service in services.values() if service.host != host]
        for other in others:
            admin.services.disable(other.id)
        for owner, nova, count in (
            (made.admin, admin, 3 if cell == "cell1" else 2),
            (made.member, connect(member=True), 1),
        ):
            flavor = nova.flavors.find(ram=512)
            for number in range(count):
                name = f"{cell}-{number}"
                server = nova.servers.create(name, cells.image_id, flavor, nics="none")
                servers.append(waiting.for_status(server, "ACTIVE"))
                owner[cell].add(server.id)
        for other in others:
            admin.services.enable(other.id)
    hosts = {
        s.id: getattr(s, "OS-EXT-SRV-ATTR:host") for s in admin.servers.iterate(search_opts=ALL)
    }
    for host, cell in cells.cells.items():
        here = made.admin[cell] | made.member[cell]
        assert here == {server_id for server_id, at in hosts.items() if at == host}
    return made


def _ids(servers):
    listed = [server.id for server in servers]
    assert len(set(listed)) == len(listed)
    return set(listed)


def _partial(servers):
    return _ids(server for server in servers if server.is_partial)


@contextlib.contextmanager
def _warns_once(category=exceptions.PartialListWarning):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    assert [(each.category, each.filename) for each in caught] == [(category, __file__)]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("detailed", [True, False])
def test_a_list_has_the_servers_of_a_cell_that_does_not_respond(
    cells, connect, ids, version, detailed
):
    nova = connect(version, member=True)
    with cells.cells_down("cell2"), _warns_once():
        servers = nova.servers.list(detailed=detailed)
    assert _ids(servers) == ids.member["cell1"] | ids.member["cell2"]
    assert _partial(servers) == ids.member["cell2"]
    [partial] = [server for server in servers if server.is_partial]
    details = {"tenant_id", "created"} if detailed else set()
    assert partial.to_dict().keys() == {"id", "status", "links", *details}
    assert (partial.status, repr(partial)) == ("UNKNOWN", f"<Server: {partial.id}>")
    with pytest.raises(AttributeError, match="Server has no 'name': its cell does not respond"):
        _ = partial.name


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("member", [False, True])
def test_no_server_is_partial_if_all_cells_respond(connect, ids, version, member):
    nova = connect(version, member)
    assert _partial(nova.servers.list(limit=-1)) == set()
    assert _partial(nova.servers.list(limit=-1, detailed=False)) == set()
    if member:
        assert nova.servers.list_in_down_cells() == []


@pytest.mark.parametrize("version", VERSIONS)
def test_all_pages_are_listed_while_a_cell_does_not_respond(cells, connect, ids, version):
    nova = connect(version)
    with cells.cells_down("cell1"):
        with _warns_once():
            servers = nova.servers.list(limit=-1)
        with _warns_once():
            iterated = list(nova.servers.iterate())
    # The page is full, and Nova shows no more of cell1.
    assert len(servers) == PAGE
    assert _partial(servers) < ids.admin["cell1"]
    assert _ids(servers) - _partial(servers) == ids.admin["cell2"]
    assert iterated == servers


@pytest.mark.parametrize("version", VERSIONS)
def test_all_pages_are_listed_while_no_cell_responds(cells, connect, ids, version):
    admin, member = connect(version), connect(version, member=True)
    with cells.cells_down():
        for nova, count in ((admin, PAGE), (member, 2)):
            with _warns_once():
                servers = nova.servers.list(limit=-1)
            with _warns_once():
                assert list(nova.servers.iterate()) == servers
            assert len(_partial(servers)) == len(servers) == count


def test_each_server_comes_once_if_its_cell_responds_again_during_the_listing(cells, connect, ids):
    everything = set().union(*ids.admin.values(), *ids.member.values())
    servers = connect().servers.iterate(search_opts=ALL)
    with cells.cells_down("cell1"), _warns_once():
        first = [next(servers)]
    listed = first + list(servers)
    # Three servers of cell2 leave room for one of cell1. Those are older, and come on later pages.
    assert len(_partial(first)) == 1
    assert _ids(listed) == everything


def test_a_page_after_a_server_whose_cell_does_not_respond_fails(cells, connect, ids):
    [server_id] = ids.member["cell2"]
    with cells.cells_down("cell2"), pytest.raises(exceptions.ClientException) as caught:
        connect(member=True).servers.list(marker=server_id)
    assert caught.value.code == 500


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "arguments",
    [
        {"limit": PAGE},
        {"sort_keys": ["created_at"]},
        {"sort_dirs": ["asc"]},
        {"search_opts": {"name": "cell"}},
        {"search_opts": {"status": "ACTIVE"}},
        {"search_opts": {"changes-since": "2020-01-01T00:00:00Z"}},
        {"limit": -1, "search_opts": {"name": "cell"}},
    ],
    ids=str,
)
def test_nova_leaves_partial_servers_out_of_other_lists(cells, connect, ids, version, arguments):
    nova = connect(version, member=True)
    with cells.cells_down("cell2"):
        assert _ids(nova.servers.list(**arguments)) == ids.member["cell1"]
    with cells.cells_down():
        assert nova.servers.list(**arguments) == []


def test_nova_leaves_partial_servers_out_of_pages_of_a_given_size(cells, connect, ids):
    with cells.cells_down("cell2"):
        servers = list(connect(member=True).servers.iterate(page_size=2))
    assert _ids(servers) == ids.member["cell1"]


def test_nova_leaves_partial_servers_out_if_the_others_fill_a_page(cells, connect, ids):
    nova = connect()
    with cells.cells_down("cell2"):
        servers = nova.servers.list(limit=-1, search_opts=ALL)
        with _warns_once(exceptions.IncompleteListWarning):
            assert nova.servers.list_in_down_cells(all_tenants=True) == []
        assert [service.is_partial for service in _services(nova, host="compute-2")] == [True]
    assert _ids(servers) == ids.admin["cell1"] | ids.member["cell1"]


@pytest.mark.parametrize("version", VERSIONS)
def test_servers_in_cells_that_do_not_respond_are_listed(cells, connect, ids, version):
    with cells.cells_down("cell2"):
        servers = connect(version, member=True).servers.list_in_down_cells()
        with _warns_once(exceptions.IncompleteListWarning):
            of_admin = connect(version).servers.list_in_down_cells()
    assert _partial(servers) == _ids(servers) == ids.member["cell2"]
    # Three servers of cell1 leave room for one of two.
    assert len(of_admin) == 1
    assert _partial(of_admin) < ids.admin["cell2"]


@pytest.mark.parametrize("version", VERSIONS)
def test_servers_of_all_projects_in_down_cells_are_for_administrators(
    cells, connect, ids, version
):
    with cells.cells_down():
        with _warns_once(exceptions.IncompleteListWarning):
            servers = connect(version).servers.list_in_down_cells(all_tenants=True)
        with pytest.raises(exceptions.Forbidden):
            connect(version, member=True).servers.list_in_down_cells(all_tenants=True)
    assert len(_partial(servers)) == PAGE


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("member", [False, True])
def test_a_server_is_got_from_a_cell_that_does_not_respond(cells, connect, ids, version, member):
    nova = connect(version, member)
    server_id = min((ids.member if member else ids.admin)["cell2"])
    before = nova.servers.get(server_id)
    with cells.cells_down("cell2"):
        server = nova.servers.get(server_id)
        before.get()
    assert server.is_partial
    assert repr(server) == f"<Server: {server_id}>"
    assert server.flavor["ram"] == 512
    assert server.networks == {}
    with pytest.raises(AttributeError, match="its cell does not respond"):
        _ = server.addresses
    assert (before.is_partial, before.status) == (True, "UNKNOWN")
    assert before.name.startswith("cell2-")
    before.get()
    server.get()
    assert not before.is_partial
    assert not server.is_partial
    assert server.status == before.status == "ACTIVE"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wait_lasts_until_the_cell_responds_again(cells, connect, ids, version):
    nova = connect(version, member=True)
    servers = sorted(ids.member["cell1"] | ids.member["cell2"])
    told = []
    with contextlib.ExitStack() as outage:
        outage.enter_context(cells.cells_down("cell2"))

        def progress(state):
            told.append(state.status)
            if state.status == "UNKNOWN":
                outage.close()

        ready = nova.servers.wait_for_all(servers, "ACTIVE", progress=progress, poll_interval=0.1)
    assert sorted(told) == ["ACTIVE", "ACTIVE", "UNKNOWN"]
    assert not any(server.is_partial for server in ready)


def test_a_wait_for_a_partial_server_ends_with_the_timeout(cells, connect, ids):
    [server_id] = ids.member["cell2"]
    with cells.cells_down("cell2"), pytest.raises(exceptions.WaitTimeout, match="still UNKNOWN"):
        connect(member=True).servers.wait_for(server_id, "ACTIVE", timeout=1, poll_interval=0.3)


def test_a_search_by_name_does_not_find_partial_servers_and_one_by_others_warns(
    cells, connect, ids
):
    nova = connect(member=True)
    [server_id] = ids.member["cell2"]
    with cells.cells_down("cell2"):
        with pytest.raises(exceptions.NotFound):
            nova.servers.find(name="cell2-0")
        with _warns_once(), pytest.raises(exceptions.NotFound):
            nova.servers.find(key_name="none")
        with _warns_once():
            assert nova.servers.find(id=server_id).is_partial


@pytest.mark.parametrize("version", ["2.1", "2.53", "2.68"])
def test_before_2_69_nova_leaves_out_what_does_not_respond(cells, connect, ids, version):
    nova, member = connect(version), connect(version, member=True)
    [server_id] = ids.member["cell2"]
    with cells.cells_down("cell2"):
        assert _ids(member.servers.list()) == ids.member["cell1"]
        assert {service.host for service in nova.services.list()}.isdisjoint({"compute-2"})
        with pytest.raises(exceptions.ClientException) as caught:
            member.servers.get(server_id)
    assert caught.value.code == 500
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        nova.servers.list_in_down_cells()


def _services(nova, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exceptions.PartialListWarning)
        return nova.services.list(**kwargs)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("arguments", [{}, {"binary": "nova-compute"}])
def test_a_list_has_the_compute_services_of_a_cell_that_does_not_respond(
    cells, connect, version, arguments
):
    nova = connect(version)
    with cells.cells_down("cell2"), _warns_once():
        services = nova.services.list(**arguments)
    [partial] = [service for service in services if service.is_partial]
    assert partial.to_dict() == {
        "binary": "nova-compute",
        "host": "compute-2",
        "status": "UNKNOWN",
    }
    assert repr(partial) == "<Service: unknown-id (nova-compute on compute-2)>"
    assert "compute-1" in {service.host for service in services}
    assert not any(service.is_partial for service in nova.services.list())


def test_what_else_an_outage_does(cells, connect, ids):
    """What the page Outages says of the other lists."""
    nova = connect()
    used = nova.limits.get().to_dict()["absolute"]["totalInstancesUsed"]
    [server_id] = ids.member["cell2"]
    with cells.cells_down("cell2"):
        for fails in (
            nova.hypervisors.list,
            lambda: nova.usage.list(datetime.datetime(2026, 1, 1), datetime.datetime(2026, 1, 2)),
            lambda: nova.servers.interface_list(server_id),
            lambda: nova.instance_action.list(server_id),
        ):
            with pytest.raises(exceptions.ClientException) as caught:
                fails()
            assert caught.value.code == 500
        left = nova.limits.get().to_dict()["absolute"]["totalInstancesUsed"]
        zones = nova.availability_zones.list(detailed=True)
        assert nova.migrations.list() == []
    assert (used, left) == (5, 3)
    hosts = {host for zone in zones for host in zone.hosts}
    assert "compute-1" in hosts
    assert "compute-2" not in hosts


def test_services_are_not_listed_while_cell0_does_not_respond(cells, connect):
    with cells.cells_down("cell0"), pytest.raises(exceptions.ClientException) as caught:
        connect().services.list()
    assert caught.value.code == 500
