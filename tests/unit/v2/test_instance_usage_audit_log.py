"""The instance usage audit log."""

from __future__ import annotations

import datetime
import re
from urllib import parse

import pytest

from novaclient.v2.instance_usage_audit_log import InstanceUsageAuditLog
from tests.unit.conftest import ENDPOINT

BERLIN = datetime.timezone(datetime.timedelta(hours=1))


@pytest.mark.parametrize(
    ("before", "sent"),
    [
        (datetime.datetime(2024, 1, 31, 12, tzinfo=BERLIN), "2024-01-31 11:00:00"),
        (datetime.datetime(2024, 1, 31, 12), "2024-01-31 12:00:00"),
        (datetime.date(2024, 1, 31), "2024-01-31 00:00:00"),
        ("2024-01-31T12:00:00+01:00", "2024-01-31 11:00:00"),
        ("2024-01-31 12:00:00", "2024-01-31 12:00:00"),
        ("yesterday", "yesterday"),
    ],
)
def test_the_time_of_an_audit_period_is_sent_as_nova_reads_it(nova, requests_mock, before, sent):
    requests_mock.get(
        re.compile(f"{ENDPOINT}/os-instance_usage_audit_log/"),
        json={"instance_usage_audit_log": {}},
    )
    nova.instance_usage_audit_log.get(before)
    assert parse.unquote(requests_mock.last_request.url).endswith(f"/{sent}")


def test_what_is_no_time_is_refused(nova):
    with pytest.raises(TypeError, match="a time must be"):
        nova.instance_usage_audit_log.get(5)


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
