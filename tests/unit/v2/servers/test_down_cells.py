"""Servers in cells that do not respond, which Nova lists since microversion 2.69."""

from __future__ import annotations

import copy
import pickle
import warnings
from urllib import parse

import pytest

from novaclient import exceptions, paging
from novaclient.v2.servers import Server
from tests.unit.conftest import ENDPOINT
from tests.unit.v2.servers.conftest import HOW

BRIEF = {"id": "p1", "status": "UNKNOWN", "links": []}
LISTED = {**BRIEF, "tenant_id": "t1", "created": "2026-01-01T00:00:00Z"}
SHOWN = {
    **LISTED,
    "image": "",
    "flavor": {"vcpus": 1},
    "OS-EXT-AZ:availability_zone": "UNKNOWN",
    "OS-EXT-STS:power_state": 0,
    "user_id": "u1",
    "server_groups": [],
}
HEALTHY = {"id": "p1", "name": "web", "status": "ACTIVE", "tenant_id": "t1"}


class Cells:
    """A Nova whose servers are in cells: ``up`` and ``down`` have their ids, newest first.

    It lists as Nova 34 does: the servers of cells that do not respond come first, as far as the
    page has room for them, and only without filters, paging and sorting.

    :ivar before: Called with the number of each request, before the response is made.
    """

    def __init__(self, requests_mock, up="", down="", most=1000):
        self.up = list(up)
        self.down = list(down)
        self.most = most
        self.queries = []
        self.before = lambda number: None
        requests_mock.get(f"{ENDPOINT}/servers/detail", json=self._list)

    def _list(self, request, context):
        self.before(len(self.queries))
        query = dict(parse.parse_qsl(parse.urlsplit(request.url).query))
        self.queries.append(query)
        context.headers["x-compute-request-id"] = f"req-{len(self.queries)}"
        start = 0
        if "marker" in query:
            if query["marker"] in self.down:
                context.status_code = 500
                return {"computeFault": {"code": 500, "message": "Unexpected API Error."}}
            if query["marker"] not in self.up:
                context.status_code = 400
                return {"badRequest": {"code": 400, "message": "marker not found"}}
            start = self.up.index(query["marker"]) + 1
        limit = min(int(query.get("limit", self.most)), self.most)
        rows = [{**HEALTHY, "id": each, "name": each} for each in self.up[start : start + limit]]
        if query.keys() <= {"all_tenants"}:
            shown = self.down[: limit - len(rows)]
            rows = [{**LISTED, "id": each} for each in shown] + rows
        links = {"servers_links": [{"rel": "next", "href": "x"}]} if len(rows) == limit else {}
        return {"servers": rows, **links}


def _ids(servers):
    return "".join(server.id for server in servers)


def _ways(nova, arguments):
    return {
        "list": lambda: nova.servers.list(**arguments),
        "limit=-1": lambda: nova.servers.list(limit=-1, **arguments),
        "iterate": lambda: list(nova.servers.iterate(**arguments)),
        "findall": lambda: nova.servers.findall(tenant_id="t1", **arguments),
    }


WAYS = list(_ways(None, {}))


def _pickled(server):
    return pickle.loads(pickle.dumps(server))


# What is partial.


@pytest.mark.parametrize("info", [BRIEF, LISTED, {**LISTED, "security_groups": []}, SHOWN])
def test_a_server_without_a_name_whose_status_is_unknown_is_partial(nova, info):
    assert Server(nova.servers, info, loaded=True).is_partial is True


@pytest.mark.parametrize(
    "info",
    [
        {"id": "s1"},
        {"id": "s1", "links": [], "adminPass": "x", "OS-DCF:diskConfig": "AUTO"},
        {"id": "s1", "name": "web", "links": []},
        {"id": "s1", "name": "", "status": "UNKNOWN"},
        {"id": "s1", "status": "DELETED"},
        HEALTHY,
        {},
    ],
)
@pytest.mark.parametrize("loaded", [True, False])
def test_any_other_server_is_not_partial_and_nothing_is_requested(
    nova, requests_mock, info, loaded
):
    assert Server(nova.servers, info, loaded=loaded).is_partial is False
    assert requests_mock.request_history == []


def test_a_server_becomes_partial_with_its_cell_and_keeps_what_it_knew(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN})
    server = Server(nova.servers, {**HEALTHY}, loaded=True)
    server.get()
    assert (server.is_partial, server.status, server.name) == (True, "UNKNOWN", "web")
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": HEALTHY})
    server.get()
    assert (server.is_partial, server.status) == (False, "ACTIVE")


