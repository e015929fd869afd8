from __future__ import annotations

import copy
import pickle

import pytest

from novaclient import base, exceptions
from novaclient.v2 import flavors
from tests.unit.rows import Row


def test_getid_takes_resources_and_ids():
    row = Row(None, {"id": "1"})
    assert [base.getid(x) for x in (row, "1", 1, None)] == ["1", "1", 1, None]


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
