from __future__ import annotations

import copy
import pickle
import re
import uuid
from types import SimpleNamespace

import pytest

from novaclient import base, exceptions
from novaclient.v2 import flavors
from tests.unit.rows import Row


def test_getid_takes_resources_and_ids():
    row = Row(None, {"id": "1"})
    assert [base.getid(x) for x in (row, "1", 1, None)] == ["1", "1", 1, None]


@pytest.mark.parametrize("value", ["1", 1, None, uuid.UUID(int=1)])
def test_known_id_returns_an_id_as_it_is(value):
    assert base.known_id(value) is value


def test_known_id_takes_resources_of_other_libraries():
    assert base.known_id(SimpleNamespace(id="1")) == "1"


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (base.Resource(None, {"name": "n"}), "<Resource name=n> has no id."),
        (SimpleNamespace(id=None), "The id of a SimpleNamespace is None."),
        (
            SimpleNamespace(),
            "An object of type 'SimpleNamespace' can't be sent: it is neither an id nor a name.",
        ),
        ({"id": "1"}, "An object of type 'dict' can't be sent: it is neither an id nor a name."),
        (b"1", "An object of type 'bytes' can't be sent: it is neither an id nor a name."),
    ],
)
def test_known_id_refuses_what_has_no_id(value, problem):
    with pytest.raises(exceptions.InvalidIdentifier, match=f"^{re.escape(problem)}$"):
        base.known_id(value)


def test_a_resource_without_an_id_cannot_be_part_of_a_path():
    with pytest.raises(exceptions.InvalidIdentifier, match="<Row name=a> has no id"):
        base.path("rows", Row(None, {"name": "a"}))


def test_a_resource_in_a_path_stands_for_its_id():
    assert base.path("flavors", flavors.Flavor(None, {"id": "m1/x"}), "action") == (
        "/flavors/m1%2Fx/action"
    )


def test_unset_has_a_repr_and_no_copies():
    assert repr(base.UNSET) == "<unset>"
    assert copy.deepcopy(base.UNSET) is base.UNSET is pickle.loads(pickle.dumps(base.UNSET))
