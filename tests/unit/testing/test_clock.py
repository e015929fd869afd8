from __future__ import annotations

import datetime
import time

from novaclient.testing._clock import VirtualClock


def test_time_stands_still():
    clock = VirtualClock()
    before = clock.now()
    time.sleep(0.001)
    assert clock.now() == before
    assert clock.monotonic() == 0


def test_sleeping_lets_time_pass_at_once():
    clock = VirtualClock()
    before, begin = clock.now(), time.monotonic()
    clock.sleep(3600)
    assert clock.monotonic() == 3600
    assert clock.now() - before == datetime.timedelta(hours=1)
    assert time.monotonic() - begin < 60
