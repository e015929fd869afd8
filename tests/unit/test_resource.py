from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from novaclient import base
from novaclient.v2 import keypairs, servers
from novaclient.v2.agents import Agent
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.keypairs import Keypair
from novaclient.v2.servers import SecurityGroup, Server
from novaclient.v2.services import Service
from novaclient.v2.volumes import Volume
from tests.unit.conftest import ENDPOINT
from tests.unit.rows import Row, RowManager

INFO = {"id": "1", "name": "web-1", "OS-EXT-STS:task_state": "spawning"}
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


KEYS = st.text(st.characters(codec="ascii", categories=("Ll",)), min_size=12)


class DeclaringRow(base.Resource):
    """A resource whose class annotates one of its keys."""

    name: str


class AliasingRow(base.Resource):
    """A resource whose class has another name for one of its keys."""

    host: str = base.alias("ext:host")


def _lazy(**info):
    """Return a resource that has only its id, and its manager."""
    manager = RowManager({"id": "1", **info})
    return Row(manager, {"id": "1"}), manager


# Attributes of a resource.


@given(st.dictionaries(KEYS, st.integers() | st.text()))
def test_the_keys_of_the_json_are_attributes(info):
    row = Row(None, info, loaded=True)
    assert {key: getattr(row, key) for key in info} == info


def test_a_declared_key_is_read_from_the_json():
    row = DeclaringRow(None, {"name": "a"}, loaded=True)
    row.set_info("name", "b")
    assert row.name == "b"


def test_an_attribute_that_was_set_takes_precedence_over_a_declared_key():
    row = DeclaringRow(None, {"name": "a"}, loaded=True)
    row.name = "b"
    assert row.name == "b"
    del row.name
    assert row.name == "a"


def test_a_declared_key_is_loaded_like_any_other():
    manager = RowManager({"id": "1", "name": "a"})
    manager.resource_class = DeclaringRow
    assert DeclaringRow(manager, {"id": "1"}).name == "a"
    assert manager.requested == ["1"]


def test_a_declared_key_that_was_not_sent_is_an_attribute_error():
    row = DeclaringRow(None, {"id": "1"}, loaded=True)
    with pytest.raises(AttributeError, match="name"):
        row.name  # noqa: B018 - reading is what is tested
    assert "name" not in dir(row)


def test_an_alias_reads_a_key_that_python_cannot_spell():
    row = AliasingRow(None, {"ext:host": "h1"}, loaded=True)
    assert row.host == "h1"
    row.set_info("ext:host", "h2")
    assert row.host == "h2"


def test_an_alias_is_absent_like_its_key():
    row = AliasingRow(None, {"id": "1"}, loaded=True)
    assert not hasattr(row, "host")
    with pytest.raises(AttributeError, match=r"^host"):
        row.host  # noqa: B018 - reading is what is tested


def test_a_key_with_the_name_of_an_alias_takes_precedence():
    row = AliasingRow(None, {"ext:host": "h1", "host": "h2"}, loaded=True)
    assert row.host == "h2"


def test_an_attribute_that_was_set_takes_precedence_over_an_alias():
    row = AliasingRow(None, {"ext:host": "h1"}, loaded=True)
    row.host = "h2"
    assert (row.host, row.to_dict()) == ("h2", {"ext:host": "h1"})
    del row.host
    assert row.host == "h1"


@pytest.mark.parametrize("key", ["ext:host", "host"])
def test_an_alias_is_loaded_like_any_other_attribute(key):
    manager = RowManager({"id": "1", key: "h1"})
    manager.resource_class = AliasingRow
    assert AliasingRow(manager, {"id": "1"}).host == "h1"
    assert manager.requested == ["1"]


def test_vars_and_to_dict_show_the_key_and_not_the_alias():
    row = AliasingRow(None, {"ext:host": "h1"}, loaded=True)
    assert row.to_dict() == {"ext:host": "h1"}
    assert "ext:host" in vars(row)
    assert "host" not in vars(row)


def test_dir_shows_an_alias_whose_key_is_there():
    assert {"host", "ext:host"} <= set(dir(AliasingRow(None, {"ext:host": "h1"})))
    assert "host" not in dir(AliasingRow(None, {"id": "1"}))


def test_a_subclass_inherits_aliases_and_adds_its_own():
    class More(AliasingRow):
        zone: str = base.alias("ext:zone")

    row = More(None, {"ext:host": "h1", "ext:zone": "z1"}, loaded=True)
    assert (row.host, row.zone) == ("h1", "z1")
    assert not hasattr(AliasingRow(None, {"ext:zone": "z1"}, loaded=True), "zone")


def test_a_copy_and_an_unpickled_resource_have_the_aliases():
    row = AliasingRow(None, {"ext:host": "h1"}, loaded=True)
    assert copy.copy(row).host == copy.deepcopy(row).host == "h1"
    assert pickle.loads(pickle.dumps(row)).host == "h1"