def test_a_partial_server_is_complete_when_its_cell_responds_again(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": HEALTHY})
    server = Server(nova.servers, LISTED, loaded=True)
    server.get()
    assert (server.is_partial, repr(server)) == (False, "<Server: web>")


def test_an_attribute_that_the_program_sets_makes_nothing_partial(nova):
    server = Server(nova.servers, {**HEALTHY}, loaded=True)
    server.set_info("status", "UNKNOWN")
    assert server.is_partial is False


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, _pickled])
@pytest.mark.parametrize("lost", [True, False])
def test_a_copy_is_as_partial_as_the_server(nova, requests_mock, again, lost):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN if lost else HEALTHY})
    server = Server(nova.servers, {**HEALTHY}, loaded=True)
    server.get()
    assert again(server).is_partial is lost


def test_a_server_is_got_from_a_cell_that_does_not_respond(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN})
    server = nova.servers.get("p1")
    assert (server.is_partial, server.status, server.user_id) == (True, "UNKNOWN", "u1")


def test_the_repr_of_a_partial_server_has_its_id(nova, requests_mock):
    assert repr(Server(nova.servers, LISTED, loaded=True)) == "<Server: p1>"
    assert requests_mock.request_history == []


def test_the_repr_of_a_server_that_turns_out_partial_has_its_id(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN})
    assert repr(Server(nova.servers, {"id": "p1"})) == "<Server: p1>"
    assert requests_mock.call_count == 1


def test_partial_servers_have_no_human_id_and_no_networks(nova):
    server = Server(nova.servers, LISTED, loaded=True)
    assert server.human_id is None
    assert server.networks == {}


def test_an_attribute_that_a_partial_server_lacks_says_why(nova, requests_mock):
    server = Server(nova.servers, LISTED, loaded=True)
    with pytest.raises(AttributeError, match=r"^Server has no 'name': its cell does not respond$"):
        _ = server.name
    with pytest.raises(AttributeError, match="has no 'OS-EXT-SRV-ATTR:host': its cell"):
        getattr(server, "OS-EXT-SRV-ATTR:host")
    assert not hasattr(server, "addresses")
    assert requests_mock.request_history == []


def test_an_attribute_is_loaded_once_though_the_cell_does_not_respond(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN})
    server = Server(nova.servers, {"id": "p1"})
    for _ in range(2):
        with pytest.raises(AttributeError, match="its cell does not respond"):
            _ = server.addresses
    assert requests_mock.call_count == 1


# Lists.


@pytest.mark.parametrize("way", WAYS)
def test_a_list_with_partial_servers_warns_once_at_the_line_of_the_caller(
    nova, requests_mock, way
):
    Cells(requests_mock, up="abc", down="xy")
    with pytest.warns(exceptions.PartialListWarning) as caught:
        listed = _ways(nova, {})[way]()
    assert _ids(listed) == "xyabc"
    assert [server.is_partial for server in listed] == [True, True, False, False, False]
    (warning,) = caught
    assert "2 of the 5 servers in a list are in cells that do not respond" in str(warning.message)
    assert warning.filename == __file__


@pytest.mark.parametrize("way", WAYS)
def test_a_list_without_partial_servers_does_not_warn(nova, requests_mock, way):
    Cells(requests_mock, up="abc")
    assert _ids(_ways(nova, {})[way]()) == "abc"


def test_a_brief_list_warns_too(nova, requests_mock):
    rows = {"servers": [BRIEF, {"id": "a", "name": "a", "links": []}]}
    requests_mock.get(f"{ENDPOINT}/servers", json=rows)
    with pytest.warns(exceptions.PartialListWarning, match="1 of the 2 servers"):
        partial, healthy = nova.servers.list(detailed=False)
    assert (partial.is_partial, healthy.is_partial) == (True, False)


