"""The log of the usage audits."""

from __future__ import annotations

import datetime

import pytest

from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize("before", [datetime.datetime(2024, 1, 1), 5])
def test_the_time_of_an_audit_period_must_be_a_string(nova, before):
    with pytest.raises(TypeError, match="before must be a string"):
        nova.instance_usage_audit_log.get(before)


def test_an_audit_period_can_not_lead_to_another_resource(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-instance_usage_audit_log/..%2Fservers",
        json={"instance_usage_audit_log": {}},
    )
    nova.instance_usage_audit_log.get("../servers")
    assert requests_mock.last_request.path.endswith("..%2fservers")
