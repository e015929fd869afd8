"""The newest microversions and methods, as on the real cloud."""

from tests.functional.test_newest import *  # noqa: F403
