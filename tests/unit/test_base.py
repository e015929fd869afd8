from __future__ import annotations

import copy
import datetime
import pickle
from unittest import mock

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from novaclient import base, exceptions
from novaclient.v2 import flavors, keypairs, servers
from novaclient.v2.agents import Agent
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.keypairs import Keypair
from novaclient.v2.servers import SecurityGroup, Server
from novaclient.v2.services import Service
from novaclient.v2.volumes import Volume
from tests.unit.conftest import ENDPOINT

KEYS = st.text(st.characters(codec="ascii", categories=("Ll",)), min_size=12)


class Row(base.Resource):
    """A resource of a manager made for the tests."""


class DeclaringRow(base.Resource):
    """A resource whose class names one of its keys."""

    name: str


class RowManager(base.ManagerWithFind):
    """A manager that keeps account of what is asked of it."""

    resource_class = Row

    def __init__(self, *rows):
        super().__init__(None)
        self.rows = {row["id"]: row for row in rows}
        self.asked = []

    def get(self, row_id):
        self.asked.append(row_id)
        return Row(self, self.rows[row_id], loaded=True, resp=["req-get"])

    def list(self):
        return base.ListWithMeta([Row(self, row, True) for row in self.rows.values()], ["req-l"])


def _lazy(**info):
    """Return a resource of which only the id is known, and its manager."""
    manager = RowManager({"id": "1", **info})
    return Row(manager, {"id": "1"}), manager


# Attributes of a resource.


@given(st.dictionaries(KEYS, st.integers() | st.text()))
def test_the_keys_of_the_json_are_attributes(info):
    row = Row(None, info, loaded=True)
    assert {key: getattr(row, key) for key in info} == info


def test_a_key_that_the_class_declares_is_read_from_the_json():
    row = DeclaringRow(None, {"name": "a"}, loaded=True)
    row.set_info("name", "b")
    assert row.name == "b"


def test_what_is_set_wins_over_a_declared_key():
    row = DeclaringRow(None, {"name": "a"}, loaded=True)
    row.name = "b"
    assert row.name == "b"
    del row.name
    assert row.name == "a"


def test_a_declared_key_is_loaded_like_any_other():
    manager = RowManager({"id": "1", "name": "a"})
    manager.resource_class = DeclaringRow
    assert DeclaringRow(manager, {"id": "1"}).name == "a"
    assert manager.asked == ["1"]


def test_a_declared_key_that_was_not_sent_is_an_attribute_error():
    row = DeclaringRow(None, {"id": "1"}, loaded=True)
    with pytest.raises(AttributeError, match="name"):
        row.name  # noqa: B018 - reading is what is tested
    assert "name" not in dir(row)


def test_the_class_itself_has_no_declared_keys():
    assert not hasattr(DeclaringRow, "name")


def test_keys_that_are_no_identifiers_are_read_by_getattr():
    assert getattr(Row(None, {"OS-EXT-STS:task_state": "spawning"}), "OS-EXT-STS:task_state") == (
        "spawning"
    )


def test_methods_and_properties_win_over_keys_of_the_same_name():
    server = servers.Server(None, {"id": "1", "networks": "x", "delete": "x"}, loaded=True)
    assert server.networks == {}
    assert callable(server.delete)


def test_an_attribute_that_is_set_wins_over_the_json_and_leaves_it_alone():
    row = Row(None, {"name": "a"}, loaded=True)
    row.name = "b"
    assert (row.name, row.to_dict()) == ("b", {"name": "a"})


def test_a_deleted_attribute_is_gone_and_the_json_of_the_caller_is_not_changed():
    given = {"OS-EXT-AZ:availability_zone": "nova", "id": "1"}
    row = Row(None, given, loaded=True)
    delattr(row, "OS-EXT-AZ:availability_zone")
    assert not hasattr(row, "OS-EXT-AZ:availability_zone")
    assert (row.to_dict(), len(given)) == ({"id": "1"}, 2)


