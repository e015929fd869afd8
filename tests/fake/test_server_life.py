"""The life of servers, as on the real cloud."""

from tests.functional.test_server_life import *  # noqa: F403
