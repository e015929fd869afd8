from __future__ import annotations

import warnings
from unittest import mock

import pytest

from novaclient import base, exceptions
from novaclient.v2 import servers
from tests.unit.collection import Collection
from tests.unit.conftest import ENDPOINT
from tests.unit.rows import RowManager


def test_a_manager_without_list_cannot_be_created():
    class Rows(base.ManagerWithFind):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Rows(None)


def test_the_error_of_find_names_what_was_not_found():
    with pytest.raises(exceptions.NotFound, match=r"No Row matching \{'name': 'x'\}"):
        RowManager().find(name="x")


def test_find_returns_the_match_with_the_ids_of_its_requests():
    row = RowManager({"id": "1", "name": "a"}, {"id": "2", "name": "b"}).find(name="b")
    assert (row.id, row.request_ids) == ("2", ["req-l"])


def test_the_error_of_several_matches_counts_and_names_them():
    rows = [{"id": str(number), "name": "a"} for number in range(2)]
    with pytest.raises(exceptions.NoUniqueMatch) as caught:
        RowManager(*rows).find(name="a")
    assert str(caught.value) == (
        "2 resources match {'name': 'a'}: <Row id=0, name=a>, <Row id=1, name=a>"
    )


def test_the_error_of_many_matches_names_the_first_five():
    rows = [{"id": str(number), "name": "a"} for number in range(1000)]
    with pytest.raises(exceptions.NoUniqueMatch, match=r"^1000 resources") as caught:
        RowManager(*rows).find(name="a")
    assert str(caught.value).count("<Row") == 5
    assert str(caught.value).endswith(", …")


def test_findall_skips_resources_without_the_attribute():
    rows = RowManager({"id": "1", "size": 1}, {"id": "2"}).findall(size=1)
    assert [row.id for row in rows] == ["1"]


def test_findall_compares_all_attributes():
    manager = RowManager({"id": "1", "a": 1, "b": 1}, {"id": "2", "a": 1, "b": 2})
    assert [row.id for row in manager.findall(a=1, b=2)] == ["2"]
    assert [row.id for row in manager.findall()] == ["1", "2"]


@pytest.mark.parametrize("manager", ["servers", "flavors"])
def test_find_requests_the_next_page_while_a_response_links_to_one(nova, requests_mock, manager):
    link = [{"rel": "next", "href": "elsewhere"}]
    requests_mock.get(
        f"{ENDPOINT}/{manager}/detail",
        json={manager: [{"id": "1", "size": 1}], f"{manager}_links": link},
    )
    requests_mock.get(
        f"{ENDPOINT}/{manager}/detail?marker=1",
        json={manager: [{"id": "2", "size": 2}], f"{manager}_links": link},
    )
    requests_mock.get(
        f"{ENDPOINT}/{manager}/detail?marker=2", json={manager: [{"id": "3", "size": 2}]}
    )
    found = getattr(nova, manager).findall(size=2)
    assert [thing.id for thing in found] == ["2", "3"]
    assert requests_mock.call_count == 3


@pytest.mark.parametrize(
    "links",
    [None, [], {}, "next", [{"rel": "prev"}], ["next"], [{"href": "x"}]],
)
def test_find_requests_no_page_without_a_link_to_it(nova, requests_mock, links):
    body = {"servers": [{"id": "1", "size": 1}], "servers_links": links}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=body)
    assert nova.servers.find(size=1).id == "1"
    assert requests_mock.call_count == 1


@pytest.mark.parametrize("rows", [[{"id": "1", "size": 1}], [{"size": 1}], []])
def test_find_is_an_error_if_the_next_page_cannot_be_requested(nova, requests_mock, rows):
    body = {"servers": rows, "servers_links": [{"rel": "next"}]}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=body)
    with pytest.raises(exceptions.UnexpectedResponse, match="listing is not complete"):
        nova.servers.findall(size=1)
    assert requests_mock.call_count <= 2


def test_findall_of_all_tenants_needs_no_name(nova, requests_mock):
    body = {"servers": [{"id": "1", "status": "ACTIVE"}, {"id": "2", "status": "ERROR"}]}
    requests_mock.get(f"{ENDPOINT}/servers/detail?all_tenants=True", json=body)
    assert len(nova.servers.findall(all_tenants=True)) == 2
    assert nova.servers.find(all_tenants=True, status="ERROR").id == "2"


