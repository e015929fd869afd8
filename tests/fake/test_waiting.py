"""Waits, as on the real cloud."""

from tests.functional.test_waiting import *  # noqa: F403