def test_an_attribute_of_a_wrapped_item_can_be_deleted():
    keypair = keypairs.Keypair(None, {"keypair": {"name": "a", "type": "ssh"}}, loaded=True)
    del keypair.type
    assert keypair.to_dict() == {"keypair": {"name": "a"}}


def test_an_attribute_that_was_set_is_deleted_before_that_of_the_json():
    row = Row(None, {"name": "a"}, loaded=True)
    row.name = "b"
    del row.name
    assert row.name == "a"
    with pytest.raises(AttributeError):
        del row.nothing


def test_a_missing_attribute_loads_the_resource_once():
    row, manager = _lazy(status="ACTIVE", size=3)
    assert (row.status, row.size) == ("ACTIVE", 3)
    with pytest.raises(AttributeError):
        row.nothing  # noqa: B018
    assert manager.asked == ["1"]
    assert row.is_loaded()


def test_loading_adds_the_request_ids():
    row, _manager = _lazy()
    row.get()
    assert row.request_ids == ["req-get"]


def test_a_loaded_resource_asks_for_nothing():
    manager = RowManager({"id": "1", "status": "ACTIVE"})
    row = Row(manager, {"id": "1"}, loaded=True)
    with pytest.raises(AttributeError):
        row.status  # noqa: B018
    assert manager.asked == []


def test_set_loaded_lets_a_resource_load_again():
    row, manager = _lazy(status="ACTIVE")
    row.set_loaded(True)
    assert not hasattr(row, "status")
    row.set_loaded(False)
    assert row.status == "ACTIVE"
    assert manager.asked == ["1"]


@pytest.mark.parametrize(
    ("loaded", "words"), [(True, "that the server sent."), (False, "that the server sent so far.")]
)
def test_the_error_of_a_missing_attribute_says_whether_the_resource_was_loaded(loaded, words):
    row = Row(None, {"id": "1"}, loaded=loaded)
    name = "_private" if not loaded else "status"
    with pytest.raises(AttributeError, match=name) as caught:
        getattr(row, name)
    assert caught.value.__notes__ == [
        f"Row has no attribute {name!r}, and neither has the JSON {words}"
    ]
    assert (caught.value.name, caught.value.obj) == (name, row)


@pytest.mark.parametrize(
    "name",
    [
        "_repr_html_",
        "_repr_mimebundle_",
        "_ipython_display_",
        "_ipython_canary_method",
        "__array__",
        "__array_interface__",
        "__fspath__",
        "__len__",
        "__wrapped__",
        "_x",
    ],
)
def test_names_that_tools_probe_never_cause_a_request(name):
    row, manager = _lazy()
    assert not hasattr(row, name)
    assert manager.asked == []
    assert not row.is_loaded()


def test_without_an_id_there_is_nothing_to_load():
    manager = RowManager()
    row = Row(manager, {"name": "a"})
    assert not hasattr(row, "id")
    assert manager.asked == []
    assert row.is_loaded()


def test_an_object_whose_init_never_ran_does_not_recurse():
    with pytest.raises(AttributeError):
        getattr(Row.__new__(Row), "__deepcopy__x")


def test_a_resource_of_a_manager_that_can_not_get_stays_as_it_is():
    row = Row(object(), {"id": "1"})
    assert not hasattr(row, "status")
    assert row.is_loaded()


@pytest.mark.parametrize("cls", [servers.NetworkInterface, servers.SecurityGroup])
def test_a_resource_of_another_kind_never_asks_for_one_of_its_managers(nova, requests_mock, cls):
    thing = cls(nova.servers, {"id": "1", "port_id": "1"})
    assert not hasattr(thing, "status")
    thing.get()
    assert requests_mock.call_count == 0


def test_a_resource_of_the_base_class_is_loaded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "name": "a"}})
    assert base.Resource(nova.servers, {"id": "1"}).name == "a"


def test_a_resource_is_loaded_where_a_program_has_put_its_own_class(nova, requests_mock):
    class MyServer(servers.Server):
        pass

    nova.servers.resource_class = MyServer
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "name": "a"}})
    assert servers.Server(nova.servers, {"id": "1"}).name == "a"


