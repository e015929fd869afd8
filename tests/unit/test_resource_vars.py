"""``vars()`` and ``__dict__`` of a resource, and what subclasses do with them."""

from __future__ import annotations

import copy
import functools
import inspect
import json
import pickle
import pprint
import threading
from unittest import mock

import pytest

from novaclient import base
from novaclient.v2 import keypairs, servers
from tests.unit.conftest import ENDPOINT

TASK = "OS-EXT-STS:task_state"
INFO = {"id": "1", "name": "web-1", TASK: "spawning"}
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


@pytest.fixture
def server():
    return servers.Server(None, dict(INFO), loaded=True)


def test_vars_contain_the_keys_of_the_json(server):
    assert {key: vars(server)[key] for key in INFO} == INFO
    assert server.__dict__[TASK] == "spawning"


def test_vars_contain_the_attributes_of_every_resource(server):
    assert set(vars(server)) - set(INFO) == {
        "manager",
        "_info",
        "_loaded",
        "x_openstack_request_ids",
    }


@pytest.mark.parametrize("loaded", [True, False])
def test_vars_say_whether_the_resource_is_loaded(loaded):
    server = servers.Server(None, dict(INFO), loaded=loaded)
    assert vars(server)["_loaded"] is loaded
    assert vars(copy.copy(server))["_loaded"] is loaded


def test_vars_of_a_resource_that_is_loaded_later_say_so():
    server = servers.Server(None, dict(INFO), loaded=False)
    server.set_loaded(True)
    assert (vars(server)["_loaded"], server.is_loaded()) == (True, True)


def test_vars_show_request_ids_that_are_added_later(server):
    seen = vars(server)["x_openstack_request_ids"]
    server.append_request_ids("req-1")
    assert seen == ["req-1"]


def test_an_attribute_that_was_set_takes_precedence_in_vars(server):
    server.name = "mine"
    assert vars(server)["name"] == "mine"
    del server.name
    assert vars(server)["name"] == "web-1"


def test_vars_show_set_info_and_deleted_attributes(server):
    server.set_info("name", "b")
    delattr(server, TASK)
    assert vars(server)["name"] == "b"
    assert TASK not in vars(server)


def test_vars_of_a_wrapped_item_contain_its_keys():
    keypair = keypairs.Keypair(None, {"keypair": {"name": "a"}}, loaded=True)
    assert vars(keypair)["name"] == "a"
    assert "keypair" not in vars(keypair)


def test_vars_send_no_request(nova, requests_mock):
    assert vars(servers.Server(nova.servers, {"id": "1"}))["id"] == "1"
    assert requests_mock.call_count == 0


def test_vars_of_an_object_whose_init_never_ran_are_empty():
    assert set(vars(base.Resource.__new__(base.Resource))) == {"x_openstack_request_ids"}


def test_vars_can_be_dumped_as_json_and_printed(server):
    shown = {k: v for k, v in vars(server).items() if k not in ("manager", "_info", "_loaded")}
    dumped = vars(server)
    del dumped["manager"]
    assert json.loads(json.dumps(dumped)) == {**shown, "_info": INFO, "_loaded": True}
    assert "'web-1'" in pprint.pformat(vars(server))


@pytest.mark.parametrize(
    "copy_of", [copy.copy, copy.deepcopy, dict.copy, lambda d: pickle.loads(pickle.dumps(d))]
)
def test_a_copy_of_vars_is_a_plain_dict(server, copy_of):
    copied = copy_of(vars(server))
    assert type(copied) is dict
    assert copied == vars(server)
    copied["name"] = "b"
    assert server.name == "web-1"


@pytest.mark.parametrize(
    "write",
    [
        lambda d: d.__setitem__("mine", 1),
        lambda d: d.update(mine=1),
        lambda d: d.update({"mine": 1}),
        lambda d: d.update([("mine", 1)]),
        lambda d: d.setdefault("mine", 1),
        lambda d: d.__ior__({"mine": 1}),
    ],
)
def test_writing_into_vars_sets_an_attribute_of_the_resource(server, write):
    write(vars(server))
    assert server.mine == 1
    assert vars(server)["mine"] == 1
    assert "mine" not in server.to_dict()


@pytest.mark.parametrize("remove", [dict.__delitem__, dict.pop])
def test_unbound_methods_of_dict_change_only_the_copy(server, remove):
    remove(vars(server), "name")
    assert server.name == "web-1"


@pytest.mark.parametrize("remove", [lambda d: d.__delitem__("name"), lambda d: d.pop("name")])
def test_removing_a_key_from_vars_removes_it_from_the_resource(server, remove):
    server.name = "mine"
    remove(vars(server))
    assert not hasattr(server, "name")
    with pytest.raises(KeyError):
        del vars(server)["name"]