def test_findall_requests_deleted_servers(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/detail?all_tenants=1&deleted=True", json={"servers": []}
    )
    assert nova.servers.findall(all_tenants=1, deleted=True, status="x") == []
    assert requests_mock.call_count == 1


def test_find_by_name_lists_without_details_and_loads_the_match(nova, requests_mock):
    rows = [{"id": "1", "name": "a"}, {"id": "2", "name": "ab"}]
    requests_mock.get(f"{ENDPOINT}/servers?name=a", json={"servers": rows})
    requests_mock.get(
        f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "name": "a", "status": "ACTIVE"}}
    )
    server = nova.servers.find(name="a")
    assert server.to_dict()["status"] == "ACTIVE"
    assert requests_mock.call_count == 2


@pytest.mark.parametrize(
    ("is_public", "query", "found"),
    [(True, "", ["1"]), (None, "?is_public=None", ["1", "2"]), (False, "?is_public=False", ["2"])],
)
def test_find_requests_public_flavors_or_others_or_both(
    nova, requests_mock, is_public, query, found
):
    key = "os-flavor-access:is_public"
    rows = [{"id": "1", key: True}, {"id": "2", key: False}]
    requests_mock.get(f"{ENDPOINT}/flavors/detail{query}", json={"flavors": rows})
    assert [flavor.id for flavor in nova.flavors.findall(is_public=is_public)] == found


def test_findall_does_not_change_the_arguments_of_the_caller(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    wanted = {"all_tenants": True, "status": "ACTIVE", "metadata": {"a": "b"}}
    nova.servers.findall(**wanted)
    assert wanted == {"all_tenants": True, "status": "ACTIVE", "metadata": {"a": "b"}}


# Finding by what is unique.

BY_ID = [
    ("servers", "servers", "server"),
    ("flavors", "flavors", "flavor"),
    ("server_groups", "os-server-groups", "server_group"),
]


@pytest.mark.parametrize(("manager", "path", "key"), BY_ID)
def test_a_resource_is_found_by_its_id_with_one_request(nova, requests_mock, manager, path, key):
    requests_mock.get(f"{ENDPOINT}/{path}/1", json={key: {"id": "1", "name": "a"}})
    found = getattr(nova, manager).findall(id="1", name="a")
    assert [thing.to_dict() for thing in found] == [{"id": "1", "name": "a"}]
    assert found[0].is_loaded()
    assert getattr(nova, manager).find(id="1").name == "a"
    assert requests_mock.call_count == 2


def test_the_other_attributes_of_what_was_found_by_its_id_are_compared(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "status": "ERROR"}})
    assert nova.servers.findall(id="1", status="ACTIVE") == []
    assert nova.servers.find(id="1", status="ERROR").id == "1"
    assert requests_mock.call_count == 2


def test_an_attribute_that_what_was_found_by_its_id_lacks_causes_a_warning(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "status": "ERROR"}})
    with pytest.warns(exceptions.UnknownNameWarning, match="attribute 'statsu'"):
        nova.servers.findall(id="1", statsu="ERROR")


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_get_does_not_find_is_looked_for_in_the_list(nova, requests_mock, status):
    requests_mock.get(
        f"{ENDPOINT}/servers/1",
        status_code=status,
        headers={"x-compute-request-id": "req-get"},
    )
    requests_mock.get(
        f"{ENDPOINT}/servers/detail",
        json={"servers": [{"id": "1"}]},
        headers={"x-compute-request-id": "req-list"},
    )
    assert nova.servers.find(id="1").request_ids == ["req-get", "req-list"]