def test_the_warning_is_a_user_warning_that_can_be_silenced(nova, requests_mock):
    Cells(requests_mock, up="a", down="x")
    assert issubclass(exceptions.PartialListWarning, UserWarning)
    assert not issubclass(exceptions.PartialListWarning, exceptions.IncompleteListWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", exceptions.PartialListWarning)
        assert _ids(nova.servers.list()) == "xa"


def test_a_full_page_with_partial_servers_warns_of_both(nova, requests_mock):
    Cells(requests_mock, up="abc", down="xyz", most=5)
    with pytest.warns(UserWarning, match="servers|items") as caught:
        assert _ids(nova.servers.list()) == "xyabc"
    kinds = [warning.category for warning in caught]
    assert kinds == [exceptions.PartialListWarning, exceptions.IncompleteListWarning]
    assert "There may be more" in str(caught[0].message)


@pytest.mark.parametrize("way", WAYS)
def test_a_list_of_partial_servers_alone_is_one_request(nova, requests_mock, way):
    cells = Cells(requests_mock, down="xyz")
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(_ways(nova, {})[way]()) == "xyz"
    assert cells.queries == [{}]


@pytest.mark.parametrize("way", ["limit=-1", "iterate"])
def test_more_partial_servers_than_a_page_end_the_listing_with_a_warning(nova, requests_mock, way):
    cells = Cells(requests_mock, down="wxyz", most=3)
    with pytest.warns(exceptions.PartialListWarning, match="There may be more"):
        assert _ids(_ways(nova, {})[way]()) == "wxy"
    assert cells.queries == [{}]


@pytest.mark.parametrize("way", ["limit=-1", "iterate"])
def test_no_page_begins_after_a_partial_server(nova, requests_mock, way):
    cells = Cells(requests_mock, up="abc", down="xyz", most=5)
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(_ways(nova, {})[way]()) == "xyabc"
    assert cells.queries == [{}, {"marker": "c"}]


def test_partial_servers_that_come_last_are_no_marker_either(nova, requests_mock):
    rows = [{**HEALTHY, "id": "a"}, {**LISTED, "id": "x"}]
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": rows})
    requests_mock.get(f"{ENDPOINT}/servers/detail?marker=a", json={"servers": []})
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(nova.servers.list(limit=-1)) == "ax"
    assert requests_mock.last_request.qs == {"marker": ["a"]}


def test_a_page_size_hides_partial_servers(nova, requests_mock):
    Cells(requests_mock, up="abc", down="xy")
    assert _ids(nova.servers.iterate(page_size=10)) == "abc"


def test_a_search_by_name_does_not_see_partial_servers(nova, requests_mock):
    cells = Cells(requests_mock, up="abc", down="xy")
    requests_mock.get(f"{ENDPOINT}/servers", json={"servers": []})
    with pytest.raises(exceptions.NotFound):
        nova.servers.find(name="x")
    assert cells.queries == []
    assert requests_mock.call_count == 1


def test_a_search_that_could_not_see_all_warns_though_it_found_something(nova, requests_mock):
    Cells(requests_mock, up="abc", down="xy")
    with pytest.warns(exceptions.PartialListWarning) as caught:
        assert _ids(nova.servers.findall(status="ACTIVE")) == "abc"
    assert [warning.filename for warning in caught] == [__file__]


def test_a_search_that_found_nothing_warns_before_it_fails(nova, requests_mock):
    Cells(requests_mock, up="abc", down="xy")
    with (
        pytest.warns(exceptions.PartialListWarning),
        pytest.raises(exceptions.NotFound, match="No Server"),
    ):
        nova.servers.find(status="SHUTOFF")


def test_a_search_with_a_list_of_a_subclass_warns_once(nova, requests_mock):
    class Counted(type(nova.servers)):
        def list(self, **kwargs):
            return super().list(**kwargs)

    cells = Cells(requests_mock, up="abc", down="xy")
    with pytest.warns(exceptions.PartialListWarning) as caught:
        assert _ids(Counted(nova).findall()) == "xyabc"
    assert len(caught) == 1
    assert cells.queries == [{}]


# While cells stop and begin to respond.


@pytest.mark.parametrize("way", ["limit=-1", "iterate"])
def test_a_server_whose_cell_responds_again_comes_once(nova, requests_mock, way):
    cells = Cells(requests_mock, up="abc", down="x", most=4)

    def recover(number):
        if number == 1:
            cells.up, cells.down = list("abcx"), []

    cells.before = recover
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(_ways(nova, {})[way]()) == "xabc"
    assert cells.queries == [{}, {"marker": "c"}, {"marker": "x"}]


def test_a_server_whose_cell_responds_again_comes_once_in_a_long_listing(
    nova, requests_mock, monkeypatch
):
    monkeypatch.setattr(paging, "REMEMBERED", 3)
    cells = Cells(requests_mock, up="abcd", down="xy", most=6)

    def recover(number):
        if number == 1:
            cells.up, cells.down = list("abcdefghijklmnxyo"), []
            cells.most = 3

    cells.before = recover
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(nova.servers.iterate()) == "xyabcdefghijklmno"


def test_the_listing_never_goes_back_to_a_partial_server(nova, requests_mock):
    cells = Cells(requests_mock, up="abc", down="xyz", most=6)

    def delete(number):
        if number == 1:
            cells.up = list("ad")

    cells.before = delete
    with pytest.warns(exceptions.PartialListWarning):
        assert _ids(nova.servers.list(limit=-1)) == "xyzabcd"
    assert [query.get("marker") for query in cells.queries] == [None, "c", "b", "a", "d"]


def test_a_listing_that_begins_anew_warns_once(nova, requests_mock):
    cells = Cells(requests_mock, up="ab", down="xyz", most=5)

    def delete(number):
        if number == 1:
            cells.up = list("c")

    cells.before = delete
    with pytest.warns(exceptions.PartialListWarning) as caught:
        assert _ids(nova.servers.list(limit=-1)) == "xyzabc"
    assert len(caught) == 1
    assert [query.get("marker") for query in cells.queries] == [None, "b", "a", None, "c"]


def test_a_cell_that_stops_responding_during_the_listing_is_an_error(nova, requests_mock):
    cells = Cells(requests_mock, up="abcd", most=2)

    def fail(number):
        if number == 1:
            cells.up, cells.down = list("acd"), list("b")

    cells.before = fail
    with pytest.raises(exceptions.ClientException) as caught:
        nova.servers.list(limit=-1)
    assert caught.value.code == 500


def test_a_cell_that_stops_responding_before_the_listing_begins_anew_is_told(nova, requests_mock):
    cells = Cells(requests_mock, up="abcd", most=2)

    def change(number):
        if number == 1:
            cells.up, cells.down = list("cd"), []
        if number == 3:
            cells.most, cells.down = 10, list("y")

    cells.before = change
    with pytest.warns(exceptions.PartialListWarning) as caught:
        assert _ids(nova.servers.iterate()) == "abycd"
    assert len(caught) == 1


# The list of those in cells that do not respond.


def test_only_the_partial_servers_are_listed_without_a_warning(nova, requests_mock):
    cells = Cells(requests_mock, up="abc", down="xy")
    servers = nova.servers.list_in_down_cells()
    assert _ids(servers) == "xy"
    assert all(server.is_partial for server in servers)
    assert (servers.has_more, servers.request_ids) == (False, ["req-1"])
    assert cells.queries == [{}]


def test_those_of_all_projects_are_listed(nova, requests_mock):
    cells = Cells(requests_mock, down="xy")
    assert _ids(nova.servers.list_in_down_cells(all_tenants=True)) == "xy"
    assert cells.queries == [{"all_tenants": "True"}]


def test_there_are_none_if_all_cells_respond(nova, requests_mock):
    Cells(requests_mock, up="abc")
    assert nova.servers.list_in_down_cells() == []


@pytest.mark.parametrize(("up", "found"), [("abc", "xy"), ("abcde", ""), ("abcdefg", "")])
def test_a_full_page_means_that_some_may_be_missing(nova, requests_mock, up, found):
    Cells(requests_mock, up=up, down="xyz", most=5)
    message = f"filled the page with 5 servers, {len(found)} of which are"
    with pytest.warns(exceptions.IncompleteListWarning, match=message) as caught:
        servers = nova.servers.list_in_down_cells()
    assert (_ids(servers), servers.has_more) == (found, True)
    assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize("version", ["2.1", "2.68"])
def test_before_2_69_nova_cannot_list_them(make_client, requests_mock, version):
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"since microversion 2\.69"):
        make_client(version).servers.list_in_down_cells()
    assert requests_mock.request_history == []


