"""Resources that are named by something else than their id."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from novaclient import base, exceptions
from novaclient.v2 import _names
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.servers import Server


@pytest.mark.parametrize("name", ["x", "", None])
@pytest.mark.parametrize("named", [_names.host, _names.hypervisor, _names.name, _names.zone])
def test_a_name_is_returned_as_it_is(named, name):
    assert named(name) == name


def test_a_hypervisor_without_its_details_has_no_host():
    brief = Hypervisor(None, {"id": 1, "hypervisor_hostname": "h1"}, loaded=True)
    with pytest.raises(
        exceptions.InvalidIdentifier, match=r"<Hypervisor: 1 \(h1\)> has no 'host'"
    ):
        _names.host(brief)


def test_a_resource_of_another_kind_is_no_zone():
    server = Server(None, {"id": "s1", "name": "web"}, loaded=True)
    with pytest.raises(exceptions.InvalidIdentifier, match="<Server: web> has no 'zoneName'"):
        _names.zone(server)


def test_an_object_of_another_library_without_a_name_is_refused():
    with pytest.raises(exceptions.InvalidIdentifier, match="'SimpleNamespace' can't be sent"):
        _names.name(SimpleNamespace(name=None))


def test_only_the_zone_of_a_dict_is_converted():
    zone = base.Resource(None, {"zoneName": "z1"}, loaded=True)
    given = {"availability_zone": zone, "name": "n"}
    assert _names.with_zone(given) == {"availability_zone": "z1", "name": "n"}
    assert given["availability_zone"] is zone
