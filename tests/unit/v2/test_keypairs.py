"""Key pairs."""

from __future__ import annotations

import pytest

from novaclient.v2.keypairs import Keypair


@pytest.mark.parametrize(
    ("info", "text"),
    [({}, "<Keypair: unknown-id>"), ({"keypair": None}, "<Keypair: unknown-id>")],
)
def test_no_repr_crashes_or_asks_the_server(info, text):
    # Without a manager a request would be an AttributeError.
    assert repr(Keypair(None, info)) == text


def test_what_has_no_name_can_not_be_loaded_by_it(nova):
    # The name would be needed to ask for the name.
    with pytest.raises(AttributeError):
        _ = Keypair(nova.keypairs, {"a": 1}).id


def test_a_wrapped_item_answers_for_what_it_wraps():
    item = Keypair(None, {"keypair": {"name": "inner", "status": "ok"}}, loaded=True)
    assert item.status == "ok"
    assert "status" in dir(item)
    assert item.to_dict() == {"keypair": {"name": "inner", "status": "ok"}}
    with pytest.raises(AttributeError):
        _ = item.keypair
