"""Errors, as on the real cloud."""

from tests.functional.test_errors import *  # noqa: F403
