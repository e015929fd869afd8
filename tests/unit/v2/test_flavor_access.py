from __future__ import annotations

import pytest

from novaclient import exceptions
from novaclient.v2 import flavor_access, flavors
from novaclient.v2.flavor_access import FlavorAccess
from tests.unit.conftest import ENDPOINT

ROWS = [{"flavor_id": "f1", "tenant_id": "t1"}]


@pytest.mark.parametrize("kwargs", [{}, {"flavor": None}, {"flavor": ""}, {"tenant": "t1"}])
def test_access_can_only_be_listed_by_flavor(nova, requests_mock, kwargs):
    with pytest.raises(NotImplementedError, match="Unknown list options"):
        nova.flavor_access.list(**kwargs)
    assert requests_mock.call_count == 0


@pytest.mark.parametrize("as_resource", [True, False])
def test_the_flavor_may_be_a_resource_or_an_id(nova, requests_mock, as_resource):
    requests_mock.get(f"{ENDPOINT}/flavors/f1/os-flavor-access", json={"flavor_access": ROWS})
    flavor = flavors.Flavor(nova.flavors, {"id": "f1"}) if as_resource else "f1"
    (access,) = nova.flavor_access.list(flavor=flavor)
    assert repr(access) == "<FlavorAccess flavor id: f1, tenant id: t1>"


@pytest.mark.parametrize("action", ["addTenantAccess", "removeTenantAccess"])
def test_a_change_returns_the_new_access_list(nova, requests_mock, action):
    requests_mock.post(
        f"{ENDPOINT}/flavors/f1/action",
        json={"flavor_access": ROWS},
        headers={"x-compute-request-id": "req-1"},
    )
    name = {"addTenantAccess": "add_tenant_access", "removeTenantAccess": "remove_tenant_access"}
    result = getattr(nova.flavor_access, name[action])("f1", "t1")
    assert [access.tenant_id for access in result] == ["t1"]
    assert result.request_ids == ["req-1"]
    assert requests_mock.last_request.json() == {action: {"tenant": "t1"}}


def test_a_change_without_a_body_is_an_unexpected_response(nova, requests_mock):
    requests_mock.post(f"{ENDPOINT}/flavors/f1/action", status_code=202)
    with pytest.raises(exceptions.UnexpectedResponse, match="no 'flavor_access'"):
        nova.flavor_access.add_tenant_access("f1", "t1")


@pytest.mark.parametrize("name", ["add_tenant_access", "remove_tenant_access"])
def test_an_extension_may_override_the_actions(nova, name):
    class Overriding(flavor_access.FlavorAccessManager):
        def _action(self, action, flavor, info, **kwargs):
            return action, flavor, info

    _, flavor, info = getattr(Overriding(nova), name)("f1", "t1")
    assert (flavor, info) == ("f1", {"tenant": "t1"})


def test_a_hook_gets_the_keyword_arguments_of_an_action(nova, requests_mock):
    class Hooked(flavor_access.FlavorAccessManager):
        pass

    requests_mock.post(f"{ENDPOINT}/flavors/f1/action", json={"flavor_access": ROWS})
    Hooked.add_hook("modify_body_for_action", lambda body, **kwargs: body.update(kwargs))
    Hooked(nova)._action("mine", "f1", {"a": 1}, more=2)
    assert requests_mock.last_request.json() == {"mine": {"a": 1}, "more": 2}


def test_the_repr_of_an_incomplete_resource_sends_no_request():
    # Without a manager, a request would be an AttributeError.
    assert (
        repr(FlavorAccess(None, {}))
        == "<FlavorAccess flavor id: unknown-id, tenant id: unknown-id>"
    )