def test_a_manager_that_returns_none_leaves_the_resource_as_it_is():
    class Manager:
        def get(self, row_id):
            return None

    row = Row(Manager(), {"id": "1"})
    row.get()
    assert row.to_dict() == {"id": "1"}
    assert row.is_loaded()


def test_get_brings_what_changed_and_keeps_what_was_not_sent():
    manager = RowManager({"id": "1", "status": "SHUTOFF"})
    row = Row(manager, {"id": "1", "status": "ACTIVE", "adminPass": "x"})
    row.status = "set by hand"
    row.get()
    assert (row.status, row.adminPass) == ("SHUTOFF", "x")


def test_the_json_of_the_caller_is_not_changed_by_get():
    manager = RowManager({"id": "1", "status": "SHUTOFF"})
    info = {"id": "1"}
    Row(manager, info).get()
    assert info == {"id": "1"}


# set_info, to_dict, dir, repr, human_id.


def test_what_set_info_sets_is_read_as_an_attribute_and_in_the_json():
    row = Row(None, {"id": "1", "name": "a"}, loaded=True)
    row.set_info("name", "b")
    row.set_info("new", "c")
    assert (row.name, row.new) == ("b", "c")
    assert row.to_dict() == {"id": "1", "name": "b", "new": "c"}


def test_set_info_wins_over_an_attribute_that_was_set():
    row = Row(None, {"name": "a"}, loaded=True)
    row.name = "by hand"
    row.set_info("name", "b")
    assert row.name == "b"


def test_what_set_info_sets_is_read_where_lists_wrap_their_items():
    keypair = keypairs.Keypair(None, {"keypair": {"name": "a"}}, loaded=True)
    keypair.set_info("name", "b")
    assert (keypair.name, keypair.to_dict()) == ("b", {"keypair": {"name": "b"}})


def test_get_brings_what_lists_of_wrapped_items_leave_out(nova, requests_mock):
    rows = [{"keypair": {"name": "a"}}]
    requests_mock.get(f"{ENDPOINT}/os-keypairs", json={"keypairs": rows})
    requests_mock.get(f"{ENDPOINT}/os-keypairs/a", json={"keypair": {"name": "a", "more": 1}})
    (keypair,) = nova.keypairs.list()
    keypair.get()
    assert keypair.more == 1


def test_set_info_does_not_change_the_json_of_the_caller():
    info = {"name": "a"}
    Row(None, info).set_info("name", "b")
    assert info == {"name": "a"}


def test_to_dict_is_the_callers_own():
    row = Row(None, {"nested": {"list": [1]}}, loaded=True)
    row.to_dict()["nested"]["list"].append(2)
    assert row.nested == {"list": [1]}


def test_dir_shows_the_json_keys_beside_methods():
    names = dir(Row(None, {"id": "1", "status": "ACTIVE"}))
    assert {"id", "status", "get", "to_dict", "manager"} <= set(names)
    assert len(names) == len(set(names))


def test_the_repr_shows_the_json():
    assert repr(Row(None, {"name": "a", "id": 1})) == "<Row id=1, name=a>"


def test_the_human_id_is_the_name_as_it_could_stand_in_a_url():
    assert servers.Server(None, {"name": "Äpfel & Birnen!"}, loaded=True).human_id == (
        "apfel-birnen"
    )


@pytest.mark.parametrize("name", [None, True, 1, ["a"]])
def test_there_is_no_human_id_of_what_is_no_name(name):
    assert servers.Server(None, {"name": name}, loaded=True).human_id is None


def test_there_is_no_human_id_without_a_name_or_on_other_classes():
    assert servers.Server(None, {}, loaded=True).human_id is None
    assert Row(None, {"name": "a"}, loaded=True).human_id is None


def test_the_api_version_is_that_of_the_manager(nova):
    assert servers.Server(nova.servers, {}).api_version is nova.api_version