def test_the_class_itself_does_not_have_its_declared_keys():
    assert not hasattr(DeclaringRow, "name")
    assert not hasattr(AliasingRow, "host")


def test_keys_that_are_not_identifiers_are_read_by_getattr():
    assert getattr(Row(None, {"OS-EXT-STS:task_state": "spawning"}), "OS-EXT-STS:task_state") == (
        "spawning"
    )


def test_methods_and_properties_take_precedence_over_keys_of_the_same_name():
    server = servers.Server(None, {"id": "1", "networks": "x", "delete": "x"}, loaded=True)
    assert server.networks == {}
    assert callable(server.delete)


def test_setting_an_attribute_does_not_change_the_json():
    row = Row(None, {"name": "a"}, loaded=True)
    row.name = "b"
    assert (row.name, row.to_dict()) == ("b", {"name": "a"})


def test_deleting_an_attribute_does_not_change_the_json_of_the_caller():
    given = {"OS-EXT-AZ:availability_zone": "nova", "id": "1"}
    row = Row(None, given, loaded=True)
    delattr(row, "OS-EXT-AZ:availability_zone")
    assert not hasattr(row, "OS-EXT-AZ:availability_zone")
    assert (row.to_dict(), len(given)) == ({"id": "1"}, 2)


def test_an_attribute_of_a_wrapped_item_can_be_deleted():
    keypair = keypairs.Keypair(None, {"keypair": {"name": "a", "type": "ssh"}}, loaded=True)
    del keypair.type
    assert keypair.to_dict() == {"keypair": {"name": "a"}}


def test_deleting_an_attribute_that_was_set_shows_the_json_again():
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
    assert manager.requested == ["1"]
    assert row.is_loaded()


def test_loading_adds_the_request_ids():
    row, _manager = _lazy()
    row.get()
    assert row.request_ids == ["req-get"]


def test_a_loaded_resource_sends_no_request():
    manager = RowManager({"id": "1", "status": "ACTIVE"})
    row = Row(manager, {"id": "1"}, loaded=True)
    with pytest.raises(AttributeError):
        row.status  # noqa: B018
    assert manager.requested == []


def test_set_loaded_makes_a_resource_load_again():
    row, manager = _lazy(status="ACTIVE")
    row.set_loaded(True)
    assert not hasattr(row, "status")
    row.set_loaded(False)
    assert row.status == "ACTIVE"
    assert manager.requested == ["1"]


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
    assert manager.requested == []
    assert not row.is_loaded()


def test_a_resource_without_an_id_is_not_loaded():
    manager = RowManager()
    row = Row(manager, {"name": "a"})
    assert not hasattr(row, "id")
    assert manager.requested == []
    assert row.is_loaded()


def test_an_object_whose_init_never_ran_does_not_recurse():
    with pytest.raises(AttributeError):
        getattr(Row.__new__(Row), "__deepcopy__x")


def test_a_resource_whose_manager_has_no_get_is_not_changed():
    row = Row(object(), {"id": "1"})
    assert not hasattr(row, "status")
    assert row.is_loaded()


@pytest.mark.parametrize("cls", [servers.NetworkInterface, servers.SecurityGroup])
def test_a_resource_of_another_class_than_the_managers_is_not_loaded(nova, requests_mock, cls):
    thing = cls(nova.servers, {"id": "1", "port_id": "1"})
    assert not hasattr(thing, "status")
    thing.get()
    assert requests_mock.call_count == 0


def test_a_resource_of_the_base_class_is_loaded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "name": "a"}})
    assert base.Resource(nova.servers, {"id": "1"}).name == "a"


def test_a_resource_is_loaded_if_a_program_has_set_its_own_class(nova, requests_mock):
    class MyServer(servers.Server):
        pass

    nova.servers.resource_class = MyServer
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {"id": "1", "name": "a"}})
    assert servers.Server(nova.servers, {"id": "1"}).name == "a"


def test_a_resource_whose_manager_returns_none_is_not_changed():
    class Manager:
        def get(self, row_id):
            return None

    row = Row(Manager(), {"id": "1"})
    row.get()
    assert row.to_dict() == {"id": "1"}
    assert row.is_loaded()


def test_get_updates_attributes_and_keeps_those_that_were_not_sent():
    manager = RowManager({"id": "1", "status": "SHUTOFF"})
    row = Row(manager, {"id": "1", "status": "ACTIVE", "adminPass": "x"})
    row.status = "set by hand"
    row.get()
    assert (row.status, row.adminPass) == ("SHUTOFF", "x")


def test_get_does_not_change_the_json_of_the_caller():
    manager = RowManager({"id": "1", "status": "SHUTOFF"})
    info = {"id": "1"}
    Row(manager, info).get()
    assert info == {"id": "1"}


# set_info, to_dict, dir, repr, human_id.


def test_set_info_sets_the_attribute_and_the_json():
    row = Row(None, {"id": "1", "name": "a"}, loaded=True)
    row.set_info("name", "b")
    row.set_info("new", "c")
    assert (row.name, row.new) == ("b", "c")
    assert row.to_dict() == {"id": "1", "name": "b", "new": "c"}


