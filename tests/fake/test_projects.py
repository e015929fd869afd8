"""Key pairs, quotas and more of a project, as on the real cloud."""

from tests.functional.test_projects import *  # noqa: F403
