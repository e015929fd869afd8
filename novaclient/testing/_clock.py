# SPDX-FileCopyrightText: The python-novaclient authors
# SPDX-License-Identifier: Apache-2.0

"""The time in a fake cloud, which passes when somebody sleeps."""

from __future__ import annotations

import datetime


class VirtualClock:
    """A clock that begins at the real time, and stands still until somebody sleeps."""

    def __init__(self) -> None:
        self._begin = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
        self._passed = 0.0

    def monotonic(self) -> float:
        """Return the seconds that have passed."""
        return self._passed

    def sleep(self, seconds: float, /) -> None:
        """Let time pass, at once.

        :param seconds: How many seconds pass.
        """
        self._passed += seconds

    def now(self) -> datetime.datetime:
        """Return the time in UTC."""
        return self._begin + datetime.timedelta(seconds=self._passed)


def timestamp(time: datetime.datetime | None) -> str | None:
    """Return a time as Nova writes most of them, with microseconds and without a time zone."""
    return None if time is None else time.strftime("%Y-%m-%dT%H:%M:%S.%f")
