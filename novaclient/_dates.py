# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""Times as arguments: datetimes, dates and ISO 8601 strings, as Nova expects them.

Nova stores times in UTC, so a time without a time zone is UTC here, and a date is its midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

#: What an argument that is a time may be. A :class:`~datetime.datetime` is a date, too.
Time = date | str


def as_text(value: Time) -> str:
    """Return a time as filters such as ``changes-since`` expect it: ISO 8601 with the offset.

    :param value: A datetime, a date, or a string, which is returned as it is.
    :return: The time in UTC, such as ``2024-01-31T12:00:00+00:00``.
    :raises TypeError: if it is something else.
    """
    return value if isinstance(value, str) else _aware(value).astimezone(UTC).isoformat()


def as_utc(value: Time) -> datetime:
    """Return a time as the usage operations expect it: in UTC, without a time zone.

    :param value: A datetime, a date, or a string in ISO 8601.
    :return: The datetime.
    :raises TypeError: if it is something else.
    :raises ValueError: if it is a string that is not in ISO 8601.
    """
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return _aware(moment).astimezone(UTC).replace(tzinfo=None)


def _aware(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    raise TypeError(
        f"a time must be a datetime, a date or an ISO 8601 string, not a {type(value).__name__}"
    )
