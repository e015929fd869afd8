"""Filters of servers, as on the real cloud."""

from tests.functional.test_filters import *  # noqa: F403