def test_a_failure_of_get_is_not_hidden_by_the_list(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", status_code=500)
    with pytest.raises(exceptions.ClientException, match="500"):
        nova.servers.find(id="1")
    assert requests_mock.call_count == 1


def test_what_get_found_by_a_name_is_not_what_has_the_id(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/flavors/a", json={"flavor": {"id": "1", "name": "a"}})
    requests_mock.get(f"{ENDPOINT}/flavors/detail", json={"flavors": [{"id": "1"}]})
    assert nova.flavors.findall(id="a") == []


@pytest.mark.parametrize("wanted", [{"id": 1}, {"id": None}, {"id": ""}, {"id": ".."}])
def test_an_id_that_no_url_can_hold_is_looked_for_in_the_list(nova, requests_mock, wanted):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [wanted]})
    assert len(nova.servers.findall(**wanted)) == 1
    assert requests_mock.call_count == 1


def test_a_deleted_server_is_looked_for_in_the_list(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail?deleted=True", json={"servers": [{"id": "1"}]})
    assert nova.servers.find(id="1", deleted=True).id == "1"
    assert requests_mock.call_count == 1


def test_a_server_of_any_project_is_found_by_its_id(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1"}})
    assert nova.servers.find(id="1", all_tenants=True).id == "1"
    assert requests_mock.call_count == 1


@pytest.mark.parametrize(("is_public", "found"), [(None, ["1"]), (False, ["1"]), (True, [])])
def test_a_flavor_that_is_found_by_its_id_may_have_to_be_public(
    nova, requests_mock, is_public, found
):
    flavor = {"id": "1", "os-flavor-access:is_public": False}
    requests_mock.get(f"{ENDPOINT}/flavors/1", json={"flavor": flavor})
    flavors = nova.flavors.findall(id="1", is_public=is_public)
    assert [flavor.id for flavor in flavors] == found


@pytest.mark.parametrize("method", ["get", "list"])
def test_a_replaced_method_is_not_gone_around(nova, requests_mock, method):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}]})
    found = [servers.Server(nova.servers, {"id": "1"}, loaded=True)]
    with mock.patch.object(nova.servers, method, return_value=found):
        assert nova.servers.find(id="1").id == "1"
    assert [request.path for request in requests_mock.request_history] in (
        [],
        ["/v2.1/servers/detail"],
    )


def test_a_subclass_with_its_own_get_lists(nova, requests_mock):
    class Servers(servers.ServerManager):
        def get(self, server):
            raise AssertionError("not called")

    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}]})
    assert Servers(nova).find(id="1").id == "1"