# Equality, copies, pickles.


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"id": "1", "a": 1}, {"id": "1", "a": 2}, True),
        ({"id": "1"}, {"id": "2"}, False),
        ({"a": 1}, {"a": 1}, True),
        ({"a": 1}, {"a": 2}, False),
        ({"id": "1"}, {"a": 1}, False),
    ],
)
def test_resources_of_the_same_class_are_equal_by_id_else_by_json(one, other, equal):
    assert (Row(None, one) == Row(None, other)) is equal
    assert (Row(None, one) != Row(None, other)) is not equal


def test_resources_of_other_classes_are_never_equal():
    class Below(Row):
        pass

    row = Row(None, {"id": "1"})
    assert row != Below(None, {"id": "1"})
    assert row != {"id": "1"}
    assert row != "1"


def test_comparing_lazy_resources_sends_nothing():
    row, manager = _lazy()
    assert row == Row(manager, {"id": "1"})
    assert Row(manager, {}) != row
    assert manager.asked == []


def test_resources_are_not_hashable():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Row(None, {"id": "1"}))


@pytest.fixture
def row():
    row = Row(RowManager({"id": "1"}), {"id": "1", "nested": {"a": [1]}}, True, resp=["req-1"])
    row.mine = [1]
    return row


@pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_is_equal_and_shares_the_manager(row, twin_of):
    twin = twin_of(row)
    assert type(twin) is Row
    assert twin == row
    assert twin.manager is row.manager
    assert (twin.mine, twin.nested, twin.is_loaded()) == ([1], {"a": [1]}, True)


@pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_has_request_ids_of_its_own(row, twin_of):
    twin = twin_of(row)
    twin.append_request_ids(["req-2"])
    assert (row.request_ids, twin.request_ids) == (["req-1"], ["req-1", "req-2"])


def test_a_deep_copy_shares_no_json(row):
    copy.deepcopy(row).nested["a"].append(2)
    assert row.nested == {"a": [1]}


def test_set_info_on_a_copy_leaves_the_original_alone(row):
    copy.copy(row).set_info("id", "2")
    assert row.id == "1"


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_brings_back_the_data(nova, protocol):
    server = servers.Server(nova.servers, {"id": "1", "name": "a"}, resp=["req-1"])
    back = pickle.loads(pickle.dumps(server, protocol))
    assert type(back) is servers.Server
    assert (back.to_dict(), back.request_ids) == ({"id": "1", "name": "a"}, ["req-1"])
    assert back == server


def test_a_resource_from_a_pickle_asks_for_nothing(nova, requests_mock):
    back = pickle.loads(pickle.dumps(servers.Server(nova.servers, {"id": "1"})))
    assert back.is_loaded()
    assert not hasattr(back, "status")
    assert requests_mock.call_count == 0


def test_copying_and_pickling_a_lazy_resource_sends_nothing():
    row, manager = _lazy()
    copy.copy(row)
    copy.deepcopy(row)
    row.__getstate__()
    assert manager.asked == []


# Request ids.


def _response(**headers):
    response = requests.Response()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


@pytest.mark.parametrize(
    ("source", "ids"),
    [
        (_response(x_compute_request_id="c"), ["c"]),
        (_response(x_openstack_request_id="o"), ["o"]),
        (_response(), [None]),
        ("c", ["c"]),
        (["a", "b", "a"], ["a", "b"]),
        ([_response(x_compute_request_id="c"), "d"], ["c", "d"]),
        (None, []),
    ],
)
def test_request_ids_come_from_answers_or_are_given(source, ids):
    thing = base.RequestIdMixin()
    thing.append_request_ids(source)
    assert thing.request_ids == ids


def test_request_ids_begin_anew():
    thing = base.RequestIdMixin()
    thing.append_request_ids("a")
    thing.request_ids_setup()
    assert thing.request_ids == []


def test_two_objects_share_no_request_ids():
    one, other = base.RequestIdMixin(), base.RequestIdMixin()
    one.request_ids.append("a")
    assert other.request_ids == []


