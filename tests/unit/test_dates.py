"""Times as arguments."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from novaclient import _dates

BERLIN = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (datetime(2024, 1, 31, 12, tzinfo=UTC), "2024-01-31T12:00:00+00:00"),
        (datetime(2024, 1, 31, 12, tzinfo=BERLIN), "2024-01-31T11:00:00+00:00"),
        (datetime(2024, 1, 31, 12), "2024-01-31T12:00:00+00:00"),
        (datetime(2024, 1, 31, 12, 0, 0, 5), "2024-01-31T12:00:00.000005+00:00"),
        (date(2024, 1, 31), "2024-01-31T00:00:00+00:00"),
    ],
    ids=["utc", "another time zone", "naive", "microseconds", "date"],
)
def test_a_filter_gets_the_time_in_utc_with_its_offset(value, sent):
    assert _dates.as_text(value) == sent


def test_a_filter_gets_a_string_as_it_is():
    assert _dates.as_text("2024-01-31T12:00:00Z") == "2024-01-31T12:00:00Z"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (datetime(2024, 1, 31, 12, tzinfo=BERLIN), datetime(2024, 1, 31, 11)),
        (datetime(2024, 1, 31, 12), datetime(2024, 1, 31, 12)),
        (date(2024, 1, 31), datetime(2024, 1, 31)),
        ("2024-01-31T12:00:00+01:00", datetime(2024, 1, 31, 11)),
        ("2024-01-31T12:00:00Z", datetime(2024, 1, 31, 12)),
        ("2024-01-31", datetime(2024, 1, 31)),
    ],
    ids=["another time zone", "naive", "date", "offset", "Z", "only a date"],
)
def test_a_period_gets_the_time_in_utc_without_time_zone(value, moment):
    assert _dates.as_utc(value) == moment


@pytest.mark.parametrize("convert", [_dates.as_text, _dates.as_utc])
@pytest.mark.parametrize("value", [None, 5, ["2024-01-31"], object()])
def test_what_is_no_time_is_refused(convert, value):
    with pytest.raises(TypeError, match="a time must be a datetime, a date or an ISO 8601 string"):
        convert(value)


def test_a_string_that_is_no_time_is_refused_for_a_period():
    with pytest.raises(ValueError, match="yesterday"):
        _dates.as_utc("yesterday")