def test_a_manager_whose_get_takes_no_id_lists(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-keypairs", json={"keypairs": [{"keypair": {"name": "a"}}]})
    assert nova.keypairs.find(id="a").name == "a"
    assert requests_mock.call_count == 1


@pytest.mark.parametrize(
    ("manager", "path", "wanted"),
    [
        ("flavors", "flavors", {"name": "b"}),
        ("servers", "servers/detail", {"id": "b", "deleted": True}),
    ],
)
def test_a_search_ends_with_the_match_of_a_unique_attribute(
    nova, requests_mock, manager, path, wanted
):
    collection = Collection(manager, "abcd", most=2).serve(requests_mock, path)
    requests_mock.get(f"{ENDPOINT}/flavors/b", json={"flavor": {"id": "b", "name": "b"}})
    assert getattr(nova, manager).find(**wanted).id == "b"
    assert len(collection.queries) == 1


def test_names_of_servers_are_not_unique(nova, requests_mock):
    rows = [{"id": "1", "name": "a"}, {"id": "2", "name": "a"}]
    requests_mock.get(f"{ENDPOINT}/servers", json={"servers": rows})
    for row in rows:
        requests_mock.get(f"{ENDPOINT}/servers/{row['id']}", json={"server": row})
    with pytest.raises(exceptions.NoUniqueMatch):
        nova.servers.find(name="a")


# Finding when a subclass or a test has replaced list().

MORE = [{"rel": "next", "href": "elsewhere"}]


@pytest.fixture
def three_pages(requests_mock):
    """Return three servers, each on a page of its own."""
    url = f"{ENDPOINT}/servers/detail"
    for number, marker in enumerate(("", "?marker=1", "?marker=2"), 1):
        rows = [{"id": str(number), "size": 2}]
        links = MORE if number < 3 else []
        requests_mock.get(f"{url}{marker}", json={"servers": rows, "servers_links": links})


def _servers(nova, *names):
    infos = [{"id": str(number), "name": name} for number, name in enumerate(names, 1)]
    return [servers.Server(nova.servers, info, loaded=True) for info in infos]


@pytest.mark.parametrize("kind", [list, tuple, iter, lambda rows: base.ListWithMeta(rows, "r")])
def test_find_uses_a_list_method_that_was_set_on_the_manager(nova, kind):
    nova.servers.list = mock.Mock(return_value=kind(_servers(nova, "a", "b")))
    assert nova.servers.find(name="b").id == "2"
    nova.servers.list.assert_called_once_with()


def test_find_uses_a_list_method_that_is_patched_on_the_manager(nova):
    with mock.patch.object(nova.flavors, "list", return_value=_servers(nova, "a")) as patched:
        assert nova.flavors.find(name="a").id == "1"
    patched.assert_called_once_with()


@pytest.mark.parametrize(
    ("wanted", "arguments"),
    [
        ({"id": "2"}, {"detailed": True}),
        (
            {"id": "2", "all_tenants": True},
            {"detailed": True, "search_opts": {"all_tenants": True}},
        ),
    ],
)
def test_find_calls_a_patched_list_method_with_the_arguments_of_its_signature(
    nova, wanted, arguments
):
    rows = _servers(nova, "a", "b")
    patch = mock.patch.object(servers.ServerManager, "list", autospec=True, return_value=rows)
    with patch as patched:
        assert nova.servers.find(**wanted).name == "b"
    patched.assert_called_once_with(nova.servers, **arguments)


def test_find_uses_the_original_list_method_again_after_the_patch(nova, three_pages):
    with mock.patch.object(servers.ServerManager, "list", autospec=True, return_value=[]):
        assert nova.servers.findall(size=2) == []
    assert len(nova.servers.findall(size=2)) == 3


@pytest.mark.parametrize(
    "manager", ["flavors", "hypervisors", "keypairs", "migrations", "server_groups", "servers"]
)
def test_every_manager_with_pages_finds_by_a_replaced_list_method(make_client, manager):
    nova = make_client("2.96")
    replaced = mock.Mock(return_value=_servers(nova, "a"))
    with mock.patch.object(type(getattr(nova, manager)), "list", replaced):
        assert [found.id for found in getattr(nova, manager).findall()] == ["1"]
    replaced.assert_called_once_with()


class Unchanged(servers.ServerManager):
    """Does not override list()."""


class Counted(servers.ServerManager):
    """Counts the calls of list(), which takes all arguments."""

    calls = 0

    def list(self, *args, **kwargs):
        self.calls += 1
        return super().list(*args, **kwargs)


class WithMarker(Counted):
    """Has an explicit marker."""

    def list(self, detailed=True, search_opts=None, marker=None):
        return super().list(detailed, search_opts, marker)


class WithoutMarker(Counted):
    """Takes no marker."""

    def list(self, detailed=True, search_opts=None):
        return super().list(detailed, search_opts)


@pytest.mark.parametrize("cls", [Counted, WithMarker])
def test_find_requests_all_pages_of_an_overridden_list_method(nova, three_pages, cls):
    manager = cls(nova)
    assert [server.id for server in manager.findall(size=2)] == ["1", "2", "3"]
    assert manager.calls == 3


def test_find_of_a_subclass_without_overrides_requests_all_pages(nova, three_pages):
    assert len(Unchanged(nova).findall(size=2)) == 3


def test_find_keeps_the_request_ids_of_all_pages_of_an_overridden_list_method(nova, requests_mock):
    url = f"{ENDPOINT}/servers/detail"
    for marker, links in (("", MORE), ("?marker=1", [])):
        requests_mock.get(
            f"{url}{marker}",
            json={"servers": [{"id": "2" if marker else "1"}], "servers_links": links},
            headers={"x-compute-request-id": f"req{marker}"},
        )
    assert Counted(nova).findall().request_ids == ["req", "req?marker=1"]


def test_find_warns_once_if_an_overridden_list_method_takes_no_marker(nova, three_pages):
    with pytest.warns(exceptions.IncompleteListWarning, match="This search is not") as warned:
        assert [server.id for server in WithoutMarker(nova).findall(size=2)] == ["1"]
    (warning,) = warned
    assert warning.filename == __file__


def test_a_different_listing_inside_an_overridden_list_method_still_warns(nova, requests_mock):
    class Nested(servers.ServerManager):
        def list(self, **kwargs):
            self.api.flavors.list()
            return super().list(**kwargs)

    rows = {"flavors": [{"id": "1"}], "flavors_links": MORE}
    requests_mock.get(f"{ENDPOINT}/flavors/detail", json=rows)
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    with pytest.warns(exceptions.IncompleteListWarning, match="This list is not complete"):
        Nested(nova).findall()


def test_an_empty_page_with_a_link_to_the_next_is_unexpected_with_an_overridden_list_method(
    nova, requests_mock
):
    body = {"servers": [], "servers_links": MORE}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=body)
    with pytest.raises(exceptions.UnexpectedResponse, match="empty"):
        Counted(nova).findall(size=1)