@pytest.mark.parametrize(
    ("item", "cls"),
    [
        ("text", base.StrWithMeta),
        (b"bytes", base.BytesWithMeta),
        ([1, 2], base.ListWithMeta),
        ({"a": 1}, base.DictWithMeta),
        ((1, 2), base.TupleWithMeta),
    ],
)
def test_a_plain_value_gets_request_ids_and_stays_equal(item, cls):
    value = base.Manager(None).convert_into_with_meta(item, ["req-1"])
    assert type(value) is cls
    assert value == item
    assert value.request_ids == ["req-1"]


def test_none_becomes_an_empty_tuple():
    value = base.Manager(None).convert_into_with_meta(None, ["req-1"])
    assert (value, value.request_ids) == ((), ["req-1"])


def test_a_value_that_can_not_carry_request_ids_is_refused():
    with pytest.raises(TypeError, match="datetime can't carry request ids"):
        base.Manager(None).convert_into_with_meta(datetime.datetime.now(datetime.UTC), None)


# Hooks.


def test_hooks_run_for_their_class_and_those_below_only():
    class Above(base.HookableMixin):
        pass

    class Mine(Above):
        pass

    class Below(Mine):
        pass

    class Beside(Above):
        pass

    ran = []
    Mine.add_hook("occasion", lambda: ran.append("mine"))
    Below.add_hook("occasion", lambda: ran.append("below"))
    for cls, expected in (
        (Above, []),
        (Beside, []),
        (Mine, ["mine"]),
        (Below, ["mine", "below"]),
        (base.HookableMixin, []),
    ):
        ran.clear()
        cls.run_hooks("occasion")
        assert ran == expected, cls


def test_hooks_get_their_arguments_and_run_in_the_order_of_their_adding():
    class Hooked(base.HookableMixin):
        pass

    got = []
    Hooked.add_hook("occasion", lambda *args, **kwargs: got.append((1, args, kwargs)))
    Hooked.add_hook("occasion", lambda *args, **kwargs: got.append((2, args, kwargs)))
    Hooked.add_hook("another", lambda: got.append("never"))
    Hooked().run_hooks("occasion", "a", b="c")
    assert got == [(1, ("a",), {"b": "c"}), (2, ("a",), {"b": "c"})]


def test_a_hook_changes_the_body_of_its_managers_requests_and_no_others(nova, requests_mock):
    class Rows(base.Manager):
        resource_class = Row

    class Others(base.Manager):
        resource_class = Row

    Rows.add_hook("modify_body_for_create", lambda body, **kw: body.update(made=kw))
    Rows.add_hook("modify_body_for_update", lambda body, **kw: body.update(changed=True))
    requests_mock.post(f"{ENDPOINT}/rows", json={"row": {"id": "1"}})
    requests_mock.put(f"{ENDPOINT}/rows/1", json={"row": {"id": "1"}})
    Rows(nova)._create("/rows", {}, "row", extra=1)
    Rows(nova)._update("/rows/1", {}, "row")
    Others(nova)._create("/rows", {}, "row")
    assert [r.json() for r in requests_mock.request_history] == [
        {"made": {"extra": 1}},
        {"changed": True},
        {},
    ]


# Managers.


def test_a_manager_can_be_written_with_its_resource_class():
    class Rows(base.Manager[Row]):
        pass

    assert Rows.__bases__ == (base.Manager,)


def test_a_manager_that_lists_nothing_can_not_be_made():
    class Rows(base.ManagerWithFind):
        pass

    with pytest.raises(TypeError, match="abstract"):
        Rows(None)


def test_a_class_of_resources_may_take_its_arguments_by_name(nova, requests_mock):
    class Row(base.Resource):
        def __init__(self, manager, info, **kwargs):
            super().__init__(manager, info, **kwargs)

    requests_mock.get(f"{ENDPOINT}/rows", json={"rows": [{"id": 1}]})
    (row,) = base.Manager(nova)._list("/rows", "rows", obj_class=Row)
    assert isinstance(row, Row)
    assert row.is_loaded()


