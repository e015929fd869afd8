"""The instance usage audit log."""

from __future__ import annotations

import datetime
import re

import pytest

from novaclient.v2.instance_usage_audit_log import InstanceUsageAuditLog
from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize("before", [datetime.datetime(2024, 1, 1), 5])
def test_the_time_of_an_audit_period_must_be_a_string(nova, before):
    with pytest.raises(TypeError, match="before must be a string"):
        nova.instance_usage_audit_log.get(before)


def test_an_audit_period_cannot_address_another_resource(nova, requests_mock):
    requests_mock.get(
        f"{ENDPOINT}/os-instance_usage_audit_log/..%2Fservers",
        json={"instance_usage_audit_log": {}},
    )
    nova.instance_usage_audit_log.get("../servers")
    assert requests_mock.last_request.path.endswith("..%2fservers")


@pytest.mark.parametrize("before", [None, "2026-01-01 00:00:00"])
def test_an_audit_log_is_loaded_again_for_the_same_period(nova, requests_mock, before):
    log = {"overall_status": "ALL hosts done. 0 errors."}
    requests = requests_mock.get(
        re.compile(f"{ENDPOINT}/os-instance_usage_audit_log.*"),
        json={"instance_usage_audit_logs": log, "instance_usage_audit_log": log},
    )
    nova.instance_usage_audit_log.get(before).get()
    first, again = requests.request_history
    assert first.url == again.url


def test_a_resource_created_by_hand_is_not_loaded(nova, requests_mock):
    log = InstanceUsageAuditLog(nova.instance_usage_audit_log, {"created": "by hand"})
    log.get()
    assert not hasattr(log, "nothing")
    assert requests_mock.request_history == []
