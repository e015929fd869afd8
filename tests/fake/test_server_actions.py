"""Actions of servers, as on the real cloud."""

from tests.functional.test_server_actions import *  # noqa: F403
