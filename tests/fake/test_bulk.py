"""Many servers at once, as on the real cloud."""

from tests.functional.test_bulk import *  # noqa: F403