def test_a_list_can_be_asked_for_by_post(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/rows?a=1", json={"rows": [{"id": "1"}]})
    manager = base.Manager(nova)
    rows = manager._list("/rows", "rows", obj_class=Row, body={"want": "all"}, filters={"a": 1})
    assert [row.id for row in rows] == ["1"]
    assert requests_mock.last_request.json() == {"want": "all"}


def test_what_create_returns_raw_carries_request_ids(nova, requests_mock):
    headers = {"x-compute-request-id": "req-1"}
    requests_mock.post(f"{ENDPOINT}/rows", json={"row": {"id": "1"}}, headers=headers)
    raw = base.Manager(nova)._create("/rows", {}, "row", return_raw=True)
    assert (type(raw), raw, raw.request_ids) == (base.DictWithMeta, {"id": "1"}, ["req-1"])


@pytest.mark.parametrize(
    ("allowed", "inside"), [((), "image"), (("compute",), "compute"), (("volume",), "image")]
)
def test_another_service_type_holds_for_a_with_statement(nova, allowed, inside):
    with nova.servers.alternate_service_type("image", allowed_types=allowed):
        assert nova.client.service_type == inside
    assert nova.client.service_type == "compute"


def test_another_service_type_ends_with_an_exception(nova):
    with pytest.raises(ZeroDivisionError), nova.servers.alternate_service_type("image"):
        raise ZeroDivisionError
    assert nova.client.service_type == "compute"


# Finding.


def test_find_says_what_was_not_found():
    with pytest.raises(exceptions.NotFound, match=r"No Row matching \{'name': 'x'\}"):
        RowManager().find(name="x")


def test_find_returns_the_one_with_the_ids_of_its_requests():
    row = RowManager({"id": "1", "name": "a"}, {"id": "2", "name": "b"}).find(name="b")
    assert (row.id, row.request_ids) == ("2", ["req-l"])


def test_no_unique_match_says_how_many_and_which():
    rows = [{"id": str(number), "name": "a"} for number in range(2)]
    with pytest.raises(exceptions.NoUniqueMatch) as caught:
        RowManager(*rows).find(name="a")
    assert str(caught.value) == (
        "2 resources match {'name': 'a'}: <Row id=0, name=a>, <Row id=1, name=a>"
    )


def test_no_unique_match_stays_short_where_there_are_many():
    rows = [{"id": str(number), "name": "a"} for number in range(1000)]
    with pytest.raises(exceptions.NoUniqueMatch, match=r"^1000 resources") as caught:
        RowManager(*rows).find(name="a")
    assert str(caught.value).count("<Row") == 5
    assert str(caught.value).endswith(", …")


def test_findall_leaves_out_what_does_not_have_the_attribute():
    rows = RowManager({"id": "1", "size": 1}, {"id": "2"}).findall(size=1)
    assert [row.id for row in rows] == ["1"]


def test_findall_compares_all_attributes():
    manager = RowManager({"id": "1", "a": 1, "b": 1}, {"id": "2", "a": 1, "b": 2})
    assert [row.id for row in manager.findall(a=1, b=2)] == ["2"]
    assert [row.id for row in manager.findall()] == ["1", "2"]


@pytest.mark.parametrize("manager", ["servers", "flavors"])
def test_find_follows_the_pages_that_the_answer_announces(nova, requests_mock, manager):
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
def test_find_asks_for_no_page_that_is_not_announced(nova, requests_mock, links):
    answer = {"servers": [{"id": "1", "size": 1}], "servers_links": links}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=answer)
    assert nova.servers.find(size=1).id == "1"
    assert requests_mock.call_count == 1


@pytest.mark.parametrize("rows", [[{"id": "1", "size": 1}], [{"size": 1}], []])
def test_find_that_can_not_see_all_that_is_announced_is_an_error(nova, requests_mock, rows):
    answer = {"servers": rows, "servers_links": [{"rel": "next"}]}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=answer)
    with pytest.raises(exceptions.UnexpectedResponse, match="listing is not complete"):
        nova.servers.findall(size=1)
    assert requests_mock.call_count <= 2


def test_the_list_says_whether_there_is_more(nova, requests_mock):
    link = [{"rel": "next"}]
    requests_mock.get(
        f"{ENDPOINT}/servers/detail", json={"servers": [{"id": "1"}], "servers_links": link}
    )
    requests_mock.get(f"{ENDPOINT}/servers/detail?marker=1", json={"servers": []})
    assert nova.servers.list(limit=1).has_more is True
    assert nova.servers.list(marker="1").has_more is False


