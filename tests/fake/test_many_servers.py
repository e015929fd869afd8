"""Many servers of one request, as on the real cloud."""

from tests.functional.test_many_servers import *  # noqa: F403
