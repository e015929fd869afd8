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
def test_a_usage_is_loaded_with_and_without_microseconds(nova, requests_mock, start, sent):
    requests_mock.get(
        f"{ENDPOINT}/os-simple-tenant-usage/p", json={"tenant_usage": {"total_hours": 2}}
    )
    usage = nova.usage.resource_class(
        nova.usage, {"tenant_id": "p", "start": start, "stop": "2024-02-01T00:00:00"}
    )
    assert usage.total_hours == 2
    assert requests_mock.last_request.qs["start"] == [sent.lower()]
    assert usage.is_loaded()


def test_times_with_a_time_zone_are_sent_in_utc(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage", json={"tenant_usages": []})
    moment = datetime.datetime(2024, 1, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=1)))
    nova.usage.list(moment, "2024-01-02")
    query = "start=2023-12-31T23:00:00&end=2024-01-02T00:00:00&"
    assert query in requests_mock.last_request.url


DAY = datetime.datetime(2024, 1, 1), datetime.datetime(2024, 1, 2)


@pytest.mark.parametrize("version", ["2.0", "2.96"])
@pytest.mark.parametrize(
    ("detailed", "sent"), [(None, None), (False, ["0"]), (0, ["0"]), (True, ["1"]), ("x", ["1"])]
)
def test_detailed_is_sent_unless_it_is_none(make_client, requests_mock, version, detailed, sent):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage", json={"tenant_usages": []})
    make_client(version).usage.list(*DAY, detailed=detailed)
    assert requests_mock.last_request.qs.get("detailed") == sent


@pytest.mark.parametrize(
    "info",
    [
        {},
        {"tenant_id": "p"},
        {"tenant_id": "p", "start": None, "stop": None},
        {"tenant_id": "p", "start": "", "stop": ""},
        {"tenant_id": "p", "start": "2024-01-01T00:00:00", "stop": None},
        {"start": "2024-01-01T00:00:00", "stop": "2024-01-02T00:00:00"},
    ],
)
@pytest.mark.parametrize("loaded", [True, False])
def test_a_usage_without_a_period_or_a_project_is_not_loaded(nova, requests_mock, info, loaded):
    usage = nova.usage.resource_class(nova.usage, info, loaded=loaded)
    assert usage.get() is None
    assert usage.to_dict() == info
    assert usage.is_loaded()
    assert requests_mock.call_count == 0


def test_an_empty_usage_can_be_loaded_again(nova, requests_mock):
    requests_mock.get(f"{ENDPOINT}/os-simple-tenant-usage/p", json={"tenant_usage": {}})
    usage = nova.usage.get("p", *DAY)
    usage.get()
    assert usage.to_dict() == {}
