"""Quotas of projects and users."""

from __future__ import annotations

import re

import pytest

from novaclient import exceptions
from novaclient.v2.quotas import QuotaSet
from tests.unit.conftest import ENDPOINT


def test_update_does_not_change_its_arguments(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-quota-sets/p", json={"quota_set": {"id": "p"}})
    quotas = {"cores": 3, "user_id": "u"}
    make_client("2.56").quotas.update("p", **quotas)
    assert quotas == {"cores": 3, "user_id": "u"}
    assert requests_mock.last_request.json() == {"quota_set": {"cores": 3}}
    assert requests_mock.last_request.qs == {"user_id": ["u"]}


@pytest.mark.parametrize(
    "parameters", [{}, {"user_id": "bob"}, {"user_id": "bob", "detail": True}]
)
def test_quotas_are_loaded_again_with_the_same_parameters(nova, requests_mock, parameters):
    requests = requests_mock.get(
        re.compile(f"{ENDPOINT}/os-quota-sets/p.*"), json={"quota_set": {"id": "p", "cores": 1}}
    )
    quotas = nova.quotas.get("p", **parameters)
    quotas.get()
    first, again = requests.request_history
    assert first.url == again.url


@pytest.mark.parametrize("version", ["2.56", "2.57"])
@pytest.mark.parametrize(("changes", "user"), [({}, "bob"), ({"user_id": "eve"}, "eve")])
def test_quotas_of_a_user_are_updated_for_this_user(
    make_client, requests_mock, version, changes, user
):
    body = {"quota_set": {"id": "p", "cores": 1}}
    requests_mock.get(f"{ENDPOINT}/os-quota-sets/p?user_id=bob", json=body)
    requests_mock.put(f"{ENDPOINT}/os-quota-sets/p?user_id={user}", json=body)
    make_client(version).quotas.get("p", "bob").update(cores=1, **changes)
    assert requests_mock.last_request.query == f"user_id={user}"


def test_quotas_without_an_id_are_not_updated(nova, requests_mock):
    with pytest.raises(exceptions.InvalidIdentifier, match="has no id"):
        QuotaSet(nova.quotas, {"cores": 1}, loaded=True).update(cores=2)
    assert requests_mock.request_history == []