def test_set_info_takes_precedence_over_an_attribute_that_was_set():
    row = Row(None, {"name": "a"}, loaded=True)
    row.name = "by hand"
    row.set_info("name", "b")
    assert row.name == "b"


def test_set_info_sets_a_key_of_a_wrapped_item():
    keypair = keypairs.Keypair(None, {"keypair": {"name": "a"}}, loaded=True)
    keypair.set_info("name", "b")
    assert (keypair.name, keypair.to_dict()) == ("b", {"keypair": {"name": "b"}})


def test_get_adds_what_the_list_of_wrapped_items_left_out(nova, requests_mock):
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


def test_to_dict_is_a_deep_copy():
    row = Row(None, {"nested": {"list": [1]}}, loaded=True)
    row.to_dict()["nested"]["list"].append(2)
    assert row.nested == {"list": [1]}


def test_dir_shows_the_json_keys_and_the_methods():
    names = dir(Row(None, {"id": "1", "status": "ACTIVE"}))
    assert {"id", "status", "get", "to_dict", "manager"} <= set(names)
    assert len(names) == len(set(names))


def test_the_repr_shows_the_json():
    assert repr(Row(None, {"name": "a", "id": 1})) == "<Row id=1, name=a>"


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
def test_a_name_with_a_lone_surrogate_can_be_printed(cls, info):
    resource = cls(None, info)
    assert str(resource).encode() == str(resource).replace("\ud800", "?").encode()
    assert "\\ud800" in repr(resource)
    assert resource.to_dict() == info


def test_the_human_id_is_the_name_as_a_slug():
    assert servers.Server(None, {"name": "Äpfel & Birnen!"}, loaded=True).human_id == (
        "apfel-birnen"
    )


@pytest.mark.parametrize("name", [None, True, 1, ["a"]])
def test_there_is_no_human_id_if_the_name_is_not_a_string(name):
    assert servers.Server(None, {"name": name}, loaded=True).human_id is None


def test_there_is_no_human_id_without_a_name_or_for_other_classes():
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
def test_resources_of_a_class_are_equal_by_id_or_else_by_json(one, other, equal):
    assert (Row(None, one) == Row(None, other)) is equal
    assert (Row(None, one) != Row(None, other)) is not equal


def test_resources_of_different_classes_are_never_equal():
    class Child(Row):
        pass

    row = Row(None, {"id": "1"})
    assert row != Child(None, {"id": "1"})
    assert row != {"id": "1"}
    assert row != "1"


def test_comparing_lazy_resources_sends_nothing():
    row, manager = _lazy()
    assert row == Row(manager, {"id": "1"})
    assert Row(manager, {}) != row
    assert manager.requested == []


def test_resources_are_not_hashable():
    with pytest.raises(TypeError, match="unhashable"):
        hash(Row(None, {"id": "1"}))


@pytest.fixture
def row():
    row = Row(RowManager({"id": "1"}), {"id": "1", "nested": {"a": [1]}}, True, resp=["req-1"])
    row.mine = [1]
    return row


@pytest.mark.parametrize("copy_of", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_is_equal_and_shares_the_manager(row, copy_of):
    copied = copy_of(row)
    assert type(copied) is Row
    assert copied == row
    assert copied.manager is row.manager
    assert (copied.mine, copied.nested, copied.is_loaded()) == ([1], {"a": [1]}, True)


@pytest.mark.parametrize("copy_of", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_has_request_ids_of_its_own(row, copy_of):
    copied = copy_of(row)
    copied.append_request_ids(["req-2"])
    assert (row.request_ids, copied.request_ids) == (["req-1"], ["req-1", "req-2"])


def test_a_deep_copy_shares_no_json(row):
    copy.deepcopy(row).nested["a"].append(2)
    assert row.nested == {"a": [1]}


def test_set_info_on_a_copy_leaves_the_original_alone(row):
    copy.copy(row).set_info("id", "2")
    assert row.id == "1"


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_an_unpickled_resource_has_the_same_data(nova, protocol):
    server = servers.Server(nova.servers, {"id": "1", "name": "a"}, resp=["req-1"])
    back = pickle.loads(pickle.dumps(server, protocol))
    assert type(back) is servers.Server
    assert (back.to_dict(), back.request_ids) == ({"id": "1", "name": "a"}, ["req-1"])
    assert back == server


def test_an_unpickled_resource_sends_no_request(nova, requests_mock):
    back = pickle.loads(pickle.dumps(servers.Server(nova.servers, {"id": "1"})))
    assert back.is_loaded()
    assert not hasattr(back, "status")
    assert requests_mock.call_count == 0


def test_copying_and_pickling_a_lazy_resource_sends_nothing():
    row, manager = _lazy()
    copy.copy(row)
    copy.deepcopy(row)
    row.__getstate__()
    assert manager.requested == []
