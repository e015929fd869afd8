"""Volume attachments, instance actions, images and networks, as on the real cloud."""

from tests.functional.test_server_parts import *  # noqa: F403
