"""Lists of servers, as on the real cloud."""

from tests.functional.test_server_lists import *  # noqa: F403
