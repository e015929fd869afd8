"""Versions and microversions, as on the real cloud."""

from tests.functional.test_versions import *  # noqa: F403