# Waiting.


def test_a_wait_for_a_partial_server_goes_on_until_its_cell_responds(nova, requests_mock):
    healthy = {**HEALTHY, "OS-EXT-STS:task_state": None}
    answers = [{"json": {"server": info}} for info in (SHOWN, SHOWN, healthy)]
    requests_mock.get(f"{ENDPOINT}/servers/p1", answers)
    server = Server(nova.servers, LISTED, loaded=True)
    assert server.wait_for("ACTIVE", **HOW).name == "web"
    assert requests_mock.call_count == 3


def test_a_wait_for_a_partial_server_ends_with_the_timeout(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/p1", json={"server": SHOWN})
    with pytest.raises(exceptions.WaitTimeout, match="<Server: p1> is still UNKNOWN") as caught:
        nova.servers.wait_for("p1", timeout=0)
    assert caught.value.obj.is_partial


def test_waiting_for_several_does_not_warn_and_never_takes_a_partial_one_as_marker(
    nova, requests_mock
):
    cells = Cells(requests_mock, up="ab", down="xyz", most=5)
    with pytest.raises(exceptions.WaitTimeout) as caught:
        nova.servers.wait_for_all(["x", "a", "z"], timeout=0)
    assert _ids(caught.value.pending) == "xz"
    assert cells.queries == [{}]


def test_waiting_for_several_partial_ones_and_one_that_is_not_listed(nova, requests_mock):
    Cells(requests_mock, down="xyz", most=3)
    requests_mock.get(f"{ENDPOINT}/servers/w", json={"server": {**SHOWN, "id": "w"}})
    with pytest.raises(exceptions.WaitTimeout) as caught:
        nova.servers.wait_for_all(["x", "w"], timeout=0)
    assert _ids(caught.value.pending) == "xw"