def test_findall_of_all_tenants_needs_no_name(nova, requests_mock):
    answer = {"servers": [{"id": "1", "status": "ACTIVE"}, {"id": "2", "status": "ERROR"}]}
    requests_mock.get(f"{ENDPOINT}/servers/detail?all_tenants=True", json=answer)
    assert len(nova.servers.findall(all_tenants=True)) == 2
    assert nova.servers.find(all_tenants=True, status="ERROR").id == "2"


def test_findall_of_deleted_servers_asks_for_them(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/servers/detail?all_tenants=1&deleted=True", json={"servers": []}
    )
    assert nova.servers.findall(all_tenants=1, deleted=True, status="x") == []
    assert requests_mock.call_count == 1


def test_find_by_name_lists_briefly_and_loads_what_it_finds(nova, requests_mock):
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
def test_find_asks_for_public_flavors_or_others_or_both(
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


# Finding, where a subclass or a test has replaced list().

MORE = [{"rel": "next", "href": "elsewhere"}]


@pytest.fixture
def three_pages(requests_mock):
    """Serve three servers, each on a page of its own."""
    url = f"{ENDPOINT}/servers/detail"
    for number, marker in enumerate(("", "?marker=1", "?marker=2"), 1):
        rows = [{"id": str(number), "size": 2}]
        links = MORE if number < 3 else []
        requests_mock.get(f"{url}{marker}", json={"servers": rows, "servers_links": links})


def _servers(nova, *names):
    infos = [{"id": str(number), "name": name} for number, name in enumerate(names, 1)]
    return [servers.Server(nova.servers, info, loaded=True) for info in infos]


@pytest.mark.parametrize("kind", [list, tuple, iter, lambda rows: base.ListWithMeta(rows, "r")])
def test_find_uses_a_list_that_was_set_on_the_manager(nova, kind):
    nova.servers.list = mock.Mock(return_value=kind(_servers(nova, "a", "b")))
    assert nova.servers.find(name="b").id == "2"
    nova.servers.list.assert_called_once_with()


def test_find_uses_a_list_that_is_patched_on_the_manager(nova):
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
def test_find_gives_a_patched_list_the_arguments_of_its_signature(nova, wanted, arguments):
    rows = _servers(nova, "a", "b")
    patch = mock.patch.object(servers.ServerManager, "list", autospec=True, return_value=rows)
    with patch as patched:
        assert nova.servers.find(**wanted).name == "b"
    patched.assert_called_once_with(nova.servers, **arguments)


def test_find_uses_its_own_list_again_when_the_patch_has_ended(nova, three_pages):
    with mock.patch.object(servers.ServerManager, "list", autospec=True, return_value=[]):
        assert nova.servers.findall(size=2) == []
    assert len(nova.servers.findall(size=2)) == 3


@pytest.mark.parametrize(
    "manager", ["flavors", "hypervisors", "keypairs", "migrations", "server_groups", "servers"]
)
def test_every_manager_that_is_paged_finds_by_a_replaced_list(make_client, manager):
    nova = make_client("2.96")
    replaced = mock.Mock(return_value=_servers(nova, "a"))
    with mock.patch.object(type(getattr(nova, manager)), "list", replaced):
        assert [found.id for found in getattr(nova, manager).findall()] == ["1"]
    replaced.assert_called_once_with()


class Unchanged(servers.ServerManager):
    """Changes nothing of its listing."""


class Counted(servers.ServerManager):
    """Counts its listings, and takes all that a listing takes."""

    calls = 0

    def list(self, *args, **kwargs):
        self.calls += 1
        return super().list(*args, **kwargs)


class Marked(Counted):
    """Takes markers by their name."""

    def list(self, detailed=True, search_opts=None, marker=None):
        return super().list(detailed, search_opts, marker)


class Short(Counted):
    """Takes no markers."""

    def list(self, detailed=True, search_opts=None):
        return super().list(detailed, search_opts)


@pytest.mark.parametrize("cls", [Counted, Marked])
def test_find_follows_the_pages_of_an_overridden_list(nova, three_pages, cls):
    manager = cls(nova)
    assert [server.id for server in manager.findall(size=2)] == ["1", "2", "3"]
    assert manager.calls == 3


def test_a_subclass_that_overrides_nothing_finds_on_every_page(nova, three_pages):
    assert len(Unchanged(nova).findall(size=2)) == 3


def test_find_keeps_the_ids_of_all_requests_of_an_overridden_list(nova, requests_mock):
    url = f"{ENDPOINT}/servers/detail"
    for marker, links in (("", MORE), ("?marker=1", [])):
        requests_mock.get(
            f"{url}{marker}",
            json={"servers": [{"id": "2" if marker else "1"}], "servers_links": links},
            headers={"x-compute-request-id": f"req{marker}"},
        )
    assert Counted(nova).findall().request_ids == ["req", "req?marker=1"]


def test_find_warns_once_where_an_overridden_list_takes_no_marker(nova, three_pages):
    with pytest.warns(exceptions.IncompleteListWarning, match="This search is not") as warned:
        assert [server.id for server in Short(nova).findall(size=2)] == ["1"]
    (warning,) = warned
    assert warning.filename == __file__


def test_another_listing_within_an_overridden_list_still_warns(nova, requests_mock):
    class Curious(servers.ServerManager):
        def list(self, **kwargs):
            self.api.flavors.list()
            return super().list(**kwargs)

    rows = {"flavors": [{"id": "1"}], "flavors_links": MORE}
    requests_mock.get(f"{ENDPOINT}/flavors/detail", json=rows)
    requests_mock.get(f"{ENDPOINT}/servers/detail", json={"servers": []})
    with pytest.warns(exceptions.IncompleteListWarning, match="This list is not complete"):
        Curious(nova).findall()


def test_find_tells_of_an_empty_page_of_an_overridden_list_that_announces_more(
    nova, requests_mock
):
    answer = {"servers": [], "servers_links": MORE}
    requests_mock.get(f"{ENDPOINT}/servers/detail", json=answer)
    with pytest.raises(exceptions.UnexpectedResponse, match="empty"):
        Counted(nova).findall(size=1)


def test_a_replaced_list_may_give_a_mock(nova):
    nova.servers.list = mock.Mock(return_value=mock.MagicMock())
    assert nova.servers.findall(name="a") == []


# Ids and paths.


def test_getid_takes_resources_and_ids():
    row = Row(None, {"id": "1"})
    assert [base.getid(x) for x in (row, "1", 1, None)] == ["1", "1", 1, None]


def test_a_resource_without_an_id_stands_in_no_path():
    with pytest.raises(exceptions.InvalidIdentifier, match="<Row name=a> has no id"):
        base.path("rows", Row(None, {"name": "a"}))


def test_a_path_takes_resources_for_their_ids():
    assert base.path("flavors", flavors.Flavor(None, {"id": "m1/x"}), "action") == (
        "/flavors/m1%2Fx/action"
    )


def test_the_marker_for_no_argument_says_so():
    assert repr(base.UNSET) == "<unset>"
    assert copy.deepcopy(base.UNSET) is base.UNSET is pickle.loads(pickle.dumps(base.UNSET))


@pytest.mark.parametrize(
    ("cls", "info"),
    [
        (Agent, {"agent": "\ud800"}),
        (Keypair, {"name": "\ud800"}),
        (Hypervisor, {"id": "\ud800"}),
        (SecurityGroup, {"id": "\ud800"}),
        (Server, {"name": "\ud800"}),
        (Service, {"id": "\ud800"}),
        (Volume, {"id": "\ud800"}),
    ],
)
def test_what_the_server_names_with_a_lone_surrogate_can_be_printed(cls, info):
    resource = cls(None, info)
    assert str(resource).encode() == str(resource).replace("\ud800", "?").encode()
    assert "\\ud800" in repr(resource)
    assert resource.to_dict() == info