def test_a_replaced_list_method_may_return_a_mock(nova):
    nova.servers.list = mock.Mock(return_value=mock.MagicMock())
    assert nova.servers.findall(name="a") == []


# Attributes that no resource has.


def _warnings_of(find):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        found = find()
    assert all(each.category is exceptions.UnknownNameWarning for each in caught)
    return found, [str(each.message) for each in caught]


def test_an_attribute_that_no_resource_has_causes_a_warning():
    manager = RowManager({"id": "1", "name": "a"}, {"id": "2", "name": "b"})
    found, messages = _warnings_of(lambda: manager.findall(nam="a"))
    assert found == []
    assert messages == ["No Row in the list has an attribute 'nam'. Did you mean 'name'?"]


def test_each_of_several_attributes_that_no_resource_has_causes_a_warning():
    _, messages = _warnings_of(lambda: RowManager({"id": "1"}).findall(zz=1, id="2", colour=2))
    assert messages == [
        "No Row in the list has an attribute 'colour'.",
        "No Row in the list has an attribute 'zz'.",
    ]


def test_an_attribute_that_some_resources_have_causes_no_warning():
    manager = RowManager({"id": "1"}, {"id": "2", "fault": "x"}, {"id": "3"})
    assert _warnings_of(lambda: manager.findall(fault="y")) == ([], [])
    assert _warnings_of(lambda: manager.findall(id="9", fault="x")) == ([], [])


def test_an_empty_list_causes_no_warning():
    assert _warnings_of(lambda: RowManager().findall(nam="a")) == ([], [])


def test_a_method_is_not_what_was_meant():
    _, messages = _warnings_of(lambda: RowManager({"id": "1"}).findall(to_dic="x"))
    assert messages == ["No Row in the list has an attribute 'to_dic'."]


def test_a_search_by_name_says_that_it_lists_without_details(nova, requests_mock):
    servers = {"servers": [{"id": "1", "name": "a"}]}
    requests_mock.get(f"{ENDPOINT}/servers?name=a", json=servers)
    found, messages = _warnings_of(lambda: nova.servers.findall(name="a", status="ACTIVE"))
    assert found == []
    assert messages == [
        "No Server in the list has an attribute 'status': a search by name lists without details."
    ]


def test_resources_of_cells_that_do_not_respond_do_not_count(make_client, requests_mock):
    nova = make_client("2.69")
    partial = {"binary": "nova-compute", "host": "h2", "status": "UNKNOWN"}
    requests_mock.get(f"{ENDPOINT}/os-services", json={"services": [partial]})
    with pytest.warns(exceptions.PartialListWarning) as caught:
        assert nova.services.findall(state="up") == []
    assert len(caught) == 1


def test_an_attribute_with_a_malformed_value_exists(nova, requests_mock):
    server = {"id": "1", "status": "ACTIVE", "addresses": {"a": [{"version": 4}]}}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [server]})
    assert _warnings_of(lambda: nova.servers.findall(status="x", networks={})) == ([], [])


def test_the_warning_points_at_the_program(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}]})
    with pytest.warns(exceptions.UnknownNameWarning) as caught:
        nova.servers.findall(statsu="ACTIVE")
    assert caught[0].filename == __file__
