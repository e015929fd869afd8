"""Usage of projects."""

from __future__ import annotations

import datetime

import pytest

from tests.unit.conftest import ENDPOINT


@pytest.mark.parametrize(
    ("start", "sent"),
    [
        ("2024-01-01T00:00:00.000000", "2024-01-01T00:00:00"),
        ("2024-01-01T00:00:00", "2024-01-01T00:00:00"),
    ],
)
def test_usage_is_loaded_anew_with_and_without_microseconds(nova, requests_mock, start, sent):
    requests_mock.get(
        f"{ENDPOINT}/os-simple-tenant-usage/p", json={"tenant_usage": {"total_hours": 2}}
    )
    usage = nova.usage.resource_class(
        nova.usage, {"tenant_id": "p", "start": start, "stop": "2024-02-01T00:00:00"}
    )
    assert usage.total_hours == 2
    assert requests_mock.last_request.qs["start"] == [sent.lower()]
    assert usage.is_loaded()


def test_times_with_a_zone_are_encoded(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage", json={"tenant_usages": []})
    moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    nova.usage.list(moment, moment)
    assert "start=2024-01-01T00:00:00%2B01:00" in requests_mock.last_request.url