def test_clearing_vars_leaves_an_empty_resource(server):
    seen = vars(server)
    seen.clear()
    assert seen == {}
    assert "name" not in vars(server)
    assert "_loaded" not in vars(server)


def test_vars_of_the_class_are_its_dict():
    assert vars(servers.Server)["HUMAN_ID"] is True


def test_dir_shows_what_was_set(server):
    server.mine = 1
    assert {"mine", TASK, "manager", "request_ids"} <= set(dir(server))


class Mine(servers.Server):
    """A resource class as programs write them."""

    def __init__(self, manager, info, loaded=False, resp=None, **more):
        self.early = 1
        self.__dict__.update(more)
        super().__init__(manager, info, loaded, resp)
        self.late = 2

    @functools.cached_property
    def size(self):
        self.computed = getattr(self, "computed", 0) + 1
        return len(self.name)


class Pickled(Mine):
    """One that defines how it is pickled."""

    def __getstate__(self):
        state = self.__dict__.copy()
        del state["manager"]
        return state

    def __setstate__(self, state):
        self.__dict__.update(state)
        self.manager = None


def test_a_subclass_may_set_attributes_before_and_after_init():
    mine = Mine(None, dict(INFO), colour="red")
    assert (mine.early, mine.late, mine.colour, mine.name) == (1, 2, "red", "web-1")


def test_a_cached_property_is_computed_once():
    mine = Mine(None, dict(INFO))
    assert (mine.size, mine.size, mine.computed) == (5, 5, 1)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("cls", [Mine, Pickled])
def test_a_subclass_is_pickled_with_and_without_getstate(cls, protocol):
    mine = cls(None, dict(INFO), True, ["req-1"], colour="red")
    back = pickle.loads(pickle.dumps(mine, protocol))
    assert type(back) is cls
    assert (back.name, back.colour, back.late) == ("web-1", "red", 2)
    assert back.to_dict() == INFO
    assert (back.request_ids, back.is_loaded()) == (["req-1"], True)


@pytest.mark.parametrize("copy_of", [copy.copy, copy.deepcopy])
def test_a_copy_of_a_subclass_has_the_attributes_that_were_set(copy_of):
    copied = copy_of(Pickled(None, dict(INFO), colour="red"))
    copied.set_info("name", "b")
    assert (copied.name, copied.colour, vars(copied)["name"]) == ("b", "red", "b")


def test_a_resource_that_contains_itself_can_be_copied_deeply(server):
    server.me = [server]
    copied = copy.deepcopy(server)
    assert copied.me == [copied]
    assert copied.me[0] is copied


def test_get_updates_what_a_subclass_restored(nova, requests_mock):
    back = pickle.loads(pickle.dumps(Pickled(None, dict(INFO), True)))
    back.manager = nova.servers
    requests_mock.get(f"{ENDPOINT}/servers/1", json={"server": {**INFO, "name": "new"}})
    back.get()
    assert (back.name, vars(back)["name"]) == ("new", "new")


def test_a_state_without_request_ids_is_restored():
    back = servers.Server.__new__(servers.Server)
    back.__setstate__({"manager": None, "_info": dict(INFO), "_loaded": True})
    assert (back.name, back.request_ids) == ("web-1", [])


def test_a_patched_attribute_is_restored(server):
    with (
        mock.patch.object(server, "name", "patched"),
        mock.patch.object(server, "new", 1, create=True),
    ):
        assert (server.name, server.new) == ("patched", 1)
    assert server.name == "web-1"
    assert not hasattr(server, "new")


def test_mocks_can_be_created_from_a_resource(server):
    server.manager = mock.Mock()
    for double in (mock.Mock(spec=server), mock.create_autospec(server, instance=True)):
        assert isinstance(double, servers.Server)
        assert double.name is not None
        double.reboot("HARD")
        with pytest.raises(AttributeError):
            double.no_such_thing  # noqa: B018


def test_getmembers_sends_no_request(nova, requests_mock):
    # As completion in IPython and debuggers do.
    server = servers.Server(nova.servers, dict(INFO), loaded=True)
    assert dict(inspect.getmembers(server))["name"] == "web-1"
    assert requests_mock.call_count == 0


def test_vars_can_be_read_while_other_threads_write(server):
    failures = []
    stop = threading.Event()

    def read():
        try:
            while not stop.is_set():
                assert vars(server)["id"] == "1"
        except Exception as error:
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(2000):
        setattr(server, f"a{number}", number)
        server.set_info(f"b{number % 7}", number)
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []
