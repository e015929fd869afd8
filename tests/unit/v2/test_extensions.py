"""The API extensions of the server."""

from __future__ import annotations

import pytest

from novaclient.v2.extensions import APIExtension
from tests.unit.conftest import ENDPOINT

KEYPAIRS = {"alias": "os-keypairs", "name": "Keypairs"}


def test_extensions_are_listed_and_found(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/extensions", json={"extensions": [KEYPAIRS]})
    [extension] = nova.extensions.list()
    assert extension.id == "os-keypairs"
    assert nova.extensions.find(name="Keypairs") == extension


def test_an_extension_is_requested_by_its_alias(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/extensions/os-keypairs", json={"extension": KEYPAIRS})
    assert repr(nova.extensions.get("os-keypairs")) == "<APIExtension: os-keypairs>"


def test_an_extension_without_an_alias_has_a_repr():
    assert repr(APIExtension(None, {})) == "<APIExtension: unknown-alias>"


def test_the_id_of_a_resource_without_a_name_is_an_attribute_error(nova):
    # Loading the resource would need its name.
    with pytest.raises(AttributeError):
        _ = APIExtension(nova.extensions, {"a": 1}).id
