"""Waits that know their operation, as on the real cloud."""

from tests.functional.test_operations import *  # noqa: F403
