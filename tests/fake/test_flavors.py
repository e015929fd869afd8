"""Flavors, as on the real cloud."""

from tests.functional.test_flavors import *  # noqa: F403
