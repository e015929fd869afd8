"""Request ids, and values that have them."""

from __future__ import annotations

import concurrent.futures
import copy
import multiprocessing
import pickle

import pytest
import requests

from novaclient import base
from novaclient.v2 import servers

INFO = {"id": "1", "name": "web-1", "OS-EXT-STS:task_state": "spawning"}
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)


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
def test_request_ids_are_taken_from_responses_or_given(source, ids):
    thing = base.RequestIdMixin()
    thing.append_request_ids(source)
    assert thing.request_ids == ids


def test_request_ids_can_be_reset():
    thing = base.RequestIdMixin()
    thing.append_request_ids("a")
    thing.request_ids_setup()
    assert thing.request_ids == []


def test_two_objects_share_no_request_ids():
    one, other = base.RequestIdMixin(), base.RequestIdMixin()
    one.request_ids.append("a")
    assert other.request_ids == []


def _values():
    return [
        base.ListWithMeta([1, [2]], ["req-1"]),
        base.DictWithMeta({"a": [1]}, ["req-1"]),
        base.TupleWithMeta((1, [2]), ["req-1"]),
        base.StrWithMeta("text", ["req-1"]),
        base.BytesWithMeta(b"bytes\xff", ["req-1"]),
    ]


NAMES = [type(value).__name__ for value in _values()]


@pytest.mark.parametrize("thing", [*_values(), base.Resource(None, {}, True, ["req-1"])])
def test_request_ids_have_an_old_name(thing):
    assert thing.x_openstack_request_ids == ["req-1"]
    assert thing.x_openstack_request_ids is thing.request_ids


def test_the_old_name_of_request_ids_can_be_set():
    server = servers.Server(None, dict(INFO), loaded=True)
    server.x_openstack_request_ids = ["req-2"]
    server.append_request_ids("req-3")
    assert server.request_ids == ["req-2", "req-3"]


# Copies and pickles of values that carry request ids.


@pytest.mark.parametrize(
    "copy_of",
    [
        copy.copy,
        copy.deepcopy,
        *(lambda v, p=p: pickle.loads(pickle.dumps(v, p)) for p in PROTOCOLS),
    ],
    ids=["copy", "deepcopy", *(f"pickle-{p}" for p in PROTOCOLS)],
)
@pytest.mark.parametrize("value", _values(), ids=NAMES)
def test_a_copy_is_of_the_same_class_and_keeps_the_request_ids(value, copy_of):
    copied = copy_of(value)
    assert type(copied) is type(value)
    assert copied == value
    assert copied.request_ids == ["req-1"]
    copied.append_request_ids("req-2")
    assert value.request_ids == ["req-1"]


@pytest.mark.parametrize("index", [0, 2])
def test_a_copy_shares_the_items_and_a_deep_copy_does_not(index):
    value = _values()[index]
    assert copy.copy(value)[1] is value[1]
    assert copy.deepcopy(value)[1] is not value[1]


@pytest.mark.parametrize(
    "copy_of", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))]
)
def test_a_copy_of_a_list_keeps_has_more(copy_of):
    page = base.ListWithMeta([servers.Server(None, dict(INFO), True)], ["req-1"])
    page.has_more = True
    copied = copy_of(page)
    assert copied.has_more is True
    assert copied[0].name == "web-1"


def test_a_copy_of_a_subclass_keeps_its_attributes():
    value = Noted("text", None)
    value.note = [1]
    for copied in (copy.deepcopy(value), pickle.loads(pickle.dumps(value, 0))):
        assert (copied, copied.note) == ("text", [1])


class Noted(base.StrWithMeta):
    """A string class of a program, with an attribute of its own."""


def test_values_in_an_exception_are_pickled_with_it():
    error = RuntimeError(*_values())
    back = pickle.loads(pickle.dumps(error))
    assert [arg.request_ids for arg in back.args] == [["req-1"]] * 5


def test_values_are_passed_to_another_process_and_back():
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        back = list(pool.map(copy.copy, _values()))
    assert back == _values()
    assert [value.request_ids for value in back] == [["req-1"]] * 5
