"""Quotas of projects and users."""

from __future__ import annotations

from tests.unit.conftest import ENDPOINT


def test_the_quotas_given_stay_the_callers(make_client, requests_mock):
    requests_mock.put(f"{ENDPOINT}/os-quota-sets/p", json={"quota_set": {"id": "p"}})
    quotas = {"cores": 3, "user_id": "u"}
    make_client("2.56").quotas.update("p", **quotas)
    assert quotas == {"cores": 3, "user_id": "u"}
    assert requests_mock.last_request.json() == {"quota_set": {"cores": 3}}
    assert requests_mock.last_request.qs == {"user_id": ["u"]}
