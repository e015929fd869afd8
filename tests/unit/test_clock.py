from __future__ import annotations

import time
from unittest import mock

from keystoneauth1 import session

from novaclient import _clock, testing


def test_a_session_has_the_real_clock():
    assert _clock.of(session.Session()) is time


def test_a_mock_of_a_session_has_the_real_clock():
    assert _clock.of(mock.MagicMock()) is time


def test_the_session_of_a_fake_cloud_has_the_clock_of_the_cloud():
    cloud = testing.FakeNova()
    assert _clock.of(cloud.session()) is cloud.clock
